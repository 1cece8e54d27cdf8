"""The program ``sphinx-amendment``: what it says of commands, in words and in JSON; what it does with bad input."""

from __future__ import annotations

import io
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from test_kinds import KINDS

from sphinxext_amendment import cli
from sphinxext_amendment.wording import explain
from sphinxext_amendment.wording.kinds import KindOfChange, KindOfRemark
from sphinxext_amendment.wording.language import available
from sphinxext_amendment.wording.reader import Remark

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "docs" / "examples"
CASES = [
    (language, case)
    for language, name in (("de", "commands.json"), ("en", "commands-en.json"))
    for case in json.loads((Path(__file__).parent / "data" / name).read_text(encoding="utf-8"))
]

NOTHING = dict[str, Any](
    refused=False, targets=[], position=None, old=None, new=None, sentences=None, count=None, problems=[]
)
"""What is said of a command of which there is no more to say than its kind."""


class Printed:
    """What the program printed, and its exit status."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def run(self, *arguments: str) -> int:
        try:
            status = cli.main(["explain", *arguments])
        except SystemExit as left:  # by argparse
            status = int(left.code or 0)
        self.out, self.err = self.capsys.readouterr()
        return status

    def records(self, *arguments: str) -> list[dict[str, Any]]:
        self.run("--json", *arguments)
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Printed:
    return Printed(capsys)


def in_terms_of_the_cases(record: dict[str, Any]) -> dict[str, Any]:
    """Say what was printed in the terms of the cases, which only say what is not plain from their kind."""
    if record["refused"]:
        return {"op": "refuse"}
    kind, targets = record["kind"], record["targets"]
    found: dict[str, Any] = {"op": kind}
    if kind == "renumber":
        return {**found, "map": dict(zip(record["old"], record["new"], strict=True))}
    if targets:
        first, _, last = targets[0].partition("–")
        found["point"], _, letter = first.partition(" ")
        found |= {"letter": letter} if letter else {}
        found |= {"to": last} if last else {"to": targets[1]} if len(targets) > 1 else {}
    if record["sentences"]:
        found["sentence"] = str(record["sentences"][0])
    if kind == "move-point":
        found["after"] = record["position"].removeprefix("after ")
    if kind.startswith("insert-words"):
        found["anchor"] = record["old"]
    elif record["old"]:
        found["old"] = record["old"]
    if record["new"]:
        found["new"] = record["new"]
    return found


@pytest.mark.parametrize(
    ("language", "case"), CASES, ids=lambda case: str(case["id"]) if isinstance(case, dict) else ""
)
def test_the_wordings_of_others_are_explained_right(printed: Printed, language: str, case: dict[str, Any]) -> None:
    (record,) = printed.records("--language", language, case["text"])
    expected = {name: value for name, value in case["expected"].items() if name not in {"open", "why"}}
    assert in_terms_of_the_cases(record) == expected
    assert bool(record["problems"]) == record["refused"]


def commands_of_examples() -> list[tuple[str, str, str]]:
    """Return the commands of the documentation's examples of every kind: the kind, the language, and the command."""
    found = []
    for language, name in (("de", "german"), ("en", "english"), ("fr", "french")):
        source = (EXAMPLES / "kinds" / f"{name}.rst").read_text(encoding="utf-8")
        for motion in re.split(r"^\.\. amendment::", source, flags=re.MULTILINE)[1:]:
            kind = re.search(r":name: motion-\w\w-(\S+)", motion)
            assert kind is not None
            body = motion.partition(".. consolidated::")[0]
            commands = re.findall(r"^   \d\. (.*)", body, re.MULTILINE) or [body]
            # What is to be shown comes last: first what makes the claim on numbers true.
            found.append((kind[1], language, commands[-1 if "renumber" in kind[1] else 0]))
    return found


@pytest.mark.parametrize(("kind", "language", "command"), commands_of_examples(), ids=lambda value: str(value)[:30])
def test_every_kind_is_called_by_its_name(printed: Printed, kind: str, language: str, command: str) -> None:
    (record,) = printed.records("--language", language, command)
    # Before point 1 is at the beginning, but it says so otherwise.
    assert record["kind"] == kind or (kind, record["kind"]) == ("insert-point-first", "insert-point-before")


def test_there_is_an_example_of_every_kind() -> None:
    assert {kind for kind, _, _ in commands_of_examples()} == set(KINDS)


@pytest.mark.parametrize(
    ("language", "command", "expected"),
    [
        ("de", "Ersetze „A“ durch „B“.", {"kind": "replace-words", "old": "A", "new": "B", "count": "only"}),
        ("de", "Punkt 5 wird wie folgt geändert:", {"kind": "bundle", "targets": ["5"]}),
        ("de", "Der neue Text würde dann lauten:", {"kind": "consolidated"}),
        ("de", "Begründung: Es ist nötig.", {"kind": "reason"}),
        ("de", "Mit freundlichen Grüßen", {"kind": "closing"}),
        ("de", "In Punkt 4 wird der bisherige Satz 2 zu Satz 3.",
         {"kind": "renumber-sentences", "targets": ["4"], "old": ["2"], "new": ["3"]}),
        ("de", "Der bisherige Satz 2 wird zu Satz 3.", {"kind": "renumber-sentences", "old": ["2"], "new": ["3"]}),
        ("de", "Punkt 5 wird zu Punkt 2; die bisherigen Punkte 2 bis 4 werden zu den Punkten 3 bis 5.",
         {"kind": "move-point", "targets": ["5"], "position": "before 2", "old": ["5", "2", "3", "4"],
          "new": ["2", "3", "4", "5"]}),
        ("de", "Punkt 2 wird an das Ende verschoben.", {"kind": "move-point", "targets": ["2"], "position": "last"}),
        ("de", "Nach Punkt 3 wird der folgende Punkt eingefügt: „Alle feiern.“",
         {"kind": "insert-point-after", "targets": ["3"], "position": "after", "new": "Alle feiern."}),
        ("de", "Nach Punkt 3 werden folgende Punkte eingefügt:",
         {"kind": "insert-point-after", "targets": ["3"], "position": "after"}),
        ("de", "Die Punkte 3 und 4 werden wie folgt gefasst:", {"kind": "replace-points", "targets": ["3", "4"]}),
        ("de", "Die Buchstaben a bis c in Punkt 3 werden wie folgt gefasst:",
         {"kind": "replace-subpoint", "targets": ["3 a–c"]}),
        ("de", "Punkt 3 wird in die Punkte 3 und 4 aufgeteilt:", {"kind": "split-point", "targets": ["3"]}),
        ("de", "Die Punkte 3 und 4 werden durch den folgenden Punkt 3 ersetzt:",
         {"kind": "join-points", "targets": ["3", "4"]}),
        ("de", "Buchstabe b wird gestrichen.", {"kind": "delete-subpoint", "targets": ["b"]}),
        ("de", "In Punkt 3 wird der letzte Satz gestrichen.",
         {"kind": "delete-sentence", "targets": ["3"], "sentences": [-1, -1]}),
        ("de", "Dem Punkt 3 wird folgender Satz vorangestellt:",
         {"kind": "prepend-sentence", "targets": ["3"], "position": "first"}),
        ("de", "Die Überschrift vor Punkt 3 wird gestrichen.",
         {"kind": "delete-heading", "targets": ["3"], "position": "before"}),
        ("de", "In Punkt 3 wird der Punkt am Ende durch ein Komma ersetzt.",
         {"kind": "replace-punctuation", "targets": ["3"], "old": ".", "new": ",", "count": "end"}),
        ("en", "In point 3, replace the second “a” with “b”.",
         {"kind": "replace-words", "targets": ["3"], "old": "a", "new": "b", "count": 2}),
        ("en", "In point 3, replace “a” with “b” and delete “c”.",
         {"kind": ["replace-words", "delete-words"], "targets": [["3"], ["3"]], "position": [None, None],
          "old": ["a", "c"], "new": ["b", None], "sentences": [None, None], "count": ["only", "only"]}),
        ("en", "The office may renumber the points and adjust references.", {"kind": "editorial-renumber"}),
    ],
)  # fmt: skip
def test_what_json_says(printed: Printed, language: str, command: str, expected: dict[str, Any]) -> None:
    assert printed.records("--language", language, command) == [{**NOTHING, **expected}]


@pytest.mark.parametrize(
    ("language", "command", "lines"),
    [
        ("de", "Punkt 7 entfällt.", ["Verstanden als: Punkt 7 wird gestrichen."]),
        ("de", "Ersetze „A“ durch „B“.", ["Verstanden als: In Punkt … wird „A“ durch „B“ ersetzt."]),
        (
            "de",
            "Punkt 3 erhält folgende Fassung: „Alle feiern.“",
            ["Verstanden als: Punkt 3 wird wie folgt gefasst:", "Alle feiern."],
        ),
        (
            "de",
            "Der Begriff „Rat“ wird in allen grammatischen Formen durch „Kreistag“ ersetzt.",
            [
                "Verstanden als: Im gesamten Text wird „Rat“ durch „Kreistag“ ersetzt.",
                "(in allen Formen dieser Wörter; die Option „forms“ führt sie auf)",
            ],
        ),
        (
            "de",
            "Punkt 5 wird wie folgt geändert:",
            ["Verstanden als: (Punkt 5: die Überschrift mehrerer Änderungen, die als Liste folgen)"],
        ),
        (
            "en",
            "In point 3, delete “a” and insert “b” after “c”.",
            ["Understood as: In point 3, delete “a”.", "In point 3, insert “b” after “c”."],
        ),
        (
            "en",
            "Points 2 to 4 become points 3 to 5.",
            ["Understood as: (a claim on the numbers of points, which is checked: 2 → 3, 3 → 4, 4 → 5)"],
        ),
    ],
)
def test_what_words_say(printed: Printed, language: str, command: str, lines: list[str]) -> None:
    assert printed.run("--language", language, command) == 0
    first, *others = printed.out.splitlines()
    assert first == command
    assert [line.strip() for line in others] == lines


def test_a_refusal_says_how_far_it_was_understood_and_what_to_do(printed: Printed) -> None:
    assert printed.run("In point 4, delete “a” not.") == 1
    for said in (
        "Not understood: The command could not be read: “not.” was not understood.",
        "Understood up to there: “In point 4, delete “a””",
        "In point …, delete “…”.",
        ":means:",
    ):
        assert said in printed.out


def test_a_refusal_offers_the_command_without_its_typing_error(printed: Printed) -> None:
    (record,) = printed.records("--language", "de", "Punkt 4 wird gestrichenn.")
    assert record == {**NOTHING, "refused": True, "kind": None, "problems": record["problems"]}
    assert record["problems"][-1].endswith(":means: Punkt 4 wird gestrichen.")


def test_what_a_motion_would_not_be_given_is_refused_here_too(printed: Printed) -> None:
    assert printed.run("In point 3, replace “a” with “year.”") == 1
    assert "It is unclear" in printed.out


def test_a_command_with_an_unclear_new_text_is_understood_and_the_text_noted(printed: Printed) -> None:
    (record,) = printed.records("Replace point 2 with: “1. One.”")
    assert (record["refused"], record["kind"], record["new"]) == (False, "replace-point", "1. One.")
    assert "It is unclear" in record["problems"][0]


def test_another_language_is_found(printed: Printed) -> None:
    assert printed.run("Punkt 4 wird gestrichen.") == 1
    assert "--language de" in printed.out
    assert printed.run("--language", "de_AT", "Punkt 4 wird gestrichen.") == 0


def test_one_command_after_the_other_is_explained_and_one_refusal_makes_the_status(printed: Printed) -> None:
    assert printed.run("Delete point 4.", "Eat point 4.", "Omit paragraph 5.") == 1
    assert [part.splitlines()[0] for part in printed.out.split("\n\n")] == [
        *("Delete point 4.", "Eat point 4.", "Omit paragraph 5."),
    ]
    assert [record["refused"] for record in printed.records("Delete point 4.", "Eat it.", "Omit paragraph 5.")] == [
        *(False, True, False),
    ]


@pytest.mark.parametrize("json_too", [[], ["--json"]], ids=["words", "json"])
def test_the_lines_of_a_file_are_commands(printed: Printed, tmp_path: Path, json_too: list[str]) -> None:
    path = tmp_path / "motion.txt"
    path.write_bytes("\ufeff\r\n  Punkt 4 entfällt.  \r\n\t\r\nPunkt 5 entfällt.".encode())
    assert printed.run(*json_too, "--language", "de", "--file", str(path)) == 0
    assert len(re.findall("delete-point|Verstanden als", printed.out)) == 2
    path.write_text("\n \n", encoding="utf-8")
    assert printed.run(*json_too, "--file", str(path)) == 0
    assert printed.out == ""


def test_the_lines_of_the_standard_input_are_commands(printed: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    given = "Punkt 4 entfällt.\n\nPunkt 5 entfällt.\n".encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    records = printed.records("--language", "de", "Punkt 3 entfällt.", "-")
    assert [record["targets"] for record in records] == [["3"], ["4"], ["5"]]


def test_bad_input_is_told(printed: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"Delete point 4.\nPunkt 5 entf\xe4llt.\n")
    for arguments, said in (
        (["--file", str(bad)], "is not in UTF-8: see line 2"),
        (["--language", "de", "--file", str(tmp_path / "none.txt")], "lässt sich nicht lesen"),
        (["--file", str(tmp_path)], "cannot be read"),
        (["--file", ""], "cannot be read"),
        (["--language", "xx", "Delete point 4."], f"one of: {', '.join(available())}"),
        (["--language", "", "Delete point 4."], f"one of: {', '.join(available())}"),
        ([], "give commands"),
        (["--nonsense"], "unrecognized"),
    ):
        assert printed.run(*arguments) == 2, arguments
        assert said in printed.err
        assert printed.out == ""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(bad.read_bytes())))
    assert printed.run("-") == 2
    assert "UTF-8" in printed.err


@pytest.mark.parametrize(
    "command",
    [
        *(
            "",
            " ",
            "\n",
            "“",
            "„“",
            '"',
            "()",
            "\ufffc",
            "\udce4",
            "\x00\x1b[31mDelete point 4.\x07",
            "Delete\u2028point 4.",
        ),
        *("Delete point 99999999999999999999.", "Delete point 4. " * 1000, "“" * 5000, "Delete point 4 and 5" * 2000),
        *(
            "In point 3, delete " + "“a” " * 3000,
            "In point 3, replace “” with “”.",
            "Points 1 to 999 become points 2 to 1000.",
        ),
        "In point 3, delete “a”b“c”.",
    ],
    ids=lambda command: repr(command[:30]),
)
@pytest.mark.parametrize("language", available())
def test_whatever_is_given_is_answered(printed: Printed, language: str, command: str) -> None:
    assert printed.run("--language", language, command) in {0, 1}
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", printed.out)  # nothing that a terminal obeys
    (record,) = printed.records("--language", language, command)
    assert record.keys() == NOTHING.keys() | {"kind"}
    assert bool(record["problems"]) == record["refused"]


PROGRAM = [sys.executable, "-m", "sphinxext_amendment", "explain"]


def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*PROGRAM, *arguments], check=False, capture_output=True, input=given, env={"LC_ALL": "C"})


def test_the_program_speaks_utf_8_wherever_it_runs() -> None:
    done = run("--json", "--language", "de", "-", given="Ersetze „A“ durch „→“.\n".encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8"))["new"] == "→"
    done = run("-", given=b"Eat point 4.")
    assert (done.returncode, done.stderr) == (1, b"")
    assert run("--file", "none.txt").returncode == 2
    assert b"--json" in run("--help").stdout


def test_the_program_does_without_sphinx() -> None:
    """It is quick to start, and runs where only the reader is there."""
    script = "import sys; from sphinxext_amendment.cli import main; main(); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script, "explain", "Delete point 4."], check=True, capture_output=True, text=True
    )
    assert not {"sphinx", "docutils", "myst_parser", "typst"} & set(done.stdout.split())


@pytest.mark.parametrize("path", sorted((EXAMPLES / "explain").glob("*.console")), ids=lambda path: str(path.stem))
def test_an_example_of_the_program_prints_what_is_recorded(
    path: Path, printed: Printed, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    recorded = path.read_text(encoding="utf-8")
    now = ""
    for line in re.findall(r"^\$ sphinx-amendment explain .*", recorded, re.MULTILINE):
        printed.run(*shlex.split(line)[3:])
        now += f"{line}\n{printed.out}"
    if request.config.getoption("--record"):
        path.write_text(now, encoding="utf-8")
        recorded = now
    assert now == recorded, "if that is right: python make.py record"


def test_everything_that_can_be_read_has_its_kind_and_its_words() -> None:
    """A new kind of remark, which one of these tables lacked, would end the program."""
    assert explain._REMARKS.keys() == set(get_args(get_type_hints(Remark)["kind"]))
    assert cli._SAID.keys() == {*get_args(KindOfRemark), "bundle"}
    assert {*get_args(KindOfChange), "renumber", "renumber-sentences", "editorial-renumber"} == set(KINDS)


def test_the_reference_describes_the_program(printed: Printed) -> None:
    reference = (ROOT / "docs" / "reference" / "command-line.rst").read_text(encoding="utf-8")
    assert printed.run("--help") == 0
    options = set(re.findall(r"--\w+", printed.out)) - {"--help"}
    assert options == set(re.findall(r"``(--\w+)[^`]*``", reference))
    described = {
        text.astext()
        for text in publish_doctree(reference, settings_overrides={"report_level": 5}).findall(nodes.literal)
    }
    assert {*KINDS, *get_args(KindOfRemark), *NOTHING, "kind"} <= described


def test_nothing_else_is_offered_for_a_word_that_means_something(printed: Printed) -> None:
    (record,) = printed.records("--language", "de", "In Punkt 3 oder Punkt 4 wird „a“ gestrichen.")
    assert record["refused"]
    assert not any("Vielleicht" in said or ":means: In" in said for said in record["problems"])
