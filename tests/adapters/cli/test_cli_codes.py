"""`fairness codes`: which code lists there are, and what may be written for each code."""

from __future__ import annotations

from tests.adapters.cli.conftest import Fairness

from fairness_core.classifications import classification, classifications


def test_the_code_lists_are_listed(fairness: Fairness) -> None:
    """Each with its id, title and number of codes, for people and for machines."""
    said = fairness("codes")
    assert (0, "") == (said.code, said.out)
    assert "band: Pay band or grade (25 codes).\n" in said.err
    listed = fairness("codes", "--json").json["code_lists"]
    assert isinstance(listed, list)
    assert list(classifications()) == [each["id"] for each in listed]
    assert {"id": "band", "title": "Pay band or grade", "codes": 25} in listed


def test_the_codes_of_one_are_listed_with_every_way_of_writing(fairness: Fairness) -> None:
    """Codes, groups with their members, and what is not certain."""
    said = fairness("codes", "ethnicity")
    assert (0, "") == (said.code, said.out)
    assert "  B: White Irish; also 'Irish', 'White - Irish'\n" in said.err
    assert "  white: White = A, B, C" in said.err
    assert "; with C2, CA, CB, CC, CD\n" in said.err
    assert "Not certain: T is not mapped" in said.err
    assert "  5: Band 5; also '5', 'B5'\n" in fairness("codes", "band").err
    assert "Groups:" not in fairness("codes", "disability").err


def test_the_codes_of_one_as_json(fairness: Fairness) -> None:
    """Everything that the list has, by code and by group."""
    told = fairness("codes", "ethnicity", "--json").json
    ethnicity = classification("ethnicity")
    assert isinstance(told["codes"], dict)
    assert isinstance(told["groups"], dict)
    assert (list(ethnicity.codes), list(ethnicity.groups)) == (list(told["codes"]), list(told["groups"]))
    assert {"label": "White Irish", "aliases": ["Irish", "White - Irish"], "sub_codes": {}} == told["codes"]["B"]
    assert ["A", "B", "C"] == told["groups"]["white"]["members"]
    assert ("ethnicity", list(ethnicity.doubts)) == (told["id"], told["doubts"])


def test_a_list_that_is_not_there_is_answered_with_those_there_are(fairness: Fairness) -> None:
    """A misspelt id is wrong use."""
    said = fairness("codes", "bands")
    assert 2 == said.code
    assert "There is no code list 'bands'." in said.err
    assert "There are: band, board" in said.err
