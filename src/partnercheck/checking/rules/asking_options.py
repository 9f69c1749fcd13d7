"""What can be answered: options that leave each other alone, a middle, a way out, and no ladder to climb."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from partnercheck.checking.draft import Draft
from partnercheck.checking.rules.asking_ranges import missing_numbers, range_in, shared_numbers
from partnercheck.checking.rules.wording import Wording, first_language, in_languages
from partnercheck.findings import Finding
from partnercheck.questionnaire.model import Option, Question
from partnercheck.questionnaire.paths import at_pattern, shown
from partnercheck.questionnaire.tree import Path, Plain, Tree
from partnercheck.words import STAGES

_WAY_OUT = re.compile(
    r"(?:none|neither|nobody|nothing|not (?:sure|applicable)|other|something else|someone else|(?:i )?don['’]?t know"
    r"|no idea|no opinion|unsure|unknown|too early|does not apply|geen van|geen (?:idee|mening|van)|niet van toepassing"
    r"|n\.?v\.?t|anders|iets anders|iemand anders|niemand|niets|(?:dat )?weet (?:ik )?niet|onbekend|overig|n ?/? ?a)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 6
"""What starts with *other* and has more words says something of its own."""
_LEAST_STEPS = 3
"""Two stages in a row are no ladder."""
_ORDERLY = "let each range begin right after the one before it"


def options_keep_apart(draft: Draft) -> Iterator[Finding]:
    """PC305: options with the same label, with numbers in common, or with a number between them that none holds."""
    first = first_language(draft.tree)
    for path, options, one in _lists_of_options(draft.tree):
        labels: defaultdict[str, list[Wording]] = defaultdict(list)
        for index, option in enumerate(options if isinstance(options, list) else ()):
            label = option.get("label") if isinstance(option, dict) else None
            for wording in in_languages((*path, index, "label"), label, first):
                labels[wording.lang].append(wording)
        for wordings in labels.values():
            yield from _same_labels(draft, wordings)
            if one:
                yield from _ranges_apart(draft, wordings)


def _lists_of_options(tree: Tree) -> Iterator[tuple[Path, Plain, bool]]:
    """Every list of options, and whether only one of them can be chosen."""
    for path, options in at_pattern(tree, "scales/*"):
        yield path, options, True
    for path, question in at_pattern(tree, "questions/*"):
        if isinstance(question, dict) and "options" in question:
            yield (*path, "options"), question["options"], question.get("several") is not True


def _same_labels(draft: Draft, wordings: list[Wording]) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for number, wording in enumerate(wordings, 1):
        plain = " ".join(wording.text.casefold().split()).rstrip(".!")
        if plain and plain in seen:
            message = f"{shown(wording.text)} is what option {seen[plain]} says too"
            yield draft.at(wording.path, "PC305", message, "take one of the two out, or say how they differ")
        seen.setdefault(plain, number)


def _ranges_apart(draft: Draft, wordings: list[Wording]) -> Iterator[Finding]:
    ranges = [found for place, each in enumerate(wordings) if (found := range_in(each.text, place))]
    for later, earlier, number in shared_numbers(ranges):
        if later.label != earlier.label:
            message = f"the answer {number:g} fits both {shown(earlier.label)} and {shown(later.label)}"
            yield draft.at(wordings[later.place].path, "PC305", message, _ORDERLY)
    for later, earlier, number in missing_numbers(ranges):
        message = f"the answer {number:g} fits neither {shown(earlier.label)} nor {shown(later.label)}"
        yield draft.at(wordings[later.place].path, "PC305", message, _ORDERLY)


def scales_have_a_middle(draft: Draft) -> Iterator[Finding]:
    """PC306: scales with an even number of points that questions about stages are rated on."""
    rated = {question.scale for _, question in draft.questions() if question.sign_of}
    for name, options in draft.questionnaire.scales.items() if draft.questionnaire else ():
        if name in rated and len(options) % 2 == 0 and not any(option.points == 0.5 for option in options):
            message = f"this scale has {len(options)} points and no middle, so everybody has to take sides"
            yield draft.at(("scales", name), "PC306", message, "add a point in the middle, or take one away", key=True)


def people_can_get_out(draft: Draft) -> Iterator[Finding]:
    """PC307: questions with the escapes switched off and no option that takes their place."""
    for path, question in draft.questions():
        if question.escapes or question.kind:
            continue
        options = [option for _, option in draft.options(path, question)]
        if options and not any(map(_is_way_out, options)):
            message = f"none of the {len(options)} options is for people who do not know, or whom this does not concern"
            remedy = "take escapes away, or add an option such as 'None of these'"
            yield draft.at((*path, "escapes"), "PC307", message, remedy, key=True)


def _is_way_out(option: Option) -> bool:
    texts = (option.value.replace("-", " "), *option.label.values())
    return any(_WAY_OUT.match(text) and len(text.split()) <= _MOST_WORDS for text in texts)


def options_make_no_ladder(draft: Draft) -> Iterator[Finding]:
    """PC312: choices that have one option a stage, in the order of the stages."""
    for path, question in draft.questions():
        stages = _stages_in_order(question)
        climbs = stages == sorted(stages)
        if len(stages) >= _LEAST_STEPS and (climbs or _goes_round(stages)):
            way = " → ".join(STAGES[stage] for stage in stages)
            message = f"the options follow the stages: {way}; a ladder invites people to choose the top"
            yield draft.at((*path, "options"), "PC312", message, "mix their order", key=True)


def _goes_round(stages: list[int]) -> bool:
    """Whether stages in this order are the loop from its end, or all of it, from anywhere and either way round."""
    if stages == sorted(stages, reverse=True):
        return True
    steps = {(b - a) % len(STAGES) for a, b in pairwise(stages)}
    return len(stages) == len(STAGES) and steps in ({1}, {len(STAGES) - 1})


def _stages_in_order(question: Question) -> list[int]:
    """The stage that each option speaks for most, as places on the loop; nothing where two options share one."""
    stages: list[int] = []
    for option in () if question.several else question.options:
        most = max(option.evidence.values(), default=0)
        leading = [STAGES.index(stage) for stage, points in option.evidence.items() if points == most > 0]
        if len(leading) > 1:
            return []
        stages += leading
    return stages if len(set(stages)) == len(stages) else []
