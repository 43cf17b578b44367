"""A reader whose `identify` fails on a small file of nobody's is a fault; one that says that it cannot open it is not."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from fairness_adapters import Catalogue
from fairness_adapters.contract import Confidence, Identification, ReadResult
from fairness_adapters.discovery import Registered, Stage
from fairness_adapters.source import Source
from fairness_adapters.trial import trial_files, try_identify
from fairness_adapters.workbooks import open_workbook
from fairness_core.errors import MissingExtra, WrongKind

NO = Identification(confidence=Confidence.NO, reason="made up")


@attrs.frozen
class Fake:
    """A reader that does on one kind of file what the test says, and answers no on others."""

    does: Any
    on: str = "csv"
    id: str = "fake"
    title: str = "Fake"
    reads: tuple[str, ...] = ("csv",)

    def identify(self, source: Source) -> Identification:
        """Raise or return as told."""
        if source.kind.value != self.on:
            return NO
        if isinstance(self.does, BaseException):
            raise self.does
        return self.does  # type: ignore[no-any-return]

    def read(self, source: Source) -> ReadResult[int]:
        """Return a number."""
        return ReadResult(value=1)


def tried(does: object, on: str = "csv") -> list[str]:
    """Return the faults of one fake reader, as lines."""
    made = Registered(format=Fake(does, on), distribution="fakes", version="1.2")
    return [str(fault) for fault in try_identify([made])]


@pytest.mark.parametrize("on", [source.kind.value for source in trial_files()])
def test_a_failure_on_any_of_the_files_is_a_fault(on: str) -> None:
    """Whatever the kind of file, the fault is one line with distribution, version, stage and kind."""
    (line,) = tried(KeyError("Sheet1"), on)
    assert line.startswith("fake (fakes 1.2), identify: identify() failed on ")
    assert line.endswith("KeyError: 'Sheet1'")


@pytest.mark.parametrize("does", [SystemExit(2), RecursionError(), AssertionError()])
def test_leaving_and_the_like_are_faults(does: BaseException) -> None:
    """Nothing that a reader raises ends the list."""
    expected = f"identify: identify() failed on plain text, such as CSV: {type(does).__name__}"
    assert [f"fake (fakes 1.2), {expected}{': 2' if does.args else ''}"] == tried(does)


def test_another_answer_is_a_fault() -> None:
    """A reader that returns something else is told what it returned."""
    says = "identify() failed on plain text, such as CSV: it returned a bool, not an Identification"
    assert [f"fake (fakes 1.2), identify: {says}"] == tried(True)
    assert 1 == len(tried(Identification(confidence="sure", reason="x")))  # type: ignore[arg-type]


@pytest.mark.parametrize("does", [NO, WrongKind("It is a PDF."), MissingExtra("office", "Excel")])
def test_right_answers_are_no_faults(does: object) -> None:
    """An answer, a word that nobody can open the file, and a missing extra are all as they should be."""
    assert [] == tried(does)


class Picky(Fake):
    """A reader that cannot open text, and fails on a workbook."""

    def identify(self, source: Source) -> Identification:
        """Refuse text, and raise on a workbook."""
        if source.kind.value == "csv":
            raise WrongKind("It is text.")
        if source.kind.value == "xlsx":
            raise KeyError("Sheet1")
        return NO


def test_a_file_that_cannot_be_opened_does_not_end_the_trial() -> None:
    """The other files are asked about all the same."""
    (fault,) = try_identify([Registered(format=Picky(NO), distribution="fakes", version="1")])
    assert "identify() failed on an Excel workbook (.xlsx): KeyError: 'Sheet1'" == fault.cause


def test_ctrl_c_passes() -> None:
    """An interruption is not a reader's fault."""
    with pytest.raises(KeyboardInterrupt):
        tried(KeyboardInterrupt())


def test_one_failing_reader_does_not_keep_the_others_from_being_tried() -> None:
    """Each reader is judged by itself."""
    both = [Registered(format=Fake(does), distribution="fakes", version="1") for does in (ValueError(), NO)]
    assert [Stage.IDENTIFY] == [fault.stage for fault in try_identify(both)]


def test_the_built_in_readers_pass() -> None:
    """None of our own fails, and none claims a file of nobody's."""
    catalogue = Catalogue.discover()
    assert () == try_identify(each for each in catalogue.readers.values() if each.distribution == "fairness-core")
    answers = [answer for source in trial_files() for answer in catalogue.answers(source)]
    assert {Confidence.NO} == {each.confidence for each in answers if each.registered.distribution == "fairness-core"}


def test_the_workbook_is_one() -> None:
    """The last of the files can be opened and has one cell, and is the same each time."""
    assert [(1, ((1, "Made up"),))] == list(open_workbook(trial_files()[-1]).grids[0].rows())
    assert trial_files() == trial_files()
