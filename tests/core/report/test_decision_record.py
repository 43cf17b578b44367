"""The record of a decision: what was decided, on what it rested, and what was not on record at the time."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given, settings
from tests.core.process.made_cases import DECIDER, case_until, day, event, happened, opened, staff
from tests.core.report.made_papers import (
    FIVE_STEP,
    NOT_EXCLUDED,
    OWN,
    WORDS,
    logs,
    long_case,
    played,
    sections,
    told,
)

from fairness_core.errors import CallerError
from fairness_core.process.case import NOT_A_DECIDER, advance
from fairness_core.process.log import Case, follow
from fairness_core.process.table import ProcessTable
from fairness_core.report.case_papers import CaseFile
from fairness_core.report.decision_record import (
    LATER,
    NOT_ON_RECORD,
    NOTHING_LATE,
    build_decision_record,
    decisions,
)
from fairness_core.report.draft import Draft


def record(case: Case, what: str, on: int = 40, table: ProcessTable = FIVE_STEP) -> Draft:
    """Return the record of the latest event of a kind."""
    made = [each for each in case.log if each.what == what][-1]
    return build_decision_record(CaseFile(table=table, case=case, on=day(on), words=WORDS.get), made.id)


def part(name: str, case: Case, what: str, table: ProcessTable = FIVE_STEP) -> list[str]:
    """Return the lines of a section of such a record."""
    return sections(record(case, what, table=table))[name].splitlines()


def bare() -> Case:
    """Return a case that was excluded at once with nothing said, by somebody who declared nothing."""
    return happened(FIVE_STEP, opened(), "exclude-at-once", 0, id="e2")


def test_what_records_can_be_made_of() -> None:
    """Decisions have records, and protective steps that set limits; a referral to the police has none."""
    case = happened(FIVE_STEP, case_until("exclude-at-once"), "refer-police", 9, reason="n1")
    assert ["choose-formal-route", "exclude-at-once"] == [each.what for each in decisions(FIVE_STEP, case)]
    assert () == decisions(FIVE_STEP, opened())
    unknown = follow(FIVE_STEP, opened(), event("add-document"))
    assert () == decisions(OWN, unknown)


def test_what_decides_nothing_has_no_record() -> None:
    """Another event, or one that the case does not have, is refused by its id."""
    file = CaseFile(table=FIVE_STEP, case=opened(), on=day(1))
    with pytest.raises(CallerError, match="decides nothing"):
        build_decision_record(file, opened().log[0].id)
    with pytest.raises(CallerError, match="has no event 'e99'"):
        build_decision_record(file, "e99")


def test_a_decision_not_to_exclude() -> None:
    """What was decided, by which role, why and on what evidence; alternatives, account, equity, interests."""
    case = played(NOT_EXCLUDED)
    assert "Record of a decision: case c1, entry 23" == record(case, "decide-not-to-exclude").title
    assert [
        "Decided | Decide not to exclude, and say why",
        "Day | 10 January 2026",
        "By | Decision maker",
        f"Why | {WORDS['n2']} (n2)",
        "What changed | No state of the case.",
        "Documents | d20",
    ] == part("decided", case, "decide-not-to-exclude")[2:]
    assert [
        f"Alternatives looked at | 7 January 2026, 3 days before; reviewer (entry 14). {WORDS['n2']} (n2)",
        "The practitioner's account | Record the practitioner's own account. 9 January 2026, 1 day before; "
        "practitioner (entry 18). Documents: d4.",
        f"Equity check | 9 January 2026, 1 day before; case manager (entry 21). {WORDS['n4']} (n4)",
        "How the practitioner is | 8 January 2026, 2 days before; named contact (entry 17).",
        "Conflict of interest | Declared: no conflict known. 10 January 2026 (entry 22).",
    ] == part("rested-on", case, "decide-not-to-exclude")[3:]
    assert NOT_A_DECIDER in part("rested-on", case, "decide-not-to-exclude")
    assert "Everything that was looked for was on record." in part("in-short", case, "decide-not-to-exclude")
    assert [NOTHING_LATE] == part("overdue", case, "decide-not-to-exclude")[1:]


def test_gaps_are_shown_as_gaps() -> None:
    """What was not on record when it was decided is listed first, and nobody is blamed."""
    lines = part("in-short", bare(), "exclude-at-once")
    start = lines.index("8 things were not on record when this was decided:")
    assert [
        "The reason for a protective step",
        "The day on which a protective step is reviewed",
        "A named contact for the person",
        "Alternatives looked at",
        "The practitioner's account",
        "Equity check",
        "How the practitioner is",
        "Conflict of interest",
    ] == lines[start + 1 : start + 9]
    assert LATER in lines
    assert f"Why | {NOT_ON_RECORD}" in part("decided", bare(), "exclude-at-once")
    assert f"Equity check | {NOT_ON_RECORD}" in part("rested-on", bare(), "exclude-at-once")


def test_what_a_protective_step_owed() -> None:
    """What it lacked is told as owed, given late, or not given yet."""
    case = happened(FIVE_STEP, bare(), "supply-missing", 4, about="e2", reason="n6")
    lines = part("rested-on", case, "exclude-at-once")
    assert "The reason for a protective step | Owed by 6 January 2026; given on 9 January 2026, 3 days late." in lines
    assert "A named contact for the person | Owed by 6 January 2026; not given yet, 39 days late." in lines
    prompt = happened(FIVE_STEP, bare(), "supply-missing", 1, about="e2", reason="n6")
    assert "The reason for a protective step | Owed by 6 January 2026; given on 6 January 2026." in part(
        "rested-on", prompt, "exclude-at-once"
    )


def test_what_came_afterwards_is_said_to_be_later() -> None:
    """An account, a check or a declaration after the decision counts as a gap, with where it is to be found."""
    case = happened(FIVE_STEP, bare(), "record-alternatives", 2, reason="n2")
    case = happened(FIVE_STEP, case, "declare-no-conflict", 3)
    lines = part("rested-on", case, "exclude-at-once")
    assert (
        f"Alternatives looked at | {NOT_ON_RECORD} Recorded afterwards: 7 January 2026; case manager (entry 3). "
        f"{WORDS['n2']} (n2)"
    ) in lines
    assert f"Conflict of interest | {NOT_ON_RECORD} Declared afterwards (entry 4)." in lines


def test_a_decision_that_lacks_a_reason_or_was_given_it_later() -> None:
    """A decision that is not protective and lacks its reason shows the gap, and says when it was given later."""
    case = follow(FIVE_STEP, opened(), event("decide-not-to-exclude", 1, id="e2", role="decision-maker", who=DECIDER))
    assert f"The reason | {NOT_ON_RECORD}" in part("rested-on", case, "decide-not-to-exclude")
    case = follow(FIVE_STEP, case, event("supply-missing", 2, about="e2", reason="n2"))
    assert "The reason | Given later." in part("rested-on", case, "decide-not-to-exclude")
    changed = "This entry was added to or changed by entry 3; the chronology says how."
    assert changed in part("in-short", case, "decide-not-to-exclude")


def test_conditions_of_the_process() -> None:
    """What else the process asks for before the decision is told, by event and by state, with its gaps."""
    lines = part("rested-on", case_until("choose-formal-route"), "choose-formal-route")
    plan = "Agree a plan of support with the practitioner. 9 January 2026, 1 day before; case manager (entry 19)."
    assert f"Agree a plan of support, or record that the practitioner does not want one. | {plan}" in lines
    assert "Is the case running | Running." in lines
    assert 1 == sum(line.startswith("Equity check") for line in lines)
    paused = follow(FIVE_STEP, case_until("begin-engagement"), event("pause", 4, reason="n1"))
    forced = follow(FIVE_STEP, paused, event("choose-formal-route", 5, reason="n5"))
    found = part("rested-on", forced, "choose-formal-route")
    assert "Is the case running | Paused; support and contact go on. Go on with the case first: it is paused." in found
    assert "Is the case running" in part("in-short", forced, "choose-formal-route")


def test_evidence_must_come_after_what_it_follows() -> None:
    """What the process asks for since an event counts only after the last such event."""
    case = advance(OWN, opened(OWN), event("add-document", 1, evidence=("d1",)))
    case = advance(OWN, case, event("hear", 2))
    early = follow(OWN, case, event("answer", 3, role="decision-maker", choice="upheld"))
    assert f"Add the note of the hearing. | {NOT_ON_RECORD}" in part("rested-on", early, "answer", OWN)
    with_note = follow(OWN, case, event("add-document", 3, evidence=("d2",)))
    late = follow(OWN, with_note, event("answer", 4, role="decision-maker", choice="upheld"))
    assert (
        "Add the note of the hearing. | 8 January 2026, 1 day before; case manager (entry 4). Documents: d2."
        in part("rested-on", late, "answer", OWN)
    )
    assert "Chosen | Upheld" in part("decided", late, "answer", OWN)


def test_what_was_overdue_at_the_time() -> None:
    """What was late on the day of the decision is told with its days and reasons, as its log stood then."""
    case = long_case()
    assert "Review the exclusion | 14 May 2026 | 41 days | no reason on record" in part(
        "overdue", case, "review-restriction"
    )
    later = happened(FIVE_STEP, case, "review-restriction", 206, reason="n20", review_on=day(230))
    lines = part("overdue", later, "review-restriction")
    assert f"Review the exclusion | 22 July 2026 | 8 days | {WORDS['n23']} (n23)" in lines
    (other,) = (line for line in lines if line.startswith("Bring the practitioner up to date"))
    assert other.endswith("no reason on record")
    assert any("overdue at the time; they are listed below." in e for e in part("in-short", case, "review-restriction"))
    assert "It was written down on 26 June 2026, 2 days afterwards." in part("in-short", case, "review-restriction")
    assert "Review the exclusion" in sections(record(case, "review-restriction"))["doubts"]


def test_one_gap_and_one_thing_overdue_read_well() -> None:
    """Numbers and verbs agree where there is one."""
    case = played(NOT_EXCLUDED[:-1])
    case = happened(FIVE_STEP, case, "raise-welfare-alarm", 5, contact=staff("contact", "u5"))
    case = happened(FIVE_STEP, case, "decide-not-to-exclude", 8, role="decision-maker", who=DECIDER, reason="n2")
    assert "1 thing was overdue at the time; it is listed below." in part("in-short", case, "decide-not-to-exclude")
    struck = happened(FIVE_STEP, played(NOT_EXCLUDED[:-1]), "strike-entry", 5, about="e14", reason="n1")
    struck = happened(FIVE_STEP, struck, "decide-not-to-exclude", 5, role="decision-maker", who=DECIDER, reason="n2")
    lines = part("in-short", struck, "decide-not-to-exclude")
    assert ["1 thing was not on record when this was decided:", "Alternatives looked at"] == lines[1:3]


def test_a_struck_decision() -> None:
    """A record of a decision that was struck out says that it does not count."""
    case = played(NOT_EXCLUDED)
    case = happened(FIVE_STEP, case, "strike-entry", 6, about=case.log[-1].id, reason="n1")
    says = "This entry was struck out by entry 24: it was recorded by mistake, and does not count."
    assert says == part("in-short", case, "decide-not-to-exclude")[1]


def test_interests_that_were_declared() -> None:
    """A conflict that was declared or managed by then is told as such."""
    case = happened(FIVE_STEP, opened(), "declare-conflict", 0, reason="n1")
    held = happened(FIVE_STEP, case, "exclude-at-once", 1, id="e9")
    assert "Conflict of interest | A conflict was declared. 5 January 2026 (entry 2)." in part(
        "rested-on", held, "exclude-at-once"
    )
    other = happened(FIVE_STEP, case, "declare-no-conflict", 0, role="decision-maker", who=DECIDER)
    managed = happened(
        FIVE_STEP,
        other,
        "manage-conflict",
        1,
        role="decision-maker",
        who=DECIDER,
        person=staff("case-manager", "u1"),
        reason="n2",
    )
    held = happened(FIVE_STEP, managed, "exclude-at-once", 2, id="e9")
    assert "Conflict of interest | A conflict was declared, and is managed. 6 January 2026 (entry 4)." in part(
        "rested-on", held, "exclude-at-once"
    )


@given(logs())
@settings(max_examples=60, deadline=None)
def test_a_record_can_be_made_of_every_decision_of_any_log(case: Case) -> None:
    """Whatever the log, each of its decisions has a record under its own number, with the notice on it."""
    file = CaseFile(table=FIVE_STEP, case=case, on=day(200))
    for each in decisions(FIVE_STEP, case):
        found = told(build_decision_record(file, each.id))
        assert f"entry {file.number(each.id)}" in found
        assert FIVE_STEP.notice in found


def test_what_a_process_does_not_know_is_not_missed() -> None:
    """A process without an equity check has no gap for one."""
    fewer = {code: kind for code, kind in OWN.events.items() if code != "check-equity"}
    table = attrs.evolve(OWN, events=fewer)
    case = follow(table, opened(table), event("move", 1, reason="n1"))
    assert "Equity check" not in told(record(case, "move", table=table))
    assert "Alternatives looked at" in told(record(case, "move", table=table))
