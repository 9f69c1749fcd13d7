import math
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import nasty, sample

from partnercheck.assessment.result import Marker, StageShare
from partnercheck.reports.loop import CENTRE, HEIGHT, STATIONS, WIDTH, along, loop_picture, loop_sentences, marker_way
from partnercheck.words import STAGES, Stage, words_for

WORDS = words_for("en")
PROFILE = sample("clear").profile


def picture(marker: Marker | None, profile: tuple[StageShare, ...] = PROFILE) -> ET.Element:
    return ET.fromstring(loop_picture(profile, marker, WORDS))  # noqa: S314 - our own output


def marker_at(svg: ET.Element) -> tuple[float, float]:
    dot = svg.find("./g[@class='marker']/circle")
    assert dot is not None
    return float(dot.get("cx", "")), float(dot.get("cy", ""))


def neighbours() -> list[tuple[Stage, Stage]]:
    pairs = [(STAGES[n], STAGES[(n + 1) % len(STAGES)]) for n in range(len(STAGES))]
    return pairs + [(b, a) for a, b in pairs]


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
    begin, end = marker_way(Marker(start=start, towards=towards, share=share), PROFILE)
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


def test_the_marker_passes_a_stage_that_is_not_measured() -> None:
    profile = tuple(each.model_copy(update={"measured": each.stage != "adjourning"}) for each in PROFILE)
    begin, end = marker_way(Marker(start="performing", towards="forming", share=0.5), profile)
    assert end == pytest.approx((begin + 1 + STATIONS["forming"]) / 2)
    begin, end = marker_way(Marker(start="forming", towards="performing", share=0.5), profile)
    assert end == pytest.approx((begin + STATIONS["performing"] - 1) / 2)


def test_a_marker_that_goes_nowhere_stands_on_its_station() -> None:
    svg = picture(Marker(start="storming", share=0))
    assert marker_at(svg) == pytest.approx(along(STATIONS["storming"]), abs=0.051)
    assert svg.find("./path[@class='lean']") is None


def test_without_a_marker_there_is_only_the_loop() -> None:
    svg = picture(None)
    assert svg.find("./g[@class='marker']") is None
    assert "No marker stands on the loop" in (svg.findtext("desc") or "")


def test_title_and_description_stand_first_and_name_the_picture() -> None:
    svg = picture(Marker(start="norming", towards="performing", share=0.1018))
    assert [child.tag for child in svg[:2]] == ["title", "desc"]
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == f"{svg[0].get('id')} {svg[1].get('id')}"
    assert "moved 10% of a step towards performing" in (svg[1].text or "")


def test_a_hair_of_a_step_is_not_told() -> None:
    assert "moved" not in loop_sentences(PROFILE, Marker(start="norming", towards="performing", share=0.003), WORDS)


def test_every_stage_shows_its_name_and_votes_and_labels_do_not_overlap() -> None:
    svg = picture(None)
    boxes = []
    for text in svg.iter("text"):
        size, said = float(text.get("font-size", "")), text.text or ""
        width = 0.62 * size * len(said)
        x = float(text.get("x", "")) - (width / 2 if text.get("text-anchor") == "middle" else 0)
        y = float(text.get("y", ""))
        boxes.append((x, y - size * 0.8, x + width, y + size * 0.2))
        assert x > 0
        assert x + width < WIDTH
        assert size * 0.8 < y < HEIGHT - size * 0.2
    shown = [text.text for text in svg.iter("text")]
    assert shown == ["forming", "1%", "storming", "27%", "norming", "44%", "performing", "28%", "adjourning", "0%"]
    for n, a in enumerate(boxes):
        for b in boxes[:n]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] + 1 or b[3] <= a[1] + 1


def test_more_votes_fill_more_of_a_station() -> None:
    filled = [float(each.get("r", "")) for each in picture(None).findall("circle")][1::2]
    votes = [each.votes or 0 for each in PROFILE]
    assert sorted(range(5), key=filled.__getitem__) == sorted(range(5), key=votes.__getitem__)


def test_numbers_have_one_decimal_and_texts_are_escaped() -> None:
    svg = str(loop_picture(nasty().profile, Marker(start="norming", towards="storming", share=1 / 3), WORDS))
    drawn = re.sub(r"<(title|desc|text)\b.*?</\1>", "", svg)
    assert not re.search(r"\d\.\d\d", drawn)
    assert "<script" not in svg
    ET.fromstring(svg)  # noqa: S314 - our own output
