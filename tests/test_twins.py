"""Every example of the documentation stands there in both markups, and both make the same tree."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import Site, heading
from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

DOCS = Path(__file__).parent.parent / "docs"
EXAMPLES = DOCS / "examples"

MARKDOWN = "-markdown"
"""The end of the name of what stands twice in the documentation: files and motions must have different names."""


ONE_MARKUP = {"examples/problems/markup-rewrites", "examples/problems/option-in-text"}
"""Examples of what only one of the markups can do."""

OURS = {"amd-guideline", "amd-amendment", "amd-consolidated"}


def twins() -> dict[str, tuple[Path, Path]]:
    """Return the pairs: all files of ``examples``, and elsewhere all Markdown."""
    found = {path.with_suffix("") for path in EXAMPLES.rglob("*") if path.suffix in {".rst", ".md"}}
    found -= {DOCS / name for name in ONE_MARKUP}
    pairs = {stem: (stem.with_suffix(".rst"), stem.with_suffix(".md")) for stem in found}
    for path in DOCS.rglob("*.md"):
        stem = path.with_suffix("")
        if EXAMPLES not in path.parents:
            pairs[stem] = (path.with_name(f"{path.stem.removesuffix(MARKDOWN)}.rst"), path)
    return {str(stem.relative_to(DOCS)): pair for stem, pair in sorted(pairs.items())}


@pytest.mark.parametrize("name", twins())
def test_twins_make_the_same_tree(tmp_path: Path, name: str) -> None:
    rst, markdown = twins()[name]
    assert rst.exists(), f"{markdown} has no twin in reStructuredText"
    assert markdown.exists(), f"{rst} has no twin in Markdown"
    first, second = (drawn(tmp_path / path.suffix[1:], path, rst.stem) for path in (rst, markdown))
    assert first == second, "\n".join(difflib.unified_diff(first.splitlines(), second.splitlines(), lineterm=""))
    assert "amd-" in first


def drawn(folder: Path, path: Path, stem: str) -> str:
    """Build *path* with the pages beside it, but for its twin; return the trees of our views as they are drawn."""
    folder.joinpath("source").mkdir(parents=True)
    site = Site(folder)
    content = path.read_text(encoding="utf-8").replace(MARKDOWN, "")
    example = EXAMPLES in path.parents
    site.write(**{f"{stem}_{path.suffix[1:]}": (heading(path.suffix[1:], "Example") if example else "") + content})
    others = [] if example else [other for other in path.parent.glob("*.rst") if other.stem not in {stem, "index"}]
    for other in others:
        site.write(**{f"{other.stem}_rst": other.read_text(encoding="utf-8")})
    views: list[str] = []

    def look(app: Sphinx, tree: nodes.document, docname: str) -> None:
        if docname == stem:
            views.extend(node.pformat() for node in tree.findall(nodes.container) if OURS & {*node["classes"]})

    site.build("dummy", on_resolved=look, root_doc=stem, language="en")
    # Ids are made from names, and those of the twins must differ; so do lines.
    trees = re.sub(rf"(?<=\b{stem}:)\d+", "", "\n".join(views)).replace(' classes="myst field-list"', "")
    return re.sub(r' (ids|names|dupnames|backrefs|refid|source|docname)="[^"]*"', "", trees)
