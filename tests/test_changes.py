"""Every kind of change on a page, as an item and as a directive, in both markups; options of a change, its status."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from conftest import Built, Site, amendment, consolidated, directive, guideline, heading, numbered

POINTS = (
    "Der Garten ist offen. Der Park ist offen. Hunde bleiben draußen.",
    "Kinder spielen, Kinder lernen.",
    "Drei.",
    "Vier.",
    "Fünf.",
)
MARKUPS = ["rst", "md"]


def build(site: Site, markup: str, motion: str, shown: str = "", **options: str) -> Built:
    page = heading(markup, "Seite") + guideline(markup, POINTS) + amendment(motion, markup, **options) + shown
    return site.write(**{f"index_{markup}": page}).build()


def new_points(built: Built, within: str = ".amd-result") -> list[str]:
    """Return the points of the new text on the page, with their numbers."""
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    return [" ".join(item.get_text().split()) for item in page.select(f"{within} ol > li")]


def text_of(built: Built) -> str:
    return " ".join(BeautifulSoup(built.text("index.html"), "html.parser").get_text().split())


BY_WORDS = {
    "repeal of words": (
        "In Punkt 1 wird „ist offen. Der Park“ gestrichen.",
        {1: "Der Garten ist offen. Hunde bleiben draußen."},
    ),
    "repeal of words each time": ("In Punkt 2 wird jeweils „Kinder“ gestrichen.", {2: "spielen, lernen."}),
    "words before": ("In Punkt 3 wird vor „Drei“ „Etwa“ eingefügt.", {3: "Etwa Drei."}),
    "words after": ("In Punkt 3 wird nach „Drei“ „, vier“ eingefügt.", {3: "Drei, vier."}),
    "words in several points": (
        "In den Punkten 3 bis 5 wird „.“ durch „!“ ersetzt.",
        {3: "Drei!", 4: "Vier!", 5: "Fünf!"},
    ),
    "words in the whole text": (
        "Im gesamten Text wird „offen“ durch „zu“ ersetzt.",
        {1: "Der Garten ist zu. Der Park ist zu. Hunde bleiben draußen."},
    ),
    "repeal of a sentence": ("Punkt 1 Satz 2 entfällt.", {1: "Der Garten ist offen. Hunde bleiben draußen."}),
    "repeal of the first sentence": (
        "In Punkt 1 wird der erste Satz gestrichen.",
        {1: "Der Park ist offen. Hunde bleiben draußen."},
    ),
    "repeal of the last sentence": (
        "In Punkt 1 entfällt der letzte Satz.",
        {1: "Der Garten ist offen. Der Park ist offen."},
    ),
}


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("name", BY_WORDS)
def test_changes_without_a_new_text(site: Site, name: str, markup: str) -> None:
    command, changed = BY_WORDS[name]
    built = build(site, markup, f"1. {command}")
    expected = [f"{number}. {changed.get(number, point)}" for number, point in enumerate(POINTS, start=1)]
    assert built.warnings == ()
    assert new_points(built) == expected


BY_TEXT = {
    "a sentence first": (
        "Dem Punkt 2 wird folgender Satz vorangestellt:",
        "Neu ist das.",
        ["2. Neu ist das. Kinder spielen, Kinder lernen."],
    ),
    "a sentence last": ("Am Ende von Punkt 3 wird folgender Satz angefügt:", "Neu.", ["3. Drei. Neu."]),
    "a sentence before": (
        "In Punkt 1 wird vor dem letzten Satz folgender Satz eingefügt:",
        "Neu.",
        ["1. Der Garten ist offen. Der Park ist offen. Neu. Hunde bleiben draußen."],
    ),
    "another sentence": (
        "In Punkt 1 erhält Satz 2 folgende Fassung:",
        "Der Park ist zu.",
        ["1. Der Garten ist offen. Der Park ist zu. Hunde bleiben draußen."],
    ),
    "several points by one": ("Die Punkte 3 bis 5 werden durch folgenden Punkt ersetzt:", "Viele.", ["3. Viele."]),
    "one point by several": (
        "Punkt 3 wird durch folgende Punkte ersetzt:",
        "1. Drei a.\n2. Drei b.",
        ["3. Drei a.", "4. Drei b.", "5. Vier.", "6. Fünf."],
    ),
    "several points one by one": (
        "Die Punkte 3 und 5 werden wie folgt gefasst:",
        "3. Neu drei.\n\n5. Neu fünf.",
        ["3. Neu drei.", "4. Vier.", "5. Neu fünf."],
    ),
}


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("name", BY_TEXT)
def test_changes_with_a_new_text(site: Site, name: str, markup: str) -> None:
    command, text, expected = BY_TEXT[name]
    indented = "\n".join(f"   {line}" if line else "" for line in text.splitlines())
    built = build(site, markup, f"1. {command}\n\n{indented}")
    assert built.warnings == ()
    assert [point for point in new_points(built) if point in expected] == expected


@pytest.mark.parametrize("markup", MARKUPS)
def test_points_that_do_not_follow_one_another_are_not_replaced_together(site: Site, markup: str) -> None:
    built = build(site, markup, "1. Die Punkte 3 und 5 werden durch folgenden Punkt ersetzt:\n\n   Neu.")
    (warning,) = built.warnings
    assert "amendment.targets-apart" in warning
    assert new_points(built)[2:] == ["3. Drei.", "4. Vier.", "5. Fünf."]


@pytest.mark.parametrize("command", ["In Punkt 3 wird „Drei“ gestrichen.", "In Punkt 3 wird Satz 1 gestrichen."])
def test_no_change_leaves_an_empty_point(site: Site, command: str) -> None:
    built = build(site, "rst", f"1. {command}")
    (warning,) = built.warnings
    assert "amendment.nothing-left" in warning
    assert new_points(built)[2] == "3. Drei."


# --- the directive --------------------------------------------------------------------------------------------

REPEALS = ["1. " + POINTS[0], "2. " + POINTS[1], "3. Vier.", "4. Fünf."]
ASKED: dict[str, tuple[dict[str, str], str, str]] = {
    "a command": ({}, "Punkt 3 wird gestrichen.", ""),
    "a canonical wording alone": ({"means": "Punkt 3 wird gestrichen."}, "", ""),
    "a canonical wording beside own words": (
        {"means": "Punkt 3 wird gestrichen."},
        "Punkt drei brauchen wir nicht.",
        "",
    ),
    "options alone": ({"kind": "repeal", "point": "3"}, "", ""),
    "a command as content": ({}, "", "Punkt 3 wird gestrichen."),
}


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("name", ASKED)
def test_a_change_may_be_a_directive(site: Site, name: str, markup: str) -> None:
    options, command, content = ASKED[name]
    built = build(site, markup, directive(markup, "change", command, content, **options), consolidated(markup))
    assert built.warnings == ()
    assert new_points(built) == REPEALS
    assert (command or "Punkt 3 wird gestrichen.") in text_of(built)


BY_OPTIONS = {
    "insertion of a point": (
        {"kind": "insertion", "place": "before", "point": "1"},
        "Neu.",
        "Vor Punkt 1 wird folgender Punkt eingefügt:",
    ),
    "insertion at the end": ({"kind": "insertion", "place": "last"}, "Neu.", "Am Ende wird folgender Punkt angefügt:"),
    "substitution of points": (
        {"kind": "substitution", "point": "3-5"},
        "Neu.",
        "Die Punkte 3 bis 5 werden durch folgenden Punkt ersetzt:",
    ),
    "repeal of points": ({"kind": "repeal", "point": "1, 3-4"}, "", "Die Punkte 1 und 3 bis 4 werden gestrichen."),
    "insertion of words": (
        {"kind": "insertion", "point": "3", "words": "Drei", "place": "after", "new": "oder vier"},
        "",
        "In Punkt 3 wird nach „Drei“ „oder vier“ eingefügt.",
    ),
    "substitution of words": (
        {"kind": "substitution", "words": "offen", "new": "zu"},
        "",
        "Im gesamten Text wird „offen“ durch „zu“ ersetzt.",
    ),
    "repeal of words": (
        {"kind": "repeal", "point": "2", "words": "Kinder", "each": ""},
        "",
        "In Punkt 2 wird jeweils „Kinder“ gestrichen.",
    ),
    "insertion of a sentence": (
        {"kind": "insertion", "point": "1", "sentence": "2"},
        "Neu.",
        "In Punkt 1 wird nach Satz 2 folgender Satz eingefügt:",
    ),
    "substitution of a sentence": (
        {"kind": "substitution", "point": "1", "sentence": "last"},
        "Neu.",
        "In Punkt 1 wird der letzte Satz wie folgt gefasst:",
    ),
    "repeal of a sentence": (
        {"kind": "repeal", "point": "1", "sentence": "first"},
        "",
        "In Punkt 1 wird Satz 1 gestrichen.",
    ),
}


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("name", BY_OPTIONS)
def test_a_change_of_options_alone_is_worded_by_the_writer(site: Site, name: str, markup: str) -> None:
    options, content, wording = BY_OPTIONS[name]
    built = build(site, markup, directive(markup, "change", "", content, **options))
    same = Site(site.root / "same")
    worded = build(same, markup, directive(markup, "change", wording, content))
    assert built.warnings == worded.warnings == ()
    assert wording in text_of(built)
    assert new_points(built) == new_points(worded)


WRONG_OPTIONS = {
    "no kind that there is": ({"kind": "removal", "point": "3"}, "option-invalid"),
    "no point": ({"kind": "repeal"}, "option-missing"),
    "no number": ({"kind": "repeal", "point": "drei"}, "option-invalid"),
    "no sentence": ({"kind": "repeal", "point": "3", "sentence": "0"}, "option-invalid"),
    "no new words": ({"kind": "substitution", "point": "3", "words": "Drei"}, "option-missing"),
    "a place that there is not": ({"kind": "insertion", "point": "3", "place": "inside"}, "option-invalid"),
    "sentences of several points": ({"kind": "repeal", "point": "1-2", "sentence": "1"}, "option-invalid"),
    "an option that is none": ({"kind": "repeal", "point": "3", "colour": "red"}, "option-unknown"),
    "a new text for a repeal": ({"kind": "repeal", "point": "3", "new": "x"}, "option-unknown"),
}


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("name", WRONG_OPTIONS)
def test_options_that_ask_for_nothing_clear_are_refused(site: Site, name: str, markup: str) -> None:
    options, code = WRONG_OPTIONS[name]
    built = build(site, markup, directive(markup, "change", "", "", **options))
    (warning,) = built.warnings
    assert f"amendment.{code}" in warning
    assert [point[:2] for point in new_points(built)] == ["1.", "2.", "3.", "4.", "5."]


@pytest.mark.parametrize("markup", MARKUPS)
def test_items_and_directives_are_counted_together(site: Site, markup: str) -> None:
    changes = ["1. Punkt 3 wird gestrichen.", directive(markup, "change", "Punkt 4 entfällt.").strip()]
    changes += [directive(markup, "change", "Punkt 5 entfällt.").strip()]
    built = build(site, markup, "\n\n".join(changes))
    assert built.warnings == ()
    assert new_points(built) == REPEALS[:2]
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    items = [" ".join(item.get_text().split()) for item in page.select("li.amd-change")]
    assert [item.split()[0] for item in items] == ["1.", "2.", "3."]


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_change_outside_an_amendment_is_told(site: Site, markup: str) -> None:
    page = (
        heading(markup, "Seite") + guideline(markup, POINTS) + directive(markup, "change", "Punkt 3 wird gestrichen.")
    )
    built = site.write(**{f"index_{markup}": page}).build()
    (warning,) = built.warnings
    assert "amendment.change-outside" in warning
    assert "Punkt 3 wird gestrichen." in text_of(built)


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_change_within_an_item_changes_nothing(site: Site, markup: str) -> None:
    inner = directive(markup, "change", "Punkt 4 wird gestrichen.", means="Punkt 5 wird gestrichen.").strip()
    indented = "\n".join(f"   {line}" for line in inner.splitlines())
    built = build(site, markup, f"1. Punkt 3 wird gestrichen.\n\n{indented}")
    (warning,) = built.warnings
    assert "amendment.change-outside" in warning
    assert len(new_points(built)) == len(POINTS)


# --- what is understood, expected, settled ----------------------------------------------------------------------


@pytest.mark.parametrize("markup", MARKUPS)
def test_what_was_understood_is_said_below_the_change(site: Site, markup: str) -> None:
    motion = "1. Punkt 3 entfällt ersatzlos.\n2. Punkt 4 wird gestrichen."
    built = build(site, markup, motion)
    assert text_of(built).count("Verstanden als: ") == 1
    assert "Verstanden als: Punkt 3 wird gestrichen." in text_of(built)
    without = site.build(amendment_show_reading=False)
    assert "Verstanden als" not in text_of(without)


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize(("expected", "right"), [("Der  Park", True), ("Der Garten", False)])
def test_a_sentence_that_was_not_expected_is_left_alone(site: Site, markup: str, expected: str, right: bool) -> None:
    motion = f"1. In Punkt 1 wird Satz 2 gestrichen.\n\n   :expect: {expected}"
    built = build(site, markup, motion)
    assert ("Der Park" not in new_points(built)[0]) == right
    if not right:
        (warning,) = built.warnings
        assert "amendment.expect-differs" in warning
        assert "mit „Der Park ist offen.“" in warning


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_reason_is_printed(site: Site, markup: str) -> None:
    built = build(site, markup, "1. Punkt 3 wird gestrichen.\n\n   :reason: Er ist *überholt*.")
    assert built.warnings == ()
    assert "Begründung: Er ist überholt." in text_of(built)


STATUS = "1. Punkt 3 wird gestrichen.\n2. Punkt 4 wird gestrichen.\n\n   :status: {status}"


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize(
    ("status", "proposed", "in_force"),
    [("withdrawn", ["3", "5"], ["3", "5"]), ("referred", ["5"], ["3", "5"]), ("adopted", ["5"], ["5"])],
)
def test_a_change_has_a_status_of_its_own(
    site: Site, markup: str, status: str, proposed: list[str], in_force: list[str]
) -> None:
    """Two of five points are repealed; one of them by a change that was withdrawn, referred, adopted."""
    motion = STATUS.format(status=status)
    built = build(site, markup, motion, consolidated(markup), status="adopted", decided="2026-03-01")
    assert built.warnings == ()
    left = {"3": 4, "5": 3}
    assert len(new_points(built)) == left["3" if len(proposed) > 1 else "5"]
    assert len(new_points(built, ".amd-consolidated")) == left["3" if len(in_force) > 1 else "5"]


def test_one_change_of_a_motion_may_be_in_force(site: Site) -> None:
    built = build(site, "rst", STATUS.format(status="adopted"), consolidated(), date="2026-03-01")
    assert built.warnings == ()
    assert len(new_points(built, ".amd-consolidated")) == 4
    assert len(new_points(built)) == 3


def test_a_status_that_there_is_not_stops_the_change(site: Site) -> None:
    built = build(site, "rst", STATUS.format(status="perhaps"))
    (warning,) = built.warnings
    assert "amendment.option-invalid" in warning
    assert len(new_points(built)) == 4


def test_what_a_motion_claims_is_claimed_of_all_that_it_asked_for(site: Site) -> None:
    claim = "\n\nDer neue Text lautet dann:\n\n1. {}\n2. {}\n3. Fünf.".format(*POINTS[:2])
    built = build(site, "rst", STATUS.format(status="rejected") + claim, status="adopted", decided="2026-03-01")
    assert built.warnings == ()
    assert len(new_points(built)) == 4


@pytest.mark.parametrize(
    ("command", "nearest"),
    [
        ("Die Punkte 3 bis 5 werden gestrichn.", ":means: Die Punkte 3 bis 5 werden gestrichen."),
        ("Punkt 3 wird vorgezogen.", "zum Beispiel: „Punkt … wird"),
    ],
)
def test_a_refusal_names_the_nearest_wording(site: Site, command: str, nearest: str) -> None:
    built = build(site, "rst", f"1. {command}")
    (warning,) = built.warnings
    assert nearest in warning


@pytest.mark.parametrize(
    "command",
    [
        "Punkt 3 wird nicht gestrichen.",
        "Die Punkte 3 bis 5 werden gestrichen, außer Punkt 4.",
        "Punkt 3 wird gestrichen, wenn Punkt 4 bleibt.",
        "Die Punkte 3 bis 5 und 7 bis 9 werden keinesfalls gestrichen.",
    ],
)
def test_no_advice_turns_a_command_round(site: Site, command: str) -> None:
    built = build(site, "rst", f"1. {command}")
    (warning,) = built.warnings
    assert "amendment.command-unread" in warning
    assert ":means:" not in warning


# --- what may not go wrong in silence -----------------------------------------------------------------------------


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize(
    "last",
    [
        "Begründung: ist anzugeben.",
        "Die Nummerierung ändert sich entsprechend.",
        "Mit freundlichen Grüßen, N. N.",
    ],
)
def test_the_content_of_a_change_is_new_text_or_unclear(site: Site, markup: str, last: str) -> None:
    change = directive(markup, "change", "Punkt 3 wird wie folgt gefasst:", f"Neu.\n\n{last}\n\nEnde.")
    built = build(site, markup, change)
    (warning,) = built.warnings
    assert "amendment.new-text-unclear" in warning
    assert new_points(built)[2] == "3. Drei."


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_closing_within_an_item_is_unclear(site: Site, markup: str) -> None:
    motion = "1. Punkt 3 wird wie folgt gefasst:\n\n   Neu.\n\n   Mit freundlichen Grüßen\n\n   Ende."
    built = build(site, markup, motion)
    (warning,) = built.warnings
    assert "amendment.new-text-unclear" in warning
    assert new_points(built)[2] == "3. Drei."


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_remark_between_paragraphs_of_a_new_text_is_unclear(site: Site, markup: str) -> None:
    remark = "Die Nummerierung ändert sich entsprechend."
    motion = f"1. Punkt 3 wird wie folgt gefasst:\n\n   Neu.\n\n   {remark}\n\n   Ende."
    (warning,) = build(site, markup, motion).warnings
    assert "amendment.new-text-unclear" in warning


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_paragraph_between_two_changes_is_printed_only(site: Site, markup: str) -> None:
    changes = [directive(markup, "change", f"Punkt {number} wird gestrichen.").strip() for number in (3, 4)]
    built = build(site, markup, f"{changes[0]}\n\nDazu ist viel zu sagen.\n\n{changes[1]}")
    assert built.warnings == ()
    assert new_points(built)[2:] == ["3. Fünf."]
    assert "Dazu ist viel zu sagen." in text_of(built)


@pytest.mark.parametrize(
    ("motion", "point"),
    [
        ("1. In Punkt 1 wird „offen“ gestrichen.", 1),
        ("1. In Punkt 3 wird „Drei“ gestrichen.", 3),
    ],
)
def test_words_that_stand_there_twice_or_alone_are_not_deleted(site: Site, motion: str, point: int) -> None:
    built = build(site, "rst", motion)
    assert len(built.warnings) == 1
    assert new_points(built)[point - 1] == f"{point}. {POINTS[point - 1]}"


def test_two_changes_leave_no_empty_point(site: Site) -> None:
    motion = "1. In Punkt 2 wird „Kinder spielen“ gestrichen.\n2. In Punkt 2 wird „Kinder lernen“ gestrichen."
    built = build(site, "rst", motion)
    (warning,) = built.warnings
    assert "amendment.nothing-left" in warning
    assert new_points(built)[1] == f"2. {POINTS[1]}"


@pytest.mark.parametrize(
    ("base", "command", "expected"),
    [
        ("Der Garten ist offen.", "vor „.“ „im Sommer“", "Der Garten ist offen im Sommer."),
        ("Hunde, Katzen.", "vor „, Katzen“ „und Mäuse“", "Hunde und Mäuse, Katzen."),
        ("Der (Hof) ist offen.", "nach „(“ „große“", "Der (große Hof) ist offen."),
        ("Der (Hof) ist offen.", "vor „)“ „groß“", "Der (Hof groß) ist offen."),
        ("Der „Hof“ ist offen.", "vor „Hof“ „große“", "Der „große Hof“ ist offen."),
        ("Der „Hof“ ist offen.", "nach „Hof“ „groß“", "Der „Hof groß“ ist offen."),
        ("Der Hof ist offen.", "nach „Hof“ „, wie bisher,“", "Der Hof, wie bisher, ist offen."),
    ],
)
def test_inserted_words_stand_apart_as_they_should(site: Site, base: str, command: str, expected: str) -> None:
    motion = amendment(f"1. In Punkt 1 wird {command} eingefügt.")
    built = site.write(index_rst=heading("rst", "Seite") + guideline("rst", [base, "Zwei."]) + motion).build()
    assert built.warnings == ()
    assert new_points(built)[0] == f"1. {expected}"


def test_words_left_in_larger_ones_are_told(site: Site) -> None:
    base = ["Hunde/Katzen sind frei. Hunde schlafen."]
    motion = amendment("1. In Punkt 1 wird „Hunde“ gestrichen.")
    built = site.write(index_rst=heading("rst", "Seite") + guideline("rst", base) + motion).build()
    (warning,) = built.warnings
    assert "amendment.other-forms" in warning
    assert "„Hunde/Katzen“" in warning


@pytest.mark.parametrize("markup", MARKUPS)
def test_the_place_of_each_form_is_told(site: Site, markup: str) -> None:
    points = ["Der Beirat hört Vereine.", "Ein Verein zahlt. Die Arbeit der Vereine zählt."]
    page = heading(markup, "Seite") + guideline(markup, points)
    motion = amendment("1. Im gesamten Text wird „Verein“ durch „Verband“ ersetzt.", markup)
    built = site.write(
        **{f"index_{markup}": page, f"motions__motion_{markup}": heading(markup, "Antrag") + motion}
    ).build()
    (warning,) = [line for line in built.warnings if "toctree" not in line]
    lines = page.split("\n")
    first, second = (
        next(number for number, line in enumerate(lines, 1) if words in line) for words in ("hört", "zahlt")
    )
    assert f"motions/motion.{markup}:" in warning.partition(" ")[0]
    assert f"„Vereine“ (Punkt 1, index.{markup}:{first})" in warning
    assert f"„Vereine“ (Punkt 2, index.{markup}:{second})" in warning
    shown = " ".join(BeautifulSoup(built.text("motions/motion.html"), "html.parser").get_text().split())
    assert "„Vereine“ (Punkt 1), „Vereine“ (Punkt 2)" in shown


@pytest.mark.parametrize("markup", MARKUPS)
def test_words_that_may_not_fit_what_stands_around_are_told(site: Site, markup: str) -> None:
    page = heading(markup, "Seite") + guideline(markup, ["Gut.", "Der Landrat prüft. Landrat Reuter berichtet."])
    motion = amendment("1. In Punkt 2 wird jeweils „Landrat“ durch „Landrätin“ ersetzt.", markup)
    built = site.write(**{f"index_{markup}": page + motion}).build()
    (warning,) = built.warnings
    assert "[amendment.words-beside]" in warning
    assert f"„Der Landrat“ (Punkt 2, index.{markup}:" in warning
    assert new_points(built)[1] == "2. Der Landrätin prüft. Landrätin Reuter berichtet."


@pytest.mark.parametrize("base", ["Eins. (Zwei.) Drei.", "Eins. Zwei. (Zwei b.) Drei."])
def test_sentences_in_brackets_are_not_counted(site: Site, base: str) -> None:
    motion = amendment("1. In Punkt 1 wird Satz 2 gestrichen.")
    built = site.write(index_rst=heading("rst", "Seite") + guideline("rst", [base, "Vier."]) + motion).build()
    (warning,) = built.warnings
    assert "amendment.sentences-uncountable" in warning
    assert new_points(built)[0] == f"1. {base}"


def test_no_sentence_is_added_to_half_a_one(site: Site) -> None:
    motion = amendment("1. Punkt 1 wird um einen zweiten Satz ergänzt: „Drei.“")
    built = site.write(index_rst=heading("rst", "Seite") + guideline("rst", ["Zwei", "Vier."]) + motion).build()
    (warning,) = built.warnings
    assert "amendment.end-ambiguous" in warning


def test_a_later_motion_counts_the_sentences_of_the_text_as_it_is_then(site: Site) -> None:
    first = amendment(
        "1. In Punkt 3 wird „Drei“ durch „Drei. Mehr“ ersetzt.", name="a", status="adopted", date="2026-03-01"
    )
    later = amendment("1. In Punkt 3 wird Satz 2 gestrichen.", name="b", status="adopted", date="2026-04-01")
    page = heading("rst", "Seite") + guideline("rst", POINTS) + first + later + consolidated()
    built = site.write(index_rst=page).build()
    assert built.warnings == ()
    assert new_points(built, ".amd-consolidated")[2] == "3. Drei."


@pytest.mark.parametrize("text", ["„Neu.\n\nGanz neu.“", "1. „Neu.“", "'Neu.'", "Neu.”"])
def test_quotation_marks_that_may_be_those_of_the_motion_are_unclear(site: Site, text: str) -> None:
    indented = "\n".join(f"   {line}" if line else "" for line in text.splitlines())
    built = build(site, "rst", f"1. Nach Punkt 3 werden folgende Punkte eingefügt:\n\n{indented}")
    assert len(built.warnings) == 1
    assert len(new_points(built)) == len(POINTS)


def test_an_insertion_beside_words_that_go_is_in_their_way(site: Site) -> None:
    motion = "1. In Punkt 3 wird Satz 1 gestrichen.\n2. In Punkt 1 wird „Hunde“ gestrichen."
    motion += "\n3. In Punkt 1 wird nach „Hunde“ „und Katzen“ eingefügt."
    built = build(site, "rst", motion)
    assert any("amendment.overlap" in warning for warning in built.warnings)
    assert new_points(built)[0] == f"1. {POINTS[0]}"


@pytest.mark.parametrize(
    ("options", "unknown"),
    [
        ({"kind": "repeal", "point": "3", "words": "Drei", "new": "Vier"}, "new"),
        ({"kind": "repeal", "point": "1", "sentence": "2", "occurrence": "2"}, "occurrence"),
        ({"kind": "substitution", "point": "3", "place": "after"}, "place"),
        ({"kind": "repeal", "point": "3", "each": ""}, "each"),
    ],
)
def test_no_option_is_dropped(site: Site, options: dict[str, str], unknown: str) -> None:
    built = build(site, "rst", directive("rst", "change", "", "", **options))
    (warning,) = built.warnings
    assert "amendment.option-unknown" in warning
    assert f"„{unknown}“" in warning


@pytest.mark.parametrize("expected", ["Der Par", ""])
def test_what_is_expected_are_whole_words(site: Site, expected: str) -> None:
    built = build(site, "rst", f"1. In Punkt 1 wird Satz 2 gestrichen.\n\n   :expect: {expected}")
    assert len(built.warnings) == 1
    assert new_points(built)[0] == f"1. {POINTS[0]}"


def test_a_conflict_names_the_other_change_on_both(site: Site) -> None:
    built = build(
        site, "rst", "1. In Punkt 3 wird „Drei“ durch „3“ ersetzt.\n2. In Punkt 3 wird „Drei“ durch „III“ ersetzt."
    )
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    first, second = (" ".join(box.get_text().split()) for box in page.select(".amd-change .amd-overlap"))
    assert "Änderung 2" in first
    assert "Änderung 1" in second


# --- what pages say of motions that are in each other's way, or lead nowhere ------------------------------------------


def test_what_is_not_in_force_is_not_shown_as_carried_out(site: Site) -> None:
    motions = "".join(
        amendment(
            f"1. Nach Punkt 1 wird folgender Punkt eingefügt: „Neu {name}.“",
            name=name,
            status="adopted",
            date="2026-03-01",
        )
        for name in ("a", "b")
    )
    built = site.write(index_rst=heading("rst", "Seite") + guideline("rst", POINTS) + motions).build()
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    assert len(built.warnings) == 1
    assert len(page.select(".amd-same-place")) == 2
    for shown in page.select(".amd-result"):
        assert len(shown.select("ol > li")) == len(POINTS)


def test_a_motion_to_two_texts_of_one_name_says_so_on_its_page(site: Site) -> None:
    page = (
        guideline("rst", POINTS) + guideline("rst", POINTS) + amendment("1. Punkt 3 wird gestrichen.") + consolidated()
    )
    built = site.write(index_rst=heading("rst", "Seite") + page).build()
    assert sum("amendment.guideline-duplicate" in warning for warning in built.warnings) == 3
    page_of = BeautifulSoup(built.text("index.html"), "html.parser")
    assert len(page_of.select(".amd-amendment .amd-guideline-duplicate")) == 1
    assert len(page_of.select(".amd-consolidated .amd-guideline-duplicate")) == 1


def test_a_motion_that_names_no_text_amends_none(site: Site) -> None:
    page = directive("rst", "guideline", "", "1. Eins.\n2. Zwei.") + directive(
        "rst", "amendment", "Antrag", "1. Punkt 1 entfällt."
    )
    built = site.write(index_rst=heading("rst", "Seite") + page).build()
    (warning,) = built.warnings
    assert "amendment.option-missing" in warning
    assert "„amends“" in warning


def test_an_adopted_motion_that_is_not_carried_out_is_told_with_a_proposed_one_too(site: Site) -> None:
    adopted = amendment("1. Punkt 7 wird gestrichen.", name="a", status="adopted", date="2026-03-01")
    page = guideline("rst", POINTS) + adopted + amendment("1. Punkt 1 entfällt.", name="b")
    shown = consolidated(**{"with": "b"})
    built = site.write(index_rst=heading("rst", "Seite") + page + shown).build()
    assert len(BeautifulSoup(built.text("index.html"), "html.parser").select(".amd-consolidated .amd-problem")) == 1


def test_a_title_with_a_comma_can_be_named(site: Site) -> None:
    title = "Antrag zu Hunden, Katzen"
    page = guideline("rst", POINTS) + directive("rst", "amendment", title, "1. Punkt 1 entfällt.", amends="text")
    built = site.write(index_rst=heading("rst", "Seite") + page + consolidated(**{"with": title})).build()
    assert built.warnings == ()
    assert len(new_points(built, ".amd-consolidated")) == len(POINTS) - 1


@pytest.mark.parametrize("paths", [("_static",), [], "_static"])
def test_static_paths_may_be_given_in_any_way(site: Site, paths: object) -> None:
    (site.source / "_static").mkdir()
    built = site.write(index_rst=heading("rst", "Seite") + guideline("rst", POINTS)).build(html_static_path=paths)
    assert (built.out / "_static" / "amendment.css").exists()


def test_the_day_of_a_text_is_a_day(site: Site) -> None:
    page = directive("rst", "guideline", "Text", "1. Eins.", date="2018-13-45")
    (warning,) = site.write(index_rst=heading("rst", "Seite") + page).build().warnings
    assert "amendment.option-invalid" in warning


@pytest.mark.parametrize(
    ("base", "words", "expected"),
    [
        ("Der Rat tagt; er isst.", ";", "Der Rat tagt er isst."),
        ("Der Rat tagt, soweit nötig, im Saal.", ", soweit nötig,", "Der Rat tagt im Saal."),
        ("Straßen-, Wege- und Platzbau.", ", Wege-", "Straßen- und Platzbau."),
        ("Die Bürger/-innen tagen.", "/-innen", "Die Bürger tagen."),
        ("Der Rat tagt oft.", "Der Rat", "tagt oft."),
        ("Das (alte Haus) steht.", "alte", "Das (Haus) steht."),
        ("Das gilt nach §5 immer.", "§", "Das gilt nach 5 immer."),
        ("Das (alte) Haus steht.", "(", "Das alte) Haus steht."),
    ],
)
def test_words_that_go_take_no_space_that_is_needed(site: Site, base: str, words: str, expected: str) -> None:
    motion = amendment(f"1. In Punkt 1 wird „{words}“ gestrichen.")
    built = site.write(index_rst=heading("rst", "Seite") + guideline("rst", [base, "Zwei."]) + motion).build()
    assert built.warnings == ()
    assert new_points(built)[0] == f"1. {expected}"


@pytest.mark.parametrize(
    "motion",
    [
        "1. Punkt 2 wird wie folgt gefasst: „3. Zwei neu.“",
        "1. Punkt 2 wird wie folgt gefasst:\n\n   „3. Zwei neu.“",
        "1. Die Punkte 2 bis 4 werden wie folgt gefasst:\n\n   2. A.\n   3. B.",
        "1. In Punkt 1 wird „Der Park“ durch „Das Haus“ ersetzt.\n2. In Punkt 1 wird nach „Park“ „hier“ eingefügt.",
        (
            "1. Die Punkte 2 und 3 werden durch folgenden Punkt ersetzt:\n\n   Neu.\n\n"
            "2. Nach Punkt 2 wird folgender Punkt eingefügt:\n\n   Mehr."
        ),
    ],
)
def test_what_may_be_meant_in_two_ways_is_left_alone(site: Site, motion: str) -> None:
    built = build(site, "rst", motion)
    assert len(built.warnings) == 1
    assert new_points(built) == [f"{number}. {point}" for number, point in enumerate(POINTS, start=1)]


@pytest.mark.parametrize("between", [" ", "\n\n   "])
def test_the_number_of_a_quoted_point_is_no_word_of_it(site: Site, between: str) -> None:
    built = build(site, "rst", f"1. Punkt 2 wird wie folgt gefasst:{between}„2. Zwei neu.“")
    assert built.warnings == ()
    assert new_points(built)[1] == "2. Zwei neu."


def test_the_end_is_behind_the_last_point_and_the_beginning_before_the_first(site: Site) -> None:
    commands = ("Am Ende", "Nach Punkt 5", "Vor Punkt 1", "Am Anfang")
    motion = "\n\n".join(
        f"{number}. {place} wird folgender Punkt eingefügt:\n\n   {place}."
        for number, place in enumerate(commands, start=1)
    )
    points = new_points(build(site, "rst", motion))
    assert (points[:2], points[-2:]) == (["1. Am Anfang.", "2. Vor Punkt 1."], ["8. Nach Punkt 5.", "9. Am Ende."])


@pytest.mark.parametrize("markup", MARKUPS)
def test_the_looks_of_a_command_are_not_those_of_its_words(site: Site, markup: str) -> None:
    built = build(site, markup, "1. In Punkt 3 wird **„Drei“** durch **„Etwas“** ersetzt.")
    assert new_points(built)[2] == "3. Etwas."
    assert "<strong>Etwas" not in built.text("index.html").partition("amd-result")[2]


@pytest.mark.parametrize("markup", MARKUPS)
def test_items_without_numbers_are_changed_by_their_place(site: Site, markup: str) -> None:
    points = ("Mitglieder erhalten:\n\n   - einen Schlüssel,\n   - ein Beet.", "Zwei.")
    motion = "".join(
        (
            directive(markup, "change", "", "einen Hut,", kind="insertion", point="1/i1", place="after"),
            "\n" + directive(markup, "change", "", kind="repeal", point="1/i-1", expect="ein Beet"),
            "\n" + directive(markup, "change", "", kind="repeal", point="1", words="Mitglieder", part="conclusion"),
        )
    )
    page = heading(markup, "Seite") + guideline(markup, points) + amendment(motion, markup)
    built = site.write(**{f"index_{markup}": page}).build()
    (warning,) = built.warnings
    assert "part-not-found" in warning
    soup = BeautifulSoup(built.text("index.html"), "html.parser")
    items = [item.get_text(" ", strip=True) for item in soup.select(".amd-result ul > li > p")]
    assert items[:2] == ["einen Schlüssel,", "einen Hut,"]
    assert "letzter Spiegelstrich" in str(soup.select_one("#motion-change-2"))


@pytest.mark.parametrize("markup", MARKUPS)
def test_words_under_a_heading_are_changed(site: Site, markup: str) -> None:
    title = "Präambel\n--------\n" if markup == "rst" else "## Präambel\n"
    text = f"{title}\nWir wollen Gärten.\n\n{numbered(POINTS)}"
    motion = directive(markup, "change", "", kind="substitution", under="Präambel", words="wollen", new="planen")
    page = directive(markup, "guideline", "Leitlinien", text, name="text") + amendment(motion, markup)
    built = site.write(**{f"index_{markup}": heading(markup, "Seite") + page}).build()
    assert built.warnings == ()
    shown = BeautifulSoup(built.text("index.html"), "html.parser").select_one(".amd-result")
    assert shown is not None
    assert "planen Gärten." in " ".join(shown.get_text().split())
