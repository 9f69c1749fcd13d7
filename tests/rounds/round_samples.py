"""A small questionnaire with every kind of question, and rounds made with it."""

import datetime
import json
from pathlib import Path

from partnercheck.core.files import TextFile
from partnercheck.questionnaire.loader import Loaded, read_questionnaire
from partnercheck.rounds.events import Answered, Event, Finished, Header, Joined
from partnercheck.rounds.journal import RoundFile, header_for

DAY = datetime.date(2026, 11, 21)

QUESTIONNAIRE: dict[str, object] = {
    "format": 1,
    "id": "tiny",
    "version": "1.0",
    "title": "Tiny",
    "themes": {"need": "Need"},
    "scales": {"agreement": [{"value": n, "label": f"Step {n}"} for n in (1, 2, 3)]},
    "questions": [
        {"id": "urgent", "theme": "need", "text": "Urgent?", "scale": "agreement", "sign_of": "forming"},
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
        {"id": "partners", "text": "How many partners?", "kind": "number", "least": 1, "most": 500},
        {"id": "ends", "text": "When does it end?", "kind": "date", "escapes": []},
        {"id": "why", "text": "Why?", "kind": "text", "ask_if": {"urgent": [3]}},
    ],
}


def loaded(**changes: object) -> Loaded:
    return read_questionnaire(TextFile("tiny.json", json.dumps({**QUESTIONNAIRE, **changes})))


def header(**more: object) -> Header:
    return header_for(loaded(), "Harbour Technicians", DAY, **more)


def start(folder: Path, **more: object) -> RoundFile:
    return RoundFile.create(folder / "tiny.round.jsonl", header(**more))


def form(respondent: str, urgent: str = "2", sector: str = "") -> list[Event]:
    return [
        Joined(respondent=respondent, sector=sector),
        Answered(respondent=respondent, question="urgent", answer=urgent),
        Finished(respondent=respondent),
    ]


def hand_in(file: RoundFile, *respondents: str) -> None:
    for respondent in respondents:
        file.append_all(form(respondent))
