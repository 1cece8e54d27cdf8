"""Which sentences of a point can be counted: all of them, or those up to the first list, which nobody counts alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from sphinxext_amendment.engine.document import Body, Paragraph, Points, paragraphs_of
from sphinxext_amendment.engine.raised import RAISED, are_numbered
from sphinxext_amendment.engine.text import OBJECT, Span

Place = tuple[Paragraph, Span]
"""A passage of a paragraph."""


@dataclass(frozen=True, slots=True)
class Countable:
    """The sentences of a point that can be counted, in order; its title is none.

    Where *introducing* is set, the last of them introduces the first list of the point and may go on in it; *behind* is
    that list, and what follows it: nobody knows which sentences it holds.
    """

    sentences: tuple[Place, ...]
    introducing: bool = False
    behind: Body = ()


def countable(body: Body) -> Countable | None:
    """Return the sentences that stand directly in *body* and can be counted; None if none can.

    They cannot if something stands between two sentences, or one of them in brackets, or if a table or image does.
    """
    found: list[Place] = []
    before: Paragraph | None = None
    for at, block in enumerate(body):
        if isinstance(block, Points):
            if not block.items:
                continue
            introducing = before is not None and not before.heading
            if before is not None and introducing and not _ends_with_a_sentence(before):
                return None
            return Countable(tuple(found), introducing, body[at:])
        before = block
        if block.text.content == OBJECT:
            return None
        if not block.heading:
            if not _is_countable(block):
                return None
            found += [(block, span) for span in block.text.sentences]
    return Countable(tuple(found))


def introduces(body: Body, points: Points) -> int:
    """Return the number of the sentence in *body* that introduces the list *points*; 0 if nobody knows."""
    found = countable(body)
    if (
        found is None
        or not found.introducing
        or not are_numbered({place.key: place.text for place, _ in found.sentences}.values())
    ):
        return 0
    lists = takewhile(lambda block: isinstance(block, Points) and block.scheme == points.scheme, found.behind)
    return len(found.sentences) if points in lists else 0


_STOPPED = re.compile(rf"[.!?…][\"'“”’«»›‹)\]{OBJECT}\s]*$")
_OPENING = f" \"'„“«»‚‘‹›([{RAISED}"


def stands_alone(body: Body, at: int) -> bool:
    """Whether the paragraph at that place in *body* is one of its own; else nobody knows how to count paragraphs.

    A table or image may be one or not. What follows a list may go on in the sentence that introduces it, unless the
    list ends with a stop and no small letter follows.
    """
    paragraph, above = body[at], tuple(block for block in body[:at] if isinstance(block, Paragraph) or block.items)
    if not isinstance(paragraph, Paragraph) or paragraph.text.content == OBJECT:
        return False
    if not above or isinstance(above[-1], Paragraph):
        return True
    *_, last = ("", *(inner.text.content for inner in paragraphs_of(above[-1:])))
    first = paragraph.text.content.lstrip(_OPENING)[:1]
    return _STOPPED.search(last) is not None and (first.isupper() or first.isdecimal())


_IN_BRACKETS = re.compile(r"\([^()]*[.!?…]\)\s+\S")
"""A sentence in brackets, with another one behind it: nobody knows whether it counts."""


def _is_countable(paragraph: Paragraph) -> bool:
    content, spans = paragraph.text.content, paragraph.text.sentences
    if any(_is_filled(content[end:start]) for (_, end), (start, _) in pairwise(spans)):
        return False
    return not any(_IN_BRACKETS.match(content[start:end]) for start, end in spans)


def _ends_with_a_sentence(paragraph: Paragraph) -> bool:
    spans = paragraph.text.sentences
    return bool(spans) and not _is_filled(paragraph.text.content[spans[-1][1] :])


def _is_filled(content: str) -> bool:
    return any(map(str.isalnum, content))


def passages(run: Sequence[Place]) -> list[Place]:
    """Return the sentences of *run* as one passage for each paragraph that they are in."""
    found: list[Place] = []
    for paragraph, (start, end) in run:
        if found and found[-1][0] is paragraph:
            found[-1] = paragraph, (found[-1][1][0], end)
        else:
            found.append((paragraph, (start, end)))
    return found
