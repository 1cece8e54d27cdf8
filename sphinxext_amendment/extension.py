"""Registration with Sphinx: what happens when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from sphinxext_amendment import __version__, messages
from sphinxext_amendment.directives import Amendment, Consolidated, Guideline
from sphinxext_amendment.docnodes import nodes as ours
from sphinxext_amendment.domain import AmendmentDomain
from sphinxext_amendment.engine.problems import Code, problem
from sphinxext_amendment.pages import Ledger, digests
from sphinxext_amendment.resolve import resolve
from sphinxext_amendment.transforms import ShowTexts

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

logger = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static"
PACKAGE = Path(__file__).parent / "latex" / "sphinxext-amendment.sty"


class Build:
    """What one build remembers between its events."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.current: dict[str, str] = {}
        self.written: set[str] = set()
        self.ledger: Ledger | None = None

    def on_builder_inited(self, app: Sphinx) -> None:
        """Make the builder known to the domain."""
        domain: AmendmentDomain = app.env.domains["amd"]  # type: ignore[assignment]
        domain.builder = app.builder
        self.ledger = Ledger(Path(app.outdir), app.builder.name)

    def on_env_updated(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Read and consolidate everything, report, and return the pages to write. Happens in every build."""
        domain: AmendmentDomain = env.domains["amd"]  # type: ignore[assignment]
        domain.resolution = resolve(domain.all_records())
        warn_of_rewriting(domain, app.config)
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


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Bring the style sheet and package. Later, Sphinx would find its configuration changed in every build."""
    config.html_static_path.append(str(STATIC))
    config.latex_additional_files = [*config.latex_additional_files, str(PACKAGE)]


def add_epub_visitors(app: Sphinx, config: Config) -> None:
    """Name our visitors for ``epub`` if another extension has named its own.

    As soon as one does, Sphinx does not look at those for ``html`` any more; if none does, naming ours would hide
    the ``html`` visitors of all the others. There is no public way to ask, hence the look into the registry.
    """
    if "epub" in app.registry.translation_handlers:
        for node, visitors in ours.VISITORS.items():
            app.registry.add_translation_handlers(node, epub=visitors["html"])


def warn_of_rewriting(domain: AmendmentDomain, config: Config) -> None:
    """Warn of extensions of MyST that change characters while it reads our texts."""
    enabled = getattr(config, "myst_enable_extensions", ())
    source = next((record.lines[record.key][0] for record in domain.all_records() if record.is_markdown), None)
    for option in sorted({"smartquotes", "replacements"} & set(enabled)) if source else ():
        trouble = problem(Code.MARKUP_REWRITES, None, option=option)
        said = messages.one_line(messages.describe(trouble, config.language))
        logger.warning(said, location=source, type="amendment", subtype=str(trouble.code))


def report(domain: AmendmentDomain, language: str) -> None:
    """Warn of every problem, with file, line and advice."""
    resolution = domain.resolution
    assert resolution is not None  # called after it was made
    for record, trouble in resolution.problems():
        source, line = record.lines.get(trouble.place) or record.lines.get(record.key) or (record.docname, 0)
        view = resolution.motions.get(record.key)
        others = messages.name_changes(trouble, view.changes if view else {}, resolution, language)
        said = messages.describe(trouble, language, others)
        logger.warning(
            messages.one_line(said),
            location=f"{source}:{line}",
            type="amendment",
            subtype=str(trouble.code),
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
    app.add_latex_package(PACKAGE.stem)
    app.connect("config-inited", on_config_inited)
    app.connect("config-inited", add_epub_visitors, priority=900)  # after all others have had their say
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
