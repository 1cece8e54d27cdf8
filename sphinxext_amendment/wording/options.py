"""A change that is asked for by options instead of words: ``:kind: repeal``, ``:point: 5``. In no language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, get_args

from sphinxext_amendment.engine.changes import LAST
from sphinxext_amendment.engine.document import Address, Range, Target
from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.engine.text import Key, Text
from sphinxext_amendment.wording.grammar import MOST_DIGITS
from sphinxext_amendment.wording.request import Kind, Place, Request

ASKING = ("kind", "point", "sentence", "words", "new", "place", "each")
"""The options that ask for a change."""

Modification = Literal["insertion", "substitution", "repeal"]
"""What is to be done, in the terms of Akoma Ntoso."""

_KINDS: dict[tuple[str, Modification], Kind] = {
    (what, kind): f"{what}-{kind}"  # type: ignore[misc]
    for what in ("point", "sentence", "word")
    for kind in get_args(Modification)
}

_Names = tuple[str, ...]

_USES: dict[tuple[str, Modification], tuple[_Names, _Names]] = {
    ("point", "insertion"): (("place",), ("point",)),
    ("point", "substitution"): (("point",), ()),
    ("point", "repeal"): (("point",), ()),
    ("word", "insertion"): (("words", "new", "place"), ("point", "each")),
    ("word", "substitution"): (("words", "new"), ("point", "each")),
    ("word", "repeal"): (("words",), ("point", "each")),
    ("sentence", "insertion"): (("point", "sentence"), ("place",)),
    ("sentence", "substitution"): (("point", "sentence"), ()),
    ("sentence", "repeal"): (("point", "sentence"), ()),
}
"""For each change the options that it needs, and those that it may have besides."""

_POINT = re.compile(rf"(?P<first>\d{{1,{MOST_DIGITS}}}[a-z]?)(?:\s*[-–]\s*(?P<last>\d{{1,{MOST_DIGITS}}}[a-z]?))?")


def read_options(options: Mapping[str, Text], key: Key) -> Request | Problem:
    """Return what *options* ask for: of sentences if they name one, else of words if they name some, else of points.

    ``point`` is a number, a range ("3-5") or several with commas, and may be left out where the whole text is meant;
    ``sentence`` a number from 1, "first" or "last". Problems: ``option-missing``, ``option-invalid``.
    """
    given = {name: value.content.strip() for name, value in options.items()}
    kind, place = given.get("kind", ""), given.get("place", "")
    if kind not in get_args(Modification):
        return _refused("kind", given, ", ".join(get_args(Modification)), key)
    targets = _targets(given.get("point", ""))
    if targets is None:
        return _refused("point", given, "5; 3-5; 3, 5", key)
    sentence = _sentence(given.get("sentence", ""))
    if sentence == 0:
        return _refused("sentence", given, "2; first; last", key)
    what = "word" if "words" in given else "sentence" if sentence else "point"
    trouble = _unfit(what, kind, targets, given, key)
    if trouble is not None:
        return trouble
    asked: Place | None = place or ("after" if what == "sentence" else None)  # type: ignore[assignment]
    return Request(
        kind=_KINDS[what, kind],  # type: ignore[index]
        place=asked if kind == "insertion" else None,
        targets=targets,
        sentence=sentence,
        old=given.get("words", ""),
        new=options.get("new"),
        # In the whole text is each time.
        each="each" in given or (what == "word" and not targets),
    )


def _unfit(what: str, kind: str, targets: tuple[Target, ...], given: Mapping[str, str], key: Key) -> Problem | None:
    """Tell what a change of that kind lacks, or has no use for: no option is passed over."""
    needed, useful = _USES[what, kind]  # type: ignore[index]
    for name in given:
        if name in ASKING and name not in {"kind", *needed, *useful}:
            return problem(Code.OPTION_UNKNOWN, key, option=name, known=", ".join(("kind", *needed, *useful)))
    places = ("first", "last") if what == "point" and not targets else ("before", "after")
    examples = {"place": ", ".join(places), "point": "5", "words": "…", "new": "…", "sentence": "2; first; last"}
    for name in needed:
        if not given.get(name):
            return problem(Code.OPTION_MISSING, key, option=name, known=f":{name}: {examples[name]}")
    if given.get("place", places[0]) not in places:
        return _refused("place", given, examples["place"], key)
    one = what == "sentence" or (what, kind) == ("point", "insertion")
    if one and (len(targets) > 1 or any(isinstance(target, Range) for target in targets)):
        return _refused("point", given, "5", key)
    return _refused("each", given, ":each:", key) if given.get("each") else None


def _sentence(value: str) -> int | None:
    """Return the number that *value* stands for; None for nothing, 0 for what is none."""
    if value in {"", "first", "last"}:
        return {"": None, "first": 1, "last": LAST}[value]
    return int(value) if value.isdecimal() and len(value) <= MOST_DIGITS else 0


def _targets(value: str) -> tuple[Target, ...] | None:
    targets: list[Target] = []
    for part in filter(None, (part.strip() for part in value.split(","))):
        match = _POINT.fullmatch(part)
        if match is None:
            return None
        first = Address((match["first"],))
        targets.append(Range(first, Address((match["last"],))) if match["last"] else first)
    return tuple(targets)


def _refused(name: str, given: Mapping[str, str], known: str, key: Key) -> Problem:
    if not given.get(name):
        return problem(Code.OPTION_MISSING, key, option=name, known=f":{name}: {known}")
    return problem(Code.OPTION_INVALID, key, option=name, value=given[name], known=known)
