"""A second engine to compare the real one with: slow, simple, and made another way.

Each change says which things of the base text it takes, needs and stands beside; things are known by their keys,
characters by paragraph and position. Changes are compared two by two, and the new text is written from what is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise

from sphinxext_amendment.engine.changes import (
    LAST,
    Amendment,
    Change,
    HeadingInsertion,
    HeadingRepeal,
    HeadingSubstitution,
    Modification,
    Occurrence,
    Part,
    Place,
    PointInsertion,
    PointJoin,
    PointMove,
    PointRepeal,
    PointSplit,
    PointSubstitution,
    SentenceInsertion,
    SentenceRepeal,
    Sentences,
    SentenceSubstitution,
    TextSubstitution,
    WordInsertion,
    WordRepeal,
    WordSubstitution,
)
from sphinxext_amendment.engine.document import (
    Address,
    Body,
    Guideline,
    Paragraph,
    Point,
    Points,
    Range,
    Target,
    paragraphs_of,
)
from sphinxext_amendment.engine.numbering import Scheme
from sphinxext_amendment.engine.problems import Code
from sphinxext_amendment.engine.text import OBJECT, Key, Text
from sphinxext_amendment.engine.words import fitted, occurrences, replaced

CONFLICTS = frozenset({Code.OVERLAP, Code.SAME_PLACE, Code.INSIDE_REMOVED})

Groups = frozenset[frozenset[Key]]

Plain = tuple[object, ...]
"""A body without keys: ("text", heading, words) and ("list", scheme, ((label, body), ...))."""


@dataclass(frozen=True)
class Result:
    """The new text, what was applied, why the rest was not, and which changes are in each other's way."""

    title: str | None
    body: Plain
    applied: frozenset[Key]
    refused: dict[Key, frozenset[Code]]
    groups: Groups
    shared: int
    """How many pairs of changes insert at one gap."""
    labels: dict[Key, str]
    """The new labels of the points of the base text that are still there."""


def plain_body(body: Body) -> Plain:
    """Return *body* without keys and without empty lists."""
    return tuple(
        ("text", block.heading, block.text.content)
        if isinstance(block, Paragraph)
        else ("list", block.scheme, tuple((item.label, plain_body(item.body)) for item in block.items))
        for block in body
        if isinstance(block, Paragraph) or block.items
    )


class RefusalError(Exception):
    """A change cannot be located; any of the codes is right."""

    def __init__(self, *codes: Code) -> None:
        super().__init__(*codes)
        self.codes = frozenset(codes)


@dataclass(frozen=True)
class Splice:
    paragraph: Key
    start: int
    end: int
    new: str
    repeal: bool = False
    """Whether a space goes with the words."""
    anchor: tuple[int, int] | None = None
    """The words that it is inserted beside."""
    rank: int = 0
    """Of insertions at one place those of lower rank come first."""


@dataclass(frozen=True)
class Run:
    """Points that are replaced together. The first new one may be an old one that stays."""

    old: tuple[Key, ...]
    new: tuple[tuple[Key | None, Body], ...]
    inner: frozenset[tuple[Key, int]]
    """The gaps strictly inside."""
    gap: tuple[Key, int] | None
    """Where its new points come."""


@dataclass(frozen=True)
class Arrival:
    """What comes at a gap of a list: a moved point, a new point, a heading."""

    moved: Key | None = None
    new: Body = ()
    heading: bool = False


@dataclass
class Effect:
    key: Key
    amendment: int
    order: int
    splices: list[Splice] = field(default_factory=list)
    paragraphs: set[Key] = field(default_factory=set)
    """The paragraphs that go as a whole."""
    bodies: dict[Key, Body] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    repealed: set[Key] = field(default_factory=set)
    headings: set[Key] = field(default_factory=set)
    moved: tuple[Key, ...] = ()
    gap: tuple[Key, int] | None = None
    rank: int = 0
    arrivals: tuple[Arrival, ...] = ()
    anchor: Key | None = None
    whole: Body | None = None

    @property
    def gaps(self) -> set[tuple[Key, int]]:
        """Where something new comes."""
        return {*({self.gap} if self.gap else ()), *(run.gap for run in self.runs if run.gap)}

    @property
    def taken(self) -> set[Key]:
        """The points and headings that go or get other contents."""
        return {*self.bodies, *self.repealed, *self.headings, *(key for run in self.runs for key in run.old)}

    @property
    def shape(self) -> object:
        """What makes two effects equal."""
        return (
            sorted((repr(s.paragraph), s.start, s.end, s.new, s.rank) for s in self.splices),
            sorted(map(repr, self.paragraphs)),
            sorted((repr(key), plain_body(body)) for key, body in self.bodies.items()),
            [(run.old, [(key, plain_body(body)) for key, body in run.new]) for run in self.runs],
            sorted(map(repr, self.repealed)),
            sorted(map(repr, self.headings)),
            (self.moved, self.gap, self.rank, self.anchor if self.gap else None),
            [(arrival.moved, plain_body(arrival.new), arrival.heading) for arrival in self.arrivals],
            None if self.whole is None else plain_body(self.whole),
        )


@dataclass(frozen=True)
class Seat:
    """Where a point stands: in which body of whom, in which block, at which position."""

    owner: Key | None
    body: Body
    block: int
    index: int


class Base:
    """The text before, with what is needed to look things up by key."""

    def __init__(self, guideline: Guideline) -> None:
        self.guideline = guideline
        self.points: dict[Key, Point] = {}
        self.seats: dict[Key, Seat] = {}
        self.paragraphs: dict[Key, Paragraph] = {}
        self.inside: dict[Key, set[Key]] = {}
        self.owners: dict[Key, Key | None] = {}
        """The point that a paragraph stands directly in."""
        if guideline.title:
            self.paragraphs[guideline.title.key] = guideline.title
            self.owners[guideline.title.key] = None
        self.plain = plain_body(guideline.body)
        self._read(guideline.body, None)

    def _read(self, body: Body, owner: Key | None) -> set[Key]:
        found: set[Key] = set()
        for number, block in enumerate(body):
            found.add(block.key)
            if isinstance(block, Paragraph):
                self.paragraphs[block.key] = block
                self.owners[block.key] = owner
                continue
            for index, item in enumerate(block.items):
                self.points[item.key] = item
                self.seats[item.key] = Seat(owner, body, number, index)
                self.inside[item.key] = self._read(item.body, item.key)
                found |= {item.key, *self.inside[item.key]}
        return found

    # --- addresses

    def find(self, address: Address) -> Point:
        found = self.unit(address)
        if not found.key:
            raise RefusalError(Code.TARGET_PARAGRAPH)
        return found

    def unit(self, address: Address) -> Point:
        """Return a point, or a paragraph without a number with what may belong to it, a point without a key."""
        bodies = [self.guideline.body]
        hits: list[Point] = []
        for label in address.labels:
            if label.startswith("⁋"):
                if len(hits) > 1:
                    raise RefusalError(Code.TARGET_AMBIGUOUS)
                hits = [self.paragraph(hits[0], int(label[1:]))]
                bodies = [hits[0].body]
                continue
            lists = [block for body in bodies for block in body if isinstance(block, Points)]
            bullets = [block for block in lists if block.scheme.style == "bullet" and block.items]
            hits = [
                item
                for block in lists
                for item in block.items
                if item.label and item.label.casefold() == label.casefold()
            ]
            if label.startswith("•"):
                if len(bullets) > 1:
                    raise RefusalError(Code.TARGET_AMBIGUOUS)
                items = bullets[0].items if bullets else ()
                hits = [
                    item for place, item in enumerate(items, 1) if int(label[1:]) in {place, place - 1 - len(items)}
                ]
            bodies = [item.body for item in hits]
        if not hits:
            raise RefusalError(Code.TARGET_NOT_FOUND)
        if len(hits) > 1:
            raise RefusalError(Code.TARGET_AMBIGUOUS)
        on_the_way: Point | None = None if any(label.startswith("⁋") for label in address.labels) else hits[0]
        for depth in reversed(range(len(address.labels))):
            if not on_the_way:
                break
            seat = self.seats[on_the_way.key]
            if address.unit(depth).sentence not in {0, self.introducing(seat)}:
                raise RefusalError(Code.SENTENCE_ELSEWHERE)
            on_the_way = self.points[seat.owner] if seat.owner else None
        return hits[0]

    def paragraph(self, around: Point, number: int) -> Point:
        """Return a paragraph of a point; what is drawn begins with a small letter, and so may go on behind a list."""
        if self.is_repealed(around):
            raise RefusalError(Code.TARGET_REPEALED)
        body = around.body
        places = [at for at, block in enumerate(body) if isinstance(block, Paragraph) and not block.heading]
        unclear = set()
        for at, block in enumerate(body):
            table = isinstance(block, Paragraph) and block.text.content == OBJECT
            if at in places and (table or (at and isinstance(body[at - 1], Points))):
                unclear.add(at)
        if not 0 < abs(number) <= len(places):
            raise RefusalError(Code.TARGET_NOT_FOUND)
        if unclear & set(places[:number] if number > 0 else places[number:]):
            raise RefusalError(Code.TARGET_PARAGRAPH)
        first = places[number - (number > 0)]
        end = first + 1
        while end < len(body) and (end in unclear or isinstance(body[end], Points)):
            end += 1
        return Point("", "¶", body[first:end])

    def introducing(self, seat: Seat) -> int | None:
        """Return which sentence introduces the list of a point."""
        own, first = seat.body[seat.block], seat.block
        assert isinstance(own, Points)
        while first and isinstance(before := seat.body[first - 1], Points) and before.scheme == own.scheme:
            first -= 1
        above = seat.body[:first]
        texts = [block for block in above if isinstance(block, Paragraph) and not block.heading]
        if any(isinstance(block, Points) for block in above) or not above or above[-1] not in texts:
            return None
        if any(not paragraph.text.sentences for paragraph in texts):
            return None
        return sum(len(paragraph.text.sentences) for paragraph in texts)

    def is_repealed(self, point: Point) -> bool:
        return self.guideline.policy == "keep" and [
            block.text.content.strip() if isinstance(block, Paragraph) else None for block in point.body
        ] == [self.guideline.repealed]

    def live(self, address: Address) -> Point:
        point = self.find(address)
        if self.is_repealed(point):
            raise RefusalError(Code.TARGET_REPEALED)
        return point

    def living(self, address: Address) -> Point:
        unit = self.unit(address)
        return self.live(address) if unit.key else unit

    def sequence(self, point: Point) -> list[Point]:
        """All points, headings included, of the lists with the same scheme that stand beside the point's."""
        seat = self.seats[point.key]
        scheme = self.scheme(point)
        return [
            item for block in seat.body if isinstance(block, Points) and block.scheme == scheme for item in block.items
        ]

    def is_heading(self, item: Point) -> bool:
        return not item.label and self.scheme(item).style != "bullet"

    def scheme(self, point: Point) -> Scheme:
        seat = self.seats[point.key]
        block = seat.body[seat.block]
        assert isinstance(block, Points)
        return block.scheme

    def list_of(self, point: Point) -> Points:
        seat = self.seats[point.key]
        block = seat.body[seat.block]
        assert isinstance(block, Points)
        return block

    def range(self, target: Range) -> list[Point]:
        """Return the points of a range; headings between them are none of it."""
        first, last = self.find(target.first), self.find(target.last)
        here, there = self.seats[first.key], self.seats[last.key]
        if here.owner != there.owner or self.scheme(first) != self.scheme(last):
            raise RefusalError(Code.TARGET_NOT_FOUND)
        sequence = [item.key for item in self.sequence(first)]
        start, end = sequence.index(first.key), sequence.index(last.key)
        if end < start:
            raise RefusalError(Code.TARGET_NOT_FOUND)
        items = [self.points[key] for key in sequence[start : end + 1]]
        return [item for item in items if not self.is_heading(item)]

    def targets(self, targets: Sequence[Target], *, repealed: bool = False) -> list[Point]:
        points: list[Point] = []
        for target in targets:
            points += [self.find(target)] if isinstance(target, Address) else self.range(target)
        if not repealed and any(map(self.is_repealed, points)):
            raise RefusalError(Code.TARGET_REPEALED)
        return points

    def run(self, points: Sequence[Point]) -> tuple[list[Point], frozenset[tuple[Key, int]]]:
        """Return points that follow one another in order, and the gaps strictly inside."""
        if len({self.seats[point.key].owner for point in points}) > 1 or len(set(map(self.scheme, points))) > 1:
            raise RefusalError(Code.TARGETS_APART)
        sequence = [item.key for item in self.sequence(points[0])]
        positions = sorted(sequence.index(point.key) for point in points)
        items = [self.points[key] for key in sequence[positions[0] : positions[-1] + 1]]
        inside = [item for item in items if not self.is_heading(item)]
        if len(inside) != len(points):
            raise RefusalError(Code.TARGETS_APART)
        gaps: set[tuple[Key, int]] = set()
        for before, after in pairwise(items):
            gaps.add((self.list_of(before).key, self.seats[before.key].index + 1))
            gaps.add((self.list_of(after).key, self.seats[after.key].index))
        seat = self.seats[items[0].key]
        first, last = seat.block, self.seats[items[-1].key].block
        for block in seat.body[first + 1 : last]:  # a list between them that has no point
            if isinstance(block, Points) and block.scheme == self.scheme(items[0]):
                gaps |= {(block.key, index) for index in range(len(block.items) + 1)}
        return inside, frozenset(gaps)

    def gap(self, place: Place, anchor: Address | None) -> tuple[tuple[Key, int], int, Key | None]:
        """Return the gap, how near to the edge of the list the new ones stand there, and the point named as anchor."""
        if place in {"before", "after"}:
            assert anchor
            point = self.live(anchor)
            return (self.list_of(point).key, self.seats[point.key].index + (place == "after")), 0, point.key
        body = self.live(anchor).body if anchor else self.guideline.body
        lists = [block for block in body if isinstance(block, Points) and block.scheme.style != "bullet"]
        if not lists:
            raise RefusalError(Code.TARGET_NOT_FOUND)
        if len({block.scheme for block in lists}) > 1:
            raise RefusalError(Code.TARGET_AMBIGUOUS)
        if place == "first":
            return (lists[0].key, 0), -1, None
        return (lists[-1].key, len(lists[-1].items)), 1, None

    # --- words and sentences

    def sentences(self, point: Point) -> list[tuple[Paragraph, int, int]]:
        """Return the sentences of a point, up to the list in it."""
        found = []
        for block in point.body:
            if isinstance(block, Points):
                break
            if block.heading:
                continue
            content = block.text.content
            spans = block.text.sentences
            covered = {position for start, end in spans for position in range(start, end)}
            if not spans or any(
                not character.isspace() for place, character in enumerate(content) if place not in covered
            ):
                raise RefusalError(Code.SENTENCES_UNCOUNTABLE)
            found += [(block, start, end) for start, end in spans]
        if not found:
            raise RefusalError(Code.SENTENCES_UNCOUNTABLE, Code.SENTENCE_NOT_FOUND)
        return found

    def behind(self, point: Point) -> Body:
        """Return the first list in a point and what follows it."""
        lists = [place for place, block in enumerate(point.body) if isinstance(block, Points)]
        return point.body[lists[0] :] if lists else ()

    def passages(
        self, point: Point, sentences: Sentences, *, introducing: bool = False
    ) -> list[tuple[Paragraph, int, int]]:
        every = self.sentences(point)
        if self.behind(point):
            if sentences[0] < 1 or sentences[1] < sentences[0] or sentences[1] > len(every) - (not introducing):
                raise RefusalError(Code.SENTENCES_UNCOUNTABLE)
            return every[sentences[0] - 1 : sentences[1]]
        first, last = (number if number > 0 else len(every) + 1 + number for number in sentences)
        if 0 in sentences or not 1 <= first <= last <= len(every):
            raise RefusalError(Code.SENTENCE_NOT_FOUND)
        return every[first - 1 : last]

    def reach(self, targets: Sequence[Target], part: Part) -> list[tuple[Point | None, list[Paragraph]]]:
        if not targets:
            title = [self.guideline.title] if self.guideline.title and part == "all" else []
            return [(None, [*title, *self.part(None, part)])]
        points = [point for target in targets for point in self.sections(target)]
        for target in targets:
            if isinstance(target, Range) or not target.is_titled:
                points += self.targets([target]) if isinstance(target, Range) else [self.living(target)]
        return [(point, self.part(point, part)) for point in points]

    def sections(self, target: Target) -> list[Point]:
        """Return what stands under the heading that *target* names, if it names one."""
        if isinstance(target, Range) or not target.labels[0].startswith("¶"):
            return []
        found: list[Point] = []
        open_ = False
        for block in self.guideline.body:
            if isinstance(block, Paragraph) and block.heading:
                open_ = block.text.content.casefold() == target.labels[0][1:].casefold()
                found += [Point("", "", ())] if open_ else []
            elif isinstance(block, Points) and block.scheme.style != "bullet":
                for item in block.items:
                    words = item.title.text.content if self.is_heading(item) and item.title else ""
                    open_ = words.casefold() == target.labels[0][1:].casefold()
                    found += [Point("", "", ())] if open_ else []
            elif open_:
                found[-1] = replace(found[-1], body=(*found[-1].body, block))
        if not found:
            raise RefusalError(Code.TARGET_NOT_FOUND)
        if len(found) > 1:
            raise RefusalError(Code.TARGET_AMBIGUOUS)
        return found

    def part(self, point: Point | None, part: Part) -> list[Paragraph]:
        body = point.body if point else self.guideline.body
        if part == "all" and is_paragraph(point):
            return list(paragraphs_of(body[:1]))
        if part == "all":
            return list(paragraphs_of(body))
        if part == "heading":
            return [self.heading(point, before=False)[0]]
        if part == "heading-before":
            if not point:
                raise RefusalError(Code.HEADING_NOT_FOUND)
            return [self.heading(point, before=True)[0]]
        found: list[Paragraph] = []
        for block in body if part == "introduction" else reversed(body):
            if isinstance(block, Points):
                break
            found += [] if block.heading else [block]
        else:
            found = []  # there is no list
        if not found:
            raise RefusalError(Code.PART_NOT_FOUND)
        return found

    def hits(
        self,
        targets: Sequence[Target],
        words: str,
        occurrence: Occurrence,
        sentences: Sentences | None,
        part: Part,
        half: int,
        *,
        needed: bool = True,
    ) -> list[tuple[Paragraph, int, int]]:
        found: list[tuple[Paragraph, int, int]] = []
        for point, paragraphs in self.reach(targets, part):
            here = [(p, start, end) for p in paragraphs for start, end in occurrences(p.text.content, words)]
            if sentences is not None or half:
                assert point
                allowed = self.passages(point, sentences or (1, LAST), introducing=True)
                if part not in {"all", "introduction"}:
                    raise RefusalError(Code.SENTENCES_UNCOUNTABLE)
                beyond = list(paragraphs_of(self.behind(point)))
                last_one = allowed[-1] == self.sentences(point)[-1]
                if half < 0 and beyond and part == "all" and last_one:
                    raise RefusalError(Code.SENTENCES_UNCOUNTABLE)
                if half:
                    allowed = [self.half(allowed, half)]
                if beyond and part == "all" and last_one:
                    again = [p for p in beyond if list(occurrences(p.text.content, words))]
                    if again or occurrence == "end":
                        raise RefusalError(Code.SENTENCES_UNCOUNTABLE)
                here = [
                    (p, start, end)
                    for p, start, end in here
                    if any(p.key == q.key and first <= start and end <= last for q, first, last in allowed)
                ]
            if point and is_paragraph(point) and part == "all" and sentences is None and not half:
                again = [p for p in paragraphs_of(point.body[1:]) if list(occurrences(p.text.content, words))]
                if again:
                    raise RefusalError(Code.WORDS_AMBIGUOUS)
                if occurrence == "end" and point.body[1:]:
                    raise RefusalError(Code.OCCURRENCE_NOT_FOUND)
            if not here:
                if needed:
                    raise RefusalError(Code.WORDS_NOT_FOUND, Code.WORDS_IN_OBJECT)
                continue
            match occurrence:
                case "each":
                    found += here
                case "only":
                    if len(here) > 1:
                        raise RefusalError(Code.WORDS_AMBIGUOUS)
                    found += here
                case "end":
                    last, end = paragraphs[-1], len(paragraphs[-1].text.content)
                    if sentences is not None or half:
                        last, _, end = allowed[-1]
                    here = [hit for hit in here if hit[0].key == last.key and hit[2] == end]
                    if not here:
                        raise RefusalError(Code.OCCURRENCE_NOT_FOUND)
                    found += here
                case number:
                    if number == 0 or abs(number) > len(here):
                        raise RefusalError(Code.OCCURRENCE_NOT_FOUND)
                    found.append(here[number - (number > 0)])
        return found

    def half(self, run: list[tuple[Paragraph, int, int]], number: int) -> tuple[Paragraph, int, int]:
        """Return one part of a sentence; no semicolon is drawn in brackets or quotation marks."""
        paragraph, start, end = run[0]
        content = paragraph.text.content
        parts = [match.span() for match in re.compile(r"[^; ][^;]*(?:;|$)").finditer(content[:end], start)]
        parts = [(first, last) for first, last in parts if re.search(r"\w", content[first:last])]
        if len(run) > 1 or len(parts) < 2 or not 0 < abs(number) <= len(parts):
            raise RefusalError(Code.HALF_NOT_FOUND)
        return paragraph, *parts[number - 1 if number > 0 else number]

    def heading(self, point: Point | None, *, before: bool) -> tuple[Paragraph, Point | None]:
        """Return the paragraph of a heading, and the item that it is, if it stands between points."""
        if point and not point.key:
            raise RefusalError(Code.HEADING_NOT_FOUND)
        if point is None:
            if not self.guideline.title:
                raise RefusalError(Code.HEADING_NOT_FOUND)
            return self.guideline.title, None
        if not before:
            if not point.title:
                raise RefusalError(Code.HEADING_NOT_FOUND)
            return point.title, None
        seat = self.seats[point.key]
        if seat.index:
            item = self.list_of(point).items[seat.index - 1]
            if self.is_heading(item):
                (paragraph,) = item.body
                assert isinstance(paragraph, Paragraph)
                return paragraph, item
        elif seat.block:
            block = seat.body[seat.block - 1]
            title_of_owner = seat.owner is not None and seat.block == 1
            if isinstance(block, Paragraph) and block.heading and not title_of_owner:
                return block, None
        raise RefusalError(Code.HEADING_NOT_FOUND)


def is_paragraph(point: Point | None) -> bool:
    return point is not None and point.label == "¶"


def has_word(content: str) -> bool:
    return any(character.isalnum() or character == OBJECT for character in content)


# --- what each change does


def locate(base: Base, item: Modification, amendment: int, order: int) -> Effect:
    effect = Effect(item.key, amendment, order)
    change = item.change
    match change:
        case PointInsertion(place, anchor, points):
            effect.gap, effect.rank, effect.anchor = base.gap(place, anchor)
            effect.arrivals = tuple(Arrival(new=point.body) for point in points)
        case PointSubstitution(targets, points):
            replace_points(base, effect, targets, points)
        case PointRepeal(targets):
            effect.repealed = {point.key for point in repeal_paragraphs(base, effect, targets)}
        case PointMove(targets, place, anchor):
            moved = base.targets(targets)
            order_in_text = list(base.points)
            effect.moved = tuple(sorted({point.key for point in moved}, key=order_in_text.index))
            effect.gap, effect.rank, effect.anchor = base.gap(place, anchor)
            effect.arrivals = tuple(Arrival(moved=key) for key in effect.moved)
            within = {key for point in effect.moved for key in base.inside[point]}
            if effect.anchor in {*effect.moved, *within} or effect.gap[0] in within:
                raise RefusalError(Code.MOVE_INSIDE)
            if anchor and base.find(anchor).key in {*effect.moved, *within}:
                raise RefusalError(Code.MOVE_INSIDE)
        case PointSplit(target, sentence):
            split(base, effect, base.live(target), sentence)
        case PointJoin(targets):
            join(base, effect, targets)
        case WordSubstitution(targets, old, new, forms, occurrence, sentences, part, half):
            hits = []
            for form in forms:
                found = base.hits(targets, form.old, "each" if form.each else "only", sentences, part, half)
                hits += [(hit, form.new) for hit in found]
            if old not in {form.old for form in forms}:
                found = base.hits(targets, old, occurrence, sentences, part, half, needed=not forms)
                hits += [(hit, new) for hit in found]
            spans = [hit for hit, _ in hits]
            if forms and any(a[0] is b[0] and a[1] < b[2] and b[1] < a[2] for a, b in combinations(spans, 2)):
                raise RefusalError(Code.FORMS_INVALID)
            for (p, start, end), text in hits:
                span, fitting = replaced(text, p.text.content, (start, end))
                effect.splices.append(Splice(p.key, *span, fitting.content))
        case WordRepeal(targets, old, occurrence, sentences, part, half):
            found = base.hits(targets, old, occurrence, sentences, part, half)
            effect.splices = [Splice(p.key, start, end, "", repeal=True) for p, start, end in found]
        case WordInsertion(targets, side, words, new, occurrence, sentences, part, half):
            found = base.hits(targets, words, occurrence, sentences, part, half)
            effect.splices = [
                replace(insertion(p, start if side == "before" else end, new), anchor=(start, end))
                for p, start, end in found
            ]
        case SentenceInsertion(target, side, sentence, text):
            point = base.living(target)
            ((p, start, end),) = base.passages(point, (sentence, sentence), introducing=side == "before")
            inserted = insertion(p, start if side == "before" else end, text)
            effect.splices = [replace(inserted, rank=int(side == "after" and sentence == LAST))]
        case SentenceSubstitution(target, sentences, text):
            replace_sentences(base, effect, base.living(target), sentences, text.content)
        case SentenceRepeal(target, sentences):
            replace_sentences(base, effect, base.living(target), sentences, None)
        case HeadingInsertion(side, anchor, text):
            effect.gap, effect.rank, effect.anchor = base.gap(side, anchor)
            if base.scheme(base.find(anchor)).style == "bullet":
                raise RefusalError(Code.NEW_TEXT_SHAPE)
            effect.arrivals = (Arrival(new=(Paragraph("", text, heading=True),), heading=True),)
        case HeadingSubstitution(target, text, before):
            paragraph, _ = base.heading(base.live(target) if target else None, before=before)
            effect.splices = [Splice(paragraph.key, 0, len(paragraph.text.content), text.content)]
        case HeadingRepeal(target, before):
            paragraph, between = base.heading(base.live(target), before=before)
            if between:
                effect.headings = {between.key}
            else:
                effect.paragraphs = {paragraph.key}
        case TextSubstitution(body):
            effect.whole = body
    if item.expected:
        check_expected(base, change, item.expected)
    if emptied(base, [effect]):
        raise RefusalError(Code.NOTHING_LEFT)
    return effect


def insertion(paragraph: Paragraph, position: int, text: Text) -> Splice:
    return Splice(paragraph.key, position, position, fitted(text, paragraph.text.content, position).content)


def repeal_paragraphs(base: Base, effect: Effect, targets: Sequence[Target]) -> list[Point]:
    """Repeal the paragraphs without a number among *targets*, and return the points."""
    points: list[Point] = []
    for target in targets:
        unit = base.living(target) if isinstance(target, Address) else None
        if unit and is_paragraph(unit):
            paragraph = alone(unit)
            effect.paragraphs.add(paragraph.key)
            effect.splices.append(Splice(paragraph.key, 0, len(paragraph.text.content), "", repeal=True))
        else:
            points += base.targets([target])
    return points


def alone(unit: Point) -> Paragraph:
    first, *behind = unit.body
    if behind:
        raise RefusalError(Code.TARGET_PARAGRAPH)
    assert isinstance(first, Paragraph)
    return first


def replace_points(base: Base, effect: Effect, targets: Sequence[Target], points: Sequence[Point]) -> None:
    if len(targets) == 1 and isinstance(targets[0], Address) and is_paragraph(unit := base.unit(targets[0])):
        old_words = alone(unit)
        match points:
            case (Point(label="", body=(Paragraph(heading=False, text=text),)),):
                end = len(old_words.text.content)
                effect.splices = [
                    Splice(old_words.key, 0, end, "", repeal=True),
                    Splice(old_words.key, end, end, text.content),
                ]
            case _:
                raise RefusalError(Code.NEW_TEXT_SHAPE)
        return
    old = base.targets(targets, repealed=True)
    labels = [point.label.casefold() for point in points]
    if len(old) == len(points) and (len(old) == 1 or [point.label.casefold() for point in old] == labels):
        if any(one.title and not new.title for one, new in zip(old, points, strict=True)):
            raise RefusalError(Code.NEW_TEXT_SHAPE)
        effect.bodies = {one.key: new.body for one, new in zip(old, points, strict=True)}
        return
    if any(map(base.is_repealed, old)):
        raise RefusalError(Code.TARGET_REPEALED)
    run, inner = base.run(old)
    gap = base.list_of(run[0]).key, base.seats[run[0].key].index
    new = tuple((None, point.body) for point in points)
    effect.runs = [Run(tuple(point.key for point in run), new, inner, gap)]


def split(base: Base, effect: Effect, point: Point, sentence: int) -> None:
    if base.behind(point):
        raise RefusalError(Code.SENTENCES_UNCOUNTABLE)
    every = base.sentences(point)
    number = sentence if sentence > 0 else len(every) + 1 + sentence
    if not sentence or not 1 <= number <= len(every):
        raise RefusalError(Code.SENTENCE_NOT_FOUND)
    if number == len(every):
        raise RefusalError(Code.NOTHING_LEFT)
    paragraph, _, end = every[number - 1]
    place = [block.key for block in point.body].index(paragraph.key)
    content = paragraph.text.content
    first = (*point.body[:place], replace(paragraph, text=Text(content[:end])))
    rest = point.body[place + 1 :]
    if content[end:].strip():
        rest = (replace(paragraph, text=Text(content[end:].lstrip())), *rest)
    gap = base.list_of(point).key, base.seats[point.key].index + 1
    effect.runs = [Run((point.key,), ((point.key, first), (None, rest)), frozenset(), gap)]


def join(base: Base, effect: Effect, targets: Sequence[Target]) -> None:
    points = base.targets(targets)
    if len(points) < 2:
        raise RefusalError(Code.TARGETS_APART)
    run, inner = base.run(points)
    if any(point.title for point in run[1:]):
        raise RefusalError(Code.NEW_TEXT_SHAPE)
    body = tuple(block for point in run for block in point.body)
    effect.runs = [Run(tuple(point.key for point in run), ((run[0].key, body),), inner, None)]


def replace_sentences(base: Base, effect: Effect, point: Point, sentences: Sentences, text: str | None) -> None:
    passages = base.passages(point, sentences)
    if text is None and len(passages) == len(base.sentences(point)) and not base.behind(point):
        raise RefusalError(Code.NOTHING_LEFT)
    for paragraph in dict.fromkeys(paragraph.key for paragraph, _, _ in passages):
        here = [(start, end) for other, start, end in passages if other.key == paragraph]
        effect.splices.append(Splice(paragraph, here[0][0], here[-1][1], text or "", repeal=text is None))
        if text is None and len(here) == len(base.paragraphs[paragraph].text.sentences):
            effect.paragraphs.add(paragraph)
        text = None


def check_expected(base: Base, change: Change, expected: str) -> None:
    match change:
        case SentenceSubstitution(target, sentences) | SentenceRepeal(target, sentences):
            paragraph, start, _ = base.passages(base.unit(target), sentences, introducing=True)[0]
            content = paragraph.text.content[start:]
        case SentenceInsertion(target, _, sentence):
            paragraph, start, _ = base.passages(base.unit(target), (sentence, sentence), introducing=True)[0]
            content = paragraph.text.content[start:]
        case PointRepeal(targets):
            first = targets[0]
            point = base.unit(first) if isinstance(first, Address) else base.targets(targets)[0]
            content = next(paragraphs_of(point.body)).text.content
        case _:
            return
    if not re.match(rf"{re.escape(' '.join(expected.split()))}(?!\w)", " ".join(content.split())):
        raise RefusalError(Code.EXPECT_DIFFERS)


# --- writing a paragraph


def written(content: str, splices: Sequence[Splice]) -> str:
    """Return *content* with all *splices*; those at one place in their order."""
    tokens: list[str | None] = []  # None: here words were repealed
    for position in range(len(content) + 1):
        here = sorted((s for s in splices if s.start == s.end == position), key=lambda s: s.rank)
        tokens += [character for s in here for character in s.new]
        for splice in splices:
            if splice.start == position < splice.end:
                tokens += [None] if splice.repeal else list(splice.new)
        if position < len(content) and not any(s.start <= position < s.end for s in splices):
            tokens.append(content[position])
    while None in tokens:
        place = tokens.index(None)
        before = "".join(token for token in tokens[:place] if token is not None)
        after = "".join(token for token in tokens[place:] if token is not None)
        tokens.pop(place)
        if after[:1] == " " and re.fullmatch(r"|.*[ ([{«„‚/]|(.*[ ([{«„‚/])?[\"'“‘]", before):
            tokens.pop(next(i for i in range(place, len(tokens)) if tokens[i] is not None))
        elif before[-1:] == " " and re.fullmatch(r"|[,.;:!?…)\]}»”’/].*|[\"'“‘](\W.*)?", after):
            tokens.pop(max(i for i in range(place) if tokens[i] is not None))
    return "".join(token for token in tokens if token is not None)


def emptied(base: Base, effects: Sequence[Effect]) -> list[set[Key]]:
    """Return, for each paragraph or point that *effects* leave without words, the changes that did so."""
    found: list[set[Key]] = []
    gone = {key for effect in effects for key in effect.paragraphs}
    bare: set[Key] = set(gone)
    for key, paragraph in base.paragraphs.items():
        here = [effect for effect in effects if any(s.paragraph == key for s in effect.splices)]
        if not here or not has_word(paragraph.text.content):
            continue
        content = written(paragraph.text.content, [s for e in here for s in e.splices if s.paragraph == key])
        if not has_word(content):
            bare.add(key)
            if content.strip() or (len(here) == 1 and key not in gone) or paragraph.heading:
                found.append({effect.key for effect in here})
            else:
                gone.add(key)
    for owner in {base.owners[key] for key in gone if not base.paragraphs[key].heading} - {None}:
        assert owner is not None
        texts = [b for b in base.points[owner].body if isinstance(b, Paragraph) and not b.heading]
        if all(paragraph.key in bare for paragraph in texts):
            keys = {paragraph.key for paragraph in texts}
            found.append({e.key for e in effects if any(s.paragraph in keys for s in e.splices)})
    return found


# --- conflicts


def collide(base: Base, one: Effect, two: Effect) -> bool:
    """Whether the effects cannot both be; insertions at one place are another question."""
    title = base.guideline.title.key if base.guideline.title else None
    for a, b in ((one, two), (two, one)):
        touched = {s.paragraph for s in b.splices} | b.paragraphs
        used = {*touched, *b.taken, *b.moved, *((b.gap[0],) if b.gap else ())}
        inside_taken = {key for point in a.taken for key in base.inside[point]}
        inside_moved = {key for point in a.moved for key in base.inside[point]}
        inner = {gap for run in a.runs for gap in run.inner}
        if (
            (a.whole is not None and (b.whole is not None or used != {title}))
            or inside_taken & used
            or a.paragraphs & touched
            or {*a.taken, *a.moved} & {*b.taken, *b.moved}
            or b.gaps & inner
            or (b.anchor is not None and b.anchor in a.moved)
            or (b.moved and b.gap and b.gap[0] in inside_moved)
        ):
            return True
    return any(
        a.paragraph == b.paragraph and (overlap(a, b) or spoils(a, b) or spoils(b, a))
        for a in one.splices
        for b in two.splices
    )


def overlap(a: Splice, b: Splice) -> bool:
    """Whether both splices change some words, or one inserts inside those that the other changes."""
    if a.start == a.end or b.start == b.end:
        return a.start < b.start < a.end or b.start < a.start < b.end
    return max(a.start, b.start) < min(a.end, b.end)


def spoils(a: Splice, b: Splice) -> bool:
    """Whether *a* changes words that *b* is inserted beside, or repeals something beside it."""
    if b.start != b.end or a.start == a.end:
        return False
    start, end = b.anchor or (b.start, b.start)
    return max(a.start, start) < min(a.end, end) or (not a.new and a.start <= b.start <= a.end)


def share(base: Base, one: Effect, two: Effect) -> bool:
    """Whether both insert at one place, with nothing but spaces between."""
    return bool(one.gaps & two.gaps) or any(
        a.paragraph == b.paragraph
        and a.start == a.end
        and b.start == b.end
        and not base.paragraphs[a.paragraph].text.content[min(a.start, b.start) : max(a.start, b.start)].strip()
        for a in one.splices
        for b in two.splices
    )


def conflict(base: Base, one: list[Effect], two: list[Effect]) -> bool:
    """Whether two sets of equal effects cannot both be."""
    if any(collide(base, a, b) for a in one for b in two):
        return True
    if not share(base, one[0], two[0]):
        return False
    orders = {effect.amendment: place_in_order(effect) for effect in one}
    others = {effect.amendment: place_in_order(effect) for effect in two}
    if orders.keys() != others.keys():
        return True
    return len({orders[amendment] < others[amendment] for amendment in orders}) > 1


def place_in_order(effect: Effect) -> tuple[int, int]:
    rank = max((splice.rank for splice in effect.splices), default=effect.rank)
    return rank, effect.order


# --- the new text


@dataclass
class Item:
    """A point of the new text, before it has its number."""

    label: str
    body: Plain
    key: Key | None
    """Of the point of the old text that it is."""
    counted: bool = True
    """Not, where it is a heading."""
    fixed: bool = False
    """Whether it stood here before, with this label."""
    announced: Key | None = None
    """The change that may announce its number."""


class Writer:
    def __init__(self, base: Base, effects: Sequence[Effect]) -> None:
        self.base = base
        self.effects = effects
        self.keep = base.guideline.policy == "keep"
        self.labels: dict[Key, str] = {}
        self.announced: dict[Key, str] = {}

    def title(self) -> str | None:
        title = self.base.guideline.title
        return self.text(title) if title else None

    def text(self, paragraph: Paragraph) -> str:
        splices = [s for effect in self.effects for s in effect.splices if s.paragraph == paragraph.key]
        return written(paragraph.text.content, splices)

    def body(self, body: Body) -> Plain:
        lists: list[tuple[Points, list[Item]]] = []
        changed = False
        for block in body:
            if isinstance(block, Points):
                items, other = self.items(block)
                lists.append((block, items))
                changed = changed or other
        if changed and self.keep:
            for scheme in {block.scheme for block, _ in lists}:
                letter(scheme, [items for block, items in lists if block.scheme == scheme])
        elif changed:
            recount(lists)
        found: list[object] = []
        for block in body:
            if isinstance(block, Paragraph):
                gone = any(block.key in effect.paragraphs for effect in self.effects)
                words = self.text(block)
                if not gone and (words or not block.text.content):
                    found.append(("text", block.heading, words))
                continue
            items = lists.pop(0)[1]
            self.labels |= {item.key: item.label for item in items if item.key is not None and item.counted}
            self.announced |= {item.announced: item.label for item in items if item.announced is not None}
            if items:
                found.append(("list", block.scheme, tuple((item.label, item.body) for item in items)))
        return tuple(found)

    def items(self, block: Points) -> tuple[list[Item], bool]:
        """Return what the list becomes, and whether points came or went."""
        found: list[Item] = []
        changed = False
        for index in range(len(block.items) + 1):
            here = [effect for effect in self.effects if effect.gap == (block.key, index)]
            following = block.items[index].key if index < len(block.items) else None
            for effect in sorted(here, key=lambda e: (e.rank, e.anchor is not None and e.anchor == following, e.order)):
                new = [self.arrived(arrival) for arrival in effect.arrivals]
                new[0].announced = effect.key
                found += new
                changed = changed or not all(arrival.heading for arrival in effect.arrivals)
            if index == len(block.items):
                break
            point = block.items[index]
            counted = bool(point.label) or block.scheme.style == "bullet"
            runs = [(e.key, run) for e in self.effects for run in e.runs if point.key in run.old]
            body = next((e.bodies[point.key] for e in self.effects if point.key in e.bodies), None)
            if any(point.key in effect.headings for effect in self.effects):
                continue
            if runs:
                changed = True
                found += self.replaced(*runs[0], point)
            elif any(point.key in effect.repealed or point.key in effect.moved for effect in self.effects):
                changed = True
                if self.keep and block.scheme.style != "bullet":
                    found.append(self.placeholder(point))
            elif body is not None:
                found.append(Item(point.label, plain_body(body), point.key, fixed=True))
            else:
                found.append(Item(point.label, self.body(point.body), point.key, counted, fixed=True))
        return found, changed

    def arrived(self, arrival: Arrival) -> Item:
        if arrival.moved is None:
            return Item("", plain_body(arrival.new), None, counted=not arrival.heading)
        return Item("", self.body(self.base.points[arrival.moved].body), arrival.moved)

    def placeholder(self, point: Point) -> Item:
        return Item(point.label, (("text", False, self.base.guideline.repealed),), None, fixed=True)

    def replaced(self, change: Key, run: Run, point: Point) -> Iterator[Item]:
        """Yield what stands in place of one point of a run."""
        index = run.old.index(point.key)
        items = [Item("", plain_body(body), key) for key, body in run.new]
        items[-1].announced = change  # of a join the only one, of a split the new one
        if not self.keep or self.base.scheme(point).style == "bullet":
            yield from items if index == 0 else ()
            return
        if index >= len(items):
            yield self.placeholder(point)
        if index == 0:
            for item, key in zip(items, run.old, strict=False):
                item.label, item.fixed = self.base.points[key].label, True
            yield from items


def recount(lists: Sequence[tuple[Points, list[Item]]]) -> None:
    """Count the points of each list on from its first number; later lists that went on go on."""
    firsts: dict[Scheme, int] = {}
    growth: dict[Scheme, int] = {}
    for block, items in lists:
        scheme = block.scheme
        if scheme.style == "bullet":
            continue
        old = [point for point in block.items if point.label]
        first = scheme.number(old[0].label) if old else 1
        if first <= firsts.get(scheme, 0):
            growth[scheme] = 0
        firsts[scheme] = first
        counted = [item for item in items if item.counted]
        for number, item in enumerate(counted, start=first + growth.get(scheme, 0)):
            item.label = scheme.label(number)
        growth[scheme] = growth.get(scheme, 0) + len(counted) - len(old)


def letter(scheme: Scheme, lists: Sequence[list[Item]]) -> None:
    """Give each new point a number that no other has."""
    sequence = [item for items in lists for item in items if item.counted]
    if scheme.style == "bullet":
        return
    used = {item.label for item in sequence if item.fixed}
    for place, item in enumerate(sequence):
        if item.fixed:
            continue
        before = sequence[place - 1].label if place else None
        after = next((other.label for other in sequence[place:] if other.fixed), None)
        item.label = between(scheme, before, after, used)
        used.add(item.label)


def between(scheme: Scheme, before: str | None, after: str | None, used: set[str]) -> str:
    if after is None:
        number = leading(scheme, before or "")
        while scheme.label(number + 1) in used:
            number += 1
        return scheme.label(number + 1)
    if before is None or f"{before}a" == after:
        label = f"-{after}"
    elif before == f"-{after}" or is_plain(scheme, before) or not "a" <= before[-1] < "z":
        label = f"{before}a"
    else:
        label = before[:-1] + chr(ord(before[-1]) + 1)
        if label in used:
            label = f"{before}a"
    while label in used:
        label += "a"
    return label


def is_plain(scheme: Scheme, label: str) -> bool:
    """Whether *label* is one that the scheme gives by itself; "aa" is also one that stands between a and b."""
    return bool(scheme.number(label)) and ("alpha" not in scheme.style or len(label) == 1)


def leading(scheme: Scheme, label: str) -> int:
    """Return the number that a label begins with, as far as it is one of the scheme."""
    for end in range(len(label), 0, -1):
        if scheme.number(label[:end]):
            return scheme.number(label[:end])
    return 0


# --- all together


def joined(sets: Iterable[set[Key]]) -> Groups:
    """Return *sets*, with those that have something in common made one."""
    groups: list[set[Key]] = []
    for keys in sets:
        apart = [group for group in groups if not group & keys]
        groups = [*apart, keys.union(*(group for group in groups if group & keys))]
    return frozenset(map(frozenset, groups))


def settle(base: Base, effects: Sequence[Effect]) -> tuple[list[list[Effect]], dict[Key, frozenset[Code]], Groups]:
    """Return the sets of equal effects that are applied, why others are not, and which are in each other's way."""
    refused: dict[Key, frozenset[Code]] = {}
    nodes: list[list[Effect]] = []
    for effect in effects:
        alike = [other for other in effects if other.shape == effect.shape]
        if len({other.amendment for other in alike}) < len(alike):  # asked for twice: agrees with nobody
            nodes.append([effect])
        elif alike[0] is effect:
            nodes.append(alike)
    pairs = [(one, two) for one, two in combinations(nodes, 2) if conflict(base, one, two)]
    groups = joined({effect.key for effect in (*one, *two)} for one, two in pairs)
    refused |= {key: CONFLICTS for group in groups for key in group}
    alive = [node for node in nodes if node[0].key not in refused]
    while bare := emptied(base, [node[0] for node in alive]):
        for keys in bare:
            lost = [node for node in alive if node[0].key in keys]
            refused |= {effect.key: frozenset({Code.NOTHING_LEFT}) for node in lost for effect in node}
        alive = [node for node in alive if node[0].key not in refused]
    return alive, refused, groups


def numbers(base: Base, alive: Sequence[Sequence[Effect]]) -> dict[Key, str]:
    """Return the number that the first new point of each change gets."""
    writer = Writer(base, [node[0] for node in alive])
    writer.body(base.guideline.body)
    return writer.announced


def naive(guideline: Guideline, amendments: Sequence[Amendment]) -> Result:
    """Apply all changes of *amendments* to *guideline* at once."""
    base = Base(guideline)
    refused: dict[Key, frozenset[Code]] = {}
    effects: list[Effect] = []
    for number, amendment in enumerate(amendments):
        own: list[Effect] = []
        announced: dict[Key, str] = {}
        for order, item in enumerate(amendment.modifications):
            try:
                own.append(locate(base, item, number, order))
            except RefusalError as refusal:
                refused[item.key] = refusal.codes
            if isinstance(item.change, PointInsertion | PointSplit | PointJoin) and item.change.announced is not None:
                announced[item.key] = item.change.announced
        alone = settle(base, own)[0]
        result = numbers(base, alone)
        for effect in [node[0] for node in alone if node[0].key in announced]:
            old = numbers(base, [[effect]]) if guideline.policy == "renumber" else {}
            if announced[effect.key] not in {result.get(effect.key), old.get(effect.key)}:
                refused[effect.key] = frozenset({Code.NUMBER_ANNOUNCED, *CONFLICTS})
                own.remove(effect)
        effects += own
    alive, more, groups = settle(base, effects)
    chosen = sorted((node[0] for node in alive), key=lambda effect: (effect.amendment, effect.order))
    writer = Writer(base, chosen)
    title = writer.title()
    whole = next((effect.whole for effect in chosen if effect.whole is not None), None)
    body = writer.body(guideline.body) if whole is None else plain_body(whole)
    return Result(
        title,
        body,
        frozenset(effect.key for node in alive for effect in node),
        refused | more,
        groups,
        sum(share(base, one, two) for one, two in combinations(effects, 2)),
        writer.labels if whole is None else {},
    )


def words_in(body: Plain) -> Iterator[str]:
    """Yield the words of a plain body in reading order."""
    for block in body:
        assert isinstance(block, tuple)
        match block:
            case ("text", _, str(content)):
                yield from re.findall(r"\w+", content)
            case ("list", _, items):
                for _, inner in items:
                    yield from words_in(inner)
