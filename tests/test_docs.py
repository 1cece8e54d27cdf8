"""The documentation: it builds without a warning, its examples work as printed, in both markups alike."""

from __future__ import annotations

import re
import shutil
from io import StringIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import ENGLISH, GERMAN, Example, Site, heading
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinxext_amendment.engine.problems import Code

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def build(builder: str, out: Path, left: list[str] | None = None) -> tuple[Path, str]:
    """Build the documentation; return where it is, and all warnings."""
    warning = StringIO()

    def look(app: Sphinx, tree: nodes.document, docname: str) -> None:
        ours = {"guideline", "amendment", "consolidated"}
        if left is not None:
            left.extend(node.tagname for node in tree.findall(nodes.Element) if node.tagname in ours)

    with patch_docutils(ROOT), docutils_namespace():
        app = Sphinx(
            DOCS, ROOT, out / builder, out / f"doctrees-{builder}", builder, {"nitpicky": True}, StringIO(), warning
        )
        app.connect("doctree-resolved", look)
        app.build()
    return out / builder, warning.getvalue()


@pytest.mark.parametrize(
    "builder", ["html", "singlehtml", "latex", "text", "man", "epub", "gettext", "typstpdf", "texinfo", "xml"]
)
def test_the_site_builds_without_a_warning(tmp_path: Path, builder: str) -> None:
    left: list[str] = []
    out, warnings = build(builder, tmp_path, left)
    assert warnings == ""
    assert bool(left) == (builder == "gettext")  # a translator gets the text as it was written
    for path in (*out.rglob("*.html"), *out.rglob("*.xhtml")):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        ids = {str(tag["id"]) for tag in page.find_all(id=True)}
        links = {str(link["href"])[1:] for link in page.find_all("a", href=re.compile("^#."))}
        assert links <= ids, path


@pytest.mark.parametrize(
    ("example", "folder", "agrees", "reconstruction"),
    [
        (GERMAN, "goettingen", "stimmt Wort für Wort", "Rekonstruktion"),
        (ENGLISH, "goettingen-english", "agrees with the computed text word for word", "Reconstruction"),
    ],
    ids=["de", "en"],
)
def test_the_goettingen_pages_show_the_motion_and_its_text(
    tmp_path: Path, example: Example, folder: str, agrees: str, reconstruction: str
) -> None:
    out, _ = build("html", tmp_path)
    for name in ("motion", "motion-markdown"):
        page = " ".join(words(out / folder / f"{name}.html").split())
        for line in example.motion.splitlines():
            assert " ".join(re.sub(r"^\d\. ", "", line).split()) in page
        assert agrees in page
    new = BeautifulSoup((out / folder / "new-text.html").read_text(encoding="utf-8"), "html.parser")
    assert new.select_one(".amd-consolidated")["lang"] == example.language
    items = [" ".join(item.get_text().split()) for item in new.select(".amd-consolidated > ol > li")]
    assert items == [f"{number}. {point}" for number, point in enumerate(example.claimed, start=1)]
    assert reconstruction in words(out / folder / "text.html")
    assert example.forms in words(out / folder / "index.html")


def words(path: Path) -> str:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").get_text()


def test_the_first_example_is_the_same_in_both_markups(tmp_path: Path) -> None:
    pages = []
    for markup in ("rst", "md"):
        site = Site(tmp_path / markup)
        site.source.mkdir(parents=True)
        example = (DOCS / "examples" / f"first.{markup}").read_text(encoding="utf-8")
        built = site.write(**{f"index_{markup}": heading(markup, "Hausordnung") + example}).build()
        assert built.warnings == ()
        pages.append(str(BeautifulSoup(built.text("index.html"), "html.parser").select_one("div.body")))
    assert pages[0] == pages[1]
    assert "zwei Wochen" in pages[0]


def test_the_warning_of_the_tutorial_is_the_one_that_comes(site: Site) -> None:
    tutorial = (DOCS / "first-motion.rst").read_text(encoding="utf-8")
    printed = re.search(r"::\n\n((?:   index\.rst:.*\n)(?:   .*\n)*)", tutorial)
    assert printed is not None
    example = (DOCS / "examples" / "first.rst").read_text(encoding="utf-8")
    site.write(index_rst=example.replace("„vier Wochen“ durch", "„sechs Wochen“ durch"))
    (warning,) = site.build().warnings
    assert warning.removeprefix(f"{site.source}/") == " ".join(printed[1].split())


def test_the_reference_lists_every_problem(tmp_path: Path) -> None:
    out, _ = build("text", tmp_path)
    reference = (out / "reference.txt").read_text(encoding="utf-8")
    for code in Code:
        assert f"amendment.{code}" in reference


def test_the_readme_names_the_two_commands_and_its_example_works(site: Site) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python make.py site\n" in readme
    assert "python make.py test\n" in readme
    example = re.search(r"```rst\n(.*?)```", readme, re.DOTALL)
    assert example is not None
    built = site.write(index_rst=heading("rst", "Index") + example[1]).build()
    assert built.warnings == ()
    assert "Blindenführhunde" in built.text("index.html")


def test_the_sources_are_left_alone(tmp_path: Path) -> None:
    copy = tmp_path / "docs"
    shutil.copytree(DOCS, copy)
    before = sorted(copy.rglob("*"))
    build("html", tmp_path / "out")
    assert sorted(copy.rglob("*")) == before
    assert sorted(path.relative_to(DOCS) for path in DOCS.rglob("*")) == [path.relative_to(copy) for path in before]
