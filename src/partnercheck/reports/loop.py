"""The infinity loop: the five stages on their path, with the marker, as an SVG picture and in sentences."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import cos, dist, pi, sin, sqrt

from markupsafe import Markup, escape

from partnercheck.assessment.result import Marker, StageShare
from partnercheck.findings import clip
from partnercheck.reports.filters import plain
from partnercheck.words import Stage, Words

WIDTH, HEIGHT = 480, 296
CENTRE = (240.0, 146.0)
REACH = 204.0
"""Half the width of the path."""
STRETCH = 1.22
"""How much taller than Bernoulli's curve; it gives the labels inside a lobe room."""
RADIUS = 15.0
"""Of a station whose stage has every vote; fewer votes fill less of its area."""

LONGEST_NAME = 18
"""Characters of a stage's name that fit beside its station."""

STATIONS: dict[Stage, float] = {
    "forming": 0.10,
    "storming": 0.25,
    "norming": 0.40,
    "performing": 0.635,
    "adjourning": 0.865,
}
"""Where the stages stand, as a share of the way round. The way starts at the crossing and goes up to the left."""

ARROWS = (0.175, 0.325, 0.455, 0.75, 0.955)
"""Where arrowheads show the direction of travel."""

_LABELS: dict[Stage, tuple[float, float, str]] = {
    "forming": (0, -43, "middle"),
    "storming": (26, -3, "start"),
    "norming": (0, 38, "middle"),
    "performing": (0, -43, "middle"),
    "adjourning": (0, 38, "middle"),
}
"""From a station to its label: right, down, and which end of the label stands there."""

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


def marker_way(marker: Marker, profile: Sequence[StageShare]) -> tuple[float, float]:
    """From the leading stage to where the marker stands, as shares of the way round; the second may pass 0 or 1.

    The marker goes forwards or backwards, whichever of the two the neighbour lies; stages that are not measured are
    no stations and are passed.
    """
    start = STATIONS[marker.start]
    if marker.towards is None:
        return start, start
    loop = [each.stage for each in profile if each.measured]
    forwards = (loop.index(marker.towards) - loop.index(marker.start)) % len(loop) == 1
    way = STATIONS[marker.towards] - start
    way = way % 1 if forwards else -(-way % 1)
    return start, start + way * min(marker.share, 0.5)


def loop_sentences(profile: Sequence[StageShare], marker: Marker | None, words: Words) -> str:
    """What the picture shows, in sentences, for those who cannot see it."""
    said = [
        words(
            "The stages follow each other in a loop: {stages}, and back to the first.", stages=_listed(profile, words)
        )
    ]
    if marker is None:
        said.append(words("No marker stands on the loop, because the answers do not point to one place."))
    elif marker.towards is None or round(marker.share * 100) == 0:
        said.append(words("The marker stands at {stage}.", stage=words.name(marker.start)))
    else:
        said.append(
            words(
                "The marker stands at {stage}, moved {share} of a step towards {neighbour}.",
                stage=words.name(marker.start),
                share=words.percent(marker.share),
                neighbour=words.name(marker.towards),
            )
        )
    return " ".join(said)


def _listed(profile: Sequence[StageShare], words: Words) -> str:
    return ", ".join(f"{each.name} ({_votes(each, words)})" for each in profile)


def _votes(each: StageShare, words: Words) -> str:
    """A stage's share of the votes, or that there is none."""
    if not each.measured:
        return words("not measured")
    return words("no votes shown") if each.votes is None else words.percent(each.votes)


def loop_picture(profile: Sequence[StageShare], marker: Marker | None, words: Words) -> Markup:
    """The loop as an SVG element.

    Args:
        profile: The five stages in loop order.
        marker: Where the marker stands, if there is one.
        words: The language of its texts.

    Returns:
        One `<svg>` with a title and a description. It takes its colours from the CSS properties `--ink`, `--quiet`,
        `--accent` and `--paper`, and is legible without any of them. The same input gives the same bytes.
    """
    way = marker_way(marker, profile) if marker else None
    title = words("The loop of stages")
    named = 'role="img" aria-labelledby="loop-title loop-desc"'
    drawn = 'fill="none" stroke-linecap="round" stroke-linejoin="round"'
    parts = [
        f'<svg class="loop" viewBox="0 0 {WIDTH} {HEIGHT}" {named} {drawn}>',
        f'<title id="loop-title">{_safe(title)}</title>',
        f'<desc id="loop-desc">{_safe(loop_sentences(profile, marker, words))}</desc>',
        *_track(),
    ]
    if way and way[0] != way[1]:
        parts.append(f'<path class="lean" d="{_line(*way)}" stroke="var(--accent, currentColor)" stroke-width="5"/>')
    parts += [_arrow(share) for share in ARROWS if not (way and _near(share, way[1]))]
    leading = marker.start if marker else None
    parts += [_station(each, words, leads=each.stage == leading) for each in profile if each.stage in STATIONS]
    if way:
        parts.append(_diamond(along(way[1])))
    parts.append("</svg>")
    return Markup("\n".join(parts))  # noqa: S704 - every text in it is escaped above


def _safe(text: str) -> str:
    return str(escape(plain(text)))


def _label(name: str) -> str:
    """A name that fits beside its station."""
    return _safe(clip(" ".join(name.split()), LONGEST_NAME))


def _track() -> list[str]:
    """The path, in two strands, so that at the crossing one is seen to pass over the other."""
    stroke = 'stroke="var(--quiet, currentColor)" stroke-width="2.5"'
    under, over = _line(-0.05, 0.45), _line(0.45, 0.95)
    return [
        f'<path d="{under}" {stroke}/>',
        f'<path d="{_line(0.47, 0.53)}" stroke="var(--paper, white)" stroke-width="12" stroke-linecap="butt"/>',
        f'<path d="{over}" {stroke}/>',
    ]


def _line(start: float, end: float) -> str:
    """A stretch of the path, from one share of the way round to another."""
    pieces = max(2, round(abs(end - start) * 120))
    stops = [along(start + (end - start) * piece / pieces) for piece in range(pieces + 1)]
    return "M" + " ".join(f"{x:.1f},{y:.1f}" for x, y in stops)


def _near(one: float, other: float) -> bool:
    return dist(along(one), along(other)) < 2 * RADIUS


def _arrow(share: float) -> str:
    """A small arrowhead on the path, pointing the way of travel."""
    (x1, y1), (x, y), (x2, y2) = along(share - 0.004), along(share), along(share + 0.004)
    length = dist((x1, y1), (x2, y2))
    dx, dy = (x2 - x1) / length, (y2 - y1) / length
    back = [(x - 5 * dx - side * 6 * dy, y - 5 * dy + side * 6 * dx) for side in (1, -1)]
    stops = " ".join(f"{a:.1f},{b:.1f}" for a, b in (back[0], (x + 4 * dx, y + 4 * dy), back[1]))
    return f'<path d="M{stops}" stroke="var(--quiet, currentColor)" stroke-width="2.5"/>'


def _station(each: StageShare, words: Words, *, leads: bool) -> str:
    x, y = along(STATIONS[each.stage])
    right, down, anchor = _LABELS[each.stage]
    centre, place = f'cx="{x:.1f}" cy="{y:.1f}"', f'x="{x + right:.1f}" text-anchor="{anchor}"'
    ring = f'stroke="var(--ink, currentColor)" stroke-width="{2.5 if leads else 1.5}"'
    dash = "" if each.measured else ' stroke-dasharray="2 5"'
    bold = ' font-weight="700"' if leads else ""
    name, votes = _label(each.name), _safe(_votes(each, words))
    parts = [f'<circle {centre} r="{RADIUS:.1f}" fill="var(--paper, white)" {ring}{dash}/>']
    if each.measured and each.votes:
        filled = (RADIUS - 2.5) * sqrt(min(each.votes, 1.0))
        parts.append(f'<circle {centre} r="{filled:.1f}" fill="var(--quiet, currentColor)"/>')
    parts += [
        f'<text {place} y="{y + down:.1f}" font-size="18" fill="var(--ink, currentColor)"{bold}>{name}</text>',
        f'<text {place} y="{y + down + 18:.1f}" font-size="15" fill="var(--soft, currentColor)">{votes}</text>',
    ]
    return "".join(parts)


def _diamond(at: Point) -> str:
    """The marker: a diamond with a dot, so that neither its shape nor its inside is that of a station."""
    x, y = at
    corners = [(x, y - 14), (x + 14, y), (x, y + 14), (x - 14, y)]
    shape = " ".join(f"{a:.1f},{b:.1f}" for a, b in corners)
    return (
        f'<g class="marker"><polygon points="{shape}" fill="var(--accent, currentColor)" stroke="var(--paper, white)" '
        f'stroke-width="3"/><circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="var(--paper, white)"/></g>'
    )
