"""How questions are worded: short, without negations, without a push; and no more of them than there is time for."""

import re
from collections.abc import Iterator

from partnercheck.checking.draft import Draft
from partnercheck.checking.rules.wording import first_language, in_languages, visible_length, wordings
from partnercheck.checking.rules.wording_lists import language_of
from partnercheck.findings import Finding
from partnercheck.questionnaire.minutes import minutes_needed
from partnercheck.questionnaire.paths import at_pattern, shown

LIMITS: tuple[tuple[str, str, int], ...] = (
    ("questions/*/text", "a question", 140),
    ("questions/*/help", "a line of help", 120),
    ("questions/*/options/*/label", "an option", 90),
    ("scales/*/*/label", "an option", 90),
)
"""The most characters a text can have: a phone shows about 38 in a line of a question, 42 in a line of help, and 34 on
an option's button. So a question takes four lines and all else three, and five options still stand on one screen.
The longest texts of the bundled questionnaires have 86, 41 and 71."""


def texts_fit_a_phone(draft: Draft) -> Iterator[Finding]:
    """PC301: questions, lines of help and options that are longer than a phone shows well."""
    for pattern, what, most in LIMITS:
        for wording in wordings(draft.tree, pattern):
            length = visible_length(wording.text) if len(wording.text) > most else 0
            if length > most:
                message = f"this text has {length} characters; {what} on a phone has room for {most}"
                yield draft.at(wording.path, "PC301", message, "say it shorter, or move a part to help")


def statements_say_what_is(draft: Draft) -> Iterator[Finding]:
    """PC303: negations in texts that are rated on a scale."""
    first = first_language(draft.tree)
    for path, question in at_pattern(draft.tree, "questions/*"):
        if not isinstance(question, dict) or "scale" not in question:
            continue
        turned = question.get("reverse") is True
        for wording in in_languages((*path, "text"), question.get("text"), first):
            language = language_of(wording.lang)
            found = language.negation.search(language.leading.sub(" ", wording.start)) if language else None
            if found:
                message = f"with {shown(found[0])}, people who disagree have to deny a denial" + (
                    ", and reverse turns it round once more" if turned else ""
                )
                yield draft.at(wording.path, "PC303", message, _without_negation(turned, "sign_of" in question))


def _without_negation(turned: bool, signs: bool) -> str:
    if turned:
        return "say it without the negation, and take reverse away"
    return "say it without the negation" + (", and add reverse: true" if signs else "")


def texts_push_nowhere(draft: Draft) -> Iterator[Finding]:
    """PC304: words in a question or its help that say which answer is wanted."""
    for pattern in ("questions/*/text", "questions/*/help"):
        for wording in wordings(draft.tree, pattern):
            language = language_of(wording.lang)
            found = language.leading.search(wording.start) if language else None
            if found:
                words = re.sub(r"\s+", " ", found[0].strip(" ,"))
                yield draft.at(wording.path, "PC304", f"{shown(words)} tells people what to answer", "leave it out")


def time_is_enough(draft: Draft) -> Iterator[Finding]:
    """PC311: more questions than can be answered in the minutes that the questionnaire states."""
    questionnaire = draft.questionnaire
    if questionnaire and questionnaire.minutes:
        needed = round(minutes_needed(questionnaire))
        if needed > questionnaire.minutes:
            count = len(questionnaire.questions)
            stated = "1 minute is" if questionnaire.minutes == 1 else f"{questionnaire.minutes} minutes are"
            message = f"{count} questions take about {needed} minutes; {stated} stated"
            yield draft.at(("minutes",), "PC311", message, "ask fewer questions, or state more minutes")
