"""What a reader written in Python rests on, in one place: opening, cells, labels, times, figures, and safe words.

These names are for plugin authors, and keep to the API window of `fairness_adapters.contract`; where each is made is
our own business. The findings of a reader come from `fairness_core.problems`, its errors from `fairness_core.errors`.
"""

from __future__ import annotations

from fairness_adapters.grid import CellError, CellValue, Grid, NotCalculated, Workbook
from fairness_adapters.kinds import Kind
from fairness_adapters.labels import normalise_label, without_footnote
from fairness_adapters.layouts.figures import Cell, parse_count, parse_day, parse_percent
from fairness_adapters.layouts.periods import parse_time
from fairness_adapters.layouts.schema import Markers
from fairness_adapters.office.quoting import describe_found
from fairness_adapters.source import Source, read_source, wrong_kind
from fairness_adapters.workbooks import TABLES, open_workbook

__all__ = [
    "TABLES",
    "Cell",
    "CellError",
    "CellValue",
    "Grid",
    "Kind",
    "Markers",
    "NotCalculated",
    "Source",
    "Workbook",
    "describe_found",
    "normalise_label",
    "open_workbook",
    "parse_count",
    "parse_day",
    "parse_percent",
    "parse_time",
    "read_source",
    "without_footnote",
    "wrong_kind",
]
