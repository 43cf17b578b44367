"""`fairness ratio`: the promised keys, the edges, and words that a person can act on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairness_adapters.cli.ratio import Group, parse_group
from fairness_core.errors import CallerError
from fairness_core.statistics import ratio_of_rates

Fairness = Callable[..., Any]
PROMISED = {"value", "low", "high", "p_value", "p_mid_p"} | {
    "interval_method",
    "test_method",
    "position",
    "why_not",
}


def test_the_keys_are_those_that_were_promised(fairness: Fairness) -> None:
    """JSON has every promised key, with the figures of the library, and nothing is said on stderr."""
    ran = fairness("ratio", "9/725", "17/2505", "--json")
    expected = ratio_of_rates(9, 725, 17, 2505)
    assert (0, "") == (ran.code, ran.err)
    assert PROMISED <= set(ran.json)
    assert (expected.value, expected.low, expected.high) == tuple(ran.json[k] for k in ("value", "low", "high"))
    assert (expected.p_value, expected.p_mid_p) == (ran.json["p_value"], ran.json["p_mid_p"])
    assert (False, "above", "") == (ran.json["significant"], ran.json["position"], ran.json["why_not"])
    assert {"events": 9, "people": 725, "percent": 900 / 725} == ran.json["top"]


@pytest.mark.parametrize("method", ["miettinen-nurminen", "koopman", "katz"])
def test_every_method_for_the_interval(fairness: Fairness, method: str) -> None:
    """The interval is that of the method asked for, and says so."""
    found = fairness("ratio", "9/725", "17/2505", "--interval", method, "--json").json
    expected = ratio_of_rates(9, 725, 17, 2505, method=method)  # type: ignore[arg-type]
    assert (expected.low, expected.high, method) == (found["low"], found["high"], found["interval_method"])


EDGES = {
    ("0/40", "0/120"): (None, 0.0, "infinity", 1.0, 1.0, None, "no events in either group"),
    ("0/0", "1/9"): (None, None, None, None, None, None, "nobody in the top group"),
    ("1/9", "0/0"): (None, None, None, None, None, None, "nobody in the bottom group"),
    ("0/0", "0/0"): (None, None, None, None, None, None, "nobody in either group"),
}


@pytest.mark.parametrize("groups", EDGES)
def test_edges_are_no_errors(fairness: Fairness, groups: tuple[str, str]) -> None:
    """Without events, or without people, the value is null with its reason, and the exit code is 0."""
    ran = fairness("ratio", *groups, "--json")
    keys = ("value", "low", "high", "p_value", "p_mid_p", "position", "why_not")
    assert EDGES[groups] == tuple(ran.json[key] for key in keys)
    assert ran.code == 0


def test_an_infinite_ratio_is_a_word(fairness: Fairness) -> None:
    """Events in the top group only: the value and its upper limit are "infinity", the position above."""
    found = fairness("ratio", "3/400", "0/1200", "--json").json
    assert ("infinity", "infinity", "above") == (found["value"], found["high"], found["position"])
    assert pytest.approx(2.345, abs=0.001) == found["low"]


@pytest.mark.parametrize(
    ("top", "bottom", "position"),
    [
        ("4/10", "5/10", "within"),
        ("3999/10000", "5/10", "below"),
        # Five times the one product is four times the other less 1, and the quotient's float is 0.8.
        ("100003/500015282821", "100019/400076226293", "below"),
    ],
)
def test_the_position_is_exact(fairness: Fairness, top: str, bottom: str, position: str) -> None:
    """Four fifths exactly is within the range, and what is less by too little for a float is below."""
    assert position == fairness("ratio", top, bottom, "--json").json["position"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("9/4", "1/2"), "'9/4' says that 9 events happened among 4 people."),
        (("-3/4", "1/2"), "'-3/4' is not a count of events, a slash and a count of people."),
        (("3.5/4", "1/2"), "'3.5/4' is not a count of events"),
        (("nine", "1/2"), "'nine' is not a count of events"),
        (("٣/٤", "1/2"), "is not a count of events"),
        (("1/2",), "Missing argument"),
        (("1/2", "1/2", "1/2"), "unexpected extra argument"),
        (("1/2", "1/2", "--interval", "wald"), "'wald' is not one of"),
        (("1/2", "1/2", "--intervall", "katz"), "No such option"),
    ],
)
def test_wrong_use(fairness: Fairness, words: tuple[str, ...], said: str) -> None:
    """Wrong words end with code 2, what is wrong, and an example of the right ones; JSON says it too."""
    ran = fairness("ratio", *words)
    assert (2, "") == (ran.code, ran.out)
    assert said in ran.err
    assert "fairness ratio 9/725 17/2505" in ran.err
    assert "Traceback" not in ran.err
    machine = fairness("ratio", *words, "--json")
    assert (2, "caller_error") == (machine.code, machine.json["error"])


def test_what_a_person_reads(fairness: Fairness) -> None:
    """In words: who is likelier, both rates, the gap, the interval, the test, the range, and what it is not."""
    ran = fairness("ratio", "9/725", "17/2,505")
    assert ran.out == ""
    assert ran.err.splitlines() == [
        "The top group was 1.83 times as likely as the bottom group (ratio 1.83).",
        "Top group: 9 of 725, 1.24%. Bottom group: 17 of 2,505, 0.68%. Gap: +0.56 percentage points.",
        "95% interval of the ratio: 0.83 to 4.00 (Miettinen-Nurminen).",
        "The difference is not statistically significant at 5%: Fisher's exact test, doubled mid-p 0.1551 "
        "(two-sided p 0.1550).",
        "The ratio is above the non-adverse range, 0.80 to 1.25.",
        "Neither the range nor the test proves or excludes discrimination.",
    ]


@pytest.mark.parametrize(
    ("groups", "headline"),
    [
        (("17/2505", "9/725"), "The bottom group was 1.83 times as likely as the top group (ratio 0.55)."),
        (("1/2", "2/4"), "Both groups were equally likely: the ratio is 1."),
        (("3/4", "0/9"), "Events happened in the top group only, so the ratio is infinite."),
        (("0/4", "3/9"), "Events happened in the bottom group only, so the ratio is 0."),
        (("0/4", "0/9"), "There is no ratio to give."),
        (("0/0", "1/9"), "There is no ratio to give."),
        (("1/40000", "1/200"), "The bottom group was 200.00 times as likely as the top group (ratio 0.0050)."),
    ],
)
def test_the_headline_says_who_is_likelier(fairness: Fairness, groups: tuple[str, str], headline: str) -> None:
    """The first line is a sentence in the right direction, at the edges too."""
    assert headline == fairness("ratio", *groups).err.splitlines()[0]


def test_why_not_is_said(fairness: Fairness) -> None:
    """What cannot be calculated is said with its reason."""
    said = fairness("ratio", "3/4", "0/9", "--interval", "katz").err
    assert "Not calculable: no events in the bottom group, so Katz's interval is not defined." in said
    assert "95% interval" not in said
    assert "no rate" in fairness("ratio", "0/0", "1/9").err


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_a_group_is_read_as_it_is_written(events: int, more: int) -> None:
    """Counts come back with and without thousands separators; more events than people never do."""
    people = events + more
    assert Group(events=events, people=people) == parse_group(f"{events}/{people}")
    assert Group(events=events, people=people) == parse_group(f" {events:,} / {people:,} ")
    with pytest.raises(CallerError, match="events happened among"):
        parse_group(f"{people + 1}/{people}")
