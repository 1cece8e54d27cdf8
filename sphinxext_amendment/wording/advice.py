"""Advice for a problem with words: the inflected forms in which they stand there, and the line that lists them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

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
from sphinxext_amendment.engine.history import all_passages
from sphinxext_amendment.engine.index import index
from sphinxext_amendment.engine.locate import words_searched
from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.engine.text import Key, Text
from sphinxext_amendment.wording.forms import Form, inflected_forms, joined, unfit
from sphinxext_amendment.wording.language import Language


@dataclass(frozen=True, slots=True)
class _Hit:
    """Words of the text that a motion may mean too, and the paragraph where they stand."""

    words: str
    paragraph: Key


def advise(trouble: Problem, changes: Mapping[Key, Change], text: Guideline, language: Language) -> Problem:
    """Add to a problem with words what stands in the point instead; nothing of it is ever applied by itself.

    Facts: ``found`` (forms of the words, a line each) with their places, ``joined`` (larger words that contain them, a
    line each), ``line`` (the option to add).
    """
    if trouble.code is Code.FORMS_MISSING:
        meant = WordSubstitution((), trouble.fact("words"), Text(trouble.fact("new")))
        listed = _line([form for form, _ in _forms(meant, meant.old, text, language)])
        return replace(trouble, facts=(*trouble.facts, ("line", listed))) if listed else trouble
    change = changes.get(trouble.place)
    if trouble.code is not Code.WORDS_NOT_FOUND or not isinstance(change, WordChange):
        return trouble
    words = trouble.fact("words")
    forms = list(_forms(change, words, text, language))
    inflected = {form.found for form, _ in forms}
    facts = {
        "line": _line([form for form, _ in forms]) if isinstance(change, WordSubstitution) else "",
        "joined": "\n".join(
            dict.fromkeys(hit.words for hit in _joined(change, words, text) if hit.words not in inflected)
        ),
    }
    more = tuple((name, value) for name, value in facts.items() if value)
    trouble = replace(trouble, facts=(*trouble.facts, *more))
    return _with_hits(trouble, [hit for _, hit in forms], text)


def _with_hits(trouble: Problem, hits: Iterable[_Hit], text: Guideline) -> Problem:
    """Add to a problem what was found, each with its point and place."""
    hits = list(dict.fromkeys(hits))
    if not hits:
        return trouble
    ready = index(text)
    points = [next(map(ready.points.get, ready.around(hit.paragraph)), None) for hit in hits]
    facts = (
        ("found", "\n".join(hit.words for hit in hits)),
        ("found_in", "\n".join(ready.named(point) if point else "" for point in points)),
    )
    return replace(trouble, facts=(*trouble.facts, *facts), places=tuple(hit.paragraph for hit in hits))


def further_forms(
    amendment: Amendment, result: Consolidation, text: Guideline, language: Language
) -> Iterator[Problem]:
    """Yield a notice for each change of words that was carried out while something there may have to change too.

    That are further forms of the words, or words beside them.
    """
    for item in amendment.modifications:
        change = item.change
        if item.key not in result.applied or not isinstance(change, WordSubstitution | WordRepeal):
            continue
        target = ", ".join(map(str, change.targets))
        substitution = change if isinstance(change, WordSubstitution) else None
        listed = {form.old for form in substitution.forms} if substitution else set()
        inflected = _forms(change, change.old, text, language) if substitution else ()
        forms = [(form, hit) for form, hit in inflected if form.found not in listed]
        # "Bürger/innen": a compound ("Bürgerhaus") is another word, but this may be the same.
        whole = change.old[0].isalnum() and change.old[-1].isalnum()
        larger = _joined(change, change.old, text) if whole else []
        others = [hit for hit in larger if _SIGN.search(hit.words) and hit.words not in listed]
        found = [*(hit for _, hit in forms), *others]
        if found:
            line = "" if others else _line([form for form, _ in forms])
            yield _with_hits(problem(Code.OTHER_FORMS, item.key, target=target, line=line), found, text)
        if substitution and (around := list(_unfit(substitution, item.key, result, language))):
            yield _with_hits(problem(Code.WORDS_BESIDE, item.key, target=target), around, text)


def _unfit(change: WordSubstitution, key: Key, result: Consolidation, language: Language) -> Iterator[_Hit]:
    """Yield the words around each place where the words themselves were replaced and the new ones may not fit."""
    for passage in all_passages(result.whole):
        content = passage.old.content
        for edit in passage.edits:
            if edit.by == key and content[edit.start : edit.end].split() == change.old.split():
                around = unfit(change.old, change.new.content, content, (edit.start, edit.end), language)
                if around:
                    yield _Hit(around, passage.key)


_SIGN = re.compile(r"[^\W\d_][/()*:·]|[/()*:·][^\W\d_]")
"""A sign within a word that is put together of several."""


def _forms(change: WordChange, words: str, text: Guideline, language: Language) -> Iterator[tuple[Form, _Hit]]:
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
                yield form, _Hit(form.found, paragraph.key)


def _paragraphs(change: WordChange, text: Guideline) -> Iterator[Paragraph]:
    """Yield the paragraphs in which a change looks for its words."""
    return paragraphs_of(words_searched(index(text), change))


def _joined(change: WordChange, words: str, text: Guideline) -> list[_Hit]:
    return [
        _Hit(paragraph.text.content[start:end], paragraph.key)
        for paragraph in _paragraphs(change, text)
        for start, end in joined(words, paragraph.text.content)
    ]


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
