"""Print what moves, replay and what is owed cost here, and with two libraries of state machines.

Run by hand: `python benchmarks/process_vs_libraries.py`. All are timed in one process, taking turns; each figure is
the median of several rounds of processor time, and a ratio below 2 is a tie on a shared machine. Where `transitions` or
`python-statemachine` is not installed, the script says so and goes on without it: the library does without both.

What each side does in one move of a case:

- Here: asks whether the step is in reach in every region (there are eleven), whether whoever acts may (role,
  appointment, conflict of interest), every condition of the table, and what the event must carry; then makes a new
  case and leaves the old one as it was, with the event in its log. What is owed is worked out from the log.
- The libraries: ask for the step in one region and call the same conditions, each one look into a set of what has
  happened; then change the case that they were given. What they have no notion of is written by hand below, and the
  same for both: an entry in a list for each event, and a dictionary of days on which something is owed, kept as the
  events come. No roles, no conflicts, no corrections, pauses or holds, and no case as it was before.

So the libraries are given less to do in every row. Both are used as they are quickest: one machine for all cases
(`transitions`), cases and machines made before the clock starts (rows of one move). Rows that begin a case say so.
"""

from __future__ import annotations

import gc
import importlib
import importlib.util
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from typing import Any, TypeAlias

from fairness_core.process.case import advance, open_case
from fairness_core.process.clocks import last_day
from fairness_core.process.log import Case, Event, Header, Subject, replay
from fairness_core.process.obligations import due
from fairness_core.process.table import Evidence, NotOverdue, ProcessTable, process_table
from fairness_core.staff import StaffRef

ROUNDS = 5
MOVES_A_ROUND = 200
OPEN_LENGTH = 40
CASES = 10_000
A_SAMPLE = 500
"""How many of the open cases are timed; they are alike, so the time of all is that many times as long."""

FIRST_DAY = date(2026, 1, 5)
MANAGER, REVIEWER, PRACTITIONER = "u1", "u2", "p1"

Run: TypeAlias = Callable[[], object]
Line: TypeAlias = tuple[int, str, dict[str, Any]]

BEGINNING: Sequence[Line] = (
    (0, "raise-concern", {}),
    (0, "declare-no-conflict", {}),
    (0, "decide-immediate-risk", {"reason": "n1"}),
    (0, "name-contact", {"person": StaffRef(role="contact", id="u5")}),
    (0, "offer-support", {}),
    (0, "support-raised", {}),
    (1, "no-safeguarding-question", {}),
    (1, "no-health-concern", {}),
    (1, "begin-triage", {}),
    (2, "record-rating", {"evidence": ("d1",)}),
    (2, "choose-category", {"choice": "conduct"}),
    (2, "answer-fairness-questions", {"evidence": ("d2",)}),
    (2, "record-alternatives", {"reason": "n2"}),
    (3, "begin-engagement", {}),
    (3, "tell-practitioner", {"evidence": ("d3",)}),
    (3, "wellbeing-contact", {}),
    (4, "record-account", {"evidence": ("d4",)}),
    (4, "agree-support-plan", {}),
    (4, "advice-not-needed", {"reason": "n3"}),
    (4, "check-equity", {"reason": "n4"}),
    (5, "choose-formal-route", {"reason": "n5"}),
)
"""A case from its concern to the decision on a formal process; nobody in it exists."""

GOING_ON = ("wellbeing-contact", "send-update", "update-raised", "add-document")
"""What a long case goes on with, week by week."""

MOVES: Mapping[str, tuple[str, str, dict[str, Any]]] = {
    "plain (adds a document)": ("check-equity", "add-document", {"evidence": ("d9",)}),
    "moving (back to understanding)": ("check-equity", "look-again", {"reason": "n9"}),
    "guarded (begins to engage)": ("record-alternatives", "begin-engagement", {}),
    "formal (decides on a formal process)": ("check-equity", "choose-formal-route", {"reason": "n9"}),
}
"""For each row, the event after which the step is timed, and the step."""

KNOWN = frozenset(
    [what for _, what, _ in BEGINNING]
    + [what for _, what, _ in MOVES.values()]
    + [*GOING_ON, "begin-learning", "close"]
)
"""The events that the libraries' machines know; each one more would make them slower to begin."""


def event(number: int, on: int, what: str, **fields: Any) -> Event:
    """Return the made-up event with that number on a day."""
    occurred = datetime.combine(FIRST_DAY + timedelta(days=on), time_of_day(10), tzinfo=UTC)
    actor = StaffRef(role="case-manager", id=MANAGER)
    return Event(id=f"e{number}", what=what, occurred=occurred, recorded=occurred, actor=actor, **fields)


def made(length: int) -> tuple[Event, ...]:
    """Return a case of a length: its beginning, and then contact and updates week by week."""
    lines: list[Line] = list(BEGINNING)
    while len(lines) < length:
        what = GOING_ON[len(lines) % len(GOING_ON)]
        fields = {"evidence": (f"d{len(lines)}",)} if what == "add-document" else {}
        lines.append((5 + 2 * (len(lines) - len(BEGINNING)), what, fields))
    return tuple(event(number, on, what, **fields) for number, (on, what, fields) in enumerate(lines[:length]))


# --- what an application writes by hand beside either library -----------------------------------------------------


class Kept:
    """What a model keeps beside its state: what has happened, and on which day what is owed."""

    def __init__(self, table: ProcessTable) -> None:
        """Begin with nothing done and nothing owed."""
        self.table = table
        self.audit: list[tuple[str, str, str, str, date]] = []
        self.done: set[str] = set()
        self.owed: dict[str, date] = {}

    def note(self, happened: Event) -> None:
        """Write the entry, and keep the days of what the event meets, ends and begins."""
        what, index, rules = happened.what, self.table.index, self.table.obligations
        self.audit.append((happened.id, what, happened.actor.id, happened.actor.role, happened.day))
        self.done.add(what)
        for code in index.met_by.get(what, ()):
            if self.owed.pop(code, None) and rules[code].repeats:
                self.begin(code, happened.day)
        for code in index.ended_by.get(what, ()):
            self.owed.pop(code, None)
        for code in index.after.get(what, ()):
            self.begin(code, happened.day)
        for code in STARTED.get(what, ()):
            self.begin(code, happened.day)

    def begin(self, code: str, day: date) -> None:
        """Owe something from a day on."""
        within = self.table.obligations[code].within
        if within:
            self.owed[code] = last_day(day, within)

    def due(self) -> list[tuple[date, str]]:
        """Return what is owed, what is due first first."""
        return sorted((day, code) for code, day in self.owed.items())


STARTED = {
    "raise-concern": ("offer-support", "tell-practitioner", "support-raised", "triage"),
    "offer-support": ("wellbeing-contact",),
    "tell-practitioner": ("update-practitioner",),
    "support-raised": ("update-raised",),
    "look-again": ("triage",),
}
"""What begins because of a state that an event leads to, in the regions that the libraries are spared."""


def name(code: str) -> str:
    """Return a code as a name that Python takes."""
    return code.replace("-", "_")


def conditions(table: ProcessTable, what: str) -> list[Callable[..., bool]]:
    """Return the conditions of an event as functions of a model and the event."""
    needs = [guard for arrow in table.arrows.values() if arrow.event == what for guard in arrow.needs]
    return [_condition(guard) for guard in needs if isinstance(guard, Evidence | NotOverdue)]


def _condition(guard: Evidence | NotOverdue) -> Callable[..., bool]:
    def is_done(model: Kept, happened: Event) -> bool:
        return any(each in model.done for each in of)

    def is_nothing_late(model: Kept, happened: Event) -> bool:
        return all(day >= happened.day for day in model.owed.values())

    if isinstance(guard, NotOverdue):
        return is_nothing_late
    of = guard.of
    return is_done


def note(model: Kept, happened: Event) -> None:
    """Note an event, after a step; both libraries call it, one by place and one by name."""
    model.note(happened)


def steps(table: ProcessTable) -> Iterator[tuple[str, str, str]]:
    """Yield (event, from, to) of the main region for every event of the log below; "" is a stay."""
    main = table.index.main
    for what in sorted(KNOWN):
        places = table.index.arrows.get(what, {})
        moves = {state: arrow.to for (region, state), arrow in places.items() if region == main}
        for state in moves or table.main.states:
            if not table.main.states[state].final:
                yield what, state, moves.get(state, "")


# --- the three sides -----------------------------------------------------------------------------------------------


class Ours:
    """The library at hand: every step is judged by `advance`."""

    label = "ours"

    def __init__(self, table: ProcessTable) -> None:
        """Take the table."""
        self.table = table
        self.header = Header(reference="c1", subject=Subject(id=PRACTITIONER), process=table.ref)

    def begin(self, first: Event) -> Case:
        """Return a new case after its first event."""
        return open_case(self.table, first, reference="c1", subject=self.header.subject)

    def moved(self, case: Case, happened: Event) -> Case:
        """Return the case after a step."""
        return advance(self.table, case, happened)

    def played(self, log: Iterable[Event]) -> Case:
        """Return the case that a log amounts to; a log is read back without being judged again."""
        return replay(self.table, self.header, log)

    def judged(self, log: Sequence[Event]) -> Case:
        """Return the case after a log of which every step is judged."""
        case = self.begin(log[0])
        for happened in log[1:]:
            case = self.moved(case, happened)
        return case

    def due(self, case: Case, at: date) -> list[tuple[date, str]]:
        """Return what is owed on a day."""
        return [(each.due, each.code) for each in due(self.table, case, at)]


class Theirs:
    """What both libraries have in common here."""

    label = ""

    def begin(self, first: Event) -> Any:
        """Return a new case after its first event."""
        raise NotImplementedError

    def moved(self, case: Any, happened: Event) -> Any:
        """Take a step; the case that was given is changed, and returned."""
        raise NotImplementedError

    def played(self, log: Sequence[Event]) -> Any:
        """Return the case after a log."""
        case = self.begin(log[0])
        for happened in log[1:]:
            self.moved(case, happened)
        return case

    def due(self, case: Any, at: date) -> list[tuple[date, str]]:
        """Return what is owed; the days were kept as the events came."""
        return self.kept(case).due()

    def kept(self, case: Any) -> Kept:
        """Return what is kept beside the state."""
        raise NotImplementedError


class WithTransitions(Theirs):
    """`transitions`, each case a model of one machine, or on a machine of its own."""

    label = "transitions"
    module = package = "transitions"

    def __init__(self, table: ProcessTable, *, shared: bool = True) -> None:
        """Make the machine once, where it is shared."""
        self.table = table
        self.library = importlib.import_module("transitions")
        self.rows = [
            {"trigger": name(what), "source": left, "dest": to or None, "conditions": conditions(table, what)}
            for what, left, to in steps(table)
        ]
        self.machine = self._machine(None) if shared else None

    def _machine(self, model: object) -> Any:
        rows = [{**row, "after": note} for row in self.rows]
        states, start = list(self.table.main.states), self.table.main.start
        return self.library.Machine(model=model, states=states, initial=start, transitions=rows, auto_transitions=False)

    def begin(self, first: Event) -> Any:
        """Return a new case after its first event."""
        model = Kept(self.table)
        if self.machine:
            self.machine.add_model(model)
            self.machine.models.clear()
        else:
            self._machine(model)
        return self.moved(model, first)

    def moved(self, case: Any, happened: Event) -> Any:
        """Take a step; a refused one returns False there."""
        if not getattr(case, name(happened.what))(case, happened):
            raise RuntimeError(f"transitions refused {happened.what}")
        return case

    def kept(self, case: Any) -> Kept:
        """Return the model, which is what is kept."""
        found: Kept = case
        return found


class WithStatemachine(Theirs):
    """`python-statemachine`: one class, and for each case a machine made of it."""

    label = "python-statemachine"
    module, package = "statemachine", "python-statemachine"

    def __init__(self, table: ProcessTable) -> None:
        """Make the class once."""
        self.table = table
        library = importlib.import_module("statemachine")
        states = {
            code: library.State(code, initial=code == table.main.start, final=state.final)
            for code, state in table.main.states.items()
        }
        events: dict[str, Any] = {}
        for what, left, to in steps(table):
            step = states[left].to(states[to or left], internal=not to, cond=conditions(table, what), after=note)
            events[name(what)] = events[name(what)] | step if name(what) in events else step
        body = {**{name(code): state for code, state in states.items()}, **events}
        self.kind: Any = type("Steps", (library.StateMachine,), body)

    def begin(self, first: Event) -> Any:
        """Return a new case after its first event."""
        return self.moved(self.kind(Kept(self.table)), first)

    def moved(self, case: Any, happened: Event) -> Any:
        """Take a step; a refused one raises there."""
        getattr(case, name(happened.what))(happened=happened)
        return case

    def kept(self, case: Any) -> Kept:
        """Return the machine's model."""
        found: Kept = case.model
        return found


# --- timing --------------------------------------------------------------------------------------------------------


def seconds(run: Run) -> float:
    """Return the processor time that one run takes, with nothing swept up meanwhile."""
    gc.collect()
    gc.disable()
    begun = time.process_time()
    run()
    taken = time.process_time() - begun
    gc.enable()
    return taken


def medians(makers: Mapping[str, Callable[[], Run]], rounds: int = ROUNDS) -> dict[str, float]:
    """Return the median seconds of each side's run, which is made anew for each round; the sides take turns."""
    taken: dict[str, list[float]] = {side: [] for side in makers}
    for _ in range(rounds):
        for side, make in makers.items():
            taken[side].append(seconds(make()))
    return {side: statistics.median(each) for side, each in taken.items()}


def moves(side: Any, log: Sequence[Event], happened: Event) -> Callable[[], Run]:
    """Return what makes a run of one and the same move, each of a case that stands ready."""

    def make() -> Run:
        cases = [side.played(log) for _ in range(MOVES_A_ROUND)]

        def run() -> None:
            for case in cases:
                side.moved(case, happened)

        return run

    return make


def often(number: int, what: Run) -> Callable[[], Run]:
    """Return what makes a run of doing something so many times."""

    def run() -> None:
        for _ in range(number):
            what()

    return lambda: run


def over_all(side: Any, cases: Sequence[Any], at: date) -> Callable[[], Run]:
    """Return what makes a run of asking every case what it owes."""

    def run() -> None:
        for case in cases:
            side.due(case, at)

    return lambda: run


def row(label: str, found: Mapping[str, float], number: int, unit: str, scale: float) -> None:
    """Print a row: each side's time for one, and how it compares with ours."""
    first, *_ = found.values()
    print(f"\n{label}")
    for side, taken in found.items():
        beside = "" if taken is first else f"   {compared(taken, first)}"
        print(f"    {side:40} {taken / number * scale:10.3f} {unit}{beside}")


def compared(taken: float, ours: float) -> str:
    """Say how many times as long one takes as the other, whichever is longer."""
    if taken >= ours:
        return f"{taken / ours:.1f} times as long as ours"
    return f"ours takes {ours / taken:.1f} times as long"


# --- the rows ------------------------------------------------------------------------------------------------------


def one_move(table: ProcessTable, sides: Sequence[Any]) -> None:
    """Print what one step costs, of four kinds."""
    log = made(len(BEGINNING))
    for label, (after, what, fields) in MOVES.items():
        until = next(number for number, each in enumerate(log, start=1) if each.what == after)
        happened = event(999, BEGINNING[until - 1][0], what, **fields)
        found = medians({side.label: moves(side, log[:until], happened) for side in sides})
        row(f"one step, {label}", found, MOVES_A_ROUND, "us", 1e6)


def first_step(table: ProcessTable, sides: Sequence[Any], alone: Any) -> None:
    """Print what it costs to begin a case and take its first step."""
    (first,) = made(1)
    number = MOVES_A_ROUND
    makers = {side.label: often(number, lambda side=side: side.begin(first)) for side in sides}  # type: ignore[misc]
    if alone:
        makers[f"{alone.label}, a machine for each case"] = often(number // 10, lambda: alone.begin(first))
    found = medians(makers)
    if alone:
        found[f"{alone.label}, a machine for each case"] *= 10
    row("begin a case and take its first step", found, number, "us", 1e6)


def whole_log(table: ProcessTable, sides: Sequence[Any], length: int, times: int, rounds: int) -> None:
    """Print what it costs to go through a whole log."""
    log = made(length)
    ours, *others = sides
    makers = {"ours, read back": often(times, lambda: ours.played(log))}
    makers["ours, each step judged again"] = often(times, lambda: ours.judged(log))
    for side in others:
        makers[side.label] = often(times, lambda side=side: side.played(log))  # type: ignore[misc]
    row(f"a case of {length:,} events", medians(makers, rounds), times, "ms", 1e3)


def what_is_owed(table: ProcessTable, sides: Sequence[Any]) -> None:
    """Print what it costs to say what every one of many open cases owes."""
    log, at = made(OPEN_LENGTH), made(OPEN_LENGTH)[-1].day + timedelta(days=10)
    makers = {
        side.label if side is sides[0] else f"{side.label}, days kept by hand": over_all(
            side, [side.played(log) for _ in range(A_SAMPLE)], at
        )
        for side in sides
    }
    label = f"what is owed over {CASES:,} open cases of {OPEN_LENGTH} events"
    row(f"{label}, in memory", medians(makers), A_SAMPLE, "s", CASES)

    def read_and_ask(side: Any) -> Run:
        return lambda: side.due(side.played(log), at)

    makers = {side.label: often(A_SAMPLE, read_and_ask(side)) for side in sides}
    row(f"{label}, each read back from its log", medians(makers, 3), A_SAMPLE, "s", CASES)


def agree(sides: Sequence[Any]) -> None:
    """Raise when the sides do not come to the same: that would be timing different things."""
    log = made(200)
    at = log[-1].day
    owed = {side.label: side.due(side.played(log), at) for side in sides}
    if len({tuple(each) for each in owed.values()}) != 1:
        raise RuntimeError(f"What is owed differs: {owed}")


def main() -> None:
    """Print every row."""
    table = process_table("five-step")
    there = [each for each in (WithTransitions, WithStatemachine) if importlib.util.find_spec(each.module)]
    for each in (WithTransitions, WithStatemachine):
        if each not in there:
            print(f"{each.module} is not installed, so it is left out: python -m pip install {each.package}")
    sides = [Ours(table), *(each(table) for each in there)]
    agree(sides)
    one_move(table, sides)
    first_step(table, sides, WithTransitions(table, shared=False) if WithTransitions in there else None)
    whole_log(table, sides, 200, 5, ROUNDS)
    whole_log(table, sides, 2_000, 1, 3)
    what_is_owed(table, sides)


if __name__ == "__main__":
    main()
