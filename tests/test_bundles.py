"""Bundles: a command that is the heading of others, which are about the point that it names."""

from __future__ import annotations

from itertools import count

import pytest

from sphinxext_amendment import directives
from sphinxext_amendment.engine.changes import (
    Change,
    NumberingClaim,
    PointInsertion,
    PointRepeal,
    PointSubstitution,
    SentenceRepeal,
    WordRepeal,
    WordSubstitution,
)
from sphinxext_amendment.engine.document import Address, Body, Paragraph, Point, Points, Range
from sphinxext_amendment.engine.numbering import Scheme
from sphinxext_amendment.engine.problems import Code, Problem
from sphinxext_amendment.engine.text import Text
from sphinxext_amendment.wording.language import load
from sphinxext_amendment.wording.motion import Motion, Option, Role, Written, read_motion
from sphinxext_amendment.wording.options import ASKING, read_options
from sphinxext_amendment.wording.request import NOWHERE, Request, going_on, in_context

Item = str | tuple[str, "list[Item]"]
"""A paragraph, or an item with what stands in it."""


def numbered(items: list[Item], style: str = "arabic", name: str = "") -> Points:
    """Make a list of *items*; their keys are the numbers and letters that lead to them: "1", "1a"."""
    scheme = Scheme(style, "", "." if style == "arabic" else ")")  # type: ignore[arg-type]
    points = []
    for number, item in enumerate(items, start=1):
        label = scheme.label(number)
        words, inner = (item, []) if isinstance(item, str) else item
        key = f"{name}{label}"
        lists = [one for one in inner if not isinstance(one, str) or not one.startswith("¶")]
        texts = tuple(
            Paragraph(f"{key}¶{n}", Text(t[1:])) for n, t in enumerate(inner) if isinstance(t, str) and t[0] == "¶"
        )
        below = (numbered(lists, "loweralpha", key),) if lists else ()
        points.append(Point(key, label, (Paragraph(f"{key} command", Text(words)), *texts, *below)))
    return Points(f"{name} list", scheme, tuple(points))


def motion(body: Body, *options: Option) -> Motion:
    language = load("de")
    assert language is not None
    return read_motion(Written("m", body, options), language)


def at(*labels: str) -> Address:
    return Address(labels)


def changes(read: Motion) -> list[tuple[object, Change]]:
    return [(item.key, item.change) for item in read.amendment.modifications]


BUNDLE: list[Item] = [
    (
        "Punkt 5 wird wie folgt geändert:",
        ["Satz 2 wird gestrichen.", "In Buchstabe b wird „x“ durch „y“ ersetzt und „z“ gestrichen."],
    ),
    "Punkt 7 wird gestrichen.",
]


def test_what_stands_under_a_heading_is_about_its_point() -> None:
    read = motion((numbered(BUNDLE),))
    assert changes(read) == [
        ("1a", SentenceRepeal(at("5"), (2, 2))),
        ("1b", WordSubstitution((at("5", "b"),), "x", Text("y", (), ((0, 1),)))),
        ("1b", WordRepeal((at("5", "b"),), "z")),
        ("2", PointRepeal((at("7"),))),
    ]
    assert read.amendment.refused == ()
    assert {key: read.roles[key] for key in ("1", "1a", "1b", "2")} == dict.fromkeys(("1", "1a", "1b", "2"), Role.ITEM)
    assert (read.owners["1 list"], read.owners["1a"], read.owners["1b"]) == ("1", "1a", "1b")


def test_bundles_nest() -> None:
    inner: Item = ("Buchstabe b wird wie folgt geändert:", ["„x“ wird gestrichen.", "Der letzte Satz entfällt."])
    read = motion((numbered([("Punkt 5 wird wie folgt geändert:", ["Satz 2 wird gestrichen.", inner])]),))
    assert [change for _, change in changes(read)] == [
        SentenceRepeal(at("5"), (2, 2)),
        WordRepeal((at("5", "b"),), "x"),
        SentenceRepeal(at("5", "b"), (-1, -1)),
    ]


def test_a_list_that_is_not_indented_belongs_to_the_heading_before_it() -> None:
    heading = numbered(["Punkt 5 wird wie folgt geändert:"])
    read = motion((heading, numbered(["Satz 2 wird gestrichen."], "loweralpha", "1")))
    assert changes(read) == [("1a", SentenceRepeal(at("5"), (2, 2)))]
    alone = (
        Paragraph("heading", Text("Punkt 5 wird wie folgt geändert:")),
        numbered(["Satz 2 entfällt."], "loweralpha"),
    )
    assert changes(motion(alone)) == [("a", SentenceRepeal(at("5"), (2, 2)))]


def test_a_new_text_stands_below_its_command() -> None:
    item: Item = ("Buchstabe b wird wie folgt gefasst:", ["¶Neuer Text."])
    ((key, change),) = changes(motion((numbered([("Punkt 5 wird wie folgt geändert:", [item])]),)))
    assert key == "1a"
    assert isinstance(change, PointSubstitution)
    assert change.targets == (at("5", "b"),)


def test_numbers_are_claimed_of_the_points_in_the_point() -> None:
    items: list[Item] = ["Buchstabe a wird gestrichen.", "Der bisherige Buchstabe b wird Buchstabe a."]
    items.append("Der bisherige Satz 2 wird zu Satz 1.")
    read = motion((numbered([("Punkt 5 wird wie folgt geändert:", items)]),))
    assert read.amendment.claims == (
        NumberingClaim("1b", (("b", "a"),), onwards=False, within=at("5")),
        NumberingClaim("1c", (("2", "1"),), onwards=False, within=at("5"), sentences=True),
    )


def test_options_and_statuses_of_a_heading_and_below_it() -> None:
    numbers = count()

    def option(anchor: str, name: str, value: str) -> Option:
        return Option(("option", next(numbers)), anchor, name, Text(value))

    read = motion((numbered(BUNDLE),), option("1", "status", "rejected"), option("1b", "status", "adopted"))
    assert read.statuses == {"1": "rejected", "1a": "rejected", "1b": "adopted"}
    assert read.amendment.refused == ()
    refused = motion((numbered(BUNDLE),), option("1", "forms", "x -> y")).amendment.refused
    assert [trouble.code for trouble in refused] == [Code.OPTION_UNKNOWN]


@pytest.mark.parametrize(
    "items",
    [
        [("Punkt 5 wird wie folgt geändert:", ["¶Neuer Text."])],
        ["Punkt 5 wird wie folgt geändert:"],
    ],
)
def test_a_heading_without_a_list_is_refused(items: list[Item]) -> None:
    read = motion((numbered(items),))
    assert [trouble.code for trouble in read.amendment.refused] == [Code.BUNDLE_EMPTY]
    assert read.amendment.modifications == ()


def test_several_points_are_no_heading() -> None:
    read = motion((numbered([("Die Punkte 5 und 6 werden wie folgt geändert:", ["Satz 2 wird gestrichen."])]),))
    assert read.amendment.modifications == ()
    assert read.amendment.refused


def options(**given: str) -> Request | Problem:
    return read_options({name: Text(value) for name, value in given.items()}, "key")


@pytest.mark.parametrize(
    ("given", "request_"),
    [
        ({"kind": "repeal", "point": "3/2/a"}, Request("point-repeal", targets=(at("3", "2", "a"),))),
        ({"kind": "repeal", "point": "3/a-c, 5"},
         Request("point-repeal", targets=(Range(at("3", "a"), at("3", "c")), at("5")))),
        ({"kind": "repeal", "point": "3", "sentence": "2-last"},
         Request("sentence-repeal", targets=(at("3"),), sentences=(2, -1))),
        ({"kind": "repeal", "point": "3", "words": "a", "occurrence": "2", "sentence": "1"},
         Request("word-repeal", targets=(at("3"),), old="a", occurrence=2, sentences=(1, 1))),
        ({"kind": "repeal", "point": "3", "words": "a", "occurrence": "end"},
         Request("word-repeal", targets=(at("3"),), old="a", occurrence="end")),
        ({"kind": "repeal", "point": "3", "words": "a", "part": "introduction"},
         Request("word-repeal", targets=(at("3"),), old="a", part="introduction")),
        ({"kind": "repeal", "point": "3", "words": "a", "sentence": "2", "half": "-1"},
         Request("word-repeal", targets=(at("3"),), old="a", sentences=(2, 2), half=-1)),
        ({"kind": "repeal", "words": "a", "part": "heading"},
         Request("word-repeal", old="a", part="heading", whole=True)),
        ({"kind": "repeal", "point": "3/i2/a, i-1"}, Request("point-repeal", targets=(at("3", "•2", "a"), at("•-1")))),
        ({"kind": "repeal", "point": "3/p2/a, P-1"}, Request("point-repeal", targets=(at("3", "⁋2", "a"), at("⁋-1")))),
        ({"kind": "repeal", "words": "a", "under": "Aims, and ends"},
         Request("word-repeal", targets=(at("¶Aims, and ends"),), old="a")),
        ({"kind": "repeal", "point": "3/s2/1-2"},
         Request("point-repeal", targets=(Range(at("3", "1"), at("3", "2")),))),
        ({"kind": "repeal", "point": "3/i1-i2"},
         Request("point-repeal", targets=(Range(at("3", "•1"), at("3", "•2")),))),
        ({"kind": "move", "point": "5", "place": "before", "anchor": "2"},
         Request("point-move", "before", (at("5"),), at("2"))),
        ({"kind": "move", "point": "5", "place": "first"}, Request("point-move", "first", (at("5"),))),
        ({"kind": "split", "point": "5", "sentence": "2", "number": "6"},
         Request("point-split", targets=(at("5"),), sentences=(2, 2), announced="6")),
        ({"kind": "join", "point": "5-6"}, Request("point-join", targets=(Range(at("5"), at("6")),))),
        ({"kind": "insertion", "point": "5", "place": "last"}, Request("point-insertion", "last", (at("5"),))),
        ({"kind": "repeal", "heading": "before", "point": "5"},
         Request("heading-repeal", targets=(at("5"),), before=True)),
        ({"kind": "substitution", "heading": "own"}, Request("heading-substitution")),
        ({"kind": "substitution", "text": ""}, Request("text-substitution")),
    ],
)  # fmt: skip
def test_what_options_ask_for(given: dict[str, str], request_: Request) -> None:
    assert options(**given) == request_


def test_options_name_the_sentence_that_introduces_a_list() -> None:
    request = options(kind="repeal", point="3/s2/1-2/s1/a")
    assert isinstance(request, Problem)
    request = options(kind="repeal", point="3/s2/1/a-b")
    assert isinstance(request, Request)
    (target,) = request.targets
    assert isinstance(target, Range)
    assert [unit.sentence for unit in target.first.units] == [0, 2, 0]
    assert target.last == at("3", "1", "b")
    assert target.last.units == target.first.units


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"kind": "substitution"}, Code.OPTION_MISSING),
        ({"kind": "repeal", "text": ""}, Code.OPTION_INVALID),
        ({"kind": "repeal", "point": "3", "sentence": "3-2"}, Code.OPTION_INVALID),
        ({"kind": "repeal", "point": "3//a"}, Code.OPTION_INVALID),
        ({"kind": "repeal", "point": "3/ia/"}, Code.OPTION_INVALID),
        ({"kind": "repeal", "point": "3/s2"}, Code.OPTION_INVALID),
        ({"kind": "repeal", "point": "3", "words": "a", "half": "0"}, Code.OPTION_INVALID),
        ({"kind": "repeal", "words": "a", "half": "2"}, Code.OPTION_MISSING),
        ({"kind": "repeal", "words": "a", "under": "Aims", "point": "3"}, Code.OPTION_INVALID),
        ({"kind": "repeal", "words": "a", "under": ""}, Code.OPTION_MISSING),
        ({"kind": "repeal", "under": "Aims"}, Code.OPTION_UNKNOWN),
        ({"kind": "repeal", "point": "3", "words": "a", "part": "middle"}, Code.OPTION_INVALID),
        ({"kind": "repeal", "point": "3", "sentence": "1", "part": "heading"}, Code.OPTION_UNKNOWN),
        ({"kind": "repeal", "sentence": "2"}, Code.OPTION_MISSING),
        ({"kind": "repeal", "words": "a", "sentence": "2"}, Code.OPTION_MISSING),
        ({"kind": "repeal", "words": "a", "occurrence": "0"}, Code.OPTION_INVALID),
        ({"kind": "repeal", "words": "a", "occurrence": "2", "each": ""}, Code.OPTION_INVALID),
        ({"kind": "move", "point": "5", "place": "after"}, Code.OPTION_INVALID),
        ({"kind": "move", "point": "5", "place": "after", "anchor": "2-3"}, Code.OPTION_INVALID),
        ({"kind": "split", "point": "5", "sentence": "2-3"}, Code.OPTION_INVALID),
        ({"kind": "repeal", "heading": "before"}, Code.OPTION_MISSING),
        ({"kind": "substitution", "heading": "before"}, Code.OPTION_INVALID),
        ({"kind": "repeal", "point": "5", "anchor": "2"}, Code.OPTION_UNKNOWN),
    ],
)
def test_options_that_make_no_sense_are_refused(given: dict[str, str], code: Code) -> None:
    refusal = options(**given)
    assert isinstance(refusal, Problem)
    assert refusal.code is code


def test_a_point_is_added_in_the_point() -> None:
    body = (numbered([("Punkt 5 wird wie folgt geändert:", ["Folgender Buchstabe c wird angefügt: „Neu.“"])]),)
    ((_, change),) = changes(motion(body))
    assert isinstance(change, PointInsertion)
    assert (change.place, change.anchor, change.announced) == ("last", at("5"), "c")


def test_the_directive_knows_the_options_that_ask_for_a_change() -> None:
    assert set(ASKING) <= directives.Change.option_spec.keys()


def test_what_goes_on_with_a_half_sentence_is_about_the_same() -> None:
    first = Request("word-repeal", targets=(at("3"),), old="a", sentences=(2, 2), half=1)
    second = in_context(Request("word-repeal", old="b"), going_on(first, first, NOWHERE), "key")
    assert second == Request("word-repeal", targets=(at("3"),), old="b", sentences=(2, 2), half=1)


def test_a_heading_may_name_a_sentence() -> None:
    below: list[Item] = ["„x“ wird gestrichen.", "In Nummer 3 wird „y“ gestrichen."]
    read = motion((numbered([("Punkt 5 Absatz 1 Satz 2 wird wie folgt geändert:", below)]),))
    words, in_list = (item.change for item in read.amendment.modifications)
    assert words == WordRepeal((Address(("5", "1"), 2),), "x", sentences=(2, 2))
    assert in_list == WordRepeal((Address(("5", "1", "3"), 2),), "y")
    assert isinstance(in_list, WordRepeal)
    assert [target.unit(2).sentence for target in in_list.targets if isinstance(target, Address)] == [2]


@pytest.mark.parametrize("command", ["Satz 1 wird gestrichen.", "Folgender Satz wird angefügt: „Neu.“"])
def test_what_is_not_in_the_sentence_of_its_heading_is_refused(command: str) -> None:
    read = motion((numbered([("Punkt 5 Satz 2 wird wie folgt geändert:", [command])]),))
    assert read.amendment.modifications == ()
    assert [trouble.code for trouble in read.amendment.refused] == [Code.COMMAND_AMBIGUOUS]
