"""A case that is played, and what we ourselves remember of it: its checks are the rules about people.

Each check says one rule, and judges by what was tried and by the log as it is now known, not by how the process
comes to its answers. What is tried, and when, is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

import attrs
from hypothesis import note
from hypothesis.stateful import RuleBasedStateMachine
from tests.property.process_strategies import (
    FIRST,
    SUBJECT,
    Act,
    as_event,
    both,
    with_effect,
    with_nature,
)

from fairness_core.errors import TransitionRefused
from fairness_core.process.case import advance, allowed
from fairness_core.process.chain import log_lines, parse_log
from fairness_core.process.clocks import last_day
from fairness_core.process.guards import Unmet
from fairness_core.process.log import Case, Event, Header, Subject, begin, replay, standing_log
from fairness_core.process.obligations import due, lapsed, ledger, next_contact, rights
from fairness_core.process.table import CONFIRMATION, EventType, Evidence, Obligation, process_table
from fairness_core.process.timeline import time_in_step, timeline
from fairness_core.staff import StaffRef

FAR = timedelta(days=3650)
NO_CASE = "no-case-to-answer"
ACCOUNTS = ("record-account", "decline-account")
LESSONS = ("record-lessons", "record-no-lessons")
CONFIRMED = "confirm-lessons"
WELFARE, SUPPORT_ENDED = "welfare", ("ended", "ended-2")
"""What a process calls these; a test of the machine fails for one that calls them otherwise."""


class Played(RuleBasedStateMachine):
    """A case that is played, the table and the day it has come to, and what we remember of people ourselves."""

    process_id: str

    def __init__(self) -> None:
        super().__init__()
        self.first = self.table = process_table(self.process_id)
        self.tables = both(self.process_id)
        self.now: datetime = FIRST
        self.at: date = FIRST.date()
        self.case: Case = begin(self.table, Header(reference="c1", subject=Subject(id=SUBJECT), process=self.table.ref))
        self.standing: dict[str, str] = {}
        self.struck: set[str] = set()
        self.holders: set[tuple[str, str]] = set()
        self.entered: dict[str, int] = {}

    # --- trying ----------------------------------------------------------------------------------------------------

    def tried(self, act: Act) -> bool:
        """Try an act, and check what follows from its being accepted or refused."""
        self.now += timedelta(days=act.days, minutes=act.minutes)
        event = as_event(act, self.table, self.case, self.now)
        self.at = max(self.at, event.recorded.date())
        before = self.case
        note(f"{event.day} {event.what} by {act.who} as {act.role}, {act.pick}")
        try:
            self.case = advance(self.table, before, event, expected=before.version, tables=self.tables)
        except TransitionRefused as refused:
            unmet = refused.unmet
        else:
            self.followed(event, before)
            return True
        assert unmet, "a refusal says what is missing"
        self.check_refused(event)
        assert self.replayed() == before, "a refused event leaves an equal case"
        return False

    def check_refused(self, event: Event) -> None:
        """Nothing refuses protective action; and nothing refuses support that `allowed` had not told of."""
        kind = self.table.events[event.what]
        assert kind.nature != "protective"
        if kind.nature != "supportive" or kind.effect or event.review_on or event.choice not in ("", *kind.choices):
            return
        options = {each.event: each for each in allowed(self.table, self.case, event.day, actor=event.actor)}
        if event.what in options:
            assert options[event.what].unmet or [field for field in kind.asks if not getattr(event, field)]

    def replayed(self) -> Case:
        """Return the case that the log amounts to, from its first line on."""
        return replay(self.first, self.case.header, self.case.log, self.tables)

    def followed(self, event: Event, before: Case) -> None:
        """Check what an accepted event may have done, then remember it."""
        kind = self.table.events[event.what]
        assert (*before.log, event) == self.case.log, "the log only grows"
        if before.version % 32 == 1:
            options = allowed(self.table, before, event.day, actor=event.actor)
            assert [event.what] == [each.event for each in options if each.event == event.what and each.is_allowed]
        self.check_people(event)
        if kind.nature == "protective":
            self.check_owed_at_once(event, self.case)
        if NO_CASE in kind.choices:
            self.check_outcome(event, before)
        if kind.effect in _AFTER:
            _AFTER[kind.effect](self, event, before)
        self.check_closing(before)
        self.check_rights_kept(event, before)
        self.remember(event, before)
        self.table = self.tables(self.case.process)

    def remember(self, event: Event, before: Case) -> None:
        """Note who declared, investigated and decided, and since when each reviewed state lasts."""
        kind = self.table.events[event.what]
        person = event.person.id if event.person else event.actor.id
        if kind.effect == "declare":
            self.standing[person] = kind.standing
        assert self.standing == self.case.standing, "what was declared stands until something else is"
        if kind.effect == "strike":
            self.struck.add(event.about)
        if kind.effect == "appoint":
            self.holders.add((kind.role, person))
        if kind.effect == "stand-down":
            self.holders.discard((kind.role, person))
        for code, owed in self.reviewed().items():
            was, now = (each.states.get(owed.region) in owed.states for each in (before, self.case))
            if now and not was and kind.effect != "migrate":
                self.entered[code] = len(before.log)

    def decided(self) -> set[str]:
        """Return who took a decision that was not struck out."""
        return {each.actor.id for each in self.standing_events() if self.table.events[each.what].decides}

    def investigated(self) -> set[str]:
        """Return who was appointed to investigate, or acted as investigator beyond declaring their interests."""
        found = set[str]()
        for each in self.standing_events():
            kind = self.table.events[each.what]
            if kind.effect == "appoint" and kind.role in self.investigating():
                found.add((each.person or each.actor).id)
            if each.actor.role in self.investigating() and kind.effect != "declare" and kind.nature != "protective":
                found.add(each.actor.id)
        return found

    def standing_events(self) -> list[Event]:
        """Return what was recorded before the last event, without what was struck out."""
        return [each for each in self.case.log[:-1] if each.id not in self.struck]

    def investigating(self) -> set[str]:
        """Return the roles whose part it is to investigate."""
        return {code for code, role in self.table.roles.items() if role.investigates}

    def reviewed(self) -> dict[str, Obligation]:
        """Return the obligations of a state that give somebody a right when they are missed."""
        return {code: each for code, each in self.table.obligations.items() if each.missed and each.region}

    # --- what an accepted event must have kept -----------------------------------------------------------------------

    def check_people(self, event: Event) -> None:
        """Nobody decides who has a conflict, declared nothing, investigated or is the subject; nor the other way round."""
        kind = self.table.events[event.what]
        if kind.decides and kind.nature != "protective":
            assert "clear" == self.standing.get(event.actor.id, "undeclared")
            assert event.actor.id not in {*self.investigated(), SUBJECT}
        if kind.effect == "appoint" and kind.role in self.investigating():
            person = event.person.id if event.person else event.actor.id
            assert "clear" == self.standing.get(person, "undeclared")
            assert person not in {*self.decided(), SUBJECT}

    def check_owed_at_once(self, event: Event, case: Case) -> None:
        """What a protective step lacked is owed on its own day, and late when it stays so."""
        kind = self.table.events[event.what]
        lacking: set[str] = {field for field in kind.asks if not getattr(event, field)}
        if "review_on" in kind.asks and event.review_on and event.review_on < event.day:
            lacking.add("review_on")
        if not self.may(kind, event.actor):
            lacking.add(CONFIRMATION)
        codes = {f"{field}:{event.id}" for field in lacking}
        owed = {each.code for each in due(self.table, case, self.at)}
        assert codes == {code for code in owed if code.endswith(f":{event.id}")}
        assert codes <= {each.code for each in lapsed(self.table, case, self.at + FAR)}

    def may(self, kind: EventType, actor: StaffRef) -> bool:
        """Tell whether nobody else need confirm a protective step of somebody."""
        role = self.table.roles.get(actor.role)
        there = role is None or not role.appointed or (actor.role, actor.id) in self.holders
        return there and (not kind.by or actor.role in kind.by) and self.standing.get(actor.id) != "conflicted"

    def check_outcome(self, event: Event, before: Case) -> None:
        """An outcome has an account or a refusal before it; and no case to answer is one like any other."""
        known = [each.what for each in standing_log(self.table, before) if each]
        assert any(code in known for code in ACCOUNTS)
        none = advance(self.table, before, attrs.evolve(event, choice=NO_CASE))
        assert [NO_CASE] == [each.choice for each in none.log if each.id == event.id]
        assert allowed(self.table, self.case, self.at) == allowed(self.table, none, self.at)

    def check_rights_kept(self, event: Event, before: Case) -> None:
        """What meets late what gave a right takes the right from nobody: only its use, or the end of what it is about."""
        if not any(event.what in rule.met_by for rule in self.reviewed().values()):
            return
        then, now = ({each.code for each in rights(self.table, case, self.at)} for case in (before, self.case))
        used = {code for code in then if event.what in self.table.rights[code].ended_by}
        assert then - used <= now or event.day < event.recorded.date()

    def check_closing(self, before: Case) -> None:
        """A case ends with lessons that a second person confirmed, or with the reason why there are none."""
        main = self.table.index.main
        state = self.table.regions[main].states.get(self.case.states[main])
        if state is None or not state.final or before.states[main] == self.case.states[main]:
            return
        known = [each for each in standing_log(self.table, before) if each]
        lessons = [number for number, each in enumerate(known) if each.what in LESSONS]
        confirmed = [number for number, each in enumerate(known) if each.what == CONFIRMED]
        assert lessons
        assert confirmed
        assert lessons[-1] < confirmed[-1]
        assert known[lessons[-1]].actor.id != known[confirmed[-1]].actor.id
        assert known[lessons[-1]].reason or known[lessons[-1]].what == LESSONS[0]

    def check_redacted(self, event: Event, before: Case) -> None:
        """Redacting words beside the log changes nothing of the case but that it was done."""
        assert before.states == self.case.states
        for asked in (due, lapsed, rights, allowed, time_in_step):
            assert asked(self.table, before, self.at) == asked(self.table, self.case, self.at)

    def check_migrated(self, event: Event, before: Case) -> None:
        """Under a revision that only has other names for states, everything is owed as before."""
        new = self.tables(self.case.process)
        for asked in (ledger, rights):
            assert asked(self.table, before, self.at) == asked(new, self.case, self.at)
        assert [*time_in_step(self.table, before, self.at).values()] == [
            *time_in_step(new, self.case, self.at).values()
        ]

    def check_extended(self, event: Event, before: Case) -> None:
        """Who extends a period gives the day that it then ends on, and no right is put off."""
        assert not self.table.obligations[event.obligation].missed
        still = [each for each in due(self.table, self.case, self.at) if each.code == event.obligation]
        if not self.is_paused():
            assert {event.until} == {each.due for each in still if event.about in ("", each.event)}

    def check_explained(self, event: Event, before: Case) -> None:
        """To explain something moves no day."""
        was, now = (ledger(self.table, each, self.at) for each in (before, self.case))
        assert [(each.code, each.due) for each in was] == [(each.code, each.due) for each in now]

    def is_paused(self) -> bool:
        """Tell whether the case stands where a pause leads to."""
        codes = with_effect(self.table, "pause")
        return any(
            each.event in codes and self.case.states[each.region] == each.to for each in self.table.arrows.values()
        )

    # --- what holds at all times -------------------------------------------------------------------------------------

    def check_protection(self, pick: int, who: str) -> None:
        """Nothing holds up protective action, whoever takes it; and whatever it lacks is owed at once."""
        codes = with_nature(self.table, "protective")
        code = codes[pick % len(codes)]
        bare = Act(
            what=code, role="nobody", who=who, person=who, days=0, minutes=0, lag=0, offset=0, complete=False, given=0, pick=0
        )  # fmt: skip
        event = as_event(bare, self.table, self.case, self.now)
        after = advance(self.table, self.case, event)
        assert self.case.version + 1 == after.version
        self.check_owed_at_once(event, after)

    def check_contact(self) -> None:
        """The next contact with the practitioner is known until support has ended."""
        if self.case.states.get(WELFARE) not in SUPPORT_ENDED:
            assert next_contact(self.table, self.case, self.at)

    def check_rights(self, day: date) -> None:
        """Whoever is excluded beyond the time of its review has the right to return, however it was explained."""
        known = standing_log(self.table, self.case)
        standing = {each.code for each in rights(self.table, self.case, day)}
        for code, owed in self.reviewed().items():
            if self.case.states[owed.region] not in owed.states or not owed.within:
                continue
            began = self.entered[code]
            looks = [each.day for each in known[began:] if each and each.what in owed.met_by]
            last = max([(known[began] or self.case.log[began]).day, *(looks if owed.repeats else [])])
            if day > last_day(last, owed.within):
                assert owed.missed in standing

    def check_time_in_step(self) -> None:
        """The days in each step add up to those since the first event."""
        began = (standing_log(self.table, self.case)[0] or self.case.log[0]).day
        assert (self.at - began).days == sum(time_in_step(self.table, self.case, self.at).values())

    def check_ahead(self, who: StaffRef | None) -> None:
        """Time alone holds up nothing that supports or records, changes no state, and undoes nothing."""
        states, far = dict(self.case.states), self.at + FAR
        now, then = (self.unmet(day, who) for day in (self.at, far))
        waits = self.waiting()
        assert now.keys() == then.keys()
        assert [] == [code for code in now if code not in waits and now[code] != then[code]]
        assert [] == [code for code in waits & now.keys() if not set(then[code]) <= set(now[code])]
        was, later = ledger(self.table, self.case, self.at), ledger(self.table, self.case, far)
        assert [each for each in was if not each.is_open] == [each for each in later if not each.is_open]
        assert all(one.due <= other.due for one, other in zip(was, later, strict=True))
        if not self.is_paused():
            assert was == later
        assert states == self.case.states

    def unmet(self, day: date, who: StaffRef | None) -> dict[str, tuple[Unmet, ...]]:
        """Return what each event that is not formal lacks on a day."""
        options = allowed(self.table, self.case, day, actor=who)
        return {each.event: each.unmet for each in options if each.nature != "formal"}

    def waiting(self) -> set[str]:
        """Return the events that ask for a time to have passed."""
        return {
            arrow.event
            for arrow in self.table.arrows.values()
            if any(isinstance(guard, Evidence) and guard.waited for guard in arrow.needs)
        }

    def teardown(self) -> None:
        """At the end, the log alone gives the whole case again, and its lines give the log."""
        if not self.case.log:
            return
        if self.case.version % 3 == 0:
            self.check_ahead(None)
        timeline(self.table, self.case)
        assert self.replayed() == self.case
        read = parse_log(log_lines(self.case))
        assert self.case.log == read.events
        assert self.case.header == read.header


_AFTER: Mapping[str, Callable[[Played, Event, Case], None]] = {
    "redact": Played.check_redacted,
    "migrate": Played.check_migrated,
    "extend": Played.check_extended,
    "explain": Played.check_explained,
}
