"""``Index``: a text made ready for looking up: points by their numbers, and what each thing stands in.

It is made once for a text, so that locating a change costs the same in a long text as in a short one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from sphinxext_amendment.engine.counting import introduces, stands_alone
from sphinxext_amendment.engine.document import (
    BULLET,
    PARAGRAPHED,
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
    paragraphed,
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


@dataclass(frozen=True, slots=True)
class Subparagraph(Point):
    """A paragraph without a number, as if it were a point; after it stands in its *body* what may belong to it."""

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraph alone."""
        return tuple(block for block in self.body[:1] if isinstance(block, Paragraph))


_ITEM = re.compile(rf"{BULLET}(-?[0-9]{{1,9}})")
_PARAGRAPH = re.compile(rf"{PARAGRAPHED}(-?[0-9]{{1,9}})")


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

        Refused as ``unit`` is, and with ``target-paragraph`` where it is a paragraph without a number.
        """
        (found,) = _points((self.unit(address, key),), key)
        return found

    def unit(self, address: Address, key: Key) -> Point:
        """Return the point or ``Subparagraph`` at *address*, for the change at *key*.

        Refused with ``target-not-found``, ``target-ambiguous``, ``target-missing``, ``target-repealed``,
        ``target-paragraph``, ``sentence-elsewhere``, or ``target-unit`` where the motion says "paragraph" and may mean
        one that has no number.
        """
        found: list[Point] = []
        points = Address(())  # the address of the points on the way
        for depth, label in enumerate(address.labels):
            unit = address.unit(depth)
            if number := self._paragraph_meant(address, depth, found):
                if not found:
                    raise Refused(problem(Code.TARGET_MISSING, key))
                found = [self._paragraph(self._only(found, points, address, key), number, address, depth, key)]
                continue
            if unit.sentence and any(isinstance(point, Subparagraph) for point in found):
                raise Refused(problem(Code.SENTENCE_ELSEWHERE, key, target=address))
            points = replace(
                points,
                labels=(*points.labels, label),
                paragraph=len(points.labels) + 1 if address.paragraph == depth + 1 else points.paragraph,
                units=(*points.units, unit),
            )
            bodies = [point.body for point in found] if depth else [self.guideline.body]
            if item := _ITEM.fullmatch(label):
                found = [self._item(int(item[1]), bodies, address, key)]
            else:
                parents: Sequence[Point | None] = found if depth else [None]
                found = [point for parent in parents for point in self._labelled(parent, label)]
                if not found:
                    labels = ", ".join(point.label for body in bodies for point in numbered(body))
                    raise Refused(problem(Code.TARGET_NOT_FOUND, key, target=address, points=labels))
        return self._only(found, points, address, key)

    def _labelled(self, parent: Point | None, label: str) -> Iterable[Point]:
        """Return the points of that *label* directly in *parent*, or in the whole text."""
        if isinstance(parent, Subparagraph):
            return (point for point in numbered(parent.body) if point.label.casefold() == label.casefold())
        return self.numbered.get((None if parent is None else parent.key, label.casefold()), ())

    def _only(self, found: Sequence[Point], points: Address, address: Address, key: Key) -> Point:
        """Return the only point of those that are *found* on the way to *address*, if it is called as it should be."""
        if isinstance(found[0], Subparagraph):
            return found[0]
        if any(self._is_called_otherwise(point, points) for point in found) or (
            points.paragraph and any(self._may_be_a_paragraph(point, points) for point in found)
        ):
            raise Refused(problem(Code.TARGET_UNIT, key, target=address))
        if len(found) > 1:
            raise Refused(problem(Code.TARGET_AMBIGUOUS, key, target=address, count=len(found)))
        self._check_sentences(found[0], points, address, key)
        return found[0]

    def _paragraph_meant(self, address: Address, depth: int, found: Sequence[Point]) -> int:
        """Return the number of the paragraph without one that *address* means at *depth*; 0 if it means a point.

        "Paragraph 2" means one where the point has several, and nothing with a number; and so does "line 2", where no
        item of a list stands before it, which is a line as well.
        """
        if match := _PARAGRAPH.fullmatch(address.labels[depth]):
            return int(match[1])
        called = [step for step, unit in enumerate(address.units) if unit.kind in {"paragraph", "line"}]
        said = {*called, *([address.paragraph - 1] if address.paragraph else [])} == {depth}
        if said and len(found) == 1 and re.fullmatch("[0-9]{1,9}", address.labels[depth]):
            number, body = int(address.labels[depth]), found[0].body[1 if found[0].title else 0 :]
            lines = body[:number] if address.unit(depth).kind == "line" else ()
            clear = all(
                not block.heading if isinstance(block, Paragraph) else block.scheme.style == "bullet" for block in body
            )
            clear = clear and all(isinstance(block, Paragraph) for block in lines)
            return number if clear and _paragraphs(body) > 1 else 0
        return 0

    def _paragraph(self, around: Point, number: int, address: Address, depth: int, key: Key) -> Subparagraph:
        """Return the paragraph of that *number* directly in the point *around*, which *address* names at *depth*."""
        if self.is_repealed(around):
            raise Refused(problem(Code.TARGET_REPEALED, key, target=self.named(around)))
        unit, body = address.unit(depth), around.body
        if unit.kind not in {"", "paragraph", "line", "subparagraph"}:
            raise Refused(problem(Code.TARGET_UNIT, key, target=address))
        if unit.sentence:
            raise Refused(problem(Code.SENTENCE_ELSEWHERE, key, target=address))
        places = [at for at, block in enumerate(body) if isinstance(block, Paragraph) and not block.heading]
        if isinstance(around, Subparagraph) or not 0 < abs(number) <= len(places):
            labels = ", ".join(str(Address((paragraphed(place),))) for place in range(1, len(places) + 1))
            raise Refused(problem(Code.TARGET_NOT_FOUND, key, target=address, points=labels))
        alone = [stands_alone(body, at) for at in places]
        if not all(alone[:number] if number > 0 else alone[number:]):
            raise Refused(problem(Code.TARGET_PARAGRAPH, key, target=address, unclear="unclear"))
        at = places[number - (number > 0)]
        others = {place for place, one in zip(places, alone, strict=True) if one}
        behind = takewhile(lambda place: place not in others and not _is_heading(body[place]), range(at + 1, len(body)))
        whole = (body[at], *filter(_holds_something, (body[place] for place in behind)))
        label = str(Address((self.named(around), paragraphed(places.index(at) + 1))))
        return Subparagraph((body[at].key, PARAGRAPHED), label, whole)

    def _check_sentences(self, point: Point, points: Address, address: Address, key: Key) -> None:
        """Refuse if another sentence than *points* says introduces one of the lists on the way to *point*."""
        for depth, step in enumerate([point.key, *self.around(point.key)][::-1]):
            said = points.unit(depth).sentence
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

    def _item(self, number: int, bodies: Iterable[Body], address: Address, key: Key) -> Point:
        """Return the item of that *number* in the one list without numbers that stands directly in *bodies*."""
        blocks = (block for body in bodies for block in body if isinstance(block, Points))
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

    def units(self, targets: Sequence[Target], key: Key) -> tuple[Point, ...]:
        """Return the points or ``Subparagraph``s that *targets* name, each once.

        Refused as for one; and where a range is none, which only points are.
        """
        found: dict[Key, Point] = {}
        for target in targets:
            if isinstance(target, Address):
                unit = self.unit(target, key)
                found[unit.key] = unit
                continue
            first, last = (self.find(end, key) for end in (target.first, target.last))
            place = self.places[first.key]
            end = self.places[last.key]
            if place.sequence is not end.sequence or end.position < place.position:
                labels = ", ".join(map(self.label, place.sequence))
                raise Refused(problem(Code.TARGET_NOT_FOUND, key, target=target, points=labels))
            found |= {point.key: point for point in place.sequence[place.position : end.position + 1]}
        return tuple(found.values())

    def units_standing(self, targets: Sequence[Target], key: Key) -> tuple[Point, ...]:
        """Return what *targets* name; refused with ``target-repealed`` if a point is repealed already."""
        found = self.units(targets, key)
        for point in found:
            if self.is_repealed(point):
                raise Refused(problem(Code.TARGET_REPEALED, key, target=self.named(point)))
        return found

    def find_all(self, targets: Sequence[Target], key: Key) -> tuple[Point, ...]:
        """Return the points that *targets* name, each once; refused where one is a paragraph without a number."""
        return _points(self.units(targets, key), key)

    def standing(self, targets: Sequence[Target], key: Key) -> tuple[Point, ...]:
        """Return the points that *targets* name; refused where one is repealed, or a paragraph without a number."""
        return _points(self.units_standing(targets, key), key)

    def is_repealed(self, point: Point) -> bool:
        """Whether *point* is one that keeps only its number."""
        return self.guideline.policy == "keep" and plain(point.body).strip() == self.guideline.repealed


def _points(units: tuple[Point, ...], key: Key) -> tuple[Point, ...]:
    """Return *units*; refused with ``target-paragraph`` if one is a paragraph without a number."""
    for unit in units:
        if isinstance(unit, Subparagraph):
            raise Refused(problem(Code.TARGET_PARAGRAPH, key, target=unit.label))
    return units


def _holds_something(block: Paragraph | Points) -> bool:
    return isinstance(block, Paragraph) or bool(block.items)


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
        case "indent" | "titled" | "subparagraph":
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
