"""The registry of rules. What a rule yields is suppressed, given its level and sorted by the runner."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from partnercheck.checking.recovery import Draft, draft_of
from partnercheck.checking.rules.branching import conditions_can_fail, questions_are_asked, questions_wait_in_line
from partnercheck.checking.rules.cases import cases_hold, stages_have_cases
from partnercheck.checking.rules.file_style import plain_words, tabs, unused_parts
from partnercheck.checking.rules.next_steps import (
    stages_have_steps,
    steps_are_led,
    steps_can_be_chosen,
    steps_have_sources,
    themes_have_steps,
    titles_are_short,
)
from partnercheck.checking.rules.options import (
    options_keep_apart,
    options_make_no_ladder,
    people_can_get_out,
    scales_have_a_middle,
)
from partnercheck.checking.rules.questions import (
    double_questions,
    statements_say_what_is,
    texts_fit_a_phone,
    texts_push_nowhere,
    time_is_enough,
)
from partnercheck.checking.rules.readability import texts_read_easily
from partnercheck.checking.rules.scoring import (
    answers_alike,
    points_in_order,
    simulated_stages,
    stages_alike,
    straight_lines,
    uneven_stages,
    unmeasured_stages,
)
from partnercheck.checking.rules.translations import languages_exist, texts_are_translated, translations_keep_places
from partnercheck.core.files import TextFile
from partnercheck.core.findings import Finding
from partnercheck.questionnaire.document import STOPPED


def waiting_rules(draft: Draft) -> Iterator[Finding]:
    """PC004: parts that verdicts rest on cannot be read, so that nothing can be said about verdicts yet."""
    if draft.whole:
        return
    lines = draft.source.lines
    last = max((number for number, line in enumerate(lines, 1) if line.strip()), default=1)
    broken = next((found.location.line for found in draft.found if found.code in STOPPED), 0)
    if broken:
        message = f"nothing after line {broken} could be read, so cases, scoring and what may be missing wait"
        remedy = "mend this, then check again"
    else:
        message = "cases and scoring are not looked at yet, for some questions or scales cannot be read in full"
        remedy = "mend the errors in questions and scales, then check again"
    told = draft.source.finding(last, len(lines[last - 1]) + 1, "PC004", message, remedy)
    yield replace(told, excerpt="")  # it is about no line in particular, and stands behind the other findings


class Rule(NamedTuple):
    """A pure look at a draft: the codes that its findings can have, and the look itself.

    `simulates` says that it throws many dice; such rules can be switched off together.
    """

    codes: tuple[str, ...]
    look: Callable[[Draft], Iterator[Finding]]
    simulates: bool = False


MAX_ALIKE = 5000
"""Findings of one rule about how a file is written; mending these brings up the next."""


class FileRule(NamedTuple):
    """A pure look at the text of any YAML file, a questionnaire's or answers'."""

    codes: tuple[str, ...]
    look: Callable[[TextFile], Iterator[Finding]]


FILE_RULES: tuple[FileRule, ...] = (
    FileRule(("PC109",), plain_words),
    FileRule(("PC110",), tabs),
)  # fmt: skip
"""Every rule about how a file is written, beyond what reading it tells by itself."""

RULES: tuple[Rule, ...] = (
    Rule(("PC004",), waiting_rules),
    Rule(("PC208",), unused_parts),
    Rule(("PC301",), texts_fit_a_phone),
    Rule(("PC302",), double_questions),
    Rule(("PC303",), statements_say_what_is),
    Rule(("PC304",), texts_push_nowhere),
    Rule(("PC305",), options_keep_apart),
    Rule(("PC306",), scales_have_a_middle),
    Rule(("PC307",), people_can_get_out),
    Rule(("PC308",), questions_are_asked),
    Rule(("PC309",), conditions_can_fail),
    Rule(("PC310",), questions_wait_in_line),
    Rule(("PC311",), time_is_enough),
    Rule(("PC312",), options_make_no_ladder),
    Rule(("PC313", "PC314"), texts_read_easily),
    Rule(("PC401", "PC410"), unmeasured_stages),
    Rule(("PC402",), answers_alike),
    Rule(("PC403",), points_in_order),
    Rule(("PC404",), stages_alike),
    Rule(("PC405", "PC407", "PC409"), simulated_stages, simulates=True),
    Rule(("PC406",), uneven_stages),
    Rule(("PC408",), straight_lines),
    Rule(("PC501",), stages_have_steps),
    Rule(("PC502",), themes_have_steps),
    Rule(("PC503",), steps_can_be_chosen),
    Rule(("PC504",), steps_have_sources),
    Rule(("PC505",), steps_are_led),
    Rule(("PC506",), titles_are_short),
    Rule(("PC601",), translations_keep_places),
    Rule(("PC602",), languages_exist),
    Rule(("PC603",), texts_are_translated),
    Rule(("PC701", "PC802"), cases_hold),
    Rule(("PC702",), stages_have_cases),
)  # fmt: skip
"""Every rule about questionnaires, beyond what reading one tells by itself, in the order of their codes."""

SIMULATED = frozenset(code for rule in RULES if rule.simulates for code in rule.codes)
"""The codes that only simulation can find."""


def questionnaire_findings(source: TextFile, looked_for: Callable[[str], bool]) -> list[Finding]:
    """Everything there is to say about a questionnaire file. Rules that can find nothing looked for do not run."""
    draft = draft_of(source)
    rules = [rule for rule in RULES if any(map(looked_for, rule.codes))]
    return [*draft.found, *file_findings(source, looked_for), *(found for rule in rules for found in rule.look(draft))]


def file_findings(source: TextFile, looked_for: Callable[[str], bool]) -> list[Finding]:
    """What there is to say about how a YAML file is written."""
    rules = [rule for rule in FILE_RULES if any(map(looked_for, rule.codes))]
    return [found for rule in rules for found in islice(rule.look(source), MAX_ALIKE)]
