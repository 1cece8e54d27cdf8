"""From records to stock nodes: what stands on a page for a guideline, a motion, a consolidated text.

Nothing in here decides anything about a text; it shows what the engine found. Inside a point of the consolidated text
no character is added, visible or hidden: marks are for the eye, and links between changes and points stand beside the
text. Only a redline says in words what is deleted and what is new.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from docutils import nodes

from sphinxext_amendment.docnodes import nodes as ours
from sphinxext_amendment.docnodes.collect import STAMP, Record
from sphinxext_amendment.docnodes.graft import Grafter
from sphinxext_amendment.docnodes.headings import title_of
from sphinxext_amendment.engine.changes import SentenceInsertion, SentenceSubstitution, TextClaim
from sphinxext_amendment.engine.consolidate import Consolidation
from sphinxext_amendment.engine.document import Body, Paragraph, Point, Points, plain
from sphinxext_amendment.engine.history import (
    History,
    Passage,
    Unit,
    Units,
    after,
    all_units,
    has_left,
    is_heading,
    is_repealed,
    origin,
    touched_by,
    untouched,
    where_they_are,
)
from sphinxext_amendment.engine.locate import Counted
from sphinxext_amendment.engine.numbering import Scheme
from sphinxext_amendment.engine.problems import Code, Problem
from sphinxext_amendment.engine.redline import redline
from sphinxext_amendment.engine.text import OBJECT, Key, Text
from sphinxext_amendment.engine.votes import Reach
from sphinxext_amendment.wording.mentions import ChangedMention
from sphinxext_amendment.wording.motion import Motion, Role


def _(message: str) -> str:
    """Mark *message* for the catalogue of translations."""
    return message


MOTION_VIEWS = ("change-list", "consolidated", "redline")
"""What can be shown of a motion: its changes, the text with it, the text with what it deletes and inserts."""

USUAL_MOTION_VIEWS = MOTION_VIEWS[:2]

TEXT_VIEWS = ("consolidated", "redline", "vote-order")
"""What can be shown of a text: how it reads, what was deleted and inserted last, in which order to vote on motions."""

USUAL_TEXT_VIEWS = TEXT_VIEWS[:1]


@dataclass(frozen=True, slots=True)
class Words:
    """The page's own words in one language: translation, problems in full sentences, dates in words."""

    say: Callable[[str], str]
    describe: Callable[[Problem], Sequence[str]]
    date: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class ModifiedItem:
    """An item of a motion as the amendments *by* which it was changed have made it; no *point* is left if repealed."""

    key: Key
    point: Point | None
    scheme: Scheme
    by: tuple[Record, ...]
    is_new: bool


@dataclass(frozen=True, slots=True)
class Modified:
    """What adopted amendments to a motion have made of its items, in order."""

    items: tuple[ModifiedItem, ...]

    @property
    def by(self) -> tuple[Record, ...]:
        """The amendments."""
        return tuple({record.key: record for item in self.items for record in item.by}.values())


@dataclass(frozen=True, slots=True)
class Clash:
    """Changes of different motions that are in each other's way, and the *points* they are about."""

    changes: tuple[Key, ...]
    points: tuple[str, ...]


Contest = tuple[tuple[Record, Reach], ...]
"""Motions that are in each other's way, in the order in which to vote on them, each with how far it reaches."""


@dataclass(frozen=True, slots=True)
class MotionView:
    """All there is to show of one motion.

    *guideline* is the text or motion that it amends; it and *result* are None if there is none.
    """

    record: Record
    motion: Motion
    guideline: Record | None
    status: str
    result: Consolidation | None
    problems: tuple[Problem, ...]
    changes: Mapping[Key, tuple[str, str]]
    """For each change its label and the id where it is shown."""
    told_elsewhere: tuple[Problem, ...] = ()
    """Problems to show here that are reported with another motion."""
    shown: tuple[str, ...] = USUAL_MOTION_VIEWS
    claims_all: bool = False
    """Whether what the motion claims is true of all that it asked for, but not of what is left of that."""
    readings: Mapping[Key, Text] = field(default_factory=dict)
    """For each change that was read what was understood, where it is not said in these words."""
    language: str = ""
    modified: Modified | None = None
    """What adopted amendments have made of its words."""
    mentions: tuple[ChangedMention, ...] = ()
    """What names points in the text that have other numbers by this motion."""
    rivals: tuple[Clash, ...] = ()
    """What cannot be carried out together, of this motion and others that are still to be voted on."""
    counted: Mapping[Key, tuple[Counted, ...]] = field(default_factory=dict)
    """The sentences that each change that is carried out names by their numbers."""

    def point_anchor(self, *labels: str) -> str:
        """Return the id of a point of the new text; that of the motion if the text is not shown."""
        text_is_shown = not {"consolidated", "redline"}.isdisjoint(self.shown)
        return "-".join((self.record.anchor, "point", *labels)) if text_is_shown else self.record.anchor


@dataclass(frozen=True, slots=True)
class Amending:
    """The motions to a text or to a motion, and those of them that compete."""

    motions: Sequence[MotionView] = ()
    contests: Sequence[Contest] = ()


@dataclass(frozen=True, slots=True)
class TextView:
    """All there is to show of a consolidated text: the version, and the motions that made it."""

    record: Record
    guideline: Record | None
    result: Consolidation | None
    motions: tuple[Record, ...]
    tentative: bool
    """Whether the text is only what the motions would make."""
    problems: tuple[Problem, ...]
    incomplete: tuple[Record, ...] = ()
    """The motions of which not all changes are carried out in it."""
    latest: tuple[Record, ...] = ()
    """The motions whose changes a redline shows."""
    shown: tuple[str, ...] = USUAL_TEXT_VIEWS
    effective: str = ""
    """The day from which the version is in force, if it is known."""
    as_of: str = ""
    """The day whose version is shown, if it is not the last one."""
    clashes: tuple[Clash, ...] = ()
    """What could not be carried out together, in this version or one before it."""
    contests: tuple[Contest, ...] = ()
    """The open motions that compete."""
    mentions: tuple[ChangedMention, ...] = ()
    """What names points in the text that have other numbers now."""
    language: str = ""

    def point_anchor(self, *labels: str) -> str:
        """Return the id of a point."""
        return "-".join((self.record.anchor, "point", *labels))


@dataclass(frozen=True, slots=True)
class Page:
    """What a view needs of the page it is drawn on."""

    showing: str
    grafter: Grafter
    words: Words
    change: Callable[[Key], tuple[str, str, str, str]]
    """Gives for a change of any motion its label, the document and the id where it is shown, and its motion's title."""
    show_reading: bool = True
    """Whether it is said below each change what was understood."""
    used: set[str] = field(default_factory=set)
    """The ids that were given to points."""

    def reference(self, docname: str, target: str, text: str) -> nodes.Node:
        """Return a link to *target* in *docname*; the bare text where the builder has no links."""
        attributes = self.grafter.link(self.showing, docname, target)
        return nodes.reference("", text, **attributes) if attributes else nodes.Text(text)


# --- the text -------------------------------------------------------------------------------------------------


class Reading(Enum):
    """How a text is shown: as it reads, with what is new marked for the eye, or with all that is deleted and new."""

    CLEAN = auto()
    MARKED = auto()
    REDLINE = auto()


Changed = type[ours.inserted] | type[ours.deleted] | type[ours.moved] | type[ours.arrived]

MARKS: Mapping[Changed, str] = {
    ours.deleted: _("[deleted: {words}]"),
    ours.inserted: _("[new: {words}]"),
    ours.moved: _("[moved away: {words}]"),
    ours.arrived: _("[moved here: {words}]"),
}
"""How a redline tells what is changed, in every builder: as words, which are copied and read aloud with the text."""


def text_nodes(page: Page, history: History, prefix: str, reading: Reading) -> list[nodes.Element]:
    """Return the text of *history*; points of the new text get ids that begin with *prefix*."""
    return _blocks(page, history, prefix, reading, None)


def _blocks(
    page: Page, history: History, prefix: str, reading: Reading, changed: Changed | None
) -> list[nodes.Element]:
    """Return the blocks of *history*; *changed* says what became of them as a whole."""
    result: list[nodes.Element] = []
    for block in history:
        if isinstance(block, Passage):
            result += _passage(page, block, reading, changed)
        else:
            result += _points(page, block, prefix, reading, changed)
    return result


def _points(page: Page, units: Units, prefix: str, reading: Reading, changed: Changed | None) -> list[nodes.Element]:
    """Return a list of points; headings between them are points without a label until the page is drawn."""
    if reading is Reading.REDLINE:
        items = _deleted_first(units.items)
    else:
        items = [unit for unit in units.items if unit.label is not None]
    if not items:
        return []
    if units.scheme.style == "bullet":
        container: nodes.Element = nodes.bullet_list(bullet="*")
    else:
        scheme = units.scheme
        container = ours.points(enumtype=scheme.style, prefix=scheme.prefix, suffix=scheme.suffix)
    left = {origin(unit) for unit in units.items if has_left(unit)}
    for unit in items:
        if isinstance(container, ours.points):
            has_former = reading is Reading.REDLINE and not (_is_here(unit) and origin(unit) not in left)
            label = _label(unit, units.scheme.printed, has_former=has_former)
            item: nodes.Element = ours.point(label=label, number=unit.label or "")
        else:
            item = nodes.list_item()
        stands = changed not in {ours.deleted, ours.moved}
        inner = f"{prefix}-{unit.label}" if prefix and unit.label and stands else ""
        if inner and inner not in page.used:  # a number may stand twice in a text
            page.used.add(inner)
            item["ids"] = [inner]
        item.extend(_content(page, unit, inner, reading, changed))
        container += item
    return [container]


def _deleted_first(units: Iterable[Unit]) -> list[Unit]:
    """Return *units* with those that a change replaces before those that it puts in their place."""
    ordered: list[Unit] = []
    for unit in units:
        place = len(ordered)
        if unit.label is None:
            while place and ordered[place - 1].base is None and ordered[place - 1].by == unit.by:
                place -= 1
        ordered.insert(place, unit)
    return ordered


def _is_here(unit: Unit) -> bool:
    """Whether *unit* is the new place of a point that has moved."""
    return unit.moved and unit.label is not None


def _label(unit: Unit, printed: Callable[[str], str], *, has_former: bool) -> str:
    """Return what stands before a point: its number, in a redline with the one it had in the same list."""
    former = unit.base.label if unit.base and has_former else None
    return " → ".join(dict.fromkeys(printed(label) for label in (former, unit.label) if label))


def _content(page: Page, unit: Unit, prefix: str, reading: Reading, changed: Changed | None) -> Iterator[nodes.Element]:
    titled = bool(unit.label or (unit.base and unit.base.label))
    if reading is Reading.REDLINE and unit.base is not None and unit.by and not _is_here(unit):
        gone = ours.moved if has_left(unit) else ours.deleted
        yield from _with_title(_blocks(page, untouched(unit.base.body), "", reading, gone), titled=titled)
        if unit.label is None:
            return
    kind = changed
    if _is_here(unit):
        kind = ours.arrived if reading is Reading.REDLINE else changed
    elif unit.by:
        kind = ours.inserted
    yield from _with_title(_blocks(page, unit.body, prefix, reading, kind), titled=titled)


def _with_title(blocks: Sequence[nodes.Element], *, titled: bool) -> list[nodes.Element]:
    """Return the blocks of a point: a heading that it begins with is its title."""
    if not titled or not blocks or not isinstance(blocks[0], nodes.rubric):
        return [*blocks]
    return [title_of(blocks[0], blocks[0].children), *blocks[1:]]


def _passage(page: Page, passage: Passage, reading: Reading, changed: Changed | None) -> list[nodes.Element]:
    if passage.emptied and reading is not Reading.REDLINE:
        return []
    if changed in {None, ours.arrived} and passage.by is not None:
        changed = ours.deleted if passage.removed else ours.arrived if passage.moved else ours.inserted
    if passage.old.content == OBJECT and not passage.edits and passage.old.marks[0].key == passage.key:
        block = page.grafter.block(passage.key, page.showing)  # type: ignore[arg-type]
        shown: list[nodes.Element] = [nodes.paragraph("", passage.old.shown) if block is None else block]
        if changed is None or reading is not Reading.REDLINE:
            return shown
        before, after = _marks(page, changed)
        return [nodes.paragraph("", before.rstrip()), *shown, nodes.paragraph("", after.lstrip())]
    words = list(_words(page, passage, reading, changed))
    if passage.heading:
        return [nodes.rubric("", "", *words, classes=[ours.HEADING])]
    return [nodes.paragraph("", "", *words)]


def _words(page: Page, passage: Passage, reading: Reading, changed: Changed | None) -> Iterator[nodes.Node]:
    if reading is Reading.CLEAN:
        yield from page.grafter.inline(passage.new, page.showing)
        return
    for segment in passage.segments():
        kind = changed
        if kind in {None, ours.arrived} and segment.by is not None:
            kind = ours.deleted if segment.deleted else ours.inserted
        if kind is None:
            yield from page.grafter.inline(segment.text, page.showing)
        elif reading is Reading.REDLINE or kind is ours.inserted:
            yield from _changed(page, segment.text, kind, told=reading is Reading.REDLINE)


def _changed(page: Page, text: Text, kind: Changed, *, told: bool) -> Iterator[nodes.Node]:
    for piece, is_space in _spaces_apart(text):
        content = page.grafter.inline(piece, page.showing)
        if is_space:
            yield from content
            continue
        before, after = _marks(page, kind)
        if told:
            yield nodes.inline("", before, classes=["amd-mark"])
        yield kind("", "", *content)
        if told:
            yield nodes.inline("", after, classes=["amd-mark"])


def _marks(page: Page, kind: Changed) -> tuple[str, str]:
    """Return the words to put before and after what is changed."""
    before, _, after = page.words.say(MARKS[kind]).partition("{words}")
    return before, after


def _spaces_apart(text: Text) -> Iterator[tuple[Text, bool]]:
    """Yield *text* without the spaces at its ends, and these: an underlined space looks like a blank to fill in."""
    start = len(text.content) - len(text.content.lstrip(" "))
    end = start + len(text.strip().content)
    for piece, is_space in (
        (text.slice(0, start), True),
        (text.slice(start, end), False),
        (text.slice(end, len(text.content)), True),
    ):
        if piece.content:
            yield piece, is_space


def _with_footnotes(page: Page, container: nodes.Element) -> nodes.Element:
    container.extend(page.grafter.bring_footnotes(container, page.showing))
    return container


# --- the guideline --------------------------------------------------------------------------------------------


def guideline_view(
    page: Page, node: nodes.Element, record: Record, amending: Amending, problems: Sequence[Problem]
) -> nodes.Element:
    """Return the text as its author wrote it, with links to the motions that amend it."""
    say = page.words.say
    container = _container(node, "amd-guideline")
    title, content = node.children
    container += title
    container.extend(_metadata(page, record, GUIDELINE_FIELDS))
    container.extend(_standing(page, record))
    container.extend(_warning(page, problem) for problem in problems)
    assert isinstance(content, nodes.Element)  # the directive made it so
    container.extend(content.children)
    container.extend(_amendments(page, say("Amendments to this text"), amending))
    return container


def _amendments(page: Page, heading: str, amending: Amending) -> list[nodes.Element]:
    """List the motions to a text or motion, each with the points that it touches; then those that compete."""
    if not amending.motions:
        return []
    say = page.words.say
    listing = nodes.bullet_list(bullet="*")
    for view in amending.motions:
        paragraph = nodes.paragraph()
        paragraph += page.reference(view.record.docname, view.record.anchor, view.record.title)
        paragraph += nodes.Text(f" ({say(STATUS_WORDS[view.status])})")
        if keys := _touching_heading(view):
            paragraph += nodes.Text(f"; {say('heading of the text')}")
            paragraph.extend(_links_to_changes(page, view, keys))
        for unit, keys in _touched(view):
            point, number = (
                (say("point {label}"), unit.base.label) if unit.base else (say("new point {label}"), unit.label)
            )
            paragraph += nodes.Text(f"; {_called(say, point, unit, number)}")
            paragraph.extend(_links_to_changes(page, view, keys))
        listing += nodes.list_item("", paragraph)
    return [_heading(heading), listing, *_votes(page, amending.contests)]


def _votes(page: Page, contests: Sequence[Contest]) -> list[nodes.Element]:
    """List competing motions in the order in which to vote on them, and say that it is a suggestion."""
    if not contests:
        return []
    say = page.words.say
    said = say(
        "These motions are in each other's way. The order is a suggestion: the motion that takes out or replaces most"
        " words first, then the one that adds most, then the one that stands first. Who is in the chair decides."
    )
    shown: list[nodes.Element] = [_heading(say("Suggested order of votes")), nodes.paragraph("", said)]
    for number, contest in enumerate(contests, start=1):
        if len(contests) > 1:  # else their lists would read as one
            group = say("Group {number} of {count}, to be voted on by itself:")
            shown.append(nodes.paragraph("", group.format(number=number, count=len(contests))))
        listing = nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".")
        for record, reach in contest:
            figures = say("words taken out or replaced: {removed}, words added: {added}")
            paragraph = nodes.paragraph("", "", page.reference(record.docname, record.anchor, record.title))
            paragraph += nodes.Text(f" ({figures.format(removed=reach.removed, added=reach.added)})")
            listing += nodes.list_item("", paragraph)
        shown.append(listing)
    return [nodes.container("", *shown, classes=["amd-votes", "no-search"])]


def _called(say: Callable[[str], str], point: str, unit: Unit, label: str | None) -> str:
    """Return how a place in a text is called: *point* with its *label*, or the heading or item that it is."""
    if label:
        return point.format(label=label)
    words = plain(unit.base.body if unit.base else after((*unit.body,)))
    return (say("heading “{words}”") if is_heading(unit) else say("item “{words}”")).format(words=words)


def _touched(view: MotionView) -> list[tuple[Unit, list[Key]]]:
    """Return each point of the whole text that a motion touches, with its changes that do."""
    units = where_they_are(view.result.history) if view.result else ()
    found = ((unit, [key for key in touched_by(unit) if key in view.changes]) for unit in units)
    return [(unit, keys) for unit, keys in found if keys]


# --- the motion -----------------------------------------------------------------------------------------------


def motion_view(page: Page, node: nodes.Element, view: MotionView, amending: Amending) -> nodes.Element:
    """Return a motion: its data, its words as they stand with what became of each change, and the text it makes."""
    say = page.words.say
    container = _container(node, "amd-amendment")
    title, content = node.children
    container += title
    container.extend(_metadata(page, view.record, AMENDMENT_FIELDS, view))
    listed = "change-list" in view.shown
    places = {view.record.key} if listed else {problem.place for problem in (*view.problems, *view.told_elsewhere)}
    container.extend(_problems(page, view, places))
    if not listed:
        container.extend(_rivals(page, view, view.changes))
    if view.modified:
        note = nodes.paragraph("", say("Carried out as modified by: "), classes=["amd-modified"])
        note.extend(_titles(page, view.modified.by))
        container += note
    if view.guideline:
        container.extend(_standing(page, view.guideline))
    assert isinstance(content, nodes.Element)  # the directive made it so
    texts = 0
    for name in view.shown:
        if name == "change-list":
            container.extend(_Layout(page, view).lay_out(content))
            container.extend(_new_items(page, view))
        elif view.result is not None:
            if name == "redline":
                shown = _redline(page, view.result, view.record.anchor)
            else:
                shown = nodes.container(classes=["amd-result", "no-search"], ids=[f"{view.record.anchor}-result"])
                shown += _heading(say("The text with this amendment"))
                shown.extend(_changed_heading(page, view.result, Reading.MARKED))
                shown.extend(text_nodes(page, view.result.history, f"{view.record.anchor}-point", Reading.MARKED))
            container += _with_footnotes(page, shown)
            if not texts:
                container.extend(_changed_places(page, view))
                container.extend(_mentions(page, view))
            texts += 1
    container.extend(_amendments(page, say("Amendments to this motion"), amending))
    return container


def _new_items(page: Page, view: MotionView) -> list[nodes.Element]:
    """Return the changes that amendments have added to a motion."""
    new = [item for item in view.modified.items if item.is_new and item.point] if view.modified else []
    if not new:
        return []
    said = nodes.paragraph("", page.words.say("Added by: "), classes=["amd-modified"])
    said.extend(_titles(page, tuple({record.key: record for item in new for record in item.by}.values())))
    points = untouched((Points(view.record.key, new[0].scheme, tuple(item.point for item in new if item.point)),))
    shown = nodes.container(classes=["amd-modified"], ids=[f"{view.record.anchor}-modified"])
    shown += said
    shown.extend(text_nodes(page, points, "", Reading.CLEAN))
    for item in new:
        shown.extend(_outcome(page, view, item.key))
        shown.extend(_problems(page, view, {item.key}))
        shown.extend(_rivals(page, view, (item.key,)))
    return [shown]


def _redline(page: Page, result: Consolidation, anchor: str) -> nodes.Element:
    """Return the text with all that is deleted and new in it, and a line that says how that is told."""
    say = page.words.say
    history = redline(result.history)
    container = nodes.container(classes=["amd-redline", "no-search"], ids=[f"{anchor}-redline"])
    container += _heading(say("The changes in the text"))
    if result.applied:
        key = nodes.paragraph("", say("Key: "), classes=["amd-key"])
        kinds: list[tuple[Changed, str]] = [(ours.deleted, say("deleted words")), (ours.inserted, say("new words"))]
        if any(has_left(unit) for unit in all_units(history)):
            kinds += [(ours.moved, say("words moved away")), (ours.arrived, say("words moved here"))]
        for kind, words in kinds:
            key.extend(_changed(page, Text(words), kind, told=True))
            key += nodes.Text(", ")
        key += nodes.Text(say("1. → 2. for a new number."))
        container += key
    container.extend(_changed_heading(page, result, Reading.REDLINE))
    container.extend(text_nodes(page, history, f"{anchor}-point", Reading.REDLINE))
    return container


def _changed_heading(page: Page, result: Consolidation, reading: Reading) -> list[nodes.Element]:
    """Return the heading of the whole text if it is changed."""
    if result.title is None or not result.title.edits:
        return []
    return _passage(page, result.title, reading, None)


def _touching_heading(view: MotionView) -> list[Key]:
    """Return the changes of a motion that change the heading of the whole text."""
    edits = view.result.title.edits if view.result and view.result.title else ()
    return list(dict.fromkeys(edit.by for edit in edits if edit.by in view.changes))


def _changed_places(page: Page, view: MotionView) -> list[nodes.Element]:
    """List the changed points with links to the changes, so that nothing has to stand in the text."""
    say = page.words.say
    assert view.result is not None  # the caller has seen to it
    listing = nodes.bullet_list(bullet="*")
    if keys := _touching_heading(view):
        paragraph = nodes.paragraph("", say("heading of the text"))
        paragraph.extend(_links_to_changes(page, view, keys))
        listing += nodes.list_item("", paragraph)
    for unit, keys in _touched(view):
        paragraph = nodes.paragraph()
        if unit.base and is_repealed(unit):
            paragraph += nodes.Text(_called(say, say("former point {label}, repealed"), unit, unit.base.label))
        elif not unit.label:
            paragraph += nodes.Text(_called(say, "", unit, ""))
        else:
            new = say("point {label}").format(label=unit.label)
            paragraph += page.reference(view.record.docname, view.point_anchor(unit.label), new)
            former = say("former point {label}").format(label=unit.base.label) if unit.base else say("new")
            paragraph += nodes.Text(f" ({former})")
        paragraph.extend(_links_to_changes(page, view, keys))
        listing += nodes.list_item("", paragraph)
    if not listing.children:
        return [nodes.paragraph("", say("No change is carried out: the text stays as it is."))]
    return [nodes.paragraph("", say("Changed places:")), listing]


def _links_to_changes(page: Page, view: MotionView, keys: Iterable[Key]) -> Iterator[nodes.Node]:
    for number, key in enumerate(keys):
        label, anchor = view.changes[key]
        yield nodes.Text(", " if number else ": ")
        yield page.reference(view.record.docname, anchor, page.words.say("change {label}").format(label=label))


@dataclass(slots=True)
class _Layout:
    """Lays out a motion's blocks: each change with its new text, and below it what became of it."""

    page: Page
    view: MotionView
    item: nodes.Element | None = None
    item_key: Key = None
    options: list[nodes.Element] = field(default_factory=list)
    """The options of the item, which are shown below its new text."""

    def lay_out(self, content: nodes.Element) -> list[nodes.Element]:
        result: list[nodes.Element] = []
        for child in list(content.children):
            assert isinstance(child, nodes.Element)  # blocks are elements
            key = self._key(child)
            role = self.view.motion.roles.get(key)
            if self.item is not None and role is Role.ITEM and self._belongs(child, key):
                self._add(child, role)
            elif role is Role.ITEM and isinstance(child, ours.points):
                listing = result[-1] if result and isinstance(result[-1], ours.points) and self.item else None
                if listing is None:
                    listing = ours.points(**child.attributes)
                    result.append(listing)
                for point in list(child.children):
                    self._close()
                    self._open(point)  # type: ignore[arg-type]
                    listing += point
            elif role is Role.ITEM:
                self._close()
                self.item_key = key
                self.item = nodes.container("", child, classes=["amd-change"])
                if key in self.view.changes:
                    self.item["ids"] = [self.view.changes[key][1]]
                result.append(self.item)
            elif self.item is not None and self._belongs(child, key):
                self._add(child, role)
            else:
                self._close()
                result.append(self._checked(child, key, role))
                result.extend(_problems(self.page, self.view, {key}))
        self._close()
        return result

    def _key(self, node: nodes.Element) -> Key:
        return (self.view.record.docname, node.get(STAMP))

    def _belongs(self, child: nodes.Element, key: Key) -> bool:
        return self.view.motion.owners.get(key) == self.item_key or isinstance(child, nodes.field_list)

    def _open(self, point: nodes.Element) -> None:
        self.item_key = self._key(point)
        self.item = point
        if self.item_key in self.view.changes:
            point["ids"] = [self.view.changes[self.item_key][1], *point["ids"]]
        point["classes"].append("amd-change")
        blocks = list(point.children)
        point.clear()
        for position, block in enumerate(blocks):
            assert isinstance(block, nodes.Element)  # blocks are elements
            self._add(block, self.view.motion.roles.get(self._key(block)) if position else None)

    def _add(self, block: nodes.Element, role: Role | None) -> None:
        assert self.item is not None  # only called within an item
        applied = self.view.result is not None and self.item_key in self.view.result.applied
        if role is Role.ITEM and isinstance(block, ours.points):  # the commands of a bundle
            for point in block.children:
                inner = _Layout(self.page, self.view)
                inner._open(point)  # type: ignore[arg-type]
                inner._close()
        if isinstance(block, nodes.field_list):
            self.options += self._fields(block, applied=applied)
            return
        if not block.children and self.item_key in self.view.readings:
            # It was asked for by options only.
            block.extend(self.page.grafter.inline(self.view.readings[self.item_key], self.page.showing))
        if role is Role.NEW_TEXT:
            last = self.item.children[-1] if self.item.children else None
            if not (isinstance(last, nodes.block_quote) and "amd-new-text" in last["classes"]):
                last = nodes.block_quote(classes=["amd-new-text"])
                self.item += last
            last += block
        else:
            self.item += block
        self.item.extend(_problems(self.page, self.view, {self._key(block)}))

    def _fields(self, block: nodes.field_list, *, applied: bool) -> list[nodes.Element]:
        """Return the options of a change; what is told in other words is shown only if it was not carried out."""
        say = self.page.words.say
        unsaid = not self.view.motion.commands.get(self.item_key) and self.item_key not in self.view.readings
        kept = nodes.field_list()
        for option in list(block.findall(nodes.field)):
            name, body = option.children
            match name.astext():
                case "reason":
                    kept += nodes.field("", nodes.field_name("", say("Reason")), body)
                case "status" if body.astext().strip() in STATUS_WORDS:
                    called = nodes.paragraph("", say(STATUS_WORDS[body.astext().strip()]))
                    kept += nodes.field("", nodes.field_name("", say("Status")), nodes.field_body("", called))
                case _ if not applied or unsaid:
                    kept += option
        return [kept] if kept.children else []

    def _close(self) -> None:
        if self.item is not None:
            self.item.extend(self.options)
            self.options = []
            self.item.extend(self._modified())
            self.item.extend(self._reading())
            self.item.extend(_outcome(self.page, self.view, self.item_key))
            self.item.extend(_problems(self.page, self.view, {self.item_key}))
            self.item.extend(_rivals(self.page, self.view, (self.item_key,)))
        self.item, self.item_key = None, None

    def _modified(self) -> list[nodes.Element]:
        """Show how the item reads as amendments have modified it."""
        items = self.view.modified.items if self.view.modified else ()
        item = next((item for item in items if item.key == self.item_key), None)
        if item is None:
            return []
        say = self.page.words.say
        note = nodes.paragraph("", say("As modified by: ") if item.point else say("Repealed by: "))
        note.extend(_titles(self.page, item.by))
        shown = nodes.container("", note, classes=["amd-modified"])
        if item.point:
            quoted = text_nodes(self.page, untouched(item.point.body), "", Reading.CLEAN)
            shown += nodes.block_quote("", *quoted, classes=["amd-new-text"])
        return [shown]

    def _reading(self) -> list[nodes.Element]:
        """Say what was understood, where it was said in other words."""
        reading = self.view.readings.get(self.item_key)
        if reading is None or not self.page.show_reading or not self.view.motion.commands.get(self.item_key):
            return []
        paragraph = nodes.paragraph("", self.page.words.say("Understood as: "), classes=["amd-reading"])
        if reading.content.endswith(":"):  # the new text stands above
            reading = reading.slice(0, len(reading.content) - 1).strip() + Text(".")
        paragraph.extend(self.page.grafter.inline(reading, self.page.showing))
        return [paragraph]

    def _checked(self, child: nodes.Element, key: Key, role: Role | None) -> nodes.Element:
        if role is not Role.CLAIMED_TEXT or self.view.result is None:
            return child
        container = nodes.container("", child, classes=["amd-claimed", "no-search"])
        if isinstance(child, ours.points) and self._agrees():
            say = self.page.words.say
            agrees = say("Checked: agrees with the computed text word for word.")
            if self.view.claims_all:
                agrees = say(
                    "Checked: agrees word for word with the text that all changes of the motion would have made."
                )
            container += nodes.paragraph("", agrees, classes=["amd-outcome"])
        return container

    def _agrees(self) -> bool:
        """Whether the claimed text was compared, and nothing differs."""
        assert self.view.result is not None  # the caller has seen to it
        compared = any(isinstance(claim, TextClaim) for claim in self.view.motion.amendment.claims)
        return compared and not any(
            not difference.numbering for problem in self.view.result.problems for difference in problem.differences
        )


def _outcome(page: Page, view: MotionView, key: Key) -> list[nodes.Element]:
    """Say what a change did, with links to the point it changes, before and after."""
    if view.result is None or view.guideline is None or key not in view.result.applied:
        return []
    say = page.words.say
    paragraph = nodes.paragraph(classes=["amd-outcome"])
    title = view.result.title
    if title is not None and any(edit.by == key for edit in title.edits):
        told = "; ".join(_told(say, old, new) for old, new in _edits(view, (title,), key))
        paragraph += nodes.Text(f"{say('Carried out')}: {say('heading of the text')}: {told}")
    former_paths = _cited(view.result.base.body)
    for way, shown, unit in _changed_points(view.result, key):
        if paragraph.children:
            paragraph += nodes.Text("; ")
        paragraph += nodes.Text(_deed(say, unit, key) + ": ")
        links = []
        if unit.base is not None:
            anchor = view.guideline.anchors.get(unit.base.key, view.guideline.anchor)
            former = _called(say, say("former point {label}"), unit, former_paths.get(unit.base.key, unit.base.label))
            links.append(page.reference(view.guideline.docname, anchor, former))
        if not unit.label and unit.base is None:
            links.append(nodes.Text(_called(say, "", unit, "")))
        if unit.label and not is_repealed(unit):
            now = say("point {label}").format(label=shown)
            links.append(page.reference(view.record.docname, view.point_anchor(*way), now))
        for number, link in enumerate(links):
            if number:
                paragraph += nodes.Text(" → ")
            paragraph += link
        edits = [_told(say, old, new) for old, new in _edits(view, unit.body, key)]
        if edits:
            paragraph += nodes.Text(": " + "; ".join(edits))
    counted = [told_sentence(say, sentence) for sentence in view.counted.get(key, ())]
    sentences = [nodes.paragraph("", "; ".join(counted), classes=["amd-counted"])] if counted else []
    return [paragraph, *sentences] if paragraph.children else []


def told_sentence(say: Callable[[str], str], sentence: Counted) -> str:
    """Say which sentence is meant by a number."""
    point, number, words = sentence.point, sentence.number, sentence.words
    return say("Sentence {number} of point {point}: “{words}”").format(point=point, number=number, words=words)


def _changed_points(result: Consolidation, key: Key) -> Iterator[tuple[tuple[str, ...], str, Unit]]:
    """Yield the innermost points that a change touches: the numbers that lead there, as they are cited, and the point.

    Of a point in which only some of the points are touched, only its own words are there.
    """
    moved = {origin(unit) for unit in all_units(result.history) if _is_here(unit)}

    def walk(
        history: Iterable[Passage | Units], above: tuple[str, ...], cited: str
    ) -> Iterator[tuple[tuple[str, ...], str, Unit]]:
        for block in history:
            if isinstance(block, Passage):
                continue
            for unit in block.items:
                if key not in touched_by(unit) or (has_left(unit) and origin(unit) in moved):
                    continue
                way = (*above, unit.label or "")
                shown = _cite(cited, block.scheme, unit.label) if unit.label else cited
                lists = [inner for inner in unit.body if _is_numbered(inner)]
                own = replace(unit, body=tuple(inner for inner in unit.body if not _is_numbered(inner)))
                if key in unit.by or not lists:
                    yield way, shown, unit
                    continue
                if key in touched_by(own):
                    yield way, shown, own
                yield from walk(lists, way, shown)

    yield from walk(result.history, (), "")


def _is_numbered(block: Passage | Units | Paragraph | Points) -> bool:
    return isinstance(block, Units | Points) and block.scheme.style != "bullet"


def _cite(above: str, scheme: Scheme, label: str) -> str:
    """Return how a point is cited that stands in the one that is cited as *above*: "3", "3 (2)"."""
    return f"{above} {scheme.printed(label).removesuffix('.')}" if above else label


def _cited(body: Body, above: str = "") -> dict[Key, str]:
    """Return how each numbered point is cited."""
    found: dict[Key, str] = {}
    for block in body:
        if isinstance(block, Paragraph) or not _is_numbered(block):
            continue
        for point in block.items:
            if point.label:
                found[point.key] = _cite(above, block.scheme, point.label)
                found |= _cited(point.body, found[point.key])
    return found


def _deed(say: Callable[[str], str], unit: Unit, key: Key) -> str:
    if key not in unit.by:
        return say("Carried out")
    if unit.base is None:
        return say("Inserted")
    if unit.moved:
        return say("Moved")
    return say("Repealed") if is_repealed(unit) else say("Replaced")


def _edits(view: MotionView, history: History, key: Key) -> list[tuple[str, str]]:
    """Return what a change deletes from a text, and what it puts there unless that stands above as its new text."""
    changes = {item.key: item.change for item in view.motion.amendment.modifications}
    is_shown = isinstance(changes.get(key), SentenceInsertion | SentenceSubstitution)
    found = []
    for block in history:
        if isinstance(block, Passage):
            edits = [edit for edit in block.edits if edit.by == key]
            found += [
                (block.old.slice(edit.start, edit.end).shown.strip(), "" if is_shown else edit.new.shown.strip())
                for edit in edits
            ]
        else:
            found += [pair for item in block.items for pair in _edits(view, item.body, key)]
    return [pair for pair in found if any(pair)]


def _told(say: Callable[[str], str], old: str, new: str) -> str:
    if not new:
        return say("deleted: “{old}”").format(old=old)
    return (say("“{old}” → “{new}”") if old else say("new: “{new}”")).format(old=old, new=new)


def _problems(page: Page, view: MotionView | TextView, places: Iterable[Key]) -> list[nodes.Element]:
    """Return a warning for each problem at one of *places*."""
    wanted = set(places)
    found = []
    elsewhere = view.told_elsewhere if isinstance(view, MotionView) else ()
    for problem in (*view.problems, *elsewhere):
        if problem.place in wanted or wanted & set(problem.others):
            here = next((key for key in problem.others if key in wanted and problem.place not in wanted), None)
            is_change = isinstance(view, MotionView) and problem.place in view.changes
            applied = view.result is not None and problem.place in view.result.applied
            is_change = is_change or problem in elsewhere
            if here is not None:  # seen from there, this is one of the others
                others = tuple(key for key in (*problem.others, problem.place) if key != here)
                problem = replace(problem, place=here, others=others)  # noqa: PLW2901
            found.append(_warning(page, problem, stopped=is_change and not applied))
    return found


def _rivals(page: Page, view: MotionView, places: Iterable[Key]) -> Iterator[nodes.Element]:
    """Yield a note for each change at one of *places* that is in the way of others, with links to these.

    It is no problem: what is still to be voted on may well be in each other's way.
    """
    say = page.words.say
    for key in places:
        for clash in view.rivals:
            if key in clash.changes:
                label, anchor = view.changes[key]
                note = nodes.paragraph()
                note += page.reference(view.record.docname, anchor, say("change {label}").format(label=label))
                note += nodes.Text(say(" cannot be carried out together with: "))
                note.extend(_linked(page, [other for other in clash.changes if other != key]))
                note += nodes.Text(".")
                yield nodes.note("", note, classes=["amd-rival"])


def _linked(page: Page, changes: Iterable[Key]) -> Iterator[nodes.Node]:
    """Yield links to *changes* of any motions, with commas between."""
    say = page.words.say
    for number, key in enumerate(changes):
        label, docname, anchor, title = page.change(key)
        if number:
            yield nodes.Text(", ")
        words = say("{change} of “{title}”").format(change=say("change {label}").format(label=label), title=title)
        yield page.reference(docname, anchor, words)


def _warning(page: Page, problem: Problem, *, stopped: bool = False) -> nodes.Element:
    said = list(page.words.describe(problem))
    if stopped:
        said.insert(0, page.words.say("Not carried out."))
    return nodes.warning("", nodes.paragraph("", " ".join(said)), classes=["amd-problem", f"amd-{problem.code}"])


# --- the consolidated text ------------------------------------------------------------------------------------


def consolidated_view(page: Page, node: nodes.Element, view: TextView) -> nodes.Element:
    """Return the version in force, or what motions would make, as reading text or as a redline.

    A line says which of them it is.
    """
    say = page.words.say
    # The search finds words where they were written: here they are only shown again.
    container = _container(node, "amd-consolidated", "no-search")
    now = view.result.guideline.title if view.result else None
    title = now.text.content if now else view.guideline.title if view.guideline else view.record.name
    title = view.record.title or title
    container += _heading(title, "amd-title")
    told = tuple(problem for problem in view.problems if problem.code is not Code.MOTIONS_CONFLICT)  # told below
    container.extend(_problems(page, replace(view, problems=told), {view.record.key}))
    if view.result is None or view.guideline is None:
        return container
    first = next((name for name in view.shown if name != "vote-order"), "")
    for name in view.shown:
        if name == "vote-order":
            none = say("No motions to this text are in each other's way.")
            if view.record.option("with"):
                none = say("These motions are not in each other's way.")
            container.extend(_votes(page, view.contests) or [nodes.paragraph("", none)])
            continue
        container += _version(page, view, name)
        if name == first:
            container.extend(_clashes(page, view))
        if view.incomplete and name == first:
            said = nodes.paragraph("", say("Not all changes of these motions could be carried out: "))
            said.extend(_titles(page, view.incomplete))
            container += nodes.warning("", said, classes=["amd-problem"])
        if name == "redline":
            container += _redline(page, view.result, view.record.anchor)
        else:
            container.extend(text_nodes(page, view.result.history, f"{view.record.anchor}-point", Reading.CLEAN))
        if name == first:
            container.extend(_mentions(page, view))
    return _with_footnotes(page, container)


def _version(page: Page, view: TextView, name: str) -> nodes.Element:
    """Return the line that says which version is shown, from which day it is in force, and which motions made it."""
    say = page.words.say
    assert view.guideline is not None  # the caller has seen to it
    motions = view.latest if name == "redline" else view.motions
    status = status_of(view.guideline, "adopted")
    from_day = {"day": page.words.date(view.effective), "status": say(STATUS_WORDS[status])}
    if status != "adopted":
        standing = say("Not in force ({status}).")
    elif view.tentative:
        standing = say("Not in force.")
    elif view.as_of and view.effective > view.as_of:
        standing = say("Not in force on that day, but from {day}.")
    elif view.effective:
        standing = say("In force from {day}.")
    else:
        standing = say("In force.")
    said = [standing.format_map(from_day)]
    if view.as_of:
        said.insert(0, say("The text as of {day}.").format(day=page.words.date(view.as_of)))
    if not motions:
        said.append(say("Not amended."))
    elif name == "redline":
        said.append(say("The changes by: ") if view.tentative else say("The last changes by: "))
    else:
        said.append(say("The text as it would read with: ") if view.tentative else say("As amended by: "))
    note = nodes.paragraph("", " ".join(said), classes=["amd-version"])
    note.extend(_titles(page, motions))
    return note


def _clashes(page: Page, view: TextView) -> Iterator[nodes.Element]:
    """Yield a note for each group of changes that are in each other's way, with links and the points concerned."""
    say = page.words.say
    for clash in view.clashes:
        note = nodes.paragraph("", say("These changes are in each other's way, and none of them is carried out here: "))
        note.extend(_linked(page, clash.changes))
        about = ", ".join(say("point {label}").format(label=label) for label in clash.points)
        note += nodes.Text(f" ({about})." if about else ".")
        yield nodes.warning("", note, classes=["amd-problem", "amd-clash"])


def _mentions(page: Page, view: MotionView | TextView) -> list[nodes.Element]:
    """List the words of a text that name points which have other numbers now. They stay as they are."""
    if not view.mentions:
        return []
    say = page.words.say
    listing = nodes.bullet_list(bullet="*")
    for mention in view.mentions:
        paragraph = nodes.paragraph()
        if mention.point:
            anchor = view.point_anchor(*mention.point)
            called = say("point {label}").format(label=" ".join(mention.point))
            paragraph += page.reference(view.record.docname, anchor, called)
            paragraph += nodes.Text(": ")
        paragraph += nodes.Text(say("“{word}”").format(word=mention.words) + f" ({_now(say, mention)})")
        listing += nodes.list_item("", paragraph)
    said = say("Mentions of numbers that have changed, to be checked by hand:")
    return [nodes.container("", nodes.paragraph("", said), listing, classes=["amd-mentions", "no-search"])]


def _now(say: Callable[[str], str], mention: ChangedMention) -> str:
    """Say what became of the numbers of a mention."""
    match mention.now:
        case None if mention.sentences:
            return say("its sentences have changed")
        case None:
            return say("no longer there")
        case str(words):
            return say("now {words}").format(words=words)
        case numbers:
            return ", ".join(
                say("{old} is gone").format(old=old)
                if new is None
                else (say("{old} is still {new}") if old == new else say("{old} is now {new}")).format(old=old, new=new)
                for old, new in numbers
            )


def _titles(page: Page, records: Sequence[Record]) -> Iterator[nodes.Node]:
    """Yield the titles of motions, with links to them."""
    for number, record in enumerate(records):
        if number:
            yield nodes.Text(", ")
        yield page.reference(record.docname, record.anchor, record.title)


# --- what pages have in common --------------------------------------------------------------------------------

GUIDELINE_FIELDS = {
    "paper": _("Paper"),
    "date": _("Date"),
    "status": _("Status"),
    "in-force": _("In force from"),
}
"""The options of a guideline that are printed, with what they are called."""

AMENDMENT_FIELDS = {
    "addressee": _("To"),
    "date": _("Date"),
    "paper": _("Paper"),
    "amends": _("Amends"),
    "consultations": _("Consultations"),
    "author": _("From"),
    "status": _("Status"),
    "decided": _("Decided on"),
    "in-force": _("In force from"),
}
"""The options of a motion that are printed, in the order of a letter, with what they are called."""

STATUS_WORDS = {
    "draft": _("draft"),
    "proposed": _("proposed"),
    "not-admitted": _("not admitted"),
    "withdrawn": _("withdrawn"),
    "adopted": _("adopted"),
    "adopted-as-modified": _("adopted as modified"),
    "rejected": _("rejected"),
    "superseded": _("superseded"),
    "settled": _("settled"),
    "referred": _("referred"),
    "deferred": _("deferred"),
    "noted": _("noted"),
}
"""The statuses of a motion, with what they are called."""


def status_of(record: Record, usual: str) -> str:
    """Return the status of a record: *usual* without one, and "proposed" where nobody knows what is meant."""
    status = record.option("status") or usual
    return status if status in STATUS_WORDS else "proposed"


_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")

SILENT_OPTIONS = frozenset({"name", "language", "numbering", "with", "as-of", "show"})
"""Options that are not printed."""


def _standing(page: Page, guideline: Record) -> list[nodes.Element]:
    """Say of a text that is not adopted that it is not in force."""
    status = status_of(guideline, "adopted")
    if guideline.kind != "guideline" or status == "adopted":
        return []
    said = page.words.say("This text is not in force ({status}).").format(status=page.words.say(STATUS_WORDS[status]))
    return [nodes.paragraph("", said, classes=["amd-version"])]


def _metadata(
    page: Page, record: Record, names: Mapping[str, str], view: MotionView | None = None
) -> list[nodes.Element]:
    say = page.words.say
    rows: list[tuple[str, nodes.Element]] = []
    given = dict(record.options)
    for option, called in names.items():
        value: nodes.Element = nodes.paragraph()
        if option == "amends" and view and view.guideline:
            value += page.reference(view.guideline.docname, view.guideline.anchor, view.guideline.title)
        elif option == "status" and (view or given.get(option)):
            value += nodes.Text(say(STATUS_WORDS[view.status if view else status_of(record, "adopted")]))
        elif option == "consultations" and given.get(option):
            value = nodes.bullet_list(bullet="*")
            for part in given[option].split(";"):
                value += nodes.list_item("", nodes.paragraph("", _dated(page, part.strip())))
        elif given.get(option):
            value += nodes.Text(_dated(page, given[option].strip()))
        if value.children:
            rows.append((say(called), value))
    # What the author wrote is not lost, even where nobody knows what it is for.
    rows += [
        (option, nodes.paragraph("", value))
        for option, value in record.options
        if option not in names and option not in SILENT_OPTIONS and value
    ]
    if not rows:
        return []
    listing = nodes.field_list(classes=["amd-metadata"])
    for called, value in rows:
        listing += nodes.field("", nodes.field_name("", called), nodes.field_body("", value))
    return [listing]


def _dated(page: Page, value: str) -> str:
    return _DATE.sub(lambda match: page.words.date(match[0]), value)


def _container(node: nodes.Element, *names: str) -> nodes.Element:
    classes = [
        *names,
        f"language-{node['language'].replace('_', '-')}",
    ]  # docutils makes it the attribute "lang"
    return nodes.container(classes=classes, ids=node["ids"], names=node["names"], docname=node["docname"])


def _heading(text: str, *classes: str) -> nodes.Element:
    return nodes.rubric("", text, classes=[*classes])
