"""A motion as it was read: its changes, and which of them are in force, open or settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sphinxext_amendment.directives import Amendment as AmendmentDirective
from sphinxext_amendment.docnodes.collect import Record
from sphinxext_amendment.docnodes.views import MOTION_VIEWS, Modified, status_of
from sphinxext_amendment.engine.changes import Amendment
from sphinxext_amendment.engine.document import Body, points_of
from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.engine.text import Key, Text
from sphinxext_amendment.options import (
    ADOPTED,
    SETTLED,
    STATUSES,
    day_of,
    in_force_of,
    language_code,
    language_of,
    undecided,
    unknown_language,
    unknown_options,
    wrong_days,
    wrong_show,
    wrong_status,
)
from sphinxext_amendment.wording.language import Language, Languages, available
from sphinxext_amendment.wording.motion import Motion, Written, read_motion
from sphinxext_amendment.wording.writer import write


@dataclass(frozen=True, slots=True)
class Read:
    """A motion that was read, with the problems of its options.

    *modified* is what adopted amendments have made of its words: then *motion* is read from these. *withheld* are
    changes that were adopted as modified while nobody knows how: nothing of them is carried out.
    """

    record: Record
    motion: Motion
    status: str
    problems: tuple[Problem, ...]
    language: Language | None
    code: str
    """The language that it names, or its text, or the site."""
    asked: tuple[Key, ...]
    """The changes that it asked for as it was written, in order."""
    written: Written
    """What the reader was given."""
    as_written: Amendment
    """All that it asks for in its own words."""
    modified: Modified | None = None
    withheld: frozenset[Key] = frozenset()

    @property
    def readings(self) -> dict[Key, Text]:
        """The canonical wording of each change that was read, if that is not its own."""
        found: dict[Key, Text] = {}
        unsaid: set[Key] = set()
        for item in self.motion.amendment.modifications:
            written = write(item.change, item.key, self.language) if self.language else None
            if written is None:
                unsaid.add(item.key)
            else:
                before = found.get(item.key)  # a command may ask for two changes
                found[item.key] = before + Text(" ") + written.command if before else written.command
        return {
            key: reading
            for key, reading in found.items()
            if key not in unsaid and reading.content.rstrip(".:") != self.motion.commands[key].rstrip(".: ")
        }

    @property
    def labels(self) -> Mapping[Key, tuple[str, str]]:
        """For each change how it is called, and the id where it is shown."""
        record = self.record
        printed = dict(_printed(record.body))
        found = {
            key: (printed.get(key) or str(number), f"{record.anchor}-change-{number}")
            for number, key in enumerate(self.asked, start=1)
        }
        if self.modified:  # what has come in stands in a list of its own
            new = (item for item in self.modified.items if item.is_new and item.point)
            found |= {item.key: (item.point.label, f"{record.anchor}-modified") for item in new if item.point}
        return found

    @property
    def day(self) -> str:
        """The day of the decision."""
        return day_of(self.record)

    @property
    def effective(self) -> str:
        """The day from which its changes are in force, if they are adopted."""
        return in_force_of(self.record) or self.day

    def status_of(self, key: Key) -> str:
        """Return the status of a change: its own, or that of the motion."""
        return self.motion.statuses.get(key, self.status)

    def having(self, statuses: Iterable[str]) -> Amendment:
        """Return the amendment with those of its changes only that have one of *statuses*."""
        wanted = set(statuses)
        amendment = self.motion.amendment

        def has(key: Key) -> bool:
            return self.status_of(key) in wanted and key not in self.withheld

        return replace(
            amendment,
            modifications=tuple(item for item in amendment.modifications if has(item.key)),
            refused=tuple(trouble for trouble in amendment.refused if has(trouble.place)),
        )

    @property
    def enacted(self) -> Amendment:
        """The changes that are in force."""
        return self.having(ADOPTED)

    @property
    def open(self) -> Amendment:
        """The changes that its view shows: not those that were settled one by one."""
        return self.having({*STATUSES, self.status} - (SETTLED - {self.status}))

    @property
    def pending(self) -> Amendment:
        """The changes that it would bring, if it were adopted."""
        return self.having({*STATUSES, self.status} - (SETTLED - {self.status}) - ADOPTED)

    @property
    def in_force(self) -> bool:
        """Whether something of it was adopted on a day that is known: else nobody knows which version it means."""
        enacted = self.enacted
        whole = self.status in ADOPTED and not self.motion.statuses and not self.withheld
        return bool(enacted.modifications or enacted.refused or whole) and bool(self.day)


def changes_of(amendment: Amendment) -> set[Key]:
    """Return the changes that a text with *amendment* is to have."""
    return {item.key for item in amendment.modifications} | {trouble.place for trouble in amendment.refused}


def _printed(body: Body, before: str = "") -> Iterator[tuple[Key, str]]:
    """Yield the labels of the points of *body*; those within others are called with all labels that lead to them."""
    for point in points_of(body):
        label = f"{before}{point.label}"
        yield point.key, label
        yield from _printed(point.body, f"{label} ")


def read(record: Record, amended: Sequence[Record], languages: Languages) -> Read:
    """Read a motion, and check its options; *amended* is what it amends, and what that amends in turn."""
    language, code = language_of(languages, record, *amended), language_code(record, *amended)
    problems = unknown_options(record, AmendmentDirective.option_spec)
    written = Written(
        record.name,
        record.body,
        record.fields,
        record.indented,
        record.code,
        record.wrapped,
        record.changes,
        amends_motion=any(one.kind == "amendment" for one in amended[:1]),
        amended=amended[-1].title if amended else "",
    )
    if language is None:
        problems.append(unknown_language(record, code))
        motion = Motion(Amendment(record.name, ()), {}, {}, ())
    else:
        motion = read_motion(written, language)
        unread = any(trouble.code in {Code.COMMAND_UNREAD, Code.NO_COMMAND} for trouble in motion.amendment.refused)
        if unread and not motion.amendment.modifications and (other := _other_language(written, language, languages)):
            problems.append(problem(Code.LANGUAGE_OTHER, record.key, language=language.code, other=other))
        misplaced = any(trouble.code is Code.OPTION_PLACE for trouble in motion.problems)
        if not motion.amendment.modifications and not motion.amendment.refused and not misplaced:
            problems.append(problem(Code.AMENDMENT_EMPTY, record.key))
    problems += wrong_show(record, MOTION_VIEWS)
    status = status_of(record, "proposed")
    problems += wrong_status(record)
    problems += wrong_days(record, "date", "decided", "in-force")
    dated = record.option("decided") or record.option("date")
    if status in ADOPTED and not dated:
        problems.append(undecided(record.key))
    for key, own in motion.statuses.items():
        if own not in STATUSES:
            known = ", ".join(STATUSES)
            problems.append(problem(Code.OPTION_INVALID, key, option="status", value=own, known=known))
        elif own in ADOPTED and not dated:
            problems.append(undecided(key))
    items = changes_of(motion.amendment)
    asked = tuple(key for key, owner in motion.owners.items() if owner == key and key in items)
    return Read(record, motion, status, tuple(problems), language, code, asked, written, motion.amendment)


def _other_language(written: Written, language: Language, languages: Languages) -> str:
    """Return another language in which a motion of which nothing was understood can be read, or nothing."""
    others = (other for code in available() if code != language.code and (other := languages.load(code)))
    return next((other.code for other in others if read_motion(written, other).amendment.modifications), "")
