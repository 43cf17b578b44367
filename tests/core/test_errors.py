"""The exceptions: sorted by who can mend them, whole after a journey, and readable in one line."""

from __future__ import annotations

import copy
import json
import pickle

import pytest

from fairness_core.errors import (
    AdapterFault,
    AmbiguousFormat,
    CallerError,
    ConfigError,
    DocumentVersionError,
    FairnessError,
    InvalidData,
    MissingExtra,
    OutputError,
    ProtectedSource,
    SourceError,
    SourceTooLarge,
    UnknownFormat,
    UnreadableSource,
    WrongKind,
)
from fairness_core.problems import Place, error, warning

CELL = Place(file="return.xlsx", sheet="WRES", cell="F41")
PROBLEMS = (error("bad_number", "This is no number.", where=CELL, found="twelve"), warning("odd", "This is odd."))
EVERY = [
    FairnessError("Something.", hint="Mend it.", where=CELL),
    CallerError("Wrong name."),
    MissingExtra("office", "Reading Excel"),
    SourceError("Bad file."),
    UnreadableSource("Damaged."),
    ProtectedSource("Has a password."),
    WrongKind("Is a picture."),
    SourceTooLarge("Too large."),
    UnknownFormat("Nobody knows it.", candidates=[("wres-return", "no such label")], hint="Name it.", where=CELL),
    AmbiguousFormat("Two know it.", candidates=[("a", "likely"), ("b", "likely")]),
    InvalidData("Rules are broken.", PROBLEMS, hint="Correct the file."),
    ConfigError("The file has faults.", PROBLEMS),
    DocumentVersionError(found="fairness-core/rating/2", expected="fairness-core/rating/1"),
    AdapterFault("It failed.", adapter="x", distribution="x-reader", version="1.0", stage="read", hint="Update it."),
    OutputError("The folder is read-only."),
]


def name(fault: FairnessError) -> str:
    """Name an exception for the test report."""
    return type(fault).__name__


@pytest.mark.parametrize("fault", EVERY, ids=name)
def test_an_exception_survives_pickling_and_copying_whole(fault: FairnessError) -> None:
    """Type, arguments and every attribute are the same after a journey."""
    for restored in (pickle.loads(pickle.dumps(fault)), copy.copy(fault), copy.deepcopy(fault)):
        assert (type(fault), fault.args, fault.__dict__, str(fault)) == (
            type(restored),
            restored.args,
            restored.__dict__,
            str(restored),
        )


@pytest.mark.parametrize("fault", EVERY, ids=name)
def test_an_exception_says_in_json_what_it_is(fault: FairnessError) -> None:
    """Every exception is plain JSON, with its code, message and hint."""
    said = json.loads(json.dumps(fault.to_json()))
    assert (fault.code, fault.message, fault.hint) == (said["error"], said["message"], said["hint"])


def test_codes_tell_the_exceptions_apart() -> None:
    """No two classes share a code, so that a program can tell them apart."""
    assert len(EVERY) == len({fault.code for fault in EVERY})


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        (MissingExtra, CallerError),
        (UnreadableSource, SourceError),
        (ProtectedSource, UnreadableSource),
        (WrongKind, UnreadableSource),
        (SourceTooLarge, UnreadableSource),
        (UnknownFormat, SourceError),
        (AmbiguousFormat, UnknownFormat),
        (InvalidData, SourceError),
        (ConfigError, FairnessError),
        (AdapterFault, FairnessError),
        (OutputError, FairnessError),
    ],
)
def test_exceptions_are_sorted_by_who_can_mend_them(kind: type[Exception], who: type[Exception]) -> None:
    """Whoever catches the family catches the member."""
    assert issubclass(kind, who)


def test_a_fault_of_a_rule_file_is_not_a_fault_of_the_data_file() -> None:
    """A ConfigError is not caught with the sources' faults, though it lists problems as they do."""
    assert not issubclass(ConfigError, SourceError)


def test_text_has_place_message_and_hint() -> None:
    """One line says where, what, and what to do."""
    assert str(EVERY[0]) == "return.xlsx, sheet 'WRES', cell F41: Something. Mend it."


@pytest.mark.parametrize("where", [None, Place()])
def test_text_without_place_and_hint_is_the_message(where: Place | None) -> None:
    """What is not known leaves no punctuation behind, and nor does an empty place."""
    assert str(FairnessError("Something.", where=where)) == "Something."


def test_place_goes_into_json_only_when_there_is_one() -> None:
    """The key `where` is there exactly when a place is known."""
    assert EVERY[0].to_json()["where"] == {"file": "return.xlsx", "sheet": "WRES", "cell": "F41", "field": ""}
    assert "where" not in CallerError("Wrong name.").to_json()


def test_missing_extra_says_the_line_that_installs_it() -> None:
    """The message names the need, the hint is the command, the attribute is the extra."""
    fault = MissingExtra("office", "Reading Excel")
    assert fault.message == "Reading Excel needs the extra 'office', which is not installed."
    assert (fault.hint, fault.extra) == (
        "Install it with: python -m pip install 'fairness-core[office]'",
        "office",
    )


def test_unknown_format_keeps_every_candidate_with_its_reason() -> None:
    """Candidates given one by one are kept as pairs, and stand in the JSON as lists."""
    fault = UnknownFormat("Nobody knows it.", candidates=iter([("a", "no sheet"), ("b", "no header")]))
    assert fault.candidates == (("a", "no sheet"), ("b", "no header"))
    assert str(fault).splitlines() == ["Nobody knows it.", "- a: no sheet", "- b: no header"]
    assert fault.to_json()["candidates"] == [["a", "no sheet"], ["b", "no header"]]


def test_every_problem_is_in_text_and_json() -> None:
    """All problems are told, each on its own line, and none of them is only counted."""
    fault = InvalidData("Rules are broken.", iter(PROBLEMS), hint="Correct the file.")
    assert str(fault).splitlines() == [
        "Rules are broken. Correct the file.",
        "- return.xlsx, sheet 'WRES', cell F41: This is no number. Found: twelve.",
        "- This is odd.",
    ]
    said = fault.to_json()["problems"]
    assert isinstance(said, list)
    assert [("bad_number", "error"), ("odd", "warning")] == [(each["code"], each["severity"]) for each in said]


def test_adapter_fault_says_whose_plugin_and_at_which_stage() -> None:
    """Who brought the plugin and where it failed are attributes and JSON."""
    said = AdapterFault("It failed.", adapter="x", distribution="d", version="1.0", stage="read").to_json()
    assert ("x", "d", "1.0", "read") == (said["adapter"], said["distribution"], said["version"], said["stage"])
