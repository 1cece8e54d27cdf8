"""The wordings of the data files: whatever they allow to be written means what their entry says."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

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
        case grammar.Operand(name, kind):
            yield operand(name, kind, language, chance)
        case grammar.Flag():
            pass
        case grammar.Rule(name):
            yield from derive(rules(language)[name], language, chance)
        case grammar.Row(items):
            for item in items:
                yield from derive(item, language, chance)
        case grammar.Choice(options):
            yield from derive(chance.choice(options), language, chance)
        case grammar.Free(parts, second):
            yield from derive(grammar.in_order(tuple(chance.sample(parts, len(parts))), second), language, chance)
        case grammar.Repeat(repeated):
            for _ in range(chance.choice((0, 0, 1, 1, 2))):
                yield from derive(repeated, language, chance)


def operand(name: str, kind: str, language: Language, chance: random.Random) -> str:
    match kind:
        case "words":
            return {"old": "“alt”", "new": "“neu”", "text": "“Text.”"}.get(name, "“Titel”")
        case "document":
            return str(next(iter(language.tables["documents"].values()))[0])
        case "ordinal" | "count" | "numeral":
            words = language.tables[f"{kind}s"]
            return str(chance.choice(words[chance.choice(list(words))]))
        case "titled":
            return str(chance.choice(language.tables["units"]["titled"]))
        case "unit":
            return "paragraph"
        case "name":
            return "New"
        case "body":
            return str(chance.choice(language.tables["reading"]["bodies"]))
        case "letter":
            return chance.choice("abdefgh")
        case "quoted":
            return f"“{chance.randint(1, 20)}”"
        case _:
            return str(chance.randint(1, 20))


def made_of(language: Language, table: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Yield texts that the wordings of *table* allow, each with the entry that it is made from."""
    chance = random.Random(1)
    for entry in language.tables[table]:
        styles = ("write", *language.tables["writing"]["styles"])
        wordings = dict.fromkeys(wording for style in styles for wording in entry.get(style, ()))
        for wording in (*wordings, *entry.get("wording", ())):
            for _ in range(SAMPLES):
                yield entry, " ".join(derive(grammar.parse(wording), language, chance))


@pytest.mark.parametrize("code", available())
def test_what_a_wording_allows_means_what_its_entry_says(code: str) -> None:
    language = load(code)
    assert language is not None
    wrong = []
    for entry, text in made_of(language, "command"):
        if any(reader._is_twice(one, two) for one, two in pairwise(grammar.tokens(text))):
            continue  # nobody means that
        meanings, _ = reader.meanings(Text(text), language)
        if not meanings and any(way[0].entry is entry for way in reader._command_readings(text, language)[0]):
            continue  # the numbers make no sense
        place = entry.get("place")
        # Sentences that are not in a row are changes of their own.
        found = [list(dict.fromkeys((request.kind, request.several) for request in requests)) for requests in meanings]
        # What is said of points is of sentences if they are named, and a flag may say where and how many.
        kinds = {re.sub("^(point|sentence)", kind, str(entry["change"])) for kind in ("point", "sentence")}
        if (
            # Two readings may differ in the places, and are refused then.
            len({tuple(kind for kind, _ in requests) for requests in found}) != 1
            or any(kind not in kinds or several != entry.get("several", several) for kind, several in found[0])
            or (place not in {None, "numbered"} and meanings[0][0].place != place)
        ):
            wrong.append((text, found))
    assert wrong == []


@pytest.mark.parametrize("code", available())
def test_no_command_is_a_claim_and_no_claim_a_command(code: str) -> None:
    language = load(code)
    assert language is not None
    commands = [text for _, text in made_of(language, "command")]
    claims = [text for _, text in made_of(language, "claim")]
    assert [text for text in (*commands, *claims) if _is_both(Text(text), language)] == []


def _is_both(text: Text, language: Language) -> bool:
    return reader.is_command(text, language) and reader.read_claim(text, "key", language) is not None
