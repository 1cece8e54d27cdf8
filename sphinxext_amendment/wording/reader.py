"""From the words of a command or claim to a ``Change`` or ``Claim``, or a refusal that says what was not understood.

A reading accounts for every word and sign of the command; where that fails, or two readings differ, there is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher, get_close_matches
from functools import cache, lru_cache
from typing import Any, Literal

from sphinxext_amendment.engine.changes import LAST, Change, Claim, Form, NumberingClaim
from sphinxext_amendment.engine.document import Address, Body, Paragraph, Points, Range, Target
from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.engine.text import Key, Text
from sphinxext_amendment.wording import grammar
from sphinxext_amendment.wording.grammar import Bindings, Matcher, Pattern, Token, tokens
from sphinxext_amendment.wording.language import Language, rules
from sphinxext_amendment.wording.request import WORD_KINDS, Request, change_of, counted, within
from sphinxext_amendment.wording.writer import example


@dataclass(frozen=True, slots=True)
class _Wordings:
    """A language's wordings, ready to match: commands and claims as (their table, their patterns)."""

    commands: tuple[tuple[Mapping[str, Any], tuple[Pattern, ...]], ...]
    claims: tuple[tuple[Mapping[str, Any], tuple[Pattern, ...]], ...]
    rules: Mapping[str, Pattern]
    ordinals: Mapping[str, int]
    numerals: Mapping[str, int]
    verbs: frozenset[str]


@cache
def _wordings(language: Language) -> _Wordings:
    tables = language.tables
    return _Wordings(
        commands=tuple(
            (entry, tuple(map(grammar.parse, (*entry.get("write", ()), *entry["wording"]))))
            for entry in tables["command"]
        ),
        claims=tuple((entry, tuple(map(grammar.parse, entry["wording"]))) for entry in tables["claim"]),
        rules=rules(language),
        ordinals=_by_word(tables["ordinals"]),
        numerals=_by_word(tables["numerals"]),
        verbs=frozenset(verb.casefold() for verb in tables["reading"]["verbs"]),
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

    def word(self, name: str) -> str | None:
        token = self.one(name)
        return token.word if token else None


def read_command(
    command: Text, new_text: Body, forms: tuple[Form, ...], key: Key, language: Language
) -> Change | Problem:
    """Read *command* with the new text that follows it and the forms given for it.

    Refusals: ``command-unread`` and ``no-command`` with the fact ``words`` (what was not understood) and
    ``nearest`` (what may be meant), ``command-ambiguous``, ``number-spelled``, ``stop-in-quotation``, and those of
    ``change_of``.
    """
    requests, matcher = _command_requests(command, language)
    match requests:
        case (request,):
            if request.kind in WORD_KINDS and _may_hold_stop(matcher, language):
                return problem(Code.STOP_IN_QUOTATION, key, words=matcher.tokens[-1].word[1:-1])
            return change_of(request, new_text, forms, key, language)
        case ():
            return _refusal(matcher, command, language, key)
        case _:
            return problem(Code.COMMAND_AMBIGUOUS, key, words=command.content)


_SHORTEST_SENTENCE = 4
"""The fewest words that are taken for a sentence if they begin with a capital letter and end with a stop."""


def _may_hold_stop(matcher: Matcher, language: Language) -> bool:
    """Whether the quotation at the end of a command may hold the full stop of the command: in “year.” it may.

    It holds its own if the other quoted words end with one as well, or if it is a sentence.
    """
    quoted = [token.word[:-1] for token in matcher.tokens if token.quoted]
    last = matcher.tokens[-1]
    if not (language.tables["sentences"]["stop_in_quotes"] and last.quoted and quoted[-1].endswith(".")):
        return False
    words = last.word[1:-1]
    if words[:1].isupper() and len(words.split()) >= _SHORTEST_SENTENCE:
        return False
    return len(quoted) == 1 or not all(part.endswith(".") for part in quoted)


def is_command(text: Text, language: Language) -> bool:
    """Whether *text* reads as a command, whatever else it would need."""
    requests, _ = _command_requests(text, language)
    return bool(requests)


def resembles_command(text: Text, language: Language) -> bool:
    """Whether *text* is a command or begins like one and has a verb of one, perhaps misspelt."""
    requests, matcher = _command_requests(text, language)
    return bool(requests) or (matcher.reach >= 3 and _has_verb(matcher, _wordings(language)))


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
            done.append(replace(block, text=counted(block.text, language)))
        else:
            items = tuple(replace(point, body=with_sentences(point.body, language)) for point in block.items)
            done.append(replace(block, items=items))
    return tuple(done)


@lru_cache(maxsize=4096)
def _command_readings(content: str, language: Language) -> tuple[tuple[_Reading, ...], Matcher]:
    """Read *content* as a command; each paragraph of a motion is asked about more than once."""
    words = _wordings(language)
    matcher = Matcher(tokens(content), words.rules, words.ordinals)
    return tuple(_readings(matcher, words.commands)), matcher


def _readings(matcher: Matcher, entries: tuple[tuple[Mapping[str, Any], tuple[Pattern, ...]], ...]) -> list[_Reading]:
    """Return every reading of the matcher's text."""
    return [
        _Reading(entry, bindings)
        for entry, patterns in entries
        for pattern in patterns
        for bindings in matcher.readings(pattern)
    ]


def _command_requests(command: Text, language: Language) -> tuple[tuple[Request, ...], Matcher]:
    """Return what *command* can ask for: nothing, one thing, or several, which is too many."""
    readings, matcher = _command_readings(command.content, language)
    ordinals = _wordings(language).ordinals
    requests: list[Request] = []
    for reading in readings:
        request = _request(reading, command, ordinals)
        if request not in requests:
            requests.append(request)
    return tuple(requests), matcher


def _request(reading: _Reading, command: Text, ordinals: Mapping[str, int]) -> Request:
    quoted = {
        name: within(command, *grammar.place(token))
        for name in ("old", "new", "text")
        if (token := reading.one(name)) is not None
    }
    targets = _targets(reading)
    return Request(
        kind=reading.entry["change"],
        place=reading.entry.get("place"),
        targets=targets,
        sentence=_sentence(reading, ordinals),
        old=quoted.get("old", Text("")).content,
        new=quoted.get("new"),
        text=quoted.get("text"),
        each=_each(reading, targets),
        announced=reading.word("announced"),
        same=reading.word("same"),
        several=reading.entry.get("several"),
    )


def _targets(reading: _Reading) -> tuple[Target, ...]:
    paragraph = reading.one("paragraph") is not None
    targets: list[Target] = []
    for name, token in reading.bindings:
        address = Address((token.word,), paragraph)
        match name, targets:
            case "point", _:
                targets.append(address)
            case "to", [*_, Address() as first]:
                targets[-1] = Range(first, address)
    return tuple(targets)


def _each(reading: _Reading, targets: tuple[Target, ...]) -> bool:
    """Whether words are meant each time. "In each case" may as well mean in each of several points, and is read so."""
    if reading.one("each"):
        return True
    return reading.one("times") is not None and len(targets) == 1 and isinstance(targets[0], Address)


def _sentence(reading: _Reading, ordinals: Mapping[str, int]) -> int | None:
    number, ordinal = reading.one("number"), reading.one("ordinal")
    if reading.one("last"):
        return LAST
    if ordinal:
        return ordinals[ordinal.word.casefold()]
    return int(number.word) if number else None


def _refusal(matcher: Matcher, command: Text, language: Language, key: Key) -> Problem:
    words = _wordings(language)
    if not _has_verb(matcher, words):
        return problem(Code.NO_COMMAND, key, words=command.content)
    if matcher.reach >= len(matcher.tokens):  # something is missing at its end
        return _with_nearest(problem(Code.COMMAND_UNREAD, key, rest=command.content), matcher, command, language)
    token = matcher.tokens[matcher.reach]
    word = token.word.casefold()
    if word in words.numerals and "{point}" in matcher.expected:
        return problem(Code.NUMBER_SPELLED, key, words=token.word, number=words.numerals[word])
    meant = _meant(matcher)
    context = command.content[_start(token) :]
    shown = context if len(context) <= 60 else token.word
    refusal = problem(Code.COMMAND_UNREAD, key, words=token.word, rest=shown, nearest=meant)
    return _with_nearest(refusal, matcher, command, language)


def _meant(matcher: Matcher, likeness: float = 0.75) -> str:
    """Return the word that may be meant where the matcher came no further, or nothing; *likeness* is from 0 to 1."""
    if matcher.reach >= len(matcher.tokens):
        return ""
    word = matcher.tokens[matcher.reach].word.casefold()
    found = get_close_matches(word, [other for other in matcher.expected if other[0] != "{"], n=1, cutoff=likeness)
    return found[0] if found else ""


def _with_nearest(refusal: Problem, matcher: Matcher, command: Text, language: Language) -> Problem:
    """Add to *refusal* the nearest wording that can be read.

    As the fact ``wording`` the command itself, if it can be read without its typing errors; any other wording with its
    numbers and words might turn its meaning round ("not", "except"). Else as ``pattern`` how such a thing is said.
    """
    corrected = _corrected(matcher, command, language)
    if corrected:
        return replace(refusal, facts=(*refusal.facts, ("wording", corrected)))
    pattern = _pattern(matcher, language)
    return replace(refusal, facts=(*refusal.facts, ("pattern", pattern))) if pattern else refusal


def _corrected(matcher: Matcher, command: Text, language: Language) -> str:
    """Return *command* with the words that were probably meant, if it can be read then; few words are misspelt."""
    content = command.content
    for _ in range(3):
        meant = _meant(matcher, likeness=0.8)
        if not meant:
            return ""
        token = matcher.tokens[matcher.reach]
        word = meant.capitalize() if token.word[0].isupper() else meant
        content = content[: _start(token)] + word + content[_start(token) + len(token.word) :]
        requests, matcher = _command_requests(Text(content), language)
        if requests:
            return content if len(requests) == 1 else ""
    return ""


def _pattern(matcher: Matcher, language: Language) -> str:
    """Return the canonical wording that is most like what was written, without its numbers and words."""
    written = [token.word.casefold() for token in matcher.tokens if not token.quoted]
    quoted = sum(token.quoted for token in matcher.tokens)
    best, likeness = "", 0.4
    for entry in language.tables["command"]:
        for wording in entry.get("write", ()):
            offered = example(wording, {}, language)
            words = tokens(offered)
            if sum(token.quoted for token in words) == quoted:
                said = [token.word.casefold() for token in words if not token.quoted]
                ratio = SequenceMatcher(a=written, b=said).ratio()
                if ratio > likeness:
                    best, likeness = offered, ratio
    return best


def _has_verb(matcher: Matcher, words: _Wordings) -> bool:
    plain = [token.word.casefold() for token in matcher.tokens if not token.quoted]
    return any(get_close_matches(word, words.verbs, n=1, cutoff=0.8) for word in plain)


def _start(token: Token) -> int:
    return token.start - 1 if token.quoted else token.start
