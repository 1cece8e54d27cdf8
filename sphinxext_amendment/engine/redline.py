"""What a redline shows of a text that was replaced as a whole: not all of it as new, but the words that differ.

Words that stay between two changes are shown as changed with them if they are few: single words that happen to be
the same are harder to read than the passage as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from sphinxext_amendment.engine.document import Body, Paragraph
from sphinxext_amendment.engine.edits import Splice
from sphinxext_amendment.engine.history import (
    History,
    Passage,
    Unit,
    Units,
    after,
    has_left,
    is_repealed,
    units_of,
    untouched,
)
from sphinxext_amendment.engine.text import OBJECT, Key, Text


def redline(history: History) -> History:
    """Return *history* with each replaced point as an edited one, where most of its words are the old ones.

    Old and new text stay what they are; only less of them is told to be deleted and inserted. A point that was
    replaced by one with other blocks (another number of paragraphs, a list, a table) stays as it is, but for one that
    was divided, or joined with others: these are told as moved.
    """
    kept = {block.key for unit in units_of(history) if unit.label is not None for block in unit.body}
    return tuple(
        block
        if isinstance(block, Passage)
        else replace(block, items=tuple(_joined(unit, kept) or _finely(unit) for unit in block.items))
        for block in history
    )


def _joined(unit: Unit, kept: Collection[Key]) -> Unit | None:
    """Return a point that is gone as moved if its blocks stand in another one."""
    if not unit.by or unit.moved or not is_repealed(unit) or unit.base is None:
        return None
    if not unit.base.body or not all(block.key in kept for block in unit.base.body):
        return None
    return replace(unit, moved=True) if unit.label is None else replace(unit, key=(unit.key, unit.by))


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
    if 0 < len(old) < len(new) and after(new[: len(old)]) == old:
        return *untouched(old), *_come(new[len(old) :], by)
    if new and len(old) >= len(new) and (cut := _cut(old, new, by)) is not None:
        return cut
    if len(old) != len(new):
        return None
    passages: list[Passage] = []
    for before, found in zip(old, new, strict=True):
        if not (isinstance(before, Paragraph) and isinstance(found, Passage)) or before.heading != found.heading:
            return None
        edits = differences(before.text, found.old, before.key, by)
        if edits is None:
            return None
        passages.append(Passage(before.key, before.text, edits, before.heading))
    return tuple(passages)


def _come(blocks: History, by: Key) -> Iterator[Passage | Units]:
    """Yield *blocks* as those that have come from another point."""
    for block in blocks:
        if isinstance(block, Passage):
            yield replace(block, by=by, moved=True)
        else:
            items = (replace(unit, by=(by,), moved=True) for unit in block.items)
            yield replace(block, items=tuple(items))


def _cut(old: Body, new: History, by: Key) -> History | None:
    """Return *new* as the beginning of *old*; None if it is not what is left of the same paragraphs."""
    last, found = old[len(new) - 1], new[-1]
    if after(new[:-1]) != old[: len(new) - 1] or not isinstance(last, Paragraph) or not isinstance(found, Passage):
        return None
    end = len(found.old.content)
    if last.key != found.key or last.text.slice(0, end) != found.old:
        return None
    rest = Splice(last.key, end, len(last.text.content), Text(""), by)
    edits = (rest,) if end < len(last.text.content) else ()
    passage = Passage(last.key, last.text, edits, last.heading)
    return *untouched(old[: len(new) - 1]), passage, *_gone(old[len(new) :], by)


def _gone(body: Body, by: Key) -> Iterator[Passage | Units]:
    for block in untouched(body):
        if isinstance(block, Passage):
            yield replace(block, by=by, removed=True)
        else:
            items = tuple(replace(unit, label=None, by=(by,)) for unit in block.items)
            yield replace(block, items=items, removed=True)


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
