"""From answers to evidence, votes, probabilities and a verdict: docs/scoring.md, "Step by step"."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import combinations
from math import exp, fsum
from operator import mul
from typing import Literal, NamedTuple

from partnercheck.assessment.responses import Answer, Response, asked_questions
from partnercheck.core.words import ESCAPES, STAGES, Stage, whole_percent
from partnercheck.questionnaire.model import Question, Questionnaire

Vector = tuple[float, ...]
"""One number for each stage of the loop."""
Loop = tuple[int, ...]
"""The measured stages, as places in STAGES, in loop order."""

MEASURED = 3.0
"""Attainable weighted range a stage needs to take part."""
SHORT = 12
"""A questionnaire with fewer evidence questions than this is short."""
TIE = 1e-9
"""Numbers are equal, and reach a limit, when they are closer than this."""
TIE_PLACES = 9


class Earned(NamedTuple):
    """What one answered question brings one respondent: weighted gain over par, and weighted range, per stage."""

    question: str
    gain: Vector
    reach: Vector


class Weighed(NamedTuple):
    """A question's evidence: `points` per option value, `par` and `span` (the range) per stage, all unweighted.

    `brings` is what each option earns when it is the only one chosen.
    """

    id: str
    weight: float
    points: dict[str, Vector]
    par: Vector
    span: Vector
    brings: dict[str, Earned]


def weigh(questionnaire: Questionnaire, question: Question) -> Weighed | None:
    """The evidence of a question, or none for a question that carries no evidence."""
    options = questionnaire.options_of(question)
    if question.sign_of:
        steps = len(options) - 1
        stands = [rank / steps if option.points is None else option.points for rank, option in enumerate(options)]
        places = [1 - place if question.reverse else place for place in stands]
        rows = [tuple(place if stage == question.sign_of else 0.0 for stage in STAGES) for place in places]
    else:
        rows = [tuple(float(option.evidence.get(stage, 0.0)) for stage in STAGES) for option in options]
    if not any(any(row) for row in rows):
        return None
    columns = list(zip(*rows, strict=True))
    points = {option.value: row for option, row in zip(options, rows, strict=True)}
    par = tuple(fsum(column) / len(column) for column in columns)
    span = tuple(max(column) - min(column) for column in columns)
    reach = tuple(question.weight * each for each in span)
    brings = {value: Earned(question.id, _gain(question.weight, row, par), reach) for value, row in points.items()}
    return Weighed(question.id, question.weight, points, par, span, brings)


def _gain(weight: float, points: Vector, par: Vector) -> Vector:
    return tuple(weight * (value - mean) for value, mean in zip(points, par, strict=True))


def weigh_all(questionnaire: Questionnaire) -> dict[str, Weighed]:
    """The evidence of every question that carries any, by question id."""
    weighed = (weigh(questionnaire, question) for question in questionnaire.questions)
    return {each.id: each for each in weighed if each}


def attainable(weighed: Sequence[Weighed]) -> Vector:
    """The attainable weighted range of each stage over these questions."""
    return tuple(fsum(each.weight * each.span[s] for each in weighed) for s in range(len(STAGES)))


def earn(weighed: Weighed, answer: Answer | None) -> Earned | None:
    """What an answer earns; none for unanswered, an escape, or nothing ticked.

    Several ticks share one vote: their points are averaged.
    """
    if isinstance(answer, str):
        return weighed.brings.get(answer)
    if answer is None or isinstance(answer, float):
        return None
    ticked = [weighed.points[each] for each in sorted(set(answer)) if each in weighed.points]
    if not ticked:
        return None
    mean = tuple(fsum(column) / len(ticked) for column in zip(*ticked, strict=True))
    reach = tuple(weighed.weight * span for span in weighed.span)
    return Earned(weighed.id, _gain(weighed.weight, mean, weighed.par), reach)


class ScoredForm(NamedTuple):
    """One respondent's scored form: what was asked, and what each answer earned."""

    sector: str
    partner: str
    asked: int
    earned: tuple[Earned, ...]


def score_form(questionnaire: Questionnaire, weighed: dict[str, Weighed], response: Response) -> ScoredForm:
    """A response as evidence; answers to questions that were not asked do not count."""
    asked = [weighed[question.id] for question in asked_questions(questionnaire, response) if question.id in weighed]
    earned = (earn(each, response.answers.get(each.id)) for each in asked)
    return ScoredForm(response.sector, response.partner, len(asked), tuple(each for each in earned if each))


def thick_enough(form: ScoredForm, evidence_questions: int) -> bool:
    """Whether a form counts: at least max(6, a third) of the questions asked; in a short questionnaire max(3, half)."""
    least = max(3.0, form.asked / 2) if evidence_questions < SHORT else max(6.0, form.asked / 3)
    return len(form.earned) >= least


def measured(weighed: Iterable[Weighed]) -> Loop:
    """The stages with an attainable weighted range of at least 3, in loop order."""
    reach = attainable(list(weighed))
    return tuple(s for s in range(len(STAGES)) if reach[s] >= MEASURED - TIE)


def to_rank(number: float) -> float:
    """A number to put things in order by: those that are equal but for the rounding of sums rank alike."""
    return round(number, TIE_PLACES)


def score_forms(
    questionnaire: Questionnaire, weighed: dict[str, Weighed], responses: Sequence[Response]
) -> list[tuple[Response, ScoredForm]]:
    """The responses that answered enough to count, each with its form.

    Where a questionnaire names no stage, a response counts that answers half of the questions asked, three at least.
    """
    scored = [(response, score_form(questionnaire, weighed, response)) for response in responses]
    if names_a_stage(measured(weighed.values())):
        return [(response, form) for response, form in scored if thick_enough(form, len(weighed))]
    return [(response, form) for response, form in scored if _half_answered(questionnaire, response)]


def names_a_stage(loop: Loop) -> bool:
    """Whether a questionnaire that measures these stages can name one: it takes two to tell one from another."""
    return len(loop) > 1


def _is_answer(question: Question, answer: Answer | None) -> bool:
    if isinstance(answer, tuple):
        return question.kind == "text" or any(each not in ESCAPES for each in answer)
    return answer not in (None, "") and answer not in ESCAPES


def _half_answered(questionnaire: Questionnaire, response: Response) -> bool:
    asked = asked_questions(questionnaire, response)
    answered = sum(_is_answer(question, response.answers.get(question.id)) for question in asked)
    return answered >= max(3.0, len(asked) / 2)


PRIOR_WEIGHT = 2.0
"""k0: weight of the blank form everyone starts from; it shrinks the lift of people who answered little."""
BALLOT_TEMPERATURE = 0.10
"""tau: temperature of a ballot: how sharply one person's lifts become one vote."""
NEIGHBOUR_SHARE = 0.70
"""eta: share of its neighbours' votes that a stage also counts."""
SECTOR_SHRINKAGE = 3.0
"""kappa: people a sector needs to count for half of what an endless one would."""
DOUBT_OF_MANY = 0.04
"""a: temperature of the certainty that even endless people leave."""
DOUBT_OF_ONE = 0.27
"""b: temperature of the certainty that one person adds."""
MIN_PEOPLE = 3
"""Counted people a verdict needs."""
MIN_REACH = 1.0
"""Attainable range that the answers must reach at every measured stage, over people by weight."""
CLEAR = 70
"""Per cent of a clear verdict."""
PAIR = 80
"""Per cent two neighbours need together."""
MAX_SURE = 99
"""Per cent that are stated at most: nothing here is surer."""
OWN_VOTES = 1 / 4
"""Share of the largest share of the votes that each of a pair needs."""
NAMED = 1 / 2
"""Share of the largest share of the votes that a stage needs to be named where views differ."""
MAX_NAMED = 3
"""Stages that are named at most where views differ; where more would be, the votes are evenly spread."""
EVENLY = 0.10
"""The votes are evenly spread where all shares lie this close together."""
CAMP = 0.30
"""Share of the votes that makes a camp."""
ONE_STAGE = 0.50
"""Mean of the people's largest ballot shares below which each of them sees several stages."""

How = Literal["two-camps", "no-single-stage", "views-differ"]


class Tally(NamedTuple):
    """Everything between forms and verdict; vectors run over the loop, rows over the people."""

    loop: Loop
    ballots: tuple[Vector, ...]
    weights: Vector
    votes: Vector
    support: Vector
    people: float
    probability: Vector
    reach: Vector

    @property
    def shares(self) -> dict[Stage, float]:
        """The votes of each measured stage."""
        return {STAGES[s]: share for s, share in zip(self.loop, self.votes, strict=True)}


class Judgement(NamedTuple):
    """The rule that applied.

    `stages` are those that may be named: one, two that cannot be separated, or those with most votes where views
    differ. `certainty` is in whole per cent, 0.99 at most; `how` says in which way views differ.
    """

    kind: Literal["none", "too-few", "clear", "between", "differ"]
    stages: tuple[Stage, ...] = ()
    certainty: float | None = None
    how: How | None = None


def softmax(values: Sequence[float], temperature: float) -> Vector:
    """Shares that sum to 1, larger values getting more."""
    top = max(values)
    parts = [exp((value - top) / temperature) for value in values]
    total = fsum(parts)
    return tuple([part / total for part in parts])


def lift(form: ScoredForm, loop: Loop, norms: Vector | None = None) -> tuple[Vector, Vector]:
    """A person's lift per stage, and the attainable range of what they answered (den)."""
    if not form.earned:
        return (0.0,) * len(loop), (0.0,) * len(loop)
    gains = list(zip(*[each.gain for each in form.earned], strict=True))
    reaches = list(zip(*[each.reach for each in form.earned], strict=True))
    den = tuple([fsum(reaches[s]) for s in loop])
    lifts = tuple([fsum(gains[s]) / (PRIOR_WEIGHT + d) for s, d in zip(loop, den, strict=True)])
    if norms:
        lifts = tuple(value - norms[s] * d / (d + PRIOR_WEIGHT) for value, s, d in zip(lifts, loop, den, strict=True))
    return lifts, den


def sector_weights(sectors: Sequence[str]) -> Vector:
    """Each person's weight, 1 / (n + kappa) in a sector of n, normalised to sum 1; no sector is one sector."""
    counts = Counter(sectors)
    raw = [1 / (counts[sector] + SECTOR_SHRINKAGE) for sector in sectors]
    total = fsum(raw)
    return tuple(value / total for value in raw)


def tally(forms: Sequence[ScoredForm], loop: Loop, norms: Vector | None = None) -> Tally:
    """Votes, support and probabilities of one or more counted forms."""
    lifted = [lift(form, loop, norms) for form in forms]
    return tally_lifts([lifts for lifts, _ in lifted], [den for _, den in lifted], [f.sector for f in forms], loop)


def tally_lifts(
    lifts: Sequence[Sequence[float]], dens: Sequence[Sequence[float]], sectors: Sequence[str], loop: Loop
) -> Tally:
    """As `tally`, from lifts that are known already. Exact sums keep the order of people out of the result."""
    ballots = tuple([softmax(each, BALLOT_TEMPERATURE) for each in lifts])
    weights = sector_weights(sectors)
    votes = tuple([fsum(map(mul, weights, column)) for column in zip(*ballots, strict=True)])
    support = supported(votes, loop)
    people = 1 / fsum([w * w for w in weights])
    reach = tuple([fsum(map(mul, weights, column)) for column in zip(*dens, strict=True)])
    return Tally(
        loop, ballots, weights, votes, support, people, softmax(support, DOUBT_OF_MANY + DOUBT_OF_ONE / people), reach
    )


def supported(votes: Sequence[float], loop: Loop) -> Vector:
    """Each stage's votes and 70 % of its two neighbours'.

    Neighbours are those of the five-stage loop. For one that is not measured, the stage counts 35 % of its own votes
    again; closing the ring without it would make stages neighbours that are none.
    """
    return tuple([fsum([votes[place] * share for place, share in row]) for row in _counted_beside(loop)])


@cache
def _counted_beside(loop: Loop) -> tuple[tuple[tuple[int, float], ...], ...]:
    """For each stage of the loop: the places whose votes it counts, and the share of them."""
    rows = []
    for place, s in enumerate(loop):
        beside = [loop.index(n) for n in neighbours(s) if n in loop]
        own = 1 + NEIGHBOUR_SHARE / 2 * (2 - len(beside))
        rows.append(((place, own), *((n, NEIGHBOUR_SHARE) for n in beside)))
    return tuple(rows)


def neighbours(s: int) -> tuple[int, int]:
    """The stages before and after a stage on the five-stage loop."""
    return (s - 1) % len(STAGES), (s + 1) % len(STAGES)


def steps_apart(a: int, b: int) -> int:
    """Steps between two stages on the five-stage loop, the shorter way."""
    return min((a - b) % len(STAGES), (b - a) % len(STAGES))


def judge(found: Tally) -> Judgement:
    """The first rule that applies, by the whole per cents that are shown. Order never breaks a tie."""
    loop, votes = found.loop, found.votes
    if not names_a_stage(loop):
        return Judgement("none")
    if len(found.ballots) < MIN_PEOPLE or min(found.reach) < MIN_REACH - TIE:
        return Judgement("too-few")
    shown = [whole_percent(p) for p in found.probability]
    ranked = sorted(range(len(loop)), key=lambda place: -to_rank(found.probability[place]))
    top, second = ranked[:2]
    most = max(votes)
    if shown[top] >= CLEAR and votes[top] >= most - TIE:
        return Judgement("clear", (STAGES[loop[top]],), _stated(shown[top]))
    second_is_alone = len(loop) == 2 or shown[ranked[2]] < shown[second]
    near = steps_apart(loop[top], loop[second]) == 1 and second_is_alone
    own = min(votes[top], votes[second]) >= OWN_VOTES * most - TIE and max(votes[top], votes[second]) >= most - TIE
    if near and own and shown[top] + shown[second] >= PAIR:
        tied = found.probability[top] - found.probability[second] <= TIE
        pair = sorted((top, second)) if tied else (top, second)
        return Judgement("between", tuple(STAGES[loop[s]] for s in pair), _stated(shown[top] + shown[second]))
    return Judgement("differ", most_voted(found), how=_how(found))


def _stated(per_cent: int) -> float:
    return min(per_cent, MAX_SURE) / 100


def _how(found: Tally) -> How:
    if two_camps(found):
        return "two-camps"
    return "no-single-stage" if sharpness(found.ballots) < ONE_STAGE - TIE else "views-differ"


def sharpness(ballots: Sequence[Vector]) -> float:
    """The mean of the people's largest ballot shares: 1 where each sees one stage."""
    return fsum([max(ballot) for ballot in ballots]) / len(ballots)


def leaders(shares: Vector, names: Sequence[Stage]) -> tuple[Stage, ...]:
    """The stage with the largest share, or all that share the lead."""
    most = max(shares)
    return tuple(name for name, share in zip(names, shares, strict=True) if most - share <= TIE)


def most_voted(found: Tally) -> tuple[Stage, ...]:
    """The stages with at least half of the largest share of the votes, the largest first.

    None where these are more than three, or where all shares lie within 10 points and form no camps: the votes are
    evenly spread then.
    """
    most = max(found.votes)
    own = [place for place, share in enumerate(found.votes) if share >= NAMED * most - TIE]
    if len(own) > MAX_NAMED or (is_even(found.votes) and not two_camps(found)):
        return ()
    return _largest_first(own, found)


def is_even(shares: Vector) -> bool:
    """Whether all shares lie within 10 points."""
    return max(shares) - min(shares) <= EVENLY + TIE


def two_camps(found: Tally) -> tuple[Stage, ...]:
    """The stages that stand side by side as camps, in loop order; empty for none.

    Two stages that are no neighbours are camps where each holds 30 % of the votes, and each leads somebody's ballot
    that the other does not lead: what people see alike, in two places, is no two camps. Mostly these are two; three
    when three stages share nearly all votes.
    """
    led = _led(found)
    camps = {
        stage
        for one, other in combinations(large(found), 2)
        if steps_apart(STAGES.index(one), STAGES.index(other)) > 1
        if any(one in own and other not in own for own in led) and any(other in own and one not in own for own in led)
        for stage in (one, other)
    }
    return tuple(stage for stage in STAGES if stage in camps)


def pictures(found: Tally) -> tuple[Stage, ...]:
    """The camps, and any other stage that holds as much and leads a ballot that no camp leads; the largest first."""
    camps = {*two_camps(found)}
    more = {stage for own in _led(found) if not own & camps for stage in own} if camps else set()
    return tuple(stage for stage in large(found) if stage in camps | more)


def large(found: Tally) -> tuple[Stage, ...]:
    """The stages that hold as much as a camp needs, the largest first."""
    return _largest_first([place for place, share in enumerate(found.votes) if share >= CAMP - TIE], found)


def _led(found: Tally) -> list[set[Stage]]:
    """For each person the stages that lead the ballot."""
    names = [STAGES[s] for s in found.loop]
    return [{*leaders(ballot, names)} for ballot in found.ballots]


def _largest_first(places: Sequence[int], found: Tally) -> tuple[Stage, ...]:
    return tuple(STAGES[found.loop[p]] for p in sorted(places, key=lambda place: -to_rank(found.votes[place])))


def shared_view(ballots: Sequence[Vector], loop: Loop) -> float | None:
    """How far people see the same stages: 1 - (between - within) / (chance - within); see docs/scoring.md.

    `between` is the mean distance of the ballots of two people, `within` that of a ballot to itself, `chance` the mean
    of the distances of all pairs of stages.

    Returns:
        1 where all ballots are equal, 0 where they differ as much as chance lets ballots of this sharpness differ.
        None for one person, and where people's ballots are so flat that they say nothing and yet not equal.
    """
    n, size = len(ballots), len(loop)
    if n < 2 or size < 2:
        return None
    sums = [fsum([ballot[s] for ballot in ballots]) for s in range(size)]
    pairs = [(s, t, steps_apart(loop[s], loop[t])) for s in range(size) for t in range(size) if s != t]
    everyone = fsum([sums[s] * sums[t] * d for s, t, d in pairs])
    alone = fsum([ballot[s] * ballot[t] * d for ballot in ballots for s, t, d in pairs])
    within = alone / n
    apart = (everyone - alone) / (n * (n - 1)) - within
    if apart < TIE:
        return 1.0
    room = fsum([d for _, _, d in pairs]) / size**2 - within
    if sharpness(ballots) < ONE_STAGE - TIE or room < TIE:
        return None
    return 1 - apart / room


def marker(found: Tally) -> tuple[Stage, Stage | None, float]:
    """Where the marker stands: at the leading stage, moved towards its likelier neighbour, at most half-way.

    It is moved only towards a neighbour that could be named beside the leading stage, by votes of its own.

    Returns:
        The stage it stands at, the neighbour it is moved towards (none when it stands still) and the share of a step, 0
        to 0.5.
    """
    loop, probability = found.loop, found.probability
    top = max(range(len(loop)), key=lambda place: to_rank(probability[place]))
    enough = OWN_VOTES * max(found.votes) - TIE
    beside = [loop.index(s) for s in neighbours(loop[top]) if s in loop and found.votes[loop.index(s)] >= enough]
    beside.sort(key=lambda place: -to_rank(probability[place]))
    stage = STAGES[loop[top]]
    if not beside or (len(beside) > 1 and probability[beside[0]] - probability[beside[1]] <= TIE):
        return stage, None, 0.0
    share = probability[beside[0]] / (probability[top] + probability[beside[0]])
    return stage, STAGES[loop[beside[0]]], min(0.5, share)


MIN_REACH_OF_A_THEME = 1.0
"""Attainable range a stage needs within a theme to be one the theme can lead with: one whole question."""

JOURNEY = STAGES[:4]
"""The way from forming to performing, on which a theme can lag."""


class ThemeVotes(NamedTuple):
    """A theme's votes over the stages it measures, by the people who answered any of its questions."""

    n: int
    votes: dict[Stage, float]


def theme_votes(
    forms: Sequence[ScoredForm], weighed: Sequence[Weighed], loop: Loop, norms: Vector | None, least: int
) -> ThemeVotes | None:
    """The votes of one theme, or none where it measures fewer than two stages or too few people answered.

    Everybody weighs the same here, so that nothing shown beside the counts weighs a small sector differently.

    Args:
        forms: The counted forms.
        weighed: The evidence of the theme's questions.
        loop: The measured stages of the whole questionnaire.
        norms: What is taken off every lift, where the questionnaire says so.
        least: The number of people it needs.
    """
    reach = attainable(weighed)
    own = tuple(s for s in loop if reach[s] >= MIN_REACH_OF_A_THEME - TIE)
    ids = {each.id for each in weighed}
    parts = [
        form._replace(sector="", earned=tuple(each for each in form.earned if each.question in ids)) for form in forms
    ]
    parts = [part for part in parts if part.earned]
    if len(own) < 2 or len(parts) < least:
        return None
    return ThemeVotes(len(parts), tally(parts, own, norms).shares)


def lags(leads: Sequence[Stage], verdict: Sequence[Stage]) -> bool:
    """Whether a theme leads with an earlier stage than any the verdict names, on the way from forming to performing."""
    if len(leads) != 1 or not verdict or leads[0] not in JOURNEY or not set(verdict) <= set(JOURNEY):
        return False
    return JOURNEY.index(leads[0]) < min(JOURNEY.index(stage) for stage in verdict)
