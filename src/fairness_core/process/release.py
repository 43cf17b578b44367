"""Release control: what of a case may be shown to whom, on which ground it is withheld, and who saw what when.

What is not clearly for a reader is withheld by default, and a decision with its ground, by somebody, on a day,
changes that. What is held for the police, counter-fraud or safeguarding no decision releases, and nothing may
tell the practitioner that anything is held: `without_held` is the case as they may know it, and views are made of
that. The grounds are data (`data/release`); how a view reads is in `fairness_core.report`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal, TypeAlias

import attrs

from fairness_core.config import RuleFile, load, packaged_text
from fairness_core.errors import InvalidData
from fairness_core.problems import Place, Problem, error
from fairness_core.process.log import Case, Event, Tables, begin, follow, found_table, no_other_table, standing_log
from fairness_core.process.table import EventType, Party, ProcessTable
from fairness_core.staff import StaffRef, is_opaque

KIND = "release"
Reader: TypeAlias = Literal["practitioner", "raised"]
"""Who may be shown something of a case: the person it is about, and whoever raised the concern or was harmed."""

HELD, STRUCK, NOT_TOLD, RESTRICTED = "held", "struck", "not-told", "restricted"
NOT_DECIDED, NOT_LINKED, NOT_ADDRESSED = "not-decided", "not-linked", "not-addressed"
NEEDED = (HELD, STRUCK, NOT_TOLD, RESTRICTED, NOT_DECIDED, NOT_LINKED, NOT_ADDRESSED)
"""The grounds that the code itself uses."""


@attrs.frozen(kw_only=True)
class Ground:
    """Why something is withheld or released: for those who decide (`label`), and for whoever reads (`says`).

    A release ground `lifts` grounds for withholding. Of a `silent` one the reader learns nothing at all.
    """

    sort: Literal["withhold", "release"]
    label: str
    says: str
    lifts: tuple[str, ...] = ()
    silent: bool = False
    source: str = ""
    doubt: str = ""


@attrs.frozen(kw_only=True)
class Grounds(RuleFile):
    """All grounds, and the one under which what belongs to a restricted region of a process is withheld.

    `summary` says to every reader what may be left out, in the same words whether anything is or not.
    """

    summary: str
    grounds: Mapping[str, Ground]
    regions: Mapping[str, str] = attrs.field(factory=dict)

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield what is wrong: a ground that is missing, unknown or of the wrong sort; a hold that could be lifted."""
        withhold = {code for code, each in self.grounds.items() if each.sort == "withhold"}
        for code in NEEDED:
            if code not in withhold:
                yield f"grounds.{code}", "This ground for withholding is needed."
        for region, code in self.regions.items():
            if code not in withhold:
                yield f"regions.{region}", f"There is no ground for withholding {code!r}."
        for code, each in self.grounds.items():
            if unknown := sorted(set(each.lifts) - (withhold - {HELD})):
                yield f"grounds.{code}.lifts", f"These cannot be lifted: {', '.join(unknown)}."
            if not each.source and not each.doubt:
                yield f"grounds.{code}", "Give its source, or the doubt that there is none."


@attrs.frozen(kw_only=True)
class Item:
    """One thing of a case that somebody might be shown, by reference: an event, a letter, a document, or a reason.

    Events need not be given, unless to say on which further grounds one is withheld (`grounds`). A letter says
    `to` whom it went. `words` stand for the item in a view, once it may be shown; they are meant for its reader.
    """

    id: str
    kind: Literal["event", "letter", "document", "reason"]
    to: Party = ""
    grounds: tuple[str, ...] = ()
    words: str = attrs.field(default="", repr=False)


@attrs.frozen(kw_only=True)
class Decision:
    """That an item is released to a reader or withheld: on which ground, by whom, on which day.

    `reason` refers to words beside the log. A decision is never changed; a later one follows it.
    """

    item: str
    to: Reader = "practitioner"
    what: Literal["release", "withhold"]
    ground: str
    by: StaffRef
    on: date
    reason: str = ""


@attrs.frozen(kw_only=True)
class Line:
    """What holds of one item for a reader: whether it may be shown, the grounds that still stand, all decisions."""

    item: Item
    shown: bool
    grounds: tuple[str, ...]
    decisions: tuple[Decision, ...] = ()


@attrs.frozen(kw_only=True)
class Plan:
    """What of a case may be shown to a reader on a day. `unplaced` are decisions about what the case does not have."""

    reference: str
    to: Reader
    at: date
    lines: tuple[Line, ...]
    unplaced: tuple[Decision, ...] = ()

    def shown(self, kind: str) -> tuple[Item, ...]:
        """Return the items of a kind that may be shown, in order."""
        return tuple(each.item for each in self.lines if each.shown and each.item.kind == kind)

    def seen(self, at: datetime, by: StaffRef) -> Seen:
        """Return the record that everything that may be shown was shown, at a moment, by somebody."""
        items = tuple(each.item.id for each in self.lines if each.shown)
        return Seen(items=items, to=self.to, at=at, by=by)


@attrs.frozen(kw_only=True)
class Seen:
    """That a reader was shown some items at a moment; `by` whom, None where the event itself reached them."""

    items: tuple[str, ...]
    to: Party
    at: datetime
    by: StaffRef | None = None


# --- what is held ----------------------------------------------------------------------------------------------------


def held_events(table: ProcessTable, case: Case, at: date) -> frozenset[str]:
    """Return the ids of the events that the practitioner may not know of on a day, because telling is held.

    Those are the hold itself and what was recorded after it, but for what itself reached the practitioner or was
    their own act; and everything before it too, where nothing had reached them yet.
    """
    start = _hold_in_force(table, case, at)
    if start is None:
        return frozenset()
    knew = any(reached(table, case, each) for each in case.log[:start])
    gone: set[str] = set()
    for place, event in enumerate(case.log):
        unknown = (place >= start or not knew) and not reached(table, case, event)
        # A case cannot be read without the migrations that it went through; they are never shown.
        if (unknown and _effect(table, event) != "migrate") or event.about in gone:
            gone.add(event.id)
    return frozenset(gone)


def without_held(table: ProcessTable, case: Case, at: date, tables: Tables = no_other_table) -> Case:
    """Return the case as the practitioner may know it on a day: as if nothing that is held had been recorded.

    `tables` finds the table that the case began under, where it has moved since.
    """
    gone = held_events(table, case, at)
    if not gone:
        return case
    under = table if case.header.process == table.ref else found_table(tables, case.header.process)
    known = begin(under, case.header)
    for event in case.log:
        if event.id not in gone:
            known = follow(under, known, event, tables)
            under = under if known.process == under.ref else found_table(tables, known.process)
    return known


def _hold_in_force(table: ProcessTable, case: Case, at: date) -> int | None:
    """Return the place in the log of the first hold that is in force on a day, as `obligations.held` has it."""
    holds: dict[int, tuple[date, date]] = {}
    for place, event in enumerate(standing_log(table, case)):
        effect = _effect(table, event) if event else ""
        if event and effect == "hold":
            holds[place] = (event.day, event.until or event.day)
        elif event and effect == "release":
            # On the day of its release a hold is over.
            holds = {
                each: (since, min(until, event.day - timedelta(days=1)) if since <= event.day else until)
                for each, (since, until) in holds.items()
            }
    return min((place for place, (since, until) in holds.items() if since <= at <= until), default=None)


def _effect(table: ProcessTable, event: Event) -> str:
    kind = table.events.get(event.what)
    return kind.effect if kind else ""


def reached(table: ProcessTable, case: Case, event: Event, to: Party = "practitioner") -> bool:
    """Tell whether an event itself reached a party, or was their own act."""
    kind = table.events.get(event.what)
    own = event.actor.role == to or (to == "practitioner" and event.actor.id == case.header.subject.id)
    return own or (kind is not None and to in kind.tells)


# --- what may be shown -----------------------------------------------------------------------------------------------


def plan(
    table: ProcessTable,
    case: Case,
    items: Sequence[Item] = (),
    decisions: Sequence[Decision] = (),
    *,
    at: date,
    to: Reader = "practitioner",
    grounds: Grounds | None = None,
) -> Plan:
    """Say of every event of a case, and of every other item given, whether a reader may be shown it on a day.

    Decisions are taken in the order of their days; one of a later day does not count yet. Raises `InvalidData` with
    everything that is wrong with items and decisions.
    """
    rules = grounds or release_grounds()
    if found := [*_item_problems(case, items, rules), *_decision_problems(case, decisions, rules)]:
        raise InvalidData("What may be shown cannot be worked out.", found, hint="Nothing was shown.")
    ours = sorted((each for each in decisions if each.to == to and each.on <= at), key=lambda each: each.on)
    desk = _Desk.of(table, case, to, at, rules)
    there = tuple(_all_items(case, items))
    return Plan(
        reference=case.reference,
        to=to,
        at=at,
        lines=tuple(desk.line(item, tuple(each for each in ours if each.item == item.id)) for item in there),
        unplaced=tuple(each for each in ours if each.item not in {item.id for item in there}),
    )


def _all_items(case: Case, items: Sequence[Item]) -> Iterator[Item]:
    given = {each.id: each for each in items}
    yield from (given.get(event.id, Item(id=event.id, kind="event")) for event in case.log)
    yield from (each for each in items if each.kind != "event")


@attrs.frozen(kw_only=True)
class _Desk:
    """What has to be known of a case to judge its items for one reader.

    `held` are the events that are held; `known` what events that are not held refer to, `unknown` what only others do.
    """

    table: ProcessTable
    case: Case
    to: Reader
    rules: Grounds
    held: frozenset[str]
    struck: frozenset[str]
    known: frozenset[str]
    unknown: frozenset[str]

    @classmethod
    def of(cls, table: ProcessTable, case: Case, to: Reader, at: date, rules: Grounds) -> _Desk:
        held = held_events(table, case, at) if to == "practitioner" else frozenset()
        known = frozenset(_refs(each for each in case.log if each.id not in held))
        unknown = frozenset(_refs(each for each in case.log if each.id in held)) - known
        # What was struck out by an entry that is held still stands, as far as the reader may know.
        strikes = [each for each in case.log if _effect(table, each) == "strike"]
        seen = {each.about for each in strikes if each.id not in held}
        gone = case.struck - ({each.about for each in strikes if each.id in held} - seen)
        return cls(table=table, case=case, to=to, rules=rules, held=held, struck=gone, known=known, unknown=unknown)

    def line(self, item: Item, decisions: tuple[Decision, ...]) -> Line:
        """Let the grounds of an item stand until a decision lifts them, those of decisions to withhold among them."""
        standing = dict.fromkeys((*self.default(item), *item.grounds))
        for each in decisions:
            if each.what == "withhold":
                standing[each.ground] = None
            for lifted in self.rules.grounds[each.ground].lifts:
                standing.pop(lifted, None)
        standing |= dict.fromkeys(self.always(item))
        return Line(item=item, shown=not standing, grounds=tuple(standing), decisions=decisions)

    def default(self, item: Item) -> Iterator[str]:
        """Yield the grounds on which an item is withheld as long as nobody decides otherwise."""
        if item.kind == "event":
            yield from self.of_event(self.case.event(item.id))
        elif item.kind != "letter":
            yield NOT_DECIDED
        elif item.to != self.to:
            yield NOT_ADDRESSED

    def of_event(self, event: Event) -> Iterator[str]:
        """Yield the grounds of an event: struck out, of a restricted region, without a sentence for the reader."""
        if event.id in self.struck:
            yield STRUCK
        for region in sorted(self.table.index.regions_of.get(event.what, ())):
            # The region that bears the reader's own name is kept from everybody else.
            if self.table.regions[region].restricted and region != self.to:
                yield self.rules.regions.get(region, RESTRICTED)
        if not sentence(self.table.events.get(event.what), self.to):
            yield NOT_TOLD

    def always(self, item: Item) -> Iterator[str]:
        """Yield the grounds that no decision lifts."""
        if item.id in self.held or item.id in self.unknown:
            yield HELD
        elif item.kind in ("document", "reason") and item.id not in self.known:
            yield NOT_LINKED


def _refs(events: Iterable[Event]) -> Iterator[str]:
    return (ref for each in events for ref in (each.reason, *each.evidence))


def sentence(kind: EventType | None, to: Reader) -> str:
    """Return the sentence that stands for a kind of event in a reader's view; empty where there is none."""
    if kind is None:
        return ""
    return kind.told if to == "practitioner" else kind.told_raised


def _item_problems(case: Case, items: Sequence[Item], rules: Grounds) -> Iterator[Problem]:
    ids = [each.id for each in items]
    for number, item in enumerate(items):
        where = Place(field=f"items[{number + 1}]")
        if not is_opaque(item.id):
            yield error("not_a_reference", "An item is named by a reference, and never by words.", where=where)
        if item.id in ids[:number]:
            yield error("item_twice", "This item stands twice.", where=where, hint="Put its grounds together.")
        if (item.kind == "event") != (item.id in case.places):
            yield error("not_an_event", "An item is an event exactly when the log has it.", where=where)
        yield from _ground_problems(item.grounds, "withhold", rules, where)


def _decision_problems(case: Case, decisions: Sequence[Decision], rules: Grounds) -> Iterator[Problem]:
    for number, each in enumerate(decisions):
        where = Place(field=f"decisions[{number + 1}]")
        yield from _ground_problems((each.ground,), each.what, rules, where)
        if each.by.id == case.header.subject.id or case.standing.get(each.by.id) == "conflicted":
            yield error(
                "decided_in_own_cause",
                "Whoever decides what is shown is not the person it is about, and has no conflict of interest.",
                where=where,
                hint="Let somebody else decide.",
            )


def _ground_problems(codes: Iterable[str], sort: str, rules: Grounds, where: Place) -> Iterator[Problem]:
    there = [code for code, each in rules.grounds.items() if each.sort == sort and code not in (HELD, NOT_LINKED)]
    if not set(codes) <= set(there):
        yield error(
            "unknown_ground",
            f"This is no ground on which to {sort} something.",
            where=where,
            expected=f"one of {', '.join(there)}",
        )


def load_grounds(text: str, file: str = "") -> Grounds:
    """Read grounds from TOML, which may extend the packaged ones; raise `ConfigError` with every fault."""
    return load(text, Grounds, file=file, extend=lambda each: packaged_text(KIND, each))


@cache
def release_grounds() -> Grounds:
    """Return the packaged grounds."""
    return load_grounds(packaged_text(KIND, "grounds"), "grounds.toml")
