"""Marked sheets as one web page, for whoever writes a layout: every cell with what was made of it.

Nothing in the page loads anything or runs: all text is escaped, and a content policy forbids the rest. A role is
told by a letter and a word, never by colour alone. The page quotes the file, so it belongs where the file belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from fairness_adapters.grid import cell_name, column_letters
from fairness_adapters.layouts.marks import Mark, MarkedSheet, Role
from fairness_adapters.layouts.table_cells import text_of

MOST_ROWS, MOST_COLUMNS = 2000, 200
"""What is drawn of a sheet; the page says what it left out."""
LONGEST_TEXT = 200

_LETTERS: Mapping[Role, tuple[str, str]] = {
    Role.HEADING: ("H", "#D6E4F5"),
    Role.LABEL: ("L", "#E3F1E3"),
    Role.FIGURE: ("F", "#FFFFFF"),
    Role.NO_FIGURE: ("N", "#EFE6F7"),
    Role.IGNORED: ("I", "#EEEEEE"),
    Role.SKIPPED: ("S", "#EEEEEE"),
    Role.LEFT_OVER: ("?", "#FFF0D9"),
    Role.EMPTY: ("E", "#FFFFFF"),
}
_ABOUT: Mapping[Role, str] = {
    Role.HEADING: "a heading that the layout knows",
    Role.LABEL: "a label that the layout knows",
    Role.FIGURE: "a figure that was taken",
    Role.NO_FIGURE: "a figure that is missing, with the reason",
    Role.IGNORED: "a column or row that the layout knows and does not use",
    Role.SKIPPED: "in a row that the layout leaves out, or in the notes",
    Role.LEFT_OVER: "nothing was made of it",
    Role.EMPTY: "an empty cell, or its row, of which something is said",
}
_STYLE = """
body { font-family: Arial, Helvetica, sans-serif; color: #212B32; background: #FFFFFF; margin: 1.5rem; }
table { border-collapse: collapse; margin: 0.5rem 0 2rem; }
th, td { border: 1px solid #768692; padding: 0.2rem 0.4rem; text-align: left; vertical-align: top; max-width: 22rem; }
th { background: #F0F4F5; font-weight: bold; }
small { color: #425563; }
td b { border: 1px solid #425563; padding: 0 0.2rem; font-size: 0.75rem; }
td.p { border: 3px double #8A1538; }
div.s { overflow-x: auto; }
"""


def draw_marked(title: str, sheets: Sequence[MarkedSheet], words: Iterable[str] = ()) -> bytes:
    """Return the page as UTF-8; `words` are sentences that stand before the sheets. The same marks, the same bytes."""
    parts = [
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{_safe(title)}</title>\n<style>{_STYLE}{''.join(_colours())}</style>\n</head>\n<body>",
        f"<h1>{_safe(title)}</h1>",
        *(f"<p>{_safe(each)}</p>" for each in words),
        *_legend(),
        *(part for sheet in sheets for part in _sheet(sheet)),
        "</body>\n</html>\n",
    ]
    return "\n".join(parts).encode()


def _colours() -> Iterator[str]:
    for place, (_, colour) in enumerate(_LETTERS.values()):
        yield f"td.r{place} {{ background: {colour}; }}\n"


def _legend() -> Iterator[str]:
    yield "<h2>What the letters mean</h2>\n<table>\n<thead><tr><th scope='col'>Letter</th><th scope='col'>Meaning</th>"
    yield "</tr></thead>\n<tbody>"
    for place, (role, (letter, _)) in enumerate(_LETTERS.items()):
        yield f"<tr><td class='r{place}'><b>{letter}</b></td><td>{_safe(role.value)}: {_safe(_ABOUT[role])}</td></tr>"
    yield "<tr><td class='p'>double frame</td><td>a problem, told in the cell</td></tr>\n</tbody>\n</table>"


def _sheet(sheet: MarkedSheet) -> Iterator[str]:
    name = sheet.grid.name or "the file's one sheet"
    state = "" if sheet.grid.state == "visible" else f" ({sheet.grid.state})"
    if not sheet.was_read:
        yield f"<h2>{_safe(name)}{state}: not read</h2>\n<p>The layout speaks of other sheets.</p>"
        return
    rows = sorted({row for row, _ in sheet.marks})
    shown, columns = rows[:MOST_ROWS], range(1, min(max(column for _, column in sheet.marks), MOST_COLUMNS) + 1)
    yield f"<h2>{_safe(name)}{state}</h2>"
    if len(rows) > len(shown):
        yield f"<p>The first {len(shown):,} of {len(rows):,} rows are shown.</p>"
    if max(column for _, column in sheet.marks) > MOST_COLUMNS:
        yield f"<p>The first {MOST_COLUMNS} columns are shown.</p>"
    counts = ", ".join(f"{sheet.count(role):,} {role.value}" for role in Role if sheet.count(role))
    yield f'<div class="s" tabindex="0" role="region" aria-label="{_safe(name)}"><table>'
    yield f"<caption>{_safe(name)}: cells by what they are: {counts}</caption>\n<thead><tr><th scope='col'>Row</th>"
    yield "".join(f"<th scope='col'>{column_letters(column)}</th>" for column in columns) + "</tr></thead>\n<tbody>"
    values = {row: dict(pairs) for row, pairs in sheet.grid.rows()}
    for row in shown:
        hidden = " <small>hidden</small>" if row in sheet.grid.hidden_rows else ""
        cells = "".join(_cell(sheet.marks.get((row, c)), values.get(row, {}).get(c)) for c in columns)
        yield f"<tr><th scope='row'>{row}{hidden}</th>{cells}</tr>"
    yield "</tbody>\n</table></div>"


def _cell(mark: Mark | None, value: object) -> str:
    if mark is None:
        return "<td></td>"
    place = list(_LETTERS).index(mark.role)
    text = text_of(value)  # type: ignore[arg-type]
    shown = text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]} (and {len(text) - LONGEST_TEXT} more)"
    told = "".join(f"<br><small>{_safe(each)}</small>" for each in (mark.meaning, *mark.problems) if each)
    framed = " p" if mark.problems else ""
    title = f"{cell_name(mark.row, mark.column)}: {mark.role.value}"
    letter = f'<b title="{_safe(title)}">{_LETTERS[mark.role][0]}</b>'
    return f"<td class='r{place}{framed}'>{letter} {_safe(shown)}{told}</td>"


def _safe(text: str) -> str:
    """Escape text for a page, and leave out signs that could steer what shows it."""
    return escape("".join(each if each.isprintable() else " " for each in text))
