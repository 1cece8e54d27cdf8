"""Reading English commands and claims: the reference's cases, the customs of several countries, what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_reader import meaning

from sphinxext_amendment.engine.changes import (
    Change,
    Claim,
    Form,
    HeadingRepeal,
    NumberingClaim,
    PointInsertion,
    PointMove,
    PointRepeal,
    PointSplit,
    PointSubstitution,
    SentenceInsertion,
    SentenceRepeal,
    SentenceSubstitution,
    WordInsertion,
    WordRepeal,
    WordSubstitution,
)
from sphinxext_amendment.engine.document import Address, Paragraph, Point, Points, Range
from sphinxext_amendment.engine.numbering import Scheme
from sphinxext_amendment.engine.problems import Code, Problem
from sphinxext_amendment.engine.text import Text
from sphinxext_amendment.wording import grammar
from sphinxext_amendment.wording.language import load
from sphinxext_amendment.wording.reader import (
    Asked,
    Given,
    Remark,
    TextClaimOpening,
    read_claim,
    read_command,
    read_commands,
)

DATA = Path(__file__).parent / "data"
CASES = json.loads((DATA / "commands-en.json").read_text(encoding="utf-8"))
NEW = Text("New text.")
REFUSED = {"en-dev-17": "line numbers are no address"}


def read(text: str) -> Change | Problem:
    """Read *text* with a new text if it takes one, else without."""
    language = load("en")
    assert language is not None
    change = read_command(Text(text), (Paragraph("new", NEW),), (), "key", language)
    if isinstance(change, Problem) and change.code is Code.NEW_TEXT_UNEXPECTED:
        return read_command(Text(text), (), (), "key", language)
    return change


def read_points(text: str) -> Change | Problem:
    """Read *text* with two points as new text."""
    language = load("en")
    assert language is not None
    items = tuple(Point(label, label, (Paragraph(f"text {label}", NEW),)) for label in ("1", "2"))
    return read_command(Text(text), (Points("list", Scheme(), items),), (), "key", language)


def claim(text: str) -> Claim | TextClaimOpening | Remark | None:
    language = load("en")
    assert language is not None
    return read_claim(Text(text), "key", language)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_wordings_of_others_are_read_right_or_not_at_all(case: dict[str, Any]) -> None:
    found = meaning(read(case["text"])) or meaning(claim(case["text"]))
    assert found == (None if case["id"] in REFUSED else case["expected"])


def p(*labels: str) -> Address:
    return Address(labels)


def para(label: str) -> Address:
    """Return the address of what may be a point or a paragraph within one."""
    return Address((label,), paragraph=1)


THREE, FIVE = p("3"), p("5")


@pytest.mark.parametrize(
    ("text", "change"),
    [
        # Repeal, in several countries' words.
        ("Delete point 3.", PointRepeal((THREE,))),
        ("Strike point 3.", PointRepeal((THREE,))),
        ("Strike out item 3", PointRepeal((THREE,))),
        ("Leave out clause 3.", PointRepeal((THREE,))),
        ("Omit section 3.", PointRepeal((THREE,))),
        ("Repeal article 3.", PointRepeal((THREE,))),
        ("Point 3 is deleted.", PointRepeal((THREE,))),
        ("That point 3 be deleted.", PointRepeal((THREE,))),
        ("I move that point 3 be struck out.", PointRepeal((THREE,))),
        ("Deletion of the former point 3 of the draft.", PointRepeal((THREE,))),
        ("by striking paragraph (3)", PointRepeal((para("3"),))),
        ("I move to strike point 3.", PointRepeal((THREE,))),
        ("It is proposed to drop point 3.", PointRepeal((THREE,))),
        ("Point 3: delete.", PointRepeal((THREE,))),
        ("No. 5 is deleted.", PointRepeal((FIVE,))),
        ("Point 3a is repealed.", PointRepeal((p("3a"),))),
        # Several points.
        ("Delete points 3 to 5.", PointRepeal((Range(THREE, FIVE),))),
        ("Delete points 3–5.", PointRepeal((Range(THREE, FIVE),))),
        ("Paragraphs (3) through (5) are repealed.", PointRepeal((Range(para("3"), para("5")),))),
        ("Points 3 to 5, inclusive, are deleted.", PointRepeal((Range(THREE, FIVE),))),
        ("Delete points 3 to 5, inclusive.", PointRepeal((Range(THREE, FIVE),))),
        ("Delete points 3 and 5.", PointRepeal((THREE, FIVE))),
        ("Delete point 3 and 5.", PointRepeal((THREE, FIVE))),
        ("Delete point 3 and point 5.", PointRepeal((THREE, FIVE))),
        ("Delete points 3, 5 and 7.", PointRepeal((THREE, FIVE, p("7")))),
        ("Delete points 3, 5, and 7.", PointRepeal((THREE, FIVE, p("7")))),
        ("Delete points 3, 5.", PointRepeal((THREE, FIVE))),
        ("Delete points 1, 3, 5.", PointRepeal((p("1"), THREE, FIVE))),
        ("Delete point 3–5.", PointRepeal((Range(THREE, FIVE),))),
        ("Delete point 3 to 5.", PointRepeal((Range(THREE, FIVE),))),
        ("Delete items 1, 3 to 5 and 7.", PointRepeal((p("1"), Range(THREE, FIVE), p("7")))),
        # Points in points.
        ("Delete point 3(2).", PointRepeal((p("3", "2"),))),
        ("Delete section 3(2)(a).", PointRepeal((p("3", "2", "a"),))),
        ("Delete item (a) of point 5.", PointRepeal((p("5", "a"),))),
        ("Delete item (a) of item 2 of point 5.", PointRepeal((p("5", "2", "a"),))),
        ("Paragraph (2) of section 3 is repealed.", PointRepeal((Address(("3", "2"), paragraph=2),))),
        ("In point 3, delete items (a) to (c).", PointRepeal((Range(p("3", "a"), p("3", "c")),))),
        ("In point 3, delete item (a).", PointRepeal((p("3", "a"),))),
        # Moves, splits, joins, headings.
        ("Move point 5 so that it follows point 1.", PointMove((FIVE,), "after", p("1"))),
        ("by transferring paragraph (5) so as to appear after paragraph (1)",
         PointMove((para("5"),), "after", para("1"))),
        ("Divide point 3 into points 3 and 4 after the 2nd sentence.", PointSplit(THREE, 2, "4")),
        ("Delete the heading of point 3.", HeadingRepeal(THREE)),
        ("Delete the heading before point 3.", HeadingRepeal(THREE, before=True)),
        ("In point 3, delete sentences 2 and 3.", SentenceRepeal(THREE, (2, 3))),
        ("In point 3, delete the first two sentences.", SentenceRepeal(THREE, (1, 2))),
        ("In point 3, delete the last two sentences.", SentenceRepeal(THREE, (-2, -1))),
        ("In point 3, delete the penultimate sentence.", SentenceRepeal(THREE, (-2, -2))),
        # Words.
        ("In point 3, replace the first “A” with “B”.", WordSubstitution((THREE,), "A", Text("B"), (), 1)),
        ("In point 3, replace “A” where it occurs the second time with “B”.",
         WordSubstitution((THREE,), "A", Text("B"), (), 2)),
        ("In point 3, replace the full stop at the end with a semicolon.",
         WordSubstitution((THREE,), ".", Text(";"), (), "end")),
        ("In the second sentence of point 3, delete “A”.", WordRepeal((THREE,), "A", sentences=(2, 2))),
        ("for “a”, in each place where it occurs, substitute “b”",
         WordSubstitution((), "a", Text("b"), (), "each")),
        ("In point 3, replace “A” with “B”.", WordSubstitution((THREE,), "A", Text("B"))),
        ("In point 3 replace the word ‘A’ by the words ‘B C’", WordSubstitution((THREE,), "A", Text("B C"))),
        ("Point 3: replace \"A\" with \"B\".", WordSubstitution((THREE,), "A", Text("B"))),
        ("In point 3, for “A” substitute “B”.", WordSubstitution((THREE,), "A", Text("B"))),
        ("In point 3, substitute “B” for “A”.", WordSubstitution((THREE,), "A", Text("B"))),
        ("In clause 3, leave out “A” and insert “B”", WordSubstitution((THREE,), "A", Text("B"))),
        ("In point 3, strike out “A” and insert “B” in its place.", WordSubstitution((THREE,), "A", Text("B"))),
        ("Section 3 is amended by striking “A” and inserting “B”.", WordSubstitution((THREE,), "A", Text("B"))),
        ("Amend point 3 by replacing “A” with “B”.", WordSubstitution((THREE,), "A", Text("B"))),
        ("In point 3, the words ‘A’ are replaced by the words ‘B’.", WordSubstitution((THREE,), "A", Text("B"))),
        ("The word “A” in point 3 is replaced by “B”.", WordSubstitution((THREE,), "A", Text("B"))),
        ("In point 3, “A” should read “B”.", WordSubstitution((THREE,), "A", Text("B"))),
        ("Point 3: Deletion of the term “A” in favour of “B”.", WordSubstitution((THREE,), "A", Text("B"))),
        ("In point 3, delete “A” and replace with “B”.", WordSubstitution((THREE,), "A", Text("B"))),
        ("In point 3 delete ‘A’, insert ‘B’", WordSubstitution((THREE,), "A", Text("B"))),
        ("I move to amend point 3 by striking “A” and inserting “B”.", WordSubstitution((THREE,), "A", Text("B"))),
        ("That in point 3 the word “A” be struck out and the words “B” inserted.",
         WordSubstitution((THREE,), "A", Text("B"))),
        ("Replace “A” with “B” in points 3 and 5.", WordSubstitution((THREE, FIVE), "A", Text("B"))),
        ("In point 3, delete “A”.", WordRepeal((THREE,), "A")),
        ("Delete the words “A B” from point 3.", WordRepeal((THREE,), "A B")),
        ("In point 3, “A” is struck out.", WordRepeal((THREE,), "A")),
        ("In point 3, after “A”, insert “B”.", WordInsertion((THREE,), "after", "A", Text("B"))),
        ("In point 3, after the word “A” insert “B”", WordInsertion((THREE,), "after", "A", Text("B"))),
        ("in section 3, by inserting “B” after “A”", WordInsertion((THREE,), "after", "A", Text("B"))),
        ("In point 3, insert “B” before “A”.", WordInsertion((THREE,), "before", "A", Text("B"))),
        ("In point 3, the words ‘B’ are inserted before ‘A’.", WordInsertion((THREE,), "before", "A", Text("B"))),
        # Each time, and the whole text.
        ("In point 3, delete “A” each time it occurs.", WordRepeal((THREE,), "A", "each")),
        ("In point 3, for “A”, in each place where it occurs, substitute “B”.",
         WordSubstitution((THREE,), "A", Text("B"), (), "each")),
        ("Section 3 is amended by striking “A” each place it appears and inserting “B”.",
         WordSubstitution((THREE,), "A", Text("B"), (), "each")),
        ("Throughout points 3 and 5, replace “A” with “B”.",
         WordSubstitution((THREE, FIVE), "A", Text("B"), (), "each")),
        ("Throughout the text, replace “A” with “B”.", WordSubstitution((), "A", Text("B"), (), "each")),
        ("In the whole text, “A” is deleted.", WordRepeal((), "A", "each")),
        ("Replace “A” with “B” throughout the guidelines.", WordSubstitution((), "A", Text("B"), (), "each")),
        ("Delete “A” wherever it occurs in the text.", WordRepeal((), "A", "each")),
        ("Replace “A” with “B” everywhere.", WordSubstitution((), "A", Text("B"), (), "each")),
        ("Everywhere, replace “A” with “B”.", WordSubstitution((), "A", Text("B"), (), "each")),
        ("Delete “A” everywhere.", WordRepeal((), "A", "each")),
        ("Insert “B” after “A” everywhere.", WordInsertion((), "after", "A", Text("B"), "each")),
        ("In point 3, delete “A” everywhere.", WordRepeal((THREE,), "A", "each")),
        ("In point 3, delete “A” in each case.", WordRepeal((THREE,), "A", "each")),
        # In each of several points, perhaps: in each of them the words must stand once.
        ("In points 3 and 5, delete “A” in each case.", WordRepeal((THREE, FIVE), "A")),
        ("In points 3 to 5, delete “A” in each instance.", WordRepeal((Range(THREE, FIVE),), "A")),
        ("In points 3 and 5, delete “A” in each place.", WordRepeal((THREE, FIVE), "A")),
        ("In points 3 and 5, delete “A” in every place.", WordRepeal((THREE, FIVE), "A", "each")),
        ("In points 3 to 5, delete “A” each time it occurs.", WordRepeal((Range(THREE, FIVE),), "A", "each")),
        # What a command is about may stand in any order, and lie in what is said around it.
        ("In article 5, in paragraph 2, the word “A” is deleted.",
         WordRepeal((Address(("5", "2"), paragraph=2),), "A")),
        ("Article IV. Section 2. Delete “A”.", WordRepeal((p("IV", "2"),), "A")),
        ("In article 5(2), points (c) and (d) are deleted.", PointRepeal((p("5", "2", "c"), p("5", "2", "d")))),
        ("In section 4(3) and (4), for “A” there is substituted “B”.",
         WordSubstitution((p("4", "3"), p("4", "4")), "A", Text("B"))),
        ("In article 5, point (c) of paragraph 2 is deleted.",
         PointRepeal((Address(("5", "2", "c"), paragraph=2),))),
        ("In point 3, replace “A” by “B” in the second sentence.",
         WordSubstitution((THREE,), "A", Text("B"), (), "only", (2, 2))),
        ("I move that point 3 be amended by the insertion of the word “B” after the word “A”.",
         WordInsertion((THREE,), "after", "A", Text("B"))),
        ("In section 45R, delete “A”.", WordRepeal((p("45R"),), "A")),
        ("In the heading of point 3, delete “A”.", WordRepeal((THREE,), "A", part="heading")),
        ("In point 3, in the introductory words, delete “A”.", WordRepeal((THREE,), "A", part="introduction")),
        ("Omit the “and” at the end of point 3.", WordRepeal((THREE,), "and", "end")),
        ("Replace all instances of “A” with “B” in point 3.", WordSubstitution((THREE,), "A", Text("B"), (), "each")),
        ("Delete point three.", PointRepeal((THREE,))),
        # "The paragraph" is the one that was named.
        ("Paragraph 5(1)(a): omit the paragraph.", PointRepeal((Address(("5", "1", "a"), paragraph=1),))),
        ("Paragraph 5(1)(a)\nOmit “A”, substitute “B”.",
         WordSubstitution((Address(("5", "1", "a"), paragraph=1),), "A", Text("B"))),
        # Brackets that say once more where something stands.
        ("In section 3 (line 5 on page 14), delete “A”.", WordRepeal((THREE,), "A")),
        ("Section 3 (as inserted by the Amendment Act) is repealed.", PointRepeal((THREE,))),
        ("Delete section 3 and renumber the remaining sections accordingly.", PointRepeal((THREE,))),
        # Typed quotation marks.
        ("In point 3, replace 'the county's plan' with 'the council's plan'.",
         WordSubstitution((THREE,), "the county's plan", Text("the council's plan"))),
        # Apostrophes are no quotation marks.
        ("In point 3, replace ‘the county’s plan’ with ‘the council’s plan’.",
         WordSubstitution((THREE,), "the county’s plan", Text("the council’s plan"))),
        ("In point 3, delete “the members’ room”.", WordRepeal((THREE,), "the members’ room")),
        # Sentences.
        ("In point 3, delete the second sentence.", SentenceRepeal(THREE, (2, 2))),
        ("Delete sentence 2 of point 3.", SentenceRepeal(THREE, (2, 2))),
        ("The last sentence of point 3 is deleted.", SentenceRepeal(THREE, (-1, -1))),
        ("Delete the 2nd sentence in point 3.", SentenceRepeal(THREE, (2, 2))),
        ("In point 3, the 2nd sentence is deleted.", SentenceRepeal(THREE, (2, 2))),
        ("Delete the 3rd sentence of point 3.", SentenceRepeal(THREE, (3, 3))),
        ("Delete the 12th sentence of point 3.", SentenceRepeal(THREE, (12, 12))),
        ("Add a 2nd sentence to point 3:", SentenceInsertion(THREE, "after", 1, NEW)),
        ("In point 3, replace the first sentence with:", SentenceSubstitution(THREE, (1, 1), NEW)),
        ("In point 3, the final sentence is replaced by the following:", SentenceSubstitution(THREE, (-1, -1), NEW)),
        ("For the second sentence of point 3 substitute—", SentenceSubstitution(THREE, (2, 2), NEW)),
        ("In point 3, after the first sentence, insert:", SentenceInsertion(THREE, "after", 1, NEW)),
        ("After sentence 2 of point 3, insert the following sentence:", SentenceInsertion(THREE, "after", 2, NEW)),
        ("In point 3, before the last sentence, insert:", SentenceInsertion(THREE, "before", -1, NEW)),
        ("At the beginning of point 3, insert:", SentenceInsertion(THREE, "before", 1, NEW)),
        ("At the end of point 3, add the following sentence:", SentenceInsertion(THREE, "after", -1, NEW)),
        ("Add to the end of point 3:", SentenceInsertion(THREE, "after", -1, NEW)),
        ("Add the following sentence to point 3:", SentenceInsertion(THREE, "after", -1, NEW)),
        ("A second sentence is added to point 3:", SentenceInsertion(THREE, "after", 1, NEW)),
        ("Add a first sentence to point 3:", SentenceInsertion(THREE, "before", 1, NEW)),
        ("Point 3 is supplemented by a final sentence:", SentenceInsertion(THREE, "after", -1, NEW)),
    ],
)  # fmt: skip
def test_what_a_command_asks_for(text: str, change: Change) -> None:
    assert read(text) == change


@pytest.mark.parametrize(
    ("text", "place", "anchor", "announced"),
    [
        ("Added as the first paragraph:", "first", None, None),
        ("As the first point, insert:", "first", None, None),
        ("At the beginning, insert the following point:", "first", None, None),
        ("Insert a new first item:", "first", None, None),
        ("At the end, add the following point 8:", "last", None, "8"),
        ("The following point 8 is added:", "last", None, "8"),
        ("Add a new point:", "last", None, None),
        ("After point 3, insert the following point 4:", "after", "3", "4"),
        ("After clause 3 insert—", "after", "3", None),
        ("by inserting after item (3) the following:", "after", "3", None),
        ("Insert a new point 4 after point 3:", "after", "3", "4"),
        ("The following point is inserted after point 3:", "after", "3", None),
        ("Before point 1, insert the following point 1:", "before", "1", "1"),
        ("The following is inserted before point 1:", "before", "1", None),
    ],
)
def test_where_a_point_goes(text: str, place: str, anchor: str | None, announced: str | None) -> None:
    change = read(text)
    assert isinstance(change, PointInsertion)
    assert (change.place, change.anchor, change.announced) == (place, anchor and p(anchor), announced)


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("Replace point 3 with:", (THREE,)),
        ("Replace point 3 with the following point 3:", (THREE,)),
        ("For item 3 substitute—", (THREE,)),
        ("Substitute the following for point 3:", (THREE,)),
        ("Section (3) is amended to read as follows:", (THREE,)),
        ("Point 3 shall read as follows:", (THREE,)),
        ("Former point 3 of the draft is tightened and reworded as follows:", (THREE,)),
        ("Delete point 3 and insert the following:", (THREE,)),
        ("Delete point 3 and replace with:", (THREE,)),
        ("Amend point 3 to read:", (THREE,)),
        ("Amend point 3 so that it reads:", (THREE,)),
        ("Point 3 to read:", (THREE,)),
        ("Point 3: replace with:", (THREE,)),
        ("by striking items (3) through (5) and inserting the following:", (Range(THREE, FIVE),)),
        ("Points 3 to 5 are replaced by the following point 3:", (Range(THREE, FIVE),)),
        ("Replace points 3 and 5 with the following point:", (THREE, FIVE)),
        ("Replace point 3 with “New text.”", None),
    ],
)
def test_which_points_are_replaced(text: str, targets: tuple[Address | Range, ...] | None) -> None:
    language = load("en")
    assert language is not None
    change = read(text) if targets else read_command(Text(text), (), (), "key", language)
    assert isinstance(change, PointSubstitution)
    assert change.targets == (targets or (THREE,))
    assert [block.text.content for block in change.points[0].body if isinstance(block, Paragraph)] == ["New text."]


def test_several_new_points() -> None:
    for text in ("After point 3, insert the following points:", "Replace points 3 to 5 with the following points:"):
        assert isinstance(read_points(text), PointInsertion | PointSubstitution)
        problem = read(text)
        assert isinstance(problem, Problem)
        assert problem.code is Code.NEW_TEXT_SHAPE


@pytest.mark.parametrize(
    "text",
    [
        # More than the command itself.
        "Point 3 is not deleted.",
        "Do not delete point 3.",
        "Delete point 3 if point 4 stays.",
        "Point 3 may be deleted.",
        "I oppose that point 3 be deleted.",
        "Delete point 3. Point 4 stays.",
        "Delete point 3 and renumber.",
        "In point 1, replace “a” with “b” or “c”.",
        "In point 1, delete “a”, “b” and “c”.",
        # What is no address, or not known to be one.
        "Delete point 3 a.",
        "Delete the second point.",
        "Delete points 3 to.",
        "Delete points 3 or 5.",
        "Delete points 3 to 5 to 7.",
        "Delete all points except point 3.",
        "Delete the new point 3.",
        "Delete point 5 of the annex.",
        "Delete point 3, 5.",
        "Delete point 3,5.",
        "Delete the paragraph.",
        "Section 3(2): delete the section.",
        "In section 3 (first sentence), delete “A”.",
        "In point 3, delete 'the members' room'.",
        "In point 3, delete the last “A” each time it occurs.",
        "In the heading of point 3, delete item (a).",
        "Insert after section 3, paragraph 4 the following sentence:",
        # Another document, perhaps, than the one that is amended.
        "Delete point 3 of the report.",
        "Delete point 3 of the old policy.",
        "Delete point 3 of the old draft.",
        "Delete point 3 of the motion.",
        "Replace “a” with “b” throughout the motion.",
        "Replace “a” with “b” everywhere in the report.",
        "At the end of the statutes, add the following point:",
        # Where it is to be done is not said, or said by what stands before it.
        "Insert the following point:",
        # "Substitute A with B" is said in both meanings.
        "In point 1, substitute “a” with “b”.",
        "In point 1, substitute “a” by “b”.",
        # Only a part of what the words say.
        "In point 1, delete from “a” to “b”.",
        "In point 1, delete all words after “a”.",
        "In point 1, delete both “a”.",
        "In point 1, delete “a” twice.",
        "In point 3, insert “a” between “b” and “c”.",
        "In point 3, insert “a”.",
        "In point 1, replace “a with “b”.",
        "Throughout the text except point 3, replace “a” with “b”.",
        "Throughout the text, replace “a” with “b” in point 3.",
        # Announcements, and what is not done.
        "Point 3 remains unchanged.",
        "Renumber point 3 as point 5.",
        "Point 3 is replaced by point 5.",
        "Replace point 3 with point 5.",
        "The text shall read as follows:",
        "After point 3, insert the following sentence:",
        "After points 3 and 4, insert the following point:",
        "",
    ],
)
def test_what_says_more_or_less_is_refused(text: str) -> None:
    language = load("en")
    assert language is not None
    for new_text in ((Paragraph("new", NEW),), ()):
        change = read_command(Text(text), new_text, (), "key", language)
        assert isinstance(change, Problem), change
        assert change.code in {Code.COMMAND_UNREAD, Code.NO_COMMAND, Code.TARGETS_APART}


@pytest.mark.parametrize(
    "text",
    [
        "Replace “a” with “b”.",
        "For “a” substitute “b”.",
        "by striking “a” and inserting “b”",
        "At the end, add:",
        "At beginning insert—",
        "The following sentence is added:",
        "Delete the second sentence.",
    ],
)
def test_what_names_no_point_is_refused(text: str) -> None:
    change = read(text)
    assert isinstance(change, Problem)
    assert change.code is Code.TARGET_MISSING


@pytest.mark.parametrize("text", ["Point 3 is amended as follows:", "In point 3:", "Paragraph (3) is amended—"])
def test_the_heading_of_a_bundle_offers_what_may_be_meant(text: str) -> None:
    change = read(text)
    assert isinstance(change, Problem)
    assert change.code is Code.BUNDLE_EMPTY
    assert change.fact("substitution") == "Replace point 3 with the following:"
    assert change.fact("addition") == "At the end of point 3, add the following sentence:"


def test_a_number_in_words_is_told() -> None:
    change = read("Delete points five to seven.")
    assert isinstance(change, Problem)
    assert (change.code, change.fact("number")) == (Code.NUMBER_SPELLED, "5")


@pytest.mark.parametrize(
    ("text", "fact", "wording"),
    [
        ("Delet point 3.", "wording", "Delete point 3."),
        ("In poit 3, repalce “x” with “y”.", "wording", "In point 3, replace “x” with “y”."),
        # Where more than letters is wrong, only an example is shown: another word may turn the meaning round.
        ("Delete “x” hardly in point 3 and insert “y”.", "wording", ""),
        ("Do not delete point 3.", "wording", ""),
        ("In line 12 leave out “may” and insert “must”", "wording", ""),
        ("Insert hereinafter after point 3 the following:", "pattern", "After point …, insert the following point:"),
        ("In the point 3 please replace “x” with “y”.", "pattern", "In point …, replace “…” with “…”."),
    ],
)
def test_the_nearest_wording_is_offered(text: str, fact: str, wording: str) -> None:
    change = read(text)
    assert isinstance(change, Problem)
    assert change.fact(fact) == wording


@pytest.mark.parametrize(
    ("text", "clear"),
    [
        ("In point 3, replace “month” with “year.”", False),
        ("In point 3, delete “month.”", False),
        ("In point 3, after “children”, insert “and young people.”", False),
        ("In point 3, replace “month” with “year.”.", True),
        ("In point 3, replace “month” with “year”.", True),
        ("In point 3, replace “month.” with “year.”", True),
        ("In point 3, delete “Dogs must be kept on a lead.”", True),
        ("In point 3, delete “month.” each time it occurs.", True),
        ("Replace point 3 with “A new text.”", True),
    ],
)
def test_a_stop_before_the_last_quotation_mark_may_be_that_of_the_command(text: str, clear: bool) -> None:
    language = load("en")
    assert language is not None
    change = read_command(Text(text), (), (), "key", language)
    assert (not isinstance(change, Problem)) == clear
    if isinstance(change, Problem):
        assert change.code is Code.STOP_IN_QUOTATION


@settings(deadline=None)
@given(
    st.sampled_from([case["text"] for case in CASES]),
    st.sampled_from(["not", "hardly", "except", "unless", "or", "no", "nor", "instead", "partly", "only", "both"]),
    st.data(),
)
def test_one_more_word_is_never_overlooked(text: str, word: str, data: st.DataObject) -> None:
    gaps = [0, *(token.end + token.quoted for token in grammar.tokens(text))]
    place = data.draw(st.sampled_from(gaps))
    found = read(f"{text[:place]} {word} {text[place:]}")
    assert isinstance(found, Problem) or (word == "instead" and found == read(text))


def test_forms_may_be_irregular() -> None:
    language = load("en")
    assert language is not None
    for old, form, fits in (("person", "people", True), ("person", "peoples", False), ("child", "children", True)):
        command = Text(f"In point 3, replace “{old}” with “member”.")
        change = read_command(command, (), (Form(form, Text("members")),), "key", language)
        assert isinstance(change, WordSubstitution) == fits


@pytest.mark.parametrize(
    ("text", "pairs", "onwards"),
    [
        ("(In the numbering, point 1 then becomes point 2, point 2 becomes point 3, and so on)",
         {"1": "2", "2": "3"}, True),
        ("Point 1 becomes point 2, point 2 becomes point 3, etc.", {"1": "2", "2": "3"}, True),
        ("Points 3 to 5 become points 4 to 6.", {"3": "4", "4": "5", "5": "6"}, False),
        ("(Points 3 to 5 become points 4 to 6.)", {"3": "4", "4": "5", "5": "6"}, False),
        ("by redesignating paragraphs (3) through (5) as paragraphs (4) through (6), respectively",
         {"3": "4", "4": "5", "5": "6"}, False),
        ("The former point 3 becomes point 4.", {"3": "4"}, False),
        ("Points 3 and 4 become points 4 and 5.", {"3": "4", "4": "5"}, False),
        ("The existing points 3, 4 and 5 are renumbered 4, 5 and 6.", {"3": "4", "4": "5", "5": "6"}, False),
        ("Paragraph (3) is redesignated as paragraph (4).", {"3": "4"}, False),
    ],
)  # fmt: skip
def test_claims_about_numbers(text: str, pairs: dict[str, str], *, onwards: bool) -> None:
    assert claim(text) == NumberingClaim("key", tuple(pairs.items()), onwards)


@pytest.mark.parametrize(
    "text",
    [
        "The new text would then read:",
        "The new text would read as follows:",
        "The text would then read:",
        "With these changes, the text would read:",
        "The text, as amended, reads as follows:",
        "As amended, the guidelines read:",
        "The statutes would then read as follows:",
        "New text:",
        "Consolidated version:",
    ],
)
def test_announcements_of_the_new_text(text: str) -> None:
    assert claim(text) == TextClaimOpening()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The following points are renumbered accordingly.", "remark"),
        ("(The numbering of the remaining points changes accordingly.)", "remark"),
        ("Renumber accordingly.", "remark"),
        ("Renumber the following points accordingly.", "remark"),
        ("Reason: it is needed.", "reason"),
        ("Rationale", "reason"),
        ("Justification for the amendment:", "reason"),
        ("Reasons will be given orally.", "reason"),
        ("Explanatory note", "reason"),
        ("Yours sincerely", "closing"),
        ("Kind regards,", "closing"),
        ("Proposed by: Jane Doe", "closing"),
        ("On behalf of the group", "closing"),
        ("On behalf of the XY group, Jane Doe, chair", "closing"),
        ("For the group: N.N.", "closing"),
        ("Proposed by Jane Doe, seconded by Dr. John Smith", "closing"),
        ("Proposed by Cllr. Jane Doe. Seconded by John Smith.", "closing"),
        ("Signed by the members of the group", "closing"),
        ("Signed: Jane Doe", "closing"),
        ("Kind regards Jane Doe", "closing"),
        ("Yours sincerely.", "closing"),
        ("Grounds (given orally)", "reason"),
        ("Reason (for all changes):", "reason"),
        ("Reason - it is needed.", "reason"),
    ],
)
def test_what_asks_for_nothing(text: str, kind: str) -> None:
    found = claim(text)
    assert isinstance(found, Remark)
    assert found.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "The text shall read as follows:",
        "The text of point 3 would then read:",
        "The text will read well",
        "Reasonable people agree.",
        "Grounds are kept open.",
        "Grounds (sports) are open.",
        "Reason-based decisions are taken.",
        "On behalf of the city, the mayor signs.",
        "On behalf of the city, the mayor signs",
        "For the group, nothing changes.",
        "Proposed by the board, candidates stand for election.",
        "Proposed by the board, candidates stand for election",
        "Signed by the chair, the permit is valid.",
        "Signed by the chair, the permit is valid",
        "Regards of the city are sent each year.",
        "Signed copies are kept.",
        "Regarding point 3, nothing changes.",
        "Points 3 to 5 do not become points 4 to 6.",
        "Renumber point 3.",
        "The following points are deleted accordingly.",
    ],
)
def test_what_is_no_claim(text: str) -> None:
    assert claim(text) is None


@pytest.mark.parametrize(
    ("command", "name", "title"),
    [
        ("Delete point 3 of the bylaws.", "bylaws", "Bylaws of the Society"),
        ("Throughout the constitution, replace “a” with “b”.", "constitution", "Constitution"),
        (
            "Section 3 of the Local Government Act 1972 is repealed.",
            "Local Government Act 1972",
            "Local Government Act 1972",
        ),
        ("Article 3 of Decision 2001/689/EC is deleted.", "Decision 2001/689", "Decision 2001/689/EC"),
    ],
)
def test_a_document_is_the_one_that_is_amended_or_another(command: str, name: str, title: str) -> None:
    language = load("en")
    assert language is not None
    assert isinstance(read_commands(Text(command), Given(amended=title), "key", language), Asked)
    refused = read_commands(Text(command), Given(amended="Standing Orders"), "key", language)
    assert isinstance(refused, Problem)
    assert (refused.code, refused.fact("words")) == (Code.DOCUMENT_OTHER, name)


@pytest.mark.parametrize("text", ["On page 3, delete “a”.", "Delete lines 3 to 5."])
def test_lines_are_no_address(text: str) -> None:
    change = read(text)
    assert isinstance(change, Problem)
    assert change.code is Code.LINE_NUMBERS


def test_a_command_may_ask_for_two_changes() -> None:
    language = load("en")
    assert language is not None
    asked = read_commands(Text("In point 3, replace “a” with “b” and delete “c”."), Given(), "key", language)
    assert asked == Asked((WordSubstitution((THREE,), "a", Text("b")), WordRepeal((THREE,), "c")))


@pytest.mark.parametrize(
    "text",
    [
        "After paragraph (a) insert “and”;",
        "After paragraph (a), insert the following: “and”.",
        "At the end of point 3, add “and”.",
        "At the end of point 3, add “, and its members.”",
        "Add at the end of article 8, “d. For those members the board may appoint.”",
        "After sentence 2 of point 3, insert “and”.",
    ],
)
def test_words_that_are_no_sentence_are_no_new_point_unless_it_is_said(text: str) -> None:
    change = read(text)
    assert isinstance(change, Problem)
    assert change.code is Code.COMMAND_AMBIGUOUS


@pytest.mark.parametrize(
    "text",
    [
        "After point 3, insert “The board meets.”",
        "After point 3, insert the following point: “the board”.",
    ],
)
def test_what_is_new_is_said_or_seen(text: str) -> None:
    language = load("en")
    assert language is not None
    assert isinstance(read_command(Text(text), (), (), "key", language), PointInsertion)


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("Delete rule 3.2.", (Address(("3", "2")),)),
        ("Delete rules 3.1, 3.2 and 4.", (Address(("3", "1")), Address(("3", "2")), Address(("4",)))),
        ("Delete rule 3.1 and rule 3.2.", (Address(("3", "1")), Address(("3", "2")))),
        ("Delete rule 3.2.1(a).", (Address(("3", "2", "1", "a")),)),
        ("In the Club Act 1952, section 17(2) is repealed.", (Address(("17", "2")),)),
    ],
)
def test_a_number_with_stops_leads_from_the_outermost_point(text: str, targets: tuple[Address, ...]) -> None:
    assert read(text) == PointRepeal(targets)


@pytest.mark.parametrize(
    "text", ["Delete points 3.1 to 4.", "In article 3, delete paragraph 3.2.", "Delete rules 3(1) and 4.1."]
)
def test_a_number_with_stops_that_may_mean_several_points_is_refused(text: str) -> None:
    assert isinstance(read(text), Problem)
