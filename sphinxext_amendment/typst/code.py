"""From program text to lines of Typst code, coloured by Pygments with enough contrast for everybody."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pygments.formatter import Formatter  # Sphinx brings it
from pygments.util import ClassNotFound
from sphinx.highlighting import PygmentsBridge

from sphinxext_amendment.typst.markup import array, pieces, string

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pygments.style import Style
    from pygments.token import _TokenType

_CONTRAST = 4.5
"""What WCAG 2 asks for at level AA."""
_GROUND = 0.84
"""The luminance of the darkest ground that code stands on: that of emphasised lines, see ``template.typ``."""


def has_style(name: str) -> bool:
    """Tell whether there is a style *name* of Pygments."""
    try:
        PygmentsBridge("html", name)
    except (ClassNotFound, ImportError, AttributeError):
        return False
    return True


class TypstHighlighter(PygmentsBridge):
    """Sphinx's way to Pygments, with its choice of lexers and its warnings, but Typst code at the end."""

    def __init__(self, style: str) -> None:
        """Highlight in *style*."""
        super().__init__("html", style)
        self.formatter = _TypstFormatter


def plain(text: str, room: int) -> str:
    """Return the lines of *text*, without colours, as a Typst array."""
    return array(_line([(line, "")], room) for line in text.split("\n"))


class _TypstFormatter(Formatter[str]):
    """Writes tokens as a Typst array, an item a line; a word of more characters than the option *room* may break."""

    def format(self, tokensource: Iterable[tuple[_TokenType, str]], outfile: Any) -> None:
        lines: list[list[tuple[str, str]]] = [[]]
        for token, text in tokensource:
            look = _look(self.style, token)
            first, *others = text.split("\n")
            lines[-1].append((first, look))
            lines += [[(other, look)] for other in others]
        if not any(text for text, _look in lines[-1]):
            lines.pop()  # Pygments ends each text with a line end
        outfile.write(array(_line(line, self.options["room"]) for line in lines or [[]]))


def _line(parts: Iterable[tuple[str, str]], room: int) -> str:
    """Return a line as Typst code: pieces of text, each with its look."""
    return "{" + "; ".join(["[]", *_pieces(parts, room)]) + "}"


def _pieces(parts: Iterable[tuple[str, str]], room: int) -> Iterator[str]:
    column = 0
    for text, look in parts:
        expanded = ("\0" * column + text).expandtabs()[column:] if "\t" in text else text
        column += len(expanded)
        if expanded:
            yield "; cut; ".join(f"text({look}{string(piece)})" for piece in pieces(expanded, room))


@cache
def _look(style: type[Style], token: _TokenType) -> str:
    """Return how *style* shows *token*, as arguments for Typst's ``text``."""
    looks = dict(style)
    while token not in looks and token.parent is not None:
        token = token.parent  # a kind of its own, which the style shows as what it is a kind of
    found = looks[token]
    arguments = f'fill: rgb("#{legible(found["color"])}"), ' if found["color"] else ""
    arguments += 'weight: "bold", ' if found["bold"] else ""
    return arguments + ('style: "italic", ' if found["italic"] else "")


def legible(color: str) -> str:
    """Return *color* (six hexadecimal digits), darkened as far as it must be to be read on the ground of code.

    >>> legible("000000"), legible("ffff00")
    ('000000', '6c6c00')
    """
    parts = [int(color[at : at + 2], 16) for at in (0, 2, 4)]
    while (_GROUND + 0.05) / (luminance(parts) + 0.05) < _CONTRAST:
        parts = [int(part * 0.96) for part in parts]
    return "".join(f"{part:02x}" for part in parts)


def luminance(parts: list[int]) -> float:
    """Return the relative luminance, as WCAG defines it, of red, green and blue from 0 to 255."""
    linear = [part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
