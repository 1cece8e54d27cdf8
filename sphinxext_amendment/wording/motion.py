"""The flow of a whole motion: which of its blocks is a command, its new text, a claim, a reason.

New texts may be indented under their command or not: people paste motions flat. So items are told by their
numbers: a list that goes on with the next number holds the next items, any other list is part of a new text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from sphinxext_amendment.engine.changes import Amendment, Claim, Form, Modification, NumberingClaim, TextClaim
from sphinxext_amendment.engine.document import Body, Paragraph, Point, Points, paragraphs_of
from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.engine.text import Key, Text
from sphinxext_amendment.wording.language import Language
from sphinxext_amendment.wording.reader import (
    Remark,
    TextClaimOpening,
    is_command,
    read_claim,
    read_command,
    read_forms,
    with_sentences,
)

OPTION_IN_TEXT = re.compile(r"(?:^|\s):(?:forms|status|reason|means|expect):(?:\s|$)")
"""An option that the parser took for text: an empty line is missing, or Markdown's field lists are off."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a change: ``:name: value``. *anchor* is the item it stands in, or the block it stands after."""

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

    *roles* says of each block (paragraph, list, point of the outermost lists) what it is, *owners* to which item
    it belongs. *problems* are those that belong to no change.
    """

    amendment: Amendment
    roles: Mapping[Key, Role]
    owners: Mapping[Key, Key]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Item:
    """An item while it is read."""

    key: Key
    number: int | None
    command: Text
    new_text: list[Paragraph | Points] = field(default_factory=list)


@dataclass(slots=True)
class _Flow:
    """The state while a motion's blocks are read one after the other."""

    language: Language
    roles: dict[Key, Role] = field(default_factory=dict)
    owners: dict[Key, Key] = field(default_factory=dict)
    items: list[_Item] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    role: Role = Role.PRINTED
    """What a paragraph is that says nothing of itself."""
    opening: Key | None = None
    """The announcement of the claimed text, from there to the end of its list."""
    claimed: list[Points] = field(default_factory=list)


def read_motion(name: str, body: Body, options: Sequence[Option], language: Language) -> Motion:
    """Read the blocks of a motion and the options of its items.

    An amendment without numbered items is one change: its first paragraph that reads as a command, or its first
    paragraph.
    """
    body = with_sentences(body, language)
    flow = _Flow(language)
    single = _single_command(body, language)
    for block in body:
        if single is not None and block.key == single.key:
            _begin(flow, single.key, None, single.text)
        elif isinstance(block, Paragraph):
            _paragraph(flow, block)
        else:
            _list(flow, block, items_allowed=single is None)
    _end_of_claimed_text(flow)
    modifications = []
    refused = []
    given = _options_by_item(flow, options)
    for item in flow.items:
        outcome = _read_item(item, given.get(item.key, []), language)
        if isinstance(outcome, Problem):
            refused.append(outcome)
        else:
            modifications.append(outcome)
    amendment = Amendment(name, tuple(modifications), tuple(flow.claims), tuple(refused))
    return Motion(amendment, flow.roles, flow.owners, tuple(flow.problems))


def _single_command(body: Body, language: Language) -> Paragraph | None:
    """Return the command of an amendment that has no numbered items; None if it has some."""
    direct = [block for block in body if isinstance(block, Paragraph)]
    numbered = [point for block in body if isinstance(block, Points) for point in _numbered(block)]
    commands = [block for block in direct if is_command(block.text, language)]
    if not numbered:
        return commands[0] if commands else direct[0] if direct else None
    first = [block.key for block in body].index(next(b.key for b in body if isinstance(b, Points)))
    before = [block for block in body[:first] if block in commands]
    readable = any(is_command(_command(point), language) for point in numbered)
    return before[0] if before and not readable else None


def _numbered(block: Points) -> tuple[Point, ...]:
    return () if block.scheme.style == "bullet" else block.items


def _command(point: Point) -> Text:
    first = point.body[0] if point.body else None
    return first.text if isinstance(first, Paragraph) else Text("")


def _begin(flow: _Flow, key: Key, number: int | None, command: Text) -> None:
    _end_of_claimed_text(flow)
    flow.items.append(_Item(key, number, command))
    flow.roles[key] = Role.ITEM
    flow.owners[key] = key
    flow.role = Role.NEW_TEXT


def _paragraph(flow: _Flow, block: Paragraph) -> None:
    if flow.claimed:
        _end_of_claimed_text(flow)
        flow.role = Role.PRINTED
    claim = read_claim(block.text, block.key, flow.language)
    match claim:
        case TextClaimOpening():
            flow.opening = block.key
            role = Role.CLAIM
        case Remark("reason"):
            role = flow.role = Role.REASON
        case Remark():
            role = Role.REMARK
        case NumberingClaim():
            flow.claims.append(claim)
            role = Role.CLAIM
        case _:
            role = flow.role
            if role is Role.PRINTED:
                _warn_of_command(flow, block)
    _assign(flow, block, role)


def _assign(flow: _Flow, block: Paragraph | Points, role: Role) -> None:
    if flow.opening is not None and role is not Role.CLAIM:
        role = Role.CLAIMED_TEXT
    flow.roles[block.key] = role
    if flow.items and role not in {Role.PRINTED, Role.CLAIMED_TEXT} and flow.opening is None:
        flow.owners[block.key] = flow.items[-1].key
        if role is Role.NEW_TEXT:
            flow.items[-1].new_text.append(block)


def _list(flow: _Flow, block: Points, *, items_allowed: bool) -> None:
    if flow.opening is not None:
        flow.claimed.append(block)
        flow.roles[block.key] = Role.CLAIMED_TEXT
    elif items_allowed and _goes_on(flow, block):
        flow.roles[block.key] = Role.ITEM
        for number, point in enumerate(block.items, start=_number(block)):
            _begin(flow, point.key, number, _command(point))
            flow.owners[block.key] = point.key
            for inner in point.body[1:]:
                if isinstance(inner, Paragraph):
                    _paragraph(flow, inner)
                else:
                    _list(flow, inner, items_allowed=False)
    else:
        if flow.role is Role.PRINTED:
            for paragraph in paragraphs_of((block,)):
                _warn_of_command(flow, paragraph)
        _assign(flow, block, flow.role)


def _warn_of_command(flow: _Flow, block: Paragraph) -> None:
    if is_command(block.text, flow.language):
        flow.problems.append(problem(Code.COMMAND_OUTSIDE, block.key, words=block.text.content))


def _goes_on(flow: _Flow, block: Points) -> bool:
    """Whether *block* holds the next items: the first ones, or those with the next numbers."""
    if not _numbered(block) or (flow.role is Role.PRINTED and flow.items):
        return False
    number = flow.items[-1].number if flow.items else None
    return not flow.items or (number is not None and _number(block) == number + 1)


def _number(block: Points) -> int:
    return block.scheme.number(block.items[0].label)


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
            flow.problems.append(problem(Code.OPTION_INVALID, option.key, option=option.name, reason="place", value=""))
    return by_item


def _read_item(item: _Item, options: Sequence[Option], language: Language) -> Modification | Problem:
    for option in options:
        if option.name != "forms":
            # It may be what stops this change ("status: withdrawn"), so the change is not carried out.
            return problem(Code.OPTION_UNKNOWN, item.key, option=option.name, known="forms")
    for block in item.new_text:
        if isinstance(block, Paragraph) and OPTION_IN_TEXT.search(block.text.content):
            return problem(Code.OPTION_IN_TEXT, item.key, words=block.text.content)
    if OPTION_IN_TEXT.search(item.command.content):
        return problem(Code.OPTION_IN_TEXT, item.key, words=item.command.content)
    for block in paragraphs_of(tuple(item.new_text)):
        if is_command(block.text, language):
            return problem(Code.COMMAND_OUTSIDE, item.key, words=block.text.content)
    forms: tuple[Form, ...] = ()
    for option in options:
        given = read_forms(option.value, item.key)
        if isinstance(given, Problem):
            return given
        forms += given
    change = read_command(item.command, tuple(item.new_text), forms, item.key, language)
    return change if isinstance(change, Problem) else Modification(item.key, change)
