"""The labels that a text is written with: "(2a)", "§ 3", "Article IV"; what makes one, and which may follow which."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import get_args

from docutils import nodes

from sphinxext_amendment.engine.numbering import Scheme, Style
from sphinxext_amendment.wording.language import available, load

LABEL = re.compile(r"(?P<prefix>\(?)(?P<label>[a-z]{1,4}|[A-Z]{1,4}|-?\d{1,3}[a-z]{0,3})(?P<suffix>[.)])\s+(?=\S|$)")
"""The label that a point of a list begins with."""

INSERTED = re.compile(r"-?\d+[a-z]+|-\d+|([a-z])\1")
"""The labels of points that no parser takes for the item of a list: "5a", "-1", "aa"."""

_NUMBERED = re.compile(r"-?\d+[A-Za-z]{0,3}")

STYLES: tuple[Style, ...] = tuple(style for style in get_args(Style) if style != "bullet")


@dataclass(frozen=True, slots=True)
class Heading:
    """What the words of a heading begin with: the label of a point, with its scheme, and the place of its title.

    *worded* says whether a word or sign makes the label ("§ 3"), and not the number alone ("3."). Without a *scheme*,
    the heading is one of a division through which the points go on counting ("Abschnitt 2").
    """

    scheme: Scheme | None
    label: str = ""
    title: int = 0
    worded: bool = True


@cache
def _words(table: str) -> str:
    """Return an expression for the words that *table* of the headings lists in any language."""
    languages = [language for code in available() if (language := load(code))]
    words = {word for language in languages for word in language.tables["headings"][table]}
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _heading() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<prefix>(?:(?P<word>{_words('units')})\s*|\(?))(?P<label>-?\d{{1,3}}[A-Za-z]{{0,3}}|(?<=\s)[IVXLC]+)"
        r"(?P<suffix>[.:)]|\s[–—-](?=\s))?(?:\s+|$)"
    )


@cache
def _division() -> re.Pattern[str]:
    words = _words("divisions")
    return re.compile(rf"(?:{words})\s+(?:\d+|[IVXLC]+|[A-Z])[a-z]?\b|(?:\d+\.|[IVXLC]+\.)\s+(?:{words})\b")


_DOUBTFUL = re.compile(r"[a-z](?:\s|$)|(?:[a-z]{2,3}\s+)?(?:§\s*)?\d")
"""After a label, what may be part of it: "§ 5 a", "§ 5 bis 7", "§ 5 – 7"."""


def read_heading(words: str) -> Heading | None:
    """Return what *words*, those of a heading, begin with; None if that is no label."""
    if _division().match(words):
        return Heading(None)
    found = _heading().match(words)
    if found is None or (found["prefix"] == "(") != (found["prefix"] == "(" and found["suffix"] == ")"):
        return None
    if _DOUBTFUL.match(words, found.end()):
        return None
    prefix = " ".join(found["prefix"].split()) + (" " if found["prefix"][-1:].isspace() else "")
    label, first = found["label"], ""
    if re.fullmatch(_words("firsts"), label):
        label, first = "1", label
    style: Style = "arabic" if is_numbered(label) else "upperroman"
    scheme = Scheme(style, prefix, found["suffix"] or "", first)
    if scheme.style == "upperroman" and not scheme.number(label):
        return None
    return Heading(scheme, label, found.end(), worded=bool(found["word"]))


def is_numbered(label: str) -> bool:
    """Whether *label* is a number, with letters behind it or not."""
    return _NUMBERED.fullmatch(label) is not None


_PARTS = re.compile(r"(-?)(\d{1,9})([a-z]*)")


def _parts(label: str) -> tuple[bool, int, str] | None:
    found = _PARTS.fullmatch(label.lower())
    return (bool(found[1]), int(found[2]), found[3]) if found else None


def _next(letters: str) -> str:
    return letters[:-1] + chr(ord(letters[-1]) + 1) if letters else "a"


def follows(scheme: Scheme, before: str, label: str) -> bool:
    """Whether *label* is one that may come right after *before*: 5, 5a, 5aa, 5b, 6; a, b."""
    if scheme.style != "arabic":
        return scheme.number(label) == scheme.number(before) + 1 > 1
    one, other = _parts(before), _parts(label)
    if one is None or other is None:
        return False
    (early, number, letters), (inserted, new, new_letters) = one, other
    if new == number + 1:
        return not new_letters and not early
    if new != number:
        return False
    if early or inserted:  # "-1" before "1", "-5a" between "5" and "5a"
        return before != label
    possible = {
        letters + "a",
        *(_next(letters[:length]) for length in range(len(letters) + 1) if length or not letters),
    }
    return new_letters in possible


def begins(scheme: Scheme, label: str) -> bool:
    """Whether *label* is one that a list may begin with: 1, a; or -1, which was inserted before the first."""
    return label in ({"1", "-1"} if scheme.style == "arabic" else {scheme.label(1)})


def rises(scheme: Scheme, before: str, label: str) -> bool:
    """Whether *label* comes somewhere after *before* where the points are counted on."""
    one, other = _parts(before), _parts(label)
    if one and other:
        return follows(scheme, before, label) or one[1:] < other[1:]
    return 0 < scheme.number(before) < scheme.number(label)


def scheme_of(listing: nodes.Element) -> Scheme:
    """Return how the points of a list are numbered and printed."""
    if isinstance(listing, nodes.bullet_list):
        return Scheme("bullet", "", "")
    signs = (listing.get("prefix", ""), listing.get("suffix", "."), listing.get("first", ""))
    return Scheme(listing.get("enumtype", "arabic"), *signs)
