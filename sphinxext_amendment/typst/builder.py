"""Puts the documents of a project together and makes the PDF."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.locale import _, get_translation
from sphinx.util.display import progress_message
from sphinx.util.i18n import format_date
from sphinx.util.nodes import inline_all_toctrees
from sphinx.util.osutil import copyfile, ensuredir, make_filename_from_project

from sphinxext_amendment.typst.compile import compile_pdf
from sphinxext_amendment.typst.markup import array, string
from sphinxext_amendment.typst.translator import IMAGES, TypstTranslator

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from sphinxext_amendment.typst.source import SourceMap

__ = get_translation("sphinxext_amendment")

TEMPLATE = Path(__file__).with_name("template.typ")


class TypstPdfBuilder(Builder):
    """Builds one tagged PDF of the whole project, and the Typst source beside it."""

    name = "typstpdf"
    format = "typst"
    epilog = __("The PDF is in %(outdir)s.")
    failed = False
    """Whether there is no PDF, for reasons that were told."""
    default_translator_class: ClassVar[type[nodes.NodeVisitor]] = TypstTranslator
    supported_image_types: ClassVar[list[str]] = [
        *("image/svg+xml", "image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf")
    ]

    def get_outdated_docs(self) -> str:
        """Say that the one PDF is always made anew."""
        return str(__("the whole project"))

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the address of a document in the PDF; links to one that is not in it become plain text."""
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the address of *to*, the same wherever the link stands."""
        return self.get_target_uri(to, typ)

    def write_documents(self, _docnames: AbstractSet[str]) -> None:
        """Assemble, translate and compile."""
        name = make_filename_from_project(self.config.project)
        with progress_message(__("assembling the documents"), nonl=False):
            document = self._assemble()
            self.post_process_images(document)
            self._copy_images()
        outdir = Path(self.outdir)
        with progress_message(__("writing %s.typ") % name):
            source, places = self._translate(document)
            typ = outdir / f"{name}.typ"
            typ.write_text(source, encoding="utf-8", newline="\n")
        with progress_message(__("compiling %s.pdf") % name):
            self.failed = not compile_pdf(typ, outdir / f"{name}.pdf", places, self.config.root_doc)

    def _assemble(self) -> nodes.document:
        root = self.config.root_doc
        document = inline_all_toctrees(self, set(), root, self.env.get_doctree(root), str, [root])
        document["docname"] = root
        for part in document.findall(addnodes.start_of_file):
            # Sphinx moves the children here but leaves them pointing to the document they came from.
            for child in part.children:
                child.parent = part
        self.env.resolve_references(document, root, self)
        return document

    def _copy_images(self) -> None:
        if self.images:
            ensuredir(Path(self.outdir) / IMAGES)
        for source, name in self.images.items():
            copyfile(Path(self.srcdir) / source, Path(self.outdir) / IMAGES / name, force=True)

    def _translate(self, document: nodes.document) -> tuple[str, SourceMap]:
        title = self._setting("project") or _title(document) or self.config.root_doc
        visitor = self.create_translator(document, self)
        assert isinstance(visitor, TypstTranslator)
        # The title block shows the title; a first heading of the same words would only repeat it.
        visitor.absorb_title(title)
        document.walkabout(visitor)
        return visitor.source.render(self._head(title))

    def _setting(self, name: str) -> str:
        """Return the text that ``conf.py`` gives for *name*: not Sphinx's "Author name not set"."""
        # Sphinx has no public way to tell a setting from a default but its table of settings.
        value = str(self.config[name]).strip()
        return "" if value == self.config.config_values[name].default else value

    def _head(self, title: str) -> str:
        author = self._setting("author")
        release = _("Release %s") % self.config.release
        details = [release] if self.config.release else []
        details.append(
            self.config.today or format_date(self.config.today_fmt or _("%b %d, %Y"), language=self.config.language)
        )
        lang, _separator, region = self.config.language.replace("-", "_").partition("_")
        arguments = [
            f"title: {string(title)}",
            f"author: {string(author) if author else 'none'}",
            f"details: {array(map(string, details))}",
            f"lang: {string(lang if re.fullmatch('[a-z]{2,3}', lang) else 'en')}",
            f"region: {string(region) if re.fullmatch('[A-Z]{2}', region) else 'none'}",
        ]
        template = TEMPLATE.read_text(encoding="utf-8")
        return f"{template}\n#show: paper.with({', '.join(arguments)})\n"


def _title(document: nodes.document) -> str:
    found = next(iter(document.findall(nodes.title)), None)
    return found.astext() if found is not None else ""
