"""TOML to typed values: strict types, every fault at once with its key path, editions that extend."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Literal

import attrs
import pytest

from fairness_core.classifications import Classification
from fairness_core.config import PACKAGED, RuleFile, Shelf, load, packaged_ids, packaged_text, parse_toml, structure
from fairness_core.equality.indicators import Standard
from fairness_core.errors import CallerError, ConfigError
from fairness_core.lessons.taxonomy import load_crosswalk
from fairness_core.observations import Measures


@attrs.frozen(kw_only=True)
class Round:
    """A shape with a diameter."""

    kind: Literal["round"]
    diameter: Decimal


@attrs.frozen(kw_only=True)
class Square:
    """A shape with a side."""

    kind: Literal["square"]
    side: Decimal


@attrs.frozen(kw_only=True)
class Rules(RuleFile):
    """A rule file with a field of every type that rule files have."""

    whole: int = 0
    number: Decimal = Decimal(0)
    text: str = ""
    flag: bool = False
    choice: Literal["a", "b"] = "a"
    words: tuple[str, ...] = ()
    table: Mapping[str, int] = attrs.field(factory=dict)
    lists: Mapping[str, tuple[int, ...]] = attrs.field(factory=dict)
    shapes: Mapping[str, Round | Square] = attrs.field(factory=dict)
    maybe: Round | None = None

    def faults(self) -> Iterable[tuple[str, str]]:
        """Yield a fault for each negative number."""
        if self.whole < 0:
            yield "whole", "This must not be negative."
        yield from ((f"table.{key}", "This must not be negative.") for key, value in self.table.items() if value < 0)


HEAD = 'id = "x"\nrevision = 1\ntitle = "X"\nsource = "made up"\n'


def read(text: str, extend: Callable[[str], str] | None = None) -> Rules:
    """Read the text below the keys that every rule file has."""
    return load(HEAD + text, Rules, file="x.toml", extend=extend)


def faults(text: str) -> dict[str, str]:
    """Return the faults of a text that must be refused: key path and message."""
    with pytest.raises(ConfigError) as caught:
        load(text, Rules, file="x.toml")
    assert {"x.toml"} == {problem.where.file for problem in caught.value.problems}
    return {problem.where.field: problem.message for problem in caught.value.problems}


def test_every_type_is_read() -> None:
    """Whole numbers, exact numbers, texts, flags, choices, lists, tables and shapes come as typed."""
    rules = read(
        """whole = 7
        number = 0.80
        text = "t"
        flag = true
        choice = "b"
        words = ["one", "two"]
        table = { a = 1 }
        lists = { a = [1, 2] }
        shapes.ring = { kind = "round", diameter = 3 }
        shapes.box = { kind = "square", side = 1.5 }
        maybe = { kind = "round", diameter = 2 }
        doubts = ["remembered"]"""
    )
    expected = Rules(
        id="x",
        revision=1,
        title="X",
        source="made up",
        doubts=("remembered",),
        whole=7,
        number=Decimal("0.80"),
        text="t",
        flag=True,
        choice="b",
        words=("one", "two"),
        table={"a": 1},
        lists={"a": (1, 2)},
        shapes={"ring": Round(kind="round", diameter=Decimal(3)), "box": Square(kind="square", side=Decimal("1.5"))},
        maybe=Round(kind="round", diameter=Decimal(2)),
    )
    assert expected == attrs.evolve(rules, sha256="")
    assert str(rules.number) == "0.80"


@pytest.mark.parametrize(
    ("line", "path", "message"),
    [
        ("whole = 7.9", "whole", "Found 7.9; expected a whole number."),
        ("whole = true", "whole", "Found true; expected a whole number."),
        ('whole = "7"', "whole", "Found '7'; expected a whole number."),
        ("number = true", "number", "Found true; expected a number."),
        ('number = "0.8"', "number", "Found '0.8'; expected a number."),
        ("text = 5", "text", "Found 5; expected text in quotes."),
        ("text = []", "text", "Found a list; expected text in quotes."),
        ("flag = 1", "flag", "Found 1; expected true or false."),
        ('choice = "c"', "choice", "Found 'c'; expected one of 'a', 'b'."),
        ("choice = { a = 1 }", "choice", "Found a table; expected one of 'a', 'b'."),
        ('words = "abc"', "words", "Found 'abc'; expected a list in square brackets."),
        ('words = ["a", 5]', "words[2]", "Found 5; expected text in quotes."),
        ("table = [1]", "table", "Found a list; expected a table of keys."),
        ("table = { a = 1.5 }", "table.a", "Found 1.5; expected a whole number."),
        ('lists = { a = [1, "2"] }', "lists.a[2]", "Found '2'; expected a whole number."),
        ("maybe = 5", "maybe", "Found 5; expected a table of keys."),
        ("shapes = { a = 5 }", "shapes.a", "Found 5; expected a table of keys."),
        ("shapes = { a = { side = 1 } }", "shapes.a", "Its kind is nothing; expected one of 'round', 'square'."),
        ('shapes = { a = { kind = "flat" } }', "shapes.a", "Its kind is 'flat'; expected one of 'round', 'square'."),
        ('shapes = { a = { kind = "round" } }', "shapes.a.diameter", "This key is missing."),
        ("txet = 5", "txet", "This key is not known here; is it misspelt? Did you mean 'text'?"),
        (
            'shapes = { a = { kind = "round", diameter = 1, side = 2 } }',
            "shapes.a.side",
            "This key is not known here; is it misspelt? There are: kind, diameter.",
        ),
        ("whole = -1", "whole", "This must not be negative."),
    ],
)
def test_types_are_strict_and_a_fault_has_its_key_path(line: str, path: str, message: str) -> None:
    """Nothing is converted in silence: the fault says where, what was found, and what was expected."""
    assert {path: message} == faults(HEAD + line)


def test_what_the_loader_gives_is_not_offered_as_a_key() -> None:
    """A file says neither where it is kept nor what its digest is."""
    found = faults(HEAD + "zzz = 1\nsha265 = 1\nextend = 1")
    known = found["zzz"].rpartition("There are: ")[2].rstrip(".").split(", ")
    assert ["extends", "id", "revision", "title", "source", "doubts"] == known[:6]
    assert "shelf" not in known
    assert "sha256" not in known
    assert "Did you mean" not in found["sha265"]
    assert found["extend"].endswith("Did you mean 'extends'?")


def test_a_file_with_faults_of_several_kinds_gives_all_of_them() -> None:
    """Missing, misspelt, mistyped and unknown: one run lists every fault, none hides another."""
    found = faults(
        """id = "x"
        title = 5
        source = "made up"
        wholly = 1
        number = "many"
        words = ["a", 1, 2]
        table = { a = true, b = 2, c = "x" }
        shapes = { a = { kind = "flat" }, b = { kind = "round", diameter = "wide", colour = "red" } }"""
    )
    assert {
        "revision",
        "title",
        "wholly",
        "number",
        "words[2]",
        "words[3]",
        "table.a",
        "table.c",
        "shapes.a",
        "shapes.b.diameter",
        "shapes.b.colour",
    } == set(found)


def test_what_a_class_says_of_itself_is_told_at_once() -> None:
    """All the faults that `faults` yields are listed, once the types are right."""
    assert ["whole", "table.a"] == list(faults(HEAD + "whole = -1\ntable = { a = -1, b = 0 }"))


def test_the_message_counts_the_faults() -> None:
    """One fault is 'a fault', two are '2 faults', and the file is named."""
    for line, said in (("whole = -1", "a fault"), ("whole = -1\ntable = { a = -1 }", "2 faults")):
        with pytest.raises(ConfigError, match=f"x.toml has {said}."):
            read(line)


def test_without_a_file_name_the_fault_is_still_placed() -> None:
    """A text of no file is called the configuration, and a fault of no key is one of the whole."""
    with pytest.raises(ConfigError, match="The configuration has a fault") as caught:
        structure([1, 2], Rules)  # type: ignore[arg-type]
    assert ["(the file as a whole)"] == [problem.where.field for problem in caught.value.problems]
    assert caught.value.problems[0].message == "Found a list; expected a table of keys."


def test_what_is_not_toml_is_refused_with_its_line() -> None:
    """The parser's line and column reach the reader."""
    with pytest.raises(ConfigError, match=r"x\.toml cannot be read as TOML") as caught:
        parse_toml('id = "x"\nrevision = = 1', "x.toml")
    assert "line 2" in caught.value.problems[0].message
    assert caught.value.problems[0].where.file == "x.toml"
    with pytest.raises(ConfigError, match=r"^The text cannot be read"):
        parse_toml("=")


def test_decimals_are_read_exactly() -> None:
    """0.10 is a tenth with two decimals, not the nearest binary fraction."""
    assert parse_toml("a = 0.10")["a"].as_tuple() == Decimal("0.10").as_tuple()


def test_an_edition_states_only_what_changed() -> None:
    """Tables merge key by key at every depth; lists, texts and numbers are replaced."""
    base = HEAD + 'whole = 1\nwords = ["a", "b"]\ntable = { a = 1, b = 2 }\nlists = { a = [1], b = [2] }\n'
    edition = 'extends = "base"\nid = "two"\nrevision = 2\nwords = ["c"]\ntable = { b = 3, c = 4 }\nlists.a = [9]\n'
    rules = load(edition, Rules, extend={"base": base}.__getitem__)
    assert ("two", 2, 1, ("c",)) == (rules.id, rules.revision, rules.whole, rules.words)
    assert {"a": 1, "b": 3, "c": 4} == rules.table
    assert {"a": (9,), "b": (2,)} == rules.lists


def test_editions_may_follow_one_another() -> None:
    """A file may extend one that extends another; the last word counts."""
    texts = {"one": HEAD + 'whole = 1\ntext = "one"', "two": 'extends = "one"\nwhole = 2'}
    rules = load('extends = "two"\nid = "three"\nflag = true', Rules, extend=texts.__getitem__)
    assert (2, "one", True) == (rules.whole, rules.text, rules.flag)


def test_a_table_may_be_replaced_by_what_is_no_table() -> None:
    """A changed type is not merged, so that the type check sees it."""
    with pytest.raises(ConfigError) as caught:
        load('extends = "base"\nid = "two"\ntable = 5', Rules, extend=lambda _: HEAD + "table = { a = 1 }")
    assert ["Found 5; expected a table of keys."] == [problem.message for problem in caught.value.problems]


@pytest.mark.parametrize(
    "texts",
    [
        {"top": 'extends = "top"'},
        {"top": 'extends = "b"', "b": 'extends = "top"'},
        {"top": 'extends = "b"', "b": 'extends = "c"', "c": 'extends = "b"'},
        {"top": "extends = 5"},
        {"top": 'extends = ["b"]', "b": HEAD},
    ],
)
def test_files_may_not_extend_each_other_in_a_circle(texts: dict[str, str]) -> None:
    """A circle, however long, and a parent that is not one id, are refused at the key."""
    with pytest.raises(ConfigError, match="circle") as caught:
        load(texts["top"], Rules, extend=texts.__getitem__)
    assert ["extends"] == [problem.where.field for problem in caught.value.problems]


def test_a_file_that_extends_another_needs_an_id_of_its_own() -> None:
    """Two editions of one id could not be told apart in a result."""
    with pytest.raises(ConfigError) as caught:
        load('extends = "base"\nrevision = 2', Rules, extend=lambda _: HEAD)
    assert ["id"] == [problem.where.field for problem in caught.value.problems]


def test_where_nothing_can_be_extended_extends_is_refused() -> None:
    """A kind of file that has no parents says so."""
    with pytest.raises(ConfigError, match="extends"):
        read('extends = "base"')


def test_the_hash_is_that_of_all_the_text_that_was_read() -> None:
    """A changed letter in the file or in its parent changes sha256; the same text keeps it."""
    text = HEAD + "whole = 1\n"
    assert sha256(text.encode()).hexdigest() == load(text, Rules).sha256

    def of(edition: str, base: str) -> str:
        return load(edition, Rules, extend=lambda _: base).sha256

    edition = 'extends = "base"\nid = "two"\n'
    hashes = [of(edition, text), of(edition, text + "# changed"), of(edition + "# changed", text)]
    assert len({*hashes, load(text, Rules).sha256}) == 4
    assert hashes[0] == of(edition, text)


@pytest.mark.parametrize(
    ("kind", "into"), [("standards", Standard), ("classifications", Classification), ("measures", Measures)]
)
def test_every_packaged_file_has_no_fault_and_its_own_name(kind: str, into: type[RuleFile]) -> None:
    """Each file is read strictly; its id is its name, and it states a revision and a source."""
    ids = packaged_ids(kind)
    files = [load(packaged_text(kind, each), into, extend=lambda parent: packaged_text(kind, parent)) for each in ids]
    assert ids == tuple(file.id for file in files)
    assert ids
    assert all(file.revision >= 1 and file.source for file in files)


def test_a_packaged_file_that_is_not_there_lists_those_that_are() -> None:
    """A wrong id is answered with the ids that exist; a path is no id."""
    for wrong in ("wres-1066", "../classifications/band"):
        with pytest.raises(CallerError, match=r"among the standards.*wres-2025"):
            packaged_text("standards", wrong)


def test_a_kind_that_is_not_packaged_has_no_files() -> None:
    """An unknown kind is empty, and asking for one of its files says so."""
    assert packaged_ids("horoscopes") == ()
    with pytest.raises(CallerError, match="There are: none"):
        packaged_text("horoscopes", "aries")


@pytest.mark.parametrize("number", ["nan", "inf"])
def test_a_number_must_be_a_number(number: str) -> None:
    """TOML's nan and inf are no numbers of a rule."""
    assert ["number"] == list(faults(f"{HEAD}number = {number}"))


TAXONOMY = (
    HEAD.replace('"x"', '"{}"')
    + 'owner = "u1"\n[axes.why]\nlabel = "Why"\nquestion = "Why?"\n[codes.{}]\nlabel = "A"\ncovers = "A."\naxis = "why"\n'
)
CROSSWALK = HEAD + 'from_taxonomy = "lessons"\nto_taxonomy = "ours"\n[codes.CF-COM]\nto = ["O-1"]\n'
OURS = Shelf(
    {
        ("taxonomies", "ours"): TAXONOMY.format("ours", "O-1"),
        ("taxonomies", "lessons"): TAXONOMY.format("lessons", "O-2"),
        ("crosswalks", "x"): CROSSWALK,
    }
)


def test_a_shelf_has_the_packaged_files_first_and_none_twice() -> None:
    """What is added stands after ours; a file of an id that is packaged does not take its place."""
    assert (*PACKAGED.ids("taxonomies"), "ours") == OURS.ids("taxonomies")
    assert packaged_text("taxonomies", "lessons") == OURS.text("taxonomies", "lessons")
    assert TAXONOMY.format("ours", "O-1") == OURS.text("taxonomies", "ours")
    assert ("only",) == Shelf({("new-kind", "only"): ""}).ids("new-kind")


def test_a_file_that_is_not_on_the_shelf_lists_what_is() -> None:
    """The error names the kind and every file there is, or none."""
    with pytest.raises(CallerError) as told:
        OURS.text("taxonomies", "yours")
    assert "There is no file 'yours' among the taxonomies." == told.value.message
    assert f"There are: {', '.join(OURS.ids('taxonomies'))}." == told.value.hint
    with pytest.raises(CallerError) as told:
        PACKAGED.text("no-such-kind", "x")
    assert "There are: none." == told.value.hint


def test_a_file_finds_the_others_on_its_shelf() -> None:
    """A crosswalk to a taxonomy of the same shelf is sound there, and at fault without it."""
    assert ("O-1",) == load_crosswalk(CROSSWALK, shelf=OURS).follow("CF-COM").to
    with pytest.raises(ConfigError, match="a fault") as told:
        load_crosswalk(CROSSWALK)
    assert "to_taxonomy" == told.value.problems[0].where.field


def test_no_file_says_where_it_is_kept() -> None:
    """The shelf is given by whoever loads a file; a key of that name is a fault like any unknown key."""
    with pytest.raises(ConfigError) as told:
        load_crosswalk('shelf = "ours"\n' + CROSSWALK, shelf=OURS)
    assert [("shelf", "This key is not known here; is it misspelt?")] == [
        (each.where.field, each.message) for each in told.value.problems
    ]


def test_two_files_are_equal_wherever_they_are_kept() -> None:
    """Where a file was found is no part of what it says."""
    text = CROSSWALK.replace('"ours"', '"seips"').replace("O-1", "S-PER")
    assert load_crosswalk(text) == load_crosswalk(text, shelf=OURS)
    assert "shelf" not in repr(load_crosswalk(text))
