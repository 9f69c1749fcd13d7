"""What next steps should have: one for every stage and theme, a source, someone who leads, a time, a short title."""

import re
from collections.abc import Iterator

from partnercheck.assessment.evidence import measured, names_a_stage
from partnercheck.assessment.steps import WORDS_OF_A_TITLE
from partnercheck.checking.draft import Draft
from partnercheck.checking.salvage import LEFT_OUT
from partnercheck.findings import Finding, clip, joined
from partnercheck.questionnaire.model import ANY_LANGUAGE
from partnercheck.questionnaire.paths import at_pattern, shown
from partnercheck.words import STAGES

SAYS_NOTHING = frozenset(
    {
        "", "n a", "na", "none", "nobody", "no one", "noone", "unknown", "tbd", "tba", "tbc", "todo", "to do", "xxx",
        "to be decided", "to be determined", "to be announced", "to be confirmed", "not applicable", "later",
        "nvt", "n v t", "niet van toepassing", "geen", "niemand", "onbekend", "ntb", "n t b", "nader te bepalen", "x",
        "nog te bepalen", "nog onbekend", "volgt", "volgt nog",
    }
)  # fmt: skip
"""Words that stand where nothing was filled in, small letters, punctuation taken for a space."""


def stages_have_steps(draft: Draft) -> Iterator[Finding]:
    """PC501: measured stages that no next step is for; nothing where no stage is ever named."""
    loop = measured(draft.weighed.values())
    if not draft.questionnaire or not draft.whole or not names_a_stage(loop):
        return
    named = {str(stage) for _, stage in at_pattern(draft.tree, "next_steps/*/for/stage")}
    missing = [STAGES[s] for s in loop if STAGES[s] not in named]
    if missing:
        remedy = f"add steps with for: {{stage: {missing[0]}}}" if len(missing) == 1 else "add steps for each of them"
        yield draft.at(("next_steps",), "PC501", f"no next step is for {joined(missing)}", remedy, key=True)


def themes_have_steps(draft: Draft) -> Iterator[Finding]:
    """PC502: a theme with evidence that no next step is for."""
    if not draft.questionnaire or not draft.whole:
        return
    named = {
        str(theme)
        for pattern in ("next_steps/*/for/theme", "next_steps/*/when/lagging")
        for _, theme in at_pattern(draft.tree, pattern)
    }
    asked = {question.theme for question in draft.questionnaire.questions if question.id in draft.weighed}
    for theme in draft.questionnaire.themes:
        if theme in asked and theme not in named:
            message = f"no next step is for the theme {shown(theme)}"
            yield draft.at(("themes", theme), "PC502", message, "add a step for it", key=True)


def steps_have_sources(draft: Draft) -> Iterator[Finding]:
    """PC504: a next step that names no source."""
    faulty = {found.where[:2] for found in draft.found}
    for path, step in draft.next_steps():
        if not step.sources and path not in faulty:
            message = f"the next step {shown(step.id)} names no source"
            yield draft.at((*path, "id"), "PC504", message, "say under sources what it rests on")


def steps_are_led(draft: Draft) -> Iterator[Finding]:
    """PC505: a next step whose `who` or `time` was left open."""
    faulty = {found.where[:3] for found in draft.found}
    for path, step in draft.next_steps():
        for key, text, wanted in (("who", step.who, "say who leads"), ("time", step.time, "say how long it takes")):
            for lang, said in text.items():
                filled_in = lang == ANY_LANGUAGE and said == LEFT_OUT
                if _plain(said) in SAYS_NOTHING and (*path, key) not in faulty and not filled_in:
                    message = f"{key} of the next step {shown(step.id)} says nothing: {shown(clip(said, 40))}"
                    yield draft.at((*path, key, lang), "PC505", message, wanted)


def titles_are_short(draft: Draft) -> Iterator[Finding]:
    """PC506: a next step's title of more than eight words, counted by the spaces between them."""
    for path, step in draft.next_steps():
        for lang, said in (step.title or {}).items():
            words = len(said.split())
            if words > WORDS_OF_A_TITLE:
                message = f"the title of the next step {shown(step.id)} has {words} words"
                remedy = f"say in {WORDS_OF_A_TITLE} words at most what to do; the rest stands under do"
                yield draft.at((*path, "title", lang), "PC506", message, remedy)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.replace("_", " ").casefold()))
