"""How hard texts are to read, by the published formulas: Flesch for English, Douma's version of it for Dutch.

- Flesch, R. (1948). A new readability yardstick. Journal of Applied Psychology 32 (3), 221-233.
- Douma, W. H. (1960). De leesbaarheid van landbouwbladen. Bulletin 17, Afdeling sociologie en sociografie,
  Landbouwhogeschool Wageningen.

Both see nothing but how long sentences and words are. They know no grammar, no meaning and no reader, and were made for
running text. So they are a rule of thumb, and for many texts together: a single question is too short.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, reduce
from itertools import pairwise
from typing import Literal, NamedTuple

Cefr = Literal["A1", "A2", "B1", "B2", "C1", "C2"]

MIN_WORDS = 100
"""Fewer words than this are not measured: Flesch took samples of a hundred."""
MAX_READ = 4000
"""The most characters of a text that are looked at; no text of a questionnaire may have more."""

_WORD = re.compile(r"[^\W_]+(?:['’\u2010\u2011-][^\W_]+)*")
_LETTERS = re.compile(r"[^\W\d_]+")
_PAUSE = re.compile(r"[.!?…:;\n][\"'”’»)\]]{0,3}\s*")
_OPENING = "\"'“‘„«(["


class Counted(NamedTuple):
    """What formulas rest on: how many sentences, words and syllables."""

    sentences: int = 0
    words: int = 0
    syllables: int = 0

    def plus(self, other: "Counted") -> "Counted":
        """Both together."""
        return Counted(self.sentences + other.sentences, self.words + other.words, self.syllables + other.syllables)

    def without(self, other: "Counted") -> "Counted":
        """What is left where the other is taken out."""
        return Counted(self.sentences - other.sentences, self.words - other.words, self.syllables - other.syllables)


@dataclass(frozen=True, eq=False)
class Formula:
    """How the texts of a language are measured.

    `limits` are the least ease of A1, A2, B1, B2 and C1. They are the classes that the formula's author named: very
    easy, easy, then fairly easy and standard as one, fairly difficult, difficult; what is below is very difficult. That
    these are like the levels of the Common European Framework is our own reading: nobody has published a conversion.
    """

    constant: float
    """The ease of a text without any length."""
    a_sentence: float
    """What each word of the mean sentence takes off it."""
    a_word: float
    """What each syllable of the mean word takes off it."""
    limits: tuple[float, float, float, float, float]
    patterns: str
    """The hyphenation patterns that part a word into syllables."""
    vowels: re.Pattern[str]
    """Letters that sound as one."""
    silent: re.Pattern[str] | None = None
    """The end of a part that has a vowel and does not sound."""

    def ease(self, counted: Counted) -> float:
        """The ease of what was counted: about 100 for a very easy text, about 0 for a very hard one."""
        sentence, word = counted.words / counted.sentences, counted.syllables / counted.words
        return self.constant - self.a_sentence * sentence - self.a_word * word

    @property
    def least(self) -> float:
        """The least ease that is like B2."""
        return self.limits[3]


FORMULAS = {
    "en": Formula(
        constant=206.835,
        a_sentence=1.015,
        a_word=84.6,
        limits=(90, 80, 60, 50, 30),
        patterns="en_US",
        vowels=re.compile("[aeiouyàâäéèêëïîôöùûü]+"),
        silent=re.compile(
            r"(?<=[aeiouy])([^aeiouy]+)(?:(?<![^aeiouy]l)e|(?<![td])ed|(?<![sxzcg])(?<![sc]h)(?<![^aeiouy]l)es)$"
        ),
    ),
    "nl": Formula(
        constant=206.84,
        a_sentence=0.93,
        a_word=77,
        limits=(90, 80, 60, 45, 30),
        patterns="nl",
        vowels=re.compile("aai|ooi|oei|[äëïöü][aeiouyé]*|[aeiouyáàâéèêíìîóòôúùû]+"),
    ),
}
"""The formulas by language. A language without a published one is not measured."""


@dataclass(frozen=True)
class Reading:
    """How hard texts are to read, as a rule of thumb.

    `ease` is the formula's number, `cefr` the level of the Common European Framework that it is like.
    """

    ease: float
    words_a_sentence: float
    syllables_a_word: float
    cefr: Cefr


def formula_for(lang: str) -> Formula | None:
    """The formula for a language tag such as `nl-BE`; none where none is published."""
    return FORMULAS.get(lang.split("-", maxsplit=1)[0].lower())


def reading_of(texts: Iterable[str], lang: str) -> Reading | None:
    """How hard texts are to read together; none where they are too short, or where the language has no formula."""
    formula = formula_for(lang)
    return reading_from(count(texts, formula), formula) if formula else None


def reading_from(counted: Counted, formula: Formula) -> Reading | None:
    """How hard something is to read of which this was counted; none where there are too few words."""
    if counted.words < MIN_WORDS:
        return None
    ease = formula.ease(counted)
    levels: tuple[Cefr, ...] = ("A1", "A2", "B1", "B2", "C1")
    cefr: Cefr = next((level for level, least in zip(levels, formula.limits, strict=True) if ease >= least), "C2")
    return Reading(ease, counted.words / counted.sentences, counted.syllables / counted.words, cefr)


def count(texts: Iterable[str], formula: Formula) -> Counted:
    """The sentences, words and syllables of texts; each text ends its last sentence."""
    each = (count_sentence(sentence, formula) for text in texts for sentence in sentences(text))
    return reduce(Counted.plus, each, Counted())


def count_sentence(sentence: str, formula: Formula) -> Counted:
    """One sentence, with its words and syllables."""
    syllables = _counter(formula)
    words = _WORD.findall(sentence.lower())
    return Counted(1, len(words), sum(map(syllables, words)))


def sentences(text: str) -> list[str]:
    """The sentences of a text, those without a word left out.

    As Flesch counted, a colon or a semicolon ends one too. A full stop or a line's end before a small letter does not:
    it is an abbreviation or a line that goes on.
    """
    text, found, start = text[:MAX_READ], [], 0
    for pause in _PAUSE.finditer(text):
        end = pause.end()
        goes_on = text[end : end + 3].lstrip(_OPENING)[:1].islower() and text[pause.start()] not in ":;"
        if text[end - 1].isspace() and not goes_on:
            found.append(text[start:end])
            start = end
    return [sentence.strip() for sentence in (*found, text[start:]) if _LETTERS.search(sentence)]


def words_in(sentence: str) -> int:
    """How many words a sentence has; what a hyphen or an apostrophe joins is one."""
    return len(_WORD.findall(sentence))


@cache
def _counter(formula: Formula) -> Callable[[str], int]:
    """What counts the syllables of a word in small letters."""
    import pyphen  # type: ignore[import-untyped]  # it comes without types

    positions = pyphen.Pyphen(lang=formula.patterns).positions
    known: dict[str, int] = {}

    def syllables(word: str) -> int:
        found = known.get(word)
        if found is None:
            found = known[word] = max(1, sum(_syllables(part, positions, formula) for part in _LETTERS.findall(word)))
        return found

    return syllables


def _syllables(letters: str, positions: Callable[[str], list[int]], formula: Formula) -> int:
    """The syllables of letters in a row.

    Patterns say where a line may end, which is never after one letter: `over` and `idea` stay whole. So the vowels that
    sound are counted in each part. Of the English words in the bundled questionnaires, 99.7 % get as many syllables as
    the CMU Pronouncing Dictionary gives them; patterns alone get 95.9 %, nearly all the others too few.
    """
    cuts = [0, *positions(letters), len(letters)]
    parts = [letters[start:end] for start, end in pairwise(cuts)]
    if formula.silent:
        parts = [formula.silent.sub(r"\1", part) for part in parts]
    sounding = [len(formula.vowels.findall(part)) for part in parts]
    return sum(max(1, many) for many in sounding) if any(sounding) else 0
