"""`fairness triage template`, `check`, `report`, `share`, `summary`: the triage of concerns, record by record.

The work is done by `fairness_adapters.jobs.triage`; here words are parsed and the outcome is said. The
clock is read here and nowhere below, and `--on` takes its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from fairness_adapters.catalogue import Catalogue
from fairness_adapters.cli import plugins, shared
from fairness_adapters.cli.shared import (
    AsJson,
    Exit,
    busy,
    count_problems,
    emit,
    emit_bytes,
    say,
    say_path,
    show_problems,
)
from fairness_core.disclosure import Report, parse_policy
from fairness_core.errors import CallerError
from fairness_core.problems import has_errors

if TYPE_CHECKING:
    from datetime import date

    from fairness_adapters.jobs.triage import CheckedFile
    from fairness_core.risk.triage import Template

TEMPLATE = "nw-triage"
POLICY = "threshold:5"
FOLDER = Path("fairness-triage")
REGISTER_FILES: Mapping[str, str] = {
    "triage-register.docx": "word-report",
    "triage-register.xlsx": "excel-report",
    "triage-register.json": "json-report",
}

triage = typer.Typer(name="triage", add_completion=False, rich_markup_mode=None, no_args_is_help=False)

On: TypeAlias = Annotated[
    str, typer.Option("--on", metavar="DATE", help="The day to count from, as 2026-03-31; today when not given.")
]
TemplateName: TypeAlias = Annotated[
    str,
    typer.Option("--template", metavar="ID|FILE.toml", help="The template; the one that the record names by default."),
]
File: TypeAlias = Annotated[Path, typer.Argument(metavar="FILE.json", help="The triage record.")]
Out: TypeAlias = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write.")]


class For(StrEnum):
    """For whom a record is shared, by the names that the library gives them."""

    PANEL = "panel"
    LEARNING = "learning"


@triage.callback()
def about() -> None:
    """Triage a concern: record, report, register."""


@triage.command("template", epilog=shared.EXAMPLES_WITHIN["triage template"])
def blank(template: TemplateName = TEMPLATE) -> int:
    """Print an empty record to fill in.

    It is JSON on stdout, with every field there and nothing answered.
    """
    from fairness_adapters.jobs.triage import open_template
    from fairness_core.risk.triage_json import blank_record, record_to_json

    emit(record_to_json(blank_record(open_template(template, plugins.shelf()))))
    return Exit.FINE


@triage.command("check", epilog=shared.EXAMPLES_WITHIN["triage check"])
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE.json...", help="Triage records.")],
    on: On = "",
    template: TemplateName = "",
    as_json: AsJson = False,
) -> int:
    """List every problem of your records, and what they still owe.

    The exit code is 1 when there is an error, and 0 when there are warnings only or things still owed:
    what is owed holds up no protective step and no support.
    """
    from fairness_adapters.jobs.triage import check_files

    checked = check_files(files, on=_day(on), rules=_rules(template))
    found = [problem for each in checked for problem in each.problems]
    show_problems(found)
    for each in checked:
        _show_owed(each)
    say(f"{count_problems(found)}.")
    if as_json:
        emit({"records": [_to_json(each) for each in checked]})
    return Exit.ERRORS if has_errors(found) else Exit.FINE


def _show_owed(checked: CheckedFile) -> None:
    if checked.record is None:
        return
    say(f"{checked.file}: {len(checked.owed)} still owed; nothing of it holds up a protective step or support.")
    for sentence in checked.owed:
        say(f"  - {sentence}")


def _to_json(checked: CheckedFile) -> dict[str, object]:
    return {
        "file": checked.file,
        "readable": checked.record is not None,
        "problems": [problem.to_json() for problem in checked.problems],
        "owed": list(checked.owed),
    }


@triage.command("report", epilog=shared.EXAMPLES_WITHIN["triage report"])
def report(
    file: File,
    on: On = "",
    template: TemplateName = "",
    word_template: Annotated[
        Path | None,
        typer.Option("--word-template", metavar="OWN.docx", help="Write it on a Word template of your own."),
    ] = None,
    out: Out = FOLDER,
) -> int:
    """Write one record as a Word document for the case file.

    It holds what is restricted, marked as such: it is the case file's own copy. Share another form.
    'fairness template fields triage' lists the names that a Word template of your own may use.
    """
    from fairness_adapters.jobs.templates import report_on
    from fairness_adapters.jobs.triage import report_record
    from fairness_adapters.jobs.writing import write_files

    catalogue = plugins.catalogue()
    writer = catalogue.writer("word-report")
    made = report_record(file, on=_day(on), rules=_rules(template))
    say("This is the case file's own copy. 'fairness triage share' makes a form that may be shared.")
    if word_template:
        files = report_on(word_template, made, file.stem, "triage")
    else:
        files = {f"{file.stem}.docx": catalogue.write(writer, made)}
    _show_written(write_files(files, out))
    return Exit.FINE


@triage.command("share", epilog=shared.EXAMPLES_WITHIN["triage share"])
def share(
    file: File,
    audience: Annotated[For, typer.Option("--for", help="A panel that decides, or learning across cases.")],
    template: TemplateName = "",
) -> int:
    """Print one record as it may be shared.

    It is JSON on stdout: without what is restricted, registration number, practice and references to people.
    What was left out is listed. For learning, codes alone are left.
    """
    from fairness_adapters.jobs.triage import read_record
    from fairness_core.risk.redact import redact

    shared_form = redact(read_record(file), audience.value, _rules(template))
    say(f"{len(shared_form.left_out)} fields were left out; the form lists them. {shared_form.notice}")
    emit(shared_form.to_json())
    return Exit.FINE


@triage.command("summary", epilog=shared.EXAMPLES_WITHIN["triage summary"])
def summary(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of triage records.")],
    on: On = "",
    template: TemplateName = "",
    policy: Annotated[str, typer.Option("--policy", metavar="POLICY", help=shared.POLICY_HELP)] = POLICY,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help=f"Where to write; {FOLDER} when not given. With --json, nothing is written unless it is given.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Make a register of a folder of records.

    How many concerns are in each band, by discipline, waiting how long, and owed what; no word of a record
    and no reference. A file that cannot be read is listed and left out, and does not stop the rest.
    """
    day, catalogue = _day(on), plugins.catalogue()
    rule = parse_policy(policy, catalogue.shelf)
    from fairness_adapters.jobs.triage import summarise

    with busy("Reading the records"):
        outcome = summarise(folder, on=day, policy=rule, rules=_rules(template))
    target = out if as_json else out or FOLDER
    written = _write(catalogue, outcome.report, target) if target else ()
    show_problems(outcome.problems)
    for sentence in (each.text for each in outcome.report.sections[0].paragraphs):
        say(sentence)
    say(rule.describe)
    _show_written(written)
    say(f"{count_problems(outcome.problems)}.")
    if as_json:
        emit_bytes(catalogue.write(catalogue.writer("json-report"), outcome.report))
    return Exit.FINE


def _write(catalogue: Catalogue, made: Report, folder: Path) -> tuple[Path, ...]:
    from fairness_adapters.jobs.writing import write_files

    files = {name: catalogue.write(catalogue.writer(writer), made) for name, writer in REGISTER_FILES.items()}
    return write_files(files, folder)


def _show_written(paths: Sequence[Path]) -> None:
    if paths:
        say("Written:")
    for path in paths:
        say_path(path)


def _rules(name: str) -> Template | None:
    """Open the template asked for; None means the one that each record names."""
    from fairness_adapters.jobs.triage import open_template

    return open_template(name, plugins.shelf()) if name else None


def _day(text: str) -> date:
    """Read the day given, else take today's where the user is."""
    if not text:
        return datetime.now(UTC).astimezone().date()
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise CallerError("The day is not one.", hint="Write it as 2026-03-31.") from None
