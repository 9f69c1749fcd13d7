"""How hard the texts of a questionnaire are to read: all of them together, and sentences that are very long."""

import math
from collections import defaultdict
from collections.abc import Iterator
from heapq import nlargest
from itertools import chain
from typing import NamedTuple

from partnercheck.checking.recovery import Draft
from partnercheck.checking.rules.wording import wordings
from partnercheck.core.findings import Finding, clip, shown
from partnercheck.questionnaire.document import KeyPath
from partnercheck.questionnaire.readability import (
    Counted,
    Formula,
    count_sentence,
    formula_for,
    reading_from,
    sentences,
    words_in,
)


class Kind(NamedTuple):
    """Texts that are read on one occasion: where they stand, and the most words of a sentence of theirs."""

    part: str
    name: str
    patterns: tuple[str, ...]
    most_words: int


KINDS = (
    Kind(
        "questions",
        "questions",
        ("questions/*/text", "questions/*/help", "questions/*/options/*/label", "scales/*/*/label"),
        25,
    ),
    Kind("next_steps", "next steps", ("next_steps/*/do", "next_steps/*/why", "next_steps/*/watch"), 30),
)
"""Twenty-five words are the limit of the style guide of the British government. Steps are read with more time.

What a step takes, who leads it and how long it takes are names and numbers, which no formula was made for.
"""
_NAMED = 3
"""How many of the hardest sentences are named."""
_SHOWN = 58


class Sentence(NamedTuple):
    """A sentence, its language, where its text stands, and what was counted in it."""

    path: KeyPath
    lang: str
    text: str
    counted: Counted


def texts_read_easily(draft: Draft) -> Iterator[Finding]:
    """PC313: the texts of a language that are hard to read together. PC314: a long sentence."""
    for kind in KINDS:
        counts: defaultdict[str, Counted] = defaultdict(Counted)
        for sentence in _sentences(draft, kind):
            counts[sentence.lang] = counts[sentence.lang].plus(sentence.counted)
            if sentence.counted.words > kind.most_words:
                yield _long(draft, sentence, kind)
        for lang, total in counts.items():
            formula = formula_for(lang)
            if formula:
                yield from _hard(draft, kind, lang, total, formula)


def _sentences(draft: Draft, kind: Kind) -> Iterator[Sentence]:
    """Every sentence of a kind. Where the language has no formula, only words are counted."""
    for wording in chain.from_iterable(wordings(draft.tree, pattern) for pattern in kind.patterns):
        formula = formula_for(wording.lang)
        for text in sentences(wording.text):
            counted = count_sentence(text, formula) if formula else Counted(1, words_in(text))
            yield Sentence(wording.path, wording.lang, text, counted)


def _long(draft: Draft, sentence: Sentence, kind: Kind) -> Finding:
    message = (
        f"this sentence has {sentence.counted.words} words, and more than {kind.most_words} are hard to take in: "
        f"{_start(sentence)}"
    )
    return draft.at(sentence.path, "PC314", message, "make two sentences of it")


def _hard(draft: Draft, kind: Kind, lang: str, total: Counted, formula: Formula) -> Iterator[Finding]:
    reading = reading_from(total, formula)
    if reading and reading.ease < formula.least:
        message = (
            f"the {kind.name} in {shown(lang)} have a reading ease of {math.floor(reading.ease * 10) / 10:g}, and "
            f"below {formula.least:g} is harder than B2: {reading.words_a_sentence:.1f} words a sentence, "
            f"{reading.syllables_a_word:.2f} syllables a word"
        )
        read = (sentence for sentence in _sentences(draft, kind) if sentence.lang == lang)
        hardest = nlargest(_NAMED, read, key=lambda sentence: _relief(sentence, total, formula))
        named = (f"{_start(each)} on line {_line(draft, each)}" for each in hardest)
        yield draft.at((kind.part,), "PC313", message, f"start with {'; '.join(named)}", key=True)


def _relief(sentence: Sentence, total: Counted, formula: Formula) -> float:
    """The ease that all would have without this sentence."""
    rest = total.without(sentence.counted)
    return formula.ease(rest) if rest.words else -math.inf


def _line(draft: Draft, sentence: Sentence) -> int:
    return draft.at(sentence.path, "PC313", "").location.line


def _start(sentence: Sentence) -> str:
    return shown(clip(" ".join(sentence.text.split()), _SHOWN))
