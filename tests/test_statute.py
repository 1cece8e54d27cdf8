"""The bylaws of an invented society: all levels of a statute, in both markups, in every builder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from conftest import Site, consolidated, heading
from pdf import Pdf

from sphinxext_amendment.engine.document import Body, Paragraph, Points

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

    from sphinxext_amendment.docnodes.collect import Record

STATUTE = Path(__file__).parent / "statute"


def source(markup: str) -> str:
    return (STATUTE / f"statute.{markup}").read_text(encoding="utf-8")


def project(site: Site, markup: str, extra: str = "") -> Site:
    return site.write(**{f"index_{markup}": heading(markup, "Amtsblatt") + source(markup) + "\n" + extra})


def records(site: Site) -> tuple[Record, ...]:
    """Return the records of the project."""
    found: list[Any] = []

    def look(app: Sphinx, tree: nodes.document, docname: str) -> None:
        found.extend(app.env.domains["amd"].records["index"])  # type: ignore[attr-defined]

    assert site.build("dummy", on_resolved=look).warnings == ()
    return tuple(found)


def outline(body: Body, depth: int = 0) -> list[str]:
    """Return the body as lines: what each block is, with its words."""
    lines = []
    for block in body:
        match block:
            case Paragraph():
                lines.append("  " * depth + ("# " if block.heading else "") + block.text.shown)
            case Points():
                for point in block.items:
                    label = block.scheme.printed(point.label) if point.label else block.scheme.style
                    lines += ["  " * depth + label, *outline(point.body, depth + 1)]
    return lines


def test_both_markups_make_the_same_records(tmp_path: Path) -> None:
    bodies = []
    for markup in ("rst", "md"):
        (tmp_path / markup / "source").mkdir(parents=True)
        bodies.append(outline(records(project(Site(tmp_path / markup), markup))[0].body))
    assert bodies[0] == bodies[1]
    lines = bodies[0]
    assert lines[:4] == [
        "# Präambel",
        lines[1],
        "# Abschnitt 1: Grundlagen",
        "§ 1",
    ]
    assert [line for line in lines if line.startswith("§")] == [
        *(f"§ {number}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, "9a", 10, 11)),
    ]
    position = lines.index("§ 2")
    assert lines[position : position + 22] == [
        "§ 2",
        "  # Zweck",
        "  (1)",
        lines[position + 3],
        "  (2)",
        "    Der Zweck wird verwirklicht durch:",
        "    1.",
        "      die Pflege des Bürgergartens,",
        "    2.",
        "      Kurse für alle, die einen Garten anlegen wollen, und zwar",
        "      a)",
        "        Kurse im Freien,",
        "      b)",
        "        Kurse in den Räumen",
        "        aa)",
        "          der Schulen, soweit diese sie dem Verein für einen Kurs überlassen,",
        "        bb)",
        "          der Bücherei,",
        "      c)",
        "        Kurse für Kinder,",
        "    3.",
        "      Feste.",
    ]
    assert "    Die Kurse stehen auch denen offen, die nicht Mitglieder sind." in lines
    position = lines.index("§ 6")
    assert lines[position : position + 6] == [
        "§ 6",
        "  # (weggefallen)",
        "arabic",
        "  # Abschnitt 2: Organe",
        "§ 7",
        "  # Organe",
    ]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def authored(markup: str) -> list[str]:
    """Return every word that the author wrote, but for markup."""
    text = re.sub(r"^\s*(:\w+:|::::.*|\.\. table::|\.\. guideline::).*$", "", source(markup), flags=re.MULTILINE)
    text = re.sub(r"\[[#^]\w+\]_?", "", text)
    return words(text)


@pytest.mark.parametrize("markup", ["rst", "md"])
@pytest.mark.parametrize("builder", ["html", "text", "latex", "man", "texinfo", "epub", "typstpdf"])
def test_no_word_is_lost(site: Site, markup: str, builder: str) -> None:
    built = project(site, markup, consolidated(markup, "satzung")).build(
        builder, epub_copyright="2026", version="1", epub_show_urls="no"
    )
    assert built.warnings == ()
    for text in printed(built.out, builder):
        missing = [word for word in dict.fromkeys(authored(markup)) if word not in text]
        assert missing == []
        for label in ("§ 1", "§ 9a", "(1)", "(2a)", "a)", "aa)", "1."):
            assert label in text
        assert text.index("Kurse in den Räumen") < text.index("aa)") < text.index("der Schulen")
        assert text.count("Abschnitt 2: Organe") == 2
        assert text.index("(weggefallen)") < text.index("Abschnitt 2: Organe") < text.index("§ 7")


def printed(out: Path, builder: str) -> list[str]:
    """Return the text of what was built."""
    match builder:
        case "html" | "epub":
            page = next(out.rglob("index.*html"))
            return [BeautifulSoup(page.read_bytes(), "html.parser").select(".body")[0].get_text()]
        case "typstpdf":
            pdf = Pdf(next(out.glob("*.pdf")))
            assert pdf.claims_accessibility
            return [pdf.tags[0].text]
        case _:
            endings = {"text": "txt", "latex": "tex", "man": "1", "texinfo": "texi"}
            pages = [path.read_text(encoding="utf-8") for path in out.rglob(f"*.{endings[builder]}")]
            return [re.sub(r"\s+", " ", pages[0].replace("\\&", "").replace("\\S{}", "§"))]


def test_the_page_as_text(site: Site) -> None:
    page = project(site, "rst").build("text").text("index.txt")
    start = page.index("§ 2 ")
    assert page[start : page.index("§ 3 ")] == (STATUTE / "section-2.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_headings_and_titles_in_html(site: Site, markup: str) -> None:
    page = BeautifulSoup(
        project(site, markup, consolidated(markup, "satzung")).build().text("index.html"), "html.parser"
    )
    for view in page.select(".amd-guideline, .amd-consolidated"):
        headings = [rubric.get_text() for rubric in view.select("p.rubric.amd-heading")]
        assert headings == ["Präambel", "Abschnitt 1: Grundlagen", "Abschnitt 2: Organe"]
        titles = [title.get_text() for title in view.select("li.amd-point > p.amd-heading > strong")]
        assert titles[:2] == ["Name, Sitz und Geschäftsjahr", "Zweck"]
        assert len(titles) == 12
        assert len(view.find_all("ol", recursive=False)) == 2  # one list to the engine, parted by a heading on the page
    anchors = {item["id"] for item in page.select(".amd-guideline li.amd-point[id]")}
    assert {"satzung-2", "satzung-2-2-2-b-aa", "satzung-4-2a", "satzung-9a"} <= anchors


MOTIONS = ("beitraege", "zweck", "organe", "versammlung", "ordnung")
"""Motions adopted on three days: changes of every depth, a bundle, a move, headings, a term throughout the text."""

DAYS = ("2020-12-31", "2021-12-31", "2023-12-31")


def amended(site: Site, markup: str, policy: str) -> Site:
    """Write the statute with its motions, and its version on each of the days."""
    first = ":name: satzung"
    numbered = source(markup).replace(first, f"{first}\n{'   ' if markup == 'rst' else ''}:numbering: {policy}", 1)
    motions = [(STATUTE / f"{name}.{markup}").read_text(encoding="utf-8") for name in MOTIONS]
    versions = [consolidated(markup, "satzung", **{"as-of": day}) for day in DAYS]
    return site.write(**{f"index_{markup}": "\n\n".join((heading(markup, "Amtsblatt"), numbered, *motions, *versions))})


def versions_of(page: str) -> list[str]:
    """Return the versions on a page: what follows the line that says which day's it is."""
    return re.split(r"Der Text mit Stand vom", page)[1:]


@pytest.mark.parametrize("markup", ["rst", "md"])
@pytest.mark.parametrize("policy", ["keep", "renumber"])
def test_each_version_reads_as_it_was_decided(site: Site, markup: str, policy: str) -> None:
    built = amended(site, markup, policy).build("text")
    assert built.warnings == ()
    for day, page in zip(DAYS, versions_of(built.text("index.txt")), strict=True):
        expected = (STATUTE / "versions" / f"{policy}-{day[:4]}.txt").read_text(encoding="utf-8")
        assert as_compared(expected) in as_compared(re.sub(r"\[\d+\]", "[*]", page))


def as_compared(page: str) -> str:
    """Return a page without the widths of tables, which Markdown does not give."""
    return re.sub(r" +", " ", re.sub(r"([-=])[-=]+", r"\1", page))


BUILDERS = ("html", "singlehtml", "epub", "latex", "man", "texinfo", "typstpdf", "xml", "pseudoxml")


@pytest.mark.parametrize("policy", ["keep", "renumber"])
@pytest.mark.parametrize("builder", BUILDERS)
def test_every_builder_prints_the_same_versions(site: Site, builder: str, policy: str) -> None:
    built = amended(site, "rst", policy).build(builder, epub_copyright="2026", version="1", epub_show_urls="no")
    assert built.warnings == ()
    page = plain_text(built.out, builder)
    last = (STATUTE / "versions" / f"{policy}-{DAYS[-1][:4]}.txt").read_text(encoding="utf-8")
    wanted = re.findall(r"[^\W\d_]+|\d+", last.replace("[*]", ""))
    found = re.findall(r"[^\W\d_]+|\d+", versions_of(page)[-1])
    position = found.index("Präambel")
    for word in wanted:  # in this order; between them stand only names of nodes, commands and numbers of footnotes
        assert word in found[position : position + 40], (word, found[position : position + 40])
        position = found.index(word, position) + 1
    assert not {"Mitgliederversammlung", "Gemeinnützigkeit"} & set(found)


def plain_text(out: Path, builder: str) -> str:
    match builder:
        case "singlehtml":
            return BeautifulSoup((out / "index.html").read_bytes(), "html.parser").select(".body")[0].get_text()
        case "xml" | "pseudoxml":
            (page,) = (path for path in out.rglob("index.*") if path.suffix in {".xml", ".pseudoxml"})
            return BeautifulSoup(page.read_bytes(), "xml" if builder == "xml" else "html.parser").get_text(" ")
        case "typstpdf":
            return Pdf(next(out.glob("*.pdf"))).text
        case "man":
            return re.sub(r"\\f[BIPR]", "", printed(out, builder)[-1])
        case _:
            return printed(out, builder)[-1]
