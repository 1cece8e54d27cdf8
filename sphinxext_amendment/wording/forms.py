"""Inflected forms of a term that is to be replaced: where they stand and, where it is safe, what they would become.

A motion quotes a term in its base form („sozialer Lebensraum“), the text has it inflected ("sozialen Lebensräumen").
What is found here is advice: it tells an author what to look at and is never applied by itself. A form is proposed
only by analogy with a noun of the same last part ("-raum"), because gender and inflection hang on that part; wherever
an article, an adjective or a pair of genders might have to change with the noun, nothing is proposed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sphinxext_amendment.wording.language import Language

_LETTERS = r"[^\W_]+"
# A word with what joins it to others: "Einwohner/innen", "Bürger*innen", "Bürger(innen)", "Bürger- und …".
_JOINED = re.compile(rf"[-‐‑]?{_LETTERS}(?:[-‐‑/*:_·]{{1,2}}{_LETTERS}|\({_LETTERS}\))*[-‐‑]?")
