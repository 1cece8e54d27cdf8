"""The options of a guideline, of a motion, and of a place where a text is shown: what they may be, and what is not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from sphinxext_amendment.docnodes.collect import Record
from sphinxext_amendment.docnodes.views import STATUS_WORDS
from sphinxext_amendment.engine.numbering import Policy
from sphinxext_amendment.engine.problems import Code, Problem, problem
from sphinxext_amendment.wording.language import Language, Languages, available

STATUSES = tuple(STATUS_WORDS)
"""What can be the matter with a motion, a change or a text."""

ADOPTED = frozenset({"adopted", "adopted-as-modified"})
"""The statuses of what is in force."""

SETTLED = frozenset({"not-admitted", "withdrawn", "rejected", "superseded", "settled"})
"""The statuses of a change that is not to be carried out any more, whatever becomes of its motion."""

OPEN = frozenset({"draft", "proposed"})
"""The statuses of a motion that is still to be voted on."""

POLICIES: dict[str, Policy] = {"renumber": "renumber", "keep": "keep"}
"""What ``:numbering:`` can be."""

_DAY = "2018-03-01"


def language_code(record: Record, *amended: Record) -> str:
    """Return the language of a record: what it names, else what the texts name that it amends, else the site's."""
    named = (one.option("language") for one in (record, *amended))
    return next(filter(None, named), record.language)


def language_of(languages: Languages, record: Record, *amended: Record) -> Language | None:
    """Return the language that a record is read in, if there is a reader for it."""
    return languages.load(language_code(record, *amended))


def unknown_language(record: Record, code: str) -> Problem:
    """Tell that there is no reader for the language *code*."""
    return problem(Code.LANGUAGE_UNKNOWN, record.key, language=code, known=", ".join(available()))


def policy_of(record: Record, usual: str) -> Policy:
    """Return what becomes of the numbers of a guideline; *usual* is what the site says."""
    return POLICIES.get(record.option("numbering")) or POLICIES.get(usual) or "renumber"


def in_force_of(record: Record) -> str:
    """Return the day that a record names for its coming into force, if it is one."""
    named = record.option("in-force")
    return named if is_day(named) else ""


def day_of(record: Record) -> str:
    """Return the day on which a motion was decided, if that is known."""
    named = record.option("decided") or record.option("date")
    return named if is_day(named) else ""


def is_day(value: str) -> bool:
    """Whether *value* is a day as ISO 8601 writes it."""
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None


def invalid(record: Record, option: str, known: str) -> Problem:
    """Tell that the value of an option cannot be used; *known* are values that can."""
    return problem(Code.OPTION_INVALID, record.key, option=option, value=record.option(option), known=known)


def wrong_days(record: Record, *names: str) -> list[Problem]:
    """Return a problem for each of the options *names* that is given and is no day."""
    return [invalid(record, name, _DAY) for name in names if record.option(name) and not is_day(record.option(name))]


def wrong_status(record: Record, known: Iterable[str] = STATUSES) -> list[Problem]:
    """Return a problem if the status of *record* is none of those that are *known*."""
    status = record.option("status")
    return [invalid(record, "status", ", ".join(known))] if status and status not in known else []


def wrong_show(record: Record, known: Iterable[str]) -> list[Problem]:
    """Return a problem if something is to be shown that is none of the views that are *known*."""
    return [invalid(record, "show", ", ".join(known))] if set(listed(record, "show")) - set(known) else []


def shown(record: Record, known: Iterable[str], usual: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is to be shown of a record, in the order that it names."""
    return tuple(dict.fromkeys(name for name in listed(record, "show") if name in known)) or usual


def listed(record: Record, option: str) -> list[str]:
    """Return the parts of an option that is a list with commas."""
    return [part.strip() for part in record.option(option).split(",") if part.strip()]


def unknown_options(record: Record, known: Iterable[str]) -> list[Problem]:
    """Return a problem for each option that is not *known*."""
    return [
        problem(Code.OPTION_UNKNOWN, record.key, option=name, known=", ".join(known))
        for name, _ in record.options
        if name not in known
    ]


def undecided(place: object) -> Problem:
    """Tell that something was adopted nobody knows when: at *place*, a motion or a change."""
    return problem(Code.OPTION_MISSING, place, option="decided", known=f":decided: {_DAY}")
