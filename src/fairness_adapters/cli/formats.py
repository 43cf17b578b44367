"""`fairness formats`: every format, who brings it, what it reads and writes, and what was left out."""

from __future__ import annotations

import attrs

from fairness_adapters.catalogue import Catalogue, Registered
from fairness_adapters.cli.shared import AsJson, Exit, emit, say
from fairness_adapters.contract import Reader, Writer


def formats(as_json: AsJson = False) -> int:
    """List every format that can be read or written, and every plugin that could not be loaded."""
    catalogue = Catalogue.discover()
    if as_json:
        emit(_to_json(catalogue))
    else:
        _show(catalogue)
    return Exit.FINE


def _to_json(catalogue: Catalogue) -> dict[str, object]:
    return {
        "readers": [
            _origin(each) | {"id": name, "title": each.format.title, "reads": list(each.format.reads)}
            for name, each in sorted(catalogue.readers.items())
        ],
        "writers": [
            _origin(each) | {"id": name, "title": each.format.title, "writes": each.format.suffix}
            for name, each in sorted(catalogue.writers.items())
        ],
        "faults": [attrs.asdict(fault) for fault in catalogue.faults],
    }


def _origin(registered: Registered[Reader[object]] | Registered[Writer]) -> dict[str, object]:
    return {"distribution": registered.distribution, "version": registered.version}


def _show(catalogue: Catalogue) -> None:
    for heading, there_are in (("Read", catalogue.readers), ("Written", catalogue.writers)):
        say(heading)
        for name, each in sorted(there_are.items()):
            _show_format(name, each)
        if not there_are:
            say("  none")
    say("Left out, because of a fault")
    for fault in catalogue.faults:
        say(f"  {fault}")
    if not catalogue.faults:
        say("  none")


def _show_format(name: str, registered: Registered[Reader[object]] | Registered[Writer]) -> None:
    each = registered.format
    kinds = ", ".join(each.reads) if isinstance(each, Reader) else each.suffix
    version = registered.version or "not installed, run from its source"
    say(f"  {name} [{kinds}] {each.title} ({registered.distribution} {version})")
