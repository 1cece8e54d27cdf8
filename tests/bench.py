"""``python make.py bench``: what the extension costs, as CPU time and as a ratio to Sphinx without it.

Processor time, for other programs lengthen the time on the clock; medians of several runs in turn, each in a process
of its own; ratios, for they can be compared between machines. To measure something else, add a function to
``BENCHMARKS``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from math import log
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from conftest import amendment, consolidated, guideline, heading, numbered

from sphinxext_amendment.engine.changes import (
    Amendment,
    Change,
    Modification,
    PointInsertion,
    PointSubstitution,
    SentenceSubstitution,
    WordSubstitution,
)
from sphinxext_amendment.engine.document import Address, Guideline, Paragraph, Point, Points
from sphinxext_amendment.engine.numbering import Scheme
from sphinxext_amendment.engine.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = 5
DOCUMENTS = 100
TEXTS = 10
"""As many of the documents are guidelines of 30 points, and as many show what became of them; the rest are motions."""

EXTENSION = ["sphinxext_amendment"]
WITHOUT: list[str] = []


def main() -> None:
    """Run the benchmarks that are named, or all."""
    names = sys.argv[1:] or list(BENCHMARKS)
    if unknown := [name for name in names if name not in BENCHMARKS]:
        raise SystemExit(f"no benchmark {', '.join(unknown)}; there are: {', '.join(BENCHMARKS)}")
    for name in names:
        with TemporaryDirectory() as folder:
            BENCHMARKS[name](Path(folder))


TITLE = f"CPU in ms, median of {RUNS}{'':16}without      with     more   ratio"


def show(name: str, without: list[float], more: list[float]) -> None:
    """Print a line: what it takes without, and how much *more* it takes with the extension."""
    base, added = 1000 * median(without), 1000 * median(more)
    print(f"{name:36}{base:10.0f}{base + added:10.0f}{added:+9.1f}{1 + added / base:8.2f}", flush=True)


def cpu(script: str, *arguments: object) -> list[float]:
    """Run *script* in a Python of its own and return the seconds that it prints."""
    # Users have the bytecode that pip has made of us: it must not be missing here.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = str(Path(__file__).parent)
    command = [sys.executable, "-c", script, *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    return [float(number) for number in done.stdout.split()]


REGISTER = """
import sys, time
from sphinx.application import Sphinx

folder = sys.argv[1]
app = Sphinx(folder, None, f"{folder}/html", f"{folder}/doctrees", "html", status=None)
app.build()  # now all is imported that a build imports
before = time.process_time()
app.setup_extension("sphinxext_amendment")
print(before, time.process_time() - before)
"""


def registration(folder: Path) -> None:
    """Import and set up the extension in a project that uses nothing of it."""
    print(TITLE)
    (folder / "index.rst").write_text(heading("rst", "Index"), encoding="utf-8")
    cpu(REGISTER, folder)
    before, more = zip(*(cpu(REGISTER, folder) for _ in range(2 * RUNS)), strict=True)
    show("import, beside a build of one page", list(before), list(more))


BUILD = """
import sys, time
from sphinx.application import Sphinx

folder, *extensions = sys.argv[1:]
overrides = {"extensions": extensions, "language": "de"}
app = Sphinx(folder, None, f"{folder}/html", f"{folder}/doctrees", "html", overrides, status=None)
app.build()
assert not app.statuscode and not app._warncount, "the project is not as it should be"
print(time.process_time())
"""


def page(number: int, *, ours: bool) -> str:
    """Return a document: what Sphinx alone can print of it, or the same as something of *ours*."""
    text = f"text-{number % TEXTS}"
    points = [
        f"Der Landkreis fördert Vereine, Verbände und Initiativen im Bereich {n}. Er berichtet darüber im Jahr {n}."
        for n in range(1, 31)
    ]
    changes = "\n\n".join((
        f"1. In Punkt {number // TEXTS + 1} wird „Initiativen“ durch „Bündnisse der Stufe {number}“ ersetzt.",
        f"2. Nach Punkt {number // TEXTS + 11} wird folgender Punkt eingefügt:",
        "   Die Verwaltung legt dazu bis zum Jahresende ein Konzept vor.",
        f"3. Punkt {number // TEXTS + 21} wird um einen zweiten Satz ergänzt:",
        "   Näheres regelt der Ausschuss.",
    ))  # fmt: skip
    title = heading("rst", f"Dokument {number}")
    match number // TEXTS:
        case 0:
            return title + (guideline(points=points, name=text) if ours else numbered(points))
        case 1:
            return title + (consolidated(name=text) if ours else numbered(points))
        case _:
            return title + (amendment(changes, name=f"motion-{number}", amends=text) if ours else changes)


def builds(folder: Path) -> None:
    """Build a hundred documents: from nothing, again with nothing to do, and after an edit of one."""
    print(TITLE)
    names = [f"document-{number}" for number in range(DOCUMENTS)]
    times: dict[tuple[str, bool], list[float]] = {}
    for run in range(RUNS):
        for ours in (False, True):
            project = folder / f"{run}-{ours}"
            project.mkdir()
            toctree = ".. toctree::\n\n" + "".join(f"   {name}\n" for name in names)
            (project / "index.rst").write_text(heading("rst", "Index") + toctree, encoding="utf-8")
            for number, name in enumerate(names):
                (project / f"{name}.rst").write_text(page(number, ours=ours), encoding="utf-8")
            extensions = EXTENSION if ours else WITHOUT
            for kind in ("cold", "no-op", "edit"):
                if kind == "edit":
                    motion = project / f"{names[-1]}.rst"
                    motion.write_text(
                        motion.read_text(encoding="utf-8").replace("Bündnisse", "Netze"), encoding="utf-8"
                    )
                times.setdefault((kind, ours), []).extend(cpu(BUILD, project, *extensions))
    for kind, name in (("cold", "build"), ("no-op", "build again"), ("edit", "build after an edit of one")):
        without, with_us = times[kind, False], times[kind, True]
        show(f"{DOCUMENTS} documents: {name}", without, [two - one for one, two in zip(without, with_us, strict=True)])


CONSOLIDATE = """
import resource, sys, time
from difflib import SequenceMatcher

from bench import motion_to, text_of
from sphinxext_amendment.engine.consolidate import consolidate
from sphinxext_amendment.engine.document import points_of, plain
from sphinxext_amendment.engine.history import all_units
from sphinxext_amendment.engine.redline import redline

count = int(sys.argv[1])
text, motion = text_of(count), motion_to(count)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.process_time()
result = consolidate(text, [motion])
new = result.guideline
consolidated = time.process_time()
told = [list(block.segments()) for unit in all_units(redline(result.history)) for block in unit.body]
shown = time.process_time()
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
assert len(result.applied) == len(motion.modifications) == count // 10, result.problems[:1]
sides = [[plain(point.body) for point in points_of(version.body)] for version in (text, new)]
compared = time.process_time()
SequenceMatcher(None, *sides, autojunk=False).get_opcodes()
print(consolidated - start, shown - consolidated, time.process_time() - compared, memory)
"""

SIZES = (100, 1_000, 10_000, 100_000)
"""The numbers of points of the texts that are consolidated; every tenth is changed."""


def text_of(count: int) -> Guideline:
    """Return a text of *count* points, each of three sentences, no two alike."""
    items = tuple(
        Point(("point", number), str(number), (Paragraph(("paragraph", number), _sentences_of(number, "Rule")),))
        for number in range(1, count + 1)
    )
    return Guideline("text", (Points("list", Scheme(), items),))


def _sentences_of(number: int, kind: str) -> Text:
    sentences = (
        f"{kind} {number} says what part {7 * number % 101} of the plan costs and who pays.",
        f"The committee looks at it every {number % 12 + 1} months.",
        f"Details of case {number} are set by the board.",
    )
    spans, start = [], 0
    for sentence in sentences:
        spans.append((start, start + len(sentence)))
        start += len(sentence) + 1
    return Text(" ".join(sentences), (), tuple(spans))


def motion_to(count: int) -> Amendment:
    """Return a motion that changes every tenth point: a term, a sentence, all of it, or a new one after it, in turn."""
    return Amendment(
        "motion",
        tuple(Modification(("change", number), _change(number)) for number in range(5, count + 1, 10)),
    )


def _change(number: int) -> Change:
    target = Address((str(number),))
    new = Point(("new", number), "", (Paragraph(("new text", number), _sentences_of(number, "Order")),))
    kinds: tuple[Change, ...] = (
        WordSubstitution((target,), "committee", Text("council")),
        SentenceSubstitution(target, (2, 2), Text("Nobody looks at it.", (), ((0, 19),))),
        PointSubstitution((target,), (new,)),
        PointInsertion("after", target, (new,)),
    )
    return kinds[number // 10 % len(kinds)]


def consolidation(_: Path) -> None:
    """Consolidate texts of growing length and make redlines of them, beside a comparison of their points by difflib."""
    print("points     consolidate      redline   peak memory      difflib   consolidate/difflib")
    rounds = []
    for size in SIZES:
        runs = [cpu(CONSOLIDATE, size) for _ in range(1 if size == SIZES[-1] else RUNS)]
        consolidated, shown, compared, memory = map(median, zip(*runs, strict=True))
        rounds.append((size, consolidated, shown))
        print(
            f"{size:7}{1000 * consolidated:13.1f} ms{1000 * shown:10.1f} ms{memory / 1024:11.1f} MB"
            f"{1000 * compared:10.1f} ms{consolidated / compared:15.2f}",
            flush=True,
        )
    for name, column in (("consolidate", 1), ("redline", 2)):
        growth = log(rounds[-1][column] / rounds[0][column]) / log(SIZES[-1] / SIZES[0])
        print(f"growth of {name}: exponent {growth:.2f}")


READ = """
import re, sys, time, tomllib
from pathlib import Path

from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document

code, file, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
rows = [" ".join(row["text"].split()) for row in tomllib.loads(file.read_text(encoding="utf-8"))["command"]]
# The same with other numbers, as a body has them.
commands = [
    re.sub(r"\\d+", lambda number: str(int(number[0]) + n // len(rows)), rows[n % len(rows)]) for n in range(count)
]
source = "\\n".join(f"{number}. {command}\\n" for number, command in enumerate(commands, start=1))
settings = get_default_settings(Parser)
settings.report_level = 5
parsed = []
for _ in range(2):  # the first time docutils makes its own tables
    document = new_document("", settings)
    before = time.process_time()
    Parser().parse(source, document)
    parsed.append(time.process_time() - before)

from sphinxext_amendment.engine.text import Text
from sphinxext_amendment.wording import reader
from sphinxext_amendment.wording.language import load

read = []
for _ in range(2):
    reader._command_readings.cache_clear()  # no command is the same as one before
    before = time.process_time()
    for command in commands:
        reader.meanings(Text(command), load(code))
    read.append(time.process_time() - before)
print(parsed[1], *read)
"""

COMMANDS = 1000


def reading(_: Path) -> None:
    """Read real commands, beside docutils that parses them as a list: first in a new process, then once more."""
    print(f"{COMMANDS} commands     as a list     read first      ratio     read again      ratio")
    for file in sorted((Path(__file__).parent / "data").glob("trial-*.toml")):
        code = file.stem.removeprefix("trial-")
        runs = [cpu(READ, code, file, COMMANDS) for _ in range(RUNS)]
        parsed, first, again = map(median, zip(*runs, strict=True))
        print(
            f"{code:13}{1000 * parsed:10.0f} ms{1000 * first:12.0f} ms{first / parsed:11.2f}"
            f"{1000 * again:12.0f} ms{again / parsed:11.2f}",
            flush=True,
        )


BENCHMARKS: dict[str, Callable[[Path], None]] = {
    "registration": registration,
    "builds": builds,
    "consolidation": consolidation,
    "reading": reading,
}
"""The benchmarks by name; each measures in a folder of its own, and shows its lines."""

if __name__ == "__main__":
    main()
