"""Everything that docutils and Sphinx can print, through the PDF builder: ``tests/kitchen`` is built, and looked at."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from pdf import Pdf
from pygments.styles import get_all_styles, get_style_by_name
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.locale import translators
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinxext_amendment.typst import builder, code
from sphinxext_amendment.typst.translator import TypstTranslator

pytestmark = pytest.mark.filterwarnings("ignore:.myst_parser")

KITCHEN = Path(__file__).parent / "kitchen"


def make(name: str, folder: Path) -> tuple[Path, list[str]]:
    """Build the kitchen sink with the builder *name*; return the output folder and the warnings."""
    translators.clear()  # Sphinx keeps those of the last build for the life of a process
    warnings = StringIO()
    with patch_docutils(KITCHEN), docutils_namespace():
        app = Sphinx(KITCHEN, KITCHEN, folder / name, folder / "doctrees", name, status=None, warning=warnings)
        app.build()
    plain = re.sub(r"\x1b\[[\d;]*m", "", warnings.getvalue())
    return folder / name, [line for line in plain.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The folder with the PDFs, and the warnings."""
    return make("typstpdf", tmp_path_factory.mktemp("kitchen"))


@pytest.fixture(scope="module")
def pdf(made: tuple[Path, list[str]]) -> Pdf:
    """The PDF of the whole project."""
    return Pdf(made[0] / "kitchen.pdf")


def test_nothing_is_said_but_of_formulas(made: tuple[Path, list[str]]) -> None:
    places = [message.replace(str(KITCHEN), "").split(": WARNING: ")[0] for message in made[1]]
    # One warning a place, although the Markdown document is in both PDFs.
    assert places == ["/inline.rst:32", "/code.rst:95", "/markdown.md:5", "/markdown.md:54"]
    assert all(message.endswith("[typst.math]") for message in made[1])
    assert all(":alt:" in message for message in made[1])


@pytest.mark.parametrize(
    ("name", "title", "author"),
    [("kitchen", "Kitchen sink", "The cooks"), ("markdown-alone", "Markdown", "The cooks")],
)
def test_each_pdf_is_accessible(made: tuple[Path, list[str]], name: str, title: str, author: str) -> None:
    path = made[0] / f"{name}.pdf"
    assert Pdf(path).claims_accessibility
    with pikepdf.open(path) as pdf:
        assert not pdf.check_pdf_syntax()
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "en"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.docinfo.Title == title
        assert pdf.docinfo.Author == author


def test_no_word_is_lost(pdf: Pdf, tmp_path: Path) -> None:
    folder, _messages = make("html", tmp_path)
    names = [path.stem for path in KITCHEN.iterdir() if path.suffix in {".rst", ".md"}]
    assert len(names) == 10
    pages = [BeautifulSoup((folder / f"{name}.html").read_bytes(), "html.parser") for name in names]
    texts = [body.get_text(" ") for page in pages for body in page.select(".body")]
    wanted = {word for text in texts for word in re.findall(r"\w{3,}", text)}
    assert len(wanted) > 500
    shown = pdf.tags[0].text
    # But what is for HTML only.
    assert {word for word in wanted if word not in shown} == {"HTML"}


def test_what_is_for_others_is_left_out(pdf: Pdf) -> None:
    for words in ("Only in HTML", "Raw HTML", "Raw LaTeX", "Nobody sees this", "metadata", "|l|l|"):
        assert words not in pdf.text
    assert "Only in Typst. Raw Typst" in pdf.text


def test_nothing_runs_over_the_edge(pdf: Pdf) -> None:
    assert pdf.overrun == []
    for word in (
        "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaftsversammlungsprotokollfuehrerin",
        "https://example.org/a/very/long/path/that/does/not/end/before/the/line/does/and/goes/on/and/on/index.html",
    ):
        # Broken on the page, but whole for those who copy it or have it read.
        assert any(word in text for text in pdf.of_kind("P"))
        assert word in "".join(pdf.pages).replace("\n", "").replace("\ufffe", "")


def test_headings_and_bookmarks(pdf: Pdf) -> None:
    headings = [(int(tag.kind[1]), tag.text) for tag in pdf.tags if re.fullmatch(r"H\d", tag.kind)]
    chapters = [text for level, text in headings if level == 1]
    assert chapters == [
        *("Table of Contents", "Running text", "Lists", "1 Blocks", "2 Code", "3 Tables", "4 Images and figures"),
        *("5 References", "6 Objects", "7 Markdown", "After the chapters", "Index"),
    ]
    assert (6, "1.4.1.1.1.1 Sixth level") in headings
    assert pdf.bookmarks[: len(chapters)][:2] == [(1, "Running text"), (2, "Long words")]
    assert pdf.of_kind("TOC")
    assert pdf.of_kind("Title") == ["Kitchen sink"]


def test_chapters_stand_where_their_toctree_does(pdf: Pdf) -> None:
    order = [
        *("stands before the chapters", "Parts Running text", "horizontally", "stands between the chapters"),
        *("A block quote", "Its text.", "stands after all chapters"),
    ]
    places = [pdf.text.index(words) for words in order]
    assert places == sorted(places)


def test_running_heads_are_no_content(pdf: Pdf) -> None:
    assert not pdf.pages[0].startswith("Kitchen sink\nKitchen")
    assert pdf.pages[2].startswith("Kitchen sink Lists\n")
    assert pdf.pages[6].startswith("Kitchen sink 2 Code\n")
    assert [text for text in pdf.of_kind("P") if text.startswith("Kitchen sink")] == []


def test_table_heads(pdf: Pdf) -> None:
    heads = {tag.text: tag.attributes.get("/Scope") for tag in pdf.tags if tag.kind == "TH"}
    rows = {text for text, scope in heads.items() if scope == "/Row"}
    assert rows == {"Row head", "Another row head", "Alone", "Alone too", "Row in Markdown"}
    columns = {text for text, scope in heads.items() if scope == "/Column"}
    assert columns > {"Header 1", "A or B", "Corner", "Column head", "Treat", "inner", "Number", "Corner in Markdown"}
    tables = [tag for tag in pdf.tags if tag.kind == "Table"]
    assert len(tables) == 15
    (outer,) = (tag for tag in tables if tag.text.startswith("outer"))
    assert [tag.text for tag in outer if tag.kind == "Table"][1:] == ["innertablein acell"]
    (spanning,) = (tag for tag in tables if tag.text.startswith("Table 3.1"))
    spans = [tag.attributes for tag in spanning if tag.kind == "TD" and tag.text.startswith("Cells may")]
    assert [(each.get("/ColSpan"), each.get("/RowSpan")) for each in spans] == [("2", None), (None, "2")]
    (long,) = (tag for tag in tables if tag.text.startswith("Table 3.5"))
    assert long.text.count("Row number") == 60
    assert sum(page.count("Number Text") for page in pdf.pages) == 2


def test_figures_and_captions(pdf: Pdf) -> None:
    assert [tag.alt for tag in pdf.tags if tag.kind == "Figure"] == [
        *("a small sign", "Four bars of different height", "The same four bars", "A sign, at the right"),
        *("Bars that would be broader than the paper", "Four bars in a figure", "A sign in a figure"),
        "A sign in Markdown",
    ]
    assert pdf.of_kind("Caption") == [
        *("Listing 2.1 With line numbers and a caption", "Listing 2.2 conf.py", "Table 3.1 A grid table with spans"),
        *("Table 3.2 A list table with heads of rows", "Table 3.3 Only row heads", "Table 3.4 A table from values"),
        "Table 3.5 A table over several pages",
        (
            "Fig. 4.1 The caption of the figure, with emphasis and a footnote"
            "11The footnote of the caption..The legend of the figure."
        ),
        *("Fig. 4.2 Another caption.", "Fig. 4.3 A figure that is mere decoration."),
        *("Table 7.1 Row heads in Markdown", "Fig. 7.1 A caption in Markdown."),
    ]
    assert "See Fig. 4.1, Table 3.1, Section 3 and Figure 4.1: The caption of the figure" in pdf.text
    assert "See Listing 2.1." in pdf.text
    assert "a^2 + b^2 = c^2 (2.1) By (2.1), so it is." in pdf.text


def test_code(pdf: Pdf) -> None:
    codes = pdf.of_kind("Code")
    # Line numbers are seen, but are no part of the code.
    assert 'first: 1second: "two"   # commentthird: [3, 3.0]' in codes
    assert "100 third" in pdf.text
    (block,) = (text for text in codes if text.startswith("def numbered"))
    assert block.count("    ") == 4
    assert 'kitchen.send(sender: str, recipient: str, /, body: str = "x", *[, priority[, flags]]) → int' in codes
    with pikepdf.open(pdf.path) as file:
        page = next(page for number, page in enumerate(file.pages) if "def greet" in pdf.pages[number])
        colours = {
            tuple(float(part) for part in instruction.operands)
            for instruction in pikepdf.parse_content_stream(page)
            if str(instruction.operator) in {"rg", "sc", "scn"} and len(instruction.operands) == 3
        }
    assert len(colours) > 5


def test_lists_and_labels(pdf: Pdf) -> None:
    labels = pdf.of_kind("Lbl")
    assert {"a)", "iv.", "(C)", "2.", "[Cook2018]", "Second term : classifier one : classifier two"} < set(labels)
    assert {"Longer field name:", "--long=ARG", "-c, --both", "source folder"} < set(labels)
    assert 'try_stmt ::= try1_stmt | "try2"' in pdf.text.replace("  ", " ")


def test_footnotes(pdf: Pdf) -> None:
    assert pdf.of_kind("Note") == [
        *("1The footnote of the caption.", "1The first footnote.", "2The automatic footnote.With a second paragraph."),
        *("3The named footnote, see1.", "*The footnote with a symbol.", "1The footnote of the Markdown document."),
    ]


def test_links(pdf: Pdf) -> None:
    addresses = {link for link in pdf.links if isinstance(link, str)}
    assert {"https://example.org/?a=1&b=2", "https://example.org/bars", "mailto:mail@example.org"} < addresses
    assert all(re.match("https?:|mailto:", address) for address in addresses)
    links = pdf.of_kind("Link")
    assert "this very file" not in links  # a download stays on the site
    assert {"Lists", "a section elsewhere", "[Baker]", "Pot.stir()", "Quotations and verse", "target"} < set(links)


def test_the_index_leads_to_the_pages(pdf: Pdf) -> None:
    text = pdf.text[pdf.text.rindex("Index Symbols") :]
    page = next(number for number, page in enumerate(pdf.pages, 1) if "This paragraph is in the index" in page)
    for entry in (f"word, {page}", f"execution context, {page}", "see loop", f"main entry, {page}"):
        assert entry in text
    assert re.search(r"environment variable KITCHEN, \d+ execution", text)  # once a page


# The translator


NEVER = {
    **dict.fromkeys(
        ("Element", "TextElement", "FixedTextElement", "PureTextElement"), "a base class without a meaning of its own"
    ),
    **dict.fromkeys(
        (
            *("docinfo", "address", "author", "authors", "contact", "copyright", "date", "organization", "revision"),
            *("status", "version"),
        ),
        "Sphinx takes the first fields of a document as metadata",
    ),
}
"""Nodes that never come to a translator, with the reason."""


@pytest.mark.parametrize("module", [nodes, addnodes])
def test_every_node_is_known(module: object) -> None:
    kinds = {
        name: kind
        for name, kind in vars(module).items()
        if isinstance(kind, type) and issubclass(kind, nodes.Element | nodes.Text) and not name.startswith("_")
    }
    assert len(kinds) >= 50
    unknown = {
        name
        for name, kind in kinds.items()
        if not issubclass(kind, TypstTranslator.transparent + TypstTranslator.dropped)
        and not any(hasattr(TypstTranslator, f"visit_{base.__name__}") for base in kind.__mro__)
    }
    assert unknown == kinds.keys() & NEVER.keys()


def test_what_is_visited_is_departed() -> None:
    methods = {name for name in dir(TypstTranslator) if name.startswith("visit_")}
    assert {name.replace("visit", "depart") for name in methods} <= set(dir(TypstTranslator)) | {
        # These skip all the rest.
        *("depart_raw", "depart_image", "depart_math_block", "depart_footnote_reference")
    }


# Colours


def luminance_of(color: str) -> float:
    return code.luminance([int(color[at : at + 2], 16) for at in (0, 2, 4)])


def grounds() -> list[float]:
    """Return how bright the grounds of code are, as the template has them."""
    template = builder.TEMPLATE.read_text(encoding="utf-8")
    (emphasised,) = re.findall(r'fill: rgb\("#(\w{6})"\),\n\s+stroke: \(left', template)
    (plain,) = re.findall(r"#let code-block.*?fill: luma\((\d+)%\)", template, re.DOTALL)
    return [luminance_of(emphasised), code.luminance([round(int(plain) * 2.55)] * 3)]


def test_code_can_be_read_in_every_style() -> None:
    looks = [look for name in get_all_styles() for _token, look in get_style_by_name(name)]
    colours = {colour for look in looks if (colour := look["color"])}
    assert len(colours) > 200
    for ground in grounds():
        for colour in colours:
            assert (ground + 0.05) / (luminance_of(code.legible(colour)) + 0.05) >= 4.5
    assert code.legible("004000") == "004000"  # dark enough
