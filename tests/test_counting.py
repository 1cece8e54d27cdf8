"""Sentences that a motion counts, on a whole page: a project's abbreviations, an author's numbers, which one was hit."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from conftest import CONF, Built, Site, amendment, consolidated, guideline, heading

MARKUPS = ["rst", "md"]


def build(site: Site, markup: str, points: list[str], motion: str, **config: object) -> Built:
    return write(site, markup, points, motion).build(**config)


def write(site: Site, markup: str, points: list[str], motion: str) -> Site:
    page = heading(markup, "Seite") + guideline(markup, points) + amendment(motion, markup)
    return site.write(**{f"index_{markup}": page})


def new_points(built: Built, page: str = "index.html") -> list[str]:
    """Return the points of the new text on the page, without their numbers."""
    soup = BeautifulSoup(built.text(page), "html.parser")
    return [" ".join(item.get_text().split()).partition(" ")[2] for item in soup.select(".amd-result ol > li")]


# --- a project's abbreviations ----------------------------------------------------------------------------------

BEILAGE = "Die Sonderbeil. Haushalt fehlt. Der Rest folgt. Das genügt."
SECOND = "1. In Punkt 1 wird Satz 2 gestrichen."


@pytest.mark.parametrize(
    "known",
    [
        ["Sonderbeil."],
        ["sonderbeil"],
        ("i. K.", "Sonderbeil."),
        {"de": ["Sonderbeil."]},
        {"de_AT": ["Sonderbeil."], "en": []},
        ["Haupt-Sonderbeil."],
    ],
)
@pytest.mark.parametrize("jobs", [1, 2])
def test_abbreviations_of_a_project_count(site: Site, known: object, jobs: int) -> None:
    site.write(other_rst="Andere\n======\n", third_rst="Dritte\n======\n")
    built = write(site, "rst", [BEILAGE], SECOND).build(amendment_abbreviations=known, jobs=jobs)
    assert not [line for line in built.warnings if "toctree" not in line]
    assert new_points(built) == ["Die Sonderbeil. Haushalt fehlt. Das genügt."]


@pytest.mark.parametrize("known", [[], {"en": ["Sonderbeil."]}])
def test_abbreviations_of_no_or_another_language_do_not_count(site: Site, known: object) -> None:
    built = build(site, "rst", [BEILAGE], SECOND, amendment_abbreviations=known)
    assert built.warnings == ()
    assert new_points(built) == ["Die Sonderbeil. Der Rest folgt. Das genügt."]


def test_abbreviations_count_in_later_versions_and_in_a_new_text(site: Site) -> None:
    """The second motion counts in what the first one made."""
    first = amendment(
        f"1. Punkt 1 wird wie folgt gefasst:\n\n   {BEILAGE}", status="adopted", decided="2026-01-01", name="a"
    )
    second = amendment(SECOND, status="adopted", decided="2026-02-01", name="b")
    site.write(index_rst=heading("rst", "Seite") + guideline("rst", ["Alt."]) + first + second + consolidated())
    built = site.build(amendment_abbreviations=["Sonderbeil."])
    assert built.warnings == ()
    soup = BeautifulSoup(built.text("index.html"), "html.parser")
    (item,) = soup.select(".amd-consolidated ol > li")
    assert " ".join(item.get_text().split()) == "1. Die Sonderbeil. Haushalt fehlt. Das genügt."


def test_what_is_known_of_an_abbreviation_stays_known(site: Site) -> None:
    """That of "bzw." never ends a sentence; one of the project may."""
    points = ["Der Rat bzw. Die Verwaltung zahlt. Das genügt."]
    built = build(site, "rst", points, SECOND, amendment_abbreviations=["bzw."])
    assert built.warnings == ()
    assert new_points(built) == ["Der Rat bzw. Die Verwaltung zahlt."]


def test_a_build_sees_that_the_abbreviations_have_changed(site: Site) -> None:
    write(site, "rst", [BEILAGE], SECOND).build()
    changed = site.build(amendment_abbreviations=["Sonderbeil."])
    assert "index" in changed.written
    assert new_points(changed) == ["Die Sonderbeil. Haushalt fehlt. Das genügt."]
    assert site.build(amendment_abbreviations=["Sonderbeil."]).written == frozenset()


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ("Sonderbeil.", ["'Sonderbeil.'"]),
        (3, ["3"]),
        (None, ["None"]),
        (["Vorl.", 3, "", " . ", None], ["3", "''", "' . '", "None"]),
        ({"de": "Sonderbeil."}, ["'Sonderbeil.'"]),
        ({"xx": ["Sonderbeil."], 5: []}, ["'xx'", "5"]),
    ],
)
def test_what_is_no_abbreviation_is_told(site: Site, value: object, named: list[str]) -> None:
    site.write(conf_py=f"{CONF}amendment_abbreviations = {value!r}\n")
    built = build(site, "rst", [BEILAGE], SECOND)
    assert len(built.warnings) == len(named)
    for warning, name in zip(built.warnings, named, strict=True):
        assert "conf.py" in warning
        assert f"„{name}“" in warning
        assert "[amendment.option-invalid]" in warning
    assert new_points(built) == ["Die Sonderbeil. Der Rest folgt. Das genügt."]
