"""`fairness demo`, `wres`, `check` and `read`: a return in; findings, metrics and reports out.

The work is done by `fairness_adapters.jobs`; here its words are parsed and its outcome is said. The jobs
are imported by the verbs that need them, so that `fairness --help` does not wait for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from fairness_adapters.catalogue import Catalogue
from fairness_adapters.cli import plugins
from fairness_adapters.cli.shared import (
    POLICY_HELP,
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
from fairness_core.problems import Problem, Severity, has_errors

if TYPE_CHECKING:
    from fairness_adapters.jobs.wres import WresOutcome
    from fairness_core.observations import Dataset

STANDARD = "wres-2025"
POLICY = "threshold:5"
FOLDER = Path("fairness-report")
DEMO_FOLDER = Path("fairness-demo")
WORD = "wres-report.docx"
WRITERS = {
    WORD: "word-report",
    "wres-metrics.xlsx": "excel-report",
    "wres-metrics.json": "json-report",
}

Sources: TypeAlias = Annotated[
    list[Path],
    typer.Argument(metavar="SOURCE", help="Excel or CSV files; several are parts of one return."),
]
FormatId: TypeAlias = Annotated[
    str, typer.Option("--format", metavar="ID", help="The format, when it is not to be recognised.")
]
Layout: TypeAlias = Annotated[
    list[Path] | None,
    typer.Option(
        "--layout",
        metavar="FILE.toml",
        help="A layout of your own that describes the files; of several, each file is read by the one that fits.",
    ),
]
OwnTemplate: TypeAlias = Annotated[
    Path | None,
    typer.Option("--template", metavar="OWN.docx", help="Write the board report on a Word template of your own."),
]
Standard: TypeAlias = Annotated[
    str, typer.Option("--standard", metavar="ID", help="The standard and its edition, or a TOML file of your own.")
]


def demo(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write.")] = DEMO_FOLDER,
) -> int:
    """Make the reports from an embedded sample.

    The sample is a made-up trust's return for the Workforce Race Equality Standard. Writes
    wres-report.docx, wres-metrics.xlsx and wres-metrics.json, and says what was found.
    """
    from fairness_adapters.jobs.wres import demo_paths

    say("This is a made-up trust: none of its figures are real.")
    return wres(list(demo_paths()), out=out)


def wres(
    sources: Sources,
    format_id: FormatId = "",
    layout: Layout = None,
    standard: Standard = STANDARD,
    by: Annotated[
        str,
        typer.Option(
            "--by", metavar="NAME,...", help="Also break the figures down by these dimensions, say role,band."
        ),
    ] = "",
    policy: Annotated[
        str,
        typer.Option("--policy", metavar="POLICY", help=POLICY_HELP),
    ] = POLICY,
    template: OwnTemplate = None,
    report: Annotated[
        str, typer.Option("--report", metavar="ID", help="A plugin's report in place of ours; see 'fairness formats'.")
    ] = "",
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
    """Make the reports from your own files.

    Works out every indicator of the Workforce Race Equality Standard, and writes wres-report.docx for
    the board, wres-metrics.xlsx and wres-metrics.json. With --template the report stands on your own Word
    template; 'fairness template fields wres' lists the names that it may use. When the data hold an
    error nothing is written, and every error is listed with its sheet and cell.
    """
    _refuse_both(format_id, layout)
    names, catalogue = _names(by), plugins.catalogue()
    rule = parse_policy(policy, catalogue.shelf)
    _find_writers(catalogue)
    from fairness_adapters.jobs.wres import assess_sources

    with busy("Reading and working out the metrics"):
        outcome = assess_sources(
            sources,
            catalogue=catalogue,
            format_id=format_id,
            layouts=layout or (),
            standard=standard,
            by=names,
            policy=rule,
            report_id=report,
        )
        folder = out if as_json else out or FOLDER
        written = _write(catalogue, outcome.report, folder, template) if folder else ()
    _show_outcome(outcome, written)
    if as_json:
        emit_bytes(catalogue.write(catalogue.writer("json-report"), outcome.report))
    return Exit.FINE


def check(
    sources: Sources,
    format_id: FormatId = "",
    layout: Layout = None,
    standard: Standard = STANDARD,
    as_json: AsJson = False,
) -> int:
    """List every problem in your files.

    Each with its sheet and cell, what was found and what to do; nothing is worked out or written. The
    exit code is 1 when there is an error, and 0 when there are warnings and notes only.
    """
    _refuse_both(format_id, layout)
    from fairness_adapters.jobs.reading import check_sources

    with busy("Checking"):
        problems = check_sources(
            sources,
            catalogue=plugins.catalogue(),
            format_id=format_id,
            layouts=layout or (),
            standard=standard,
        )
    show_problems(problems)
    say(f"{count_problems(problems)}.")
    if as_json:
        emit(_counts(problems) | {"problems": [problem.to_json() for problem in problems]})
    return Exit.ERRORS if has_errors(problems) else Exit.FINE


def read(
    sources: Sources,
    format_id: FormatId = "",
    layout: Layout = None,
    as_json: AsJson = False,
) -> int:
    """Show what was understood of your files.

    With --json every figure is listed with its place, otherwise how many there are of each measure.
    Every problem is listed too; the exit code is 1 when one of them is an error.
    """
    _refuse_both(format_id, layout)
    from fairness_adapters.jobs.reading import read_sources, to_json

    with busy("Reading"):
        result = read_sources(sources, catalogue=plugins.catalogue(), format_id=format_id, layouts=layout or ())
    if as_json:
        emit(to_json(result))
    else:
        _show_dataset(result.value)
    show_problems(result.problems)
    say(f"{count_problems(result.problems)}.")
    return Exit.ERRORS if has_errors(result.problems) else Exit.FINE


def _refuse_both(format_id: str, layout: Sequence[Path] | None) -> None:
    if format_id and layout:
        raise CallerError(
            "Both --format and --layout were given, and each says how to read the files.",
            hint="Give --format for a format that 'fairness formats' lists, or --layout for one of your own.",
        )


def _names(text: str) -> tuple[str, ...]:
    """Split "role,band" into its names."""
    names = tuple(name.strip() for name in text.split(",")) if text.strip() else ()
    if not all(names):
        raise CallerError(
            f"{text!r} is not a list of dimensions.", hint="Give names with commas between, say --by role,band"
        )
    return names


def _find_writers(catalogue: Catalogue) -> None:
    """Refuse before the work begins, not after it, when a writer is not there."""
    for writer in WRITERS.values():
        catalogue.writer(writer)


def _write(catalogue: Catalogue, report: Report, folder: Path, template: Path | None) -> tuple[Path, ...]:
    from fairness_adapters.jobs.templates import report_on
    from fairness_adapters.jobs.writing import write_files

    # First, since a template is likelier to be at fault than what we write.
    own = report_on(template, report, Path(WORD).stem, "wres") if template else {}
    ours = {name: writer for name, writer in WRITERS.items() if not (template and name == WORD)}
    files = {name: catalogue.write(catalogue.writer(writer), report) for name, writer in ours.items()}
    return write_files({**own, **files}, folder)


def _show_outcome(outcome: WresOutcome, written: Sequence[Path]) -> None:
    """Say what was found and where it is; notes are only counted, for they would drown the rest."""
    show_problems(problem for problem in outcome.problems if problem.severity is not Severity.NOTE)
    for line in outcome.headlines:
        say(line)
    say(outcome.report.policy.describe)
    if written:
        say("Written:")
    for path in written:
        say_path(path)
    more = " 'fairness check' lists them with their places." if outcome.problems else ""
    say(f"{count_problems(outcome.problems)}.{more}")


def _show_dataset(dataset: Dataset) -> None:
    counts = Counter((each.measure, str(each.period)) for each in dataset.observations)
    say(f"{len(dataset.observations):,} figures were understood; --json lists every one with its place.")
    for (measure, period), count in sorted(counts.items()):
        say(f"  {measure}, {period}: {count:,}")


def _counts(problems: Sequence[Problem]) -> dict[str, object]:
    counts = Counter(problem.severity for problem in problems)
    return {f"{severity.value}s": counts[severity] for severity in Severity}
