"""The wordings of the data files: whatever they allow to be written has one meaning, and it is that of their entry."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest

from sphinxext_amendment.engine.text import Text
from sphinxext_amendment.wording import grammar, reader
from sphinxext_amendment.wording.language import Language, available, load, rules

SAMPLES = 8
"""How many commands are made of each wording."""


def derive(pattern: grammar.Pattern, language: Language, chance: random.Random) -> Iterator[str]:
    """Yield the words of one of the texts that *pattern* allows."""
    match pattern:
        case grammar.Word(words):
            yield chance.choice(sorted(words))
        case grammar.Operand(name):
            yield operand(name, language, chance)
        case grammar.Flag():
            pass
        case grammar.Rule(name):
            yield from derive(rules(language)[name], language, chance)
        case grammar.Row(items):
            for item in items:
                yield from derive(item, language, chance)
        case grammar.Choice(options):
            yield from derive(chance.choice(options), language, chance)


def operand(name: str, language: Language, chance: random.Random) -> str:
    ordinals = language.tables["ordinals"]
    made: dict[str, Callable[[], str]] = {
        "old": lambda: "“alt”",
        "new": lambda: "“neu”",
        "text": lambda: "“Text.”",
        "ordinal": lambda: str(chance.choice(ordinals[chance.choice(list(ordinals))])),
    }
    return made.get(name, lambda: str(chance.randint(1, 20)))()


def made_of(language: Language, table: str) -> Iterator[tuple[dict[str, object], str]]:
    """Yield texts that the wordings of *table* allow, each with the entry that it is made from."""
    chance = random.Random(1)
    for entry in language.tables[table]:
        for wording in (*entry.get("write", ()), *entry["wording"]):
            for _ in range(SAMPLES):
                yield entry, " ".join(derive(grammar.parse(wording), language, chance))


@pytest.mark.parametrize("code", available())
def test_no_wording_of_a_command_has_two_meanings(code: str) -> None:
    language = load(code)
    assert language is not None
    wrong = []
    for entry, text in made_of(language, "command"):
        requests, _ = reader._command_requests(Text(text), language)
        found = [(request.kind, request.place, request.several) for request in requests]
        if found != [(entry["change"], entry.get("place"), entry.get("several"))]:
            wrong.append((text, found))
    assert wrong == []


@pytest.mark.parametrize("code", available())
def test_no_command_is_a_claim_and_no_claim_a_command(code: str) -> None:
    language = load(code)
    assert language is not None
    commands = [text for _, text in made_of(language, "command")]
    claims = [text for _, text in made_of(language, "claim")]
    assert [text for text in commands if reader.read_claim(Text(text), "key", language)] == []
    assert [text for text in claims if reader.is_command(Text(text), language)] == []
