"""The Word reader on documents made by hand, one oddity each: what shows is read, what does not is told apart."""

from __future__ import annotations

import io
import zipfile

import pytest
from tests.adapters.office.made_word import (
    NAMESPACES,
    cell,
    field,
    para,
    read,
    relationships,
    row,
    run,
    sdt,
    table,
    texts,
    word_bytes,
)

from fairness_adapters.office.form_blocks import read_form_blocks
from fairness_adapters.source import Limits, Source
from fairness_core.errors import SourceError, SourceTooLarge, UnreadableSource, WrongKind

BOX = "<w:name w:val='c1'/><w:checkBox>{}</w:checkBox>"
TEXT_BOX = "<w:txbxContent><w:p><w:r><w:t>ANSWER</w:t></w:r></w:p></w:txbxContent>"
BOTH = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp>"
    "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r>"
)
DATE = '<w:date w:fullDate="2026-04-03T00:00:00Z"><w:dateFormat w:val="dd/MM/yyyy"/></w:date>'
LEVELS = '<w:listItem w:displayText="Choose an item." w:value=""/><w:listItem w:displayText="Level 2" w:value="2"/>'
STYLED = "<w:rStyle w:val='PlaceholderText'/>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(para(sdt(run("03/04/2026"), DATE)), ["03/04/2026", "2026-04-03"], id="date and what is stored"),
        pytest.param(para(sdt("", DATE)), ["2026-04-03", "2026-04-03"], id="date without text"),
        pytest.param(
            para(field("<w:ddList><w:result w:val='1'/><w:listEntry w:val='Level 1'/><w:listEntry w:val='Level 2'/></w:ddList>", "FORMDROPDOWN")),
            ["Level 2"],
            id="legacy drop-down",
        ),
        pytest.param(
            para(field("<w:ddList><w:listEntry w:val='Choose one'/><w:listEntry w:val='A'/></w:ddList>", "FORMDROPDOWN")),
            [],
            id="legacy drop-down at its prompt",
        ),
        pytest.param(
            para(field(BOX.format("<w:default w:val='1'/>"), "FORMCHECKBOX"), " Yes "), ["☒ Yes "], id="ticked by default"
        ),
        pytest.param(
            para(field(BOX.format("<w:default w:val='1'/><w:checked w:val='0'/>"), "FORMCHECKBOX"), " Yes"),
            ["☐ Yes"],
            id="ticked by default and unticked",
        ),
        pytest.param(
            para(sdt(run("☐"), "<w14:checkbox><w14:checked w14:val='true'/></w14:checkbox>"), " Yes"),
            ["☒ Yes"],
            id="tick box that stores another state than it shows",
        ),
        pytest.param(
            para(sdt(run("☒"), "<w14:checkbox><w14:checked/></w14:checkbox>"), " Yes"), ["☒ Yes"], id="bare checked"
        ),
        pytest.param(para(sdt(run("☐"), "<w14:checkbox/>"), " Yes"), ["☐ Yes"], id="tick box without a state"),
        pytest.param(
            table(row("Yes", sdt(cell("☒"), "<w14:checkbox><w14:checked w14:val='1'/></w14:checkbox>"))),
            ["Yes", "☒"],
            id="tick box around a cell",
        ),
        pytest.param(para(BOTH.format(box=TEXT_BOX)), ["ANSWER"], id="text box once"),
        pytest.param(para(BOTH.format(box=TEXT_BOX).replace("ANSWER", "", 1)), ["ANSWER"], id="only the fallback speaks"),
        pytest.param(
            para("<w:r><w:pict><v:shape><v:textpath string='ANSWER'/></v:shape></w:pict></w:r>"), ["ANSWER"], id="WordArt"
        ),
        pytest.param(
            para("<w:r><w:drawing><a:graphic><a:p><a:r><a:t>ANSWER</a:t></a:r></a:p></a:graphic></w:drawing></w:r>"),
            ["ANSWER"],
            id="text in a drawing",
        ),
        pytest.param(table(row("L", cell("<w:p/>", table(row("A", "B")), "<w:p/>"))), ["L", "A", "B"], id="nested table"),
        pytest.param(
            table(row("L", cell(para("before"), table(row("B")), para("after")))), ["L", "before\nafter", "B"],
            id="text around a nested table",
        ),
        pytest.param(
            para(run("R", "<w:rFonts w:ascii='Wingdings 2' w:hAnsi='Wingdings 2'/>"), " Yes ", run("\uf0a3", "<w:rFonts w:ascii='Wingdings 2'/>"), " No"),
            ["☒ Yes ☐ No"],
            id="tick typed in a symbol font",
        ),
        pytest.param(para("\u2611 Yes \u25a1 No"), ["☒ Yes ☐ No"], id="boxes of other shapes"),
        pytest.param(para("<w:r><w:sym w:font='Wingdings' w:char='zz'/></w:r>", "x"), ["x"], id="symbol without a code"),
        pytest.param(para("<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>4</m:t></m:r></m:den></m:f></m:oMath>"), ["1/4"], id="equation"),
        pytest.param(para("<w:smartTag>" + run("ANSWER") + "</w:smartTag>"), ["ANSWER"], id="smart tag"),
        pytest.param("<w:customXml>" + para("ANSWER") + "</w:customXml>", ["ANSWER"], id="custom XML"),
        pytest.param(para("<w:fldSimple w:instr='AUTHOR'>" + run("ANSWER") + "</w:fldSimple>"), ["ANSWER"], id="simple field"),
        pytest.param(para("<w:hyperlink>" + run("ANSWER") + "</w:hyperlink>"), ["ANSWER"], id="hyperlink"),
        pytest.param(para("<w:bdo w:val='rtl'>" + run("ANSWER") + "</w:bdo>"), ["ANSWER"], id="direction"),
        pytest.param(table("<w:customXml>" + row("A", "<w:sdt></w:sdt>") + "</w:customXml>"), ["A"], id="custom XML around a row"),
        pytest.param(
            para("<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>MERGEFIELD x</w:instrText></w:r>", "<w:r><w:fldChar w:fldCharType='separate'/></w:r>", "ANSWER", "<w:r><w:fldChar w:fldCharType='end'/></w:r>"),
            ["ANSWER"],
            id="the result of a field",
        ),
        pytest.param("<o:invented>" + para("ANSWER") + "</o:invented>", ["ANSWER"], id="a wrapper nobody knows"),
        pytest.param(
            para(sdt(sdt(run("Choose an item."), "<w:showingPlcHdr/>") + run(" and more"))), [" and more"], id="control in control"
        ),
        pytest.param(sdt(para("one") + para("two")), ["one", "two"], id="control around paragraphs"),
        pytest.param(table(row("L", cell(sdt(para("one") + para("two"))))), ["L", "one\ntwo"], id="control around them in a cell"),
        pytest.param(table(row("L", cell(para("zero"), sdt(para("one"))))), ["L", "zero\none"], id="text before a control"),
        pytest.param(para(run("a"), run("b\nc")), ["ab c"], id="line end in the XML"),
        pytest.param(
            para("before ", "<w:r><w:fldChar w:fldCharType='begin'/></w:r>", "kept", " text"), ["before kept text"], id="field without an end"
        ),
        pytest.param(
            para(field(BOX.format(""), "FORMCHECKBOX").replace('<w:r><w:fldChar w:fldCharType="end"/></w:r>', "")) + para("after"),
            ["☐", "after"],
            id="tick box without an end",
        ),
        pytest.param(para(run("a"), marks="<w:rPr><w:del w:id='1' w:author='x'/></w:rPr>") + para("b"), ["ab"], id="deleted paragraph mark"),
        pytest.param(table(row("L", cell("A", marks="<w:vMerge w:val='restart'/>")), row("M", cell("", marks="<w:vMerge/>"))), ["L", "A", "M"], id="merged downwards"),
    ],
)  # fmt: skip
def test_what_shows_is_read(body: str, expected: list[str]) -> None:
    """Each text that a person sees is in a block, once, in its order."""
    assert expected == texts(read(body))


@pytest.mark.parametrize(
    ("content", "marks", "expected"),
    [
        pytest.param(run("Choose an item."), f"<w:showingPlcHdr/><w:dropDownList>{LEVELS}</w:dropDownList>", [], id="prompt"),
        pytest.param(run("Our own prompt", STYLED), "<w:showingPlcHdr/>", [], id="a prompt of the trust's own"),
        pytest.param(run("Our own prompt", STYLED), "", [], id="prompt by its style alone"),
        pytest.param(run("Click or tap here to enter text."), "", [], id="Word's own words without the mark"),
        pytest.param(run("Click or tap to enter a date."), "<w:showingPlcHdr/><w:date/>", [], id="date prompt"),
        pytest.param(run("Level 2"), f"<w:showingPlcHdr/><w:dropDownList>{LEVELS}</w:dropDownList>", ["Level 2"], id="chosen though marked"),
        pytest.param(run("Rang twice"), "<w:showingPlcHdr/>", ["Rang twice"], id="typed though marked"),
        pytest.param(run("Rang twice"), "<w:showingPlcHdr w:val='0'/>", ["Rang twice"], id="mark switched off"),
        pytest.param("", f"<w:dropDownList w:lastValue='2'>{LEVELS}</w:dropDownList>", ["Level 2"], id="choice stored alone"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("around", ["run", "paragraph", "cell", "body"])
def test_a_prompt_is_no_answer_and_an_answer_no_prompt(
    content: str, marks: str, expected: list[str], around: str
) -> None:
    """Wherever the control stands, what only asks is left out, and nothing that was typed is."""
    forms = {
        "run": para(sdt(content, marks)),
        "paragraph": table(row(cell(sdt(para(content), marks)))),
        "cell": table(row(sdt(cell(para(content)), marks))),
        "body": sdt(para(content), marks),
    }
    form = read(forms[around])
    assert expected == texts(form)
    (control,) = [each for block in form.blocks for each in block.controls]
    assert (bool(expected), "".join(expected)) == (control.answered, control.text)
    doubtful = [problem.code for problem in form.problems]
    assert (["prompt_or_answer"] if expected and "<w:showingPlcHdr/>" in marks else []) == doubtful


def test_names_and_stored_values_of_controls_are_kept() -> None:
    """Tag, alias, what is stored behind a date or a choice: the layouts decide by them."""
    choice = f'<w:tag w:val="level"/><w:alias w:val="The level"/><w:dropDownList>{LEVELS}</w:dropDownList>'
    legacy = field("<w:name w:val='reviewer'/><w:textInput/>", "FORMTEXT", run("u17"))
    form = read(para(sdt(run("Level 2"), choice)) + para(sdt(run("3 April"), DATE)) + para(legacy))
    found = [(each.name, each.title, each.kind, each.text, each.value) for b in form.blocks for each in b.controls]
    expected = [
        ("level", "The level", "choice", "Level 2", "2"),
        ("", "", "date", "3 April", "2026-04-03"),
        ("reviewer", "", "text", "u17", ""),
    ]
    assert expected == found


@pytest.mark.parametrize(
    ("body", "shown", "changes"),
    [
        pytest.param(
            table(row("kept"), row("GONE", marks="<w:del w:author='A' w:date='2026-01-02T03:04:05Z'/>")),
            ["kept"],
            [("deleted", "A", "2026-01-02T03:04:05Z", "GONE", "table 1, row 2, column 1")],
            id="deleted row",
        ),
        pytest.param(
            table(row("kept", cell("GONE", marks="<w:cellDel w:author='A'/>"))),
            ["kept"],
            [("deleted", "A", "", "GONE", "table 1, row 1, column 2")],
            id="deleted cell",
        ),
        pytest.param(
            table(row("new", marks="<w:ins w:author='A'/>")),
            ["new"],
            [("inserted", "A", "", "new", "table 1, row 1, column 1")],
            id="inserted row",
        ),
        pytest.param(
            para(
                "<w:ins w:author='A'>"
                + run("kept ")
                + "<w:del w:author='B'><w:r><w:delText>GONE</w:delText></w:r></w:del></w:ins>"
            ),
            ["kept "],
            [("deleted", "B", "", "GONE", "paragraph 1"), ("inserted", "A", "", "kept ", "paragraph 1")],
            id="deleted within an insertion",
        ),
        pytest.param(
            para("kept", f"<w:del w:author='A'>{BOTH.format(box=TEXT_BOX)}</w:del>"),
            ["kept"],
            [("deleted", "A", "", "ANSWER", "text box 1")],
            id="deleted text box",
        ),
        pytest.param(
            f"<w:del w:author='A'>{para('GONE')}</w:del>{para('kept')}",
            ["kept"],
            [("deleted", "A", "", "GONE", "paragraph 1")],
            id="deletion around a paragraph",
        ),
        pytest.param(
            para(run("kept"), "<w:r><w:delText>GONE</w:delText></w:r>"),
            ["kept"],
            [("deleted", "", "", "GONE", "paragraph 1")],
            id="deleted text without a deletion",
        ),
        pytest.param(
            para("<w:ins w:author='A'>" + sdt(run("new")) + "</w:ins>"),
            ["new"],
            [("inserted", "A", "", "new", "paragraph 1")],
            id="inserted control",
        ),
        pytest.param(
            "<w:ins w:author='A'>" + para("new") + "</w:ins>",
            ["new"],
            [("inserted", "A", "", "new", "paragraph 1")],
            id="insertion around a paragraph",
        ),
    ],
)
def test_tracked_changes_are_told_apart(body: str, shown: list[str], changes: list[tuple[str, ...]]) -> None:
    """The blocks are the accepted view; who deleted what and when is told beside them."""
    form = read(body)
    assert shown == texts(form)
    assert changes == [(c.what, c.who, c.when, c.text, c.place.field) for c in form.changes]
    assert ["tracked_changes"] == [problem.code for problem in form.problems]


STYLES = (
    f"<w:styles {NAMESPACES}><w:style w:styleId='Base'><w:rPr><w:vanish/></w:rPr></w:style>"
    "<w:style w:styleId='Built'><w:basedOn w:val='Base'/></w:style>"
    "<w:style w:styleId='Shown'><w:basedOn w:val='Base'/><w:rPr><w:vanish w:val='0'/></w:rPr></w:style>"
    "<w:style w:styleId='Circle'><w:basedOn w:val='Circle'/></w:style>"
    "<w:style w:styleId='Platzhalter'><w:name w:val='Placeholder Text'/></w:style></w:styles>"
)


@pytest.mark.parametrize(
    ("body", "shown", "hidden"),
    [
        pytest.param(para("a", run("H", "<w:vanish/>"), run("I", "<w:vanish w:val='true'/>"), "b"), ["ab"], ["HI"], id="run"),
        pytest.param(para("a", run("b", "<w:vanish w:val='false'/>")), ["ab"], [], id="switched off"),
        pytest.param(para("a", run("H", "<w:rStyle w:val='Built'/>")), ["a"], ["H"], id="by a style built on another"),
        pytest.param(para("H", marks="<w:pStyle w:val='Base'/>"), [], ["H"], id="by the paragraph's style"),
        pytest.param(para("a", run("b", "<w:rStyle w:val='Shown'/>"), run("c", "<w:rStyle w:val='Circle'/>")), ["abc"], [], id="style that shows again"),
        pytest.param(table(row("a"), row("H", marks="<w:hidden/>")), ["a"], ["H"], id="row"),
        pytest.param(
            table(row(cell("a", marks="<w:vMerge w:val='restart'/>")), row(cell("H", marks="<w:vMerge/>"))), ["a"], ["H"], id="under a merged cell"
        ),
        pytest.param(para("a", BOTH.format(box=TEXT_BOX).replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>", 1)), ["a"], ["ANSWER"], id="text box"),
        pytest.param(para(sdt(run("Unser Text", "<w:rStyle w:val='Platzhalter'/>"))), [], [], id="the prompt style in another language"),
    ],
)  # fmt: skip
def test_hidden_text_is_told_apart(body: str, shown: list[str], hidden: list[str]) -> None:
    """What is in the file and not shown is no part of an answer, and is not lost either."""
    form = read(body, {"word/styles.xml": STYLES}, {"s": ("styles", "styles.xml")})
    assert (shown, hidden) == (texts(form), [each.text for each in form.hidden])
    assert (["hidden_text"] if hidden else []) == [problem.code for problem in form.problems]


NOTES = {
    "word/header1.xml": f"<w:hdr {NAMESPACES}>{para('HEAD')}{table(row('Reference', 'T1'))}</w:hdr>",
    "word/footer1.xml": f"<w:ftr {NAMESPACES}>{para('FOOT')}{para('LINE')}</w:ftr>",
    "word/footnotes.xml": f"<w:footnotes {NAMESPACES}><w:footnote w:type='separator' w:id='0'>{para('S')}</w:footnote>"
    f"<w:footnote w:id='2'>{para('NOTE')}</w:footnote><w:footnote w:id='3'>{para('GONE')}</w:footnote></w:footnotes>",
    "word/endnotes.xml": f"<w:endnotes {NAMESPACES}><w:endnote w:id='2'>{para('END')}</w:endnote></w:endnotes>",
    "word/comments.xml": f"<w:comments {NAMESPACES}><w:comment w:id='1' w:author='A' w:date='2026-01-02T00:00:00Z'>{para('SAID')}</w:comment></w:comments>",
}
POINTERS = {
    "h": ("header", "header1.xml"),
    "f": ("footer", "footer1.xml"),
    "n": ("footnotes", "footnotes.xml"),
    "e": ("endnotes", "endnotes.xml"),
    "c": ("comments", "comments.xml"),
}


def test_what_stands_outside_the_body_is_read_with_its_anchor() -> None:
    """Headers, footers, notes and comments are blocks; a note whose mark is deleted goes with it."""
    marks = "<w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:commentReference w:id='1'/></w:r>"
    gone = "<w:del w:author='B'><w:r><w:footnoteReference w:id='3'/></w:r></w:del>"
    form = read(para("text", marks, gone), NOTES, POINTERS)
    expected = [
        ("text", "paragraph 1", "paragraph"),
        ("HEAD", "header 1", "header"),
        ("Reference", "header 1, table 1, row 1, column 1", "cell"),
        ("T1", "header 1, table 1, row 1, column 2", "cell"),
        ("FOOT\nLINE", "footer 1", "footer"),
        ("NOTE", "footnote 1 at paragraph 1", "footnote"),
        ("END", "endnote 1", "endnote"),
        ("SAID", "comment 1 at paragraph 1", "comment"),
    ]
    assert expected == [(each.text, each.place.field, each.kind) for each in form.blocks]
    changes = [(each.what, each.who, each.text) for each in form.changes]
    assert [("deleted", "", "GONE"), ("commented", "A", "SAID")] == changes


CHUNK = "<w:altChunk r:id='c'/>"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        (
            "a.html",
            b"<html><head><title>x</title></head><body><script>no()</script>A&amp;B<br>C<!-- no --></body>",
            "A&B\nC",
        ),
        ("a.htm", "<table><tr><td>Yes</td><td>\u2611</td></tr></table>".encode(), "Yes ☒"),
        ("a.html", b"<meta charset=latin-1><p>caf\xe9", "café"),
        ("a.html", b"<meta charset=nonsense><p>caf\xe9 </bad", "café"),
        ("a.html", b"<?xml version='1.0'?></ >x", "x"),
        ("a.html", "<p>two</p>".encode("utf-16"), "two"),
        ("a.html", b"<p>unclosed <!-- x", "unclosed"),
        ("a.html", b"a < b and <3 <style>x", "a < b and <3"),
        ("a.txt", b"one\r\ntwo", "one\ntwo"),
    ],
)
def test_embedded_pages_are_read_and_said_to_be(name: str, content: bytes, expected: str) -> None:
    """Their text is a block, and a note says that it stands in an embedded document."""
    form = read(para("x") + CHUNK, {f"word/{name}": content}, {"c": ("aFChunk", name)})
    assert ["x", expected] == texts(form)
    assert ["chunk_read_roughly"] == [problem.code for problem in form.problems]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.rtf", b"{\\rtf1 ANSWER}"),
        ("a.docx", b"PK\x03\x04"),
        ("a.mht", b"MIME-Version: 1.0"),
        ("a.html", b"x" * (1 << 20 | 1)),
    ],
)
def test_embedded_documents_of_other_kinds_are_reported(name: str, content: bytes) -> None:
    """What is not read is an error with its place, never silence."""
    form = read(CHUNK, {f"word/{name}": content}, {"c": ("aFChunk", name)})
    assert [("chunk_not_read", "error", "form.docx, embedded document 1")] == [
        (each.code, each.severity.value, str(each.where)) for each in form.problems
    ]


def test_nothing_is_fetched() -> None:
    """An embedded document that lies elsewhere, or nowhere, is reported and not looked for."""
    for target in ("http://example.org/a.html", "not-there.html"):
        form = read(CHUNK, {}, {"c": ("aFChunk", target)})
        assert ["chunk_not_read"] == [problem.code for problem in form.problems]
    assert ["chunk_not_read"] == [problem.code for problem in read(CHUNK).problems]
    sub = read("<w:subDoc r:id='s'/>", {}, {"s": ("subDocument", "part-two.docx")})
    assert ["chunk_not_read"] == [problem.code for problem in sub.problems]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (para("<w:r><w:drawing><a:blip r:embed='x'/></w:drawing></w:r>"), "picture_not_read"),
        (para("<w:r><w:object><o:OLEObject/></w:object></w:r>"), "object_not_read"),
        (para("<w:r><w:object><w:control r:id='x' w:name='CheckBox1'/></w:object></w:r>"), "object_not_read"),
        (
            para(field("<w:textInput><w:default w:val='Name here'/></w:textInput>", "FORMTEXT", run("Name here"))),
            "default_left",
        ),
        (para(sdt(run("☐"), "<w14:checkbox><w14:checked/></w14:checkbox>")), "tick_disagrees"),
        (para("<w:r><w:fldChar w:fldCharType='begin'/></w:r>", "x"), "field_not_closed"),
        (para("Yes/", run("No", "<w:strike/>")), "struck_through"),
    ],
)
def test_what_needs_an_eye_is_reported(body: str, code: str) -> None:
    """What cannot be read, and what may not mean what it seems to, is a finding with its place."""
    assert [(code, "paragraph 1")] == [(each.code, each.where.field) for each in read(body).problems]


def test_a_part_that_is_not_there_is_reported() -> None:
    """The rest is read."""
    form = read(para("x"), {}, {"h": ("header", "header1.xml")})
    assert (["x"], ["part_missing"]) == (texts(form), [problem.code for problem in form.problems])


def test_the_main_part_may_have_another_name() -> None:
    """The package says which part is the document."""
    data = word_bytes(
        para("wrong"), {"word/document2.xml": f"<w:document {NAMESPACES}><w:body>{para('right')}</w:body></w:document>"}
    )

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "_rels/.rels":
                content = relationships({"x": ("officeDocument", "/word/document2.xml")}).encode()
            new.writestr(name, content)
    assert ["right"] == texts(read_form_blocks(Source.from_bytes("form.docx", out.getvalue())))


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (b"", WrongKind, "an empty file"),
        (b"{\\rtf1 x}", WrongKind, "save it as a Word document"),
        (b"a,b", WrongKind, "Give the form as a Word document"),
        (word_bytes(para("x"))[:-30], WrongKind, "Copy or download it again"),
    ],
)
def test_other_files_are_refused_with_advice(data: bytes, error: type[SourceError], says: str) -> None:
    """One error says what the file is and what to do."""
    with pytest.raises(error) as caught:
        read_form_blocks(Source.from_bytes("form.docx", data))
    assert "form.docx" in str(caught.value)
    assert says in str(caught.value)


def test_a_document_without_a_body_is_refused() -> None:
    """There is nothing to read, and that is said."""
    out = word_bytes("", {}, {})

    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(out)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, f"<w:document {NAMESPACES}/>" if name == "word/document.xml" else old.read(name))
    with pytest.raises(UnreadableSource, match="no body"):
        read_form_blocks(Source.from_bytes("form.docx", made.getvalue()))


def test_runaway_nesting_and_size_are_refused() -> None:
    """Neither a deep nor a large document exhausts the program."""
    with pytest.raises(UnreadableSource, match="levels deep"):
        read("<w:smartTag>" * 2000 + "</w:smartTag>" * 2000)
    with pytest.raises(SourceTooLarge):
        read_form_blocks(Source.from_bytes("form.docx", word_bytes(para("x")), Limits(max_part=100)))


def test_wide_tables_keep_their_columns() -> None:
    """Columns are those of the grid: skipped and spanned ones count."""
    form = read(table(row(cell("a", marks="<w:gridSpan w:val='3'/>"), "b", marks="<w:gridBefore w:val='2'/>")))
    found = [(each.cell.column, each.cell.span) for each in form.blocks if each.cell]
    assert [(3, 3), (6, 1)] == found


def test_neither_fields_nor_parts_can_pile_up() -> None:
    """A thousand fields within each other, and more text than any form has, are refused."""
    with pytest.raises(UnreadableSource, match="levels deep"):
        read(para("<w:r><w:fldChar w:fldCharType='begin'/></w:r>" * 1000))
    parts = {f"word/header{n}.xml": b"<hdr>" + b" x" * (9 << 19) + b"</hdr>" for n in range(4)}
    with pytest.raises(SourceTooLarge, match="bytes of XML"):
        read(para("x"), parts, {f"h{n}": ("header", f"header{n}.xml") for n in range(4)})


TICK = "<w14:checkbox><w14:checked w14:val='1'/></w14:checkbox>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (table(sdt(row("a", "b"), TICK)), ["☒a", "b"]),
        (para("x", sdt(table(run("a")), TICK)), ["x☒", "a"]),
        (para(sdt(table(row("a", "b")), TICK)), ["☒", "a", "b"]),
        (table("<w:r><w:rPr><w:vanish/></w:rPr><w:t>H</w:t></w:r>", row("a")), ["a"]),
    ],
)
def test_what_fuzzing_found_stays_mended(body: str, expected: list[str]) -> None:
    """A tick box around several cells doubled their text; hidden text between rows was lost."""
    form = read(body)
    assert expected == texts(form)
    assert ("H" in body) == ("H" in [each.text for each in form.hidden])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_other_encodings_are_read(encoding: str) -> None:
    """XML may be stored so, and some programs do."""
    text = f'<?xml version="1.0" encoding="{encoding[:6].rstrip("-")}"?>'.replace("utf-8", "UTF-8").replace(
        "utf-16", "UTF-16"
    )
    document = f"{text}<w:document {NAMESPACES}><w:body>{para('café')}</w:body></w:document>"
    data = word_bytes("", {"word/document2.xml": document.encode(encoding)})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name == "word/document.xml":
                new.writestr(name, old.read("word/document2.xml"))
            elif name != "word/document2.xml":
                new.writestr(name, old.read(name))
    assert ["café"] == texts(read_form_blocks(Source.from_bytes("form.docx", out.getvalue())))


def test_who_ticked_a_box_is_told() -> None:
    """A box that was ticked with Track Changes on reads as ticked, once, and the change has its author."""
    gone = "<w:del w:author='A'><w:r><w:delText>\u2610</w:delText></w:r></w:del>"
    form = read(para(sdt(gone + "<w:ins w:author='B'>" + run("\u2612") + "</w:ins>", TICK), " Yes"))
    assert ["\u2612 Yes"] == texts(form)
    assert [("deleted", "A", "\u2610"), ("inserted", "B", "\u2612")] == [(c.what, c.who, c.text) for c in form.changes]
