"""How wide the columns of a table are: worked out before Typst sees it, so that no table leaves the paper."""

from __future__ import annotations

from typing import NamedTuple

from docutils import nodes

_PADDING = 3
"""What the space beside the text of a cell takes, in characters."""
_SMALLEST = 0.7
"""Smaller type than this, as a part of the text's, is hard to read."""


class Plan(NamedTuple):
    """How a table is set."""

    columns: tuple[str, ...]
    """The widths, in Typst's words."""
    size: float
    """The size of the type; 1 is that of the text around."""
    rooms: tuple[int, ...]
    """How many characters there is room for in each column; longer words must break."""
    starts: dict[int, int]
    """The column in which a cell (its ``id()``) begins."""

    def room(self, entry: nodes.Element) -> int:
        """Return how many characters fit in a line of the cell *entry*."""
        start = self.starts[id(entry)]
        return sum(self.rooms[start : start + entry.get("morecols", 0) + 1])


def plan(group: nodes.Element, room: int, *, fixed: bool) -> Plan:
    """Plan the table *group* (a ``tgroup``) for lines of *room* characters; *fixed* where its author gave widths."""
    starts = column_starts(group)
    words = _longest_words(group, starts)
    given = [child.get("colwidth", 1) for child in group.children if isinstance(child, nodes.colspec)]
    if fixed and all(isinstance(width, int) for width in given):
        total = max(sum(given), 1)
        rooms = tuple(max(room * width // total - _PADDING, 1) for width in given)
        return Plan(tuple(f"{width}fr" for width in given), 1, rooms, starts)
    needed = sum(words) + _PADDING * len(words)
    if needed <= room:
        # Each column takes what it needs, and they share what there is.
        return Plan(("auto",) * len(words), 1, (room,) * len(words), starts)
    size = max(_SMALLEST, room / needed)
    rooms = _shared(words, int(room / size))
    if needed * size <= room:
        return Plan(("auto",) * len(words), size, (int(room / size),) * len(words), starts)
    return Plan(tuple(f"{part + _PADDING}fr" for part in rooms), size, rooms, starts)


def column_starts(group: nodes.Element) -> dict[int, int]:
    """Return for each cell of a ``tgroup``, by its ``id()``, the column in which it begins."""
    starts: dict[int, int] = {}
    for part in group.children:
        if not isinstance(part, nodes.thead | nodes.tbody):
            continue
        taken: dict[int, int] = {}  # how many more rows a cell from above takes of a column
        for row in part.children:
            column, below = 0, {at: rows - 1 for at, rows in taken.items() if rows > 1}
            for entry in (child for child in row.children if isinstance(child, nodes.entry)):
                while taken.get(column):
                    column += 1
                starts[id(entry)] = column
                width = entry.get("morecols", 0) + 1
                if entry.get("morerows"):
                    below |= dict.fromkeys(range(column, column + width), entry["morerows"])
                column += width
            taken = below
    return starts


def _longest_words(group: nodes.Element, starts: dict[int, int]) -> list[int]:
    """Return for each column the length of its longest word."""
    words = [1 for child in group.children if isinstance(child, nodes.colspec)]
    for entry in group.findall(nodes.entry):
        column = starts.get(id(entry))  # none if in a table within
        if column is not None and not entry.get("morecols") and column < len(words):
            words[column] = max(words[column], _least(entry))
    return words


def _least(node: nodes.Element) -> int:
    """Return how many characters wide *node* is at least, if no word is broken."""
    inner = list(node.findall(nodes.tgroup))
    nested = [sum(_longest_words(group, column_starts(group))) + _PADDING for group in inner]
    own = [len(word) for word in node.astext().split()] if not inner else []
    return max([1, *nested, *own])


def _shared(words: list[int], room: int) -> tuple[int, ...]:
    """Share *room* among columns with such words: short ones get what they need, the others equal parts."""
    left, rooms = room - _PADDING * len(words), dict.fromkeys(range(len(words)), 1)
    open_columns = sorted(rooms, key=lambda column: words[column])
    while open_columns:
        column = open_columns.pop(0)
        rooms[column] = max(min(words[column], left // (len(open_columns) + 1)), 1)
        left -= rooms[column]
    return tuple(rooms[column] for column in range(len(words)))
