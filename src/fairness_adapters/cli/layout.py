"""`fairness layout`: try a layout on a file, have one suggested, see the packaged ones and the schema.

The work is done by `fairness_adapters.jobs.layouts`; here words are parsed and the outcome is said.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

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
from fairness_core.errors import CallerError
from fairness_core.problems import has_errors

if TYPE_CHECKING:
    from fairness_adapters.jobs.layouts import Trial
    from fairness_adapters.layouts.form_schema import FormLayout
    from fairness_adapters.layouts.marks import MarkedSheet
    from fairness_adapters.source import Source

MOST_LEFT_OVER = 20
"""How many cells that were left over are named for each sheet."""

layout = typer.Typer(name="layout", help="Describe a file of your own: try, suggest, show.", rich_markup_mode=None)


@layout.command("try", epilog=shared.EXAMPLES_WITHIN["layout try"])
def try_(
    layout_name: Annotated[
        str, typer.Argument(metavar="LAYOUT", help="A layout of your own (FILE.toml), or the id of a packaged one.")
    ],
    source: Annotated[Path, typer.Argument(metavar="FILE", help="The workbook, CSV file or form that it describes.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.html", help="Draw the sheets with marks; the page quotes the file."),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Try a layout on a file.

    Says what was understood, what was left over and what was assumed; with --json cell by cell, with --out as a
    page that draws each sheet with a mark in every cell. Of a form, says what each field got. The exit code is 1
    when a problem is an error.
    """
    from fairness_adapters.jobs.form_layouts import form_layout_named
    from fairness_adapters.jobs.layouts import trial_json, trial_page, try_layout
    from fairness_adapters.jobs.writing import write_files

    if of_form := form_layout_named(layout_name, plugins.shelf()):
        return _try_form(of_form, source, out, as_json=as_json)
    with busy("Reading"):
        trial = try_layout(layout_name, source, plugins.shelf())
        written = write_files({out.name: trial_page(trial)}, out.parent) if out else ()
    if as_json:
        emit(trial_json(trial))
    else:
        _show(trial)
    show_problems(trial.problems)
    say(f"{count_problems(trial.findings)}.")
    for path in written:
        say("Written:")
        say_path(path)
    return Exit.ERRORS if has_errors(trial.problems) else Exit.FINE


def _try_form(of_form: FormLayout, source: Path, out: Path | None, *, as_json: bool) -> int:
    from fairness_adapters.jobs.form_layouts import try_form

    if out:
        raise CallerError("A page is drawn of sheets, and not of forms.", hint="Leave --out away; --json has it all.")
    trial = try_form(of_form, source)
    if as_json:
        emit(trial.found.to_json())
    else:
        for line in trial.lines():
            say(line)
    show_problems(trial.found.problems)
    say(f"{count_problems(trial.found.problems)}.")
    return Exit.ERRORS if has_errors(trial.found.problems) else Exit.FINE


def _show(trial: Trial) -> None:
    say(f"{len(trial.result.value.observations):,} figures were understood by {trial.reader.id}.")
    for sheet in trial.sheets:
        _show_sheet(trial, sheet)
    if trial.assumed:
        say("Assumed:")
    for each in trial.assumed:
        say(f"  {each}")


def _show_sheet(trial: Trial, sheet: MarkedSheet) -> None:
    from fairness_adapters.layouts.marks import Role

    name = f"Sheet '{sheet.grid.name}'" if sheet.grid.name else "The file"
    if not sheet.was_read:
        say(f"{name} was not read.")
        return
    counts = ", ".join(f"{sheet.count(role):,} {role.value}" for role in Role if sheet.count(role))
    say(f"{name}, cells by what they are: {counts}.")
    left = trial.left_over(sheet)
    if left:
        more = f", and {len(left) - MOST_LEFT_OVER:,} more" if len(left) > MOST_LEFT_OVER else ""
        say(f"  Left over: {', '.join(left[:MOST_LEFT_OVER])}{more}.")


@layout.command("suggest", epilog=shared.EXAMPLES_WITHIN["layout suggest"])
def suggest(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="A workbook, CSV file or Word form of your own.")],
    sheet: Annotated[
        str, typer.Option("--sheet", metavar="NAME", help="The sheet to describe; else that with the largest table.")
    ] = "",
    layout_id: Annotated[
        str, typer.Option("--id", metavar="ID", help="What to call the layout: of a package, the package's name.")
    ] = "",
    form: Annotated[bool, typer.Option("--form", help="The workbook is a form: propose fields, and no table.")] = False,
    as_json: AsJson = False,
) -> int:
    """Propose a layout for a file.

    Prints a layout on stdout, to be kept in a file and looked through: where it says "decide", a person must.
    Headings and codes are matched with what is known; columns that say who somebody is are never used. Of a form,
    best a blank one, each label becomes a field: of one in Word always, of one in Excel with --form.
    """
    from fairness_adapters.jobs.form_layouts import is_word
    from fairness_adapters.jobs.layouts import suggest_layout
    from fairness_adapters.layouts.suggest import OF_FORM
    from fairness_adapters.source import read_source

    if is_word(opened := read_source(source)) or form:
        return _suggest_form(opened, layout_id, as_json=as_json)
    with busy("Looking at the file"):
        proposal = suggest_layout(source, sheet, layout_id)
    found = proposal.suggestion
    if as_json:
        told = {"layout": found.text, "columns": found.columns, "to_decide": found.to_decide}
        emit(
            told
            | {"figures": proposal.figures, "to_fill": [each.to_json() for each in proposal.to_fill]}
            | {"known": list(proposal.known)}
        )
    else:
        emit_bytes(found.text.encode())
    say(f"{len(found.columns)} columns were looked at, and {found.to_decide} things are for a person to decide.")
    for each in proposal.known:
        say(f"The packaged layout '{each}' recognises this file: try it first, or begin with: extends = \"{each}\"")
    if found.may_be_form:
        say(f"No column of numbers was seen. {OF_FORM}")
    if proposal.figures is None:
        say("Before it can be tried, fill in:")
        for problem in proposal.to_fill:
            say(f"  {problem.where.field}: {problem.message}")
    else:
        say(
            f"As it stands it reads {proposal.figures:,} figures ({count_problems(proposal.problems)}), rightly or not."
        )
        say("Decide first, in the file; then 'fairness layout try' shows what is read.")
    return Exit.FINE


def _suggest_form(source: Source, layout_id: str, *, as_json: bool) -> int:
    from fairness_adapters.jobs.form_layouts import suggest_form_layout

    proposal = suggest_form_layout(source, plugins.shelf(), layout_id)
    found = proposal.suggestion
    if as_json:
        told = {"layout": found.text, "fields": found.fields, "to_decide": found.to_decide}
        emit(told | {"found": proposal.found, "known": list(proposal.known)})
    else:
        emit_bytes(found.text.encode())
    say(f"{len(found.fields)} labels were seen, and {found.to_decide} things are for a person to decide.")
    if found.filled_in:
        say("The form seems to be filled in, so its running text is not quoted: a blank form gives a better proposal.")
    for each in proposal.known:
        say(f"The packaged layout '{each}' knows some of this form: try it first, or begin with: extends = \"{each}\"")
    say(f"As it stands it finds {proposal.found} of them; 'fairness layout try' shows what is read.")
    return Exit.FINE


@layout.command("schema", epilog=shared.EXAMPLES_WITHIN["layout schema"])
def schema() -> int:
    """Print the JSON Schema of layouts, so that an editor completes and checks them.

    Keep it in a file and name it in the first line of the layout: #:schema layout.schema.json
    """
    from fairness_adapters.jobs.layouts import schema_text

    emit_bytes(schema_text().encode())
    return Exit.FINE


@layout.command("list", epilog=shared.EXAMPLES_WITHIN["layout list"])
def list_layouts(as_json: AsJson = False) -> int:
    """List the packaged layouts.

    Each can be tried on a file, or extended by a layout of your own. Figures are read by one with --format, and
    forms (kind "form") with 'fairness triage read'.
    """
    from fairness_adapters.jobs.layouts import listed_layouts

    found = listed_layouts(plugins.shelf())
    if as_json:
        emit({"layouts": [{"id": each, "kind": kind, "title": title} for each, kind, title in found]})
        return Exit.FINE
    for each, kind, title in found:
        say(f"{each} ({kind}): {title}.")
    return Exit.FINE


@layout.command("show", epilog=shared.EXAMPLES_WITHIN["layout show"])
def show(layout_id: Annotated[str, typer.Argument(metavar="ID", help="A packaged layout.")]) -> int:
    """Print a packaged layout, to learn from or to start from."""
    from fairness_adapters.jobs.layouts import layout_text

    emit_bytes(layout_text(layout_id, plugins.shelf()).encode())
    return Exit.FINE
