"""The audit by attack: nobody finds out from everything published what one person, or a few, answered.

`PARTNERCHECK_ATTACKS=5000 pytest tests/audit` attacks so many rounds; without it, a hundred or so in CI.
"""

import os
from collections.abc import Sequence
from random import Random

import audit_old
import pytest
from audit_old import Old
from audit_rounds import LOOP, Case, case
from audit_solver import Attack, Found, Secret

from partnercheck.assessment.responses import Answer, Response
from partnercheck.questionnaire.model import Questionnaire
from sampling import tried

ATTACKS = int(os.environ.get("PARTNERCHECK_ATTACKS", tried(96)))
BATCHES = 12


ONCE_KNOWN = (293, 503)
"""Rounds in which something was found out once: from means over partners, of one mind or beside rows by sector."""


@pytest.mark.parametrize("seed", ONCE_KNOWN)
def test_what_was_found_out_once_is_found_out_no_more(seed: int) -> None:
    assert Attack(case(seed)).run(Random(seed)).determined == set()  # noqa: S311 - as below


@pytest.mark.parametrize("batch", range(BATCHES))
def test_no_answer_of_a_few_people_follows_from_what_is_published(batch: int) -> None:
    """For each person's answer, and those of each few people of a sector, partner or closing, another one fits too.

    Where the search ends before it has settled that, it proves neither; that is rare.
    """
    known, tried, unfinished = {}, 0, 0
    for seed in range(batch, ATTACKS, BATCHES):
        found = Attack(case(seed), quick=True).run(Random(seed))  # noqa: S311 - a repeatable attack, no secret
        tried += found.tried
        unfinished += len(found.unfinished)
        if found.determined:
            known[seed] = sorted((each.question, each.people) for each in found.determined)
    assert known == {}
    assert 50 * unfinished < tried


# --- the attack finds the leaks of earlier rules ----------------------------------------------------------------------


def asking(*more: dict[str, object], **parts: object) -> Questionnaire:
    """Four choices among statements, the first and the second each a theme of its own, and more questions."""
    options = [{"value": stage, "label": stage, "evidence": {stage: 1}} for stage in LOOP]
    themes = ("alone", "other", "rest", "rest")
    questions = [{"id": f"q{n}", "text": f"q{n}", "theme": themes[n], "options": options} for n in range(4)]
    scale = [{"value": str(n), "label": str(n)} for n in range(1, 6)]
    head = {"format": 1, "id": "small", "version": "1", "title": "Small", "scales": {"five": scale}}
    names = {name: name for name in ("alone", "other", "rest", "pair")}
    return Questionnaire.model_validate({**head, "themes": names, "questions": [*questions, *more], **parts})


def scale(name: str) -> dict[str, object]:
    return {"id": name, "text": name, "scale": "five"}


def room(
    asks: Questionnaire,
    sectors: str,
    partners: str = "",
    *,
    k: int = 5,
    by: str = "sector",
    closings: Sequence[int] = (),
    **columns: Sequence[str],
) -> Case:
    """People with a letter for their sector and one for their partner; what they answered, question by question."""
    people = []
    for place, sector in enumerate(sectors):
        answers: dict[str, Answer] = {f"q{n}": LOOP[(n + place // 3) % 5] for n in range(4)}
        answers |= {name: values[place] for name, values in columns.items() if values[place] != "-"}
        partner = partners[place] if partners else ""
        people.append(Response(respondent=f"p{place}", sector=sector, partner=partner, answers=answers))
    names = [each.respondent for each in people]
    return Case(asks, tuple(people), tuple(tuple(names[:end]) for end in (*closings, len(names))), by, k)


def attacked(own: Case, question: str, *people: int) -> Found:
    return Attack(own, knows_skips=True).run(Random(0), [Secret(question, people)])  # noqa: S311 - a repeatable attack, no secret


MEAN = {"id": "mean", "title": "mean", "questions": ["a", "b"], "take": "mean", "least_answered": 0.5}
ACROSS = {"id": "across", "title": "across", "questions": ["a"], "across": "partners"}
LEAKS: dict[str, tuple[Old, Case, str, tuple[int, ...]]] = {
    "a lone sector, from a theme of one question": (
        audit_old.themes_weighed_by_sector,
        room(asking(), "eeeeeeeeg", q0=["norming"] * 4 + ["storming"] * 3 + ["forming", "storming"]),
        "q0",
        (8,),
    ),
    "two of a sector, from a theme of one question": (
        audit_old.themes_weighed_by_sector,
        room(asking(), "eeeeeeeegg", q0=["norming"] * 4 + ["storming"] * 3 + ["forming", "storming", "norming"]),
        "q0",
        (8, 9),
    ),
    "a partner of one person": (
        audit_old.partners_of_one_person,
        room(asking(scale("a"), scores=[ACROSS]), "eeeeeee", "nnnnnns", by="", a="1234554"),
        "a",
        (6,),
    ),
    "a partner of one mind, from a mean over partners": (
        audit_old.partners_of_k_people,
        room(asking(scale("a"), scores=[ACROSS]), "eeeeeeeeeee", "nnnnnnsssss", by="", a="23333333333"),
        "a",
        (6,),
    ),
    "one person, from a mean over partners beside rows by sector": (
        audit_old.partners_of_k_people,
        room(asking(scale("a"), scores=[ACROSS]), "eeeeeeeuggg", "nnnnnnnnsss", k=3, a="11111121124"),
        "a",
        (7,),
    ),
    "who skipped a question, from a score": (
        audit_old.scores_beside_a_few_who_skipped,
        room(asking(scale("a"), scale("b"), scores=[MEAN]), "eeeeee", by="", a="121121", b="54445-"),
        "a",
        (5,),
    ),
    "a row of one mind": (
        audit_old.rows_of_one_mind,
        room(asking(), "eeeeeggggg", q0=["norming"] * 5 + ["forming", "norming", "storming", "norming", "forming"]),
        "q0",
        (0,),
    ),
    "a row that is missing because it is of one mind": (
        audit_old.rows_missing_where_of_one_mind,
        room(asking(scale("a")), "eeeeeggggggg", a="222221135544"),
        "a",
        (0,),
    ),
    "one late person": (
        audit_old.late_people_of_any_number,
        room(asking(scale("a")), "eeeeeee", closings=[6], a="1223454"),
        "a",
        (6,),
    ),
    "late people of one mind": (
        audit_old.late_people_of_one_mind,
        room(asking(scale("a")), "eeeeeeeeeee", closings=[6], a="12234544444"),
        "a",
        (6,),
    ),
}


@pytest.mark.parametrize("name", LEAKS)
def test_the_attack_finds_what_earlier_rules_gave_away(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under the earlier rule one assignment fits, and the search is complete; under the rules of now another fits."""
    old, own, question, people = LEAKS[name]
    now = attacked(own, question, *people)
    assert (now.determined, now.unfinished) == (set(), set())
    old(monkeypatch)
    then = attacked(own, question, *people)
    assert (then.determined, then.unfinished) == ({Secret(question, people)}, set())
