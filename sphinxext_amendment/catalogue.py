"""The message catalogue of the extension's own words."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

CATALOGUE = "sphinxext_amendment"
LOCALES = Path(__file__).parent / "locale"

Translate = Callable[[str], str]


@cache
def translator(language: str) -> Translate:
    """Return the translation into *language* ("de", "de_AT"); the English words where there is none."""
    languages = [language, language.partition("_")[0]]
    return gettext.translation(CATALOGUE, LOCALES, languages, fallback=True).gettext


def _(message: str) -> str:
    """Mark *message* for the catalogue."""
    return message
