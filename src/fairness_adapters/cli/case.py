"""`fairness case open`, `event`, `show`, `replay`, `due`, `letter`, `bundle` and so on: cases, each with its log.

The verbs stand in files of their own (`case_record`, `case_show`, `case_folder`, `case_end`), and their work is done
by `fairness_adapters.jobs`. Here they are put together under one name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import typer

from fairness_adapters.cli import case_end, case_folder, case_letter, case_record, case_show, shared

case = typer.Typer(name="case", add_completion=False, rich_markup_mode=None, no_args_is_help=False)


@case.callback()
def about() -> None:
    """Manage a case: record, show, what is due."""


_VERBS: Mapping[str, Callable[..., int]] = {
    "open": case_record.open_case,
    "event": case_record.record_event,
    "show": case_show.show,
    "due": case_folder.due,
    "replay": case_show.replay,
    "verify": case_folder.verify,
    "letter": case_letter.letter,
    "bundle": case_end.bundle,
    "destroy": case_end.destroy,
}
for _name, _verb in _VERBS.items():
    case.command(_name, epilog=shared.EXAMPLES_WITHIN[f"case {_name}"])(_verb)
