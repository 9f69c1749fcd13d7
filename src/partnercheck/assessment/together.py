"""Where people agree and where they differ, and the other sentences of a report's first page."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from partnercheck.assessment.agreement import MOST_OF_A_CHOICE, Alike
from partnercheck.assessment.basis import Basis
from partnercheck.assessment.draft import answered_words, known_invited
from partnercheck.assessment.evidence import TIE, to_rank
from partnercheck.assessment.result import Theme
from partnercheck.assessment.sentences import view_words
from partnercheck.assessment.verdict import leaders, tally
from partnercheck.questionnaire.model import VerdictKind
from partnercheck.words import Words, whole_percent

MOST_QUOTED = 14
"""Words of a question and its answer that fit into a sentence of the first page."""
LEAST_TO_COUNT = 2
"""Questions below which none are counted as alike or split."""
LEAST_TO_SPLIT = 4
"""People below whom no question can be split, for a camp needs two."""
MOST_WORDS, HEADINGS = 250, 25
"""Words of a first page, and those of them that its headings and its date need."""
DIFFER_BY = 20
"""Points by which each of two groups leads with its own stage over the other's, where they see it differently."""


def breakdown_of(basis: Basis) -> dict[str, Any]:
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
    basis: Basis, breakdown: Mapping[str, Any] | None, view: float | None, themes: Sequence[Theme], room: int
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


def room_left(basis: Basis, said: Sequence[str], steps: int, questions: int) -> int:
    """Words that the first page has left beside what it must say.

    Args:
        basis: The round.
        said: Its sentences, titles and questions.
        steps: How many steps it lists, each with its number and its minutes.
        questions: How many questions it lists, each with its number.
    """
    return MOST_WORDS - HEADINGS - _counted(said) - 3 * steps - questions - 2 * len(basis.rows)


def _counted(texts: Sequence[str]) -> int:
    return sum(len(text.split()) for text in texts)


def likeness_of(basis: Basis) -> list[Alike]:
    """Alike, spread or split, for each shown question of which one answer is chosen.

    Where several may be chosen there are no camps to be split into.
    """
    return [word for name, word in basis.alike.items() if not basis.shown[name].question.several]


def _alike_words(basis: Basis) -> list[str]:
    """How many questions were answered alike and how many are split."""
    words, alike = basis.words, likeness_of(basis)
    if len(alike) < LEAST_TO_COUNT:
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


def _most_alike(basis: Basis) -> str:
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
        if most / len(found.given) < MOST_OF_A_CHOICE - TIE:
            continue
        answer = next(option for option in found.options if counts[option.value] == most)
        texts = (found.question.text, answer.label)
        first = basis.questionnaire.languages[0]  # in every language the same question is quoted
        if sum(len(basis.questionnaire.say(text, first).split()) for text in texts) <= MOST_QUOTED:
            asked, label = (basis.say(text).rstrip(".") for text in texts)
            return basis.words(
                "You are close on “{question}”: {n} of {of} chose “{answer}”.",
                question=asked,
                n=most,
                of=len(found.given),
                answer=label,
            )
    return ""


def people_words(basis: Basis) -> str:
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


def talk_words(basis: Basis, talk: Sequence[str], kind: VerdictKind) -> str:
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
    if "split" in found or len(basis.forms) < LEAST_TO_SPLIT:
        return words("Start with these. Ask what people had in mind before asking who is right.")
    return words("No question splits you in two. On these the answers are spread.")


def plan_words(steps: Sequence[Mapping[str, Any]], words: Words) -> str:
    """How many of the next steps to choose."""
    if len(steps) == 1:
        return words("Do this, and nothing else for now.") if steps[0].get("alone") else words("Start with this step.")
    if any(step.get("marked") for step in steps):
        return words("Choose two of these steps. The two marked ▸ take two hours of meeting at most.")
    return words("Choose two of these steps.")
