"""A redline of a replaced text: the same two texts, told word by word where that is readable."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from sphinxext_amendment.engine.changes import Amendment, Modification, PointJoin, PointSplit, PointSubstitution
from sphinxext_amendment.engine.consolidate import consolidate
from sphinxext_amendment.engine.document import Address, Body, Guideline, Paragraph, Point, Points
from sphinxext_amendment.engine.history import History, Passage, after, has_left, units_of
from sphinxext_amendment.engine.numbering import Scheme
from sphinxext_amendment.engine.redline import differences, redline
from sphinxext_amendment.engine.text import OBJECT, Mark, Text


def shown(old: Text, new: Text) -> str:
    edits = differences(old, new, "paragraph", "change")
    if edits is None:
        return "all"
    return "".join(
        f"[-{piece.text.content}]" if piece.deleted else f"[+{piece.text.content}]" if piece.by else piece.text.content
        for piece in Passage("paragraph", old, edits).segments()
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("The council meets in public.", "The council meets in public.", "The council meets in public."),
        (
            "The council meets in public.",
            "The council meets always in public.",
            "The council meets [+always ]in public.",
        ),
        # A word that happens to be the same between two changes is not picked out.
        (
            "The board reports to the council each year on progress made.",
            "The board reports in a letter to all members twice a year on progress made.",
            "The board reports [-to the council each][+in a letter to all members twice a] year on progress made.",
        ),
        # Where hardly a word is the same, all is old and all is new.
        ("The council meets in public.", "Nobody pays a fee before the end of March.", "all"),
        ("", "New.", "all"),
    ],
)
def test_what_differs(old: str, new: str, expected: str) -> None:
    assert shown(Text(old), Text(new)) == expected


def test_new_emphasis_differs() -> None:
    old = Text("The council meets in public every month.")
    new = Text("The council meets in public every month.", (Mark(12, 17, "strong"),))
    assert shown(old, new) == "The council [-meets][+meets] in public every month."


def test_a_table_is_told_as_a_whole() -> None:
    table = Text(OBJECT, (Mark(0, 1, "table", "a b c"),))
    assert shown(table, Text(OBJECT, (Mark(0, 1, "other", "a b d"),))) == "all"


texts = st.lists(st.sampled_from(["a", "bb", "a,", "bb.", "c", OBJECT, " ", "é", "e\u0301"]), max_size=14).map(" ".join)


@given(texts, texts)
def test_both_texts_are_still_there(old: str, new: str) -> None:
    edits = differences(Text(old), Text(new), "paragraph", "change")
    if edits is None:
        event("all")
        return
    passage = Passage("paragraph", Text(old), edits)
    assert passage.new.content == new
    assert "".join(piece.text.content for piece in passage.segments() if piece.deleted or piece.by is None) == old


@given(st.lists(texts, min_size=1, max_size=3), st.lists(texts, min_size=1, max_size=3), st.booleans())
def test_a_redline_says_the_same_as_the_text(old: list[str], new: list[str], nested: bool) -> None:
    def body(side: str, contents: list[str]) -> Body:
        return tuple(Paragraph((side, number), Text(content)) for number, content in enumerate(contents))

    inner = Points("inner", Scheme("loweralpha", "", ")"), (Point("a", "a", body("old", old)),))
    point = Point("1", "1", (Paragraph("before", Text("Before.")), inner) if nested else body("old", old))
    text = Guideline("text", (Points("outer", Scheme(), (point,)),))
    target = Address(("1", "a") if nested else ("1",))
    change = PointSubstitution((target,), (Point("new", "", body("new", new)),))
    result = consolidate(text, [Amendment("motion", (Modification("change", change),))])
    told = redline(result.history)
    assert [unit.label for unit in units_of(told)] == [unit.label for unit in units_of(result.history)]

    def words(body: Body) -> list[object]:
        return [block.text.content if isinstance(block, Paragraph) else words(block.items[0].body) for block in body]

    if all(content.strip() for content in new):  # a paragraph that is emptied is none any more
        assert words(after(told)) == words(result.guideline.body)


def _told(history: History) -> list[str]:
    """Return what a redline tells of each point: "-" deleted, "+" new, ">" moved from here, "<" moved to here."""
    found = []
    for unit in units_of(history):
        sign = ("<" if unit.label else ">") if unit.moved else "-" if unit.by and unit.label is None else ""
        sign = "+" if unit.base is None else sign
        words = []
        for block in unit.body:
            if not isinstance(block, Passage):
                words += [f"{units.label}) {told}" for units, told in zip(block.items, _told((block,)), strict=True)]
                continue
            for piece in block.segments():
                own = "-" if piece.deleted else "<" if block.moved else "+" if piece.by else ""
                words.append(f"[{own}{piece.text.content}]" if own else piece.text.content)
        found.append(f"[{sign}{' '.join(words)}]" if sign else " ".join(words))
    return found


def _three_points() -> Guideline:
    inner = Points("inner", Scheme("loweralpha", "", ")"), (Point("a", "a", (Paragraph("A", Text("Alpha.")),)),))
    first = Paragraph("p1", Text("One is here. Two is there.", (), ((0, 12), (13, 26))))
    bodies: list[Body] = [
        (first, Paragraph("p2", Text("Three.", (), ((0, 6),)))),
        (Paragraph("p3", Text("Four.")), inner),
    ]
    points = (Point(str(number), str(number), body) for number, body in enumerate(bodies, 1))
    return Guideline("text", (Points("outer", Scheme(), tuple(points)),))


def test_what_is_joined_has_moved_and_the_first_stays() -> None:
    join = PointJoin((Address(("1",)), Address(("2",))))
    result = consolidate(_three_points(), [Amendment("motion", (Modification("change", join),))])
    assert result.problems == ()
    told = redline(result.history)
    assert _told(told) == ["One is here. Two is there. Three. [<Four.] a) [<Alpha.]", "[>Four. a) Alpha.]"]
    assert after(told) == result.guideline.body
    kept = consolidate(replace(_three_points(), policy="keep"), [Amendment("motion", (Modification("change", join),))])
    told = redline(kept.history)
    assert [has_left(unit) for unit in units_of(told)] == [False, True]
    assert after(told)[0].items[0].body == kept.guideline.body[0].items[0].body  # type: ignore[union-attr]


def test_of_what_is_split_the_first_part_stays() -> None:
    split = Modification("change", PointSplit(Address(("1",)), 1))
    result = consolidate(_three_points(), [Amendment("motion", (split,))])
    assert result.problems == ()
    told = redline(result.history)
    assert _told(told)[:2] == ["One is here. [- Two is there.] [-Three.]", "[+Two is there. Three.]"]
    assert [after(told)[0].items[0].body] == [result.guideline.body[0].items[0].body]  # type: ignore[union-attr]
