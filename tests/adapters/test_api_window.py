"""The API window: the present number, a year of warnings for those before it, and a plain word for others."""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairness_adapters import Catalogue, api_window, formats
from fairness_adapters.api_window import API_FLOOR, RELEASED, Standing, window, works_until
from fairness_adapters.cli.app import run
from fairness_adapters.contract import API_VERSION, Plugin

FINE = Standing(taken=True)
CAME = {number: date(2026, 1, 1) + timedelta(days=400 * number) for number in range(2, 12)}


def test_the_present_number_is_taken_without_a_word() -> None:
    """A plugin that is up to date hears nothing."""
    assert FINE == window(API_VERSION)
    assert FINE == window(7, version=7, floor=3, released=CAME)


@given(st.integers(1, 8), st.integers(0, 5), st.integers(-3, 12))
def test_what_lies_in_the_window_is_taken_and_what_is_old_is_told(floor: int, above: int, api: int) -> None:
    """Taken from the floor to the present number and nowhere else; every number but the present one hears why."""
    version = floor + above
    found = window(api, version=version, floor=floor, released=CAME | {n: date(2027, 1, 1) for n in range(12, 15)})
    assert (floor <= api <= version) is found.taken
    assert (api == version) is (found.says == "")


def test_an_old_number_is_told_until_when_it_works() -> None:
    """The notice has both numbers, the day and what to do."""
    found = window(2, version=3, floor=1, released={2: date(2027, 1, 1), 3: date(2028, 2, 29)})
    says = "it was written for API 2 and the number is now 3: it works until 28 February 2029 at least; "
    assert Standing(taken=True, says=says + "ask for a newer version") == found


def test_a_number_is_taken_for_a_year_after_the_next_one_came() -> None:
    """Two numbers behind, it is the first that followed which counts."""
    assert date(2028, 1, 1) == works_until(1, {2: date(2027, 1, 1), 3: date(2027, 6, 1)})
    assert date(2029, 2, 28) == works_until(1, {2: date(2028, 2, 29)})


@given(st.dates(date(2026, 1, 1), date(2100, 1, 1)))
def test_a_year_of_warnings_is_a_year(came: date) -> None:
    """Whenever a number comes, the one before it is taken for 365 days at least."""
    assert 365 <= (works_until(1, {2: came}) - came).days <= 366


def test_a_number_from_the_future_wants_a_newer_fairness_core() -> None:
    """The cause names both numbers and what to install."""
    says = (
        "it was written for API 5 and this fairness-core has API 4: "
        "install a newer fairness-core, or an older version of the plugin"
    )
    assert Standing(taken=False, says=says) == window(5, version=4, floor=2)


def test_a_number_below_the_floor_wants_a_newer_plugin() -> None:
    """The cause names the floor."""
    says = (
        "it was written for API 1 and this fairness-core has API 4: "
        "the lowest that it takes is 2; install a newer version of the plugin"
    )
    assert Standing(taken=False, says=says) == window(1, version=4, floor=2)


@pytest.mark.parametrize(("api", "kind"), [("1", "a str"), (1.0, "a float"), (True, "a bool"), (None, "nothing")])
def test_what_is_no_whole_number_is_refused(api: object, kind: str) -> None:
    """Not even one that Python finds equal to 1."""
    assert Standing(taken=False, says=f"its API number is {kind}, not a whole number such as 1") == window(api)


def test_the_numbers_of_this_release_are_kept_in_step() -> None:
    """Whoever raises the number writes down the day, or an author could not be told how long they have."""
    assert 1 <= API_FLOOR <= API_VERSION
    assert {*range(2, API_VERSION + 1)} == {*RELEASED}
    assert sorted(RELEASED.values()) == [RELEASED[number] for number in sorted(RELEASED)]


# --- at work -------------------------------------------------------------------------------------------


OLD = """
from fairness_adapters import hookimpl
from fairness_adapters.contract import Plugin

@hookimpl
def fairness_plugin():
    return Plugin(name="older", api=1)
"""


def discovered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **numbers: int) -> Catalogue:
    """Discover a plugin that was written for API 1 with other numbers in force."""
    info = tmp_path / "older_plugin-1.4.dist-info"
    info.mkdir()
    (tmp_path / "older_plugin.py").write_text(OLD, encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: older-plugin\nVersion: 1.4\n")
    (info / "entry_points.txt").write_text("[fairness_adapters]\nolder = older_plugin\n")
    monkeypatch.delitem(sys.modules, "older_plugin", raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(api_window, "window", partial(window, released={2: date(2027, 3, 1)}, **numbers))
    return Catalogue.discover(built_in=False)


def test_an_older_plugin_works_and_is_listed_with_a_notice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within the window there is no fault, and one line that says until when."""
    catalogue = discovered(tmp_path, monkeypatch, version=2, floor=1)
    says = "it was written for API 1 and the number is now 2: it works until 1 March 2028 at least; ask for a newer version"
    assert [f"older (older-plugin 1.4), plugin: {says}"] == [str(notice) for notice in catalogue.notices]
    assert () == catalogue.faults


def test_a_plugin_below_the_floor_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside the window it is left out, and nothing is said twice."""
    catalogue = discovered(tmp_path, monkeypatch, version=3, floor=2)
    assert ["older-plugin"] == [fault.distribution for fault in catalogue.faults]
    assert () == catalogue.notices


def test_the_notice_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`fairness formats` has a heading for it, in words and as JSON, and only when there is one."""
    run(["formats"])
    assert "Kept for now" not in capsys.readouterr().err
    discovered(tmp_path, monkeypatch, version=2, floor=1)
    run(["formats"])
    lines = capsys.readouterr().err.splitlines()
    told = lines[lines.index("Kept for now: written for an older API") + 1 :]
    assert 1 == len(
        [line for line in told if line.startswith("  older (older-plugin 1.4), plugin: it was written for")]
    )
    run(["formats", "--json"])
    notices = json.loads(capsys.readouterr().out)["notices"]
    assert "plugin" in [each["stage"] for each in notices if each["distribution"] == "older-plugin"]


def test_a_plugin_that_says_no_number_was_written_for_the_first() -> None:
    """Were it the present number, an old plugin that says nothing would never hear of an end; ours is up to date."""
    assert 1 == Plugin(name="my-trust").api
    assert API_VERSION == formats.fairness_plugin().api
