"""The first page of the examples: short in every format, and printed as people keep it."""

import html
import re
import subprocess
from pathlib import Path

import pytest

from conftest import Browse
from partnercheck.assessment.assess import assess
from partnercheck.assessment.responses import Round
from partnercheck.assessment.result import Assessment
from partnercheck.core.words import words_for
from partnercheck.questionnaire.loader import load_with_plain
from partnercheck.reports.card import Card
from partnercheck.reports.render import render
from partnercheck.rounds.answers_file import date_of, open_answers, read_responses

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").rglob("*.yaml"))
DEMO = ROOT / "examples" / "harbour-technicians.yaml"
MAX_WORDS = 250
MAX_PAGES = 9
LANGUAGES = ("en", "nl")


def example(path: Path, lang: str) -> Assessment:
    """The assessment of an example's answers, as its own report shows it: with a k of three."""
    files = open_answers([path])
    loaded = load_with_plain(files[0].stated("questionnaire") or "")
    day = date_of(files)
    assert day
    round_ = Round(
        questionnaire=loaded.questionnaire,
        digest=loaded.digest,
        partnership=files[0].stated("partnership") or "",
        date=day,
        responses=read_responses(files, loaded.questionnaire),
        k=3,
    )
    return assess(round_, words_for(lang))


def counted(text: str) -> int:
    return sum(bool(re.search(r"\w", word)) for word in text.split())


def read_aloud(page: str) -> str:
    """The text of a page without its head, its style and its footer."""
    body = re.sub(r"(?s)<head>.*?</head>|<footer>.*?</footer>", "", page)
    return html.unescape(re.sub(r"<[^>]+>", " ", body))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_first_page_has_at_most_250_words(path: Path, lang: str) -> None:
    assessment = example(path, lang)
    markdown = render(assessment, "md", short=True).partition("\n---\n")[0]
    card = "\n".join(line for line, _ in Card(assessment, words_for(lang), 80, plain=False).first_page())
    for page in (markdown, card, read_aloud(render(assessment, "html", short=True))):
        assert counted(page) <= MAX_WORDS, page


def test_every_format_says_the_same_on_its_first_page() -> None:
    assessment = example(DEMO, "en")
    verdict = assessment.verdict
    said = [verdict.headline, verdict.words, verdict.sure, verdict.meanings[0].words, *assessment.together]
    said += [assessment.question(name).text for name in assessment.talk_about]
    said += [assessment.plan_words, *(step.title for step in assessment.next_steps), assessment.people.words]
    card = " ".join(line.strip() for line, _ in Card(assessment, words_for("en"), 80, plain=False).first_page())
    markdown = render(assessment, "md", short=True)
    page = " ".join(read_aloud(render(assessment, "html", short=True)).split())
    for text in said:
        assert text
        assert text in card
        assert text in markdown
        assert text in page


@pytest.fixture
def printed(browse: Browse, needs_pdftotext: str, tmp_path: Path) -> list[str]:
    """The text of each printed page of the demo's full report."""
    pdf = tmp_path / "demo.pdf"
    browse(render(example(DEMO, "en")), "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    told = subprocess.run([needs_pdftotext, "-layout", str(pdf), "-"], capture_output=True, check=True, text=True)
    return told.stdout.split("\f")[:-1]


def test_the_demo_prints_on_nine_pages_with_numbers_and_whole_steps(printed: list[str]) -> None:
    assert len(printed) <= MAX_PAGES
    for number, page in enumerate(printed, 1):
        assert re.search(rf"\b{number} ?/ ?{len(printed)}\b", page)
    assert "On the loop of stages" not in printed[0]
    assert "On the loop of stages" in printed[1]
    pages = [" ".join(page.split()) for page in printed[1:]]
    for step in example(DEMO, "en").next_steps:
        (page,) = [page for page in pages if step.title in page]
        assert step.watch.split()[-1] in page[page.index(step.title) :]


BROKEN = (
    "<script>onload = () => document.querySelectorAll('iframe').forEach(frame => {"
    "const inside = frame.contentDocument, broken = [];"
    "const walk = inside.createTreeWalker(inside.querySelector('main'), 4);"
    "while (walk.nextNode()) { const node = walk.currentNode;"
    " if (node.parentElement.closest('svg, style, .digest')) continue;"
    " for (const found of node.data.matchAll(/[^\\s\\-–·/()]+/g)) { const range = inside.createRange();"
    "  range.setStart(node, found.index); range.setEnd(node, found.index + found[0].length);"
    "  const tops = new Set([...range.getClientRects()].map(each => Math.round(each.top)));"
    "  if (tops.size > 1) broken.push(found[0]); } }"
    "frame.after(Object.assign(document.createElement('output'), {textContent: frame.title + ':' + broken.join('+')}))"
    "})</script>"
)


@pytest.mark.parametrize("width", [320, 390, 768])
def test_no_word_is_broken_on_a_phone(browse: Browse, width: int) -> None:
    pages = {
        f"{path.parent.name}-{path.stem}-{lang}": render(example(path, lang))
        for path in EXAMPLES[::3]
        for lang in LANGUAGES
    }
    frames = "".join(
        f'<iframe title="{name}" width="{width}" height="800" style="border:0" srcdoc="{html.escape(page)}"></iframe>'
        for name, page in pages.items()
    )
    found = re.findall(r"<output>(.*?)</output>", browse(f"<!DOCTYPE html><body>{frames}{BROKEN}", "--dump-dom"))
    assert found == [f"{name}:" for name in pages]
