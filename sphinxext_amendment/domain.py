"""The domain ``amd``: keeps what the documents say, by document, as plain records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.errors import NoUri

from sphinxext_amendment.catalogue import _, translator
from sphinxext_amendment.directives import Amendment, Change, Consolidated, Guideline
from sphinxext_amendment.docnodes.nodes import placeholders
from sphinxext_amendment.roles import ROLES, Reference, listed, references_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinxext_amendment.docnodes.collect import Record
    from sphinxext_amendment.objects import Objects, Target
    from sphinxext_amendment.resolve import Resolution

_DANGLING = {
    "guideline": _("There is no guideline “%(target)s”. Write the name of one."),
    "amendment": _("There is no amendment “%(target)s”. Write the name of one."),
    "point": _(
        "There is no point “%(target)s”. Write the name of a guideline, and the number of the point in it as it was"
        " written; or the name of an amendment, and the number in the text with it."
    ),
    "change": _("There is no change “%(target)s”. Write the name of an amendment, and the number of the change."),
}
"""What Sphinx says of a reference that leads nowhere."""


class AmendmentDomain(Domain):
    """Guidelines, amendments, and the places where they are shown."""

    name = "amd"
    label = "Amendment"
    directives: ClassVar[dict[str, Any]] = {
        "guideline": Guideline,
        "amendment": Amendment,
        "change": Change,
        "consolidated": Consolidated,
    }
    roles: ClassVar[dict[str, Any]] = ROLES
    object_types: ClassVar[dict[str, ObjType]] = {kind: ObjType(kind, kind) for kind in ROLES}
    initial_data: ClassVar[dict[str, Any]] = {"records": {}, "references": {}}
    data_version = 3

    resolution: Resolution | None = None
    """What this build has made of the records; in memory only."""
    objects: Objects | None = None
    """What can be referred to in this build."""
    builder: Builder | None = None
    """The builder of this build: the way that is left to it without deprecated attributes."""

    @property
    def dangling_warnings(self) -> dict[str, str]:  # type: ignore[override]
        """What Sphinx says of references that lead nowhere, in the language of the site."""
        say = translator(self.env.config.language)
        return {role: say(message) for role, message in _DANGLING.items()}

    @property
    def records(self) -> dict[str, tuple[Record, ...]]:
        """The records of each document."""
        records: dict[str, tuple[Record, ...]] = self.data.setdefault("records", {})
        return records

    @property
    def references(self) -> dict[str, tuple[Reference, ...]]:
        """The references of each document that may mean something of ours."""
        references: dict[str, tuple[Reference, ...]] = self.data.setdefault("references", {})
        return references

    def all_records(self) -> Iterator[Record]:
        """Yield all records in an order that does not depend on which document was read first."""
        for docname in sorted(self.records):
            yield from self.records[docname]

    def clear_doc(self, docname: str) -> None:
        """Forget what *docname* said."""
        self.records.pop(docname, None)
        self.references.pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take what another process has read, and only that."""
        for kind in self.initial_data:
            for docname in sorted(docnames & otherdata[kind].keys()):
                self.data[kind][docname] = otherdata[kind][docname]

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Collect the records of a document that was read."""
        if found := placeholders(document):
            from sphinxext_amendment.docnodes.collect import collect  # noqa: PLC0415 - there is something of ours

            self.records[docname] = collect(docname, document, found)
        if references := references_of(document):
            self.references[docname] = references

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield what other projects can refer to. In this one the search finds the words themselves."""
        for target in self.objects or ():
            yield listed(target.name), target.shown, target.kind, target.docname, target.anchor, -1

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Any,
    ) -> Any:
        """Return a reference to what is meant, with what it is called now."""
        found = self.objects and self.objects.find(typ, target)
        return self._reference(found, fromdocname, node, contnode) if found else None

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Any,
    ) -> list[tuple[str, Any]]:
        """Return a reference to each thing that may be meant."""
        found = self.objects.find_any(target) if self.objects else []
        return [(f"amd:{one.kind}", self._reference(one, fromdocname, node, contnode)) for one in found]

    def _reference(self, target: Target, showing: str, node: pending_xref, content: Any) -> nodes.Element:
        if not node.get("refexplicit"):
            content = nodes.inline("", target.shown)
        content["classes"] = ["amd-reference"]  # with the class "xref" the text builder would put stars around it
        attributes = self.link(showing, target.docname, target.anchor)
        return nodes.reference("", "", content, **attributes) if attributes else content

    def link(self, showing: str, docname: str, target: str) -> dict[str, object] | None:
        """Return the attributes of a link from the document *showing*; None where the builder has no links."""
        assert self.builder is not None  # known before anything is shown
        if showing == docname or self.builder.name == "singlehtml":
            # A single page has no other documents; Sphinx would name the document and the place in it.
            return {"refid": target, "internal": True}
        try:
            page = self.builder.get_relative_uri(showing, docname)
        except NoUri:
            return None
        # A manual page has no place to lead to; it would print the address.
        return {"refuri": f"{page}#{target}", "internal": True} if page else None
