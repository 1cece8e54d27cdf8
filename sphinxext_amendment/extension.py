"""Registration with Sphinx: what happens when.

Whoever has the extension in ``conf.py`` imports this module, and all that it imports, in every build. The reader, the
engine and the views are many times as large: they are imported where a document is met that has something of ours.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinxext_amendment import __version__
from sphinxext_amendment.catalogue import CATALOGUE, LOCALES
from sphinxext_amendment.directives import Amendment, Change, Consolidated, Guideline
from sphinxext_amendment.docnodes import nodes as ours
from sphinxext_amendment.domain import AmendmentDomain
from sphinxext_amendment.pages import Ledger, digests
from sphinxext_amendment.roles import ROLES, canonical
from sphinxext_amendment.transforms import ShowTexts

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

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
        domain.resolution = domain.objects = None
        self.current = dict.fromkeys(domain.references, "")  # where there is nothing, they lead nowhere
        if domain.records:
            from sphinxext_amendment.config import languages_of  # noqa: PLC0415 - there is something of ours
            from sphinxext_amendment.objects import Objects  # noqa: PLC0415
            from sphinxext_amendment.report import report, warn_of_rewriting, warn_of_settings  # noqa: PLC0415
            from sphinxext_amendment.resolve import resolve  # noqa: PLC0415

            numbering, languages = str(app.config.amendment_numbering), languages_of(app.config)
            domain.resolution = resolve(domain.all_records(), numbering, languages)
            domain.objects = objects = Objects(domain.resolution, app.config.language)
            warn_of_settings(app.config, Path(app.confdir))
            warn_of_rewriting(domain, app.config)
            report(domain, app.config.language)
            pointing = {
                docname: repr([objects.meant(reference) for reference in references])
                for docname, references in domain.references.items()
            }
            settings = app.config.language, app.config.amendment_show_reading, app.config.amendment_numbering
            self.current = digests(domain.resolution, pointing, *settings)
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
    given = config.html_static_path
    config.html_static_path = [*([given] if isinstance(given, str) else given), str(STATIC)]
    config.latex_additional_files = [*config.latex_additional_files, str(PACKAGE)]


def read_inventories(app: Sphinx) -> None:
    """Give what is ours in the inventories of other projects the one spelling that references have."""
    if "sphinx.ext.intersphinx" not in app.extensions:
        return
    from sphinx.ext.intersphinx import InventoryAdapter  # noqa: PLC0415 - the project has it already

    inventories = InventoryAdapter(app.env)
    for inventory in (inventories.main_inventory, *inventories.named_inventory.values()):
        for kind in (f"amd:{kind}" for kind in ROLES):
            if kind in inventory:  # it may be from an earlier build: to spell a name once more changes nothing
                inventory[kind] = {canonical(name): item for name, item in inventory[kind].items()}


def add_epub_visitors(app: Sphinx, config: Config) -> None:
    """Name our visitors for ``epub`` if another extension has named its own.

    As soon as one does, Sphinx does not look at those for ``html`` any more; if none does, naming ours would hide
    the ``html`` visitors of all the others. There is no public way to ask, hence the look into the registry.
    """
    if "epub" in app.registry.translation_handlers:
        for node, visitors in ours.VISITORS.items():
            app.registry.add_translation_handlers(node, epub=visitors["html"])


def setup_extension(app: Sphinx) -> ExtensionMetadata:
    """Register everything but the builder: Sphinx finds that by its entry point, when it is the one to build with."""
    app.add_message_catalog(CATALOGUE, str(LOCALES))
    for placeholder in ours.PLACEHOLDERS:
        app.add_node(placeholder)
    for node, visitors in ours.VISITORS.items():
        app.add_node(node, override=False, **visitors)
    app.add_domain(AmendmentDomain)
    for name, directive in (
        ("guideline", Guideline),
        ("amendment", Amendment),
        ("change", Change),
        ("consolidated", Consolidated),
    ):
        app.add_directive(name, directive)
    app.add_config_value(
        "amendment_show_reading",
        True,
        "env",
        bool,
        "Whether it is said below each change, in a canonical wording, what was understood.",
    )
    app.add_config_value(
        "amendment_numbering",
        "renumber",
        "env",
        str,
        "What becomes of the numbers of a text when points come and go, where it does not say so itself.",
    )
    app.add_config_value(
        "amendment_abbreviations",
        [],
        "env",
        Any,  # what it may be is said by ourselves
        "Abbreviations of the project, whose full stop ends no sentence.",
    )
    app.add_config_value(
        "amendment_style",
        "",
        "env",
        Any,  # what it may be is said by ourselves
        "The style of drafting in which changes are worded: that of a handbook, or of a language.",
    )
    for name in ("guideline", "amendment", "point"):
        app.add_role(name, ROLES[name])
    app.add_post_transform(ShowTexts)
    app.add_css_file("amendment.css")
    app.add_latex_package(PACKAGE.stem)
    app.connect("config-inited", on_config_inited)
    app.connect("config-inited", add_epub_visitors, priority=900)  # after all others have had their say
    build = Build()
    app.connect("builder-inited", build.on_builder_inited)
    app.connect("builder-inited", read_inventories, priority=900)  # after intersphinx has loaded them
    app.connect("env-updated", build.on_env_updated)
    app.connect("doctree-resolved", build.on_doctree_resolved)
    app.connect("build-finished", build.on_build_finished)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
