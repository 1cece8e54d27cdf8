"""The configuration of the documentation in ``docs/``."""

from __future__ import annotations

import sys
from pathlib import Path

import sphinxext_amendment

sys.path.insert(0, str(Path(__file__).parent / "docs" / "_ext"))

project = "sphinxext-amendment"
author = "The sphinxext-amendment authors"
copyright = f"2026, {author}"
release = version = sphinxext_amendment.__version__
language = "en"

extensions = ["sphinxext_amendment", "myst_parser", "amendment_reference"]
myst_enable_extensions = ["colon_fence", "fieldlist"]

exclude_patterns = ["examples/**", "_ext"]
html_theme = "furo"
html_title = "sphinxext-amendment"
html_static_path = ["docs/_static"]
html_css_files = ["docs.css"]

typst_title_block = "page"
typst_running_heads = ("{title}", "{section}")
typst_contents = 2
