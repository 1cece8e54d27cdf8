"""Headings in a text: one whose words are a label ("§ 3 Beiträge") begins a point, any other stands between points.

The markups give them as sections, rubrics or, where no heading can stand, as paragraphs that are wholly strong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes

from sphinxext_amendment.docnodes import nodes as ours
from sphinxext_amendment.docnodes.collect import CHANGE
from sphinxext_amendment.docnodes.labels import Heading, follows, read_heading, rises, scheme_of
from sphinxext_amendment.docnodes.nodes import HEADING
from sphinxext_amendment.engine.numbering import Scheme

_STRONG = 100
"""The level of a heading that has none: below all others."""


def find_headings(container: nodes.Element, *, motion: bool) -> None:
    """Turn what is a heading in *container* into a rubric with its level; in a *motion*, no command is one.

    That is: sections, rubrics, and wholly strong paragraphs that read as a label, or as a division.
    """
    for message in list(container.findall(nodes.system_message)):
        if message["level"] < 2:  # for the author of markup: that two headings have the same words
            message.parent.remove(message)
    sections = [(section, _depth(section)) for section in container.findall(nodes.section)]
    for section, depth in sections:
        title = section[0]
        assert isinstance(title, nodes.title)  # every section begins with one
        heading = nodes.rubric(title.rawsource, "", *title.children, level=depth)
        heading["ids"], heading["names"] = section["ids"], section["names"]
        heading.source, heading.line = title.source, title.line
        section.parent.replace(section, [heading, *section.children[1:]])
    for rubric in container.findall(nodes.rubric):
        rubric["classes"] += [HEADING]
    for paragraph in list(container.findall(nodes.paragraph)):
        if reads_as_heading(paragraph) and _may_be_heading(paragraph, container, motion=motion):
            heading = nodes.rubric(paragraph.rawsource, "", *_words_of(paragraph), classes=[HEADING])
            heading["ids"], heading["names"] = paragraph["ids"], paragraph["names"]
            heading.source, heading.line = paragraph.source, paragraph.line
            paragraph.parent.replace(paragraph, heading)


def _depth(section: nodes.Element) -> int:
    return 1 + (_depth(section.parent) if isinstance(section.parent, nodes.section) else 0)


def _words_of(heading: nodes.Element) -> list[nodes.Node]:
    """Return the words of a heading: all, or those of a paragraph that is wholly strong; else none."""
    if not isinstance(heading, nodes.paragraph):
        return heading.children
    filled = [child for child in heading.children if child.astext() or isinstance(child, nodes.Element)]
    return filled[0].children if len(filled) == 1 and isinstance(filled[0], nodes.strong) else []


def reads_as_heading(node: nodes.Node) -> bool:
    """Whether *node* is a wholly strong paragraph that begins with a label, and does not end as a sentence does."""
    if not isinstance(node, nodes.paragraph):
        return False
    words = "".join(child.astext() for child in _words_of(node))
    found = read_heading(words)
    if found is None or (words.rstrip()[-1] in ".,;:!?" and len(words) > found.title):
        return False
    return found.worded or found.scheme is None or bool(found.scheme.suffix)


def _may_be_heading(paragraph: nodes.paragraph, container: nodes.Element, *, motion: bool) -> bool:
    """Whether a heading may stand where *paragraph* does: not where the items of a *motion* have their commands."""
    parent = paragraph.parent
    if parent is container:
        return not motion
    is_item = isinstance(parent, nodes.list_item)
    if motion and is_item and parent.parent.parent is container and parent[0] is paragraph:
        return False
    return is_item or isinstance(parent, nodes.block_quote)


def gather_points(container: nodes.Element, *, motion: bool) -> None:
    """Put together the points that headings with labels begin, each with all that follows up to the next heading.

    At the level of the items of a *motion*, where a reason or the next item may follow, a point ends with the list
    right below its heading.
    """
    inner = [node for kind in (nodes.list_item, nodes.block_quote) for node in container.findall(kind)]
    for parent in inner:
        if not any(isinstance(child, nodes.attribution) for child in parent.children):
            _Gatherer(parent).gather()
    if motion:
        _gather_flat(container)
    else:
        _Gatherer(container).gather()
    for rubric in container.findall(nodes.rubric):
        rubric.attributes.pop("level", None)


class _Gatherer:
    """Gathers the points of one container; *open* are the points that go on, outermost first, with their levels."""

    def __init__(self, container: nodes.Element) -> None:
        self.container = container
        self.open: list[tuple[ours.point, int, Scheme]] = []
        headings = [child for child in container.children if isinstance(child, nodes.rubric)]
        self.read = _readings(headings)

    def gather(self) -> None:
        if not any(found.scheme for found in self.read.values()):
            return
        children = self.container.children
        self.container.children = []
        for child in children:
            heading = self.read.get(id(child))
            if not isinstance(child, nodes.rubric):
                self._place(child)
            elif heading is None:
                self._close(level=_level(child))
                self._place(child)
            elif heading.scheme is None:
                self._close(level=0)
                self._place(child)
            else:
                self._begin(child, heading, heading.scheme)

    @property
    def _parent(self) -> nodes.Element:
        return self.open[-1][0] if self.open else self.container

    def _place(self, child: nodes.Node) -> None:
        self._parent.append(child)

    def _close(self, *, level: int) -> None:
        """Close the points at *level* or below it; what stands at their end without text belongs to what follows."""
        while self.open and level < _STRONG and level <= self.open[-1][1]:
            self._close_last()

    def _close_last(self) -> None:
        point, _level, _scheme = self.open.pop()
        left = []
        while len(point.children) > 1 and isinstance(point.children[-1], (nodes.rubric, nodes.Invisible)):
            left.append(point.children[-1])
            point.remove(point.children[-1])
        self._parent.extend(reversed(left))

    def _begin(self, heading: nodes.rubric, read: Heading, scheme: Scheme) -> None:
        level = _level(heading)
        alike = next((index for index, (*_, other) in enumerate(self.open) if other == scheme), None)
        while self.open and (level <= self.open[-1][1] if alike is None else len(self.open) > alike):
            self._close_last()
        point = _point(heading, read, scheme)
        last = self._parent.children[-1] if self._parent.children else None
        if isinstance(last, ours.points) and may_go_on(last, scheme, read.label):
            last += point
        else:
            self._parent.append(_points(point, scheme))
        self.open.append((point, level, scheme))


def may_go_on(listing: ours.points, scheme: Scheme, label: str) -> bool:
    """Whether the point *label* of a heading may be the next of *listing*: the numbers of headings may leave gaps."""
    last = listing.children[-1]
    assert isinstance(last, ours.point)  # a list of points holds nothing else
    return scheme_of(listing) == scheme and rises(scheme, last["number"], label)


def _level(heading: nodes.rubric) -> int:
    level = heading.get("level", _STRONG)
    return level if isinstance(level, int) else _STRONG


def _readings(headings: Iterable[nodes.rubric]) -> dict[int, Heading]:
    """Return what the headings of one container are.

    A bare number ("3. Beiträge") makes a point only where no word does ("§ 3") at its level or below it: there it
    numbers divisions. Without a full stop or bracket ("3 Beiträge"), only where they are counted from 1.
    """
    read = {id(heading): (heading, found) for heading in headings if (found := read_heading(heading.astext()))}
    worded = [_level(heading) for heading, found in read.values() if found.worded and found.scheme]
    result = {}
    before = ""
    for key, (heading, found) in read.items():
        if found.scheme and not found.worded:
            if worded and _level(heading) <= max(worded):
                continue
            if not found.scheme.suffix:
                if not (follows(found.scheme, before, found.label) if before else found.label == "1"):
                    continue
                before = found.label
        result[key] = found
    return result


def _gather_flat(container: nodes.Element) -> None:
    """Make points of the headings at the level of a motion's items that have a list of their own below them."""
    for heading in list(container.children):
        if not isinstance(heading, nodes.rubric) and not reads_as_heading(heading):
            continue
        assert isinstance(heading, nodes.Element)  # a rubric or paragraph
        read = read_heading(heading.astext())
        listing = _list_of(heading, read) if read else None
        if listing is not None and read is not None and read.scheme is not None:
            point = _point(heading, read, read.scheme)
            container.replace(heading, _points(point, read.scheme))
            container.remove(listing)
            point += listing


def _list_of(heading: nodes.Element, read: Heading) -> nodes.enumerated_list | None:
    """Return the list right below *heading*, if it cannot be one of the motion's items."""
    siblings = heading.parent.children
    position = siblings.index(heading)
    items = next((node for node in siblings[:position] if isinstance(node, nodes.enumerated_list)), None)
    following = siblings[position + 1] if position + 1 < len(siblings) else None
    if read.scheme is None or items is None or not isinstance(following, nodes.enumerated_list):
        return None
    keys = ("enumtype", "prefix", "suffix")
    if following.get(CHANGE) or all(items.get(key) == following.get(key) for key in keys):
        return None
    return following


def _point(heading: nodes.Element, read: Heading, scheme: Scheme) -> ours.point:
    """Return the point that *heading* begins, with its title."""
    point = ours.point(label=scheme.printed(read.label), number=read.label)
    point.source, point.line = heading.source, heading.line
    point["ids"], point["names"] = heading["ids"], heading["names"]
    title = list(_after(_words_of(heading), read.title))
    if title:
        point += title_of(heading, title)
    return point


def _points(point: ours.point, scheme: Scheme) -> ours.points:
    signs = {"prefix": scheme.prefix, "suffix": scheme.suffix, "first": scheme.first}
    listing = ours.points("", point, enumtype=scheme.style, **signs)
    listing.source, listing.line = point.source, point.line
    return listing


def title_of(heading: nodes.Element, words: Iterable[nodes.Node]) -> nodes.paragraph:
    """Return the title of a point, with the *words* of *heading*."""
    title = nodes.paragraph("", "", nodes.strong("", "", *words), classes=[HEADING])
    title.rawsource = title.astext()  # what translators see
    title.source, title.line = heading.source, heading.line
    return title


def _after(children: Iterable[nodes.Node], start: int) -> Iterator[nodes.Node]:
    """Yield *children* without their first *start* characters."""
    for child in children:
        width = len(child.astext())
        if start <= 0:
            yield child
        elif isinstance(child, nodes.Text) and start < width:
            yield nodes.Text(child.astext()[start:])
        elif start < width and isinstance(child, nodes.Element):
            copy = child.copy()
            copy.extend(_after(child.children, start))
            yield copy
        start -= width
