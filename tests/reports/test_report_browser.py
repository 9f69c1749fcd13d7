"""The report and the guide in a real browser: nothing sticks out on a phone, and they print on A4."""

import html
import re
import subprocess
import zlib
from pathlib import Path
from statistics import median

import pytest
from report_samples import KINDS, LONG, nasty, sample

from conftest import Browse
from partnercheck.cli.app import run
from partnercheck.core.files import bundled_files
from partnercheck.questionnaire.loader import load_questionnaire
from partnercheck.reports.guide import Length, guide_for
from partnercheck.reports.render import render, render_guide


def in_frames(pages: dict[str, str], width: int) -> str:
    """A page that shows others in frames of a width, and writes beside each how wide it wants to be."""
    frames = "".join(
        f'<iframe title="{name}" width="{width}" height="800" style="border:0" srcdoc="{html.escape(page)}"></iframe>'
        for name, page in pages.items()
    )
    measure = (
        "<script>onload = () => document.querySelectorAll('iframe').forEach(frame => {"
        "const root = frame.contentDocument.documentElement;"
        "const clipped = [...root.querySelectorAll('main *')].filter(each => !each.closest('svg') &&"
        " !each.closest('thead') && each.getBoundingClientRect().right > root.clientWidth + 0.5)"
        ".map(each => each.tagName);"
        "frame.after(Object.assign(document.createElement('output'),"
        " {textContent: [frame.title, root.clientWidth, root.scrollWidth, clipped.join('+')].join(' ')}))})</script>"
    )
    return f"<!DOCTYPE html><body>{frames}{measure}"


def test_nothing_sticks_out_on_a_phone(browse: Browse) -> None:
    pages = {kind: render(sample(kind)) for kind in KINDS} | {"nasty": render(nasty()), "long": render(nasty(LONG))}
    found = re.findall(r"<output>(.*?)</output>", browse(in_frames(pages, 360), "--dump-dom"))
    assert found == [f"{name} 360 360 " for name in pages]


@pytest.mark.parametrize("kind", ["clear", "differ"])
def test_the_bars_of_the_stages_have_room_and_their_header_one_line(browse: Browse, kind: str) -> None:
    measure = (
        "<script>onload = () => { const table = document.querySelector('.profile');"
        "const part = table.querySelector('tbody .drawn').offsetWidth / table.offsetWidth;"
        "const lines = [...table.tHead.rows[0].cells].map(each => getComputedStyle(each).borderBottomWidth);"
        "document.body.append(Object.assign(document.createElement('output'),"
        " {textContent: [part, ...new Set(lines)].join(' ')}))}</script>"
    )
    page = browse(render(sample(kind)) + measure, "--window-size=1000,1000", "--dump-dom")
    part, *lines = re.findall(r"<output>(.*?)</output>", page)[0].split()
    assert float(part) > 0.4
    assert lines == ["1px"]


def test_it_prints_on_a_sensible_number_of_a4_pages(browse: Browse, needs_pdfinfo: str, tmp_path: Path) -> None:
    for kind, fewest, most in (("clear", 5, 9), ("too-few", 2, 3)):
        pdf = tmp_path / f"{kind}.pdf"
        browse(render(sample(kind)), "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
        told = subprocess.run([needs_pdfinfo, str(pdf)], capture_output=True, check=True, text=True).stdout
        assert "(A4)" in told
        pages = re.search(r"Pages:\s+(\d+)", told)
        assert pages
        assert fewest <= int(pages[1]) <= most


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_the_demo_prints_on_nine_a4_pages(browse: Browse, needs_pdfinfo: str, tmp_path: Path, lang: str) -> None:
    round_file = tmp_path / "demo.round.jsonl"
    answers = Path(__file__).parents[2] / "examples" / "harbour-technicians.yaml"
    assert run(["assess", "--answers", str(answers), "--round", str(round_file), "--k", "3", "--close"]) == 0
    assert run(["report", str(round_file), "--lang", lang, "-o", str(tmp_path / "demo.html")]) == 0
    pdf = tmp_path / "demo.pdf"
    browse((tmp_path / "demo.html").read_text("utf-8"), "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    told = subprocess.run([needs_pdfinfo, str(pdf)], capture_output=True, check=True, text=True).stdout
    pages = re.search(r"Pages:\s+(\d+)", told)
    assert pages
    assert int(pages[1]) <= 9


@pytest.mark.parametrize(("scheme", "light"), [("1", True), ("0", False)])
def test_light_and_dark(browse: Browse, tmp_path: Path, scheme: str, light: bool) -> None:
    shot = tmp_path / "shot.png"
    browse(
        render(sample("clear")),
        "--window-size=800,1000",
        f"--blink-settings=preferredColorScheme={scheme}",
        f"--screenshot={shot}",
    )
    values = brightness(shot.read_bytes())
    ground = median(values)  # the picture of the loop lies on a light panel, also on a dark page
    assert (ground > 200) == light
    assert (ground < 60) != light
    assert max(values) - min(values) > 150


def brightness(png: bytes) -> list[int]:
    """The brightness of a tenth of the pixels' rows in an 8-bit PNG, 0 to 255."""
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    channels = {2: 3, 6: 4}[png[25]]
    body, at = b"", 8
    while at < len(png):
        size = int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] == b"IDAT":
            body += png[at + 8 : at + 8 + size]
        at += size + 12
    raw, row = zlib.decompress(body), bytearray(width * channels)
    values: list[int] = []
    for y in range(height):
        start = y * (width * channels + 1)
        row = unfiltered(raw[start], raw[start + 1 : start + 1 + width * channels], row, channels)
        if y % 10 == 0:
            values += row[1::channels]
    return values


def unfiltered(kind: int, line: bytes, above: bytearray, step: int) -> bytearray:
    """One row of a PNG with its filter undone."""
    row = bytearray(line)
    if kind == 0:
        return row
    for n, value in enumerate(line):
        left, up = row[n - step] if n >= step else 0, above[n]
        corner = above[n - step] if n >= step else 0
        guess = left + up - corner
        paeth = min((left, up, corner), key=lambda each: abs(guess - each))
        row[n] = (value + (0, left, up, (left + up) // 2, paeth)[kind]) % 256
    return row


def guides(length: Length) -> dict[str, str]:
    return {
        f"{path.stem}-{lang}": render_guide(guide_for(load_questionnaire(path), length, lang, path.stem))
        for path in bundled_files()
        for lang in load_questionnaire(path).languages
    }


def test_no_guide_sticks_out_on_a_phone(browse: Browse) -> None:
    pages = guides(180)
    found = re.findall(r"<output>(.*?)</output>", browse(in_frames(pages, 360), "--dump-dom"))
    assert found == [f"{name} 360 360 " for name in pages]


@pytest.mark.parametrize(("length", "most"), [(60, 3), (90, 3), (180, 4)])
def test_the_longest_guide_prints_on_a_few_a4_pages(
    browse: Browse, needs_pdfinfo: str, tmp_path: Path, length: Length, most: int
) -> None:
    pdf = tmp_path / "guide.pdf"
    browse(max(guides(length).values(), key=len), "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    told = subprocess.run([needs_pdfinfo, str(pdf)], capture_output=True, check=True, text=True).stdout
    pages = re.search(r"Pages:\s+(\d+)", told)
    assert pages
    assert "(A4)" in told
    assert 2 <= int(pages[1]) <= most
