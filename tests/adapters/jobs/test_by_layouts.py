"""Several layouts and one workbook: each reads its own sheet, none a cell of another's, and one that fits nothing is told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from fairness_adapters.catalogue import Catalogue
from fairness_adapters.contract import ReadResult
from fairness_adapters.jobs.reading import read_sources
from fairness_core.errors import AmbiguousFormat, CallerError, UnknownFormat
from fairness_core.observations import Dataset

CATALOGUE = Catalogue.discover(built_in=False)
STAFF = """
kind = "table"
id = "staff"
revision = 1
title = "Staff"
source = "made up"
[period]
day = "2025-09-30"
[dimensions.ethnicity]
labels = ["Group"]
classification = "ethnicity"
[figures.headcount]
measure = "headcount"
labels = ["Staff"]
"""
JOBS = (
    STAFF.replace('"staff"', '"jobs"')
    .replace('day = "2025-09-30"', 'first_day = "2025-07-01"\nlast_day = "2025-09-30"')
    .replace('measure = "headcount"', 'measure = "appointed"')
    .replace('labels = ["Staff"]', 'labels = ["Appointed"]')
)
ROWS = """
kind = "table"
id = "rows"
revision = 1
title = "Persons"
source = "made up"
[period]
day = "2025-09-30"
[dimensions.ethnicity]
labels = ["Group"]
classification = "ethnicity"
[figures.headcount]
measure = "headcount"
counts = "rows"
"""
BOTH = (("Group", "Staff", "Appointed"), ("White", 30, 4), ("BME", 20, 2))


def read(folder: Path, layouts: Sequence[str], **sheets: Sequence[Sequence[object]]) -> ReadResult[Dataset]:
    """Write a workbook and the layouts, and read the one by the others."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(folder / "ours.xlsx")
    paths = [folder / f"{number}.toml" for number in range(len(layouts))]
    for path, text in zip(paths, layouts, strict=True):
        path.write_text(text, encoding="utf-8")
    return read_sources([folder / "ours.xlsx"], catalogue=CATALOGUE, layouts=paths)


def named(result: ReadResult[Dataset]) -> dict[str, object]:
    """Return the figures by measure and place."""
    return {f"{each.measure} {each.where.sheet}!{each.where.cell}": each.value for each in result.value.observations}


def test_two_sheets_of_one_workbook_are_read_by_two_layouts(tmp_path: Path) -> None:
    """The figures of both come together, in the order of the layouts, and the source is named with each."""
    found = read(
        tmp_path,
        [JOBS, STAFF],
        People=[("Group", "Staff"), ("White", 30)],
        Jobs=[("Group", "Appointed"), ("White", 4)],
    )
    assert {"appointed Jobs!B2": 4, "headcount People!B2": 30} == named(found)
    assert ((), ["jobs (revision 1)", "staff (revision 1)"]) == (
        found.problems,
        [each.format for each in found.value.sources],
    )


def test_two_tables_on_one_sheet_are_read_by_two_layouts(tmp_path: Path) -> None:
    """Layouts may share a sheet as long as no figure is read by both."""
    found = read(tmp_path, [JOBS, STAFF], Both=BOTH)
    assert {"appointed Both!C2": 4, "appointed Both!C3": 2, "headcount Both!B2": 30, "headcount Both!B3": 20} == named(
        found
    )


def test_a_cell_that_two_layouts_read_is_an_error_that_names_both(tmp_path: Path) -> None:
    """Nothing says which is right; the advice is to name the sheets, and not an option that cannot be given."""
    with pytest.raises(AmbiguousFormat, match="The layouts staff and again both read the same cells") as caught:
        read(tmp_path, [STAFF, STAFF.replace('"staff"', '"again"')], Both=BOTH)
    assert ("ours.xlsx, sheet 'Both', cell B2", ["staff", "again"]) == (
        str(caught.value.where),
        [name for name, _ in caught.value.candidates],
    )
    assert "[sheets]: names" in caught.value.hint


@pytest.mark.parametrize("layouts", [[STAFF, ROWS], [ROWS, STAFF]])
def test_rows_that_are_counted_take_up_the_whole_sheet(tmp_path: Path, layouts: list[str]) -> None:
    """Who counts the rows of a table of counts would count them twice."""
    with pytest.raises(AmbiguousFormat):
        read(tmp_path, layouts, Both=BOTH)


def test_a_file_without_sheets_cannot_be_told_apart_by_them(tmp_path: Path) -> None:
    """The advice is to leave a layout away."""
    (tmp_path / "ours.csv").write_text("Group,Staff\nWhite,30\n", encoding="utf-8")
    for name in ("one", "two"):
        (tmp_path / f"{name}.toml").write_text(STAFF.replace('"staff"', f'"{name}"'), encoding="utf-8")
    with pytest.raises(AmbiguousFormat) as caught:
        read_sources(
            [tmp_path / "ours.csv"], catalogue=CATALOGUE, layouts=[tmp_path / "one.toml", tmp_path / "two.toml"]
        )
    assert "Give only the layout that is right for this file." == caught.value.hint


def test_a_layout_that_is_certain_goes_before_one_that_finds_it_likely(tmp_path: Path) -> None:
    """Four columns are certain, two likely: the second would read the same cells again, and is left out and told."""
    wide = (
        STAFF + '[dimensions.band]\nlabels = ["Band"]\nclassification = "band"\n[dimensions.ward]\nlabels = ["Ward"]\n'
    )
    wide += "as_written = true\n"
    narrow = STAFF.replace('"staff"', '"narrow"') + "optional = true\n"
    found = read(tmp_path, [narrow, wide], Wide=[("Group", "Band", "Ward", "Staff"), ("White", "Band 5", "Heron", 30)])
    assert {"headcount Wide!D2": 30} == named(found)
    assert [("layout_not_used", "0.toml")] == [(each.code, each.where.file) for each in found.problems]


def test_a_layout_by_which_nothing_was_read_is_told(tmp_path: Path) -> None:
    """Its figures are lacking, which the figures of the others do not show."""
    found = read(tmp_path, [JOBS, STAFF], Jobs=[("Group", "Appointed"), ("White", 4)])
    assert ({"appointed Jobs!B2": 4}, [("layout_not_used", "1.toml")]) == (
        named(found),
        [(each.code, each.where.file) for each in found.problems],
    )


def test_a_sheet_that_another_layout_read_was_not_passed_over(tmp_path: Path) -> None:
    """That a sheet was not read is told of those that no layout reads."""
    sheets = {
        "Jobs": [("Group", "Appointed"), ("White", 4)],
        "People": [("Group", "Staff"), ("White", 30)],
        "Other": [("Group", "Souls"), ("White", 5)],
    }
    found = read(tmp_path, [JOBS, STAFF], **sheets)
    assert {"Other"} == {each.where.sheet for each in found.problems if each.code == "sheet_not_read"}


def test_a_file_that_no_layout_recognises_is_refused_with_advice_on_layouts(tmp_path: Path) -> None:
    """An option for formats cannot be given beside layouts, so it is not advised."""
    with pytest.raises(UnknownFormat, match="No layout recognises this file") as caught:
        read(tmp_path, [JOBS, STAFF], Other=[("Group", "Souls"), ("White", 5)])
    assert ("--format" in caught.value.hint, "layout try" in caught.value.hint) == (False, True)


def test_two_layouts_of_one_id_are_refused(tmp_path: Path) -> None:
    """Who read a figure could not be told."""
    with pytest.raises(CallerError, match="same id"):
        read(tmp_path, [STAFF, STAFF], Both=BOTH)


def test_a_figure_that_two_files_give_differently_is_told_in_reading(tmp_path: Path) -> None:
    """Whoever only looks at what was read learns of it too."""
    (tmp_path / "staff.toml").write_text(STAFF, encoding="utf-8")
    for name, number in (("a", 30), ("b", 31)):
        (tmp_path / f"{name}.csv").write_text(f"Group,Staff\nWhite,{number}\n", encoding="utf-8")
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    found = read_sources(paths, catalogue=CATALOGUE, layouts=[tmp_path / "staff.toml"])
    assert [("stated_twice", "b.csv")] == [(each.code, each.where.file) for each in found.problems]
