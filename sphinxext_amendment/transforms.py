"""The post-transform that puts stock nodes in the place of ours, for every builder but gettext."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.i18n import format_date

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
from sphinxext_amendment.messages import _, describe, name_changes, translator
from sphinxext_amendment.resolve import Resolution, language_of

if TYPE_CHECKING:
    from sphinxext_amendment.domain import AmendmentDomain
    from sphinxext_amendment.engine.problems import Problem


_LONG = _("%B %-d, %Y")
"""A date in words, as the language writes it."""


class ShowTexts(SphinxPostTransform):
    """Put the views in place, before references are resolved (priority 10), so that grafted ones are too."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Replace the placeholders of one document, or of all of them where they make one."""
        domain: AmendmentDomain = self.env.domains["amd"]  # type: ignore[assignment]
        if domain.builder is None or domain.builder.name == "gettext" or domain.resolution is None:
            return  # gettext extracts what the author wrote
        grafter = Grafter(self.document, self.env.get_doctree, self._link)
        placeholders = (ours.guideline, ours.amendment, ours.consolidated)
        for node in list(self.document.findall(lambda n: isinstance(n, placeholders))):
            assert isinstance(node, nodes.Element)  # the condition says so
            view = self._view(node, domain.resolution, grafter)
            # Sphinx still draws the stored tree of a page that is gone, while a table of contents names it.
            if view is None:
                node.parent.remove(node)
            else:
                node.replace_self(view)
        for stamped in self.document.findall(nodes.Element):
            for attribute in (STAMP, INDENTED):
                stamped.attributes.pop(attribute, None)
        if domain.builder.format not in ours.FORMATS:
            ours.to_stock(self.document)
        elif domain.builder.format in {"latex", "texinfo"}:
            ours.set_targets(self.document)
        elif domain.builder.format == "man":
            ours.set_apart(self.document)

    def _view(self, node: nodes.Element, resolution: Resolution, grafter: Grafter) -> nodes.Element | None:
        key = (node["docname"], node[STAMP])
        match node:
            case ours.guideline() if key in resolution.guidelines:
                record = resolution.guidelines[key]
                page = self._page(node, grafter, None, resolution)
                return guideline_view(page, node, record, resolution.motions_to.get(key, []), resolution.loose[key])
            case ours.amendment() if key in resolution.motions:
                view = resolution.motions[key]
                return motion_view(self._page(node, grafter, view, resolution), node, view)
            case ours.consolidated() if key in resolution.texts:
                text = resolution.texts[key]
                return consolidated_view(self._page(node, grafter, text, resolution), node, text)
            case _:
                return None

    def _page(
        self, node: nodes.Element, grafter: Grafter, view: MotionView | TextView | None, resolution: Resolution
    ) -> Page:
        """Return what a view needs; a motion and what is said about it are in the motion's language."""
        language = node["language"]
        if (isinstance(view, MotionView) and (found := language_of(view.record))) or (
            isinstance(view, TextView) and view.guideline and (found := language_of(view.guideline))
        ):
            language = found.code
        own = view.changes if isinstance(view, MotionView) else {}
        say = translator(language)

        def explain(problem: Problem) -> tuple[str, ...]:
            return describe(problem, language, name_changes(problem, own, resolution, language))

        def in_words(day: str) -> str:
            try:
                moment = datetime.fromisoformat(day).replace(tzinfo=UTC)
            except ValueError:
                return day
            return format_date(say(_LONG), date=moment, language=language, local_time=False)

        return Page(node["docname"], grafter, Words(say, explain, in_words))

    def _link(self, showing: str, docname: str, target: str) -> dict[str, object] | None:
        domain: AmendmentDomain = self.env.domains["amd"]  # type: ignore[assignment]
        builder = domain.builder
        assert builder is not None  # run() has seen to it
        if showing == docname or builder.name == "singlehtml":
            # A single page has no other documents; Sphinx would name the document and the place in it.
            return {"refid": target, "internal": True}
        try:
            page = builder.get_relative_uri(showing, docname)
        except NoUri:
            return None
        # A manual page has no place to lead to; it would print the address.
        return {"refuri": f"{page}#{target}", "internal": True} if page else None
