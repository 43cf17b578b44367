"""Letters to the people in a case, as drafts for their authors: what kinds there are, and what a letter is as data.

A letter answers five things: who writes and who is the contact, what this is about, why, what happens next and by
when, and whom to call. Its texts are data (`data/letters`), with places for the facts that an author gives; what is
missing stands as a gap and is never made up. Nothing here sends anything. Warnings about a letter are made in
`letter_checks`; how it looks on paper is for the writers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Literal, TypeAlias

import attrs

from fairness_core.config import RuleFile, load, packaged_text
from fairness_core.errors import CallerError
from fairness_core.problems import Problem
from fairness_core.process.release import Reader
from fairness_core.report.draft import Draft, Provenance, Section, Sentence, Tree
from fairness_core.staff import StaffRef

KIND = "letters"
Answer: TypeAlias = Literal["who", "what", "why", "next", "call"]
ANSWERS: Mapping[Answer, str] = {
    "who": "who writes, and who is the contact",
    "what": "what this is about",
    "why": "why",
    "next": "what happens next, and by when",
    "call": "whom to call, and who gives support",
}
"""The five answers that every letter gives, in their order."""

_PLACE = re.compile(r"\{(\w+)\}")


# --- the kinds of letter, as data ------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Fact:
    """Something that an author gives; `gap` names it where it is missing.

    A "deadline" is a day by which the reader is asked for something. A "quote" (an allegation, somebody's own
    words, a finding) stands in a paragraph of its own, and its wording is nobody's to check.
    """

    sort: Literal["words", "day", "deadline", "quote"]
    gap: str


@attrs.frozen(kw_only=True)
class LetterKind:
    """A kind of letter: its name for authors, `told` for the reader's own view, to whom, and its texts.

    `hard` marks bad news. `answers` are the paragraphs of each of the five; what is not there comes from `block`.
    """

    label: str
    told: str
    to: Reader
    subject: str
    hard: bool = False
    block: str = ""
    answers: Mapping[str, tuple[str, ...]]
    doubt: str = ""


@attrs.frozen(kw_only=True)
class Letters(RuleFile):
    """All kinds of letter, the facts that they use, and the parts that they share."""

    greeting: str
    closing: tuple[str, ...]
    headings: Mapping[str, str]
    facts: Mapping[str, Fact]
    blocks: Mapping[str, Mapping[str, tuple[str, ...]]] = attrs.field(factory=dict)
    kinds: Mapping[str, LetterKind]

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield what is wrong: an answer missing or unknown, a fact unknown, a quote that does not stand alone."""
        for code in ("name", "contact"):
            if code not in self.facts:
                yield f"facts.{code}", "This fact is needed."
        for code in ("what", "why", "next", "call"):
            if not self.headings.get(code):
                yield f"headings.{code}", "This part of a letter needs a heading."
        texts = {"greeting": (self.greeting,), "closing": self.closing}
        for code, block in self.blocks.items():
            texts |= {f"blocks.{code}.{answer}": text for answer, text in block.items()}
        for code, kind in self.kinds.items():
            yield from self._kind_faults(f"kinds.{code}", kind)
            texts |= {f"kinds.{code}.answers.{answer}": text for answer, text in kind.answers.items()}
            texts[f"kinds.{code}.subject"] = (kind.subject,)
        for path, paragraphs in texts.items():
            yield from self._text_faults(path, paragraphs)

    def _kind_faults(self, path: str, kind: LetterKind) -> Iterator[tuple[str, str]]:
        if kind.block and kind.block not in self.blocks:
            yield f"{path}.block", f"There is no block {kind.block!r}."
        there = self.answers(kind)
        for code, asks in ANSWERS.items():
            if not there.get(code):
                yield f"{path}.answers.{code}", f"The letter does not say {asks}."
        for unknown in sorted(there.keys() - set(ANSWERS)):
            yield f"{path}.answers.{unknown}", f"The answers are {', '.join(ANSWERS)}."

    def _text_faults(self, path: str, paragraphs: Sequence[str]) -> Iterator[tuple[str, str]]:
        for text in paragraphs:
            for code in _PLACE.findall(text):
                if code not in self.facts:
                    yield path, f"There is no fact {code!r}."
                elif self.facts[code].sort == "quote" and text != f"{{{code}}}":
                    yield path, f"A quote stands in a paragraph of its own: {{{code}}}."

    def answers(self, kind: LetterKind) -> Mapping[str, tuple[str, ...]]:
        """Return the paragraphs of a kind, its own and those of its block."""
        return {**self.blocks.get(kind.block, {}), **kind.answers}


def load_letters(text: str, file: str = "") -> Letters:
    """Read kinds of letter from TOML, which may extend the packaged ones; raise `ConfigError` with every fault."""
    return load(text, Letters, file=file, extend=lambda each: packaged_text(KIND, each))


@cache
def letters() -> Letters:
    """Return the packaged kinds of letter."""
    return load_letters(packaged_text(KIND, "letters"), "letters.toml")


# --- a letter --------------------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Passage:
    """One paragraph of a letter. What is `quoted` is somebody else's words or a finding, and is not checked.

    `gaps` names what is still missing in it.
    """

    text: str = attrs.field(repr=False)
    quoted: bool = False
    gaps: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Override:
    """That a letter is sent in spite of warnings: which, why, by whom, and when it was decided."""

    warnings: tuple[Problem, ...]
    reason: str = attrs.field(repr=False)
    by: StaffRef
    at: datetime


@attrs.frozen(kw_only=True)
class Letter:
    """A letter as its author has it so far; it holds names and words, and belongs beside a log and never in it.

    An author may change every part of it. `contact` names the contact, and is empty while there is none; `days`
    are the days that it speaks of, by fact, and `deadlines` those of them by which the reader is asked for something.
    """

    kind: str
    to: Reader
    subject: str
    hard: bool
    greeting: Passage
    answers: Mapping[str, tuple[Passage, ...]]
    closing: tuple[Passage, ...]
    contact: str = attrs.field(default="", repr=False)
    days: Mapping[str, date] = attrs.field(factory=dict)
    deadlines: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()

    def passages(self) -> Iterator[tuple[str, Passage]]:
        """Yield every passage in order, each with the part that it belongs to."""
        yield "greeting", self.greeting
        for answer in ANSWERS:
            yield from ((answer, each) for each in self.answers.get(answer, ()))
        yield from (("closing", each) for each in self.closing)

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is still missing, each once."""
        return tuple(dict.fromkeys(gap for _, each in self.passages() for gap in each.gaps))


@attrs.frozen(kw_only=True)
class SentLetter:
    """That a letter went out: its reference, its kind, to whom, and when."""

    id: str
    kind: str
    to: Reader
    at: datetime


def write_letter(kind: str, facts: Mapping[str, str | date], rules: Letters | None = None) -> Letter:
    """Make a letter of a kind from what its author knows; what is missing becomes a gap.

    Facts that this kind has no place for are left out. Raises `CallerError` for a kind or a fact that there is
    not, and for a day where words are wanted or the other way round; all facts at fault are named.
    """
    used = rules or letters()
    if kind not in used.kinds:
        raise CallerError(f"There is no letter of the kind {kind!r}.", hint=f"There are: {', '.join(used.kinds)}.")
    if wrong := [code for code, value in facts.items() if not _fits(used, code, value)]:
        raise CallerError(
            f"These facts are not known, or not of their sort: {', '.join(wrong)}.",
            hint=f"Words are text, days are dates. The facts are: {', '.join(used.facts)}.",
        )
    given = {code: value for code, value in facts.items() if not isinstance(value, str) or value.strip()}
    template = used.kinds[kind]
    texts = used.answers(template)
    places = {code for paragraphs in texts.values() for text in paragraphs for code in _PLACE.findall(text)}
    days = {code: value for code, value in given.items() if isinstance(value, date) and code in places}
    contact = given.get("contact", "")
    return Letter(
        kind=kind,
        to=template.to,
        subject=template.subject,
        hard=template.hard,
        greeting=_passage(used, used.greeting, given),
        answers={answer: tuple(_passage(used, text, given) for text in texts[answer]) for answer in ANSWERS},
        closing=tuple(_passage(used, text, given) for text in used.closing),
        contact=contact if isinstance(contact, str) else "",
        days=days,
        deadlines=tuple(code for code in days if used.facts[code].sort == "deadline"),
    )


def _fits(rules: Letters, code: str, value: object) -> bool:
    """Tell whether a fact is known and of its sort; a moment is no day."""
    if code not in rules.facts:
        return False
    wanted = date if rules.facts[code].sort in ("day", "deadline") else str
    return type(value) is wanted


def _passage(rules: Letters, text: str, given: Mapping[str, str | date]) -> Passage:
    named = _PLACE.findall(text)
    filled = _PLACE.sub(lambda place: _said(rules, place[1], given), text)
    return Passage(
        text=filled,
        quoted=any(rules.facts[code].sort == "quote" for code in named),
        gaps=tuple(rules.facts[code].gap for code in named if code not in given),
    )


def _said(rules: Letters, code: str, given: Mapping[str, str | date]) -> str:
    value = given.get(code)
    if value is None:
        return f"[{rules.facts[code].gap}: not given yet]"
    return value.strip() if isinstance(value, str) else f"{value:%A} {value.day} {value:%B %Y}"


def override(letter: Letter, warnings: Sequence[Problem], *, reason: str, by: StaffRef, at: datetime) -> Letter:
    """Return the letter with the record that it is sent in spite of warnings; they stay on record with who and why.

    Raises `CallerError` without a reason.
    """
    if not reason.strip():
        raise CallerError(
            "A letter is sent in spite of warnings for a reason.", hint="Say in a sentence why it cannot wait."
        )
    made = Override(warnings=tuple(warnings), reason=reason.strip(), by=by, at=at)
    return attrs.evolve(letter, overrides=(*letter.overrides, made))


# --- a letter as a draft on paper ------------------------------------------------------------------------------------

TAKE_OUT = "For you, the author: take this part out before you send the letter"
IS_DRAFT = "This is a draft. It has not been sent, and nothing sends it for you. Change what does not sound like you."
READ_ALOUD = "Before you send it, read it aloud once, as the person who will open it."
MISSING = "Still missing"
WARNED = "Before you send it"
IN_SPITE = "Sent in spite of this"
OPENING = "who"
"""The name of the section with which the letter itself begins."""

GAP = "gap"
"""The code of a warning that a fact is missing."""


def draft_letter(letter: Letter, warnings: Sequence[Problem] = (), rules: Letters | None = None) -> Draft:
    """Return a letter as a draft that can become a Word document; its first part is for the author alone.

    That part says that it is a draft, what is missing, every warning given, and what was decided in spite of one.
    """
    used = rules or letters()
    return Draft(
        kind="letter",
        form="letter",
        title="Draft of a letter",
        subtitle=used.kinds[letter.kind].label if letter.kind in used.kinds else letter.kind,
        sections=(*_for_author(letter, warnings, used), _opening(letter), *_parts(letter, used), _ending(letter)),
        metrics={"letter": _metrics(letter, warnings)},
        provenance=Provenance(
            standard={"id": used.id, "title": used.title, "revision": str(used.revision), "sha256": used.sha256}
        ),
        problems=tuple(warnings),
    )


def _plain(texts: Sequence[str]) -> tuple[Sentence, ...]:
    return tuple(Sentence(template=each) for each in texts)


def _for_author(letter: Letter, warnings: Sequence[Problem], rules: Letters) -> Iterator[Section]:
    doubt = rules.kinds[letter.kind].doubt if letter.kind in rules.kinds else ""
    said = [IS_DRAFT, READ_ALOUD, *([f"Please check: {doubt}"] if doubt else []), *rules.doubts]
    yield Section(name="author", heading=TAKE_OUT, paragraphs=_plain(said))
    if letter.gaps:
        yield Section(name="missing", heading=MISSING, level=2, bullets=_plain(letter.gaps))
    # What is missing is listed above.
    if others := [str(each) for each in warnings if each.code != GAP]:
        yield Section(name="warnings", heading=WARNED, level=2, bullets=_plain(others))
    for number, each in enumerate(letter.overrides, start=1):
        who = f"Decided by {each.by.role} ({each.by.id}) on {each.at.day} {each.at:%B %Y}. Why: {each.reason}"
        messages = [warning.message for warning in each.warnings]
        name = f"override{number}"
        yield Section(name=name, heading=IN_SPITE, level=2, paragraphs=_plain([who]), bullets=_plain(messages))


def _opening(letter: Letter) -> Section:
    who = [each.text for each in letter.answers.get("who", ())]
    return Section(name=OPENING, heading=letter.subject, paragraphs=_plain([letter.greeting.text, *who]))


def _parts(letter: Letter, rules: Letters) -> Iterator[Section]:
    for answer in ("what", "why", "next", "call"):
        texts = [printed(each) for each in letter.answers.get(answer, ())]
        if texts:
            yield Section(name=answer, heading=rules.headings[answer], level=2, paragraphs=_plain(texts))


def printed(passage: Passage) -> str:
    """Return a passage as it is put on paper: between quotation marks where the words are not the author's."""
    return f"“{passage.text}”" if passage.quoted and not passage.gaps else passage.text


def _ending(letter: Letter) -> Section:
    return Section(name="closing", heading="", paragraphs=_plain(["\n".join(each.text for each in letter.closing)]))


def _metrics(letter: Letter, warnings: Sequence[Problem]) -> Mapping[str, Tree]:
    """Return what a program may want to know of a letter; none of its words."""
    return {
        "kind": letter.kind,
        "to": letter.to,
        "hard": letter.hard,
        "has_contact": bool(letter.contact),
        "gaps": letter.gaps,
        "days": {code: day.isoformat() for code, day in letter.days.items()},
        "warnings": tuple(each.code for each in warnings),
        "overrides": tuple(
            {
                "warnings": tuple(warning.code for warning in each.warnings),
                "by": {"role": each.by.role, "id": each.by.id},
                "at": each.at.isoformat(),
            }
            for each in letter.overrides
        ),
    }
