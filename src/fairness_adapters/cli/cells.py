"""`fairness cells`: the cells of a file as we understand them, for those who wonder."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer

from fairness_adapters.cli.shared import AsJson, Exit, busy, count_problems, printable, say, show_problems


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
        _write(_json_lines(look.to_json()))
    else:
        _write(line if line.isprintable() else printable(line) for line in look.lines())
    show_problems(look.problems)
    say(f"{count_problems(look.problems)}.")
    return Exit.FINE


def _write(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    # Flushed here, so that a reader who has gone (| head) is noticed while it can still be handled.
    sys.stdout.flush()


def _json_lines(content: Mapping[str, object]) -> Iterator[str]:
    """Write JSON as `emit` does, a line for each cell; json's own indenting takes four times as long as the reading."""
    yield "{"
    for number, (key, value) in enumerate(content.items(), start=1):
        comma = "," if number < len(content) else ""
        if isinstance(value, dict) and value:
            yield f"  {json.dumps(key)}: {{"
            *rest, last = (
                f"    {json.dumps(name)}: {json.dumps(each, allow_nan=False)}" for name, each in value.items()
            )
            yield from (f"{line}," for line in rest)
            yield f"{last}\n  }}{comma}"
        else:
            shown = json.dumps(value, indent=2, allow_nan=False).replace("\n", "\n  ")
            yield f"  {json.dumps(key)}: {shown}{comma}"
    yield "}"
