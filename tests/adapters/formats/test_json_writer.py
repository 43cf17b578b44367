"""The JSON report: bytes of what the core says, and closed to drafts."""

from __future__ import annotations

import json

import attrs
import pytest

from fairness_adapters.formats.json_report import JsonReport
from fairness_core.disclosure import NONE, Report, protect
from fairness_core.errors import CallerError
from fairness_core.report.draft import Draft
from fairness_core.serial.envelope import to_json


def test_the_file_holds_what_the_core_says(report: Report) -> None:
    """UTF-8, indented, one line end at the end, and nothing added or lost."""
    written = JsonReport().write(report)
    assert to_json(report) == json.loads(written.decode())
    assert written.startswith(b'{\n  "schema": "fairness-core/report/1",\n')
    assert written.endswith(b"}\n")


def test_a_hidden_figure_is_null_and_named(report: Report) -> None:
    """The share that rests on the hidden count is null, and its name is in the list beside it."""
    found = json.loads(JsonReport().write(report))["indicators"]["2"]
    assert {
        "value": 1.61,
        "share": None,
        "limits": [1 / 3, "infinity", None],
        "significant": True,
        "hidden": ["share"],
    } == found


def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    """Nothing of the time or the run gets into the file."""
    assert JsonReport().write(report) == JsonReport().write(report)


def test_letters_beyond_ascii_stay_readable(draft: Draft) -> None:
    """A trust's name in Welsh can be read in the file as it is."""
    report = protect(attrs.evolve(draft, title="Ymddiriedolaeth GIG – Tŷ"), NONE)
    assert "Ymddiriedolaeth GIG – Tŷ".encode() in JsonReport().write(report)


def test_half_a_character_is_refused(draft: Draft) -> None:
    """A lone surrogate cannot be written, and is an error of ours and not of the encoder."""
    with pytest.raises(CallerError, match="half of a character"):
        JsonReport().write(protect(attrs.evolve(draft, title="\ud800"), NONE))


def test_a_draft_is_refused(draft: Draft) -> None:
    """A program that runs unchecked is stopped too, with what to do."""
    with pytest.raises(CallerError, match=r"Draft.*protect\(draft, policy\)"):
        JsonReport().write(draft)  # type: ignore[arg-type]
