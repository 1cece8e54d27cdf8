"""The post-transform that puts stock nodes in the place of ours, for every builder but gettext."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxext_amendment.docnodes import nodes as ours

if TYPE_CHECKING:
    from sphinxext_amendment.domain import AmendmentDomain


class ShowTexts(SphinxPostTransform):
    """Put the views in place, before references are resolved (priority 10), so that grafted ones are too."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Replace the placeholders of one document, or of all of them where they make one."""
        domain: AmendmentDomain = self.env.domains["amd"]  # type: ignore[assignment]
        if domain.builder is None or domain.builder.name == "gettext":
            return  # gettext extracts what the author wrote
        # A document without a source is a piece of another one, with what was drawn for that.
        if (found := ours.placeholders(self.document)) or not self.document["source"]:
            from sphinxext_amendment.drawing import draw  # noqa: PLC0415 - there is something of ours

            draw(found, self.document, domain)
        # Lists with labels and marks may stand on any page: other extensions can make them too.
        if ours.BUILDERS.isdisjoint({domain.builder.name, domain.builder.format}):
            ours.to_stock(self.document)
        elif domain.builder.format in {"latex", "texinfo"}:
            ours.set_targets(self.document)
        elif domain.builder.format == "man":
            ours.set_apart(self.document)
