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

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import admonitionlabels, get_translation
from sphinx.util.images import get_image_size

from sphinxext_amendment.typst.builder import IMAGES
from sphinxext_amendment.typst.code import TypstHighlighter, plain
from sphinxext_amendment.typst.lists import ListVisitors
from sphinxext_amendment.typst.markup import array, length, string, words
from sphinxext_amendment.typst.objects import ObjectVisitors
from sphinxext_amendment.typst.tables import TableVisitors
from sphinxext_amendment.typst.tree import first, is_inline, is_plain, runs_in, sibling
from sphinxext_amendment.typst.writer import File, TypstWriter, anchor

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinxext_amendment.typst.builder import TypstPdfBuilder
    from sphinxext_amendment.typst.index import Entry

_ = get_translation("sphinxext_amendment")

BOLD = {"guilabel", "menuselection"}
SLANTED = {"versionmodified", "default_value"}
"""Classes of inline text that Sphinx gives, by how they look."""


class TypstTranslator(ListVisitors, TableVisitors, ObjectVisitors):
    """Writes all nodes; those that are not lists, tables and descriptions of objects are here."""

    transparent = (
        *(nodes.compound, nodes.decoration, nodes.generated, nodes.target, nodes.tbody, nodes.row, nodes.legend),
        *(nodes.field, nodes.option_group, nodes.option_string, nodes.acronym),
        *(nodes.citation_reference, nodes.substitution_reference),  # what is left of those that Sphinx has resolved
        *(addnodes.glossary, addnodes.acks, addnodes.only, addnodes.pending_xref, addnodes.pending_xref_condition),
        *(addnodes.desc_addname, addnodes.desc_type, addnodes.desc_inline),
    )
    dropped = (
        *(nodes.substitution_definition, nodes.pending, nodes.colspec, nodes.label, nodes.meta),
        *(nodes.header, nodes.footer, addnodes.index, addnodes.toctree, addnodes.tabular_col_spec),
        addnodes.highlightlang,
    )

    def __init__(self, document: nodes.document, builder: TypstPdfBuilder) -> None:
        super().__init__(document, builder)
        self._title = ""
        self._level = 0
        self._explained: set[str] = set()
        self._highlighter = TypstHighlighter(builder.settings.code_style)

    def absorb_title(self, title: str) -> None:
        """Do not write the first heading if it reads *title*; the sections in it move up one level."""
        self._title = _normalized(title)

    def write_index(self, entries: Iterable[Entry], title: str) -> None:
        """Write the index after all documents."""
        self.open("heading", "level: 1")
        self.text(title)
        self.close()
        self.open("columns", "2")
        self._rooms.append(self.room // 2)
        for entry in entries:
            self.open("index-entry", f"{entry.level}")
            self.text(entry.text)
            for target in entry.targets:
                self.source.refer(target)
            self.write(f"pages-of({', '.join(map(string, entry.targets))})")
            self.close()
        self._rooms.pop()
        self.close()

    # Documents, sections and titles

    def visit_document(self, node: nodes.Element) -> None:
        self._files.append(File(node))
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
        return first(section, nodes.title) is not None and not self._is_absorbed(section)

    def _is_absorbed(self, section: nodes.Element) -> bool:
        title = first(section, nodes.title)
        return (
            isinstance(section.parent, nodes.document)
            and title is not None
            and _normalized(title.astext()) == self._title
            and first(section.parent, nodes.section) is section
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
            number = self._section_number(parent)
            plain_words = words(f"{number}{_normalized(node.astext())}", self.room // 3)
            self.open("heading", f"level: {max(self._level, 1)}", f"supplement: {{[]; {plain_words}}}")
            self._rooms.append(self.room * 2 // 3)  # headings are larger
            if number:
                self.text(number)

    def depart_title(self, node: nodes.title) -> None:
        if isinstance(node.parent, nodes.table):
            self.write("},")
        elif not isinstance(node.parent, nodes.section | nodes.document | addnodes.start_of_file):
            self.close()
        elif not self._is_absorbed(node.parent):
            self._rooms.pop()
            self.close()

    def _section_number(self, section: nodes.Element) -> str:
        numbers = self.builder.env.toc_secnumbers.get(self._files[-1].docname, {})
        keys = [f"#{name}" for name in section["ids"]]
        if isinstance(section.parent, nodes.document | addnodes.start_of_file):
            keys.append("")  # the number of the document is that of its topmost section
        number = next((numbers[key] for key in keys if numbers.get(key)), None)
        return ".".join(map(str, number)) + " " if number else ""

    def _write_figure_number(self, node: nodes.Element, kind: str) -> None:
        number = self._figure_number(node, kind)
        if number:
            self.text(self.config.numfig_format.get(kind, "%s") % number + " ")

    def _figure_number(self, node: nodes.Element, kind: str) -> str:
        """Return the number of a figure, table, piece of code or formula; empty if such are not numbered."""
        if not self.config.numfig:
            return ""
        numbers = self.builder.env.toc_fignumbers.get(self._files[-1].docname, {}).get(kind, {})
        return ".".join(map(str, next((numbers[name] for name in node["ids"] if name in numbers), ())))

    def visit_subtitle(self, node: nodes.Element) -> None:
        self.open("block-title")

    def visit_rubric(self, node: nodes.Element) -> None:
        # Bold, but no heading: it is outside the outline and may stand at any depth.
        self.open("rubric")

    depart_subtitle = depart_rubric = TypstWriter.close_block

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
        if not runs_in(node):
            self.open("par")

    def depart_paragraph(self, node: nodes.paragraph) -> None:
        if not runs_in(node):
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

    depart_emphasis = depart_title_reference = depart_manpage = depart_strong = TypstWriter.close_block
    depart_subscript = depart_superscript = TypstWriter.close_block

    def visit_inline(self, node: nodes.Element) -> None:
        for function in _looks(node):
            self.open(function)

    def depart_inline(self, node: nodes.Element) -> None:
        for _function in _looks(node):
            self.close()

    def visit_PassthroughTextElement(self, node: nodes.Element) -> None:
        """Of sphinx-design, around a link over a whole card: only what is in it is shown."""

    def depart_PassthroughTextElement(self, node: nodes.Element) -> None:
        """Leave without a trace."""

    def visit_problematic(self, node: nodes.Element) -> None:
        self.open("problem")

    depart_problematic = TypstWriter.close_block

    def visit_literal(self, node: nodes.Element) -> None:
        if "kbd" in node["classes"]:
            self.open("key")
        self._literal += 1

    def depart_literal(self, node: nodes.Element) -> None:
        self._literal -= 1
        if "kbd" in node["classes"]:
            self.close()

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
        self._warn_of_math()
        self._literal += 1

    depart_math = depart_literal

    def _warn_of_math(self) -> None:
        message = _(
            "the PDF shows a formula as it stands in the source: write it in Typst, for this builder only, "
            "as “.. raw:: typst” with #math.equation(alt: …, …), or show an image of it with :alt:"
        )
        self._warn_once("math", message, self._places[-1])

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
            end = "]" if is_inline(node) and "//" not in node.astext() else "\n]"
            self.write(f"[{node.astext()}{end}")
        raise nodes.SkipNode

    # Blocks

    def visit_literal_block(self, node: nodes.Element) -> None:
        if is_plain(node):
            self._place_anchors()
            self._write_code(node)
            raise nodes.SkipChildren
        self.open("lines")
        self.open("par")
        self._literal += 1
        self._preformatted += 1

    def depart_literal_block(self, node: nodes.Element) -> None:
        if not is_plain(node):
            self._preformatted -= 1
            self._literal -= 1
            self.close()
            self.close()

    visit_doctest_block = visit_literal_block
    depart_doctest_block = depart_literal_block

    def _write_code(self, node: nodes.Element) -> None:
        options: dict[str, Any] = node.get("highlight_args", {})
        lines = self._highlighter.highlight_block(
            node.astext(),
            node.get("language", "default"),
            opts=self.config.highlight_options.get(node.get("language", "default"), {}),
            force=node.get("force", False),
            location=node,
            room=self.room,
        )
        arguments = [string(node.astext().rstrip("\n")), lines]
        if node.get("linenos"):
            arguments.append(f"first: {options.get('linenostart', 1)}")
        if options.get("hl_lines"):
            arguments.append(f"emphasised: {array(map(str, options['hl_lines']))}")
        self.write(f"code({', '.join(arguments)})")

    def visit_math_block(self, node: nodes.Element) -> None:
        self._warn_of_math()
        self._place_anchors()
        source = node.astext().rstrip("\n")
        self.write(f"code({string(source)}, {plain(source, self.room)})")
        number = self._figure_number(node, "displaymath") if self.config.math_numfig else ""
        if number or node.get("number"):
            self.open("equation-number")
            self.text(f"({self.config.math_numsep.join(number.rsplit('.', 1)) or node['number']})")
            self.close()
        raise nodes.SkipNode

    def visit_container(self, node: nodes.Element) -> None:
        if node.get("literal_block"):
            self._place_anchors()
            self.write('figure(kind: "code", ')
        elif language := _language(node):
            self.open("text", *(f"{name}: {string(value)}" for name, value in language))

    def depart_container(self, node: nodes.Element) -> None:
        if node.get("literal_block"):
            self.write("})")
        elif _language(node):
            self.close()

    def visit_line_block(self, node: nodes.Element) -> None:
        self.open("indented" if isinstance(node.parent, nodes.line_block) else "verse")

    depart_line_block = TypstWriter.close_block

    def visit_line(self, node: nodes.Element) -> None:
        # Lines in a row are one paragraph.
        if not isinstance(sibling(node, -1), nodes.line):
            self.open("par")

    def depart_line(self, node: nodes.Element) -> None:
        if isinstance(sibling(node, 1), nodes.line):
            self.write("linebreak()")
        else:
            self.close()

    def visit_block_quote(self, node: nodes.Element) -> None:
        self.open("quote", "block: true")

    depart_block_quote = TypstWriter.close_block

    def visit_attribution(self, node: nodes.Element) -> None:
        self.open("par")
        self.text("— ")

    depart_attribution = TypstWriter.close_block

    def visit_centered(self, node: nodes.Element) -> None:
        self.open("centered")

    depart_centered = TypstWriter.close_block

    def visit_Admonition(self, node: nodes.Element) -> None:
        # The base class of all admonitions. One without a title has the word for its kind.
        self.open("boxed")
        if first(node, nodes.title) is None:
            names = (cls.__name__ for cls in type(node).__mro__)
            label = next((admonitionlabels[name] for name in names if name in admonitionlabels), "")
            if label:
                self.open("block-title")
                self.text(str(label))
                self.close()

    def visit_topic(self, node: nodes.Element) -> None:
        self.open("contents" if "contents" in node["classes"] else "boxed")

    def visit_sidebar(self, node: nodes.Element) -> None:
        self.open("boxed")

    def visit_system_message(self, node: nodes.Element) -> None:
        self.open("boxed")
        self.open("block-title")
        self.text(f"{node.get('type', '')}/{node.get('level', '')}")
        self.close()

    depart_Admonition = depart_topic = TypstWriter.close_block
    depart_sidebar = depart_system_message = TypstWriter.close_block

    # An admonition only by its base class.
    visit_versionmodified = depart_versionmodified = TypstWriter.leave

    def visit_comment(self, node: nodes.Element) -> None:
        # Sphinx has its summary tables pass for comments, so that builders that do not know them leave them out.
        if type(node).__name__ not in {"autosummary_table", "autosummary_toc"}:
            raise nodes.SkipNode

    depart_comment = TypstWriter.leave

    # Links and footnotes

    def visit_reference(self, node: nodes.Element) -> None:
        uri, name = node.get("refuri", ""), node.get("refid", "")
        if isinstance(node, addnodes.download_reference) and not uri:
            self.open("")  # a file of the site; the PDF is without
        elif uri.startswith("%"):
            docname, _hash, name = uri[1:].partition("#")
            self.source.open_link(anchor(docname, name), self._places[-1])
        elif uri:
            self.open("link", string(uri))
        else:
            self.source.open_link(self._files[-1].anchor(name), self._places[-1])

    depart_reference = TypstWriter.close_block

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

    depart_footnote = ListVisitors.depart_citation

    # Images and figures

    def visit_image(self, node: nodes.Element) -> None:
        self._place_anchors()
        name = self.builder.images.get(node["uri"])
        alternative = node.get("alt")
        if name is not None and name in self.builder.unreadable:
            message = _("the image %s cannot be shown: the compiler cannot read it; save it anew, as PNG or SVG")
            self._warn("image", message % node["uri"])
            name = None
        if name is None:  # else Sphinx has said why
            self.text(alternative or node["uri"])
            raise nodes.SkipNode
        inline = is_inline(node)
        described = f", alt: {string(alternative)}" if alternative else ""
        # The call of `image` stands here, not in the template, so that the compiler's messages lead back to it.
        natural = f"(..size) => image({string(f'{IMAGES}/{name}')}{described}, ..size)"
        inline = is_inline(node)
        code = f"picture({', '.join([natural, f'inline: {str(inline).lower()}', *self._size(node)])})"
        if alternative == "":
            code = f"pdf.artifact({code})"  # an empty alternative means decoration
        if inline:
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
            written = length(str(value), scale)
            if written:
                yield f"{side}: {written}"

    def visit_figure(self, node: nodes.Element) -> None:
        side = node.get("align")
        self.open("at", side if side in {"left", "right"} else "center")
        self.open("figure", "kind: image")

    def depart_figure(self, node: nodes.Element) -> None:
        self.close()
        self.close()

    def visit_caption(self, node: nodes.Element) -> None:
        if isinstance(node.parent, nodes.figure):
            self.write("}, caption: {[]")  # the image ends; caption and legend are the next argument
            self._write_figure_number(node.parent, "figure")
        elif node.parent.get("literal_block"):
            self.write("caption: {[]")
            self._write_figure_number(node.parent, "code-block")
        else:
            self.open("block-title")

    def depart_caption(self, node: nodes.Element) -> None:
        if node.parent.get("literal_block"):
            self.write("}, {[]")  # the caption ends, the code begins
        elif not isinstance(node.parent, nodes.figure):
            self.close()


def _normalized(title: str) -> str:
    return " ".join(title.split())


def _looks(node: nodes.Element) -> Iterator[str]:
    """Yield the Typst functions that show *node* as its classes ask."""
    if BOLD.intersection(node["classes"]):
        yield "bold"
    if SLANTED.intersection(node["classes"]):
        yield "slanted"


def _language(node: nodes.Element) -> tuple[tuple[str, str], ...]:
    """Return the language and region of *node*, which docutils keeps among its classes, as Typst names them."""
    found = next((match for name in node["classes"] if (match := _LANGUAGE.fullmatch(name))), None)
    if found is None:
        return ()
    return (("lang", found["lang"]), *((("region", found["region"].upper()),) if found["region"] else ()))


_LANGUAGE = re.compile(r"language-(?P<lang>[a-z]{2,3})(?:-(?P<region>[A-Za-z]{2}))?")
