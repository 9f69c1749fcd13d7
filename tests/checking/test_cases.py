"""PC701 and PC702: cases are run as rounds are assessed, and what came out otherwise is explained."""

import copy
import datetime
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnercheck.assessment.assess import assess
from partnercheck.assessment.responses import Round
from partnercheck.assessment.result import Assessment
from partnercheck.assessment.scoring import weigh_all
from partnercheck.checking.recovery import draft_of
from partnercheck.checking.rules.cases import (
    CaseReader,
    CaseRunner,
    case_responses,
    cases_hold,
    holds,
    stages_have_cases,
)
from partnercheck.core.files import TextFile, bundled_files
from partnercheck.core.findings import Finding
from partnercheck.core.words import SECTORS, STAGES, words_for
from partnercheck.questionnaire.loader import load_questionnaire, load_with_plain
from partnercheck.questionnaire.model import Case, Questionnaire
from sampling import examples

Plain = dict[str, Any]
PULSE = load_questionnaire("pulse")
SAID = {"en": "?", "nl": "?"}
FULL: Plain = {
    "shared-problem": "agreed",
    "good-intentions": 2,
    "roles-now": "accepted",
    "when-we-differ": "talked-through",
    "sore-points": 4,
    "how-we-decide": "agreed-rules",
    "use-of-facts": "one-set",
    "what-partners-bring": "agreed-share",
    "who-carries": "agreed-tasks",
    "looking-ahead": "carrying-out",
}


def pulse(*cases: Plain, **more: object) -> Plain:
    """The pulse questionnaire with these cases instead of its own."""
    plain: Plain = copy.deepcopy(load_with_plain("pulse").plain)
    return {**plain, "cases": [{"name": f"case {n}", **case} for n, case in enumerate(cases)], **more}


OWN: list[Plain] = json.loads(json.dumps(load_with_plain("pulse").plain["cases"]))


def found(plain: Plain) -> list[Finding]:
    return list(cases_hold(draft_of(TextFile("asks.json", json.dumps(plain, indent=1)))))


def only_message(*cases: Plain, **more: object) -> str:
    findings = found(pulse(*cases, **more))
    assert [(each.code, each.where[0], each.where[-1]) for each in findings] == [("PC701", "cases", "expect")]
    return findings[0].message


def assessed(asks: Questionnaire, case: Case) -> Assessment:
    when = datetime.date(2026, 11, 21)
    responses = case_responses(asks, case)
    return assess(
        Round(questionnaire=asks, digest="", partnership="P", date=when, responses=responses, opened=True),
        words_for("en"),
    )


@pytest.mark.parametrize("path", bundled_files(), ids=lambda path: path.stem)
def test_the_cases_of_the_bundled_questionnaires_hold(path: Path) -> None:
    draft = draft_of(TextFile(str(path), path.read_text(encoding="utf-8")))
    assert list(cases_hold(draft)) == []
    assert list(stages_have_cases(draft)) == []


# --- running ----------------------------------------------------------------------------------------------------------


def random_case(chance: Random) -> Case:
    """Up to seven forms, of few answers or many, that lean to a stage or to none."""
    forms = []
    for _ in range(chance.randint(1, 7)):
        stage, skip = chance.choice(STAGES), chance.choice((0.0, 0.1, 0.6))
        form: Plain = {"sector": chance.choice(SECTORS)} if chance.random() < 0.7 else {}
        for question in PULSE.questions:
            options = PULSE.options_of(question)
            best = next((each.value for each in options if each.evidence.get(stage)), None)
            if chance.random() >= skip:
                lean = best if best and chance.random() < 0.7 else chance.choice(options).value
                form[question.id] = "dont-know" if chance.random() < 0.05 else lean
        forms.append(form)
    return Case.model_validate({"name": "x", "times": chance.randint(1, 3), "answers": forms, "expect": "differ"})


@examples(120)
@given(st.integers(0, 2**32), st.booleans(), st.booleans())
def test_a_case_gets_the_verdict_that_assess_gives(seed: int, norms: bool, waits: bool) -> None:
    case = random_case(Random(seed))  # noqa: S311 - a repeatable case, no secret
    changes: Plain = {"norms": {"forming": 0.2, "norming": -0.1}} if norms else {}
    if waits:
        first, second, *others = PULSE.questions
        changes["questions"] = (
            first,
            second.model_copy(update={"ask_if": {first.id: ("agreed", "exploring")}}),
            *others,
        )
    asks = PULSE.model_copy(update=changes)
    outcome = CaseRunner(asks, weigh_all(asks)).run(CaseReader(asks).read(case).responses, case.times)
    expected = assessed(asks, case)
    assert outcome.verdict.kind == expected.verdict.kind
    assert outcome.people == expected.people.counted
    assert outcome.of == expected.people.answered
    if expected.verdict.kind in ("clear", "between"):
        assert set(outcome.verdict.stages) == set(expected.verdict.stages)
        assert outcome.verdict.certainty == pytest.approx(expected.verdict.certainty)


def test_answers_are_read_as_in_an_answers_file() -> None:
    case = Case.model_validate(
        {
            "name": "x",
            "times": 2,
            "expect": "differ",
            "answers": [{"respondent": "a", "sector": "union", "partner": "North", "good-intentions": 4}],
        }
    )
    one, other = case_responses(PULSE, case)
    assert (one.sector, one.partner, one.answers) == ("union", "North", {"good-intentions": "4"})
    assert one.respondent != other.respondent
    assert one.answers == other.answers


@pytest.mark.parametrize("answer", [99, -1])
def test_an_answer_that_nobody_could_give_is_found_and_the_case_is_not_run(answer: int) -> None:
    plain = pulse({"answers": [{**FULL, "people": answer}], "expect": "norming"})
    plain["questions"].append(
        {"id": "people", "text": {"en": "?", "nl": "?"}, "kind": "number", "least": 0, "most": 20}
    )
    findings = found(plain)
    assert [(each.code, each.where) for each in findings] == [("PC802", ("cases", 0, "answers", 0, "people"))]


def test_nothing_is_run_where_evidence_had_to_be_left_out() -> None:
    plain = pulse({"answers": [FULL], "expect": "performing"})
    plain["questions"][0]["options"][0]["evidence"] = {"no-such-stage": 1}
    assert found(plain) == []


def test_a_thousand_cases_are_run() -> None:
    plain = pulse(*[{"answers": [FULL] * 4, "times": 100, "expect": "norming"}] * 1000)
    draft = draft_of(TextFile("asks.json", json.dumps(plain)))
    assert len(list(draft.cases())) == 1000
    assert list(cases_hold(draft)) == []


# --- what is expected -------------------------------------------------------------------------------------------------


def test_two_stages_may_stand_in_either_order() -> None:
    asked = load_questionnaire("pulse")
    between = next(case for case in asked.cases if isinstance(case.expect, tuple))
    outcome = CaseRunner(asked, weigh_all(asked)).run(case_responses(asked, between), 1)
    turned = between.model_copy(update={"expect": tuple(reversed(between.expect))})
    assert holds(between, outcome.verdict)
    assert holds(turned, outcome.verdict)
    assert not holds(between.model_copy(update={"expect": between.expect[0]}), outcome.verdict)


def test_another_stage_is_explained_by_the_answers_that_pulled() -> None:
    message = only_message({"answers": [FULL], "times": 4, "expect": "performing"})
    assert message.startswith("expected performing; the verdict is norming (8")
    assert "the answers that pull most towards norming: " in message
    named = message.rpartition(": ")[2].split(", ")
    assert len(named) == 3
    assert all(FULL[name] == answer for name, answer in (each.split(" = ") for each in named))


def test_the_strongest_answer_of_a_question_is_the_one_named() -> None:
    others = {**FULL, "who-carries": "mixed-teams"}
    plain = pulse({"answers": [FULL, FULL, FULL, others], "expect": "storming"})
    for question in plain["questions"]:
        question["weight"] = 50 if question["id"] == "who-carries" else 1
    message = found(plain)[0].message
    assert "towards norming: who-carries = agreed-tasks, " in message


def test_a_verdict_between_two_names_both_with_their_shares() -> None:
    case = next(case for case in OWN if isinstance(case["expect"], list))
    first, second = case["expect"]
    message = only_message({**case, "expect": first})
    assert f"expected {first}; the verdict is between " in message
    assert f"pull most towards {second}: " in message
    assert message.count(" %") == 2


def test_a_clear_verdict_where_two_stages_were_expected_is_explained_against_the_other_one() -> None:
    message = only_message({"answers": [FULL], "times": 4, "expect": ["norming", "performing"]})
    assert message.startswith("expected between norming and performing; the verdict is norming (8")
    assert "pull most towards norming: " in message


def test_where_views_were_to_differ_the_leading_stage_is_explained() -> None:
    message = only_message({"answers": [FULL], "times": 4, "expect": "differ"})
    assert message.startswith("expected that views differ; the verdict is norming (8")
    assert "pull most towards norming: " in message


def test_where_views_differ_the_two_largest_shares_are_named() -> None:
    case = next(case for case in OWN if case["expect"] == "differ")
    message = only_message({**case, "expect": "norming"})
    assert "the verdict is that views differ (" in message
    assert message.count(" %") == 2


def test_too_few_is_explained_by_counts() -> None:
    thin = {name: FULL[name] for name in list(FULL)[:3]}
    message = only_message({"answers": [FULL, FULL, thin, thin], "expect": "norming"})
    assert message.endswith("too few answers: 2 of 4 forms have enough answers to count, and a verdict needs 3")
    message = only_message({"answers": [FULL], "times": 4, "expect": "too-few"})
    assert message.endswith("4 of 4 forms have enough answers to count")


def test_too_few_for_one_stage_names_the_stage() -> None:
    about = {q.id: q for q in PULSE.questions if q.sign_of != "adjourning"}
    plain = pulse({"answers": [{name: FULL[name] for name in FULL if name in about}], "times": 4, "expect": "norming"})
    for question in plain["questions"]:
        for option in question.get("options", ()):
            option.get("evidence", {}).pop("adjourning", None)
        if question["id"] == "attention-elsewhere":
            question["weight"] = 4
    assert found(plain)[0].message.endswith("too few answers: too few questions about adjourning are answered")


def test_a_questionnaire_that_measures_one_stage_says_so() -> None:
    plain = pulse({"answers": [FULL], "times": 4, "expect": "norming"})
    for question in plain["questions"]:
        question.pop("sign_of", None)
        question.pop("reverse", None)
        for option in question.get("options", ()):
            option["evidence"] = {k: v for k, v in option.get("evidence", {}).items() if k == "norming"}
    (told,) = found(plain)
    assert told.message.endswith("the verdict is that no stage is named: fewer than two stages are measured")
    assert told.remedy == "ask about more stages, or take the case out"


def test_a_case_without_a_stage_gets_the_verdict_that_assess_gives_where_no_stage_is_ever_named() -> None:
    plain = pulse({"answers": [FULL], "times": 4, "expect": "too-few"})
    plain["questions"] = [each for each in plain["questions"] if each["id"] == "good-intentions"]
    plain["cases"][0]["answers"] = [{"good-intentions": 2}]
    plain |= {"next_steps": [], "scores": [{"id": "s", "title": SAID, "questions": ["good-intentions"]}]}
    draft = draft_of(TextFile("asks.json", json.dumps(plain)))
    assert draft.questionnaire
    assert assessed(draft.questionnaire, draft.questionnaire.cases[0]).verdict.kind == "none"
    assert [each.message.partition("; ")[2] for each in found(plain)] == [
        "the verdict is that no stage is named: fewer than two stages are measured"
    ]


def test_two_stages_that_are_no_neighbours_are_never_named_together() -> None:
    mixed: list[Plain] = [{**FULL, "shared-problem": "exploring", "roles-now": "waiting", "how-we-decide": "convenor"}]
    assert only_message({"answers": mixed, "times": 4, "expect": ["forming", "norming"]}).endswith(
        ": only neighbours are named together"
    )


def test_two_camps_at_the_only_two_stages_are_explained() -> None:
    """Both stages that are measured are expected, so no other stands in the way."""
    plain = pulse({"answers": [{}], "times": 4, "expect": ["forming", "norming"]})
    plain["questions"] = [
        {"id": f"{stage}-{n}", "text": SAID, "scale": "agreement", "sign_of": stage}
        for stage in ("forming", "norming")
        for n in range(4)
    ]
    one = {each["id"]: 5 if each["sign_of"] == "forming" else 1 for each in plain["questions"]}
    plain |= {"cases": [{"name": "x", "answers": [one, {k: 6 - v for k, v in one.items()}] * 2, "expect": "norming"}]}
    plain["next_steps"] = []
    views = "the verdict is that views differ (forming 50 %, norming 50 %)"
    assert found(plain)[0].message == f"expected norming; {views}"
    plain["cases"][0]["expect"] = ["forming", "norming"]
    assert found(plain)[0].message.endswith("(forming 50 %, norming 50 %): only neighbours are named together")


# --- PC702 ------------------------------------------------------------------------------------------------------------


def missing(plain: Plain) -> list[str]:
    draft = draft_of(TextFile("asks.json", json.dumps(plain, indent=1)))
    return [each.message for each in stages_have_cases(draft)]


def test_stages_that_no_case_expects_are_named_and_a_pair_counts_for_both() -> None:
    cases = [{"answers": [FULL], "expect": expect} for expect in ("forming", ["storming", "norming"], "differ")]
    assert missing(pulse(*cases)) == ["no case expects performing or adjourning"]
    assert missing(pulse()) == [f"no case expects {', '.join(STAGES[:-1])} or {STAGES[-1]}"]


def test_where_no_stage_is_ever_named_no_case_is_missed() -> None:
    plain = pulse()
    plain["questions"] = [{"id": f"q{n}", "text": SAID, "scale": "agreement", "sign_of": "norming"} for n in range(4)]
    assert missing(plain | {"next_steps": []}) == []


def test_a_case_with_a_fault_counts_all_the_same() -> None:
    cases = [{"answers": [{"no-such": 1}], "expect": stage} for stage in STAGES]
    assert missing(pulse(*cases)) == []
