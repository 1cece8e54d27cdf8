"""Reading commands: every word is accounted for, or there is no reading."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_amendment.engine.changes import (
    Change,
    NumberingClaim,
    PointInsertion,
    PointRepeal,
    PointSubstitution,
    SentenceInsertion,
    WordSubstitution,
)
from sphinxext_amendment.engine.document import Paragraph
from sphinxext_amendment.engine.problems import Code, Problem
from sphinxext_amendment.engine.text import Text
from sphinxext_amendment.wording import grammar
from sphinxext_amendment.wording.language import Language, load
from sphinxext_amendment.wording.reader import read_claim, read_command

GERMAN = load("de")
assert GERMAN is not None
CASES = json.loads((Path(__file__).parent / "data" / "commands.json").read_text(encoding="utf-8"))
NEW = (Paragraph("new", Text("Neuer Text.")),)


def read(text: str, *, new_text: bool = True) -> Change | Problem:
    assert GERMAN is not None
    return read_command(Text(text), NEW if new_text else (), (), "key", GERMAN)


def meaning(change: object) -> dict[str, Any] | None:
    """Say what was read in the terms of the cases; None if nothing was."""
    match change:
        case PointInsertion("first"):
            return {"op": "insert-point-first"}
        case PointInsertion("last"):
            return {"op": "append-point"}
        case PointInsertion(place, anchor):
            return {"op": f"insert-point-{place}", "point": str(anchor)}
        case PointSubstitution(target):
            return {"op": "replace-point", "point": str(target)}
        case PointRepeal(target):
            return {"op": "delete-point", "point": str(target)}
        case WordSubstitution(target, old, new):
            return {"op": "replace-words", "point": str(target), "old": old, "new": new.content}
        case SentenceInsertion(target, None):
            return {"op": "append-sentence", "point": str(target)}
        case SentenceInsertion(target, after):
            return {"op": "insert-sentence-after", "point": str(target), "sentence": str(after)}
        case NumberingClaim(_, pairs, onwards):
            claim: dict[str, Any] = {"op": "renumber", "map": dict(pairs)}
            return {**claim, "open": True} if onwards else claim
        case _:
            return None


READ = {
    *("insert-point-first", "insert-point-after", "insert-point-before", "append-point", "replace-point"),
    *("delete-point", "replace-words", "insert-sentence-after", "append-sentence", "renumber"),
}
"""The kinds of change and claim that are read so far."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_wordings_of_others_are_read_right_or_not_at_all(case: dict[str, Any]) -> None:
    assert GERMAN is not None
    expected = case["expected"]
    change = read(case["text"])
    if isinstance(change, Problem) and change.code is Code.NEW_TEXT_UNEXPECTED:
        change = read(case["text"], new_text=False)
    found = meaning(change) or meaning(read_claim(Text(case["text"]), "key", GERMAN))
    # A sentence number beside words ("In Punkt 1 Satz 2 wird …") is more than is read so far.
    wanted = expected if expected["op"] in READ and not {"old", "sentence"} <= expected.keys() else None
    assert found == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Punkt 3 wird nicht gestrichen.",
        "Punkt 3 wird gestrichen, falls Punkt 4 bleibt.",
        "Punkt 3 Satz 2 wird gestrichen.",
        "Punkt 3 und Punkt 4 werden gestrichen.",
        "Punkt 3 a wird gestrichen.",
        "Die Überschrift von Punkt 3 wird gestrichen.",
        "In Punkt 1 wird „a“ durch „b“ ersetzt und „c“ gestrichen.",
        "In Punkt 1 wird jeweils „a“ durch „b“ ersetzt.",
        "In Punkt 1 wird „a durch „b“ ersetzt.",
        "Punkt 3 wird gestrichen. Punkt 4 bleibt.",
        "§ 3 wird gestrichen.",
        "Nach Punkt 3 wird folgender Satz eingefügt:",
        "Punkt 3 wird wie folgt geändert:",
        "Punkt 3 bleibt unverändert.",
        "Punkt 3.1 wird gestrichen.",
        "",
    ],
)
def test_what_says_more_or_less_is_refused(text: str) -> None:
    for new_text in (True, False):
        change = read(text, new_text=new_text)
        assert isinstance(change, Problem), change
        assert change.code in {Code.COMMAND_UNREAD, Code.NO_COMMAND}


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert GERMAN is not None
    read(text)
    read_claim(Text(text), "key", GERMAN)


@given(st.sampled_from([case["text"] for case in CASES]), st.data())
def test_one_more_word_is_never_overlooked(text: str, data: st.DataObject) -> None:
    """A word that no wording knows, put anywhere outside a quotation, makes any command unreadable."""
    gaps = [0, *(token.end + token.quoted for token in grammar.tokens(text))]
    place = data.draw(st.sampled_from(gaps))
    changed = f"{text[:place]} keinesfalls {text[place:]}"
    assert isinstance(read(changed), Problem)


def test_quotations_may_hold_quotations() -> None:
    change = read("In Punkt 6 wird „vom „Bauchgefühl“ hin“ durch „vom »Gefühl« hin“ ersetzt.", new_text=False)
    assert isinstance(change, WordSubstitution)
    assert (change.old, change.new.content) == ("vom „Bauchgefühl“ hin", "vom »Gefühl« hin")


@pytest.mark.parametrize("quotes", ["„“", "„”", "“”", "»«", "«»", "‚‘", "‘’", '""'])
def test_quotation_marks_of_all_kinds(quotes: str) -> None:
    first, last = quotes[0], quotes[-1]
    change = read(f"In Punkt 1 wird {first}alt{last} durch {first}neu{last} ersetzt.", new_text=False)
    assert isinstance(change, WordSubstitution)
    assert (change.old, change.new.content) == ("alt", "neu")


def test_the_new_text_may_stand_in_the_command() -> None:
    change = read("Punkt 3 wird wie folgt gefasst: „Neu ist das.“", new_text=False)
    assert isinstance(change, PointSubstitution)
    assert [block.text.content for block in change.body if isinstance(block, Paragraph)] == ["Neu ist das."]


def test_two_readings_are_none() -> None:
    assert GERMAN is not None
    repeal = next(entry for entry in GERMAN.tables["command"] if entry["change"] == "point-repeal")
    other = {"change": "point-insertion", "place": "before", "wording": repeal["wording"]}
    twofold = Language("de", {**GERMAN.tables, "command": [*GERMAN.tables["command"], other]})
    change = read_command(Text("Punkt 3 wird gestrichen."), (), (), "key", twofold)
    assert isinstance(change, Problem)
    assert change.code is Code.COMMAND_AMBIGUOUS
