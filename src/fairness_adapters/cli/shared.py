"""What every verb shares: exit codes, how findings and errors are shown, and the two ways out.

`say` is for people, on stderr; `emit` is for machines, on stdout. Colour only underlines a word that
is there as well. No text of a file reaches the terminal with control characters in it.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import IntEnum
from typing import Annotated, TypeAlias
from unicodedata import category

import typer
from rich.console import Console
from rich.text import Text

from fairness_core.errors import (
    AdapterFault,
    CallerError,
    FairnessError,
    StaleVersion,
    TransitionRefused,
    UnknownFormat,
)
from fairness_core.problems import Problem, Severity

DEBUG = "FAIRNESS_DEBUG"
MOST_OF_A_KIND = 10
_HOW_TO_SEE = f"To see where it happened, set {DEBUG}=1 and run it again (what is shown then may quote data)."

EXAMPLES: Mapping[str, str] = {
    "demo": "Example: fairness demo --out demo-report",
    "wres": "Example: fairness wres return-2025.xlsx --out board-paper",
    "check": "Example: fairness check return-2025.xlsx",
    "read": "Example: fairness read staff.csv --layout our-staff.toml",
    "fill": "Example: fairness fill collection.xlsx values.csv --out filled.xlsx",
    "cells": "Example: fairness cells return-2025.xlsx --sheet WRES",
    "ratio": "Example: fairness ratio 9/725 17/2505",
    "formats": "Example: fairness formats",
    "codes": "Example: fairness codes band",
    "new-format": "Example: fairness new-format my-trust-wards",
    "rate": "Example: fairness rate possible major --matrix npsa-2008",
    "matrix": "Example: fairness matrix show npsa-2008",
    "triage": "Example: fairness triage check concern.json",
    "process": "Example: fairness process show five-step",
    "case": "Example: fairness case show c1.jsonl",
    "categorise": 'Example: fairness categorise "Letters should say when the next one comes."',
    "lessons": "Example: fairness lessons register.xlsx --quarter 2025Q3 --out lessons",
    "taxonomy": "Example: fairness taxonomy show lessons",
    "template": "Example: fairness template fields wres",
    "layout": "Example: fairness layout try our-staff.toml staff.xlsx",
}
EXAMPLES_WITHIN: Mapping[str, str] = {
    "matrix list": "Example: fairness matrix list",
    "matrix show": "Example: fairness matrix show npsa-2008 --out matrix.svg",
    "matrix check": "Example: fairness matrix check our-matrix.toml",
    "triage template": "Example: fairness triage template > concern.json",
    "triage check": "Example: fairness triage check concern.json",
    "triage report": "Example: fairness triage report concern.json --out case-file",
    "triage share": "Example: fairness triage share concern.json --for panel > for-panel.json",
    "triage read": "Example: fairness triage read forms/*.docx --out register.xlsx",
    "triage form": "Example: fairness triage form concern.json --out concern.docx",
    "triage summary": "Example: fairness triage summary concerns --out register",
    "process list": "Example: fairness process list",
    "process show": "Example: fairness process show five-step --mermaid > five-step.mmd",
    "process check": "Example: fairness process check our-process.toml",
    "case open": "Example: fairness case open c1.jsonl --process five-step --about p1 --by r1 --role raised",
    "case event": "Example: fairness case event c1.jsonl offer-support --by u1 --role case-manager",
    "case show": "Example: fairness case show c1.jsonl",
    "case verify": "Example: fairness case verify c1.jsonl",
    "case destroy": "Example: fairness case destroy c1.jsonl --by u9 --role information-governance",
    "case replay": "Example: fairness case replay c1.jsonl --at 2026-03-01 --json",
    "case due": "Example: fairness case due cases --at 2026-03-01 --ical due.ics",
    "case letter": "Example: fairness case letter c1.jsonl update --facts facts.json --template ours.docx",
    "template fields": "Example: fairness template fields letter",
    "case bundle": "Example: fairness case bundle c1.jsonl --out bundle",
    "lessons report": "Example: fairness lessons register.xlsx --quarter 2025Q3 --out lessons",
    "lessons agree": "Example: fairness lessons agree coder-1.xlsx coder-2.xlsx",
    "lessons check": "Example: fairness lessons check register.xlsx --lexicon our-words.toml",
    "taxonomy list": "Example: fairness taxonomy list",
    "taxonomy show": "Example: fairness taxonomy show lessons",
    "layout try": "Example: fairness layout try our-staff.toml staff.xlsx --out marked.html",
    "layout suggest": "Example: fairness layout suggest staff.xlsx > our-staff.toml",
    "layout list": "Example: fairness layout list",
    "layout show": "Example: fairness layout show wres-return > ours.toml",
    "layout schema": "Example: fairness layout schema > layout.schema.json",
}
"""Examples of the verbs that stand within a group, by all their words."""

AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print the result to stdout as JSON, for programs.")]


POLICY_HELP = "Hide small numbers: none, threshold:5, or a plugin's policy by its id."


class Exit(IntEnum):
    """What the exit code of every verb means."""

    FINE = 0
    ERRORS = 1
    WRONG_USE = 2
    OUR_FAULT = 70
    INTERRUPTED = 130


_STYLES: Mapping[Severity, str] = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.NOTE: "bold cyan",
}


def console() -> Console:
    """Return a console on the stderr of this moment; it is only ever given `Text`, which holds no markup."""
    return Console(stderr=True)


def say(text: str = "", *, label: str = "", style: str = "bold") -> None:
    """Print text for people: wrapped between words on a terminal, one line as it is elsewhere."""
    out = console()
    line = Text.assemble((f"{label}: ", style), printable(text)) if label else Text(printable(text))
    out.print(line, soft_wrap=not out.is_terminal)


def say_path(path: object) -> None:
    """Print a path on a line of its own, never wrapped, so that it can be copied."""
    console().print(Text(f"  {printable(str(path))}"), soft_wrap=True)


def emit(value: object) -> None:
    """Print a value to stdout as JSON, in ASCII so that it survives every terminal and pipe."""
    sys.stdout.write(json.dumps(value, indent=2, allow_nan=False) + "\n")
    # Flushed here, so that a reader who has gone (| head) is noticed while it can still be handled.
    sys.stdout.flush()


def emit_bytes(data: bytes) -> None:
    """Print bytes to stdout as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def printable(text: str) -> str:
    """Write control characters and the like as escapes, so that no file can steer the terminal.

    >>> printable("a" + chr(27) + "[2J b") == "a" + chr(92) + "x1b[2J b"
    True
    """
    return "".join(ascii(each)[1:-1] if _steers(each) else each for each in text)


def _steers(character: str) -> bool:
    return character != "\n" and category(character).startswith("C")


@contextmanager
def busy(doing: str) -> Iterator[None]:
    """Show that work is going on, when somebody is watching."""
    out = console()
    if not out.is_terminal:
        yield
        return
    with out.status(doing):
        yield


def show_problems(problems: Iterable[Problem]) -> None:
    """Print findings, the gravest first and then as they were met; of each kind ten, and how many more."""
    order, kinds = list(Severity), defaultdict[tuple[Severity, str], list[Problem]](list)
    for problem in problems:
        kinds[problem.severity, problem.code].append(problem)
    for _, same in sorted(kinds.items(), key=lambda each: order.index(each[0][0])):
        _show_kind(same[:MOST_OF_A_KIND])
        if len(same) > MOST_OF_A_KIND:
            say(f"... and {len(same) - MOST_OF_A_KIND} more of the same kind; --json lists every one.")


def _show_kind(problems: Sequence[Problem]) -> None:
    """Print findings of one kind; what to do is said once after a run of those that share it."""
    following = [problem.hint for problem in problems[1:]]
    for problem, next_hint in zip(problems, [*following, ""], strict=True):
        _show_problem(problem, hint="" if problem.hint == next_hint else problem.hint)


def _show_problem(problem: Problem, *, hint: str) -> None:
    place = f"{problem.where}: " if str(problem.where) else ""
    say(f"{place}{problem.message}", label=problem.severity.capitalize(), style=_STYLES[problem.severity])
    for label, text in (("found", problem.found), ("expected", problem.expected), ("what to do", hint)):
        if text:
            say(f"    {label}: {text}")


def count_problems(problems: Iterable[Problem]) -> str:
    """Say how many findings of each severity there are.

    >>> from fairness_core.problems import note
    >>> count_problems([note("a", "A."), note("b", "B.")])
    '0 errors, 0 warnings, 2 notes'
    """
    counts = Counter(problem.severity for problem in problems)
    return ", ".join(_counted(counts[each], each.value) for each in Severity)


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def show_error(problem: FairnessError, *, as_json: bool) -> int:
    """Print one of our exceptions in words, as JSON too when that was asked for; return its exit code.

    Its findings come first and its message last, where it is seen without scrolling back. A step that a case
    cannot take yet is no wrong use.
    """
    found: tuple[Problem, ...] = getattr(problem, "problems", ())
    show_problems(found)
    place = f"{problem.where}: " if problem.where and str(problem.where) else ""
    say(f"{place}{problem.message}", label="Error", style=_STYLES[Severity.ERROR])
    for line in _details(problem, found):
        say(line)
    if as_json:
        emit(problem.to_json())
    wrong = isinstance(problem, CallerError) and not isinstance(problem, TransitionRefused | StaleVersion)
    return Exit.WRONG_USE if wrong else Exit.ERRORS


def _details(problem: FairnessError, found: tuple[Problem, ...]) -> Iterator[str]:
    if isinstance(problem, UnknownFormat):
        yield from (f"    {format_id}: {reason}" for format_id, reason in problem.candidates)
    if problem.hint:
        yield problem.hint
    if found:
        yield f"{count_problems(found)}. Nothing was written."
    if isinstance(problem, AdapterFault):
        yield _HOW_TO_SEE


def show_wrong_use(problem: Exception, *, as_json: bool) -> int:
    """Print what is wrong with the words on the command line, with an example of the right ones."""
    message = str(getattr(problem, "message", "")) or str(problem)
    if callable(complete := getattr(problem, "format_message", None)):
        message = str(complete())
    path = str(getattr(getattr(problem, "ctx", None), "command_path", ""))
    hint = {**EXAMPLES, **EXAMPLES_WITHIN}.get(path.partition(" ")[2], "'fairness --help' lists the commands.")
    return show_error(CallerError(message, hint=hint), as_json=as_json)


def show_our_fault(problem: Exception, *, as_json: bool) -> int:
    """Print that we are at fault: the type of the exception and no more, since its text may quote data."""
    kind = type(problem).__name__
    message = f"This is a fault of ours, not of your file ({kind})."
    hint = f"Please report it. {_HOW_TO_SEE}"
    say(f"{message} {hint}", label="Error", style=_STYLES[Severity.ERROR])
    if as_json:
        emit({"error": "our_fault", "message": message, "hint": hint, "exception": kind})
    return Exit.OUR_FAULT
