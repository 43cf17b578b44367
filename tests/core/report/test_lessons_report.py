"""The report on lessons: what it says, in which order, and that nothing small can be read or worked out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.lessons.made_lessons import LEAD, action, lesson, lessons, many
from tests.core.report.lessons_attack import narrowed, pinned, sentences

from fairness_core.disclosure import NONE, Report, protect, threshold
from fairness_core.lessons.coders import compare_coders
from fairness_core.lessons.collate import Tally, collate
from fairness_core.lessons.lesson import Coding, Lesson
from fairness_core.lessons.quarter import Quarter
from fairness_core.lessons.taxonomy import taxonomy
from fairness_core.report.draft import Hidden
from fairness_core.report.lessons import Example, build_lessons_report
from fairness_core.report.lessons_beside import Beside
from fairness_core.report.lessons_cells import Cells, Row, together

Q3 = Quarter(year=2025, number=3)
EARLIER = date(2025, 5, 1)
FIVE = threshold(5)


def reported(found: Sequence[Lesson], hide: int = 5, **more: Any) -> Report:
    """Return the protected report of the third quarter of 2025."""
    draft = build_lessons_report(collate(found, Q3, taxonomy()), taxonomy(), fewest=hide, **more)
    return protect(draft, threshold(hide) if hide else NONE)


def rows(report: Report, table: str) -> list[str]:
    """Return the rows of a table as text."""
    found = [each for each in report.tables() if each.name == table]
    return [
        " | ".join(cell if isinstance(cell, str) else cell.text for cell in row) for each in found for row in each.rows
    ]


def said(report: Report) -> list[str]:
    """Return every sentence."""
    return [each.text for each in sentences(report)]


def some(number: int, *codes: str, first: int = 0, **fields: Any) -> list[Lesson]:
    """Return as many lessons with these codes, each of a case of its own."""
    return [lesson(first + place, *codes, **fields) for place in range(number)]


def test_no_lessons() -> None:
    """An empty quarter is told as such: noughts everywhere, no chart, and nothing that reads as hidden."""
    report = reported([])
    assert "0 lessons were recorded, from 0 cases. In the quarter before there were 0." in said(report)
    assert "Communication (CF-COM) | 0 | [x] | 0 | 0" in rows(report, "codes_why")
    assert [] == [each for each in report.sections if each.figure]
    assert not any("[c]" in each or "small" in each for each in said(report))


def test_counts_shares_and_change() -> None:
    """A code has its lessons, their share of all, the quarter before, and the change in lessons."""
    found = [*some(9, "CF-COM"), *some(16, "CF-ENV", first=10), *some(6, "CF-COM", first=30, recorded=EARLIER)]
    report = reported(found)
    assert "Communication (CF-COM) | 9 | 36% | 6 | 3" in rows(report, "codes_why")
    assert "Work environment (CF-ENV) | 16 | 64% | 0 | 16" in rows(report, "codes_why")
    assert "Contributory factor in most lessons: Work environment (16)." in said(report)


def test_the_taxonomy_is_named() -> None:
    """Which framework the codes are of is told at the beginning, with its revision."""
    told = f"Codes are those of: {taxonomy().title} (lessons, revision {taxonomy().revision})."
    assert told in [each.text for each in reported(some(9, "CF-COM")).sections[0].notes]


def test_no_shares_of_few_lessons() -> None:
    """Below twenty lessons one more would move a share by five points or more: there is none."""
    assert "Communication (CF-COM) | 19 | [x] | 0 | 19" in rows(reported(some(19, "CF-COM")), "codes_why")
    assert "Communication (CF-COM) | 20 | 100% | 0 | 20" in rows(reported(some(20, "CF-COM")), "codes_why")


def test_what_is_hidden_has_no_place_in_an_order() -> None:
    """Rows stand as in the taxonomy; the chart has only what is shown, and the title says which was seen in most."""
    found = [*some(9, "CF-COM"), *some(3, "CF-TSK", first=20), *some(12, "CF-EDU", "CF-ORG", first=30)]
    report = reported(found)
    assert [each.rpartition(" (")[0] for each in rows(report, "codes_why")] == [
        taxonomy().codes[code].label for code in taxonomy().on_axis("why")
    ]
    figure = report.sections[1].figure
    assert figure is not None
    assert [("Organisational and strategic", "12"), ("Education and training", "12"), ("Communication", "9")] == [
        (each.label, each.value.text) for each in figure.series[0].points
    ]
    lead = "Organisational and strategic and Education and training"
    assert f"Contributory factor in most lessons, of those that can be shown: {lead} (12)." in said(report)
    assert f"Contributory factor by number of lessons: {lead} in most" == figure.title.text


def test_six_lessons_of_two_cases_are_hidden_like_two() -> None:
    """What counts is how many cases could be found behind a number."""
    found = [
        *some(30, "CF-ENV"),
        *some(9, first=60),
        *(lesson(40 + place, "CF-COM", case=f"c{place % 2 + 90}") for place in range(6)),
    ]
    assert "Communication (CF-COM) | [c] | [c] | 0 | [c]" in rows(reported(found), "codes_why")
    assert "Communication (CF-COM) | 6 | 13% | 0 | 6" in rows(reported(found, hide=0), "codes_why")


def test_a_complement_is_protected_too() -> None:
    """Where all lessons but two have a code, its number would tell of the two."""
    found = [*some(14, "CF-COM", "CF-ENV"), *some(14, "CF-COM", first=20), *some(2, first=40)]
    why = rows(reported(found), "codes_why")
    assert "Communication (CF-COM) | [c] | [c] | 0 | [c]" in why
    assert "Work environment (CF-ENV) | 14 | 47% | 0 | 14" in why


def test_what_went_well() -> None:
    """Strengths have a section, by code, and one that would tell of a few problems is not listed."""
    good: dict[str, Any] = {"kind": "strength"}
    found = [*some(8, "PS-WEL", **good), *some(7, "PS-WEL", first=10), *some(2, "PS-UPD", first=20, **good)]
    found += [*some(6, "PS-UPD", first=30), *some(4, first=40, **good)]
    report = reported(found)
    assert [
        "Something went wrong | 13",
        "Something went well | 14",
        "of which Welfare and pastoral support (PS-WEL) | 8",
    ] == rows(report, "kinds")
    assert "Codes with small numbers are not listed." in said(report)
    assert "of which Updates and tone (PS-UPD) | 2" in rows(reported(found, hide=0), "kinds")


def test_examples_stand_only_where_their_code_is_shown() -> None:
    """Two at most, never one that looks identifying or is long, and none under a hidden code."""
    texts = ["Dr Example was late.", "Letters  came late.", "Nobody knew.", "Third.", "x" * 500]
    examples = [Example(code=code, text=text) for code in ("CF-COM", "CF-TSK") for text in texts]
    found = [*some(9, "CF-COM"), *some(3, "CF-TSK", first=20), *some(9, first=30)]
    bullets = [each.text for each in reported(found, examples=examples).sections[1].bullets]
    assert [
        "Communication, for example: Letters came late.",
        "Communication, for example: Nobody knew.",
    ] == bullets


def test_actions_by_owner() -> None:
    """Each owner has its numbers; those with few, and any that looks like a name, are counted together."""
    done, late, later = action("a", done=date(2025, 9, 1)), action("a"), action("a", due=date(2025, 12, 1))
    found = [lesson(place, actions=(done, late, later)) for place in range(6)]
    small = [attrs.evolve(each, owner="b") for each in (late, later)]
    named = attrs.evolve(late, owner="Dr Example")
    found += [lesson(10 + place, actions=(*small, named)) for place in range(2)]
    found += [lesson(20 + place, actions=(attrs.evolve(late, owner="c"),)) for place in range(9)]
    assert [
        "a | 6 | 6 | 6 | 2025-12-01",
        "c | 0 | 9 | 0 | none",
        "Other owners, together | 2 | 4 | 0 | not shown",
    ] == rows(reported(found, hide=2), "owners")
    assert ["Other owners, together | 8 | 19 | 6 | not shown"] == rows(reported(found), "owners")
    without_name = [each for each in found if each.actions[-1].owner != "Dr Example"]
    assert ["a | 6 | 6 | 6 | 2025-12-01", "c | 0 | 9 | 0 | none"] == rows(reported(without_name), "owners")


def test_rows_are_counted_together_until_none_is_small() -> None:
    """A row with a small number takes another with it, the smallest first; where all are small, all are in one."""

    def counted(**numbers: int) -> list[tuple[str, int]]:
        made = [Row(label=name, parts=(Tally(number=each, cases=each),)) for name, each in numbers.items()]
        return [(each.label, each.parts[0].number) for each in together(made, 5, "Others")]

    assert [("a", 9), ("b", 7)] == counted(a=9, b=7)
    assert [("a", 9), ("Others", 9)] == counted(a=9, b=7, c=2)
    assert [("Others", 3)] == counted(a=1, b=2)
    assert [] == counted()


def test_steps_and_groups() -> None:
    """Days are shown where enough cases lie on either side of the median; groups with few cases are put together."""
    beside = Beside(step_days={"Attend": range(9), "Learn": [3, 4], "Never": []}, groups={"a": 9, "b": 2, "c": 6})
    report = reported(some(9), beside=beside)
    assert ["Attend | 9 | 4", "Learn | [c] | [c]", "Never | 0 | [x]"] == rows(report, "steps")
    assert ["a | 9", "Groups with few cases, together | 8"] == rows(report, "groups")


def test_agreement_of_coders() -> None:
    """A measure is shown only with all four numbers that it comes from."""
    first = {f"l{place}": ["CF-COM", *(["CF-ENV"] if place < 2 else [])] if place < 8 else [] for place in range(20)}
    second = {f"l{place}": ["CF-COM"] if place < 8 else [] for place in range(20)}
    report = reported(some(9), beside=Beside(agreement=compare_coders(first, second)))
    assert ["CF-COM | 8 | 0 | 1.00 | 1.00", "CF-ENV | [c] | [c] | [c] | [c]"] == rows(report, "agreement")


def test_codes_that_have_changed() -> None:
    """Unknown codes are counted and not printed: they may be anybody's words. So with what made suggestions."""
    found = [lesson(1, "Sam"), lesson(2, codings=(Coding(code="CF-COM", made_by="Sam"),))]
    found += [lesson(3, codings=(Coding(code="CF-COM", made_by="lexicon lessons, revision 1"),))]
    report = reported(found, hide=0)
    text = " ".join([*said(report), str(report.provenance), str(report.metrics)])
    assert "Codes that the taxonomy does not have, and that count nowhere: 1." in text
    assert "Codes were suggested by: lexicon lessons, revision 1." in text
    assert "Sam" not in text


def test_retired_codes_are_named() -> None:
    """They count under their successors, and the reader is told."""
    known = taxonomy()
    old = attrs.evolve(known.codes["CF-COM"], retired=True, successors=("CF-ENV",))
    used = attrs.evolve(known, codes={**known.codes, "CF-COM": old})
    draft = build_lessons_report(collate(some(6, "CF-COM"), Q3, used), used, fewest=0)
    assert "Codes that were retired count under their successors: CF-COM." in said(protect(draft, NONE))


def test_drift_is_told() -> None:
    """When more suggestions are rejected than before, the words behind them need a look."""

    def coded(number: int, rejected: int, first: int, **fields: Any) -> list[Lesson]:
        return [
            lesson(
                first + place,
                codings=(
                    Coding(
                        code="CF-COM",
                        state="rejected" if place < rejected else "confirmed",
                        made_by="x",
                        by=LEAD,
                        reason="No.",
                    ),
                ),
                **fields,
            )
            for place in range(number)
        ]

    told = "More suggestions were rejected than before: the words behind them need a look."
    found = [*coded(20, 9, 0), *coded(20, 5, 100, recorded=EARLIER)]
    assert told in said(reported(found))
    assert told not in said(reported([*coded(20, 3, 0), *coded(20, 1, 100, recorded=EARLIER)]))


def test_with_fifteen_lessons_the_report_is_short() -> None:
    """It says so, names what it leaves out, and has no table of nothing but hidden numbers."""
    report = reported(many(15))
    assert any("With so few lessons" in each for each in said(report))
    assert any(each.startswith("Left out, for the numbers are small: Why did it happen; ") for each in said(report))
    assert [] == [each.name for each in report.tables()]


@pytest.mark.parametrize("number", [5, 15, 40, 90, 200, 1500])
@pytest.mark.parametrize("seed", range(4))
def test_nothing_small_can_be_worked_out(number: int, seed: int) -> None:
    """From all that is printed no number of lessons or actions that comes from one to four cases can be had."""
    found = many(number, seed)
    assert {} == pinned(reported(found), collate(found, Q3, taxonomy()), 5)


@given(lessons(60), st.integers(2, 7))
@settings(max_examples=80, deadline=None)
def test_nothing_small_can_be_worked_out_of_any_lessons(found: list[Lesson], hide: int) -> None:
    """Whatever the lessons and the threshold."""
    assert {} == pinned(reported(found, hide), collate(found, Q3, taxonomy()), hide)


def side_by_side(found: Sequence[Lesson], hide: int) -> dict[str, int]:
    """Return what can be worked out of the reports of two quarters that lie side by side."""
    first, second = Q3.previous, Q3
    one, two = (
        protect(build_lessons_report(collate(found, each, taxonomy()), taxonomy(), fewest=hide), threshold(hide))
        for each in (first, second)
    )
    return {
        **pinned(one, collate(found, first, taxonomy()), hide, later=two),
        **pinned(two, collate(found, second, taxonomy()), hide, earlier=one),
    }


@pytest.mark.parametrize("number", [15, 40, 90, 200, 1500])
@pytest.mark.parametrize("seed", range(4))
def test_two_quarters_side_by_side_tell_nothing_small(number: int, seed: int) -> None:
    """What one report hides of a quarter, the other does not give away."""
    assert {} == side_by_side(many(number, seed), 5)


@given(lessons(60), st.integers(2, 7))
@settings(max_examples=60, deadline=None)
def test_two_quarters_of_any_lessons_side_by_side(found: list[Lesson], hide: int) -> None:
    """Whatever the lessons and the threshold."""
    assert {} == side_by_side(found, hide)


@given(lessons(60), st.integers(2, 7))
@settings(max_examples=40, deadline=None)
def test_a_builder_that_was_not_told_the_threshold(found: list[Lesson], hide: int) -> None:
    """Its order may tell something; yet what it prints is protected all the same."""
    draft = build_lessons_report(collate(found, Q3, taxonomy()), taxonomy(), fewest=0)
    assert {} == pinned(protect(draft, threshold(hide)), collate(found, Q3, taxonomy()), hide)


def test_the_attack_would_find_what_is_not_tied(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the ties small numbers could be worked out: the tests above are able to fail."""
    found = many(200)
    monkeypatch.setattr(Cells, "tie", lambda _, *keys: frozenset(keys) - {"coded|suggested"})
    assert {} != pinned(reported(found), collate(found, Q3, taxonomy()), 5)
    ranges = narrowed({"a": 3}, [("a", ("b", "c")), ("c", ("d", "e"))], 9)
    assert (0, 3) == (ranges["e"].low, ranges["e"].high)


@pytest.mark.parametrize("number", [15, 1500])
def test_nothing_of_a_lesson_stands_in_it(number: int) -> None:
    """No id, case or person of a lesson is in the report."""
    report = reported(many(number))
    text = " ".join([*said(report), str(report.metrics), str([each.rows for each in report.tables()])]).split()
    assert [] == [word for word in ("l1", "l2", "c1", "c2", "u7") if word in text]


def test_metrics_are_hidden_like_the_tables() -> None:
    """What programs read is protected in the same way."""
    metrics: Any = reported([*some(9, "CF-COM"), *some(2, "CF-ENV", first=20)]).metrics
    codes = {each["code"]: each for each in metrics["codes"]}
    assert isinstance(codes["CF-ENV"]["lessons"], Hidden)
