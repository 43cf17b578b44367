"""Proposes a layout for a file: headings and codes are matched with our vocabulary, and what is not certain is said.

The proposal is TOML text of kind `table`, with a comment "decide:" wherever a person must. It reads no
figure and decides nothing: `fairness layout try` shows what comes of it. Columns that say who somebody is are
never used, and texts of columns that may hold names are not quoted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from fairness_adapters.grid import Workbook, column_letters
from fairness_adapters.labels import without_footnote
from fairness_adapters.layouts.anchors import matches
from fairness_adapters.layouts.profiles import Column, Profile, profile
from fairness_adapters.layouts.suggest_around import NO_DAY, NO_DAYS, NO_ID, OWN_DAY, SURVEY, notes_below, period_above
from fairness_adapters.layouts.suggest_headers import (
    MOST_CODES,
    HeaderRow,
    are_codes,
    finds,
    header_meanings,
    list_of_column,
    totals,
    without_totals,
)
from fairness_adapters.layouts.suggest_lines import (
    Part,
    ask_for_codes,
    check_line,
    code_pairs,
    is_base,
    is_event,
    measure_of,
    same_code,
    slug,
    unit_lines,
    without_total,
)
from fairness_adapters.layouts.table_cells import SheetCells, text_of
from fairness_adapters.layouts.toml_text import comment, quoted, quoted_list
from fairness_adapters.layouts.vocabulary import vocabulary
from fairness_core.classifications import Classification
from fairness_core.errors import CallerError
from fairness_core.observations import Period, measures

MOST_OWN = 60
"""How many columns of numbers that nobody knows are proposed as measures of the file's own."""
MOST_OF_FORM, OF_FORM = 4, "If it is a form, labels with room for answers, propose again with --form."
"""How many columns a form has at most, and what to do about one."""
CATEGORY_FROM = 5
"""In a file of persons a text is quoted only if it stands in so many rows."""


@attrs.frozen(kw_only=True)
class Suggestion:
    """A proposed layout: its text, what each column was taken for (by its letters), how much is to be decided.

    `may_be_form`: there are few columns and no numbers: labels, perhaps, with what was written beside them.
    """

    text: str
    columns: dict[str, str]
    to_decide: int
    may_be_form: bool = False


def suggest(workbook: Workbook, sheet: str = "", layout_id: str = "") -> Suggestion:
    """Propose a layout for the largest table of a file, or that of a sheet; raise `CallerError` when there is none.

    Without an id of its own it is called "our-layout", and asks for one.
    """
    grids = [grid for grid in workbook.grids if grid.state == "visible" or grid.name == sheet]
    if sheet and sheet not in {grid.name for grid in grids}:
        there = ", ".join(f"'{grid.name}'" for grid in grids)
        raise CallerError(f"There is no sheet {sheet!r} in this file.", hint=f"There are: {there}.")
    found = [each for grid in grids if sheet in ("", grid.name) and (each := profile(SheetCells.of(grid)))]
    if not found:
        raise CallerError(
            "No table can be seen in this file: no row has headings with something below them.",
            hint=f'{OF_FORM} A form of figures is of kind "workbook": "fairness layout show wres-return".',
        )
    largest = max(found, key=lambda each: sum(column.filled for column in each.columns))
    others = [each.cells.grid.name for each in found if each is not largest]
    return _Suggester(workbook.file, largest, others, layout_id).suggestion()


class _Suggester:
    """Makes the parts of one proposal."""

    def __init__(self, file: str, seen: Profile, others: Sequence[str], layout_id: str) -> None:
        self.file, self.seen, self.others, self.layout_id = file, seen, others, layout_id
        self.words = vocabulary()
        self.taken: dict[str, str] = {}
        self.parts: list[Part] = []
        self.ignored: list[Column] = []
        self.own: tuple[Column, ...] = ()
        self.over_time = False
        figures = [each for each in seen.columns if each.is_figures and each.heading]
        self.header = header_meanings(figures, seen.header_rows)
        self.place = next((place for place, each in enumerate(self.header) if each.measures), None)
        named = [each for each in figures if self._is_measured(each)]
        self.not_known = [each for each in figures if self.header and each not in named]
        has_key = any(matches(self.words.keys.headings, each.heading) for each in seen.columns)
        # Under one header row, numbers beside those we know may be anything; under questions they are asked for.
        alone = has_key or bool(self.header) or (bool(named) and seen.header_rows == 1)
        own = [each for each in figures if each not in named and self._may_be_measure(each)]
        events = [each for each in own if named and not has_key and not self.header and is_event(each.heading)]
        self.own = tuple(events if alone else own)
        self.figures = sorted([*named, *self.own[:MOST_OWN]], key=lambda each: each.number)
        first = min((each.number for each in self.figures), default=0)
        self.of_events = bool(self.figures) and all(self._is_event(each) for each in self.figures)
        rest = [each for each in seen.columns if each not in self.figures]
        self.labels = [each for each in rest if not self.header or each.number < first]
        self.is_persons = not self.figures

    def suggestion(self) -> Suggestion:
        period = self._period()
        for column in self.labels:
            self._label(column)
        for place, each in enumerate(self.header):
            self._header_dimension(place, each)
        self._figures()
        self.parts += notes_below(self.seen)
        flows = {known.flow for name in self.taken.values() if (known := measures().measures.get(name))}
        if (self.of_events or "flow" in flows) and period.lines == NO_DAY:
            period = attrs.evolve(period, lines=NO_DAYS)
        if "survey" in flows:
            period = attrs.evolve(period, lines=(*period.lines, SURVEY))
        text = "\n".join([*self._top(), period.text(), *(part.text() for part in self.parts)])
        few, text = self.is_persons and len(self.seen.columns) <= MOST_OF_FORM, text.rstrip("\n") + "\n"
        return Suggestion(text=text, columns=self.taken, to_decide=text.count("# decide:"), may_be_form=few)

    def _top(self) -> Iterator[str]:
        grid = self.seen.cells.grid
        yield comment(f"A proposal for {self.file}, made by matching its headings and codes with what is known.")
        yield comment("Where it says decide, a person must. Then: fairness layout try THIS.toml FILE")
        if self.others:
            yield comment(f"decide: other sheets hold tables too and are not described: {', '.join(self.others)}")
            yield comment("(each can have a layout of its own: fairness layout suggest FILE --sheet NAME)")
        yield 'kind = "table"'
        yield f"id = {quoted(self.layout_id)}" if self.layout_id else NO_ID
        yield "revision = 1"
        yield 'title = "Our layout"                 # decide: one line that says what the file is'
        yield 'source = "Where the file comes from" # decide: who makes the file'
        if any(each.heading for each in self.ignored):
            yield f"ignored = {quoted_list(each.heading for each in self.ignored if each.heading)}"
        yield ""
        if grid.name:
            yield Part(name="sheets", lines=(f"names = {quoted_list([grid.name])}",)).text()
        rows = [each.name for each in self.header] or [""] * self.seen.header_rows
        if rows != [""]:
            told = "what each header row tells, from the top"
            if self.place is not None:
                told = 'decide: what each row tells, from the top; "" is one that names what is counted, and no groups'
            yield Part(name="header", lines=(f"rows = {quoted_list(rows)}  # {told}",)).text()
        yield (
            Part(
                name="tables.headcount",
                lines=('absent = "zero"  # decide: does a combination that is not in the file mean nobody?',),
            ).text()
            if any(self._measure(each) == "headcount" for each in self.figures) or self.is_persons
            else ""
        )

    # time -------------------------------------------------------------------------------------------

    def _period(self) -> Part:
        if any(each.name == "period" for each in self.header):
            return Part(name="period", lines=("# the years stand in a header row",))
        named = [each for each in self.seen.columns if each.heading and self._is_period(each)]
        others = [each for each in self.seen.columns if each.is_days and not OWN_DAY.search(each.heading)]
        for column in (*named, *others)[:1]:
            self._take(column, "period")
            return Part(name="period", lines=(f"labels = {quoted_list([column.heading])}",))
        lines, time = period_above(self.seen)
        self.over_time = isinstance(time, Period)
        return Part(name="period", lines=lines or NO_DAY)

    def _is_period(self, column: Column) -> bool:
        return matches(self.words.period.headings, text_of(column.headings[-1]))

    # label columns -------------------------------------------------------------------------------------

    def _label(self, column: Column) -> None:
        if column_letters(column.number) in self.taken or is_base(column):
            return
        heading = text_of(column.headings[-1]) or column.heading
        if heading and (matches(self.words.personal.headings, heading) or matches(self.words.keys.headings, heading)):
            self._take(column, "key" if matches(self.words.keys.headings, heading) else "ignored")
            self._ignore(column)
        elif column.is_figures or column.is_days or not column.filled or (not heading and self._is_free_text(column)):
            self._take(column, "ignored")
            self._ignore(column)
        else:
            self._dimension(column, heading)

    def _is_free_text(self, column: Column) -> bool:
        """Whether a column without a heading holds long texts that stand once each: names of organisations, say."""
        lasting = sum(count > 1 for count in column.texts.values())
        return len(column.texts) > MOST_CODES and lasting < 0.2 * len(column.texts) and not are_codes(column)

    def _dimension(self, column: Column, heading: str) -> None:
        name = self.words.dimension(heading) if heading else self.words.dimension_of(without_totals(column.texts))
        code_list = list_of_column(column, self.words.dimensions[name].classification if name else "")
        own = not code_list
        if own and not name and len(column.texts) > MOST_CODES and not are_codes(column):
            self._take(column, "ignored")
            self._ignore(column)
            return
        name = name or (code_list.id if code_list else "")
        used = {part.name for part in self.parts} | {f"dimensions.{each.name}" for each in self.header}
        if name and f"dimensions.{name}" in used:
            self._take(column, "ignored")
            self._ignore(column)
            return
        letters = column_letters(column.number).lower()
        name = name or slug(heading) or f"column_{letters}"
        if f"dimensions.{name}" in used or name == "period":
            name = f"{name}_{letters}"
        self._take(column, name)
        lines = [
            f"labels = {quoted_list([column.heading])}"
            if column.heading
            else f"column = {quoted(column_letters(column.number))}"
        ]
        lines += self._meaning(column, code_list)
        lines += self._blank(column)
        self.parts.append(Part(name=f"dimensions.{name}", lines=tuple(lines)))

    def _meaning(self, column: Column, code_list: Classification | None) -> Iterator[str]:
        every = [text for text in totals(column.texts) if not self.is_persons or column.texts[text] >= CATEGORY_FROM]
        bare = {without_footnote(text) for text in column.texts}
        subtotals = [text for text in every if without_total(text) != text and without_total(text) in bare]
        found = [text for text in every if text not in subtotals]
        if code_list:
            yield f"classification = {quoted(code_list.id)}"
            known = {*found, *subtotals}
            unknown = [text for text in column.texts if text not in known and not finds(code_list, text)]
            yield from self._unknown(unknown, column, code_list)
            if subtotals:
                yield same_code(subtotals[0])
        else:
            yield "as_written = true  # decide: each text is a code of its own; or list them under codes"
            if are_codes(column):
                yield 'matching = "/^[A-Z0-9]{3,6}$/"'
            elif subtotals:
                yield same_code(subtotals[0])
        if found:
            yield f"totals = {quoted_list(found)}"
            if len(found) > 1:
                yield "# decide: are all of these totals of everybody? One of known groups only belongs under codes."
            yield check_line(self.taken[column_letters(column.number)], of_events=self.of_events)

    def _unknown(self, unknown: Sequence[str], column: Column, code_list: Classification) -> Iterator[str]:
        shown = [text for text in unknown if not self.is_persons or column.texts[text] >= CATEGORY_FROM]
        if shown:
            yield from ask_for_codes(code_list, shown[:MOST_CODES])
        if len(shown) < len(unknown):
            yield comment(f"decide: {len(unknown) - len(shown)} more are not known, and too rare to be shown here")

    def _blank(self, column: Column) -> Iterator[str]:
        if not column.blanks:
            return
        if column.blanks > column.filled or totals(column.texts):
            yield 'blank = "above"  # decide: an empty cell means that the text above it still holds'
        else:
            yield 'blank = "total"  # decide: a row without a text here states a total; or "above", or "unknown"'
            yield check_line(self.taken[column_letters(column.number)], of_events=self.of_events)

    # figures --------------------------------------------------------------------------------------------

    def _is_measured(self, column: Column) -> bool:
        """Whether a column of numbers is one of figures that we know of, by its heading or by its header rows."""
        if self.header:
            return all(
                not each.name or each.knows(text_of(part))
                for each, part in zip(self.header, column.headings, strict=True)
            )
        return bool(self._measure(column)) and not self._is_period(column)

    def _measure(self, column: Column) -> str:
        if self.header and self.place is None:
            # What nobody knows may be a thing that is counted; headcounts are never added up over it.
            return "figures" if any(each.invented for each in self.header) else "headcount"
        if self.place is not None:
            heading = text_of(column.headings[self.place])
            return self.words.measure(heading) or slug(heading) or "figures"
        found = self.words.measure(text_of(column.headings[-1])) or self.words.measure(column.heading)
        if found or column not in self.own:
            return found
        alike = [each for each in self.own if slug(each.heading) == slug(column.heading)]
        name = slug(column.heading) or "figures"
        return name if len(alike) == 1 else f"{name}_{column_letters(column.number).lower()}"

    def _may_be_measure(self, column: Column) -> bool:
        known = self._is_period(column) or bool(self.words.dimension(text_of(column.headings[-1])))
        return not (column.is_constant or column.is_days or known or is_base(column))

    def _header_dimension(self, place: int, header: HeaderRow) -> None:
        if not header.name or header.name == "period":
            return
        texts = list(dict.fromkeys(text_of(each.headings[place]) for each in self.figures))
        found = totals(texts)
        lines = [f"# the header row {place + 1}"]
        if header.invented:
            lines.append('# decide: are its texts groups, or what is counted ("" in header.rows, figures for each)?')
        if header.code_list:
            lines.append(f"classification = {quoted(header.code_list.id)}")
        else:
            codes = ", ".join(code_pairs(text for text in texts if text and text not in found))
            lines.append(f"codes = {{ {codes} }}" if codes else "as_written = true  # decide: list its texts as codes")
        if found:
            lines += [f"totals = {quoted_list(found)}", check_line(header.name, of_events=self.of_events)]
        lines += self._unknown_headings(place, header)
        self.parts.append(Part(name=f"dimensions.{header.name}", lines=tuple(lines)))

    def _unknown_headings(self, place: int, header: HeaderRow) -> Iterator[str]:
        """Ask what the headings of columns of numbers mean that the code list does not know."""
        texts = dict.fromkeys(text_of(each.headings[place]) for each in self.not_known)
        unknown = [text for text in texts if header.code_list and text and not header.knows(text)]
        for each in self.not_known:
            self._take(each, "unknown")
        if header.code_list and unknown:
            yield from ask_for_codes(header.code_list, unknown)

    def _is_event(self, column: Column) -> bool:
        known = measures().measures.get(self._measure(column))
        heading = column.headings[-1 if self.place is None else self.place]
        return known.flow == "flow" if known else is_event(text_of(heading))

    def _figures_of_header(self) -> None:
        """Propose figures for each heading that says what is counted, under every group."""
        found: dict[str, list[Column]] = {}
        for column in self.figures:
            found.setdefault(text_of(column.headings[self.place or 0]), []).append(column)
        for heading, columns in found.items():
            measure = self._measure(columns[0])
            known = measures().measures.get(measure)
            self.parts += [] if known else [measure_of(measure, heading, over_time=self.over_time)]
            said = f'measure = "{measure}"  # decide: {known.title if known else "a measure of your own, see above"}'
            lines = (said, f"labels = {quoted_list([heading])}", *unit_lines(columns))
            there = f"figures.{measure}" in {part.name for part in self.parts}
            name = f"{measure}_{column_letters(columns[0].number).lower()}" if there else measure
            self.parts.append(Part(name=f"figures.{name}", lines=lines))
            for column in columns:
                self._take(column, measure)

    def _figures(self) -> None:
        if self.place is not None:
            self._figures_of_header()
            return
        if self.header:
            measure = "headcount"
            for column in self.figures:
                self._take(column, measure := self._measure(column))
            self.parts += [] if measure == "headcount" else [measure_of(measure, "Figures", over_time=self.over_time)]
            lines = (f'measure = "{measure}"  # decide: what the numbers count', *unit_lines(self.figures))
            self.parts.append(Part(name=f"figures.{measure}", lines=lines))
            return
        for column in self.figures:
            measure = self._measure(column)
            self._take(column, measure)
            known = measures().measures.get(measure)
            self.parts += [] if known else [measure_of(measure, column.heading, over_time=self.over_time)]
            said = f'measure = "{measure}"  # decide: {known.title if known else "a measure of your own, see above"}'
            lines = (said, f"labels = {quoted_list([column.heading])}", *unit_lines([column]), *self._base(column))
            there = f"figures.{measure}" in {part.name for part in self.parts}
            name = f"{measure}_{column_letters(column.number).lower()}" if there else measure
            self.parts.append(Part(name=f"figures.{name}", lines=lines))
        if self.is_persons:
            self.parts.append(Part(name="figures.headcount", lines=tuple(self._persons())))

    def _base(self, column: Column) -> Iterator[str]:
        """Propose the column of bases that stands under the same question."""
        upper = column.headings[:-1]
        bases = [each for each in self.seen.columns if is_base(each) and each.headings[:-1] == upper]
        if bases:
            self._take(bases[0], "base")
            yield f"base = {quoted_list([text_of(bases[0].headings[-1])])}"

    def _persons(self) -> Iterator[str]:
        yield 'measure = "headcount"  # decide: what each row is'
        yield 'counts = "rows"'
        keys = [each for each in self.seen.columns if self.taken.get(column_letters(each.number)) == "key"]
        if keys:
            yield f"once_per = {quoted_list([keys[0].heading])}  # decide: nobody is counted twice"
        else:
            yield "once_per = []  # decide: the heading of a number that tells people apart, if there is one"

    # names ----------------------------------------------------------------------------------------------

    def _take(self, column: Column, what: str) -> None:
        self.taken[column_letters(column.number)] = what

    def _ignore(self, column: Column) -> None:
        self.ignored.append(column)
