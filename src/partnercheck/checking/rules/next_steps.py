"""What next steps should have, and next steps that no round could ever bring up."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple, get_args

from partnercheck.assessment.next_steps import MAX_SHOWN_STEPS, WORDS_OF_A_TITLE
from partnercheck.assessment.scoring import JOURNEY, TIE, attainable, measured, names_a_stage, steps_apart
from partnercheck.assessment.scoring import MIN_REACH_OF_A_THEME as MIN_IN_A_THEME
from partnercheck.checking.recovery import LEFT_OUT, Draft
from partnercheck.checking.rules.branching import questions_are_asked
from partnercheck.core.findings import Finding, clip, joined, listed, shown
from partnercheck.core.words import STAGES, Stage
from partnercheck.questionnaire.document import KeyPath
from partnercheck.questionnaire.model import ANY_LANGUAGE, NextStep, Question, VerdictKind, Wanted
from partnercheck.questionnaire.references import at_pattern

SAYS_NOTHING = frozenset(
    {
        "", "n a", "na", "none", "nobody", "no one", "noone", "unknown", "tbd", "tba", "tbc", "todo", "to do", "xxx",
        "to be decided", "to be determined", "to be announced", "to be confirmed", "not applicable", "later",
        "nvt", "n v t", "niet van toepassing", "geen", "niemand", "onbekend", "ntb", "n t b", "nader te bepalen", "x",
        "nog te bepalen", "nog onbekend", "volgt", "volgt nog",
    }
)  # fmt: skip
"""Words that stand where nothing was filled in, small letters, punctuation taken for a space."""


def stages_have_steps(draft: Draft) -> Iterator[Finding]:
    """PC501: measured stages that no next step is for; nothing where no stage is ever named."""
    loop = measured(draft.weighed.values())
    if not draft.questionnaire or not draft.whole or not names_a_stage(loop):
        return
    named = {str(stage) for _, stage in at_pattern(draft.tree, "next_steps/*/for/stage")}
    missing = [STAGES[s] for s in loop if STAGES[s] not in named]
    if missing:
        remedy = f"add steps with for: {{stage: {missing[0]}}}" if len(missing) == 1 else "add steps for each of them"
        yield draft.at(("next_steps",), "PC501", f"no next step is for {joined(missing)}", remedy, key=True)


def themes_have_steps(draft: Draft) -> Iterator[Finding]:
    """PC502: a theme with evidence that no next step is for."""
    if not draft.questionnaire or not draft.whole:
        return
    named = {
        str(theme)
        for pattern in ("next_steps/*/for/theme", "next_steps/*/when/lagging")
        for _, theme in at_pattern(draft.tree, pattern)
    }
    asked = {question.theme for question in draft.questionnaire.questions if question.id in draft.weighed}
    for theme in draft.questionnaire.themes:
        if theme in asked and theme not in named:
            message = f"no next step is for the theme {shown(theme)}"
            yield draft.at(("themes", theme), "PC502", message, "add a step for it", key=True)


def steps_have_sources(draft: Draft) -> Iterator[Finding]:
    """PC504: a next step that names no source."""
    faulty = {found.where[:2] for found in draft.found}
    for path, step in draft.next_steps():
        if not step.sources and path not in faulty:
            message = f"the next step {shown(step.id)} names no source"
            yield draft.at((*path, "id"), "PC504", message, "say under sources what it rests on")


def steps_are_led(draft: Draft) -> Iterator[Finding]:
    """PC505: a next step whose `who` or `time` was left open."""
    faulty = {found.where[:3] for found in draft.found}
    for path, step in draft.next_steps():
        for key, text, wanted in (("who", step.who, "say who leads"), ("time", step.time, "say how long it takes")):
            for lang, said in text.items():
                filled_in = lang == ANY_LANGUAGE and said == LEFT_OUT
                if _plain(said) in SAYS_NOTHING and (*path, key) not in faulty and not filled_in:
                    message = f"{key} of the next step {shown(step.id)} says nothing: {shown(clip(said, 40))}"
                    yield draft.at((*path, key, lang), "PC505", message, wanted)


def titles_are_short(draft: Draft) -> Iterator[Finding]:
    """PC506: a next step's title of more than eight words, counted by the spaces between them."""
    for path, step in draft.next_steps():
        for lang, said in (step.title or {}).items():
            words = len(said.split())
            if words > WORDS_OF_A_TITLE:
                message = f"the title of the next step {shown(step.id)} has {words} words"
                remedy = f"say in {WORDS_OF_A_TITLE} words at most what to do; the rest stands under do"
                yield draft.at((*path, "title", lang), "PC506", message, remedy)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.replace("_", " ").casefold()))


class UnreachableStep(NamedTuple):
    """Why a step is never chosen: the place within the step, the message and the remedy."""

    path: KeyPath
    message: str
    remedy: str


class Reachability(NamedTuple):
    """What every round with this questionnaire has in common.

    `themes` holds the stages that each theme measures by itself, `camps` says whether two stages are no neighbours,
    `silent` holds the questions that are never asked.
    """

    stages: tuple[Stage, ...]
    kinds: frozenset[VerdictKind]
    themes: dict[str, tuple[Stage, ...]]
    camps: bool
    questions: dict[str, Question]
    silent: frozenset[str]


def steps_can_be_chosen(draft: Draft) -> Iterator[Finding]:
    """PC503: a next step that no answers can bring up, and a question that never does."""
    if not draft.questionnaire or not draft.whole:
        return
    world = world_of(draft)
    faulty = {found.where[:2] for found in draft.found}
    sound = [(path, step) for path, step in draft.next_steps() if path not in faulty]
    told: set[str] = set()
    for path, step in sound:
        never = _no_trigger(step) or _bad_condition(step, world) or _bad_stage(step, world)
        if never:
            told.add(step.id)
        for each in [never] if never else _never_by(step, world):
            yield draft.at((*path, *each.path), "PC503", each.message, each.remedy)
    yield from _crowded_out(draft, [pair for pair in sound if pair[1].id not in told])


def world_of(draft: Draft) -> Reachability:
    """What holds for every round with a draft's questionnaire."""
    questions = [question for _, question in draft.questions()]
    loop = measured(draft.weighed.values())
    by_theme = defaultdict(list)
    for question in questions:
        if question.theme and question.id in draft.weighed:
            by_theme[question.theme].append(draft.weighed[question.id])
    reach = {theme: attainable(weighed) for theme, weighed in by_theme.items()}
    unasked = {found.where[:2] for found in questions_are_asked(draft)}
    camps = any(steps_apart(a, b) > 1 for a in loop for b in loop)
    kinds: set[VerdictKind] = set(get_args(VerdictKind)) - {"none"}
    if not names_a_stage(loop):
        kinds = {"none"}
    elif len(loop) == 2:  # neighbours hold everything together; others are never named together
        kinds.discard("between" if camps else "differ")
    return Reachability(
        tuple(STAGES[s] for s in loop),
        frozenset(kinds),
        {theme: tuple(STAGES[s] for s in loop if here[s] >= MIN_IN_A_THEME - TIE) for theme, here in reach.items()},
        camps,
        {question.id: question for question in questions},
        frozenset(question.id for path, question in draft.questions() if path in unasked),
    )


def _no_trigger(step: NextStep) -> UnreachableStep | None:
    """Without a stage and without a condition nothing ever speaks for a step."""
    when = step.when
    if step.purpose.stage or when.verdict or when.triggers:
        return None
    what = "a theme alone brings no step up" if step.purpose.theme else "it has neither a stage nor a condition"
    message = f"the next step {shown(step.id)} is never chosen: {what}"
    return UnreachableStep(("id",), message, "name a stage under for, or a condition under when")


def _bad_condition(step: NextStep, world: Reachability) -> UnreachableStep | None:
    when, name = step.when, shown(step.id)
    kinds = world.kinds & (frozenset(when.verdict) or world.kinds)
    if not kinds:
        message = f"the next step {name} is never chosen: {len(world.stages)} measured stages give no such verdict"
        return UnreachableStep(("when", "verdict"), message, "wait for another kind of verdict")
    for asked, fitting, key, what in (
        (when.two_camps, {"clear", "between", "differ"}, "two_camps", "camps are told apart"),
        (when.sectors_differ, {"clear", "between", "differ"}, "sectors_differ", "sectors are compared"),
        (when.lagging, {"clear", "between", "joint"}, "lagging", "themes lag"),
        (when.split_on, world.kinds - {"joint"}, "split_on", "answers are split"),
    ):
        if asked and not kinds & fitting:
            message = (
                f"the next step {name} is never chosen: where the verdict is {listed(sorted(kinds))}, {what} never"
            )
            return UnreachableStep(("when", key), message, f"take {key} away, or wait for another kind of verdict")
    if when.two_camps and not world.camps:
        message = f"the next step {name} is never chosen: camps need two measured stages that are no neighbours"
        return UnreachableStep(("when", "two_camps"), message, "take two_camps away")
    if when.lagging and not _can_lag(when.lagging, step.purpose.stage, world, len(kinds & {"clear", "joint"}) == 0):
        as_what = f" as {step.purpose.stage}" if step.purpose.stage else ""
        message = (
            f"the next step {name} is never chosen: the theme {shown(when.lagging)} "
            f"cannot read{as_what} while the partnership reads as a later stage"
        )
        return UnreachableStep(("when", "lagging"), message, "give the theme more evidence, or take the condition away")
    return _unsplittable(step, world) or _unanswerable(step, world)


def _can_lag(theme: str, stage: Stage | None, world: Reachability, only_between: bool) -> bool:
    """Whether a theme can lead with a stage on the way to performing, with a later one for the verdict (two, between).

    A theme that measures fewer than two stages has no votes of its own.
    """
    own = world.themes.get(theme, ())
    way = [each for each in JOURNEY if each in world.stages]
    return len(own) > 1 and any(
        len(way) - 1 - way.index(lead) >= (2 if only_between else 1)
        for lead in own
        if lead in way and stage in (None, lead)
    )


def _unsplittable(step: NextStep, world: Reachability) -> UnreachableStep | None:
    names = step.when.split_on
    why = [_never_split(world.questions[name], world) for name in names]
    if not names or not all(why):
        return None
    alike = [name for name, each in zip(names, why, strict=True) if each == why[0]]
    message = f"the next step {shown(step.id)} is never chosen: {listed(alike)}: {why[0]}"
    remedy = "name a question with a scale or options of which one is chosen"
    return UnreachableStep(("when", "split_on"), message, remedy)


def _never_by(step: NextStep, world: Reachability) -> Iterator[UnreachableStep]:
    """The questions that never bring a step up which others may bring up."""
    for place, name in enumerate(step.when.split_on):
        if why := _never_split(world.questions[name], world):
            message = f"{shown(name)} never brings the next step {shown(step.id)} up: {why}"
            yield UnreachableStep(("when", "split_on", place), message, f"take {name} away")


def _never_split(question: Question, world: Reachability) -> str:
    """Why the answers to a question are never split; empty where they may be."""
    if question.kind:
        return "without options answers are never split"
    if question.several:
        return "where several may be chosen there are no camps to be split into"
    return "it is never asked" if question.id in world.silent else ""


def _unanswerable(step: NextStep, world: Reachability) -> UnreachableStep | None:
    for name, wanted in step.when.answers.items():
        if name in world.silent:
            why, remedy = f"{shown(name)} is never asked", f"look at the ask_if of {shown(name)}"
        elif _out_of_bounds(wanted, world.questions[name]):
            why, remedy = f"{shown(name)} accepts no number within these bounds", "change the bounds"
        else:
            continue
        message = f"the next step {shown(step.id)} is never chosen: {why}"
        return UnreachableStep(("when", "answers", name), message, remedy)
    return None


def _out_of_bounds(wanted: Wanted, question: Question) -> bool:
    low = max((bound for bound in (wanted.at_least, question.least) if bound is not None), default=None)
    high = min((bound for bound in (wanted.at_most, question.most) if bound is not None), default=None)
    return question.kind == "number" and low is not None and high is not None and low > high


def _bad_stage(step: NextStep, world: Reachability) -> UnreachableStep | None:
    """A stage counts only for steps without a condition of their own; a lagging theme was looked at before."""
    when, stage = step.when, step.purpose.stage
    if not stage or when.triggers:
        return None
    name = shown(step.id)
    if stage not in world.stages or len(world.stages) < 2:  # one measured stage gives no verdict either
        message = f"the next step {name} is never chosen: {stage} is not measured, so no verdict names it"
        return UnreachableStep(("for", "stage"), message, f"give {stage} more evidence, or take the step out")
    if set(when.verdict) == {"too-few"}:
        message = f"the next step {name} is never chosen: with too few answers no stage is named, and it is for {stage}"
        return UnreachableStep(("when", "verdict"), message, "take the stage away, or wait for another kind of verdict")
    return None


def _crowded_out(draft: Draft, steps: list[tuple[KeyPath, NextStep]]) -> Iterator[Finding]:
    """Steps for the same and with the same conditions stand or fall together, and only the first by id are taken.

    A step that leaves no room for others makes room for them wherever something else comes first; behind another it
    never comes first itself.
    """
    groups: dict[str, list[tuple[KeyPath, NextStep]]] = defaultdict(list)
    for path, step in sorted(steps, key=lambda pair: pair[1].id):
        groups[f"{step.purpose!r} {step.when!r} {step.urgent}"].append((path, step))
    for group in groups.values():
        most = _most_alike(group[0][1])
        for place, (path, step) in enumerate(group):
            before = [other.id for _, other in group[:place] if step.alone or not other.alone]
            room = 1 if step.alone else most
            if len(before) >= room:
                message = (
                    f"the next step {shown(step.id)} is never chosen: {listed(before[:room])} always come before it"
                )
                remedy = (
                    "a step that stands alone has to be the first of its kind"
                    if step.alone
                    else f"give it another stage, theme or condition; at most {most} that are alike are chosen"
                )
                yield draft.at((*path, "id"), "PC503", message, remedy)


def _most_alike(step: NextStep) -> int:
    """How many steps with the same purpose and conditions can be chosen at once.

    One of a theme, for no theme comes twice. Without a theme: one where they fill a place of their own, and as many as
    are shown where they may also fill what is left, as steps for splits, stages, answers and scores may.
    """
    when = step.when
    if step.purpose.theme or when.lagging or (when.answers and step.urgent):
        return 1
    if when.two_camps or when.sectors_differ or (when.verdict and "clear" not in when.verdict):
        return MAX_SHOWN_STEPS if when.split_on else 1
    return MAX_SHOWN_STEPS
