"""The PDF builder: small projects are built, and the PDF is read back with two independent readers."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from contextlib import closing
from dataclasses import dataclass
from io import StringIO
from itertools import product
from string import punctuation
from typing import TYPE_CHECKING, Any

import docutils
import pikepdf
import pypdfium2
import pytest
from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinxext_amendment.typst import setup
from sphinxext_amendment.typst.markup import length, ordinal, string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import ClassVar

    from sphinxext_amendment.typst.translator import TypstTranslator

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'

CONF = """
project = "Leitlinien"
author = "Kreistag Göttingen"
release = "3"
today = "1. März 2018"
language = "de"
smartquotes = False
extensions = ["sphinxext_amendment.typst"]
"""


@dataclass(frozen=True)
class Tag:
    """A structure element of a PDF: its type, its attributes, and the text and elements in it."""

    kind: str
    alt: str | None
    attributes: dict[str, str]
    content: tuple[str | Tag, ...]

    def __iter__(self) -> Iterator[Tag]:
        yield self
        for part in self.content:
            if isinstance(part, Tag):
                yield from part

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.content)


@dataclass(frozen=True)
class Result:
    """What a build left behind."""

    source: Path
    out: Path
    messages: list[str]

    @property
    def pdf(self) -> Path:
        (found,) = self.out.glob("*.pdf")
        return found

    @property
    def typ(self) -> str:
        return self.pdf.with_suffix(".typ").read_text(encoding="utf-8")

    @property
    def pages(self) -> list[str]:
        with closing(pypdfium2.PdfDocument(self.pdf)) as document:
            return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]

    @property
    def text(self) -> str:
        """All the text, blanks and line ends as one blank each."""
        return " ".join(" ".join(self.pages).split())

    @property
    def claims_accessibility(self) -> bool:
        with pikepdf.open(self.pdf) as pdf:
            return b"<pdfuaid:part>1</pdfuaid:part>" in pdf.Root.Metadata.read_bytes()

    @property
    def tags(self) -> list[Tag]:
        """The structure elements in reading order, outer before inner."""
        with pikepdf.open(self.pdf) as pdf:
            texts = _marked_texts(pdf)
            pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
            roots = _several(pdf.Root.StructTreeRoot.K)
            return [tag for root in roots for tag in _tag(root, texts, pages, 0)]

    def of_kind(self, *kinds: str) -> list[str]:
        return [tag.text for tag in self.tags if tag.kind in kinds]


def _marked_texts(pdf: pikepdf.Pdf) -> dict[tuple[int, int], str]:
    """Return the characters that the glyphs of each marked piece of a page stand for, and no others."""
    texts: dict[tuple[int, int], str] = {}
    for number, page in enumerate(pdf.pages):
        fonts = {name: _characters(font) for name, font in (page.Resources.get("/Font") or {}).items()}
        marks: list[int | None] = [None]
        font: dict[int, str] = {}
        for instruction in pikepdf.parse_content_stream(page):
            operands, name = instruction.operands, str(instruction.operator)
            if name in {"BDC", "BMC"}:
                properties: Any = operands[1] if name == "BDC" else {}
                marks.append(int(properties["/MCID"]) if "/MCID" in properties else marks[-1])
            elif name == "EMC":
                marks.pop()
            elif name == "Tf":
                font = fonts[str(operands[0])]
            elif name in {"Tj", "TJ"} and marks[-1] is not None:
                shown: list[Any] = [operands[0]] if name == "Tj" else list(operands[0])
                codes = b"".join(bytes(piece) for piece in shown if isinstance(piece, pikepdf.String))
                texts[number, marks[-1]] = texts.get((number, marks[-1]), "") + "".join(
                    font.get(high << 8 | low, "\N{REPLACEMENT CHARACTER}")
                    for high, low in zip(codes[::2], codes[1::2], strict=True)
                )
    return texts


def _characters(font: Any) -> dict[int, str]:
    """Return what the codes of *font* stand for, by its ToUnicode table."""
    table: dict[int, str] = {}
    mapping = font.ToUnicode.read_bytes().decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", mapping, re.DOTALL):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            table[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    return table


def _several(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _tag(element: Any, texts: dict[tuple[int, int], str], pages: dict[Any, int], page: int) -> Tag:
    page = pages[element.Pg.objgen] if "/Pg" in element else page
    content: list[str | Tag] = []
    for kid in _several(element.get("/K")):
        if isinstance(kid, int):
            content.append(texts.get((page, kid), ""))
        elif kid.get("/Type") == "/MCR":
            content.append(texts.get((pages[kid.Pg.objgen] if "/Pg" in kid else page, int(kid.MCID)), ""))
        elif "/S" in kid:
            content.append(_tag(kid, texts, pages, page))
    attributes: dict[str, str] = {}
    for dictionary in _several(element.get("/A")):
        attributes |= {str(key): str(value) for key, value in dictionary.items()}
    alt = str(element.Alt) if "/Alt" in element else None
    return Tag(str(element.S)[1:], alt, attributes, tuple(content))


def build(
    folder: Path,
    files: dict[str, str],
    conf: str = CONF,
    prepare: Callable[[Sphinx], None] = lambda app: None,
) -> Result:
    """Write a project into *folder* and build its PDF; further builds there go on with what is there."""
    source, out = folder / "docs", folder / "out"
    source.mkdir(parents=True, exist_ok=True)
    for name, content in {"conf.py": conf, **files}.items():
        (source / name).write_text(textwrap.dedent(content).lstrip("\n"), encoding="utf-8")
    warnings = StringIO()
    with patch_docutils(source), docutils_namespace():
        app = Sphinx(source, source, out, folder / "doctrees", "typstpdf", status=None, warning=warnings)
        prepare(app)
        app.build()
    plain = re.sub(r"\x1b\[[\d;]*m", "", warnings.getvalue())
    return Result(source, out, [line for line in plain.splitlines() if line.strip()])


class Given(Directive):
    """Puts nodes made in Python into a document, so that no parser has a say in their text."""

    made: ClassVar[Callable[[], list[nodes.Node]]]

    def run(self) -> list[nodes.Node]:
        found = type(self).made()
        for node in found:
            node.source, node.line = self.state_machine.get_source_and_line(self.lineno)
        return found


def given(make: Callable[[], list[nodes.Node]]) -> Callable[[Sphinx], None]:
    """Let ``.. given::`` stand for the nodes that *make* makes."""
    directive = type("GivenHere", (Given,), {"made": staticmethod(make)})
    return lambda app: app.add_directive("given", directive)


def paragraph(*texts: str) -> nodes.paragraph:
    return nodes.paragraph("", "", *map(nodes.Text, texts))


# The PDF as a whole


def test_pdf_is_tagged_named_and_claims_pdf_ua(tmp_path: Path) -> None:
    result = build(tmp_path, {"index.rst": "Leitlinien\n==========\n\nText.\n"})
    assert result.messages == []
    assert result.claims_accessibility
    with pikepdf.open(result.pdf) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "de"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.docinfo.Title == "Leitlinien"
        assert pdf.docinfo.Author == "Kreistag Göttingen"
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        assert fonts
        for font in fonts:
            assert "/ToUnicode" in font
            assert "/FontFile3" in (descriptor := font.DescendantFonts[0].FontDescriptor) or (
                "/FontFile2" in descriptor
            )
    assert result.pdf.name == "leitlinien.pdf"
    assert result.pdf.with_suffix(".typ").is_file()


def test_title_block(tmp_path: Path) -> None:
    result = build(tmp_path, {"index.rst": "Leitlinien\n==========\n\nText.\n"})
    assert result.text.startswith("Leitlinien Kreistag Göttingen Release 3 1. März 2018 Text.")
    assert result.of_kind("Title") == ["Leitlinien"]


def test_title_block_without_settings_names_the_document_only(tmp_path: Path) -> None:
    conf = "extensions = ['sphinxext_amendment.typst']\ntoday = 'heute'\n"
    result = build(tmp_path, {"index.rst": "Mein Titel\n==========\n\nText.\n"}, conf)
    assert result.text.startswith("Mein Titel heute Text.")


def test_same_sources_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"index.rst": "T\n=\n\nText [1]_ :ref:`x`.\n\n.. _x:\n\nU\n-\n\n.. [1] Note.\n"}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1520000000")
    first = build(tmp_path / "a", files).pdf.read_bytes()
    assert first == build(tmp_path / "b", files).pdf.read_bytes()
    assert b"D:20180302" in first
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1620000000")
    assert first != build(tmp_path / "c", files).pdf.read_bytes()


def test_nothing_is_left_in_the_source_folder(tmp_path: Path) -> None:
    files = {"index.rst": "T\n=\n\n.. image:: a.svg\n   :alt: Bild\n", "a.svg": SVG}
    first = build(tmp_path, files)
    again = build(tmp_path, files)
    assert first.messages == again.messages == []
    assert {path.name for path in again.source.rglob("*")} - {"__pycache__"} == {
        "conf.py",
        "index.rst",
        "a.svg",
    }
    assert {path.name for path in again.out.iterdir()} == {"leitlinien.pdf", "leitlinien.typ", "_images"}


def test_setup_twice_is_setup_once(tmp_path: Path) -> None:
    def prepare(app: Sphinx) -> None:
        before = dict(app.registry.builders)
        assert setup(app)["parallel_read_safe"]
        assert app.registry.builders == before

    assert build(tmp_path, {"index.rst": "T\n=\n\nText.\n"}, prepare=prepare).messages == []


def test_compiler_is_loaded_only_to_compile() -> None:
    code = "import sys, sphinxext_amendment.typst.builder; sys.exit('typst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Sections and documents


def test_headings_follow_the_nesting_of_sections_and_documents(tmp_path: Path) -> None:
    result = build(
        tmp_path,
        {
            "index.rst": "Leitlinien\n==========\n\n.. toctree::\n\n   a\n   b\n\nEnde\n----\n",
            "a.rst": "Erstes\n======\n\nTeil\n----\n\nStück\n~~~~~\n\n.. toctree::\n\n   c\n",
            "b.rst": "Zweites\n=======\n\n.. rubric:: Keine Überschrift\n",
            "c.rst": "Leitlinien\n==========\n",
        },
    )
    assert result.messages == []
    headings = [(tag.kind, tag.text) for tag in result.tags if re.fullmatch(r"H\d", tag.kind)]
    assert headings == [
        ("H1", "Erstes"),
        ("H2", "Teil"),
        ("H3", "Stück"),
        ("H4", "Leitlinien"),
        ("H1", "Zweites"),
        ("H1", "Ende"),
    ]
    assert "Keine Überschrift" in result.of_kind("P")
    with closing(pypdfium2.PdfDocument(result.pdf)) as document:
        bookmarks = [(mark.level, mark.get_title()) for mark in document.get_toc()]
    assert bookmarks == [(int(kind[1]) - 1, text) for kind, text in headings]


def test_a_first_heading_other_than_the_title_is_printed(tmp_path: Path) -> None:
    result = build(tmp_path, {"index.rst": "Vorlage\n=======\n\nTeil\n----\n\nText.\n"})
    assert [(tag.kind, tag.text) for tag in result.tags if tag.kind in {"Title", "H1", "H2"}] == [
        ("Title", "Leitlinien"),
        ("H1", "Vorlage"),
        ("H2", "Teil"),
    ]


def test_section_and_figure_numbers(tmp_path: Path) -> None:
    result = build(
        tmp_path,
        {
            "index.rst": """
                Leitlinien
                ==========

                .. toctree::
                   :numbered:

                   a
                """,
            "a.rst": """
                Erstes
                ======

                Teil
                ----

                .. figure:: a.svg
                   :alt: Bild

                   Legende

                .. table:: Zahlen

                   == ==
                   a  b
                   == ==
                """,
            "a.svg": SVG,
        },
        CONF + "numfig = True\nnumfig_format = {'figure': 'Bild %s', 'table': 'Tafel %s'}\n",
    )
    assert result.of_kind("H1", "H2") == ["1 Erstes", "1.1 Teil"]
    assert result.of_kind("Caption") == ["Bild 1.1 Legende", "Tafel 1.1 Zahlen"]


def test_links_lead_to_their_targets_and_never_dangle(tmp_path: Path) -> None:
    result = build(
        tmp_path,
        {
            "index.rst": """
                Leitlinien
                ==========

                Hin: :doc:`a`, :ref:`zum Ziel <ziel>`, `Netz <https://example.org/?a=1&b=%5B#c>`_, `hier`_.
                Fort: :doc:`lose`, :any:`lose-ziel`.

                .. _hier:

                Hier.

                .. toctree::

                   a
                """,
            "a.rst": "Anderes\n=======\n\n" + "Füllung.\n\n" * 60 + ".. _ziel:\n\nUnten\n-----\n\n:doc:`index`\n",
            "lose.rst": ":orphan:\n\n.. _lose-ziel:\n\nLose\n====\n",
        },
    )
    assert result.messages == []
    assert result.claims_accessibility
    assert result.of_kind("Link") == ["Anderes", "zum Ziel", "Netz", "hier", "Leitlinien"]
    assert "Fort: Lose, Lose." in result.text
    with pikepdf.open(result.pdf) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        found: list[int | str] = []
        for page in pdf.pages:
            for link in _several(page.get("/Annots")):
                if "/Dest" in link:
                    found.append(numbers[link.Dest[0].objgen])
                else:
                    action: Any = link.A
                    found.append(str(action.URI) if "/URI" in action else numbers[action.D[0].objgen])
        last = len(pdf.pages) - 1
    assert last > 0
    assert found == [0, last, "https://example.org/?a=1&b=%5B#c", 0, 0]


def test_an_id_given_twice_or_to_nothing_breaks_no_link(tmp_path: Path) -> None:
    def make() -> list[nodes.Node]:
        links = [nodes.reference("", "doppelt", refid="x"), nodes.reference("", "verwaist", refid="y")]
        return [
            nodes.paragraph("", "Ein", ids=["x"]),
            nodes.paragraph("", "Zwei", ids=["x"]),
            nodes.line("", "", *links),
        ]

    result = build(tmp_path, {"index.rst": "Leitlinien\n==========\n\n.. given::\n"}, prepare=given(make))
    assert result.messages == []
    assert result.of_kind("Link") == ["doppelt"]
    assert "doppeltverwaist" in result.text


# Text


HOSTILE = [
    "# = - + / * _ @ $ [ ] \\ \" ' ~ ` < > { } ( ) & | ^ % ; :",
    "#let x = 1; #x #[x] #{1} \\u{41} \\# // /* x */ <label> @ref $x^2$ *b* _i_ `r`",
    "= Titel",
    "- Strich",
    "+ Plus",
    "1. Eins",
    "/ Wort: Sinn",
    "Gedanken -- Strich --- lang ... Punkte",
    "\"gerade\" 'einfache' „Bauchgefühl“ ‚so‘ »dies« 5' 6\"",
    "fi ff fl ffi Th Qu tt ft || -> => <= >= != :: ...",
    "https://example.org/a//b?c=#d",
    "Sozial-, Bildungs- und Kultur‑Ausschuss – § 3 Abs. 2 — 40 % … 1 €",
    "äöüßÄÖÜẞ éèçñ łø Ωπ ЖД",
    '"',
    "\\",
    "#",
]


def test_every_character_of_a_text_is_that_character_in_the_pdf(tmp_path: Path) -> None:
    result = build(
        tmp_path,
        {"index.rst": "Leitlinien\n==========\n\n.. given::\n"},
        prepare=given(lambda: [*map(paragraph, HOSTILE)]),
    )
    assert result.messages == []
    assert result.of_kind("P")[2:] == HOSTILE
    lines = result.pages[0].splitlines()
    assert [line for line in HOSTILE if line not in lines] == []


def test_every_pair_of_signs_survives(tmp_path: Path) -> None:
    pairs = ["a" + "".join(pair) + "b" for pair in product(punctuation, repeat=2)]
    result = build(
        tmp_path,
        {"index.rst": "Leitlinien\n==========\n\n.. given::\n"},
        prepare=given(lambda: [paragraph(" ".join(pairs))]),
    )
    written = "".join(result.of_kind("P")[2:])
    assert written.replace(" ", "") == "".join(pairs)


@pytest.mark.parametrize("text", ['a "b" \\ #c $d$ [e] -- f', "„Bauchgefühl“ // x", "1. = *b* @c"])
def test_hostile_text_everywhere(tmp_path: Path, text: str) -> None:
    def make() -> list[nodes.Node]:
        item = nodes.list_item("", paragraph("Punkt"), label=text)
        image = nodes.image(uri="a.svg", alt=text, candidates={"*": "a.svg"})
        return [
            nodes.bullet_list("", item),
            nodes.field_list("", nodes.field("", nodes.field_name("", text), nodes.field_body("", paragraph(text)))),
            nodes.literal_block(text, text),
            nodes.rubric("", text),
            nodes.paragraph("", "", nodes.literal("", text), nodes.strong("", text), nodes.emphasis("", text)),
            nodes.paragraph("", "", nodes.reference("", text, refuri=f"https://example.org/{text}")),
            nodes.block_quote("", paragraph(text), nodes.attribution("", text)),
            nodes.note("", paragraph(text)),
            image,
        ]

    result = build(
        tmp_path,
        {"index.rst": "Leitlinien\n==========\n\n.. image:: a.svg\n   :alt: x\n\n.. given::\n", "a.svg": SVG},
        CONF + f"author = release = today = {text!r}\n",
        prepare=given(make),
    )
    assert result.messages == []
    assert result.claims_accessibility
    assert result.of_kind("Lbl") == [text, f"{text}:"]
    assert [tag.alt for tag in result.tags if tag.kind == "Figure"] == ["x", text]
    # Title block 3, label 1, field 2, code 1, rubric 1, inline 3, link 1, quotation 2, note 1
    assert result.text.count(text) == 15
    with pikepdf.open(result.pdf) as pdf:
        assert pdf.docinfo.Author == text


def test_lines_of_a_paragraph_join_and_words_stay_whole(tmp_path: Path) -> None:
    word = "Grundsicherungsangelegenheiten"
    text = "Erste Zeile\nzweite *betonte\nStelle*\nEnde. " + f"{word} " * 40
    result = build(tmp_path, {"index.rst": f"Leitlinien\n==========\n\n{text}\n"})
    assert "Erste Zeile zweite betonte Stelle Ende." in result.text
    assert result.text.count(word) == 40
    assert "\xad" not in "".join(result.pages)


def test_inline_markup(tmp_path: Path) -> None:
    result = build(
        tmp_path,
        {
            "index.rst": r"""
                Leitlinien
                ==========

                *em*\ **st**\ ``li  te``\ H\ :sub:`2`\ x\ :sup:`3`\ `ti`,
                :abbr:`LK (Landkreis)` :abbr:`LK (Landkreis)`, :kbd:`x`, |sub|. :math:`a^2` :math:`b` ``c``

                .. |sub| replace:: Ersetzung
                .. Kommentar
                .. index:: Stichwort
                .. raw:: html

                   <b>roh</b>

                .. raw:: typst

                   #underline["unterstrichen"] // Kommentar

                .. only:: typst

                   Nur hier

                .. only:: html

                   Nur dort

                | Zeile
                | Reim
                |   Einzug

                .. centered:: Mitte
                """
        },
    )
    (math,) = result.messages
    assert math.endswith("index.rst:4: WARNING: the PDF shows formulas as they stand in the source [typst.math]")
    assert "emstli  teH2x3ti, LK (Landkreis) LK, x, Ersetzung. a^2 b c" in result.of_kind("P")
    assert result.of_kind("Code") == ["li  te", "x", "a^2", "b", "c"]
    assert '"unterstrichen" Nur hier Zeile Reim Einzug Mitte' in result.text
    for dropped in ("Kommentar", "Stichwort", "roh", "Nur dort"):
        assert dropped not in result.text


def test_code_keeps_lines_blanks_and_signs(tmp_path: Path) -> None:
    code = "def f(x):  # *kein* `Markup`\n\n    return \"a\\n$b$\"  #[x] // --- <y>\n  if x == '~': ..."
    block = textwrap.indent(code, "   ")
    result = build(
        tmp_path,
        {
            "index.rst": f"Leitlinien\n==========\n\n.. code-block:: none\n\n{block}\n\n"
            ".. parsed-literal::\n\n   a *b*\n     c **d**\n\n>>> 1 + 1\n2\n"
        },
    )
    assert result.messages == []
    assert result.of_kind("Code")[0] == code.replace("\n", "")
    assert "".join(result.of_kind("Code")[1:]) == "a b  c d>>> 1 + 12"
    lines = [" ".join(line.split()) for line in [*code.splitlines(), "a b", "c d", ">>> 1 + 1", "2"]]
    # The other reader gives runs of blanks as one.
    assert [" ".join(line.split()) for line in result.pages[0].splitlines()][4:-1] == [line for line in lines if line]


# Lists


class point(nodes.list_item):  # noqa: N801 - named as node classes are
    """A list item of another extension."""


class points(nodes.enumerated_list):  # noqa: N801
    """A list of another extension."""


def test_list_labels(tmp_path: Path) -> None:
    result = build(
        tmp_path,
        {
            "index.rst": """
                Leitlinien
                ==========

                1. eins
                2. zwei

                   a) unter a
                   b) unter b

                      iv. römisch
                      #. weiter

                   Absatz.

                (3) drei
                (4) vier

                C. groß

                * Strich

                Begriff : Art
                   Sinn

                :Feld: Wert
                :Viel: Absatz eins

                       Absatz zwei

                -a, --all=X  Alles
                """
        },
    )
    assert result.messages == []
    assert result.claims_accessibility
    labels = ["1.", "2.", "a)", "b)", "iv.", "v.", "(3)", "(4)", "C.", "•"]
    assert result.of_kind("Lbl") == [*labels, "Begriff : Art", "Feld:", "Viel:", "-a, --all=X"]
    bodies = result.of_kind("LBody")
    assert bodies[:4] == ["eins", "zweia)unter ab)unter biv.römischv.weiterAbsatz.", "unter a", "unter b"]
    assert bodies[-4:] == ["Sinn", "Wert", "Absatz einsAbsatz zwei", "Alles"]
    assert {"Absatz eins", "Absatz zwei"} < set(result.of_kind("P"))


def test_a_label_of_its_own_is_printed_exactly(tmp_path: Path) -> None:
    def item(label: str | None) -> point:
        return point("", paragraph("Text"), **({} if label is None else {"label": label}))

    result = build(
        tmp_path,
        {"index.rst": "Leitlinien\n==========\n\n.. given::\n"},
        prepare=given(
            lambda: [
                points("", item("5a."), item("§ 3"), item(None), enumtype="arabic", prefix="", suffix="."),
                nodes.bullet_list("", item("–1"), item(None)),
                nodes.container("", item("allein")),
            ]
        ),
    )
    assert result.messages == []
    assert result.claims_accessibility
    assert result.of_kind("Lbl") == ["5a.", "§ 3", "3.", "–1", "•", "allein"]


def test_ordinals() -> None:
    written = [ordinal(number, "loweralpha") for number in (1, 26, 27, 52, 53)]
    assert written == ["a", "z", "aa", "az", "ba"]
    assert [ordinal(number, "upperroman") for number in (4, 9, 14, 1990)] == ["IV", "IX", "XIV", "MCMXC"]
    assert ordinal(12, "arabic") == "12"


# Footnotes and citations


def test_footnotes_stand_where_they_are_referred_to(tmp_path: Path) -> None:
    result = build(
        tmp_path,
        {
            "index.rst": """
                Leitlinien
                ==========

                Eins [1]_ und wieder [1]_, dann [#]_.

                .. [1] Note *eins*.

                   Ihr zweiter Absatz.
                .. [#] Note zwei, siehe [1]_.
                .. [9] Niemand nennt sie.

                Danach.

                .. toctree::

                   a
                """,
            "a.rst": "Anderes\n=======\n\nAuch eins [1]_.\n\n.. [1] Andere Note eins.\n",
        },
        CONF + "suppress_warnings = ['ref.footnote']\n",
    )
    assert result.messages == []
    assert result.claims_accessibility
    notes = result.of_kind("Note")
    assert notes == ["1Note eins.Ihr zweiter Absatz.", "2Note zwei, siehe1.", "1Andere Note eins."]
    assert "Ihr zweiter Absatz." in result.pages[0].splitlines()
    text = result.text
    assert "Eins1 und wieder1, dann2. [9] Niemand nennt sie. Danach. Anderes Auch eins1." in text
    assert text.index("Auch eins") < text.index("Note eins.")
    assert text.count("Note eins.") == 2


def test_citations_are_printed_and_linked(tmp_path: Path) -> None:
    result = build(
        tmp_path,
        {"index.rst": "Leitlinien\n==========\n\nSiehe [Zit]_.\n\n.. [Zit] Ein Werk.\n"},
    )
    assert result.messages == []
    assert result.of_kind("Lbl") == ["[Zit]"]
    assert result.of_kind("LBody") == ["Ein Werk."]
    assert result.of_kind("Link") == ["[Zit]"]


# Tables


def test_table_headers_spans_and_caption(tmp_path: Path) -> None:
    result = build(
        tmp_path,
        {
            "index.rst": """
                Leitlinien
                ==========

                .. table:: Zahlen

                   +-----+-----------+
                   | A   | B         |
                   +=====+=====+=====+
                   | x   | y   | z   |
                   |     +-----+-----+
                   |     | u   | v   |
                   +-----+-----+-----+

                .. list-table::
                   :stub-columns: 1
                   :widths: 30 70

                   * - Kopf
                     - Wert
                """
        },
    )
    assert result.messages == []
    assert result.claims_accessibility
    cells = [(tag.kind, tag.text, tag.attributes) for tag in result.tags if tag.kind in {"TH", "TD"}]
    assert [(kind, text) for kind, text, _attributes in cells] == [
        *(("TH", "A"), ("TH", "B"), ("TD", "x"), ("TD", "y"), ("TD", "z"), ("TD", "u"), ("TD", "v")),
        *(("TD", "Kopf"), ("TD", "Wert")),
    ]
    assert cells[0][2]["/Scope"] == "/Column"
    assert cells[1][2]["/ColSpan"] == "2"
    assert cells[2][2]["/RowSpan"] == "2"
    assert result.of_kind("Caption") == ["Zahlen"]
    assert re.findall(r"table\(columns: (.*), $", result.typ, re.MULTILINE) == [
        *("(auto, auto, auto,)", "(30fr, 70fr,)")
    ]


def test_long_tables_repeat_their_header_and_lose_no_row(tmp_path: Path) -> None:
    rows = "".join(f"   * - Z{number}\n     - Wert\n" for number in range(80))
    tall = " ".join(f"wort{number}" for number in range(2500))
    result = build(
        tmp_path,
        {
            "index.rst": "Leitlinien\n==========\n\nZu Kopfziel_.\n\n.. list-table::\n   :header-rows: 1\n\n"
            f"   * - _`Kopfziel`\n     - Spalte\n{rows}   * - hoch\n     - {tall}\n\n"
            ".. list-table::\n   :header-rows: 1\n\n   * - Kopf [1]_\n     - :doc:`index`\n"
            f"{rows}\n.. [1] Note im Kopf.\n"
        },
    )
    assert result.messages == []
    assert result.claims_accessibility
    assert len(result.pages) > 5
    assert sum("Kopfziel\nSpalte" in page.replace(" ", "\n") for page in result.pages) > 5
    assert len([tag for tag in result.tags if tag.kind == "Table"]) == 2
    assert result.of_kind("Note") == ["1Note im Kopf."]
    assert [word for word in result.text.split() if word.startswith("wort")] == tall.split()
    assert result.of_kind("Link")[0] == "Kopfziel"


# Blocks


def test_admonitions_carry_their_word_in_the_language(tmp_path: Path) -> None:
    result = build(
        tmp_path,
        {
            "index.rst": """
                Leitlinien
                ==========

                .. warning:: Vorsicht da.

                .. admonition:: Eigener *Titel*

                   Mit Text.

                .. seealso:: Anderes.

                .. topic:: Thema

                   Dazu.

                .. sidebar:: Rand

                   Daneben.

                .. versionadded:: 2
                   Neu.
                """
        },
    )
    assert result.messages == []
    assert result.claims_accessibility
    expected = "Warnung Vorsicht da. Eigener Titel Mit Text. Siehe auch Anderes. Thema Dazu. Rand Daneben."
    assert expected in result.text
    assert result.text.count("Neu.") == 1


def test_images_and_figures(tmp_path: Path) -> None:
    result = build(
        tmp_path,
        {
            "index.rst": """
                Leitlinien
                ==========

                .. image:: a.svg
                   :alt: Ein Bild
                   :width: 50%

                .. figure:: a.svg
                   :alt: Eine Figur
                   :target: https://example.org

                   Unterschrift

                   Legende

                Im |satz| stehend.

                .. |satz| image:: a.svg
                   :alt: Zeichen
                   :scale: 50

                .. image:: a.svg
                   :alt:
                """,
            "a.svg": SVG,
        },
    )
    assert result.messages == []
    assert result.claims_accessibility
    figures = [tag for tag in result.tags if tag.kind == "Figure"]
    assert [tag.alt for tag in figures] == ["Ein Bild", "Eine Figur", "Zeichen"]
    assert result.of_kind("Caption") == ["UnterschriftLegende"]


@pytest.mark.filterwarnings("ignore:.myst_parser")
def test_blocks_nest_in_each_other(tmp_path: Path) -> None:
    result = build(
        tmp_path,
        {
            "index.rst": """
                Leitlinien
                ==========

                +-------------------+---------------------------+
                | .. code::         | 1. zelle                  |
                |                   |                           |
                |    x = 1          |    a) tiefer              |
                |                   |                           |
                |                   |       .. note:: kasten    |
                +-------------------+---------------------------+
                | == ==             | .. figure:: a.svg         |
                | a  b              |    :alt: x                |
                | == ==             |                           |
                | c  d              |    bild [1]_              |
                | == ==             |                           |
                +-------------------+---------------------------+

                .. [1] Note mit Code::

                       y

                   * liste

                     1. innen

                   .. note:: in der Note [2]_

                .. [2] Note in Note [1]_.

                * Begriff
                     Sinn

                     :Feld: * punkt

                            danach
                * .. image:: a.svg
                     :alt: zuerst

                *

                1. - strich

                .. glossary::

                   Wort
                   Name
                      Bedeutung, siehe :term:`Wort`

                .. epigraph::

                   Spruch

                   -- Jemand

                .. compound::

                   vor

                   ::

                      mitten

                   nach

                .. hlist::

                   * eins
                   * zwei

                .. productionlist::
                   regel: "teil"

                .. py:function:: rufe(a, b=1) -> int

                   Ruft.

                .. toctree::

                   markdown
                """,
            "markdown.md": """
                # Abschnitt

                Text[^1] mit `code` und [Verweis](index.rst).

                [^1]: Fuß.

                3) drei

                | a | b |
                |---|---|
                | c | d |

                ---

                > Zitat

                Ende.
                """,
            "a.svg": SVG,
        },
        CONF + "extensions.append('myst_parser')\n",
    )
    assert result.messages == []
    assert result.claims_accessibility
    inner = "2Note in Note1."
    assert result.of_kind("Note") == [*(f"1Note mit Code:y•liste1.innenBemerkungin der Note2{inner}", inner, "1Fuß.")]
    for words in (
        "x = 1 1. zelle a) tiefer Bemerkung kasten a b c d bild1",
        "• Begriff Sinn Feld: ‣ punkt danach • • 1. • strich",
        "Wort Name Bedeutung, siehe Wort Spruch — Jemand vor mitten nach",
        '• eins • zwei regel ::= "teil" rufe(a, b=1) → int Ruft. Abschnitt',
        "Text1 mit code und Verweis. 3) drei a b c d Zitat Ende.",
    ):
        assert words in result.text
    labels = ["1.", "a)", "•", "1.", "•", "Begriff", "Feld:", "‣", "•", "•", "1.", "•", "Wort", "Name"]
    assert [label for label in result.of_kind("Lbl") if not label.isdigit()][: len(labels)] == labels


def test_lengths() -> None:
    assert length("40px") == length("40") == length("30pt") == "30.000pt"
    assert length("2.54 cm") == length("1in") == "72.000pt"
    assert length("50%") == "50%"
    assert length("1.5em") == "1.5em"
    assert length("drei") is None


def test_strings() -> None:
    assert string('a"b\\c\n\u2028') == '"a\\"b\\\\c\\u{a}\\u{2028}"'
    assert string("\ud800") == '"\N{REPLACEMENT CHARACTER}"'


# What the author's source makes impossible

# Docutils before 0.21 gives an image the line its directive ends on.
IMAGE_LINE, FIGURE_LINE = (3, 6) if docutils.__version_info__ >= (0, 21) else (4, 8)


@pytest.mark.parametrize(
    ("source", "line", "subtype", "words"),
    [
        ("Text.\n\n.. image:: a.svg\n", 6, "alt", ":alt:"),
        ("Text.\n\n.. figure:: a.svg\n\n   Unterschrift\n", FIGURE_LINE, "alt", ":alt:"),
        ("Text.\n\nDas Zeichen 漢 hier.\n", 6, "glyph", "“漢” (U+6F22 CJK UNIFIED IDEOGRAPH-6F22)"),
        ("Text.\n\n* *Gut* 😀\n", 6, "glyph", "“😀” (U+1F600 GRINNING FACE)"),
        ("Text.\n\n``漢``\n", 6, "glyph", "U+6F22"),
    ],
)
def test_obstacles_are_named_and_the_pdf_is_made_without_the_claim(
    tmp_path: Path, source: str, line: int, subtype: str, words: str
) -> None:
    result = build(tmp_path, {"index.rst": f"Leitlinien\n==========\n\n{source}", "a.svg": SVG})
    (message,) = result.messages
    assert message.startswith(f"{result.source / 'index.rst'}:{line}: WARNING: ")
    assert message.endswith(f" [typst.{subtype}]")
    assert words in message
    assert not result.claims_accessibility
    assert "Text." in result.text
    assert result.of_kind("Title") == ["Leitlinien"]


def test_all_obstacles_are_named_at_once_in_the_file_they_are_in(tmp_path: Path) -> None:
    result = build(
        tmp_path,
        {
            "index.rst": "Leitlinien\n==========\n\n漢\n\n.. toctree::\n\n   a\n",
            "a.rst": "Anderes\n=======\n\n.. include:: b.txt\n\n字 [1]_\n\n.. [1] Note 語.\n",
            "b.txt": "Text.\n\n.. image:: a.svg\n",
            "a.svg": SVG,
        },
    )
    places = sorted(message.split(": WARNING")[0] for message in result.messages)
    names = ["a.rst:6", "a.rst:8", f"b.txt:{IMAGE_LINE}", "index.rst:4"]
    assert places == [str(result.source / name) for name in names]


def test_a_node_without_a_line_is_where_its_parent_is(tmp_path: Path) -> None:
    def make() -> list[nodes.Node]:
        skipped = nodes.raw("", "x", format="html")
        skipped.source, skipped.line = "elsewhere.rst", 99
        return [nodes.container("", skipped, paragraph("漢"))]

    result = build(tmp_path, {"index.rst": "Leitlinien\n==========\n\n.. given::\n"}, prepare=given(make))
    (message,) = result.messages
    assert message.startswith(f"{result.source / 'index.rst'}:4: ")


def test_broken_typst_is_an_error_with_a_place_and_leaves_no_stale_pdf(tmp_path: Path) -> None:
    good = build(tmp_path, {"index.rst": "Leitlinien\n==========\n\nText.\n"})
    assert good.pdf.is_file()
    source = good.source / "index.rst"
    source.write_text("Leitlinien\n==========\n\nText.\n\n.. raw:: typst\n\n   #nirgends()\n", encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-N", "-q", "-b", "typstpdf", str(good.source), str(good.out)]
    broken = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8")
    assert broken.returncode != 0
    assert f"{source}:6: ERROR: " in broken.stderr
    assert "nirgends" in broken.stderr
    assert "Traceback" not in broken.stderr
    assert list(good.out.glob("*.pdf")) == []


# Nodes of other extensions


class mystery(nodes.General, nodes.TextElement):  # noqa: N801
    """A block nobody knows."""


class riddle(nodes.Inline, nodes.TextElement):  # noqa: N801
    """Running text nobody knows."""


class shade(nodes.inline):  # noqa: N801
    """Like its base class, for all the builder knows."""


class inserted(nodes.inline):  # noqa: N801
    """Underlined, between markers."""


def test_unknown_nodes_are_printed_as_text_with_one_warning_a_type(tmp_path: Path) -> None:
    def make() -> list[nodes.Node]:
        return [
            mystery("", "Rätsel eins."),
            mystery("", "Rätsel zwei."),
            nodes.paragraph("", "", nodes.Text("Ein "), riddle("", "kleines"), nodes.Text(" Rätsel.")),
        ]

    result = build(tmp_path, {"index.rst": "Leitlinien\n==========\n\n.. given::\n"}, prepare=given(make))
    first, second = result.messages
    assert first.startswith(f"{result.source / 'index.rst'}:4: WARNING: ")
    assert "“mystery”" in first
    assert "“riddle”" in second
    assert first.endswith(" [typst.node]")
    assert result.of_kind("P")[2:] == ["Rätsel eins.", "Rätsel zwei.", "Ein kleines Rätsel."]
    assert result.claims_accessibility


def visit_inserted(translator: TypstTranslator, _node: inserted) -> None:
    translator.text("[+")
    translator.open("underline", "offset: 2pt")


def depart_inserted(translator: TypstTranslator, _node: inserted) -> None:
    translator.close()
    translator.text("+]")


def test_nodes_with_visitors_and_nodes_with_known_bases(tmp_path: Path) -> None:
    def make() -> list[nodes.Node]:
        inner = nodes.strong("", "neu")
        return [nodes.paragraph("", "", inserted("", "", inner), shade("", " alt"), inserted("", "", nodes.Text("#")))]

    def prepare(app: Sphinx) -> None:
        app.add_node(inserted, typst=(visit_inserted, depart_inserted))
        given(make)(app)

    result = build(tmp_path, {"index.rst": "Leitlinien\n==========\n\n.. given::\n"}, prepare=prepare)
    assert result.messages == []
    assert result.claims_accessibility
    assert result.of_kind("P")[2:] == ["[+neu+] alt[+#+]"]
    underlined = [tag.text for tag in result.tags if tag.attributes.get("/TextDecorationType") == "/Underline"]
    assert underlined == ["neu", "#"]
