"""What stands where an answer goes, to an answer: text, a day, yes or no, a choice, a list.

An answer that is not there, one that says two things at once and one that is not understood are three
different things, and none of them is No. Where the text comes from is in `fairness_adapters.layouts.word_form`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Literal, TypeAlias

import attrs

from fairness_adapters.labels import normalise_label
from fairness_adapters.layouts.form_lines import without_fillers
from fairness_adapters.layouts.form_schema import FormField
from fairness_adapters.office.form_values import Control, said
from fairness_adapters.office.wml import TICKED, UNTICKED
from fairness_core.problems import Place

State: TypeAlias = Literal["answered", "unanswered", "contradictory", "not understood"]

_BOX = re.compile(f"([{TICKED}{UNTICKED}])")
_TYPED_TICKED = re.compile(r"\[\s*[xX\u2713\u2714]\s*\]|\(\s*[xX\u2713\u2714]\s*\)|[\u2713\u2714]")
_TYPED_UNTICKED = re.compile(r"\[\s*\]|\(\s+\)")
# "N/A", "n.a." and "No-one knows" begin with the letters of a No and are none.
_ENDS_WORD = r"(?:\s*(?:$|[\n,;:!(\u2013\u2014])|\s*\.(?:\s|$)|-(?:\s|$)|\s+-)"
_YES_OR_NO = re.compile(rf"\W*(yes|no|y|n)\b(?={_ENDS_WORD})(?!\W*[ak]\b\W*$)", re.IGNORECASE)
_AS_PRINTED = re.compile(r"\W*(yes|y)\s*(/|or)\s*(no|n)\b|\W*(no|n)\s*(/|or)\s*(yes|y)\b", re.IGNORECASE)
_AFTER_CHOICE = re.compile(r"[.,:;]\s+|\s+[\u2013\u2014=-]\s+|\s*\(")
_WORD_FIRST = re.compile(r"[\s:,.;\u2013\u2014-]*(yes|no)\b(?![/-]\w)", re.IGNORECASE)
_REMARK = re.compile(r"[\n,.;:(]|\s[\u2013\u2014-]\s")
_BEFORE_NOTE = " \t\n,;:./-\u2013\u2014"
# "20.11.2026" and "1.5 hours" begin with no number of a list.
_ITEM = re.compile(r"^\s*(?:\(?\d{1,3}[.)](?!\d)|[-\u2022*])?\s*")
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"^(mon|tues?|wednes|wed|thurs?|fri|satur|sat|sun)(day)?,?\s+", re.IGNORECASE)

LONGEST_CHOICE = 300
"""Characters at the beginning of a line in which a choice is looked for."""


@attrs.frozen(kw_only=True)
class Answer:
    """What a form says to one field: its state, the text that stands there, and what that means.

    `value` is the day as 2026-03-31, "yes" or "no", or the code of a choice; `note` the words beside it;
    `items` the entries of a list, or under a row of labels what stands in each of several rows, blanks in their
    places. `place` is where the answer stands, or would stand.
    """

    state: State
    text: str = attrs.field(default="", repr=False)
    value: str = attrs.field(default="", repr=False)
    note: str = attrs.field(default="", repr=False)
    items: tuple[str, ...] = attrs.field(default=(), repr=False)
    place: Place = Place()

    def to_json(self) -> dict[str, object]:
        """Return the answer as plain JSON values; the place without the file."""
        return {**attrs.asdict(self, recurse=False), "items": list(self.items), "place": said(self.place)}


def parse_answer(field: FormField, text: str, controls: Sequence[Control], place: Place) -> Answer:
    """Return what a text, and the controls in it, answer to a field; a line to write on is no answer."""
    answer = _READERS[field.kind](field, without_fillers(text).strip(), controls)
    return attrs.evolve(answer, text=text, place=place)


def without_prompts(text: str, prompts: Iterable[str]) -> str:
    r"""Return a text without the prompts that the blank form has there: whole lines, or how the text begins.

    >>> without_prompts("Please describe.\nRang twice.", ["Please describe"])
    'Rang twice.'
    """
    known = sorted({plain_prompt(each) for each in prompts}, key=len, reverse=True)
    lines = [line for line in text.split("\n") if not (line.strip() and plain_prompt(line) in known)]
    rest = "\n".join(lines).strip("\n")
    for prompt in known:
        begins = plain_prompt(rest).startswith(prompt) and " " in prompt
        if begins and not plain_prompt(rest)[len(prompt) :][:1].isalnum():
            return _after(rest, prompt)
    return rest


def _after(text: str, prompt: str) -> str:
    """Return what follows a prompt at the beginning of a text, found letter by letter."""
    for end in range(min(len(text), 4 * len(prompt) + 40)):
        if plain_prompt(text[: end + 1]) == prompt:
            return text[end + 1 :].lstrip(" .:;\n")
    return text


def plain_prompt(text: str) -> str:
    """Return a prompt or a choice as it is compared: without the punctuation around it, and "&" as "and"."""
    return _short_prompt(text) if len(text) <= LONGEST_CHOICE else _plain_text(text)


@lru_cache(maxsize=4096)
def _short_prompt(text: str) -> str:
    return _plain_text(text)


def _plain_text(text: str) -> str:
    return normalise_label(text.replace("&", " and ")).strip(" .:;")


def _text(_: FormField, text: str, __: Sequence[Control]) -> Answer:
    return Answer(state="answered" if text else "unanswered", value=text)


def _list(_: FormField, text: str, __: Sequence[Control]) -> Answer:
    items = tuple(item for line in text.split("\n") if (item := _ITEM.sub("", line, count=1).strip()))
    return Answer(state="answered" if items else "unanswered", items=items)


def parse_day(text: str) -> date | None:
    """Return the day that a text names, day before month as in Britain; None when it names none for certain.

    >>> parse_day("3rd April 2026"), parse_day("03/04/2026"), parse_day("3/4/26")
    (datetime.date(2026, 4, 3), datetime.date(2026, 4, 3), None)
    """
    plain = " ".join(_WEEKDAY.sub("", _ORDINAL.sub("", text.strip().rstrip("."))).replace(",", " ").split())
    for form in _DAYS:
        try:
            return datetime.strptime(plain.title(), form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None


def _date(_: FormField, text: str, controls: Sequence[Control]) -> Answer:
    stored = [each for each in controls if each.kind == "date" and each.answered and each.value]
    if not text and not stored:
        return Answer(state="unanswered")
    shown = parse_day(text)
    if len(stored) == 1:
        # What shows may be in any manner of writing; a control that shows another day than it stores says two things.
        if shown and shown.isoformat() != stored[0].value and parse_day(stored[0].text) == shown:
            return Answer(state="contradictory", note=text)
        return Answer(state="answered", value=stored[0].value)
    if shown is None:
        return Answer(state="not understood", note=text)
    return Answer(state="answered", value=shown.isoformat())


def _with_boxes(text: str) -> str:
    return _TYPED_UNTICKED.sub(UNTICKED, _TYPED_TICKED.sub(TICKED, text))


def _yes_no(_: FormField, text: str, __: Sequence[Control]) -> Answer:
    text = _with_boxes(text)
    if not text:
        return Answer(state="unanswered")
    if not _BOX.search(text):
        return _typed_yes_no(text)
    parts, ticked = _BOX.split(text), set[str]()
    word_first = bool(_WORD_FIRST.match(parts[0]))
    rest: list[str] = [] if word_first else [parts[0]]
    unnamed = False
    for place in range(1, len(parts), 2):
        near = parts[place - 1] if word_first else parts[place + 1]
        word = _WORD_FIRST.match(near)
        # "☐ Not known" beside a Yes and a No that nobody ticked is printed, and no remark.
        printed = word is None and parts[place] == UNTICKED and len(parts) > 3 and not _REMARK.search(near.strip())
        if not printed and (not word_first or word is None):
            rest.append(near[word.end() :] if word else near)
        if parts[place] == TICKED:
            unnamed = unnamed or word is None
            ticked |= {word[1].casefold()} if word else set()
    if word_first:
        rest.append(parts[-1])
    note = "\n".join(plain for each in rest if (plain := each.lstrip(_BEFORE_NOTE).rstrip(" \t\n,;:/")))
    if len(ticked) > 1:
        return Answer(state="contradictory", note=note)
    if not ticked and len(parts) == 3 and parts[1] == TICKED and not note:
        return Answer(state="answered", value="yes")
    if unnamed or (not ticked and note):
        return Answer(state="not understood", note=note)
    return Answer(state="answered", value=ticked.pop(), note=note) if ticked else Answer(state="unanswered", note=note)


def _typed_yes_no(text: str) -> Answer:
    if printed := _AS_PRINTED.match(text):
        note = text[printed.end() :].lstrip(f"{_BEFORE_NOTE}()").rstrip()
        return Answer(state="not understood" if note else "unanswered", note=note)
    found = _YES_OR_NO.match(text)
    if found is None:
        return Answer(state="not understood", note=text)
    rest = text[found.end() :]
    value = "yes" if found[1].casefold().startswith("y") else "no"
    return Answer(state="answered", value=value, note=rest.lstrip(_BEFORE_NOTE).rstrip())


def _choice(field: FormField, text: str, _: Sequence[Control]) -> Answer:
    text = _with_boxes(text)
    if not text:
        return Answer(state="unanswered")
    known = {plain_prompt(shown): code for code, texts in field.choices.items() for shown in (code, *texts)}
    if not _BOX.search(text):
        return _typed_choice(field, known, text)
    parts = _BOX.split(text)
    word_first = plain_prompt(parts[0]) in known
    ticked = {
        known.get(plain_prompt(parts[place - 1] if word_first else parts[place + 1]))
        for place in range(1, len(parts), 2)
        if parts[place] == TICKED
    }
    if not ticked:
        return Answer(state="unanswered")
    code = ticked.pop()
    if ticked:
        return Answer(state="contradictory", note=text)
    return Answer(state="answered", value=code) if code else Answer(state="not understood", note=text)


def _typed_choice(field: FormField, known: Mapping[str, str], text: str) -> Answer:
    """Read a choice that was typed; all the printed choices, with none taken away, answer nothing."""
    if code := known.get(plain_prompt(text)):
        return Answer(state="answered", value=code)
    pieces = [piece for line in text.split("\n") for piece in _pieces(known, line) if piece.strip()]
    codes = [known.get(plain_prompt(piece)) for piece in pieces]
    named = {code for code in codes if code}
    note = "\n".join(piece.strip() for piece, code in zip(pieces, codes, strict=True) if not code)
    if len(named) == 1 and codes[0]:
        return Answer(state="answered", value=named.pop(), note=note)
    if {plain_prompt(texts[0]) for texts in field.choices.values()} <= {plain_prompt(piece) for piece in pieces}:
        return Answer(state="unanswered", note=note)
    return Answer(state="contradictory" if len(named) > 1 else "not understood", note=text)


def _pieces(known: Mapping[str, str], line: str) -> tuple[str, ...]:
    """Split a line at slashes where choices stand between all of them: "N/A" holds no N."""
    parts = re.split(r"\s*/\s*", line[:LONGEST_CHOICE])
    if len(parts) > 1 and all(plain_prompt(each) in known for each in parts) and len(line) <= LONGEST_CHOICE:
        return tuple(parts)
    return _first_words(known, line)


def _first_words(known: Mapping[str, str], line: str) -> tuple[str, ...]:
    """Split a line after a choice that it begins with: "No: never met"."""
    for mark in _AFTER_CHOICE.finditer(line[:LONGEST_CHOICE]):
        short = plain_prompt(line[mark.end() :][:4].strip("()")) in ("a", "k")
        if plain_prompt(line[: mark.start()]) in known and not short:
            return line[: mark.start()], line[mark.end() :]
    return (line,)


_READERS: Mapping[str, Callable[[FormField, str, Sequence[Control]], Answer]] = {
    "text": _text,
    "list": _list,
    "date": _date,
    "yes-no": _yes_no,
    "choice": _choice,
}
