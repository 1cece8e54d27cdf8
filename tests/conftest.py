"""A Sphinx project in, pages out: how the tests use the extension."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from sphinx.application import Sphinx
from sphinx.locale import translators
from sphinx.util.docutils import docutils_namespace, patch_docutils

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils import nodes

# What a test is about is never how busy the machine is.
# The gate says the same of the same code; other cases are drawn with the profile "laws".
settings.register_profile("any machine", deadline=None, derandomize=True)
settings.register_profile("laws", deadline=None, derandomize=False, max_examples=20_000)  # python make.py check-laws
settings.load_profile("any machine")

CONF = """\
project = "Test"
language = "de"
extensions = ["sphinxext_amendment", "myst_parser"]
myst_enable_extensions = ["fieldlist", "colon_fence"]
html_theme = "basic"
"""


@dataclass(frozen=True)
class Built:
    """What a build left: its output folder, its warnings (a line each), the pages it wrote, and what else it said."""

    out: Path
    warnings: tuple[str, ...]
    written: frozenset[str]
    said: tuple[str, ...]

    def text(self, name: str) -> str:
        return (self.out / name).read_text(encoding="utf-8")

    def pages(self, ending: str = ".html") -> dict[str, bytes]:
        """Return the document pages by name; Sphinx's own index and search pages are not among them."""
        own = {"genindex.html", "search.html"}
        return {
            str(path.relative_to(self.out)): path.read_bytes()
            for path in sorted(self.out.rglob(f"*{ending}"))
            if path.name not in own and not path.relative_to(self.out).parts[0].startswith("_")
        }


@dataclass(frozen=True)
class Site:
    """A Sphinx project in a folder of its own."""

    root: Path

    @property
    def source(self) -> Path:
        return self.root / "source"

    def write(self, **files: str) -> Site:
        """Write source files. A name is a path in which two underscores stand for a slash, one at its end for a dot."""
        for name, content in files.items():
            stem, _, ending = name.rpartition("_")
            path = self.source / f"{stem.replace('__', '/')}.{ending}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return self

    def build(
        self,
        builder: str = "html",
        out: str = "",
        doctrees: str = "doctrees",
        jobs: int = 1,
        on_resolved: Callable[[Sphinx, nodes.document, str], None] | None = None,
        verbosity: int = 0,
        **config: object,
    ) -> Built:
        """Build the project and return what came out; no build may raise."""
        if not (self.source / "conf.py").exists():
            (self.source / "conf.py").write_text(CONF, encoding="utf-8")
        target = self.root / (out or builder)
        status, warning = StringIO(), StringIO()
        written: set[str] = set()
        with patch_docutils(self.source), docutils_namespace():
            app = Sphinx(
                srcdir=self.source,
                confdir=self.source,
                outdir=target,
                doctreedir=self.root / doctrees,
                buildername=builder,
                confoverrides=config,
                status=status,
                warning=warning,
                parallel=jobs,
                verbosity=verbosity,
            )
            app.connect("doctree-resolved", lambda app, tree, docname: written.add(docname))
            if on_resolved:
                app.connect("doctree-resolved", on_resolved)
            app.build()
        lines = [re.sub("\x1b\\[[0-9;]*m", "", line) for line in warning.getvalue().splitlines()]
        said = tuple(status.getvalue().splitlines())
        return Built(target, tuple(line for line in lines if line.strip()), frozenset(written), said)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let ``pytest --record`` write what the examples of the documentation print."""
    parser.addoption("--record", action="store_true", help="write the recordings of docs/examples anew")


@pytest.fixture(autouse=True)
def _fresh_catalogues() -> None:
    """Forget the translations of the last build: Sphinx keeps them for the life of a process."""
    translators.clear()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An empty project."""
    (tmp_path / "source").mkdir()
    return Site(tmp_path)


DATA = Path(__file__).parent / "data"
SEED = (DATA / "goettingen.txt").read_text(encoding="utf-8")

MOTION = SEED[SEED.index("1. Als erster Absatz") : SEED.index("Mit freundlichen Grüßen")].strip()
"""The real motion, from its first command to the end of the text it claims."""

CLAIMED = tuple(
    match[1] for match in re.finditer(r"^\d\. (.+)$", MOTION[MOTION.index("Der neue Text") :], re.MULTILINE)
)
"""The seven points that the motion claims."""

FORMS = ":forms: sozialen Lebensräumen -> Sozialräumen"
COMMAND_2 = "2. Bisheriger Punkt 1: Streichung des Begriffs „sozialer Lebensraum“ zu Gunsten von „Sozialraum“."

BASE = (
    CLAIMED[1].replace("Sozialräumen", "sozialen Lebensräumen"),
    *CLAIMED[2:5],
    "Einrichtungen sollen für alle zugänglich sein.",
    CLAIMED[6].replace("Zur Bestandsaufnahme wird ein jährlicher Armutsbericht des Landkreises erstellt. ", ""),
)
"""The text that the motion amends, as it follows from the motion; point 5, which is replaced whole, is made up."""


def with_forms(motion: str) -> str:
    """Add the one line that the motion needs to be exact."""
    return motion.replace(COMMAND_2, f"{COMMAND_2}\n\n{FORMS}")


@dataclass(frozen=True)
class Example:
    """The motion in one language, with what the tests change of it."""

    language: str
    motion: str
    base: tuple[str, ...]
    command: str
    """The second command: the one that quotes a term in its base form."""
    forms: str
    """The one line that the motion needs to be exact."""
    announcement: str
    """What announces the claimed text."""

    @property
    def claimed(self) -> tuple[str, ...]:
        tail = self.motion[self.motion.index(self.announcement) :]
        return tuple(match[1] for match in re.finditer(r"^\d\. (.+)$", tail, re.MULTILINE))

    @property
    def complete(self) -> str:
        return self.motion.replace(self.command, f"{self.command}\n\n{self.forms}")


GERMAN = Example("de", MOTION, BASE, COMMAND_2, FORMS, "Der neue Text würde dann lauten")

_TRANSLATED = (DATA / "goettingen-en.txt").read_text(encoding="utf-8")
_NEW = re.findall(r"^\d\. (.+)$", _TRANSLATED[_TRANSLATED.index("The new text would") :], re.MULTILINE)
ENGLISH = Example(
    "en",
    _TRANSLATED[_TRANSLATED.index("1. Added as") : _TRANSLATED.index("Yours sincerely")].strip(),
    (
        _NEW[1].replace("social spaces", "social living environments"),
        *_NEW[2:5],
        "Facilities should be accessible to all.",
        _NEW[6].replace("To take stock, a yearly report on poverty in the district is drawn up. ", ""),
    ),
    "2. Former point 1: Deletion of the term “social living environment” in favour of “social space”.",
    ":forms: social living environments -> social spaces",
    "The new text would then read",
)
"""The same motion in English: a translation made for this project."""

EXAMPLES = (GERMAN, ENGLISH)


def indented(text: str, by: int = 3) -> str:
    return "\n".join(" " * by + line if line else line for line in text.split("\n"))


def numbered(points: tuple[str, ...] | list[str]) -> str:
    return "\n\n".join(f"{number}. {point}" for number, point in enumerate(points, start=1))


def directive(markup: str, kind: str, argument: str, content: str = "", /, **options: str) -> str:
    """Write a directive in one of the two markups."""
    if markup == "rst":
        lines = "".join(f"   :{option}: {value}\n" for option, value in options.items())
        return f".. {kind}:: {argument}\n{lines}\n{indented(content)}\n"
    lines = "".join(f":{option}: {value}\n" for option, value in options.items())
    fence = ":::" if kind == "change" else "::::"  # a change stands within another directive
    return f"{fence}{{{kind}}} {argument}\n{lines}\n{content}\n{fence}\n"


def heading(markup: str, title: str) -> str:
    return f"{title}\n{'=' * len(title)}\n\n" if markup == "rst" else f"# {title}\n\n"


def guideline(markup: str = "rst", points: tuple[str, ...] | list[str] = BASE, name: str = "text") -> str:
    return directive(markup, "guideline", "Leitlinien", numbered(points), name=name)


def amendment(motion: str, markup: str = "rst", name: str = "motion", amends: str = "text", **options: str) -> str:
    return directive(markup, "amendment", "Änderungsantrag", motion, name=name, amends=amends, **options)


def consolidated(markup: str = "rst", name: str = "text", **options: str) -> str:
    return directive(markup, "consolidated", name, **options)
