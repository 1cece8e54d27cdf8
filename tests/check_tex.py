"""A check beside the tests: what other programs make of LaTeX and Texinfo. It fails where one is missing."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from test_views import write_one

if TYPE_CHECKING:
    from conftest import Site


@pytest.mark.parametrize("engine", ["lualatex", "xelatex", "pdflatex"])
def test_the_latex_compiles(site: Site, engine: str) -> None:
    program = shutil.which(engine)
    assert program is not None, f"install {engine}"
    built = write_one(site, show="change-list, consolidated, redline").build("latex", latex_engine=engine)
    (path,) = built.out.glob("*.tex")
    for _ in range(2):  # the second time it knows the places
        command = [program, "-interaction=nonstopmode", "-halt-on-error", path.name]
        done = subprocess.run(command, check=False, cwd=built.out, capture_output=True)
        assert done.returncode == 0, done.stdout[-2000:]
    log = path.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
    assert "Hyper reference" not in log
    assert "Missing character" not in log
    with pypdfium2.PdfDocument(path.with_suffix(".pdf")) as pdf:
        text = " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())
    assert "[gestrichen: Vereine][neu: Gruppen]" in text
    assert "2. [gestrichen: Zwei.]" in text


def test_the_info_reader_gets_labels_and_words(site: Site) -> None:
    program = shutil.which("makeinfo")
    assert program is not None, "install makeinfo"
    built = write_one(site).build("texinfo")
    (path,) = built.out.glob("*.texi")
    command = [program, "--no-split", "-o", "out.info", path.name]
    done = subprocess.run(command, check=False, cwd=built.out, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    info = " ".join((built.out / "out.info").read_bytes().decode("utf-8").split())
    assert "2. [gestrichen: Zwei.]" in info
