"""What a redline shows of a text that was replaced as a whole: not all of it as new, but the words that differ.

Words that stay between two changes are shown as changed with them if they are few: single words that happen to be
the same are harder to read than the passage as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from sphinxext_amendment.engine.document import Body, Paragraph
from sphinxext_amendment.engine.edits import Splice
from sphinxext_amendment.engine.history import History, Passage, Unit, Units, has_left
from sphinxext_amendment.engine.text import OBJECT, Key, Text


def redline(history: History) -> History:
    """Return *history* with each replaced point as an edited one, where most of its words are the old ones.

    Old and new text stay what they are; only less of them is told to be deleted and inserted. A point that was
    replaced by one with other blocks (another number of paragraphs, a list, a table) stays as it is.
    """
    return tuple(
        block if isinstance(block, Passage) else replace(block, items=tuple(map(_finely, block.items)))
        for block in history
    )


def _finely(unit: Unit) -> Unit:
    if unit.base is None or unit.label is None or has_left(unit):
        return unit
    if not unit.by or unit.moved:
        return unit if not any(isinstance(block, Units) for block in unit.body) else _within(unit)
    compared = _compared(unit.base.body, unit.body, unit.by[-1])
    return unit if compared is None else replace(unit, body=compared, by=())


def _within(unit: Unit) -> Unit:
    return replace(unit, body=redline(unit.body))


def _compared(old: Body, new: History, by: Key) -> History | None:
    """Return *new* as edits of *old*; None if they are not alike enough for that."""
    passages: list[Passage] = []
    if len(old) != len(new):
        return None
    for before, after in zip(old, new, strict=True):
        if not (isinstance(before, Paragraph) and isinstance(after, Passage)) or before.heading != after.heading:
            return None
        edits = differences(before.text, after.old, before.key, by)
        if edits is None:
            return None
        passages.append(Passage(before.key, before.text, edits, before.heading))
    return tuple(passages)


LEAST_ALIKE = 0.5
"""How much of two texts must be the same words, as a part of both, for a comparison word by word to be readable."""

FEWEST_KEPT = 3
"""Fewer words than these between two changes are not shown as kept."""

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


def differences(old: Text, new: Text, paragraph: Key, by: Key) -> tuple[Splice, ...] | None:
    """Return the edits that make *new* of *old*, by whole words; None if too few words are the same.

    Words are the same only with the same marks, so that emphasis that is new is told as well.
    """
    if OBJECT in (old.content, new.content):
        return () if old == new else None
    ours, theirs = (list(_tokens(text)) for text in (old, new))
    words, others = ([token for _, token in side] for side in (ours, theirs))
    matcher = SequenceMatcher(None, words, others, autojunk=False)
    runs = _kept(ours, [block for block in matcher.get_matching_blocks() if block.size])
    kept = sum(len(old.content[ours[at][0] : _end(ours, at + size, old)].strip()) for at, _, size in runs)
    if 2 * kept < LEAST_ALIKE * (len(old.content) + len(new.content)):
        return None
    edits = []
    position = start = 0
    for at, other, size in (*runs, (len(ours), len(theirs), 0)):
        end, stop = (_end(side, place, text) for side, place, text in ((ours, at, old), (theirs, other, new)))
        if position < end or start < stop:
            edits.append(Splice(paragraph, position, end, new.slice(start, stop), by))
        position, start = _end(ours, at + size, old), _end(theirs, other + size, new)
    return tuple(edits)


_Token = tuple[int, tuple[object, ...]]
"""Where a token begins, and what makes two of them the same."""


def _tokens(text: Text) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text.content):
        start, end = match.span()
        yield start, text.slice(start, end).signature


def _end(tokens: Sequence[_Token], at: int, text: Text) -> int:
    """Return where the token *at* begins, or the text ends."""
    return tokens[at][0] if at < len(tokens) else len(text.content)


def _kept(tokens: Sequence[_Token], runs: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return the *runs* of same tokens that are long enough to be shown as kept, or stand at an end of the text."""
    last = len(tokens)
    return [
        (at, other, size)
        for at, other, size in runs
        if at == 0 or at + size == last or sum(_is_word(token) for token in tokens[at : at + size]) >= FEWEST_KEPT
    ]


def _is_word(token: _Token) -> bool:
    return str(token[1][0])[:1].isalnum()
