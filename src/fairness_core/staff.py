"""Whoever takes part, as a role and an opaque reference; and the checks of fields that several records share.

Names live elsewhere, where they can be redacted: nothing here can hold one.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import attrs

from fairness_core.errors import CallerError


def required(instance: object, attribute: attrs.Attribute[str], value: object) -> None:
    """Refuse a text that is empty: a validator for fields that must say something."""
    if not isinstance(value, str) or not value.strip():
        raise CallerError(
            f"A {type(instance).__name__} needs its {attribute.name}.", hint="Write it in a sentence or two."
        )


def one_of(*choices: str) -> Callable[[object, attrs.Attribute[str], str], None]:
    """Make the validator of a field that holds one of a few words."""

    def check(instance: object, attribute: attrs.Attribute[str], value: str) -> None:
        if value not in choices:
            there = ", ".join(map(repr, choices))
            raise CallerError(f"The {attribute.name} of a {type(instance).__name__} is one of {there}.")

    return check


_OPAQUE = re.compile(r"(?=.*\d)[\w.:-]+")


def is_opaque(value: object) -> bool:
    """Tell whether a text can stand as a reference: letters and digits, at least one digit, no space and no "@".

    >>> is_opaque("u17"), is_opaque("Sam Example"), is_opaque("sam@example.org")
    (True, False, False)
    """
    return isinstance(value, str) and _OPAQUE.fullmatch(value) is not None


def _opaque(_: object, __: attrs.Attribute[str], value: object) -> None:
    if not is_opaque(value):
        raise CallerError(
            "A member of staff is referred to by an opaque id.",
            hint="Use letters and digits without spaces, with at least one digit, such as u17; never a name.",
        )


@attrs.frozen(kw_only=True)
class StaffRef:
    """A member of staff by role and an opaque reference, say "case manager", "u17"; never a name.

    A reference has a digit and no space or "@", which keeps out names and addresses that slip in.
    """

    role: str = attrs.field(validator=required)
    id: str = attrs.field(validator=_opaque)
