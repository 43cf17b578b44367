"""The picture of a matrix: words in every cell, readable colours, and sound XML whatever the labels."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import attrs
import pytest

from fairness_adapters.formats.matrix_svg import describe, draw_matrix, text_colour
from fairness_core.errors import CallerError
from fairness_core.risk.colours import LEAST_CONTRAST, contrast
from fairness_core.risk.matrix import Matrix, load_matrix, matrices, matrix

SVG = "{http://www.w3.org/2000/svg}"
OUTSIDE = sorted((Path(__file__).parents[2] / "matrices").glob("*.toml"))
ALL = [*map(matrix, matrices()), *(load_matrix(path.read_text(encoding="utf-8")) for path in OUTSIDE)]


@attrs.frozen(kw_only=True)
class Box:
    """A rectangle of the picture, and the words that stand in it."""

    left: int
    top: int
    right: int
    bottom: int
    fill: str
    words: tuple[str, ...]
    inks: frozenset[str]


def boxes(found: Matrix) -> list[Box]:
    """Return the cells of the picture in the order in which they are read, without the ground."""
    root = ET.fromstring(draw_matrix(found))
    texts = [(int(each.attrib["x"]), int(each.attrib["y"]), each) for each in root.iter(f"{SVG}text")]
    made = []
    for each in list(root.iter(f"{SVG}rect"))[1:]:
        left, top = int(each.attrib["x"]), int(each.attrib["y"])
        right, bottom = left + int(each.attrib["width"]), top + int(each.attrib["height"])
        inside = [text for x, y, text in texts if left < x < right and top < y < bottom]
        made.append(
            Box(
                left=left,
                top=top,
                right=right,
                bottom=bottom,
                fill=each.attrib["fill"],
                words=tuple(text.text or "" for text in inside),
                inks=frozenset(text.attrib["fill"] for text in inside),
            )
        )
    return made


@pytest.mark.parametrize("found", ALL, ids=lambda each: each.id)
def test_every_cell_has_its_score_and_its_band_in_words(found: Matrix) -> None:
    """Each cell has its score, then its band's label, on the band's colour; the most likely row is on top."""
    cells = iter(boxes(found))
    for row in reversed(found.likelihood.levels):
        for column in found.consequence.levels:
            band, cell = found.band(row.code, column.code), next(cells)
            assert (str(int(found.score(row.code, column.code))), band.label) == (
                cell.words[0],
                " ".join(cell.words[1:]),
            )
            assert band.colour == cell.fill
    assert [] == list(cells)


@pytest.mark.parametrize("found", ALL, ids=lambda each: each.id)
def test_words_can_be_read_on_their_colour(found: Matrix) -> None:
    """The contrast of words and cell is at least that of the guidance."""
    for cell in boxes(found):
        (ink,) = cell.inks
        assert contrast(cell.fill, ink) >= LEAST_CONTRAST


def test_words_that_could_not_be_read_are_black_or_white() -> None:
    """A matrix made in Python with an unreadable colour of text is drawn in one that can be read."""
    red, green = matrix("npsa-2008").bands[-1], matrix("npsa-2008").bands[0]
    assert "#FFFFFF" == text_colour(attrs.evolve(red, text_colour="#ED8B00"))
    assert "#000000" == text_colour(attrs.evolve(green, text_colour="#006747"))
    assert "#FFFFFF" == text_colour(red)


@pytest.mark.parametrize("found", ALL, ids=lambda each: each.id)
def test_a_reader_who_cannot_see_is_told(found: Matrix) -> None:
    """The picture is an image with a name, a title and a description that names every band."""
    root = ET.fromstring(draw_matrix(found))
    title, described = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert described is not None
    assert ("img", found.title, describe(found)) == (root.attrib["role"], title.text, described.text)
    assert f"{found.title}. {describe(found)}" == root.attrib["aria-label"]
    assert all(band.label in describe(found) for band in found.bands)


def test_the_rule_and_the_notice_are_shown() -> None:
    """Below the grid stand the notice of an example and how to choose a level."""
    found = matrix("rag-3")
    said = " ".join(each.text or "" for each in ET.fromstring(draw_matrix(found)).iter(f"{SVG}text"))
    assert f"Note: {found.notice}" in said
    assert f"How to choose a level: {found.scoring_rule}" in said
    assert "Note:" not in draw_matrix(matrix("npsa-2008")).decode()


@pytest.mark.parametrize("found", ALL, ids=lambda each: each.id)
def test_nothing_lies_outside_the_picture(found: Matrix) -> None:
    """Every cell and every line of text begins within the picture."""
    root = ET.fromstring(draw_matrix(found))
    width, height = int(root.attrib["width"]), int(root.attrib["height"])
    assert all(cell.right <= width and cell.bottom <= height for cell in boxes(found))
    for text in root.iter(f"{SVG}text"):
        assert 0 < int(text.attrib["x"]) < width
        assert 0 < int(text.attrib["y"]) <= height - 5


def test_long_labels_make_room_for_themselves() -> None:
    """A label of many words stays within its cell, whole."""
    found = matrix("npsa-2008")
    label = "so severe that the board, the regulator and the commissioner must all be told of it on the same day"
    long = attrs.evolve(found, bands=(*found.bands[:-1], attrs.evolve(found.bands[-1], label=label)))
    assert label in {" ".join(cell.words[1:]) for cell in boxes(long)}


def test_labels_are_words_and_never_markup() -> None:
    """Angle brackets, quotes and ampersands are shown as they are; what XML cannot hold is refused."""
    found = attrs.evolve(matrix("npsa-2008"), title="A <script>\"x\" & 'y'</script>")
    root = ET.fromstring(draw_matrix(found))
    assert root.findtext(f"{SVG}title") == found.title
    assert [] == list(root.iter(f"{SVG}script"))
    with pytest.raises(CallerError):
        draw_matrix(attrs.evolve(found, title="a\x00b"))


def test_the_same_matrix_gives_the_same_bytes() -> None:
    """Drawing is a function of the matrix alone."""
    text = OUTSIDE[0].read_text(encoding="utf-8")
    assert draw_matrix(load_matrix(text)) == draw_matrix(load_matrix(text))
