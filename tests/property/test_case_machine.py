"""Random cases: whatever anybody tries, in any order, the rules about people hold after every step.

`Played` is a case that is played and what we ourselves remember of it; its checks are the laws. `machine` puts
random acts and time in front of it, for any packaged process. The quick run is small; the long one plays 10,000
sequences, shared between the processes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from random import Random

import attrs
import pytest
from hypothesis import note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.property.process_strategies import (
    FIRST,
    PEOPLE,
    SUBJECT,
    Act,
    Walk,
    acts,
    as_event,
    both,
    goals,
    towards,
    with_effect,
    with_nature,
)

from fairness_core.errors import CallerError, FairnessError, StaleVersion, TransitionRefused
from fairness_core.process.case import advance, allowed
from fairness_core.process.chain import log_lines, parse_log
from fairness_core.process.clocks import last_day
from fairness_core.process.guards import Unmet
from fairness_core.process.log import Case, Event, Header, Subject, as_of, begin, replay, standing_log
from fairness_core.process.obligations import Owed, due, lapsed, ledger, next_contact, rights
from fairness_core.process.table import CONFIRMATION, Evidence, Obligation, process_table, processes
from fairness_core.process.timeline import time_in_step, timeline
from fairness_core.staff import StaffRef

SEQUENCES = 10_000
FAR = timedelta(days=3650)
NO_CASE = "no-case-to-answer"
ACCOUNTS = ("record-account", "decline-account")
LESSONS = ("record-lessons", "record-no-lessons")
CONFIRMED = "confirm-lessons"
WELFARE, SUPPORT_ENDED = "welfare", ("ended", "ended-2")
"""What a process calls these; the last test here fails for one that calls them otherwise."""


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
        self.investigated: set[str] = set()
        self.decided: set[str] = set()
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
        assert self.table.events[event.what].nature != "protective", "nothing holds up protective action"
        assert unmet, "a refusal says what is missing"
        assert self.replayed() == before, "a refused event leaves an equal case"
        return False

    def replayed(self) -> Case:
        """Return the case that the log amounts to, from its first line on."""
        return replay(self.first, self.case.header, self.case.log, self.tables)

    def followed(self, event: Event, before: Case) -> None:
        """Check what an accepted event may have done, then remember it."""
        kind = self.table.events[event.what]
        assert (*before.log, event) == self.case.log, "the log only grows"
        self.check_people(event)
        if kind.nature == "protective":
            self.check_owed_at_once(event)
        if NO_CASE in kind.choices:
            self.check_outcome(event, before)
        if kind.effect in _AFTER:
            _AFTER[kind.effect](self, event, before)
        self.check_closing(before)
        self.remember(event, before)
        self.table = self.tables(self.case.process)

    def remember(self, event: Event, before: Case) -> None:
        """Note who declared, investigated and decided, and since when each reviewed state lasts."""
        kind = self.table.events[event.what]
        person = event.person.id if event.person else event.actor.id
        if kind.effect == "declare":
            self.standing[person] = kind.standing
        elif event.actor.role in self.investigating() and kind.nature != "protective":
            self.investigated.add(event.actor.id)
        if kind.effect == "appoint" and kind.role in self.investigating():
            self.investigated.add(person)
        if kind.decides:
            self.decided.add(event.actor.id)
        for code, owed in self.reviewed().items():
            was, now = (each.states.get(owed.region) in owed.states for each in (before, self.case))
            if now and not was and kind.effect != "migrate":
                self.entered[code] = len(before.log)

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
            assert event.actor.id not in {*self.investigated, SUBJECT}
        if kind.effect == "appoint" and kind.role in self.investigating():
            person = event.person.id if event.person else event.actor.id
            assert "clear" == self.standing.get(person, "undeclared")
            assert person not in {*self.decided, SUBJECT}

    def check_owed_at_once(self, event: Event) -> None:
        """What a protective step lacked is owed on its own day, and late when it stays so."""
        kind = self.table.events[event.what]
        lacking: set[str] = {field for field in kind.asks if not getattr(event, field)}
        entitled = not kind.by or event.actor.role in kind.by
        if not entitled or self.standing.get(event.actor.id) == "conflicted":
            lacking.add(CONFIRMATION)
        codes = {f"{field}:{event.id}" for field in lacking}
        assert codes == {code for code in self.codes(due, event.day) if code.endswith(f":{event.id}")}
        assert codes <= self.codes(lapsed, self.at + FAR)

    def codes(self, of: Callable[..., tuple[Owed, ...]], day: date) -> set[str]:
        """Return the codes of what is due or lapsed on a day."""
        return {each.code for each in of(self.table, self.case, day)}

    def check_outcome(self, event: Event, before: Case) -> None:
        """An outcome has an account or a refusal before it; and no case to answer is one like any other."""
        known = [each.what for each in standing_log(self.table, before) if each]
        assert any(code in known for code in ACCOUNTS)
        none = advance(self.table, before, attrs.evolve(event, choice=NO_CASE))
        assert [NO_CASE] == [each.choice for each in none.log if each.id == event.id]
        assert allowed(self.table, self.case, self.at) == allowed(self.table, none, self.at)

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
        if not with_effect(self.table, "pause") or not self.is_paused():
            still = [each.due for each in due(self.table, self.case, self.at) if each.code == event.obligation]
            assert {event.until} == set(still)

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
        """Nothing holds up protective action, whoever takes it and whatever it lacks."""
        codes = with_nature(self.table, "protective")
        code = codes[pick % len(codes)]
        bare = Act(
            what=code, role="nobody", who=who, person=who, days=0, minutes=0, lag=0, offset=0, complete=False, given=0, pick=0
        )  # fmt: skip
        after = advance(self.table, self.case, as_event(bare, self.table, self.case, self.now))
        assert self.case.version + 1 == after.version

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

_AMENDING = ("supply", "correct", "strike", "redact", "link")
_TIMING = ("extend", "explain", "pause", "resume", "hold", "release", "migrate")


def machine(process: str) -> type[Played]:
    """Make the machine that plays one process."""
    table = process_table(process)

    class Machine(Played):
        process_id = process

        @initialize(act=acts(table, *with_effect(table, "open")), seed=st.integers(0, 2**32), steps=st.integers(0, 60))
        def open(self, act: Act, seed: int, steps: int) -> None:
            self.chance = Random(seed)
            assert self.tried(attrs.evolve(act, role="case-manager", complete=True, given=0))
            self.go_on(steps)

        @rule(act=acts(table))
        def try_anything(self, act: Act) -> None:
            self.tried(act)

        @rule(act=acts(table, *with_nature(table, "protective")))
        def protect(self, act: Act) -> None:
            assert self.tried(act)

        @rule(act=acts(table, *with_nature(table, "supportive"), *with_effect(table, "declare")))
        def support(self, act: Act) -> None:
            self.tried(act)

        @rule(act=acts(table, *with_effect(table, *_AMENDING)))
        def amend(self, act: Act) -> None:
            self.tried(act)

        @rule(act=acts(table, *with_effect(table, *_TIMING)))
        def change_time(self, act: Act) -> None:
            self.tried(act)

        @rule(steps=st.integers(1, 30))
        def go_on(self, steps: int) -> None:
            for _ in range(steps):
                aims = goals(self.table, self.case) if self.chance.random() < 0.8 else (*table.events,)
                self.strive(self.chance.choice(aims), 1)

        @rule(goal=st.sampled_from([*table.events]), steps=st.integers(1, 40))
        def strive(self, goal: str, steps: int) -> None:
            before = self.case.version
            for _ in range(steps):
                walk = Walk(table=self.table, case=self.case, day=self.now.date(), chance=self.chance)
                if goal in self.case.last and self.case.last[goal] >= before:
                    return
                if act := towards(walk, goal):
                    self.tried(attrs.evolve(act, days=self.chance.choice((0, 0, 0, 1, 4))))

        @rule(pick=st.integers(0, 999), what=st.sampled_from([*table.events]))
        def repeat(self, pick: int, what: str) -> None:
            again = self.case.log[pick % len(self.case.log)]
            assert self.case is advance(self.table, self.case, again, expected=0)
            if what != again.what:
                with pytest.raises(CallerError):
                    advance(self.table, self.case, attrs.evolve(again, what=what))
            with pytest.raises(StaleVersion):
                advance(self.table, self.case, attrs.evolve(again, id="e0"), expected=self.case.version - 1)

        @rule(days=st.integers(1, 400))
        def wait(self, days: int) -> None:
            self.now += timedelta(days=days)
            self.at = max(self.at, self.now.date())

        @rule(place=st.integers(0, 10**6), by=st.integers(1, 94))
        def tamper(self, place: int, by: int) -> None:
            lines = list(log_lines(self.case))
            number = place % len(lines)
            spot = place % len(lines[number])
            other = chr((ord(lines[number][spot]) - 32 + by) % 95 + 32)
            lines[number] = lines[number][:spot] + other + lines[number][spot + 1 :]
            with pytest.raises(FairnessError):
                parse_log(lines)

        @rule(pick=st.integers(0, 999))
        def look_back(self, pick: int) -> None:
            day = self.case.log[pick % len(self.case.log)].recorded.date() - timedelta(days=pick % 2)
            then = as_of(self.first, self.case, day, self.tables)
            assert self.case.log[: then.version] == then.log

        @rule(who=st.sampled_from(PEOPLE), role=st.sampled_from([*table.roles]))
        def look_ahead(self, who: str, role: str) -> None:
            self.check_ahead(StaffRef(role=role, id=who))

        @rule(pick=st.integers(0, 99), who=st.sampled_from(PEOPLE))
        def think_of_protection(self, pick: int, who: str) -> None:
            self.check_protection(pick, who)

        @invariant()
        def people_are_looked_after(self) -> None:
            if self.case.log:
                self.check_protection(self.case.version, "u1")
                self.check_contact()
                self.check_rights(self.at)
                self.check_rights(self.at + FAR)
                self.check_time_in_step()

    return Machine


def play(process: str, sequences: int, steps: int) -> None:
    """Play so many sequences of so many steps of one process, as the profile says how."""
    run_state_machine_as_test(machine(process), settings=settings(max_examples=sequences, stateful_step_count=steps))


@pytest.mark.parametrize("process", processes())
def test_rules_about_people_hold_whatever_happens(process: str) -> None:
    """Random events by anybody break none of the rules about people."""
    play(process, sequences=max(6, 60 // len(processes())), steps=15)


@pytest.mark.long
@pytest.mark.parametrize("process", processes())
def test_rules_about_people_hold_for_10000_sequences(process: str) -> None:
    """Ten thousand random sequences of events, shared between the processes, break none of the rules about people."""
    play(process, sequences=-(-SEQUENCES // len(processes())), steps=20)


@pytest.mark.parametrize("process", processes())
def test_machine_knows_what_each_process_calls_things(process: str) -> None:
    """Each packaged process has what the laws look for: an outcome, an account, lessons, welfare, rights, protection."""
    table = process_table(process)
    assert any(NO_CASE in kind.choices for kind in table.events.values())
    assert any(code in table.events for code in ACCOUNTS)
    assert {*LESSONS, CONFIRMED} <= table.events.keys()
    assert SUPPORT_ENDED[0] in table.regions[WELFARE].states
    assert table.rights
    assert with_nature(table, "protective")
