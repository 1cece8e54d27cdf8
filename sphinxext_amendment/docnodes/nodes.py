"""Our nodes: three placeholders that a page never keeps, and the few that builders see, with their visitors.

The placeholders hold what the author wrote until the page is drawn. ``points`` and ``point`` are lists whose labels
("5.", "a)", "5a") every builder prints as text; where a builder does not know them they are an ordinary list.
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


class inserted(nodes.inline):
    """Words that a change inserts. The mark is for the eye alone and adds no character."""


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
    self.body.append("\n\\begin{enumerate}\n")


def _depart_points_latex(self: Any, node: points) -> None:
    self.body.append("\\end{enumerate}\n")


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
    self.end_state(first=f"{node['label']} ")


def _visit_points_man(self: Any, node: points) -> None:
    self.indent(0)


def _depart_points_man(self: Any, node: points) -> None:
    self.dedent()


def _visit_point_man(self: Any, node: point) -> None:
    label = node["label"].replace("\\", "\\\\").replace('"', "\\(dq")
    self.body.append(f'.IP "{label}" {len(label) + 1}\n')


def _depart_point_man(self: Any, node: point) -> None:
    pass


def _visit_points_texinfo(self: Any, node: points) -> None:
    self.body.append("\n@table @asis\n")


def _depart_points_texinfo(self: Any, node: points) -> None:
    self.ensure_eol()
    self.body.append("@end table\n")


def _visit_point_texinfo(self: Any, node: point) -> None:
    self.ensure_eol()
    self.body.append(f"@item {self.escape(node['label'])}\n")


def _depart_point_texinfo(self: Any, node: point) -> None:
    pass


def _visit_inserted_html(self: Any, node: inserted) -> None:
    self.body.append(self.starttag(node, "ins", "", CLASS="amd-inserted"))


def _depart_inserted_html(self: Any, node: inserted) -> None:
    self.body.append("</ins>")


def _visit_inserted_typst(self: Any, node: inserted) -> None:
    self.open("underline", "offset: 2pt")


def _depart_inserted_typst(self: Any, node: inserted) -> None:
    self.close()


def _no_mark(self: Any, node: inserted) -> None:
    pass


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
    inserted: {
        "html": (_visit_inserted_html, _depart_inserted_html),
        "typst": (_visit_inserted_typst, _depart_inserted_typst),
        **dict.fromkeys(("latex", "text", "man", "texinfo"), (_no_mark, _no_mark)),
    },
}
"""For each node that builders see: its visitors, by builder."""
