"""A text that motions amend, with its versions: a guideline, or the items of a motion that other motions amend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sphinxext_amendment.docnodes.collect import Record
from sphinxext_amendment.engine.document import Guideline, Paragraph
from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.engine.text import Text
from sphinxext_amendment.engine.versions import Adopted, Version, as_of, versions
from sphinxext_amendment.motions import Read
from sphinxext_amendment.options import in_force_of, policy_of
from sphinxext_amendment.wording.language import Language
from sphinxext_amendment.wording.reader import with_sentences


@dataclass(frozen=True, slots=True)
class Base:
    """A text as it was *written*, and the versions that *adopted* motions have made of it, in order of their days."""

    record: Record
    written: Guideline
    language: Language | None
    versions: tuple[Version, ...] = ()
    reads: tuple[Read, ...] = ()

    @property
    def adopted(self) -> tuple[Record, ...]:
        """The motions that have made the versions."""
        return tuple(read.record for read in self.reads)

    @property
    def latest(self) -> Guideline:
        """The last version."""
        return self.versions[-1].text if self.versions else self.written

    def before(self, day: str) -> Guideline:
        """Return the version that a motion decided on *day* addresses."""
        earlier = [version for version in self.versions if version.day < day]
        return earlier[-1].text if earlier else self.written

    def until(self, day: str) -> Base:
        """Return the text with those versions only that are effective on *day*."""
        found = as_of(self.versions, day)
        last = found[-1].day if found else ""
        return replace(self, versions=found, reads=tuple(read for read in self.reads if read.day <= last))


def base_of(record: Record, written: Guideline, language: Language | None, motions: Iterable[Read]) -> Base:
    """Return the text *written* with the versions that those of the *motions* to it that are in force have made."""

    def counted(text: Guideline) -> Guideline:
        return replace(text, body=with_sentences(text.body, language)) if language else text

    first = counted(written)
    adopted = sorted((read for read in motions if read.in_force), key=lambda read: read.day)
    steps = [Adopted(read.day, read.effective, read.enacted) for read in adopted]
    made = versions(first, steps, counted, in_force_of(record))
    return Base(record, first, language, made, tuple(adopted))


def out_of_order(read: Read, base: Base) -> list[Problem]:
    """Tell of a motion that was adopted and is to be in force before one that was decided no later than it.

    It changes what that one makes of the text, so it waits for it.
    """
    before = [one for one in base.reads if one.day <= read.day and one.effective > read.effective]
    if not read.in_force or not before or base.record.kind != "guideline":
        return []
    last = max(before, key=lambda one: one.effective)
    name, day, later = last.record.title, read.effective, last.effective
    return [problem(Code.IN_FORCE_ORDER, read.record.key, name=name, decided=last.day, day=day, later=later)]


def guideline_text(record: Record, language: Language | None, numbering: str) -> Guideline:
    """Return a guideline for the engine; *numbering* is what becomes of numbers where it does not say so."""
    # A title without an argument is the name: that is printed nowhere.
    is_name = record.option("name") and record.title == record.name
    title = None if is_name or not record.title else Paragraph(record.key, Text(record.title), heading=True)
    text = Guideline(record.name, record.body, policy_of(record, numbering), title=title)
    return replace(text, repealed=language.tables["writing"]["repealed"]) if language else text
