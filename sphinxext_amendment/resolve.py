"""From the records of all documents to what is shown and reported: read, consolidate, collect the problems.

Pure: the same records give the same resolution, in every build and whatever was read when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from docutils import nodes

from sphinxext_amendment.bases import Base, base_of, guideline_text, out_of_order
from sphinxext_amendment.directives import Consolidated, Guideline
from sphinxext_amendment.docnodes.collect import NodeKey, Record
from sphinxext_amendment.docnodes.views import (
    MOTION_VIEWS,
    TEXT_VIEWS,
    USUAL_MOTION_VIEWS,
    USUAL_TEXT_VIEWS,
    Amending,
    Clash,
    Contest,
    MotionView,
    TextView,
)
from sphinxext_amendment.engine import claims, document, votes
from sphinxext_amendment.engine.changes import Amendment, TextClaim
from sphinxext_amendment.engine.consolidate import Consolidation, consolidate
from sphinxext_amendment.engine.document import paragraphs_of, points_of
from sphinxext_amendment.engine.index import index
from sphinxext_amendment.engine.locate import Counted, sentences_counted
from sphinxext_amendment.engine.naming import points_named
from sphinxext_amendment.engine.problems import CLAIMS, Code, Problem, problem
from sphinxext_amendment.engine.text import Key
from sphinxext_amendment.engine.versions import Version
from sphinxext_amendment.modifying import Targets, items_of, modified, targets, undated
from sphinxext_amendment.motions import Read, changes_of, read
from sphinxext_amendment.options import (
    ADOPTED,
    OPEN,
    POLICIES,
    STATUSES,
    in_force_of,
    invalid,
    is_day,
    language_code,
    language_of,
    listed,
    shown,
    unknown_language,
    unknown_options,
    wrong_days,
    wrong_show,
    wrong_status,
)
from sphinxext_amendment.wording.advice import advise, further_forms
from sphinxext_amendment.wording.language import Languages
from sphinxext_amendment.wording.mentions import ChangedMention, changed
from sphinxext_amendment.wording.request import INSERTED_LABEL, LABEL


@dataclass(slots=True)
class Resolution:
    """What a build has made of all records. Every map is by the key of the record that is shown."""

    guidelines: dict[NodeKey, Record] = field(default_factory=dict)
    motions: dict[NodeKey, MotionView] = field(default_factory=dict)
    texts: dict[NodeKey, TextView] = field(default_factory=dict)
    motions_to: dict[NodeKey, list[MotionView]] = field(default_factory=dict)
    """The motions that amend a guideline or another motion."""
    loose: dict[NodeKey, list[Problem]] = field(default_factory=dict)
    """The problems of guidelines."""
    bases: dict[NodeKey, Base] = field(default_factory=dict)
    """What can be amended, with its versions: guidelines, and the items of motions."""
    contests: dict[NodeKey, tuple[Contest, ...]] = field(default_factory=dict)
    """The open motions to each of these that compete."""
    rivals: dict[NodeKey, tuple[Clash, ...]] = field(default_factory=dict)
    """The changes of open motions to each of these that cannot be carried out together."""

    def amending(self, key: NodeKey) -> Amending:
        """Return the motions to the guideline or motion at *key*."""
        return Amending(self.motions_to.get(key, ()), self.contests.get(key, ()))

    def named(self, key: Key) -> tuple[str, str]:
        """Return the label of the change at *key*, and the title of its motion."""
        label, _, _, title = self.change(key)
        return label, title

    def change(self, key: Key) -> tuple[str, str, str, str]:
        """Return the label of the change at *key*, the document and id where it is shown, and its motion's title."""
        for view in self.motions.values():
            if key in view.changes:
                label, anchor = view.changes[key]
                return label, view.record.docname, anchor, view.record.title
        return "", "", "", ""

    def problems(self) -> Iterable[tuple[Record, Problem]]:
        """Yield every problem with the record it belongs to, in the order of documents and lines."""
        for key, record in self.guidelines.items():
            yield from ((record, trouble) for trouble in self.loose.get(key, []))
        views: list[MotionView | TextView] = [*self.motions.values(), *self.texts.values()]
        for view in views:
            yield from ((view.record, trouble) for trouble in view.problems)


def resolve(records: Iterable[Record], numbering: str, languages: Languages) -> Resolution:
    """Read all motions in their *languages*, consolidate all texts; *numbering* is for guidelines that name none."""
    resolution = Resolution()
    written: dict[str, list[Record]] = {}
    asked: dict[str, list[Record]] = {}
    places: list[Record] = []
    for record in records:
        match record.kind:
            case "guideline":
                written.setdefault(record.name, []).append(record)
                resolution.guidelines[record.key] = record
                resolution.loose[record.key] = _guideline_problems(record, languages)
            case "amendment":
                asked.setdefault(record.name, []).append(record)
            case "consolidated":
                places.append(record)
    for same in written.values():
        for record in same[1:]:
            trouble = problem(Code.GUIDELINE_DUPLICATE, record.key, name=record.name, where=_where(same))
            resolution.loose[record.key].append(trouble)
    names = _Names(written, asked)
    amended = targets(names.motions, names.amended)
    bases = resolution.bases
    reads = _reads(names, amended, bases, languages)
    for name, same in written.items():
        if name and len(same) == 1:
            language = language_of(languages, same[0])
            text = guideline_text(same[0], language, numbering)
            motions = [reads[key] for key in amended.to(same[0])]
            bases[same[0].key] = base_of(same[0], text, language, motions)
    for key, amendable in bases.items():
        open_motions = [reads[motion] for motion in amended.to(amendable.record) if reads[motion].status in OPEN]
        resolution.contests[key], resolution.rivals[key] = _contests(amendable, open_motions)
    for one in reads.values():
        above = amended.of.get(one.record.key)
        base = bases.get(above.key) if above else None
        rivals = resolution.rivals.get(above.key, ()) if above else ()
        view = _motion_view(one, base, names, amended, rivals)
        resolution.motions[one.record.key] = view
        if base is not None:
            resolution.motions_to.setdefault(base.record.key, []).append(view)
    for record in places:
        base = next((bases[one.key] for one in written.get(record.name, ()) if one.key in bases), None)
        motions = [reads[key] for key in amended.to(base.record)] if base else []
        contests = resolution.contests.get(base.record.key, ()) if base else ()
        resolution.texts[record.key] = _text_view(record, base, motions, names, contests)
    return resolution


@dataclass(frozen=True, slots=True)
class _Names:
    """The guidelines and the motions by name."""

    written: Mapping[str, Sequence[Record]]
    asked: Mapping[str, Sequence[Record]]

    @property
    def motions(self) -> list[Record]:
        """All motions, in the order of documents and lines."""
        return sorted((one for same in self.asked.values() for one in same), key=lambda record: record.key)

    @property
    def amended(self) -> dict[NodeKey, Record]:
        """What each motion names: one guideline, or else one motion."""
        found = {}
        for motion in self.motions:
            same = self.meant(motion)
            if len(same) == 1:
                found[motion.key] = same[0]
        return found

    def meant(self, motion: Record) -> Sequence[Record]:
        """Return what *motion* may name as what it amends; a guideline goes before a motion of that name."""
        name = nodes.fully_normalize_name(motion.option("amends"))
        return (self.written.get(name) or self.asked.get(name, ())) if name else ()

    def amended_by(self, name: str) -> str:
        """Return the title of what the motion called *name* amends, or nothing."""
        motions = self.asked.get(nodes.fully_normalize_name(name), ())
        return next((above.title or above.name for motion in motions for above in self.meant(motion)), "")

    def unknown(self, record: Record, name: str, option: str = "") -> Problem:
        """Tell why there is no text of that name: none was named, there is none, or there are several."""
        if not name and option:
            return problem(Code.OPTION_MISSING, record.key, option=option, known=f":{option}: …")
        name = nodes.fully_normalize_name(name)
        for same, code in (
            (self.written.get(name, ()), Code.GUIDELINE_DUPLICATE),
            (self.asked.get(name, ()) if option else (), Code.AMENDMENT_DUPLICATE),
        ):
            if len(same) > 1:
                return problem(code, record.key, name=name, where=_where(same))
        known = ", ".join(filter(None, sorted(self.written))) or "–"
        others = {asked: same for asked, same in self.asked.items() if asked and record not in same} if option else {}
        motions = ", ".join(sorted(others))
        return problem(Code.GUIDELINE_UNKNOWN, record.key, name=name, known=known, motions=motions)


def _where(records: Iterable[Record]) -> str:
    return ", ".join(f"{record.docname}:{record.lines.get(record.key, ('', 0))[1]}" for record in records)


def _reads(names: _Names, amended: Targets, bases: dict[NodeKey, Base], languages: Languages) -> dict[NodeKey, Read]:
    """Read all motions, each as the adopted amendments to it have modified it; note what those amend in *bases*."""
    reads = {record.key: read(record, amended.chain(record), languages) for record in names.motions}
    for same in names.asked.values():
        for record in same[1:]:
            double = problem(Code.AMENDMENT_DUPLICATE, record.key, name=record.name, where=_where(same))
            reads[record.key] = _with(reads[record.key], double)
    for key, circle in amended.circles.items():
        way = " → ".join(record.title for record in (*circle, circle[0]))
        reads[key] = _with(reads[key], problem(Code.AMENDMENT_CIRCLE, key, names=way))
    # What amends an amendment is read before it.
    for key in sorted(reads, key=lambda key: -len(amended.chain(reads[key].record))):
        one = reads[key]
        children = []
        for child in amended.to(one.record):
            late = undated(reads[child], one)
            if late:
                reads[child] = _with(reads[child], late)
            else:
                children.append(reads[child])
        base = None
        if amended.to(one.record):
            anchors = {change: anchor for change, (_, anchor) in one.labels.items()}
            base = base_of(replace(one.record, anchors=anchors), items_of(one), one.language, children)
            bases[key] = base
        reads[key] = modified(one, base, children)
    return reads


def _with(one: Read, trouble: Problem) -> Read:
    return replace(one, problems=(*one.problems, trouble))


def _guideline_problems(record: Record, languages: Languages) -> list[Problem]:
    problems = unknown_options(record, Guideline.option_spec)
    if language_of(languages, record) is None:
        problems.append(unknown_language(record, language_code(record)))
    problems += wrong_days(record, "date", "in-force")
    problems += wrong_status(record, [status for status in STATUSES if status != "adopted-as-modified"])
    if record.option("numbering") and record.option("numbering") not in POLICIES:
        problems.append(invalid(record, "numbering", ", ".join(POLICIES)))
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


def _motion_view(one: Read, base: Base | None, names: _Names, amended: Targets, rivals: Sequence[Clash]) -> MotionView:
    record, motion = one.record, one.motion
    problems = [*one.problems, *motion.problems]
    views = shown(record, MOTION_VIEWS, USUAL_MOTION_VIEWS)
    changes = one.labels
    if "change-list" not in views:  # what links to a change then leads to the motion
        changes = {key: (label, record.anchor) for key, (label, _) in changes.items()}
    view = MotionView(
        record,
        motion,
        None,
        one.status,
        None,
        (),
        changes,
        shown=views,
        readings=one.readings,
        language=one.code,
        modified=one.modified,
    )
    if base is None:
        problems += one.open.refused
        if record.key not in amended.circles:
            problems.append(names.unknown(record, record.option("amends"), "amends"))
        return replace(view, problems=_sorted(problems, record))
    problems += out_of_order(one, base)
    text = base.before(one.day) if one.in_force else base.latest
    result = consolidate(text, [one.open])
    if one.open != one.as_written:
        # What a motion claims may be claimed of all that it asked for, or of what is left of that.
        moved = consolidate(text, [one.as_written])
        if _false_claims(result) and not _false_claims(moved):
            rest = [replace(trouble, differences=()) for trouble in result.problems if trouble.code not in CLAIMS]
            result = replace(result, problems=tuple(rest))
            view = replace(view, claims_all=True)
    wanted = {item.key: item.change for item in motion.amendment.modifications}
    if base.language is not None:
        problems += [advise(trouble, wanted, text, base.language) for trouble in result.problems]
        problems += further_forms(one.open, result, text, base.language)
    else:
        problems += result.problems
    own = set(changes)
    conflicts = [
        trouble
        for version in base.versions
        if one.in_force and one.day == version.day
        for trouble in version.result.problems
        if {trouble.place, *trouble.others} & own and {trouble.place, *trouble.others} - own
    ]
    stopped = {key for trouble in conflicts for key in (trouble.place, *trouble.others)}
    if stopped & own:
        going = tuple(item for item in one.open.modifications if item.key not in stopped)
        carried_out = consolidate(text, [replace(one.open, modifications=going, claims=(), refused=())])
        result = replace(carried_out, problems=result.problems)
        view = replace(view, claims_all=True)
    before = [version.result for version in base.versions if not one.in_force or version.day < one.day]
    return replace(
        view,
        guideline=base.record,
        result=result,
        mentions=_mentions(base, before, result),
        problems=_sorted([*problems, *(trouble for trouble in conflicts if trouble.place in own)], record),
        told_elsewhere=tuple(trouble for trouble in conflicts if trouble.place not in own),
        rivals=tuple(clash for clash in rivals if not own.isdisjoint(clash.changes)),
        counted=_counted(text, one.open, result),
    )


def _counted(text: document.Guideline, amendment: Amendment, result: Consolidation) -> dict[Key, tuple[Counted, ...]]:
    """Return the sentences of *text* that each change that was carried out names by their numbers."""
    found: dict[Key, tuple[Counted, ...]] = {}
    ready = index(text)
    for item in amendment.modifications:
        if item.key in result.applied and (counted := sentences_counted(ready, item.change)):
            found[item.key] = (*found.get(item.key, ()), *counted)  # a command may ask for two changes
    return found


def _mentions(base: Base, before: Sequence[Consolidation], result: Consolidation) -> tuple[ChangedMention, ...]:
    """Return the mentions that go wrong by *result*, and had not done so *before*."""
    if base.language is None or base.record.kind != "guideline":
        return ()
    known = {(found.key, found.words, found.now) for found in changed(before, base.language)}
    found = changed([*before, result], base.language)
    return tuple(one for one in found if (one.key, one.words, one.now) not in known)


def _contests(base: Base, motions: Sequence[Read]) -> tuple[tuple[Contest, ...], tuple[Clash, ...]]:
    """Return those of the open *motions* that cannot all be carried out, in the order in which to vote on them.

    With them comes which of their changes it is that cannot be carried out together.
    """
    if len(motions) < 2:
        return (), ()
    asked = [one.pending for one in motions]
    together = consolidate(base.latest, asked)
    owners = {key: number for number, amendment in enumerate(asked) for key in changes_of(amendment)}
    clashes = tuple(_clashes(together, asked))
    groups = votes.competing(together.problems, owners)
    alone = {number: consolidate(base.latest, [asked[number]]) for group in groups for number in group}
    going = [one for number, one in enumerate(motions) if number not in alone or alone[number].applied]
    if len(going) < len(motions):  # there is nothing to vote on in the others, and nothing in anybody's way
        return _contests(base, going)[0], clashes
    found = []
    for group in groups:
        reaches = [votes.reach(alone[number].whole) for number in group]
        order = votes.in_order(reaches)
        found.append(tuple((motions[group[position]].record, reaches[position]) for position in order))
    return tuple(found), clashes


def _false_claims(result: Consolidation) -> bool:
    return any(trouble.differences for trouble in result.problems)


def _sorted(problems: Iterable[Problem], record: Record) -> tuple[Problem, ...]:
    def line(trouble: Problem) -> int:
        return record.lines.get(trouble.place, ("", 0))[1]

    return tuple(sorted(problems, key=line))


def _text_view(
    record: Record, base: Base | None, motions: Sequence[Read], names: _Names, contests: tuple[Contest, ...]
) -> TextView:
    problems = [*unknown_options(record, Consolidated.option_spec), *wrong_show(record, TEXT_VIEWS)]
    problems += wrong_days(record, "as-of")
    if base is None:
        problems.append(names.unknown(record, record.name))
        code = language_code(record)
        return TextView(record, None, None, (), tentative=False, problems=tuple(problems), language=code)
    day = record.option("as-of") if is_day(record.option("as-of")) else ""
    if day:
        base = base.until(day)
    there = {one.record.key for one in base.reads}
    to_it = {one.record.name: one for one in reversed(motions)}
    wanted: list[tuple[Read, Amendment]] = []
    whole = record.option("with")
    for name in [whole] if nodes.fully_normalize_name(whole) in to_it else listed(record, "with"):
        one = to_it.get(nodes.fully_normalize_name(name))
        if one is None:
            those = "; ".join(sorted(to_it)) or "–"
            amends = names.amended_by(name)
            problems.append(problem(Code.AMENDMENT_UNKNOWN, record.key, name=name, known=those, amends=amends))
            continue
        # What was adopted is in the text; but on an earlier day it was not yet.
        is_later = one.in_force and one.record.key not in there
        if (is_later or one.status not in ADOPTED) and all(one is not other for other, _ in wanted):
            wanted.append((one, one.open if is_later else one.pending))
    views = shown(record, TEXT_VIEWS, USUAL_TEXT_VIEWS)
    if whole and "vote-order" in views:
        contests, _ = _contests(base, [one for one, _ in wanted if one.status in OPEN])
    last: Sequence[Version] = base.versions[-1:]
    if wanted or not last:
        result = consolidate(base.latest, [added for _, added in wanted])
        clashes = _clashes(result, [added for _, added in wanted])
    else:
        result = last[0].result
        clashes = _clashes(result, [one.enacted for one in base.reads if one.day == last[0].day])
    # What is the matter with a motion alone is told there; here it is what comes of them together.
    problems += [problem(Code.MOTIONS_CONFLICT, record.key, others=clash.changes) for clash in clashes if wanted]
    earlier = base.versions if wanted else base.versions[:-1]
    for version in reversed(earlier):
        clashes += _clashes(version.result, [one.enacted for one in base.reads if one.day == version.day])
    problems += [
        replace(trouble, place=record.key) for trouble in claims.check(result.guideline.body, _claimed(record))
    ]
    applied = {key for version in base.versions for key in version.result.applied} | result.applied
    steps = [*(version.result for version in base.versions), *([result] if wanted else [])]
    mentions = changed(steps, base.language) if base.language else ()
    made = [*((one, one.enacted) for one in base.reads), *wanted]
    latest = [one.record for one, _ in wanted] or [one.record for one in base.reads if one.day == last[0].day]
    return TextView(
        record=record,
        guideline=base.record,
        result=result,
        motions=(*base.adopted, *(one.record for one, _ in wanted if one.record.key not in there)),
        tentative=bool(wanted),
        problems=tuple(problems),
        incomplete=tuple(one.record for one, amendment in made if not changes_of(amendment) <= applied),
        latest=tuple(latest),
        shown=views,
        effective=last[0].effective if last else in_force_of(base.record),
        as_of=day,
        clashes=tuple(clashes),
        contests=contests,
        mentions=mentions,
        language=language_code(record, base.record),
    )


def _clashes(result: Consolidation, amendments: Sequence[Amendment]) -> list[Clash]:
    """Return the changes of different *amendments* that are in each other's way, and the points they are about."""
    found = []
    changes = {item.key: item.change for amendment in amendments for item in amendment.modifications}
    stopped: dict[Key, tuple[Key, ...]] = {}
    for trouble in result.problems:
        keys = (*trouble.others, trouble.place)
        if len(keys) == 2 and keys[0] in stopped:
            # It asks for just what that one asks for, and so is in the way of the same changes.
            keys = tuple(trouble.place if key == keys[0] else key for key in stopped[keys[0]])
        else:
            stopped |= dict.fromkeys(keys, keys)
        if len(keys) > 1 and not any(set(keys) <= changes_of(amendment) for amendment in amendments):
            points = [str(target) for key in keys if key in changes for target in points_named(changes[key])]
            found.append(Clash(keys, tuple(dict.fromkeys(points))))
    return found


def _claimed(record: Record) -> tuple[TextClaim, ...]:
    return (TextClaim(record.key, record.body),) if record.body else ()
