"""Who may import whom; and the two languages of our own words are complete."""

from __future__ import annotations

import ast
import io
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import sphinxext_amendment
from sphinxext_amendment.catalogue import LOCALES
from sphinxext_amendment.engine.problems import Code, Problem
from sphinxext_amendment.messages import describe
from sphinxext_amendment.wording import grammar
from sphinxext_amendment.wording.language import available, load, rules

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

PACKAGE = Path(sphinxext_amendment.__file__).parent

ROOMS = {
    "engine": {"engine"},
    "wording": {"wording", "engine", "snowballstemmer"},
    "docnodes": {"docnodes", "engine", "wording", "docutils"},
    "typst": {
        # Pygments and the numerals are Sphinx's own.
        *("typst", "docutils", "sphinx", "pygments", "roman_numerals", "sphinxext_amendment", "typst (the compiler)"),
    },
}
"""What each room may import, beside the standard library."""


def imports_of(path: Path) -> set[str]:
    """Return what *path* imports: rooms of ours by name, other packages by theirs."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        for name in names:
            parts = name.split(".")
            ours = parts[0] == "sphinxext_amendment"
            package = parts[min(1, len(parts) - 1)] if ours else parts[0]
            found.add("typst (the compiler)" if name == "typst" else package)
    return {name for name in found if name not in sys.stdlib_module_names}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_it_may(room: str) -> None:
    files = list((PACKAGE / room).rglob("*.py"))
    assert files
    for path in files:
        assert imports_of(path) <= ROOMS[room], path


BLIND = """
import sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"docutils", "sphinx", "myst_parser", "typst", "babel"}:
            raise ImportError(name)

sys.meta_path.insert(0, Refuse())
from sphinxext_amendment.engine.consolidate import consolidate
from sphinxext_amendment.engine.document import Guideline, Paragraph, Point, Points, plain
from sphinxext_amendment.engine.numbering import Scheme
from sphinxext_amendment.engine.text import Text
from sphinxext_amendment.wording.advice import advise
from sphinxext_amendment.wording.language import load
from sphinxext_amendment.wording.motion import Written, read_motion
from sphinxext_amendment.wording.reader import with_sentences

german = load("de")
body = (Points("l", Scheme(), (Point("p", "1", (Paragraph("t", Text("Kinder spielen.")),)),)),)
motion = (Paragraph("c", Text("In Punkt 1 wird „Kinder“ durch „Alle“ ersetzt.")),)
read = read_motion(Written("m", motion), german)
result = consolidate(Guideline("g", with_sentences(body, german)), [read.amendment])
print(plain(result.guideline.body))
"""


def test_engine_and_wording_run_where_there_is_no_sphinx() -> None:
    done = subprocess.run([sys.executable, "-c", BLIND], check=False, capture_output=True, text=True, encoding="utf-8")
    assert done.stdout.strip() == "1. Alle spielen.", done.stderr


def test_every_code_has_its_words_in_both_languages() -> None:
    for code in Code:
        english = describe(Problem(code, None), "en")
        german = describe(Problem(code, None), "de")
        assert len(english) == len(german) >= 2
        assert english != german


def test_every_message_is_translated() -> None:
    words = dict.fromkeys(("_", "__", "say", "translate"))
    wanted = {
        message[2]
        for message in extract_from_dir(str(PACKAGE), method_map=[("**.py", "python")], keywords=words)
        if isinstance(message[2], str)
    }
    folder = LOCALES / "de" / "LC_MESSAGES"
    catalogue = read_po(io.BytesIO((folder / "sphinxext_amendment.po").read_bytes()))
    compiled = read_mo(io.BytesIO((folder / "sphinxext_amendment.mo").read_bytes()))
    assert strings(catalogue).keys() == wanted
    assert all(strings(catalogue).values())
    assert strings(compiled) == strings(catalogue)


def strings(catalogue: Catalog) -> dict[str, str]:
    return {str(message.id): str(message.string) for message in catalogue if message.id}


@pytest.mark.parametrize("code", available())
def test_the_wordings_of_a_language_are_well_formed(code: str) -> None:
    language = load(code)
    assert language is not None
    shared = rules(language)
    for entry in (*language.tables["command"], *language.tables["claim"]):
        styles = (entry.get(style, ()) for style in ("wording", "write", *language.styles))
        for wording in (wording for wordings in styles for wording in wordings):
            assert names_of(grammar.parse(wording)) <= shared.keys(), wording
    for rule in shared.values():
        assert names_of(rule) <= shared.keys()


def names_of(pattern: grammar.Pattern) -> set[str]:
    """Return the rules that *pattern* refers to."""
    match pattern:
        case grammar.Rule(name):
            return {name}
        case grammar.Row(items) | grammar.Choice(items) | grammar.Free(items, None):
            return {name for item in items for name in names_of(item)}
        case grammar.Free(items, second) if second is not None:
            return {name for item in (*items, second) for name in names_of(item)}
        case grammar.Repeat(repeated):
            return names_of(repeated)
        case _:
            return set()
