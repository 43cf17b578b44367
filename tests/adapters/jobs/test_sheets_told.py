"""Sheets that were not read for the same reason are told together."""

from __future__ import annotations

from fairness_adapters.jobs.sheets_told import sheets_together
from fairness_core.problems import Place, Problem, note


def passed_over(sheet: str, row: int, lacks: str) -> Problem:
    """Return the note on a sheet."""
    found = f"Row {row} comes nearest, and lacks: {lacks}" if row else lacks
    return note("sheet_not_read", "Not read.", where=Place(file="s.xlsx", sheet=sheet), found=found, hint="Look.")


def test_one_note_for_each_reason() -> None:
    """Wherever the row stands in each; another reason, and another problem, are told by themselves and in order."""
    other = note("hidden_rows", "Hidden.", where=Place(file="s.xlsx"))
    given = [passed_over("Q1", 3, "Band"), other, passed_over("Q2", 4, "Band"), passed_over("Q3", 3, "Ward"), other]
    found = sheets_together(given)
    assert ["2 sheets were not read, for the same reason: 'Q1', 'Q2'.", "Hidden.", "Not read.", "Hidden."] == [
        each.message for each in found
    ]
    assert ("the row of each that comes nearest lacks: Band", Place(file="s.xlsx"), given[3]) == (
        found[0].found,
        found[0].where,
        found[2],
    )


def test_ten_sheets_are_named() -> None:
    """A workbook may have a sheet for each of a hundred questions."""
    (told,) = sheets_together(passed_over(f"Q{number}", 0, "no row with any of them") for number in range(1, 13))
    assert "12 sheets were not read, for the same reason: 'Q1', " in told.message
    assert "'Q10' and 2 more." in told.message
    assert "no row with any of them" == told.found


def test_one_sheet_is_told_as_it_was() -> None:
    """With its place."""
    one = passed_over("Q1", 3, "Band")
    assert (one,) == sheets_together([one])
