"""Code lists: the 16+1 ethnic categories, what labels mean, and what groups are made of."""

from __future__ import annotations

import pytest

from fairness_core.classifications import Classification, Code, Group, Grouping, classification, normalised
from fairness_core.config import load, packaged_ids
from fairness_core.errors import CallerError, ConfigError

ETHNICITY = classification("ethnicity")
BAND = classification("band")
NATIONAL = "ABCDEFGHJKLMNPRSZ"
"""The sixteen categories and Not stated, as the NHS Data Dictionary letters them: no I, O or Q."""

SUB_CODES = {
    "C": "C3 CE CF CG CH CJ CK CL CM CN CP CQ CR CS CT CU CV CW CX CY",
    "A": "",
    "G": "GA GB GC GD GE GF",
    "L": "LA LB LC LD LE LF LG LH LJ LK",
    "P": "PA PB PC PD PE",
    "S": "SA SB SC SD SE",
}


def test_all_16_and_1_categories_are_there() -> None:
    """The national codes are the letters without I, O and Q, and Not stated; 99 stands beside them."""
    assert {*NATIONAL, "99", "discontinued"} == set(ETHNICITY.codes)


@pytest.mark.parametrize("code", NATIONAL)
def test_a_national_code_means_itself(code: str) -> None:
    """The bare letter is its own code, with any local second character too."""
    assert (code, code, code) == tuple(ETHNICITY.find(text) for text in (code, f"{code}9", f"{code}X"))


@pytest.mark.parametrize("code", [sub for subs in SUB_CODES.values() for sub in subs.split()])
def test_a_local_sub_code_rolls_up_by_its_first_character(code: str) -> None:
    """PC (Nigerian) is P, CL (Irish Traveller) is C, whatever the second character."""
    assert code[0] == ETHNICITY.find(code)


def test_every_label_of_the_file_means_its_own_code() -> None:
    """Labels, aliases and the names of sub-codes all lead back to the code or group that lists them."""
    for owner, code in ETHNICITY.codes.items():
        for text in (code.label, *code.aliases, *code.sub_codes.values()):
            assert (text, owner) == (text, ETHNICITY.find(text))
    for owner, group in ETHNICITY.groups.items():
        for text in (group.label, *group.aliases):
            assert (text, owner) == (text, ETHNICITY.find(text))


def test_the_files_sub_codes_are_those_of_the_electronic_staff_record() -> None:
    """The local codes that have names stand under the code of the same group, White ones under White."""
    listed = {sub: owner for owner, code in ETHNICITY.codes.items() for sub in code.sub_codes}
    expected = {sub for subs in SUB_CODES.values() for sub in subs.split()} | {"C2", "CA", "CB", "CC", "CD"}
    assert expected == set(listed)
    white = ETHNICITY.leaves("white")
    assert [] == [sub for sub, owner in listed.items() if (sub[0] in white) != (owner in white)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A White - British", "A"),
        ("A - White British", "A"),
        ("Z Not Stated", "Z"),
        ("PC Black Nigerian", "P"),
        ("  white   BRITISH ", "A"),
        ("White\u00a0\u2013\u00a0British", "A"),
        ("Asian or Asian British - Indian", "H"),
        ("Prefer not to say", "Z"),
        ("Unspecified", "99"),
        ("99", "99"),
        ("Arab", "S"),
        ("Roma", "C"),
        ("Irish Traveller", "C"),
        ("BAME", "bme"),
        ("white", "white"),
        ("Ethnicity unknown/null", "unknown"),
        ("Black, Asian & minority ethnic", "bme"),
    ],
)
def test_labels_as_exports_write_them_are_understood(text: str, code: str) -> None:
    """Code and label, label alone, spaces, dashes and capitals: the meaning decides."""
    assert code == ETHNICITY.find(text)


@pytest.mark.parametrize("text", ["T", "I", "O", "Q", "TA", "A!", "ABC", "a", "7", "", "   ", "Martian", "Traveller T"])
def test_what_means_nothing_here_is_not_guessed(text: str) -> None:
    """T is two things in two lists, I, O and Q are no codes, and a word that is no label means nothing."""
    assert ETHNICITY.find(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [("Band 6", "6"), ("6", "6"), ("8a", "8a"), ("Band 8 a", "8a"), ("VSM", "vsm"), ("Consultants", "consultant")],
)
def test_bands_are_understood(text: str, code: str) -> None:
    """Bands come with and without the word and the space."""
    assert code == BAND.find(text)


def test_a_band_has_no_second_character_of_local_meaning() -> None:
    """Only where the list says so does a second character roll up: 6X is no band."""
    assert (None, None) == (BAND.find("6X"), classification("cluster").find("A"))


@pytest.mark.parametrize("text", ["2 to 4", "6 and 7", "8a and above", "5 and below", "1 - 4"])
def test_a_stretch_of_bands_is_not_its_first_band(text: str) -> None:
    """A row for several bands is not understood, rather than booked under one of them."""
    assert BAND.find(text) is None


@pytest.mark.parametrize("text", ["NO ANSWER", "A mixed background", "S Africa", "AN OTHER"])
def test_words_that_begin_like_a_code_are_not_that_code(text: str) -> None:
    """'NO ANSWER' is not African and 'A mixed background' not White British: nothing is guessed."""
    assert ETHNICITY.find(text) is None


@pytest.mark.parametrize("name", packaged_ids("classifications"))
def test_groups_are_made_of_codes_that_exist(name: str) -> None:
    """Every member of every group, and every group of every grouping, is there."""
    there = classification(name)
    assert set() == {member for group in there.groups.values() for member in group.members} - there.codes.keys()
    assert set() == {group for grouping in there.groupings.values() for group in grouping.groups} - there.groups.keys()


@pytest.mark.parametrize("grouping", ["wres", "five-groups"])
def test_a_grouping_puts_every_code_into_one_group(grouping: str) -> None:
    """White, BME and unknown together are everybody, and nobody is in two; so are the five groups."""
    members = [code for group in ETHNICITY.groupings[grouping].groups for code in ETHNICITY.groups[group].members]
    assert sorted(ETHNICITY.codes) == sorted(members)


def test_white_bme_and_unknown_are_those_of_the_guidance() -> None:
    """A to C are White, D to S BME, Z and what is not known are unknown; known is White and BME."""
    assert set("ABC") == ETHNICITY.leaves("white")
    assert set("DEFGHJKLMNPRS") == ETHNICITY.leaves("bme")
    assert {"Z", "99", "discontinued"} == ETHNICITY.leaves("unknown")
    assert ETHNICITY.leaves("white") | ETHNICITY.leaves("bme") == ETHNICITY.leaves("known")
    assert {"H"} == ETHNICITY.leaves("H")


def test_an_unknown_id_is_refused_with_those_that_there_are() -> None:
    """A group that does not exist has no leaves: the message lists what there is."""
    with pytest.raises(CallerError, match=r"no code or group 'martian'.*white.*99"):
        ETHNICITY.leaves("martian")


def test_labels_and_order_are_those_of_the_file() -> None:
    """Codes come first as listed, then groups, then what is unknown; an unknown id is its own label."""
    assert ("White British", "BME", "martian") == tuple(ETHNICITY.label(code) for code in ("A", "bme", "martian"))
    assert ["2", "8a", "9", "vsm", "career_grade", "zz"] == sorted(
        ["zz", "career_grade", "vsm", "9", "8a", "2"], key=BAND.order
    )


@pytest.mark.parametrize(
    ("text", "reduced"),
    [
        ("White: English, Welsh", "white english welsh"),
        ("Unknown/null", "unknown null"),
        ("Medical & Dental", "medical and dental"),
        ("Women's Ward", "womens ward"),
        ("Women\u2019s_Ward", "womens ward"),
        ("\uff22\uff2d\uff25", "bme"),
        ("--", ""),
    ],
)
def test_a_label_is_reduced_to_what_decides_its_meaning(text: str, reduced: str) -> None:
    """Case, width, punctuation, apostrophes and spaces do not matter; letters and digits do."""
    assert reduced == normalised(text)
    assert reduced == normalised(reduced)


HEAD = 'id = "x"\nrevision = 1\ntitle = "X"\nsource = "made up"\n'


def test_every_fault_of_a_code_list_is_found_at_once() -> None:
    """An id used twice, a member and a group that do not exist, and a label of two meanings."""
    text = """
    [codes.a]
    label = "Ay"
    [codes.b]
    label = "Bee"
    aliases = ["Shared"]
    sub_codes = { b1 = "Bee One" }
    [groups.a]
    label = "Group a"
    members = ["b", "nobody"]
    [groups.c]
    label = "shared"
    members = ["a"]
    [groupings.g]
    title = "G"
    groups = ["c", "nothing"]
    """
    with pytest.raises(ConfigError) as caught:
        load(HEAD + text, Classification)
    assert {
        "groups.a": "A code has this id already.",
        "groups.a.members": "There is no code 'nobody'.",
        "groupings.g.groups": "There is no group 'nothing'.",
        "b": "The label 'Shared' also belongs to 'c'.",
    } == {problem.where.field: problem.message for problem in caught.value.problems}


def test_a_code_list_can_be_made_by_hand() -> None:
    """What TOML gives can be given in Python, and behaves the same."""
    made = Classification(
        id="sex",
        revision=1,
        title="Sex",
        source="made up",
        codes={"f": Code(label="Female", aliases=("Woman",)), "m": Code(label="Male")},
        groups={"all": Group(label="Everybody", members=("f", "m"))},
        groupings={"both": Grouping(title="Both", groups=("all",))},
    )
    assert ("f", "f", "all", None) == tuple(made.find(text) for text in ("woman", "f", "EVERYBODY", "Mxyzptlk"))
    assert [] == list(made.faults())
