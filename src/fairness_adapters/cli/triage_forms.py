"""`fairness triage read` and `fairness triage form`: forms that reviewers filled in, and records as forms.

The work is done by `fairness_adapters.jobs.forms`; here words are parsed and the outcome is said. Nothing that
somebody wrote into a form is printed but with --json.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import Progress

from fairness_adapters.cli import plugins, shared
from fairness_adapters.cli.shared import AsJson, Exit, count_problems, emit, say, say_path, show_problems
from fairness_adapters.cli.triage import On, TemplateName, _day, _rules, triage
from fairness_core.errors import CallerError
from fairness_core.problems import has_errors

__all__ = ["form", "read", "triage"]

if TYPE_CHECKING:
    from fairness_adapters.jobs.forms import ReadForm, Seen

MOST_SHOWN = 20
"""Forms whose debts are listed one by one; of more, the register has them."""


@triage.command("read", epilog=shared.EXAMPLES_WITHIN["triage read"])
def read(
    files: Annotated[list[Path], typer.Argument(metavar="FORM.docx...", help="Forms: Word, or a workbook.")],
    layout: Annotated[
        str, typer.Option("--layout", metavar="ID|FILE.toml", help="How the form is laid out; found out by default.")
    ] = "",
    on: On = "",
    template: TemplateName = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.xlsx", help="Write a register of the forms, and what is owed.")
    ] = None,
    answers: Annotated[
        bool, typer.Option("--answers", help="Add days, yes or no, and choices to the register; they may be sensitive.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Read forms that reviewers filled in, many at once.

    Every answer is found or reported: text that no field claims, unknown labels, tracked changes and hidden text
    are told with their place. One bad form never stops the rest. The exit code is 1 when there is an error.
    """
    from fairness_adapters.jobs.forms import read_forms, register_of, register_with_answers
    from fairness_adapters.layouts.form_loading import find_form_layout

    target = _register(out)
    if answers and not target:
        raise CallerError("--answers adds a sheet to the register, and none is written.", hint="Give --out FILE.xlsx.")
    chosen = find_form_layout(layout, plugins.shelf()) if layout else None
    with _watched("Reading the forms") as seen:
        forms = read_forms(files, on=_day(on), layout=chosen, rules=_rules(template), seen=seen, shelf=plugins.shelf())
    if target:
        _write(target, (register_with_answers if answers else register_of)(forms))
    found = [problem for each in forms for problem in each.problems]
    show_problems(found)
    _show_owed(forms)
    say(_counted(forms))
    if target:
        say("Written:")
        say_path(target)
    say(f"{count_problems(found)}.")
    if as_json:
        emit({"forms": [each.to_json() for each in forms]})
    return Exit.ERRORS if has_errors(found) else Exit.FINE


def _counted(forms: tuple[ReadForm, ...]) -> str:
    unread = [each for each in forms if not each.was_read]
    unknown = sum(each.readable for each in unread)
    why = f" ({unknown} not known)" if unknown else ""
    return f"{len(forms)} form{'' if len(forms) == 1 else 's'}, {len(unread)} of them not read{why}."


def _show_owed(forms: tuple[ReadForm, ...]) -> None:
    for each in forms[:MOST_SHOWN]:
        if not each.was_read:
            say(f"{each.file}: not read{': this form is not known' if each.readable else ''}.")
        else:
            say(f"{each.file}: {len(each.owed)} still owed; nothing of it holds up a protective step or support.")
        for sentence in each.owed:
            say(f"  - {sentence}")
    if len(forms) > MOST_SHOWN:
        say(f"... and {len(forms) - MOST_SHOWN} more forms; --out writes a register with all that is owed.")


@triage.command("form", epilog=shared.EXAMPLES_WITHIN["triage form"])
def form(
    file: Annotated[Path, typer.Argument(metavar="FILE.json", help="The triage record.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.docx", help="The Word form to write.")],
) -> int:
    """Write a record as a Word form that can be read again.

    Each field is a content control that is tagged with its name; 'fairness triage read' gives the same record
    back. It holds what is restricted: it is for the case file.
    """
    from fairness_adapters.jobs.forms import form_of_record

    _check_ending(out, ".docx")
    _write(out, form_of_record(file))
    say("This is the case file's own copy: it holds what is restricted.")
    say("Written:")
    say_path(out)
    return Exit.FINE


def _register(out: Path | None) -> Path | None:
    if out is not None:
        _check_ending(out, ".xlsx")
    return out


def _check_ending(out: Path, ending: str) -> None:
    if out.suffix.lower() != ending:
        raise CallerError(f"The file to write must end in {ending}.", hint=f"Give a name such as register{ending}.")


def _write(path: Path, data: bytes) -> None:
    from fairness_adapters.jobs.writing import write_files

    write_files({path.name: data}, path.parent)


@contextmanager
def _watched(doing: str) -> Iterator[Seen | None]:
    """Show how far it is, when somebody is watching."""
    out = shared.console()
    if not out.is_terminal:
        yield None
        return
    with Progress(console=out, transient=True) as progress:
        task = progress.add_task(doing, total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of)
