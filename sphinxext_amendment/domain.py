"""The domain ``amd``: keeps what the documents say, by document, as plain records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from sphinx.domains import Domain

from sphinxext_amendment.directives import Amendment, Change, Consolidated, Guideline
from sphinxext_amendment.docnodes.nodes import placeholders

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from docutils import nodes
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinxext_amendment.docnodes.collect import Record
    from sphinxext_amendment.resolve import Resolution


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
    initial_data: ClassVar[dict[str, Any]] = {"records": {}}
    data_version = 1

    resolution: Resolution | None = None
    """What this build has made of the records; in memory only."""
    builder: Builder | None = None
    """The builder of this build: the way that is left to it without deprecated attributes."""

    @property
    def records(self) -> dict[str, tuple[Record, ...]]:
        """The records of each document."""
        records: dict[str, tuple[Record, ...]] = self.data.setdefault("records", {})
        return records

    def all_records(self) -> Iterator[Record]:
        """Yield all records in an order that does not depend on which document was read first."""
        for docname in sorted(self.records):
            yield from self.records[docname]

    def clear_doc(self, docname: str) -> None:
        """Forget what *docname* said."""
        self.records.pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take what another process has read, and only that."""
        for docname in sorted(docnames & otherdata["records"].keys()):
            self.records[docname] = otherdata["records"][docname]

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Collect the records of a document that was read."""
        if found := placeholders(document):
            from sphinxext_amendment.docnodes.collect import collect  # noqa: PLC0415 - there is something of ours

            self.records[docname] = collect(docname, document, found)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Any,
    ) -> list[tuple[str, nodes.reference]]:
        """Find nothing: there are no roles yet."""
        return []
