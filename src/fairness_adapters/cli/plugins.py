"""What the commands find of plugins: everything, or their rule files alone; and which the user has blocked."""

from __future__ import annotations

import os
import re

from fairness_adapters.catalogue import Catalogue
from fairness_core.config import Shelf

BLOCK = "FAIRNESS_BLOCK"
"""The setting that names plugins to leave out, by name or by distribution, with commas between."""


def blocked() -> tuple[str, ...]:
    """Return what the user has blocked, say ("my-trust", "fairness-other-trust")."""
    return tuple(re.findall(r"[^\s,;]+", os.environ.get(BLOCK, "")))


def blocking_nothing(there: Catalogue) -> tuple[str, ...]:
    """Return what the user has blocked and nothing is called: a misspelt name blocks nobody."""
    known = {name for each in there.blocked for name in (each.entry.name, each.distribution)}
    return tuple(name for name in blocked() if name not in known)


def catalogue() -> Catalogue:
    """Discover everything but what is blocked."""
    return Catalogue.discover(blocked())


def brought() -> Catalogue:
    """Discover what plugins bring and none of our own formats, which is quicker where no file is read by them."""
    return Catalogue.discover(blocked(), built_in=False)


def shelf() -> Shelf:
    """Return the packaged rule files and those of plugins; our own formats are not loaded for it."""
    return brought().shelf
