"""What the two markups have in common, and where one needs help to say what the other says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from conftest import Site, amendment, consolidated, directive, heading

if TYPE_CHECKING:
    from conftest import Built


def points_of(built: Built, page: str = "index.html") -> list[str]:
    """Return label and words of each point of the consolidated text, those below included."""
    shown = BeautifulSoup(built.text(page), "html.parser").select(".amd-consolidated")[-1]
    return [" ".join(item.get_text().split()) for item in shown.select("li.amd-point")]


def write(site: Site, markup: str, text: str, motion: str) -> Site:
    content = (
        heading(markup, "Index")
        + directive(markup, "guideline", "Text", text, name="text")
        + "\n"
        + amendment(motion, markup)
        + "\n"
        + consolidated(markup, **{"with": "motion"})
    )
    return site.write(**{f"index_{markup}": content})


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_letters_and_brackets_are_labels_in_both_markups(site: Site, markup: str) -> None:
    text = "1. Gefördert werden:\n\n   a) Vereine,\n   b) *Verbände*.\n\n2. Schluss."
    built = write(site, markup, text, "1. In Punkt 1 wird „Vereine“ durch „Gruppen“ ersetzt.").build()
    assert built.warnings == ()
    assert points_of(built) == [
        "1. Gefördert werden: a) Gruppen, b) Verbände.",
        "a) Gruppen,",
        "b) Verbände.",
        "2. Schluss.",
    ]


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_numbers_in_brackets(site: Site, markup: str) -> None:
    text = "(1) Eins.\n\n(2) Zwei.\n\n(3) Drei."
    built = write(site, markup, text, "1. Absatz 2 wird gestrichen.").build()
    assert built.warnings == ()
    assert points_of(built) == ["(1) Eins.", "(2) Drei."]


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_a_single_letter_is_no_list(site: Site, markup: str) -> None:
    escaped = "1. Eins.\n\n   z\\. B. das."
    built = write(site, markup, escaped, "1. In Punkt 1 wird „das“ durch „dies“ ersetzt.").build()
    assert built.warnings == ()
    assert points_of(built) == ["1. Eins. z. B. dies."]


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_headings_in_a_text_are_kept_and_are_no_sections(site: Site, markup: str) -> None:
    title = "Ziele\n-----" if markup == "rst" else "## Ziele"
    other = "Wege\n----" if markup == "rst" else "## Wege"
    text = f"{title}\n\n1. Eins.\n2. Zwei.\n\n{other}\n\n3. Drei."
    motion = "1. Nach Punkt 1 wird folgender Punkt eingefügt:\n\nNeu."
    built = write(site, markup, text, motion).build()
    assert built.warnings == ()
    assert points_of(built) == ["1. Eins.", "2. Neu.", "3. Zwei.", "4. Drei."]
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    headings = [rubric.get_text() for rubric in page.select(".amd-consolidated .rubric")]
    assert headings[1:] == ["Ziele", "Wege"]


def test_a_target_between_points_does_not_end_the_list(site: Site) -> None:
    text = "1. Eins.\n\n.. _zwei:\n\n2. Zwei.\n\n.. Kommentar\n\n3. Drei."
    motion = "1. Punkt 3 wird gestrichen.\n\n2. Vor Punkt 1 wird folgender Punkt eingefügt:\n\nNeu."
    site.write(other_rst=":orphan:\n\n" + heading("rst", "Other") + "Siehe :ref:`dort <zwei>`.\n")
    built = write(site, "rst", text, motion).build()
    assert built.warnings == ()
    assert points_of(built) == ["1. Neu.", "2. Eins.", "3. Zwei."]
    link = BeautifulSoup(built.text("other.html"), "html.parser").find("a", string="dort")
    assert link["href"] == "index.html#zwei"
    assert 'id="zwei"' in built.text("index.html")


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_paragraphs_before_between_and_after_the_points_stay(site: Site, markup: str) -> None:
    text = "Vorspruch.\n\n1. Eins.\n\nDazwischen.\n\n2. Zwei.\n\nSchluss."
    built = write(site, markup, text, "1. Punkt 1 wird gestrichen.").build()
    assert built.warnings == ()
    shown = BeautifulSoup(built.text("index.html"), "html.parser").select(".amd-consolidated")[-1]
    assert "Vorspruch. Dazwischen. 1. Zwei. Schluss." in " ".join(shown.get_text().split())


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_adopted_motions_are_in_force_day_by_day(site: Site, markup: str) -> None:
    """Motions of one day mean the text before that day; those of a later day mean what it made."""
    first = amendment("1. Punkt 1 wird gestrichen.", markup, name="a", status="adopted", decided="2020-01-01")
    second = amendment(
        "1. In Punkt 2 wird „Zwei“ durch „Beide“ ersetzt.", markup, name="b", status="adopted", decided="2020-01-01"
    )
    third = amendment(
        "1. In Punkt 1 wird „Beide“ durch „Alle“ ersetzt.", markup, name="c", status="adopted", decided="2020-02-01"
    )
    rejected = amendment("1. Punkt 1 wird gestrichen.", markup, name="d", status="rejected")
    text = directive(markup, "guideline", "Text", "1. Eins.\n2. Zwei.\n3. Drei.", name="text")
    parts = (heading(markup, "Index"), text, third, rejected, second, first, consolidated(markup))
    built = site.write(**{f"index_{markup}": "\n".join(parts)}).build()
    assert built.warnings == ()
    assert points_of(built) == ["1. Alle.", "2. Drei."]


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_content_of_consolidated_is_compared(site: Site, markup: str) -> None:
    text = directive(markup, "guideline", "Text", "1. Eins.\n2. Zwei.", name="text")
    right = directive(markup, "consolidated", "text", "1. Eins.\n2. Zwei.")
    wrong = directive(markup, "consolidated", "text", "1. Eins.\n2. Drei.")
    built = site.write(**{f"index_{markup}": "\n".join((heading(markup, "Index"), text, right, wrong))}).build()
    assert len(built.warnings) == 1
    assert "[amendment.claim-text]" in built.warnings[0]
    assert "Punkt 2: berechnet „Zwei.“, angegeben „Drei.“" in built.warnings[0]


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_quotation_marks_stay_as_they_are_written(site: Site, markup: str) -> None:
    text = '1. Das "Haus" -- so heißt\'s -- steht... (c)'
    built = write(site, markup, text, "1. In Punkt 1 wird „Haus“ durch „'Heim'“ ersetzt.").build(smartquotes=True)
    assert built.warnings == ()
    assert points_of(built) == ["1. Das \"'Heim'\" -- so heißt's -- steht... (c)"]
