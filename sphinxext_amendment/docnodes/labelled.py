"""Paragraphs that begin with labels become the lists that they are: "(1)" in Markdown, "5a." and "aa)" in both markups.

No parser takes them for items. They are only where they stand in a row, or go on from a list: anything else is text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from docutils import nodes

from sphinxext_amendment.docnodes.headings import reads_as_heading
from sphinxext_amendment.docnodes.labels import (
    INSERTED,
    LABEL,
    STYLES,
    begins,
    follows,
    is_numbered,
    read_heading,
    scheme_of,
)
from sphinxext_amendment.engine.numbering import Scheme

NUMBER = "amendment-number"
"""The attribute of a list item with the label that it is written with."""


@dataclass(frozen=True, slots=True)
class _Start:
    """A line of a paragraph, counted from 0, that begins with a label."""

    line: int
    prefix: str
    label: str
    suffix: str
    end: int
    """Where the words begin."""

    def goes_on(self, scheme: Scheme, before: str | None) -> bool:
        """Whether it is of *scheme*, and may come after the label *before*, or is the first; after None comes any."""
        if (self.prefix, self.suffix) != (scheme.prefix, scheme.suffix):
            return False
        label = self.label
        if before is None:
            return (
                is_numbered(label) if scheme.style == "arabic" else scheme.suffix == ")" and bool(scheme.number(label))
            )
        return follows(scheme, before, label) if before else begins(scheme, label)


@dataclass(slots=True)
class _Block:
    """A paragraph with labels, and the *blocks* that belong to its last point."""

    node: nodes.Element
    starts: Sequence[_Start]
    blocks: list[nodes.Element] = field(default_factory=list)


def read_labels(container: nodes.Element, *, markdown: bool, motion: bool) -> None:
    """Turn paragraphs that begin with labels into numbered lists.

    Two paragraphs or lines with labels in a row make one, or one that goes on from a list; a single "a)" may be
    anything. Labels that reStructuredText reads itself are read in *markdown* alone. What stands indented below such a
    paragraph belongs to it; in Markdown, where nothing can, what stands between two of them, and a list after the last.

    At the level of the items of a *motion*, nothing does, and no list goes on: "1a." after item 1 is its new text.
    Within an item a label may stand alone, and begin anywhere: "(3)" is the new subsection 3.

    Words ("§ 1") count as a label at the level of the whole text alone: within a point, a sentence may begin so.
    """
    if not markdown:
        _unfold(container)
    parents = {id(node.parent): node.parent for node in container.findall(nodes.paragraph)}
    for parent in parents.values():
        top = parent is container
        new_text = motion and _is_in_item(parent, container)
        _Reader(parent, markdown=markdown, flat=motion and top, new_text=new_text, whole=top and not motion).read()


def _is_in_item(parent: nodes.Element, container: nodes.Element) -> bool:
    """Whether *parent*, in *container*, is an item of a motion, or stands indented below or after one."""
    if isinstance(parent, nodes.block_quote):
        return parent.parent is container or _is_in_item(parent.parent, container)
    return isinstance(parent, nodes.list_item) and parent.parent.parent is container


class _Reader:
    """Reads the children of one node."""

    def __init__(
        self, parent: nodes.Element, *, markdown: bool, flat: bool = False, new_text: bool = False, whole: bool = False
    ) -> None:
        self.parent = parent
        self.new_text = new_text
        self.whole = whole
        self.markdown = markdown
        self.flat = flat
        self.place = 0
        self.made: list[nodes.enumerated_list] = []

    def read(self) -> None:
        """Read them all, and what then stands in the points."""
        while self.place < len(self.parent.children):
            self._read_run()
            self.place += 1
        if not self.markdown or self.flat:
            return
        for listing in reversed(self.made):
            for item in listing.children:
                assert isinstance(item, nodes.Element)  # a list holds list items
                _Reader(item, markdown=True).read()
            self._take_in_lists(listing)

    def _take_in_lists(self, listing: nodes.enumerated_list) -> None:
        """Put the lists right after *listing* into its last point."""
        place = self.parent.children.index(listing) + 1
        last = listing.children[-1]
        assert isinstance(last, nodes.Element)  # a list holds list items
        while place < len(self.parent.children) and _is_below(listing, self.parent.children[place]):
            following = self.parent.children[place]
            self.parent.remove(following)
            last.append(following)

    def _read_run(self) -> None:
        run = list(self._run())
        if not run:
            return
        first = run[0].starts[0]
        best: tuple[Scheme, list[_Block]] | None = None
        for style in STYLES:
            scheme = Scheme(style, first.prefix, first.suffix)
            chain = self._chain(scheme, run, "")
            if sum(len(block.starts) for block in chain) < 2 and not self._leads_to_list(scheme, chain):
                chain = self._going_on(scheme, run) or self._alone(scheme, run)
            if chain and (best is None or len(chain) > len(best[1])):
                best = scheme, chain
        if best is not None:
            self._replace(*best)

    def _run(self) -> Iterator[_Block]:
        """Yield the paragraphs with labels from here on, each with what follows it and may belong to it."""
        block: _Block | None = None
        for child in self.parent.children[self.place :]:
            starts = self._starts(child)
            if starts:
                if block is not None:
                    yield block
                assert isinstance(child, nodes.Element)  # a paragraph
                block = _Block(child, starts)
            elif block is None or not self._may_belong(child, block):
                break
            else:
                assert isinstance(child, nodes.Element)  # blocks are elements
                block.blocks.append(child)
        if block is not None:
            yield block

    def _starts(self, node: nodes.Node) -> list[_Start]:
        """Return the lines of *node* that begin with a label, if its first one does."""
        if not isinstance(node, nodes.paragraph):
            return []
        starts = []
        for number, line in enumerate(_lines(node)):
            found = LABEL.match(line)
            if found and (self.markdown or INSERTED.fullmatch(found["label"])):
                starts.append(_Start(number, found["prefix"], found["label"], found["suffix"], found.end()))
            elif not number:
                return self._worded(line)
        # A backslash before the label says that it is none.
        return starts if not node.rawsource or LABEL.match(node.rawsource.lstrip()) else []

    def _worded(self, line: str) -> list[_Start]:
        found = read_heading(line) if self.whole else None
        if found is None or found.scheme is None or not found.worded:
            return []
        return [_Start(0, found.scheme.prefix, found.label, found.scheme.suffix, found.title)]

    def _may_belong(self, node: nodes.Node, block: _Block) -> bool:
        if self.flat or isinstance(node, (nodes.rubric, nodes.field_list)) or reads_as_heading(node):
            return False
        if not self.markdown:
            return not block.blocks and isinstance(node, nodes.block_quote) and not _has_attribution(node)
        return True

    def _leads_to_list(self, scheme: Scheme, chain: Sequence[_Block]) -> bool:
        """Whether a list goes on from *chain*: "-1." before "1."."""
        if not chain or scheme.style != "arabic":
            return False
        last = self.parent.children.index(chain[-1].node) + 1
        following = self.parent.children[last] if last < len(self.parent.children) else None
        return isinstance(following, nodes.enumerated_list) and _goes_on_from(scheme, chain, following)

    def _alone(self, scheme: Scheme, run: Sequence[_Block]) -> list[_Block]:
        """Return how far *run* goes on from whatever label it begins with, if it may."""
        is_command = isinstance(self.parent, nodes.list_item) and not self.place
        return self._chain(scheme, run, None) if self.new_text and not is_command else []

    def _going_on(self, scheme: Scheme, run: Sequence[_Block]) -> list[_Block]:
        """Return how far *run* goes on from the last list before it; a single paragraph only right after that."""
        before = self.parent.children[: self.place]
        listing = next((node for node in reversed(before) if isinstance(node, nodes.enumerated_list)), None)
        if (
            self.flat
            or listing is None
            or (listing.get("prefix", ""), listing.get("suffix", ".")) != (scheme.prefix, scheme.suffix)
        ):
            return []
        if listing.get("enumtype", "arabic") != scheme.style:
            return []
        chain = self._chain(scheme, run, label_of(listing, listing.children[-1]))
        between = before[before.index(listing) + 1 :]
        apart = any(not isinstance(node, (nodes.Invisible, nodes.rubric)) for node in between)
        return [] if apart and sum(len(block.starts) for block in chain) < 2 else chain

    def _replace(self, scheme: Scheme, chain: Sequence[_Block]) -> None:
        """Put the list in the place of its paragraphs."""
        listing = nodes.enumerated_list(enumtype=scheme.style, prefix=scheme.prefix, suffix=scheme.suffix)
        listing.source, listing.line = chain[0].node.source, chain[0].node.line
        self.parent.insert(self.place, listing)
        for block in chain:
            self.parent.remove(block.node)
            item = nodes.list_item()
            for start, paragraph in zip(block.starts, _cut(block.node, block.starts), strict=True):
                item = nodes.list_item("", paragraph, **{NUMBER: start.label})
                item.source, item.line = paragraph.source, paragraph.line
                listing += item
            for node in block.blocks:
                self.parent.remove(node)
                item.extend([node] if self.markdown else node.children)
        self.made.append(listing)

    def _chain(self, scheme: Scheme, run: Sequence[_Block], before: str | None) -> list[_Block]:
        """Return how far *run* goes on in *scheme* after the label *before*, with what belongs to each point."""
        chain: list[_Block] = []
        between: list[nodes.Element] = []
        for block in run:
            starts = []
            for start in block.starts:
                if start.goes_on(scheme, before):
                    starts.append(start)
                    before = start.label
                elif not start.line:
                    break
            if starts:
                if chain:
                    chain[-1].blocks += between
                chain.append(_Block(block.node, starts))
                between = []
            elif not chain or not self.markdown or self.flat:
                break
            else:
                between.append(block.node)
            for node in block.blocks:
                if isinstance(node, nodes.enumerated_list) and _goes_on_from(scheme, chain, node):
                    chain[-1].blocks += between
                    return chain
                between.append(node)
        if chain and not self.markdown:
            chain[-1].blocks += between
        return chain


def _goes_on_from(scheme: Scheme, chain: Sequence[_Block], following: nodes.enumerated_list) -> bool:
    last = chain[-1].starts[-1].label
    return scheme_of(following) == scheme and follows(scheme, last, label_of(following, following.children[0]))


def label_of(listing: nodes.Element, item: nodes.Node) -> str:
    """Return the bare label of an item of a numbered list."""
    assert isinstance(item, nodes.Element)  # a list holds list items
    number: str = item.get(NUMBER) or scheme_of(listing).label(listing.get("start", 1) + listing.index(item))
    return number


def _has_attribution(quote: nodes.Element) -> bool:
    return any(isinstance(child, nodes.attribution) for child in quote.children)


def _is_below(listing: nodes.Element, following: nodes.Node) -> bool:
    """Whether *following* is a list of another kind than *listing*, from its beginning."""
    if isinstance(following, nodes.bullet_list):
        return True
    if not isinstance(following, nodes.enumerated_list) or scheme_of(following) == scheme_of(listing):
        return False
    return begins(scheme_of(following), label_of(following, following.children[0]))


def _unfold(container: nodes.Element) -> None:
    """Take definitions of labels for what they are: "5a. A point" with its further lines indented."""
    for listing in list(container.findall(nodes.definition_list)):
        if not all(_defines_label(item) for item in listing.children):
            continue
        unfolded: list[nodes.Node] = []
        for item in listing.children:
            assert isinstance(item, nodes.definition_list_item)  # such a list holds nothing else
            term, definition = item.children
            assert isinstance(term, nodes.term)
            assert isinstance(definition, nodes.definition)
            first, *rest = definition.children
            paragraph = nodes.paragraph("", "", *term.children)
            paragraph.source, paragraph.line = item.source, item.line
            if isinstance(first, nodes.paragraph):
                paragraph.extend([nodes.Text("\n"), *first.children])
            else:
                rest.insert(0, first)
            unfolded.append(paragraph)
            if rest:
                unfolded.append(nodes.block_quote("", *rest))
        listing.parent.replace(listing, unfolded)


def _defines_label(item: nodes.Node) -> bool:
    """Whether *item* is a term with a label, and its definition, and nothing besides."""
    if not isinstance(item, nodes.Element) or len(item.children) != 2 or not item.children[1].children:
        return False
    found = LABEL.match(item.children[0].astext())
    return found is not None and INSERTED.fullmatch(found["label"]) is not None


def _lines(paragraph: nodes.Element) -> list[str]:
    """Return the beginning of each line of *paragraph*: what stands there as plain text."""
    lines: list[str] = [""]
    for child in _joined(paragraph.children):
        if isinstance(child, nodes.Text):
            first, *others = child.astext().split("\n")
            lines[-1] += first
            lines += others
        else:
            lines[-1] += "\0"  # no label goes on over it
    return lines


def _cut(paragraph: nodes.Element, starts: Sequence[_Start]) -> list[nodes.paragraph]:
    """Cut *paragraph* at *starts*, and take their labels away."""
    widths = {start.line: start.end for start in starts}
    cut: list[nodes.paragraph] = []
    number = 0
    for position, child in enumerate(_joined(list(paragraph.children))):
        pieces = child.astext().split("\n") if isinstance(child, nodes.Text) else [""]
        for index, piece in enumerate(pieces):
            number += bool(index)
            begins = bool(index or not position) and number in widths
            if begins:
                cut.append(nodes.paragraph())
                cut[-1].source, cut[-1].line = paragraph.source, paragraph.line
            elif index:
                cut[-1] += nodes.Text("\n")
            if not isinstance(child, nodes.Text):
                cut[-1] += child
            elif words := piece[widths[number] :] if begins else piece:
                cut[-1] += nodes.Text(words)
    return cut


def _joined(children: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    """Yield *children* with neighbouring texts made one: MyST gives a line break as a text of its own."""
    for is_text, group in groupby(children, key=lambda child: isinstance(child, nodes.Text)):
        if is_text:
            yield nodes.Text("".join(child.astext() for child in group))
        else:
            yield from group
