"""A report and a letter on a trust's own template: names, values, what is missing, and the same bytes twice."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import attrs
import pytest
from tests.adapters.office.made_word import cell, para, row, sdt, table, texts, word_bytes

from fairness_adapters.formats.letter_template import fill_letter, letter_fields
from fairness_adapters.formats.word_template import fill_report, report_fields, report_rows, slug
from fairness_adapters.office.form_blocks import read_form_blocks
from fairness_adapters.source import Source
from fairness_core.disclosure import Report
from fairness_core.errors import CallerError, InvalidData
from fairness_core.report.draft import Draft
from fairness_core.report.letters import letters, write_letter


def ours(body: str) -> Source:
    """Return a template with this body."""
    return Source.from_bytes("ours.docx", word_bytes(body))


def shown(data: bytes) -> list[str]:
    """Return the texts of a document."""
    return texts(read_form_blocks(Source.from_bytes("filled.docx", data)))


def test_a_report_offers_its_parts_by_name(report: Report) -> None:
    """Every name once; sections, figures, tables and single cells, in reading order."""
    names = [each.name for each in report_fields(report)]
    assert len(names) == len(set(names))
    for name in ("title", "summary.findings", "indicator_2.figure", "indicator_2.table", "indicator_2.table-notes"):
        assert name in names
    by_name = {each.name: each for each in report_fields(report)}
    assert "1.61" == by_name["indicator_2.cell.2025.relative-likelihood"].value()
    assert "[c]" == by_name["indicator_2.cell.2023.relative-likelihood"].value()


def test_the_rows_of_each_table_are_a_list(report: Report) -> None:
    """The columns are named after their labels."""
    rows = report_rows(report)
    assert ["year", "shortlisted", "appointed-per-cent", "relative-likelihood", "position", "remark"] == [
        *rows["indicator_2.rows"][0]
    ]
    assert 5 == len(rows["indicator_2.rows"])


@pytest.mark.parametrize(("label", "name"), [("", "blank"), ("BME % of all", "bme-percent-of-all"), ("=1+1", "1-1")])
def test_a_label_becomes_part_of_a_name(label: str, name: str) -> None:
    """Letters, digits and hyphens are left, whatever the label."""
    assert name == slug(label)


def test_a_report_is_written_on_a_template(report: Report) -> None:
    """Text by name, a figure as a picture that says what it shows, a table, rows; what is hidden stays hidden."""
    body = (
        para("{{title}}")
        + para("{{summary.findings}}")
        + para("{{indicator_2.figure}}")
        + para("{{indicator_2.table}}")
        + para("{{indicator_2.notes}}")
        + table(
            row("Year", "Ratio"), row("{{indicator_2.rows.year}}", cell("{{indicator_2.rows.relative-likelihood}}"))
        )
        + para("{{policy}}")
    )
    filled = fill_report(ours(body), report)
    said = shown(filled.data)
    assert report.title == said[0]
    assert '=1+1 is a text that begins like a formula, & <has> "marks".' in said
    assert report.policy.describe == said[-1]
    with zipfile.ZipFile(io.BytesIO(filled.data)) as package:
        document = package.read("word/document.xml").decode()
        assert package.read("word/media/filled1.png").startswith(b"\x89PNG")
    spoken = "White applicants were likelier to be appointed in each year shown. Chart of the relative likelihood of "
    assert f'descr="{spoken}appointment. In 2025 it is 1.61, outside the range."' in document
    assert "8,641" not in document
    assert fill_report(ours(body), report).data == filled.data


def test_a_figure_without_any_point_is_a_sentence(report: Report) -> None:
    """Where everything is hidden there is nothing to draw, and the report is not refused for it."""
    assert ["There is no chart here: none of its figures can be shown."] == shown(
        fill_report(ours(para("{{nothing.figure}}")), report).data
    )


def test_a_name_that_is_nearly_right_is_asked_about(report: Report) -> None:
    """Every fault at once; the hint names the nearest known name and where they are listed."""
    body = para("{{sumary.findings}}") + table(row("{{indicator_2.rows.yaer}}"))
    with pytest.raises(InvalidData) as caught:
        fill_report(ours(body), report, fields_from="See the list.")
    assert ["Is 'summary.findings' meant?", "Is 'indicator_2.rows.year' meant?"] == [
        each.hint.partition("? ")[0] + "?" for each in caught.value.problems
    ]
    assert "See the list." in caught.value.hint


def test_a_draft_is_no_report(draft: Draft) -> None:
    """What was not protected is not written, on no template."""
    with pytest.raises(CallerError):
        fill_report(ours(para("x")), draft)  # type: ignore[arg-type]


# --- letters ---------------------------------------------------------------------------------------------------------


FACTS: dict[str, str | date] = {
    "name": "p1",
    "writer": "u1",
    "writer_role": "case manager",
    "contact": "u2",
    "contact_reach": "extension 1",
    "support": "the union",
    "news": "=1+1",
    "reason": "We wait for a date.",
    "next_step": "We meet.",
    "next_on": date(2026, 3, 2),
    "update_on": date(2026, 3, 9),
}


_OPENING = ("Where things stand", "Dear p1,")


def test_a_letter_is_written_on_a_template() -> None:
    """Parts and facts by their names; days as days; nothing of the part for the author."""
    day = '<w:date><w:dateFormat w:val="dd/MM/yyyy"/></w:date>'
    body = (
        para(sdt("<w:r><w:t>x</w:t></w:r>", f'<w:tag w:val="date"/>{day}'))
        + para("{{subject}}")
        + para("{{greeting}}")
        + "".join(para(f"{{{{{part}}}}}") for part in ("who", "what", "why", "next", "call", "closing"))
        + para("{{call.heading}} {{fact.next_on}}")
    )
    said = shown(fill_letter(ours(body), write_letter("update", FACTS), FACTS, date(2026, 2, 23)).data)
    assert "23/02/2026" == said[0]
    assert ["Where things stand", "Dear p1,"] == [each for each in said if each in _OPENING]
    assert "Since I last wrote, this has happened. =1+1" in said
    assert ["With kind regards,", "u1", "case manager", "Who you can call 2 March 2026"] == said[-4:]
    assert not any("take this part out" in each for each in said)


def test_a_letter_with_gaps_is_not_put_on_a_template() -> None:
    """Parts with a gap have no value; what is missing stands in the hint."""
    facts = {key: value for key, value in FACTS.items() if key != "writer"}
    with pytest.raises(InvalidData) as caught:
        fill_letter(ours(para("{{who}}") + para("{{why}}")), write_letter("update", facts), facts, date(2026, 2, 23))
    assert ["paragraph 1"] == [each.where.field for each in caught.value.problems]
    assert caught.value.hint.endswith("Still missing: who writes.")


def test_words_of_others_stand_between_quotation_marks() -> None:
    """An allegation is marked as somebody's words on the trust's own paper too."""
    facts = {"concern": "that the list was not kept"}
    letter = write_letter("concern", facts)
    quoted = attrs.evolve(letter, answers={"what": (letter.answers["what"][1],)})
    assert ["“that the list was not kept”"] == shown(
        fill_letter(ours(para("{{what}}")), quoted, facts, date(2026, 2, 23)).data
    )


def test_every_fact_and_part_has_a_name() -> None:
    """Those that are days are of the kind day."""
    fields = {each.name: each.kind for each in letter_fields()}
    assert {f"fact.{code}" for code in letters().facts} <= set(fields)
    assert "day" == fields["fact.next_on"] == fields["date"]
    assert "text" == fields["what"]
    assert {None} == {each.value() for each in letter_fields()}
