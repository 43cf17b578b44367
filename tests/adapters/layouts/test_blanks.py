"""What blank cells of a form mean, and what is said of rows that it lacks."""

from __future__ import annotations

from tests.adapters.layouts.made_forms import SHORTLISTED, TWO_YEARS, figures, read, said, sheet, wres_layout

from fairness_adapters.layouts.blanks import LEFT_BLANK, NO_SUCH_ROW
from fairness_adapters.layouts.schema import Line
from fairness_core.problems import Problem, Severity
from fairness_core.values import Missing, Reason

CLINICAL = "1b) Clinical workforce"


def problem(code: str, problems: tuple[Problem, ...]) -> Problem:
    """Return the only problem with a code."""
    (found,) = [each for each in problems if each.code == code]
    return found


def test_a_blank_in_the_rows_by_band_is_nobody_and_is_noted() -> None:
    """In a column that has other headcounts, a blank is 0; the note lists the cells and says how to say otherwise."""
    form = read(sheet((CLINICAL, "Band 5", 10, 4, 1), ("", "Band 6", 8, None, " ")))
    assert (0, 0) == (
        figures(form)["headcount 2025 6 clinical bme"],
        figures(form)["headcount 2025 6 clinical unknown"],
    )
    note = problem("blank_is_nobody", form.problems)
    assert (Severity.NOTE, "D4", "D4, E4") == (note.severity, note.where.cell, note.found)
    assert "2 blank cells in the rows by band or grade were read as 0." == note.message


def test_many_blanks_are_noted_by_the_first_ten() -> None:
    """The note counts them all and lists ten."""
    bands = ["2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9"]
    form = read(sheet((CLINICAL, "Under band 1", 1, 1, 1), *(("", f"Band {band}", 5, 4, None) for band in bands)))
    note = problem("blank_is_nobody", form.problems)
    assert "11 blank cells" == note.message[:14]
    assert "E4, E5, E6, E7, E8, E9, E10, E11, E12, E13, ..." == note.found


def test_a_column_without_any_headcount_says_nothing_of_bands() -> None:
    """Where nobody of unknown ethnicity is counted at all, blanks are not recorded rather than 0."""
    form = read(sheet((CLINICAL, "Band 5", 10, 4, None), ("", "Band 6", 8, 3, None)))
    assert LEFT_BLANK == figures(form)["headcount 2025 6 clinical unknown"]
    assert [] == [code for code, _ in said(form) if code == "blank_is_nobody"]


def test_a_year_that_nobody_filled_in_is_noted_once() -> None:
    """Its blanks and the zeros of its formulas are no figures; the other year is used."""
    rows = ((34, "Shortlisted", None, None, None, 300, 200, 10), (38, "Total workforce", 0, 0, 0, 90, 40, 2))
    form = read(sheet(*rows, head=TWO_YEARS))
    assert {2025} == {hit.year for hit in form.hits}
    assert [("year_not_filled", "")] == said(form)
    assert "Nothing is filled in for 2024." == problem("year_not_filled", form.problems).message
    assert "Return" == problem("year_not_filled", form.problems).where.sheet


def test_a_form_that_nobody_filled_in_gives_no_figure() -> None:
    """It lacks no row either: there is nothing yet to be missing."""
    form = read(sheet((34, "Shortlisted", None, None, None)))
    assert ((), [("year_not_filled", "")]) == (form.hits, said(form, lacking=True))


def test_a_blank_that_a_form_must_fill_in_is_a_warning_at_its_cell() -> None:
    """It is not recorded, never 0, and each cell is named."""
    form = read(sheet((34, "Shortlisted", 300, None, 10)))
    assert LEFT_BLANK == figures(form)["shortlisted 2025 bme"]
    assert [("blank_figure", "D3")] == said(form)


def test_a_row_that_may_be_left_out_is_reported_only_when_half_filled() -> None:
    """Non-voting members need not be given; given for one group, the blanks of the others are reported."""
    empty = read(sheet(SHORTLISTED, (52, "Non-voting members", None, None, None)))
    half = read(sheet(SHORTLISTED, (52, "Non-voting members", 3, None, None)))
    assert [] == said(empty)
    assert [("blank_figure", "D4"), ("blank_figure", "E4")] == said(half)


def test_a_row_that_stands_twice_may_be_filled_in_once() -> None:
    """The form repeats the workforce in three places: a blank in one of them takes nothing away and is no problem."""
    form = read(sheet((38, "Total workforce", 90, 40, 2), (42, "Total workforce", None, None, None)))
    assert [90, 40, 2] == list(figures(form).values())
    assert [] == said(form)


def test_a_sign_for_a_missing_figure_is_a_warning_that_says_how_it_was_read() -> None:
    """A dash could mean none or unknown, so it is no 0, and whoever filled it in is told."""
    form = read(sheet((CLINICAL, "Band 5", 10, "-", "*")))
    assert Missing(reason=Reason.NOT_RECORDED, detail="shown as -") == figures(form)["headcount 2025 5 clinical bme"]
    assert [("no_figure", "D3"), ("no_figure", "E3")] == said(form)
    found = [each.found for each in form.problems if each.code == "no_figure"]
    assert ["the text '-', read as not recorded", "the text '*', read as suppressed"] == found


def test_a_block_that_the_form_has_must_be_whole() -> None:
    """A band that is missing from it is named with its row number, and its figures are missing and not 0."""
    bands = ["2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "9"]
    rows = [(CLINICAL if band == "2" else "", f"Band {band}", 5, 4, 1) for band in bands]
    form = read(sheet(*rows, ("", "VSM", 1, 1, 0)))
    lacking = [each for each in form.problems if each.code == "row_missing" and "Band" in each.message]
    assert [(Severity.WARNING, "form.xlsx", "a row labelled 'Clinical workforce, Band 8d'")] == [
        (each.severity, each.where.file, each.expected) for each in lacking
    ]
    assert "(row 26 of the form)" in lacking[0].message
    missing = [hit for hit in form.hits if hit.rule.code == "8d"]
    assert [(2025, group, NO_SUCH_ROW) for group in ("bme", "unknown", "white")] == [
        (hit.year, hit.group, hit.parsed) for hit in missing
    ]


def test_bands_that_no_longer_exist_need_not_be_there() -> None:
    """Band 1 and under band 1 are optional, and blocks that a form has not at all are not asked for."""
    bands = ["2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9"]
    rows = [(CLINICAL if band == "2" else "", f"Band {band}", 5, 4, 1) for band in bands]
    form = read(sheet(*rows, ("", "VSM", 1, 1, 0)))
    assert [] == [each.message for each in form.problems if each.code == "row_missing" and "Band" in each.message]
    assert not any("Consultant" in each.message for each in form.problems)


def test_rows_that_every_form_must_have_are_named_by_their_label() -> None:
    """A form with one row lacks the others; survey rows are lacking for White and BME only."""
    form = read(sheet(SHORTLISTED))
    lacking = [each.expected for each in form.problems if each.code == "row_missing"]
    assert "a row labelled 'Number appointed from shortlisting'" in lacking
    assert not any("shortlisted applicants" in each or "non voting" in each for each in lacking)
    assert len(lacking) == len(set(lacking)) == sum(line.required for line in _lines()) - 1
    assert ["bme", "white"] == [hit.group for hit in form.hits if hit.rule.name == "survey_discrimination"]


def _lines() -> list[Line]:
    return list(wres_layout().lines.values())
