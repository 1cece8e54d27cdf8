"""What can be referred to: texts, motions, their points and changes; where each is shown, and what it is called now.

A reference to a point names a text and the number of the point in it: "NAME 5", "NAME 3 (2) a)". NAME is a guideline,
and the number that of the text as it was written; or an amendment, and the number that of the text with it. What is
shown is the number in the version in force.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sphinxext_amendment.catalogue import translator
from sphinxext_amendment.docnodes.collect import NodeKey, Record
from sphinxext_amendment.engine.document import Body, Guideline, Point, Points, plain
from sphinxext_amendment.engine.numbering import Scheme, is_worded
from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.engine.text import Key
from sphinxext_amendment.roles import Reference, canonical

if TYPE_CHECKING:
    from sphinxext_amendment.docnodes.views import MotionView, TextView
    from sphinxext_amendment.resolve import Resolution

_Path = tuple[tuple[Scheme, str], ...]
"""The labels that lead to a point, outermost first, each with the scheme of its list."""

_Place = tuple[str, str]
"""A document and an id in it."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be referred to, with the place where it is shown and the words of a reference to it.

    Of the *count* points that have one number in a text, it is the first.
    """

    kind: str
    name: str
    docname: str
    anchor: str
    shown: str
    repealed: bool = False
    count: int = 1


class Objects:
    """All that can be referred to in one build; *language* is the one of the words in a reference."""

    def __init__(self, resolution: Resolution, language: str) -> None:
        """Take down the names; points are looked up when one is wanted."""
        self._resolution = resolution
        self._language = language
        self._guidelines: dict[str, Record] = {}
        self._motions: dict[str, MotionView] = {}
        self._shown: dict[NodeKey, TextView] = {}  # for each guideline where the version in force is shown first
        self._points: dict[str, dict[str, Target]] = {}
        for record in resolution.guidelines.values():
            self._guidelines.setdefault(canonical(record.name), record)
        for view in resolution.motions.values():
            self._motions.setdefault(canonical(view.record.name), view)
        for text in resolution.texts.values():
            if text.guideline and text.result and not text.tentative:
                self._shown.setdefault(text.guideline.key, text)

    def __iter__(self) -> Iterator[Target]:
        """Yield everything that can be found, once."""
        for name, record in self._guidelines.items():
            yield _whole("guideline", name, record)
        for name, view in self._motions.items():
            yield _whole("amendment", name, view.record)
            yield from self._changes(name, view)
        for name in self._guidelines | self._motions:
            yield from self._points_of(name).values()

    def find(self, kind: str, target: str) -> Target | None:
        """Return the object of *kind* that *target* names."""
        target = canonical(target)
        if kind == "guideline" and target in self._guidelines:
            return _whole(kind, target, self._guidelines[target])
        if kind == "amendment" and target in self._motions:
            return _whole(kind, target, self._motions[target].record)
        # A name may have spaces; what belongs to it is the rest.
        names = (target[: space.start()] for space in re.finditer(" ", target))
        if kind == "point":
            return next((found for name in names if (found := self._points_of(name).get(target))), None)
        if kind == "change":
            changes = (c for name in names if name in self._motions for c in self._changes(name, self._motions[name]))
            return next((change for change in changes if change.name == target), None)
        return None

    def find_any(self, target: str) -> list[Target]:
        """Return what *target* may mean where nobody says what kind of thing it is."""
        found = (self.find(kind, target) for kind in ("guideline", "amendment", "point"))
        return [target for target in found if target]

    def meant(self, reference: Reference) -> list[Target]:
        """Return what *reference* may mean: all that can be seen of it on the page where it stands."""
        if reference.domain != "amd":
            return self.find_any(reference.target)
        found = self.find(reference.role, reference.target)
        return [found] if found else []

    def trouble(self, reference: Reference) -> Problem | None:
        """Return what is the matter with a reference that leads somewhere."""
        for found in self.meant(reference):
            if found.count > 1:
                return problem(Code.REFERENCE_AMBIGUOUS, None, target=found.name, count=found.count)
            if found.repealed and not reference.explicit:
                return problem(Code.POINT_REPEALED, None, target=found.name)
        return None

    def _changes(self, name: str, view: MotionView) -> Iterator[Target]:
        for label, anchor in view.changes.values():
            yield Target("change", canonical(f"{name} {label}"), view.record.docname, anchor, label)

    def _points_of(self, name: str) -> dict[str, Target]:
        """Return the points of the guideline *name*, or of the text with the amendment *name*, by target."""
        if name not in self._points:
            if name in self._guidelines:
                self._points[name] = self._points_written(name, self._guidelines[name])
            elif name in self._motions:
                self._points[name] = self._points_with(name, self._motions[name])
            else:
                return {}
        return self._points[name]

    def _points_written(self, name: str, record: Record) -> dict[str, Target]:
        return self._follow(name, record.body, self._in_force(record), self._written(record))

    def _points_with(self, name: str, view: MotionView) -> dict[str, Target]:
        if view.result is None or view.guideline is None:
            return {}
        text = view.result.guideline
        body = text.body
        here = _places(body, view)
        if view.guideline.kind == "amendment" or view.record not in self._resolution.bases[view.guideline.key].adopted:
            return self._follow(name, body, text, here)
        return self._follow(name, body, self._in_force(view.guideline), here | self._written(view.guideline))

    def _in_force(self, record: Record) -> Guideline:
        base = self._resolution.bases.get(record.key)
        return base.latest if base else Guideline(record.name, record.body)

    def _written(self, record: Record) -> dict[Key, _Place]:
        """Return where the points of a guideline are shown: in the version in force if that is shown, or as written."""
        places = {key: (record.docname, anchor) for key, anchor in record.anchors.items()}
        shown = self._shown.get(record.key)
        return places | _places(self._in_force(record).body, shown) if shown else places

    def _follow(self, name: str, body: Body, now: Guideline, places: dict[Key, _Place]) -> dict[str, Target]:
        """Return the points of *body* by target, each with its number in *now*."""
        say = translator(self._language)
        # Where numbers are kept, a repealed point leaves its number behind.
        numbers = {
            point.key: _printed(path)
            for point, path in _walk(now.body)
            if now.policy != "keep" or plain(point.body) != now.repealed
        }
        found: dict[str, Target] = {}
        for point, path in _walk(body):
            target = canonical(" ".join((name, *(label for _, label in path))))
            if target in found:
                found[target] = replace(found[target], count=found[target].count + 1)
                continue
            repealed = point.key not in numbers
            shown = say("{label} (no longer in force)").format(label=_printed(path)) if repealed else numbers[point.key]
            found[target] = Target("point", target, *places[point.key], shown, repealed)
        return found


def _whole(kind: str, name: str, record: Record) -> Target:
    return Target(kind, name, record.docname, record.anchor, record.title)


def _places(body: Body, view: MotionView | TextView) -> dict[Key, _Place]:
    """Return where *view* shows the points of *body*."""
    return {
        point.key: (view.record.docname, view.point_anchor(*(label for _, label in path)))
        for point, path in _walk(body)
    }


def _walk(body: Body, path: _Path = ()) -> Iterator[tuple[Point, _Path]]:
    """Yield every point of *body* that has a number, sub-points included, with the labels that lead to it."""
    for block in body:
        if isinstance(block, Points) and block.scheme.style != "bullet":
            for point in (point for point in block.items if point.label):
                way = (*path, (block.scheme, point.label))
                yield point, way
                yield from _walk(point.body, way)


def _printed(path: _Path) -> str:
    """Return how a point is cited: "5", "3 (2) a)", "§ 3 (2)"."""
    (scheme, label), *rest = path
    first = f"{scheme.prefix}{label}" if is_worded(scheme) else label
    return " ".join((first, *(scheme.printed(label).removesuffix(".") for scheme, label in rest)))
