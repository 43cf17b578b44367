"""What is made of each cell, and the page that shows it: nothing is lost, nothing runs, colour is never alone."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.adapters.layouts.made_tables import PLAIN

from fairness_adapters.jobs.layouts import Trial, reader_of, trial_json, trial_page, try_layout
from fairness_adapters.jobs.wres import DEMO, sample_path
from fairness_adapters.layouts.marks import Role
from fairness_core.errors import CallerError

REAL = Path(__file__).with_name("real")
CSV = """Date,Ethnic group,Remark,Headcount
Our staff,,,
31/03/2025,White,x,30
31/03/2025,Martian,,12
31/03/2025,BME,,*
31/03/2025,All staff,,41
Source: us,,,
"""


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    """Try the plain layout on a small CSV file."""
    (tmp_path / "ours.toml").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "staff.csv").write_text(CSV, encoding="utf-8")
    return try_layout(str(tmp_path / "ours.toml"), tmp_path / "staff.csv")


def cells(trial: Trial) -> dict[str, object]:
    """Return the role and meaning of each cell."""
    found = trial_json(trial)["cells"]
    assert isinstance(found, dict)
    return {name: (told["role"], told["meaning"]) for name, told in found.items()}


def test_every_cell_has_one_mark(trial: Trial) -> None:
    """Headings, labels, figures, a missing one with its reason, and what was left over."""
    marks = cells(trial)
    assert ("heading", "the column of ethnicity") == marks["B1"]
    assert ("heading", "headcount") == marks["D1"]
    assert ("left over", "a column that is not used") == marks["C1"]
    assert ("label", "ethnicity: White") == marks["B3"]
    assert ("figure", "headcount, 31 March 2025, White: 30") == marks["D3"]
    assert ("left over", "") == marks["B4"]
    assert ("no figure", "headcount, 31 March 2025, BME: suppressed: shown as *") == marks["D5"]
    assert ("label", "the total over ethnicity") == marks["B6"]
    assert ("left over", "") == marks["A7"]
    assert sum(len([each for each in line.split(",") if each]) for line in CSV.splitlines()) == len(marks)


def test_problems_stand_at_their_cells(trial: Trial) -> None:
    """An unknown group and a total below its parts are told where they are."""
    told = trial_json(trial)["cells"]
    assert isinstance(told, dict)
    assert ["error: This text in the column for ethnicity is not known (1 rows)."] == told["B4"]["problems"]
    assert "does not agree with its parts" in told["D6"]["problems"][0]


def test_what_was_assumed_is_listed_apart_from_the_problems(trial: Trial) -> None:
    """Notes are assumptions; errors and warnings are problems, errors first."""
    assert any("1 columns are not used" in each for each in trial.assumed)
    assert ["unknown_code", "total_disagrees"] == [problem.code for problem in trial.problems]


@pytest.mark.parametrize(
    ("layout", "path", "roles"),
    [
        (
            "nhs-nationality-2016",
            REAL / "eu-and-uk-nationals-september-2016.xlsx",
            {Role.FIGURE: 3592, Role.LEFT_OVER: 1},
        ),
        ("england-workforce", REAL / "midwives-2009-2022.csv", {Role.FIGURE: 1270, Role.LEFT_OVER: 0}),
        ("wres-return", sample_path(DEMO), {Role.FIGURE: 253, Role.HEADING: 10}),
    ],
)
def test_every_kind_of_layout_explains_itself(layout: str, path: Path, roles: dict[Role, int]) -> None:
    """Tables, records and forms; in the published workbook the unit in K3 alone is left over."""
    found = try_layout(layout, path)
    assert roles == {role: found.sheets[0].count(role) for role in roles}


def test_sheets_that_are_not_read_are_named() -> None:
    """The notes of the sample are another sheet."""
    found = try_layout("wres-return", sample_path(DEMO))
    assert [True, False] == [sheet.was_read for sheet in found.sheets]
    assert "Notes: not read" in trial_page(found).decode()


class Tags(HTMLParser):
    """Gathers the tags of a page and whether they are closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Take up a tag."""
        self.seen.add(tag)
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that is open."""
        assert tag == self.open.pop()


def test_the_page_is_well_formed_loads_nothing_and_runs_nothing(tmp_path: Path) -> None:
    """Text of the file is escaped wherever it stands, the sheet's name too; control characters are gone."""
    nasty = "<script>alert(1)</script>"
    (tmp_path / "ours.toml").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "x.csv").write_text(
        f'Date,Ethnic group,Headcount\n31/03/2025,{nasty},"{nasty}\x0b"\n', encoding="utf-8"
    )
    page = trial_page(try_layout(str(tmp_path / "ours.toml"), tmp_path / "x.csv")).decode()
    tags = Tags()
    tags.feed(page)
    assert [] == tags.open
    assert not {"script", "img", "link", "iframe", "a", "object"} & tags.seen
    assert "&lt;script&gt;" in page
    assert "\x0b" not in page
    assert "default-src 'none'" in page
    assert [] == re.findall(r"(?:https?:)?//[a-z]", page)


def test_a_role_is_told_by_a_letter_and_a_word(trial: Trial) -> None:
    """Whoever does not see the colours reads the same; the legend names every letter; headers have their scope."""
    page = trial_page(trial).decode()
    for role in Role:
        assert f"</b></td><td>{role.value}: " in page
    assert re.search(r'<b title="D3: figure">F</b> 30<br>', page)
    assert "<th scope='col'>D</th>" in page
    assert "<th scope='row'>3</th>" in page
    assert "<caption>" in page
    assert "Assumed: " in page


def test_the_same_trial_gives_the_same_page(trial: Trial) -> None:
    """No moment of writing, no order that changes."""
    assert trial_page(trial) == trial_page(trial)


def test_a_long_sheet_is_cut_and_says_so(tmp_path: Path) -> None:
    """The page stays small; the JSON has every cell."""
    (tmp_path / "ours.toml").write_text(PLAIN, encoding="utf-8")
    rows = "".join(f"31/03/2025,White,{n}\n" for n in range(2100))
    (tmp_path / "x.csv").write_text(f"Date,Ethnic group,Headcount\n{rows}", encoding="utf-8")
    found = try_layout(str(tmp_path / "ours.toml"), tmp_path / "x.csv")
    assert "The first 2,000 of 2,101 rows are shown." in trial_page(found).decode()
    assert 2101 * 3 == len(cells(found))


def test_a_layout_is_named_by_its_id_or_its_file() -> None:
    """A misspelt id is answered with those that there are."""
    assert "wres-return" == reader_of("wres-return").id
    with pytest.raises(CallerError, match="There is no layout 'wres'") as caught:
        reader_of("wres")
    assert "wres-return" in caught.value.hint
