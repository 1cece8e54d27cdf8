"""Tables: their cells and heads, in columns that fit on the paper."""
# ruff: noqa: D102 - a visitor does what its name says; comments stand where there is more to it

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinxext_amendment.typst.columns import Plan, plan
from sphinxext_amendment.typst.markup import array
from sphinxext_amendment.typst.tree import first, is_free
from sphinxext_amendment.typst.writer import TypstWriter

if TYPE_CHECKING:
    from sphinxext_amendment.typst.builder import TypstPdfBuilder

# A table row that fits on a page stays together; a longer one must break, or its text would leave the page.
_LONGEST_UNBROKEN_CELL = 600
_SMALL_ROWS = 8
_SMALL_TEXT = 900
"""A table of no more rows and characters is not divided between pages."""
_HARD_TO_READ = 0.75
"""A table that needs smaller type than this has a broad page to itself where it can."""
_BROAD = 1.4
"""How much longer the lines of a broad page are."""


class TableVisitors(TypstWriter):
    """Writes tables."""

    def __init__(self, document: nodes.document, builder: TypstPdfBuilder) -> None:
        super().__init__(document, builder)
        self._plans: list[Plan] = []
        self._broad: list[bool] = []

    def visit_table(self, node: nodes.Element) -> None:
        self._broad.append(self._needs_a_broad_page(node))
        if self._broad[-1]:
            self.open("broad")
            self._rooms.append(int(self._rooms[-1] * _BROAD))
        self._place_anchors()
        self.open("whole" if is_free(node) and _is_small(node) else "")
        side = node.get("align")
        self.open("at", side if side in {"center", "right"} else "left")
        if first(node, nodes.title) is not None:
            self.write("figure(kind: table, ")

    def depart_table(self, node: nodes.Element) -> None:
        if first(node, nodes.title) is not None:
            self.write(")")
        self.close()
        self.close()
        if self._broad.pop():
            self._rooms.pop()
            self.close()

    def _needs_a_broad_page(self, table: nodes.Element) -> bool:
        group = first(table, nodes.tgroup)
        return group is not None and is_free(table) and self._plan(group).size < _HARD_TO_READ

    def _plan(self, group: nodes.Element) -> Plan:
        return plan(group, self.room, fixed="colwidths-given" in group.parent["classes"])

    def visit_tgroup(self, node: nodes.Element) -> None:
        self._plans.append(self._plan(node))
        self.write(f"text(size: {self._plans[-1].size:.2f}em, table(columns: {array(self._plans[-1].columns)}, ")

    def depart_tgroup(self, node: nodes.Element) -> None:
        self._plans.pop()
        self.write("))," if first(node.parent, nodes.title) is not None else "))")

    def visit_thead(self, node: nodes.Element) -> None:
        self._header += 1
        # Repeated on each page, where a link would be part of what screen readers must skip.
        linked = any(node.findall(lambda inner: isinstance(inner, nodes.reference | nodes.footnote_reference)))
        self.write(f"table.header(repeat: {str(not linked).lower()}, ")

    def depart_thead(self, node: nodes.Element) -> None:
        self._header -= 1
        self.write("),")

    def visit_entry(self, node: nodes.Element) -> None:
        self._rooms.append(self._plans[-1].room(node) + self._rooms[-1] - self.room)
        arguments = [
            f"{span}: {node[more] + 1}"
            for span, more in (("colspan", "morecols"), ("rowspan", "morerows"))
            if node.get(more)
        ]
        short = all(len(cell.astext()) <= _LONGEST_UNBROKEN_CELL for cell in node.parent.children)
        if isinstance(node.parent.parent, nodes.thead):
            self.open("head", *arguments)
        elif self._plans[-1].starts[id(node)] < _stubs(node):
            self.open("row-head", *arguments, *(["breakable: false"] if short else []))
        else:
            self.open("table.cell", *arguments, *(["breakable: false"] if short else []))

    def depart_entry(self, node: nodes.Element) -> None:
        self._rooms.pop()
        self._close_argument()


def _is_small(table: nodes.Element) -> bool:
    """Tell whether *table* can stand on one page without much loss."""
    return len(list(table.findall(nodes.row))) <= _SMALL_ROWS and len(table.astext()) <= _SMALL_TEXT


def _stubs(entry: nodes.Element) -> int:
    """Return how many leading columns name the row that *entry* stands in."""
    group = entry.parent.parent.parent
    return sum(bool(child.get("stub")) for child in group.children if isinstance(child, nodes.colspec))
