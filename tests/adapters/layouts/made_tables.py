"""Tables in memory and layouts of kind `table` for the tests; no figure is anybody's."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from hypothesis import strategies as st

from fairness_adapters.grid import Area, CellError, CellValue, MemoryGrid, NotCalculated, Workbook
from fairness_adapters.layouts import layout_reader
from fairness_adapters.layouts.table_rows import SheetReading, read_sheets
from fairness_adapters.layouts.table_schema import TableLayout
from fairness_core.observations import Observation
from fairness_core.problems import Problem
from fairness_core.values import Missing, Stated, Value

Row = Sequence[CellValue]

HEAD = """
kind = "table"
id = "ours"
revision = 1
title = "Our table"
source = "made up"
"""
PLAIN = (
    HEAD
    + """
[period]
labels = ["Date"]
[dimensions.ethnicity]
labels = ["Ethnic group"]
classification = "ethnicity"
totals = ["All staff"]
[figures.headcount]
measure = "headcount"
labels = ["Headcount"]
"""
)
YEARS = (
    HEAD
    + """
[header]
rows = ["period", "ethnicity"]
[period]
[dimensions.ethnicity]
classification = "ethnicity"
totals = ["Total"]
[dimensions.band]
labels = ["Band"]
classification = "band"
totals = ["All bands"]
[figures.headcount]
measure = "headcount"
[rows]
until = ["/^Notes?\\\\b/"]
"""
)
TWO_YEARS: tuple[Row, ...] = (
    ("Our workforce",),
    ("", "2024", "", "", "2025"),
    ("Band", "White", "BME", "Total", "White", "BME", "Total"),
    ("Band 5", 30, 12, 42, 31, 15, 46),
    ("Band 6", 20, "<5", 24, 22, 6, 28),
    ("All bands", 50, 16, 66, 53, 21, 74),
    (),
    ("Notes: made up",),
)

TEXTS = [
    "Band",
    "Band 5",
    "White",
    "BME",
    "Total",
    "2024",
    "2025",
    "Date",
    "Ethnic group",
    "Headcount",
    "Case ID",
    "Opened",
]
VALUES = st.one_of(
    st.none(),
    st.sampled_from(
        [*TEXTS, "Type", "Stage", "Ethnic origin", "All staff", "<5", "-", "Notes", "x" * 2000, " ", "\u00a0"]
    ),
    st.integers(-5, 10**12),
    st.floats(allow_nan=False),
    st.booleans(),
    st.dates(),
    st.just(CellError("#N/A")),
    st.just(NotCalculated("=A1")),
)
"""What may stand in a cell: labels that the layouts of these tests know, markers, figures, and what is none."""


def layout_of(text: str) -> TableLayout:
    """Return a layout of kind `table` from its text."""
    layout = layout_reader(text, "ours.toml").layout
    assert isinstance(layout, TableLayout)
    return layout


def grid_of(*rows: Row, name: str = "Data", merged: Sequence[tuple[int, int, int, int]] = ()) -> MemoryGrid:
    """Return a sheet of rows; merged areas as (top, left, bottom, right)."""
    areas = tuple(Area(top=top, left=left, bottom=bottom, right=right) for top, left, bottom, right in merged)
    return attrs.evolve(MemoryGrid.from_rows(name, rows), merged=areas)


@attrs.frozen
class Read:
    """What was read, in short forms."""

    readings: tuple[SheetReading, ...]
    problems: tuple[Problem, ...]

    @property
    def observations(self) -> tuple[Observation, ...]:
        """Return the observations of every sheet."""
        return tuple(each for reading in self.readings for each in reading.observations)

    @property
    def by_cell(self) -> dict[str, Value]:
        """Return the figures by their cells."""
        return {each.where.cell: each.value for each in self.observations}

    @property
    def named(self) -> dict[str, object]:
        """Return the figures as {"headcount 2025 5 white": 31}; a missing one by its reason, a stated one as text."""
        return {
            " ".join([each.measure, str(each.period.end.year), *(code for _, code in each.dimensions)]): _short(
                each.value
            )
            for each in self.observations
        }

    @property
    def said(self) -> list[tuple[str, str]]:
        """Return the code and cell of each problem."""
        return [(each.code, each.where.cell) for each in self.problems]


def read(layout: str | TableLayout, *grids: MemoryGrid) -> Read:
    """Read sheets by a layout, or by the text of one."""
    used = layout_of(layout) if isinstance(layout, str) else layout
    readings, problems = read_sheets(used, Workbook(file="ours.xlsx", grids=grids))
    return Read(readings, (*(each for reading in readings for each in reading.problems), *problems))


def _short(value: Value) -> object:
    if isinstance(value, Missing):
        return value.reason.value
    return f"{value.value:f} {value.unit.value}" if isinstance(value, Stated) else value
