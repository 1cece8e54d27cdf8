"""Every build gives the pages of a clean one: incremental, parallel, shared, interrupted."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from conftest import Built, Site, amendment, consolidated, guideline, heading

if TYPE_CHECKING:
    from pathlib import Path

POINTS = (
    "Der Landkreis fördert Vereine [#n]_.\n\n   .. [#n] Seit 1990.",
    "Kinder lernen gern.",
    "Die Verwaltung berichtet.",
)


SPHINX_OWN = {"index"}
"""Sphinx writes the page of a table of contents again whenever a page in it was."""


def write(site: Site, verb: str = "Die Verwaltung berichtet jährlich.") -> Site:
    """A text, a motion and a page with the new text, in three folders and both markups."""
    return site.write(
        index_rst="Index\n=====\n\n.. toctree::\n\n   a/text\n   b/c/motion\n   d/new\n   other\n",
        other_rst="Other\n=====\n\nNothing of ours.\n",
        a__text_rst=heading("rst", "Text") + guideline(points=POINTS),
        b__c__motion_md=heading("md", "Antrag") + amendment(f"1. Punkt 3 wird neu gefasst:\n\n{verb}", "md"),
        d__new_rst=heading("rst", "Neu") + consolidated(**{"with": "motion"}) + consolidated(),
    )


def edit(site: Site, old: str, new: str, name: str = "b/c/motion.md") -> None:
    path = site.source / name
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new), encoding="utf-8")


def clean(site: Site, builder: str = "html", ending: str = ".html") -> dict[str, bytes]:
    """Build a copy of the sources from nothing and return its document pages."""
    copy = Site(site.root / "clean")
    if copy.root.exists():
        shutil.rmtree(copy.root)
    shutil.copytree(site.source, copy.source)
    return copy.build(builder).pages(ending)


def mutual(built: Built, names: dict[str, bytes], ending: str = ".html") -> dict[str, bytes]:
    """Return the pages of *built* that a clean build has too: Sphinx leaves the pages of deleted sources."""
    return {name: page for name, page in built.pages(ending).items() if name in names}


def body(page: bytes) -> str:
    return str(BeautifulSoup(page, "html.parser").select_one("div.body"))


def test_after_an_edit_of_the_motion_the_pages_are_those_of_a_clean_build(site: Site) -> None:
    write(site).build()
    edit(site, "jährlich", "monatlich")
    built = site.build()
    assert built.written - SPHINX_OWN == {"a/text", "b/c/motion", "d/new"}
    assert built.pages() == clean(site)
    assert "monatlich" in built.text("d/new.html")


def test_a_second_build_writes_nothing_and_reports_again(site: Site) -> None:
    write(site)
    edit(site, "Punkt 3", "Punkt 9")
    first = site.build()
    second = site.build()
    assert len(first.warnings) == 1
    assert second.warnings == first.warnings
    assert second.written == frozenset()


def test_html_text_html_on_shared_doctrees(site: Site) -> None:
    write(site).build()
    edit(site, "jährlich", "monatlich")
    assert site.build("text").pages(".txt") == clean(site, "text", ".txt")
    assert site.build().pages() == clean(site)


def test_two_output_folders_on_shared_doctrees(site: Site) -> None:
    write(site).build(out="one")
    site.build(out="two")
    edit(site, "jährlich", "monatlich")
    assert site.build(out="one").pages() == clean(site)
    assert site.build(out="two").pages() == clean(site)
    edit(site, "Kinder lernen", "Alle lernen", "a/text.rst")
    assert site.build(out="two").pages() == clean(site)
    assert site.build(out="one").pages() == clean(site)


KILLED = """
import os, sys
from sphinx.application import Sphinx

source, out, doctrees, page = sys.argv[1:]
app = Sphinx(source, source, out, doctrees, "html", status=None)

def die(app, name, template, context, doctree):
    if name == page:
        with open(os.path.join(out, name + ".html"), "w") as half:
            half.write("<html>hal")
        os._exit(9)

app.connect("html-page-context", die, priority=900)
app.build()
"""


@pytest.mark.parametrize("page", ["a/text", "b/c/motion", "d/new"])
def test_after_a_build_that_was_killed_while_writing(site: Site, page: str, tmp_path: Path) -> None:
    write(site).build()
    edit(site, "jährlich", "monatlich")
    script = tmp_path / "killed.py"
    script.write_text(KILLED, encoding="utf-8")
    command = [
        sys.executable,
        *map(str, (script, site.source, site.root / "html", site.root / "doctrees", page)),
    ]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 9
    built = site.build()
    assert built.pages() == clean(site)


def test_after_a_killed_build_whose_edit_was_taken_back(site: Site, tmp_path: Path) -> None:
    """The half page that was left is told by nothing but that it was about to be written."""
    write(site).build()
    edit(site, "jährlich", "monatlich")
    script = tmp_path / "killed.py"
    script.write_text(KILLED, encoding="utf-8")
    command = [sys.executable, *map(str, (script, site.source, site.root / "html", site.root / "doctrees", "d/new"))]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 9
    edit(site, "monatlich", "jährlich")
    assert site.build().pages() == clean(site)


def test_after_the_file_of_the_motion_is_deleted(site: Site) -> None:
    write(site).build()
    (site.source / "b/c/motion.md").unlink()
    edit(site, "   b/c/motion\n", "", "index.rst")
    edit(site, "   :with: motion\n", "", "d/new.rst")
    built = site.build()
    wanted = clean(site)
    assert mutual(built, wanted) == wanted
    assert "jährlich" not in built.text("d/new.html")


def test_deleted_without_a_word_elsewhere(site: Site) -> None:
    """The text page lists its motions: it changes though nobody has touched it."""
    write(site).build()
    (site.source / "b/c/motion.md").unlink()
    built = site.build()
    wanted = clean(site)
    # Sphinx leaves "next" and "previous" as they were while the table of contents names a page that is gone.
    assert {name: body(page) for name, page in mutual(built, wanted).items()} == {
        name: body(page) for name, page in wanted.items()
    }
    assert any("amendment.amendment-unknown" in warning for warning in built.warnings)


def test_an_edit_of_the_text_reaches_the_other_pages(site: Site) -> None:
    write(site).build()
    edit(site, "lernen gern", "spielen gern", "a/text.rst")
    built = site.build()
    assert built.pages() == clean(site)
    assert "spielen gern" in built.text("d/new.html")


def adopted(site: Site) -> Site:
    """The motion adopted, another one that amends it, and a page with the version of a day."""
    write(site)
    edit(site, ":amends: text\n", ":amends: text\n:status: adopted\n:decided: 2024-03-01\n")
    inner = "1. In Punkt 1 wird „jährlich“ durch „monatlich“ ersetzt."
    options = {"status": "adopted", "decided": "2024-03-01"}
    site.write(
        inner_rst=heading("rst", "Inner") + amendment(inner, name="inner", amends="motion", **options),
        day_rst=heading("rst", "Tag") + consolidated(**{"as-of": "2024-06-01"}),
    )
    edit(site, "   other\n", "   other\n   inner\n   day\n", "index.rst")
    edit(site, "   :with: motion\n", "", "d/new.rst")
    return site


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("inner.rst", "„monatlich“", "„wöchentlich“"),
        ("inner.rst", ":status: adopted", ":status: rejected"),
        ("inner.rst", "Änderungsantrag", "Unterantrag"),
        ("b/c/motion.md", ":decided: 2024-03-01", ":decided: 2024-03-01\n:in-force: 2025-01-01"),
        ("a/text.rst", "   :name: text", "   :name: text\n   :status: proposed"),
        ("a/text.rst", "   :name: text", "   :name: text\n   :numbering: keep\n   :in-force: 2026-01-01"),
    ],
)
def test_what_a_version_is_made_of_reaches_all_pages(site: Site, name: str, old: str, new: str) -> None:
    built = adopted(site).build()
    assert built.warnings == ()
    assert "monatlich" in built.text("day.html")
    edit(site, old, new, name)
    assert site.build().pages() == clean(site)
    assert site.build(out="two", doctrees="d2", jobs=2).pages() == clean(site)


def test_an_edit_of_a_footnote_reaches_the_other_pages(site: Site) -> None:
    write(site).build()
    edit(site, "Seit 1990", "Seit 1991", "a/text.rst")
    built = site.build()
    assert built.pages() == clean(site)
    assert "Seit 1991" in built.text("d/new.html")


def test_an_edit_elsewhere_writes_none_of_our_pages(site: Site) -> None:
    write(site).build()
    edit(site, "Nothing of ours", "Nothing at all of ours", "other.rst")
    assert site.build().written - SPHINX_OWN == {"other"}


def test_two_processes_give_the_pages_of_one(site: Site) -> None:
    write(site)
    names = [f"n{number:02}" for number in range(24)]
    for number, name in enumerate(names):
        motion = f"1. Nach Punkt {number % 3 + 1} wird folgender Punkt eingefügt:\n\nNeu {number}."
        page = heading("rst", name) + amendment(motion, name=name) + consolidated(**{"with": name})
        site.write(**{f"more__{name}_rst": page})
    edit(site, "   other\n", "   other\n" + "".join(f"   more/{name}\n" for name in names), "index.rst")
    one = site.build(out="one", doctrees="d1")
    two = site.build(out="two", doctrees="d2", jobs=2)
    assert one.pages() == two.pages()
    assert one.warnings == two.warnings == ()
    edit(site, "jährlich", "monatlich")
    assert site.build(out="two", doctrees="d2", jobs=2).pages() == site.build(out="one", doctrees="d1").pages()
