"""The roles ``guideline``, ``amendment``, ``point`` and ``change``: references to what ``objects.py`` finds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from docutils.utils import get_source_line
from sphinx.addnodes import pending_xref
from sphinx.roles import XRefRole

if TYPE_CHECKING:
    from docutils.nodes import Element, Node, system_message
    from sphinx.environment import BuildEnvironment

_BRACKETS = re.compile(r"(?<= )\(?(-?\w+)[.)]?(?= |$)")
_NUMBER = re.compile(r"-?\d+")

_ANY = {"any", "myst"}
"""The types of references that may mean anything; MyST makes one of each link to a name."""


def canonical(target: str) -> str:
    """Return the one spelling of a target: "Text  3 (2) a)" is "text 3 2 a"."""
    return _BRACKETS.sub(r"\1", nodes.fully_normalize_name(target))


def listed(target: str) -> str:
    """Return how an inventory spells a target in its one spelling: "text 3 2 a" is "text 3 2. a".

    In a line of an inventory, the third word or a later one that is a number ends the name for Sphinx. With a full
    stop it does not, and means the same: ``canonical`` takes it away.
    """
    words = enumerate(target.split(" "), start=1)
    return " ".join(f"{word}." if place > 2 and _NUMBER.fullmatch(word) else word for place, word in words)


class TargetRole(XRefRole):
    """A reference to something of the domain ``amd``, under its name with or without ``amd:`` before it."""

    def __init__(self) -> None:
        """Print words, not code; warn of a target that there is not."""
        super().__init__(innernodeclass=nodes.inline, warn_dangling=True)

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Make the reference."""
        self.name = f"amd:{self.name.removeprefix('amd:')}"
        return super().run()

    def process_link(
        self, env: BuildEnvironment, refnode: Element, has_explicit_title: bool, title: str, target: str
    ) -> tuple[str, str]:
        """Bring the target into the form in which it is kept, in other projects' inventories too."""
        return title, canonical(target)


ROLES: dict[str, Any] = {kind: TargetRole() for kind in ("guideline", "amendment", "point", "change")}
"""The roles of the domain, by name."""


class Reference(NamedTuple):
    """A reference to what may be something of ours; *explicit* if it has words of its own."""

    domain: str
    role: str
    target: str
    explicit: bool
    place: tuple[str, int]
    """The source file and line."""


def references_of(document: nodes.document) -> tuple[Reference, ...]:
    """Return all references of a document that may mean something of ours, each once."""
    found: dict[Reference, None] = {}
    for node in document.findall(pending_xref):
        domain, role = node.get("refdomain") or "", node["reftype"]
        if domain == "amd" or role in _ANY:
            source, line = get_source_line(node)
            place = (source or "", line or 0)
            explicit = bool(node.get("refexplicit"))
            found[Reference(domain, role, node["reftarget"] or "", explicit, place)] = None
    return tuple(found)
