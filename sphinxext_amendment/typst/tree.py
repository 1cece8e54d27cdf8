"""Questions about a node and what stands around it."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

_SHORT = 90
"""About as many characters as a line has: what is longer reads better with space around it."""


def first(node: nodes.Element, kind: type[nodes.Element]) -> nodes.Element | None:
    """Return the first child of *node* that is a *kind*."""
    return next((child for child in node.children if isinstance(child, kind)), None)


def sibling(node: nodes.Node, distance: int) -> nodes.Node | None:
    """Return the node so many places after *node* below the same parent, or before it if negative."""
    index = node.parent.index(node) + distance
    return node.parent[index] if 0 <= index < len(node.parent) else None


def items(node: nodes.Element) -> list[nodes.Element]:
    """Return the items of a list."""
    return [child for child in node.children if isinstance(child, nodes.list_item)]


def is_tight(node: nodes.Element) -> bool:
    """Tell whether the items of a list are a short paragraph each, perhaps with such a list below."""
    for item in items(node):
        start, *others = item.children or [nodes.paragraph()]
        if not isinstance(start, nodes.paragraph) or len(start.astext()) > _SHORT:
            return False
        if any(not isinstance(other, nodes.bullet_list | nodes.enumerated_list) for other in others):
            return False
    return True


def is_inline(node: nodes.Node) -> bool:
    """Tell whether *node* stands in running text."""
    parent: nodes.Node = node.parent
    while isinstance(parent, nodes.Inline) and isinstance(parent, nodes.Element):
        parent = parent.parent
    return isinstance(parent, nodes.TextElement)


def is_loose_text(node: nodes.Node) -> bool:
    """Tell whether *node* has text of its own but is in no paragraph."""
    has_text = any(isinstance(child, nodes.Text | nodes.Inline) for child in node.children)
    return has_text and not isinstance(node, nodes.Inline) and not is_inline(node)


def is_plain(node: nodes.Element) -> bool:
    """Tell whether *node* has text and nothing else in it."""
    return all(isinstance(child, nodes.Text) for child in node.children)


def is_free(node: nodes.Node) -> bool:
    """Tell whether *node* stands in no other block, so that a new page may begin at it."""
    parent: nodes.Node | None = node.parent
    while isinstance(parent, nodes.section | nodes.compound):
        parent = parent.parent
    return isinstance(parent, nodes.document | addnodes.start_of_file)


def runs_in(paragraph: nodes.Element) -> bool:
    """Tell whether *paragraph* goes on in the line of the label before it, in footnotes and fields."""
    parent = paragraph.parent
    if isinstance(parent, nodes.field_body | nodes.description):
        return len(parent) == 1
    return isinstance(parent, nodes.footnote) and isinstance(sibling(paragraph, -1), nodes.label | None)
