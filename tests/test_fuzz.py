"""No input raises: odd texts, odd structures, odd motions, through the engine, the readers and whole builds."""

from __future__ import annotations

from itertools import count
from typing import Literal

import pytest
from conftest import Site, amendment, consolidated, directive, heading
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinxext_amendment.engine.changes import (
    LAST,
    Amendment,
    Change,
    Claim,
    Form,
    HeadingInsertion,
    HeadingRepeal,
    HeadingSubstitution,
    Modification,
    NumberingClaim,
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
    SentenceSubstitution,
    TextClaim,
    TextSubstitution,
    WordInsertion,
    WordRepeal,
    WordSubstitution,
)
from sphinxext_amendment.engine.consolidate import consolidate
from sphinxext_amendment.engine.document import Address, Body, Guideline, Paragraph, Point, Points, Range, plain
from sphinxext_amendment.engine.history import all_units
from sphinxext_amendment.engine.numbering import Policy, Scheme, Style
from sphinxext_amendment.engine.problems import Problem
from sphinxext_amendment.engine.text import OBJECT, Key, Mark, Text
from sphinxext_amendment.wording.language import Language, load
from sphinxext_amendment.wording.motion import Option, Written, read_motion
from sphinxext_amendment.wording.options import ASKING, read_options
from sphinxext_amendment.wording.reader import read_claim, read_command, read_forms
from sphinxext_amendment.wording.sentences import sentences
from sphinxext_amendment.wording.writer import write

LANGUAGES = tuple(language for code in ("de", "en", "fr") if (language := load(code)))
GERMAN, ENGLISH, FRENCH = LANGUAGES

NINES = "9" * 5000
"""More digits than Python reads as one number."""

ODD = (
    *(
        "",
        " ",
        "  ",
        "\t",
        "\n",
        "\u00a0",
        "\ud800",
        "e\u0301",
        "\u0301",
        "\u202e",
        "\u2066",
        "\u200b",
        "\u200d",
        "\ufeff",
    ),
    *(
        "א",
        "ب",
        "²",
        "٣",
        "İ",
        "ß",
        OBJECT,
        OBJECT,
        "\x00",
        "\U0001f1e9\U0001f1ea",
        NINES,
        "0",
        "-1",
        "aa",
        "99999",
    ),
    *(
        ".",
        "?",
        "…",
        ",",
        ";",
        ":",
        "-",
        "–",
        "/",
        "(",
        ")",
        "[",
        "]",
        "„",
        "“",
        '"',
        "'",
        "»",
        "«",
        "*",
        "|",
        "->",
        "§",
    ),
)
WORDS = (
    *(
        "Punkt",
        "Punkten",
        "3",
        "3 bis 5",
        "1.",
        "a)",
        "Satz",
        "Absatz",
        "wird",
        "werden",
        "gestrichen",
        "durch",
        "ersetzt",
    ),
    *("eingefügt", "nach", "vor", "folgender", "Im gesamten Text", "jeweils", "Aus Punkt 1 wird Punkt 2", "usw.", "In"),
    *("Die Punkte", "wie folgt gefasst:", "Begründung:", "Der neue Text lautet dann:", "„Rat“", "„“", "In point 3"),
    *(
        "is repealed",
        "“council”",
        "is replaced by",
        "the last sentence",
        "after",
        "insert",
        "letzte",
        "zwölf",
        "Überschrift",
    ),
)
STRINGS = st.lists(st.sampled_from((*ODD, *WORDS)), max_size=8).flatmap(
    lambda parts: st.sampled_from(("", " ")).map(lambda space: space.join(parts))
)
LABELS = st.sampled_from(
    ("", "0", "1", "1", "1", "2", "2", "3", "-1", "aa", "1a", "²", "İ", "ß", "\ud800", "iv", NINES)
)
SCHEMES = st.sampled_from(
    (Scheme(), Scheme("loweralpha"), Scheme("upperroman"), Scheme("bullet"), Scheme("arabic", "(", ")"))
)


@st.composite
def texts(draw: st.DrawFn) -> Text:
    """Draw a text; marks and spans of sentences may be any that lie in it."""
    content = draw(STRINGS)
    size = len(content)
    places = [place for place, character in enumerate(content) if character == OBJECT]
    marks = tuple(Mark(place, place + 1, ("mark", place), draw(STRINGS)) for place in places if draw(st.booleans()))
    spans: tuple[tuple[int, int], ...] = ()
    match draw(st.integers(0, 4)):
        case 0:
            spans = ((0, size),)
        case 1:
            spans = ((0, 0), (size, size))
        case 2:
            ends = sorted(draw(st.lists(st.integers(0, size), min_size=4, max_size=4)))
            spans = ((ends[0], ends[1]), (ends[2], ends[3]))
        case 3:
            spans = sentences(Text(content), LANGUAGES[0])
    return Text(content, marks, spans)


class _Keys:
    def __init__(self) -> None:
        self.numbers = count()

    def __call__(self, kind: str) -> Key:
        return kind, next(self.numbers)


@st.composite
def bodies(draw: st.DrawFn, keys: _Keys, depth: int = 0, fewest: int = 0) -> Body:
    """Draw a body with headings, points and lists of every kind; with no *fewest* of items empty ones too."""
    blocks: list[Paragraph | Points] = []
    for _ in range(draw(st.integers(0, 3))):
        if depth < 3 and draw(st.booleans()):
            items = [
                Point(keys("point"), draw(LABELS), draw(bodies(keys, depth + 1, fewest)))
                for _ in range(draw(st.integers(fewest, 3)))
            ]
            blocks.append(Points(keys("list"), draw(SCHEMES), tuple(items)))
        else:
            blocks.append(Paragraph(keys("paragraph"), draw(texts()), draw(st.booleans())))
    return tuple(blocks)


ADDRESSES = st.builds(Address, st.lists(LABELS, min_size=1, max_size=3).map(tuple), st.booleans())
TARGETS = st.lists(ADDRESSES | st.builds(Range, ADDRESSES, ADDRESSES), min_size=1, max_size=3).map(tuple)
NUMBERS = st.sampled_from((1, 1, 2, LAST, -2, 0, 7, 10**30))
PAIRS = st.tuples(NUMBERS, NUMBERS)
OCCURRENCES: st.SearchStrategy[Occurrence] = st.sampled_from(("only", "each", "end", 1, LAST, 2, 0, 10**30))
PLACES: tuple[Place, ...] = ("first", "last", "before", "after")
SIDES: st.SearchStrategy[Literal["before", "after"]] = st.sampled_from(("before", "after"))
STYLES: st.SearchStrategy[Style | None] = st.sampled_from((None, None, "arabic", "bullet"))


@st.composite
def changes(draw: st.DrawFn, keys: _Keys) -> Change:
    """Draw a change of any kind."""
    points = tuple(Point(keys("new"), draw(LABELS), draw(bodies(keys, 2))) for _ in range(draw(st.integers(1, 2))))
    targets, address, side = draw(TARGETS), draw(ADDRESSES), draw(SIDES)
    place: Place = draw(st.sampled_from(PLACES))
    anchor = None if place in {"first", "last"} and draw(st.booleans()) else address
    announced = draw(st.none() | LABELS)
    words, new = draw(STRINGS), draw(texts())
    anywhere = draw(st.sampled_from(((), targets)))
    how = draw(OCCURRENCES)
    within = draw(st.none() | PAIRS) if anywhere else None
    forms = tuple(draw(st.lists(st.builds(Form, STRINGS, texts(), st.booleans()), max_size=2)))
    every: tuple[Change, ...] = (
        PointInsertion(place, anchor, points, announced, draw(STYLES)),
        PointSubstitution(targets, points, draw(STYLES)),
        PointRepeal(targets),
        PointMove(targets, place, anchor),
        PointSplit(address, draw(NUMBERS), announced),
        PointJoin(targets, announced),
        WordSubstitution(anywhere, words, new, forms, how, within),
        WordRepeal(anywhere, words, how, within),
        WordInsertion(anywhere, side, words, new, how, within),
        SentenceInsertion(address, side, draw(NUMBERS), new),
        SentenceSubstitution(address, draw(PAIRS), new),
        SentenceRepeal(address, draw(PAIRS)),
        HeadingInsertion(side, address, new),
        HeadingSubstitution(draw(st.none() | ADDRESSES), new, draw(st.booleans())),
        HeadingRepeal(address, draw(st.booleans())),
        TextSubstitution(draw(bodies(keys, 2))),
    )
    return draw(st.sampled_from(every))


@st.composite
def texts_with_motions(draw: st.DrawFn) -> tuple[Guideline, tuple[Amendment, ...]]:
    keys = _Keys()
    title = Paragraph(keys("title"), draw(texts()), heading=True) if draw(st.booleans()) else None
    policy: Policy = "keep" if draw(st.booleans()) else "renumber"
    text = Guideline("text", draw(bodies(keys)), policy, draw(st.sampled_from(("(repealed)", ""))), title)
    amendments = []
    for name in "AB"[: draw(st.integers(1, 2))]:
        asked = draw(st.lists(changes(keys), max_size=3))
        items = tuple(Modification((name, n), change, draw(STRINGS)) for n, change in enumerate(asked))
        labels = st.tuples(LABELS, LABELS)
        claims: list[Claim] = [
            NumberingClaim(
                keys("claim"),
                tuple(draw(st.lists(labels, min_size=1, max_size=2))),
                draw(st.booleans()),
                draw(st.none() | ADDRESSES),
                draw(st.booleans()),
            ),
            TextClaim(keys("claim"), draw(bodies(keys, 2))),
        ]
        amendments.append(Amendment(name, items, tuple(claims)))
    return text, tuple(amendments)


def consolidated_twice(text: Guideline, amendments: tuple[Amendment, ...]) -> None:
    """Consolidate, look at all that comes out, and amend that again."""
    for motions in (amendments, amendments[:1]):
        result = consolidate(text, motions)
        told = {key for trouble in result.problems for key in (trouble.place, *trouble.others)}
        asked = {item.key for motion in motions for item in motion.modifications}
        assert asked <= result.applied | told
        assert plain(result.guideline.body) is not None
        assert result.numbering is not None
        assert all(unit.key is not None for unit in all_units(result.history))
        consolidate(result.guideline, ())


@given(texts_with_motions())
@settings(max_examples=300)
def test_no_text_and_no_motion_raises_in_the_engine(case: tuple[Guideline, tuple[Amendment, ...]]) -> None:
    consolidated_twice(*case)


def nested(depth: int, label: str = "1") -> Body:
    """Return a text that is nested so deep."""
    body: Body = ()
    for level in range(depth, 0, -1):
        words = Paragraph(("paragraph", level), Text("Eins zwei.", (), ((0, 10),)))
        body = (words, Points(("list", level), Scheme(), (Point(("point", level), label, body),)))
    return body


@pytest.mark.parametrize("policy", ["renumber", "keep"])
def test_a_text_may_be_nested_forty_deep(policy: Literal["renumber", "keep"]) -> None:
    asked: list[Change] = [
        WordSubstitution((Address(("1",) * 39),), "Eins", Text("Zwei")),
        PointInsertion("after", Address(("1",) * 40), (Point("new", "", (Paragraph("words", Text("Neu.")),)),)),
        WordRepeal((), "zwei", "each"),
    ]
    motion = Amendment("A", tuple(Modification(("A", number), change) for number, change in enumerate(asked)))
    consolidated_twice(Guideline("text", nested(40), policy), (motion,))


@pytest.mark.parametrize("piece", ["Wort ", "a. ", "(", "„", OBJECT, "\u200b", "\ud800", "-", " ", "x"])
def test_a_paragraph_may_be_huge(piece: str) -> None:
    """A hundred thousand characters: nothing raises, and nothing takes for ever."""
    content = piece * (100_000 // len(piece))
    spans = sentences(Text(content), LANGUAGES[0])
    text = Guideline(
        "text", (Points("list", Scheme(), (Point("point", "1", (Paragraph("p", Text(content, (), spans)),)),)),)
    )
    asked: list[Change] = [
        WordRepeal((), "fehlt"),
        WordSubstitution((Address(("1",)),), piece, Text("Neu"), (), 2),
        SentenceRepeal(Address(("1",)), (1, 1)),
    ]
    motion = Amendment("A", tuple(Modification(("A", number), change) for number, change in enumerate(asked)))
    consolidated_twice(text, (motion,))
    read_command(Text(content[:1000]), (), (), "key", LANGUAGES[0])
    read_claim(Text(content[:1000]), "key", LANGUAGES[0])


# --- the readers and the writer -------------------------------------------------------------------------------


@given(texts(), bodies(_Keys()), texts(), st.sampled_from(LANGUAGES))
@settings(max_examples=300)
def test_no_command_raises(command: Text, new: Body, forms: Text, language: Language) -> None:
    read = read_forms(forms, "key")
    read_command(command, new, () if isinstance(read, Problem) else read, "key", language)
    read_claim(command, "key", language)
    for start, end in sentences(command, language):
        assert 0 <= start < end <= len(command.content)


@given(
    st.dictionaries(st.sampled_from(ASKING), texts() | st.sampled_from(list(map(Text, ("repeal", "insertion", "3")))))
)
@settings(max_examples=300)
def test_no_options_raise(options: dict[str, Text]) -> None:
    read_options(options, "key")
    read_options({**options, "kind": Text("substitution"), "point": Text("3")}, "key")


@given(st.data())
@settings(max_examples=200)
def test_no_motion_raises(data: st.DataObject) -> None:
    body = data.draw(bodies(_Keys(), fewest=1))  # no parser makes an empty list
    keys = [block.key for block in body]
    names = st.sampled_from(("forms", "means", "expect", "status", *ASKING))
    options = tuple(
        Option(("option", number), data.draw(st.sampled_from(keys)), data.draw(names), data.draw(texts()))
        for number in range(data.draw(st.integers(0, 2)) if keys else 0)
    )
    some = st.frozensets(st.sampled_from(keys)) if keys else st.just(frozenset())
    written = Written("A", body, options, data.draw(some), data.draw(some))
    motion = read_motion(written, data.draw(st.sampled_from(LANGUAGES)))
    consolidate(Guideline("text", data.draw(bodies(_Keys()))), [motion.amendment])


@given(changes(_Keys()), st.sampled_from(LANGUAGES))
@settings(max_examples=200)
def test_no_change_raises_where_it_is_put_into_words(change: Change, language: Language) -> None:
    write(change, "key", language)


@pytest.mark.parametrize(
    "command",
    [
        f"Punkt {NINES} wird gestrichen.",
        "Die Punkte 1 bis 9999999999 werden wie folgt gefasst:",
        "Die bisherigen Punkte 1 bis 9999999999 werden die Punkte 2 bis 10000000000.",
        f"In Punkt 1 wird Satz {NINES} gestrichen.",
    ],
)
def test_a_number_may_be_too_long(command: str) -> None:
    new = (Points("list", Scheme(), (Point("point", "1", (Paragraph("p", Text("Neu.")),)),)),)
    assert isinstance(read_command(Text(command), new, (), "key", GERMAN), Problem)
    read_claim(Text(command), "key", GERMAN)
    assert sentences(Text(f"Shown by {NINES}. The end."), ENGLISH)
    for name in ("point", "sentence"):
        assert isinstance(read_options({"kind": Text("repeal"), "point": Text("1"), name: Text(NINES)}, "key"), Problem)


# --- whole builds ---------------------------------------------------------------------------------------------

SOURCES = {
    "nothing": ("", ""),
    "signs": ("1. „“ \u202e\u200b ()\n2. §\n3. 9999999999999999999999.", "1. In Punkt 1 wird „“ gestrichen.\n2. §"),
    "empty items": ("1.\n2.\n\n   a)\n\n3. Drei.", "1.\n2. Punkt 2 wird gestrichen.\n3."),
    "headings": ("Eins\n----\n\nZwei\n----\n\n1. Drei.", "Begründung\n----------\n\n1. Punkt 1 wird gestrichen."),
    "a table": (
        "1. Eins.\n\n   === ===\n   a   b\n   === ===\n   c   d\n   === ===\n",
        "1. In Punkt 1 wird „a“ gestrichen.",
    ),
    "nested": ("1. A.\n\n   a. B.\n\n      i. C.\n\n         - D.", "1. Punkt 1 Buchstabe a wird gestrichen."),
    "no list": ("Nur ein Absatz.", "Punkt 1 wird gestrichen."),
    "numbers": ("1. Eins.\n\n5. Fünf.\n\n1. Eins.", f"1. Punkt {NINES} wird gestrichen.\n2. Punkt 1 entfällt."),
    "directions": ("1. אחד שניים.\n2. واحد e\u0301.", "1. In Punkt 1 wird „אחד“ durch „\u202eb\u202c“ ersetzt."),
    "markup": ("1. *a* **b** `c`_ |d| [#e]_ :f:`g`", "1. In Punkt 1 wird „a“ durch „*b*“ ersetzt.\n\n   :forms: -> ->"),
}


@pytest.mark.parametrize("markup", ["rst", "md"])
@pytest.mark.parametrize("name", SOURCES)
def test_no_source_stops_a_build(site: Site, name: str, markup: str) -> None:
    text, motion = SOURCES[name]
    parts = (
        heading(markup, "Seite"),
        directive(markup, "guideline", "Text", text, name="text"),
        amendment(motion, markup),
        consolidated(markup, **{"with": "motion"}),
    )
    built = site.write(**{f"index_{markup}": "\n".join(parts)}).build()
    assert built.text("index.html")
    assert not any("Traceback" in line or "Exception" in line for line in built.warnings)
