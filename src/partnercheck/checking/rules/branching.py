"""The paths through a questionnaire: conditions that can never hold, that always hold, and that wait for each other."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from partnercheck.checking.recovery import Draft
from partnercheck.core.findings import Finding, clip, listed, shown
from partnercheck.questionnaire.model import Question, Questionnaire
from partnercheck.questionnaire.references import at_pattern

MAX_CARRIED = 32
"""So many earlier answers are kept in mind for a question; a longer way to it is followed no further back."""
MAX_NAMED = 8
"""So many questions of a circle are named."""
MAX_CIRCLES = 100
"""So many circles are told; who waits for everybody makes thousands of them."""
_LOOSEN = "loosen one of the conditions, or take the question out"

Answers = frozenset[str]


class _Way(NamedTuple):
    """What must have been answered before a question is asked, by question id; none where no answers lead to it."""

    needs: Mapping[str, Answers] | None


def questions_are_asked(draft: Draft) -> Iterator[Finding]:
    """PC308: questions that no answers lead to."""
    if not draft.questionnaire:
        return
    offered = {question.id: _offered(draft.questionnaire, question) for question in draft.questionnaire.questions}
    alone = {question.id: _alone(draft.questionnaire, question) for question in draft.questionnaire.questions}
    times = Counter(other for question in draft.questionnaire.questions for other in question.ask_if)
    ways: dict[str, _Way] = {}
    for path, question in draft.questions():
        needs: dict[str, Answers] = {}
        for other, wanted in question.ask_if.items():
            before = ways.get(other, _Way({})).needs
            own = frozenset(wanted) & offered.get(other, frozenset(wanted))
            clash = "" if before is None else _merge(needs, {other: own, **_without(before, other)}, times, alone)
            if before is None or not own or clash:
                message = _why(other, own, clash, wanted)
                where = (*path, "ask_if", other)
                yield draft.at(where, "PC308", message, _LOOSEN, key=True)
                ways[question.id] = _Way(None)
                break
        else:
            ways[question.id] = _Way(dict(list(needs.items())[:MAX_CARRIED]))


def _without(before: Mapping[str, Answers], other: str) -> dict[str, Answers]:
    return {name: answers for name, answers in before.items() if name != other}


def _why(other: str, own: Answers, clash: str, wanted: tuple[str, ...]) -> str:
    if not own:
        return f"this question is never asked: {shown(other)} does not offer {listed(sorted(wanted), 4)}"
    if clash:
        return f"this question is never asked: it needs two different answers to {shown(clash)}"
    return f"this question is never asked: it waits for {shown(other)}, which is never asked itself"


def _merge(
    needs: dict[str, Answers], more: Mapping[str, Answers], times: Counter[str], alone: Mapping[str, Answers | None]
) -> str:
    """Add what else is needed; the first question for which nothing is left that fits both."""
    for name, answers in more.items():
        if times[name] < 2:  # named once, it can clash with nothing
            continue
        have = needs.get(name)
        if have is None:
            needs[name] = answers
            continue
        excluding = alone.get(name)
        both = have & answers
        one_only = excluding is None or have <= excluding or answers <= excluding
        if one_only and not both:
            return name
        needs[name] = both if one_only else have
    return ""


def _offered(questionnaire: Questionnaire, question: Question) -> Answers:
    return frozenset(option.value for option in questionnaire.options_of(question)) | frozenset(question.escapes)


def _alone(questionnaire: Questionnaire, question: Question) -> Answers | None:
    """The answers that exclude all others; none where every answer does."""
    if not question.several:
        return None
    options = questionnaire.options_of(question)
    return frozenset(option.value for option in options if option.alone) | frozenset(question.escapes)


def conditions_can_fail(draft: Draft) -> Iterator[Finding]:
    """PC309: conditions that list every answer to a question that everybody is asked."""
    if not draft.questionnaire:
        return
    everybody: dict[str, Answers] = {}
    for path, question in draft.questions():
        useless = [
            other for other, wanted in question.ask_if.items() if other in everybody and everybody[other] <= set(wanted)
        ]
        for other in useless:
            message = f"all {len(everybody[other])} answers to {shown(other)} are listed, so this holds for everybody"
            where = (*path, "ask_if", other)
            yield draft.at(where, "PC309", message, "take the condition away, or list fewer answers", key=True)
        if len(useless) == len(question.ask_if):
            everybody[question.id] = _offered(draft.questionnaire, question)


def questions_wait_in_line(draft: Draft) -> Iterator[Finding]:
    """PC310: questions that wait for each other's answers; one finding for each circle, at its first question.

    The plain tree is read: where a circle stands, no questionnaire does.
    """
    waits: dict[str, list[str]] = {}
    places: dict[str, int] = {}
    for path, question in at_pattern(draft.tree, "questions/*"):
        name = question.get("id") if isinstance(question, dict) else None
        conditions = question.get("ask_if") if isinstance(question, dict) else None
        if isinstance(name, str) and name not in waits:
            waits[name] = list(conditions) if isinstance(conditions, dict) else []
            places[name] = int(path[1])
    for found in islice(_circles(waits), MAX_CIRCLES):
        start = min(range(len(found)), key=lambda at: places[found[at]])
        circle = found[start:] + found[:start]
        where = ("questions", places[circle[0]], "ask_if", circle[1 % len(circle)])
        yield draft.at(where, "PC310", _round(circle), "take one of the conditions away", key=True)


def _round(circle: list[str]) -> str:
    if len(circle) == 1:
        return f"{shown(circle[0])} waits for its own answer"
    named = [clip(name, 30) for name in circle[:MAX_NAMED]] + ["…"] * (len(circle) > MAX_NAMED)
    return f"{len(circle)} questions wait for each other: {' → '.join([*named, named[0]])}"


def _circles(waits: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """Circles of a graph, in one walk over it: one for each edge that leads back to where the walk came from."""
    done: set[str] = set()
    for start in waits:
        way: dict[str, int] = {}
        stack: list[tuple[str, Iterator[str]]] = [] if start in done else [(start, iter(waits[start]))]
        if stack:
            way[start] = 0
        while stack:
            here, rest = stack[-1]
            there = next(rest, None)
            if there is None:
                stack.pop()
                del way[here]
                done.add(here)
            elif there in way:
                yield [name for name, _ in stack[way[there] :]]
            elif there in waits and there not in done:
                way[there] = len(stack)
                stack.append((there, iter(waits[there])))
