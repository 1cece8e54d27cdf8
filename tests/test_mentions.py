"""Mentions of points whose number has changed are listed, never rewritten, and no warning."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from conftest import Built, Site, amendment, consolidated, directive, guideline, heading, numbered

from sphinxext_amendment.engine.changes import Amendment, Modification, PointRepeal
from sphinxext_amendment.engine.consolidate import consolidate
from sphinxext_amendment.engine.document import Address, Guideline, Paragraph, Point, Points
from sphinxext_amendment.engine.numbering import Scheme
from sphinxext_amendment.engine.text import Text
from sphinxext_amendment.wording.language import load
from sphinxext_amendment.wording.mentions import changed, find

POINTS = (
    "Eins, siehe Punkt 3.",
    "Zwei.",
    "Drei, siehe die Punkte 2 und 4 sowie Punkt 1.",
    "Vier, wie es § 3 Absatz 1 NKomVG und Punkt 3 der Tagesordnung sagen; **Punkt 3** auch.",
)


def listed(built: Built, selector: str, page: str = "index") -> list[list[str]]:
    found = BeautifulSoup(built.text(f"{page}.html"), "html.parser").select(f"{selector} .amd-mentions")
    return [[" ".join(item.get_text().split()) for item in one.select("li")] for one in found]


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_what_names_another_point_now_is_listed(site: Site, markup: str) -> None:
    motion = amendment("1. Punkt 2 wird gestrichen.", markup)
    shown = consolidated(markup, **{"with": "motion"})
    site.write(**{f"index_{markup}": heading(markup, "Seite") + guideline(markup, POINTS) + motion + shown})
    built = site.build()
    assert built.warnings == ()
    wanted = ["Punkt 1: „Punkt 3“ (jetzt Punkt 2)", "Punkt 2: „Punkte 2 und 4“ (2 ist weggefallen, 4 ist jetzt 3)"]
    assert listed(built, ".amd-amendment") == [wanted]
    assert listed(built, ".amd-consolidated") == [wanted]
    assert "siehe Punkt 3." in built.text("index.html")
    assert built.pages() == site.build(out="again", doctrees="again").pages()


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_what_a_later_version_brings_is_meant_as_it_says(site: Site, markup: str) -> None:
    days = ("2024-01-01", "2024-02-01")
    changes = (
        "1. Am Anfang wird folgender Punkt eingefügt:\n\nNeu, siehe Punkt 2.",
        "1. In Punkt 2 wird „Eins“ durch „Erstens“ ersetzt.",
    )
    motions = [
        amendment(change, markup, f"m{number}", status="adopted", decided=day)
        for number, (change, day) in enumerate(zip(changes, days, strict=True))
    ]
    site.write(
        **{
            f"index_{markup}": heading(markup, "Seite")
            + guideline(markup, POINTS[:3])
            + "\n".join(motions)
            + consolidated(markup)
        }
    )
    built = site.build()
    assert built.warnings == ()
    # Point 1 of the new text means its own point 2; the old ones have moved on.
    assert listed(built, ".amd-consolidated") == [
        ["Punkt 2: „Punkt 3“ (jetzt Punkt 4)", "Punkt 4: „Punkt 1“ (jetzt Punkt 2)"]
    ]
    first, *others = listed(built, ".amd-amendment")
    assert first == ["Punkt 2: „Punkt 3“ (jetzt Punkt 4)", "Punkt 4: „Punkt 1“ (jetzt Punkt 2)"]
    assert others == []  # the second motion is not to blame


def test_words_that_are_changed_and_numbers_that_are_kept(site: Site) -> None:
    text = directive("rst", "guideline", "L", numbered(POINTS), name="text", numbering="keep")
    motion = amendment("1. Punkt 2 wird gestrichen.\n\n2. In Punkt 3 wird „Punkte 2 und 4“ durch „Punkt 4“ ersetzt.")
    built = site.write(index_rst=heading("rst", "S") + text + motion).build()
    assert built.warnings == ()
    assert listed(built, ".amd-amendment") == []


def test_points_within_points() -> None:
    language = load("de")
    assert language is not None

    def point(key: str, label: str, words: str, *inner: Point) -> Point:
        own = (Points(f"list {key}", Scheme("loweralpha", "", ")"), inner),) if inner else ()
        return Point(key, label, (Paragraph(f"text {key}", Text(words)), *own))

    points = (
        point("1", "1", "Eins:", point("a", "a", "Siehe Buchstabe c."), point("b", "b", "B."), point("c", "c", "C.")),
        point("2", "2", "Siehe Punkt 1 Buchstabe c und Buchstabe c."),
    )
    text = Guideline("g", (Points("list", Scheme(), points),))
    repeal = Modification("c", PointRepeal((Address(("1", "b")),)))
    result = consolidate(text, [Amendment("m", (repeal,))])
    assert [(one.point, one.words, one.now) for one in changed([result], language)] == [
        (("1", "a"), "Buchstabe c", "Buchstabe b"),
        (("2",), "Punkt 1 Buchstabe c", "Punkt 1 Buchstabe b"),
    ]


@pytest.mark.parametrize(
    ("code", "text", "words"),
    [
        ("de", "Die Punkte 3 bis 5, Pkt. 7 und Nr. 4.", ["Punkte 3 bis 5", "Pkt. 7", "Nr. 4"]),
        ("de", "§ 3 Abs. 2 Satz 1 Nr. 4 Buchstabe a.", ["§ 3 Abs. 2 Satz 1 Nr. 4 Buchstabe a"]),
        ("de", "§ 3 (2) und §§ 4 und 5a gelten.", ["§ 3 (2)", "§§ 4 und 5a"]),
        ("de", "§ 35 Abs. 1 NKomVG, Punkt 5 der Tagesordnung, Punkt 3,5, Nr. 3/2018, Pkt. 4.2, Kontrapunkt 5", []),
        ("de", "§ 3 dieser Satzung, Punkt 2 dieses Textes, Punkt 2 der Satzung.", ["§ 3", "Punkt 2"]),
        ("en", "See points 1-2, No. 2, clause 2.", ["points 1-2", "No. 2", "clause 2"]),
        ("en", "Point 2 of this text, point 2 of the law.", ["Point 2"]),
        ("en", "See points 3 to 5 and section 3 paragraph 2.", ["points 3 to 5", "section 3 paragraph 2"]),
        ("en", "Section 3 of the constitution, 5 points, appointments 3.", []),
    ],
)
def test_what_is_a_mention(code: str, text: str, words: list[str]) -> None:
    language = load(code)
    assert language is not None
    assert [text[mention.start : mention.end] for mention in find(text, language)] == words


def test_english(site: Site) -> None:
    (site.source / "conf.py").write_text('extensions = ["sphinxext_amendment"]\n', encoding="utf-8")
    points = ("One, see points 2 to 3.", "Two.", "Three.")
    motion = amendment("1. Before point 1, insert the following point:\n\nNought.")
    built = site.write(index_rst=heading("rst", "S") + guideline("rst", points) + motion).build()
    assert built.warnings == ()
    assert listed(built, ".amd-amendment") == [["point 2: “points 2 to 3” (2 is now 3, 3 is now 4)"]]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("Punkt 1 wird gestrichen.", "jetzt Punkt 1 Satz 2"),
        ("Satz 1 in Punkt 2 wird gestrichen.", "dessen Sätze haben sich geändert"),
        ("Punkt 2 wird um folgenden Satz ergänzt:\n\n   Neu.", "dessen Sätze haben sich geändert"),
        ("Punkt 2 wird wie folgt neu gefasst:\n\n   Neu. Anders.", "dessen Sätze haben sich geändert"),
        ("Punkt 2 wird gestrichen.", "nicht mehr da"),
        ("In Punkt 2 wird „Wort“ durch „Werk“ ersetzt.", ""),
    ],
)
def test_a_sentence_is_named_only_if_the_sentences_of_the_point_are_as_they_were(
    site: Site, change: str, said: str
) -> None:
    text = guideline("rst", ("Eins.", "Ein Wort. Zwei Sachen.", "Siehe Punkt 2 Satz 2."))
    built = site.write(index_rst=heading("rst", "S") + text + amendment(f"1. {change}")).build()
    assert built.warnings == ()
    found = [item for items in listed(built, ".amd-amendment") for item in items]
    assert [item.partition("“ (")[2].removesuffix(")") for item in found] == ([said] if said else [])


@pytest.mark.parametrize(
    ("words", "change", "said"),
    [
        ("Punkte 1 bis 3", "Punkt 2 wird gestrichen.", "1 ist weiterhin 1, 2 ist weggefallen, 3 ist jetzt 2"),
        ("Punkte 1-2", "Punkt 1 wird gestrichen.", "1 ist weggefallen, 2 ist jetzt 1"),
        ("Punkte 1 und 3", "Punkt 2 wird hinter Punkt 3 verschoben.", "1 ist weiterhin 1, 3 ist jetzt 2"),
    ],
)
def test_of_several_points_each_is_told(site: Site, words: str, change: str, said: str) -> None:
    text = guideline("rst", ("Eins.", "Zwei.", "Drei.", f"Siehe die {words}."))
    built = site.write(index_rst=heading("rst", "S") + text + amendment(f"1. {change}")).build()
    assert built.warnings == ()
    (found,) = [item for items in listed(built, ".amd-amendment") for item in items]
    assert found.endswith(f"„{words}“ ({said})")
