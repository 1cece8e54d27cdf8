"""What a command means, read by itself: what it asks for, in canonical wording, or why it is refused.

What would stand around it in a motion is not missed: a new text below it, forms, the point that its heading names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sphinxext_amendment.engine.changes import (
    Change,
    HeadingInsertion,
    HeadingRepeal,
    HeadingSubstitution,
    NumberingClaim,
    Occurrence,
    PointInsertion,
    PointMove,
    PointSplit,
    SentenceInsertion,
    SentenceRepeal,
    Sentences,
    SentenceSubstitution,
    WordChange,
    WordInsertion,
)
from sphinxext_amendment.engine.document import Address, Target, plain
from sphinxext_amendment.engine.problems import Code, Problem
from sphinxext_amendment.engine.text import Text
from sphinxext_amendment.wording.canonical import SOMEWHERE, placed, stand_in
from sphinxext_amendment.wording.grammar import Token, place
from sphinxext_amendment.wording.kinds import KindOfChange, KindOfRemark, kind_of
from sphinxext_amendment.wording.language import Language
from sphinxext_amendment.wording.reader import (
    Given,
    Remark,
    TextClaimOpening,
    meanings,
    read_claim,
    read_commands,
)
from sphinxext_amendment.wording.request import Pairs, Request
from sphinxext_amendment.wording.writer import write

_REMARKS: Mapping[str, KindOfRemark] = {
    "reason": "reason",
    "closing": "closing",
    "remark": "editorial-renumber",
    "unchanged": "unchanged",
}
"""What the remarks that the reader knows are."""

_AROUND = {Code.TARGET_MISSING, Code.NEW_TEXT_MISSING, Code.FORMS_MISSING, Code.BUNDLE_EMPTY}
"""The problems of a command that its surroundings solve."""

_QUOTED = {Code.NEW_TEXT_UNCLEAR, Code.NEW_TEXT_SHAPE}
"""The problems of a new text that a command quotes: it would have to stand below it."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a command says.

    *wording* is its canonical wording, and *new_text* the new text that it quotes; there is none of what changes
    nothing. *targets* are the points that it names. *old* and *new* are the words of a change of words, *old* those
    beside which words are inserted, and *count* says which of them are meant. *sentences* are those that are meant, or
    beside which one is inserted, *position* is where something comes. *pairs* are old labels with the new ones, and
    *onwards*, the following ones likewise. *note* is what is the matter with a new text that it quotes.
    """

    kind: KindOfChange | KindOfRemark
    wording: str = ""
    new_text: str = ""
    targets: tuple[Target, ...] = ()
    position: str | None = None
    old: str | None = None
    new: str | None = None
    sentences: Sentences | None = None
    count: Occurrence | None = None
    pairs: Pairs = ()
    onwards: bool = False
    note: Problem | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command is refused: the *problem*, and how much of its words was *understood*, if not all."""

    problem: Problem
    understood: str = ""


def explain(command: str, language: Language) -> tuple[Meaning, ...] | Refusal:
    """Return what *command* says, one thing after the other, or the refusal that a motion would get for it."""
    text = Text(command)
    claim = read_claim(text, None, language, SOMEWHERE)
    match claim:
        case NumberingClaim(_, pairs, onwards, within):
            labels = within.labels[1:] if within else ()  # without the point that stands for one
            targets = (Address(labels),) if labels else ()
            kind: KindOfRemark = "renumber-sentences" if claim.sentences else "renumber"
            return (Meaning(kind, targets=targets, pairs=pairs, onwards=onwards),)
        case TextClaimOpening():
            return (Meaning("consolidated"),)
        case Remark(remark):
            return (Meaning(_REMARKS[remark]),)
    ways, match = meanings(text, language)
    asked = read_commands(text, Given(), None, language)
    if isinstance(asked, Problem) and asked.code not in _AROUND | _QUOTED:
        return Refusal(asked, "" if ways else _words_to(match.tokens[: match.reach], command))
    found: list[Meaning] = []
    for request in placed(ways[0]):
        meaning = request if isinstance(request, Problem) else _meaning(request, command, language)
        if isinstance(meaning, Problem):
            return Refusal(meaning)
        found.append(meaning)
    return tuple(found)


def _words_to(tokens: Sequence[Token], command: str) -> str:
    """Return the words of *command* that *tokens* are, with which it begins."""
    if not tokens:
        return ""
    _, end = place(tokens[-1])
    return command[: end + tokens[-1].quoted]


def _meaning(request: Request, command: str, language: Language) -> Meaning | Problem:
    targets = tuple(target for target in request.targets if target != SOMEWHERE)
    meaning = Meaning(kind_of(replace(request, targets=targets)), targets=targets, pairs=request.pairs)
    if request.kind == "bundle":
        return meaning
    change = stand_in(request, language)
    if isinstance(change, Problem) and change.code in _QUOTED and request.text:
        meaning = replace(meaning, note=change)
        change = stand_in(replace(request, text=None), language)
    if isinstance(change, Problem):
        return change
    written = write(change, None, language)
    text = request.text.strip().content if request.text else ""
    meaning = replace(
        meaning,
        wording=written.command.content if written else command,
        new_text=text if meaning.note else text and plain(written.new_text if written else ()),
        position=_position(change),
        new=text or None,
        sentences=_sentences(change),
    )
    if isinstance(change, WordChange):
        old = change.anchor if isinstance(change, WordInsertion) else change.old
        new = request.new.strip().content if request.new else None
        return replace(meaning, old=old, new=new, count=change.occurrence)
    return meaning


def _position(change: Change) -> str | None:
    """Return where something comes that *change* inserts, moves or means."""
    match change:
        case PointMove(_, place, anchor):
            return f"{place} {anchor}" if anchor else place
        case SentenceInsertion(_, "before", 1):
            return "first"
        case SentenceInsertion(_, "after", -1):
            return "last"
        case PointInsertion(place) | WordInsertion(_, place) | SentenceInsertion(_, place) | HeadingInsertion(place):
            return place
        case PointSplit():
            return "after"
        case HeadingSubstitution(before=True) | HeadingRepeal(before=True):
            return "before"
        case _:
            return None


def _sentences(change: Change) -> Sentences | None:
    """Return the sentences that *change* means, or beside which it inserts one; none if that is said by its place."""
    match change:
        case SentenceInsertion(_, "before", 1) | SentenceInsertion(_, "after", -1):
            return None
        case SentenceInsertion(_, _, sentence) | PointSplit(_, sentence):
            return (sentence, sentence)
        case SentenceSubstitution(_, sentences) | SentenceRepeal(_, sentences):
            return sentences
        case _ if isinstance(change, WordChange):
            return change.sentences
        case _:
            return None
