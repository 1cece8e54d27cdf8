"""Reading commands: every word is accounted for, or there is no reading."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_amendment.engine.changes import (
    Change,
    Form,
    HeadingInsertion,
    HeadingRepeal,
    HeadingSubstitution,
    NumberingClaim,
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
from sphinxext_amendment.engine.document import Address, Paragraph, Range, Target, plain
from sphinxext_amendment.engine.problems import Code, Problem
from sphinxext_amendment.engine.text import Text
from sphinxext_amendment.wording import grammar
from sphinxext_amendment.wording.language import Language, load
from sphinxext_amendment.wording.matching import Wordings
from sphinxext_amendment.wording.reader import Asked, Given, Remark, read_claim, read_command, read_commands
from sphinxext_amendment.wording.request import Context

GERMAN = load("de")
assert GERMAN is not None
CASES = json.loads((Path(__file__).parent / "data" / "commands.json").read_text(encoding="utf-8"))
NEW = (Paragraph("new", Text("Neuer Text.")),)


def read(text: str, *, new_text: bool = True) -> Change | Problem:
    assert GERMAN is not None
    return read_command(Text(text), NEW if new_text else (), (), "key", GERMAN)


def where(targets: tuple[Target, ...]) -> dict[str, str]:
    match targets:
        case ():
            return {}
        case (Range(first, last),):
            return {"point": str(first), "to": str(last)}
        case (Address((point, letter)),):
            return {"point": point, "letter": letter}
        case _:
            return {"point": ", ".join(map(str, targets))}


def meaning(change: object) -> dict[str, Any] | None:
    """Say what was read in the terms of the cases; None if nothing was."""
    match change:
        case PointInsertion("first"):
            return {"op": "insert-point-first"}
        case PointInsertion("last"):
            return {"op": "append-point"}
        case PointInsertion(_, Address((_, _)) as anchor):
            return {"op": "insert-subpoint", **where((anchor,))}
        case PointInsertion(place, anchor):
            return {"op": f"insert-point-{place}", "point": str(anchor)}
        case PointSubstitution(targets):
            return {"op": f"replace-point{'s' if 'to' in where(targets) else ''}", **where(targets)}
        case PointRepeal(targets):
            return {"op": f"delete-{'sub' if 'letter' in where(targets) else ''}point", **where(targets)}
        case PointMove(targets, place, anchor):
            return {"op": "move-point", **where(targets), place: str(anchor)}
        case PointJoin((Address(first), Address(last))):
            return {"op": "join-points", "point": first[0], "to": last[0]}
        case WordSubstitution(targets, old, new, forms, occurrence, sentences):
            words = {"old": old, "new": new.content}
            more = "-inflected" if forms else "-each" if occurrence == "each" else ""
            return {"op": f"replace-words{more}", **where(targets), **_sentence(sentences), **words}
        case WordRepeal(targets, old, each):
            return {"op": f"delete-words{'-each' if each == 'each' else ''}", **where(targets), "old": old}
        case WordInsertion(targets, place, anchor, new, each):
            words = {"anchor": anchor, "new": new.content}
            return {"op": f"insert-words-{place}{'-each' if each == 'each' else ''}", **where(targets), **words}
        case SentenceInsertion(target, "before", 1):
            return {"op": "prepend-sentence", "point": str(target)}
        case SentenceInsertion(target, "after", -1):
            return {"op": "append-sentence", "point": str(target)}
        case SentenceInsertion(target, place, sentence):
            return {"op": f"insert-sentence-{place}", "point": str(target), "sentence": str(sentence)}
        case SentenceSubstitution(target, (sentence, _)):
            return {"op": "replace-sentence", "point": str(target), "sentence": str(sentence)}
        case SentenceRepeal(target, (sentence, _)):
            return {"op": "delete-sentence", "point": str(target), "sentence": str(sentence)}
        case HeadingSubstitution(None):
            return {"op": "replace-heading"}
        case HeadingInsertion("before", anchor):
            return {"op": "insert-heading", "point": str(anchor)}
        case NumberingClaim(_, pairs, onwards):
            claim: dict[str, Any] = {"op": "renumber", "map": dict(pairs)}
            return {**claim, "open": True} if onwards else claim
        case _:
            return None


def _sentence(sentences: tuple[int, int] | None) -> dict[str, str]:
    return {"sentence": str(sentences[0])} if sentences else {}


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_wordings_of_others_are_read_right(case: dict[str, Any]) -> None:
    assert GERMAN is not None
    expected = case["expected"]
    forms: tuple[Form, ...] = ()
    if expected["op"] == "replace-words-inflected":  # all forms are meant, so they are listed
        forms = (Form("Jugendamtes", Text("Fachbereichs Jugend")),)
    # With a text of its own, one point for several is a replacement.
    new_text = () if forms or expected["op"] == "join-points" else NEW
    change = read_command(Text(case["text"]), new_text, forms, "key", GERMAN)
    if isinstance(change, Problem) and change.code is Code.NEW_TEXT_UNEXPECTED:
        change = read(case["text"], new_text=False)
    found = meaning(change) or meaning(read_claim(Text(case["text"]), "key", GERMAN))
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "Punkt 3 wird nicht gestrichen.",
        "Punkt 3 wird gestrichen, falls Punkt 4 bleibt.",
        "Punkt 3 und Buchstabe a werden gestrichen.",
        "Punkt 3 Sätze 4 bis 2 werden gestrichen.",
        "In den Punkten 3 bis 5 wird Buchstabe a gestrichen.",
        "In Punkt 3 wird „a“ durch „b“ ersetzt und Buchstabe c gestrichen.",
        "In Punkt 3 wird der Punkt gestrichen.",
        "Punkt 5 wird zu Punkt b; die bisherigen Punkte 2 bis 4 werden zu den Punkten 3 bis 5.",
        "Die Punkte 3 bis werden gestrichen.",
        "Die Punkte 3, und 5 werden gestrichen.",
        "Im gesamten Text und in Punkt 3 wird „a“ gestrichen.",
        "Punkt 3 a wird gestrichen.",
        "In Punkt 1 wird nicht jeweils „a“ durch „b“ ersetzt.",
        "In Punkt 1 wird „a durch „b“ ersetzt.",
        "Punkt 3 wird gestrichen. Punkt 4 bleibt.",
        "Nach Punkt 3 wird folgender Satz eingefügt:",
        "Punkt 3 bleibt unverändert.",
        "In Punkt 3 wird der 2. gestrichen.",
        # May be a decimal number.
        "Punkt 3,5 wird gestrichen.",
        "Punkt 3, 5 werden gestrichen.",
        # Another document, perhaps, than the one that is amended.
        "Punkt 3 der Resolution wird gestrichen.",
        "Punkt 3 des Antrags wird gestrichen.",
        "Die Punkte 3 und 5 des Antrags werden gestrichen.",
        "Im gesamten Antrag wird „a“ durch „b“ ersetzt.",
        "Im ganzen Papier wird „a“ durch „b“ ersetzt.",
        "In der ganzen Resolution wird „a“ gestrichen.",
        "",
    ],
)
def test_what_says_more_or_less_is_refused(text: str) -> None:
    for new_text in (True, False):
        change = read(text, new_text=new_text)
        assert isinstance(change, Problem), change
        assert change.code in {Code.COMMAND_UNREAD, Code.NO_COMMAND}


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert GERMAN is not None
    read(text)
    read_claim(Text(text), "key", GERMAN)


@given(st.sampled_from([case["text"] for case in CASES]), st.data())
def test_one_more_word_is_never_overlooked(text: str, data: st.DataObject) -> None:
    """A word that no wording knows, put anywhere outside a quotation, makes any command unreadable."""
    gaps = [0, *(token.end + token.quoted for token in grammar.tokens(text))]
    place = data.draw(st.sampled_from(gaps))
    changed = f"{text[:place]} keinesfalls {text[place:]}"
    assert isinstance(read(changed), Problem)


def test_quotations_may_hold_quotations() -> None:
    change = read("In Punkt 6 wird „vom „Bauchgefühl“ hin“ durch „vom »Gefühl« hin“ ersetzt.", new_text=False)
    assert isinstance(change, WordSubstitution)
    assert (change.old, change.new.content) == ("vom „Bauchgefühl“ hin", "vom »Gefühl« hin")


@pytest.mark.parametrize("quotes", ["„“", "„”", "“”", "»«", "«»", "‚‘", "‘’", '""'])
def test_quotation_marks_of_all_kinds(quotes: str) -> None:
    first, last = quotes[0], quotes[-1]
    change = read(f"In Punkt 1 wird {first}alt{last} durch {first}neu{last} ersetzt.", new_text=False)
    assert isinstance(change, WordSubstitution)
    assert (change.old, change.new.content) == ("alt", "neu")


def test_the_new_text_may_stand_in_the_command() -> None:
    change = read("Punkt 3 wird wie folgt gefasst: „Neu ist das.“", new_text=False)
    assert isinstance(change, PointSubstitution)
    assert [block.text.content for block in change.points[0].body if isinstance(block, Paragraph)] == ["Neu ist das."]


def test_two_readings_are_none() -> None:
    assert GERMAN is not None
    repeal = next(entry for entry in GERMAN.tables["command"] if entry["change"] == "point-repeal")
    other = {"change": "point-insertion", "place": "before", "wording": repeal["wording"]}
    twofold = Language("de", {**GERMAN.tables, "command": [*GERMAN.tables["command"], other]})
    change = read_command(Text("Punkt 3 wird gestrichen."), (), (), "key", twofold)
    assert isinstance(change, Problem)
    assert change.code is Code.COMMAND_AMBIGUOUS


def address(*labels: str) -> Address:
    return Address(labels)


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Die Punkte 3 bis 5 werden gestrichen.", PointRepeal((Range(address("3"), address("5")),))),
        ("Streichung der Punkte 3–5.", PointRepeal((Range(address("3"), address("5")),))),
        ("Punkt 3 und Punkt 5 entfallen.", PointRepeal((address("3"), address("5")))),
        ("Punkt 3 und 5 werden gestrichen", PointRepeal((address("3"), address("5")))),
        (
            "Die Nummern 1, 3 bis 5 sowie 7 werden aufgehoben.",
            PointRepeal((address("1"), Range(address("3"), address("5")), address("7"))),
        ),
        ("Die Absätze 1 und 2 entfallen.", PointRepeal((Address(("1",), 1), Address(("2",), 1)))),
        (
            "In den Punkten 3 und 5 wird jeweils das Wort „a“ gestrichen.",
            WordRepeal((address("3"), address("5")), "a"),
        ),
        ("Im ganzen Text wird „a“ gestrichen.", WordRepeal((), "a", "each")),
        (
            "In Punkt 3 wird überall „a“ durch „b“ ersetzt.",
            WordSubstitution((address("3"),), "a", Text("b"), (), "each"),
        ),
        ("Nach dem Wort „a“ in Punkt 3 wird „b“ eingefügt.", WordInsertion((address("3"),), "after", "a", Text("b"))),
        ("In Punkt 3 entfällt der letzte Satz.", SentenceRepeal(address("3"), (-1, -1))),
        ("Punkt 3 Satz 2 wird gestrichen.", SentenceRepeal(address("3"), (2, 2))),
        ("In Punkt 3 wird der 2. Satz gestrichen.", SentenceRepeal(address("3"), (2, 2))),
        ("Der 2. Satz von Punkt 3 entfällt.", SentenceRepeal(address("3"), (2, 2))),
        ("Streichung des 12. Satzes in Punkt 3.", SentenceRepeal(address("3"), (12, 12))),
        ("Die Punkte 3, 5 werden gestrichen.", PointRepeal((address("3"), address("5")))),
        ("Die Punkte 3,5 werden gestrichen.", PointRepeal((address("3"), address("5")))),
        ("Die Punkte 1, 3, 5 entfallen.", PointRepeal((address("1"), address("3"), address("5")))),
        *(
            (f"{unit} 3 und 5 werden aufgehoben.", PointRepeal((address("3"), address("5"))))
            for unit in ("Ziffer", "Nummer", "Nr.", "Pkt.", "Leitlinie", "Die Ziffer")
        ),
        ("Absatz 3 und 5 werden aufgehoben.", PointRepeal((Address(("3",), 1), Address(("5",), 1)))),
        ("Streichung von Ziffer 3 und 5.", PointRepeal((address("3"), address("5")))),
        ("Punkt 3 der Vorlage wird gestrichen.", PointRepeal((address("3"),))),
        ("Punkt 3 des Beschlussvorschlags wird gestrichen.", PointRepeal((address("3"),))),
        ("In der gesamten Vorlage wird „a“ gestrichen.", WordRepeal((), "a", "each")),
        ("„a“ wird überall durch „b“ ersetzt.", WordSubstitution((), "a", Text("b"), (), "each")),
        ("Streichung des ersten Satzes in Punkt 3", SentenceRepeal(address("3"), (1, 1))),
        # Points in points.
        ("§ 3 wird gestrichen.", PointRepeal((address("3"),))),
        ("§ 3 Nummer 1 Buchst. a wird aufgehoben.", PointRepeal((address("3", "1", "a"),))),
        ("§ 3 Abs. 2 Nr. 1 lit. a) entfällt.", PointRepeal((Address(("3", "2", "1", "a"), 2),))),
        ("Buchstabe a in Punkt 5 entfällt.", PointRepeal((address("5", "a"),))),
        ("Buchstabe aa in Buchstabe a von Punkt 5 entfällt.", PointRepeal((address("5", "a", "aa"),))),
        ("Punkt 5aa entfällt.", PointRepeal((address("5aa"),))),
        ("Punkt -1 entfällt.", PointRepeal((address("-1"),))),
        ("Die Punkte 3 -5 entfallen.", PointRepeal((Range(address("3"), address("5")),))),
        ("In Punkt 3 entfallen die Buchstaben a bis c.", PointRepeal((Range(address("3", "a"), address("3", "c")),))),
        ("Die Buchstaben a und c in Punkt 3 entfallen.", PointRepeal((address("3", "a"), address("3", "c")))),
        (
            "Punkt 3 Buchstaben a, c und e werden gestrichen.",
            PointRepeal((address("3", "a"), address("3", "c"), address("3", "e"))),
        ),
        ("Punkt 3 Buchstabe a und Punkt 5 entfallen.", PointRepeal((address("3", "a"), address("5")))),
        # Sentences that follow one another.
        ("Punkt 3 Satz 2 und 3 werden gestrichen.", SentenceRepeal(address("3"), (2, 3))),
        ("In Punkt 3 werden die Sätze 2 bis 4 gestrichen.", SentenceRepeal(address("3"), (2, 4))),
        ("In Punkt 3 werden die letzten beiden Sätze gestrichen.", SentenceRepeal(address("3"), (-2, -1))),
        ("In Punkt 3 werden die ersten zwei Sätze gestrichen.", SentenceRepeal(address("3"), (1, 2))),
        ("In Punkt 3 entfällt der vorletzte Satz.", SentenceRepeal(address("3"), (-2, -2))),
        # Which of several words.
        ("In Punkt 3 wird das zweite Wort „a“ gestrichen.", WordRepeal((address("3"),), "a", 2)),
        ("In Punkt 3 wird „a“ beim zweiten Vorkommen gestrichen.", WordRepeal((address("3"),), "a", 2)),
        ("In Punkt 3 wird „a“ an letzter Stelle gestrichen.", WordRepeal((address("3"),), "a", -1)),
        (
            "In Punkt 3 wird der Punkt am Ende durch ein Komma ersetzt.",
            WordSubstitution((address("3"),), ".", Text(","), (), "end"),
        ),
        (
            "In Satz 2 von Punkt 3 wird „a“ durch „b“ ersetzt.",
            WordSubstitution((address("3"),), "a", Text("b"), sentences=(2, 2)),
        ),
        (
            "In § 3 Nummer 2 Satz 1 wird „a“ gestrichen.",
            WordRepeal((address("3", "2"),), "a", sentences=(1, 1)),
        ),
        # Moves, splits and joins.
        ("Punkt 5 wird vor Punkt 2 gezogen.", PointMove((address("5"),), "before", address("2"))),
        (
            "In Punkt 3 wird Buchstabe c hinter Buchstabe a verschoben.",
            PointMove((address("3", "c"),), "after", address("3", "a")),
        ),
        ("Punkt 5 wird an den Anfang gestellt.", PointMove((address("5"),), "first", None)),
        ("Punkt 3 wird nach Satz 2 in die Punkte 3 und 4 aufgeteilt.", PointSplit(address("3"), 2, "4")),
        ("Die Punkte 3 und 4 werden zu Punkt 3 zusammengefasst.", PointJoin((address("3"), address("4")), "3")),
        # Headings.
        ("Die Überschrift von Punkt 3 wird gestrichen.", HeadingRepeal(address("3"))),
        ("Die Zwischenüberschrift vor Punkt 3 entfällt.", HeadingRepeal(address("3"), before=True)),
    ],
)
def test_what_a_command_asks_for(text: str, change: Change) -> None:
    assert read(text, new_text=False) == change


@pytest.mark.parametrize(
    ("text", "each"),
    [
        ("In Punkt 1 wird jeweils „a“ gestrichen.", True),
        ("In Punkt 1 wird jedes Mal „a“ gestrichen.", True),
        # In each of the points, perhaps: in each of them the words must stand once.
        ("In den Punkten 1 und 2 wird jeweils „a“ gestrichen.", False),
        ("In den Punkten 1 bis 3 wird jeweils „a“ gestrichen.", False),
        ("In Punkt 1 und 2 wird jeweils „a“ gestrichen.", False),
        ("In den Punkten 1 und 2 wird überall „a“ gestrichen.", True),
        ("In den Punkten 1 bis 3 wird an allen Stellen „a“ gestrichen.", True),
        ("Im gesamten Text wird jeweils „a“ gestrichen.", True),
    ],
)
def test_whether_words_are_meant_each_time(text: str, *, each: bool) -> None:
    change = read(text, new_text=False)
    assert isinstance(change, WordRepeal)
    assert (change.occurrence == "each") == each


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Begründung: Es ist nötig.", "reason"),
        ("Begründung - es ist nötig.", "reason"),
        ("Begründung (mündlich)", "reason"),
        ("Begründung (für die Änderung):", "reason"),
        ("Für die Fraktion", "closing"),
        ("Für die Fraktion Bündnis 90/Die Grünen: N.N.", "closing"),
        ("Für die Fraktion der SPD im Rat, Dr. Max Muster, stellvertretender Vorsitzender", "closing"),
        ("Mit freundlichen Grüßen", "closing"),
        ("Mit freundlichen Grüßen Max Muster", "closing"),
        ("Hochachtungsvoll.", "closing"),
        ("gez. Max Muster", "closing"),
        ("gezeichnet Max Muster", "closing"),
        ("gez. Max Muster, baupolitischer Sprecher", "closing"),
        ("Für die Fraktion: Max Muster, baupolitischer Sprecher", "closing"),
        ("Für die Fraktion DIE LINKE.", "closing"),
        ("Mit freundlichen Grüßen verbleiben wir", "closing"),
        ("i. V. Muster", "closing"),
        ("Unterschriften: A. Muster, B. Muster", "closing"),
        ("Gründe (Sport) sind wichtig.", None),
        ("Für die Fraktion stimmt der Vorsitz.", None),
        ("Für die Fraktion stimmt der Vorsitz", None),
        ("Mit freundlichen Grüßen empfängt die Stadt ihre Gäste.", None),
    ],
)
def test_reasons_and_closings(text: str, kind: str | None) -> None:
    assert GERMAN is not None
    assert read_claim(Text(text), "key", GERMAN) == (kind and Remark(kind))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "place", "sentence"),
    [
        ("In Punkt 3 wird nach dem 2. Satz folgender Satz eingefügt:", "after", 2),
        ("Punkt 3 wird um einen 3. Satz ergänzt:", "after", 2),
        ("In Punkt 3 wird vor Satz 2 folgender Satz eingefügt:", "before", 2),
        ("In Punkt 3 wird vor dem letzten Satz folgender Satz eingefügt:", "before", -1),
        ("In Punkt 3 wird nach dem letzten Satz folgender Satz eingefügt:", "after", -1),
        ("In Punkt 3 wird als letzter Satz ergänzt:", "after", -1),
        ("Punkt 3 wird um einen ersten Satz ergänzt:", "before", 1),
        ("Punkt 3 wird um einen dritten Satz ergänzt:", "after", 2),
        ("Dem Punkt 3 wird folgender Satz vorangestellt:", "before", 1),
    ],
)
def test_where_a_sentence_goes(text: str, place: Literal["before", "after"], sentence: int) -> None:
    assert read(text) == SentenceInsertion(address("3"), place, sentence, NEW[0].text)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (
            "In Punkt 3 wird „a“ durch „b“ ersetzt und das Wort „x“ gestrichen.",
            (WordSubstitution((address("3"),), "a", Text("b")), WordRepeal((address("3"),), "x")),
        ),
        (
            "In Punkt 3 Satz 2 wird „a“ gestrichen und „b“ durch „c“ ersetzt.",
            (
                WordRepeal((address("3"),), "a", sentences=(2, 2)),
                WordSubstitution((address("3"),), "b", Text("c"), sentences=(2, 2)),
            ),
        ),
        (
            "In Punkt 3 wird Buchstabe a gestrichen und in Buchstabe b „x“ durch „y“ ersetzt.",
            (PointRepeal((address("3", "a"),)), WordSubstitution((address("3", "b"),), "x", Text("y"))),
        ),
        ("Punkt 3 wird gestrichen und Punkt 5 entfällt.", (PointRepeal((address("3"),)), PointRepeal((address("5"),)))),
        (
            "Im gesamten Text wird „a“ durch „b“ ersetzt und „c“ gestrichen.",
            (WordSubstitution((), "a", Text("b"), (), "each"), WordRepeal((), "c", "each")),
        ),
        (
            "In Punkt 3 wird „a“ gestrichen und nach Satz 2 folgender Satz eingefügt: „Neu.“",
            (
                WordRepeal((address("3"),), "a"),
                SentenceInsertion(address("3"), "after", 2, Text("Neu.", (), ((0, 4),))),
            ),
        ),
    ],
)
def test_a_command_may_ask_for_two_changes(text: str, changes: tuple[Change, ...]) -> None:
    assert GERMAN is not None
    assert read_commands(Text(text), Given(), "key", GERMAN) == Asked(changes)


def test_a_point_that_takes_the_number_of_another_is_moved() -> None:
    assert GERMAN is not None
    text = "Punkt 5 wird zu Punkt 2; die bisherigen Punkte 2 bis 4 werden zu den Punkten 3 bis 5."
    pairs = (("5", "2"), ("2", "3"), ("3", "4"), ("4", "5"))
    asked = read_commands(Text(text), Given(), "key", GERMAN)
    assert asked == Asked(
        (PointMove((address("5"),), "before", address("2")),), (NumberingClaim("key", pairs, onwards=False),)
    )


UNDER_FIVE = Context(address("5"))


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Buchstabe a wird gestrichen.", PointRepeal((address("5", "a"),))),
        ("In Buchstabe a wird „x“ gestrichen.", WordRepeal((address("5", "a"),), "x")),
        ("„x“ wird durch „y“ ersetzt.", WordSubstitution((address("5"),), "x", Text("y"))),
        ("wird jeweils das Wort „x“ gestrichen", WordRepeal((address("5"),), "x", "each")),
        ("In Satz 2 wird „x“ gestrichen.", WordRepeal((address("5"),), "x", sentences=(2, 2))),
        ("Satz 2 wird aufgehoben.", SentenceRepeal(address("5"), (2, 2))),
        ("Folgender Satz wird angefügt:", SentenceInsertion(address("5"), "after", -1, NEW[0].text)),
        ("Die Überschrift wird aufgehoben.", HeadingRepeal(address("5"))),
    ],
)
def test_what_names_no_point_is_about_the_one_it_stands_under(text: str, change: Change) -> None:
    assert GERMAN is not None
    new_text = NEW if text.endswith(":") else ()
    assert read_commands(Text(text), Given(new_text, (), UNDER_FIVE), "key", GERMAN) == Asked((change,))
    if change != PointRepeal((address("5", "a"),)) and "Buchstabe" not in text:
        alone = read_command(Text(text), new_text, (), "key", GERMAN)
        assert isinstance(alone, Problem)
        assert alone.code is Code.TARGET_MISSING


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # Of the point that it stands under, or of all?
        ("Im gesamten Text wird „x“ gestrichen.", Code.COMMAND_AMBIGUOUS),
        ("Der Text wird durch folgenden Text ersetzt:", Code.COMMAND_AMBIGUOUS),
        ("Die Zwischenüberschrift entfällt.", Code.TARGET_MISSING),
    ],
)
def test_what_may_mean_more_than_the_point_it_stands_under_is_refused(text: str, code: Code) -> None:
    assert GERMAN is not None
    new_text = NEW if text.endswith(":") else ()
    refusal = read_commands(Text(text), Given(new_text, (), UNDER_FIVE), "key", GERMAN)
    assert isinstance(refusal, Problem)
    assert refusal.code is code


def test_claims_about_sentences_need_a_point() -> None:
    assert GERMAN is not None
    text = Text("Der bisherige Satz 2 wird zu Satz 3.")
    assert read_claim(text, "key", GERMAN) is None
    claim = NumberingClaim("key", (("2", "3"),), onwards=False, within=address("5"), sentences=True)
    assert read_claim(text, "key", GERMAN, address("5")) == claim
    assert read_claim(Text("Der bisherige Satz 2 von Punkt 5 wird Satz 3."), "key", GERMAN) == claim


def test_all_forms_are_refused_unless_they_are_listed() -> None:
    change = read(
        "In Punkt 3 wird der Begriff „Rat“ in allen grammatischen Formen durch „Tag“ ersetzt.", new_text=False
    )
    assert isinstance(change, Problem)
    assert change.code is Code.FORMS_MISSING


def test_the_whole_text_and_its_heading() -> None:
    assert read("Der Text wird durch folgenden Text ersetzt:") == TextSubstitution(NEW)
    assert read("Die Überschrift wird wie folgt gefasst:") == HeadingSubstitution(None, NEW[0].text)


@pytest.mark.parametrize(
    "command",
    [
        "§ 2 Absatz 2 wird gestrichen und Absatz 1 wird aufgehoben.",
        "§ 3 Absatz 2 wird vor Absatz 1 verschoben.",
        "§ 2 Absatz 1 Nummer 3 wird an das Ende verschoben.",
        "§ 3 und Absatz 2 werden gestrichen.",
    ],
)
def test_what_may_lie_in_the_point_named_before_is_not_looked_up_at_the_top(command: str) -> None:
    found = read(command, new_text=False)
    assert isinstance(found, Problem)
    assert found.code in {Code.COMMAND_AMBIGUOUS, Code.COMMAND_UNREAD}


@pytest.mark.parametrize(
    ("command", "targets"),
    [
        ("§ 3 Absatz 1 und Absatz 2 werden aufgehoben.", ["3 1", "3 2"]),
        ("Punkt 3.1 wird gestrichen.", ["3 1"]),
        ("Nummer 2 Buchstabe a Doppelbuchstabe aa und Buchstabe b werden gestrichen.", ["2 a aa", "2 b"]),
        ("Nummer 2 Buchstabe a Doppelbuchstabe aa und bb werden gestrichen.", ["2 a aa", "2 a bb"]),
        ("§§ 16, 19 Absatz 1 und § 20 Absatz 2 werden gestrichen.", ["16", "19 1", "20 2"]),
        ("§ 2 Absatz 1 Nummer 3 und Absatz 2 werden gestrichen.", ["2 1 3", "2 2"]),
        ("§ 2 Absatz 1, 3 und 4, § 5 sowie § 6 Absatz 2 werden gestrichen.", ["2 1", "2 3", "2 4", "5", "6 2"]),
    ],
)
def test_a_unit_tells_what_a_further_point_stands_beside(command: str, targets: list[str]) -> None:
    found = read(command, new_text=False)
    assert isinstance(found, PointRepeal)
    assert list(map(str, found.targets)) == targets


def test_points_of_one_kind_stand_beside_each_other() -> None:
    assert read("§ 3 Absatz 1 und § 4 Absatz 2 werden aufgehoben.", new_text=False) == PointRepeal(
        (Address(("3", "1"), 2), Address(("4", "2"), 2))
    )


@pytest.mark.parametrize(
    ("command", "label"),
    [
        ("Nach Absatz 2 wird folgender Absatz 3 eingefügt: „(3) Neu.“", "3"),
        ("Nach Nummer 2 wird folgende Nummer 2a eingefügt: „2a. Neu.“", "2a"),
        ("Nach Buchstabe b wird folgender Buchstabe c eingefügt: „c) Neu.“", "c"),
    ],
)
def test_the_label_of_a_quoted_point_is_no_word_of_it(command: str, label: str) -> None:
    change = read(command, new_text=False)
    assert isinstance(change, PointInsertion)
    assert change.announced == label
    assert [plain(point.body) for point in change.points] == ["Neu."]


@pytest.mark.parametrize(
    "command",
    [
        "Nach Absatz 2 wird folgender Absatz 3 eingefügt: „(4) Neu.“",
        "Nach Absatz 2 wird folgender Absatz 3 eingefügt: „(3) (4) Neu.“",
        "Nach Absatz 2 werden folgende Absätze eingefügt: „(3) Neu. (4) Neuer.“",
        "Nach Buchstabe b wird folgender Buchstabe c eingefügt: „d) Neu.“",
        "Absatz 2 wird wie folgt gefasst: „a) Neu.“",
    ],
)
def test_any_other_label_in_a_quoted_text_is_refused(command: str) -> None:
    change = read(command, new_text=False)
    assert isinstance(change, Problem)
    assert change.code in {Code.NEW_TEXT_UNCLEAR, Code.NEW_TEXT_SHAPE}


def test_the_document_that_a_command_names_must_be_the_one_that_is_amended() -> None:
    assert GERMAN is not None
    command = Text("Punkt 3 der Satzung wird gestrichen.")
    for title in ("Satzung des Vereins", "Hauptsatzung", ""):
        assert isinstance(read_commands(command, Given(amended=title), "key", GERMAN), Asked)
    refused = read_commands(command, Given(amended="Geschäftsordnung"), "key", GERMAN)
    assert isinstance(refused, Problem)
    assert refused.code is Code.DOCUMENT_OTHER


@pytest.mark.parametrize(
    ("command", "title", "named"),
    [
        ("§ 3 der Wettbewerbsverordnung wird gestrichen.", "Wettbewerbsverordnung", "Wettbewerbsverordnung"),
        ("§ 3 des Wettbewerbsgesetzes wird gestrichen.", "Wettbewerbsgesetz", "Wettbewerbsgesetz"),
        ("§ 3 der Satzung vom 3. Mai 1991 (GVBl. S. 4) wird gestrichen.", "Satzung", "Satzung"),
        ("§ 3 der Satzung in der geltenden Fassung wird gestrichen.", "Satzung", "Satzung"),
        (
            (
                "§ 3 der Verordnung vom 3. Mai 1991 (GVBl. S. 4), die zuletzt durch Artikel 5 des Gesetzes vom "
                "1. Juni 2001 (GVBl. S. 9) geändert worden ist, wird gestrichen."
            ),
            "Verordnung",
            "Verordnung",
        ),
        (
            "§ 3 der Geschäftsordnung des Kreistags wird gestrichen.",
            "Geschäftsordnung des Kreistags",
            "Geschäftsordnung des Kreistags",
        ),
    ],
)
def test_a_document_may_be_named_in_full(command: str, title: str, named: str) -> None:
    assert GERMAN is not None
    assert isinstance(read_commands(Text(command), Given(amended=title), "key", GERMAN), Asked)
    refused = read_commands(Text(command), Given(amended="Geschäftsordnung des Stadtrats"), "key", GERMAN)
    assert isinstance(refused, Problem)
    assert (refused.code, refused.fact("words")) == (Code.DOCUMENT_OTHER, named)


@pytest.mark.parametrize(
    "command",
    [
        "§ 3 wird vom 3. Mai 2030 an gestrichen.",
        "§ 3 wird in der Fassung vom 3. Mai 2010 gestrichen.",
        "§ 3 der Satzung der Überschrift wird gestrichen.",
        "§ 3 der Satzung nach dem 3. Mai 1991 wird gestrichen.",
        "In § 3 wird vor dem Wort „a“ nach einem Komma das Wort „x“ eingefügt.",
    ],
)
def test_what_may_mean_something_is_not_passed_over(command: str) -> None:
    assert isinstance(read(command, new_text=False), Problem)


@pytest.mark.parametrize(
    ("command", "pairs", "within"),
    [
        ("§ 3 wird aufgehoben. § 4 wird § 3.", {"4": "3"}, None),
        ("In § 5 entfällt Absatz 2; die Absätze 3 und 4 werden Absätze 2 und 3.", {"3": "2", "4": "3"}, "5"),
        ("§ 5 Absatz 2 wird gestrichen und der bisherige Absatz 3 wird Absatz 2.", {"3": "2"}, "5"),
        ("In § 5 entfällt die Z 6 und erhält die bisherige Z 7 die Ziffernbezeichnung „6.“.", {"7": "6"}, "5"),
    ],
)
def test_a_repeal_may_say_what_numbers_the_next_points_get(
    command: str, pairs: dict[str, str], within: str | None
) -> None:
    assert GERMAN is not None
    asked = read_commands(Text(command), Given(), "key", GERMAN)
    assert isinstance(asked, Asked)
    (change,), (claim,) = asked.changes, asked.claims
    assert isinstance(change, PointRepeal)
    assert claim.pairs == tuple(pairs.items())
    assert claim.within == (Address((within,)) if within else None)


@pytest.mark.parametrize(
    "command",
    [
        "§ 3 Absatz 2 wird gestrichen und § 4 wird § 3.",
        "§ 3 Absatz 2 Satz 1 wird gestrichen und Absatz 3 wird Absatz 2.",
        "§ 3 Absatz 2 und § 4 Absatz 1 werden gestrichen und Absatz 3 wird Absatz 2.",
        "Absatz 1 wird gestrichen, Absatz 2 wird Absatz 3 und Absatz 3 wird Absatz 2.",
    ],
)
def test_numbers_of_other_points_do_not_follow_a_repeal(command: str) -> None:
    assert isinstance(read(command, new_text=False), Problem)


def test_the_number_of_a_new_sentence_is_kept_to_be_compared() -> None:
    assert read("Dem § 16 Absatz 1 wird folgender Satz 3 angefügt:") == SentenceInsertion(
        Address(("16", "1"), 2), "after", -1, NEW[0].text, 3
    )
    assert read("Nach § 3 Satz 2 wird folgender Satz 3 eingefügt:") == SentenceInsertion(
        Address(("3",)), "after", 2, NEW[0].text, 3
    )


@pytest.mark.parametrize(
    ("code", "command"),
    [
        ("de", "Nach Punkt 3 wird „und“ eingefügt."),
        ("de", "Nach Punkt 3 einfügen: „und“"),
        ("de", "Am Ende von Punkt 3 anfügen: „und“"),
        ("fr", "Après le point 3, insérer « et »."),
        ("fr", "Après le point 3, insérer ce qui suit : « et »"),
        ("en", "After point 3 insert “and”."),
    ],
)
def test_words_that_are_no_sentence_are_no_new_point(code: str, command: str) -> None:
    language = load(code)
    assert language is not None
    change = read_command(Text(command), (), (), "key", language)
    assert isinstance(change, Problem)
    assert change.code in {Code.COMMAND_AMBIGUOUS, Code.COMMAND_UNREAD}


@pytest.mark.parametrize(
    ("command", "targets"),
    [
        ("Die Punkte 3.1 und 3.2 werden gestrichen.", ("3 1", "3 2")),
        ("Die Nummern 3.1, 3.2 und 4 werden gestrichen.", ("3 1", "3 2", "4")),
    ],
)
def test_numbers_with_stops_beside_each_other_lead_from_the_outermost_point(
    command: str, targets: tuple[str, ...]
) -> None:
    change = read(command, new_text=False)
    assert isinstance(change, PointRepeal)
    assert tuple(map(str, change.targets)) == targets


@pytest.mark.parametrize(
    "command", ["Die Punkte 3.1 bis 4 werden gestrichen.", "In Artikel 3 wird Absatz 3.2 gestrichen."]
)
def test_numbers_with_stops_that_may_mean_several_points_are_refused(command: str) -> None:
    assert isinstance(read(command, new_text=False), Problem)


def test_a_range_within_one_point_is_printed_briefly() -> None:
    assert str(Range(Address(("69", "1", "2")), Address(("69", "1", "4")))) == "69 1 2–4"
    assert str(Range(Address(("3",)), Address(("5",)))) == "3–5"
    assert str(Range(Address(("1", "a")), Address(("2", "b")))) == "1 a–2 b"


@pytest.mark.parametrize(("count", "readings"), [(2, 2), (60, 0)])
def test_a_text_with_too_many_readings_has_none(count: int, readings: int) -> None:
    wordings = Wordings([((number,), grammar.parse("[der] Punkt")) for number in range(count)], {}, {}, {})
    assert len(wordings.match(grammar.tokens("der Punkt")).readings) == readings
