"""From the operands of a reading to the places that it names: points, and sentences in them.

``point`` begins an address, ``step`` goes one deeper, ``also`` names another beside the last (or beside that which has
the same unit: "Absatz 1 Nummer 2 und Absatz 3"), and ``to`` the end of a range; ``indent`` and ``indent_back`` are an
item of a list without numbers, ``subparagraph`` and ``subparagraph_back`` a paragraph without a number, counted from
the start or from the end, and ``titled`` is what stands under a heading.
``sentence`` and ``back`` count sentences likewise, ``through`` makes a row of them. What comes before the flag ``of``
lies in what comes after it, a step after ``comma`` is of another kind than the last. The flag ``in`` begins where
something lies, and what comes after it lies in what comes before it; ``object`` begins what the command is about,
which lies in all that, wherever it stands; ``destination`` where that is moved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from sphinxext_amendment.engine.changes import LAST, Sentences
from sphinxext_amendment.engine.document import Address, Range, Target, Unit, bulleted, paragraphed, titled
from sphinxext_amendment.wording.grammar import Token
from sphinxext_amendment.wording.matching import Bindings
from sphinxext_amendment.wording.request import introduced, under


@dataclass(frozen=True, slots=True)
class Named:
    """A point, several in a row, or wherever the command stands (None), and perhaps a row of *sentences* there."""

    target: Target | None
    sentences: Sentences | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """The places that a reading names.

    *anchor* is where something is moved, *parent* the one point that all of them are said to lie in. They are *mixed*
    if those beside each other are called by different names, so that nobody can tell which of them lies in which. They
    are *dotted* if a number such as "3.2" says all of where they lie.
    """

    named: tuple[Named, ...]
    anchor: Address | None = None
    parent: Address | None = None
    mixed: bool = False
    dotted: bool = False


def places(
    bindings: Bindings, units: Mapping[int, Unit], label: Callable[[Token], str], number: Callable[[Token], int]
) -> Places | None:
    """Return the places that *bindings* name; None if they make no sense.

    *units* are what the command calls each number, by where that begins; *label* and *number* tell what a word says.
    """
    reader = _Reader(units, label, number)
    try:
        for name, token in bindings:
            reader.take(name, token)
        return reader.places()
    except _NonsenseError:
        return None


def first_of(target: Target) -> Address:
    """Return the point that *target* is or begins with."""
    return target.first if isinstance(target, Range) else target


class _NonsenseError(Exception):
    """What is said names nothing: a point in a row of points, a sentence of a sentence, sentences out of order."""


_Row = list[tuple[int, int]]
"""Sentences: rows of them, each from its first to its last."""


@dataclass(slots=True)
class _Draft:
    """A place while it is read. *through* is set while the end of a row of sentences is awaited.

    *dotted* is how many of its labels, from the first, have stops between them: 2 of "3.2 (a)".
    """

    target: Target | None = None
    rows: _Row = field(default_factory=list)
    through: bool = False
    dotted: int = 0

    def add(self, first: int, last: int) -> None:
        """Note sentences that are said: the end of a row, the one that follows the last, or others."""
        if self.through or (self.rows and 0 < first == self.rows[-1][1] + 1):
            self.rows[-1] = (self.rows[-1][0], last)
            self.through = False
        else:
            self.rows.append((first, last))


class _Reader:
    """Reads operands one after the other; *said* and *called* tell whether the word "paragraph" stood before.

    Those that belong together are a group; *role* says what the group is that is read, if that is said.
    """

    def __init__(
        self, units: Mapping[int, Unit], label: Callable[[Token], str], number: Callable[[Token], int]
    ) -> None:
        self.units, self.label, self.number = units, label, number
        self.said = False  # just now
        self.called = False  # of all that follow
        self.comma = False  # before the next step
        self.dot = False  # before the next step
        self.around: list[list[_Draft]] = []
        self.inner: list[_Draft] = []
        self.current: list[_Draft] = []
        self.ahead = _Draft()  # sentences that are said before their points
        self.role = ""
        self.groups: dict[str, list[_Draft]] = {}
        self.mixed = False
        self.dotted = False

    def take(self, name: str, token: Token) -> None:  # noqa: PLR0912 - a case for each kind
        """Take one operand or flag; others than those of places are none of our business."""
        match name:
            case "comma":
                self.comma = True
            case "dot":
                self.dot = True
            case "paragraph":
                self.said = self.called = True
            case "point" if self.current and self.units.get(token.start, Unit()).kind in self._kinds():
                self._also(token)
            case "point":
                self._point(token)
            case "step":
                self._step(self.label(token), self.units.get(token.start, Unit()))
            case "titled":
                heading = token.word[1:-1].strip() if token.quoted else token.word
                self.current.append(_Draft(Address((titled(heading),), 0, (Unit("titled"),))))
            case "indent":
                self._step(bulleted(self.number(token)), Unit("indent"))
            case "indent_back":
                self._step(bulleted(-self.number(token)), Unit("indent"))
            case "subparagraph":
                self._step(paragraphed(self.number(token)), Unit("subparagraph"))
            case "subparagraph_back":
                self._step(paragraphed(-self.number(token)), Unit("subparagraph"))
            case "also":
                self._also(token)
            case "to":
                self._to(token)
            case "sentence":
                self._sentences().add(self.number(token), self.number(token))
            case "back":
                self._sentences().add(-self.number(token), -self.number(token))
            case "through":
                self._sentences().through = True
            case "first_ones":
                self._sentences().add(1, self.number(token))
            case "last_ones":
                self._sentences().add(-self.number(token), LAST)
            case "of":
                self.inner = _inside(self._group(), self.inner)
            case "in" | "object":
                self._close("in")
                self.role = name
            case "destination":
                self._close("object")
                self.role = name
                self.groups.setdefault(name, [])

    def _close(self, role: str) -> None:
        """End the group that was read. It has that *role* if nothing was said of it."""
        group, self.inner = _inside(self._group(), self.inner), []
        role, self.role = self.role or role, ""
        if group and role == "in":
            self.around.append(group)
        elif group and self.groups.get(role):
            raise _NonsenseError
        elif group:
            self.groups[role] = group

    def places(self) -> Places:
        """Return the places that were read."""
        self._close("object")
        around, own = self.around, self.groups.get("object", [])
        if not own and around:
            *around, own = around
        outer: list[_Draft] = []
        for group in around:
            outer = _inside(outer, group)
        named = tuple(place for draft in _inside(outer, own) for place in _finished(draft))
        parent = None
        match outer:
            case [_Draft(Address() as only, [])] if any(draft.target for draft in own):
                parent = only
        anchor: Address | None = None
        if "destination" in self.groups:
            match _inside(outer, self.groups["destination"]):
                case []:
                    pass
                case [_Draft(Address() as place, [])]:
                    anchor = place
                case _:
                    raise _NonsenseError
        return Places(named, anchor, parent, self.mixed, self.dotted)

    def _last(self) -> Target:
        if not self.current or self.current[-1].target is None:
            raise _NonsenseError
        return self.current[-1].target

    def _sentences(self) -> _Draft:
        if not self.current:
            return self.ahead
        if isinstance(self.current[-1].target, Range):
            raise _NonsenseError  # it is not said in which of them
        return self.current[-1]

    def _kinds(self) -> set[str]:
        """Return what kinds of units lead to the last place."""
        return {unit.kind for unit in _end(self._last()).units}

    def _point(self, token: Token) -> None:
        unit = self.units.get(token.start, first_of(self._last()).unit(0) if self.current else Unit())
        self.current.append(_Draft(Address((self.label(token),), int(self.called), (unit,))))
        self.said = False

    def _to(self, token: Token) -> None:
        """Make a range of the last place."""
        first = self._last()
        if isinstance(first, Range) or not _alike(self.units.get(token.start), first.unit(len(first.labels) - 1)):
            raise _NonsenseError
        if len(first.labels) == self.current[-1].dotted:
            raise _NonsenseError  # "3.1 to 4" may end with 4 or with 3.4
        end = replace(first, labels=(*first.labels[:-1], self.label(token)))
        self.current[-1].target = Range(first, end)
        self.said = False

    def _also(self, token: Token) -> None:
        """Name another place beside the last, or beside what that lies in: the point of the same unit."""
        last, unit, label = _end(self._last()), self.units.get(token.start), self.label(token)
        known = range(len(last.labels)) if unit else range(len(last.labels) - 1, len(last.labels))
        depths = [depth for depth in known if _alike(unit, last.unit(depth))]
        if (dotted := self.current[-1].dotted) and len(last.labels) == dotted:
            depths = [0] if _alike(unit, last.unit(0)) and not label.isalpha() else []  # "3.1 and 3.2"
        elif dotted and not label.isalpha():
            raise _NonsenseError  # "3.1(2) and 3" may mean 3, 3.1(3) and more
        if not depths:
            raise _NonsenseError  # "§ 3 und Absatz 2" may mean paragraph 2 of § 3
        # "Buchstabe a Doppelbuchstabe aa und Buchstabe b": single letters are beside each other, and double ones.
        alike = (depth for depth in depths if label.isalpha() and len(last.labels[depth]) == len(label))
        depth = next(alike, depths[0])
        paragraph = depth + 1 if self.said else last.paragraph if last.paragraph <= depth + 1 else 0
        units = (*(last.unit(step) for step in range(depth)), unit or last.unit(depth))
        self.current.append(_Draft(Address((*last.labels[:depth], label), paragraph, units)))
        self.said = False

    def _step(self, label: str, unit: Unit) -> None:
        """Go one deeper: "Absatz 1 Satz 2 Nummer 3" is the number 3 of the list that the sentence introduces."""
        if not self.current:
            self.current, self.ahead = [_Draft(None, self.ahead.rows)], _Draft()
        draft = self.current[-1]
        if isinstance(draft.target, Range):
            raise _NonsenseError  # it is not said in which of them
        last = draft.target or Address(())
        if draft.rows:
            unit, draft.rows = _listed(unit, _only(draft.rows)), []
        if unit.kind in {"worded", "paragraph"} and any(_alike(unit, above) for above in last.units):
            raise _NonsenseError  # no section lies in a section, as it may in an article
        if self.comma and any(_alike(unit, above) for above in last.units):
            raise _NonsenseError  # "Buchstabe a, Buchstabe b" are beside each other
        self.comma = False
        if self.dot:
            if len(last.labels) != max(draft.dotted, 1):
                raise _NonsenseError  # "3(1) and 4.1" may mean 3(4)(1)
            self.dot, self.dotted, draft.dotted = False, True, len(last.labels) + 1
        labels = (*last.labels, label)
        units = (*(last.unit(depth) for depth in range(len(last.labels))), unit)
        draft.target = Address(labels, len(labels) if self.said else last.paragraph, units)
        self.said = self.called = False

    def _group(self) -> list[_Draft]:
        """Return the places that were read so far, and begin anew."""
        group, ahead = self.current, self.ahead.rows
        ends = [first_of(draft.target) for draft in group if draft.target]
        if len({end.labels[0].isalpha() for end in ends}) > 1:
            raise _NonsenseError  # "Point 3 and item (a)" may mean item (a) of point 3
        self.mixed = self.mixed or len({unit for end in ends if (unit := end.unit(0)).kind}) > 1
        self.current, self.ahead = [], _Draft()
        self.said = self.called = False
        if ahead and not group:
            return [_Draft(None, ahead)]
        if ahead:  # "sentence 1 of points 2 and 3"
            if any(draft.rows for draft in group):
                raise _NonsenseError
            return [_Draft(draft.target, ahead) for draft in group]
        return group


def _alike(unit: Unit | None, other: Unit) -> bool:
    """Whether *unit* may be what *other* is; None if no word says what it is."""
    return unit is None or (unit.kind, unit.words) == (other.kind, other.words)


def _end(target: Target) -> Address:
    return target.last if isinstance(target, Range) else target


def _only(rows: _Row) -> int:
    """Return the one sentence that *rows* are, which introduces a list."""
    match rows:
        case [(first, last)] if first == last > 0:
            return first
    raise _NonsenseError


def _inside(outer: list[_Draft], inner: list[_Draft]) -> list[_Draft]:
    """Return the places *inner* within each of those at *outer*."""
    if not outer or not inner:
        return outer or inner
    return [_within(around, draft) for around in outer for draft in inner]


def _within(outer: _Draft, inner: _Draft) -> _Draft:
    if inner.target is None:
        if outer.rows:
            raise _NonsenseError
        return _Draft(outer.target, inner.rows)
    target = inner.target
    if outer.rows:
        _listed(first_of(target).unit(0), sentence := _only(outer.rows))
        target = introduced(target, sentence)
    if outer.target is None:
        return _Draft(target, inner.rows, dotted=inner.dotted)
    if inner.dotted:
        raise _NonsenseError  # "in article 3, point 3.2" is point 2 of article 3
    if isinstance(outer.target, Range):
        raise _NonsenseError  # it is not said in which of them
    return _Draft(under(outer.target, target), inner.rows)


def _listed(unit: Unit, sentence: int) -> Unit:
    """Return *unit* in the list that a *sentence* introduces: no section and no paragraph stands in one."""
    if unit.kind in {"worded", "paragraph"}:
        raise _NonsenseError
    return replace(unit, sentence=sentence)


def _finished(draft: _Draft) -> tuple[Named, ...]:
    """Return the place or, where its sentences are not in a row, the places that *draft* is."""
    if draft.through or any(first > last and (first > 0) == (last > 0) for first, last in draft.rows):
        raise _NonsenseError
    return tuple(Named(draft.target, row) for row in draft.rows) or (Named(draft.target),)
