"""The one way in: ``consolidate(guideline, amendments)``: locate, check, apply, number.

Nothing in here raises on what a user wrote: what cannot be done is left undone and is a ``Problem``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import attrgetter

from sphinxext_amendment.engine import claims
from sphinxext_amendment.engine.changes import Amendment, Modification, NumberingClaim, PointInsertion, PointSplit
from sphinxext_amendment.engine.conflicts import agreements, conflicts, stopped_agreements
from sphinxext_amendment.engine.document import Body, Guideline, Paragraph, Points
from sphinxext_amendment.engine.edits import Closing, Edit, Located, Move, Placing, Removal, Replacement, Splice
from sphinxext_amendment.engine.history import History, Passage, Unit, Units, after, all_units, untouched
from sphinxext_amendment.engine.index import Index, Refused, index, numbered
from sphinxext_amendment.engine.locate import insertion_place, locate, number_at
from sphinxext_amendment.engine.policies import Given, number
from sphinxext_amendment.engine.problems import Code, Difference, Problem, problem
from sphinxext_amendment.engine.raised import are_numbered, numbers_told
from sphinxext_amendment.engine.text import OBJECT, Key, Text
from sphinxext_amendment.engine.words import closes, opens


@dataclass(frozen=True, slots=True)
class Consolidation:
    """What the amendments make of the guideline *base*.

    *title* is the heading of the whole text with its edits. *applied* names the changes that were carried out; each
    other one has a problem in *problems*.
    """

    base: Guideline
    title: Passage | None
    history: History
    applied: frozenset[Key]
    problems: tuple[Problem, ...]

    @property
    def name(self) -> str:
        """The name of the text."""
        return self.base.name

    @property
    def whole(self) -> History:
        """The history of the whole text, its heading included."""
        return self.history if self.title is None else (self.title, *self.history)

    @property
    def guideline(self) -> Guideline:
        """The new text, ready to be amended again."""
        title = None if self.title is None else Paragraph(self.title.key, self.title.new, heading=True)
        return replace(self.base, body=after(self.history), title=title)

    @property
    def numbering(self) -> tuple[tuple[str | None, str | None], ...]:
        """Old and new number of each top-level point; None where there is none."""
        return claims.numbering(self.history)


def consolidate(guideline: Guideline, amendments: Sequence[Amendment]) -> Consolidation:
    """Apply all changes of all *amendments* to *guideline* at once, number anew, and check.

    Every change is located on the guideline as it is given, so the order of changes does not matter, but for
    insertions at one place. A change that cannot be carried out exactly, or is in conflict with another, leaves
    the text as it is and is a problem. What an amendment claims of the result is checked where it stands alone; the
    numbers that it gives where numbers are kept are checked always.
    """
    text = index(guideline)
    misnumbered = [trouble for amendment in amendments for trouble in _misnumbered(text, amendment)]
    result = _consolidate(text, amendments, frozenset(trouble.place for trouble in misnumbered))
    result = replace(result, problems=(*misnumbered, *result.problems))
    claimed = [claim for amendment in amendments for claim in amendment.claims]
    if len(amendments) != 1:
        kept = guideline.policy == "keep"
        claimed = [claim for claim in claimed if kept and isinstance(claim, NumberingClaim)]
    checked = claims.check(result.guideline.body, claimed, result.history) if claimed else ()
    return replace(result, problems=_with_consequences(result, checked))


def _consolidate(text: Index, amendments: Sequence[Amendment], without: Collection[Key]) -> Consolidation:
    """Consolidate, leaving out the changes *without*."""
    located: list[Located] = []
    problems: list[Problem] = []
    for motion, amendment in enumerate(amendments):
        problems += amendment.refused
        for key, group in groupby(amendment.modifications, key=attrgetter("key")):
            if key in without:
                continue
            match _located(text, tuple(group)):
                case Problem() as trouble:
                    problems.append(trouble)
                case edits:
                    located.append(Located(((motion, len(located)),), key, edits))
    agreed, rest = agreements(located)
    troubles, stopped = conflicts(text, rest)
    problems += troubles
    while True:
        applicable = [item for item in rest if item.key not in stopped]
        kept = {item.key for item in applicable}
        applied = frozenset(kept | {key for key, first in agreed.items() if first in kept})
        result = _applied(text, applicable, [amendment for amendment in amendments if _is_whole(amendment, applied)])
        # What leaves nothing of a point, or gets another number than it should, is left out; then it is seen anew.
        order = [item.key for item in applicable]
        amiss = (
            _emptied(result, order) or _misnumbered_sentences(result, order) or _renumbered(text, result, applicable)
        )
        if not amiss:
            break
        stopped |= {key for trouble in amiss for key in (trouble.place, *trouble.others)}
        problems += amiss
    problems += stopped_agreements(agreed, stopped)
    return replace(result, applied=applied, problems=tuple(problems))


def _located(text: Index, modifications: Sequence[Modification]) -> tuple[Edit, ...] | Problem:
    """Locate the changes of one command, which are carried out together or not at all."""
    parts: list[Located] = []
    for position, asked in enumerate(modifications):
        match locate(text, asked.change, asked.key, asked.expected):
            case Problem() as trouble:
                return trouble
            case edits:
                parts.append(Located(((0, position),), (asked.key, position), edits))
    for trouble in conflicts(text, parts)[0] if len(parts) > 1 else ():
        return replace(trouble, place=modifications[0].key, others=())
    return tuple(edit for part in parts for edit in part.edits)


def _is_whole(amendment: Amendment, applied: Collection[Key]) -> bool:
    """Whether all that an amendment asks for is carried out: else the numbers that it gives are not right any more."""
    return not amendment.refused and all(asked.key in applied for asked in amendment.modifications)


def _applied(text: Index, located: Sequence[Located], numbering: Sequence[Amendment]) -> Consolidation:
    """Return the text with the edits *located*; the amendments *numbering* may give numbers where they are kept."""
    guideline = text.guideline
    edits = _Edits(text)
    for edit in (edit for item in located for edit in item.edits):
        edits.add(edit)
    if edits.replacement is None:
        history = _apply(guideline.body, edits)
    else:
        history = (*_removed(guideline.body, edits.replacement.by), *_new(edits.replacement))
    given = Given()
    if guideline.policy == "keep":
        given = Given(_announced(located), dict(_renamings(text, numbering)))
    history = number(history, guideline.policy, given, guideline.repealed)
    title = None if guideline.title is None else _passage(guideline.title, edits)
    return Consolidation(guideline, title, history, frozenset(), ())


# --- the numbers that motions give ------------------------------------------------------------------------------


def _announced(located: Iterable[Located]) -> dict[Key, str]:
    placings = (edit for item in located for edit in item.edits if isinstance(edit, Placing))
    return {edit.points[0].key: edit.announced for edit in placings if edit.announced and edit.points}


def _renamings(text: Index, amendments: Sequence[Amendment]) -> Iterator[tuple[tuple[Key | None, str], str]]:
    """Yield the new number of each point that a motion gives one: by the point around it and its old number."""
    for claim in (claim for amendment in amendments for claim in amendment.claims):
        if isinstance(claim, NumberingClaim) and not claim.sentences:
            try:
                around = None if claim.within is None else text.find(claim.within, claim.key).key
            except Refused:
                continue
            if claims.is_misnamed(claim, text.body(around)):
                continue
            labels = [point.label for point in numbered(text.body(around))]
            for old, new in claims.pairs(claim, labels):
                yield (around, old), new


def _misnumbered(text: Index, amendment: Amendment) -> Iterator[Problem]:
    """Yield a problem for each insertion whose new point does not get the number that the motion gives it.

    A motion may count from the text as it was or as it alone makes it, so both numbers are right. Where numbers are
    kept, there is only one.
    """
    announced = {
        item.key: item.change
        for item in amendment.modifications
        if isinstance(item.change, PointInsertion | PointSplit) and item.change.announced
    }
    if not announced or text.guideline.policy == "keep":
        return
    alone = _consolidate(text, [amendment], ())
    labels = {unit.key: unit.label for unit in all_units(alone.history)}
    for key, change in announced.items():
        if key not in alone.applied:
            continue
        if isinstance(change, PointInsertion):
            into, at, _ = insertion_place(text, change.place, change.anchor, key)
            before, after = number_at(into, at), labels[change.points[0].key]
        else:
            place = text.places[text.find(change.target, key).key]
            before, after = number_at(place.points, place.index + 1), labels[key, "rest"]
        if change.announced not in {before, after}:
            yield problem(Code.NUMBER_ANNOUNCED, key, words=change.announced, number=before, new=after)


def _renumbered(text: Index, result: Consolidation, located: Sequence[Located]) -> list[Problem]:
    """Where numbers are kept, return a problem for each new point that cannot have the number that it is given."""
    announced = _announced(located) if text.guideline.policy == "keep" else {}
    if not announced:
        return []
    labels = {unit.key: unit.label or "" for unit in all_units(result.history)}
    by = {edit.points[0].key: item.key for item in located for edit in item.edits if isinstance(edit, Placing)}
    return [
        problem(Code.NUMBER_ANNOUNCED, by[point], words=wanted, number=labels[point], new=labels[point])
        for point, wanted in announced.items()
        if labels[point] != wanted
    ]


# --- checks of the result ---------------------------------------------------------------------------------------


def _emptied(result: Consolidation, order: Sequence[Key]) -> list[Problem]:
    """Return a problem for each point, or paragraph of one, of which several changes together leave no word."""
    found = []
    for unit in all_units(result.history):
        blocks = [block for block in unit.body if not (isinstance(block, Passage) and block.heading)]
        passages = [block for block in blocks if isinstance(block, Passage)]
        bare = [passage for passage in passages if passage.edits and _is_bare(passage)]
        if unit.by or not bare:
            continue
        emptied = [passage for passage in bare if passage.new.content.strip() or len(passages) == len(blocks)]
        if not emptied or (len(bare) < len(passages) and all(passage.emptied for passage in bare)):
            continue
        keys = sorted({edit.by for passage in bare for edit in passage.edits}, key=order.index)
        label = unit.base.label if unit.base else ""
        found.append(problem(Code.NOTHING_LEFT, keys[-1], others=tuple(keys[:-1]), target=label))
    return found


def _misnumbered_sentences(result: Consolidation, order: Sequence[Key]) -> list[Problem]:
    """Return a problem for each point whose author has numbered its sentences, if edits leave wrong numbers there."""
    found = []
    for unit in all_units(result.history):
        passages = [block for block in unit.body if isinstance(block, Passage) and not block.heading]
        keys = sorted({edit.by for passage in passages for edit in passage.edits}, key=order.index)
        if not keys or unit.by or not are_numbered(passage.old for passage in passages):
            continue
        left = [passage.new for passage in passages]
        if not are_numbered(left):
            label = unit.base.label if unit.base else ""
            told, others = numbers_told(left), tuple(keys[:-1])
            trouble = problem(Code.SENTENCE_NUMBERS, keys[-1], others=others, target=label, numbers=told, after="after")
            found.append(trouble)
    return found


def _is_bare(passage: Passage) -> bool:
    """Whether edits have taken every word of a paragraph."""
    return _has_words(passage.old) and not _has_words(passage.new)


def _has_words(text: Text) -> bool:
    return any(character.isalnum() or character == OBJECT for character in text.content)


def _with_consequences(result: Consolidation, checked: Sequence[Problem]) -> tuple[Problem, ...]:
    """Tell a false claim with the change that was not carried out, if there is one: it follows from that.

    What differs in the point that such a change is about is told there, all else with the first one whose point
    is not known, or the first one.
    """
    stopped = [trouble for trouble in result.problems if trouble.place not in result.applied]
    if not stopped or not checked:
        return (*result.problems, *checked)
    numbers = {old: new for old, new in result.numbering if old is not None}
    about = {
        numbers[trouble.fact("target")]: trouble for trouble in reversed(stopped) if trouble.fact("target") in numbers
    }
    elsewhere = next((trouble for trouble in stopped if not trouble.fact("target")), stopped[0])
    told: dict[int, list[Difference]] = {}
    for difference in (difference for claim in checked for difference in claim.differences):
        at = elsewhere if difference.numbering else about.get(difference.point, elsewhere)
        told.setdefault(id(at), []).append(difference)
    return tuple(replace(trouble, differences=tuple(told.get(id(trouble), ()))) for trouble in result.problems)


# --- applying ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Edits:
    """The edits to apply, by where they are."""

    text: Index
    splices: dict[Key, list[Splice]] = field(default_factory=lambda: defaultdict(list))
    placings: dict[Key, dict[int, list[Placing | Move]]] = field(default_factory=dict)
    removals: dict[Key, Removal | Move] = field(default_factory=dict)
    replacement: Replacement | None = None

    def add(self, edit: Edit) -> None:
        match edit:
            case Splice(paragraph):
                self.splices[paragraph].append(edit)
            case Placing(points_key, at):
                self.placings.setdefault(points_key, {}).setdefault(at, []).append(edit)
            case Move(point, points_key, at):
                self.removals[point] = edit
                self.placings.setdefault(points_key, {}).setdefault(at, []).append(edit)
            case Removal(point):
                self.removals[point] = edit
            case Replacement():
                self.replacement = edit
            case Closing():
                pass  # nothing to do: it only keeps others away


def _apply(body: Body, edits: _Edits) -> History:
    return tuple(
        _passage(block, edits)
        if isinstance(block, Paragraph)
        else Units(block.key, block.scheme, tuple(_apply_to_list(block, edits)))
        for block in body
    )


def _passage(block: Paragraph, edits: _Edits) -> Passage:
    own = edits.splices.get(block.key)
    if not own:
        return Passage(block.key, block.text, (), block.heading)
    in_order = sorted(own, key=lambda edit: (edit.start, edit.end, edit.rank))
    return Passage(block.key, block.text, tuple(_closing_gaps(in_order, block.text.content)), block.heading)


def _closing_gaps(edits: Sequence[Splice], content: str) -> Iterator[Splice]:
    """Let each edit that only takes words out take one space beside them too: the one before, or else the one after.

    A space goes only where the next thing to it is another one, the edge of the text, or a sign that needs none.
    """
    free = 0
    for position, edit in enumerate(edits):
        start, end = edit.start, edit.end
        if start < end and not edit.new.content:
            following = edits[position + 1].start if position + 1 < len(edits) else len(content)
            if start > free and content[start - 1] == " " and (end == len(content) or closes(content[end:])):
                start -= 1
            elif end < following and content[end] == " " and (not start or opens(content[:start])):
                end += 1
        yield edit if (start, end) == (edit.start, edit.end) else replace(edit, start=start, end=end)
        free = end


def _apply_to_list(block: Points, edits: _Edits) -> Iterator[Unit]:
    placings = edits.placings.get(block.key, {})
    for at in range(len(block.items) + 1):
        following = block.items[at].key if at < len(block.items) else None
        # Of those of one rank, what is to come after a point is nearer to it than what is to come before the next.
        for edit in sorted(
            placings.get(at, ()), key=lambda edit: (edit.rank, following is not None and edit.beside == following)
        ):
            if isinstance(edit, Move):
                point = edits.text.points[edit.point]
                yield Unit(point.key, point, "", _apply(point.body, edits), (edit.by,), moved=True)
            else:
                for point in edit.points:
                    yield Unit(point.key, None, "", untouched(point.body), (edit.by,))
        if at < len(block.items):
            point = block.items[at]
            match edits.removals.get(point.key):
                case None:
                    yield Unit(point.key, point, point.label, _apply(point.body, edits))
                case Removal(body=None, by=by):
                    yield Unit(point.key, point, None, untouched(point.body), (by,))
                case Removal(body=body, by=by):
                    yield Unit(point.key, point, point.label, untouched(body or ()), (by,))
                case Move(by=by):
                    yield Unit(point.key, point, None, untouched(point.body), (by,), moved=True)


def _removed(body: Body, by: Key) -> Iterator[Passage | Units]:
    for block in body:
        if isinstance(block, Paragraph):
            yield Passage(block.key, block.text, (), block.heading, by, removed=True)
        else:
            items = (Unit(point.key, point, None, untouched(point.body), (by,)) for point in block.items)
            yield Units(block.key, block.scheme, tuple(items), removed=True)


def _new(replacement: Replacement) -> Iterator[Passage | Units]:
    for block in replacement.body:
        if isinstance(block, Paragraph):
            yield Passage(block.key, block.text, (), block.heading, replacement.by)
        else:
            made = (replacement.by,)
            items = (Unit(point.key, None, point.label, untouched(point.body), made) for point in block.items)
            yield Units(block.key, block.scheme, tuple(items))
