"""Risk matrices: looking a cell up, what a file may leave to another, and every fault at once."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from fairness_core.config import packaged_text
from fairness_core.errors import CallerError, ConfigError
from fairness_core.risk.colours import contrast, is_colour
from fairness_core.risk.matrix import Matrix, load_matrix, matrices, matrix

SMALL = """
id = "small"
revision = 1
title = "Small"
source = "made up"
owner = "Nobody"
effective = ""
scoring_rule = "The foreseeable worst case."
adopted = true
domains = { harm = "Harm" }

[likelihood]
title = "Likelihood"
question = "How likely?"
levels = [{ code = "1", label = "Rare", weight = 1 }, { code = "2", label = "Often", weight = 2 }]

[consequence]
title = "Consequence"
question = "How severe?"
levels = [{ code = "1", label = "Slight", weight = 1 }, { code = "2", label = "Grave", weight = 3 }]

[[bands]]
code = "low"
label = "Low"
colour = "#009639"
colour_name = "green"
text_colour = "#000000"
action = "Watch."
from_score = 1
to_score = 2

[[bands]]
code = "high"
label = "High"
colour = "#DA291C"
colour_name = "red"
text_colour = "#FFFFFF"
action = "Act."
from_score = 3
to_score = 6
"""

LIMITS = ("from_score = 1\nto_score = 2\n", "from_score = 3\nto_score = 6\n")


def changed(*changes: tuple[str, str], text: str = SMALL) -> str:
    """Return the small matrix with the first of each text replaced; fails when there is none."""
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def with_cells(cells: str) -> str:
    """Return the small matrix with explicit cells in place of limits."""
    return changed((LIMITS[0], ""), (LIMITS[1], ""), ("adopted = true\n", f"adopted = true\ncells = {cells}\n"))


def faults(text: str) -> dict[str, str]:
    """Return the faults of a matrix by key path; fails when two have the same path, or there is none."""
    with pytest.raises(ConfigError) as caught:
        load_matrix(text, "our.toml")
    found = [(problem.where.field, problem.message) for problem in caught.value.problems]
    assert len(found) == len(dict(found))
    return dict(found)


def test_a_cell_is_looked_up_by_code_or_label() -> None:
    """Codes and labels name the same level, without regard to case and blanks around them."""
    small = load_matrix(SMALL)
    assert ["low", "high", "high"] == [small.band(*cell).code for cell in (("1", "1"), ("1", "2"), (" often", "GRAVE"))]
    assert [Decimal(1), Decimal(3), Decimal(6)] == [small.score(*cell) for cell in (("1", "1"), ("1", "2"), ("2", "2"))]
    assert (("low", "high"), ("low", "high")) == small.grid


def test_a_level_that_is_not_there_lists_those_that_are() -> None:
    """An unknown level is the caller's error, and says what there is."""
    with pytest.raises(CallerError, match=r"Likelihood has no level '3'.*1 \(Rare\), 2 \(Often\)"):
        load_matrix(SMALL).band("3", "1")


def test_a_score_can_be_the_number_of_the_band() -> None:
    """Where a scheme has levels in place of products, the score is the level, and weights do not matter."""
    small = load_matrix(changed(("adopted = true", 'adopted = true\nscore_from = "level"')))
    assert [1, 2, 1, 2] == [small.score(row, column) for row in "12" for column in "12"]


def test_the_packaged_matrices_are_listed_and_sound() -> None:
    """Each packaged matrix is named as it is promised, and its id is its own."""
    assert ("dcb0129", "nhs-scotland", "npsa-2008", "rag-3") == matrices()
    assert list(matrices()) == [matrix(each).id for each in matrices()]
    with pytest.raises(CallerError, match="npsa-2008"):
        matrix("npsa-2010")


def test_only_the_example_banding_is_not_adopted() -> None:
    """The example says that it is one, and the health-IT scheme that it is for health IT."""
    assert ["rag-3"] == [each for each in matrices() if not matrix(each).adopted]
    assert "example banding" in matrix("rag-3").notice
    assert "health IT" in matrix("dcb0129").notice
    assert ["", ""] == [matrix(each).notice for each in ("npsa-2008", "nhs-scotland")]


def test_what_is_ours_is_told_apart() -> None:
    """Every packaged matrix says that what must be done is not the words of its source."""
    for each in matrices():
        assert any("What must be done" in doubt for doubt in matrix(each).doubts)


def test_every_packaged_level_of_npsa_is_described_in_every_domain() -> None:
    """No domain of the NPSA matrix is left without words at any level."""
    npsa = matrix("npsa-2008")
    assert 8 == len(npsa.domains)
    assert all(list(npsa.domains) == list(level.descriptors) for level in npsa.consequence.levels)


# A trust's own file -----------------------------------------------------------------------------

ADOPTED = """extends = "rag-3"
id = "our-trust-rag"
revision = 1
adopted = true
owner = "Our Trust"
"""


def test_a_trust_adopts_the_example_with_five_lines() -> None:
    """Everything is inherited but the notice, which said that it was an example."""
    ours, example = load_matrix(ADOPTED), matrix("rag-3")
    assert (True, "", "Our Trust", "our-trust-rag") == (ours.adopted, ours.notice, ours.owner, ours.id)
    assert (example.grid, example.bands, example.domains) == (ours.grid, ours.bands, ours.domains)
    assert ours.sha256 != example.sha256


def test_a_notice_that_is_not_about_the_example_stays() -> None:
    """Who extends the health-IT scheme keeps its notice; who states a notice has that one."""
    extended = ADOPTED.replace("rag-3", "dcb0129")
    assert matrix("dcb0129").notice == load_matrix(extended).notice
    assert "Ask first." == load_matrix(f'{ADOPTED}notice = "Ask first."').notice
    assert matrix("rag-3").notice == load_matrix(ADOPTED.replace("adopted = true\n", "")).notice


def test_what_extends_another_must_not_pass_for_it() -> None:
    """An id and a revision of its own, and whoever adopts an example, must be stated."""
    assert {"id", "revision", "owner"} == faults('extends = "rag-3"\nid = "rag-3"\nadopted = true\n').keys()
    assert {"id", "revision"} == faults('extends = "npsa-2008"\n').keys()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id = ", "not valid TOML"),
        ("Dear board, please find attached", "not valid TOML"),
        ("revision = " + "9" * 5000, "cannot be read as TOML"),
        ("a = " + "[" * 5000, "cannot be read as TOML"),
        ('extends = "rag-33"', "There is no packaged matrix 'rag-33'; there are: dcb0129"),
        ("extends = 3", "must name one other file"),
        ("", "This key is missing."),
    ],
)
def test_what_is_no_matrix_is_a_fault_of_the_file(text: str, said: str) -> None:
    """Whatever the text is, the file is at fault, and the message says how."""
    with pytest.raises(ConfigError, match=said.replace("(", r"\(")):
        load_matrix(text, "our.toml")


# Faults -----------------------------------------------------------------------------------------

FAULTS: Mapping[str, tuple[tuple[tuple[str, str], ...], str, str]] = {
    "revision": ((("revision = 1", "revision = 0"),), "revision", "counted from 1"),
    "no owner": ((('owner = "Nobody"', 'owner = " "'),), "owner", "blank"),
    "no notice": ((("adopted = true", "adopted = false"),), "notice", "example"),
    "one level": (
        ((', { code = "2", label = "Often", weight = 2 }', ""), ("to_score = 2", "to_score = 1")),
        "likelihood.levels",
        "two levels",
    ),
    "weight": (
        (("weight = 2", "weight = 1"),),
        "likelihood.levels[2].weight",
        "1 does not rise above 1",
    ),
    "negative": (
        (('label = "Rare", weight = 1', 'label = "Rare", weight = -1'), ("from_score = 1", "from_score = -3")),
        "likelihood.levels[1].weight",
        "below 0",
    ),
    "code twice": ((('code = "2", label = "Often"', 'code = "1", label = "Often"'),), "likelihood.levels[2].code", "1"),
    "blank name": ((('label = "Often"', 'label = " "'),), "likelihood.levels[2].label", "must not be blank"),
    "label is a code": ((('label = "Often"', 'label = "1"'),), "likelihood.levels[2].label", "used twice"),
    "domain": (
        (("weight = 3", 'weight = 3, descriptors = { money = "Much" }'),),
        "consequence.levels[2].descriptors.money",
        "there are: harm",
    ),
    "band code twice": ((('code = "high"', 'code = "low"'),), "bands[2].code", "used twice"),
    "label": ((('label = "High"', 'label = ""'),), "bands[2].label", "Colour must not be the only signal"),
    "same label": ((('label = "High"', 'label = "low"'),), "bands[2].label", "a label of its own"),
    "colour name": ((('colour_name = "red"', 'colour_name = ""'),), "bands[2].colour_name", "only signal"),
    "action": ((('action = "Act."', 'action = " "'),), "bands[2].action", "what must be done"),
    "colour": ((('colour = "#DA291C"', 'colour = "red"'),), "bands[2].colour", "six digits"),
    "contrast": ((("#FFFFFF", "#009639"),), "bands[2].text_colour", "use #FFFFFF"),
    "review": ((('action = "Act."', 'action = "Act."\nreview_within_days = -1'),), "bands[2].review_within_days", "0"),
    "one limit": ((("from_score = 3\n", ""), ("to_score = 2", "to_score = 6")), "bands[2].from_score", "both"),
    "hole": (
        (("from_score = 3", "from_score = 4"),),
        "bands[2].from_score",
        "A hole: the score 3, such as likelihood 1",
    ),
    "hole above": ((("to_score = 6", "to_score = 5"),), "bands[2].to_score", "A hole: the score 6"),
    "overlap": ((("to_score = 2", "to_score = 3"),), "bands[2].from_score", "in 'low' and in 'high'"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_named_with_its_key_path_and_alone(name: str) -> None:
    """One thing wrong gives one fault, at the key that is to be changed."""
    changes, path, said = FAULTS[name]
    found = faults(changed(*changes))
    assert [path] == list(found)
    assert said in found[path]


def test_bands_in_the_wrong_order() -> None:
    """A band that begins below the one before falls while the product rises."""
    text = changed(
        ("from_score = 1\nto_score = 2", "from_score = 3\nto_score = 7"),
        ("from_score = 3\nto_score = 6", "from_score = 1\nto_score = 2"),
    )
    assert {"bands[2].from_score": "The bands do not rise: 1 is below 3, where the band before begins."} == faults(text)


def test_limits_upside_down() -> None:
    """A band that ends before it begins is named, and so are the scores that it leaves out."""
    text = changed(("from_score = 3\nto_score = 6", "from_score = 6\nto_score = 3"))
    with pytest.raises(ConfigError, match="3 is below 6, where the band begins"):
        load_matrix(text)
    with pytest.raises(ConfigError, match="A hole: the scores 3 to 6"):
        load_matrix(text)


def test_neither_limits_nor_cells() -> None:
    """Each band without limits is named when there are no cells either."""
    found = faults(changed((LIMITS[1], "")))
    assert "no limits" in found["bands[2].from_score"]


CELLS = {
    '[["low", "low"], ["low", "high"], ["low", "high"]]': {"cells": "3"},
    '[["low", "low"], ["low"]]': {"cells[2]": "1"},
    '[["low", "low"], ["low", "extreme"]]': {"cells[2][2]": "high, low"},
    '[["low", "high"], ["low", "low"]]': {"cells[2][2]": "likelihood rises"},
    '[["low", "low"], ["high", "low"]]': {"cells[2][2]": "consequence rises"},
    '[["high", "low"], ["low", "high"]]': {"cells[1][1]": "likelihood rises"},
    '[["high", "low"], ["low"], ["low", "medium"]]': {"cells": "3", "cells[2]": "", "cells[3][2]": "", "cells[1][1]": ""},
}  # fmt: skip


@pytest.mark.parametrize("cells", CELLS)
def test_faults_of_cells(cells: str) -> None:
    """A wrong number of rows or cells, an unknown band and a falling one are each named, all at once."""
    found = faults(with_cells(cells))
    assert CELLS[cells].keys() == found.keys()
    assert all(said in found[path] for path, said in CELLS[cells].items())


def test_sound_cells_make_a_matrix() -> None:
    """Cells are taken as they are, whatever the products."""
    assert (("low", "high"), ("high", "high")) == load_matrix(with_cells('[["low", "high"], ["high", "high"]]')).grid


def test_cells_and_limits_that_disagree() -> None:
    """Limits beside cells must say the same; how many do not, and the first, is told once."""
    stated = 'adopted = true\ncells = [["low", "low"], ["low", "high"]]'
    assert (
        "A cell contradicts the limits of the bands: cells[1][2]"
        in faults(changed(("adopted = true", stated)))["cells"]
    )
    agreed = 'adopted = true\ncells = [["low", "high"], ["low", "high"]]'
    assert load_matrix(SMALL).grid == load_matrix(changed(("adopted = true", agreed))).grid


def six_faults() -> str:
    """Return the NPSA matrix with six different things wrong."""
    return changed(
        ("weight = 5", "weight = 4"),  # likelihood
        ('label = "Moderate"\ncolour', 'label = ""\ncolour'),
        ('text_colour = "#FFFFFF"', 'text_colour = "#ED8B00"'),
        ("from_score = 8", "from_score = 9"),
        ("second_rater = true", 'second_rater = "yes"'),
        ('effective = "2008-01"', 'efective = "2008-01"\neffective = "2008-01"'),
        text=packaged_text("risk", "npsa-2008"),
    )


def test_six_different_faults_are_six_in_one_message() -> None:
    """Faults of types do not hide those of sense, and none hides another."""
    found = faults(six_faults())
    assert {
        "efective",
        "likelihood.levels[5].weight",
        "bands[2].label",
        "bands[3].from_score",
        "bands[4].second_rater",
        "bands[4].text_colour",
    } == found.keys()
    with pytest.raises(ConfigError, match=r"our\.toml has 6 faults\.") as caught:
        load_matrix(six_faults(), "our.toml")
    assert all(f"our.toml, {path}: " in str(caught.value) for path in found)


HIDING = {
    ("weight = 2", 'weight = "2"'): "likelihood.levels[2].weight",
    ('title = "Likelihood"\n', ""): "likelihood.title",
    ('[likelihood]', '[likelyhood]'): "likelihood",
    ('label = "High"\n', ""): "bands[2].label",
    ("from_score = 3", 'from_score = "3"'): "bands[2].from_score",
    ('id = "small"', "id = 5"): "id",
    ('source = "made up"', 'source = "made up"\ndoubts = ["a", 5]'): "doubts[2]",
    ('source = "made up"', 'source = "made up"\ncells = [["low", 5], ["low", "high"]]'): "cells[1][2]",
    ('levels = [{ code = "1", label = "Rare", weight = 1 }', 'levels = ["rare"'): "likelihood.levels[1]",
}  # fmt: skip


@pytest.mark.parametrize("change", HIDING)
def test_a_fault_of_type_hides_no_other(change: tuple[str, str]) -> None:
    """Beside a wrong type the faults that do not depend on it are told, and none that is not there."""
    found = faults(changed(change, ("revision = 1", "revision = 0"), ("#FFFFFF", "#009639")))
    extra = {"likelyhood"} if "likelyhood" in change[1] else set()
    assert {HIDING[change], "revision", "bands[2].text_colour"} | extra == found.keys()


def test_python_made_matrices_tell_their_faults_too() -> None:
    """The faults of a matrix made in Python are those of one read from a file."""
    small = load_matrix(SMALL)
    assert isinstance(small, Matrix)
    assert [] == list(small.faults())


def test_contrast_is_that_of_the_published_formula() -> None:
    """Contrasts of the NHS colours are those computed in the notes on formats (WCAG 2.x)."""
    published = {"#003087": 11.85, "#009639": 3.87, "#FFB81C": 1.73, "#DA291C": 4.87}
    assert published == {colour: round(contrast(colour, "#FFFFFF"), 2) for colour in published}
    assert [True, False, False, False] == [is_colour(each) for each in ("#00aaFF", "00aaFF", "#00aaF", "#00aaFF\n")]
