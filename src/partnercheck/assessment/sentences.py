"""The words of a verdict: one place, so that every output says the same."""

from collections.abc import Sequence

from partnercheck.assessment.evidence import TIE
from partnercheck.assessment.result import Marker
from partnercheck.assessment.verdict import (
    ONE_STAGE,
    Tally,
    Verdict,
    is_even,
    large,
    leaders,
    most_voted,
    pictures,
    two_camps,
)
from partnercheck.words import STAGES, Stage, Words, capitalised, whole_percent

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


def headline(verdict: Verdict, found: Tally | None, words: Words) -> str:
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


def verdict_words(verdict: Verdict, found: Tally, words: Words, *, alike: float = 0.0, sectors: bool = True) -> str:
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


def _beside_camps(said: str, verdict: Verdict, found: Tally, words: Words) -> str:
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


def _pictures(verdict: Verdict, found: Tally, words: Words, *, sectors: bool) -> str:
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


def certainty_words(verdict: Verdict, found: Tally, questions: int, words: Words) -> str:
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
