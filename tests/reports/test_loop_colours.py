"""The picture of the loop in its own colours, in grey, and as people see it who do not see all colours."""

import io
import math
import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
import resvg_py
from PIL import Image

from partnercheck.assessment.result import Marker, StageShare
from partnercheck.core.words import STAGES, words_for
from partnercheck.reports.loop import (
    ARROWS,
    HEIGHT,
    LEADING_RADIUS,
    MARKER,
    RADIUS,
    STATIONS,
    WIDTH,
    along,
    loop_picture,
)

Colour = tuple[float, float, float]
"""Red, green and blue light, 0 to 1, as amounts of light and not as a screen counts them."""
Eye = Callable[[Colour], Colour]

PROFILE = tuple(
    StageShare(stage=stage, name=stage, measured=stage != "adjourning", votes=votes)
    for stage, votes in zip(STAGES, (0.1, 0.3, 0.5, 0.1, None), strict=True)
)
LEANING = Marker(start="norming", towards="storming", share=0.5)
STANDING = Marker(start="norming", share=0)

# Machado, Oliveira and Fernandes 2009, table 1: what is seen without one of the three kinds of cones.
CONES = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
GREY = ((0.299, 0.587, 0.114),) * 3
"""How Pillow, and most printers, make a grey of a colour: from what a screen counts."""


def light(counted: float) -> float:
    return counted / 12.92 if counted <= 0.04045 else ((counted + 0.055) / 1.055) ** 2.4


def count(amount: float) -> float:
    return amount * 12.92 if amount <= 0.0031308 else 1.055 * amount ** (1 / 2.4) - 0.055


def mixed(colour: Colour, mix: tuple[Colour, ...]) -> Colour:
    red, green, blue = (
        min(max(sum(a * b for a, b in zip(row, colour, strict=True)), 0.0), 1.0) for row in mix
    )  # fmt: skip
    return red, green, blue


def in_grey(colour: Colour) -> Colour:
    counted = mixed((count(colour[0]), count(colour[1]), count(colour[2])), GREY)
    return light(counted[0]), light(counted[1]), light(counted[2])


def without(kind: str) -> Eye:
    return lambda colour: mixed(colour, CONES[kind])


EYES: dict[str, Eye] = {"all cones": lambda colour: colour, "grey": in_grey, **{kind: without(kind) for kind in CONES}}


def of_hex(written: str) -> Colour:
    red, green, blue = (light(int(written[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """The contrast of WCAG 2, from 1 to 21."""
    bright = [0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in (one, other)]
    return (max(bright) + 0.05) / (min(bright) + 0.05)


def drawn(marker: Marker | None = LEANING) -> ET.Element:
    return ET.fromstring(loop_picture(PROFILE, marker, words_for("en")))  # noqa: S314 - our own output


def test_it_is_whole_in_itself() -> None:
    svg = str(loop_picture(PROFILE, LEANING, words_for("en")))
    assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg" ')
    assert not re.search(r"var\(|currentColor|clamp\(|calc\(|url\(|style|grid|inherit|href|<use|<script", svg)
    root = drawn()
    assert [root.get(name) for name in ("width", "height")] == [str(WIDTH), str(HEIGHT)]
    assert root.get("viewBox") == f"0 0 {WIDTH} {HEIGHT}"
    assert (root.get("font-family") or "").endswith("sans-serif")


def test_every_colour_is_written_out() -> None:
    for part in drawn().iter():
        for name in ("fill", "stroke"):
            assert re.fullmatch(r"#[0-9a-f]{6}|none", part.get(name, "none")), part.attrib
        assert "opacity" not in " ".join(part.attrib)
    for text in drawn().iterfind(".//{*}text"):
        assert text.get("fill")


def test_a_panel_lies_below_everything() -> None:
    panel = drawn()[2]
    assert panel.get("class") == "loop-panel"
    assert float(panel.get("width", "")) >= WIDTH - 1
    assert float(panel.get("height", "")) >= HEIGHT - 1


def told_apart(svg: ET.Element) -> list[tuple[str, str, str, float]]:
    """What must stand out: its name, its colour, that of what it lies on, and by how much."""
    panel = svg[2].get("fill", "")
    found = [("text", text.get("fill", ""), panel, 4.5) for text in svg.iterfind(".//{*}text")]
    by_kind = {
        kind: svg.findall(f".//*[@class='loop-{kind}']") for kind in ("track", "lean", "arrow", "ring", "filled")
    }
    assert all(by_kind.values())
    for kind in ("track", "lean", "arrow", "ring"):
        found += [(kind, each.get("stroke", ""), panel, 3.0) for each in by_kind[kind]]
    paper = by_kind["ring"][0].get("fill", "")
    for kind in ("ring", "filled"):
        found += [(kind, each.get("stroke", ""), paper, 3.0) for each in by_kind[kind]]
    diamond, dot = svg.findall(".//*[@class='loop-marker']/*")
    shape, edge = diamond.get("fill", ""), diamond.get("stroke", "")
    return [
        *found,
        ("marker", shape, panel, 3.0),
        ("marker", shape, edge, 3.0),
        ("dot", dot.get("fill", ""), shape, 3.0),
    ]


@pytest.mark.parametrize("eye", EYES)
def test_everything_stands_out_from_what_it_lies_on(eye: str) -> None:
    seen = EYES[eye]
    for name, colour, ground, least in told_apart(drawn()):
        assert contrast(seen(of_hex(colour)), seen(of_hex(ground))) >= least, (name, colour, ground)


def test_contrast_that_only_a_colour_makes_is_found_out() -> None:
    red, green = of_hex("#d03030"), of_hex("#1f7a1f")
    blind = [contrast(EYES[eye](red), EYES[eye](green)) for eye in EYES]
    assert min(blind) < 3
    assert contrast(of_hex("#000000"), of_hex("#ffffff")) == pytest.approx(21)
    for seen in EYES.values():
        assert seen((1, 1, 1)) == pytest.approx((1, 1, 1), abs=0.001)
        assert seen((0, 0, 0)) == pytest.approx((0, 0, 0), abs=0.001)


def pixels(marker: Marker) -> Image.Image:
    """The picture as an engine draws it that knows nothing but SVG, four pixels for each unit."""
    svg = str(loop_picture(PROFILE, marker, words_for("en")))
    return Image.open(io.BytesIO(resvg_py.svg_to_bytes(svg_string=svg, width=4 * WIDTH))).convert("RGB")


def at(image: Image.Image, x: float, y: float) -> Colour:
    pixel = image.getpixel((round(4 * x), round(4 * y)))
    assert isinstance(pixel, tuple)
    red, green, blue = (light(each / 255) for each in pixel[:3])
    return red, green, blue


def off_the_path(share: float) -> tuple[float, float]:
    """A point beside the path, past the edge of what is drawn on it."""
    (x1, y1), (x, y), (x2, y2) = along(share - 0.002), along(share), along(share + 0.002)
    length = math.dist((x1, y1), (x2, y2))
    return x + 11 * (y2 - y1) / length, y - 11 * (x2 - x1) / length


@pytest.mark.parametrize("eye", EYES)
def test_in_the_drawn_picture_the_parts_are_seen_where_they_lie(eye: str) -> None:
    image = pixels(LEANING)

    def apart(one: tuple[float, float], other: tuple[float, float]) -> float:
        return contrast(EYES[eye](at(image, *one)), EYES[eye](at(image, *other)))

    for share in (0.06, 0.335, *ARROWS[3:]):
        assert apart(along(share), off_the_path(share)) >= 3
    marker, station = along(0.3075), along(STATIONS["storming"])
    filled = (station[0] + (RADIUS - 3.5) * math.sin(0.9), station[1] - (RADIUS - 3.5) * math.cos(0.9))
    assert apart(filled, station) >= 3
    assert apart(filled, (station[0] - RADIUS + 4, station[1])) >= 3
    beside = (marker[0] - MARKER * 0.55, marker[1])
    assert apart(beside, marker) >= 3
    assert apart(beside, (marker[0] - MARKER - 6, marker[1])) >= 3


@pytest.mark.parametrize("eye", EYES)
def test_a_marker_that_stands_is_seen_inside_its_ring(eye: str) -> None:
    image, (x, y) = pixels(STANDING), along(STATIONS["norming"])

    def seen(right: float, down: float) -> Colour:
        return EYES[eye](at(image, x + right, y + down))

    corner, between, ring = seen(MARKER - 3, 0), seen(9, 9), seen(LEADING_RADIUS - 3.5, 1)
    assert contrast(corner, between) >= 3
    assert contrast(ring, between) >= 3
    assert contrast(seen(0, 0), corner) >= 3
