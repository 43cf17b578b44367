"""The checks of what stands in a log: references and codes, never words, and moments with their offset.

A name or a sentence in a log could not be redacted without breaking its chain, so none gets in.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import attrs

from fairness_core.errors import CallerError
from fairness_core.staff import StaffRef, is_opaque

_CODE = re.compile(r"[\w.:-]*")


def reference(instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    """Refuse words where a reference is wanted; nothing at all will do."""
    if value and not is_opaque(value):
        raise CallerError(
            f"The {attribute.name} of {type(instance).__name__} is a reference, and never words or a name.",
            hint="Use letters and digits without spaces, one digit at least, such as n12; text stays beside the log.",
        )


def references(instance: object, attribute: attrs.Attribute[tuple[str, ...]], value: tuple[str, ...]) -> None:
    """Refuse words among references."""
    for each in value:
        reference(instance, attribute, each)  # type: ignore[arg-type]


def needed(instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    """Refuse words where a reference is wanted, and its lack too."""
    if not value:
        raise CallerError(f"{type(instance).__name__} needs its {attribute.name}.", hint="Give one, such as e1.")
    reference(instance, attribute, value)


def coded(instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    """Refuse words where a code of the process is wanted; which codes there are is for the table to say."""
    if not _CODE.fullmatch(value):
        raise CallerError(
            f"The {attribute.name} of {type(instance).__name__} is a code of the process, and never words.",
            hint="See 'fairness process show'; text stays beside the log.",
        )


def in_a_role(instance: object, attribute: attrs.Attribute[Any], value: StaffRef | None) -> None:
    """Refuse somebody whose role is told in words, for a name may be among them."""
    if value and not _CODE.fullmatch(value.role):
        raise CallerError(
            f"The role of the {attribute.name} of {type(instance).__name__} is a code of the process, and never words.",
            hint="Use a code such as case-manager.",
        )


def with_offset(instance: object, attribute: attrs.Attribute[datetime], value: datetime) -> None:
    """Refuse a time of which nobody knows on whose clock it was read."""
    if value.utcoffset() is None:
        raise CallerError(
            f"The {attribute.name} time of {type(instance).__name__} is a moment with its offset.",
            hint="Give a datetime with a timezone, such as 2026-03-31T09:30:00+01:00.",
        )
