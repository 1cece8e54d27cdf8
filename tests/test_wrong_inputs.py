"""What clerks get wrong: one warning each, with file, line, code and advice; the text stays, no word is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from conftest import Built, Site, amendment, consolidated, directive, guideline, heading

from sphinxext_amendment.engine.problems import Code

POINTS = (
    "Der Landkreis fördert Vereine. Er berät sie gern.",
    "Kinder lernen gern. Kinder spielen gern.",
    "Die Verwaltung berichtet jährlich.",
)


@dataclass(frozen=True)
class Wrong:
    """A motion with one mistake: the code, the words on whose line it is reported, what the advice says."""

    motion: str
    code: Code
    at: str
    advice: str
    repealed: tuple[str, ...] = ()
    """The points that another change of the motion, a right one, repeals."""


WRONG = {
    "a point that does not exist": Wrong(
        "1. Punkt 9 wird gestrichen.", Code.TARGET_NOT_FOUND, "Punkt 9", "Der Text hat diese Punkte: 1, 2, 3"
    ),
    "a term that is not there": Wrong(
        "1. In Punkt 1 wird das Wort „Verbände“ durch das Wort „Gruppen“ ersetzt.",
        Code.WORDS_NOT_FOUND,
        "Verbände",
        "genau so, wie sie dort stehen",
    ),
    "a term that stands there twice": Wrong(
        "1. In Punkt 2 wird „Kinder“ durch „Jugendliche“ ersetzt.",
        Code.WORDS_AMBIGUOUS,
        "Jugendliche",
        "Nennen Sie mehr Wörter",
    ),
    "sentence 4 of 2": Wrong(
        "1. In Punkt 1 wird nach Satz 4 folgender Satz eingefügt:\n\nEr hilft ihnen.",
        Code.SENTENCE_NOT_FOUND,
        "Satz 4",
        "Nennen Sie einen Satz, den es gibt",
    ),
    "a typing error in the verb": Wrong(
        "1. Punkt 3 wird gestricken.", Code.COMMAND_UNREAD, "gestricken", "Vielleicht ist „gestrichen“ gemeint"
    ),
    "two changes of the same words": Wrong(
        "1. In Punkt 1 wird „fördert Vereine“ durch „hilft Vereinen“ ersetzt.\n\n"
        "2. In Punkt 1 wird „Vereine“ durch „Gruppen“ ersetzt.",
        Code.OVERLAP,
        "Gruppen",
        "Fassen Sie sie zu einer Änderung zusammen",
    ),
    "a change inside a repealed point": Wrong(
        "1. Punkt 1 wird gestrichen.\n\n2. In Punkt 1 wird „Vereine“ durch „Gruppen“ ersetzt.",
        Code.INSIDE_REMOVED,
        "Gruppen",
        "Nehmen Sie die Änderung innerhalb des Punktes zurück",
    ),
    "an empty amendment": Wrong("", Code.AMENDMENT_EMPTY, "Änderungsantrag", "als nummerierten Punkt"),
    "a replacement without its new text": Wrong(
        "1. Punkt 3 wird wie folgt gefasst:", Code.NEW_TEXT_MISSING, "gefasst", "als eigenen Absatz"
    ),
    "prose that is no command": Wrong(
        "1. Wir freuen uns über diese guten Leitlinien.", Code.NO_COMMAND, "freuen", "was mit welchem Punkt"
    ),
    "a text after a repeal": Wrong(
        "1. Punkt 3 wird gestrichen.\n\nDas ist so.", Code.NEW_TEXT_UNEXPECTED, "gestrichen", "Begründung:"
    ),
    "a command in a new text": Wrong(
        "1. Punkt 3 wird wie folgt gefasst:\n\nDie Verwaltung berichtet.\n\nPunkt 1 wird gestrichen.",
        Code.COMMAND_OUTSIDE,
        "gefasst",
        "einen eigenen nummerierten Punkt",
    ),
    "a command before the items": Wrong(
        "Punkt 1 wird gestrichen.\n\n1. Punkt 3 wird gestrichen.",
        Code.COMMAND_OUTSIDE,
        "Punkt 1",
        "eigenen nummerierten",
        (POINTS[2],),
    ),
    "a remark that is not understood": Wrong(
        "1. Punkt 3 wird wie folgt gefasst:\n\nDie Verwaltung berichtet.\n\n(So wie immer.)",
        Code.NEW_TEXT_UNCLEAR,
        "gefasst",
        "ohne Anführungszeichen oder Klammern",
    ),
    "an unknown option of a change": Wrong(
        "1. Punkt 3 wird gestrichen.\n\n   :staus: withdrawn", Code.OPTION_UNKNOWN, "gestrichen", "Möglich sind: forms"
    ),
    "forms for a change that has none": Wrong(
        "1. Punkt 3 wird gestrichen.\n\n   :forms: a -> b", Code.FORMS_INVALID, "gestrichen", "alte Form -> neue Form"
    ),
    "forms of other words": Wrong(
        "1. In Punkt 3 wird „Räte“ durch „Ämter“ ersetzt.\n\n   :forms: Verwaltung -> Behörde",
        Code.FORMS_UNRELATED,
        "Räte",
        "Formen der Wörter auf, die ersetzt werden",
    ),
    "forms that are no pair": Wrong(
        "1. In Punkt 1 wird „Vereine“ durch „Gruppen“ ersetzt.\n\n   :forms: Vereinen",
        Code.FORMS_INVALID,
        "Gruppen",
        "alte Form -> neue Form",
    ),
    "a form that is not there": Wrong(
        "1. In Punkt 1 wird „Vereine“ durch „Gruppen“ ersetzt.\n\n   :forms: Vereinen -> Gruppen",
        Code.WORDS_NOT_FOUND,
        "Gruppen",
        "genau so",
    ),
    "an announced text that does not come": Wrong(
        "1. Punkt 3 wird gestrichen.\n\nDer neue Text würde dann lauten:\n\nWie bisher.",
        Code.CLAIM_UNREAD,
        "würde dann",
        "als nummerierte Liste",
        (POINTS[2],),
    ),
    "a number that does not fit": Wrong(
        "1. Nach Punkt 1 wird folgender Punkt 5 eingefügt:\n\nNeu.",
        Code.NUMBER_ANNOUNCED,
        "Punkt 5",
        "Schreiben Sie eine dieser Nummern",
    ),
}


def write(site: Site, motion: str, markup: str, **options: str) -> Site:
    return site.write(
        index_rst="Index\n=====\n\n.. toctree::\n\n   text\n   motion\n   new\n",
        text_rst=heading("rst", "Text") + guideline(points=POINTS),
        new_rst=heading("rst", "Neu") + consolidated(**{"with": "motion"}),
        **{f"motion_{markup}": heading(markup, "Antrag") + amendment(motion, markup, **options)},
    )


def one_warning(built: Built, code: Code) -> str:
    assert len(built.warnings) == 1, built.warnings
    assert f"[amendment.{code}]" in built.warnings[0]
    return built.warnings[0]


def words_of(built: Built, page: str) -> str:
    body = BeautifulSoup(built.text(page), "html.parser").select_one("div.body")
    assert body is not None
    return " ".join(body.get_text().split())


@pytest.mark.parametrize("markup", ["rst", "md"])
@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_one_warning_with_place_and_advice(site: Site, case: Wrong, markup: str) -> None:
    built = write(site, case.motion, markup).build()
    warning = one_warning(built, case.code)
    source = (site.source / f"motion.{markup}").read_text(encoding="utf-8").splitlines()
    line = next(number for number, words in enumerate(source, start=1) if case.at in words)
    assert warning.startswith(f"{site.source / f'motion.{markup}'}:{line}: WARNING: ")
    assert case.advice in warning
    page = words_of(built, "motion.html")
    assert case.advice in page
    for words in re.findall(r"[^\W\d_]+", re.sub(r"(?m)^\s*:\w+:", "", case.motion)):
        assert words in page
    new = words_of(built, "new.html")
    for point in POINTS:
        assert (point in new) == (point not in case.repealed)


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_an_unknown_option_is_kept_and_told(site: Site, markup: str) -> None:
    built = write(site, "1. Punkt 3 wird gestrichen.", markup, beraten="gestern").build()
    warning = one_warning(built, Code.OPTION_UNKNOWN)
    assert "„beraten“" in warning
    assert "Möglich sind: name, amends" in warning
    assert "gestern" in words_of(built, "motion.html")
    assert POINTS[2] not in words_of(built, "new.html")


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_an_unknown_guideline(site: Site, markup: str) -> None:
    site.write(
        index_rst="Index\n=====\n\n.. toctree::\n\n   motion\n\n" + guideline(points=POINTS),
        **{f"motion_{markup}": heading(markup, "Antrag") + amendment("1. Punkt 3 entfällt.", markup, amends="tekst")},
    )
    built = site.build()
    warning = one_warning(built, Code.GUIDELINE_UNKNOWN)
    assert "„tekst“" in warning
    assert "Möglich sind: text" in warning
    assert f"motion.{markup}:{3}: " in warning or f"motion.{markup}:{4}: " in warning
    assert "Punkt 3 entfällt." in words_of(built, "motion.html")


def test_two_guidelines_of_one_name(site: Site) -> None:
    write(site, "1. Punkt 3 wird gestrichen.", "rst")
    site.write(text2_rst=heading("rst", "Noch einer") + guideline(points=("Anderes.",)))
    with (site.source / "index.rst").open("a", encoding="utf-8") as index:
        index.write("   text2\n")
    built = site.build()
    # It is told with the second text, and with all that would need one of them.
    duplicate, *others = sorted(built.warnings, key=lambda warning: "text2.rst" not in warning)
    assert "text2.rst:4: " in duplicate
    assert all(f"[amendment.{Code.GUIDELINE_DUPLICATE}]" in warning for warning in built.warnings)
    assert len(others) == 2
    warning = duplicate
    assert "text:4" in warning
    assert "einen eigenen Namen" in warning
    for page, words in (
        ("text.html", POINTS[2]),
        ("text2.html", "Anderes."),
        ("motion.html", "Punkt 3 wird"),
    ):
        assert words in words_of(built, page)


def test_two_amendments_of_one_name(site: Site) -> None:
    write(site, "1. Punkt 3 wird gestrichen.", "rst")
    site.write(other_rst=":orphan:\n\n" + heading("rst", "Zweiter") + amendment("1. Punkt 2 wird gestrichen."))
    warning = one_warning(site.build(), Code.AMENDMENT_DUPLICATE)
    assert "einen eigenen Namen" in warning


def test_an_unknown_amendment_to_show(site: Site) -> None:
    write(site, "1. Punkt 3 wird gestrichen.", "rst")
    site.write(new_rst=heading("rst", "Neu") + consolidated(**{"with": "motoin"}))
    warning = one_warning(site.build(), Code.AMENDMENT_UNKNOWN)
    assert "new.rst:4: " in warning
    assert "Möglich sind: motion" in warning


@pytest.mark.parametrize(
    ("option", "value", "advice"),
    [
        ("status", "angenomen", "draft, proposed"),
        ("date", "1.3.2018", "2018-03-01"),
        ("language", "xx", "de"),
    ],
)
def test_an_option_that_cannot_be_used(site: Site, option: str, value: str, advice: str) -> None:
    built = write(site, "1. Punkt 3 wird gestrichen.", "rst", **{option: value}).build()
    assert len(built.warnings) == 1, built.warnings
    assert value in built.warnings[0]
    assert advice in built.warnings[0]
    assert "Punkt 3 wird gestrichen." in words_of(built, "motion.html")


def test_two_motions_that_insert_at_one_place(site: Site) -> None:
    """Alone each is fine; together nothing says which comes first, and neither is carried out."""
    write(site, "1. Nach Punkt 1 wird folgender Punkt eingefügt:\n\nEins.", "rst")
    site.write(
        other_rst=":orphan:\n\n"
        + heading("rst", "Zweiter")
        + amendment("1. Vor Punkt 2 wird folgender Punkt eingefügt:\n\nZwei.", name="other"),
        new_rst=heading("rst", "Neu") + consolidated(**{"with": "motion, other"}),
    )
    built = site.build()
    assert "new.rst:4: " in one_warning(built, Code.MOTIONS_CONFLICT)
    new = words_of(built, "new.html")
    assert "Eins." not in new
    assert "Zwei." not in new
    assert "Eins." in words_of(built, "motion.html")


def test_problems_can_be_suppressed_by_name(site: Site) -> None:
    built = write(site, "1. Punkt 9 wird gestrichen.", "rst").build(suppress_warnings=["amendment.target-not-found"])
    assert built.warnings == ()


def test_no_markdown_field_lists(site: Site) -> None:
    motion = "1. In Punkt 1 wird „Vereinen“ durch „Gruppen“ ersetzt.\n\n   :forms: Vereine -> Gruppen"
    built = write(site, motion, "md").build(myst_enable_extensions=["colon_fence"])
    assert "fieldlist" in one_warning(built, Code.OPTION_IN_TEXT)


def test_an_option_that_became_text(site: Site) -> None:
    motion = "1. In Punkt 1 wird „Vereinen“ durch „Gruppen“ ersetzt.\n   :forms: Vereine -> Gruppen"
    warning = one_warning(write(site, motion, "rst").build(), Code.OPTION_IN_TEXT)
    assert "eine Zeile leer" in warning


def test_the_end_of_a_point_that_ends_with_a_remark(site: Site) -> None:
    write(site, "1. Punkt 1 wird wie folgt ergänzt:\n\nUnd noch einer.", "rst")
    site.write(text_rst=heading("rst", "Text") + guideline(points=("Ein Satz. (Eine Bemerkung).",)))
    warning = one_warning(site.build(), Code.END_AMBIGUOUS)
    assert "nach welchem Satz" in warning


def test_sentences_of_a_point_with_a_list(site: Site) -> None:
    write(site, "1. In Punkt 1 wird nach Satz 1 eingefügt:\n\nUnd noch einer.", "rst")
    site.write(text_rst=heading("rst", "Text") + guideline(points=("Ein Satz:\n\n   a) eins\n   b) zwei",)))
    assert "Fassen Sie stattdessen den ganzen Punkt neu" in one_warning(site.build(), Code.SENTENCES_UNCOUNTABLE)


def test_words_in_a_table_are_not_reached(site: Site) -> None:
    table = "Hier:\n\n   .. list-table::\n\n      * - Kind\n        - Haus"
    write(site, "1. In Punkt 1 wird „Kind“ durch „Mensch“ ersetzt.", "rst")
    site.write(text_rst=heading("rst", "Text") + guideline(points=(table,)))
    built = site.build()
    assert "den ganzen Punkt" in one_warning(built, Code.WORDS_IN_OBJECT)
    assert "Kind" in words_of(built, "new.html")


def test_a_point_number_that_stands_twice(site: Site) -> None:
    write(site, "1. Punkt 1 wird gestrichen.", "rst")
    content = "1. Eins.\n\nDazwischen.\n\n1. Noch eins."
    site.write(text_rst=heading("rst", "Text") + directive("rst", "guideline", "T", content, name="text"))
    assert "fortlaufend" in one_warning(site.build(), Code.TARGET_AMBIGUOUS)


def test_an_argument_in_two_directives_is_not_needed(site: Site) -> None:
    """Nothing is a required argument: a directive without any is kept, and told."""
    site.write(
        index_rst="Index\n=====\n\n"
        + directive("rst", "consolidated", "")
        + directive("rst", "amendment", "", "1. Punkt 1 entfällt.")
    )
    built = site.build()
    assert len(built.warnings) == 2
    assert "[amendment.guideline-unknown]" in built.warnings[1]
    assert "[amendment.option-missing]" in built.warnings[0]
    assert "Punkt 1 entfällt." in words_of(built, "index.html")
