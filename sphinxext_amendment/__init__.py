"""Amend a text by decision: apply motions, renumber, check, publish."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension with Sphinx; imported late, so that importing the package costs nothing."""
    from sphinxext_amendment.extension import setup_extension  # noqa: PLC0415

    return setup_extension(app)
