"""`fairness fill`: values into the cells of a trust's own workbook, which stays as it is in everything else."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fairness_adapters.cli.shared import AsJson, Exit, busy, emit, say, say_path


def fill(
    template: Annotated[Path, typer.Argument(metavar="TEMPLATE.xlsx", help="The workbook to fill; it is not changed.")],
    values: Annotated[
        Path,
        typer.Argument(metavar="VALUES", help="A table with the columns Cell ('Sheet!A1') and Value, or JSON."),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.xlsx", help="Where to write; beside the template else.")
    ] = None,
    unlock: Annotated[
        bool, typer.Option("--unlock", help="Fill locked cells of protected sheets too; the protection stays.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Fill cells of your own workbook.

    Charts, pictures, validation, macros and formulas stay as they are; Excel works the formulas out when it opens the
    file. A cell with a formula, one under a merged cell, a table's heading and a locked cell are refused.
    """
    from fairness_adapters.jobs.filling import fill_template

    target = out or template.with_name(f"{template.stem}-filled{template.suffix}")
    with busy("Filling"):
        written, number = fill_template(template, values, target, unlock=unlock)
    say(f"Cells filled: {number}.")
    say("Written:")
    say_path(written)
    if as_json:
        emit({"written": str(written), "cells": number})
    return Exit.FINE
