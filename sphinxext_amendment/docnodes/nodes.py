"""Our nodes: three placeholders that a page never keeps, and the few that builders see, with their visitors.

The placeholders hold what the author wrote until the page is drawn. ``points`` and ``point`` are lists whose labels
("5.", "a)", "5a") every builder prints as text; ``deleted`` and ``inserted`` are drawn as lines through and under words
where a builder has lines. For builders that we do not know, :func:`to_stock` leaves only nodes of docutils.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes


class guideline(nodes.General, nodes.Element):
    """The text that motions amend."""


class amendment(nodes.General, nodes.Element):
    """A motion."""


class consolidated(nodes.General, nodes.Element):
    """A place where the consolidated text is shown."""


PLACEHOLDERS = (guideline, amendment, consolidated)


def placeholders(document: nodes.document) -> list[nodes.Element]:
    """Return the placeholders in *document*, in source order."""
    return [node for node in document.findall(nodes.Element) if isinstance(node, PLACEHOLDERS)]


class points(nodes.enumerated_list):
    """A list of points."""


class point(nodes.list_item):
    """A point; its attribute ``label`` is printed as text in front of it."""


HEADING = "amd-heading"
"""The class of headings: of the title that a point begins with, and of what stands between points."""


class inserted(nodes.inline):
    """Words that a change inserts. What is drawn is for the eye alone and adds no character."""


class deleted(nodes.inline):
    """Words that a change deletes. What is drawn is for the eye alone and adds no character."""


class moved(nodes.inline):
    """Words that a change moves from here to another place. What is drawn is for the eye alone."""


class arrived(nodes.inline):
    """Words that a change moves here from another place. What is drawn is for the eye alone."""


def part_at_headings(tree: nodes.Element) -> None:
    """Part each list of points in *tree* where a heading stands between two of them."""
    for listing in list(tree.findall(points)):
        if all(item["label"] for item in listing.children if isinstance(item, point)):
            continue
        parts: list[nodes.Node] = []
        for item in listing.children:
            assert isinstance(item, point)  # a list of points holds nothing else
            if not item["label"]:
                parts += item.children
            elif parts and isinstance(parts[-1], points):
                parts[-1] += item
            else:
                attributes = listing.attributes if not parts else {**listing.attributes, "ids": [], "names": []}
                parts.append(points("", item, **attributes))
        listing.parent.replace(listing, parts)


def to_stock(tree: nodes.Element) -> None:
    """Turn our nodes in *tree* into nodes of docutils that show the same.

    A list of points becomes a definition list, because its terms are text in every builder; the numbers of an
    enumerated list are not.
    """
    for listing in list(tree.findall(points)):
        stock = nodes.definition_list(ids=listing["ids"], classes=[*listing["classes"], "amd-points"])
        for item in listing.children:
            assert isinstance(item, point)  # a list of points holds nothing else
            # An id on the item itself is lost in HTML.
            term = nodes.term("", item["label"], ids=item["ids"], names=item["names"])
            definition = nodes.definition("", *item.children)
            stock += nodes.definition_list_item("", term, definition, classes=item["classes"])
        listing.replace_self(stock)
    for words in list(tree.findall(lambda node: isinstance(node, (inserted, deleted, moved, arrived)))):
        assert isinstance(words, nodes.Element)  # the condition says so
        words.replace_self(nodes.inline("", "", *words.children, classes=[f"amd-{words.tagname}"]))


def set_targets(tree: nodes.Element) -> None:
    """Put a target with its id into each of our containers and points in *tree*.

    LaTeX and Texinfo know no ids of containers and list items: links to them would lead nowhere.
    """
    for node in [*_containers(tree), *tree.findall(point)]:
        if node["ids"]:
            # Between paragraphs, Texinfo would join them. The first id is ours; for others there are targets.
            first = node.children[0] if node.children else None
            place = first if isinstance(first, nodes.paragraph) else node
            place.insert(0, nodes.target("", "", ids=[node["ids"].pop(0)]))


def set_apart(tree: nodes.Element) -> None:
    """Set our containers in *tree*, and the footnotes in them, apart from what is around them.

    In manual pages the first paragraph of a container is joined to the one before it, and what follows a footnote is
    taken for a part of it.
    """
    for container in _containers(tree):
        container.insert(0, nodes.target())
        for position, child in enumerate(container.children):
            if isinstance(child, nodes.footnote):
                container[position] = nodes.block_quote("", child)


def _containers(tree: nodes.Element) -> list[nodes.container]:
    return [node for node in tree.findall(nodes.container) if any(name.startswith("amd-") for name in node["classes"])]


def _widest(node: nodes.Element) -> str:
    """Return the longest label in a list of points."""
    return max((item["label"] for item in node.children if isinstance(item, point)), key=len, default="")


def _visit_points_html(self: Any, node: points) -> None:
    self.body.append(self.starttag(node, "ol", CLASS="amd-points", role="list"))


def _depart_points_html(self: Any, node: points) -> None:
    self.body.append("</ol>\n")


def _visit_point_html(self: Any, node: point) -> None:
    self.body.append(self.starttag(node, "li", "", CLASS="amd-point"))
    self.body.append(f'<span class="amd-label">{self.encode(node["label"])}</span> ')


def _depart_point_html(self: Any, node: point) -> None:
    self.body.append("</li>\n")


def _visit_points_latex(self: Any, node: points) -> None:
    self.body.append(f"\n\\begin{{amdpoints}}{{{self.escape(_widest(node))}}}\n")


def _depart_points_latex(self: Any, node: points) -> None:
    self.body.append("\\end{amdpoints}\n")


def _visit_point_latex(self: Any, node: point) -> None:
    self.body.append(f"\\item[{{{self.escape(node['label'])}}}] ")


def _depart_point_latex(self: Any, node: point) -> None:
    self.body.append("\n")


def _visit_points_text(self: Any, node: points) -> None:
    self.list_counter.append(-2)  # a definition list: it gives its items no numbers of its own


def _depart_points_text(self: Any, node: points) -> None:
    self.list_counter.pop()


def _visit_point_text(self: Any, node: point) -> None:
    self.new_state(len(node["label"]) + 1)


def _depart_point_text(self: Any, node: point) -> None:
    if not node.children:
        self.add_text("")  # nothing would be printed, not even the label
    self.end_state(first=f"{node['label']} ")


def _visit_points_man(self: Any, node: points) -> None:
    self.indent(len(_widest(node)) + 1)  # of what stands in its points


def _depart_points_man(self: Any, node: points) -> None:
    self.dedent()


def _visit_point_man(self: Any, node: point) -> None:
    label = node["label"].replace("\\", "\\\\").replace('"', "\\(dq")
    self.ensure_eol()
    self.body.append(f'.IP "{label}" {len(_widest(node.parent)) + 1}\n')


def _depart_point_man(self: Any, node: point) -> None:
    pass


def _visit_points_texinfo(self: Any, node: points) -> None:
    self.body.append("\n@table @asis\n")


def _depart_points_texinfo(self: Any, node: points) -> None:
    self.ensure_eol()
    self.body.append("@end table\n")


def _visit_point_texinfo(self: Any, node: point) -> None:
    self.ensure_eol()
    self.body.append(f"@item {self.escape(node['label'])}")  # all that can follow begins with a line end


def _depart_point_texinfo(self: Any, node: point) -> None:
    pass


def _visit_inserted_html(self: Any, node: inserted | arrived) -> None:
    self.body.append(self.starttag(node, "ins", "", CLASS=f"amd-{node.tagname}"))


def _depart_inserted_html(self: Any, node: inserted | arrived) -> None:
    self.body.append("</ins>")


def _visit_deleted_html(self: Any, node: deleted | moved) -> None:
    self.body.append(self.starttag(node, "del", "", CLASS=f"amd-{node.tagname}"))


def _depart_deleted_html(self: Any, node: deleted | moved) -> None:
    self.body.append("</del>")


def _visit_inserted_latex(self: Any, node: inserted | arrived) -> None:
    self.body.append("\\amdinserted{")


def _visit_deleted_latex(self: Any, node: deleted | moved) -> None:
    self.body.append("\\amddeleted{")


def _depart_latex(self: Any, node: inserted | deleted | moved | arrived) -> None:
    self.body.append("}")


def _visit_inserted_typst(self: Any, node: inserted | arrived) -> None:
    self.open("underline", "offset: 2pt")


def _visit_deleted_typst(self: Any, node: deleted | moved) -> None:
    self.open("strike")


def _depart_typst(self: Any, node: inserted | deleted | moved | arrived) -> None:
    self.close()


def _no_line(self: Any, node: inserted | deleted | moved | arrived) -> None:
    pass


_NO_LINES = dict.fromkeys(("text", "man", "texinfo"), (_no_line, _no_line))

_INSERTED = {
    "html": (_visit_inserted_html, _depart_inserted_html),
    "latex": (_visit_inserted_latex, _depart_latex),
    "typst": (_visit_inserted_typst, _depart_typst),
    **_NO_LINES,
}

_DELETED = {
    "html": (_visit_deleted_html, _depart_deleted_html),
    "latex": (_visit_deleted_latex, _depart_latex),
    "typst": (_visit_deleted_typst, _depart_typst),
    **_NO_LINES,
}

VISITORS: dict[type[nodes.Element], dict[str, tuple[Any, Any]]] = {
    points: {
        "html": (_visit_points_html, _depart_points_html),
        "latex": (_visit_points_latex, _depart_points_latex),
        "text": (_visit_points_text, _depart_points_text),
        "man": (_visit_points_man, _depart_points_man),
        "texinfo": (_visit_points_texinfo, _depart_points_texinfo),
    },
    point: {
        "html": (_visit_point_html, _depart_point_html),
        "latex": (_visit_point_latex, _depart_point_latex),
        "text": (_visit_point_text, _depart_point_text),
        "man": (_visit_point_man, _depart_point_man),
        "texinfo": (_visit_point_texinfo, _depart_point_texinfo),
    },
    inserted: _INSERTED,
    deleted: _DELETED,
    moved: _DELETED,
    arrived: _INSERTED,
}
"""For each node that builders see: its visitors, by the format of the builder. Typst knows lists with labels itself."""

BUILDERS = frozenset(VISITORS[points]) | {"typstpdf"}
"""The builders that print all of our nodes, by format or name: other builders for Typst write in another way."""
