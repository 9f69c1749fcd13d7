"""A small questionnaire for interviews, and people who type what a test tells them to."""

import datetime
import errno
import io
import json
import os
from pathlib import Path

import pytest

from partnercheck.assessment.responses import Answer
from partnercheck.core.files import TextFile
from partnercheck.core.words import words_for
from partnercheck.interview.session import Outcome, interview
from partnercheck.interview.terminal import Keyboard
from partnercheck.questionnaire.loader import Loaded, read_questionnaire
from partnercheck.rounds.journal import RoundFile, header_for

DAY = datetime.date(2026, 11, 21)

QUESTIONNAIRE: dict[str, object] = {
    "format": 1,
    "id": "tiny",
    "version": "1.0",
    "languages": ["en", "nl"],
    "title": {"en": "Tiny check", "nl": "Kleine check"},
    "about": "For [bold]all[/bold] partners.",
    "minutes": 4,
    "ask_first": ["sector", "partner"],
    "themes": {"need": "Shared need"},
    "scales": {"agreement": [{"value": n, "label": f"Step {n}"} for n in (1, 2, 3)]},
    "questions": [
        {
            "id": "urgent",
            "theme": "need",
            "text": {"en": "Is it urgent?", "nl": "Is het dringend?"},
            "help": "Think of today.",
            "scale": "agreement",
            "sign_of": "forming",
        },
        {"id": "why", "text": "Why is it urgent?", "kind": "text", "ask_if": {"urgent": [3]}},
        {
            "id": "missing",
            "text": "Who is missing?",
            "several": True,
            "options": [
                {"value": "union", "label": "A union"},
                {"value": "school", "label": "A school"},
                {"value": "nobody", "label": "Nobody", "alone": True},
            ],
        },
        {"id": "partners", "text": "How many partners?", "kind": "number", "least": 1, "most": 5000},
        {"id": "ends", "text": "When does it end?", "kind": "date", "escapes": []},
    ],
}
ALL = ["", "2", "North College", "2", "1", "4", "2027-01-31"]
"""Opening, sector, partner, and an answer to each of the four questions that are asked then."""


def loaded(**changes: object) -> Loaded:
    return read_questionnaire(TextFile("tiny.json", json.dumps({**QUESTIONNAIRE, **changes})))


def start(folder: Path, changes: dict[str, object] | None = None, **more: object) -> RoundFile:
    made = header_for(loaded(**(changes or {})), "Harbour Technicians", DAY, **more)
    return RoundFile.create(folder / "tiny.round.jsonl", made)


class Typist(Keyboard):
    """Types the lines of a script; an exception in the script is raised, and behind its end the input ends."""

    def __init__(self, stream: io.StringIO, script: list[str | type[BaseException]]) -> None:
        super().__init__(self._type)
        self._stream = stream
        self._script = list(script)

    def _type(self, prompt: str) -> str:
        self._stream.write(prompt)
        if not self._script:
            raise EOFError
        line = self._script.pop(0)
        if not isinstance(line, str):
            raise line
        self._stream.write("\n")
        return line


class TerminalStream(io.StringIO):
    def isatty(self) -> bool:
        return True


def play(
    file: RoundFile,
    *script: str | type[BaseException],
    joint: bool = False,
    lang: str = "en",
    stream: io.StringIO | None = None,
) -> tuple[Outcome, str]:
    """Hold an interview; how it ended, and what the screen showed."""
    stream = stream or io.StringIO()
    outcome = interview(
        file,
        words=words_for(lang),
        lang=lang,
        stream=stream,
        again="partnercheck assess --round x",
        joint=joint,
        keyboard=Typist(stream, list(script)),
    )
    return outcome, stream.getvalue()


def fill_disk(monkeypatch: pytest.MonkeyPatch, marked: bytes, times: int) -> None:
    """Let the next writes of what holds this text fail, as they do where the disk is full."""
    real, failures = os.write, [1] * times

    def full(file: int, content: bytes) -> int:
        if marked in content and failures:
            failures.pop()
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(file, content)

    monkeypatch.setattr(os, "write", full)


def answers(file: RoundFile) -> dict[str, Answer]:
    """The answers of the only form."""
    round_ = file.round()
    (form,) = (*round_.responses, *round_.unfinished)
    return dict(form.answers)
