"""The values of ``conf.py`` that are about texts: what they mean, and which cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.options import POLICIES
from sphinxext_amendment.wording.language import Languages, available, without_country

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.config import Config

_EXAMPLE = '["Vorl.", "i. K."], {"de": ["Vorl."]}'


def languages_of(config: Config) -> Languages:
    """Return the languages with the project's abbreviations, as far as these can be used."""
    found: dict[str, frozenset[str]] = {}
    for code, word in _abbreviations(config.amendment_abbreviations):
        if word is not None:
            found[code] = found.get(code, frozenset()) | {word}
    return Languages(found)


def wrong_settings(config: Config) -> Iterator[Problem]:
    """Yield a problem for each value, or part of one, that cannot be used."""
    if config.amendment_numbering not in list(POLICIES):
        yield _invalid("amendment_numbering", config.amendment_numbering, ", ".join(POLICIES))
    for wrong, word in _abbreviations(config.amendment_abbreviations):
        if word is None:
            yield _invalid("amendment_abbreviations", wrong, _EXAMPLE)


def _invalid(name: str, value: object, known: str) -> Problem:
    return problem(Code.OPTION_INVALID, None, option=name, value=value, known=known)


def _abbreviations(value: object) -> Iterator[tuple[str, str | None]]:
    """Yield each abbreviation with the code of its language, "" for all; or what cannot be one, with None."""
    if not isinstance(value, dict):
        yield from _words("", value)
        return
    for code, words in value.items():
        if isinstance(code, str) and without_country(code) in available():
            yield from _words(without_country(code), words)
        else:
            yield repr(code), None


def _words(code: str, words: object) -> Iterator[tuple[str, str | None]]:
    if not isinstance(words, list | tuple | set | frozenset):
        yield repr(words), None
        return
    for word in words:
        if isinstance(word, str) and any(map(str.isalpha, word)):
            yield code, word
        else:
            yield repr(word), None
