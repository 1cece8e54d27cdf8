"""French, of which the code holds no word: what is read, what is refused, and what only French asks of the code."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from conftest import Site, heading

from sphinxext_amendment.engine.changes import (
    Change,
    PointInsertion,
    PointRepeal,
    PointSubstitution,
    SentenceInsertion,
    SentenceRepeal,
    WordInsertion,
    WordRepeal,
    WordSubstitution,
)
from sphinxext_amendment.engine.document import Address, Paragraph, Point, Range
from sphinxext_amendment.engine.problems import Code, Problem
from sphinxext_amendment.engine.text import Text
from sphinxext_amendment.wording.forms import inflected_forms
from sphinxext_amendment.wording.language import Language, load
from sphinxext_amendment.wording.mentions import find
from sphinxext_amendment.wording.reader import Remark, TextClaimOpening, read_claim, read_command
from sphinxext_amendment.wording.sentences import sentences
from sphinxext_amendment.wording.writer import write

NEW = Text("Nouveau texte.")


def french() -> Language:
    language = load("fr")
    assert language is not None
    return language


def read(text: str) -> Change | Problem:
    """Read *text* with a new text if it takes one, else without."""
    change = read_command(Text(text), (Paragraph("new", NEW),), (), "key", french())
    if isinstance(change, Problem) and change.code is Code.NEW_TEXT_UNEXPECTED:
        return read_command(Text(text), (), (), "key", french())
    return change


def at(*labels: str) -> Address:
    return Address(labels)


FIVE = at("5")
ONE = (Point("key", "", (Paragraph("new", NEW),)),)
X_TO_Y: dict[str, Any] = {"old": "x", "new": Text("y")}


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Supprimer l'article 5.", PointRepeal((FIVE,))),
        ("L’article 5 est abrogé.", PointRepeal((FIVE,))),
        ("Il est proposé de supprimer l'article 5.", PointRepeal((FIVE,))),
        ("L'article 5, lettre b, est supprimé ;", PointRepeal((at("5", "b"),))),
        ("La lettre b de l'article 5 est supprimée.", PointRepeal((at("5", "b"),))),
        ("Le b) du 2° du I est abrogé.", PointRepeal((at("I", "2", "b"),))),
        ("Les I et II sont abrogés.", PointRepeal((at("I"), at("II")))),
        ("Supprimer les articles 5 à 7.", PointRepeal((Range(FIVE, at("7")),))),
        ("Les premier et troisième alinéas de l'article 4 sont supprimés.", PointRepeal((at("4", "1"), at("4", "3")))),
        ("Supprimer l'article premier.", PointRepeal((at("1"),))),
        ("Supprimer l'article 1er.", PointRepeal((at("1"),))),
        ("Supprimer l'article 2e.", PointRepeal((at("2e"),))),
        ("Supprimer le 2e alinéa.", PointRepeal((at("2"),))),
        ("Supprimer le 2ème alinéa.", PointRepeal((at("2"),))),
        ("À l'article 5, les mots : « x » sont remplacés par les mots : « y ».", WordSubstitution((FIVE,), **X_TO_Y)),
        ("A l’article 5, remplacer «\u00a0x\u202f» par «\u00a0y\u00a0»\u00a0;", WordSubstitution((FIVE,), **X_TO_Y)),
        ("Substituer aux mots : “x” les mots : “y” à la ligne.", None),
        ("À l'article 5, substituer au mot « x » le mot « y ».", WordSubstitution((FIVE,), **X_TO_Y)),
        (
            "À la première phrase du deuxième alinéa de l'article 5, remplacer « x » par « y ».",
            WordSubstitution((at("5", "2"),), **X_TO_Y, sentences=(1, 1)),
        ),
        (
            "À l'article 5, au deuxième alinéa, remplacer « x » par « y ».",
            WordSubstitution((at("5", "2"),), **X_TO_Y),
        ),
        (
            "Dans l'article 5, remplacer chaque occurrence du mot « x » par « y ».",
            WordSubstitution((FIVE,), **X_TO_Y, occurrence="each"),
        ),
        (
            "Dans tout le texte, les mots « x » sont remplacés par les mots « y ».",
            WordSubstitution((), **X_TO_Y, occurrence="each"),
        ),
        (
            "Au point 3, la virgule à la fin est remplacée par un point.",
            WordSubstitution((at("3"),), ",", Text("."), occurrence="end"),
        ),
        ("À la fin du III, les mots « x » sont supprimés.", WordRepeal((at("III"),), "x", "end")),
        ("Supprimer, à l'article 5, les mots « x ».", WordRepeal((FIVE,), "x")),
        ("Au a), après le mot : « x », insérer : « y ».", WordInsertion((at("a"),), "after", "x", Text("y"))),
        ("Au 3°, avant « x », il est inséré le mot « y ».", WordInsertion((at("3"),), "before", "x", Text("y"))),
        ("L'article 5 est complété par une phrase ainsi rédigée :", SentenceInsertion(FIVE, "after", -1, NEW)),
        ("Après la première phrase du 5, insérer une phrase :", SentenceInsertion(FIVE, "after", 1, NEW)),
        ("Supprimer les deux dernières phrases de l'article 5.", SentenceRepeal(FIVE, (-2, -1))),
    ],
)
def test_what_is_read(text: str, change: Change | None) -> None:
    found = read(text)
    assert isinstance(found, Problem) if change is None else found == change


@pytest.mark.parametrize(
    ("text", "place", "anchor", "announced"),
    [
        ("Après l'article 3, il est inséré un article 4 ainsi rédigé :", "after", at("3"), "4"),
        ("Il est inséré, après le 2°, un 3° ainsi rédigé :", "after", at("2"), "3"),
        ("Avant le point 3, insérer le point suivant :", "before", at("3"), None),
        ("Ajouter un point 6 rédigé comme suit :", "after", FIVE, "6"),
        ("Compléter l'article 5 par l'alinéa suivant :", "last", FIVE, None),
        ("L'article 5 est complété par un IV ainsi rédigé :", "last", FIVE, "IV"),
    ],
)
def test_where_points_are_inserted(text: str, place: str, anchor: Address, announced: str | None) -> None:
    change = read(text)
    assert isinstance(change, PointInsertion)
    assert (change.place, change.anchor, change.announced) == (place, anchor, announced)


@pytest.mark.parametrize(
    "text",
    [
        "L'article 5 est ainsi rédigé :",
        "L’article 5 est remplacé par les dispositions suivantes :",
        "Rédiger ainsi l'article 5 :",
        "Remplacer l'article 5 par le texte suivant :",
        "Remplacer l'article 5 par : « Nouveau texte. »",
    ],
)
def test_a_point_gets_a_new_text(text: str) -> None:
    change = read_command(Text(text), () if "«" in text else (Paragraph("new", NEW),), (), "key", french())
    assert isinstance(change, PointSubstitution)
    assert change.targets == (FIVE,)
    assert [block.text.content for block in change.points[0].body if isinstance(block, Paragraph)] == [NEW.content]


@pytest.mark.parametrize(
    "text",
    [
        # Two places, or two in one?
        "Au point 3, au 2° et au 4°, les mots « x » sont supprimés.",
        # Words without quotation marks, another document, and a number that is none.
        "À l'article 5, remplacer le mot : deux par le mot : trois.",
        "À l'article 5 de la loi, les mots « x » sont supprimés.",
        "Après l'article 3, il est inséré un article 3 bis ainsi rédigé :",
        # Which one, is not said, or not all of it is understood.
        "Supprimer cet alinéa.",
        "À l'article 5, ne pas supprimer les mots « x ».",
        "Entre les mots « a » et « b », insérer le mot « c ».",
        "Supprimer la lettre.",
    ],
)
def test_what_is_refused(text: str) -> None:
    assert isinstance(read(text), Problem)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Le reste sans changement.", "remark"),
        ("Les articles suivants sont renumérotés en conséquence.", "remark"),
        ("Exposé sommaire : Une semaine suffit à peine.", "reason"),
        ("Exposé des motifs", "reason"),
        ("Pour le groupe Avenir : Claire Exemple", "closing"),
        ("Pour le groupe, la séance est publique.", None),
        ("Le motif est connu.", None),
    ],
)
def test_remarks(text: str, kind: str | None) -> None:
    assert read_claim(Text(text), "key", french()) == (Remark(kind) if kind else None)  # type: ignore[arg-type]


def test_a_claimed_text_is_announced() -> None:
    assert read_claim(Text("Ainsi modifié, le texte est ainsi rédigé :"), "key", french()) == TextClaimOpening()


@pytest.mark.parametrize(
    ("change", "command"),
    [
        (WordSubstitution((FIVE,), **X_TO_Y), "Au point 5, remplacer «\u00a0x\u00a0» par «\u00a0y\u00a0»."),
        (SentenceRepeal(at("5", "a"), (2, 2)), "Au point 5 lettre a, supprimer la phrase 2."),
        (PointInsertion("last", None, ONE, "6"), "À la fin, insérer un point 6 ainsi rédigé\u00a0:"),
    ],
)
def test_signs_are_written_with_the_spaces_of_the_language(change: Change, command: str) -> None:
    written = write(change, "key", french())
    assert written is not None
    assert written.command.content == command


@pytest.mark.parametrize(
    "parts",
    [
        ["Vraiment ?", "Oui !", "Le conseil siège."],
        ["Il dit : « Voilà. »", "Le conseil siège."],
        ["Il dit « voilà ».", "Le conseil siège."],
        ["Voir l’art. 5 du règlement.", "M. Exemple préside.", "La séance, cf. p. 3, est publique."],
        ["Il siège le 1er mars.", "Les documents, etc., sont joints."],
    ],
)
def test_sentences(parts: list[str]) -> None:
    content = " ".join(parts)
    assert [content[start:end] for start, end in sentences(Text(content), french())] == parts


@pytest.mark.parametrize(
    ("term", "replacement", "content", "found"),
    [
        ("règlement", "document", "Les règlements sont publics.", [("règlements", "documents")]),
        ("tribunal", "journal", "Les tribunaux siègent.", [("tribunaux", "journaux")]),
        # Another gender, or an article that may have to be elided.
        ("règlement", "convention", "Les règlements sont publics.", [("règlements", None)]),
        ("conseil municipal", "conseil", "Les conseils municipaux siègent.", [("conseils municipaux", None)]),
    ],
)
def test_forms(term: str, replacement: str, content: str, found: list[tuple[str, str | None]]) -> None:
    forms = inflected_forms(term, replacement, content, french())
    assert [(form.found, form.proposal) for form in forms] == found


def test_mentions() -> None:
    text = "Voir l’article 3, les points 4 et 5, et l’article 6 de la loi."
    assert [text[mention.start : mention.end] for mention in find(text, french())] == ["article 3", "points 4 et 5"]


TEXT = """.. guideline:: Règlement
   :name: text
   :language: fr

   Article 1er Nom
   ---------------

   Un.

   Article 2
   ---------

   Deux.

.. amendment:: Amendement
   :name: motion
   :amends: text

   1. {}

.. consolidated:: text
   :with: motion
"""


@pytest.mark.parametrize(
    ("command", "labels"),
    [
        ("Après l’article 1er, insérer un article 2 ainsi rédigé :\n\n      Nouveau.", "1er 2 3"),
        ("Avant l’article 1er, insérer un article 1 ainsi rédigé :\n\n      Nouveau.", "1er 2 3"),
        ("Supprimer l’article 2.", "1er"),
        ("Supprimer l’article 1er.", "1er"),
    ],
)
def test_the_first_number_is_counted_and_stays_as_it_is_written(site: Site, command: str, labels: str) -> None:
    built = site.write(index_rst=heading("rst", "Index") + TEXT.format(command)).build(language="fr")
    assert built.warnings == ()
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    (shown,) = page.select(".amd-consolidated")
    found = [words.split()[0] for words in shown.get_text(" ").split("Article ")[1:]]
    assert found == labels.split()
