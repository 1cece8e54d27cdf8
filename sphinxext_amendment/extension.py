"""Registration with Sphinx: what happens when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from sphinxext_amendment import __version__, messages
from sphinxext_amendment.directives import Amendment, Consolidated, Guideline
from sphinxext_amendment.docnodes import nodes as ours
from sphinxext_amendment.domain import AmendmentDomain
from sphinxext_amendment.pages import Ledger, digests
from sphinxext_amendment.resolve import resolve
from sphinxext_amendment.transforms import ShowTexts

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

logger = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static"


class Build:
    """What one build remembers between its events."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.current: dict[str, str] = {}
        self.written: set[str] = set()
        self.ledger: Ledger | None = None

    def on_builder_inited(self, app: Sphinx) -> None:
        """Make the builder known to the domain, and bring the style sheet."""
        domain: AmendmentDomain = app.env.domains["amd"]  # type: ignore[assignment]
        domain.builder = app.builder
        self.ledger = Ledger(Path(app.outdir), app.builder.name)
        if app.builder.format == "html":
            app.config.html_static_path.append(str(STATIC))

    def on_env_updated(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Read and consolidate everything, report, and return the pages to write. Happens in every build."""
        domain: AmendmentDomain = env.domains["amd"]  # type: ignore[assignment]
        domain.resolution = resolve(domain.all_records())
        report(domain, app.config.language)
        self.current = digests(domain.resolution, app.config.language)
        return self.ledger.changed(self.current) if self.ledger else []

    def on_doctree_resolved(self, app: Sphinx, document: nodes.document, docname: str) -> None:
        """Note a page that is about to be written."""
        self.written.add(docname)

    def on_build_finished(self, app: Sphinx, exception: Exception | None) -> None:
        """Note in the output folder what its pages were made from, if they were all made."""
        if exception is None and self.ledger:
            self.ledger.note(self.current, self.written)


def report(domain: AmendmentDomain, language: str) -> None:
    """Warn of every problem, with file, line and advice."""
    resolution = domain.resolution
    assert resolution is not None  # called after it was made
    translate = messages.translator(language)
    for record, problem in resolution.problems():
        source, line = record.lines.get(problem.place) or record.lines.get(record.key) or (record.docname, 0)
        view = resolution.motions.get(record.key)
        changes = view.changes if view else {}
        others = [translate("change {label}").format(label=changes[k][0]) for k in problem.others if k in changes]
        said = messages.describe(problem, language, ", ".join(others) or translate("another change"))
        logger.warning(
            messages.one_line(said),
            location=f"{source}:{line}",
            type="amendment",
            subtype=str(problem.code),
        )


def setup_extension(app: Sphinx) -> ExtensionMetadata:
    """Register everything."""
    app.setup_extension("sphinxext_amendment.typst")
    app.add_message_catalog(messages.CATALOGUE, str(messages.LOCALES))
    for placeholder in (ours.guideline, ours.amendment, ours.consolidated):
        app.add_node(placeholder)
    for node, visitors in ours.VISITORS.items():
        app.add_node(node, override=False, **visitors)
    app.add_domain(AmendmentDomain)
    for name, directive in (
        ("guideline", Guideline),
        ("amendment", Amendment),
        ("consolidated", Consolidated),
    ):
        app.add_directive(name, directive)
    app.add_post_transform(ShowTexts)
    app.add_css_file("amendment.css")
    build = Build()
    app.connect("builder-inited", build.on_builder_inited)
    app.connect("env-updated", build.on_env_updated)
    app.connect("doctree-resolved", build.on_doctree_resolved)
    app.connect("build-finished", build.on_build_finished)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
