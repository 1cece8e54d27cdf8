"""A builder as others write them: it knows the nodes of docutils and Sphinx by name, and fails on all others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from sphinx.application import Sphinx

KNOWN = {*nodes.node_class_names, *(name for name in vars(addnodes) if not name.startswith("_"))}


class PlainTranslator(nodes.NodeVisitor):
    """Prints the text of each node, a line for each block."""

    def __init__(self, document: nodes.document, builder: Builder) -> None:
        super().__init__(document)
        self.body: list[str] = []

    def dispatch_visit(self, node: nodes.Node) -> None:
        if type(node).__name__ not in KNOWN:
            self.unknown_visit(node)  # docutils fails there
        if isinstance(node, nodes.Invisible):
            raise nodes.SkipNode
        if isinstance(node, nodes.Text):
            self.body.append(node.astext())

    def dispatch_departure(self, node: nodes.Node) -> Any:
        if isinstance(node, nodes.Element) and not isinstance(node, nodes.Inline):
            self.body.append("\n")


class PlainBuilder(Builder):
    name = "plain"
    format = "plain"
    default_translator_class = PlainTranslator
    supported_image_types: ClassVar[list[str]] = ["image/png"]

    def get_outdated_docs(self) -> Iterator[str]:
        yield from self.env.found_docs

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return f"{docname}.plain"

    def prepare_writing(self, docnames: Set[str]) -> None:
        pass

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        visitor = self.create_translator(doctree, self)
        doctree.walkabout(visitor)
        assert isinstance(visitor, PlainTranslator)
        path = Path(self.outdir, f"{docname}.plain")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(visitor.body), encoding="utf-8")


class OtherTypstBuilder(PlainBuilder):
    """One whose format is also that of a builder of ours."""

    name = "othertypst"
    format = "typst"


def setup(app: Sphinx) -> None:
    app.add_builder(PlainBuilder)
    app.add_builder(OtherTypstBuilder)
