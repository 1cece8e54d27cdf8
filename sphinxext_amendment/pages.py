"""Which pages show something else than this output folder last got: so that no page is ever stale.

The digests lie in the output folder, as Sphinx's ``.buildinfo`` does. Kept with the environment they would leave
pages stale after a build that was interrupted, with two output folders, or with two builders on one environment.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from sphinxext_amendment import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from sphinxext_amendment.docnodes.collect import NodeKey, Record
    from sphinxext_amendment.docnodes.views import Contest
    from sphinxext_amendment.engine.consolidate import Consolidation
    from sphinxext_amendment.engine.problems import Problem
    from sphinxext_amendment.resolve import Resolution


def digests(resolution: Resolution, pointing: Mapping[str, str], *settings: object) -> dict[str, str]:
    """Return for each document that shows something of ours a digest of all that it shows, by *settings*.

    *pointing* gives for each document with references what they mean.
    """
    shown: dict[str, list[str]] = {docname: [meant] for docname, meant in pointing.items()}

    def visible(record: Record) -> tuple[object, ...]:
        return _visible(record), pointing.get(record.docname)

    def note(record: Record, *parts: object) -> None:
        shown.setdefault(record.docname, []).append(repr((visible(record), *parts)))

    outcomes = {key: _outcome(view.result) for key, view in resolution.motions.items()}

    def contested(contests: Iterable[Contest]) -> list[object]:
        return [(visible(record), reach) for contest in contests for record, reach in contest]

    def shown_to(key: NodeKey) -> list[object]:
        """All that a page says of the motions to what it shows."""
        views = resolution.motions_to.get(key, [])
        shown_of = [(visible(view.record), view.status, outcomes[view.record.key]) for view in views]
        return [shown_of, contested(resolution.contests.get(key, ()))]

    for key, record in resolution.guidelines.items():
        note(record, _told(resolution, resolution.loose[key]), shown_to(key))
    for key, view in resolution.motions.items():
        told = _told(resolution, (*view.problems, *view.told_elsewhere))
        base = view.guideline and resolution.bases[view.guideline.key]
        amended = [visible(record) for record in (base.record, *base.adopted)] if base else []
        modified = view.modified and [
            (item.key, item.point, [visible(record) for record in item.by]) for item in view.modified.items
        ]
        rivals = [[resolution.change(change) for change in clash.changes] for clash in view.rivals]
        note(view.record, amended, view.status, outcomes[key], told, modified, view.mentions, rivals, shown_to(key))
    for text in resolution.texts.values():
        others = [visible(record) for record in (text.guideline, *text.motions, *text.incomplete) if record]
        clashes = [(clash, [resolution.change(key) for key in clash.changes]) for clash in text.clashes]
        standing = text.effective, text.as_of, text.mentions, contested(text.contests)
        note(text.record, others, _outcome(text.result), _told(resolution, text.problems), clashes, standing)
    stem = repr((__version__, settings))
    return {docname: _digest("\n".join([stem, *sorted(parts)])) for docname, parts in shown.items()}


def _visible(record: Record) -> tuple[object, ...]:
    """What of a record can be seen on another page: all but its lines."""
    return record.docname, record.anchor, record.title, record.digest, sorted(record.anchors.values())


def _outcome(result: Consolidation | None) -> str:
    """Return a digest of all of a consolidation that is shown, in an order that is the same in every process."""
    return _digest(repr((result.title, result.history, sorted(map(repr, result.applied))))) if result else ""


def _digest(shown: str) -> str:
    return hashlib.sha256(shown.encode()).hexdigest()


def _told(resolution: Resolution, problems: Iterable[Problem]) -> list[object]:
    """All that is told of problems, the names of other motions included."""
    return [(problem, [resolution.named(key) for key in problem.others]) for problem in problems]


class Ledger:
    """The digests of the pages in one output folder."""

    def __init__(self, folder: Path, builder: str) -> None:
        """Open the ledger of *builder* in *folder*."""
        self.path = folder / f".amendment-{builder}.json"

    def changed(self, current: dict[str, str]) -> list[str]:
        """Return the documents whose pages are to be written, and forget them: they are noted when they are written."""
        known = self._read()
        if known:
            self.path.unlink()
        self._known = known
        return sorted(docname for docname, digest in current.items() if known.get(docname) != digest)

    def note(self, current: dict[str, str], written: Iterable[str]) -> None:
        """Note the pages that a finished build has *written*, beside those that were right before."""
        pages = {docname: self._known[docname] for docname in current.keys() & self._known.keys()}
        pages |= {docname: current[docname] for docname in current.keys() & set(written)}
        if pages:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text(json.dumps(pages, indent=1, sort_keys=True), encoding="utf-8")

    def _read(self) -> dict[str, str]:
        try:
            known = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}
