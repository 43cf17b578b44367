"""`fairness categorise`, `lessons`, `lessons agree`, `lessons check`: what was learnt, counted.

The work is done by `fairness_adapters.jobs.lessons`; here words are parsed and the outcome is said. Nothing of a
register's text is printed. Taxonomies are listed and shown in `taxonomies`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import Progress
from typer.core import TyperGroup

from fairness_adapters.cli import plugins, shared
from fairness_adapters.cli.case_options import Tables, day, own_tables
from fairness_adapters.cli.shared import AsJson, Exit, count_problems, emit, emit_bytes, say, say_path, show_problems
from fairness_core.disclosure import parse_policy
from fairness_core.errors import CallerError
from fairness_core.lessons.taxonomy import DEFAULT

if TYPE_CHECKING:
    from fairness_adapters.catalogue import Catalogue
    from fairness_adapters.jobs.lessons import Seen, Suggested, Suggests
    from fairness_core.lessons.categorise import Suggestion
    from fairness_core.lessons.coders import LabelAgreement
    from fairness_core.lessons.decisions import CodeMet
    from fairness_core.statistics import Agreement

POLICY = "threshold:5"
Words = Annotated[
    str,
    typer.Option(
        "--lexicon",
        metavar="FILE.toml|ID",
        help="Words to suggest codes by: a file of your own, or a lexicon by its id; else those for the taxonomy.",
    ),
]
Model = Annotated[
    str,
    typer.Option(
        "--categoriser", metavar="ID", help="A plugin's categoriser in place of words; see 'fairness formats'."
    ),
]
Codes = Annotated[
    str,
    typer.Option(
        "--taxonomy",
        metavar="ID",
        help=f"Whose codes the register has; those of --lexicon or --categoriser when not given, else {DEFAULT}.",
    ),
]
FOLDER = Path("fairness-lessons")
WORD = "lessons-report.docx"
FILES: Mapping[str, str] = {
    WORD: "word-report",
    "lessons-report.xlsx": "excel-report",
    "lessons-report.json": "json-report",
}
REGISTER = "lessons-register.xlsx"
NO_WORDS = " There is no lexicon for the taxonomy {}: what suggests its codes is named with --lexicon or --categoriser."


class FileOrCommand(TyperGroup):
    """A group whose first word may be a file: then it stands for the command `report`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put `report` before words that begin with no command of the group."""
        asks_for_help = bool(args) and args[0] in {"--help", "-h"}
        if args and args[0] not in self.commands and not asks_for_help:
            args = ["report", *args]
        return super().parse_args(ctx, args)


lessons = typer.Typer(name="lessons", cls=FileOrCommand, add_completion=False, rich_markup_mode=None)


@lessons.callback()
def about_lessons() -> None:
    """Report a quarter of lessons from a register.

    'fairness lessons REGISTER.xlsx --quarter 2025Q3' is short for 'fairness lessons report REGISTER.xlsx ...'.
    """


def categorise(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The lesson, in quotation marks.")],
    taxonomy_id: Annotated[
        str,
        typer.Option(
            "--taxonomy",
            metavar="ID",
            help=f"Which codes to suggest; those of --lexicon or --categoriser when not given, else {DEFAULT}.",
        ),
    ] = "",
    lexicon: Words = "",
    categoriser: Model = "",
    as_json: AsJson = False,
) -> int:
    """Suggest codes for a lesson, and show why.

    A suggestion decides nothing: somebody confirms it, or rejects it with a reason.
    """
    from fairness_adapters.jobs.lessons import by_default, by_words, suggest_codes

    there = plugins.brought()
    shelf = there.shelf
    used = _named(lexicon, categoriser, there) or by_default(taxonomy_id or DEFAULT, shelf) or by_words(DEFAULT)
    asked = taxonomy_id or used.taxonomy
    found = suggest_codes(text, asked, used, speaks=used.taxonomy, shelf=shelf)
    if as_json:
        emit({"taxonomy": asked, "suggestions": [_suggestion(each) for each in found]})
        return Exit.FINE
    for each in found:
        formula = each.via.formula
        say(f"{each.code} {each.label}: {f'{each.via.score} = {formula}' if formula else each.via.working}")
        for match in each.via.evidence:
            say(f"    {text[slice(*match.span)]!r} at {match.span[0]} to {match.span[1]}, rule {match.rule}")
        if each.lost:
            say(f"    by way of {each.via.code}. {each.lost}")
    say("A person decides on these." if found else "No words speak for a code, so none is suggested.")
    return Exit.FINE


def _named(lexicon: str, categoriser: str, there: Catalogue) -> Suggests | None:
    """Return what the user said suggests codes: a plugin's categoriser, or words; none when nothing was said."""
    from fairness_adapters.jobs.lessons import by_plugin, by_words

    if lexicon and categoriser:
        raise CallerError("Both --lexicon and --categoriser say what suggests codes.", hint="Give one of them.")
    if categoriser:
        return by_plugin(there, categoriser)
    return by_words(lexicon, there.shelf) if lexicon else None


def _for_register(lexicon: str, categoriser: str, taxonomy_id: str, there: Catalogue) -> tuple[str, Suggests | None]:
    """Return the taxonomy whose codes a register has, and what suggests them; none where there are no words for it."""
    from fairness_adapters.jobs.lessons import by_default

    named = _named(lexicon, categoriser, there)
    codes = taxonomy_id or (named.taxonomy if named else DEFAULT)
    if named and named.taxonomy != codes:
        raise CallerError(
            f"{named.id!r} suggests codes of the taxonomy {named.taxonomy}, and the register has those of {codes}.",
            hint=f"Give what suggests codes of {codes}, or another --taxonomy.",
        )
    return codes, named or by_default(codes, there.shelf)


def _suggestion(each: Suggested) -> dict[str, object]:
    strongest = each.via.evidence[0]
    return {
        "code": each.code,
        "label": each.label,
        "score": float(each.via.score),
        "span": list(strongest.span),
        "rule": strongest.rule,
        "made_by": each.via.made_by,
        "working": each.via.working,
        "evidence": _evidence(each.via),
        **({"via": each.via.code, "lost": each.lost} if each.code != each.via.code else {}),
    }


def _evidence(found: Suggestion) -> list[dict[str, object]]:
    return [
        {"span": list(match.span), "rule": match.rule, "phrase": match.phrase, "weight": float(match.weight)}
        for match in found.evidence
    ]


@lessons.command("report", epilog=shared.EXAMPLES["lessons"])
def report(
    register: Annotated[Path, typer.Argument(metavar="REGISTER.xlsx", help="The register, a row a lesson.")],
    quarter: Annotated[str, typer.Option("--quarter", metavar="2025Q3", help="Which quarter.")],
    financial_year: Annotated[
        bool, typer.Option("--financial-year", help="Quarters of the year that begins in April.")
    ] = False,
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help="The day on which actions are looked at; the quarter's last.")
    ] = "",
    policy: Annotated[str, typer.Option("--policy", metavar="POLICY", help=shared.POLICY_HELP)] = POLICY,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help=f"Where to write; {FOLDER} when not given. With --json, nothing is written unless it is given.",
        ),
    ] = None,
    second: Annotated[
        Path | None,
        typer.Option("--second", metavar="OTHER.xlsx", help="The register as a second person coded it: agreement."),
    ] = None,
    cases: Annotated[
        Path | None, typer.Option("--cases", metavar="FOLDER", help="The cases' logs: how long the steps took.")
    ] = None,
    own: Tables = None,
    groups: Annotated[
        Path | None,
        typer.Option("--groups", metavar="GROUPS.csv", help="A table with columns Case and Group: cases by group."),
    ] = None,
    taxonomy_id: Codes = "",
    lexicon: Words = "",
    categoriser: Model = "",
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="OWN.docx", help="Write the report on a Word template of your own."),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Report a quarter of lessons, and suggest codes.

    Written are the report for Word, Excel and programs, and a new register in which lessons without codes have
    suggestions, for people to confirm or reject.
    """
    from fairness_adapters.jobs.lessons import quarter_report
    from fairness_adapters.jobs.lessons_beside import KeptApart
    from fairness_adapters.jobs.templates import report_on
    from fairness_adapters.jobs.writing import write_files
    from fairness_core.lessons.quarter import APRIL, parse_quarter
    from fairness_core.lessons.taxonomy import taxonomy as taxonomy_of

    catalogue = plugins.catalogue()
    shelf = catalogue.shelf
    codes, used = _for_register(lexicon, categoriser, taxonomy_id, catalogue)
    coded_by = taxonomy_of(codes, shelf)
    rule, asked = (
        parse_policy(policy, shelf),
        parse_quarter(quarter, first_month=APRIL if financial_year else 1),
    )
    tables = own_tables(own) if own or cases else ()
    with _watched("Suggesting codes") as seen:
        made = quarter_report(
            register,
            asked,
            policy=rule,
            on=day(on, "--on") if on else None,
            kept_apart=KeptApart(second=second, cases=cases, own=tables, groups=groups),
            categoriser=used,
            seen=seen,
            taxonomy_id=codes,
            shelf=shelf,
        )
    target = out if as_json else out or FOLDER
    written: tuple[Path, ...] = ()
    if target:
        filled = report_on(template, made.report, Path(WORD).stem, "lessons") if template else {}
        ours = {name: writer for name, writer in FILES.items() if not (template and name == WORD)}
        files = {name: catalogue.write(catalogue.writer(writer), made.report) for name, writer in ours.items()}
        written = write_files({**filled, **files, REGISTER: made.register}, target)
    show_problems(made.problems)
    for sentence in made.report.sections[0].paragraphs:
        say(sentence.text)
    say(f"Codes are those of {coded_by.id}: {coded_by.title.rstrip('.')}.")
    say(f"Lessons with new suggestions: {made.suggested}.{'' if used else NO_WORDS.format(codes)}")
    say(rule.describe)
    if written:
        say("Written:")
    for path in written:
        say_path(path)
    say(f"{count_problems(made.problems)}.")
    if as_json:
        emit_bytes(catalogue.write(catalogue.writer("json-report"), made.report))
    return Exit.FINE


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


@lessons.command("agree", epilog=shared.EXAMPLES_WITHIN["lessons agree"])
def agree(
    first: Annotated[Path, typer.Argument(metavar="CODER1.xlsx", help="The register as one person coded it.")],
    second: Annotated[Path, typer.Argument(metavar="CODER2.xlsx", help="The register as another coded it.")],
    taxonomy_id: Annotated[str, typer.Option("--taxonomy", metavar="ID", help="Whose codes both have.")] = DEFAULT,
    as_json: AsJson = False,
) -> int:
    """Say how far two coders agree, code by code.

    Cohen's kappa and positive agreement with their counts, and Krippendorff's alpha over all. It is for the two
    coders and whoever helps them to agree: small numbers are not hidden.
    """
    from fairness_adapters.jobs.lessons import compare_files

    found, labels = compare_files(first, second, taxonomy_id, plugins.shelf())
    if as_json:
        emit(
            {
                "lessons": found.lessons,
                "first_only": list(found.first_only),
                "second_only": list(found.second_only),
                "alpha": found.alpha.value,
                "why_not": found.alpha.why_not,
                "labels": [_label(each, labels) for each in found.labels],
            }
        )
        return Exit.FINE
    for each in found.labels:
        say(f"{each.code} {labels.get(each.code, '')}".strip() + ":")
        say(f"    kappa {_measure(each.kappa)}, positive agreement {_measure(each.positive)}")
        alone = f"first alone {each.first_only}, second alone {each.second_only}"
        say(f"    both {each.both}, {alone}, neither {each.neither}")
    say(f"Krippendorff's alpha over all codes: {_measure(found.alpha)}.")
    unpaired = len(found.first_only) + len(found.second_only)
    say(f"{found.lessons} lessons were coded by both; {unpaired} by one alone, which count nowhere.")
    return Exit.FINE


def _measure(found: Agreement) -> str:
    return f"{found.value:.2f}" if found.value is not None else f"none ({found.why_not})"


def _label(each: LabelAgreement, labels: Mapping[str, str]) -> dict[str, object]:
    return {
        "code": each.code,
        "label": labels.get(each.code, ""),
        "both": each.both,
        "first_only": each.first_only,
        "second_only": each.second_only,
        "neither": each.neither,
        "kappa": each.kappa.value,
        "positive_agreement": each.positive.value,
        "alpha": each.alpha.value,
        "why_not": each.kappa.why_not,
    }


@lessons.command("check", epilog=shared.EXAMPLES_WITHIN["lessons check"])
def check(
    register: Annotated[Path, typer.Argument(metavar="REGISTER.xlsx", help="A register in which people decided.")],
    taxonomy_id: Codes = "",
    lexicon: Words = "",
    categoriser: Model = "",
    as_json: AsJson = False,
) -> int:
    """Say how far suggestions meet what people decided.

    A rejection is a test: where a rejected code is suggested again, the rule and phrase behind it are named, and the
    exit code is 1. No text of a lesson is printed.
    """
    from fairness_adapters.jobs.lessons import check_register

    there = plugins.brought()
    codes, used = _for_register(lexicon, categoriser, taxonomy_id, there)
    if used is None:
        raise CallerError("There are no suggestions to check.", hint=NO_WORDS.format(codes).strip())
    found = check_register(register, used, codes, there.shelf)
    if as_json:
        again = [
            {"lesson": each.lesson, "code": each.code, "evidence": _evidence(each.evidence)} for each in found.again
        ]
        counts = [_met(each) for each in found.codes]
        emit({"lessons": found.lessons, "overall": _met(found.overall), "codes": counts, "suggested_again": again})
        return Exit.ERRORS if found.again else Exit.FINE
    for each in found.codes:
        say(f"{each.code}: {_rates(each)}")
    say(f"All codes, over {found.lessons} lessons that were coded to the end: {_rates(found.overall)}")
    for back in found.again:
        rules = "; ".join(f"rule {match.rule}, phrase '{match.phrase}'" for match in back.evidence.evidence)
        say(f"{back.lesson}: {back.code} was rejected and is suggested again, by {rules}.", label="Error")
    return Exit.ERRORS if found.again else Exit.FINE


def _rates(found: CodeMet) -> str:
    shares = (("precision", found.precision), ("recall", found.recall))
    said = ", ".join(f"{name} {float(share):.2f}" if share is not None else f"{name} none" for name, share in shares)
    return (
        f"{said} (confirmed and suggested {found.met}, suggested alone {found.false}, confirmed alone {found.missed})"
    )


def _met(found: CodeMet) -> dict[str, object]:
    rates = {"precision": found.precision, "recall": found.recall}
    counts: dict[str, object] = {"code": found.code, "met": found.met, "false": found.false, "missed": found.missed}
    return counts | {name: float(share) if share is not None else None for name, share in rates.items()}
