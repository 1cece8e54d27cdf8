"""A change that is asked for by options instead of words: ``:kind: repeal``, ``:point: 5``. In no language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

from sphinxext_amendment.engine.changes import LAST, Occurrence, Part, Place, Sentences
from sphinxext_amendment.engine.document import Address, Range, Target, Unit, bulleted, paragraphed, titled
from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.engine.text import Key, Text
from sphinxext_amendment.wording.grammar import MOST_DIGITS
from sphinxext_amendment.wording.request import Kind, Request

ASKING = (
    *("kind", "point", "sentence", "words", "new", "occurrence", "each", "heading", "text", "place"),
    *("anchor", "number", "part", "under", "half"),
)  # fmt: skip
"""The options that ask for a change."""

MODIFICATIONS = ("insertion", "substitution", "repeal", "move", "split", "join")
"""What is to be done, in the terms of Akoma Ntoso, which has no "move"."""

_Names = tuple[str, ...]

_WORDS: _Names = ("point", "sentence", "occurrence", "each", "part", "under", "half")

_USES: dict[Kind, tuple[_Names, _Names]] = {
    "point-insertion": (("place",), ("point", "number")),
    "point-substitution": (("point",), ()),
    "point-repeal": (("point",), ()),
    "point-move": (("point", "place"), ("anchor",)),
    "point-split": (("point", "sentence"), ("number",)),
    "point-join": (("point",), ("number",)),
    "word-insertion": (("words", "new", "place"), _WORDS),
    "word-substitution": (("words", "new"), _WORDS),
    "word-repeal": (("words",), _WORDS),
    "sentence-insertion": (("point", "sentence"), ("place",)),
    "sentence-substitution": (("point", "sentence"), ()),
    "sentence-repeal": (("point", "sentence"), ()),
    "heading-insertion": (("heading", "point", "place"), ()),
    "heading-substitution": (("heading",), ("point",)),
    "heading-repeal": (("heading", "point"), ()),
    "text-substitution": ((), ("text",)),
}
"""For each change the options that it needs, and those that it may have besides."""

_EXAMPLES = {
    "kind": ", ".join(MODIFICATIONS),
    "point": '5; 3-5; 3, 5; 3/2/a; 3/i2; 3/p2; 3/s2/1; "…"',
    "sentence": "2; 2-3; first; last",
    "words": "…",
    "new": "…",
    "occurrence": "2; last; end; each",
    "each": ":each:",
    "text": ":text:",
    "heading": "own, before",
    "anchor": "5",
    "number": "6",
    "under": "…",
    "half": "2; -1",
    "part": "heading; heading-before; introduction; conclusion",
}

_NUMBER = rf"-?\d{{1,{MOST_DIGITS}}}"
_ITEM = rf"i{_NUMBER}"
_INTRODUCING = rf"s\d{{1,{MOST_DIGITS}}}"
_PARAGRAPH = rf"p{_NUMBER}"
_LABEL = rf"(?:{_ITEM}|{_PARAGRAPH}|{_NUMBER}[a-z]*|[a-z]{{1,2}}|[ivxlc]+)"
_PATH = rf"{_LABEL}(?:(?:/{_INTRODUCING})?/{_LABEL})*"
_POINT = re.compile(rf"(?P<first>{_PATH})(?:\s*[-–]\s*(?P<last>{_LABEL}))?", re.IGNORECASE)
_RUN = re.compile(rf"(?P<first>{_NUMBER}|first|last)(?:\s*[-–]\s*(?P<last>{_NUMBER}|last))?")


def read_options(options: Mapping[str, Text], key: Key) -> Request | Problem:
    """Return what *options* ask for.

    It is about words if they name some, else about a heading if that is named, else about sentences if they name some,
    else about points, or the whole text if that is named. Problems: ``option-missing``,
    ``option-invalid``, ``option-unknown``.
    """
    given = {name: value.content.strip() for name, value in options.items()}
    modification = given.get("kind", "")
    if modification not in MODIFICATIONS:
        return _refused("kind", given, key)
    kind = _kind(modification, given)
    if kind is None:
        return _refused("kind", given, key)
    targets, anchor = _targets(given.get("point", "")), _targets(given.get("anchor", ""))
    if "under" in given:
        if targets or not given["under"]:
            return _refused("under", given, key)
        targets = (Address((titled(given["under"]),), units=(Unit("titled"),)),)
    sentences, occurrence = _sentences(given.get("sentence", "")), _occurrence(given)
    if targets is None or (_is_of_one(kind) and not _are_one(targets)):
        return _refused("point", given, key, "5; 3/2/a" if _is_of_one(kind) else "")
    if anchor is None or not _are_one(anchor):
        return _refused("anchor", given, key)
    one_sentence = kind in {"sentence-insertion", "point-split"} and sentences and sentences[0] != sentences[1]
    if sentences is None or one_sentence:
        return _refused("sentence", given, key, "2; first; last" if one_sentence else "")
    if occurrence is None:
        return _refused("occurrence", given, key)
    trouble = _unfit(kind, targets, anchor, given, key)
    if trouble is not None:
        return trouble
    of_words = kind.startswith("word")
    where: Place | None = given.get("place") or ("after" if kind == "sentence-insertion" else None)  # type: ignore[assignment]
    whole = of_words and not targets
    all_of_it = whole and "part" not in given
    return Request(
        kind=kind,
        place=where,
        targets=targets,
        anchor=anchor[0] if anchor and isinstance(anchor[0], Address) else None,
        sentences=sentences or None,
        old=given.get("words", ""),
        new=options.get("new"),
        # In the whole text is each time.
        occurrence="each" if all_of_it and occurrence == "only" else occurrence,
        whole=whole,
        announced=given.get("number") or None,
        before=given.get("heading") == "before",
        part=given.get("part") or "all",  # type: ignore[arg-type]
        half=int(given.get("half", 0)),
    )


def _kind(modification: str, given: Mapping[str, str]) -> Kind | None:
    what = "point"
    if modification in {"insertion", "substitution", "repeal"}:
        what = next((name for name in ("words", "heading", "sentence", "text") if name in given), "point")
    kind = f"{what.removesuffix('s')}-{modification}"
    return kind if kind in _USES else None


def _is_of_one(kind: Kind) -> bool:
    """Whether a change can be about one point only."""
    return kind.startswith(("sentence", "heading")) or kind in {"point-insertion", "point-split"}


def _are_one(targets: tuple[Target, ...]) -> bool:
    return len(targets) <= 1 and not any(isinstance(target, Range) for target in targets)


def _unfit(
    kind: Kind, targets: tuple[Target, ...], anchor: tuple[Target, ...], given: Mapping[str, str], key: Key
) -> Problem | None:
    """Tell what a change of that kind lacks, or has no use for: no option is passed over."""
    needed, useful = _USES[kind]
    for name in given:
        if name in ASKING and name not in {"kind", *needed, *useful}:
            return problem(Code.OPTION_UNKNOWN, key, option=name, known=", ".join(("kind", *needed, *useful)))
    places = _places(kind, targets, anchor)
    for name in needed:
        if not given.get(name):
            example = ", ".join(places) if name == "place" else _EXAMPLES[name]
            return problem(Code.OPTION_MISSING, key, option=name, known=f":{name}: {example}")
    if given.get("place", places[0]) not in places:
        return _refused("place", given, key, ", ".join(places))
    if given.get("heading", "own") not in {"own", "before"} or ("before" in given.get("heading", "") and not targets):
        return _refused("heading", given, key)
    if not re.fullmatch(_NUMBER, given.get("half", "1")) or not int(given.get("half", "1")):
        return _refused("half", given, key)
    if given.get("part", "all") not in get_args(Part):
        return _refused("part", given, key)
    if ("sentence" in given or "half" in given) and not targets:
        return problem(Code.OPTION_MISSING, key, option="point", known=f":point: {_EXAMPLES['point']}")
    for flag in ("each", "text"):
        if given.get(flag) or (flag == "each" and {"each", "occurrence"} <= given.keys()):
            return problem(Code.OPTION_INVALID, key, option=flag, value=given[flag], known=_EXAMPLES[flag])
    return None


def _places(kind: Kind, targets: tuple[Target, ...], anchor: tuple[Target, ...]) -> tuple[Place, ...]:
    """Return the places that can be named: beside or in a point; in the whole text where no point is named."""
    if kind not in {"point-insertion", "point-move"}:
        return ("before", "after")
    named = targets if kind == "point-insertion" else anchor
    return get_args(Place) if named else ("first", "last")


def _sentences(value: str) -> Sentences | tuple[()] | None:
    """Return the sentences that *value* names, if any; None if it makes no sense."""
    if not value:
        return ()
    match = _RUN.fullmatch(value)
    if match is None:
        return None
    first, last = (_place_of(match[name] or match["first"]) for name in ("first", "last"))
    return (first, last) if first and last and (first <= last or (first > 0) != (last > 0)) else None


def _place_of(value: str) -> int:
    return {"first": 1, "last": LAST}.get(value) or int(value)


def _occurrence(given: Mapping[str, str]) -> Occurrence | None:
    """Return which of several words are meant; None if that makes no sense."""
    value = given.get("occurrence")
    match value:
        case None:
            return "each" if "each" in given else "only"
        case "each" | "end":
            return value
        case "last":
            return LAST
        case _ if re.fullmatch(_NUMBER, value) and int(value):
            return int(value)
        case _:
            return None


def _targets(value: str) -> tuple[Target, ...] | None:
    """Return the points that *value* names: labels with "/" between them lead to one, "-" makes a range.

    "i2" is the second item of a list without numbers, "p2" the second paragraph without one; "s2" before a label is the
    sentence that introduces its list.
    """
    targets: list[Target] = []
    for part in filter(None, (part.strip() for part in value.split(","))):
        match = _POINT.fullmatch(part)
        if match is None:
            return None
        first = _address(match["first"])
        last = (*first.labels[:-1], _label(match["last"])) if match["last"] else ()
        targets.append(Range(first, replace(first, labels=last)) if last else first)
    return tuple(targets)


def _label(step: str) -> str:
    if re.fullmatch(_ITEM, step, re.IGNORECASE):
        return bulleted(int(step[1:]))
    return paragraphed(int(step[1:])) if re.fullmatch(_PARAGRAPH, step, re.IGNORECASE) else step


def _address(path: str) -> Address:
    labels: list[str] = []
    units: list[Unit] = []
    sentence = 0
    for step in path.split("/"):
        if re.fullmatch(_INTRODUCING, step, re.IGNORECASE):
            sentence = int(step[1:])
        else:
            labels.append(_label(step))
            units.append(Unit(sentence=sentence))
            sentence = 0
    return Address(tuple(labels), units=tuple(units))


def _refused(name: str, given: Mapping[str, str], key: Key, known: str = "") -> Problem:
    known = known or _EXAMPLES[name]
    if not given.get(name):
        return problem(Code.OPTION_MISSING, key, option=name, known=f":{name}: {known}")
    return problem(Code.OPTION_INVALID, key, option=name, value=given[name], known=known)
