"""Questionnaires of any size for the benchmarks, written as an author writes them. The same seed, the same file."""

import random

STAGES = ("forming", "storming", "norming", "performing", "adjourning")
WHO = {"partners": "partners", "employers": "werkgevers", "teachers": "docenten", "our teams": "onze teams"}
MIXED = ("storming", "adjourning", "forming", "performing", "norming")
"""An order in which no ladder begins at any place."""
DOES = {
    "look for": "zoeken", "argue about": "ruziën over", "write down": "noteren", "do": "doen", "end": "beëindigen",
}  # fmt: skip
WHAT = {"a plan": "een plan", "courses": "cursussen", "new work": "nieuw werk", "shared rooms": "gedeelde ruimtes"}
HEAD = """\
# A questionnaire of {n} questions, made by chance to measure speed. The partnership is fictional.
format: 1
id: {name}
version: "1.0"
languages: [en, nl]
title:
  en: A questionnaire of {n} questions
  nl: Een vragenlijst van {n} vragen
sources:
  made-up: {{title: {{en: A made-up report, nl: Een verzonnen rapport}}, by: A fictional institute}}
themes:
  trust: {{en: Trust, nl: Vertrouwen}}
  roles: {{en: Roles, nl: Rollen}}
  results: {{en: Results, nl: Resultaten}}
scales:
  agreement:
    - {{value: 1, label: {{en: Strongly disagree, nl: Helemaal oneens}}}}
    - {{value: 2, label: {{en: Disagree, nl: Oneens}}}}
    - {{value: 3, label: {{en: In between, nl: Ertussenin}}}}
    - {{value: 4, label: {{en: Agree, nl: Eens}}}}
    - {{value: 5, label: {{en: Strongly agree, nl: Helemaal eens}}}}
questions:
"""
THEMES = ("trust", "roles", "results")


def questionnaire(n: int, name: str = "sized", seed: int = 1, stages: tuple[str, ...] = STAGES) -> str:
    """The text of a questionnaire: n questions, two thirds of them on a scale, next steps, and a case for each stage.

    `stages` are the stages that its questions are about. With all five and n a multiple of 15 it is without faults.
    """
    dice = random.Random(seed)  # noqa: S311 - a benchmark, no secret
    parts = [HEAD.format(n=n, name=name)]
    answers: dict[str, dict[str, str]] = {stage: {} for stage in STAGES}
    turned = dict.fromkeys(stages, True)
    parts += [_question(number, stages, turned, answers, dice) for number in range(n)]
    parts.append("next_steps:\n")
    for stage in stages:
        parts += [_step(stage, theme) for theme in THEMES]
    parts.append("cases:\n")
    for stage in stages:
        form = ", ".join(f"{question}: {value}" for question, value in answers[stage].items())
        parts.append(f"  - name: everybody sees {stage}\n    times: 3\n    answers:\n      - {{{form}}}\n")
        parts.append(f"    expect: {stage}\n")
    return "".join(parts)


def _question(
    number: int,
    stages: tuple[str, ...],
    turned: dict[str, bool],
    answers: dict[str, dict[str, str]],
    dice: random.Random,
) -> str:
    name, theme, sign = f"q{number}", THEMES[number % len(THEMES)], stages[number % len(stages)]
    who, does, what = dice.choice(list(WHO)), dice.choice(list(DOES)), dice.choice(list(WHAT))
    head = (
        f"  - id: {name}\n    theme: {theme}\n    text:\n      en: In place {number} {who} {does} {what}.\n"
        f"      nl: Op plek {number} geldt voor {WHO[who]}, {DOES[does]}, {WHAT[what]}.\n"
    )
    if number % 3 < 2:
        reverse = turned[sign] = not turned[sign]
        for stage in STAGES:
            answers[stage][name] = "5" if (stage == sign) != reverse else "1"
        reversed_ = "    reverse: true\n" if reverse else ""
        return f"{head}    scale: agreement\n    sign_of: {sign}\n{reversed_}    sources: [made-up]\n"
    first = number // 3 % len(MIXED)
    mixed = [stage for stage in (*MIXED[first:], *MIXED[:first]) if stage in stages]
    options = "".join(
        f"      - value: {stage}\n        label:\n          en: It is like number {place} here\n"
        f"          nl: Het is hier als nummer {place}\n        evidence: {{{stage}: 1}}\n"
        for place, stage in enumerate(mixed)
    )
    for stage in STAGES:
        answers[stage][name] = stage
    return f"{head}    options:\n{options}    sources: [made-up]\n"


def _step(stage: str, theme: str) -> str:
    return (
        f"  - id: {stage}-{theme}\n    for: {{stage: {stage}, theme: {theme}}}\n"
        f"    do: {{en: Talk about {theme}., nl: Praat over {theme}.}}\n    why: {{en: It helps., nl: Het helpt.}}\n"
        "    who: {en: The chair, nl: De voorzitter}\n    time: {en: one hour, nl: een uur}\n    sources: [made-up]\n"
    )
