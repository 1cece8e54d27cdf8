"""``Index``: a text made ready for looking up: points by their numbers, and what each thing stands in.

It is made once for a text, so that locating a change costs the same in a long text as in a short one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from sphinxext_amendment.engine.counting import introduces
from sphinxext_amendment.engine.document import (
    BULLET,
    TITLED,
    Address,
    Body,
    Guideline,
    Paragraph,
    Point,
    Points,
    Target,
    Unit,
    bulleted,
    plain,
)
from sphinxext_amendment.engine.numbering import Scheme, is_worded
from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.engine.text import OBJECT, Key


class Refused(Exception):  # noqa: N818 - nothing has gone wrong in the engine: the change cannot be carried out
    """A change that cannot be carried out. It stays within the engine and becomes the *problem* that it names."""

    def __init__(self, problem: Problem) -> None:
        """Refuse because of *problem*."""
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Place:
    """Where a point stands: its list, its index there, and its place among the points of a *sequence*.

    A sequence are the points of the lists of one scheme in one body, in order; headings are none of them.
    """

    points: Points
    index: int
    sequence: Sequence[Point]
    position: int


_ITEM = re.compile(rf"{BULLET}(-?[0-9]{{1,9}})")


@dataclass(frozen=True, slots=True)
class Index:
    """A text with its points by number; *within* gives for each paragraph, list and point the point it stands in."""

    guideline: Guideline
    places: dict[Key, Place] = field(default_factory=dict)
    points: dict[Key, Point] = field(default_factory=dict)
    paragraphs: dict[Key, Paragraph] = field(default_factory=dict)
    within: dict[Key, Key | None] = field(default_factory=dict)
    numbered: dict[tuple[Key | None, str], list[Point]] = field(default_factory=lambda: defaultdict(list))

    def body(self, point: Key | None) -> Body:
        """Return what the point at that key holds, or the whole text."""
        return self.guideline.body if point is None else self.points[point].body

    def around(self, key: Key) -> Iterator[Key]:
        """Yield the points in which the paragraph, list or point at *key* stands, innermost first."""
        outer = self.within.get(key)
        while outer is not None:
            yield outer
            outer = self.within.get(outer)

    def named(self, point: Point) -> str:
        """Return the labels that lead to *point*, as in a citation: "3 a"."""
        around = [self.label(self.points[key]) for key in self.around(point.key)]
        return " ".join((*reversed(around), self.label(point)))

    def label(self, point: Point) -> str:
        """Return the number of *point*, or what an address names it by if it has none."""
        place = self.places.get(point.key)
        return bulleted(place.index + 1) if place and place.points.scheme.style == "bullet" else point.label

    def is_heading(self, point: Point) -> bool:
        """Whether *point* is a heading between points."""
        return not self.label(point)

    def find(self, address: Address, key: Key) -> Point:
        """Return the point at *address*, for the change at *key*.

        Refused with ``target-not-found``, ``target-ambiguous``, ``sentence-elsewhere``, or ``target-unit`` where the
        motion says "paragraph" and may mean one that has no number.
        """
        found: list[Point] = []
        for step, label in enumerate(address.labels):
            parents = [point.key for point in found] if step else [None]
            if item := _ITEM.fullmatch(label):
                found = [self._item(int(item[1]), parents, address, key)]
                continue
            found = [point for parent in parents for point in self.numbered.get((parent, label.casefold()), ())]
            if not found:
                labels = ", ".join(point.label for parent in parents for point in numbered(self.body(parent)))
                raise Refused(problem(Code.TARGET_NOT_FOUND, key, target=address, points=labels))
        if any(self._is_called_otherwise(point, address) for point in found) or (
            address.paragraph and any(self._may_be_a_paragraph(point, address) for point in found)
        ):
            raise Refused(problem(Code.TARGET_UNIT, key, target=address))
        if len(found) > 1:
            raise Refused(problem(Code.TARGET_AMBIGUOUS, key, target=address, count=len(found)))
        self._check_sentences(found[0], address, key)
        return found[0]

    def _check_sentences(self, point: Point, address: Address, key: Key) -> None:
        """Refuse if another sentence than *address* says introduces one of the lists on the way to *point*."""
        for depth, step in enumerate([point.key, *self.around(point.key)][::-1]):
            said = address.unit(depth).sentence
            introducing = introduces(self.body(self.within[step]), self.places[step].points) if said else 0
            if introducing != said:
                raise Refused(
                    problem(Code.SENTENCE_ELSEWHERE, key, target=address, sentence=said, introducing=introducing or "")
                )

    def under_heading(self, address: Address, key: Key) -> Point:
        """Return what stands under the heading that *address* names, as if it were a point of that label.

        Refused with ``target-not-found`` or ``target-ambiguous``.
        """
        wanted = _compared(str(address))
        sections = list(self._sections())
        found = [section for section in sections if _compared(section.label) == wanted]
        if not found:
            headings = ", ".join(section.label for section in sections) or "–"
            raise Refused(problem(Code.TARGET_NOT_FOUND, key, target=address, points=headings))
        if len(found) > 1:
            raise Refused(problem(Code.TARGET_AMBIGUOUS, key, target=address, count=len(found)))
        return found[0]

    def _sections(self) -> Iterator[Point]:
        """Yield what stands under each heading of the whole text; under one before a point that is nothing."""
        body = self.guideline.body
        for at, block in enumerate(body):
            beneath = tuple(takewhile(_goes_on, body[at + 1 :]))
            if isinstance(block, Paragraph):
                if block.heading:
                    yield Point((block.key, TITLED), block.text.content, beneath)
            else:
                for item in filter(self.is_heading, block.items):
                    yield Point((item.key, TITLED), plain(item.body), beneath if item is block.items[-1] else ())

    def _item(self, number: int, parents: Sequence[Key | None], address: Address, key: Key) -> Point:
        """Return the item of that *number* in the one list without numbers that stands directly in *parents*."""
        blocks = (block for parent in parents for block in self.body(parent) if isinstance(block, Points))
        lists = [block.items for block in blocks if block.scheme.style == "bullet" and block.items]
        if len(lists) > 1:
            raise Refused(problem(Code.TARGET_AMBIGUOUS, key, target=address, lists=len(lists)))
        items = lists[0] if lists else ()
        if not 0 < abs(number) <= len(items):
            raise Refused(problem(Code.TARGET_NOT_FOUND, key, target=address, items=len(items)))
        return items[number - (number > 0)]

    def _is_called_otherwise(self, point: Point, address: Address) -> bool:
        """Whether *address* calls a number on the way to *point* by another name than the text does."""
        path = [point.key, *self.around(point.key)][::-1]
        kinds = [unit.kind for unit in address.units]
        if kinds.count("paragraph") > 1:
            return True
        return any(
            misnamed(address.unit(depth), self.places[key].points.scheme, depth)
            or (kinds[depth : depth + 1] == ["line"] and not self._is_line(self.places[key]))
            for depth, key in enumerate(path)
        )

    def is_of_lines(self, points: Points) -> bool:
        """Whether the lines of a text are surely its points, each of them one: it holds nothing but that list."""
        body = [block for block in self.body(self.within[points.key]) if not _is_heading(block)]
        return body == [points] and all(map(_is_one_line, points.items))

    def _is_line(self, place: Place) -> bool:
        """Whether the number of a point is surely that of its line: nothing but points of one line stands before it."""
        points = place.points.items[: place.index + 1]
        first = next(block for block in self.body(self.within[points[-1].key]) if not _is_heading(block))
        return first is place.points and points[-1].label == str(len(points)) and all(map(_is_one_line, points))

    def _may_be_a_paragraph(self, point: Point, address: Address) -> bool:
        """Whether the number that *address* calls a paragraph's may be that of one without a number."""
        path = [point.key, *self.around(point.key)][::-1]
        said = path[min(address.paragraph, len(path)) - 1]
        if self.places[said].points.scheme.prefix:
            return False  # "(2)" is what paragraphs of a statute look like
        outer = self.within[said]
        if outer is not None:
            return _paragraphs(self.points[outer].body) > 1
        return any(_paragraphs(other.body) > 1 for other in numbered(self.guideline.body))

    def find_all(self, targets: Sequence[Target], key: Key) -> tuple[Point, ...]:
        """Return the points that *targets* name, each once. Refused as for one, and where a range is none."""
        found: dict[Key, Point] = {}
        for target in targets:
            ends = (target, target) if isinstance(target, Address) else (target.first, target.last)
            first, last = (self.find(end, key) for end in ends)
            place = self.places[first.key]
            end = self.places[last.key]
            if place.sequence is not end.sequence or end.position < place.position:
                labels = ", ".join(map(self.label, place.sequence))
                raise Refused(problem(Code.TARGET_NOT_FOUND, key, target=target, points=labels))
            found |= {point.key: point for point in place.sequence[place.position : end.position + 1]}
        return tuple(found.values())

    def standing(self, targets: Sequence[Target], key: Key) -> tuple[Point, ...]:
        """Return the points that *targets* name; refused with ``target-repealed`` if one is repealed already."""
        found = self.find_all(targets, key)
        for point in found:
            if self.is_repealed(point):
                raise Refused(problem(Code.TARGET_REPEALED, key, target=self.named(point)))
        return found

    def is_repealed(self, point: Point) -> bool:
        """Whether *point* is one that keeps only its number."""
        return self.guideline.policy == "keep" and plain(point.body).strip() == self.guideline.repealed


def _goes_on(block: Paragraph | Points) -> bool:
    """Whether *block* belongs to the heading above it."""
    return not block.heading if isinstance(block, Paragraph) else block.scheme.style == "bullet"


def _compared(heading: str) -> str:
    """Return the words by which a heading is known, without a stop or object at their end."""
    return " ".join(heading.replace(OBJECT, "").split()).rstrip(" .:").casefold()


def misnamed(unit: Unit, scheme: Scheme, depth: int) -> bool:
    """Whether a list of that *scheme*, so deep in the text, has other units than *unit*: "Absatz 2" is no "§ 2"."""
    if scheme.style == "bullet":
        return unit.kind not in {"", "point", "indent"}
    match unit.kind:
        case "indent" | "titled":
            return True
        case "worded":
            return is_worded(scheme) and scheme.prefix.strip(" .").casefold() not in unit.words
        case "number":
            return is_worded(scheme) or (depth > 0 and scheme.prefix == "(")
        case "paragraph" | "line" | "letter":
            return is_worded(scheme)
        case "" | "point":
            return False


def index(guideline: Guideline) -> Index:
    """Return *guideline* made ready for looking up."""
    made = Index(guideline)
    if guideline.title is not None:
        made.within[guideline.title.key] = None
        made.paragraphs[guideline.title.key] = guideline.title
    _enter(made, guideline.body, None)
    return made


def _enter(made: Index, body: Body, parent: Key | None) -> None:
    sequences: dict[object, list[Point]] = defaultdict(list)
    for block in body:
        made.within[block.key] = parent
        if isinstance(block, Paragraph):
            made.paragraphs[block.key] = block
            continue
        sequence = sequences[block.scheme]
        for position, point in enumerate(block.items):
            made.points[point.key] = point
            made.within[point.key] = parent
            made.places[point.key] = Place(block, position, sequence, len(sequence))
            if not made.is_heading(point):
                sequence.append(point)
            if point.label:
                made.numbered[parent, point.label.casefold()].append(point)
            _enter(made, point.body, point.key)


def numbered(body: Body) -> Iterator[Point]:
    """Yield the points with a number that stand directly in *body*, in order."""
    return (point for block in body if isinstance(block, Points) for point in block.items if point.label)


def _paragraphs(body: Body) -> int:
    return sum(isinstance(block, Paragraph) and not block.heading for block in body)


def _is_one_line(point: Point) -> bool:
    return len(point.body) == _paragraphs(point.body) == 1


def _is_heading(block: Paragraph | Points) -> bool:
    return isinstance(block, Paragraph) and block.heading
