"""Descriptions of program objects: signatures, what they do, and productions of a grammar."""
# ruff: noqa: D102 - a visitor does what its name says; comments stand where there is more to it

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from sphinxext_amendment.typst.tree import sibling
from sphinxext_amendment.typst.writer import TypstWriter


class ObjectVisitors(TypstWriter):
    """Writes the nodes ``desc`` and all that is in them."""

    # An admonition only by its base class.
    visit_desc = depart_desc = TypstWriter.leave

    def visit_desc_signature(self, node: nodes.Element) -> None:
        self._place_anchors()
        self.open("signature")

    depart_desc_signature = TypstWriter.close_block

    def visit_desc_signature_line(self, node: nodes.Element) -> None:
        pass

    def depart_desc_signature_line(self, node: nodes.Element) -> None:
        if sibling(node, 1) is not None:
            self.write("linebreak()")

    def visit_desc_name(self, node: nodes.Element) -> None:
        self.open("bold")

    depart_desc_name = TypstWriter.close_block

    def visit_desc_annotation(self, node: nodes.Element) -> None:
        self.open("slanted")

    depart_desc_annotation = TypstWriter.close_block

    def visit_desc_returns(self, node: nodes.Element) -> None:
        self.text(" → ")

    depart_desc_returns = TypstWriter.leave

    def visit_desc_parameterlist(self, node: nodes.Element) -> None:
        self.text("(")

    def depart_desc_parameterlist(self, node: nodes.Element) -> None:
        self._end_parameters(node, ")")

    def visit_desc_type_parameter_list(self, node: nodes.Element) -> None:
        self.text("[")

    def depart_desc_type_parameter_list(self, node: nodes.Element) -> None:
        self._end_parameters(node, "]")

    def _end_parameters(self, node: nodes.Element, bracket: str) -> None:
        if node.get("multi_line_parameter_list") and node.children:
            self.text("," if node.get("multi_line_trailing_comma", True) else "")
            self.write("linebreak()")
        self.text(bracket)

    def visit_desc_parameter(self, node: nodes.Element) -> None:
        parameters = node.parent
        while isinstance(parameters, addnodes.desc_optional):
            parameters = parameters.parent
        is_first = next(parameters.findall(type(node)), None) is node
        if parameters.get("multi_line_parameter_list"):
            self.text("" if is_first else ",")
            self.write("linebreak(); h(2em)")
        elif not is_first:
            self.text(", ")

    depart_desc_parameter = TypstWriter.leave
    visit_desc_type_parameter = visit_desc_parameter
    depart_desc_type_parameter = TypstWriter.leave

    def visit_desc_optional(self, node: nodes.Element) -> None:
        self.text("[")

    def depart_desc_optional(self, node: nodes.Element) -> None:
        self.text("]")

    def visit_desc_content(self, node: nodes.Element) -> None:
        if not node.children:
            raise nodes.SkipNode
        self.open("indented")

    depart_desc_content = TypstWriter.close_block

    def visit_productionlist(self, node: nodes.Element) -> None:
        self.open("lines")
        self._literal += 1
        self._preformatted += 1

    def depart_productionlist(self, node: nodes.Element) -> None:
        self._preformatted -= 1
        self._literal -= 1
        self.close()

    def visit_production(self, node: nodes.Element) -> None:
        self.open("par")

    depart_production = TypstWriter.close_block
