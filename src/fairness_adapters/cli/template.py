"""`fairness template fields`: the names that a trust's own Word template may use.

The work is done by `fairness_adapters.jobs.templates`. Filling is done by the verbs that write documents.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from fairness_adapters.cli import shared
from fairness_adapters.cli.shared import AsJson, Exit, busy, emit, say

if TYPE_CHECKING:
    from fairness_adapters.jobs.templates import Names

LONGEST_SAMPLE = 70

template = typer.Typer(name="template", add_completion=False, rich_markup_mode=None, no_args_is_help=False)


class For(StrEnum):
    """What a template is for."""

    WRES = "wres"
    LETTER = "letter"
    TRIAGE = "triage"
    LESSONS = "lessons"


@template.callback()
def about() -> None:
    """Use a Word template of your own."""


@template.command("fields", epilog=shared.EXAMPLES_WITHIN["template fields"])
def fields(purpose: Annotated[For, typer.Argument(help="What the template is for.")], as_json: AsJson = False) -> int:
    """List the names that a template may use.

    Write one as a content control's tag, or between two braces, as {{title}}. The names come from a sample; a
    standard or taxonomy of your own has names of its own. With --json every figure of every table is listed too.
    """
    from fairness_adapters.jobs.templates import names_for

    with busy("Looking at a sample"):
        found = names_for(purpose.value)
    if as_json:
        emit(_to_json(found))
        return Exit.FINE
    for line in _lines(found):
        say(line)
    return Exit.FINE


def _lines(found: Names) -> Iterator[str]:
    cells: dict[str, list[str]] = {}
    for each in found.fields:
        if each.kind == "cell":
            cells.setdefault(each.name.partition(".cell.")[0], []).append(each.name)
        else:
            yield f"{each.name}: {each.kind}. {_short(each.says) or 'Empty in the sample.'}"
    for name, columns in found.rows.items():
        yield f"{name}.COLUMN: in a table row, repeated for each row. COLUMN is {', '.join(columns)}."
    for start, names in cells.items():
        yield f"{start}.cell.ROW.COLUMN: one figure. {len(names)} of them, such as {names[0]}."


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SAMPLE else f"{line[: LONGEST_SAMPLE - 3]}..."


def _to_json(found: Names) -> dict[str, object]:
    return {
        "fields": [{"name": each.name, "kind": each.kind, "says": each.says} for each in found.fields],
        "rows": {name: list(columns) for name, columns in found.rows.items()},
    }
