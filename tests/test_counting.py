"""Sentences that a motion counts: with abbreviations of a project, as their author numbers them, and which was hit."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from conftest import CONF, Built, Site, amendment, consolidated, guideline, heading

MARKUPS = ["rst", "md"]


def build(site: Site, markup: str, points: list[str], motion: str, **config: Any) -> Built:
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


# --- numbers of the author --------------------------------------------------------------------------------------

NUMBERED = {
    "characters": ("¹Der Garten ist offen.", "²Der Park usw. Anträge gehen an den Rat.", "³Hunde bleiben draußen."),
    "with a space": (
        "¹ Der Garten ist offen.",
        "² Der Park usw. Anträge gehen an den Rat.",
        "³ Hunde bleiben draußen.",
    ),
}
"""Three sentences; where the second one ends, no rule would tell."""

ROLES = {"rst": r":sup:`{}`\\ ".replace(r"\\", "\\"), "md": "{{sup}}`{}`"}


def point_with(markup: str, *sentences: str) -> str:
    """Return a point with sentences that are numbered by a role."""
    return " ".join(ROLES[markup].format(number) + words for number, words in enumerate(sentences, start=1))


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("way", NUMBERED)
@pytest.mark.parametrize(
    ("motion", "left"),
    [
        ("In Punkt 1 wird Satz 3 gestrichen.", lambda one, two, three: f"{one} {two}"),
        ("In Punkt 1 Satz 2 wird „Rat“ durch „Ort“ ersetzt.", lambda *all: " ".join(all).replace("Rat", "Ort")),
        ("In Punkt 1 wird „Der Garten“ durch „Er“ ersetzt.", lambda *all: " ".join(all).replace("Der Garten", "Er")),
    ],
)
def test_numbers_of_the_author_decide(site: Site, markup: str, way: str, motion: str, left: Any) -> None:
    sentences = NUMBERED[way]
    built = build(site, markup, [" ".join(sentences)], f"1. {motion}")
    assert built.warnings == ()
    assert new_points(built) == [left(*sentences)]


@pytest.mark.parametrize("markup", MARKUPS)
def test_numbers_may_be_written_with_a_role(site: Site, markup: str) -> None:
    point = point_with(markup, "Der Park usw. Anträge gehen an den Rat.", "Das sind 100 m², also viel.", "Drei.")
    built = build(site, markup, [point], "1. In Punkt 1 wird Satz 3 gestrichen.")
    assert built.warnings == ()
    soup = BeautifulSoup(built.text("index.html"), "html.parser")
    (item,) = soup.select(".amd-result ol > li")
    assert [raised.get_text() for raised in item.select("sup")] == ["1", "2"]
    assert new_points(built) == ["1Der Park usw. Anträge gehen an den Rat. 2Das sind 100 m², also viel."]


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_raised_number_of_a_measure_is_text(site: Site, markup: str) -> None:
    square = {"rst": "100 m\\ :sup:`2`", "md": "100 m{sup}`2`"}[markup]
    built = build(site, markup, [f"Es sind {square}. Der Rest fehlt."], "1. In Punkt 1 wird Satz 1 gestrichen.")
    assert built.warnings == ()
    assert new_points(built) == ["Der Rest fehlt."]


@pytest.mark.parametrize("markup", MARKUPS)
def test_new_sentences_bring_their_numbers(site: Site, markup: str) -> None:
    motion = (
        "1. In Punkt 1 wird Satz 2 durch folgende Sätze ersetzt:\n\n   ²Neu. ³Auch neu.\n\n"
        "2. In Punkt 2 wird nach Satz 1 folgender Satz eingefügt:\n\n   ²Neu."
    )
    built = build(site, markup, ["¹Eins. ²Zwei.", "¹Eins."], motion)
    assert built.warnings == ()
    assert new_points(built) == ["¹Eins. ²Neu. ³Auch neu.", "¹Eins. ²Neu."]


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize(
    ("point", "motion", "numbers"),
    [
        ("¹Eins. ³Zwei.", "In Punkt 1 wird Satz 2 gestrichen.", "sind: ¹, ³"),
        ("Eins. ²Zwei.", "In Punkt 1 wird Satz 2 gestrichen.", "sind: –, ²"),
        (
            "¹Eins. ²Zwei. ³Drei.",
            "In Punkt 1 wird Satz 2 gestrichen.",
            "wären die hochgestellten Nummern der Sätze in Punkt 1: ¹, ³",
        ),
        ("¹Eins. ²Zwei.", "In Punkt 1 wird nach Satz 1 folgender Satz eingefügt:\n\n   Neu.", "Punkt 1: ¹, –, ²"),
        ("¹Eins. ²Zwei.", "In Punkt 1 wird folgender Satz angefügt:\n\n   Neu.", "Punkt 1: ¹, ², –"),
        ("¹Eins. ²Zwei.", "Punkt 1 Satz 2 wird wie folgt gefasst:\n\n   Neu.", "Punkt 1: ¹, –"),
        ("Eins. Zwei.", "In Punkt 1 wird folgender Satz angefügt:\n\n   ³Neu.", "Punkt 1: –, –, ³"),
    ],
)
def test_numbers_that_make_no_sense_stop_a_change(
    site: Site, markup: str, point: str, motion: str, numbers: str
) -> None:
    built = build(site, markup, [point], f"1. {motion}")
    (warning,) = built.warnings
    assert "[amendment.sentence-numbers]" in warning
    assert numbers in warning
    assert new_points(built) == [point]


def test_points_with_numbers_are_not_divided_or_joined(site: Site) -> None:
    points = ["¹Eins. ²Zwei.", "¹Drei. ²Vier.", "Fünf. Sechs."]
    motion = (
        "1. Punkt 1 wird nach Satz 1 in die Punkte 1 und 2 aufgeteilt.\n2. Die Punkte 2 und 3 werden zusammengefasst."
    )
    built = build(site, "rst", points, motion)
    assert [line.rpartition("[")[2] for line in built.warnings] == ["amendment.sentence-numbers]"] * 2
    assert new_points(built) == points


def test_the_numbers_of_several_changes_are_seen_together(site: Site) -> None:
    """What one leaves wrong, another may mend."""
    motion = "1. In Punkt 1 wird Satz 2 gestrichen.\n2. Punkt 1 Satz 3 wird wie folgt gefasst:\n\n   ²Drei."
    built = build(site, "rst", ["¹Eins. ²Zwei. ³Drei."], motion)
    assert built.warnings == ()
    assert new_points(built) == ["¹Eins. ²Drei."]


# --- which sentence was hit -------------------------------------------------------------------------------------

PARK = ["Der Garten ist offen. Der Park gem. Nr. 4 ist zu. Hunde bleiben draußen.", "Kinder spielen. Alle lernen."]


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize(
    ("motion", "told"),
    [
        ("In Punkt 1 wird Satz 2 gestrichen.", ["Satz 2 von Punkt 1: „Der Park gem. Nr. 4 ist zu.“"]),
        (
            "In Punkt 1 wird nach Satz 2 folgender Satz eingefügt:\n\n   Neu.",
            ["Satz 2 von Punkt 1: „Der Park gem. Nr. 4 ist zu.“"],
        ),
        ("In Punkt 1 Satz 2 wird „zu“ durch „auf“ ersetzt.", ["Satz 2 von Punkt 1: „Der Park gem. Nr. 4 ist zu.“"]),
        (
            "In Punkt 1 werden die Sätze 2 und 3 gestrichen.",
            ["Satz 2 von Punkt 1: „Der Park gem. Nr. 4 ist zu.“", "Satz 3 von Punkt 1: „Hunde bleiben draußen.“"],
        ),
        ("In Punkt 2 wird der letzte Satz gestrichen.", ["Satz 2 von Punkt 2: „Alle lernen.“"]),
        ("Punkt 1 wird nach Satz 1 in die Punkte 1 und 2 aufgeteilt.", ["Satz 1 von Punkt 1: „Der Garten ist offen.“"]),
        ("Punkt 2 wird gestrichen.", []),
        ("In Punkt 1 wird „zu“ durch „auf“ ersetzt.", []),
    ],
)
def test_the_sentences_that_are_meant_are_shown(site: Site, markup: str, motion: str, told: list[str]) -> None:
    built = write(site, markup, PARK, f"1. {motion}").build(verbosity=1)
    assert built.warnings == ()
    soup = BeautifulSoup(built.text("index.html"), "html.parser")
    assert [found.get_text() for found in soup.select(".amd-counted")] == (["; ".join(told)] if told else [])
    said = [line for line in built.said if "Satz" in line]
    assert [words.partition(": ")[2] for words in said] == told
    assert all(f"index.{markup}:" in words for words in said)
    assert not [words for words in site.build().said if "Satz" in words]


def test_a_change_that_is_not_carried_out_shows_no_sentence(site: Site) -> None:
    built = build(site, "rst", PARK, "1. In Punkt 1 wird Satz 2 gestrichen.\n\n   :expect: Der Garten")
    (warning,) = built.warnings
    assert "[amendment.expect-differs]" in warning
    assert "amd-counted" not in built.text("index.html")


@pytest.mark.parametrize("expected", ["Der Park", "Der  Park gem.", "²Der Park"])
def test_what_is_expected_may_stand_behind_a_number(site: Site, expected: str) -> None:
    points = ["¹Der Garten ist offen. ²Der Park gem. Nr. 4 ist zu."]
    built = build(site, "rst", points, f"1. In Punkt 1 wird Satz 2 gestrichen.\n\n   :expect: {expected}")
    assert built.warnings == ()
