"""What the texts of guidelines and motions are read as: points, their labels and titles, headings, and what is text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from bs4 import BeautifulSoup
from conftest import Site, amendment, consolidated, directive, heading
from docutils.utils import new_document

from sphinxext_amendment.docnodes import nodes as ours
from sphinxext_amendment.docnodes.graft import Grafter
from sphinxext_amendment.docnodes.views import Page, Reading, Words, text_nodes
from sphinxext_amendment.engine.changes import Amendment, Modification, PointMove
from sphinxext_amendment.engine.consolidate import consolidate
from sphinxext_amendment.engine.document import Address, Body, Guideline, Paragraph, Point, Points
from sphinxext_amendment.engine.numbering import Scheme
from sphinxext_amendment.engine.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from docutils import nodes
    from sphinx.application import Sphinx


def outline(body: Body, depth: int = 0) -> list[str]:
    """Return the body as lines: the label of each point and the words of each block; "# " is before a heading."""
    lines = []
    for block in body:
        match block:
            case Paragraph():
                lines.append("  " * depth + ("# " if block.heading else "") + block.text.shown)
            case Points():
                for point in block.items:
                    is_heading = not point.label and block.scheme.style != "bullet"
                    label = "-" if is_heading else block.scheme.printed(point.label)
                    lines += ["  " * depth + label, *outline(point.body, depth + 1)]
    return lines


def read(root: Path, markup: str, text: str, kind: str = "guideline") -> tuple[Body, tuple[str, ...]]:
    """Return what *text* is read as in a directive, and the warnings of the build."""
    (root / markup / "source").mkdir(parents=True)
    found: list[Any] = []

    def look(app: Sphinx, tree: nodes.document, docname: str) -> None:
        found.extend(app.env.domains["amd"].records["index"])  # type: ignore[attr-defined]

    site = Site(root / markup)
    content = heading(markup, "Index") + directive(markup, kind, "Text", text, name="text")
    built = site.write(**{f"index_{markup}": content}).build("dummy", on_resolved=look)
    return found[0].body, built.warnings


def title(markup: str, words: str, level: int = 2) -> str:
    return f"{words}\n{'=-~^'[level - 1] * len(words)}" if markup == "rst" else f"{'#' * level} {words}"


def titled(text: str, markup: str) -> str:
    """Write the lines of *text* that begin with "##" as headings of the markup."""
    return re.sub(r"^(#+) (.*)$", lambda found: title(markup, found[2], len(found[1])), text, flags=re.MULTILINE)


TEXTS = {
    "sections with titles": (
        "## § 1 Name\n\nEins.\n\n## § 2 Zweck\n\n1. Zwei.\n2. Drei.\n\nVier.",
        ["§ 1", "  # Name", "  Eins.", "§ 2", "  # Zweck", "  1.", "    Zwei.", "  2.", "    Drei.", "  Vier."],
    ),
    "without a title": ("## § 1\n\nEins.\n\n## § 2\n\nZwei.", ["§ 1", "  Eins.", "§ 2", "  Zwei."]),
    "articles": (
        "## Artikel 1 Name\n\nEins.\n\n## Artikel 2: Zweck",
        ["Artikel 1", "  # Name", "  Eins.", "Artikel 2:", "  # Zweck"],
    ),
    "abbreviated": ("## Art. 1 Name\n\n## Art. 1a Sitz", ["Art. 1", "  # Name", "Art. 1a", "  # Sitz"]),
    "Roman": (
        "## Article IV Fees\n\nA.\n\n## Article V\n\nB.",
        ["Article IV", "  # Fees", "  A.", "Article V", "  B."],
    ),
    "numbers with a full stop": (
        "## 1. Name\n\nEins.\n\n## 2. Zweck",
        ["1.", "  # Name", "  Eins.", "2.", "  # Zweck"],
    ),
    "bare numbers": ("## 1 Name\n\nEins.\n\n## 2 Zweck", ["1", "  # Name", "  Eins.", "2", "  # Zweck"]),
    "numbers in brackets": ("## (1) Name\n\nEins.\n\n## (2) Zweck", ["(1)", "  # Name", "  Eins.", "(2)", "  # Zweck"]),
    "a number that is none": ("## 100 Jahre\n\nEins.\n\n1. Zwei.", ["# 100 Jahre", "Eins.", "1.", "  Zwei."]),
    "divisions count on their own": (
        "## 1. Allgemeines\n\n### § 1 Name\n\nEins.\n\n## 2. Schluss\n\n### § 2 Ende",
        ["# 1. Allgemeines", "§ 1", "  # Name", "  Eins.", "-", "  # 2. Schluss", "§ 2", "  # Ende"],
    ),
    "divisions at the level of sections": (
        "## Teil I: Allgemeines\n\n## § 1 Name\n\nEins.\n\n## Kapitel 2\n\n## § 2 Ende",
        ["# Teil I: Allgemeines", "§ 1", "  # Name", "  Eins.", "-", "  # Kapitel 2", "§ 2", "  # Ende"],
    ),
    "sections within articles": (
        "## Article 1 Name\n\n### Section 1\n\nA.\n\n### Section 2\n\nB.\n\n## Article 2 Fees\n\nC.",
        [
            *("Article 1", "  # Name", "  Section 1", "    A.", "  Section 2", "    B."),
            *("Article 2", "  # Fees", "  C."),
        ],
    ),
    "heading within a section": (
        "## § 1 Name\n\nEins.\n\n### Hinweis\n\nZwei.\n\n## § 2 Ende",
        ["§ 1", "  # Name", "  Eins.", "  # Hinweis", "  Zwei.", "§ 2", "  # Ende"],
    ),
    "strong paragraphs": (
        "**§ 1 Name**\n\nEins.\n\n**Abschnitt 2**\n\n**§ 2**\n\n**Wichtig**\n\nZwei.",
        ["§ 1", "  # Name", "  Eins.", "-", "  # Abschnitt 2", "§ 2", "  Wichtig", "  Zwei."],
    ),
    "a strong sentence": ("1. Eins.\n\n**§ 2 gilt nicht.**", ["1.", "  Eins.", "§ 2 gilt nicht."]),
    "headings between points": (
        "1. Eins.\n2. Zwei.\n\n## Wege\n\n3. Drei.",
        ["1.", "  Eins.", "2.", "  Zwei.", "-", "  # Wege", "3.", "  Drei."],
    ),
    "heading with a preamble": (
        "1. Eins.\n\n## Wege\n\nText.\n\n2. Zwei.",
        ["1.", "  Eins.", "# Wege", "Text.", "2.", "  Zwei."],
    ),
    "two headings in a row": (
        "1. Eins.\n\n## Wege\n\n### Umwege\n\n2. Zwei.",
        ["1.", "  Eins.", "-", "  # Wege", "-", "  # Umwege", "2.", "  Zwei."],
    ),
    "heading at the end": ("1. Eins.\n\n## Ende", ["1.", "  Eins.", "# Ende"]),
    "counting from one again": ("1. Eins.\n\n## Wege\n\n1. Zwei.", ["1.", "  Eins.", "# Wege", "1.", "  Zwei."]),
    "inserted numbers": (
        "1. Eins.\n\n1a. Zwei.\n\n1b. Drei.\n\n2. Vier.",
        ["1.", "  Eins.", "1a.", "  Zwei.", "1b.", "  Drei.", "2.", "  Vier."],
    ),
    "inserted in brackets": (
        "(1) Eins.\n\n(1a) Zwei\nund mehr.\n\n(2) Drei.",
        ["(1)", "  Eins.", "(1a)", "  Zwei und mehr.", "(2)", "  Drei."],
    ),
    "inserted before the first": (
        "-1. Null.\n\n1. Eins.\n\n2. Zwei.",
        ["-1.", "  Null.", "1.", "  Eins.", "2.", "  Zwei."],
    ),
    "inserted at the end": ("1. Eins.\n\n1a. Zwei.", ["1.", "  Eins.", "1a.", "  Zwei."]),
    "inserted between inserted": (
        "1. A.\n\n1a. B.\n\n1aa. C.\n\n1b. D.",
        ["1.", "  A.", "1a.", "  B.", "1aa.", "  C.", "1b.", "  D."],
    ),
    "double letters": ("1. A\n\n   aa) B\n\n   bb) C", ["1.", "  A", "  aa)", "    B", "  bb)", "    C"]),
    "capital letters": ("A. Eins.\n\nB. Zwei.", ["A.", "  Eins.", "B.", "  Zwei."]),
    "small Roman numbers": ("i. Eins.\n\nii. Zwei.", ["i.", "  Eins.", "ii.", "  Zwei."]),
    "Roman numbers": ("I. Eins.\n\nII. Zwei.", ["I.", "  Eins.", "II.", "  Zwei."]),
    "capital letters after numbers": (
        "## Section 9 Fees\n\nA.\n\n## Section 9A Grants",
        ["Section 9", "  # Fees", "  A.", "Section 9A", "  # Grants"],
    ),
    "several sections in one heading": (
        "## § 1 Name\n\n## §§ 2 und 3 (weggefallen)\n\n## § 4 bis 6 (weggefallen)\n\n## § 7 – 8\n\n## § 9 Ende",
        [
            *("§ 1", "  # Name", "-", "  # §§ 2 und 3 (weggefallen)", "-", "  # § 4 bis 6 (weggefallen)"),
            *("-", "  # § 7 – 8", "§ 9", "  # Ende"),
        ],
    ),
    "words before numbers without headings": (
        "Vorspruch.\n\nArt. 1 Eins.\n\nArt. 2 Zwei.\n\nArt. 2a Drei.",
        ["Vorspruch.", "Art. 1", "  Eins.", "Art. 2", "  Zwei.", "Art. 2a", "  Drei."],
    ),
    "a sentence that begins with a section": ("1. Eins.\n\n§ 1 gilt.", ["1.", "  Eins.", "§ 1 gilt."]),
    "emphasis in titles": ("## § 1 *Name* und Sitz\n\nEins.", ["§ 1", "  # Name und Sitz", "  Eins."]),
}


@pytest.mark.parametrize("name", TEXTS)
def test_both_markups_are_read_alike(tmp_path: Path, name: str) -> None:
    text, expected = TEXTS[name]
    for markup in ("rst", "md"):
        body, warnings = read(tmp_path, markup, titled(text, markup))
        assert (markup, outline(body)) == (markup, expected)
        assert warnings == ()


NO_LISTS = {
    "a number left out": "1. Eins.\n\n2a. Zwei.",
    "a letter left out": "1. Eins.\n\n1c. Zwei.",
    "from nowhere": "1. Eins.\n\nText.\n\n7a. Zwei.",
}


@pytest.mark.parametrize("markup", ["rst", "md"])
@pytest.mark.parametrize("name", NO_LISTS)
def test_doubtful_labels_stay_text_and_are_told(tmp_path: Path, name: str, markup: str) -> None:
    body, warnings = read(tmp_path, markup, NO_LISTS[name])
    assert outline(body)[-1] == NO_LISTS[name].split("\n")[-1]
    assert len(warnings) == 1
    assert "[amendment.label-in-text]" in warnings[0]


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_doubtful_labels_in_sections_are_told_too(tmp_path: Path, markup: str) -> None:
    text = titled("## § 1 Name\n\n1. Eins.\n\n   2a. Zwei.\n\n## § 2 Ende\n\nDrei.", markup)
    body, warnings = read(tmp_path, markup, text)
    assert "    2a. Zwei." in outline(body)
    assert len(warnings) == 1
    assert "[amendment.label-in-text]" in warnings[0]


def test_one_number_in_brackets_stays_text_in_markdown(tmp_path: Path) -> None:
    body, warnings = read(tmp_path, "md", "## § 1 Name\n\n(1) Eins.\n\n## § 2 Ende\n\nZwei.")
    assert outline(body) == ["§ 1", "  # Name", "  (1) Eins.", "§ 2", "  # Ende", "  Zwei."]
    assert len(warnings) == 1
    assert "[amendment.label-in-text]" in warnings[0]


def test_an_escaped_label_is_none(tmp_path: Path) -> None:
    body, _warnings = read(tmp_path, "rst", "1. Eins.\n\n\\1a. Zwei.")
    assert outline(body) == ["1.", "  Eins.", "1a. Zwei."]


def test_further_lines_of_a_point_may_be_indented(tmp_path: Path) -> None:
    body, warnings = read(
        tmp_path, "rst", "1. Eins.\n\n1a. Zwei *und*\n    mehr.\n\n    Drei.\n\n    - Vier.\n\n2. Fünf."
    )
    assert outline(body) == ["1.", "  Eins.", "1a.", "  Zwei und mehr.", "  Drei.", "  •", "    Vier.", "2.", "  Fünf."]
    assert warnings == ()


def test_what_stands_between_labels_belongs_to_the_first_in_markdown(tmp_path: Path) -> None:
    text = "(1) A:\n\na) B\n\naa) C\n\nbb) D\n\nb) E\n\nF.\n\n(2) G:\n\n- H\n\n1. I\n\nJ."
    body, warnings = read(tmp_path, "md", text)
    assert outline(body) == [
        *("(1)", "  A:", "  a)", "    B", "    aa)", "      C", "    bb)", "      D", "  b)", "    E", "  F."),
        *("(2)", "  G:", "  •", "    H", "  1.", "    I", "J."),
    ]
    assert warnings == ()


def test_lists_go_on_behind_other_things_in_markdown(tmp_path: Path) -> None:
    body, warnings = read(tmp_path, "md", "(1) A\n\n(2) B\n\n## Wege\n\n(3) C\n\n(4) D")
    assert outline(body) == ["(1)", "  A", "(2)", "  B", "-", "  # Wege", "(3)", "  C", "(4)", "  D"]
    assert warnings == ()


ODD = {
    "heading in a point": "1. Eins.\n\n   ### Zwischen\n\n   Zwei.\n\n2. Drei.",
    "title of a point": "1. ### Titel\n\n   Eins.\n\n2. Zwei.",
    "heading before the first point": "## Vorn\n\n1. Eins.",
    "heading at the end": "## § 1 Name\n\nEins.\n\n### Tief\n\n## Hinten",
    "empty section": "## § 1 Name\n\n## § 2\n\n## § 3 Ende\n\nEins.",
    "two headings in a row": "## § 1 Name\n\nEins.\n\n## Hinten\n\n### Tiefer\n\n## § 2 Ende",
    "skipped level": "## § 1 Name\n\nEins.\n\n#### Tief\n\nZwei.\n\n### Weniger\n\n## § 2 Ende",
    "deep heading before a section": "## § 1 Name\n\nEins.\n\n### Abseits\n\n## § 2 Ende\n\nZwei.",
    "heading alone": "## Nur das\n\n1. Eins.\n\n## 5 § Falsch\n\n## § 5 a Unklar\n\n## § Nichts\n\n## Artikel",
    "quotation": "## § 1 Name\n\n> **§ 7 Zitat**\n>\n> Eins.\n\n## § 2 Ende",
    "code": "## § 1 Name\n\n```\n(1) Kode\n```\n\n(1) Eins\n\n```\nX\n```\n\n(2) Zwei\n\n## § 2 Ende",
    "strong words with commands": "**§ 1 Name**\n\n**§ 1 gilt!**\n\n**§ 2 Ende:**\n\nEins.",
}


ONLY_MARKDOWN = {"heading in a point", "title of a point", "skipped level", "quotation", "code"}
"""What reStructuredText has no way to say, or says in another way."""


@pytest.mark.parametrize("builder", ["html", "text"])
@pytest.mark.parametrize("markup", ["rst", "md"])
@pytest.mark.parametrize("name", ODD)
def test_no_word_is_lost_in_odd_places(site: Site, name: str, markup: str, builder: str) -> None:
    markup = "md" if name in ONLY_MARKDOWN else markup
    text = ODD[name]
    content = directive(markup, "guideline", "Text", titled(text, markup), name="text")
    site.write(**{f"index_{markup}": heading(markup, "Index") + content})
    built = site.build(builder, suppress_warnings=["myst.header"])
    page = built.text("index.html" if builder == "html" else "index.txt")
    shown = BeautifulSoup(page, "html.parser").select(".amd-guideline")[0].get_text() if builder == "html" else page
    wanted = re.findall(r"\w+", text)
    found = re.findall(r"\w+", shown)
    place = 0
    for word in wanted:  # in the order in which they were written
        assert word in found[place:], word
        place = found.index(word, place) + 1


MOTION = "1. Nach § 2 wird eingefügt:\n\n   **§ 2a Fristen**\n\n   (1) Eins.\n\n   (2) Zwei.\n\n2. § 3 wird gestrichen."


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_strong_paragraphs_are_headings_in_new_texts(tmp_path: Path, markup: str) -> None:
    body, _warnings = read(tmp_path, markup, MOTION, "amendment")
    assert outline(body) == [
        *(
            "1.",
            "  Nach § 2 wird eingefügt:",
            "  § 2a",
            "    # Fristen",
            "    (1)",
            "      Eins.",
            "    (2)",
            "      Zwei.",
        ),
        *("2.", "  § 3 wird gestrichen."),
    ]


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_a_strong_command_is_no_heading(tmp_path: Path, markup: str) -> None:
    body, _warnings = read(tmp_path, markup, "1. **§ 2 wird gestrichen**\n\n2. **§ 3 wird gestrichen**", "amendment")
    assert outline(body) == ["1.", "  § 2 wird gestrichen", "2.", "  § 3 wird gestrichen"]


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_a_flat_new_text_takes_its_list_and_nothing_more(tmp_path: Path, markup: str) -> None:
    text = (
        "1. Nach § 2 wird eingefügt:\n\n**§ 2a Fristen**\n\n(1) Eins.\n\n(2) Zwei.\n\nBegründung: Drei.\n\n"
        "2. § 3 wird neu gefasst:\n\n**§ 3 Ende**\n\nVier."
    )
    body, _warnings = read(tmp_path, markup, text, "amendment")
    assert outline(body) == [
        *("1.", "  Nach § 2 wird eingefügt:", "§ 2a", "  # Fristen", "  (1)", "    Eins.", "  (2)", "    Zwei."),
        *("Begründung: Drei.", "2.", "  § 3 wird neu gefasst:", "§ 3 Ende", "Vier."),
    ]


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_headings_in_a_change(tmp_path: Path, markup: str) -> None:
    content = titled("## § 2a Fristen\n\n(1) Eins.\n\n(2) Zwei.", markup)
    text = directive(markup, "change", "Nach § 2 wird eingefügt:", content)
    body, _warnings = read(tmp_path, markup, text, "amendment")
    assert outline(body) == [
        *(
            "1.",
            "  Nach § 2 wird eingefügt:",
            "  § 2a",
            "    # Fristen",
            "    (1)",
            "      Eins.",
            "    (2)",
            "      Zwei.",
        ),
    ]


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_a_rubric_in_a_new_text_is_a_heading(tmp_path: Path, markup: str) -> None:
    rubric = ".. rubric:: Wege" if markup == "rst" else "```{rubric} Wege\n```"
    text = "1. Es wird eingefügt:\n\n" + "\n".join(f"   {line}" for line in rubric.split("\n"))
    body, _warnings = read(tmp_path, markup, text, "amendment")
    assert outline(body) == ["1.", "  Es wird eingefügt:", "  # Wege"]


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_a_reason_is_no_part_of_a_new_section(site: Site, markup: str) -> None:
    text = titled("## § 1 Name\n\nEins.\n\n## § 2 Ende\n\nZwei.", markup)
    motion = "1. Punkt 1 wird wie folgt neu gefasst:\n\n   **§ 1 Name**\n\n   Neu.\n\n   Begründung: Darum."
    content = (
        heading(markup, "Index") + directive(markup, "guideline", "Text", text, name="text") + amendment(motion, markup)
    )
    built = site.write(**{f"index_{markup}": content}).build()
    assert len(built.warnings) == 1
    assert "[amendment.new-text-unclear]" in built.warnings[0]


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_points_with_titles_are_cited_as_they_are_printed(site: Site, markup: str) -> None:
    text = titled("## § 1 Name\n\nEins.\n\n## § 2 Ende\n\n(1) Zwei.\n\n(2) Drei.", markup)
    role = ":amd:point:`text 2 2`" if markup == "rst" else "{amd:point}`text 2 2`"
    content = (
        heading(markup, "Index") + directive(markup, "guideline", "Text", text, name="text") + f"\nSiehe {role}.\n"
    )
    built = site.write(**{f"index_{markup}": content}).build()
    assert built.warnings == ()
    link = BeautifulSoup(built.text("index.html"), "html.parser").select("a.reference")[-1]
    assert link.get_text() == "§ 2 (2)"
    assert link["href"] == "#text-2-2"


STATUTE = (
    "## § 1 Name\n\nEins zwei.\n\n## Abschnitt 2\n\n## § 2 Sitz\n\n(1) Drei.\n\n(2) Vier.\n\n## § 3 Ende\n\nSechs."
)
CHANGES = (
    "1. Punkt 1 wird gestrichen.\n\n2. In Punkt 2 wird „Sitz“ durch „Wohnsitz“ ersetzt.\n\n"
    "3. Punkt 3 wird wie folgt neu gefasst:\n\n   **§ 3 Schluss**\n\n   Sieben."
)


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_titles_and_headings_are_shown_with_their_changes(site: Site, markup: str) -> None:
    text = directive(markup, "guideline", "Text", titled(STATUTE, markup), name="text")
    motion = amendment(CHANGES, markup, show="redline, consolidated")
    site.write(**{f"index_{markup}": heading(markup, "Index") + text + motion})
    built = site.build("text")
    assert built.warnings == ()
    page = " ".join(built.text("index.txt").split())
    assert (
        "§ 1 **[gestrichen: Name]** [gestrichen: Eins zwei.] -[ Abschnitt 2 ]- "
        "§ 2 → § 1 **[gestrichen: Sitz][neu: Wohnsitz]** (1) Drei. (2) Vier. "
        "§ 3 → § 2 **[gestrichen: Ende]** [gestrichen: Sechs.] **[neu: Schluss]** [neu: Sieben.]"
    ) in page
    assert "-[ Abschnitt 2 ]- § 1 **Wohnsitz** (1) Drei. (2) Vier. § 2 **Schluss** Sieben." in page


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_a_claimed_text_is_compared_with_titles_and_headings(site: Site, markup: str) -> None:
    text = directive(markup, "guideline", "Text", titled(STATUTE, markup), name="text")
    right = directive(markup, "consolidated", "text", titled(STATUTE, markup))
    wrong = STATUTE.replace("Name", "Namen").replace("Abschnitt 2", "Abschnitt 3")
    claimed = directive(markup, "consolidated", "text", titled(wrong, markup))
    built = site.write(**{f"index_{markup}": heading(markup, "Index") + text + right + "\n" + claimed}).build()
    assert len(built.warnings) == 1
    assert "berechnet „Name Eins zwei.“, angegeben „Namen Eins zwei.“" in built.warnings[0]
    assert "berechnet „Abschnitt 2“, angegeben „Abschnitt 3“" in built.warnings[0]


def test_a_redline_says_what_is_moved() -> None:
    def paragraph(key: str, words: str, *, title: bool = False) -> Paragraph:
        return Paragraph(key, Text(words), title)

    first = Point("p1", "1", (paragraph("t1", "Name", title=True), paragraph("a", "Eins.")))
    second = Point("p2", "2", (paragraph("b", "Zwei."),))
    text = Guideline("text", (Points("list", Scheme("arabic", "§ ", ""), (first, second)),))
    move = PointMove((Address(("1",)),), "after", Address(("2",)))
    result = consolidate(text, (Amendment("motion", (Modification("change", move),)),))
    assert result.problems == ()
    grafter = Grafter(new_document("index"), lambda _: new_document("index"), lambda *_: None)
    page = Page("index", grafter, Words(str, lambda _: (), str), lambda _: ("", "", "", ""))
    shown = {}
    for reading in Reading:
        points = text_nodes(page, result.history, "", reading)[0].findall(ours.point)
        shown[reading] = [(point["label"], point.astext().split("\n\n")) for point in points]
    assert shown[Reading.REDLINE] == [
        ("§ 1", ["[moved away: Name]", "[moved away: Eins.]"]),
        ("§ 2 → § 1", ["Zwei."]),
        ("§ 1 → § 2", ["[moved here: Name]", "[moved here: Eins.]"]),
    ]
    assert shown[Reading.CLEAN] == shown[Reading.MARKED] == [("§ 1", ["Zwei."]), ("§ 2", ["Name", "Eins."])]


@pytest.mark.parametrize("markup", ["rst", "md"])
@pytest.mark.parametrize("label", ["(2)", "(2a)", "5a.", "b)", "bb)", "7."])
def test_a_label_may_stand_alone_in_a_new_text(tmp_path: Path, markup: str, label: str) -> None:
    body, _warnings = read(tmp_path, markup, f"1. Es wird eingefügt:\n\n   {label} Neu.", "amendment")
    assert outline(body) == ["1.", "  Es wird eingefügt:", f"  {label}", "    Neu."]


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_a_flat_new_text_is_no_item(tmp_path: Path, markup: str) -> None:
    body, _warnings = read(tmp_path, markup, "1. Nach Punkt 1 wird eingefügt:\n\n1a. Neu.\n\n2. Mehr:", "amendment")
    assert outline(body) == ["1.", "  Nach Punkt 1 wird eingefügt:", "1a. Neu.", "2.", "  Mehr:"]


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_words_with_a_full_stop_are_no_labels(tmp_path: Path, markup: str) -> None:
    text = "1. Es wird eingefügt:\n\n   usw. und so fort.\n\n   vgl. Anlage."
    body, _warnings = read(tmp_path, markup, text, "amendment")
    assert outline(body)[2:] == ["  usw. und so fort.", "  vgl. Anlage."]


def test_a_label_within_a_paragraph_is_told(tmp_path: Path) -> None:
    body, warnings = read(tmp_path, "md", "1. Eins.\n1a. Zwei.\n2. Drei.")
    assert outline(body) == ["1.", "  Eins. 1a. Zwei.", "2.", "  Drei."]
    assert len(warnings) == 1
    assert "[amendment.label-in-text]" in warnings[0]


def test_words_before_numbers_may_hold_lists_in_markdown(tmp_path: Path) -> None:
    body, warnings = read(tmp_path, "md", "§ 1 Eins:\n\n(1) A\n\n(2) B\n\n§ 2 Zwei.")
    assert outline(body) == ["§ 1", "  Eins:", "  (1)", "    A", "  (2)", "    B", "§ 2", "  Zwei."]
    assert warnings == ()


def test_links_to_sections_lead_to_them(site: Site) -> None:
    text = titled("## § 1 Name\n\nEins.\n\n.. _ende:\n\n## § 2 Ende\n\nZwei.", "rst")
    content = heading("rst", "Index") + directive("rst", "guideline", "Text", text, name="text")
    built = site.write(index_rst=content + "\nSiehe :ref:`dort <ende>`.\n").build()
    assert built.warnings == ()
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    link = page.select("a.reference")[-1]
    target = page.select(str(link["href"]))[0]
    point = target if target.name == "li" else target.parent
    assert point is not None
    assert point.get_text().split() == ["§", "2", "Ende", "Zwei."]


def test_titles_can_be_translated(site: Site) -> None:
    text = titled("## § 1 Name\n\nEins.\n\n## Teil 2\n\n## § 2 Ende\n\nZwei.", "rst")
    content = heading("rst", "Index") + directive("rst", "guideline", "Text", text, name="text")
    site.write(index_rst=content + "\n" + consolidated("rst"))
    words = {"Name": "Title", "Eins.": "One.", "Teil 2": "Part 2"}
    catalogue = Catalog(locale="en")
    for message, translation in words.items():
        catalogue.add(message, translation)
    folder = site.source / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "index.po").open("wb") as file:
        write_po(file, catalogue)
    page = site.build("text", language="en", locale_dirs=["locale"]).text("index.txt")
    assert " ".join(page.split()).endswith("§ 1 **Title** One. -[ Part 2 ]- § 2 **Ende** Zwei.")
    assert "Name" not in page


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_headings_with_the_same_words_stand_between_points_too(site: Site, markup: str) -> None:
    """The parser of reStructuredText notes beside a heading that there is another one; that is no text."""
    text = {
        "rst": "First\n-----\n\n§ 1 A\n~~~~~\n\nOne.\n\nSecond\n------\n\n§ 2 B\n~~~~~\n\nTwo.",
        "md": "## First\n\n### § 1 A\n\nOne.\n\n## Second\n\n### § 2 B\n\nTwo.",
    }[markup]
    parts = [directive(markup, "guideline", name, text) for name in ("One", "Two")]
    motion = amendment("1. Die Überschrift vor § 2 wird gestrichen.", markup, amends="two")
    site.write(**{f"index_{markup}": heading(markup, "T") + "\n\n".join((*parts, motion))})
    built = site.build("text")
    assert built.warnings == ()
    page = built.text("index.txt")
    assert page.count("Second ]-") == 2
    assert "Überschrift „Second“" in page
