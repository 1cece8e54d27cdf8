"""The one way in: ``consolidate(guideline, amendments)``: locate, check, apply, number.

Nothing in here raises on what a user wrote: what cannot be done is left undone and is a ``Problem``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from sphinxext_amendment.engine import claims
from sphinxext_amendment.engine.changes import (
    Amendment,
    Change,
    Form,
    PointInsertion,
    PointRepeal,
    PointSubstitution,
    SentenceInsertion,
    WordSubstitution,
)
from sphinxext_amendment.engine.document import (
    Address,
    Body,
    Guideline,
    Paragraph,
    Point,
    Points,
    paragraphs_of,
    points_of,
)
from sphinxext_amendment.engine.numbering import Scheme
from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.engine.text import OBJECT, Key, Span, Text

# --- what comes out -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Splice:
    """An edit of a paragraph: the passage from *start* to *end* becomes *new*, because of the change at *by*."""

    paragraph: Key
    start: int
    end: int
    new: Text
    by: Key


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a paragraph: kept if *by* is None, else inserted or deleted by the change there."""

    text: Text
    by: Key | None = None
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with its edits, in order."""

    key: Key
    old: Text
    edits: tuple[Splice, ...] = ()

    @property
    def new(self) -> Text:
        """The paragraph after its edits."""
        text = self.old
        for edit in reversed(self.edits):
            text = text.splice(edit.start, edit.end, edit.new)
        return text

    def segments(self) -> Iterator[Segment]:
        """Yield the paragraph piece by piece: what is kept, deleted and inserted."""
        position = 0
        for edit in self.edits:
            if position < edit.start:
                yield Segment(self.old.slice(position, edit.start))
            if edit.start < edit.end:
                yield Segment(self.old.slice(edit.start, edit.end), edit.by, deleted=True)
            if edit.new.content:
                yield Segment(self.old.enclosed(edit.start, edit.end, edit.new), edit.by)
            position = edit.end
        if position < len(self.old.content):
            yield Segment(self.old.slice(position, len(self.old.content)))


@dataclass(frozen=True, slots=True)
class Unit:
    """A point with its history.

    *base* is the point before (None: it is inserted), *label* its number after (None: it is repealed).
    *by* names the changes that inserted, replaced or repealed it as a whole.
    """

    key: Key
    base: Point | None
    label: str | None
    body: History
    by: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Units:
    """A list of points with its history."""

    key: Key
    scheme: Scheme
    items: tuple[Unit, ...]


History = tuple[Passage | Units, ...]


@dataclass(frozen=True, slots=True)
class Consolidation:
    """What the amendments make of the guideline.

    *applied* names the changes that were carried out; each other one has a problem in *problems*.
    """

    name: str
    history: History
    applied: frozenset[Key]
    problems: tuple[Problem, ...]

    @property
    def guideline(self) -> Guideline:
        """The new text, ready to be amended again."""
        return Guideline(self.name, _after(self.history))

    @property
    def numbering(self) -> tuple[tuple[str | None, str | None], ...]:
        """Old and new number of each top-level point; None where there is none."""
        return tuple((unit.base.label if unit.base else None, unit.label) for unit in units_of(self.history))


def units_of(history: History) -> Iterator[Unit]:
    """Yield the points that stand directly in *history*, in order, repealed ones included."""
    for block in history:
        if isinstance(block, Units):
            yield from block.items


def touched_by(unit: Unit) -> tuple[Key, ...]:
    """Return the changes that touch the point or anything in it, in reading order."""
    found = list(unit.by)
    for block in unit.body:
        if isinstance(block, Passage):
            found += [edit.by for edit in block.edits]
        else:
            found += [key for item in block.items for key in touched_by(item)]
    return tuple(dict.fromkeys(found))


def _after(history: History) -> Body:
    body: list[Paragraph | Points] = []
    for block in history:
        if isinstance(block, Passage):
            body.append(Paragraph(block.key, block.new))
        else:
            items = tuple(
                Point(unit.key, unit.label, _after(unit.body)) for unit in block.items if unit.label is not None
            )
            body.append(Points(block.key, block.scheme, items))
    return tuple(body)


# --- the steps ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Placing:
    """An edit of a list: *points* go before the *index*-th point of the list *points_key*."""

    points_key: Key
    index: int
    points: tuple[Point, ...]
    by: Key


@dataclass(frozen=True, slots=True)
class Removal:
    """An edit of a point: it goes, or its body is replaced by *body*."""

    point: Key
    body: Body | None
    by: Key


Edit = Splice | Placing | Removal


@dataclass(frozen=True, slots=True)
class _Located:
    """A change with its edits of the base; *motion* is the position of its amendment."""

    motion: int
    key: Key
    edits: tuple[Edit, ...]


def consolidate(guideline: Guideline, amendments: Sequence[Amendment]) -> Consolidation:
    """Apply all changes of all *amendments* to *guideline* at once, number anew, and check.

    Every change is located on the guideline as it is given, so the order of changes does not matter, but for
    insertions at one place. A change that cannot be carried out exactly, or is in conflict with another, leaves
    the text as it is and is a problem. What an amendment claims of the result is checked where it stands alone.
    """
    located: list[_Located] = []
    problems: list[Problem] = []
    for number, amendment in enumerate(amendments):
        problems += amendment.refused
        for modification in amendment.modifications:
            match _locate(guideline, modification.change, modification.key):
                case Problem() as trouble:
                    problems.append(trouble)
                case edits:
                    located.append(_Located(number, modification.key, edits))
    agreed, rest = _agreements(located)
    conflicts, stopped = _conflicts(guideline, rest)
    problems += conflicts
    applicable = [item for item in rest if item.key not in stopped]
    history, _ = _number(_apply(guideline.body, [edit for item in applicable for edit in item.edits]))
    kept = {item.key for item in applicable}
    applied = frozenset(kept | {key for key, first in agreed.items() if first in kept})
    problems += _stopped_agreements(agreed, stopped)
    result = Consolidation(guideline.name, history, applied, tuple(problems))
    if len(amendments) != 1:
        return result
    checked = claims.check(result.guideline.body, result.numbering, amendments[0].claims)
    return replace(result, problems=_with_consequences(problems, checked, applied))


def _with_consequences(
    problems: Sequence[Problem], checked: Sequence[Problem], applied: frozenset[Key]
) -> tuple[Problem, ...]:
    """Tell a false claim with the first change that was not carried out, if there is one: it follows from that."""
    for index, trouble in enumerate(problems):
        if trouble.place not in applied:
            differences = tuple(difference for claim in checked for difference in claim.differences)
            return (*problems[:index], replace(trouble, differences=differences), *problems[index + 1 :])
    return (*problems, *checked)


# --- locate ---------------------------------------------------------------------------------------------------


def _locate(guideline: Guideline, change: Change, key: Key) -> tuple[Edit, ...] | Problem:
    match change:
        case PointInsertion(place="first" | "last" as place, points=points):
            lists = [block for block in guideline.body if isinstance(block, Points)]
            if not lists:
                return problem(Code.TARGET_NOT_FOUND, key, target="1", points="")
            into = lists[0 if place == "first" else -1]
            return (Placing(into.key, 0 if place == "first" else len(into.items), points, key),)
        case PointInsertion(anchor=anchor, points=points):
            assert anchor is not None  # the reader gives an anchor with "before" and "after"
            target = _target(guideline, anchor, key)
            if isinstance(target, Problem):
                return target
            into, index = _position(guideline.body, target.key)
            return (Placing(into.key, index + (change.place == "after"), points, key),)
        case PointSubstitution(address, body):
            target = _target(guideline, address, key)
            return target if isinstance(target, Problem) else (Removal(target.key, body, key),)
        case PointRepeal(address):
            target = _target(guideline, address, key)
            return target if isinstance(target, Problem) else (Removal(target.key, None, key),)
        case WordSubstitution(address):
            target = _target(guideline, address, key)
            return target if isinstance(target, Problem) else _locate_words(target, change, key)
        case SentenceInsertion(address):
            target = _target(guideline, address, key)
            return target if isinstance(target, Problem) else _locate_sentence(target, change, key)


def _target(guideline: Guideline, address: Address, key: Key) -> Point | Problem:
    found = address.find(guideline.body)
    if len(found) == 1:
        return found[0]
    labels = ", ".join(point.label for point in points_of(guideline.body))
    code = Code.TARGET_AMBIGUOUS if found else Code.TARGET_NOT_FOUND
    return problem(code, key, target=address, points=labels, count=len(found))


def _position(body: Body, key: Key) -> tuple[Points, int]:
    """Return the list in which the point *key* stands, and its index there."""
    for block in _lists(body):
        for index, point in enumerate(block.items):
            if point.key == key:
                return block, index
    raise LookupError(key)  # not reached: the point was found in this body


def _lists(body: Body) -> Iterator[Points]:
    for block in body:
        if isinstance(block, Points):
            yield block
            for point in block.items:
                yield from _lists(point.body)


def occurrences(text: Text, words: str) -> Iterator[Span]:
    """Yield where *words* stand in *text* as whole words, in the same letter case.

    A word does not stand where it is only a part of one: of a compound with a hyphen ("Bürger-"), or of a word
    joined by a slash, asterisk, colon, underscore or middle dot ("Einwohner/innen", "Bürger*innen").
    """
    pattern = r"\s+".join(map(re.escape, words.split()))
    if not pattern:
        return
    if words.split(maxsplit=1)[0][0].isalnum():
        pattern = r"(?<![\w\-‐‑])(?<!\w[/*:·])" + pattern
    if words.rsplit(maxsplit=1)[-1][-1].isalnum():
        pattern += r"(?![\w\-‐‑])(?![/*:·]\w)"
    for match in re.finditer(pattern, text.content):
        yield match.span()


def _locate_words(target: Point, change: WordSubstitution, key: Key) -> tuple[Edit, ...] | Problem:
    listed = {form.old for form in change.forms}
    itself = () if change.old in listed else (Form(change.old, change.new),)
    wanted = (*change.forms, *itself)
    edits: list[Edit] = []
    for form in wanted:
        found = [
            Splice(paragraph.key, start, end, form.new, key)
            for paragraph in paragraphs_of(target.body)
            for start, end in occurrences(paragraph.text, form.old)
        ]
        facts: dict[str, Any] = {"words": form.old, "target": target.label, "count": len(found)}
        if not found and form in itself and change.forms:
            continue
        if not found and any(
            form.old in mark.shown for paragraph in paragraphs_of(target.body) for mark in paragraph.text.marks
        ):
            return problem(Code.WORDS_IN_OBJECT, key, **facts)
        if not found:
            return problem(Code.WORDS_NOT_FOUND, key, **facts)
        if len(found) > 1 and not form.each:
            return problem(Code.WORDS_AMBIGUOUS, key, **facts)
        edits += found
    for one, two in combinations(edits, 2):
        if _clash(one, two):
            return problem(Code.FORMS_INVALID, key, reason="overlap", target=target.label)
    return tuple(edits)


def _locate_sentence(target: Point, change: SentenceInsertion, key: Key) -> tuple[Edit, ...] | Problem:
    if any(isinstance(block, Points) for block in target.body):
        return problem(Code.SENTENCES_UNCOUNTABLE, key, target=target.label)
    sentences = [
        (paragraph, span)
        for paragraph in target.body
        if isinstance(paragraph, Paragraph)
        for span in paragraph.text.sentences
    ]
    after = len(sentences) if change.after is None else change.after
    facts: dict[str, Any] = {"target": target.label, "sentence": after, "count": len(sentences)}
    if not sentences or after > len(sentences):
        return problem(Code.SENTENCE_NOT_FOUND, key, **facts)
    if after == 0:
        paragraph, (start, _) = sentences[0]
        return (Splice(paragraph.key, start, start, change.text + Text(" "), key),)
    paragraph, (_, end) = sentences[after - 1]
    last = target.body[-1]
    if change.after is None and (last != paragraph or paragraph.text.content[end:].strip(f" {OBJECT}")):
        return problem(Code.END_AMBIGUOUS, key, **facts)
    text = Text(" ") + change.text
    return (Splice(paragraph.key, end, end, text, key),)


# --- check ----------------------------------------------------------------------------------------------------


def _signature(edit: Edit) -> tuple[object, ...]:
    """What an edit does, whoever asks for it."""
    match edit:
        case Splice(paragraph, start, end, new):
            return "splice", paragraph, start, end, new.signature
        case Placing(points_key, index, points):
            return "placing", points_key, index, tuple(_body_signature(point.body) for point in points)
        case Removal(point, body):
            return "removal", point, None if body is None else _body_signature(body)


def _body_signature(body: Body) -> tuple[object, ...]:
    return tuple(
        block.text.signature
        if isinstance(block, Paragraph)
        else (block.scheme, tuple((point.label, _body_signature(point.body)) for point in block.items))
        for block in body
    )


def _agreements(located: Sequence[_Located]) -> tuple[dict[Key, Key], list[_Located]]:
    """Find the changes of later amendments that ask for just what an earlier one asks for: later → first.

    An amendment that asks for it twice agrees with nobody: its two changes are in each other's way.
    """
    alike: dict[tuple[object, ...], list[_Located]] = defaultdict(list)
    for item in located:
        alike[tuple(map(_signature, item.edits))].append(item)
    agreed = {
        item.key: first.key
        for first, *others in alike.values()
        if len({item.motion for item in (first, *others)}) == 1 + len(others)
        for item in others
    }
    return agreed, [item for item in located if item.key not in agreed]


def _stopped_agreements(agreed: dict[Key, Key], stopped: set[Key]) -> Iterator[Problem]:
    for key, first in agreed.items():
        if first in stopped:
            yield problem(Code.OVERLAP, key, others=(first,))


def _clash(one: Edit, two: Edit) -> bool:
    """Whether two splices of one paragraph touch the same words."""
    match one, two:
        case Splice(), Splice() if one.paragraph == two.paragraph:
            if one.start == one.end or two.start == two.end:
                return one.start < two.start < one.end or two.start < one.start < two.end
            return one.start < two.end and two.start < one.end
        case _:
            return False


def _conflict(one: _Located, two: _Located, chains: dict[Key, tuple[Key, ...]]) -> Code | None:
    for first in one.edits:
        for second in two.edits:
            code = _edit_conflict(first, second, chains, same_motion=one.motion == two.motion)
            if code:
                return code
    return None


def _edit_conflict(one: Edit, two: Edit, chains: dict[Key, tuple[Key, ...]], *, same_motion: bool) -> Code | None:
    match one, two:
        case Removal(), Removal() if one.point == two.point:
            return Code.OVERLAP
        case Splice(), Splice() if _clash(one, two):
            return Code.OVERLAP
        case Splice(), Splice() if (
            one.paragraph == two.paragraph and one.start == one.end == two.start == two.end and not same_motion
        ):
            return Code.SAME_PLACE
        case Placing(), Placing() if (one.points_key, one.index) == (
            two.points_key,
            two.index,
        ) and not same_motion:
            return Code.SAME_PLACE
    for outer, inner in ((one, two), (two, one)):
        if isinstance(outer, Removal) and outer.point in chains[_home(inner)]:
            return Code.INSIDE_REMOVED
    return None


def _home(edit: Edit) -> Key:
    match edit:
        case Splice(paragraph):
            return paragraph
        case Placing(points_key):
            return points_key
        case Removal(point):
            return point


def _chains(body: Body, above: tuple[Key, ...] = ()) -> Iterator[tuple[Key, tuple[Key, ...]]]:
    """Yield, for each paragraph, list and point, the points it stands in."""
    for block in body:
        yield block.key, above
        if isinstance(block, Points):
            for point in block.items:
                yield point.key, above
                yield from _chains(point.body, (*above, point.key))


def _conflicts(guideline: Guideline, located: Sequence[_Located]) -> tuple[list[Problem], set[Key]]:
    """Find the changes that cannot be carried out together: none of them is. One problem for each such group."""
    chains = dict(_chains(guideline.body))
    pairs = [(one, two, code) for one, two in _neighbours(located, chains) if (code := _conflict(one, two, chains))]
    groups: list[tuple[list[_Located], Code]] = []
    for one, two, code in pairs:
        joined = [group for group in groups if one in group[0] or two in group[0]]
        members = [item for group in joined for item in group[0]]
        groups = [group for group in groups if group not in joined]
        groups.append(([*members, *(item for item in (one, two) if item not in members)], code))
    order = {item.key: position for position, item in enumerate(located)}
    problems = []
    for members, code in groups:
        *others, last = sorted((item.key for item in members), key=order.__getitem__)
        problems.append(problem(code, last, others=tuple(others)))
    problems.sort(key=lambda trouble: order[trouble.place])
    return problems, {item.key for members, _ in groups for item in members}


def _neighbours(located: Sequence[_Located], chains: dict[Key, tuple[Key, ...]]) -> Iterable[tuple[_Located, _Located]]:
    """Yield, once each, the pairs of changes that have to do with the same paragraph, list or point."""
    at: dict[Key, list[_Located]] = defaultdict(list)
    for item in located:
        homes = {_home(edit) for edit in item.edits}
        around = {point for home in homes for point in chains[home]}
        for place in homes | around:
            at[place].append(item)
    seen = set()
    for items in at.values():
        for one, two in combinations(items, 2):
            if (one.key, two.key) not in seen:
                seen.add((one.key, two.key))
                yield one, two


# --- apply and number -----------------------------------------------------------------------------------------


def _unchanged(body: Body) -> History:
    return _apply(body, ())


def _apply(body: Body, edits: Sequence[Edit]) -> History:
    history: list[Passage | Units] = []
    for block in body:
        if isinstance(block, Paragraph):
            own = [edit for edit in edits if isinstance(edit, Splice) and edit.paragraph == block.key]
            own.sort(key=lambda edit: (edit.start, edit.end))
            history.append(Passage(block.key, block.text, tuple(own)))
        else:
            history.append(Units(block.key, block.scheme, tuple(_apply_to_list(block, edits))))
    return tuple(history)


def _apply_to_list(block: Points, edits: Sequence[Edit]) -> Iterator[Unit]:
    for index in range(len(block.items) + 1):
        for edit in edits:
            if isinstance(edit, Placing) and (edit.points_key, edit.index) == (block.key, index):
                for point in edit.points:
                    yield Unit(point.key, None, "", _unchanged(point.body), (edit.by,))
        if index < len(block.items):
            point = block.items[index]
            removal = next((e for e in edits if isinstance(e, Removal) and e.point == point.key), None)
            if removal is None:
                yield Unit(point.key, point, point.label, _apply(point.body, edits))
            elif removal.body is None:
                yield Unit(point.key, point, None, _unchanged(point.body), (removal.by,))
            else:
                yield Unit(point.key, point, point.label, _unchanged(removal.body), (removal.by,))


def _number(history: History) -> tuple[History, bool]:
    """Give the points of each list contiguous numbers if any was inserted or repealed; else leave all as they are.

    A list that goes on with the numbers of the one before it goes on doing so.
    """
    lists = [block for block in history if isinstance(block, Units)]
    moved = any(unit.base is None or unit.label is None for block in lists for unit in block.items)
    numbered: list[Passage | Units] = []
    old_end: str | None = None
    new_end = 0
    for block in history:
        if isinstance(block, Passage):
            numbered.append(block)
            continue
        base = [unit.base.label for unit in block.items if unit.base]
        start = _value(block.scheme, base[0]) if base else 1
        if old_end is not None and start == _value(block.scheme, old_end) + 1:
            start = new_end + 1
        items = []
        count = start
        for unit in block.items:
            body, _ = _number(unit.body)
            label = unit.label
            if moved and label is not None:
                label = block.scheme.label(count)
                count += 1
            items.append(replace(unit, label=label, body=body))
        numbered.append(replace(block, items=tuple(items)))
        old_end = base[-1] if base else old_end
        new_end = count - 1
    return tuple(numbered), moved


def _value(scheme: Scheme, label: str) -> int:
    """Return the number that *label* stands for in *scheme*; 0 if it is none of its labels."""
    return next((number for number in range(1, 2000) if scheme.label(number) == label), 0)
