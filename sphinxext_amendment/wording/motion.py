"""The flow of a whole motion: which of its blocks is a command, its new text, a claim, a reason.

A command may be the heading of others, a list below it, which are about the point that it names. New texts may be
indented under their command or not: people paste motions flat. So items are told by their numbers: a list that goes on
with the next number holds the next items. A new text that is not indented is one paragraph or list; where more follows
that nobody understands, nothing is carried out, because it may be anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from sphinxext_amendment.engine.changes import Amendment, Claim, Form, Modification, NumberingClaim, TextClaim
from sphinxext_amendment.engine.document import Body, Paragraph, Point, Points, paragraphs_of, plain, points_of
from sphinxext_amendment.engine.numbering import is_worded
from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.engine.text import OBJECT, Key, Text
from sphinxext_amendment.wording.language import Language
from sphinxext_amendment.wording.options import ASKING, read_options
from sphinxext_amendment.wording.reader import (
    Asked,
    Given,
    Remark,
    TextClaimOpening,
    heading_of,
    is_command,
    read_claim,
    read_commands,
    read_forms,
    resembles_command,
    with_sentences,
)
from sphinxext_amendment.wording.request import LABEL, Context, change_of, in_context

OPTIONS = ("forms", "means", "expect", "reason", "status")
"""The options of a change that is asked for in words."""

HEADING_OPTIONS = ("reason", "status")
"""The options of the heading of a bundle; what is asked for below it may have its own."""

OPTION_IN_TEXT = re.compile(rf"(?:^|\s):(?:{'|'.join((*OPTIONS, *ASKING))}):(?:\s|$)")
"""An option that the parser took for text: an empty line is missing, or Markdown's field lists are off."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a change: ``:name: value``.

    *anchor* is the innermost item of a list that it stands in, or the block it stands after.
    """

    key: Key
    anchor: Key
    name: str
    value: Text


class Role(Enum):
    """What a block of a motion is."""

    PRINTED = auto()
    """Text around the changes: printed, and nothing else."""
    ITEM = auto()
    """A numbered item, or the single command: one change."""
    NEW_TEXT = auto()
    CLAIM = auto()
    """A claim in words, or the line that announces the claimed text."""
    CLAIMED_TEXT = auto()
    REMARK = auto()
    REASON = auto()


@dataclass(frozen=True, slots=True)
class Motion:
    """A motion that was read.

    *roles* says of each block (paragraph, list, point) what it is, and *owners* to which item it belongs; what stands
    within a block of a new text is told by that block. An item of a bundle is an item as the outer ones, and the list
    that it stands in belongs to the heading of the bundle. *problems* are those that belong to no change. *commands*
    are the words of each change that was read, and *statuses* the statuses of single changes.
    """

    amendment: Amendment
    roles: Mapping[Key, Role]
    owners: Mapping[Key, Key]
    problems: tuple[Problem, ...]
    commands: Mapping[Key, str] = field(default_factory=dict)
    statuses: Mapping[Key, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Item:
    """An item while it is read: its new text as far as it is indented, and what follows *flat*."""

    key: Key
    number: int | None
    command: Text
    context: Context = field(default_factory=Context)
    """What its numbers count in, if it stands in a bundle."""
    within: Context | None = None
    """What the commands below it count in, if it is the heading of a bundle."""
    bundled: bool = False
    """Whether there are commands below it."""
    heading: Key = None
    """The item of the heading that it stands under, if any."""
    is_claim: bool = False
    """Whether it asks for nothing, but claims what the numbers will be."""
    is_change: bool = False
    """Whether it is a ``change`` directive: its content is the new text, and nothing else."""
    holds_change: bool = False
    """Whether a ``change`` directive stands within it."""
    remarked: bool = False
    """Whether a remark or claim stands indented in it: what follows that may be new text or not."""
    unclear: Paragraph | Points | None = None
    """What stands indented in it and may be new text or not."""
    indented: list[Paragraph | Points] = field(default_factory=list)
    flat: list[Paragraph | Points] = field(default_factory=list)


@dataclass(slots=True)
class _Flow:
    """The state while a motion's blocks are read one after the other."""

    language: Language
    changes: frozenset[Key] = frozenset()
    """The lists that are ``change`` directives."""
    roles: dict[Key, Role] = field(default_factory=dict)
    owners: dict[Key, Key] = field(default_factory=dict)
    items: list[_Item] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    role: Role = Role.PRINTED
    """What a block is that says nothing of itself."""
    after_change: bool = False
    """Whether a ``change`` directive came last: what follows it is not part of it."""
    opening: Key | None = None
    """The announcement of the claimed text, from there to the end of its list."""
    claimed: list[Points] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Written:
    """A motion as it was written: its blocks, and the options of its items.

    *indented* are the outermost blocks that stand indented, *code* those that became code, which no text is, and
    *wrapped* the lines of each paragraph that has more than one. *changes* are the lists of ``change`` directives.
    Where it *amends_motion*, its new texts are commands themselves. *amended* is the title of the text it amends.
    """

    name: str
    body: Body
    options: tuple[Option, ...] = ()
    indented: frozenset[Key] = frozenset()
    code: frozenset[Key] = frozenset()
    wrapped: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    changes: frozenset[Key] = frozenset()
    amends_motion: bool = False
    amended: str = ""


def read_motion(written: Written, language: Language) -> Motion:
    """Read a motion.

    An amendment without numbered items is one change: its first paragraph that looks like a command, or its first one.
    """
    body = with_sentences(written.body, language)
    flow = _Flow(language, written.changes)
    single = None if written.changes else _single_command(body, language)
    first = _first_items(body, written.changes, language)
    for block in body:
        indented = block.key in written.indented
        if single is not None and block.key == single.key:
            _begin(flow, single.key, None, single.text, Context())
        elif isinstance(block, Paragraph):
            _paragraph(flow, block, indented=indented)
        else:
            may_be_items = single is None and (bool(flow.items) or block is first)
            _list(flow, block, may_be_items=may_be_items, indented=indented)
    _end_of_claimed_text(flow)
    modifications: list[Modification] = []
    refused: list[Problem] = []
    claims = list(flow.claims)
    given = _options_by_item(flow, written.options)
    for item in flow.items:
        options = {option.name: option.value for option in given.get(item.key, ())}
        if item.is_claim and not item.indented and not item.flat:
            continue
        outcome = _heading_problem(item, options) if item.bundled else _read_item(item, options, written, language)
        match outcome:
            case Problem():
                refused.append(outcome)
            case Asked(changes, more):
                expected = options["expect"].content.strip() if "expect" in options else ""
                modifications += (Modification(item.key, change, expected) for change in changes)
                claims += more
    amendment = Amendment(written.name, tuple(modifications), tuple(claims), tuple(refused))
    statuses: dict[Key, str] = {}
    for item in flow.items:  # what has none of its own in a bundle has that of its heading
        own = [option.value.content.strip() for option in given.get(item.key, ()) if option.name == "status"]
        if own or item.heading in statuses:
            statuses[item.key] = own[-1] if own else statuses[item.heading]
    commands = {item.key: item.command.content for item in flow.items}
    return Motion(amendment, flow.roles, flow.owners, tuple(flow.problems), commands, statuses)


def _single_command(body: Body, language: Language) -> Paragraph | None:
    """Return the command of an amendment that has no numbered items; None if it has some."""
    direct = [block for block in body if isinstance(block, Paragraph)]
    commands = [block for block in direct if resembles_command(block.text, language)]
    first = _first_items(body, frozenset(), language)
    if first is None:
        return commands[0] if commands else direct[0] if direct else None
    before = [block for block in body[: body.index(first)] if block in commands]
    if before and heading_of(before[-1].text, language):
        return before[-1]
    return before[0] if before and not _has_commands(first, language) else None


def _first_items(body: Body, changes: frozenset[Key], language: Language) -> Points | None:
    """Return the first numbered list in which something looks like a command; failing that, the first one.

    Where *changes* stand beside it, a list without commands is none of items.
    """
    lists = [block for block in body if isinstance(block, Points) and block.scheme.style != "bullet"]
    own = [block for block in lists if block.key not in changes]
    found = next((block for block in own if _has_commands(block, language)), None)
    return found if found or changes else next(iter(own), None)


def _has_commands(block: Points, language: Language) -> bool:
    return any(resembles_command(_command(point), language) for point in block.items)


def _command(point: Point) -> Text:
    first = point.body[0] if point.body else None
    return first.text if isinstance(first, Paragraph) else Text("")


def _begin(flow: _Flow, key: Key, number: int | None, command: Text, context: Context) -> _Item:
    _end_of_claimed_text(flow)
    claim = read_claim(command, key, flow.language, context.parent)
    if isinstance(claim, NumberingClaim):
        flow.claims.append(claim)
    is_claim = isinstance(claim, NumberingClaim) or claim in {Remark("remark"), Remark("unchanged")}
    item = _Item(key, number, command, context, is_claim=is_claim)
    item.within = heading_of(command, flow.language, context)
    flow.items.append(item)
    flow.roles[key] = Role.ITEM
    flow.owners[key] = key
    flow.role = Role.NEW_TEXT
    flow.after_change = False
    return item


def _paragraph(flow: _Flow, block: Paragraph, *, indented: bool) -> None:
    if flow.opening is not None:
        _end_of_claimed_text(flow)
        flow.role = Role.PRINTED
    # A heading is an object to the engine, but it says what it shows.
    text = Text(block.text.shown) if block.text.content == OBJECT else block.text
    within = flow.items[-1].context.parent if flow.items else None
    claim = read_claim(text, block.key, flow.language, within)
    if indented and flow.items and claim is not None:
        item = flow.items[-1]
        if item.is_change or claim == Remark("closing"):
            item.unclear = item.unclear or block
        item.remarked = item.remarked or claim != Remark("reason")
    match claim:
        case TextClaimOpening():
            flow.opening = block.key
            flow.roles[block.key] = Role.CLAIM
            return
        case Remark("reason"):
            role = flow.role = Role.REASON
        case Remark("closing"):
            role = flow.role = Role.PRINTED
        case Remark():
            role = Role.REMARK
        case NumberingClaim():
            flow.claims.append(claim)
            role = Role.CLAIM
        case _:
            role = flow.role
            _warn_of_command(flow, block)
    _assign(flow, block, role, indented=indented)


def _assign(flow: _Flow, block: Paragraph | Points, role: Role, *, indented: bool) -> None:
    flow.roles[block.key] = role
    if flow.items and role is not Role.PRINTED:
        item = flow.items[-1]
        _own(flow, block)
        if role is Role.NEW_TEXT:
            (item.indented if indented else item.flat).append(block)
            if indented and item.remarked:
                item.unclear = item.unclear or block


def _own(flow: _Flow, block: Paragraph | Points) -> None:
    """Note that *block* belongs to the last item, and what stands in any of its points with it."""
    for part in (block, *_points_in((block,))):
        flow.owners[part.key] = flow.items[-1].key


def _points_in(body: Body) -> Iterator[Point]:
    """Yield all points of *body*, those within others too."""
    for point in points_of(body):
        yield point
        yield from _points_in(point.body)


def _list(flow: _Flow, block: Points, *, may_be_items: bool, indented: bool) -> None:
    if block.key in flow.changes and not indented:
        _end_of_claimed_text(flow)
        _items(flow, block, is_change=True)
        flow.role, flow.after_change = Role.PRINTED, True
    elif block.key in flow.changes and flow.items:
        flow.items[-1].holds_change = True
        _own(flow, block)
    elif block.key in flow.changes:
        flow.problems.append(problem(Code.CHANGE_OUTSIDE, block.key))
    elif flow.opening is not None:
        flow.claimed.append(block)
        flow.roles[block.key] = Role.CLAIMED_TEXT
    elif (heading := _open_heading(flow)) and block.scheme.style != "bullet":
        heading.bundled = True
        _items(flow, block, heading)
        flow.owners[block.key] = heading.key
    elif may_be_items and _goes_on(flow, block):
        _items(flow, block)
    else:
        for paragraph in paragraphs_of((block,)):
            _warn_of_command(flow, paragraph)
        _assign(flow, block, flow.role, indented=indented)


def _items(flow: _Flow, block: Points, heading: _Item | None = None, *, is_change: bool = False) -> None:
    """Read the items of a list, which stand under *heading* if they are those of a bundle."""
    flow.roles[block.key] = Role.ITEM
    context = heading.within if heading and heading.within else Context()
    for number, point in enumerate(block.items, start=_number(block)):
        item = _begin(flow, point.key, heading.number if heading else number, _command(point), context)
        item.is_change = is_change
        item.heading = heading.key if heading else None
        flow.owners[block.key] = point.key
        has_command = bool(point.body) and isinstance(point.body[0], Paragraph)
        for inner in point.body[1:] if has_command else point.body:
            if isinstance(inner, Paragraph):
                _paragraph(flow, inner, indented=True)
            else:
                _list(flow, inner, may_be_items=False, indented=True)


def _open_heading(flow: _Flow) -> _Item | None:
    """Return the heading of a bundle whose commands have not come so far; nothing else may stand between."""
    item = flow.items[-1] if flow.items and flow.role is Role.NEW_TEXT else None
    is_open = item and item.within and not item.indented and not item.flat and not item.bundled
    return item if is_open else None


def _warn_of_command(flow: _Flow, block: Paragraph) -> None:
    """Warn of what looks like a change where no change is carried out; in a new text, the item is refused for it."""
    if flow.role is Role.NEW_TEXT:
        return
    if resembles_command(block.text, flow.language):
        flow.problems.append(problem(Code.COMMAND_OUTSIDE, block.key, words=block.text.content))
    elif LABEL.match(block.text.content):
        flow.problems.append(problem(Code.LABEL_IN_TEXT, block.key, words=block.text.content))


def _goes_on(flow: _Flow, block: Points) -> bool:
    """Whether *block* holds the next items: the first ones, or those with the next numbers."""
    if block.scheme.style == "bullet" or (flow.role is Role.PRINTED and flow.items and not flow.after_change):
        return False
    first = _number(block)
    if [point.label for point in block.items] != [block.scheme.label(first + n) for n in range(len(block.items))]:
        return False
    number = flow.items[-1].number if flow.items else None
    return not flow.items or (number is not None and first == number + 1)


def _number(block: Points) -> int:
    return block.scheme.number(block.items[0].label) if block.items else 0


def _end_of_claimed_text(flow: _Flow) -> None:
    if flow.opening is None:
        return
    if flow.claimed:
        flow.claims.append(TextClaim(flow.opening, tuple(flow.claimed)))
    else:
        flow.problems.append(problem(Code.CLAIM_UNREAD, flow.opening))
    flow.opening = None
    flow.claimed = []


def _options_by_item(flow: _Flow, options: Sequence[Option]) -> dict[Key, list[Option]]:
    """Sort options to the items they stand in or after; one that stands before the first item is a problem."""
    by_item: dict[Key, list[Option]] = {}
    for option in options:
        if option.anchor in flow.owners:
            by_item.setdefault(flow.owners[option.anchor], []).append(option)
        else:
            flow.problems.append(problem(Code.OPTION_PLACE, option.key, option=option.name))
    return by_item


def _heading_problem(item: _Item, options: Mapping[str, Text]) -> Problem | None:
    """Tell what stands with the heading of a bundle and has no place there; it asks for nothing itself."""
    if item.holds_change:
        return problem(Code.CHANGE_OUTSIDE, item.key)
    if item.unclear is not None:
        return problem(Code.NEW_TEXT_UNCLEAR, item.key, words=plain((item.unclear,)))
    for name in options:
        if name not in HEADING_OPTIONS:
            return problem(Code.OPTION_UNKNOWN, item.key, option=name, known=", ".join(HEADING_OPTIONS))
    return None


def _read_item(item: _Item, options: Mapping[str, Text], written: Written, language: Language) -> Asked | Problem:
    if trouble := _misplaced(item, options, written, language):
        return trouble
    new_text = (*item.indented, *item.flat)
    forms = read_forms(options["forms"], item.key) if "forms" in options else ()
    if isinstance(forms, Problem):
        return forms
    asked: Asked | Problem
    if _is_asked_by_options(item, options):
        asked = _asked_by_options(item, options, new_text, forms, language)
    else:
        given = Given(new_text, forms, item.context, written.amended)
        asked = read_commands(options.get("means", item.command), given, item.key, language)
    if isinstance(asked, Problem):
        return asked
    unclear = _unclear(item, written, language)
    if unclear is not None:
        return problem(Code.NEW_TEXT_UNCLEAR, item.key, words=plain((unclear,)))
    return asked


def _asked_by_options(
    item: _Item, options: Mapping[str, Text], new_text: Body, forms: tuple[Form, ...], language: Language
) -> Asked | Problem:
    asked = read_options(options, item.key)
    request = asked if isinstance(asked, Problem) else in_context(asked, item.context, item.key)
    if isinstance(request, Problem):
        return request
    change = change_of(request, new_text, forms, item.key, language)
    return change if isinstance(change, Problem) else Asked((change,))


def _is_asked_by_options(item: _Item, options: Mapping[str, Text]) -> bool:
    return "kind" in options and not item.command.content


def _misplaced(item: _Item, options: Mapping[str, Text], written: Written, language: Language) -> Problem | None:
    """Tell what stands in an item and has no place there: it may be what stops the change, so it does."""
    if item.holds_change:
        return problem(Code.CHANGE_OUTSIDE, item.key)
    if item.unclear is not None:
        return problem(Code.NEW_TEXT_UNCLEAR, item.key, words=plain((item.unclear,)))
    known = (*OPTIONS, *(ASKING if _is_asked_by_options(item, options) else ()))
    for name in options:
        if name not in known:
            return problem(Code.OPTION_UNKNOWN, item.key, option=name, known=", ".join(known))
    if "expect" in options and not options["expect"].content.strip():
        return problem(Code.OPTION_INVALID, item.key, option="expect", value="", known=":expect: …")
    for text in (item.command, *(paragraph.text for paragraph in paragraphs_of((*item.indented, *item.flat)))):
        if OPTION_IN_TEXT.search(text.content):
            return problem(Code.OPTION_IN_TEXT, item.key, words=text.content)
        if text is not item.command and not written.amends_motion and is_command(text, language):
            return problem(Code.COMMAND_OUTSIDE, item.key, words=text.content)
    return None


def _unclear(item: _Item, written: Written, language: Language) -> Paragraph | Points | None:
    """Return the first block of a new text of which it is not clear that it, or all of it, belongs to it."""
    for block in (*item.indented, *item.flat):
        if block.key in written.code:
            return block
    for paragraph in paragraphs_of((*item.indented, *item.flat)):
        if _holds_more(paragraph, written, language):
            return paragraph
    for paragraph in _below_headings((*item.indented, *item.flat)):
        if read_claim(paragraph.text, None, language) is not None:
            return paragraph
    for block in item.flat:
        if isinstance(block, Paragraph) and LABEL.match(block.text.content):
            return block
    if item.indented and item.flat:
        return item.flat[0]
    if len(item.flat) > 1 and any(isinstance(block, Paragraph) for block in item.flat):
        return item.flat[1]
    return None


def _below_headings(body: Body) -> Iterator[Paragraph]:
    """Yield the paragraphs that a point took in because they stand below its heading, however they are indented."""
    for block in body:
        if isinstance(block, Paragraph):
            continue
        for point in block.items:
            if point.title is not None or is_worded(block.scheme):
                yield from (inner for inner in point.body if isinstance(inner, Paragraph) and not inner.heading)
            yield from _below_headings(point.body)


_LAST_BRACKET = re.compile(r"\([^()]*\)\.?$")


def _holds_more(paragraph: Paragraph, written: Written, language: Language) -> bool:
    """Whether a line of a new text, or a bracket at its end, says something that is none: an empty line is missing."""
    bracket = _LAST_BRACKET.search(paragraph.text.content)
    lines = written.wrapped.get(paragraph.key, ())
    parts = [Text(part) for part in (*lines[1:], *([bracket[0]] if bracket else ()))]
    return any(
        LABEL.match(part.content)
        or read_claim(part, None, language) is not None
        or (not written.amends_motion and is_command(part, language))
        for part in parts
    )
