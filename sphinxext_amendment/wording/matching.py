"""The matcher: all ways in which a text is one of the wordings of a data file.

All wordings are matched at once. What can follow the words read so far is a state; it is made when a text first comes
there and kept, so that a text costs hardly more than to look up its words. The ways to read a text are then found from
its end, where it is known which wordings it is.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Generic, TypeVar

from sphinxext_amendment.wording.grammar import (
    Choice,
    Flag,
    Free,
    Operand,
    Pattern,
    Repeat,
    Row,
    Rule,
    Token,
    Word,
    in_digits,
    kinds,
)

Bindings = tuple[tuple[str, Token], ...]
"""The operands of a reading with what stands there, and the flags with their values, in the order of the text.

The words for numbers are numbers.
"""

_Flags = Bindings
_MOST_READINGS = 50
"""A text that has more readings than this has none: the first of them alike would hide another."""

_MOST_STATES = 50_000
"""How many states are kept: many more than all motions of a parliament need; odd texts must not fill the memory."""

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True, eq=False)
class _Shape:
    """What matters of a token: its *word*, if any wording has it, and the *kinds* of operand that it can be."""

    word: str
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class _End(Generic[Entry]):
    """The end of a wording of *entry*."""

    entry: Entry


_Sign = Word | Operand

_Move = tuple[_Flags, _Sign, tuple[Pattern, ...]]
"""A way into a pattern: flags, the first word or operand, and what has to follow it within the pattern."""


@dataclass(frozen=True, slots=True, eq=False)
class _Rest(Generic[Entry]):
    """What is still to come of a wording: the pattern *first*, and then one of the *others*."""

    first: Pattern | _End[Entry]
    others: _Group[Entry]


@dataclass(slots=True, eq=False)
class _Group(Generic[Entry]):
    """What may be still to come: one of several rests.

    *open* are the patterns with which these begin, and those that come next where one may be left out, each with the
    flags on the way and what follows it; *ends* are the entries of wordings that may end here, likewise.
    """

    rests: tuple[_Rest[Entry], ...]
    open: tuple[tuple[_Flags, Pattern, _Group[Entry]], ...] | None = None
    ends: tuple[tuple[_Flags, Entry], ...] = ()


_Origin = tuple[_Group[Entry], _Flags, Operand | None]
"""Where a group comes from: another group, by flags and an operand (none if a word was read)."""


@dataclass(frozen=True, slots=True, eq=False)
class _State(Generic[Entry]):
    """All that can follow the words read so far, and the *steps* that were made from there."""

    groups: tuple[_Group[Entry], ...]
    steps: dict[_Shape, _Step[Entry]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class _Step(Generic[Entry]):
    """The state after one more word, and where each of its groups comes from."""

    state: _State[Entry]
    origins: Mapping[_Group[Entry], Sequence[_Origin[Entry]]]


@dataclass(frozen=True, slots=True)
class Match(Generic[Entry]):
    """What came of matching *tokens*: the *readings*, each with its entry; without any, how far a wording came.

    *reach* is the first token that no wording could account for, or their number if more should follow.
    """

    tokens: tuple[Token, ...]
    readings: tuple[tuple[Entry, Bindings], ...]
    reach: int
    _expected: Callable[[], frozenset[str]]

    @property
    def expected(self) -> frozenset[str]:
        """The words and ``{operands}`` that could have stood where the match came no further."""
        return self._expected()


class Wordings(Generic[Entry]):
    """Patterns with the entries of the data file that they belong to, ready to match.

    *rules* are the patterns that they share, *lexicon* are the words that are operands, by their
    kind; *numbers* says of some of these kinds what numbers the words are.
    """

    def __init__(
        self,
        entries: Iterable[tuple[Entry, Pattern]],
        rules: Mapping[str, Pattern],
        lexicon: Mapping[str, Container[str]],
        numbers: Mapping[str, Mapping[str, int]],
    ) -> None:
        """Take the patterns of *entries*. A pattern that can be empty is an error of the data file."""
        self._lexicon, self._numbers = lexicon, numbers
        self._ways = _Ways(rules)
        self._wordings = tuple(entries)
        if empty := [pattern for _, pattern in self._wordings if self._ways.empties(pattern)]:
            raise ValueError(empty)
        self._forget()

    def _forget(self) -> None:
        """Begin without any state."""
        self._shapes: dict[str, _Shape] = {}
        self._rests: dict[tuple[int, _Group[Entry]], _Rest[Entry]] = {}
        self._singles: dict[tuple[int, _Group[Entry]], _Group[Entry]] = {}
        self._groups: dict[frozenset[_Rest[Entry]], _Group[Entry]] = {}
        self._states: dict[tuple[_Group[Entry], ...], _State[Entry]] = {}
        ends: dict[int, _Group[Entry]] = {}
        nothing: _Group[Entry] = _Group(())
        for entry, _ in self._wordings:
            if id(entry) not in ends:
                ends[id(entry)] = self._single(_End(entry), nothing)
        starts = [self._rest(pattern, ends[id(entry)]) for entry, pattern in self._wordings]
        self._start = self._state((self._group(starts),))

    def match(self, tokens: tuple[Token, ...]) -> Match[Entry]:
        """Match the whole text that *tokens* are."""
        if len(self._states) > _MOST_STATES or len(self._shapes) > _MOST_STATES:
            self._forget()
        state, steps = self._start, []
        for position, token in enumerate(tokens):
            shape = self._shapes.get(token.word) or self._shape(token)
            step = state.steps.get(shape) or self._step(state, shape)
            if not step.state.groups:
                return Match(tokens, (), position, partial(self._expected, state))
            steps.append(step)
            state = step.state
        readings = (
            (entry, before + flags)
            for group in state.groups
            for flags, entry in self._opened(group).ends
            for before in self._paths(group, steps, tokens, len(tokens))
        )
        found = tuple(islice(readings, _MOST_READINGS + 1))
        if len(found) > _MOST_READINGS:
            found = ()
        return Match(tokens, found, len(tokens), partial(self._expected, state))

    def _expected(self, state: _State[Entry]) -> frozenset[str]:
        """Return the words and ``{operands}`` that can follow in *state*."""
        patterns = (pattern for group in state.groups for _, pattern, _ in self._opened(group).open or ())
        return frozenset().union(*(self._ways.first(pattern) for pattern in patterns))

    def _shape(self, token: Token) -> _Shape:
        shape = _Shape("" if token.quoted else token.word.casefold(), kinds(token, self._lexicon))
        self._shapes[token.word] = shape
        return shape

    def _single(self, first: Pattern | _End[Entry], others: _Group[Entry]) -> _Group[Entry]:
        """Return the group of one rest."""
        place = (id(first), others)
        group = self._singles.get(place)
        if group is None:
            group = self._singles[place] = self._group((self._rest(first, others),))
        return group

    def _rest(self, first: Pattern | _End[Entry], others: _Group[Entry]) -> _Rest[Entry]:
        """Return the one rest that is *first* and then one of *others*."""
        place = (id(first), others)
        rest = self._rests.get(place)
        if rest is None:
            rest = self._rests[place] = _Rest(first, others)
        return rest

    def _group(self, rests: Iterable[_Rest[Entry]]) -> _Group[Entry]:
        """Return the one group of *rests*. Those that begin alike are one rest, after which one of several comes."""
        alike: dict[int, dict[_Rest[Entry], None]] = {}
        for rest in rests:
            alike.setdefault(id(rest.first), {})[rest] = None
        merged = [next(iter(same)) if len(same) == 1 else self._merged(tuple(same)) for same in alike.values()]
        place = frozenset(merged)
        group = self._groups.get(place)
        if group is None:
            group = self._groups[place] = _Group(tuple(merged))
        return group

    def _merged(self, rests: tuple[_Rest[Entry], ...]) -> _Rest[Entry]:
        others = self._group(rest for one in rests for rest in one.others.rests)
        return self._rest(rests[0].first, others)

    def _state(self, groups: tuple[_Group[Entry], ...]) -> _State[Entry]:
        if groups not in self._states:
            self._states[groups] = _State(groups)
        return self._states[groups]

    def _step(self, state: _State[Entry], shape: _Shape) -> _Step[Entry]:
        # What is reached from one group in one way goes on together.
        reached: dict[_Origin[Entry], list[_Group[Entry]]] = {}
        for group in state.groups:
            for skipped, pattern, others in self._opened(group).open or ():
                for flags, sign, following in self._ways.taking(pattern, shape):
                    target = others
                    for then in reversed(following):
                        target = self._single(then, target)
                    reached.setdefault((group, skipped + flags, sign), []).append(target)
        origins: dict[_Group[Entry], list[_Origin[Entry]]] = {}
        for origin, targets in reached.items():
            union = targets[0] if len(targets) == 1 else self._group(rest for one in targets for rest in one.rests)
            origins.setdefault(union, []).append(origin)
        step = state.steps[shape] = _Step(self._state(tuple(origins)), origins)
        return step

    def _paths(
        self, group: _Group[Entry], steps: Sequence[_Step[Entry]], tokens: Sequence[Token], length: int
    ) -> Iterator[Bindings]:
        """Yield the operands of each way to come to *group* with the first *length* of *tokens*."""
        after: Bindings = ()
        while length:
            length -= 1
            first, *others = steps[length].origins[group]
            for origin in others:
                bound = self._bound(origin, tokens[length]) + after
                yield from (before + bound for before in self._paths(origin[0], steps, tokens, length))
            after = self._bound(first, tokens[length]) + after
            group = first[0]
        yield after

    def _bound(self, origin: _Origin[Entry], token: Token) -> Bindings:
        """Return what is noted where *token* was read: flags, and the token as an operand."""
        _, flags, sign = origin
        return (*flags, (sign.name, in_digits(token, self._numbers.get(sign.kind, {})))) if sign else flags

    def _opened(self, group: _Group[Entry]) -> _Group[Entry]:
        """Return *group* when it is known what may come next in it."""
        if group.open is None:
            found: list[tuple[_Flags, Pattern, _Group[Entry]]] = []
            ends: list[tuple[_Flags, Entry]] = []
            for rest in group.rests:
                if isinstance(rest.first, _End):
                    ends.append(((), rest.first.entry))
                    continue
                found.append(((), rest.first, rest.others))
                for flags in self._ways.empties(rest.first):
                    then = self._opened(rest.others)
                    found += ((flags + more, pattern, others) for more, pattern, others in then.open or ())
                    ends += ((flags + more, entry) for more, entry in then.ends)
            once = {(flags, id(pattern), others): (flags, pattern, others) for flags, pattern, others in found}
            group.open, group.ends = tuple(once.values()), tuple(ends)
        return group


_Taking = tuple[_Flags, Operand | None, tuple[Pattern, ...]]
"""A way into a pattern by a known word or operand: flags, the operand, and what has to follow."""


class _Ways:
    """The ways into patterns and through them, found out once for each."""

    def __init__(self, rules: Mapping[str, Pattern]) -> None:
        self._rules = rules
        self._moves: dict[int, tuple[_Move, ...]] = {}
        self._empties: dict[int, tuple[_Flags, ...]] = {}
        self._by_sign: dict[int, tuple[dict[str, list[_Taking]], dict[str, list[_Taking]]]] = {}
        self._made: dict[tuple[object, ...], Pattern] = {}
        self._kept: list[Pattern] = []
        """The patterns that are known by their identity."""

    def taking(self, pattern: Pattern, shape: _Shape) -> list[_Taking]:
        """Return the ways into *pattern* by a token of that *shape*."""
        by_word, by_kind = self._signs(pattern)
        found = by_word.get(shape.word, [])
        for kind in shape.kinds:
            if kind in by_kind:
                found = found + by_kind[kind]
        return found

    def first(self, pattern: Pattern) -> frozenset[str]:
        """Return the words and ``{operands}`` that *pattern* can begin with."""
        by_word, by_kind = self._signs(pattern)
        return frozenset({*by_word, *(f"{{{sign.name}}}" for ways in by_kind.values() for _, sign, _ in ways if sign)})

    def _signs(self, pattern: Pattern) -> tuple[dict[str, list[_Taking]], dict[str, list[_Taking]]]:
        known = self._by_sign.get(id(pattern))
        if known is None:
            by_word: dict[str, list[_Taking]] = {}
            by_kind: dict[str, list[_Taking]] = {}
            for flags, sign, following in self.moves(pattern):
                match sign:
                    case Word(words):
                        for word in words:
                            by_word.setdefault(word, []).append((flags, None, following))
                    case Operand(kind=kind):
                        by_kind.setdefault(kind, []).append((flags, sign, following))
            known = self._by_sign[id(pattern)] = by_word, by_kind
        return known

    def moves(self, pattern: Pattern) -> tuple[_Move, ...]:
        """Return the ways into *pattern* by a word or operand."""
        if id(pattern) not in self._moves:
            self._kept.append(pattern)
            self._moves[id(pattern)] = tuple(self._all_moves(pattern))
        return self._moves[id(pattern)]

    def _all_moves(self, pattern: Pattern) -> Iterator[_Move]:  # noqa: PLR0912 - a case for each kind
        match pattern:
            case Word() | Operand():
                yield (), pattern, ()
            case Flag():
                pass
            case Rule(name):
                yield from self.moves(self._rules[name])
            case Row(()):
                pass
            case Row((first, *others)):
                rest = self._same(Row, others)
                for flags, sign, following in self.moves(first):
                    yield flags, sign, (*following, rest) if others else following
                for before in self.empties(first):
                    for flags, sign, following in self.moves(rest):
                        yield before + flags, sign, following
            case Choice(options):
                for option in options:
                    yield from self.moves(option)
            case Repeat(repeated):
                for flags, sign, following in self.moves(repeated):
                    yield flags, sign, (*following, pattern)
            case Free(parts, second):
                for part in parts:
                    left = parts if isinstance(part, Repeat) else [other for other in parts if other is not part]
                    after = (*((second,) if second else ()), *((self._same(Free, left),) if left else ()))
                    for flags, sign, following in self.moves(part.pattern if isinstance(part, Repeat) else part):
                        yield flags, sign, (*following, *after)

    def _same(self, kind: Callable[[tuple[Pattern, ...]], Row | Free], parts: Sequence[Pattern]) -> Pattern:
        """Return the one pattern of that *kind* that is made of *parts*."""
        place = (kind, *map(id, parts))
        if place not in self._made:
            self._made[place] = kind(tuple(parts))
        return self._made[place]

    def empties(self, pattern: Pattern) -> tuple[_Flags, ...]:
        """Return the ways in which *pattern* can be nothing, each with what it notes."""
        if id(pattern) not in self._empties:
            self._kept.append(pattern)
            self._empties[id(pattern)] = tuple(dict.fromkeys(self._all_empties(pattern)))
        return self._empties[id(pattern)]

    def _all_empties(self, pattern: Pattern) -> Iterator[_Flags]:
        match pattern:
            case Word() | Operand():
                pass
            case Flag(name, value):
                yield ((name, Token(value, 0, 0)),)
            case Rule(name):
                yield from self.empties(self._rules[name])
            case Row(()):
                yield ()
            case Row((first, *others)):
                for before in self.empties(first):
                    for flags in self.empties(self._same(Row, others)):
                        yield before + flags
            case Choice(options):
                for option in options:
                    yield from self.empties(option)
            case Repeat():
                yield ()
            case Free(parts, second):
                if second is None and all(map(self.empties, parts)):
                    yield ()
