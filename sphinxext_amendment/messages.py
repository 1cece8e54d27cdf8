"""The extension's own words: what is said of each problem.

Every word that readers or authors see, but for their own, comes from here or from ``docnodes/views.py``, and goes
through the catalogue ``sphinxext_amendment``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from sphinxext_amendment.catalogue import Translate, _, translator
from sphinxext_amendment.engine.problems import CLAIMS, Code, Difference, Problem
from sphinxext_amendment.engine.text import OBJECT, Key

if TYPE_CHECKING:
    from sphinxext_amendment.resolve import Resolution

_WORDS: dict[Code, tuple[str, str]] = {
    Code.TARGET_NOT_FOUND: (
        _("There is no point {target} in the text."),
        _("The text has these points: {points}. Name one of them; all numbers mean the text before the motion."),
    ),
    Code.TARGET_AMBIGUOUS: (
        _("There are {count} points numbered {target} in the text."),
        _("Give the points of the guideline numbers that go on, so that each stands for one point."),
    ),
    Code.TARGET_UNIT: (
        _("It is unclear what “{target}” is: the motion calls it otherwise than the text does, or says “paragraph”"
          " where points have several without a number."),
        _("Name each unit as the text does, from the outermost one: “section 3 paragraph 2”; or say “point”."),
    ),
    Code.TARGET_MISSING: (
        _("The command does not say in which point."),
        _("Name the point, or say “in the whole text”."),
    ),
    Code.TARGET_REPEALED: (
        _("Point {target} is repealed already: only its number is left."),
        _("Replace it by a new text, or name another point."),
    ),
    Code.TARGET_PARAGRAPH: (
        _("{target} is a paragraph without a number, and cannot be changed in this way."),
        _("Change its words or its sentences, or replace the whole point around it. It can only be repealed, or"
          " replaced by one paragraph, where no list stands right behind it."),
    ),
    Code.TARGETS_APART: (
        _("The points {points} cannot be changed together, because they do not follow one another."),
        _("Change each of them by a command of its own."),
    ),
    Code.WORDS_NOT_FOUND: (
        _("The words “{words}” do not stand in point {target}."),
        _("Write them just as they stand there, in the same letter case."),
    ),
    Code.WORDS_AMBIGUOUS: (
        _("The words “{words}” stand {count} times in point {target}."),
        _("Name more words around them, so that only one place is meant."),
    ),
    Code.OCCURRENCE_NOT_FOUND: (
        _("The words “{words}” do not stand where the command says: they stand {count} times in point {target}."),
        _("Count again, or name more words around them."),
    ),
    Code.WORDS_IN_OBJECT: (
        _("The words “{words}” stand in point {target} in something that is no running text."),
        _("Replace the whole point instead."),
    ),
    Code.OTHER_FORMS: (
        _("The change was carried out in point {target}, but its words stand there unchanged in other forms: {found}."),
        _("If they are meant too, list them in the option “forms”, or change them by a command of their own. {line}"),
    ),
    Code.WORDS_BESIDE: (
        _("The change was carried out in point {target}, but the new words may not fit what stands around them there:"
          " {found}."),
        _("If they do not, replace the words together with those around them."),
    ),
    Code.SENTENCE_NOT_FOUND: (
        _("Point {target} has no sentence {sentence}: it has {count}."),
        _("Name a sentence that it has. A remark in parentheses after the last sentence does not count."),
    ),
    Code.SENTENCE_ELSEWHERE: (
        _("It is unclear which sentence introduces the list in which {target} stands."),
        _("Leave the sentence out: the numbers and letters alone say which point is meant."),
    ),
    Code.HALF_NOT_FOUND: (
        _("Half sentence {half} cannot be found in point {target}: it has {count} of them there. A half sentence is a"
          " part of one sentence between semicolons, outside of brackets and quotation marks."),
        _("Count again, say in which sentence it stands, or name more words instead of it."),
    ),
    Code.SENTENCES_UNCOUNTABLE: (
        _("The sentences of point {target} cannot be counted, because it contains a list or a sentence in brackets."),
        _("Replace the whole point instead, or change words in it."),
    ),
    Code.SENTENCE_NUMBERS: (
        _("The raised numbers of the sentences in point {target} are: {numbers}."),
        _("Number the sentences 1, 2, 3 and so on, all of them or none."),
    ),
    Code.HEADING_NOT_FOUND: (
        _("There is no such heading: “{target}” has none."),
        _("Name the point whose title is meant, or the point before which the heading stands."),
    ),
    Code.PART_NOT_FOUND: (
        _("Point {target} has no text of its own before a list in it."),
        _("Name a point with a list in it, or leave out which part of the point is meant."),
    ),
    Code.END_AMBIGUOUS: (
        _("Point {target} does not end with a sentence, so it is unclear where the new sentence belongs."),
        _("Say after which sentence: it has {count}."),
    ),
    Code.NOTHING_LEFT: (
        _("The changes would leave no word of point {target}, or of a paragraph of it."),
        _("Repeal the point, or replace it."),
    ),
    Code.EXPECT_DIFFERS: (
        _("What the change addresses does not begin with “{words}”, as the option “expect” says, but with"
          " “{beginning}”."),
        _("Correct the number in the command, or the option."),
    ),
    Code.OVERLAP: (
        _("This change touches the same words or the same point as {others}. None of them is carried out."),
        _("Put them together into one change, or take one of them back."),
    ),
    Code.SAME_PLACE: (
        _("This change inserts at the same place as {others}. None of them is carried out."),
        _("Put them together into one motion, so that their order is clear."),
    ),
    Code.MOVE_INSIDE: (
        _("Point {target} cannot be moved beside or into itself."),
        _("Name another point as its new neighbour."),
    ),
    Code.INSIDE_REMOVED: (
        _("One of this change and {others} lies inside a point that the other repeals or replaces."
          " None of them is carried out."),
        _("Take the change inside the point back, or put it into the new text."),
    ),
    Code.CLAIM_TEXT: (
        _("The text that the motion claims differs from the computed text."),
        _("Correct the claimed text, or the changes that should make it."),
    ),
    Code.CLAIM_NUMBERING: (
        _("The numbers that the motion claims differ from the computed ones."),
        _("Correct the remark on the numbering, or the changes that should make it true."),
    ),
    Code.CLAIM_UNREAD: (
        _("The new text is announced, but no numbered list follows that could be compared."),
        _("Put the claimed points as a numbered list right after the announcement."),
    ),
    Code.COMMAND_UNREAD: (
        _("The command could not be read: “{rest}” was not understood."),
        _("Write the change in a wording that the documentation lists, and a new text after an empty line."),
    ),
    Code.COMMAND_AMBIGUOUS: (
        _("The command can be read in two ways: “{words}”."),
        _("Write it in another wording."),
    ),
    Code.COMMAND_OUTSIDE: (
        _("A command stands where none is carried out: “{words}”."),
        _("Give every change a numbered item of its own."),
    ),
    Code.CHANGE_OUTSIDE: (
        _("The directive “change” stands where no change is carried out."),
        _("Put it right below the directive “amendment”, beside the other changes of the motion."),
    ),
    Code.NO_COMMAND: (
        _("This is no command that could be read: “{words}”."),
        _("Say in this item what is to be done with which point, or put the text before the first item."),
    ),
    Code.LINE_NUMBERS: (
        _("The command names lines or pages, which are others in every output: “{words}”."),
        _("Name the point, and quote the words as they stand there."),
    ),
    Code.DOCUMENT_OTHER: (
        _("The command is about “{words}”, and this motion amends “{title}”."),
        _("Leave the name of the document out if the same text is meant; else make a motion of its own for that text."),
    ),
    Code.NUMBER_SPELLED: (
        _("“{words}” names no point: the points have numbers."),
        _("Write the number in figures: {number}."),
    ),
    Code.NUMBER_ANNOUNCED: (
        _("The new point is not number {words}: counted from the text before the motion it is {number}, in the new text"
          " {new}."),
        _("Write one of these numbers, or leave the number out. If the text keeps its numbers, say so there:"
          " :numbering: keep"),
    ),
    Code.STOP_IN_QUOTATION: (
        _("It is unclear whether the full stop in “{words}” belongs to these words or ends the command."),
        _("Put the full stop that ends the command behind the quotation mark; leave one that belongs to the words."),
    ),
    Code.TARGET_MISSING: (
        _("The command does not say in which point."),
        _("Name the point in the command, or put it into a list below a command such as “Amend point 5 as follows:”."),
    ),
    Code.BUNDLE_EMPTY: (
        _("The command announces several changes, but no numbered list of them follows."),
        _("Write each change as an item of a list below the command."),
    ),
    Code.FORMS_MISSING: (
        _("All forms of “{words}” are meant, but it is not said which stand in the text and what each becomes."),
        _("List them, each form once: :forms: old form -> new form; old form -> new form"),
    ),
    Code.NEW_TEXT_MISSING: (
        _("The command needs a new text, and none follows."),
        _("Put the new text as a paragraph of its own after the command; indent it if it begins with a number."),
    ),
    Code.NEW_TEXT_UNEXPECTED: (
        _("A text follows that the command has no use for."),
        _("Take it out, or begin it with “Reason:” if it is the reason."),
    ),
    Code.NEW_TEXT_UNCLEAR: (
        _("It is unclear what of this is new text: “{words}”."),
        _("Write the new text without quotation marks or brackets; indent it if it is more than one paragraph. What is"
          " not new text begins with “Reason:”, or stands before the first item or after the claimed text."),
    ),
    Code.NEW_TEXT_SHAPE: (
        _("The new text does not fit the command."),
        _("One point wants paragraphs or one numbered item, several want a numbered list, a sentence one paragraph."),
    ),
    Code.FORMS_INVALID: (
        _("The option “forms” cannot be used here."),
        _("Write pairs with semicolons between, each form once: old form -> new form;"
          " they belong to a change of words."),
    ),
    Code.FORMS_UNRELATED: (
        _("“{form}” is no form of “{words}”."),
        _("Correct the words of the command or the option “forms”; it lists forms of the words that are replaced."),
    ),
    Code.AMENDMENT_EMPTY: (
        _("The amendment asks for nothing."),
        _("Write each change as a numbered item."),
    ),
    Code.AMENDMENT_DUPLICATE: (
        _("Several amendments have the name “{name}”: {where}."),
        _("Give each amendment a name of its own."),
    ),
    Code.AMENDMENT_CIRCLE: (
        _("These amendments amend each other in a circle: {names}. None of them is carried out."),
        _("Let one of them amend the guideline."),
    ),
    Code.MODIFIED_MISSING: (
        _("This was adopted as modified, but no adopted amendment modifies it. Nothing of it is carried out."),
        _("Write down what was adopted: an amendment with :amends: naming this one, and :status: adopted. It changes"
          " the numbered items of this one as it would change points."),
    ),
    Code.IN_FORCE_ORDER: (
        _("This is to be in force from {day}, but “{name}”, which was decided on {decided}, only from {later}. The"
          " versions of a text follow the decisions: the change is in the text from {later} on."),
        _("If that is right, write :in-force: {later}; else correct the days."),
    ),
    Code.AMENDMENT_UNKNOWN: (
        _("There is no amendment “{name}” to this guideline."),
        _("Name one of: {known}."),
    ),
    Code.GUIDELINE_UNKNOWN: (
        _("There is no guideline “{name}”."),
        _("Name one of: {known}."),
    ),
    Code.GUIDELINE_DUPLICATE: (
        _("Several guidelines have the name “{name}”: {where}. Amendments to it are not carried out."),
        _("Give each guideline a name of its own."),
    ),
    Code.OPTION_UNKNOWN: (
        _("There is no option “{option}”."),
        _("Use one of: {known}."),
    ),
    Code.OPTION_INVALID: (
        _("The option “{option}” cannot be “{value}”."),
        _("Write, for example: {known}."),
    ),
    Code.OPTION_MISSING: (
        _("The option “{option}” is missing."),
        _("Write, for example: {known}."),
    ),
    Code.OPTION_IN_TEXT: (
        _("An option became part of the text: “{words}”."),
        _("Leave an empty line before it; in Markdown, enable the extension “fieldlist” of MyST."),
    ),
    Code.OPTION_PLACE: (
        _("The option “{option}” stands where no option belongs."),
        _("Put the options of a directive right below its first line, without an empty line; those of a change into "
          "or after its item."),
    ),
    Code.LABEL_IN_TEXT: (
        _("This begins like a numbered point, but became a paragraph: “{words}”."),
        _("Leave an empty line before each point, and indent its further lines to its first word."),
    ),
    Code.GUIDELINE_EMPTY: (
        _("The text has no numbered points."),
        _("Write the points as a numbered list, indented below the directive."),
    ),
    Code.MOTIONS_CONFLICT: (
        _("These changes are in each other's way: {others}. None of them is carried out here."),
        _("Show the motions one by one, or put their changes together into one motion."),
    ),
    Code.MARKUP_REWRITES: (
        _("The extension “{option}” of MyST changes characters of the official wording."),
        _("Take it out of “myst_enable_extensions”."),
    ),
    Code.REFERENCE_AMBIGUOUS: (
        _("“{target}” may mean {count} points."),
        _("Give the points of the guideline numbers that go on, so that each stands for one point."),
    ),
    Code.POINT_REPEALED: (
        _("The point “{target}” is repealed or replaced."),
        _("Refer to another point, or give the reference words of its own: former point <{target}>."),
    ),
    Code.LANGUAGE_UNKNOWN: (
        _("Motions in the language “{language}” cannot be read."),
        _("Name the language of the text with the option “language”; it can be one of: {known}."),
    ),
    Code.LANGUAGE_OTHER: (
        _("Nothing of the motion can be read in the language “{language}”, but it can in “{other}”."),
        _("Add to the guideline or the amendment: :language: {other}"),
    ),
}  # fmt: skip

_WHOLE: dict[Code, str] = {
    Code.WORDS_NOT_FOUND: _("The words “{words}” do not stand in the text."),
    Code.WORDS_AMBIGUOUS: _("The words “{words}” stand {count} times in the text."),
    Code.OCCURRENCE_NOT_FOUND: _(
        "The words “{words}” do not stand where the command says: they stand {count} times in the text."
    ),
    Code.WORDS_IN_OBJECT: _("The words “{words}” stand in the text in something that is no running text."),
    Code.OTHER_FORMS: _(
        "The change was carried out in the text, but its words stand there unchanged in other forms: {found}."
    ),
    Code.WORDS_BESIDE: _(
        "The change was carried out in the text, but the new words may not fit what stands around them there: {found}."
    ),
    Code.NOTHING_LEFT: _("The changes would leave no word of a paragraph."),
    Code.SENTENCES_UNCOUNTABLE: _("The sentences of a whole text have no numbers."),
    Code.PART_NOT_FOUND: _("There is no such part before or after the points of the text."),
}
"""The reasons of problems with words, where they are looked for in the whole text and not in a point."""

_TOLD_WHOLE = frozenset({Code.OTHER_FORMS, Code.WORDS_BESIDE})
"""The problems whose reason and advice name all of their facts."""

_OTHERWISE: dict[Code, tuple[str, tuple[str, str]]] = {
    Code.TARGET_NOT_FOUND: (
        "items",
        (
            _("There is no item {target} in the text: the list without numbers has {items} items there."),
            _("Count again: •2 is the second item of such a list, and all numbers mean the text before the motion."),
        ),
    ),
    Code.TARGET_PARAGRAPH: (
        "unclear",
        (
            _("It is unclear which paragraph {target} is: a list or a table stands among those that are counted, and"
              " what follows it may belong to the paragraph before it."),
            _("Change words of the point without naming the paragraph, or replace the whole point."),
        ),
    ),
    Code.SENTENCE_ELSEWHERE: (
        "introducing",
        (
            _("The list in which {target} stands is introduced by sentence {introducing}, and not by sentence"
              " {sentence}."),
            _("Correct the number of the sentence, or that of the point."),
        ),
    ),
    Code.TARGET_AMBIGUOUS: (
        "lists",
        (
            _("It is unclear which item {target} is: there are {lists} lists without numbers there."),
            _("Replace the whole point instead, or give the items numbers in the guideline."),
        ),
    ),
    Code.PART_NOT_FOUND: (
        "behind",
        (
            _("Point {target} has no text of its own after a list in it."),
            _("Name a point with a list in it, or leave out which part of the point is meant."),
        ),
    ),
    Code.SENTENCE_NUMBERS: (
        "after",
        (
            _("After the change, the raised numbers of the sentences in point {target} would be: {numbers}."),
            _("Begin each new sentence with its raised number, and replace those behind it too where they get other"
              " numbers; or replace the whole point."),
        ),
    ),
    Code.MODIFIED_MISSING: (
        "amendments",
        (
            _("Nothing of this motion is carried out, because what was adopted to it is not carried out completely:"
              " {amendments}."),
            _("Mend what is the matter there: else this would go into force in words that nobody has adopted."),
        ),
    ),
    Code.AMENDMENT_UNKNOWN: (
        "amends",
        (
            _("The amendment “{name}” does not amend this guideline, but “{amends}”."),
            _("Name one that amends the guideline itself: {known}."),
        ),
    ),
    Code.COMMAND_AMBIGUOUS: (
        "first",
        (
            _("The command can be read in two ways: “{first}” or “{second}”."),
            _("Write which of them is meant, or add it below the command as :means:."),
        ),
    ),
    Code.GUIDELINE_UNKNOWN: (
        "motions",
        (
            _("There is no guideline and no amendment “{name}”."),
            _("Name one of: {known}; or an amendment that is to be amended: {motions}."),
        ),
    ),
}  # fmt: skip
"""What is said instead of these problems where the fact is known that is named first."""

_LONG = 200
"""As many characters of an author's text are repeated in a message."""

_NEAREST = _("Perhaps “{nearest}” was meant.")
_WORDING = _("The nearest wording that can be read is: “{wording}”. If that is meant, add this line: :means: {wording}")
_PATTERN = _("Such a change is worded, for example: “{pattern}”.")
_SUBSTITUTION = _("If the text that follows is a new wording of the point, add this line: :means: {substitution}")
_ADDITION = _("If it is an addition, add this line: :means: {addition}")
_FORM_FOUND = _("What stands there is: {found}.")
_FORM_LINE = _("If that is meant, add this line: {line}")
_JOINED = _("They stand there only as a part of: {joined}.")
_QUOTED = _("“{word}”")
_IN_POINT = _("point {label}")
_ITSELF = _("another part of it")
_CONSEQUENCE = _("In consequence, the new text differs from what the motion claims.")
_TEXT_DIFFERS = _("Point {point}: computed “{computed}”, claimed “{claimed}”.")
_ONLY_COMPUTED = _("Point {point} is missing in the claimed text: computed “{computed}”.")
_ONLY_CLAIMED = _("Point {point} of the claimed text is not in the computed text: claimed “{claimed}”.")
_NUMBER_DIFFERS = _("Former point {point}: computed {computed}, claimed {claimed}.")


def describe(problem: Problem, language: str, others: str = "", places: Sequence[str] = ()) -> tuple[str, ...]:
    """Return what is to be said of *problem*, sentence by sentence: the reason, the facts, the advice.

    *others* names the other changes that are concerned, *places* the source lines of what was found.
    """
    translate = translator(language)
    facts = {name: shortened(value) for name, value in problem.facts if name not in {"found", "found_in"}}
    for name in ("joined", "amendments"):
        if facts.get(name):
            facts[name] = ", ".join(translate(_QUOTED).format(word=word) for word in facts[name].split("\n"))
    facts["found"] = ", ".join(_found(problem, translate, places))
    fact, otherwise = _OTHERWISE.get(problem.code, ("", ("", "")))
    reason, advice = map(translate, otherwise if facts.get(fact) else _WORDS[problem.code])
    if problem.code in _WHOLE and not facts.get("target"):
        reason = translate(_WHOLE[problem.code])
    said = [reason.format_map(_Facts(facts, others=others or translate(_ITSELF)))]
    for name, message in (
        ("nearest", _NEAREST),
        ("found", _FORM_FOUND),
        ("joined", _JOINED),
        ("line", _FORM_LINE),
        ("wording", _WORDING),
        ("pattern", _PATTERN),
        ("substitution", _SUBSTITUTION),
        ("addition", _ADDITION),
    ):
        if facts.get(name) and problem.code not in _TOLD_WHOLE:
            said.append(translate(message).format_map(_Facts(facts)))
    if not facts.keys() & {"line", "wording"} or problem.code in _TOLD_WHOLE:
        said.append(advice.format_map(_Facts(facts)).strip())
    if problem.differences and problem.code not in CLAIMS:
        said.append(translate(_CONSEQUENCE))
    said += [_difference(difference, translate) for difference in problem.differences]
    return tuple(said)


def _found(problem: Problem, translate: Translate, places: Sequence[str]) -> Iterator[str]:
    """Yield the words that were found, each with its point and place, as far as they are known."""
    words = problem.fact("found").split("\n") if problem.fact("found") else []
    points = [
        translate(_IN_POINT).format(label=label) if label else "" for label in problem.fact("found_in").split("\n")
    ]
    for word, *where in zip_longest(words, points[: len(words)], places[: len(words)], fillvalue=""):
        quoted = translate(_QUOTED).format(word=shortened(word))
        told = ", ".join(filter(None, where))
        yield f"{quoted} ({told})" if told else quoted


def shortened(value: str) -> str:
    """Return *value* fit for a message: not too long, and a sign for what is no text."""
    value = value.replace(OBJECT, "…")
    return value if len(value) <= _LONG else f"{value[: _LONG * 2 // 3]} … {value[-_LONG // 4 :]}"


def name_changes(keys: Iterable[Key], own: Mapping[Key, tuple[str, str]], resolution: Resolution, language: str) -> str:
    """Name the changes at *keys*; *own* are those of the motion where that is said."""
    translate = translator(language)
    names = []
    for key in keys:
        label, title = resolution.named(key)
        name = translate("change {label}").format(label=label)
        names.append(name if key in own else translate("{change} of “{title}”").format(change=name, title=title))
    return ", ".join(names)


class _Facts(dict[str, str]):
    """Facts by name; one that is not known is empty."""

    def __init__(self, facts: dict[str, str], **more: str) -> None:
        super().__init__(facts, **more)

    def __missing__(self, name: str) -> str:
        return ""


def _difference(difference: Difference, translate: Translate) -> str:
    if difference.numbering:
        message = _NUMBER_DIFFERS
    elif difference.claimed is None:
        message = _ONLY_COMPUTED
    elif difference.computed is None:
        message = _ONLY_CLAIMED
    else:
        message = _TEXT_DIFFERS
    computed, claimed = excerpts(difference.computed or "–", difference.claimed or "–")
    return translate(message).format(point=difference.point, computed=computed, claimed=claimed)


def excerpts(one: str, two: str, around: int = 4) -> tuple[str, str]:
    """Cut two readings down to where they differ, with some words around."""
    first, second = one.split(" "), two.split(" ")
    if one == two or min(len(first), len(second)) < 2 * around:
        return one, two
    head = next(
        (n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b),
        min(len(first), len(second)),
    )
    tail = 0
    while tail < min(len(first), len(second)) - head and first[-1 - tail] == second[-1 - tail]:
        tail += 1
    start, after = max(0, head - around), max(0, tail - around)
    cut = [
        ("… " if start else "") + " ".join(words[start : len(words) - after]) + (" …" if after else "")
        for words in (first, second)
    ]
    return cut[0], cut[1]


def one_line(sentences: tuple[str, ...]) -> str:
    """Join what is said of a problem to one line, as a warning is printed."""
    return re.sub(r"\s+", " ", " ".join(sentences))
