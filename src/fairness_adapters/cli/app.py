"""All the verbs as one command, and the one place where an exception becomes words and an exit code.

The verbs live in files of their own. What they print, and the exit codes, live in `shared`.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Sequence
from importlib import metadata
from typing import Annotated

import typer

from fairness_adapters.cli import (
    case,
    cells,
    codes,
    fill,
    formats,
    layout,
    lessons,
    new_format,
    process,
    ratio,
    risk,
    shared,
    taxonomies,
    template,
    triage_forms,
    wres,
)
from fairness_adapters.cli.shared import Exit
from fairness_core.errors import FairnessError

# Older typers lean on the package click, newer ones carry it within themselves: reached this way, the
# class of every complaint about the words on the command line is the right one in both.
_USAGE_ERROR: type[Exception] = typer.BadParameter.__bases__[0]

app = typer.Typer(
    name="fairness",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: fairness demo",
)
for verb in (
    wres.demo,
    wres.wres,
    wres.check,
    wres.read,
    cells.cells,
    fill.fill,
    ratio.ratio,
    formats.formats,
    codes.codes,
    new_format.new_format,
    risk.rate,
    lessons.categorise,
):
    app.command(epilog=shared.EXAMPLES[verb.__name__.replace("_", "-")])(verb)
app.add_typer(risk.matrix, epilog=shared.EXAMPLES["matrix"])
app.add_typer(triage_forms.triage, epilog=shared.EXAMPLES["triage"])
app.add_typer(case.case, epilog=shared.EXAMPLES["case"])
app.add_typer(process.process, epilog=shared.EXAMPLES["process"])
app.add_typer(lessons.lessons, epilog=shared.EXAMPLES["lessons"])
app.add_typer(taxonomies.taxonomy, epilog=shared.EXAMPLES["taxonomy"])
app.add_typer(template.template, epilog=shared.EXAMPLES["template"])
app.add_typer(layout.layout, epilog=shared.EXAMPLES["layout"])


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"fairness-core {version()}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def fairness(
    context: typer.Context,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Say the version and stop."),
    ] = False,
) -> None:
    """Workforce equality metrics that can be checked, from a trust's own workbook to its board report."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(Exit.WRONG_USE)


def version() -> str:
    """Return the installed version; say so when there is none, because it is run from a source tree."""
    try:
        return metadata.version("fairness-core")
    except metadata.PackageNotFoundError:
        return "(not installed, run from its source)"


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; nothing is raised but with FAIRNESS_DEBUG=1, printed."""
    as_json = "--json" in arguments
    try:
        done = app(args=_words(arguments), prog_name="fairness", standalone_mode=False)
        return int(done or Exit.FINE)
    except (KeyboardInterrupt, typer.Abort) as stopped:
        # typer turns an EOFError, which a damaged file can cause, into an Abort as it does with Ctrl-C.
        cause = stopped.__cause__
        return _our_fault(cause, as_json=as_json) if isinstance(cause, EOFError) else Exit.INTERRUPTED
    except FairnessError as problem:
        _trace(problem)
        return shared.show_error(problem, as_json=as_json)
    except _USAGE_ERROR as problem:
        return shared.show_wrong_use(problem, as_json=as_json)
    except SystemExit as stopped:
        # typer ends so, quietly, when whoever read our output has gone (| head).
        return int(stopped.code or Exit.FINE)
    except Exception as problem:
        return _our_fault(problem, as_json=as_json)


def _words(arguments: Sequence[str]) -> list[str]:
    """Mark "-9/725" as a value: no option of ours begins with a digit, and its verb has better words for it."""
    return [f" {each}" if each[:1] == "-" and each[1:2].isdigit() else each for each in arguments]


def _our_fault(problem: Exception, *, as_json: bool) -> int:
    _trace(problem)
    return shared.show_our_fault(problem, as_json=as_json)


def _trace(problem: Exception) -> None:
    """Print the traceback when it is asked for; it may quote data, so never otherwise."""
    if os.environ.get(shared.DEBUG, "0") not in {"", "0"}:
        traceback.print_exception(problem)
