"""From a ``Change`` to words: the canonical wording of a language, which the reader reads as that very change.

The wordings are those that the data file lists under ``write``, in the language of ``grammar.py``. What stands in
square brackets is written where the change has an operand for it; of several ways to say a thing the first is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sphinxext_amendment.engine.changes import (
    Change,
    Form,
    HeadingInsertion,
    HeadingRepeal,
    HeadingSubstitution,
    Place,
    PointInsertion,
    PointJoin,
    PointMove,
    PointRepeal,
    PointSplit,
    PointSubstitution,
    SentenceInsertion,
    SentenceRepeal,
    Sentences,
    SentenceSubstitution,
    TextSubstitution,
    WordChange,
    WordInsertion,
    WordRepeal,
    WordSubstitution,
)
from sphinxext_amendment.engine.document import (
    BULLET,
    PARAGRAPHED,
    TITLED,
    Address,
    Body,
    Paragraph,
    Point,
    Points,
    Range,
    Target,
    Unit,
)
from sphinxext_amendment.engine.numbering import Scheme, Style
from sphinxext_amendment.engine.text import Key, Text
from sphinxext_amendment.wording.grammar import (
    QUOTED,
    QUOTES,
    Choice,
    Flag,
    Free,
    Operand,
    Pattern,
    Repeat,
    Row,
    Rule,
    Word,
    in_order,
    is_operand,
    parse,
    quotation_end,
    tokens,
)
from sphinxext_amendment.wording.language import Language, rules
from sphinxext_amendment.wording.request import Kind, is_deep

UNSAID = "…"
"""What stands in an example for an operand that is not known."""

Operands = tuple[tuple[str, Text], ...]
"""What a wording has to say, by the names of the data files; the targets in their order."""

_IN_ORDER = (
    {
        *("point", "step", "indent", "indent_back", "subparagraph", "subparagraph_back"),
        *("to", "unit", "again", "new_unit", "destination"),
    },
    {"sentence", "back"},
)
"""Operands that are said in their order among each other.

``unit`` is what the next number is called, ``again`` that it is called as the one before it, which need not be said,
and ``new_unit`` what a new point is called.
"""


_SAID_UNITS = frozenset({"paragraph", "line", "number", "letter", "worded"})
"""The kinds of unit that are written; others are called as any point is."""

_PARAGRAPH = Text("paragraph")


@dataclass(frozen=True, slots=True)
class WrittenChange:
    """A change in words: its command, the new text that follows it, and its forms."""

    command: Text
    new_text: Body = ()
    forms: tuple[Form, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """What is to be said of a change before its new text."""

    kind: Kind
    operands: Operands
    place: Place | None = None
    several: bool | None = None
    new_text: Body = ()
    forms: tuple[Form, ...] = ()


def write(change: Change, key: Key, language: Language) -> WrittenChange | None:
    """Return *change*, which is asked for at *key*, in its canonical wording, in the style of *language*.

    ``read_command`` makes the same change of it. None where that cannot be: if the quoted words hold quotation marks
    so that none are left to put around them, or if nobody can tell the end of a point from that of the text.
    """
    if isinstance(change, PointMove) and change.anchor is None and any(map(is_deep, change.targets)):
        return None
    said = _said(change, key)
    for wording, entry in _wordings(language):
        if (entry["change"], entry.get("place")) != (said.kind, said.place):
            continue
        if entry.get("several", said.several) != said.several:
            continue
        for rest, words in _derive(wording, said.operands, language):
            # What a new point is called need not be said.
            if all(name == "new_unit" for name, _ in rest):
                return WrittenChange(_capital(_joined(words, language)), said.new_text, said.forms)
    return None


def example(wording: str, given: Mapping[str, Sequence[str]], language: Language) -> str:
    """Return *wording* with its operands filled in from *given*, as far as they go: "point" (numbers), "old" (words).

    What is not given is "…".
    """
    pattern = parse(wording)
    numbers, words = (iter(given.get(name, ())) for name in ("point", "old"))
    operands: list[tuple[str, Text]] = []
    for name in _needed(pattern, language) or ():
        if name.startswith("!"):
            flag, _, value = name[1:].partition("=")
            operands.append((flag, Text(value)))
        else:
            operands.append((name, Text(next(words if name in QUOTED else numbers, UNSAID))))
    for rest, said in _derive(pattern, tuple(operands), language):
        if not rest:
            return _joined(said, language).content
    return ""


@cache
def _wordings(language: Language) -> tuple[tuple[Pattern, Mapping[str, object]], ...]:
    # A wording that says how many points are new comes before one that leaves it open, and would be read as one.
    entries = sorted(language.tables["command"], key=lambda entry: "several" not in entry)
    return tuple((parse(wording), entry) for entry in entries for wording in written(entry, language))


def written(entry: Mapping[str, Any], language: Language) -> Sequence[str]:
    """Return the wordings of an *entry* of the data file in the style of *language*, or else in its first style."""
    found: Sequence[str] = entry.get(language.style) or entry.get("write", ())
    return found


def _said(change: Change, key: Key) -> _Said:  # noqa: PLR0912 - a case for each kind
    match change:
        case PointInsertion(place, anchor, points, announced, style):
            # A number that the new points bring along need not be announced.
            number = None if announced == points[0].label else announced
            operands = (*_targets((anchor,) if anchor else ()), *_new_unit(change.unit), *_operands(announced=number))
            new_text = _as_body(points, style, key)
            return _Said("point-insertion", operands, place, several=len(points) > 1, new_text=new_text)
        case PointSubstitution(targets, points, style):
            new_text = _as_body(points, style, key)
            operands = (*_targets(targets), *_new_unit(_end(targets[-1])))
            return _Said("point-substitution", operands, several=len(points) > 1, new_text=new_text)
        case PointRepeal(targets):
            return _Said("point-repeal", _targets(targets))
        case PointMove(targets, place, anchor):
            destination = (*_operands(destination=True), *_targets((anchor,) if anchor else ()))
            return _Said("point-move", (*_targets(targets), *destination), place)
        case PointSplit(target, sentence, announced):
            operands = (*_targets((target,)), *_sentences((sentence, sentence)), *_operands(announced=announced))
            return _Said("point-split", operands)
        case PointJoin(targets, announced):
            return _Said("point-join", (*_targets(targets), *_operands(announced=announced)))
        case WordSubstitution(targets, old, new, forms):
            return _Said("word-substitution", (*_where(change), *_operands(old=old, new=new)), forms=forms)
        case WordRepeal(targets, old):
            return _Said("word-repeal", (*_where(change), *_operands(old=old)))
        case WordInsertion(targets, place, anchor, new):
            return _Said("word-insertion", (*_where(change), *_operands(old=anchor, new=new)), place)
        case SentenceInsertion(target, place, sentence, text):
            new_text = _as_body((text,), None, key)
            match place, sentence:
                case "before", 1:
                    return _Said("sentence-insertion", _targets((target,)), "first", new_text=new_text)
                case "after", -1:
                    return _Said("sentence-insertion", _targets((target,)), "last", new_text=new_text)
                case _:
                    operands = (*_targets((target,)), *_sentences((sentence, sentence)))
                    return _Said("sentence-insertion", operands, place, new_text=new_text)
        case SentenceSubstitution(target, sentences, text):
            operands = (*_targets((target,)), *_sentences(sentences))
            return _Said("sentence-substitution", operands, new_text=_as_body((text,), None, key))
        case SentenceRepeal(target, sentences):
            return _Said("sentence-repeal", (*_targets((target,)), *_sentences(sentences)))
        case HeadingInsertion(place, anchor, text):
            return _Said("heading-insertion", _targets((anchor,)), place, new_text=_as_body((text,), None, key))
        case HeadingSubstitution(target, text, before):
            operands = _targets((target,)) if target else _operands(whole=True)
            new_text = _as_body((text,), None, key)
            return _Said("heading-substitution", (*operands, *_operands(before_point=before)), new_text=new_text)
        case HeadingRepeal(target, before):
            return _Said("heading-repeal", (*_targets((target,)), *_operands(before_point=before)))
        case TextSubstitution(body):
            return _Said("text-substitution", _operands(whole=True), new_text=body)


def _targets(targets: Sequence[Target]) -> Operands:
    operands: list[tuple[str, Text]] = []
    last = Unit()
    for target in targets:
        ends = (target,) if isinstance(target, Address) else (target.first, target.last)
        for depth, label in enumerate(ends[0].labels):
            unit = Unit("paragraph") if ends[0].paragraph == depth + 1 else ends[0].unit(depth)
            if unit.kind in _SAID_UNITS:
                again = unit == last and len(ends[0].labels) == 1
                operands.append(("again" if again else "unit", _called(unit)))
            last = unit
            operands.append(_step(label, depth))
        operands += [("to", Text(end.labels[-1])) for end in ends[1:]]
    return tuple(operands)


def _new_unit(unit: Unit) -> Operands:
    """Say what a new point is called, if the motion does."""
    return (("new_unit", _called(unit)),) if unit.kind in _SAID_UNITS else ()


def _end(target: Target) -> Unit:
    """Return what the last label of *target* is called."""
    address = target.last if isinstance(target, Range) else target
    last = len(address.labels)
    return Unit("paragraph") if address.paragraph == last else address.unit(last - 1)


def _called(unit: Unit) -> Text:
    return Text(unit.words[0] if unit.words else unit.kind)


def _step(label: str, depth: int) -> tuple[str, Text]:
    for sign, name in ((BULLET, "indent"), (PARAGRAPHED, "subparagraph")):
        if label.startswith(sign):
            number = int(label.removeprefix(sign))
            return name if number > 0 else f"{name}_back", Text(str(abs(number)))
    if label.startswith(TITLED):
        return "titled", Text(label.removeprefix(TITLED))
    return "step" if depth else "point", Text(label)


def _where(change: WordChange) -> Operands:
    """Say where the words stand, and which of them are meant; in the whole text each is, if nothing else is said."""
    which: Operands
    match change.occurrence:
        case "only":
            which = ()
        case "each":
            which = _operands(each=True)
        case "end":
            which = _operands(end=True)
        case number:
            which = (("occurrence" if number > 0 else "occurrence_back", Text(str(abs(number)))),)
    if change.part != "all":
        which = (*_operands(part=change.part), *which)
    if change.half:
        half = "half" if change.half > 0 else "half_back"
        which = ((half, Text(str(abs(change.half)))), *which)
    if change.targets:
        return (*_targets(change.targets), *(_sentences(change.sentences) if change.sentences else ()), *which)
    if change.part == "all":
        return (*_operands(whole=True, each=True), *(which if change.occurrence != "each" else ()))
    return (*_operands(whole=True), *which)


def _sentences(sentences: Sentences) -> Operands:
    first, last = (("sentence" if number > 0 else "back", Text(str(abs(number)))) for number in sentences)
    return (first,) if first == last else (first, ("through", Text("")), last)


def _operands(**named: Text | str | bool | None) -> Operands:
    return tuple(
        (name, value if isinstance(value, Text) else Text(value if isinstance(value, str) else ""))
        for name, value in named.items()
        if value
    )


def _as_body(points: Sequence[Point | Text], style: Style | None, key: Key) -> Body:
    """Return the new text as it is written below its command."""
    match points:
        case (Text() as text,):
            return (Paragraph((key, "text"), text),)
        case (Point(body=body),) if style is None:
            return body
        case _:
            return (Points((key, "text"), Scheme(style or "arabic"), tuple(p for p in points if isinstance(p, Point))),)


# --- deriving words from a wording ----------------------------------------------------------------------------

_Words = tuple[Text, ...]


def _derive(  # noqa: PLR0912 - a case for each kind
    pattern: Pattern, operands: Operands, language: Language
) -> Iterator[tuple[Operands, _Words]]:
    """Yield each way to say *pattern* with some of *operands*: those that are left, and the words."""
    match pattern:
        case Word(known, first):
            at = _next_unit(operands)
            if at is None or known.isdisjoint(_unit_words(language)):
                yield operands, (Text(first),)
            elif named := _unit_word(operands[at][1].content, known, language):
                # That a paragraph is said is noted by a flag.
                flagged = operands[at] in {("unit", _PARAGRAPH), ("again", _PARAGRAPH)}
                yield operands if flagged else _after(at, operands), (Text(named),)
        case Flag() | Operand():
            yield from _say(pattern, operands, language)
        case Rule(name):
            yield from _derive(rules(language)[name], operands, language)
        case Row(()):
            yield operands, ()
        case Row((first, *others)):
            for middle, words in _derive(first, operands, language):
                for rest, more in _derive(Row(tuple(others)), middle, language):
                    yield rest, words + more
        case Free(parts, second):
            yield from _derive(in_order(parts, second), operands, language)
        case Repeat():
            yield operands, ()
        case Choice(options):
            # What may be left out is left out, if nothing is to be said by it; and the first of several ways is enough.
            said = set()
            for option in sorted(options, key=lambda option: option != Row(())):
                for rest, words in _derive(option, operands, language):
                    if rest not in said:
                        said.add(rest)
                        yield rest, words


def _say(sign: Operand | Flag, operands: Operands, language: Language) -> Iterator[tuple[Operands, _Words]]:
    """Yield the operand *sign* in words, if it is to be said here; a flag has none."""
    position = _next_unit(operands) if sign.name == "paragraph" else _next(sign.name, operands)
    if position is None:
        return
    rest = _after(position, operands)
    said = operands[position][1]
    match sign:
        case Flag(name, value):
            if said.content == (value or (name if name == "paragraph" else "")):
                yield rest, ()
        case Operand(kind="words"):
            if (quoted := _quoted(said, language)) is not None:
                yield rest, (quoted,)
        case Operand(kind="ordinal") if said.content in (ordinals := language.tables["ordinals"]):
            yield rest, (Text(ordinals[said.content][0]),)
        case Operand(kind="titled"):
            if said.content.casefold() in (word.casefold() for word in language.tables["units"]["titled"]):
                yield rest, (said,)
        case Operand(kind=kind):
            if said.content == UNSAID or (said.content.strip() and is_operand(tokens(said.content)[0], kind, {})):
                yield rest, (said,)


def _next(name: str, operands: Operands) -> int | None:
    """Return the position of the operand to say where *name* is wanted; some are said in their order."""
    wanted = next((names for names in _IN_ORDER if name in names), {name})
    for position, (given, _) in enumerate(operands):
        if given == name:
            return position
        if given in wanted and given != "again":
            return None
    return None


def _next_unit(operands: Operands) -> int | None:
    """Return the position of what the next number is to be called."""
    units = (at for name in ("unit", "again", "new_unit") if (at := _next(name, operands)) is not None)
    return next(units, None)


def _after(position: int, operands: Operands) -> Operands:
    """Return what is left of *operands* when that at *position* is said, and so what need not be said before it."""
    before = (operand for operand in operands[:position] if operand[0] != "again")
    return (*before, *operands[position + 1 :])


@cache
def _unit_words(language: Language) -> frozenset[str]:
    """Return all words for units, in lower case."""
    units = language.tables["units"]
    lists = (*(words for kind, words in units.items() if kind != "worded"), *units["worded"].values())
    return frozenset(word.casefold() for words in lists for word in words)


def _unit_word(unit: str, words: frozenset[str], language: Language) -> str | None:
    """Return which of *words* means *unit*: a kind of unit, or a word for one that stands before its numbers."""
    units = language.tables["units"]
    worded = (known for known in units["worded"].values() if unit in (word.casefold() for word in known))
    known = units[unit] if unit in units else next(worded, ())
    return next((word for word in known if word.casefold() in words), None)


def _needed(pattern: Pattern, language: Language, within: frozenset[str] = frozenset()) -> list[str] | None:
    """Return the operands that *pattern* cannot do without, in order, and flags with "!" before them.

    None if it goes round in the rules *within*.
    """
    match pattern:
        case Operand(name):
            return [name]
        case Flag(name, value):
            return [f"!{name}={value}"]
        case Word():
            return []
        case Rule(name):
            return None if name in within else _needed(rules(language)[name], language, within | {name})
        case Row(items):
            parts = [_needed(item, language, within) for item in items]
            return None if None in parts else [name for part in parts if part for name in part]
        case Free(parts, second):
            return _needed(in_order(parts, second), language, within)
        case Repeat():
            return []
        case Choice(options):
            ways = [way for option in options if (way := _needed(option, language, within)) is not None]
            return min(ways, key=len, default=None)


def _quoted(words: Text, language: Language) -> Text | None:
    """Return *words* in the first quotation marks of the language, or of any, that they do not close themselves."""
    writing = language.tables["writing"]
    opening = writing.get(f"quotes_{language.style}") or writing["quotes"]
    for pair in (*opening, *(start + closing for start, ends in QUOTES.items() for closing in ends)):
        half = len(pair) // 2
        quoted = Text(pair[:half]) + words + Text(pair[half:])
        if quotation_end(quoted.content, 0) == len(quoted.content) - 1:
            return quoted
    return None


def _capital(line: Text) -> Text:
    """Return *line* as a sentence begins."""
    return Text(line.content[:1].upper()) + line.slice(1, len(line.content))


def _joined(words: _Words, language: Language) -> Text:
    """Join words to a line with the spaces that the language has between them: one, if it does not say otherwise."""
    before, after = (language.tables["writing"][f"spaces_{side}"] for side in ("before", "after"))
    line = Text("")
    for word in words:
        space = " "
        if not line.content or line.content[-1] == word.content == "§":
            space = ""
        elif word.content in before:
            space = before[word.content]
        else:
            space = after.get(line.content[-1], space)
        line = line + Text(space) + word
    return line
