"""The engine by examples: one text, one motion, one result, for each kind of change and of numbering."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from sphinxext_amendment.engine.changes import (
    LAST,
    Amendment,
    Change,
    HeadingInsertion,
    HeadingRepeal,
    HeadingSubstitution,
    Modification,
    NumberingClaim,
    Occurrence,
    PointInsertion,
    PointJoin,
    PointMove,
    PointRepeal,
    PointSplit,
    PointSubstitution,
    SentenceInsertion,
    SentenceRepeal,
    SentenceSubstitution,
    TextSubstitution,
    WordInsertion,
    WordRepeal,
    WordSubstitution,
)
from sphinxext_amendment.engine.consolidate import Consolidation, consolidate
from sphinxext_amendment.engine.document import Address, Body, Guideline, Paragraph, Point, Points, Range, Unit
from sphinxext_amendment.engine.history import Passage, Units
from sphinxext_amendment.engine.numbering import Policy, Scheme, Style
from sphinxext_amendment.engine.problems import Code
from sphinxext_amendment.engine.text import Text


def words(content: str) -> Text:
    """Return a text; its sentences end with a full stop, and the last one where it ends."""
    return Text(content, (), tuple(match.span() for match in re.finditer(r"[^. ][^.]*(?:\.|$)", content)))


BULLETS = Scheme("bullet", "", "")


def body_of(lines: list[str], path: tuple[object, ...] = ()) -> Body:
    """Read lines: "1. words", "- words", "§ 3 # title", "# heading"; what is indented belongs to the line above."""
    blocks: list[Paragraph | Points] = []
    position = 0
    while position < len(lines):
        end = position + 1
        while end < len(lines) and lines[end].startswith("  "):
            end += 1
        line, inner = lines[position], [below[2:] for below in lines[position + 1 : end]]
        key = (*path, position)
        match = re.match(r"(§ )?(\()?(-?[0-9]+[a-z]*|[a-z]{1,2})([.)])?(?: |$)", line)
        bullet = line.startswith("- ")
        if bullet or (match and (match[1] or match[4])):
            rest, label, scheme = line[2:], "", BULLETS
            if match:
                rest, label = line[match.end() :], match[3]
                style: Style = "arabic" if label[-1].isdigit() or label[0] in "-0123456789" else "loweralpha"
                scheme = Scheme(style, match[1] or match[2] or "", match[4] or "")
            own = body_of([*([rest] if rest else []), *inner], key)
            point = Point(("point", *key), label, own)
            if blocks and isinstance(blocks[-1], Points) and blocks[-1].scheme == scheme:
                blocks[-1] = Points(blocks[-1].key, scheme, (*blocks[-1].items, point))
            else:
                blocks.append(Points(("list", *key), scheme, (point,)))
        elif line.startswith("# ") and blocks and isinstance(blocks[-1], Points) and blocks[-1].scheme != BULLETS:
            heading = Point(("point", *key), "", (Paragraph(key, words(line[2:]), heading=True),))
            blocks[-1] = Points(blocks[-1].key, blocks[-1].scheme, (*blocks[-1].items, heading))
        elif line.startswith("# "):
            blocks.append(Paragraph(key, words(line[2:]), heading=True))
        else:
            blocks.append(Paragraph(key, words(line)))
        position = end
    return tuple(blocks)


def printed(body: Body, indent: str = "") -> list[str]:
    lines = []
    for block in body:
        if isinstance(block, Paragraph):
            lines.append(f"{indent}{'# ' if block.heading else ''}{block.text.content}")
            continue
        for point in block.items:
            first, *rest = printed(point.body) or [""]
            label = block.scheme.printed(point.label) + " " if point.label else ""
            label = "- " if block.scheme == BULLETS else label
            lines += [f"{indent}{label}{first}".rstrip(), *(f"{indent}  {line}" for line in rest)]
    return lines


def text(lines: str, policy: Policy = "renumber") -> Guideline:
    return Guideline("text", body_of(lines.strip("\n").split("\n")), policy)


def new(*contents: str) -> tuple[Point, ...]:
    return tuple(
        Point(("new", content), "", (Paragraph(("new text", content), words(content)),)) for content in contents
    )


def at(*labels: str) -> Address:
    return Address(labels)


def apply(base: Guideline, *changes: Change) -> Consolidation:
    return consolidate(base, [amendment(*changes)])


def amendment(*changes: Change, name: str = "motion", claims: tuple[NumberingClaim, ...] = ()) -> Amendment:
    return Amendment(name, tuple(Modification((name, n), change) for n, change in enumerate(changes)), claims)


SECTION, PARAGRAPH, NUMBER = Unit("worded", ("§", "section")), Unit("paragraph"), Unit("number")
INDENT = Unit("indent")

JOIN = "Anyone can join. The board decides. It gives reasons."
MEETS = "The board has three members. It meets each month."

STATUTE = """
Preamble.
# Part one
§ 1 # Name
  The society is called Example.
§ 2 # Members
  (1) Anyone can join. The board decides. It gives reasons.
  (2) Members pay:
    1. the fee,
    2. the costs of letters.
      a) by post
      b) by messenger
    Both are due in March.
  (3) Members may leave.
# Part two
§ 3 # Board
  The board has three members. It meets each month. It meets in public.
§ 4 # End
  The society may end.
"""


def changed(*changes: Change, old: str = STATUTE) -> tuple[list[str], list[str]]:
    """Return the lines that changes take out of the text and those that they put there; they are carried out."""
    base = text(old)
    result = apply(base, *changes)
    assert result.problems == ()
    before, after = printed(base.body), printed(result.guideline.body)
    return [line.strip() for line in before if line not in after], [
        line.strip() for line in after if line not in before
    ]


def test_the_notation_of_these_tests_is_faithful() -> None:
    assert printed(text(STATUTE).body) == STATUTE.strip("\n").split("\n")


@pytest.mark.parametrize(
    ("change", "gone", "come"),
    [
        # Points of any depth: inserted, replaced, repealed; those behind are counted anew.
        (
            PointInsertion("after", at("2", "2", "2", "a"), new("by hand")),
            ["b) by messenger"],
            ["b) by hand", "c) by messenger"],
        ),
        (
            PointInsertion("before", at("2", "3"), new("Honour.")),
            ["(3) Members may leave."],
            ["(3) Honour.", "(4) Members may leave."],
        ),
        (PointInsertion("last", at("2", "2", "2"), new("by hand")), [], ["c) by hand"]),
        (PointInsertion("last", None, new("Last.")), [], ["§ 5 Last."]),
        (PointSubstitution((at("2", "2", "1"),), new("a gift,")), ["1. the fee,"], ["1. a gift,"]),
        (
            PointRepeal((at("2", "2"),)),
            [
                "(2) Members pay:",
                "1. the fee,",
                "2. the costs of letters.",
                "a) by post",
                "b) by messenger",
                "Both are due in March.",
                "(3) Members may leave.",
            ],
            ["(2) Members may leave."],
        ),
        (PointRepeal((Range(at("2", "1"), at("2", "2")),)), None, ["(1) Members may leave."]),
        # Moved with all that is in them.
        (
            PointMove((at("2", "3"),), "before", at("2", "1")),
            None,
            ["(1) Members may leave.", f"(2) {JOIN}", "(3) Members pay:"],
        ),
        # Split and joined.
        (
            PointSplit(at("2", "1"), 1),
            [f"(1) {JOIN}", "(2) Members pay:", "(3) Members may leave."],
            [
                "(1) Anyone can join.",
                "(2) The board decides. It gives reasons.",
                "(3) Members pay:",
                "(4) Members may leave.",
            ],
        ),
        (
            PointJoin((at("2", "2", "2", "a"), at("2", "2", "2", "b"))),
            ["b) by messenger"],
            ["by messenger"],
        ),
        # Sentences: one, a run, counted from the end.
        (SentenceRepeal(at("2", "1"), (2, 3)), None, ["(1) Anyone can join."]),
        (SentenceRepeal(at("3"), (-2, -1)), None, ["The board has three members."]),
        (SentenceSubstitution(at("3"), (-2, -1), words("It meets.")), None, ["The board has three members. It meets."]),
        (
            SentenceInsertion(at("3"), "after", LAST, words("Minutes are kept.")),
            None,
            [f"{MEETS} It meets in public. Minutes are kept."],
        ),
        # Words: in a sentence, the second of two, at the end.
        (
            WordSubstitution((at("3"),), "It", Text("He"), sentences=(2, 2)),
            None,
            ["The board has three members. He meets each month. It meets in public."],
        ),
        (WordSubstitution((at("3"),), "meets", Text("sits"), occurrence=2), None, [f"{MEETS} It sits in public."]),
        (WordSubstitution((at("3"),), "meets", Text("sits"), occurrence=LAST), None, [f"{MEETS} It sits in public."]),
        (WordSubstitution((at("3"),), ".", Text("!"), occurrence="end"), None, [f"{MEETS} It meets in public!"]),
        (WordRepeal((at("2"),), "by messenger", "end"), None, None),
        (
            WordInsertion((at("2", "2"),), "after", "Both", Text("of them")),
            ["Both are due in March."],
            ["Both of them are due in March."],
        ),
        (
            WordSubstitution((), "Members", Text("People"), (), "each"),
            ["§ 2 # Members", "(2) Members pay:", "(3) Members may leave."],
            ["§ 2 # People", "(2) People pay:", "(3) People may leave."],
        ),
        # Headings: titles, and what stands between points.
        (HeadingSubstitution(at("3"), Text("Chair")), ["§ 3 # Board"], ["§ 3 # Chair"]),
        (HeadingSubstitution(at("3"), Text("Part 2"), before=True), ["# Part two"], ["# Part 2"]),
        (HeadingSubstitution(at("1"), Text("Part 1"), before=True), ["# Part one"], ["# Part 1"]),
        (HeadingRepeal(at("3"), before=True), ["# Part two"], []),
        (HeadingRepeal(at("1"), before=True), ["# Part one"], []),
        (HeadingRepeal(at("4")), ["§ 4 # End", "The society may end."], ["§ 4 The society may end."]),
        (HeadingInsertion("before", at("4"), Text("Part three")), [], ["# Part three"]),
        # The whole text.
        (TextSubstitution(body_of(["§ 1 # All", "  New."], ("whole",))), None, ["§ 1 # All", "New."]),
    ],
)
def test_each_kind_of_change(change: Change, gone: list[str] | None, come: list[str] | None) -> None:
    if come is None:  # the words stand in the text, but not at its end
        (trouble,) = apply(text(STATUTE), change).problems
        assert trouble.code is Code.OCCURRENCE_NOT_FOUND
        return
    out, into = changed(change)
    assert into == come
    assert gone is None or out == gone


def test_words_in_a_part_of_a_point() -> None:
    base = replace(text(STATUTE), title=Paragraph("title", Text("Members of the society"), heading=True))
    paid = text("1. One\n  # Fees\n  Fees. Due are:\n  1. the fees.\n  Fees are due:\n  - late.\n  Fees.")
    for origin, change, expected in (
        (base, WordSubstitution((at("2"),), "Members", Text("People"), part="heading"), "§ 2 # People"),
        (base, WordRepeal((at("2", "2"),), "pay", part="introduction"), "(2) Members:"),
        (
            base,
            WordInsertion((at("2", "2"),), "after", "due", Text("early"), part="conclusion"),
            "Both are due early in",
        ),
        (base, WordSubstitution((at("2", "2"),), ".", Text("!"), (), "end", part="conclusion"), "in March!"),
        (base, WordSubstitution((at("3"),), "two", Text("2"), part="heading-before"), "# Part 2"),
        (base, WordRepeal((at("1"),), "one", part="heading-before"), "# Part"),
        (base, WordSubstitution((), "Preamble", Text("Aims"), part="introduction"), "Aims."),
        (paid, WordSubstitution((at("1"),), "Fees", Text("Dues"), part="introduction"), "Dues. Due are:"),
        (paid, WordSubstitution((at("1"),), "Fees", Text("Dues"), part="conclusion"), "Dues."),
    ):
        result = apply(origin, change)
        assert result.problems == ()
        before, after = printed(origin.body), printed(result.guideline.body)
        (line,) = [line.strip() for line in after if line not in before]
        assert line.startswith(expected) or line.endswith(expected)
    result = apply(base, WordSubstitution((), "Members", Text("People"), part="heading"))
    assert result.guideline == replace(base, title=Paragraph("title", Text("People of the society"), heading=True))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (WordRepeal((at("2", "1"),), "join", part="introduction"), Code.PART_NOT_FOUND),
        (
            WordRepeal(
                (
                    at(
                        "2",
                    ),
                ),
                "Members",
                part="introduction",
            ),
            Code.PART_NOT_FOUND,
        ),
        (WordRepeal((at("2", "2", "2"),), "letters", part="conclusion"), Code.PART_NOT_FOUND),
        (WordRepeal((), "society", part="conclusion"), Code.PART_NOT_FOUND),
        (WordRepeal((at("2", "2"),), "fee", part="introduction"), Code.WORDS_NOT_FOUND),
        (WordRepeal((at("2", "2"),), "Members", "end", part="introduction"), Code.OCCURRENCE_NOT_FOUND),
        (WordRepeal((at("2", "1"),), "join", part="heading"), Code.HEADING_NOT_FOUND),
        (WordRepeal((at("2"),), "Members", part="heading-before"), Code.HEADING_NOT_FOUND),
        (WordRepeal((at("3"),), "Board", part="heading"), Code.NOTHING_LEFT),
        (WordRepeal((), "society", part="heading"), Code.HEADING_NOT_FOUND),
        (WordRepeal((), "society", part="heading-before"), Code.HEADING_NOT_FOUND),
    ],
)
def test_a_part_that_is_not_there_is_told(change: Change, code: Code) -> None:
    base = text(STATUTE)
    result = apply(base, change)
    assert [trouble.code for trouble in result.problems] == [code]
    assert result.guideline == base


LISTS = """
1. Members get
  - a key,
  - a plot:
    1. small,
    2. large,
  - water. It is free.
2. One.
  - a
  And:
  - b
- Top.
- End.
"""


@pytest.mark.parametrize(
    ("change", "gone", "come"),
    [
        (PointInsertion("after", at("1", "•1"), new("a hat,", "a map,")), [], ["- a hat,", "- a map,"]),
        (PointInsertion("before", at("1", "•-1"), new("tools,")), [], ["- tools,"]),
        (PointInsertion("first", at("1", "•2"), new("tiny,")), None, ["1. tiny,", "2. small,", "3. large,"]),
        (PointSubstitution((at("1", "•1"),), new("two keys,")), ["- a key,"], ["- two keys,"]),
        (
            PointSubstitution((Range(at("1", "•1"), at("1", "•2")),), new("a key.")),
            ["- a key,", "- a plot:", "1. small,", "2. large,"],
            ["- a key."],
        ),
        (PointRepeal((at("1", "•1"), at("1", "•3"))), ["- a key,", "- water. It is free."], []),
        (PointRepeal((at("•-1"),)), ["- End."], []),
        (PointMove((at("1", "•1"),), "before", at("2")), ["- a key,", "2. One."], ["2. a key,", "3. One."]),
        (PointMove((at("2"),), "after", at("•1")), None, ["- One."]),
        (PointSplit(at("1", "•3"), 1), ["- water. It is free."], ["- water.", "- It is free."]),
        (PointJoin((at("•1"), at("•2"))), ["- End."], ["End."]),
        (WordSubstitution((at("1", "•2"),), "large", Text("huge")), ["2. large,"], ["2. huge,"]),
        (WordSubstitution((at("1", "•-2", "1"),), "small", Text("tiny")), ["1. small,"], ["1. tiny,"]),
        (SentenceRepeal(at("1", "•3"), (2, 2)), ["- water. It is free."], ["- water."]),
        (PointInsertion("after", Address(("•2",), 0, (INDENT,)), new("More."), unit=INDENT), [], ["- More."]),
    ],
)
def test_an_item_without_a_number_is_named_by_its_place(
    change: Change, gone: list[str] | None, come: list[str]
) -> None:
    out, into = changed(change, old=LISTS)
    assert into == come
    assert gone is None or out == gone


def test_an_item_without_a_number_leaves_none_behind() -> None:
    base = text(LISTS, "keep")
    changes = (PointRepeal((at("1", "•1"),)), PointInsertion("after", at("•1"), new("More.")), PointRepeal((at("2"),)))
    result = apply(base, *changes)
    assert printed(result.guideline.body) == [
        *("1. Members get", "  - a plot:", "    1. small,", "    2. large,", "  - water. It is free."),
        *("2. (repealed)", "- Top.", "- More.", "- End."),
    ]


@pytest.mark.parametrize(
    ("change", "code", "facts"),
    [
        (PointRepeal((at("1", "•4"),)), Code.TARGET_NOT_FOUND, {"target": "1 •4", "items": "3"}),
        (PointRepeal((at("1", "•-4"),)), Code.TARGET_NOT_FOUND, {"items": "3"}),
        (PointRepeal((at("1", "•0"),)), Code.TARGET_NOT_FOUND, {"items": "3"}),
        (PointRepeal((at("1", "•1", "•1"),)), Code.TARGET_NOT_FOUND, {"items": "0"}),
        (PointRepeal((at("2", "•1"),)), Code.TARGET_AMBIGUOUS, {"target": "2 •1", "lists": "2"}),
        (PointRepeal((at("1", "2"),)), Code.TARGET_NOT_FOUND, {"target": "1 2"}),
        (PointRepeal((Range(at("1", "•2"), at("1", "•1")),)), Code.TARGET_NOT_FOUND, {"points": "•1, •2, •3"}),
        (PointJoin((at("1", "•1"), at("1", "•3"))), Code.TARGETS_APART, {"points": "1 •1, 1 •3"}),
        (HeadingInsertion("after", at("1", "•1"), Text("New")), Code.NEW_TEXT_SHAPE, {}),
        (HeadingRepeal(at("1", "•2"), before=True), Code.HEADING_NOT_FOUND, {"target": "1 •2"}),
        (WordRepeal((at("1", "•3"),), "wine"), Code.WORDS_NOT_FOUND, {"target": "1 •3"}),
        (PointRepeal((Address(("1", "•1"), 0, (Unit(), NUMBER)),)), Code.TARGET_UNIT, {"target": "1 •1"}),
        (PointRepeal((Address(("2",), 0, (INDENT,)),)), Code.TARGET_UNIT, {"target": "2"}),
        (PointInsertion("after", at("•2"), new("More."), unit=NUMBER), Code.TARGET_UNIT, {}),
        (PointInsertion("after", at("2"), new("More."), unit=INDENT), Code.TARGET_UNIT, {}),
    ],
)
def test_an_item_without_a_number_that_is_not_clear_is_told(change: Change, code: Code, facts: dict[str, str]) -> None:
    base = text(LISTS)
    result = apply(base, change)
    (trouble,) = result.problems
    assert trouble.code is code
    assert facts.items() <= dict(trouble.facts).items()
    assert result.guideline == base


def test_an_item_is_never_taken_for_a_point_of_that_number() -> None:
    assert at("1", "•2") != at("1", "2")
    base = text("1. One:\n  - a\n  - b\n  Or:\n  1. c\n  2. d")
    both = apply(base, WordSubstitution((at("1", "•2"),), "b", Text("B")), PointRepeal((at("1", "2"),)))
    assert printed(both.guideline.body) == ["1. One:", "  - a", "  - B", "  Or:", "  1. c"]
    twice = consolidate(base, [amendment(PointRepeal((at("1", label),)), name=label) for label in ("•2", "•-1")])
    assert twice.problems == ()
    assert len(twice.applied) == 2  # the last item is the second one


def test_a_heading_in_an_item_is_not_taken_for_one_between_points() -> None:
    base = text("- # Title\n  Words.\n- # Other\n  1. a\n  2. b")
    for target in (at("•2"), at("•2", "1")):
        (trouble,) = apply(base, HeadingRepeal(target, before=True)).problems
        assert trouble.code is Code.HEADING_NOT_FOUND


def test_a_claim_of_numbers_is_not_about_items_without_one() -> None:
    base = text("1. One:\n  - a\n  1. c\n  2. d")
    claim = NumberingClaim("claim", (("2", "1"),), onwards=False, within=at("1"), unit=NUMBER)
    assert consolidate(base, [amendment(PointRepeal((at("1", "1"),)), claims=(claim,))]).problems == ()


LISTED = """
1. One rule. It holds for:
  1. members of clubs,
  2. guests.
  Others pay. Guests pay more.
2. A. B.
  C for:
  - an x.
  D for:
  1. a y.
3. # Title
  1. a z.
4. E.
5. Only this:
  1. a v.
  2. a w.
"""


def said(number: int, *labels: str) -> Address:
    """Return an address whose last point stands in a list that the sentence of that number introduces."""
    return Address(labels, 0, (*(Unit() for _ in labels[1:]), Unit(sentence=number)))


@pytest.mark.parametrize(
    ("change", "gone", "come"),
    [
        (PointRepeal((said(2, "1", "2"),)), ["2. guests."], []),
        (PointRepeal((Range(said(2, "1", "1"), said(2, "1", "2")),)), ["1. members of clubs,", "2. guests."], []),
        (WordSubstitution((said(3, "2", "•1"),), "x", Text("w")), ["- an x."], ["- an w."]),
        # The sentences before the one that introduces a list are counted.
        (
            SentenceSubstitution(at("1"), (1, 1), words("Two rules.")),
            ["1. One rule. It holds for:"],
            ["1. Two rules. It holds for:"],
        ),
        (SentenceRepeal(at("1"), (1, 1)), ["1. One rule. It holds for:"], ["1. It holds for:"]),
        (SentenceRepeal(at("2"), (1, 2)), ["2. A. B.", "C for:"], ["2. C for:"]),
        (SentenceInsertion(at("1"), "after", 1, words("New.")), None, ["1. One rule. New. It holds for:"]),
        (SentenceInsertion(at("5"), "before", 1, words("New.")), None, ["5. New. Only this:"]),
        (WordRepeal((at("1"),), "One", sentences=(1, 1)), None, ["1. rule. It holds for:"]),
        # The words of the one that introduces it, if they stand nowhere behind that.
        (WordSubstitution((at("1"),), "holds", Text("is"), sentences=(2, 2)), None, ["1. One rule. It is for:"]),
        (WordRepeal((at("2"),), "C", sentences=(3, 3)), ["C for:"], ["for:"]),
        (WordRepeal((at("5"),), "this", sentences=(1, 1), part="introduction"), None, ["5. Only:"]),
        (WordRepeal((at("2"),), "for", sentences=(3, 3), part="introduction"), ["C for:"], ["C:"]),
    ],
)
def test_sentences_are_counted_up_to_the_first_list(change: Change, gone: list[str] | None, come: list[str]) -> None:
    out, into = changed(change, old=LISTED)
    assert into == come
    assert gone is None or out == gone


@pytest.mark.parametrize(
    ("change", "code", "facts"),
    [
        (PointRepeal((said(1, "1", "2"),)), Code.SENTENCE_ELSEWHERE, {"sentence": "1", "introducing": "2"}),
        (PointRepeal((said(3, "1", "2"),)), Code.SENTENCE_ELSEWHERE, {"target": "1 2", "introducing": "2"}),
        (PointRepeal((said(4, "2", "1"),)), Code.SENTENCE_ELSEWHERE, {"sentence": "4", "introducing": ""}),
        (PointRepeal((said(1, "3", "1"),)), Code.SENTENCE_ELSEWHERE, {"introducing": ""}),
        (PointRepeal((said(1, "4"),)), Code.SENTENCE_ELSEWHERE, {"introducing": ""}),
        (SentenceRepeal(at("1"), (2, 2)), Code.SENTENCES_UNCOUNTABLE, {"target": "1"}),
        (SentenceRepeal(at("1"), (3, 3)), Code.SENTENCES_UNCOUNTABLE, {}),
        (SentenceRepeal(at("1"), (LAST, LAST)), Code.SENTENCES_UNCOUNTABLE, {}),
        (SentenceRepeal(at("1"), (1, LAST)), Code.SENTENCES_UNCOUNTABLE, {}),
        (SentenceInsertion(at("1"), "after", 2, words("New.")), Code.SENTENCES_UNCOUNTABLE, {}),
        (SentenceInsertion(at("1"), "after", LAST, words("New.")), Code.SENTENCES_UNCOUNTABLE, {}),
        (SentenceRepeal(at("3"), (1, 1)), Code.SENTENCES_UNCOUNTABLE, {}),
        (PointSplit(at("1"), 1), Code.SENTENCES_UNCOUNTABLE, {}),
        (WordRepeal((at("2"),), "for", sentences=(3, 3)), Code.SENTENCES_UNCOUNTABLE, {}),
        (WordRepeal((at("1"),), "holds", "end", sentences=(2, 2)), Code.SENTENCES_UNCOUNTABLE, {}),
        (WordRepeal((at("1"),), "guests", sentences=(2, 2)), Code.SENTENCES_UNCOUNTABLE, {}),
        (WordRepeal((at("1"),), "pay", sentences=(3, 3)), Code.SENTENCES_UNCOUNTABLE, {}),
        (WordRepeal((at("1"),), "Guests", sentences=(2, 2), part="conclusion"), Code.SENTENCES_UNCOUNTABLE, {}),
        (WordRepeal((at("1"),), "holds", sentences=(1, 1)), Code.WORDS_NOT_FOUND, {}),
    ],
)
def test_no_sentence_is_counted_from_the_first_list_on(change: Change, code: Code, facts: dict[str, str]) -> None:
    base = text(LISTED)
    result = apply(base, change)
    (trouble,) = result.problems
    assert trouble.code is code
    assert facts.items() <= dict(trouble.facts).items()
    assert result.guideline == base


@pytest.mark.parametrize("change", [PointRepeal((said(1, "1", "1"),)), SentenceRepeal(at("1"), (1, 1))])
def test_no_sentence_is_counted_before_a_list_that_a_remark_introduces(change: Change) -> None:
    (points,) = text("1. One.\n  1. a\n  2. b").body
    assert isinstance(points, Points)
    (point,) = points.items
    above, listing = point.body
    remark = Paragraph(above.key, Text("One. (See two)", (), ((0, 4),)))
    base = Guideline("text", (replace(points, items=(replace(point, body=(remark, listing)),)),))
    (trouble,) = apply(base, change).problems
    assert trouble.code in {Code.SENTENCE_ELSEWHERE, Code.SENTENCES_UNCOUNTABLE}


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (WordRepeal((at("1"),), "small", sentences=(1, 1)), []),
        (PointRepeal((said(2, "1", "1"),)), []),
        (SentenceInsertion(at("1"), "after", 1, words("New.")), [Code.SENTENCE_NUMBERS]),
        (SentenceRepeal(at("2"), (1, 1)), [Code.SENTENCE_NUMBERS]),
        (PointRepeal((said(1, "3", "1"),)), [Code.SENTENCE_ELSEWHERE]),
    ],
)
def test_sentences_before_a_list_are_those_that_their_author_has_numbered(change: Change, codes: list[Code]) -> None:
    numbered = "1. ¹One small. ²For:\n  1. an a\n  2. a b\n  this.\n2. ¹One. ²For:\n  1. a b\n3. ²For:\n  1. a c"
    result = apply(text(numbered), change)
    assert [trouble.code for trouble in result.problems] == codes


def test_a_list_that_goes_on_is_introduced_by_the_sentence_before_it() -> None:
    base = text("1. One. For:\n  1. a\n  2. b")
    (first,) = (block for block in base.body if isinstance(block, Points))
    (point,) = first.items
    above, listing = point.body
    assert isinstance(listing, Points)
    parts = [replace(listing, key=("part", number), items=(item,)) for number, item in enumerate(listing.items)]
    apart = replace(base, body=(replace(first, items=(replace(point, body=(above, *parts)),)),))
    result = apply(apart, PointRepeal((said(2, "1", "2"),)))
    assert result.problems == ()
    assert printed(result.guideline.body) == ["1. One. For:", "  1. a"]


PREAMBLE = """
# Preamble:
We want gardens. They are green.
More gardens:
- Trees.
# Rules
1. Gardens are open.
# Other rules
2. Dogs stay out.
# End
Dogs are  gardens.
# Rules
Gardens.
"""


@pytest.mark.parametrize(
    ("change", "come"),
    [
        (WordSubstitution((at("¶preamble"),), "green", Text("red")), ["We want gardens. They are red."]),
        (WordRepeal((at("¶Preamble."),), "More", "only"), ["gardens:"]),
        (WordRepeal((at("¶Preamble"),), "gardens", sentences=(1, 1)), ["We want. They are green."]),
        (
            WordInsertion((at("¶Preamble"),), "after", "More", Text("green"), part="introduction"),
            ["More green gardens:"],
        ),
        (WordSubstitution((at("¶Preamble"),), "Trees", Text("Roses")), ["- Roses."]),
        (
            WordSubstitution((at("¶End"), at("1")), "are", Text("were")),
            ["1. Gardens were open.", "Dogs were  gardens."],
        ),
    ],
)
def test_words_under_a_heading_that_begins_no_point(change: Change, come: list[str]) -> None:
    assert changed(change, old=PREAMBLE)[1] == come


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (WordRepeal((at("¶Preamble"),), "Preamble"), Code.WORDS_NOT_FOUND),
        (WordRepeal((at("¶Preamble"),), "open"), Code.WORDS_NOT_FOUND),
        (WordRepeal((at("¶Preamble"),), "gardens"), Code.WORDS_AMBIGUOUS),
        (WordRepeal((at("¶Preamble"),), "gardens", sentences=(3, 4)), Code.SENTENCES_UNCOUNTABLE),
        (WordRepeal((at("¶Preamble"),), "Preamble", part="heading"), Code.HEADING_NOT_FOUND),
        (WordRepeal((at("¶Preamble"),), "Preamble", part="heading-before"), Code.HEADING_NOT_FOUND),
        (WordRepeal((at("¶Aims"),), "Dogs"), Code.TARGET_NOT_FOUND),
        (WordRepeal((at("¶Rules"),), "Gardens"), Code.TARGET_AMBIGUOUS),
        (WordRepeal((at("¶Other rules"),), "Dogs"), Code.WORDS_NOT_FOUND),
        (WordRepeal((at("¶1"),), "Gardens"), Code.TARGET_NOT_FOUND),
        (WordRepeal((at("1", "¶Preamble"),), "Gardens"), Code.TARGET_NOT_FOUND),
        (WordRepeal((Address(("1",), 0, (Unit("titled"),)),), "Gardens"), Code.TARGET_UNIT),
        (PointRepeal((at("¶Preamble"),)), Code.TARGET_NOT_FOUND),
        (SentenceRepeal(at("¶Preamble"), (1, 1)), Code.TARGET_NOT_FOUND),
        (PointInsertion("after", at("¶Preamble"), new("New.")), Code.TARGET_NOT_FOUND),
    ],
)
def test_what_stands_under_a_heading_is_no_point(change: Change, code: Code) -> None:
    base = text(PREAMBLE)
    result = apply(base, change)
    assert [trouble.code for trouble in result.problems] == [code]
    assert result.guideline == base


def test_what_stands_under_a_heading_begins_as_expected() -> None:
    change = WordRepeal((at("¶Preamble"),), "green")
    for expected, codes in (("We want", []), ("They want", [Code.EXPECT_DIFFERS])):
        motion = Amendment("motion", (Modification("key", change, expected),))
        assert [trouble.code for trouble in consolidate(text(PREAMBLE), [motion]).problems] == codes


PARAGRAPHS = """
1. # Title
  First one. Second one.
  Guests pay; dogs do not. They bark.
  For these:
  1. dogs,
    and cats.
    Birds too.
  2. guests.
  Last words. Dogs too.
2. Only this.
3. Members may:
  - sing, or
  - dance
  if they pay. Dogs may not.
  More dogs.
4. One.
  Two for:
  1. ants.
  2. bees.
  Three for:
  1. cats.
  2. dogs.
5. Alone.
  And more.
6. # Title
  One paragraph. More.
  # Heading
  Two paragraphs. More.
"""

FOURTH = ["First one. Second one.", "Guests pay; dogs do not. They bark.", "For these:", "Last words. Dogs too."]


def called(*labels: str) -> Address:
    """Return an address whose last label the motion calls that of a paragraph."""
    return Address(labels, len(labels), (*(Unit() for _ in labels[1:]), PARAGRAPH))


@pytest.mark.parametrize(
    ("change", "gone", "come"),
    [
        # words
        (
            WordSubstitution((at("1", "⁋2"),), "dogs", Text("cats")),
            FOURTH[1:2],
            ["Guests pay; cats do not. They bark."],
        ),
        (WordRepeal((at("1", "⁋-1"),), " too"), FOURTH[3:], ["Last words. Dogs."]),
        (WordInsertion((at("1", "⁋4"),), "after", "Dogs", Text("bark")), None, ["Last words. Dogs bark too."]),
        (WordRepeal((at("1", "⁋1"),), "one", "each"), None, ["First. Second."]),
        (WordSubstitution((at("1", "⁋2"),), ".", Text("!"), (), "end"), None, ["Guests pay; dogs do not. They bark!"]),
        (WordRepeal((at("1", "⁋3"),), "these"), ["For these:"], ["For:"]),
        (WordRepeal((at("1", "⁋3"),), "these", part="introduction"), ["For these:"], ["For:"]),
        # sentences, and words in them
        (SentenceRepeal(at("1", "⁋2"), (2, 2)), None, ["Guests pay; dogs do not."]),
        (SentenceSubstitution(at("1", "⁋-1"), (1, 2), words("End.")), FOURTH[3:], ["End."]),
        (
            SentenceInsertion(at("1", "⁋2"), "after", 1, words("New.")),
            None,
            ["Guests pay; dogs do not. New. They bark."],
        ),
        (SentenceInsertion(at("1", "⁋4"), "after", LAST, words("New.")), None, ["Last words. Dogs too. New."]),
        (SentenceInsertion(at("1", "⁋3"), "before", 1, words("New.")), None, ["New. For these:"]),
        (WordRepeal((at("1", "⁋1"),), "one", sentences=(2, 2)), None, ["First one. Second."]),
        (WordRepeal((at("1", "⁋2"),), "do", sentences=(1, 1), half=2), None, ["Guests pay; dogs not. They bark."]),
        # what stands in a list right behind it
        (WordRepeal((at("1", "⁋3", "1"),), "Birds"), ["Birds too."], ["too."]),
        (PointRepeal((at("4", "⁋3", "2"),)), ["2. dogs."], []),
        (PointRepeal((Range(at("4", "⁋2", "1"), at("4", "⁋2", "2")),)), ["1. ants.", "2. bees."], []),
        (WordSubstitution((at("3", "⁋1", "•2"),), "dance", Text("play")), ["- dance"], ["- play"]),
        # the paragraph as a whole
        (PointRepeal((at("1", "⁋2"),)), FOURTH[1:2], []),
        (PointRepeal((at("1", "⁋1"), at("1", "⁋-1"))), [FOURTH[0], FOURTH[3]], []),
        (PointSubstitution((at("1", "⁋2"),), new("New. Words.")), FOURTH[1:2], ["New. Words."]),
        # "paragraph 2" where nothing has that number
        (WordRepeal((called("5", "2"),), "more"), ["And more."], ["And."]),
        (WordRepeal((Address(("5", "2"), 2),), "more"), ["And more."], ["And."]),
        (SentenceInsertion(called("5", "1"), "after", 1, words("New.")), None, ["5. Alone. New."]),
        (PointRepeal((called("5", "2"),)), ["And more."], []),
    ],
)
def test_a_paragraph_without_a_number_is_named_by_its_place(
    change: Change, gone: list[str] | None, come: list[str]
) -> None:
    out, into = changed(change, old=PARAGRAPHS)
    assert into == come
    assert gone is None or out == gone


SUBPARAGRAPH = Unit("subparagraph")


@pytest.mark.parametrize(
    ("change", "code", "facts"),
    [
        # There is none, or nobody knows which one it is.
        (WordRepeal((at("1", "⁋5"),), "dogs"), Code.TARGET_NOT_FOUND, {"target": "1 ¶5", "points": "¶1, ¶2, ¶3, ¶4"}),
        (WordRepeal((at("1", "⁋-5"),), "dogs"), Code.TARGET_NOT_FOUND, {"target": "1 ¶-5"}),
        (WordRepeal((at("1", "⁋0"),), "dogs"), Code.TARGET_NOT_FOUND, {}),
        (WordRepeal((at("9", "⁋1"),), "dogs"), Code.TARGET_NOT_FOUND, {}),
        (WordRepeal((at("1", "⁋1", "⁋1"),), "one", "each"), Code.TARGET_NOT_FOUND, {}),
        (WordRepeal((at("⁋1"),), "dogs"), Code.TARGET_MISSING, {}),
        (WordRepeal((at("3", "⁋2"),), "Dogs"), Code.TARGET_PARAGRAPH, {"target": "3 ¶2", "unclear": "unclear"}),
        (WordRepeal((at("3", "⁋3"),), "dogs"), Code.TARGET_PARAGRAPH, {"unclear": "unclear"}),
        (WordRepeal((at("3", "⁋-2"),), "dogs"), Code.TARGET_PARAGRAPH, {"unclear": "unclear"}),
        (WordRepeal((Address(("1", "2"), 0, (Unit(), SUBPARAGRAPH)),), "guests"), Code.TARGET_UNIT, {}),
        (WordRepeal((Address(("1", "⁋2"), 0, (Unit(), NUMBER)),), "dogs"), Code.TARGET_UNIT, {}),
        (WordRepeal((Address(("1", "⁋2"), 0, (SECTION, SUBPARAGRAPH)),), "wine"), Code.WORDS_NOT_FOUND, {}),
        (WordRepeal((said(1, "1", "⁋2"),), "dogs"), Code.SENTENCE_ELSEWHERE, {}),
        (PointRepeal((said(1, "1", "⁋3", "2"),)), Code.SENTENCE_ELSEWHERE, {}),
        (PointInsertion("after", at("2"), new("New."), unit=SUBPARAGRAPH), Code.TARGET_UNIT, {}),
        # It is that paragraph alone; but if the words stand in a list behind it too, both may be meant.
        (WordRepeal((at("1", "⁋1"),), "dogs"), Code.WORDS_NOT_FOUND, {"target": "1 ¶1"}),
        (WordRepeal((at("1", "⁋1"),), "Title"), Code.WORDS_NOT_FOUND, {}),
        (WordRepeal((at("1", "⁋1"),), "one"), Code.WORDS_AMBIGUOUS, {"count": "2"}),
        (WordRepeal((at("1", "⁋3"),), "dogs", "each"), Code.WORDS_AMBIGUOUS, {"count": "1"}),
        (WordSubstitution((at("1", "⁋3"),), ":", Text("."), (), "end"), Code.OCCURRENCE_NOT_FOUND, {}),
        (WordRepeal((at("3", "⁋1"),), "pay"), Code.WORDS_AMBIGUOUS, {}),
        (WordRepeal((at("1", "⁋1"),), "First one. Second one."), Code.NOTHING_LEFT, {"target": "1 ¶1"}),
        (WordRepeal((at("1", "⁋2"),), "they", part="introduction"), Code.PART_NOT_FOUND, {"target": "1 ¶2"}),
        (WordRepeal((at("1", "⁋1"),), "Title", part="heading"), Code.HEADING_NOT_FOUND, {}),
        (WordRepeal((at("1", "⁋3"),), "dogs", sentences=(1, 1)), Code.SENTENCES_UNCOUNTABLE, {"target": "1 ¶3"}),
        # sentences
        (SentenceRepeal(at("1", "⁋2"), (3, 3)), Code.SENTENCE_NOT_FOUND, {"target": "1 ¶2", "count": "2"}),
        (SentenceRepeal(at("1", "⁋2"), (1, 2)), Code.NOTHING_LEFT, {"target": "1 ¶2"}),
        (SentenceSubstitution(at("1", "⁋3"), (1, 1), words("New.")), Code.SENTENCES_UNCOUNTABLE, {"target": "1 ¶3"}),
        (SentenceInsertion(at("1", "⁋3"), "after", LAST, words("New.")), Code.SENTENCES_UNCOUNTABLE, {}),
        # the paragraph as a whole
        (PointRepeal((at("2", "⁋1"),)), Code.NOTHING_LEFT, {"target": "2 ¶1"}),
        (PointRepeal((at("5", "⁋1"), at("5", "⁋2"))), Code.NOTHING_LEFT, {}),
        (PointRepeal((at("1", "⁋3"),)), Code.TARGET_PARAGRAPH, {"target": "1 ¶3"}),
        (PointRepeal((Range(at("1", "⁋1"), at("1", "⁋2")),)), Code.TARGET_PARAGRAPH, {"target": "1 ¶1"}),
        (PointSubstitution((at("1", "⁋3"),), new("New.")), Code.TARGET_PARAGRAPH, {"target": "1 ¶3"}),
        (PointSubstitution((at("1", "⁋2"),), new("One.", "Two.")), Code.NEW_TEXT_SHAPE, {}),
        (PointSubstitution((at("1", "⁋1"), at("1", "⁋2")), new("One.")), Code.TARGET_PARAGRAPH, {}),
        (PointSubstitution((at("1", "⁋2"),), new("One."), "arabic"), Code.NEW_TEXT_SHAPE, {}),
        (
            PointSubstitution((at("1", "⁋2"),), (Point("new", "", body_of(["One.", "Two."], ("n",))),)),
            Code.NEW_TEXT_SHAPE,
            {},
        ),
        # what only a point can be asked for
        (PointInsertion("after", at("1", "⁋2"), new("New.")), Code.TARGET_PARAGRAPH, {"target": "1 ¶2"}),
        (PointInsertion("last", at("1", "⁋2"), new("New.")), Code.TARGET_PARAGRAPH, {}),
        (PointMove((at("1", "⁋-1"),), "before", at("2")), Code.TARGET_PARAGRAPH, {"target": "1 ¶4"}),
        (PointMove((at("2"),), "after", at("1", "⁋2")), Code.TARGET_PARAGRAPH, {}),
        (PointSplit(at("1", "⁋2"), 1), Code.TARGET_PARAGRAPH, {}),
        (PointJoin((at("1", "⁋1"), at("1", "⁋2"))), Code.TARGET_PARAGRAPH, {}),
        (HeadingInsertion("before", at("1", "⁋2"), Text("New")), Code.TARGET_PARAGRAPH, {}),
        (HeadingSubstitution(at("1", "⁋1"), Text("New")), Code.TARGET_PARAGRAPH, {}),
        (HeadingRepeal(at("1", "⁋1")), Code.TARGET_PARAGRAPH, {}),
        # what stands in a list right behind it
        (PointRepeal((at("1", "⁋2", "1"),)), Code.TARGET_NOT_FOUND, {"target": "1 ¶2 1", "points": ""}),
        (PointRepeal((at("4", "⁋1", "1"),)), Code.TARGET_NOT_FOUND, {}),
        (PointRepeal((at("4", "⁋3", "3"),)), Code.TARGET_NOT_FOUND, {"points": "1, 2"}),
        (PointRepeal((at("4", "1"),)), Code.TARGET_AMBIGUOUS, {}),
        (PointRepeal((Range(at("4", "⁋2", "1"), at("4", "⁋2", "3")),)), Code.TARGET_NOT_FOUND, {}),
        # "paragraph 2", which may be another
        (WordRepeal((called("1", "2"),), "dogs"), Code.TARGET_UNIT, {"target": "1 2"}),
        (WordRepeal((called("1", "3"),), "dogs"), Code.TARGET_NOT_FOUND, {"target": "1 3"}),
        (WordRepeal((called("2", "1"),), "this"), Code.TARGET_NOT_FOUND, {"target": "2 1"}),
        (WordRepeal((called("5", "3"),), "more"), Code.TARGET_NOT_FOUND, {"target": "5 3", "points": "¶1, ¶2"}),
        (WordRepeal((called("6", "2"),), "Two"), Code.TARGET_NOT_FOUND, {"target": "6 2"}),
        (WordRepeal((called("5", "a"),), "more"), Code.TARGET_NOT_FOUND, {}),
        (WordRepeal((Address(("5", "2"), 0, (PARAGRAPH, PARAGRAPH)),), "more"), Code.TARGET_NOT_FOUND, {}),
        (PointMove((called("5", "2"),), "before", at("1")), Code.TARGET_PARAGRAPH, {"target": "5 ¶2"}),
    ],
)
def test_a_paragraph_without_a_number_that_is_not_clear_is_told(
    change: Change, code: Code, facts: dict[str, str]
) -> None:
    base = text(PARAGRAPHS)
    result = apply(base, change)
    (trouble,) = result.problems
    assert trouble.code is code
    assert facts.items() <= dict(trouble.facts).items()
    assert result.guideline == base


def test_paragraphs_are_counted_beside_a_table_or_image_only_before_it() -> None:
    base = text("1. One.\n  \ufffc\n  Two.")
    for label, codes in (("⁋1", []), ("⁋2", [Code.TARGET_PARAGRAPH]), ("⁋3", [Code.TARGET_PARAGRAPH]), ("⁋-1", [])):
        change = WordInsertion((at("1", label),), "before", ".", Text("!"))
        assert [trouble.code for trouble in apply(base, change).problems] == codes


def test_a_paragraph_behind_a_list_is_counted_only_if_it_begins_anew() -> None:
    for end, behind, codes in (
        ("end.", "Then.", []),
        ("end.”", "„Then.“", []),
        ("end", "Then.", [Code.TARGET_PARAGRAPH]),
        ("end;", "Then.", [Code.TARGET_PARAGRAPH]),
        ("end.", "then.", [Code.TARGET_PARAGRAPH]),
        ("end.", "– then.", [Code.TARGET_PARAGRAPH]),
    ):
        for label in ("⁋2", "⁋-1"):
            change = WordInsertion((at("1", label),), "before", ".", Text("!"))
            base = text(f"1. For:\n  - {end}\n  {behind}")
            assert [trouble.code for trouble in apply(base, change).problems] == codes


def test_a_repealed_point_has_no_paragraph() -> None:
    change = WordSubstitution((at("1", "⁋1"),), "(repealed)", Text("New."))
    (trouble,) = apply(text("1. (repealed)\n2. Two.", "keep"), change).problems
    assert trouble.code is Code.TARGET_REPEALED


@pytest.mark.parametrize(
    ("one", "two", "code"),
    [
        (PointRepeal((at("1", "⁋2"),)), WordRepeal((at("1"),), "Guests"), Code.OVERLAP),
        (PointRepeal((at("1", "⁋2"),)), PointSubstitution((at("1", "⁋2"),), new("New.")), Code.OVERLAP),
        (PointSubstitution((at("1", "⁋2"),), new("A.")), PointSubstitution((at("1", "⁋2"),), new("B.")), Code.OVERLAP),
        (
            PointSubstitution((at("1", "⁋2"),), new("New.")),
            SentenceInsertion(at("1", "⁋2"), "after", LAST, words("More.")),
            Code.OVERLAP,
        ),
        (
            PointSubstitution((at("1", "⁋2"),), new("New.")),
            SentenceInsertion(at("1", "⁋2"), "before", 1, words("More.")),
            Code.OVERLAP,
        ),
        (WordRepeal((at("1", "⁋2"),), "They"), WordRepeal((at("1"),), "They bark"), Code.OVERLAP),
        (PointRepeal((at("1", "⁋2"),)), PointRepeal((at("1"),)), Code.INSIDE_REMOVED),
        (WordRepeal((at("5", "⁋2"),), "more"), PointSubstitution((at("5"),), new("New.")), Code.INSIDE_REMOVED),
        (PointSubstitution((at("5", "⁋2"),), new("New.")), PointJoin((at("4"), at("5"))), Code.INSIDE_REMOVED),
        (PointRepeal((at("5", "⁋1"),)), PointRepeal((called("5", "2"),)), Code.NOTHING_LEFT),
        (PointRepeal((at("5", "⁋2"),)), PointRepeal((called("5", "2"),)), None),
        (PointRepeal((at("5", "⁋2"),)), PointRepeal((at("5", "⁋-1"),)), None),
        (PointRepeal((at("5", "⁋2"),)), PointMove((at("5"),), "before", at("1")), None),
        (SentenceRepeal(at("1", "⁋2"), (1, 1)), WordRepeal((at("1", "⁋2"),), "They"), None),
    ],
)
def test_changes_of_a_paragraph_are_in_the_way_of_others_of_its_words(one: Change, two: Change, code: Code) -> None:
    base = text(PARAGRAPHS)
    for changes in ((one, two), (two, one)):
        result = consolidate(base, [amendment(change, name=name) for name, change in zip("ab", changes, strict=True)])
        assert [trouble.code for trouble in result.problems] == ([code] if code else [])
        assert (result.guideline == base) == bool(code)


def test_what_becomes_of_a_paragraph_is_told_in_the_history() -> None:
    result = apply(text("1. One.\n  Two.\n2. Three."), PointSubstitution((at("1", "⁋2"),), new("New.")))
    assert isinstance(result.history[0], Units)
    _, passage = result.history[0].items[0].body
    assert isinstance(passage, Passage)
    assert [(piece.text.content, piece.by, piece.deleted) for piece in passage.segments()] == [
        ("Two.", ("motion", 0), True),
        ("New.", ("motion", 0), False),
    ]
    gone = apply(text("1. One.\n  Two.\n2. Three."), PointRepeal((at("1", "⁋2"),)))
    assert printed(gone.guideline.body) == ["1. One.", "2. Three."]
    assert gone.numbering == (("1", "1"), ("2", "2"))


def test_a_paragraph_without_a_number_begins_as_expected() -> None:
    for change in (PointRepeal((at("1", "⁋2"),)), WordRepeal((at("1", "⁋2"),), "They")):
        for expected, codes in (("Guests pay", []), ("First", [Code.EXPECT_DIFFERS])):
            motion = Amendment("motion", (Modification("key", change, expected),))
            assert [trouble.code for trouble in consolidate(text(PARAGRAPHS), [motion]).problems] == codes


def test_raised_numbers_are_those_of_the_paragraph_alone() -> None:
    base = text("1. ¹One. ²Two.\n  ¹Three. ²Four.")
    change = SentenceSubstitution(at("1", "⁋2"), (2, 2), words("²New."))
    assert printed(apply(base, change).guideline.body) == ["1. ¹One. ²Two.", "  ¹Three. ²New."]
    (trouble,) = apply(text("1. ¹One. ²Two.\n  ³Three. ⁴Four."), change).problems
    assert trouble.code is Code.SENTENCE_NUMBERS


HALVES = """
1. Dogs stay out (cats; birds; dogs too); „no; dogs“ says the sign; dogs bark. One sentence; and one dogs.
2. Dogs and dogs;
3. For a; for b:
  1. in the dogs.
4. The (one; dogs; two.
5. Don’t go; the dog’s owners go; dogs ‘stay; there’.
6. The members' dogs; more dogs.
7. The ‘dogs’ bowl; dogs’.
"""


@pytest.mark.parametrize(
    ("change", "come"),
    [
        (WordSubstitution((at("1"),), "dogs", Text("D"), sentences=(1, 1), half=1), "birds; D too); „no"),
        (WordSubstitution((at("1"),), "dogs", Text("D"), sentences=(1, 1), half=2), "„no; D“ says"),
        (WordSubstitution((at("1"),), "dogs", Text("D"), sentences=(1, 1), half=3), "sign; D bark."),
        (WordSubstitution((at("1"),), "dogs", Text("D"), sentences=(1, 1), half=-1), "sign; D bark."),
        (WordSubstitution((at("1"),), ";", Text(","), (), "end", (1, 1), half=1), "dogs too), „no;"),
        (WordInsertion((at("1"),), "after", "dogs", Text("D"), sentences=(2, 2), half=2), "one dogs D."),
        (WordSubstitution((at("3"),), "For", Text("D"), sentences=(1, 1), half=1), "D a; for b"),
        (WordSubstitution((at("3"),), "b", Text("D"), sentences=(1, 1), part="introduction", half=-1), "for D:"),
        (WordSubstitution((at("5"),), "there", Text("D"), half=3), "stay; D’"),
    ],
)
def test_words_in_a_half_sentence(change: Change, come: str) -> None:
    _, (line,) = changed(change, old=HALVES)
    assert come in line


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (WordRepeal((at("1"),), "dogs", half=1), Code.HALF_NOT_FOUND),  # of which sentence?
        (WordRepeal((at("1"),), "dogs", sentences=(1, 2), half=1), Code.HALF_NOT_FOUND),
        (WordRepeal((at("1"),), "dogs", sentences=(2, 2), half=3), Code.HALF_NOT_FOUND),
        (WordRepeal((at("1"),), "dogs", sentences=(2, 2), half=-3), Code.HALF_NOT_FOUND),
        (WordRepeal((at("1"),), "dogs", sentences=(2, 2), half=1), Code.WORDS_NOT_FOUND),
        (WordRepeal((at("1"),), "dogs", sentences=(3, 3), half=1), Code.SENTENCE_NOT_FOUND),
        (WordRepeal((at("2"),), "dogs", half=1), Code.HALF_NOT_FOUND),
        (WordRepeal((at("4"),), "dogs", half=1), Code.HALF_NOT_FOUND),
        (WordRepeal((at("6"),), "dogs", half=1), Code.HALF_NOT_FOUND),
        (WordRepeal((at("7"),), "dogs", half=1), Code.HALF_NOT_FOUND),
        (WordRepeal((at("3"),), "b", sentences=(1, 1), half=-1), Code.SENTENCES_UNCOUNTABLE),
        (WordRepeal((at("3"),), "b", half=2), Code.SENTENCES_UNCOUNTABLE),
        (WordRepeal((), "dogs", half=1), Code.SENTENCES_UNCOUNTABLE),
        (WordRepeal((), "dogs", sentences=(1, 1)), Code.SENTENCES_UNCOUNTABLE),
    ],
)
def test_a_half_sentence_that_is_not_clear_is_told(change: Change, code: Code) -> None:
    base = text(HALVES)
    result = apply(base, change)
    assert [trouble.code for trouble in result.problems] == [code]
    assert result.guideline == base


def test_a_moved_point_keeps_its_identity_and_takes_changes_along() -> None:
    base = text("1. One.\n2. Two.\n3. Three.")
    result = apply(base, PointMove((at("3"),), "first", None), WordSubstitution((at("3"),), "Three", Text("Third")))
    assert printed(result.guideline.body) == ["1. Third.", "2. One.", "3. Two."]
    assert result.numbering == (("3", "1"), ("1", "2"), ("2", "3"))


KEPT = "1. One.\n2. Two.\n3. Three.\n4. Four."


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([PointInsertion("after", at("2"), new("A.", "B."))], "1. One.\n2. Two.\n2a. A.\n2b. B.\n3. Three.\n4. Four."),
        ([PointInsertion("first", None, new("A.", "B."))], "-1. A.\n-1a. B.\n1. One.\n2. Two.\n3. Three.\n4. Four."),
        ([PointInsertion("last", None, new("A."))], "1. One.\n2. Two.\n3. Three.\n4. Four.\n5. A."),
        ([PointRepeal((Range(at("2"), at("3")),))], "1. One.\n2. (repealed)\n3. (repealed)\n4. Four."),
        # A replaced range: the new ones get its numbers, what is left over is repealed, the rest gets letters.
        ([PointSubstitution((Range(at("2"), at("3")),), new("A."))], "1. One.\n2. A.\n3. (repealed)\n4. Four."),
        (
            [PointSubstitution((Range(at("2"), at("3")),), new("A.", "B.", "C."))],
            "1. One.\n2. A.\n3. B.\n3a. C.\n4. Four.",
        ),
        ([PointMove((at("4"),), "after", at("1"))], "1. One.\n1a. Four.\n2. Two.\n3. Three.\n4. (repealed)"),
        ([PointSplit(at("3"), 1)], None),
    ],
)
def test_numbers_that_are_kept(changes: list[Change], expected: str | None) -> None:
    result = apply(text(KEPT, "keep"), *changes)
    assert (result.problems == ()) == (expected is not None)
    assert printed(result.guideline.body) == (expected or KEPT).split("\n")


@pytest.mark.parametrize(
    ("base", "after", "expected"),
    [
        ("1. x.\n1a. x.\n2. x.", "1a", "1b"),
        ("1. x.\n1a. x.\n1b. x.\n2. x.", "1a", "1aa"),
        ("1. x.\n1a. x.\n1aa. x.\n2. x.", "1a", "-1aa"),
        ("1. x.\n1a. x.\n1aa. x.\n2. x.", "1aa", "1ab"),
        ("1. x.\n1a. x.\n2. x.", "1", "-1a"),
        ("1. x.\n1b. x.\n2. x.", "1", "1a"),
        ("1. x.\n-1a. x.\n1a. x.", "-1a", "-1aa"),
        ("-1. x.\n1. x.", "-1", "-1a"),
        ("1. x.\n1a. x.", "1a", "2"),
        ("a) x.\nb) x.", "a", "aa"),
        ("a) x.\nb) x.", "b", "c"),
    ],
)
def test_the_number_between_two(base: str, after: str, expected: str) -> None:
    result = apply(text(base, "keep"), PointInsertion("after", at(after), new("New.")))
    (label,) = (label for old, label in result.numbering if old is None)
    assert label == expected


def test_a_kept_number_is_counted_on_in_the_next_version() -> None:
    once = apply(text(KEPT, "keep"), PointInsertion("after", at("2"), new("A.")), PointRepeal((at("3"),))).guideline
    (trouble,) = apply(once, WordRepeal((at("3"),), "repealed")).problems
    assert trouble.code is Code.TARGET_REPEALED
    twice = apply(once, PointInsertion("after", at("2a"), new("B.")), PointSubstitution((at("3"),), new("C.")))
    assert printed(twice.guideline.body) == ["1. One.", "2. Two.", "2a. A.", "2b. B.", "3. C.", "4. Four."]


def test_where_numbers_are_kept_a_motion_may_give_new_ones() -> None:
    claim = NumberingClaim("claim", (("3", "4"), ("4", "5")), onwards=False)
    change = PointInsertion("after", at("2"), new("A."), "3")
    result = consolidate(text(KEPT, "keep"), [amendment(change, claims=(claim,))])
    assert result.problems == ()
    assert printed(result.guideline.body) == ["1. One.", "2. Two.", "3. A.", "4. Three.", "5. Four."]
    alone = consolidate(text(KEPT, "keep"), [amendment(change)])
    assert [trouble.code for trouble in alone.problems] == [Code.NUMBER_ANNOUNCED]
    assert printed(alone.guideline.body) == KEPT.split("\n")


def test_a_claim_that_would_give_a_number_twice_is_false_and_changes_nothing() -> None:
    claim = NumberingClaim("claim", (("3", "4"),), onwards=False)
    result = consolidate(text(KEPT, "keep"), [amendment(claims=(claim,))])
    assert [trouble.code for trouble in result.problems] == [Code.CLAIM_NUMBERING]
    assert printed(result.guideline.body) == KEPT.split("\n")


def test_numbers_of_sentences_are_checked() -> None:
    base = text("1. One. Two. Three.")
    change = SentenceInsertion(at("1"), "after", 1, words("New."))
    right = NumberingClaim("claim", (("2", "3"), ("3", "4")), onwards=False, within=at("1"), sentences=True)
    wrong = NumberingClaim("claim", (("1", "2"),), onwards=False, within=at("1"), sentences=True)
    assert consolidate(base, [amendment(change, claims=(right,))]).problems == ()
    (trouble,) = consolidate(base, [amendment(change, claims=(wrong,))]).problems
    assert [(d.point, d.computed, d.claimed) for d in trouble.differences] == [("1", "1", "2")]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (PointMove((at("2"),), "after", at("2", "3")), Code.MOVE_INSIDE),
        (PointMove((at("2"),), "before", at("2")), Code.MOVE_INSIDE),
        (PointMove((at("2"), at("2", "3")), "last", None), Code.MOVE_INSIDE),
        (PointJoin((at("1"),)), Code.TARGETS_APART),
        (PointJoin((at("1"), at("2"))), Code.NEW_TEXT_SHAPE),  # the title of § 2 would have no place
        (PointSplit(at("2"), 1), Code.SENTENCES_UNCOUNTABLE),
        (PointSplit(at("1"), 1), Code.NOTHING_LEFT),
        (HeadingRepeal(at("2"), before=True), Code.HEADING_NOT_FOUND),
        (HeadingSubstitution(at("2", "1"), Text("New")), Code.HEADING_NOT_FOUND),
        (HeadingSubstitution(None, Text("New")), Code.HEADING_NOT_FOUND),
        (WordRepeal((at("3"),), "meets", 3), Code.OCCURRENCE_NOT_FOUND),
        (WordRepeal((at("3"),), "meets", -3), Code.OCCURRENCE_NOT_FOUND),
        (WordRepeal((at("3"),), "sits", 1), Code.WORDS_NOT_FOUND),
        (WordRepeal((at("3"),), "board", sentences=(2, 3)), Code.WORDS_NOT_FOUND),
        (SentenceRepeal(at("3"), (2, 4)), Code.SENTENCE_NOT_FOUND),
        (SentenceRepeal(at("3"), (1, -1)), Code.NOTHING_LEFT),
        (SentenceRepeal(at("3"), (3, 2)), Code.SENTENCE_NOT_FOUND),
        (PointInsertion("last", at("3"), new("New.")), Code.TARGET_NOT_FOUND),
        (PointRepeal((Range(at("2", "1"), at("3")),)), Code.TARGET_NOT_FOUND),
    ],
)
def test_what_cannot_be_done_is_left_undone_and_told(change: Change, code: Code) -> None:
    base = text(STATUTE)
    result = apply(base, change)
    assert [trouble.code for trouble in result.problems] == [code]
    assert result.guideline == base


@pytest.mark.parametrize(
    ("one", "two", "code"),
    [
        (PointMove((at("2"),), "last", None), PointRepeal((at("2"),)), Code.OVERLAP),
        (PointMove((at("2"),), "last", None), PointInsertion("after", at("2"), new("New.")), Code.OVERLAP),
        (PointMove((at("2"),), "last", None), PointInsertion("last", None, new("New.")), Code.SAME_PLACE),
        (PointMove((at("2"),), "last", None), PointMove((at("4"),), "before", at("2", "1")), Code.INSIDE_REMOVED),
        (PointSplit(at("2", "1"), 1), WordRepeal((at("2", "1"),), "board"), Code.INSIDE_REMOVED),
        (PointRepeal((at("2"),)), PointInsertion("after", at("2", "1"), new("New.")), Code.INSIDE_REMOVED),
        (TextSubstitution(body_of(["1. New."], ("whole",))), WordRepeal((at("4"),), "may"), Code.INSIDE_REMOVED),
        (HeadingSubstitution(at("3"), Text("A")), HeadingSubstitution(at("3"), Text("B")), Code.OVERLAP),
        (SentenceRepeal(at("3"), (1, 2)), SentenceRepeal(at("3"), (2, 3)), Code.OVERLAP),
    ],
)
def test_what_cannot_be_done_together_is_told_of_both(one: Change, two: Change, code: Code) -> None:
    base = text(STATUTE)
    for motions in ([amendment(one, two)], [amendment(one, name="a"), amendment(two, name="b")]):
        result = consolidate(base, motions)
        if code is Code.SAME_PLACE and len(motions) == 1:
            assert result.problems == ()  # within one motion, the order is that in which it asks
            continue
        (trouble,) = result.problems
        keys = {item.key for motion in motions for item in motion.modifications}
        assert (trouble.code, {trouble.place, *trouble.others}) == (code, keys)
        assert result.guideline == base


def test_equal_changes_of_two_motions_are_agreement() -> None:
    changes = (PointMove((at("2"),), "last", None), HeadingSubstitution(at("3"), Text("Chair")))
    base = text(STATUTE)
    both = consolidate(base, [amendment(*changes, name="a"), amendment(*changes, name="b")])
    assert both.problems == ()
    assert len(both.applied) == 4
    assert both.guideline.body == consolidate(base, [amendment(*changes, name="a")]).guideline.body


def test_a_command_that_asks_for_two_changes_is_carried_out_whole_or_not_at_all() -> None:
    def both(one: Change, two: Change) -> Consolidation:
        return consolidate(text(STATUTE), [Amendment("motion", (Modification("1", one), Modification("1", two)))])

    first = WordRepeal((at("4"),), "society")
    result = both(first, WordSubstitution((at("3"),), "three", Text("five")))
    assert result.applied == {"1"}
    assert "The board has five members." in str(printed(result.guideline.body))
    for second, code in ((WordRepeal((at("3"),), "park"), Code.WORDS_NOT_FOUND), (first, Code.OVERLAP)):
        result = both(first, second)
        assert [(trouble.code, trouble.place, trouble.others) for trouble in result.problems] == [(code, "1", ())]
        assert result.guideline == text(STATUTE)


def test_a_heading_stays_where_the_points_around_it_are_repealed_or_replaced() -> None:
    around = Range(at("2"), at("3"))
    assert "# Part two" in printed(apply(text(STATUTE), PointRepeal((around,))).guideline.body)
    replaced = printed(apply(text(STATUTE), PointSubstitution((around,), new("One.", "Two.", "Three."))).guideline.body)
    assert replaced[-6:] == ["§ 2 One.", "§ 3 Two.", "§ 4 Three.", "# Part two", "§ 5 # End", "  The society may end."]


def test_a_paragraph_is_what_looks_like_one() -> None:
    base = text("§ 1 # Name\n  (1) Two:\n    1. a,\n    2. b.\n    Both.\n  (2) More.")
    spoken = Address(("1", "1", "2"), paragraph=2)
    assert apply(base, PointRepeal((spoken,))).problems == ()
    loose = text("1. One.\n  And more.\n2. Two.")
    assert [trouble.code for trouble in apply(loose, PointRepeal((Address(("2",), 1),))).problems] == [Code.TARGET_UNIT]


LINE = Unit("line")


@pytest.mark.parametrize(
    ("lines", "sure"),
    [
        (["1. One.", "2. Two.", "3. Three.", "  More."], True),
        (["1. One.", "  More.", "2. Two."], False),
        (["1. One.", "  a) More.", "2. Two."], False),
        (["2. One.", "3. Two."], False),
        (["1. # One", "  Two.", "2. Two."], False),
    ],
)
def test_a_line_is_a_point_only_where_both_are_counted_alike(lines: list[str], sure: bool) -> None:
    result = apply(text("\n".join(lines)), PointRepeal((Address(("2",), 0, (LINE,)),)))
    assert [trouble.code for trouble in result.problems] == ([] if sure else [Code.TARGET_UNIT])


def test_a_line_in_a_point_may_be_the_words_before_its_list() -> None:
    change = PointRepeal((Address(("1", "2"), 0, (Unit(), LINE)),))
    assert apply(text("1. # Title\n  1. One.\n  2. Two.\n2. End."), change).problems == ()
    (trouble,) = apply(text("1. Two:\n  1. one,\n  2. two.\n2. End."), change).problems
    assert trouble.code is Code.TARGET_UNIT


def test_a_line_is_a_paragraph_only_where_both_are_counted_alike() -> None:
    for lines, sure in (
        (["1. One.", "  Two."], True),
        (["1. # Title", "  One.", "  Two.", "  - three", "  - four"], True),
        (["1. One:", "  - three.", "  Two."], False),
        (["1. One.", "  Two.", "  1. three", "  2. four"], False),
        (["1. One.", "  Two.", "  # Heading", "  Three."], False),
    ):
        base = text("\n".join(lines))
        change = WordInsertion((Address(("1", "2"), 0, (Unit(), LINE)),), "before", "Two", Text("Some"))
        result = apply(base, change)
        if sure:
            assert "  Some Two." in printed(result.guideline.body)
        else:
            assert {trouble.code for trouble in result.problems} <= {Code.TARGET_UNIT, Code.TARGET_NOT_FOUND}
            assert result.guideline == base


def test_a_new_line_is_a_point_only_where_all_lines_are() -> None:
    change = PointInsertion("last", at("1"), new("New."), unit=LINE)
    assert apply(text("1. # Title\n  1. One.\n  2. Two.\n2. End."), change).problems == ()
    (trouble,) = apply(text("1. Two:\n  1. one,\n  2. two.\n2. End."), change).problems
    assert trouble.code is Code.TARGET_UNIT


@pytest.mark.parametrize(
    ("old", "new_words", "occurrence", "expected"),
    [
        ("meets", "sits", "end", "The board sits."),
        (".", "and", "end", "The board meets and"),
        ("meets", ",", "only", "The board,."),
        ("board", "council", "only", "The council meets."),
        (".", ";", "end", "The board meets;"),
    ],
)
def test_a_word_in_place_of_a_sign_stands_apart(
    old: str, new_words: str, occurrence: Occurrence, expected: str
) -> None:
    change = WordSubstitution((at("1"),), old, Text(new_words), (), occurrence)
    result = apply(text("1. The board meets."), change)
    assert printed(result.guideline.body) == [f"1. {expected}"]


def test_after_one_sentence_and_before_the_next_is_one_place() -> None:
    base = text("1. One. Two.")
    after_one = SentenceInsertion(at("1"), "after", 1, words("A."))
    before_two = SentenceInsertion(at("1"), "before", 2, words("B."))
    (trouble,) = consolidate(base, [amendment(before_two, name="a"), amendment(after_one, name="b")]).problems
    assert trouble.code is Code.SAME_PLACE
    within = apply(base, before_two, after_one)  # one motion says where each of them belongs
    assert printed(within.guideline.body) == ["1. One. A. B. Two."]


@pytest.mark.parametrize(
    "address",
    [
        Address(("1",), 1, (PARAGRAPH,)),
        Address(("1",), 0, (NUMBER,)),
        Address(("1",), 0, (Unit("worded", ("article",)),)),
        Address(("2", "1"), 0, (SECTION, NUMBER)),
        Address(("2", "2", "1"), 2, (SECTION, PARAGRAPH, PARAGRAPH)),
    ],
)
def test_what_is_called_otherwise_than_in_the_text_is_not_it(address: Address) -> None:
    base = text(STATUTE)
    result = apply(base, PointRepeal((address,)))
    assert [trouble.code for trouble in result.problems] == [Code.TARGET_UNIT]
    assert result.guideline == base


def test_a_new_unit_is_called_as_those_beside_it() -> None:
    change = PointInsertion("last", None, new("New."), unit=PARAGRAPH)
    assert [trouble.code for trouble in apply(text(STATUTE), change).problems] == [Code.TARGET_UNIT]
    assert apply(text("1. One."), change).problems == ()


def test_what_comes_after_a_point_is_nearer_to_it_than_what_comes_before_the_next() -> None:
    changes = (PointInsertion("before", at("2"), new("B.")), PointInsertion("after", at("1"), new("A.")))
    assert printed(apply(text("1. One.\n2. Two."), *changes).guideline.body) == ["1. One.", "2. A.", "3. B.", "4. Two."]


def test_a_title_is_not_lost_with_the_text_below_it() -> None:
    base = text("§ 1 # Name\n  The society.")
    (trouble,) = apply(base, PointSubstitution((at("1"),), new("A text without a title."))).problems
    assert trouble.code is Code.NEW_TEXT_SHAPE


def test_a_claim_on_other_units_renumbers_none() -> None:
    base = text("§ 1 One.\n§ 2 Two.", "keep")
    claim = NumberingClaim("claim", (("2", "3"),), onwards=False, unit=PARAGRAPH)
    result = consolidate(base, [amendment(claims=(claim,))])
    assert [trouble.code for trouble in result.problems] == [Code.CLAIM_NUMBERING]
    assert result.guideline == base


def test_a_number_that_stands_twice_is_not_taken_for_one_that_was_given_on() -> None:
    base = text("1. One.\n2. Two.\n3. Three.\n2. Four.\n5. Five.", "keep")
    result = apply(base, PointRepeal((Range(at("3"), at("5")),)))
    assert [label for _, label in result.numbering] == ["1", "2", "3", "2", "5"]


def test_two_changes_together_leave_more_of_a_point_than_its_title() -> None:
    base = text("§ 1 # Name\n  One. Two. Three.")
    changes = (SentenceRepeal(at("1"), (1, 2)), SentenceRepeal(at("1"), (LAST, LAST)))
    result = apply(base, *changes)
    assert [trouble.code for trouble in result.problems] == [Code.NOTHING_LEFT]
    assert result.guideline == base


def test_numbers_are_given_only_by_a_motion_that_is_carried_out_as_a_whole() -> None:
    claim = NumberingClaim("claim", (("4", "5"),), onwards=False)
    base = text(KEPT, "keep")
    whole = amendment(PointInsertion("after", at("3"), new("A."), "4"), claims=(claim,))
    assert printed(consolidate(base, [whole]).guideline.body)[3:] == ["4. A.", "5. Four."]
    part = amendment(PointInsertion("after", at("9"), new("A."), "4"), claims=(claim,))
    result = consolidate(base, [part])
    assert printed(result.guideline.body) == KEPT.split("\n")
    assert Code.TARGET_NOT_FOUND in {trouble.code for trouble in result.problems}
