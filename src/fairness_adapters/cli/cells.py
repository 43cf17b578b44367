"""`fairness cells`: the cells of a file as we understand them, for those who wonder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from fairness_adapters.cli.shared import AsJson, Exit, busy, count_problems, emit, printable, say, show_problems


def cells(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A workbook, CSV file or Word document.")],
    sheet: Annotated[str, typer.Option("--sheet", metavar="NAME", help="Show this sheet only.")] = "",
    as_json: AsJson = False,
) -> int:
    """Show every cell of a file as it is understood.

    Values are as stored: dates begin with "date:", durations (in seconds) with "duration:", error cells with
    "error:". What the file really is, is told from its content. A file that cannot be read safely is refused: the
    exit code is 1 and no cells are given.
    """
    from fairness_adapters.jobs.cells import look_into
    from fairness_adapters.source import read_source

    with busy("Reading"):
        look = look_into(read_source(file), sheet)
    if as_json:
        emit(look.to_json())
    else:
        for line in look.lines():
            sys.stdout.write(f"{printable(line)}\n")
        sys.stdout.flush()
    show_problems(look.problems)
    say(f"{count_problems(look.problems)}.")
    return Exit.FINE
