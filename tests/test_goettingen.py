"""The real motion, pasted as it stands, in both markups: on the page, in the text, in the PDF."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from bs4 import BeautifulSoup
from conftest import (
    BASE,
    CLAIMED,
    COMMAND_2,
    FORMS,
    MOTION,
    Built,
    Site,
    amendment,
    consolidated,
    guideline,
    heading,
    indented,
    with_forms,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MARKUPS = ("rst", "md")
WANTED = [(f"{number}.", point) for number, point in enumerate(CLAIMED, start=1)]


def write(site: Site, motion: str, markup: str = "rst", base: Sequence[str] = BASE) -> Site:
    """A text, the motion in *markup*, and a page with the text that the motion would make."""
    files = {
        "index_rst": "Index\n=====\n\n.. toctree::\n\n   text\n   motion\n   new\n",
        "text_rst": heading("rst", "Text") + guideline(points=list(base)),
        f"motion_{markup}": heading(markup, "Antrag") + amendment(motion, markup),
        "new_rst": heading("rst", "Neu") + consolidated(**{"with": "motion"}),
    }
    return site.write(**files)


def html_points(page: str, selector: str) -> list[tuple[str, str]]:
    """Return label and words of each point of the list that *selector* finds."""
    listing = BeautifulSoup(page, "html.parser").select_one(f"{selector} > ol")
    assert listing is not None
    found = []
    for item in listing.find_all("li", recursive=False):
        label = item.find("span", class_="amd-label")
        text = item.get_text()
        found.append((label.get_text(), " ".join(text.removeprefix(label.get_text()).split())))
    return found


def text_points(text: str) -> list[tuple[str, str]]:
    """Return label and words of each numbered paragraph of a plain text, its lines joined."""
    found = re.findall(r"^(\d+\.) (.+?)(?=\n\n|\Z)", text, re.MULTILINE | re.DOTALL)
    return [(label, " ".join(words.split())) for label, words in found]


def pdf_text(path: Path) -> str:
    """Return the words of a PDF, without the page numbers at the foot."""
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)]
    return re.sub(r"\s+", " ", "\n".join(re.sub(r"\s*\d+ / \d+\s*$", "", page) for page in pages))


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("layout", ["flat", "indented"])
def test_the_motion_gives_what_it_claims(site: Site, markup: str, layout: str) -> None:
    motion = with_forms(MOTION)
    if layout == "indented":
        motion = re.sub(r"(?m)^(?!\d\. |Der neue Text)(.+)$", r"   \1", motion)
    write(site, motion, markup)
    for page in ("html", "text"):
        built = site.build(page)
        assert built.warnings == ()
        if page == "html":
            assert html_points(built.text("new.html"), ".amd-consolidated") == WANTED
            assert html_points(built.text("motion.html"), ".amd-result") == WANTED
        else:
            assert text_points(built.text("new.txt")) == WANTED
            assert text_points(built.text("motion.txt"))[-7:] == WANTED


@pytest.mark.parametrize("markup", MARKUPS)
def test_the_pdf_says_the_same(site: Site, markup: str) -> None:
    write(site, with_forms(MOTION), markup)
    built = site.build("typstpdf")
    assert built.warnings == ()
    (path,) = built.out.glob("*.pdf")
    text = pdf_text(path)
    new = text[text.rindex("würde mit: Änderungsantrag") :]
    assert " ".join(f"{label} {words}" for label, words in WANTED) in new
    assert "\xad" not in text


@pytest.mark.parametrize("markup", MARKUPS)
def test_both_markups_give_the_same_page(tmp_path: Path, markup: str) -> None:
    pages = []
    for kind in ("rst", markup):
        (tmp_path / kind / "source").mkdir(parents=True, exist_ok=True)
        built = write(Site(tmp_path / kind), with_forms(MOTION), kind).build()
        body = BeautifulSoup(built.text("motion.html"), "html.parser").select_one("div.body")
        pages.append(str(body))
    assert pages[0] == pages[1]


def test_the_words_of_the_motion_all_stand_on_its_page(site: Site) -> None:
    built = write(site, with_forms(MOTION)).build()
    page = " ".join(BeautifulSoup(built.text("motion.html"), "html.parser").get_text().split())
    for line in MOTION.splitlines():
        assert " ".join(re.sub(r"^\d\. ", "", line).split()) in page
    assert "stimmt Wort für Wort" in page


def the_warning(built: Built) -> str:
    """Return the one warning that a build gave."""
    assert len(built.warnings) == 1, built.warnings
    return built.warnings[0]


def line_of(site: Site, name: str, words: str) -> int:
    lines = (site.source / name).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)


@pytest.mark.parametrize("markup", MARKUPS)
def test_without_the_forms_nothing_is_guessed(site: Site, markup: str) -> None:
    write(site, MOTION, markup)
    built = site.build()
    warning = the_warning(built)
    place = f"motion.{markup}:{line_of(site, f'motion.{markup}', COMMAND_2[:40])}: "
    assert place in warning
    assert "[amendment.words-not-found]" in warning
    assert FORMS in warning
    assert "Punkt 2: berechnet „… Dezernats II an den sozialen Lebensräumen der Einwohner" in warning
    points = html_points(built.text("new.html"), ".amd-consolidated")
    assert points[1] == ("2.", BASE[0])
    change = BeautifulSoup(built.text("motion.html"), "html.parser").select_one("#motion-change-2")
    assert change is not None
    said = " ".join(change.get_text().split())
    assert "Nicht ausgeführt." in said
    assert FORMS in said


@pytest.mark.parametrize(
    ("old", "new", "point", "computed", "claimed"),
    [
        ("an den Sozialräumen", "in den Sozialräumen", "Punkt 2", "an den Sozialräumen", "in den Sozialräumen"),
        ("werden konsequent und", "werden", "Punkt 4", "konsequent und systematisch", "werden systematisch"),
        (f"3. {CLAIMED[2]}\n\n4.", "3.", "Punkt 3", CLAIMED[2], "fehlt im angegebenen Text"),
        ("hin zu Fakten).", "hin zu Fakten).\n\n8. Zu viel.", "Punkt 8", "nicht im berechneten", "Zu viel."),
    ],
    ids=["changed", "left out", "missing", "added"],
)
def test_a_false_claim_is_told_with_both_readings(
    site: Site, old: str, new: str, point: str, computed: str, claimed: str
) -> None:
    motion = with_forms(MOTION)
    head, announced, tail = motion.partition("Der neue Text")
    assert old in tail
    changed = tail.replace(old, new)
    numbers = iter(range(1, 20))
    changed = re.sub(r"(?m)^\d\. ", lambda match: f"{next(numbers)}. ", changed)
    built = write(site, head + announced + changed).build()
    warning = the_warning(built)
    assert f"motion.rst:{line_of(site, 'motion.rst', 'Der neue Text würde')}: " in warning
    assert "[amendment.claim-text]" in warning
    for part in (point, computed, claimed):
        assert part in warning
    page = " ".join(BeautifulSoup(built.text("motion.html"), "html.parser").get_text().split())
    assert claimed in page
    assert html_points(built.text("new.html"), ".amd-consolidated") == WANTED


def test_a_false_claim_about_numbers_is_told(site: Site) -> None:
    motion = with_forms(MOTION).replace("aus Pkt. 2 Pkt. 3 usw.", "aus Pkt. 2 Pkt. 4 usw.")
    warning = the_warning(write(site, motion).build())
    assert "[amendment.claim-numbering]" in warning
    assert "Bisheriger Punkt 2: berechnet 3, angegeben 4." in warning


def test_a_remark_inside_the_sentence_makes_another_text(site: Site) -> None:
    """The literal command then puts the new sentence after the remark; the motion claims it before."""
    base = [*BASE[:5], BASE[5].replace("statt. (", "statt (")]
    warning = the_warning(write(site, with_forms(MOTION), base=base).build())
    assert "[amendment.claim-text]" in warning
    assert "Punkt 7: " in warning


def test_each_difference_is_told_with_the_change_it_follows_from(site: Site) -> None:
    built = write(site, MOTION.replace("neu gefasst", "neu gefast")).build()
    words, command = built.warnings
    assert "[amendment.words-not-found]" in words
    assert "Punkt 2: berechnet" in words
    assert "Punkt 6" not in words
    assert "[amendment.command-unread]" in command
    assert "Punkt 6: berechnet" in command
    assert "Punkt 2:" not in command


def test_what_cannot_be_read_leaves_the_text_as_it_is(site: Site) -> None:
    motion = indented(MOTION, 0).replace("neu gefasst", "neu gefast")
    built = write(site, motion).build()
    points = html_points(built.text("new.html"), ".amd-consolidated")
    assert points[5] == ("6.", BASE[4])
