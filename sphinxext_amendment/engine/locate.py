"""Locate a change on the text as it was before the motion: from addresses, words and sentence numbers to edits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from sphinxext_amendment.engine.changes import (
    LAST,
    Change,
    HeadingInsertion,
    HeadingRepeal,
    HeadingSubstitution,
    Occurrence,
    Part,
    PointInsertion,
    PointJoin,
    PointMove,
    PointRepeal,
    PointSplit,
    PointSubstitution,
    SentenceChange,
    SentenceInsertion,
    SentenceRepeal,
    Sentences,
    SentenceSubstitution,
    TextSubstitution,
    WordChange,
    WordInsertion,
    WordRepeal,
    WordSubstitution,
)
from sphinxext_amendment.engine.changes import Place as Where
from sphinxext_amendment.engine.conflicts import clash
from sphinxext_amendment.engine.counting import Countable, Place, countable, passages
from sphinxext_amendment.engine.document import (
    Address,
    Body,
    Paragraph,
    Point,
    Points,
    Target,
    paragraphs_of,
    plain,
)
from sphinxext_amendment.engine.edits import Closing, Edit, Move, Placing, Removal, Replacement, Splice
from sphinxext_amendment.engine.index import Index, Refused, Subparagraph, misnamed
from sphinxext_amendment.engine.naming import points_named
from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.engine.raised import RAISED, are_numbered, numbers_told
from sphinxext_amendment.engine.text import OBJECT, Key, Span, Text
from sphinxext_amendment.engine.words import fitted, half_sentences, occurrences, replaced


def locate(text: Index, change: Change, key: Key, expected: str = "") -> tuple[Edit, ...] | Problem:
    """Return the edits of *text* that *change* asks for, or why there are none.

    *expected* are words with which what it addresses must begin. Problems: ``target-not-found``,
    ``target-ambiguous``, ``target-unit``, ``target-missing``, ``target-paragraph``, ``target-repealed``,
    ``targets-apart``, ``move-inside``,
    ``words-not-found``, ``words-ambiguous``, ``occurrence-not-found``, ``words-in-object``, ``forms-invalid``,
    ``sentence-not-found``, ``sentence-elsewhere``, ``half-not-found``, ``sentences-uncountable``,
    ``heading-not-found``, ``part-not-found``, ``end-ambiguous``, ``nothing-left``, ``new-text-shape``,
    ``sentence-numbers``, ``expect-differs``.
    """
    try:
        edits = _locate(text, change, key)
        if expected:
            found, beginning = _words_of(_addressed(text, change, key)), _words_of(expected)
            # The raised number of a sentence may be given or not.
            compared = found if beginning[:1] in RAISED else found.lstrip(f"{RAISED} ")
            if not compared.startswith(beginning) or compared[len(beginning) :][:1].isalnum():
                return problem(Code.EXPECT_DIFFERS, key, words=expected, beginning=found)
    except Refused as refused:
        return refused.problem
    return edits


def _locate(text: Index, change: Change, key: Key) -> tuple[Edit, ...]:
    match change:
        case PointInsertion():
            return _inserted_points(text, change, key)
        case PointSubstitution():
            return _substituted_points(text, change, key)
        case PointRepeal(targets):
            return tuple(_removal(text, unit, key) for unit in text.units_standing(targets, key))
        case PointMove():
            return _moved(text, change, key)
        case PointSplit():
            return _split(text, change, key)
        case PointJoin():
            return _joined(text, change, key)
        case WordSubstitution() | WordRepeal() | WordInsertion():
            return _changed_words(text, change, key)
        case SentenceInsertion() | SentenceSubstitution() | SentenceRepeal():
            return _changed_sentences(text, change, key)
        case HeadingInsertion():
            return _inserted_heading(text, change, key)
        case HeadingSubstitution(target, words, before):
            heading_text = _heading_at(text, target, key, before=before)
            return (Splice(heading_text.key, 0, len(heading_text.text.content), words, key),)
        case HeadingRepeal():
            return _repealed_heading(text, change, key)
        case TextSubstitution(body):
            return (Replacement(body, key),)


@dataclass(frozen=True, slots=True)
class Counted:
    """A sentence that a change names by its number: the *point* it is in, its *number* there, and its *words*."""

    point: str
    number: int
    words: str


def sentences_counted(text: Index, change: Change) -> tuple[Counted, ...]:
    """Return the sentences of *text* that *change* names by their numbers: none if it names none that there are."""
    try:
        return tuple(_counted(text, change, None))
    except Refused:
        return ()


def _counted(text: Index, change: Change, key: Key) -> Iterator[Counted]:
    match change:
        case SentenceInsertion(target=target, sentence=number) | PointSplit(target, number):
            targets: tuple[Target, ...] = (target,)
            named: Sentences = (number, number)
        case SentenceSubstitution(target, named) | SentenceRepeal(target, named):
            targets = (target,)
        case WordSubstitution() | WordRepeal() | WordInsertion() if change.sentences:
            targets, named = change.targets, change.sentences
        case _:
            return
    for point in _searched(text, targets, key):
        every = _countable(text, point, key).sentences
        for place in _run(text, point, named, key, introducing=True):
            paragraph, (start, end) = place
            yield Counted(text.named(point), every.index(place) + 1, paragraph.text.slice(start, end).shown)


def _addressed(text: Index, change: Change, key: Key) -> str:
    """Return the words of what a change addresses: its (first) sentence or point, or else the whole text."""
    if counted := next(_counted(text, change, key), None):
        return counted.words
    match change:
        case HeadingSubstitution(target=at, before=before) | HeadingRepeal(target=at, before=before):
            return _heading_at(text, at, key, before=before).text.shown
        case WordSubstitution() | WordRepeal() | WordInsertion() if change.targets:
            return plain(next(_searched(text, change.targets, key)).body)
        case _:
            targets = points_named(change)
            return plain(text.units(targets, key)[0].body if targets else text.guideline.body)


def _words_of(text: str) -> str:
    return " ".join(text.split())


# --- points ---------------------------------------------------------------------------------------------------


def insertion_place(text: Index, where: Where, anchor: Address | None, key: Key) -> tuple[Points, int, Key | None]:
    """Return the list into which something is inserted, before which of its items, and the point named for it.

    Refused where there is no such point, or no list, or several of them that are numbered in different ways.
    """
    point = None if anchor is None else text.standing((anchor,), key)[0]
    if where in {"before", "after"} and point is not None:
        place = text.places[point.key]
        return place.points, place.index + (where == "after"), point.key
    body = text.guideline.body if point is None else point.body
    lists = [block for block in body if isinstance(block, Points) and block.scheme.style != "bullet"]
    within = "" if point is None else text.named(point)
    if len({block.scheme for block in lists}) > 1:
        raise Refused(problem(Code.TARGET_AMBIGUOUS, key, target=f"{within} 1".strip(), count=len(lists)))
    if not lists:
        raise Refused(problem(Code.TARGET_NOT_FOUND, key, target=f"{within} 1".strip(), points="–"))
    return (lists[0], 0, None) if where == "first" else (lists[-1], len(lists[-1].items), None)


def number_at(into: Points, at: int) -> str:
    """Return the number that a point gets before the *at*-th item of a list, counted from the text as it is."""
    before = next((point.label for point in reversed(into.items[:at]) if point.label), "")
    if before:
        return into.scheme.label(into.scheme.number(before) + 1)
    # Every point may have been repealed.
    return next((point.label for point in into.items if point.label), into.scheme.label(1))


_RANKS: dict[Where, int] = {"first": 0, "last": 2}
"""Of points that come at one place, those that are to be first are first, and those that are to be last are last."""

_IN_PLACE_OF_WHAT_PRECEDES, _IN_PLACE_OF_WHAT_FOLLOWS = -1, 3
"""What comes in place of an old point is as near to it as can be: others are inserted before or behind that."""


def _inserted_points(text: Index, change: PointInsertion, key: Key) -> tuple[Edit, ...]:
    into, at, beside = insertion_place(text, change.place, change.anchor, key)
    if change.style not in {None, into.scheme.style}:
        raise Refused(problem(Code.NEW_TEXT_SHAPE, key))
    called_otherwise = misnamed(change.unit, into.scheme, len(list(text.around(into.key))))
    if called_otherwise or (change.unit.kind == "line" and not text.is_of_lines(into)):
        raise Refused(problem(Code.TARGET_UNIT, key, target=change.announced or "–"))
    rank = _RANKS.get(change.place, 1)
    return (Placing(into.key, at, change.points, key, beside, rank, change.announced),)


def _substituted_points(text: Index, change: PointSubstitution, key: Key) -> tuple[Edit, ...]:
    new = change.points
    units = text.units(change.targets, key)
    if len(units) == 1 and isinstance(units[0], Subparagraph):
        return _substituted_paragraph(units[0], change, key)
    old = text.find_all(change.targets, key)
    labels = [[point.label.casefold() for point in points] for points in (old, new)]
    if len(old) == len(new) == 1 or labels[0] == labels[1]:
        if any(one.title and not other.title for one, other in zip(old, new, strict=True)):
            raise Refused(problem(Code.NEW_TEXT_SHAPE, key))  # is the title to go, or only the text below it?
        return tuple(Removal(one.key, other.body, key) for one, other in zip(old, new, strict=True))
    old = _in_a_row(text, text.standing(change.targets, key), key)
    place = text.places[old[0].key]
    if change.style not in {None, place.points.scheme.style}:
        raise Refused(problem(Code.NEW_TEXT_SHAPE, key))
    removals = (Removal(point.key, None, key) for point in old)
    placing = Placing(place.points.key, place.index, new, key, rank=_IN_PLACE_OF_WHAT_FOLLOWS)
    return (*removals, *_closings(text, old, key), placing)


def _removal(text: Index, unit: Point, key: Key) -> Edit:
    """Return the edit that takes out a point, or the paragraph that *unit* is."""
    if not isinstance(unit, Subparagraph):
        return Removal(unit.key, None, key)
    paragraph = _lone(unit, key)
    around = text.within[paragraph.key]
    if not any(
        block is not paragraph and not (isinstance(block, Paragraph) and block.heading) for block in text.body(around)
    ):
        raise Refused(problem(Code.NOTHING_LEFT, key, target=unit.label))
    return Splice(paragraph.key, 0, len(paragraph.text.content), Text(""), key)


def _substituted_paragraph(unit: Subparagraph, change: PointSubstitution, key: Key) -> tuple[Edit, ...]:
    """Replace the words of a paragraph by those of the one paragraph that is to be in its place."""
    paragraph = _lone(unit, key)
    match change.points:
        case (Point(label="", body=(Paragraph(heading=False, text=new),)),) if change.style is None:
            end = len(paragraph.text.content)
            # The new words stand behind the old ones that go: whatever is inserted at their edge is in the way of that.
            return Splice(paragraph.key, 0, end, Text(""), key), Splice(paragraph.key, end, end, new, key)
        case _:
            raise Refused(problem(Code.NEW_TEXT_SHAPE, key))


def _lone(unit: Subparagraph, key: Key) -> Paragraph:
    """Return the paragraph that *unit* is; refused with ``target-paragraph`` if something behind may belong to it."""
    if len(unit.body) > 1:
        raise Refused(problem(Code.TARGET_PARAGRAPH, key, target=unit.label))
    (paragraph,) = unit.paragraphs
    return paragraph


def _in_a_row(text: Index, points: Sequence[Point], key: Key) -> tuple[Point, ...]:
    """Return *points* in the order of the text; refused with ``targets-apart`` if they do not follow one another."""
    places = [text.places[point.key] for point in points]
    positions = sorted(place.position for place in places)
    together = positions == list(range(positions[0], positions[0] + len(positions)))
    if not together or any(place.sequence is not places[0].sequence for place in places):
        raise Refused(problem(Code.TARGETS_APART, key, points=", ".join(map(text.named, points))))
    return tuple(places[0].sequence[position] for position in positions)


def _closings(text: Index, run: Sequence[Point], key: Key) -> Iterator[Closing]:
    """Yield what closes the gaps between the points of *run*, which become one or are replaced together."""
    scheme = text.places[run[0].key].points.scheme
    inside = False
    for block in text.body(text.within[run[0].key]):
        if isinstance(block, Points) and block.scheme == scheme:
            for at, item in enumerate(block.items):
                if inside:
                    yield Closing(block.key, at, key)
                inside = inside or item.key == run[0].key
                if item.key == run[-1].key:
                    return
            if inside:
                yield Closing(block.key, len(block.items), key)


def _moved(text: Index, change: PointMove, key: Key) -> tuple[Edit, ...]:
    points = text.standing(change.targets, key)
    into, at, beside = insertion_place(text, change.place, change.anchor, key)
    leaving = {point.key for point in points}
    around = {beside, *text.around(into.key), *((into.key,) if beside is None else ())}
    nested = any(outer in leaving for point in points for outer in text.around(point.key))
    if leaving & around or nested:
        raise Refused(problem(Code.MOVE_INSIDE, key, target=", ".join(map(text.named, points))))
    rank = _RANKS.get(change.place, 1)
    in_order = (point for point in text.points if point in leaving) if len(points) > 1 else leaving
    return tuple(Move(point, into.key, at, key, beside, rank) for point in in_order)


def _split(text: Index, change: PointSplit, key: Key) -> tuple[Edit, ...]:
    (point,) = text.standing((change.target,), key)
    if any(isinstance(block, Points) for block in point.body):  # whose would it be?
        raise Refused(problem(Code.SENTENCES_UNCOUNTABLE, key, target=text.named(point)))
    ((paragraph, (_, end)),) = _run(text, point, (change.sentence, change.sentence), key)
    at = point.body.index(paragraph)
    rest = paragraph.text.slice(end, len(paragraph.text.content)).strip()
    behind = [replace(paragraph, key=(key, at), text=rest)] if rest.content else []
    following = tuple(replace(block, key=(key, number)) for number, block in enumerate(point.body) if number > at)
    new = (*behind, *following)
    if not any(_is_left(block.text.content, ()) for block in new if isinstance(block, Paragraph)):
        raise Refused(problem(Code.NOTHING_LEFT, key, target=text.named(point)))
    head = (*point.body[:at], replace(paragraph, text=paragraph.text.slice(0, end)))
    _check_numbers(new, key, target=text.named(point), after="after")
    place = text.places[point.key]
    made = Point((key, "rest"), "", new)
    rank = _IN_PLACE_OF_WHAT_PRECEDES
    placing = Placing(place.points.key, place.index + 1, (made,), key, point.key, rank, change.announced)
    return Removal(point.key, head, key), placing


def _joined(text: Index, change: PointJoin, key: Key) -> tuple[Edit, ...]:
    first, *others = _in_a_row(text, text.standing(change.targets, key), key)
    if not others:
        raise Refused(problem(Code.TARGETS_APART, key, points=text.named(first)))
    if any(point.title for point in others):
        raise Refused(problem(Code.NEW_TEXT_SHAPE, key))
    if change.announced not in {None, first.label}:
        raise Refused(problem(Code.NUMBER_ANNOUNCED, key, words=change.announced, number=first.label, new=first.label))
    joined = tuple(block for point in (first, *others) for block in point.body)
    _check_numbers(joined, key, target=text.named(first), after="after")
    removals = (Removal(point.key, None, key) for point in others)
    return (Removal(first.key, joined, key), *removals, *_closings(text, (first, *others), key))


# --- headings -------------------------------------------------------------------------------------------------


def _heading_at(text: Index, target: Address | None, key: Key, *, before: bool) -> Paragraph:
    point = None if target is None else text.standing((target,), key)[0]
    return _heading(text, point, key, before=before)


def _heading(text: Index, point: Point | None, key: Key, *, before: bool) -> Paragraph:
    """Return the heading of the whole text, the title of a point, or the heading directly *before* it."""
    if point is None:
        heading = None if before else text.guideline.title
    else:
        heading = _heading_before(text, point) if before else point.title
    if heading is None:
        raise Refused(problem(Code.HEADING_NOT_FOUND, key, target="" if point is None else text.named(point)))
    return heading


def _heading_before(text: Index, point: Point) -> Paragraph | None:
    place = text.places.get(point.key)
    if place is None:
        return None
    if place.index:
        item = place.points.items[place.index - 1]
        return item.title if text.is_heading(item) else None
    body = text.body(text.within[point.key])
    above = body[: body.index(place.points)]
    # The title of the point around is none of those before its sub-points.
    last = above[-1] if len(above) > (text.within[point.key] is not None) else None
    return last if isinstance(last, Paragraph) and last.heading else None


def _inserted_heading(text: Index, change: HeadingInsertion, key: Key) -> tuple[Edit, ...]:
    into, at, beside = insertion_place(text, change.place, change.anchor, key)
    if into.scheme.style == "bullet":
        raise Refused(problem(Code.NEW_TEXT_SHAPE, key))  # it would become an item
    heading = Point((key, "heading"), "", (Paragraph((key, "text"), change.text, heading=True),))
    return (Placing(into.key, at, (heading,), key, beside=beside),)


def _repealed_heading(text: Index, change: HeadingRepeal, key: Key) -> tuple[Edit, ...]:
    (point,) = text.standing((change.target,), key)
    heading = _heading(text, point, key, before=change.before)
    around = text.within[heading.key]
    if around is not None and text.is_heading(text.points[around]) and change.before:
        return (Removal(around, None, key),)
    if not change.before and len(point.body) == 1:
        raise Refused(problem(Code.NOTHING_LEFT, key, target=text.named(point)))
    return (Splice(heading.key, 0, len(heading.text.content), Text(""), key),)


# --- words ----------------------------------------------------------------------------------------------------


_ENDS = frozenset(".;:,!?…")
"""The signs that end a sentence or an item."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """What words are looked for in: (part of) a point, or of the whole text, which has no *label*; or *sentences*.

    The last of these, or a paragraph without a number, may go on *beyond* what is known of it.
    """

    label: str
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Place, ...] | None = None
    beyond: tuple[Paragraph, ...] = ()

    def holds(self, paragraph: Paragraph, span: Span) -> bool:
        """Whether the passage *span* is in it."""
        return self.sentences is None or any(
            other is paragraph and start <= span[0] and span[1] <= end for other, (start, end) in self.sentences
        )

    def ends_with(self, paragraph: Paragraph, span: Span) -> bool:
        """Whether nothing stands in it behind the passage *span*; behind words the sign that ends them may."""
        last, end = self.paragraphs[-1], len(self.paragraphs[-1].text.content)
        if self.sentences is not None:
            last, (_, end) = self.sentences[-1]
        rest = paragraph.text.content[span[1] : end].strip(f" {OBJECT}")
        closed = rest in _ENDS and paragraph.text.content[span[1] - 1].isalnum()
        return last is paragraph and (not rest or closed)


def _units(text: Index, change: WordChange, key: Key) -> Iterator[_Unit]:
    if not change.targets and (change.sentences or change.half):
        raise Refused(problem(Code.SENTENCES_UNCOUNTABLE, key, target=""))
    if not change.targets:
        yield _Unit("", _part(text, None, change.part, key))
    for point in _searched(text, change.targets, key):
        paragraphs = _part(text, point, change.part, key)
        if change.sentences is None and not change.half:
            behind = point.body[1:] if isinstance(point, Subparagraph) and change.part == "all" else ()
            yield _Unit(text.named(point), paragraphs, beyond=tuple(paragraphs_of(behind)))
            continue
        run = _run(text, point, change.sentences or (1, LAST), key, introducing=True)
        all_of_it = _countable(text, point, key)
        goes_on = change.part == "all" and all_of_it.introducing and run[-1] == all_of_it.sentences[-1]
        if change.part not in {"all", "introduction"} or (goes_on and change.half < 0):
            raise Refused(problem(Code.SENTENCES_UNCOUNTABLE, key, target=text.named(point)))
        if change.half:
            run = [_half(text, point, run, change.half, key)]
        beyond = tuple(paragraphs_of(all_of_it.behind)) if goes_on else ()
        yield _Unit(text.named(point), paragraphs, tuple(run), beyond)


def _half(text: Index, point: Point, run: Sequence[Place], number: int, key: Key) -> Place:
    """Return the half sentence of that *number* of the one sentence in *run*; refused with ``half-not-found``."""
    paragraph, sentence = run[0]
    parts = half_sentences(paragraph.text.content, sentence) if len(run) == 1 else []
    if len(parts) == 1 or not 0 < abs(number) <= len(parts):
        count = len(parts) if len(parts) > 1 else 0
        raise Refused(problem(Code.HALF_NOT_FOUND, key, target=text.named(point), half=number, count=count))
    return paragraph, parts[number - (number > 0)]


def _searched(text: Index, targets: Sequence[Target], key: Key) -> Iterator[Point]:
    """Yield the units at *targets*, in which words are looked for; what stands under a heading is like a point."""
    named = [target for target in targets if isinstance(target, Address) and target.is_titled]
    yield from (text.under_heading(target, key) for target in named)
    yield from text.units_standing([target for target in targets if target not in named], key)


def _part(text: Index, point: Point | None, part: Part, key: Key) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a *part* of a point, or of the whole text.

    Refused with ``heading-not-found`` or ``part-not-found``.
    """
    body = text.guideline.body if point is None else point.body
    match part:
        case "all" if isinstance(point, Subparagraph):
            return point.paragraphs
        case "all":
            title = text.guideline.title if point is None else None
            return (*(() if title is None else (title,)), *paragraphs_of(body))
        case "heading" | "heading-before":
            return (_heading(text, point, key, before=part == "heading-before"),)
        case "introduction" | "conclusion":
            lists = [at for at, block in enumerate(body) if isinstance(block, Points) and block.items]
            beside: Body = ()
            if lists:
                beside = body[: lists[0]] if part == "introduction" else body[lists[-1] + 1 :]
            found = tuple(block for block in beside if isinstance(block, Paragraph) and not block.heading)
            if not found:
                named = "" if point is None else text.named(point)
                behind = "after" if part == "conclusion" else ""
                raise Refused(problem(Code.PART_NOT_FOUND, key, target=named, behind=behind))
            return found


def _changed_words(text: Index, change: WordChange, key: Key) -> tuple[Edit, ...]:
    edits: list[Splice] = []
    for unit in _units(text, change, key):
        match change:
            case WordSubstitution():
                edits += _substituted(unit, change, key)
            case WordRepeal():
                edits += _repealed(unit, change, key)
            case WordInsertion():
                edits += _inserted(unit, change, key)
    return tuple(dict.fromkeys(edits))  # a point may be named with the one it stands in


def _places(unit: _Unit, words: str, key: Key, occurrence: Occurrence, *, optional: bool = False) -> list[Place]:
    """Return where *words* stand in *unit*, as *occurrence* says; if *optional* perhaps nowhere."""
    found = [
        (paragraph, span)
        for paragraph in unit.paragraphs
        for span in occurrences(paragraph.text.content, words)
        if unit.holds(paragraph, span)
    ]
    facts: dict[str, Any] = {"words": words, "target": unit.label, "count": len(found)}
    if any(list(occurrences(mark.shown, words)) for paragraph in unit.paragraphs for mark in paragraph.text.marks):
        raise Refused(problem(Code.WORDS_IN_OBJECT, key, **facts))
    again = sum(len(list(occurrences(paragraph.text.content, words))) for paragraph in unit.beyond)
    if unit.beyond and (occurrence == "end" or again):
        if unit.sentences is not None:
            raise Refused(problem(Code.SENTENCES_UNCOUNTABLE, key, target=unit.label))
        facts["count"] += again
        raise Refused(problem(Code.WORDS_AMBIGUOUS if again else Code.OCCURRENCE_NOT_FOUND, key, **facts))
    if not found and not optional:
        raise Refused(problem(Code.WORDS_NOT_FOUND, key, **facts))
    match occurrence:
        case _ if not found:
            return []
        case "each":
            return found
        case "only" if len(found) == 1:
            return found
        case "only":
            raise Refused(problem(Code.WORDS_AMBIGUOUS, key, **facts))
        case "end" if unit.ends_with(*found[-1]):
            return found[-1:]
        case int() if 0 < abs(occurrence) <= len(found):
            return [found[occurrence - (occurrence > 0)]]
        case _:
            raise Refused(problem(Code.OCCURRENCE_NOT_FOUND, key, **facts))


def _substituted(unit: _Unit, change: WordSubstitution, key: Key) -> list[Splice]:
    listed = {form.old for form in change.forms}
    found = [(form.new, _places(unit, form.old, key, "each" if form.each else "only")) for form in change.forms]
    if change.old not in listed:
        found.append((change.new, _places(unit, change.old, key, change.occurrence, optional=bool(change.forms))))
    edits: list[Splice] = []
    for words, places in found:
        for paragraph, span in places:
            (start, end), fitting = replaced(words, paragraph.text.content, span)
            edits.append(Splice(paragraph.key, start, end, fitting, key))
    if change.forms and any(clash(one, two) for one, two in combinations(edits, 2)):
        raise Refused(problem(Code.FORMS_INVALID, key, reason="overlap", target=unit.label))
    return edits


def _repealed(unit: _Unit, change: WordRepeal, key: Key) -> list[Splice]:
    found = _places(unit, change.old, key, change.occurrence)
    spans: dict[Key, list[Span]] = {}
    for paragraph, span in found:
        spans.setdefault(paragraph.key, []).append(span)
    for paragraph in {paragraph.key: paragraph for paragraph, _ in found}.values():
        if not _is_left(paragraph.text.content, spans[paragraph.key]):
            raise Refused(problem(Code.NOTHING_LEFT, key, target=unit.label))
    return [Splice(paragraph.key, start, end, Text(""), key) for paragraph, (start, end) in found]


def _is_left(content: str, spans: Sequence[Span]) -> bool:
    """Whether a word or object is left in *content* without the passages *spans*, which are in order."""
    position = 0
    for start, end in (*spans, (len(content), len(content))):
        if any(character.isalnum() or character == OBJECT for character in content[position:start]):
            return True
        position = end
    return False


def _inserted(unit: _Unit, change: WordInsertion, key: Key) -> list[Splice]:
    edits = []
    for paragraph, (start, end) in _places(unit, change.anchor, key, change.occurrence):
        at = start if change.place == "before" else end
        new = fitted(change.new, paragraph.text.content, at)
        edits.append(Splice(paragraph.key, at, at, new, key, anchor=(start, end)))
    return edits


# --- sentences ------------------------------------------------------------------------------------------------


_SENTENCE_END = re.compile(r"[.!?…:;][\"'“”’«»›‹)\]\ufffc]*$")


def _countable(text: Index, point: Point, key: Key) -> Countable:
    found = countable(point.body)
    if found is None:
        raise Refused(problem(Code.SENTENCES_UNCOUNTABLE, key, target=text.named(point)))
    return found


def _run(text: Index, point: Point, sentences: Sentences, key: Key, *, introducing: bool = False) -> list[Place]:
    """Return these *sentences* of *point*; that which introduces a list in it only if *introducing* ones may be meant.

    Refused with ``sentences-uncountable``, ``sentence-numbers`` or ``sentence-not-found``.
    """
    label, all_of_it = text.named(point), _countable(text, point, key)
    found = list(all_of_it.sentences)
    _check_numbers(point.body[: len(point.body) - len(all_of_it.behind)], key, target=label)
    if all_of_it.behind:
        clear = len(found) - (all_of_it.introducing and not introducing)
        if not 0 < sentences[0] <= sentences[1] <= clear:
            raise Refused(problem(Code.SENTENCES_UNCOUNTABLE, key, target=label))
        return found[sentences[0] - 1 : sentences[1]]
    first, last = (number - (number > 0) + len(found) * (number < 0) for number in sentences)
    if 0 not in sentences and 0 <= first <= last < len(found):
        return found[first : last + 1]
    wrong = next((number for number in sentences if not 0 < abs(number) <= len(found)), sentences[1])
    raise Refused(problem(Code.SENTENCE_NOT_FOUND, key, target=label, sentence=abs(wrong), count=len(found)))


def _check_numbers(body: Body, key: Key, *, target: str, after: str = "") -> None:
    """Refuse the point *target* with ``sentence-numbers`` if the numbers of its author in *body* make no sense.

    Where *after* is set, it is the body that the point would have after the change.
    """
    texts = [block.text for block in body if isinstance(block, Paragraph) and not block.heading]
    if not are_numbered(texts):
        raise Refused(problem(Code.SENTENCE_NUMBERS, key, target=target, numbers=numbers_told(texts), after=after))


def _changed_sentences(text: Index, change: SentenceChange, key: Key) -> tuple[Edit, ...]:
    (target,) = text.units_standing((change.target,), key)
    _check_numbers(target.body, key, target=text.named(target))
    match change:
        case SentenceInsertion():
            return (_inserted_sentence(text, target, change, key),)
        case SentenceSubstitution(sentences=sentences, text=new):
            first, *others = passages(_run(text, target, sentences, key))
            taken = (Splice(paragraph.key, start, end, Text(""), key) for paragraph, (start, end) in others)
            return (Splice(first[0].key, *first[1], new, key), *taken)
        case SentenceRepeal(sentences=sentences):
            run, all_of_it = _run(text, target, sentences, key), _countable(text, target, key)
            if len(run) == len(all_of_it.sentences) and not all_of_it.behind:
                raise Refused(problem(Code.NOTHING_LEFT, key, target=text.named(target)))
            return tuple(Splice(paragraph.key, start, end, Text(""), key) for paragraph, (start, end) in passages(run))


def _inserted_sentence(text: Index, target: Point, change: SentenceInsertion, key: Key) -> Splice:
    number = change.sentence
    before = change.place == "before"
    ((paragraph, (start, end)),) = _run(text, target, (number, number), key, introducing=before)
    if change.announced:
        own = (number if number > 0 else len(_countable(text, target, key).sentences) + 1 + number) + (not before)
        if change.announced != own:
            raise Refused(problem(Code.NUMBER_ANNOUNCED, key, words=str(change.announced), number=own, new=own))
    if before:
        return Splice(paragraph.key, start, start, change.text + Text(" "), key)
    ends = target.body[-1] is paragraph and not paragraph.text.content[end:].strip(f" {OBJECT}")
    if (number == LAST and not ends) or not _SENTENCE_END.search(paragraph.text.content[start:end]):
        count = len(_countable(text, target, key).sentences)
        raise Refused(problem(Code.END_AMBIGUOUS, key, target=text.named(target), sentence=abs(number), count=count))
    return Splice(paragraph.key, end, end, Text(" ") + change.text, key, rank=2 if number == LAST else 1)


def words_searched(text: Index, change: WordChange) -> Body:
    """Return the paragraphs in which a change looks for its words; none if there is no such place."""
    try:
        return tuple(paragraph for unit in _units(text, change, None) for paragraph in unit.paragraphs)
    except Refused:
        return ()
