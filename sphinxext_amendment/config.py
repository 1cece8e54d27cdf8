"""The values of ``conf.py`` that are about texts: what they mean, and which cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.options import POLICIES
from sphinxext_amendment.wording.language import Languages, available, load, without_country

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.config import Config

_EXAMPLE = '["Vorl.", "i. K."], {"de": ["Vorl."]}'


def languages_of(config: Config) -> Languages:
    """Return the languages with the project's abbreviations and styles, as far as these can be used."""
    found: dict[str, frozenset[str]] = {}
    for code, word in _abbreviations(config.amendment_abbreviations):
        if word is not None:
            found[code] = found.get(code, frozenset()) | {word}
    styles = ((code, style) for code, style in _styles(config.amendment_style) if code in available())
    return Languages(found, {code: style for code, style in styles if style is not None})


def wrong_settings(config: Config) -> Iterator[Problem]:
    """Yield a problem for each value, or part of one, that cannot be used."""
    if config.amendment_numbering not in list(POLICIES):
        yield _invalid("amendment_numbering", config.amendment_numbering, ", ".join(POLICIES))
    for wrong, word in _abbreviations(config.amendment_abbreviations):
        if word is None:
            yield _invalid("amendment_abbreviations", wrong, _EXAMPLE)
    for wrong, style in _styles(config.amendment_style):
        if style is None:
            known = (f"{code}: {', '.join(language.styles)}" for code in available() if (language := load(code)))
            yield _invalid("amendment_style", wrong, "; ".join(known))


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


def _styles(value: object) -> Iterator[tuple[str, str | None]]:
    """Yield each language with its style; or what cannot be one, with None. One style is that of all who have it."""
    if isinstance(value, dict):
        for code, style in value.items():
            language = load(code) if isinstance(code, str) else None
            known = language is not None and style in language.styles
            yield (language.code, style) if language and known else (f"{code}: {style}", None)
        return
    having = [code for code in available() if (language := load(code)) and value in language.styles]
    yield from ((code, str(value)) for code in having)
    if value and not having:
        yield str(value), None


def _words(code: str, words: object) -> Iterator[tuple[str, str | None]]:
    if not isinstance(words, list | tuple | set | frozenset):
        yield repr(words), None
        return
    for word in words:
        if isinstance(word, str) and any(map(str.isalpha, word)):
            yield code, word
        else:
            yield repr(word), None
