"""Random cases: whatever anybody tries, in any order, the rules about people hold after every step.

The rules are in `played_case`; here random acts and time are put in front of a case, for any packaged process. The
quick run is small; the long one plays 10,000 sequences, shared between the processes.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

import attrs
import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test
from tests.property.played_case import ACCOUNTS, CONFIRMED, FAR, LESSONS, NO_CASE, SUPPORT_ENDED, WELFARE, Played
from tests.property.process_strategies import PEOPLE, Act, acts, with_effect, with_nature
from tests.property.process_walks import Walk, goals, towards

from fairness_core.errors import CallerError, FairnessError, StaleVersion
from fairness_core.process.case import advance
from fairness_core.process.chain import log_lines, parse_log
from fairness_core.process.log import as_of
from fairness_core.process.table import process_table, processes
from fairness_core.staff import StaffRef

SEQUENCES = 10_000

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
                aims = goals(self.table, self.case) if self.chance.random() < 0.8 else (*self.table.used,)
                self.strive(self.chance.choice(aims), 1)

        @rule(goal=st.sampled_from([*table.used]), steps=st.integers(1, 40))
        def strive(self, goal: str, steps: int) -> None:
            before = self.case.version
            for _ in range(steps):
                walk = Walk(table=self.table, case=self.case, day=self.now.date(), chance=self.chance)
                if goal in self.case.last and self.case.last[goal] >= before:
                    return
                if act := towards(walk, goal):
                    self.tried(attrs.evolve(act, days=max(act.days, self.chance.choice((0, 0, 0, 1, 4)))))

        @rule(pick=st.integers(0, 999), what=st.sampled_from([*table.used]))
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
    # To explain a failure, each of its many draws is tried again: that takes minutes and says little here.
    phases = [phase for phase in settings().phases if phase is not Phase.explain]
    how = settings(max_examples=sequences, stateful_step_count=steps, phases=phases)
    run_state_machine_as_test(machine(process), settings=how)


@pytest.mark.parametrize("process", processes())
def test_rules_about_people_hold_whatever_happens(process: str) -> None:
    """Random events by anybody break none of the rules about people."""
    play(process, sequences=max(10, 100 // len(processes())), steps=12)


@pytest.mark.long
@pytest.mark.parametrize("process", processes())
def test_rules_about_people_hold_for_10000_sequences(process: str) -> None:
    """Ten thousand random sequences of events, shared between the processes, break none of the rules about people."""
    play(process, sequences=-(-SEQUENCES // len(processes())), steps=12)


@pytest.mark.parametrize("process", processes())
def test_machine_knows_what_each_process_calls_things(process: str) -> None:
    """Each packaged process has what the laws look for: an outcome, an account, lessons, welfare, protection."""
    table = process_table(process)
    assert any(NO_CASE in kind.choices for kind in table.used.values())
    assert any(code in table.used for code in ACCOUNTS)
    assert {*LESSONS, CONFIRMED} <= set(table.used)
    assert SUPPORT_ENDED[0] in table.regions[WELFARE].states
    assert with_nature(table, "protective")
