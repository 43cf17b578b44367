"""A report as plain JSON values: the machine-readable form that other programs read.

Here live the names of the envelope's keys, how a number becomes JSON, and the check that only a
`Report` leaves the core. Making text of the values, and writing it, does not live here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import isinf, isnan

from fairness_core.disclosure import Report
from fairness_core.errors import CallerError
from fairness_core.report.draft import Amount, Fact, Hidden, Tree

SCHEMA = "fairness-core/report/1"
"""The name and version of this form; it changes when a reader of the old form would be misled."""

HIDDEN_KEY = "hidden"
"""Stands beside values that were hidden, and lists their names."""


def require_report(candidate: object) -> Report:
    """Return `candidate` when it is a `Report`; raise `CallerError` when it is anything else.

    Type checkers refuse a `Draft` already; this is the same refusal for a program that runs unchecked.
    """
    if isinstance(candidate, Report):
        return candidate
    raise CallerError(
        f"A {type(candidate).__name__} was given to be written, and only a Report may be.",
        hint="Call protect(draft, policy) first: it hides what could identify a person.",
    )


def to_json(report: Report) -> dict[str, object]:
    """Return the report's metrics and what they rest on as plain JSON values.

    Numbers are unrounded: whole numbers stay whole, fractions become floats, an infinite one is the
    text "infinity" or "-infinity", and no number is null. A hidden value is null, and the mapping
    that holds it lists its name under "hidden" ("rates[1]" for the second member of a list "rates").
    The keys of `report.metrics` stand at the top level. Raises `CallerError` when one of them is
    taken, when the tree holds something that is not JSON, or when `report` is not a `Report`.
    """
    accepted = require_report(report)
    found = _envelope(accepted)
    metrics = _mapping(accepted.metrics, "metrics")
    if taken := sorted(found.keys() & metrics.keys()):
        raise CallerError(f"The metrics use names that the report itself needs: {', '.join(taken)}.")
    problems: dict[str, object] = {"problems": [each.to_json() for each in accepted.problems]}
    return {key: value for key, value in found.items() if key != "problems"} | metrics | problems


def _envelope(report: Report) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "kind": report.kind,
        "title": report.title,
        "subtitle": report.subtitle,
        "language": report.language,
        "policy": {
            "id": report.policy.id,
            "threshold": report.policy.threshold,
            "hidden_counts": report.hidden_counts,
            **({"sha256": report.policy.sha256} if report.policy.sha256 else {}),
        },
        "provenance": {
            "sources": [dict(source) for source in report.provenance.sources],
            "standard": dict(report.provenance.standard),
            "methods": list(report.provenance.methods),
        },
        "problems": [],
    }


def _mapping(tree: Mapping[str, Tree], path: str) -> dict[str, object]:
    plain = {key: _value(value, f"{path}.{key}") for key, value in tree.items()}
    hidden = [name for key, value in tree.items() for name in _hidden_names(value, key)]
    if not hidden:
        return plain
    if HIDDEN_KEY in tree:
        raise CallerError(f"'{path}' has a value of its own called '{HIDDEN_KEY}'.")
    return plain | {HIDDEN_KEY: hidden}


def _hidden_names(value: Tree, name: str) -> Iterator[str]:
    """Name what is hidden in a value, down through lists but not through mappings, which name their own."""
    if isinstance(value, Hidden):
        yield name
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for position, each in enumerate(value):
            yield from _hidden_names(each, f"{name}[{position}]")


def _value(value: Tree, path: str) -> object:
    bare = value.value if isinstance(value, Amount | Fact) else value
    if bare is None or isinstance(bare, str | bool | int):
        return bare
    if isinstance(bare, float | Decimal | Fraction):
        return _real(bare, path)
    if isinstance(bare, Hidden):
        return None
    return _mapping(bare, path) if isinstance(bare, Mapping) else _sequence(bare, path)


def _sequence(value: object, path: str) -> list[object]:
    if not isinstance(value, Sequence):
        raise CallerError(f"'{path}' holds a {type(value).__name__}, which JSON has no form for.")
    return [_value(each, f"{path}[{position}]") for position, each in enumerate(value)]


def _real(number: float | Decimal | Fraction, path: str) -> float | str:
    real = float(number)
    if isnan(real):
        raise CallerError(f"'{path}' is not a number.", hint="Give None, and say why in why_not.")
    if isinf(real):
        return "infinity" if real > 0 else "-infinity"
    return real
