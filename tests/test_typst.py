"""The PDF builder: small projects are built, and the PDF is read back with two independent readers."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from io import StringIO
from itertools import product
from string import punctuation
from typing import TYPE_CHECKING

import docutils
import pikepdf
import pytest
from docutils import nodes
from docutils.parsers.rst import Directive
from pdf import Pdf
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinxext_amendment.typst import setup
from sphinxext_amendment.typst.markup import length, ordinal, string

if TYPE_CHECKING:
    from collections.abc import Callable
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
class Result(Pdf):
    """What a build left behind: its PDF, and more."""

    source: Path
    out: Path
    messages: list[str]

    @property
    def pdf(self) -> Path:
        return self.path

    @property
    def typ(self) -> str:
        return self.path.with_suffix(".typ").read_text(encoding="utf-8")


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
    path = next(out.glob("*.pdf"), out / "none.pdf")
    return Result(path, source, out, [line for line in plain.splitlines() if line.strip()])


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


def languages_of(pdf: Path) -> set[str]:
    """Return the languages that are given for parts of the text."""
    with pikepdf.open(pdf) as document:
        return {
            str(item.Lang)
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and "/S" in item and "/Lang" in item
        }


def test_a_part_in_another_language_says_so(tmp_path: Path) -> None:
    page = "Leitlinien\n==========\n\nText.\n\n.. container:: language-{}\n\n   Bonjour.\n"
    assert languages_of(build(tmp_path / "one", {"index.rst": page.format("fr")}).pdf) == {"fr"}
    assert languages_of(build(tmp_path / "two", {"index.rst": page.format("en-GB")}).pdf) == {"en-GB"}
    assert languages_of(build(tmp_path / "three", {"index.rst": page.format("de")}).pdf) == set()


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
    assert result.bookmarks == [(int(kind[1]), text) for kind, text in headings]


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
    last = len(result.pages) - 1
    assert last > 0
    assert result.links == [0, last, "https://example.org/?a=1&b=%5B#c", 0, 0]


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
    assert "index.rst:4: WARNING: the PDF shows a formula as it stands in the source" in math
    assert math.endswith(":alt: [typst.math]")
    assert "emstli  teH2x3ti, LK (Landkreis) LK, x, Ersetzung. a^2 b c" in result.of_kind("P")
    assert result.of_kind("Code") == ["li  te", "x", "a^2", "b", "c"]
    assert '"unterstrichen" Nur hier Zeile Reim Einzug Mitte' in result.text
    assert "Stichwortverzeichnis S Stichwort, 1" in result.text
    for dropped in ("Kommentar", "roh", "Nur dort"):
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
        *(("TH", "Kopf"), ("TD", "Wert")),
    ]
    assert cells[0][2]["/Scope"] == "/Column"
    assert cells[1][2]["/ColSpan"] == "2"
    assert cells[2][2]["/RowSpan"] == "2"
    assert cells[7][2]["/Scope"] == "/Row"
    assert "/Headers" not in cells[8][2]  # it would hide the head of the row
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
        "mitten nach • eins • zwei",
        'regel ::= "teil" rufe(a, b=1) → int Ruft. Abschnitt',
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
FIGURE_LINE_OF_BAD = FIGURE_LINE + 1


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


# Images


def test_one_bad_image_costs_no_pdf(tmp_path: Path) -> None:
    result = build(
        tmp_path,
        {
            "index.rst": """
                Leitlinien
                ==========

                .. image:: a.svg
                   :alt: Gutes Bild

                .. figure:: b.png
                   :alt: Kaputtes Bild

                   Unterschrift

                .. image:: c.png
                   :alt: Fehlendes Bild

                .. figure:: fehlt.png

                   Noch eine

                .. image:: d.tiff
                   :alt: Fremdes Bild
                """,
            "a.svg": SVG,
            "b.png": "no image",
            "d.tiff": "no image",
        },
    )
    assert result.claims_accessibility
    assert [tag.alt for tag in result.tags if tag.kind == "Figure"] == ["Gutes Bild"]
    assert result.of_kind("Caption") == ["Unterschrift", "Noch eine"]
    for words in ("Kaputtes Bild", "Fehlendes Bild", "fehlt.png"):
        assert words in result.text
    (bad,) = (message for message in result.messages if "b.png" in message)
    assert bad.startswith(f"{result.source / 'index.rst'}:{FIGURE_LINE_OF_BAD}: WARNING: ")
    assert bad.endswith("[typst.image]")
    assert any("c.png" in message and "index.rst:" in message for message in result.messages)
    assert any("d.tiff" in message for message in result.messages)


def test_images_stay_on_the_paper(tmp_path: Path) -> None:
    sizes = [":width: 3000px", ":height: 3000px", ":width: 300%", ":width: 400px\n   :height: 5000px", ":scale: 9000"]
    images = "\n\n".join(f".. image:: a.svg\n   :alt: x\n   {size}" for size in sizes)
    result = build(
        tmp_path,
        {
            "index.rst": f"Leitlinien\n==========\n\n{images}\n\nIn |x| Zeile.\n\n.. |x| image:: a.svg\n   :alt: x\n"
            "   :width: 9000px\n",
            "a.svg": SVG,
        },
    )
    assert result.messages == []
    with pikepdf.open(result.pdf) as pdf:
        width, height = (float(side) for side in pdf.pages[0].MediaBox[2:])
        boxes = [box for tag in result.tags if tag.kind == "Figure" and (box := tag.attributes.get("/BBox"))]
    assert len(boxes) == 6
    for box in boxes:
        left, bottom, right, top = (float(number) for number in re.findall(r"'(-?[\d.]+)'", box))
        assert 0 < left < right < width
        assert 0 < bottom < top < height


# Settings


def test_several_documents(tmp_path: Path) -> None:
    result = build(
        tmp_path,
        {
            "index.rst": "Leitlinien\n==========\n\n.. toctree::\n\n   a\n   b\n",
            "a.rst": "Eins\n====\n\nZu :doc:`b` und :ref:`hier <hier>`.\n\n.. _hier:\n\nHier\n----\n\n"
            ".. image:: a.svg\n   :alt: Bild\n",
            "b.rst": "Zwei\n====\n\n:math:`x`\n",
            "a.svg": SVG,
        },
        CONF
        + "typst_documents = [('index', 'alles', 'Alles zusammen', ''), ('a', 'teil.pdf', '', 'Jemand')]\n"
        + "today = 'heute'\n",
    )
    (math,) = result.messages
    assert "b.rst:4" in math
    assert {path.name for path in result.out.glob("*.pdf")} == {"alles.pdf", "teil.pdf"}
    whole, part = (Pdf(result.out / name) for name in ("alles.pdf", "teil.pdf"))
    assert whole.claims_accessibility
    assert part.claims_accessibility
    assert whole.of_kind("Title") == ["Alles zusammen"]
    assert whole.of_kind("H1") == ["Leitlinien"]
    assert whole.of_kind("Link") == ["Zwei", "hier"]
    # The title is the document's own, and its first heading need not repeat it.
    assert part.text.startswith("Eins Jemand Release 3 heute Zu Zwei und hier. Hier")
    assert part.of_kind("H1") == ["Hier"]
    assert part.of_kind("Link") == ["hier"]


BAD = [
    ("typst_documents", "'index'", "tuple"),
    ("typst_documents", "[('index', 'a')]", "tuple"),
    ("typst_documents", "[('index', 'a', None, 'b')]", "tuple"),
    ("typst_documents", "[('nowhere', 'a', '', '')]", "'nowhere'"),
    ("typst_documents", "[('index', '../a', '', '')]", "'../a'"),
    ("typst_documents", "[('index', '', '', '')]", "file"),
    ("typst_documents", "[('index', 'a', '', ''), ('index', 'A.pdf', '', '')]", "'A.pdf'"),
    ("typst_paper", "'foolscap'", "a4"),
    ("typst_paper", "['a4']", "a4"),
    ("typst_fonts", "'Comic'", "text, heading, code"),
    ("typst_fonts", "{'text': 'Comic \"#\\\\'}", "Libertinus Serif"),
    ("typst_fonts", "{'text': 3}", "text, heading, code"),
    ("typst_fonts", "{'title': 'DejaVu Sans Mono'}", "text, heading, code"),
    ("typst_font_paths", "'fonts'", "list"),
    ("typst_font_paths", "['nowhere']", "nowhere"),
    ("typst_title_block", "'bottom'", "top, page, none"),
    ("typst_running_heads", "'{title}'", "left"),
    ("typst_running_heads", "('{titel}', '')", "title, author, release, date, section"),
    ("typst_contents", "'all'", "0"),
    ("typst_contents", "-1", "0"),
    ("typst_index", "'no'", "True, False"),
    ("pygments_style", "'nosuch'", "style"),
    ("pygments_style", "'no.such.Style'", "style"),
]


@pytest.mark.parametrize(("name", "value", "advice"), BAD)
def test_a_bad_setting_is_told_with_advice_and_costs_nothing(
    tmp_path: Path, name: str, value: str, advice: str
) -> None:
    files = {"index.rst": "Leitlinien\n==========\n\nText.\n\n.. code:: python\n\n   x = 1\n"}
    result = build(tmp_path, files, f"{CONF}language = 'en'\n{name} = {value}\n")
    (message,) = result.messages
    assert message.startswith(f"{result.source / 'conf.py'}:9: WARNING: {name} = ")
    assert message.endswith(" [typst.config]")
    assert advice in message
    assert result.claims_accessibility
    assert "Text. x = 1" in result.text


def test_paper(tmp_path: Path) -> None:
    sizes = []
    for paper in ("a5", "us-letter"):
        text = "Ein langer Text. " * 40
        result = build(tmp_path / paper, {"index.rst": f"T\n=\n\n{text}\n"}, CONF + f"typst_paper = '{paper}'\n")
        assert result.messages == []
        assert result.overrun == []
        with pikepdf.open(result.pdf) as pdf:
            sizes.append([round(float(side) / 72 * 25.4) for side in pdf.pages[0].MediaBox[2:]])
    assert sizes == [[148, 210], [216, 279]]


def test_fonts(tmp_path: Path) -> None:
    result = build(
        tmp_path,
        {"index.rst": "Leitlinien\n==========\n\nText ``code``.\n\nTeil\n----\n"},
        CONF + "typst_fonts = {'text': ['new computer modern'], 'heading': 'DejaVu Sans Mono'}\n",
    )
    assert result.messages == []
    with pikepdf.open(result.pdf) as pdf:
        fonts = {
            str(font.BaseFont).split("+")[1].removesuffix("-Identity-H")
            for page in pdf.pages
            for font in page.Resources.Font.values()
        }
    assert fonts == {"NewCM10-Regular", "DejaVuSansMono", "DejaVuSansMono-Bold"}


def test_title_block_on_a_page_of_its_own_or_nowhere(tmp_path: Path) -> None:
    files = {"index.rst": "Leitlinien\n==========\n\nText.\n"}
    page = build(tmp_path / "page", files, CONF + "typst_title_block = 'page'\n")
    assert [" ".join(text.split()) for text in page.pages] == [
        *("Leitlinien Kreistag Göttingen Release 3 1. März 2018 1 / 2", "Text. 2 / 2")
    ]
    none = build(tmp_path / "none", files, CONF + "typst_title_block = 'none'\n")
    assert none.text == "Leitlinien Text. 1 / 1"
    assert none.of_kind("H1") == ["Leitlinien"]
    with pikepdf.open(none.pdf) as pdf:
        assert pdf.docinfo.Title == "Leitlinien"


def test_running_heads_and_contents(tmp_path: Path) -> None:
    result = build(
        tmp_path,
        {
            "index.rst": "Leitlinien\n==========\n\nTeil [1]_\n---------\n\n.. _ziel:\n\nTiefer\n~~~~~~\n\n"
            + "Füllung.\n\n" * 90
            + ".. index:: Wort\n\n:ref:`ziel`\n\n.. [1] Note.\n"
        },
        CONF + "typst_running_heads = ('#{author} *', '{section}')\ntypst_contents = '1'\ntypst_index = '0'\n",
    )
    assert result.messages == []
    assert result.claims_accessibility
    assert not result.pages[0].startswith("#")
    assert all(page.startswith("#Kreistag Göttingen * Teil 1\n") for page in result.pages[1:])
    assert len(result.pages) > 2
    assert [text.split(" ")[0] for text in result.of_kind("TOCI")] == ["Teil"]
    assert result.of_kind("Note") == ["1Note."]
    assert "Wort" not in result.text


# What runs over the edge elsewhere


def test_nothing_runs_over_the_edge(tmp_path: Path) -> None:
    word = "Wort" * 60
    cells = "     - " + "\n     - ".join(["Grundsicherungsangelegenheiten"] * 11)
    table = f".. list-table::\n   :header-rows: 1\n\n   * - Kopf\n{cells}\n   * - Zelle\n{cells}\n"
    result = build(
        tmp_path,
        {
            "index.rst": f"Leitlinien\n==========\n\n{word}\n\n* * * {word}\n\n``{word}``\n\n"
            f".. note::\n\n   {word}\n\n.. code:: text\n\n   {word}\n\n{word}\n   Sinn {word}\n\n"
            f":{word}: {word}\n\n.. hlist::\n\n   * {word}\n   * {word}\n\n.. py:function:: {word}(a)\n\n"
            f".. list-table::\n   :widths: 20 80\n\n   * - ::\n\n          {word}\n     - x\n\n"
            f"{table}\n* {textwrap.indent(table, '  ').strip()}\n\n{word}\n{'-' * len(word)}\n",
        },
        CONF + f"typst_contents = 2\nproject = '{word}'\ntypst_running_heads = ('{{title}}', '{{section}}')\n",
    )
    assert result.messages == []
    assert result.overrun == []
    # Whole for those who copy it or have it read; the title, the contents and the index have it too.
    assert sum(tag.text.count(word) for tag in result.tags[:1]) == 18
    assert result.tags[0].text.count("Grundsicherungsangelegenheiten") == 44


def test_row_heads_are_where_the_stub_columns_are(tmp_path: Path) -> None:
    files = {
        "index.rst": """
            Leitlinien
            ==========

            .. list-table::
               :stub-columns: 1

               * - Kopf
                 - Wert

            .. toctree::

               markdown
            """,
        "markdown.md": """
            # Zwei

            ```{list-table}
            :stub-columns: 1

            * - Kopf
              - Wert
            ```
            """,
    }

    def spanning() -> list[nodes.Node]:
        """A table whose first head spans two rows, so that the second row begins with a value."""
        specs = [nodes.colspec(colwidth=1, stub=1), nodes.colspec(colwidth=1)]
        rows = [
            nodes.row("", nodes.entry("", paragraph("hoch"), morerows=1), nodes.entry("", paragraph("eins"))),
            nodes.row("", nodes.entry("", paragraph("zwei"))),
        ]
        return [nodes.table("", nodes.tgroup("", *specs, nodes.tbody("", *rows), cols=2))]

    files["index.rst"] += "\n            .. given::\n"
    result = build(tmp_path, files, CONF + "extensions.append('myst_parser')\n", prepare=given(spanning))
    assert result.messages == []
    assert result.claims_accessibility
    cells = [(tag.kind, tag.text, tag.attributes.get("/Scope")) for tag in result.tags if tag.kind in {"TH", "TD"}]
    twin = [("TH", "Kopf", "/Row"), ("TD", "Wert", None)]
    assert cells == [*twin, *twin, ("TH", "hoch", "/Row"), ("TD", "eins", None), ("TD", "zwei", None)]


# Nodes of other extensions


class mystery(nodes.General, nodes.TextElement):  # noqa: N801
    """A block nobody knows."""


class riddle(nodes.Inline, nodes.TextElement):  # noqa: N801
    """Running text nobody knows."""


class shade(nodes.inline):  # noqa: N801
    """Like its base class, for all the builder knows."""


class inserted(nodes.inline):  # noqa: N801
    """Underlined, between markers."""


def test_what_went_wrong_in_a_document_is_printed(tmp_path: Path) -> None:
    def make() -> list[nodes.Node]:
        trouble = nodes.system_message("", paragraph("Unbekannt."), level=3, type="ERROR", source="x", line=1)
        return [nodes.paragraph("", "", nodes.problematic("", "|x|")), trouble]

    conf = CONF + "keep_warnings = True\n"
    result = build(tmp_path, {"index.rst": "Leitlinien\n==========\n\n.. given::\n"}, conf, prepare=given(make))
    assert result.messages == []
    assert "|x| ERROR/3 Unbekannt." in result.text


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
