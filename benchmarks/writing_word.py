"""Print what a table of 5,000 rows costs in Word: the report's own way, beside python-docx's usual ways.

Run by hand: `python benchmarks/writing_word.py`. Each way runs in a process of its own, so that its memory is its own.
The usual way (`table.cell(row, column).text = ...`) looks every cell up anew and grows with the square of the rows, so
it is run on fewer rows, twice, and what 5,000 would take is worked out from that; `row.cells` is run in full.
Filling a template with the same rows, as a table and as a repeated row, stands below.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping

ROWS, COLUMNS = 5_000, 6
FEW = (60, 120)
"""Rows for the way that takes minutes, half and whole."""


def rows(number: int) -> list[tuple[str, ...]]:
    """Return made-up rows: a name, three numbers, a word, a remark."""
    return [
        (f"Trust {place}", f"{place:,}", f"{place / 50:.1f}%", "1.50", "yes", "=1+1 is text") for place in range(number)
    ]


HEADERS = ("Trust", "Staff", "Share", "Ratio", "Significant", "Remark")


def ours(number: int) -> bytes:
    """Write a report with one table, as `fairness wres` does."""
    from fairness_adapters.formats.word_report import WordReport
    from fairness_core.disclosure import NONE, protect
    from fairness_core.report.draft import Column, Draft, Section, Table

    table = Table(
        name="long", title="All", columns=tuple(Column(label=each) for each in HEADERS), rows=tuple(rows(number))
    )
    draft = Draft(kind="x", title="Long", sections=(Section(name="l", heading="Long", table=table),), metrics={})
    return WordReport().write(protect(draft, NONE))


def usual(number: int) -> bytes:
    """Fill a table by `table.cell`, as most programs do."""
    import docx

    document = docx.Document()
    table = document.add_table(number + 1, COLUMNS)
    for place, values in enumerate((HEADERS, *rows(number))):
        for column, text in enumerate(values):
            table.cell(place, column).text = text
    return _saved(document)


def by_rows(number: int) -> bytes:
    """Fill a table by `row.cells`, which is the quick way of python-docx."""
    import docx

    document = docx.Document()
    table = document.add_table(number + 1, COLUMNS)
    for row, values in zip(table.rows, (HEADERS, *rows(number)), strict=True):
        for cell, text in zip(row.cells, values, strict=True):
            cell.text = text
    return _saved(document)


def by_adding(number: int) -> bytes:
    """Add row after row with `table.add_row`."""
    import docx

    document = docx.Document()
    table = document.add_table(0, COLUMNS)
    for values in (HEADERS, *rows(number)):
        for cell, text in zip(table.add_row().cells, values, strict=True):
            cell.text = text
    return _saved(document)


def _saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def filled_table(number: int) -> bytes:
    """Fill a template with the rows as one table."""
    import docx

    from fairness_adapters.office.docx_template import Filling, fill_template
    from fairness_adapters.office.word import WordTable
    from fairness_adapters.source import Source

    document = docx.Document()
    document.add_paragraph("{{table}}")
    content = WordTable(
        title="t", description="d", headers=HEADERS, numeric=(False,) * COLUMNS, rows=tuple(rows(number))
    )
    return fill_template(Source.from_bytes("t.docx", _saved(document)), Filling(fields={"table": content})).data


def filled_rows(number: int) -> bytes:
    """Fill a template with the rows as a row that is repeated."""
    import docx

    from fairness_adapters.office.docx_template import Filling, fill_template
    from fairness_adapters.source import Source

    document = docx.Document()
    table = document.add_table(1, COLUMNS)
    for cell, label in zip(table.rows[0].cells, HEADERS, strict=True):
        cell.text = "{{rows." + label + "}}"
    items = [dict(zip(HEADERS, each, strict=True)) for each in rows(number)]
    return fill_template(Source.from_bytes("t.docx", _saved(document)), Filling(lists={"rows": items})).data


WAYS: Mapping[str, Callable[[int], bytes]] = {
    "ours": ours,
    "by_rows": by_rows,
    "by_adding": by_adding,
    "usual": usual,
    "filled_table": filled_table,
    "filled_rows": filled_rows,
}
SAYS = {
    "ours": "fairness_adapters, a report's table",
    "by_rows": "python-docx, row.cells",
    "by_adding": "python-docx, add_row",
    "filled_table": "fairness_adapters, a table in a template",
    "filled_rows": "fairness_adapters, a row repeated in a template",
}


def measured(way: str, number: int) -> dict[str, float]:
    """Run one way in a process of its own; return seconds, memory in MB and bytes written."""
    run = subprocess.run(
        [sys.executable, __file__, way, str(number)], capture_output=True, text=True, check=True, timeout=900
    )
    found: dict[str, float] = json.loads(run.stdout)
    return found


def main() -> None:
    """Measure every way and print what it took."""
    print(f"A table of {ROWS:,} rows and {COLUMNS} columns, each way in a process of its own:")
    for way, says in SAYS.items():
        found = measured(way, ROWS)
        print(f"  {says:<50} {found['seconds']:7.2f} s {found['mb']:6.0f} MB {found['bytes'] / 1000:6.0f} kB")
    half, whole = (measured("usual", number)["seconds"] for number in FEW)
    guess = whole * (ROWS / FEW[1]) ** 2
    print(f"  python-docx, table.cell: {FEW[0]} rows {half:.1f} s, {FEW[1]} rows {whole:.1f} s;")
    print(f"    growing with the square, {ROWS:,} rows would take about {guess / 60:.0f} minutes")


def one(way: str, number: int) -> None:
    """Run one way, and print what it took as JSON."""
    WAYS[way](5)
    start = time.perf_counter()
    data = WAYS[way](number)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    print(json.dumps({"seconds": seconds, "mb": peak, "bytes": len(data)}))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        one(sys.argv[1], int(sys.argv[2]))
    else:
        main()
