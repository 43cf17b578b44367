"""The same parts, the same bytes: an Office package written again without anything that varies.

Office libraries stamp the time of writing into the package. Here the members are put in a fixed
order with fixed stamps and attributes. What the parts say is not decided here, but a caller can
pass each part through a function of its own on the way.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

FIXED_DATE = datetime(2000, 1, 1, tzinfo=UTC)
"""The date that stands in every document's properties: a report's own dates are in its text."""

_STAMP = (1980, 1, 1, 0, 0, 0)
_FIRST = ("[Content_Types].xml", "_rels/.rels")

Edit = Callable[[bytes], bytes]


def repack(package: bytes, edits: Mapping[str, Edit] | None = None, added: Mapping[str, bytes] | None = None) -> bytes:
    """Return the package with sorted members and fixed stamps, so that equal parts give equal bytes.

    `edits` maps the name of a member to a function that its bytes pass through; `added` are members that
    the package does not have yet. Stamps are 1 January 1980, the first day that a zip file can say. The
    bytes still depend on the build of zlib.
    """
    changes = edits or {}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=_order):
            content = changes.get(name, _unchanged)(old.read(name))
            new.writestr(_member(name), content, compresslevel=6)
        for name, content in sorted((added or {}).items()):
            new.writestr(_member(name), content, compresslevel=6)
    return out.getvalue()


def _order(name: str) -> tuple[int, str]:
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST)), name


def _unchanged(content: bytes) -> bytes:
    return content


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _STAMP)
    info.compress_type = zipfile.ZIP_DEFLATED
    # Else the system that writes is named in the file, and the bytes differ between systems.
    info.create_system = 0
    return info
