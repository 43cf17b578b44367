"""Fuzz the reader of Word forms: mend and break documents at random, and see that nothing is lost in silence.

    python scripts/fuzz_forms.py --seconds 600 --seed 1 --out finds

What must hold of every file: it is read, by the layout of the triage form too, or refused with one `SourceError`,
within five seconds; and every text
that Word would show is among the blocks, the changes or the hidden text, and not twice among the blocks. A file
for which it does not hold is kept under --out, to become a test in `tests/adapters/office/test_form_finds.py`.
"""

from __future__ import annotations

import argparse
import copy
import io
import random
import re
import sys
import time
import traceback
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

from fairness_adapters.formats.triage_answers import record_of
from fairness_adapters.layouts.form_loading import find_form_layout
from fairness_adapters.layouts.word_form import read_answers
from fairness_adapters.office.form_blocks import read_form_blocks
from fairness_adapters.office.form_walk import _SKIPPED
from fairness_adapters.office.wml import attribute, child, is_on, name
from fairness_adapters.source import Source
from fairness_core.errors import SourceError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WRAPPERS = (
    "ins",
    "del",
    "moveTo",
    "moveFrom",
    "sdt",
    "smartTag",
    "customXml",
    "hyperlink",
    "fldSimple",
    "p",
    "r",
    "tbl",
    "tr",
    "tc",
)
SLOWEST = 5.0


def seeds(folder: Path) -> list[bytes]:
    """Return the Word files of the corpus that are well formed."""
    found = []
    for path in sorted(folder.glob("d*")):
        try:
            read_form_blocks(Source.from_bytes(path.name, path.read_bytes()))
        except SourceError:
            continue
        found.append(path.read_bytes())
    return found


def made_forms() -> list[bytes]:
    """Return the triage form as four hands fill it in, from the tests."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.adapters import made_triage_forms as made

    return [made.by_python_docx(), made.with_controls(), made.with_tracked_changes(), made.pasted_together()]


def wrapped(element: ET.Element, rng: random.Random) -> ET.Element:
    """Return the element within another, as some program might write it."""
    tag = rng.choice(WRAPPERS)
    outer = ET.Element(f"{W}{tag}", {f"{W}author": "A", f"{W}date": "2026-01-01T00:00:00Z"})
    inner = outer
    if tag == "sdt":
        marks = ET.SubElement(outer, f"{W}sdtPr")
        kind = rng.choice(["", "text", "date", "dropDownList", "showingPlcHdr", "box"])
        if kind == "box":
            ET.SubElement(ET.SubElement(marks, f"{W14}checkbox"), f"{W14}checked")
        elif kind:
            ET.SubElement(marks, f"{W}{kind}")
        inner = ET.SubElement(outer, f"{W}sdtContent")
    inner.append(element)
    return outer


def mutate(root: ET.Element, donors: list[ET.Element], rng: random.Random) -> None:
    """Change the tree in a few random places."""
    for _ in range(rng.randint(1, 6)):
        parents = [each for each in root.iter() if len(each)]
        if not parents:
            return
        parent = rng.choice(parents)
        place = rng.randrange(len(parent))
        step = rng.randrange(7)
        if step == 0:
            parent.remove(parent[place])
        elif step == 1:
            parent.insert(place, copy.deepcopy(parent[place]))
        elif step == 2:
            parent.insert(place, copy.deepcopy(rng.choice(list(rng.choice(donors).iter()))))
        elif step == 3:
            element = parent[place]
            parent.remove(element)
            parent.insert(place, wrapped(element, rng))
        elif step == 4:
            other = rng.choice(parents)
            if other not in list(parent.iter()) and parent not in list(other.iter()):
                element = parent[place]
                parent.remove(element)
                other.insert(rng.randint(0, len(other)), element)
        elif step == 5 and parent[place].attrib:
            key = rng.choice(list(parent[place].attrib))
            parent[place].set(
                key, rng.choice(["", "0", "1", "-1", "99999999999", "true", "off", "x", "\u2612", "continue"])
            )
        elif step == 6:
            parent[place].tag = rng.choice(parents).tag


def token_all(root: ET.Element) -> None:
    """Give each piece of text a name of its own."""
    for number, element in enumerate(each for each in root.iter() if name(each) in ("w:t", "w:delText", "m:t", "a:t")):
        element.text = f"tk{number}x"


def shown_tokens(element: ET.Element, out: list[str]) -> None:
    """List the tokens that must be found somewhere: all but what only stands in for something else."""
    for each in element:
        kind = name(each)
        if kind in _SKIPPED or kind == "w:altChunk":
            continue
        if kind == "w:sdt":
            marks = child(each, "w:sdtPr")
            special = marks is not None and any(
                name(mark).endswith("checkbox") or (name(mark) == "w:showingPlcHdr" and is_on(mark)) for mark in marks
            )
            content = child(each, "w:sdtContent")
            if not special and content is not None:
                shown_tokens(content, out)
            continue
        if kind in {"mc:AlternateContent", "w:ruby"}:
            continue
        if kind in ("w:t", "w:delText", "m:t", "a:t"):
            out.append(each.text or "")
            continue
        if kind == "m:f":
            for part in each:
                if name(part) in ("m:num", "m:den"):
                    shown_tokens(part, out)
            continue
        if name(each) == "w:r" and "PlaceholderText" in attribute(child(each, "w:rPr", "w:rStyle"), "val"):
            continue
        shown_tokens(each, out)


def fault(data: bytes, root: ET.Element | None) -> str:
    """Read the file; return what is wrong, empty when nothing is."""
    start = time.perf_counter()
    try:
        form = read_form_blocks(Source.from_bytes("fuzz.docx", data))
        form.to_json()
        record_of(read_answers(find_form_layout("triage-review"), form))
    except SourceError:
        form = None
    except Exception:
        return traceback.format_exc(limit=-3)
    if (took := time.perf_counter() - start) > SLOWEST:
        return f"took {took:.1f} s"
    if form is None or root is None or any(name(each) == "w:fldChar" for each in root.iter()):
        return ""
    wanted: list[str] = []
    body = child(root, "w:body")
    shown_tokens(body if body is not None else root, wanted)
    blocks = "\n".join(each.text for each in form.blocks)
    apart = [*(each.text for each in form.changes), *(each.text for each in form.hidden)]
    everything = "\n".join([blocks, *apart])
    there = set(re.findall(r"tk\d+x", everything))
    if lost := [each for each in wanted if each not in there]:
        return f"lost: {lost}"
    twice = [each for each, count in Counter(re.findall(r"tk\d+x", blocks)).items() if count > 1]
    return f"twice: {twice}" if twice else ""


def packed(data: bytes, document: bytes) -> bytes:
    """Return the package with another main part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.namelist():
            new.writestr(each, document if each == "word/document.xml" else old.read(each))
    return out.getvalue()


def flipped(data: bytes, rng: random.Random) -> bytes:
    """Return the file with a few bytes changed, or cut off."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed[: rng.randrange(len(changed))]) if rng.random() < 0.2 else bytes(changed)


def main() -> int:
    """Fuzz for as long as asked; exit with 1 when something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("finds"))
    parser.add_argument("--corpus", type=Path, default=Path(__file__).parents[1] / "tests" / "corpus")
    asked = parser.parse_args()
    rng, originals = random.Random(asked.seed), [*seeds(asked.corpus), *made_forms()]  # noqa: S311 - no secret
    mains = (zipfile.ZipFile(io.BytesIO(each)).read("word/document.xml") for each in originals)
    trees = [ET.fromstring(each) for each in mains]  # noqa: S314 - our own files
    end, count, finds = time.monotonic() + asked.seconds, 0, Counter[str]()
    while time.monotonic() < end:
        data, root = rng.choice(originals), None
        if rng.random() < 0.15:
            changed = flipped(data, rng)
        else:
            root = copy.deepcopy(rng.choice(trees))
            mutate(root, trees, rng)
            token_all(root)
            changed = packed(data, ET.tostring(root))
        count += 1
        if found := fault(changed, root):
            kind = found.strip().splitlines()[-1].split(":")[0]
            finds[kind] += 1
            if finds[kind] <= 20:
                asked.out.mkdir(parents=True, exist_ok=True)
                (asked.out / f"{count}.docx").write_bytes(changed)
                (asked.out / f"{count}.txt").write_text(found, encoding="utf-8")
    print(f"{count} files in {asked.seconds:.0f} s; finds: {dict(finds) or 'none'}")
    return 1 if finds else 0


if __name__ == "__main__":
    sys.exit(main())
