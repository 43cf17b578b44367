"""`fairness ratio`: how likely one group is beside another, from four counts, with interval and tests."""

from __future__ import annotations

import re
from enum import StrEnum
from fractions import Fraction
from math import floor, isinf, log10
from typing import Annotated

import attrs
import typer

from fairness_adapters.cli.shared import AsJson, Exit, emit, say
from fairness_core.errors import CallerError
from fairness_core.statistics import Position, RatioOfRates, non_adverse_position, ratio_of_rates
from fairness_core.values import percentage, round_half_up

_COUNT = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+"
_GROUP = re.compile(rf"\s*({_COUNT})\s*/\s*({_COUNT})\s*")
_SIGNIFICANT_BELOW = 0.05


class IntervalMethod(StrEnum):
    """The methods for the interval, by the names that the library gives them."""

    MIETTINEN_NURMINEN = "miettinen-nurminen"
    KOOPMAN = "koopman"
    KATZ = "katz"


@attrs.frozen(kw_only=True)
class Group:
    """So many events among so many people."""

    events: int
    people: int

    @property
    def percent(self) -> Fraction | None:
        """The exact rate, 0 to 100; None when there is nobody."""
        return percentage(self.events, self.people)

    def __str__(self) -> str:
        """Say the rate with its counts."""
        rate = self.percent
        shown = "no rate" if rate is None else f"{_shown(rate)}%"
        return f"{self.events:,} of {self.people:,}, {shown}"


def parse_group(text: str) -> Group:
    """Read "9/725" as 9 events among 725 people; raise `CallerError` on anything else.

    >>> parse_group("17/2,505")
    Group(events=17, people=2505)
    """
    match = _GROUP.fullmatch(text)
    if not match:
        raise CallerError(
            f"{text.strip()!r} is not a count of events, a slash and a count of people.",
            hint="Give two whole numbers each, for example: fairness ratio 9/725 17/2505",
        )
    events, people = (int(part.replace(",", "")) for part in match.groups())
    if events > people:
        raise CallerError(
            f"{text!r} says that {events:,} events happened among {people:,} people.",
            hint="Give the events first and the people second, for example: fairness ratio 9/725 17/2505",
        )
    return Group(events=events, people=people)


def ratio(
    top: Annotated[str, typer.Argument(metavar="TOP", help="The group asked about: events/people, say 9/725.")],
    bottom: Annotated[str, typer.Argument(metavar="BOTTOM", help="The group it is compared with, say 17/2505.")],
    interval: Annotated[
        IntervalMethod, typer.Option(help="The method for the 95% interval.")
    ] = IntervalMethod.MIETTINEN_NURMINEN,
    as_json: AsJson = False,
) -> int:
    """Compare how likely two groups are.

    The ratio is the rate of TOP divided by the rate of BOTTOM: 1 means equally likely. With it come both
    rates, their gap, a 95% interval, an exact test and the place in the non-adverse range. Nothing happening
    in either group, or nobody in one, is no error: the reason is given in place of the figure.
    """
    above, below = parse_group(top), parse_group(bottom)
    found = ratio_of_rates(above.events, above.people, below.events, below.people, method=interval.value)
    position = _position(above, below, found)
    if as_json:
        emit(_to_json(above, below, found, position))
    else:
        _show(above, below, found, position)
    return Exit.FINE


def _position(top: Group, bottom: Group, found: RatioOfRates) -> Position | None:
    """Compare exactly: 4/10 of 5/10 is four fifths, and not the float nearest to it."""
    if found.value is None or isinf(found.value):
        return non_adverse_position(found.value)
    return non_adverse_position(Fraction(top.events * bottom.people, bottom.events * top.people))


def _to_json(top: Group, bottom: Group, found: RatioOfRates, position: Position | None) -> dict[str, object]:
    return {
        "value": _finite(found.value),
        "low": _finite(found.low),
        "high": _finite(found.high),
        "p_value": found.p_value,
        "p_mid_p": found.p_mid_p,
        "significant": None if found.p_mid_p is None else found.p_mid_p < _SIGNIFICANT_BELOW,
        "interval_method": str(found.interval_method),
        "test_method": found.test_method,
        "position": position,
        "why_not": found.why_not,
        "top": _group_to_json(top),
        "bottom": _group_to_json(bottom),
    }


def _group_to_json(group: Group) -> dict[str, object]:
    rate = group.percent
    return {
        "events": group.events,
        "people": group.people,
        "percent": None if rate is None else float(rate),
    }


def _finite(value: float | None) -> float | str | None:
    return "infinity" if value is not None and isinf(value) else value


def _show(top: Group, bottom: Group, found: RatioOfRates, position: Position | None) -> None:
    say(_headline(top, bottom, found))
    say(f"Top group: {top}. Bottom group: {bottom}.{_gap(top, bottom)}")
    if found.low is not None and found.high is not None:
        say(
            f"95% interval of the ratio: {_shown(found.low)} to {_shown(found.high)} ({found.interval_method.title()})."
        )
    if found.p_value is not None and found.p_mid_p is not None:
        say(_tests(found.p_value, found.p_mid_p))
    if position:
        say(f"The ratio is {position} the non-adverse range, 0.80 to 1.25.")
    if found.why_not:
        say(f"Not calculable: {found.why_not}.")
    say("Neither the range nor the test proves or excludes discrimination.")


def _headline(top: Group, bottom: Group, found: RatioOfRates) -> str:
    if found.value is None:
        return "There is no ratio to give."
    if not bottom.events:
        return "Events happened in the top group only, so the ratio is infinite."
    if not top.events:
        return "Events happened in the bottom group only, so the ratio is 0."
    if top.percent == bottom.percent:
        return "Both groups were equally likely: the ratio is 1."
    times = Fraction(top.events * bottom.people, bottom.events * top.people)
    likelier, other = ("top", "bottom") if times > 1 else ("bottom", "top")
    said = f"The {likelier} group was {_shown(max(times, 1 / times))} times as likely as the {other} group"
    return f"{said} (ratio {_shown(times)})."


def _gap(top: Group, bottom: Group) -> str:
    if top.percent is None or bottom.percent is None:
        return ""
    gap = top.percent - bottom.percent
    return f" Gap: {'-' if gap < 0 else '+' if gap else ''}{_shown(abs(gap))} percentage points."


def _tests(p_value: float, p_mid_p: float) -> str:
    verdict = "is" if p_mid_p < _SIGNIFICANT_BELOW else "is not"
    return (
        f"The difference {verdict} statistically significant at 5%: Fisher's exact test, "
        f"doubled mid-p {_probability(p_mid_p)} (two-sided p {_probability(p_value)})."
    )


def _probability(value: float) -> str:
    return "under 0.0001" if value < 0.0001 else f"{round_half_up(value, 4)}"


def _shown(value: Fraction | float) -> str:
    """Print with two decimals, or two significant figures when the value is under 0.1."""
    if isinstance(value, float) and isinf(value):
        return "infinity"
    decimals = 1 - floor(log10(value)) if 0 < value < 0.1 else 2
    return f"{round_half_up(value, decimals):,f}"
