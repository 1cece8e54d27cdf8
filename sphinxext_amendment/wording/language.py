"""The data of one language: what a motion's wording is read by. One TOML file a language, beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from sphinxext_amendment.wording.grammar import Choice, Flag, Pattern, Row, parse


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """One language's data: its code (as in Sphinx's ``language``) and the tables of its TOML file.

    *abbreviations* are those that a project knows besides, *style* is the one in which it writes; empty for the first.
    """

    code: str
    tables: dict[str, Any]
    abbreviations: frozenset[str] = frozenset()
    style: str = ""

    @property
    def styles(self) -> tuple[str, ...]:
        """The styles in which changes can be written; the first is the one that is taken if none is named."""
        return tuple(self.tables["writing"]["styles"])


@cache
def available() -> tuple[str, ...]:
    """Return the codes of the languages that there is data for, in order."""
    names = (entry.name for entry in files(__package__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def load(code: str, abbreviations: frozenset[str] = frozenset(), style: str = "") -> Language | None:
    """Return the data of the language *code* ("de", "de_AT" and "de-AT" read as "de"), or None if there is none.

    *abbreviations* are a project's own, with or without their full stops: "Vorl.", "i. K."; *style* is one of its
    ``styles``.
    """
    base = without_country(code)
    source = files(__package__).joinpath(f"{base}.toml")
    if not base.isalpha() or not source.is_file():
        return None
    return Language(base, tomllib.loads(source.read_text(encoding="utf-8")), abbreviations, style)


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages as one project reads and writes them.

    They have its *abbreviations* by language, those at "" being of all, and its *styles* by language.
    """

    abbreviations: Mapping[str, frozenset[str]] = field(default_factory=dict)
    styles: Mapping[str, str] = field(default_factory=dict)

    def load(self, code: str) -> Language | None:
        """Return the data of the language *code*, or None if there is none."""
        base = without_country(code)
        known = (self.abbreviations.get(name, frozenset()) for name in ("", base))
        return load(code, frozenset().union(*known), self.styles.get(base, ""))


def without_country(code: str) -> str:
    """Return the language of *code* without its country: that of "de_AT" is "de"."""
    return code.replace("-", "_").partition("_")[0].lower()


@cache
def rules(language: Language) -> Mapping[str, Pattern]:
    """Return the rules that the wordings of *language* share, by name.

    The rules ``old_sign`` and ``new_sign`` are the names of signs, and note the signs as the words that are quoted.
    """
    signs = {
        f"{role}_sign": Choice(
            tuple(Row((parse(names), Flag(role, sign))) for sign, names in language.tables["signs"].items())
        )
        for role in ("old", "new")
    }
    return {**{name: parse(wording) for name, wording in language.tables["rules"].items()}, **signs}
