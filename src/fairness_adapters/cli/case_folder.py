"""`fairness case due` and `verify`: over a folder of cases, what is due, and whether every log is as it was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import track

from fairness_adapters.cli import shared
from fairness_adapters.cli.case_options import At, Tables, day, now, own_tables, today
from fairness_adapters.cli.process import say_lines
from fairness_adapters.cli.shared import AsJson, Exit, count_problems, emit, say, say_path, show_problems

if TYPE_CHECKING:
    from fairness_adapters.cli.process_words import Line
    from fairness_adapters.jobs.case_folders import Agenda, Item
    from fairness_adapters.jobs.case_keeping import Verified


def due(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of cases.")],
    at: At = "",
    days: Annotated[
        int | None,
        typer.Option("--days", metavar="N", min=0, help="Only what is late, or due within so many days."),
    ] = None,
    ical: Annotated[
        Path | None,
        typer.Option("--ical", metavar="FILE", help="Write it as a calendar file too; its titles give nothing away."),
    ] = None,
    tables: Tables = None,
    as_json: AsJson = False,
) -> int:
    """List what is due over all cases of a folder.

    What is late comes first, then the rest by its day. A file that cannot be read is listed and left out, and
    never stops the others.
    """
    from fairness_adapters.jobs.case_folders import due_in_folder, write_calendar

    on = day(at, "--at") if at else today()
    agenda = due_in_folder(folder, at=on, own=own_tables(tables), watch=_watched)
    written = write_calendar(agenda, ical, now=now(), days=days) if ical else None
    show_problems(agenda.problems)
    _show_due(agenda, agenda.items(days))
    if written:
        say("Written:")
        say_path(written)
    if as_json:
        emit(_due_to_json(agenda, days))
    return Exit.FINE


def _watched(files: Sequence[Path]) -> Iterable[Path]:
    """Show how far it has come, when somebody is watching."""
    out = shared.console()
    return track(files, "Reading the cases", console=out, transient=True) if out.is_terminal else files


def _show_due(agenda: Agenda, items: Sequence[Item]) -> None:
    from fairness_adapters.cli.case_words import day_text
    from fairness_adapters.cli.process_words import MARK

    late = [each for each in items if each.owed.days_late(agenda.at)]
    later = items[len(late) :]
    for title, some in ((f"Late on {day_text(agenda.at)}:", late), ("Due:", later)):
        if some:
            say(title)
            say_lines(line for each in some for line in _item(each, agenda))
    cases = len({each.of.file for each in late})
    left_out = f" {_counted(agenda.left_out, 'file')} left out." if agenda.left_out else ""
    say(
        f"{_counted(len(agenda.cases), 'case')}: {_counted(len(late), 'thing')} late in {cases:,} of them, "
        f"{len(later):,} due.{left_out}"
    )
    if any(not each.owed.verified for each in items):
        say(f"A day marked{MARK} follows from a period that nobody has checked, and is never law.")
    for notice in dict.fromkeys(each.table.notice for each in agenda.cases if each.table.notice):
        say(notice, label="Note", style="bold yellow")


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _item(each: Item, agenda: Agenda) -> Iterator[Line]:
    from fairness_adapters.cli.case_words import owed_lines

    return owed_lines(each.of.table, each.owed, agenda.at, case=each.of.case.reference)


def _due_to_json(agenda: Agenda, days: int | None) -> dict[str, object]:
    from fairness_adapters.jobs.case_json import owed_to_json

    items = agenda.items(days)
    return {
        "at": agenda.at.isoformat(),
        "due": [
            {"reference": each.of.case.reference, "file": each.of.file, **owed_to_json(each.owed, agenda.at)}
            for each in items
        ],
        "late": sum(each.owed.days_late(agenda.at) > 0 for each in items),
        "cases": [
            {
                "reference": each.case.reference,
                "file": each.file,
                "process": each.case.process.id,
                "notice": each.table.notice,
                "state": each.case.states[each.table.index.main],
            }
            for each in agenda.cases
        ],
        "left_out": agenda.left_out,
        "calendar": agenda.calendar,
        "problems": [each.to_json() for each in agenda.problems],
    }


def verify(
    path: Annotated[Path, typer.Argument(metavar="CASE|DIR", help="A case's log, or a folder of them.")],
    head: Annotated[
        str, typer.Option("--head", metavar="HASH", help="The head that was noted when something was last recorded.")
    ] = "",
    tables: Tables = None,
    as_json: AsJson = False,
) -> int:
    """Verify that a log is as it was written.

    A line that was changed, put in or taken out in the middle shows by itself; that the end was cut off, or the
    whole written anew, shows only against a head that was noted elsewhere. The words beside the log are looked at
    too. The exit code is 1 when there is an error.
    """
    from fairness_adapters.jobs.case_keeping import verify_path

    found = verify_path(path, head=head, own=own_tables(tables))
    problems = [problem for each in found for problem in each.problems]
    show_problems(problems)
    for each in found:
        _show_verified(each)
    if all(each.is_whole for each in found):
        say("It ends with the head that was noted." if head else ONLY_WITH_HEAD)
    say(f"{count_problems(problems)}.")
    if as_json:
        emit({"cases": [_verified_to_json(each) for each in found]})
    return Exit.FINE if all(each.is_whole for each in found) else Exit.ERRORS


ONLY_WITH_HEAD = "Whether something was cut off at the end shows only against a head that was noted: give it as --head."


def _show_verified(found: Verified) -> None:
    if found.is_whole:
        say(f"{found.file} is whole: version {found.version}, head {found.head}.")
    else:
        say(f"{found.file} is not as it should be. Keep it as it is, and compare it with a copy.")


def _verified_to_json(found: Verified) -> dict[str, object]:
    return {
        "file": found.file,
        "reference": found.reference,
        "whole": found.is_whole,
        "version": found.version,
        "head": found.head,
        "problems": [each.to_json() for each in found.problems],
    }
