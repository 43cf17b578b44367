"""The return to the board: what is counted, and that nothing small can be read or worked out when it is protected."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.process.made_cases import case_until, day, event, happened, opened
from tests.core.report.attack import determined, printed, relations, said, total
from tests.core.report.made_papers import (
    FIVE_STEP,
    LIFTED,
    OWN,
    PERFORMERS,
    logs,
    long_case,
    many,
    played,
    sections,
    shifted,
    suspended,
    told,
)

from fairness_core.disclosure import NONE, protect, threshold
from fairness_core.process.case import advance
from fairness_core.process.log import Case, Header, Subject, begin, follow
from fairness_core.process.table import ProcessTable
from fairness_core.report.board_cells import BANDS, Cells
from fairness_core.report.board_lines import Tally, board, median_days, quantile
from fairness_core.report.board_return import build_board_return
from fairness_core.report.draft import Draft, Hidden

Cases = Iterable[tuple[ProcessTable, Case]]
FIVE = threshold(5)


def returned(cases: Cases, since: int = 0, on: int = 210) -> Draft:
    """Return the draft of a return over some days."""
    return build_board_return(cases, since=day(since), on=day(on))


def under(*cases: Case) -> list[tuple[ProcessTable, Case]]:
    """Return cases with the five-step table."""
    return [(FIVE_STEP, each) for each in cases]


def lines(name: str, cases: Cases, since: int = 0, on: int = 210) -> list[str]:
    """Return the lines of a section with nothing hidden."""
    return sections(protect(returned(cases, since, on), NONE))[name].splitlines()


def test_no_cases() -> None:
    """Without a case the return is whole, says nothing of people, and all of it is nought."""
    found = sections(protect(returned([]), FIVE))
    assert "Open exclusions: 0. Begun in the period: 0; ended: 0. Open for over six months: 0." in found["in-short"]
    assert "No exclusion is open." in found["exclusions"]
    assert "These processes have no decision with a choice." in found["outcomes"]
    empty = begin(FIVE_STEP, Header(reference="c1", subject=Subject(id="p1"), process=FIVE_STEP.ref))
    assert returned([]).counts == returned(under(empty)).counts == returned(under(opened()), on=-1).counts


def test_exclusions_of_the_period() -> None:
    """What was open, began, ended and is open is counted by spells; a case never excluded adds none."""
    cases = under(opened(), long_case(), long_case(lifted=True), case_until("lift-restriction"))
    assert [
        "Exclusions open when the period began | 2",
        "Begun in the period | 0",
        "Ended in the period | 1",
        "Exclusions open at its end | 1",
    ] == lines("exclusions", cases, since=100, on=LIFTED)[5:9]
    assert [0, 3, 1, 2] == [int(each.rpartition(" | ")[2]) for each in lines("exclusions", cases, since=0, on=20)[5:9]]


def test_an_exclusion_of_the_first_day_has_begun_in_the_period() -> None:
    """Its first and its last day are the period's own: what begins on the first was not open before."""
    case = happened(FIVE_STEP, opened(), "exclude-at-once", 5)
    assert [0, 1, 0, 1] == _flow(under(case), since=5, on=9)
    assert [1, 0, 0, 1] == _flow(under(case), since=6, on=9)
    lifted = happened(FIVE_STEP, case, "lift-restriction", 8)
    assert [1, 0, 1, 0] == _flow(under(lifted), since=8, on=9)
    assert [0, 0, 0, 0] == _flow(under(lifted), since=9, on=9)
    assert [1, 0, 1, 0] == _flow(under(lifted), since=6, on=8)


def _flow(cases: Cases, since: int, on: int) -> list[int]:
    return [int(each.rpartition(" | ")[2]) for each in lines("exclusions", cases, since, on) if each.startswith(_FLOW)]


_FLOW = ("Exclusions open", "Begun", "Ended")


def test_several_exclusions_of_one_case() -> None:
    """Two exclusions of one case are two that began, and protected as one case."""
    made = [(0, "exclude-at-once"), (5, "lift-restriction"), (30, "exclude-at-once")]
    case = played([(number, what, "case-manager", "u1", {}) for number, what in made])
    assert "Begun in the period | 2" in lines("exclusions", under(case), on=40)
    draft = returned(under(*[case] * 4), on=40)
    assert (8, 4) == (_value(draft, "begun"), draft.counts["away|begun"])
    assert isinstance(_value(draft, "begun", hide=5), Hidden)


def _value(draft: Draft, what: str, hide: int = 0) -> object:
    metrics = protect(draft, threshold(hide) if hide else NONE).metrics
    found = metrics["exclusions"][what]  # type: ignore[index,call-overload]
    return found if hide else found.value  # type: ignore[union-attr]


@pytest.mark.parametrize(("days", "band"), [(28, 0), (29, 1), (84, 1), (85, 2), (181, 2), (182, 3)])
def test_lengths_of_open_exclusions(days: int, band: int) -> None:
    """An exclusion lies in the band that its length is not yet over: to the day."""
    case = happened(FIVE_STEP, opened(), "exclude-at-once", 0)
    found = lines("exclusions", under(case), on=days)
    assert [f"Of these, open for {each} | {int(place == band)}" for place, each in enumerate(BANDS)] == found[-7:-3]
    assert f"Half of the open exclusions have lasted {days} days or more. The longest has lasted {days} days." in found


@pytest.mark.parametrize(("days", "band"), [(181, 0), (182, 1), (365, 1), (366, 2)])
def test_ages_of_open_cases(days: int, band: int) -> None:
    """A case is over six months old on the day after six months, and so with a year."""
    found = lines("cases", under(opened()), on=days)
    assert [int(place == band) for place in range(3)] == [int(each[-1]) for each in found[2:5]]
    assert "All open cases | 1" in found


def test_reviews_in_time_late_and_missed() -> None:
    """What fell due in the period is counted once each, with how many of the late ones have a reason."""
    assert "Reviews of exclusions | 5 | 2 | 2 | 1 | 3" in lines("owed", under(long_case()))
    limited = happened(FIVE_STEP, opened(), "restrict-at-once", 0, reason="n1")
    assert "Reviews of lesser limits on practice | 1 | 0 | 0 | 1 | 0" in lines("owed", under(limited), on=40)
    assert "Reviews of lesser limits on practice | 0 | 0 | 0 | 0 | 0" in lines("owed", under(limited), on=20)


def test_a_review_that_hangs_on_no_state() -> None:
    """It is counted with exclusions where there was one when it came to be owed, else with lesser limits."""
    cases = [(PERFORMERS, suspended())]
    assert "Reviews of exclusions | 2 | 1 | 0 | 1 | 0" in lines("owed", cases, on=400)
    lifted = follow(PERFORMERS, suspended(), event("lift-suspension", 70, reason="n1"))
    limited = begin(PERFORMERS, suspended().header)
    for number, what in ((0, "raise-concern"), (1, "impose-conditions"), (60, "review-list-decision")):
        limited = follow(PERFORMERS, limited, event(what, number, reason="n1"))
    found = lines("owed", [(PERFORMERS, limited)], on=400)
    assert any(each.startswith("Reviews of exclusions | 0") for each in found)
    assert not any(each.startswith("Reviews of lesser limits on practice | 0") for each in found)
    assert "Exclusions open at its end | 0" in lines("exclusions", [(PERFORMERS, lifted)], on=400)


def test_what_was_late_before_the_period_is_counted_while_it_is_not_done() -> None:
    """A review that was due before is counted where it was still not done, and not where it was."""
    assert "Reviews of exclusions | 3 | 0 | 2 | 1 | 3" in lines("owed", under(long_case()), since=100)
    assert "Reviews of exclusions | 2 | 0 | 1 | 1 | 2" in lines("owed", under(long_case()), since=110)


def test_rights_that_arose_and_stand() -> None:
    """A right is counted by cases: where it arose in the period, and where it still stands."""
    found = lines("exclusions", under(long_case(), long_case(lifted=True), opened()), on=LIFTED)
    assert "Cases in which a right arose because a review was missed | 2" in found
    assert "Cases in which such a right stands at the end | 1" in found


def test_contacts_due_and_done() -> None:
    """Contacts with the practitioner and with whoever raised the concern are counted apart."""
    found = lines("owed", under(opened()), on=7)
    assert "Contacts with the practitioner | 1 | 0 | 0 | 1 | 0" in found
    assert "Contacts with whoever raised the concern or was harmed | 1 | 0 | 0 | 1 | 0" in found


def test_time_in_step() -> None:
    """Days are those of cases that left the step in the period; a step entered twice counts its whole time once."""
    found = lines("steps", under(case_until(), opened()))
    assert "1 Attend: receive the concern, make people safe | 1 | 1 | 1 | 1" in found
    assert "5 Learn and restore | 0 | 3 | 3 | 3" in found
    again = happened(FIVE_STEP, case_until("begin-engagement"), "look-again", 10, reason="n1")

    assert "2 Understand: triage and review | 1 | [x] | [x] | [x]" in lines("steps", under(again), on=11)


def test_steps_left_before_the_period() -> None:
    """A step that was left before the period is not counted in it."""
    assert "1 Attend: receive the concern, make people safe | 0 | [x] | [x] | [x]" in lines(
        "steps", under(case_until()), since=10
    )


def test_outcomes() -> None:
    """Each choice is counted, "no case to answer" first, and one decision of a case once, as last known."""
    found = lines("outcomes", under(case_until(), case_until(), opened()))
    assert "No case to answer | Record the outcome, with its reasons | 2" in found
    assert "Formal sanction | Record the outcome, with its reasons | 0" in found
    assert "All outcomes | Record the outcome, with its reasons | 2" in found
    assert ["All outcomes | Decide an appeal, with its reasons | 0"] == [each for each in found if "appeal" in each]
    before = lines("outcomes", under(case_until()), since=28)
    assert "All outcomes | Record the outcome, with its reasons | 0" in before


def test_closed_cases() -> None:
    """A case closed in the period is counted as closed; one closed before it is not counted among the cases."""
    assert "Open cases: 1; closed in the period: 1." in lines("in-short", under(case_until(), opened()))
    assert "Open cases: 1; closed in the period: 0." in lines("in-short", under(case_until(), opened()), since=40)


def test_several_processes() -> None:
    """Cases of several processes are counted together, each step under its process, each notice once."""
    own = advance(OWN, opened(OWN), event("declare-no-conflict"))
    own = advance(OWN, own, event("move", 1, reason="n1"))
    cases = [*under(opened(), opened()), (OWN, own)]
    found = told(protect(returned(cases, on=3), NONE))
    assert "A grievance route, made up for tests: Received | 1 | [x]" in found
    assert "Five steps of managing a concern with compassion: 1 Attend: receive the concern" in found
    assert 1 == found.count("Made up; nobody's policy.")
    assert "Cases with lesser limits on practice at the end | 1" in found
    assert "Upheld" not in found
    assert ["five-step", "grievance"] == [each.id for each in board(cases, since=day(0), on=day(3)).tables]


def test_revisions_of_one_process_are_counted_together() -> None:
    """Two revisions with one title share their steps, and no case is lost."""
    second = attrs.evolve(FIVE_STEP, revision=2)
    cases = [(FIVE_STEP, opened()), (second, opened(second))]
    assert "1 Attend: receive the concern, make people safe | 2 | [x]" in "\n".join(
        lines("steps", cases, on=3)
    ).replace("Five steps of managing a concern with compassion: ", "")


def test_cases_that_could_not_be_read() -> None:
    """They are told in words that agree."""
    one = build_board_return([], since=day(0), on=day(1), unreadable=1)
    two = build_board_return([], since=day(0), on=day(1), unreadable=2)
    assert "1 case could not be read, and so the return is not complete." in said(one)
    assert "2 cases could not be read, and so the return is not complete." in said(two)


def test_nothing_of_a_case_stands_in_it() -> None:
    """No reference, role, note or id of a case is in the return, also where nothing is hidden."""
    report = protect(returned(many(12)), NONE)
    found = " ".join((told(report), str(report.metrics), str(report.provenance)))
    assert [] == [word for word in ("c1", "u1", "u4", "p1", "r1", "n6", "e25", "Case manager") if word in found.split()]


def test_a_small_return_still_reads_well() -> None:
    """Of three cases almost nothing is shown; each paragraph then says so once, and no sentence is broken."""
    report = protect(returned(under(*[long_case()] * 3)), FIVE)
    paragraphs = [each.text for each in report.sections[0].paragraphs]
    assert [
        "How many people are away from work is not shown in full: the numbers are small.",
        "How many reviews of exclusions were done in time is not shown in full: the numbers are small.",
        "How many contacts with practitioners were made in time is not shown: the numbers are small.",
        "How many cases there are is not shown in full: the numbers are small.",
    ] == paragraphs
    assert not any("{" in each for each in said(report))
    assert not any("[c]" in each for each in said(report))


def test_days_are_shown_only_where_enough_cases_carry_them() -> None:
    """A median needs five cases at or below it, the middle half five in its lowest quarter, the longest five alike."""

    def shown(number: int) -> list[bool]:
        found = protect(returned(under(*[case_until()] * number)), FIVE).metrics["steps"][0]  # type: ignore[index]
        names = ("median_days", "middle_half_from", "middle_half_to", "longest_days")
        return [not isinstance(found[each], Hidden) for each in names]  # type: ignore[index,call-overload]

    assert [False, False, False, False] == shown(4)
    assert [False, False, False, True] == shown(8)
    assert [True, False, False, True] == shown(9)
    assert [True, True, True, True] == shown(17)
    one = shifted(happened(FIVE_STEP, opened(), "exclude-at-once", 0), -3)
    alike = [happened(FIVE_STEP, opened(), "exclude-at-once", 0)] * 30
    draft = returned(under(one, *alike), since=-20, on=20)
    assert isinstance(protect(draft, FIVE).metrics["exclusions"]["longest_days"], Hidden)  # type: ignore[index,call-overload]


def test_a_number_of_reviews_is_hidden_by_its_cases() -> None:
    """Six missed reviews of two cases are hidden like two cases; as many of six cases are shown."""
    few = returned(under(*[long_case()] * 2))
    assert few.counts["reviews|exclusions|late"] == 2
    assert "Reviews of exclusions | [c] | [c] | [c] | [c] | [c]" in sections(protect(few, FIVE))["owed"]
    several = returned(under(*[long_case()] * 6))
    assert "Reviews of exclusions | 30 | 12 | 12 | 6 | 18" in sections(protect(several, FIVE))["owed"]


def worked_out(
    cases: list[tuple[ProcessTable, Case]], draft: Draft, minimum: int = 5, since: int = 0
) -> dict[str, Fraction]:
    """Return every small number that the protected return prints or lets a reader work out."""
    plain, report = protect(draft, NONE), protect(draft, threshold(minimum))
    counted = board(cases, since=day(since), on=day(210))
    cells = Cells(counted)
    rules = [each for each in relations(counted) if not sum(cells.values[key] * by for key, by in each.items())]
    known = printed(report, plain)
    found = {**{key: Fraction(value) for key, value in known.items()}, **determined(known, rules)}
    return {key: value for key, value in found.items() if 0 < cells.counts[key] < minimum}


@pytest.mark.parametrize("number", [1, 3, 9, 17, 30, 60, 97])
@pytest.mark.parametrize("since", [0, 40, 90, 180])
def test_nothing_small_can_be_worked_out(number: int, since: int) -> None:
    """No number that comes from one to four cases is printed, or can be had by subtraction over all that is."""
    cases = many(number)
    assert {} == worked_out(cases, returned(cases, since), since=since)


def test_the_attack_would_find_what_is_not_tied() -> None:
    """Without the sums small numbers could be worked out: the test above is able to fail."""
    cases = many(60)
    assert {} != worked_out(cases, attrs.evolve(returned(cases), sums=()))
    assert {"b": Fraction(3)} == determined({"a": 10, "c": 7}, [total("a", "b", "c")])
    assert {} == determined({"a": 10}, [total("a", "b", "c")])
    assert {"b": 1, "c": 2} == determined({"a": 3, "d": -1}, [total("a", "b", "c"), {"d": -1, "b": 1, "c": -1}])


@given(st.lists(logs(12), max_size=14), st.integers(2, 6))
@settings(max_examples=60, deadline=None)
def test_nothing_small_can_be_worked_out_of_any_cases(found: list[Case], minimum: int) -> None:
    """Whatever the cases and the threshold, no small number is printed or can be had by subtraction."""
    cases = under(*(each for each in found if each.log))
    assert {} == worked_out(cases, returned(cases), minimum)


@given(st.lists(logs(12), max_size=8), st.integers(-20, 250))
@settings(max_examples=80, deadline=None)
def test_the_numbers_of_any_return_add_up(found: list[Case], since: int) -> None:
    """Whatever the cases and the period, totals are those of their parts."""
    counted = board(under(*found), since=day(since), on=day(280))
    values = Cells(counted).values
    tied = [each for each in relations(counted) if "right|none" not in each and "away|not" not in each]
    assert [] == [each for each in tied if sum(values[key] * by for key, by in each.items())]


def test_a_tally() -> None:
    """What is due is all that was done or not; what has no reason is the rest of what was late."""
    tally = Tally(in_time=4, late=2, not_done=1, explained=1)
    assert (7, 3, 2) == (tally.due, tally.untimely, tally.unexplained)


def test_medians_and_quarters() -> None:
    """The median of an even number lies between two; the quarters between neighbours in proportion; of none, none."""
    assert (Fraction(7), Fraction(3), None) == (median_days([3, 4, 10, 11]), median_days([3]), median_days([]))
    assert (Fraction(15, 4), Fraction(41, 4)) == (
        quantile([11, 3, 10, 4], Fraction(1, 4)),
        quantile([3, 4, 10, 11], Fraction(3, 4)),
    )
    assert Fraction(11) == quantile([3, 11], Fraction(1))


def test_an_end_that_is_dated_before_its_beginning_adds_up_too() -> None:
    """A log may say so until it is corrected; what was open, began and ended is then still what is open."""
    case = begin(FIVE_STEP, Header(reference="c1", subject=Subject(id="p1"), process=FIVE_STEP.ref))
    for number, (what, on) in enumerate((("exclude-at-once", 5), ("lift-restriction", 4))):
        case = follow(FIVE_STEP, case, event(what, on, id=f"x{number}", reason="n1"))
    values = Cells(board(under(case), since=day(5), on=day(280))).values
    assert (0, 1, 1, 0) == tuple(values[f"away|{each}"] for each in ("start", "begun", "ended", "now"))
