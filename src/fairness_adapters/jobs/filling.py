"""The job of filling a trust's own workbook with values from a file: read, fill, write whole or not at all."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from fairness_adapters.formats.lessons_sheet import find_header, text_of
from fairness_adapters.grid import CellError, CellValue, NotCalculated
from fairness_adapters.jobs.writing import write_files
from fairness_adapters.office.fill_workbook import CellContent, fill_workbook
from fairness_adapters.source import Source, read_source
from fairness_adapters.workbooks import open_workbook
from fairness_core.errors import CallerError, InvalidData
from fairness_core.problems import Place, Problem, error

HEADINGS: Mapping[str, tuple[str, ...]] = {"cell": ("Cell", "address"), "value": ("Value",)}
DAY = "date:"
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,14})?")
"""A number as it is written plainly; what begins with a needless 0, such as a code, stays text."""


def fill_template(template: Path, values: Path, out: Path, *, unlock: bool = False) -> tuple[Path, int]:
    """Fill a template with the values of a file, and return the path written and how many cells were filled.

    The values are a table with the columns Cell ('Sheet!A1') and Value, or JSON as `fairness cells --json` gives it.
    Raises `InvalidData` with every fault of the values, or every cell that cannot be filled, `CallerError` when `out`
    has another ending than the template, and `OutputError` when the place is at fault; then nothing is written. The
    template itself stays as it is, unless it is `out`.
    """
    if out.suffix.lower() != template.suffix.lower():
        hint = f"Give a name that ends in {template.suffix}."
        raise CallerError(f"A {template.suffix} file stays one, and {out.name} says something else.", hint=hint)
    wanted = read_values(read_source(values))
    filled = fill_workbook(read_source(template), wanted, unlock=unlock)
    (written,) = write_files({out.name: filled}, out.parent)
    return written, len(wanted)


def read_values(source: Source) -> dict[str, CellContent]:
    """Read values by the address of their cells; raise `InvalidData` with every fault."""
    if source.data.lstrip()[:1] == b"{":
        return _from_json(source)
    return _from_table(source)


def _from_json(source: Source) -> dict[str, CellContent]:
    problems: list[Problem] = []

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        """Make an object, and tell of names that it has twice: JSON keeps the last one without a word."""
        counted = Counter(key for key, _ in pairs)
        for key in (key for key, number in counted.items() if number > 1):
            where = Place(file=source.name, field=key[:80])
            problems.append(error("cell_named", "This name is there twice.", where=where, hint="Name each cell once."))
        return dict(pairs)

    try:
        found = json.loads(source.data, object_pairs_hook=once)
    except (ValueError, RecursionError) as fault:
        problem = error("not_json", "The file is not whole JSON.", where=Place(file=source.name), hint="Make it anew.")
        raise InvalidData("The values cannot be read.", [problem]) from fault
    cells = found.get("cells", found)
    if not isinstance(cells, dict):
        hint = "Write {'cells': {'Sheet!A1': 12}}, as 'fairness cells --json' does."
        where = Place(file=source.name, field="cells")
        raise InvalidData(
            "The values cannot be read.", [error("not_cells", "This is no object.", where=where, hint=hint)]
        )
    values = {str(key): _plain(source.name, str(key), value, problems) for key, value in cells.items()}
    return _sound(values, problems)


def _plain(file: str, key: str, value: object, problems: list[Problem]) -> CellContent:
    if isinstance(value, str) and value.startswith(DAY):
        try:
            day = datetime.fromisoformat(value.removeprefix(DAY))
        except ValueError:
            hint = "Write it as date:2026-03-31."
            problems.append(error("no_day", "This is no day.", where=Place(file=file, field=key[:80]), hint=hint))
            return None
        return day if "T" in value else day.date()
    if value is None or isinstance(value, str | int | float | bool):
        return value
    hint = "Give text, a number, true, false or null."
    problems.append(error("no_value", "A cell cannot hold this.", where=Place(file=file, field=key[:80]), hint=hint))
    return None


def _from_table(source: Source) -> dict[str, CellContent]:
    book = open_workbook(source)
    header = find_header(book, ("cell", "value"), HEADINGS, "a table of cells and values")
    values: dict[str, CellContent] = {}
    problems: list[Problem] = []
    for row, cells in header.rows():
        key, value = text_of(cells.get("cell")), cells.get("value")
        where = book.place(header.grid, row, header.columns["cell"])
        if not key or key in values:
            said = "The row names no cell." if not key else "Another row names the same cell."
            problems.append(error("cell_named", said, where=where, hint="Name each cell once, as 'Sheet!A1'."))
        elif isinstance(value, CellError | NotCalculated | timedelta):
            said = "The value is the error or the missing result of a formula, or a length of time."
            problems.append(error("no_value", said, where=where, hint="Write the value itself."))
        values[key] = _typed(value) if not header.grid.name else _content(value)
    return _sound(values, problems)


def _typed(value: CellValue) -> CellContent:
    """Return what a cell of CSV means, which knows text alone: a plain number is one, a day begins with "date:"."""
    text = text_of(value)
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    try:
        return date.fromisoformat(text.removeprefix(DAY)) if text.startswith(DAY) else text
    except ValueError:
        return text


def _content(value: CellValue) -> CellContent:
    return value if value is None or isinstance(value, str | int | float | bool | date) else None


def _sound(values: dict[str, CellContent], problems: list[Problem]) -> dict[str, CellContent]:
    if problems or not values:
        raise InvalidData("The values cannot be used, so nothing was written.", problems, hint="Correct the file.")
    return values
