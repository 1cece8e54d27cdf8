"""The numbers of the points when all is done: counted anew, or kept, with "5a" for a new point.

Counting anew is what councils do. Keeping is what statutes do: European Union, Joint Practical Guide, 18 (1a, 1aa,
-1 before the first; nothing is renumbered); a repealed point leaves its number behind.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count as count_from
from itertools import islice, takewhile

from sphinxext_amendment.engine.document import Body, Paragraph
from sphinxext_amendment.engine.history import History, Passage, Unit, Units, is_heading, untouched
from sphinxext_amendment.engine.numbering import Policy, Scheme, letters
from sphinxext_amendment.engine.text import Key, Text


@dataclass(frozen=True, slots=True)
class Given:
    """The numbers that motions give where numbers are kept.

    *new* are those of new points, by key; *renamed* those of old ones: by the key of the point around them (None:
    the whole text) and their old label.
    """

    new: Mapping[Key, str] = field(default_factory=dict)
    renamed: Mapping[tuple[Key | None, str], str] = field(default_factory=dict)


def number(history: History, policy: Policy, given: Given, repealed: str) -> History:
    """Return *history* with the number of each point. New points come without one, repealed ones have None.

    Where numbers are kept, the words *repealed* stand in the place of a point that is repealed or has moved.
    """
    if policy == "renumber":
        return _counted(history)
    return _kept(history, None, given, repealed)


# --- counted anew ---------------------------------------------------------------------------------------------


def _counted(history: History) -> History:
    """Count the points of each list on from its first number, if any has come or gone in one of them.

    A later list with higher numbers moves on by as many as the lists before it have grown.
    """
    lists = [block for block in history if isinstance(block, Units) and not block.removed]
    if not lists:
        return history
    moved = any(_has_moved(unit) for block in lists for unit in block.items)
    numbered: list[Passage | Units] = []
    ends: dict[Scheme, tuple[int, int]] = {}  # the last number of a scheme, before and after
    for block in history:
        if isinstance(block, Passage) or block.removed:
            numbered.append(block)
            continue
        first, last = _ends(block.items, block.scheme), _ends(reversed(block.items), block.scheme)
        old_end, new_end = ends.get(block.scheme, (0, 0))
        count = (first or 1) + (new_end - old_end if old_end < (first or 1) else 0)
        items = []
        for unit in block.items:
            label = unit.label
            if moved and label is not None and not is_heading(unit):
                label = block.scheme.label(count)
                count += 1
            items.append(_with(unit, label, _counted(unit.body)))
        numbered.append(Units(block.key, block.scheme, tuple(items)))
        if last:
            ends[block.scheme] = (last, count - 1)
    return tuple(numbered)


def _ends(units: Iterable[Unit], scheme: Scheme) -> int:
    """Return the number that the first of *units* with one has had, or 0."""
    own = (_own(unit) for unit in units)
    return next((found for label in own if label and (found := scheme.number(label))), 0)


def _with(unit: Unit, label: str | None, body: History) -> Unit:
    if label == unit.label and body is unit.body:
        return unit
    return Unit(unit.key, unit.base, label, body, unit.by, unit.moved)


def _has_moved(unit: Unit) -> bool:
    return (unit.base is None or unit.label is None or unit.moved) and not is_heading(unit)


def _is_guest(unit: Unit) -> bool:
    """Whether a point has come here from elsewhere."""
    return unit.moved and unit.label is not None


# --- kept -----------------------------------------------------------------------------------------------------


def _kept(history: History, around: Key | None, given: Given, repealed: str) -> History:
    """Give each point that was there its number again, and each new one a number between its neighbours."""
    sequences: dict[Scheme, list[Unit]] = defaultdict(list)
    for block in history:
        if isinstance(block, Units) and block.scheme.style != "bullet" and not block.removed:
            sequences[block.scheme] += block.items
    numbered: dict[Scheme, Iterator[Unit]] = {
        scheme: iter(_kept_in_sequence(units, scheme, around, given, repealed)) for scheme, units in sequences.items()
    }
    result: list[Passage | Units] = []
    for block in history:
        if isinstance(block, Units) and not block.removed:
            found = numbered.get(block.scheme)
            items = block.items if found is None else tuple(next(found) for _ in block.items)
            result.append(replace(block, items=tuple(_kept_within(unit, given, repealed) for unit in items)))
        else:
            result.append(block)
    return tuple(result)


def _kept_within(unit: Unit, given: Given, repealed: str) -> Unit:
    return replace(unit, body=_kept(unit.body, unit.key, given, repealed))


def _kept_in_sequence(
    units: Sequence[Unit], scheme: Scheme, around: Key | None, given: Given, repealed: str
) -> Sequence[Unit]:
    labels = _renamed(units, around, given)
    moved_on = {label for unit, label in zip(units, labels, strict=True) if label != _own(unit)}
    for position, heir in _heirs(units).items():
        labels[heir], labels[position] = labels[position], None
    for position, unit in enumerate(units):
        if unit.label is None and labels[position] in moved_on:
            labels[position] = None  # its number was given to another
    taken = {label for label in labels if label}
    position, before = 0, None
    while position < len(units):
        if labels[position] is not None or not _is_new(units[position]):
            before = labels[position] or before
            position += 1
            continue
        end = next((at for at in range(position, len(units)) if labels[at] is not None), len(units))
        after = labels[end] if end < len(units) else None
        new = [at for at in range(position, end) if _is_new(units[at])]
        wanted = given.new.get(units[new[0]].key, "")
        if wanted and wanted not in taken and _fits(wanted, before, after, scheme):
            labels[new[0]] = before = wanted
            taken.add(wanted)
            new = new[1:]
        for at, label in zip(new, between(before, after, len(new), taken, scheme), strict=True):
            labels[at] = before = label
            taken.add(label)
        position = end
    return [_named(unit, label, repealed) for unit, label in zip(units, labels, strict=True)]


def _renamed(units: Sequence[Unit], around: Key | None, given: Given) -> list[str | None]:
    """Return the number that each point has had, or that a motion gives it; two of them must not get the same."""
    own = [_own(unit) for unit in units]
    renamed = [
        label if label is None or unit.label is None else given.renamed.get((around, label), label)
        for unit, label in zip(units, own, strict=True)
    ]
    standing = [label for unit, label in zip(units, renamed, strict=True) if label and unit.label is not None]
    return renamed if len(set(standing)) == len(standing) else own


def _own(unit: Unit) -> str | None:
    if is_heading(unit) or _is_guest(unit):
        return None
    return unit.base.label if unit.base else unit.label or None


def _is_new(unit: Unit) -> bool:
    """Whether a point stands where it did not stand before, and has no number yet."""
    return unit.label is not None and (not unit.label or _is_guest(unit)) and not is_heading(unit)


def _heirs(units: Sequence[Unit]) -> dict[int, int]:
    """Return for each replaced point the new one that gets its number: they stand before it, by the same change."""
    heirs: dict[int, int] = {}
    new: list[int] = []
    for position, unit in enumerate(units):
        if is_heading(unit):
            continue
        if unit.base is None:
            new = [at for at in new if units[at].by == unit.by]
            new.append(position)
        elif unit.label is None and not unit.moved and new and units[new[0]].by == unit.by:
            heirs[position] = new.pop(0)
        else:
            new = []
    return heirs


def _named(unit: Unit, label: str | None, repealed: str) -> Unit:
    if is_heading(unit):
        return unit
    if unit.label is None and label is not None:  # it goes, and its number stays
        key = (unit.key, unit.by) if unit.moved else unit.key  # the point itself is elsewhere
        place: Body = (Paragraph((key, "repealed"), Text(repealed)),)
        return replace(unit, key=key, label=label, body=untouched(place), moved=False)
    return replace(unit, label=label)


_PARTS = re.compile(r"(?P<sign>-?)(?P<number>[0-9]{1,9})(?P<letters>[a-z]*)")


def _order(label: str, scheme: Scheme) -> tuple[int, str, bool] | None:
    """Return what sorts *label* among others: -5a stands before 5a, and 5aa between 5a and 5b."""
    if parts := _PARTS.fullmatch(label):
        return int(parts["number"]), parts["letters"], not parts["sign"]
    found = scheme.number(label)
    return (found, "", True) if found else None


def _fits(label: str, before: str | None, after: str | None, scheme: Scheme) -> bool:
    """Whether *label* is one that a point between two others may be given: no number is left out before it."""
    own = _order(label, scheme)
    first = _order(before, scheme) if before else (0, "", True)
    last = _order(after, scheme) if after else None
    if own is None or first is None or (after and last is None):
        return False
    return first < own and (last is None or own < last) and own[0] <= first[0] + 1


def between(before: str | None, after: str | None, count: int, taken: Collection[str], scheme: Scheme) -> list[str]:
    """Return *count* labels for new points between those labelled *before* and *after*; None is no point.

    Between 5 and 6 they are 5a, 5b; between 5a and 5b 5aa; between 5 and 5a -5a; before 1 -1, -1a; at the end 6, 7.
    None of them is *taken*.
    """
    if after is None:
        last = _order(before, scheme) if before else (0, "", True)
        if last is not None:
            return _free((scheme.label(last[0] + step) for step in count_from(1)), count, taken)
    found: list[str] = []
    follows = "roman" in scheme.style and scheme.number(after or "")  # III is 3, and no letter behind II
    if after is not None and (before is None or (after.startswith(before) and not follows)):
        rest = after.removeprefix(before or after)
        room = range(ord("a"), ord(rest)) if re.fullmatch("[b-z]", rest) else ()  # 5a where 5b is the next
        found = _free((f"{before}{chr(code)}" for code in room), count, taken)
        found = found or _free([f"-{after}"], count, taken)
        before = found[-1] if found else f"-{after}"
    base = before or ""
    ending = re.fullmatch(r"(-?[0-9]+[a-z]*)([a-z])", base)
    if ending and not found and not (base.startswith("-") and base[1:] in taken):
        following = (f"{ending[1]}{chr(code)}" for code in range(ord(ending[2]) + 1, ord("z") + 1))
        found = _free(takewhile(lambda label: label not in taken, following), count, taken)
        base = found[-1] if found else base
    return [*found, *_free((f"{base}{letters(step)}" for step in count_from(1)), count - len(found), taken)]


def _free(labels: Iterable[str], count: int, taken: Collection[str]) -> list[str]:
    return list(islice((label for label in labels if label not in taken), count))
