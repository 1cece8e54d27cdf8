"""Mentions of points in a text: "Punkt 5", "points 3 to 5", "§ 3 Absatz 2"; and those whose number has changed.

Nothing is rewritten: whether a number in a text is still meant is for its authors to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from sphinxext_amendment.engine.consolidate import Consolidation
from sphinxext_amendment.engine.document import Body, Guideline, Paragraph, Points, plain
from sphinxext_amendment.engine.history import History, Passage, Unit, all_units, has_left, origin
from sphinxext_amendment.engine.text import Key, Span, Text
from sphinxext_amendment.wording.language import Language

Path = tuple[str, ...]
"""The numbers that lead to a point, outermost first."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words from *start* to *end* that name points, each by a row of *numbers*, outermost first.

    Each number is given by where it stands. Where they are *inner* ones, a point around the words may be left out.
    A row in *ranges* is the end of a range that begins with the one before. *sentence* is how many numbers of a row
    stand before a number of a sentence, if there is one.
    """

    start: int
    end: int
    numbers: tuple[tuple[Span, ...], ...]
    inner: bool
    ranges: frozenset[int] = frozenset()
    sentence: int | None = None


Became = tuple[str, str | None]
"""What a number was, and what it is now; None if the point is gone."""


@dataclass(frozen=True, slots=True)
class ChangedMention:
    """A mention of points that have other numbers now: its words, and what they would be.

    That is told of each number where there are several; None if the point is gone or, where the mention names one of
    its *sentences*, if these have changed. *key* is the paragraph where it stands, *point* are the numbers that lead
    there.
    """

    key: Key
    point: Path
    words: str
    now: str | tuple[Became, ...] | None
    sentences: bool = False


def find(text: str, language: Language) -> Iterator[Mention]:
    """Yield the mentions of points in *text*, but for those that name another document."""
    patterns = _patterns(language)
    for found in patterns.whole.finditer(text):
        if patterns.elsewhere.match(text, found.end()):
            continue
        everything = list(patterns.part.finditer(text, found.start(), found.end()))
        parts = [part for part in everything if not part["sentence"]]
        if not parts:
            continue
        sentence = next((at for at, part in enumerate(everything) if part["sentence"]), None)
        *around, last = [list(_numbers(part, patterns)) for part in parts]
        prefix = tuple(numbers[-1] for numbers in around)
        rows = tuple((*prefix, number) for number in last)
        ranges = frozenset(
            at for at in range(1, len(last)) if text[last[at - 1][1] : last[at][0]].strip() in patterns.ranges
        )
        yield Mention(found.start(), found.end(), rows, not parts[0]["outer"], ranges, sentence)


def changed(steps: Sequence[Consolidation], language: Language) -> tuple[ChangedMention, ...]:
    """Return the mentions that stand in the last version of a text and meant points that have other numbers now.

    *steps* made one version of the other. What words mean is told by the version that they came into the text with.
    Words with a link or another mark on them are left alone.
    """
    if not steps:
        return ()
    live: dict[Key, dict[Span, _Meant]] = {}
    for step in steps:
        live = _kept(step.history, _meant(step.base, live, language))
    now = steps[-1].guideline
    places = _places(now)
    found = []
    for point, paragraph in _paragraphs(now.body):
        for (start, end), meant in sorted(live.get(paragraph.key, {}).items()):
            words = paragraph.text.content[start:end]
            became = _became(words, meant, places)
            stale = meant.restated and became is not None
            if stale or became != words:
                found.append(ChangedMention(paragraph.key, point, words, None if stale else became, stale))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Meant:
    """What a mention means: for each of its numbers, by its place in the words, the point and the one around it.

    *last* are the points that it is about, each with the numbers that led there, those inside a range included.
    *counted* is the point of which it names a sentence; *restated* says that its sentences have changed since.
    """

    points: Mapping[Span, tuple[Key, Key | None]]
    last: tuple[tuple[Path, Key], ...]
    counted: Key | None = None
    restated: bool = False


@dataclass(frozen=True, slots=True)
class _Places:
    """The points of a text: by the numbers that lead there, and the way to each that is there."""

    keys: Mapping[Path, Key]
    ways: Mapping[Key, Path]
    around: Mapping[Key, Key | None]


def _places(text: Guideline) -> _Places:
    keys: dict[Path, Key] = {}
    ways: dict[Key, Path] = {}
    around: dict[Key, Key | None] = {}
    double: set[Path] = set()

    def walk(body: Body, above: Path, parent: Key | None) -> None:
        for point in (point for block in body if isinstance(block, Points) for point in block.items if point.label):
            way = (*above, point.label)
            if way in keys:
                double.add(way)
            keys[way] = point.key
            if text.policy != "keep" or plain(point.body) != text.repealed:
                ways[point.key] = way
                around[point.key] = parent
            walk(point.body, way, point.key)

    walk(text.body, (), None)
    return _Places({way: key for way, key in keys.items() if way not in double}, ways, around)


def _paragraphs(body: Body, above: Path = ()) -> Iterator[tuple[Path, Paragraph]]:
    """Yield each paragraph with the numbers that lead to its point."""
    for block in body:
        if isinstance(block, Paragraph):
            yield above, block
        else:
            for point in block.items:
                yield from _paragraphs(point.body, (*above, point.label) if point.label else above)


def _meant(
    text: Guideline, live: Mapping[Key, Mapping[Span, _Meant]], language: Language
) -> dict[Key, dict[Span, _Meant]]:
    """Return what each mention in *text* means; what was *live* means what it meant."""
    places = _places(text)
    found: dict[Key, dict[Span, _Meant]] = {}
    for point, paragraph in _paragraphs(text.body):
        known = live.get(paragraph.key, {})
        for mention in find(paragraph.text.content, language):
            span = mention.start, mention.end
            meant = known.get(span) or _resolved(paragraph.text, mention, point, places)
            if meant is not None:
                found.setdefault(paragraph.key, {})[span] = meant
    return found


def _resolved(text: Text, mention: Mention, point: Path, places: _Places) -> _Meant | None:
    """Return what a mention means that stands in *point*; None if a number leads nowhere, or it is marked."""
    if any(mark.start < mention.end and mention.start < mark.end for mark in text.marks):
        return None
    above = [point[:depth] for depth in range(len(point), -1, -1)]
    for start in above if mention.inner else reversed(above):
        points: dict[Span, tuple[Key, Key | None]] = {}
        ways: list[Path] = []
        counted: Key | None = None
        for at, row in enumerate(mention.numbers):
            way = start
            for depth, (first, last) in enumerate(row):
                if depth == mention.sentence:
                    counted = places.keys.get(way)
                way = (*way, text.content[first:last].strip("()"))
                key = places.keys.get(way)
                if key is None or key not in places.ways:
                    break
                points[first - mention.start, last - mention.start] = key, places.around[key]
            else:
                ways += [*(_inside(ways[-1], way, places) if at in mention.ranges else ()), way]
                if mention.sentence == len(row):
                    counted = places.keys[way]
                continue
            break
        else:
            return _Meant(points, tuple((way, places.keys[way]) for way in ways), counted)
    return None


def _inside(first: Path, last: Path, places: _Places) -> list[Path]:
    """Return the ways to the points between two of one list."""
    beside = [way for way, key in places.keys.items() if way[:-1] == last[:-1] and key in places.ways]
    return beside[beside.index(first) + 1 : beside.index(last)] if first in beside else []


def _kept(history: History, live: Mapping[Key, Mapping[Span, _Meant]]) -> dict[Key, dict[Span, _Meant]]:
    """Return the mentions that a change of the text has left as they were, where they stand now."""
    found: dict[Key, dict[Span, _Meant]] = {}
    restated = {origin(unit) for unit in all_units(history) if not has_left(unit) and _is_restated(unit)}
    for passage in _passages(history):
        for (start, end), meant in live.get(passage.key, {}).items():
            if not any(edit.start < end and start < edit.end for edit in passage.edits):
                moved = sum(
                    len(edit.new.content) - (edit.end - edit.start) for edit in passage.edits if edit.end <= start
                )
                stale = meant.restated or meant.counted in restated
                found.setdefault(passage.key, {})[start + moved, end + moved] = replace(meant, restated=stale)
    return found


def _is_restated(unit: Unit) -> bool:
    """Whether whole sentences of a point have come or gone, or the point was replaced."""
    passages = [block for block in unit.body if isinstance(block, Passage) and not block.heading]
    return bool(unit.by and not unit.moved) or any(_is_recounted(passage) for passage in passages)


def _is_recounted(passage: Passage) -> bool:
    gone = any(edit.start <= start < end <= edit.end for edit in passage.edits for start, end in passage.old.sentences)
    return gone or passage.by is not None or len(passage.old.sentences) != len(passage.new.sentences)


def _passages(history: History) -> Iterator[Passage]:
    """Yield the paragraphs that were there before and still are."""
    for block in history:
        if isinstance(block, Passage):
            if block.by is None and not block.removed:
                yield block
        elif not block.removed:
            for unit in block.items:
                if unit.label is not None and (unit.moved or not unit.by):
                    yield from _passages(unit.body)


def _became(words: str, meant: _Meant, places: _Places) -> str | tuple[Became, ...] | None:
    """Return the words of a mention as they would be, or what became of each of its numbers."""
    reads = _reads(words, meant, places)
    now = [(way, places.ways.get(key)) for way, key in meant.last]
    if len(now) == 1 or (reads is not None and all(way and old[-1] == way[-1] for old, way in now)):
        return reads
    beside = all(way is None or old[:-1] == way[:-1] for old, way in now)
    return tuple(
        (old[-1] if beside else " ".join(old), None if way is None else way[-1] if beside else " ".join(way))
        for old, way in now
    )


def _reads(words: str, meant: _Meant, places: _Places) -> str | None:
    """Return *words* with the numbers that the points have now; None if one is gone or stands elsewhere."""
    for (start, end), (key, around) in sorted(meant.points.items(), reverse=True):
        if key not in places.ways or places.around[key] != around:
            return None
        words = words[:start] + _in_place(words[start:end], places.ways[key][-1]) + words[end:]
    return words


def _in_place(number: str, now: str) -> str:
    return f"({now})" if number.startswith("(") else now


@dataclass(frozen=True, slots=True)
class _Patterns:
    """How the mentions of a language are found: a *whole* one, a *part* of it with one unit, its numbers."""

    whole: re.Pattern[str]
    part: re.Pattern[str]
    number: re.Pattern[str]
    letter: re.Pattern[str]
    joints: frozenset[str]
    ranges: frozenset[str]
    elsewhere: re.Pattern[str]


@cache
def _patterns(language: Language) -> _Patterns:
    data = language.tables["mentions"]
    number = r"-?\d{1,4}[a-z]{0,2}"
    words = [word for word in (*data["joints"], *data["ranges"]) if word != ","]
    joint = rf"(?:\s*(?:{_any(words)})\s*|\s*,\s+)"  # "3,5" is a decimal number

    def part(*, names: bool = False) -> str:
        def group(name: str, pattern: str) -> str:
            return f"(?P<{name}>{pattern})" if names else f"(?:{pattern})"

        outer, inner = group("outer", _any(data["outer"])), _any(data["inner"])
        sentence = group("sentence", _any(data["sentences"]))
        figures = group("figures", rf"{number}(?:{joint}{number})*")
        letters = group("letters", rf"[a-z]{{1,2}}(?:{joint}[a-z]{{1,2}})*")
        bracket = group("bracket", rf"\({number}\)")
        units = rf"(?<!\w)(?:{outer}|{inner}|{sentence})\s*{figures}(?!\w)"
        return rf"(?:{units}|(?<!\w)(?:{_any(data['lettered'])})\s*{letters}(?!\w)|(?<=\d)\s?{bracket})"

    # What goes on like a decimal number, a date or a file number names no point.
    whole = rf"{part()}(?:[ ]?{part()})*(?!\w|[.,/:]\d|[-–]\w)"
    here = rf"(?!\s+(?:{_any(data['here'])})\b)"
    elsewhere = rf"{here}\s+(?:(?:{_any(data['elsewhere'])})\b|[A-ZÄÖÜ]\w*[A-ZÄÖÜ])"
    return _Patterns(
        re.compile(whole),
        re.compile(part(names=True)),
        re.compile(rf"\({number}\)|(?:(?<!\w)-)?{number.removeprefix('-?')}"),  # in "1-2" the hyphen is a joint
        re.compile(r"\b[a-z]{1,2}\b"),
        frozenset(data["joints"]),
        frozenset(data["ranges"]),
        re.compile(elsewhere),
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _numbers(part: re.Match[str], patterns: _Patterns) -> Iterator[Span]:
    """Yield where the numbers or letters of a part stand."""
    name = next(name for name in ("figures", "letters", "bracket") if part[name] is not None)
    pattern = patterns.letter if name == "letters" else patterns.number
    for found in pattern.finditer(part.string, *part.span(name)):
        if found[0] not in patterns.joints:
            yield found.span()
