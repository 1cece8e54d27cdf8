"""The real motion, pasted as it stands, and in English: in both markups, on the page, in the text, in the PDF."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from bs4 import BeautifulSoup
from conftest import (
    ENGLISH,
    EXAMPLES,
    GERMAN,
    Built,
    Example,
    Site,
    amendment,
    consolidated,
    guideline,
    heading,
    indented,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MARKUPS = ("rst", "md")
each_language = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.language)

SAID = {
    "agrees": {"de": "stimmt Wort für Wort", "en": "agrees with the computed text word for word"},
    "stopped": {"de": "Nicht ausgeführt.", "en": "Not carried out."},
    "point": {"de": "Punkt {}", "en": "Point {}"},
    "missing": {"de": "fehlt im angegebenen Text", "en": "is missing in the claimed text"},
    "added": {"de": "nicht im berechneten", "en": "is not in the computed text"},
    "note": {"de": "würde mit: Änderungsantrag", "en": "would read with: Änderungsantrag"},
    "numbers": {
        "de": "Bisheriger Punkt 2: berechnet 3, angegeben 4.",
        "en": "Former point 2: computed 3, claimed 4.",
    },
    "words": {
        "de": "Punkt 2: berechnet „… Dezernats II an den sozialen Lebensräumen der Einwohner",
        "en": "Point 2: computed “… oriented towards the social living environments of",
    },
}
"""What the pages and warnings say in each language."""


def wanted(example: Example) -> list[tuple[str, str]]:
    return [(f"{number}.", point) for number, point in enumerate(example.claimed, start=1)]


def write(site: Site, example: Example, motion: str, markup: str = "rst", base: Sequence[str] = ()) -> Site:
    """A text, the motion in *markup*, and a page with the text that the motion would make."""
    files = {
        "index_rst": "Index\n=====\n\n.. toctree::\n\n   text\n   motion\n   new\n",
        "text_rst": heading("rst", "Text") + guideline(points=list(base or example.base)),
        f"motion_{markup}": heading(markup, "Antrag") + amendment(motion, markup),
        "new_rst": heading("rst", "Neu") + consolidated(**{"with": "motion"}),
    }
    return site.write(**files)


def build(site: Site, example: Example, builder: str = "html") -> Built:
    """Build in the language of *example*: it is the site's, and no text names it."""
    return site.build(builder, language=example.language)


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


@each_language
@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("layout", ["flat", "indented"])
def test_the_motion_gives_what_it_claims(site: Site, example: Example, markup: str, layout: str) -> None:
    motion = example.complete
    if layout == "indented":
        motion = re.sub(rf"(?m)^(?!\d\. |{example.announcement})(.+)$", r"   \1", motion)
    write(site, example, motion, markup)
    for page in ("html", "text"):
        built = build(site, example, page)
        assert built.warnings == ()
        if page == "html":
            assert html_points(built.text("new.html"), ".amd-consolidated") == wanted(example)
            assert html_points(built.text("motion.html"), ".amd-result") == wanted(example)
        else:
            assert text_points(built.text("new.txt")) == wanted(example)
            assert text_points(built.text("motion.txt"))[-7:] == wanted(example)


@each_language
@pytest.mark.parametrize("markup", MARKUPS)
def test_the_pdf_says_the_same(site: Site, example: Example, markup: str) -> None:
    write(site, example, example.complete, markup)
    built = build(site, example, "typstpdf")
    assert built.warnings == ()
    (path,) = built.out.glob("*.pdf")
    text = pdf_text(path)
    new = text[text.rindex(SAID["note"][example.language]) :]
    assert " ".join(f"{label} {words}" for label, words in wanted(example)) in new
    assert "\xad" not in text


@each_language
@pytest.mark.parametrize("markup", MARKUPS)
def test_both_markups_give_the_same_page(tmp_path: Path, example: Example, markup: str) -> None:
    pages = []
    for kind in ("rst", markup):
        (tmp_path / kind / "source").mkdir(parents=True, exist_ok=True)
        built = build(write(Site(tmp_path / kind), example, example.complete, kind), example)
        body = BeautifulSoup(built.text("motion.html"), "html.parser").select_one("div.body")
        pages.append(str(body))
    assert pages[0] == pages[1]


def test_both_languages_give_the_same_structure(tmp_path: Path) -> None:
    """The same elements with the same classes, ids and links; only the words are others."""
    pages = []
    for example in EXAMPLES:
        (tmp_path / example.language / "source").mkdir(parents=True)
        built = build(write(Site(tmp_path / example.language), example, example.complete), example)
        tags = [
            tag
            for page in ("text", "motion", "new")
            for tag in BeautifulSoup(built.text(f"{page}.html"), "html.parser").select_one("div.body").find_all(True)
        ]
        kept = ("class", "id", "href")
        pages.append([(tag.name, {name: tag[name] for name in kept if tag.has_attr(name)}) for tag in tags])
    assert pages[0] == pages[1]
    assert len(pages[0]) > 100


@each_language
def test_the_words_of_the_motion_all_stand_on_its_page(site: Site, example: Example) -> None:
    built = build(write(site, example, example.complete), example)
    page = " ".join(BeautifulSoup(built.text("motion.html"), "html.parser").get_text().split())
    for line in example.motion.splitlines():
        assert " ".join(re.sub(r"^\d\. ", "", line).split()) in page
    assert SAID["agrees"][example.language] in page


def the_warning(built: Built) -> str:
    """Return the one warning that a build gave."""
    assert len(built.warnings) == 1, built.warnings
    return built.warnings[0]


def line_of(site: Site, name: str, words: str) -> int:
    lines = (site.source / name).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)


@each_language
@pytest.mark.parametrize("markup", MARKUPS)
def test_without_the_forms_nothing_is_guessed(site: Site, example: Example, markup: str) -> None:
    write(site, example, example.motion, markup)
    built = build(site, example)
    warning = the_warning(built)
    place = f"motion.{markup}:{line_of(site, f'motion.{markup}', example.command[:40])}: "
    assert place in warning
    assert "[amendment.words-not-found]" in warning
    assert example.forms in warning
    assert SAID["words"][example.language] in warning
    points = html_points(built.text("new.html"), ".amd-consolidated")
    assert points[1] == ("2.", example.base[0])
    change = BeautifulSoup(built.text("motion.html"), "html.parser").select_one("#motion-change-2")
    assert change is not None
    said = " ".join(change.get_text().split())
    assert SAID["stopped"][example.language] in said
    assert example.forms in said


FALSE_CLAIMS = [
    (GERMAN, "an den Sozialräumen", "in den Sozialräumen", 2, "an den Sozialräumen", "in den Sozialräumen"),
    (GERMAN, "werden konsequent und", "werden", 4, "konsequent und systematisch", "werden systematisch"),
    (GERMAN, f"3. {GERMAN.claimed[2]}\n\n4.", "3.", 3, GERMAN.claimed[2], "missing"),
    (GERMAN, "hin zu Fakten).", "hin zu Fakten).\n\n8. Zu viel.", 8, "added", "Zu viel."),
    (ENGLISH, "towards the social spaces", "to the social spaces", 2, "towards the social", "to the social spaces"),
    (ENGLISH, "expanded consistently and", "expanded", 4, "consistently and systematically", "expanded systematically"),
    (ENGLISH, f"3. {ENGLISH.claimed[2]}\n\n4.", "3.", 3, ENGLISH.claimed[2], "missing"),
    (ENGLISH, "to facts).", "to facts).\n\n8. Too much.", 8, "added", "Too much."),
]


@pytest.mark.parametrize(("example", "old", "new", "point", "computed", "claimed"), FALSE_CLAIMS)
def test_a_false_claim_is_told_with_both_readings(
    site: Site, example: Example, old: str, new: str, point: int, computed: str, claimed: str
) -> None:
    said = {key: texts[example.language] for key, texts in SAID.items()}
    computed, claimed = said.get(computed, computed), said.get(claimed, claimed)
    head, announced, tail = example.complete.partition(example.announcement)
    assert old in tail
    changed = tail.replace(old, new)
    numbers = iter(range(1, 20))
    changed = re.sub(r"(?m)^\d\. ", lambda match: f"{next(numbers)}. ", changed)
    built = build(write(site, example, head + announced + changed), example)
    warning = the_warning(built)
    assert f"motion.rst:{line_of(site, 'motion.rst', example.announcement)}: " in warning
    assert "[amendment.claim-text]" in warning
    for part in (said["point"].format(point), computed, claimed):
        assert part in warning
    page = " ".join(BeautifulSoup(built.text("motion.html"), "html.parser").get_text().split())
    assert claimed in page
    assert html_points(built.text("new.html"), ".amd-consolidated") == wanted(example)


@each_language
def test_a_false_claim_about_numbers_is_told(site: Site, example: Example) -> None:
    changes = (("aus Pkt. 2 Pkt. 3 usw.", "aus Pkt. 2 Pkt. 4 usw."), ("2 becomes point 3,", "2 becomes point 4,"))
    motion = example.complete
    for old, new in changes:
        motion = motion.replace(old, new)
    warning = the_warning(build(write(site, example, motion), example))
    assert "[amendment.claim-numbering]" in warning
    assert SAID["numbers"][example.language] in warning


@each_language
def test_a_remark_inside_the_sentence_makes_another_text(site: Site, example: Example) -> None:
    """The literal command then puts the new sentence after the remark; the motion claims it before."""
    base = [*example.base[:5], example.base[5].replace(". (", " (")]
    warning = the_warning(build(write(site, example, example.complete, base=base), example))
    assert "[amendment.claim-text]" in warning
    assert f"{SAID['point'][example.language].format(7)}: " in warning


@each_language
def test_each_difference_is_told_with_the_change_it_follows_from(site: Site, example: Example) -> None:
    motion = example.motion.replace("neu gefasst", "neu gefast").replace("and reworded", "and rewordet")
    words, command = build(write(site, example, motion), example).warnings
    point = SAID["point"][example.language]
    assert "[amendment.words-not-found]" in words
    assert f"{point.format(2)}: " in words
    assert point.format(6) not in words
    assert "[amendment.command-unread]" in command
    assert f"{point.format(6)}: " in command
    assert f"{point.format(2)}:" not in command


@each_language
def test_what_cannot_be_read_leaves_the_text_as_it_is(site: Site, example: Example) -> None:
    motion = indented(example.motion, 0).replace("neu gefasst", "neu gefast").replace("and reworded", "and rewordet")
    built = build(write(site, example, motion), example)
    points = html_points(built.text("new.html"), ".amd-consolidated")
    assert points[5] == ("6.", example.base[4])
