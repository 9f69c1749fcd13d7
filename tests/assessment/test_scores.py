"""Scores, as other instruments count them: sums, means, bands, partners, and what of them is shown."""

from collections.abc import Sequence
from fractions import Fraction

import oracle
import pytest
from leanings import SECTORS, SIXTEEN, answering, assessed, people, person, printed, step
from worlds import option, question, questionnaire, relay, text

from partnercheck.assessment.responses import Answer, Closing, Response
from partnercheck.assessment.result import Assessment, ScoreResult
from partnercheck.questionnaire.model import Questionnaire, Score

AB = relay(SIXTEEN, questions=(*SIXTEEN.questions, *(question(name, scale="agreement") for name in ("a", "b"))))


def scoring(**more: object) -> Score:
    return Score.model_validate({"id": "total", "title": "Total", **more})


def one_score(
    values: Sequence[str],
    bands: Sequence[tuple[float, str]] = (),
    partners: Sequence[str] = (),
    *,
    opened: bool = False,
    k: int = 5,
    **more: object,
) -> ScoreResult:
    """The score of people who answer one question with these values, at these partners."""
    scales = {"wide": [option(value) for value in ("1", "2", "126", "127")], "agreement": SIXTEEN.scales["agreement"]}
    score = scoring(questions=["wide"], bands=[{"from": start, "label": text(label)} for start, label in bands], **more)
    asks = questionnaire(*SIXTEEN.questions, question("wide", scale="wide"), scales=scales, scores=(score,))
    room = [
        each.model_copy(
            update={"answers": {**each.answers, "wide": value}, "partner": partners[n] if n < len(partners) else ""}
        )
        for n, (each, value) in enumerate(zip(people(*[("norming",)] * len(values)), values, strict=True))
    ]
    (found,) = assessed(room, asks, opened=opened, k=k).scores
    assert found.n == len(values)
    return found


# --- bands ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "value", "whole", "half"),
    [
        (["126"] * 6, 126.0, "weak", "weak"),
        (["126"] * 3 + ["127"] * 3, 126.5, "weak", "strong"),
        (["127"] * 6, 127.0, "strong", "strong"),
    ],
)
def test_bands_fall_where_the_author_says(values: list[str], value: float, whole: str, half: str) -> None:
    for bands, band in (
        ([(3, "weak"), (127, "strong")], whole),
        ([(126.5, "strong"), (3, "weak")], half),
        ([(127.5, "strong")], None),
        ([], None),
    ):
        found = one_score(values, bands)
        assert (found.value, found.band) == (value, band)


def test_a_value_is_rounded_half_up_once_before_its_band() -> None:
    found = one_score(["1"] * 7 + ["2"], [(1, "low"), (1.13, "high")])  # 9 / 8
    assert (found.value, found.band) == (1.13, "high")


# --- what is counted --------------------------------------------------------------------------------------------------


def test_a_reversed_question_counts_from_the_other_end() -> None:
    assert one_score(["1"] * 5, reverse=["wide"]).value == 127.0
    assert one_score(["2"] * 5, reverse=["wide"]).value == 126.0


def test_the_smallest_and_the_largest_value_it_can_have() -> None:
    found = one_score(["2"] * 5)
    assert (found.least, found.most) == (1.0, 127.0)


@pytest.mark.parametrize(("share", "total"), [(0.28, 25), (0.56, 25), (0.5, 7), (0.55, 20), (1 / 3, 3), (1.0, 4)])
def test_the_least_share_that_must_be_answered_is_enough(share: float, total: int) -> None:
    """28 of 100 is 7 of 25, whatever a computer makes of 0.28 times 25."""
    least = -(-Fraction(repr(share)).limit_denominator(100) * total // 1)
    names = [f"s{n}" for n in range(total)]
    asks = questionnaire(
        *SIXTEEN.questions,
        *(question(name, scale="agreement") for name in names),
        scores=(scoring(questions=names, take="mean", least_answered=share),),
    )
    for answered, shown in ((int(least), True), (int(least) - 1, False)):
        given: dict[str, Answer] = dict.fromkeys(names[:answered], "4")
        found = assessed(answering(people(*[("norming",)] * 6), *[given] * 6), asks).scores
        assert [score.value for score in found] == ([4.0] if shown else []), answered


def test_a_score_never_decides_the_verdict() -> None:
    room = people(*[("norming",)] * 6)
    scored = assessed(room, relay(SIXTEEN, scores=(scoring(questions=["norming-0"]),)))
    assert scored.scores[0].value == 5.0
    assert scored.model_copy(update={"scores": ()}) == assessed(room)


# --- partners ---------------------------------------------------------------------------------------------------------


def test_a_score_over_partners_by_hand() -> None:
    # two people of north answer 1 and 2, four without a partner 126 126 127 127; all agreed to sign
    values, north = ["1", "2", "126", "126", "127", "127"], ["north"] * 2
    assert one_score(values, partners=north, opened=True, across="people").value == pytest.approx(509 / 6)
    assert one_score(values, partners=north, opened=True, across="partners").value == 1.5
    found = one_score(values, partners=north, opened=True, across="partners-then-people")
    assert found.over == "partners-then-people"
    assert found.value == pytest.approx(507.5 / 5)


@pytest.mark.parametrize(
    ("sizes", "over"),
    [((3, 3), "partners"), ((3, 4, 5), "partners"), ((3, 2), "people"), ((6, 1), "people"), ((8,), "partners")],
)
def test_a_mean_over_partners_needs_k_people_of_each(sizes: tuple[int, ...], over: str) -> None:
    """Else one partner's few people could be worked out from it: it is the mean over people then, and says so."""
    partners = [f"p{place}" for place, n in enumerate(sizes) for _ in range(n)]
    values = [
        ("1", "2", "127")[n - sum(sizes[:place])] if n - sum(sizes[:place]) < 3 else "126"
        for place, size in enumerate(sizes)
        for n in range(sum(sizes[:place]), sum(sizes[:place]) + size)
    ]
    found = one_score(values, partners=partners, k=3, across="partners")
    of_each = [[float(v) for v, own in zip(values, partners, strict=True) if own == p] for p in sorted(set(partners))]
    means = [sum(own) / len(own) for own in of_each]
    wanted = sum(means) / len(means) if over == "partners" else sum(map(sum, of_each)) / len(values)
    assert found.over == over
    assert found.value == pytest.approx(wanted, abs=0.005)


def test_a_mean_over_partners_stands_in_no_later_report() -> None:
    """A partner's one new person would weigh more in it than the others."""
    asks = relay(AB, scores=(scoring(questions=["a"], across="partners"),))
    room = answering(
        [
            person(f"person-{n:02}", "norming", sector=SECTORS[n % 2], partner=("north", "south")[n // 5 % 2])
            for n in range(15)
        ],
        *[{"a": str(n % 5 + 1)} for n in range(15)],
    )
    names = tuple(each.respondent for each in room)
    again = Closing(respondents=names, by="partner", k=5, earlier=(names[:10],))
    assert {assessed(room, asks, by=by).scores[0].over for by in ("partner", "none")} == {"partners"}
    assert assessed(room, asks, closing=again).scores[0].over == "people"


@pytest.mark.parametrize(
    ("sectors", "by", "over"),
    [
        ("eeeeeeegggggg", "sector", "partners"),  # five and six, two and no few
        ("eeeeeeggggggg", "sector", "people"),  # one of a sector in a partner of the others
        ("eeeeeeggggggg", "none", "partners"),
    ],
)
def test_a_mean_over_partners_parts_nobody_from_a_row(sectors: str, by: str, over: str) -> None:
    """A row by sector and a mean over partners would tell what the one person said who is in both."""
    asks = relay(AB, scores=(scoring(questions=["a"], across="partners"),))
    names = {"e": SECTORS[0], "g": SECTORS[1]}
    room = answering(
        [
            person(f"person-{n:02}", "norming", sector=names[sector], partner="north" if n < 7 else "south")
            for n, sector in enumerate(sectors)
        ],
        *[{"a": str(n % 5 + 1)} for n in range(len(sectors))],
    )
    assert assessed(room, asks, by=by, k=3).scores[0].over == over


@pytest.mark.parametrize(("answers", "over"), [("1234512345", "partners"), ("1234533333", "people")])
def test_a_mean_over_partners_tells_no_partner_of_one_mind(answers: str, over: str) -> None:
    asks = relay(AB, scores=(scoring(questions=["a"], across="partners"),))
    room = answering(
        [person(f"person-{n:02}", "norming", partner="north" if n < 5 else "south") for n in range(10)],
        *[{"a": answer} for answer in answers],
    )
    assert assessed(room, asks, by="none").scores[0].over == over


def test_people_without_a_partner_are_none_of_their_own_in_an_anonymous_round() -> None:
    """A person who counts as one beside whole partners would be weighed differently, so the mean is over people."""
    partners = ["p0"] * 3 + ["p1"] * 3
    found = one_score(["1"] * 3 + ["2"] * 3 + ["127"], partners=partners, k=3, across="partners-then-people")
    assert found.over == "people"
    assert found.value == pytest.approx(136 / 7, abs=0.005)


# --- what is shown ----------------------------------------------------------------------------------------------------


def test_a_score_does_not_tell_what_one_person_answered() -> None:
    """Five answered `a`, four of them `b` as well. A score of what there is must not give `b` away."""
    asks = relay(AB, scores=(scoring(questions=["a", "b"], least_answered=0.5),))
    outputs = set()
    for value in ("1", "5"):
        only: dict[str, Answer] = {"a": "3"}
        given = [{**only, "b": value}, *[only] * 4]
        outputs.add(printed(assessed(answering(people(*[("norming",)] * 5), *given), asks)))
    assert len(outputs) == 1


@pytest.mark.parametrize("least", [1.0, 0.5])
def test_a_score_does_not_part_one_person_from_the_others(least: float) -> None:
    """Six answered `a`, five of them `b` too: sums taken from sums would leave one person, whoever has a score."""
    asks = relay(AB, scores=(scoring(questions=["a", "b"], least_answered=least, take="mean"),))
    only: dict[str, Answer] = {"a": "5"}
    room = answering(people(*[("norming",)] * 6), only, *[{**only, "b": "3"}] * 5)
    found = assessed(room, asks)
    everyone = frozenset(each.respondent for each in room)
    with_both = everyone - {"person-0"}
    published = [everyone for shown in found.questions if shown.id == "a"]
    published += [with_both for shown in found.questions if shown.id == "b"]
    assert published == [everyone, with_both] or found.scores == ()
    assert found.scores == ()
    assert oracle.exposed([everyone, with_both], 5)


# --- steps that wait for a score --------------------------------------------------------------------------------------


def counted(n: int, value: str, **bounds: float) -> Assessment:
    """The assessment of n people who all gave this value, with a step that waits for the score of it."""
    bands = [{"from": 0, "label": "little"}, {"from": 4, "label": "much", "says": "people say that there is much"}]
    asks: Questionnaire = relay(
        AB, scores=(scoring(questions=["a"], bands=bands),), next_steps=(step("waits", scores={"total": bounds}),)
    )
    return assessed(answering(people(*[("norming",)] * n), *[{"a": value}] * n), asks)


@pytest.mark.parametrize(
    ("value", "bounds", "chosen"),
    [
        ("4", {"at_least": 4}, True),
        ("4", {"at_least": 4.5}, False),
        ("2", {"at_most": 2}, True),
        ("3", {"at_most": 2}, False),
        ("3", {"at_least": 2, "at_most": 4}, True),
        ("5", {"at_least": 2, "at_most": 4}, False),
    ],
)
def test_a_step_waits_for_its_score(value: str, bounds: dict[str, float], chosen: bool) -> None:
    assert ("waits" in [each.id for each in counted(6, value, **bounds).next_steps]) is chosen


@pytest.mark.parametrize(
    ("value", "words"), [("4", ("people say that there is much", "4.0")), ("2", ("little", "2.0"))]
)
def test_a_step_that_waited_for_a_score_says_so(value: str, words: tuple[str, ...]) -> None:
    because = next(each.because for each in counted(6, value, at_least=1).next_steps if each.id == "waits")
    assert all(each in because for each in words)
    assert "of 5" in because


def test_a_score_that_is_withheld_brings_no_step() -> None:
    assert "waits" in [each.id for each in counted(5, "4", at_least=1).next_steps]
    assert "waits" not in [each.id for each in counted(4, "4", at_least=1).next_steps]


def test_responses_without_any_answer_have_no_score() -> None:
    room = [Response(respondent=f"r{n}", answers={}) for n in range(6)]
    assert assessed(room, relay(AB, scores=(scoring(questions=["a"]),))).scores == ()
