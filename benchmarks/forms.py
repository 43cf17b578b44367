"""Print what 1,000 triage forms cost: read into records and a register; beside python-docx's plain reading of them.

Run by hand: `python benchmarks/forms.py`. Each part runs in a process of its own, so that its memory is its own. The
forms are of two kinds, half each: plain tables as a script fills them in, and content controls with tick boxes.
"""

from __future__ import annotations

import io
import multiprocessing
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

FORMS = 1_000
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
ROWS = (
    ("Reference", "T-{n:04}"),
    ("Name of Reviewer", "professional adviser u{n}"),
    ("Date of Review", "09/03/2026"),
    ("Declaration for Conflict of Interest", "No"),
    ("Summary of Concern(s)", "Two sets of records were late, for the {n}th time. " + "Much was said about it. " * 40),
    ("Documents Reviewed", "1. Audit of records"),
    ("Safeguarding Concern(s)", "No"),
    ("Are there any potential health concerns regarding this practitioner?", "No"),
    ("Risk Rating (with score)", "Amber"),
    ("Rationale", "The cause can be mended. " * 10),
    ("Case Recommendation", "Agree a plan."),
    ("Any Additional Recommendations", "Review in three months."),
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
MAIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
    f'Type="{MAIN}" Target="word/document.xml"/></Relationships>'
)


def plain(text: str) -> str:
    """Return a paragraph."""
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def controlled(text: str) -> str:
    """Return a paragraph whose text stands in a content control, No as a ticked box."""
    if text != "No":
        inner = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
        return f"<w:p><w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt></w:p>"
    boxes = (
        f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r>'
        f"<w:t>{glyph}</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t xml:space='preserve"
        f"'> {word} </w:t></w:r>"
        for state, glyph, word in ((0, "\u2610", "Yes"), (1, "\u2612", "No"))
    )
    return f"<w:p>{''.join(boxes)}</w:p>"


def make(folder: Path) -> None:
    """Write the forms."""
    for number in range(FORMS):
        answer = controlled if number % 2 else plain
        rows = "".join(
            f"<w:tr><w:tc>{plain(label)}</w:tc><w:tc>{answer(text.format(n=number))}</w:tc></w:tr>"
            for label, text in ROWS
        )
        body = f"<w:body><w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl></w:body>"
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("[Content_Types].xml", TYPES)
            package.writestr("_rels/.rels", RELATIONSHIPS)
            package.writestr("word/document.xml", f'<w:document xmlns:w="{W}" xmlns:w14="{W14}">{body}</w:document>')
        (folder / f"{number:04}.docx").write_bytes(out.getvalue())


def by_python_docx(folder: Path) -> str:
    """Read every form as its users do: paragraphs, and the cells of tables."""
    import docx

    found = 0
    for path in sorted(folder.glob("*.docx")):
        document = docx.Document(str(path))
        texts = [each.text for each in document.paragraphs]
        texts += [cell.text for table in document.tables for line in table.rows for cell in line.cells]
        found += sum(bool(text.strip()) for text in texts)
    return f"{found:,} texts"


def blocks(folder: Path) -> str:
    """Read every form as blocks."""
    from fairness_adapters.office.form_blocks import read_form_blocks
    from fairness_adapters.source import read_source

    forms = (read_form_blocks(read_source(path)) for path in sorted(folder.glob("*.docx")))
    return f"{sum(bool(block.text.strip()) for form in forms for block in form.blocks):,} texts"


def register(folder: Path) -> str:
    """Read every form into a record, and write the register."""
    from fairness_adapters.jobs.forms import read_forms, register_of

    forms = read_forms(sorted(folder.glob("*.docx")), on=date(2026, 3, 16))
    answers = sum(len(each.answers.answers) - len(each.answers.unanswered) for each in forms if each.answers)
    return f"{answers:,} answers, {len(register_of(forms)):,} bytes of register"


def measured(work: Callable[[Path], str], folder: Path, answer: multiprocessing.SimpleQueue[str]) -> None:
    """Do the work, and say how long it took and how much memory it had at most."""
    start = time.perf_counter()
    said = work(folder)
    took = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 10 if sys.platform != "darwin" else 1 << 20)
    answer.put(f"{took:6.2f} s, {took / FORMS * 1000:5.2f} ms a form, {memory:4.0f} MiB at most, {said}")


def main() -> None:
    """Make the forms, read them in each way, and print what it cost."""
    fresh = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder)
        for title, work in (
            ("python-docx, plain reading", by_python_docx),
            ("blocks of text", blocks),
            ("records and a register", register),
        ):
            answer = fresh.SimpleQueue()
            process = fresh.Process(target=measured, args=(work, folder, answer))
            process.start()
            process.join()
            if process.exitcode:
                sys.exit(f"{title}: failed")
            print(f"{title:28} {answer.get()}")


if __name__ == "__main__":
    main()
