"""The Typst source while it is written: code with the place in the documents that each line comes from."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

from sphinxext_amendment.typst.markup import string


class Fragment(NamedTuple):
    """A piece of Typst code on lines of its own, and the place (``file:line``) it was made from."""

    code: str
    place: str | None
    anchor: str | None = None
    """The name this piece gives to its place in the PDF; it is left out if no link goes there."""
    target: str | None = None
    """The anchor this link goes to; without such an anchor its code stays what it is, plain content."""


class TypstSource:
    """Typst code, written as statements of one code block.

    In a code block nothing is markup: text stands in string literals only, line ends add no space, and each
    piece has lines of its own, so that a line the compiler complains about leads back to the document.
    """

    def __init__(self) -> None:
        self._fragments: list[Fragment] = []
        self._anchors: set[str] = set()
        self._waiting: list[str] = []
        self._targets: set[str] = set()

    def write(self, code: str, place: str | None) -> None:
        """Add *code*, made from *place*."""
        self._fragments.append(Fragment(code, place))

    def anchor(self, name: str) -> None:
        """Make *name* a target of links; the first of two equal names counts."""
        if name not in self._anchors:
            self._anchors.add(name)
            self._waiting.append(name)

    def has_anchor(self, name: str) -> bool:
        """Tell whether *name* is a target of links."""
        return name in self._anchors

    def refer(self, name: str) -> None:
        """Keep the anchor *name*: something refers to it without being a link."""
        self._targets.add(name)

    def place_anchors(self, place: str | None) -> None:
        """Write the anchors named since the last text; called before text, so that they stay on its page."""
        self._fragments += (Fragment(f"anchor({string(name)})", place, anchor=name) for name in self._waiting)
        self._waiting.clear()

    def open_link(self, target: str, place: str | None) -> None:
        """Begin a link to the anchor *target*, to be ended by ``})``."""
        self._fragments.append(Fragment("({[]", place, target=target))

    def render(self, head: str) -> tuple[str, SourceMap]:
        """Return the whole source, *head* first, and the map of its lines."""
        targets = self._targets | {fragment.target for fragment in self._fragments}
        pieces: list[tuple[str, str | None]] = [(head, None), ("#{\n[]", None)]
        for code, place, anchor, target in self._fragments:
            if target is not None and target in self._anchors:
                pieces.append((f"link(label({string(target)}), {{[]", place))
            elif anchor is None or anchor in targets:
                pieces.append((code, place))
        pieces.append(("}\n", None))
        return "\n".join(code for code, _place in pieces), SourceMap(pieces)


class SourceMap:
    """From a line of the Typst source to the place in the documents."""

    def __init__(self, pieces: list[tuple[str, str | None]]) -> None:
        self._places = [place for _code, place in pieces]
        self._starts = list(accumulate((code.count("\n") + 1 for code, _place in pieces[:-1]), initial=1))

    def place(self, line: int) -> str | None:
        """Return the place that *line* (counted from 1) of the Typst source was made from."""
        return self._places[max(bisect_right(self._starts, line) - 1, 0)]
