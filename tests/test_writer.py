"""The writer: what it writes, the reader reads as the very same change, in every language."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from sphinxext_amendment.engine.changes import (
    LAST,
    Change,
    Form,
    Occurrence,
    PointInsertion,
    PointRepeal,
    PointSubstitution,
    SentenceInsertion,
    SentenceRepeal,
    SentenceSubstitution,
    WordInsertion,
    WordRepeal,
    WordSubstitution,
)
from sphinxext_amendment.engine.document import Address, Paragraph, Point, Range, Target
from sphinxext_amendment.engine.text import Mark, Text
from sphinxext_amendment.wording.language import available, load
from sphinxext_amendment.wording.reader import read_command
from sphinxext_amendment.wording.writer import write

words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)
quotable = st.lists(words, min_size=1, max_size=4).map(" ".join)
labels = st.from_regex(r"[1-9][0-9]{0,2}[a-z]?", fullmatch=True)
sentences = st.one_of(st.integers(1, 99), st.just(LAST))


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
    paragraph = draw(st.booleans())

    def address() -> Address:
        return Address((draw(labels),), paragraph)

    def target() -> Target:
        return Range(address(), address()) if draw(st.booleans()) else address()

    return tuple(target() for _ in range(draw(st.integers(0 if whole else 1, 4))))


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
    one = Address((draw(labels),), draw(st.booleans()))
    number = draw(sentences)
    several = draw(st.booleans())
    points = draw(new_points(several=several))
    style = "arabic" if several else None
    where = draw(targets(whole=True))
    # Through the whole text is each time.
    each: Occurrence = "each" if draw(st.booleans()) or not where else "only"
    old, new = draw(quotable), draw(marked())
    side: Literal["before", "after"] = draw(st.sampled_from(["before", "after"]))
    match draw(st.integers(0, 8)):
        case 0:
            place = draw(st.sampled_from(["first", "last", side]))
            own = points[0].label if several and points[0].label != "1" else None
            announced = own if several else draw(st.one_of(st.none(), labels))
            return PointInsertion(place, one if place == side else None, points, announced, style)  # type: ignore[arg-type]
        case 1:
            named = draw(targets(whole=False))
            assume(not several or points[0].label in {"1", _first(named)})
            return PointSubstitution(named, points, style)  # type: ignore[arg-type]
        case 2:
            return PointRepeal(draw(targets(whole=False)))
        case 3:
            forms = draw(st.sampled_from([(), (Form(old + "n", Text("x")),)]))
            return WordSubstitution(where, old, new, forms, each)
        case 4:
            return WordRepeal(where, old, each)
        case 5:
            return WordInsertion(where, side, old, new, each)
        case 6:
            text = draw(sentence_text)
            if (side, number) == ("before", LAST):
                event("before the last sentence")
            return SentenceInsertion(one, side, number, text)
        case 7:
            return SentenceSubstitution(one, (number, number), draw(sentence_text))
        case _:
            return SentenceRepeal(one, (number, number))


def _first(named: tuple[Target, ...]) -> str:
    first = named[0]
    return str(first if isinstance(first, Address) else first.first)


@pytest.mark.parametrize("code", available())
@given(change=changes())
@settings(max_examples=250, deadline=None)
def test_what_is_written_is_read_as_the_same_change(code: str, change: Change) -> None:
    language = load(code)
    assert language is not None
    written = write(change, "key", language)
    event(type(change).__name__)
    if written is None:
        # Only words that close every kind of quotation marks cannot be quoted.
        quoted = [text for text in (getattr(change, name, None) for name in ("old", "new", "anchor")) if text]
        assert any(_closes_all(text if isinstance(text, str) else text.content) for text in quoted)
        return
    assert read_command(written.command, written.new_text, written.forms, "key", language) == change


def _closes_all(text: str) -> bool:
    return all(any(mark in text for mark in marks) for marks in ('“”"„', "”“", "«»", "‘’‚", "›‹", '"'))


@pytest.mark.parametrize("code", available())
@given(change=changes())
@settings(max_examples=200, deadline=None)
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
