"""Rounds to attack: lone sectors and partners beside many people, several closings, skipped questions, scores."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import cast, get_args

from partnercheck.assessment.assess import assess
from partnercheck.assessment.responses import Answer, Closing, Response, Round
from partnercheck.assessment.result import Assessment
from partnercheck.assessment.scoring import score_forms, weigh_all
from partnercheck.core.words import Stage, words_for
from partnercheck.questionnaire.model import Questionnaire

LOOP: tuple[Stage, ...] = get_args(Stage)
ENGLISH = words_for("en")
DAY = datetime.date(2026, 11, 21)
MAJORITY, MINORITY = ("employer", "education"), ("government", "union", "community", "")
PARTNERS = ("north", "south", "east", "west", "")
FIVE = [{"value": str(n), "label": f"answer {n}"} for n in range(1, 6)]
THREE = [{"value": str(n), "label": f"answer {n}"} for n in (0, 2, 7)]


COMMENT = "comment on "
Form = dict[str, Answer]
"""A filled-in form: answers by question, and comments, which nobody knows the author of, beside them."""


@dataclass(frozen=True)
class Case:
    """A round with all its closings: what is published is the report of each."""

    asks: Questionnaire
    people: tuple[Response, ...]
    closings: tuple[tuple[str, ...], ...]
    by: str
    k: int

    def reports(self) -> list[Assessment]:
        """Every report of the round, the first closing's first."""
        return [self.report(place) for place in range(len(self.closings))]

    def report(self, place: int) -> Assessment:
        """The report of one closing: of the people it counts, made when no form had come in after it."""
        counted = self.closings[place]
        closing = Closing(respondents=counted, by=self.by, k=self.k, earlier=self.closings[:place], rules=2)
        people = tuple(each for each in self.people if each.respondent in counted)
        parts = {"digest": "0" * 64, "partnership": "Harbour", "date": DAY, "k": self.k}
        round_ = Round.model_validate({**parts, "questionnaire": self.asks, "responses": people, "closing": closing})
        return assess(round_, ENGLISH)

    def forms(self) -> list[Form]:
        """What each person filled in."""
        return [
            {**each.answers, **{COMMENT + name: said for name, said in each.comments.items()}} for each in self.people
        ]

    def answering(self, forms: Sequence[Form]) -> "Case":
        """The same people with other forms."""
        people = []
        for person, form in zip(self.people, forms, strict=True):
            answers = {name: answer for name, answer in form.items() if not name.startswith(COMMENT)}
            comments = {name.removeprefix(COMMENT): answer for name, answer in form.items() if name not in answers}
            people.append(person.model_copy(update={"answers": answers, "comments": comments}))
        return replace(self, people=tuple(people))


def _text(name: str) -> dict[str, str]:
    return {"*": name}


def _asked(chance: Random, name: str, kind: str, earlier: Sequence[dict[str, object]]) -> dict[str, object]:
    """One question of a kind; one in seven waits for the answer to an earlier one."""
    made: dict[str, object] = {"id": name, "text": name, "theme": chance.choice(("trust", "roles", "data", "alone"))}
    weight = chance.choice((1, 1, 2, 0.5))
    if kind == "statements":
        made |= {
            "options": [{"value": str(n + 1), "label": s, "evidence": {s: 1}} for n, s in enumerate(LOOP)],
            "weight": weight,
        }
    elif kind == "scale":
        made |= {"scale": chance.choice(("five", "five", "three"))}
        if chance.random() < 0.6:
            made |= {"sign_of": chance.choice(LOOP), "reverse": chance.random() < 0.3, "weight": weight}
    elif kind == "several":
        stages = chance.sample(LOOP, 3)
        options = [{"value": str(n), "label": s, "evidence": {s: 1}} for n, s in enumerate(stages)]
        made |= {"options": options, "several": True}
    else:
        made |= {"kind": kind}
    parents = [each for each in earlier if each.get("scale") or (each.get("options") and not each.get("several"))]
    if parents and chance.random() < 0.15:
        made["ask_if"] = {str(chance.choice(parents)["id"]): ["1", "2", "3", "7"]}
    return made


def questionnaire(chance: Random) -> Questionnaire:
    """A questionnaire of five to twelve questions of every kind, with scores of every kind and steps that count."""
    kinds = ["statements"] * chance.randint(3, 5) + chance.choices(("scale", "several"), (4, 1), k=chance.randint(2, 5))
    kinds += chance.sample(("number", "date", "text"), chance.randint(0, 2))
    made: list[dict[str, object]] = []
    for place, kind in enumerate(kinds):
        made.append(_asked(chance, f"q{place}", kind, made))
    if chance.random() < 0.6:  # a theme of its own for one question
        made[0]["theme"], made[1]["theme"] = "alone", "trust"
        for each in made[2:]:
            each["theme"] = "roles" if each["theme"] == "alone" else each["theme"]
    numeric = [str(each["id"]) for each in made if "scale" in each or "options" in each]
    parts: dict[str, object] = {"format": 1, "id": "small", "version": "1", "title": "Small", "questions": made}
    parts |= {"themes": {name: name for name in ("trust", "roles", "data", "alone")}}
    parts |= {"scales": {"five": FIVE, "three": THREE}}
    parts |= {"scores": [_score(chance, place, numeric) for place in range(chance.randint(0, 3))]}
    parts |= {"next_steps": _steps(chance, made, cast("list[dict[str, object]]", parts["scores"]))}
    return Questionnaire.model_validate(parts)


def _score(chance: Random, place: int, names: Sequence[str]) -> dict[str, object]:
    own = chance.sample(names, chance.randint(1, min(3, len(names))))
    return {
        "id": f"score-{place}",
        "title": f"score {place}",
        "questions": own,
        "take": chance.choice(("sum", "mean")),
        "reverse": [name for name in own if chance.random() < 0.3],
        "least_answered": chance.choice((1, 1, 0.5, 0.3)),
        "across": chance.choice(("people", "people", "partners", "partners-then-people")),
    }


def _steps(chance: Random, made: Sequence[dict[str, object]], scores: Sequence[dict[str, object]]) -> list[object]:
    """At most five steps that wait for answers and scores alone, so that the verdict never decides about them."""
    whens: list[dict[str, object]] = []
    for each in made:
        kind = each.get("kind")
        wanted: object = {"number": {"at_least": 3}, "date": {"within_days": 30}}.get(str(kind), ["1", "2"])
        if kind != "text":
            whens.append({"answers": {each["id"]: wanted}, "share": chance.choice((0.1, 0.5))})
    whens += [{"scores": {each["id"]: {"at_least": 1}}} for each in scores]
    words = {name: _text(name) for name in ("do", "why", "who", "time")}
    own = [when for when in whens if {"answers", "share"} <= set(when) and str(when).count("_")]
    rest = [when for when in whens if when not in own]
    chosen = (own + chance.sample(rest, min(len(rest), 5)))[:5]
    return [{"id": f"step-{place}", "when": when, **words} for place, when in enumerate(chosen)]


def _answer(chance: Random, asks: Questionnaire, name: str, kind: str, modes: dict[str, str], accord: float) -> Answer:
    question = asks.question(name)
    values = [option.value for option in asks.options_of(question)]
    if question.several:
        return tuple(sorted(chance.sample(values, chance.randint(1, 2))))
    if values:
        return (
            modes.setdefault(kind + name, chance.choice(values)) if chance.random() < accord else chance.choice(values)
        )
    if question.kind == "number":
        return float(chance.choice((1, 2, 3, 5, 8)))
    if question.kind == "date":
        return chance.choice(("2026-11-25", "2026-12-30", "2027-03-01"))
    return chance.choice(("time", "money", "people"))


def _members(chance: Random, many: int) -> list[tuple[str, str]]:
    """Sector and partner of everybody: one or two large sectors, one to three of one to four people."""
    large = MAJORITY[: chance.randint(1, 2)]
    sectors = [chance.choice(large) for _ in range(many)]
    for sector in chance.sample(MINORITY, chance.randint(1, 3)):
        sectors += [sector] * chance.choice((1, 1, 2, 3, 4))
    mixed = chance.random() < 0.5
    partners = PARTNERS[: chance.randint(1, 5)]
    return [(s, chance.choice(partners) if mixed else partners[len(s) % len(partners)]) for s in sectors]


def case(seed: int) -> Case:
    """A round at random: the same for the same seed."""
    chance = Random(seed)  # noqa: S311 - a repeatable round, no secret
    asks, k = questionnaire(chance), chance.choice((3, 4, 5))
    by = chance.choice(("sector", "sector", "partner", ""))
    members = _members(chance, chance.randint(6, 20))
    chance.shuffle(members)
    accord, one_mind = chance.choice((0.0, 0.4, 0.8)), chance.choice((0.0, 0.3))
    modes: dict[str, str] = {}
    minds = {
        (sector, q.id): chance.random() < one_mind for sector in sorted({s for s, _ in members}) for q in asks.questions
    }
    skips = {q.id: chance.choice((0.0, 0.0, 0.05, 0.2)) for q in asks.questions}
    people = []
    for place, (sector, partner) in enumerate(members):
        answers: dict[str, Answer] = {}
        for each in asks.questions:
            luck = chance.random()
            mind = minds[sector, each.id]
            said = _answer(chance, asks, each.id, sector if mind else "", modes, 1.0 if mind else accord)
            if luck >= skips[each.id]:
                answers[each.id] = said
            elif luck < skips[each.id] / 2:
                answers[each.id] = "dont-know"
        comments = {q.id: f"remark {place}" for q in asks.questions if chance.random() < 0.03}
        form = {"respondent": f"p{place:02}", "sector": sector, "partner": partner}
        people.append(Response.model_validate({**form, "answers": answers, "comments": comments}))
    return Case(asks, tuple(people), _closings(chance, asks, people, k), by, k)


def _closings(chance: Random, asks: Questionnaire, people: Sequence[Response], k: int) -> tuple[tuple[str, ...], ...]:
    """One to three closings; each after the first has k new people that count, as a round file asks for."""
    counts = {r.respondent for r, _ in score_forms(asks, weigh_all(asks), people)}
    names = [each.respondent for each in people]
    ends = [len(names)]
    for _ in range(chance.choice((0, 0, 1, 2))):
        new = 0
        for place in range(ends[0] - 1, -1, -1):
            new += names[place] in counts
            if new >= k + chance.choice((0, 0, 1, 2)) and place > k:
                ends.insert(0, place)
                break
    return tuple(tuple(names[:end]) for end in ends)
