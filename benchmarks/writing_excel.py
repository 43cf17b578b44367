"""Print what a sheet of 200,000 rows costs in Excel, beside openpyxl's two ways, each in a process of its own.

Run by hand: `python benchmarks/writing_excel.py`. Ours is a marked table with widths, heights of wrapped rows, a
heading and checked texts; openpyxl's are bare cells.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import time
from collections.abc import Callable

ROWS = 200_000
HEADINGS = ("Band", "Division", "Staff group", "Number", "Code", "Answer")


def rows() -> list[list[str]]:
    """Return the rows, made up."""
    return [[f"Band {n % 12}", f"Division {n % 40}", "Nursing", str(n), f"x{n % 977}", "yes"] for n in range(ROWS)]


def ours() -> bytes:
    """Write an accessible workbook."""
    from fairness_adapters.office.workbook import AccessibleWorkbook

    book = AccessibleWorkbook("Made up", "en-GB")
    sheet = book.add_sheet("Staff", "Made-up staff")
    sheet.table("staff", HEADINGS, rows())
    return book.close()


def usual() -> bytes:
    """Write with openpyxl as most people do."""
    from openpyxl import Workbook

    book = Workbook()
    book["Sheet"].append(list(HEADINGS))
    for row in rows():
        book["Sheet"].append(row)
    return _saved(book)


def write_only() -> bytes:
    """Write with openpyxl's way for large sheets."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Staff")
    sheet.append(list(HEADINGS))
    for row in rows():
        sheet.append(row)
    return _saved(book)


def _saved(book: object) -> bytes:
    out = io.BytesIO()
    book.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


WAYS: dict[str, Callable[[], bytes]] = {"ours": ours, "openpyxl": usual, "openpyxl, write only": write_only}


def main() -> None:
    """Write once in each way, or in the one that is named."""
    if len(sys.argv) == 1:
        for name in WAYS:
            subprocess.run([sys.executable, __file__, name], check=True)
        return
    start = time.perf_counter()
    data = WAYS[sys.argv[1]]()
    seconds, most = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{seconds:6.1f} s  {most:5} MB  {len(data) // 1024:6} kB written  {sys.argv[1]}")


if __name__ == "__main__":
    main()
