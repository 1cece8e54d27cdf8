"""Which amendments make which version of a text: those decided on one day apply together to the version before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from operator import itemgetter

from sphinxext_amendment.engine.changes import Amendment
from sphinxext_amendment.engine.consolidate import Consolidation, consolidate
from sphinxext_amendment.engine.document import Guideline


def versions(
    guideline: Guideline, adopted: Iterable[tuple[str, Amendment]], counted: Callable[[Guideline], Guideline]
) -> tuple[tuple[str, Consolidation], ...]:
    """Return each later version of *guideline* with its day, in order of the days.

    *adopted* are pairs of the day (ISO 8601, so that days sort as text) and an amendment adopted on it. *counted* finds
    the sentences of a version anew: a change of words may have made two of one.
    """
    found = []
    for day, group in groupby(sorted(adopted, key=itemgetter(0)), key=itemgetter(0)):
        step = consolidate(guideline, [amendment for _, amendment in group])
        found.append((day, step))
        guideline = counted(step.guideline)
    return tuple(found)
