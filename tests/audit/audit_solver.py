"""An attacker: from everything that is published, which assignments of answers to people fit?

The attacker knows who took part, their sectors and partners, the rules, and every report, and may be told which
questions each person answered. What is published of a candidate is worked out by the program itself, so that nothing it
gives away is missed, what is withheld included: a candidate fits where its reports are the same as those that were
handed out.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, product
from operator import eq
from random import Random
from typing import Any

from audit_rounds import COMMENT, Case, Form

from partnercheck.assessment.privacy import partition
from partnercheck.assessment.responses import Answer, Response, asked_questions
from partnercheck.assessment.result import Assessment
from partnercheck.assessment.scoring import score_forms, weigh_all
from partnercheck.core.words import ESCAPES

Answers = list[Form]
Publish = Callable[[Case], Iterator[str]]
TRIES, REPEATS, BUDGET, STARTS = 24, 30, 4000, 20
"""Candidates at random that are tried before others are sought out; how often all of a group are tried in one mind; the
candidates of one exhaustive search at most; and from how many that fit, each with the question answered in another way,
other ones are sought."""


def numbers_of(found: Assessment) -> dict[str, Any]:
    """What a report publishes, but for numbers that mix all questions and what follows from them.

    Those are allowed to depend on everything (docs/scoring.md, "Small groups"): votes, probabilities, shared view and
    marker, the words made of them, and which questions are told as reasons for the stages named. The shares of a theme
    of several questions mix these; that they do not say whose form is whose is a law of its own.
    """
    whole = found.model_dump(mode="json", by_alias=True, exclude_none=True)
    steps = [(step["id"], step["because"]) for step in whole["next_steps"]]
    asked = Counter(question.get("theme") for question in whole["questions"])
    mixed = {"votes": None, "leads": None}
    themes = [
        {**each, "lags": None, "words": None, **(mixed if asked[each["id"]] > 1 else {})} for each in whole["themes"]
    ]
    rows = [(row["id"], row["n"]) for row in (whole.get("breakdown") or {"rows": []})["rows"]]
    kept = {name: whole.get(name) for name in ("people", "questions", "scores", "comments", "notes")}
    named = whole["verdict"]["kind"] not in ("too-few", "none")
    return {**kept, "themes": themes, "rows": rows, "steps": steps, "named": named}


def publish(case: Case) -> Iterator[str]:
    """What each report of a round publishes, one after another."""
    for place in range(len(case.closings)):
        yield json.dumps(numbers_of(case.report(place)), sort_keys=True)


@dataclass(frozen=True)
class Secret:
    """What a few people answered to a question: who they are, as places among the people of the round."""

    question: str
    people: tuple[int, ...]


@dataclass
class Found:
    """What an attack found out: secrets that are known, and those for which the search was not finished."""

    tried: int = 0
    candidates: int = 0
    determined: set[Secret] = field(default_factory=set)
    unfinished: set[Secret] = field(default_factory=set)


def is_answer(answer: Answer | None) -> bool:
    """Whether this is an answer, and not an escape or nothing."""
    return answer not in (None, "", ()) and not (isinstance(answer, str) and answer in ESCAPES)


def given(case: Case) -> dict[str, dict[int, Answer]]:
    """Question -> place of a person -> the answer that counts."""
    counted = {r.respondent for r, _ in score_forms(case.asks, weigh_all(case.asks), case.people)}
    found: dict[str, dict[int, Answer]] = {q.id: {} for q in case.asks.questions}
    for place, person in enumerate(case.people):
        if person.respondent in counted:
            for question in asked_questions(case.asks, person):
                answer = person.answers.get(question.id)
                if answer is not None and is_answer(answer):
                    found[question.id][place] = answer
    return found


class Attack:
    """One round under attack.

    Args:
        case: The round as it was.
        publish: What is published of a round.
        knows_skips: Whether the attacker knows which questions each person answered.
        quick: Whether the search ends early; what it has not settled then is told as unfinished.
    """

    def __init__(
        self, case: Case, publish: Publish = publish, *, knows_skips: bool = False, quick: bool = False
    ) -> None:
        self.case, self.publish, self.knows_skips = case, publish, knows_skips
        self.repeats, self.budget = (6, 60) if quick else (REPEATS, BUDGET)
        self.given = given(case)
        self.truth: Answers = case.forms()
        self.published = [*publish(case)]
        self.reports = case.reports()
        self.shown = [{each.id: each for each in report.questions} for report in self.reports]
        self.since = [self._first(person) for person in case.people]
        self.found, self.cut = Found(), False
        self.fitting: list[Answers] = []

    def _first(self, person: Response) -> int:
        return next(n for n, closing in enumerate(self.case.closings) if person.respondent in closing)

    def secrets(self) -> set[Secret]:
        """What must stay unknown: each person's answer, and those of few people of a sector, partner or closing.

        Where a report shows that all who answered a question answered alike, that is a finding and no secret.
        """
        few: set[Secret] = set()
        for name, answers in self.given.items():
            shown = [n for n, own in enumerate(self.shown) if name in own]
            if not shown:
                continue
            open_to = {place for place in answers if self.since[place] <= shown[-1]}
            for n in shown:
                then = [place for place in answers if self.since[place] <= n]
                if len({str(answers[place]) for place in then}) == 1:
                    open_to -= set(then)
            few |= {Secret(name, group) for group in self._groups(sorted(answers)) if set(group) <= open_to}
        return few

    def _groups(self, places: Sequence[int]) -> Iterator[tuple[int, ...]]:
        people, others = self.case.people, self.given
        keys: list[Callable[[int], object]] = [
            lambda p: p,
            lambda p: people[p].sector,
            lambda p: people[p].partner,
            lambda p: (people[p].sector, people[p].partner),
            lambda p: (people[p].sector, self.since[p]),
        ]
        if self.knows_skips:
            keys.append(lambda p: tuple(p in answers for answers in others.values()))
        for key in keys:
            groups: dict[object, list[int]] = {}
            for place in places:
                groups.setdefault(key(place), []).append(place)
            yield from (tuple(group) for group in groups.values() if len(group) < max(self.case.k, 2))

    def run(self, chance: Random, only: Collection[Secret] | None = None) -> Found:
        """Find out what can be known; of these secrets only, where some are named."""
        left = self.secrets() if only is None else self.secrets() & set(only)
        self.found.tried = len(left)
        for attempt in range(TRIES):
            if not left:
                break
            left -= self._refuted(self._shuffled(chance, attempt), left)
        for secret in sorted(left, key=lambda each: (each.question, each.people)):
            if secret in left:
                left -= self._sought(secret, left)
        return self.found

    def _fits(self, answers: Answers) -> bool:
        self.found.candidates += 1
        return all(map(eq, self.publish(self.case.answering(answers)), self.published))

    def _refuted(self, answers: Answers, left: set[Secret]) -> set[Secret]:
        """The secrets on which a candidate that fits differs from the truth; none where it does not fit."""
        if any(self._pattern(own) != self._pattern(was) for own, was in zip(answers, self.truth, strict=True)):
            return set()
        changed = {secret for secret in left if self._of(answers, secret) != self._of(self.truth, secret)}
        if not changed or not self._fits(answers):
            return set()
        self.fitting.append(answers)
        return changed

    def _pattern(self, form: Form) -> tuple[bool, ...]:
        """Which questions a person answered, where that is known."""
        return tuple(is_answer(form.get(each.id)) for each in self.case.asks.questions) if self.knows_skips else ()

    def _of(self, answers: Answers, secret: Secret) -> Counter[str]:
        return Counter(str(answers[place].get(secret.question)) for place in secret.people)

    # --- candidates at random -----------------------------------------------------------------------------------------

    def _linked(self) -> list[list[str]]:
        """The questions in bundles: those that are asked because of one another stay together."""
        bundles: list[list[str]] = []
        for question in self.case.asks.questions:
            own = [bundle for bundle in bundles if set(bundle) & set(question.ask_if)]
            bundles = [bundle for bundle in bundles if bundle not in own]
            bundles.append([*(name for bundle in own for name in bundle), question.id])
        return bundles

    def _shuffled(self, chance: Random, attempt: int) -> Answers:
        """The truth with the answers to each question dealt out anew, among people whom little tells apart."""
        answers = [dict(own) for own in self.truth]
        fine = attempt % 6
        for bundle in self._linked():
            if attempt >= TRIES // 2 and chance.random() < 0.7:
                continue
            alone = len(bundle) == 1
            places = sorted(self.given[bundle[0]]) if alone else list(range(len(self.truth)))
            classes: dict[object, list[int]] = {}
            for place in places:
                classes.setdefault(tuple(self._class(name, place, fine) for name in bundle), []).append(place)
            for members in classes.values():
                dealt = members.copy()
                chance.shuffle(dealt)
                for place, source in zip(members, dealt, strict=True):
                    self._take(answers[place], self.truth[source], bundle)
        return answers

    def _take(self, answers: dict[str, Answer], source: Mapping[str, Answer], names: Sequence[str]) -> None:
        for name in [*names, *(COMMENT + name for name in names)]:
            answers.pop(name, None)
            if name in source:
                answers[name] = source[name]

    def _class(self, name: str, place: int, fine: int) -> object:
        """What tells a person apart on a question: closing and row, and the partner or the sector where it is finer."""
        person, rows = self.case.people[place], []
        for n, questions in enumerate(self.shown):
            shown = questions.get(name)
            if shown and shown.rows and self.since[place] <= n:
                own = self._group(place)
                rows.append(own if own in {row.id for row in shown.rows} else "other")
        key: list[object] = [self._era(name, place), *rows]
        key += [person.partner] if fine in (1, 3, 5) else []
        key += [person.sector] if fine in (2, 3) else []
        key += [self._pattern(self.truth[place])] if fine in (4, 5) else []
        return str(key)

    def _era(self, name: str, place: int) -> int:
        """The first report that shows a question with this person's answer."""
        shown = [n for n, own in enumerate(self.shown) if name in own and n >= self.since[place]]
        return shown[0] if shown else len(self.shown)

    # --- candidates that are sought out -------------------------------------------------------------------------------

    def _sought(self, secret: Secret, left: set[Secret]) -> set[Secret]:
        """Look for a candidate on which this secret differs; where there is none, it is known."""
        for answers in chain(self._exchanged(secret, self.truth), self._of_one_mind(secret.question)):
            refuted = self._refuted(answers, left)
            if secret in refuted:
                return refuted
        self.cut = False
        ways = {str([form.get(secret.question) for form in own]): own for own in self.fitting}
        starts = chain.from_iterable(self._exchanged(secret, base) for base in [*ways.values()][:STARTS])
        wider = chain(self._forms_of_one_mind(secret.question), starts)
        question, beside = self._dealt(secret, [secret.question]), self._dealt(secret, self.beside(secret.question))
        for candidates in (wider, question, beside):
            for tried, answers in enumerate(candidates):
                if tried == self.budget:
                    self.cut = True
                    break
                refuted = self._refuted(answers, left)
                if secret in refuted:
                    return refuted
        finished = not self.cut
        (self.found.determined if finished else self.found.unfinished).add(secret)
        return {secret}

    def _exchanged(self, secret: Secret, base: Answers) -> Iterator[Answers]:
        """One of the few exchanges answers with somebody else: on this question, on those linked to it, or all."""
        bundle = next(each for each in self._linked() if secret.question in each)
        everything = [question.id for question in self.case.asks.questions]
        for one, other in product(secret.people, sorted(self.given[secret.question])):
            if other in secret.people:
                continue
            for names in ([secret.question], bundle, everything):
                answers = [dict(own) for own in base]
                self._take(answers[one], base[other], names)
                self._take(answers[other], base[one], names)
                yield answers

    def _of_one_mind(self, name: str) -> Iterator[Answers]:
        """All of a group or of the new people answer alike, or all but one; the other forms are dealt at random."""
        given, chance = self.given[name], Random(name)  # noqa: S311 - repeatable candidates, no secret
        bundle = next(each for each in self._linked() if name in each)
        places = sorted(given) if len(bundle) == 1 else range(len(self.truth))
        eras: dict[object, list[int]] = {}
        for place in places:
            eras.setdefault(tuple(self._era(each, place) for each in bundle), []).append(place)
        for part in self._parts(name) * self.repeats:
            for answer, odd in product(sorted(set(given.values()), key=str), (None, *sorted(part))):
                answers = [dict(own) for own in self.truth]
                for members in eras.values():
                    sources = members.copy()
                    chance.shuffle(sources)
                    sources.sort(key=lambda source: given.get(source) != answer)
                    alike = [place for place in members if place in part and place != odd]
                    rest = [place for place in members if place not in alike]
                    chance.shuffle(rest)
                    for place, source in zip((*alike, *rest), sources, strict=True):
                        self._take(answers[place], self.truth[source], bundle)
                yield answers

    def _forms_of_one_mind(self, name: str) -> Iterator[Answers]:
        """All of a part answer alike, for each has exchanged the whole form with somebody whom no row tells apart."""
        given, chance = self.given[name], Random(name)  # noqa: S311 - repeatable candidates, no secret
        rows = sorted({each.id for own in self.shown for each in own.values() if each.rows})
        keys = [(self.since[place], *(str(form.get(row)) for row in rows)) for place, form in enumerate(self.truth)]
        for part in self._parts(name) * self.repeats:
            for answer in sorted(set(given.values()), key=str):
                answers, free = [dict(own) for own in self.truth], sorted(set(given) - part)
                chance.shuffle(free)
                for place in sorted(part):
                    other = next((o for o in free if given[o] == answer and keys[o] == keys[place]), None)
                    if given[place] != answer and other is not None:
                        free.remove(other)
                        answers[place], answers[other] = dict(self.truth[other]), dict(self.truth[place])
                yield answers

    def _parts(self, name: str) -> list[set[int]]:
        """The people of a question who may be parted from the others: its rows, and those new at a closing."""
        places = sorted(self.given[name])
        parts = [{place for place in places if self.since[place] >= n} for n in range(1, len(self.shown))]
        for n in range(len(self.shown)):
            then = {place: self._group(place) for place in places if self.since[place] <= n}
            rows = partition(Counter(then.values()), self.case.k)
            parts += [{place for place, group in then.items() if group in row.groups} for row in rows]
        return [part for part in parts if part]

    def _group(self, place: int) -> str:
        person = self.case.people[place]
        return (person.partner if self.case.by == "partner" else person.sector) or "not-stated"

    def beside(self, name: str) -> list[str]:
        """A question and those whose numbers are mixed with its own."""
        mixed = [set(score.questions) for score in self.case.asks.scores]
        themes = {question.theme for question in self.case.asks.questions}
        mixed += [{q.id for q in self.case.asks.questions if q.theme == theme} for theme in themes if theme]
        own = {name}
        for _ in mixed:
            own |= {each for group in mixed if group & own for each in group}
        return [question.id for question in self.case.asks.questions if question.id in own and self.given[question.id]]

    def _dealt(self, secret: Secret, names: Sequence[str]) -> Iterator[Answers]:
        """Every way to deal out the answers to these questions, people whom nothing tells apart being exchangeable."""
        kinds: dict[int, object] = {
            place: (
                place in secret.people,
                person.sector,
                person.partner,
                self.since[place],
                tuple(place in self.given[name] for name in names),
                tuple(sorted((q, str(a)) for q, a in person.answers.items() if q not in names))
                if len(names) > 1
                else 0,
            )
            for place, person in enumerate(self.case.people)
        }
        ways = [
            list(islice(deals(self.given[name], kinds if place == 0 else {}), self.budget))
            for place, name in enumerate(names)
        ]
        if any(len(way) == self.budget for way in ways):
            self.cut = True
        for dealt in product(*ways):
            answers = [dict(own) for own in self.truth]
            for name, deal in zip(names, dealt, strict=True):
                for place, answer in deal.items():
                    answers[place][name] = answer
            yield answers


def deals(answers: Mapping[int, Answer], kinds: Mapping[int, object]) -> Iterator[dict[int, Answer]]:
    """Every way to deal out answers to the people who gave them; one of those that differ within a kind alone."""
    groups: dict[object, list[int]] = {}
    for place in sorted(answers):
        groups.setdefault(kinds.get(place, place), []).append(place)
    pool = Counter(answers.values())
    yield from _deal(list(groups.values()), pool)


def _deal(groups: Sequence[Sequence[int]], pool: Counter[Answer]) -> Iterator[dict[int, Answer]]:
    if not groups:
        yield {}
        return
    first, rest = groups[0], groups[1:]
    for hand in _hands(sorted(pool, key=str), pool, len(first)):
        for others in _deal(rest, pool - Counter(hand)):
            yield {**dict(zip(first, hand, strict=True)), **others}


def _hands(values: Sequence[Answer], pool: Mapping[Answer, int], size: int) -> Iterator[tuple[Answer, ...]]:
    if not values:
        if size == 0:
            yield ()
        return
    value, *rest = values
    for times in range(min(size, pool[value]) + 1):
        for more in _hands(rest, pool, size - times):
            yield (value,) * times + more
