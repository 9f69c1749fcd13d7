"""How fast partnercheck is, as ratios measured in one run against what any such program needs anyway.

Run `make bench`. Commands are timed in turn, A B A B …, and the median of the pairwise ratios is printed, so that a
machine that slows down half-way slows both. Times are CPU seconds of whole processes (user and system).
"""

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

PAIRS = 15
IMPORTS = (
    "import typer, yaml; from rich.console import Console; from rich.text import Text; "
    "from pydantic import BaseModel, ConfigDict, Field"
)
TYPER = "import typer"
OPTIONS = """
import datetime, typer, yaml
from pathlib import Path
from typing import Literal
from rich.console import Console
from rich.text import Text
def nothing(a: str = "", b: list[Path] = [], c: Path = Path(), d: str = "", e: datetime.datetime = None, f: str = "",
            g: bool = False, h: bool = False, i: Literal["x", "y"] = "x", j: int = 1, k: int = 1, m: bool = False): pass
typer.run(nothing)
"""
"""What typer itself needs to read as many options as `assess` has, and do nothing."""
PEOPLE = 40
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""As an installed program runs: with its modules compiled once."""


def cpu_seconds(command: Sequence[str]) -> float:
    """The CPU time of one run of a command, in seconds; its output is thrown away."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ratio(command: Sequence[str], floor: Sequence[str]) -> float:
    """The median of the pairwise ratios of two commands' CPU times, after one run of each that is not counted."""
    cpu_seconds(command), cpu_seconds(floor)
    return statistics.median(cpu_seconds(command) / cpu_seconds(floor) for _ in range(PAIRS))


def milliseconds(work: Callable[[], object], times: int = 50) -> float:
    """The median time of a call within this process, in milliseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def answers_file(folder: Path) -> Path:
    """An answers file of forty people who answer the bundled default questionnaire by chance."""
    from partnercheck import load_questionnaire

    dice = random.Random(1)  # noqa: S311 - a benchmark, no secret
    questionnaire = load_questionnaire("partnership-for-skills")
    asked = [question for question in questionnaire.questions if questionnaire.options_of(question)]
    responses = [
        {
            "respondent": f"p{number}",
            "sector": dice.choice(["employer", "education", "government", "union"]),
            "answers": {
                question.id: dice.choice(
                    [option.value for option in questionnaire.options_of(question) if not option.alone]
                )
                for question in asked
                if not question.ask_if
            },
        }
        for number in range(PEOPLE)
    ]
    path = folder / "answers.json"
    path.write_text(json.dumps({"questionnaire": questionnaire.id, "partnership": "Speed", "responses": responses}))
    return path


def scoring() -> float:
    """Milliseconds to get from 40 people's answers to 45 questions to a verdict."""
    from partnercheck.assessment.responses import Response
    from partnercheck.assessment.scoring import judge, score_form, tally, weigh_all
    from partnercheck.core.words import STAGES
    from partnercheck.questionnaire.model import Questionnaire

    dice = random.Random(1)  # noqa: S311 - a benchmark, no secret
    scale = [{"value": value, "label": str(value)} for value in range(1, 6)]
    questions = [
        {"id": f"q{number}", "text": "?", "scale": "five", "sign_of": STAGES[number % 5]} for number in range(30)
    ] + [
        {
            "id": f"c{number}",
            "text": "?",
            "options": [{"value": stage, "label": stage, "evidence": {stage: 1}} for stage in STAGES],
        }
        for number in range(15)
    ]
    questionnaire = Questionnaire.model_validate(
        {
            "format": 1,
            "id": "speed",
            "version": "1",
            "title": "Speed",
            "scales": {"five": scale},
            "questions": questions,
        }
    )
    responses = [
        Response(
            respondent=f"p{number}",
            answers={
                question.id: dice.choice([option.value for option in questionnaire.options_of(question)])
                for question in questionnaire.questions
            },
        )
        for number in range(PEOPLE)
    ]

    def work() -> None:
        weighed = weigh_all(questionnaire)
        judge(tally([score_form(questionnaire, weighed, response) for response in responses], (0, 1, 2, 3, 4)))

    return milliseconds(work)


def main() -> None:
    """Measure everything and print a table in Markdown."""
    python = sys.executable
    command = [python, "-m", "partnercheck"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        answers = str(answers_file(folder))
        round_path = str(folder / "speed.round.jsonl")
        subprocess.run(
            [*command, "assess", "--answers", answers, "--round", round_path],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT,
        )
        report = [*command, "report", round_path, "-o", str(folder / "speed.html")]
        rows = [
            (
                "`partnercheck --version`, against `import typer`",
                ratio([*command, "--version"], [python, "-c", TYPER]),
                1.3,
                "×",
            ),
            (
                "a command with as many options that does nothing, against the same imports",
                ratio([python, "-c", OPTIONS], [python, "-c", IMPORTS]),
                None,
                "×",
            ),
            (
                f"`assess --answers`, {PEOPLE} people × 30 questions, against importing typer, rich, pydantic, yaml",
                ratio([*command, "assess", "--answers", answers], [python, "-c", IMPORTS]),
                1.5,
                "×",
            ),
            (
                "the HTML report of the same round, against the same imports",
                ratio(report, [python, "-c", IMPORTS]),
                2.0,
                "×",
            ),
            (f"scoring {PEOPLE} people × 45 questions, in process", scoring(), 3.0, " ms"),
        ]
    print("| what | measured | aim |")
    print("|---|---|---|")
    for what, measured, aim, unit in rows:
        wanted = f"≤ {aim:g}{unit}" if aim else ""
        print(f"| {what} | {measured:.2f}{unit} | {wanted} |")


if __name__ == "__main__":
    main()
