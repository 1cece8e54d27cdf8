"""From the document tree to plain records: what a guideline, a motion or a place to show a text says.

Each node that a record names is stamped with a number; ``graft`` finds it again by that number in the stored tree.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from docutils import nodes

from sphinxext_amendment.docnodes import nodes as ours
from sphinxext_amendment.docnodes.labels import scheme_of
from sphinxext_amendment.engine.document import Body, Paragraph, Point, Points
from sphinxext_amendment.engine.raised import raised
from sphinxext_amendment.engine.text import OBJECT, Key, Mark, Text
from sphinxext_amendment.wording.motion import Option

STAMP = "amendment-stamp"
"""The attribute that numbers a node within its document."""

INDENTED = "amendment-indented"
"""The attribute of a block of a motion that stood indented."""

CHANGE = "amendment-change"
"""The attribute of the list, of one item, that a ``change`` directive makes."""

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
    heading: Paragraph
    """The title with all that it is made of."""
    anchor: str
    language: str
    """The language that the record names, or else the site's."""
    options: tuple[tuple[str, str], ...]
    body: Body
    fields: tuple[Option, ...]
    lines: dict[Key, tuple[str, int]]
    anchors: dict[Key, str]
    digest: str
    indented: frozenset[Key]
    """The outermost blocks that stand indented."""
    code: frozenset[Key]
    """The outermost blocks that became code."""
    wrapped: dict[Key, tuple[str, ...]]
    """The lines of each paragraph that has more than one."""
    changes: frozenset[Key]
    """The lists that are ``change`` directives."""

    @property
    def is_markdown(self) -> bool:
        """Whether the source is Markdown, as far as its name tells."""
        return self.lines.get(self.key, ("", 0))[0].endswith(".md")

    def option(self, name: str) -> str:
        """Return the option *name* without white space around it, or nothing."""
        return dict(self.options).get(name, "").strip()


@dataclass(slots=True)
class _Collector:
    """Collects one document: gives out stamps, and notes lines and anchors."""

    docname: str
    stamps: int = 0
    lines: dict[Key, tuple[str, int]] = field(default_factory=dict)
    anchors: dict[Key, str] = field(default_factory=dict)
    fields: list[Option] = field(default_factory=list)
    wrapped: dict[Key, tuple[str, ...]] = field(default_factory=dict)
    indented: set[Key] = field(default_factory=set)
    code: set[Key] = field(default_factory=set)
    changes: set[Key] = field(default_factory=set)

    def stamp(self, node: nodes.Element) -> NodeKey:
        self.stamps += 1
        node[STAMP] = self.stamps
        key = (self.docname, self.stamps)
        if place := _place(node):
            self.lines[key] = place
        if node["ids"]:
            self.anchors[key] = node["ids"][0]
        if node.get(INDENTED):
            self.indented.add(key)
        if isinstance(node, nodes.literal_block):
            self.code.add(key)
        return key

    def body(self, container: nodes.Element, item: Key | None = None) -> Body:
        """Collect the blocks of *container*; *item* is the innermost list item that it stands in."""
        blocks: list[Paragraph | Points] = []
        for child in container.children:
            if isinstance(child, nodes.field_list):
                anchor = item or (blocks[-1].key if blocks else None)
                self.fields += self.options(child, anchor)
            elif not isinstance(child, nodes.Element) or isinstance(child, _SILENT) or _is_comment(child):
                continue
            elif isinstance(child, nodes.paragraph):
                heading = ours.HEADING in child["classes"]
                key = self.stamp(child)
                strong = child.children[0] if heading and len(child.children) == 1 else None
                words = strong if isinstance(strong, nodes.strong) else child
                blocks.append(Paragraph(key, self.text(words), heading))
                if "\n" in child.astext():
                    self.wrapped[key] = tuple(child.astext().split("\n"))
            elif isinstance(child, nodes.rubric) and ours.HEADING in child["classes"]:
                blocks.append(Paragraph(self.stamp(child), self.text(child), heading=True))
            elif isinstance(child, (ours.points, nodes.bullet_list)):
                blocks.append(self.points(child))
            else:
                key = self.stamp(child)
                shown = " ".join(child.astext().split())
                blocks.append(Paragraph(key, Text(OBJECT, (Mark(0, 1, key, shown),))))
        return tuple(blocks)

    def points(self, node: nodes.Element) -> Points:
        scheme = scheme_of(node)
        key = self.stamp(node)
        if node.get(CHANGE):
            self.changes.add(key)
        items = []
        for child in node.children:
            assert isinstance(child, nodes.Element)  # a list holds list items
            point = self.stamp(child)
            items.append(Point(point, child.get("number", ""), self.body(child, point)))
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
            elif _is_object(child) or _is_number_of_sentence(child, content):
                start = sum(map(len, content))
                content.append(OBJECT)
                marks.append(Mark(start, start + 1, self.stamp(child), _shown(child)))
            else:
                start = sum(map(len, content))
                position = len(marks)
                key = self.stamp(child)
                self._inline(child, content, marks)
                marks.insert(position, Mark(start, sum(map(len, content)), key))


def _is_comment(node: nodes.Element) -> bool:
    """Whether *node* is a comment of HTML, as Markdown has them."""
    return isinstance(node, nodes.raw) and re.fullmatch(r"\s*(<!--.*?-->\s*)+", node.astext(), re.DOTALL) is not None


def _is_object(node: nodes.Element) -> bool:
    if isinstance(node, _OBJECTS):
        return True
    if node.tagname == "pending_xref":
        return not node.get("refexplicit")
    return not node.astext()


def _is_number_of_sentence(node: nodes.Element, before: list[str]) -> bool:
    """Whether *node* is a raised number that no word stands *before*: else it may be that of a measure."""
    is_number = isinstance(node, nodes.superscript) and re.fullmatch("[0-9]+", node.astext()) is not None
    return is_number and "".join(before[-1:])[-1:].strip() == ""


def _shown(node: nodes.Element) -> str:
    match node:
        case nodes.superscript():
            return raised(node.astext())
        case nodes.footnote_reference() | nodes.citation_reference() | nodes.raw():
            return ""
        case nodes.image():
            return str(node.get("alt", ""))
        case _ if node.tagname == "pending_xref":
            return f"[{node.astext()}]"  # what stands there for readers is known only when the page is drawn
        case _:
            return node.astext()


def _words_of(title: nodes.Element) -> str:
    """Return the words of a title, without the marks of footnotes."""
    marks = (nodes.footnote_reference, nodes.citation_reference)
    texts = (text for text in title.findall(nodes.Text) if not isinstance(text.parent, marks))
    return " ".join("".join(text.astext() for text in texts).split())


def _place(node: nodes.Element) -> tuple[str, int] | None:
    """Return the source file and line of *node*, or of its first node or the nearest around it that knows them."""
    at: nodes.Node | None = next((below for below in node.findall() if below.line is not None), node)
    while at is not None and at.line is None:
        at = at.parent
    if at is None or at.line is None:
        return None
    source = at
    while source is not None and source.source is None:
        source = source.parent
    return (source.source if source is not None else "", at.line)


def collect(docname: str, document: nodes.document, placeholders: Iterable[nodes.Element]) -> tuple[Record, ...]:
    """Collect the records of the *placeholders* in one document."""
    records = []
    collector = _Collector(docname)
    # A footnote is shown with its point wherever that is shown, and may stand anywhere in the document.
    notes = "".join(note.pformat() for kind in (nodes.footnote, nodes.citation) for note in document.findall(kind))
    for node in placeholders:
        collector = _Collector(docname, collector.stamps)
        key = collector.stamp(node)
        title, content = node.children
        assert isinstance(title, nodes.rubric)  # the directive made it so
        assert isinstance(content, nodes.Element)
        heading = Paragraph(collector.stamp(title), collector.text(title), heading=True)
        body = collector.body(content)
        records.append(
            Record(
                kind=node.tagname,  # type: ignore[arg-type]
                docname=docname,
                key=key,
                name=node["name"],
                title=_words_of(title) or ("" if isinstance(node, ours.consolidated) else node["name"]),
                heading=heading,
                anchor=node["ids"][0],
                language=node["language"],
                options=tuple(node["options"].items()),
                body=body,
                fields=tuple(collector.fields),
                lines=collector.lines,
                anchors=collector.anchors,
                digest=hashlib.sha256("".join((node.pformat(), notes)).encode()).hexdigest(),
                indented=frozenset(collector.indented),
                code=frozenset(collector.code),
                wrapped=collector.wrapped,
                changes=frozenset(collector.changes),
            )
        )
    return tuple(records)
