"""The register of triage records: how many in each band and discipline, waiting how long, owed what.

Every number rests on counts of records that `fairness_core.disclosure` can hide, with the sums by which a
hidden count could be worked out. No word of a record and no reference stands in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from fairness_core.report.draft import Amount, AmountUnit, Cell, Column, Draft, Section, Sentence, Table, Tree
from fairness_core.risk.register import NOT_KNOWN, BandOf, Line, Register, median_days
from fairness_core.risk.triage_checks import OWED_HEADINGS

ALL = "*"
"""Stands for every discipline, or every band."""
NOT_RATED = "not rated"
CONCERNS_ARE_COUNTED = "Records of concerns are counted, not people: one person may have several."
NO_WAITING = "A record waits until it holds a recommendation. Days are counted from the day the concern came in."


def build_triage_register(register: Register, *, unreadable: int = 0) -> Draft:
    """Build the register's report; `unreadable` says how many files could not be read, and so are not in it."""
    cells = _Cells(register)
    return Draft(
        kind="triage-register",
        title="Register of triaged concerns",
        subtitle=f"As it stands on {register.on.day} {register.on:%B %Y}",
        sections=(
            _in_short(cells, unreadable),
            _bands(cells),
            _waiting(cells),
            _owed(cells),
        ),
        metrics=_metrics(cells, unreadable),
        counts=cells.counts,
        sums=cells.sums,
        ranks=cells.ranks,
    )


class _Cells:
    """The counts by discipline, band and state, under keys, with the sums that tie them together."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.bands: tuple[BandOf | None, ...] = (*register.bands, None)
        used = {line.discipline for line in register.lines}
        self.disciplines = [code for code in (*register.disciplines, NOT_KNOWN) if code in used]
        self.counts = dict(self._counted())
        self.sums = tuple(self._tied())

    def lines(self, discipline: str = ALL, band: BandOf | str | None = ALL) -> list[Line]:
        """Return the lines of a discipline and a band; a band of None is "not rated yet"."""
        return [
            line for line in self.register.lines if discipline in (ALL, line.discipline) and band in (ALL, line.band)
        ]

    @property
    def ranks(self) -> Mapping[str, int]:
        """The totals that the register opens with are hidden last, then the other totals of a row or column."""
        totals = [of(ALL, band) for band in self.bands] + [of(code, ALL) for code in self.disciplines]
        return dict.fromkeys(totals, 1) | dict.fromkeys((of(ALL, ALL), f"waiting|{ALL}"), 2)

    def amount(self, key: str) -> Amount:
        """Return a count as an amount that rests on itself."""
        return Amount(value=self.counts[key], unit=AmountUnit.COUNT, rests_on=frozenset([key]))

    def _counted(self) -> Iterator[tuple[str, int]]:
        for discipline in (ALL, *self.disciplines):
            for band in (ALL, *self.bands):
                yield of(discipline, band), len(self.lines(discipline, band))
        for band in (ALL, *self.bands):
            waiting = [line for line in self.lines(band=band) if line.waiting]
            timed = len(self.register.waited(waiting))
            yield f"waiting|{_key(band)}", len(waiting)
            yield f"done|{_key(band)}", len(self.lines(band=band)) - len(waiting)
            yield f"timed|{_key(band)}", timed
            yield f"untimed|{_key(band)}", len(waiting) - timed
        for code in OWED_HEADINGS:
            owing = sum(code in line.owed for line in self.register.lines)
            yield f"owed|{code}", owing
            yield f"clear|{code}", len(self.register.lines) - owing

    def _tied(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield each total with its parts, across and down."""
        for discipline in (ALL, *self.disciplines):
            yield of(discipline, ALL), tuple(of(discipline, band) for band in self.bands)
        for band in (ALL, *self.bands):
            yield of(ALL, band), tuple(of(discipline, band) for discipline in self.disciplines)
            yield of(ALL, band), (f"waiting|{_key(band)}", f"done|{_key(band)}")
            yield f"waiting|{_key(band)}", (f"timed|{_key(band)}", f"untimed|{_key(band)}")
        for state in ("waiting", "done", "timed", "untimed"):
            yield f"{state}|{ALL}", tuple(f"{state}|{_key(band)}" for band in self.bands)
        for code in OWED_HEADINGS:
            yield of(ALL, ALL), (f"owed|{code}", f"clear|{code}")
        # The same records counted under another name, which would tell what is hidden under the first.
        yield f"waiting|{ALL}", ("owed|recommendation",)
        yield of(ALL, None), ("owed|rating",)


def of(discipline: str, band: BandOf | str | None) -> str:
    """Return the key of the count of a discipline's records in a band."""
    return f"records|{discipline}|{_key(band)}"


def _key(band: BandOf | str | None) -> str:
    if isinstance(band, BandOf):
        return f"{band.scheme} {band.revision} {band.level} {band.label}"
    return band or NOT_RATED


def _label(cells: _Cells, band: BandOf | str | None) -> str:
    """Return a band's label, with its scheme where there are several."""
    if not isinstance(band, BandOf):
        return "All" if band == ALL else "Not rated yet"
    schemes = {(each.scheme, each.revision) for each in cells.register.bands}
    return f"{band.label} ({band.scheme} revision {band.revision})" if len(schemes) > 1 else band.label


def _plain(texts: Sequence[str]) -> tuple[Sentence, ...]:
    return tuple(Sentence(template=text) for text in texts)


def _counted(what: str, amount: Amount) -> Sentence:
    hidden = f"{what}: not shown, to protect individuals, because numbers here are small."
    return Sentence(template=f"{what}: {{0}}.", parts=(amount,), otherwise=hidden)


def _in_short(cells: _Cells, unreadable: int) -> Section:
    total, waiting = cells.amount(of(ALL, ALL)), cells.amount(f"waiting|{ALL}")
    said = [
        _counted("Records in the register", total),
        _counted("Still waiting for a recommendation", waiting),
    ]
    files = "1 file" if unreadable == 1 else f"{unreadable} files"
    missing = _plain([f"{files} could not be read, and so the register is not complete."]) if unreadable else ()
    notes = (CONCERNS_ARE_COUNTED, *cells.register.notices)
    return Section(name="in-short", heading="In short", paragraphs=(*said, *missing), notes=_plain(notes))


def _bands(cells: _Cells) -> Section:
    bands = (*cells.bands, ALL)
    columns = (Column(label="Discipline"), *(Column(label=_label(cells, e), unit=AmountUnit.COUNT) for e in bands))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (_discipline(cells, code), *(cells.amount(of(code, band)) for band in bands))
        for code in (*cells.disciplines, ALL)
    )
    table = Table(name="triage_bands", title="Records by discipline and band", columns=columns, rows=rows)
    return Section(name="bands", heading="By discipline and band", table=table)


def _discipline(cells: _Cells, code: str) -> str:
    return {ALL: "All", NOT_KNOWN: "Other, or not given"}.get(code) or cells.register.disciplines[code]


def _waiting(cells: _Cells) -> Section:
    columns = (
        Column(label="Band"),
        Column(label="Waiting", unit=AmountUnit.COUNT),
        Column(label="Median days", unit=AmountUnit.COUNT),
        Column(label="Longest, days", unit=AmountUnit.COUNT),
        Column(label="Day not given", unit=AmountUnit.COUNT),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (_label(cells, band), *_waits(cells, band).values()) for band in (*cells.bands, ALL)
    )
    table = Table(name="triage_waiting", title="Waiting for a recommendation", columns=columns, rows=rows)
    return Section(name="waiting", heading="Waiting how long", table=table, notes=_plain([NO_WAITING]))


def _waits(cells: _Cells, band: BandOf | str | None) -> dict[str, Amount]:
    days = cells.register.waited(cells.lines(band=band))
    rests_on = frozenset([f"timed|{_key(band)}"])
    return {
        "waiting": cells.amount(f"waiting|{_key(band)}"),
        "median_days": _days(median_days(days), rests_on, decimals=1),
        "longest_days": _days(max(days) if days else None, rests_on, decimals=0),
        "day_not_given": cells.amount(f"untimed|{_key(band)}"),
    }


def _days(value: Fraction | int | None, rests_on: frozenset[str], *, decimals: int) -> Amount:
    why_not = "" if value is not None else "nothing is waiting, or no day is given"
    return Amount(value=value, unit=AmountUnit.COUNT, decimals=decimals, rests_on=rests_on, why_not=why_not)


def _owed(cells: _Cells) -> Section:
    columns = (Column(label="Owed"), Column(label="Records", unit=AmountUnit.COUNT))
    listed = [code for code in OWED_HEADINGS if cells.counts[f"owed|{code}"]]
    rows = tuple((OWED_HEADINGS[code], cells.amount(f"owed|{code}")) for code in listed)
    if not rows:
        return Section(name="owed", heading="Still owed", paragraphs=_plain(["Nothing is owed."]))
    table = Table(name="triage_owed", title="What is still owed", columns=columns, rows=rows)
    notes = _plain(["What is owed holds up no protective step and no support."])
    return Section(name="owed", heading="Still owed", table=table, notes=notes)


def _metrics(cells: _Cells, unreadable: int) -> Mapping[str, Tree]:
    return {
        "on": cells.register.on.isoformat(),
        "records": cells.amount(of(ALL, ALL)),
        "unreadable_files": unreadable,
        "bands": tuple(
            {
                "discipline": _discipline(cells, code),
                "band": _label(cells, band),
                "records": cells.amount(of(code, band)),
            }
            for code in (*cells.disciplines, ALL)
            for band in (*cells.bands, ALL)
        ),
        "waiting": tuple({"band": _label(cells, band), **_waits(cells, band)} for band in (*cells.bands, ALL)),
        "owed": tuple(
            {"code": code, "what": heading, "records": cells.amount(f"owed|{code}")}
            for code, heading in OWED_HEADINGS.items()
        ),
    }
