"""The one way in: ``consolidate(guideline, amendments)``: locate, check, apply, number.

Nothing in here raises on what a user wrote: what cannot be done is left undone and is a ``Problem``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from sphinxext_amendment.engine import claims
from sphinxext_amendment.engine.changes import Amendment, PointInsertion
from sphinxext_amendment.engine.conflicts import agreements, conflicts, stopped_agreements
from sphinxext_amendment.engine.document import Body, Guideline, Paragraph, Points
from sphinxext_amendment.engine.edits import Edit, Located, Placing, Removal, Splice
from sphinxext_amendment.engine.history import History, Passage, Unit, Units, after, units_of
from sphinxext_amendment.engine.locate import insertion_place, locate, number_at
from sphinxext_amendment.engine.numbering import Scheme
from sphinxext_amendment.engine.problems import Code, Difference, Problem, problem
from sphinxext_amendment.engine.text import OBJECT, Key, Text
from sphinxext_amendment.engine.words import opens


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
        return Guideline(self.name, after(self.history))

    @property
    def numbering(self) -> tuple[tuple[str | None, str | None], ...]:
        """Old and new number of each top-level point; None where there is none."""
        return tuple((unit.base.label if unit.base else None, unit.label) for unit in units_of(self.history))


def consolidate(guideline: Guideline, amendments: Sequence[Amendment]) -> Consolidation:
    """Apply all changes of all *amendments* to *guideline* at once, number anew, and check.

    Every change is located on the guideline as it is given, so the order of changes does not matter, but for
    insertions at one place. A change that cannot be carried out exactly, or is in conflict with another, leaves
    the text as it is and is a problem. What an amendment claims of the result is checked where it stands alone.
    """
    misnumbered = [trouble for amendment in amendments for trouble in _misnumbered(guideline, amendment)]
    result = _consolidate(guideline, amendments, frozenset(trouble.place for trouble in misnumbered))
    result = replace(result, problems=(*misnumbered, *result.problems))
    if len(amendments) != 1:
        return result
    checked = claims.check(result.guideline.body, result.numbering, amendments[0].claims)
    return replace(result, problems=_with_consequences(result, checked))


def _consolidate(guideline: Guideline, amendments: Sequence[Amendment], without: Collection[Key]) -> Consolidation:
    """Consolidate, leaving out the changes *without*."""
    located: list[Located] = []
    problems: list[Problem] = []
    for number, amendment in enumerate(amendments):
        problems += amendment.refused
        for modification in amendment.modifications:
            if modification.key in without:
                continue
            match locate(guideline, modification.change, modification.key, modification.expected):
                case Problem() as trouble:
                    problems.append(trouble)
                case edits:
                    located.append(Located(number, modification.key, edits))
    agreed, rest = agreements(located)
    troubles, stopped = conflicts(guideline, rest)
    problems += troubles
    applicable = [item for item in rest if item.key not in stopped]
    history = _apply(guideline.body, [edit for item in applicable for edit in item.edits])
    while empty := _emptied(history, [item.key for item in applicable]):
        # What leaves nothing of a point leaves it as it is; then something else may be left.
        stopped |= {key for trouble in empty for key in (trouble.place, *trouble.others)}
        problems += empty
        applicable = [item for item in rest if item.key not in stopped]
        history = _apply(guideline.body, [edit for item in applicable for edit in item.edits])
    history = _number(history)
    kept = {item.key for item in applicable}
    applied = frozenset(kept | {key for key, first in agreed.items() if first in kept})
    problems += stopped_agreements(agreed, stopped)
    return Consolidation(guideline.name, history, applied, tuple(problems))


def _misnumbered(guideline: Guideline, amendment: Amendment) -> Iterator[Problem]:
    """Yield a problem for each insertion whose new point does not get the number that the motion gives it.

    A motion may count from the text as it was or as it alone makes it, so both numbers are right.
    """
    announced = {
        item.key: item.change
        for item in amendment.modifications
        if isinstance(item.change, PointInsertion) and item.change.announced
    }
    if not announced:
        return
    alone = _consolidate(guideline, [amendment], ())
    labels = {unit.key: unit.label for unit in _all_units(alone.history)}
    for key, change in announced.items():
        place = insertion_place(guideline, change, key)
        if isinstance(place, Problem) or key not in alone.applied:
            continue
        before, after = number_at(*place), labels[change.points[0].key]
        if change.announced not in {before, after}:
            yield problem(Code.NUMBER_ANNOUNCED, key, words=change.announced, number=before, new=after)


def _emptied(history: History, order: Sequence[Key]) -> list[Problem]:
    """Return a problem for each point, or paragraph of one, of which several changes together leave no word."""
    found = []
    for unit in _all_units(history):
        passages = [block for block in unit.body if isinstance(block, Passage)]
        bare = [passage for passage in passages if _has_words(passage.old) and not _has_words(passage.new)]
        emptied = [passage for passage in bare if passage.new.content.strip() or len(passages) == len(unit.body)]
        if unit.by or not emptied or (len(bare) < len(passages) and all(passage.emptied for passage in bare)):
            continue
        keys = sorted({edit.by for passage in bare for edit in passage.edits}, key=order.index)
        label = unit.base.label if unit.base else ""
        found.append(problem(Code.NOTHING_LEFT, keys[-1], others=tuple(keys[:-1]), target=label))
    return found


def _has_words(text: Text) -> bool:
    return any(character.isalnum() or character == OBJECT for character in text.content)


def _all_units(history: History) -> Iterator[Unit]:
    for unit in units_of(history):
        yield unit
        yield from _all_units(unit.body)


def _with_consequences(result: Consolidation, checked: Sequence[Problem]) -> tuple[Problem, ...]:
    """Tell a false claim with the change that was not carried out, if there is one: it follows from that.

    What differs in the point that such a change is about is told there, all else with the first one whose point
    is not known, or the first one.
    """
    stopped = [trouble for trouble in result.problems if trouble.place not in result.applied]
    if not stopped:
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


def _unchanged(body: Body) -> History:
    return _apply(body, ())


def _apply(body: Body, edits: Sequence[Edit]) -> History:
    history: list[Passage | Units] = []
    for block in body:
        if isinstance(block, Paragraph):
            own = [edit for edit in edits if isinstance(edit, Splice) and edit.paragraph == block.key]
            own.sort(key=lambda edit: (edit.start, edit.end, edit.rank))
            history.append(Passage(block.key, block.text, tuple(_closing_gaps(own, block.text.content))))
        else:
            history.append(Units(block.key, block.scheme, tuple(_apply_to_list(block, edits))))
    return tuple(history)


def _closing_gaps(edits: Sequence[Splice], content: str) -> Iterator[Splice]:
    """Let each edit that only takes words out take one space beside them too: the one before, or else the one after."""
    free = 0
    for position, edit in enumerate(edits):
        start, end = edit.start, edit.end
        if start < end and not edit.new.content:
            following = edits[position + 1].start if position + 1 < len(edits) else len(content)
            if start > free and content[start - 1] == " ":
                start -= 1
            elif end < following and content[end] == " " and (not start or opens(content[:start])):
                end += 1
        yield replace(edit, start=start, end=end)
        free = end


def _apply_to_list(block: Points, edits: Sequence[Edit]) -> Iterator[Unit]:
    for index in range(len(block.items) + 1):
        placings = [edit for edit in edits if isinstance(edit, Placing)]
        here = [edit for edit in placings if (edit.points_key, edit.index) == (block.key, index)]
        for edit in sorted(here, key=lambda edit: edit.rank):
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


def _number(history: History) -> History:
    """Number the points of each list on from its first number, if any point was inserted or repealed in one of them.

    A later list with higher numbers moves on by as many as the lists before it have grown.
    """
    lists = [block for block in history if isinstance(block, Units)]
    moved = any(unit.base is None or unit.label is None for block in lists for unit in block.items)
    numbered: list[Passage | Units] = []
    ends: dict[Scheme, tuple[int, int]] = {}  # the last number of a scheme, before and after
    for block in history:
        if isinstance(block, Passage):
            numbered.append(block)
            continue
        base = [block.scheme.number(unit.base.label) for unit in block.items if unit.base]
        first = base[0] if base else 1
        old_end, new_end = ends.get(block.scheme, (0, 0))
        count = first + new_end - old_end if old_end < first else first
        items = []
        for unit in block.items:
            label = unit.label
            if moved and label is not None:
                label = block.scheme.label(count)
                count += 1
            items.append(replace(unit, label=label, body=_number(unit.body)))
        numbered.append(replace(block, items=tuple(items)))
        if base:
            ends[block.scheme] = (base[-1], count - 1)
    return tuple(numbered)
