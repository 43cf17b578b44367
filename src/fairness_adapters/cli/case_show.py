"""`fairness case show` and `replay`: where a case stands, for a case manager and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fairness_adapters.cli.case_options import At, Tables, day, own_tables, today
from fairness_adapters.cli.process import say_lines
from fairness_adapters.cli.shared import AsJson, Exit, emit, say, show_problems

if TYPE_CHECKING:
    from fairness_adapters.cli.process_words import Line
    from fairness_adapters.jobs.cases import CaseRead, Position


def replay(
    path: Annotated[Path, typer.Argument(metavar="CASE.json", help="A case's log, or a JSON document (see above).")],
    at: At = "",
    tables: Tables = None,
    as_json: AsJson = False,
) -> int:
    """Replay a case and say where it stands on a day.

    The file is a log as 'fairness case open' begins one, or a document of a program that keeps its log elsewhere:
    {"process": "five-step", "reference": "c1", "subject": {"kind": "person", "id": "p1"}, "events": [...]}, with the
    events as a log has them, without before, version and hash. Nothing is written.
    """
    from fairness_adapters.jobs.case_json import position_to_json

    read, found = _read(path, at, tables)
    show_problems(read.problems)
    if as_json:
        emit(position_to_json(read, found))
    else:
        say(f"{read.file} is {_KINDS[read.kind]}.")
        say_lines(_summary(found))
    return Exit.FINE


_KINDS: Mapping[str, str] = {
    "log": "a log, and its chain is whole: every line is as it was written",
    "document": "a document, without a chain: that nothing was changed in it cannot be seen",
}


def _read(path: Path, at: str, tables: list[Path] | None) -> tuple[CaseRead, Position]:
    on = day(at, "--at") if at else None
    from fairness_adapters.jobs.cases import last_day_known, position, read_case

    read = read_case(path, own=own_tables(tables))
    return read, position(read.case, on or last_day_known(read.case, today()), tables=read.tables)


def _summary(found: Position) -> Iterator[Line]:
    from fairness_adapters.cli import case_words as words

    yield from words.heading(found)
    yield from words.regions(found)
    yield from words.owed(found)
    yield from words.rights(found)
    yield from words.was_late(found)
    yield from words.time(found)


def show(
    path: Annotated[Path, typer.Argument(metavar="CASE", help="A case's file.")],
    at: At = "",
    tables: Tables = None,
    with_words: Annotated[
        bool, typer.Option("--words", help="Show the words that are kept beside the log, where you may read them.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Show a case to its case manager.

    Where it is, what is late and due, the next contact, what may be done now and what not yet and why, and what
    has happened so far. Nothing is written.
    """
    from fairness_adapters.jobs.case_json import entry_to_json, position_to_json

    read, found = _read(path, at, tables)
    show_problems(read.problems)
    if as_json:
        emit(position_to_json(read, found) | {"timeline": [entry_to_json(each) for each in found.timeline]})
    else:
        say_lines(_whole(path, found, _words(path, found) if with_words else {}))
    return Exit.FINE


def _words(path: Path, found: Position) -> Mapping[str, str]:
    from fairness_adapters.jobs.case_records import kept_words

    return kept_words(path, found.case)


def _whole(path: Path, found: Position, words: Mapping[str, str]) -> Iterator[Line]:
    from fairness_adapters.cli import case_words
    from fairness_adapters.cli.process_words import Line

    yield from case_words.heading(found)
    parts = (
        case_words.owed(found, str(path)),
        case_words.rights(found),
        case_words.regions(found),
        case_words.options(found),
        case_words.was_late(found),
        case_words.happened(found, words),
    )
    for part in parts if found.case.log else parts[3:4]:
        if lines := [*part]:
            yield Line("")
            yield from lines
