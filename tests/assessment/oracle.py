"""The formulas of the scoring rules a second time: slow, in fractions and plain loops, sharing nothing with the engine.

Evidence, lifts, weights and ranges are exact fractions of the numbers as their author wrote them; only the exponentials
are floats. People are kept as pairs of a sector and a mapping of answers.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from math import exp, floor
from typing import get_args

from partnercheck.core.words import ESCAPES, Stage
from partnercheck.questionnaire.model import Question, Questionnaire

LOOP: tuple[Stage, ...] = get_args(Stage)
Answers = Mapping[str, object]
Person = tuple[str, Answers]
PerStage = dict[Stage, Fraction]


def exact(number: float) -> Fraction:
    """A number as it was written: 0.1 is a tenth."""
    return Fraction(repr(number))


# --- what the answers are worth ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Worth:
    """What the options of a question are worth: p by option and stage, and per stage par and the weighted range."""

    points: dict[str, PerStage]
    par: PerStage
    reach: PerStage


_KNOWN: dict[int, tuple[Questionnaire, Question, Worth]] = {}


def worth(questionnaire: Questionnaire, question: Question) -> Worth:
    """The worth of a question's options. Each is worked out once."""
    known = _KNOWN.get(id(question))
    if known is None or known[0] is not questionnaire or known[1] is not question:
        table = _points(questionnaire, question)
        columns = {s: [row[s] for row in table.values()] for s in LOOP}
        par = {s: sum(column, Fraction(0)) / len(column) for s, column in columns.items() if column}
        reach = {s: exact(question.weight) * (max(c) - min(c)) if c else Fraction(0) for s, c in columns.items()}
        _KNOWN[id(question)] = known = (questionnaire, question, Worth(table, par, reach))
    return known[2]


def points(questionnaire: Questionnaire, question: Question) -> dict[str, PerStage]:
    """p: option value -> stage -> evidence; empty where the question carries none."""
    return worth(questionnaire, question).points


def _points(questionnaire: Questionnaire, question: Question) -> dict[str, PerStage]:
    options = questionnaire.scales[question.scale] if question.scale else question.options
    table: dict[str, PerStage] = {}
    for rank, option in enumerate(options, start=1):
        row = dict.fromkeys(LOOP, Fraction(0))
        if question.sign_of is not None:
            p = Fraction(rank - 1, len(options) - 1) if option.points is None else exact(option.points)
            row[question.sign_of] = 1 - p if question.reverse else p
        else:
            for stage, p_given in option.evidence.items():
                row[stage] = exact(p_given)
        table[option.value] = row
    return table if any(p != 0 for row in table.values() for p in row.values()) else {}


def reach_of(questionnaire: Questionnaire, question: Question, stage: Stage) -> Fraction:
    """The weighted range of one question for one stage."""
    return worth(questionnaire, question).reach[stage]


def measured(questionnaire: Questionnaire) -> list[Stage]:
    """The stages whose attainable weighted range is at least 3, in loop order."""
    return [s for s in LOOP if sum(reach_of(questionnaire, each, s) for each in questionnaire.questions) >= 3]


def ticked(answer: object) -> list[str]:
    """What an answer names, as a list."""
    if isinstance(answer, str):
        return [answer]
    return [str(each) for each in answer] if isinstance(answer, tuple | list) else []


def was_asked(questionnaire: Questionnaire, answers: Answers, question_id: str) -> bool:
    """Whether a question was asked: each question it hangs on was asked itself and has one of the wanted answers."""
    question = questionnaire.question(question_id)
    if not question.ask_if:
        return True
    places = {each.id: place for place, each in enumerate(questionnaire.questions)}
    for other, wanted in question.ask_if.items():
        if other not in places or places[other] >= places[question_id]:
            return False
        if not was_asked(questionnaire, answers, other):
            return False
        if not any(value in wanted for value in ticked(answers.get(other))):
            return False
    return True


def scored(questionnaire: Questionnaire, answers: Answers) -> dict[str, list[str]]:
    """The answered evidence questions of one person: question id -> the option values chosen."""
    found = {}
    for question in questionnaire.questions:
        table = points(questionnaire, question)
        chosen = [value for value in ticked(answers.get(question.id)) if value in table]
        if chosen and was_asked(questionnaire, answers, question.id):
            found[question.id] = chosen
    return found


def answered(questionnaire: Questionnaire, answers: Answers, question_id: str) -> list[str]:
    """What a person answered to a question that was asked of them; nothing for an escape."""
    known = [each.value for each in questionnaire.options_of(questionnaire.question(question_id))]
    answer = answers.get(question_id)
    given = [str(answer)] if isinstance(answer, float) else ticked(answer)
    if questionnaire.question(question_id).kind == "text" and isinstance(answer, tuple):
        return given if was_asked(questionnaire, answers, question_id) else []  # a text, whatever it reads like
    given = [value for value in given if (value in known if known else value not in ("", *ESCAPES))]
    return given if was_asked(questionnaire, answers, question_id) else []


def is_counted(questionnaire: Questionnaire, answers: Answers) -> bool:
    """Whether a form answered enough to count; where no stage can be named, half of all that was asked."""
    if len(measured(questionnaire)) < 2:
        ids = [each.id for each in questionnaire.questions]
        given = sum(bool(answered(questionnaire, answers, each)) for each in ids)
        return given >= 3 and 2 * given >= sum(was_asked(questionnaire, answers, each) for each in ids)
    bearing = [each.id for each in questionnaire.questions if points(questionnaire, each)]
    asked = sum(was_asked(questionnaire, answers, each) for each in bearing)
    given = len(scored(questionnaire, answers))
    if len(bearing) < 12:
        return given >= 3 and 2 * given >= asked
    return given >= 6 and 3 * given >= asked


def lift_and_den(
    questionnaire: Questionnaire,
    chosen_by_one: Mapping[str, list[str]],
    stage: Stage,
    norms: Mapping[Stage, float] | None = None,
) -> tuple[Fraction, Fraction]:
    """One person's lift for one stage and its denominator without k0, from the scored answers."""
    above, below = Fraction(0), Fraction(0)
    for question_id, chosen in chosen_by_one.items():
        question = questionnaire.question(question_id)
        own = worth(questionnaire, question)
        v = sum((own.points[value][stage] for value in chosen), Fraction(0)) / len(chosen)
        above += exact(question.weight) * (v - own.par[stage])
        below += reach_of(questionnaire, question, stage)
    lift = above / (2 + below)
    if norms is not None:
        lift -= exact(norms[stage]) * below / (2 + below)
    return lift, below


# --- from answers to a verdict ----------------------------------------------------------------------------------------


HAIR = 1e-9
"""What lies closer together is equal, and reaches a limit."""


@dataclass(frozen=True)
class Outcome:
    """All that stands between the forms and the verdict, per stage."""

    stages: list[Stage]
    lifts: list[dict[Stage, Fraction]]
    ballots: list[dict[Stage, float]]
    weights: list[Fraction]
    votes: dict[Stage, float]
    support: dict[Stage, float]
    n_eff: Fraction
    probability: dict[Stage, float]
    reach: dict[Stage, Fraction]


def shares(values: Mapping[Stage, float], temperature: float) -> dict[Stage, float]:
    """Softmax, each share as one over a sum of odds."""
    return {s: 1 / sum(exp((other - value) / temperature) for other in values.values()) for s, value in values.items()}


def outcome(
    questionnaire: Questionnaire,
    people: Sequence[Person],
    only: Collection[str] | None = None,
    norms: Mapping[Stage, float] | None = None,
    stages: list[Stage] | None = None,
) -> Outcome:
    """Votes and probabilities of these people, all of them counted."""
    loop = stages or measured(questionnaire)
    forms = [scored(questionnaire, answers) for _, answers in people]
    if only is not None:
        forms = [{each: chosen for each, chosen in form.items() if each in only} for form in forms]
    found = [{s: lift_and_den(questionnaire, form, s, norms) for s in loop} for form in forms]
    lifts = [{s: each[s][0] for s in loop} for each in found]
    ballots = [shares({s: float(each[s]) for s in loop}, 0.10) for each in lifts]
    raw = [Fraction(1, 3 + sum(other == sector for other, _ in people)) for sector, _ in people]
    weights = [each / sum(raw) for each in raw]
    votes = {s: sum(float(w) * ballot[s] for w, ballot in zip(weights, ballots, strict=True)) for s in loop}
    support = supported(votes)
    n_eff = 1 / sum((w * w for w in weights), Fraction(0))
    probability = shares(support, 0.04 + 0.27 / float(n_eff))
    reach = {s: sum((w * each[s][1] for w, each in zip(weights, found, strict=True)), Fraction(0)) for s in loop}
    return Outcome(loop, lifts, ballots, weights, votes, support, n_eff, probability, reach)


def supported(votes: Mapping[Stage, float]) -> dict[Stage, float]:
    """Votes, 70 % of each neighbour's, and 35 % of the own once more for a neighbour that is not measured."""
    support = {}
    for stage, share in votes.items():
        support[stage] = share
        for neighbour in (other for other in LOOP if apart(stage, other) == 1):
            support[stage] += 0.70 * votes[neighbour] if neighbour in votes else 0.35 * share
    return support


def apart(a: Stage, b: Stage) -> int:
    """Steps between two stages, walked on the loop of five, whichever of them are measured."""
    forward = 0
    while LOOP[(LOOP.index(a) + forward) % 5] != b:
        forward += 1
    return min(forward, 5 - forward)


def shown(share: float) -> int:
    """A share in whole per cent, half up."""
    return floor(100 * share + 0.5 + 1e-9)


@dataclass(frozen=True)
class Ruling:
    """A verdict: kind, stages in the order in which they are named, certainty in whole per cent, how views differ."""

    kind: str
    stages: tuple[Stage, ...] = ()
    per_cent: int | None = None
    how: str | None = None


def ruling(found: Outcome) -> Ruling:
    """The first rule that applies."""
    if len(found.stages) < 2:
        return Ruling("none")
    if len(found.ballots) < 3 or any(reach < 1 for reach in found.reach.values()):
        return Ruling("too-few")
    whole = {s: shown(p) for s, p in found.probability.items()}
    voted = {s for s in found.stages if max(found.votes.values()) - found.votes[s] <= HAIR}
    top = alike_at_top(found.probability)
    if len(top) == 1 and whole[top[0]] >= 70 and top[0] in voted:
        return Ruling("clear", top, min(99, whole[top[0]]))
    for a, b in combinations(found.stages, 2):
        others = [s for s in found.stages if s not in (a, b)]
        first = sorted((a, b), key=lambda s: -found.probability[s])
        ahead = all(whole[other] < min(whole[a], whole[b]) for other in others)
        own = all(4 * found.votes[s] >= max(found.votes.values()) - HAIR for s in (a, b)) and voted & {a, b}
        if apart(a, b) == 1 and ahead and own and whole[a] + whole[b] >= 80:
            tie = abs(found.probability[a] - found.probability[b]) <= HAIR
            return Ruling("between", (a, b) if tie else (first[0], first[1]), min(99, whole[a] + whole[b]))
    how = "two-camps" if camps(found) else "no-single-stage" if sharpness(found) < 0.50 - HAIR else "views-differ"
    return Ruling("differ", named(found), how=how)


def named(found: Outcome) -> tuple[Stage, ...]:
    """The stages with half of the largest share of the votes, the largest first; none where the votes are even."""
    votes = found.votes
    most = max(votes.values())
    large = [s for s in found.stages if 2 * votes[s] >= most - HAIR]
    even = most - min(votes.values()) <= 0.10 + HAIR and not camps(found)
    return () if even or len(large) > 3 else tuple(sorted(large, key=lambda s: (-round(votes[s], 9), LOOP.index(s))))


def alike_at_top(values: Mapping[Stage, float]) -> tuple[Stage, ...]:
    """The stages that share the largest value."""
    return tuple(s for s, value in values.items() if max(values.values()) - value <= HAIR)


def camps(found: Outcome) -> set[Stage]:
    """Stages with 30 % of the votes that are no neighbours, each of them leading a ballot that the other does not."""
    led = [set(alike_at_top(ballot)) for ballot in found.ballots]
    large = [s for s in found.stages if found.votes[s] >= 0.30 - HAIR]
    pairs = [
        (a, b)
        for a, b in combinations(large, 2)
        if apart(a, b) > 1 and any(a in each and b not in each for each in led)
        if any(b in each and a not in each for each in led)
    ]
    return {stage for pair in pairs for stage in pair}


def sharpness(found: Outcome) -> float:
    """The mean of the people's largest ballot shares."""
    return sum(max(ballot.values()) for ballot in found.ballots) / len(found.ballots)


def marker(found: Outcome) -> tuple[Stage, Stage | None, float]:
    """Where the marker stands, which neighbour with votes of its own it leans to, and by what share of a step."""
    top = max(found.stages, key=lambda s: found.probability[s])
    near = {
        s: found.probability[s]
        for s in found.stages
        if apart(top, s) == 1 and 4 * found.votes[s] >= max(found.votes.values()) - HAIR
    }
    likelier = alike_at_top(near) if near else ()
    if len(likelier) != 1:
        return top, None, 0.0
    other = likelier[0]
    return top, other, min(0.5, near[other] / (found.probability[top] + near[other]))


def clear_cut(found: Outcome) -> bool:
    """Whether no number lies so close to a limit that rounding could put it on either side; only such are compared."""
    votes, chances = list(found.votes.values()), list(found.probability.values())
    most = max(votes)
    edges = [(100 * p + 0.5) % 1 for p in chances] + [(100 * p + 0.5) % 1 - 1 for p in chances]
    edges += [a - b for a, b in combinations(chances, 2)] + [a - b for a, b in combinations(votes, 2)]
    edges += [share - limit for share in votes for limit in (most / 4, most / 2, 0.30)]
    edges += [most - min(votes) - 0.10, sharpness(found) - 0.50]
    edges += [float(reach - 1) for reach in found.reach.values()]
    edges += [a - b for ballot in found.ballots for a, b in combinations(ballot.values(), 2)]
    return not any(1e-12 < abs(edge) < 1e-7 for edge in edges)


def bearing_ids(questionnaire: Questionnaire) -> list[str]:
    """The questions that carry evidence."""
    return [each.id for each in questionnaire.questions if points(questionnaire, each)]


def without(questionnaire: Questionnaire, people: Sequence[Person], left_out: Collection[str]) -> Outcome:
    """The outcome of the same people on the same loop, these questions' answers left out."""
    kept = [each for each in bearing_ids(questionnaire) if each not in left_out]
    return outcome(questionnaire, people, only=kept)


# --- agreement --------------------------------------------------------------------------------------------------------


def scale_agreement(ranks: Sequence[int], options: int) -> Fraction | None:
    """1 - mean squared difference of all pairs over (K² - 1)/6."""
    pairs = [(a - b) ** 2 for a, b in combinations(ranks, 2)]
    return 1 - Fraction(sum(pairs), len(pairs)) / Fraction(options**2 - 1, 6) if pairs else None


def choice_agreement(values: Sequence[str], options: int) -> Fraction | None:
    """1 - share of unlike pairs over 1 - 1/K."""
    pairs = [a != b for a, b in combinations(values, 2)]
    return 1 - Fraction(sum(pairs), len(pairs)) / (1 - Fraction(1, options)) if pairs else None


def several_agreement(ticks: Sequence[frozenset[str]], options: Sequence[str]) -> Fraction | None:
    """1 - mean over pairs and options of ticked differently, over one half."""
    pairs = [Fraction(sum((o in a) != (o in b) for o in options), len(options)) for a, b in combinations(ticks, 2)]
    return 1 - sum(pairs, Fraction(0)) / len(pairs) / Fraction(1, 2) if pairs else None


def shared_view(ballots: Sequence[Mapping[Stage, float]]) -> float | None:
    """1 - (between - within) / (mean distance of two random stages - within); none where that says nothing."""
    if len(ballots) < 2:
        return None
    loop = list(ballots[0])

    def distance(r: Mapping[Stage, float], q: Mapping[Stage, float]) -> float:
        return sum(r[s] * q[t] * apart(s, t) for s, t in product(loop, loop))

    pairs = [distance(r, q) for r, q in combinations(ballots, 2)]
    between = sum(pairs) / len(pairs)
    within = sum(distance(r, r) for r in ballots) / len(ballots)
    if between - within < HAIR:
        return 1.0
    random = sum(apart(s, t) for s, t in product(loop, loop)) / len(loop) ** 2
    flat = sum(max(ballot.values()) for ballot in ballots) / len(ballots) < 0.50 - HAIR
    return None if flat or random - within < HAIR else 1 - (between - within) / (random - within)


# --- small groups -----------------------------------------------------------------------------------------------------


def merged(sizes: Mapping[str, int], k: int) -> list[set[str]]:
    """Rows that may be shown, as sets of groups put together; none when fewer than two are left.

    Which of several equally small groups joins the others is open; here the last by name.
    """
    shown = {name for name, n in sizes.items() if n >= k}
    others = {name for name, n in sizes.items() if 0 < n < k}
    while others and sum(sizes[name] for name in others) < k and shown:
        smallest = max(shown, key=lambda name: (-sizes[name], name))
        shown.remove(smallest)
        others.add(smallest)
    rows = [{name} for name in sorted(shown)] + ([others] if others else [])
    return rows if len(rows) > 1 else []


def exposed(published: Iterable[frozenset[str]], k: int) -> list[tuple[frozenset[str], frozenset[str]]]:
    """The audit: pairs of published sets of people whose difference is neither empty nor of at least k people."""
    known = set(published)
    return [(x, y) for x in known for y in known if 0 < len(x - y) < k]
