"""Who takes part is a role and an opaque reference, so that no name and no address can slip into a record."""

from __future__ import annotations

import attrs
import pytest

from fairness_core.errors import CallerError
from fairness_core.staff import StaffRef, is_opaque, one_of, required


@attrs.frozen(kw_only=True)
class Sign:
    """A record with a field of each kind that is checked here."""

    says: str = attrs.field(default="Mind the step.", validator=required)
    colour: str = attrs.field(default="red", validator=one_of("red", "green"))


@pytest.mark.parametrize("text", ["u17", "7", "GMC:1234567", "a.b-c_d:9", "é1"])
def test_letters_with_a_digit_are_a_reference(text: str) -> None:
    """Letters, digits and a few marks, with at least one digit, can stand for somebody."""
    assert is_opaque(text)


@pytest.mark.parametrize(
    "text",
    ["", "Sam", "Sam Example", "Sam Example 2", "sam@example.org", "sam2@example.org", "u1\n", "u/1", "#1", 17, None],
)
def test_names_and_addresses_are_no_reference(text: object) -> None:
    """What has a space, an "@" or no digit is no reference, and nor is what is no text."""
    assert not is_opaque(text)


def test_somebody_is_a_role_and_a_reference() -> None:
    """A reference keeps what it was given."""
    assert ("case-manager", "u1") == attrs.astuple(StaffRef(role="case-manager", id="u1"))


def test_a_name_is_refused_and_not_repeated() -> None:
    """The message says what to use instead, and does not say the name again."""
    with pytest.raises(CallerError) as caught:
        StaffRef(role="case-manager", id="Sam Example")
    assert (
        "Use letters and digits without spaces, with at least one digit, such as u17; never a name."
        == caught.value.hint
    )
    assert "Sam" not in str(caught.value)


@pytest.mark.parametrize("role", ["", "  ", None])
def test_a_role_says_something(role: str) -> None:
    """Nobody takes part without a role."""
    with pytest.raises(CallerError, match="A StaffRef needs its role"):
        StaffRef(role=role, id="u1")


def test_a_text_that_must_say_something() -> None:
    """A blank text is refused in the words of its own class and field."""
    with pytest.raises(CallerError, match="A Sign needs its says"):
        Sign(says=" \n")


def test_a_field_that_holds_one_of_a_few_words() -> None:
    """Any other word is refused with those that there are."""
    assert "green" == Sign(colour="green").colour
    with pytest.raises(CallerError, match="The colour of a Sign is one of 'red', 'green'"):
        Sign(colour="blue")
