"""The package's public face: what it shows, and that each name is loaded when it is first used."""

from __future__ import annotations

import pytest

import fairness_core


def test_every_public_name_can_be_had() -> None:
    """Each name of `__all__` loads, and is the same object the second time."""
    for name in fairness_core.__all__:
        assert getattr(fairness_core, name) is getattr(fairness_core, name)


def test_names_are_listed_by_hand_sorted_and_once() -> None:
    """The list is what `dir` and tab completion show."""
    assert sorted(set(fairness_core.__all__)) == dir(fairness_core)
    assert sorted(fairness_core.__all__) == sorted(fairness_core._MODULE_OF)


def test_a_name_that_is_not_public_is_refused() -> None:
    """A misspelt name gives the error that Python gives, with the name in it."""
    with pytest.raises(AttributeError, match="no attribute 'protekt'"):
        fairness_core.protekt  # noqa: B018


def test_a_name_that_is_loaded_once_stays() -> None:
    """The second use does not go through the loader."""
    vars(fairness_core).pop("wilson", None)
    first = fairness_core.wilson
    assert first is vars(fairness_core)["wilson"]
