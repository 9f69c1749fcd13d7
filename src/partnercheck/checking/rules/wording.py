"""The texts of a questionnaire file, each in its language and at its place, and what is known about a language."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from partnercheck.questionnaire.document import KeyPath, Plain, Tree
from partnercheck.questionnaire.model import ANY_LANGUAGE
from partnercheck.questionnaire.references import at_pattern

MOST_JUDGED = 500

WordSet = frozenset[str]


def a_set_of(text: str) -> WordSet:
    """The words of a text, once each."""
    return frozenset(text.split())


@dataclass(frozen=True)
class Language:
    """Words of a language that questions should do without, or that tell how a sentence is built.

    The patterns look at whole texts. The rest are lists of words, small letters, for `asking_double`.
    """

    negation: re.Pattern[str]
    leading: re.Pattern[str]
    doubled: re.Pattern[str]
    joiners: WordSet
    joiners_rated: WordSet
    """Joiners that double only what is rated: in a choice they put two answers side by side."""
    subjects: WordSet
    subjects_before_verb: WordSet
    """Words that start a clause only where a verb follows."""
    question_words: WordSet
    between: WordSet
    """Adverbs that may stand between a joiner and the word that counts."""
    opposites: WordSet
    """Words that make `and what does not` the other side of the same question."""
    concessions: WordSet
    """Words after a joiner that make one thought of the two halves."""
    subordinate: WordSet
    auxiliaries: WordSet
    verbs: WordSet
    verbs_or_nouns: WordSet
    objects: WordSet
    """Words that make a verb of what may be a noun, by standing behind it."""
    participles: WordSet
    adjectives: WordSet
    after_predicate: WordSet
    infinitive: WordSet
    """Words behind which verbs come in pairs: `to live and learn`, `willen groeien en bloeien`."""
    pairs: frozenset[tuple[str, str]]
    """Two words that go together as one."""
    ing: bool = False
    """Whether a form such as `sharing` says what goes on."""


class Wording(NamedTuple):
    """One text in one language, and its path in the file."""

    path: KeyPath
    lang: str
    text: str

    @property
    def start(self) -> str:
        """As much of the text as its words are judged by; one that is longer is told to be too long."""
        return self.text[:MOST_JUDGED]


def wordings(tree: Tree, pattern: str) -> Iterator[Wording]:
    """Every text at the paths that fit a pattern; one without a language is in the questionnaire's first."""
    first = first_language(tree)
    for path, here in at_pattern(tree, pattern):
        yield from in_languages(path, here, first)


def first_language(tree: Tree) -> str:
    """The language of texts that name none."""
    return next((tag for _, tag in at_pattern(tree, "languages/*") if isinstance(tag, str)), "en")


def visible_length(text: str) -> int:
    """How many characters of a text take up room: accents and joiners do not, and spaces in a row are one."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    return sum(unicodedata.category(character) not in ("Mn", "Me", "Cf") for character in composed)


def in_languages(path: KeyPath, here: Plain, first: str) -> Iterator[Wording]:
    """A text as it stands in the file, in each of its languages; `first` is the language of one that names none."""
    if isinstance(here, str):
        yield Wording(path, first, here)
    elif isinstance(here, dict):
        for lang, text in here.items():
            if isinstance(text, str):
                yield Wording((*path, lang), first if lang == ANY_LANGUAGE else lang, text)
