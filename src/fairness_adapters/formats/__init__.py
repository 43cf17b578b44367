"""The formats that come with the library, registered through the same hook as anybody's."""

from __future__ import annotations

from fairness_adapters.contract import API_VERSION, Plugin
from fairness_adapters.formats.excel_report import ExcelReport
from fairness_adapters.formats.json_report import JsonReport
from fairness_adapters.formats.word_report import WordReport
from fairness_adapters.hookspecs import hookimpl
from fairness_adapters.layouts import packaged_layouts


@hookimpl
def fairness_plugin() -> Plugin:
    """Return the built-in formats."""
    writers = (WordReport(), ExcelReport(), JsonReport())
    return Plugin(name="built-in", readers=packaged_layouts(), writers=writers, api=API_VERSION)
