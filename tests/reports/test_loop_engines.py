"""The same picture of the loop in three engines: a browser, one that makes pages for paper, and one for pictures."""

import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import resvg_py
from PIL import Image, ImageChops, ImageFilter, ImageFont, ImageStat

from conftest import QUIET, dejavu_sans
from partnercheck.assessment.result import Marker, StageShare
from partnercheck.core.words import STAGES, words_for
from partnercheck.reports.loop import FONTS, HEIGHT, REGULAR, WIDTH, loop_picture, text_width

SCALE = 2
EDGE = 12
"""What is cut off all around, in units: behind the panel's round corners each engine shows its own ground."""
TILE = 16
MEAN, WORST = 1.8, 20.0
"""How far two pictures may differ, of 255: all in all, and in any tile of so many units."""

GLOSSES = ("kennismaken", "botsen", "afspreken", "presteren", "afronden")
PROFILE = tuple(
    StageShare(stage=stage, name=stage, gloss=gloss, measured=stage != "adjourning", votes=votes)
    for stage, gloss, votes in zip(STAGES, GLOSSES, (0.1, 0.31, 0.59, 0.0, None), strict=True)
)
LEANING = Marker(start="norming", towards="performing", share=0.4)
Engine = Callable[[str], Image.Image]


def picture(marker: Marker | None = LEANING) -> str:
    """The picture, in a font that every engine here can find."""
    svg = str(loop_picture(PROFILE, marker, words_for("nl")))
    assert svg.count(FONTS) == 1
    return svg.replace(FONTS, "DejaVu Sans")


def inside(image: Image.Image) -> Image.Image:
    assert image.size == (SCALE * WIDTH, SCALE * HEIGHT)
    low, right, bottom = SCALE * EDGE, SCALE * (WIDTH - EDGE), SCALE * (HEIGHT - EDGE)
    return image.convert("RGB").crop((low, low, right, bottom))


def drawn_by_resvg(svg: str) -> Image.Image:
    return inside(Image.open(io.BytesIO(resvg_py.svg_to_bytes(svg_string=svg, width=SCALE * WIDTH))))


@pytest.fixture
def paper(tmp_path: Path) -> Engine:
    """Draws a picture on a page of PDF, as a report for paper is made."""

    def draw(svg: str) -> Image.Image:
        import weasyprint  # type: ignore[import-untyped]

        sheet = f"@page {{ size: {WIDTH}px {HEIGHT}px; margin: 0 }} body {{ margin: 0 }} svg {{ display: block }}"
        weasyprint.HTML(string=f"<style>{sheet}</style>{svg}").write_pdf(tmp_path / "loop.pdf")
        command = ["pdftoppm", "-png", "-singlefile", "-r", str(96 * SCALE)]
        subprocess.run([*command, tmp_path / "loop.pdf", tmp_path / "loop"], check=True, capture_output=True)
        return inside(Image.open(tmp_path / "loop.png"))

    return draw


@pytest.fixture
def browser(needs_chromium: str, tmp_path: Path) -> Callable[[str, str], Image.Image]:
    """Draws a file of this name in a browser window as large as the picture."""

    def draw(name: str, text: str) -> Image.Image:
        (tmp_path / name).write_text(text, encoding="utf-8")
        size = [f"--window-size={WIDTH},{HEIGHT}", f"--force-device-scale-factor={SCALE}"]
        places = [f"--screenshot={tmp_path / 'shot.png'}", f"--user-data-dir={tmp_path / 'profile'}"]
        command = [needs_chromium, *QUIET, *size, *places, (tmp_path / name).as_uri()]
        subprocess.run(command, capture_output=True, timeout=60, check=True)
        return inside(Image.open(tmp_path / "shot.png"))

    return draw


def difference(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """How far two pictures differ, of 255: all in all, and in the tile where they differ most.

    A little blur takes away how an engine smooths edges.
    """
    blur = ImageFilter.GaussianBlur(SCALE)
    apart = ImageChops.difference(one.filter(blur), other.filter(blur)).convert("L")
    tiles = apart.reduce(SCALE * TILE)
    return ImageStat.Stat(apart).mean[0], max(tiles.tobytes())


def alike(one: Image.Image, other: Image.Image) -> bool:
    mean, worst = difference(one, other)
    return mean <= MEAN and worst <= WORST


@pytest.mark.needs("DejaVu Sans")
@pytest.mark.parametrize("marker", [LEANING, None], ids=["leaning", "none"])
@pytest.mark.parametrize("page", ["file", "dark"])
def test_a_browser_draws_what_resvg_draws(
    browser: Callable[[str, str], Image.Image], page: str, marker: Marker | None
) -> None:
    svg = picture(marker)
    shown = browser("loop.svg", svg) if page == "file" else browser("page.html", on_a_dark_page(svg))
    assert alike(shown, drawn_by_resvg(svg)), difference(shown, drawn_by_resvg(svg))


@pytest.mark.needs("DejaVu Sans", "Pango", "poppler")
@pytest.mark.parametrize("marker", [LEANING, None], ids=["leaning", "none"])
def test_paper_shows_what_resvg_draws(paper: Engine, marker: Marker | None) -> None:
    svg = picture(marker)
    assert alike(paper(svg), drawn_by_resvg(svg)), difference(paper(svg), drawn_by_resvg(svg))


@pytest.mark.needs("DejaVu Sans", "Pango", "poppler")
def test_a_browser_draws_what_paper_shows(browser: Callable[[str, str], Image.Image], paper: Engine) -> None:
    shown, printed = browser("loop.svg", picture()), paper(picture())
    assert alike(shown, printed), difference(shown, printed)


def on_a_dark_page(svg: str) -> str:
    style = "html { background: #14191b; color: #e8ecec } body { margin: 0 } .loop { display: block }"
    return f"<!DOCTYPE html><meta charset='utf-8'><style>{style}</style>{svg}"


@pytest.mark.parametrize(
    ("part", "instead"),
    [
        (r'<g class="loop-marker">.*?</g>', ""),
        (r'<path class="loop-lean".*?/>', ""),
        (r'<path class="loop-filled".*?/>', ""),
        (r'<path class="loop-track".*?/>', ""),
        (r'<polygon class="loop-arrow".*?/>', ""),
        (r'<rect class="loop-panel".*?/>', ""),
        ("#0b5f68", "var(--accent, #0b5f68)"),
        ("#0b5f68", "currentColor"),
    ],
)
def test_a_picture_that_lacks_something_is_told_apart(part: str, instead: str) -> None:
    svg = picture()
    changed, n = re.subn(part, instead, svg)
    assert n
    assert not alike(drawn_by_resvg(changed), drawn_by_resvg(svg))


@pytest.mark.needs("DejaVu Sans")
def test_a_colour_from_a_style_sheet_tells_engines_apart(browser: Callable[[str, str], Image.Image]) -> None:
    svg = picture().replace("#0b5f68", "var(--accent, #0b5f68)")
    assert not alike(browser("loop.svg", svg), drawn_by_resvg(svg))


@pytest.mark.needs("DejaVu Sans")
def test_text_is_seen_and_bold_is_told_apart() -> None:
    svg = picture()
    assert not alike(drawn_by_resvg(svg.replace(' font-weight="700"', "")), drawn_by_resvg(svg))
    assert not alike(drawn_by_resvg(re.sub("<text.*?</text>", "", svg)), drawn_by_resvg(svg))


@pytest.mark.needs("DejaVu Sans")
def test_its_own_fonts_end_in_one_that_is_there() -> None:
    svg = picture().replace("DejaVu Sans", FONTS)
    fonts = [str(path) for path in font_files()]
    drawn = resvg_py.svg_to_bytes(svg_string=svg, width=SCALE * WIDTH, skip_system_fonts=True, font_files=fonts)
    assert alike(inside(Image.open(io.BytesIO(drawn))), drawn_by_resvg(picture()))


def font_files() -> tuple[Path, Path]:
    regular = dejavu_sans()
    assert regular
    return regular, regular.with_name("DejaVuSans-Bold.ttf")


@pytest.mark.needs("DejaVu Sans")
@pytest.mark.parametrize(("file", "share"), [(0, REGULAR), (1, 1.0)], ids=["regular", "bold"])
def test_text_is_never_wider_than_the_room_that_is_kept_for_it(file: int, share: float) -> None:
    font = ImageFont.truetype(font_files()[file], 1000, layout_engine=ImageFont.Layout.BASIC)
    letters = [chr(code) for code in (*range(0x20, 0x7F), *range(0xC0, 0x180))]
    too_wide = [each for each in letters if font.getlength(each) > 1000 * share * text_width(each, 1)]
    assert too_wide == []
    assert font.getlength("performing") > 700 * share * text_width("performing", 1)
