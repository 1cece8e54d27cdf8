"""Which kind of change a request asks for: the one table of their names."""

from __future__ import annotations

import unicodedata
from typing import Literal

from sphinxext_amendment.engine.document import Address, Range, Target
from sphinxext_amendment.wording.request import Request

KindOfChange = Literal[
    "insert-point-after",
    "insert-point-before",
    "insert-point-first",
    "append-point",
    "replace-point",
    "replace-points",
    "delete-point",
    "move-point",
    "split-point",
    "join-points",
    "insert-subpoint",
    "replace-subpoint",
    "delete-subpoint",
    "insert-sentence-after",
    "prepend-sentence",
    "append-sentence",
    "replace-sentence",
    "delete-sentence",
    "replace-words",
    "replace-words-each",
    "replace-words-inflected",
    "insert-words-after",
    "insert-words-before",
    "delete-words",
    "replace-punctuation",
    "replace-heading",
    "insert-heading",
    "delete-heading",
    "replace-all",
    "bundle",
]
"""The kinds of change of the drafting handbooks, and the heading of several."""

KindOfRemark = Literal[
    "renumber", "renumber-sentences", "editorial-renumber", "consolidated", "reason", "closing", "unchanged"
]
"""What else a paragraph of a motion can be: it changes nothing."""


def kind_of(request: Request) -> KindOfChange:  # noqa: PLR0912 - a case for each kind
    """Return the kind of change that *request* asks for."""
    match request.kind:
        case "point-insertion":
            return _insertion(request)
        case "point-substitution":
            return _substitution(request)
        case "point-repeal":
            return "delete-subpoint" if _is_inner(request) else "delete-point"
        case "point-move":
            return "move-point"
        case "point-split":
            return "split-point"
        case "point-join":
            return "join-points"
        case "word-substitution":
            if request.inflected:
                return "replace-words-inflected"
            if _is_sign(request.old):
                return "replace-punctuation"
            return "replace-words-each" if request.occurrence == "each" else "replace-words"
        case "word-repeal":
            return "delete-words"
        case "word-insertion":
            return "insert-words-before" if request.place == "before" else "insert-words-after"
        case "sentence-insertion":
            match request.place, request.sentences:
                case ("first", _) | (None | "before", (1, _)):
                    return "prepend-sentence"
                case ("last", _) | (None | "after", (-1, _)):
                    return "append-sentence"
                case _:
                    return "insert-sentence-after"
        case "sentence-substitution":
            return "replace-sentence"
        case "sentence-repeal":
            return "delete-sentence"
        case "heading-insertion":
            return "insert-heading"
        case "heading-substitution":
            return "replace-heading"
        case "heading-repeal":
            return "delete-heading"
        case "text-substitution":
            return "replace-all"
        case "bundle":
            return "bundle"


def _insertion(request: Request) -> KindOfChange:
    inside = request.targets and request.place in {"first", "last"}
    if inside or _is_inner(request) or request.unit.kind == "letter":
        return "insert-subpoint"
    match request.place:
        case "first":
            return "insert-point-first"
        case "before":
            return "insert-point-before"
        case "after":
            return "insert-point-after"
        case _:
            return "append-point"


def _substitution(request: Request) -> KindOfChange:
    if _is_inner(request):
        return "replace-subpoint"
    # So the handbooks write it if a point is divided, or points are joined, and get a new text with that.
    match request.targets, request.several:
        case (Address(),), True:
            return "split-point"
        case (Address(),), _:
            return "replace-point"
        case targets, False if not any(isinstance(target, Range) for target in targets):
            return "join-points"
        case _:
            return "replace-points"


def _is_inner(request: Request) -> bool:
    """Whether what *request* names lies in a point, or is a letter, which does."""
    return any(map(_lies_in_a_point, request.targets))


def _lies_in_a_point(target: Target) -> bool:
    first = target.first if isinstance(target, Range) else target
    label = first.labels[-1]
    return len(first.labels) > 1 or first.unit(0).kind == "letter" or (label.isalpha() and label.islower())


def _is_sign(words: str) -> bool:
    """Whether *words* are one punctuation mark."""
    return len(words) == 1 and unicodedata.category(words).startswith("P")
