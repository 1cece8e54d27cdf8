"""One tree from both markups, before anything is collected: lists become points, headings stay in the text.

What the parsers give differs: a target or comment ends a list, Markdown has no lists with letters, pasted motions are
indented in any way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from docutils import nodes

from sphinxext_amendment.docnodes import nodes as ours
from sphinxext_amendment.docnodes.collect import CHANGE, INDENTED
from sphinxext_amendment.engine.numbering import Scheme, Style


def number_lists(container: nodes.Element) -> None:
    """Turn the numbered lists in *container* into points with printed labels; sections become headings.

    An explicit target or a comment between two lists ends the first for the parser, not for the reader: lists in a
    row with numbers that go on are one.
    """
    for section in list(container.findall(nodes.section)):
        title = section[0]
        assert isinstance(title, nodes.title)  # every section begins with one
        heading = nodes.rubric(title.rawsource, "", *title.children, classes=["amd-heading"])
        heading["ids"], heading["names"] = section["ids"], section["names"]
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
            for child in quote.children:
                if isinstance(child, nodes.Element):
                    child[INDENTED] = True
            quote.parent.replace(quote, quote.children)


def read_breaks(container: nodes.Element) -> None:
    """Take a hard line break of Markdown, which MyST gives as raw HTML and LaTeX, for the line break it is."""
    for raw in list(container.findall(nodes.raw)):
        if raw.astext().strip() == "<br />":
            raw.parent.replace(raw, nodes.Text("\n"))
        elif raw.astext().strip() == "\\\\":
            raw.parent.remove(raw)


def read_numbers(container: nodes.Element, reader: Callable[[int], Callable[[int], int | None]]) -> None:
    """Cut each list where the written numbers do not go on, as reStructuredText does.

    Markdown counts on from the first number of a list whatever follows; only where all are alike is that meant.
    *reader* takes the line of the first item and returns what gives the number that a line begins with.
    """
    lists = list(container.findall(nodes.enumerated_list))
    first = lists[0].children[0].line if lists else None
    if first is None:
        return
    number_at = reader(first)
    for listing in lists:
        items = [item for item in listing.children if isinstance(item, nodes.list_item)]
        written = [number_at(item.line) if item.line else None for item in items]
        numbers = [number for number in written if number is not None]
        if len(numbers) < len(items) or len(set(numbers)) == 1:
            continue
        part = listing
        for item, before, number in zip(items[1:], numbers, numbers[1:], strict=False):
            if number != before + 1:
                following = nodes.enumerated_list(**{**listing.attributes, "start": number, "ids": [], "names": []})
                following.source, following.line = item.source, item.line
                part.parent.insert(part.parent.index(part) + 1, following)
                part = following
            if part is not listing:
                listing.remove(item)
                part += item


def count_changes(container: nodes.Element) -> None:
    """Give each ``change`` directive of a motion the number after the item or change before it."""
    count = 0
    for listing in container.children:
        if isinstance(listing, nodes.enumerated_list):
            if listing.get(CHANGE):
                listing["start"] = count + 1
            count = listing.get("start", 1) + len(listing.children) - 1


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
    if first.get(CHANGE) or following.get(CHANGE):
        return False  # a change is an item of its own, whatever stands before and after it
    return same and following.get("start", 1) == first.get("start", 1) + len(first.children)
