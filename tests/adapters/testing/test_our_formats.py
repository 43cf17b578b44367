"""Our own formats keep to the contract that plugins are held to: the kit's suites, on real and made-up files."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import fairness_core
from fairness_adapters import formats
from fairness_adapters.layouts import packaged_layouts
from fairness_adapters.testing import LATEST, Hostile, ReaderSuite, WriterSuite, hostile_files
from fairness_adapters.testing.golden import ENDING

HERE = Path(__file__).parent
PACKAGED = Path(fairness_core.__file__).parent / "data" / "samples"
MADE_UP = HERE / "made_up"
PUBLISHED = HERE / "published"
LAYOUTS = {layout.id: layout for layout in packaged_layouts()}
WRITERS = {writer.id: writer for writer in formats.fairness_plugin().writers}
WORKBOOK = frozenset({"any-name", "column-before", "other-sheet-first", "rows-above", "saved-again", "sheets-renamed"})
TEXT = frozenset(
    {"any-name", "column-before", "rows-above", "saved-again", "semicolons", "tabs", "utf-16", "windows-1252"}
)

OPENING = frozenset(
    [
        "bytes.csv",
        "formulas.csv",
        "huge-number.csv",
        "odd-numbers.csv",
        "turned.csv",
        "plain.csv",
        "plain.xlsx",
        "no-rows.xlsx",
        "far-cell.xlsx",
        "claims-all.xlsx",
        "errors.xlsx",
        "formula.xlsx",
        "link.xlsx",
        "noise.bin",
        "letter.docx",
    ]
)


class OurSuite(ReaderSuite):
    """A packaged layout; its samples lie where others use them, and expected results here."""

    level = LATEST
    files: ClassVar[tuple[Path, ...]] = ()

    @classmethod
    def sample_files(cls) -> list[Path]:
        """Return the files that are named one by one."""
        return [*cls.files]

    def golden(self, sample: Path) -> Path:
        """Return the expected result, kept beside this test."""
        return HERE / "golden" / (sample.name + ENDING)


class OneOfSeveral(OurSuite):
    """A further layout of a kind: it shares its reader, so files that do not open, and large ones, are not asked again."""

    @classmethod
    def hostile(cls) -> list[Hostile]:
        """Return the files that open and are small: what a layout makes of their cells is its own."""
        return [each for each in hostile_files() if each.name in OPENING]


class TestForm(OurSuite):
    """A layout of the kind `workbook`."""

    adapter = LAYOUTS["wres-return"]
    files = (PACKAGED / "made-up-trust-wres-2025.xlsx",)
    abilities = WORKBOOK


class TestRecords(OurSuite):
    """A layout of the kind `records`."""

    adapter = LAYOUTS["england-workforce"]
    files = (MADE_UP / "england-workforce.csv",)
    abilities = TEXT


class TestTable(OurSuite):
    """A layout of the kind `table`."""

    adapter = LAYOUTS["staff-in-post"]
    files = (MADE_UP / "staff-in-post.csv",)
    abilities = TEXT


class TestBankWres(OneOfSeveral):
    """A form of one short block, found by a word on its sheet."""

    adapter = LAYOUTS["bank-wres"]
    files = (MADE_UP / "bank-wres.xlsx",)
    abilities = WORKBOOK


class TestEdiDashboard(OneOfSeveral):
    """A table whose sheets are its divisions, so that their names matter."""

    adapter = LAYOUTS["edi-dashboard"]
    files = (MADE_UP / "edi-dashboard.xlsx",)
    abilities = WORKBOOK - {"sheets-renamed"}


class TestEmployeeRelations(OneOfSeveral):
    """A table of rows that are counted, each case once."""

    adapter = LAYOUTS["employee-relations"]
    files = (MADE_UP / "employee-relations.xlsx",)
    abilities = WORKBOOK


class TestMedicalWres(OneOfSeveral):
    """A form of the medical workforce."""

    adapter = LAYOUTS["medical-wres"]
    files = (MADE_UP / "medical-wres.xlsx",)
    abilities = WORKBOOK


class TestRecruitmentEquality(OneOfSeveral):
    """A table below a title with the period, with shares between the counts."""

    adapter = LAYOUTS["recruitment-equality"]
    files = (MADE_UP / "recruitment-equality.xlsx",)
    abilities = WORKBOOK


class TestStaffSurvey(OneOfSeveral):
    """A table on two sheets, with questions merged over their columns and a result that is hidden."""

    adapter = LAYOUTS["staff-survey-organisations"]
    files = (MADE_UP / "staff-survey-organisations.xlsx",)
    abilities = WORKBOOK


class TestTrainingList(OneOfSeveral):
    """A table of rows that are counted, of which some do not count."""

    adapter = LAYOUTS["training-list"]
    files = (MADE_UP / "training-list.csv",)
    abilities = TEXT


class TestWdesCollection(OneOfSeveral):
    """A form of clusters, by disability."""

    adapter = LAYOUTS["wdes-collection"]
    files = (MADE_UP / "wdes-collection.xlsx",)
    abilities = WORKBOOK


class TestNationality(OneOfSeveral):
    """A published table, cut short; two of its columns are named by their letters, so they may not move."""

    adapter = LAYOUTS["nhs-nationality-2016"]
    files = (PUBLISHED / "eu-and-uk-nationals-some-rows.xlsx",)
    abilities = WORKBOOK - {"column-before"}


class TestExcelReport(WriterSuite):
    """The workbook."""

    adapter = WRITERS["excel-report"]


class TestJsonReport(WriterSuite):
    """The metrics as JSON."""

    adapter = WRITERS["json-report"]


class TestWordReport(WriterSuite):
    """The document."""

    adapter = WRITERS["word-report"]


def test_every_packaged_layout_is_held_to_the_kit() -> None:
    """A layout that is added needs a suite here."""
    suites = [*OurSuite.__subclasses__(), *OneOfSeveral.__subclasses__()]
    held = {suite.adapter.id for suite in suites if suite.adapter}
    assert set() == LAYOUTS.keys() ^ held


def test_the_files_that_further_layouts_are_asked_about_are_there() -> None:
    """A name that the kit no longer has would be asked about nowhere."""
    assert set() == OPENING - {each.name for each in hostile_files()}
