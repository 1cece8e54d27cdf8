"""A change that is asked for by options instead of words: ``:kind: repeal``, ``:point: 5``. In no language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, get_args

from sphinxext_amendment.engine.changes import LAST
from sphinxext_amendment.engine.document import Address, Range, Target
from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.engine.text import Key, Text
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

_POINT = re.compile(r"(?P<first>\d+[a-z]?)(?:\s*[-–]\s*(?P<last>\d+[a-z]?))?")


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
    sentence = {"": None, "first": 1, "last": LAST}.get(given.get("sentence", ""), 0)
    if sentence == 0:
        if not given["sentence"].isdecimal() or not int(given["sentence"]):
            return _refused("sentence", given, "2; first; last", key)
        sentence = int(given["sentence"])
    what = "word" if "words" in given else "sentence" if sentence else "point"
    needed = {
        ("point", "insertion"): ("place",),
        ("point", "substitution"): ("point",),
        ("point", "repeal"): ("point",),
        ("word", "insertion"): ("words", "new", "place"),
        ("word", "substitution"): ("words", "new"),
        ("word", "repeal"): ("words",),
    }.get((what, kind), ("point", "sentence"))
    places: tuple[str, ...] = ("before", "after")
    if what == "point" and not targets:
        places = ("first", "last")
    examples = {"place": ", ".join(places), "point": "5", "words": "…", "new": "…", "sentence": "2; first; last"}
    for name in needed:
        if not given.get(name):
            return problem(Code.OPTION_MISSING, key, option=name, known=f":{name}: {examples[name]}")
    if kind == "insertion" and place not in {"", *places}:
        return _refused("place", given, examples["place"], key)
    one = what == "sentence" or (what, kind) == ("point", "insertion")
    if one and (len(targets) > 1 or any(isinstance(target, Range) for target in targets)):
        return _refused("point", given, "5", key)
    asked: Place | None = place if kind == "insertion" and place else None  # type: ignore[assignment]
    if what == "sentence" and kind == "insertion":
        asked = asked or "after"
    return Request(
        kind=_KINDS[what, kind],  # type: ignore[index]
        place=asked,
        targets=targets,
        sentence=sentence,
        old=given.get("words", ""),
        new=options.get("new"),
        # In the whole text is each time.
        each="each" in given or (what == "word" and not targets),
    )


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
