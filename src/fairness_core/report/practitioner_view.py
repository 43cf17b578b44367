"""A case as the person it is about may see it, and as whoever raised the concern may: in their own words, and kind.

What may be shown is decided in `fairness_core.process.release`; here it is said. While telling is held for the
police or counter-fraud the view is made of the case without what is held, so that it is the same page as if there
were nothing: what comes next and what is late too. No name, code or reference of the case stands in a view but
those that its maker gives in `Reach`. Periods are told as what we said we would do, never as law.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import attrs

from fairness_core.process.clocks import WEEKDAYS, Calendar
from fairness_core.process.log import Case, Tables, no_other_table
from fairness_core.process.obligations import Owed, StandingRight, ledger, rights
from fairness_core.process.release import (
    Decision,
    Grounds,
    Item,
    Plan,
    Reader,
    plan,
    reached,
    release_grounds,
    sentence,
    without_held,
)
from fairness_core.process.table import ProcessTable
from fairness_core.process.timeline import timeline
from fairness_core.report.draft import Column, Draft, Section, Sentence, Table, Tree
from fairness_core.report.letters import Letters, SentLetter, letters

NOT_GIVEN = "not given yet; please ask whoever gave you this page"
OPENING: Mapping[Reader, tuple[str, ...]] = {
    "practitioner": (
        "This page is for you. It shows where things stand, as far as we can show it.",
        "A limit, an exclusion or a referral says nothing about what you did, or about what will come of this.",
    ),
    "raised": ("This page is for you, because you raised a concern or were harmed. It shows what we can tell you.",),
}
NOTHING = "There is nothing that we can show you here at present. If you have a question, please ask."
NO_LETTERS = "We have not sent you a letter yet."
NOTHING_NEXT = "We have no day to give you at the moment. Please ask us, and we will tell you what we know."
OUR_DAYS = "These days are our own promise. They are not law, unless we say so beside them."
SORRY = "We are sorry for every wait. You should not have to ask, but please do."
NO_REASON = "Where no reason stands here, nobody has written one down. Please ask us, and we will find out."
WRITTEN_DOWN = "The reason is written down; please ask us for it."
MAY_BE_DONE = "You have not been told yet that it is done. Please ask us where it stands."
NOT_CHECKED = "We have not checked this against the rule of today. Your union or defence body can tell you more."
RIGHT_HOW = "You can use this right by telling us. You do not have to give a reason."
TELL_US = "Tell us, and we will look at it with you. We keep what you say, and we put right what is wrong."
WRITE_TO = "Tell or write to: {}"
SUPPORT: Mapping[Reader, str] = {
    "practitioner": "You can have support at any time, whatever comes of this. It is no part of the inquiry.",
    "raised": "You can have support at any time. Nobody may treat you worse because you spoke up.",
}


@attrs.frozen(kw_only=True)
class Reach:
    """Whom the reader can reach, in words that may be printed: the contact, whoever looks after the case, others.

    `support` are offers of support from outside; `wrong` whom to tell when something here is wrong, the contact
    when none is given.
    """

    contact: str = attrs.field(default="", repr=False)
    case_manager: str = attrs.field(default="", repr=False)
    support: tuple[str, ...] = attrs.field(default=(), repr=False)
    wrong: str = attrs.field(default="", repr=False)


def practitioner_view(
    table: ProcessTable,
    case: Case,
    at: date,
    *,
    reach: Reach | None = None,
    sent: Sequence[SentLetter] = (),
    items: Sequence[Item] = (),
    decisions: Sequence[Decision] = (),
    calendar: Calendar = WEEKDAYS,
    tables: Tables = no_other_table,
    kinds: Letters | None = None,
    grounds: Grounds | None = None,
) -> Draft:
    """Return the practitioner's own view of their case on a day: what happened, what comes next, what is late.

    `sent` are the letters that went out; `items` and `decisions` are as in `fairness_core.process.release.plan`,
    whose exceptions are raised. For an earlier day give the case as its log stood then (`as_of`).
    """
    release = plan(table, case, _with_letters(items, sent), decisions, at=at, grounds=grounds)
    page = _Page(
        table=table,
        case=without_held(table, case, at, tables),
        release=release,
        reach=reach or Reach(),
        sent=tuple(sent),
        calendar=calendar,
        kinds=kinds or letters(),
        grounds=grounds or release_grounds(),
    )
    return page.draft("practitioner-view", "Your case")


def raised_view(
    table: ProcessTable,
    case: Case,
    at: date,
    *,
    reach: Reach | None = None,
    sent: Sequence[SentLetter] = (),
    items: Sequence[Item] = (),
    decisions: Sequence[Decision] = (),
    calendar: Calendar = WEEKDAYS,
    kinds: Letters | None = None,
    grounds: Grounds | None = None,
) -> Draft:
    """Return what whoever raised the concern may be told on a day: their own contacts, and nothing of anybody else."""
    release = plan(table, case, _with_letters(items, sent), decisions, at=at, to="raised", grounds=grounds)
    page = _Page(
        table=table,
        case=case,
        release=release,
        reach=reach or Reach(),
        sent=tuple(sent),
        calendar=calendar,
        kinds=kinds or letters(),
        grounds=grounds or release_grounds(),
    )
    return page.draft("raised-view", "Your concern")


def _with_letters(items: Sequence[Item], sent: Sequence[SentLetter]) -> tuple[Item, ...]:
    """Return the items, with one for each letter that has none yet."""
    there = {each.id for each in items}
    return (*items, *(Item(id=each.id, kind="letter", to=each.to) for each in sent if each.id not in there))


@attrs.frozen(kw_only=True)
class _Page:
    """Everything that a view is made of, for one reader on one day."""

    table: ProcessTable
    case: Case
    release: Plan
    reach: Reach
    sent: tuple[SentLetter, ...]
    calendar: Calendar
    kinds: Letters
    grounds: Grounds

    @property
    def to(self) -> Reader:
        return self.release.to

    @property
    def at(self) -> date:
        return self.release.at

    def draft(self, kind: str, title: str) -> Draft:
        """Return the page; where nothing has reached the reader yet, it says only that there is nothing to show."""
        knows = any(reached(self.table, self.case, each, self.to) for each in self.case.log)
        sections = tuple(self.sections()) if knows else (_section("nothing", "", NOTHING), self.call(), self.wrong())
        return Draft(
            kind=kind,
            form="letter",
            title=title,
            subtitle=f"As it stands on {_day(self.at)}",
            sections=sections,
            metrics=self.metrics() if knows else {"at": self.at.isoformat()},
        )

    def _tells(self, what: str) -> bool:
        kind = self.table.events.get(what)
        return kind is not None and self.to in kind.tells

    def sections(self) -> Iterator[Section]:
        """Yield the parts of the page in the order in which somebody would ask."""
        yield _section("opening", "", *OPENING[self.to])
        yield self.call()
        yield from self.your_rights()
        yield from self.late()
        yield self.next()
        yield self.timeline()
        yield self.letters()
        yield from self.papers()
        yield self.support()
        yield self.wrong()
        yield _section("left-out", "What is not on this page", self.grounds.summary)

    # --- what is owed --------------------------------------------------------------------------------------------

    def owed(self) -> tuple[tuple[Owed, str], ...]:
        """Return what was or is owed to the reader and has words for them, the first first."""
        found = [
            (each, told)
            for each in ledger(self.table, self.case, self.at, self.calendar)
            if (told := self._told(each.code))
        ]
        return tuple(sorted(found, key=lambda pair: (pair[0].due, pair[0].since, pair[0].code)))

    def _told(self, code: str) -> str:
        """Return the words for what is owed; none for what is owed to others, or belongs to a part kept apart."""
        rule = self.table.obligations.get(code)
        theirs = (self.to, "") if self.to == "practitioner" else (self.to,)
        if rule is None or rule.ceiling or rule.to not in theirs:
            return ""
        region = self.table.regions.get(rule.region)
        apart = region is not None and region.restricted and rule.region != self.to
        return "" if apart else rule.told

    def your_rights(self) -> Iterator[Section]:
        """Say plainly what the reader may do because something was missed, and how sure we are of it."""
        standing = rights(self.table, self.case, self.at, self.calendar)
        theirs = _first_of(each for each in standing if each.holder == self.to)
        if theirs:
            said = [f"{self._right(each)} You have had this right since {_day(each.since)}." for each in theirs]
            unsure = [self._unsure(each) for each in theirs if not each.verified]
            yield _section("rights", "Your right", *said, RIGHT_HOW, notes=unsure)

    def _right(self, each: StandingRight) -> str:
        label = f"{each.label[:1].lower()}{each.label[1:]}"
        return self.table.rights[each.code].told or f"You have this, because something was not done in time: {label}."

    def _unsure(self, each: StandingRight) -> str:
        basis = each.basis.replace("Doubt: ", "What is not certain: ")
        return _joined("Where this comes from:" if basis else "", basis, NOT_CHECKED)

    def late(self) -> Iterator[Section]:
        """Say what is late and was late, each once, with its reason where that may be shown."""
        found = [(each, told) for each, told in self.owed() if each.days_late(self.at)]
        still = _first_told((each, told) for each, told in found if each.is_open)
        was = [(each, told) for each, told in found if each.met]
        lines = [self._still(each, told) for each, told in still] + [self._was(each, told) for each, told in was]
        if lines:
            unsaid = [NO_REASON] if any(not each.explained for each, _ in (*still, *was)) else []
            lines = [*dict.fromkeys(lines)]
            yield _section("late", "What is late", SORRY, *unsaid, bullets=lines)

    def _still(self, each: Owed, told: str) -> str:
        done = "We have not done so yet." if self._would_know(each.code) else MAY_BE_DONE
        return _joined(f"We said that we would {told} by {_day(each.due)}.", done, self._reason(each))

    def _was(self, each: Owed, told: str) -> str:
        days = each.days_late(self.at)
        done = f"We did it on {_day(each.met or each.due)}, {'1 day' if days == 1 else f'{days} days'} late."
        return _joined(f"We said that we would {told} by {_day(each.due)}.", done, self._reason(each))

    def _would_know(self, code: str) -> bool:
        """Tell whether whatever meets an obligation reaches the reader; if not, it may be met without their knowing."""
        return all(self._tells(what) for what in self.table.obligations[code].met_by)

    def _reason(self, each: Owed) -> str:
        if not each.explained:
            return ""
        shown = {item.id: item.words for item in self.release.shown("reason")}
        words = [shown[why.reason] for why in each.explained if shown.get(why.reason)]
        return f"The reason: {' '.join(words)}" if words else WRITTEN_DOWN

    def coming(self) -> tuple[tuple[Owed, str], ...]:
        """Return what comes next, each once; what is late stands elsewhere."""
        late = {told for each, told in self.owed() if each.is_open and each.days_late(self.at)}
        return _first_told((each, told) for each, told in self.owed() if each.is_open and told not in late)

    def next(self) -> Section:
        lines = [self._coming(each, told) for each, told in self.coming()]
        if not lines:
            return _section("next", "What happens next", NOTHING_NEXT)
        return _section("next", "What happens next", bullets=lines, notes=[OUR_DAYS])

    def _coming(self, each: Owed, told: str) -> str:
        law = f" This is a rule: {each.basis}" if each.verified else ""
        moved = " This is later than the day that we first set." if any(why.until for why in each.explained) else ""
        return f"We will {told} by {_day(each.due)}.{moved}{law}"

    # --- what was --------------------------------------------------------------------------------------------------

    def happened(self) -> tuple[tuple[date, str], ...]:
        """Return what happened and may be shown, each with its day and its sentence."""
        shown = {item.id: item for item in self.release.shown("event")}
        return tuple(
            (each.event.day, self._event(each.event.what, shown[each.event.id], each.label))
            for each in timeline(self.table, self.case)
            if each.event.id in shown and each.event.day <= self.at
        )

    def _event(self, what: str, item: Item, label: str) -> str:
        return sentence(self.table.events.get(what), self.to) or item.words or f"We recorded this: {label}."

    def timeline(self) -> Section:
        columns = (Column(label="Day"), Column(label="What happened"))
        rows = tuple((_day(day), says) for day, says in self.happened())
        table = Table(name="what_happened", title="What happened, in order", columns=columns, rows=rows)
        return Section(name="timeline", heading="What has happened so far", table=table)

    def letters(self) -> Section:
        shown = {each.id for each in self.release.shown("letter")}
        lines = [
            f"{_day(each.at.date())}: {self._letter(each.kind)}"
            for each in sorted(self.sent, key=lambda each: each.at)
            if each.id in shown and each.at.date() <= self.at
        ]
        return _section("letters", "Letters to you", *([] if lines else [NO_LETTERS]), bullets=lines)

    def _letter(self, kind: str) -> str:
        return self.kinds.kinds[kind].told if kind in self.kinds.kinds else "We wrote to you."

    def papers(self) -> Iterator[Section]:
        lines = [each.words for each in self.release.shown("document") if each.words]
        if lines:
            yield _section("papers", "Papers that you can see", "Please ask us for them.", bullets=lines)

    # --- whom to call ----------------------------------------------------------------------------------------------

    def support(self) -> Section:
        said = [*(f"From outside: {each}" for each in self.reach.support)]
        ask = f"To take any of it up, or to ask for something else, ask your named contact: {self._contact()}."
        return _section("support", "Support for you", SUPPORT[self.to], ask, bullets=said)

    def _contact(self) -> str:
        return self.reach.contact.strip() or NOT_GIVEN

    def call(self) -> Section:
        said = [f"Your named contact: {self._contact()}"]
        said += [f"Whoever looks after the case: {self.reach.case_manager}"] if self.reach.case_manager.strip() else []
        return _section("call", "Who you can call", bullets=said)

    def wrong(self) -> Section:
        who = self.reach.wrong.strip() or self._contact()
        return _section("wrong", "If something here is wrong", TELL_US, WRITE_TO.format(who))

    def metrics(self) -> Mapping[str, Tree]:
        """Return the page as data: what it says, and nothing that it does not say."""
        return {
            "at": self.at.isoformat(),
            "events": tuple({"day": day.isoformat(), "says": says} for day, says in self.happened()),
            "next": tuple({"what": told, "by": each.due.isoformat()} for each, told in self.coming()),
            "late": tuple(
                {"what": told, "by": each.due.isoformat(), "days": each.days_late(self.at)}
                for each, told in self.owed()
                if each.is_open and each.days_late(self.at)
            ),
        }


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _section(name: str, heading: str, *said: str, bullets: Iterable[str] = (), notes: Iterable[str] = ()) -> Section:
    return Section(
        name=name,
        heading=heading,
        paragraphs=tuple(Sentence(template=each) for each in said),
        bullets=tuple(Sentence(template=each) for each in bullets),
        notes=tuple(Sentence(template=each) for each in notes),
    )


def _joined(*parts: str) -> str:
    return " ".join(filter(None, parts))


def _first_told(owed: Iterable[tuple[Owed, str]]) -> tuple[tuple[Owed, str], ...]:
    """Return what is owed, the same words once, as they first come."""
    found: dict[str, Owed] = {}
    for each, told in owed:
        found.setdefault(told, each)
    return tuple((each, told) for told, each in found.items())


def _first_of(standing: Iterable[StandingRight]) -> tuple[StandingRight, ...]:
    """Return each right once, as it first arose; they come in the order in which they did."""
    found: dict[str, StandingRight] = {}
    for each in standing:
        found.setdefault(each.code, each)
    return tuple(found.values())
