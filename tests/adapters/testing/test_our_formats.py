"""Our own formats keep to the contract that plugins are held to: the kit's suites, on real and made-up files."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import fairness_core
from fairness_adapters import formats
from fairness_adapters.layouts import packaged_layouts
from fairness_adapters.testing import LATEST, ReaderSuite, WriterSuite
from fairness_adapters.testing.golden import ENDING

HERE = Path(__file__).parent
PACKAGED = Path(fairness_core.__file__).parent / "data" / "samples"
MADE_UP = HERE / "made_up"
LAYOUTS = {layout.id: layout for layout in packaged_layouts()}
WRITERS = {writer.id: writer for writer in formats.fairness_plugin().writers}


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


class TestForm(OurSuite):
    """A layout of the kind `workbook`."""

    adapter = LAYOUTS["wres-return"]
    files = (PACKAGED / "made-up-trust-wres-2025.xlsx",)
    abilities = frozenset(
        {"any-name", "column-before", "other-sheet-first", "rows-above", "saved-again", "sheets-renamed"}
    )


class TestRecords(OurSuite):
    """A layout of the kind `records`."""

    adapter = LAYOUTS["england-workforce"]
    files = (MADE_UP / "england-workforce.csv",)
    abilities = frozenset(
        {"any-name", "column-before", "rows-above", "saved-again", "semicolons", "tabs", "utf-16", "windows-1252"}
    )


class TestTable(OurSuite):
    """A layout of the kind `table`."""

    adapter = LAYOUTS["staff-in-post"]
    files = (MADE_UP / "staff-in-post.csv",)
    abilities = frozenset(
        {"any-name", "column-before", "rows-above", "saved-again", "semicolons", "tabs", "utf-16", "windows-1252"}
    )


class TestExcelReport(WriterSuite):
    """The workbook."""

    adapter = WRITERS["excel-report"]


class TestJsonReport(WriterSuite):
    """The metrics as JSON."""

    adapter = WRITERS["json-report"]


class TestWordReport(WriterSuite):
    """The document."""

    adapter = WRITERS["word-report"]
