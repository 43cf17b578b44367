"""The packaged form layouts keep to the contract too: each read as a Word document and as a workbook laid out as a form."""

from __future__ import annotations

from pathlib import Path

from tests.adapters.testing.test_our_formats import HERE, MADE_UP, OPENING

from fairness_adapters.layouts.form_loading import form_layouts
from fairness_adapters.testing import LATEST, Hostile, ReaderSuite, form, hostile_files
from fairness_adapters.testing.golden import ENDING

LAYOUTS = form_layouts()
WORD = frozenset({"laughs.docx", "document.xlsx"})


class FormSuite(ReaderSuite):
    """A packaged form layout; one of them is asked about every file, the others about those that open."""

    level = LATEST
    # The file's name, and what no field claims, are part of what is read.
    abilities = frozenset({"column-before", "saved-again", "sheets-renamed"})

    @classmethod
    def sample_files(cls) -> list[Path]:
        """Return the form as a document and as a workbook."""
        return [MADE_UP / "forms" / f"{cls.adapter.id}{ending}" for ending in (".docx", ".xlsx")]

    @classmethod
    def hostile(cls) -> list[Hostile]:
        """Return every file for the largest form, and for the others those that open."""
        whole = cls.adapter.id == "triage-review"
        return [each for each in hostile_files() if whole or each.name in OPENING | WORD]

    def golden(self, sample: Path) -> Path:
        """Return the expected result, kept beside this test."""
        return HERE / "golden" / "forms" / (sample.name + ENDING)


class TestTriageReview(FormSuite):
    """The review of a concern."""

    adapter = form("triage-review")


class TestConflictOfInterest(FormSuite):
    """The declaration."""

    adapter = form("conflict-of-interest")


class TestLessonsForm(FormSuite):
    """What was learned."""

    adapter = form("lessons-form")


class TestCaseManagementNote(FormSuite):
    """The note of a case manager."""

    adapter = form("case-management-note")


def test_every_packaged_form_is_held_to_the_kit() -> None:
    """A form layout that is added needs a suite here."""
    assert set() == LAYOUTS.keys() ^ {suite.adapter.id for suite in FormSuite.__subclasses__()}
