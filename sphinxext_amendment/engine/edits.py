"""``Edit``: what a change comes down to, once it is located: a splice of a paragraph, or of a list of points."""

from __future__ import annotations

from dataclasses import dataclass

from sphinxext_amendment.engine.document import Body, Point
from sphinxext_amendment.engine.text import Key, Span, Text


@dataclass(frozen=True, slots=True)
class Splice:
    """An edit of a paragraph: the passage from *start* to *end* becomes *new*, because of the change at *by*.

    *anchor* is the passage beside which words are inserted. Of insertions at one place a lower *rank* comes first.
    """

    paragraph: Key
    start: int
    end: int
    new: Text
    by: Key
    anchor: Span | None = None
    rank: int = 1


@dataclass(frozen=True, slots=True)
class Placing:
    """An edit of a list: *points* go before the *index*-th point of the list *points_key*.

    *beside* is the point that the motion names for the place. Of points that are placed at one place those of lower
    *rank* come first. *announced* is the number that the motion gives the first of them.
    """

    points_key: Key
    index: int
    points: tuple[Point, ...]
    by: Key
    beside: Key | None = None
    rank: int = 1
    announced: str | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """An edit of a list: the point *point* leaves its place, and goes before the *index*-th point of a list."""

    point: Key
    points_key: Key
    index: int
    by: Key
    beside: Key | None = None
    rank: int = 1


@dataclass(frozen=True, slots=True)
class Removal:
    """An edit of a point: it goes, or its body is replaced by *body*."""

    point: Key
    body: Body | None
    by: Key


@dataclass(frozen=True, slots=True)
class Closing:
    """An edit of a list that closes a gap: nothing comes before its *index*-th item, for the points around are one."""

    points_key: Key
    index: int
    by: Key


@dataclass(frozen=True, slots=True)
class Replacement:
    """An edit of the whole text: *body* comes in its place."""

    body: Body
    by: Key


Edit = Splice | Placing | Move | Removal | Closing | Replacement


@dataclass(frozen=True, slots=True)
class Located:
    """A change with its edits of the base.

    *asked* are the positions of the amendments that ask for it, each with the position of the change in all of them.
    """

    asked: tuple[tuple[int, int], ...]
    key: Key
    edits: tuple[Edit, ...]
