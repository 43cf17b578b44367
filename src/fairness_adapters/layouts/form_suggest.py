"""Proposes a form layout for a form, best a blank one: a field for each label, its kind by what stands beside it.

The proposal is TOML text of kind `form` that loads as it is, with a comment "decide:" wherever a person must. Labels,
headings and printed choices are quoted, and nothing that stands where an answer goes; of a form that somebody has
filled in no running text is quoted at all, since it may be theirs. How a form is read by a layout is in
`fairness_adapters.layouts.word_form`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

import attrs

from fairness_adapters.layouts.anchors import is_pattern
from fairness_adapters.layouts.form_answers import parse_day, plain_prompt
from fairness_adapters.layouts.form_labels import LONGEST_LABEL, label_words
from fairness_adapters.layouts.form_lines import FILLER
from fairness_adapters.layouts.form_schema import fold_tag
from fairness_adapters.layouts.suggest_lines import slug
from fairness_adapters.layouts.toml_text import comment, quoted, quoted_list
from fairness_adapters.office.form_controls import looks_like_prompt
from fairness_adapters.office.form_values import Block, Control, WordForm
from fairness_adapters.office.wml import TICKED, UNTICKED

_BOX = re.compile(f"[{TICKED}{UNTICKED}]")
_YES_NO = re.compile(r"\W*(yes\W+(or\W+)?no|no\W+(or\W+)?yes|y\W*/\W*n)\b\W*", re.IGNORECASE)
_DAY_PROMPT = re.compile(r"\W*(d{1,2}|x{1,2})\W(m{1,2}|x{1,2})\W(y{2,4}|x{2,4})\W*", re.IGNORECASE)
_ASKS_DAY = re.compile(r"\bdate\b|\bwhen\b|\bon$", re.IGNORECASE)
_ALTERNATIVES = re.compile(r"\(([^()/]+(?:/[^()/]+)+)\)")
_LABEL = re.compile(r"(?:^|\s{2,}|\t|(?<=[_.\u2026])\s*)([^\W\d_][^:_.\u2026\t]{0,80}?)\s*:\s*")
_LONGEST_INLINE = 8
_PLACE = re.compile(r"paragraph (\d+)$")


@attrs.frozen(kw_only=True)
class FormSuggestion:
    """A proposed form layout: its text, the kind of each field by name, and how much is to be decided.

    `filled_in` tells that somebody seems to have filled the form in.
    """

    text: str
    fields: dict[str, str]
    to_decide: int
    filled_in: bool


@attrs.frozen(kw_only=True)
class _Asked:
    """One label with what stands beside it."""

    label: str
    kind: str
    choices: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    decide: str = ""


def suggest_form(form: WordForm, layout_id: str = "") -> FormSuggestion:
    """Propose a layout for a form; a form without any label gives one without fields, which cannot be loaded."""
    seen = _Seen(form)
    asked = _by_name(seen.asked())
    ignored = [text for block, text in seen.ignored if block.kind != "paragraph" or not seen.filled_in]
    lines = [
        comment(f"A proposal for {form.file}, made from its labels; it is best made from the blank form."),
        comment("Where it says decide, a person must. Then: fairness triage read FORM.docx --layout THIS.toml"),
        'kind = "form"',
        f"id = {quoted(layout_id)}" if layout_id else 'id = "our-form"  # decide: a short name of your own',
        "revision = 1",
        f"title = {quoted(next(iter(ignored), 'Our form'))}  # decide: its title",
        'source = "Our own form"  # decide: which form, and of when',
        "# decide: headings and instructions; one that asks for what stands below it is the label of a field",
        "ignored = [",
        *(f"    {quoted(text)}," for text in dict.fromkeys(ignored)),
        "]",
        "",
        "# decide: add required = true to each field that must be there and have an answer",
    ]
    lines += [line for name, each in asked.items() for line in _lines(name, each)]
    text = "\n".join(lines).rstrip("\n") + "\n"
    kinds = {name: each.kind for name, each in asked.items()}
    return FormSuggestion(text=text, fields=kinds, to_decide=text.count("# decide:"), filled_in=seen.filled_in)


def _lines(name: str, each: _Asked) -> Iterator[str]:
    yield f"[fields.{name}]"
    yield f"labels = {quoted_list([each.label])}"
    if each.kind != "text" or each.decide:
        yield f"kind = {quoted(each.kind)}{f'  # decide: {each.decide}' if each.decide else ''}"
    if each.choices:
        codes = _codes(each.choices)
        pairs = ", ".join(f"{code} = {quoted_list([text])}" for code, text in codes.items())
        yield f"choices = {{ {pairs} }}  # decide: the codes that stand for them"
    if each.tags:
        yield f"tags = {quoted_list(each.tags)}"
    if each.prompts:
        yield f"prompts = {quoted_list(each.prompts)}"
    yield ""


def _codes(choices: Sequence[str]) -> dict[str, str]:
    codes: dict[str, str] = {}
    for number, text in enumerate((each.strip("/ ") for each in choices), start=1):
        code = slug(text) or f"choice_{number}"
        codes.setdefault(code if code not in codes else f"{code}_{number}", text)
    return codes


def _by_name(asked: Iterator[_Asked]) -> dict[str, _Asked]:
    """Name each label once; a label in the same words, and a tag that another field has, would be a fault."""
    found: dict[str, _Asked] = {}
    words: set[frozenset[str]] = set()
    tags: set[str] = set()
    for each in asked:
        own, name = label_words(each.label), slug(each.label) or "field"
        if not own or own in words or is_pattern(each.label):
            continue
        number = 1
        while fold_tag(name if number == 1 else f"{name}_{number}") in tags:
            number += 1
        name = name if number == 1 else f"{name}_{number}"
        kept = tuple(tag for tag in each.tags if fold_tag(tag) and fold_tag(tag) not in tags | {fold_tag(name)})
        prompts = tuple(text for text in each.prompts if not is_pattern(text))
        found[name] = attrs.evolve(each, tags=kept, prompts=prompts)
        words.add(own)
        tags |= {fold_tag(name), *map(fold_tag, kept)}
    return found


class _Seen:
    """One form, looked through for labels; `ignored` are the texts that seem to answer nothing."""

    def __init__(self, form: WordForm) -> None:
        self.blocks = [each for each in form.blocks if each.kind not in ("comment", "stored date", "ruby")]
        self.ignored: list[tuple[Block, str]] = []
        self.filled_in = any(map(_is_answered, self.blocks))
        self.tables: dict[str, list[Block]] = {}
        for block in self.blocks:
            if block.cell:
                self.tables.setdefault(block.cell.table, []).append(block)

    def asked(self) -> Iterator[_Asked]:
        """Yield each label in the order of the form; what is no label is kept as ignored."""
        seen: set[str] = set()
        for number, block in enumerate(self.blocks):
            if not block.cell:
                yield from self._paragraph(number)
            elif block.cell.table not in seen and ", table " not in block.cell.table:
                seen.add(block.cell.table)
                yield from self._table(block.cell.table)

    def _table(self, name: str) -> Iterator[_Asked]:
        rows = [list(row) for _, row in groupby(self.tables[name], key=lambda each: each.cell and each.cell.row)]
        number = 0
        while number < len(rows):
            row, below = rows[number], rows[number + 1] if number + 1 < len(rows) else []
            number += 1
            if len(row) > 1 and all(each.text.strip() for each in row) and _is_blank(below):
                yield from (self._asked(each, [under]) for each, under in zip(row, below, strict=False))
                number += 1
            elif len(row) == 1 and _is_blank(below):
                yield self._asked(row[0], below)
                number += 1
            elif len(row) == 1:
                yield from self._line(row[0])
            else:
                yield from self._row(row)

    def _row(self, row: Sequence[Block]) -> Iterator[_Asked]:
        """A label and its answer; of four cells, two of each where the third asks as the first does."""
        half = len(row) == 4 and row[2].text.strip()[-1:] in (":", "?")
        for first, answers in ((row[0], row[1:2]), (row[2], row[3:])) if half else ((row[0], row[1:]),):
            if first.text.strip():
                yield self._asked(first, answers)

    def _asked(self, label: Block, answers: Sequence[Block]) -> _Asked:
        first, *hints = [line.strip() for line in label.text.strip().split("\n") if line.strip()] or [""]
        nested = [each for answer in answers for each in self._within(answer)]
        controls = [each for block in (*answers, *nested) for each in block.controls]
        text = "\n".join(each.text for each in answers if each.text.strip())
        self.filled_in = self.filled_in or bool(text.strip() and not _BOX.search(text) and not _is_printed(text))
        return _kind(first.rstrip(" :"), tuple(hints), text, controls, nested)

    def _within(self, block: Block) -> list[Block]:
        return [
            each for table, cells in self.tables.items() if table.startswith(f"{block.place.field}, ") for each in cells
        ]

    def _paragraph(self, number: int) -> Iterator[_Asked]:
        """A paragraph asks when it ends like a question or a label, or when a blank one follows it."""
        block = self.blocks[number]
        text = block.text.strip()
        following = self.blocks[number + 1] if number + 1 < len(self.blocks) else None
        asks = text.endswith((":", "?")) or _leaves_room(block, following)
        if not text:
            return
        if block.kind == "paragraph" and asks and len(text) <= LONGEST_LABEL and not FILLER.search(text):
            yield self._asked(block, [])
        else:
            yield from self._line(block)

    def _line(self, block: Block) -> Iterator[_Asked]:
        """Labels on lines of their own, "Signed: ....  Date: ....", or texts that answer nothing."""
        for line in (line.strip() for line in block.text.split("\n") if line.strip()):
            labels = list(_labels_of(line))
            for label, answer in labels:
                yield _kind(label, (), answer, block.controls if len(labels) == 1 else (), [])
            if not labels and not is_pattern(line):
                self.ignored.append((block, line))


def _labels_of(line: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before each colon of a line, if it is short, and what stands behind it."""
    marks = list(_LABEL.finditer(line[:LONGEST_LABEL]))
    ends = [*(each.start() for each in marks[1:]), len(line)]
    for mark, end in zip(marks, ends, strict=False):
        if len(mark[1].split()) <= _LONGEST_INLINE:
            yield mark[1], line[mark.end() : end]


def _is_blank(row: Sequence[Block]) -> bool:
    return bool(row) and not any(each.text.strip() for each in row) and all(each.cell for each in row)


def _is_answered(block: Block) -> bool:
    return TICKED in block.text or any(each.answered and each.ticked is None for each in block.controls)


def _is_printed(text: str) -> bool:
    """Tell whether a text in the place of an answer is what a blank form has there."""
    return bool(FILLER.search(text) or _YES_NO.fullmatch(text) or _DAY_PROMPT.fullmatch(text)) or looks_like_prompt(
        text
    )


def _leaves_room(block: Block, following: Block | None) -> bool:
    """Tell whether blank paragraphs follow: their numbers are counted, and they are no blocks."""
    here, there = _PLACE.match(block.place.field), _PLACE.match(following.place.field) if following else None
    return bool(here and there and int(there[1]) > int(here[1]) + 1)


def _kind(
    label: str, hints: tuple[str, ...], text: str, controls: Sequence[Control], nested: Sequence[Block]
) -> _Asked:
    """Guess the kind of a field by its controls, then by what is printed; text where nothing speaks for another."""
    tags = tuple(dict.fromkeys(each.name for each in controls if each.name and each.ticked is None))
    asked = _Asked(label=label, kind="text", prompts=hints, tags=tags)
    if offered := next((each.choices for each in controls if each.choices), ()):
        return attrs.evolve(asked, kind="choice", choices=offered)
    if any(each.kind == "date" for each in controls) or parse_day(text):
        return attrs.evolve(asked, kind="date")
    if _DAY_PROMPT.fullmatch(text):
        return attrs.evolve(asked, kind="date", prompts=(*hints, text))
    return _by_print(asked, text) or _by_room(asked, nested)


def _by_print(asked: _Asked, text: str) -> _Asked | None:
    printed = _printed(text)
    words = {plain_prompt(each) for each in printed} or {plain_prompt(text)}
    if _YES_NO.fullmatch(text) or words in ({"yes", "no"}, {"yes"}, {"no"}):
        return attrs.evolve(asked, kind="yes-no")
    return attrs.evolve(asked, kind="choice", choices=printed) if len(printed) > 1 else None


def _by_room(asked: _Asked, nested: Sequence[Block]) -> _Asked:
    """Guess by the table that is drawn for the answer, by alternatives in brackets, and by the label's own words."""
    if nested:
        top = [each.text.strip() for each in nested if each.cell and each.cell.row == 1 and each.text.strip()]
        entry = "an entry for each row of the table"
        return attrs.evolve(asked, kind="list", prompts=(*asked.prompts, *top), decide=entry)
    bracket = next((found for each in (asked.label, *asked.prompts) if (found := _ALTERNATIVES.search(each))), None)
    if bracket:
        choices = tuple(each.strip() for each in bracket[1].split("/") if each.strip())
        return attrs.evolve(asked, kind="choice", choices=choices, decide="or text, if anything may be written there")
    return attrs.evolve(asked, decide="is it a date?" if _ASKS_DAY.search(asked.label) else "")


def _printed(text: str) -> tuple[str, ...]:
    """Return the words beside the tick boxes of a text, each once: after them, or before where a word comes first."""
    parts = [each.strip(" \t\n,;:") for each in _BOX.split(text)]
    words = parts[:-1] if parts[0] else parts[1:]
    return tuple(dict.fromkeys(each.split("\n")[0] for each in words if each)) if len(parts) > 1 else ()
