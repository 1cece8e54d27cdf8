"""``python -m sphinxext_amendment``: the same as the program ``sphinx-amendment``."""

from __future__ import annotations

import sys

from sphinxext_amendment.cli import main

sys.exit(main())
