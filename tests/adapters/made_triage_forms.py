"""The same triage form filled in by four hands: python-docx, content controls, tracked changes, pasted pieces."""

from __future__ import annotations

import io

from tests.adapters.office.made_word import cell, field, para, row, run, sdt, table, word_bytes

SUMMARY = ("Two sets of records were late.", "A letter was sent a week after the visit.")
ANSWERS: dict[str, object] = {
    "reference": "T-0042",
    "discipline": "medical",
    "practitioner": "P-7781",
    "registration_number": "7000001",
    "practice": "Anytown Surgery",
    "reviewer": "professional adviser u101",
    "reviewed": "2026-03-09",
    "conflict": "none",
    "summary": "\n".join(SUMMARY),
    "documents": ("Audit of records", "Letter & notes"),
    "safeguarding": "no",
    "health": "yes",
    "health_note": "Sleep is poor.",
    "rationale": "The cause can be mended.",
    "recommendation": "Agree a plan.",
    "additional": ("Review in three months.",),
}
"""What each of the four forms says."""

HEADED = ("Discipline", "Practitioner Name", "Registration Number", "Practice Details (If available/applicable)")
FIRST = ("Medical", "P-7781", "7000001", "Anytown Surgery")
INTRODUCTION = "To be completed by the professional advisor as appointed by NHS England Northwest:"
HEALTH = "Are there any potential health concerns regarding this practitioner?"
NO_CONFLICT = (
    "I declare that I know of no conflict(s) of interest regarding this practitioner or matters arising regarding "
    "the concerns raised."
)


def by_python_docx() -> bytes:
    """Return the form as a script fills it in: tables of plain text."""
    import docx

    document = docx.Document()
    document.add_heading("Clinical Review", 1)
    document.add_paragraph("Reference: T-0042")
    head = document.add_table(rows=2, cols=4)
    for column, (label, value) in enumerate(zip(HEADED, FIRST, strict=True)):
        head.columns[column].cells[0].text, head.columns[column].cells[1].text = label, value
    document.add_paragraph(INTRODUCTION)
    rows = (
        ("Form", ""),
        ("Name of Reviewer", "professional adviser u101"),
        ("Date of Review", "09/03/2026"),
        ("Declaration for Conflict of Interest", f"No. {NO_CONFLICT}"),
        ("Summary of Concern(s)", "\n".join(SUMMARY)),
        ("Documents Reviewed", "1. Audit of records\n2. Letter & notes\n3."),
        ("Safeguarding Concern(s)", "No"),
        (HEALTH, "Yes\nSleep is poor."),
        ("Rationale", "The cause can be mended."),
        ("Case Recommendation", "Agree a plan."),
        ("Any Additional Recommendations", "Review in three months."),
    )
    body = document.add_table(rows=len(rows), cols=2)
    for line, pair in zip(body.rows, rows, strict=True):
        for place, text in zip(line.cells, pair, strict=True):
            place.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _box(*, ticked: bool) -> str:
    state = f"<w14:checkbox><w14:checked w14:val='{int(ticked)}'/></w14:checkbox>"
    return sdt(run("\u2612" if ticked else "\u2610"), state)


def _list(shown: str, *others: str) -> str:
    items = "".join(f"<w:listItem w:displayText='{each}' w:value='{each}'/>" for each in (shown, *others))
    return sdt(run(shown), f"<w:dropDownList>{items}</w:dropDownList>")


def with_controls() -> bytes:
    """Return the form with content controls of every kind, to be re-saved by LibreOffice too."""
    text = "<w:text/>"
    day = '<w:date w:fullDate="2026-03-09T00:00:00Z"><w:dateFormat w:val="d MMMM yyyy"/><w:lid w:val="en-GB"/></w:date>'
    prompt = sdt(run("Choose an item."), "<w:showingPlcHdr/><w:dropDownList/>")
    head = table(
        row(*HEADED),
        row(
            cell(para(_list("Medical", "Dental"))),
            cell(para(sdt(run("P-7781"), text))),
            cell(para(sdt(run("7000001"), text))),
            cell(para(sdt(run("Anytown Surgery"), text))),
        ),
    )
    line_break = "<w:r><w:br/></w:r>"
    body = table(
        row(cell("Name of Reviewer"), cell(para(sdt(run("professional adviser u101"), text)))),
        row(cell("Date of Review"), cell(para(sdt(run("9 March 2026"), day)))),
        row(cell("Declaration for Conflict of Interest"), cell(para(_list("No", "Yes")))),
        row(cell("Summary of Concern(s)"), cell(para(run(SUMMARY[0]), line_break, run(SUMMARY[1])))),
        row(cell("Documents Reviewed"), cell("1. Audit of records", "2. Letter &amp; notes")),
        row(cell("Safeguarding Concern(s)"), cell(para(_box(ticked=False), " Yes ", _box(ticked=True), " No"))),
        row(
            cell(HEALTH),
            cell(para(_box(ticked=True), " Yes ", _box(ticked=False), " No"), para("Sleep is poor.")),
        ),
        row(cell("Rationale"), cell(sdt(para("The cause can be mended.")))),
        row(cell("Case Recommendation"), sdt(cell("Agree a plan."))),
        row(cell("Recommended route"), cell(para(prompt))),
        row(cell("Any Additional Recommendations"), cell("Review in three months.")),
    )
    return word_bytes(
        para("Clinical Review") + para("Reference: ", sdt(run("T-0042"), text)) + head + para(INTRODUCTION) + body
    )


def _ins(text: str) -> str:
    return f"<w:ins w:id='1' w:author='A' w:date='2026-03-09T10:00:00Z'>{run(text)}</w:ins>"


def _del(text: str) -> str:
    gone = f"<w:r><w:delText xml:space='preserve'>{text}</w:delText></w:r>"
    return f"<w:del w:id='2' w:author='B' w:date='2026-03-10T10:00:00Z'>{gone}</w:del>"


def with_tracked_changes() -> bytes:
    """Return the form typed and corrected with Track Changes on, the blank form's prompts struck out."""
    head = table(row(*HEADED), row(*(cell(para(_ins(text))) for text in FIRST)))
    body = table(
        row(cell("Name of Reviewer"), cell(para(_del("Sam Example"), _ins("professional adviser u101")))),
        row(cell("Date of Review"), cell(para(_del("XX/XX/XXXX"), _ins("09/03/2026")))),
        row(cell("Declaration for Conflict of Interest"), cell(para(_del("Yes/No e.g. "), _ins("No. "), NO_CONFLICT))),
        row(cell("Summary of Concern(s)"), cell(para(_ins(SUMMARY[0]), _del(" Never again.")), para(_ins(SUMMARY[1])))),
        row(
            cell("Documents Reviewed"),
            cell(para("1. ", _ins("Audit of records")), para("2. ", _ins("Letter &amp; notes")), "3."),
        ),
        row(cell("Safeguarding Concern(s)"), cell(para(_del("Yes/"), "No"))),
        row(cell(HEALTH), cell(para("Yes", _del("/No")), para(_ins("Sleep is poor.")))),
        row("Rating", "Red", marks="<w:del w:id='3' w:author='B' w:date='2026-03-10T10:00:00Z'/>"),
        row(cell("Rationale"), cell(para(_ins("The cause "), _del("cannot"), _ins("can"), _ins(" be mended.")))),
        row("Case Recommendation", "Agree a plan.", marks="<w:ins w:id='4' w:author='A'/>"),
        row(cell("Any Additional Recommendations"), cell(para(_ins("Review in three months.")))),
    )
    return word_bytes(para("Clinical Review") + para("Reference: ", _ins("T-0042")) + head + para(INTRODUCTION) + body)


def pasted_together() -> bytes:
    """Return the form as it is after much pasting: running text, legacy fields, a text box, odd labels, ticks."""
    box = (
        "<w:r><w:pict><v:rect style='position:absolute;width:200pt;height:40pt;z-index:1'><v:textbox>"
        "<w:txbxContent>{}</w:txbxContent></v:textbox></v:rect></w:pict></w:r>"
    )
    yes = field("<w:name w:val='h1'/><w:checkBox><w:checked/></w:checkBox>", "FORMCHECKBOX")
    no = field("<w:name w:val='h2'/><w:checkBox><w:default w:val='0'/></w:checkBox>", "FORMCHECKBOX")
    name = field("<w:name w:val='Text1'/><w:textInput/>", "FORMTEXT", run("professional adviser u101"))
    tick = "<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>"
    blank = "<w:r><w:sym w:font='Wingdings' w:char='F0A8'/></w:r>"
    first = table(
        row("1. DISCIPLINE:", "Doctor", "Registration  No.", "7000001"),
        row("Practitioner\u2019s reference", "P-7781", "Practice", "Anytown Surgery"),
    )
    second = table(
        row(cell("Reviewer", marks="<w:gridSpan w:val='2'/>")),
        row(cell(para(name), marks="<w:gridSpan w:val='2'/>")),
        row("Review date", "Monday, 9th March 2026"),
        row("Conflict of interest", "None"),
        row(cell("Summary of the concern", marks="<w:vMerge w:val='restart'/>"), SUMMARY[0]),
        row(cell("", marks="<w:vMerge/>"), SUMMARY[1]),
        row("Safeguarding", cell(para(blank, " Yes  ", tick, " No"))),
        row("Potential health concerns (please tick)", cell(para("Yes ", yes, " No ", no), "Sleep is poor.")),
    )
    return word_bytes(
        para("Clinical Review")
        + para(box.format(para("Case number: T-0042")))
        + first
        + second
        + para("Documents seen")
        + para("- Audit of records")
        + para("- Letter &amp; notes")
        + table(row("Rationale for risk rating", cell(table(row("The cause can be mended.")))))
        + para("Recommendation: Agree a plan.")
        + para("Additional recommendations")
        + para("Review in three months.")
    )
