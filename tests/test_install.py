"""Somebody else's site: the built wheel, ``sphinx-quickstart``, one line in its ``conf.py``."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pypdfium2
import sphinx
from conftest import BASE, MOTION, amendment, guideline, with_forms

ROOT = Path(__file__).parent.parent


def test_the_wheel_on_a_new_site(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path, ROOT],
        check=False,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    (wheel,) = tmp_path.glob("*.whl")
    # The environment is empty but for the wheel; what the wheel needs comes from the one that runs the tests.
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    call(python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel)
    (packages,) = (tmp_path / "env").rglob("site-packages")
    for folder in {Path(sphinx.__file__).parent.parent}:
        (packages / "needs.pth").write_text(f"{folder}\n", encoding="utf-8")
    program = python.with_name("sphinx-amendment.exe" if os.name == "nt" else "sphinx-amendment")
    assert "Understood as: Delete point 4." in call(program, "explain", "Omit point 4.")
    site = tmp_path / "site"
    site.mkdir()
    call(
        python,
        "-m",
        "sphinx.cmd.quickstart",
        "-q",
        "-p",
        "Rat",
        "-a",
        "Wir",
        "-l",
        "de",
        "--no-sep",
        cwd=site,
    )
    with (site / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write('extensions = ["sphinxext_amendment"]\n')
    with (site / "index.rst").open("a", encoding="utf-8") as index:
        index.write("\n" + guideline(points=BASE) + "\n" + amendment(with_forms(MOTION)))
    call(python, "-m", "sphinx", "-W", "-b", "html", site, tmp_path / "html")
    call(python, "-m", "sphinx", "-W", "-b", "typstpdf", site, tmp_path / "pdf")
    where = call(python, "-c", "import sphinxext_amendment; print(sphinxext_amendment.__file__)", cwd=site)
    assert str(packages) in where
    page = (tmp_path / "html" / "index.html").read_text(encoding="utf-8")
    assert "stimmt Wort für Wort" in page
    assert "amendment.css" in page
    assert (tmp_path / "html" / "_static" / "amendment.css").exists()
    (pdf,) = (tmp_path / "pdf").glob("*.pdf")
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    assert "Sozialräumen" in text


def call(*command: object, cwd: Path | None = None) -> str:
    """Run *command* and return its output; it must succeed."""
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONWARNINGS"}}
    done = subprocess.run(
        list(map(str, command)),
        check=False,
        capture_output=True,
        text=True,
        cwd=cwd,
        env=environment,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
