"""The raised numbers with which an author numbers the sentences of a point: "¹Die … ²Sie …"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sphinxext_amendment.engine.text import OBJECT, Text

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
"""The raised digits, in order."""

_LOWERED = str.maketrans(RAISED, "0123456789")
_RAISING = str.maketrans("0123456789", RAISED)

# A number stands right before a word. With a space after it, it may also be the mark of a footnote, unless it stands
# where a sentence may begin. What stands right behind a word or full stop is no number of a sentence: "100 m²".
_NUMBER = re.compile(
    rf"(?<!\S)(?:[{RAISED}]{{1,3}}|{OBJECT})(?=[^\W{RAISED}]|[„“”»«‚‘\"'(\[]|(?P<space>\s+)[^\s{RAISED}{OBJECT}])"
)
_AFTER_STOP = re.compile(r"[.!?…][\"'“”’«»›‹)\]]*\s*$")
_LONGEST_STOP = 8


@dataclass(frozen=True, slots=True)
class Raised:
    """A raised number: where it stands, and what it says."""

    start: int
    end: int
    number: int


def raised(number: str) -> str:
    """Return the digits of *number* as raised ones."""
    return number.translate(_RAISING)


def raised_numbers(text: Text) -> tuple[Raised, ...]:
    """Return the raised numbers of sentences in a paragraph, in order, whatever they say.

    They are characters, or objects that are shown as such.
    """
    content = text.content
    if not any(digit in content for digit in (OBJECT, *RAISED)):
        return ()  # most paragraphs have none
    objects = {mark.start: mark.shown for mark in text.marks if content[mark.start : mark.end] == OBJECT}
    found = []
    for match in _NUMBER.finditer(content):
        digits = objects.get(match.start(), "") if match[0] == OBJECT else match[0]
        if digits and not digits.strip(RAISED) and (not match["space"] or _may_begin(content, match.start())):
            found.append(Raised(match.start(), match.end(), int(digits.translate(_LOWERED))))
    return tuple(found)


def _may_begin(content: str, position: int) -> bool:
    before = content[max(0, position - _LONGEST_STOP) : position]
    return position == 0 or _AFTER_STOP.search(before) is not None


def are_numbered(texts: Iterable[Text]) -> bool:
    """Whether the raised numbers in the paragraphs of a point make sense: there are none, or 1, 2, 3 and so on.

    Then each sentence begins with one.
    """
    told = _told(texts)
    return not any(told) or told == list(range(1, len(told) + 1))


def numbers_told(texts: Iterable[Text]) -> str:
    """Return the raised numbers that the sentences in the paragraphs of a point begin with: "¹, –, ³"."""
    return ", ".join(raised(str(number)) if number else "–" for number in _told(texts))


def _told(texts: Iterable[Text]) -> list[int]:
    """Return for each sentence the raised number that it begins with, or 0."""
    told = []
    for text in texts:
        numbers = {number.start: number.number for number in raised_numbers(text)}
        told += [numbers.get(start, 0) for start, _ in text.sentences]
    return told
