"""Where words stand in a text, and where a space stands between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from sphinxext_amendment.engine.raised import RAISED
from sphinxext_amendment.engine.text import Span, Text

_JOINERS = r"\-‐‑–—/*:·.,'’@()\[\]\u00ad\u200b-\u200d\u2060"
"""Signs that make one word of what stands on both sides of them, if no space is between."""

_LETTER = rf"[^\W{RAISED}]"
# The raised number of a sentence stands right before its first word and is no part of it; that of a measure is.
_NO_WORD = "".join(rf"(?<!{_LETTER}[{RAISED}]{{{digits}}})" for digits in range(4))

_BEFORE = rf"{_NO_WORD}(?<![\-‐‑\u00ad\u200b-\u200d\u2060])(?<!\w[{_JOINERS}])(?<!\w[{_JOINERS}][{_JOINERS}])"
_AFTER = rf"(?![\w\-‐‑\u0300-\u036f\u00ad\u200b-\u200d\u2060])(?![{_JOINERS}]{{1,2}}\w)"


def occurrences(content: str, words: str) -> Iterator[Span]:
    """Yield where *words* stand in *content* as whole words, in the same letter case.

    A word does not stand where it is only a part of one: of a compound with a hyphen ("Bürger-"), of a word joined
    by a sign ("Einwohner/innen", "Bürger(innen)", "www.kreis.de"), of a number ("10.000", "3.4.2018").
    """
    parts = words.split()
    if not parts:
        return
    before = _BEFORE if parts[0][0].isalnum() else ""
    if parts[0][0] in RAISED:  # "²Die" does not stand in "¹²Die"
        before += rf"(?<![{RAISED}])"
    after = _AFTER if parts[-1][-1].isalnum() else ""
    for match in re.finditer(before + r"\s+".join(map(re.escape, parts)) + after, content):
        yield match.span()


_CLOSING = ",.;:!?…)]}»”’/"
"""Signs that stand right behind the word before them."""

_STOPS = ",.;:!?…)]}"
"""Those of them that never stand behind a space."""

_OPENING = "([{«„‚/"
"""Signs that the next word stands right behind."""

_QUOTES = "\"'“‘"
"""Quotation marks that open or close, as the case may be."""


def fitted(words: Text, content: str, position: int) -> Text:
    """Return *words* with the spaces that they need where they are inserted in *content* at *position*."""
    before, after = content[:position], content[position:]
    attached = words.content[0] in _CLOSING or re.match(r"-\w", words.content)
    if before and not (attached or opens(before)):
        words = Text(" ") + words
    holding = words.content[-1] in _OPENING or re.search(r"\w-$", words.content)
    if after and not (holding or closes(after)):
        words = words + Text(" ")
    return words


def replaced(words: Text, content: str, span: Span) -> tuple[Span, Text]:
    """Return the passage to replace so that *words* come in the place of *span*, and them with the spaces they need.

    That matters where a word replaces a sign, which stands without a space, or a sign a word.
    """
    start, end = span
    if not words.content or start == end:
        return span, words
    before, after = content[:start], content[end:]
    gone = content[start:end]
    if words.content[0] in _STOPS and gone[0].isalnum() and before.endswith(" "):
        start -= 1
    elif words.content[0].isalnum() and not gone[0].isalnum() and before and before[-1].isalnum():
        words = Text(" ") + words
    if words.content[-1].isalnum() and not gone[-1].isalnum() and after and after[0].isalnum():
        words = words + Text(" ")
    return (start, end), words


def opens(before: str) -> bool:
    """Whether what follows *before* stands right behind it."""
    if before[-1] in _QUOTES:
        return len(before) == 1 or before[-2].isspace() or before[-2] in _OPENING
    return before[-1].isspace() or before[-1] in _OPENING


def closes(after: str) -> bool:
    """Whether *after* stands right behind what precedes it."""
    if after[0] in _QUOTES:
        return len(after) == 1 or not after[1].isalnum()
    return after[0].isspace() or after[0] in _CLOSING


_CLOSED_BY = dict(zip('([{„“‚‘«»‹›"', (*")]}", "“”", "”", "‘’", *'’»«›‹"'), strict=True))
"""What closes a bracket or quotation; some of these marks open in one custom what they close in another."""

_DOUBTFUL = ")]}”’'"
"""Marks that open nothing: where one closes nothing either, nobody knows what it is."""


def half_sentences(content: str, sentence: Span) -> list[Span]:
    """Return the parts of *sentence* that semicolons outside of brackets and quotation marks divide, each with its own.

    It is one part where a bracket or quotation mark has no counterpart, so that nobody knows what is outside.
    """
    start, end = sentence
    cuts, open_ = [start], [""]
    for at in range(start, end):
        sign, neighbours = content[at], content[max(at - 1, start) : at] + content[at + 1 : min(at + 2, end)]
        if sign in "'’‘" and len(neighbours) == 2 and neighbours.isalnum():
            continue  # an apostrophe
        if sign in open_[-1]:
            open_.pop()
        elif sign in _CLOSED_BY:
            open_.append(_CLOSED_BY[sign])
        elif sign in _DOUBTFUL:
            return [sentence]
        elif sign == ";" and len(open_) == 1:
            cuts.append(at + 1)
    if len(open_) > 1:
        return [sentence]
    parts = (_stripped(content, one, other) for one, other in pairwise((*cuts, end)))
    return [part for part in parts if any(map(str.isalnum, content[slice(*part)]))]


def _stripped(content: str, start: int, end: int) -> Span:
    passage = content[start:end]
    return start + len(passage) - len(passage.lstrip()), end - len(passage) + len(passage.rstrip())
