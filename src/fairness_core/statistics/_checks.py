"""What a count and a confidence level must be; every function of this package asks here first.

Only checks live here, no numbers. Whether a numerator above its denominator is tolerable (joiners in
the year against a snapshot) is for the caller to settle before a statistic is asked for.
"""

from __future__ import annotations

from operator import index

from fairness_core.errors import CallerError

LARGEST_COUNT = 10**12
"""The largest count that is accepted: above it the exact test would take seconds, and no workforce is."""


def check_count(value: object, name: str) -> int:
    """Return `value` as a plain whole number from 0 to `LARGEST_COUNT`, or raise `CallerError` naming it.

    Whole numbers of other libraries are welcome; True and False are not counts, and nor is 7.0.
    """
    try:
        count = index(value)  # type: ignore[arg-type]
    except TypeError:
        count = -1
    if isinstance(value, bool) or not 0 <= count <= LARGEST_COUNT:
        found = value if isinstance(value, int | float) else f"a value of type {type(value).__name__}"
        raise CallerError(
            f"The count '{name}' is {found}.",
            hint=f"Give a whole number from 0 to {LARGEST_COUNT:,}.",
        )
    return count


def check_group(events: int, people: int, group: str = "") -> tuple[int, int]:
    """Return the events and the people of one group, or raise `CallerError` naming what is wrong.

    `group` is "top", "bottom" or another word for the group; empty where there is only one.
    """
    prefix = f"{group}_" if group else ""
    checked = check_count(events, f"{prefix}events"), check_count(people, f"{prefix}people")
    if checked[0] > checked[1]:
        raise CallerError(
            f"There are more events than people{f' in the {group} group' if group else ''}:"
            f" {prefix}events is {checked[0]}, {prefix}people is {checked[1]}.",
            hint="Count each person once, and take both counts from the same group and period.",
        )
    return checked


def check_confidence(confidence: float) -> float:
    """Return `confidence`, or raise `CallerError` where it is not from 0.01 to below 1."""
    if not 0.01 <= confidence < 1:
        raise CallerError(
            f"The confidence level is {confidence}.", hint="Give a share from 0.01 to below 1, such as 0.95."
        )
    return confidence
