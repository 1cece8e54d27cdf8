"""The suggested order of votes: the most far-reaching motion first, among those that are in each other's way."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from conftest import Built, Site, consolidated, directive, guideline, heading

from sphinxext_amendment.engine.changes import (
    Amendment,
    HeadingSubstitution,
    Modification,
    PointInsertion,
    PointMove,
    PointRepeal,
)
from sphinxext_amendment.engine.consolidate import consolidate
from sphinxext_amendment.engine.document import Address, Guideline, Paragraph, Point, Points
from sphinxext_amendment.engine.numbering import Policy, Scheme
from sphinxext_amendment.engine.problems import Code, problem
from sphinxext_amendment.engine.text import Key, Text
from sphinxext_amendment.engine.votes import Reach, competing, in_order, reach

POINTS = ("Kinder lernen gern in der Schule.", "Die Verwaltung berichtet.", "Ende.")

CHANGES = {
    "words": "In Punkt 1 wird „gern“ durch „sehr gern“ ersetzt.",
    "whole": "Punkt 1 wird gestrichen.",
    "other": "In Punkt 1 wird „gern“ durch „oft“ ersetzt.",
    "apart": "In Punkt 3 wird „Ende“ durch „Schluss“ ersetzt.",
    "gone": "Punkt 1 wird wie folgt neu gefasst:\n\n   Nein.",
}


def page(markup: str, statuses: dict[str, str], **shown: str) -> str:
    motions = [
        directive(
            markup,
            "amendment",
            f"Antrag {name}",
            f"1. {change}",
            name=name,
            amends="text",
            date="2024-01-01",
            status=statuses.get(name, "proposed"),
        )
        for name, change in CHANGES.items()
    ]
    return heading(markup, "Seite") + "\n".join([guideline(markup, POINTS), *motions, consolidated(markup, **shown)])


def orders(built: Built, selector: str) -> list[list[str]]:
    lists = BeautifulSoup(built.text("index.html"), "html.parser").select(f"{selector} .amd-votes ol")
    return [[" ".join(item.get_text().split()) for item in found.select("li")] for found in lists]


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_competing_motions_are_listed_with_the_figures(site: Site, markup: str) -> None:
    site.write(**{f"index_{markup}": page(markup, {"gone": "rejected"}, show="vote-order")})
    built = site.build()
    assert built.warnings == ()
    wanted = [
        "Antrag whole (gestrichene oder ersetzte Wörter: 6, hinzugefügte Wörter: 0)",
        "Antrag words (gestrichene oder ersetzte Wörter: 1, hinzugefügte Wörter: 2)",
        "Antrag other (gestrichene oder ersetzte Wörter: 1, hinzugefügte Wörter: 1)",
    ]
    assert orders(built, ".amd-guideline") == [wanted]
    assert orders(built, ".amd-consolidated") == [wanted]
    text = BeautifulSoup(built.text("index.html"), "html.parser").get_text()
    assert "Die Reihenfolge ist ein Vorschlag" in " ".join(text.split())


def test_where_nothing_competes(site: Site) -> None:
    statuses = dict.fromkeys(("whole", "other", "gone"), "withdrawn")
    site.write(index_rst=page("rst", statuses, show="consolidated, vote-order"))
    built = site.build()
    assert built.warnings == ()
    assert orders(built, "") == []
    text = BeautifulSoup(built.text("index.html"), "html.parser").get_text()
    assert "Keine Anträge zu diesem Text stehen einander im Weg." in text


def test_an_edit_of_a_motion_reaches_the_page_of_the_text(site: Site) -> None:
    motions = [
        heading("rst", name)
        + directive("rst", "amendment", f"Antrag {name}", f"1. {CHANGES[name]}", name=f"m{name}", amends="text")
        for name in ("words", "other")
    ]
    site.write(index_rst=heading("rst", "T") + guideline("rst", POINTS) + "\n.. toctree::\n\n   a\n   b\n")
    site.write(a_rst=motions[0], b_rst=motions[1]).build()
    site.write(b_rst=motions[1].replace("„oft“", "„mal mehr, mal weniger“"))
    built = site.build()
    assert "index" in built.written
    assert [entry.split()[1] for entry in orders(built, ".amd-guideline")[0]] == ["other", "words"]


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_only_the_motions_that_are_shown_are_in_the_order(site: Site, markup: str) -> None:
    shown = {"with": "words, other, apart, gone", "show": "vote-order"}
    site.write(**{f"index_{markup}": page(markup, {"gone": "rejected"}, **shown)})
    built = site.build()
    assert [[entry.split()[1] for entry in order] for order in orders(built, ".amd-consolidated")] == [
        ["words", "other"]
    ]
    assert len(orders(built, ".amd-guideline")[0]) == 3
    site.write(**{f"index_{markup}": page(markup, {}, **{**shown, "with": "words, apart"})})
    assert "Diese Anträge stehen einander nicht im Weg." in site.build().text("index.html")


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_groups_are_told_apart_and_what_is_not_carried_out_is_not_listed(site: Site, markup: str) -> None:
    """The last motion is in the way of both groups, and of itself."""
    more = {
        "end": "1. In Punkt 3 wird „Ende“ durch „Aus“ ersetzt.",
        "nothing": "1. Punkt 1 wird gestrichen.\n\n2. In Punkt 1 wird „gern“ durch „nur“ ersetzt.\n\n"
        "3. Punkt 3 wird gestrichen.\n\n4. In Punkt 3 wird „Ende“ durch „Nie“ ersetzt.",
    }
    added = [
        directive(markup, "amendment", f"Antrag {name}", change, name=name, amends="text")
        for name, change in more.items()
    ]
    site.write(**{f"index_{markup}": page(markup, {"gone": "rejected"}) + "\n" + "\n".join(added)})
    built = site.build()
    assert [sorted(entry.split()[1] for entry in order) for order in orders(built, ".amd-guideline")] == [
        ["other", "whole", "words"],
        ["apart", "end"],
    ]
    (votes,) = BeautifulSoup(built.text("index.html"), "html.parser").select(".amd-guideline .amd-votes")
    second = votes.select("ol")[1].find_previous_sibling()
    assert second is not None
    assert second.get_text() == "Gruppe 2 von 2, über die für sich abgestimmt wird:"


def made(policy: Policy, change: object) -> Reach:
    points = tuple(Point(label, label, (Paragraph(f"t{label}", Text(f"Eins zwei {label} – !")),)) for label in "123")
    title = Paragraph("title", Text("Alte Überschrift"), heading=True)
    text = Guideline("g", (Points("l", Scheme(), points),), policy, title=title)
    result = consolidate(text, [Amendment("a", (Modification("c", change),))])  # type: ignore[arg-type]
    assert not result.problems
    return reach(result.whole)


@pytest.mark.parametrize("policy", ["renumber", "keep"])
def test_words_are_counted_by_policy_alike(policy: Policy) -> None:
    first = Address(("1",))
    new = Point("n", "", (Paragraph("tn", Text("Ein neuer Punkt.")),))
    assert made(policy, PointRepeal((first,))) == Reach(3, 0)
    assert made(policy, PointInsertion("after", first, (new,))) == Reach(0, 3)
    assert made(policy, PointMove((first,), "last", None)) == Reach(0, 0)
    assert made(policy, HeadingSubstitution(None, Text("Ein neuer Titel"), before=False)) == Reach(2, 3)


def test_order_and_groups() -> None:
    assert in_order([Reach(1, 1), Reach(5, 0), Reach(1, 2), Reach(1, 1)]) == [1, 2, 0, 3]
    owners: dict[Key, int] = {"a": 0, "b": 1, "c": 2, "d": 3, "e": 0, "f": 4}
    troubles = [
        problem(Code.OVERLAP, "b", others=("a",)),
        problem(Code.OVERLAP, "d", others=("f",)),
        problem(Code.OVERLAP, "c", others=("e",)),
        problem(Code.WORDS_NOT_FOUND, "f"),
    ]
    assert competing(troubles, owners) == [(0, 1, 2), (3, 4)]
