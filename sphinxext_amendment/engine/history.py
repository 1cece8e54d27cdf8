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
    """A paragraph with its edits, in order.

    *by* is the change that inserted it as a whole or, if it is *removed*, took it out; one that is *moved* has come
    from another point.
    """

    key: Key
    old: Text
    edits: tuple[Splice, ...] = ()
    heading: bool = False
    by: Key | None = None
    removed: bool = False
    moved: bool = False

    @property
    def new(self) -> Text:
        """The paragraph after its edits."""
        text = Text("") if self.removed else self.old
        for edit in reversed(self.edits):
            text = text.splice(edit.start, edit.end, edit.new)
        return text

    @property
    def emptied(self) -> bool:
        """Whether nothing is left of the paragraph."""
        return self.removed or (bool(self.edits) and not self.new.content.strip())

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
            yield Segment(self.old.slice(position, len(self.old.content)), self.by, self.removed)


@dataclass(frozen=True, slots=True)
class Unit:
    """A point with its history.

    *base* is the point before (None: it is inserted), *label* its number after (None: it stands here no more).
    *by* names the changes that inserted, replaced, repealed or *moved* it as a whole. One that is moved stands in a
    history twice: without a number where it was, and with one where it is.
    """

    key: Key
    base: Point | None
    label: str | None
    body: History
    by: tuple[Key, ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Units:
    """A list of points with its history; *removed* if it was taken out as a whole, and not only its points."""

    key: Key
    scheme: Scheme
    items: tuple[Unit, ...]
    removed: bool = False


History = tuple[Passage | Units, ...]


def units_of(history: History) -> Iterator[Unit]:
    """Yield the points that stand directly in *history*, in order, repealed ones included."""
    for block in history:
        if isinstance(block, Units):
            yield from block.items


def all_units(history: History) -> Iterator[Unit]:
    """Yield every point of *history*, each before those in it."""
    for unit in units_of(history):
        yield unit
        yield from all_units(unit.body)


def all_passages(history: History) -> Iterator[Passage]:
    """Yield every paragraph of *history*, in order; those of a point that has moved at both places."""
    for block in history:
        if isinstance(block, Passage):
            yield block
        else:
            for unit in block.items:
                yield from all_passages(unit.body)


def is_repealed(unit: Unit) -> bool:
    """Whether nothing is left of a point that was there, or only its number in a text that keeps its numbers."""
    placeholder = any(isinstance(block, Passage) and block.key == (unit.key, "repealed") for block in unit.body[:1])
    return unit.base is not None and (unit.label is None or placeholder)


def has_left(unit: Unit) -> bool:
    """Whether *unit* is the old place of a point that has moved, be it that its number stays there."""
    return unit.base is not None and ((unit.moved and unit.label is None) or unit.key != unit.base.key)


def is_heading(unit: Unit) -> bool:
    """Whether *unit* is a heading between points, which is not counted."""
    if unit.base is not None and unit.base.label:
        return False
    match unit.body if unit.base is None else unit.base.body:
        case (Passage(heading=True) | Paragraph(heading=True),):
            return True
        case _:
            return False


def origin(unit: Unit) -> Key:
    """Return the key of the point that was there, which is elsewhere if it has moved; of a new one its own."""
    return unit.key if unit.base is None else unit.base.key


def where_they_are(history: History) -> Iterator[Unit]:
    """Yield the points that stand directly in *history*, in order; those that are moved where they are now."""
    moved = {origin(unit) for unit in all_units(history) if unit.moved and unit.label is not None}
    return (unit for unit in units_of(history) if origin(unit) not in moved or (unit.moved and unit.label is not None))


def touched_by(unit: Unit) -> tuple[Key, ...]:
    """Return the changes that touch the point or anything in it, in reading order."""
    return tuple(dict.fromkeys((*unit.by, *_touching(unit.body))))


def _touching(history: History) -> Iterator[Key]:
    for block in history:
        if isinstance(block, Units):
            for item in block.items:
                yield from touched_by(item)
        else:
            yield from (() if block.by is None else (block.by,))
            yield from (edit.by for edit in block.edits)


def after(history: History) -> Body:
    """Return the text as it is after all that was done to it."""
    body: list[Paragraph | Points] = []
    for block in history:
        if isinstance(block, Passage):
            if not block.emptied:
                body.append(Paragraph(block.key, block.new, block.heading))
        elif not block.removed:
            body.append(Points(block.key, block.scheme, tuple(_points_after(block))))
    return tuple(body)


def _points_after(units: Units) -> Iterator[Point]:
    return (Point(unit.key, unit.label, after(unit.body)) for unit in units.items if unit.label is not None)


def untouched(body: Body) -> History:
    """Return a text to which nothing was done."""
    return tuple(
        Passage(block.key, block.text, (), block.heading)
        if isinstance(block, Paragraph)
        else Units(
            block.key,
            block.scheme,
            tuple(Unit(point.key, point, point.label, untouched(point.body)) for point in block.items),
        )
        for block in body
    )
