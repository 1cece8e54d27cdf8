"""Where words stand in a text, and where a space stands between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinxext_amendment.engine.text import Span, Text

_JOINERS = r"\-‐‑–—/*:·.,'’@()\[\]\u00ad\u200b-\u200d\u2060"
"""Signs that make one word of what stands on both sides of them, if no space is between."""

_BEFORE = rf"(?<![\w\-‐‑\u00ad\u200b-\u200d\u2060])(?<!\w[{_JOINERS}])(?<!\w[{_JOINERS}][{_JOINERS}])"
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
    after = _AFTER if parts[-1][-1].isalnum() else ""
    for match in re.finditer(before + r"\s+".join(map(re.escape, parts)) + after, content):
        yield match.span()


_NO_SPACE_BEFORE = re.compile(r"[,.;:!?)\]}»”’…/]|-\w")
"""What stands right behind the word before it."""

_NO_SPACE_AFTER = re.compile(r"[(\[{«„‚/]$|\w-$")
"""What the next word stands right behind."""


def following(words: Text) -> Text:
    """Return *words* as they follow another word: with a space before them, unless they begin with a sign like ","."""
    return words if _NO_SPACE_BEFORE.match(words.content) else Text(" ") + words


def preceding(words: Text) -> Text:
    """Return *words* as they precede another word: with a space behind them, unless they end with a sign like "("."""
    return words if _NO_SPACE_AFTER.search(words.content) else words + Text(" ")
