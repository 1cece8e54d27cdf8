"""``Request``: what a command asks for, in no language; and the ``Change`` that it is with its new text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import Literal

from sphinxext_amendment.engine.changes import (
    LAST,
    Change,
    Form,
    HeadingInsertion,
    HeadingRepeal,
    HeadingSubstitution,
    Occurrence,
    Part,
    Place,
    PointInsertion,
    PointJoin,
    PointMove,
    PointRepeal,
    PointSplit,
    PointSubstitution,
    SentenceInsertion,
    SentenceRepeal,
    Sentences,
    SentenceSubstitution,
    TextSubstitution,
    WordInsertion,
    WordRepeal,
    WordSubstitution,
)
from sphinxext_amendment.engine.document import (
    BULLET,
    Address,
    Body,
    Paragraph,
    Point,
    Points,
    Range,
    Target,
    Unit,
    paragraphs_of,
)
from sphinxext_amendment.engine.numbering import Scheme, Style, is_worded
from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.engine.text import Key, Text
from sphinxext_amendment.wording import grammar
from sphinxext_amendment.wording.forms import regular
from sphinxext_amendment.wording.language import Language
from sphinxext_amendment.wording.sentences import sentences

LABEL = re.compile(r"\(?\d{1,3}[a-z]?[.)]\s")
"""The beginning of a point or item that is none for the parser."""

INSERTED_LABEL = re.compile(r"\(?\d{1,3}[a-z][.)]\s")
"""The beginning of an inserted point: in the middle of a paragraph, nothing else looks like it."""

Kind = Literal[
    "point-insertion",
    "point-substitution",
    "point-repeal",
    "point-move",
    "point-split",
    "point-join",
    "word-insertion",
    "word-substitution",
    "word-repeal",
    "sentence-insertion",
    "sentence-substitution",
    "sentence-repeal",
    "heading-insertion",
    "heading-substitution",
    "heading-repeal",
    "text-substitution",
    "bundle",
]
"""What a command can ask for; a bundle is the heading of several commands."""

WORD_KINDS = frozenset({"word-insertion", "word-substitution", "word-repeal"})
"""The kinds that quote the words they are about."""

_MUST_TAKE_TEXT = frozenset({
    *("point-insertion", "point-substitution", "sentence-insertion", "sentence-substitution"),
    *("heading-insertion", "heading-substitution", "text-substitution"),
})  # fmt: skip

TAKES_TEXT = _MUST_TAKE_TEXT | {"point-split", "point-join"}
"""The kinds that need a new text, or may have one."""

_ANYWHERE = frozenset({"point-insertion", "heading-substitution", "text-substitution", "bundle"})
"""The kinds that need not name a point: they are then about the whole text."""

Pairs = tuple[tuple[str, str], ...]
"""Old labels with the new ones."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a command asks for.

    *targets* are the points that it names, the *whole* text if none; *place* and *anchor* say where something comes,
    an inserted point at the one target; one that is only *added* to another comes beside it if both are of one kind.
    *old* are the words that it quotes to be found, *new* those to be put there, *text* a new text that it quotes. Where
    *inflected*, all forms of the words are meant; with *times* they are meant each time that they stand there, if it is
    in one point: "in each case" may mean in each of several. *announced* is the number that it gives a new point,
    *labels* are the numbers of several ones, *same* is the one that it repeats of a point that it names.
    *several* says whether it asks for one new point or more, where it says so, or that each point gets a text of its
    own ("same"). *before* is set for the heading in front of a point. *part* is what it means of each point for words,
    *half* the half sentence. *pairs* are numbers that it gives to points besides. *document* is what it calls the text
    that it amends.
    """

    kind: Kind
    place: Place | None = None
    targets: tuple[Target, ...] = ()
    anchor: Address | None = None
    sentences: Sentences | None = None
    old: str = ""
    new: Text | None = None
    text: Text | None = None
    occurrence: Occurrence = "only"
    times: bool = False
    inflected: bool = False
    whole: bool = False
    announced: str | None = None
    labels: tuple[str, ...] = ()
    same: str | None = None
    several: bool | Literal["same"] | None = None
    before: bool = False
    part: Part = "all"
    half: int = 0
    pairs: Pairs = ()
    document: str = ""
    added: bool = False
    unit: Unit = field(default=Unit(), compare=False)
    """What its last unit is called: for an insertion, that is what is new."""
    mixed: bool = False
    """Whether its points are called by different names, so that nobody can tell which of them lies in which."""
    dotted: bool = False
    """Whether a number such as "3.2" names its points, which says all of where they lie."""
    parent: Address | None = field(default=None, compare=False)
    """The point that they are said to lie in, if that is said once for all of them."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a command is about as far as it does not say so itself: *parent* is the point that its numbers count in.

    *targets*, *sentences*, *part* and *half* are those of a command that it goes on with, *whole* is set if that is
    about all the text.
    """

    parent: Address | None = None
    targets: tuple[Target, ...] = ()
    sentences: Sentences | None = None
    whole: bool = False
    part: Part = "all"
    half: int = 0


NOWHERE = Context()
"""Where a command stands that stands by itself."""


def in_context(request: Request, context: Context, key: Key) -> Request | Problem:
    """Return *request* with its points counted in the *context*, or with those of the context if it names none.

    Problems: ``target-missing``; ``command-ambiguous`` where "the whole text" may be that of the point it stands under.
    """
    if request.whole and context.parent:
        return problem(Code.COMMAND_AMBIGUOUS, key, words=request.kind)
    if request.mixed or (request.dotted and context.parent):
        return problem(Code.COMMAND_AMBIGUOUS, key, words=request.kind)
    if not _within_heading(request, context) or not _says_what_is_new(request):
        return problem(Code.COMMAND_AMBIGUOUS, key, words=request.kind)
    if request.targets or request.anchor:
        named = request.targets
        if context.sentences and not context.targets:
            named = tuple(introduced(target, context.sentences[0]) for target in named)
        targets = tuple(under(context.parent, target) for target in named)
        anchor = _below(context.parent, request.anchor) if request.anchor else context.parent
        return settled(replace(request, targets=targets, anchor=anchor if request.kind == "point-move" else None))
    if request.whole:
        return request
    targets = context.targets or ((context.parent,) if context.parent else ())
    if targets and not request.before:
        own = request.sentences or request.half or request.part != "all"
        if request.kind not in WORD_KINDS or own:
            return settled(replace(request, targets=targets))
        where = replace(request, sentences=context.sentences, part=context.part, half=context.half)
        return settled(replace(where, targets=targets))
    if context.whole and request.kind in WORD_KINDS:
        return replace(request, whole=True, occurrence="each" if request.occurrence == "only" else request.occurrence)
    if request.kind in _ANYWHERE and not request.before:
        return request
    if request.inflected or request.occurrence == "each":
        return replace(request, whole=True)
    return problem(Code.TARGET_MISSING, key)


def _within_heading(request: Request, context: Context) -> bool:
    """Whether *request* can stand under the heading of a sentence or part: words in it, or points it introduces."""
    if context.targets or not (context.sentences or context.half or context.part != "all"):
        return True
    if request.sentences or request.half or request.part != "all":
        return False
    if request.targets or request.anchor:
        first, last = context.sentences or (0, 0)
        return first == last > 0 and not context.half and context.part == "all" and request.anchor is None
    return request.kind in WORD_KINDS


_STOPPED = re.compile(r"[.!?…:;—–][^\w]*$")
"""The end of a text that may stand by itself."""


def _says_what_is_new(request: Request) -> bool:
    """Whether the words that *request* quotes are a new point or sentence, and no words at the end of another.

    "After paragraph (a) insert “and”" says nothing of a new paragraph, and its words are none: it is one where the
    command says so, or the quotation begins with a label or is a sentence.
    """
    if request.text is None or request.kind not in {"point-insertion", "sentence-insertion"}:
        return True
    if request.kind == "point-insertion" and (request.several is not None or request.announced):
        return True
    content = request.text.strip().content
    if _OWN_LABEL.match(content):
        return request.kind == "point-insertion"
    first = next((sign for sign in content if sign.isalnum()), "")
    return not first.islower() and _STOPPED.search(content) is not None


def introduced(target: Target, sentence: int) -> Target:
    """Return *target* as one of the list that a *sentence* introduces."""
    if isinstance(target, Range):
        return Range(_introduced(target.first, sentence), _introduced(target.last, sentence))
    return _introduced(target, sentence)


def _introduced(address: Address, sentence: int) -> Address:
    return replace(address, units=(replace(address.unit(0), sentence=sentence), *address.units[1:]))


def going_on(said: Request, request: Request, context: Context) -> Context:
    """Return the context of what follows *request* in one command; *said* is it without its context."""
    parent = context.parent
    if said.parent:
        parent = _below(parent, said.parent)
    return Context(parent, request.targets, request.sentences, request.whole, request.part, request.half)


def is_deep(target: Target) -> bool:
    """Whether a point in a point is named: its beginning or end may be that of the point or of the whole text."""
    return len((target if isinstance(target, Address) else target.first).labels) > 1


def settled(request: Request) -> Request:
    """Return *request* with what "in each case" means in the points that it is about, and what "added" to them."""
    match request.targets:
        case (Address(labels) as target,) if request.added and _alike(target.unit(len(labels) - 1), request.unit):
            return replace(request, added=False, place="before" if request.place == "first" else "after")
    if not request.times or not request.targets:
        return request
    one_point = len(request.targets) == 1 and isinstance(request.targets[0], Address)
    each = one_point and request.occurrence == "only"
    return replace(request, times=False, occurrence="each" if each else request.occurrence)


def _alike(unit: Unit, new: Unit) -> bool:
    """Whether a new unit is of the kind of another and comes beside it: "Dem Absatz 2 wird Absatz 3 angefügt"."""
    return bool(unit.kind) and (unit.kind, unit.words) == (new.kind, new.words)


def under(parent: Address | None, target: Target) -> Target:
    """Return *target* counted in the point at *parent*."""
    if isinstance(target, Range):
        return Range(_below(parent, target.first), _below(parent, target.last))
    return _below(parent, target)


def _below(parent: Address | None, address: Address) -> Address:
    if parent is None:
        return address
    depth = len(parent.labels)
    units = (*(parent.unit(step) for step in range(depth)), *address.units)
    paragraph = address.paragraph + depth if address.paragraph else parent.paragraph
    return Address((*parent.labels, *address.labels), paragraph, units)


def change_of(  # noqa: PLR0912 - a case for each kind
    request: Request, new_text: Body, forms: tuple[Form, ...], key: Key, language: Language
) -> Change | Problem:
    """Return the change that *request* is with the new text and the forms that are given for it.

    Problems: ``new-text-missing``, ``new-text-unexpected``, ``new-text-unclear``, ``new-text-shape``,
    ``forms-invalid``, ``forms-missing``, ``forms-unrelated``, ``command-unread`` where a number is repeated wrongly,
    ``targets-apart`` where several points are named and only one can be meant.
    """
    text = _new_text(request, new_text, key, language)
    if isinstance(text, Problem):
        return text
    if forms and request.kind != "word-substitution":
        return problem(Code.FORMS_INVALID, key)
    match request.kind:
        case "point-insertion":
            return _point_insertion(request, text, key)
        case "point-substitution":
            return _point_substitution(request, text, key)
        case "point-repeal":
            return PointRepeal(request.targets)
        case "point-move":
            assert request.place is not None  # the data file says where
            if request.anchor is None and any(map(is_deep, request.targets)):
                return problem(Code.COMMAND_AMBIGUOUS, key, words=request.kind)  # the end of the point or of the text?
            return PointMove(request.targets, request.place, request.anchor)
        case "point-split":
            return _point_split(request, text, key)
        case "point-join":
            return _point_join(request, text, key)
        case "word-insertion" | "word-substitution" | "word-repeal":
            return _word_change(request, forms, key, language)
        case "sentence-insertion" | "sentence-substitution" | "sentence-repeal":
            return _sentence_change(request, text, key)
        case "heading-insertion" | "heading-substitution" | "heading-repeal":
            return _heading_change(request, text, key)
        case "text-substitution":
            return TextSubstitution(text)
        case "bundle":
            return problem(Code.BUNDLE_EMPTY, key)


def _new_text(request: Request, new_text: Body, key: Key, language: Language) -> Body | Problem:
    """Return the new text of a command: what follows it, or the quotation at its end."""
    if request.text is not None and new_text:
        return problem(Code.NEW_TEXT_UNEXPECTED, key)
    if request.text is not None:
        return _quoted_text(request, (key, "text"), request.text.strip(), key, language)
    if request.kind in _MUST_TAKE_TEXT and not new_text:
        return problem(Code.NEW_TEXT_MISSING, key)
    if request.kind not in TAKES_TEXT and new_text:
        return problem(Code.NEW_TEXT_UNEXPECTED, key)
    match new_text:
        case (Paragraph(text=text) as only,) if _wholly_quoted(text.content):
            # Handbuch der Rechtsförmlichkeit, 4th ed., D 2.2: the marks around a new text are those of the motion.
            quoted = within(text, 1, grammar.quotation_end(text.content, 0) or 1).strip()
            if not quoted.content:
                return problem(Code.NEW_TEXT_MISSING, key)
            if not _says_what_is_new(replace(request, text=quoted)):
                return problem(Code.COMMAND_AMBIGUOUS, key, words=quoted.content)
            return _quoted_text(request, only.key, quoted, key, language)
    for paragraph in paragraphs_of(new_text):
        labelled = paragraph is new_text[0] and _begins_as_unit(request, paragraph.text, language)
        if labelled or _may_be_quoted(paragraph.text.content):
            return problem(Code.NEW_TEXT_UNCLEAR, key, words=paragraph.text.content)
    for position, block in enumerate(new_text):
        content = block.text.content if isinstance(block, Paragraph) else ""
        # A remark that was not understood, rather than a last paragraph of the new text?
        if position and content.startswith("(") and content.rstrip(".").endswith(")"):
            return problem(Code.NEW_TEXT_UNCLEAR, key, words=content)
    return new_text


_OWN_LABEL = re.compile(r"(?P<prefix>\(?)(?P<label>\d{1,5}[a-z]{0,3}|[a-z]{1,3})(?P<suffix>[.)])\s+(?=\S)")
"""The label with which a quoted point begins: "(3) ", "3a. ", "c) "."""


def _quoted_text(request: Request, place: Key, text: Text, key: Key, language: Language) -> Body | Problem:
    """Return the new text *text*, which was quoted. The label of the point that it is to be is no word of it.

    Only that very label is taken for one: any other may be the beginning of several points, or of the text itself.
    """
    content = text.content
    found = _OWN_LABEL.match(content)
    if found and request.several is not True and found["label"] in _expected_labels(request):
        rest = text.slice(found.end(), len(content))
        if not LABEL.match(rest.content):
            style: Style = "arabic" if found["label"][0].isdecimal() else "loweralpha"
            scheme = Scheme(style, found["prefix"], found["suffix"])
            point = Point(place, found["label"], (Paragraph((place, "text"), counted(rest, language)),))
            return (Points((place, "points"), scheme, (point,)),)
    letter = found is not None and found["suffix"] == ")" and request.kind in {"point-insertion", "point-substitution"}
    if LABEL.match(content) or letter or _begins_as_unit(request, text, language):
        return problem(Code.NEW_TEXT_UNCLEAR, key, words=content)
    return (Paragraph(place, counted(text, language)),)


def _expected_labels(request: Request) -> set[str]:
    """Return the label with which the one new point of *request* may begin, if it is known."""
    match request:
        case Request(kind="point-insertion", announced=str(label)):
            return {label}
        case Request(kind="point-substitution", targets=(Address(labels),)):
            return {labels[-1]}
        case _:
            return set()


def _begins_as_unit(request: Request, text: Text, language: Language) -> bool:
    """Whether a new point begins with the number that it gets anyhow, as words: "§ 3 Beiträge", which is no heading."""
    if request.kind not in {"point-insertion", "point-substitution"}:
        return False
    units = "|".join(map(re.escape, language.tables["headings"]["units"]))
    found = re.match(rf"(?:{units})\s*(?P<label>[0-9]+[a-z]*|[IVXLC]+)\b", text.content)
    labels = {end.labels[-1] for target in request.targets for end in _ends(target)}
    return found is not None and (request.kind == "point-insertion" or found["label"] in labels)


def _ends(target: Target) -> tuple[Address, ...]:
    return (target,) if isinstance(target, Address) else (target.first, target.last)


def within(text: Text, start: int, end: int) -> Text:
    """Return the passage from *start* to *end* with the marks that stand wholly in it: others are the motion's."""
    marks = tuple(mark for mark in text.marks if start <= mark.start and mark.end <= end)
    return replace(text, marks=marks).slice(start, end)


def counted(text: Text, language: Language) -> Text:
    """Return *text* with the spans of its sentences."""
    return replace(text, sentences=sentences(text, language))


def _wholly_quoted(content: str) -> bool:
    """Whether *content* is one quotation, but for a stop or semicolon after it."""
    end = grammar.quotation_end(content, 0) if content else None
    return end is not None and content[end + 1 :].strip() in {"", ".", ";"}


_SINGLE = re.compile(r"'.*'[.;]?")


def _may_be_quoted(content: str) -> bool:
    """Whether quotation marks of *content* may be those of the motion: around all of it, or of a pair torn apart."""
    if not content:
        return False
    torn = content[0] in grammar.QUOTES and grammar.quotation_end(content, 0) is None
    closed = content.count("”") > content.count("“") + content.count("„")
    return _wholly_quoted(content) or torn or closed or _SINGLE.fullmatch(content) is not None


# --- points ---------------------------------------------------------------------------------------------------


def _point_insertion(request: Request, new_text: Body, key: Key) -> Change | Problem:
    bulleted = request.place in {"before", "after"} and _are_bulleted(request.targets)
    points = _as_points(new_text, key, bulleted=bulleted)
    if points is None or not _fits(request, points, new_text):
        return problem(Code.NEW_TEXT_SHAPE, key)
    anchor = request.targets[0] if request.targets else None
    if len(request.targets) > 1 or not isinstance(anchor, Address | None) or request.place is None:
        return problem(Code.TARGETS_APART, key, points=", ".join(map(str, request.targets)))
    number, first = request.announced, new_text[0]
    if not isinstance(first, Points):
        return PointInsertion(request.place, anchor, points, number, unit=request.unit)
    # The number that a pasted point brings along is read like one that the command gives it; 1 or a begins any list.
    own = first.items[0].label
    if own in {"1", "a", number}:
        own = number or ""
    elif number:
        return problem(Code.NEW_TEXT_SHAPE, key)
    return PointInsertion(request.place, anchor, points, own or None, first.scheme.style, request.unit)


def _point_substitution(request: Request, new_text: Body, key: Key) -> Change | Problem:
    first = request.targets[0]
    if trouble := _repeated_wrongly(request, key):
        return trouble
    label = _first_label(first)
    points = _as_points(new_text, key, bulleted=_are_bulleted(request.targets))
    if points is None or not _fits(request, points, new_text):
        return problem(Code.NEW_TEXT_SHAPE, key)
    one_by_one = len(request.targets) == 1 and isinstance(first, Address) and len(points) == 1
    if points[0].label not in ({"", label} if one_by_one else {"", "1", "a", label}):
        return problem(Code.NEW_TEXT_SHAPE, key)
    style = new_text[0].scheme.style if isinstance(new_text[0], Points) else None
    return PointSubstitution(request.targets, points, style)


def _first_label(target: Target) -> str:
    return (target if isinstance(target, Address) else target.first).labels[-1]


def _repeated_wrongly(request: Request, key: Key) -> Problem | None:
    """Tell if the number that a command repeats of a point that it names is another one."""
    label = _first_label(request.targets[0])
    if request.same and request.same.casefold() != label.casefold():
        return problem(Code.COMMAND_UNREAD, key, words=request.same, rest=request.same, nearest=label)
    return None


def _point_split(request: Request, new_text: Body, key: Key) -> Change | Problem:
    """Return the change of one point to two: at a sentence, or by the two that are to stand for it."""
    if new_text:
        if request.sentences:
            return problem(Code.NEW_TEXT_UNEXPECTED, key)
        return _point_substitution(replace(request, several=True), new_text, key)
    if trouble := _repeated_wrongly(request, key):
        return trouble
    match request.targets, request.sentences:
        case (Address() as target,), (sentence, _):
            return PointSplit(target, sentence, request.announced)
        case _, None:
            return problem(Code.NEW_TEXT_MISSING, key)
        case _:
            return problem(Code.TARGETS_APART, key, points=", ".join(map(str, request.targets)))


def _point_join(request: Request, new_text: Body, key: Key) -> Change | Problem:
    """Return the change of several points to one: with all their texts, or with the one that is given."""
    if new_text:
        substitution = replace(request, several=False, announced=None, same=request.announced)
        return _point_substitution(substitution, new_text, key)
    return PointJoin(request.targets, request.announced)


def _fits(request: Request, points: tuple[Point, ...], new_text: Body) -> bool:
    """Whether the new text is as many points as the command says."""
    if request.labels and len(request.labels) != len(points):
        return False
    labels = _labels(request.targets)
    match request.several:
        case True:
            return not isinstance(new_text[0], Paragraph)
        case False:
            return len(points) == 1
        case "same":
            return len(labels) == len(points) == 1 or labels == [point.label for point in points]
        case None if request.kind == "point-substitution" and len(request.targets) == 1:
            return len(points) == 1 or not isinstance(request.targets[0], Address)
        case None:
            return True


def _labels(targets: tuple[Target, ...]) -> list[str]:
    """Return the labels of the points at *targets*, as far as their numbers tell."""
    found: list[str] = []
    for target in targets:
        ends = [end.labels[-1] for end in ((target,) if isinstance(target, Address) else (target.first, target.last))]
        if len(ends) == 1:
            found += ends
        elif all(map(str.isdecimal, ends)):
            found += map(str, range(int(ends[0]), int(ends[1]) + 1))
    return found


def _are_bulleted(targets: tuple[Target, ...]) -> bool:
    """Whether *targets* are items without a number."""
    return any(_first_label(target).startswith(BULLET) for target in targets)


def _as_points(new_text: Body, key: Key, *, bulleted: bool) -> tuple[Point, ...] | None:
    """Return the points that *new_text* is: those of its lists, or all of it as one. None if it is a mixture.

    Its lists have no numbers where the points are *bulleted*, and else they have.
    """
    lists = [block for block in new_text if isinstance(block, Points)]
    if isinstance(new_text[0], Paragraph) and any(is_worded(block.scheme) for block in lists):
        return None  # a heading, or the words of a point, before a section of its own
    if not lists or isinstance(new_text[0], Paragraph):
        return (Point(key, "", new_text),)
    if len(lists) < len(new_text) or any((block.scheme.style == "bullet") != bulleted for block in lists):
        return None
    return tuple(point for block in lists for point in block.items)


# --- words ----------------------------------------------------------------------------------------------------


def _word_change(request: Request, forms: tuple[Form, ...], key: Key, language: Language) -> Change | Problem:
    old, where = request.old.strip(), (request.occurrence, request.sentences, request.part, request.half)
    if request.kind == "word-repeal":
        return WordRepeal(request.targets, old, *where)
    new = (request.new or Text("")).strip()
    if request.kind == "word-insertion":
        place: Literal["before", "after"] = "before" if request.place == "before" else "after"
        return WordInsertion(request.targets, place, old, new, *where)
    if request.inflected and not forms:
        return problem(Code.FORMS_MISSING, key, words=old, new=new.content)
    for form in forms:
        if not _related(old, form.old, language):
            return problem(Code.FORMS_UNRELATED, key, words=old, form=form.old)
    return WordSubstitution(request.targets, old, new, forms, *where)


def _related(words: str, form: str, language: Language) -> bool:
    """Whether *form* can be a form of *words*: the same words in order, each beginning alike but for an umlaut.

    Of a short word only the first letter stays the same: "der Rat", "des Rates". What is irregular is in the data.
    """
    irregular = language.tables["forms"]["irregular"]
    one, two = ([_plain(regular(word.casefold(), irregular)) for word in text.split()] for text in (words, form))
    return len(one) == len(two) and all(
        a[:3] == b[:3] if min(len(a), len(b)) > 3 else a[0] == b[0] for a, b in zip(one, two, strict=True)
    )


def _plain(word: str) -> str:
    """Return *word* in lower case and without the dots of umlauts."""
    letters = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


# --- sentences ------------------------------------------------------------------------------------------------

_SENTENCE_END = re.compile(r"[.!?…][\"'“”’«»›‹)\]\ufffc]*$")
"""How a whole sentence ends."""


def _sentence_change(request: Request, new_text: Body, key: Key) -> Change | Problem:
    match request.targets:
        case (Address() as target,):
            pass
        case _:
            return problem(Code.TARGETS_APART, key, points=", ".join(map(str, request.targets)))
    first, last = request.sentences or (1, 1)
    if request.kind == "sentence-repeal":
        return SentenceRepeal(target, (first, last))
    block = new_text[0]
    if len(new_text) > 1 or not isinstance(block, Paragraph) or not _SENTENCE_END.search(block.text.content):
        return problem(Code.NEW_TEXT_SHAPE, key)
    if request.kind == "sentence-substitution":
        return SentenceSubstitution(target, (first, last), block.text)
    if request.labels and len(request.labels) != len(block.text.sentences):
        return problem(Code.NEW_TEXT_SHAPE, key)
    announced = int(request.announced) if request.announced and request.announced.isdecimal() else 0
    match request.place, first:
        case ("first", _) | (None, 1):
            return SentenceInsertion(target, "before", 1, block.text, announced)
        case ("last", _) | (None, -1):
            return SentenceInsertion(target, "after", LAST, block.text, announced)
        case ("before" | "after") as place, _:
            return SentenceInsertion(target, place, first, block.text, announced)
        case _:  # the ordinal that the new sentence will have
            return SentenceInsertion(target, "after", first - 1, block.text)


# --- headings -------------------------------------------------------------------------------------------------


def _heading_change(request: Request, new_text: Body, key: Key) -> Change | Problem:
    target: Address | None
    match request.targets:
        case (Address() as only,):
            target = only
        case () if request.kind == "heading-substitution":
            target = None
        case _:
            return problem(Code.TARGETS_APART, key, points=", ".join(map(str, request.targets)))
    if request.kind == "heading-repeal":
        assert target is not None  # seen to above
        return HeadingRepeal(target, request.before)
    match new_text:
        case (Paragraph(text=text),):
            pass
        case _:
            return problem(Code.NEW_TEXT_SHAPE, key)
    if request.kind == "heading-substitution":
        return HeadingSubstitution(target, text, request.before)
    assert target is not None  # seen to above
    return HeadingInsertion("before" if request.place == "before" else "after", target, text)
