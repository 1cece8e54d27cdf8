"""The small language in which the data files describe wordings, and the matcher for it.

A wording is a row of words and signs. ``[x]`` may be left out, ``(x|y)`` is one of several, ``<name>`` stands for a
rule of that name, ``{name}`` for an operand (a number, a quotation), and ``'('`` for the sign itself; ``{!name}``
is no word, but notes what those around it mean. A text matches if every one of its words and signs is accounted for;
the letter case of words does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

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

_TOKEN = re.compile(r"\d+(?=(?:st|nd|rd|th)\b)|\d+[a-z]?(?![^\W_])|[^\W\d_]+|\S")


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
    """A place for an operand."""

    name: str


@dataclass(frozen=True, slots=True)
class Flag:
    """Nothing that is written, but a meaning of what stands around it."""

    name: str


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

_SIGN = re.compile(r"'[^']'|\{!?\w+\}|<\w+>|[^\W\d_]+|\d+|\S")


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
                items.append(Flag(sign[2:-1]))
            elif sign[0] == "{" and len(sign) > 1:
                items.append(Operand(sign[1:-1]))
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


NOTHING = Token("", 0, 0)
"""What a flag is bound to."""

Bindings = tuple[tuple[str, Token], ...]
Ways = tuple[tuple[int, Bindings], ...]


@dataclass(slots=True)
class Matcher:
    """Matches patterns against the tokens of one text, and remembers how far any of them came.

    *reach* is the furthest token that no pattern could account for, *expected* the words and ``{operands}`` that
    could have stood there.
    """

    tokens: tuple[Token, ...]
    rules: Mapping[str, Pattern]
    numbers: Mapping[str, int]
    reach: int = 0
    expected: set[str] = field(default_factory=set)
    known: dict[tuple[int, int], Ways] = field(default_factory=dict)
    """What was matched where already: many wordings begin alike."""

    def readings(self, pattern: Pattern) -> Iterator[Bindings]:
        """Yield the operands of each way in which the whole text matches *pattern*."""
        for end, bindings in self._match(pattern, 0):
            if end == len(self.tokens):
                yield bindings
            else:
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
            case Operand(name):
                if position < len(self.tokens) and self._is_operand(self.tokens[position], name):
                    return ((position + 1, ((name, self.tokens[position]),)),)
                self._missed(position, [f"{{{name}}}"])
                return ()
            case Flag(name):
                return ((position, ((name, NOTHING),)),)
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

    def _is_operand(self, token: Token, name: str) -> bool:
        """Whether *token* can be the operand *name*: what each kind of operand is, is said in the reader."""
        match name:
            case "old" | "new" | "text":
                return token.quoted and bool(token.word[1:-1].strip())
            case "ordinal":
                return not token.quoted and token.word.casefold() in self.numbers
            case "number":
                return token.word.isdecimal() and len(token.word) <= MOST_DIGITS and int(token.word) > 0
            case _:
                return not token.quoted and token.word[0].isdecimal() and not _LONG.match(token.word)


MOST_DIGITS = 5
"""The most digits of a number: with more it is that of no point, and a range to it would fill the memory."""

_LONG = re.compile(rf"\d{{{MOST_DIGITS + 1}}}")


def place(token: Token) -> Span:
    """Return where the words of *token* stand."""
    return token.start, token.end
