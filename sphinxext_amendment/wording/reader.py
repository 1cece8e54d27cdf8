"""From the words of a command or claim to a ``Change`` or ``Claim``, or a refusal that says what was not understood.

A reading accounts for every word and sign of the command; where that fails, or two readings differ, there is none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher, get_close_matches
from functools import cache, lru_cache
from typing import Any, Literal

from sphinxext_amendment.engine.changes import (
    LAST,
    Change,
    Claim,
    Form,
    NumberingClaim,
    Occurrence,
    Place,
    Sentences,
)
from sphinxext_amendment.engine.document import Address, Body, Paragraph, Points, Range, Target, Unit
from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.engine.text import Key, Text
from sphinxext_amendment.wording import grammar
from sphinxext_amendment.wording.grammar import Pattern, Token, tokens
from sphinxext_amendment.wording.language import Language, rules
from sphinxext_amendment.wording.matching import Bindings, Match, Wordings
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
    in_context,
    settled,
    under,
    within,
)
from sphinxext_amendment.wording.writer import example

_Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Wordings:
    """A language's wordings, ready to match: what is read as a command and what as a claim; *joints* join commands."""

    commands: Wordings[_Entry]
    claims: Wordings[_Entry]
    numbers: Mapping[str, Mapping[str, int]]
    verbs: frozenset[str]
    units: Mapping[str, Unit]
    vocabulary: frozenset[str]
    joints: frozenset[str]


@cache
def _wordings(language: Language) -> _Wordings:
    tables = language.tables

    def patterns(table: str) -> Iterator[tuple[_Entry, Pattern]]:
        for entry in tables[table]:
            for wording in (*entry.get("write", ()), *entry["wording"]):
                yield entry, grammar.parse(wording)

    numbers = {kind: _by_word(tables[f"{kind}s"]) for kind in ("ordinal", "numeral", "count")}
    return _Wordings(
        commands=Wordings(patterns("command"), rules(language), numbers),
        claims=Wordings(patterns("claim"), rules(language), numbers),
        numbers=numbers,
        verbs=frozenset(verb.casefold() for verb in tables["reading"]["verbs"]),
        units=dict(_units(tables["units"])),
        vocabulary=frozenset(_vocabulary(tables)),
        joints=frozenset(tables["reading"]["joints"]),
    )


def _vocabulary(tables: Mapping[str, Any]) -> Iterator[str]:
    """Yield the words of all wordings and of what a text may consist of, in lower case."""
    wordings = [*tables["rules"].values(), *(word for word, _ in _units(tables["units"]))]
    for entry in (*tables["command"], *tables["claim"]):
        wordings += (*entry.get("write", ()), *entry["wording"])
    wordings += tables["headings"]["divisions"]
    for wording in wordings:
        yield from re.findall(r"[^\W\d_]+", re.sub(r"[{<][^}>]*[}>]", " ", wording.casefold()))


def _units(table: Mapping[str, Any]) -> Iterator[tuple[str, Unit]]:
    """Yield each word for a numbered unit, in lower case, with what it means."""
    for kind in ("paragraph", "number", "letter", "point"):
        yield from ((word.casefold(), Unit(kind)) for word in table[kind])
    for words in table["worded"].values():
        unit = Unit("worded", tuple(word.casefold() for word in words))
        yield from ((word, unit) for word in unit.words)


def _by_word(table: Mapping[str, list[str]]) -> dict[str, int]:
    return {word.casefold(): int(number) for number, words in table.items() for word in words}


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a text: the entry of the data file that it matches, and its operands."""

    entry: _Entry
    bindings: Bindings

    def all(self, name: str) -> list[Token]:
        return [token for bound, token in self.bindings if bound == name]

    def one(self, name: str) -> Token | None:
        return next(iter(self.all(name)), None)

    def label(self, name: str) -> str | None:
        token = self.one(name)
        return _label(token) if token else None


def _label(token: Token) -> str:
    """Return the label that *token* is: "–1" is written with any dash."""
    word = token.word[1:-1].strip() if token.quoted else token.word
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
    ``nearest`` (what may be meant), ``command-ambiguous``, ``number-spelled``, ``stop-in-quotation``,
    ``target-missing``, ``bundle-empty``, and those of ``change_of``.
    """
    ways, matcher = meanings(command, language)
    match ways:
        case (requests,):
            return _asked(requests, command, given, key, language)
        case ():
            return _refusal(matcher, command, language, key)
        case _:
            return problem(Code.COMMAND_AMBIGUOUS, key, words=command.content)


def _asked(requests: tuple[Request, ...], command: Text, given: Given, key: Key, language: Language) -> Asked | Problem:
    changes: list[Change] = []
    claims: list[NumberingClaim] = []
    context, last = given.context, requests[-1]
    _, matcher = _command_readings(command.content, language)
    if last.kind in WORD_KINDS and _may_hold_stop(matcher, language):
        return problem(Code.STOP_IN_QUOTATION, key, words=matcher.tokens[-1].word[1:-1])
    for asked in requests:
        request = in_context(asked, context, key)
        if isinstance(request, Problem):
            return replace(request, facts=(("words", command.content),))
        if request.kind == "bundle":
            return _bundle_without_list(request, given.new_text, key, language)
        new_text = given.new_text if asked is last else ()
        forms = given.forms if request.kind == "word-substitution" else ()
        change = change_of(request, new_text, forms, key, language)
        if isinstance(change, Problem):
            return change
        changes.append(change)
        if request.pairs:
            claims.append(NumberingClaim(key, request.pairs, onwards=False, within=context.parent))
        context = _going_on(asked, request, context)
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


def _going_on(said: Request, request: Request, context: Context) -> Context:
    """Return the context of what follows *request* in one command; *said* is it without its context."""
    parent = context.parent
    if said.parent:
        parent = Address((*(parent.labels if parent else ()), *said.parent.labels))
    return Context(parent, request.targets, request.sentences, request.whole)


def heading_of(command: Text, language: Language, context: Context = NOWHERE) -> Context | None:
    """Return the context that *command* is the heading of; None if it is none.

    It is none either if it names several points: the commands below it would not say which of them they mean.
    """
    ways, _ = meanings(command, language)
    match ways:
        case ((Request(kind="bundle") as asked,),):
            match in_context(asked, context, None):
                case Request(targets=(Address() as target,)):
                    return Context(target)
                case Request(targets=()):
                    return context
    return None


_SHORTEST_SENTENCE = 4
"""The fewest words that are taken for a sentence if they begin with a capital letter and end with a stop."""


def _may_hold_stop(matcher: Match[_Entry], language: Language) -> bool:
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
    ways, _ = meanings(text, language)
    return bool(ways)


def resembles_command(text: Text, language: Language) -> bool:
    """Whether *text* is a command or begins like one and has a verb of one, perhaps misspelt."""
    ways, matcher = meanings(text, language)
    return bool(ways) or (matcher.reach >= 3 and _has_verb(matcher, _wordings(language)))


@dataclass(frozen=True, slots=True)
class Remark:
    """A paragraph that asks for nothing: a reason or closing (and so is what follows), or a commonplace."""

    kind: Literal["reason", "closing", "remark"]


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
    found = words.claims.match(tokens(text.content)).readings
    if not found:
        return None
    reading = _Reading(*found[0])
    match reading.entry["claim"]:
        case "text":
            return TextClaimOpening()
        case "remark":
            return Remark("remark")
        case _:
            return _numbering_claim(reading, _units_in(text, language), key, within)


def _numbering_claim(
    reading: _Reading, units: Mapping[int, Unit], key: Key, within: Address | None
) -> NumberingClaim | None:
    pairs = _pairs(reading)
    addresses = _addresses(reading, units)
    unit = Unit()
    if pairs is None or addresses is None:
        return None
    match addresses[0]:
        case ():
            parent, unit = within, next(iter(units.values()), unit)
        case (Address(labels),):
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


def _between(first: str, last: str) -> list[str] | None:
    """Return the labels from *first* to *last*: numbers or single letters."""
    if first.isdecimal() and last.isdecimal():
        return [str(number) for number in range(int(first), int(last) + 1)]
    if len(first) == len(last) == 1 and first.isalpha() and last.isalpha():
        return [chr(code) for code in range(ord(first), ord(last) + 1)]
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
    readings, matcher = _command_readings(command.content, language)
    meanings = _distinct((request,) for reading in readings for request in _requests(reading, command, language))
    return meanings or _joined(command, matcher, language), matcher


def _distinct(found: Iterable[tuple[Request, ...]]) -> Meanings:
    meanings: list[tuple[Request, ...]] = []
    for requests in found:
        if requests not in meanings:
            meanings.append(requests)
    return tuple(meanings)


@lru_cache(maxsize=4096)
def _command_readings(content: str, language: Language) -> tuple[tuple[_Reading, ...], Match[_Entry]]:
    """Read *content* as a command; each paragraph of a motion is asked about more than once."""
    words = _wordings(language)
    match = words.commands.match(tokens(content))
    return tuple(_Reading(entry, bindings) for entry, bindings in match.readings), match


def _joined(command: Text, matcher: Match[_Entry], language: Language) -> Meanings:
    """Return the ways to understand *command* as two that are joined; the second may lack its auxiliary verb.

    The first takes no new text, for none can follow it. What the second names must be of the kind that the first names,
    or nobody can tell what it counts in.
    """
    words = _wordings(language)
    found = []
    for position, token in enumerate(matcher.tokens[:-1]):
        # The first cannot end beyond what was understood at all.
        if position == 0 or position > matcher.reach or token.quoted or token.word.casefold() not in words.joints:
            continue
        readings, _ = _command_readings(command.content[: _start(token)].rstrip(" ,"), language)
        firsts = _distinct((request,) for reading in readings for request in _requests(reading, command, language))
        firsts = tuple(first for first in firsts if first[0].kind not in TAKES_TEXT | {"bundle"})
        if not firsts:
            continue
        rest = command.slice(token.end, len(command.content)).strip()
        for elided in language.tables["reading"]["elided"]:
            seconds, _ = meanings(Text(f"{elided} ") + rest if elided else rest, language)
            found += [first + second for first in firsts for second in seconds if _go_together(first[0], second[0])]
    return _distinct(found)


def _go_together(first: Request, second: Request) -> bool:
    """Whether what two joined commands name is of one kind, numbers or letters, so that it counts in the same point."""
    if second.kind == "bundle":
        return False
    if not first.targets or not second.targets:
        return not second.targets
    depth = len(first.parent.labels) if first.parent else 0
    units = {_first(first.targets[0]).unit(depth), _first(second.targets[0]).unit(0)}
    if len({unit for unit in units if unit.kind}) > 1:
        return False
    return _first(first.targets[0]).labels[depth].isalpha() == _first(second.targets[0]).labels[0].isalpha()


def _requests(reading: _Reading, command: Text, language: Language) -> Iterator[Request]:
    """Yield what *reading* asks for, if its numbers can be understood."""
    numbers = _wordings(language).numbers
    units = _units_in(command, language)
    addresses = _addresses(reading, units)
    sentences, pairs = _sentences(reading, numbers), _pairs(reading)
    if addresses is None or sentences is None or pairs is None:
        return
    targets, anchor, parent = addresses
    old, new, text = (_quoted(reading, name, command) for name in ("old", "new", "text"))
    kind, place = reading.entry["change"], reading.entry.get("place")
    if kind == "point-move" and pairs:
        targets, place, anchor = _moved(*pairs[0])
        if place is None:
            return
    elif place == "numbered":
        place, targets = _place_of(reading.label("announced") or "", targets)
        if place is None:
            return
    request = Request(
        kind=kind,
        place=place,
        targets=targets,
        anchor=anchor,
        sentences=sentences or None,
        old=old.content if old else "",
        new=new,
        text=text,
        occurrence=_occurrence(reading, numbers),
        times=reading.one("times") is not None,
        inflected=reading.one("forms") is not None,
        whole=reading.one("whole") is not None,
        announced=reading.label("announced"),
        same=reading.label("same"),
        several=reading.entry.get("several"),
        before=reading.one("before_point") is not None,
        pairs=pairs,
        unit=next(reversed(units.values()), Unit()),
        mixed=_is_mixed((*targets, *((anchor,) if anchor else ()))),
        parent=parent,
    )
    yield settled(request) if targets else request


def _quoted(reading: _Reading, name: str, command: Text) -> Text | None:
    """Return the quoted words, or the sign that is named."""
    token = reading.one(name)
    if token is None:
        return None
    return within(command, *grammar.place(token)) if token.quoted else Text(token.word)


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


_Addresses = tuple[tuple[Target, ...], Address | None, Address | None]
"""The points that a reading names, the one where something comes, and the one that all of them are said to lie in."""


def _units_in(command: Text, language: Language) -> dict[int, Unit]:
    """Return what *command* calls each number or letter, by where that begins: the word before it, if it is a unit."""
    known = _wordings(language).units
    found: dict[int, Unit] = {}
    word = ""
    for token in tokens(command.content):
        if token.word in {".", "("}:  # "Abs. 2", "item (a)"
            continue
        if word in known:
            found[token.start] = known[word]  # the number, or where none is said whatever follows
        part = "-" if word.endswith("-") else ""  # the last word of "sub-paragraph" is another unit
        word = part + ("" if token.quoted else token.word.casefold())
    return found


def _is_mixed(targets: Sequence[Target]) -> bool:
    """Whether points beside each other are called by different names: "§ 2 Absatz 1 und Absatz 3"."""
    return len({unit for target in targets if (unit := _first(target).unit(0)).kind}) > 1


def _addresses(reading: _Reading, units: Mapping[int, Unit]) -> _Addresses | None:
    """Return the points that a reading names; None if they make no sense.

    ``point`` begins an address, ``step`` goes one deeper, ``also`` names another beside the last, and ``to`` the end of
    a range. What comes before the flag ``of`` lies in what comes after it, what comes after the flag ``in`` in what
    comes before it.
    """
    said = called = False  # whether the word "paragraph" has just been said; and whether it is said of all that follows
    around: list[Target] = []
    inner: list[Target] = []
    current: list[Target] = []
    targets: list[Target] | None = None
    for name, token in reading.bindings:
        match name:
            case "paragraph":
                said = called = True
            case "point":
                before = _first(current[-1]).unit(0) if current else Unit()
                current.append(Address((_label(token),), int(called), (units.get(token.start, before),)))
                said = False
            case "step":
                last = _last(current[-1])
                labels = (*last.labels, _label(token))
                unit = units.get(token.start, Unit())
                current[-1] = Address(labels, len(labels) if said else last.paragraph, (*last.units, unit))
                said = called = False
            case "also":
                current.append(replace(_last(current[-1]), labels=(*_last(current[-1]).labels[:-1], _label(token))))
            case "to":
                first = _last(current[-1])
                current[-1] = Range(first, replace(first, labels=(*first.labels[:-1], _label(token))))
            case "of":
                said = called = False
                inner, current = _inside(current, inner), []
            case "in":
                said = called = False
                around, inner, current = _inside(around, _inside(current, inner)), [], []
            case "destination":
                said = called = False
                targets, inner, current = _inside(around, _inside(current, inner)), [], []
    named = _inside(around, _inside(current, inner))
    # "Point 3 and item (a)" may mean item (a) of point 3.
    mixed = len({_first(target).labels[0].isalpha() for target in current}) > 1
    if mixed or _UNSAID in (*named, *(targets or ())) or (targets is not None and len(named) > 1):
        return None
    parent = around[0] if len(around) == 1 and isinstance(around[0], Address) and current else None
    if targets is None:
        return tuple(named), None, parent
    anchor = named[0] if named else None
    return None if isinstance(anchor, Range) else (tuple(targets), anchor, parent)


def _first(target: Target) -> Address:
    return target.first if isinstance(target, Range) else target


def _last(target: Target) -> Address:
    return target.last if isinstance(target, Range) else target


def _inside(outer: list[Target], inner: list[Target]) -> list[Target]:
    """Return the points *inner* within each of those at *outer*."""
    if not outer or not inner:
        return outer or inner
    if any(isinstance(target, Range) for target in outer):
        return [_UNSAID]
    return [under(target, point) for target in outer if isinstance(target, Address) for point in inner]


_UNSAID = Range(Address(()), Address(()))
"""What lies in a range of points: it is not said in which of them."""


def _occurrence(reading: _Reading, numbers: Mapping[str, Mapping[str, int]]) -> Occurrence:
    """Return which of several words are meant."""
    if reading.one("end"):
        return "end"
    for name, sign in (("occurrence", 1), ("occurrence_back", -1)):
        if token := reading.one(name):
            return sign * _number(token, numbers)
    return "each" if reading.one("each") else "only"


def _sentences(reading: _Reading, numbers: Mapping[str, Mapping[str, int]]) -> Sentences | tuple[()] | None:
    """Return the sentences that a reading names, if any; None if they do not follow one another."""
    for name in ("first_ones", "last_ones"):
        if token := reading.one(name):
            count = _number(token, numbers)
            return (1, count) if name == "first_ones" else (-count, LAST)
    signs = {"sentence": 1, "back": -1}
    found = [signs[name] * _number(token, numbers) for name, token in reading.bindings if name in signs]
    if not found:
        return ()
    first, last = found[0], found[-1]
    if reading.one("through") is None and found != list(range(first, first + len(found))):
        return None
    in_order = first <= last or (first > 0) != (last > 0)
    return (first, last) if in_order else None


def _number(token: Token, numbers: Mapping[str, Mapping[str, int]]) -> int:
    if token.word.isdecimal():
        return int(token.word)
    word = token.word.casefold()
    return next(known[word] for known in (numbers["ordinal"], numbers["count"]) if word in known)


def _refusal(matcher: Match[_Entry], command: Text, language: Language, key: Key) -> Problem:
    words = _wordings(language)
    if not _has_verb(matcher, words):
        return problem(Code.NO_COMMAND, key, words=command.content)
    if matcher.reach >= len(matcher.tokens):  # something is missing at its end
        return _with_nearest(problem(Code.COMMAND_UNREAD, key, rest=command.content), matcher, command, language)
    token = matcher.tokens[matcher.reach]
    word = token.word.casefold()
    numerals = words.numbers["numeral"]
    if word in numerals and "{point}" in matcher.expected:
        return problem(Code.NUMBER_SPELLED, key, words=token.word, number=numerals[word])
    meant = _meant(matcher, words.vocabulary)
    context = command.content[_start(token) :]
    shown = context if len(context) <= 60 else token.word
    refusal = problem(Code.COMMAND_UNREAD, key, words=token.word, rest=shown, nearest=meant)
    return _with_nearest(refusal, matcher, command, language)


def _meant(matcher: Match[_Entry], known: Collection[str], likeness: float = 0.75) -> str:
    """Return the word that may be meant where the matcher came no further, or nothing; *likeness* is from 0 to 1.

    What is among the *known* words of the language is meant as it stands.
    """
    if matcher.reach >= len(matcher.tokens):
        return ""
    word = matcher.tokens[matcher.reach].word.casefold()
    if word in known:
        return ""  # "Absatz" is no misspelt "Satz"
    found = get_close_matches(word, [other for other in matcher.expected if other[0] != "{"], n=1, cutoff=likeness)
    return found[0] if found else ""


def _with_nearest(refusal: Problem, matcher: Match[_Entry], command: Text, language: Language) -> Problem:
    """Add to *refusal* the nearest wording that can be read.

    As the fact ``wording`` the command itself, if it can be read without its typing errors; any other wording with its
    numbers and words might turn its meaning round ("not", "except"). Else as ``pattern`` how such a thing is said.
    """
    corrected = _corrected(matcher, command, language)
    if corrected:
        return replace(refusal, facts=(*refusal.facts, ("wording", corrected)))
    pattern = _pattern(matcher, language)
    return replace(refusal, facts=(*refusal.facts, ("pattern", pattern))) if pattern else refusal


def _corrected(matcher: Match[_Entry], command: Text, language: Language) -> str:
    """Return *command* with the words that were probably meant, if it can be read then; few words are misspelt."""
    content = command.content
    for _ in range(3):
        meant = _meant(matcher, _wordings(language).vocabulary, likeness=0.8)
        if not meant:
            return ""
        token = matcher.tokens[matcher.reach]
        word = meant.capitalize() if token.word[0].isupper() else meant
        content = content[: _start(token)] + word + content[_start(token) + len(token.word) :]
        ways, matcher = meanings(Text(content), language)
        if ways:
            return content if len(ways) == 1 else ""
    return ""


def _pattern(matcher: Match[_Entry], language: Language) -> str:
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


def _has_verb(matcher: Match[_Entry], words: _Wordings) -> bool:
    plain = [token.word.casefold() for token in matcher.tokens if not token.quoted]
    return any(get_close_matches(word, words.verbs, n=1, cutoff=0.8) for word in plain)


def _start(token: Token) -> int:
    return token.start - 1 if token.quoted else token.start
