"""`fairness layout`: tried on a file, listed and shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fairness_adapters.jobs.wres import DEMO, sample_path
from fairness_adapters.layouts import layout_reader, packaged_layouts

Fairness = Callable[..., Any]
FAULTY = str(sample_path("made-up-trust-wres-2025-faulty.xlsx"))


def test_a_layout_is_tried_on_a_file(fairness: Fairness) -> None:
    """What was understood, what was left over, what was assumed, and what is wrong; nothing on stdout."""
    ran = fairness("layout", "try", "wres-return", FAULTY)
    assert (1, "") == (ran.code, ran.out)
    assert "figures were understood by wres-return.\n" in ran.err
    assert "Sheet 'WRES return', cells by what they are: " in ran.err
    assert "  Left over: A1, " in ran.err
    assert "Sheet 'Notes' was not read.\n" in ran.err
    assert "Assumed:\n" in ran.err
    assert "Error: made-up-trust-wres-2025-faulty.xlsx, sheet 'WRES return', cell I8: " in ran.err


def test_for_programs_every_cell_has_its_role(fairness: Fairness) -> None:
    """The figures, the counts of each sheet, and the cells by sheet and name."""
    ran = fairness("layout", "try", "wres-return", str(sample_path(DEMO)), "--json")
    found = ran.json
    assert (0, "wres-return", DEMO) == (ran.code, found["layout"], found["file"])
    told = found["cells"]
    figures = [name for name, each in told.items() if each["role"] == "figure"]
    assert all(name.startswith("WRES return!") for name in told)
    assert found["sheets"][0]["cells"]["figure"] == len(figures) > 200


def test_the_page_is_written_where_it_is_asked_for(fairness: Fairness, tmp_path: Path) -> None:
    """Its name is that of the option, and its place is said."""
    page = tmp_path / "marked.html"
    ran = fairness("layout", "try", "wres-return", str(sample_path(DEMO)), "--out", str(page))
    assert (0, True) == (ran.code, f"Written:\n  {page}\n" in ran.err)
    assert page.read_bytes().startswith(b"<!DOCTYPE html>")


def test_the_packaged_layouts_are_listed_and_shown(fairness: Fairness) -> None:
    """Each with its kind; what is shown loads as it is."""
    listed = fairness("layout", "list", "--json").json["layouts"]
    assert [each.id for each in packaged_layouts()] == [each["id"] for each in listed]
    assert "wres-return (workbook): " in fairness("layout", "list").err
    assert "wres-return" == layout_reader(fairness("layout", "show", "wres-return").out).id


@pytest.mark.parametrize("words", [("try", "wres", FAULTY), ("show", "wres")])
def test_an_unknown_layout_is_answered_with_those_there_are(fairness: Fairness, words: tuple[str, ...]) -> None:
    """Wrong use, with the list."""
    ran = fairness("layout", *words)
    assert (2, True) == (ran.code, "There are: bank-wres, " in ran.err)


def test_a_faulty_layout_is_told_with_every_fault(fairness: Fairness, tmp_path: Path) -> None:
    """Nothing is read, and each key is named."""
    path = tmp_path / "ours.toml"
    path.write_text('kind = "table"\nid = "x"\n', encoding="utf-8")
    ran = fairness("layout", "try", str(path), FAULTY)
    assert 1 == ran.code
    for key in ("revision", "title", "source", "figures"):
        assert f"ours.toml, {key}: This key is missing." in ran.err


def test_a_layout_is_proposed_on_stdout(fairness: Fairness, tmp_path: Path) -> None:
    """The proposal can be kept in a file and tried; how much is to decide goes to people."""
    source = tmp_path / "staff.csv"
    source.write_text("Date,Ethnic group,Headcount\n31/03/2025,White,3\n31/03/2025,BME,4\n", encoding="utf-8")
    ran = fairness("layout", "suggest", str(source))
    assert (0, True) == (ran.code, "As it stands it reads 2 figures" in ran.err)
    (tmp_path / "ours.toml").write_text(ran.out, encoding="utf-8")
    assert 0 == fairness("layout", "try", str(tmp_path / "ours.toml"), str(source)).code
    told = fairness("layout", "suggest", str(source), "--json").json
    assert (ran.out, {"A": "period", "B": "ethnicity", "C": "headcount"}, 2, []) == (
        told["layout"],
        told["columns"],
        told["figures"],
        told["to_fill"],
    )


def test_a_proposal_that_needs_filling_in_says_where(fairness: Fairness, tmp_path: Path) -> None:
    """The file does not say its day."""
    source = tmp_path / "staff.csv"
    source.write_text("Ethnic group,Headcount\nWhite,3\nBME,4\n", encoding="utf-8")
    ran = fairness("layout", "suggest", str(source))
    assert (0, True) == (ran.code, "Before it can be tried, fill in:\n  period: " in ran.err)


def test_the_schema_is_printed(fairness: Fairness) -> None:
    """As JSON, for an editor."""
    assert "definitions" in fairness("layout", "schema").json


def test_a_file_that_is_known_already_is_said_to_be(fairness: Fairness) -> None:
    """Whoever has a return need not write a layout."""
    ran = fairness("layout", "suggest", str(sample_path(DEMO)))
    assert "The packaged layout 'wres-return' recognises this file: " in ran.err
    assert ["wres-return"] == fairness("layout", "suggest", str(sample_path(DEMO)), "--json").json["known"]
