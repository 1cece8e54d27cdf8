"""``Guideline`` and its ``Point`` tree, and ``Address`` and ``Range``: how a motion names points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from sphinxext_amendment.engine.numbering import Policy, Scheme
from sphinxext_amendment.engine.text import Key, Text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, or one block that is no text (a table, an image) as a single object in a text.

    A *heading* is the title of the point that it begins, or stands between points.
    """

    key: Key
    text: Text
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A numbered unit of a text; *label* is its bare number or letter ("5", "5a", "b").

    It begins with its title, if it has one. In a list with numbers a point without a label is a heading between points.
    """

    key: Key
    label: str
    body: Body

    @property
    def title(self) -> Paragraph | None:
        """The heading that the point begins with."""
        first = self.body[0] if self.body else None
        return first if isinstance(first, Paragraph) and first.heading else None


@dataclass(frozen=True, slots=True)
class Points:
    """A list of points with one numbering scheme."""

    key: Key
    scheme: Scheme
    items: tuple[Point, ...]


Body = tuple[Paragraph | Points, ...]


@dataclass(frozen=True, slots=True)
class Guideline:
    """The text that motions amend: its points, and whatever stands before, between and after them.

    *policy* says what becomes of the numbers when points come and go. Where they are kept, the words *repealed* stand
    for a point that is repealed. *title* is the heading of the whole text.
    """

    name: str
    body: Body
    policy: Policy = "renumber"
    repealed: str = "(repealed)"
    title: Paragraph | None = None


UnitKind = Literal["", "point", "worded", "paragraph", "line", "number", "letter", "indent", "titled", "subparagraph"]
"""What a unit may be called; a *line* is counted whether it has a number or not, as an alinéa."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a motion calls a unit; before the number of one that is *worded* stands one of *words*: "§".

    *sentence* is the sentence, from 1, that introduces the list in which the unit stands; 0 if the motion does not say.
    An *indent* has no number, and neither has what is *titled*, or a *subparagraph*: their labels are made by
    ``bulleted``, ``titled`` and ``paragraphed``.
    """

    kind: UnitKind = ""
    words: tuple[str, ...] = ()
    sentence: int = 0


BULLET = "•"
"""Begins the label by which an address names an item without a number, so that it is taken for no number."""


def bulleted(number: int) -> str:
    """Return the label of the item of that *number* in a list without numbers, from 1, or from the end, from -1."""
    return f"{BULLET}{number}"


TITLED = "¶"
"""Begins the label of what stands under a heading that begins no point, so that it is taken for no number."""


def titled(heading: str) -> str:
    """Return the label of what stands under the *heading* of these words."""
    return f"{TITLED}{heading}"


PARAGRAPHED = "⁋"
"""Begins the label by which an address names a paragraph without a number, so that it is taken for no number."""


def paragraphed(number: int) -> str:
    """Return the label of the paragraph of that *number* directly in a point, from 1, or from the end, from -1."""
    return f"{PARAGRAPHED}{number}"


@dataclass(frozen=True, slots=True)
class Address:
    """The labels that lead to a point, outermost first: ("3", "a") is point 3, letter a.

    ("3", "•2") is the second item of the only list without numbers directly in point 3, ("3", "•-1") the last.
    ("¶Preamble",) is what stands under that heading, up to the next one or the next numbered list.
    ("3", "⁋2") is the second paragraph without a number directly in point 3, and ("3", "⁋2", "a") letter a of the list
    that stands right behind it. Headings are not counted; lists between paragraphs make no difference.

    *paragraph* says which of the labels, from 1, the motion calls that of a paragraph; 0 is none of them. In a text
    whose points have several paragraphs, that may mean another. *units* are what it calls each of them, if it says so.
    """

    labels: tuple[str, ...]
    paragraph: int = 0
    units: tuple[Unit, ...] = field(default=(), compare=False)

    def unit(self, depth: int) -> Unit:
        """Return what the motion calls the label at *depth*, from 0."""
        return self.units[depth] if -1 < depth < len(self.units) else Unit()

    def __str__(self) -> str:
        """Print the labels as in a citation: "3 a", "3 ¶2"."""
        return " ".join(label.removeprefix(TITLED).replace(PARAGRAPHED, "¶") for label in self.labels)

    @property
    def is_titled(self) -> bool:
        """Whether it leads to what stands under a heading."""
        return len(self.labels) == 1 and self.labels[0].startswith(TITLED)


@dataclass(frozen=True, slots=True)
class Range:
    """All points from *first* to *last*, both included, as they follow one another in the text."""

    first: Address
    last: Address

    def __str__(self) -> str:
        """Print the range as in a citation: "3–5"; within one point "69 1 2–4"."""
        first, last = self.first.labels, self.last.labels
        shared = len(last) - 1 if len(first) == len(last) and first[:-1] == last[:-1] else 0
        return f"{self.first}–{Address(last[shared:])}"


Target = Address | Range


def points_of(body: Body) -> Iterator[Point]:
    """Yield the points that stand directly in *body*, in order."""
    for block in body:
        if isinstance(block, Points):
            yield from block.items


def paragraphs_of(body: Body) -> Iterator[Paragraph]:
    """Yield every paragraph of *body*, those of its points included, in reading order."""
    for block in body:
        if isinstance(block, Paragraph):
            yield block
        else:
            for point in block.items:
                yield from paragraphs_of(point.body)


def plain(body: Body) -> str:
    """Return the words of *body* as a reader sees them: a line a paragraph, sub-points with their labels."""
    lines = []
    for block in body:
        if isinstance(block, Paragraph):
            lines.append(block.text.shown)
        else:
            for point in block.items:
                is_heading = not point.label and block.scheme.style != "bullet"
                label = "" if is_heading else f"{block.scheme.printed(point.label)} "
                lines.append(label + plain(point.body))
    return "\n".join(lines)
