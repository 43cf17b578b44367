"""The process in which the second engine reads: `python -m fairness_adapters.office.second_engine_child`.

It takes bytes on stdin and gives JSON on stdout, a line for each sheet and each row, so that an engine that
aborts, hangs or swallows memory takes no other process with it. Who starts it, and what the answer means, lives in
`fairness_adapters.office.second_engine`.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

TOO_MANY = 3
"""The exit code that says: more cells than the limit."""


def main(most_bytes: int, most_cells: int) -> int:
    """Read a workbook from stdin; hold this process to so much memory (where the system allows) and so many cells."""
    _hold_to(most_bytes)
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    left = most_cells
    for listed in book.sheets_metadata:
        sheet = book.get_sheet_by_name(listed.name)
        about = {
            "name": listed.name,
            "worksheet": str(listed.typ).endswith("WorkSheet"),
            "state": str(listed.visible).rpartition(".")[2],
            "merged": sheet.merged_cell_ranges or [],
        }
        _say(about)
        for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1):
            pairs = [[column, *_plain(value)] for column, value in enumerate(row, start=1) if value != ""]
            left -= len(pairs)
            if left < 0:
                return TOO_MANY
            if pairs:
                _say([number, pairs])
    return 0


def _hold_to(most_bytes: int) -> None:
    try:
        import resource
    except ImportError:  # pragma: no cover - Windows: its time is limited all the same
        return
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _plain(value: Any) -> Iterator[object]:
    """Give a value, and before it the name of its type where JSON does not have it."""
    if isinstance(value, datetime | date | time):
        yield type(value).__name__
        yield value.isoformat()
    elif isinstance(value, timedelta):
        yield "timedelta"
        yield value.total_seconds()
    else:
        yield value


def _say(line: object) -> None:
    sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
