"""What the papers of one case have in common: days and roles in words, notes beside the log, what is doubtful.

Each paper is made in a module of its own: `chronology`, `updates_log`, `exclusion_review`, `decision_record`,
`case_bundle`; the return to the board, over many cases, is in `board_return`. A paper names roles and never
people. The words of a note stand beside the log and come in through `Words`; what was redacted is never asked
for, and what belongs to a restricted part of a case (health, safeguarding) is marked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TypeAlias

import attrs

from fairness_core.errors import CallerError
from fairness_core.process.chain import line_hash, log_lines
from fairness_core.process.clocks import WEEKDAYS, Calendar
from fairness_core.process.log import Case, Event, standing_log
from fairness_core.process.obligations import Owed, StandingRight, ledger, rights
from fairness_core.process.store import StoredNote
from fairness_core.process.table import EventType, Party, ProcessTable
from fairness_core.report.draft import Column, Draft, Provenance, Section, Sentence, Table
from fairness_core.staff import StaffRef

Words: TypeAlias = Callable[[str], StoredNote | str | None]
"""Gives the words that a reference stands for; None where they are not kept, or not for this paper.

For a case in a store that is `functools.partial(store.note, reference)`.
"""

CASE_FILE = "This is the copy of the case file. What is marked [Restricted] is not shown to others."
RESTRICTED = "[Restricted] "
ROLES_ONLY = "People stand here as their roles. Who they are is kept with the case, and not in this paper."
NOT_LAW = "A period that is not verified is never law. It is shown with its source, and with what is doubtful about it."
NO_ROLE = "a role that the process does not name"
REACHES: Mapping[Party, str] = {
    "practitioner": "the practitioner",
    "raised": "whoever raised the concern or was harmed",
    "board": "the board",
    "outside": "an outside body",
}
"""Whom an event reaches, in words."""
_LONGEST_REFERENCE = 12


def no_words(_: str) -> None:
    """Know no words: a paper then gives the references alone."""
    return


@attrs.frozen(kw_only=True)
class CaseFile:
    """A case as its papers look at it: under its table, on a day, with the words beside its log.

    For an earlier day give the case as its log stood then (`fairness_core.process.log.as_of`); `beyond` says
    where that was not done. Raises `CallerError` for a table that the case is not under.
    """

    table: ProcessTable
    case: Case
    on: date
    calendar: Calendar = WEEKDAYS
    words: Words = no_words

    def __attrs_post_init__(self) -> None:
        """Refuse another table: under it, what is owed would be read wrongly."""
        if self.case.process != self.table.ref:
            raise CallerError(
                f"The case {self.case.reference} is under {self.case.process}.", hint="Give the table of that revision."
            )

    @cached_property
    def known(self) -> tuple[Event | None, ...]:
        """The log as it is now known; None for what was struck out."""
        return standing_log(self.table, self.case)

    @cached_property
    def ledger(self) -> tuple[Owed, ...]:
        """Everything that was or is owed up to the day, by the day on which it came to be owed."""
        found = ledger(self.table, self.case, self.on, self.calendar)
        return tuple(sorted(found, key=lambda each: (each.since, each.due)))

    @cached_property
    def rights(self) -> tuple[StandingRight, ...]:
        """The rights that stand on the day because something was missed."""
        return rights(self.table, self.case, self.on, self.calendar)

    @cached_property
    def redacted(self) -> Mapping[str, date]:
        """The notes that were redacted, each with the day."""
        events = (each for each in self.case.log if self.effect(each) == "redact")
        return {ref: each.day for each in events for ref in each.refs}

    @cached_property
    def amended_by(self) -> Mapping[str, tuple[int, ...]]:
        """The numbers of the entries that add to or change each event, by its id."""
        found: dict[str, tuple[int, ...]] = {}
        for number, each in enumerate(self.case.log, start=1):
            if self.effect(each) in ("supply", "correct", "strike"):
                found[each.about] = (*found.get(each.about, ()), number)
        return found

    @cached_property
    def head(self) -> str:
        """The hash of the last line of the log: another log has another."""
        return line_hash(log_lines(self.case)[-1])

    @property
    def beyond(self) -> bool:
        """Whether the log holds entries that were recorded after the day of the paper."""
        return any(each.recorded.date() > self.on for each in self.case.log)

    def kind(self, event: Event) -> EventType | None:
        """Return the type of an event; None where the table does not know it, after a migration."""
        return self.table.events.get(event.what)

    def effect(self, event: Event) -> str:
        """Return what an event does beside moving states."""
        kind = self.kind(event)
        return kind.effect if kind else ""

    def label(self, event: Event) -> str:
        """Return what an event is called."""
        kind = self.kind(event)
        return kind.label if kind else event.what

    def number(self, event_id: str) -> int:
        """Return the number of an event in the log, from 1; 0 when the log has none of that id."""
        return self.case.places.get(event_id, -1) + 1

    def is_restricted(self, event: Event) -> bool:
        """Tell whether an event belongs to restricted parts of the case alone, such as health."""
        regions = self.table.index.regions_of.get(event.what, frozenset())
        return bool(regions) and all(self.table.regions[each].restricted for each in regions)

    def role(self, who: StaffRef) -> str:
        """Return somebody's role; with the reference only where several people had that role in the case.

        A role that the table does not have could be anything, even a name, and is not repeated.
        """
        found = self.table.roles.get(who.role)
        if found is None:
            return NO_ROLE
        return f"{found.label} ({who.id})" if len(self.case.people.get(who.role, ())) > 1 else found.label

    def note(self, ref: str, *, restricted: bool = False) -> str:
        """Return the words of a note on one line, with its reference; marked when restricted or redacted."""
        if ref in self.redacted:
            return f"[Redacted on {day_text(self.redacted[ref])}] ({shortened(ref)})"
        found = self.words(ref)
        text = found.text if isinstance(found, StoredNote) else found or ""
        if restricted or (isinstance(found, StoredNote) and found.confidentiality == "restricted"):
            text = f"{RESTRICTED}{text}"
        words = " ".join(text.split())
        return f"{words} ({shortened(ref)})" if found else f"{words} see note {shortened(ref)}".strip()

    def reason(self, event: Event) -> str:
        """Return the reason of an event in words; empty when it has none."""
        return self.note(event.reason, restricted=self.is_restricted(event)) if event.reason else ""

    def documents(self, event: Event) -> str:
        """Return the references of an event's documents; empty when it has none."""
        return ", ".join(
            f"{shortened(each)} [redacted on {day_text(self.redacted[each])}]"
            if each in self.redacted
            else shortened(each)
            for each in event.evidence
        )


def draft(file: CaseFile, kind: str, title: str, sections: Iterable[Section], *, subtitle: str = "") -> Draft:
    """Make a paper of a case from its sections; its metrics say which case, which version and which day."""
    return Draft(
        kind=kind,
        title=title,
        subtitle=subtitle or f"As it stands on {day_text(file.on)}",
        sections=tuple(sections),
        metrics={"case": file.case.reference, "version": file.case.version, "on": file.on.isoformat()},
        provenance=provenance(file),
    )


def provenance(file: CaseFile) -> Provenance:
    """Say what a paper rests on: the log up to which entry, and the table of the process."""
    table = file.table
    return Provenance(
        sources=({"name": f"Log of case {file.case.reference}", "entries": str(file.case.version),
                  "sha256": file.head},),
        standard={"id": table.id, "title": table.title, "revision": str(table.revision),
                  "sha256": table.sha256, "source": table.source},
    )  # fmt: skip


def notices(file: CaseFile) -> tuple[Sentence, ...]:
    """Return what is said on every paper of a case: what is derived, whose copy it is, and that it names nobody."""
    later = "The log holds entries recorded after this day; they are told too." if file.beyond else ""
    return plain(filter(None, (file.table.notice, later, ROLES_ONLY, CASE_FILE)))


def doubts(file: CaseFile, shown: Iterable[Owed] = ()) -> Section:
    """Say what is not certain: of the process, and of each period that the paper shows and nobody verified."""
    found: dict[str, dict[str, None]] = {}
    for each in shown:
        if not each.verified:
            found.setdefault(each.basis, {})[each.title] = None
    periods = [f"{'; '.join(titles)}: period not verified. {basis}" for basis, titles in found.items()]
    said = plain([*file.table.doubts, *periods])
    counted = f"Working days: {file.calendar.says}."
    notes = plain([NOT_LAW, counted] if found else [counted])
    return Section(name="doubts", heading="What is not certain", bullets=said, notes=notes)


def plain(texts: Iterable[str]) -> tuple[Sentence, ...]:
    """Return texts as sentences without figures."""
    return tuple(Sentence(template=text) for text in texts)


def table_of(name: str, title: str, headings: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Table:
    """Return a table of words."""
    columns = tuple(Column(label=heading) for heading in headings)
    return Table(name=name, title=title, columns=columns, rows=tuple(rows))


def day_text(day: date) -> str:
    """Return a day as it is read.

    >>> day_text(date(2026, 1, 5))
    '5 January 2026'
    """
    return f"{day.day} {day:%B %Y}"


def moment_text(moment: datetime) -> str:
    """Return a moment in its own offset, to the minute.

    >>> moment_text(datetime(2026, 1, 5, 9, 30))
    '5 January 2026, 09:30'
    """
    return f"{day_text(moment)}, {moment:%H:%M}"


def days_text(number: int) -> str:
    """Return a number of days in words that agree.

    >>> days_text(1), days_text(222)
    ('1 day', '222 days')
    """
    return f"{number:,} day{'' if number == 1 else 's'}"


def entries_text(numbers: Sequence[int]) -> str:
    """Return the numbers of entries in words that agree.

    >>> entries_text([3]), entries_text([3, 4])
    ('entry 3', 'entries 3 and 4')
    """
    return f"entr{'y' if len(numbers) == 1 else 'ies'} {' and '.join(map(str, numbers))}"


def lowered(label: str) -> str:
    """Return a label for the middle of a sentence."""
    return label[:1].lower() + label[1:]


def shortened(ref: str) -> str:
    """Return a reference as it is printed: a long one by its beginning.

    >>> shortened("n6"), shortened("n2f3a94c7d1e")
    ('n6', 'n2f3a94c7d1e')
    """
    return ref if len(ref) <= _LONGEST_REFERENCE else f"{ref[:_LONGEST_REFERENCE]}..."
