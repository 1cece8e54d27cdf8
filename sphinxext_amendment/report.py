"""What a build has to say about the texts: a warning for every problem, with file, line and advice."""

from __future__ import annotations

from os.path import relpath
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging

from sphinxext_amendment import messages
from sphinxext_amendment.catalogue import translator
from sphinxext_amendment.config import wrong_settings
from sphinxext_amendment.docnodes.views import told_sentence
from sphinxext_amendment.engine.problems import Code, Problem, problem

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.config import Config

    from sphinxext_amendment.domain import AmendmentDomain
    from sphinxext_amendment.engine.text import Key

logger = logging.getLogger(__name__)


def warn_of_change(node: nodes.Element, language: str) -> nodes.Element:
    """Warn of a ``change`` directive outside an amendment, while it is read; return what the page says of it."""
    trouble = problem(Code.CHANGE_OUTSIDE, None)
    said = messages.one_line(messages.describe(trouble, language))
    logger.warning(said, location=node, type="amendment", subtype=str(trouble.code))
    return nodes.warning("", nodes.paragraph("", said), classes=["amd-problem"])


def warn_of_rewriting(domain: AmendmentDomain, config: Config) -> None:
    """Warn of extensions of MyST that change characters while it reads our texts."""
    enabled = getattr(config, "myst_enable_extensions", ())
    source = next((record.lines[record.key][0] for record in domain.all_records() if record.is_markdown), None)
    for option in sorted({"smartquotes", "replacements"} & set(enabled)) if source else ():
        trouble = problem(Code.MARKUP_REWRITES, None, option=option)
        said = messages.one_line(messages.describe(trouble, config.language))
        logger.warning(said, location=source, type="amendment", subtype=str(trouble.code))


def warn_of_settings(config: Config, folder: Path) -> None:
    """Warn of what cannot be used in the ``conf.py`` of *folder*."""
    for trouble in wrong_settings(config):
        said = messages.one_line(messages.describe(trouble, config.language))
        logger.warning(said, location=str(folder / "conf.py"), type="amendment", subtype=str(trouble.code))


def report(domain: AmendmentDomain, language: str) -> None:
    """Warn of every problem, with file, line and advice."""
    resolution = domain.resolution
    assert resolution is not None  # called after it was made
    for record, trouble in resolution.problems():
        source, line = record.lines.get(trouble.place) or record.lines.get(record.key) or (record.docname, 0)
        view = resolution.motions.get(record.key)
        others = messages.name_changes(trouble.others, view.changes if view else {}, resolution, language)
        places = [_line_of(key, domain) for key in trouble.places]
        warn(trouble, messages.describe(trouble, language, others, places), (source, line))
    say = translator(language)
    for view in resolution.motions.values():
        for key, sentences in view.counted.items():
            place = ":".join(map(str, view.record.lines.get(key, ())))
            for sentence in sentences:
                logger.verbose(told_sentence(say, sentence), location=place)
    for clashes in resolution.rivals.values():  # no warning: before a vote, motions may be in each other's way
        for clash in clashes:
            changes = messages.name_changes(clash.changes, {}, resolution, language)
            logger.info(say("Motions in each other's way, to be voted on: {changes}").format(changes=changes))
    found = {view.record.docname for view in resolution.motions.values() if view.mentions}
    found |= {view.record.docname for view in resolution.texts.values() if view.mentions}
    if found:
        pages = ", ".join(sorted(found))
        logger.info(say("Mentions of numbers that have changed are listed in: {pages}").format(pages=pages))
    assert domain.objects is not None  # made with the resolution
    for docname in sorted(domain.references):
        for reference in domain.references[docname]:
            if unclear := domain.objects.trouble(reference):
                warn(unclear, messages.describe(unclear, language), reference.place)


def _line_of(key: Key, domain: AmendmentDomain) -> str:
    """Return the source file and line of the paragraph at *key*, or nothing if it was made by a change."""
    found = next((record.lines[key] for record in domain.all_records() if key in record.lines), None)
    return f"{relpath(found[0], domain.env.srcdir)}:{found[1]}" if found else ""


def warn(trouble: Problem, said: tuple[str, ...], place: tuple[str, int]) -> None:
    """Warn of a problem at its place."""
    location = ":".join(map(str, place))
    logger.warning(messages.one_line(said), location=location, type="amendment", subtype=str(trouble.code))
