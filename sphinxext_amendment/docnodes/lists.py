"""One tree from both markups, before anything is collected: lists become points.

What the parsers give differs: a target, comment or heading ends a list, pasted motions are indented in any way.
"""

from __future__ import annotations

from collections.abc import Callable

from docutils import nodes

from sphinxext_amendment.docnodes import nodes as ours
from sphinxext_amendment.docnodes.collect import CHANGE, INDENTED
from sphinxext_amendment.docnodes.headings import title_of
from sphinxext_amendment.docnodes.labelled import NUMBER, label_of
from sphinxext_amendment.docnodes.labels import follows, rises, scheme_of
from sphinxext_amendment.engine.numbering import is_worded


def number_lists(container: nodes.Element) -> None:
    """Turn the numbered lists in *container* into points with printed labels.

    An explicit target or a comment between two lists ends the first for the parser, not for the reader: lists in a
    row with numbers that go on are one.
    """
    for old in list(container.findall(nodes.enumerated_list)):
        if not isinstance(old, ours.points):  # that was a heading
            _number(old)
    for old in list(container.findall(ours.points)):
        _join_next(old)


def name_titles(container: nodes.Element, *, motion: bool) -> None:
    """Take a heading that a point begins with for its title; the items of a *motion* begin with their commands."""
    for point in container.findall(ours.point):
        if point["number"] and not (motion and point.parent.parent is container):
            first = next((child for child in point.children if not isinstance(child, nodes.Invisible)), None)
            if isinstance(first, nodes.rubric):
                title = title_of(first, first.children)
                title["ids"], title["names"] = first["ids"], first["names"]
                point.replace(first, title)


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
    scheme = scheme_of(old)
    new = ours.points(**old.attributes)
    new.source, new.line = old.source, old.line
    for item in old.children:
        assert isinstance(item, nodes.Element)  # a list holds list items
        label = label_of(old, item)
        point = ours.point("", *item.children, **item.attributes)
        point.attributes.pop(NUMBER, None)
        point["label"], point["number"] = scheme.printed(label), label
        point.source, point.line = item.source, item.line
        new += point
    old.parent.replace(old, new)


def _join_next(first: ours.points) -> None:
    """Take in the lists that follow in a row and go on with the numbers, and the headings between them.

    Targets between them move to the point.
    """
    while any(sibling is first for sibling in first.parent.children):  # it may be taken in already
        siblings = first.parent.children
        position = siblings.index(first) + 1
        between: list[nodes.Node] = []
        while position < len(siblings) and isinstance(siblings[position], (nodes.Invisible, nodes.rubric)):
            between.append(siblings[position])
            position += 1
        following = siblings[position] if position < len(siblings) else None
        if not isinstance(following, ours.points) or not _goes_on(first, following):
            return
        for node in between:
            first.parent.remove(node)
        point = following[0]
        assert isinstance(point, ours.point)  # a list holds points
        first.parent.remove(following)
        targets: list[nodes.Node] = []
        for node in between:
            if isinstance(node, nodes.rubric):
                heading = ours.point("", *targets, node, label="", number="")
                heading.source, heading.line = node.source, node.line
                first += heading
                targets = []
            else:
                targets.append(node)
        point.insert(0, targets)
        first += following.children


def _goes_on(first: ours.points, following: ours.points) -> bool:
    if first.get(CHANGE) or following.get(CHANGE):
        return False  # a change is an item of its own, whatever stands before and after it
    scheme = scheme_of(first)
    last, label = first[-1]["number"], following[0]["number"]  # type: ignore[index]
    if scheme_of(following) != scheme:
        return False
    return rises(scheme, last, label) if is_worded(scheme) else follows(scheme, last, label)
