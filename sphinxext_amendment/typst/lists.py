"""Lists of all kinds: bullets and numbers, definitions, fields, options, citations, and those in columns."""
# ruff: noqa: D102 - a visitor does what its name says; comments stand where there is more to it

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinxext_amendment.typst.markup import array, ordinal, string
from sphinxext_amendment.typst.tree import first, is_tight, items, sibling
from sphinxext_amendment.typst.writer import TypstWriter

if TYPE_CHECKING:
    from sphinxext_amendment.typst.builder import TypstPdfBuilder


class ListVisitors(TypstWriter):
    """Writes lists."""

    def __init__(self, document: nodes.document, builder: TypstPdfBuilder) -> None:
        super().__init__(document, builder)
        self._lists: list[str] = []

    def visit_bullet_list(self, node: nodes.Element) -> None:
        self._open_list([item.get("label", "") for item in items(node)], tight=is_tight(node))

    def visit_enumerated_list(self, node: nodes.Element) -> None:
        kind, start = node.get("enumtype", "arabic"), node.get("start", 1)
        before, after = node.get("prefix", ""), node.get("suffix", "")
        labels = [
            item.get("label") or f"{before}{ordinal(number, kind)}{after}"
            for number, item in enumerate(items(node), start)
        ]
        self._open_list(labels, tight=is_tight(node))

    def _open_list(self, labels: list[str], *, tight: bool) -> None:
        """Begin a list whose items have these labels, or bullets where they have none."""
        arguments = f"tight: {str(tight).lower()}, "
        self._lists.append("enum" if any(labels) else "list")
        if any(labels):
            arguments += f"numbering: labels({', '.join(string(label or '•') for label in labels)}), "
        self.write(f"{self._lists[-1]}({arguments}")

    def _close_list(self, node: nodes.Element) -> None:
        self._lists.pop()
        self.write(")")

    depart_bullet_list = depart_enumerated_list = _close_list

    def visit_list_item(self, node: nodes.Element) -> None:
        if not isinstance(node.parent, nodes.bullet_list | nodes.enumerated_list):
            self._open_list([node.get("label", "")], tight=True)
        self.open(f"{self._lists[-1]}.item")

    def depart_list_item(self, node: nodes.Element) -> None:
        self._close_argument()
        if not isinstance(node.parent, nodes.bullet_list | nodes.enumerated_list):
            self._close_list(node)

    def visit_definition_list(self, node: nodes.Element) -> None:
        self.write("terms(tight: false,")

    def visit_field_list(self, node: nodes.Element) -> None:
        self.write("terms(tight: true,")

    visit_option_list = visit_field_list

    def depart_definition_list(self, node: nodes.Element) -> None:
        self.write(")")

    depart_field_list = depart_option_list = depart_definition_list

    def visit_definition_list_item(self, node: nodes.Element) -> None:
        self.open("terms.item")

    visit_option_list_item = visit_definition_list_item

    def depart_definition_list_item(self, node: nodes.Element) -> None:
        if first(node, nodes.definition) is None:
            self.write("}, {[]")
        self._close_argument()

    def depart_option_list_item(self, node: nodes.Element) -> None:
        self._close_argument()

    def visit_term(self, node: nodes.Element) -> None:
        if isinstance(sibling(node, -1), nodes.term | nodes.classifier):
            # Several terms share one definition: the earlier ones are items without.
            self.write("}, {[]")
            self._close_argument()
            self.open("terms.item")

    def depart_term(self, node: nodes.Element) -> None:
        pass

    def visit_classifier(self, node: nodes.Element) -> None:
        self.text(" : ")
        self.open("emph")

    depart_classifier = TypstWriter.close_block

    def visit_definition(self, node: nodes.Element) -> None:
        self.write("}, {[]")  # the term ends, the next argument begins

    def depart_definition(self, node: nodes.Element) -> None:
        pass

    def visit_field_name(self, node: nodes.Element) -> None:
        self.open("terms.item")

    def depart_field_name(self, node: nodes.Element) -> None:
        self.text(":")

    def visit_field_body(self, node: nodes.Element) -> None:
        self.write("}, {[]")

    def depart_field_body(self, node: nodes.Element) -> None:
        self._close_argument()

    visit_description = visit_field_body

    def depart_description(self, node: nodes.Element) -> None:
        pass

    def visit_option(self, node: nodes.Element) -> None:
        if sibling(node, -1) is not None:
            self.text(", ")
        self._literal += 1

    def depart_option(self, node: nodes.Element) -> None:
        self._literal -= 1

    def visit_option_argument(self, node: nodes.Element) -> None:
        self.text(node.get("delimiter", " "))

    def depart_option_argument(self, node: nodes.Element) -> None:
        pass

    def visit_citation(self, node: nodes.Element) -> None:
        # Citations in a row are one list.
        if not _continues(node, -1):
            labels = [_label(node)]
            while isinstance(following := sibling(node, len(labels)), nodes.citation) and _is_citation(node):
                labels.append(_label(following))
            self._open_list(labels, tight=True)
        self.open("enum.item")

    def depart_citation(self, node: nodes.Element) -> None:
        self._close_argument()
        if not _continues(node, 1):
            self._close_list(node)

    def visit_hlist(self, node: nodes.Element) -> None:
        columns = max(len(node.children), 1)
        self._rooms.append(self._rooms[-1] // columns)
        self.write(f"grid(columns: {array(['1fr'] * columns)}, column-gutter: 1em, ")

    def depart_hlist(self, node: nodes.Element) -> None:
        self._rooms.pop()
        self.write(")")

    def visit_hlistcol(self, node: nodes.Element) -> None:
        self.write("{[]")

    def depart_hlistcol(self, node: nodes.Element) -> None:
        self.write("},")


def _continues(node: nodes.Element, distance: int) -> bool:
    return _is_citation(node) and isinstance(sibling(node, distance), nodes.citation)


def _is_citation(node: nodes.Element) -> bool:
    # An unused footnote is written like a citation.
    return isinstance(node, nodes.citation)


def _label(citation: nodes.Element) -> str:
    label = first(citation, nodes.label)
    return f"[{label.astext()}]" if label is not None else ""
