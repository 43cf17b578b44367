"""What must hold of every packaged process, whatever it is about: who may, what is told, whom to contact, what is law."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from tests.core.process.made_cases import PRACTITIONER
from tests.spec.made_walks import WALKS, walk

from fairness_core.process.obligations import lapsed, next_contact
from fairness_core.process.table import ANY, EventType, ProcessTable, process_table, processes

WALKED = pytest.mark.parametrize("name", WALKS)
EACH = pytest.mark.parametrize("table", [process_table(each) for each in processes()], ids=lambda each: each.id)

OF_THE_PERSON = {"practitioner", "raised"}
HIDDEN = {"raised", "safeguarding", "external"}
"""Regions of which the practitioner's view says nothing at all."""


def moved_by(table: ProcessTable, role: str) -> set[str]:
    """Return the regions' states, as region.state, to which events lead that a role is named for."""
    named = {code for code, kind in table.events.items() if role in kind.by}
    return {f"{each.region}.{each.to}" for each in table.arrows.values() if each.event in named and each.to}


# --- played from opening to closing ----------------------------------------------------------------------------------


@WALKED
def test_a_case_can_be_walked_from_opening_to_closed(name: str) -> None:
    """Each process leads from its concern to its closing, and support after the case begins there."""
    _, cases = walk(name)
    assert ("closed", "ended", "aftercare") == tuple(
        cases[-1].states[each] for each in ("steps", "activity", "welfare")
    )


def test_every_packaged_process_is_walked() -> None:
    """No process is packaged that nobody has played."""
    assert set(processes()) == {process for process, _ in WALKS.values()}


@WALKED
def test_every_step_of_the_walk_is_a_place_of_its_own(name: str) -> None:
    """A walk begins where the process starts, and goes through more than two of its steps."""
    table, cases = walk(name)
    steps = [each.states["steps"] for each in cases]
    assert table.main.start == steps[0]
    assert len(set(steps)) > 3


@WALKED
def test_the_next_contact_with_the_practitioner_is_always_known(name: str) -> None:
    """After every event until support has ended there is a next contact with the practitioner, aftercare among them."""
    table, cases = walk(name)
    for case in cases:
        on = case.log[-1].day
        found = next_contact(table, case, on)
        assert found is not None
        assert on <= found.due <= on + timedelta(weeks=4)


@WALKED
def test_the_next_contact_with_whoever_raised_it_is_known_until_they_are_answered(name: str) -> None:
    """After every event until they are answered or out of reach there is a next contact with whoever raised it."""
    table, cases = walk(name)
    for case in cases:
        answered = case.states["raised"] in ("answered", "out-of-reach")
        known = next_contact(table, case, case.log[-1].day, "raised") is not None
        assert known or answered


@WALKED
def test_a_walk_leaves_nothing_undone(name: str) -> None:
    """Every clock can be kept: at the end of each walk nothing was late."""
    table, cases = walk(name)
    assert () == lapsed(table, cases[-1], cases[-1].log[-1].day)


# --- who may ---------------------------------------------------------------------------------------------------------


@EACH
def test_whom_it_is_about_moves_only_what_is_theirs(table: ProcessTable) -> None:
    """The practitioner takes up or declines support, ends it after the case, declines health, and appeals; no more."""
    theirs = {"welfare.accepted", "welfare.declined", "welfare.ended", "health.declined"}
    theirs |= {"appeal.lodged", "steps.appeal", "oral-hearing.asked"}
    assert theirs >= moved_by(table, "practitioner")


@EACH
def test_whoever_raised_it_moves_nothing(table: ProcessTable) -> None:
    """Whoever raised the concern can say what happened, and decides nothing about it."""
    assert set() == moved_by(table, "raised")


@EACH
@pytest.mark.parametrize(
    "what", ["close", "reopen", "strike-entry", "supply-missing", "extend-period", "record-outcome"]
)
def test_these_are_not_for_the_people_in_the_case(table: ProcessTable, what: str) -> None:
    """Closing, striking out, supplying, extending and deciding are for staff who are named for it."""
    by = set(table.events[what].by)
    assert by
    assert not by & OF_THE_PERSON


@EACH
def test_the_practitioner_can_speak_at_any_time(table: ProcessTable) -> None:
    """An account, comments and a declined plan can be recorded by the practitioner, in every step that is open."""
    for what in ("record-account", "record-comments", "decline-support-plan"):
        assert "practitioner" in table.events[what].by
        assert all(table.is_in_reach(what, {**table.index.starts, "steps": step}) for step in table.main.states)


@EACH
def test_every_decision_names_who_decides(table: ProcessTable) -> None:
    """No decision is open to everybody, and none to an investigator, a contact or the people in the case."""
    for code, kind in table.events.items():
        if kind.decides:
            assert kind.by, code
            assert not {*OF_THE_PERSON, "investigator", "contact", "raised-contact", "designated-member"} & set(kind.by)


@EACH
def test_protection_is_open_to_everybody_and_says_whose_part_it_is(table: ProcessTable) -> None:
    """Only what anybody may do on their own word names nobody: a worry, safeguarding, keeping a name back."""
    open_to_all = {code for code, kind in table.events.items() if kind.nature == "protective" and not kind.by}
    assert {"raise-welfare-alarm", "refer-safeguarding", "withhold-identity"} == open_to_all


@EACH
def test_those_who_confirm_protection_may_supply_what_it_lacks(table: ProcessTable) -> None:
    """Whoever is entitled to a protective step can confirm it when somebody else took it."""
    entitled = {role for kind in table.events.values() if kind.nature == "protective" for role in kind.by}
    assert entitled <= set(table.events["supply-missing"].by)


# --- what is told ----------------------------------------------------------------------------------------------------


@EACH
def test_nothing_hidden_is_told_to_the_practitioner(table: ProcessTable) -> None:
    """No event of safeguarding, other outside bodies or whoever raised the concern has a sentence for the practitioner."""
    hidden = {each.event for each in table.arrows.values() if each.region in HIDDEN}
    assert not {code for code in hidden if table.events[code].told}
    assert {"refer-police", "refer-counter-fraud", "refer-safeguarding", "protect-raised"} <= hidden


@EACH
def test_what_moves_a_hidden_region_moves_nothing_that_is_shown(table: ProcessTable) -> None:
    """An event that the practitioner should see has no arrow in a restricted region, which would keep it from them."""
    for code in table.index.arrows:
        regions = table.index.regions_of[code]
        shut = {each for each in regions if table.regions[each].restricted}
        assert regions in (shut, regions - shut), code


@EACH
def test_what_was_owed_tells_nothing_before_its_time(table: ProcessTable) -> None:
    """What is owed to others than the practitioner, or is the news itself, has no words for the practitioner's view."""
    for code in ("tell-of-referral", "tell-of-added-concern"):
        assert not table.obligations[code].told
    for rule in table.obligations.values():
        assert rule.to in ("", "practitioner", "raised") or not rule.told


def sentences(kinds: list[EventType]) -> list[str]:
    """Return all that is told of events."""
    return [each for kind in kinds for each in (kind.told, kind.told_raised) if each]


@EACH
def test_what_is_told_is_a_sentence_to_a_person(table: ProcessTable) -> None:
    """What is told begins with a capital, ends with a stop, and is short enough to be read in distress."""
    for says in sentences(list(table.events.values())):
        assert re.fullmatch(r"[A-Z].*\.", says), says
        assert max(len(part.split()) for part in re.split(r"[.;:]", says)) <= 22, says


@EACH
def test_what_is_owed_goes_on_from_we_will(table: ProcessTable) -> None:
    """What is told of something owed goes on from "We will": small letter, no stop."""
    for rule in table.obligations.values():
        assert not rule.told or re.fullmatch(r"[a-z].*[a-z]", rule.told), rule.told


@EACH
def test_no_word_of_health_in_what_the_steps_tell(table: ProcessTable) -> None:
    """Health has a region of its own, kept for fewer eyes: no other event tells of it."""
    own = {each.event for each in table.arrows.values() if each.region == "health"}
    others = [kind.told for code, kind in table.events.items() if code not in own]
    assert [] == [
        says for says in others if re.search(r"\b(health|ill|illness|medical)\b|neurodiver", says, re.IGNORECASE)
    ]


@EACH
def test_no_word_of_blame(table: ProcessTable) -> None:
    """No label, title or sentence speaks of guilt but to deny it, or makes somebody a culprit, an offender or accused."""
    said = [each.label for each in table.events.values()] + sentences(list(table.events.values()))
    said += [text for rule in table.obligations.values() for text in (rule.title, rule.says, rule.told)]
    said += [guard.says for each in table.arrows.values() for guard in each.needs]
    blame = re.compile(r"\b(accused|culprit|offender|perpetrator|guilty|failed|failure|fault|alleged)\b", re.IGNORECASE)
    assert [] == [text for text in said if blame.search(text)]


# --- what is law and what is not -------------------------------------------------------------------------------------


@EACH
def test_a_process_says_that_it_is_derived(table: ProcessTable) -> None:
    """Every process says so wherever it is shown."""
    assert table.notice.startswith("Derived")
    assert " not " in table.notice


@EACH
def test_no_period_is_given_as_checked(table: ProcessTable) -> None:
    """No period was checked against its own source, so none says so, and each shows its doubt."""
    for code, rule in table.obligations.items():
        assert not rule.verified, code
        assert rule.doubt, code
        assert f"Doubt: {rule.doubt}" in table.cite(rule.source, rule.doubt)


def cited(table: ProcessTable) -> list[tuple[str, str, str]]:
    """Return (code, source, doubt) of every arrow, clock and owing of a process."""
    found = [(code, each.source, each.doubt) for code, each in table.arrows.items()]
    found += [(code, each.source, each.doubt) for code, each in table.obligations.items()]
    found += [(code, each.source, each.doubt) for code, each in table.owing.items()]
    return found


@EACH
def test_what_was_recalled_shows_its_doubt(table: ProcessTable) -> None:
    """An arrow or a clock whose source was recalled, or is of other regulations, says that it is doubtful."""
    shaky = {code for code, says in table.sources.items() if "recalled" in says or "no longer apply" in says}
    assert [] == [code for code, source, doubt in cited(table) if source in shaky and not doubt]


@EACH
def test_a_doubt_gives_a_reason(table: ProcessTable) -> None:
    """A doubt that only says "Derived." says nothing."""
    assert [] == [code for code, source, doubt in cited(table) if not source and len(doubt) <= len("Derived.")]


@EACH
def test_every_source_is_used(table: ProcessTable) -> None:
    """No source is listed that nothing cites."""
    retention = {table.retention.source} if table.retention else set()
    assert set() == set(table.sources) - {source for _, source, _ in cited(table)} - retention


# --- protection and support, whatever the process --------------------------------------------------------------------


@EACH
def test_a_worry_about_somebodys_safety_holds_up_the_closing(table: ProcessTable) -> None:
    """A case is not closed while somebody is worried about the practitioner's safety; reopening does not end the worry."""
    arrow = table.index.arrows["close"]["welfare", "at-risk"]
    assert ["See first that the practitioner is safe: somebody is worried about them."] == [
        each.says for each in arrow.needs
    ]
    assert not table.index.arrows["reopen"]["welfare", "at-risk"].to


@EACH
def test_support_has_a_way_to_its_end_from_everywhere(table: ProcessTable) -> None:
    """Whoever was at risk after the closing comes back to aftercare, and from there to the end of support."""
    assert "aftercare" == table.index.arrows["resume-aftercare"]["welfare", "accepted"].to
    assert "ended" == table.index.arrows["end-support"]["welfare", "aftercare"].to


@EACH
def test_the_contact_is_nobody_who_inquires_or_decides(table: ProcessTable) -> None:
    """A practitioner speaks freely to somebody who does not inquire or decide."""
    (guard,) = table.arrows["contact-named"].needs
    assert {"investigator", "decided"} <= set(getattr(guard, "who", ()))
    assert (ANY,) == table.arrows["contact-named"].at


def test_the_practitioner_is_not_a_role_of_staff() -> None:
    """In the walks, whom it is about acts as themselves and as nobody else."""
    for name in WALKS:
        _, cases = walk(name)
        assert {"practitioner"} == {each.actor.role for each in cases[-1].log if each.actor.id == PRACTITIONER}
