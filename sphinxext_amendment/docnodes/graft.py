"""Graft: show a piece of one document in another, so that nothing in it dangles.

Nodes are fetched from the stored trees by their stamps, copied, and freed of their ids. References are resolved
from the page that shows them, links within the source page become links to it, and footnotes come along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import TypeVar

from docutils import nodes

from sphinxext_amendment.docnodes.collect import INDENTED, STAMP, NodeKey
from sphinxext_amendment.engine.text import OBJECT, Mark, Text

Link = Callable[[str, str, str], dict[str, object] | None]
"""From the showing document, the target's document and id to the attributes of a reference; None if there are none."""

_Element = TypeVar("_Element", bound=nodes.Element)


_NUMBERED = (nodes.figure, nodes.table, nodes.container, nodes.math_block)
"""Blocks that Sphinx wants an id of, because they may have a number."""


@dataclass(slots=True)
class Source:
    """The stored tree of one document, with its nodes by stamp and by id."""

    tree: nodes.document
    by_stamp: dict[int, nodes.Element] = field(default_factory=dict)
    by_id: dict[str, nodes.Element] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for node in self.tree.findall(nodes.Element):
            if STAMP in node:
                self.by_stamp[node[STAMP]] = node
            for identifier in node["ids"]:
                self.by_id[identifier] = node


@dataclass(slots=True)
class Grafter:
    """Grafts into one page. *load* gives the stored tree of a document; *page* is the tree being drawn."""

    page: nodes.document
    load: Callable[[str], nodes.document]
    link: Link
    sources: dict[str, Source] = field(default_factory=dict)
    copies: int = 0
    given: set[str] = field(default_factory=set)
    """The numbers that footnotes got on this page."""

    def source(self, docname: str) -> Source:
        """Return the stored tree of *docname*, loaded once."""
        if docname not in self.sources:
            self.sources[docname] = Source(self.load(docname))
        return self.sources[docname]

    def node(self, key: NodeKey) -> nodes.Element | None:
        """Return the stored node of *key*; None if another extension has removed it since."""
        docname, stamp = key
        return self.source(docname).by_stamp.get(stamp)

    def inline(self, text: Text, showing: str) -> list[nodes.Node]:
        """Return *text* as inline nodes for the page *showing*, with everything its marks stand for."""
        return self._inline(text, list(text.marks), 0, len(text.content), showing)

    def _inline(self, text: Text, marks: list[Mark], start: int, end: int, showing: str) -> list[nodes.Node]:
        result: list[nodes.Node] = []
        position = start
        marks = sorted(marks, key=lambda mark: (mark.start, -mark.end))
        while marks:
            mark, *rest = marks
            inner = [other for other in rest if other.start < mark.end]
            marks = [other for other in rest if other.start >= mark.end]
            if position < mark.start:
                result.append(nodes.Text(text.content[position : mark.start]))
            result += self._marked(text, mark, inner, showing)
            position = mark.end
        if position < end:
            result.append(nodes.Text(text.content[position:end]))
        return result

    def _marked(self, text: Text, mark: Mark, inner: list[Mark], showing: str) -> list[nodes.Node]:
        stored = self.node(mark.key)  # type: ignore[arg-type]
        if text.content[mark.start : mark.end] == OBJECT and not inner:
            if stored is None:
                return [nodes.Text(mark.shown)]
            return [self.free(stored.deepcopy(), mark.key[0], showing)]  # type: ignore[index]
        content = self._inline(text, inner, mark.start, mark.end, showing)
        if stored is None:
            return content
        shell = self.free(stored.copy(), mark.key[0], showing)  # type: ignore[index]
        shell.clear()
        shell.extend(content)
        return [shell]

    def block(self, key: NodeKey, showing: str) -> nodes.Element | None:
        """Return a copy of the whole block of *key* for the page *showing*."""
        stored = self.node(key)
        return stored and self.free(stored.deepcopy(), key[0], showing)

    def free(self, copy: _Element, docname: str, showing: str) -> _Element:
        """Free a copy of a node of *docname* from its document, for the page *showing*."""
        for node in list(copy.findall(nodes.Element)):
            named = bool(node["ids"]) and isinstance(node, _NUMBERED)
            for attribute in {"ids", "names", "dupnames", "backrefs"} & node.attributes.keys():
                node[attribute] = []
            if named:
                self.copies += 1
                node["ids"] = [nodes.make_id(f"{showing}-copy-{self.copies}")]
            for attribute in (STAMP, INDENTED):
                node.attributes.pop(attribute, None)
            if isinstance(node, nodes.math_block):  # the number of a formula is its own
                node["label"] = node["number"] = None
            elif node.tagname == "toctree":
                node.parent.remove(node)
            if isinstance(node, nodes.reference):
                node.attributes.pop("name", None)  # the words as they once were, which Texinfo would print
            if node.tagname == "pending_xref":
                node["refdoc"] = showing
            elif isinstance(node, (nodes.footnote_reference, nodes.citation_reference)):
                node["amendment-source"] = docname
            elif isinstance(node, nodes.reference) and "refid" in node and docname != showing:
                target = node.attributes.pop("refid")
                node.attributes.update(self.link(showing, docname, target) or {})
        return copy

    def bring_footnotes(self, container: nodes.Element, showing: str) -> list[nodes.Element]:
        """Return copies of the footnotes that the grafted references in *container* mean, and join them.

        The copies get numbers that the page does not have yet: two footnotes of one number on a page are mixed up
        by readers, and by LaTeX.
        """
        used = {
            label.astext()
            for tree in (self.page, container)
            for note in tree.findall(nodes.footnote)
            for label in note.findall(nodes.label)
        }
        used |= self.given
        numbers = (str(number) for number in count(1) if str(number) not in used)
        copies: dict[tuple[str, str], nodes.Element] = {}
        queue: list[nodes.Element] = [container]
        while queue:
            for reference in _references(queue.pop(0)):
                docname = reference.attributes.pop("amendment-source")
                stored = self.source(docname).by_id.get(reference.get("refid", ""))
                if stored is None:
                    continue
                key = (docname, reference["refid"])
                if key not in copies:
                    copy = self.free(stored.deepcopy(), docname, showing)
                    if isinstance(copy, nodes.footnote):
                        label = next(numbers)
                        self.given.add(label)
                        copy[0] = nodes.label("", label)
                    copy["ids"] = [nodes.make_id(f"{container['ids'][0]}-note-{len(copies) + 1}")]
                    copy["docname"] = showing
                    copies[key] = copy
                    queue.append(copy)
                _join(reference, copies[key], showing)
        return list(copies.values())


def _references(tree: nodes.Element) -> Iterable[nodes.Element]:
    return [node for node in tree.findall(nodes.Element) if "amendment-source" in node]


def _join(reference: nodes.Element, note: nodes.Element, showing: str) -> None:
    reference["ids"] = [f"{note['ids'][0]}-reference-{len(note['backrefs']) + 1}"]
    reference["refid"] = note["ids"][0]
    reference["docname"] = showing
    note["backrefs"].append(reference["ids"][0])
    if isinstance(note, nodes.footnote):
        reference.clear()
        reference += nodes.Text(note[0].astext())
