"""Set up and run everything with Python alone: ``python make.py site``, ``test``, ``preview`` and so on.

Needs Python 3.11 or later with its ``venv`` module and, the first time, the Python package index.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = ENVIRONMENT / "installed-for"
BUILD = ROOT / "_build"
DOCTREES = BUILD / "doctrees"
KITCHEN = ROOT / "tests" / "kitchen"


def run(*arguments: object) -> None:
    """Run the environment's Python on *arguments* in the project's folder; leave with its exit code on failure."""
    code = subprocess.call([str(PYTHON), *map(str, arguments)], cwd=ROOT)
    if code:
        raise SystemExit(code)


def install(extra: str) -> None:
    """Make the virtual environment and install the project with *extra*, unless that is done already."""
    wanted = f"{extra} {sys.version}\n" + (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    stamp = STAMP.with_name(f"{STAMP.name}-{extra}")
    if PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    print("Installing into", ENVIRONMENT, flush=True)
    venv.create(ENVIRONMENT, with_pip=True)
    run(
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--editable",
        f".[{extra}]",
    )
    stamp.write_text(wanted, encoding="utf-8")


def sphinx(builder: str, output: Path) -> None:
    """Build ``docs/`` with *builder* into *output*; any warning fails the build, after it has finished."""
    run("-m", "sphinx", "-q", "-n", "-W", "-b", builder, "-c", ROOT, "-d", DOCTREES, ROOT / "docs", output)


def site() -> None:
    """Build the site as HTML and PDF, and say where they are."""
    install("docs")
    sphinx("html", BUILD / "html")
    sphinx("typstpdf", BUILD / "pdf")
    print("HTML:", BUILD / "html" / "index.html")
    for pdf in sorted((BUILD / "pdf").glob("*.pdf")):
        print("PDF: ", pdf)


def test() -> None:
    """Check style and types, and run the tests."""
    install("test")
    run("-m", "ruff", "check", "--quiet", ".")
    run("-m", "ruff", "format", "--check", "--quiet", ".")
    run("-m", "mypy")
    run("-m", "pytest", "-n", "auto", *sys.argv[2:])


def bench() -> None:
    """Measure what the extension costs; ``bench registration`` measures only that."""
    install("test")
    run("tests/bench.py", *sys.argv[2:])


def preview() -> None:
    """Serve the site and rebuild it whenever a file of ``docs/`` is saved."""
    install("docs")
    run(
        *("-m", "sphinx_autobuild", "-c", ROOT, "-d", DOCTREES, "--watch", ROOT / "conf.py"),
        *(ROOT / "docs", BUILD / "html", *sys.argv[2:]),
    )


def check_pdf() -> None:
    """Check the PDFs of the kitchen sink and of the site with the rules of veraPDF for PDF/UA-1; needs Java (a JDK)."""
    install("check-pdf")
    sphinx("typstpdf", BUILD / "pdf")
    options = ("-q", "-W", "-b", "typstpdf", "-D", "suppress_warnings=typst.math", "-d", BUILD / "kitchen-doctrees")
    run("-m", "sphinx", *options, KITCHEN, BUILD / "kitchen")
    run("tests/check_pdf.py", *sorted((BUILD / "pdf").glob("*.pdf")), *sorted((BUILD / "kitchen").glob("*.pdf")))


def record() -> None:
    """Write down anew what the builds of ``docs/examples/`` print; the documentation shows it."""
    install("test")
    run(
        "-m",
        "pytest",
        "-q",
        "-n",
        "auto",
        "--record",
        "-k",
        "prints_what_is_recorded",
        "tests/test_examples.py",
        "tests/test_cli.py",
    )


def check_tex() -> None:
    """Check what the engines of LaTeX and makeinfo make of all views; needs these programs."""
    install("test")
    run("-m", "pytest", "tests/check_tex.py")


def check_laws() -> None:
    """Compare the engine with a naive one, and check its laws, on many thousands of texts and motions."""
    install("test")
    run("-m", "pytest", "-q", "--hypothesis-profile=laws", "tests/test_laws.py", *sys.argv[2:])


COMMANDS = {
    "site": site,
    "test": test,
    "preview": preview,
    "record": record,
    "bench": bench,
    "check-pdf": check_pdf,
    "check-tex": check_tex,
    "check-laws": check_laws,
}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        raise SystemExit(f"usage: python make.py {{{'|'.join(COMMANDS)}}}")
    COMMANDS[sys.argv[1]]()
