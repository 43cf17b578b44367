"""Change workbooks at random and hold what we read against what openpyxl reads of the same bytes.

    python scripts/fuzz_workbooks.py --minutes 10 --out finds

What may come of a changed file: our error, or openpyxl's own values. Anything else is a find: another value, another
exception, more than ten seconds, a dead process. Each find is kept in the folder with a line that says why; those
worth keeping become files of tests/corpus/more. Every batch is read in a child process held to 2 GiB.
Differences by choice (`SAME`, `by_choice`): error cells have a type of their own, dates without a time are days,
what no date can be stays a number, escapes are decoded, formulas never calculated are no blanks.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import signal
import subprocess
import sys
import time
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from fairness_adapters.grid import CellError, CellValue, NotCalculated, Workbook
from fairness_adapters.office.values import unescaped
from fairness_adapters.source import Limits, Source
from fairness_adapters.workbooks import open_workbook
from fairness_core.errors import FairnessError

CORPUS = Path(__file__).parent.parent / "tests" / "corpus"
BATCH = 200
TALLY = "tally "
SECONDS, THEIR_SECONDS = 10, 2
LIMITS = Limits(max_unpacked=64 << 20, max_part=32 << 20, max_seconds=5)
MARKUP = (
    "<v>1</v>",
    "<c/>",
    "<c r='C3'><v>5</v></c>",
    "<row/>",
    "<f>1</f>",
    "<is><t>x</t></is>",
    "<!-- -->",
    "<xf/>",
    "<t>z</t>",
)
TOKENS = (
    *("", "0", "1", "-1", "2", "60", "1e400", "NaN", "007", "99999999999", "4294967296", "1048577", "XFD1048576", "A0"),
    *("A1:XFD1048576", "s", "str", "b", "e", "n", "d", "inlineStr", "true", "&#0;", "&amp;", "&x;", "_x0041_", "r1", "r2"),
    *("hidden", "veryHidden", "<v>1</v>", "<c/>", "</c>", "<row>", "<f>1</f>", "<is><t>x</t></is>", "<!-- -->", "<![CDATA[1]]>"),
    *("2026-03-31", "PT1H", "[h]:mm", "dd/mm/yyyy", "#N/A", "\u00a0", "\x01", "\ud7ff", "xmlns='urn:x'", "<r><t>y</t></r>"),
)  # fmt: skip


def seeds() -> list[bytes]:
    """Return the files to change: the sound ones of the corpus, and one of every feature that XlsxWriter writes."""
    kept = (path.read_bytes() for path in sorted([*CORPUS.glob("x*"), *CORPUS.glob("more/*.[xo]*")]))
    return [data for data in kept if data[:2] in {b"PK", b"\xd0\xcf"} and len(data) < 50_000] + [made()]


def made() -> bytes:
    """Write a workbook with dates, percentages, errors, formulas, merged areas, links, notes and a hidden sheet."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy"})
    sheet, hidden = book.add_worksheet("Staff"), book.add_worksheet("Deep")
    hidden.hide()
    percent, hours = book.add_format({"num_format": "0.0%"}), book.add_format({"num_format": "[h]:mm"})
    sheet.merge_range("A1:C1", "Group")
    sheet.write_rich_string("A2", "Ba", book.add_format({"bold": True}), "nd", " 5")
    sheet.write_row("B2", [12, 1.5, True, "007", "  x ", "a_x000D_b"])
    sheet.write_number("A3", 0.24, percent)
    sheet.write_number("B3", 1.5625, hours)
    sheet.write_datetime("C3", datetime.fromisoformat("2026-03-31T09:30:00"))
    sheet.write_formula("D3", "=B2*2", None, 24)
    sheet.write_formula("E3", "=1/0", None, "#DIV/0!")
    sheet.write_array_formula("F3:F3", "{=SUM(B2:C2)}", None, 13.5)
    sheet.write_url("A4", "https://example.org", string="link")
    sheet.write_comment("B4", "note", {"author": "u1"})
    sheet.set_row(5, None, None, {"hidden": True})
    sheet.write_column("A6", range(8))
    sheet.autofilter("A2:F9")
    book.close()
    return out.getvalue()


def changed(data: bytes, rng: random.Random) -> bytes:
    """Change the bytes of the file, or the parts within it."""
    if not data.startswith(b"PK") or rng.random() < 0.1:
        return of_bytes(data, rng)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [(name, archive.read(name)) for name in archive.namelist()]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return of_bytes(data, rng)
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        of_parts(parts, rng)
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", rng.choice((0, 8, 8, 8))) as archive:
        warnings.simplefilter("ignore")
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def of_parts(parts: list[tuple[str, bytes]], rng: random.Random) -> None:
    """Drop, double or rename a part, or change what is in it: mostly the sheets, texts, styles and the book."""
    if not parts:
        return
    weights = [8 if re.search(r"sheet\d|sharedS|styles|workbook|content", name) else 1 for name, _ in parts]
    at = rng.choices(range(len(parts)), weights)[0]
    name, content = parts[at]
    chance = rng.random()
    if chance < 0.03:
        del parts[at]
    elif chance < 0.05:
        parts.append((name, content))
    elif chance < 0.08:
        parts[at] = (rng.choice((name.upper(), name.replace("/", "\\"), "../" + name, name + "x")), content)
    else:
        change = of_xml if name.endswith((".xml", ".rels")) and rng.random() < 0.9 else of_bytes
        parts[at] = (name, change(content, rng))


def of_bytes(data: bytes, rng: random.Random) -> bytes:
    """Flip, cut, insert or double some bytes."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8))):
        at = rng.randrange(len(out) + 1)
        chance = rng.random()
        if chance < 0.5 and at < len(out):
            out[at] = rng.randrange(256)
        elif chance < 0.7:
            del out[at : at + rng.choice((1, 1, 4, 64, 4096))]
        else:
            out[at:at] = out[at : at + rng.choice((1, 4, 64))] or bytes([rng.randrange(256)])
    return bytes(out)


LEAF = r"<([\w:]+)(?: [^<>]*)?>[^<>]*</\1>|<[\w:]+(?: [^<>]*)?/>"
PLACES = (r'(?<==")[^"<]*', r"(?<==')[^'<]*", r"(?<=>)[^<]+(?=<)", r"[\w:]{1,40}(?==)", LEAF, LEAF)


def of_xml(content: bytes, rng: random.Random) -> bytes:
    """Change one value, one name or one element of XML text, mostly so that it stays well-formed."""
    text = content.decode("utf-8", "replace")
    pattern = rng.choice(PLACES) if rng.random() < 0.9 else r"<[^>]*>"
    places = list(re.finditer(pattern, text))
    if not places:
        return of_bytes(content, rng)
    place = rng.choice(places)
    near = (place[0] * 2, rng.choice(places)[0], place[0].swapcase(), "" if pattern == LEAF else place[0][:-1])
    other = rng.choice(
        (*TOKENS, *near, *near, *near) if pattern != LEAF else (*near, *MARKUP, f"{place[0]}<c><v>3</v></c>")
    )
    if pattern in PLACES[:4] and rng.random() < 0.9:
        other = escape(other, {'"': "&quot;", "'": "&apos;"}) if "&" not in other else other
    return (text[: place.start()] + other + text[place.end() :]).encode("utf-8", "surrogatepass")


def theirs(data: bytes) -> list[dict[tuple[int, int], Any]] | None:
    """Return the cells of each worksheet as openpyxl reads them; None when it gives up."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book: Any = load_workbook(io.BytesIO(data), data_only=True)
            return [
                {at: cell for at, cell in sheet._cells.items() if cell.value not in {None, ""}}
                for sheet in book.worksheets
            ]
    except TookTooLong:
        raise
    except Exception:
        return None


SAME: dict[type, Callable[[Any], object]] = {
    CellError: lambda value: value.code,
    date: lambda value: datetime.combine(value, clock()),
}


def plain(value: object) -> object:
    """Bring what differs by choice to one form."""
    change = SAME.get(type(value))
    value = change(value) if change else value
    return re.sub(r"x005F_|\r", "", unescaped(value)) if isinstance(value, str) else value


def by_choice(own: CellValue, cell: Any) -> bool:
    """Tell whether two readings of a cell differ because we chose so."""
    if isinstance(own, NotCalculated):
        return cell is None
    if cell is None:
        return False
    if own is None:
        return bool(cell.hyperlink)  # It gives a blank cell the target of its link.
    # Where it makes an error, or a day before the first, of a number that no date can be, ours stays the number.
    return type(own) in {int, float} and (isinstance(cell.value, datetime | clock) or cell.data_type == "e")


def differences(book: Workbook, read: list[dict[tuple[int, int], Any]]) -> Iterator[str]:
    """Give each cell that we read and openpyxl reads otherwise."""
    if len(book.grids) > len(read):
        return  # It leaves out in silence a sheet that it cannot find.
    if len(book.grids) < len(read):
        yield f"{len(book.grids)} sheets, theirs {len(read)}"
        return
    for grid, cells in zip(book.grids, read, strict=True):
        own = {(row, column): value for row, pairs in grid.rows() for column, value in pairs}
        for at in sorted(own.keys() | cells.keys()):
            mine, cell = own.get(at), cells.get(at)
            if any(area.top <= at[0] <= area.bottom and area.left <= at[1] <= area.right for area in grid.merged):
                continue
            their = cell.value if cell is not None else None
            if type(plain(mine)) is type(plain(their)) and plain(mine) == plain(their):
                continue
            if not by_choice(mine, cell):
                yield f"{grid.name!r} {at}: {mine!r}, theirs {their!r}"


REFUSED, SAME_VALUES, ALONE = "refused", "read as openpyxl reads it", "read where openpyxl gives up or is not asked"
ENDED = (REFUSED, SAME_VALUES, ALONE)


class TookTooLong(BaseException):
    """More than the seconds that a file may take."""


def stop(*_: object) -> None:
    """End what takes too long."""
    raise TookTooLong


def judge(data: bytes) -> str:
    """Return why a file is a find, or in one of the words of `ENDED` how it ended."""
    signal.alarm(SECONDS)
    try:
        try:
            book = open_workbook(Source.from_bytes("changed.xlsx", data, LIMITS))
        except FairnessError as refused:
            return REFUSED if "changed.xlsx" in str(refused) else f"an error that does not name the file: {refused}"
        except TookTooLong:
            return "too slow"
        except BaseException as other:
            return f"another exception: {other!r}"
        signal.alarm(THEIR_SECONDS)
        try:
            read = theirs(data) if data.startswith(b"PK") else None
        except TookTooLong:
            return ALONE
        return ALONE if read is None else next(differences(book, read), SAME_VALUES)
    finally:
        signal.alarm(0)


def batch(seed: int, out: Path) -> None:
    """Read a batch of changed files; write each find, and before each reading the file that is being read."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
    signal.signal(signal.SIGALRM, stop)
    rng = random.Random(seed)  # noqa: S311 - no secret hangs on it
    files = seeds()
    sound = [data for data in files if judge(data) == SAME_VALUES]
    ended: Counter[str] = Counter()
    for number in range(BATCH):
        data = changed(rng.choice(sound if rng.random() < 0.8 else files), rng)
        (out / "current").write_bytes(data)
        why = judge(data)
        ended[why] += why in ENDED
        if why not in ENDED:
            (out / f"find-{seed}-{number}.xlsx").write_bytes(data)
            print(f"find-{seed}-{number}.xlsx: {why[:300]}", flush=True)
    print("".join(f"{TALLY}{ended[each]} {each}\n" for each in ENDED), end="")


def main() -> int:
    """Change files until the time is over; return 1 when anything was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--out", type=Path, default=Path("finds"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", action="store_true", help="read one batch and no more; for the child process")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    if given.batch:
        batch(given.seed, given.out)
        return 0
    ended: Counter[str] = Counter()
    end, seed, finds = time.monotonic() + 60 * given.minutes, given.seed, 0
    while time.monotonic() < end:
        command = [sys.executable, __file__, "--batch", "--seed", str(seed), "--out", str(given.out)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ourselves
        found = [line for line in ran.stdout.splitlines() if line.startswith("find-")]
        finds += len(found)
        for line in ran.stdout.splitlines():
            if line.startswith(TALLY):
                count, _, how = line.removeprefix(TALLY).partition(" ")
                ended[how] += int(count)
        print("".join(f"{line}\n" for line in found), end="", flush=True)
        if ran.returncode:
            finds += 1
            (out := given.out / f"died-{seed}.xlsx").write_bytes((given.out / "current").read_bytes())
            print(f"{out.name}: the process died ({ran.returncode}) {ran.stderr[-200:]}", flush=True)
        seed += 1
    print(f"{(seed - given.seed) * BATCH:,} files changed and read, {finds} finds.")
    print("; ".join(f"{count:,} {how}" for how, count in ended.items()))
    return 1 if finds else 0


if __name__ == "__main__":
    sys.exit(main())
