"""The examples of the documentation: each is built, in both markups, and prints just what the documentation says.

What a build prints is recorded next to its source: ``python make.py record`` writes the recordings anew.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest
import yaml
from conftest import CONF, Site
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

import sphinxext_amendment
from sphinxext_amendment.engine.problems import Code

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
EXAMPLES = DOCS / "examples"
PACKAGE = Path(sphinxext_amendment.__file__).parent

SOURCES = sorted(path for ending in ("rst", "md") for path in EXAMPLES.rglob(f"*.{ending}"))
RECORDINGS = sorted(path for ending in ("rst", "md") for path in EXAMPLES.rglob(f"*.{ending}.txt"))

ONE_MARKUP = {"problems/markup-rewrites.md", "problems/option-in-text.rst"}
"""Examples of what only one of the markups can do."""

ALSO = {Code.LANGUAGE_OTHER: {Code.NO_COMMAND}}
"""Problems that never come alone."""


def name_of(path: Path) -> str:
    return path.relative_to(EXAMPLES).as_posix()


def recording_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.txt")


def printed(path: Path, site: Site, builder: str = "dummy") -> str:
    """Build the example at *path* as the only document of a site, and return what the build prints."""
    site.write(**{f"index_{path.suffix[1:]}": path.read_text(encoding="utf-8")})
    conf = path.with_name(f"{path.stem}.conf.py")
    added = conf.read_text(encoding="utf-8") if conf.exists() else ""
    (site.source / "conf.py").write_text(CONF.replace('"de"', '"en"') + added, encoding="utf-8")
    warnings = site.build(builder).warnings
    return "".join(f"{line.removeprefix(f'{site.source}/')}\n" for line in warnings)


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_an_example_prints_what_is_recorded(site: Site, path: Path, request: pytest.FixtureRequest) -> None:
    now, recording = printed(path, site), recording_of(path)
    if request.config.getoption("--record"):
        if now:
            recording.write_text(now, encoding="utf-8")
        else:
            recording.unlink(missing_ok=True)
    recorded = recording.read_text(encoding="utf-8") if recording.exists() else ""
    assert now == recorded, "if that is right: python make.py record"


def test_nothing_is_recorded_of_what_is_not_there() -> None:
    assert RECORDINGS
    assert set(RECORDINGS) <= {recording_of(path) for path in SOURCES}
    confs = {path.with_name(path.name.removesuffix(".conf.py")) for path in EXAMPLES.rglob("*.conf.py")}
    assert confs <= {path.with_suffix("") for path in SOURCES}


def test_only_what_shows_a_problem_prints_anything() -> None:
    """An example outside ``problems/`` has a recording only if its name says so."""
    for recording in RECORDINGS:
        assert recording.parent.name == "problems" or recording.stem.startswith("mistake"), recording


@pytest.mark.parametrize("code", Code)
def test_every_problem_has_an_example_that_shows_it_and_nothing_else(code: Code) -> None:
    recordings = sorted((EXAMPLES / "problems").glob(f"{code}.*.txt"))
    assert recordings, "write docs/examples/problems/CODE.rst and .md"
    for recording in recordings:
        codes = re.findall(r"\[amendment\.([\w-]+)]$", recording.read_text(encoding="utf-8"), re.MULTILINE)
        assert codes
        assert set(codes) == {code} | ALSO.get(code, set())


def test_every_example_of_a_problem_is_one_of_a_code() -> None:
    assert {path.stem for path in SOURCES if path.parent.name == "problems"} <= set(map(str, Code))


def test_every_example_has_a_twin_that_prints_the_same() -> None:
    names = set(map(name_of, SOURCES))
    for name in names - ONE_MARKUP:
        assert {re.sub(r"\w+$", ending, name) for ending in ("rst", "md")} <= names
    for path in SOURCES:
        if path.suffix == ".rst" and name_of(path) not in ONE_MARKUP:
            one, two = (recording_of(path.with_suffix(ending)) for ending in (".rst", ".md"))
            assert one.exists() == two.exists(), path
            if one.exists():
                assert _without_places(one) == _without_places(two)


def _without_places(recording: Path) -> str:
    return re.sub(r"index(\.\w+)?:\d+", "index", recording.read_text(encoding="utf-8"))


DIRECTIVES = "guideline|amendment|consolidated|change|redline|synopsis|numbering|amendments|change-list"
OURS = re.compile(
    rf"\.\. (?:amd:)?(?:{DIRECTIVES})::"
    rf"|(?::::|```)\{{(?:amd:)?(?:{DIRECTIVES})\}}"
    r"|:(?:amd:)?(?:point|amendment|guideline):`"
    r"|\{(?:amd:)?(?:point|amendment|guideline)\}`"
)
"""What shows one of our directives or roles."""


@cache
def blocks() -> tuple[tuple[str, nodes.literal_block], ...]:
    """Return every literal block of the documentation with the name of its document."""
    found = []
    with tempfile.TemporaryDirectory() as out, patch_docutils(ROOT), docutils_namespace():
        app = Sphinx(DOCS, ROOT, Path(out) / "out", Path(out) / "doctrees", "dummy", status=None, warning=None)
        app.build()
        for docname in sorted(app.env.found_docs):
            tree = app.env.get_doctree(docname)
            found += [(docname, block) for block in tree.findall(nodes.literal_block)]
    return tuple(found)


def test_no_example_is_untested() -> None:
    """Whatever shows one of our directives or roles is a part of a file of ``docs/examples``."""
    shown = 0
    for docname, block in blocks():
        if OURS.search(block.astext()):
            source = Path(str(block.get("source", "")))
            assert source.is_relative_to(EXAMPLES), (docname, block.astext())
            shown += 1
    assert shown > 2 * len(Code)


def test_no_other_code_is_untested() -> None:
    """A block of code is a part of a tested file, a list from the code, or commands, which are tested below."""
    for docname, block in blocks():
        source = Path(str(block.get("source", "")))
        tested = source.is_relative_to(EXAMPLES) or source.is_relative_to(PACKAGE / "wording")
        assert tested or block.get("language") == "shell", (docname, block.astext())


def test_every_example_is_shown() -> None:
    """Each file is printed on some page, or is one; of a mistake and its twin at least what the build says."""
    shown = {Path(str(block.get("source", ""))) for _, block in blocks()}
    texts = [page.read_text(encoding="utf-8") for page in (DOCS / "reference" / "kinds").glob("*.rst")]
    shown |= {
        (DOCS / "reference" / "kinds" / name).resolve()
        for text in texts
        for name in re.findall(r"(?:include:: |:download:`[^<`]+<)([^>\s]+)", text)
    }
    hidden = {path for path in EXAMPLES.rglob("*") if path.is_file()} - shown - set(RECORDINGS)
    recorded = {path.name.partition(".")[0] for path in shown & set(RECORDINGS)}
    assert {path for path in hidden if path.stem not in recorded} == set()


@pytest.mark.parametrize("path", sorted((EXAMPLES / "conf").glob("*.py")), ids=lambda path: str(path.stem))
def test_the_settings_shown_work(site: Site, path: Path) -> None:
    first = EXAMPLES / ("first.md" if "myst_parser" in path.read_text(encoding="utf-8") else "first.rst")
    site.write(**{f"index_{first.suffix[1:]}": first.read_text(encoding="utf-8")})
    shutil.copytree(EXAMPLES / "conf" / "_static", site.source / "_static")
    settings = 'extensions = ["sphinxext_amendment"]\n' + path.read_text(encoding="utf-8")
    (site.source / "conf.py").write_text(settings, encoding="utf-8")
    known: set[str] = {"extensions"}

    def look(app: Sphinx, tree: nodes.document, docname: str) -> None:
        known.update(value.name for value in app.config)

    for builder in ("html", *(["typstpdf"] if path.stem in {"pdf", "typst"} else [])):
        assert site.build(builder, on_resolved=look).warnings == ()
    assert "two weeks" in (site.root / "html" / "index.html").read_text(encoding="utf-8")
    assert set(re.findall(r"^(\w+) =", settings, re.MULTILINE)) <= known


def commands_of(name: str) -> list[str]:
    """Return the commands of a file that publishes or checks the site."""
    found: list[str] = []

    def look(value: object) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                if key in {"run", "script", "post_build"}:
                    found.extend([inner] if isinstance(inner, str) else inner)
                else:
                    look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    look(yaml.safe_load((EXAMPLES / "publish" / name).read_text(encoding="utf-8")))
    return found


def project(root: Path) -> None:
    """Write a project as the guides take it for granted."""
    docs = root / "docs"
    docs.mkdir()
    shutil.copy(EXAMPLES / "publish" / "requirements.txt", docs)
    shutil.copy(EXAMPLES / "first.rst", docs / "index.rst")
    settings = (EXAMPLES / "conf" / "first.py").read_text(encoding="utf-8")
    (docs / "conf.py").write_text('project = "Garden club"\n' + settings, encoding="utf-8")


def run(command: str, folder: Path) -> str:
    """Run *command* as a shell would, with the programs of this environment; return what it warns of."""
    programs = Path(sys.executable).parent
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"},
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "READTHEDOCS_OUTPUT": str(folder / "_readthedocs"),
        "NO_COLOR": "1",  # a machine for CI may ask for colours
    }
    command = command.replace(".venv/bin/", f"{programs}/")
    done = subprocess.run(
        command, shell=True, cwd=folder, env=environment, check=False, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, (command, done.stdout + done.stderr)
    return done.stderr


INSTALLS = re.compile(
    r"(\S*pip|python -m pip) install (-r docs/requirements\.txt|sphinxext-amendment)|python -m venv \.venv"
)
"""What test_install.py does."""


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("readthedocs.yaml", ["_readthedocs/pdf/gardenclub.pdf"]),
        ("github-pages.yml", ["_site/index.html", "_site/gardenclub.pdf"]),
        ("github-check.yml", []),
        ("gitlab-ci.yml", ["public/index.html", "public/gardenclub.pdf"]),
    ],
)
def test_the_files_that_publish_work(tmp_path: Path, name: str, made: list[str]) -> None:
    project(tmp_path)
    (tmp_path / "public").mkdir()
    done = [command for command in commands_of(name) if not INSTALLS.fullmatch(command)]
    assert any("-m sphinx" in command for command in done)
    if name == "readthedocs.yaml":
        settings = yaml.safe_load((EXAMPLES / "publish" / name).read_text(encoding="utf-8"))
        assert (tmp_path / settings["sphinx"]["configuration"]).exists()
    for command in done:
        run(command, tmp_path)
    for path in made:
        assert (tmp_path / path).exists()


def shell_commands() -> list[tuple[str, str]]:
    """Return every command of the documentation with the name of its document."""
    found = [(docname, block) for docname, block in blocks() if block.get("language") == "shell"]
    return [(docname, line) for docname, block in found for line in block.astext().splitlines()]


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_the_tutorial_works_for_whoever_follows_it_to_the_letter(tmp_path: Path, markup: str) -> None:
    """Each block in its turn: settings go into ``conf.py``, text to the end of the page, and commands are given."""
    index, mistake = tmp_path / f"index.{markup}", EXAMPLES / f"mistake.{markup}"
    other = {"rst": {"markdown", "markdown.py"}, "md": {"rst", "first.py"}}[markup]
    installed = said = 0
    for docname, block in blocks():
        text, language = block.astext().rstrip() + "\n", block.get("language")
        if docname != "tutorial" or other & {language, Path(str(block.get("source", ""))).name}:
            continue
        if language == "python":
            replace_setting(tmp_path / "conf.py", text)
        elif language == "shell":
            for line in text.splitlines():
                if INSTALLS.fullmatch(line):
                    installed += 1
                    programs_bring_files(tmp_path / ".venv")
                elif "sphinx-autobuild" not in line:  # which is tested in test_preview.py
                    assert run(line, tmp_path) == ""
                if "quickstart" in line:
                    (tmp_path / "index.rst").unlink()
                    index.write_text("", encoding="utf-8")
        elif language == "none":
            right = index.read_text(encoding="utf-8")
            index.write_text(right.replace("“four weeks”", "“six weeks”"), encoding="utf-8")
            assert index.read_text(encoding="utf-8").startswith(mistake.read_text(encoding="utf-8").rstrip())
            printed = recording_of(mistake).read_text(encoding="utf-8")
            assert run(".venv/bin/sphinx-build -b html . _build/html", tmp_path) == f"{tmp_path}/{printed}"
            said += 1
            index.write_text(right, encoding="utf-8")
        else:
            index.write_text(f"{index.read_text(encoding='utf-8')}\n{text}".lstrip(), encoding="utf-8")
    assert (installed, said) == (2, 1)
    page = (tmp_path / "_build" / "html" / "index.html").read_text(encoding="utf-8")
    assert "two weeks" in page
    assert "&lt;no title&gt;" not in page
    assert list((tmp_path / "_build" / "pdf").glob("*.pdf"))


def replace_setting(conf: Path, lines: str) -> None:
    """Write *lines* into *conf* instead of the setting that begins as the first of them does."""
    name = lines.partition(" ")[0]
    settings, count = re.subn(
        rf"^{name} = .*\n(?:\]\n)?", lambda _: lines, conf.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert count == 1
    conf.write_text(settings, encoding="utf-8")


def programs_bring_files(environment: Path) -> None:
    """Put into *environment* what installed programs bring along, none of which is a page of the site."""
    folder = environment / "lib" / "site-packages" / "thing.dist-info"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("LICENSE.rst", "README.md", "index.rst", "index.md"):
        (folder / name).write_text("Thing\n--\n\n.. nothing::\n\n```{nothing}\n```\n", encoding="utf-8")


def test_the_other_commands_work(tmp_path: Path) -> None:
    project(tmp_path)
    commands = {line for docname, line in shell_commands() if docname != "tutorial"}
    assert len(commands) > 3
    for line in sorted(commands):
        if INSTALLS.fullmatch(line) or line.startswith("sphinx-autobuild docs "):
            continue
        if "latexpdf" in line and not shutil.which("latexmk"):
            line = line.replace("latexpdf", "latex")  # noqa: PLW2901 - there is no TeX on this machine
        run(line, tmp_path)
