"""Commands that others have written, from all sorts of papers: each is read as it is meant, or refused."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sphinxext_amendment.wording.explain import Meaning, Refusal, explain
from sphinxext_amendment.wording.language import load

DATA = Path(__file__).parent / "data"
ROWS = {
    code: tomllib.loads(path.read_text(encoding="utf-8"))["command"]
    for code in ("en",)
    if (path := DATA / f"trial-{code}.toml").exists()
}
"""The commands of each language with what they mean; the files say what their keys are."""

MOST_REFUSED = 0.1
"""The greatest share of the commands that ask for what can be done which may be refused."""

SAME = {
    **dict.fromkeys(
        ("insert-point-after", "insert-point-before", "insert-point-first", "append-point"), "insert-point"
    ),
    "insert-subpoint": "insert-point",
    **dict.fromkeys(("replace-points", "replace-subpoint"), "replace-point"),
    "delete-subpoint": "delete-point",
}
"""Kinds that are told apart by the targets and the position, or by the number of targets."""


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def explained(row: dict[str, Any], code: str) -> tuple[Meaning, ...] | Refusal:
    language = load(code)
    assert language is not None
    return explain(" ".join(row["text"].split()), language)


def plain(label: object) -> str:
    return str(label).replace("–", "-")


def differences(row: dict[str, Any], meanings: tuple[Meaning, ...]) -> Iterator[str]:
    """Yield what is read otherwise than *row* says."""
    kinds = {SAME.get(meaning.kind, meaning.kind) for meaning in meanings}
    if kinds != {SAME.get(kind, kind) for kind in listed(row["kind"])}:
        yield f"kinds: {kinds}"
    targets = {plain(target) for meaning in meanings for target in meaning.targets}
    wanted = {plain(target) for target in row.get("targets", ())}
    if row.get("position") == "at":  # the number that is given to what is new
        if not all(wanted_one.split()[-1] in meaning.wording for wanted_one in wanted for meaning in meanings):
            yield f"wording: {[meaning.wording for meaning in meanings]}"
        wanted = {" ".join(target.split()[:-1]) for target in wanted} - {""}
    if targets != wanted:
        yield f"targets: {targets}"
    for key in ("old", "new"):
        said = [getattr(meaning, key) for meaning in meanings if getattr(meaning, key)]
        quoted = [words for words in map(str, listed(row.get(key, []))) if words]
        if key in row and said != quoted and not (key == "new" and any("…" in words for words in quoted)):
            yield f"{key}: {said}"
    sentences = [list(meaning.sentences) for meaning in meanings if meaning.sentences]
    if "sentences" in row and sentences not in ([row["sentences"]], row["sentences"]):
        yield f"sentences: {sentences}"
    if row.get("each") and not any(meaning.count == "each" for meaning in meanings):
        yield f"count: {[meaning.count for meaning in meanings]}"
    positions = {meaning.position for meaning in meanings}
    if row.get("position") in {"before", "after"} and row["position"] not in positions:
        yield f"position: {positions}"
    pairs = [[label.split()[-1] for label in pair] for pair in row.get("pairs", ())]
    if pairs != [list(pair) for meaning in meanings for pair in meaning.pairs]:
        yield f"pairs: {[meaning.pairs for meaning in meanings]}"


@pytest.mark.parametrize(
    ("code", "row"), [(code, row) for code, rows in ROWS.items() for row in rows], ids=lambda value: str(value)[10:60]
)
def test_a_command_is_read_as_it_is_meant_or_refused(code: str, row: dict[str, Any]) -> None:
    found = explained(row, code)
    if isinstance(found, Refusal):
        return
    assert row["kind"] != "outside"
    assert "refused" not in row, "it is read: the file need not say that it is refused"
    assert list(differences(row, found)) == []


@pytest.mark.parametrize("code", ROWS)
def test_few_commands_are_refused_that_could_be_carried_out(code: str) -> None:
    rows = [row for row in ROWS[code] if row["kind"] != "outside" and "refused" not in row]
    refused = [row["text"] for row in rows if isinstance(explained(row, code), Refusal)]
    assert len(refused) <= MOST_REFUSED * len(rows), "\n".join(refused)


def test_what_is_compared_is_known() -> None:
    keys = {key for rows in ROWS.values() for row in rows for key in row}
    known = {"text", "source", "style", "kind", "targets", "position", "old", "new", "sentences", "each", "pairs"}
    assert keys - known <= {"part", "occurrence", "after", "refused", "note"}
    assert all(re.match(r"https?://|\S", row["source"]) for rows in ROWS.values() for row in rows)
