"""What a figure can be: a whole count, a published figure that is not a count, or missing with a reason.

Rounding lives here too, because there is one rule: compute unrounded, round once, half up.
Statistics do not live here (`fairness_core.statistics`), and nor does where a figure came from
(`fairness_core.observations`).
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

import attrs

Exact: TypeAlias = int | Decimal | Fraction


class Unit(StrEnum):
    """The unit of a published figure that is not a count."""

    PERCENT = "percent"
    RATIO = "ratio"
    SCORE = "score"


class Reason(StrEnum):
    """Why there is no figure."""

    SUPPRESSED = "suppressed"
    NOT_RECORDED = "not recorded"
    NOT_APPLICABLE = "not applicable"
    UNREADABLE = "unreadable"


@attrs.frozen(kw_only=True)
class Stated:
    """A published figure that is not a count: value as printed, its unit, and its base if known.

    `value` keeps the decimals that were printed; a percentage is 0 to 100, never 0 to 1.
    `base` is the number of people (or answers) that the figure rests on, None when not stated.
    """

    value: Decimal
    unit: Unit
    base: int | None = None


@attrs.frozen(kw_only=True)
class Missing:
    """No figure, and why; `detail` is one plain clause for the reader."""

    reason: Reason
    detail: str = ""

    def __str__(self) -> str:
        """Say the reason, with the detail where there is one."""
        return f"{self.reason.value}: {self.detail}" if self.detail else self.reason.value


Value: TypeAlias = int | Stated | Missing


@attrs.frozen(kw_only=True)
class Rate:
    """So many of so many: `numerator` of `denominator`, both unrounded counts.

    `base` says whether people of unknown group are in the denominator ("all") or not ("known").
    """

    numerator: int
    denominator: int
    base: str = "all"

    @property
    def percent(self) -> Fraction | None:
        """The exact percentage, 0 to 100; None when nobody is in the denominator."""
        return percentage(self.numerator, self.denominator)


def percentage(part: Exact, whole: Exact) -> Fraction | None:
    """Return 100 x part / whole exactly, or None when the whole is 0.

    >>> percentage(2200, 18209)
    Fraction(220000, 18209)
    >>> percentage(0, 0) is None
    True
    """
    return 100 * Fraction(part) / Fraction(whole) if whole else None


def ratio(top: Exact, bottom: Exact) -> Fraction | None:
    """Return top / bottom exactly, or None when the bottom is 0."""
    return Fraction(top) / Fraction(bottom) if bottom else None


def round_half_up(value: Exact | float, decimals: int) -> Decimal:
    """Round to `decimals` places, ties away from zero; the one rounding rule of every report.

    A float is taken at its shortest decimal text, so that 2.675 means what was written.

    >>> round_half_up(Fraction(1, 8), 2), round_half_up(2.675, 2), round_half_up(-0.05, 1)
    (Decimal('0.13'), Decimal('2.68'), Decimal('-0.1'))
    """
    scaled = Fraction(Decimal(repr(value)) if isinstance(value, float) else value) * 10**decimals
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    rounded = whole + (2 * rest >= scaled.denominator)
    sign = -1 if scaled < 0 else 1
    return Decimal(sign * rounded).scaleb(-decimals)
