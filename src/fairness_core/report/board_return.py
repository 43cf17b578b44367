"""The return to the board on exclusions and cases: how many, for how long, and what was done in time.

It is made of counts that `fairness_core.disclosure` can hide; what is counted is in `board_lines`, how it is tied
together in `board_cells`. No reference of a case, no word of one and nobody's role stands in it. There is no
chart: at the size of a trust's return most of its bars could not be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from fairness_core.process.clocks import WEEKDAYS, Calendar
from fairness_core.process.log import Case
from fairness_core.process.table import ProcessTable
from fairness_core.report.board_cells import AGE_BANDS, BANDS, PARTS, TALLIED, Cells, step_key
from fairness_core.report.board_lines import Board, board
from fairness_core.report.case_papers import NOT_LAW, day_text, plain
from fairness_core.report.draft import (
    Amount,
    AmountUnit,
    Cell,
    Column,
    Draft,
    Provenance,
    Section,
    Sentence,
    Table,
    Tree,
)

CASES_ARE_COUNTED = (
    "Cases are counted, not people: somebody may have several. Numbers of reviews and contacts are protected by "
    "how many cases they come from."
)
WHAT_COUNTS = (
    "Counted is what fell due in the period, and what was late when it began and was still not done. What is late "
    "counts once, however late it is."
)
EXCLUSIONS_ARE = "An exclusion is any time away from work whose review is owed; a suspension from a list is one too."
NO_BLAME = "Something late is a reason to ask what was in the way, and says nothing about anybody."
RIGHTS = "Where a review is missed, a right arises: to return to work. Doing the review late does not take it away."
STEPS_ARE = (
    "Days are those of the cases that left the step in the period; where too few left it, none are shown. Half of "
    "the cases lie between the two ends of the middle half."
)
_NAMES = {
    "exclusions": "Reviews of exclusions",
    "limits": "Reviews of lesser limits on practice",
    "practitioner": "Contacts with the practitioner",
    "raised": "Contacts with whoever raised the concern or was harmed",
}


def build_board_return(
    cases: Iterable[tuple[ProcessTable, Case]],
    *,
    since: date,
    on: date,
    calendar: Calendar = WEEKDAYS,
    unreadable: int = 0,
) -> Draft:
    """Build the return of a period that ends with a day, of cases each with the table that it is under.

    `unreadable` says how many cases could not be read, and so are not in it.
    """
    counted = board(cases, since=since, on=on, calendar=calendar)
    cells = Cells(counted)
    return Draft(
        kind="board-return",
        title="Return to the board",
        subtitle=f"Exclusions and cases, {day_text(since)} to {day_text(on)}",
        sections=(
            _in_short(cells, unreadable),
            _exclusions(cells),
            _owed(cells),
            _cases(cells),
            _steps(cells),
            _outcomes(cells),
            _doubts(counted),
        ),
        metrics=_metrics(cells, unreadable),
        provenance=_provenance(counted),
        counts=cells.counts,
        sums=tuple(cells.sums),
        ranks=cells.ranks,
    )


def _chain(otherwise: str, *said: tuple[str, tuple[Amount, ...]]) -> Sentence:
    """Return sentences in a row; those that hide their numbers say so once."""
    (template, parts), *rest = said
    then = _chain(otherwise, *rest) if rest else None
    return Sentence(template=template, parts=parts, otherwise=otherwise, then=then)


def _in_short(cells: Cells, unreadable: int) -> Section:
    amount = cells.amount
    due, in_time = (amount(f"reviews|exclusions|{part}") for part in ("due", "in_time"))
    asked, reached = (amount(f"contacts|practitioner|{part}") for part in ("due", "in_time"))
    said = [
        _chain(
            "How many people are away from work is not shown in full: the numbers are small.",
            ("Open exclusions: {0}.", (amount("away|now"),)),
            ("Begun in the period: {0}; ended: {1}.", (amount("away|begun"), amount("away|ended"))),
            ("Open for over six months: {0}.", (amount(f"away|{BANDS[-1]}"),)),
        ),
        _chain(
            "How many reviews of exclusions were done in time is not shown in full: the numbers are small.",
            ("Reviews of exclusions due: {0}, of which {1} in time.", (due, in_time)),
            ("Cases in which a right arose because a review was missed: {0}.", (amount("right|arose"),)),
        ),
        _chain(
            "How many contacts with practitioners were made in time is not shown: the numbers are small.",
            ("Contacts with practitioners due: {0}, of which {1} in time.", (asked, reached)),
        ),
        _chain(
            "How many cases there are is not shown in full: the numbers are small.",
            ("Open cases: {0}; closed in the period: {1}.", (amount("cases|open"), amount("cases|closed"))),
        ),
    ]
    cases = "1 case" if unreadable == 1 else f"{unreadable} cases"
    missing = plain([f"{cases} could not be read, and so the return is not complete."]) if unreadable else ()
    notices = dict.fromkeys(table.notice for table in cells.board.tables if table.notice)
    notes = plain([CASES_ARE_COUNTED, NO_BLAME, *notices])
    return Section(name="in-short", heading="In short", paragraphs=(*said, *missing), notes=notes)


def _counts(name: str, title: str, first: str, rows: Sequence[tuple[str, Amount]]) -> Table:
    columns = (Column(label=first), Column(label="Number", unit=AmountUnit.COUNT))
    return Table(name=name, title=title, columns=columns, rows=tuple(rows))


def _exclusions(cells: Cells) -> Section:
    rows = [
        ("Exclusions open when the period began", cells.amount("away|start")),
        ("Begun in the period", cells.amount("away|begun")),
        ("Ended in the period", cells.amount("away|ended")),
        ("Exclusions open at its end", cells.amount("away|now")),
        *((f"Of these, open for {band}", cells.amount(f"away|{band}")) for band in BANDS),
        ("Cases in which a right arose because a review was missed", cells.amount("right|arose")),
        ("Cases in which such a right stands at the end", cells.amount("right|stands")),
        ("Cases with lesser limits on practice at the end", cells.amount("limits|now")),
    ]
    spread = cells.spread("away")
    lasted = _chain(
        "How long they have lasted in the middle, and at most, is not shown in full: the numbers are small.",
        ("Half of the open exclusions have lasted {0} days or more.", (spread["median_days"],)),
        ("The longest has lasted {0} days.", (spread["longest_days"],)),
    )
    return Section(
        name="exclusions",
        heading="Exclusions",
        paragraphs=(lasted,) if cells.values["away|now"] else plain(["No exclusion is open."]),
        table=_counts("board_exclusions", "Exclusions in the period", "What", rows),
        notes=plain([EXCLUSIONS_ARE, RIGHTS]),
    )


def _owed(cells: Cells) -> Section:
    labels = ("What was owed", "Due", "In time", "Late", "Not done", "Late or not done, with a reason")
    columns = tuple(Column(label=label, unit=AmountUnit.COUNT if place else None) for place, label in enumerate(labels))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (_NAMES[kind], *(cells.amount(f"{what}|{kind}|{part}") for part in PARTS))
        for what, kinds in TALLIED.items()
        for kind in kinds
    )
    table = Table(name="board_owed", title="Reviews and contacts: due and done", columns=columns, rows=rows)
    return Section(name="owed", heading="Reviews and contacts", table=table, notes=plain([WHAT_COUNTS]))


def _cases(cells: Cells) -> Section:
    rows = [(f"Open for {band}", cells.amount(f"age|{band}")) for band in AGE_BANDS]
    rows += [("All open cases", cells.amount("cases|open")), ("Closed in the period", cells.amount("cases|closed"))]
    return Section(name="cases", heading="Cases", table=_counts("board_cases", "Cases by age", "Age", rows))


def _steps(cells: Cells) -> Section:
    labels = ("Step", "In it at the end", "Median days", "Middle half from", "Middle half to")
    columns = tuple(Column(label=label, unit=AmountUnit.COUNT if place else None) for place, label in enumerate(labels))
    several = len(cells.board.tables) > 1
    rows: list[tuple[Cell, ...]] = []
    for process, steps in cells.board.steps.items():
        for step in steps:
            spread = cells.spread(step_key(step))
            days = (spread["median_days"], spread["middle_half_from"], spread["middle_half_to"])
            rows.append((f"{process}: {step[1]}" if several else step[1], cells.amount(step_key(step)), *days))
    table = Table(name="board_steps", title="Time in each step", columns=columns, rows=tuple(rows))
    return Section(name="steps", heading="Time in each step", table=table, notes=plain([STEPS_ARE]))


def _outcomes(cells: Cells) -> Section:
    rows: list[tuple[Cell, ...]] = []
    for decision, choices in cells.board.outcomes.items():
        taken = choices if cells.values[f"chosen|{decision}"] else ()
        rows += [(choice, decision, cells.amount(f"chosen|{decision}|{choice}")) for choice in taken]
        rows.append(("All outcomes", decision, cells.amount(f"chosen|{decision}")))
    if not rows:
        said = plain(["These processes have no decision with a choice."])
        return Section(name="outcomes", heading="Outcomes of the period", paragraphs=said)
    columns = (Column(label="Outcome"), Column(label="Decision"), Column(label="Cases", unit=AmountUnit.COUNT))
    table = Table(name="board_outcomes", title="Outcomes of the period", columns=columns, rows=tuple(rows))
    return Section(name="outcomes", heading="Outcomes of the period", table=table)


def _doubts(counted: Board) -> Section:
    found = dict.fromkeys(doubt for table in counted.tables for doubt in table.doubts)
    said = plain([*found, "The bands of length and age are ours."])
    return Section(name="doubts", heading="What is not certain", bullets=said, notes=plain([NOT_LAW]))


def _provenance(counted: Board) -> Provenance:
    tables = tuple(f"Process: {each.title} ({each.ref}, sha256 {each.sha256[:12]})" for each in counted.tables)
    return Provenance(methods=(*tables, f"Working days: {counted.calendar.says}."))


def _metrics(cells: Cells, unreadable: int) -> Mapping[str, Tree]:
    amount, board_ = cells.amount, cells.board
    return {
        "since": board_.since.isoformat(),
        "on": board_.on.isoformat(),
        "unreadable_cases": unreadable,
        "cases": {what: amount(f"cases|{what}") for what in ("open", "closed")},
        "ages": {band: amount(f"age|{band}") for band in AGE_BANDS},
        "exclusions": {
            **{what: amount(f"away|{what}") for what in ("start", "begun", "ended", "now")},
            "lengths": {band: amount(f"away|{band}") for band in BANDS},
            **cells.spread("away"),
        },
        "lesser_limits": amount("limits|now"),
        "rights": {what: amount(f"right|{what}") for what in ("arose", "stands")},
        **{
            what: {kind: {part: amount(f"{what}|{kind}|{part}") for part in PARTS} for kind in kinds}
            for what, kinds in TALLIED.items()
        },
        "steps": tuple(
            {
                "process": process,
                "step": step[1],
                "in": amount(step_key(step)),
                **cells.spread(step_key(step)),
            }
            for process, steps in board_.steps.items()
            for step in steps
        ),
        "outcomes": {
            decision: {choice: amount(f"chosen|{decision}|{choice}") for choice in choices}
            for decision, choices in board_.outcomes.items()
        },
    }
