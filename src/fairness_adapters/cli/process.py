"""`fairness process list`, `show`, `check`: the processes that a case can be managed under, as tables.

The work is done by `fairness_adapters.jobs.process` and the core; here words are parsed and the outcome is said.
A drawing goes to stdout, for it is made for another program.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.padding import Padding
from rich.text import Text

from fairness_adapters.cli import plugins, shared
from fairness_adapters.cli.shared import AsJson, Exit, emit, emit_bytes, printable, say, show_problems
from fairness_core.errors import CallerError
from fairness_core.problems import Problem, has_errors

if TYPE_CHECKING:
    from fairness_adapters.cli.process_words import Line
    from fairness_core.process.table import ProcessTable

process = typer.Typer(name="process", help="List, show and check processes.", rich_markup_mode=None)

_STYLES = {"Note": "bold yellow", "Not certain": "bold cyan", "Error": "bold red", "Right": "bold"}


@process.command("list", epilog=shared.EXAMPLES_WITHIN["process list"])
def list_processes(as_json: AsJson = False) -> int:
    """List the processes: the packaged ones, and those of plugins.

    Each with its steps, and what to know before using it.
    """
    from fairness_core.process.table import process_table, processes

    shelf = plugins.shelf()
    found = [process_table(each, shelf) for each in processes(shelf)]
    if as_json:
        emit({"processes": [_listed(each) for each in found]})
        return Exit.FINE
    for each in found:
        say(f"{each.id}: {each.title}.")
        say(f"    Steps: {'; '.join(state.label for state in each.main.states.values())}.")
        if each.notice:
            say(f"    {each.notice}")
    return Exit.FINE


def _listed(found: ProcessTable) -> dict[str, object]:
    return {
        "id": found.id,
        "revision": found.revision,
        "title": found.title,
        "notice": found.notice,
        "source": found.source,
        "doubts": list(found.doubts),
        "sha256": found.sha256,
        "steps": {code: state.label for code, state in found.main.states.items()},
        "regions": [code for code, region in found.regions.items() if not region.main],
        "unverified": sum(not each.verified for each in found.obligations.values()),
    }


@process.command("show", epilog=shared.EXAMPLES_WITHIN["process show"])
def show(
    name: Annotated[str, typer.Argument(metavar="ID|FILE.toml", help="A process by its id, or a file of your own.")],
    mermaid: Annotated[
        bool, typer.Option("--mermaid", help="Draw it for Mermaid, on stdout: the steps, or one region.")
    ] = False,
    dot: Annotated[bool, typer.Option("--dot", help="Draw it for Graphviz, on stdout.")] = False,
    region: Annotated[
        str, typer.Option("--region", metavar="CODE", help="Which region to draw; the steps when not given.")
    ] = "",
    as_json: AsJson = False,
) -> int:
    """Show a process in words, or draw it.

    Its steps with what each asks for, the regions beside them, who may do what, and every clock with its source
    or doubt. A period that nobody has checked is marked as unverified.
    """
    from fairness_adapters.jobs.process import open_process, process_to_json

    _one_form(mermaid, dot, as_json, region)
    found = open_process(name, plugins.shelf())
    if mermaid or dot:
        emit_bytes(_drawn(found, region, dot=dot).encode())
    elif as_json:
        emit(process_to_json(found))
    else:
        from fairness_adapters.cli.process_words import in_words

        say_lines(in_words(found))
    return Exit.FINE


def _one_form(mermaid: bool, dot: bool, as_json: bool, region: str) -> None:
    if mermaid + dot + as_json > 1:
        raise CallerError("Only one of --mermaid, --dot and --json can be shown at a time.", hint="Give one of them.")
    if region and not (mermaid or dot):
        raise CallerError("--region says what to draw.", hint="Give --mermaid or --dot with it.")


def _drawn(found: ProcessTable, region: str, *, dot: bool) -> str:
    from fairness_core.process.diagram import to_dot, to_mermaid

    if region and region not in found.regions:
        there = ", ".join(found.regions)
        raise CallerError(f"The process {found.id} has no region {region!r}.", hint=f"It has: {there}.")
    return to_dot(found, region) if dot else to_mermaid(found, region)


def say_lines(lines: Iterable[Line]) -> None:
    """Print lines for people, each as far in as it stands; a long one goes on below its own beginning."""
    out = shared.console()
    for line in lines:
        label = (f"{line.label}: ", _STYLES.get(line.label, "bold")) if line.label else ""
        text = Text.assemble(label, printable(line.text))
        if out.is_terminal:
            out.print(Padding(text, (0, 0, 0, 2 * line.depth)))
        else:
            out.print(Text("  " * line.depth) + text, soft_wrap=True)


@process.command("check", epilog=shared.EXAMPLES_WITHIN["process check"])
def check_file(
    path: Annotated[Path, typer.Argument(metavar="FILE.toml", help="A process of your own.")],
    as_json: AsJson = False,
) -> int:
    """List every fault of a process, each with its key path.

    The exit code is 1 when there is one, and 0 when the process is sound: then it is said what it is, and what
    somebody should look at, such as periods that are not verified.
    """
    from fairness_adapters.jobs.process import check_process

    found, findings = check_process(path, plugins.shelf())
    if as_json:
        summary = _listed(found) if found else None
        emit({"sound": bool(found), "process": summary, "problems": [each.to_json() for each in findings]})
    else:
        _show_checked(path.name, found, findings)
    return Exit.ERRORS if has_errors(findings) else Exit.FINE


def _show_checked(file: str, found: ProcessTable | None, findings: Sequence[Problem]) -> None:
    if found is None:
        for fault in findings:
            say(str(fault), label="Error", style="bold red")
        say(f"{file} has {'a fault' if len(findings) == 1 else f'{len(findings)} faults'}.")
        return
    show_problems(findings)
    parts = (
        (len(found.main.states), "step"),
        (len(found.regions) - 1, "region"),
        (len(found.used), "event"),
        (len(found.obligations), "clock"),
    )
    size = ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in parts)
    say(f"{file} is sound: {found.ref}, {size}.")
    if found.notice:
        say(found.notice, label="Note", style="bold yellow")
