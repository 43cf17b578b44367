"""What the verbs on cases share: their options, days and moments as people write them, and the clock.

The clock is read here and nowhere below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from fairness_adapters.cli import plugins
from fairness_core.errors import CallerError

if TYPE_CHECKING:
    from fairness_core.process.table import ProcessTable

At: TypeAlias = Annotated[
    str,
    typer.Option("--at", metavar="DATE", help="The day to look at, as 2026-03-01; today when not given."),
]
Tables: TypeAlias = Annotated[
    list[Path] | None,
    typer.Option("--process", metavar="FILE.toml", help="A process of your own that the case is under; repeatable."),
]

_ROLE = re.compile(r"[a-z][a-z0-9-]*")


def now() -> datetime:
    """Return this moment, with the offset of where the user is."""
    return datetime.now(UTC).astimezone()


def today() -> date:
    """Return the day of this moment."""
    return now().date()


def day(text: str, option: str) -> date:
    """Read a day as 2026-03-01; raise `CallerError` that names the option."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else _no_day(option)
    except ValueError:
        return _no_day(option)


def _no_day(option: str) -> date:
    raise CallerError(f"What {option} gives is not a day.", hint="Write it as 2026-03-31.")


def moment(text: str, option: str) -> datetime:
    """Read a moment as 2026-03-01T09:30, with or without its offset, or a day alone, which is its noon.

    Without an offset it is that of where the user is, on that day.
    """
    try:
        found = datetime.fromisoformat(f"{text}T12:00" if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text)
    except ValueError:
        hint = "Write it as 2026-03-31T09:30, or as 2026-03-31 when the time is not known."
        raise CallerError(f"What {option} gives is not a moment.", hint=hint) from None
    return found if found.tzinfo else found.astimezone()


def role(text: str, option: str = "--role") -> str:
    """Read a role's code; raise `CallerError` for what could be a name, and never repeat it."""
    if _ROLE.fullmatch(text):
        return text
    raise CallerError(
        f"What {option} gives is not the code of a role.",
        hint="Give a code such as case-manager; 'fairness process show' lists them.",
    )


def own_tables(paths: Sequence[Path] | None) -> tuple[ProcessTable, ...]:
    """Read the processes of your own, and after them those of plugins.

    Raises `ConfigError` with every fault of the first file that has any.
    """
    from fairness_adapters.jobs.process import read_process
    from fairness_core.process.table import process_table, processes

    shelf = plugins.shelf()
    of_plugins = (each for each in processes(shelf) if each not in processes())
    given = (read_process(path, shelf) for path in paths or ())
    return (*given, *(process_table(each, shelf) for each in of_plugins))
