"""Commands that others wrote, in laws, councils, clubs and parties: each is read right, or refused."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from sphinxext_amendment.engine.document import Target
from sphinxext_amendment.wording.explain import Meaning, Refusal, explain
from sphinxext_amendment.wording.language import load

GERMAN = load("de")
DATA = Path(__file__).parent / "data"
ROWS: list[dict[str, Any]] = tomllib.loads((DATA / "trial-de.toml").read_text(encoding="utf-8"))["command"]
MOST_REFUSED = 0.1
"""The share that may be refused of the commands that ask for what there is a change for."""

_ALIKE = {
    "replace-words-each": "replace-words",
    "replace-punctuation": "replace-words",
    "replace-points": "replace-point",
    "join-points": "replace-point",
    "insert-point-first": "insert-point",
    "insert-point-before": "insert-point",
    "insert-point-after": "insert-point",
    "append-point": "insert-point",
    "prepend-sentence": "insert-sentence",
    "insert-sentence-after": "insert-sentence",
    "append-sentence": "insert-sentence",
}
"""Kinds that the rows do not tell apart, or tell apart by their position."""


def read(row: dict[str, Any]) -> tuple[Meaning, ...] | Refusal:
    assert GERMAN is not None
    return explain(row["text"].replace("\n", " "), GERMAN)


def kind(name: str) -> str:
    plain = name.replace("subpoint", "point")
    return _ALIKE.get(plain, plain)


def each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def once(values: list[Any]) -> list[Any]:
    """Return *values* without those that are like the one before: several points are one change or several."""
    return [value for at, value in enumerate(values) if not at or value != values[at - 1]]


def named(targets: tuple[Target, ...]) -> list[str]:
    return [str(target).replace("–", "-") for target in targets]


def differences(row: dict[str, Any], found: tuple[Meaning, ...]) -> list[str]:
    """Say in what *found* is not what *row* expects."""
    wrong = []
    kinds = {kind(meaning.kind) for meaning in found}
    kinds |= {"renumber" for meaning in found if meaning.pairs and kind(meaning.kind) == "delete-point"}
    if kinds != set(map(kind, each(row["kind"]))):
        wrong.append(f"kind {[meaning.kind for meaning in found]}")
    if "targets" in row and "renumber" not in row["kind"] and "unchanged" not in row["kind"]:
        targets = {target for meaning in found for target in named(meaning.targets)}
        if targets != {target.replace("–", "-") for target in row["targets"]}:
            wrong.append(f"targets {targets}")
    for name in ("old", "new"):
        if name in row:
            values = once([value for meaning in found if (value := getattr(meaning, name))])
            if values != [value for value in each(row[name]) if value]:
                wrong.append(f"{name} {values}")
    sentences = once([list(meaning.sentences) if meaning.sentences else [] for meaning in found])
    if "sentences" in row and "renumber-sentences" not in row["kind"] and sentences != [row["sentences"]]:
        wrong.append(f"sentences {sentences}")
    if "sentences_of" in row and sentences != once(row["sentences_of"]):
        wrong.append(f"sentences {sentences}")
    if "pairs" in row and [list(pair) for meaning in found for pair in meaning.pairs] != row["pairs"]:
        wrong.append(f"pairs {[meaning.pairs for meaning in found]}")
    if (position := row.get("position")) and any(meaning.position not in {position, None} for meaning in found):
        wrong.append(f"position {[meaning.position for meaning in found]}")
    return wrong


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["text"])[:60])
def test_a_command_of_others_is_read_right_or_refused(row: dict[str, Any]) -> None:
    found = read(row)
    if isinstance(found, Refusal):
        return
    assert row.get("read", True), found
    assert differences(row, found) == []


def test_few_commands_are_refused_that_ask_for_what_there_is() -> None:
    asked = [row for row in ROWS if row.get("read", True)]
    refused = [row["text"] for row in asked if isinstance(read(row), Refusal)]
    assert len(refused) <= MOST_REFUSED * len(asked), refused
