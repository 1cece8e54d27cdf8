"""``Text``: a string with marks and sentence boundaries that survive cutting and joining."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace

Key = Hashable
"""Names a thing outside the engine (a place in a source document). The engine only compares keys."""

OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in a text for what is not text: an image, a footnote reference, a role that shows other words."""

Span = tuple[int, int]
"""Start and end of a passage, in characters; the end is not included."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that is the matter with a passage: emphasis, a link, the object that one character stands for.

    *shown* are the words that readers see in place of an object, as far as they are known.
    """

    start: int
    end: int
    key: Key
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Characters with their marks and the spans of the sentences that can be counted, in order."""

    content: str
    marks: tuple[Mark, ...] = ()
    sentences: tuple[Span, ...] = ()

    def slice(self, start: int, end: int) -> Text:
        """Return the passage from *start* to *end*; marks and sentences are cut to it."""
        marks = tuple(
            replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
            for mark in self.marks
            if mark.start < end and mark.end > start
        )
        sentences = tuple(
            (max(first, start) - start, min(last, end) - start)
            for first, last in self.sentences
            if first < end and last > start
        )
        return Text(self.content[start:end], marks, sentences)

    def strip(self) -> Text:
        """Return the text without the white space at its ends, such as the no-break spaces inside « »."""
        start = len(self.content) - len(self.content.lstrip())
        return self.slice(start, max(start, len(self.content.rstrip())))

    def __add__(self, other: Text) -> Text:
        """Join two texts; the two halves of a mark that was cut become one again."""
        width = len(self.content)
        marks = list(self.marks)
        for mark in other.marks:
            moved = replace(mark, start=mark.start + width, end=mark.end + width)
            for index, before in enumerate(marks):
                if before.key == moved.key and before.end == moved.start == width:
                    marks[index] = replace(before, end=moved.end)
                    break
            else:
                marks.append(moved)
        sentences = *self.sentences, *((first + width, last + width) for first, last in other.sentences)
        return Text(self.content + other.content, tuple(marks), sentences)

    def splice(self, start: int, end: int, new: Text) -> Text:
        """Return this text with the passage from *start* to *end* replaced by *new*.

        A sentence that is cut by the edit stays one sentence; one that lies wholly in it goes, and the
        sentences of *new* come, unless *new* stands inside a sentence. Marks around the edit go on over it.
        """
        marked = self.slice(0, start) + self.enclosed(start, end, new) + self.slice(end, len(self.content))
        grown = len(new.content) - (end - start)
        before = [span for span in self.sentences if span[1] <= start]
        after = [(first + grown, last + grown) for first, last in self.sentences if first >= end and last > start]
        cut = [
            span
            for span in self.sentences
            if span[1] > start and span[0] < end and not (start <= span[0] and span[1] <= end)
        ]
        if cut:
            middle = [(min(start, cut[0][0]), max(end, cut[-1][1]) + grown)]
        else:
            middle = [(first + start, last + start) for first, last in new.sentences]
        return replace(marked, sentences=(*before, *middle, *after))

    def enclosed(self, start: int, end: int, new: Text) -> Text:
        """Return *new* with the marks that would be around it where it replaces *start* to *end*."""
        around = tuple(
            Mark(0, len(new.content), mark.key)
            for mark in self.marks
            if self.content[mark.start : mark.end] != OBJECT
            and (mark.start < start < mark.end if start == end else mark.start <= start and end <= mark.end)
        )
        return replace(new, marks=(*around, *new.marks)) if new.content else new

    @property
    def shown(self) -> str:
        """What a reader sees: the content with the words of each object in its place."""
        return "".join(self._shown())

    def _shown(self) -> Iterable[str]:
        objects = {mark.start: mark.shown for mark in self.marks if self.content[mark.start : mark.end] == OBJECT}
        for position, character in enumerate(self.content):
            yield objects.get(position, "") if character == OBJECT else character

    @property
    def signature(self) -> tuple[object, ...]:
        """What makes two texts the same to a reader, wherever they were written."""
        return self.content, tuple((mark.start, mark.end, mark.shown) for mark in self.marks)
