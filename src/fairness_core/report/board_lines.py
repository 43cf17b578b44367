"""What the return to the board counts: each case as one line, without words, reference or person.

How the lines are told, and how small numbers are protected, is in `board_return`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

import attrs

from fairness_core.process.clocks import WEEKDAYS, Calendar, Period, last_day
from fairness_core.process.log import Case
from fairness_core.process.obligations import Owed
from fairness_core.process.table import ProcessTable
from fairness_core.process.timeline import Stay, stays
from fairness_core.report.case_papers import CaseFile
from fairness_core.report.spells import Became, Spell, became, excluding, limits, review_states

Step = tuple[str, str]
"""A process's title and the label of one of its steps."""

LENGTHS: Mapping[str, Period] = {
    "up to 4 weeks": Period(number=4, unit="weeks"),
    "over 4 weeks, up to 12 weeks": Period(number=12, unit="weeks"),
    "over 12 weeks, up to six months": Period(number=6, unit="months"),
}
OVER_SIX_MONTHS = "over six months"
AGES: Mapping[str, Period] = {
    "up to six months": Period(number=6, unit="months"),
    "over six months, up to a year": Period(number=1, unit="years"),
}
OVER_A_YEAR = "over a year"


@attrs.frozen(kw_only=True)
class Tally:
    """Things owed in the period: how many were done in time, done late or not done; of the last two, explained."""

    in_time: int = 0
    late: int = 0
    not_done: int = 0
    explained: int = 0

    @property
    def due(self) -> int:
        """How many were due."""
        return self.in_time + self.late + self.not_done

    @property
    def untimely(self) -> int:
        """How many were done late or not done."""
        return self.late + self.not_done

    @property
    def unexplained(self) -> int:
        """How many of these have no reason on record."""
        return self.untimely - self.explained


@attrs.frozen(kw_only=True)
class CaseLine:
    """One case as the board's return counts it; `lengths` are the days of each exclusion that is open.

    `days_in` are the days in each step that the case left in the period, `outcomes` what was chosen, by the
    label of the decision. `right_arose` and `right_stands` speak of a right because a review was missed.
    """

    is_open: bool
    closed_now: bool
    age: str
    lengths: tuple[int, ...]
    length_bands: tuple[str, ...]
    at_start: int
    begun: int
    ended: int
    limited: bool
    reviews: Mapping[str, Tally]
    contacts: Mapping[str, Tally]
    right_arose: bool
    right_stands: bool
    step: Step | None
    days_in: Mapping[Step, int]
    outcomes: Mapping[str, str]


@attrs.frozen(kw_only=True)
class Board:
    """All lines of a period; `steps` and `outcomes` say in order what there could be, by the processes used."""

    since: date
    on: date
    lines: tuple[CaseLine, ...]
    tables: tuple[ProcessTable, ...]
    calendar: Calendar = WEEKDAYS

    @property
    def steps(self) -> Mapping[str, tuple[Step, ...]]:
        """The steps that are not the end, in order, by the title of their process."""
        found: dict[str, tuple[Step, ...]] = {}
        for table in self.tables:
            own = ((table.title, each.label) for each in table.main.states.values() if not each.final)
            found[table.title] = tuple(dict.fromkeys((*found.get(table.title, ()), *own)))
        return found

    @property
    def outcomes(self) -> Mapping[str, tuple[str, ...]]:
        """What can be chosen, by the label of the decision."""
        found: dict[str, tuple[str, ...]] = {}
        for kind in (kind for table in self.tables for kind in table.events.values() if kind.decides and kind.choices):
            found[kind.label] = tuple(dict.fromkeys((*found.get(kind.label, ()), *kind.choices.values())))
        return found


def board(cases: Iterable[tuple[ProcessTable, Case]], *, since: date, on: date, calendar: Calendar = WEEKDAYS) -> Board:
    """Count cases, each with the table that it is under, over a period that ends with a day.

    A case that had not begun by then is not counted.
    """
    lines, tables = [], {}
    for table, case in cases:
        if visits := stays(table, case, on):
            tables[table.ref] = table
            lines.append(_line(CaseFile(table=table, case=case, on=on, calendar=calendar), since, visits))
    found = sorted(tables.values(), key=lambda each: (each.id, each.revision))
    return Board(since=since, on=on, lines=tuple(lines), tables=tuple(found), calendar=calendar)


def _line(file: CaseFile, since: date, visits: Sequence[Stay]) -> CaseLine:
    table, case, on = file.table, file.case, file.on
    spells, now = limits(table, case), visits[-1]
    is_open = not table.main.states[now.step].final
    away = [each for each in spells if each.is_exclusion and each.since <= on]
    still = [each for each in away if _is_open(each, on)]
    return CaseLine(
        is_open=is_open,
        closed_now=not is_open and since <= now.since,
        age=_band(visits[0].since, on, AGES, OVER_A_YEAR) if is_open else "",
        lengths=tuple(each.days(on) for each in still),
        length_bands=tuple(_band(each.since, on, LENGTHS, OVER_SIX_MONTHS) for each in still),
        at_start=sum(each.since < since and (each.until is None or each.until >= since) for each in away),
        begun=sum(each.since >= since for each in away),
        # Also one that began in the period and, by what was recorded late, had ended before: totals must add up.
        ended=sum(
            each.until is not None and each.until <= on and max(each.since, each.until) >= since for each in away
        ),
        limited=any(not each.is_exclusion and _is_open(each, on) for each in spells),
        reviews=_reviews(file, spells, since),
        contacts=_contacts(file, since),
        right_arose=any(each.right and _counts(each, since, on) and each.days_late(on) for each in file.ledger),
        # What stands is only looked for where something was missed: it takes the ledger once more.
        right_stands=any(each.right and each.days_late(on) for each in file.ledger) and bool(file.rights),
        step=(table.title, now.label) if is_open else None,
        days_in=_days_in(table, visits, since),
        outcomes=dict(_outcomes(file, since)),
    )


def _is_open(spell: Spell, on: date) -> bool:
    return spell.until is None or spell.until > on


def _band(start: date, on: date, bands: Mapping[str, Period], longest: str) -> str:
    return next((label for label, period in bands.items() if on <= last_day(start, period)), longest)


def _counts(owed: Owed, since: date, on: date) -> bool:
    """Tell whether something belongs to the period: it fell due in it, or was late and still not done at its start."""
    finished = owed.met or owed.ended or on
    due = max(owed.due, owed.held_until or owed.due)
    return due <= on and max(due, finished) >= since


def _tally(owed: Iterable[Owed], since: date, on: date) -> Tally:
    counted = [(became(each, on), bool(each.explained)) for each in owed if _counts(each, since, on)]
    ended: Counter[Became] = Counter(each for each, _ in counted)
    explained = sum(why and each in ("late", "not done") for each, why in counted)
    return Tally(in_time=ended["in time"], late=ended["late"], not_done=ended["not done"], explained=explained)


def _reviews(file: CaseFile, spells: Sequence[Spell], since: date) -> Mapping[str, Tally]:
    """Count the reviews of exclusions, and those of lesser limits."""
    away, places = excluding(file.table), review_states(file.table)
    kinds: dict[str, list[Owed]] = {"exclusions": [], "limits": []}
    for each in file.ledger:
        if each.code not in places:
            continue
        region, states = places[each.code]
        kind = states & away.get(region, frozenset())
        if not file.table.obligations[each.code].region:
            kind = kind if any(_covers(spell, each.since) for spell in spells if spell.is_exclusion) else frozenset()
        kinds["exclusions" if kind else "limits"].append(each)
    return {kind: _tally(owed, since, file.on) for kind, owed in kinds.items()}


def _covers(spell: Spell, day: date) -> bool:
    return spell.since <= day and (spell.until is None or day < spell.until)


def _contacts(file: CaseFile, since: date) -> Mapping[str, Tally]:
    return {
        party: _tally((each for each in file.ledger if each.contact and each.to == party), since, file.on)
        for party in ("practitioner", "raised")
    }


def _days_in(table: ProcessTable, visits: Iterable[Stay], since: date) -> Mapping[Step, int]:
    """Return the days in each step that was left in the period for the last time, all stays in it added up."""
    days: Counter[Step] = Counter()
    left: dict[Step, date | None] = {}
    for each in visits:
        if not table.main.states[each.step].final:
            days[table.title, each.label] += each.days
            left[table.title, each.label] = each.until
    return {step: days[step] for step, until in left.items() if until and until >= since}


def _outcomes(file: CaseFile, since: date) -> Iterator[tuple[str, str]]:
    """Yield each decision of the period with what was chosen; of several of a kind the latest comes last."""
    for each in file.known:
        kind = file.kind(each) if each else None
        if each and kind and kind.decides and each.choice in kind.choices and since <= each.day <= file.on:
            yield kind.label, kind.choices[each.choice]


def median_days(days: Iterable[int]) -> Fraction | None:
    """Return the middle of some days; None when there are none.

    >>> median_days([3, 4, 10, 11])
    Fraction(7, 1)
    """
    return quantile(days, Fraction(1, 2))


def quantile(days: Iterable[int], part: Fraction) -> Fraction | None:
    """Return the value below which a part of the days lies, between two neighbours in proportion; None without any.

    >>> quantile([1, 2, 3, 4, 5], Fraction(1, 4))
    Fraction(2, 1)
    """
    found = sorted(days)
    if not found:
        return None
    place = (len(found) - 1) * part
    low = found[int(place)]
    high = found[min(int(place) + 1, len(found) - 1)]
    return low + (place - int(place)) * (high - low)
