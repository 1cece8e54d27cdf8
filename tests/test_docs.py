"""The documentation: it builds without a warning, its examples work as printed, in both markups alike."""

from __future__ import annotations

import ast
import re
import shutil
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from conftest import ENGLISH, GERMAN, Example, Site
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinxext_amendment import typst
from sphinxext_amendment.engine.problems import Code
from sphinxext_amendment.typst.settings import FONTS, PAPERS, RUNNING, TITLE_BLOCKS

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def build(
    builder: str, out: Path, left: list[str] | None = None, root: Path = ROOT, **config: object
) -> tuple[Path, str]:
    """Build the documentation in *root*; return where it is, and all warnings."""
    warning = StringIO()

    def look(app: Sphinx, tree: nodes.document, docname: str) -> None:
        ours = {"guideline", "amendment", "consolidated"}
        if left is not None:
            left.extend(node.tagname for node in tree.findall(nodes.Element) if node.tagname in ours)

    with patch_docutils(root), docutils_namespace():
        app = Sphinx(
            *(root / "docs", root, out / builder, out / f"doctrees-{builder}", builder),
            *({"nitpicky": True, **config}, StringIO(), warning),
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
        # In singlehtml, Sphinx 9 leaves "#document-name#place" of its own references.
        links = {str(link["href"])[1:] for link in page.find_all("a", href=re.compile("^#[^#]+$"))}
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
    out, _ = build("html", tmp_path, html_theme="basic")
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
        built = site.write(**{f"index_{markup}": example}).build(language="en")
        assert built.warnings == ()
        pages.append(str(BeautifulSoup(built.text("index.html"), "html.parser").select_one("div.body")))
    assert pages[0] == pages[1]
    assert "two weeks" in pages[0]


def test_the_tutorial_shows_what_it_makes(tmp_path: Path) -> None:
    """The parts of the example that are shown in turn are all of it, and the page shows the new text."""
    out, _ = build("text", tmp_path)
    page = " ".join((out / "tutorial.txt").read_text(encoding="utf-8").split())
    for markup in ("rst", "md"):
        example = (DOCS / "examples" / f"first.{markup}").read_text(encoding="utf-8")
        for part in re.split(r"\n(?=\.\. |:::\{)", example):
            assert " ".join(part.split()) in page
    new = "3. Plots are given out for two years. The waiting time is two weeks. 4. Dogs"
    assert page.count(new) == 2  # with the motion, and where it is shown by itself


def test_the_reference_describes_every_problem(tmp_path: Path) -> None:
    out, _ = build("text", tmp_path)
    pages = {path.name: path.read_text(encoding="utf-8") for path in (out / "reference" / "problems").glob("*.txt")}
    table = pages.pop("index.txt")
    for code in Code:
        assert str(code) in table
        assert sum(f"\n{code}\n" in page for page in pages.values()) == 1


@pytest.mark.parametrize("words", [PAPERS, TITLE_BLOCKS, RUNNING, FONTS], ids=["paper", "title", "heads", "fonts"])
def test_the_reference_names_what_settings_of_the_pdf_can_be(words: Iterable[str]) -> None:
    reference = (DOCS / "reference" / "configuration.rst").read_text(encoding="utf-8")
    for word in words:
        assert f'``"{word}"``' in reference or f"``{{{word}}}``" in reference


def test_the_reference_describes_every_warning_of_the_pdf() -> None:
    said: set[str] = set()
    for path in Path(typst.__file__).parent.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            named = ast.unparse(call.func)
            found = [keyword.value for keyword in call.keywords if keyword.arg == "subtype"]
            if re.fullmatch(r"(self\.)?_warn(_once)?", named):
                found += call.args[:1]
            if named in {"logger.warning", "logger.error", "logger.critical"}:
                assert found, f"{path.name}:{call.lineno} warns without a name"
            for value in found:
                if isinstance(value, ast.Constant):
                    said.add(f"typst.{value.value!s}")
                else:
                    assert ast.unparse(value) == "subtype", f"{path.name}:{call.lineno}"  # handed on by _warn
    reference = (DOCS / "reference" / "builders.rst").read_text(encoding="utf-8")
    assert said == set(re.findall(r"^``(typst\.\w+)``\n   \w", reference, re.MULTILINE))


def test_a_warning_of_the_pdf_can_be_suppressed_as_the_reference_says(site: Site) -> None:
    built = site.write(index_rst="House\n=====\n\n:math:`a^2`\n")
    (warning,) = built.build("typstpdf", language="en").warnings
    assert warning.endswith("[typst.math]")
    for names in (["typst.math"], ["typst"]):
        assert built.build("typstpdf", out=names[0], language="en", suppress_warnings=names).warnings == ()


def test_a_formula_of_the_guide_to_the_pdf_makes_no_warning(site: Site) -> None:
    guide = (DOCS / "howto" / "pdf.rst").read_text(encoding="utf-8")
    (formula,) = re.findall(r"``(#math\..*)``", guide)
    pages = {
        "index_rst": "House\n=====\n\n.. only:: not typst\n\n   .. math:: a^2\n\n.. raw:: typst\n\n   FORMULA\n",
        "index_md": "# House\n\n:::{only} not typst\n```{math}\na^2\n```\n:::\n\n:::{raw} typst\nFORMULA\n:::\n",
    }
    for name, page in pages.items():
        (site.source / "index.rst").unlink(missing_ok=True)
        for builder in ("typstpdf", "html"):
            written = site.write(**{name: page.replace("FORMULA", formula)})
            built = written.build(builder, out=f"{name}-{builder}", language="en")
            assert built.warnings == ()
        assert "a^2" in built.text("index.html")


def test_a_build_of_the_documentation_tells_what_the_reference_lacks(tmp_path: Path) -> None:
    for folder in ("docs", "conf.py"):
        (shutil.copytree if (ROOT / folder).is_dir() else shutil.copy)(ROOT / folder, tmp_path / folder)
    directives = tmp_path / "docs" / "reference" / "directives.rst"
    written = directives.read_text(encoding="utf-8")
    directives.write_text(
        written.replace("directive:option:: amends: name", "directive:option:: amend: name"), encoding="utf-8"
    )
    _, warnings = build("dummy", tmp_path / "out", root=tmp_path)
    assert "does not describe the directive:option 'amendment:amends'" in warnings
    assert "there is not: 'amendment:amend'" in warnings


def test_the_readme_names_the_two_commands_and_its_example_is_tested() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python make.py site\n" in readme
    assert "python make.py test\n" in readme
    example = re.search(r"```rst\n(.*?)```", readme, re.DOTALL)
    assert example is not None
    assert example[1] == (DOCS / "examples" / "short.rst").read_text(encoding="utf-8")


def test_the_sources_are_left_alone(tmp_path: Path) -> None:
    for name in ("docs", "conf.py"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / name)
    before = sources(tmp_path)
    build("html", tmp_path / "out", root=tmp_path, html_theme="basic")
    assert sources(tmp_path) == before


def sources(root: Path) -> dict[Path, bytes]:
    """Return all files of the documentation, but for what Python keeps of its modules."""
    files = (path for path in (root / "docs").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path: path.read_bytes() for path in files}
