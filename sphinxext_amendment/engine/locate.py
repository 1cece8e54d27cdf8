"""Locate a change on the text as it was before the motion: from addresses, words and sentence numbers to edits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

from sphinxext_amendment.engine.changes import (
    LAST,
    Change,
    Form,
    PointInsertion,
    PointRepeal,
    PointSubstitution,
    SentenceChange,
    SentenceInsertion,
    SentenceRepeal,
    SentenceSubstitution,
    WordChange,
    WordInsertion,
    WordRepeal,
    WordSubstitution,
)
from sphinxext_amendment.engine.conflicts import clash
from sphinxext_amendment.engine.document import (
    Address,
    Body,
    Guideline,
    Paragraph,
    Point,
    Points,
    Target,
    paragraphs_of,
    plain,
    points_of,
)
from sphinxext_amendment.engine.edits import Edit, Placing, Removal, Splice
from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.engine.text import OBJECT, Key, Span, Text
from sphinxext_amendment.engine.words import fitted, occurrences


def locate(guideline: Guideline, change: Change, key: Key, expected: str = "") -> tuple[Edit, ...] | Problem:
    """Return the edits of *guideline* that *change* asks for, or why there are none.

    *expected* are words with which what it addresses must begin. Problems: ``target-not-found``,
    ``target-ambiguous``, ``target-unit``, ``targets-apart``, ``words-not-found``, ``words-ambiguous``,
    ``words-in-object``, ``forms-invalid``, ``sentence-not-found``, ``sentences-uncountable``, ``end-ambiguous``,
    ``nothing-left``, ``new-text-shape``, ``expect-differs``.
    """
    edits = _locate(guideline, change, key)
    if expected and not isinstance(edits, Problem):
        found = _words_of(_addressed(guideline, change, key))
        beginning = _words_of(expected)
        if not found.startswith(beginning) or found[len(beginning) :][:1].isalnum():
            return problem(Code.EXPECT_DIFFERS, key, words=expected, beginning=found)
    return edits


def _locate(guideline: Guideline, change: Change, key: Key) -> tuple[Edit, ...] | Problem:
    match change:
        case PointInsertion():
            return _locate_insertion(guideline, change, key)
        case PointSubstitution():
            return _locate_substitution(guideline, change, key)
        case PointRepeal(targets):
            points = points_at(guideline, targets, key)
            return points if isinstance(points, Problem) else tuple(Removal(point.key, None, key) for point in points)
        case WordSubstitution() | WordRepeal() | WordInsertion():
            return _locate_words(guideline, change, key)
        case SentenceInsertion() | SentenceSubstitution() | SentenceRepeal():
            return _locate_sentence(guideline, change, key)


def points_at(guideline: Guideline, targets: Sequence[Target], key: Key) -> tuple[Point, ...] | Problem:
    """Return the points that *targets* name, each once, or why there are none."""
    found: dict[Key, Point] = {}
    for target in targets:
        ends = (target, target) if isinstance(target, Address) else (target.first, target.last)
        first, last = (_target(guideline, end, key) for end in ends)
        if isinstance(first, Problem):
            return first
        if isinstance(last, Problem):
            return last
        run = _run(guideline.body, first, last)
        if not run:
            return _not_found(guideline, str(target), key)
        found |= {point.key: point for point in run}
    return tuple(found.values())


def _run(body: Body, first: Point, last: Point) -> tuple[Point, ...]:
    """Return the points from *first* to *last*, where one follows the other in one sequence of points."""
    sequence = list(_siblings(body, first))
    start = sequence.index(first)
    return tuple(sequence[start : sequence.index(last) + 1]) if last in sequence[start:] else ()


def _siblings(body: Body, point: Point) -> tuple[Point, ...]:
    """Return the sequence of points in which *point* stands; several lists in a row are one."""
    own = tuple(points_of(body))
    if point in own:
        return own
    return next((found for other in own if (found := _siblings(other.body, point))), ())


def _addressed(guideline: Guideline, change: Change, key: Key) -> str:
    """Return the words of what a change addresses: its sentence or (first) point, or else the whole text."""
    match change:
        case SentenceInsertion(target) | SentenceSubstitution(target) | SentenceRepeal(target):
            point = _target(guideline, target, key)
            sentences = _sentences(point) if isinstance(point, Point) else []
            if sentences:
                paragraph, (start, end) = sentences[_number(change) - (_number(change) > 0)]
                return paragraph.text.slice(start, end).shown
            return ""
        case PointInsertion(anchor=anchor):
            targets: tuple[Target, ...] = () if anchor is None else (anchor,)
        case _:
            targets = change.targets
    points = points_at(guideline, targets, key)
    return plain(points[0].body if points and not isinstance(points, Problem) else guideline.body)


def _words_of(text: str) -> str:
    return " ".join(text.split())


def _locate_insertion(guideline: Guideline, change: PointInsertion, key: Key) -> tuple[Edit, ...] | Problem:
    place = insertion_place(guideline, change, key)
    if isinstance(place, Problem):
        return place
    into, index = place
    if change.style not in {None, into.scheme.style}:
        return problem(Code.NEW_TEXT_SHAPE, key)
    rank = {"first": 0, "last": 2}.get(change.place, 1)
    return (Placing(into.key, index, change.points, key, rank=rank),)


def _locate_substitution(guideline: Guideline, change: PointSubstitution, key: Key) -> tuple[Edit, ...] | Problem:
    old, new = points_at(guideline, change.targets, key), change.points
    if isinstance(old, Problem):
        return old
    if len(old) == len(new) == 1 or [point.label for point in old] == [point.label for point in new]:
        return tuple(Removal(one.key, other.body, key) for one, other in zip(old, new, strict=True))
    sequence = _siblings(guideline.body, old[0])
    places = sorted(sequence.index(point) for point in old if point in sequence)
    if places != list(range(places[0], places[0] + len(old))):
        return problem(Code.TARGETS_APART, key, points=", ".join(point.label for point in old))
    into, index = _position(guideline.body, sequence[places[0]].key)
    if change.style not in {None, into.scheme.style}:
        return problem(Code.NEW_TEXT_SHAPE, key)
    return (*(Removal(point.key, None, key) for point in old), Placing(into.key, index, new, key, len(old)))


def insertion_place(guideline: Guideline, change: PointInsertion, key: Key) -> tuple[Points, int] | Problem:
    """Return the list into which points are inserted, and before which of its points."""
    lists = [block for block in guideline.body if isinstance(block, Points) and block.scheme.style != "bullet"]
    if change.anchor is not None:
        target = _target(guideline, change.anchor, key)
        if isinstance(target, Problem):
            return target
        into, index = _position(guideline.body, target.key)
        return into, index + (change.place == "after")
    if len({block.scheme for block in lists}) > 1:
        return problem(Code.TARGET_AMBIGUOUS, key, target="1", count=len(lists))
    if not lists:
        return problem(Code.TARGET_NOT_FOUND, key, target="1", points="–")
    return (lists[0], 0) if change.place == "first" else (lists[-1], len(lists[-1].items))


def number_at(into: Points, index: int) -> str:
    """Return the number that a point gets before the *index*-th point of a list, counted from the text as it is."""
    if index:
        return into.scheme.label(into.scheme.number(into.items[index - 1].label) + 1)
    return into.items[0].label if into.items else into.scheme.label(1)  # every point may have been repealed


def _target(guideline: Guideline, address: Address, key: Key) -> Point | Problem:
    found = address.find(guideline.body)
    if address.paragraph and any(_paragraphs(point) > 1 for point in points_of(guideline.body)):
        return problem(Code.TARGET_UNIT, key, target=address)
    if len(found) == 1:
        return found[0]
    if found:
        return problem(Code.TARGET_AMBIGUOUS, key, target=address, count=len(found))
    return _not_found(guideline, str(address), key)


def _not_found(guideline: Guideline, target: str, key: Key) -> Problem:
    labels = ", ".join(point.label for point in points_of(guideline.body))
    return problem(Code.TARGET_NOT_FOUND, key, target=target, points=labels)


def _paragraphs(point: Point) -> int:
    return sum(isinstance(block, Paragraph) for block in point.body)


def _position(body: Body, key: Key) -> tuple[Points, int]:
    """Return the list in which the point *key* stands, and its index there."""
    for block in _lists(body):
        for index, point in enumerate(block.items):
            if point.key == key:
                return block, index
    raise LookupError(key)  # not reached: the point was found in this body


def _lists(body: Body) -> Iterator[Points]:
    for block in body:
        if isinstance(block, Points):
            yield block
            for point in block.items:
                yield from _lists(point.body)


@dataclass(frozen=True, slots=True)
class _Unit:
    """What words are looked for in: a point, or the whole text, which has no *label*."""

    label: str
    paragraphs: tuple[Paragraph, ...]


_Place = tuple[Paragraph, Span]


def _locate_words(guideline: Guideline, change: WordChange, key: Key) -> tuple[Edit, ...] | Problem:
    units = [_Unit("", tuple(paragraphs_of(guideline.body)))]
    if change.targets:
        points = points_at(guideline, change.targets, key)
        if isinstance(points, Problem):
            return points
        units = [_Unit(point.label, tuple(paragraphs_of(point.body))) for point in points]
    edits: list[Splice] = []
    for unit in units:
        match change:
            case WordSubstitution():
                found = _substituted(unit, change, key)
            case WordRepeal():
                found = _repealed(unit, change, key)
            case WordInsertion():
                found = _inserted(unit, change, key)
        if isinstance(found, Problem):
            return found
        edits += found
    return tuple(edits)


def _places(unit: _Unit, words: str, key: Key, *, each: bool, optional: bool = False) -> list[_Place] | Problem:
    """Return where *words* stand in *unit*: once, or if *each* is set at least once, or if *optional* perhaps not."""
    found = [(paragraph, span) for paragraph in unit.paragraphs for span in occurrences(paragraph.text.content, words)]
    facts: dict[str, Any] = {"words": words, "target": unit.label, "count": len(found)}
    if any(list(occurrences(mark.shown, words)) for paragraph in unit.paragraphs for mark in paragraph.text.marks):
        return problem(Code.WORDS_IN_OBJECT, key, **facts)
    if not found and not optional:
        return problem(Code.WORDS_NOT_FOUND, key, **facts)
    if len(found) > 1 and not each:
        return problem(Code.WORDS_AMBIGUOUS, key, **facts)
    return found


def _substituted(unit: _Unit, change: WordSubstitution, key: Key) -> list[Splice] | Problem:
    listed = {form.old for form in change.forms}
    itself = () if change.old in listed else (Form(change.old, change.new, change.occurrence == "each"),)
    edits: list[Splice] = []
    for form in (*change.forms, *itself):
        found = _places(unit, form.old, key, each=form.each, optional=form in itself and bool(change.forms))
        if isinstance(found, Problem):
            return found
        edits += [Splice(paragraph.key, start, end, form.new, key) for paragraph, (start, end) in found]
    for one, two in combinations(edits, 2):
        if clash(one, two):
            return problem(Code.FORMS_INVALID, key, reason="overlap", target=unit.label)
    return edits


def _repealed(unit: _Unit, change: WordRepeal, key: Key) -> list[Splice] | Problem:
    found = _places(unit, change.old, key, each=change.occurrence == "each")
    if isinstance(found, Problem):
        return found
    for paragraph, _ in found:
        spans = [span for other, span in found if other == paragraph]
        if not _is_left(paragraph.text.content, spans):
            return problem(Code.NOTHING_LEFT, key, target=unit.label)
    return [Splice(paragraph.key, start, end, Text(""), key) for paragraph, (start, end) in found]


def _is_left(content: str, spans: Sequence[Span]) -> bool:
    """Whether a word or object is left in *content* without the passages *spans*."""
    return any(
        (character.isalnum() or character == OBJECT) and not any(start <= position < end for start, end in spans)
        for position, character in enumerate(content)
    )


def _inserted(unit: _Unit, change: WordInsertion, key: Key) -> list[Splice] | Problem:
    found = _places(unit, change.anchor, key, each=change.occurrence == "each")
    if isinstance(found, Problem):
        return found
    edits = []
    for paragraph, (start, end) in found:
        at = start if change.place == "before" else end
        new = fitted(change.new, paragraph.text.content, at)
        edits.append(Splice(paragraph.key, at, at, new, key, anchor=(start, end)))
    return edits


def _sentences(point: Point) -> list[_Place]:
    """Return the sentences of a point, in order."""
    return [
        (paragraph, span)
        for paragraph in point.body
        if isinstance(paragraph, Paragraph)
        for span in paragraph.text.sentences
    ]


_IN_BRACKETS = re.compile(r"\([^()]*[.!?…]\)\s+\S")
"""A sentence in brackets, with another one behind it: nobody knows whether it counts."""

_SENTENCE_END = re.compile(r"[.!?…:;][\"'“”’«»›‹)\]\ufffc]*$")


def _is_countable(point: Point) -> bool:
    """Whether *point* holds nothing but paragraphs whose sentences follow one another."""
    for block in point.body:
        if isinstance(block, Points) or block.text.content == OBJECT:
            return False
        spans = block.text.sentences
        between = (block.text.content[end:start] for (_, end), (start, _) in pairwise(spans))
        if any(any(map(str.isalnum, gap)) for gap in between):
            return False
        if any(_IN_BRACKETS.match(block.text.content[start:end]) for start, end in spans):
            return False
    return True


def _number(change: SentenceChange) -> int:
    return change.sentence if isinstance(change, SentenceInsertion) else change.sentences[0]


def _locate_sentence(guideline: Guideline, change: SentenceChange, key: Key) -> tuple[Edit, ...] | Problem:
    target = _target(guideline, change.target, key)
    if isinstance(target, Problem):
        return target
    if not _is_countable(target):
        return problem(Code.SENTENCES_UNCOUNTABLE, key, target=target.label)
    sentences = _sentences(target)
    facts: dict[str, Any] = {"target": target.label, "sentence": abs(_number(change)), "count": len(sentences)}
    if not sentences or _number(change) > len(sentences):
        return problem(Code.SENTENCE_NOT_FOUND, key, **facts)
    paragraph, (start, end) = sentences[_number(change) - (_number(change) > 0)]
    ends = target.body[-1] == paragraph and not paragraph.text.content[end:].strip(f" {OBJECT}")
    match change:
        case SentenceRepeal() if len(sentences) == 1:
            return problem(Code.NOTHING_LEFT, key, target=target.label)
        case SentenceRepeal():
            return (Splice(paragraph.key, start, end, Text(""), key),)
        case SentenceSubstitution(text=text):
            return (Splice(paragraph.key, start, end, text, key),)
        case SentenceInsertion(place="before", text=text):
            return (Splice(paragraph.key, start, start, text + Text(" "), key),)
        case SentenceInsertion(sentence=sentence, text=text):
            if (sentence == LAST and not ends) or not _SENTENCE_END.search(paragraph.text.content[start:end]):
                return problem(Code.END_AMBIGUOUS, key, **facts)
            return (Splice(paragraph.key, end, end, Text(" ") + text, key, rank=2 if sentence == LAST else 1),)
