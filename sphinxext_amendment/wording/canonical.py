"""A command in canonical wording as far as it goes by itself, with something that stands for what is not said in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sphinxext_amendment.engine.changes import Change, Form
from sphinxext_amendment.engine.document import Address, Body, Paragraph, Point, Points
from sphinxext_amendment.engine.numbering import Scheme
from sphinxext_amendment.engine.problems import Code, Problem
from sphinxext_amendment.engine.text import Text
from sphinxext_amendment.wording.language import Language
from sphinxext_amendment.wording.request import NOWHERE, Request, change_of, going_on, in_context, settled
from sphinxext_amendment.wording.writer import UNSAID, write

SOMEWHERE = Address((UNSAID,))
"""The point of a command that names none, in a wording."""


def placed(requests: Sequence[Request]) -> Iterator[Request | Problem]:
    """Yield each of *requests*, which are one command, with its points; ``SOMEWHERE`` if none is said."""
    context = NOWHERE
    for asked in requests:
        request = in_context(asked, context, None)
        if isinstance(request, Problem) and request.code is Code.TARGET_MISSING:
            request = settled(replace(asked, targets=(SOMEWHERE,)))
        yield request
        if isinstance(request, Problem):
            return
        context = going_on(asked, request, context)


def said(requests: Sequence[Request], language: Language) -> str:
    """Return what *requests* ask for in canonical wording, or nothing if it cannot be said."""
    wordings = []
    for request in placed(requests):
        change = request if isinstance(request, Problem) else stand_in(request, language)
        written = None if isinstance(change, Problem) else write(change, None, language)
        if written is None:
            return ""
        wordings.append(written.command.content)
    return " ".join(wordings)


def stand_in(request: Request, language: Language) -> Change | Problem:
    """Return the change that *request* is, with something that stands for the new text and the forms it needs."""
    new_text: Body = ()
    forms: tuple[Form, ...] = ()
    request = replace(request, labels=())  # nothing stands for as many
    change = change_of(request, new_text, forms, None, language)
    if isinstance(change, Problem) and change.code is Code.NEW_TEXT_MISSING:
        match request.targets, request.several:
            case (Address(),), "same":
                pass
            case _, "same":  # points that get a text each are worded as those that several replace
                request = replace(request, several=True)
        several = request.several is True or request.kind == "point-split"
        new_text = _UNSAID_POINTS if several else _UNSAID_TEXT
    elif isinstance(change, Problem) and change.code is Code.FORMS_MISSING:
        forms = (Form(request.old.strip(), (request.new or Text("")).strip()),)
    else:
        return change
    return change_of(request, new_text, forms, None, language)


_UNSAID_TEXT: Body = (Paragraph(None, Text(UNSAID)),)
_UNSAID_POINTS: Body = (Points(None, Scheme(), tuple(Point(None, label, _UNSAID_TEXT) for label in ("1", "2"))),)
