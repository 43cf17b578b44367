"""Fill a trust's own Word template: its content controls by tag, and placeholders such as `{{title}}` by name.

    filled = fill_template(read_source("board-paper.docx"), Filling(fields={"title": "Board paper"}))

A template holds no language: a name is a name, and nothing in it runs. Every name that is not known, or that there is
nothing for, is told at once with its place, and then nothing is filled. All that is not filled stays as it was, part
by part and byte by byte. Headers, footers, text boxes and notes are filled like the body.

How it is opened and what is refused: `docx_package`; what the places are: `docx_places`; what fills them: `docx_fill`,
`docx_pictures`, `docx_tables`; what they may be filled with: `docx_values`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeAlias

import attrs

from fairness_adapters.office import docx_fill
from fairness_adapters.office.docx_names import INLINE, TR, copy_of, remove
from fairness_adapters.office.docx_package import Additions, OpenTemplate, Story, filled_bytes, open_template
from fairness_adapters.office.docx_pictures import EMU_PER_TWIP, fill_picture
from fairness_adapters.office.docx_places import NAME, FillPlace, places, places_within
from fairness_adapters.office.docx_tables import fill_table, text_width
from fairness_adapters.office.docx_values import FieldValue, FigurePng, Filling, day_text
from fairness_adapters.office.word import WordTable
from fairness_core.errors import InvalidData, SourceTooLarge
from fairness_core.problems import Place, Problem, error

if TYPE_CHECKING:
    from lxml.etree import _Element

    from fairness_adapters.source import Source

NONE_THERE, NOTHING = "None", "–"
"""What a repeated row says when its list is empty: in its first place, and in the others."""

UNKNOWN = "unknown_name"
_MOST_REPEATED = 256 << 20
_BRACES = "{{"
Fault: TypeAlias = "tuple[str, str, str] | None"


@attrs.frozen(kw_only=True)
class FilledTemplate:
    """A filled document: its bytes, the ending that its name must have, and which names were filled."""

    data: bytes = attrs.field(repr=False)
    suffix: str
    filled: tuple[str, ...]


def template_names(source: Source) -> tuple[str, ...]:
    """Return the names that a template asks for, each once, in the order of the document; raise as `open_template`."""
    template = open_template(source)
    return tuple(dict.fromkeys(each.name for story in template.stories for each in places(story)))


def fill_template(
    source: Source, filling: Filling, *, fields_from: str = "", known: Iterable[str] = ()
) -> FilledTemplate:
    """Fill a template and return the document; the same template and values give the same bytes.

    `fields_from` says where the known names are listed, for the hint; one that is not known is compared with `known`
    ones, which may be more than are filled in here. Raises `InvalidData` with every place that
    cannot be filled: a name that is not known, one that there is nothing for, a value that does not fit its control;
    and what `open_template` raises.
    """
    template = open_template(source)
    found = {story.part: tuple(places(story)) for story in template.stories}
    every = [each for story in found.values() for each in story]
    if faults := [*_faults(every, filling, source.name, tuple(known))]:
        hint = "Mend the template or give what is missing. Nothing was written."
        raise InvalidData(
            f"{source.name} cannot be filled: {_counted(faults)}.",
            faults,
            hint=f"{hint} {fields_from}".strip(),
        )
    pen = _Pen(template, Additions(template))
    for story in template.stories:
        pen.fill(story, found[story.part], filling)
    changed = tuple(story for story in template.stories if found[story.part])
    return FilledTemplate(
        data=filled_bytes(template, changed, pen.additions),
        suffix=template.suffix,
        filled=tuple(dict.fromkeys(each.name for each in every)),
    )


def _counted(faults: Sequence[Problem]) -> str:
    return "1 place is at fault" if len(faults) == 1 else f"{len(faults)} places are at fault"


# --- what is wrong, all of it ----------------------------------------------------------------------------------------


def _faults(every: Sequence[FillPlace], filling: Filling, file: str, known: Sequence[str]) -> Iterator[Problem]:
    """Yield what is wrong with each place, each fault once: a text box stands in the file twice."""
    seen: set[tuple[str, str, str]] = set()
    for place in every:
        fault = _fault(place, filling)
        if fault and (fault[0], place.name, place.where) not in seen:
            seen.add((fault[0], place.name, place.where))
            hint = f"{_close_to(place.name, known)}{fault[2]}" if fault[0] == UNKNOWN else fault[2]
            yield error(fault[0], fault[1], where=Place(file=file, field=place.where), hint=hint)
    yield from _row_faults(every, filling, file)


def _close_to(name: str, known: Sequence[str]) -> str:
    # A long name is no typing error, and comparing takes its length times that of each known one.
    found = get_close_matches(name[:80], known, n=1, cutoff=0.75)
    return f"Is '{found[0]}' meant? " if found else ""


def _fault(place: FillPlace, filling: Filling) -> Fault:
    """Return what is wrong with a place as code, message and hint; None when nothing is."""
    if place.name in filling.lists and not place.texts:
        # A control around the rows of its list.
        return None
    return _name_fault(place) or _value_fault(place, filling)


def _name_fault(place: FillPlace) -> Fault:
    if place.name == _BRACES:
        return "open_braces", "Two braces are opened and not closed.", "Write the name between them: {{title}}."
    if not NAME.fullmatch(place.name):
        return "no_name", "What stands between two braces, or as a tag, is no name.", "Write a name alone: {{title}}."
    return None


def _value_fault(place: FillPlace, filling: Filling) -> Fault:
    called = _called(place)
    if place.inside and place.inside not in filling.lists:
        message = f"{called} stands within the control '{_short(place.inside)}', which is filled itself."
        return "within_another", message, "Take one of the two out."
    known, values = _values(place, filling)
    if not known:
        return UNKNOWN, f"{called} is not known.", "Correct the name, or take it out."
    if any(each is None for each in values):
        return "not_filled", f"There is nothing to put into {_lower(called)}.", "Give it, or take the name out."
    return next((fault for each in values if (fault := _misfit(place, each, called))), None)


def _called(place: FillPlace) -> str:
    kind = "The placeholder" if place.kind in ("placeholder", "alone") else "The control"
    return f"{kind} '{_short(place.name)}'"


def _short(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:57]}..."


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _values(place: FillPlace, filling: Filling) -> tuple[bool, list[FieldValue]]:
    """Return whether the name is known, and all values that the place is to take, one for each item of its list."""
    if place.name in filling.fields:
        return True, [filling.fields[place.name]]
    list_name = filling.list_of(place.name)
    if not list_name:
        return False, []
    items = filling.lists[list_name]
    column = place.name.removeprefix(f"{list_name}.")
    return not items or column in filling.columns(list_name), [each.get(column) for each in items]


def _misfit(place: FillPlace, found: FieldValue, called: str) -> Fault:
    """Return why a value does not fit its place."""
    if isinstance(found, FigurePng) and not (place.kind in ("picture", "alone") or _is_open(place)):
        return "needs_picture", f"{called} is a figure.", "Use a picture control, or a paragraph of its own."
    if isinstance(found, WordTable) and not (
        place.kind == "alone" or (place.kind == "text" and place.level == "block")
    ):
        hint = "Use a rich text control around paragraphs or a sample table, or a paragraph of its own."
        return "needs_block", f"{called} is a table.", hint
    wanted: Mapping[str, tuple[type, str]] = {"date": (date, "a day"), "tick box": (bool, "a yes or no")}
    if place.kind in wanted and not isinstance(found, wanted[place.kind][0]):
        return "wrong_kind", f"{called} takes {wanted[place.kind][1]}, and the field is not one.", _ANOTHER
    if place.kind == "choice" and (not isinstance(found, str) or docx_fill.choice_of(place, found) is None):
        return "not_in_list", f"{called} is a list that does not have the choice.", "Add it to the list in Word."
    if place.level == "row" and place.kind not in ("placeholder", "alone"):
        return "around_rows", f"{called} stands around whole rows.", "Put the control within a cell."
    return None


_ANOTHER = "Use a plain text control."


def _is_open(place: FillPlace) -> bool:
    return place.kind == "text" and place.level in ("block", "run")


def _row_faults(every: Sequence[FillPlace], filling: Filling, file: str) -> Iterator[Problem]:
    """Yield what is wrong with repeated rows: two lists in one, one within another, a list outside a table."""
    rows = _rows(every, filling)
    for row, lists in rows.items():
        where = next(each.where for each in every if each.row is row)
        if len(lists) > 1:
            names = " and ".join(f"'{_short(each)}'" for each in sorted(lists))
            yield _row_fault("two_lists", f"One row names the lists {names}.", where, file)
        if any(each in rows for each in row.iterancestors(TR)):
            yield _row_fault("row_within_row", "A row that is repeated stands within another.", where, file)
    for place in every:
        if place.row is None and filling.list_of(place.name):
            yield _row_fault("no_row", f"{_called(place)} belongs to a list, and stands in no row.", place.where, file)


def _row_fault(code: str, message: str, where: str, file: str) -> Problem:
    hint = "Put what belongs to one list into one row of a table; that row is repeated."
    return error(code, message, where=Place(file=file, field=where), hint=hint)


def _rows(every: Iterable[FillPlace], filling: Filling) -> dict[_Element, set[str]]:
    """Return each row that is to be repeated, with the lists that it names."""
    found: dict[_Element, set[str]] = {}
    for place in every:
        if place.row is not None and (name := filling.list_of(place.name)):
            found.setdefault(place.row, set()).add(name)
    return found


# --- filling ---------------------------------------------------------------------------------------------------------


@attrs.frozen
class _Pen:
    """Fills the places of one template, whose values have been found to fit."""

    template: OpenTemplate
    additions: Additions

    def fill(self, story: Story, found: Sequence[FillPlace], filling: Filling) -> None:
        """Fill one part: rows are repeated first, from the template's own row, then all other places."""
        rows = _rows(found, filling)
        for row, lists in rows.items():
            self._repeat(story, row, next(iter(lists)), filling)
        self._write(
            story,
            [each for each in found if not any(row in rows for row in each.element.iterancestors(TR))],
            filling.fields,
        )

    def _repeat(self, story: Story, row: _Element, name: str, filling: Filling) -> None:
        items = filling.lists[name]
        _check_size(row, len(items), self.template.source.name)
        for values in filling.items(name):
            copied = copy_of(row)
            row.addprevious(copied)
            self._write(story, [*places_within(copied, story.part)], {**filling.fields, **values})
        if not items:
            self._write_none(story, row, name, filling)
        else:
            remove(row)

    def _write_none(self, story: Story, row: _Element, name: str, filling: Filling) -> None:
        """Say that a list has no items; a box to tick in such a row is left as it is."""
        found = [*places_within(row, story.part)]
        own = [
            each for each in found if filling.list_of(each.name) == name and each.kind not in ("tick box", "picture")
        ]
        said = {each.name: NONE_THERE if place == 0 else NOTHING for place, each in enumerate(own)}
        plain = [attrs.evolve(each, kind=each.kind if each.texts else "text") for each in own]
        self._write(
            story, [*plain, *(each for each in found if each.name in filling.fields)], {**filling.fields, **said}
        )

    def _write(self, story: Story, found: Sequence[FillPlace], values: Mapping[str, FieldValue]) -> None:
        by_paragraph: dict[_Element, list[tuple[FillPlace, str]]] = {}
        controls: list[FillPlace] = []
        for place in found:
            known = values.get(place.name)
            if place.texts and isinstance(known, str | date | bool):
                by_paragraph.setdefault(place.element, []).append((place, _text(known)))
            elif place.name in values:
                controls.append(place)
        for each in by_paragraph.values():
            docx_fill.fill_placeholders(each)
        for place in controls:
            self._control(story, place, values[place.name])

    def _control(self, story: Story, place: FillPlace, found: FieldValue) -> None:
        if isinstance(found, FigurePng):
            pointer = self.additions.picture(story, found.png)
            width = text_width(place.element) * EMU_PER_TWIP
            fill_picture(place, found, pointer, _next_number(story.root), width)
        elif isinstance(found, WordTable):
            fill_table(place, found, self.template.styles)
        elif place.kind == "tick box":
            docx_fill.fill_tick(place, ticked=bool(found))
        elif place.kind == "date" and isinstance(found, date):
            docx_fill.fill_day(place, found)
        elif place.kind == "choice":
            docx_fill.fill_choice(place, str(found))
        elif found is not None:
            docx_fill.fill_text(place, _text(found))


def _text(found: FieldValue) -> str:
    if isinstance(found, bool):
        return "Yes" if found else "No"
    return day_text(found) if isinstance(found, date) else str(found)


def _next_number(root: _Element) -> int:
    numbers = [each.get("id", "") for each in root.iter(f"{{{INLINE}}}docPr")]
    return 1 + max((int(each) for each in numbers if each.isdecimal() and len(each) < 9), default=0)


def _check_size(row: _Element, items: int, file: str) -> None:
    from lxml import etree

    if len(etree.tostring(row)) * items > _MOST_REPEATED:
        raise SourceTooLarge(
            f"A row of the template, repeated {items:,} times, would be too large.",
            where=Place(file=file),
            hint="Use a simpler row.",
        )


__all__ = ["FigurePng", "FilledTemplate", "Filling", "fill_template", "template_names"]
