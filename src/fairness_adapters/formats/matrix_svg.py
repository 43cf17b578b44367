"""A risk matrix drawn as SVG: the grid in colour, with the score and the band's label in every cell.

A matrix holds nothing about people, so it is drawn as it is and needs no `Report`. The same matrix
gives the same bytes.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

import attrs

from fairness_adapters.office.safe_text import clean_text
from fairness_core.report.matrix import band_text, cell_text, level_text, scores_text
from fairness_core.risk.colours import LEAST_CONTRAST, contrast
from fairness_core.risk.matrix import Band, Matrix

_WIDE, _LEAST_HIGH, _HEAD, _MARGIN, _LINE, _SIZE = 136, 72, 132, 24, 18, 15
_SIGNS = 15
"""How many signs of text a cell is wide."""
_WIDTH_OF_SIGN = 7.5


def draw_matrix(matrix: Matrix) -> bytes:
    """Return the grid as an SVG picture in UTF-8, with a title and a description for a reader who cannot see it.

    The most likely row is on top and the gravest column on the right. Raises `CallerError` when a text
    of the matrix cannot stand in XML.
    """
    canvas = _Canvas.of(matrix)
    parts = [
        f"<title>{_safe(matrix.title)}</title>",
        f"<desc>{_safe(describe(matrix))}</desc>",
        f'<rect width="{canvas.width}" height="{canvas.height}" fill="#FFFFFF"/>',
        *_titles(matrix, canvas),
        *_heads(matrix, canvas),
        *_cells(matrix, canvas),
        *_words_below(matrix, canvas),
    ]
    size = f'width="{canvas.width}" height="{canvas.height}" viewBox="0 0 {canvas.width} {canvas.height}"'
    label = quoteattr(clean_text(f"{matrix.title}. {describe(matrix)}", matrix.id))
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label={label} lang="en-GB" '
    opening += f'font-family="Arial, Helvetica, sans-serif" font-size="{_SIZE}" fill="#000000">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', opening, *parts, "</svg>", ""]).encode()


def describe(matrix: Matrix) -> str:
    """Say in words what the picture shows: the size, which way it rises, and each band with its scores."""
    rows, columns = len(matrix.likelihood.levels), len(matrix.consequence.levels)
    bands = "; ".join(f"{band_text(band)}, score {scores_text(matrix, band)}" for band in matrix.bands)
    size = f"A grid of {rows} levels of {matrix.likelihood.title.lower()}, the most likely on top"
    return f"{size}, by {columns} levels of {matrix.consequence.title.lower()}, the gravest on the right. {bands}."


@attrs.frozen(kw_only=True)
class _Canvas:
    """How large the picture is, where its grid begins, how high a row is, and the words below."""

    width: int
    height: int
    top: int
    high: int
    below: tuple[str, ...]

    @classmethod
    def of(cls, matrix: Matrix) -> _Canvas:
        """Measure the words and the grid."""
        columns, rows = matrix.consequence.levels, matrix.likelihood.levels
        width = max(2 * _MARGIN + _HEAD + _WIDE * len(columns), 520)
        below = tuple(_words(matrix, int((width - 2 * _MARGIN) / _WIDTH_OF_SIGN)))
        labels = [*(band.label for band in matrix.bands), *(level_text(row) for row in rows)]
        high = max(_LEAST_HIGH, _LINE * (max(len(textwrap.wrap(label, _SIGNS)) for label in labels) + 1) + 16)
        top = _MARGIN + 74 + _LINE * max(len(textwrap.wrap(level_text(column), _SIGNS)) for column in columns)
        height = top + high * len(rows) + _MARGIN + _LINE * len(below) + _MARGIN // 2
        return cls(width=width, height=height, top=top, high=high, below=below)

    def base(self, row: int, lines: list[str]) -> int:
        """Return the base of the first of some lines that stand in the middle of a row."""
        return self.top + self.high * row + (self.high - _LINE * len(lines)) // 2 + _SIZE - 1


def _words(matrix: Matrix, signs: int) -> Iterator[str]:
    """Yield the lines below the grid: what to know before using it, then how to choose a level."""
    for text in (f"Note: {matrix.notice}" if matrix.notice else "", f"How to choose a level: {matrix.scoring_rule}"):
        yield from textwrap.wrap(text, signs)


def _titles(matrix: Matrix, canvas: _Canvas) -> Iterator[str]:
    yield _text(_MARGIN, _MARGIN + 14, f"{matrix.title} ({matrix.id}, revision {matrix.revision})", "bold", "start")
    middle = _MARGIN + _HEAD + (canvas.width - 2 * _MARGIN - _HEAD) // 2
    yield _text(middle, _MARGIN + 44, matrix.consequence.title, "bold")
    yield _text(_MARGIN + 4, canvas.top - 10, matrix.likelihood.title, "bold", "start")


def _heads(matrix: Matrix, canvas: _Canvas) -> Iterator[str]:
    for place, level in enumerate(matrix.consequence.levels):
        lines = textwrap.wrap(level_text(level), _SIGNS)
        middle = _MARGIN + _HEAD + _WIDE * place + _WIDE // 2
        yield from _lines(middle, canvas.top - 10 - _LINE * (len(lines) - 1), lines, "#000000")
    for place, level in enumerate(reversed(matrix.likelihood.levels)):
        lines = textwrap.wrap(level_text(level), _SIGNS)
        yield from _lines(_MARGIN + 4, canvas.base(place, lines), lines, "#000000", "start")


def _cells(matrix: Matrix, canvas: _Canvas) -> Iterator[str]:
    for down, row in enumerate(reversed(matrix.likelihood.levels)):
        for across, column in enumerate(matrix.consequence.levels):
            band = matrix.band(row.code, column.code)
            left, top = _MARGIN + _HEAD + _WIDE * across, canvas.top + canvas.high * down
            box = f'x="{left}" y="{top}" width="{_WIDE}" height="{canvas.high}"'
            yield f'<rect {box} fill="{band.colour}" stroke="#FFFFFF" stroke-width="2"/>'
            score, label = cell_text(matrix, row, column).split(" ", 1)
            lines = [score, *textwrap.wrap(label, _SIGNS)]
            yield from _lines(left + _WIDE // 2, canvas.base(down, lines), lines, text_colour(band))


def _words_below(matrix: Matrix, canvas: _Canvas) -> Iterator[str]:
    start = canvas.top + canvas.high * len(matrix.likelihood.levels) + _MARGIN
    yield from _lines(_MARGIN, start, list(canvas.below), "#000000", "start")


def text_colour(band: Band) -> str:
    """Return the band's colour of text where it can be read on the band, else black or white, whichever can."""
    if contrast(band.colour, band.text_colour) >= LEAST_CONTRAST:
        return band.text_colour
    return max(("#000000", "#FFFFFF"), key=lambda colour: contrast(band.colour, colour))


def _lines(x: int, y: int, lines: list[str], fill: str, anchor: str = "middle") -> Iterator[str]:
    for number, line in enumerate(lines):
        yield _text(x, y + _LINE * number, line, anchor=anchor, fill=fill)


def _text(x: int, y: int, words: str, weight: str = "normal", anchor: str = "middle", fill: str = "#000000") -> str:
    look = f'text-anchor="{anchor}" font-weight="{weight}" fill="{fill}"'
    return f'<text x="{x}" y="{y}" {look}>{_safe(words)}</text>'


def _safe(text: str) -> str:
    return escape(clean_text(text, "the matrix"))
