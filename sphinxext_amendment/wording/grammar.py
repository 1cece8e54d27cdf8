"""The small language in which the data files describe wordings.

A wording is a row of words and signs. ``[x]`` may be left out, ``(x|y)`` is one of several, ``<name>`` stands for a
rule of that name, ``{name}`` for an operand (a quotation, or the number of a point) and ``{name:kind}`` for one of
another kind (a letter, an ordinal), and ``'('`` for the sign itself; ``{!name}`` is no word, but notes what those
around it mean. ``x & y & z`` are the same parts in any order, of which each ``[x]`` may be missing and each ``x *`` may
stand several times; in ``x & y / z`` the ``z`` comes second, as the finite verb of a German sentence does. A text
matches if every one of its words and signs is accounted for; the letter case of words does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

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
    # A quotation with no other of its kind in it; an apostrophe makes a single quotation mark ambiguous.
    "(" + "|".join(f"{mark}[^{mark}{ends}]*[{ends}]" for mark, ends in QUOTES.items() if "’" not in ends) + ")|"
    # "5", "5aa", "45R", "2nd", "-1"; but "3-5" and "3 -5" are ranges
    r"(?:(?<![\w-])(?<!\d\s)[-–−](?=\d))?\d+[A-Za-zà-öø-ÿ]{0,3}(?![^\W_])"
    r"|[^\W\d_]+|\S"
)


class Token(NamedTuple):
    """A word, number, sign or whole quotation; *start* and *end* are its place, without the quotation marks."""

    word: str
    start: int
    end: int
    quoted: bool = False


def tokens(text: str) -> tuple[Token, ...]:
    """Cut *text* into tokens. A quotation mark that is never closed is a token by itself."""
    found: list[Token] = []
    position = 0
    while position < len(text):
        for match in _TOKEN.finditer(text, position):
            word = match[0]
            start, position = match.span()
            if match.lastindex:
                found.append(Token(word, start + 1, position - 1, quoted=True))
            elif (word in QUOTES or word == "'") and (end := quotation_end(text, start)) is not None:
                found.append(Token(text[start : end + 1], start + 1, end, quoted=True))
                position = end + 1
                break  # and on behind it
            else:
                found.append(Token(word, start, position))
        else:
            break
    return tuple(found)


def quotation_end(text: str, start: int) -> int | None:
    """Return where the quotation that opens at *start* closes, quotations within it counted; None if none does."""
    opening = text[start]
    if opening == "'":
        return _typed_end(text, start)
    if opening not in QUOTES:
        return None
    if opening in QUOTES[opening]:
        end = text.find(opening, start + 1)
        return end if end > 0 else None
    return _ends(text, opening).get(start)


_TYPED_OPENING = re.compile(r"(?<![\w'])'(?=[^\s'])")
_TYPED_CLOSING = re.compile(r"(?<!\s)'(?!\w)")


def _typed_end(text: str, start: int) -> int | None:
    """Return where the quotation closes that opens with the apostrophe of a typewriter at *start*.

    None if that may as well be an apostrophe, or if two may close it: 'the members' room'.
    """
    if not _TYPED_OPENING.match(text, start):
        return None
    following = _TYPED_OPENING.search(text, start + 1)
    ends = [
        end.start() for end in _TYPED_CLOSING.finditer(text, start + 1, following.start() if following else len(text))
    ]
    return ends[0] if len(ends) == 1 else None


@lru_cache(maxsize=64)
def _ends(text: str, opening: str) -> Mapping[int, int]:
    """Return where each quotation that begins with the mark *opening* ends; all are found at once."""
    ends: dict[int, int] = {}
    around: list[int] = []
    for mark in re.finditer(f"[{opening}{QUOTES[opening]}]", text):
        position = mark.start()
        if mark[0] == opening:
            around.append(position)
        elif around and not _is_apostrophe(text, position):
            ends[around.pop()] = position
    return ends


def _is_apostrophe(text: str, position: int) -> bool:
    before, after = text[max(position - 1, 0) : position], text[position + 1 : position + 2]
    return text[position] == "’" and before.isalnum() and after.isalpha()


Fillers = Mapping[str, Sequence[tuple[str, ...]]]
"""Phrases that mean nothing in a command, by their first words; the longest first."""


def fillers(phrases: Iterable[str]) -> Fillers:
    """Return *phrases* ready to be found."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        words = tuple(token.word.casefold() for token in tokens(phrase))
        found.setdefault(words[0], []).append(words)
    return {first: sorted(each, key=len, reverse=True) for first, each in found.items()}


def without(tokens: tuple[Token, ...], fillers: Fillers) -> tuple[Token, ...]:
    """Return *tokens* without the *fillers* in them; no quotation is one."""
    words = tuple("" if token.quoted else token.word.casefold() for token in tokens)
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        phrase = next((one for one in fillers.get(words[at], ()) if words[at : at + len(one)] == one), None)
        if phrase is None:
            kept.append(tokens[at])
        at += len(phrase) if phrase else 1
    return tuple(kept)


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


@dataclass(frozen=True, slots=True)
class Free:
    """Patterns in any order, apart from *second*, which follows the first of them if it is given.

    A part that is ``[x]`` may be missing, and one that is a ``Repeat`` may stand several times, or not at all.
    """

    parts: tuple[Pattern, ...]
    second: Pattern | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part of a ``Free`` pattern that may stand any number of times."""

    pattern: Pattern


Pattern = Word | Operand | Flag | Rule | Row | Choice | Free | Repeat

QUOTED = frozenset({"old", "new", "text"})
"""The operands that are words in quotation marks; others are the numbers of points, unless their kind is named."""

_SIGN = re.compile(r"'.'|\{!?\w+(?:[:=]\w+)?\}|<\w+>|[^\W\d_]+|\d+|\S")

NOTHING = Row(())
"""The pattern of an empty text."""


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
        option, signs = _parse_option(signs)
        options.append(option)
        if not signs or signs[0] != "|":
            return _choice(options), signs
        signs = signs[1:]


def _parse_option(signs: list[str]) -> tuple[Pattern, list[str]]:
    """Return one of several options: a row, or parts in any order."""
    rows: list[Pattern] = []
    while True:
        row, signs = _parse_row(signs)
        rows.append(row)
        if not signs or signs[0] != "&":
            break
        signs = signs[1:]
    second: Pattern | None = None
    if signs and signs[0] == "/":
        second, signs = _parse_row(signs[1:])
    return (rows[0] if len(rows) == 1 else one(Free(tuple(rows), second))), signs


def _parse_row(signs: list[str]) -> tuple[Pattern, list[str]]:
    items: list[Pattern] = []
    while signs and signs[0] not in {"|", "]", ")", "&", "/"}:
        sign, signs = signs[0], signs[1:]
        if sign in {"[", "("}:
            inner, signs = _parse_choice(signs)
            signs = signs[1:]
            items.append(Choice((inner, NOTHING)) if sign == "[" else inner)
        elif sign == "*":
            items[-1] = Repeat(items[-1])
        elif sign[:2] == "{!":
            name, _, value = sign[2:-1].partition("=")
            items.append(Flag(name, value))
        elif sign[0] == "{" and len(sign) > 1:
            name, _, kind = sign[1:-1].partition(":")
            items.append(Operand(name, kind or ("words" if name in QUOTED else "label")))
        elif sign[0] == "<" and len(sign) > 1:
            items.append(Rule(sign[1:-1]))
        else:
            word = sign[1] if len(sign) == 3 and sign[0] == sign[2] == "'" else sign
            items.append(Word(frozenset({word.casefold()}), word))
    return one(items[0] if len(items) == 1 else Row(tuple(map(one, items)))), signs


def _choice(options: list[Pattern]) -> Pattern:
    """Return the choice of *options*. Most are single words: all of these are looked up at once."""
    words = [option for option in options if isinstance(option, Word)]
    others = [option for option in options if not isinstance(option, Word)]
    one_of = [Word(frozenset().union(*(word.words for word in words)), words[0].written)] if words else []
    merged = (*one_of, *others)
    return one(merged[0] if len(merged) == 1 else Choice(merged))


def in_order(parts: tuple[Pattern, ...], second: Pattern | None) -> Row:
    """Return the parts of a ``Free`` pattern in the order in which they are listed."""
    return Row(parts if second is None else (parts[0], second, *parts[1:]))


@cache
def one(pattern: Pattern) -> Pattern:
    """Return the one object for all patterns that are equal to *pattern*: what it matches is found out only once."""
    return pattern


MOST_DIGITS = 5
"""The most digits of a number: with more it is that of no point, and a range to it would fill the memory."""

_LABEL = re.compile(rf"[-–−]?\d{{1,{MOST_DIGITS}}}[A-Za-z]*")
_LETTER = re.compile(r"([a-zäöü])\1{0,2}|[ivxlc]+", re.IGNORECASE)


_KINDS = ("words", "label", "letter", "quoted", "number", "name")
"""The kinds of operand that no list of words tells."""


def kinds(token: Token, lexicon: Mapping[str, Container[str]]) -> frozenset[str]:
    """Return the kinds of operand that *token* can be; *lexicon* are the words of other kinds."""
    return frozenset(kind for kind in (*_KINDS, *lexicon) if is_operand(token, kind, lexicon))


def is_operand(token: Token, kind: str, lexicon: Mapping[str, Container[str]]) -> bool:
    """Whether *token* can be an operand of *kind*; *lexicon* are the words of other kinds."""
    match kind:
        case "words":
            return token.quoted and bool(token.word[1:-1].strip())
        case "label":
            named = token.word.casefold() in lexicon.get("numeral", ())  # "article 1er" is article 1
            return not (token.quoted or named) and _LABEL.fullmatch(token.word) is not None
        case "letter":
            return not token.quoted and _LETTER.fullmatch(token.word) is not None
        case "quoted":
            return token.quoted and bool(_LABEL.fullmatch(label := quoted_label(token)) or _LETTER.fullmatch(label))
        case "name":
            return not token.quoted and token.word[:1].isupper()
        case "number":
            return token.word.isdecimal() and len(token.word) <= MOST_DIGITS and int(token.word) > 0
        case _:
            return not token.quoted and token.word.casefold() in lexicon.get(kind, ())


def in_digits(token: Token, values: Mapping[str, int]) -> Token:
    """Return *token* with its number in digits, if it is one of the words with these *values*."""
    value = None if token.quoted else values.get(token.word.casefold())
    return token if value is None else token._replace(word=str(value))


def quoted_label(token: Token) -> str:
    """Return the number or letter that is quoted in *token*, without the signs around it: "(5)", "5." and "a)"."""
    return token.word[1:-1].strip(" ().")


def place(token: Token) -> Span:
    """Return where the words of *token* stand."""
    return token.start, token.end
