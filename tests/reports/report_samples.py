"""Assessments made by hand, one for each kind of verdict, with texts as people write them and worse."""

import datetime
from typing import Any

from partnercheck.assessment.result import Assessment
from partnercheck.words import STAGES, Stage, words_for

KINDS = ("clear", "between", "differ", "too-few", "joint")

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
    "clear": (
        (0.007, 0.268, 0.445, 0.276, 0.004),
        (0.0025, 0.0881, 0.8146, 0.0923, 0.0025),
        "norming",
        "performing",
        0.1018,
    ),
    "between": ((0.02, 0.35, 0.41, 0.19, 0.03), (0.01, 0.40, 0.51, 0.07, 0.01), "norming", "storming", 0.4396),
    "differ": ((0.31, 0.08, 0.19, 0.33, 0.09), (0.19, 0.17, 0.22, 0.27, 0.15), None, None, 0),
    "too-few": ((0.10, 0.62, 0.20, 0.05, 0.03), None, None, None, 0),
    "joint": ((0.02, 0.05, 0.08, 0.11, 0.74), None, "adjourning", None, 0),
}
WORDS = {
    "clear": "The partnership reads as norming. How sure: 81%.",
    "between": "We cannot separate norming from storming. How sure that it is one of the two: 91%. "
    "That does not mean that the partnership stands half-way.",
    "differ": "Views differ too much for one stage. Most votes went to forming (31%) and performing (33%).",
    "too-few": "Too few answers for a verdict: this is two people's view.",
    "joint": "The room's own reading: adjourning. One form cannot say how sure that is.",
}
CAUTIONS = {
    "clear": ["People see the partnership very differently, so this certainty may be 11 to 14 points too high."],
    "differ": ["Two camps: forming and performing each hold at least 30% of the votes."],
}
STEPS = [
    {
        "id": "feedback-round",
        "stage": "norming",
        "theme": "trust",
        "do": "Go round the table once: each partner names one thing another partner does that helps, "
        "and one that gets in the way.",
        "because": "Trust and open talk still reads as storming while the partnership reads as norming.",
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
        "stage": "norming",
        "theme": "goals-and-roles",
        "do": "Put who does what on one page and let every partner strike out what is not true.",
        "because": "On who is in charge of what, the answers are split.",
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
    for id_, theme, text, counts, agreement, effect in ASKED:
        options = STATEMENTS if id_ == "shared-problem" else AGREEMENT
        word = "agree" if agreement >= 0.5 else "mixed" if agreement >= 0 else "split"
        n = sum(counts)
        groups: list[dict[str, Any]] = []
        if rows and id_ != "shared-problem":
            groups = [
                {"id": "employer", "name": "Employers", "n": 6, "mean": 0.583},
                {"id": "education", "name": "Education", "n": n - 6, "band": "high"},
            ]
        elif rows:
            groups = [{"id": "employer", "name": "Employers", "n": 6, "counts": {"disputed": 2, "agreed": 4}}]
        questions.append(
            {
                "id": id_,
                "theme": theme,
                "text": text,
                "n": n,
                "options": options,
                "counts": dict(zip(options, counts, strict=True)),
                "agreement": agreement,
                "agreement_word": word,
                "beyond_chance": agreement > 0.5,
                "effect": effect if kind in ("clear", "between") else None,
                "rows": groups,
            }
        )
    questions.append({"id": "partners", "text": "How many partners are there?", "n": 11, "median": 8.5})
    questions.append(
        {
            "id": "more",
            "text": "What else should we know?",
            "n": 2,
            "texts": [
                "The board changes in March.",
                "We lost our best teacher to one of our own employers.\nNobody says so.",
            ],
        }
    )
    questions[4]["comments"] = ["Not when the funder is in the room.", "It depends on who is there."]
    return questions


def sample(kind: str = "clear", **changes: object) -> Assessment:
    """A complete assessment with this kind of verdict; `changes` replace whole fields of it."""
    votes, probabilities, start, towards, share = VOTES[kind]
    stages = {
        "clear": ["norming"],
        "between": ["norming", "storming"],
        "differ": ["performing"],
        "too-few": ["storming"],
        "joint": ["adjourning"],
    }[kind]
    words = words_for("en")
    full = kind in ("clear", "between", "differ")
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
        },
        "verdict": {
            "kind": kind,
            "stage": stages[0] if kind in ("clear", "joint") else None,
            "stages": stages,
            "certainty": {"clear": 0.8146, "between": 0.91, "differ": 0.27}.get(kind),
            "two_camps": ["forming", "performing"] if kind == "differ" else [],
            "words": WORDS[kind],
            "cautions": CAUTIONS.get(kind, []),
        },
        "profile": [
            {
                "stage": stage,
                "name": words.name(stage),
                "measured": True,
                "votes": votes[place],
                "probability": probabilities[place] if probabilities else None,
            }
            for place, stage in enumerate(STAGES)
        ],
        "marker": {"from": start, "towards": towards, "share": share} if start else None,
        "questions": [] if kind == "too-few" else _questions(kind, rows=kind == "clear"),
    }
    if full:
        content |= {
            "effective_people": 10.6,
            "shared_view": 0.1706 if kind != "between" else 0.62,
            "shared_view_words": "People see different stages."
            if kind != "between"
            else "People largely see the same stage.",
            "themes": [
                {
                    "id": id_,
                    "name": name,
                    "n": 11,
                    "votes": _spread(votes) if id_ != "trust" else _spread((0.05, 0.51, 0.34, 0.07, 0.03)),
                    "leads": [stages[0]] if id_ != "trust" else ["storming"],
                    "lags": id_ == "trust",
                    "words": f"{name} still reads as storming while the partnership reads as norming.",
                }
                for id_, name in THEMES.items()
            ],
            "leading": "norming",
            "speaks_for": ["rules-written", "shared-problem", "who-does-what"],
            "speaks_against": ["say-what-hurts", "roles-contested"],
            "talk_about": ["roles-contested", "say-what-hurts"],
            "flips": {
                "questions": ["rules-written", "shared-problem"],
                "groups": [{"id": "education", "name": "Education", "words": "between storming and norming"}],
                "words": "Leaving out two questions would change the verdict, and so would leaving out one sector.",
            },
            "next_steps": STEPS,
            "notes": ["1 form was too thin to count."],
        }
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
            "scores": [
                {"id": "practices", "title": "Five practices", "n": 11, "value": 126.5, "band": "in the making"}
            ],
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
    written |= {"words", "band", "shared_view_words"}

    def replaced(value: object, key: str = "") -> object:
        if isinstance(value, dict):
            return {k: replaced(v, "label" if key == "options" else k) for k, v in value.items()}
        if isinstance(value, list):
            inside = "label" if key in ("texts", "comments", "cautions", "notes", "sources") else key
            return [replaced(each, inside) for each in value]
        ours = key == "band" and value in ("low", "middle", "high")
        return text if isinstance(value, str) and key in written and not ours else value

    return Assessment.model_validate(replaced(plain))
