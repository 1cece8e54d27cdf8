"""In which order competing amendments may be voted on: the most far-reaching one first.

That is the practice of German rules of procedure (Geschäftsordnungs-Praxis: über den weitestgehenden Antrag zuerst).
What reaches farther is for the chair to say; what is counted here is a suggestion.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sphinxext_amendment.engine.document import Body, paragraphs_of
from sphinxext_amendment.engine.history import History, Passage, Unit, all_units, is_repealed, origin
from sphinxext_amendment.engine.problems import Problem
from sphinxext_amendment.engine.text import OBJECT, Key, Text


@dataclass(frozen=True, slots=True)
class Reach:
    """How many words of a text an amendment takes out or replaces, and how many it adds."""

    removed: int = 0
    added: int = 0

    def __add__(self, other: Reach) -> Reach:
        """Add up."""
        return Reach(self.removed + other.removed, self.added + other.added)


def reach(history: History) -> Reach:
    """Return how far the amendments reach that made *history*; what is only moved counts for nothing."""
    moved = {origin(unit) for unit in all_units(history) if unit.moved}
    return sum(_reaches(history, moved), start=Reach())


def in_order(reaches: Sequence[Reach]) -> list[int]:
    """Return the positions of amendments in the order in which to vote on them.

    First what takes out or replaces most words; of equals what adds more; of equals what comes first.
    """
    return sorted(range(len(reaches)), key=lambda position: (-reaches[position].removed, -reaches[position].added))


def competing(problems: Iterable[Problem], amendments: Mapping[Key, int]) -> list[tuple[int, ...]]:
    """Return the groups of amendments that are in each other's way, directly or by others of the group.

    *amendments* gives for each change the number of the amendment that asks for it.
    """
    groups: list[set[int]] = []
    for trouble in problems:
        found = {amendments[key] for key in (trouble.place, *trouble.others) if key in amendments}
        if len(found) > 1:
            joined = [group for group in groups if group & found]
            groups = [*(group for group in groups if not group & found), found.union(*joined)]
    return sorted(tuple(sorted(group)) for group in groups)


def _reaches(history: History, moved: Collection[Key]) -> Iterator[Reach]:
    for block in history:
        if isinstance(block, Passage):
            yield _of_passage(block)
        else:
            for unit in block.items:
                yield from _of_unit(unit, moved)


def _of_unit(unit: Unit, moved: Collection[Key]) -> Iterator[Reach]:
    if not unit.by or (unit.moved and unit.label is not None):
        yield from _reaches(unit.body, moved)
    elif origin(unit) not in moved:
        if unit.base is not None:
            yield Reach(removed=_words_of(unit.base.body))
        if unit.label is not None and not is_repealed(unit):
            yield Reach(added=sum(_words(block.new) for block in _passages(unit.body)))


def _of_passage(passage: Passage) -> Reach:
    if passage.by is not None:
        return Reach(removed=_words(passage.old)) if passage.removed else Reach(added=_words(passage.new))
    removed = sum(_words(passage.old.slice(edit.start, edit.end)) for edit in passage.edits)
    return Reach(removed, sum(_words(edit.new) for edit in passage.edits))


def _passages(history: History) -> Iterator[Passage]:
    for block in history:
        if isinstance(block, Passage):
            yield block
        else:
            for unit in block.items:
                if unit.label is not None:
                    yield from _passages(unit.body)


def _words_of(body: Body) -> int:
    return sum(_words(paragraph.text) for paragraph in paragraphs_of(body))


def _words(text: Text) -> int:
    """Count what stands between spaces and has a letter, a figure or an object in it."""
    return sum(any(character.isalnum() or character == OBJECT for character in word) for word in text.content.split())
