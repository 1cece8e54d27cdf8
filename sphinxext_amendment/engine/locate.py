"""Locate a change on the text as it was before the motion: from addresses, words and sentence numbers to edits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from sphinxext_amendment.engine.changes import (
    Change,
    Form,
    PointInsertion,
    PointRepeal,
    PointSubstitution,
    SentenceInsertion,
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
    paragraphs_of,
    points_of,
)
from sphinxext_amendment.engine.edits import Edit, Placing, Removal, Splice
from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.engine.text import OBJECT, Key, Span, Text


def locate(guideline: Guideline, change: Change, key: Key) -> tuple[Edit, ...] | Problem:
    """Return the edits of *guideline* that *change* asks for, or why there are none.

    Problems: ``target-not-found``, ``target-ambiguous``, ``words-not-found``, ``words-ambiguous``,
    ``words-in-object``, ``forms-invalid``, ``sentence-not-found``, ``sentences-uncountable``, ``end-ambiguous``.
    """
    match change:
        case PointInsertion():
            return _locate_insertion(guideline, change, key)
        case PointSubstitution(address, body):
            target = _target(guideline, address, key)
            return target if isinstance(target, Problem) else (Removal(target.key, body, key),)
        case PointRepeal(address):
            target = _target(guideline, address, key)
            return target if isinstance(target, Problem) else (Removal(target.key, None, key),)
        case WordSubstitution(address):
            target = _target(guideline, address, key)
            return target if isinstance(target, Problem) else _locate_words(target, change, key)
        case SentenceInsertion(address):
            target = _target(guideline, address, key)
            return target if isinstance(target, Problem) else _locate_sentence(target, change, key)


def _locate_insertion(guideline: Guideline, change: PointInsertion, key: Key) -> tuple[Edit, ...] | Problem:
    place = insertion_place(guideline, change, key)
    if isinstance(place, Problem):
        return place
    into, index = place
    if change.style not in {None, into.scheme.style}:
        return problem(Code.NEW_TEXT_SHAPE, key)
    return (Placing(into.key, index, change.points, key),)


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
    labels = ", ".join(point.label for point in points_of(guideline.body))
    code = Code.TARGET_AMBIGUOUS if found else Code.TARGET_NOT_FOUND
    return problem(code, key, target=address, points=labels, count=len(found))


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


_JOINERS = r"\-‐‑–—/*:·.,'’@()\[\]\u00ad\u200b-\u200d\u2060"
"""Signs that make one word of what stands on both sides of them, if no space is between."""

_BEFORE = rf"(?<![\w\-‐‑\u00ad\u200b-\u200d\u2060])(?<!\w[{_JOINERS}])(?<!\w[{_JOINERS}][{_JOINERS}])"
_AFTER = rf"(?![\w\-‐‑\u0300-\u036f\u00ad\u200b-\u200d\u2060])(?![{_JOINERS}]{{1,2}}\w)"


def occurrences(content: str, words: str) -> Iterator[Span]:
    """Yield where *words* stand in *content* as whole words, in the same letter case.

    A word does not stand where it is only a part of one: of a compound with a hyphen ("Bürger-"), of a word joined
    by a sign ("Einwohner/innen", "Bürger(innen)", "www.kreis.de"), of a number ("10.000", "3.4.2018").
    """
    parts = words.split()
    if not parts:
        return
    before = _BEFORE if parts[0][0].isalnum() else ""
    after = _AFTER if parts[-1][-1].isalnum() else ""
    for match in re.finditer(before + r"\s+".join(map(re.escape, parts)) + after, content):
        yield match.span()


def _locate_words(target: Point, change: WordSubstitution, key: Key) -> tuple[Edit, ...] | Problem:
    listed = {form.old for form in change.forms}
    itself = () if change.old in listed else (Form(change.old, change.new),)
    wanted = (*change.forms, *itself)
    edits: list[Edit] = []
    for form in wanted:
        found = [
            Splice(paragraph.key, start, end, form.new, key)
            for paragraph in paragraphs_of(target.body)
            for start, end in occurrences(paragraph.text.content, form.old)
        ]
        hidden = any(
            list(occurrences(mark.shown, form.old))
            for paragraph in paragraphs_of(target.body)
            for mark in paragraph.text.marks
        )
        facts: dict[str, Any] = {"words": form.old, "target": target.label, "count": len(found)}
        if hidden:
            return problem(Code.WORDS_IN_OBJECT, key, **facts)
        if not found and form in itself and change.forms:
            continue
        if not found:
            return problem(Code.WORDS_NOT_FOUND, key, **facts)
        if len(found) > 1 and not form.each:
            return problem(Code.WORDS_AMBIGUOUS, key, **facts)
        edits += found
    for one, two in combinations(edits, 2):
        if clash(one, two):
            return problem(Code.FORMS_INVALID, key, reason="overlap", target=target.label)
    return tuple(edits)


def _locate_sentence(target: Point, change: SentenceInsertion, key: Key) -> tuple[Edit, ...] | Problem:
    if any(isinstance(block, Points) or block.text.content == OBJECT for block in target.body):
        return problem(Code.SENTENCES_UNCOUNTABLE, key, target=target.label)
    sentences = [
        (paragraph, span)
        for paragraph in target.body
        if isinstance(paragraph, Paragraph)
        for span in paragraph.text.sentences
    ]
    after = len(sentences) if change.after is None else change.after
    facts: dict[str, Any] = {"target": target.label, "sentence": after, "count": len(sentences)}
    if not sentences or after > len(sentences):
        return problem(Code.SENTENCE_NOT_FOUND, key, **facts)
    if after == 0:
        paragraph, (start, _) = sentences[0]
        return (Splice(paragraph.key, start, start, change.text + Text(" "), key),)
    paragraph, (_, end) = sentences[after - 1]
    last = target.body[-1]
    if change.after is None and (last != paragraph or paragraph.text.content[end:].strip(f" {OBJECT}")):
        return problem(Code.END_AMBIGUOUS, key, **facts)
    text = Text(" ") + change.text
    return (Splice(paragraph.key, end, end, text, key),)
