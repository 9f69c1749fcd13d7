"""What can be known about a scoring model, by looking at it and from simulated partnerships."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, pairwise
from math import ceil, floor, fsum, sqrt
from operator import mul
from typing import NamedTuple

from partnercheck.assessment.responses import Answer, Response
from partnercheck.assessment.scoring import (
    MEASURED,
    TIE,
    Loop,
    ScoredForm,
    Weighed,
    attainable,
    judge,
    leaders,
    lift,
    measured,
    names_a_stage,
    score_form,
    tally_lifts,
    thick_enough,
)
from partnercheck.assessment.simulation import MAX_BLIND, MIN_BLIND, MIN_RECOVERED, PEOPLE, Simulated, simulated
from partnercheck.checking.recovery import Draft
from partnercheck.core.findings import Finding, joined, listed, shown
from partnercheck.core.words import STAGES, Stage, whole_percent
from partnercheck.questionnaire.document import KeyPath
from partnercheck.questionnaire.model import Option, Question, Questionnaire

SHARED = 0.5
"""From this cosine on, the same answers to a question speak for both stages."""


class Overlap(NamedTuple):
    """The cosine of two stages' evidence, the questions they share, and those that say something about either."""

    cosine: float
    shared: tuple[str, ...]
    either: tuple[str, ...]


def spoken(weighed: Sequence[Weighed], stage: int) -> list[str]:
    """The questions whose answers differ in what they say about a stage."""
    return [each.id for each in weighed if each.span[stage]]


def overlap(weighed: Sequence[Weighed], one: int, other: int) -> Overlap:
    """How alike the evidence for two stages is, over every option of every question.

    Evidence is taken as the verdict takes it: less what blind ticking earns, and by weight.
    """
    both: list[float] = []
    squares: tuple[list[float], list[float]] = ([], [])
    shared, either = [], []
    for each in weighed:
        if not (each.span[one] or each.span[other]):
            continue
        gains = [earned.gain for earned in each.brings.values()]
        a, b = [gain[one] for gain in gains], [gain[other] for gain in gains]
        product, first, second = fsum(map(mul, a, b)), fsum(map(mul, a, a)), fsum(map(mul, b, b))
        both.append(product)
        squares[0].append(first)
        squares[1].append(second)
        either.append(each.id)
        if product >= SHARED * sqrt(first * second) and product > 0:
            shared.append(each.id)
    size = sqrt(fsum(squares[0]) * fsum(squares[1]))
    return Overlap(fsum(both) / size if size else 0.0, tuple(shared), tuple(either))


MAX_LINED = 50
"""Per cent that ticking the same everywhere should give no stage."""
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")

Pick = Callable[[Sequence[str]], str | None]
"""Which of a question's answers is ticked; none where it has no such answer."""


def straight_lines(draft: Draft) -> Iterator[Finding]:
    """PC408: six people who tick the first answer everywhere, or the second, up to the last, and the stage they get.

    Answers that lift every stage alike are left out: a stage that leads then does so for want of the stages beside it,
    and no order of answers mends that.
    """
    weighed = judged(draft)
    loop = measured(weighed)
    if not draft.questionnaire or len(loop) < MIN_STAGES:
        return
    told: list[ScoredForm] = []
    for line, pick in _lines(draft.questionnaire):
        form = _form(draft.questionnaire, draft.weighed, pick)
        if not thick_enough(form, len(weighed)) or form in told:
            continue
        told.append(form)
        lifts, reach = lift(form, loop)
        if max(lifts) - min(lifts) <= TIE:
            continue
        found = tally_lifts([lifts] * PEOPLE, [reach] * PEOPLE, [""] * PEOPLE, loop)
        most = max(found.probability)
        names = leaders(found.probability, [STAGES[s] for s in loop])
        if judge(found).kind != "too-few" and len(names) == 1 and whole_percent(most) >= MAX_LINED:
            where = "everywhere" if len(form.earned) == len(draft.weighed) else "wherever there is one"
            message = (
                f"{PEOPLE} people who tick the {line} answer {where} get {names[0]}, "
                f"with {whole_percent(most)} %{_why(form, names[0], line)}"
            )
            remedy = (
                "say some statements the other way round, and add reverse: true to those; "
                "ask some with options of their own, and mix their order"
            )
            yield draft.at(QUESTIONS, "PC408", message, remedy, key=True)


def _lines(questionnaire: Questionnaire) -> Iterator[tuple[str, Pick]]:
    """Every place that an answer can have, with its name; then the middle, where lists differ in length."""
    most = max((len(_values(questionnaire, question)) for question in questionnaire.questions), default=0)
    for place in range(most - 1):
        yield (ORDINALS[place] if place < len(ORDINALS) else f"no. {place + 1}"), _at(place)
    yield "last", lambda values: values[-1] if values else None
    yield "middle", lambda values: values[len(values) // 2] if len(values) % 2 else None


def _at(place: int) -> Pick:
    return lambda values: values[place] if place < len(values) else None


def _values(questionnaire: Questionnaire, question: Question) -> list[str]:
    return [option.value for option in questionnaire.options_of(question) if not option.alone]


def _form(questionnaire: Questionnaire, weighed: dict[str, Weighed], pick: Pick) -> ScoredForm:
    answers: dict[str, Answer] = {}
    for question in questionnaire.questions:
        value = pick(_values(questionnaire, question))
        if value is not None:
            answers[question.id] = (value,) if question.several else value
    return score_form(questionnaire, weighed, Response(respondent="", answers=answers))


def _why(form: ScoredForm, stage: Stage, line: str) -> str:
    place = STAGES.index(stage)
    gains = [earned.gain[place] for earned in form.earned if earned.reach[place]]
    up = sum(gain > 0 for gain in gains)
    if up <= len(gains) / 2:
        return ""
    where = f"{up} of its {len(gains)} questions" if len(gains) > 1 else "its only question"
    return f"; the {line} answer speaks for {stage} in {where}"


QUESTIONS: KeyPath = ("questions",)
"""Where findings about the questionnaire as a whole stand."""
MIN_STAGES = 3
"""Measured stages that a questionnaire should have: of two, one always has half."""
MAX_ALIKE = 0.9
"""Two stages whose evidence has a larger cosine cannot be told apart."""
MAX_UNEVEN = 2.0
"""How many times the smallest attainable range the largest may be."""


def judged(draft: Draft) -> list[Weighed]:
    """The evidence of the whole questionnaire; empty where a part of it is missing, or where there is none."""
    return list(draft.weighed.values()) if draft.whole else []


def unmeasured_stages(draft: Draft) -> Iterator[Finding]:
    """PC401: a stage whose attainable range is under 3; PC410: fewer than three stages that reach it.

    A questionnaire with scores may name no stage at all: it stands on its scores.
    """
    if not draft.whole or not draft.questionnaire:
        return
    weighed = judged(draft)
    loop = measured(weighed)
    says_nothing = not any(any(each.span) for each in weighed)
    scores_only = bool(draft.questionnaire.scores) and not names_a_stage(loop)
    if says_nothing:
        message = "no question says anything about a stage, so this questionnaire names none"
        remedy = "give questions on a scale a sign_of, and options evidence"
        if scores_only:
            remedy += "; where the scores are all you want, leave it so"
        yield draft.at(QUESTIONS, "PC401" if scores_only else "PC410", message, remedy, key=True)
        return
    if len(loop) < MIN_STAGES and not scores_only:
        remedy = f"ask about {MIN_STAGES} stages at least, better about all five, in several questions each"
        yield draft.at(QUESTIONS, "PC410", _too_few(loop), remedy, key=True)
    reach = attainable(weighed)
    for s, stage in enumerate(STAGES):
        if s not in loop:
            number = len(spoken(weighed, s))
            message = f"no question says anything about {stage}, so it is never the verdict"
            remedy = f"ask about {stage}, in several questions"
            if number:
                several = f"{number} questions say" if number > 1 else "1 question says"
                message = (
                    f"{several} something about {stage}, with a range of {_number(reach[s])} together; "
                    f"a stage with less than {MEASURED:g} is left out of the verdict"
                )
                remedy = f"ask more about {stage}, in other ways, or give what there is more weight"
            yield draft.at(QUESTIONS, "PC401", message, remedy, key=True)


def _too_few(loop: Loop) -> str:
    stages = joined([STAGES[s] for s in loop])
    if names_a_stage(loop):
        return f"only {stages} can be the verdict, and a partnership at any other stage is told one of these"
    return f"{f'only {stages}' if loop else 'no stage'} is measured, so there is never a verdict"


def answers_alike(draft: Draft) -> Iterator[Finding]:
    """PC402: a question whose options, or a scale whose points, all say the same."""
    faulty = _faulty(draft)
    signs: set[str] = set()
    for path, question in draft.questions():
        if question.scale and question.sign_of:
            signs.add(question.scale)
        claims = [option.evidence for option in question.options if option.evidence]
        if claims and path not in faulty and not _differs(question.options):
            stages = listed([stage for stage in STAGES if any(stage in each for each in claims)])
            message = f"every answer to {shown(question.id)} says the same about {stages}, so answering changes nothing"
            remedy = "let the answers differ in their evidence, or leave the evidence out"
            yield draft.at((*path, "options"), "PC402", message, remedy, key=True)
    for name, points in _points(draft, faulty):
        if name in signs and len(set(points)) == 1:
            message = (
                f"every point of the scale {shown(name)} stands at {_number(points[0])}, so its answers say nothing"
            )
            yield draft.at(("scales", name), "PC402", message, "give its points different places", key=True)


def points_in_order(draft: Draft) -> Iterator[Finding]:
    """PC403: a scale whose points both rise and fall."""
    for name, points in _points(draft, _faulty(draft)):
        steps = [after - before for before, after in pairwise(points)]
        first = next((step for step in steps if step), 0.0)
        turn = next((place for place, step in enumerate(steps, start=1) if step * first < 0), None)
        if turn is not None:
            row = listed([_number(point) for point in points])
            message = f"the points of the scale {shown(name)} go up and down: {row}"
            remedy = "let them climb from the first answer to the last"
            yield draft.at(("scales", name, turn, "points"), "PC403", message, remedy)


def stages_alike(draft: Draft) -> Iterator[Finding]:
    """PC404: two stages whose evidence has a cosine above 0.9."""
    weighed = judged(draft)
    for a, b in combinations(measured(weighed), 2):
        found = overlap(weighed, a, b)
        if found.cosine > MAX_ALIKE + TIE:
            one, other = STAGES[a], STAGES[b]
            few = len(found.shared) < len(found.either)
            shares = f"{len(found.shared)} of their {len(found.either)} questions" if few else "every question"
            message = f"answers hardly tell {one} from {other}: their evidence has a cosine of {found.cosine:.2f}"
            remedy = f"ask about something that shows in {one} and not in {other}, and the other way round"
            yield draft.at(QUESTIONS, "PC404", f"{message}, and they share {shares}", remedy, key=True)


def uneven_stages(draft: Draft) -> Iterator[Finding]:
    """PC406: the largest attainable range is more than twice the smallest, among the measured stages."""
    weighed = judged(draft)
    reach = attainable(weighed)
    loop = measured(weighed)
    if loop:
        most, least = max(loop, key=lambda s: reach[s]), min(loop, key=lambda s: reach[s])
        if reach[most] / reach[least] > MAX_UNEVEN + TIE:
            message = (
                f"the attainable range of {STAGES[most]} is {_number(reach[most])}, that of {STAGES[least]} "
                f"{_number(reach[least])}: {reach[most] / reach[least]:.1f} times as much"
            )
            remedy = f"ask more about {STAGES[least]}, or give questions about {STAGES[most]} less weight"
            yield draft.at(QUESTIONS, "PC406", message, remedy, key=True)


def _faulty(draft: Draft) -> set[KeyPath]:
    """The questions and scales that findings blame a part of: what is left of them is not what the file says."""
    return {found.where[:2] for found in draft.found if len(found.where) > 1}


def _differs(options: tuple[Option, ...]) -> bool:
    return any(len({option.evidence.get(stage, 0.0) for option in options}) > 1 for stage in STAGES)


def _points(draft: Draft, faulty: set[KeyPath]) -> Iterator[tuple[str, list[float]]]:
    """Where the answers of each scale stand between 0 and 1, in their order."""
    for name, options in draft.questionnaire.scales.items() if draft.questionnaire else ():
        if ("scales", name) not in faulty:
            steps = len(options) - 1
            yield name, [n / steps if each.points is None else each.points for n, each in enumerate(options)]


def _number(value: float) -> str:
    return f"{round(value, 2):g}"


THIN = 0.75
"""A stage whose range is less than this part of the others' mean is asked about little."""


def simulated_stages(draft: Draft) -> Iterator[Finding]:
    """PC405, PC407, PC409: stages that simulated partnerships never or seldom get, and that blind ticking favours."""
    weighed = judged(draft)
    loop = measured(weighed)
    if not draft.questionnaire or len(loop) < 2:
        return
    found = simulated(draft.questionnaire)
    beside = _BESIDE if len(loop) < len(STAGES) else ""
    for s in loop:
        stage = STAGES[s]
        if not found.recovered[stage]:
            message = f"{stage} is never the verdict in {found.partnerships:,} simulated partnerships that stand at it"
            yield _finding(draft, "PC405", message, _instead(found, stage), _cause(weighed, loop, s, found))
            continue
        if found.recovered[stage] < MIN_RECOVERED - found.doubt - TIE:
            message = f"{stage} is recovered in {_below(found.recovered[stage])} of simulated partnerships"
            yield _finding(draft, "PC409", message, _instead(found, stage), _cause(weighed, loop, s, found))
        least, most, share = MIN_BLIND / len(loop), MAX_BLIND / len(loop), found.blind[stage]
        given = f"blind ticking gives {stage}"
        if share < least - found.doubt - TIE:
            message = f"{given} {_below(share)} of the verdicts; at least {_below(least)} is fair"
            yield _finding(draft, "PC407", message, _size(weighed, loop, s) or beside)
        elif share > most + found.doubt + TIE:
            message = f"{given} {_above(share)} of the verdicts; at most {_below(most)} is fair"
            yield _finding(draft, "PC407", message, _size(weighed, loop, s) or beside)


_BESIDE = "a stage between two measured ones gathers more than one beside a stage that is not measured"


def _finding(draft: Draft, code: str, *parts: str) -> Finding:
    return draft.at(QUESTIONS, code, "; ".join(part for part in parts if part), _REMEDIES[code], key=True)


_REMEDIES = {
    "PC405": "ask about something that shows in this stage alone",
    "PC407": "ask about every stage in as many questions, with evidence of the same size",
    "PC409": "ask more about what shows in this stage alone",
}


def _instead(found: Simulated, stage: Stage) -> str:
    """The stage that is found most often instead, in the partnerships of this one."""
    others = [(count, other) for other, count in found.taken_for[stage].items() if other != stage]
    if not others:
        return ""
    count, other = max(others)
    return f"{other} is found instead in {round(100 * count / found.partnerships)} %"


def _cause(weighed: Sequence[Weighed], loop: Loop, s: int, found: Simulated) -> str:
    """Whose questions it shares, else how little is asked about it; nothing where neither is so."""
    taken = found.taken_for[STAGES[s]]
    own = len(spoken(weighed, s))
    shares = {other: len(overlap(weighed, s, other).shared) for other in loop if other != s}
    most = max(shares, key=lambda other: (shares[other], taken.get(STAGES[other], 0)))
    if shares[most] == own:
        return f"it shares every question with {STAGES[most]}"
    if shares[most] >= own / 2:
        return f"it shares {shares[most]} of its {own} questions with {STAGES[most]}"
    return _size(weighed, loop, s)


def _size(weighed: Sequence[Weighed], loop: Loop, s: int) -> str:
    """How much is asked about a stage, where that is little or much beside the others."""
    reach = attainable(weighed)
    others = sum(reach[other] for other in loop if other != s) / (len(loop) - 1)
    if THIN <= reach[s] / others <= 1 / THIN:
        return ""
    number = len(spoken(weighed, s))
    asked = f"its {number} questions reach" if number > 1 else "its only question reaches"
    return f"{asked} a range of {reach[s]:.3g}, and the other stages {others:.3g} on average"


def _below(share: float) -> str:
    """A share in whole per cent, rounded down, so that it never looks as large as the limit it is under."""
    return f"{floor(100 * share + TIE)} %"


def _above(share: float) -> str:
    """A share in whole per cent, rounded up."""
    return f"{ceil(100 * share - TIE)} %"
