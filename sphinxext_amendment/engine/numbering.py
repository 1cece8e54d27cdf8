"""Numbering schemes: 1. / (1) / a) / aa) / iv. / §, and the step from a number to its label and back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

Style = Literal["arabic", "loweralpha", "upperalpha", "lowerroman", "upperroman", "doublealpha", "bullet"]

Policy = Literal["renumber", "keep"]
"""What becomes of numbers: the points are counted anew, or every point keeps its own and new ones get "5a"."""

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


@dataclass(frozen=True, slots=True)
class Scheme:
    """How the points of one list are numbered and printed. The style "bullet" has no numbers.

    *first* is how the number 1 is printed, if otherwise than it is counted: "Article 1er".
    """

    style: Style = "arabic"
    prefix: str = ""
    suffix: str = "."
    first: str = field(default="", compare=False)

    def label(self, number: int) -> str:
        """Return the bare label of the *number*-th point, from 1: "5", "e", "v"."""
        match self.style:
            case "arabic":
                return str(number)
            case "loweralpha":
                return letters(number)
            case "upperalpha":
                return letters(number).upper()
            case "doublealpha":
                return letters(number) * 2
            case "lowerroman":
                return _roman(number)
            case "upperroman":
                return _roman(number).upper()
            case "bullet":
                return ""

    def number(self, label: str) -> int:
        """Return the number that *label* stands for; 0 if it is no label of the scheme."""
        match self.style:
            case "arabic":
                found = int(label) if re.fullmatch("[0-9]{1,9}", label) else 0
            case "loweralpha" | "upperalpha":
                found = _number_of_letters(label.lower())
            case "doublealpha":
                found = _number_of_letters(label[: len(label) // 2])
            case "lowerroman" | "upperroman":
                found = _number_of_roman(label.lower())
            case "bullet":
                found = 0
        return found if self.label(found) == label else 0

    def printed(self, label: str) -> str:
        """Return *label* as it is printed: "5.", "(5)", "e)"; a bullet for a list without numbers."""
        shown = (self.first or label) if label == "1" else label
        return "•" if self.style == "bullet" else f"{self.prefix}{shown}{self.suffix}"


def is_worded(scheme: Scheme) -> bool:
    """Whether a word or sign stands before each number: "§ 3", "Article 3", not "(3)"."""
    return scheme.prefix not in {"", "("}


def letters(number: int) -> str:
    """Count in letters: a to z, then aa, ab and so on."""
    found = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("a") + rest) + found
    return found


def _number_of_letters(label: str) -> int:
    number = 0
    for letter in label if re.fullmatch("[a-z]{1,4}", label) else "":
        number = 26 * number + ord(letter) - ord("a") + 1
    return number


def _roman(number: int) -> str:
    numeral = ""
    for value, signs in _ROMAN:
        count, number = divmod(number, value)
        numeral += signs * count
    return numeral


def _number_of_roman(label: str) -> int:
    number, rest = 0, label if len(label) < 20 else ""
    for value, signs in _ROMAN:
        while rest.startswith(signs):
            number, rest = number + value, rest[len(signs) :]
    return number if not rest else 0
