"""The builder ``typstpdf``: the whole project as one accessible PDF, set by Typst."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Let the build fail if there is no PDF; why, is told before."""
    if getattr(app.builder, "failed", False):
        app.statuscode = 1


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder; calling it again changes nothing."""
    from sphinxext_amendment import __version__  # noqa: PLC0415
    from sphinxext_amendment.typst.builder import TypstPdfBuilder  # noqa: PLC0415 - only a build needs it

    if app.registry.builders.get(TypstPdfBuilder.name) is not TypstPdfBuilder:
        app.add_builder(TypstPdfBuilder)
        app.connect("build-finished", on_build_finished)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
