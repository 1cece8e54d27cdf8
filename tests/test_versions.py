"""All places that name versions of Python and Sphinx name the same."""

from __future__ import annotations

import re
import tomllib
from configparser import ConfigParser
from importlib import metadata
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def read(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


def tox() -> ConfigParser:
    parser = ConfigParser()
    parser.read(ROOT / "tox.ini", encoding="utf-8")
    return parser


def expanded(name: str) -> list[str]:
    """Return the names that one with braces stands for: "a{1, 2}" for "a1" and "a2"."""
    parts = [part.split(",") for part in re.split(r"[{}]", name)]
    return ["".join(part.strip() for part in choice) for choice in product(*parts)]


def matrix() -> set[tuple[str, str]]:
    """Return the pairs of Python and Sphinx that the recipe tests."""
    names = [name for line in tox()["tox"]["env_list"].splitlines() for name in expanded(line.strip())]
    found = [re.fullmatch(r"py([\d.]+)-sphinx([\d.]+)", name) for name in names]
    return {(match[1], match[2]) for match in found if match}


PYTHONS = {python for python, _ in matrix()}
SPHINXES = {sphinx for _, sphinx in matrix()}


def test_the_recipe_tests_what_the_package_promises() -> None:
    said = [name.rpartition(" ")[2] for name in PROJECT["classifiers"] if re.search(r"Python :: 3\.\d+$", name)]
    assert set(said) == PYTHONS
    assert PROJECT["requires-python"] == f">={min(PYTHONS, key=Version)}"
    (sphinx,) = [need for need in map(Requirement, PROJECT["dependencies"]) if need.name == "sphinx"]
    above = Version(max(SPHINXES, key=Version)).major + 1
    assert sphinx.specifier == SpecifierSet(f">={min(SPHINXES, key=Version)},<{above}")


def test_the_recipe_installs_the_sphinx_that_it_names() -> None:
    wanted = {f"sphinx{version}: sphinx=={version}.*" for version in SPHINXES}
    assert set(tox()["testenv"]["deps"].split("\n")[1:]) == wanted


def test_this_sphinx_is_tested_with_every_python_that_it_takes() -> None:
    """Each environment of the recipe checks its own Sphinx; a Sphinx that is not in the recipe is tested with none."""
    release = Version(metadata.version("sphinx"))
    takes = SpecifierSet(metadata.metadata("sphinx")["Requires-Python"])
    own = f"{release.major}.{release.minor}"
    assert {python for python, sphinx in matrix() if sphinx == own} == {
        python for python in PYTHONS if own in SPHINXES and python in takes
    }


def test_the_workflow_runs_the_recipe() -> None:
    jobs = read(".github/workflows/ci.yml")["jobs"]
    test = jobs["test"]["strategy"]["matrix"]
    left_out = {(pair["python"], pair["sphinx"]) for pair in test["exclude"]}
    assert set(product(test["python"], test["sphinx"])) - left_out == matrix()
    assert jobs["test"]["steps"][-1]["run"] == "tox run -e py${{ matrix.python }}-sphinx${{ matrix.sphinx }}"
    checks = {name.removeprefix("testenv:") for name in tox().sections() if name.startswith("testenv:")}
    assert set(jobs["check"]["strategy"]["matrix"]["check"]) == checks
    assert set(jobs["passed"]["needs"]) == jobs.keys() - {"passed"}


def test_the_workflow_may_do_no_more_than_read_and_pins_what_it_uses() -> None:
    workflow = read(".github/workflows/ci.yml")
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"]
        assert job.get("permissions", {}) == {}
        for step in job["steps"]:
            assert re.fullmatch(r"actions/[\w-]+@v\d+", step.get("uses", "actions/none@v0"))


@pytest.mark.parametrize("hook", ["ruff-check", "ruff-format"])
def test_the_hooks_are_of_the_version_that_the_tests_install(hook: str) -> None:
    (rev,) = [
        Version(repo["rev"].removeprefix("v"))
        for repo in read(".pre-commit-config.yaml")["repos"]
        if hook in {entry["id"] for entry in repo["hooks"]}
    ]
    needs = map(Requirement, PROJECT["optional-dependencies"]["test"])
    assert rev in next(need.specifier for need in needs if need.name == "ruff")
