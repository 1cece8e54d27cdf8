"""Check located changes against each other: which agree, and which cannot be carried out together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from sphinxext_amendment.engine.document import Body, Paragraph
from sphinxext_amendment.engine.edits import Closing, Edit, Located, Move, Placing, Removal, Replacement, Splice
from sphinxext_amendment.engine.index import Index
from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.engine.text import Key, Span


def _signature(edit: Edit) -> tuple[object, ...]:
    """What an edit does, whoever asks for it."""
    match edit:
        case Splice(paragraph, start, end, new, rank=rank):
            return "splice", paragraph, start, end, new.signature, rank
        case Placing(points_key, index, points, beside=beside, rank=rank):
            return "placing", points_key, index, tuple(_body_signature(point.body) for point in points), beside, rank
        case Move(point, points_key, index, beside=beside, rank=rank):
            return "move", point, points_key, index, beside, rank
        case Removal(point, body):
            return "removal", point, None if body is None else _body_signature(body)
        case Closing(points_key, index):
            return "closing", points_key, index
        case Replacement(body):
            return "replacement", _body_signature(body)


def _body_signature(body: Body) -> tuple[object, ...]:
    return tuple(
        (block.text.signature, block.heading)
        if isinstance(block, Paragraph)
        else (block.scheme, tuple((point.label, _body_signature(point.body)) for point in block.items))
        for block in body
    )


def agreements(located: Sequence[Located]) -> tuple[dict[Key, Key], list[Located]]:
    """Find the changes of later amendments that ask for just what an earlier one asks for: later → first.

    An amendment that asks for it twice agrees with nobody: its two changes are in each other's way.
    """
    if len({motion for item in located for motion, _ in item.asked}) < 2:
        return {}, list(located)
    alike: dict[tuple[object, ...], list[Located]] = defaultdict(list)
    for item in located:
        alike[tuple(map(_signature, item.edits))].append(item)
    agreed: dict[Key, Key] = {}
    rest: dict[Key, Located] = {item.key: item for item in located}
    for first, *others in alike.values():
        asked = tuple(one for item in (first, *others) for one in item.asked)
        if len(dict(asked)) == len(asked):
            rest[first.key] = replace(first, asked=asked)
            agreed |= {item.key: first.key for item in others}
    return agreed, [item for key, item in rest.items() if key not in agreed]


def stopped_agreements(agreed: dict[Key, Key], stopped: Collection[Key]) -> Iterator[Problem]:
    """Tell of each change that agrees with one that is in conflict: it is not carried out either."""
    for key, first in agreed.items():
        if first in stopped:
            yield problem(Code.OVERLAP, key, others=(first,))


def clash(one: Splice, two: Splice) -> bool:
    """Whether two splices of one paragraph touch the same words.

    An insertion beside words that are changed or taken out does so: nobody knows any more where it belongs.
    """
    if one.paragraph != two.paragraph:
        return False
    for edit, other in ((one, two), (two, one)):
        if edit.anchor and other.start < other.end and _meet(edit.anchor, (other.start, other.end)):
            return True
        if edit.start == edit.end and not other.new.content and edit.start in {other.start, other.end}:
            return other.start < other.end
    if one.start == one.end or two.start == two.end:
        return one.start < two.start < one.end or two.start < one.start < two.end
    return one.start < two.end and two.start < one.end


def _meet(one: Span, two: Span) -> bool:
    return one[0] < two[1] and two[0] < one[1]


def _is_settled(one: Located, two: Located) -> bool:
    """Whether it is known which of two insertions comes first: all who ask for one ask for the other, in one order."""
    first, second = dict(one.asked), dict(two.asked)
    return first.keys() == second.keys() and len({first[motion] < second[motion] for motion in first}) == 1


_Conflict = tuple[Located, Located, Code]


def conflicts(text: Index, located: Sequence[Located]) -> tuple[list[Problem], set[Key]]:
    """Find the changes that cannot be carried out together: none of them is. One problem for each such group."""
    order = {item.key: position for position, item in enumerate(located)}
    group_of: dict[Key, list[Key]] = {}
    codes: dict[Key, Code] = {}  # by the later change of each pair, and so in the end by the last of each group
    pairs = [
        (max(order[one.key], order[two.key]), min(order[one.key], order[two.key]), code)
        for one, two, code in _conflicts(text, located)
        if one.key != two.key
    ]
    for later, earlier, code in sorted(pairs, key=lambda pair: pair[:2]):
        codes.setdefault(located[later].key, code)
        groups = [group_of.setdefault(located[at].key, [located[at].key]) for at in (earlier, later)]
        if groups[0] is not groups[1]:
            longer, shorter = sorted(groups, key=len, reverse=True)
            longer += shorter
            group_of |= dict.fromkeys(shorter, longer)
    problems = []
    for members in {id(group): group for group in group_of.values()}.values():
        *others, last = sorted(members, key=order.__getitem__)
        problems.append(problem(codes[last], last, others=tuple(others)))
    problems.sort(key=lambda trouble: order[trouble.place])
    return problems, set(group_of)


def _conflicts(text: Index, located: Sequence[Located]) -> Iterator[_Conflict]:
    """Yield every pair of changes that are in each other's way; what is far apart is never compared."""
    edits = _Edits()
    for item in located:
        for edit in item.edits:
            edits.add(item, edit)
    yield from _at_one_point(edits)
    yield from _in_one_paragraph(text, edits)
    yield from _at_one_gap(edits)
    yield from _inside(text, located, edits)
    for one, replacement in edits.replacements:
        for two in located:
            if any(edit != replacement and not _is_of_title(text, edit) for edit in two.edits):
                yield one, two, Code.INSIDE_REMOVED


class _Edits:
    """The edits of all changes, by where they are."""

    def __init__(self) -> None:
        self.removals: dict[Key, list[tuple[Located, Removal | Move]]] = defaultdict(list)
        self.splices: dict[Key, list[tuple[Located, Splice]]] = defaultdict(list)
        self.placings: dict[tuple[Key, int], list[tuple[Located, Placing | Move]]] = defaultdict(list)
        self.closings: dict[tuple[Key, int], list[Located]] = defaultdict(list)
        self.replacements: list[tuple[Located, Replacement]] = []

    def add(self, item: Located, edit: Edit) -> None:
        match edit:
            case Splice(paragraph):
                self.splices[paragraph].append((item, edit))
            case Placing(points_key, index):
                self.placings[points_key, index].append((item, edit))
            case Move(point, points_key, index):
                self.removals[point].append((item, edit))
                self.placings[points_key, index].append((item, edit))
            case Removal(point):
                self.removals[point].append((item, edit))
            case Closing(points_key, index):
                self.closings[points_key, index].append(item)
            case Replacement():
                self.replacements.append((item, edit))

    def moves(self, point: Key | None) -> Iterator[Located]:
        """Yield the changes that move *point*."""
        return (item for item, edit in self.removals.get(point, ()) if isinstance(edit, Move))


def _at_one_point(edits: _Edits) -> Iterator[_Conflict]:
    for removals in edits.removals.values():
        for (one, _), (two, _) in combinations(removals, 2):
            yield one, two, Code.OVERLAP


def _in_one_paragraph(text: Index, edits: _Edits) -> Iterator[_Conflict]:
    for paragraph, splices in edits.splices.items():
        content = text.paragraphs[paragraph].text.content
        if len(splices) > 1:
            splices.sort(key=lambda entry: _reach(entry[1]))
            for position, (one, edit) in enumerate(splices):
                _, end = _reach(edit)
                for two, other in splices[position + 1 :]:
                    if content[end : _reach(other)[0]].strip():
                        break
                    if clash(edit, other):
                        yield one, two, Code.OVERLAP
                    elif _is_one_gap(edit, other, content) and not _is_settled(one, two):
                        yield one, two, Code.SAME_PLACE


def _is_one_gap(one: Splice, two: Splice, content: str) -> bool:
    """Whether two edits insert at one place: after one word or sentence and before the next is the same."""
    first, last = sorted((one.start, two.start))
    return one.start == one.end and two.start == two.end and not content[first:last].strip()


def _reach(edit: Splice) -> Span:
    """Return the passage within which an edit can be in the way of another."""
    start, end = edit.anchor or (edit.start, edit.end)
    return min(start, edit.start), max(end, edit.end)


def _at_one_gap(edits: _Edits) -> Iterator[_Conflict]:
    for gap, placings in edits.placings.items():
        for (one, _), (two, _) in combinations(placings, 2):
            if not _is_settled(one, two):
                yield one, two, Code.SAME_PLACE
        for one, edit in placings:
            for two in edits.closings.get(gap, ()):
                yield one, two, Code.INSIDE_REMOVED
            for two in edits.moves(edit.beside):
                yield one, two, Code.OVERLAP


def _inside(text: Index, located: Sequence[Located], edits: _Edits) -> Iterator[_Conflict]:
    """Yield each edit of something inside a point that another change takes away."""
    for two in located:
        for edit in two.edits:
            if isinstance(edit, Replacement | Closing):
                continue
            for home in _homes(edit):
                for point in text.around(home):
                    for one, outer in edits.removals.get(point, ()):
                        if isinstance(outer, Removal) or (isinstance(edit, Move) and home == edit.points_key):
                            yield one, two, Code.INSIDE_REMOVED


def _homes(edit: Splice | Placing | Move | Removal) -> tuple[Key, ...]:
    match edit:
        case Splice(paragraph):
            return (paragraph,)
        case Placing(points_key):
            return (points_key,)
        case Move(point, points_key):
            return (point, points_key)
        case Removal(point):
            return (point,)


def _is_of_title(text: Index, edit: Edit) -> bool:
    title = text.guideline.title
    return isinstance(edit, Splice) and title is not None and edit.paragraph == title.key
