"""The report as JSON. What it says is decided in `fairness_core.serial.envelope`; this makes bytes of it."""

from __future__ import annotations

import json

import attrs

from fairness_core.disclosure import Report
from fairness_core.errors import CallerError
from fairness_core.serial.envelope import to_json


@attrs.frozen(kw_only=True)
class JsonReport:
    """Write a report's metrics as JSON, for other programs.

    >>> JsonReport().suffix
    '.json'
    """

    id: str = "json-report"
    title: str = "Metrics as JSON, unrounded, for other programs"
    suffix: str = ".json"

    def write(self, report: Report) -> bytes:
        """Return UTF-8 JSON with an indentation of two and a line end at the end.

        Raises `CallerError` when `report` is not a `Report`, or a text cannot be written as UTF-8.
        """
        text = json.dumps(to_json(report), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
        try:
            return text.encode()
        except UnicodeEncodeError as fault:
            raise CallerError("A text of the report has half of a character, and cannot be written.") from fault
