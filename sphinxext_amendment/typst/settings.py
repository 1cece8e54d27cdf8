"""What ``conf.py`` says about the PDFs, checked: a bad value is told with advice, and the default stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinx.locale import get_translation
from sphinx.util.osutil import make_filename_from_project

from sphinxext_amendment.typst import DEFAULTS
from sphinxext_amendment.typst.markup import words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from sphinx.config import Config

_ = get_translation("sphinxext_amendment")

PAPERS = {
    "a3": (297.0, 420.0),
    "a4": (210.0, 297.0),
    "a5": (148.0, 210.0),
    "a6": (105.0, 148.0),
    "b4": (250.0, 353.0),
    "b5": (176.0, 250.0),
    "us-letter": (215.9, 279.4),
    "us-legal": (215.9, 355.6),
    "us-executive": (184.15, 266.7),
}
"""Width and height of the papers in millimetres."""

FONTS = {"text": "Libertinus Serif", "heading": "Libertinus Serif", "code": "DejaVu Sans Mono"}
"""The fonts by use; these come with the compiler."""

TITLE_BLOCKS = ("top", "page", "none")

RUNNING = ("title", "author", "release", "date", "section")
"""What may stand in braces in a running head; *section* is the topmost heading of the page."""

_BRACES = re.compile(r"\{([^{}]*)\}")


class Volume(NamedTuple):
    """One PDF to make."""

    start: str
    """The document it begins with."""
    name: str
    """The name of the file, without ending."""
    title: str
    """The title; if empty, that of the document it begins with."""
    author: str


@dataclass(frozen=True)
class Settings:
    """All settings, as they are carried out."""

    volumes: tuple[Volume, ...]
    paper: tuple[float, float]
    fonts: dict[str, tuple[str, ...]]
    font_paths: tuple[Path, ...]
    title_block: str
    running_heads: tuple[str, str]
    contents: int
    index: bool
    code_style: str

    @property
    def text_width(self) -> float:
        """The length of a line, in millimetres."""
        return self.paper[0] * 0.752

    @property
    def line(self) -> int:
        """About as many characters, of the wide ones, as a line has."""
        return int(self.text_width / 2)


@dataclass
class _Reader:
    """Reads one value after the other, and says of each bad one what would be good."""

    config: Config
    complain: Callable[[str, str], None]

    def bad(self, name: str, advice: str) -> None:
        """Complain of the value of the setting *name*."""
        self.complain(name, _("%s = %r is not possible: %s") % (name, self.config[name], advice))

    def choice(self, name: str, allowed: Collection[str]) -> str:
        """Return the value of *name*, one of *allowed*."""
        value = self.config[name]
        if isinstance(value, str) and value in allowed:
            return value
        self.bad(name, _("it must be one of %s") % _listed(allowed))
        return str(DEFAULTS[name])

    def paper(self) -> tuple[float, float]:
        """Return width and height of the paper."""
        return PAPERS[self.choice("typst_paper", PAPERS)]

    def contents(self) -> int:
        """Return the depth of the table of contents."""
        value = self.config.typst_contents
        if str(value).isdigit():  # a text if given as an option -D
            return int(value)
        self.bad("typst_contents", _("it must be a number of levels, or 0 for no table of contents"))
        return 0

    def code_style(self, has_style: Callable[[str], bool]) -> str:
        """Return the style of highlighted code, which is Sphinx's own setting."""
        value = self.config.pygments_style or "sphinx"
        if isinstance(value, str) and has_style(value):
            return value
        self.bad("pygments_style", _("there is no such style"))
        return "sphinx"

    def index(self) -> bool:
        """Return whether there is an index."""
        value = self.config.typst_index
        if str(value) not in {"True", "False", "1", "0"}:  # a text if given as an option -D
            self.bad("typst_index", _("it must be one of %s") % "True, False")
            return True
        return str(value) in {"True", "1"}

    def running_heads(self) -> tuple[str, str]:
        """Return the left and the right running head."""
        value = self.config.typst_running_heads
        if not isinstance(value, list | tuple) or len(value) != 2 or not all(isinstance(part, str) for part in value):
            self.bad("typst_running_heads", _("it must be a pair of texts, for the left and the right"))
            return ("", "")
        unknown = [word for part in value for word in _BRACES.findall(part) if word not in RUNNING]
        if unknown:
            advice = _("in braces may stand %s") % _listed(RUNNING)
            self.bad("typst_running_heads", advice)
        return (value[0], value[1])

    def font_paths(self, confdir: Path) -> Iterator[Path]:
        """Yield the folders of fonts that there are."""
        value = self.config.typst_font_paths
        if not isinstance(value, list | tuple) or not all(isinstance(part, str | Path) for part in value):
            self.bad("typst_font_paths", _("it must be a list of folders"))
            return
        for part in value:
            if (confdir / part).is_dir():
                yield confdir / part
            else:
                self.bad("typst_font_paths", _("there is no folder %s") % (confdir / part))

    def fonts(self, families: Callable[[], Collection[str]]) -> dict[str, tuple[str, ...]]:
        """Return the font families by use, each with the default as the last resort."""
        value = self.config.typst_fonts
        if not isinstance(value, dict) or not all(_is_names(names) for names in value.values()):
            advice = _("it must be a dictionary of font names for %s") % _listed(FONTS)
            self.bad("typst_fonts", advice)
            value = {}
        # Typst does not care for the case of names.
        available = {family.lower(): family for family in families()} if value else {}
        fonts = {}
        for use, names in value.items():
            if use not in FONTS:
                self.bad("typst_fonts", _("%r must be one of %s") % (use, _listed(FONTS)))
                continue
            wanted = [names] if isinstance(names, str) else names
            for name in wanted:
                if name.lower() not in available:
                    known = _listed(sorted(available.values()))
                    advice = _(
                        "there is no font %r; name the folder of its files in typst_font_paths, or use one of %s"
                    )
                    self.bad("typst_fonts", advice % (name, known))
            fonts[use] = tuple(available[name.lower()] for name in wanted if name.lower() in available)
        if "text" in fonts:
            fonts.setdefault("heading", fonts["text"])
        return {use: (*fonts.get(use, ()), default) for use, default in FONTS.items()}

    def volumes(self, documents: Collection[str]) -> Iterator[Volume]:
        """Yield the PDFs to make: at least one."""
        value, found = self.config.typst_documents, set()
        if value is not None and (not isinstance(value, list | tuple) or not all(map(_is_volume, value))):
            self.bad("typst_documents", _("it must be a list of tuples: start document, file name, title, author"))
            value = None
        for start, file_name, title, author in value or ():
            name = file_name.removesuffix(".pdf").removesuffix(".typ")
            if start not in documents:
                self.bad("typst_documents", _("there is no document %r") % start)
            elif not name or name != Path(name).name or "\\" in name or name in {".", ".."}:
                self.bad("typst_documents", _("%r must be the name of a file, without a folder") % file_name)
            elif name.lower() in found:
                self.bad("typst_documents", _("the file name %r must not stand there twice") % file_name)
            else:
                found.add(name.lower())
                yield Volume(start, name, title.strip(), author.strip() or self.author)
        if not found:
            name = make_filename_from_project(self.config.project)
            yield Volume(self.config.root_doc, name, self.given("project"), self.author)

    @property
    def author(self) -> str:
        """The author of the project."""
        return self.given("author")

    def given(self, name: str) -> str:
        """Return the text that ``conf.py`` gives for *name*: not Sphinx's "Author name not set"."""
        # Sphinx has no public way to tell a setting from a default but its table of settings.
        value = str(self.config[name]).strip()
        return "" if value == self.config.config_values[name].default else value


class Known(NamedTuple):
    """What there is that settings may name."""

    confdir: Path
    documents: Collection[str]
    families: Callable[[Sequence[Path]], Collection[str]]
    """Names the fonts, those in the given folders too."""
    has_style: Callable[[str], bool]
    """Tells whether there is a style for code of that name."""


def read_settings(config: Config, known: Known, complain: Callable[[str, str], None]) -> Settings:
    """Return the settings of *config*, whatever stands there; what is wrong is told to *complain*.

    It is called with the name of the setting and the message.
    """
    reader = _Reader(config, complain)
    font_paths = tuple(reader.font_paths(known.confdir))
    return Settings(
        volumes=tuple(reader.volumes(known.documents)),
        paper=reader.paper(),
        fonts=reader.fonts(lambda: known.families(font_paths)),
        font_paths=font_paths,
        title_block=reader.choice("typst_title_block", TITLE_BLOCKS),
        running_heads=reader.running_heads(),
        contents=reader.contents(),
        index=reader.index(),
        code_style=reader.code_style(known.has_style),
    )


def running_head(head: str, known: Mapping[str, str], room: int) -> str:
    """Return a running head as a Typst expression, with *known* words in the place of their names in braces."""
    code = ["[]"]
    for at, part in enumerate(_BRACES.split(head)):  # texts and names by turns
        if at % 2 == 0:
            code.append(words(part, room))
        elif part == "section":
            code.append("section-here")
        else:
            code.append(words(known.get(part, f"{{{part}}}"), room))
    return "{" + "; ".join(code) + "}" if head else "none"


def _listed(words: Collection[str]) -> str:
    return ", ".join(words)


def _is_names(value: object) -> bool:
    return isinstance(value, str) or (isinstance(value, list | tuple) and all(isinstance(name, str) for name in value))


def _is_volume(value: object) -> bool:
    return isinstance(value, list | tuple) and len(value) == 4 and all(isinstance(part, str) for part in value)
