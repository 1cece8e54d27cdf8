"""Every view in every builder: its words, its labels, and what is deleted and new, as a reader copies them."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from bs4 import BeautifulSoup
from conftest import CONF, Site, amendment, consolidated, directive, heading
from plain_builder import KNOWN

from sphinxext_amendment.docnodes import nodes as ours

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Built

BUILDERS = (
    *("html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo"),
    *("xml", "pseudoxml", "typstpdf", "plain"),
)
"""All but gettext, which shows no views: a translator gets the text as it was written."""

GUIDELINE = """\
1. Gefördert werden:

   a) Vereine,
   b) Verbände.

2. Hunde sind an der Leine zu führen.

3. Weg damit.

4. Alt.

5. Schluss."""

MOTION = """\
1. In Punkt 1 wird „Vereine“ durch „Gruppen“ ersetzt.

2. Punkt 2 wird um einen zweiten Satz ergänzt:

   Blindenhunde nicht.

3. Punkt 3 wird gestrichen.

4. Punkt 4 wird wie folgt neu gefasst:

   Neu.

5. Nach Punkt 4 wird folgender Punkt eingefügt:

   Eingefügt."""

ADOPTED = "1. In Punkt 5 wird „Schluss“ durch „Ende“ ersetzt."

LABELS = """

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinxext_amendment.docnodes.nodes import point, points

class Labels(Directive):
    def run(self):
        inner = points("", point("", nodes.paragraph("", "Inneres."), label="a)"))
        first = point("", nodes.paragraph("", "Fünf."), inner, label="5a")
        empty = point("", label="IV.")
        return [points("", first, empty, point("", nodes.paragraph("", "Drei."), label="§ 3"))]

def setup(app):
    app.add_directive("labels", Labels)
"""
"""A directive with labels that no list of a markup has."""

TEXT_WITH_MOTION = (
    *(
        "1. Gefördert werden:",
        "a) Gruppen,",
        "b) Verbände.",
        "2. Hunde sind an der Leine zu führen. Blindenhunde nicht.",
    ),
    *("3. Neu.", "4. Eingefügt.", "5. Ende."),
)

REDLINE = (
    *("Zeichen: [gestrichen: gestrichene Wörter], [neu: neue Wörter],", "1. Gefördert werden:"),
    *("a) [gestrichen: Vereine][neu: Gruppen],", "b) Verbände."),
    *("2. Hunde sind an der Leine zu führen. [neu: Blindenhunde nicht.]", "3. [gestrichen: Weg damit.]"),
    *("4. → 3. [gestrichen: Alt.] [neu: Neu.]", "4. [neu: Eingefügt.]", "5. Ende."),
)

SECTIONS = """\
1. Eins:

   a) Hier.
   b) Alt und dort.
   c) Bleibt.

2. Zwei:

   a) Da."""

MOVE = """\
1. Punkt 1 Buchstabe b wird hinter Punkt 2 Buchstabe a verschoben.

2. In Punkt 1 Buchstabe b wird „Alt“ durch „Neu“ ersetzt."""

KEY_OF_MOVES = "[von hier verschoben: von hier verschobene Wörter], [hierher verschoben: hierher verschobene Wörter],"

VIEWS = {
    "guideline": (
        directive("rst", "guideline", "Leitlinien", GUIDELINE, name="text"),
        ("1. Gefördert werden:", "a) Vereine,", "b) Verbände.", "2. Hunde", "5. Schluss.", "neuer Punkt 4"),
    ),
    "changelist": (
        amendment(MOTION),
        (
            *("1. In Punkt 1 wird „Vereine“ durch „Gruppen“ ersetzt.", "„Vereine“ → „Gruppen“", "2. Punkt 2 wird um"),
            *("Blindenhunde nicht.", "Gestrichen: bisheriger Punkt 3", "Neu.", "Ersetzt: bisheriger Punkt 4 → Punkt 3"),
            *("Eingefügt: Punkt 4", "Der Text mit dieser Änderung", *TEXT_WITH_MOTION),
        ),
    ),
    "motionredline": (
        amendment(MOTION, name="again", show="redline"),
        ("Die Änderungen im Text", *REDLINE),
    ),
    "adopted": (
        amendment(ADOPTED, name="adopted", status="adopted", decided="2020-01-01"),
        ("angenommen", "„Schluss“ → „Ende“"),
    ),
    "inforce": (
        consolidated(),
        ("Geändert durch:", "1. Gefördert werden:", "a) Vereine,", "b) Verbände.", "4. Alt.", "5. Ende."),
    ),
    "lastchanges": (
        consolidated(show="redline"),
        ("Die letzten Änderungen durch:", "a) Vereine,", "5. [gestrichen: Schluss][neu: Ende]."),
    ),
    "proposed": (consolidated(**{"with": "motion"}), ("Nicht in Kraft.", *TEXT_WITH_MOTION)),
    "redline": (consolidated(**{"with": "motion", "show": "redline"}), ("Nicht in Kraft.", *REDLINE)),
    "moved": (
        directive("rst", "guideline", "A", SECTIONS, name="a") + amendment(MOVE, name="ma", amends="a", show="redline"),
        (
            *(KEY_OF_MOVES, "a) Hier.", "b) [von hier verschoben: Alt und dort.]", "c) → b) Bleibt.", "a) Da."),
            "b) [gestrichen: Alt][neu: Neu] [hierher verschoben: und dort.]",
        ),
    ),
    "movedkept": (
        directive("rst", "guideline", "B", SECTIONS, name="b", numbering="keep")
        + amendment(MOVE, name="mb", amends="b", show="redline"),
        (
            *(KEY_OF_MOVES, "a) Hier.", "b) [von hier verschoben: Alt und dort.] [neu: (weggefallen)]", "c) Bleibt."),
            *("a) Da.", "b) [gestrichen: Alt][neu: Neu] [hierher verschoben: und dort.]"),
        ),
    ),
    "labels": (f".. labels::\n\n{consolidated()}", ("5a Fünf.", "a) Inneres.", "IV.", "§ 3 Drei.")),
}
"""For each view its source, and what has to be read in it, in this order."""


def write(site: Site) -> Site:
    pages = "".join(f"   {name}\n" for name in VIEWS)
    site.write(index_rst=f"{heading('rst', 'Index')}.. toctree::\n\n{pages}")
    for name, (source, _) in VIEWS.items():
        content = f"{heading('rst', 'Blatt')}ANFANG{name}\n\n{source}\nENDE{name}\n"
        site.write(**{f"{name}_rst": content})
    (site.source / "conf.py").write_text(
        CONF.replace('"myst_parser"', '"plain_builder"') + "epub_copyright = version = '1'\n" + LABELS, encoding="utf-8"
    )
    return site


def read(built: Built, builder: str) -> str:
    """Return all text that was written, as it is copied, in one line."""
    return " ".join(" ".join(_read_file(path, builder) for path in sorted(built.out.rglob("*.*"))).split())


def _read_file(path: Path, builder: str) -> str:
    match builder, path.suffix:
        case _, ".html" | ".xhtml" if "_static" not in path.parts:
            return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").get_text()
        case _, ".pdf":
            with pypdfium2.PdfDocument(path) as pdf:
                return "\n".join(page.get_textpage().get_text_range() for page in pdf)
        case "xml", ".xml":
            return re.sub(r"<[^>]*>", "", path.read_text(encoding="utf-8")).replace("&gt;", ">")
        case "pseudoxml", ".pseudoxml":
            return re.sub(r"^ *<.*>$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        case "latex", ".tex":
            text = re.sub(r"\\phantomsection\\label\{\\detokenize\{.*?\}\}", "", path.read_text(encoding="utf-8"))
            text = re.sub(r"\\hyperref\[\\detokenize\{.*?\}\]|\\DUrole\{[\w-]*\}", "", text)
            return re.sub(r"\\[A-Za-z]+\*?|[{}]", "", re.sub(r"\\item\[(.*?)\]", r"\1", text))
        case "man", ".1":
            text = re.sub(r'^\.IP "(.*)" \d+$', r"\1", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
            return re.sub(r"^\.[A-Z].*$|^\.sp$|\\f\w|\\[&%]", "", text, flags=re.MULTILINE)
        case "texinfo", ".texi":
            text = re.sub(r"@anchor\{.*?\}|@item ", "", path.read_text(encoding="utf-8"))
            return re.sub(r"@ref\{\w+,,(.*?)\}", r"\1", text)
        case "text", ".txt":
            return path.read_text(encoding="utf-8")
        case "plain", ".plain":
            return path.read_text(encoding="utf-8")
        case _:
            return ""


@pytest.fixture(scope="module")
def outputs() -> dict[str, str]:
    """What was read, by builder: each builds once."""
    return {}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("builder", BUILDERS)
def test_every_view_in_every_builder(site: Site, outputs: dict[str, str], builder: str, view: str) -> None:
    if builder not in outputs:
        built = write(site).build(builder, latex_engine="lualatex")
        assert built.warnings == ()
        outputs[builder] = read(built, builder)
    page = outputs[builder].partition(f"ANFANG{view}")[2].partition(f"ENDE{view}")[0]
    apart = "" if builder == "pseudoxml" else " "  # it has each node on lines of its own
    page = page.replace(" ", apart)
    position = 0
    for words in VIEWS[view][1]:
        wanted = words.replace(" ", apart)
        position = page.find(wanted, position)
        assert position >= 0, (wanted, page)
        position += len(wanted)
    if view in {"inforce", "proposed"}:  # clean: nothing tells of what was
        assert "gestrichen:" not in page
        assert "neu:" not in page


def test_the_plain_builder_knows_none_of_our_nodes() -> None:
    """Else it would prove nothing."""
    assert not KNOWN & {node.__name__ for node in ours.VISITORS}


def test_another_builder_for_typst_is_not_taken_for_ours(site: Site) -> None:
    built = write(site).build("othertypst")
    assert built.warnings == ()
    assert "[gestrichen: Vereine][neu: Gruppen]" in built.text("redline.plain")


TEXT = "1. Die `Vereine <https://example.org>`_ [#n]_ tagen.\n2. Zwei.\n\n.. [#n] Seit 1990."
CHANGES = "1. In Punkt 1 wird „Vereine“ durch „Gruppen“ ersetzt.\n\n2. Punkt 2 wird gestrichen."


def write_one(site: Site, **options: str) -> Site:
    return site.write(
        index_rst=heading("rst", "Index")
        + directive("rst", "guideline", "Text", TEXT, name="text")
        + amendment(CHANGES, **options)
        + consolidated(**{"with": "motion", "show": "redline"})
    )


def test_views_stand_in_the_order_that_the_author_gives(site: Site) -> None:
    built = write_one(site, show="redline, change-list, redline").build("text")
    assert built.warnings == ()
    motion = built.text("index.txt").partition("Änderungsantrag ]-")[2].partition("Nicht in Kraft")[0]
    assert motion.count("[gestrichen: Vereine][neu: Gruppen]") == 1
    assert motion.index("[gestrichen: Vereine]") < motion.index("1. In Punkt 1 wird")
    assert "Der Text mit dieser Änderung" not in motion


@pytest.mark.parametrize("of", ["amendment", "consolidated"])
def test_an_unknown_view_is_told_and_the_usual_ones_are_shown(site: Site, of: str) -> None:
    text = directive("rst", "guideline", "Text", TEXT, name="text")
    show = {"show": "synopsys"}
    shown = amendment(CHANGES, **show) if of == "amendment" else amendment(CHANGES) + consolidated(**show)
    built = site.write(index_rst=heading("rst", "Index") + text + shown).build()
    (warning,) = built.warnings
    assert warning.endswith("[amendment.option-invalid]")
    assert "„synopsys“" in warning
    assert "redline" in warning
    assert ("Der Text mit dieser Änderung" if of == "amendment" else "In Kraft") in built.text("index.html")


@pytest.mark.parametrize("show", ["redline", "change-list", "consolidated", "change-list, consolidated, redline"])
def test_no_link_dangles_whatever_is_shown(site: Site, show: str) -> None:
    built = write_one(site, show=show).build()
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    ids = [str(tag["id"]) for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    links = {str(link["href"])[1:] for link in page.select(".body a[href^='#']")} - {""}
    assert "motion" in {link[:6] for link in links}
    assert links <= set(ids)


def test_a_problem_stands_on_the_page_even_without_the_change(site: Site) -> None:
    motion = "1. In Punkt 1 wird „Verbände“ durch „Gruppen“ ersetzt."
    text = directive("rst", "guideline", "Text", TEXT, name="text")
    built = site.write(index_rst=heading("rst", "I") + text + amendment(motion, show="redline")).build("text")
    assert "[amendment.words-not-found]" in built.warnings[0]
    page = " ".join(built.text("index.txt").split())
    assert "Die Wörter „Verbände“ stehen nicht in Punkt 1" in page
    assert "gestrichene Wörter" not in page  # nothing is changed, so there is no key


def test_each_view_has_footnotes_with_numbers_of_their_own(site: Site) -> None:
    built = write_one(site, show="consolidated, redline").build("text")
    notes = re.findall(r"^\[(\d)\] Seit 1990", built.text("index.txt"), re.MULTILINE)
    assert notes == ["1", "2", "3", "4"]


def test_a_whole_block_is_told_to_be_deleted(site: Site) -> None:
    table = "1. Die Zahlen:\n\n   === ===\n   A   B\n   === ===\n\n2. Zwei."
    text = directive("rst", "guideline", "Text", table, name="text")
    motion = amendment("1. Punkt 1 wird gestrichen.", show="redline")
    built = site.write(index_rst=heading("rst", "Index") + text + motion).build()
    shown = BeautifulSoup(built.text("index.html"), "html.parser").select_one(".amd-redline li.amd-point")
    before, after = shown.table.find_previous_sibling("p"), shown.table.find_next_sibling("p")
    assert (before.get_text(), after.get_text()) == ("[gestrichen:", "]")
    assert before.find(class_="amd-mark") is None  # on the screen that is hidden, and a table has no line through it


def test_html_tells_it_to_those_who_listen(site: Site) -> None:
    page = BeautifulSoup(write_one(site).build().text("index.html"), "html.parser")
    (item, *_) = page.select(".amd-consolidated .amd-redline li.amd-point")
    assert [tag.name for tag in item.p.find_all(["del", "ins"])] == ["del", "ins"]
    assert [mark.get_text() for mark in item.select(".amd-mark")] == ["[gestrichen: ", "]", "[neu: ", "]"]


def test_texinfo_shows_the_new_words_of_a_link_and_has_every_place(site: Site) -> None:
    built = write_one(site).build("texinfo")
    (path,) = built.out.glob("*.texi")
    source = path.read_text(encoding="utf-8")
    assert source.count("Gruppen@footnote{https://example.org}") == 2
    assert source.count("Vereine@footnote{https://example.org}") == 2  # before it, and deleted
    # Sphinx puts the places that it does not know at the end of the file.
    assert not re.search(r"@anchor\{[^}]*motion[^}]*\}@w\{", source)
    referred = set(re.findall(r"@ref\{(\w+),", source))
    assert referred
    assert all(f"@anchor{{{name}}}" in source for name in referred)


def test_latex_has_every_place_and_draws_lines(site: Site) -> None:
    built = write_one(site, show="change-list, consolidated, redline").build("latex")
    (path,) = built.out.glob("*.tex")
    source = path.read_text(encoding="utf-8")
    labels = re.findall(r"\\label\{\\detokenize\{(.*?)\}\}", source)
    assert len(labels) == len(set(labels))
    referred = set(re.findall(r"\\hyperref\[\\detokenize\{(.*?)\}\]", source))
    assert referred
    assert referred <= set(labels)
    assert r"\DUrole{amd-mark}{{[}gestrichen: }\amddeleted{\sphinxhref{https://example.org}{Vereine}}" in source
    assert r"\amdinserted{\sphinxhref{https://example.org}{Gruppen}}" in source
    assert r"\usepackage{sphinxext-amendment}" in source
    assert "lua-ul" in built.text("sphinxext-amendment.sty")


def test_a_point_in_a_point_stands_further_right_in_a_manual_page(site: Site) -> None:
    text = directive("rst", "guideline", "Text", "1. Eins:\n\n   a) oben,\n   b) unten.", name="text")
    built = site.write(index_rst=heading("rst", "Index") + text).build("man")
    (path,) = built.out.glob("*.1")
    assert '.IP "1." 3\nEins:\n.INDENT 3.0\n.IP "a)" 3\noben,\n' in path.read_text(encoding="utf-8")


def test_the_pages_of_an_epub_are_well_formed_and_listed(site: Site) -> None:
    built = write_one(site, show="change-list, consolidated, redline").build("epub", epub_copyright="x", version="1")
    (path,) = built.out.glob("*.epub")
    with zipfile.ZipFile(path) as book:
        pages = {name for name in book.namelist() if name.endswith(".xhtml")}
        for name in pages:
            ET.fromstring(book.read(name))
        listed = set(re.findall(r'href="([^"]+\.xhtml)"', book.read("content.opf").decode("utf-8")))
        assert "_static/amendment.css" in book.namelist()
    assert "index.xhtml" in pages
    assert pages == listed


def test_what_is_replaced_stands_before_what_replaces_it(site: Site) -> None:
    text = directive("rst", "guideline", "Text", "1. Eins.\n2. Zwei.\n3. Drei.\n4. Vier.", name="text")
    motion = "1. Die Punkte 2 und 3 werden durch folgende Punkte ersetzt:\n\n   1. Alpha.\n   2. Beta.\n   3. Gamma."
    built = site.write(index_rst=heading("rst", "Index") + text + amendment(motion, show="redline")).build("text")
    assert built.warnings == ()
    shown = re.findall(r"^\d\. .*", built.text("index.txt").partition("Zeichen:")[2], re.MULTILINE)
    deleted = ["2. [gestrichen: Zwei.]", "3. [gestrichen: Drei.]"]
    assert shown == ["1. Eins.", *deleted, "2. [neu: Alpha.]", "3. [neu: Beta.]", "4. [neu: Gamma.]", "4. → 5. Vier."]


def test_a_paragraph_of_which_nothing_is_left_is_only_in_the_redline(site: Site) -> None:
    text = directive("rst", "guideline", "Text", "1. Eins.\n\n   Dies auch.", name="text")
    motion = "1. In Punkt 1 wird „Dies“ gestrichen.\n\n2. In Punkt 1 wird „auch.“ gestrichen."
    parts = (text, amendment(motion), consolidated(**{"with": "motion", "show": "consolidated, redline"}))
    built = site.write(index_rst=heading("rst", "Index") + "".join(parts)).build()
    assert built.warnings == ()
    shown = BeautifulSoup(built.text("index.html"), "html.parser").select_one(".amd-consolidated")
    now, redline = (point.find_all("p") for point in shown.select("li.amd-point"))
    assert [paragraph.get_text() for paragraph in now] == ["Eins."]
    assert [paragraph.get_text() for paragraph in redline] == ["Eins.", "[gestrichen: Dies] [gestrichen: auch.]"]


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_a_new_heading_of_the_whole_text_is_shown(site: Site, markup: str) -> None:
    text = directive(markup, "guideline", "Alter Titel", "1. Eins.", name="text")
    change = "1. Die Überschrift des Textes wird wie folgt gefasst:\n\n   Neuer Titel"
    motion = amendment(change, markup, show="change-list, consolidated, redline")
    built = site.write(**{f"index_{markup}": heading(markup, "Index") + text + motion}).build("text")
    assert built.warnings == ()
    page = " ".join(built.text("index.txt").split())
    assert "Ausgeführt: Überschrift des Textes: „Alter Titel“ → „Neuer Titel“" in page
    assert "Geänderte Stellen: * Überschrift des Textes: Änderung 1" in page
    assert "Der Text mit dieser Änderung ]- -[ Neuer Titel ]- 1. Eins." in page
    assert "-[ [gestrichen: Alter Titel][neu: Neuer Titel] ]- 1. Eins." in page
    assert "der Text bleibt, wie er ist" not in page


def test_an_outcome_names_the_innermost_point(site: Site) -> None:
    motion = """\
1. Punkt 1 Buchstabe b wird hinter Punkt 2 Buchstabe a verschoben.

2. In Punkt 1 Buchstabe b wird „Alt“ durch „Neu“ ersetzt.

3. Punkt 1 Buchstabe a wird gestrichen.

4. In Punkt 1 wird „Eins“ durch „Erstens“ ersetzt."""
    text = directive("rst", "guideline", "Text", SECTIONS, name="text")
    built = site.write(index_rst=heading("rst", "Index") + text + amendment(motion)).build()
    assert built.warnings == ()
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    told = [" ".join(found.get_text().split()) for found in page.select(".amd-outcome")]
    assert told == [
        "Verschoben: bisheriger Punkt 1 b) → Punkt 2 b)",
        "Ausgeführt: bisheriger Punkt 1 b) → Punkt 2 b): „Alt“ → „Neu“",
        "Gestrichen: bisheriger Punkt 1 a)",
        "Ausgeführt: bisheriger Punkt 1 → Punkt 1: „Eins“ → „Erstens“",
    ]
    ids = {str(found["id"]) for found in page.select("[id]")}
    links = [str(found["href"]).removeprefix("#") for found in page.select(".amd-outcome a")]
    assert len(links) == 7
    assert set(links) <= ids
    (listed,) = [" ".join(found.get_text().split()) for found in page.select(".amd-guideline > ul")]
    assert listed.endswith("; Punkt 1: Änderung 4, Änderung 3, Änderung 1; Punkt 2: Änderung 1, Änderung 2")
