"""The live preview: saving the motion refreshes the other page, and then there is quiet."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[tuple[Path, Path, Path]]:
    """Run the preview on a copy of the documentation; yield its sources, its pages and its log once it serves."""
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(ROOT / "conf.py", tmp_path / "conf.py")
    log = tmp_path / "log.txt"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        *(sys.executable, "-m", "sphinx_autobuild", "--port", str(port)),
        *("-c", str(tmp_path), "-d", str(tmp_path / "_build" / "doctrees")),
        *(str(tmp_path / "docs"), str(tmp_path / "_build" / "html")),
    ]
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env={**os.environ, "PYTHONUNBUFFERED": "1"}
        )
        try:
            assert wait(lambda: serves(port)), log.read_text(encoding="utf-8")
            yield tmp_path / "docs", tmp_path / "_build" / "html", log
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)


def serves(port: int) -> bool:
    """Whether the preview answers; it watches from then on."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def wait(until: Callable[[], bool], seconds: float = 90) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if until():
            return True
        time.sleep(0.1)
    return until()


def builds(log: Path) -> int:
    return log.read_text(encoding="utf-8").count("Sphinx v")


def test_saving_the_motion_changes_the_other_page_once(preview: tuple[Path, Path, Path]) -> None:
    docs, html, log = preview
    page = html / "goettingen" / "new-text.html"
    old = page.read_text(encoding="utf-8")
    assert "jährlicher Armutsbericht" in old
    before = builds(log)
    motion = docs / "goettingen" / "motion.rst"
    words = motion.read_text(encoding="utf-8")
    motion.write_text(words.replace("jährlicher Armutsbericht", "halbjährlicher Armutsbericht"), encoding="utf-8")
    assert wait(lambda: "halbjährlicher Armutsbericht" in page.read_text(encoding="utf-8")), log.read_text()
    time.sleep(5)
    assert builds(log) == before + 1
