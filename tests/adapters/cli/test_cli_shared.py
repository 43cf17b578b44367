"""What every verb shares: exit codes, errors in words and in JSON, findings, and quiet ends."""

from __future__ import annotations

import builtins
import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from fairness_adapters import cli
from fairness_adapters.catalogue import Catalogue
from fairness_adapters.cli import shared
from fairness_core.errors import (
    AdapterFault,
    AmbiguousFormat,
    CallerError,
    ConfigError,
    FairnessError,
    InvalidData,
    MissingExtra,
    OutputError,
    UnreadableSource,
)
from fairness_core.problems import Place, error, note, warning

Fairness = Callable[..., Any]


def fail_with(monkeypatch: pytest.MonkeyPatch, problem: BaseException) -> None:
    """Let the work of `fairness formats` end in this exception."""

    def discover(blocked: object = ()) -> Catalogue:
        raise problem

    monkeypatch.setattr(Catalogue, "discover", discover)


BAD = [
    error("not_whole", "A count is not a whole number.", where=Place(file="r.xlsx", sheet="WRES", cell="F4")),
    note("years", "The years come from the headings."),
]
ENDS = [
    (UnreadableSource("The file is damaged.", hint="Ask for a copy."), 1),
    (InvalidData("The data hold errors.", BAD), 1),
    (ConfigError("The layout has faults.", BAD), 1),
    (AdapterFault("A format failed.", adapter="a", hint="Tell its makers."), 1),
    (OutputError("r.docx is open.", hint="Close it."), 1),
    (CallerError("There is no such name.", hint="Use another."), 2),
    (MissingExtra("office", "Reading Excel"), 2),
]


@pytest.mark.parametrize(("problem", "code"), ENDS, ids=lambda value: getattr(value, "code", str(value)))
def test_our_exceptions_become_words_and_codes(
    fairness: Fairness, monkeypatch: pytest.MonkeyPatch, problem: FairnessError, code: int
) -> None:
    """Every exception of ours ends with its code, message and hint, in JSON too, without a traceback."""
    fail_with(monkeypatch, problem)
    ran = fairness("formats")
    assert (code, "") == (ran.code, ran.out)
    assert f"Error: {problem.message}\n" in ran.err
    assert problem.hint in ran.err
    assert "Traceback" not in ran.err
    machine = fairness("formats", "--json")
    assert code == machine.code
    assert json.loads(json.dumps(problem.to_json())) == machine.json


def test_errors_in_the_data_are_listed_and_counted(fairness: Fairness, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every problem is shown with its place, then the message, then how many there are of each severity."""
    fail_with(monkeypatch, InvalidData("The data hold errors.", BAD, hint="Mend the file."))
    assert fairness("formats").err.splitlines() == [
        "Error: r.xlsx, sheet 'WRES', cell F4: A count is not a whole number.",
        "Note: The years come from the headings.",
        "Error: The data hold errors.",
        "Mend the file.",
        "1 error, 0 warnings, 1 note. Nothing was written.",
    ]


def test_candidates_are_listed_with_their_reasons(fairness: Fairness, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the format is in doubt, each candidate stands on a line of its own with its reason."""
    told = AmbiguousFormat(
        "2 formats claim it.", candidates=[("a", "it has A"), ("b", "it has B")], where=Place(file="r.xlsx")
    )
    fail_with(monkeypatch, told)
    expected = ["Error: r.xlsx: 2 formats claim it.", "    a: it has A", "    b: it has B"]
    assert expected == fairness("formats").err.splitlines()


def test_a_fault_of_ours_says_its_kind_only(fairness: Fairness, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception that is not ours ends with 70 and its type; its text, which may quote data, is not shown."""
    fail_with(monkeypatch, ValueError("Ada Lovelace"))
    monkeypatch.delenv("FAIRNESS_DEBUG", raising=False)
    ran = fairness("formats", "--json")
    assert (70, "our_fault", "ValueError") == (ran.code, ran.json["error"], ran.json["exception"])
    assert "fault of ours, not of your file (ValueError)" in ran.err
    assert "FAIRNESS_DEBUG=1" in ran.err
    assert "Lovelace" not in ran.err + ran.out
    monkeypatch.setenv("FAIRNESS_DEBUG", "1")
    assert "ValueError: Ada Lovelace" in fairness("formats").err


def test_an_end_of_file_inside_is_a_fault_of_ours(fairness: Fairness, monkeypatch: pytest.MonkeyPatch) -> None:
    """An EOFError, which the command-line library takes for an interruption, is not hidden as one."""
    fail_with(monkeypatch, EOFError())
    ran = fairness("formats")
    assert ran.code == 70
    assert "(EOFError)" in ran.err


def test_ctrl_c_is_quiet(fairness: Fairness, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interruption ends with 130 and not a word."""
    fail_with(monkeypatch, KeyboardInterrupt())
    ran = fairness("formats")
    assert (130, "", "") == (ran.code, ran.out, ran.err.strip())


def test_a_broken_pipe_is_an_exit_code(fairness: Fairness, monkeypatch: pytest.MonkeyPatch) -> None:
    """In process too, output that nobody reads gives 1 and never a SystemExit."""
    for stream in ("stdout", "stderr"):
        monkeypatch.setattr(sys, stream, getattr(sys, stream))
    fail_with(monkeypatch, BrokenPipeError(errno.EPIPE, "Broken pipe"))
    assert fairness("formats").code == 1


@pytest.mark.parametrize("missing", ["typer", "rich"])
def test_without_the_extra(fairness: Fairness, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    """Without the extra, the command says what is missing and the line that installs it, and ends with 2."""
    real = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name.partition(".")[0] == missing:
            raise ModuleNotFoundError(f"No module named {missing!r}", name=missing)
        return real(name, *rest, **named)

    for name in [name for name in sys.modules if name.startswith("fairness_adapters.cli.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", without)
    ran = fairness("demo")
    assert (2, "") == (ran.code, ran.out)
    assert f"'{missing}' is not installed" in ran.err
    assert "\n    python -m pip install 'fairness-core[cli]'\n" in ran.err


def test_ctrl_c_while_starting(monkeypatch: pytest.MonkeyPatch) -> None:
    """An interruption while the libraries are still being loaded is as quiet."""
    real = builtins.__import__

    def interrupted(name: str, *rest: Any, **named: Any) -> Any:
        if name == "fairness_adapters.cli.app":
            raise KeyboardInterrupt
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", interrupted)
    assert cli.main(["demo"]) == 130


def test_another_missing_module_is_not_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """A module of our own that is missing is not blamed on the extra."""
    monkeypatch.setitem(sys.modules, "fairness_adapters.cli.app", None)
    with pytest.raises(ModuleNotFoundError):
        cli.main(["demo"])


def test_at_most_ten_of_a_kind(capsys: pytest.CaptureFixture[str]) -> None:
    """The gravest come first, ten of each kind are shown, and the rest are counted."""
    many = [warning("small", f"Warning {number}.") for number in range(13)]
    shared.show_problems([note("n", "A note."), *many, error("e", "An error.")])
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "Error: An error."
    assert [f"Warning: Warning {number}." for number in range(10)] == lines[1:11]
    assert lines[11:] == ["... and 3 more of the same kind; --json lists every one.", "Note: A note."]


def test_a_finding_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    """What was found, what was expected and what to do stand below it, each with its word."""
    place = Place(file="r.xlsx", sheet="WRES", cell="F4")
    shared.show_problems([error("e", "Bad.", where=place, found="12.5", expected="a whole number", hint="Mend it.")])
    assert capsys.readouterr().err.splitlines() == [
        "Error: r.xlsx, sheet 'WRES', cell F4: Bad.",
        "    found: 12.5",
        "    expected: a whole number",
        "    what to do: Mend it.",
    ]


def test_what_to_do_is_said_once_for_a_run_that_shares_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Findings of one kind with the same advice are followed by it once; a different one has its own."""
    shared.show_problems([error("e", text, hint=hint) for text, hint in [("A.", "X."), ("B.", "X."), ("C.", "Y.")]])
    expected = ["Error: A.", "Error: B.", "    what to do: X.", "Error: C.", "    what to do: Y."]
    assert expected == capsys.readouterr().err.splitlines()


def test_nothing_is_cut_or_taken_for_markup(capsys: pytest.CaptureFixture[str]) -> None:
    """A long line stays one line where there is no terminal; brackets and smileys are printed as they are."""
    text = "[c] [bold]not markup[/bold] :smile: " + "word " * 100 + "end"
    shared.say(text)
    shared.say_path("folder/" * 60 + "r.docx")
    assert [text, "  " + "folder/" * 60 + "r.docx"] == capsys.readouterr().err.splitlines()


def test_no_file_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Control characters and direction overrides are written out; letters, signs and spaces are not touched."""
    shared.say("a\x1b[2Jb\u202ec\r\u00e9\u00a0\u2013\U0001f642")
    assert "a\\x1b[2Jb\\u202ec\\r\u00e9\u00a0\u2013\U0001f642\n" == capsys.readouterr().err


def test_json_survives_every_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """JSON is in ASCII, and never holds the NaN or Infinity that JSON does not have."""
    shared.emit({"name": "é"})
    assert capsys.readouterr().out.isascii()
    with pytest.raises(ValueError, match="JSON compliant"):
        shared.emit({"value": float("inf")})


def test_colour_only_underlines_words(fairness: Fairness, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal the word is there with the colour; with NO_COLOR it is there without."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[1;31mError: \x1b[0m" in fairness("ratio", "9/4", "1/2").err
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[1;31m" not in fairness("ratio", "9/4", "1/2").err
    assert "Error: " in fairness("ratio", "9/4", "1/2").err


def test_help_and_version(fairness: Fairness) -> None:
    """Help and version go to stdout with 0; no words at all give the help on stderr with 2."""
    assert fairness("--version").out.startswith("fairness-core ")
    asked, bare = fairness("--help"), fairness()
    assert (0, 2) == (asked.code, bare.code)
    assert asked.out == bare.err
    assert bare.out == ""


@pytest.mark.parametrize("verb", shared.EXAMPLES)
def test_every_verb_has_an_example(fairness: Fairness, verb: str) -> None:
    """The help of each command ends with an example of it, and the overview lists it uncut."""
    ran = fairness(verb, "--help")
    assert (0, f"Example: fairness {verb}") == (ran.code, ran.out.strip().splitlines()[-1].strip()[: 18 + len(verb)])
    assert "..." not in fairness("--help").out.partition("Commands:")[2]


def test_a_misspelt_verb(fairness: Fairness) -> None:
    """A verb that is not there ends with 2, its name, and where to look."""
    ran = fairness("raito")
    assert ran.code == 2
    assert "No such command 'raito'." in ran.err
    assert "'fairness --help' lists the commands." in ran.err


def run_for_real(*words: str, stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    command = [sys.executable, "-m", "fairness_adapters.cli", *words]
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    env = {**inherited, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False, env=env)


def test_a_process_of_its_own() -> None:
    """The real command prints JSON and nothing else to stdout, words to stderr, and ends with its code."""
    fine = run_for_real("ratio", "9/725", "17/2505", "--json")
    assert (0, "above", "") == (fine.returncode, json.loads(fine.stdout)["position"], fine.stderr)
    wrong = run_for_real("ratio", "9/4", "1/2")
    assert (2, "") == (wrong.returncode, wrong.stdout)
    assert wrong.stderr.startswith("Error: '9/4' says that 9 events happened among 4 people.\n")


def test_a_reader_who_has_gone() -> None:
    """When whoever reads the output stops reading (| head), the command ends without a word."""
    read_end, write_end = os.pipe()
    os.close(read_end)
    try:
        ran = run_for_real("ratio", "9/725", "17/2505", "--json", stdout=write_end)
    finally:
        os.close(write_end)
    assert (1, "") == (ran.returncode, ran.stderr)
