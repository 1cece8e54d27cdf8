"""``Problem``: why something was not done or does not agree. Codes and facts only; the words are found elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from sphinxext_amendment.engine.text import Key


class Code(StrEnum):
    """The kinds of problem, each with its *meaning*; each is the subtype of a warning."""

    meaning: str

    def __new__(cls, value: str, meaning: str) -> Self:
        """Make a code that is the string *value*."""
        code = str.__new__(cls, value)
        code._value_ = value
        code.meaning = meaning
        return code

    TARGET_NOT_FOUND = "target-not-found", "The text has no point of that number."
    TARGET_AMBIGUOUS = "target-ambiguous", "The text has several points of that number."
    TARGET_MISSING = "target-missing", "The command does not say in which point, and stands under none."
    TARGET_REPEALED = "target-repealed", "The point of that number is repealed already."
    TARGET_UNIT = (
        "target-unit",
        "The motion calls a unit otherwise than the text, or says “paragraph” where points have several unnumbered.",
    )
    TARGET_PARAGRAPH = (
        "target-paragraph",
        "The change cannot be made to a paragraph without a number, or it is unclear which paragraph that is.",
    )
    TARGETS_APART = "targets-apart", "Points are to be replaced together, and do not follow one another."
    WORDS_NOT_FOUND = "words-not-found", "The words do not stand in the point."
    WORDS_AMBIGUOUS = "words-ambiguous", "The words stand in the point more often than the motion says."
    OCCURRENCE_NOT_FOUND = (
        "occurrence-not-found",
        "The words stand in the point less often than the motion says, or not at its end.",
    )
    WORDS_IN_OBJECT = (
        "words-in-object",
        "The words stand in something that no change can reach, such as a table or the text of a role.",
    )
    OTHER_FORMS = "other-forms", "The words were replaced, but further forms of them stand in the point."
    WORDS_BESIDE = "words-beside", "The words were replaced, but words beside them may not fit the new ones."
    SENTENCE_NOT_FOUND = "sentence-not-found", "The point has fewer sentences than the motion says."
    SENTENCE_ELSEWHERE = (
        "sentence-elsewhere",
        "The list in which the point stands is introduced by another sentence than the motion says.",
    )
    HALF_NOT_FOUND = (
        "half-not-found",
        "The sentence has no such half sentence: a part of it that semicolons divide from the rest.",
    )
    SENTENCES_UNCOUNTABLE = (
        "sentences-uncountable",
        "The sentences of a point cannot be counted from its first list on, nor at all if one stands in brackets.",
    )
    HEADING_NOT_FOUND = "heading-not-found", "There is no such heading."
    PART_NOT_FOUND = "part-not-found", "The point has no text before a list in it, or none after one."
    END_AMBIGUOUS = (
        "end-ambiguous",
        "The point does not end with a sentence, so it is unclear where its end is.",
    )
    NOTHING_LEFT = "nothing-left", "The change would leave nothing of the point, or of a paragraph of it."
    SENTENCE_NUMBERS = (
        "sentence-numbers",
        "The raised numbers of the sentences in a point are not 1, 2, 3 and so on, or would not be after the change.",
    )
    EXPECT_DIFFERS = "expect-differs", "The sentence or point does not begin with the words that ``:expect:`` gives."
    OVERLAP = "overlap", "Two changes touch the same words or the same point."
    SAME_PLACE = "same-place", "Two motions insert at the same place, and nothing says which comes first."
    MOVE_INSIDE = "move-inside", "A point is to be moved beside or into itself."
    INSIDE_REMOVED = "inside-removed", "A change lies inside a point that another change repeals or replaces."
    CLAIM_TEXT = "claim-text", "The text that the motion claims differs from the computed one."
    CLAIM_NUMBERING = "claim-numbering", "The numbers that the motion claims differ from the computed ones."
    CLAIM_UNREAD = (
        "claim-unread",
        "The motion announces the new text, but no numbered list follows that could be compared.",
    )
    COMMAND_UNREAD = "command-unread", "The command could not be read to its last word."
    COMMAND_AMBIGUOUS = "command-ambiguous", "The command can be read in two ways."
    COMMAND_OUTSIDE = (
        "command-outside",
        "A command stands where none is carried out: outside the numbered items.",
    )
    CHANGE_OUTSIDE = "change-outside", "The directive ``change`` stands where no change is carried out."
    BUNDLE_EMPTY = "bundle-empty", "A command announces several changes, and no list of them follows."
    NO_COMMAND = "no-command", "The item is no command at all."
    LINE_NUMBERS = "line-numbers", "The command names lines or pages, and not points."
    DOCUMENT_OTHER = "document-other", "The command names another document than the one that is amended."
    NUMBER_SPELLED = "number-spelled", "A point is named by a number in words."
    NUMBER_ANNOUNCED = "number-announced", "The motion gives the new point a number that does not follow."
    STOP_IN_QUOTATION = (
        "stop-in-quotation",
        "It is unclear whether a full stop before the last quotation mark belongs to the quoted words.",
    )
    NEW_TEXT_MISSING = "new-text-missing", "The command needs a new text, and none follows."
    NEW_TEXT_UNEXPECTED = "new-text-unexpected", "A text follows a command that takes none."
    NEW_TEXT_UNCLEAR = (
        "new-text-unclear",
        "A paragraph stands wholly in quotation marks or brackets, so it is unclear what of it is new text.",
    )
    NEW_TEXT_SHAPE = "new-text-shape", "The new text is of a shape that the command cannot take."
    FORMS_INVALID = "forms-invalid", "The option ``:forms:`` cannot be read, or does not go with the command."
    FORMS_MISSING = "forms-missing", "The motion means all forms of the words, and does not list them."
    FORMS_UNRELATED = "forms-unrelated", "The option ``:forms:`` lists words that are no form of those of the command."
    AMENDMENT_EMPTY = "amendment-empty", "The amendment asks for nothing."
    AMENDMENT_DUPLICATE = "amendment-duplicate", "Two amendments have one name."
    AMENDMENT_CIRCLE = "amendment-circle", "Amendments amend each other in a circle."
    AMENDMENT_UNKNOWN = "amendment-unknown", "There is no amendment of that name to this guideline."
    MODIFIED_MISSING = "modified-missing", "Something was adopted as modified, and no adopted amendment modifies it."
    IN_FORCE_ORDER = "in-force-order", "A motion is to be in force earlier than one that was decided before it."
    GUIDELINE_UNKNOWN = "guideline-unknown", "There is no guideline of that name."
    GUIDELINE_DUPLICATE = "guideline-duplicate", "Two guidelines have one name."
    OPTION_UNKNOWN = "option-unknown", "The directive or change has no such option."
    OPTION_INVALID = "option-invalid", "The value of the option cannot be used."
    OPTION_MISSING = "option-missing", "An option is needed and not given."
    OPTION_IN_TEXT = "option-in-text", "An option was written so that it became part of a text."
    OPTION_PLACE = "option-place", "An option stands where no option belongs."
    LABEL_IN_TEXT = "label-in-text", "A paragraph begins like a point or item, but is none for the parser."
    GUIDELINE_EMPTY = "guideline-empty", "The guideline has no numbered points."
    MOTIONS_CONFLICT = "motions-conflict", "Motions that are shown together are in each other's way."
    MARKUP_REWRITES = "markup-rewrites", "An extension of MyST changes characters of the official wording."
    REFERENCE_AMBIGUOUS = "reference-ambiguous", "A reference may mean several points of that number."
    POINT_REPEALED = "point-repealed", "A reference leads to a point that is repealed or replaced as a whole."
    LANGUAGE_UNKNOWN = "language-unknown", "There is no reader for motions in this language."
    LANGUAGE_OTHER = "language-other", "The motion could be read in another language than its own."


CLAIMS = frozenset({Code.CLAIM_TEXT, Code.CLAIM_NUMBERING})
"""The problems with what a motion claims of the text that it makes."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A point that reads otherwise than claimed; None where it is not there at all.

    Where *numbering* is set, *point* is an old number, and the others are the new ones.
    """

    point: str
    computed: str | None
    claimed: str | None
    numbering: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem with its facts.

    *place* names where to mend it, *others* the further changes it stops. *differences* are the points that
    read otherwise than the motion claims, as what this problem is about or as a consequence of it. Where the fact
    ``found`` lists words of the text, a line each, ``found_in`` names their points and *places* are their paragraphs.
    """

    code: Code
    place: Key
    facts: tuple[tuple[str, str], ...] = ()
    others: tuple[Key, ...] = ()
    differences: tuple[Difference, ...] = ()
    places: tuple[Key, ...] = ()

    def fact(self, name: str) -> str:
        """Return the fact called *name*, or nothing."""
        return dict(self.facts).get(name, "")


def problem(code: Code, place: Key, *, others: tuple[Key, ...] = (), **facts: object) -> Problem:
    """Make a problem from its facts."""
    return Problem(code, place, tuple((name, str(value)) for name, value in facts.items()), others)
