"""What comes in the place of our nodes when a document is drawn."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.i18n import format_date

from sphinxext_amendment.catalogue import _, translator
from sphinxext_amendment.docnodes import nodes as ours
from sphinxext_amendment.docnodes.collect import INDENTED, STAMP
from sphinxext_amendment.docnodes.graft import Grafter
from sphinxext_amendment.docnodes.views import (
    MotionView,
    Page,
    TextView,
    Words,
    consolidated_view,
    guideline_view,
    motion_view,
)
from sphinxext_amendment.messages import describe, name_changes
from sphinxext_amendment.resolve import Resolution
from sphinxext_amendment.wording.language import load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxext_amendment.domain import AmendmentDomain
    from sphinxext_amendment.engine.problems import Problem


_LONG = _("%-d %B %Y")
"""A date in words, as the language writes it."""


def draw(placeholders: Iterable[nodes.Element], document: nodes.document, domain: AmendmentDomain) -> None:
    """Put views in the place of the *placeholders* in *document*."""
    assert domain.builder is not None  # who draws is building
    drawing = Drawing(document, domain)
    for node in placeholders:
        view = drawing.view(node)
        # Sphinx still draws the stored tree of a page that is gone, while a table of contents names it.
        if view is None:
            node.parent.remove(node)
        else:
            ours.part_at_headings(view)
            node.replace_self(view)
    if not document["source"]:
        refer(document, domain)
    for stamped in document.findall(nodes.Element):
        for attribute in (STAMP, INDENTED):
            stamped.attributes.pop(attribute, None)


def refer(document: nodes.document, domain: AmendmentDomain) -> None:
    """Put links in the place of texts: the document is a piece of another one, which ``todolist`` shows again."""
    for shown in list(document.findall(nodes.container)):
        if docname := shown.get("docname"):
            attributes = domain.link(domain.env.current_document.docname, docname, shown["ids"][0])
            title = nodes.Text(shown[0].astext())
            link = nodes.reference("", "", title, **attributes) if attributes else title
            shown.parent.replace(shown, nodes.paragraph("", "", link))


class Drawing:
    """Draws the views of one document, or of all of them where they make one."""

    def __init__(self, document: nodes.document, domain: AmendmentDomain) -> None:
        """Draw into *document*."""
        # There is no resolution where no record is left: the placeholder is one of a page that is gone.
        self.resolution = domain.resolution or Resolution()
        self.show_reading: bool = domain.env.config.amendment_show_reading
        self.grafter = Grafter(document, domain.env.get_doctree, domain.link)

    def view(self, node: nodes.Element) -> nodes.Element | None:
        """Return what to show for *node*, a placeholder; None if nothing of it is known."""
        resolution = self.resolution
        key = (node["docname"], node[STAMP])
        match node:
            case ours.guideline() if key in resolution.guidelines:
                record = resolution.guidelines[key]
                page = self._page(node, None)
                return guideline_view(page, node, record, resolution.amending(key), resolution.loose[key])
            case ours.amendment() if key in resolution.motions:
                view = resolution.motions[key]
                return motion_view(self._page(node, view), node, view, resolution.amending(key))
            case ours.consolidated() if key in resolution.texts:
                text = resolution.texts[key]
                return consolidated_view(self._page(node, text), node, text)
            case _:
                return None

    def _page(self, node: nodes.Element, view: MotionView | TextView | None) -> Page:
        """Return what a view needs; a text or motion and what is said about it are in its language."""
        if view is not None:
            node["language"] = view.language
        known = load(node["language"])
        language = known.code if known else node["language"]
        own = view.changes if isinstance(view, MotionView) else {}
        say = translator(language)

        def explain(problem: Problem) -> tuple[str, ...]:
            return describe(problem, language, name_changes(problem.others, own, self.resolution, language))

        def in_words(day: str) -> str:
            try:
                moment = datetime.fromisoformat(day).replace(tzinfo=UTC)
            except ValueError:
                return day
            return format_date(say(_LONG), date=moment, language=language, local_time=False)

        words = Words(say, explain, in_words)
        return Page(node["docname"], self.grafter, words, self.resolution.change, self.show_reading)
