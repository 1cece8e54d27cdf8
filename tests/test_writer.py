"""The writer: what it writes, the reader reads as the very same change, in every language."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, get_args

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from sphinxext_amendment.engine.changes import (
    LAST,
    Change,
    Form,
    HeadingInsertion,
    HeadingRepeal,
    HeadingSubstitution,
    Occurrence,
    Place,
    PointInsertion,
    PointJoin,
    PointMove,
    PointRepeal,
    PointSplit,
    PointSubstitution,
    SentenceInsertion,
    SentenceRepeal,
    Sentences,
    SentenceSubstitution,
    TextSubstitution,
    WordInsertion,
    WordRepeal,
    WordSubstitution,
)
from sphinxext_amendment.engine.document import Address, Paragraph, Point, Points, Range, Target
from sphinxext_amendment.engine.numbering import Scheme
from sphinxext_amendment.engine.problems import Problem
from sphinxext_amendment.engine.text import Mark, Text
from sphinxext_amendment.wording.language import available, load
from sphinxext_amendment.wording.reader import read_command
from sphinxext_amendment.wording.request import is_deep
from sphinxext_amendment.wording.writer import write

words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)
quotable = st.lists(words, min_size=1, max_size=4).map(" ".join)
numbers = st.from_regex(r"-?[1-9][0-9]{0,2}[a-h]{0,2}", fullmatch=True)
letters = st.from_regex(r"([a-h])\1?|[ivx]{1,4}", fullmatch=True)
labels = st.one_of(numbers, letters)
places = st.one_of(st.integers(1, 99), st.just(LAST), st.integers(-9, -2))


@st.composite
def runs(draw: st.DrawFn) -> Sentences:
    """Draw the numbers of sentences that follow one another, counted from either end."""
    one, two = draw(places), draw(places)
    if (one > 0) == (two > 0):
        one, two = min(one, two), max(one, two)
    return one, two


@st.composite
def marked(draw: st.DrawFn) -> Text:
    """Draw words, some of them with a mark."""
    content = draw(quotable)
    start = draw(st.integers(0, len(content) - 1))
    end = draw(st.integers(start + 1, len(content)))
    return Text(content, draw(st.sampled_from([(), (Mark(start, end, "mark"),)])))


@st.composite
def targets(draw: st.DrawFn, *, whole: bool) -> tuple[Target, ...]:
    """Draw the points that a command names: one, several, ranges; none if the *whole* text may be meant."""
    paragraph = draw(st.integers(0, 3))
    kind = draw(st.sampled_from([numbers, letters]))

    def address() -> Address:
        own = (draw(kind), *draw(st.lists(labels, max_size=3)))
        called = own[:paragraph][-1] if 0 < paragraph <= len(own) else "a"
        return Address(own, paragraph if called.strip("-")[0].isdecimal() else 0)

    def target() -> Target:
        first = address()
        last = replace(
            first, labels=(*first.labels[:-1], draw(numbers if first.labels[-1][-1].isdecimal() else labels))
        )
        return Range(first, last) if draw(st.booleans()) else first

    named = tuple(target() for _ in range(draw(st.integers(0 if whole else 1, 3))))
    # Beside "Buchstabe a Doppelbuchstabe aa", "Buchstabe bb" is another double one, and none of the text.
    addresses = [end for one in named for end in ((one,) if isinstance(one, Address) else (one.first, one.last))]
    inner = any(label.isalpha() and len(label) > 1 for address in addresses for label in address.labels[1:])
    assume(not inner or not any(address.labels[0].isalpha() and address.labels[0][1:] for address in addresses))
    return named


@st.composite
def new_points(draw: st.DrawFn, *, several: bool) -> tuple[Point, ...]:
    count = draw(st.integers(2, 3)) if several else 1
    first = draw(st.integers(1, 9))
    return tuple(
        Point(
            ("new", number) if several else "key",
            str(first + number) if several else "",
            (Paragraph(("new text", number), Text(draw(quotable_text))),),
        )
        for number in range(count)
    )


plain_words = st.lists(st.sampled_from(["Der", "Park", "bleibt", "offen"]), min_size=1, max_size=4)
quotable_text = plain_words.map(lambda parts: " ".join(parts) + ".")
sentence_text = quotable_text.map(Text)


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """Draw a change of any kind, as a motion can ask for it."""
    one = Address((draw(labels), *draw(st.lists(labels, max_size=2))), draw(st.booleans()))
    number = draw(places)
    several = draw(st.booleans())
    points = draw(new_points(several=several))
    style = "arabic" if several else None
    where = draw(targets(whole=True))
    # Through the whole text is each time.
    which: Occurrence = draw(st.one_of(st.sampled_from(["each", "end", *(["only"] if where else [])]), places))
    sentences = draw(st.one_of(st.none(), runs())) if where else None
    old, new = draw(quotable), draw(marked())
    side: Literal["before", "after"] = draw(st.sampled_from(["before", "after"]))
    place: Place = draw(st.sampled_from(["first", "last", side]))
    anchor = one if place == side else draw(st.one_of(st.none(), st.just(one)))
    kind = draw(st.sampled_from(list(get_args(Change))))
    if kind is PointInsertion:
        own = points[0].label if several and points[0].label != "1" else None
        announced = own if several else draw(st.one_of(st.none(), labels))
        return PointInsertion(place, anchor, points, announced, style)  # type: ignore[arg-type]
    if kind is PointSubstitution:
        named = draw(targets(whole=False))
        assume(not several or points[0].label in {"1", _first(named)})
        return PointSubstitution(named, points, style)  # type: ignore[arg-type]
    if kind is PointRepeal:
        return PointRepeal(draw(targets(whole=False)))
    if kind is PointMove:
        named = draw(targets(whole=False))
        assume(anchor or not any(map(is_deep, named)))  # the end of which point?
        if anchor:  # what is called otherwise may lie in what is moved
            first = named[0].first if isinstance(named[0], Range) else named[0]
            assume(anchor.labels[0].isalpha() == first.labels[0].isalpha())
            anchor = replace(anchor, paragraph=int(first.paragraph == 1))
        return PointMove(named, place, anchor)
    if kind is PointSplit:
        return PointSplit(one, number, draw(st.one_of(st.none(), labels)))
    if kind is PointJoin:
        named = draw(targets(whole=False))
        assume(len(named) > 1 or isinstance(named[0], Range))
        return PointJoin(named, draw(st.one_of(st.none(), labels)))
    if kind is WordSubstitution:
        forms = draw(st.sampled_from([(), (Form(old + "n", Text("x")),)]))
        return WordSubstitution(where, old, new, forms, which, sentences)
    if kind is WordRepeal:
        return WordRepeal(where, old, which, sentences)
    if kind is WordInsertion:
        return WordInsertion(where, side, old, new, which, sentences)
    if kind is SentenceInsertion:
        return SentenceInsertion(one, side, number, draw(sentence_text))
    if kind is SentenceSubstitution:
        return SentenceSubstitution(one, draw(runs()), draw(sentence_text))
    if kind is SentenceRepeal:
        return SentenceRepeal(one, draw(runs()))
    if kind is HeadingInsertion:
        return HeadingInsertion(side, one, draw(sentence_text))
    if kind is HeadingSubstitution:
        target = draw(st.one_of(st.none(), st.just(one)))
        return HeadingSubstitution(target, draw(sentence_text), target is not None and several)
    if kind is HeadingRepeal:
        return HeadingRepeal(one, several)
    assert kind is TextSubstitution
    scheme = Scheme("arabic")
    return TextSubstitution((Paragraph("text", draw(sentence_text)), Points("list", scheme, points)))


def _first(named: tuple[Target, ...]) -> str:
    first = named[0]
    return (first if isinstance(first, Address) else first.first).labels[-1]


STYLES = [(code, style) for code in available() if (language := load(code)) for style in language.styles]


@pytest.mark.parametrize(("code", "style"), STYLES)
@given(change=changes())
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_read_as_the_same_change(code: str, style: str, change: Change) -> None:
    language = load(code, style=style)
    assert language is not None
    written = write(change, "key", language)
    event(type(change).__name__)
    if written is None:
        # Only words that close every kind of quotation marks cannot be quoted.
        quoted = [getattr(change, name, "") for name in ("old", "new", "anchor")]
        contents = [text.content if isinstance(text, Text) else text for text in quoted]
        assert any(isinstance(content, str) and _closes_all(content) for content in contents)
        return
    assert read_command(written.command, written.new_text, written.forms, "key", language) == change


def _closes_all(text: str) -> bool:
    return all(any(mark in text for mark in marks) for marks in ('“”"„', "”“", "«»", "‘’‚", "›‹", '"'))


@pytest.mark.parametrize("code", available())
@given(change=changes())
@settings(max_examples=60, deadline=None)
def test_every_kind_of_change_has_a_wording(code: str, change: Change) -> None:
    language = load(code)
    assert language is not None
    assume(not any(mark in repr(change) for mark in "“”„«»‘’‚›‹"))
    assert write(change, "key", language) is not None


ONE, TWO = Address(("1",)), Address(("2",))
POINTS = tuple(Point(("new", n), str(n), (Paragraph(("text", n), Text("Neu.")),)) for n in (1, 2))


@pytest.mark.parametrize(
    ("code", "change", "command"),
    [
        # What may mean "in each of the points" is written only of one.
        ("de", WordRepeal((ONE,), "a", "each"), "In Punkt 1 wird jeweils „a“ gestrichen."),
        ("de", WordRepeal((ONE, TWO), "a", "each"), "In den Punkten 1 und 2 wird überall „a“ gestrichen."),
        ("de", WordRepeal((Range(ONE, TWO),), "a", "each"), "In den Punkten 1 bis 2 wird überall „a“ gestrichen."),
        ("en", WordRepeal((ONE, TWO), "a", "each"), "In points 1 and 2, delete “a” each time it occurs."),
        # Paragraphs are replaced by paragraphs.
        ("de", PointSubstitution((ONE,), POINTS, "arabic"), "Punkt 1 wird durch folgende Punkte ersetzt:"),
        (
            "de",
            PointSubstitution((Address(("1",), True),), POINTS, "arabic"),
            "Absatz 1 wird durch folgende Absätze ersetzt:",
        ),
        (
            "en",
            PointSubstitution((Address(("1",), True),), POINTS, "arabic"),
            "Replace paragraph 1 with the following paragraphs:",
        ),
    ],
)
def test_how_a_change_is_worded(code: str, change: Change, command: str) -> None:
    language = load(code)
    assert language is not None
    written = write(change, "key", language)
    assert written is not None
    assert written.command.content == command
    assert read_command(written.command, written.new_text, (), "key", language) == change


@pytest.mark.parametrize("code", available())
def test_several_points_for_one_are_written_as_several(code: str) -> None:
    language = load(code)
    assert language is not None
    points = tuple(Point(("new", n), str(n), (Paragraph(("text", n), Text("Neu.")),)) for n in (1, 2))
    change = PointSubstitution((Address(("1",)),), points, "arabic")
    written = write(change, "key", language)
    assert written is not None
    assert read_command(written.command, written.new_text, (), "key", language) == change


@pytest.mark.parametrize(
    ("code", "style", "command", "canonical"),
    [
        ("de", "", "In der Überschrift zu § 5 wird „a“ gestrichen.", "In der Überschrift von § 5 wird „a“ gestrichen."),
        ("de", "", "In § 3 zweiter Spiegelstrich „a“ streichen.", "In § 3 Spiegelstrich 2 wird „a“ gestrichen."),
        ("de", "", "In der Präambel „a“ streichen.", "In der Präambel wird „a“ gestrichen."),
        ("de", "hdr4", "In der Präambel „a“ streichen.", "In der Präambel wird die Angabe „a“ gestrichen."),
        ("de", "", "Die Präambel entfällt.", "Die Präambel wird gestrichen."),
        ("de", "", "Der Abschnitt „Ziele“ entfällt.", "Abschnitt „Ziele“ wird gestrichen."),
        ("de", "", "In § 5 Satz 1 Halbsatz 2 „a“ streichen.", "In Satz 1 Halbsatz 2 von § 5 wird „a“ gestrichen."),
        (
            "de",
            "",
            "In § 5 Satz 1 letzter Halbsatz „a“ streichen.",
            "In Satz 1 letzter Halbsatz von § 5 wird „a“ gestrichen.",
        ),
        (
            "de",
            "",
            "Im Satzteil vor Nummer 1 von § 5 „a“ streichen.",
            "Im einleitenden Satzteil von § 5 wird „a“ gestrichen.",
        ),
        ("en", "", "In the title of section 5, omit “a”.", "In the heading of section 5, delete “a”."),
        ("en", "", "In the chapeau of section 5, omit “a”.", "In the introductory words of section 5, delete “a”."),
        ("en", "", "In the second indent of point 3, omit “a”.", "In point 3, the second indent, delete “a”."),
        ("en", "", "Omit the final bullet of point 3.", "Delete point 3, the last indent."),
        ("en", "", "Omit the preamble.", "Delete the preamble."),
        ("en", "us", "In section 5, replace “a” with “b”.", "In section 5, strike “a” and insert “b”."),
        ("en", "us", "Delete paragraph 3.", "Strike paragraph (3)."),
        ("en", "uk", "In section 5, replace “a” with “b”.", "In section 5, for “a” substitute “b”."),
        ("en", "uk", "Delete section 5.", "Omit section 5."),
        ("en", "eu", "In point 3, replace “a” with “b”.", "In point 3, the words ‘a’ are replaced by the words ‘b’."),
        ("en", "eu", "Delete point 3.", "Point 3 is deleted."),
    ],
)
def test_a_command_of_others_is_worded(code: str, style: str, command: str, canonical: str) -> None:
    language = load(code, style=style)
    assert language is not None
    change = read_command(Text(command), (), (), "key", language)
    assert not isinstance(change, Problem)
    written = write(change, "key", language)
    assert written is not None
    assert written.command.content == canonical
    assert read_command(written.command, (), (), "key", language) == change
