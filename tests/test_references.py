"""A reference to a point shows its number in the version in force, on every page, in every build and every project."""

from __future__ import annotations

import re
import shutil
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from conftest import Site, amendment, consolidated, directive, guideline, heading, numbered
from hypothesis import given
from hypothesis import strategies as st
from sphinx.util.inventory import InventoryFile

from sphinxext_amendment.roles import canonical, listed

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import Tag
    from conftest import Built

POINTS = (
    "Der Landkreis fördert Vereine.",
    "Kinder lernen\n\n   a) gern,\n   b) viel.",
    "Die Verwaltung berichtet.",
    "Der Landrat dankt.",
)

MOTION = "1. Vor Punkt 1 wird folgender Punkt eingefügt:\n\n   Zuerst die Menschen.\n\n2. Punkt 3 wird gestrichen."
LATER = "1. In Punkt 4 wird „dankt“ durch „dankt nie“ ersetzt."

ROLES = {
    "point": "text 1",
    "amd:point": "text 4.",
    "guideline": "text",
    "amendment": "motion",
    "amd:amendment": "später",
    "amd:change": "motion 2",
    "any": "text 2",
}


def role(markup: str, name: str, content: str) -> str:
    return f":{name}:`{content}`" if markup == "rst" else f"{{{name}}}`{content}`"


def pointing(markup: str, **roles: str) -> str:
    """Write a page with a reference a line."""
    lines = (role(markup, name.replace("__", ":"), content) for name, content in (roles or ROLES).items())
    return heading(markup, "Verweise") + "\n\n".join(f"Siehe {line}!" for line in lines) + "\n"


def write(site: Site, markup: str = "rst", status: str = "adopted", **roles: str) -> Site:
    """A text with a motion, the version in force on another page, and a page with references to all that."""
    names = (f"{name}_{markup}" for name in ("b__motion", "refs"))
    motion, refs = names
    return site.write(
        index_rst="Index\n=====\n\n.. toctree::\n\n   a/text\n   b/motion\n   c/new\n   refs\n",
        a__text_rst=heading("rst", "Fassung") + guideline(points=POINTS),
        c__new_rst=heading("rst", "Neu") + consolidated(),
        **{
            motion: heading(markup, "Antrag")
            + amendment(MOTION, markup, status=status, decided="2020-01-01")
            + amendment(LATER, markup, name="später", status="proposed"),
            refs: pointing(markup, **roles),
        },
    )


def links(built: Built, page: str = "refs.html") -> list[tuple[str, str]]:
    """Return words and target of each reference on a page."""
    body = BeautifulSoup(built.text(page), "html.parser").select_one("div.body")
    assert body is not None
    return [(link.get_text(), str(link["href"])) for link in body.select("p > a.reference")]


def element(built: Built, href: str) -> Tag:
    file, _, anchor = href.partition("#")
    (found,) = BeautifulSoup(built.text(file), "html.parser").find_all(id=anchor)
    return found


def clean(site: Site) -> dict[str, bytes]:
    copy = Site(site.root / "clean")
    shutil.rmtree(copy.root, ignore_errors=True)
    shutil.copytree(site.source, copy.source)
    return copy.build().pages()


def edit(site: Site, name: str, old: str, new: str) -> None:
    path = site.source / name
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_each_role_shows_what_is_in_force_and_leads_there(site: Site, markup: str) -> None:
    built = write(site, markup).build(nitpicky=True)
    assert built.warnings == ()
    assert links(built) == [
        ("2", "c/new.html#consolidated-c-new-text-point-2"),
        ("4", "c/new.html#consolidated-c-new-text-point-4"),
        ("Leitlinien", "a/text.html#text"),
        ("Änderungsantrag", "b/motion.html#motion"),
        ("Änderungsantrag", "b/motion.html#spater"),
        ("2", "b/motion.html#motion-change-2"),
        ("3", "c/new.html#consolidated-c-new-text-point-3"),
    ]
    for words, href in links(built):
        there = element(built, href)
        if "point" in href:
            assert there.select_one(".amd-label").get_text() == f"{words}."


AS_WRITTEN = (
    ("text 2 b", "3 b)", "b) viel."),
    ("TEXT  2 b)", "3 b)", "b) viel."),
    ("motion 1", "1", "1. Zuerst die Menschen."),
    ("motion 2", "2", "2. Der Landkreis fördert Vereine."),
    ("motion 3 a)", "3 a)", "a) gern,"),
    ("später 4", "4", "4. Der Landrat dankt nie."),
    ("wie eben <text 1>", "wie eben", "2. Der Landkreis fördert Vereine."),
    ("bisher 3 <text 3>", "bisher 3", "3. Die Verwaltung berichtet."),
)


def test_a_point_of_the_text_as_written_or_as_a_motion_makes_it(site: Site) -> None:
    write(site)
    site.write(refs_rst=heading("rst", "Verweise") + "\n\n".join(f":point:`{target}`" for target, *_ in AS_WRITTEN))
    built = site.build()
    assert built.warnings == ()
    found = [(words, " ".join(element(built, href).get_text().split())) for words, href in links(built)]
    assert found == [(shown, leads_to) for _, shown, leads_to in AS_WRITTEN]


def test_what_a_proposed_motion_makes_has_the_numbers_of_that(site: Site) -> None:
    built = write(site, status="proposed", point="motion 1", any="text 1").build()
    assert links(built) == [
        ("1", "b/motion.html#motion-point-1"),
        ("1", "c/new.html#consolidated-c-new-text-point-1"),
    ]


def test_without_a_view_of_the_version_in_force_a_reference_leads_to_the_text(site: Site) -> None:
    write(site, point="text 2 b", amd__point="motion 1")
    (site.source / "c/new.rst").write_text(heading("rst", "Neu"), encoding="utf-8")
    built = site.build()
    assert links(built) == [("3 b)", "a/text.html#text-2-b"), ("1", "b/motion.html#motion-point-1")]


def test_a_repealed_point_is_told_in_every_build(site: Site) -> None:
    write(site, point="text 3")
    for built in (site.build(), site.build()):
        (warning,) = built.warnings
        assert warning.startswith(
            f"{site.source / 'refs.rst'}:4: WARNING: Der Punkt „text 3“ ist gestrichen oder ersetzt. "
        )
        assert warning.endswith("bisheriger Punkt <text 3>. [amendment.point-repealed]")
        assert links(built) == [("3 (nicht mehr in Kraft)", "a/text.html#text-3")]


@pytest.mark.parametrize("target", ["t 2", "t 2 a", "m 2"])
def test_a_repealed_point_whose_number_is_kept_is_told(site: Site, target: str) -> None:
    text = directive("rst", "guideline", "T", "1. Eins.\n2. Zwei:\n\n   a) A.\n\n3. Drei.", name="t", numbering="keep")
    motion = amendment("1. Punkt 2 wird gestrichen.", name="m", amends="t", status="adopted", decided="2020-01-01")
    refs = f":amd:point:`{target}` :amd:point:`t 3`\n"
    site.write(index_rst=heading("rst", "Seite") + refs + "\n" + text + motion)
    built = site.build()
    found = BeautifulSoup(built.text("index.html"), "html.parser").get_text()
    (warning,) = built.warnings
    assert "[amendment.point-repealed]" in warning
    assert f"{target.partition(' ')[2].replace('a', 'a)')} (nicht mehr in Kraft) 3" in " ".join(found.split())


def test_a_number_that_stands_twice_is_told(site: Site) -> None:
    write(site, point="text 1")
    listing = "1. Eins.\n\n#. Zwei.\n\nUnd weiter:\n\n1. Noch eins."
    site.write(a__text_rst=heading("rst", "Text") + directive("rst", "guideline", "Text", listing, name="text"))
    site.write(b__motion_rst=heading("rst", "Leer"))
    (warning,) = site.build().warnings
    assert "„text 1“ kann 2 Punkte meinen." in warning
    assert "[amendment.reference-ambiguous]" in warning


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_a_reference_that_leads_nowhere_is_told_as_sphinx_does(site: Site, markup: str) -> None:
    roles = {"point": "text 9", "guideline": "nichts", "amendment": "text", "amd__change": "motion 7"}
    built = write(site, markup, **roles).build()
    lines = (4, 6, 8, 10) if markup == "rst" else (3, 5, 7, 9)
    assert [warning.split(": WARNING: ")[0] for warning in built.warnings] == [
        f"{site.source / f'refs.{markup}'}:{line}" for line in lines
    ]
    assert [warning.rpartition(" ")[2] for warning in built.warnings] == [
        *("[ref.point]", "[ref.guideline]", "[ref.amendment]", "[ref.change]"),
    ]
    assert "Es gibt keinen Punkt „text 9“." in built.warnings[0]
    assert links(built) == []
    assert "text 9" in built.text("refs.html")
    ignored = [("amd:point", "text 9"), ("amd:guideline", "nichts")]
    again = site.build(out="two", nitpicky=True, nitpick_ignore=ignored, suppress_warnings=["ref.change"])
    assert [warning.rpartition(" ")[2] for warning in again.warnings] == ["[ref.amendment]"]


@pytest.mark.filterwarnings("ignore:'myst_parser")  # what MyST itself does with Sphinx
def test_a_markdown_link_to_a_name(site: Site) -> None:
    write(site)
    site.write(index_rst="Index\n=====\n\n.. toctree::\n\n   a/text\n   b/motion\n   c/new\n   refs\n   links\n")
    site.write(links_md="# Links\n\n[Der Text](#text), [](#motion), [](<#text 1>), [neu](<#text 4>)\n")
    built = site.build()
    assert built.warnings == ()
    assert links(built, "links.html") == [
        ("Der Text", "a/text.html#text"),
        ("Änderungsantrag", "b/motion.html#motion"),
        ("2", "c/new.html#consolidated-c-new-text-point-2"),
        ("neu", "c/new.html#consolidated-c-new-text-point-4"),
    ]


def test_pages_with_references_follow_every_edit(site: Site) -> None:
    write(site, "md").build()
    motion, refs = "b/motion.md", "refs.md"
    edit(
        site, motion, "Punkt 3 wird gestrichen", "Punkt 1 wird gestrichen"
    )  # renumbers, and repeals what is referred to
    built = site.build()
    assert "refs" in built.written
    assert built.pages() == clean(site)
    assert links(built)[0][0] == "1 (nicht mehr in Kraft)"
    edit(site, motion, ":status: adopted", ":status: rejected")
    built = site.build()
    assert built.pages() == clean(site)
    assert links(built)[0][0] == "1"
    edit(site, "a/text.rst", "   :name: text\n", "   :name: other\n")  # nothing is found any more
    assert site.build().pages() == clean(site)
    edit(site, "a/text.rst", "   :name: other\n", "   :name: text\n")
    assert site.build().pages() == clean(site)
    edit(site, "c/new.rst", ".. consolidated:: text", "Nichts.")  # leads elsewhere
    assert site.build().pages() == clean(site)
    edit(site, refs, "Siehe", "Vergleiche")
    assert site.build().written == {"refs", "index"}
    assert site.build().written == frozenset()


def test_a_reference_within_a_text_is_shown_wherever_that_is(site: Site) -> None:
    write(site)
    site.write(
        index_rst="Index\n=====\n\n.. toctree::\n\n   a/text\n   b/motion\n   c/new\n   refs\n   d/other\n   new\n",
        d__other_rst=heading("rst", "Anderes")
        + guideline(points=("Siehe :point:`text 1` und :point:`den <text 4>`.",), name="other"),
        new_rst=heading("rst", "Zeigt") + consolidated(name="other"),
    )
    built = site.build(nitpicky=True)
    assert built.warnings == ()
    for page, up in (("d/other.html", "../"), ("new.html", "")):
        body = BeautifulSoup(built.text(page), "html.parser").select_one("li.amd-point")
        assert [(link.get_text(), link["href"]) for link in body.find_all("a", href=True)][:2] == [
            ("2", f"{up}c/new.html#consolidated-c-new-text-point-2"),
            ("den", f"{up}c/new.html#consolidated-c-new-text-point-4"),
        ]
    edit(site, "b/motion.rst", ":status: adopted", ":status: rejected")
    built = site.build()
    assert {"d/other", "new"} <= built.written
    assert built.pages() == clean(site)


@pytest.mark.parametrize("builder", ["dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "typstpdf"])
def test_every_builder_shows_the_number(site: Site, builder: str) -> None:
    built = write(site, point="text 1", amd__amendment="motion").build(builder, epub_copyright="none", version="1")
    assert built.warnings == ()
    if builder == "text":
        assert "Siehe 2!\n\nSiehe Änderungsantrag!" in built.text("refs.txt")


def test_two_processes_know_the_references_of_both(site: Site) -> None:
    write(site)
    names = [f"n{number:02}" for number in range(20)]
    site.write(**{f"more__{name}_rst": pointing("rst", point="text 1", any="motion") for name in names})
    edit(site, "index.rst", "   refs\n", "   refs\n" + "".join(f"   more/{name}\n" for name in names))
    assert site.build(jobs=2).warnings == ()
    edit(site, "b/motion.rst", ":status: adopted", ":status: rejected")
    built = site.build(jobs=2)
    assert {f"more/{name}" for name in names} < built.written
    assert built.pages() == clean(site)


# --- other projects -------------------------------------------------------------------------------------------


def test_the_inventory_has_everything(site: Site) -> None:
    built = write(site).build()
    *_, content = (built.out / "objects.inv").read_bytes().split(b"\n", 4)
    entry = re.compile(r"(.+) amd:(\S+) -1 (\S+) (.+)")
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for name, kind, uri, shown in entry.findall(zlib.decompress(content).decode()):
        found.setdefault(kind, {})[name] = (name if shown == "-" else shown, uri.replace("$", name))
    points = found["point"]
    assert points["text 1"] == ("2", "c/new.html#consolidated-c-new-text-point-2")
    assert points["text 2 b"] == ("3 b)", "c/new.html#consolidated-c-new-text-point-3-b")
    assert points["text 3"] == ("3 (nicht mehr in Kraft)", "a/text.html#text-3")
    assert points["motion 1"] == ("1", "c/new.html#consolidated-c-new-text-point-1")
    assert found["guideline"]["text"] == ("Leitlinien", "a/text.html#text")
    assert set(found["amendment"]) == {"motion", "später"}
    assert found["change"]["motion 2"] == ("2", "b/motion.html#motion-change-2")
    for _shown, href in points.values():
        assert element(built, href) is not None


def knowing(here: Built) -> dict[str, Any]:
    """Return the configuration of a project that refers to what *here* has."""
    return {
        "extensions": ["sphinxext_amendment", "myst_parser", "sphinx.ext.intersphinx"],
        "intersphinx_mapping": {"kreis": ("https://kreis.example/", str(here.out / "objects.inv"))},
        "nitpicky": True,
    }


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_another_project_finds_all_that(site: Site, tmp_path: Path, markup: str) -> None:
    here = write(site).build()
    lines = {name: target for name, target in ROLES.items() if name != "any"}
    other = Site(tmp_path / "other")
    other.source.mkdir(parents=True)
    page = heading(markup, "Andere") + "\n\n".join(role(markup, name, target) for name, target in lines.items())
    named = {"external+kreis:amd:point": "text 2 b)", "point": "unser 2 <text 2>"}
    page += "\n\n" + "\n\n".join(role(markup, name, target) for name, target in named.items()) + "\n"
    other.write(**{f"index_{markup}": page})
    built = other.build(**knowing(here))
    assert built.warnings == ()
    there = "https://kreis.example/"
    body = BeautifulSoup(built.text("index.html"), "html.parser").select_one("div.body")
    assert [(link.get_text(), link["href"]) for link in body.select("a.reference.external")] == [
        ("2", f"{there}c/new.html#consolidated-c-new-text-point-2"),
        ("4", f"{there}c/new.html#consolidated-c-new-text-point-4"),
        ("Leitlinien", f"{there}a/text.html#text"),
        ("Änderungsantrag", f"{there}b/motion.html#motion"),
        ("Änderungsantrag", f"{there}b/motion.html#spater"),
        ("2", f"{there}b/motion.html#motion-change-2"),
        ("3 b)", f"{there}c/new.html#consolidated-c-new-text-point-3-b"),
        ("unser 2", f"{there}c/new.html#consolidated-c-new-text-point-3"),
    ]


HARD = "Regeln A", "Satzung 3, 2. Fassung", "Über -4 Bäume, 2024/25 (5) 7", "a_b 1 1 + 2"
"""Names as they come of titles: with spaces, numbers, commas, umlauts, signs."""


def written_out(site: Site) -> Site:
    """A text under each of the names, and a motion on each whose name is its with a number."""
    points = ("Eins.", "Zwei:\n\n   1. die Säge,\n\n      a) groß,\n      b) klein,\n\n   2. die Bank.", "Drei.")
    pages = {
        f"p{number}_rst": heading("rst", f"Seite {number}")
        + directive("rst", "guideline", name, numbered(points))
        + directive("rst", "amendment", f"{name} Antrag 8", "1. Punkt 3 wird gestrichen.", amends=name)
        for number, name in enumerate(HARD)
    }
    tree = "".join(f"   p{number}\n" for number in range(len(HARD)))
    return site.write(index_rst=f"{heading('rst', 'Index')}.. toctree::\n\n{tree}", **pages)


def looking(markup: str, name: str) -> list[tuple[str, str, str]]:
    """Return, for each thing there is under a name: how it is referred to, the words shown, and the kind of place."""
    least = canonical(name)
    found = [
        (role(markup, "guideline", name), name, ""),
        (role(markup, "amendment", f"{name} Antrag 8"), f"{name} Antrag 8", "-antrag-8"),
        (role(markup, "amd:change", f"{name} Antrag 8 1"), "1", "-antrag-8-change-1"),
        (role(markup, "point", f"{name} 3"), "3", "-3"),
        (role(markup, "amd:point", f"{name} 2 (1)"), "2 1", "-2-1"),
        (role(markup, "point", f"{name} 2. 1. b)"), "2 1 b)", "-2-1-b"),
        (role(markup, "point", f"{name} Antrag 8 2 2"), "2 2", "-antrag-8-point-2-2"),
        (role(markup, "external:amd:point", f"{name} 2 2"), "2 2", "-2-2"),
        (role(markup, "external+kreis:amd:change", f"{name} Antrag 8 1"), "1", "-antrag-8-change-1"),
        (role(markup, "point", f"hier <{name} 2 1>"), "hier", "-2-1"),
        (role(markup, "any", f"{least} 2 1 a"), "2 1 a)", "-2-1-a"),
    ]
    if markup == "md":
        found += [
            (f"[](<#{least} 2 2>)", "2 2", "-2-2"),
            (f"[dort](<#{least} 3>)", "dort", "-3"),
            (f"[](<inv:kreis:amd:point#{least} 2 2>)", "2 2", "-2-2"),
        ]
    return found


@pytest.mark.parametrize("markup", ["rst", "md"])
@pytest.mark.filterwarnings("ignore:'myst_parser")  # what MyST itself does with Sphinx
def test_another_project_finds_every_name(site: Site, tmp_path: Path, markup: str) -> None:
    here = written_out(site).build()
    assert [warning for warning in here.warnings if "Punkt" not in warning] == []
    other = Site(tmp_path / "other")
    other.source.mkdir(parents=True)
    wanted = [(f"p{number}.html", *one) for number, name in enumerate(HARD) for one in looking(markup, name)]
    page = heading(markup, "Andere") + "\n\n".join(how for _, how, _, _ in wanted) + "\n"
    other.write(**{f"index_{markup}": page})
    for again in (False, True):  # the second time, with the inventory that the first has kept
        if again:
            edit(other, f"index.{markup}", "Andere", "Anders")
        built = other.build(**knowing(here))
        assert built.warnings == ()
        body = BeautifulSoup(built.text("index.html"), "html.parser").select_one("div.body")
        assert body is not None
        found = body.select("a.reference.external")
        assert [link.get_text() for link in found] == [words for _, _, words, _ in wanted]
        for link, (file, _, _, ending) in zip(found, wanted, strict=True):
            address = str(link["href"]).removeprefix("https://kreis.example/")
            assert address.startswith(f"{file}#")
            assert address.endswith(ending)
            element(here, address)


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_what_no_project_has_is_told_and_ignored_in_the_one_spelling(site: Site, tmp_path: Path, markup: str) -> None:
    here = written_out(site).build()
    other = Site(tmp_path / "other")
    other.source.mkdir(parents=True)
    kinds = ("point", "external:amd:point")
    lines = (role(markup, kind, "Regeln A 9 (1)") for kind in kinds)
    other.write(**{f"index_{markup}": heading(markup, "Andere") + "\n\n".join(lines) + "\n"})
    warnings = other.build(**knowing(here)).warnings
    assert sorted("regeln a 9 1" in warning for warning in warnings) == [True, True]
    (left,) = other.build(out="two", nitpick_ignore=[("amd:point", "regeln a 9 1")], **knowing(here)).warnings
    assert "external amd:point reference target not found: regeln a 9 1" in left


WORDS = st.sampled_from(["a", "ü", "3", "-3", "12", "٣", "2.", "(2)", "b)", "amd:point", "-1", "a/b", "_", "%20", "3,"])


@given(st.lists(WORDS, min_size=1, max_size=7).map(" ".join))
def test_an_inventory_keeps_every_name_whole(written: str) -> None:
    name = canonical(written)
    assert canonical(name) == canonical(listed(name)) == name
    line = f"{listed(name)} amd:point -1 index.html#a 2 1\n".encode()
    head = b"# Sphinx inventory version 2\n# Project: A\n# Version: 1\n# compressed using zlib.\n"
    inventory = InventoryFile.loads(head + zlib.compress(line), uri="/").data
    assert [canonical(found) for found in inventory["amd:point"]] == [name]


def test_warnings_can_be_suppressed_all_or_by_code(site: Site) -> None:
    site.write(
        index_rst=heading("rst", "Text")
        + guideline(points=POINTS)
        + amendment("1. In Punkt 9 wird gespielt gestrichen.")
    )
    claim = "1. Punkt 1 wird gestrichen.\n\nDer neue Text würde dann lauten:\n\n1. Etwas anderes."
    edit(site, "index.rst", "gespielt gestrichen.", f"gespielt gestrichen.\n\n{amendment(claim, name='claim')}")
    codes = [warning.rpartition(" ")[2] for warning in site.build().warnings]
    assert set(codes) == {"[amendment.command-unread]", "[amendment.claim-text]"}
    some = site.build(out="two", suppress_warnings=["amendment.claim-text"]).warnings
    assert [warning.rpartition(" ")[2] for warning in some] == ["[amendment.command-unread]"]
    assert site.build(out="three", suppress_warnings=["amendment"]).warnings == ()


def test_a_reference_in_an_adopted_point_is_shown_with_other_motions(site: Site) -> None:
    """The page of a motion shows what earlier motions have brought, with references and footnotes of their own."""
    adopted = (
        "1. Als letzter Punkt wird ergänzt:\n\n   Siehe :point:`andere 2` und mehr [#m]_.\n\n.. [#m] Fußnote eins."
    )
    site.write(
        index_rst="Index\n=====\n\n.. toctree::\n\n   text\n   other\n   adopted\n   proposed\n",
        text_rst=heading("rst", "Fassung") + guideline(points=POINTS),
        other_rst=heading("rst", "Anderes")
        + guideline(points=POINTS, name="andere")
        + amendment("1. Punkt 1 wird gestrichen.", name="später", amends="andere", status="proposed"),
        adopted_rst=heading("rst", "Angenommen") + amendment(adopted, status="adopted", decided="2020-01-01"),
        proposed_rst=heading("rst", "Vorschlag") + amendment("1. Punkt 1 wird gestrichen.", name="vorschlag"),
    )
    built = site.build()
    assert built.warnings == ()
    assert ("2", "other.html#andere-2") in links(built, "proposed.html")
    edit(site, "other.rst", ":status: proposed", ":status: adopted\n   :decided: 2021-01-01")
    built = site.build()
    assert built.pages() == clean(site)
    assert ("1", "other.html#andere-2") in links(built, "proposed.html")
    edit(site, "adopted.rst", "Fußnote eins", "Fußnote zwei")
    built = site.build()
    assert built.pages() == clean(site)
    assert "Fußnote zwei" in built.text("proposed.html")


def test_after_the_last_text_is_gone_references_lead_nowhere(site: Site) -> None:
    tree = "Index\n=====\n\n.. toctree::\n\n   refs\n   text\n"
    site.write(index_rst=tree, refs_md=pointing("md", point="text 1", any="text 2"))
    site.write(text_rst=heading("rst", "Fassung") + guideline(points=POINTS))
    assert len(links(site.build())) == 2
    (site.source / "text.rst").unlink()
    edit(site, "index.rst", "   text\n", "")
    built = site.build()
    assert links(built) == []
    assert built.pages().keys() > clean(site).keys()
    assert {name: page for name, page in built.pages().items() if name != "text.html"} == clean(site)
