"""Warnings for the author of a letter: what it lacks, when it would arrive, how it reads. They change nothing.

Only the author's own words are searched: an allegation, somebody's own words and a finding are marked as quoted in
the letter and are left alone, and so is whatever stands between quotation marks. Numbers and words are data
(`data/letters/checks.toml`). No warning repeats what the author wrote.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache

import attrs

from fairness_core.config import RuleFile, load, packaged_text
from fairness_core.errors import CallerError
from fairness_core.problems import Place, Problem, warning
from fairness_core.process.clocks import WEEKDAYS, Calendar
from fairness_core.process.log import Case, Event, standing_log
from fairness_core.process.obligations import held
from fairness_core.process.table import ProcessTable
from fairness_core.report.letters import ANSWERS, GAP, KIND, Letter, SentLetter

_A_YEAR = 366
LATER = "If it cannot wait, send it, and put on record why."


# --- the rules, as data ----------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Timing:
    """Hours of the day from which hard news is late, and how many working days before a leave are its eve."""

    late_from_hour: int
    evening_from_hour: int
    working_days_before_leave: int


@attrs.frozen(kw_only=True)
class Volume:
    """How many letters somebody can bear in how many days."""

    most: int
    days: int


@attrs.frozen(kw_only=True)
class DeadlineWords:
    """How a sentence that asks for something by a day is known (`begins` at its beginning), and how help with it."""

    asks: tuple[str, ...]
    begins: tuple[str, ...]
    by: tuple[str, ...]
    help: tuple[str, ...]


@attrs.frozen(kw_only=True)
class ReferralRules:
    """Which events refer to a regulator, and by which events and letters the practitioner is told."""

    events: tuple[str, ...]
    told_by: tuple[str, ...]
    letters: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Wording:
    """Phrases that an author is warned of, why, and what to say instead."""

    phrases: tuple[str, ...]
    why: str
    say: str


@attrs.frozen(kw_only=True)
class LetterRules(RuleFile):
    """Everything that a letter is checked by."""

    timing: Timing
    volume: Volume
    deadline: DeadlineWords
    referral: ReferralRules
    words: Mapping[str, Wording]

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield what is wrong: an hour that there is not, a limit below one, a list without a phrase."""
        for name in ("late_from_hour", "evening_from_hour"):
            if not 0 <= getattr(self.timing, name) <= 24:
                yield f"timing.{name}", "Give an hour of the day, 0 to 24."
        for path, number in (("volume.most", self.volume.most), ("volume.days", self.volume.days)):
            if number < 1:
                yield path, "Give 1 or more."
        for path, phrases in self._lists():
            if not phrases or not all(each.strip() for each in phrases):
                yield path, "Give at least one phrase, and no blank one."

    def _lists(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for name in ("asks", "begins", "by", "help"):
            yield f"deadline.{name}", getattr(self.deadline, name)
        for code, each in self.words.items():
            yield f"words.{code}.phrases", each.phrases


def load_letter_rules(text: str, file: str = "") -> LetterRules:
    """Read checks from TOML, which may extend the packaged ones; raise `ConfigError` with every fault."""
    return load(text, LetterRules, file=file, extend=lambda each: packaged_text(KIND, each))


@cache
def letter_rules() -> LetterRules:
    """Return the packaged checks."""
    return load_letter_rules(packaged_text(KIND, "checks"), "checks.toml")


# --- checking --------------------------------------------------------------------------------------------------------


def check_letter(
    letter: Letter,
    sent_at: datetime,
    *,
    calendar: Calendar = WEEKDAYS,
    earlier: Iterable[SentLetter] = (),
    leave: Collection[date] = (),
    rules: LetterRules | None = None,
) -> tuple[Problem, ...]:
    """Return everything that the author may want to mend before the letter goes out at a moment, as warnings.

    `sent_at` is the moment where the reader is, with its offset; `earlier` the letters that went out before;
    `leave` the days on which the reader is known to be away. Raises `CallerError` for a moment without offset.
    """
    if sent_at.tzinfo is None:
        raise CallerError(
            "The moment of sending has no offset.", hint="Give a datetime with a timezone, where the reader is."
        )
    used = rules or letter_rules()
    return (
        *_answers(letter),
        *_contact(letter),
        *(_moment(sent_at, calendar, used.timing) if letter.hard else ()),
        *(_leave(sent_at.date(), calendar, leave, used.timing) if letter.hard else ()),
        *_volume(letter, sent_at, earlier, used.volume),
        *_deadlines(letter, leave, used.deadline),
        *_referral(letter, sent_at.date()),
        *_words(letter, used.words),
    )


def _answers(letter: Letter) -> Iterator[Problem]:
    for code, asks in ANSWERS.items():
        if not any(each.text.strip() for each in letter.answers.get(code, ())):
            yield warning(
                "missing_answer",
                f"The letter does not say {asks}.",
                where=Place(field=code),
                hint="Say it, or say that you do not know yet and when you will.",
            )
    for gap in letter.gaps:
        yield warning(GAP, f"Still missing: {gap}.", hint="Fill it in, or write the sentence without it.")


def _contact(letter: Letter) -> Iterator[Problem]:
    if letter.hard and not letter.contact.strip():
        yield warning(
            "no_contact",
            "This letter has hard news, and names nobody to call.",
            where=Place(field="call"),
            hint="Name a contact who is not part of the inquiry, and ask them first.",
        )


def _moment(sent_at: datetime, calendar: Calendar, timing: Timing) -> Iterator[Problem]:
    today = sent_at.date()
    if not calendar.is_working_day(today):
        yield warning(
            "on_a_day_off",
            "Hard news would arrive on a day on which nobody can be reached.",
            hint=f"Send it in the morning of a working day, early in the week. {LATER}",
        )
    elif sent_at.hour >= timing.late_from_hour and not calendar.is_working_day(today + timedelta(days=1)):
        yield warning(
            "before_days_off",
            "Hard news would arrive late on the last working day before days off.",
            hint=f"Send it in the morning of a working day, early in the week. {LATER}",
        )
    elif sent_at.hour >= timing.evening_from_hour:
        yield warning(
            "in_the_evening",
            "Hard news would arrive in the evening, when nobody can be reached.",
            hint=f"Send it in the morning, and have somebody ring. {LATER}",
        )


def _leave(today: date, calendar: Calendar, leave: Collection[date], timing: Timing) -> Iterator[Problem]:
    if today in leave:
        yield warning(
            "during_leave",
            "Hard news would arrive while the person is on leave.",
            hint=f"Wait until they are back, and somebody can be with them. {LATER}",
        )
    elif any(day in leave for day in _eve(today, calendar, timing.working_days_before_leave)):
        yield warning(
            "before_leave",
            "Hard news would arrive just before the person goes on leave.",
            hint=f"Wait until they are back, and somebody can be with them. {LATER}",
        )


def _eve(today: date, calendar: Calendar, working_days: int) -> Iterator[date]:
    """Yield the days after a day, up to and with the working day of that number."""
    for number in range(1, _A_YEAR):
        if working_days <= 0:
            return
        day = today + timedelta(days=number)
        working_days -= calendar.is_working_day(day)
        yield day


def _volume(letter: Letter, sent_at: datetime, earlier: Iterable[SentLetter], volume: Volume) -> Iterator[Problem]:
    since = sent_at.date() - timedelta(days=volume.days - 1)
    recent = [each for each in earlier if each.to == letter.to and since <= each.at.date() and each.at <= sent_at]
    if len(recent) + 1 > volume.most:
        yield warning(
            "too_many_letters",
            f"This would be letter {len(recent) + 1} to the same person in {volume.days} days.",
            expected=f"at most {volume.most}",
            hint="Put them together, or ring instead.",
        )


# --- deadlines and referrals -----------------------------------------------------------------------------------------


def _deadlines(letter: Letter, leave: Collection[date], words: DeadlineWords) -> Iterator[Problem]:
    for code in letter.deadlines:
        if letter.days.get(code) in leave:
            yield warning(
                "deadline_in_leave",
                "The letter asks for something on a day on which the person is on leave.",
                where=Place(field="next"),
                hint="Give a day some time after they are back.",
            )
    own = [(part, text) for part, text in _own_words(letter) if part != "closing"]
    helped = any(_phrase(each).search(text) for _, text in own for each in words.help)
    asked = [part for part, text in own if _asks(words).search(text)]
    if (letter.deadlines or asked) and not helped:
        yield warning(
            "deadline_without_help",
            "The letter asks for something by a day, and offers no help with it.",
            where=Place(field=asked[0] if asked else "next"),
            hint="Say whom they can ask for help, and that more time can be had.",
        )


@cache
def _asks(words: DeadlineWords) -> re.Pattern[str]:
    """Return what finds a sentence that asks for something by a day."""
    asks = rf"(?<!\w)(?:{_any(words.asks)})|(?:^|[.!?]\s+)(?:{_any(words.begins)})"
    return re.compile(rf"(?:{asks})\b[^.!?]*?\b(?:{_any(words.by)})\b[^.!?]*?\d", re.IGNORECASE)


def _any(phrases: tuple[str, ...]) -> str:
    return "|".join(_spaced(each) for each in phrases)


def _referral(letter: Letter, today: date) -> Iterator[Problem]:
    day = letter.days.get("refer_on")
    if day and day <= today:
        yield warning(
            "referral_before_telling",
            "The regulator would be written to before the person has read this letter.",
            where=Place(field="what"),
            hint=f"Tell the person first, and write to the regulator on a later day. {LATER}",
        )


def check_referrals(
    table: ProcessTable, case: Case, earlier: Sequence[SentLetter] = (), rules: LetterRules | None = None
) -> tuple[Problem, ...]:
    """Return a warning for each referral to a regulator of which the practitioner was not told first.

    They are told by an event of the case, or by a letter in `earlier`. While telling is held for the police or
    counter-fraud nobody is asked to.
    """
    used = (rules or letter_rules()).referral
    told: list[datetime] = [each.at for each in earlier if each.kind in used.letters and each.to == "practitioner"]
    found: list[Problem] = []
    for event in filter(None, standing_log(table, case)):
        told += [event.occurred] if event.what in used.told_by else []
        if event.what in used.events and not _told_first(event, told) and not held(table, case, event.day):
            found.append(_untold(event))
    return tuple(found)


def _told_first(event: Event, told: Iterable[datetime]) -> bool:
    return any(each <= event.occurred for each in told)


def _untold(event: Event) -> Problem:
    return warning(
        "referral_untold",
        "A regulator was written to, and the practitioner was not told first: they may hear of it from others.",
        where=Place(field=event.id),
        hint="Tell them today, in person, and write it down for them.",
    )


# --- words -----------------------------------------------------------------------------------------------------------


def _words(letter: Letter, words: Mapping[str, Wording]) -> Iterator[Problem]:
    for part, text in (("subject", letter.subject), *_own_words(letter)):
        for code, each in words.items():
            found = [phrase for phrase in each.phrases if _phrase(phrase).search(text)]
            if found:
                yield warning(
                    f"wording_{code.replace('-', '_')}",
                    f"{_listed(found)}: {each.why}",
                    where=Place(field=part),
                    hint=f"You could say {each.say}.",
                )


def _listed(phrases: Iterable[str]) -> str:
    return ", ".join(f'"{each}"' for each in phrases)


def _own_words(letter: Letter) -> Iterator[tuple[str, str]]:
    """Yield what the author says in each passage, without what is quoted and without the names of gaps."""
    for part, passage in letter.passages():
        if not passage.quoted:
            yield part, _QUOTED.sub(" ", passage.text.replace("’", "'"))


_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|\[[^\]]*: not given yet\]")


@cache
def _phrase(phrase: str) -> re.Pattern[str]:
    """Return what finds a phrase as whole words, with any spaces; one in capitals is found in capitals alone."""
    return re.compile(rf"(?<!\w){_spaced(phrase)}(?!\w)", 0 if phrase.isupper() else re.IGNORECASE)


def _spaced(phrase: str) -> str:
    return r"\s+".join(map(re.escape, phrase.split()))
