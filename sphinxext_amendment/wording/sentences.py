"""The sentences of a paragraph that a motion can count ("nach Satz 1").

A full stop ends a sentence unless the word before it or the word after it speaks against: abbreviations,
ordinals, dates, initials. Where the two leave a doubt (an abbreviation that may end a sentence), only a word
that begins a sentence and is otherwise written small decides for an end. The words are data of the language.
Where an author has numbered the sentences himself ("¹Die … ²Sie …"), his numbers alone decide where they begin.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from sphinxext_amendment.engine.raised import RAISED, raised_numbers
from sphinxext_amendment.engine.text import OBJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxext_amendment.engine.text import Span, Text
    from sphinxext_amendment.wording.language import Language

# Each closing mark and what may open it. Some quotation marks open in one custom what they close in another.
_OPENERS = {
    ")": "(",
    "]": "[",
    "“": "„",
    "”": "„“",
    "«": "»",
    "»": "«",
    "‘": "‚",
    "’": "‘",
    "‹": "›",
    "›": "‹",
    '"': '"„',
}
_BRACKETS = {")": "(", "]": "["}
# Between two letters, a quotation mark is none.
_APOSTROPHES = "’‘"
_OPENING = "".join(sorted(set("".join(_OPENERS.values()))))
_CLOSING = "".join(_OPENERS) + "'"
_STOPS = ".!?…"
# Marks of footnotes, with or without a reference, which is an object.
_RAISED = RAISED + "*"
_NOTES = _RAISED + OBJECT
_DASHES = "-–—•·"

# A token keeps the objects after it: a footnote belongs to the sentence that it follows. So does a quotation mark that
# closes behind a space: "« Oui. »".
_TOKEN = re.compile(rf"\S+(?:\s+(?:{OBJECT}+(?!\S)|»(?!\w)\S*))*")
_NO_SPACE = re.compile(r"(?<=[^\W\d_]{2}[.!?])[^\W\d_]+")
_LEAD = re.compile(rf"[\s{re.escape(_OPENING + _NOTES + _DASHES)}]*")
_FIRST = re.compile(r"(?P<number>[\d§])|(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)(?P<marker>[).])?")
_REST = re.compile(rf"[\s{re.escape(_NOTES)}]*([^\W\d_]|[,;:])")
_MARKER = re.compile(r"\d+(?:\.\d+)*|[IVXLC]+|[^\W\d_]")
_NUMBER = re.compile(r"\d{1,3}(?:\.[-–/]\d{1,3})?")
_ROMAN = re.compile(r"(?=[IVXLC]{2})(?:X[LC]|L?X{0,3})(?:I[XV]|V?I{0,3})")
_ANY_ROMAN = re.compile(r"[IVXLC]+")
_DAY = re.compile(r"\d{1,2}\.\d{1,2}")
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2}")
_ABBREVIATED = re.compile(r"[^\W\d_]{1,4}\.")
# The most abbreviated words before another: "i. d. F. d. V."; and the longest part of one unknown: "rer.nat".
_LONGEST_CHAIN = 5
_LONGEST_PART = 3
# The most words of an item in a running enumeration.
_MOST_DIGITS = 9

_LONGEST_ITEM = 60


class _Next(Enum):
    """What stands after a possible end."""

    NOTHING = auto()  # no word, or one written small: no sentence begins
    ENCLOSED = auto()  # a quote or parenthesis
    NUMBER = auto()  # a number or a section sign
    NAME = auto()  # a word with a capital letter that it always has, such as that of a month in English
    CAPITAL = auto()  # a word with a capital letter that it may always have
    STARTER = auto()  # a word with a capital letter that it has only where a sentence begins


class _Kind(Enum):
    """How a word before a full stop stands to the end of the sentence; the values are keys of the data."""

    WORD = ""
    NEVER = "never"
    BEFORE_NUMBER = "before_number"
    MAY_END = "may_end"
    ENDS = "ends"


_ENDS_BEFORE = {
    _Kind.WORD: {_Next.ENCLOSED, _Next.NUMBER, _Next.NAME, _Next.CAPITAL, _Next.STARTER},
    _Kind.NEVER: set[_Next](),
    _Kind.BEFORE_NUMBER: {_Next.ENCLOSED, _Next.NAME, _Next.CAPITAL, _Next.STARTER},
    _Kind.MAY_END: {_Next.STARTER},
    _Kind.ENDS: {_Next.NUMBER, _Next.CAPITAL, _Next.STARTER},
}


@dataclass(frozen=True, slots=True)
class _After:
    """What stands after a possible end, and its first word ("" if there is none)."""

    kind: _Next
    word: str


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """The words of a language, ready to look up. Those that tell ordinals are only there if a full stop makes them."""

    ordinal_stop: bool
    stop_in_quotes: bool
    abbreviations: dict[str, _Kind]
    abbreviated_endings: tuple[str, ...]
    adjective_endings: tuple[str, ...]
    counted: tuple[str, ...]
    determiners: frozenset[str]
    joiners: frozenset[str]
    lettered_units: frozenset[str]
    measures: frozenset[str]
    months: frozenset[str]
    names: frozenset[str]
    numbered_units: frozenset[str]
    starters: frozenset[str]
    vowels: frozenset[str]


@cache
def _words(language: Language) -> _Words:
    table = language.tables["sentences"]
    known = {entry: kind for kind in _Kind for entry in table["abbreviations"].get(kind.value, ())}
    # Of "Drs.-Vorl." the last part counts.
    bare = ("".join(entry.split()).rstrip(".").rpartition("-")[2].lower() for entry in language.abbreviations)
    own = dict.fromkeys(bare, _Kind.MAY_END)
    ordinals = table.get("ordinals", {})
    return _Words(
        ordinal_stop=bool(ordinals),
        stop_in_quotes=table["stop_in_quotes"],
        abbreviations=own | known,  # what is known of one, such as that it ends none, stays known
        abbreviated_endings=tuple(table["abbreviated_endings"]),
        adjective_endings=tuple(ordinals.get("adjective_endings", ())),
        counted=tuple(ordinals.get("counted", ())),
        determiners=frozenset(ordinals.get("determiners", ())),
        joiners=frozenset(ordinals.get("joiners", ())),
        lettered_units=frozenset(table["lettered_units"]),
        measures=frozenset(table["measures"]),
        months=frozenset(ordinals.get("months", ())),
        names=frozenset(table["names"]),
        numbered_units=frozenset(table["numbered_units"]),
        starters=frozenset(table["starters"]),
        vowels=frozenset(table["vowels"]),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Paragraph:
    """A paragraph in tokens (without white space and objects), with its pairs of quotes and brackets."""

    content: str
    words: _Words
    spans: tuple[tuple[int, int], ...]
    tokens: tuple[str, ...]
    opener: dict[int, int]
    closer: dict[int, int]
    # How many pairs are open at each character.
    depth: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a paragraph, without the white space around it; not each one *counts* as a sentence."""

    start: int
    end: int
    counts: bool


def sentences(text: Text, language: Language) -> tuple[Span, ...]:
    """Find the sentences of a paragraph that can be counted, in order: those of its segments that count."""
    return tuple((segment.start, segment.end) for segment in segments(text, language) if segment.counts)


def segments(text: Text, language: Language) -> tuple[Segment, ...]:
    """Cut a paragraph into its sentences and remarks.

    The segments follow one another, and only white space is outside them. Each has the full stop, quote or bracket
    that closes it. A segment that is only a parenthesis is a remark and does not count, as the closing remark of the
    last guideline in the motion to Drucksache 0011/2018; nor does one without a word. Nothing is cut inside
    quotes or brackets, and no colon or semicolon ends a sentence.

    Where the author has numbered sentences, one begins at each number that does not stand inside quotes or brackets,
    and nowhere else. Whether the numbers make sense is not asked here.
    """
    words = _words(language)
    content = text.content
    numbers = [number.start for number in raised_numbers(text)]
    if numbers:
        depth = _depth(_pairs(content), len(content))
        numbers = [start for start in numbers if not depth[start]]
    if not numbers:
        return tuple(_cut(content, 0, len(content), words))
    found: list[Segment] = []
    for start, end in pairwise(dict.fromkeys((0, *numbers, len(content)))):
        inner = list(_cut(content, start, end, words))
        remarks: list[Segment] = []
        while len(inner) > 1 and not inner[-1].counts:
            remarks.insert(0, inner.pop())
        if inner:
            found.append(Segment(inner[0].start, inner[-1].end, any(segment.counts for segment in inner)))
        found += remarks
    return tuple(found)


def _cut(content: str, start: int, end: int, words: _Words) -> Iterator[Segment]:
    """Yield the segments between *start* and *end*, as the words in them tell."""
    text = _paragraph(content[start:end], words)
    for first, last in _segments(text):
        has_word = any(map(str.isalnum, text.content[first:last]))
        yield Segment(start + first, start + last, has_word and not _is_parenthesis(text, first, last))


def _paragraph(content: str, words: _Words) -> _Paragraph:
    spans = tuple(_tokens(content, words))
    opener = _pairs(content)
    return _Paragraph(
        content=content,
        words=words,
        spans=spans,
        tokens=tuple("".join(content[start:end].replace(OBJECT, "").split()) for start, end in spans),
        opener=opener,
        closer={start: end for end, start in opener.items()},
        depth=_depth(opener, len(content)),
    )


def _depth(opener: dict[int, int], size: int) -> tuple[int, ...]:
    """Return how many pairs are open at each of *size* characters, and at the end."""
    if not opener:
        return (0,) * (size + 1)
    change = Counter(start + 1 for start in opener.values())
    change.subtract(end + 1 for end in opener)
    return tuple(accumulate(change[at] for at in range(size + 1)))


def _tokens(content: str, words: _Words) -> Iterator[tuple[int, int]]:
    """Yield the spans between white space, and cut where it is missing: "findet statt.Die Verwaltung"."""
    for token in _TOKEN.finditer(content):
        start, end = token.span()
        # An address in the web is one token.
        if "/" not in token[0] and "@" not in token[0]:
            for word in _NO_SPACE.finditer(content, start, end):
                if _is_starter(word[0], words):
                    yield start, word.start()
                    start = word.start()
        yield start, end


def _pairs(content: str) -> dict[int, int]:
    """Map the place of every closing quote or bracket to the place of the one that opens it."""
    pairs: dict[int, int] = {}
    if not any(mark in content for mark in _OPENING):
        return pairs  # most paragraphs have none
    waiting: list[tuple[str, int]] = []
    count: Counter[str] = Counter()
    for at, char in enumerate(content):
        if char in _APOSTROPHES and content[at - 1 : at].isalnum() and content[at + 1 : at + 2].isalpha():
            continue
        wanted = [mark for mark in _OPENERS.get(char, "") if count[mark]]
        # A straight quote opens only before a word and closes only after one.
        opens = at == 0 or content[at - 1].isspace() or content[at - 1] in _OPENING + _DASHES
        if wanted and not (char == '"' and opens):
            # What was opened in between is never closed.
            while True:
                mark, start = waiting.pop()
                count[mark] -= 1
                if mark in wanted:
                    break
            pairs[at] = start
        elif char in _OPENING and (char != '"' or opens):
            waiting.append((char, at))
            count[char] += 1
    return pairs


def _segments(text: _Paragraph) -> Iterator[tuple[int, int]]:
    """Yield the span of every segment, sentences and remarks."""
    first = 0
    last = len(text.tokens) - 1
    for index, (_, end) in enumerate(text.spans):
        if index == last or _ends(text, index, first):
            yield text.spans[first][0], end
            first = index + 1


def _is_parenthesis(text: _Paragraph, start: int, end: int) -> bool:
    """Say whether there is nothing but a parenthesis, a full stop and footnotes."""
    content = text.content
    while start < end and (content[start] in _NOTES + _DASHES or content[start].isspace()):
        start += 1
    while start < end and (content[end - 1] in _STOPS + _NOTES or content[end - 1].isspace()):
        end -= 1
    return start < end and content[end - 1] in _BRACKETS and text.opener.get(end - 1) == start


def _ends(text: _Paragraph, index: int, first: int) -> bool:
    """Say whether a segment that began with the token *first* ends with the token *index*."""
    token = text.tokens[index]
    body = token.rstrip(_STOPS + _CLOSING + _RAISED)
    rest = token[len(body) :].rstrip(_RAISED)
    begin, end = text.spans[first][0], text.spans[index][1]
    if not rest or text.depth[end]:
        return False
    after = _after(text, end)
    if after.kind is _Next.NOTHING:
        return False
    if not any(stop in rest for stop in _STOPS):
        # A remark without a full stop. One word or number in brackets is the number of a unit.
        return after.kind is _Next.STARTER and index > first and _is_parenthesis(text, begin, end)
    if rest[-1] not in _STOPS and not _stands_alone(text, begin, end):
        in_quotes = text.words.stop_in_quotes and rest[-1] not in _BRACKETS
        return after.kind is _Next.STARTER or (in_quotes and after.kind is not _Next.NAME)
    closed = rest[0] not in _STOPS or (rest[-1] in _STOPS and rest.strip(_STOPS))
    if closed or "!" in rest or "?" in rest:
        # The full stop stands after a quote or bracket: no word before it matters.
        return True
    body = body.lstrip(_OPENING + _NOTES + _DASHES)
    if not body or "…" in rest or "..." in rest:
        return after.kind is _Next.STARTER
    return _word_ends(text, index, first, body, after)


def _stands_alone(text: _Paragraph, begin: int, end: int) -> bool:
    """Say whether the quote or parenthesis before *end* is all there is, or speech after a colon."""
    last = end - 1
    while text.content[last] in _NOTES or text.content[last].isspace():
        last -= 1
    start = text.opener.get(last)
    if start is None:
        return True
    if text.content[last] in _BRACKETS:
        return _is_parenthesis(text, begin, end)
    before = start - 1
    while before >= begin and text.content[before].isspace():
        before -= 1
    return before >= begin and text.content[before] == ":"


def _after(text: _Paragraph, end: int) -> _After:
    lead = _LEAD.match(text.content, end)
    assert lead is not None
    first = _FIRST.match(text.content, lead.end())
    if first is None:
        return _After(_Next.NOTHING, "")
    word = first["word"] or ""
    if first["number"]:
        kind = _Next.NUMBER
    elif first["marker"] == "." and len(word) == 1 and word.isupper():
        kind = _Next.CAPITAL  # the second initial in "J. A. Smith"
    elif _is_starter(word, text.words):
        kind = _Next.STARTER
    elif word.lower() in text.words.names and word[:1].isupper():
        kind = _Next.NAME
    elif any(map(str.isupper, word[:3])) or (first["marker"] == ")" and len(word) == 1):
        # "Anträge", "eGovernment", "a) Kosten"
        kind = _Next.CAPITAL
    else:
        kind = _Next.NOTHING
    opening = next((at for at in range(*lead.span()) if at in text.closer), None)
    if opening is None:
        return _After(kind, word)
    # A sentence may begin with a quoted word that is written small; a parenthesis that begins so may as well
    # stand in a sentence that goes on after it.
    closing = text.closer[opening]
    is_inserted = kind is _Next.NOTHING and text.content[closing] in _BRACKETS and _goes_on(text, closing)
    return _After(_Next.NOTHING if is_inserted else _Next.ENCLOSED, word)


def _goes_on(text: _Paragraph, closing: int) -> bool:
    """Say whether no full stop but a comma or a word written small follows the bracket at *closing*."""
    rest = _REST.match(text.content, closing + 1)
    return rest is not None and (rest[1] in ",;:" or rest[1].islower())


def _is_starter(word: str, words: _Words) -> bool:
    return word[:1].isupper() and word.lower() in words.starters


def _word_ends(text: _Paragraph, index: int, first: int, body: str, after: _After) -> bool:
    """Say whether the full stop after the word *body* ends a sentence."""
    if index == first and _MARKER.fullmatch(body):
        # "1. Die Verwaltung …": the number of a unit, or an initial.
        return False
    before, _ = _before(text, index, first)
    if _NUMBER.fullmatch(body):
        is_date = any(_DATE.match("".join(text.tokens[at : at + 3])) for at in (max(index - 1, 0), index))
        return not is_date and _number_ends(text, index, first, body, after)
    if not text.words.ordinal_stop and (_DAY.fullmatch(body) or _ROMAN.fullmatch(body)):
        return True
    if _DAY.fullmatch(body):
        # "ist zum 1.1. Mitglied": the full stop may be the date's alone; but not in "Ziffer 3.2."
        is_section = before[:1].isupper() and before.lower() not in text.words.determiners
        return after.kind is _Next.STARTER or is_section
    if _ROMAN.fullmatch(body):
        return after.kind is _Next.STARTER or _takes_roman(before, text.words)
    kind = _kind(body, before, _chain(text, index, first), text.words)
    if kind is _Kind.BEFORE_NUMBER and _ANY_ROMAN.fullmatch(after.word):
        return False
    return after.kind in _ENDS_BEFORE[kind]


def _before(text: _Paragraph, index: int, first: int) -> tuple[str, str]:
    """Return the bare words before a token, the nearest first: "(Nr." and "Nr." are one."""
    one, two = (text.tokens[at].lstrip(_OPENING + _DASHES) if at >= first else "" for at in (index - 1, index - 2))
    return one, two


def _number_ends(text: _Paragraph, index: int, first: int, body: str, after: _After) -> bool:
    """Say whether the full stop after a number ends a sentence: it does not if the number is an ordinal."""
    words = text.words
    before, second = _before(text, index, first)
    is_list = before.rstrip(",;").isdecimal()
    if after.word.lower() in words.months:
        return False
    if before.endswith((",", ";", ":")) and not is_list and (body == "1" or not before.endswith(":")):
        # A running enumeration: "prüft: 1. Die Kosten, 2. Die Wirkung".
        return False
    if not words.ordinal_stop:
        # Of "1. The costs and 2. The effects", both numbers are those of a running enumeration.
        number = int(body) if body.isdecimal() and len(body) <= _MOST_DIGITS else 0
        return not (number and f"{number - 1}." in text.tokens[max(first, index - _LONGEST_ITEM) : index])
    if after.kind is _Next.STARTER:
        return True
    if "." in body or before.lower() in words.determiners:
        return False
    if before.lower() in words.joiners and second.rstrip(".,").isdecimal():
        # "am 1. und 3. Montag", but "in den Punkten 1 und 3. Anträge …"
        return not second.endswith(".")
    if before.islower() and before.endswith(words.adjective_endings) and second.lower() in words.determiners:
        # "die geplante 3. Änderung"
        return False
    # What the number counts stands before it ("TOP 7.", "§ 5.") or after it ("ab 2. Halbjahr").
    return before[:1].isupper() or before[:1] == "§" or not after.word.lower().endswith(words.counted)


def _takes_roman(before: str, words: _Words) -> bool:
    """Say whether the word takes a Roman number: "Dezernat II", "SGB VIII"."""
    return before.lower() in words.numbered_units or (len(before) > 1 and before.isupper())


def _chain(text: _Paragraph, index: int, first: int) -> list[str]:
    """Return the abbreviated words right before the token, without their full stops: "i", "V" before "m."."""
    chain: list[str] = []
    for token in reversed(text.tokens[max(first, index - _LONGEST_CHAIN) : index]):
        bare = token.lstrip(_OPENING)
        if not _ABBREVIATED.fullmatch(bare):
            break
        chain.insert(0, bare.removesuffix("."))
    return chain


def _kind(body: str, before: str, chain: list[str], words: _Words) -> _Kind:
    """Return how the word *body* stands to the full stop after it."""
    unit = before.rstrip(".").lower()
    if len(body) == 1 and (
        unit in words.lettered_units
        or (body.isupper() and unit in words.numbered_units)
        or (body in "IVX" and _takes_roman(before, words))
    ):
        # "lit. b.", "Anlage A.", "SGB V."
        return _Kind.WORD
    # Of "Drs.-Nr." the last part counts.
    own = re.split("[-’']", body)[-1].split(".")
    parts = [*chain, *own]
    for size in range(len(parts), len(own) - 1, -1):
        entry = ".".join(parts[-size:])
        kind = words.abbreviations.get(entry) or words.abbreviations.get(entry.lower())
        if kind:
            return kind
    return _Kind.MAY_END if _is_abbreviated(own, before, words) else _Kind.WORD


def _is_abbreviated(parts: list[str], before: str, words: _Words) -> bool:
    """Say whether a word that the data does not know has the form of an abbreviation."""
    last = parts[-1]
    small = last.lower()
    if len(parts) > 1:
        return all(part.isalpha() and len(part) <= _LONGEST_PART for part in parts)
    if len(last) == 1:
        # An initial; but a letter after a number is a unit or measure: "§ 5 a.", "3 m."
        return last.isalpha() and not (last.islower() and before[-1:].isdecimal())
    if not last.isalpha() or sum(map(str.isupper, last)) > 1 or small in words.measures:
        # "GmbH", "GG": written so in full.
        return False
    return words.vowels.isdisjoint(small) or small.endswith(words.abbreviated_endings)
