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

    They replace as many points as *replaced*, from there on, which other edits remove. Of points that are placed at
    one place those of lower *rank* come first.
    """

    points_key: Key
    index: int
    points: tuple[Point, ...]
    by: Key
    replaced: int = 0
    rank: int = 1


@dataclass(frozen=True, slots=True)
class Removal:
    """An edit of a point: it goes, or its body is replaced by *body*."""

    point: Key
    body: Body | None
    by: Key


Edit = Splice | Placing | Removal


@dataclass(frozen=True, slots=True)
class Located:
    """A change with its edits of the base; *motion* is the position of its amendment."""

    motion: int
    key: Key
    edits: tuple[Edit, ...]
