"""A project with everything that Sphinx can print, for looking at its PDF."""

from __future__ import annotations

project = "Kitchen sink"
author = "The cooks"
release = "1.0"
today = "1 March 2018"
language = "en"
extensions = ["sphinxext_amendment.typst", "myst_parser", "sphinx.ext.autosummary", "sphinx.ext.todo"]
autosummary_generate = False
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "fieldlist", "substitution", "tasklist"]
myst_substitutions = {"sub": "Substitution in Markdown"}
html_theme = "basic"
numfig = True
todo_include_todos = True
typst_documents = [
    ("index", "kitchen", "Kitchen sink", "The cooks"),
    ("markdown", "markdown-alone", "", ""),
]
typst_title_block = "page"
typst_running_heads = ("{title}", "{section}")
typst_contents = 2
