"""The one hook that a plugin implements, and the mark that says "this is an implementation of it".

pluggy *registers* a plugin; what it brings then runs through the typed Protocols of
`fairness_adapters.contract`, so that a type checker can check an author's class. How plugins are found,
and what happens to a broken one, is in `fairness_adapters.gathering`.
"""

from __future__ import annotations

import pluggy

from fairness_adapters.contract import Plugin
from fairness_adapters.discovery import GROUP

hookspec = pluggy.HookspecMarker(GROUP)
hookimpl = pluggy.HookimplMarker(GROUP)


@hookspec
def fairness_plugin() -> Plugin:  # type: ignore[empty-body]
    """Return what your distribution brings, and the API number it was written for; `Plugin` says what it can be.

    Called once for each catalogue, with no arguments, when the catalogue is discovered: at the start of
    every `fairness` command, and wherever a program calls `Catalogue.discover()`. Do no work here beyond
    making the objects: open no file, and import large libraries only inside `read` and `write`.

    Whatever goes wrong in here is listed by `fairness formats`, and every other plugin works on.

    A whole plugin is one module, here `my_trust.py`:

        from __future__ import annotations

        from fairness_adapters import hookimpl
        from fairness_adapters.contract import (
            Confidence,
            Identification,
            Plugin,
            ReadResult,
        )
        from fairness_adapters.source import Source
        from fairness_core.problems import warning


        class NightShifts:
            id = "my-trust-night-shifts"
            title = "My Trust's list of night shifts, one line for each"
            reads = ("csv",)

            def identify(self, source: Source) -> Identification:
                if source.data.startswith(b"night shifts"):
                    return Identification(confidence=Confidence.CERTAIN, reason="it begins with 'night shifts'")
                return Identification(confidence=Confidence.NO, reason="it does not begin with 'night shifts'")

            def read(self, source: Source) -> ReadResult[int]:
                lines = source.data.decode("utf-8", "replace").splitlines()[1:]
                problems = () if lines else (warning("no_shifts", "There is no shift in the list."),)
                return ReadResult(value=len(lines), problems=problems)


        @hookimpl
        def fairness_plugin() -> Plugin:
            return Plugin(name="my-trust", readers=(NightShifts(),), api=1)

    and two lines of its `pyproject.toml`:

        [project.entry-points.fairness_adapters]
        my-trust = "my_trust"
    """
