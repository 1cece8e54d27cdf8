"""Which amendments make which version of a text: those adopted on one day apply together to the version before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from sphinxext_amendment.engine.changes import Amendment
from sphinxext_amendment.engine.consolidate import Consolidation, consolidate
from sphinxext_amendment.engine.document import Guideline


@dataclass(frozen=True, slots=True)
class Adopted:
    """An amendment, the *day* on which it was adopted, and the one from which it is *effective*.

    Days are written as in ISO 8601, so that they sort as text.
    """

    day: str
    effective: str
    amendment: Amendment


@dataclass(frozen=True, slots=True)
class Version:
    """What the amendments of one *day* made of the text *before* them: the *text* with its sentences found.

    It is *effective* from the latest day of all the amendments that made it and the versions before it.
    """

    day: str
    effective: str
    before: Guideline
    result: Consolidation
    text: Guideline


def versions(
    guideline: Guideline,
    adopted: Iterable[Adopted],
    counted: Callable[[Guideline], Guideline],
    effective: str = "",
) -> tuple[Version, ...]:
    """Return each later version of *guideline*, in order of the days of adoption.

    *counted* finds the sentences of a version anew: a change of words may have made two of one. *effective* is the
    day from which the guideline itself is, if it is known.
    """
    found: list[Version] = []
    for day, group in groupby(sorted(adopted, key=attrgetter("day")), key=attrgetter("day")):
        together = list(group)
        result = consolidate(guideline, [item.amendment for item in together])
        effective = max(effective, *(item.effective for item in together))
        found.append(Version(day, effective, guideline, result, counted(result.guideline)))
        guideline = found[-1].text
    return tuple(found)


def as_of(found: Sequence[Version], day: str) -> tuple[Version, ...]:
    """Return those of the versions of a text that are effective on *day*."""
    return tuple(version for version in found if version.effective <= day)
