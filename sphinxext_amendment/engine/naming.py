"""Which points a change is about, as its motion names them."""

from __future__ import annotations

from sphinxext_amendment.engine.changes import (
    Change,
    HeadingInsertion,
    HeadingRepeal,
    HeadingSubstitution,
    PointInsertion,
    PointJoin,
    PointMove,
    PointRepeal,
    PointSplit,
    PointSubstitution,
    SentenceInsertion,
    SentenceRepeal,
    SentenceSubstitution,
    TextSubstitution,
    WordInsertion,
    WordRepeal,
    WordSubstitution,
)
from sphinxext_amendment.engine.document import Target


def points_named(change: Change) -> tuple[Target, ...]:
    """Return the points that *change* names: none where it is about the whole text."""
    match change:
        case PointInsertion():
            return (change.anchor,) if change.anchor else ()
        case PointMove():
            return (*change.targets, change.anchor) if change.anchor else change.targets
        case PointSubstitution() | PointRepeal() | PointJoin() | WordSubstitution() | WordRepeal() | WordInsertion():
            return change.targets
        case PointSplit() | SentenceInsertion() | SentenceSubstitution() | SentenceRepeal() | HeadingRepeal():
            return (change.target,)
        case HeadingInsertion():
            return (change.anchor,)
        case HeadingSubstitution():
            return (change.target,) if change.target else ()
        case TextSubstitution():
            return ()
