"""Writes each node of the assembled document as Typst code.

Visitors for the nodes of other extensions (``app.add_node(node, typst=(visit, depart))``) work with four
methods of the translator: :meth:`~TypstTranslator.open` and :meth:`~TypstTranslator.close` wrap the content
of the node in a Typst function, :meth:`~TypstTranslator.text` writes literal text, and
:meth:`~TypstTranslator.write` any statement::

    def visit_inserted(self, node):
        self.text("[+")
        self.open("underline", "offset: 2pt")

    def depart_inserted(self, node):
        self.close()
        self.text("+]")

A node without visitors is written as its base class is, so most nodes need none.
"""
# ruff: noqa: D102 - a visitor does what its name says; comments stand where there is more to it
# ruff: noqa: N802, N815 - docutils names visitors after the class

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import admonitionlabels, get_translation
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator
from sphinx.util.images import get_image_size

from sphinxext_amendment.typst.markup import array, length, ordinal, string
from sphinxext_amendment.typst.source import TypstSource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.builders import Builder

logger = logging.getLogger(__name__)
_ = get_translation("sphinxext_amendment")

IMAGES = "_images"
"""The folder of the images, beside the Typst source."""

# A table row that fits on a page stays together; a longer one must break, or its text would leave the page.
_LONGEST_UNBROKEN_CELL = 600

_TRANSPARENT = (
    *(nodes.container, nodes.compound, nodes.decoration, nodes.inline, nodes.generated, nodes.problematic),
    *(nodes.target, nodes.tbody, nodes.row, nodes.legend, nodes.field, nodes.option_group),
    *(nodes.option_string, addnodes.glossary, addnodes.hlist, addnodes.hlistcol, addnodes.acks),
    *(addnodes.only, addnodes.pending_xref, addnodes.pending_xref_condition),
    *(addnodes.desc_name, addnodes.desc_addname, addnodes.desc_type, addnodes.desc_inline),
    *(addnodes.desc_annotation, addnodes.desc_signature_line, addnodes.desc_parameter),
    addnodes.desc_sig_element,
)
"""What leaves no trace but its content."""

_DROPPED = (
    *(nodes.comment, nodes.substitution_definition, nodes.pending, nodes.colspec, nodes.label, nodes.meta),
    *(nodes.header, nodes.footer, addnodes.index, addnodes.toctree, addnodes.tabular_col_spec),
    addnodes.highlightlang,
)
"""What is no part of the text."""


class TypstTranslator(SphinxTranslator):
    """Walks the assembled document and fills :attr:`source`."""

    def __init__(self, document: nodes.document, builder: Builder) -> None:
        super().__init__(document, builder)
        self.source = TypstSource()
        self._title = ""
        self._files: list[_File] = []
        self._places: list[str | None] = [None]
        self._lists: list[str] = []
        self._level = 0
        self._literal = 0
        self._preformatted = 0
        self._header = 0
        self._warned: set[tuple[str, ...]] = set()
        self._explained: set[str] = set()

    # What visitors write with

    def write(self, code: str) -> None:
        """Write *code*: one or more whole statements of Typst code, such as ``linebreak()``."""
        self.source.write(code, self._places[-1])

    def text(self, text: str) -> None:
        """Write *text* so that exactly its characters appear."""
        self._place_anchors()
        # A call, not the bare string, which would be text without a place in the compiler's messages.
        self.write(f"{'raw' if self._literal else 'text'}({string(text)})")

    def open(self, function: str, *arguments: str) -> None:
        """Begin a call of *function*; all that is written until :meth:`close` is its content.

        *function* and *arguments* are Typst code: ``open("underline", "stroke: red")``.
        """
        # The empty content makes the block content even if nothing, or only strings, follow.
        self.write(f"{function}({''.join(argument + ', ' for argument in arguments)}{{[]")

    def close(self) -> None:
        """End the call begun last."""
        self.write("})")

    def _close_argument(self) -> None:
        """End a call that is an argument itself, such as an item of a list."""
        self.write("}),")

    def _place_anchors(self) -> None:
        # The header of a table is repeated on each page, and an anchor must not be: it waits for the body.
        if not self._header:
            self.source.place_anchors(self._places[-1])

    # Where we are

    def absorb_title(self, title: str) -> None:
        """Do not write the first heading if it reads *title*; the sections in it move up one level."""
        self._title = _normalized(title)

    def dispatch_visit(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Element):
            self._places.append(self._place_of(node))
            ids: list[str] = node.get("ids", []) if self._files else []
            for name in ids:
                self.source.anchor(self._files[-1].anchor(name))
        try:
            super().dispatch_visit(node)
        except (nodes.SkipNode, nodes.SkipDeparture):
            self._places.pop()  # no departure will follow
            raise

    def dispatch_departure(self, node: nodes.Node) -> None:
        super().dispatch_departure(node)
        if isinstance(node, nodes.Element):
            self._places.pop()

    def _place_of(self, node: nodes.Element) -> str | None:
        if isinstance(node, nodes.document | addnodes.start_of_file):
            return str(node["docname"])
        if node.source and node.line is not None:
            # Included files have paths relative to where the build was started.
            return f"{os.path.abspath(node.source)}:{node.line}"  # noqa: PTH100 - resolve() follows links
        return self._places[-1]

    def _warn_once(self, subtype: str, message: str, *arguments: str) -> None:
        if (subtype, *arguments) not in self._warned:
            self._warned.add((subtype, *arguments))
            logger.warning(message, *arguments, location=self._places[-1], type="typst", subtype=subtype)

    def unknown_visit(self, node: nodes.Node) -> None:
        if isinstance(node, _DROPPED):
            raise nodes.SkipNode
        if isinstance(node, _TRANSPARENT):
            return
        message = _("the PDF shows only the text of nodes of the type “%s”: nothing is known about them")
        self._warn_once("node", message, type(node).__name__)
        if _is_loose_text(node):
            self.open("par")

    def unknown_departure(self, node: nodes.Node) -> None:
        if not isinstance(node, _TRANSPARENT) and _is_loose_text(node):
            self.close()

    # Documents, sections and titles

    def visit_document(self, node: nodes.Element) -> None:
        self._files.append(_File(node))
        self.source.anchor(self._files[-1].docname)

    def depart_document(self, node: nodes.Element) -> None:
        self._place_anchors()
        self._files.pop()

    visit_start_of_file = visit_document
    depart_start_of_file = depart_document

    def visit_section(self, node: nodes.section) -> None:
        self._level += self._makes_level(node)

    def depart_section(self, node: nodes.section) -> None:
        self._level -= self._makes_level(node)

    def _makes_level(self, section: nodes.Element) -> bool:
        # A section without a heading must not count, or the next heading would skip a level.
        return _first(section, nodes.title) is not None and not self._is_absorbed(section)

    def _is_absorbed(self, section: nodes.Element) -> bool:
        title = _first(section, nodes.title)
        return (
            isinstance(section.parent, nodes.document)
            and title is not None
            and _normalized(title.astext()) == self._title
            and _first(section.parent, nodes.section) is section
        )

    def visit_title(self, node: nodes.title) -> None:
        parent = node.parent
        if isinstance(parent, nodes.table):
            self.write("caption: {[]")
            self._write_figure_number(parent, "table")
        elif not isinstance(parent, nodes.section | nodes.document | addnodes.start_of_file):
            self.open("block-title")
        elif self._is_absorbed(parent):
            raise nodes.SkipChildren
        else:
            self.open("heading", f"level: {max(self._level, 1)}")
            self._write_section_number(parent)

    def depart_title(self, node: nodes.title) -> None:
        if isinstance(node.parent, nodes.table):
            self.write("},")
        elif not self._is_absorbed(node.parent):
            self.close()

    def _write_section_number(self, section: nodes.Element) -> None:
        numbers = self.builder.env.toc_secnumbers.get(self._files[-1].docname, {})
        keys = [f"#{name}" for name in section["ids"]]
        if isinstance(section.parent, nodes.document | addnodes.start_of_file):
            keys.append("")  # the number of the document is that of its topmost section
        number = next((numbers[key] for key in keys if numbers.get(key)), None)
        if number:
            self.text(".".join(map(str, number)) + " ")

    def _write_figure_number(self, node: nodes.Element, kind: str) -> None:
        if not self.config.numfig:
            return
        numbers = self.builder.env.toc_fignumbers.get(self._files[-1].docname, {}).get(kind, {})
        number = next((numbers[name] for name in node["ids"] if name in numbers), None)
        if number:
            self.text(self.config.numfig_format.get(kind, "%s") % ".".join(map(str, number)) + " ")

    def visit_subtitle(self, node: nodes.Element) -> None:
        self.open("block-title")

    def visit_rubric(self, node: nodes.Element) -> None:
        # Bold, but no heading: it is outside the outline and may stand at any depth.
        self.open("rubric")

    def _close_block(self, node: nodes.Element) -> None:
        self.close()

    depart_subtitle = depart_rubric = _close_block

    def visit_transition(self, node: nodes.transition) -> None:
        self.write("transition()")

    def depart_transition(self, node: nodes.transition) -> None:
        pass

    # Text

    def visit_Text(self, node: nodes.Text) -> None:
        text = node.astext()
        if self._preformatted:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self.write("linebreak()")
                if line:
                    self.text(line)
            return
        text = text.replace("\n", " ")
        if isinstance(node.next_node(descend=False, siblings=True, ascend=False), nodes.footnote_reference):
            text = text.rstrip(" ")  # the mark stands close to the word
        if text:
            self.text(text)

    def depart_Text(self, node: nodes.Text) -> None:
        pass

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        if not _runs_in(node):
            self.open("par")

    def depart_paragraph(self, node: nodes.paragraph) -> None:
        if not _runs_in(node):
            self.close()

    def visit_emphasis(self, node: nodes.Element) -> None:
        self.open("emph")

    visit_title_reference = visit_manpage = visit_emphasis

    def visit_strong(self, node: nodes.Element) -> None:
        self.open("strong")

    def visit_subscript(self, node: nodes.Element) -> None:
        self.open("sub", "typographic: false")

    def visit_superscript(self, node: nodes.Element) -> None:
        self.open("super", "typographic: false")

    depart_emphasis = depart_title_reference = depart_manpage = depart_strong = _close_block
    depart_subscript = depart_superscript = _close_block

    def visit_literal(self, node: nodes.Element) -> None:
        self._literal += 1

    def depart_literal(self, node: nodes.Element) -> None:
        self._literal -= 1

    def visit_literal_emphasis(self, node: nodes.Element) -> None:
        self.open("emph")
        self._literal += 1

    def visit_literal_strong(self, node: nodes.Element) -> None:
        self.open("strong")
        self._literal += 1

    def depart_literal_strong(self, node: nodes.Element) -> None:
        self._literal -= 1
        self.close()

    depart_literal_emphasis = depart_literal_strong

    def visit_math(self, node: nodes.Element) -> None:
        self._warn_once("math", _("the PDF shows formulas as they stand in the source"))
        self._literal += 1

    depart_math = depart_literal

    def visit_abbreviation(self, node: nodes.Element) -> None:
        pass

    def depart_abbreviation(self, node: nodes.Element) -> None:
        # Paper has no tooltips: the explanation is given once, as in Sphinx's text output.
        explanation = node.get("explanation", "")
        if explanation and explanation not in self._explained:
            self._explained.add(explanation)
            self.text(f" ({explanation})")

    def visit_raw(self, node: nodes.Element) -> None:
        if "typst" in node.get("format", "").split():
            # On a line of its own where that adds no space; a comment must not swallow the bracket.
            end = "]" if _is_inline(node) and "//" not in node.astext() else "\n]"
            self.write(f"[{node.astext()}{end}")
        raise nodes.SkipNode

    # Blocks

    def visit_literal_block(self, node: nodes.Element) -> None:
        if all(isinstance(child, nodes.Text) for child in node.children):
            self._place_anchors()
            self.write(f"raw(block: true, {string(node.astext())})")
            raise nodes.SkipChildren
        self.open("lines")
        self.open("par")
        self._literal += 1
        self._preformatted += 1

    def depart_literal_block(self, node: nodes.Element) -> None:
        if not all(isinstance(child, nodes.Text) for child in node.children):
            self._preformatted -= 1
            self._literal -= 1
            self.close()
            self.close()

    visit_doctest_block = visit_literal_block
    depart_doctest_block = depart_math_block = depart_literal_block

    def visit_math_block(self, node: nodes.Element) -> None:
        self._warn_once("math", _("the PDF shows formulas as they stand in the source"))
        self.visit_literal_block(node)

    def visit_line_block(self, node: nodes.Element) -> None:
        self.open("indented" if isinstance(node.parent, nodes.line_block) else "verse")

    depart_line_block = _close_block

    def visit_line(self, node: nodes.Element) -> None:
        # Lines in a row are one paragraph.
        if not isinstance(_sibling(node, -1), nodes.line):
            self.open("par")

    def depart_line(self, node: nodes.Element) -> None:
        if isinstance(_sibling(node, 1), nodes.line):
            self.write("linebreak()")
        else:
            self.close()

    def visit_block_quote(self, node: nodes.Element) -> None:
        self.open("quote", "block: true")

    depart_block_quote = _close_block

    def visit_attribution(self, node: nodes.Element) -> None:
        self.open("par")
        self.text("— ")

    depart_attribution = _close_block

    def visit_centered(self, node: nodes.Element) -> None:
        self.open("centered")

    depart_centered = _close_block

    def visit_Admonition(self, node: nodes.Element) -> None:
        # The base class of all admonitions. One without a title has the word for its kind.
        self.open("boxed")
        if _first(node, nodes.title) is None:
            names = (cls.__name__ for cls in type(node).__mro__)
            label = next((admonitionlabels[name] for name in names if name in admonitionlabels), "")
            if label:
                self.open("block-title")
                self.text(str(label))
                self.close()

    def visit_topic(self, node: nodes.Element) -> None:
        self.open("boxed")

    visit_sidebar = visit_system_message = visit_topic
    depart_Admonition = depart_topic = depart_sidebar = depart_system_message = _close_block

    def visit_versionmodified(self, node: nodes.Element) -> None:
        pass  # an admonition only by its base class

    depart_versionmodified = visit_versionmodified
    visit_desc = depart_desc = visit_productionlist = depart_productionlist = visit_versionmodified

    # Links and footnotes

    def visit_reference(self, node: nodes.Element) -> None:
        uri, name = node.get("refuri", ""), node.get("refid", "")
        if uri.startswith("%"):
            docname, _hash, name = uri[1:].partition("#")
            self.source.open_link(_anchor(docname, name), self._places[-1])
        elif uri:
            self.open("link", string(uri))
        else:
            self.source.open_link(self._files[-1].anchor(name), self._places[-1])

    depart_reference = _close_block

    def visit_footnote_reference(self, node: nodes.Element) -> None:
        file, mark = self._files[-1], string(node.astext())
        footnote = file.footnotes.get(node.get("refid", ""))
        # The mark is the source's own, for the text may speak of "footnote 3".
        if footnote is None:
            self.write(f"super({mark})")
        elif id(footnote) in file.written:
            self.write(f"footnote(label({file.footnote_label(footnote)}), numbering: _ => {mark})")
        else:
            file.written.add(id(footnote))
            self.write(f"[#footnote(numbering: _ => {mark}, {{[]")
            for child in footnote.children:
                child.walkabout(self)
            self.write(f"}})#label({file.footnote_label(footnote)})]")
        raise nodes.SkipNode

    def visit_footnote(self, node: nodes.Element) -> None:
        # Printed at the foot of the page that refers to it, unless none does.
        if any(name in self._files[-1].referenced for name in node["ids"]):
            raise nodes.SkipNode
        self.visit_citation(node)

    def visit_citation(self, node: nodes.Element) -> None:
        label = _first(node, nodes.label)
        self._open_list([f"[{label.astext()}]" if label is not None else ""], tight=True)
        self.open("enum.item")

    def depart_citation(self, node: nodes.Element) -> None:
        self._close_argument()
        self._close_list(node)

    depart_footnote = depart_citation

    # Lists

    def visit_bullet_list(self, node: nodes.Element) -> None:
        self._open_list([item.get("label", "") for item in _items(node)], tight=_is_tight(node))

    def visit_enumerated_list(self, node: nodes.Element) -> None:
        kind, start = node.get("enumtype", "arabic"), node.get("start", 1)
        before, after = node.get("prefix", ""), node.get("suffix", "")
        labels = [
            item.get("label") or f"{before}{ordinal(number, kind)}{after}"
            for number, item in enumerate(_items(node), start)
        ]
        self._open_list(labels, tight=_is_tight(node))

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
        if _first(node, nodes.definition) is None:
            self.write("}, {[]")
        self._close_argument()

    def depart_option_list_item(self, node: nodes.Element) -> None:
        self._close_argument()

    def visit_term(self, node: nodes.Element) -> None:
        if isinstance(_sibling(node, -1), nodes.term | nodes.classifier):
            # Several terms share one definition: the earlier ones are items without.
            self.write("}, {[]")
            self._close_argument()
            self.open("terms.item")

    def depart_term(self, node: nodes.Element) -> None:
        pass

    def visit_classifier(self, node: nodes.Element) -> None:
        self.text(" : ")
        self.open("emph")

    depart_classifier = _close_block

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
        if _sibling(node, -1) is not None:
            self.text(", ")
        self._literal += 1

    depart_option = depart_literal

    def visit_option_argument(self, node: nodes.Element) -> None:
        self.text(node.get("delimiter", " "))

    def depart_option_argument(self, node: nodes.Element) -> None:
        pass

    # Images and figures

    def visit_image(self, node: nodes.Element) -> None:
        self._place_anchors()
        name = self.builder.images.get(node["uri"])
        alternative = node.get("alt")
        if name is None:  # Sphinx has said why
            if alternative:
                self.text(alternative)
            raise nodes.SkipNode
        arguments = [string(f"{IMAGES}/{name}"), *self._size(node)]
        if alternative:
            arguments.append(f"alt: {string(alternative)}")
        code = f"image({', '.join(arguments)})"
        if alternative == "":
            code = f"pdf.artifact({code})"  # an empty alternative means decoration
        if _is_inline(node):
            code = f"box({code})"
        elif not isinstance(node.parent, nodes.figure):
            side = {"center": "center", "right": "right"}.get(node.get("align", ""), "left")
            code = f"align({side}, {code})"
        self.write(code)
        raise nodes.SkipNode

    def _size(self, node: nodes.Element) -> Iterator[str]:
        """Give the width and height the author asked for; *scale* without a width scales the image's own."""
        sizes = {side: node[side] for side in ("width", "height") if node.get(side)}
        scale = node.get("scale", 100) / 100
        if not sizes and scale != 1:
            own = get_image_size(str(Path(self.builder.srcdir) / node["uri"]))
            sizes = {"width": f"{own[0]}px"} if own else {}
        for side, value in sizes.items():
            written = length(str(value))
            if written:
                yield f"{side}: {written}" if scale == 1 else f"{side}: {written} * {scale:g}"

    def visit_figure(self, node: nodes.Element) -> None:
        side = node.get("align")
        self.write(f"align({side if side in {'left', 'right'} else 'center'}, figure(kind: image, {{[]")

    def depart_figure(self, node: nodes.Element) -> None:
        self.write("}))")

    def visit_caption(self, node: nodes.Element) -> None:
        if isinstance(node.parent, nodes.figure):
            self.write("}, caption: {[]")  # the image ends; caption and legend are the next argument
            self._write_figure_number(node.parent, "figure")
        else:
            self.open("block-title")
            self._write_figure_number(node.parent, "code-block")

    def depart_caption(self, node: nodes.Element) -> None:
        if not isinstance(node.parent, nodes.figure):
            self.close()

    # Tables

    def visit_table(self, node: nodes.Element) -> None:
        self._place_anchors()
        if _first(node, nodes.title) is not None:
            self.write("figure(kind: table, ")

    def depart_table(self, node: nodes.Element) -> None:
        if _first(node, nodes.title) is not None:
            self.write(")")

    def visit_tgroup(self, node: nodes.Element) -> None:
        widths = [child.get("colwidth", 1) for child in node.children if isinstance(child, nodes.colspec)]
        # Widths that the author gave; else each column takes what it needs, and they share what there is.
        fixed = "colwidths-given" in node.parent["classes"]
        columns = array(f"{width}fr" if fixed and isinstance(width, int) else "auto" for width in widths)
        self.write(f"table(columns: {columns}, ")

    def depart_tgroup(self, node: nodes.Element) -> None:
        self.write(")," if _first(node.parent, nodes.title) is not None else ")")

    def visit_thead(self, node: nodes.Element) -> None:
        self._header += 1
        # Repeated on each page, where a link would be part of what screen readers must skip.
        linked = any(node.findall(lambda inner: isinstance(inner, nodes.reference | nodes.footnote_reference)))
        self.write(f"table.header(repeat: {str(not linked).lower()}, ")

    def depart_thead(self, node: nodes.Element) -> None:
        self._header -= 1
        self.write("),")

    def visit_entry(self, node: nodes.Element) -> None:
        arguments = [
            f"{span}: {node[more] + 1}"
            for span, more in (("colspan", "morecols"), ("rowspan", "morerows"))
            if node.get(more)
        ]
        if self._header or _is_stub(node):
            self.open("head", *arguments)
        else:
            short = all(len(cell.astext()) <= _LONGEST_UNBROKEN_CELL for cell in node.parent.children)
            self.open("table.cell", *arguments, *(["breakable: false"] if short else []))

    def depart_entry(self, node: nodes.Element) -> None:
        self._close_argument()

    # Descriptions of program objects, simply

    def visit_desc_signature(self, node: nodes.Element) -> None:
        self.open("block-title")
        self._literal += 1

    depart_desc_signature = depart_literal_strong

    def visit_desc_content(self, node: nodes.Element) -> None:
        self.open("indented")

    depart_desc_content = _close_block

    def visit_desc_returns(self, node: nodes.Element) -> None:
        self.text(" → ")

    def depart_desc_returns(self, node: nodes.Element) -> None:
        pass

    def visit_desc_parameterlist(self, node: nodes.Element) -> None:
        self.text(f"({', '.join(child.astext() for child in node.children)})")
        raise nodes.SkipNode

    def visit_desc_type_parameter_list(self, node: nodes.Element) -> None:
        self.text(f"[{', '.join(child.astext() for child in node.children)}]")
        raise nodes.SkipNode

    def visit_production(self, node: nodes.Element) -> None:
        self.visit_literal_block(node)

    depart_production = depart_literal_block


class _File:
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
        return _anchor(self.docname, name)

    def footnote_label(self, footnote: nodes.footnote) -> str:
        """Return the Typst string that names *footnote*."""
        return string("footnote " + self.anchor(footnote["ids"][0]))


def _anchor(docname: str, name: str) -> str:
    return f"{docname}#{name}" if name else docname


def _normalized(title: str) -> str:
    return " ".join(title.split())


def _first(node: nodes.Element, kind: type[nodes.Element]) -> nodes.Element | None:
    return next((child for child in node.children if isinstance(child, kind)), None)


def _sibling(node: nodes.Node, distance: int) -> nodes.Node | None:
    index = node.parent.index(node) + distance
    return node.parent[index] if 0 <= index < len(node.parent) else None


def _items(node: nodes.Element) -> list[nodes.Element]:
    return [child for child in node.children if isinstance(child, nodes.list_item)]


_SHORT = 90
"""About as many characters as a line has: what is longer reads better with space around it."""


def _is_tight(node: nodes.Element) -> bool:
    """Tell whether the items of a list are a short paragraph each, perhaps with such a list below."""
    for item in _items(node):
        first, *others = item.children or [nodes.paragraph()]
        if not isinstance(first, nodes.paragraph) or len(first.astext()) > _SHORT:
            return False
        if any(not isinstance(other, nodes.bullet_list | nodes.enumerated_list) for other in others):
            return False
    return True


def _is_stub(entry: nodes.Element) -> bool:
    """Tell whether *entry* stands in one of the leading columns that name the row."""
    group = entry.parent.parent.parent
    stubs = sum(bool(child.get("stub")) for child in group.children if isinstance(child, nodes.colspec))
    return entry.parent.index(entry) < stubs


def _is_inline(node: nodes.Node) -> bool:
    """Tell whether *node* stands in running text."""
    parent: nodes.Node = node.parent
    while isinstance(parent, nodes.Inline) and isinstance(parent, nodes.Element):
        parent = parent.parent
    return isinstance(parent, nodes.TextElement)


def _is_loose_text(node: nodes.Node) -> bool:
    """Tell whether *node* has text of its own but is in no paragraph."""
    has_text = any(isinstance(child, nodes.Text | nodes.Inline) for child in node.children)
    return has_text and not isinstance(node, nodes.Inline) and not _is_inline(node)


def _runs_in(paragraph: nodes.Element) -> bool:
    """Tell whether *paragraph* goes on in the line of the label before it, in footnotes and fields."""
    parent = paragraph.parent
    if isinstance(parent, nodes.field_body | nodes.description):
        return len(parent) == 1
    return isinstance(parent, nodes.footnote) and isinstance(_sibling(paragraph, -1), nodes.label | None)
