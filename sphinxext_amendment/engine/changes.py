"""``Change``: the closed union of what a motion can ask for, and what it can claim of the result.

The names are those of Akoma Ntoso's textual modifications: insertion, substitution, repeal, renumbering.
Every address, word and sentence number means the text before the motion.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sphinxext_amendment.engine.document import Address, Body, Point, Target
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
    """Replace the points at *targets* by *points*.

    One point by one, or several by points with the same labels, keep their numbers; otherwise the points go, and
    the new ones come where they stood. *style* is how the new ones are numbered in the motion, if they are.
    """

    targets: tuple[Target, ...]
    points: tuple[Point, ...]
    style: Style | None = None


@dataclass(frozen=True, slots=True)
class PointRepeal:
    """Repeal the points at *targets*."""

    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form in which a term stands in the text, and what replaces it; once, or *each* time it stands there."""

    old: str
    new: Text
    each: bool = False


@dataclass(frozen=True, slots=True)
class WordSubstitution:
    """Replace the words *old* by *new* in each point at *targets*, and likewise every listed form of them.

    Without *targets* the whole text is meant. Without *forms* the words must stand exactly once in each point; with
    them each form must, and the words themselves at most once. *each* allows more.
    """

    targets: tuple[Target, ...]
    old: str
    new: Text
    forms: tuple[Form, ...] = ()
    each: bool = False


@dataclass(frozen=True, slots=True)
class WordRepeal:
    """Repeal the words *old*, and one space beside them, in each point at *targets*; found as for a substitution."""

    targets: tuple[Target, ...]
    old: str
    each: bool = False


@dataclass(frozen=True, slots=True)
class WordInsertion:
    """Insert the words *new* before or after the words *anchor*, which are found as for a substitution.

    They get the spaces that they need between their neighbours: none before a comma, none behind a bracket that opens.
    """

    targets: tuple[Target, ...]
    place: Literal["before", "after"]
    anchor: str
    new: Text
    each: bool = False


LAST = -1
"""The number of the last sentence, however many there are."""


@dataclass(frozen=True, slots=True)
class SentenceInsertion:
    """Insert *text* in the point at *target* before or after the sentence of that number, from 1, or ``LAST``."""

    target: Address
    place: Literal["before", "after"]
    sentence: int
    text: Text


@dataclass(frozen=True, slots=True)
class SentenceSubstitution:
    """Replace the sentence of that number, from 1, or ``LAST``, in the point at *target* by *text*."""

    target: Address
    sentence: int
    text: Text


@dataclass(frozen=True, slots=True)
class SentenceRepeal:
    """Repeal the sentence of that number, from 1, or ``LAST``, in the point at *target*, and one space beside it."""

    target: Address
    sentence: int


WordChange = WordSubstitution | WordRepeal | WordInsertion
SentenceChange = SentenceInsertion | SentenceSubstitution | SentenceRepeal
Change = PointInsertion | PointSubstitution | PointRepeal | WordChange | SentenceChange


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
    """One change of a motion; *key* names the place where it is asked for.

    *expected* are words with which the sentence or point that it addresses must begin.
    """

    key: Key
    change: Change
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Amendment:
    """A motion as the engine needs it: its changes in source order, and what it claims they make.

    *refused* are its commands that could not be read: they change nothing, but are told with the rest.
    """

    name: str
    modifications: tuple[Modification, ...]
    claims: tuple[Claim, ...] = ()
    refused: tuple[Problem, ...] = ()
