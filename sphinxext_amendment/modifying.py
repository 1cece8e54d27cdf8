"""Amendments to amendments: what becomes of the words of a motion, and how it is read then.

The text that they address are the numbered items of the motion, each with its command and its new text. Reasons,
remarks and claims are not part of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sphinxext_amendment.bases import Base
from sphinxext_amendment.docnodes.collect import NodeKey, Record
from sphinxext_amendment.docnodes.views import Modified, ModifiedItem
from sphinxext_amendment.engine.document import Body, Guideline, Paragraph, Point, Points, points_of
from sphinxext_amendment.engine.history import all_units, touched_by
from sphinxext_amendment.engine.numbering import Scheme
from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.engine.text import Key
from sphinxext_amendment.motions import Read, changes_of
from sphinxext_amendment.options import ADOPTED
from sphinxext_amendment.wording.motion import Motion, Option, Role, read_motion

_OF_WORDS = frozenset({"means", "expect", "forms"})
"""The options of a change that belong to the words of its command: where these are others, they mean nothing."""

_OF_SHAPE = frozenset({Code.NEW_TEXT_UNCLEAR, Code.CHANGE_OUTSIDE})
"""Why a change was refused for what stands around its new text: changed words do not mend that."""


@dataclass(frozen=True, slots=True)
class Targets:
    """What each motion amends: by its key the record of a guideline or of another motion.

    *circles* are the motions that amend each other in a circle: they amend nothing.
    """

    of: Mapping[NodeKey, Record]
    circles: Mapping[NodeKey, tuple[Record, ...]]
    back: Mapping[NodeKey, Sequence[NodeKey]]
    """The motions to each record, in their order."""

    def to(self, record: Record) -> Sequence[NodeKey]:
        """Return the motions that amend *record*."""
        return self.back.get(record.key, ())

    def chain(self, record: Record) -> tuple[Record, ...]:
        """Return what *record* amends, and what that amends in turn."""
        found = []
        while (above := self.of.get(record.key)) is not None:
            found.append(above)
            record = above
        return tuple(found)


def targets(motions: Iterable[Record], named: Mapping[NodeKey, Record]) -> Targets:
    """Return what the *motions* amend, where *named* are the records that they name; without those in a circle."""
    circles: dict[NodeKey, tuple[Record, ...]] = {}
    done: set[NodeKey] = set()
    for motion in motions:
        way: dict[NodeKey, Record] = {}
        record: Record | None = motion
        while record is not None and record.key not in done and record.key not in way:
            way[record.key] = record
            record = named.get(record.key)
        if record is not None and record.key in way:
            keys = list(way)
            circle = tuple(way[key] for key in keys[keys.index(record.key) :])
            circles |= {one.key: circle for one in circle}
        done |= way.keys()
    of = {key: above for key, above in named.items() if key not in circles}
    back: dict[NodeKey, list[NodeKey]] = {}
    for key, above in of.items():
        back.setdefault(above.key, []).append(key)
    return Targets(of, circles, back)


def items_of(read: Read) -> Guideline:
    """Return the text of a motion that others can amend: its items. One without numbers has one item, number 1."""
    lists: list[Points] = []
    for block in read.record.body:
        role = read.motion.roles.get(block.key)
        if role is Role.ITEM and isinstance(block, Points):
            lists.append(_stripped(block, read.motion))
        elif role is Role.ITEM and isinstance(block, Paragraph):
            command = replace(block, key=("command", block.key))  # the item has the key of the paragraph
            lists.append(Points(("items", block.key), Scheme(), (Point(block.key, "1", (command,)),)))
        elif role is Role.NEW_TEXT and lists and lists[-1].items[-1].key == read.motion.owners.get(block.key):
            *others, last = lists[-1].items
            lists[-1] = replace(lists[-1], items=(*others, replace(last, body=(*last.body, block))))
    return Guideline(read.record.name, tuple(lists))


def _stripped(items: Points, motion: Motion) -> Points:
    """Return items without their reasons and remarks; those below them likewise."""

    def kept(body: Body) -> Iterator[Paragraph | Points]:
        for position, block in enumerate(body):
            role = motion.roles.get(block.key)
            if role is Role.ITEM and isinstance(block, Points):
                yield _stripped(block, motion)
            elif role is Role.NEW_TEXT or (not position and isinstance(block, Paragraph)):
                yield block

    return replace(items, items=tuple(replace(point, body=tuple(kept(point.body))) for point in items.items))


def _points(body: Body) -> Iterator[Point]:
    """Yield all points of *body*, each before those in it."""
    for point in points_of(body):
        yield point
        yield from _points(point.body)


def modified(read: Read, base: Base | None, amendments: Iterable[Read] = ()) -> Read:
    """Return a motion as the adopted *amendments* to it have modified it; *base* are its items with their versions.

    Problems: a motion or change that was adopted as modified, and nothing modifies it; every change of a motion, if
    what was adopted to it is not carried out completely: nobody has adopted the words that would be left.
    """
    lost = [one.record.title for one in amendments if base and not _is_carried_out(one, base)]
    if lost:
        return _stopped(read, lost)
    if base and base.versions and read.language is not None:
        read = replace(read, motion=_reread(read, base), modified=_modified(base, frozenset(read.asked)))
    touched = {item.key for item in read.modified.items} if read.modified else set()
    own = [key for key, status in read.motion.statuses.items() if status == "adopted-as-modified"]
    missing = [key for key in own if key not in touched]
    problems = [problem(Code.MODIFIED_MISSING, key) for key in missing]
    if read.status == "adopted-as-modified" and not touched:
        problems.append(problem(Code.MODIFIED_MISSING, read.record.key))
        missing += [key for key in read.asked if key not in read.motion.statuses]
    return replace(read, withheld=frozenset(missing), problems=(*read.problems, *problems))


def _is_carried_out(amendment: Read, base: Base) -> bool:
    """Whether all that was adopted of an amendment to *base* is in it; one in which nothing can be read never is."""
    changes = changes_of(amendment.motion.amendment)
    if not changes:
        return amendment.status not in ADOPTED
    applied = {key for version in base.versions for key in version.result.applied}
    return all(key in applied for key in changes if amendment.status_of(key) in ADOPTED)


def _stopped(read: Read, amendments: Sequence[str]) -> Read:
    """Return a motion of which nothing is carried out, because the adopted *amendments* to it are not."""
    changes = dict.fromkeys((*read.asked, *sorted(changes_of(read.motion.amendment), key=str)))
    names = "\n".join(amendments)
    refused = tuple(problem(Code.MODIFIED_MISSING, key, amendments=names) for key in changes)
    # Nor is anything compared with what it claims: that would be told of the text as it was.
    amendment = replace(read.motion.amendment, modifications=(), refused=refused, claims=())
    return replace(read, motion=replace(read.motion, amendment=amendment), as_written=amendment)


def _modified(base: Base, asked: frozenset[Key]) -> Modified:
    """Return the items that the versions of a motion have changed, in order, with the amendments that did so.

    They are those that were *asked*, and those that have come in; not the points of their new texts.
    """
    by: dict[Key, dict[NodeKey, Record]] = {}
    owners = {key: read.record for read in base.reads for key in read.labels}
    for version in base.versions:
        for unit in all_units(version.result.history):
            for key in touched_by(unit):
                by.setdefault(unit.key, {})[owners[key].key] = owners[key]
    was = {point.key for point in points_of(base.written.body)}
    now = {point.key: point for point in _points(base.latest.body)}
    new = {
        point.key: block.scheme
        for block in base.latest.body
        if isinstance(block, Points)
        for point in block.items
        if point.key not in was
    }
    return Modified(
        tuple(
            ModifiedItem(key, now.get(key), new.get(key, Scheme()), tuple(by[key].values()), is_new=key in new)
            for key in (*now, *(key for key in by if key not in now))
            if key in by and (key in asked or key in new)
        )
    )


def _reread(read: Read, base: Base) -> Motion:
    """Read a motion from its items as they are now. What it claims and what is printed around them stays."""
    assert read.language is not None  # the caller has seen to it
    was = {point.key: point for point in _points(base.written.body)}
    now = {point.key: point for point in _points(base.latest.body)}
    same = {key for key in was.keys() & now.keys() if _command(was[key]) == _command(now[key])}
    written = replace(
        read.written,
        body=tuple(_counted_on(base.latest.body)),
        options=tuple(_options(read, now.keys(), same)),
        indented=frozenset(),
    )
    motion = read_motion(written, read.language)
    unclear = {
        trouble.place: trouble
        for trouble in read.motion.amendment.refused
        if trouble.code in _OF_SHAPE and _is_same_item(was, now, trouble.place)
    }
    amendment = replace(
        motion.amendment,
        modifications=tuple(item for item in motion.amendment.modifications if item.key not in unclear),
        refused=(
            *unclear.values(),
            *(trouble for trouble in motion.amendment.refused if trouble.place not in unclear),
        ),
        claims=read.motion.amendment.claims,
    )
    return replace(read.motion, amendment=amendment, commands={**read.motion.commands, **motion.commands})


def _command(point: Point) -> object:
    first = point.body[0] if point.body else None
    return first.text.signature if isinstance(first, Paragraph) else None


def _is_same_item(was: Mapping[Key, Point], now: Mapping[Key, Point], key: Key) -> bool:
    """Whether an item is still the one that was written, be it with other words: it was not replaced as a whole."""
    if key not in was or key not in now:
        return False
    return [block.key for block in was[key].body][:1] == [block.key for block in now[key].body][:1]


def _options(read: Read, items: Iterable[Key], same: Iterable[Key]) -> Iterator[Option]:
    """Yield the options of the items that are still there; those that belong to other words than now are none."""
    there, unchanged = set(items), set(same)
    for option in read.record.fields:
        item = read.motion.owners.get(option.anchor)
        if item in there and (item in unchanged or option.name not in _OF_WORDS):
            yield replace(option, anchor=item)


def _counted_on(body: Body) -> Iterator[Points]:
    """Yield the lists that hold items, with numbers that go on from one to the next, as the reader wants them."""
    count = 0
    for block in body:
        if isinstance(block, Points) and block.items:
            items = tuple(
                replace(point, label=str(number)) for number, point in enumerate(block.items, start=count + 1)
            )
            count += len(items)
            yield Points(block.key, Scheme(), items)


def undated(child: Read, parent: Read) -> Problem | None:
    """Tell of an amendment that was adopted only after the motion that it amends: it came too late."""
    if child.in_force and parent.in_force and child.day > parent.day and parent.status in ADOPTED:
        option = "decided" if child.record.option("decided") else "date"
        return problem(Code.OPTION_INVALID, child.record.key, option=option, value=child.day, known=parent.day)
    return None
