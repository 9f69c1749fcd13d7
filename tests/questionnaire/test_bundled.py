"""The bundled questionnaires: bilingual, balanced, and able to tell the stages apart."""

import datetime
import re
from itertools import combinations
from math import fsum, sqrt
from pathlib import Path

import pytest

from partnercheck.assessment.assess import assess
from partnercheck.assessment.responses import Answer, Response, Round
from partnercheck.assessment.result import Assessment
from partnercheck.assessment.scoring import attainable, measured, score_form, tally, weigh_all
from partnercheck.assessment.simulation import blind_shares, recovery
from partnercheck.checking.checker import check_text
from partnercheck.checking.rules.cases import case_responses
from partnercheck.checking.settings import Settings
from partnercheck.core.files import TextFile, bundled_files, bundled_path
from partnercheck.core.words import STAGES, words_for
from partnercheck.questionnaire.document import Tree
from partnercheck.questionnaire.loader import load_questionnaire, load_with_plain
from partnercheck.questionnaire.model import Case, Question, Questionnaire
from partnercheck.questionnaire.references import TEXTS, at_pattern

ROOT = Path(__file__).parents[2]
BUNDLED = {path.stem: load_questionnaire(path) for path in bundled_files()}
DEFAULT = BUNDLED["partnership-for-skills"]
LIBRARY = (
    "five-steps",
    "partnership-for-skills",
    "pulse",
    "sharing-readiness",
    "two-way-street",
    "workforce-practices",
    "zij-instroom",
)
SHORT = "pulse"
CASES = [pytest.param(asks, case, id=f"{name}: {case.name}") for name, asks in BUNDLED.items() for case in asks.cases]
STAGE_WORDS = {word for stage in STAGES for word in (stage, words_for("nl").name(stage))} | {"tuckman"}

every = pytest.mark.parametrize("asks", BUNDLED.values(), ids=BUNDLED)


def held(asks: Questionnaire, responses: tuple[Response, ...]) -> Assessment:
    """The assessment of these forms."""
    when = datetime.date(2026, 11, 21)
    round_ = Round(questionnaire=asks, digest="", partnership="P", date=when, responses=responses)
    return assess(round_, words_for("en"))


def texts_of(asks: Questionnaire) -> list[tuple[str, dict[str, str]]]:
    """Every text of a questionnaire, with its place."""
    tree = Tree(TextFile("", ""), load_with_plain(asks.id).plain)
    return [
        (
            "/".join(map(str, path)),
            {str(lang): str(each) for lang, each in text.items()} if isinstance(text, dict) else {},
        )
        for pattern in TEXTS
        for path, text in at_pattern(tree, pattern)
        if path[0] != "sources"  # a document's title is in its own language
    ]


def read_by_respondents(asks: Questionnaire) -> list[str]:
    """Everything a respondent reads: questions, help, and the labels of options."""
    questions = [text for each in asks.questions for text in (each.text, each.help or {})]
    labels = [option.label for each in asks.questions for option in asks.options_of(each)]
    return [said for text in (*questions, *labels) for said in text.values()]


# --- what is in them --------------------------------------------------------------------------------------------------


def test_the_library_is_bundled() -> None:
    assert tuple(BUNDLED) == LIBRARY


@every
def test_the_check_finds_nothing_at_all(asks: Questionnaire) -> None:
    path = bundled_path(asks.id)
    assert path
    assert [str(each) for each in check_text(str(path), path.read_bytes(), Settings()) or ()] == []


@every
def test_the_file_is_named_after_its_id(asks: Questionnaire) -> None:
    path = bundled_path(asks.id)
    assert path is not None
    assert path.stem == asks.id
    assert load_questionnaire(asks.id) == asks


@every
def test_every_text_is_there_in_both_languages(asks: Questionnaire) -> None:
    assert asks.languages == (("nl", "en") if asks.id == "zij-instroom" else ("en", "nl"))
    texts = texts_of(asks)
    assert len(texts) > 50
    assert [place for place, text in texts if set(text) != {"en", "nl"} or not all(map(str.strip, text.values()))] == []


@every
def test_texts_are_short_enough_for_a_screen_and_a_card(asks: Questionnaire) -> None:
    assert max(len(said) for each in asks.questions for said in each.text.values()) <= 160
    labels = [said for each in asks.questions for option in asks.options_of(each) for said in option.label.values()]
    assert max(map(len, labels)) <= 110


@every
def test_nothing_a_respondent_reads_names_a_stage(asks: Questionnaire) -> None:
    named = [said for said in read_by_respondents(asks) if STAGE_WORDS & set(re.findall(r"\w+", said.casefold()))]
    assert len(read_by_respondents(asks)) > 100
    assert not named


@every
def test_every_question_and_next_step_says_what_it_rests_on(asks: Questionnaire) -> None:
    assert not [each.id for each in asks.questions if not each.sources]
    assert not [each.id for each in asks.next_steps if not each.sources]
    assert not [name for name in weigh_all(asks) if not asks.question(name).reason]


def test_the_default_is_as_long_as_promised() -> None:
    assert 24 <= len(weigh_all(DEFAULT)) <= 30
    assert len(DEFAULT.next_steps) >= 40


@every
def test_each_says_what_it_is_for_and_under_which_licence(asks: Questionnaire) -> None:
    assert asks.about
    assert asks.minutes
    assert asks.licence == "CC-BY-4.0"
    assert (ROOT / "docs" / "questionnaires" / f"{asks.id}.md").is_file()


@every
def test_each_has_enough_steps_that_say_what_is_needed_and_what_to_watch_for(asks: Questionnaire) -> None:
    assert len(asks.next_steps) >= 20
    assert [step.id for step in asks.next_steps if not step.material or not step.watch] == []


@every
def test_every_stage_has_a_step_for_every_theme(asks: Questionnaire) -> None:
    asked = {question.theme for question in asks.questions if question.id in weigh_all(asks)}
    found = {(step.purpose.stage, step.purpose.theme) for step in asks.next_steps}
    wanted = {(stage, theme) for stage in STAGES for theme in asked}
    if asks.id == SHORT:
        assert {stage for stage, _ in found} >= set(STAGES)
    else:
        assert wanted <= found


@every
def test_there_are_steps_for_every_kind_of_outcome(asks: Questionnaire) -> None:
    waited = {kind for step in asks.next_steps for kind in step.when.verdict}
    assert waited >= {"between", "differ", "too-few"}
    assert any(step.when.two_camps for step in asks.next_steps)
    assert any(step.when.lagging for step in asks.next_steps)
    assert any("step-back" in wanted.any_of or "back" in "-".join(wanted.any_of).split("-")
               for step in asks.next_steps for wanted in step.when.answers.values())  # fmt: skip


@every
def test_each_has_a_dozen_cases(asks: Questionnaire) -> None:
    assert len(asks.cases) >= 12


def test_the_short_form_asks_the_same_questions_in_the_same_words() -> None:
    pulse = BUNDLED["pulse"]
    for question in pulse.questions:
        twin = DEFAULT.question(question.id)
        assert (question, pulse.options_of(question)) == (twin, DEFAULT.options_of(twin))


# --- ladders ----------------------------------------------------------------------------------------------------------


def ladder(question: Question) -> tuple[str, ...]:
    """The stages that a question's own options speak for most, in the order they are offered."""
    return tuple(max(each.evidence, key=lambda s: each.evidence[s]) for each in question.options if each.evidence)


@every
def test_options_are_in_mixed_order(asks: Questionnaire) -> None:
    ladders = [found for each in asks.questions if len(found := ladder(each)) == len(STAGES)]
    assert len(ladders) >= 3
    assert all(set(found) == set(STAGES) for found in ladders)
    turned = {STAGES[n:] + STAGES[:n] for n in range(len(STAGES))}
    assert not [found for found in ladders if found in turned or found[::-1] in turned]
    assert len(set(ladders)) > len(ladders) / 2
    for place in range(len(STAGES)):
        stages = [found[place] for found in ladders]
        assert max(map(stages.count, stages)) <= len(ladders) / 2, f"one stage leads at place {place + 1}"


# --- cases ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("asks", "case"), CASES)
def test_a_case_holds(asks: Questionnaire, case: Case) -> None:
    verdict = held(asks, case_responses(asks, case)).verdict
    if isinstance(case.expect, tuple):
        assert (verdict.kind, set(verdict.stages)) == ("between", set(case.expect))
    elif case.expect in STAGES:
        assert (verdict.kind, verdict.stage) == ("clear", case.expect)
    else:
        assert verdict.kind == case.expect


@every
def test_there_is_a_case_for_every_outcome(asks: Questionnaire) -> None:
    expected = {case.expect if isinstance(case.expect, str) else "between" for case in asks.cases}
    assert expected == {*STAGES, "between", "differ", "too-few"}


# --- what they can tell -----------------------------------------------------------------------------------------------


@every
def test_every_stage_is_recovered(asks: Questionnaire) -> None:
    shares = recovery(asks, partnerships=1500).share
    assert set(shares) == set(STAGES)
    assert min(shares.values()) >= (0.85 if asks.id == SHORT else 0.90), shares


@every
def test_blind_ticking_favours_no_stage(asks: Questionnaire) -> None:
    shares = blind_shares(asks)
    assert set(shares) == set(STAGES)
    assert min(shares.values()) >= 0.15, shares
    assert max(shares.values()) <= 0.25, shares


@every
@pytest.mark.parametrize("place", [0.0, 0.5, 1.0], ids=["lowest", "middle", "highest"])
def test_straight_lining_leads_to_no_stage(asks: Questionnaire, place: float) -> None:
    assert max(straight_lined(asks, place, only_scales=False)) < 0.50


@pytest.mark.parametrize("place", [0.0, 0.5, 1.0], ids=["lowest", "middle", "highest"])
def test_straight_lining_the_scales_alone_leads_to_no_stage(place: float) -> None:
    assert max(straight_lined(DEFAULT, place, only_scales=True)) < 0.50


def straight_lined(asks: Questionnaire, place: float, *, only_scales: bool) -> list[float]:
    """The probabilities of the five stages when six people give the same answer throughout."""
    answers: dict[str, Answer] = {}
    for question in asks.questions:
        values = [option.value for option in asks.options_of(question) if not option.alone]
        if values and (question.scale or not only_scales):
            value = values[round(place * (len(values) - 1))]
            answers[question.id] = (value,) if question.several else value
    weighed = weigh_all(asks)
    form = score_form(asks, weighed, Response(respondent="", answers=answers))
    return [*tally([form] * 6, measured(weighed.values())).probability]


@every
def test_the_stages_are_told_apart_and_none_is_worth_much_more(asks: Questionnaire) -> None:
    weighed = list(weigh_all(asks).values())
    reach = attainable(weighed)
    assert max(reach) / min(reach) <= 2
    columns = [[each.weight * row[s] for each in weighed for row in each.points.values()] for s in range(len(STAGES))]
    for one, other in combinations(columns, 2):
        both = fsum(a * b for a, b in zip(one, other, strict=True))
        assert both / sqrt(fsum(a * a for a in one) * fsum(b * b for b in other)) < 0.9
