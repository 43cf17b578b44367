"""The bundle of a case as files: all or none, the same bytes each time, and a list with fingerprints."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from tests.core.process.made_cases import case_until, day, opened
from tests.core.report.made_papers import FIVE_STEP, WORDS, long_case, many

from fairness_adapters.jobs.case_papers import report_board, write_bundle
from fairness_core.disclosure import NONE
from fairness_core.errors import CallerError, OutputError
from fairness_core.process.log import Case
from fairness_core.report.case_papers import CaseFile
from fairness_core.report.draft import Draft


def file_of(case: Case, on: int = 40) -> CaseFile:
    """Return a made-up case as its papers see it."""
    return CaseFile(table=FIVE_STEP, case=case, on=day(on), words=WORDS.get)


def test_a_bundle_is_written(tmp_path: Path) -> None:
    """Each paper is a Word file, and the contents name every one with its fingerprint."""
    written = write_bundle(file_of(case_until("exclude-at-once")), tmp_path / "out")
    assert [
        "00-contents.docx",
        "01-chronology.docx",
        "02-decision-record.docx",
        "03-decision-record.docx",
        "04-exclusion-review.docx",
        "05-updates-log.docx",
        "contents.json",
    ] == [each.name for each in written.paths]
    contents = json.loads((tmp_path / "out" / "contents.json").read_text(encoding="utf-8"))
    assert contents == written.contents
    assert ("fairness-core/case-bundle/1", "c1", "2026-02-14", FIVE_STEP.notice) == (
        contents["schema"],
        contents["case"],
        contents["on"],
        contents["notice"],
    )
    assert (25, 64) == (contents["log"]["entries"], len(contents["log"]["sha256"]))
    for each in contents["papers"]:
        assert each["sha256"] == sha256((tmp_path / "out" / each["file"]).read_bytes()).hexdigest()
    assert 6 == len(contents["papers"])


def test_the_same_case_gives_the_same_bytes(tmp_path: Path) -> None:
    """Written twice, every file is the same."""
    for folder in ("one", "two"):
        write_bundle(file_of(long_case(), 210), tmp_path / folder)
    one, two = ({each.name: each.read_bytes() for each in (tmp_path / e).iterdir()} for e in ("one", "two"))
    assert one == two


def test_all_or_none(tmp_path: Path) -> None:
    """Where one file cannot be written, none is, and the folder stays as it was."""
    (tmp_path / "contents.json").mkdir()
    with pytest.raises(OutputError):
        write_bundle(file_of(opened()), tmp_path)
    assert ["contents.json"] == [each.name for each in tmp_path.iterdir()]


def test_words_that_no_file_can_hold(tmp_path: Path) -> None:
    """A note with a character that no file can hold is refused with its place, and nothing is written."""
    file = CaseFile(table=FIVE_STEP, case=opened(reason="n1"), on=day(3), words={"n1": "Bad\x00."}.get)
    with pytest.raises(CallerError, match="U\\+0000"):
        write_bundle(file, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_papers_of_an_earlier_bundle(tmp_path: Path) -> None:
    """Papers that lie there and do not belong to the bundle are named, and let be."""
    write_bundle(file_of(case_until("exclude-at-once")), tmp_path)
    written = write_bundle(file_of(opened()), tmp_path)
    assert (
        "02-decision-record.docx",
        "03-decision-record.docx",
        "04-exclusion-review.docx",
        "05-updates-log.docx",
    ) == (written.left)
    assert () == write_bundle(file_of(opened()), tmp_path / "new").left


def test_further_papers(tmp_path: Path) -> None:
    """A paper that was made elsewhere is written with the others."""
    view = Draft(kind="practitioner-view", title="Your case", sections=(), metrics={})
    written = write_bundle(file_of(opened()), tmp_path, further=(view,))
    assert "03-practitioner-view.docx" == written.paths[-2].name


def test_the_return_to_the_board() -> None:
    """Small numbers are hidden unless the caller says otherwise; cases that could not be read are told."""
    report = report_board(many(6), since=day(0), on=day(210), unreadable=1)
    assert ("threshold:5", True) == (report.policy.id, report.hidden_counts > 0)
    open_ = report_board(many(6), since=day(0), on=day(210), policy=NONE)
    assert 0 == open_.hidden_counts
    told = [each.text for each in report.sections[0].paragraphs]
    assert "1 case could not be read, and so the return is not complete." == told[-1]
