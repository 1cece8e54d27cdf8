"""Amendments to amendments: what was adopted in another wording is carried out in that, and nothing else is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from conftest import Built, Site, consolidated, directive, guideline, heading

if TYPE_CHECKING:
    from pathlib import Path

POINTS = ("Kinder lernen gern.", "Die Schule hilft.", "Die Verwaltung berichtet jährlich.")

MOTION = """\
1. In Punkt 1 wird „gern“ durch „gerne und viel“ ersetzt.

   Begründung: viel ist mehr.

2. Nach Punkt 2 wird folgender Punkt eingefügt:

Die Bücherei hilft mit.

3. Punkt 3 wird gestrichen."""

CHANGE = "1. In Punkt 1 wird „viel“ durch „oft“ ersetzt."


def motion(markup: str, name: str, content: str, **options: str) -> str:
    title = options.pop("title", f"Antrag {name.upper()}")
    return directive(markup, "amendment", title, content, name=name, **options)


def write(site: Site, markup: str = "rst", of_a: str = "adopted", of_b: str = "adopted", b: str = CHANGE) -> Site:
    """A text, motion A to it, motion B to A, and the text in force: each in a file of its own."""
    days = {"decided": "2024-03-01"}
    files = {
        "text": heading(markup, "Text") + guideline(markup, POINTS),
        "a": heading(markup, "A") + motion(markup, "a", MOTION, amends="text", status=of_a, **days),
        "b": heading(markup, "B") + motion(markup, "b", b, amends="a", status=of_b, **days),
        "new": heading(markup, "Neu") + consolidated(markup),
    }
    site.write(index_rst="Index\n=====\n\n.. toctree::\n\n" + "".join(f"   {name}\n" for name in files))
    return site.write(**{f"{name}_{markup}": page for name, page in files.items()})


def words(built: Built, page: str, selector: str = "div.body") -> str:
    found = BeautifulSoup(built.text(page), "html.parser").select(selector)
    return " ".join(" ".join(one.get_text().split()) for one in found)


@pytest.mark.parametrize("markup", ["rst", "md"])
@pytest.mark.parametrize("status", ["adopted", "adopted-as-modified"])
def test_what_is_carried_out_is_what_was_adopted(site: Site, markup: str, status: str) -> None:
    built = write(site, markup, status).build()
    assert built.warnings == ()
    new = words(built, "new.html")
    assert "gerne und oft" in new
    assert "viel" not in new
    assert "Die Bücherei hilft mit." in new
    assert "berichtet" not in new
    page = words(built, "a.html")
    assert "durch „gerne und viel“ ersetzt" in page  # as written
    assert "So geändert durch: Antrag B" in page
    assert "durch „gerne und oft“ ersetzt" in page  # as modified
    assert page.count("So geändert durch") == 1
    assert "Änderungsanträge zu diesem Antrag" in page


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_while_it_is_only_proposed_the_motion_stands_as_written(site: Site, markup: str) -> None:
    built = write(site, markup, of_b="proposed").build()
    assert built.warnings == ()
    assert "gerne und viel" in words(built, "new.html")
    page = words(built, "b.html")
    assert "gerne und oft“ ersetzt" in page  # the items of A, as B would make them
    assert "Die Bücherei hilft mit." in page
    assert "ist mehr" not in words(built, "b.html", ".amd-result")  # a reason is not part of the text
    assert "So geändert" not in words(built, "a.html")


@pytest.mark.parametrize(
    ("b", "there", "gone"),
    [
        ("1. In Punkt 2 wird „Bücherei“ durch „Musikschule“ ersetzt.", "Die Musikschule hilft mit.", "Bücherei"),
        ("1. Punkt 3 wird gestrichen.", "Die Verwaltung berichtet jährlich.", "–"),
        (
            "1. Punkt 3 wird wie folgt neu gefasst:\n\nIn Punkt 3 wird „jährlich“ durch „monatlich“ ersetzt.",
            "Die Verwaltung berichtet monatlich.",
            "jährlich",
        ),
        (
            "1. Nach Punkt 3 wird folgender Punkt eingefügt:\n\n   In Punkt 2 wird „hilft“ durch „lehrt“ ersetzt.",
            "Die Schule lehrt.",
            "berichtet",
        ),
    ],
)
def test_new_texts_and_whole_changes_can_be_modified(site: Site, b: str, there: str, gone: str) -> None:
    built = write(site, b=b).build()
    assert built.warnings == ()
    assert there in words(built, "new.html")
    assert gone not in words(built, "new.html")


def test_a_motion_without_numbers_has_one_item(site: Site) -> None:
    write(site)
    only = motion("rst", "a", "In Punkt 1 wird „gern“ durch „viel“ ersetzt.", amends="text", status="adopted",
                  decided="2024-03-01")  # fmt: skip
    built = site.write(a_rst=heading("rst", "A") + only).build()
    assert built.warnings == ()
    assert "Kinder lernen oft." in words(built, "new.html")


@pytest.mark.parametrize("markup", ["rst", "md"])
@pytest.mark.parametrize("of_b", ["proposed", "rejected"])
def test_adopted_as_modified_without_the_modification(site: Site, markup: str, of_b: str) -> None:
    built = write(site, markup, "adopted-as-modified", of_b).build()
    (warning,) = built.warnings
    assert "[amendment.modified-missing]" in warning
    assert "a." in warning
    new = words(built, "new.html")
    assert "Kinder lernen gern." in new
    assert "berichtet" in new
    assert "In Kraft." in new
    assert "Antrag A" not in new


def test_a_single_change_adopted_as_modified(site: Site) -> None:
    write(site)
    content = MOTION.replace("ersetzt.\n", "ersetzt.\n\n   :status: adopted-as-modified\n", 1)
    page = motion("rst", "a", content, amends="text", status="adopted", decided="2024-03-01")
    site.write(a_rst=heading("rst", "A") + page)
    assert site.build().warnings == ()
    site.write(b_rst=heading("rst", "B") + motion("rst", "b", "1. Punkt 3 wird gestrichen.", amends="a",
               status="adopted", decided="2024-03-01"))  # fmt: skip
    built = site.build()
    (warning,) = built.warnings
    assert "[amendment.modified-missing]" in warning
    assert "Kinder lernen gern." in words(built, "new.html")  # not that change
    assert "Bücherei" in words(built, "new.html")  # the others
    assert "berichtet" in words(built, "new.html")


def test_any_depth(site: Site) -> None:
    write(site, b="1. In Punkt 1 wird „viel“ durch „oft“ ersetzt.")
    deeper = "1. In Punkt 1 wird „durch“ durch „mit“ ersetzt."
    site.write(c_rst=":orphan:\n\n" + heading("rst", "C") + motion("rst", "c", deeper, amends="b"))
    built = site.build()
    assert built.warnings == ()
    assert "mit „oft“ ersetzt" in words(built, "c.html")
    whole = "1. Punkt 1 wird wie folgt neu gefasst:\n\n   In Punkt 1 wird „viel“ durch „immer“ ersetzt."
    site.write(
        c_rst=":orphan:\n\n"
        + heading("rst", "C")
        + motion("rst", "c", whole, amends="b", status="adopted", decided="2024-03-01")
    )
    built = site.build()
    assert built.warnings == ()
    assert "gerne und immer" in words(built, "new.html")


def test_a_long_chain_is_no_exception(site: Site) -> None:
    pages = [guideline("rst", POINTS)]
    above = "text"
    for number in range(400):
        pages.append(motion("rst", f"m{number}", "1. In Punkt 1 wird „x“ durch „y“ ersetzt.", amends=above))
        above = f"m{number}"
    built = site.write(index_rst=heading("rst", "Kette") + "\n".join(pages)).build("dummy")
    assert all("[amendment.words-not-found]" in warning for warning in built.warnings)


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_a_circle(site: Site, markup: str) -> None:
    names = {"a": "b", "b": "a", "c": "c", "d": "a"}
    for name, amends in names.items():
        page = motion(markup, name, "1. In Punkt 1 wird „gern“ durch „viel“ ersetzt.", amends=amends)
        site.write(**{f"{name}_{markup}": heading(markup, name) + page})
    site.write(
        index_rst=heading("rst", "Text") + guideline("rst", POINTS) + "\n.. toctree::\n\n   a\n   b\n   c\n   d\n"
    )
    built = site.build()
    circles = [warning for warning in built.warnings if "[amendment.amendment-circle]" in warning]
    assert len(circles) == len(built.warnings) == 3
    assert any("Antrag A → Antrag B → Antrag A" in warning for warning in circles)
    assert any("Antrag C → Antrag C" in warning for warning in circles)
    assert "In Punkt 1 wird „viel“ durch „viel“ ersetzt" in words(built, "d.html")


def test_what_was_adopted_after_the_motion_came_too_late(site: Site) -> None:
    write(site)
    late = motion("rst", "b", CHANGE, amends="a", status="adopted", decided="2025-01-01")
    built = site.write(b_rst=heading("rst", "B") + late).build()
    (warning,) = built.warnings
    assert "[amendment.option-invalid]" in warning
    assert "2024-03-01" in warning
    assert "gerne und viel" in words(built, "new.html")


def test_options_of_a_change_belong_to_its_words(site: Site) -> None:
    """Forms that were listed for other words mean nothing for these: nothing is carried out that nobody adopted."""
    write(site, b="1. In Punkt 1 wird „Fröhliche“ durch „Glückliche“ ersetzt.")
    page = motion(
        "rst",
        "a",
        "1. In Punkt 1 wird „Kind“ durch „Fröhliche“ ersetzt.\n\n   :forms: Kinder -> Fröhliche",
        amends="text",
        status="adopted",
        decided="2024-03-01",
    )
    built = site.write(a_rst=heading("rst", "A") + page).build()
    assert len(built.warnings) == 1
    assert "[amendment.words-not-found]" in built.warnings[0]
    assert "Kinder lernen gern." in words(built, "new.html")


def test_a_guideline_goes_before_a_motion_of_its_name(site: Site) -> None:
    one = motion("rst", "text", "1. Punkt 1 wird gestrichen.", amends="text", status="adopted", decided="2024-01-01")
    built = site.write(index_rst=heading("rst", "T") + guideline("rst", POINTS) + one + consolidated()).build()
    assert built.warnings == ()
    assert "lernen" not in words(built, "index.html", ".amd-consolidated")


def test_two_motions_of_the_name_that_is_amended(site: Site) -> None:
    write(site)
    twin = motion("rst", "a", "1. Punkt 2 wird gestrichen.", amends="text")
    built = site.write(twin_rst=":orphan:\n\n" + heading("rst", "Z") + twin).build()
    assert sum("[amendment.amendment-duplicate]" in warning for warning in built.warnings) == 2
    assert "gerne und viel" in words(built, "new.html")


def test_references_to_items_of_an_amended_motion(site: Site) -> None:
    write(site, of_b="proposed")
    built = site.write(r_rst=":orphan:\n\n" + heading("rst", "R") + ":point:`b 2`, :amd:change:`b 1`\n").build()
    assert built.warnings == ()


def test_english(site: Site) -> None:
    (site.source / "conf.py").write_text('extensions = ["sphinxext_amendment"]\nlanguage = "en"\n', encoding="utf-8")
    days = {"status": "adopted", "decided": "2024-03-01"}
    a = motion("rst", "a", "1. In point 1, replace “like” with “love”.", amends="text", title="A", **days)
    b = motion("rst", "b", "1. In point 1, replace “love” with “adore”.", amends="a", title="B", **days)
    page = heading("rst", "T") + guideline("rst", ["Children like books.", "Two."]) + a + b + consolidated()
    built = site.write(index_rst=page).build()
    assert built.warnings == ()
    assert "Children adore books." in words(built, "index.html", ".amd-consolidated")
    assert "As modified by: B" in words(built, "index.html")


def edit(path: Path, old: str, new: str) -> None:
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new), encoding="utf-8")


def test_an_edit_of_the_inner_amendment_reaches_the_motion_and_the_texts(site: Site) -> None:
    write(site).build()
    edit(site.source / "b.rst", "„oft“", "„immer“")
    built = site.build()
    assert {"a", "b", "new"} <= built.written
    again = Site(site.root / "again")
    again.root.mkdir()
    site.source.rename(again.source)
    assert again.build().pages() == built.pages()
    edit(again.source / "b.rst", ":status: adopted", ":status: rejected")
    built = again.build()
    assert {"a", "b", "new"} <= built.written
    assert "viel" in words(built, "new.html")
    assert "So geändert" not in words(built, "a.html")


ADOPTED = {"status": "adopted", "decided": "2024-03-01"}
WRONG = "1. In Punkt 1 wird „vil“ durch „oft“ ersetzt."
RIGHT = "2. In Punkt 2 wird „Bücherei“ durch „Musikschule“ ersetzt."


@pytest.mark.parametrize("markup", ["rst", "md"])
@pytest.mark.parametrize("status", ["adopted", "adopted-as-modified"])
@pytest.mark.parametrize(
    ("b", "code"),
    [
        (f"{WRONG}\n\n{RIGHT}", "words-not-found"),
        (f"1. In Punkt 1 wird „viel“ durch „oft“ ersezt.\n\n{RIGHT}", "command-unread"),
        (WRONG, "words-not-found"),
    ],
    ids=["one change not found", "one change unread", "nothing is right"],
)
def test_nothing_goes_into_force_in_words_that_nobody_adopted(
    site: Site, markup: str, status: str, b: str, code: str
) -> None:
    """Where an amendment to the motion is not wholly carried out, the motion is not either, and all pages say so."""
    built = write(site, markup, status, b=b).build()
    refused = [warning for warning in built.warnings if "[amendment.modified-missing]" in warning]
    assert len(refused) == 3  # the changes of A
    assert all(f"/a.{markup}:" in warning and "„Antrag B“" in warning for warning in refused)
    assert [warning for warning in built.warnings if warning not in refused and f"[amendment.{code}]" in warning]
    assert len(built.warnings) == 4
    new = words(built, "new.html")
    for point in POINTS:
        assert point in new
    assert "Bücherei" not in new
    assert "Musikschule" not in new
    assert "Unverändert" not in new
    note = "Nicht alle Änderungen dieser Anträge konnten ausgeführt werden: Antrag A"
    assert note in new
    assert new.index(note) < new.index("Kinder lernen")
    page = words(built, "a.html")
    assert page.count("Nicht ausgeführt.") == 3
    assert "So geändert" not in page
    assert "weil nicht vollständig ausgeführt wird" in page


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_adopted_amendments_to_a_motion_that_are_in_each_others_way(site: Site, markup: str) -> None:
    write(site, markup)
    other = motion(markup, "c", "1. In Punkt 1 wird „viel“ durch „immer“ ersetzt.", amends="a", **ADOPTED)
    page = heading(markup, "B") + motion(markup, "b", CHANGE, amends="a", **ADOPTED) + other
    built = site.write(**{f"b_{markup}": page}).build()
    refused = [warning for warning in built.warnings if "[amendment.modified-missing]" in warning]
    assert len(refused) == 3
    assert all("„Antrag B“, „Antrag C“" in warning for warning in refused)
    assert sum("[amendment.overlap]" in warning for warning in built.warnings) == 1
    new = words(built, "new.html")
    assert "Kinder lernen gern." in new
    assert "Nicht alle Änderungen dieser Anträge konnten ausgeführt werden: Antrag A" in new


def test_what_stops_an_amendment_stops_the_motion_that_it_amends(site: Site) -> None:
    write(site)
    deeper = motion("rst", "c", WRONG.replace("vil", "gibt es nicht"), amends="b", **ADOPTED)
    built = site.write(c_rst=":orphan:\n\n" + heading("rst", "C") + deeper).build()
    codes = sorted(warning.rpartition("[")[2] for warning in built.warnings)
    assert codes == ["amendment.modified-missing]"] * 4 + ["amendment.words-not-found]"]
    assert "Kinder lernen gern." in words(built, "new.html")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"status": "adopted"}, "option-missing"),
        ({"status": "adopted-as-modified", "decided": "2024-03-01"}, "modified-missing"),
        ({**ADOPTED, "language": "tlh"}, "language-unknown"),
    ],
    ids=["no day", "as modified by nobody", "no reader"],
)
def test_an_adopted_amendment_that_nobody_can_carry_out(site: Site, options: dict[str, str], code: str) -> None:
    write(site)
    built = site.write(b_rst=heading("rst", "B") + motion("rst", "b", CHANGE, amends="a", **options)).build()
    assert any(f"[amendment.{code}]" in warning and "/b.rst:" in warning for warning in built.warnings)
    assert sum("/a.rst:" in warning for warning in built.warnings) == 3
    assert "Kinder lernen gern." in words(built, "new.html")


def test_what_was_claimed_is_not_said_to_be_right_where_nothing_was_carried_out(site: Site) -> None:
    write(site, b=WRONG)
    content = "1. In Punkt 1 wird „gern“ durch „viel“ ersetzt.\n\nDer neue Text würde dann lauten:\n\n" + "\n".join(
        f"{number}. {point}" for number, point in enumerate(("Kinder lernen viel.", *POINTS[1:]), start=1)
    )
    page = motion("rst", "a", content, amends="text", **ADOPTED)
    built = site.write(a_rst=heading("rst", "A") + page).build()
    assert sum("[amendment.modified-missing]" in warning for warning in built.warnings) == 1
    assert len(built.warnings) == 2
    assert "Geprüft" not in words(built, "a.html")


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_a_misspelt_name_of_what_is_amended_may_be_that_of_a_motion(site: Site, markup: str) -> None:
    write(site, markup)
    page = heading(markup, "C") + motion(markup, "c", CHANGE, amends="aa")
    built = site.write(**{f"b_{markup}": page}).build()
    (warning,) = built.warnings
    assert "[amendment.guideline-unknown]" in warning
    assert "noch einen Antrag (amendment) mit dem Namen „aa“." in warning
    assert "text; oder ein Antrag, der geändert werden soll: a." in warning


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_a_text_cannot_be_shown_with_what_amends_a_motion(site: Site, markup: str) -> None:
    write(site, markup, of_a="proposed", of_b="proposed")
    built = site.write(**{f"new_{markup}": heading(markup, "Neu") + consolidated(markup, **{"with": "b"})}).build()
    (warning,) = built.warnings
    assert "[amendment.amendment-unknown]" in warning
    assert "Der Änderungsantrag „b“ ändert nicht diesen Text, sondern „Antrag A“." in warning
    assert "selbst ändert: a." in warning
