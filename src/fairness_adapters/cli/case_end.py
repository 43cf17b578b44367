"""`fairness case bundle` and `destroy`: the papers of a case, and its end as a whole when it need not be kept."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fairness_adapters.cli.case_options import At, Tables, day, own_tables, role, today
from fairness_adapters.cli.shared import AsJson, Exit, busy, emit, say, say_path, show_error, show_problems
from fairness_core.errors import CallerError
from fairness_core.staff import StaffRef

if TYPE_CHECKING:
    from fairness_adapters.jobs.case_keeping import Keeping

FOLDER = Path("fairness-case")


def bundle(
    path: Annotated[Path, typer.Argument(metavar="CASE", help="A case's file.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write.")] = FOLDER,
    at: At = "",
    tables: Tables = None,
    as_json: AsJson = False,
) -> int:
    """Write the papers of a case as Word documents.

    Chronology, reviews, decisions and what was owed, as drafts for the case manager, with a list of contents. They
    are the case file's own copies, and hold what is restricted.
    """
    from fairness_adapters.jobs.case_keeping import bundle_case
    from fairness_adapters.jobs.cases import last_day_known, read_case

    on = day(at, "--at") if at else None
    read = read_case(path, own=own_tables(tables))
    with busy("Writing the papers"):
        written = bundle_case(path, read, out, at=on or last_day_known(read.case, today()))
    show_problems(read.problems)
    say("These are drafts, and the case file's own copies: what is restricted is in them.")
    say("Written:")
    for each in written.paths:
        say_path(each)
    if written.left:
        say(f"There was more in the folder, which is not of this bundle and was let be: {', '.join(written.left)}.")
    if as_json:
        emit(dict(written.contents))
    return Exit.FINE


def destroy(
    path: Annotated[Path, typer.Argument(metavar="CASE.jsonl", help="The case's file.")],
    by: Annotated[
        str, typer.Option("--by", metavar="ID", help="On whose authority, as an opaque reference; never a name.")
    ],
    by_role: Annotated[
        str, typer.Option("--role", metavar="CODE", help="In which role, such as information-governance.")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write a copy of the certificate here.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; for scripts.")] = False,
    tables: Tables = None,
    as_json: AsJson = False,
) -> int:
    """Destroy a whole case whose retention is over.

    Its log and all words beside it are removed for good, and a certificate stays that says so. A case that is open,
    still to be kept, or on legal hold is not destroyed, and every reason is said. Copies elsewhere are not reached.
    """
    from fairness_adapters.jobs import case_keeping as jobs
    from fairness_core.documents import to_document
    from fairness_core.process.retention import CERTIFICATE

    own, at = own_tables(tables), today()
    authority = StaffRef(role=role(by_role), id=by)
    found = jobs.keeping(path, at, own=own)
    if found and not found.reasons:
        _ask(found, path, yes=yes)
    try:
        made, written = jobs.destroy_case(path, authority, at=at, out=out, own=own)
    except CallerError as refused:
        said = show_error(refused, as_json=as_json)
        return Exit.ERRORS if found and found.reasons else said
    say(f"The case {made.reference} was destroyed. Its certificate:")
    for each in written:
        say_path(each)
    say("Copies elsewhere, such as backups, papers and calendars, were not reached.")
    if as_json:
        emit(to_document(made, CERTIFICATE))
    return Exit.FINE


def _ask(found: Keeping, path: Path, *, yes: bool) -> None:
    """Ask before anything is destroyed; refuse where nobody can be asked."""
    if yes:
        return
    if not sys.stdin.isatty():
        hint = "Give --yes when you are sure; it cannot be undone."
        raise CallerError("Nothing was destroyed: nobody can be asked here.", hint=hint)
    count = found.case.version
    question = f"Destroy {path.name}, its {count} events and all words beside it? It cannot be undone."
    if not typer.confirm(question, err=True):
        raise CallerError("Nothing was destroyed.", hint="It was not confirmed.")
