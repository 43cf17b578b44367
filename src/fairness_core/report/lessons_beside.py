"""What stands beside the counts of lessons: actions by owner, days in steps, cases by group, agreement of coders.

Each is protected by itself: a table is shown whole or not at all, and rows with small numbers are counted together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from fairness_core.lessons.coders import CoderAgreement
from fairness_core.lessons.collate import STATUSES, Collation, OwnerCount, Tally
from fairness_core.lessons.deidentify import identifying
from fairness_core.report.board_lines import median_days
from fairness_core.report.draft import Amount, AmountUnit, Cell, Column, Fact, Section, Table
from fairness_core.report.lessons_cells import Cells, Row, counted, plain, together

_OTHER_OWNERS = "Other owners, together"
_OTHER_GROUPS = "Groups with few cases, together"


@attrs.frozen(kw_only=True)
class Beside:
    """What may stand beside the counts: days that cases spent in each step, cases by group, agreement of two coders."""

    step_days: Mapping[str, Sequence[int]] = attrs.field(factory=dict)
    groups: Mapping[str, int] = attrs.field(factory=dict)
    agreement: CoderAgreement | None = None


def actions(cells: Cells, found: Collation) -> Iterator[Section]:
    """Yield how the actions stand, and those of each owner."""
    rows = [(label, f"actions|{status}") for status, label in STATUSES.items()]
    note = f"As they stood on {found.on.day} {found.on:%B %Y}, of every lesson up to the quarter's end."
    table = counted(cells, "actions", "Actions", "Status", rows)
    yield Section(name="actions", heading="What is done about it", table=table, notes=plain(note))
    if found.owners:
        table = _owners_table(cells, found.owners)
        yield Section(name="owners", heading="Who does what is left", level=2, table=table)


def _owners_table(cells: Cells, owners: Sequence[OwnerCount]) -> Table:
    rows = together(
        (
            Row(label=each.owner, parts=tuple(each.statuses.values()), nameable=not identifying(each.owner))
            for each in owners
        ),
        cells.fewest,
        _OTHER_OWNERS,
    )
    due = {each.owner: each.next_due for each in owners}
    keys = _keep(cells, "owner", rows, tuple(STATUSES))
    filled = []
    for place, row in enumerate(rows):
        day = due.get(row.label)
        next_due = Fact(value=day.isoformat() if day else "none", rests_on=cells.tie(*keys[place]))
        waits: Cell = next_due if row.label in due else "not shown"
        filled.append((row.label, *(cells.amount(key) for key in keys[place]), waits))
    columns = [Column(label="Owner"), *(Column(label=label, unit=AmountUnit.COUNT) for label in STATUSES.values())]
    return Table(
        name="owners",
        title="Actions by owner",
        columns=(*columns, Column(label="Next due")),
        rows=tuple(filled),
    )


def _keep(cells: Cells, name: str, rows: Sequence[Row], columns: Sequence[str]) -> list[list[str]]:
    """Keep the numbers of a table, shown together or not at all, and return their keys by row."""
    keys = [[f"{name}|{place}|{column}" for column in columns] for place in range(len(rows))]
    parts = {
        key: each for of_row, row in zip(keys, rows, strict=True) for key, each in zip(of_row, row.parts, strict=True)
    }
    cells.divide(parts)
    return keys


def steps(cells: Cells, step_days: Mapping[str, Sequence[int]]) -> Iterator[Section]:
    """Yield how many days the steps took: a median rests on how many lie on either side of it."""
    if not step_days:
        return
    rows: list[tuple[Cell, ...]] = []
    for place, (step, days) in enumerate(step_days.items()):
        key, middle = f"step|{place}", median_days(days)
        low = sum(middle is not None and day <= middle for day in days)
        high = sum(middle is not None and day >= middle for day in days)
        sides = {f"{key}|low": low, f"{key}|high": high}
        cells.divide({key: Tally(number=len(days), cases=len(days))})
        for each, number in sides.items():
            cells.divide({each: Tally(number=number, cases=number)})
        rows.append((step, cells.amount(key), _days(middle, cells.tie(key, f"{key}|low", f"{key}|high"))))
    columns = (
        Column(label="Step"),
        Column(label="Cases", unit=AmountUnit.COUNT),
        Column(label="Median days", unit=AmountUnit.COUNT),
    )
    table = Table(name="steps", title="Days in each step", columns=columns, rows=tuple(rows))
    yield Section(name="steps", heading="How long the steps took", table=table)


def _days(value: Fraction | None, rests_on: frozenset[str]) -> Amount:
    why_not = "" if value is not None else "no cases"
    return Amount(value=value, unit=AmountUnit.COUNT, rests_on=rests_on, why_not=why_not)


def groups(cells: Cells, cases: Mapping[str, int]) -> Iterator[Section]:
    """Yield the cases by group."""
    if not cases:
        return
    made = (Row(label=label, parts=(Tally(number=number, cases=number),)) for label, number in cases.items())
    rows = together(made, cells.fewest, _OTHER_GROUPS)
    keys = _keep(cells, "group", rows, ("cases",))
    table = counted(
        cells,
        "groups",
        "Cases by group",
        "Group",
        [(row.label, key) for row, [key] in zip(rows, keys, strict=True)],
    )
    note = "Numbers of cases, without how many staff each group has: a difference here shows no unfairness by itself."
    yield Section(name="groups", heading="Whose cases they were", table=table, notes=plain(note))


def agreement(cells: Cells, found: CoderAgreement | None) -> Iterator[Section]:
    """Say how far two coders agree; a measure rests on all four numbers of its table, from which it comes."""
    if found is None:
        return
    rows: list[tuple[Cell, ...]] = []
    for each in found.labels:
        four = {"both": each.both, "first": each.first_only, "second": each.second_only, "neither": each.neither}
        parts = {f"coders|{each.code}|{key}": Tally(number=value, cases=value) for key, value in four.items()}
        cells.divide(parts)
        tied = cells.tie(*parts)
        both, one = cells.amount(f"coders|{each.code}|both"), each.first_only + each.second_only
        alone = Amount(value=one, unit=AmountUnit.COUNT, rests_on=tied)
        measures = (
            Amount(value=measure.value, unit=AmountUnit.RATIO, decimals=2, rests_on=tied, why_not=measure.why_not)
            for measure in (each.kappa, each.positive)
        )
        rows.append((each.code, both, alone, *measures))
    columns = (
        Column(label="Code"),
        Column(label="Given by both", unit=AmountUnit.COUNT),
        Column(label="By one", unit=AmountUnit.COUNT),
        Column(label="Cohen's kappa", unit=AmountUnit.RATIO),
        Column(label="Positive agreement", unit=AmountUnit.RATIO),
    )
    table = Table(name="agreement", title="Agreement of two coders", columns=columns, rows=tuple(rows))
    note = "Kappa corrects for chance and is unstable where a code is rare; read it beside the positive agreement."
    yield Section(name="agreement", heading="How far coders agree", table=table, notes=plain(note))
