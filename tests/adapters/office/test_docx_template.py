"""Filling a trust's own Word template: by tag and by name, in its own look, and nothing else touched."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from tests.adapters.office.made_word import cell, para, row, run, sdt, table, texts, word_bytes

from fairness_adapters.office.docx_template import FilledTemplate, fill_template, template_names
from fairness_adapters.office.docx_values import FieldValue, FigurePng, Filling, Item
from fairness_adapters.office.form_blocks import read_form_blocks
from fairness_adapters.office.word import WordTable
from fairness_adapters.source import Source
from fairness_core.errors import CallerError, InvalidData, SourceTooLarge, UnreadableSource, WrongKind

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000020000000108020000007b40e8dd0000000d49444154789c63603068072200"
    "03fa016f1f082fc80000000049454e44ae426082"
)
FIGURE = FigurePng(png=PNG, alternative="White applicants were likelier to be appointed", title="Appointment")
TABLE = WordTable(
    title="Staff by band",
    description="Staff by band. 2 rows.",
    headers=("Band", "Staff"),
    numeric=(False, True),
    rows=(("Band 5", "120"), ("=Band 6", "[c]")),
)
TAG = '<w:tag w:val="{}"/>'


def source(body: str, parts: Mapping[str, str | bytes] | None = None, **targets: tuple[str, str]) -> Source:
    """Return a template with this body."""
    return Source.from_bytes("ours.docx", word_bytes(body, parts, targets))


def control(name: str, content: str, marks: str = "") -> str:
    """Return a control with a tag."""
    return sdt(content, TAG.format(name) + marks)


def fill(body: str, /, *, lists: Mapping[str, list[Item]] | None = None, **fields: FieldValue) -> FilledTemplate:
    """Fill a template with this body."""
    return fill_template(source(body), Filling(fields=fields, lists=lists or {}))


def body_of(filled: FilledTemplate, part: str = "word/document.xml") -> str:
    """Return a part of a filled document as text, without the names of namespaces."""
    with zipfile.ZipFile(io.BytesIO(filled.data)) as package:
        return re.sub(r' xmlns:\w+="[^"]*"', "", package.read(part).decode())


def shown(filled: FilledTemplate) -> list[str]:
    """Return the texts of the filled document as our reader of forms sees them."""
    return texts(read_form_blocks(Source.from_bytes("filled.docx", filled.data)))


def faults(body: str, /, *, lists: Mapping[str, list[Item]] | None = None, **fields: FieldValue) -> list[str]:
    """Return the code and the place of every fault."""
    with pytest.raises(InvalidData) as caught:
        fill(body, lists=lists, **fields)
    return [f"{each.code} at {each.where.field}" for each in caught.value.problems]


# --- placeholders ----------------------------------------------------------------------------------------------------


def test_a_placeholder_is_replaced_within_its_text() -> None:
    """What stands around it stays, twice the same name is filled twice, and blanks in the braces do not matter."""
    filled = fill(para("Dear {{name}}, {{ name }}: {{day}}."), name="p1", day=date(2026, 1, 5))
    assert ["Dear p1, p1: 5 January 2026."] == shown(filled)


def test_a_placeholder_split_over_runs_takes_the_look_of_the_first() -> None:
    """Word splits names over runs at will; the text lands in the first of them, and the others keep their rest."""
    bold = "<w:b/>"
    body = para(run("To {{na", bold), run("me"), run("}} from us", "<w:i/>"))
    assert (
        '<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">To p1</w:t></w:r>'
        "<w:r/>"
        '<w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve"> from us</w:t></w:r></w:p>'
    ) in body_of(fill(body, name="p1"))


def test_two_placeholders_of_one_run_are_filled_from_the_back() -> None:
    """Offsets of the first still hold when the second is longer than its name."""
    assert ["x\ny, long long"] == shown(fill(para("{{a}}, {{b}}"), a="x\ny", b="long long"))


def test_lines_alone_in_a_paragraph_become_paragraphs_of_its_look() -> None:
    """A bullet with findings becomes a bullet for each of them."""
    bullet = '<w:pStyle w:val="ListBullet"/>'
    filled = fill(para("{{found}}", marks=bullet) + para("end"), found="one\ntwo\nthree")
    assert 3 == body_of(filled).count(bullet)
    assert ["one", "two", "three", "end"] == shown(filled)


def test_a_value_is_never_read_as_a_template() -> None:
    """Braces, formulas, XML and expressions in a value are text and nothing else."""
    nasty = "{{b}} {{7*7}} =1+1 +44 -5 @x <w:br/> & {% for %}"
    filled = fill(para("{{a}}") + control("c", para("x")) + para("{{b}}"), a=nasty, b="B", c=nasty)
    assert [nasty, nasty, "B"] == shown(filled)


@pytest.mark.parametrize("code", ["''.__class__.__mro__[1]", "7*7", "a|upper", "% for x in y %", "a b"])
def test_an_expression_in_a_template_is_a_fault_and_never_runs(code: str) -> None:
    """Only names stand between braces."""
    assert ["no_name at paragraph 1"] == faults(para("{{" + code + "}}"), a="A")


def test_open_braces_are_told() -> None:
    """Two braces that nothing closes would stay in the letter."""
    assert ["open_braces at paragraph 2"] == faults(para("{{a}}") + para("{{a} and"), a="A")


def test_what_was_deleted_with_track_changes_is_no_placeholder() -> None:
    """Text that is struck through is not read; what was inserted is."""
    deleted = '<w:del w:id="1" w:author="u1"><w:r><w:delText>{{old}}</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2" w:author="u1">{run("{{a}}")}</w:ins>'
    filled = fill(para(deleted, inserted), a="A")
    assert ["a"] == list(filled.filled)
    assert "{{old}}" in body_of(filled)


# --- controls --------------------------------------------------------------------------------------------------------


def test_controls_around_a_run_a_paragraph_and_a_cell_are_filled() -> None:
    """The look of the text that stood there stays; the prompt's style goes, and so does the mark of a prompt."""
    prompt = run("Click or tap here to enter text.", '<w:rStyle w:val="PlaceholderText"/><w:b/>')
    inline = para("Name: ", control("a", prompt, "<w:showingPlcHdr/>"))
    around = control("b", para(run("old", "<w:i/>"), marks="<w:keepNext/>"))
    in_cell = table(row("Label", control("c", cell("old", marks='<w:tcW w:w="900" w:type="dxa"/>'))))
    filled = fill(inline + around + in_cell + para("end"), a="A", b="one\ntwo", c="C")
    body = body_of(filled)
    assert ["Name: A", "one", "two", "Label", "C", "end"] == shown(filled)
    assert "PlaceholderText" not in body
    assert "showingPlcHdr" not in body
    assert '<w:rPr><w:b/></w:rPr><w:t xml:space="preserve">A</w:t>' in body
    assert 2 == body.count("<w:p><w:pPr><w:keepNext/></w:pPr><w:r><w:rPr><w:i/></w:rPr>")
    assert '<w:tc><w:tcPr><w:tcW w:w="900" w:type="dxa"/></w:tcPr><w:p>' in body


def test_a_plain_text_control_keeps_one_paragraph() -> None:
    """Plain text controls hold one paragraph, so lines are broken within it."""
    body = body_of(fill(control("a", para("old"), "<w:text/>"), a="one\ntwo\tthree"))
    assert 1 == body.count("<w:p>")
    assert 1 == body.count("<w:br/>")
    assert 1 == body.count("<w:tab/>")


def test_a_bound_control_is_not_bound_any_more() -> None:
    """Word would put the data of the bound part back when it opens the file."""
    bound = '<w:dataBinding w:xpath="/x" w:storeItemID="{1}"/>'
    assert "dataBinding" not in body_of(fill(control("a", para("old"), bound), a="A"))


def test_a_date_control_shows_and_stores_the_day() -> None:
    """The control's own pattern writes the day, and programs find it stored."""
    marks = '<w:date w:fullDate="2020-01-01T00:00:00Z"><w:dateFormat w:val="dd/MM/yyyy"/></w:date>'
    body = body_of(fill(para(control("a", run("old"), marks)), a=date(2026, 1, 5)))
    assert 'w:fullDate="2026-01-05T00:00:00Z"' in body
    assert ">05/01/2026<" in body


ITEMS = '<w:listItem w:displayText="Level 1" w:value="1"/><w:listItem w:displayText="Level 2" w:value="2"/>'


@pytest.mark.parametrize("given", ["2", "Level 2"])
def test_a_list_takes_a_choice_by_its_code_or_its_words(given: str) -> None:
    """What is shown is the words, and what is stored the code."""
    body = body_of(fill(para(control("a", run("old"), f"<w:dropDownList>{ITEMS}</w:dropDownList>")), a=given))
    assert 'w:lastValue="2"' in body
    assert ">Level 2<" in body


def test_a_choice_that_the_list_does_not_have_is_a_fault() -> None:
    """A drop-down list is closed; a combo box takes any text."""
    assert ["not_in_list at paragraph 1"] == faults(
        para(control("a", run("old"), f"<w:dropDownList>{ITEMS}</w:dropDownList>")), a="3"
    )
    assert ["Level 9"] == shown(fill(para(control("a", run("x"), f"<w:comboBox>{ITEMS}</w:comboBox>")), a="Level 9"))


@pytest.mark.parametrize(("ticked", "sign"), [(True, "☒"), (False, "☐")])
def test_a_box_is_ticked_or_left_empty(ticked: bool, sign: str) -> None:
    """State and symbol agree, in the control's own font."""
    states = (
        '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
    )
    body = body_of(fill(para(control("a", run("☐"), states), run(" Yes")), a=ticked))
    assert f'<w14:checked w14:val="{int(ticked)}"/>' in body
    assert f">{sign}<" in body


def test_a_control_without_a_tag_is_the_trusts_own() -> None:
    """No tag, or one that begins with an underscore: left as it is."""
    body = sdt(para("theirs")) + control("_theirs", para("theirs too")) + para("{{a}}")
    assert ["theirs", "theirs too", "A"] == shown(fill(body, a="A"))


def test_text_boxes_headers_and_footers_are_filled() -> None:
    """A text box stands in the file twice, and both are filled; a header has pointers of its own."""
    box = f"<w:txbxContent>{para('{{a}}')}</w:txbxContent>"
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>{box}</wps:txbx></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    header = f'<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{para("{{b}}")}</w:hdr>'
    given = source(para(f"<w:r>{both}</w:r>"), {"word/header1.xml": header}, rId9=("header", "header1.xml"))
    filled = fill_template(given, Filling(fields={"a": "A", "b": "B"}))
    assert 2 == body_of(filled).count(">A<")
    assert ">B<" in body_of(filled, "word/header1.xml")


# --- rows ------------------------------------------------------------------------------------------------------------


ACTIONS: list[Item] = [
    {"what": "Ask", "by": date(2026, 1, 5), "done": True},
    {"what": "{{x}}", "by": date(2026, 2, 1), "done": None},
]


def test_a_row_of_a_list_is_repeated_for_each_item() -> None:
    """Controls and placeholders alike; the header stays one; ids that may stand but once are not copied."""
    what = control("actions.what", para("w"), '<w:id w:val="7"/>')
    body = table(row("What", "By"), row(cell(what), cell("by {{actions.by}} for {{org}}"))) + para("end")
    filled = fill(body, lists={"actions": ACTIONS}, org="us")
    assert ["What", "By", "Ask", "by 5 January 2026 for us", "{{x}}", "by 1 February 2026 for us", "end"] == shown(
        filled
    )
    assert 'w:id w:val="7"' not in body_of(filled)


def test_a_list_without_items_says_so_in_one_row() -> None:
    """No cell is left empty, and the table stays a table."""
    body = table(row("What", "By"), row("{{actions.what}}", "{{actions.by}}")) + para("end")
    assert ["What", "By", "None", "–", "end"] == shown(fill(body, lists={"actions": []}))


def test_a_control_around_rows_that_names_the_list_is_no_place_of_its_own() -> None:
    """Word's repeating sections stand around rows, with the list's name as their tag."""
    body = table(row("What"), control("actions", row("{{actions.what}}")))
    assert ["What", "Ask", "{{x}}"] == shown(fill(body, lists={"actions": ACTIONS}))


def test_rows_at_fault_are_told_with_their_place() -> None:
    """Two lists in a row, a list outside of tables, a row within a row, a value missing for one item."""
    lists: dict[str, list[Item]] = {"a": [{"x": "1"}], "b": [{"x": "1"}]}
    assert ["two_lists at table 1, row 1"] == faults(table(row("{{a.x}}", "{{b.x}}")), lists=lists)
    assert ["no_row at paragraph 1"] == faults(para("{{a.x}}"), lists=lists)
    nested = table(row("{{a.x}}", cell(table(row("{{a.x}}")), "x")))
    assert ["row_within_row at table 1, row 1"] == faults(nested, lists=lists)
    assert ["not_filled at table 1, row 1"] == faults(table(row("{{actions.done}}")), lists={"actions": ACTIONS})
    assert ["unknown_name at table 1, row 1"] == faults(table(row("{{a.y}}")), lists=lists)


def test_a_row_is_not_repeated_beyond_reason() -> None:
    """A row of megabytes for thousands of items would exhaust the memory."""
    body = table(row("{{a.x}}", "y" * 200_000))
    with pytest.raises(SourceTooLarge):
        fill(body, lists={"a": [{"x": "1"}] * 2_000})


# --- pictures and tables ---------------------------------------------------------------------------------------------


DRAWN = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="4000" cy="4000"/><wp:docPr id="3" name="Picture 3" descr="click to add"/><a:graphic><a:graphicData>'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="3" name=""/>'
    '<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId5"/><a:srcRect l="9"/></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:ext cx="4000" cy="4000"/></a:xfrm></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    "</wp:inline></w:drawing></w:r>"
)


def test_a_picture_control_shows_the_figure_and_says_what_it_shows() -> None:
    """A new part holds the figure; width stays, the shape is the figure's, and the template's picture stays as a part."""
    given = source(
        control("a", para(DRAWN), "<w:picture/>") + para(control("b", DRAWN, "<w:picture/>")),
        {"word/media/image1.png": PNG},
        rId5=("image", "media/image1.png"),
    )
    filled = fill_template(given, Filling(fields={"a": FIGURE, "b": FIGURE}))
    with zipfile.ZipFile(io.BytesIO(filled.data)) as package:
        assert PNG == package.read("word/media/filled1.png") == package.read("word/media/image1.png")
        pointers = package.read("word/_rels/document.xml.rels").decode()
        assert b'Extension="png"' in package.read("[Content_Types].xml")
    body = body_of(filled)
    assert 4 == body.count(f'descr="{FIGURE.alternative}"')
    assert 4 == body.count('cx="4000" cy="2000"')
    assert re.findall('r:embed="([^"]*)"', body) == re.findall('Id="(rIdF[^"]*)"', pointers)
    assert "srcRect" not in body


def test_a_figure_can_stand_in_a_control_or_a_paragraph_of_its_own() -> None:
    """Where no picture stood, it is as wide as the text of the page."""
    page = '<w:sectPr><w:pgSz w:w="11906"/><w:pgMar w:left="1134" w:right="1134"/></w:sectPr>'
    body = body_of(fill(para("{{a}}") + control("b", para("x")) + para("end") + page, a=FIGURE, b=FIGURE))
    assert 2 == body.count(f'<wp:extent cx="{9638 * 635}" cy="{9638 * 635 // 2}"/>')
    assert ["1", "2"] == re.findall(r'<wp:docPr id="(\d)"', body)


def test_words_can_stand_where_a_figure_was_meant() -> None:
    """Where there is nothing to draw, a sentence says so, and the control is no picture control any more."""
    filled = fill(control("a", para(DRAWN), "<w:picture/>"), a="There is no chart here.")
    assert ["There is no chart here."] == shown(filled)
    assert "w:picture" not in body_of(filled)


def test_a_table_takes_the_look_of_the_sample_table() -> None:
    """Style, shading and faces are the sample's; header repeated, rows not split, no cell empty or merged."""
    shaded = '<w:tcW w:w="99"/><w:gridSpan w:val="2"/><w:shd w:fill="003087"/>'
    sample = (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Ours"/><w:tblW w:w="5000" w:type="dxa"/><w:tblCellMar/><w:tblBorders/></w:tblPr>'
        f"<w:tblGrid/>{row(cell(para(run('H', '<w:b/>')), marks=shaded))}{row(cell(para(run('x', '<w:i/>'))), 'y')}</w:tbl>"
    )
    filled = fill(control("a", sample + para("old")) + para("end"), a=TABLE)
    body = body_of(filled)
    assert ["Band", "Staff", "Band 5", "120", "=Band 6", "[c]", "end"] == shown(filled)
    assert 1 == body.count("<w:tblHeader/>")
    assert 3 == body.count("<w:cantSplit/>")
    assert 2 == body.count('<w:shd w:fill="003087"/>')
    assert "gridSpan" not in body
    assert '<w:tblStyle w:val="Ours"/><w:tblW w:w="5000" w:type="dxa"/><w:tblBorders/><w:tblLayout' in body
    assert body.index("<w:tblLayout") < body.index("<w:tblCellMar/>") < body.index("<w:tblLook")
    assert 2 == body.count("<w:rPr><w:i/></w:rPr>")


def test_a_table_can_stand_in_a_paragraph_of_its_own() -> None:
    """Without a sample it has lines; Word needs a paragraph after it at the end of a cell."""
    filled = fill(table(row(cell(para("{{a}}")))) + para("{{a}}") + para("end"), a=TABLE)
    body = body_of(filled)
    assert 2 == body.count("<w:tblBorders>")
    assert re.search(r"</w:tbl><w:p/?>(</w:p>)?</w:tc>", body)


def test_figures_and_tables_in_the_midst_of_text_are_faults() -> None:
    """They need room of their own; days and ticks need a value of their kind."""
    tick = "<w14:checkbox/>"
    body = (
        para("see {{a}}")
        + para("see {{b}}")
        + para(control("c", run("x"), tick))
        + para(control("d", run("x"), "<w:date/>"))
    )
    assert [
        "needs_picture at paragraph 1",
        "needs_block at paragraph 2",
        "wrong_kind at paragraph 3",
        "wrong_kind at paragraph 4",
    ] == faults(body, a=FIGURE, b=TABLE, c="yes", d="1 May")


# --- what is refused -------------------------------------------------------------------------------------------------


def test_every_name_at_fault_is_told_at_once_with_its_place() -> None:
    """Unknown and unfilled names, in text, control, table and text within a filled control; nothing is written."""
    body = (
        para("{{nmae}}")
        + para("{{a}}")
        + control("other", para("x"))
        + table(row("x"), row("{{empty}}"))
        + control("a", para("{{a}}"))
    )
    assert [
        "unknown_name at paragraph 1",
        "unknown_name at paragraph 3",
        "not_filled at table 1, row 2",
        "within_another at paragraph 4",
    ] == faults(body, a="A", empty=None)


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ("bell \x07", "the field a"),
        ("half \ud800", "the field a"),
        (float("nan"), "the field a"),
        (1899, "the field a"),
        (datetime(2026, 1, 1, tzinfo=UTC), "the field a"),
        (FigurePng(png=b"GIF89a", alternative="x"), "the field a"),
        (FigurePng(png=PNG, alternative=" "), "the field a"),
        (WordTable(title="t", description="d", headers=("\x00",), numeric=(False,), rows=()), "the field a"),
    ],
)
def test_what_no_document_can_hold_is_refused_before_anything_is_read(given: object, where: str) -> None:
    """Control characters, halves of pairs, numbers that are no text yet: each with its place."""
    with pytest.raises(CallerError) as caught:
        Filling(fields={"a": given})  # type: ignore[dict-item]
    assert where == str(caught.value.where)


def test_a_value_of_a_list_is_refused_with_its_item() -> None:
    """The item's number and the column say where."""
    with pytest.raises(CallerError) as caught:
        Filling(lists={"l": [{"x": "fine"}, {"x": "\x0b"}]})
    assert "the list l, item 2, x" == str(caught.value.where)


def test_long_text_is_kept_whole() -> None:
    """A Word document holds 40,000 characters in one paragraph."""
    assert ["x" * 40_000] == shown(fill(para("{{a}}"), a="x" * 40_000))


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r><w:r>'
    '<w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


@pytest.mark.parametrize(
    "inner",
    [
        FIELD.format(' DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc" ', ""),
        FIELD.format(" IncludePicture &quot;http://example.test/x.png&quot; \\d ", ""),
        FIELD.format(" DD</w:instrText></w:r><w:r><w:instrText>E a b ", ""),
        '<w:fldSimple w:instr=" INCLUDETEXT x "/>',
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + FIELD.format(" QUOTE 68 68 69 ", run("DDE")),
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DD</w:instrText></w:r>'
        + FIELD.format(" QUOTE 69 ", run("E")),
    ],
)
def test_a_field_that_runs_or_fetches_is_refused(inner: str) -> None:
    """However its code is split or put together; what it would have fetched was not asked for."""
    assert ["running_field at part word/document.xml"] == faults(para(inner) + para("{{a}}"), a="A")


def test_usual_fields_stay() -> None:
    """Page numbers, contents, links, formulas and fields within the result of fields."""
    usual = FIELD.format(" PAGE ", run("1")) + FIELD.format(" =1+1 ", run("2"))
    nested = FIELD.format(" TOC \\o ", FIELD.format(" HYPERLINK \\l x ", run("x")))
    either = FIELD.format(
        " IF </w:instrText></w:r>" + FIELD.format(" PAGE ", "") + '<w:r><w:instrText> = 1 "a" "b" ', run("a")
    )
    assert fill(para(usual, nested, either) + para("{{a}}"), a="A").filled == ("a",)


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "http://example.test/evil.dotm"),
        ("attachedTemplate", "file://///example.test/share/evil.dotm"),
        ("image", "http://example.test/beacon.png"),
        ("oleObject", "mhtml:http://example.test/x"),
        ("frame", "https://example.test/"),
    ],
)
def test_a_pointer_out_of_the_file_is_refused(kind: str, target: str) -> None:
    """Word would fetch it on opening; nothing here does."""
    with pytest.raises(InvalidData) as caught:
        fill_template(source(para("{{a}}"), None, rId7=(kind, target)), Filling(fields={"a": "A"}))
    assert ["fetches"] == [each.code for each in caught.value.problems]


def test_a_link_and_the_local_template_may_stay() -> None:
    """Nearly every document names the template on its writer's disk, and links are for people to follow."""
    pointers = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="x/attachedTemplate" Target="file:///C:\\Users\\u1\\Normal.dotm" TargetMode="External"/>'
        '<Relationship Id="r2" Type="x/hyperlink" Target="https://www.england.nhs.uk/" TargetMode="External"/>'
        "</Relationships>"
    )
    given = source(para("{{a}}"), {"word/settings.xml": "<x/>", "word/_rels/settings.xml.rels": pointers})
    assert pointers == body_of_part(fill_template(given, Filling(fields={"a": "A"})), "word/_rels/settings.xml.rels")


def body_of_part(filled: FilledTemplate, part: str) -> str:
    """Return a part as text, as it is."""
    with zipfile.ZipFile(io.BytesIO(filled.data)) as package:
        return package.read(part).decode()


def test_an_embedded_document_is_refused() -> None:
    """An altChunk is a document of another kind that Word would take in."""
    given = source('<w:altChunk r:id="rId7"/>' + para("{{a}}"), {"word/x.html": "<html/>"}, rId7=("aFChunk", "x.html"))
    with pytest.raises(InvalidData) as caught:
        fill_template(given, Filling(fields={"a": "A"}))
    assert {"foreign_chunk"} == {each.code for each in caught.value.problems}


def test_a_document_type_is_refused() -> None:
    """A DTD could bring in files and grow without end; no Office program writes one."""
    hostile = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:hdr xmlns:w="urn:x">&e;</w:hdr>'
    with pytest.raises(UnreadableSource, match="document type"):
        fill_template(source(para("{{a}}"), {"word/header1.xml": hostile}), Filling(fields={"a": "A"}))


@pytest.mark.parametrize(
    "part",
    ["<w:hdr", "<w:hdr xmlns:w='urn:x'>" + "<w:a>" * 400 + "</w:a>" * 400 + "</w:hdr>", "plain"],
)
def test_a_part_that_is_not_whole_is_told(part: str) -> None:
    """Cut short, nested beyond reason, no XML: named, whoever sent it."""
    given = source(para("{{a}}"), {"word/header1.xml": part}, rId9=("header", "header1.xml"))
    with pytest.raises(UnreadableSource, match=r"word/header1\.xml"):
        fill_template(given, Filling(fields={"a": "A"}))


def test_strict_open_xml_is_told_apart() -> None:
    """Its names are others; Word saves it as a usual document."""
    strict = word_bytes("<w:p/>")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(strict)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            new.writestr(name, data.replace(usual, b"http://purl.oclc.org/ooxml/wordprocessingml/main"))
    with pytest.raises(WrongKind, match="cannot be filled"):
        fill_template(Source.from_bytes("strict.docx", out.getvalue()), Filling())


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"a,b", b"{\\rtf1}", b"PK\x03\x04"])
def test_what_is_no_word_document_is_told(data: bytes) -> None:
    """A PDF, a CSV file, RTF, nothing."""
    with pytest.raises(UnreadableSource) as caught:
        fill_template(Source.from_bytes("x.docx", data), Filling())
    assert "Give a Word document or template (.docx)." == caught.value.hint


def test_a_picture_control_that_holds_no_drawing_gets_one() -> None:
    """An old kind of picture, or none at all, gives way to the figure."""
    old = '<w:r><w:pict><v:shape><v:imagedata r:id="rId5"/></v:shape></w:pict></w:r>'
    body = body_of(
        fill(control("a", para(old), "<w:picture/>") + control("b", para("x"), "<w:picture/>"), a=FIGURE, b=FIGURE)
    )
    assert 2 == body.count("<w:drawing>")
    assert "w:pict>" not in body


def test_a_picture_control_around_a_cell_keeps_the_cell() -> None:
    """A row that loses a cell is one that Word will not open."""
    cell = "<w:tc><w:tcPr/><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>"
    body = body_of(fill(table(f"<w:tr>{control('a', cell, '<w:picture/>')}<w:tc><w:p/></w:tc></w:tr>"), a=FIGURE))
    assert (2, 1) == (body.count("<w:tc>"), body.count("<w:drawing>"))
    assert body.index("<w:tcPr/>") < body.index("<w:drawing>") < body.index("</w:tc>")


def test_five_thousand_rows_are_repeated_in_seconds() -> None:
    """Each row costs the same, however many there are."""
    items: list[Item] = [{"x": f"{number}"} for number in range(5_000)]
    start = time.perf_counter()
    filled = fill(table(row("{{l.x}}")), lists={"l": items})
    assert time.perf_counter() - start < 15
    assert 5_000 == body_of(filled).count("<w:tr>")


def test_the_names_that_a_template_asks_for_can_be_listed() -> None:
    """Each once, in the order of the document."""
    assert ("b", "a") == template_names(source(control("b", para("x")) + para("{{a}} {{b}}")))


def test_the_same_template_and_values_give_the_same_bytes() -> None:
    """Nothing that varies is written."""
    body = control("a", para("x")) + control("b", para(DRAWN), "<w:picture/>") + table(row("{{l.x}}"))
    filling = Filling(fields={"a": TABLE, "b": FIGURE}, lists={"l": [{"x": "1"}, {"x": "2"}]})
    assert fill_template(source(body), filling).data == fill_template(source(body), filling).data


def test_what_is_filled_can_be_read_as_a_form() -> None:
    """The reader of forms finds every control answered under the same tag."""
    filled = fill(control("a", para("x"), "<w:showingPlcHdr/>") + para(control("b", run("x"))), a="A", b="B")
    form = read_form_blocks(Source.from_bytes("filled.docx", filled.data))
    assert [("a", "A", True), ("b", "B", True)] == [
        (each.name, each.text, each.answered) for block in form.blocks for each in block.controls
    ]
