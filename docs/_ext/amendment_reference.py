"""What the documentation takes from the code: problems, wordings, statuses; and a check that nothing is missing.

Only this project's own documentation uses it. The words of the reference are written by hand, next to where they are
read; what there is to describe comes from the code, and the build warns of anything that one has and the other has not.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

from docutils import nodes
from sphinx.domains.std import ConfigurationValue, GenericObject
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from sphinxext_amendment import wording
from sphinxext_amendment.catalogue import translator
from sphinxext_amendment.engine.changes import (
    LAST,
    Change,
    HeadingInsertion,
    HeadingRepeal,
    HeadingSubstitution,
    PointInsertion,
    PointJoin,
    PointMove,
    PointRepeal,
    PointSplit,
    PointSubstitution,
    SentenceInsertion,
    SentenceRepeal,
    SentenceSubstitution,
    TextSubstitution,
    WordInsertion,
    WordRepeal,
    WordSubstitution,
)
from sphinxext_amendment.engine.document import Address, Paragraph, Point, Range
from sphinxext_amendment.engine.problems import Code
from sphinxext_amendment.engine.text import Text
from sphinxext_amendment.options import STATUSES
from sphinxext_amendment.wording.language import load
from sphinxext_amendment.wording.writer import write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx import addnodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

logger = logging.getLogger(__name__)

MARKUPS = {".rst": ("In reStructuredText:", "rst"), ".md": ("In Markdown:", "markdown")}
OURS = ("amendment_", "typst_")
"""How the names of our configuration values begin."""


def example(directive: SphinxDirective, name: str) -> Iterator[nodes.Node]:
    """Yield the example *name* in each markup, and what the build was recorded to print."""
    parts = []
    examples = Path(directive.env.srcdir) / "examples"
    conf = examples / f"{name}.conf.py"
    if conf.exists():
        parts.append(("In ``conf.py``:", conf, "python"))
    for ending, (heading, language) in MARKUPS.items():
        path = examples / f"{name}{ending}"
        if path.exists():
            parts.append((heading, path, language))
    for ending in MARKUPS:
        recording = examples / f"{name}{ending}.txt"
        if recording.exists():
            parts.append(("The build prints:", recording, "none"))
            break
    for heading, path, language in parts:
        directive.env.note_dependency(path)
        text = path.read_text(encoding="utf-8").rstrip()
        yield from directive.parse_text_to_nodes(heading)
        block = nodes.literal_block(text, text, language=language, source=str(path))
        block["classes"] += ["printed"] if language == "none" else []
        yield block


class Example(SphinxDirective):
    """``.. example:: NAME``: an example of ``docs/examples/``, in both markups, with what the build prints."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the blocks."""
        blocks = list(example(self, self.arguments[0]))
        if not blocks:
            raise self.error(f"There is no example {self.arguments[0]}.")
        return blocks


class Problem(GenericObject):
    """``.. problem:: CODE``: the meaning of a problem from the code, what is written here, and its recorded example."""

    indextemplate = "pair: %s; problem"

    def handle_signature(self, sig: str, signode: addnodes.desc_signature) -> str:
        """Print the name of the warning, and keep the code."""
        name = super().handle_signature(sig, signode)
        signode["fullname"] = name
        return name

    def _object_hierarchy_parts(self, sig_node: addnodes.desc_signature) -> tuple[str, ...]:
        return (sig_node["fullname"],)

    def _toc_entry_name(self, sig_node: addnodes.desc_signature) -> str:
        return str(sig_node["fullname"])

    def transform_content(self, content_node: addnodes.desc_content) -> None:
        """Put the meaning before the words written here, and the example after them."""
        code = self.arguments[0]
        for found in Code:
            if found == code:
                content_node[0:0] = self.parse_text_to_nodes(found.meaning)
        content_node += list(example(self, f"problems/{code}"))


class ProblemTable(SphinxDirective):
    """``.. problem-table::``: every code with its meaning."""

    def run(self) -> list[nodes.Node]:
        """Return the table, made from the code."""
        rows = [f"   * - :problem:`{code}`\n     - {code.meaning}" for code in sorted(Code)]
        head = ".. list-table::\n   :header-rows: 1\n   :widths: 25 75\n\n   * - Code\n     - Meaning\n"
        return self.parse_text_to_nodes(head + "\n".join(rows))


class Statuses(SphinxDirective):
    """``.. statuses::``: what can be the matter with a motion, with the German word that is printed."""

    def run(self) -> list[nodes.Node]:
        """Return the table, made from the code."""
        german = translator("de")
        rows = [f"   * - ``{status}``\n     - {german(status)}" for status in STATUSES]
        head = ".. list-table::\n   :header-rows: 1\n\n   * - Status\n     - Printed in German\n"
        return self.parse_text_to_nodes(head + "\n".join(rows))


def samples(old: str, new: str) -> Iterator[tuple[str, Change]]:
    """Yield a change of each kind with words for it; *old* and *new* are what changes of words are about."""
    two, five = Address(("2",)), Address(("5",))
    here = (two,)
    text = Text("…")
    point = (Point("point", "", (Paragraph("text", text),)),)
    points = tuple(Point(number, number, (Paragraph(f"text {number}", text),)) for number in "34")
    yield "Insert a point at the beginning", PointInsertion("first", None, point)
    yield "… at the end", PointInsertion("last", None, point)
    yield "… after a point", PointInsertion("after", two, point)
    yield "… before a point", PointInsertion("before", two, point)
    yield "Insert several points", PointInsertion("after", two, points)
    yield "Replace a point", PointSubstitution(here, point)
    yield "Replace several points", PointSubstitution((Range(two, five),), points)
    yield "Repeal a point", PointRepeal(here)
    yield "Repeal several points", PointRepeal((Range(two, five),))
    yield "Replace words", WordSubstitution(here, old, Text(new))
    yield "… each time they stand there", WordSubstitution(here, old, Text(new), occurrence="each")
    yield "… the second time they stand there", WordSubstitution(here, old, Text(new), occurrence=2)
    yield "… in some sentences", WordSubstitution(here, old, Text(new), sentences=(2, 3))
    yield "… in the whole text", WordSubstitution((), old, Text(new), occurrence="each")
    yield "Replace what stands at the end of a point", WordSubstitution(here, ".", Text(";"), occurrence="end")
    yield "Repeal words", WordRepeal(here, old)
    yield "Insert words after others", WordInsertion(here, "after", old, Text(new))
    yield "Insert words before others", WordInsertion(here, "before", old, Text(new))
    yield "Insert a sentence at the beginning of a point", SentenceInsertion(two, "before", 1, text)
    yield "… at the end of a point", SentenceInsertion(two, "after", LAST, text)
    yield "… after a sentence", SentenceInsertion(two, "after", 3, text)
    yield "Replace a sentence", SentenceSubstitution(two, (3, 3), text)
    yield "Repeal a sentence", SentenceRepeal(two, (3, 3))
    yield "Repeal several sentences", SentenceRepeal(two, (2, 3))
    yield "Move a point", PointMove(here, "after", five)
    yield "Divide a point", PointSplit(two, 3)
    yield "Join points", PointJoin((two, Address(("3",))))
    yield "Repeal a point in a point", PointRepeal((Address(("2", "a")),))
    yield "Insert a point in a point", PointInsertion("after", Address(("2", "a")), point, "b")
    yield "Insert a heading before a point", HeadingInsertion("before", two, text)
    yield "Replace the heading of a point", HeadingSubstitution(two, text)
    yield "Replace the heading that stands before a point", HeadingSubstitution(two, text, before=True)
    yield "Replace the heading of the whole text", HeadingSubstitution(None, text)
    yield "Repeal the heading of a point", HeadingRepeal(two)
    yield "Replace the whole text", TextSubstitution((Paragraph("text", text),))


class CanonicalWordings(SphinxDirective):
    """``.. canonical-wordings:: LANGUAGE OLD NEW``: one wording for each kind of change, as the writer words it."""

    required_arguments = 3

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        code, old, new = self.arguments
        language = load(code)
        if language is None:
            raise self.error(f"There is no language {code}.")
        rows = []
        shown = set()
        for meaning, change in samples(old, new):
            written = write(change, "key", language)
            if written is None:
                raise self.error(f"{meaning}: there is no wording for that.")
            rows.append(f"   * - {meaning}\n     - {written.command.content}")
            shown.add(type(change))
        if shown != set(get_args(Change)):
            raise self.error(f"There are changes of other kinds: {get_args(Change)}")
        head = ".. list-table::\n   :header-rows: 1\n   :widths: 35 65\n\n   * - Change\n     - Wording\n"
        return self.parse_text_to_nodes(head + "\n".join(rows))


class Wordings(SphinxDirective):
    """``.. wordings:: LANGUAGE TABLE``: the wordings that are read, as the language's data file has them."""

    required_arguments = 2

    def run(self) -> list[nodes.Node]:
        """Return the wordings: literal blocks, for commands with a line before each that says what they do."""
        code, table = self.arguments
        language = load(code)
        if language is None:
            raise self.error(f"There is no language {code}.")
        data = Path(wording.__file__).with_name(f"{code}.toml")
        self.env.note_dependency(data)
        if table == "rules":
            signs = f"<old_sign>, <new_sign> = ({'|'.join(language.tables['signs'].values())})"
            return [_literal(data, (*(f"<{name}> = {rule}" for name, rule in language.tables[table].items()), signs))]
        groups: dict[str, list[str]] = {}
        for entry in language.tables[table]:
            kind = " ".join(str(entry[part]) for part in ("change", "claim", "place") if part in entry)
            groups.setdefault(kind, []).extend(entry.get("wording", ()))
        found: list[nodes.Node] = []
        for kind, wordings in groups.items():
            found += [nodes.paragraph("", "", nodes.strong("", kind.replace("-", " "))), _literal(data, wordings)]
        return found


def _literal(data: Path, lines: Iterable[str]) -> nodes.literal_block:
    text = "\n".join(lines)
    return nodes.literal_block(text, text, language="none", classes=["printed"], source=str(data))


class ConfigValue(ConfigurationValue):
    """``.. config-value:: NAME``: a configuration value with its default and description, as it is registered."""

    def run(self) -> list[nodes.Node]:
        """Look the default up, then do what ``confval`` does."""
        option = self.config.values.get(self.arguments[0])
        if option is None:
            raise self.error(f"There is no configuration value {self.arguments[0]}.")
        self.options.setdefault("default", f"``{option.default!r}``")
        self.description = option.description
        self.name = "std:confval"
        return super().run()

    def transform_content(self, content_node: addnodes.desc_content) -> None:
        """Put the description before the words written here, and the default before that."""
        content_node[0:0] = self.parse_text_to_nodes(self.description)
        super().transform_content(content_node)


def check(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of what the code has and the reference has not, and the other way round."""
    ours = env.domains["amd"]
    described = set(env.domains.restructuredtext_domain.objects)
    standard = set(env.domains.standard_domain.objects)
    wanted = {("directive", name) for name in ours.directives}
    for name, directive in ours.directives.items():
        wanted |= {("directive:option", f"{name}:{option}") for option in directive.option_spec or ()}
    wanted |= {("role", name) for name in ours.roles}
    wanted |= {("problem", str(code)) for code in Code}
    wanted |= {("confval", value.name) for value in app.config if value.name.startswith(OURS)}
    kinds = {kind for kind, _ in wanted} | {"role", "confval"}
    found = {(kind, name) for kind, name in described | standard if kind in kinds}
    for kind, name in sorted(wanted - found):
        logger.warning("the reference does not describe the %s %r", kind, name, type="reference", subtype=kind)
    for kind, name in sorted(found - wanted):
        logger.warning("the reference describes a %s that there is not: %r", kind, name, type="reference", subtype=kind)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register what only this documentation needs."""
    app.setup_extension("sphinxext_amendment.typst")  # its settings are described whatever is built
    app.add_object_type("problem", "problem")
    app.add_directive_to_domain("std", "problem", Problem, override=True)
    for name, directive in (
        ("example", Example),
        ("problem-table", ProblemTable),
        ("statuses", Statuses),
        ("canonical-wordings", CanonicalWordings),
        ("wordings", Wordings),
        ("config-value", ConfigValue),
    ):
        app.add_directive(name, directive)
    app.connect("env-check-consistency", check)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
