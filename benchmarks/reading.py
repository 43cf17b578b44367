"""Print what reading a workbook costs here, and what it costs with pandas over openpyxl, in the same run.

Run by hand: `python benchmarks/reading.py`. Two files: the typical return that the package carries, and a made-up
staff-in-post extract of 10,000 rows and 12 columns. Each reading runs in a process of its own, which imports what
it needs, opens the file and makes every cell a value; the two take turns. The figures are the fastest of five
processes in seconds, the start of the interpreter not counted, and the most memory that one of them held.
A ratio below 1.5 is a tie on a shared machine. Where pandas is not installed the script says so.

The comparison favours pandas in this: it reads one sheet without formats, states or merged areas, believes what
the file declares, takes the text "#N/A" for a blank and "007" in a column of numbers for 7. Ours looks the whole
package over first.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

import xlsxwriter

RETURN = "made-up-trust-wres-2025.xlsx"
ROWS, ROUNDS = 10_000, 5
SCRIPTS: Mapping[str, str] = {
    "ours": """
from fairness_adapters.source import read_source
from fairness_adapters.workbooks import open_workbook
cells = sum(len(pairs) for grid in open_workbook(read_source(FILE)).grids for _, pairs in grid.rows())
""",
    "pandas": """
import pandas
frames = pandas.read_excel(FILE, sheet_name=None, header=None, engine="openpyxl")
cells = sum(int(frame.notna().sum().sum()) for frame in frames.values())
""",
    "openpyxl": """
from openpyxl import load_workbook
book = load_workbook(FILE, data_only=True)
rows = (row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
cells = sum(value is not None for row in rows for value in row)
""",
}
FRAME = """
import resource, sys, time
FILE, began = sys.argv[1], time.perf_counter()
{script}
took = time.perf_counter() - began
print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, cells)
"""


def extract(folder: Path) -> Path:
    """Write a made-up extract: seven columns of text, two of dates, three of numbers; nobody in it exists."""
    path = folder / "staff-in-post.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet, day = book.add_worksheet("Staff"), book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, [f"Column {number}" for number in range(1, 13)])
    for row in range(1, ROWS + 1):
        texts = [
            f"p{row}",
            f"Band {row % 9}",
            f"Group {row % 17}",
            "Yes",
            f"Site {row % 40}",
            "Permanent",
            f"Role {row % 300}",
        ]
        sheet.write_row(row, 0, texts)
        sheet.write_number(row, 7, 40_000 + row % 6_000, day)
        sheet.write_number(row, 8, 45_000 + row % 900, day)
        sheet.write_row(row, 9, [row % 100 / 100, row % 60, row])
    book.close()
    return path


def reading(script: str, path: Path) -> tuple[float, float, int]:
    """Read a file in a process of its own; return the seconds, the MB and how many cells it found."""
    command = [sys.executable, "-c", FRAME.format(script=script), str(path)]
    seconds, megabytes, cells = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(seconds), float(megabytes), int(cells)


def main() -> None:
    """Print a line for each file and reader."""
    readers = dict(SCRIPTS)
    if importlib.util.find_spec("pandas") is None:
        del readers["pandas"]
        print("pandas is not installed, so its lines are left out: python -m pip install pandas")
    with tempfile.TemporaryDirectory() as folder:
        sample = Path(str(resources.files("fairness_core").joinpath("data", "samples", RETURN)))
        for title, path in (("typical return", sample), (f"{ROWS:,} rows", extract(Path(folder)))):
            rounds = [{name: reading(script, path) for name, script in readers.items()} for _ in range(ROUNDS)]
            print(f"{title} ({os.path.getsize(path) / 1024:,.0f} kB)")
            ours = min(each["ours"][0] for each in rounds)
            for name in readers:
                seconds, cells = min(each[name][0] for each in rounds), rounds[0][name][2]
                most = max(each[name][1] for each in rounds)
                print(f"  {name:10} {seconds:6.2f} s  {most:5.0f} MB  {cells:8,} cells  {seconds / ours:5.2f} x ours")


if __name__ == "__main__":
    main()
