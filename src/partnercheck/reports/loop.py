"""The infinity loop: the five stages on their path, with the marker, as an SVG picture and in sentences."""

import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import cos, dist, pi, sin, tau

from markupsafe import Markup, escape

from partnercheck.assessment.result import Marker, StageShare
from partnercheck.assessment.wording import marker_words
from partnercheck.core.words import STAGES, Stage, Words
from partnercheck.reports.filters import plain

WIDTH, HEIGHT = 440, 328
CENTRE = (220.0, 164.0)
REACH = 186.0
"""Half the width of the path."""
STRETCH = 1.2
"""How much taller than Bernoulli's curve; it gives the labels inside a lobe room."""
RADIUS, LEADING_RADIUS = 17.0, 22.0
"""Of a station, and of the one where the marker is."""
MARKER = 12.5
"""From the middle of the marker to its corners."""

PANEL, PAPER = "#f6f8f8", "#ffffff"
INK, SOFT = "#1b2326", "#465156"
TRACK, SHARE, ACCENT, HAIR = "#737f85", "#66737a", "#0b5f68", "#d9dedf"
"""Literal colours, so that the picture looks the same wherever it is put."""

FONTS = "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
NAME_SIZE, BESIDE_SIZE = 19, 16
REGULAR = 0.92
"""How wide regular letters are, compared to bold ones."""

STATIONS: dict[Stage, float] = {
    "forming": 0.135,
    "storming": 0.25,
    "norming": 0.365,
    "performing": 0.635,
    "adjourning": 0.865,
}
"""Where the stages stand, as a share of the way round. The way starts at the crossing and goes up to the left."""

ARROWS = (0.195, 0.31, 0.44, 0.75, 0.94)
"""Where arrowheads show the direction of travel."""

Point = tuple[float, float]
_STEPS = 720


def _point(t: float) -> Point:
    """The curve at angle t; the crossing at t = 0, then up to the left."""
    bottom = 1 + cos(t) ** 2
    return (
        CENTRE[0] - REACH * sin(t) / bottom,
        CENTRE[1] - REACH * STRETCH * sin(t) * cos(t) / bottom,
    )


_TABLE = [_point(2 * pi * step / _STEPS) for step in range(_STEPS + 1)]
_LENGTHS = list(accumulate((dist(a, b) for a, b in pairwise(_TABLE)), initial=0.0))


def along(share: float) -> Point:
    """The point after this share of the way round; the whole numbers are the crossing."""
    wanted = share % 1 * _LENGTHS[-1]
    after = max(1, bisect_left(_LENGTHS, wanted))
    part = (wanted - _LENGTHS[after - 1]) / (_LENGTHS[after] - _LENGTHS[after - 1])
    (x1, y1), (x2, y2) = _TABLE[after - 1], _TABLE[after]
    return x1 + (x2 - x1) * part, y1 + (y2 - y1) * part


def marker_way(marker: Marker) -> tuple[float, float]:
    """From the leading stage to where the marker stands, as shares of the way round; the second may pass 0 or 1.

    The marker goes forwards or backwards, whichever of the two the neighbour lies.
    """
    start = STATIONS[marker.start]
    if marker.towards is None:
        return start, start
    forwards = (STAGES.index(marker.towards) - STAGES.index(marker.start)) % len(STAGES) == 1
    way = STATIONS[marker.towards] - start
    way = way % 1 if forwards else -(-way % 1)
    return start, start + way * min(marker.share, 0.5)


def loop_sentences(profile: Sequence[StageShare], marker: Marker | None, words: Words) -> str:
    """What the picture shows, in sentences, for those who cannot see it."""
    stages = ", ".join(_told(each, words) for each in profile)
    said = [words("The stages follow each other in a loop: {stages}, and back to the first.", stages=stages)]
    if any(each.measured and each.votes is not None for each in profile):
        said.append(words("The percentages say how your voices are divided over the stages."))
    if marker:
        said.append(words("The marker stands {where}.", where=marker_words(marker, words)))
    elif any(each.votes is not None for each in profile):
        said.append(words("There is no marker, because the answers do not point to one place."))
    else:
        said.append(words("There is no marker."))
    return " ".join(said)


def _told(each: StageShare, words: Words) -> str:
    """A stage's name, with what the picture shows beside it."""
    beside = ", ".join(_beside(each, words))
    return f"{each.name} ({beside})" if beside else each.name


def _beside(each: StageShare, words: Words) -> list[str]:
    """What stands below a stage's name: its gloss and its share, where there are any."""
    if not each.measured:
        return [words("not measured")]
    share = "" if each.votes is None else words.percent(each.votes)
    return [told for told in (each.gloss, share) if told]


def loop_picture(profile: Sequence[StageShare], marker: Marker | None, words: Words) -> Markup:
    """The loop as an SVG element.

    Args:
        profile: The five stages in loop order.
        marker: Where the marker stands, if there is one.
        words: The language of its texts.

    Returns:
        One `<svg>` with a title and a description, whole in itself: it may be put in a page, light or dark, or saved
        as a file. The same input gives the same bytes.
    """
    way = marker_way(marker) if marker else None
    title = words("The loop of stages")
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    named = 'role="img" aria-labelledby="loop-title loop-desc"'
    drawn = f'font-family="{FONTS}" fill="none" stroke-linecap="round" stroke-linejoin="round"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="loop" {size} {named} {drawn}>',
        f'<title id="loop-title">{_safe(title)}</title>',
        f'<desc id="loop-desc">{_safe(loop_sentences(profile, marker, words))}</desc>',
        _panel(),
        *_track(),
        *(_arrow(share) for share in ARROWS if not (way and _hidden(share, *way))),
    ]
    if way and way[0] != way[1]:
        parts.append(f'<path class="loop-lean" d="{_line(*way)}" stroke="{ACCENT}" stroke-width="5"/>')
    leading = marker.start if marker else None
    parts += [_station(each, words, leads=each.stage == leading) for each in profile]
    if way:
        parts.append(_diamond(along(way[1])))
    return Markup("\n".join([*parts, "</svg>"]))  # noqa: S704 - every text in it is escaped above


def _safe(text: str) -> str:
    return str(escape(plain(text)))


def text_width(text: str, size: float) -> float:
    """How wide a line of text is at most, in the widest of the usual sans-serif fonts, bold."""
    return size * sum(_em(letter) for letter in text)


def _em(letter: str) -> float:
    """A letter's width at most, as a share of the size of the font."""
    base = unicodedata.normalize("NFD", letter)[0]
    if base in " .,:;'|!()[]-·fijlrtI":
        return 0.5
    if base in "mwMW" or not (base.isascii() and base.isalnum()):
        return 1.2
    return 0.86 if base.isupper() else 0.73


def _clipped(text: str, size: float, room: float) -> str:
    """A text on one line that is at most this wide."""
    text = " ".join(str(plain(text)).split())
    if text_width(text, size) <= room:
        return text
    while text and text_width(text + "…", size) > room:
        text = text[:-1].rstrip()
    return text + "…"


def _panel() -> str:
    size = f'width="{WIDTH - 1}" height="{HEIGHT - 1}"'
    return f'<rect class="loop-panel" x="0.5" y="0.5" {size} rx="10" fill="{PANEL}" stroke="{HAIR}"/>'


def _track() -> list[str]:
    """The path, in two strands, so that at the crossing one is seen to pass over the other."""
    drawn = f'stroke="{TRACK}" stroke-width="3"'
    return [
        f'<path class="loop-track" d="{_line(-0.05, 0.45)}" {drawn}/>',
        f'<path d="{_line(0.475, 0.525)}" stroke="{PANEL}" stroke-width="13" stroke-linecap="butt"/>',
        f'<path class="loop-track" d="{_line(0.45, 0.95)}" {drawn}/>',
    ]


def _line(start: float, end: float) -> str:
    """A stretch of the path, from one share of the way round to another."""
    pieces = max(2, round(abs(end - start) * 120))
    stops = [along(start + (end - start) * piece / pieces) for piece in range(pieces + 1)]
    return "M" + " ".join(f"{x:.1f},{y:.1f}" for x, y in stops)


def _hidden(share: float, start: float, end: float) -> bool:
    """Whether an arrowhead here would lie below the marker, or on its way from the station."""
    low, high = sorted((start, end))
    passed = any(low <= share + turns <= high for turns in (-1, 0, 1))
    return passed or dist(along(share), along(end)) < 2 * MARKER + 6


def _arrow(share: float) -> str:
    """An arrowhead on the path, pointing the way of travel."""
    (x1, y1), (x, y), (x2, y2) = along(share - 0.004), along(share), along(share + 0.004)
    length = dist((x1, y1), (x2, y2))
    dx, dy = (x2 - x1) / length, (y2 - y1) / length
    corners = [(x + on * dx - aside * dy, y + on * dy + aside * dx) for on, aside in ((-6, 6), (7, 0), (-6, -6))]
    stops = " ".join(f"{a:.1f},{b:.1f}" for a, b in corners)
    return f'<polygon class="loop-arrow" points="{stops}" fill="{TRACK}" stroke="{TRACK}" stroke-width="1.5"/>'


def _station(each: StageShare, words: Words, *, leads: bool) -> str:
    at = along(STATIONS[each.stage])
    radius, colour, thick = (LEADING_RADIUS, ACCENT, 2.5) if leads else (RADIUS, SOFT, 1.5)
    dash = "" if each.measured else ' stroke-dasharray="3 5"'
    return (
        f'<circle class="loop-ring" cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius:.1f}" fill="{PAPER}" '
        f'stroke="{colour}" stroke-width="{thick}"{dash}/>'
        + _filled(at, each, radius - 3.5, ACCENT if leads else SHARE)
        + _label(at, each, words, leads=leads)
    )


def _filled(at: Point, each: StageShare, radius: float, colour: str) -> str:
    """The part of a station's ring that its share fills, from the top, clockwise."""
    share = min(each.votes or 0.0, 1.0) if each.measured else 0.0
    (x, y), stroke = at, f'stroke="{colour}" stroke-width="6" stroke-linecap="butt"'
    if share >= 0.995:
        return f'<circle class="loop-filled" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {stroke}/>'
    if share < 0.005:
        return ""
    end = f"{x + radius * sin(tau * share):.1f},{y - radius * cos(tau * share):.1f}"
    turn = f"A{radius:.1f},{radius:.1f} 0 {int(share > 0.5)} 1 {end}"
    return f'<path class="loop-filled" d="M{x:.1f},{y - radius:.1f} {turn}" {stroke}/>'


def _label(at: Point, each: StageShare, words: Words, *, leads: bool) -> str:
    """The name of a station, and below it, smaller, what is beside the name."""
    x, y = at
    beside = " · ".join(_beside(each, words))
    below = BESIDE_SIZE + 4.0 if beside else 0.0
    if each.stage == "storming":
        room, anchor, x, y = 134.0, "start", x + LEADING_RADIUS + 6, y + 6 - below / 2
    else:
        room, anchor = 2 * min(x, WIDTH - x) - 18, "middle"
        y += LEADING_RADIUS + 21 if each.stage in ("norming", "adjourning") else -LEADING_RADIUS - 9 - below
    place, bold = f'x="{x:.1f}" text-anchor="{anchor}"', ' font-weight="700"' if leads else ""
    name = _clipped(each.name, NAME_SIZE, room)
    told = f'<text {place} y="{y:.1f}" font-size="{NAME_SIZE}" fill="{INK}"{bold}>{_safe(name)}</text>'
    if beside:
        beside = _clipped(beside, BESIDE_SIZE * REGULAR, room)
        told += f'<text {place} y="{y + below:.1f}" font-size="{BESIDE_SIZE}" fill="{SOFT}">{_safe(beside)}</text>'
    return told


def _diamond(at: Point) -> str:
    """The marker: a diamond with a dot, so that neither its shape nor its inside is that of a station."""
    x, y = at
    corners = [(x, y - MARKER), (x + MARKER, y), (x, y + MARKER), (x - MARKER, y)]
    shape = " ".join(f"{a:.1f},{b:.1f}" for a, b in corners)
    return (
        f'<g class="loop-marker"><polygon points="{shape}" fill="{ACCENT}" stroke="{PAPER}" stroke-width="3"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{PAPER}"/></g>'
    )
