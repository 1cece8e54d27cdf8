"""The program ``sphinx-amendment``: says how commands are understood, without a site and without Sphinx."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from sphinxext_amendment import messages
from sphinxext_amendment.catalogue import Translate, _, translator
from sphinxext_amendment.engine.problems import Code, problem
from sphinxext_amendment.wording.explain import Meaning, Refusal, explain
from sphinxext_amendment.wording.language import Language, available, load

_RENUMBER = _("a claim on the numbers of points, which is checked: {pairs}")

_SAID = {
    "bundle": _("the heading of several changes, which follow as a list"),
    "renumber": _RENUMBER,
    "renumber-sentences": _("a claim on the numbers of sentences, which is checked: {pairs}"),
    "editorial-renumber": _("a remark on the numbering, which changes nothing"),
    "consolidated": _("the announcement of the new text, which is compared with the computed one"),
    "reason": _("the beginning of the reasons, which change nothing"),
    "closing": _("the closing of the motion, which changes nothing"),
    "unchanged": _("a statement that something stays as it is, which changes nothing"),
}
"""What is said of that for which there is no canonical wording, by its kind."""

_INDENT = "    "


class _InputError(Exception):
    """Some input cannot be read; the message says which and why."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with *argv*, or what it was called with; return its exit status.

    1 stands for a command that was refused, 2 for an input that cannot be read.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # so that a pipe gets the same as a file, on every system
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    parser = _parser()
    arguments = parser.parse_args(argv)
    if not arguments.command and arguments.file is None:
        parser.error("give commands, --file FILE, or - for the standard input")
    try:
        language = _language(arguments.language, arguments.style)
        commands = list(_commands(arguments, translator(language.code)))
    except _InputError as error:
        print(error, file=sys.stderr)
        return 2
    found = ((command, explain(command, language)) for command in commands)
    return (_print_records if arguments.json else _print_words)(found, language)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sphinx-amendment", description="Say how the commands of motions are read.")
    subparsers = parser.add_subparsers(required=True, metavar="explain")
    command = subparsers.add_parser(
        "explain",
        help="say how commands are understood, or why they are refused",
        description="Say how commands are understood, or why they are refused. A new text that would follow a command "
        "is not needed.",
        epilog="Exit status: 0 if every command was understood, 1 if one was refused, 2 if the input cannot be read.",
    )
    command.add_argument("command", nargs="*", help="a command; or - for the standard input, one command a line")
    command.add_argument("--file", help="a file in UTF-8, one command a line; empty lines are skipped")
    command.add_argument("--language", default="en", help=f"their language: {', '.join(available())} (default: en)")
    command.add_argument("--style", default="", help="the style of drafting in which their meaning is written")
    command.add_argument("--json", action="store_true", help="print a JSON object a line instead of words")
    return parser


def _language(code: str, style: str) -> Language:
    language = load(code, style=style)
    if language is None:
        trouble = problem(Code.LANGUAGE_UNKNOWN, None, language=code, known=", ".join(available()))
    elif style and style not in language.styles:
        trouble = problem(Code.OPTION_INVALID, None, option="--style", value=style, known=", ".join(language.styles))
    else:
        return language
    raise _InputError(messages.one_line(messages.describe(trouble, code)))


def _commands(arguments: argparse.Namespace, say: Translate) -> Iterator[str]:
    for command in arguments.command:
        if command == "-":
            yield from _lines("-", say)
        else:
            yield command
    if arguments.file is not None:
        yield from _lines(arguments.file, say)


def _lines(name: str, say: Translate) -> Iterator[str]:
    """Yield the lines of the file *name*, or of the standard input, that are not empty."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        message = say("The file “{name}” cannot be read: {reason}").format(name=name, reason=error.strerror)
        raise _InputError(message) from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = say("The file “{name}” is not in UTF-8: see line {line}.").format(name=name, line=line)
        raise _InputError(message) from error
    for line in re.split(r"\r\n?|\n", text):
        if line.strip():
            yield line.strip()


_Found = Iterator[tuple[str, tuple[Meaning, ...] | Refusal]]


def _print_words(found: _Found, language: Language) -> int:
    """Print each command and below it, indented, how it is understood or why not; return the exit status."""
    status = 0
    say = translator(language.code)
    for number, (command, meanings) in enumerate(found):
        if isinstance(meanings, Refusal):
            status = 1
            heading, lines = say("Not understood: "), list(_why(command, meanings, language))
        else:
            heading = say("Understood as: ")
            lines = [line for meaning in meanings for line in _in_words(meaning, say)]
            lines += _notes(meanings, language)
        if number:
            print()
        print(_printable(command))
        for line in lines:
            print(_INDENT + heading + _printable(line))
            heading = " " * len(heading)
    return status


def _notes(meanings: Sequence[Meaning], language: Language) -> list[str]:
    """Return what is the matter with new texts that are quoted in a command, though it is understood."""
    return [line for meaning in meanings if meaning.note for line in messages.describe(meaning.note, language.code)]


def _in_words(meaning: Meaning, say: Translate) -> Iterator[str]:
    """Yield the lines that say what a command means: its canonical wording, and what that leaves out in brackets."""
    pairs = ", ".join(f"{old} → {new}" for old, new in meaning.pairs) + (", …" if meaning.onwards else "")
    if not meaning.wording:
        points = [say("point {label}").format(label=target) + ": " for target in meaning.targets]
        yield f"({''.join(points)}{say(_SAID[meaning.kind]).format(pairs=pairs)})"
        return
    yield meaning.wording
    yield from meaning.new_text.splitlines()
    if meaning.kind == "replace-words-inflected":
        yield say("(in all forms of these words; the option “forms” lists them)")
    if pairs:
        yield f"({say(_RENUMBER).format(pairs=pairs)})"


def _why(command: str, refusal: Refusal, language: Language) -> Iterator[str]:
    """Yield why *command* is refused, how far it was understood, and what to do."""
    say = translator(language.code)
    reason, *advice = messages.describe(refusal.problem, language.code)
    yield reason
    if refusal.understood:
        yield say("Understood up to there: “{words}”").format(words=messages.shortened(refusal.understood))
    yield from advice
    if not refusal.problem.fact("wording"):
        yield say("If the words are to stay as they are, add below them a wording that is read: :means: …")
    for code in available():
        other = load(code)
        if other and other is not language and not isinstance(explain(command, other), Refusal):
            yield say("It is understood in another language: --language {language}").format(language=code)


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def _printable(line: str) -> str:
    """Return *line* without what would make a terminal do something."""
    return _CONTROL.sub("�", line.replace("\t", " "))


_SEPARATOR = re.compile(r"[\x85\u2028\u2029]")
"""What ends a line for some programs, and may stand in JSON."""


def _print_records(found: _Found, language: Language) -> int:
    """Print a JSON object for each command; return the exit status."""
    status = 0
    for command, meanings in found:
        if isinstance(meanings, Refusal):
            status = 1
            record = {**_REFUSED, "problems": list(_why(command, meanings, language))}
        else:
            records = [_record(meaning) for meaning in meanings]
            several = {key: [record[key] for record in records] for key in records[0]}
            record = {**(several if len(records) > 1 else records[0]), "problems": _notes(meanings, language)}
        line = json.dumps({"refused": isinstance(meanings, Refusal), **record}, ensure_ascii=False)
        print(_SEPARATOR.sub(lambda sign: f"\\u{ord(sign[0]):04x}", line))
    return status


def _record(meaning: Meaning) -> dict[str, Any]:
    """Return what is said of *meaning* in JSON."""
    old, new = ([pair[side] for pair in meaning.pairs] for side in (0, 1))
    return {
        "kind": meaning.kind,
        "targets": [str(target) for target in meaning.targets],
        "position": meaning.position,
        "old": old or meaning.old,
        "new": new or meaning.new,
        "sentences": list(meaning.sentences) if meaning.sentences else None,
        "count": meaning.count,
    }


_UNSAID = ("position", "old", "new", "sentences", "count")
_REFUSED: dict[str, Any] = {"kind": None, "targets": [], **dict.fromkeys(_UNSAID)}
"""What is said of a refusal instead."""
