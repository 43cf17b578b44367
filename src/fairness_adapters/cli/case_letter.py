"""`fairness case letter`: a letter in a case, as a draft for its author or on the trust's own template.

Nothing is sent and nothing is recorded in the case. The words of a letter come from a file and never stand on the
command line, where others could read them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fairness_adapters.cli.case_options import Tables, moment, now, own_tables
from fairness_adapters.cli.shared import Exit, say, say_path, show_problems

FOLDER = Path("fairness-case")


def letter(
    path: Annotated[Path, typer.Argument(metavar="CASE", help="A case's file.")],
    kind: Annotated[str, typer.Argument(metavar="KIND", help="The kind of letter, such as update or restriction.")],
    facts: Annotated[
        Path | None,
        typer.Option("--facts", metavar="FACTS.json", help="What you know: {'name': ..., 'next_on': '2026-03-31'}."),
    ] = None,
    template: Annotated[
        Path | None, typer.Option("--template", metavar="OWN.docx", help="A Word template of your own.")
    ] = None,
    at: Annotated[
        str, typer.Option("--at", metavar="MOMENT", help="When it would go out, as 2026-03-31T09:30; now by default.")
    ] = "",
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write.")] = FOLDER,
    tables: Tables = None,
) -> int:
    """Write a letter in a case, with warnings for its author.

    Without a template it is a draft in Word with a part for you, the author, in which what is missing stands as a
    gap. On a template of your own it is the letter alone, and what is missing is an error. Nothing is sent.
    'fairness template fields letter' lists the facts and parts.
    """
    from fairness_adapters.jobs.cases import read_case
    from fairness_adapters.jobs.templates import make_letter, read_facts
    from fairness_adapters.jobs.writing import write_files

    sent_at = moment(at, "--at") if at else now()
    read = read_case(path, own=own_tables(tables))
    made = make_letter(read, kind, read_facts(facts) if facts else {}, sent_at, template)
    written = write_files(made.files, out)
    show_problems((*read.problems, *made.warnings))
    say("Nothing was sent, and nothing was recorded in the case. Read it aloud once, as the person who will open it.")
    say("Written:")
    for each in written:
        say_path(each)
    return Exit.FINE
