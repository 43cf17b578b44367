"""Jobs on a folder of cases: what is late first; one broken file never stops the rest, and is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.adapters.made_case_files import HEARD, SETTLED, day, document, made_case, our_way, put_document, put_log

from fairness_adapters.jobs.case_folders import Agenda, due_in_folder, write_calendar
from fairness_core.errors import InvalidData, OutputError, SourceError
from fairness_core.problems import Severity

NOW = datetime(2026, 1, 8, 9, tzinfo=UTC)


def agenda(folder: Path, number: int = 3) -> Agenda:
    """Return what is due over a folder on a day."""
    return due_in_folder(folder, at=day(number), own=[our_way()])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a case that has begun, one that is settled, and one kept elsewhere as a document."""
    put_log(tmp_path, made_case())
    put_log(tmp_path, made_case(SETTLED, "c2"))
    put_document(tmp_path, document(made_case([*HEARD, (1, "listen", {})], "c3")), "c3.json")
    return tmp_path


def listed(found: Agenda, days: int | None = None) -> list[tuple[str, str]]:
    """Return each thing owed, with its case."""
    return [(each.of.case.reference, each.owed.code) for each in found.items(days)]


def test_what_is_late_comes_first_then_the_rest_by_its_day(folder: Path) -> None:
    """Over all cases, logs and documents; at one day by their files."""
    found = agenda(folder)
    assert [("c1", "listen"), ("c1", "write-back"), ("c3", "write-back"), ("c1", "look"), ("c3", "look")] == listed(
        found
    )
    assert (3, (), 0, day(3)) == (len(found.cases), found.problems, found.left_out, found.at)


def test_only_what_is_near(folder: Path) -> None:
    """Within some days what is late stays, and what is far off is left out."""
    assert [("c1", "listen"), ("c1", "write-back"), ("c3", "write-back")] == listed(agenda(folder), 4)
    assert [("c1", "listen")] == listed(agenda(folder), 0)


def test_what_is_held_is_not_late(tmp_path: Path) -> None:
    """While telling the practitioner is held, it stands among what is due, whatever its day was."""
    held = (0, "hold", {"until": day(20), "choice": "police", "reason": "n1"})
    put_log(tmp_path, made_case([*HEARD, held]))
    put_log(tmp_path, made_case(HEARD, "c2"))
    assert ["c2", "c1"] == [each.of.case.reference for each in agenda(tmp_path, 3).items(0)]


def test_an_earlier_day(folder: Path) -> None:
    """Each log counts as it stood at the end of that day."""
    assert ["c1", "c3"] == [case for case, code in listed(agenda(folder, 0)) if code == "listen"]
    assert ["c1"] == [case for case, code in listed(agenda(folder, 1)) if code == "listen"]


def test_one_broken_file_never_stops_the_rest(folder: Path) -> None:
    """What cannot be read is left out and told as a warning, as is a reference that stands twice."""
    (folder / "bad.json").write_text("{", encoding="utf-8")
    (folder / "empty.jsonl").write_text("", encoding="utf-8")
    torn = (folder / "c1.jsonl").read_text(encoding="utf-8")
    (folder / "changed.jsonl").write_text(torn.replace('"r1"', '"r2"'), encoding="utf-8")
    (folder / "copy of c1.jsonl").write_text(torn + '{"act', encoding="utf-8")
    put_log(folder, made_case(HEARD, "other1")).write_text(torn.replace("our-way", "no-such"), encoding="utf-8")
    (folder / "c9.certificate.json").write_text("{}", encoding="utf-8")
    (folder / ".hidden.json").write_text("{}", encoding="utf-8")
    (folder / "notes.txt").write_text("no case", encoding="utf-8")
    found = agenda(folder)
    assert (4, 4) == (len(found.cases), found.left_out)
    assert {Severity.WARNING} == {each.severity for each in found.problems}
    assert ["bad.json", "changed.jsonl", "empty.jsonl", "other1.jsonl"] == [
        each.where.file for each in found.problems if each.code == "left_out"
    ]
    assert ["copy of c1.jsonl"] == [each.where.file for each in found.problems if each.code == "torn_line"]
    assert {"c1.jsonl", "copy of c1.jsonl"} == {
        each.where.file for each in found.problems if each.code == "reference_twice"
    }
    assert {"bad.json", "changed.jsonl", "empty.jsonl", "other1.jsonl"} <= {
        each.where.file for each in found.problems if each.code not in ("left_out", "torn_line", "reference_twice")
    }


def test_a_process_that_is_not_here_is_told(folder: Path) -> None:
    """A case under a process that was not given is left out with its reason and its file."""
    put_document(folder, document(made_case(), process="no-such"), "c4.json")
    with pytest.raises(InvalidData) as raised:
        due_in_folder(folder, at=day(3))
    assert ["c1.jsonl", "c2.jsonl"] == [
        each.where.file for each in raised.value.problems if "our-way, revision 1" in each.message
    ]


def test_nothing_to_look_at(tmp_path: Path) -> None:
    """A folder that is missing, empty, or of bad files only is an error that says so."""
    with pytest.raises(SourceError, match="cannot be opened as a folder"):
        agenda(tmp_path / "missing")
    with pytest.raises(SourceError, match="There is no case in"):
        agenda(tmp_path)
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    with pytest.raises(InvalidData, match="is a case that can be read"):
        agenda(tmp_path)


def test_somebody_may_watch(folder: Path) -> None:
    """The files are given one after the other to whoever watches."""
    seen: list[str] = []

    def watch(files: Sequence[Path]) -> Iterable[Path]:
        for each in files:
            seen.append(each.name)
            yield each

    due_in_folder(folder, at=day(3), own=[our_way()], watch=watch)
    assert ["c1.jsonl", "c2.jsonl", "c3.json"] == seen


def test_a_calendar_that_gives_nothing_away(folder: Path) -> None:
    """Every thing due is an entry with the case's reference, and neither what it is nor about whom."""
    path = write_calendar(agenda(folder), folder / "out" / "due.ics", now=NOW)
    text = path.read_text(encoding="utf-8")
    assert (5, 3) == (text.count("BEGIN:VEVENT"), text.count("SUMMARY:Case c1"))
    assert [] == [word for word in ("Listen", "p1", "u1", "r1", "Write back") if word in text]
    assert ["due.ics"] == [each.name for each in (folder / "out").iterdir()]
    near = write_calendar(agenda(folder), folder / "out" / "due.ics", now=NOW, days=0)
    assert 1 == near.read_text(encoding="utf-8").count("BEGIN:VEVENT")


def test_a_calendar_that_cannot_be_written(folder: Path) -> None:
    """Where a folder of that name stands it is told, and nothing is left behind."""
    (folder / "due.ics").mkdir()
    before = sorted(folder.iterdir())
    with pytest.raises(OutputError):
        write_calendar(agenda(folder), folder / "due.ics", now=NOW)
    assert before == sorted(folder.iterdir())
