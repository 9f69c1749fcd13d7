"""The words of a verdict: one place, so that every output says the same."""

from collections.abc import Sequence

from partnercheck.assessment.verdict import Tally, Verdict, between_camps, most_voted
from partnercheck.words import Stage, Words

LOW_VIEW = 0.25
"""Shared view below which a stated certainty is too high."""
WIDE_VIEW = 0.50
"""Shared view from which people largely see the same stage."""


def joined(names: Sequence[str], words: Words) -> str:
    """Names as a list in a sentence: a, b and c."""
    if len(names) < 2:
        return "".join(names)
    return words("{first} and {last}", first=", ".join(names[:-1]), last=names[-1])


def verdict_words(verdict: Verdict, found: Tally, words: Words) -> str:
    """A verdict that was reached, in one or two sentences.

    Args:
        verdict: The verdict: clear, between or differ.
        found: The tally it was judged from.
        words: The language.
    """
    names = [words.name(stage) for stage in verdict.stages]
    if verdict.kind == "clear":
        certainty = words.chance(verdict.certainty or 0)
        return words("The partnership reads as {stage}. How sure: {certainty}.", stage=names[0], certainty=certainty)
    if verdict.kind == "between":
        return words(
            "We cannot separate {a} from {b}. How sure that it is one of the two: {certainty}. "
            "That does not mean that the partnership stands half-way.",
            a=names[0],
            b=names[1],
            certainty=words.chance(verdict.certainty or 0),
        )
    largest = [
        words("{stage} ({share})", stage=words.name(stage), share=words.percent(share))
        for stage, share in most_voted(found).items()
    ]
    return words("Views differ too much for one stage. Most votes went to {stages}.", stages=joined(largest, words))


def too_few_words(people: int, words: Words) -> str:
    """Why there is no verdict, given how many forms count."""
    if people == 0:
        return words("Too few answers for a verdict: no form answered enough to count.")
    if people == 1:
        return words("Too few answers for a verdict: this is one person's view.")
    if people == 2:
        return words("Too few answers for a verdict: this is two people's view.")
    return words("Too few answers for a verdict: too many questions were left open.")


def theme_words(theme: str, leads: Sequence[Stage], behind: Sequence[Stage], words: Words) -> str:
    """What a theme reads as, and the stages of the partnership where the theme lies behind them."""
    stage = joined([words.name(each) for each in leads], words)
    if behind:
        stages = joined([words.name(each) for each in behind], words)
        return words(
            "“{theme}” still reads as {stage} while the partnership reads as {stages}.",
            theme=theme,
            stage=stage,
            stages=stages,
        )
    return words("“{theme}” reads as {stage}.", theme=theme, stage=stage)


def joint_words(leads: Sequence[Stage], words: Words) -> str:
    """The room's own reading in words."""
    names = joined([words.name(stage) for stage in leads], words)
    return words("The room's own reading: {stages}. One form cannot say how sure that is.", stages=names)


def camps_words(camps: Sequence[Stage], verdict: Verdict, found: Tally, words: Words) -> list[str]:
    """What two camps mean, and that the votes lie on both sides of the stage that won."""
    if not camps:
        return []
    names = joined([words.name(stage) for stage in camps], words)
    counted = words("Two camps") if len(camps) == 2 else words("Three camps")
    said = [words("{camps}: {stages} each hold at least 30% of the votes.", camps=counted, stages=names)]
    if verdict.kind != "differ" and between_camps(verdict.stages[0], camps, found.loop):
        said.append(words("The votes lie on both sides of {stage}.", stage=words.name(verdict.stages[0])))
    return said


def view_words(view: float, words: Words) -> str:
    """What the shared view means."""
    if view >= WIDE_VIEW:
        return words("People largely see the same stage.")
    if view >= LOW_VIEW:
        return words("People partly see the same stage.")
    return words("People see different stages.")
