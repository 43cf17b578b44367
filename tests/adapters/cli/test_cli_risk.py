"""`fairness rate` and `fairness matrix`: the promised keys, every fault, and a grid that needs no colour."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from rich.console import Console

from fairness_adapters.cli import shared
from fairness_adapters.cli.risk import grid
from fairness_core.config import packaged_text
from fairness_core.risk.matrix import load_matrix, matrices, matrix

Fairness = Callable[..., Any]
PROMISED = ("score", "band", "level", "colour", "matrix", "revision", "adopted")
OUTSIDE = Path(__file__).parents[2] / "matrices"
ADOPTED = """extends = "rag-3"
id = "our-trust-rag"
revision = 1
adopted = true
owner = "Our Trust, Professional Standards Group"
"""


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """Return the file with which a trust adopts the example banding."""
    path = tmp_path / "our-rag.toml"
    path.write_text(ADOPTED, encoding="utf-8")
    return path


# rate -------------------------------------------------------------------------------------------

RATED = {
    ("3", "4"): (12, "High", 3, "orange", "npsa-2008", 1, True),
    ("almost certain", "Catastrophic"): (25, "Extreme", 4, "red", "npsa-2008", 1, True),
    ("rare", "1", "--matrix", "nhs-scotland"): (1, "Low", 1, "green", "nhs-scotland", 1, True),
    ("1", "5", "--matrix", "dcb0129"): (3, "Undesirable", 3, "yellow", "dcb0129", 1, True),
    ("3", "4", "--matrix", "rag-3"): (12, "Amber", 2, "amber", "rag-3", 1, False),
    ("3", "major", "--matrix", str(OUTSIDE / "city-of-london.toml")): (12, "Amber", 2, "amber", "city-of-london", 1, True),
}  # fmt: skip


@pytest.mark.parametrize("words", RATED)
def test_the_keys_are_those_that_were_promised(fairness: Fairness, words: tuple[str, ...]) -> None:
    """JSON has every promised key, with the matrix's own figures, and nothing is said on stderr."""
    ran = fairness("rate", *words, "--json")
    assert (0, "") == (ran.code, ran.err)
    assert RATED[words] == tuple(ran.json[key] for key in PROMISED)
    assert isinstance(ran.json["score"], int)


def test_a_score_that_is_not_whole_is_a_number(fairness: Fairness, tmp_path: Path) -> None:
    """A weight of one and a half gives a score with decimals."""
    text = (OUTSIDE / "ucl-4x4.toml").read_text(encoding="utf-8").replace("weight = 2 }", "weight = 1.5 }", 1)
    path = tmp_path / "half.toml"
    path.write_text(text.replace("to_score = 2\n", "to_score = 2.5\n"), encoding="utf-8")
    assert 1.5 == fairness("rate", "2", "1", "--matrix", str(path), "--json").json["score"]


def test_what_goes_with_a_rating_is_in_json_too(fairness: Fairness) -> None:
    """The notice, both levels, what must be done and the rule for scoring are there for programs."""
    found, band = matrix("rag-3"), matrix("rag-3").bands[2]
    told = fairness("rate", "5", "5", "--matrix", "rag-3", "--json").json
    assert (found.notice, found.scoring_rule, found.sha256) == (told["notice"], told["scoring_rule"], told["sha256"])
    assert (band.colour, band.action, True) == (told["colour_hex"], told["action"], told["second_rater"])
    assert {"code": "5", "label": "Almost certain"} == told["likelihood"]
    assert {"code": "5", "label": "Catastrophic"} == told["consequence"]


def test_a_rating_in_words(fairness: Fairness) -> None:
    """People read score, band and levels, the notice, what must be done, the rule, and whom it is not about."""
    ran = fairness("rate", "likely", "5", "--matrix", "rag-3")
    assert (0, "") == (ran.code, ran.out)
    lines = ran.err.splitlines()
    assert "20, Red, band 3 of 3: likelihood 4 Likely, consequence 5 Catastrophic." == lines[0]
    assert lines[1].startswith("Note: This is an example banding")
    assert lines[2].startswith("What must be done: Tell the deciding body today")
    assert "A second person must rate it too." == lines[3]
    assert "reasonably foreseeable worst case" in lines[4]
    assert lines[5].endswith("(rag-3, revision 1). A score describes a concern, never a person.")


def test_escalation_and_review_are_said_where_the_scheme_has_them(fairness: Fairness, tmp_path: Path) -> None:
    """Whom to tell and when to look again stand with the rating; a band without them says neither."""
    path = tmp_path / "told.toml"
    text = (OUTSIDE / "ucl-4x4.toml").read_text(encoding="utf-8")
    path.write_text(f'{text}escalate_to = "Director"\nreview_within_days = 7\n', encoding="utf-8")
    top, low = (fairness("rate", each, each, "--matrix", str(path)).err for each in "41")
    assert "Tell: Director\nReview it within 7 days.\n" in top
    assert "Tell:" not in low
    assert "Review" not in low
    assert "Tell: Director. Review within 7 days." in fairness("matrix", "show", str(path)).err


def test_an_adopted_banding_has_no_notice(fairness: Fairness, ours: Path) -> None:
    """With a trust's own file of five lines the rating is the trust's, and says nothing of an example."""
    assert 5 == len(ADOPTED.splitlines())
    ran = fairness("rate", "3", "4", "--matrix", str(ours))
    assert "Note:" not in ran.err
    told = fairness("rate", "3", "4", "--matrix", str(ours), "--json").json
    assert ("our-trust-rag", True, "") == (told["matrix"], told["adopted"], told["notice"])


WRONG = {
    ("rate", "9", "4"): "There are: 1 (Rare), 2 (Unlikely), 3 (Possible), 4 (Likely), 5 (Almost certain).",
    ("rate", "3", "awful"): "There are: 1 (Negligible), 2 (Minor)",
    ("rate", "-1", "4"): "Likelihood has no level",
    ("rate", "3"): "Example: fairness rate",
    ("rate", "3", "4", "--matrix", "npsa"): "There are: dcb0129, nhs-scotland, npsa-2008, rag-3.",
    ("matrix", "show", "npsa"): "Or give the path of a file of your own that ends in .toml.",
    ("matrix",): "Example: fairness matrix show",
    ("matrix", "check"): "Example: fairness matrix check our-matrix.toml",
    ("matrix", "sho"): "No such command 'sho'.",
    ("matrix", "show", "npsa-2008", "--out", "matrix.pdf"): "Let it end in one of: .docx, .xlsx, .json, .svg.",
}


@pytest.mark.parametrize("words", WRONG)
def test_wrong_use_ends_with_2_and_says_what_is_right(fairness: Fairness, words: tuple[str, ...]) -> None:
    """An unknown level, matrix, verb or ending is wrong use, and what there is is listed."""
    ran = fairness(*words)
    assert (2, "") == (ran.code, ran.out)
    assert WRONG[words] in ran.err


def test_a_matrix_about_people_rates_nothing(fairness: Fairness, tmp_path: Path) -> None:
    """A matrix with a scale of who somebody is is a fault when checked, and refused when used."""
    text = (OUTSIDE / "ucl-4x4.toml").read_text(encoding="utf-8")
    path = tmp_path / "who.toml"
    path.write_text(text.replace('title = "Severity"', 'title = "Ethnicity"'), encoding="utf-8")
    assert 2 == fairness("rate", "1", "1", "--matrix", str(path)).code
    ran = fairness("matrix", "check", str(path))
    assert 1 == ran.code
    assert "who.toml, consequence.title: " in ran.err


# matrix list, show ------------------------------------------------------------------------------


def test_the_list_says_what_to_know_before_use(fairness: Fairness) -> None:
    """Each packaged matrix has its size and bands, and its notice where it has one."""
    ran = fairness("matrix", "list")
    assert (0, "") == (ran.code, ran.out)
    assert "npsa-2008: NPSA risk matrix (2008). 5 by 5; Low (green), Moderate (yellow)" in ran.err
    assert all(matrix(each).notice in ran.err for each in matrices())
    listed = fairness("matrix", "list", "--json").json["matrices"]
    assert list(matrices()) == [each["id"] for each in listed]
    assert [True, True, True, False] == [each["adopted"] for each in listed]
    assert ["Low", "Moderate", "High", "Extreme"] == listed[2]["bands"]


@pytest.mark.parametrize("name", matrices())
def test_the_grid_in_the_terminal_needs_no_colour_and_80_columns(fairness: Fairness, name: str) -> None:
    """Every cell is in words, no line of the grid is wider than 80, and no code of colour is printed elsewhere."""
    ran = fairness("matrix", "show", name)
    assert (0, "") == (ran.code, ran.out)
    assert "\x1b" not in ran.err
    found = matrix(name)
    lines = [line.plain for line in grid(found, 80)]
    assert max(map(len, lines)) <= 80
    assert all(line.rstrip() in ran.err for line in lines)
    text = " ".join(lines)
    assert all(word in text for band in found.bands for word in band.label.split())
    for said in (found.scoring_rule, "never a person", *found.doubts, *(band.action for band in found.bands)):
        assert said in ran.err


def test_the_grid_has_its_cells_where_they_belong() -> None:
    """The most likely row is on top, and words line up under their level."""
    lines = [line.plain.rstrip() for line in grid(matrix("npsa-2008"), 80)]
    assert lines[0].split() == ["1", "Negligible", "2", "Minor", "3", "Moderate", "4", "Major", "5", "Catastrophic"]
    assert lines[2].split()[-10:] == ["5", "Moderate", "10", "High", "15", "Extreme", "20", "Extreme", "25", "Extreme"]
    assert lines[-2].split() == ["1", "Rare", "1", "Low", "2", "Low", "3", "Low", "4", "Moderate", "5", "Moderate"]
    starts = [lines[0].index(each) for each in ("1 Negligible", "5 Catastrophic")]
    assert starts == [lines[-2].index(each) for each in ("1 Low", "5 Moderate")]


def test_a_grid_that_is_too_wide_becomes_a_list() -> None:
    """Where the longest words do not fit, each cell has a line of its own."""
    lines = [line.plain for line in grid(matrix("dcb0129"), 40)]
    assert 25 == len(lines)
    assert "5 Very high, 1 Minor: 3 Undesirable" == lines[0]


def test_colour_only_underlines_the_words(fairness: Fairness, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal with colours, each cell has its band's colour behind its words."""
    out = Console(force_terminal=True, color_system="truecolor", width=80, stderr=True)
    monkeypatch.setattr(shared, "console", lambda: out)
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    coloured = grid(matrix("npsa-2008"), 80)
    (style,) = {
        str(span.style) for span in coloured[2].spans if "25 Extreme" in coloured[2].plain[span.start : span.end]
    }
    assert "#FFFFFF on #DA291C" == style


def test_a_hostile_label_cannot_steer_the_terminal() -> None:
    """Control characters in a file's labels are shown as escapes."""
    text = packaged_text("risk", "npsa-2008").replace('label = "Extreme"', 'label = "Ex\\u001b[2Jtreme"')
    shown = "\n".join(line.plain for line in grid(load_matrix(text), 80))
    assert "\x1b" not in shown
    assert "x1b[2J" in shown


def test_a_matrix_is_written_as_document_workbook_picture_and_data(fairness: Fairness, tmp_path: Path) -> None:
    """Each ending gives a file of that kind, with the cells in words."""
    for suffix in ("docx", "xlsx", "svg", "json"):
        ran = fairness("matrix", "show", "npsa-2008", "--out", str(tmp_path / "made" / f"m.{suffix}"))
        assert (0, "") == (ran.code, ran.out)
        assert f"m.{suffix}" in ran.err
    made = {path.suffix: path.read_bytes() for path in (tmp_path / "made").iterdir()}
    assert {".docx", ".xlsx", ".svg", ".json"} == made.keys()
    assert b"25 Extreme" in ZipFile(BytesIO(made[".docx"])).read("word/document.xml")
    assert b"25 Extreme" in ZipFile(BytesIO(made[".xlsx"])).read("xl/sharedStrings.xml")
    assert "img" == ET.fromstring(made[".svg"]).attrib["role"]
    assert "npsa-2008" == json.loads(made[".json"])["matrix"]["id"]


def test_show_as_json_is_the_whole_matrix(fairness: Fairness, ours: Path) -> None:
    """For programs, a matrix of the trust's own comes with its cells and bands."""
    found = fairness("matrix", "show", str(ours), "--json").json["matrix"]
    assert [list(row) for row in matrix("rag-3").grid] == found["cells"]
    assert ["Green", "Amber", "Red"] == [band["label"] for band in found["bands"]]


def test_nothing_is_written_when_the_place_is_at_fault(fairness: Fairness, tmp_path: Path) -> None:
    """A folder of that name is told, and stays."""
    (tmp_path / "m.svg").mkdir()
    ran = fairness("matrix", "show", "npsa-2008", "--out", str(tmp_path / "m.svg"))
    assert 1 == ran.code
    assert "there is a folder of that name" in ran.err
    assert [tmp_path / "m.svg"] == list(tmp_path.iterdir())


# matrix check -----------------------------------------------------------------------------------


def test_a_sound_matrix_is_said_to_be_sound(fairness: Fairness, ours: Path) -> None:
    """The exit code is 0, and what was understood is said."""
    ran = fairness("matrix", "check", str(ours))
    assert (0, "") == (ran.code, ran.out)
    assert "our-rag.toml is sound: our-trust-rag, revision 1, 5 by 5, bands Green, Amber, Red.\n" == ran.err
    assert {"sound": True, "problems": []} == fairness("matrix", "check", str(ours), "--json").json


def test_an_example_that_is_sound_is_still_an_example(fairness: Fairness, tmp_path: Path) -> None:
    """A file that has not been adopted says so when it is checked."""
    path = tmp_path / "copy.toml"
    path.write_text(ADOPTED.replace("adopted = true\n", ""), encoding="utf-8")
    assert "Note: This is an example banding" in fairness("matrix", "check", str(path)).err


SIX = (
    ("weight = 5", "weight = 4"),
    ('label = "Moderate"\ncolour', 'label = ""\ncolour'),
    ('text_colour = "#FFFFFF"', 'text_colour = "#ED8B00"'),
    ("from_score = 8", "from_score = 9"),
    ("second_rater = true", 'second_rater = "yes"'),
    ("effective =", "efective = 1\neffective ="),
)


def test_six_faults_are_six_with_their_key_paths(fairness: Fairness, tmp_path: Path) -> None:
    """Every fault of a file is named at once; the exit code is 1."""
    text = packaged_text("risk", "npsa-2008")
    for old, new in SIX:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "six.toml"
    path.write_text(text, encoding="utf-8")
    ran = fairness("matrix", "check", str(path))
    assert (1, "") == (ran.code, ran.out)
    assert 6 == ran.err.count("Error: six.toml, ")
    assert "six.toml has 6 faults." in ran.err
    told = fairness("matrix", "check", str(path), "--json")
    assert (1, False) == (told.code, told.json["sound"])
    assert {
        "likelihood.levels[5].weight",
        "bands[2].label",
        "bands[3].from_score",
        "bands[4].text_colour",
        "bands[4].second_rater",
        "efective",
    } == {problem["field"] for problem in told.json["problems"]}


def test_more_than_ten_faults_are_all_listed(fairness: Fairness, tmp_path: Path) -> None:
    """A check leaves no fault to a second run."""
    path = tmp_path / "many.toml"
    path.write_text(packaged_text("risk", "npsa-2008").replace("weight =", "wait ="), encoding="utf-8")
    ran = fairness("matrix", "check", str(path))
    assert 20 == ran.err.count("Error: many.toml, ")


@pytest.mark.parametrize(("data", "said"), [(b"id = ", "not valid TOML"), (b"\xff\xfe", "cannot be read"), (None, "cannot be read")])  # fmt: skip
def test_what_is_no_matrix_at_all(fairness: Fairness, tmp_path: Path, data: bytes | None, said: str) -> None:
    """No TOML, no text, no file: each is said, with exit code 1."""
    path = tmp_path / "not.toml"
    if data is not None:
        path.write_bytes(data)
    for words in (("matrix", "check", str(path)), ("matrix", "show", str(path))):
        ran = fairness(*words)
        assert (1, "") == (ran.code, ran.out)
        assert said in ran.err


def test_a_file_from_notepad_is_read(fairness: Fairness, tmp_path: Path) -> None:
    """The mark that Notepad puts before UTF-8 text, and its line ends, are no fault."""
    path = tmp_path / "notepad.toml"
    path.write_bytes(b"\xef\xbb\xbf" + ADOPTED.replace("\n", "\r\n").encode())
    assert 0 == fairness("matrix", "check", str(path)).code
