"""The configuration of the documentation in ``docs/``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

import sphinxext_amendment
from sphinxext_amendment.engine.problems import Code
from sphinxext_amendment.wording.language import load

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "sphinxext-amendment"
author = "The sphinxext-amendment authors"
copyright = f"2026, {author}"
release = version = sphinxext_amendment.__version__
language = "en"

extensions = ["sphinxext_amendment", "myst_parser"]
myst_enable_extensions = ["colon_fence", "fieldlist"]

exclude_patterns = ["examples/*"]
html_theme = "alabaster"
html_theme_options = {"description": "Texts, and the motions that amend them"}
html_title = "sphinxext-amendment"


class ProblemCodes(SphinxDirective):
    """``.. problem-codes::``: every code of problem with its meaning."""

    def run(self) -> list[nodes.Node]:
        """Return the list, made from the code itself."""
        listing = nodes.definition_list()
        for code in Code:
            term = nodes.term("", "", nodes.literal("", f"amendment.{code}"))
            meaning = nodes.paragraph("", code.meaning)
            listing += nodes.definition_list_item("", term, nodes.definition("", meaning))
        return [listing]


class Wordings(SphinxDirective):
    """``.. wordings:: LANGUAGE TABLE``: the wordings that are read, as the language's data file has them."""

    required_arguments = 2

    def run(self) -> list[nodes.Node]:
        """Return the wordings as a literal block."""
        code, table = self.arguments
        found = load(code)
        if found is None:
            raise self.error(code)
        if table == "rules":
            lines = [f"<{name}> = {rule}" for name, rule in found.tables[table].items()]
        else:
            lines = [wording for entry in found.tables[table] for wording in entry["wording"]]
        text = "\n".join(lines)
        return [nodes.literal_block(text, text, language="none")]


def setup(app: Sphinx) -> None:
    """Register what only this documentation needs."""
    app.add_directive("problem-codes", ProblemCodes)
    app.add_directive("wordings", Wordings)
