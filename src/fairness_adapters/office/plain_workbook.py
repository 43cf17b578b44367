"""A workbook with one sheet of plain rows, as an export has them: nothing marked, nothing styled, no author.

What people are to read is written with `fairness_adapters.office.workbook`.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from fairness_adapters.office.repack import FIXED_DATE, repack
from fairness_core.errors import MissingExtra

_TEXTS_ARE_TEXTS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_WIDTH = 18


def plain_workbook(sheet: str, rows: Sequence[Sequence[str | int]]) -> bytes:
    """Return an .xlsx file of these rows from A1; empty texts are left out, and the same rows give the same bytes.

    Raises `MissingExtra` when XlsxWriter is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as missing:
        raise MissingExtra("office", "Writing a workbook") from missing
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _TEXTS_ARE_TEXTS)
    book.set_properties({"author": "", "created": FIXED_DATE.replace(tzinfo=None)})
    made = book.add_worksheet(sheet)
    made.set_paper(9)
    made.fit_to_pages(1, 0)
    made.set_column(0, max(map(len, rows)) - 1, _WIDTH)
    for number, row in enumerate(rows):
        made.write_row(number, 0, [None if text == "" else text for text in row])
    book.close()
    return repack(out.getvalue())
