"""Which blocks of a form belong to which field of a layout: labels, the values beside or below them, controls.

What a value means is in `fairness_adapters.layouts.form_answers`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise, takewhile

import attrs

from fairness_adapters.layouts.form_known import Known, known_of, unknown_label
from fairness_adapters.layouts.form_labels import Labels
from fairness_adapters.layouts.form_lines import Line, looks_like_label, split_line, without_fillers
from fairness_adapters.layouts.form_rows import Claim, Piece
from fairness_adapters.layouts.form_schema import FormLayout, fold_tag
from fairness_adapters.office.form_values import Block, Control, WordForm, said
from fairness_adapters.office.wml import TICKED
from fairness_core.problems import Problem, error

MOST_CELLS = 100
"""Cells of a row in which labels are looked for; Word itself stops at 63."""

LONGEST_IGNORED = 1000
"""Characters of a text that may still be no more than headings and prompts."""

_STRUCTURE = frozenset({"stored date"})
_NOTES = frozenset({"comment", "footnote", "endnote", "stored date", "ruby"})
_SAYS = ("yes", "no")
_TWICE = "Two places of the form answer this field; the first is read."


@attrs.define
class Claims:
    """The claims of one form, as they are found; blocks go by their position in the form."""

    layout: FormLayout
    file: str
    blocks: tuple[Block, ...]
    labels: Labels
    tags: dict[str, str]
    known: Known
    found: dict[str, Claim] = attrs.field(factory=dict)
    problems: list[Problem] = attrs.field(factory=list)
    used: set[int] = attrs.field(factory=set)
    _values: dict[str, Claim] = attrs.field(factory=dict)

    @classmethod
    def of(cls, layout: FormLayout, form: WordForm) -> Claims:
        """Find what belongs to each field."""
        claims = cls._unread(layout, form)
        claims._walk()
        return claims

    @classmethod
    def _unread(cls, layout: FormLayout, form: WordForm) -> Claims:
        known = known_of(layout)
        return cls(layout=layout, file=form.file, blocks=form.blocks, labels=known.labels, tags=known.tags, known=known)

    @classmethod
    def recognised(cls, layout: FormLayout, form: WordForm) -> int:
        """Count the fields whose label or tag is somewhere in the form, without reading it."""
        claims = cls._unread(layout, form)
        fields: set[str] = set()
        for place, block in enumerate(claims.blocks):
            fields.update(claims._tagged(place))
            for line in block.text.split("\n")[:MOST_CELLS]:
                split = claims._inline(line)
                fields.update(each.field for each in (split.pairs if split else ()))
                fields.update(each for each in (claims.labels.match(line),) if each)
        return len(fields)

    def left_over(self) -> Iterator[Block]:
        """Yield each block with text that nothing claimed."""
        for place, block in enumerate(self.blocks):
            claimed = place in self.used or block.kind in _STRUCTURE or self._is_ignored(block.text)
            if not claimed:
                yield block

    def _is_ignored(self, text: str) -> bool:
        """Tell whether a text is known to answer nothing, line by line; a tick always says something."""
        lines = [line for line in text.split("\n") if line.strip()]
        return TICKED not in text and len(text) <= LONGEST_IGNORED and all(map(self.known.answers_nothing, lines))

    def _walk(self) -> None:
        """Read tables whole, outer ones before those in their cells, and running text in its stretches."""
        parts: dict[str, list[int]] = {}
        for number, (table, group) in enumerate(groupby(range(len(self.blocks)), key=self._table)):
            parts.setdefault(table or f"text {number}", []).extend(group)
        waiting: Claim | None = None
        for part, places in parts.items():
            if self._table(places[0]):
                self._read_table(
                    places, self._values.get(part.rpartition(", table ")[0]) or self._below(waiting, places)
                )
                waiting = None
            else:
                waiting = self._read_text(places)

    def _below(self, waiting: Claim | None, places: list[int]) -> Claim | None:
        """Return the claim of a label just above a table, when the table has no label: it is drawn as a box to fill."""
        empty = waiting is not None and not waiting.text
        return waiting if empty and not any(self._label(place) or self._tagged(place) for place in places) else None

    def _table(self, place: int) -> str:
        cell = self.blocks[place].cell
        return cell.table if cell else ""

    # Claiming -------------------------------------------------------------------------------------------

    def _claim(self, field: str, place: int, values: Sequence[int], text: str | None = None) -> Claim | None:
        """Note that blocks belong to a field; None when the field has its answer already, which is an error."""
        label = self.blocks[place]
        self.used |= {place, *values}
        if field in self.found:
            where, first = label.place, self.found[field].place
            hint = f"The other is {said(first)}. Keep one of them, or give the layout a field for each."
            self.problems.append(error("label_twice", _TWICE, where=where, hint=hint))
            self.used -= {*values, *([place] if text is not None else [])}
            return None
        claim = self.found[field] = Claim(label.place)
        if text is not None:
            claim.pieces.append(Piece(text, label.place))
        for each in values:
            self._add(claim, each)
        return claim

    def _add(self, claim: Claim, place: int) -> None:
        claim.pieces.append(Piece.of(self.blocks[place]))
        self._values[said(self.blocks[place].place)] = claim
        claim.controls.extend(self.blocks[place].controls)
        self.used.add(place)

    def _tagged(self, place: int) -> dict[str, list[Control]]:
        """Return the controls of a block whose tag or title names a field, by field."""
        found: dict[str, list[Control]] = {}
        for control in self.blocks[place].controls:
            if field := self._field_of(control):
                found.setdefault(field, []).append(control)
        return found

    def _field_of(self, control: Control) -> str | None:
        for text in (control.name, control.title):
            folded = fold_tag(text)
            if field := self.tags.get(folded):
                return field
            if control.kind == "tick box":
                for word in _SAYS:
                    if folded.endswith(word) and (field := self.tags.get(folded.removesuffix(word))):
                        return field
        return self.labels.match(control.title)

    # Tables ---------------------------------------------------------------------------------------------

    def _read_table(self, places: list[int], owner: Claim | None) -> None:
        """Read a table row by row; one that stands within an answer belongs to it, but for labels of its own."""
        rows = [list(row) for _, row in groupby(places, key=self._row)]
        current: Claim | None = None
        number = 0
        while number < len(rows):
            below = rows[number + 1] if number + 1 < len(rows) else []
            if owner is not None and not self._fields_in(rows[number]):
                for each in rows[number]:
                    self._add(owner, each)
                number += 1
                continue
            headed, grid = self._rows_below(rows, number), self._grid_below(rows, number)
            if grid:
                (field,) = self._fields_in(rows[number]).values()
                self._claim(field, rows[number][0], [each for row in grid for each in row])
                current, taken = None, 1 + len(grid)
            elif headed:
                self._read_headed(self._fields_in(rows[number]), headed)
                current, taken = None, 1 + len(headed)
            else:
                current, taken = self._read_row(rows[number], below, current)
            number += taken

    def _row(self, place: int) -> int:
        cell = self.blocks[place].cell
        return cell.row if cell else 0

    def _read_row(self, row: list[int], below: list[int], current: Claim | None) -> tuple[Claim | None, int]:
        """Read one row; return the claim that a row without a label goes on with, and how many rows are done."""
        fields = self._fields_in(row)
        if fields:
            return self._read_pairs(row, below, fields)
        if self._several_controls(row):
            return None, 1
        first = self.blocks[row[0]]
        goes_on = (first.cell is not None and first.cell.continues) or not first.text.strip()
        if current is not None and goes_on and len(row) > 1:
            for each in row[1:]:
                self._add(current, each)
            return current, 1
        if not self._read_inline(row):
            self._unknown(row)
        return None, 1

    def _fields_in(self, row: Sequence[int]) -> dict[int, str]:
        """Return which blocks of a row are labels, and of what; a label beside a tagged control is the control's."""
        if len(row) > MOST_CELLS:
            return {}
        found = {place: field for place in row if (field := self._label(place))}
        for before, place in pairwise(row):
            tagged = self._tagged(place)
            if len(tagged) != 1 or place in found:
                continue
            (field,) = tagged
            if before in found and found[before] != field:
                hint = "The tag is followed. Correct the tag in Word (Developer, Properties), or the label."
                message = "The label and the tag of the control beside it name two different fields."
                self.problems.append(
                    error("tag_disagrees", message, where=self.blocks[place].place, found=field, hint=hint)
                )
            if self.blocks[before].text.strip() and before not in self.used:
                found[before] = field
        return dict(sorted(found.items()))

    def _label(self, place: int) -> str | None:
        """Return the field that a block is a label of: as a whole, or by its first line with a hint below."""
        block = self.blocks[place]
        if not block.text.strip() or self._tagged(place) or any(each.kind != "text" for each in block.controls):
            return None
        whole = self.labels.match(block.text)
        first, _, rest = block.text.strip().partition("\n")
        return whole or (self.labels.match(first) if rest and self._is_ignored(rest) else None)

    def _rows_below(self, rows: list[list[int]], number: int) -> list[list[int]]:
        """Return the rows that a row of labels alone heads: as many cells as it has, and no label among them."""
        head = rows[number]
        labels = [each for each in head if self.blocks[each].text.strip()]
        if len(labels) < 2 or head[: len(labels)] != list(self._fields_in(head)):
            return []
        below = []
        for row in rows[number + 1 :]:
            if len(row) != len(head) or self._fields_in(row):
                break
            below.append(row)
        return below

    def _grid_below(self, rows: list[list[int]], number: int) -> list[list[int]]:
        """Return the rows of several cells below the label of a list that spans its row; none of them a label."""
        fields = self._fields_in(rows[number]) if len(rows[number]) == 1 else {}
        if not fields or self.layout.fields[next(iter(fields.values()))].kind != "list":
            return []
        return list(takewhile(lambda row: len(row) > 1 and not self._fields_in(row), rows[number + 1 :]))

    def _read_headed(self, fields: dict[int, str], below: list[list[int]]) -> None:
        """A row of labels alone: the values of each stand below it, a line for each row.

        Of several rows each field keeps as many lines as there are rows, so that they never come apart.
        """
        columns = {place: range(*self._columns(place)) for place in fields}
        cells = [[[at for at in row if self._columns(at)[0] in columns[each]] for each in fields] for row in below]
        filled = [row for row in cells if any(self._answers(at) for column in row for at in column)]
        for number, (place, field) in enumerate(fields.items()):
            claim = self._claim(field, place, [at for row in cells for at in row[number]])
            if claim is not None and len(filled) > 1:
                claim.rows = tuple("\n".join(self.blocks[at].text for at in row[number]) for row in filled)

    def _answers(self, place: int) -> bool:
        text = without_fillers(self.blocks[place].text)
        return bool(text.strip()) and not self._is_ignored(text)

    def _columns(self, place: int) -> tuple[int, int]:
        cell = self.blocks[place].cell
        return (cell.column, cell.column + cell.span) if cell else (0, 0)

    def _read_pairs(self, row: list[int], below: list[int], fields: dict[int, str]) -> tuple[Claim | None, int]:
        """Labels with their values beside them, up to the next label; or below, where the label spans its row."""
        claim, taken = None, 1
        starts = [*fields, row[-1] + 1]
        for place, end in zip(fields, starts[1:], strict=True):
            values = [each for each in row if place < each < end]
            if len(row) == 1 and len(below) == 1 and self._is_value(below[0]):
                values, taken = below, 2
            claim = self._claim(fields[place], place, values)
        return (claim if len(fields) == 1 else None), taken

    def _is_value(self, place: int) -> bool:
        return self._label(place) is None and self._inline(self.blocks[place].text) is None

    def _several_controls(self, row: list[int]) -> bool:
        """Blocks without a label whose controls say what they are: each control is its own field's."""
        found = False
        for place in row:
            found = self._read_controls(place) or found
        return found

    def _read_controls(self, place: int) -> bool:
        tagged = self._tagged(place)
        whole = len(tagged) == 1 and any(each.kind == "tick box" for controls in tagged.values() for each in controls)
        for field, controls in tagged.items():
            text = self.blocks[place].text if whole else "\n".join(each.text for each in controls)
            if (claim := self._claim(field, place, (), text)) is not None:
                claim.controls.extend(controls)
                self.used |= set(range(place, place + max(each.blocks for each in controls)))
        if tagged and not whole:
            self._see_rest(place, [each.text for controls in tagged.values() for each in controls])
        return bool(tagged)

    def _see_rest(self, place: int, texts: list[str]) -> None:
        """What stands beside controls in their block is their label, or is left over."""
        rest = self.blocks[place].text
        for text in texts:
            rest = rest.replace(text, "", 1)
        if rest.strip(" \t\n:") and not self.labels.match(rest) and not self._is_ignored(rest):
            self.used.discard(place)

    def _unknown(self, row: list[int]) -> None:
        """A row that looks like label and answer, and whose label nobody knows."""
        label, *others = row
        text = self.blocks[label].text
        if not others or not text.strip() or self._is_ignored(text) or label in self.used:
            return
        answered = any(without_fillers(self.blocks[each].text).strip() for each in others)
        self.problems.append(unknown_label(self.labels, text, self.blocks[label].place, answered=answered))

    # Running text ---------------------------------------------------------------------------------------

    def _inline(self, text: str) -> Line | None:
        """Split "Label: answer" where the label is known; None where it is not."""
        return split_line(text, self.labels.match)

    def _read_inline(self, row: list[int]) -> bool:
        """Read cells that hold label and answer in one."""
        found = False
        for place in row:
            if line := self._inline(self.blocks[place].text):
                self._claim_inline(place, line)
                found = True
        return found

    def _claim_inline(self, place: int, line: Line) -> None:
        """Claim each answer of a line with the controls that stand in it; an unknown label in front is left over."""
        controls = self.blocks[place].controls
        for pair in line.pairs:
            if (claim := self._claim(pair.field, place, (), pair.text)) is not None:
                own = (each for each in controls if each.text and each.text in pair.text)
                claim.controls.extend(controls if len(line.pairs) == 1 else own)
        if line.before.strip() and not self._is_ignored(line.before):
            self.used.discard(place)

    def _read_text(self, places: list[int]) -> Claim | None:
        """Read running text: a label alone is answered by the paragraphs that follow, one with a colon beside it.

        Return the claim of the last label, which a table may go on with.
        """
        current: Claim | None = None
        for place in places:
            block = self.blocks[place]
            owner = self._values.get(said(block.place).rpartition(", ")[0])
            if owner is not None and block.kind in ("text box", "embedded"):
                self._add(owner, place)
            elif block.kind not in _NOTES and place not in self.used and (block.text.strip() or block.controls):
                current = self._read_paragraph(place, current)
        return current

    def _read_paragraph(self, place: int, current: Claim | None) -> Claim | None:
        """Read one paragraph; return the claim that the next one goes on with."""
        text = self.blocks[place].text
        if (text.strip() and self._is_ignored(text)) or self._read_controls(place):
            return None
        if "\n" in text and not self._label(place):
            return self._read_lines(place, current)
        if field := self.labels.match(text):
            return self._claim(field, place, ())
        if line := self._inline(text):
            self._claim_inline(place, line)
        elif looks_like_label(text):
            label, _, rest = text.partition(":")
            answered = bool(without_fillers(rest).strip())
            self.problems.append(unknown_label(self.labels, label, self.blocks[place].place, answered=answered))
        elif current is not None:
            self._add(current, place)
            return current
        return None

    def _read_lines(self, place: int, current: Claim | None) -> Claim | None:
        """Read a block of several lines: those with a known label begin an answer, others go on with it."""
        claim, whole = current, True
        for text in self.blocks[place].text.split("\n"):
            line, field = self._inline(text), self.labels.match(text)
            pairs = [(field, "")] if field else [(each.field, each.text) for each in line.pairs] if line else []
            for name, answer in pairs:
                claim = self._claim(name, place, (), answer)
                whole = whole and claim is not None
            rest = line.before if line else "" if field else text
            if claim is not None and rest and not line:
                claim.pieces.append(Piece(rest, self.blocks[place].place))
            else:
                whole = whole and self._is_ignored(rest)
        self.used = self.used | {place} if whole else self.used - {place}
        return claim
