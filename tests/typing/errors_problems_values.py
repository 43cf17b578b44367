"""Values, findings and exceptions as a user's type-checker sees them; checked, never run."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import assert_never, assert_type

from fairness_core.errors import AdapterFault, ConfigError, FairnessError, InvalidData, UnknownFormat
from fairness_core.problems import Place, Problem, Severity, error, has_errors
from fairness_core.values import (
    Missing,
    Rate,
    Reason,
    Stated,
    Unit,
    Value,
    percentage,
    ratio,
    round_half_up,
)


def every_kind_of_value_is_told_apart(value: Value) -> str:
    """A value is a count, a stated figure or missing, and nothing else."""
    match value:
        case int():
            return str(value + 1)
        case Stated():
            return str(assert_type(value.value, Decimal))
        case Missing():
            return assert_type(value.reason, Reason).value
        case _:
            assert_never(value)


def arithmetic_never_guesses(value: Value) -> None:
    """A value cannot be added up before somebody has looked whether it is a number."""
    _ = value + 1  # type: ignore[operator]


def values_are_frozen(rate: Rate, place: Place) -> None:
    """A change means a new value."""
    rate.numerator = 1  # type: ignore[misc]
    place.cell = "A1"  # type: ignore[misc]


def values_are_made_by_name() -> None:
    """Fields are given by name, with the right type, and none may be left out."""
    Rate(2200, 18209)  # type: ignore[call-arg]
    Rate(numerator=2200)  # type: ignore[call-arg]
    Stated(value=12.1, unit=Unit.PERCENT)  # type: ignore[arg-type]
    Stated(value=Decimal("12.1"), unit="percent")  # type: ignore[arg-type]
    Missing(reason="suppressed")  # type: ignore[arg-type]


def what_may_be_undefined_must_be_looked_at(rate: Rate) -> None:
    """A percentage of nobody is None, so the checker asks for the case."""
    assert_type(rate.percent, Fraction | None)
    assert_type(percentage(1, 2), Fraction | None)
    assert_type(ratio(1, 2), Fraction | None)
    assert_type(round_half_up(0.125, 2), Decimal)
    round_half_up(rate.percent, 1)  # type: ignore[arg-type]


def findings_have_a_severity(problem: Problem) -> None:
    """A finding is made by its severity's function, or with a `Severity`, never a bare word."""
    assert_type(error("code", "Message."), Problem)
    assert_type(has_errors([problem]), bool)
    Problem(code="code", severity="error", message="Message.")  # type: ignore[arg-type]
    Problem(code="code", severity=Severity.NOTE, message="Message.", where="F41")  # type: ignore[arg-type]


def exceptions_carry_attributes(found: FairnessError) -> None:
    """What an exception carries is typed, and a `FairnessError` alone promises only its own."""
    assert_type(found.where, Place | None)
    assert_type(found.to_json(), dict[str, object])
    _ = found.problems  # type: ignore[attr-defined]
    if isinstance(found, InvalidData | ConfigError):
        assert_type(found.problems, tuple[Problem, ...])
    if isinstance(found, UnknownFormat):
        assert_type(found.candidates, tuple[tuple[str, str], ...])
    AdapterFault("A plugin failed.")  # type: ignore[call-arg]
