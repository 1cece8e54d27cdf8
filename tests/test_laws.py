"""Laws of the engine, on drawn texts and motions, and the engine beside a naive one.

``python make.py check-laws`` looks at many thousands; each law is looked at with each text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from random import Random

from drawn import Case, cases
from hypothesis import given, settings
from hypothesis import strategies as st
from naive import (
    CONFLICTS,
    Base,
    Effect,
    Groups,
    Plain,
    RefusalError,
    Result,
    joined,
    locate,
    naive,
    plain_body,
    share,
    words_in,
)

from sphinxext_amendment.engine.changes import Amendment, Modification
from sphinxext_amendment.engine.consolidate import Consolidation, consolidate
from sphinxext_amendment.engine.document import Body, Guideline, Point, Points
from sphinxext_amendment.engine.history import History, Passage, all_units
from sphinxext_amendment.engine.numbering import Scheme
from sphinxext_amendment.engine.problems import Code
from sphinxext_amendment.engine.text import Key


@dataclass(frozen=True)
class Trial:
    """A case with what the two engines make of it; *random* shuffles."""

    case: Case
    seed: int

    @cached_property
    def result(self) -> Consolidation:
        return consolidate(self.case.guideline, self.case.amendments)

    @cached_property
    def naive(self) -> Result:
        return naive(self.case.guideline, self.case.amendments)

    @cached_property
    def effects(self) -> dict[Key, Effect]:
        base = Base(self.case.guideline)
        found = {}
        for number, amendment in enumerate(self.case.amendments):
            for order, item in enumerate(amendment.modifications):
                try:
                    found[item.key] = locate(base, item, number, order)
                except RefusalError:
                    continue
        return found


def text_of(result: Consolidation) -> tuple[str | None, Plain]:
    title = result.guideline.title
    return title.text.content if title else None, plain_body(result.guideline.body)


def told_in(result: Consolidation) -> dict[Key, Code]:
    """Return the changes that are not applied, with why."""
    return {key: trouble.code for trouble in result.problems for key in (trouble.place, *trouble.others)}


def groups_of(result: Consolidation) -> Groups:
    """Return which changes are in each other's way."""
    return joined({trouble.place, *trouble.others} for trouble in result.problems if trouble.code in CONFLICTS)


# --- the laws -------------------------------------------------------------------------------------------------


def both_engines_agree(trial: Trial) -> None:
    """The same text to the last letter and number, the same changes applied, the others left for the same reason."""
    assert trial.result.applied == trial.naive.applied
    assert text_of(trial.result) == (trial.naive.title, trial.naive.body)
    for key, code in told_in(trial.result).items():
        assert code in trial.naive.refused[key]


def order_does_not_matter(trial: Trial) -> None:
    """In which order changes stand in a motion says nothing, but for those that insert at one place."""
    amendments = []
    for amendment in trial.case.amendments:
        shuffled = list(amendment.modifications)
        Random(trial.seed).shuffle(shuffled)
        amendments.append(replace(amendment, modifications=tuple(in_order_at_each_place(trial, amendment, shuffled))))
    other = consolidate(trial.case.guideline, amendments)
    assert text_of(other) == text_of(trial.result)
    assert other.applied == trial.result.applied


def in_order_at_each_place(trial: Trial, amendment: Amendment, shuffled: list[Modification]) -> Iterator[Modification]:
    located = [trial.effects[item.key] for item in amendment.modifications if item.key in trial.effects]
    base = Base(trial.case.guideline)
    together = joined({one.key, two.key} for one, two in combinations(located, 2) if share(base, one, two))
    place = {key: group for group in together for key in group}
    waiting = {group: iter([item for item in amendment.modifications if item.key in group]) for group in together}
    return (next(waiting[place[item.key]]) if item.key in place else item for item in shuffled)


def motions_are_equal(trial: Trial) -> None:
    """Whichever motion comes first, the same changes are applied, and the same are in each other's way."""
    other = consolidate(trial.case.guideline, trial.case.amendments[::-1])
    assert text_of(other) == text_of(trial.result)
    assert other.applied == trial.result.applied
    assert groups_of(other) == groups_of(trial.result)


def words_are_conserved(trial: Trial) -> None:
    """No word goes that no applied change takes, and none comes that no applied change brings."""
    base = Base(trial.case.guideline)
    taken: Counter[str] = Counter()
    brought: Counter[str] = Counter()
    for key in trial.result.applied:
        less, more = exchanged(base, trial.effects[key])
        taken += less
        brought += more
    if trial.case.guideline.policy == "keep":
        brought += Counter({"repealed": 10**6})
    title, body = text_of(trial.result)
    old = words_of_text(trial.case.guideline.title.text.content if trial.case.guideline.title else None, base.plain)
    new = words_of_text(title, body)
    assert old - new <= taken
    assert new - old <= brought
    if trial.case.unique:
        assert all(number == 1 for word, number in new.items() if word != "repealed")


def words_of_text(title: str | None, body: Plain) -> Counter[str]:
    return Counter(words_in((("text", True, title or ""), *body)))


def exchanged(base: Base, effect: Effect) -> tuple[Counter[str], Counter[str]]:
    """Return the words that a change takes and those that it brings."""
    taken: Counter[str] = Counter()
    brought: Counter[str] = Counter()

    def words(body: Body) -> Counter[str]:
        return Counter(words_in(plain_body(body)))

    for splice in effect.splices:
        content = base.paragraphs[splice.paragraph].text.content
        taken += words_of_text(content[splice.start : splice.end], ())
        brought += words_of_text(splice.new, ())
    for key in effect.paragraphs:
        taken += words_of_text(base.paragraphs[key].text.content, ())
    for key in effect.taken:
        taken += words(base.points[key].body)
    for body in (
        *effect.bodies.values(),
        *(body for run in effect.runs for _, body in run.new),
        *(arrival.new for arrival in effect.arrivals),
    ):
        brought += words(body)
    if effect.whole is not None:
        taken += words(base.guideline.body)
        brought += words(effect.whole)
    return taken - brought, brought - taken


def agreement_changes_nothing(trial: Trial) -> None:
    """A motion that asks for just the same as another is carried out with it, and the text is as by the one alone."""
    first = trial.case.amendments[0]
    shapes = [repr(trial.effects[item.key].shape) for item in first.modifications if item.key in trial.effects]
    if len(set(shapes)) < len(shapes):
        return  # it asks for one thing twice: no other motion can agree with that
    same = tuple(replace(item, key=("again", item.key)) for item in first.modifications)
    alone = consolidate(trial.case.guideline, [first])
    both = consolidate(trial.case.guideline, [first, Amendment("again", same)])
    assert text_of(both) == text_of(alone)
    assert both.applied == alone.applied | {("again", key) for key in alone.applied}


def numbers_are_one_to_one(trial: Trial) -> None:
    """No number is given twice in a list; the points that stay keep their order; counted lists have no gap."""
    applied = [trial.effects[key] for key in trial.result.applied]
    counted = trial.case.guideline.policy == "renumber"
    merged = any(len(run.old) > 1 for effect in applied for run in effect.runs)
    if trial.case.distinct and not merged:  # what two points hold may have the same letters
        check_labels(trial.result.guideline.body, counted=counted)
    base = Base(trial.case.guideline)
    roots = {key for effect in applied for key in (*effect.moved, *(key for run in effect.runs for key in run.old))}
    moved = roots.union(*(base.inside[key] for key in roots))
    stay = [point.key for point in points_within(trial.result.guideline.body) if point.key in base.points]
    order = [key for key in base.points if key in set(stay)]
    assert len(set(stay)) == len(stay)
    assert [key for key in stay if key not in moved] == [key for key in order if key not in moved]


def check_labels(body: Body, *, counted: bool) -> None:
    labels: dict[Scheme, list[str]] = {}
    for block in body:
        if isinstance(block, Points) and block.scheme.style != "bullet":
            own = [item.label for item in block.items if item.label]
            labels.setdefault(block.scheme, []).extend(own)
            numbers = [block.scheme.number(label) for label in own]
            assert not counted or not numbers or numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        if isinstance(block, Points):
            for item in block.items:
                check_labels(item.body, counted=counted)
    assert all(len(set(own)) == len(own) for own in labels.values())


def points_within(body: Body) -> Iterator[Point]:
    for block in body:
        if isinstance(block, Points):
            for item in block.items:
                yield item
                yield from points_within(item.body)


def every_change_is_applied_or_told(trial: Trial) -> None:
    keys = {item.key for amendment in trial.case.amendments for item in amendment.modifications}
    told = set(told_in(trial.result))
    assert trial.result.applied | told == keys
    assert not trial.result.applied & told


def no_motion_changes_nothing(trial: Trial) -> None:
    result = consolidate(trial.case.guideline, [])
    assert result.guideline == trial.case.guideline
    assert result.problems == ()


def segments_rebuild_both_texts(trial: Trial) -> None:
    for passage in passages_of(trial.result.history):
        segments = list(passage.segments())
        kept = passage.old.content if not passage.edits else None
        assert "".join(s.text.content for s in segments if s.deleted or s.by is None) == passage.old.content or kept
        assert passage.removed or "".join(s.text.content for s in segments if not s.deleted) == passage.new.content


def passages_of(history: History) -> Iterator[Passage]:
    yield from (block for block in history if isinstance(block, Passage))
    for unit in all_units(history):
        yield from (block for block in unit.body if isinstance(block, Passage))


LAWS: tuple[Callable[[Trial], None], ...] = (
    both_engines_agree,
    order_does_not_matter,
    words_are_conserved,
    agreement_changes_nothing,
    motions_are_equal,
    numbers_are_one_to_one,
    every_change_is_applied_or_told,
    no_motion_changes_nothing,
    segments_rebuild_both_texts,
)


def depth_of(guideline: Guideline) -> int:
    def depth(body: Body) -> int:
        inner = (depth(item.body) for block in body if isinstance(block, Points) for item in block.items)
        return max((1 + below for below in inner), default=0)

    return depth(guideline.body)


def test_the_laws_hold() -> None:
    """All laws with each text; and what they are about occurs often enough."""
    seen: Counter[str] = Counter()

    @given(cases(), st.integers(0, 1000))
    @settings(max_examples=max(500, settings.default.max_examples if settings.default else 0))
    def check(case: Case, seed: int) -> None:
        trial = Trial(case, seed)
        for law in LAWS:
            law(trial)
        seen["all"] += 1
        seen["conflicts"] += bool(groups_of(trial.result))
        seen["shared gaps"] += trial.naive.shared > 0
        seen["depth"] += depth_of(case.guideline) >= 3
        seen["agreement"] += any(len(node) > 1 for node in agreeing(trial))

    check()
    print(dict(seen))
    assert all(seen[what] >= seen["all"] / 10 for what in ("conflicts", "shared gaps", "depth")), seen
    assert seen["agreement"] >= seen["all"] / 100, seen


def agreeing(trial: Trial) -> Iterator[list[Key]]:
    """Yield the applied changes that are equal."""
    applied = [trial.effects[key] for key in trial.result.applied]
    for one in applied:
        yield [two.key for two in applied if two.shape == one.shape]
