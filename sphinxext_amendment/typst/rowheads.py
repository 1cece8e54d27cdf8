"""Names the row heads of tables in a finished PDF: Typst can so far tag only the heads of columns.

The function for it, ``pdf.header-cell``, is behind a feature flag that the Python package has no way to set. What a
PDF needs is short, though: the cell is a ``TH`` instead of a ``TD``, and says that it heads its row. Both fit where
Typst wrote something else, so no byte moves and the file stays whole.
"""

from __future__ import annotations

import re

FILL = (237, 237, 238)
"""The colour (red, green, blue) of row heads. In the PDF, it is also what tells them from other cells."""

_ELEMENT = re.compile(rb"(\d+) 0 obj\n<</Type/StructElem/S/(TD|TR|TBody|THead|TFoot|Table)/P (\d+) 0 R[^\n]*")
_HEADERS = re.compile(rb"/Headers\[[^\]]*\]")
_COLOUR = re.compile(rb"/BackgroundColor\[([\d.]+) ([\d.]+) ([\d.]+)\]")


def name_row_heads(pdf: bytes) -> bytes:
    """Return *pdf* with its row heads tagged; its length and all that is elsewhere stay the same."""
    elements = {int(found[1]): found for found in _ELEMENT.finditer(pdf)}
    heads = {number for number, found in elements.items() if found[2] == b"TD" and _is_head(found[0])}
    tables = {_table_of(number, elements) for number in heads}
    changed = bytearray(pdf)
    for number, found in elements.items():
        if found[2] != b"TD" or _table_of(number, elements) not in tables:
            continue
        code = found[0]
        if number in heads:
            code = code.replace(b"/S/TD/", b"/S/TH/", 1)
        # A list of heads would hide the row's: without one, readers find the heads of row and column by themselves.
        scope = b"/Scope/Row" if number in heads else b""
        code = _HEADERS.sub(lambda headers, scope=scope: scope.ljust(len(headers[0])), code, count=1)  # type: ignore[misc]
        changed[found.start() : found.end()] = code
    return bytes(changed)


def _is_head(code: bytes) -> bool:
    found = _COLOUR.search(code)
    return found is not None and tuple(round(float(part) * 255) for part in found.groups()) == FILL


def _table_of(number: int, elements: dict[int, re.Match[bytes]]) -> int:
    """Return the number of the table that the element *number* is in."""
    while number in elements and elements[number][2] != b"Table":
        number = int(elements[number][3])
    return number
