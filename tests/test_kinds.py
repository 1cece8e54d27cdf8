"""Every kind of change of the drafting handbooks: an example in each language and markup, carried out and checked.

The documentation shows the examples; each states its result, which is compared with the computed text.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Site
    from docutils import nodes
    from sphinx.application import Sphinx

EXAMPLES = Path(__file__).parent.parent / "docs" / "examples" / "kinds"

KINDS = (
    *("insert-point-after", "insert-point-before", "insert-point-first", "append-point", "replace-point"),
    *("replace-points", "delete-point", "renumber", "move-point", "split-point", "join-points", "insert-subpoint"),
    *("replace-subpoint", "delete-subpoint", "insert-sentence-after", "prepend-sentence", "append-sentence"),
    *("replace-sentence", "delete-sentence", "renumber-sentences", "replace-words", "replace-words-each"),
    *("replace-words-inflected", "insert-words-after", "insert-words-before", "delete-words", "replace-punctuation"),
    *("replace-heading", "insert-heading", "delete-heading", "replace-all", "editorial-renumber", "bundle"),
)


@pytest.mark.parametrize("markup", ["rst", "md"])
@pytest.mark.parametrize("language", ["german", "english", "french"])
def test_every_kind_has_an_example_that_is_carried_out_and_true(site: Site, language: str, markup: str) -> None:
    found: list[Any] = []

    def look(app: Sphinx, tree: nodes.document, docname: str) -> None:
        found.append(app.env.domains["amd"].resolution)  # type: ignore[attr-defined]

    source = (EXAMPLES / f"{language}.{markup}").read_text(encoding="utf-8")
    site.write(**{f"index_{markup}": source})
    assert site.build("dummy", on_resolved=look).warnings == ()
    resolution = found[0]
    named = {view.record.name: view for view in resolution.motions.values()}
    assert list(named) == [f"motion-{language[:2].replace('ge', 'de')}-{kind}" for kind in KINDS]
    for view in named.values():
        asked = {item.key for item in view.motion.amendment.modifications}
        assert asked
        assert asked == view.result.applied, view.record.name
    results = {text.record.option("with") for text in resolution.texts.values() if text.record.body}
    assert results == set(named)


def test_a_wrong_result_is_told(site: Site) -> None:
    source = (EXAMPLES / "english.rst").read_text(encoding="utf-8")
    wrong = source.replace("   2. All eat.\n\n   3. All learn.", "   2. All ate.\n\n   3. All learn.", 1)
    assert wrong != source
    (warning,) = site.write(index_rst=wrong).build("dummy").warnings
    assert "All ate." in warning
