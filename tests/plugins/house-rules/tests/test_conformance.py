"""The layout keeps to the contract, every rule file is sound, and the categoriser shows its evidence."""

from __future__ import annotations

from pathlib import Path

from my_trust_house_rules import CATEGORISER

from fairness_adapters import Catalogue
from fairness_adapters.testing import ReaderSuite, layout

NAME = "my-trust-house-rules"


class TestLeavers(ReaderSuite):
    """The list of leavers, and what it must give beside it."""

    adapter = layout("my-trust-leavers", package="my_trust_house_rules")
    samples = Path(__file__).parent / "samples"
    level = 2


def test_every_rule_file_is_found_and_sound() -> None:
    """`fairness formats` lists them all, and no fault of this package."""
    found = Catalogue.discover()
    assert [] == [str(fault) for fault in found.faults if fault.distribution == NAME]
    assert 11 == sum(each.distribution == NAME for each in found.rule_files)


def test_a_suggestion_shows_the_word_that_it_rests_on() -> None:
    """Without evidence there is no suggestion."""
    text = "Letters should be checked."
    ((start, end),) = [match.span for each in CATEGORISER.suggest(text) for match in each.evidence]
    assert "Letter" == text[start:end]
    assert () == CATEGORISER.suggest("Nothing of that kind.")
