"""The words of a verdict and of a report's first page: one place, so that every output says the same."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from partnercheck.assessment.agreement import MAX_OF_A_CHOICE, Alike
from partnercheck.assessment.context import ScoringContext
from partnercheck.assessment.responses import Round
from partnercheck.assessment.result import Marker, Theme
from partnercheck.assessment.scoring import (
    ONE_STAGE,
    TIE,
    Judgement,
    Tally,
    is_even,
    large,
    leaders,
    most_voted,
    pictures,
    tally,
    to_rank,
    two_camps,
)
from partnercheck.core.words import STAGES, Stage, Words, capitalised, whole_percent
from partnercheck.questionnaire.model import VerdictKind

SURE, VERY_SURE = 80, 95
"""Per cent from which the words are *fairly sure* and *very sure*."""
ANOTHER, CLOSE = 20, 0.75
"""Per cent of the votes of a stage that is not named from which the words are not *very sure*; and the part of the
largest share named from which they are *just sure enough*."""
DIFFERENT_VIEW, SAME_VIEW = 0.25, 0.70
"""Shared view below which people see it differently, and from which they largely see the same."""
HALF = 50
"""Per cent above which the words are *most of*."""
LEANS_SLIGHTLY, LEANS, BETWEEN = 1, 3, 5
"""Tenths of a step from which the marker leans slightly, leans, and stands between two stages."""
MOSTLY_ALIKE = 2 / 3
"""Share of the shown questions from which people answered most of them alike."""


def joined(names: Sequence[str], words: Words) -> str:
    """Names as a list in a sentence: a, b and c."""
    if len(names) < 2:
        return "".join(names)
    return words("{first} and {last}", first=", ".join(names[:-1]), last=names[-1])


def joined_by_or(names: Sequence[str], words: Words) -> str:
    """Names as a choice in a sentence: a, b or c."""
    if len(names) < 2:
        return "".join(names)
    return words("{first} or {last}", first=", ".join(names[:-1]), last=names[-1])


def headline(verdict: Judgement, found: Tally | None, words: Words) -> str:
    """The verdict as a heading of a few words."""
    names = [words.stage(stage) for stage in verdict.stages]
    if verdict.kind == "none":
        return words("No stage")
    if verdict.kind == "too-few" or found is None:
        return words("Too few answers")
    if verdict.kind == "clear":
        return capitalised(names[0])
    if verdict.kind == "between":
        return capitalised(words("{a} or {b}", a=names[0], b=names[1]))
    if verdict.how == "two-camps":
        two = len(pictures(found)) == 2
        return words("Two pictures side by side") if two else words("Three pictures side by side")
    if verdict.how == "no-single-stage":
        return words("No single stage")
    if not names:
        return words("Evenly spread") if is_even(found.votes) else words("Many stages at once")
    return words("No clear stage") if len(names) == 1 else words("Differing answers")


def verdict_words(verdict: Judgement, found: Tally, words: Words, *, alike: float = 0.0, sectors: bool = True) -> str:
    """A verdict that was reached, in one or two sentences.

    Args:
        verdict: The verdict: clear, between or differ.
        found: The tally it was judged from.
        words: The language.
        alike: The share of the shown questions that people answered alike.
        sectors: Whether people belong to several sectors, whose voices are weighed.
    """
    names = [words.name(stage) for stage in verdict.stages]
    if verdict.kind == "clear":
        return _beside_camps(words("Your answers describe {stage}.", stage=names[0]), verdict, found, words)
    if verdict.kind == "between":
        said = words("Your answers fit both {a} and {b}.", a=names[0], b=names[1])
        half = words("That does not mean that you are half-way between them.")
        return f"{_beside_camps(said, verdict, found, words)} {half}"
    if verdict.how == "two-camps":
        return _pictures(verdict, found, words, sectors=sectors)
    if verdict.how == "no-single-stage":
        return _no_single_stage(found, words, alike=alike)
    if not verdict.stages and is_even(found.votes):
        return words("Your answers are spread fairly evenly over the stages.")
    if not verdict.stages:
        return words("Your answers point to many stages, and to none of them much more than to others.")
    shares = _with_shares(verdict.stages, found, words)
    if len(shares) == 1:
        most = whole_percent(max(found.votes)) > HALF
        return (
            words("Most of what you answered points to {stage}, but not surely enough to name it.", stage=shares[0])
            if most
            else words(
                "More of what you answered points to {stage} than to any other stage, but not surely enough to name "
                "it.",
                stage=shares[0],
            )
        )
    return words("Your answers point to different stages, most often to {stages}.", stages=joined(shares, words))


def _beside_camps(said: str, verdict: Judgement, found: Tally, words: Words) -> str:
    """The sentence of a clear or between verdict, with the camps that stand beside it."""
    camps = two_camps(found)
    opening = said.rstrip(".")
    if set(camps) & set(verdict.stages):
        shares = joined(_with_shares(pictures(found), found, words), words)
        return words("{said}, but different pictures stand side by side: {stages}.", said=opening, stages=shares)
    if camps:
        shares = joined(_with_shares(camps, found, words), words)
        return words(
            "{said}, with much of what you answered on either side of it: {stages}.", said=opening, stages=shares
        )
    return said


def _pictures(verdict: Judgement, found: Tally, words: Words, *, sectors: bool) -> str:
    told = pictures(found)
    shares = _with_shares(told, found, words)
    if whole_percent(found.shares[told[0]]) > HALF and not set(told) <= set(verdict.stages):
        return words(
            "Two pictures stand side by side: most of what you answered points to {a}, and much of it to {b}.",
            a=shares[0],
            b=joined(shares[1:], words),
        )
    what = joined(shares, words)
    if len(told) > 2:
        said = words("Three pictures stand side by side: {stages}.", stages=what)
    elif sectors:
        said = words("Two pictures stand side by side: {stages}, with each sector’s voice weighed.", stages=what)
    else:
        said = words("Two pictures stand side by side: {stages}.", stages=what)
    named = dict.fromkeys((*large(found), *verdict.stages))
    more = joined(_with_shares([stage for stage in named if stage not in told], found, words), words)
    also = words("Part of what you answered points to {stage} as well.", stage=more)
    return f"{said} {also}" if more else said


def _no_single_stage(found: Tally, words: Words, *, alike: float) -> str:
    flat = sum(max(ballot) < ONE_STAGE - TIE for ballot in found.ballots)
    if flat == len(found.ballots):
        said = words("Each of you gave answers for several stages; together they point to no single one.")
    elif flat > len(found.ballots) / 2:
        said = words("Most of you gave answers for several stages; together they point to no single one.")
    else:
        said = words("Some of you gave answers for several stages; together they point to no single one.")
    stages = most_voted(found)
    if stages:
        shares = joined(_with_shares(stages, found, words), words)
        said += " " + words("They point most often to {stages}.", stages=shares)
    if alike >= MOSTLY_ALIKE - TIE:
        said += " " + words("You answered most questions alike.")
    return said


def _with_shares(stages: Sequence[Stage], found: Tally, words: Words) -> list[str]:
    return [
        words("{stage} ({share})", stage=words.name(stage), share=words.percent(found.shares[stage]))
        for stage in stages
    ]


def sure_words(certainty: int, named: int, another: int, words: Words) -> str:
    """A certainty in words, by the whole per cents that are shown.

    Args:
        certainty: Of the stage or the stages named.
        named: The largest share of the votes of a stage that is named.
        another: The largest of one that is not; where it is large, nobody would say *very sure* aloud, however the
            probabilities lie.
        words: The language.
    """
    if certainty >= VERY_SURE and another < ANOTHER:
        return words("very sure")
    return (
        words("fairly sure") if certainty >= SURE and another < CLOSE * named else words("just sure enough to say so")
    )


def certainty_words(verdict: Judgement, found: Tally, questions: int, words: Words) -> str:
    """How sure a clear or between verdict is, in words and in per cent, and what that was worked out from."""
    certainty = verdict.certainty or 0.0
    votes = {stage: whole_percent(share) for stage, share in found.shares.items()}
    named = max(votes[stage] for stage in verdict.stages)
    another = max((share for stage, share in votes.items() if stage not in verdict.stages), default=0)
    sure = sure_words(whole_percent(certainty), named, another, words)
    asked = words("How sure?") if verdict.kind == "clear" else words("How sure that it is one of the two?")
    said = words(
        "{sure}: {share}, worked out from {n} people’s answers to {questions} questions.",
        sure=capitalised(sure),
        share=words.percent(certainty),
        n=len(found.ballots),
        questions=questions,
    )
    if whole_percent(certainty) < SURE or sure_words(whole_percent(certainty), named, 0, words) == sure:
        return f"{asked} {said}"
    largest = [stage for stage in votes if stage not in verdict.stages and votes[stage] == another]
    shares = joined(_with_shares(largest, found, words), words)
    return f"{asked} {said} " + words(
        "It is called no surer because part of what you answered points to {stage}.", stage=shares
    )


def too_few_words(people: int, words: Words, *, joint: bool = False) -> str:
    """Why there is no verdict, given how many forms count."""
    if joint:
        return words("Too few answers to name a stage: too many questions were left open.")
    if people == 0:
        return words("Too few answers to name a stage: no form has enough answers to be counted.")
    if people == 1:
        return words("Too few answers to name a stage: this is one person’s view.")
    if people == 2:
        return words("Too few answers to name a stage: this is two people’s view.")
    return words("Too few answers to name a stage: too many questions were left open.")


def none_words(words: Words, *, scores: bool) -> str:
    """What a questionnaire gives that names no stage."""
    if scores:
        return words("This questionnaire names no stage. It gives scores and answers.")
    return words("This questionnaire names no stage. It gives answers.")


def theme_words(theme: str, leads: Sequence[Stage], behind: Sequence[Stage], words: Words) -> str:
    """What a theme points to, and the stages of the partnership where the theme lies behind them."""
    stage = joined([words.name(each) for each in leads], words)
    if behind:
        stages = joined([words.name(each) for each in behind], words)
        return words(
            "“{theme}” still points to {stage}, while your answers as a whole describe {stages}.",
            theme=theme,
            stage=stage,
            stages=stages,
        )
    return words("“{theme}” points to {stage}.", theme=theme, stage=stage)


def joint_words(stages: Sequence[Stage], words: Words) -> str:
    """The room's own reading in words."""
    alone = words("One form cannot say how sure that is.")
    if not stages:
        return words("The room’s own reading: the answers are spread fairly evenly over the stages.") + f" {alone}"
    names = joined([words.name(stage) for stage in stages], words)
    return words("The room’s own reading: {stages}.", stages=names) + f" {alone}"


def joint_headline(stages: Sequence[Stage], words: Words) -> str:
    """The room's own reading as a heading of a few words."""
    return capitalised(joined([words.stage(stage) for stage in stages], words)) or words("No single stage")


def joint_stages(found: Tally) -> tuple[Stage, ...]:
    """The leading stage of the room's one ballot, or those that share the lead; none where it is evenly spread."""
    return () if is_even(found.votes) else leaders(found.votes, [STAGES[s] for s in found.loop])


def marker_words(marker: Marker, words: Words) -> str:
    """Where the marker stands on the loop, by the tenths of a step that are shown."""
    tenths, start = round(marker.share * 10), words.name(marker.start)
    if marker.towards is None or tenths < LEANS_SLIGHTLY:
        return words("at {stage}", stage=start)
    towards = words.name(marker.towards)
    if tenths < LEANS:
        return words("at {stage}, leaning slightly towards {towards}", stage=start, towards=towards)
    if tenths < BETWEEN:
        return words("at {stage}, leaning towards {towards}", stage=start, towards=towards)
    return words("between {stage} and {towards}", stage=start, towards=towards)


def view_words(view: float, words: Words) -> str:
    """What the shared view means."""
    if view >= SAME_VIEW - TIE:
        return words("People largely see the same stage.")
    if view >= DIFFERENT_VIEW - TIE:
        return words("People partly see the same stage.")
    return words("People see the partnership differently.")


MAX_QUOTED = 14
"""Words of a question and its answer that fit into a sentence of the first page."""
MIN_TO_COUNT = 2
"""Questions below which none are counted as alike or split."""
MIN_TO_SPLIT = 4
"""People below whom no question can be split, for a camp needs two."""
MAX_WORDS, HEADINGS = 250, 25
"""Words of a first page, and those of them that its headings and its date need."""
DIFFER_BY = 20
"""Points by which each of two groups leads with its own stage over the other's, where they see it differently."""


def breakdown_of(basis: ScoringContext) -> dict[str, Any]:
    """The content of the `Breakdown`: every group's votes, and whether two of them see it differently.

    Within a group everybody weighs the same, also where small sectors were put together.
    """
    rows = []
    for row in basis.rows:
        forms = [basis.forms[i]._replace(sector="") for i in row.members]
        shares = tally(forms, basis.loop, basis.norms).shares
        votes = {stage: basis.rounded(share) for stage, share in shares.items()}
        rows.append(
            {
                "id": row.id,
                "name": row.name,
                "n": len(row.members),
                "votes": votes,
                "leads": leaders(tuple(votes.values()), tuple(votes)),
            }
        )
    return {"by": basis.by, "rows": rows, "differs": any(_differ(a, b) for a, b in combinations(rows, 2))}


def _differ(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two groups each have at least 20 points more for their own leading stage than for the other's."""
    if len(one["leads"]) != 1 or len(other["leads"]) != 1 or one["leads"] == other["leads"]:
        return False
    a, b = one["leads"][0], other["leads"][0]
    return all(
        whole_percent(row["votes"][own]) - whole_percent(row["votes"][rival]) >= DIFFER_BY
        for row, own, rival in ((one, a, b), (other, b, a))
    )


def groups_words(breakdown: Mapping[str, Any], words: Words) -> str:
    """The groups that see it differently, each with its stage; empty where none do."""
    rows = breakdown["rows"]
    apart = [row for row in rows if any(_differ(row, other) for other in rows)]
    return "; ".join(
        words(
            "{group}: {stage} ({share})",
            group=row["name"],
            stage=words.name(row["leads"][0]),
            share=words.percent(row["votes"][row["leads"][0]]),
        )
        for row in apart
    )


def together_words(
    basis: ScoringContext, breakdown: Mapping[str, Any] | None, view: float | None, themes: Sequence[Theme], room: int
) -> list[str]:
    """Where people agree and where they differ: groups first, then answers, then a theme that lags.

    Args:
        basis: The round.
        breakdown: The content of its breakdown, where it has one.
        view: The shared view, where it may be said.
        themes: The themes.
        room: Words that the first page has left; what is not needed is left out where it does not fit.
    """
    words, said = basis.words, []
    apart = groups_words(breakdown, words) if breakdown else ""
    if apart:
        opening = (
            words("The sectors see it differently")
            if basis.by == "sector"
            else words("The partners see it differently")
        )
        said.append(words("{opening}. {groups}.", opening=opening, groups=apart))
    elif view is not None:
        said.append(view_words(view, words))
    said += _alike_words(basis)
    behind = [theme for theme in themes if theme.lags]
    more = [
        min(behind, key=lambda theme: (-to_rank(theme.votes[theme.leads[0]]), theme.id)).words if behind else "",
        _most_alike(basis),
    ]
    room -= _counted(said)
    for each in filter(None, more):
        if _counted([each]) <= room:
            said.append(each)
            room -= _counted([each])
    return said


def room_left(basis: ScoringContext, said: Sequence[str], steps: int, questions: int) -> int:
    """Words that the first page has left beside what it must say.

    Args:
        basis: The round.
        said: Its sentences, titles and questions.
        steps: How many steps it lists, each with its number and its minutes.
        questions: How many questions it lists, each with its number.
    """
    return MAX_WORDS - HEADINGS - _counted(said) - 3 * steps - questions - 2 * len(basis.rows)


def _counted(texts: Sequence[str]) -> int:
    return sum(len(text.split()) for text in texts)


def likeness_of(basis: ScoringContext) -> list[Alike]:
    """Alike, spread or split, for each shown question of which one answer is chosen.

    Where several may be chosen there are no camps to be split into.
    """
    return [word for name, word in basis.alike.items() if not basis.shown[name].question.several]


def _alike_words(basis: ScoringContext) -> list[str]:
    """How many questions were answered alike and how many are split."""
    words, alike = basis.words, likeness_of(basis)
    if len(alike) < MIN_TO_COUNT:
        return []
    n, own = len(alike), alike.count("alike")
    if own == n:
        return [words("You answered all {n} questions alike.", n=n)]
    return [
        words(
            "Of {n} questions you answered {alike} alike; on {spread} answers are spread, on {split} you are split.",
            n=n,
            alike=own,
            spread=alike.count("spread"),
            split=alike.count("split"),
        )
    ]


def _most_alike(basis: ScoringContext) -> str:
    """The question on which answers are most alike, and the answer that two thirds gave; empty where there is none.

    Questions and answers that are too long for a first page are passed over.
    """
    alike = [
        (-to_rank(basis.agreement[name]), name)
        for name, word in basis.alike.items()
        if word == "alike" and name in basis.weighed and not basis.shown[name].question.several
    ]
    for _, name in sorted(alike):
        found = basis.shown[name]
        counts = found.counts
        most = max(counts.values())
        if most / len(found.given) < MAX_OF_A_CHOICE - TIE:
            continue
        answer = next(option for option in found.options if counts[option.value] == most)
        texts = (found.question.text, answer.label)
        first = basis.questionnaire.languages[0]  # in every language the same question is quoted
        if sum(len(basis.questionnaire.say(text, first).split()) for text in texts) <= MAX_QUOTED:
            asked, label = (basis.say(text).rstrip(".") for text in texts)
            return basis.words(
                "You are close on “{question}”: {n} of {of} chose “{answer}”.",
                question=asked,
                n=most,
                of=len(found.given),
                answer=label,
            )
    return ""


def people_words(basis: ScoringContext) -> str:
    """How many answered, of how many, and how many of them count."""
    words, people = basis.words, len(basis.responses)
    if basis.joint:
        said = words("One form, filled in by the room together.")
        thin = words("It has too few answers to be counted.")
        return f"{said} {thin}" if basis.too_thin else said
    said = answered_words(people, known_invited(basis.round, people), words)
    if basis.too_thin == people > 0:
        said += " " + words("Nobody answered enough to be counted.")
    elif basis.too_thin:
        said += " " + words.many(
            "{n} of them answered too little to be counted.",
            "{n} of them answered too little to be counted.",
            basis.too_thin,
        )
    return said


def talk_words(basis: ScoringContext, talk: Sequence[str], kind: VerdictKind) -> str:
    """What the questions to talk about first have in common; why there are none."""
    words = basis.words
    if kind == "joint" or not basis.alike:
        return ""
    alike = likeness_of(basis)
    nearly = (
        words("You answered everything alike.")
        if alike.count("alike") == len(alike)
        else words("You answered nearly everything alike.")
    )
    if not talk:
        return nearly
    found = {basis.alike.get(name) for name in talk}
    if found == {"split"}:
        return words("On these your answers are split. Ask what people had in mind before asking who is right.")
    if not found & {"split", "spread"}:
        elsewhere = words.many(
            "The answers to this one point elsewhere.", "The answers to these point elsewhere.", len(talk)
        )
        return f"{nearly} {elsewhere}"
    if "split" in found or len(basis.forms) < MIN_TO_SPLIT:
        return words("Start with these. Ask what people had in mind before asking who is right.")
    return words("No question splits you in two. On these the answers are spread.")


def plan_words(steps: Sequence[Mapping[str, Any]], words: Words) -> str:
    """How many of the next steps to choose."""
    if len(steps) == 1:
        return words("Do this, and nothing else for now.") if steps[0].get("alone") else words("Start with this step.")
    if any(step.get("marked") for step in steps):
        return words("Choose two of these steps. The two marked ▸ take two hours of meeting at most.")
    return words("Choose two of these steps.")


def known_invited(round_: Round, answered: int) -> int | None:
    """How many were invited, where that is known and fits how many answered."""
    return None if (round_.invited or 0) < answered else round_.invited


def answered_words(answered: int, invited: int | None, words: Words) -> str:
    """How many answered, of how many where that is known."""
    if invited:
        return words("{n} of {invited} invited people answered.", n=answered, invited=invited)
    return words.many("{n} person answered.", "{n} people answered.", answered)
