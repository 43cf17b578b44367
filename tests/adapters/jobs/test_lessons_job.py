"""Jobs on lessons: the quarter's report with its suggestions, codes for a text, and two coders compared."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.adapters.made_case_files import made_case, our_way, put_log
from tests.core.lessons.made_lessons import lesson, many

from fairness_adapters.formats.lessons_register import read_register
from fairness_adapters.formats.lessons_register_out import write_register
from fairness_adapters.jobs.lessons import compare_files, quarter_report, suggest_codes
from fairness_adapters.jobs.lessons_beside import KeptApart
from fairness_adapters.source import Source
from fairness_core.disclosure import NONE, threshold
from fairness_core.errors import CallerError, InvalidData
from fairness_core.lessons.lesson import Lesson
from fairness_core.lessons.quarter import Quarter
from fairness_core.lessons.taxonomy import taxonomy
from fairness_core.report.draft import Amount, Cell

Q3 = Quarter(year=2025, number=3)
TEXT = "Feedback should be given in writing after each audit."


def put(path: Path, *lessons: Lesson) -> Path:
    """Write a register."""
    path.write_bytes(write_register(lessons))
    return path


def test_a_quarter(tmp_path: Path) -> None:
    """Lessons without codes get suggestions in a new register; those with codes stay as they were."""
    coded = lesson(2, "CF-ENV")
    path, seen = put(tmp_path / "r.xlsx", lesson(1, text=TEXT), coded, lesson(3, text="Hm.")), []
    made = quarter_report(path, Q3, policy=NONE, seen=lambda done, of: seen.append((done, of)))
    assert (1, [(1, 3), (2, 3), (3, 3)]) == (made.suggested, seen)
    one, two, three = read_register(Source.from_bytes("r.xlsx", made.register), taxonomy()).lessons
    assert ("CF-COM", "suggested") == (one.codings[0].code, one.codings[0].state)
    assert one.codings[0].span is not None
    assert TEXT[slice(*one.codings[0].span)]
    assert (coded, ()) == (two, three.codings)
    assert "Lessons learnt" == made.report.title


def test_errors_stop_the_work(tmp_path: Path) -> None:
    """A register with an error is not counted, for every number would be wrong."""
    path = tmp_path / "r.csv"
    path.write_text("Text,Date\nLetters.,soon\n", encoding="utf-8")
    with pytest.raises(InvalidData, match="nothing was counted"):
        quarter_report(path, Q3, policy=NONE)


def test_examples_were_decided_on(tmp_path: Path) -> None:
    """Only lessons that somebody has coded to the end stand in the report."""
    found = [*(lesson(number, "CF-COM", text="Letters came late.") for number in range(9)), lesson(20, text=TEXT)]
    made = quarter_report(
        put(tmp_path / "r.xlsx", *found, *(lesson(n) for n in range(30, 36))), Q3, policy=threshold(5)
    )
    bullets = [each.text for section in made.report.sections for each in section.bullets]
    assert 2 * ["Communication, for example: Letters came late."] == bullets


def test_suggestions_by_a_crosswalk() -> None:
    """A taxonomy without a lexicon is reached by the crosswalk, and what is lost is told."""
    assert "CF-COM" == suggest_codes(TEXT)[0].code
    found = suggest_codes(TEXT, "seips")
    assert {"S-ORG", "S-TOOL"} <= {each.code for each in found}
    assert all(each.lost for each in found if each.via.code == "CF-COM")
    assert () == suggest_codes("Hm.", "seips")


def test_taxonomies_that_no_way_leads_to() -> None:
    """The error lists those that can be asked for."""
    with pytest.raises(CallerError) as raised:
        suggest_codes(TEXT, "npsa")
    assert "Codes can be suggested for: lessons, " in raised.value.hint
    with pytest.raises(CallerError):
        suggest_codes(TEXT, "none")


def test_two_coders(tmp_path: Path) -> None:
    """A register agrees with itself."""
    path = put(tmp_path / "r.xlsx", *many(30))
    found, labels = compare_files(path, path)
    assert (30, 1.0, "Patient") == (found.lessons, found.alpha.value, labels["CF-PAT"])


def numbers(row: tuple[Cell, ...]) -> list[object]:
    """Return the numbers of a table's row."""
    return [each.value for each in row if isinstance(each, Amount)]


def group_file(folder: Path, *rows: str) -> Path:
    """Write a table of cases and groups."""
    path = folder / "groups.csv"
    path.write_text("\n".join(("Case,Group", *rows)) + "\n", encoding="utf-8")
    return path


def test_what_is_kept_apart_stands_beside(tmp_path: Path) -> None:
    """Agreement with a second coder, days in steps of the quarter's cases, and cases by group."""
    cases = tmp_path / "cases"
    cases.mkdir()
    put_log(cases, made_case())
    (cases / "broken.jsonl").write_text("{", encoding="utf-8")
    put_log(cases, made_case(reference="c77"))
    in_2026 = {"recorded": date(2026, 8, 1)}
    path = put(
        tmp_path / "r.xlsx", *(lesson(n, code, **in_2026) for n, code in enumerate(("CF-COM", "CF-ENV", "CF-ENV"), 1))
    )
    second = put(tmp_path / "s.xlsx", lesson(1, "CF-COM"), lesson(2, "CF-COM"), lesson(3, "CF-ENV"))
    apart = KeptApart(second=second, cases=cases, own=(our_way(),), groups=group_file(tmp_path, "c1,White", "c2,BME"))
    made = quarter_report(path, Quarter(year=2026, number=3), policy=NONE, kept_apart=apart)
    tables = {each.table.name: each.table.rows for each in made.report.sections if each.table}
    assert [("BME", 1), ("Not given", 1), ("White", 1)] == [(row[0], numbers(row)[0]) for row in tables["groups"]]
    assert {1} == {numbers(row)[0] for row in tables["steps"]}
    assert ["CF-COM", "CF-ENV"] == [row[0] for row in tables["agreement"]]
    assert ["left_out"] == [each.code for each in made.problems]


def test_cases_of_other_quarters_do_not_count(tmp_path: Path) -> None:
    """Neither in the groups nor in the steps."""
    path = put(tmp_path / "r.xlsx", lesson(1, "CF-COM"), lesson(2, "CF-COM", recorded=date(2025, 5, 1)))
    apart = KeptApart(groups=group_file(tmp_path, "c1,White", "c2,BME"))
    made = quarter_report(path, Q3, policy=NONE, kept_apart=apart)
    [rows] = [each.table.rows for each in made.report.sections if each.table and each.table.name == "groups"]
    assert ["White"] == [row[0] for row in rows]


def test_a_table_of_groups_at_fault(tmp_path: Path) -> None:
    """Every row is told, and none of its words repeated."""
    path = put(tmp_path / "r.xlsx", lesson(1, "CF-COM"))
    apart = KeptApart(groups=group_file(tmp_path, "c1,White", "c1,BME", "Sam,BME", "c2,"))
    with pytest.raises(InvalidData) as raised:
        quarter_report(path, Q3, policy=NONE, kept_apart=apart)
    assert ["A3", "A4", "A5"] == [each.where.cell for each in raised.value.problems]
    assert "Sam" not in str(raised.value)
