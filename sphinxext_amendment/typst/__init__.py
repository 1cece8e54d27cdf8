"""The builder ``typstpdf``: a project as accessible PDF, set by Typst."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

DEFAULTS: dict[str, Any] = {
    "typst_documents": None,
    "typst_paper": "a4",
    "typst_fonts": {},
    "typst_font_paths": [],
    "typst_title_block": "top",
    "typst_running_heads": ("", ""),
    "typst_contents": 0,
    "typst_index": True,
}
"""The settings and their defaults.

``typst_documents``
    The PDFs to make, in the manner of ``latex_documents``: a list of tuples *(start document, file name, title,
    author)*. An empty title is that of the start document, an empty author that of the project.
    Default: one PDF of the whole project, with the project's name for a title.
``typst_paper``
    The name of the paper, such as ``"a4"`` or ``"us-letter"``: one of those in ``settings.py``.
``typst_fonts``
    Font families by use, ``"text"``, ``"heading"`` and ``"code"``: a name or a list of names, the first first.
    Fonts of the machine are never used, so that the PDF is the same everywhere.
``typst_font_paths``
    Folders with font files, relative to ``conf.py``.
``typst_title_block``
    Where title, author, release and date stand: at the ``"top"`` of the first page, on a ``"page"`` of their own, or
    nowhere: ``"none"``.
``typst_running_heads``
    What stands left and right at the head of each page but the first: text with these words in braces: title,
    author, release, date, section (the topmost heading of the page). Such as ``("{title}", "{section}")``.
``typst_contents``
    How many levels of headings the table of contents has; 0 for none.
``typst_index``
    Whether a document with index entries ends with an index.
"""


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Let the build fail if a PDF is missing; why, is told before."""
    if getattr(app.builder, "failed", False):
        app.statuscode = 1


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder and its settings; calling it again changes nothing."""
    from sphinxext_amendment import __version__  # noqa: PLC0415
    from sphinxext_amendment.typst.builder import TypstPdfBuilder  # noqa: PLC0415 - only a build needs it

    if app.registry.builders.get(TypstPdfBuilder.name) is not TypstPdfBuilder:
        app.add_builder(TypstPdfBuilder)
        app.connect("build-finished", on_build_finished)
        for name, default in DEFAULTS.items():
            # The builder looks at the values itself: Sphinx would only say that a type is wrong, and go on with it.
            app.add_config_value(name, default, "", types=Any)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
