"""Laws of the engine, on generated texts and changes. What must come out is computed from what was put in."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Literal

from hypothesis import event, given, settings
from hypothesis import strategies as st

from sphinxext_amendment.engine.changes import (
    LAST,
    Amendment,
    Change,
    Modification,
    PointInsertion,
    PointRepeal,
    PointSubstitution,
    SentenceInsertion,
    SentenceRepeal,
    SentenceSubstitution,
    WordInsertion,
    WordRepeal,
    WordSubstitution,
)
from sphinxext_amendment.engine.consolidate import Consolidation, consolidate
from sphinxext_amendment.engine.document import Address, Guideline, Paragraph, Point, Points, Range, plain, points_of
from sphinxext_amendment.engine.numbering import Scheme
from sphinxext_amendment.engine.problems import Code
from sphinxext_amendment.engine.text import Text
from sphinxext_amendment.engine.words import occurrences


@dataclass(frozen=True)
class Case:
    """A text as lists of sentences of words, and what is asked of it. Every word in a case is unique."""

    points: tuple[tuple[tuple[str, ...], ...], ...]
    changes: tuple[Change, ...]
    removed: frozenset[str]
    """The words that some change removes."""
    added: frozenset[str]


def text_of(sentences: tuple[tuple[str, ...], ...]) -> Text:
    """Write sentences of words as a text, with the spans that a clerk would count."""
    content, spans = "", []
    for words in sentences:
        start = len(content)
        content += " ".join(words) + "."
        spans.append((start, len(content)))
        content += " "
    return Text(content.strip(), (), tuple(spans))


def guideline_of(case: Case) -> Guideline:
    items = tuple(
        Point(("point", number), str(number), (Paragraph(("paragraph", number), text_of(sentences)),))
        for number, sentences in enumerate(case.points, start=1)
    )
    return Guideline("text", (Points("list", Scheme(), items),))


KINDS = [
    *("insert", "replace", "repeal", "words", "delete", "add"),
    *("sentence", "replace sentence", "repeal sentence"),
]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a text of up to five points and up to six changes, which may be in each other's way."""
    fresh = (f"w{number}" for number in count(1))
    sizes = st.lists(st.integers(1, 4), min_size=1, max_size=3)
    size_of_text = draw(st.sampled_from([1, 1, 2, 3, 5]))
    points = tuple(tuple(tuple(next(fresh) for _ in range(size)) for size in draw(sizes)) for _ in range(size_of_text))
    changes: list[Change] = []
    removed: set[str] = set()
    added: set[str] = set()

    def new_text() -> tuple[tuple[str, ...], ...]:
        sentences = tuple(tuple(next(fresh) for _ in range(size)) for size in draw(sizes))
        added.update(word for words in sentences for word in words)
        return sentences

    for number in range(draw(st.integers(0, 6))):
        index = draw(st.integers(0, len(points) - 1))
        address = Address((str(index + 1),))
        sentences = points[index]
        body = (Paragraph(("new", number), text_of(new_text())),)
        last = draw(st.integers(index, len(points) - 1))
        span = address if last == index else Range(address, Address((str(last + 1),)))
        side: Literal["before", "after"] = draw(st.sampled_from(["before", "after"]))
        nth = draw(st.integers(1, len(sentences)))
        if nth == len(sentences) and draw(st.booleans()):
            nth = LAST
        match draw(st.sampled_from(KINDS)):
            case "insert":
                place = draw(st.sampled_from(["first", "last", "before", "after"]))
                anchor = address if place in {"before", "after"} else None
                changes.append(PointInsertion(place, anchor, (Point(("new point", number), "", body),)))  # type: ignore[arg-type]
            case "replace":
                more = (Point(("more", number), "", (Paragraph(("more text", number), text_of(new_text())),)),)
                new_points = (Point(("new", number), "", body), *(more if draw(st.booleans()) else ()))
                changes.append(PointSubstitution((span,), new_points))
                removed.update(word for point in points[index : last + 1] for words in point for word in words)
            case "repeal":
                changes.append(PointRepeal((span,)))
                removed.update(word for point in points[index : last + 1] for words in point for word in words)
            case "words" | "delete" | "add" as kind:
                words = draw(st.sampled_from(sentences))
                start = draw(st.integers(0, len(words) - 1))
                end = draw(st.integers(start + 1, len(words)))
                old, new = words[start:end], next(fresh)
                targets = draw(st.sampled_from([(), (address,)]))
                if kind == "delete":
                    changes.append(WordRepeal(targets, " ".join(old)))
                elif kind == "add":
                    changes.append(WordInsertion(targets, side, " ".join(old), Text(new)))
                else:
                    changes.append(WordSubstitution(targets, " ".join(old), Text(new)))
                added.update({new} - ({new} if kind == "delete" else set()))
                removed.update(old if kind != "add" else ())
            case "sentence":
                changes.append(SentenceInsertion(address, side, nth, body[0].text))
            case "replace sentence":
                changes.append(SentenceSubstitution(address, (nth, nth), body[0].text))
                removed.update(sentences[nth - (nth > 0)])
            case _:
                changes.append(SentenceRepeal(address, (nth, nth)))
                removed.update(sentences[nth - (nth > 0)])
    return Case(points, tuple(changes), frozenset(removed), frozenset(added))


def amendment_of(changes: tuple[Change, ...] | list[Change], name: str = "motion") -> Amendment:
    return Amendment(name, tuple(Modification((name, index), change) for index, change in enumerate(changes)))


def words_of(result: Consolidation) -> list[str]:
    text = " ".join(plain(point.body) for point in points_of(result.guideline.body))
    return text.replace(".", " ").split()


def labels_of(result: Consolidation) -> list[str]:
    return [point.label for point in points_of(result.guideline.body)]


def in_order(part: list[str], whole: list[str]) -> bool:
    rest = iter(whole)
    return all(word in rest for word in part)


@given(cases())
def test_no_amendment_is_the_identity(case: Case) -> None:
    guideline = guideline_of(case)
    result = consolidate(guideline, [])
    assert result.guideline == guideline
    assert result.problems == ()


@given(cases())
@settings(max_examples=300)
def test_no_word_is_lost_and_none_comes_from_nowhere(case: Case) -> None:
    result = consolidate(guideline_of(case), [amendment_of(case.changes)])
    base = [word for sentences in case.points for words in sentences for word in words]
    found = words_of(result)
    assert in_order([word for word in base if word not in case.removed], found)
    assert set(found) <= set(base) | case.added
    assert len(found) == len(set(found))
    for trouble in result.problems:
        event(f"problem: {trouble.code}")
    if not found:
        event("the result is empty")


@given(cases())
@settings(max_examples=300)
def test_every_change_is_carried_out_or_told(case: Case) -> None:
    amendment = amendment_of(case.changes)
    result = consolidate(guideline_of(case), [amendment])
    told = {trouble.place for trouble in result.problems}
    told |= {key for trouble in result.problems for key in trouble.others}
    keys = {item.key for item in amendment.modifications}
    assert result.applied | told == keys
    assert not result.applied & told
    found = set(words_of(result))
    for item in amendment.modifications:
        if isinstance(item.change, WordSubstitution):
            applied = item.key in result.applied
            assert (item.change.new.content in found) == applied
            assert not (applied and set(item.change.old.split()) & found)


@given(cases())
def test_labels_are_contiguous(case: Case) -> None:
    result = consolidate(guideline_of(case), [amendment_of(case.changes)])
    labels = labels_of(result)
    assert labels == [str(number) for number in range(1, len(labels) + 1)]


def place_of(change: Change, points: tuple[tuple[tuple[str, ...], ...], ...]) -> tuple[object, ...]:
    """Where an insertion goes: two of one place keep their order, all else may be asked for in any order."""
    match change:
        case PointInsertion("first"):
            return "gap", 0
        case PointInsertion("last"):
            return "gap", len(points)
        case PointInsertion(place, Address(labels)):
            return "gap", int(labels[0]) - (place == "before")
        case SentenceInsertion(Address(labels), place, sentence):
            text = text_of(points[int(labels[0]) - 1])
            start, end = text.sentences[sentence - (sentence > 0)]
            return "text", int(labels[0]), start if place == "before" else end
        case PointSubstitution((Address() | Range() as target,)):
            first = target if isinstance(target, Address) else target.first
            return "gap", int(first.labels[0]) - 1
        case WordInsertion(_, place, anchor):
            number, content = next(
                (number, text_of(point).content)
                for number, point in enumerate(points, start=1)
                if list(occurrences(text_of(point).content, anchor))
            )
            ((start, end),) = occurrences(content, anchor)
            return "text", number, start if place == "before" else end
        case _:
            return ("nowhere", id(change))


@given(cases(), st.randoms())
@settings(max_examples=300)
def test_the_order_of_changes_does_not_matter(case: Case, random: object) -> None:
    places: dict[tuple[object, ...], list[Change]] = {}
    for change in case.changes:
        places.setdefault(place_of(change, case.points), []).append(change)
    if any(len(changes) > 1 for changes in places.values()):
        event("a shared gap")
    shuffled = list(case.changes)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    # Insertions at one place go back to the order in which they were asked for.
    order = {place: iter(changes) for place, changes in places.items()}
    permuted = [next(order[place_of(change, case.points)]) for change in shuffled]
    one = consolidate(guideline_of(case), [amendment_of(case.changes)])
    two = consolidate(guideline_of(case), [amendment_of(permuted)])
    assert [plain(point.body) for point in points_of(one.guideline.body)] == [
        plain(point.body) for point in points_of(two.guideline.body)
    ]
    assert labels_of(one) == labels_of(two)


@given(cases(), st.data())
@settings(max_examples=200)
def test_two_motions_never_insert_at_one_place_in_an_order_of_chance(case: Case, data: st.DataObject) -> None:
    """Split between two motions, the changes give the same result whichever motion comes first."""
    sides = [data.draw(st.booleans()) for _ in case.changes]
    left = amendment_of([change for change, side in zip(case.changes, sides, strict=True) if side], "left")
    right = amendment_of([change for change, side in zip(case.changes, sides, strict=True) if not side], "right")
    one = consolidate(guideline_of(case), [left, right])
    two = consolidate(guideline_of(case), [right, left])
    assert words_of(one) == words_of(two)
    assert one.applied == two.applied


@given(cases())
@settings(max_examples=200)
def test_segments_rebuild_both_texts(case: Case) -> None:
    result = consolidate(guideline_of(case), [amendment_of(case.changes)])
    for block in result.history:
        for unit in getattr(block, "items", ()):
            for passage in unit.body:
                segments = list(passage.segments())
                assert "".join(s.text.content for s in segments if s.deleted or s.by is None) == passage.old.content
                assert "".join(s.text.content for s in segments if not s.deleted) == passage.new.content


def test_the_cases_that_the_laws_are_about_really_occur() -> None:
    """Overlaps, shared gaps and empty results are drawn: the laws are not true of nothing."""
    seen: set[str] = set()

    @given(cases())
    @settings(max_examples=600, database=None, derandomize=True)
    def look(case: Case) -> None:
        result = consolidate(guideline_of(case), [amendment_of(case.changes)])
        seen.update(str(trouble.code) for trouble in result.problems)
        if not words_of(result):
            seen.add("empty")
        gaps = [place_of(change, case.points) for change in case.changes]
        if len(set(gaps)) < len(gaps):
            seen.add("gap")

    look()
    assert {Code.OVERLAP, Code.INSIDE_REMOVED, "empty", "gap"} <= seen
