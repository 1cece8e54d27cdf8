"""Puts the documents of a project together and makes the PDFs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.locale import _, get_translation
from sphinx.util import logging
from sphinx.util.display import progress_message
from sphinx.util.i18n import format_date
from sphinx.util.nodes import inline_all_toctrees
from sphinx.util.osutil import copyfile, ensuredir

# Sphinx loads this file in every build, so what only a PDF needs is imported where it is needed.
if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from sphinxext_amendment.typst.settings import Settings, Volume
    from sphinxext_amendment.typst.source import SourceMap

__ = get_translation("sphinxext_amendment")
logger = logging.getLogger(__name__)

TEMPLATE = Path(__file__).with_name("template.typ")
IMAGES = "_images"
"""The folder of the images, beside the Typst source."""


class TypstPdfBuilder(Builder):
    """Builds tagged PDFs, one of the whole project by default, and the Typst source beside each."""

    name = "typstpdf"
    format = "typst"
    epilog = __("The PDF is in %(outdir)s.")
    supported_image_types: ClassVar[list[str]] = [
        *("image/svg+xml", "image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf")
    ]
    settings: Settings

    def init(self) -> None:
        """Prepare the build."""
        from sphinxext_amendment.typst.translator import TypstTranslator  # noqa: PLC0415

        type(self).default_translator_class = TypstTranslator
        self.failed = False
        """Whether a PDF is missing, for reasons that were told."""
        self.unreadable: set[str] = set()
        """The images that the compiler cannot read."""
        self.warned: set[tuple[str, str | None]] = set()
        """What needs no second warning, when a document is in several PDFs."""

    def get_outdated_docs(self) -> str:
        """Say that the PDFs are always made anew."""
        return str(__("the whole project"))

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the address of a document in the PDF; links to one that is not in it become plain text."""
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the address of *to*, the same wherever the link stands."""
        return self.get_target_uri(to, typ)

    def write_documents(self, _docnames: AbstractSet[str]) -> None:
        """Make each PDF: assemble, translate and compile."""
        self.settings = self._read_settings()
        for volume in self.settings.volumes:
            with progress_message(__("assembling the documents"), nonl=False):
                document = self._assemble(volume.start)
                self.post_process_images(document)
                self._copy_images()
            self._make(volume, document)

    def _read_settings(self) -> Settings:
        from sphinxext_amendment.typst.code import has_style  # noqa: PLC0415
        from sphinxext_amendment.typst.compile import font_families  # noqa: PLC0415
        from sphinxext_amendment.typst.settings import Known, read_settings  # noqa: PLC0415

        confdir = Path(self.confdir)

        def complain(name: str, message: str) -> None:
            location = f"{confdir / 'conf.py'}:{_line_of(name, confdir / 'conf.py')}"
            logger.warning("%s", message, location=location, type="typst", subtype="config")

        known = Known(confdir, self.env.found_docs, font_families, has_style)
        return read_settings(self.config, known, complain)

    def _assemble(self, start: str) -> nodes.document:
        root = self.env.get_doctree(start)
        for toctree in list(root.findall(addnodes.toctree)):
            if toctree.get("caption") and not toctree.get("hidden"):
                # A part of the volume; the chapters of the toctree will stand in its place, after this.
                toctree.parent.insert(toctree.parent.index(toctree), nodes.rubric("", toctree["caption"]))
        document = inline_all_toctrees(self, set(), start, root, str, [start])
        document["docname"] = start
        for part in document.findall(addnodes.start_of_file):
            # Sphinx moves the children here but leaves them pointing to the document they came from.
            for child in part.children:
                child.parent = part
        self.env.resolve_references(document, start, self)
        return document

    def _copy_images(self) -> None:
        if self.images:
            ensuredir(Path(self.outdir) / IMAGES)
        for source, name in self.images.items():
            copyfile(Path(self.srcdir) / source, Path(self.outdir) / IMAGES / name, force=True)

    def _make(self, volume: Volume, document: nodes.document) -> None:
        from sphinxext_amendment.typst.compile import compile_pdf, report, unreadable  # noqa: PLC0415

        typ, pdf = (Path(self.outdir) / f"{volume.name}.{ending}" for ending in ("typ", "pdf"))
        pdf.unlink(missing_ok=True)  # an old file must not pass for the result of a build that failed
        with progress_message(__("writing %s.typ") % volume.name):
            places = self._translate(volume, document, typ)
        with progress_message(__("compiling %s.pdf") % volume.name):
            outcome = compile_pdf(typ, self.settings.font_paths)
            if outcome.pdf is None and self.images:
                # One bad image must not cost the PDF.
                folder = Path(self.outdir) / IMAGES
                self.unreadable = {path.name for path in unreadable(folder / name for name in self.images.values())}
                if self.unreadable:
                    places = self._translate(volume, document, typ)
                    outcome = compile_pdf(typ, self.settings.font_paths)
            report(outcome, places, volume.start)
            if outcome.pdf is None:
                self.failed = True
            else:
                pdf.write_bytes(outcome.pdf)

    def _translate(self, volume: Volume, document: nodes.document, typ: Path) -> SourceMap:
        """Write *document* to *typ*, and return where each line of it comes from."""
        from sphinxext_amendment.typst.index import index_of  # noqa: PLC0415
        from sphinxext_amendment.typst.translator import TypstTranslator  # noqa: PLC0415

        title = volume.title or _title(document) or volume.start
        visitor = self.create_translator(document, self)
        assert isinstance(visitor, TypstTranslator)
        if self.settings.title_block != "none":
            # The title block shows the title; a first heading of the same words would only repeat it.
            visitor.absorb_title(title)
        document.walkabout(visitor)
        entries = index_of(self, visitor.source.has_anchor) if self.settings.index else []
        if entries:
            visitor.write_index(entries, _("Index"))
        source, places = visitor.source.render(self._head(title, volume.author))
        typ.write_text(source, encoding="utf-8", newline="\n")
        return places

    def _head(self, title: str, author: str) -> str:
        """Return the template and its call: all that stands before the text of the documents."""
        from sphinxext_amendment.typst.markup import array, dictionary, string, words  # noqa: PLC0415
        from sphinxext_amendment.typst.rowheads import FILL  # noqa: PLC0415
        from sphinxext_amendment.typst.settings import running_head  # noqa: PLC0415

        settings = self.settings
        release = _("Release %s") % self.config.release if self.config.release else ""
        today_fmt = self.config.today_fmt or _("%b %d, %Y")
        date = self.config.today or format_date(today_fmt, language=self.config.language)
        known = {"title": title, "author": author, "release": release, "date": date}
        lang, _separator, region = self.config.language.replace("-", "_").partition("_")
        arguments = {
            "title": string(title),
            "shown": f"{{[]; {words(title, settings.line // 2)}}}",
            "author": string(author) if author else "none",
            "details": array(map(string, filter(None, (release, date)))),
            "lang": string(lang if re.fullmatch("[a-z]{2,3}", lang) else "en"),
            "region": string(region) if re.fullmatch("[A-Z]{2}", region) else "none",
            "width": f"{settings.paper[0]}mm",
            "height": f"{settings.paper[1]}mm",
            "fonts": dictionary({use: array(map(string, names)) for use, names in settings.fonts.items()}),
            "title-block": string(settings.title_block),
            "heads": array(running_head(head, known, settings.line // 3) for head in settings.running_heads),
            "contents": array([string(_("Table of Contents")), str(settings.contents)]),
        }
        template = TEMPLATE.read_text(encoding="utf-8")
        fill = f"#let row-head-fill = rgb{FILL}"
        line = f"#let line-width = {settings.text_width:g}mm"
        return f"{fill}\n{line}\n{template}\n#show: paper.with({', '.join(map(': '.join, arguments.items()))})\n"


def _line_of(name: str, conf: Path) -> int:
    """Return the line of *conf* that last sets *name*, or 1 if none does."""
    lines = conf.read_text(encoding="utf-8", errors="replace").splitlines() if conf.is_file() else []
    found = [number for number, line in enumerate(lines, 1) if re.match(rf"{name}\b", line)]
    return found[-1] if found else 1


def _title(document: nodes.document) -> str:
    found = next(iter(document.findall(nodes.title)), None)
    return found.astext() if found is not None else ""
