"""Reads a PDF back, with two independent readers: what is tagged how, and what stands on the pages."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True)
class Tag:
    """A structure element of a PDF: its type, its attributes, and the text and elements in it."""

    kind: str
    alt: str | None
    attributes: dict[str, str]
    content: tuple[str | Tag, ...]

    def __iter__(self) -> Iterator[Tag]:
        yield self
        for part in self.content:
            if isinstance(part, Tag):
                yield from part

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.content)


@dataclass(frozen=True)
class Pdf:
    """A PDF file."""

    path: Path

    @property
    def pages(self) -> list[str]:
        with closing(pypdfium2.PdfDocument(self.path)) as document:
            return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]

    @property
    def text(self) -> str:
        """All the text, blanks and line ends as one blank each."""
        return " ".join(" ".join(self.pages).split())

    @property
    def claims_accessibility(self) -> bool:
        with pikepdf.open(self.path) as pdf:
            return b"<pdfuaid:part>1</pdfuaid:part>" in pdf.Root.Metadata.read_bytes()

    @property
    def tags(self) -> list[Tag]:
        """The structure elements in reading order, outer before inner."""
        with pikepdf.open(self.path) as pdf:
            texts = _marked_texts(pdf)
            pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
            roots = several(pdf.Root.StructTreeRoot.K)
            return [tag for root in roots for tag in _tag(root, texts, pages, 0)]

    def of_kind(self, *kinds: str) -> list[str]:
        return [tag.text for tag in self.tags if tag.kind in kinds]

    @property
    def bookmarks(self) -> list[tuple[int, str]]:
        """The outline: level, from 1, and title."""
        with closing(pypdfium2.PdfDocument(self.path)) as document:
            return [(mark.level + 1, mark.get_title()) for mark in document.get_toc()]

    @property
    def links(self) -> list[int | str]:
        """The targets of all links: a page, from 0, or an address."""
        with pikepdf.open(self.path) as pdf:
            numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
            found: list[int | str] = []
            for page in pdf.pages:
                for link in several(page.get("/Annots")):
                    if "/Dest" in link:
                        found.append(numbers[link.Dest[0].objgen])
                    else:
                        action: Any = link.A
                        found.append(str(action.URI) if "/URI" in action else numbers[action.D[0].objgen])
            return found

    @property
    def overrun(self) -> list[str]:
        """The lines that come too near to the edge of their page, or leave it."""
        near = 0.08  # of the width of the page; margins are broader
        with closing(pypdfium2.PdfDocument(self.path)) as document:
            return [
                text
                for page in document
                for left, _bottom, right, _top, text in _lines(page)
                if left < near * page.get_width() or right > (1 - near) * page.get_width()
            ]


def _lines(page: Any) -> Iterator[tuple[float, float, float, float, str]]:
    text = page.get_textpage()
    for number in range(text.count_rects()):
        box = text.get_rect(number)
        yield (*box, text.get_text_bounded(*box))


def _marked_texts(pdf: pikepdf.Pdf) -> dict[tuple[int, int], str]:
    """Return the characters that the glyphs of each marked piece of a page stand for, and no others."""
    texts: dict[tuple[int, int], str] = {}
    for number, page in enumerate(pdf.pages):
        fonts = {name: _characters(font) for name, font in (page.Resources.get("/Font") or {}).items()}
        marks: list[int | None] = [None]
        font: dict[int, str] = {}
        for instruction in pikepdf.parse_content_stream(page):
            operands, name = instruction.operands, str(instruction.operator)
            if name in {"BDC", "BMC"}:
                properties: Any = operands[1] if name == "BDC" else {}
                marks.append(int(properties["/MCID"]) if "/MCID" in properties else marks[-1])
            elif name == "EMC":
                marks.pop()
            elif name == "Tf":
                font = fonts[str(operands[0])]
            elif name in {"Tj", "TJ"} and marks[-1] is not None:
                shown: list[Any] = [operands[0]] if name == "Tj" else list(operands[0])
                codes = b"".join(bytes(piece) for piece in shown if isinstance(piece, pikepdf.String))
                texts[number, marks[-1]] = texts.get((number, marks[-1]), "") + "".join(
                    font.get(high << 8 | low, "\N{REPLACEMENT CHARACTER}")
                    for high, low in zip(codes[::2], codes[1::2], strict=True)
                )
    return texts


def _characters(font: Any) -> dict[int, str]:
    """Return what the codes of *font* stand for, by its ToUnicode table."""
    table: dict[int, str] = {}
    mapping = font.ToUnicode.read_bytes().decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", mapping, re.DOTALL):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            table[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    return table


def several(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _tag(element: Any, texts: dict[tuple[int, int], str], pages: dict[Any, int], page: int) -> Tag:
    page = pages[element.Pg.objgen] if "/Pg" in element else page
    content: list[str | Tag] = []
    for kid in several(element.get("/K")):
        if isinstance(kid, int):
            content.append(texts.get((page, kid), ""))
        elif kid.get("/Type") == "/MCR":
            content.append(texts.get((pages[kid.Pg.objgen] if "/Pg" in kid else page, int(kid.MCID)), ""))
        elif "/S" in kid:
            content.append(_tag(kid, texts, pages, page))
    attributes: dict[str, str] = {}
    for dictionary in several(element.get("/A")):
        attributes |= {str(key): str(value) for key, value in dictionary.items()}
    alt = str(element.Alt) if "/Alt" in element else None
    return Tag(str(element.S)[1:], alt, attributes, tuple(content))
