"""Jobs on triage records: one bad file never stops the rest, and is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.core.risk.made_records import COMPLETE, EMPTY, TODAY

from fairness_adapters.jobs import triage
from fairness_adapters.jobs.triage import check_files, open_template, read_record, report_record, summarise
from fairness_core.disclosure import NONE
from fairness_core.errors import CallerError, ConfigError, InvalidData, SourceError, SourceTooLarge, UnreadableSource
from fairness_core.problems import Severity
from fairness_core.risk.triage import Practitioner, TriageRecord
from fairness_core.risk.triage_json import record_to_json


def put(folder: Path, name: str, record: TriageRecord, **changes: Any) -> Path:
    """Write a record, changed, as a file."""
    path = folder / name
    path.write_text(json.dumps(record_to_json(attrs.evolve(record, **changes))), encoding="utf-8")
    return path


def test_reading(tmp_path: Path) -> None:
    """A file is read as the record it holds, also with the mark that Notepad begins with."""
    path = put(tmp_path, "a.json", COMPLETE)
    assert COMPLETE == read_record(path)
    path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert COMPLETE == read_record(path)


def test_what_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is missing, no text or too large is told by its name, without its folder."""
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00")
    for name in ("missing.json", "bytes.json"):
        with pytest.raises(UnreadableSource) as raised:
            read_record(tmp_path / name)
        assert name == str(raised.value.where)
    monkeypatch.setattr(triage, "LARGEST", 10)
    with pytest.raises(SourceTooLarge):
        read_record(put(tmp_path, "a.json", COMPLETE))


def test_checking_several(tmp_path: Path) -> None:
    """Every file is checked, whatever the others are; numbers are looked at, and days after today are found."""
    number = Practitioner(register="GMC", number="12")
    good = put(tmp_path, "good.json", COMPLETE)
    odd = put(tmp_path, "odd.json", COMPLETE, practitioner=number, template="nobody-s")
    short = put(tmp_path, "short.json", EMPTY, practitioner=number)
    (tmp_path / "no.json").write_text("{", encoding="utf-8")
    found = check_files([good, tmp_path / "no.json", odd, short], on=TODAY)
    assert ["good.json", "no.json", "odd.json", "short.json"] == [each.file for each in found]
    assert [COMPLETE, None, None] == [each.record for each in found[:3]]
    assert [[], ["unreadable_source"], ["caller_error"], ["registration_number"]] == [
        [problem.code for problem in each.problems] for each in found
    ]
    assert "no.json" == found[1].problems[0].where.file
    assert "odd.json" == found[2].problems[0].where.file
    assert () == found[0].owed
    assert "The concern is not rated." in found[3].owed
    assert ["date_ahead"] == [each.code for each in check_files([good], on=TODAY.replace(day=10))[0].problems]
    assert () == check_files([odd], on=TODAY, rules=open_template("nw-triage"))[0].owed


def test_templates(tmp_path: Path) -> None:
    """A template is packaged, or a file of the trust's own; a faulty or missing one is told."""
    assert "nw-triage" == open_template("nw-triage").id
    path = tmp_path / "ours.toml"
    path.write_text('extends = "nw-triage"\nid = "ours"\n[kinds.data]\nlabel = "Data"', encoding="utf-8")
    assert "Data" == open_template(str(path)).kinds["data"].label
    with pytest.raises(CallerError):
        open_template("none-such")
    with pytest.raises(ConfigError, match="cannot be read"):
        open_template(str(tmp_path / "missing.toml"))


def test_the_document(tmp_path: Path) -> None:
    """The document of a record is the case file's copy, where nothing is hidden."""
    report = report_record(put(tmp_path, "a.json", COMPLETE), on=TODAY)
    assert ("triage-record", 0) == (report.kind, report.hidden_counts)


def test_one_bad_file_never_stops_the_rest(tmp_path: Path) -> None:
    """The register holds every record that can be read; what is left out or doubtful is told as warnings."""
    put(tmp_path, "a.json", COMPLETE)
    put(tmp_path, "b.json", EMPTY, discipline="astrology")
    put(tmp_path, "c.JSON", COMPLETE)
    (tmp_path / "bad.json").write_text('{"schema": "fairness-core/triage/1", "documents": 1}', encoding="utf-8")
    (tmp_path / "triage-register.json").write_text("{}", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no record", encoding="utf-8")
    outcome = summarise(tmp_path, on=TODAY, policy=NONE)
    assert 3 == outcome.records
    assert (3, 1) == (
        outcome.report.metrics["records"].value,  # type: ignore[union-attr]
        outcome.report.metrics["unreadable_files"],
    )
    assert {Severity.WARNING} == {each.severity for each in outcome.problems}
    assert [
        ("unknown_code", "b.json"),
        ("left_out", "bad.json"),
        ("bad_record", "bad.json"),
        ("bad_record", "bad.json"),
        ("reference_twice", "a.json"),
        ("reference_twice", "c.JSON"),
    ] == [(each.code, each.where.file) for each in outcome.problems]


def test_nothing_to_register(tmp_path: Path) -> None:
    """A folder that is missing, empty, or of bad files only is an error that says so."""
    with pytest.raises(SourceError, match="cannot be opened as a folder"):
        summarise(tmp_path / "missing", on=TODAY, policy=NONE)
    with pytest.raises(SourceError, match="no JSON file"):
        summarise(tmp_path, on=TODAY, policy=NONE)
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    with pytest.raises(InvalidData) as raised:
        summarise(tmp_path, on=TODAY, policy=NONE)
    assert ["unreadable_source"] == [each.code for each in raised.value.problems]
