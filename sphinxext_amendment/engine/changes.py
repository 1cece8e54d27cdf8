"""``Change``: the closed union of what a motion can ask for, and what it can claim of the result.

The names are those of Akoma Ntoso's textual modifications: insertion, substitution, repeal, renumbering.
Every address, word and sentence number means the text before the motion.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from sphinxext_amendment.engine.document import Address, Body, Point, Target, Unit
from sphinxext_amendment.engine.numbering import Style
from sphinxext_amendment.engine.problems import Problem
from sphinxext_amendment.engine.text import Key, Text

Place = Literal["first", "last", "before", "after"]
"""Where something comes: first or last in a point or the whole text, or before or after a point."""

LAST = -1
"""The number of the last one, however many there are; -2 is the one before it."""

Sentences = tuple[int, int]
"""The numbers of the first and last of some sentences that follow one another: from 1, or from the end, from -1."""

Occurrence = Literal["only", "each", "end"] | int
"""Which of several: the only one there is, each one, the one at the very end, or the n-th, from 1 or from -1."""

Part = Literal["all", "heading", "heading-before", "introduction", "conclusion"]
"""What is meant of a point, or of the whole text: *all* of it, its title, or the heading that stands before it; or only
the paragraphs directly in it before its first list, or after its last one."""


@dataclass(frozen=True, slots=True)
class PointInsertion:
    """Insert *points* before or after the point at *anchor*; or as the first or last ones in it, or in the whole text.

    *announced* is the number that the motion gives the first of them, counted in the text as it was or as it will be.
    *style* is how they are numbered in the motion, if they are, and *unit* what the motion calls them.
    """

    place: Place
    anchor: Address | None
    points: tuple[Point, ...]
    announced: str | None = None
    style: Style | None = None
    unit: Unit = field(default=Unit(), compare=False)


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
class PointMove:
    """Move the points at *targets*, in the order of the text, to a place that is named as for an insertion."""

    targets: tuple[Target, ...]
    place: Place
    anchor: Address | None


@dataclass(frozen=True, slots=True)
class PointSplit:
    """Make two points of the one at *target*: what follows its sentence of that number becomes a new point after it.

    *announced* is the number that the motion gives the new point.
    """

    target: Address
    sentence: int
    announced: str | None = None


@dataclass(frozen=True, slots=True)
class PointJoin:
    """Make one point of those at *targets*, which follow one another: the first, with what all of them hold.

    *announced* is the number that the motion gives it.
    """

    targets: tuple[Target, ...]
    announced: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A form in which a term stands in the text, and what replaces it; once, or *each* time it stands there."""

    old: str
    new: Text
    each: bool = False


@dataclass(frozen=True, slots=True)
class WordSubstitution:
    """Replace the words *old* by *new* in each point at *targets*, and likewise every listed form of them.

    Without *targets* the whole text is meant, headings included; with *sentences* only these sentences of the points,
    and of all that only *part*. *half* is the number of a half sentence, a part of one sentence between semicolons,
    from 1 or from the end, from -1; 0 is the whole sentence.
    Without *forms* the words must stand in each point just as *occurrence* says; with them each form must, and the
    words themselves at most so.
    """

    targets: tuple[Target, ...]
    old: str
    new: Text
    forms: tuple[Form, ...] = ()
    occurrence: Occurrence = "only"
    sentences: Sentences | None = None
    part: Part = "all"
    half: int = 0


@dataclass(frozen=True, slots=True)
class WordRepeal:
    """Repeal the words *old*, and one space beside them, in each point at *targets*; found as for a substitution."""

    targets: tuple[Target, ...]
    old: str
    occurrence: Occurrence = "only"
    sentences: Sentences | None = None
    part: Part = "all"
    half: int = 0


@dataclass(frozen=True, slots=True)
class WordInsertion:
    """Insert the words *new* before or after the words *anchor*, which are found as for a substitution.

    They get the spaces that they need between their neighbours: none before a comma, none behind a bracket that opens.
    """

    targets: tuple[Target, ...]
    place: Literal["before", "after"]
    anchor: str
    new: Text
    occurrence: Occurrence = "only"
    sentences: Sentences | None = None
    part: Part = "all"
    half: int = 0


@dataclass(frozen=True, slots=True)
class SentenceInsertion:
    """Insert *text* in the point at *target* before or after the sentence of that number, from 1 or from the end.

    *announced* is the number that the motion gives the new sentence, counted in the text as it was; 0 if it gives none.
    """

    target: Address
    place: Literal["before", "after"]
    sentence: int
    text: Text
    announced: int = 0


@dataclass(frozen=True, slots=True)
class SentenceSubstitution:
    """Replace *sentences* of the point at *target* by *text*."""

    target: Address
    sentences: Sentences
    text: Text


@dataclass(frozen=True, slots=True)
class SentenceRepeal:
    """Repeal *sentences* of the point at *target*, and one space beside them."""

    target: Address
    sentences: Sentences


@dataclass(frozen=True, slots=True)
class HeadingInsertion:
    """Insert a heading between points, before or after the point at *anchor*."""

    place: Literal["before", "after"]
    anchor: Address
    text: Text


@dataclass(frozen=True, slots=True)
class HeadingSubstitution:
    """Replace a heading by *text*: the title of the point at *target*, or the heading that stands *before* that point.

    Without *target* it is the title of the whole text.
    """

    target: Address | None
    text: Text
    before: bool = False


@dataclass(frozen=True, slots=True)
class HeadingRepeal:
    """Repeal a heading: the title of the point at *target*, or the heading that stands *before* that point."""

    target: Address
    before: bool = False


@dataclass(frozen=True, slots=True)
class TextSubstitution:
    """Replace the whole text by *body*; its title stays."""

    body: Body


PointChange = PointInsertion | PointSubstitution | PointRepeal | PointMove | PointSplit | PointJoin
WordChange = WordSubstitution | WordRepeal | WordInsertion
SentenceChange = SentenceInsertion | SentenceSubstitution | SentenceRepeal
HeadingChange = HeadingInsertion | HeadingSubstitution | HeadingRepeal
Change = PointChange | WordChange | SentenceChange | HeadingChange | TextSubstitution


@dataclass(frozen=True, slots=True)
class NumberingClaim:
    """The claim that points get these new numbers: (old, new) labels; *onwards*, and the following ones likewise.

    They are points of the whole text, or those directly in the point at *within*, or its *sentences*; *unit* is what
    the motion calls them. In a text that keeps its numbers, a motion gives new ones by such a claim.
    """

    key: Key
    pairs: tuple[tuple[str, str], ...]
    onwards: bool
    within: Address | None = None
    sentences: bool = False
    unit: Unit = field(default=Unit(), compare=False)


@dataclass(frozen=True, slots=True)
class TextClaim:
    """The claim that the new text has exactly the points of *body*."""

    key: Key
    body: Body


Claim = NumberingClaim | TextClaim


@dataclass(frozen=True, slots=True)
class Modification:
    """One change of a motion; *key* names the place where it is asked for.

    Changes that follow one another with one key are those of one command: they are carried out together or not at all.
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
