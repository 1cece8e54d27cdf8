"""No word of a command is lost: with one changed, it never has the reading that it had, unless the word says nothing.

The words that say nothing are lists of the data file: ``fillers`` and ``particles``.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_wordings import made_of
from test_writer import changes

from sphinxext_amendment.engine.changes import Change
from sphinxext_amendment.engine.text import Text
from sphinxext_amendment.wording.grammar import Token, tokens
from sphinxext_amendment.wording.language import Language, available, load
from sphinxext_amendment.wording.reader import meanings
from sphinxext_amendment.wording.request import Request
from sphinxext_amendment.wording.writer import write

ODD = (
    "5",
    "3",
    "12",
    "a",
    "„Wort“",
    "“word”",
    "« mot »",
    "(",
    ")",
    ".",
    ",",
    ":",
    ";",
    "§",
    "„",
    "“",
    "«",
    "1.",
    "5a",
    "-1",
)

DATA = Path(__file__).with_name("data")

Ways = tuple[tuple[Request, ...], ...]


def read(command: str, language: Language) -> Ways:
    return meanings(Text(command), language)[0]


@cache
def _vocabulary(language: Language) -> tuple[str, ...]:
    """Return the words of all wordings."""
    texts = [text for _, text in made_of(language, "command")]
    return tuple(sorted({token.word for text in texts for token in tokens(text) if not token.quoted}))


@cache
def silent(language: Language) -> frozenset[str]:
    """Return the words that may go, come twice, or stand elsewhere: single ones, and those of phrases."""
    reading = language.tables["reading"]
    phrases = (*reading["fillers"], *reading["particles"])
    return frozenset(word for phrase in phrases for word in phrase.casefold().split())


@cache
def units(language: Language) -> frozenset[str]:
    """Return the words for units: one that is the same as before need not be said again."""
    table = language.tables["units"]
    units = (*(words for kind, words in table.items() if kind != "worded"), *table["worded"].values())
    lists = (*units, language.tables["mentions"]["sentences"])
    return frozenset(word.casefold() for words in lists for word in words)


def mutants(command: str, language: Language) -> Iterator[tuple[str, str]]:
    """Yield *command* with one word dropped or doubled, one number changed, or two operands swapped, and how.

    Words that change places are not enough: their order is free, as far as it is free in the language.
    """
    asides = re.compile(language.tables["reading"].get("asides", "(?!)"), re.VERBOSE)
    aside = {at for found in asides.finditer(command) for at in range(*found.span())}
    found = [token for token in tokens(command) if (token.quoted or token.word.isalnum()) and token.start not in aside]
    words = [token.word.casefold() for token in found]
    for token, word in zip(found, words, strict=True):
        start, end = span(token)
        if word not in silent(language) and not (word in units(language) and words.count(word) > 1):
            yield "dropped", command[:start] + command[end:]
            yield "doubled", command[:end] + " " + command[start:]
        if word.isdecimal():
            yield "changed", command[:start] + str(int(word) + 1) + command[end:]
    for operands in (
        [token for token in found if token.quoted],
        [token for token in found if token.word.isdecimal()],
    ):
        for one, two in pairwise(operands):
            if one.word != two.word:
                (start, end), (after, stop) = span(one), span(two)
                first, second = command[start:end], command[after:stop]
                yield "swapped", command[:start] + second + command[end:after] + first + command[stop:]


def span(token: Token) -> tuple[int, int]:
    return (token.start - 1, token.end + 1) if token.quoted else (token.start, token.end)


def same_readings(command: str, language: Language) -> Iterator[str]:
    """Yield the mutants of *command* that have its reading."""
    ways = {repr(way) for way in read(command, language)}  # with what does not make two of them unequal
    for how, mutant in mutants(command, language):
        if not ways.isdisjoint(map(repr, read(mutant, language))):
            yield f"{how}: {mutant}"


@pytest.mark.parametrize("code", available())
@given(change=changes())
@settings(max_examples=15, deadline=None)
def test_no_word_of_what_is_written_can_change_unnoticed(code: str, change: Change) -> None:
    language = load(code)
    assert language is not None
    for style in language.styles:
        written = write(change, "key", load(code, style=style) or language)
        if written is not None:
            assert list(same_readings(written.command.content, language)) == []


TRIALS = sorted(DATA.glob("trial-*.toml"))


@pytest.mark.parametrize("file", TRIALS, ids=[file.stem for file in TRIALS])
def test_no_word_of_what_people_write_can_change_unnoticed(file: Path) -> None:
    language = load(file.stem.removeprefix("trial-")[:2])
    assert language is not None
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["command"]
    assert rows
    assert [found for row in rows for found in same_readings(row["text"], language)] == []


def values(record: object) -> Iterator[str]:
    """Yield all words and numbers of *record*."""
    match record:
        case str() | int():
            yield str(record)
        case tuple():
            for part in record:
                yield from values(part)
        case _ if dataclasses.is_dataclass(record):
            for field in dataclasses.fields(record):
                yield from values(getattr(record, field.name))


OWN_NUMBER = re.compile(r"amendment (?:no )?(?:\. )?\S+ (?=[:—–-])")
"""The number of the amendment itself, before the command."""


def lost(command: str, way: tuple[Request, ...]) -> Iterator[str]:
    """Yield the numbers and quotations of *command* that are not in the reading *way*."""
    found = "\n".join(values(way))
    for token in tokens(OWN_NUMBER.sub("", command, count=1)):
        word = token.word[1:-1].strip() if token.quoted else token.word.lstrip("-–")
        if word == "1" and "introduction" in found:
            continue  # "the part preceding point 1": what else is before the list?
        if (token.quoted or word.isdecimal()) and not re.search(rf"(?<!\d){re.escape(word)}(?!\d)", found):
            yield word


@pytest.mark.parametrize("code", available())
def test_every_number_and_quotation_is_in_the_reading(code: str) -> None:
    language = load(code)
    assert language is not None
    commands = (command for _, command in made_of(language, "command"))
    missing = [
        (word, command) for command in commands for way in read(command, language) for word in lost(command, way)
    ]
    assert missing == []


@pytest.mark.parametrize("code", available())
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_no_odd_text_is_read_with_a_part_of_it_lost(code: str, data: st.DataObject) -> None:
    language = load(code)
    assert language is not None
    parts = st.one_of(st.sampled_from(_vocabulary(language)), st.sampled_from(ODD), st.text(max_size=5))
    command = " ".join(data.draw(st.lists(parts, max_size=14)))
    assert [list(lost(command, way)) for way in read(command, language)] in ([], [[]])
