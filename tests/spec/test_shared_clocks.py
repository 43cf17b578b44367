"""The clocks that every process shares: support, telling, whoever raised the concern, and limits at work.

The sources ask for these things and name no day: each period is ours, and says so. Working days are those of England.
"""

from __future__ import annotations

from datetime import date

import pytest
from tests.spec.made_clocks import ENGLAND, IN_TIME_TILL_THEN, around, case_of, doubt, owed

from fairness_core.process.obligations import due, next_contact
from fairness_core.process.table import process_table, processes

EACH = pytest.mark.parametrize("process", [each for each in processes() if each != "allegation-of-racism"])
THURSDAY = date(2026, 4, 2)
"""Maundy Thursday: the next working day is Tuesday 7 April."""


@EACH
@pytest.mark.parametrize(
    ("code", "what", "last"),
    [
        ("offer-support", "add-document", date(2026, 4, 8)),
        ("wellbeing-contact", "offer-support", date(2026, 4, 16)),
        ("wellbeing-contact-at-risk", "raise-welfare-alarm", date(2026, 4, 7)),
        ("aftercare-contact", "close", date(2026, 4, 30)),
        ("tell-practitioner", "add-document", date(2026, 4, 13)),
        ("tell-of-added-concern", "add-concern", date(2026, 4, 13)),
        ("update-practitioner", "tell-practitioner", date(2026, 4, 16)),
        ("contact-after-hard-letter", "send-hard-letter", date(2026, 4, 7)),
        ("contact-after-referral", "tell-of-referral", date(2026, 4, 7)),
        ("contact-after-outcome", "record-outcome", date(2026, 4, 7)),
        ("share-advice", "receive-advice", date(2026, 4, 13)),
        ("support-raised", "add-document", date(2026, 4, 8)),
        ("update-raised", "support-raised", date(2026, 4, 30)),
        ("tell-raised-of-protection", "protect-raised", date(2026, 4, 7)),
        ("tell-raised-of-reopening", "reopen", date(2026, 4, 13)),
        ("tell-of-referral", "refer-regulator-at-once", date(2026, 4, 7)),
    ],
)
def test_a_clock_that_every_process_has(process: str, code: str, what: str, last: date) -> None:
    """From Maundy Thursday: the day before, the day and the day after; the period is ours."""
    table = process_table(process)
    case = case_of(table, (what, THURSDAY))
    assert IN_TIME_TILL_THEN == around(table, case, code, last, ENGLAND)
    assert "eriod is ours" in doubt(table, code)


@EACH
def test_contact_comes_again_after_each_contact(process: str) -> None:
    """Two weeks from the last time somebody asked, and a day while somebody is worried."""
    table = process_table(process)
    asked = case_of(table, ("offer-support", THURSDAY), ("wellbeing-contact", date(2026, 4, 10)))
    assert IN_TIME_TILL_THEN == around(table, asked, "wellbeing-contact", date(2026, 4, 24))
    daily = case_of(table, ("raise-welfare-alarm", THURSDAY), ("wellbeing-contact", date(2026, 4, 10)))
    assert IN_TIME_TILL_THEN == around(table, daily, "wellbeing-contact-at-risk", date(2026, 4, 13), ENGLAND)


@EACH
def test_support_goes_on_while_the_case_is_paused(process: str) -> None:
    """A pause stops no contact, with the practitioner or with whoever raised the concern."""
    table = process_table(process)
    case = case_of(table, ("offer-support", THURSDAY), ("support-raised", THURSDAY), ("pause", THURSDAY))
    for party, last in (("practitioner", date(2026, 4, 16)), ("raised", date(2026, 4, 30))):
        found = next_contact(table, case, date(2026, 5, 20), "practitioner" if party == "practitioner" else "raised")
        assert found is not None
        assert last == found.due


@EACH
def test_the_news_of_a_reopening_ends_with_any_word_to_whoever_raised_it(process: str) -> None:
    """Whoever wishes no contact is left in peace; whoever is supported again has heard of it."""
    table = process_table(process)
    for what in ("support-raised", "update-raised", "raised-out-of-reach"):
        case = case_of(table, ("reopen", THURSDAY), (what, THURSDAY))
        assert THURSDAY == owed(table, case, "tell-raised-of-reopening", THURSDAY).met


@EACH
def test_a_call_is_owed_no_more_once_support_has_ended(process: str) -> None:
    """When the two have agreed that support ends, nobody rings about last spring's letter."""
    table = process_table(process)
    calls = ["contact-after-hard-letter", "contact-after-referral", "contact-after-outcome"]
    before = ("send-hard-letter", "tell-of-referral", "record-outcome", "close")
    case = case_of(table, *((what, THURSDAY) for what in before))
    assert set(calls) <= {each.code for each in due(table, case, date(2026, 9, 1))}
    ended = case_of(table, *((what, THURSDAY) for what in (*before, "end-support")))
    assert not {each.code for each in due(table, ended, date(2026, 9, 1)) if each.contact and each.to == "practitioner"}


@pytest.mark.parametrize("process", ["five-step", "mhps", "trainee", "allegation-of-racism"])
@pytest.mark.parametrize("what", ["restrict-at-once", "agree-limits"])
def test_limits_at_work_are_reviewed_every_four_weeks(process: str, what: str) -> None:
    """Four weeks from the first day, from each review, and on the day that was given when it comes first."""
    table = process_table(process)
    case = case_of(table, (what, THURSDAY))
    assert IN_TIME_TILL_THEN == around(table, case, "review-restriction", date(2026, 4, 30))
    again = case_of(table, (what, THURSDAY), ("review-restriction", date(2026, 4, 20)))
    assert IN_TIME_TILL_THEN == around(table, again, "review-restriction", date(2026, 5, 18))
    sooner = case_of(table, (what, THURSDAY, {"review_on": date(2026, 4, 9)}))
    assert IN_TIME_TILL_THEN == around(table, sooner, "review-restriction", date(2026, 4, 9))
    assert "the period is ours" in doubt(table, "review-restriction")


@EACH
@pytest.mark.parametrize(
    ("field", "last"),
    [
        ("reason", date(2026, 4, 7)),
        ("review_on", date(2026, 4, 7)),
        ("contact", date(2026, 4, 7)),
        ("evidence", date(2026, 4, 8)),
        ("confirmation", date(2026, 4, 7)),
    ],
)
def test_what_a_protective_step_lacks_is_a_breach_after_one_or_two_working_days(
    process: str, field: str, last: date
) -> None:
    """What is missing is owed at once and is late after the next working day; a written notice after two: ours."""
    table = process_table(process)
    step = {"performers-list": "suspend-by-law"}.get(process, "exclude-at-once")
    if field in (*table.events[step].asks, "confirmation"):
        case = case_of(table, (step, THURSDAY, {"role": "raised-contact"}))
        assert IN_TIME_TILL_THEN == around(table, case, f"{field}:e1", last, ENGLAND)
    assert "ours" in table.owing[field].doubt
