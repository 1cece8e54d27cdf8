"""What changes make of one text together: in which order they stand, what is in whose way, which keys remain."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sphinxext_amendment.engine.changes import (
    Amendment,
    Change,
    HeadingInsertion,
    Modification,
    Place,
    PointInsertion,
    PointJoin,
    PointMove,
    PointRepeal,
    PointSplit,
    PointSubstitution,
)
from sphinxext_amendment.engine.consolidate import Consolidation, consolidate
from sphinxext_amendment.engine.document import Address, Guideline, Paragraph, Point, Points, Range, plain, points_of
from sphinxext_amendment.engine.numbering import Policy, Scheme, Style
from sphinxext_amendment.engine.text import Text


def text(words: str) -> Text:
    spans, start = [], 0
    for sentence in words.split(" "):
        spans.append((start, start + len(sentence)))
        start += len(sentence) + 1
    return Text(words, (), tuple(spans))


def guideline(*points: str, policy: Policy = "renumber", style: Style = "arabic") -> Guideline:
    """Make a text of points; what begins with "#" is a heading between them."""
    scheme, items, number = Scheme(style), [], 0
    for words in points:
        heading = words.startswith("#")
        number += not heading
        body = (Paragraph(("words", words), text(words), heading),)
        items.append(Point(words, "" if heading else scheme.label(number), body))
    return Guideline("text", (Points("list", scheme, tuple(items)),), policy)


def at(label: str) -> Address:
    return Address((label,))


def new(*words: str) -> tuple[Point, ...]:
    return tuple(Point(("new", one), "", (Paragraph(("new words", one), text(one)),)) for one in words)


def insert(place: Place, label: str, *words: str) -> PointInsertion:
    return PointInsertion(place, at(label), new(*words))


def amended(base: Guideline, *motions: Sequence[Change]) -> Consolidation:
    return consolidate(
        base,
        [
            Amendment(name, tuple(Modification((name, number), change) for number, change in enumerate(changes)))
            for name, changes in zip("ABC", motions, strict=False)
        ],
    )


def lines(result: Consolidation) -> list[str]:
    return [f"{point.label} {plain(point.body)}".strip() for point in points_of(result.guideline.body)]


def test_what_is_inserted_before_a_replaced_point_stands_before_what_replaces_it() -> None:
    changes: list[Change] = [
        PointSubstitution((at("2"),), new("C.", "D.")),
        insert("before", "2", "X."),
        insert("after", "2", "Y."),
    ]
    expected = ["1 A.", "2 X.", "3 C.", "4 D.", "5 Y.", "6 E."]
    assert lines(amended(guideline("A.", "B.", "E."), changes)) == expected
    assert lines(amended(guideline("A.", "B.", "E."), changes[::-1])) == expected


def test_the_rest_of_a_divided_point_stands_right_behind_it() -> None:
    changes: list[Change] = [insert("after", "1", "X."), PointSplit(at("1"), 1)]
    assert lines(amended(guideline("A. B.", "C."), changes)) == ["1 A.", "2 B.", "3 X.", "4 C."]


@pytest.mark.parametrize("order", [1, -1])
def test_motions_that_insert_the_same_in_another_order_are_in_each_others_way(order: int) -> None:
    one, two = insert("after", "1", "X."), insert("after", "1", "Y.")
    for motions in (([one, two], [two, one]), ([one, two], [one])):
        result = amended(guideline("A.", "B."), *motions[::order])
        assert lines(result) == ["1 A.", "2 B."]
        assert result.applied == frozenset()


def test_motions_that_insert_the_same_in_one_order_agree() -> None:
    one, two = insert("after", "1", "X."), insert("after", "1", "Y.")
    result = amended(guideline("A.", "B."), [one, two], [one, two])
    assert lines(result) == ["1 A.", "2 X.", "3 Y.", "4 B."]
    assert len(result.applied) == 4


@pytest.mark.parametrize("change", [insert("before", "2", "X."), HeadingInsertion("after", at("1"), Text("X"))])
@pytest.mark.parametrize("whole", [PointJoin((at("1"), at("2"))), PointSubstitution((at("1"), at("2")), new("N."))])
def test_nothing_comes_between_points_that_become_one(change: Change, whole: Change) -> None:
    base = guideline("A.", "B.")
    assert lines(amended(base, [whole, change])) == ["1 A.", "2 B."]
    assert lines(amended(base, [whole], [change])) == ["1 A.", "2 B."]


def test_a_heading_stays_where_the_points_around_it_go() -> None:
    base = guideline("# H", "A.", "# I", "B.", "# J", "C.")
    between = Range(at("1"), at("2"))
    assert lines(amended(base, [PointRepeal((between,))])) == ["# H", "# I", "# J", "1 C."]
    assert lines(amended(base, [PointSubstitution((between,), new("N."))])) == ["# H", "1 N.", "# I", "# J", "2 C."]
    assert lines(amended(base, [PointRepeal((at("1"), at("2")))])) == ["# H", "# I", "# J", "1 C."]


def test_what_a_moved_point_leaves_behind_is_another_point() -> None:
    result = amended(guideline("A.", "B.", policy="keep"), [PointMove((at("1"),), "last", None)])
    assert lines(result) == ["1 (repealed)", "2 B.", "3 A."]
    keys = [point.key for point in points_of(result.guideline.body)]
    assert len(set(keys)) == 3
    assert keys[2] == "A."


def test_a_roman_number_is_no_letter_behind_the_one_before() -> None:
    result = amended(guideline("A.", "B.", policy="keep", style="upperroman"), [insert("after", "I", "X.")])
    assert lines(result) == ["I A.", "Ia X.", "II B."]
