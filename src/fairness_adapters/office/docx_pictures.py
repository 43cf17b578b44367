"""Put a figure in place of a picture control of a Word template, with what it shows in words.

The control's picture keeps its place and width; the height follows the figure's own shape. The template's picture
stays in the package, since other places may show it too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from fairness_adapters.office.docx_fill import content_of, empty, settle
from fairness_adapters.office.docx_names import (
    DRAWING,
    INLINE,
    NAMESPACES,
    P_PR,
    PICTURE,
    RELATIONS,
    TC,
    P,
    about,
    drop,
    local,
    make,
    parsed,
    remove,
    w,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

    from fairness_adapters.office.docx_places import FillPlace
    from fairness_adapters.office.docx_values import FigurePng

EMU_PER_TWIP = 635
_DECORATIVE = "decorative"


def fill_picture(place: FillPlace, figure: FigurePng, pointer: str, number: int, width: int) -> None:
    """Show a figure in a control; `pointer` is the picture's id in the part, `width` that of the text in EMU.

    `number` is one that no other drawing of the part has.
    """
    blip = next(iter(place.element.iter(f"{{{DRAWING}}}blip")), None)
    around = blip.iterancestors(f"{{{INLINE}}}inline", f"{{{INLINE}}}anchor") if blip is not None else ()
    drawing = next(iter(around), None)
    if blip is None or drawing is None:
        _new(place, figure, pointer, number, width)
        return
    blip.set(f"{{{RELATIONS}}}embed", pointer)
    drop(blip, f"{{{RELATIONS}}}link")
    for each in list(blip):
        # The same picture as a drawing, which Word would show instead; and effects.
        blip.remove(each)
    for each in list(place.element.iter(f"{{{DRAWING}}}srcRect")):
        remove(each)
    _resize(drawing, figure)
    for each in (*drawing.iter(f"{{{INLINE}}}docPr"), *drawing.iter(f"{{{PICTURE}}}cNvPr")):
        each.set("descr", figure.alternative)
        each.set("title", figure.title)
        for mark in (inner for inner in each.iter() if local(inner) == _DECORATIVE):
            mark.set("val", "0")
    for each in list(about(place.element)):
        if local(each) in ("showingPlcHdr", "dataBinding"):
            remove(each)


def _resize(drawing: _Element, figure: FigurePng) -> None:
    """Keep the picture's width, and give it the height that the figure's shape asks for."""
    wide, high = figure.size
    sized = [
        each for each in drawing.iter(f"{{{INLINE}}}extent", f"{{{DRAWING}}}ext") if each.get("cx", "").isdecimal()
    ]
    across = max(1, *(int(each.get("cx", "0")) for each in sized[:1]), 1)
    for each in sized:
        each.set("cx", str(across))
        each.set("cy", str(max(1, across * high // wide)))


def _new(place: FillPlace, figure: FigurePng, pointer: str, number: int, width: int) -> None:
    """Put a picture where there was none, as wide as the text."""
    run = parsed(f"<w:r {NAMESPACES}>{drawing_xml(figure, pointer, number, width)}</w:r>")
    if place.kind == "alone":
        for each in list(place.element):
            if each.tag != P_PR:
                place.element.remove(each)
        place.element.append(run)
        return
    settle(place.element)
    content = content_of(place.element)
    level = place.level
    first = next(iter(content.iter(P)), None)
    if level == "run":
        empty(content)
        content.append(run)
        return
    if level == "cell":
        # The cell stays, for its row would lack one; what it holds gives way.
        content = next(iter(content.iter(TC)))
    for each in [inner for inner in content if inner.tag != w("tcPr")]:
        content.remove(each)
    around = make(P)
    around.extend(first.findall(P_PR) if first is not None else ())
    around.append(run)
    content.append(around)


def drawing_xml(figure: FigurePng, pointer: str, number: int, width: int) -> str:
    """Return the XML of a picture in the line of text, `width` EMU wide."""
    wide, high = figure.size
    size = f'cx="{width}" cy="{max(1, width * high // wide)}"'
    words = f"descr={quoteattr(figure.alternative)} title={quoteattr(figure.title)}"
    return (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{number}" name="Figure {number}" {words}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{PICTURE}"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="Figure {number}" {words}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{pointer}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )
