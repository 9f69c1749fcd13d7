"""How alike people answer one question: the degree, against the oracle and by hand, and the word for it."""

from fractions import Fraction
from math import isclose
from random import Random

import oracle
import oracle_reading
import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from worlds import many, option, question, questionnaire

from partnercheck.assessment import agreement
from partnercheck.assessment.privacy import QuestionAnswers
from partnercheck.assessment.responses import Answer, Response
from partnercheck.questionnaire.model import Question, Questionnaire

NEAR = 1e-9
SEEDS = st.integers(0, 2**32)


# --- the degree, against the oracle -----------------------------------------------------------------------------------


@many
@given(st.integers(2, 11).flatmap(lambda k: st.tuples(st.just(k), st.lists(st.integers(0, k - 1), max_size=20))))
def test_agreement_on_a_scale(drawn: tuple[int, list[int]]) -> None:
    options, ranks = drawn
    compare(agreement.scale_agreement(ranks, options), oracle.scale_agreement(ranks, options))


@many
@given(st.integers(2, 9).flatmap(lambda k: st.tuples(st.just(k), st.lists(st.integers(1, k).map(str), max_size=20))))
def test_agreement_on_a_choice(drawn: tuple[int, list[str]]) -> None:
    options, values = drawn
    compare(agreement.choice_agreement(values, options), oracle.choice_agreement(values, options))


@many
@given(st.integers(2, 8).flatmap(lambda k: st.tuples(st.just(k), st.lists(st.sets(st.integers(1, k)), max_size=15))))
def test_agreement_on_several_choices(drawn: tuple[int, list[set[int]]]) -> None:
    count, given_ticks = drawn
    options = [str(each) for each in range(1, count + 1)]
    ticks = [frozenset(str(each) for each in tick) for tick in given_ticks]
    compare(agreement.several_agreement(ticks, options), oracle.several_agreement(ticks, options))


def compare(found: float | None, wanted: Fraction | None) -> None:
    if wanted is None:
        assert found is None
    else:
        assert found is not None
        assert isclose(found, float(wanted), rel_tol=0, abs_tol=NEAR)
        assert (found == 1) == (wanted == 1)


# --- the degree, by its names and by hand ----------------------------------------------------------------------------


@many
@given(st.integers(2, 9).flatmap(lambda k: st.tuples(st.just(k), st.lists(st.integers(0, k - 1), max_size=15))), SEEDS)
def test_bounds_of_agreement(drawn: tuple[int, list[int]], seed: int) -> None:
    options, ranks = drawn
    names = [str(rank) for rank in range(options)]
    values = [names[rank] for rank in ranks]
    ticks = [frozenset(names[: rank + 1]) for rank in ranks]
    found = (
        agreement.scale_agreement(ranks, options),
        agreement.choice_agreement(values, options),
        agreement.several_agreement(ticks, names),
    )
    if len(ranks) < 2:
        assert found == (None, None, None)
        return
    alike = len(set(ranks)) == 1
    assert all(each is not None and each <= 1 for each in found)
    assert [each == 1 for each in found] == [alike] * 3
    mixed = Random(seed).sample(range(len(ranks)), len(ranks))  # noqa: S311 - a repeatable order, no secret
    assert found == (
        agreement.scale_agreement([ranks[place] for place in mixed], options),
        agreement.choice_agreement([values[place] for place in mixed], options),
        agreement.several_agreement([ticks[place] for place in mixed], names[::-1]),
    )
    assert agreement.scale_agreement([options - 1 - rank for rank in ranks], options) == found[0]


@many
@given(st.integers(2, 9), st.lists(st.integers(0, 8), min_size=2, max_size=12))
def test_agreement_on_a_scale_is_james_r_wg(options: int, raw: list[int]) -> None:
    ranks = [rank % options for rank in raw]
    mean = Fraction(sum(ranks), len(ranks))
    variance = sum((rank - mean) ** 2 for rank in ranks) / (len(ranks) - 1)
    r_wg = 1 - variance / Fraction(options**2 - 1, 12)
    assert agreement.scale_agreement(ranks, options) == pytest.approx(float(r_wg), abs=1e-9)


@many
@given(st.integers(2, 7), st.lists(st.integers(0, 6), min_size=2, max_size=12))
def test_agreement_on_a_choice_is_brennan_prediger(options: int, raw: list[int]) -> None:
    values = [str(each % options) for each in raw]
    n = len(values)
    same = Fraction(sum(values.count(v) * (values.count(v) - 1) for v in set(values)), n * (n - 1))
    kappa = (same - Fraction(1, options)) / (1 - Fraction(1, options))
    assert agreement.choice_agreement(values, options) == pytest.approx(float(kappa), abs=1e-9)


def test_james_r_wg() -> None:
    # five options, answers 1 2 3 4 5: variance (n - 1) 2.5; expected (25 - 1)/12 = 2; r_wg = 1 - 2.5/2
    assert agreement.scale_agreement([0, 1, 2, 3, 4], 5) == pytest.approx(-0.25, abs=1e-12)
    # answers 4 4 5 5: variance 1/3; 1 - 1/6
    assert agreement.scale_agreement([3, 3, 4, 4], 5) == pytest.approx(5 / 6, abs=1e-12)
    # three at one end, three at the other: variance 6 · 4/5 = 4.8; 1 - 2.4, not cut off at 0
    assert agreement.scale_agreement([0, 0, 0, 4, 4, 4], 5) == pytest.approx(-1.4, abs=1e-12)


def test_brennan_prediger() -> None:
    # a a a b c of four options: 3 of 10 pairs alike; (0.3 - 1/4) / (1 - 1/4)
    assert agreement.choice_agreement(list("aaabc"), 4) == pytest.approx(0.05 / 0.75, abs=1e-12)
    # two options, half and half of four: 2 of 6 pairs alike; (1/3 - 1/2) / (1/2)
    assert agreement.choice_agreement(list("aabb"), 2) == pytest.approx(-1 / 3, abs=1e-12)


# --- the word ---------------------------------------------------------------------------------------------------------


def asked(kind: str, options: int) -> Questionnaire:
    """One question: a scale, a choice or one with several choices."""
    listed = tuple(option(str(place)) for place in range(options))
    if kind == "scale":
        return questionnaire(question("q", scale="own"), scales={"own": listed})
    return questionnaire(question("q", options=listed, several=kind == "several"))


def word_for(asks: Questionnaire, answers: list[Answer]) -> str | None:
    each: Question = asks.questions[0]
    given = tuple((Response(respondent=str(place)), answer) for place, answer in enumerate(answers))
    return QuestionAnswers(each, asks.options_of(each), given).alike


@many
@given(
    st.sampled_from(("scale", "choice", "several")),
    st.integers(2, 7),
    st.lists(st.integers(0, 6), min_size=1, max_size=20),
)
def test_words_are_those_of_the_oracle(kind: str, options: int, raw: list[int]) -> None:
    asks = asked(kind, options)
    values = [str(each % options) for each in raw]
    answers: list[Answer] = [(value,) if kind == "several" else value for value in values]
    wanted = oracle_reading.likeness(asks, asks.questions[0], [[value] for value in values])
    event(f"{kind} {wanted}")
    assert word_for(asks, answers) == wanted


@pytest.mark.parametrize(
    ("kind", "counts", "word"),
    [
        ("choice", (5, 5, 0, 0, 0), "split"),
        ("choice", (4, 3, 1, 1, 1), "split"),  # 70 % together, 30 % the smaller
        ("choice", (5, 3, 1, 1, 0), "split"),
        ("choice", (4, 3, 2, 1, 1), "spread"),  # 7 of 11 is less than 70 %
        ("choice", (5, 2, 1, 1, 1), "spread"),
        ("choice", (2, 1, 0, 0, 0), "alike"),  # one person is no camp; two thirds chose one answer
        ("choice", (4, 1, 1, 0, 0), "alike"),
        ("choice", (7, 3, 0, 0, 0), "split"),  # asked first, though 7 of 10 chose one answer
        ("choice", (0, 0, 0, 0, 6), "alike"),
        ("choice", (2, 2, 2, 2, 2), "spread"),
        ("choice", (3, 0, 0, 3, 0), "split"),
        ("scale", (5, 0, 0, 0, 5), "split"),
        ("scale", (2, 2, 2, 2, 2), "split"),  # 4 below and 4 above the middle
        ("scale", (1, 2, 4, 2, 1), "spread"),  # 6 of 10 beside the middle; A .325
        ("scale", (0, 1, 8, 1, 0), "alike"),
        ("scale", (0, 3, 0, 7, 0), "split"),
        ("scale", (0, 0, 2, 3, 5), "alike"),
        ("scale", (1, 1, 0, 4, 4), "spread"),  # 2 of 10 are less than 30 %
        ("scale", (1, 0, 0, 0, 2), "spread"),  # one person is no camp
        ("scale", (3, 3), "split"),
        ("scale", (0, 2, 4, 0), "split"),  # no middle: all stand in a camp
        ("several", (5, 5, 0), "spread"),  # never split
        ("several", (9, 1, 0, 0, 0), "alike"),
        ("choice", (1, 0, 0, 0, 0), None),
    ],
)
def test_words_by_hand(kind: str, counts: tuple[int, ...], word: str | None) -> None:
    asks = asked(kind, len(counts))
    values = [str(place) for place, n in enumerate(counts) for _ in range(n)]
    answers: list[Answer] = [(value,) if kind == "several" else value for value in values]
    assert word_for(asks, answers) == word
    assert word_for(asks, answers[::-1]) == word
