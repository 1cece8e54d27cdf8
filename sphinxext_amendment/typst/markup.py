"""Small writers of Typst code: strings that cannot be misread, lengths, lists of arguments, list labels."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

from roman_numerals import RomanNumeral  # Sphinx brings it

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Control characters, line and paragraph separators (Typst counts lines by them) and lone surrogates.
_UNPRINTABLE = {"Cc", "Zl", "Zp"}

_LENGTH = re.compile(r"^(\d+(?:\.\d+)?|\.\d+)\s*([a-zµ]*|%)$")
# In points; a pixel is three quarters of one, as in CSS.
_UNITS = {"": 0.75, "px": 0.75, "pt": 1.0, "pc": 12.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4}
_EMS = {"em": 1.0, "rem": 1.0, "ex": 0.5, "ch": 0.5}


def string(text: str) -> str:
    r"""Return *text* as a Typst string literal on one line, every character kept.

    >>> string('a "b" \\ #c')
    '"a \\"b\\" \\\\ #c"'
    """
    return '"' + "".join(map(_character, text)) + '"'


def _character(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    category = unicodedata.category(character)
    if category == "Cs":  # half of a character: UTF-8 cannot hold it, nor can Typst
        return "\N{REPLACEMENT CHARACTER}"
    return f"\\u{{{ord(character):x}}}" if category in _UNPRINTABLE else character


def pieces(text: str, room: int) -> list[str]:
    """Return *text* cut where a line may end within a word: in words of more than *room* characters.

    >>> pieces("a b", 8), pieces("https://example.org/abcdefghijk x", 20)
    (['a b'], ['https://', 'example.', 'org/', 'abcdefgh', 'ijk x'])
    """
    room = max(room, 1)
    # Best after a sign, else after a few letters.
    piece = re.compile(rf"[^\W_]{{1,{min(room, 8)}}}[\W_]{{0,3}}|[\W_]{{1,3}}")
    cuts = [
        word.start() + found.end()
        for word in re.finditer(rf"\S{{{room + 1},}}", text)
        for found in piece.finditer(word[0])
        if word.start() + found.end() < word.end()
    ]
    return [text[start:end] for start, end in pairwise([0, *cuts, len(text)])]


def words(text: str, room: int) -> str:
    """Return *text* as Typst content, whose words of more than *room* characters may be broken."""
    # Calls, not bare strings, which would be text without a place in the compiler's messages.
    return "; cut; ".join(f"text({string(piece)})" for piece in pieces(text, room))


def array(items: Iterable[str]) -> str:
    """Return a Typst array of the expressions *items*; the trailing comma keeps one item an array."""
    return "(" + "".join(f"{item}, " for item in items).rstrip() + ")"


def dictionary(items: Mapping[str, str]) -> str:
    """Return a Typst dictionary of the expressions *items*; the colon keeps an empty one a dictionary."""
    return "(" + (", ".join(f"{string(key)}: {value}" for key, value in items.items()) or ":") + ")"


def length(value: str, scale: float = 1) -> str | None:
    """Return the reStructuredText length *value*, times *scale*, in Typst's units; nothing where it is no length."""
    found = _LENGTH.match(value.strip().lower())
    if not found:
        return None
    number, unit = float(found[1]) * scale, found[2]
    if unit == "%":
        return f"{min(number, 100):g}%"
    if unit in _EMS:
        return f"{number * _EMS[unit]:g}em"
    return f"{number * _UNITS[unit]:.3f}pt" if unit in _UNITS else None


def ordinal(number: int, kind: str) -> str:
    """Return *number* as docutils' ``enumtype`` *kind* writes it: 3, c, C, iii, III."""
    if kind.endswith("alpha"):
        written = ""
        while number > 0:
            number, letter = divmod(number - 1, 26)
            written = chr(ord("a") + letter) + written
    elif kind.endswith("roman"):
        written = RomanNumeral(number).to_lowercase()
    else:
        return str(number)
    return written.upper() if kind.startswith("upper") else written
