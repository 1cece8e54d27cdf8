"""What all visitors write with: Typst code, text, and the knowledge of where in the documents they are."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translation
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator

from sphinxext_amendment.typst.markup import pieces, string, words
from sphinxext_amendment.typst.source import TypstSource
from sphinxext_amendment.typst.tree import is_loose_text

if TYPE_CHECKING:
    from sphinxext_amendment.typst.builder import TypstPdfBuilder

logger = logging.getLogger(__name__)
_ = get_translation("sphinxext_amendment")

_INDENT = 4
"""How many characters less fit in a line of what is indented once."""

_INDENTED = (
    *(nodes.list_item, nodes.definition, nodes.field_body, nodes.description, nodes.block_quote, nodes.Admonition),
    *(nodes.topic, nodes.sidebar, nodes.citation, nodes.line_block, addnodes.desc_content),
)


class TypstWriter(SphinxTranslator):
    """Walks the assembled document and fills :attr:`source`; the visitors are in the classes made of it."""

    builder: TypstPdfBuilder
    transparent: ClassVar[tuple[type[nodes.Node], ...]] = ()
    """What leaves no trace but its content."""
    dropped: ClassVar[tuple[type[nodes.Node], ...]] = ()
    """What is no part of the text."""

    def __init__(self, document: nodes.document, builder: TypstPdfBuilder) -> None:
        super().__init__(document, builder)
        self.source = TypstSource()
        self._files: list[File] = []
        self._places: list[str | None] = [None]
        self._rooms = [builder.settings.line]
        self._indented = 0
        self._literal = 0
        self._preformatted = 0
        self._header = 0

    # For visitors, those of other extensions too

    def write(self, code: str) -> None:
        """Write *code*: one or more whole statements of Typst code, such as ``linebreak()``."""
        self.source.write(code, self._places[-1])

    def text(self, text: str) -> None:
        """Write *text* so that exactly its characters appear."""
        self._place_anchors()
        if not self._literal:
            self.write(words(text, self.room))
        elif len(pieces(text, self.room)) > 1:
            self.write(f"literal({string(text)}, {{{words(text, self.room)}}})")
        else:
            self.write(f"raw({string(text)})")

    def open(self, function: str, *arguments: str) -> None:
        """Begin a call of *function*; all that is written until :meth:`close` is its content.

        *function* and *arguments* are Typst code: ``open("underline", "stroke: red")``.
        """
        # The empty content makes the block content even if nothing, or only strings, follow.
        self.write(f"{function}({''.join(argument + ', ' for argument in arguments)}{{[]")

    def close(self) -> None:
        """End the call begun last."""
        self.write("})")

    # For our own visitors

    def _close_argument(self) -> None:
        """End a call that is an argument itself, such as an item of a list."""
        self.write("}),")

    def close_block(self, node: nodes.Element) -> None:
        """Depart from what :meth:`open` began."""
        self.close()

    def leave(self, node: nodes.Element) -> None:
        """Visit or depart without a trace."""

    def _place_anchors(self) -> None:
        # The header of a table is repeated on each page, and an anchor must not be: it waits for the body.
        if not self._header:
            self.source.place_anchors(self._places[-1])

    @property
    def room(self) -> int:
        """How many characters fit in a line here."""
        return max(self._rooms[-1] - _INDENT * self._indented, 5)

    # Where we are

    def dispatch_visit(self, node: nodes.Node) -> None:
        """Visit *node*, and know from now on that we are in it."""
        if isinstance(node, nodes.Element):
            self._places.append(self._place_of(node))
            ids: list[str] = node.get("ids", []) if self._files else []
            for name in ids:
                self.source.anchor(self._files[-1].anchor(name))
            self._indented += isinstance(node, _INDENTED)
        try:
            super().dispatch_visit(node)
        except (nodes.SkipNode, nodes.SkipDeparture):
            self._go_on(node)  # no departure will follow
            raise

    def dispatch_departure(self, node: nodes.Node) -> None:
        """Depart from *node*."""
        super().dispatch_departure(node)
        self._go_on(node)

    def _go_on(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Element):
            self._places.pop()
            self._indented -= isinstance(node, _INDENTED)

    def _place_of(self, node: nodes.Element) -> str | None:
        if isinstance(node, nodes.document | addnodes.start_of_file):
            return str(node["docname"])
        if node.source and node.line is not None:
            # Included files have paths relative to where the build was started.
            return f"{os.path.abspath(node.source)}:{node.line}"  # noqa: PTH100 - resolve() follows links
        return self._places[-1]

    def _warn(self, subtype: str, message: str) -> None:
        logger.warning("%s", message, location=self._places[-1], type="typst", subtype=subtype)

    def _warn_once(self, subtype: str, message: str, about: str | None) -> None:
        """Warn, but not twice of the same kind *about* the same."""
        if (subtype, about) not in self.builder.warned:
            self.builder.warned.add((subtype, about))
            self._warn(subtype, message)

    # What has no visitor

    def unknown_visit(self, node: nodes.Node) -> None:
        """Leave out what is no text, and let all other nodes speak for themselves."""
        if isinstance(node, self.dropped):
            raise nodes.SkipNode
        if isinstance(node, self.transparent):
            return
        name = type(node).__name__
        message = _("the PDF shows only the text of nodes of the type “%s”: nothing is known about them")
        self._warn_once("node", message % name, name)
        if is_loose_text(node):
            self.open("par")

    def unknown_departure(self, node: nodes.Node) -> None:
        """End what :meth:`unknown_visit` began."""
        if not isinstance(node, self.transparent) and is_loose_text(node):
            self.close()


class File:
    """What is looked up within one document of the project: ids are unique only there."""

    def __init__(self, node: nodes.Element) -> None:
        self.docname: str = node["docname"]
        self.footnotes: dict[str, nodes.footnote] = {}
        self.referenced: set[str] = set()
        self.written: set[int] = set()
        self._collect(node)

    def _collect(self, node: nodes.Node) -> None:
        for child in node.children:
            if isinstance(child, nodes.footnote):
                self.footnotes.update(dict.fromkeys(child["ids"], child))
            elif isinstance(child, nodes.footnote_reference):
                self.referenced.add(child.get("refid", ""))
            if not isinstance(child, addnodes.start_of_file):
                self._collect(child)

    def anchor(self, name: str) -> str:
        """Return the name, unique in the PDF, of the id *name* of this document."""
        return anchor(self.docname, name)

    def footnote_label(self, footnote: nodes.footnote) -> str:
        """Return the Typst string that names *footnote*."""
        return string("footnote " + self.anchor(footnote["ids"][0]))


def anchor(docname: str, name: str) -> str:
    """Return the name, unique in the PDF, of the id *name* of the document *docname*, or of the document."""
    return f"{docname}#{name}" if name else docname
