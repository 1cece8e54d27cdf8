"""Check located changes against each other: which agree, and which cannot be carried out together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from sphinxext_amendment.engine.document import Body, Guideline, Paragraph, Points
from sphinxext_amendment.engine.edits import Edit, Located, Placing, Removal, Splice
from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.engine.text import Key, Span


def _signature(edit: Edit) -> tuple[object, ...]:
    """What an edit does, whoever asks for it."""
    match edit:
        case Splice(paragraph, start, end, new):
            return "splice", paragraph, start, end, new.signature
        case Placing(points_key, index, points):
            return "placing", points_key, index, tuple(_body_signature(point.body) for point in points)
        case Removal(point, body):
            return "removal", point, None if body is None else _body_signature(body)


def _body_signature(body: Body) -> tuple[object, ...]:
    return tuple(
        block.text.signature
        if isinstance(block, Paragraph)
        else (block.scheme, tuple((point.label, _body_signature(point.body)) for point in block.items))
        for block in body
    )


def agreements(located: Sequence[Located]) -> tuple[dict[Key, Key], list[Located]]:
    """Find the changes of later amendments that ask for just what an earlier one asks for: later → first.

    An amendment that asks for it twice agrees with nobody: its two changes are in each other's way.
    """
    alike: dict[tuple[object, ...], list[Located]] = defaultdict(list)
    for item in located:
        alike[tuple(map(_signature, item.edits))].append(item)
    agreed = {
        item.key: first.key
        for first, *others in alike.values()
        if len({item.motion for item in (first, *others)}) == 1 + len(others)
        for item in others
    }
    return agreed, [item for item in located if item.key not in agreed]


def stopped_agreements(agreed: dict[Key, Key], stopped: set[Key]) -> Iterator[Problem]:
    """Tell of each change that agrees with one that is in conflict: it is not carried out either."""
    for key, first in agreed.items():
        if first in stopped:
            yield problem(Code.OVERLAP, key, others=(first,))


def clash(one: Edit, two: Edit) -> bool:
    """Whether two splices of one paragraph touch the same words.

    An insertion beside words that are changed or taken out does so: nobody knows any more where it belongs.
    """
    match one, two:
        case Splice(), Splice() if one.paragraph == two.paragraph:
            for edit, other in ((one, two), (two, one)):
                if edit.anchor and other.start < other.end and _meet(edit.anchor, (other.start, other.end)):
                    return True
                if edit.start == edit.end and not other.new.content and edit.start in {other.start, other.end}:
                    return other.start < other.end
            if one.start == one.end or two.start == two.end:
                return one.start < two.start < one.end or two.start < one.start < two.end
            return one.start < two.end and two.start < one.end
        case _:
            return False


def _meet(one: Span, two: Span) -> bool:
    return one[0] < two[1] and two[0] < one[1]


def _conflict(one: Located, two: Located, chains: dict[Key, tuple[Key, ...]]) -> Code | None:
    for first in one.edits:
        for second in two.edits:
            code = _edit_conflict(first, second, chains, same_motion=one.motion == two.motion)
            if code:
                return code
    return None


def _edit_conflict(one: Edit, two: Edit, chains: dict[Key, tuple[Key, ...]], *, same_motion: bool) -> Code | None:
    match one, two:
        case Removal(), Removal() if one.point == two.point:
            return Code.OVERLAP
        case Splice(), Splice() if clash(one, two):
            return Code.OVERLAP
        case Splice(), Splice() if (
            one.paragraph == two.paragraph and one.start == one.end == two.start == two.end and not same_motion
        ):
            return Code.SAME_PLACE
        case Placing(), Placing() if one.points_key == two.points_key and any(
            outer.index < inner.index < outer.index + outer.replaced for outer, inner in ((one, two), (two, one))
        ):
            return Code.INSIDE_REMOVED
        case Placing(), Placing() if (one.points_key, one.index) == (
            two.points_key,
            two.index,
        ) and not same_motion:
            return Code.SAME_PLACE
    for outer, inner in ((one, two), (two, one)):
        if isinstance(outer, Removal) and outer.point in chains[_home(inner)]:
            return Code.INSIDE_REMOVED
    return None


def _home(edit: Edit) -> Key:
    match edit:
        case Splice(paragraph):
            return paragraph
        case Placing(points_key):
            return points_key
        case Removal(point):
            return point


def _chains(body: Body, above: tuple[Key, ...] = ()) -> Iterator[tuple[Key, tuple[Key, ...]]]:
    """Yield, for each paragraph, list and point, the points it stands in."""
    for block in body:
        yield block.key, above
        if isinstance(block, Points):
            for point in block.items:
                yield point.key, above
                yield from _chains(point.body, (*above, point.key))


def conflicts(guideline: Guideline, located: Sequence[Located]) -> tuple[list[Problem], set[Key]]:
    """Find the changes that cannot be carried out together: none of them is. One problem for each such group."""
    chains = dict(_chains(guideline.body))
    pairs = [(one, two, code) for one, two in _neighbours(located, chains) if (code := _conflict(one, two, chains))]
    groups: list[tuple[list[Located], Code]] = []
    for one, two, code in pairs:
        joined = [group for group in groups if one in group[0] or two in group[0]]
        members = [item for group in joined for item in group[0]]
        groups = [group for group in groups if group not in joined]
        groups.append(([*members, *(item for item in (one, two) if item not in members)], code))
    order = {item.key: position for position, item in enumerate(located)}
    problems = []
    for members, code in groups:
        *others, last = sorted((item.key for item in members), key=order.__getitem__)
        problems.append(problem(code, last, others=tuple(others)))
    problems.sort(key=lambda trouble: order[trouble.place])
    return problems, {item.key for members, _ in groups for item in members}


def _neighbours(located: Sequence[Located], chains: dict[Key, tuple[Key, ...]]) -> Iterable[tuple[Located, Located]]:
    """Yield, once each, the pairs of changes that have to do with the same paragraph, list or point."""
    at: dict[Key, list[Located]] = defaultdict(list)
    for item in located:
        homes = {_home(edit) for edit in item.edits}
        around = {point for home in homes for point in chains[home]}
        for place in homes | around:
            at[place].append(item)
    seen = set()
    for items in at.values():
        for one, two in combinations(items, 2):
            if (one.key, two.key) not in seen:
                seen.add((one.key, two.key))
                yield one, two
