"""`fairness formats`: every format, who brings it, what it reads and writes, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import attrs

from fairness_adapters.catalogue import Catalogue, Fault, Registered, RuleFileOf
from fairness_adapters.cli import plugins
from fairness_adapters.cli.shared import AsJson, Exit, emit, say
from fairness_adapters.contract import LessonCategoriser, Reader, ReportBuilder, Writer
from fairness_adapters.trial import try_identify


def formats(as_json: AsJson = False) -> int:
    """List what can be read and written, and what plugins bring.

    Every format, what it reads or writes and who brings it; rule files, categorisers and reports of plugins; and
    every plugin that could not be loaded, where it failed and why. To leave a plugin out, name it (or its
    distribution) in the setting FAIRNESS_BLOCK; several have commas between.

    The built-in formats are listed in the same way as those of plugins. Each format is asked about a few small
    files first, so that one that fails at that is listed too.
    """
    catalogue = plugins.catalogue()
    failing = try_identify(catalogue.readers.values())
    if as_json:
        emit(_to_json(catalogue, failing))
    else:
        _show(catalogue, failing)
    return Exit.FINE


def _to_json(catalogue: Catalogue, failing: Sequence[Fault]) -> dict[str, object]:
    return {
        "readers": [
            _origin(each) | {"id": name, "title": each.format.title, "reads": list(each.format.reads)}
            for name, each in sorted(catalogue.readers.items())
        ],
        "writers": [
            _origin(each) | {"id": name, "title": each.format.title, "writes": each.format.suffix}
            for name, each in sorted(catalogue.writers.items())
        ],
        "rule_files": [attrs.asdict(each) for each in catalogue.rule_files],
        "categorisers": [
            _origin(each) | {"id": name, "title": each.format.title, "taxonomy": each.format.taxonomy}
            for name, each in sorted(catalogue.categorisers.items())
        ],
        "reports": [
            _origin(each) | {"id": name, "title": each.format.title} for name, each in sorted(catalogue.reports.items())
        ],
        "blocked": [
            {"adapter": each.entry.name, "distribution": each.distribution, "version": each.version}
            for each in catalogue.blocked
        ],
        "faults": [attrs.asdict(fault) for fault in (*catalogue.faults, *failing)],
        "notices": [attrs.asdict(notice) for notice in catalogue.notices],
    }


_Any: TypeAlias = (
    Registered[Reader[object]] | Registered[Writer] | Registered[LessonCategoriser] | Registered[ReportBuilder]
)


def _origin(registered: _Any) -> dict[str, object]:
    return {"distribution": registered.distribution, "version": registered.version}


def _show(catalogue: Catalogue, failing: Sequence[Fault]) -> None:
    readers, writers = sorted(catalogue.readers.items()), sorted(catalogue.writers.items())
    _show_list("Read", [_line(name, ", ".join(each.format.reads), each) for name, each in readers])
    _show_list("Written", [_line(name, each.format.suffix, each) for name, each in writers])
    _show_what_plugins_bring(catalogue)
    _show_list("Left out, because of a fault", [str(fault) for fault in catalogue.faults])
    if failing:
        _show_list("At fault, and asked all the same", [str(fault) for fault in failing])
    if catalogue.notices:
        _show_list("Kept for now: written for an older API", [str(notice) for notice in catalogue.notices])


def _show_what_plugins_bring(catalogue: Catalogue) -> None:
    """Show what only plugins have; a heading without anything under it is left out."""
    suggest, reports = sorted(catalogue.categorisers.items()), sorted(catalogue.reports.items())
    found = {
        "Rule files of plugins": [_rule_line(each) for each in catalogue.rule_files],
        "Suggest codes for lessons": [_line(name, each.format.taxonomy, each) for name, each in suggest],
        "Reports of plugins": [_line(name, "", each) for name, each in reports],
        f"Left out, because {plugins.BLOCK} says so": [
            f"{each.entry.name}, from {_brought_by(each.distribution, each.version)}" for each in catalogue.blocked
        ],
        f"Named in {plugins.BLOCK}, and no plugin is called so": plugins.blocking_nothing(catalogue),
    }
    for heading, lines in found.items():
        if lines:
            _show_list(heading, lines)


def _rule_line(each: RuleFileOf) -> str:
    return f"{each.kind}/{each.id}: {each.title}. From {_brought_by(each.distribution, each.version)}"


def _show_list(heading: str, lines: Sequence[str]) -> None:
    say(heading)
    for line in lines or ("none",):
        say(f"  {line}")


def _line(name: str, kinds: str, registered: _Any) -> str:
    of = f" ({kinds})" if kinds else ""
    return f"{name}{of}: {registered.format.title}. From {_brought_by(registered.distribution, registered.version)}"


def _brought_by(distribution: str, version: str) -> str:
    return f"{distribution} {version or 'not installed, run from its source'}"
