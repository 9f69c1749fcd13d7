import math
import re
from collections.abc import Iterator
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import LONG, NASTY

from partnercheck.assessment.result import Marker, StageShare
from partnercheck.core.words import STAGES, Stage, words_for
from partnercheck.reports.loop import (
    CENTRE,
    HEIGHT,
    REGULAR,
    STATIONS,
    WIDTH,
    along,
    loop_picture,
    loop_sentences,
    marker_way,
    text_width,
)

WORDS = words_for("en")
PROFILE = tuple(
    StageShare(stage=stage, name=stage, measured=True, votes=votes)
    for stage, votes in zip(STAGES, (0.01, 0.27, 0.44, 0.28, 0.0), strict=True)
)
Box = tuple[float, float, float, float]
Point = tuple[float, float]


def picture(marker: Marker | None, profile: tuple[StageShare, ...] = PROFILE) -> ET.Element:
    return ET.fromstring(loop_picture(profile, marker, WORDS))  # noqa: S314 - our own output


def parts(svg: ET.Element, kind: str) -> list[ET.Element]:
    return svg.findall(f".//*[@class='loop-{kind}']")


def number(part: ET.Element, *names: str) -> tuple[float, ...]:
    return tuple(float(part.get(name, "")) for name in names)


def points(part: ET.Element) -> list[Point]:
    written = part.get("points", part.get("d", ""))
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", written)]


def marker_at(svg: ET.Element) -> tuple[float, ...]:
    dot = svg.find(".//*[@class='loop-marker']/{*}circle")
    assert dot is not None
    return number(dot, "cx", "cy")


def shown(svg: ET.Element) -> list[str | None]:
    return [text.text for text in svg.iterfind(".//{*}text")]


def changed(**changes: object) -> tuple[StageShare, ...]:
    return tuple(each.model_copy(update=changes) for each in PROFILE)


def neighbours() -> list[tuple[Stage, Stage]]:
    pairs = [(STAGES[n], STAGES[(n + 1) % len(STAGES)]) for n in range(len(STAGES))]
    return pairs + [(b, a) for a, b in pairs]


def markers() -> Iterator[Marker | None]:
    yield None
    yield from (Marker(start=stage, share=0) for stage in STAGES)
    for start, towards in neighbours():
        yield from (Marker(start=start, towards=towards, share=tenths / 10) for tenths in range(1, 6))


def test_stations_stand_in_travel_order_apart_from_each_other_and_the_crossing() -> None:
    assert list(STATIONS) == list(STAGES)
    assert sorted(STATIONS.values()) == list(STATIONS.values())
    places = [along(share) for share in STATIONS.values()]
    assert all(math.dist(place, CENTRE) > 60 for place in places)
    assert all(math.dist(a, b) > 60 for n, a in enumerate(places) for b in places[:n])


def test_the_path_is_closed_and_crosses_itself_in_the_middle() -> None:
    for share in (0, 0.5, 1, -1, 7.5):
        assert math.dist(along(share), CENTRE) < 0.5
    assert all(0 < along(n / 100)[0] < WIDTH and 0 < along(n / 100)[1] < HEIGHT for n in range(100))


@pytest.mark.parametrize(("start", "towards"), neighbours())
@given(share=st.floats(0, 0.5))
def test_the_marker_lies_on_the_way_to_the_neighbour_never_past_half_way(
    start: Stage, towards: Stage, share: float
) -> None:
    begin, end = marker_way(Marker(start=start, towards=towards, share=share))
    assert begin == STATIONS[start]
    gone = abs(end - begin)
    left = min(abs(end - STATIONS[towards] + turns) for turns in (-1, 0, 1))
    whole = gone + left
    assert gone <= left + 1e-9
    assert gone == pytest.approx(share * whole)
    between = [STATIONS[stage] for stage in STAGES if stage not in (start, towards)]
    low, high = sorted((begin, end))
    assert not any(low < place + turns < high for place in between for turns in (-1, 0, 1))
    assert marker_at(picture(Marker(start=start, towards=towards, share=share))) == pytest.approx(along(end), abs=0.051)


def test_a_marker_that_goes_nowhere_stands_on_its_station() -> None:
    svg = picture(Marker(start="storming", share=0))
    assert marker_at(svg) == pytest.approx(along(STATIONS["storming"]), abs=0.051)
    assert not parts(svg, "lean")


def test_without_a_marker_there_is_only_the_loop() -> None:
    svg = picture(None)
    assert not parts(svg, "marker")
    assert not parts(svg, "lean")
    assert not any(text.get("font-weight") for text in svg.iterfind(".//{*}text"))


def test_arrowheads_point_the_way_of_travel_one_between_each_two_stations() -> None:
    arrows = [points(each) for each in parts(picture(None), "arrow")]
    places = [next(n / 1000 for n in range(1000) if math.dist(along(n / 1000), tip) < 1.5) for _, tip, _ in arrows]
    bounds = [*STATIONS.values(), 1 + STATIONS["forming"]]
    assert all(low < place < high for place, (low, high) in zip(places, pairwise(bounds), strict=True))
    for place, (left, tip, right) in zip(places, arrows, strict=True):
        tail = ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2)
        assert math.dist(tail, along(place - 0.01)) < math.dist(tip, along(place - 0.01))


def test_title_and_description_stand_first_and_name_the_picture() -> None:
    marker = Marker(start="norming", towards="performing", share=0.1)
    svg = picture(marker)
    assert [child.tag.rpartition("}")[2] for child in svg[:2]] == ["title", "desc"]
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == f"{svg[0].get('id')} {svg[1].get('id')}"
    assert svg[1].text == loop_sentences(PROFILE, marker, WORDS)


def test_the_sentences_say_what_the_picture_shows() -> None:
    assert loop_sentences(PROFILE, Marker(start="norming", share=0), WORDS) == (
        "The stages follow each other in a loop: forming (1%), storming (27%), norming (44%), performing (28%), "
        "adjourning (0%), and back to the first. "
        "The percentages say how your voices are divided over the stages. "
        "The marker stands at norming."
    )


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0.0, "The marker stands at norming."),
        (0.1, "The marker stands at norming, leaning slightly towards storming."),
        (0.2, "The marker stands at norming, leaning slightly towards storming."),
        (0.3, "The marker stands at norming, leaning towards storming."),
        (0.4, "The marker stands at norming, leaning towards storming."),
        (0.5, "The marker stands between norming and storming."),
    ],
)
def test_how_far_the_marker_leans_is_told_in_words(share: float, told: str) -> None:
    assert loop_sentences(PROFILE, Marker(start="norming", towards="storming", share=share), WORDS).endswith(told)


def test_that_there_is_no_marker_is_told() -> None:
    said = loop_sentences(PROFILE, None, WORDS)
    assert said.endswith("There is no marker, because the answers do not point to one place.")


def test_without_shares_nothing_is_told_about_them() -> None:
    said = loop_sentences(changed(votes=None), None, WORDS)
    assert "%" not in said
    assert "percentages" not in said
    assert "loop: forming, storming, norming, performing, adjourning, and back" in said
    assert shown(picture(None, changed(votes=None))) == list(STAGES)


def test_a_stage_that_is_not_measured_keeps_its_place_with_a_dashed_ring() -> None:
    profile = (*PROFILE[:4], PROFILE[4].model_copy(update={"measured": False, "votes": None}))
    svg = picture(None, profile)
    dashed = [number(ring, "cx", "cy") for ring in parts(svg, "ring") if ring.get("stroke-dasharray")]
    assert dashed == [pytest.approx(along(STATIONS["adjourning"]), abs=0.051)]
    assert shown(svg)[-2:] == ["adjourning", "not measured"]
    assert "adjourning (not measured)" in loop_sentences(profile, None, WORDS)


def test_only_the_stage_of_the_marker_is_bold_and_its_ring_larger_and_thicker() -> None:
    svg = picture(Marker(start="storming", towards="forming", share=0.5))
    assert [text.text for text in svg.iterfind(".//{*}text") if text.get("font-weight")] == ["storming"]
    sizes = [number(ring, "r", "stroke-width") for ring in parts(svg, "ring")]
    assert sizes[1][0] > sizes[0][0]
    assert sizes[1][1] > sizes[0][1]
    assert len(set(sizes)) == 2


def test_every_stage_shows_its_name_and_share() -> None:
    assert shown(picture(None)) == [
        "forming", "1%", "storming", "27%", "norming", "44%", "performing", "28%", "adjourning", "0%",
    ]  # fmt: skip


def text_box(text: ET.Element) -> Box:
    """Where a line of text lies at most."""
    x, y, size = number(text, "x", "y", "font-size")
    width = text_width(text.text or "", size) * (1 if size > 16 else REGULAR)
    left = x - width / 2 if text.get("text-anchor") == "middle" else x
    return left, y - 0.76 * size, left + width, y + 0.24 * size


def gap(box: Box, point: Point) -> float:
    left, top, right, bottom = box
    return math.hypot(max(left - point[0], 0, point[0] - right), max(top - point[1], 0, point[1] - bottom))


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@pytest.mark.parametrize(
    "name", ["adjourning", LONG, "W" * 30, "阶段" * 15, "i l" * 20], ids=["usual", "long", "wide", "square", "thin"]
)
def test_labels_touch_neither_each_other_nor_the_edge_nor_anything_drawn(name: str) -> None:
    for marker in markers():
        hold_apart(picture(marker, changed(name=name, votes=1.0)))


def hold_apart(svg: ET.Element) -> None:
    boxes = [text_box(text) for text in svg.iterfind(".//{*}text")]
    assert len(boxes) == 10
    for n, box in enumerate(boxes):
        assert box[0] >= 8
        assert box[1] >= 8
        assert box[2] <= WIDTH - 8
        assert box[3] <= HEIGHT - 8
        assert not any(overlap(box, other) for other in boxes[:n])
        assert min(gap(box, along(n / 500)) for n in range(500)) > 3 + 1.5
        for ring in parts(svg, "ring"):
            assert gap(box, (number(ring, "cx")[0], number(ring, "cy")[0])) > number(ring, "r")[0] + 1.25 + 3
        for drawn in [*parts(svg, "arrow"), *svg.findall(".//*[@class='loop-marker']/{*}polygon")]:
            corners = points(drawn)
            middle = (sum(x for x, _ in corners) / len(corners), sum(y for _, y in corners) / len(corners))
            assert min(gap(box, point) for point in (*corners, middle)) > 2


def test_a_full_share_fits_beside_its_gloss() -> None:
    assert "kennismaken · 100%" in shown_with_gloss("kennismaken")
    assert "botsen · 100%" in shown_with_gloss("botsen")


def shown_with_gloss(gloss: str) -> list[str | None]:
    return shown(picture(None, changed(gloss=gloss, votes=1.0)))


def test_the_gloss_stands_before_the_share_and_alone_where_no_share_is_shown() -> None:
    profile = (PROFILE[0].model_copy(update={"gloss": "kennismaken"}), *PROFILE[1:])
    assert shown(picture(None, profile))[:2] == ["forming", "kennismaken · 1%"]
    assert "forming (kennismaken, 1%), storming (27%)" in loop_sentences(profile, None, WORDS)
    withheld = changed(gloss="botsen", votes=None)
    assert shown(picture(None, withheld))[:2] == ["forming", "botsen"]
    assert "forming (botsen), storming (botsen)" in loop_sentences(withheld, None, WORDS)


@given(votes=st.floats(0.006, 1))
def test_a_ring_is_filled_by_its_share_from_the_top_clockwise(votes: float) -> None:
    filled = parts(picture(None, changed(votes=votes)), "filled")
    assert len(filled) == 5
    for stage, part in zip(STAGES, filled, strict=True):
        if votes >= 0.995:
            assert part.tag.endswith("circle")
            continue
        (x, y), (start, _, end) = along(STATIONS[stage]), points(part)
        assert start == pytest.approx((x, y - math.dist(start, (x, y))), abs=0.11)
        turned = math.atan2(end[0] - x, y - end[1]) / math.tau % 1
        assert turned == pytest.approx(votes, abs=0.006)
        assert (" 0 1 1 " in part.get("d", "")) == (votes > 0.5)


def test_without_answers_that_point_to_it_a_ring_is_empty() -> None:
    assert not parts(picture(None, changed(votes=0.004)), "filled")
    assert not parts(picture(None, changed(votes=None)), "filled")
    assert not parts(picture(None, changed(measured=False)), "filled")


def test_numbers_have_one_decimal_and_texts_are_escaped() -> None:
    svg = str(
        loop_picture(changed(name=NASTY, gloss=NASTY), Marker(start="norming", towards="storming", share=1 / 3), WORDS)
    )
    drawn = re.sub(r"<(title|desc|text)\b.*?</\1>", "", svg)
    assert not re.search(r"\d\.\d\d", drawn)
    assert "<script" not in svg
    ET.fromstring(svg)  # noqa: S314 - our own output


def test_the_same_input_gives_the_same_bytes() -> None:
    marker = Marker(start="norming", towards="storming", share=0.3)
    assert loop_picture(PROFILE, marker, WORDS) == loop_picture(changed(), marker.model_copy(), WORDS)
