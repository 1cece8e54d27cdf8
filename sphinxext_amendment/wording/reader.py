"""From the words of a command or claim to a ``Change`` or ``Claim``, or a refusal that says what was not understood.

A reading accounts for every word and sign of the command, or for all but those that the data file lists as fillers;
where that fails, or two readings differ, there is none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher, get_close_matches
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, Literal, get_args

from sphinxext_amendment.engine.changes import (
    Change,
    Claim,
    Form,
    NumberingClaim,
    Occurrence,
    Part,
    Place,
)
from sphinxext_amendment.engine.document import Address, Body, Paragraph, Points, Target, Unit, UnitKind
from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.engine.text import Key, Text
from sphinxext_amendment.wording import grammar
from sphinxext_amendment.wording.canonical import said
from sphinxext_amendment.wording.grammar import Fillers, Pattern, Token, fillers, tokens, without
from sphinxext_amendment.wording.language import Language, rules
from sphinxext_amendment.wording.matching import Bindings, Match, Wordings
from sphinxext_amendment.wording.places import Named, Places, first_of, places
from sphinxext_amendment.wording.request import (
    NOWHERE,
    TAKES_TEXT,
    WORD_KINDS,
    Context,
    Kind,
    Pairs,
    Request,
    change_of,
    counted,
    going_on,
    in_context,
    settled,
    within,
)
from sphinxext_amendment.wording.writer import example

_Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Documents:
    """The words for documents: their *forms* with what they are called, and any that ends so if *compounds* count."""

    forms: Mapping[str, str]
    compounds: bool

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self._end(word.casefold()) is not None

    def _end(self, word: str) -> str | None:
        if word in self.forms or not self.compounds:
            return word if word in self.forms else None
        return max((form for form in self.forms if word.endswith(form)), key=len, default=None)

    def name(self, word: str) -> str:
        """Return what a document is called by *word*, one of those for documents."""
        end = self._end(word.casefold()) or word
        name = self.forms.get(end.casefold(), end)
        return name if len(end) == len(word) else word[: -len(end)] + name.lower()


@dataclass(frozen=True, slots=True)
class _Wordings:
    """A language's wordings, ready to match: what is read as a command and what as a claim; *joints* join commands."""

    commands: Wordings[_Entry]
    claims: Wordings[_Entry]
    numbers: Mapping[str, Mapping[str, int]]
    values: Mapping[str, int]
    documents: _Documents
    verbs: frozenset[str]
    units: Mapping[str, Unit]
    vocabulary: frozenset[str]
    joints: frozenset[str]
    elided: tuple[tuple[Token, ...], ...]
    shared: frozenset[str]
    fillers: Fillers
    preface: str
    lines: str
    asides: re.Pattern[str]


@cache
def _wordings(language: Language) -> _Wordings:
    tables, styles = language.tables, language.tables["writing"]["styles"]

    def patterns(table: str) -> Iterator[tuple[_Entry, Pattern]]:
        for entry in tables[table]:
            wordings = dict.fromkeys(wording for style in ("write", *styles) for wording in entry.get(style, ()))
            for wording in (*wordings, *entry.get("wording", ())):
                yield entry, grammar.parse(wording)

    numbers = {kind: _by_word(tables[f"{kind}s"]) for kind in ("ordinal", "numeral", "count")}
    endings = tables["reading"]["ordinal_endings"]
    numbers["ordinal"] |= {f"{number}{ending}": number for number in range(1, 100) for ending in endings}
    documents = _Documents(
        {form.casefold(): name for name, forms in tables["documents"].items() for form in forms},
        compounds=tables["reading"].get("compound_documents", False),
    )
    headings = frozenset(word.casefold() for word in tables["units"]["titled"])
    bodies = frozenset(word.casefold() for word in tables["reading"].get("bodies", ()))
    worded: Mapping[str, Container[str]] = {"document": documents, "body": bodies, "titled": headings}
    lexicon = {**numbers, **worded, "unit": frozenset(_unit_words(tables["units"]))}
    return _Wordings(
        commands=Wordings(patterns("command"), rules(language), lexicon, numbers),
        claims=Wordings(patterns("claim"), rules(language), lexicon, numbers),
        numbers=numbers,
        documents=documents,
        values={word: number for known in numbers.values() for word, number in known.items()},
        verbs=frozenset(verb.casefold() for verb in tables["reading"]["verbs"]),
        units=dict(_units(tables["units"])),
        vocabulary=frozenset(_vocabulary(tables)),
        joints=frozenset(tables["reading"]["joints"]),
        elided=tuple(tokens(words) for words in tables["reading"]["elided"]),
        shared=frozenset(tables["reading"]["shared"]),
        fillers=fillers(tables["reading"]["fillers"]),
        preface=tables["reading"]["preface"],
        lines=tables["reading"]["lines"],
        asides=re.compile(tables["reading"].get("asides", "(?!)"), re.VERBOSE),
    )


def _vocabulary(tables: Mapping[str, Any]) -> Iterator[str]:
    """Yield the words of all wordings and of what a text may consist of, in lower case."""
    wordings = [*tables["rules"].values(), *(word for word, _ in _units(tables["units"]))]
    for entry in (*tables["command"], *tables["claim"]):
        wordings += (*entry.get("write", ()), *entry.get("wording", ()))
    wordings += (*tables["headings"]["divisions"], *tables["forms"]["conjunctions"])
    for wording in wordings:
        yield from re.findall(r"[^\W\d_]+", re.sub(r"[{<][^}>]*[}>]", " ", wording.casefold()))


_UNITS: tuple[UnitKind, ...] = ("paragraph", "line", "number", "letter", "point")


def _units(table: Mapping[str, Any]) -> Iterator[tuple[str, Unit]]:
    """Yield each word for a numbered unit, in lower case, with what it means."""
    for kind in _UNITS:
        yield from ((word.casefold(), Unit(kind)) for word in table[kind])
    for words in table["worded"].values():
        unit = Unit("worded", tuple(word.casefold() for word in words))
        yield from ((word, unit) for word in unit.words)


def _unit_words(table: Mapping[str, Any]) -> Iterator[str]:
    """Yield all words for a numbered unit, in lower case; what some of them mean is not known."""
    yield from (word for word, _ in _units(table))
    yield from table.get("other", ())


def _by_word(table: Mapping[str, list[str]]) -> dict[str, int]:
    return {word.casefold(): int(number) for number, words in table.items() for word in words}


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a text: the entry of the data file that it matches, and its operands."""

    entry: _Entry
    bindings: Bindings

    def all(self, name: str) -> list[Token]:
        """Return all that is bound to the operand *name*."""
        return [token for bound, token in self.bindings if bound == name]

    def first(self) -> dict[str, Token]:
        """Return each operand with what is bound to it, the first time that it is."""
        return dict(reversed(self.bindings))


def _label(token: Token) -> str:
    """Return the label that *token* is: "–1" is written with any dash."""
    word = grammar.quoted_label(token) if token.quoted else token.word
    return word.replace("–", "-").replace("−", "-")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command asks for: *changes*, and what it claims of numbers besides."""

    changes: tuple[Change, ...]
    claims: tuple[NumberingClaim, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """What belongs to a command: the new text that follows it, the forms given for it, and where it stands."""

    new_text: Body = ()
    forms: tuple[Form, ...] = ()
    context: Context = NOWHERE
    amended: str = ""
    """The title of the text that is amended, if it is known."""


def read_command(
    command: Text, new_text: Body, forms: tuple[Form, ...], key: Key, language: Language
) -> Change | Problem:
    """Read *command*, which stands by itself and asks for one change, as ``read_commands`` does."""
    asked = read_commands(command, Given(new_text, forms), key, language)
    if isinstance(asked, Problem):
        return asked
    match asked.changes:
        case (change,):
            return change
        case _:
            return problem(Code.COMMAND_AMBIGUOUS, key, words=command.content)


def read_commands(command: Text, given: Given, key: Key, language: Language) -> Asked | Problem:
    """Read *command* with what is *given* with it.

    Refusals: ``command-unread`` and ``no-command`` with the fact ``words`` (what was not understood) and
    ``nearest`` (what may be meant), ``command-ambiguous`` with both readings, ``line-numbers``, ``document-other``,
    ``number-spelled``, ``stop-in-quotation``, ``target-missing``, ``bundle-empty``, and those of ``change_of``.
    """
    ways, match = meanings(command, language)
    if not ways:
        return _refusal(match, command, language, key)
    if len(ways) > 1:
        first, second = (said(way, language) for way in ways[:2])
        return problem(Code.COMMAND_AMBIGUOUS, key, words=command.content, first=first, second=second)
    return _asked(ways[0], command, given, key, language)


def _asked(requests: tuple[Request, ...], command: Text, given: Given, key: Key, language: Language) -> Asked | Problem:
    changes: list[Change] = []
    claims: list[NumberingClaim] = []
    context, last = given.context, requests[-1]
    _, match = _command_readings(command.content, language)
    if last.kind in WORD_KINDS and _may_hold_stop(match, language):
        return problem(Code.STOP_IN_QUOTATION, key, words=match.tokens[-1].word[1:-1])
    for asked in requests:
        request = in_context(asked, context, key)
        if isinstance(request, Problem):
            return replace(request, facts=(("words", command.content),))
        if asked.document.casefold() not in (given.amended or asked.document).casefold():
            return problem(Code.DOCUMENT_OTHER, key, words=asked.document, title=given.amended)
        if request.kind == "bundle":
            return _bundle_without_list(request, given.new_text, key, language)
        new_text = given.new_text if asked is last else ()
        forms = given.forms if request.kind == "word-substitution" else ()
        change = change_of(request, new_text, forms, key, language)
        if isinstance(change, Problem):
            return change
        changes.append(change)
        if request.pairs:
            beside = request.targets[0] if request.kind == "point-repeal" else None
            within_point = _parent(beside) if beside else context.parent
            claims.append(NumberingClaim(key, request.pairs, onwards=False, within=within_point))
        context = going_on(asked, request, context)
    if given.forms and sum(request.kind == "word-substitution" for request in requests) != 1:
        return problem(Code.FORMS_INVALID, key)
    return Asked(tuple(changes), tuple(claims))


def _bundle_without_list(request: Request, new_text: Body, key: Key, language: Language) -> Problem:
    """Say what the heading of a bundle may mean that a text follows and no list: a new wording, or an addition."""
    match request.targets:
        case (Address((label,)),) if new_text:
            offered = {
                "substitution": _canonical("point-substitution", None, label, language),
                "addition": _canonical("sentence-insertion", "last", label, language),
            }
        case _:
            offered = {}
    return Problem(Code.BUNDLE_EMPTY, key, tuple(offered.items()))


def _canonical(kind: Kind, place: Place | None, label: str, language: Language) -> str:
    """Return the canonical wording for a change of that kind to the point *label*."""
    wordings = (
        entry["write"][0]
        for entry in language.tables["command"]
        if (entry["change"], entry.get("place"), entry.get("several")) == (kind, place, None) and "write" in entry
    )
    return example(next(wordings), {"point": [label]}, language)


def heading_of(command: Text, language: Language, context: Context = NOWHERE) -> Context | None:
    """Return the context that *command* is the heading of; None if it is none.

    It is none either if it names several points: the commands below it would not say which of them they mean.
    """
    ways, _ = meanings(command, language)
    match ways:
        case ((Request(kind="bundle") as asked,),):
            match in_context(asked, context, None):
                case Request(targets=(Address() as target,)) as request:
                    return Context(target, (), request.sentences, part=request.part, half=request.half)
                case Request(targets=(), sentences=None, part="all", half=0):
                    return context
    return None


_SHORTEST_SENTENCE = 4
"""The fewest words that are taken for a sentence if they begin with a capital letter and end with a stop."""


def _may_hold_stop(match: Match[_Entry], language: Language) -> bool:
    """Whether the quotation at the end of a command may hold the full stop of the command: in “year.” it may.

    It holds its own if the other quoted words end with one as well, or if it is a sentence.
    """
    quoted = [token.word[:-1] for token in match.tokens if token.quoted]
    last = match.tokens[-1]
    if not (language.tables["sentences"]["stop_in_quotes"] and last.quoted and quoted[-1].endswith(".")):
        return False
    words = last.word[1:-1]
    if words[:1].isupper() and len(words.split()) >= _SHORTEST_SENTENCE:
        return False
    return len(quoted) == 1 or not all(part.endswith(".") for part in quoted)


def is_command(text: Text, language: Language) -> bool:
    """Whether *text* reads as a command, whatever else it would need."""
    ways, _ = meanings(text, language)
    return bool(ways)


def resembles_command(text: Text, language: Language) -> bool:
    """Whether *text* is a command or begins like one and has a verb of one, perhaps misspelt."""
    ways, match = meanings(text, language)
    return bool(ways) or (match.reach >= 3 and _has_verb(match, _wordings(language)))


@dataclass(frozen=True, slots=True)
class Remark:
    """A paragraph that asks for nothing: a reason or closing (and so is what follows), a commonplace, or no change."""

    kind: Literal["reason", "closing", "remark", "unchanged"]


@dataclass(frozen=True, slots=True)
class TextClaimOpening:
    """A paragraph that announces the claimed text."""


def read_claim(
    text: Text, key: Key, language: Language, within: Address | None = None
) -> Claim | TextClaimOpening | Remark | None:
    """Read *text* as a claim, a reason or a remark; None if it is none of these.

    What is claimed of numbers is claimed of the points *within* that point, or of its sentences: of those of a point
    that nobody names nothing can be claimed.
    """
    words = _wordings(language)
    for kind in ("reason", "closing"):
        if re.match(language.tables[kind]["opening"], text.content, re.VERBOSE):
            return Remark(kind)
    given = tokens(text.content)
    found = words.claims.match(given).readings or words.claims.match(_plain(text.content, given, words)).readings
    if not found:
        return None
    reading = _Reading(*found[0])
    match reading.entry["claim"]:
        case "text":
            return TextClaimOpening()
        case "remark" | "unchanged" as kind:
            return Remark(kind)
        case _:
            return _numbering_claim(reading, text, language, key, within)


def _numbering_claim(
    reading: _Reading, text: Text, language: Language, key: Key, within: Address | None
) -> NumberingClaim | None:
    words = _wordings(language)
    units, unit = _units_in(tokens(text.content), words), Unit()
    named = places(reading.bindings, units, _label, _number)
    pairs = _pairs(reading)
    if pairs is None or named is None or (len(pairs) > 1 and _is_permutation(pairs)):
        return None
    match named.named:
        case ():
            parent, unit = within, next(iter(units.values()), unit)
        case (Named(Address(labels)),):
            parent = Address((*(within.labels if within else ()), *labels))
        case _:
            return None
    sentences = "sentences" in reading.entry
    if sentences and parent is None:
        return None
    return NumberingClaim(key, pairs, "onwards" in reading.entry, parent, sentences, unit)


def _pairs(reading: _Reading) -> Pairs | None:
    """Return the old and new labels of a reading; None if they do not go together."""
    pairs: list[tuple[str, str]] = []
    before = [(name, _label(token)) for name, token in reading.bindings if name in {"before", "before_to"}]
    after = [(name, _label(token)) for name, token in reading.bindings if name in {"after", "after_to"}]
    if [name.removeprefix("before") for name, _ in before] != [name.removeprefix("after") for name, _ in after]:
        return None
    for (name, old), (_, new) in zip(before, after, strict=True):
        if name == "before_to":
            olds, news = _between(pairs[-1][0], old), _between(pairs[-1][1], new)
            if olds is None or news is None:
                return None
            # The ends are claimed whatever lies between them.
            pairs[-1:] = dict((*zip(olds, news, strict=False), pairs[-1], (old, new))).items()
        else:
            pairs.append((old, new))
    return tuple(pairs)


def _is_permutation(pairs: Pairs) -> bool:
    """Whether points change their places, and do not only close a gap or make room: that asks for a move."""
    return sorted(old for old, _ in pairs) == sorted(new for _, new in pairs)


def _between(first: str, last: str) -> tuple[str, ...] | None:
    """Return the labels from *first* to *last*: numbers or single letters."""
    if first.isdecimal() and last.isdecimal():
        return tuple(str(number) for number in range(int(first), int(last) + 1))
    if len(first) == len(last) == 1 and first.isalpha() and last.isalpha():
        return tuple(chr(code) for code in range(ord(first), ord(last) + 1))
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


Meanings = tuple[tuple[Request, ...], ...]
"""The ways to understand a command: in each, what it asks for, one thing after the other."""


def meanings(command: Text, language: Language) -> tuple[Meanings, Match[_Entry]]:
    """Return the ways in which *command* can be understood: none, one, or several, which is too many."""
    words = _wordings(language)
    ways, match = _command_readings(command.content, language)
    units = _units_in(match.tokens, words) if ways else {}
    found: list[tuple[Request, ...]] = []
    for way in ways:
        parts = [_requests(reading, command, units, words) for reading in way]
        if all(parts) and all(_go_together(one[0], two[0]) for one, two in pairwise(parts)):
            requests = tuple(request for part in parts for request in part)
            if requests not in found:
                found.append(requests)
    return tuple(found), match


_Way = tuple[_Reading, ...]
"""A way to read a command: the readings of those that are joined in it."""


@lru_cache(maxsize=4096)
def _command_readings(content: str, language: Language) -> tuple[tuple[_Way, ...], Match[_Entry]]:
    """Read *content* as a command, if need be without its fillers; or as several that are joined."""
    words = _wordings(language)
    match = words.commands.match(tokens(content))
    stutter = next((at for at, (one, two) in enumerate(pairwise(match.tokens), start=1) if _is_twice(one, two)), None)
    if stutter is not None:
        return (), replace(match, readings=(), reach=min(stutter, match.reach))
    if not match.readings:
        plain = _plain(content, match.tokens, words)
        match = match if plain == match.tokens else words.commands.match(plain)
    ways: tuple[_Way, ...] = tuple((_Reading(entry, bindings),) for entry, bindings in match.readings)
    return ways or tuple(_joined(match, words)), match


def _is_twice(one: Token, two: Token) -> bool:
    """Whether a word stands twice in a row: nobody means that."""
    return one.word.isalpha() and not one.quoted and one.word.casefold() == two.word.casefold()


def _plain(content: str, tokens: tuple[Token, ...], words: _Wordings) -> tuple[Token, ...]:
    """Return the *tokens* of *content* without those that mean nothing: what it begins with, asides and fillers."""
    opening = re.match(words.preface, content, re.VERBOSE | re.IGNORECASE)
    start = opening.end() if opening else 0
    asides = [aside.span() for aside in words.asides.finditer(content)]
    said = (token for token in tokens if _start(token) >= start)
    heard = (token for token in said if not any(first <= token.start < last for first, last in asides))
    return without(tuple(heard), words.fillers)


_MOST_JOINTS = 12
"""How many words that may join commands are tried: more are no command that anybody writes."""


def _joined(match: Match[_Entry], words: _Wordings) -> Iterator[_Way]:
    """Yield the ways to read the tokens of *match* as commands that are joined.

    One may lack the verb at its end if the last has it, and all but the first their auxiliary verb. Only the last takes
    a new text, for none can follow the others.
    """
    joints = [at for at, token in enumerate(match.tokens) if not token.quoted and token.word.casefold() in words.joints]
    # The first cannot end beyond what was understood at all.
    for at in joints[:_MOST_JOINTS]:
        if not 0 < at <= match.reach or at + 1 == len(match.tokens):
            continue
        firsts = [first for first in _completed(match.tokens, at, words) if not _wants_text(first)]
        if not firsts:
            continue
        before = {token.word.casefold() for token in match.tokens[:at] if not token.quoted}
        for elided in words.elided:
            if any(token.word.casefold() not in before for token in elided):
                continue  # the second can only lack what the first has
            rest = words.commands.match((*elided, *match.tokens[at + 1 :]))
            seconds: Iterable[_Way] = [(_Reading(*found),) for found in rest.readings] or _joined(rest, words)
            yield from ((first, *second) for second in seconds for first in firsts)


def _completed(tokens: tuple[Token, ...], end: int, words: _Wordings) -> list[_Reading]:
    """Return the readings of the first *end* of *tokens*, or of them with the verb at the end of all tokens."""
    while end and tokens[end - 1].word == ",":
        end -= 1
    found = words.commands.match(tokens[:end]).readings
    if not found:
        last = next((token for token in reversed(tokens) if token.word != "."), tokens[-1])
        if not last.quoted and last.word.casefold() in words.shared:
            found = words.commands.match((*tokens[:end], last)).readings
    return [_Reading(*reading) for reading in found]


def _wants_text(reading: _Reading) -> bool:
    """Whether a command needs a new text that does not stand in it."""
    return reading.entry["change"] in TAKES_TEXT | {"bundle"} and "text" not in reading.first()


def _go_together(first: Request, second: Request) -> bool:
    """Whether what two joined commands name is of one kind, numbers or letters, so that it counts in the same point."""
    if second.kind == "bundle":
        return False
    if not first.targets or not second.targets:
        return not second.targets
    depth = len(first.parent.labels) if first.parent else 0
    units = {first_of(first.targets[0]).unit(depth), first_of(second.targets[0]).unit(0)}
    if len({unit for unit in units if unit.kind}) > 1:
        return False
    return first_of(first.targets[0]).labels[depth].isalpha() == first_of(second.targets[0]).labels[0].isalpha()


_PARTS: Mapping[str, Part] = {part: part for part in get_args(Part)}
"""The parts of a point by the values of the flag ``part``."""


_HALVES = (("half", 1), ("half_back", -1))
"""The operands that count half sentences, from the start and from the end."""


def _requests(reading: _Reading, command: Text, units: Mapping[int, Unit], words: _Wordings) -> tuple[Request, ...]:
    """Return what *reading* asks for, several things where it names sentences apart; nothing if it makes no sense."""
    named = places(reading.bindings, units, _label, _number)
    pairs = _pairs(reading)
    first, kind = reading.first(), reading.entry["change"]
    occurrence = _occurrence(first)
    if named is None or pairs is None or occurrence is None or not _is_sensible(reading, named, command, units):
        return ()
    announced, same = (_label(first[name]) if name in first else None for name in ("announced", "same"))
    labels = _all_announced(reading)
    if labels is None:
        return ()
    targets, anchor = tuple(place.target for place in named.named if place.target), named.anchor
    unit = units.get(first["announced"].start) if "announced" in first else None
    unit = unit or (list(units.values())[-1] if units else Unit())
    position: Any = first["place"].word if "place" in first else reading.entry.get("place")
    if kind == "point-move" and pairs:
        targets, position, anchor = _moved(*pairs[0])
        if position is None or named.named or not _is_permutation(pairs):
            return ()
    elif position == "numbered":
        position, targets = _place_of(announced or "", targets)
        if position is None:
            return ()
    added = kind == "point-insertion" and position in _ADDED
    if added:
        position, _ = _ADDED[position]
    old, new, text = (_quoted(reading.all(name), command) for name in ("old", "new", "text"))
    request = Request(
        kind=kind,
        place=position,
        added=added,
        targets=targets,
        anchor=anchor,
        old=old.content if old else "",
        new=new,
        text=text,
        occurrence=occurrence,
        times="times" in first,
        inflected="forms" in first,
        whole="whole" in first,
        announced=announced,
        labels=labels,
        same=same,
        several=_several(reading, named),
        before="before_point" in first,
        part=_PARTS[first["part"].word] if "part" in first else "all",
        half=next((sign * _number(first[name]) for name, sign in _HALVES if name in first), 0),
        document=_document(reading, command, words),
        pairs=pairs,
        unit=unit,
        mixed=named.mixed or _is_mixed((*targets, *((anchor,) if anchor else ()))),
        dotted=named.dotted,
        parent=named.parent,
    )
    if added and not announced and position == "last" and unit.kind == "point" and settled(request) != request:
        return ()  # "Punkt 3 wird um einen Punkt ergänzt": in it, or after it?
    if pairs and kind == "point-repeal" and not _closes_gap(named, pairs, reading, units):
        return ()
    if kind == "sentence-insertion" and position:
        return _sentence_insertion(request, named)
    return _in_sentences(request, named)


def _sentence_insertion(request: Request, named: Places) -> tuple[Request, ...]:
    """Return *request* if a sentence comes before or after one that is named, or else first or last in a point."""
    rows = [place.sentences for place in named.named if place.sentences]
    row = rows[0] if rows else None
    place: Any = request.place
    if place in _ADDED:
        place = _ADDED[place][row is not None]
    if len(rows) > 1 or (place in {"before", "after"}) != (row is not None):
        return ()
    return (settled(replace(request, place=place, sentences=row)),)


def _in_sentences(request: Request, named: Places) -> tuple[Request, ...]:
    """Return *request* with the sentences that are named: one for each place if they are not in a row."""
    rows = {place.sentences for place in named.named} or {None}
    if rows == {None}:
        return (settled(request),)
    kind, row = request.kind, rows.pop() if len(rows) == 1 else None
    if row and kind in _TAKES_SENTENCES:
        if kind in _OF_SENTENCES and (request.several in {True, False} or request.same not in {None, str(row[0])}):
            return ()  # sentences become no points, and the number of the first is repeated rightly
        return (settled(replace(request, kind=_OF_SENTENCES.get(kind, kind), sentences=row)),)
    if kind not in WORD_KINDS | {"point-repeal", "sentence-repeal"}:
        return ()
    # Sentences apart: "jeweils" then says no more than that it is done in each of them.
    return tuple(
        replace(
            request,
            kind=_OF_SENTENCES.get(kind, kind) if place.sentences else kind,
            targets=(place.target,) if place.target else (),
            sentences=place.sentences,
            times=False,
        )
        for place in named.named
    )


def _closes_gap(named: Places, pairs: Pairs, reading: _Reading, units: Mapping[int, Unit]) -> bool:
    """Whether those that get new numbers are beside those repealed: "Absatz 2 entfällt, Absatz 3 wird Absatz 2"."""
    targets = [place.target for place in named.named if place.target and not place.sentences]
    if len(targets) != len(named.named) or not targets or (len(pairs) > 1 and _is_permutation(pairs)):
        return False
    firsts = [first_of(target) for target in targets]
    called = {(len(point.labels), point.unit(len(point.labels) - 1)) for point in firsts}
    renamed = {units[token.start] for name, token in reading.bindings if name == "before" and token.start in units}
    return len({_parent(target) for target in targets}) == 1 and {unit for _, unit in called} == renamed


def _parent(target: Target) -> Address | None:
    """Return the point that *target* lies in; none if it is one of the whole text."""
    point = first_of(target)
    depth = len(point.labels) - 1
    paragraph = point.paragraph if point.paragraph <= depth else 0
    return Address(point.labels[:depth], paragraph, point.units[:depth]) if depth else None


_ADDED: Mapping[str, tuple[Place, Place]] = {"at_head": ("first", "before"), "at_tail": ("last", "after")}
"""What comes first or last in a point that it is added to, and before or after a sentence."""

_OF_SENTENCES: Mapping[Kind, Kind] = {
    "point-repeal": "sentence-repeal",
    "point-substitution": "sentence-substitution",
}
"""What a change of a point is if sentences are named."""

_TAKES_SENTENCES = WORD_KINDS | {
    *("sentence-insertion", "sentence-substitution", "sentence-repeal", "point-split", "bundle"),
    *_OF_SENTENCES,
}  # fmt: skip
"""The kinds that are about sentences, or may be."""

_SEVERAL: Mapping[str, bool | Literal["same"] | None] = {"one": False, "more": True, "same": "same"}


def _several(reading: _Reading, named: Places) -> bool | Literal["same"] | None:
    """Return whether a reading asks for one new point or more; that one point becomes one need not be said."""
    said = reading.first().get("several")
    several = _SEVERAL[said.word] if said else reading.entry.get("several")
    match named.named:
        case (Named(Address() | None),) | () if said and reading.entry["change"] == "point-substitution":
            return True if several is True else None
        case _:
            return several


def _quoted(said: Sequence[Token], command: Text) -> Text | None:
    """Return the quoted words, or the sign that is named, or both: "ein Komma und die Wörter „…“"."""
    found = Text("")
    for token in said:
        words = within(command, *grammar.place(token)) if token.quoted else Text(token.word)
        found = found + Text(" ") + words if token.quoted and found.content else found + words
    return found if said else None


def _moved(old: str, new: str) -> tuple[tuple[Target, ...], Place | None, Address | None]:
    """Return the target, the place and the anchor of a move to the number of another point."""
    if old.isdecimal() != new.isdecimal() or old == new:
        return (), None, None
    up = int(new) < int(old) if old.isdecimal() else (len(new), new) < (len(old), old)
    return (Address((old,)),), "before" if up else "after", Address((new,))


def _place_of(number: str, targets: tuple[Target, ...]) -> tuple[Place | None, tuple[Target, ...]]:
    """Return where a new point comes of which only the *number* is said: after the one before it, in *targets*."""
    match targets:
        case ():
            parent: tuple[str, ...] = ()
        case (Address(labels),):
            parent = labels
        case _:
            return None, ()
    if number in {"1", "a"}:
        return "first", targets
    if number.isdecimal():
        before = str(int(number) - 1)
    elif len(number) == 1 and number.isalpha():
        before = chr(ord(number) - 1)
    elif number[:-1].isdecimal() and number[-1].isalpha():  # "5a" comes after "5", "5b" after "5a"
        before = number[:-1] if number[-1] == "a" else number[:-1] + chr(ord(number[-1]) - 1)
    else:
        return None, ()
    return "after", (Address((*parent, before)),)


def _units_in(tokens: Sequence[Token], words: _Wordings) -> dict[int, Unit]:
    """Return what a command calls each number or letter, by where that begins: the word before it, if it is a unit.

    An ordinal is called by the word after it ("der zweite Absatz", "2. Absatz"), or after those that are joined to it.
    """
    ordinals = words.numbers["ordinal"]
    found: dict[int, Unit] = {}
    word = ""
    for at, token in enumerate(tokens):
        if token.word in {".", "("}:  # "Abs. 2", "item (a)"
            continue
        if unit := words.units.get(word):
            found[token.start] = unit  # the number, or where none is said whatever follows
        elif token.word.casefold() in words.values or (token.word.isdecimal() and _is_stop(tokens[at + 1 : at + 2])):
            joined = {".", ",", *words.joints, *ordinals} if token.word.casefold() in ordinals else {"."}
            after = (word for next_ in tokens[at + 1 :] if (word := next_.word.casefold()) not in joined)
            if unit := words.units.get(next(after, "")):
                found[token.start] = unit
        part = "-" if word.endswith("-") else ""  # the last word of "sub-paragraph" is another unit
        word = part + ("" if token.quoted else token.word.casefold())
    return found


def _is_stop(tokens: Sequence[Token]) -> bool:
    """Whether the next of *tokens* makes an ordinal of the number before it."""
    return bool(tokens) and tokens[0].word == "."


def _is_mixed(targets: Sequence[Target]) -> bool:
    """Whether points beside each other are called by different names: "§ 2 Absatz 1 und Absatz 3"."""
    return len({unit for target in targets if (unit := first_of(target).unit(0)).kind}) > 1


def _all_announced(reading: _Reading) -> tuple[str, ...] | None:
    """Return the numbers that a reading gives to new points, if it gives several; None if they are not in a row."""
    said = [_label(token) for name in ("announced", "announced_more", "announced_to") for token in reading.all(name)]
    if len(said) < 2:
        return ()
    row = _between(said[0], said[-1])
    if "announced_through" in reading.first():
        return tuple(row) if row else None
    return tuple(said) if row in {None, tuple(said)} else None


def _is_sensible(reading: _Reading, named: Places, command: Text, units: Mapping[int, Unit]) -> bool:
    """Whether what a reading says of places goes together, and with what it asks for."""
    first, kind = reading.first(), reading.entry["change"]
    if "whole" in first and named.named:
        return False
    if kind not in WORD_KINDS | {"bundle"} and not {"part", "half", "half_back"}.isdisjoint(first):
        return False  # no other change is about part of a point
    if "itself" in first and not _repeats_unit(reading, command, units):
        return False
    match named.named:
        case () | (Named(Address() | None),):
            return bool(kind != "point-join")
        case _:
            return bool(kind != "point-insertion")  # it would come in several places


def _document(reading: _Reading, command: Text, words: _Wordings) -> str:
    """Return what a reading calls the text that it amends: by a noun alone, or by a name with a noun in it."""
    said = [(name, token) for name, token in reading.bindings if name in {"name", "document", "body", "year"}]
    if [name for name, _ in said] == ["document"]:
        return words.documents.name(said[0][1].word)
    return " ".join(command.content[said[0][1].start : said[-1][1].end].split()) if said else ""


def _repeats_unit(reading: _Reading, command: Text, units: Mapping[int, Unit]) -> bool:
    """Whether "the paragraph" that is changed is the one that a reading names: "Paragraph 5(1)(a): omit the paragraph".

    The point is called so by the word before its number; "section" in "section 5(2)" calls another than is named.
    """
    itself = reading.first()["itself"]
    numbers = [(name, token) for name, token in reading.bindings if name in {"point", "step"}]
    if [name for name, _ in numbers].count("point") != 1 or numbers[0][0] != "point":
        return False
    called = [(at, _word_before(command, token)) for at, (_, token) in enumerate(numbers)]
    at, word = next(((at, word) for at, word in reversed(called) if word), (0, ""))
    below = at < len(numbers) - 1 and units.get(numbers[at][1].start, Unit()).kind == "worded"
    return word.casefold() == itself.word.casefold() and not below


def _word_before(command: Text, token: Token) -> str:
    found = re.search(r"([^\W\d_]+)\W*$", command.content[: token.start])
    return found[1] if found else ""


def _occurrence(said: Mapping[str, Token]) -> Occurrence | None:
    """Return which of several words are meant; None if that is said in two ways that do not go together."""
    found: list[Occurrence] = ["end"] if "end" in said else []
    found += (_number(said[name]) * sign for name, sign in (("occurrence", 1), ("occurrence_back", -1)) if name in said)
    if not found:
        return "each" if "each" in said else "only"
    in_whole_text = "whole" in said  # where "each" says no more than that
    return found[0] if len(found) == 1 and (in_whole_text or "each" not in said) else None


def _number(token: Token) -> int:
    return int(token.word)


def _refusal(match: Match[_Entry], command: Text, language: Language, key: Key) -> Problem:
    words = _wordings(language)
    if any(re.search(words.lines, part, re.VERBOSE) for part in _unquoted(match.tokens, command)):
        return problem(Code.LINE_NUMBERS, key, words=command.content)
    if not _has_verb(match, words):
        return problem(Code.NO_COMMAND, key, words=command.content)
    if match.reach >= len(match.tokens):  # something is missing at its end
        return _with_nearest(problem(Code.COMMAND_UNREAD, key, rest=command.content), match, command, language)
    token = match.tokens[match.reach]
    word = token.word.casefold()
    numerals = words.numbers["numeral"]
    if word in numerals and "{point}" in match.expected:
        return problem(Code.NUMBER_SPELLED, key, words=token.word, number=numerals[word])
    meant = _meant(match, words.vocabulary)
    context = command.content[_start(token) :]
    shown = context if len(context) <= 60 else token.word
    refusal = problem(Code.COMMAND_UNREAD, key, words=token.word, rest=shown, nearest=meant)
    return _with_nearest(refusal, match, command, language)


def _unquoted(tokens: Sequence[Token], command: Text) -> Iterator[str]:
    """Yield the parts of *command* between its quotations."""
    start = 0
    for token in tokens:
        if token.quoted:
            yield command.content[start : _start(token)]
            start = token.end + 1
    yield command.content[start:]


def _meant(match: Match[_Entry], known: Collection[str], likeness: float = 0.75) -> str:
    """Return the word that may be meant where the match came no further, or nothing; *likeness* is from 0 to 1.

    What is among the *known* words of the language is meant as it stands.
    """
    if match.reach >= len(match.tokens):
        return ""
    word = match.tokens[match.reach].word.casefold()
    if word in known or not word.isalpha():
        return ""  # "Absatz" is no misspelt "Satz", and 4 no misspelt 3
    found = get_close_matches(word, [other for other in match.expected if other[0] != "{"], n=1, cutoff=likeness)
    return found[0] if found else ""


def _with_nearest(refusal: Problem, match: Match[_Entry], command: Text, language: Language) -> Problem:
    """Add to *refusal* the nearest wording that can be read.

    As the fact ``wording`` the command itself, if it can be read without its typing errors; any other wording with its
    numbers and words might turn its meaning round ("not", "except"). Else as ``pattern`` how such a thing is said.
    """
    corrected = _corrected(match, command, language)
    if corrected:
        return replace(refusal, facts=(*refusal.facts, ("wording", corrected)))
    pattern = _pattern(match, language)
    return replace(refusal, facts=(*refusal.facts, ("pattern", pattern))) if pattern else refusal


def _corrected(match: Match[_Entry], command: Text, language: Language) -> str:
    """Return *command* with the words that were probably meant, if it can be read then; few words are misspelt."""
    content = command.content
    for _ in range(3):
        meant = _meant(match, _wordings(language).vocabulary, likeness=0.8)
        if not meant:
            return ""
        token = match.tokens[match.reach]
        word = meant.capitalize() if token.word[0].isupper() else meant
        content = content[: _start(token)] + word + content[_start(token) + len(token.word) :]
        ways, match = meanings(Text(content), language)
        if ways:
            return content if len(ways) == 1 else ""
    return ""


def _pattern(match: Match[_Entry], language: Language) -> str:
    """Return the canonical wording that is most like what was written, without its numbers and words."""
    written = [token.word.casefold() for token in match.tokens if not token.quoted]
    quoted = sum(token.quoted for token in match.tokens)
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


def _has_verb(match: Match[_Entry], words: _Wordings) -> bool:
    plain = [token.word.casefold() for token in match.tokens if not token.quoted]
    return any(get_close_matches(word, words.verbs, n=1, cutoff=0.8) for word in plain)


def _start(token: Token) -> int:
    return token.start - 1 if token.quoted else token.start
