"""Policies, days and statuses: which version of a text is in force when, and what is only proposed."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from conftest import Built, Site, amendment, consolidated, directive, heading, numbered

from sphinxext_amendment.engine.changes import Amendment, Modification, PointRepeal
from sphinxext_amendment.engine.document import Address, Guideline, Paragraph, Point, Points
from sphinxext_amendment.engine.numbering import Scheme
from sphinxext_amendment.engine.text import Text
from sphinxext_amendment.engine.versions import Adopted, as_of, versions

POINTS = ("Eins.", "Zwei.", "Drei.")


def words(built: Built, selector: str = ".amd-consolidated", page: str = "index") -> list[str]:
    found = BeautifulSoup(built.text(f"{page}.html"), "html.parser").select(selector)
    return [" ".join(one.get_text(" ").split()) for one in found]


def text(markup: str, **options: str) -> str:
    return directive(markup, "guideline", "Leitlinien", numbered(POINTS), **{"name": "text", **options})


def adopted(markup: str, name: str, motion: str, decided: str, **options: str) -> str:
    return directive(
        markup,
        "amendment",
        f"Antrag {name}",
        motion,
        **{"name": name, "amends": "text", "status": "adopted", "decided": decided, **options},
    )


def site_of(site: Site, markup: str, *parts: str) -> Site:
    return site.write(**{f"index_{markup}": heading(markup, "Seite") + "\n".join(parts)})


@pytest.mark.parametrize("markup", ["rst", "md"])
@pytest.mark.parametrize("where", ["option", "conf.py"])
def test_a_text_may_keep_its_numbers(site: Site, markup: str, where: str) -> None:
    options = {"numbering": "keep"} if where == "option" else {}
    settings: dict[str, Any] = {} if where == "option" else {"amendment_numbering": "keep"}
    site_of(
        site,
        markup,
        text(markup, **options),
        adopted(markup, "a", "1. Punkt 2 wird gestrichen.", "2024-01-01"),
        adopted(markup, "b", "1. Nach Punkt 1 wird folgender Punkt eingefügt:\n\nNeu.", "2024-02-01"),
        adopted(markup, "c", "1. In Punkt 3 wird „Drei“ durch „3“ ersetzt.", "2024-03-01"),
        consolidated(markup),
    )
    built = site.build(**settings)
    assert built.warnings == ()
    assert "1. Eins. 1a. Neu. 2. (weggefallen) 3. 3." in words(built)[0]


def test_the_text_says_itself_what_the_site_says_otherwise(site: Site) -> None:
    motion = adopted("rst", "a", "1. Punkt 2 wird gestrichen.", "2024-01-01")
    site_of(site, "rst", text("rst", numbering="renumber"), motion, consolidated())
    built = site.build(amendment_numbering="keep")
    assert built.warnings == ()
    assert "1. Eins. 2. Drei." in words(built)[0]


def test_english_words_for_a_repealed_point(site: Site) -> None:
    motion = adopted("rst", "a", "1. Delete point 2.", "2024-01-01")
    site_of(site, "rst", text("rst", numbering="keep", language="en"), motion, consolidated())
    assert "2. (repealed)" in words(site.build())[0]


@pytest.mark.parametrize("markup", ["rst", "md"])
@pytest.mark.parametrize(
    ("option", "value", "known"),
    [
        ("numbering", "behalten", "renumber, keep"),
        ("status", "gültig", "draft, proposed"),
        ("status", "adopted-as-modified", "draft, proposed"),
        ("in-force", "bald", "2018-03-01"),
    ],
)
def test_options_of_a_text_that_cannot_be_used(site: Site, markup: str, option: str, value: str, known: str) -> None:
    (warning,) = site_of(site, markup, text(markup, **{option: value})).build().warnings
    assert "[amendment.option-invalid]" in warning
    assert value in warning
    assert known in warning


def test_a_policy_of_the_site_that_there_is_not(site: Site) -> None:
    (warning,) = site_of(site, "rst", text("rst")).build(amendment_numbering="count").warnings
    assert "conf.py" in warning
    assert "renumber, keep" in warning
    assert "[amendment.option-invalid]" in warning


def test_days_that_are_none(site: Site) -> None:
    motion = adopted("rst", "a", "1. Punkt 2 wird gestrichen.", "2024-01-01", **{"in-force": "1.1.2025"})
    built = site_of(site, "rst", text("rst"), motion, consolidated(**{"as-of": "gestern"})).build()
    assert len(built.warnings) == 2
    assert all("[amendment.option-invalid]" in warning for warning in built.warnings)


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_the_version_of_a_day(site: Site, markup: str) -> None:
    days = ("2023-12-31", "2024-01-31", "2024-06-01", "2025-01-01")
    site_of(
        site,
        markup,
        text(markup, **{"in-force": "2024-01-01"}),
        adopted(markup, "a", "1. In Punkt 1 wird „Eins“ durch „A“ ersetzt.", "2024-02-01"),
        adopted(markup, "b", "1. In Punkt 1 wird „A“ durch „B“ ersetzt.", "2024-05-01", **{"in-force": "2025-01-01"}),
        adopted(markup, "c", "1. In Punkt 1 wird „B“ durch „C“ ersetzt.", "2024-06-01"),
        *(consolidated(markup, **{"as-of": day}) for day in days),
        consolidated(markup),
    )
    built = site.build()
    (warning,) = built.warnings
    assert "[amendment.in-force-order]" in warning
    before, first, second, last, latest = words(built)
    assert "Stand vom 31. Dezember 2023. An diesem Tag nicht in Kraft, sondern ab 1. Januar 2024." in before
    assert "In Kraft ab 1. Januar 2024. Unverändert." in first
    assert "1. Eins." in first
    assert "In Kraft ab 1. Februar 2024. Geändert durch: Antrag a 1. A." in second
    # What is in force from 2025 only keeps what was adopted after it waiting, for that addresses it.
    assert "In Kraft ab 1. Januar 2025. Geändert durch: Antrag a , Antrag b , Antrag c 1. C." in last
    assert "In Kraft ab 1. Januar 2025." in latest
    assert "Stand" not in latest


@pytest.mark.parametrize("markup", ["rst", "md"])
@pytest.mark.parametrize("decided", ["2024-03-01", "2024-05-01"])
def test_what_waits_for_an_earlier_decision_is_told(site: Site, markup: str, decided: str) -> None:
    """The second motion is to be in force before the first one, which was decided earlier or on the same day."""
    first, second = ("1. In Punkt 1 wird „Eins“ durch „A“ ersetzt.", "1. In Punkt 2 wird „Zwei“ durch „B“ ersetzt.")
    late = {"in-force": "2025-01-01"}
    for options, told in (({"in-force": "2024-06-01"}, 1), ({}, 1), (late, 0)):
        site_of(
            site,
            markup,
            text(markup),
            adopted(markup, "a", first, "2024-03-01", **late),
            adopted(markup, "b", second, decided, **options),
            consolidated(markup, **{"as-of": "2024-07-01"}),
        )
        built = site.build()
        assert len(built.warnings) == told
        for said in (*built.warnings, *words(built, ".amd-in-force-order")):
            assert "„Antrag a“" in said
            assert "erst ab 2025-01-01 im Text" in said
        assert len(words(built, ".amd-in-force-order")) == told
        assert "1. Eins. 2. Zwei." in words(built)[0]


def test_a_text_that_is_changed_before_it_is_in_force_waits_for_nothing(site: Site) -> None:
    motion = adopted("rst", "a", "1. Punkt 1 wird gestrichen.", "2023-12-01")
    built = site_of(site, "rst", text("rst", **{"in-force": "2024-01-01"}), motion, consolidated()).build()
    assert built.warnings == ()


def test_motions_on_top_of_the_version_of_a_day(site: Site) -> None:
    site_of(
        site,
        "rst",
        text("rst"),
        adopted("rst", "a", "1. Punkt 1 wird gestrichen.", "2024-02-01"),
        amendment("1. In Punkt 2 wird „Zwei“ durch „2“ ersetzt.", name="b", date="2024-01-01"),
        consolidated(**{"as-of": "2024-01-15", "with": "b"}),
        consolidated(**{"as-of": "2024-01-15", "with": "a"}),
    )
    one, two = words(site.build())
    assert "Stand vom 15. Januar 2024. Nicht in Kraft. Der Text, wie er lauten würde mit:" in one
    assert "1. Eins. 2. 2. 3. Drei." in one
    assert "1. Zwei. 2. Drei." in two


@pytest.mark.parametrize("markup", ["rst", "md"])
@pytest.mark.parametrize(("status", "called"), [("proposed", "beantragt"), ("draft", "Entwurf")])
def test_a_text_that_is_only_proposed_says_so(site: Site, markup: str, status: str, called: str) -> None:
    motion = amendment("1. Punkt 1 wird gestrichen.", markup)
    site_of(site, markup, text(markup, status=status), motion, consolidated(markup))
    built = site.build()
    assert built.warnings == ()
    said = f"nicht in Kraft ({called})"
    assert said in words(built, ".amd-guideline")[0]
    assert said in words(built, ".amd-amendment")[0]
    assert said in words(built)[0].replace("Nicht", "nicht")


def test_steps_of_the_engine() -> None:
    points = tuple(Point(label, label, (Paragraph(f"t{label}", Text(f"{label}.")),)) for label in "123")
    written = Guideline("g", (Points("l", Scheme(), points),), "keep", "(gone)", Paragraph("title", Text("T"), True))
    asks = [Amendment(label, (Modification(f"c{label}", PointRepeal((Address((label,)),))),)) for label in "12"]
    adopted = [Adopted("2024-02-01", "2024-03-01", asks[1]), Adopted("2024-01-01", "2025-01-01", asks[0])]
    first, second = versions(written, adopted, lambda text: text)
    assert (first.day, first.effective, second.day, second.effective) == (
        *("2024-01-01", "2025-01-01", "2024-02-01", "2025-01-01"),
    )
    assert second.before == first.text
    for version in (first, second):
        assert (version.text.policy, version.text.repealed, version.text.title) == ("keep", "(gone)", written.title)
    assert as_of((first, second), "2024-12-31") == ()
    assert as_of((first, second), "2025-01-01") == (first, second)


def motions(markup: str, *changes: str, **options: str) -> dict[str, str]:
    """Return pages with a motion each."""
    return {
        f"m{number}_{markup}": heading(markup, f"Seite {number}")
        + directive(
            markup,
            "amendment",
            f"Motion {number}",
            f"1. {change}",
            **{"name": f"m{number}", "amends": "text", **options},
        )
        for number, change in enumerate(changes, start=1)
    }


@pytest.mark.parametrize("builder", ["html", "text"])
@pytest.mark.parametrize("markup", ["rst", "md"])
def test_changes_in_each_others_way_are_named_where_they_are_missing(site: Site, markup: str, builder: str) -> None:
    """Three motions: two are about one word, the third about another point; in force, and as they would be."""
    changes = [
        "In Punkt 2 wird „Zwei“ durch „2“ ersetzt.",
        "In Punkt 2 wird „Zwei“ durch „II“ ersetzt.",
        "In Punkt 3 wird „Drei“ durch „3“ ersetzt.",
    ]
    site.write(**motions(markup, *changes, status="adopted", decided="2024-01-01"))
    pages = "".join(f"   m{number}\n" for number in (1, 2, 3))
    tree = f"\n.. toctree::\n\n{pages}" if markup == "rst" else f"\n```{{toctree}}\n{pages.replace(' ', '')}```\n"
    site_of(site, markup, text(markup), consolidated(markup), tree)
    built = site.build(builder)
    (warning,) = built.warnings
    assert "[amendment.overlap]" in warning
    ending = "html" if builder == "html" else "txt"
    page = BeautifulSoup(built.text(f"index.{ending}"), "html.parser").get_text()
    shown = " ".join(page.split())
    assert "Änderung 1 von „Motion 1“, Änderung 1 von „Motion 2“ (Punkt 2)" in shown
    assert "3. 3." in shown
    for number in (1, 2):
        own = " ".join(BeautifulSoup(built.text(f"m{number}.{ending}"), "html.parser").get_text().split())
        assert f"Änderung 1 von „Motion {3 - number}“" in own
        assert "Nicht ausgeführt." in own
    if builder == "html":
        soup = BeautifulSoup(built.text("index.html"), "html.parser")
        links = [link["href"] for link in soup.select(".amd-clash a")]
        assert links == ["m1.html#m1-change-1", "m2.html#m2-change-1"]
        note = soup.select_one(".amd-clash")
        assert note is not None
        assert "amd-version" in note.find_previous_sibling("p")["class"]  # type: ignore[index]


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_motions_that_are_shown_together(site: Site, markup: str) -> None:
    changes = [
        "In Punkt 2 wird „Zwei“ durch „2“ ersetzt.",
        "Punkt 2 wird gestrichen.",
        "In Punkt 3 wird „Drei“ durch „3“ ersetzt.",
    ]
    site.write(**motions(markup, *changes))
    shown = consolidated(markup, **{"with": "m1, m2, m3"})
    tree = "\n.. toctree::\n\n   m1\n   m2\n   m3\n" if markup == "rst" else "\n```{toctree}\nm1\nm2\nm3\n```\n"
    built = site_of(site, markup, text(markup), shown, tree).build()
    (warning,) = built.warnings
    assert "[amendment.motions-conflict]" in warning
    assert "Motion 1" in warning
    assert "Motion 2" in warning
    assert "Motion 3" not in warning
    assert len(words(built, ".amd-clash")) == 1
    assert "(Punkt 2)" in words(built, ".amd-clash")[0]
    assert "3. 3." in words(built)[0]


@pytest.mark.parametrize("builder", ["html", "text"])
@pytest.mark.parametrize("markup", ["rst", "md"])
def test_open_motions_in_each_others_way_are_told_of_without_a_warning(site: Site, markup: str, builder: str) -> None:
    """The second asks for what the first asks for, the third for something else, the fourth elsewhere."""
    changes = ["In Punkt 2 wird „Zwei“ durch „2“ ersetzt."] * 2
    changes += ["In Punkt 2 wird „Zwei“ durch „II“ ersetzt.", "In Punkt 3 wird „Drei“ durch „3“ ersetzt."]
    site.write(**motions(markup, *changes))
    tree = "\n.. toctree::\n\n   m1\n   m2\n   m3\n   m4\n"
    tree = tree if markup == "rst" else "\n```{toctree}\nm1\nm2\nm3\nm4\n```\n"
    built = site_of(site, markup, text(markup), tree).build(builder)
    assert built.warnings == ()
    assert [line for line in built.said if "im Weg" in line] == [
        "Anträge, die einander im Weg stehen und über die abzustimmen ist: "
        f"Änderung 1 von „Motion {number}“, Änderung 1 von „Motion 3“"
        for number in (1, 2)
    ]
    ending = "html" if builder == "html" else "txt"
    said = {
        number: " ".join(BeautifulSoup(built.text(f"m{number}.{ending}"), "html.parser").get_text().split())
        for number in (1, 2, 3, 4)
    }
    for one, other in ((1, 3), (2, 3), (3, 1), (3, 2)):
        told = f"Änderung 1 kann nicht zusammen ausgeführt werden mit: Änderung 1 von „Motion {other}“."
        assert told in said[one]
        assert "Nicht ausgeführt." not in said[one]
    assert "von „Motion 2“" not in said[1]
    assert "kann nicht zusammen" not in said[4]


@pytest.mark.parametrize("show", ["change-list", "redline"])
def test_what_is_in_the_way_is_named_whatever_a_motion_shows(site: Site, show: str) -> None:
    changes = ["In Punkt 2 wird „Zwei“ durch „2“ ersetzt.", "Punkt 2 wird gestrichen."]
    site_of(site, "rst", text("rst"), *motions("rst", *changes, show=show).values())
    built = site.build()
    assert built.warnings == ()
    first, second = words(built, ".amd-rival")
    assert "„Motion 2“" in first
    assert "„Motion 1“" in second
    assert len(words(built, ".amd-rival a")) == 4


def test_a_new_name_of_a_rival_reaches_the_page_of_the_other(site: Site) -> None:
    changes = ["In Punkt 2 wird „Zwei“ durch „2“ ersetzt.", "Punkt 2 wird gestrichen."]
    pages = motions("rst", *changes)
    tree = "\n.. toctree::\n\n   m1\n   m2\n"
    site_of(site.write(**pages), "rst", text("rst"), tree).build()
    built = site.write(m2_rst=pages["m2_rst"].replace("Motion 2", "Streichung")).build()
    assert "m1" in built.written
    assert "Änderung 1 von „Streichung“" in words(built, ".amd-rival", "m1")[0]


def test_equal_changes_are_no_conflict(site: Site) -> None:
    site.write(**motions("rst", *["In Punkt 2 wird „Zwei“ durch „2“ ersetzt."] * 2))
    shown = consolidated(**{"with": "m1, m2"})
    built = site_of(site, "rst", text("rst"), shown, "\n.. toctree::\n\n   m1\n   m2\n").build()
    assert built.warnings == ()
    assert "2. 2." in words(built)[0]
    assert words(built, ".amd-clash") == []


def test_what_was_done_where_numbers_are_kept(site: Site) -> None:
    motion = amendment("1. Punkt 2 wird gestrichen.")
    built = site_of(site, "rst", text("rst", numbering="keep"), motion).build()
    (shown,) = words(built, ".amd-amendment")
    assert "Gestrichen: bisheriger Punkt 2" in shown
    assert "bisheriger Punkt 2, gestrichen: Änderung 1" in shown
    assert "Ersetzt" not in shown
