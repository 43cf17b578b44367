"""Checked by mypy and never run: a writer takes a `Report`, and a `Draft` is refused before the program runs."""

from __future__ import annotations

from fairness_adapters.contract import Writer
from fairness_adapters.formats.excel_report import ExcelReport
from fairness_adapters.formats.json_report import JsonReport
from fairness_adapters.formats.word_report import WordReport
from fairness_core.disclosure import Report
from fairness_core.report.draft import Draft
from fairness_core.serial.envelope import to_json


def writers_satisfy_the_contract() -> tuple[Writer, ...]:
    """Each of our writers is a `Writer`."""
    return WordReport(), ExcelReport(), JsonReport()


def a_report_may_be_written(report: Report) -> tuple[bytes, ...]:
    """What `protect` returns is taken by every writer."""
    return WordReport().write(report), ExcelReport().write(report), JsonReport().write(report)


def a_draft_may_not(draft: Draft) -> None:
    """Under warn_unused_ignores each line fails the check as soon as its writer takes a draft."""
    WordReport().write(draft)  # type: ignore[arg-type]
    ExcelReport().write(draft)  # type: ignore[arg-type]
    JsonReport().write(draft)  # type: ignore[arg-type]
    to_json(draft)  # type: ignore[arg-type]
