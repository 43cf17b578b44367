"""Findings and their places, said so that the person who holds the file can mend it."""

from __future__ import annotations

import pytest

from fairness_core.problems import Place, Problem, Severity, error, has_errors, note, warning

CELL = Place(file="return.xlsx", sheet="WRES", cell="F41")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (Place(), ""),
        (Place(file="return.csv"), "return.csv"),
        (CELL, "return.xlsx, sheet 'WRES', cell F41"),
        (Place(file="c1.jsonl", cell="line 5"), "c1.jsonl, line 5"),
        (Place(file="edition.toml", field="indicators.wres-3"), "edition.toml, indicators.wres-3"),
        (Place(sheet="WRES"), "sheet 'WRES'"),
    ],
)
def test_a_place_is_said_as_a_spreadsheet_user_would(place: Place, said: str) -> None:
    """Only the parts that are known are said."""
    assert said == str(place)


def test_places_sort_by_file_sheet_and_cell() -> None:
    """Problems can be listed in the order of the file."""
    places = [Place(file="b"), Place(file="a", sheet="2"), Place(file="a", sheet="1", cell="B2")]
    assert [("a", "1"), ("a", "2"), ("b", "")] == [(place.file, place.sheet) for place in sorted(places)]


def test_a_problem_says_place_message_found_expected_and_hint() -> None:
    """One line has everything that the reader needs, in that order."""
    problem = error(
        "bad_number", "This is no number.", where=CELL, found="twelve", expected="a whole number", hint="Type 12."
    )
    assert str(problem) == (
        "return.xlsx, sheet 'WRES', cell F41: This is no number. Found: twelve. Expected: a whole number. Type 12."
    )


def test_a_problem_is_plain_json_with_its_place_beside_it() -> None:
    """Every field is a text, and the parts of the place are keys like the others."""
    assert error("bad_number", "This is no number.", where=CELL, found="twelve", hint="Type 12.").to_json() == {
        "code": "bad_number",
        "severity": "error",
        "message": "This is no number.",
        "file": "return.xlsx",
        "sheet": "WRES",
        "cell": "F41",
        "field": "",
        "found": "twelve",
        "expected": "",
        "hint": "Type 12.",
    }


def test_a_problem_of_no_place_is_its_message() -> None:
    """What is not known leaves no punctuation behind."""
    assert str(note("fyi", "Worth knowing.")) == "Worth knowing."


@pytest.mark.parametrize(
    ("made", "severity"),
    [(error("c", "M."), Severity.ERROR), (warning("c", "M."), Severity.WARNING), (note("c", "M."), Severity.NOTE)],
)
def test_the_makers_set_the_severity(made: Problem, severity: Severity) -> None:
    """Each maker gives the problem of its own severity and nothing else."""
    assert made == Problem(code="c", severity=severity, message="M.")


def test_makers_refuse_a_detail_that_problems_do_not_have() -> None:
    """A misspelt detail is refused rather than lost."""
    with pytest.raises(TypeError, match="sheet"):
        warning("c", "M.", sheet="WRES")


def test_only_errors_stop_the_work() -> None:
    """Warnings and notes do not; one error among them does; nothing found does not."""
    assert [False, False, True] == [
        has_errors([]),
        has_errors([warning("w", "W."), note("n", "N.")]),
        has_errors(iter([warning("w", "W."), error("e", "E.")])),
    ]
