"""What a project pays that has the extension and uses nothing of it; ``python make.py bench`` measures it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import Site, guideline, heading

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

REGISTERED = {
    *("", ".catalogue", ".directives", ".docnodes", ".docnodes.nodes", ".domain", ".extension", ".pages"),
    *(".roles", ".transforms"),
}
"""What registration imports. A module belongs in here only if it makes no data class and compiles no grammar."""

BUILD = """
import sys
from sphinx.application import Sphinx

source, out, doctrees = sys.argv[1:]
app = Sphinx(source, source, out, doctrees, "html", status=None)
app.build()
print(*(name for name in sys.modules if name.partition(".")[0] in {"sphinxext_amendment", "typst"}))
"""


def imported(site: Site) -> AbstractSet[str]:
    """Build in a process of its own; return what it has imported of ours, and the compiler of the PDF."""
    folders = [str(folder) for folder in (site.source, site.root / "html", site.root / "doctrees")]
    done = subprocess.run(
        [sys.executable, "-c", BUILD, *folders], check=False, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return {name.removeprefix("sphinxext_amendment") for name in done.stdout.split()}


@pytest.fixture
def plain(site: Site) -> Site:
    """A project that has the extension, and no document with anything of ours."""
    config = 'project = "Test"\nextensions = ["sphinxext_amendment"]\nhtml_theme = "basic"\n'
    return site.write(conf_py=config, index_rst=heading("rst", "Index") + "Nothing of ours. [#n]_\n\n.. [#n] Really.\n")


def test_who_uses_nothing_of_ours_imports_none_of_the_rooms(plain: Site) -> None:
    assert imported(plain) <= REGISTERED
    (plain.source / "index.rst").write_text(heading("rst", "Index") + "Edited.\n", encoding="utf-8")
    assert imported(plain) <= REGISTERED


def test_who_uses_something_imports_what_it_takes(plain: Site) -> None:
    plain.write(index_rst=heading("rst", "Index") + guideline())
    assert {".engine.consolidate", ".wording.reader", ".docnodes.views", ".report"} <= imported(plain)


def test_pages_of_ours_that_are_gone_leave_nothing(plain: Site) -> None:
    """The last document with something of ours goes: no record is left, but Sphinx still draws its stored tree."""
    toctree = ".. toctree::\n\n   text\n"
    plain.write(index_rst=heading("rst", "Index") + toctree, text_rst=heading("rst", "Text") + guideline())
    assert "Leitlinien" in plain.build("singlehtml").text("index.html")
    (plain.source / "text.rst").unlink()
    built = plain.build("singlehtml")
    assert "Leitlinien" not in built.text("index.html")
    assert all("toctree contains reference to" in warning for warning in built.warnings)
