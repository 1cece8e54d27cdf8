"""Calls the Typst compiler, and turns what it says into messages that name the author's file and line."""

from __future__ import annotations

import os
import re
import time
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from sphinx.locale import get_translation
from sphinx.util import logging

from sphinxext_amendment.typst.markup import string
from sphinxext_amendment.typst.rowheads import name_row_heads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from typst import PDFStandard

    from sphinxext_amendment.typst.source import SourceMap

logger = logging.getLogger(__name__)
_ = get_translation("sphinxext_amendment")

ACCESSIBLE: list[PDFStandard] = ["ua-1"]

_DIAGNOSTIC = re.compile(r"^(?:error|warning): ", re.MULTILINE)
_POSITION = re.compile(r"┌─ (?P<file>.+):(?P<line>\d+):\d+$", re.MULTILINE)
_HINT = re.compile(r"^\s*= hint: (.+)$", re.MULTILINE)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
"""How the compiler writes a character that cannot be seen."""
_MISSING_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')


class Diagnostic(NamedTuple):
    """One complaint of the compiler."""

    message: str
    line: int | None
    hints: tuple[str, ...]


class Outcome(NamedTuple):
    """What the compiler made of a source."""

    pdf: bytes | None
    obstacles: list[Diagnostic]
    """What keeps the PDF from being accessible, or from being made."""
    warnings: list[Diagnostic]


def compile_pdf(typ: Path, font_paths: Sequence[Path]) -> Outcome:
    """Compile *typ*: accessible if the text allows it, else without that claim."""
    import typst  # noqa: PLC0415 - the compiler is large, and only needed here

    obstacles: list[Diagnostic] = []
    attempts: tuple[list[PDFStandard], ...] = (ACCESSIBLE, [])
    for standards in attempts:
        try:
            written, warnings = typst.compile_with_warnings(
                str(typ),
                root=str(typ.parent),
                format="pdf",
                pdf_standards=standards,
                font_paths=list(map(str, font_paths)),
                ignore_system_fonts=True,  # the same fonts, and so the same file, everywhere
                timestamp=_timestamp(),
            )
        except typst.TypstError as error:
            obstacles = list(_diagnostics(error.diagnostic or error.message, typ.name))
            continue
        said = [each for warning in warnings for each in _diagnostics(warning.diagnostic or warning.message, typ.name)]
        return Outcome(name_row_heads(written), obstacles, said)
    return Outcome(None, obstacles, [])


def report(outcome: Outcome, places: SourceMap, fallback: str) -> None:
    """Say what the compiler has to say, each at its place in the documents or else at *fallback*."""

    def place(diagnostic: Diagnostic) -> str:
        found = places.place(diagnostic.line) if diagnostic.line is not None else None
        return found or fallback

    for diagnostic in outcome.obstacles:
        if outcome.pdf is None:
            message = _("no PDF was made, the compiler says: %s") % _wording(diagnostic)
            logger.error("%s", message, location=place(diagnostic), type="typst", subtype="compile")
        else:
            _report_obstacle(diagnostic, place(diagnostic))
    for diagnostic in outcome.warnings:
        _warn("compile", _("the PDF compiler says: %s") % _wording(diagnostic), place(diagnostic))


def unreadable(images: Iterable[Path]) -> Iterator[Path]:
    """Yield those of *images* that the compiler cannot show."""
    import typst  # noqa: PLC0415

    for image in images:
        try:
            typst.Compiler(f"#image({string(image.name)})".encode(), root=image.parent).compile(format="pdf")
        except typst.TypstError:
            yield image


def font_families(paths: Sequence[Path]) -> list[str]:
    """Return the names of the fonts that come with the compiler or are in one of the folders *paths*."""
    import typst  # noqa: PLC0415

    return list(typst.Fonts(include_system_fonts=False, font_paths=list(map(str, paths))).families())


def _timestamp() -> int:
    """Return the date of the PDF: ``SOURCE_DATE_EPOCH``, or today, not now: files differ by day only."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(epoch) if epoch.isdigit() else int(time.time()) // 86400 * 86400


def _diagnostics(text: str, file_name: str) -> Iterator[Diagnostic]:
    """Take the compiler's report apart; positions inside other files are none of the documents'."""
    for part in _DIAGNOSTIC.split(text):
        if not part.strip():
            continue
        # The first position is the place itself, later ones are calls that led there.
        lines = [int(found["line"]) for found in _POSITION.finditer(part) if found["file"].endswith(file_name)]
        message = part.split("┌─", maxsplit=1)[0].strip()
        yield Diagnostic(message, lines[0] if lines else None, tuple(_HINT.findall(part)))


def _report_obstacle(diagnostic: Diagnostic, place: str) -> None:
    """Say what keeps the PDF from being accessible, and what the author can do about it."""
    glyph = _MISSING_GLYPH.search(diagnostic.message)
    if glyph:
        names = ", ".join(map(_name, _ESCAPED.sub(lambda found: chr(int(found[1], 16)), glyph[1])))
        message = _(
            "the fonts of the PDF have no glyph for %s: use another character, or name a font that has it in "
            "typst_fonts; as it is, the reader sees an empty box and the PDF does not claim to be accessible (PDF/UA-1)"
        )
        _warn("glyph", message % names, place)
    elif "missing alt text" in diagnostic.message:
        message = _(
            "an image or a formula without a text alternative: describe it with the option :alt: (in Typst with "
            "alt: …), or leave :alt: empty if it is mere decoration; as it is, the PDF does not claim to be "
            "accessible (PDF/UA-1)"
        )
        _warn("alt", message, place)
    else:
        message = _("the PDF does not claim to be accessible (PDF/UA-1): %s")
        _warn("accessibility", message % _wording(diagnostic), place)


def _warn(subtype: str, message: str, place: str) -> None:
    logger.warning("%s", message, location=place, type="typst", subtype=subtype)


def _wording(diagnostic: Diagnostic) -> str:
    message = diagnostic.message.removeprefix("PDF/UA-1 error: ")
    return " ".join([message, *(f"({hint})" for hint in diagnostic.hints)])


def _name(character: str) -> str:
    return f"“{character}” (U+{ord(character):04X} {unicodedata.name(character, '')})".replace(" )", ")")
