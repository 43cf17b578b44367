"""Since when a case is on legal hold: as long as it is, neither the case nor any words beside it are destroyed."""

from __future__ import annotations

from datetime import date

from fairness_core.process.log import Case, Event, standing_log
from fairness_core.process.table import ProcessTable


def held_since(table: ProcessTable, case: Case) -> date | None:
    """Return since when a case is on legal hold; None when it is not.

    A hold ends by the event that names it in `about`. Without a name an event ends the hold where there is only
    one; where there are several, none: a hold too many is put right, a case destroyed too soon is not.
    """
    holds: dict[str, Event] = {}
    for each in standing_log(table, case):
        effect = table.events[each.what].effect if each and each.what in table.events else ""
        if each and effect == "legal-hold":
            holds[each.id] = each
        elif each and effect == "end-legal-hold":
            holds.pop(each.about or (next(iter(holds)) if len(holds) == 1 else ""), None)
    return min((each.day for each in holds.values()), default=None)
