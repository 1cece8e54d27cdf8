"""The index at the end of a PDF: the entries that Sphinx collected, with the pages they lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx.environment.adapters.indexentries import IndexEntries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.builders import Builder


class Entry(NamedTuple):
    """A line of the index."""

    text: str
    level: int
    """0 for a letter, 1 for a word, 2 for a word below it."""
    targets: tuple[str, ...]
    """The anchors it leads to, the main ones first."""


def index_of(builder: Builder, is_target: Callable[[str], bool]) -> list[Entry]:
    """Return the lines of the index; what leads to no target of this PDF is left out."""
    letters = IndexEntries(builder.env).create_index(builder)
    return [line for letter, words in letters for line in _letter(letter, words, is_target)]


def _letter(letter: str, words: list[Any], is_target: Callable[[str], bool]) -> Iterator[Entry]:
    lines: list[Entry] = []
    for text, (links, below, _key) in words:
        word = Entry(text, 1, _targets(links, is_target))
        inner = [Entry(under, 2, _targets(links, is_target)) for under, links in below]
        # References to other words have no target of their own.
        inner = [line for line, (_under, links) in zip(inner, below, strict=True) if line.targets or not links]
        if word.targets or inner:
            lines += [word, *inner]
    if lines:
        yield Entry(letter, 0, ())
        yield from lines


def _targets(links: list[Any], is_target: Callable[[str], bool]) -> tuple[str, ...]:
    ordered = [uri.removeprefix("%") for _main, uri in links if uri]
    return tuple(dict.fromkeys(target for target in ordered if is_target(target)))
