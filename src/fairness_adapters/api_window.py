"""Which API numbers are taken, until when, and what is said of one that is not.

A number is raised when a plugin that was right would go wrong; what is only added raises nothing. A number that
was raised past is still taken for at least a year, with a notice, and then the floor rises. What the numbers
count is `fairness_adapters.contract`; what happens to a plugin that is refused is in `discovery`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import attrs

from fairness_adapters.contract import API_VERSION

API_FLOOR = 1
"""The lowest API number that is still taken."""

RELEASED: Mapping[int, date] = MappingProxyType({})
"""The day on which each number after the first came: the number before it is taken for a year from then."""


@attrs.frozen(kw_only=True)
class Standing:
    """Whether an API number is taken, and what its author should know: nothing, when it is the present one."""

    taken: bool
    says: str = ""


def window(
    api: object, *, version: int = API_VERSION, floor: int = API_FLOOR, released: Mapping[int, date] = RELEASED
) -> Standing:
    """Judge the API number of a plugin: the present one is taken, an older one with a notice, others are not.

    `version` is the number of this fairness-core, `floor` the lowest that it still takes, and `released` the day on
    which each number came.

    >>> window(1)
    Standing(taken=True, says='')
    >>> window(1, version=2, floor=1, released={2: date(2027, 3, 1)}).says
    'it was written for API 1 and the number is now 2: it works until 1 March 2028 at least; ask for a newer version'
    >>> window(1, version=3, floor=2).taken
    False
    """
    if type(api) is not int:
        return Standing(taken=False, says=f"its API number is {_kind(api)}, not a whole number such as {version}")
    if api > version:
        return _refused(api, version, "install a newer fairness-core, or an older version of the plugin")
    if api < floor:
        return _refused(api, version, f"the lowest that it takes is {floor}; install a newer version of the plugin")
    return Standing(taken=True, says="" if api == version else _notice(api, version, released))


def works_until(api: int, released: Mapping[int, date] = RELEASED) -> date:
    """Return the first day on which a number may be dropped: a year after the one that follows it came."""
    came = released[api + 1]
    # 29 February has no day of its name a year later.
    return came.replace(year=came.year + 1, day=28 if (came.month, came.day) == (2, 29) else came.day)


def _notice(api: int, version: int, released: Mapping[int, date]) -> str:
    end = works_until(api, released)
    return (
        f"it was written for API {api} and the number is now {version}: "
        f"it works until {end.day} {end:%B %Y} at least; ask for a newer version"
    )


def _refused(api: int, version: int, what_to_do: str) -> Standing:
    return Standing(
        taken=False,
        says=f"it was written for API {api} and this fairness-core has API {version}: {what_to_do}",
    )


def _kind(api: object) -> str:
    return "nothing" if api is None else f"a {type(api).__name__}"
