"""Inflected forms: the reference's cases, what is never proposed, and what must hold for any text."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any, TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_amendment.engine.changes import Amendment, Modification, WordSubstitution
from sphinxext_amendment.engine.consolidate import consolidate
from sphinxext_amendment.engine.document import Address, Guideline, Paragraph, Point, Points, paragraphs_of
from sphinxext_amendment.engine.numbering import Scheme
from sphinxext_amendment.engine.problems import Code, Problem
from sphinxext_amendment.engine.text import Text
from sphinxext_amendment.engine.words import occurrences
from sphinxext_amendment.wording.advice import advise, further_forms
from sphinxext_amendment.wording.forms import Form, inflected_forms, joined, unfit
from sphinxext_amendment.wording.language import Language, available, load


class Case(TypedDict, total=False):
    id: str
    term: str
    replacement: str
    sentence: str
    expected: str
    hits: list[tuple[str, str]]
    must_flag: bool
    alt: list[str]


def german() -> Language:
    language = load("de")
    assert language is not None
    return language


def english() -> Language:
    language = load("en")
    assert language is not None
    return language


def found_in_english(term: str, replacement: str, content: str) -> list[tuple[str, str | None]]:
    return [(form.found, form.proposal) for form in inflected_forms(term, replacement, content, english())]


def cases(name: str = "inflection") -> list[Case]:
    path = Path(__file__).with_name("data") / f"{name}.json"
    found: list[Case] = json.loads(path.read_text(encoding="utf-8"))
    return found


PIECES = [
    *"Raumäüens/*-:() ",
    "Raum",
    "Räume",
    "Child",
    "children's",
    "sozialer",
    "sozialen ",
    " und ",
    "\N{OBJECT REPLACEMENT CHARACTER}",
]
ANYTHING = st.text() | st.lists(st.sampled_from(PIECES)).map("".join)


def forms(case: Case) -> tuple[Form, ...]:
    return inflected_forms(case["term"], case["replacement"], case["sentence"], german())


def found(term: str, replacement: str, content: str) -> list[tuple[str, str | None]]:
    return [(form.found, form.proposal) for form in inflected_forms(term, replacement, content, german())]


def proposal(term: str, replacement: str, content: str) -> str | None:
    ((_, proposed),) = found(term, replacement, content)
    return proposed


def test_the_motion() -> None:
    text = "… an den sozialen Lebensräumen der Einwohner/innen ausrichten."
    start = text.index("sozialen")
    expected = Form(start, start + 21, "sozialen Lebensräumen", "Sozialräumen")
    assert inflected_forms("sozialer Lebensraum", "Sozialraum", text, german()) == (expected,)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_no_wrong_proposal_in_the_reference(case: Case) -> None:
    hits = [(term, new) for term, new in case["hits"] if term != case["term"]]
    for form in forms(case):
        assert case["sentence"][form.start : form.end] == form.found
        if form.proposal is not None:
            assert not case["must_flag"]
            assert (form.found, form.proposal) in hits


def test_the_numbers_of_the_reference() -> None:
    proposed = {case["id"] for case in cases() for form in forms(case) if form.proposal}
    flagged = {case["id"] for case in cases() for form in forms(case) if form.proposal is None}
    assert proposed == {f"de{number:02}" for number in (1, 2, 3, 4, 6, 9, 10, 32, 33, 36, 42, 44)}
    assert flagged == {f"de{number:02}" for number in (7, 17, 21, 25, 27, 37, 38, 39, 40, 41, 45)}
    # What is neither: forms of another gender, which is joined or another word.
    other = {
        case["id"]
        for case in cases()
        if case["id"] not in proposed | flagged and any(hit != case["term"] for hit, _ in case["hits"])
    }
    assert other == {"de12", "de13"}


def told(case: Case, language: Language) -> tuple[str, tuple[Problem, ...]]:
    """Return what the replacement of the words makes of the case, and all that is told of it."""
    point = Point("p", "1", (Paragraph("t", Text(case["sentence"])),))
    text = Guideline("g", (Points("l", Scheme(), (point,)),))
    change = WordSubstitution((Address(("1",)),), case["term"], Text(case["replacement"]), occurrence="each")
    amendment = Amendment("m", (Modification("k", change),))
    result = consolidate(text, [amendment])
    advised = (advise(trouble, {"k": change}, text, language) for trouble in result.problems)
    problems = (*advised, *further_forms(amendment, result, text, language))
    assert all(problem.places == ("t",) * len(problem.places) for problem in problems)
    assert all(
        len(problem.places) == len(problem.fact("found_in").split("\n")) for problem in problems if problem.places
    )
    (left,) = paragraphs_of(result.guideline.body)
    return left.text.content, problems


@pytest.mark.parametrize("case", [*cases(), *cases("inflection-en")], ids=lambda case: case["id"])
def test_nothing_in_the_reference_is_wrong_in_silence(case: Case) -> None:
    text, problems = told(case, english() if case["id"].startswith("en") else german())
    right = text in [case["expected"], *case.get("alt", [])]
    assert right or problems
    # Of what was carried out and is right, nothing is told; a change that was not carried out is always told.
    assert not right or all(problem.code is Code.WORDS_NOT_FOUND for problem in problems)


def test_right_proposals_make_the_expected_text() -> None:
    right = 0
    for case in cases():
        text = case["sentence"]
        proposed = [form for form in forms(case) if form.proposal]
        for form in reversed(proposed):
            text = text[: form.start] + str(form.proposal) + text[form.end :]
        if proposed:
            exact = re.compile(rf"\b{re.escape(case['term'])}\b")
            text = exact.sub(case["replacement"], text)
            assert text in [case["expected"], *case.get("alt", [])]
            right += 1
    assert right == 12


@pytest.mark.parametrize(
    ("term", "replacement", "content", "expected"),
    [
        ("Beratung", "Unterstützung", "die Beratungen", "Unterstützungen"),
        ("Kommission", "Gesellschaft", "der Kommissionen", "Gesellschaften"),
        ("Vorstand", "Antrag", "des Vorstandes", "Antrages"),
        ("Vorstand", "Antrag", "die Vorstände", "Anträge"),
        ("Jugendamt", "Amt", "den Jugendämtern", "Ämtern"),
        ("Rathaus", "Kreishaus", "der Rathäuser", "Kreishäuser"),
        ("Straße", "Hauptstraße", "der Straßen", "Hauptstraßen"),
        ("Kreishaushalt", "Haushalt", "des Kreishaushalts", "Haushalts"),
        ("soziale Gruppe", "kulturelle Stätte", "in sozialen Gruppen", "kulturellen Stätten"),
        ("soziale Gruppe", "kulturelle Stätte", "Soziale Gruppen", "Kulturelle Stätten"),
        ("jährlich", "monatlich", "Jährliche Berichte", "Monatliche"),
        ("sozialer Lebensraum", "Sozialraum", "Sozialer Lebensraum fehlt", "Sozialraum"),
        ("sozialer Lebensraum", "neuer Sozialraum", "Sozialer Lebensraum", "Neuer Sozialraum"),
        ("sozialer Lebensraum", "Sozialraum", "Ein sozialer\u00a0Lebensraum", "Sozialraum"),
        ("Beratung", "Unterstützung", "Das gilt. ²Beratungen gibt es.", "Unterstützungen"),
    ],
)
def test_proposed(term: str, replacement: str, content: str, expected: str) -> None:
    assert proposal(term, replacement, content) == expected


@pytest.mark.parametrize(
    ("term", "replacement", "content"),
    [
        # The adjective was all that marked the genitive.
        ("sozialer Lebensraum", "Sozialraum", "die Stärkung sozialer Lebensräume"),
        # Other words belong to the form.
        ("sozialer Lebensraum", "Sozialraum", "in sozialen und kulturellen Lebensräumen"),
        ("sozialer Lebensraum", "Sozialraum", "in sozialen, kulturellen und anderen Lebensräumen"),
        ("Bürger", "Einwohner", "den Bürgerinnen und Bürgern"),
        ("Bürger", "Einwohner", "den Bürgern bzw Bürgerinnen"),
        ("Bürger", "Einwohner", "den Einwohner/innen und Bürgern"),
        ("Lebensraum", "Sozialraum", "in Bildungs- und Lebensräumen"),
        ("Lebensraum", "Sozialraum", "in Lebensräumen und -formen"),
        # Another gender or inflection.
        ("Landrat", "Landrätin", "des Landrats"),
        ("Jugendamt", "Fachbereich", "des Jugendamts"),
        ("Ausschuss", "Vorstand", "den Ausschüssen"),
        ("Jugendamt", "Samt", "den Jugendämtern"),
        ("Beratung", "Vorsprung", "die Beratungen"),
        ("Anlage", "Gelage", "die Anlagen"),
        ("Verwaltung", "Fachbereiche", "die Verwaltungen"),
        ("Flüchtling", "Geflüchteter", "die Flüchtlinge"),
        # Another word with the same stem.
        ("Plan", "Zeitplan", "die Planer"),
        ("Bürger", "Einwohner", "die Burg"),
        # The head is not the last word, or there are words that are inflected otherwise.
        ("Jugendamt", "Amt für Jugend", "die Jugendämter"),
        ("Amt für Jugend", "Jugendamt", "die Ämter für Jugend"),
        ("sozialer Lebensraum", "der Sozialraum", "sozialen Lebensraums"),
        ("sozialer Lebensraum", "dieser Sozialraum", "sozialen Lebensraums"),
        ("sozialer Lebensraum", "Göttinger Sozialraum", "sozialen Lebensräumen"),
        ("Lebensraum", "neuer Sozialraum", "den Lebensräumen"),
        ("wenig", "monatlich", "weniger"),
        ("sozialer Lebensraum", "Sozialraum", "an sozial Lebensräumen"),
        ("Vorsprung", "Ursprung", "des Vorsprungs"),
        ("Lebensraum", "", "den Lebensräumen"),
    ],
)
def test_found_and_not_proposed(term: str, replacement: str, content: str) -> None:
    assert proposal(term, replacement, content) is None


@pytest.mark.parametrize(
    ("term", "replacement", "content", "expected"),
    [
        # The article or adjective shows another gender.
        ("Ausschuss", "Verwaltung", "Der Ausschuss tagt.", "Der Ausschuss"),
        ("Amt", "Bereich", "Sie hat ein Amt.", "ein Amt"),
        ("Bereich", "Amt", "Ein neuer Bereich entsteht.", "Ein neuer Bereich"),
        ("Bereich", "Amt", "Als zuständiger Bereich", "zuständiger Bereich"),
        ("Verwaltung", "Bereich", "Die Arbeit der neuen Verwaltung ruht.", "der neuen Verwaltung"),
        ("Landrat", "Landrätin", "Es geht zum Landrat.", "zum Landrat"),
        ("Landrätin", "Landrat", "Es geht zur Landrätin.", "zur Landrätin"),
        ("Beauftragte", "Beauftragtin", "die Beauftragte", "die Beauftragte"),
        # In the other cases too, both genders have the same words.
        ("Amt", "Bereich", "Es liegt im Amt.", ""),
        ("Amt", "Bereich", "Es liegt beim zuständigen Amt.", ""),
        ("Bereich", "Amt", "Der Sitz des Bereichs", ""),
        # A plural, or nothing that shows a gender.
        ("Bürger", "Bürgerinnen und Bürger", "Die Bürger zahlen.", ""),
        ("Bürger", "Gemeinde", "Die Bürger zahlen.", ""),
        ("Landrat", "Landrätin", "Landrat Reuter berichtet.", ""),
        ("Landrat", "Landrätin", "Das entscheidet der. Landrat Reuter berichtet.", ""),
        ("Lebensraum", "Sozialraum", "Der Lebensraum fehlt.", ""),
        ("der Ausschuss", "die Verwaltung", "Es tagt der Ausschuss.", ""),
        # A plural for a singular.
        ("Verwaltung", "Fachbereiche", "Die Verwaltung prüft.", "Verwaltung"),
        ("Lebensräume", "Sozialräume", "Die Lebensräume fehlen.", ""),
        # A pair, or half a compound.
        ("Bürger", "Einwohner", "Alle Bürgerinnen und Bürger zahlen.", "Bürgerinnen und Bürger"),
        ("Bürger", "Einwohner", "Alle Bürger und Bürgerinnen zahlen.", "Bürger und Bürgerinnen"),
        ("Lebensräume", "Sozialräume", "Die Kultur- und Lebensräume fehlen.", "Kultur- und Lebensräume"),
        ("Lehrer", "Meister", "Schülerinnen und Lehrer", ""),
        ("", "Meister", "Lehrer", ""),
        ("Lehrer", " ", "Lehrer", ""),
        ("(", "[", "(Lehrer", ""),
    ],
)
def test_words_that_may_not_fit_what_stands_around(term: str, replacement: str, content: str, expected: str) -> None:
    start, end = next(occurrences(content, term), (0, len(term)))
    assert unfit(term, replacement, content, (start, end), german()) == expected


@pytest.mark.parametrize(
    ("term", "replacement", "content", "expected"),
    [
        ("resident", "inhabitant", "A resident may object.", "A resident"),
        ("inhabitant", "resident", "For an inhabitant", "an inhabitant"),
        ("resident", "citizen", "A resident may object.", ""),
        ("resident", "inhabitant", "The resident may object.", ""),
        ("chair", "board", "chair and chairwoman", "chair and chairwoman"),
    ],
)
def test_english_words_that_may_not_fit(term: str, replacement: str, content: str, expected: str) -> None:
    start = content.index(term)
    assert unfit(term, replacement, content, (start, start + len(term)), english()) == expected


@pytest.mark.parametrize("language", list(filter(None, map(load, available()))), ids=available())
@given(data=st.data())
def test_what_may_not_fit_in_any_text(language: Language, data: st.DataObject) -> None:
    term, replacement, content = (data.draw(ANYTHING) for _ in range(3))
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, len(content)))
    assert unfit(term, replacement, content, (start, end), language) in content


@pytest.mark.parametrize(
    ("term", "content"),
    [
        (
            "Bürger",
            "Bürger, Bürger/innen, Bürger*innen, Bürger(innen), Bürgerinnen, Bürger- und Bürgermeister",
        ),
        ("Verwaltung", "Die Verwalter verwalten und haben die Verwaltung verwaltet."),
        ("Lebensraum", "lebensraum"),
        ("sozialer Lebensraum", "sozial. Lebensräume, soziale, Lebensräume; soziale und nicht: Lebensräume"),
        ("im", "in ihm und ins Haus"),
        ("§ 5", "§ 5 und § 55"),
        ("", "Wort"),
        ("  ", "Wort"),
    ],
)
def test_no_form(term: str, content: str) -> None:
    assert found(term, "Raum", content) == []


# The reference's English cases, with what is told of each. The article of "A resident" stays: a form has none.
@pytest.mark.parametrize(
    ("term", "replacement", "content", "expected"),
    [
        ("resident", "inhabitant", "The needs of residents come first.", [("residents", "inhabitants")]),
        ("resident", "inhabitant", "A resident may object; residents' views count.", [("residents", "inhabitants")]),
        ("resident", "inhabitant", "Residential areas are protected; resident parking is free.", []),
        ("child", "young person", "Services for children and their families", [("children", None)]),
        ("city", "municipality", "The cities and the city of Göttingen", [("cities", "municipalities")]),
        ("chairman", "chair", "The chairmen meet monthly.", [("chairmen", "chairs")]),
        (
            *("promote", "support", "The county is promoting clubs and has promoted sports."),
            [("promoting", None), ("promoted", None)],
        ),
        ("shall", "must", "The administration shall report annually.", []),
        # Our own.
        ("social living environment", "social space", "in their social living environments",
         [("social living environments", "social spaces")]),
        ("resident", "inhabitant", "the resident’s view, a Resident's view",
         [("resident’s", "inhabitant’s"), ("Resident's", None)]),
        ("child", "pupil", "Children's services for the children", [("Children's", None), ("children", "pupils")]),
        ("resident", "inhabitant", "Residents pay.", [("Residents", "Inhabitants")]),
        ("policy", "strategy", "All policies apply.", [("policies", "strategies")]),
        ("business", "company", "the businesses", [("businesses", "companies")]),
        ("person", "member", "many people", [("people", None)]),
        ("member of the council", "councillor", "the members of the council", [("members of the council", None)]),
        ("resident", "person living there", "the residents", [("residents", None)]),
        ("chairman", "chair", "chairmen and chairwomen", [("chairmen", None)]),
        ("council", "board", "the councils, the councillors, the counsel", [("councils", "boards")]),
        ("human", "man", "humans", [("humans", None)]),
    ],
)  # fmt: skip
def test_english_forms(term: str, replacement: str, content: str, expected: list[tuple[str, str | None]]) -> None:
    assert found_in_english(term, replacement, content) == expected


def test_a_form_of_a_joined_term() -> None:
    assert proposal("Umwelt-Ausschuss", "Klima-Ausschuss", "den Umwelt-Ausschüssen") == "Klima-Ausschüssen"


@pytest.mark.parametrize(
    ("term", "content", "expected"),
    [
        (
            "Einwohner",
            "Einwohner, Einwohner/innen und Einwohner/-innen",
            ["Einwohner/innen", "Einwohner/-innen"],
        ),
        (
            "Bürger",
            "Bürger*innen Bürger:innen Bürger_innen",
            ["Bürger*innen", "Bürger:innen", "Bürger_innen"],
        ),
        (
            "Bürger",
            "Bürger·innen BürgerInnen Bürger(innen)",
            ["Bürger·innen", "BürgerInnen", "Bürger(innen)"],
        ),
        ("Bürger", "Bürger: die Bürger- und Vereinsrechte, „Bürger“/*Bürger*", ["Bürger-"]),
        ("Jugendamt", "Das Kreisjugendamt und das Jugendamt", ["Kreisjugendamt"]),
        ("Bürger", "Bürgermeisterbürger", ["Bürgermeisterbürger"]),
        ("sozialer Raum", "Ein sozialer  Raumplan und sozialer Raum", ["sozialer  Raumplan"]),
        ("Raum", "", []),
        ("", "Raum", []),
        ("(", "Raum (neu)", []),
    ],
)
def test_joined(term: str, content: str, expected: list[str]) -> None:
    assert [content[start:end] for start, end in joined(term, content)] == expected


@pytest.mark.parametrize("language", list(filter(None, map(load, available()))), ids=available())
@given(term=ANYTHING, replacement=ANYTHING, content=ANYTHING)
def test_forms_in_any_text(language: Language, term: str, replacement: str, content: str) -> None:
    result = inflected_forms(term, replacement, content, language)
    assert all(content[form.start : form.end] == form.found != term for form in result)
    assert all(one.end <= two.start for one, two in pairwise(result))


@given(ANYTHING, ANYTHING)
def test_joined_in_any_text(term: str, content: str) -> None:
    spans = joined(term, content)
    pattern = r"\s+".join(map(re.escape, term.split()))
    assert list(spans) == sorted(set(spans))
    assert all(re.search(pattern, content[start:end], re.IGNORECASE) for start, end in spans)


def test_the_stemmer_is_not_loaded_before_it_is_needed() -> None:
    code = "import sys, sphinxext_amendment.wording.forms; print('snowballstemmer' in sys.modules)"
    root = Path(__file__).parents[1]
    result = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False"


@pytest.mark.parametrize("language", list(filter(None, map(load, available()))), ids=available())
def test_no_last_part_of_a_noun_hides_another(language: Language) -> None:
    groups: list[dict[str, Any]] = language.tables["forms"]["nouns"]
    tails = [tail for group in groups for tail in group["tails"]]
    assert [(one, two) for one in tails for two in tails if one != two and one.endswith(two)] == []
    assert len(tails) == len(set(tails))
