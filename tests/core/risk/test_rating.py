"""Rating: a cell, the domain that drove it, and nothing about anybody."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import attrs
import pytest
from tests.core.risk.made_matrices import DAY, FIVES, RULE, SMALL, WORDS, axis, rated

from fairness_core.errors import CallerError
from fairness_core.risk.matrix import Matrix, matrices, matrix
from fairness_core.risk.pattern import EarlierConcern, PatternOfConcerns
from fairness_core.risk.protected import protected_characteristics, protected_words
from fairness_core.risk.rating import EXAMPLE_NOTICE, Judgement, Rated, Scheme, rate, scheme_of


def judged(likelihood: str, **consequences: str) -> Rated:
    """Rate with the small matrix."""
    return rate(SMALL, Judgement(likelihood=likelihood, consequences=consequences))


def test_a_rating_says_everything_that_it_came_from() -> None:
    """Score, band, levels, driver and scheme stand in the result."""
    assert Rated(
        score=Decimal(6),
        band="high",
        band_label="high risk",
        colour_name="colour of high",
        level=3,
        second_rater=True,
        working="likelihood 2 x consequence 3 = 6",
        likelihood="2",
        consequence="3",
        driver="duty",
        also_driven_by=(),
        levels={"safety": "1", "duty": "3"},
        matrix_id="small",
        matrix_revision=2,
        matrix_sha256="5a11",
        adopted=True,
        notice="",
        scoring_rule=RULE,
    ) == judged("2", duty="3", safety="1")


def test_the_highest_domain_drives_and_ties_are_told_in_the_matrix_order() -> None:
    """With equal levels the matrix's first domain drives, and the other is named beside it."""
    found = judged("1", duty="2", safety="2")
    assert ("safety", ("duty",), "2") == (found.driver, found.also_driven_by, found.consequence)
    assert ["safety", "duty"] == list(found.levels)


def test_levels_and_domains_are_found_by_code_label_or_title() -> None:
    """What people call a level or a domain is enough, in any case."""
    by_words = rate(SMALL, Judgement(likelihood="Possible", consequences={" statutory DUTY": "MAJOR"}))
    assert by_words == rate(SMALL, Judgement(likelihood="2", consequences={"duty": "3"}))


def test_one_level_for_the_concern_as_a_whole_may_be_given_alone() -> None:
    """'overall' stands for all domains, in a matrix with domains and in one without."""
    assert ("overall", {"overall": "3"}, "high") == (
        (found := judged("3", overall="major")).driver,
        found.levels,
        found.band,
    )
    assert "red" == rated("2", "3", matrix=WORDS).band


def test_a_lookup_has_its_level_as_score_and_says_so() -> None:
    """Where the scheme has no score of its own, the band's number is the score."""
    found = rated("often", "serious", matrix=WORDS)
    assert (Decimal(2), 2, "amber") == (found.score, found.level, found.band)
    assert "likelihood often, consequence serious: level 2" == found.working


def test_an_example_banding_says_so_wherever_it_is_shown() -> None:
    """Not adopted is said in the result and in its text, in the matrix's words where it has some."""
    noticed = rated("1", "1", matrix=attrs.evolve(WORDS, notice="Ours for now."))
    assert (False, EXAMPLE_NOTICE) == ((found := rated("1", "1", matrix=WORDS)).adopted, found.notice)
    assert found.text.endswith(f"level 1. {EXAMPLE_NOTICE}")
    assert "green risk (colour of green): likelihood seldom, consequence slight: level 1. Ours for now." == noticed.text


def test_an_adopted_rating_has_no_notice() -> None:
    """The text of an adopted rating ends with its working."""
    assert "middle risk (colour of middle): likelihood 2 x consequence 2 = 4." == rated().text


def test_the_scheme_is_the_matrix_with_its_revision_and_hash() -> None:
    """A rating can be traced to the exact file."""
    assert Scheme(id="small", revision=2, sha256="5a11") == scheme_of(SMALL) == rated().scheme
    assert "small revision 2" == str(rated().scheme)


@pytest.mark.parametrize(
    ("likelihood", "consequences", "message"),
    [
        ("4", {"safety": "1"}, r"Likelihood has no level '4'.*1 \(rare\), 2 \(possible\), 3 \(likely\)"),
        ("1", {"safety": "dire"}, r"Consequence has no level 'dire'.*1 \(minor\)"),
        (
            "1",
            {"purse": "1"},
            r"no domain 'purse'.*safety \(Safety of patients\), duty \(Statutory duty\); or 'overall'",
        ),
        ("1", {"safety": "1", "Safety of patients": "2"}, "A domain is judged twice"),
        ("1", {"safety": "1", "overall": "2"}, "by domain, or overall, not both"),
        ("1", {}, "needs a level of consequence"),
        ("1", {"safety": 3}, "given as text.*in quotes"),
        (2, {"safety": "3"}, "given as text"),
        ("1", [("safety", "1")], "Levels are given by domain"),
    ],
)
def test_a_judgement_that_cannot_be_looked_up_is_refused(likelihood: Any, consequences: Any, message: str) -> None:
    """What the matrix does not have is answered with what it has."""
    with pytest.raises(CallerError, match=message):
        rate(SMALL, Judgement(likelihood=likelihood, consequences=consequences))


def test_a_matrix_without_domains_has_only_overall() -> None:
    """A domain that the matrix cannot know is refused."""
    with pytest.raises(CallerError, match=r"has no domain 'safety'\. There is only 'overall'"):
        rate(FIVES, Judgement(likelihood="1", consequences={"safety": "1"}))


def test_what_was_rated_does_not_change_with_the_callers_mapping() -> None:
    """A judgement keeps a copy of what it was given."""
    given = {"safety": "1"}
    judgement = Judgement(likelihood="1", consequences=given)
    given["safety"] = "3"
    assert {"safety": "1"} == judgement.consequences


# --- nobody's characteristics, and no number of past concerns ---------------------------------------------------------

PATTERN = PatternOfConcerns(
    concerns=(EarlierConcern(summary="Late notes.", evidence="Audit 7", outcome="substantiated", on=DAY),)
)


def test_a_judgement_has_two_fields_and_takes_no_other() -> None:
    """Ethnicity, and a count of past concerns, have no place in a judgement."""
    smuggled: dict[str, Any] = {"likelihood": "1", "consequences": {"safety": "1"}}
    assert ["likelihood", "consequences"] == [field.name for field in attrs.fields(Judgement)]
    extras: tuple[dict[str, Any], ...] = ({"ethnicity": "J"}, {"past_concerns": 3})
    for extra in extras:
        with pytest.raises(TypeError, match=f"unexpected keyword argument '{next(iter(extra))}'"):
            Judgement(**smuggled, **extra)
        with pytest.raises(TypeError, match=f"unexpected keyword argument '{next(iter(extra))}'"):
            attrs.evolve(Judgement(**smuggled), **extra)
    with pytest.raises(AttributeError):
        object.__setattr__(Judgement(**smuggled), "ethnicity", "J")


def test_rate_takes_a_matrix_and_a_judgement_and_nothing_else() -> None:
    """An argument more is refused, and so is anything that stands in for a judgement."""
    untyped: Any = rate
    judgement = Judgement(likelihood="1", consequences={"safety": "1"})
    with pytest.raises(TypeError, match="unexpected keyword argument 'ethnicity'"):
        untyped(SMALL, judgement, ethnicity="J")
    for other in (PATTERN, {"likelihood": "1", "ethnicity": "J"}, 3):
        with pytest.raises(CallerError, match="only a Judgement may be"):
            untyped(SMALL, other)


def test_a_class_made_from_judgement_is_refused() -> None:
    """A field more, in a class of somebody's own, does not get in."""
    closed: Any = Judgement
    wider = type("Wider", (closed,), {"ethnicity": "J"})
    with pytest.raises(CallerError, match="A Wider was given to be rated"):
        rate(SMALL, wider(likelihood="1", consequences={"safety": "1"}))


def test_a_characteristic_is_no_domain_of_a_sound_matrix() -> None:
    """Ethnicity given as if it were a domain is unknown there."""
    with pytest.raises(CallerError, match="no domain 'ethnicity'"):
        judged("1", ethnicity="3")


def domains(**names: str) -> Matrix:
    """Return the small matrix with other domains."""
    return attrs.evolve(SMALL, domains=names)


@pytest.mark.parametrize(
    ("unsound", "path", "says"),
    [
        (domains(ethnicity="Who it is"), "domains.ethnicity", r"names race \(Equality Act 2010, section 9\)"),
        (domains(d1="Ethnic-group of the doctor"), "domains.d1", "names race"),
        (domains(d1="AGE_BAND"), "domains.d1", r"names age .*section 5"),
        (domains(img="IMG"), "domains.img", r"names where somebody trained\. A score"),
        (domains(d1="Number of concerns"), "domains.d1", "weighs past concerns"),
        (attrs.evolve(SMALL, likelihood=axis("Sex", ("a", "b", "c"))), "likelihood.title", "names sex"),
        (
            attrs.evolve(SMALL, likelihood=axis("Likelihood", ("rare", "often", "often, and disabled"))),
            r"likelihood.levels\[3\]",
            "names disability",
        ),
        (
            attrs.evolve(SMALL, consequence=axis("Consequence", ("a", "b", "c"), {"sexual orientation": "x"})),
            r"consequence.levels\[1\]",
            "names sexual orientation",
        ),
        (
            attrs.evolve(SMALL, likelihood=axis("Likelihood", ("a", "b", "c"), {"safety": "Two unproven claims"})),
            r"likelihood.levels\[2\].descriptors.safety",
            "weighs past concerns",
        ),
    ],
)
def test_a_matrix_that_rates_people_cannot_be_used(unsound: Matrix, path: str, says: str) -> None:
    """An axis or domain that names a characteristic, or weighs past concerns, is named with its place."""
    assert protected_words(unsound)
    with pytest.raises(CallerError, match=f"small cannot be used to rate.*{path}: This {says}"):
        rate(unsound, Judgement(likelihood="1", consequences={"overall": "1"}))


@pytest.mark.parametrize(
    "title",
    [
        "Race discrimination",
        "Race and sex discrimination",
        "Harassment related to sexual orientation",
        "Sexual misconduct",
        "Death or disability of a patient",
        "Maternity services",
        "Damage to premises",
        "Acting in good faith",
    ],
)
def test_what_was_done_is_rated_like_any_other_concern(title: str) -> None:
    """Racism, sexual misconduct and lasting harm are things that happen, and not who somebody is."""
    assert () == protected_words(domains(d1=title))


@pytest.mark.parametrize("title", ["Race", "Race; discrimination", "Sex / harassment", "Abuse by sex"])
def test_a_word_of_conduct_elsewhere_does_not_excuse_a_characteristic(title: str) -> None:
    """Only what is said as one phrase is about conduct."""
    assert ("domains.d1",) == tuple(path for path, _ in protected_words(domains(d1=title)))


def test_descriptors_may_speak_of_harm_in_any_words() -> None:
    """What a level means for patients is told with words that also describe people."""
    described = axis("Consequence", ("a", "b", "c"), {"safety": "Lasting disability, or the loss of a pregnancy"})
    assert () == protected_words(attrs.evolve(SMALL, consequence=described))


def test_the_list_has_the_nine_characteristics_of_the_act() -> None:
    """Section 4 of the Equality Act 2010 names nine; what merely stands in for one has no section."""
    listed = protected_characteristics()
    assert [
        ("age", "5"),
        ("disability", "6"),
        ("gender reassignment", "7"),
        ("marriage and civil partnership", "8"),
        ("pregnancy and maternity", "18"),
        ("race", "9"),
        ("religion or belief", "10"),
        ("sex", "11"),
        ("sexual orientation", "12"),
    ] == [(each.title, each.section) for each in listed.characteristics.values()]
    assert {""} == {each.section for each in listed.stand_ins.values()}


@pytest.mark.parametrize("title", [each.title for each in protected_characteristics().everyone[:9]])
def test_each_characteristic_is_found_by_its_own_name(title: str) -> None:
    """A domain called as the Act calls it is refused; where two are in one title, either is."""
    assert protected_words(domains(d1=title))


def test_every_word_of_the_list_is_found() -> None:
    """No word of the list is one that the search cannot match."""
    words = [word for each in protected_characteristics().everyone for word in each.words]
    assert [] == [word for word in words if not protected_words(domains(d1=word))]


@pytest.mark.parametrize("matrix_id", matrices())
def test_packaged_matrices_rate_concerns_only(matrix_id: str) -> None:
    """No packaged matrix names a characteristic or weighs the past."""
    assert () == protected_words(matrix(matrix_id))


@pytest.mark.skipif("npsa-2008" not in matrices(), reason="the packaged matrices are not there")
def test_the_packaged_matrix_rates_a_cell() -> None:
    """NPSA 2008: likely and major is 16, in the top band."""
    found = rate(matrix("npsa-2008"), Judgement(likelihood="likely", consequences={"overall": "major"}))
    levels: Mapping[str, str] = found.levels
    assert (Decimal(16), 4, {"overall": found.consequence}) == (found.score, found.level, levels)
