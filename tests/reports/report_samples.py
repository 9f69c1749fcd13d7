"""Assessments made by hand, one for each kind of verdict, with texts as people write them and worse."""

import datetime
from typing import Any

from partnercheck.assessment.result import Assessment
from partnercheck.core.words import STAGES, Stage, words_for

KINDS = ("clear", "between", "differ", "too-few", "joint", "none")

NASTY = (
    '<script>alert("x")</script> {{ 7*7 }} {% raw %} | `a` **b** [l](http://x.example) \\ & "q" '
    "\x1b[31mred\u202etxet\n# h\n\n- l"
)
LONG = "Verantwoordelijkheidsverdelingsbijeenkomst" * 4

AGREEMENT = {"1": "Strongly disagree", "2": "Disagree", "3": "In between", "4": "Agree", "5": "Strongly agree"}
STATEMENTS = {
    "disputed": "Partners disagree about what the problem really is.",
    "behind-us": "The problem that brought us together is mostly behind us.",
    "exploring": "We are still looking for the problem we have in common.",
    "shrinking": "The problem is getting smaller through what we do.",
    "agreed": "We have described one problem together and build our plans on it.",
}
THEMES = {
    "shared-need": "Shared need",
    "goals-and-roles": "Goals and roles",
    "trust": "Trust and open talk",
    "decisions": "Decisions",
    "data": "Facts and figures",
    "giving-and-getting": "Giving and getting",
}
ASKED = (
    ("shared-problem", "shared-need", "How do we see the problem we want to solve?", (2, 0, 1, 1, 7), 0.31, 0.09),
    (
        "purpose-unclear",
        "shared-need",
        "I am still finding out what this partnership is for.",
        (4, 5, 1, 1, 0),
        0.61,
        0.02,
    ),
    ("who-does-what", "goals-and-roles", "I know what each partner has promised to do.", (0, 1, 2, 6, 2), 0.58, 0.07),
    ("roles-contested", "goals-and-roles", "We quarrel over who is in charge of what.", (3, 2, 1, 2, 3), -0.22, -0.05),
    ("say-what-hurts", "trust", "In meetings people say what really bothers them.", (2, 4, 2, 2, 1), 0.12, -0.06),
    ("take-feedback", "trust", "Partners take criticism without walking away.", (0, 2, 3, 5, 1), 0.47, 0.03),
    (
        "rules-written",
        "decisions",
        "We have written down how we take decisions, and keep to it.",
        (0, 0, 2, 6, 3),
        0.72,
        0.12,
    ),
    ("decide-without", "decisions", "Partners decide small things without the convenor.", (1, 2, 3, 3, 2), 0.10, -0.02),
    ("numbers-shared", "data", "We look at the same figures before we choose.", (0, 1, 2, 5, 3), 0.54, 0.05),
    ("worth-it", "giving-and-getting", "What we get is worth what we put in.", (1, 1, 3, 4, 2), 0.21, 0.01),
)
VOTES = {
    "clear": ((0.01, 0.27, 0.44, 0.28, 0.0), (0.0, 0.09, 0.81, 0.09, 0.0), "norming", "performing", 0.1),
    "between": ((0.02, 0.35, 0.41, 0.19, 0.03), (0.01, 0.40, 0.51, 0.07, 0.01), "norming", "storming", 0.4),
    "differ": ((0.36, 0.05, 0.12, 0.38, 0.09), None, None, None, 0),
    "too-few": (None, None, None, None, 0),
    "joint": ((0.02, 0.05, 0.08, 0.11, 0.74), None, "adjourning", None, 0),
    "none": (None, None, None, None, 0),
}
SAID = {
    "clear": ("Norming", "Your answers describe norming."),
    "between": (
        "Norming or storming",
        "Your answers fit both norming and storming. That does not mean that you are half-way between them.",
    ),
    "differ": (
        "Two pictures side by side",
        "Two pictures stand side by side: performing (38%) and forming (36%), with each sector’s voice weighed.",
    ),
    "too-few": ("Too few answers", "Too few answers to name a stage: this is two people's view."),
    "joint": ("Adjourning", "The room’s own reading: adjourning. One form cannot say how sure that is."),
    "none": ("No stage", "This questionnaire names no stage. Its scores and answers stand below."),
}
SURE = {
    "clear": "How sure? Fairly sure: 81%, worked out from 11 people’s answers to 28 questions.",
    "between": "How sure that it is one of the two? Fairly sure: 91%, worked out from 11 people’s answers to "
    "28 questions.",
}
STAGES_NAMED: dict[str, list[Stage]] = {
    "clear": ["norming"],
    "between": ["norming", "storming"],
    "differ": ["performing", "forming"],
    "too-few": [],
    "joint": ["adjourning"],
    "none": [],
}
STEPS = [
    {
        "id": "feedback-round",
        "place": "lagging",
        "stage": "norming",
        "title": "Name one help and one hindrance each",
        "minutes": 45,
        "marked": True,
        "theme": "trust",
        "do": "Go round the table once: each partner names one thing another partner does that helps, "
        "and one that gets in the way.",
        "because": "Because your answers on “Trust and open talk” still point to storming, and as a whole to norming.",
        "why": "What can be said aloud in good times can be said in bad ones.",
        "who": "A partner nobody depends on for money",
        "time": "45 minutes in the next meeting",
        "sources": [
            "Five steps to successful partnerships for skills (Nesta)",
            "Two-Way Street Leadership Exchange, 2015",
        ],
    },
    {
        "id": "roles-on-a-page",
        "place": "disagreement",
        "title": "Put who does what on one page",
        "minutes": 60,
        "marked": True,
        "theme": "goals-and-roles",
        "do": "Put who does what on one page and let every partner strike out what is not true.",
        "because": "Because your answers are split on “Who is in charge of what?”",
        "why": "A role exists when others count on it.",
        "who": "The two partners who disagree most",
        "time": "One hour",
        "sources": [],
    },
]


def _spread(shares: tuple[float, ...]) -> dict[Stage, float]:
    return dict(zip(STAGES, shares, strict=True))


def _questions(kind: str, rows: bool) -> list[dict[str, Any]]:
    questions: list[dict[str, Any]] = []
    for id_, theme, text, counts, agreement, pull in ASKED:
        choice = id_ == "shared-problem"
        options = STATEMENTS if choice else AGREEMENT
        n = sum(counts)
        groups: list[dict[str, Any]] = []
        if rows and not choice:
            groups = [
                {"id": "employer", "name": "Employers", "n": 6, "mean": 0.58},
                {"id": "education", "name": "Education", "n": n - 6, "mean": 0.25},
            ]
        elif rows:
            groups = [{"id": "employer", "name": "Employers", "n": 6, "counts": {"disputed": 2, "agreed": 4}}]
        questions.append(
            {
                "id": id_,
                "theme": theme,
                "text": text,
                "kind": "choice" if choice else "scale",
                "n": n,
                "dont_know": 1 if id_ == "numbers-shared" else 0,
                "options": options,
                "counts": dict(zip(options, counts, strict=True)),
                "agreement": agreement,
                "alike": "alike" if agreement >= 0.5 else "spread" if agreement >= 0 else "split",
                "pulls": None if kind == "none" else {"storming": -pull, "norming": pull},
                "rows": groups,
            }
        )
    questions.append(
        {"id": "partners", "kind": "number", "text": "How many partners are there?", "n": 11, "median": 8.5}
    )
    questions.append(
        {
            "id": "more",
            "kind": "text",
            "text": "What else should we know?",
            "n": 2,
            "texts": [
                "The board changes in March.",
                "We lost our best teacher to one of our own employers.\nNobody says so.",
            ],
        }
    )
    return questions


def sample(kind: str = "clear", **changes: object) -> Assessment:
    """A complete assessment with this kind of verdict; `changes` replace whole fields of it."""
    votes, probabilities, start, towards, share = VOTES[kind]
    stages = STAGES_NAMED[kind]
    words = words_for("en")
    full = kind in ("clear", "between", "differ")
    headline, said = SAID[kind]
    content: dict[str, Any] = {
        "partnership": "Harbour Technicians",
        "date": datetime.date(2026, 11, 21),
        "lang": "en",
        "questionnaire": {
            "id": "partnership-for-skills",
            "version": "1.0",
            "digest": "3f" * 32,
            "title": "Partnership for skills",
        },
        "people": {
            "answered": {"too-few": 3, "joint": 1}.get(kind, 12),
            "invited": None if kind == "joint" else 18,
            "counted": {"too-few": 2, "joint": 1}.get(kind, 11),
            "too_thin": 0 if kind == "joint" else 1,
            "joint": kind == "joint",
            "k": 5,
            "groups": [
                {"id": "employer", "name": "Employers", "n": 6},
                {"id": "education", "name": "Education", "n": 5},
            ]
            if full
            else [],
            "words": "One form, filled in by the room together."
            if kind == "joint"
            else "12 of 18 invited people answered. 1 of them answered too little to be counted.",
        },
        "verdict": {
            "kind": kind,
            "how": "two-camps" if kind == "differ" else None,
            "stage": stages[0] if kind in ("clear", "joint") else None,
            "stages": stages,
            "certainty": {"clear": 0.81, "between": 0.91}.get(kind),
            "two_camps": ["forming", "performing"] if kind == "differ" else [],
            "headline": headline,
            "words": said,
            "sure": SURE.get(kind),
            "meanings": [
                {"stage": stage, "name": words.stage(stage), "words": words.meaning(stage)} for stage in stages
            ],
        },
        "together": ["People see it differently.", "Of 10 questions you answered 5 alike; on 1 your answers are split."]
        if full
        else [],
        "profile": [
            {
                "stage": stage,
                "name": words.name(stage),
                "measured": True,
                "votes": votes[place] if votes else None,
                "probability": probabilities[place] if probabilities else None,
            }
            for place, stage in enumerate(STAGES)
        ],
        "marker": {"from": start, "towards": towards, "share": share} if start else None,
        "questions": [] if kind == "too-few" else _questions(kind, rows=kind == "clear"),
        "plan_words": "Choose two of these steps.",
    }
    if full:
        content |= {
            "effective_people": 11.0,
            "shared_view": 0.17 if kind != "between" else 0.62,
            "themes": [
                {
                    "id": id_,
                    "name": name,
                    "n": 11,
                    "votes": _spread(votes or ()) if id_ != "trust" else _spread((0.05, 0.51, 0.34, 0.07, 0.03)),
                    "leads": [stages[0]] if id_ != "trust" else ["storming"],
                    "lags": id_ == "trust",
                    "words": f"“{name}” still points to storming, while your answers as a whole describe norming.",
                }
                for id_, name in THEMES.items()
            ],
            "points_to": [
                {
                    "stage": stages[0],
                    "reasons": [
                        {"id": "rules-written", "stage": stages[0], "words": f"points to {stages[0]}"},
                        {
                            "id": "shared-problem",
                            "stage": "storming",
                            "words": f"points to storming, and to {stages[0]} as well",
                        },
                    ],
                }
            ],
            "points_elsewhere": [
                {"id": "say-what-hurts", "stage": "storming", "words": "points to storming"},
                {"id": "roles-contested", "away_from": stages[0], "words": f"points away from {stages[0]}"},
            ],
            "talk_about": ["roles-contested", "say-what-hurts"],
            "talk_words": "Here your answers lie furthest apart. Ask what people had in mind first.",
            "next_steps": STEPS,
            "comments": [
                {"theme": "trust", "name": "Trust and open talk", "texts": ["Not when the funder is in the room."]},
                {"texts": ["It depends on who is there."]},
            ],
            "notes": ["1 form came in after the round was closed and does not count."],
        }
    if kind in ("clear", "between"):
        content["flips"] = {
            "questions": ["rules-written", "shared-problem"],
            "groups": [
                {"id": "education", "name": "Education", "words": "Your answers fit both storming and norming."}
            ],
            "words": "Leaving out 2 of the 10 questions, or leaving out “Education”, would change this result.",
        }
    if kind in ("clear", "none"):
        content["scores"] = [
            {
                "id": "practices",
                "title": "Five practices",
                "n": 11,
                "value": 126.5,
                "least": 35,
                "most": 175,
                "over": "people",
                "band": "in the making",
            }
        ]
    if kind == "clear":
        content |= {
            "breakdown": {
                "by": "sector",
                "rows": [
                    {
                        "id": "employer",
                        "name": "Employers",
                        "n": 6,
                        "votes": _spread((0.01, 0.12, 0.55, 0.30, 0.02)),
                        "leads": ["norming"],
                    },
                    {
                        "id": "education",
                        "name": "Education",
                        "n": 5,
                        "votes": _spread((0, 0.4, 0.4, 0.2, 0)),
                        "leads": ["storming", "norming"],
                    },
                ],
            },
            "facilitator_notes": ["The room was cold."],
            "actions": [
                {"what": "Invite the union", "who": "North College", "when": datetime.date(2026, 12, 4)},
                {"what": "Ask the board for six months more"},
            ],
        }
    return Assessment.model_validate(content | changes)


def nasty(text: str = NASTY, kind: str = "clear") -> Assessment:
    """An assessment with this text in every place that people write."""
    plain = sample(kind).model_dump(mode="json", by_alias=True)
    written = {"partnership", "title", "name", "text", "label", "do", "because", "why", "who", "time", "what"}
    written |= {"words", "band", "headline", "sure", "material", "watch", "talk_words", "plan_words"}

    def replaced(value: object, key: str = "") -> object:
        if key == "profile":
            return value  # the names of stages are our own
        if isinstance(value, dict):
            return {k: replaced(v, "label" if key == "options" else k) for k, v in value.items()}
        if isinstance(value, list):
            inside = "label" if key in ("texts", "together", "notes", "sources") else key
            return [replaced(each, inside) for each in value]
        return text if isinstance(value, str) and key in written else value

    return Assessment.model_validate(replaced(plain))
