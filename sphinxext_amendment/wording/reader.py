"""From the words of a command or claim to a ``Change`` or ``Claim``, or a refusal that says what was not understood.

A reading accounts for every word and sign of the command; where that fails, or two readings differ, there is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Any, Literal

from sphinxext_amendment.engine.changes import (
    Change,
    Claim,
    Form,
    NumberingClaim,
    PointInsertion,
    PointRepeal,
    PointSubstitution,
    SentenceInsertion,
    WordSubstitution,
)
from sphinxext_amendment.engine.document import Address, Body, Paragraph, Point, Points
from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.engine.text import Key, Text
from sphinxext_amendment.wording import grammar
from sphinxext_amendment.wording.grammar import Bindings, Matcher, Pattern, Token, tokens
from sphinxext_amendment.wording.language import Language
from sphinxext_amendment.wording.sentences import sentences


@dataclass(frozen=True, slots=True)
class _Wordings:
    """A language's wordings, ready to match: commands and claims as (their table, their patterns)."""

    commands: tuple[tuple[Mapping[str, Any], tuple[Pattern, ...]], ...]
    claims: tuple[tuple[Mapping[str, Any], tuple[Pattern, ...]], ...]
    rules: Mapping[str, Pattern]
    ordinals: Mapping[str, int]
    numerals: Mapping[str, int]
    verbs: frozenset[str]
    paragraph_units: frozenset[str]


@cache
def _wordings(language: Language) -> _Wordings:
    tables = language.tables
    return _Wordings(
        commands=tuple((entry, tuple(map(grammar.parse, entry["wording"]))) for entry in tables["command"]),
        claims=tuple((entry, tuple(map(grammar.parse, entry["wording"]))) for entry in tables["claim"]),
        rules={name: grammar.parse(wording) for name, wording in tables["rules"].items()},
        ordinals=_by_word(tables["ordinals"]),
        numerals=_by_word(tables["numerals"]),
        verbs=frozenset(verb.casefold() for verb in tables["reading"]["verbs"]),
        paragraph_units=frozenset(tables["reading"]["paragraph_units"]),
    )


def _by_word(table: Mapping[str, list[str]]) -> dict[str, int]:
    return {word.casefold(): int(number) for number, words in table.items() for word in words}


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a text: the entry of the data file that it matches, and its operands."""

    entry: Mapping[str, Any]
    bindings: Bindings

    def all(self, name: str) -> list[Token]:
        return [token for bound, token in self.bindings if bound == name]

    def one(self, name: str) -> Token | None:
        return next(iter(self.all(name)), None)

    @property
    def meaning(self) -> tuple[object, ...]:
        """What must be equal for two readings to mean the same."""
        kept = {key: value for key, value in self.entry.items() if key != "wording"}
        return repr(sorted(kept.items())), self.bindings


def read_command(
    command: Text, new_text: Body, forms: tuple[Form, ...], key: Key, language: Language
) -> Change | Problem:
    """Read *command* with the new text that follows it and the forms given for it.

    Refusals: ``command-unread`` and ``no-command`` with the fact ``words`` (what was not understood) and
    ``nearest`` (what may be meant), ``command-ambiguous``, ``number-spelled``, ``new-text-…``, ``forms-invalid``.
    """
    words = _wordings(language)
    readings, matcher = _command_readings(command.content, language)
    if len(readings) > 1:
        return problem(Code.COMMAND_AMBIGUOUS, key, words=command.content)
    if not readings:
        return _refusal(matcher, command, words, key)
    read = _Command(readings[0], command, new_text, forms, key, words.ordinals, words.paragraph_units)
    found = _new_text(read, language)
    return found if isinstance(found, Problem) else _change(replace(read, new_text=found))


def is_command(text: Text, language: Language) -> bool:
    """Whether *text* reads as a command, whatever else it would need."""
    readings, _ = _command_readings(text.content, language)
    return bool(readings)


def resembles_command(text: Text, language: Language) -> bool:
    """Whether *text* is a command or begins like one and has a verb of one, perhaps misspelt."""
    readings, matcher = _command_readings(text.content, language)
    return bool(readings) or (matcher.reach >= 3 and _has_verb(matcher, _wordings(language)))


@dataclass(frozen=True, slots=True)
class Remark:
    """A paragraph that asks for nothing: a reason or closing (and so is what follows), or a commonplace."""

    kind: Literal["reason", "closing", "remark"]


@dataclass(frozen=True, slots=True)
class TextClaimOpening:
    """A paragraph that announces the claimed text."""


def read_claim(text: Text, key: Key, language: Language) -> Claim | TextClaimOpening | Remark | None:
    """Read *text* as a claim, a reason or a remark; None if it is none of these."""
    words = _wordings(language)
    for kind in ("reason", "closing"):
        if re.match(language.tables[kind]["opening"], text.content, re.VERBOSE):
            return Remark(kind)
    readings = _readings(Matcher(tokens(text.content), words.rules, words.ordinals), words.claims)
    if not readings:
        return None
    reading = readings[0]
    before = [token.word for token in reading.all("before")]
    after = [token.word for token in reading.all("after")]
    match reading.entry["claim"]:
        case "text":
            return TextClaimOpening()
        case "numbering":
            return NumberingClaim(key, tuple(zip(before, after, strict=True)), "onwards" in reading.entry)
        case "numbering-range" if all(word.isdecimal() for word in before + after):
            old = range(int(before[0]), int(before[1]) + 1)
            new = range(int(after[0]), int(after[1]) + 1)
            between = ((str(one), str(two)) for one, two in zip(old, new, strict=False))
            # The ends are claimed whatever lies between them.
            pairs = dict((*between, *zip(before, after, strict=True)))
            return NumberingClaim(key, tuple(pairs.items()), onwards=False)
        case "remark":
            return Remark("remark")
        case _:
            return None


_PAIR = re.compile(r"\s*(?P<old>.+?)\s*(?:->|→)\s*(?P<new>.+?)\s*(?P<each>\(each\))?\s*")


def read_forms(value: Text, key: Key) -> tuple[Form, ...] | Problem:
    """Read the option ``:forms:``: pairs ``old -> new`` with semicolons between; ``(each)`` after a pair."""
    forms = []
    start = 0
    for part in value.content.split(";"):
        match = _PAIR.fullmatch(part)
        if match is None or "->" in match["new"] or "→" in match["new"]:
            return problem(Code.FORMS_INVALID, key, reason="syntax", words=part.strip())
        new = value.slice(start + match.start("new"), start + match.end("new"))
        forms.append(Form(match["old"], new, match["each"] is not None))
        start += len(part) + 1
    return tuple(forms)


def with_sentences(body: Body, language: Language) -> Body:
    """Return *body* with the sentences of every paragraph found."""
    done: list[Paragraph | Points] = []
    for block in body:
        if isinstance(block, Paragraph):
            done.append(replace(block, text=_counted(block.text, language)))
        else:
            items = tuple(replace(point, body=with_sentences(point.body, language)) for point in block.items)
            done.append(replace(block, items=items))
    return tuple(done)


def _counted(text: Text, language: Language) -> Text:
    return replace(text, sentences=sentences(text.content, language))


@lru_cache(maxsize=4096)
def _command_readings(content: str, language: Language) -> tuple[tuple[_Reading, ...], Matcher]:
    """Read *content* as a command; each paragraph of a motion is asked about more than once."""
    words = _wordings(language)
    matcher = Matcher(tokens(content), words.rules, words.ordinals)
    return tuple(_readings(matcher, words.commands)), matcher


def _readings(matcher: Matcher, entries: tuple[tuple[Mapping[str, Any], tuple[Pattern, ...]], ...]) -> list[_Reading]:
    """Return every reading of the matcher's text that means something else than the others."""
    found: dict[object, _Reading] = {}
    for entry, patterns in entries:
        for pattern in patterns:
            for bindings in matcher.readings(pattern):
                reading = _Reading(entry, bindings)
                found.setdefault(reading.meaning, reading)
    return list(found.values())


def _refusal(matcher: Matcher, command: Text, words: _Wordings, key: Key) -> Problem:
    if not _has_verb(matcher, words):
        return problem(Code.NO_COMMAND, key, words=command.content)
    if matcher.reach >= len(matcher.tokens):
        return problem(Code.COMMAND_UNREAD, key, rest=command.content)  # something is missing at its end
    token = matcher.tokens[matcher.reach]
    word = token.word.casefold()
    if word in words.numerals and "{point}" in matcher.expected:
        return problem(Code.NUMBER_SPELLED, key, words=token.word, number=words.numerals[word])
    nearest = get_close_matches(word, [w for w in matcher.expected if w[0] != "{"], n=1, cutoff=0.6)
    context = command.content[_start(token) :]
    shown = context if len(context) <= 60 else token.word
    return problem(Code.COMMAND_UNREAD, key, words=token.word, rest=shown, nearest=nearest[0] if nearest else "")


def _has_verb(matcher: Matcher, words: _Wordings) -> bool:
    plain = [token.word.casefold() for token in matcher.tokens if not token.quoted]
    return any(get_close_matches(word, words.verbs, n=1, cutoff=0.8) for word in plain)


def _start(token: Token) -> int:
    return token.start - 1 if token.quoted else token.start


@dataclass(frozen=True, slots=True)
class _Command:
    """A command that was read, with all that goes with it."""

    reading: _Reading
    text: Text
    new_text: Body
    forms: tuple[Form, ...]
    key: Key
    ordinals: Mapping[str, int]
    paragraph_units: frozenset[str]

    @property
    def takes_text(self) -> bool:
        return self.reading.entry["change"] in {"point-insertion", "point-substitution", "sentence-insertion"}


def _new_text(command: _Command, language: Language) -> Body | Problem:
    """Return the new text of a command: what follows it, or the quotation at its end."""
    inline = command.reading.one("text")
    if inline and command.new_text:
        return problem(Code.NEW_TEXT_UNEXPECTED, command.key)
    if inline:
        quoted = command.text.slice(*grammar.place(inline)).strip()
        return (Paragraph((command.key, "text"), _counted(quoted, language)),)
    if command.takes_text and not command.new_text:
        return problem(Code.NEW_TEXT_MISSING, command.key)
    if not command.takes_text and command.new_text:
        return problem(Code.NEW_TEXT_UNEXPECTED, command.key)
    match command.new_text:
        case (Paragraph(text=text) as only,) if _wholly_quoted(text.content):
            # Handbuch der Rechtsförmlichkeit, 4th ed., D 2.2: the marks around a new text are those of the motion.
            quoted = text.slice(1, grammar.quotation_end(text.content, 0) or 1).strip()
            if not quoted.content:
                return problem(Code.NEW_TEXT_MISSING, command.key)
            return (replace(only, text=_counted(quoted, language)),)
    for position, block in enumerate(command.new_text):
        content = block.text.content if isinstance(block, Paragraph) else ""
        if _wholly_quoted(content):
            return problem(Code.NEW_TEXT_UNCLEAR, command.key, words=content)
        # A remark that was not understood, rather than a last paragraph of the new text?
        if position and content.startswith("(") and content.rstrip(".").endswith(")"):
            return problem(Code.NEW_TEXT_UNCLEAR, command.key, words=content)
    return command.new_text


def _change(command: _Command) -> Change | Problem:
    reading, key = command.reading, command.key
    kind = reading.entry["change"]
    if command.forms and kind != "word-substitution":
        return problem(Code.FORMS_INVALID, key)
    point = reading.one("point")
    target = Address((point.word,), _says_paragraph(command, point)) if point else None
    match kind, target:
        case "point-insertion", _:
            return _insertion(reading, target, command.new_text, key)
        case "point-substitution", Address():
            return _substitution(reading, target, command.new_text, key)
        case "point-repeal", Address():
            return PointRepeal(target)
        case "word-substitution", Address():
            old, new = (command.text.slice(*grammar.place(reading.all(name)[0])) for name in ("old", "new"))
            for form in command.forms:
                if not _related(old.content, form.old):
                    return problem(Code.FORMS_UNRELATED, key, words=old.content, form=form.old)
            return WordSubstitution(target, old.content, new.strip(), command.forms)
        case "sentence-insertion", Address():
            return _sentence(command, target)
        case _:
            raise AssertionError(reading.entry)  # a fault of the data file, found by its test


def _related(words: str, form: str) -> bool:
    """Whether *form* can be a form of *words*: the same words in order, each beginning alike but for an umlaut.

    Of a short word only the first letter stays the same: "der Rat", "des Rates".
    """
    one, two = ([_plain(word) for word in text.split()] for text in (words, form))
    return len(one) == len(two) and all(
        a[:3] == b[:3] if min(len(a), len(b)) > 3 else a[0] == b[0] for a, b in zip(one, two, strict=True)
    )


def _plain(word: str) -> str:
    """Return *word* in lower case and without the dots of umlauts."""
    letters = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _says_paragraph(command: _Command, point: Token) -> bool:
    """Whether the word before the number of a point is one that may mean a paragraph within a point."""
    before = [token.word.casefold() for token in tokens(command.text.content[: point.start]) if token.word != "."]
    return bool(before) and before[-1] in command.paragraph_units


def _wholly_quoted(content: str) -> bool:
    """Whether *content* is one quotation, but for a stop or semicolon after it."""
    end = grammar.quotation_end(content, 0) if content else None
    return end is not None and content[end + 1 :].strip() in {"", ".", ";"}


def _insertion(reading: _Reading, anchor: Address | None, new_text: Body, key: Key) -> Change | Problem:
    place: Literal["first", "last", "before", "after"] = reading.entry["place"]
    several = reading.entry.get("several")
    points = _as_points(new_text, key)
    if points is None or (several is True and isinstance(new_text[0], Paragraph)):
        return problem(Code.NEW_TEXT_SHAPE, key)
    if several is False and len(points) > 1:
        return problem(Code.NEW_TEXT_SHAPE, key)
    announced = reading.one("announced")
    number = announced.word if announced else None
    first = new_text[0]
    if not isinstance(first, Points):
        return PointInsertion(place, anchor, points, number)
    # The number that a pasted point brings along is read like one that the command gives it; 1 begins any list.
    own = first.items[0].label
    if own in {"1", number}:
        own = number or ""
    elif number:
        return problem(Code.NEW_TEXT_SHAPE, key)
    return PointInsertion(place, anchor, points, own or None, first.scheme.style)


def _as_points(new_text: Body, key: Key) -> tuple[Point, ...] | None:
    """Return the points that *new_text* is: those of its lists, or all of it as one. None if it is a mixture."""
    lists = [block for block in new_text if isinstance(block, Points)]
    if not lists or isinstance(new_text[0], Paragraph):
        return (Point(key, "", new_text),)
    if len(lists) < len(new_text) or any(block.scheme.style == "bullet" for block in lists):
        return None
    return tuple(point for block in lists for point in block.items)


def _substitution(reading: _Reading, target: Address, new_text: Body, key: Key) -> Change | Problem:
    same = reading.one("same")
    if same and same.word != target.labels[-1]:
        return problem(Code.COMMAND_UNREAD, key, words=same.word, rest=same.word, nearest=str(target))
    points = _as_points(new_text, key)
    if points is None or len(points) != 1 or points[0].label not in {"", target.labels[-1]}:
        return problem(Code.NEW_TEXT_SHAPE, key)
    return PointSubstitution(target, points[0].body)


_SENTENCE_END = re.compile(r"[.!?…][\"'“”’«»›‹)\]\ufffc]*$")
"""How a whole sentence ends."""


def _sentence(command: _Command, target: Address) -> Change | Problem:
    block = command.new_text[0]
    if len(command.new_text) > 1 or not isinstance(block, Paragraph) or not _SENTENCE_END.search(block.text.content):
        return problem(Code.NEW_TEXT_SHAPE, command.key)
    number, ordinal = command.reading.one("number"), command.reading.one("ordinal")
    count = int(number.word) if number else command.ordinals[ordinal.word.casefold()] if ordinal else 0
    after = {"after": count, "first": 0, "last": None}.get(command.reading.entry.get("place", ""), count - 1)
    return SentenceInsertion(target, after, block.text)
