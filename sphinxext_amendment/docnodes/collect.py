"""From the document tree to plain records: what a guideline, a motion or a place to show a text says.

Each node that a record names is stamped with a number; ``graft`` finds it again by that number in the stored tree.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from docutils import nodes

from sphinxext_amendment.docnodes import nodes as ours
from sphinxext_amendment.engine.document import Body, Paragraph, Point, Points
from sphinxext_amendment.engine.numbering import Scheme, Style
from sphinxext_amendment.engine.text import OBJECT, Key, Mark, Text
from sphinxext_amendment.wording.motion import Option

STAMP = "amendment-stamp"
"""The attribute that numbers a node within its document."""

NodeKey = tuple[str, int]
"""A key as this module makes them: the document's name and the node's stamp."""

_SILENT = (
    nodes.Invisible,
    nodes.footnote,
    nodes.citation,
    nodes.system_message,
    nodes.substitution_definition,
    nodes.field_list,
)
"""Blocks that say nothing where they stand."""

_OBJECTS = (
    nodes.footnote_reference,
    nodes.citation_reference,
    nodes.image,
    nodes.math,
    nodes.raw,
    nodes.problematic,
)
"""Inline nodes that are no text: each is one character."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a directive said: plain data, kept with the environment.

    *options* are its options as written, *fields* those of its changes; *lines* gives for each key the source file
    and line, *anchors* the id of each point. *digest* changes with anything that could be seen of the node.
    """

    kind: Literal["guideline", "amendment", "consolidated"]
    docname: str
    key: NodeKey
    name: str
    title: str
    anchor: str
    language: str
    """The language that the record names, or else the site's."""
    options: tuple[tuple[str, str], ...]
    body: Body
    fields: tuple[Option, ...]
    lines: dict[Key, tuple[str, int]]
    anchors: dict[Key, str]
    digest: str

    def option(self, name: str) -> str:
        """Return the option *name* without white space around it, or nothing."""
        return dict(self.options).get(name, "").strip()


def number_lists(container: nodes.Element) -> None:
    """Turn the numbered lists in *container* into points with printed labels; sections become headings.

    An explicit target or a comment between two lists ends the first for the parser, not for the reader: lists in a
    row with numbers that go on are one.
    """
    for section in list(container.findall(nodes.section)):
        title = section[0]
        assert isinstance(title, nodes.title)  # every section begins with one
        heading = nodes.rubric(title.rawsource, "", *title.children, classes=["amd-heading"])
        heading.source, heading.line = title.source, title.line
        section.parent.replace(section, [heading, *section.children[1:]])
    for old in list(container.findall(nodes.enumerated_list)):
        _number(old)
    for old in list(container.findall(ours.points)):
        _join_next(old)


_LABEL = re.compile(r"(?P<prefix>\(?)(?P<label>[a-z]{1,4}|[A-Z]{1,4}|\d{1,3})(?P<suffix>[.)])\s+")
_STYLES: tuple[Style, ...] = ("arabic", "loweralpha", "upperalpha", "lowerroman", "upperroman")


def read_labels(container: nodes.Element) -> None:
    """Turn paragraphs that begin with "(1)", "a)" and so on into numbered lists.

    Markdown knows no such lists. Two paragraphs or lines with labels in a row make one, as they do in
    reStructuredText; a single "a)" may be anything.
    """
    for parent in {id(p.parent): p.parent for p in container.findall(nodes.paragraph)}.values():
        run: list[nodes.paragraph] = []
        for child in [*parent.children, None]:
            if isinstance(child, nodes.paragraph) and _label_of(child):
                run.append(child)
            elif run:
                _read_run(parent, run)
                run = []


def _label_of(paragraph: nodes.paragraph) -> re.Match[str] | None:
    first = paragraph.children[0] if paragraph.children else None
    return _LABEL.match(first.astext()) if isinstance(first, nodes.Text) else None


def _read_run(parent: nodes.Element, run: list[nodes.paragraph]) -> None:
    """Replace paragraphs that begin with labels by the list that they are, if their labels go on from the first."""
    lines = [line for paragraph in run for line in _lines(paragraph)]
    found = _label_of(lines[0])
    if found is None or len(lines) < 2:
        return
    for style in _STYLES:
        scheme = Scheme(style, found["prefix"], found["suffix"])
        labels = [(match["prefix"], match["label"], match["suffix"]) for line in lines if (match := _label_of(line))]
        if labels == [(scheme.prefix, scheme.label(number), scheme.suffix) for number in range(1, len(lines) + 1)]:
            break
    else:
        return
    listing = nodes.enumerated_list(enumtype=style, prefix=scheme.prefix, suffix=scheme.suffix)
    listing.source, listing.line = run[0].source, run[0].line
    for line in lines:
        match = _label_of(line)
        text = line.children[0]
        assert match is not None  # as was checked above
        assert isinstance(text, nodes.Text)
        line.replace(text, nodes.Text(text.astext()[match.end() :]))
        item = nodes.list_item("", line)
        item.source, item.line = line.source, line.line
        listing += item
    parent.insert(parent.index(run[0]), listing)
    for paragraph in run:
        parent.remove(paragraph)


def _lines(paragraph: nodes.paragraph) -> list[nodes.paragraph]:
    """Cut a paragraph before every line that begins with a label."""
    lines: list[nodes.paragraph] = []
    for child in _joined(paragraph.children):
        pieces = child.astext().split("\n") if isinstance(child, nodes.Text) else [""]
        for number, piece in enumerate(pieces):
            if not lines or (number and _LABEL.match(piece)):
                lines.append(nodes.paragraph())
                lines[-1].source, lines[-1].line = paragraph.source, paragraph.line
            elif number:
                lines[-1] += nodes.Text("\n")
            if isinstance(child, nodes.Text):
                lines[-1] += nodes.Text(piece)
            else:
                lines[-1] += child
    return lines


def _joined(children: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    """Yield *children* with neighbouring texts made one: MyST gives a line break as a text of its own."""
    for is_text, group in groupby(children, key=lambda child: isinstance(child, nodes.Text)):
        if is_text:
            yield nodes.Text("".join(child.astext() for child in group))
        else:
            yield from group


def unwrap_quotes(container: nodes.Element) -> None:
    """Take block quotes apart: in a motion, how far a new text or an option is indented means nothing."""
    for quote in list(container.findall(nodes.block_quote)):
        if not any(isinstance(child, nodes.attribution) for child in quote.children):
            quote.parent.replace(quote, quote.children)


def _number(old: nodes.enumerated_list) -> None:
    scheme = Scheme(old.get("enumtype", "arabic"), old.get("prefix", ""), old.get("suffix", "."))
    new = ours.points(**old.attributes)
    new.source, new.line = old.source, old.line
    for number, item in enumerate(old.children, start=old.get("start", 1)):
        assert isinstance(item, nodes.Element)  # a list holds list items
        label = scheme.label(number)
        point = ours.point("", *item.children, **item.attributes)
        point["label"], point["number"] = scheme.printed(label), label
        point.source, point.line = item.source, item.line
        new += point
    old.parent.replace(old, new)


def _join_next(first: ours.points) -> None:
    """Take in the lists that follow in a row and go on with the numbers; targets between them move to the point."""
    while any(sibling is first for sibling in first.parent.children):  # it may be taken in already
        siblings = first.parent.children
        position = siblings.index(first) + 1
        between = []
        while position < len(siblings) and isinstance(siblings[position], nodes.Invisible):
            between.append(siblings[position])
            position += 1
        following = siblings[position] if position < len(siblings) else None
        if not isinstance(following, ours.points) or not _goes_on(first, following):
            return
        for node in between:
            first.parent.remove(node)
        point = following[0]
        assert isinstance(point, ours.point)  # a list holds points
        point.insert(0, between)
        first.parent.remove(following)
        first += following.children


def _goes_on(first: ours.points, following: ours.points) -> bool:
    keys = ("enumtype", "prefix", "suffix")
    same = all(first.get(key) == following.get(key) for key in keys)
    return same and following.get("start", 1) == first.get("start", 1) + len(first.children)


@dataclass(slots=True)
class _Collector:
    """Collects one document: gives out stamps, and notes lines and anchors."""

    docname: str
    stamps: int = 0
    lines: dict[Key, tuple[str, int]] = field(default_factory=dict)
    anchors: dict[Key, str] = field(default_factory=dict)
    fields: list[Option] = field(default_factory=list)

    def stamp(self, node: nodes.Element) -> NodeKey:
        self.stamps += 1
        node[STAMP] = self.stamps
        key = (self.docname, self.stamps)
        if place := _place(node):
            self.lines[key] = place
        if node["ids"]:
            self.anchors[key] = node["ids"][0]
        return key

    def body(self, container: nodes.Element, item: Key | None = None) -> Body:
        """Collect the blocks of *container*; *item* is the outermost list item that it stands in."""
        blocks: list[Paragraph | Points] = []
        for child in container.children:
            if isinstance(child, nodes.field_list):
                anchor = item or (blocks[-1].key if blocks else None)
                self.fields += self.options(child, anchor)
            elif not isinstance(child, nodes.Element) or isinstance(child, _SILENT):
                continue
            elif isinstance(child, nodes.paragraph):
                blocks.append(Paragraph(self.stamp(child), self.text(child)))
            elif isinstance(child, (ours.points, nodes.bullet_list)):
                blocks.append(self.points(child, item))
            else:
                key = self.stamp(child)
                shown = " ".join(child.astext().split())
                blocks.append(Paragraph(key, Text(OBJECT, (Mark(0, 1, key, shown),))))
        return tuple(blocks)

    def points(self, node: nodes.Element, item: Key | None) -> Points:
        if isinstance(node, ours.points):
            scheme = Scheme(node["enumtype"], node.get("prefix", ""), node.get("suffix", "."))
        else:
            scheme = Scheme("bullet", "", "")
        key = self.stamp(node)
        items = []
        for child in node.children:
            assert isinstance(child, nodes.Element)  # a list holds list items
            point = self.stamp(child)
            items.append(Point(point, child.get("number", ""), self.body(child, item or point)))
        return Points(key, scheme, tuple(items))

    def options(self, field_list: nodes.field_list, anchor: Key | None) -> Iterator[Option]:
        for entry in field_list.findall(nodes.field):
            name, body = entry.children
            assert isinstance(body, nodes.Element)  # a field is a name and a body
            value = Text("")
            for child in body.children:
                if isinstance(child, nodes.paragraph):
                    value += (Text(" ") if value.content else Text("")) + self.text(child)
            yield Option(self.stamp(entry), anchor, name.astext(), value)

    def text(self, node: nodes.Element) -> Text:
        """Return the text of a paragraph with a mark for every inline node. A line break counts as a space."""
        content: list[str] = []
        marks: list[Mark] = []
        self._inline(node, content, marks)
        return Text("".join(content), tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end))))

    def _inline(self, node: nodes.Element, content: list[str], marks: list[Mark]) -> None:
        for child in node.children:
            if isinstance(child, nodes.Text):
                content.append(child.astext().replace("\n", " "))
            elif not isinstance(child, nodes.Element) or isinstance(child, nodes.Invisible):
                continue
            elif isinstance(child, nodes.inline) and child.get("translatable"):
                self._inline(child, content, marks)  # taken apart after translation: it would not be found again
            elif _is_object(child):
                start = sum(map(len, content))
                content.append(OBJECT)
                marks.append(Mark(start, start + 1, self.stamp(child), _shown(child)))
            else:
                start = sum(map(len, content))
                position = len(marks)
                key = self.stamp(child)
                self._inline(child, content, marks)
                marks.insert(position, Mark(start, sum(map(len, content)), key))


def _is_object(node: nodes.Element) -> bool:
    if isinstance(node, _OBJECTS):
        return True
    if node.tagname == "pending_xref":
        return not node.get("refexplicit")
    return not node.astext()


def _shown(node: nodes.Element) -> str:
    match node:
        case nodes.footnote_reference() | nodes.citation_reference() | nodes.raw():
            return ""
        case nodes.image():
            return str(node.get("alt", ""))
        case _:
            return node.astext()


def _place(node: nodes.Node) -> tuple[str, int] | None:
    """Return the source file and line of *node*, or of the nearest node around it that knows them."""
    at: nodes.Node | None = node
    while at is not None and at.line is None:
        at = at.parent
    if at is None or at.line is None:
        return None
    source = at
    while source is not None and source.source is None:
        source = source.parent
    return (source.source if source is not None else "", at.line)


def collect(docname: str, document: nodes.document) -> tuple[Record, ...]:
    """Collect all records of one document, in source order."""
    records = []
    collector = _Collector(docname)
    for node in document.findall(lambda n: isinstance(n, (ours.guideline, ours.amendment, ours.consolidated))):
        assert isinstance(node, nodes.Element)  # the condition says so
        collector.lines, collector.anchors, collector.fields = {}, {}, []
        key = collector.stamp(node)
        title, content = node.children
        assert isinstance(content, nodes.Element)  # the directive made it so
        body = collector.body(content)
        records.append(
            Record(
                kind=node.tagname,  # type: ignore[arg-type]
                docname=docname,
                key=key,
                name=node["name"],
                title=title.astext(),
                anchor=node["ids"][0],
                language=node["language"],
                options=tuple(node["options"].items()),
                body=body,
                fields=tuple(collector.fields),
                lines=collector.lines,
                anchors=collector.anchors,
                digest=hashlib.sha256(node.pformat().encode()).hexdigest(),
            )
        )
    return tuple(records)
