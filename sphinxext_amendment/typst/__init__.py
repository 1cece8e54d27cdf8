"""The builder ``typstpdf``: a project as accessible PDF, set by Typst."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Let the build fail if a PDF is missing; why, is told before."""
    if getattr(app.builder, "failed", False):
        app.statuscode = 1


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder and its settings; calling it again changes nothing."""
    from sphinxext_amendment import __version__  # noqa: PLC0415
    from sphinxext_amendment.typst.builder import TypstPdfBuilder  # noqa: PLC0415 - only a build needs it
    from sphinxext_amendment.typst.settings import DEFAULTS  # noqa: PLC0415

    if app.registry.builders.get(TypstPdfBuilder.name) is not TypstPdfBuilder:
        app.add_builder(TypstPdfBuilder)
        app.connect("build-finished", on_build_finished)
        for name, default in DEFAULTS.items():
            # The builder looks at the values itself: Sphinx would only say that a type is wrong, and go on with it.
            app.add_config_value(name, default, "", types=Any)  # type: ignore[arg-type]
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
