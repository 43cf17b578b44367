"""Files that no adapter may trip over, made when they are asked for, so that nothing hostile is shipped.

Each is in one way what real senders send by accident, or attackers on purpose. Not one is of anybody's
format, so that an adapter must not claim it; read by force it may give a value with problems, or one of
our errors, in bounded time and memory. Parts of Office files are made in `hostile_office`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from functools import cache

import attrs

from fairness_adapters.source import Source
from fairness_adapters.testing.hostile_office import OFFICE


@attrs.frozen(kw_only=True)
class Hostile:
    """One file: its name, what is odd about it, and its bytes when they are wanted."""

    name: str
    odd: str
    make: Callable[[], bytes] = attrs.field(repr=False)

    def source(self) -> Source:
        """Return the file as a source, new each time."""
        return Source.from_bytes(self.name, _made(self.make))


@cache
def _made(make: Callable[[], bytes]) -> bytes:
    return make()


def _noise() -> bytes:
    # Not for secrecy: the same noise each time is the point.
    return random.Random(9).randbytes(5000)  # noqa: S311


_SCRIPT = b"<html><body><table><tr><td>Zone</td></tr></table><script>alert(1)</script></body></html>"

TEXTS: Mapping[str, tuple[str, bytes | Callable[[], bytes]]] = {
    "empty.csv": ("nothing in it", b""),
    "empty.xlsx": ("nothing in it, under the name of a workbook", b""),
    "blanks.csv": ("blanks and line ends only", b" \r\n\t\n" * 50),
    "mark-only.csv": ("a byte order mark and nothing after it", b"\xef\xbb\xbf"),
    "noise.bin": ("random bytes", _noise),
    "noise.xlsx": ("random bytes under the name of a workbook", _noise),
    "nulls.csv": ("null bytes among the text", b"Zone\0,Qty\0\nA\0,1\0\n" * 20),
    "text.xlsx": ("comma-separated text under the name of a workbook", b"Zone,Qty\nA,1\n"),
    "page.xls": ("a web page under the name of a workbook", _SCRIPT),
    "paper.pdf": ("a PDF", b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"),
    "letter.rtf": ("a rich text file", b"{\\rtf1\\ansi Zone\\par 1}"),
    "picture.png": ("a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 64),
    "bytes.csv": ("bytes that are no UTF-8", b"Zone,Qty\n\xff\xfe\xfa,1\n\xc3(,2\n"),
    "half-character.csv": ("UTF-16 that ends in half a character", "Zone,Qty\nA,1\n".encode("utf-16") + b"\x41"),
    "open-quote.csv": ("a quotation mark that is never closed", b'Zone,"Qty\nA,1\nB,2\n' * 200),
    "one-line.csv": ("one line of a million characters", b"Zone," * 200_000),
    "many-columns.csv": ("20,000 columns", b",".join(b"q%d" % each for each in range(20_000)) + b"\n1\n"),
    "ragged.csv": ("rows of every length", b"\n".join(b"z," * each for each in range(60))),
    "formulas.csv": ("cells that a spreadsheet would run", b'Zone,Qty\n=1+1,@SUM(A1)\n"=HYPERLINK(""x"")",-1\n'),
    "huge-number.csv": ("a number of 5,000 digits", b"Zone,Qty\nA," + b"9" * 5000 + b"\n"),
    "odd-numbers.csv": ("NaN, infinity and the like", b"Zone,Qty\nA,NaN\nB,inf\nC,1e999\nD,0x10\nE,1_000\n"),
    "turned.csv": ("marks that turn the direction of text", "Zone,Qty\n\u202eA\u200b,1\n".encode()),
    "plain.csv": ("an honest file of somebody else's", b"Zone,Qty\nA,1\nB,2\n"),
    "entities.xml": (
        "entities that unfold to a billion",
        b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "aaaa">]><z>&a;</z>',
    ),
    "old.xls": ("the beginning of an old workbook and no more", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    "locked.xlsx": (
        "a workbook with a password",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 400,
    ),
    "cut.zip": ("the beginning of a zip and no more", b"PK\x03\x04" + b"\x14\0" * 30),
}


@cache
def hostile_files() -> tuple[Hostile, ...]:
    """Return every file; their names do not change.

    >>> "billion-laughs.xlsx" in [each.name for each in hostile_files()]
    True
    """
    texts = {name: (odd, made if callable(made) else _giving(made)) for name, (odd, made) in TEXTS.items()}
    return tuple(Hostile(name=name, odd=odd, make=make) for name, (odd, make) in {**texts, **OFFICE}.items())


def _giving(data: bytes) -> Callable[[], bytes]:
    return lambda: data
