"""A process as a table: roles, regions with their states, events, arrows with their guards, obligations.

Everything that an organisation may decide differently is here as data, read from TOML, and each arrow and
each clock has a source or a doubt. What must hold of a table as a whole is in `soundness`; how a case moves
through it is in `case`. A guard is one of five kinds, each with the sentence that says what to do about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any, Literal, TypeAlias

import attrs

from fairness_core.config import KEPT, PACKAGED, RuleFile, Shelf, load, packaged_ids
from fairness_core.errors import CallerError, ConfigError
from fairness_core.problems import Place, error
from fairness_core.process.clocks import Period

KIND = "process"
PARTS = "process-parts"
"""What several processes share, to be extended and not to be used alone."""

ANY = "*"
"""Stands in `Arrow.at` for every state for which no other arrow of that event is written."""

Nature: TypeAlias = Literal["protective", "supportive", "formal", "record"]
"""What kind of act an event is. Nothing holds up what is protective; nothing overdue holds up what is
supportive; what is formal is at somebody's discretion and may wait; a record says what has happened."""

Field: TypeAlias = Literal["reason", "evidence", "review_on", "contact", "person", "until", "choice", "about"]
"""What an event can be asked to carry."""

Effect: TypeAlias = Literal[
    "",
    "open",
    "appoint",
    "stand-down",
    "declare",
    "extend",
    "explain",
    "supply",
    "correct",
    "strike",
    "pause",
    "resume",
    "hold",
    "release",
    "link",
    "migrate",
    "redact",
    "legal-hold",
    "end-legal-hold",
]
"""What an event does beside moving states; see `fairness_core.process.case`."""

AMENDING = ("supply", "correct", "strike")
"""The effects that change what is known of an earlier event."""

Party: TypeAlias = Literal["", "practitioner", "raised", "board", "outside"]
Element: TypeAlias = Literal["attending", "understanding", "empathising", "helping"]
DID = "did:"
CONFIRMATION = "confirmation"
"""Owed where a protective step was taken by somebody whom the table does not name for it."""


@attrs.frozen(kw_only=True)
class TableRef:
    """Which table, which revision, and the fingerprint of the text it was read from."""

    id: str
    revision: int
    sha256: str = ""

    def __str__(self) -> str:
        """Say the table and its revision."""
        return f"{self.id}, revision {self.revision}"


@attrs.frozen(kw_only=True)
class Evidence:
    """Holds when one of the events `of` has been recorded, after the last of `since`, and long enough ago.

    `choice` asks for the event to have chosen that; `waited` for its whole period to be over.
    """

    kind: Literal["evidence"] = "evidence"
    of: tuple[str, ...]
    says: str
    since: tuple[str, ...] = ()
    choice: str = ""
    waited: Period | None = None


@attrs.frozen(kw_only=True)
class InRegion:
    """Holds while a region is in one of the states."""

    kind: Literal["region"] = "region"
    region: str
    states: tuple[str, ...]
    says: str


@attrs.frozen(kw_only=True)
class ActorNot:
    """Holds when whoever acts is none of `who`.

    `who` are roles, held or acted in; "undeclared", "conflicted" or "managed" of interests; "decided" for whoever
    took a decision in the case; and "did:x" for whoever brought about the event x.
    """

    kind: Literal["actor_not"] = "actor_not"
    who: tuple[str, ...]
    says: str


@attrs.frozen(kw_only=True)
class PersonNot:
    """Holds when the person whom the event names is none of `who`; see `ActorNot`."""

    kind: Literal["person_not"] = "person_not"
    who: tuple[str, ...]
    says: str


@attrs.frozen(kw_only=True)
class NotOverdue:
    """Holds when none of the obligations is overdue; all of the process's, when none is named.

    What the event itself would meet, and a ceiling, count only where they are named: what is late is not held up
    by its own lateness. What gave somebody a right when it was missed always counts. Only a formal event may be
    guarded by it.
    """

    kind: Literal["not_overdue"] = "not_overdue"
    obligations: tuple[str, ...] = ()
    says: str


Guard: TypeAlias = Evidence | InRegion | ActorNot | PersonNot | NotOverdue


@attrs.frozen(kw_only=True)
class Role:
    """A part in the process. Where `appointed`, only somebody whom an event appointed to it may act in it.

    Whoever `investigates` never decides in the same case, and the other way round.
    """

    label: str
    appointed: bool = False
    investigates: bool = False


@attrs.frozen(kw_only=True)
class Prompt:
    """One element of compassion at one step: what is asked, and the events that show that it was done."""

    asks: str
    shown_by: tuple[str, ...]


@attrs.frozen(kw_only=True)
class State:
    """One state of a region; the main region's states are the steps. `final` states may have no arrow out."""

    label: str
    purpose: str = ""
    final: bool = False
    elements: Mapping[Element, Prompt] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Region:
    """States of which a case is always in exactly one, beside those of the other regions.

    `restricted` regions (health, safeguarding) are left out of what is shown by default.
    """

    title: str
    start: str
    states: Mapping[str, State]
    main: bool = False
    restricted: bool = False


@attrs.frozen(kw_only=True)
class EventType:
    """A kind of event: its nature, who may bring it about, what it must carry, and what it does.

    `by` are roles, everybody when empty. What `asks` names must be there, but for a protective event, which
    then owes it. `choices` are the codes of the field `choice`. `told` is the sentence that stands for the
    event in the practitioner's own view, `told_raised` in that of whoever raised the concern; without it the
    event is withheld there. `tells` says whom the event itself reaches, so that a disclosure schedule can be kept.
    """

    label: str
    nature: Nature
    by: tuple[str, ...] = ()
    asks: tuple[Field, ...] = ()
    choices: Mapping[str, str] = attrs.field(factory=dict)
    effect: Effect = ""
    role: str = ""
    standing: Literal["", "clear", "managed", "conflicted"] = ""
    decides: bool = False
    tells: tuple[Party, ...] = ()
    told: str = ""
    told_raised: str = ""


@attrs.frozen(kw_only=True)
class Arrow:
    """From the states `at` of a region, this event leads to `to`; without `to` the state stays.

    An event with arrows in several regions moves them all, or is not possible. `at` may be "*".
    `source` is a code of the table's sources; where there is none, `doubt` says why.
    """

    region: str
    at: tuple[str, ...]
    event: str
    to: str = ""
    needs: tuple[Guard, ...] = ()
    source: str = ""
    doubt: str = ""


@attrs.frozen(kw_only=True)
class Obligation:
    """Something owed, by which role, from when until when, and what meets it.

    It runs while `region` is in one of `states`, or from each event in `after`, until one of `met_by` or
    `ended_by`. It is due when `within` is over, or on the day that the starting event names for review
    where `on_review_day`, whichever is first. One that `repeats` is due again after it was met. A `ceiling` is
    a limit on how long a state may last: nothing meets it, only leaving the state ends it.

    `missed` names the right that somebody has from then on. `holdable` ones wait while telling the practitioner
    is held; `pausable` ones stop while the case is paused. Only an `extendable` one can be given a later day.
    A period that is not `verified` is shown with its doubt and never as law.

    `told` goes on from "We will" in the view of the party it is owed to, and of the practitioner where none is
    named; without it, it is left out there.
    """

    title: str
    says: str
    owed_by: str
    told: str = ""
    to: Party = ""
    contact: bool = False
    region: str = ""
    states: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    within: Period | None = None
    on_review_day: bool = False
    repeats: bool = False
    ceiling: bool = False
    met_by: tuple[str, ...] = ()
    ended_by: tuple[str, ...] = ()
    missed: str = ""
    extendable: bool = False
    pausable: bool = False
    holdable: bool = False
    verified: bool = False
    source: str = ""
    doubt: str = ""


@attrs.frozen(kw_only=True)
class Owing:
    """What a protective step without one of its fields owes at once, and after how long that is a breach."""

    title: str
    says: str
    owed_by: str
    within: Period
    source: str = ""
    doubt: str = ""


@attrs.frozen(kw_only=True)
class Right:
    """What somebody may do because an obligation to them was missed; it lasts until one of `ended_by`.

    `told` says it to the holder.
    """

    label: str
    says: str
    told: str = ""
    holder: Party = "practitioner"
    ended_by: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Retention:
    """For how long a closed case is kept before it is destroyed whole."""

    within: Period
    source: str = ""
    doubt: str = ""


@attrs.frozen(kw_only=True)
class Index:
    """What a table is asked again and again, looked up once; made by `ProcessTable` itself.

    `regions_of` are the regions in which an event has arrows, `in_order` the same in the table's order.
    """

    ref: TableRef
    main: str
    starts: Mapping[str, str]
    arrows: Mapping[str, Mapping[tuple[str, str], Arrow]]
    regions_of: Mapping[str, frozenset[str]]
    in_order: Mapping[str, tuple[str, ...]]
    in_region: Mapping[str, tuple[str, ...]]
    after: Mapping[str, tuple[str, ...]]
    met_by: Mapping[str, tuple[str, ...]]
    ended_by: Mapping[str, tuple[str, ...]]
    amending: tuple[str, ...]
    paused_in: frozenset[tuple[str, str]]


@attrs.frozen(kw_only=True)
class ProcessTable(RuleFile):
    """A whole process. `notice` is said wherever it is shown; `migrates` maps states of an older table.

    `unused` are events of the process that it extends for which it has no use: they cannot happen in it.
    """

    notice: str = ""
    unused: tuple[str, ...] = ()
    sources: Mapping[str, str] = attrs.field(factory=dict)
    roles: Mapping[str, Role]
    regions: Mapping[str, Region]
    events: Mapping[str, EventType]
    arrows: Mapping[str, Arrow]
    obligations: Mapping[str, Obligation] = attrs.field(factory=dict)
    owing: Mapping[str, Owing] = attrs.field(factory=dict)
    rights: Mapping[str, Right] = attrs.field(factory=dict)
    retention: Retention | None = None
    migrates: Mapping[str, Mapping[str, str]] = attrs.field(factory=dict)
    index: Index = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Look up once what is asked again and again: arrows by event and place, obligations by what moves them."""
        arrows = _by_event(self)
        index = Index(
            ref=TableRef(id=self.id, revision=self.revision, sha256=self.sha256),
            main=next((code for code, region in self.regions.items() if region.main), ""),
            starts={code: region.start for code, region in self.regions.items()},
            arrows=arrows,
            regions_of={event: frozenset(region for region, _ in places) for event, places in arrows.items()},
            in_order={event: _in_order(self.regions, places) for event, places in arrows.items()},
            in_region=_turned((code, (rule.region,)) for code, rule in self.obligations.items()),
            after=_turned((code, rule.after) for code, rule in self.obligations.items()),
            met_by=_turned((code, rule.met_by) for code, rule in self.obligations.items()),
            ended_by=_turned((code, rule.ended_by) for code, rule in self.obligations.items()),
            amending=tuple(code for code, kind in self.events.items() if kind.effect in AMENDING),
            paused_in=frozenset(_paused_in(self)),
        )
        object.__setattr__(self, "index", index)

    @property
    def ref(self) -> TableRef:
        """Which table this is."""
        return self.index.ref

    @property
    def used(self) -> dict[str, EventType]:
        """The events that can happen: all but those for which the process has no use."""
        return {code: kind for code, kind in self.events.items() if code not in self.unused}

    @property
    def main(self) -> Region:
        """The region whose states are the steps of the process."""
        return self.regions[self.index.main]

    def arrows_for(self, event: str, states: Mapping[str, str]) -> tuple[Arrow, ...]:
        """Return the arrows that an event follows from these states, at most one for each region."""
        found = self.index.arrows.get(event)
        if not found:
            return ()
        places = ((region, states.get(region, "")) for region in self.index.in_order[event])
        return tuple(arrow for place in places if (arrow := found.get(place)))

    def is_in_reach(self, event: str, states: Mapping[str, str]) -> bool:
        """Tell whether an event has an arrow here in every region in which it has any; one without arrows has."""
        return event not in self.unused and len(self.arrows_for(event, states)) == len(
            self.index.regions_of.get(event, ())
        )

    def faults(self) -> Iterable[tuple[str, str]]:
        """Yield everything that is wrong with the table as a whole; see `soundness`."""
        from fairness_core.process.soundness import faults

        return faults(self)

    def cite(self, source: str, doubt: str) -> str:
        """Say where a rule comes from, and what is doubtful about it."""
        return " ".join(part for part in (self.sources.get(source, ""), f"Doubt: {doubt}" if doubt else "") if part)


def written(table: ProcessTable) -> Iterator[tuple[str, Arrow, str]]:
    """Yield (arrow's id, arrow, state) for every state that an arrow of a used event names, "*" as it stands."""
    used = ((code, arrow) for code, arrow in table.arrows.items() if arrow.event not in table.unused)
    return ((code, arrow, state) for code, arrow in used for state in arrow.at)


def _by_event(table: ProcessTable) -> dict[str, dict[tuple[str, str], Arrow]]:
    """Look up arrows by event and place; "*" fills what no other arrow of that event names."""
    found: dict[str, dict[tuple[str, str], Arrow]] = {}
    for _, arrow, state in sorted(written(table), key=lambda each: each[2] == ANY):
        of_event = found.setdefault(arrow.event, {})
        region = table.regions.get(arrow.region)
        states = (region.states if region else ()) if state == ANY else (state,)
        for each in states:
            of_event.setdefault((arrow.region, each), arrow)
    return found


def _in_order(regions: Iterable[str], places: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the regions of some places, in the table's order."""
    there = {region for region, _ in places}
    return tuple(code for code in regions if code in there)


def _paused_in(table: ProcessTable) -> Iterator[tuple[str, str]]:
    """Yield the states that a pause leads to: whatever leaves one ends the pause, by whichever event."""
    for arrow in table.arrows.values():
        if arrow.event in table.events and table.events[arrow.event].effect == "pause":
            yield arrow.region, arrow.to


def _turned(named: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    """Turn what each code names into the codes that name each."""
    found: dict[str, tuple[str, ...]] = {}
    for code, names in named:
        for name in filter(None, dict.fromkeys(names)):
            found[name] = (*found.get(name, ()), code)
    return found


def load_process(text: str, file: str = "", shelf: Shelf = PACKAGED) -> ProcessTable:
    """Read a process from TOML; `extends` may name one on the shelf or one of the packaged parts.

    Raises `ConfigError` with every fault.
    """
    try:
        return load(text, ProcessTable, file=file, extend=partial(_text_of, shelf))
    except ConfigError as fault:
        raise _with_all_faults(fault, text, file, shelf) from None


def _with_all_faults(fault: ConfigError, text: str, file: str, shelf: Shelf) -> ConfigError:
    """Add to faults of form the faults of the whole that they would hide."""
    from fairness_core.process.mending import other_faults

    try:
        tables: dict[str, Any] = load(text, dict, extend=partial(_text_of, shelf))
    except ConfigError:
        return fault
    hidden = other_faults(tables, [each.where.field for each in fault.problems])
    found = [error("bad_config", says, where=Place(file=file, field=path)) for path, says in hidden]
    problems = (*fault.problems, *found)
    count = "a fault" if len(problems) == 1 else f"{len(problems)} faults"
    return ConfigError(f"{file or 'The process'} has {count}.", problems, hint=fault.hint)


def _text_of(shelf: Shelf, process_id: str) -> str:
    return shelf.text(PARTS if process_id in packaged_ids(PARTS) else KIND, process_id)


@lru_cache(maxsize=KEPT)
def process_table(process_id: str, shelf: Shelf = PACKAGED) -> ProcessTable:
    """Return a process from the shelf by its id; raise `CallerError` that lists what there is.

    >>> process_table("five-step").notice
    "Derived; not the toolkit's text."
    """
    if process_id not in (there := processes(shelf)):
        raise CallerError(f"There is no process {process_id!r}.", hint=f"There are: {', '.join(there)}.")
    return load_process(shelf.text(KIND, process_id), f"{process_id}.toml", shelf)


def processes(shelf: Shelf = PACKAGED) -> tuple[str, ...]:
    """Return the ids of the processes on the shelf, the packaged ones first."""
    return shelf.ids(KIND)
