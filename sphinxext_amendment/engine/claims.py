"""What a motion claims of the text it makes, compared with the computed text word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from sphinxext_amendment.engine.changes import Claim, NumberingClaim, TextClaim
from sphinxext_amendment.engine.document import Body, Paragraph, Points, plain
from sphinxext_amendment.engine.history import History, Passage, Unit, units_of
from sphinxext_amendment.engine.index import misnamed
from sphinxext_amendment.engine.problems import Code, Difference, Problem

Numbering = tuple[tuple[str | None, str | None], ...]


def check(body: Body, claims: Sequence[Claim], history: History = ()) -> tuple[Problem, ...]:
    """Compare each claim with the computed text, and with the numbers in its *history*; a problem for each false one.

    A claim about a point that is not there is false: ``claim-numbering`` with the number None.
    """
    problems = []
    for claim in claims:
        match claim:
            case TextClaim(key, claimed):
                code, differences = Code.CLAIM_TEXT, tuple(_text(body, claimed))
            case NumberingClaim(key):
                code, differences = Code.CLAIM_NUMBERING, tuple(_numbers(history, claim))
        if differences:
            problems.append(Problem(code, key, differences=differences))
    return tuple(problems)


def numbering(history: History) -> Numbering:
    """Return old and new number of each point that stands directly in *history*; None where there is none.

    A point that has moved within it is named once.
    """
    units = [unit for unit in units_of(history) if unit.label or (unit.base and unit.base.label)]
    here = {unit.key for unit in units if unit.moved and unit.label is not None}
    return tuple(
        ((unit.base.label or None) if unit.base else None, unit.label or None)
        for unit in units
        if not (unit.moved and unit.label is None and unit.key in here)
    )


def is_misnamed(claim: NumberingClaim, body: Body | History) -> bool:
    """Whether *claim* calls the points that stand directly in *body* otherwise than the text: they are not those."""
    depth = len(claim.within.labels) if claim.within else 0
    lists = (block for block in body if not isinstance(block, Paragraph | Passage))
    return any(misnamed(claim.unit, block.scheme, depth) for block in lists if block.scheme.style != "bullet")


def pairs(claim: NumberingClaim, labels: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the (old, new) numbers that are claimed of points with these *labels*: those named, and what follows."""
    claimed = dict(claim.pairs)
    if claim.onwards:
        last_old, last_new = claim.pairs[-1]
        following = labels[labels.index(last_old) + 1 :] if last_old in labels else []
        if re.fullmatch("[0-9]{1,9}", last_new):
            for step, old in enumerate(following, start=1):
                claimed.setdefault(old, str(int(last_new) + step))
    return tuple(claimed.items())


def _numbers(history: History, claim: NumberingClaim) -> Iterator[Difference]:
    units = None if claim.within is None else _unit_at(history, claim.within.labels)
    if claim.within is not None:
        history = units.body if units else ()
    if not claim.sentences and is_misnamed(claim, history):
        yield from (Difference(old, None, new, numbering=True) for old, new in claim.pairs)
        return
    if claim.sentences:
        computed: dict[str, str | None] = {
            str(old): None if new is None else str(new) for old, new in _sentences(history)
        }
    else:
        computed = {old: new for old, new in numbering(history) if old is not None}
    for old, claimed in pairs(claim, list(computed)):
        if computed.get(old) != claimed:
            yield Difference(old, computed.get(old), claimed, numbering=True)


def _unit_at(history: History, labels: Sequence[str]) -> Unit | None:
    """Return the point that had these labels."""
    found = [unit for unit in units_of(history) if unit.base and unit.base.label.casefold() == labels[0].casefold()]
    if len(labels) == 1:
        return found[-1] if found else None  # where it has moved to
    inner = (_unit_at(unit.body, labels[1:]) for unit in found)
    return next((unit for unit in inner if unit), None)


def _sentences(history: History) -> Iterator[tuple[int, int | None]]:
    """Yield old and new number of each sentence of a point; None if it is gone."""
    old_count = new_count = 0
    for passage in history:
        if not isinstance(passage, Passage) or passage.heading:
            continue
        now = passage.new.sentences
        for start, end in passage.old.sentences:
            old_count += 1
            at = _position(passage, start, end)
            found = None if at is None else next((n for n, span in enumerate(now, 1) if span[0] <= at < span[1]), None)
            yield old_count, None if found is None else new_count + found
        new_count += len(now)


def _position(passage: Passage, start: int, end: int) -> int | None:
    """Return where the first character that is left of the passage from *start* to *end* stands now."""
    moved = 0
    for edit in passage.edits:
        if edit.end <= start:
            moved += len(edit.new.content) - (edit.end - edit.start)
        elif edit.start <= start:
            start = edit.end
            moved += len(edit.new.content) - (edit.end - edit.start)
    return start + moved if start < end else None


def _text(body: Body, claimed: Body) -> Iterator[Difference]:
    paragraphs = any(isinstance(block, Paragraph) for block in claimed)
    ours = list(_readings(body, paragraphs=paragraphs))
    theirs = list(_readings(claimed, paragraphs=paragraphs))
    matcher = SequenceMatcher(a=[text for _, text in ours], b=[text for _, text in theirs], autojunk=False)
    differences: list[Difference] = []
    for operation, i, i_end, j, j_end in matcher.get_opcodes():
        if operation != "equal":
            differences += _pair(ours[i:i_end], theirs[j:j_end])
    if not differences:
        differences = [
            Difference(label, f"{label} {text}", f"{other} {text}")
            for (label, text), (other, _) in zip(ours, theirs, strict=True)
            if label != other
        ]
    yield from differences


def _readings(body: Body, *, paragraphs: bool) -> Iterator[tuple[str, str]]:
    """Yield label and words of each point and, if *paragraphs* are compared too, of what stands between them."""
    for block in body:
        if isinstance(block, Points):
            yield from ((point.label or "–", _words(point.body)) for point in block.items)
        elif paragraphs:
            yield "–", _words((block,))


def _words(body: Body) -> str:
    """Return the words to compare; where a footnote reference stood between spaces, one space is left."""
    return re.sub(" +", " ", re.sub(" *\n *", "\n", plain(body))).strip()


def _pair(ours: list[tuple[str, str]], theirs: list[tuple[str, str]]) -> Iterator[Difference]:
    """Tell which claimed point stands for which computed one: in order, each for the one that it is most like."""
    if len(ours) == len(theirs):
        for (label, computed), (_, claimed) in zip(ours, theirs, strict=True):
            yield Difference(label, computed, claimed)
        return
    more, fewer = (ours, theirs) if len(ours) > len(theirs) else (theirs, ours)
    chosen: dict[int, int] = {}
    for index, (_, text) in enumerate(fewer):
        first = max(chosen.values(), default=-1) + 1
        last = len(more) - (len(fewer) - index)
        chosen[index] = max(range(first, last + 1), key=lambda other: _likeness(text, more[other][1]))
    partner = {other: index for index, other in chosen.items()}
    for other, (label, text) in enumerate(more):
        match = fewer[partner[other]] if other in partner else None
        if more is ours:
            yield Difference(label, text, match and match[1])
        else:
            yield Difference(match[0] if match else label, match and match[1], text)


def _likeness(one: str, two: str) -> float:
    return SequenceMatcher(a=one.split(), b=two.split(), autojunk=False).ratio()
