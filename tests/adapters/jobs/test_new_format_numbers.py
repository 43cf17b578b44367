"""A package that is made states the present numbers, so that it is warned before they go, and asks every check."""

from __future__ import annotations

import pytest

from fairness_adapters.contract import API_VERSION
from fairness_adapters.jobs.new_format import KINDS, Kind, package_files
from fairness_adapters.testing import LATEST


@pytest.mark.parametrize("kind", KINDS)
def test_the_numbers_are_the_present_ones(kind: Kind) -> None:
    """The API number stands in the hook, the level of the kit in the tests."""
    files = package_files("my-trust-wards", kind)
    assert f"        api={API_VERSION},\n" in files["my_trust_wards/__init__.py"].decode()
    assert f"    level = {LATEST}\n" in files["tests/test_conformance.py"].decode()
