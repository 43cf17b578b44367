"""What is known of registration numbers, register by register.

None of these registers publishes a check digit, so only the shape is looked at, and every answer says so: a
number of the right shape may still belong to nobody. python-stdnum was looked through for them: of the United
Kingdom it knows NHS, tax, school and securities numbers, and no professional register. Where a register does
publish a check digit, `ByCheckDigit` takes the function that works it out. Nothing here asks a register.

Shapes: UK Core implementation guide (HL7 UK), Practitioner.identifier, for GMC, GPhC, NMC and HCPC; the tables of
prescriber codes of NHS England North West's genomics guide for optometrists. [memory] those of GDC, of
dispensing opticians and students at the GOC, and of PSNI.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

import attrs

from fairness_core.lessons.deidentify import NumberCheck
from fairness_core.risk.triage import Checked, Validator


@attrs.frozen(kw_only=True)
class ByShape:
    r"""Look at the shape of a register's numbers. Spaces do not count, nor does small or capital.

    >>> ByShape(register="GMC", pattern=r"\d{7}", words="seven digits").check("712 3456").valid is None
    True
    >>> ByShape(register="GMC", pattern=r"\d{7}", words="seven digits").check("71234").valid
    False
    """

    register: str
    pattern: str
    words: str

    def check(self, number: str) -> Checked:
        """Say whether the number has the shape; that it has says no more, so `valid` is then None."""
        fits = re.fullmatch(self.pattern, _bare(number), re.ASCII)
        said = "has the shape" if fits else "does not have the shape"
        says = (
            f"The number {said} of a {self.register} number ({self.words}). "
            f"{self.register} publishes no check digit, so the shape is all that was looked at."
        )
        return Checked(valid=None if fits else False, how="shape only", says=says)


@attrs.frozen(kw_only=True)
class ByCheckDigit:
    """Work out a check digit, with a function such as the `is_valid` of a module of python-stdnum."""

    register: str
    is_valid: Callable[[str], bool]

    def check(self, number: str) -> Checked:
        """Say whether the check digit is right; a right one does not show that the number was ever given out."""
        right = bool(self.is_valid(_bare(number)))
        says = f"The check digit of the {self.register} number is {'right' if right else 'wrong'}."
        return Checked(valid=right, how="check digit", says=says)


def _bare(number: str) -> str:
    return "".join(number.split()).upper()


_SHAPES = (
    ("GMC", r"\d{7}|L\d{6}", "seven digits"),
    ("GDC", r"\d{4,6}", "up to six digits"),
    ("GOC", r"01-?\d{3,5}|D-?\d{3,5}|SO-?\d{3,5}|SD-?\d{3,5}", "01- or D- and up to five digits"),
    ("GPhC", r"[25]\d{6}", "seven digits, the first a 2 or a 5"),
    ("PSNI", r"\d{3,5}[A-Z]?", "three to five digits"),
    ("NMC", r"\d{2}[A-Z]\d{4}[A-Z]", "two digits, a letter, four digits and a letter"),
    ("HCPC", r"[A-Z]{2}\d{1,6}", "two letters and up to six digits"),
)

VALIDATORS: Mapping[str, Validator] = {
    register: ByShape(register=register, pattern=pattern, words=words) for register, pattern, words in _SHAPES
}
"""The validators of the registers that we know, by the register's usual abbreviation."""


@cache
def number_checks() -> Mapping[str, NumberCheck]:
    """Return what tells a real number from one that only looks like it, by its kind (for `identifying`).

    That is the check digit of an NHS number, worked out by python-stdnum (extra `cases`). Without it every number of
    that shape is found.
    """
    try:
        from stdnum.gb import nhs
    except ImportError:
        return {}
    return {"NHS number": nhs.is_valid}
