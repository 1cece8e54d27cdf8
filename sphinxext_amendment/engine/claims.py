"""What a motion claims of the text it makes, compared with the computed text word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from sphinxext_amendment.engine.changes import Claim, NumberingClaim, TextClaim
from sphinxext_amendment.engine.document import Body, Paragraph, Points, plain
from sphinxext_amendment.engine.problems import Code, Difference, Problem

Numbering = Sequence[tuple[str | None, str | None]]


def check(body: Body, numbering: Numbering, claims: Sequence[Claim]) -> tuple[Problem, ...]:
    """Compare each claim with the computed points and their (old, new) numbers; a problem for each that is false."""
    problems = []
    for claim in claims:
        match claim:
            case TextClaim(key, claimed):
                code, differences = Code.CLAIM_TEXT, tuple(_text(body, claimed))
            case NumberingClaim(key):
                code, differences = Code.CLAIM_NUMBERING, tuple(_numbering(numbering, claim))
        if differences:
            problems.append(Problem(code, key, differences=differences))
    return tuple(problems)


def _numbering(numbering: Numbering, claim: NumberingClaim) -> Iterator[Difference]:
    computed = {old: new for old, new in numbering if old is not None}
    pairs = dict(claim.pairs)
    if claim.onwards:
        last_old, last_new = claim.pairs[-1]
        following = list(computed)[list(computed).index(last_old) + 1 :] if last_old in computed else []
        if last_new.isdigit():
            for step, old in enumerate(following, start=1):
                pairs.setdefault(old, str(int(last_new) + step))
    for old, claimed in pairs.items():
        if computed.get(old) != claimed:
            yield Difference(old, computed.get(old), claimed, numbering=True)


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
            yield from ((point.label, _words(point.body)) for point in block.items)
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
