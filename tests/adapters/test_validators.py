"""Registration numbers: the shape of each register's numbers, and a check digit where one is given."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairness_adapters.validators import VALIDATORS, ByCheckDigit, number_checks
from fairness_core.risk.triage import template


@pytest.mark.parametrize(
    ("register", "number"),
    [
        ("GMC", "7000001"),
        ("GMC", "700 0001"),
        ("GDC", "123456"),
        ("GOC", "01-09999"),
        ("GOC", "D-12345"),
        ("GPhC", "2000001"),
        ("PSNI", "1234"),
        ("NMC", "00a0000e"),
        ("HCPC", "PH099999"),
    ],
)
def test_right_shape(register: str, number: str) -> None:
    """A number of the right shape is neither valid nor invalid, and the answer says that only the shape was seen."""
    found = VALIDATORS[register].check(number)
    assert (None, "shape only") == (found.valid, found.how)
    assert "the shape is all that was looked at" in found.says


@pytest.mark.parametrize(
    ("register", "number"),
    [
        ("GMC", "700001"),
        ("GMC", "70000012"),
        ("GMC", "\u0667000001"),
        ("GDC", "D123"),
        ("GOC", "02-12345"),
        ("GPhC", "3000001"),
        ("PSNI", "12"),
        ("NMC", "00A000E"),
        ("HCPC", "P099999"),
    ],
)
def test_wrong_shape(register: str, number: str) -> None:
    """A number of another shape is told to be so, with what was expected."""
    found = VALIDATORS[register].check(number)
    assert (False, "shape only") == (found.valid, found.how)
    assert f"does not have the shape of a {register} number" in found.says


def test_every_register_of_the_template_is_known() -> None:
    """Each register that the packaged template names has a validator."""
    named = {register for each in template().disciplines.values() for register in each.registers}
    assert set() == named - VALIDATORS.keys()


@given(st.sampled_from(sorted(VALIDATORS)), st.text(min_size=4))
def test_no_answer_quotes_the_number(register: str, number: str) -> None:
    """Whatever was typed, perhaps a name, is not in the answer; and it never raises."""
    found = VALIDATORS[register].check(number)
    assert found.says == VALIDATORS[register].check("7000001" if found.valid is None else "?").says or (
        found.valid is None and "has the shape" in found.says
    )
    assert found.valid in (None, False)


def test_a_check_digit() -> None:
    """Where a register publishes a check digit its function decides; spaces do not count."""
    elevens = ByCheckDigit(register="Made-up", is_valid=lambda number: int(number) % 11 == 0)
    right, wrong = elevens.check("12 1"), elevens.check("122")
    assert (True, "check digit", "The check digit of the Made-up number is right.") == (
        right.valid,
        right.how,
        right.says,
    )
    assert (False, "The check digit of the Made-up number is wrong.") == (wrong.valid, wrong.says)


def test_the_check_digit_of_an_nhs_number_is_worked_out() -> None:
    """A number with the right digit can be real; one digit changed, it cannot."""
    check = number_checks()["NHS number"]
    assert check("9434765919")
    assert not check("9434765918")


def test_without_the_library_there_is_no_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then every number of that shape is found, and none is passed over."""
    monkeypatch.setitem(sys.modules, "stdnum.gb", None)
    assert {} == number_checks.__wrapped__()
