"""The small language in which the data files describe wordings, and the matcher for it.

A wording is a row of words and signs. ``[x]`` may be left out, ``(x|y)`` is one of several, ``<name>`` stands for a
rule of that name, ``{name}`` for an operand (a quotation, or the number of a point) and ``{name:kind}`` for one of
another kind (a letter, an ordinal), and ``'('`` for the sign itself; ``{!name}`` is no word, but notes what those
around it mean. A text matches if every one of its words and signs is accounted for; the letter case of words does not
matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Generic, TypeVar

from sphinxext_amendment.engine.text import Span

QUOTES = {
    "„": '“”"',
    "“": "”",
    "»": "«",
    "«": "»",
    "‚": "‘’",
    "‘": "’",
    "‹": "›",
    "›": "‹",
    '"': '"',
}
"""Each opening quotation mark with the marks that close it."""

_TOKEN = re.compile(
    r"\d+(?=(?:st|nd|rd|th)\b)"
    r"|(?:(?<![\w-])(?<!\d\s)[-–−](?=\d))?\d+[a-z]{0,3}(?![^\W_])"  # "5", "5aa", "-1"; but "3-5" and "3 -5" are ranges
    r"|[^\W\d_]+|\S"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, sign or whole quotation; *start* and *end* are its place, without the quotation marks."""

    word: str
    start: int
    end: int
    quoted: bool = False


def tokens(text: str) -> tuple[Token, ...]:
    """Cut *text* into tokens. A quotation mark that is never closed is a token by itself."""
    found = []
    position = 0
    while match := _TOKEN.search(text, position):
        start, position = match.span()
        end = quotation_end(text, start)
        if end is None:
            found.append(Token(match[0], start, position))
        else:
            found.append(Token(text[start : end + 1], start + 1, end, quoted=True))
            position = end + 1
    return tuple(found)


def quotation_end(text: str, start: int) -> int | None:
    """Return where the quotation that opens at *start* closes, quotations within it counted; None if none does."""
    opening = text[start]
    if opening not in QUOTES:
        return None
    depth = 0
    for position in range(start, len(text)):
        character = text[position]
        if character == "’" and text[position - 1 : position].isalnum() and text[position + 1 : position + 2].isalpha():
            continue  # an apostrophe
        if position > start and character in QUOTES[opening]:
            depth -= 1
            if depth == 0:
                return position
        elif character == opening:
            depth += 1
    return None


@dataclass(frozen=True, slots=True)
class Word:
    """A word or sign: one of *words*, which are in lower case; *written* is the first of them, as it is written."""

    words: frozenset[str]
    written: str


@dataclass(frozen=True, slots=True)
class Operand:
    """A place for an operand; its *kind* says what can stand there."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Flag:
    """Nothing that is written, but a meaning of what stands around it; *value* is what it is noted with."""

    name: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A reference to a rule."""

    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """Patterns one after the other."""

    items: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several patterns."""

    options: tuple[Pattern, ...]


Pattern = Word | Operand | Flag | Rule | Row | Choice

QUOTED = frozenset({"old", "new", "text"})
"""The operands that are words in quotation marks; others are the numbers of points, unless their kind is named."""

_SIGN = re.compile(r"'[^']'|\{!?\w+(?:[:=]\w+)?\}|<\w+>|[^\W\d_]+|\d+|\S")


def parse(wording: str) -> Pattern:
    """Return the pattern that *wording* describes. A wording that is not well formed is an error of the data file."""
    signs = _SIGN.findall(wording)
    pattern, rest = _parse_choice(signs)
    if rest:
        raise ValueError(wording)
    return pattern


def _parse_choice(signs: list[str]) -> tuple[Pattern, list[str]]:
    options: list[Pattern] = []
    while True:
        items: list[Pattern] = []
        while signs and signs[0] not in {"|", "]", ")"}:
            sign, signs = signs[0], signs[1:]
            if sign in {"[", "("}:
                inner, signs = _parse_choice(signs)
                signs = signs[1:]
                items.append(Choice((inner, Row(()))) if sign == "[" else inner)
            elif sign[:2] == "{!":
                name, _, value = sign[2:-1].partition("=")
                items.append(Flag(name, value))
            elif sign[0] == "{" and len(sign) > 1:
                name, _, kind = sign[1:-1].partition(":")
                items.append(Operand(name, kind or ("words" if name in QUOTED else "label")))
            elif sign[0] == "<" and len(sign) > 1:
                items.append(Rule(sign[1:-1]))
            else:
                word = sign.strip("'")
                items.append(Word(frozenset({word.casefold()}), word))
        options.append(_one(items[0] if len(items) == 1 else Row(tuple(map(_one, items)))))
        if not signs or signs[0] != "|":
            return _choice(options), signs
        signs = signs[1:]


def _choice(options: list[Pattern]) -> Pattern:
    """Return the choice of *options*. Most are single words: all of these are looked up at once."""
    words = [option for option in options if isinstance(option, Word)]
    others = [option for option in options if not isinstance(option, Word)]
    one_of = [Word(frozenset().union(*(word.words for word in words)), words[0].written)] if words else []
    merged = (*one_of, *others)
    return _one(merged[0] if len(merged) == 1 else Choice(merged))


@cache
def _one(pattern: Pattern) -> Pattern:
    """Return the one object for all patterns that are equal to *pattern*: what it matches is found out only once."""
    return pattern


Bindings = tuple[tuple[str, Token], ...]
Ways = tuple[tuple[int, Bindings], ...]

MOST_DIGITS = 5
"""The most digits of a number: with more it is that of no point, and a range to it would fill the memory."""

_LABEL = re.compile(rf"[-–−]?\d{{1,{MOST_DIGITS}}}[a-z]*")
_LETTER = re.compile(r"([a-zäöü])\1{0,2}|[ivxlc]+", re.IGNORECASE)


def is_operand(token: Token, kind: str, numbers: Mapping[str, Mapping[str, int]]) -> bool:
    """Whether *token* can be an operand of *kind*; *numbers* are the words for numbers, by their kind."""
    match kind:
        case "words":
            return token.quoted and bool(token.word[1:-1].strip())
        case "label":
            return not token.quoted and _LABEL.fullmatch(token.word) is not None
        case "letter":
            return not token.quoted and _LETTER.fullmatch(token.word) is not None
        case "quoted":
            return token.quoted and _LABEL.fullmatch(token.word[1:-1].strip()) is not None
        case "number":
            return token.word.isdecimal() and len(token.word) <= MOST_DIGITS and int(token.word) > 0
        case _:
            return not token.quoted and token.word.casefold() in numbers[kind]


@dataclass(frozen=True, slots=True)
class Opening:
    """What a pattern can begin with: *words*, operands of some *kinds*; or *nothing* at all, if it may be empty."""

    words: frozenset[str] = frozenset()
    operands: frozenset[tuple[str, str]] = frozenset()
    nothing: bool = False

    def __or__(self, other: Opening) -> Opening:
        """Return what one of two patterns can begin with."""
        return Opening(self.words | other.words, self.operands | other.operands, self.nothing or other.nothing)


def opening(pattern: Pattern, rules: Mapping[str, Pattern], known: dict[str, Opening]) -> Opening:
    """Return what *pattern* can begin with; *known* remembers it of the rules."""
    match pattern:
        case Word(words):
            return Opening(words)
        case Operand(name, kind):
            return Opening(operands=frozenset({(name, kind)}))
        case Flag():
            return Opening(nothing=True)
        case Rule(name):
            if name not in known:
                known[name] = opening(rules[name], rules, known)
            return known[name]
        case Row(items):
            found = Opening(nothing=True)
            for item in items:
                if found.nothing:
                    first = opening(item, rules, known)
                    found = Opening(found.words | first.words, found.operands | first.operands, first.nothing)
            return found
        case Choice(options):
            found = Opening()
            for option in options:
                found |= opening(option, rules, known)
            return found


Needed = tuple[frozenset[str], ...]


def needed(pattern: Pattern, rules: Mapping[str, Pattern], known: dict[str, Needed]) -> Needed:
    """Return sets of words of each of which a text of *pattern* must have one; *known* remembers it of the rules."""
    match pattern:
        case Word(words):
            return (words,)
        case Operand() | Flag():
            return ()
        case Rule(name):
            if name not in known:
                known[name] = ()  # a rule that comes round to itself needs nothing more by that
                known[name] = needed(rules[name], rules, known)
            return known[name]
        case Row(items):
            return tuple(words for item in items for words in needed(item, rules, known))
        case Choice(options):
            ways = [needed(option, rules, known) for option in options]
            return (frozenset().union(*(min(way, key=len) for way in ways)),) if all(ways) else ()


Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class _Wording(Generic[Entry]):
    entry: Entry
    pattern: Pattern
    needed: Needed


class Index(Generic[Entry]):
    """Patterns with the entries that they belong to, sorted by what they can begin with and what they must have."""

    def __init__(self, entries: Iterable[tuple[Entry, Pattern]], rules: Mapping[str, Pattern]) -> None:
        """Sort the patterns of *entries*."""
        self._expected: set[str] = set()
        self._by_word: dict[str, list[_Wording[Entry]]] = {}
        self._by_kind: dict[str, list[_Wording[Entry]]] = {}
        openings: dict[str, Opening] = {}
        words_of_rules: dict[str, Needed] = {}
        for entry, pattern in entries:
            first = opening(pattern, rules, openings)
            if first.nothing:
                raise ValueError(pattern)  # an error of the data file
            wording = _Wording(entry, pattern, needed(pattern, rules, words_of_rules))
            for word in first.words:
                self._by_word.setdefault(word, []).append(wording)
            for kind in {kind for _, kind in first.operands}:
                self._by_kind.setdefault(kind, []).append(wording)
            self._expected |= first.words | {f"{{{name}}}" for name, _ in first.operands}

    def readings(self, matcher: Matcher) -> tuple[tuple[Entry, Bindings], ...]:
        """Return the entry and the operands of each way in which the whole text of *matcher* can be read.

        If there is none, the matcher knows how far any of the patterns came.
        """
        fitting = self._fitting(matcher)
        words = {token.word.casefold() for token in matcher.tokens if not token.quoted}
        possible = [wording for wording in fitting if not any(map(words.isdisjoint, wording.needed))]
        found = tuple(
            (wording.entry, bindings) for wording in possible for bindings in matcher.readings(wording.pattern)
        )
        if not found:
            for wording in fitting:
                matcher.try_out(wording.pattern)
            if not matcher.reach:
                matcher.expected |= self._expected
        return found

    def _fitting(self, matcher: Matcher) -> list[_Wording[Entry]]:
        if not matcher.tokens:
            return []
        first = matcher.tokens[0]
        fitting = [] if first.quoted else [*self._by_word.get(first.word.casefold(), ())]
        for kind, wordings in self._by_kind.items():
            if is_operand(first, kind, matcher.numbers):
                fitting += wordings
        return fitting


@dataclass(slots=True)
class Matcher:
    """Matches patterns against the tokens of one text, and remembers how far any of them came.

    *numbers* are the words for numbers, by the kind of operand that they are. *reach* is the furthest token that no
    pattern could account for, *expected* the words and ``{operands}`` that could have stood there.
    """

    tokens: tuple[Token, ...]
    rules: Mapping[str, Pattern]
    numbers: Mapping[str, Mapping[str, int]]
    reach: int = 0
    expected: set[str] = field(default_factory=set)
    known: dict[tuple[int, int], Ways] = field(default_factory=dict)
    """What was matched where already: many wordings begin alike."""

    def readings(self, pattern: Pattern) -> Iterator[Bindings]:
        """Yield the operands of each way in which the whole text matches *pattern*."""
        for end, bindings in self._match(pattern, 0):
            if end == len(self.tokens):
                yield bindings

    def try_out(self, pattern: Pattern) -> None:
        """Find out how far *pattern* comes."""
        for end, _ in self._match(pattern, 0):
            self._missed(end)

    def _missed(self, position: int, wanted: Iterable[str] = ()) -> None:
        if position > self.reach:
            self.reach = position
            self.expected.clear()
        if position == self.reach:
            self.expected.update(wanted)

    def _match(self, pattern: Pattern, position: int) -> Ways:
        """Return each way in which *pattern* matches from *position* on: where it ends, and its operands."""
        place = (id(pattern), position)
        ways = self.known.get(place)
        if ways is None:
            ways = self.known[place] = self._match_anew(pattern, position)
        return ways

    def _match_anew(self, pattern: Pattern, position: int) -> Ways:
        match pattern:
            case Word(words):
                if position < len(self.tokens) and self._is_word(self.tokens[position], words):
                    return ((position + 1, ()),)
                self._missed(position, words)
                return ()
            case Operand(name, kind):
                if position < len(self.tokens) and is_operand(self.tokens[position], kind, self.numbers):
                    return ((position + 1, ((name, self.tokens[position]),)),)
                self._missed(position, [f"{{{name}}}"])
                return ()
            case Flag(name, value):
                return ((position, ((name, Token(value, 0, 0)),)),)
            case Rule(name):
                return self._match(self.rules[name], position)
            case Row(items):
                ways = self._match(items[0], position) if items else ((position, ()),)
                for item in items[1:]:
                    if not ways:
                        break  # most wordings fail at their first word
                    ways = tuple(
                        (end, before + bindings)
                        for middle, before in ways
                        for end, bindings in self._match(item, middle)
                    )
                return ways
            case Choice(options):
                return tuple(way for option in options for way in self._match(option, position))

    def _is_word(self, token: Token, words: frozenset[str]) -> bool:
        return not token.quoted and token.word.casefold() in words


def place(token: Token) -> Span:
    """Return where the words of *token* stand."""
    return token.start, token.end
