"""From the records of all documents to what is shown and reported: read, consolidate, collect the problems.

Pure: the same records give the same resolution, in every build and whatever was read when.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from docutils import nodes

from sphinxext_amendment.directives import Amendment as AmendmentDirective
from sphinxext_amendment.directives import Consolidated, Guideline
from sphinxext_amendment.docnodes.collect import NodeKey, Record
from sphinxext_amendment.docnodes.views import (
    MOTION_VIEWS,
    STATUS_WORDS,
    TEXT_VIEWS,
    USUAL_MOTION_VIEWS,
    USUAL_TEXT_VIEWS,
    MotionView,
    TextView,
)
from sphinxext_amendment.engine import claims
from sphinxext_amendment.engine.changes import Amendment, TextClaim
from sphinxext_amendment.engine.consolidate import Consolidation, consolidate
from sphinxext_amendment.engine.document import Body, paragraphs_of, points_of
from sphinxext_amendment.engine.document import Guideline as Text
from sphinxext_amendment.engine.problems import CLAIMS, Code, Problem, problem
from sphinxext_amendment.engine.text import Key
from sphinxext_amendment.engine.text import Text as EngineText
from sphinxext_amendment.engine.versions import versions
from sphinxext_amendment.wording.advice import advise, further_forms
from sphinxext_amendment.wording.language import Language, available, load
from sphinxext_amendment.wording.motion import Motion, Written, read_motion
from sphinxext_amendment.wording.reader import with_sentences
from sphinxext_amendment.wording.request import INSERTED_LABEL, LABEL
from sphinxext_amendment.wording.writer import write

STATUSES = tuple(STATUS_WORDS)
"""What can be the matter with a motion or a change; only "adopted" is in force."""

USABLE = tuple(status for status in STATUSES if status != "adopted-as-modified")
"""Those that can be given: the text as modified cannot, so far."""

SETTLED = frozenset({"not-admitted", "withdrawn", "rejected", "superseded", "settled"})
"""The statuses of a change that is not to be carried out any more, whatever becomes of its motion."""


@dataclass(slots=True)
class Resolution:
    """What a build has made of all records. Every map is by the key of the record that is shown."""

    guidelines: dict[NodeKey, Record] = field(default_factory=dict)
    motions: dict[NodeKey, MotionView] = field(default_factory=dict)
    texts: dict[NodeKey, TextView] = field(default_factory=dict)
    motions_to: dict[NodeKey, list[MotionView]] = field(default_factory=dict)
    """The motions that amend a guideline."""
    loose: dict[NodeKey, list[Problem]] = field(default_factory=dict)
    """The problems of guidelines."""
    bases: dict[str, _Base] = field(default_factory=dict)
    """The guidelines with their versions, by name."""

    def named(self, key: Key) -> tuple[str, str]:
        """Return the label of the change at *key*, and the title of its motion."""
        for view in self.motions.values():
            if key in view.changes:
                return view.changes[key][0], view.record.title
        return "", ""

    def problems(self) -> Iterable[tuple[Record, Problem]]:
        """Yield every problem with the record it belongs to, in the order of documents and lines."""
        for key, record in self.guidelines.items():
            yield from ((record, trouble) for trouble in self.loose.get(key, []))
        views: list[MotionView | TextView] = [*self.motions.values(), *self.texts.values()]
        for view in views:
            yield from ((view.record, trouble) for trouble in view.problems)


@dataclass(frozen=True, slots=True)
class _Base:
    """A guideline with its versions: the text that was written, and those that adopted motions have made of it."""

    record: Record
    written: Text
    versions: tuple[tuple[str, Consolidation], ...] = ()
    adopted: tuple[Record, ...] = ()

    @property
    def in_force(self) -> Text:
        return self.counted(self.versions[-1][1].guideline) if self.versions else self.written

    def counted(self, text: Text) -> Text:
        """Return a version with its sentences, which the language of the text tells apart."""
        language = language_of(self.record)
        return replace(text, body=with_sentences(text.body, language)) if language else text

    def before(self, day: str) -> Text:
        """Return the version that a motion decided on *day* addresses."""
        earlier = [step for decided, step in self.versions if decided < day]
        return self.counted(earlier[-1].guideline) if earlier else self.written


@dataclass(frozen=True, slots=True)
class _Read:
    """A motion that was read, with the problems of its options."""

    record: Record
    motion: Motion
    status: str
    problems: tuple[Problem, ...]
    language: Language | None

    @property
    def readings(self) -> dict[Key, EngineText]:
        """The canonical wording of each change that was read, if that is not its own."""
        found: dict[Key, EngineText] = {}
        for item in self.motion.amendment.modifications:
            written = write(item.change, item.key, self.language) if self.language else None
            if written:
                before = found.get(item.key)  # a command may ask for two changes
                found[item.key] = before + EngineText(" ") + written.command if before else written.command
        return {
            key: reading
            for key, reading in found.items()
            if reading.content.rstrip(".:") != self.motion.commands[key].rstrip(".: ")
        }

    @property
    def day(self) -> str:
        return self.record.option("decided") or self.record.option("date")

    def having(self, statuses: Iterable[str]) -> Amendment:
        """Return the amendment with those of its changes only that have one of *statuses*."""
        wanted = set(statuses)
        amendment = self.motion.amendment

        def has(key: Key) -> bool:
            own = self.motion.statuses.get(key, self.status)
            # The text as modified is not there.
            return own in wanted and not (key in self.motion.statuses and own == "adopted-as-modified")

        return replace(
            amendment,
            modifications=tuple(item for item in amendment.modifications if has(item.key)),
            refused=tuple(trouble for trouble in amendment.refused if has(trouble.place)),
        )

    @property
    def enacted(self) -> Amendment:
        """The changes that are in force."""
        return self.having({"adopted"})

    @property
    def open(self) -> Amendment:
        """The changes that its view shows: not those that were settled one by one."""
        return self.having({*STATUSES, self.status} - (SETTLED - {self.status}))

    @property
    def pending(self) -> Amendment:
        """The changes that it would bring, if it were adopted."""
        return self.having({*STATUSES, self.status} - (SETTLED - {self.status}) - {"adopted"})

    @property
    def in_force(self) -> bool:
        """Whether something of it was adopted on a day that is known: else nobody knows which version it means."""
        enacted = self.enacted
        asked = enacted.modifications or enacted.refused or (self.status == "adopted" and not self.motion.statuses)
        return bool(asked) and _is_date(self.day)

    @property
    def amends(self) -> str:
        return nodes.fully_normalize_name(self.record.option("amends"))


def resolve(records: Iterable[Record]) -> Resolution:
    """Read all motions, consolidate all texts."""
    resolution = Resolution()
    written: dict[str, list[Record]] = {}
    asked: list[Record] = []
    places: list[Record] = []
    for record in records:
        match record.kind:
            case "guideline":
                written.setdefault(record.name, []).append(record)
                resolution.guidelines[record.key] = record
                resolution.loose[record.key] = _guideline_problems(record)
            case "amendment":
                asked.append(record)
            case "consolidated":
                places.append(record)
    for same in written.values():
        for record in same[1:]:
            where = ", ".join(map(_where, same))
            trouble = problem(Code.GUIDELINE_DUPLICATE, record.key, name=record.name, where=where)
            resolution.loose[record.key].append(trouble)
    texts = {name: same[0] for name, same in written.items()}
    motions = _without_doubles([_read(record, texts) for record in asked])
    bases = {name: _base(same[0], motions) for name, same in written.items() if name and len(same) == 1}
    resolution.bases = bases
    for read in motions:
        base = bases.get(read.amends)
        view = _motion_view(read, base, written)
        resolution.motions[read.record.key] = view
        if base is not None:
            resolution.motions_to.setdefault(base.record.key, []).append(view)
    for record in places:
        resolution.texts[record.key] = _text_view(record, bases, motions, written)
    return resolution


def language_code(record: Record, guideline: Record | None = None) -> str:
    """Return the language of a record: the one it names, else that of the text it belongs to, else the site's."""
    named = record.option("language") or (guideline.option("language") if guideline else "")
    return named or record.language


def language_of(record: Record, guideline: Record | None = None) -> Language | None:
    """Return the language that a record is read in, if there is a reader for it."""
    return load(language_code(record, guideline))


def _guideline_problems(record: Record) -> list[Problem]:
    problems = _unknown_options(record, Guideline.option_spec)
    if language_of(record) is None:
        problems.append(_unknown_language(record, language_code(record)))
    if record.option("date") and not _is_date(record.option("date")):
        problems.append(_invalid(record, "date", "2018-03-01"))
    problems += [problem(Code.OPTION_PLACE, option.key, option=option.name) for option in record.fields]
    if not any(point.label for point in points_of(record.body)):
        problems.append(problem(Code.GUIDELINE_EMPTY, record.key))
    problems += [
        problem(Code.LABEL_IN_TEXT, block.key, words=block.text.content)
        for block in paragraphs_of(record.body)
        if not block.heading and LABEL.match(block.text.content)
    ]
    problems += [
        problem(Code.LABEL_IN_TEXT, key, words=line)
        for key, lines in record.wrapped.items()
        for line in lines[1:]
        if INSERTED_LABEL.match(line)
    ]
    return problems


def _read(record: Record, texts: Mapping[str, Record]) -> _Read:
    guideline = texts.get(nodes.fully_normalize_name(record.option("amends")))
    language = language_of(record, guideline)
    problems = _unknown_options(record, AmendmentDirective.option_spec)
    if language is None:
        problems.append(_unknown_language(record, language_code(record, guideline)))
        motion = Motion(Amendment(record.name, ()), {}, {}, ())
    else:
        written = Written(
            record.name, record.body, record.fields, record.indented, record.code, record.wrapped, record.changes
        )
        motion = read_motion(written, language)
        unread = any(trouble.code in {Code.COMMAND_UNREAD, Code.NO_COMMAND} for trouble in motion.amendment.refused)
        if unread and not motion.amendment.modifications and (other := _other_language(written, language)):
            problems.append(problem(Code.LANGUAGE_OTHER, record.key, language=language.code, other=other))
        misplaced = any(trouble.code is Code.OPTION_PLACE for trouble in motion.problems)
        if not motion.amendment.modifications and not motion.amendment.refused and not misplaced:
            problems.append(problem(Code.AMENDMENT_EMPTY, record.key))
    problems += _show_problems(record, MOTION_VIEWS)
    status = record.option("status") or "proposed"
    if status not in STATUSES:
        problems.append(_invalid(record, "status", ", ".join(USABLE)))
        status = "proposed"
    if status == "adopted-as-modified":
        # The text as modified is not there, so what is written must not come into force.
        problems.append(_invalid(record, "status", "adopted"))
    for name in ("date", "decided"):
        if record.option(name) and not _is_date(record.option(name)):
            problems.append(_invalid(record, name, "2018-03-01"))
    if status == "adopted" and not (record.option("decided") or record.option("date")):
        problems.append(problem(Code.OPTION_MISSING, record.key, option="decided", known=":decided: 2018-03-01"))
    for key, own in motion.statuses.items():
        if own not in STATUSES or own == "adopted-as-modified":
            known = ", ".join(USABLE) if own not in STATUSES else "adopted"
            problems.append(problem(Code.OPTION_INVALID, key, option="status", value=own, known=known))
        elif own == "adopted" and not (record.option("decided") or record.option("date")):
            problems.append(problem(Code.OPTION_MISSING, key, option="decided", known=":decided: 2018-03-01"))
    return _Read(record, motion, status, tuple(problems), language)


def _unknown_language(record: Record, code: str) -> Problem:
    return problem(Code.LANGUAGE_UNKNOWN, record.key, language=code, known=", ".join(available()))


def _other_language(written: Written, language: Language) -> str:
    """Return another language in which a motion of which nothing was understood can be read, or nothing."""
    others = (other for code in available() if code != language.code and (other := load(code)))
    return next((other.code for other in others if read_motion(written, other).amendment.modifications), "")


def _invalid(record: Record, option: str, known: str) -> Problem:
    return problem(Code.OPTION_INVALID, record.key, option=option, value=record.option(option), known=known)


def _show_problems(record: Record, known: tuple[str, ...]) -> list[Problem]:
    wrong = set(_listed(record, "show")) - set(known)
    return [_invalid(record, "show", ", ".join(known))] if wrong else []


def _shown(record: Record, known: tuple[str, ...], usual: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is to be shown of a record, in the order that it names."""
    return tuple(dict.fromkeys(name for name in _listed(record, "show") if name in known)) or usual


def _listed(record: Record, option: str) -> list[str]:
    """Return the parts of an option that is a list with commas."""
    return [part.strip() for part in record.option(option).split(",") if part.strip()]


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None


def _unknown_options(record: Record, known: Iterable[str]) -> list[Problem]:
    return [
        problem(Code.OPTION_UNKNOWN, record.key, option=name, known=", ".join(known))
        for name, _ in record.options
        if name not in known
    ]


def _without_doubles(motions: list[_Read]) -> list[_Read]:
    """Tell each motion that has the name of an earlier one so."""
    first: dict[str, _Read] = {}
    result = []
    for read in motions:
        other = first.setdefault(read.record.name, read)
        if other is not read:
            name, where = read.record.name, _where(other.record)
            double = problem(Code.AMENDMENT_DUPLICATE, read.record.key, name=name, where=where)
            read = replace(read, problems=(*read.problems, double))  # noqa: PLW2901
        result.append(read)
    return result


def _where(record: Record) -> str:
    return f"{record.docname}:{record.lines.get(record.key, ('', 0))[1]}"


def _base(record: Record, motions: list[_Read]) -> _Base:
    base = _Base(record, Text(record.name, record.body))
    written = base.counted(base.written)
    adopted = [read for read in motions if read.in_force and read.amends == record.name]
    made = versions(written, [(read.day, read.enacted) for read in adopted], base.counted)
    in_order = sorted(adopted, key=lambda read: read.day)
    return replace(base, written=written, versions=made, adopted=tuple(read.record for read in in_order))


def _no_text(record: Record, name: str, written: Mapping[str, list[Record]], option: str = "") -> Problem:
    """Tell why there is no text of that name: none was named, there is none, or there are several."""
    same = written.get(nodes.fully_normalize_name(name), ())
    if not name and option:
        return problem(Code.OPTION_MISSING, record.key, option=option, known=f":{option}: …")
    if len(same) > 1:
        return problem(Code.GUIDELINE_DUPLICATE, record.key, name=name, where=", ".join(map(_where, same)))
    known = ", ".join(filter(None, sorted(written))) or "–"
    return problem(Code.GUIDELINE_UNKNOWN, record.key, name=name, known=known)


def _motion_view(read: _Read, base: _Base | None, written: Mapping[str, list[Record]]) -> MotionView:
    record, motion = read.record, read.motion
    problems = [*read.problems, *motion.problems]
    shown = _shown(record, MOTION_VIEWS, USUAL_MOTION_VIEWS)
    changes = _labels(record, motion)
    if "change-list" not in shown:  # what links to a change then leads to the motion
        changes = {key: (label, record.anchor) for key, (label, _) in changes.items()}
    view = MotionView(record, motion, None, read.status, None, (), changes, shown=shown, readings=read.readings)
    if base is None:
        problems += read.open.refused
        problems.append(_no_text(record, record.option("amends"), written, "amends"))
        return replace(view, problems=_sorted(problems, record))
    text = base.before(read.day) if read.in_force else base.in_force
    result = consolidate(text, [read.open])
    if read.open != motion.amendment:
        # What a motion claims may be claimed of all that it asked for, or of what is left of that.
        moved = consolidate(text, [motion.amendment])
        if _false_claims(result) and not _false_claims(moved):
            rest = [replace(trouble, differences=()) for trouble in result.problems if trouble.code not in CLAIMS]
            result = replace(result, problems=tuple(rest))
            view = replace(view, claims_all=True)
    language = language_of(base.record)
    asked = {item.key: item.change for item in motion.amendment.modifications}
    if language is not None:
        problems += [advise(trouble, asked, text, language) for trouble in result.problems]
        problems += further_forms(read.open, result, text, language)
    else:
        problems += result.problems
    own = set(view.changes)
    conflicts = [
        trouble
        for day, step in base.versions
        if read.in_force and day == read.day
        for trouble in step.problems
        if {trouble.place, *trouble.others} & own and {trouble.place, *trouble.others} - own
    ]
    stopped = {key for trouble in conflicts for key in (trouble.place, *trouble.others)}
    if stopped & own:
        going = tuple(item for item in read.open.modifications if item.key not in stopped)
        carried_out = consolidate(text, [replace(read.open, modifications=going, claims=(), refused=())])
        result = replace(carried_out, problems=result.problems)
        view = replace(view, claims_all=True)
    return replace(
        view,
        guideline=base.record,
        result=result,
        problems=_sorted([*problems, *(trouble for trouble in conflicts if trouble.place in own)], record),
        told_elsewhere=tuple(trouble for trouble in conflicts if trouble.place not in own),
    )


def _false_claims(result: Consolidation) -> bool:
    return any(trouble.differences for trouble in result.problems)


def _sorted(problems: Iterable[Problem], record: Record) -> tuple[Problem, ...]:
    def line(trouble: Problem) -> int:
        return record.lines.get(trouble.place, ("", 0))[1]

    return tuple(sorted(problems, key=line))


def _labels(record: Record, motion: Motion) -> Mapping[Key, tuple[str, str]]:
    """Return for each change how it is called and the id where it is shown."""
    items = {trouble.place for trouble in motion.amendment.refused}
    items |= {item.key for item in motion.amendment.modifications}
    printed = dict(_printed(record.body))
    ordered = [key for key in motion.owners if key in items and motion.owners[key] == key]
    return {
        key: (printed.get(key) or str(number), f"{record.anchor}-change-{number}")
        for number, key in enumerate(ordered, start=1)
    }


def _printed(body: Body, before: str = "") -> Iterator[tuple[Key, str]]:
    """Yield the labels of the points of *body*; those within others are called with all labels that lead to them."""
    for point in points_of(body):
        label = f"{before}{point.label}"
        yield point.key, label
        yield from _printed(point.body, f"{label} ")


def _text_view(
    record: Record, bases: Mapping[str, _Base], motions: list[_Read], written: Mapping[str, list[Record]]
) -> TextView:
    problems = [*_unknown_options(record, Consolidated.option_spec), *_show_problems(record, TEXT_VIEWS)]
    base = bases.get(record.name)
    if base is None:
        problems.append(_no_text(record, record.name, written))
        return TextView(record, None, None, (), False, tuple(problems))
    to_it = {read.record.name: read for read in reversed(motions) if read.amends == base.record.name}
    wanted = []
    whole = record.option("with")
    for name in [whole] if nodes.fully_normalize_name(whole) in to_it else _listed(record, "with"):
        read = to_it.get(nodes.fully_normalize_name(name))
        if read is None:
            those = "; ".join(sorted(to_it)) or "–"
            problems.append(problem(Code.AMENDMENT_UNKNOWN, record.key, name=name, known=those))
        elif read.status != "adopted" and read not in wanted:
            wanted.append(read)
    if wanted or not base.versions:
        result = consolidate(base.in_force, [read.pending for read in wanted])
    else:
        result = base.versions[-1][1]
    # What is the matter with a motion alone is told there; here it is what comes of them together.
    problems += [
        problem(Code.MOTIONS_CONFLICT, record.key, others=(*trouble.others, trouble.place))
        for trouble in (result.problems if len(wanted) > 1 else ())
        if trouble.others and not _of_one_motion(trouble, wanted)
    ]
    problems += [
        replace(trouble, place=record.key) for trouble in claims.check(result.guideline.body, _claimed(record))
    ]
    steps = [*(step for _, step in base.versions), result]
    enacted = [read for read in motions if read.in_force and read.amends == base.record.name]
    shown = wanted or enacted
    latest = [read for read in shown if wanted or read.day == base.versions[-1][0]]
    applied = {key for step in steps for key in step.applied}
    return TextView(
        record=record,
        guideline=base.record,
        result=result,
        motions=(*base.adopted, *(read.record for read in wanted if read.record not in base.adopted)),
        tentative=bool(wanted),
        problems=tuple(problems),
        incomplete=tuple(
            read.record
            for read, tentative in (*((read, False) for read in enacted), *((read, True) for read in wanted))
            if not _asked(read, tentative) <= applied
        ),
        latest=tuple(read.record for read in latest),
        shown=_shown(record, TEXT_VIEWS, USUAL_TEXT_VIEWS),
    )


def _asked(read: _Read, tentative: bool) -> set[Key]:
    """Return the changes of a motion that a text with it is to have."""
    amendment = read.pending if tentative else read.enacted
    return {item.key for item in amendment.modifications} | {trouble.place for trouble in amendment.refused}


def _of_one_motion(trouble: Problem, motions: Iterable[_Read]) -> bool:
    keys = {trouble.place, *trouble.others}
    return any(keys <= set(_labels(read.record, read.motion)) for read in motions)


def _claimed(record: Record) -> tuple[TextClaim, ...]:
    return (TextClaim(record.key, record.body),) if record.body else ()
