"""What is said beside a verdict, a second time: reasons, words of likeness, what to talk about, themes, sectors.

All of it in exact fractions of the counts, sharing nothing with the engine. Which stages a verdict names is handed in.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import oracle
from oracle import LOOP, Answers, exact

from partnercheck.core.words import Stage
from partnercheck.questionnaire.model import Question, Questionnaire

Pulls = dict[Stage, Fraction]
Chosen = Sequence[Sequence[str]]
"""What each person who answered a question chose."""


def chosen(questionnaire: Questionnaire, people: Sequence[Answers], question_id: str) -> list[list[str]]:
    """The answers to a question of those who answered it."""
    found = (oracle.answered(questionnaire, each, question_id) for each in people)
    return [each for each in found if each]


# --- reasons ----------------------------------------------------------------------------------------------------------


def pulls(questionnaire: Questionnaire, question: Question, answers: Chosen) -> Pulls:
    """W (mean of v - par) on each measured stage, everybody weighing the same."""
    own = oracle.worth(questionnaire, question)
    found = {}
    for stage in oracle.measured(questionnaire):
        votes = [sum((own.points[value][stage] for value in each), Fraction(0)) / len(each) for each in answers]
        found[stage] = exact(question.weight) * (sum(votes, Fraction(0)) / len(votes) - own.par[stage])
    return found


def points_at(pull: Pulls, weight: Fraction) -> Stage | None:
    """The stage with the largest pull, where it is a tenth of the weight and alone."""
    most = max(pull.values())
    at = [stage for stage, each in pull.items() if each == most]
    return at[0] if len(at) == 1 and most >= weight / 10 else None


@dataclass(frozen=True)
class Lists:
    """Question ids with the stage they point to: for each named stage, and elsewhere (none: away from their own)."""

    to: dict[Stage, list[tuple[str, Stage | None]]]
    elsewhere: list[tuple[str, Stage | None]]
    leads: dict[str, Fraction]


def lists(questionnaire: Questionnaire, pulled: Mapping[str, Pulls], named: Sequence[Stage]) -> Lists:
    """What points to the named stages, and what points elsewhere."""
    weight = {each: exact(questionnaire.question(each).weight) for each in pulled}
    at = {each: points_at(pull, weight[each]) for each, pull in pulled.items()}
    to: dict[Stage, list[tuple[str, Stage | None]]] = {}
    for stage in named:
        own = sorted((each for each in pulled if at[each] == stage), key=lambda each: (-pulled[each][stage], each))
        to[stage] = [(each, stage) for each in own[:3]]
    used = {each for listed in to.values() for each, _ in listed}
    for stage, listed in to.items():
        more = [each for each in pulled if at[each] and each not in used and pulled[each][stage] >= weight[each] / 10]
        more.sort(key=lambda each: (-pulled[each][stage], each))
        room = max(0, 2 - len(listed))
        listed += [(each, at[each]) for each in more[:room]]
        used |= {*more[:room]}
    leads: dict[str, Fraction] = {}
    for each, pull in pulled.items():
        other, sign = at[each], questionnaire.question(each).sign_of
        if each in used:
            continue
        if other and other not in named:
            lead = pull[other] - max((pull[stage] for stage in named), default=Fraction(0))
        elif other is None and sign in named and sign in pull:
            lead = -pull[sign]
        else:
            continue
        if lead >= weight[each] / 10:
            leads[each] = lead
    ranked = sorted(leads, key=lambda each: (-leads[each], each))[:3]
    return Lists(to, [(each, at[each]) for each in ranked], leads)


# --- likeness ---------------------------------------------------------------------------------------------------------


def agreement(questionnaire: Questionnaire, question: Question, answers: Chosen) -> Fraction | None:
    """A, by the kind of question."""
    values = [each.value for each in questionnaire.options_of(question)]
    if not values:
        return None
    if question.scale:
        return oracle.scale_agreement([values.index(each[0]) for each in answers], len(values))
    if question.several:
        return oracle.several_agreement([frozenset(each) for each in answers], values)
    return oracle.choice_agreement([each[0] for each in answers], len(values))


def camps(questionnaire: Questionnaire, question: Question, answers: Chosen) -> tuple[int, int]:
    """How many stand in the larger and in the smaller of two camps; nobody where several may be chosen."""
    values = [each.value for each in questionnaire.options_of(question)]
    counts = [sum(value in each for each in answers) for value in values]
    if question.several:
        return 0, 0
    if question.scale:
        middle = Fraction(len(values) - 1, 2)
        below = sum(n for place, n in enumerate(counts) if place < middle)
        above = sum(n for place, n in enumerate(counts) if place > middle)
        return max(below, above), min(below, above)
    larger, smaller, *_ = sorted(counts, reverse=True)
    return larger, smaller


def likeness(questionnaire: Questionnaire, question: Question, answers: Chosen) -> str | None:
    """Alike, spread or split; none for fewer than two answers, and where there are no options."""
    degree, n = agreement(questionnaire, question, answers), len(answers)
    if degree is None:
        return None
    larger, smaller = camps(questionnaire, question, answers)
    if smaller >= 2 and Fraction(smaller, n) >= Fraction(3, 10) and Fraction(larger + smaller, n) >= Fraction(7, 10):
        return "split"
    most = 0 if question.scale or question.several else larger
    return "alike" if degree >= Fraction(1, 2) or Fraction(most, n) >= Fraction(2, 3) else "spread"


Rank = tuple[int, Fraction, Fraction]


def talk_ranks(questionnaire: Questionnaire, answers: Mapping[str, Chosen]) -> dict[str, Rank]:
    """Where a question stands: split with evidence, then split without, then spread with evidence; others nowhere."""
    bearing = oracle.bearing_ids(questionnaire)
    order: dict[str, Rank] = {}
    for each, given in answers.items():
        question = questionnaire.question(each)
        word, degree = likeness(questionnaire, question, given), agreement(questionnaire, question, given)
        smaller = Fraction(camps(questionnaire, question, given)[1], len(given)) if word else Fraction(0)
        if word == "split":
            order[each] = (0 if each in bearing else 1, -smaller, degree or Fraction(0))
        elif word == "spread" and each in bearing:
            order[each] = (2, Fraction(0), degree or Fraction(0))
    return order


def talk_about(questionnaire: Questionnaire, ranks: Mapping[str, Rank], reasons: Lists | None) -> list[str]:
    """Three questions, of different themes where possible; one that clearly points elsewhere has the last place."""
    ranked = sorted(ranks, key=lambda each: (ranks[each], each))
    themes = {each: questionnaire.question(each).theme for each in ranked}
    own = [
        each
        for place, each in enumerate(ranked)
        if themes[each] is None or themes[each] not in [themes[before] for before in ranked[:place]]
    ]
    picked = (own + [each for each in ranked if each not in own])[:3]
    elsewhere = reasons.elsewhere if reasons else []
    if reasons and elsewhere and elsewhere[0][1]:
        strongest = elsewhere[0][0]
        if reasons.leads[strongest] >= exact(questionnaire.question(strongest).weight) * 3 / 10:
            picked = [*[each for each in picked if each != strongest][:2], strongest]
    return (picked + [each for each, _ in elsewhere if each not in picked])[:3]


# --- themes and sectors -----------------------------------------------------------------------------------------------


def theme_votes(
    questionnaire: Questionnaire, people: Sequence[Answers], ids: Collection[str]
) -> tuple[int, dict[Stage, float]] | None:
    """How many answered any of these questions, and their votes over the stages these reach, all weighing alike."""
    reach = {
        s: sum(oracle.reach_of(questionnaire, questionnaire.question(each), s) for each in ids)
        for s in oracle.measured(questionnaire)
    }
    own = [stage for stage in LOOP if reach.get(stage, 0) >= 1]
    given = [each for each in people if any(oracle.scored(questionnaire, each).get(name) for name in ids)]
    if len(own) < 2 or not given:
        return None
    return len(given), oracle.outcome(questionnaire, [("", each) for each in given], only=ids, stages=own).votes


def lags(leading: Sequence[Stage], named: Sequence[Stage]) -> bool:
    """Whether one stage leads that lies before all that are named, on the way from forming to performing."""
    way = list(LOOP[:4])
    if len(leading) != 1 or not named or not {*leading, *named} <= set(way):
        return False
    return all(way.index(leading[0]) < way.index(stage) for stage in named)


def see_it_differently(one: Mapping[Stage, float], other: Mapping[Stage, float]) -> bool:
    """Whether two groups lead with different stages, each by 20 points of the whole per cents that are shown."""
    mine, theirs = oracle.alike_at_top(one), oracle.alike_at_top(other)
    if len(mine) != 1 or len(theirs) != 1 or mine == theirs:
        return False
    a, b = mine[0], theirs[0]
    return all(oracle.shown(row[x]) - oracle.shown(row[y]) >= 20 for row, x, y in ((one, a, b), (other, b, a)))
