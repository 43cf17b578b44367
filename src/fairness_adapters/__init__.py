"""Formats, plugins, files and the command line: everything that meets the outside world.

The names below are what a plugin author and a program need to start; the rest is in the modules named
in the architecture's tree. Nothing is discovered by importing this package: `Catalogue.discover()` does.
"""

from __future__ import annotations

from fairness_adapters.catalogue import Catalogue
from fairness_adapters.hookspecs import hookimpl

__all__ = ["Catalogue", "hookimpl"]
