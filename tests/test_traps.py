"""Traps that clerks and operators really fell into: none may change a text in silence."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup
from conftest import Built, Site, amendment, consolidated, directive, guideline, heading

from sphinxext_amendment.engine.problems import Code
from sphinxext_amendment.engine.words import occurrences

BASE = "1. Der Garten ist offen.\n2. Hunde sind an der Leine zu führen. Katzen nicht.\n3. Kinder dürfen spielen."
INSERT = "1. Nach Punkt 1 wird folgender Punkt eingefügt:"


def build(site: Site, motion: str, markup: str = "rst", base: str = BASE, **options: str) -> Built:
    parts = (
        heading(markup, "Index"),
        directive(markup, "guideline", "Text", base, name="text"),
        amendment(motion, markup, **options),
        consolidated(markup, **({} if "status" in options else {"with": "motion"})),
    )
    return site.write(**{f"index_{markup}": "\n".join(parts)}).build()


def points_of(built: Built) -> list[str]:
    shown = BeautifulSoup(built.text("index.html"), "html.parser").select(".amd-consolidated")[-1]
    return [" ".join(item.get_text().split()) for item in shown.select("li")]


def codes_of(built: Built) -> list[str]:
    return [warning.rpartition("[amendment.")[2].rstrip("]") for warning in built.warnings]


UNCHANGED = [
    "1. Der Garten ist offen.",
    "2. Hunde sind an der Leine zu führen. Katzen nicht.",
    "3. Kinder dürfen spielen.",
]

NOT_NEW_TEXT = {
    "a note": f"{INSERT}\n\n   Neuer Text.\n\nDie Änderung gilt ab sofort.",
    "a flat note": f"{INSERT}\n\nNeuer Text.\n\nFinanzielle Auswirkungen: keine",
    "an announcement that is not read": f"{INSERT}\n\nNeuer Text.\n\nDie Ordnung lautet dann:\n\n1. Falsch.\n2. Auch.",
    "an item with a wrong number": f"{INSERT}\n\nNeuer Text.\n\n3. Punkt 3 wird gestricken.",
    "an item with a broken line": f"{INSERT}\n\nNeuer Text.\n\n2. In Punkt 3 wird „Kinder“ durch\n„Alle“ ersetzt.",
    "a remark on numbers": f"{INSERT}\n\nNeuer Text.\n\nDie Nummerierung der Punkte ändert sich.",
}


@pytest.mark.parametrize("motion", NOT_NEW_TEXT.values(), ids=NOT_NEW_TEXT)
def test_what_nobody_understands_is_no_new_text(site: Site, motion: str) -> None:
    built = build(site, motion)
    assert codes_of(built) == [Code.NEW_TEXT_UNCLEAR]
    assert points_of(built) == UNCHANGED


@pytest.mark.parametrize("markup", ["rst", "md"])
@pytest.mark.parametrize(
    "end",
    [
        "Mit freundlichen Grüßen\n\nDr. Eckhard Fascher",
        "gez. Müller",
        "Begründung:\n\nWeil es gut ist.\n\nUnd schön.",
        "Begründung erfolgt mündlich.",
        "Die Begründung erfolgt mündlich.",
        "Begründung – weil es gut ist.",
    ],
)
def test_reasons_and_closings_are_printed_and_nothing_else(site: Site, end: str, markup: str) -> None:
    for motion in (f"{INSERT}\n\nNeuer Text.\n\n{end}", f"1. Punkt 1 wird gestrichen.\n\n{end}"):
        built = build(site, motion, markup)
        assert built.warnings == ()
        assert ("2. Neuer Text." in points_of(built)) == motion.startswith(INSERT)
        page = " ".join(BeautifulSoup(built.text("index.html"), "html.parser").get_text().split())
        assert all(line in page for line in end.split("\n\n"))


def test_a_heading_with_a_reason_is_a_reason(site: Site) -> None:
    built = build(site, f"{INSERT}\n\nNeuer Text.\n\nBegründung\n----------\n\nWeil es gut ist.")
    assert built.warnings == ()
    assert points_of(built)[1] == "2. Neuer Text."


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_an_indented_new_text_may_have_paragraphs(site: Site, markup: str) -> None:
    built = build(site, f"{INSERT}\n\n   Eins.\n\n   Zwei.\n\n2. Punkt 3 wird gestrichen.", markup)
    assert built.warnings == ()
    assert points_of(built) == [UNCHANGED[0], "2. Eins. Zwei.", UNCHANGED[1].replace("2.", "3.", 1)]


@pytest.mark.parametrize("style", ["- fair\n- frei", "a) fair\nb) frei"])
def test_a_list_before_the_points_has_nothing_to_do_with_their_numbers(site: Site, style: str) -> None:
    built = build(site, f"{INSERT}\n\nNeu.", base=f"Grundsätze:\n\n{style}\n\n1. Eins.\n2. Zwei.")
    assert built.warnings == ()
    assert points_of(built)[2:] == ["1. Eins.", "2. Neu.", "3. Zwei."]


def test_first_and_last_are_points_not_dashes(site: Site) -> None:
    base = "Grundsätze:\n\n- fair\n\n1. Eins.\n2. Zwei.\n\nAnlagen:\n\n- Plan"
    motion = "1. Als erster Punkt wird ergänzt:\n\nVorn.\n\n2. Als letzter Punkt wird ergänzt:\n\nHinten."
    built = build(site, motion, base=base)
    assert built.warnings == ()
    assert points_of(built) == ["fair", "1. Vorn.", "2. Eins.", "3. Zwei.", "4. Hinten.", "Plan"]


@pytest.mark.parametrize("text", ["5a. Zwei.", "2. Der Rat tagt\nöffentlich."])
def test_a_paragraph_that_looks_like_a_point_is_told(site: Site, text: str) -> None:
    built = build(site, "1. Punkt 1 wird gestrichen.", base=f"1. Eins.\n\n{text}")
    assert Code.LABEL_IN_TEXT in codes_of(built)


def test_an_item_that_became_a_paragraph_is_told(site: Site) -> None:
    built = build(site, f"{INSERT}\nNeuer Text.\n\n2. Punkt 3 wird gestrichen.")
    assert codes_of(built) == [Code.COMMAND_OUTSIDE] or codes_of(built) == [Code.LABEL_IN_TEXT]


def test_a_command_after_a_reason_is_told(site: Site) -> None:
    motion = "1. Punkt 3 wird gestrichen.\n\nBegründung: alt.\n\n1. Punkt 1 wird gestricken."
    built = build(site, motion)
    assert codes_of(built) == [Code.COMMAND_OUTSIDE]
    assert points_of(built) == UNCHANGED[:2]


def test_an_initial_is_no_number(site: Site) -> None:
    """For reStructuredText, "A." begins a list."""
    built = build(site, f"{INSERT}\n\nA. Müller wird Vorsitzender.")
    assert codes_of(built) == [Code.NEW_TEXT_SHAPE]
    assert points_of(built) == UNCHANGED


def test_the_number_of_a_pasted_point_is_checked(site: Site) -> None:
    assert codes_of(build(site, f"{INSERT}\n\n   9. Neu.")) == [Code.NUMBER_ANNOUNCED]
    built = build(site, f"{INSERT}\n\n   2. Neu.")
    assert built.warnings == ()
    assert points_of(built)[1] == "2. Neu."


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Höchstens 10.000 Euro.", "10"),
        ("Höchstens 1,5 Euro.", "5"),
        ("Am 3.4.2018 gilt es.", "3"),
        ("Ziffer 1.2 gilt.", "2"),
        ("Die Bürger(innen) zahlen.", "Bürger"),
        ("Die Bürger/-innen zahlen.", "Bürger"),
        ("Die Bürger[innen] zahlen.", "Bürger"),
        ("Die Bürger*innen, Bürger:innen und Bürger_innen zahlen.", "Bürger"),
        ("Der (Ober)Bürgermeister kommt.", "Bürgermeister"),
        ("Der Sozial\u00adraum und Sozial\u200braum.", "Sozial"),
        ("Das Cafe\u0301.", "Cafe"),
        ("Die Stadt–Land-Achse.", "Stadt"),
        ("Die Stadt–Land-Achse.", "Achse"),
        ("Oma’s Garten auf www.kreis.de oder info@kreis.de", "kreis"),
        ("Oma’s Garten", "Oma"),
        ("Bürger- und Elternbeirat", "Bürger"),
        ("Die CO²Steuer", "Steuer"),
        ("Je m²/Tag", "Tag"),
        ("Die Fläche in m²", "m"),
        ("Die Mittel¹", "Mittel"),
        ("¹²Mittel", "²Mittel"),
    ],
)
def test_a_part_of_a_word_is_no_word(content: str, words: str) -> None:
    assert list(occurrences(content, words)) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Der Rat, die Kinder.", "Kinder"),
        ("(Kinder) „Rat“", "Kinder"),
        ("(Kinder) „Rat“", "Rat"),
        ("Kinder/Jugend: Rat", "Rat"),
        ("Ende: Kinder; Rat!", "Kinder"),
        ("Rat – Kinder", "Rat"),
        ("10 000 Euro", "Euro"),
        ("am 3. April", "3"),
        ("an  der\u00a0Leine", "der Leine"),
        ("¹Die Mittel", "Die"),
        ("Es fehlt. ¹²Die Mittel", "Die"),
    ],
)
def test_a_word_is_one_beside_any_sign(content: str, words: str) -> None:
    assert len(list(occurrences(content, words))) == 1


def test_words_in_a_quote_count(site: Site) -> None:
    base = "1. Ein Verein gut.\n\n      Der Verein im Zitat.\n\n   Ende."
    built = build(site, "1. In Punkt 1 wird „Verein“ durch „Klub“ ersetzt.", base=base)
    assert codes_of(built) == [Code.WORDS_IN_OBJECT]


def test_sentences_beside_a_quote_are_not_counted(site: Site) -> None:
    base = "1. Eins. Zwei.\n\n      Drei im Zitat.\n\n   Vier."
    built = build(site, "1. In Punkt 1 wird nach Satz 3 folgender Satz eingefügt:\n\nNeu.", base=base)
    assert codes_of(built) == [Code.SENTENCES_UNCOUNTABLE]


@pytest.mark.parametrize(
    "motion",
    [
        "1. In Punkt 2 wird nach Satz 0 folgender Satz eingefügt:\n\nNeu.",
        "1. In Punkt 1 wird „Garten“ durch „“ ersetzt.",
    ],
)
def test_nothing_is_no_number_and_no_word(site: Site, motion: str) -> None:
    built = build(site, motion)
    assert codes_of(built) == [Code.COMMAND_UNREAD]
    assert points_of(built) == UNCHANGED


def test_half_a_sentence_is_no_sentence(site: Site) -> None:
    built = build(site, "1. Punkt 1 wird wie folgt ergänzt:\n\nund im Winter")
    assert codes_of(built) == [Code.NEW_TEXT_SHAPE]


CLAIM = "Der neue Text lautet dann:"


@pytest.mark.parametrize("claim", [f"{CLAIM}\n\nEin falscher Satz.\n\n1. Hunde.", f"{CLAIM}\n\nEin falscher Satz."])
def test_a_claim_that_was_not_compared_does_not_agree(site: Site, claim: str) -> None:
    built = build(site, f"1. Punkt 1 wird gestrichen.\n\n{claim}")
    assert codes_of(built) == [Code.CLAIM_UNREAD]
    assert "stimmt Wort für Wort" not in built.text("index.html")


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_numbers_are_those_that_are_written(site: Site, markup: str) -> None:
    """Markdown counts 1, 2, 3 whatever is written."""
    built = build(site, "1. Punkt 3 wird gestrichen.", markup, base="1. Eins.\n\n3. Drei.\n\n4. Vier.")
    assert "Drei." not in " ".join(points_of(built))
    assert "Vier." in " ".join(points_of(built))


def test_markdown_may_number_by_ones(site: Site) -> None:
    built = build(site, "1. Punkt 3 wird gestrichen.", "md", base="1. Eins.\n1. Zwei.\n1. Drei.")
    assert built.warnings == ()
    assert points_of(built) == ["1. Eins.", "2. Zwei."]


def test_no_number_is_given_twice(site: Site) -> None:
    motion = "1. Nach Punkt 1 werden folgende Punkte eingefügt:\n\n   2. Neu.\n   3. Auch neu."
    built = build(site, motion, base="1. Eins.\n2. Zwei.\n\nDazwischen.\n\n4. Vier.")
    assert built.warnings == ()
    labels = [point.partition(" ")[0] for point in points_of(built)]
    assert labels == ["1.", "2.", "3.", "4.", "6."]


@pytest.mark.parametrize("options", [{}, {"decided": "1.3.2019"}])
def test_a_motion_adopted_nobody_knows_when_is_not_in_force(site: Site, options: dict[str, str]) -> None:
    built = build(site, "1. Punkt 1 wird gestrichen.", status="adopted", **options)
    assert codes_of(built) == [Code.OPTION_INVALID if options else Code.OPTION_MISSING]
    assert points_of(built) == UNCHANGED


def test_a_paragraph_may_be_another_one(site: Site) -> None:
    base = "1. Eins.\n\n   Noch ein Absatz.\n\n2. Zwei."
    assert codes_of(build(site, "1. Abs. 2 wird gestrichen.", base=base)) == [Code.TARGET_UNIT]
    assert build(site, "1. Punkt 2 wird gestrichen.", base=base).warnings == ()
    assert build(site, "1. Absatz 2 wird gestrichen.").warnings == ()


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_a_paragraph_without_a_number_is_the_only_one_that_can_be_meant(site: Site, markup: str) -> None:
    base = "1. Eins und zwei.\n\n   Noch ein Absatz und zwei.\n\n2. Zwei."
    built = build(site, "1. In Punkt 1 Absatz 2 wird „und zwei“ gestrichen.", markup, base)
    assert built.warnings == ()
    assert points_of(built) == ["1. Eins und zwei. Noch ein Absatz.", "2. Zwei."]
    built = build(site, "1. Punkt 1 Absatz 1 wird gestrichen.", markup, base)
    assert built.warnings == ()
    assert points_of(built) == ["1. Noch ein Absatz und zwei.", "2. Zwei."]
    built = build(site, "1. Punkt 1 Absatz 2 wird wie folgt gefasst: „Neu.“", markup, base)
    assert built.warnings == ()
    assert points_of(built) == ["1. Eins und zwei. Neu.", "2. Zwei."]
    built = build(site, "1. Nach Punkt 1 Absatz 1 wird folgender Absatz eingefügt: „Neu.“", markup, base)
    assert codes_of(built) == [Code.TARGET_PARAGRAPH]


@pytest.mark.parametrize(
    ("markup", "motion"),
    [("rst", f"{INSERT[:-1]}::\n\n      Neuer *Text*."), ("md", f"{INSERT}\n\n        Neuer *Text*.")],
)
def test_code_is_no_new_text(site: Site, markup: str, motion: str) -> None:
    assert codes_of(build(site, motion, markup)) == [Code.NEW_TEXT_UNCLEAR]


def test_a_failed_motion_that_was_adopted_is_told_with_the_text(site: Site) -> None:
    built = build(site, "1. Punkt 9 wird gestrichen.", status="adopted", decided="2020-01-01")
    assert codes_of(built) == [Code.TARGET_NOT_FOUND]
    shown = BeautifulSoup(built.text("index.html"), "html.parser").select(".amd-consolidated")[-1]
    assert "Nicht alle Änderungen dieser Anträge" in shown.get_text()


def test_adopted_motions_in_each_others_way_say_so_on_both_pages(site: Site) -> None:
    site.write(
        index_rst=heading("rst", "Index") + guideline(points=("Eins.", "Zwei.")) + consolidated(),
        a_rst=":orphan:\n\n"
        + heading("rst", "A")
        + amendment("1. Punkt 1 wird gestrichen.", name="a", status="adopted", decided="2020-01-01"),
        b_rst=":orphan:\n\n"
        + heading("rst", "B")
        + amendment(
            "1. In Punkt 1 wird „Eins“ durch „Alles“ ersetzt.", name="b", status="adopted", decided="2020-01-01"
        ),
    )
    built = site.build()
    assert codes_of(built) == [Code.INSIDE_REMOVED]
    for page in ("a.html", "b.html"):
        assert "Nicht ausgeführt." in built.text(page)
        assert "Gestrichen:" not in built.text(page)
    assert points_of(built) == ["1. Eins.", "2. Zwei."]


@pytest.mark.parametrize("extension", ["smartquotes", "replacements"])
def test_markdown_that_rewrites_is_told(site: Site, extension: str) -> None:
    site.write(index_md=heading("md", "Index") + guideline("md", points=('Die "Ordnung" (c).',)))
    built = site.build(myst_enable_extensions=["colon_fence", extension])
    assert codes_of(built) == [Code.MARKUP_REWRITES]
    assert extension in built.warnings[0]


def test_a_preamble_may_have_a_list(site: Site) -> None:
    motion = "Die Verwaltung hat\n\n1. das getan,\n2. jenes getan.\n\nWir beantragen:\n\n1. Punkt 3 wird gestrichen."
    built = build(site, motion)
    assert built.warnings == ()
    assert points_of(built) == UNCHANGED[:2]


def test_a_hard_line_break_is_a_space(site: Site) -> None:
    built = build(site, "1. In Punkt 1 wird „Eins Zwei“ durch „Drei“ ersetzt.", "md", base="1. Eins  \n   Zwei.")
    assert built.warnings == ()
    assert points_of(built) == ["1. Drei."]


def test_a_comment_of_html_is_no_new_text(site: Site) -> None:
    assert build(site, "1. Punkt 1 wird gestrichen.\n\n<!-- prüfen -->", "md").warnings == ()


def test_options_below_an_empty_line_are_told(site: Site) -> None:
    site.write(index_rst=heading("rst", "Index") + ".. guideline:: T\n\n   :name: text\n\n   1. Eins.\n")
    assert codes_of(site.build()) == [Code.OPTION_PLACE]


def test_a_text_without_points_is_told(site: Site) -> None:
    site.write(index_rst=heading("rst", "Index") + ".. guideline:: T\n   :name: text\n\n1. Eins.\n")
    assert codes_of(site.build()) == [Code.GUIDELINE_EMPTY]


# --- what operators meet


def test_no_page_is_written_twice_in_two_processes(site: Site) -> None:
    """Each process has its own order of sets; nothing of it may reach the pages or their digests."""
    build(
        site,
        "1. Punkt 1 entfällt.\n\n2. Punkt 2 entfällt.\n\n3. In Punkt 3 wird „Kinder“ durch „Alle“ ersetzt.",
    )
    ledgers = set()
    for seed in ("1", "2", "3"):
        command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(site.source), str(site.root / "out")]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        ledgers.add((site.root / "out" / ".amendment-html.json").read_text(encoding="utf-8"))
    assert len(ledgers) == 1


def test_a_footnote_outside_the_directive_reaches_the_other_pages(site: Site) -> None:
    site.write(
        index_rst="Index\n=====\n\n.. toctree::\n\n   text\n   new\n",
        text_rst=heading("rst", "Text") + guideline(points=("Eins [#n]_.",)) + "\n.. [#n] Seit 1990.\n",
        new_rst=heading("rst", "Neu") + consolidated(),
    )
    assert "Seit 1990." in site.build().text("new.html")
    text = site.source / "text.rst"
    text.write_text(text.read_text(encoding="utf-8").replace("1990", "1991"), encoding="utf-8")
    assert "Seit 1991." in site.build().text("new.html")


def test_a_footnote_in_a_title_is_no_part_of_the_name(site: Site) -> None:
    content = directive("rst", "guideline", "Leitlinien [#t]_", "1. Eins.", name="text") + "\n.. [#t] Neu.\n\n"
    site.write(index_rst=heading("rst", "Index") + content + consolidated())
    page = BeautifulSoup(site.build().text("index.html"), "html.parser")
    assert page.select(".amd-consolidated .amd-title")[0].get_text() == "Leitlinien"


def test_other_extensions_keep_their_visitors_for_epub(site: Site) -> None:
    site.write(index_rst=heading("rst", "Index") + ".. todo:: Etwas\n\n" + guideline())
    built = site.build(
        "epub",
        extensions=["sphinxext_amendment", "sphinx.ext.todo"],
        todo_include_todos=True,
        epub_copyright="none",
        version="1",
    )
    assert built.warnings == ()
    assert '<span class="amd-label">1.</span>' in built.text("index.xhtml")


@pytest.mark.parametrize("builder", ["latex", "singlehtml", "man", "typstpdf"])
def test_a_page_that_is_gone_breaks_no_builder(site: Site, builder: str) -> None:
    site.write(
        index_rst="Index\n=====\n\n.. toctree::\n\n   text\n   motion\n",
        text_rst=heading("rst", "Text") + guideline(points=("Eins.",)),
        motion_rst=heading("rst", "Antrag") + amendment("1. Punkt 1 wird gestrichen."),
    )
    site.build()
    (site.source / "motion.rst").unlink()
    built = site.build(builder)
    assert not any("amendment." in warning for warning in built.warnings)


@pytest.mark.parametrize("builder", ["html", "singlehtml", "latex"])
def test_formulas_and_trees_in_points(site: Site, builder: str) -> None:
    point = "Eins.\n\n   .. math:: a\n      :label: q\n\n   .. toctree::\n\n      other"
    site.write(
        index_rst=heading("rst", "Index") + guideline(points=(point,)) + consolidated(),
        other_rst=heading("rst", "Other"),
    )
    built = site.build(builder, numfig=True)
    assert built.warnings == ()


def test_a_heading_in_a_text_keeps_its_place(site: Site) -> None:
    content = directive("rst", "guideline", "T", "Kap\n---\n\n1. Eins.", name="text")
    site.write(index_rst=heading("rst", "Index") + content + "\nSiehe `Kap`_.\n")
    built = site.build()
    assert built.warnings == ()
    link = BeautifulSoup(built.text("index.html"), "html.parser").find("a", string="Kap")
    assert f'id="{str(link["href"])[1:]}"' in built.text("index.html")


def test_the_configuration_does_not_change_by_itself(site: Site) -> None:
    build(site, "1. Punkt 1 wird gestrichen.")
    command = [sys.executable, "-m", "sphinx", "-b", "html", str(site.source), str(site.root / "out")]
    for _ in range(2):
        done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    assert "html_static_path" not in done.stdout


def test_a_number_that_stands_twice_has_one_place(site: Site) -> None:
    built = build(site, "1. Punkt 3 wird gestrichen.", base="1. Eins.\n\nDazwischen.\n\n1. Zwei.\n2. Drei.\n3. Vier.")
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    ids = [str(tag["id"]) for tag in page.find_all(id=True)]
    assert sorted(ids) == sorted(set(ids))


def test_letters_have_places_too(site: Site) -> None:
    motion = "1. Nach Punkt 1 wird folgender Punkt eingefügt:\n\nNeu."
    built = build(site, motion, base="1. Eins.\n\n   A. Alpha\n   B. Beta\n\n2. Zwei.")
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    assert page.find(id="motion-point-1-B") is not None


def test_a_text_in_a_language_that_is_not_read_is_told(site: Site) -> None:
    content = directive("rst", "guideline", "T", "1. One.", name="text", language="xx")
    site.write(index_rst=heading("rst", "Index") + content)
    assert codes_of(site.build()) == [Code.LANGUAGE_UNKNOWN]


@pytest.mark.parametrize("markup", ["rst", "md"])
@pytest.mark.parametrize(
    "more",
    [
        "2. Punkt 3 wird gestrichen.",
        "Mit freundlichen Grüßen",
        "Begründung: Grund eins.",
        "(In der Nummerierung wird dann aus Pkt. 2 Pkt. 3 usw.)",
    ],
)
def test_an_empty_line_that_is_missing_puts_nothing_into_the_text(site: Site, more: str, markup: str) -> None:
    built = build(site, f"{INSERT}\n\nNeu ist gut.\n{more}", markup)
    assert built.warnings
    assert set(codes_of(built)) <= {Code.NEW_TEXT_UNCLEAR, Code.COMMAND_OUTSIDE, Code.LABEL_IN_TEXT}
    assert "Neu ist gut." not in " ".join(points_of(built)) or "2. Neu ist gut." in points_of(built)
    assert more not in " ".join(points_of(built))


def test_a_remark_at_the_end_of_a_new_text_is_no_part_of_it(site: Site) -> None:
    built = build(site, f"{INSERT}\n\nNeu. (In der Nummerierung wird dann aus Pkt. 2 Pkt. 3 usw.)")
    assert codes_of(built) == [Code.NEW_TEXT_UNCLEAR]


@pytest.mark.parametrize(
    ("claim", "true"),
    [
        ("Die bisherigen Punkte 2 und 3 werden die Punkte 3 und 4.", True),
        ("Die bisherigen Punkte 1 und 3 werden die Punkte 1 und 4.", True),
        ("Die bisherigen Punkte 2 bis 3 werden die Punkte 3 bis 4.", True),
        ("Aus Punkt 2 wird Punkt 3.", True),
        ("Der bisherige Punkt 3 wird Punkt 4.", True),
        ("Die Nummerierung der folgenden Punkte ändert sich entsprechend.", True),
        ("Die bisherigen Punkte 2 und 3 werden die Punkte 3 und 9.", False),
        ("Die bisherigen Punkte 2 bis 3 werden die Punkte 3 bis 5.", False),
        ("Die bisherigen Punkte 3 bis 2 werden die Punkte 4 bis 5.", False),
    ],
)
def test_claims_on_numbers_are_checked_to_their_ends(site: Site, claim: str, true: bool) -> None:
    for motion in (f"{INSERT}\n\nNeu.\n\n{claim}", f"{INSERT}\n\nNeu.\n\n2. {claim}"):
        built = build(site, motion)
        assert codes_of(built) == ([] if true else [Code.CLAIM_NUMBERING])
        assert points_of(built)[1] == "2. Neu."


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_a_new_text_may_bring_its_number_flat(site: Site, markup: str) -> None:
    motion = "1. Punkt 3 wird wie folgt neu gefasst:\n\n3. Alle dürfen spielen.\n\n2. Punkt 1 wird gestrichen."
    built = build(site, motion, markup)
    assert built.warnings == ()
    assert points_of(built) == ["1. Hunde sind an der Leine zu führen. Katzen nicht.", "2. Alle dürfen spielen."]


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_quotation_marks_around_a_new_text_are_those_of_the_motion(site: Site, markup: str) -> None:
    built = build(site, "1. Punkt 3 wird wie folgt gefasst:\n\n„Alle dürfen „frei“ spielen.“", markup)
    assert built.warnings == ()
    assert points_of(built)[2] == "3. Alle dürfen „frei“ spielen."


def test_another_kind_of_space_is_no_other_form(site: Site) -> None:
    built = build(site, "1. In Punkt 1 wird „10 Euro“ durch „20 Euro“ ersetzt.", base="1. Es kostet 10\u00a0Euro.")
    assert built.warnings == ()
    assert points_of(built) == ["1. Es kostet 20 Euro."]


@pytest.mark.parametrize(("number", "right"), [("4", True), ("5", True), ("6", False), ("3", False)])
def test_a_new_point_may_be_counted_before_or_after(site: Site, number: str, right: bool) -> None:
    """With a point inserted before, the last new point is number 4 of the old counting and 5 of the new one."""
    motion = f"1. Als erster Punkt wird ergänzt:\n\nVorn.\n\n2. Folgender Punkt {number} wird angefügt:\n\nHinten."
    built = build(site, motion)
    assert codes_of(built) == ([] if right else [Code.NUMBER_ANNOUNCED])
    assert ("5. Hinten." in points_of(built)) == right


def test_a_text_without_points_left_can_be_filled_again(site: Site) -> None:
    first = amendment(
        "1. Punkt 1 wird gestrichen.\n\n2. Punkt 2 wird gestrichen.", name="a", status="adopted", decided="2020-01-01"
    )
    second = amendment("1. Folgender Punkt 1 wird angefügt:\n\nNeu.", name="b", status="adopted", decided="2020-02-01")
    parts = (heading("rst", "Index"), guideline(points=("Eins.", "Zwei.")), first, second, consolidated())
    built = site.write(index_rst="\n".join(parts)).build()
    assert built.warnings == ()
    assert points_of(built) == ["1. Neu."]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("Punkt 3 wird gestrichen.", Code.NEW_TEXT_UNEXPECTED),
        ("In Punkt 3 wird „Kinder“ durch „Alle“ ersetzt.", Code.NEW_TEXT_UNEXPECTED),
    ],
)
def test_a_quoted_text_after_a_command_that_takes_none_is_told(site: Site, command: str, code: Code) -> None:
    built = build(site, f"1. {command}\n\n„Alle dürfen spielen.“")
    assert codes_of(built) == [code]
    assert points_of(built) == UNCHANGED


def test_an_empty_quotation_is_no_new_text(site: Site) -> None:
    built = build(site, "1. Punkt 3 wird wie folgt gefasst:\n\n„“")
    assert codes_of(built) == [Code.NEW_TEXT_MISSING]
    assert points_of(built) == UNCHANGED


def test_a_command_that_breaks_off_is_quoted(site: Site) -> None:
    built = build(site, "1. Streichung von Punkt")
    assert codes_of(built) == [Code.COMMAND_UNREAD]
    assert "„Streichung von Punkt“" in built.warnings[0]


def test_a_form_may_have_another_article(site: Site) -> None:
    base = "1. Der Beschluss des Rates gilt."
    motion = "1. In Punkt 1 wird „der Rat“ durch „der Kreistag“ ersetzt.\n\n   :forms: des Rates -> des Kreistages"
    built = build(site, motion, base=base)
    assert built.warnings == ()
    assert points_of(built) == ["1. Der Beschluss des Kreistages gilt."]
