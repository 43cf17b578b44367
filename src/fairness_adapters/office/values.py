"""What a worksheet's cell stores becomes a value: by its kind, its text and the look of its style.

The rules for looks and days are openpyxl's own functions, the reference; `scripts/fuzz_workbooks.py` holds the
outcome against its whole reading. Where a cell stands, and what must be refused, is
`fairness_adapters.office.sheet`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import attrs

from fairness_adapters.grid import CellError, CellValue

_MARCH_1900 = datetime(1900, 3, 1)  # noqa: DTZ001 - a spreadsheet's dates know no time zone
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MOST_REMEMBERED = 100_000


@attrs.frozen(kw_only=True)
class Look:
    """How a style shows a number: as a "date", a "time" or both ("datetime"); as a duration; in percent."""

    shows: str | None
    duration: bool
    percent: bool


class Values:
    """The making of values for one workbook: its shared texts, the looks of its styles, its date system."""

    def __init__(self, texts: Sequence[str], formats: Sequence[str | int], *, from_1904: bool) -> None:
        from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

        self.texts = [unescaped(text) for text in texts]
        known = {code: _look(code) for code in dict.fromkeys(formats)}
        self.looks = [known[code] for code in formats]
        self.from_1904 = from_1904
        self.epoch: datetime = MAC_EPOCH if from_1904 else WINDOWS_EPOCH
        self._remembered: dict[tuple[str, int], tuple[CellValue, bool]] = {}

    def number(self, stored: str, style: int) -> tuple[CellValue, bool]:
        """Return a number, or what its look makes of it; and whether it is doubtful that it is what it shows."""
        look = self.looks[style]
        if not look.shows:
            return _plain(stored), False
        found = self._remembered.get((stored, style))
        if found is None:
            if len(self._remembered) > _MOST_REMEMBERED:
                self._remembered.clear()
            found = self._remembered[stored, style] = self._shown(_plain(stored), look)
        return found

    def written_out(self, stored: str, style: int) -> tuple[CellValue, bool]:
        """Return a date or time that is written in letters (ISO 8601); raise ValueError when it is none."""
        from openpyxl.utils.datetime import from_ISO8601

        value: CellValue = from_ISO8601(stored)  # type: ignore[no-untyped-call]
        if isinstance(value, datetime | time):
            return self._dated(value, self.looks[style].shows)
        return value, False

    def _shown(self, number: float, look: Look) -> tuple[CellValue, bool]:
        from openpyxl.utils.datetime import from_excel

        try:
            value = from_excel(number, self.epoch, timedelta=look.duration)
        except (OverflowError, ValueError):
            return _whole(number), True
        if isinstance(value, timedelta):
            return value, False
        if number < 0:
            return _whole(number), True
        assert isinstance(value, datetime | time)
        return self._dated(value, look.shows)

    def _dated(self, value: datetime | time, shown: str | None) -> tuple[date | time, bool]:
        if isinstance(value, time):
            return value, shown == "date"
        # Excel counts a 29 February 1900 that never was, so days before March 1900 are off by one or typed by mistake.
        doubtful = value < _MARCH_1900 and not self.from_1904
        return (value.date() if shown == "date" and value.time() == time() else value), doubtful


def error_of(stored: str) -> CellError:
    """Return an error by the words that a spreadsheet shows."""
    return CellError(stored.strip())


def unescaped(text: str) -> str:
    """Undo the escapes of characters that XML cannot hold: _x000D_ is a carriage return (ISO 29500-1, 22.9.2.19)."""
    if "_x" not in text:
        return text
    decoded = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
    return decoded.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _plain(stored: str) -> int | float:
    """Return a whole number as int and any other as float, by how it is written."""
    return float(stored) if "." in stored or "e" in stored or "E" in stored else int(stored)


def _whole(number: float) -> int | float:
    return int(number) if float(number).is_integer() else number


def _look(code: str | int) -> Look:
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_datetime, is_timedelta_format

    shown = BUILTIN_FORMATS.get(code, "General") if isinstance(code, int) else code
    dated = bool(is_date_format(shown))
    return Look(
        shows=(is_datetime(shown) or "datetime") if dated else None,
        duration=dated and bool(is_timedelta_format(shown)),
        # A quoted % is only a letter.
        percent="%" in re.sub(r'"[^"]*"|\\.', "", shown),
    )
