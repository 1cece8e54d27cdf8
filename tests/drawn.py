"""Texts and motions drawn by chance: nested texts in every numbering, and changes of every kind that meet in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Literal, TypeVar

from hypothesis import strategies as st

from sphinxext_amendment.engine.changes import (
    LAST,
    Amendment,
    Change,
    Form,
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
    Unit,
    bulleted,
    paragraphed,
    paragraphs_of,
    titled,
)
from sphinxext_amendment.engine.numbering import Policy, Scheme
from sphinxext_amendment.engine.text import OBJECT, Mark, Text

T = TypeVar("T")

SCHEMES = (
    *(Scheme(), Scheme("arabic", "(", ")"), Scheme("loweralpha", "", ")"), Scheme("lowerroman")),
    *(Scheme("upperalpha"), Scheme("upperroman"), Scheme("bullet", "", "")),
)
MOST_POINTS = 16
FEW_WORDS = ("rot", "blau", "grün", "gelb")

KINDS = (
    *("insert", "insert", "insert", "replace", "replace", "repeal", "repeal", "move", "move", "split", "join"),
    *("words", "words", "delete", "add", "add", "sentence", "sentence", "replace sentence", "repeal sentence"),
    *("heading", "replace heading", "repeal heading"),
)


@dataclass(frozen=True)
class Case:
    """A text, and the motions to amend it."""

    guideline: Guideline
    amendments: tuple[Amendment, ...]
    unique: bool
    """Whether each word stands once in the text and in all that is inserted."""
    distinct: bool
    """Whether no two points that are counted together have one number."""


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a text and one to four amendments."""
    return _Drawing(draw).case()


class _Drawing:
    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.numbers = count(1)
        self.keys = count(1)
        self.unique = not self.chance(25)
        self.distinct = True
        self.points = 0
        self.policy: Policy = "keep" if self.chance(35) else "renumber"
        self.depth = self.pick((1, 2, 2, 3, 4))

    # --- chance

    def below(self, end: int) -> int:
        return self.draw(st.integers(0, end - 1)) if end > 1 else 0

    def chance(self, percent: int) -> bool:
        """Return True so often; the simplest case is False."""
        return self.below(100) >= 100 - percent

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.below(len(choices))]

    # --- texts

    def word(self) -> str:
        if self.unique or self.chance(20):
            return f"w{next(self.numbers)}"
        return self.pick(FEW_WORDS)

    def text(self, sentences: int = 0) -> Text:
        content, spans = "", []
        for _ in range(sentences or 1 + self.below(3)):
            words = [self.word() for _ in range(1 + self.below(3))]
            if self.chance(12):
                frame = self.pick(("§{}", "({})", "– {}", "{}:", "„{}“"))
                words[-1] = frame.format(words[-1])
            start = len(content)
            content += ("; " if self.chance(12) else ", " if self.chance(15) else " ").join(words) + "."
            spans.append((start, len(content)))
            content += " "
        return Text(content.strip(), (), tuple(spans))

    def paragraph(self, *, heading: bool = False) -> Paragraph:
        text = Text(" ".join(self.word() for _ in range(1 + self.below(2)))) if heading else self.text()
        return Paragraph(("p", next(self.keys)), text, heading)

    def table(self) -> Paragraph:
        key = ("p", next(self.keys))
        return Paragraph(key, Text(OBJECT, (Mark(0, 1, key, "Tabelle"),)))

    def heading(self) -> Point:
        return Point(("h", next(self.keys)), "", (self.paragraph(heading=True),))

    def body(self, depth: int) -> Body:
        blocks: list[Paragraph | Points] = []
        if depth:
            blocks += [self.paragraph(heading=True)] * self.chance(20) + [self.paragraph()]
            if self.chance(15):
                blocks.append(self.table() if self.chance(15) else self.paragraph())
        elif self.chance(25):
            blocks.append(self.paragraph(heading=self.chance(50)))
            blocks += [self.paragraph()] * self.chance(60)
        if depth >= self.depth or (depth and not self.chance(45 if depth > 1 else 60)):
            return tuple(blocks)
        scheme = self.pick(SCHEMES[:2]) if depth == 0 else self.pick(SCHEMES)
        blocks.append(self.listing(scheme, 1, depth))
        if self.chance(25):
            blocks += [self.paragraph(heading=self.chance(30))] * self.chance(80)
            first = blocks[-1] if isinstance(blocks[-1], Points) else blocks[-2]
            assert isinstance(first, Points)
            go_on = self.below(4)
            if go_on < 2:
                blocks.append(self.listing(scheme, self.next_number(first), depth))
            elif go_on == 2:
                self.distinct = self.distinct and scheme.style == "bullet"
                blocks.append(self.listing(scheme, 1, depth))
            else:
                other = self.pick(SCHEMES)
                if other != scheme:
                    blocks.append(self.listing(other, 1, depth))
        return (*blocks, *([self.paragraph()] * self.chance(20)))

    def next_number(self, block: Points) -> int:
        numbers = [block.scheme.number(item.label) for item in block.items]
        return max(numbers, default=0) + 1

    def listing(self, scheme: Scheme, first: int, depth: int) -> Points:
        items: list[Point] = []
        number = first
        for _ in range(1 + (depth == 0) + self.below(3)):
            if scheme.style != "bullet" and self.chance(12):
                items.append(self.heading())
            self.points += 1
            body = self.body(depth + 1) if self.points < MOST_POINTS else (self.paragraph(),)
            if self.policy == "keep" and scheme.style != "bullet" and self.chance(8):
                body = (Paragraph(("p", next(self.keys)), Text("(repealed)")),)
            label = scheme.label(number)
            counted = items and items[-1].label == scheme.label(number - 1)
            if self.policy == "keep" and scheme.style == "arabic" and counted and self.chance(10):
                label = f"{scheme.label(number - 1)}a"
            else:
                number += 1
            items.append(Point(("i", next(self.keys)), label, body))
        if scheme.style != "bullet" and self.chance(5):
            items.append(self.heading())
        return Points(("l", next(self.keys)), scheme, tuple(items))

    # --- addresses

    def read(self, body: Body, path: tuple[str, ...]) -> Iterator[tuple[Address, Point]]:
        for block in body:
            for place, item in enumerate(block.items, 1) if isinstance(block, Points) else ():
                label = item.label
                if isinstance(block, Points) and block.scheme.style == "bullet":
                    label = bulleted(place - 1 - len(block.items) if self.chance(20) else place)
                if label:
                    yield Address((*path, label)), item
                    yield from self.read(item.body, (*path, label))

    def address(self) -> Address:
        if self.chance(6):
            return Address((*self.pick(self.addresses).labels[:-1], *self.pick((("9",), ("b", "c"), ("1", "1")))))
        address = self.pick(self.focus if self.chance(75) else self.addresses)
        if len(address.labels) > 1 and self.chance(10):
            introducing = Unit(sentence=self.pick((1, 2, 2, 3)))
            return replace(address, units=(*(Unit() for _ in address.labels[1:]), introducing))
        if len(address.labels) > 1 and self.chance(3):
            return Address((*address.labels[:-1], self.paragraphed(), address.labels[-1]))
        return Address((*address.labels, self.paragraphed())) if self.chance(3) else address

    def paragraphed(self) -> str:
        return paragraphed(self.pick((1, 1, 1, 2, 2, LAST, LAST, -2, 3, 0)))

    def siblings(self, address: Address) -> list[Address]:
        return [other for other in self.addresses if other.labels[:-1] == address.labels[:-1]]

    def target(self) -> Target:
        address = self.address()
        siblings = self.siblings(address)
        if self.chance(25) and address in siblings:
            start = siblings.index(address)
            end = min(len(siblings) - 1, start + self.below(3))
            start, end = (end, start) if self.chance(5) else (start, end)
            return Range(address, siblings[end]) if start <= end else Range(siblings[end], address)
        return address

    def targets(self) -> tuple[Target, ...]:
        target = self.target()
        if isinstance(target, Address) and self.chance(15):
            others = [other for other in self.siblings(target) if other != target]
            if others:
                both = sorted(
                    {target, self.pick(others)}, key=self.addresses.index if target in self.addresses else str
                )
                return tuple(both)
        return (target,)

    def run(self) -> tuple[Target, ...]:
        address = self.address()
        siblings = self.siblings(address)
        if address not in siblings:
            return (address, address) if self.chance(1) else (address,)
        start = min(siblings.index(address), max(0, len(siblings) - 2))
        run = siblings[start : start + 2 + self.below(2)]
        if len(run) > 1 and self.chance(50):
            return (Range(run[0], run[-1]),)
        return tuple(run)

    def points_in(self, address: Address) -> Point | None:
        return next((point for other, point in self.found if other == address), None)

    # --- changes

    def new_points(self, number: int = 0) -> tuple[Point, ...]:
        found = []
        for _ in range(number or 1 + self.below(2)):
            body: Body = (self.paragraph(),)
            if self.chance(10):
                scheme = SCHEMES[2]
                items = tuple(
                    Point(("n", next(self.keys)), scheme.label(index), (self.paragraph(),)) for index in (1, 2)
                )
                body = (*body, Points(("l", next(self.keys)), scheme, items))
            found.append(Point(("n", next(self.keys)), "", body))
        return tuple(found)

    def place(self) -> tuple[Place, Address | None]:
        place: Place = self.pick(("before", "after", "after", "first", "last"))
        if place in {"first", "last"}:
            return place, self.address() if self.chance(50) else None
        return place, self.address()

    def under_heading(self, body: Body) -> tuple[tuple[Target, ...], str, Occurrence]:
        """Draw a word that may stand under a heading of the whole text."""
        texts = [block for block in body if isinstance(block, Paragraph)]
        headings = [paragraph.text.content for paragraph in texts if paragraph.heading] or ["w0"]
        words = self.pick([paragraph.text.content for paragraph in texts] or ["w0"])
        return (Address((titled(self.pick(headings)),)),), self.pick(words.split(" ")).rstrip(".,"), "only"

    def in_paragraph(self) -> tuple[tuple[Target, ...], str, Occurrence]:
        """Draw words of one of the paragraphs that stand directly in a point."""
        address, point = self.pick(self.found)
        texts = [block for block in point.body if isinstance(block, Paragraph) and not block.heading]
        number = self.below(len(texts))
        place = number + 1 if self.chance(60) else number - len(texts)
        words = self.pick(texts[number].text.content.split(" ")).rstrip(".,")
        occurrence: Occurrence = self.pick(("only", "only", "each", 1, LAST, "end"))
        return (Address((*address.labels, paragraphed(place))),), words, occurrence

    def words(self) -> tuple[tuple[Target, ...], str, Occurrence]:
        if self.chance(3) or (self.has_heading and self.chance(15)):
            return self.under_heading(self.whole)
        if self.chance(8):
            return self.in_paragraph()
        address = self.address()
        point = self.points_in(address)
        paragraphs = [p for p in paragraphs_of(point.body) if p.text.content != OBJECT] if point else []
        if not paragraphs:
            return (address,), self.word(), "only"
        parts = self.pick(paragraphs).text.content.split(" ")
        start = self.below(len(parts))
        words = " ".join(parts[start : start + 1 + self.below(3)])
        occurrence: Occurrence = "only"
        if self.chance(10):
            parts = paragraphs[-1].text.content.split(" ")
            return (address,), " ".join(parts[-1 - self.below(2) :]), "end"
        signs = re.findall(r"[^\w\s]", words)
        if signs and self.chance(12):
            words = self.pick(signs)
        elif self.chance(90):
            words = words.rstrip(".,")
        if self.chance(40 if not self.unique else 10):
            occurrence = self.pick(("each", "each", 1, 2, LAST, -2))
        if self.chance(10):
            return (), words, occurrence
        if self.chance(15) and len(address.labels) > 1:
            return (Address(address.labels[:-1]),), words, occurrence
        if not self.unique and self.chance(20):
            return self.targets(), words, occurrence
        return (address,), words, occurrence

    def in_place_of(self, words: str) -> Text:
        """Draw what replaces *words*; a word in place of a sign would become one with the words around it."""
        return Text(self.word() if re.search(r"\w", words) else "%")

    def change(self) -> Change:
        side: Literal["before", "after"] = self.pick(("before", "after"))
        match self.pick(KINDS):
            case "insert":
                place, anchor = self.place()
                announced = None
                if anchor and place in {"before", "after"} and self.policy == "renumber" and self.chance(10):
                    label = anchor.labels[-1]
                    announced = str(int(label) + (place == "after")) if label.isdigit() else "77"
                return PointInsertion(place, anchor, self.new_points(), announced)
            case "replace":
                if self.chance(50):
                    return PointSubstitution((self.address(),), self.new_points(1))
                targets = self.run() if self.chance(50) else self.targets()
                points = self.new_points()
                if self.chance(30) and all(isinstance(target, Address) for target in targets):
                    labels = [target.labels[-1] for target in targets if isinstance(target, Address)]
                    points = tuple(
                        Point(point.key, label, point.body)
                        for label, point in zip(labels, self.new_points(len(labels)), strict=True)
                    )
                return PointSubstitution(targets, points)
            case "repeal":
                return PointRepeal(self.targets())
            case "move":
                return PointMove(self.targets(), *self.place())
            case "split":
                return PointSplit(self.address(), self.pick((1, 1, 2, -2, LAST)))
            case "join":
                return PointJoin(self.run())
            case "words":
                targets, old, occurrence = self.words()
                forms: tuple[Form, ...] = ()
                if self.chance(10) and targets:
                    _, other, _ = self.words()
                    if not set(re.findall(r"\w+", other)) & set(re.findall(r"\w+", old)):
                        forms = (Form(other, self.in_place_of(other), each=self.chance(30)),)
                occurrence = occurrence if not forms or occurrence == "each" else "only"
                where = (occurrence, self.within(targets), self.part(targets, old), self.half(targets))
                return WordSubstitution(targets, old, self.in_place_of(old), forms, *where)
            case "delete":
                targets, old, occurrence = self.words()
                return WordRepeal(
                    targets, old, occurrence, self.within(targets), self.part(targets, old), self.half(targets)
                )
            case "add":
                targets, old, occurrence = self.words()
                occurrence = "only" if self.unique and occurrence == "each" else occurrence
                return WordInsertion(targets, side, old, Text(self.word()), occurrence, part=self.part(targets, old))
            case "sentence":
                return SentenceInsertion(self.address(), side, self.pick((1, 1, 2, 3, LAST)), self.text(1))
            case "replace sentence":
                return SentenceSubstitution(self.address(), self.sentences(), self.text(1))
            case "repeal sentence":
                return SentenceRepeal(self.address(), self.sentences())
            case "heading":
                return HeadingInsertion(side, self.address(), self.paragraph(heading=True).text)
            case "replace heading":
                heading, before = self.a_heading()
                if self.chance(15):
                    return HeadingSubstitution(None, self.paragraph(heading=True).text)
                return HeadingSubstitution(heading, self.paragraph(heading=True).text, before)
            case _:
                return HeadingRepeal(*self.a_heading())

    def a_heading(self) -> tuple[Address, bool]:
        """Return where a heading stands, if there is one."""
        if self.titled and not self.chance(20):
            return self.pick(self.titled)
        return self.address(), self.chance(50)

    def sentences(self) -> tuple[int, int]:
        return self.pick(((1, 1), (1, 1), (2, 2), (LAST, LAST), (1, 2), (2, LAST), (1, -2), (3, 3)))

    def within(self, targets: tuple[Target, ...]) -> tuple[int, int] | None:
        return self.sentences() if targets and self.chance(8) else None

    def half(self, targets: tuple[Target, ...]) -> int:
        point = self.points_in(targets[0]) if targets and isinstance(targets[0], Address) else None
        divided = point is not None and any(";" in paragraph.text.content for paragraph in paragraphs_of(point.body))
        return self.pick((1, 1, 2, 2, LAST, 3)) if targets and self.chance(40 if divided else 4) else 0

    def part(self, targets: tuple[Target, ...], words: str) -> Part:
        """Draw a part, and often one in which the words stand."""
        if self.chance(6):
            return self.pick(("introduction", "conclusion", "heading", "heading-before"))
        target = targets[0] if len(targets) == 1 else None
        point = self.points_in(target) if isinstance(target, Address) else None
        if point is None or self.chance(60):
            return "all"
        if point.title and words in point.title.text.content:
            return "heading"
        parts: list[Part] = ["introduction", "conclusion"]
        lists = [block for block in point.body if isinstance(block, Points)]
        for part, beyond in zip(parts, (lists[:1], lists[-1:]), strict=True):
            for block in point.body if part == "introduction" else point.body[::-1]:
                if block in beyond:
                    break
                if isinstance(block, Paragraph) and words in block.text.content and lists:
                    return part
        return "all"

    def modification(self, key: object, change: Change) -> Modification:
        expected = ""
        if isinstance(change, SentenceInsertion | SentenceSubstitution | SentenceRepeal) and self.chance(6):
            point = self.points_in(change.target)
            expected = next(paragraphs_of(point.body)).text.content.split(" ")[0] if point else "w0"
        return Modification(key, change, expected)

    # --- all together

    def case(self) -> Case:
        body = self.body(0)
        title = self.paragraph(heading=True) if self.chance(40) else None
        guideline = Guideline("text", body, self.policy, "(repealed)", title)
        self.whole = body
        self.has_heading = any(isinstance(block, Paragraph) and block.heading for block in body)
        self.found = list(self.read(body, ()))
        self.addresses = list(dict.fromkeys(address for address, _ in self.found))
        self.titled = [(address, False) for address, point in self.found if point.title]
        self.titled += [(address, True) for address in self._behind_headings(body, ())]
        deep = sorted(self.addresses, key=lambda address: -len(address.labels))
        first = self.pick(deep[: 1 + len(deep) // 2])
        self.focus = [first, first, *self.siblings(first)[:2]]
        self.focus += [other for other in self.addresses if other.labels[:-1] == first.labels][:2]
        self.focus += [Address(first.labels[:-1])] * (len(first.labels) > 1)
        amendments: list[Amendment] = []
        whole = self.chance(4)
        for number in range(1 + self.below(4)):
            changes: list[Change] = []
            earlier = [item.change for amendment in amendments for item in amendment.modifications]
            for _ in range(1 + self.below(3)):
                change = self.pick(earlier) if earlier and self.chance(20) else self.change()
                changes.append(change)
            if whole and self.chance(60):
                points = tuple(replace(point, label="1") for point in self.new_points(1))
                new = (self.paragraph(), Points(("l", next(self.keys)), Scheme(), points))
                changes[-1] = TextSubstitution(new)
            name = "ABCD"[number]
            items = tuple(self.modification((name, index), change) for index, change in enumerate(changes))
            amendments.append(Amendment(name, items))
        return Case(guideline, tuple(amendments), self.unique, self.distinct)

    def _behind_headings(self, body: Body, path: tuple[str, ...]) -> Iterator[Address]:
        before: object = None
        for block in body:
            if isinstance(block, Points) and block.scheme.style != "bullet":
                for item in block.items:
                    if isinstance(before, Point):
                        yield Address((*path, item.label))
                    before = None if item.label else item
                    yield from self._behind_headings(item.body, (*path, item.label)) if item.label else ()
            before = None
