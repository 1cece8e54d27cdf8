"""The language of each text: its own, its guideline's, the site's; and a site with texts in two languages."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from conftest import EXAMPLES, Example, Site, consolidated, directive, heading, numbered

MARKUPS = ("rst", "md")


def page_of(example: Example, markup: str, motion_language: bool) -> str:
    """Write a page with the text, the motion to it and the new text; only the text needs to name its language."""
    code = example.language
    options = {"language": code} if motion_language else {}
    return (
        directive(markup, "guideline", f"Text {code}", numbered(example.base), name=f"text-{code}", language=code)
        + "\n"
        + directive(
            *(markup, "amendment", f"Motion {code}", example.complete),
            **{"name": f"motion-{code}", "amends": f"text-{code}", "date": "2018-03-01", **options},
        )
        + "\n"
        + consolidated(markup, f"text-{code}", **{"with": f"motion-{code}"})
        + "\n"
    )


SAID = {
    "de": ("bisheriger Punkt 6", "1. März 2018", "(neu)", "stimmt Wort für Wort", "Nicht in Kraft.", "„sozialen"),
    "en": ("former point 6", "1 March 2018", "(new)", "agrees with the computed", "Not in force.", "“social living"),
}


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("motion_language", [True, False], ids=["named", "inherited"])
@pytest.mark.parametrize("site_language", ["de", "en", "fr", "it"])
def test_each_text_of_a_page_is_in_its_language(
    site: Site, markup: str, motion_language: bool, site_language: str
) -> None:
    content = "".join(page_of(example, markup, motion_language) for example in EXAMPLES)
    site.write(**{f"index_{markup}": heading(markup, "Index") + content})
    built = site.build(language=site_language)
    assert built.warnings == ()
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    for example, (other,) in zip(EXAMPLES, (EXAMPLES[1:], EXAMPLES[:1]), strict=True):
        views = page.select(f'[lang="{example.language}"]:not(html)')
        kinds = ["amd-guideline", "amd-amendment", "amd-consolidated"]
        assert [next(kind for kind in kinds if kind in view["class"]) for view in views] == kinds
        text = " ".join(" ".join(view.get_text() for view in views).split())
        assert [words for words in SAID[example.language] if words not in text] == []
        assert [words for words in SAID[other.language] if words in text] == []
        items = views[2].select(":scope > ol > li")
        assert [" ".join(item.get_text().split()) for item in items] == [
            f"{number}. {point}" for number, point in enumerate(example.claimed, start=1)
        ]


@pytest.mark.parametrize("markup", MARKUPS)
def test_problems_are_told_on_the_page_in_the_language_of_the_motion(site: Site, markup: str) -> None:
    content = "".join(page_of(example, markup, motion_language=False) for example in EXAMPLES)
    for example in EXAMPLES:
        content = content.replace(example.forms, "")
    site.write(**{f"index_{markup}": heading(markup, "Index") + content})
    built = site.build(language="en")
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    told = {view["lang"]: view.select_one(".amd-words-not-found").get_text() for view in page.select(".amd-amendment")}
    assert "Nicht ausgeführt. Die Wörter „sozialer Lebensraum“ stehen nicht in Punkt 1." in told["de"]
    assert "Not carried out. The words “social living environment” do not stand in point 1." in told["en"]
    # What the build says is for the author, in the language of the site.
    assert len(built.warnings) == 2
    assert all("do not stand in point 1." in warning for warning in built.warnings)


GERMAN_MOTION = "1. Punkt 1 wird gestrichen."
ENGLISH_MOTION = "1. Delete point 1."
FRENCH_MOTION = "1. Supprimer le point 1."


def build(site: Site, motion: str, site_language: str, text: str = "", own: str = "") -> tuple[list[str], str]:
    """Build a text with two points and *motion* to it; return the codes of the warnings, and the page."""
    languages = {"text": {"language": text} if text else {}, "own": {"language": own} if own else {}}
    content = directive("rst", "guideline", "T", "1. One.\n2. Two.", name="text", **languages["text"])
    content += "\n" + directive("rst", "amendment", "M", motion, name="motion", amends="text", **languages["own"])
    built = site.write(index_rst=heading("rst", "Index") + content).build(language=site_language)
    codes = [warning.rpartition("[amendment.")[2].removesuffix("]") for warning in built.warnings]
    return codes, "\n".join(built.warnings) + built.text("index.html")


@pytest.mark.parametrize(
    ("motion", "site_language", "text", "own", "codes"),
    [
        (ENGLISH_MOTION, "en", "", "", []),
        (GERMAN_MOTION, "de", "", "", []),
        (GERMAN_MOTION, "de_AT", "", "", []),
        (GERMAN_MOTION, "en", "de", "", []),
        (GERMAN_MOTION, "en", "", "de", []),
        (ENGLISH_MOTION, "it", "en_GB", "", []),
        (FRENCH_MOTION, "fr_CH", "", "", []),
        (FRENCH_MOTION, "en", "fr", "", []),
        (ENGLISH_MOTION, "de", "de", "en", []),
        # A motion in another language than it should be says so itself, and each change is told too.
        (GERMAN_MOTION, "en", "", "", ["language-other", "no-command"]),
        (ENGLISH_MOTION, "de", "", "", ["language-other", "no-command"]),
        (ENGLISH_MOTION, "en", "de", "", ["language-other", "no-command"]),
        # No language is assumed.
        (GERMAN_MOTION, "it", "", "", ["language-unknown", "language-unknown"]),
        (GERMAN_MOTION, "en", "xx", "", ["language-unknown", "language-unknown"]),
        (GERMAN_MOTION, "en", "xx", "de", ["language-unknown"]),
        (GERMAN_MOTION, "en", "de", "xx", ["language-unknown"]),
    ],
)
def test_a_motion_is_read_in_its_language_or_its_texts_or_the_sites(
    site: Site, motion: str, site_language: str, text: str, own: str, codes: list[str]
) -> None:
    found, page = build(site, motion, site_language, text, own)
    assert found == codes
    if "language-other" in codes:
        assert f":language: {'de' if motion == GERMAN_MOTION else 'en'}" in page
    if "language-unknown" in codes:
        assert "“language”" in page or "„language“" in page
