"""The pages about what comes with partnercheck: its questionnaires, their workshops, and the example partnerships."""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from fences import ROOT

from partnercheck.assessment.assess import assess
from partnercheck.assessment.responses import Round
from partnercheck.assessment.result import Assessment
from partnercheck.cli.app import run
from partnercheck.core.files import bundled_files
from partnercheck.core.words import words_for
from partnercheck.questionnaire.loader import load_questionnaire
from partnercheck.reports.filters import cell
from partnercheck.reports.guide import LENGTHS, guide_for
from partnercheck.reports.render import render_guide
from partnercheck.rounds.reader import load_round

EXAMPLES = ROOT / "examples"
MADE = "<!-- Made by the tests from {source}; --update-golden makes it anew. -->"
NAMES = {"en": "English", "nl": "Dutch"}

# --- the questionnaires and their workshops ---------------------------------------------------------------------------


def questionnaires_page() -> str:
    """The index of the bundled questionnaires."""
    rows = []
    for path in bundled_files():
        found = load_questionnaire(path.stem)
        page = ROOT / "docs" / "questionnaires" / f"{found.id}.md"
        named = f"[`{found.id}`]({page.name})" if page.is_file() else f"`{found.id}`"
        spoken = ", ".join(NAMES.get(lang, lang) for lang in found.languages)
        about = cell(_first_sentence(found.say(found.about, "en")))
        rows.append(
            f"| {named} | {cell(found.say(found.title, 'en'))} | {found.minutes} | {len(found.questions)} | {spoken} "
            f"| {about} | [guide](../workshops/{found.id}.md) |"
        )
    return "\n".join(
        [
            "# The questionnaires",
            "",
            MADE.format(source="the questionnaires"),
            "",
            "These come with partnercheck. The first language of a questionnaire is the one it was written in.",
            "`partnercheck show` prints any of them in full.",
            "",
            "| id | title | minutes | questions | languages | what it is for | workshop |",
            "| --- | --- | ---: | ---: | --- | --- | --- |",
            *rows,
            "",
            "The [gallery](../gallery.md) shows what comes of them, on partnerships that are made up.",
            "",
        ]
    )


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".") + "."


def workshop_page(questionnaire_id: str) -> str:
    """The workshops with one questionnaire, one of each length."""
    found = load_questionnaire(questionnaire_id)
    guides = [render_guide(guide_for(found, length, "en", found.id), "md") for length in LENGTHS]
    lower = [re.sub(r"^#", "##", guide, flags=re.MULTILINE) for guide in guides]
    links = [f"[{length} minutes](#{_anchor(guide)})" for length, guide in zip(LENGTHS, guides, strict=True)]
    return "\n".join(
        [
            f"# Workshops with “{found.say(found.title, 'en')}”",
            "",
            MADE.format(source="the questionnaire"),
            "",
            f"{', '.join(links[:-1])} or {links[-1]}.",
            "How to speak, and why, stands in [the facilitator's guide](../facilitators-guide.md).",
            "",
            "As a page to print, in English and in Dutch:",
            "",
            "```sh",
            f"partnercheck guide {found.id} --minutes 90 --lang en -o workshop.html",
            f"partnercheck guide {found.id} --minutes 90 --lang nl -o draaiboek.html",
            "```",
            "",
            "\n".join(lower),
        ]
    )


def _anchor(guide: str) -> str:
    """The anchor of a guide's title, as GitHub makes it."""
    title = guide.partition("\n")[0].removeprefix("# ")
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


# --- the example partnerships -----------------------------------------------------------------------------------------


class Answers(NamedTuple):
    """The answers of one round, and the report in Markdown that is made from them."""

    path: Path
    report: Path


@dataclass(frozen=True)
class Example:
    """A partnership that is made up, with its rounds in order."""

    slug: str
    rounds: tuple[Answers, ...]
    page: Path
    """The report of its last round as a page for the browser."""


def examples() -> Iterator[Example]:
    """Every example: the single file, then the folders by name."""
    stage = ROOT / "reports" / "stage"
    single = Answers(EXAMPLES / "harbour-technicians.yaml", stage / "sample.md")
    yield Example("harbour-technicians", (single,), stage / "sample.html")
    for folder in sorted(path for path in EXAMPLES.iterdir() if path.is_dir()):
        paths = sorted(folder.glob("round-*.yaml"), key=lambda path: int(path.stem.removeprefix("round-")))
        if paths:
            rounds = tuple(Answers(path, path.with_suffix(".md")) for path in paths)
            yield Example(folder.name, rounds, paths[-1].with_suffix(".html"))


def closed_round(path: Path) -> Round:
    """The round that `assess --answers … --k 3 --round … --close` makes of an answers file."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "round.jsonl"
        code = run(["assess", "--answers", str(path), "--k", "3", "--round", str(kept), "--close"])
        assert code == 0, path
        return load_round(kept)


def gallery_page() -> str:
    """Every example with its story and what each of its rounds showed."""
    shown = [_example_lines(example) for example in examples()]
    return "\n".join(
        [
            "# The gallery",
            "",
            MADE.format(source="the examples"),
            "",
            "Partnerships that are made up, with their answers and the reports made from them.",
            "None of these people and organisations exists.",
            "They show what a report looks like in different stages, and how it changes from one round to the next.",
            "",
            "A stage is no grade: that one partnership is in a later stage does not make it the better one.",
            "",
            *(line for lines in shown for line in lines),
        ]
    )


def _example_lines(example: Example) -> Iterator[str]:
    rounds = [closed_round(answers.path) for answers in example.rounds]
    seen = [assess(each, words_for("en")) for each in rounds]
    asked = rounds[-1].questionnaire
    files = ", ".join(f"[{answers.path.name}]({_link(answers.path)})" for answers in example.rounds)
    yield f"## {seen[-1].partnership}"
    yield ""
    for answers in example.rounds:
        yield _story(answers.path)
        yield ""
    yield f"- Questionnaire: [{asked.say(asked.title, 'en')}](workshops/{asked.id}.md) (`{asked.id}`)"
    yield f"- Answers: {files}"
    yield f"- The last report as a page: [{example.page.name}]({_link(example.page)})"
    yield ""
    yield "| round | people | what the answers describe | how sure | talk about first | first next step | report |"
    yield "| --- | ---: | --- | ---: | --- | --- | --- |"
    for number, (answers, found) in enumerate(zip(example.rounds, seen, strict=True), 1):
        people = "together" if found.people.joint else str(found.people.counted)
        yield f"| {number}, {found.date} | {people} | {_outcome(found)} | [report]({_link(answers.report)}) |"
    yield ""


def _outcome(found: Assessment) -> str:
    """The cells of a round: what its answers describe, how sure that is, the top question and the first step."""
    first = found.question(found.talk_about[0]).text if found.talk_about else None
    sure = None if found.verdict.certainty is None else words_for("en").percent(found.verdict.certainty)
    step = found.next_steps[0].title if found.next_steps else None
    return " | ".join(cell(each) for each in (found.verdict.headline, sure, first, step))


def _link(path: Path) -> str:
    return "../" + path.relative_to(ROOT).as_posix()


def _story(path: Path) -> str:
    """The comment at the top of an answers file, without what is meant for editors or said once for all examples."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head = lines[: next(number for number, line in enumerate(lines) if not line.startswith("#"))]
    return "\n".join(
        line.lstrip("# ") for line in head if "yaml-language-server" not in line and "fictional" not in line
    )
