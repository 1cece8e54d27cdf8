"""``History``: a text with all that was done to it, piece by piece: what is kept, inserted, deleted, and by whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sphinxext_amendment.engine.document import Body, Paragraph, Point, Points
from sphinxext_amendment.engine.edits import Splice
from sphinxext_amendment.engine.numbering import Scheme
from sphinxext_amendment.engine.text import Key, Text


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a paragraph: kept if *by* is None, else inserted or deleted by the change there."""

    text: Text
    by: Key | None = None
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with its edits, in order."""

    key: Key
    old: Text
    edits: tuple[Splice, ...] = ()

    @property
    def new(self) -> Text:
        """The paragraph after its edits."""
        text = self.old
        for edit in reversed(self.edits):
            text = text.splice(edit.start, edit.end, edit.new)
        return text

    @property
    def emptied(self) -> bool:
        """Whether the edits leave nothing of the paragraph."""
        return bool(self.edits) and not self.new.content.strip()

    def segments(self) -> Iterator[Segment]:
        """Yield the paragraph piece by piece: what is kept, deleted and inserted."""
        position = 0
        for edit in self.edits:
            if position < edit.start:
                yield Segment(self.old.slice(position, edit.start))
            if edit.start < edit.end:
                yield Segment(self.old.slice(edit.start, edit.end), edit.by, deleted=True)
            if edit.new.content:
                yield Segment(self.old.enclosed(edit.start, edit.end, edit.new), edit.by)
            position = edit.end
        if position < len(self.old.content):
            yield Segment(self.old.slice(position, len(self.old.content)))


@dataclass(frozen=True, slots=True)
class Unit:
    """A point with its history.

    *base* is the point before (None: it is inserted), *label* its number after (None: it is repealed).
    *by* names the changes that inserted, replaced or repealed it as a whole.
    """

    key: Key
    base: Point | None
    label: str | None
    body: History
    by: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Units:
    """A list of points with its history."""

    key: Key
    scheme: Scheme
    items: tuple[Unit, ...]


History = tuple[Passage | Units, ...]


def units_of(history: History) -> Iterator[Unit]:
    """Yield the points that stand directly in *history*, in order, repealed ones included."""
    for block in history:
        if isinstance(block, Units):
            yield from block.items


def touched_by(unit: Unit) -> tuple[Key, ...]:
    """Return the changes that touch the point or anything in it, in reading order."""
    found = list(unit.by)
    for block in unit.body:
        if isinstance(block, Passage):
            found += [edit.by for edit in block.edits]
        else:
            found += [key for item in block.items for key in touched_by(item)]
    return tuple(dict.fromkeys(found))


def after(history: History) -> Body:
    """Return the text as it is after all that was done to it."""
    body: list[Paragraph | Points] = []
    for block in history:
        if isinstance(block, Passage):
            if not block.emptied:
                body.append(Paragraph(block.key, block.new))
        else:
            items = tuple(
                Point(unit.key, unit.label, after(unit.body)) for unit in block.items if unit.label is not None
            )
            body.append(Points(block.key, block.scheme, items))
    return tuple(body)


def untouched(body: Body) -> History:
    """Return a text to which nothing was done."""
    return tuple(
        Passage(block.key, block.text)
        if isinstance(block, Paragraph)
        else Units(
            block.key,
            block.scheme,
            tuple(Unit(point.key, point, point.label, untouched(point.body)) for point in block.items),
        )
        for block in body
    )
