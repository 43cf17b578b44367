"""Ways to ask about one clock or one guard of a process, for the spec tests.

`case_of` judges nothing, so that a clock can be looked at without the way there; whole cases are in `made_walks`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import attrs
from tests.core.process.made_cases import MANAGER, PRACTITIONER, staff

from fairness_core.process.case import Option, allowed
from fairness_core.process.clocks import WEEKDAYS, Calendar
from fairness_core.process.log import Case, Event, Header, Subject, begin, follow
from fairness_core.process.obligations import Owed, ledger, rights
from fairness_core.process.table import ProcessTable


@attrs.frozen
class England2026:
    """Monday to Friday without the bank holidays of England in 2026."""

    says: str = "Monday to Friday without the bank holidays of England in 2026"

    def is_working_day(self, on: date) -> bool:
        """Tell whether a day is a working day."""
        return on.weekday() < 5 and on not in _HOLIDAYS


_HOLIDAYS = {
    date(2026, 1, 1),
    date(2026, 4, 3),
    date(2026, 4, 6),
    date(2026, 5, 4),
    date(2026, 5, 25),
    date(2026, 8, 31),
    date(2026, 12, 25),
    date(2026, 12, 28),
}
ENGLAND = England2026()
"""Good Friday is 3 April and Easter Monday 6 April; early May is 4 May, the last of May 25 May."""


def case_of(table: ProcessTable, *happenings: tuple[str, date] | tuple[str, date, dict[str, Any]]) -> Case:
    """Return a case in which these events happened on these days, whatever else was missing."""
    header = Header(reference="c1", subject=Subject(id=PRACTITIONER), process=table.ref)
    case = begin(table, header)
    for number, (what, on, *more) in enumerate([("raise-concern", happenings[0][1]), *happenings]):
        case = follow(table, case, _on(table, what, on, f"e{number}", **(more[0] if more else {})))
    return case


def _on(table: ProcessTable, what: str, on: date, name: str, **fields: Any) -> Event:
    moment = datetime.combine(on, time(10), tzinfo=UTC)
    by = table.events[what].by
    actor = staff(fields.pop("role", by[0] if by else "case-manager"), fields.pop("who", MANAGER))
    return Event(id=name, what=what, occurred=moment, recorded=moment, actor=actor, **fields)


def owed(table: ProcessTable, case: Case, code: str, at: date, calendar: Calendar = WEEKDAYS) -> Owed:
    """Return the latest of what is owed under a code."""
    return [each for each in ledger(table, case, at, calendar) if each.code == code][-1]


def around(table: ProcessTable, case: Case, code: str, last: date, calendar: Calendar = WEEKDAYS) -> list[int]:
    """Return by how many days something is late on the day before its last day, on that day, and on the day after."""
    days = [last + timedelta(days=number) for number in (-1, 0, 1)]
    return [owed(table, case, code, each, calendar).days_late(each) for each in days]


IN_TIME_TILL_THEN = [0, 0, 1]


def option(table: ProcessTable, case: Case, what: str, at: date, calendar: Calendar = WEEKDAYS) -> Option:
    """Return an event as it could be taken on a day, whoever acts."""
    return next(each for each in allowed(table, case, at, calendar=calendar) if each.event == what)


def unmet(table: ProcessTable, case: Case, what: str, at: date, calendar: Calendar = WEEKDAYS) -> list[str]:
    """Return what holds up an event on a day, whoever acts."""
    return [each.says for each in option(table, case, what, at, calendar).unmet]


def waits(
    table: ProcessTable, case: Case, what: str, first: date, says: str, calendar: Calendar = WEEKDAYS
) -> list[bool]:
    """Return whether a sentence holds up an event two days before a day, on the day before it, and on the day."""
    days = [first + timedelta(days=number) for number in (-2, -1, 0)]
    return [any(says in each for each in unmet(table, case, what, on, calendar)) for on in days]


HELD_UP_TILL_THEN = [True, True, False]


def right_codes(table: ProcessTable, case: Case, at: date) -> list[str]:
    """Return the codes of the rights that stand on a day."""
    return [each.code for each in rights(table, case, at)]


def doubt(table: ProcessTable, code: str) -> str:
    """Return the source and the doubt of a clock as they are shown; a clock that was checked has no business here."""
    rule = table.obligations[code]
    assert not rule.verified
    return table.cite(rule.source, rule.doubt)
