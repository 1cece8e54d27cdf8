"""``python make.py bench``: what the extension costs, as CPU time and as a ratio to Sphinx without it.

Processor time, for other programs lengthen the time on the clock; medians of several runs in turn, each in a process
of its own; ratios, for they can be compared between machines. To measure something else, add a function to
``BENCHMARKS``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from conftest import amendment, consolidated, guideline, heading, numbered

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
    print(f"CPU in ms, median of {RUNS}{'':16}without      with     more   ratio")
    for name in names:
        with TemporaryDirectory() as folder:
            BENCHMARKS[name](Path(folder))


def show(name: str, without: list[float], more: list[float]) -> None:
    """Print a line: what it takes without, and how much *more* it takes with the extension."""
    base, added = 1000 * median(without), 1000 * median(more)
    print(f"{name:36}{base:10.0f}{base + added:10.0f}{added:+9.1f}{1 + added / base:8.2f}", flush=True)


def cpu(script: str, *arguments: object) -> list[float]:
    """Run *script* in a Python of its own and return the seconds that it prints."""
    # Users have the bytecode that pip has made of us: it must not be missing here.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
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


BENCHMARKS: dict[str, Callable[[Path], None]] = {"registration": registration, "builds": builds}
"""The benchmarks by name; each measures in a folder of its own, and shows its lines."""

if __name__ == "__main__":
    main()
