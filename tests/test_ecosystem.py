"""Side by side with what a site has: sixty documents, five themes, the usual extensions, and not one warning."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from conftest import Site, amendment, consolidated, directive, heading, indented

if TYPE_CHECKING:
    from conftest import Built

THEMES = ("alabaster", "furo", "pydata_sphinx_theme", "sphinx_book_theme", "sphinx_rtd_theme")

THEIRS = "#svg-toc, .table-wrapper"
"""What furo gives an id that it has given already: an icon, and a box around every table."""

CONF = """\
project = "Kreistag"
copyright = "2026"
language = "de"
extensions = [
    "sphinxext_amendment", "myst_parser", "sphinx_design", "sphinx_copybutton", "sphinx.ext.autosectionlabel",
    "sphinx.ext.duration", "sphinx.ext.intersphinx", "sphinx.ext.todo",
]
myst_enable_extensions = ["fieldlist", "colon_fence"]
nitpicky = True
todo_include_todos = True
"""

TEXTS = 12

NESTED = """\
Kapitel Eins
------------

1. Punkt mit Karte.

   .. card:: Karte

      Inhalt der Karte.

2. Punkt mit Reitern.

   .. tab-set::

      .. tab-item:: A
         :name: reiter-a

         Inhalt A

      .. tab-item:: B

         Inhalt B

Kapitel Zwei
------------

3. Punkt mit Aufgabe.

   .. todo:: Noch offen.
"""


def text(number: int) -> str:
    """Write a text whose points have what points may have; each has a word of its own, to which no ending belongs."""
    return f"""\
1. Der Landkreis fördert Vereine und eins{number}wort, siehe :guideline:`text-{(number + 1) % TEXTS}`.

   .. todo:: Wer noch?

2. Kinder lernen zwei{number}wort:

   a) gern [#f]_,
   b) viel unter{number}wort.

3. Befehl drei{number}wort:

   .. code-block:: console

      $ make html

   .. list-table:: Zahlen
      :header-rows: 1

      * - Jahr
        - Zahl
      * - 2018
        - tafel{number}wort

4. Die Verwaltung berichtet vier{number}wort.

.. [#f] Das ist erwiesen.
"""


def within(number: int, content: str) -> str:
    """Put a directive into those of other extensions, in turn."""
    match number % 5:
        case 1:
            tab = f".. tab-item:: Text\n\n{indented(content)}\n\n.. tab-item:: Sonst\n\n   Nichts."
            return f".. tab-set::\n\n{indented(tab)}\n"
        case 2:
            return f".. card:: Karte\n\n{indented(content)}\n"
        case 3:
            grid = f".. grid-item-card:: Eins\n\n{indented(content)}\n\n.. grid-item::\n\n   Zwei."
            return f".. grid:: 2\n\n{indented(grid)}\n"
        case 4:
            return f".. dropdown:: Mehr\n   :open:\n\n{indented(content)}\n"
        case _:
            return content


ADOPTED = """\
1. Als erster Absatz ergänzt:

   Die Bedürfnisse der Menschen neu{number}wort.

2. Bisheriger Punkt 2: Streichung des Begriffs „gern“ zu Gunsten von „gern{number}wort“.

   :forms: gern -> gern{number}wort
"""

PROPOSED = """\
1. Punkt 5 wird gestrichen.

2. In Punkt 2 wird „Vereine“ durch „Verbände“ ersetzt.

Der neue Text würde dann lauten:

1. Die Bedürfnisse der Menschen neu{number}wort.
"""


def write(site: Site) -> Site:
    """Write five documents for each of twelve texts."""
    files: dict[str, str] = {}
    for number in range(TEXTS):
        name, before = f"text-{number}", f"text-{(number - 1) % TEXTS}"
        options = {"name": f"angenommen-{number}", "amends": name, "status": "adopted", "decided": "2020-02-02"}
        shown = consolidated(name=name) + consolidated(name=name, **{"with": f"vorschlag-{number}"})
        files |= {
            f"texte__t{number}_rst": heading("rst", f"Fassung {number}")
            + within(number, directive("rst", "guideline", f"Leitlinien {number}", text(number), name=name)),
            f"antraege__a{number}_rst": heading("rst", f"Annahme {number}")
            + within(number + 1, directive("rst", "amendment", "Annahme", ADOPTED.format(number=number), **options))
            + "\n.. todo:: Prüfen!\n",
            f"antraege__v{number}_md": heading("md", f"Vorschlag {number}")
            + f"Zu {{point}}`{name} 2`.\n\n"
            + amendment("1. Punkt 5 wird gestrichen.", "md", name=f"vorschlag-{number}", amends=name),
            f"neu__n{number}_rst": heading("rst", f"Gilt {number}") + within(number + 2, shown),
            f"verweise__v{number}_md": heading("md", f"Verweise {number}")
            + f"Siehe {{point}}`{name} 2 a`, {{amendment}}`vorschlag-{number}`, {{any}}`{name} 4`, [](#{name}).\n\n"
            + f"````{{tab-set}}\n```{{tab-item}} Text\nPunkt {{point}}`{before} 3`.\n```\n````\n",
        }
    tree = "".join(f"   {name.rpartition('_')[0].replace('__', '/')}\n" for name in files)
    files["index_rst"] = f"{heading('rst', 'Kreistag')}.. toctree::\n\n{tree}\n.. todolist::\n"
    (site.source / "conf.py").write_text(CONF, encoding="utf-8")
    return site.write(**files)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The project; all its themes use what was read once."""
    site = Site(tmp_path_factory.mktemp("large"))
    site.source.mkdir()
    return write(site)


def found_in(built: Built, word: str) -> list[str]:
    """Return the documents in which the search finds *word*."""
    index = json.loads(built.text("searchindex.js").removeprefix("Search.setIndex(").removesuffix(")"))
    documents = index["terms"].get(word, [])
    return [index["docnames"][one] for one in (documents if isinstance(documents, list) else [documents])]


def doubled(page: bytes) -> set[str]:
    """Return the ids that stand twice on a page."""
    ids = [str(tag["id"]) for tag in BeautifulSoup(page, "html.parser").select(f"[id]:not({THEIRS})")]
    return {one for one in ids if ids.count(one) > 1}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.filterwarnings("ignore:'(myst_parser|sphinx_book_theme)")  # what others do with Sphinx
def test_sixty_documents_in_a_theme(large: Site, theme: str) -> None:
    built = large.build(out=theme, html_theme=theme)
    assert built.warnings == ()
    pages = built.pages()
    assert len(pages) >= 5 * TEXTS
    for name, page in pages.items():
        assert doubled(page) == set(), name
    for number in range(TEXTS):
        for word in ("eins", "zwei", "unter", "drei", "tafel", "vier"):
            assert found_in(built, f"{word}{number}wort") == [f"texte/t{number}"]
        assert found_in(built, f"neu{number}wort") == [f"antraege/a{number}"]


@pytest.mark.parametrize("included", [True, False])
def test_what_is_nested_in_a_point_or_around_a_text(site: Site, included: bool) -> None:
    (site.source / "conf.py").write_text(CONF, encoding="utf-8")
    inner = directive("rst", "guideline", "Offen", "1. Eins.\n\n2. Zwei [#q]_.\n\n.. [#q] Fußnote.", name="offen")
    inner += amendment("1. Punkt 2 wird gestrichen.", name="frage", amends="offen")
    site.write(
        index_rst=heading("rst", "Index") + ".. toctree::\n\n   a\n   b\n   m\n\n.. todolist::\n",
        a_rst=heading("rst", "Kapitel Eins in A")
        + directive("rst", "guideline", "Text", NESTED, name="text")
        + f"\n.. todo::\n\n{indented(inner)}\n\n.. todolist::\n",
        b_rst=heading("rst", "B")
        + consolidated()
        + amendment("1. Vor Punkt 1 wird folgender Punkt eingefügt:\n\n   Neu.")
        + consolidated(**{"with": "motion"}),
        m_md="# M\n\n:::::{card} Karte\n"
        + directive("md", "guideline", "Text", "## Kapitel Eins\n\n1. Eins\n\n## Kapitel Zwei\n\n2. Zwei", name="md")
        + ":::::\n\n"
        + consolidated("md", name="md"),
    )
    built = site.build(todo_include_todos=included)
    assert built.warnings == ()
    for name, page in built.pages().items():
        assert doubled(page) == set(), name
    listed = BeautifulSoup(built.text("index.html"), "html.parser")
    # A list of what is to do does not show a text again: it leads to it.
    assert bool(listed.find("a", href="a.html#offen")) == included
    assert listed.select("ol.amd-points") == []
    shown = BeautifulSoup(built.text("b.html"), "html.parser").select(".amd-consolidated")
    for text in shown:
        assert [label.get_text() for label in text.select(".amd-label")][-1] == ("3." if text == shown[0] else "4.")
        assert len(text.select(".sd-tab-content")) == 2
        assert text.select_one(".sd-card").get_text(strip=True) == "KarteInhalt der Karte."
