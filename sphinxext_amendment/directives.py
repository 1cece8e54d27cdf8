"""The directives: they keep what was written, and read nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.states import RSTState
from sphinx.util.docutils import SphinxDirective

from sphinxext_amendment.docnodes import nodes as ours

if TYPE_CHECKING:
    from collections.abc import Callable


class Options(dict[str, "Callable[[str], Any]"]):
    """An option specification that knows some options and takes any.

    An option it did not know would cost the whole directive in reStructuredText, and with it the motion. What is
    unknown is kept, printed, and warned of by us.
    """

    def __init__(self, *names: str) -> None:
        """Know *names*."""
        super().__init__(dict.fromkeys(names, directives.unchanged))

    def __missing__(self, name: str) -> Callable[[str], Any]:
        """Return the conversion for an option that is not known."""
        return directives.unchanged


_WITHIN = "amendment-within"
"""Whether what is parsed stands within an amendment: noted with the document while it is read."""


class _TextDirective(SphinxDirective):
    """What the three have in common: a title, options of any kind, content."""

    node_class: ClassVar[type[nodes.Element]]
    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[Any]

    def run(self) -> list[nodes.Node]:
        # Here begins a document with something of ours.
        from sphinxext_amendment.docnodes import headings, labelled, lists  # noqa: PLC0415

        argument = " ".join(self.arguments).strip()
        options = {name: str(value or "").replace("\n", " ") for name, value in self.options.items()}
        node = self.node_class("", docname=self.env.current_document.docname, options=options)
        self.set_source_info(node)
        title = nodes.rubric(argument, "", classes=["amd-title"])
        self.set_source_info(title)
        messages: list[nodes.Node] = []
        if argument and self.titled:
            inline, found = self.parse_inline(argument)
            title.extend(inline)
            messages += found
        content = nodes.container()
        within = self.env.current_document.get(_WITHIN)
        self.env.current_document[_WITHIN] = self.node_class is ours.amendment
        content.extend(self._content())
        self.env.current_document[_WITHIN] = within
        motion = self.node_class is ours.amendment
        markdown = not isinstance(self.state, RSTState)
        if markdown:
            lists.read_breaks(content)
            lists.read_numbers(content, self._number_at)
        headings.find_headings(content, motion=motion)
        labelled.read_labels(content, markdown=markdown, motion=motion)
        headings.gather_points(content, motion=motion)
        if motion:
            lists.unwrap_quotes(content)
            lists.count_changes(content)
        lists.number_lists(content)
        lists.name_titles(content, motion=motion)
        node += [title, content]
        node["name"] = nodes.fully_normalize_name(self.name_of(argument, options))
        node["language"] = options.get("language", "").strip() or self.config.language
        # Quotation marks are part of what is replaced and compared: they stay as they are written.
        node["support_smartquotes"] = False
        anchor = self._identify(node, self.anchor_of(node["name"]))
        if self.node_class is ours.guideline:
            self._identify_points(content, anchor)
        return [node, *messages]

    def _number_at(self, first: int) -> Callable[[int], int | None]:
        """Return what gives the number that a line of the source begins with; *first* is the line of the first item.

        MyST does not say on which line the content begins; the first line of it with a number is that of the item.
        """
        numbers = [re.match(r"[\s>]*(\d{1,9})[.)]", line) for line in self.content]
        offset = first - next((position for position, found in enumerate(numbers) if found), 0)

        def number_at(line: int) -> int | None:
            found = numbers[line - offset] if 0 <= line - offset < len(numbers) else None
            return int(found[1]) if found else None

        return number_at

    titled: ClassVar[bool] = True

    def name_of(self, argument: str, options: dict[str, str]) -> str:
        """Return the name by which others find it."""
        return options.get("name", "").strip() or argument

    def _content(self) -> list[nodes.Node]:
        # Sections in Markdown would escape from the directive; without this they come as headings.
        sections = isinstance(self.state, RSTState)
        return self.parse_content_to_nodes(allow_section_headings=sections)

    def _identify_points(self, content: nodes.Element, anchor: str) -> None:
        """Give the points ids that depend on nothing but the text's name and their first numbers."""
        for listing in content.children:
            if isinstance(listing, ours.points):
                for point in listing.children:
                    if isinstance(point, ours.point) and point["number"]:
                        self._identify_points(point, self._identify(point, f"{anchor}-{point['number']}"))

    def anchor_of(self, name: str) -> str:
        """Return the id wanted for the node."""
        return nodes.make_id(name)

    def _identify(self, node: nodes.Element, wanted: str) -> str:
        document = self.state.document
        base = wanted.strip("-") or nodes.make_id(node.tagname)
        identifier = base
        count = 1
        while identifier in document.ids:
            count += 1
            identifier = f"{base}-{count}"
        node["ids"].insert(0, identifier)
        document.ids[identifier] = node
        return identifier


class Guideline(_TextDirective):
    """``.. guideline:: TITLE``: the text that motions amend; numbered points, and whatever stands around them."""

    node_class = ours.guideline
    option_spec = Options("name", "paper", "date", "status", "in-force", "numbering", "language")


class Amendment(_TextDirective):
    """``.. amendment:: TITLE``: a motion, in its own words."""

    node_class = ours.amendment
    option_spec = Options(
        *("name", "amends", "date", "author", "addressee", "consultations", "status", "decided"),
        *("in-force", "paper", "language", "show"),
    )


class Change(SphinxDirective):
    """``.. change:: COMMAND``: one change of a motion, as a numbered item is; its content is the new text.

    Without a command it is what its options ask for.
    """

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[Any] = Options(
        *("forms", "means", "expect", "reason", "status"),
        *("kind", "point", "sentence", "words", "new", "occurrence", "each", "heading", "text", "place"),
        *("anchor", "number", "part", "under", "half"),
    )

    def run(self) -> list[nodes.Node]:
        """Return the list of one item that it is."""
        from sphinxext_amendment.docnodes.collect import CHANGE  # noqa: PLC0415 - the document has something of ours

        command, messages = self.parse_inline(" ".join(self.arguments).strip())
        item = nodes.list_item()
        self.set_source_info(item)
        if command or {"kind", "means"} & self.options.keys():
            paragraph = nodes.paragraph("", "", *command)
            self.set_source_info(paragraph)
            item += paragraph
        if self.options:
            fields = nodes.field_list()
            for name, value in self.options.items():
                inline, more = self.parse_inline(str(value or "").replace("\n", " "))
                messages += more
                body = nodes.field_body("", nodes.paragraph("", "", *inline))
                fields += nodes.field("", nodes.field_name("", name), body)
            for node in fields.findall(nodes.Element):
                self.set_source_info(node)
            item += fields
        item.extend(self.parse_content_to_nodes(allow_section_headings=isinstance(self.state, RSTState)))
        listing = nodes.enumerated_list("", item, enumtype="arabic", prefix="", suffix=".")
        listing[CHANGE] = True
        self.set_source_info(listing)
        if not self.env.current_document.get(_WITHIN):
            from sphinxext_amendment.report import warn_of_change  # noqa: PLC0415 - the document has something of ours

            return [warn_of_change(listing, self.config.language), listing, *messages]
        return [listing, *messages]


class Consolidated(_TextDirective):
    """``.. consolidated:: NAME``: the text in force or, with ``:with:``, as motions would make it.

    ``:show: redline`` shows what is deleted and new in it.

    Content is the text as somebody else has it: it is compared, and not shown.
    """

    node_class = ours.consolidated
    option_spec = Options("with", "as-of", "show")
    titled = False

    def name_of(self, argument: str, options: dict[str, str]) -> str:
        """Return the name of the guideline that is shown."""
        return argument

    def anchor_of(self, name: str) -> str:
        """Return an id that is its own even where all documents make one page."""
        return nodes.make_id(f"consolidated-{self.env.current_document.docname}-{name}")  # LaTeX skips "index-…"
