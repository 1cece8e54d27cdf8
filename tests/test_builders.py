"""Every builder shows every view; what stands in a point survives every edit around it."""

from __future__ import annotations

import re
import struct
import zlib
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from bs4 import BeautifulSoup
from conftest import Site, amendment, consolidated, directive, heading
from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

BUILDERS = (
    *("html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo"),
    *("xml", "pseudoxml", "gettext", "typstpdf"),
)

RICH = """\
1. Der Landkreis fördert *alle* `Vereine <https://example.org/vereine>`_ [#n]_ gern.
   Siehe :ref:`ziel` und :doc:`/other`.

   a) erstens **sehr wichtig**,
   b) zweitens ``wörtlich``.

2. Kinder lernen |s| und :term:`Jugendliche` lernen auch.

3. Ein Bild:

   .. image:: /dot.png
      :alt: Ein Punkt

   .. list-table:: Zahlen
      :header-rows: 1

      * - Jahr
        - Zahl
      * - 2018
        - 7

   - eins
   - zwei

.. [#n] Seit 1990, siehe :ref:`ziel`.

.. |s| replace:: schnell
"""

MOTION = """\
1. In Punkt 1 wird „gern“ durch „sehr gern“ ersetzt.

2. Vor Punkt 1 wird folgender Punkt eingefügt:

   Neu mit *Betonung*, `Verweis <https://example.org/neu>`_ und Fußnote [#m]_.

3. In Punkt 2 wird „lernen auch“ durch „**auch** lernen“ ersetzt.

.. [#m] Zum neuen Punkt.
"""


def _png() -> bytes:
    """A picture of one white pixel."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\xff\xff\xff")),
        (b"IEND", b""),
    )
    parts = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def write(site: Site) -> Site:
    site.write(
        index_rst="Index\n=====\n\n.. toctree::\n\n   a/text\n   b/motion\n   c/d/new\n   other\n\n.. glossary::\n\n"
        "   Jugendliche\n      Menschen unter 18.\n",
        other_rst=".. _ziel:\n\nAnderes\n=======\n\nText [1]_.\n\n.. [1] Eigene Fußnote.\n",
        a__text_rst=heading("rst", "Text") + directive("rst", "guideline", "Text", RICH, name="text"),
        b__motion_rst=heading("rst", "Antrag") + amendment(MOTION),
        c__d__new_rst=heading("rst", "Neu")
        + "Eine eigene [#x]_.\n\n.. [#x] Eigene Fußnote der Seite.\n\n"
        + consolidated()
        + consolidated(**{"with": "motion"}),
    )
    (site.source / "dot.png").write_bytes(_png())
    return site


@pytest.mark.parametrize("builder", BUILDERS)
def test_every_builder_finishes_and_keeps_no_placeholder(site: Site, builder: str) -> None:
    left: list[str] = []

    def look(app: Sphinx, tree: nodes.document, docname: str) -> None:
        ours = {"guideline", "amendment", "consolidated"}
        left.extend(node.tagname for node in tree.findall(nodes.Element) if node.tagname in ours)

    built = write(site).build(
        builder, doctrees=f"doctrees-{builder}", on_resolved=look, epub_copyright="none", version="1"
    )
    assert built.warnings == ()
    # A translator gets the text as it was written, so gettext keeps it so.
    assert left == ([] if builder != "gettext" else ["guideline", "amendment", "consolidated", "consolidated"])


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "epub"])
def test_every_link_to_a_place_has_its_place(site: Site, builder: str) -> None:
    built = write(site).build(builder, epub_copyright="none", version="1")
    pages = [path for ending in ("*.html", "*.xhtml") for path in built.out.rglob(ending)]
    found = 0
    for path in pages:
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        ids = [str(tag["id"]) for tag in page.find_all(id=True)]
        # Sphinx numbers footnotes anew in each document, also where all documents make one page.
        sphinx_own = re.compile(r"id\d+" if builder == "singlehtml" else "$^")
        assert [name for name in ids if ids.count(name) > 1 and not sphinx_own.fullmatch(name)] == [], path
        for link in page.find_all("a", href=True):
            href = str(link["href"])
            file, _, target = href.partition("#")
            if not target or ":" in file:
                continue
            if builder == "singlehtml" and "#" in target:
                continue  # Sphinx's own references name document and place there (sphinx-doc/sphinx#14221)
            other = (path.parent / file) if file else path
            if other.is_dir():
                other /= "index.html"
            assert f'id="{target}"' in other.read_text(encoding="utf-8"), (path, href)
            found += "amd" in str(link.parent) or "motion" in target
    assert found > 4


def test_gettext_sees_what_the_author_wrote(site: Site) -> None:
    built = write(site).build("gettext", gettext_compact=False)
    messages = (built.out / "a" / "text.pot").read_text(encoding="utf-8")
    assert "Kinder lernen" in messages
    assert 'msgid "Text"' in messages
    assert "Kinder" not in (built.out / "c" / "d" / "new.pot").read_text(encoding="utf-8")


def test_what_stands_in_a_point_survives(site: Site) -> None:
    built = write(site).build()
    page = BeautifulSoup(built.text("c/d/new.html"), "html.parser")
    now, new = page.select(".amd-consolidated")
    for shown, label in ((now, "1."), (new, "2.")):
        items = shown.select("ol.amd-points > li")
        item = next(item for item in items if item.find("span").get_text() == label)
        assert item.em is not None
        assert item.em.get_text() == "alle"
        assert item.find("a", href="https://example.org/vereine").get_text() == "Vereine"
        assert item.find("a", href="../../other.html#ziel").get_text() == "Anderes"
        assert item.find("a", href="../../other.html") is not None
        assert [sub.get_text() for sub in item.ol.select(".amd-label")] == ["a)", "b)"]
        assert item.strong.get_text() == "sehr wichtig"
        assert item.code.get_text() == "wörtlich"
        assert item.select_one("a.footnote-reference") is not None
        assert shown.find("img", alt="Ein Punkt")["src"] == "../../_images/dot.png"
        assert shown.find("table").find("th").get_text() == "Jahr"
        assert [bullet.get_text() for bullet in shown.select("ul li")] == ["eins", "zwei"]
        assert shown.find("a", href="../../index.html#term-Jugendliche") is not None
    assert "fördert alle Vereine [4] sehr gern." in " ".join(new.get_text().split())
    assert new.select("ol.amd-points > li")[0].em.get_text() == "Betonung"
    assert any(strong.get_text() == "auch" for strong in new.find_all("strong"))
    assert "Kinder lernen schnell und" in " ".join(new.get_text().split())


def test_a_footnote_arrives_wherever_its_point_is_shown(site: Site) -> None:
    built = write(site).build()
    for name, count in (("a/text.html", 1), ("c/d/new.html", 2), ("b/motion.html", 1)):
        page = BeautifulSoup(built.text(name), "html.parser")
        notes = [note for note in page.select("aside.footnote") if "Seit 1990" in note.get_text()]
        assert len(notes) == count, name
        for note in notes:
            number = note.select_one(".label").get_text(strip=True)
            (reference,) = [a for a in page.select("a.footnote-reference") if a["href"] == f"#{note['id']}"]
            assert reference.get_text(strip=True) == number.replace("\n", "")
            # The link inside the footnote leads to a place that is there, from wherever it is shown.
            up = "../" * name.count("/")
            assert note.find("a", href=f"{up}other.html#ziel") is not None
        labels = [note.select_one(".label").get_text(strip=True) for note in page.select("aside.footnote")]
        assert len(labels) == len(set(labels)), name
    assert "Zum neuen Punkt." in built.text("c/d/new.html")


def test_labels_and_footnotes_stand_in_latex_text_and_man(site: Site) -> None:
    write(site)
    latex = site.build("latex", doctrees="dl")
    (tex,) = latex.out.glob("*.tex")
    source = tex.read_text(encoding="utf-8")
    assert "\\item[{2.}]" in source
    assert "\\item[{a)}]" in source
    assert source.count("Seit 1990") == 4
    assert source.count("Eigene Fußnote der Seite") == 1
    text = site.build("text", doctrees="dt").text("c/d/new.txt")
    assert re.search(r"^2\. Der Landkreis fördert \*alle\*", text, re.MULTILINE)
    assert re.search(r"^   a\) erstens", text, re.MULTILINE)
    assert "2018" in text
    man = site.build("man", doctrees="dm")
    (page,) = man.out.glob("*.1")
    assert '.IP "a)" 3' in page.read_text(encoding="utf-8")


def test_the_pdf_has_what_a_reader_of_it_needs(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1520000000")
    write(site)
    first = site.build("typstpdf", out="one")
    second = site.build("typstpdf", out="two", doctrees="others")
    assert first.warnings == ()
    (path,), (other,) = first.out.glob("*.pdf"), second.out.glob("*.pdf")
    assert path.read_bytes() == other.read_bytes()
    with pikepdf.open(path) as pdf:
        root = pdf.Root
        assert root.MarkInfo.Marked
        assert str(root.Lang) == "de"
        assert root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Test"
        kinds = [str(item.get("/S", "")) for item in structure(root.StructTreeRoot)]
        assert {"/H1", "/L", "/LI", "/Lbl", "/LBody", "/Note", "/TH", "/Figure", "/Link"} <= set(kinds)
        for page in pdf.pages:
            for font in page.Resources.get("/Font", {}).values():
                (descendant,) = font.get("/DescendantFonts", [font])
                assert any(key.startswith("/FontFile") for key in descendant.FontDescriptor)


def structure(element: pikepdf.Object) -> list[pikepdf.Dictionary]:
    """Return every element of the tag tree below *element*."""
    below: Any = element.get("/K", [])
    found = []
    for child in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            found += [child, *structure(child)]
    return found


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        ("In Punkt 1 wird „rot“ durch „blau“ ersetzt.", "<em>Es ist blau hier. Und dort.</em>"),
        ("In Punkt 1 wird „Es ist rot“ durch „Das ist“ ersetzt.", "<em>Das ist hier. Und dort.</em>"),
        (
            "In Punkt 1 wird nach Satz 1 folgender Satz eingefügt:\n\n   Auch **da**.",
            "<em>Es ist rot hier. Auch <strong>da</strong>. Und dort.</em>",
        ),
        ("Punkt 1 wird um einen dritten Satz ergänzt:\n\n   Nie.", "<em>Es ist rot hier. Und dort.</em> Nie."),
    ],
)
def test_a_mark_goes_on_over_an_edit_within_it_and_no_further(site: Site, command: str, wanted: str) -> None:
    site.write(
        index_rst=heading("rst", "Index")
        + directive("rst", "guideline", "Text", "1. *Es ist rot hier. Und dort.*", name="text")
        + amendment(f"1. {command}")
        + consolidated(**{"with": "motion"})
    )
    built = site.build()
    assert built.warnings == ()
    assert f"<p>{wanted}</p>" in built.text("index.html").partition('<div class="amd-consolidated')[2]
