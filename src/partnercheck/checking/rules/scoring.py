"""What can be known about a scoring model by looking at it: ranges, answers that say the same, points, likeness."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from partnercheck.assessment.evidence import MEASURED, TIE, Loop, Weighed, attainable, measured, names_a_stage
from partnercheck.checking.draft import Draft
from partnercheck.checking.rules.scoring_overlap import overlap, spoken
from partnercheck.findings import Finding, joined, listed
from partnercheck.questionnaire.model import Option
from partnercheck.questionnaire.paths import shown
from partnercheck.questionnaire.tree import Path
from partnercheck.words import STAGES

QUESTIONS: Path = ("questions",)
"""Where findings about the questionnaire as a whole stand."""
LEAST_STAGES = 3
"""Measured stages that a questionnaire should have: of two, one always has half."""
MOST_ALIKE = 0.9
"""Two stages whose evidence has a larger cosine cannot be told apart."""
MOST_UNEVEN = 2.0
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
    if len(loop) < LEAST_STAGES and not scores_only:
        remedy = f"ask about {LEAST_STAGES} stages at least, better about all five, in several questions each"
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
        if found.cosine > MOST_ALIKE + TIE:
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
        if reach[most] / reach[least] > MOST_UNEVEN + TIE:
            message = (
                f"the attainable range of {STAGES[most]} is {_number(reach[most])}, that of {STAGES[least]} "
                f"{_number(reach[least])}: {reach[most] / reach[least]:.1f} times as much"
            )
            remedy = f"ask more about {STAGES[least]}, or give questions about {STAGES[most]} less weight"
            yield draft.at(QUESTIONS, "PC406", message, remedy, key=True)


def _faulty(draft: Draft) -> set[Path]:
    """The questions and scales that findings blame a part of: what is left of them is not what the file says."""
    return {found.where[:2] for found in draft.found if len(found.where) > 1}


def _differs(options: tuple[Option, ...]) -> bool:
    return any(len({option.evidence.get(stage, 0.0) for option in options}) > 1 for stage in STAGES)


def _points(draft: Draft, faulty: set[Path]) -> Iterator[tuple[str, list[float]]]:
    """Where the answers of each scale stand between 0 and 1, in their order."""
    for name, options in draft.questionnaire.scales.items() if draft.questionnaire else ():
        if ("scales", name) not in faulty:
            steps = len(options) - 1
            yield name, [n / steps if each.points is None else each.points for n, each in enumerate(options)]


def _number(value: float) -> str:
    return f"{round(value, 2):g}"
