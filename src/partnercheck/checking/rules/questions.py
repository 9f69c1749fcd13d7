"""How questions are worded: short, without negations or a push, one at a time, and few enough for the time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from partnercheck.checking.recovery import Draft
from partnercheck.checking.rules.wording import (
    Language,
    first_language,
    in_languages,
    language_of,
    visible_length,
    wordings,
)
from partnercheck.core.findings import Finding, shown
from partnercheck.questionnaire.model import minutes_needed
from partnercheck.questionnaire.references import at_pattern

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


_TWO_MARKS = re.compile(r"[?？؟][^\w?？؟]*\w[^?？؟]*[?？؟]")
_TOKENS = re.compile(r"[\w’'-]+|[,;:.!?]")
_STOPS = frozenset(",;:.!?")
_REMEDY = "ask two questions, or keep the half that matters more"


def double_questions(draft: Draft) -> Iterator[Finding]:
    """PC302: question texts that ask two things at once."""
    first = first_language(draft.tree)
    for path, question in at_pattern(draft.tree, "questions/*"):
        if not isinstance(question, dict):
            continue
        for wording in in_languages((*path, "text"), question.get("text"), first):
            rated, opened = "scale" in question, question.get("kind") == "text"
            joined = _two_marks(wording.start) or second_half(
                wording.start, language_of(wording.lang), rated=rated, opened=opened
            )
            if joined:
                yield draft.at(wording.path, "PC302", f"this asks two things at once: {joined}", _REMEDY)


def _two_marks(text: str) -> str:
    return "two question marks" if _TWO_MARKS.search(text) else ""


def second_half(text: str, language: Language | None, *, rated: bool, opened: bool = False) -> str:
    """The words that join a second question to the first, in quotes; empty where there is one question, or none knows.

    `rated` says that the text is rated on a scale, `opened` that people answer in their own words.
    """
    if language is None:
        return ""
    if found := language.doubled.search(text):
        return f"'{' '.join(found[0].split())}'"
    written = _TOKENS.findall(text)
    tokens = [token.lower() for token in written]
    joiners = language.joiners | language.joiners_rated if rated else language.joiners
    for at, token in enumerate(tokens):
        if token in joiners and 0 < at < len(tokens) - 1:
            join = _Join.at(tokens, at, language)
            if join and join.doubles(opened=opened):
                return f"'{written[at]} {written[tokens.index(join.word, at + 1)]}'"
    return ""


@dataclass(frozen=True)
class _Join:
    """A joining word's neighbourhood: what stands before it, and the word that counts behind it."""

    language: Language
    before: list[str]
    last: str
    word: str
    following: str
    asks: bool

    @classmethod
    def at(cls, tokens: list[str], at: int, language: Language) -> "_Join | None":
        """What stands around the joining word at this place; none where it plainly joins no halves."""
        before, after = tokens[:at], tokens[at + 1 :]
        while after and after[0] in language.between:
            after = after[1:]
        if not after or after[0] in _STOPS or after[0] in language.concessions:
            return None
        inside_condition = before[0] in language.subordinate and "," not in before and "," in after
        other_way = after[0] in language.question_words and not language.opposites.isdisjoint(after[1:3])
        last = next((token for token in reversed(before) if token not in _STOPS), "")
        if inside_condition or other_way or (last, after[0]) in language.pairs:
            return None
        return cls(language, before, last, after[0], after[1] if len(after) > 1 else ".", tokens[-1] == "?")

    def doubles(self, *, opened: bool) -> bool:
        """Whether a second question stands behind the joining word."""
        if self._second_question(opened=opened) or self._second_property():
            return True
        first_half = any(self._may_act(word) or word in self.language.subjects for word in self.before)
        return first_half and (self._second_clause() or (not self._inside_clause() and self._second_verb()))

    def _acts(self, word: str) -> bool:
        return word in self.language.verbs or word in self.language.auxiliaries

    def _may_act(self, word: str) -> bool:
        return self._acts(word) or word in self.language.verbs_or_nouns

    def _second_question(self, *, opened: bool) -> bool:
        """`… and how …`; not `when and where …`."""
        words = self.language.question_words
        if self.word not in words or self.last in words:
            return False
        if self.following in _STOPS:
            return self.asks and not opened and self.before[0] in words
        if self.following in self.language.adjectives:
            return not words.isdisjoint(self.before)
        starts = self.language.subjects | self.language.subjects_before_verb | self.language.objects
        return self._may_act(self.following) or self.following in starts

    def _second_clause(self) -> bool:
        """`… and we …`, and the Dutch `… en delen we …`."""
        subjects, before_verb = self.language.subjects, self.language.subjects_before_verb
        if self.word in subjects:
            return self.last not in subjects
        if self.word in before_verb:
            repeated = self.word in self.language.subordinate and self.following in subjects
            return repeated or self._acts(self.following)
        return self._may_act(self.word) and self.following in subjects

    def _inside_clause(self) -> bool:
        """Whether the joining word stands in a clause that tells about a word, or in a pair (`to live and learn`)."""
        clause = self.before[max((i + 1 for i, token in enumerate(self.before) if token in _STOPS), default=0) :]
        own = clause[1:] if len(clause) == len(self.before) else clause
        infinitive = self.language.infinitive
        ends = self.following in _STOPS and not infinitive.isdisjoint(self.before)
        bare = len(self.before) == 1 or self.before[-2] in infinitive or ends
        return bare or not self.language.subordinate.isdisjoint(own)

    def _second_verb(self) -> bool:
        """`… and decide …`, `… and use the …`, `… written down and kept`, `are sharing … and using …`."""
        language = self.language
        if self._acts(self.word) and self.word not in language.verbs_or_nouns:
            return True
        followed = self.following in language.objects
        if self.word in language.verbs_or_nouns:
            return followed
        if self.word in language.participles:
            aided = not language.auxiliaries.isdisjoint(self.before)
            return aided and (self.following in _STOPS or self.following in language.after_predicate or followed)
        return language.ing and followed and self.word.endswith("ing") and any(w.endswith("ing") for w in self.before)

    def _second_property(self) -> bool:
        """`… are short and useful.`; not `a short and useful meeting`."""
        language = self.language
        if self.last not in language.adjectives or self.word not in language.adjectives:
            return False
        return self.following in _STOPS or self.following in language.after_predicate
