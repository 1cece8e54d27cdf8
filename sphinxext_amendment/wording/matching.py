"""The matcher: all ways in which a text is one of the wordings of a data file.

All wordings are matched at once. What can follow the words read so far is a state; it is made when a text first comes
there and kept, so that a text costs hardly more than to look up its words. The ways to read a text are then found from
its end, where it is known which wordings it is.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Generic, TypeVar

from sphinxext_amendment.wording.grammar import (
    NOTHING,
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
    one,
)

Bindings = tuple[tuple[str, Token], ...]
"""The operands of a reading with what stands there, and the flags with their values, in the order of the text.

The words for numbers are numbers.
"""

_Flags = Bindings
_MOST_READINGS = 50
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


@dataclass(slots=True, eq=False)
class _Rest(Generic[Entry]):
    """What is still to come of wordings: the pattern *first*, and then one of the *others*.

    *exits* are the ways on, each with its flags, the word or operand, and what is to come then; *ends* the entries of
    wordings that may end here, with their flags.
    """

    first: Pattern | _End[Entry]
    others: tuple[_Rest[Entry], ...]
    exits: list[_Exit[Entry]] | None = None
    ends: list[tuple[_Flags, Entry]] = field(default_factory=list)


_Exit = tuple[_Flags, _Sign, _Rest[Entry]]

_Alike = tuple[_Flags, _Sign, Pattern | _End[Entry], dict[_Rest[Entry], None]]
"""Ways on that begin with the same flags and sign and the same pattern after it, and go on with one of several."""

_Origin = tuple[_Rest[Entry], _Flags, Operand | None]
"""Where a rest comes from: another rest, by flags and an operand (none if a word was read)."""


@dataclass(slots=True, eq=False)
class _State(Generic[Entry]):
    """All that can follow the words read so far, and the *steps* that were made from there."""

    rests: tuple[_Rest[Entry], ...]
    steps: dict[_Shape, _Step[Entry]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class _Step(Generic[Entry]):
    """The state after one more word, and where each of its rests comes from."""

    state: _State[Entry]
    origins: Mapping[_Rest[Entry], Sequence[_Origin[Entry]]]


@dataclass(frozen=True, slots=True)
class Match(Generic[Entry]):
    """What came of matching *tokens*: the *readings*, each with its entry; without any, how far a wording came.

    *reach* is the first token that no wording could account for, or their number if more should follow.
    """

    tokens: tuple[Token, ...]
    readings: tuple[tuple[Entry, Bindings], ...]
    reach: int
    _state: _State[Entry]

    @property
    def expected(self) -> frozenset[str]:
        """The words and ``{operands}`` that could have stood where the match came no further."""
        words: set[str] = set()
        for rest in self._state.rests:
            for _, sign, _ in rest.exits or ():
                words |= sign.words if isinstance(sign, Word) else {f"{{{sign.name}}}"}
        return frozenset(words)


class Wordings(Generic[Entry]):
    """Patterns with the entries of the data file that they belong to, ready to match.

    *rules* are the patterns that they share, *lexicon* the words that can be operands, by the kind of operand that they
    are; *numbers* says of some of these kinds what numbers the words are.
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
        self._rests: dict[tuple[object, ...], _Rest[Entry]] = {}
        self._states: dict[tuple[_Rest[Entry], ...], _State[Entry]] = {}
        ends: dict[int, _Rest[Entry]] = {}
        for entry, _ in self._wordings:
            ends.setdefault(id(entry), self._rest(_End(entry), ()))
        starts = tuple(self._rest(pattern, (ends[id(entry)],)) for entry, pattern in self._wordings)
        start = self._rest(NOTHING, starts)
        self._exits(start)
        self._start = self._state((start,))

    def match(self, tokens: tuple[Token, ...]) -> Match[Entry]:
        """Match the whole text that *tokens* are."""
        if len(self._states) > _MOST_STATES or len(self._shapes) > _MOST_STATES:
            self._forget()
        state, steps = self._start, []
        for position, token in enumerate(tokens):
            shape = self._shapes.get(token.word) or self._shape(token)
            step = state.steps.get(shape) or self._step(state, shape)
            if not step.state.rests:
                return Match(tokens, (), position, state)
            steps.append(step)
            state = step.state
        readings = (
            (entry, before + flags)
            for rest in state.rests
            for flags, entry in rest.ends
            for before in self._paths(rest, steps, tokens, len(tokens))
        )
        return Match(tokens, tuple(islice(readings, _MOST_READINGS)), len(tokens), state)

    def _shape(self, token: Token) -> _Shape:
        shape = _Shape("" if token.quoted else token.word.casefold(), kinds(token, self._lexicon))
        self._shapes[token.word] = shape
        return shape

    def _rest(self, first: Pattern | _End[Entry], others: tuple[_Rest[Entry], ...]) -> _Rest[Entry]:
        """Return the one rest that is *first* and then one of *others*."""
        place = (id(first), *others)
        rest = self._rests.get(place)
        if rest is None:
            rest = self._rests[place] = _Rest(first, others)
        return rest

    def _state(self, rests: tuple[_Rest[Entry], ...]) -> _State[Entry]:
        if rests not in self._states:
            self._states[rests] = _State(rests)
        return self._states[rests]

    def _step(self, state: _State[Entry], shape: _Shape) -> _Step[Entry]:
        origins: dict[_Rest[Entry], list[_Origin[Entry]]] = {}
        for rest in state.rests:
            for flags, sign, target in self._exits(rest):
                if isinstance(sign, Word):
                    if shape.word in sign.words:
                        origins.setdefault(target, []).append((rest, flags, None))
                elif sign.kind in shape.kinds:
                    origins.setdefault(target, []).append((rest, flags, sign))
        for target in origins:
            self._exits(target)  # and whether it may end there
        step = state.steps[shape] = _Step(self._state(tuple(origins)), origins)
        return step

    def _exits(self, rest: _Rest[Entry]) -> list[_Exit[Entry]]:
        """Return the ways on from *rest*; those that go on alike are one, as do wordings that begin alike."""
        if rest.exits is None:
            alike: dict[tuple[object, ...], _Alike[Entry]] = {}
            self._enter(rest, (), alike, rest.ends)
            rest.exits = [
                (flags, sign, self._rest(first, tuple(others))) for flags, sign, first, others in alike.values()
            ]
        return rest.exits

    def _enter(
        self,
        rest: _Rest[Entry],
        before: _Flags,
        alike: dict[tuple[object, ...], _Alike[Entry]],
        ends: list[tuple[_Flags, Entry]],
    ) -> None:
        """Add the ways on from *rest* to those that go on *alike*, and the entries that may end here to *ends*."""
        if isinstance(rest.first, _End):
            ends.append((before, rest.first.entry))
            return
        for flags, sign, following in self._ways.moves(rest.first):
            passed = before + flags
            targets = rest.others
            for pattern in reversed(following[1:]):
                targets = (self._rest(pattern, targets),)
            goals = ((following[0], targets),) if following else ((target.first, target.others) for target in targets)
            for first, others in goals:
                way = alike.setdefault((passed, id(sign), id(first)), (passed, sign, first, {}))
                way[3].update(dict.fromkeys(others))
        for flags in self._ways.empties(rest.first):
            for other in rest.others:
                self._enter(other, before + flags, alike, ends)

    def _paths(
        self, rest: _Rest[Entry], steps: Sequence[_Step[Entry]], tokens: Sequence[Token], length: int
    ) -> Iterator[Bindings]:
        """Yield the operands of each way to come to *rest* with the first *length* of *tokens*."""
        if not length:
            yield ()
            return
        token = tokens[length - 1]
        for source, flags, sign in steps[length - 1].origins[rest]:
            bound = (*flags, (sign.name, in_digits(token, self._numbers.get(sign.kind, {})))) if sign else flags
            for before in self._paths(source, steps, tokens, length - 1):
                yield before + bound


class _Ways:
    """The ways into patterns and through them, found out once for each."""

    def __init__(self, rules: Mapping[str, Pattern]) -> None:
        self._rules = rules
        self._moves: dict[int, tuple[_Move, ...]] = {}
        self._empties: dict[int, tuple[_Flags, ...]] = {}
        self._kept: list[Pattern] = []
        """The patterns that are known by their identity."""

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
                rest = one(Row(tuple(others)))
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
                    left = parts if isinstance(part, Repeat) else tuple(other for other in parts if other is not part)
                    after = (*((second,) if second else ()), *((one(Free(left)),) if left else ()))
                    inner = part.pattern if isinstance(part, Repeat) else part
                    for flags, sign, following in self.moves(inner):
                        yield flags, sign, (*following, *after)

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
                    for flags in self.empties(one(Row(tuple(others)))):
                        yield before + flags
            case Choice(options):
                for option in options:
                    yield from self.empties(option)
            case Repeat():
                yield ()
            case Free(parts, second):
                if second is None and all(map(self.empties, parts)):
                    yield ()
