"""``Change``: the closed union of what a motion can ask for, and what it can claim of the result.

The names are those of Akoma Ntoso's textual modifications: insertion, substitution, repeal, renumbering.
Every address, word and sentence number means the text before the motion.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sphinxext_amendment.engine.document import Address, Body, Point
from sphinxext_amendment.engine.numbering import Style
from sphinxext_amendment.engine.problems import Problem
from sphinxext_amendment.engine.text import Key, Text


@dataclass(frozen=True, slots=True)
class PointInsertion:
    """Insert *points* first or last in the text, or before or after the point at *anchor*.

    *announced* is the number that the motion gives the first of them, counted in the text as it was or as it will be.
    *style* is how they are numbered in the motion, if they are.
    """

    place: Literal["first", "last", "before", "after"]
    anchor: Address | None
    points: tuple[Point, ...]
    announced: str | None = None
    style: Style | None = None


@dataclass(frozen=True, slots=True)
class PointSubstitution:
    """Replace what the point at *target* says by *body*; its number stays."""

    target: Address
    body: Body


@dataclass(frozen=True, slots=True)
class PointRepeal:
    """Repeal the point at *target*."""

    target: Address


@dataclass(frozen=True, slots=True)
class Form:
    """A form in which a term stands in the text, and what replaces it; once, or *each* time it stands there."""

    old: str
    new: Text
    each: bool = False


@dataclass(frozen=True, slots=True)
class WordSubstitution:
    """Replace the words *old* by *new* in the point at *target*, and likewise every listed form of them.

    Without *forms* the words must stand there exactly once; with them each form must, and the words
    themselves at most once.
    """

    target: Address
    old: str
    new: Text
    forms: tuple[Form, ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceInsertion:
    """Insert *text* in the point at *target* after sentence number *after*: 0 is before the first, None at the end."""

    target: Address
    after: int | None
    text: Text


Change = PointInsertion | PointSubstitution | PointRepeal | WordSubstitution | SentenceInsertion


@dataclass(frozen=True, slots=True)
class NumberingClaim:
    """The claim that points get these new numbers: (old, new) labels; *onwards*, and the following ones likewise."""

    key: Key
    pairs: tuple[tuple[str, str], ...]
    onwards: bool


@dataclass(frozen=True, slots=True)
class TextClaim:
    """The claim that the new text has exactly the points of *body*."""

    key: Key
    body: Body


Claim = NumberingClaim | TextClaim


@dataclass(frozen=True, slots=True)
class Modification:
    """One change of a motion; *key* names the place where it is asked for."""

    key: Key
    change: Change


@dataclass(frozen=True, slots=True)
class Amendment:
    """A motion as the engine needs it: its changes in source order, and what it claims they make.

    *refused* are its commands that could not be read: they change nothing, but are told with the rest.
    """

    name: str
    modifications: tuple[Modification, ...]
    claims: tuple[Claim, ...] = ()
    refused: tuple[Problem, ...] = ()
