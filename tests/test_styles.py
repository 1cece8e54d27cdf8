"""The style of drafting in which a project words what its motions ask for; in whichever style they are written."""

from __future__ import annotations

import pytest
from conftest import CONF, Site, amendment, guideline, heading

MOTION = "1. Punkt 1 soll neu lauten:\n\n   Neu.\n\n2. Streichung von „Hund“ in Punkt 2."


def page(markup: str) -> str:
    return heading(markup, "Seite") + guideline(markup, ["Alt.", "Der Hund."]) + amendment(MOTION, markup)


@pytest.mark.parametrize("markup", ["rst", "md"])
@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("", ["Punkt 1 wird wie folgt gefasst", "In Punkt 2 wird „Hund“ gestrichen"]),
        ("us", ["Punkt 1 wird wie folgt gefasst", "In Punkt 2 wird „Hund“ gestrichen"]),
        ("hdr4", ["Punkt 1 wird durch den folgenden Punkt ersetzt", "In Punkt 2 wird die Angabe „Hund“ gestrichen"]),
        ({"de": "hdr4"}, ["durch den folgenden Punkt ersetzt", "die Angabe „Hund“"]),
    ],
)
def test_changes_are_worded_in_the_style_of_the_project(
    site: Site, markup: str, style: object, expected: list[str]
) -> None:
    built = site.write(**{f"index_{markup}": page(markup)}).build(amendment_style=style)
    assert built.warnings == ()
    shown = " ".join(built.text("index.html").split())
    assert [words for words in expected if words not in shown] == []


@pytest.mark.parametrize(
    ("value", "named"), [("hdr5", "hdr5"), ({"de": "us"}, "de: us"), ({"xx": "us"}, "xx: us"), (3, "3")]
)
def test_what_is_no_style_is_told(site: Site, value: object, named: str) -> None:
    site.write(conf_py=f"{CONF}amendment_style = {value!r}\n", index_rst=page("rst"))
    (warning,) = site.build().warnings
    assert "conf.py" in warning
    assert f"„{named}“" in warning
    assert "[amendment.option-invalid]" in warning
