"""`fairness formats`: every format, who brings it, what it reads and writes, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from fairness_adapters.catalogue import Catalogue, Registered
from fairness_adapters.cli.shared import AsJson, Exit, emit, say
from fairness_adapters.contract import Reader, Writer


def formats(as_json: AsJson = False) -> int:
    """List what can be read and written.

    Every format, what it reads or writes and who brings it; and every plugin that could not be loaded, where
    it failed and why. The built-in formats are listed in the same way as those of plugins.
    """
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
    readers, writers = sorted(catalogue.readers.items()), sorted(catalogue.writers.items())
    _show_list("Read", [_line(name, ", ".join(each.format.reads), each) for name, each in readers])
    _show_list("Written", [_line(name, each.format.suffix, each) for name, each in writers])
    _show_list("Left out, because of a fault", [str(fault) for fault in catalogue.faults])


def _show_list(heading: str, lines: Sequence[str]) -> None:
    say(heading)
    for line in lines or ("none",):
        say(f"  {line}")


def _line(name: str, kinds: str, registered: Registered[Reader[object]] | Registered[Writer]) -> str:
    version = registered.version or "not installed, run from its source"
    return f"{name} ({kinds}): {registered.format.title}. From {registered.distribution} {version}"
