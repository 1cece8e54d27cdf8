"""Advice for a problem with words: the inflected forms in which they stand there, and the line that lists them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from sphinxext_amendment.engine.changes import (
    Amendment,
    Change,
    WordChange,
    WordInsertion,
    WordRepeal,
    WordSubstitution,
)
from sphinxext_amendment.engine.consolidate import Consolidation
from sphinxext_amendment.engine.document import Guideline, Paragraph, paragraphs_of
from sphinxext_amendment.engine.index import index
from sphinxext_amendment.engine.locate import words_searched
from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.engine.text import Key, Text
from sphinxext_amendment.wording.forms import Form, inflected_forms, joined
from sphinxext_amendment.wording.language import Language


def advise(trouble: Problem, changes: Mapping[Key, Change], text: Guideline, language: Language) -> Problem:
    """Add to a problem with words what stands in the point instead; nothing of it is ever applied by itself.

    Facts: ``found`` (forms of the words, a line each), ``joined`` (larger words that contain them, a line each),
    ``line`` (the option to add).
    """
    if trouble.code is Code.FORMS_MISSING:
        meant = WordSubstitution((), trouble.fact("words"), Text(trouble.fact("new")))
        listed = _line(list(_forms(meant, meant.old, text, language)))
        return replace(trouble, facts=(*trouble.facts, ("line", listed))) if listed else trouble
    change = changes.get(trouble.place)
    if trouble.code is not Code.WORDS_NOT_FOUND or not isinstance(change, WordChange):
        return trouble
    words = trouble.fact("words")
    forms = list(_forms(change, words, text, language))
    inflected = {form.found for form in forms}
    facts = {
        "found": "\n".join(form.found for form in _distinct(forms)),
        "line": _line(forms) if isinstance(change, WordSubstitution) else "",
        "joined": "\n".join(word for word in _joined(change, words, text) if word not in inflected),
    }
    more = tuple((name, value) for name, value in facts.items() if value)
    return replace(trouble, facts=(*trouble.facts, *more))


def further_forms(
    amendment: Amendment, result: Consolidation, text: Guideline, language: Language
) -> Iterator[Problem]:
    """Yield a notice for each change of words that was carried out while further forms of the words stand there."""
    for item in amendment.modifications:
        change = item.change
        if item.key not in result.applied or not isinstance(change, WordSubstitution | WordRepeal):
            continue
        substitution = change if isinstance(change, WordSubstitution) else None
        listed = {form.old for form in substitution.forms} if substitution else set()
        inflected = _forms(change, change.old, text, language) if substitution else ()
        forms = [form for form in inflected if form.found not in listed]
        # "Bürger/innen": a compound ("Bürgerhaus") is another word, but this may be the same.
        whole = change.old[0].isalnum() and change.old[-1].isalnum()
        larger = _joined(change, change.old, text) if whole else []
        others = [word for word in larger if _SIGN.search(word) and word not in listed]
        found = list(dict.fromkeys((*(form.found for form in forms), *others)))
        if found:
            target = ", ".join(map(str, change.targets))
            line = "" if others else _line(forms)
            yield problem(Code.OTHER_FORMS, item.key, target=target, found="\n".join(found), line=line)


_SIGN = re.compile(r"[^\W\d_][/()*:·]|[/()*:·][^\W\d_]")
"""A sign within a word that is put together of several."""


def _forms(change: WordChange, words: str, text: Guideline, language: Language) -> Iterator[Form]:
    match change:
        case WordSubstitution(old=old, new=new):
            replacement = new.content
        case WordRepeal(old=old) | WordInsertion(anchor=old):
            replacement = old
    if words != old:
        return
    for paragraph in _paragraphs(change, text):
        for form in inflected_forms(words, replacement, paragraph.text.content, language):
            if form.found.split() != words.split():  # the words themselves, with another kind of space
                yield form


def _paragraphs(change: WordChange, text: Guideline) -> Iterator[Paragraph]:
    """Yield the paragraphs in which a change looks for its words."""
    return paragraphs_of(words_searched(index(text), change))


def _joined(change: WordChange, words: str, text: Guideline) -> list[str]:
    found = [
        paragraph.text.content[start:end]
        for paragraph in _paragraphs(change, text)
        for start, end in joined(words, paragraph.text.content)
    ]
    return list(dict.fromkeys(found))


def _distinct(forms: list[Form]) -> list[Form]:
    return list({form.found: form for form in forms}.values())


def _line(forms: list[Form]) -> str:
    """Return the option that lists *forms*, if the new form of each is known; one that recurs gets "(each)"."""
    pairs = []
    for form in _distinct(forms):
        if form.proposal is None:
            return ""
        each = " (each)" if sum(other.found == form.found for other in forms) > 1 else ""
        pairs.append(f"{form.found} -> {form.proposal}{each}")
    return f":forms: {'; '.join(pairs)}" if pairs else ""
