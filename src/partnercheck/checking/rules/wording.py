"""The texts of a questionnaire file, each in its language and at its place, and what is known about a language."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from partnercheck.questionnaire.document import KeyPath, Plain, Tree
from partnercheck.questionnaire.model import ANY_LANGUAGE
from partnercheck.questionnaire.references import at_pattern

MAX_JUDGED = 500
LANGUAGES = Path(__file__).with_name("languages")
"""What is known about each language, in a file named by its tag."""

WordSet = frozenset[str]


@dataclass(frozen=True)
class Language:
    """Words of a language that questions should do without, or that tell how a sentence is built.

    The patterns look at whole texts; the rest are lists of words in small letters. The files say what each is for.
    """

    negation: re.Pattern[str]
    leading: re.Pattern[str]
    doubled: re.Pattern[str]
    joiners: WordSet
    joiners_rated: WordSet
    subjects: WordSet
    subjects_before_verb: WordSet
    question_words: WordSet
    between: WordSet
    opposites: WordSet
    concessions: WordSet
    subordinate: WordSet
    auxiliaries: WordSet
    verbs: WordSet
    verbs_or_nouns: WordSet
    objects: WordSet
    participles: WordSet
    adjectives: WordSet
    after_predicate: WordSet
    infinitive: WordSet
    pairs: frozenset[tuple[str, ...]]
    ing: bool


PATTERNS = ("negation", "leading", "doubled")


@cache
def language_of(tag: str) -> Language | None:
    """What is known about the language of a tag such as `nl-BE`; none where nothing is."""
    base = tag.split("-", maxsplit=1)[0].lower()
    file = LANGUAGES / f"{base}.toml"
    if not base.isalpha() or not file.is_file():
        return None
    kept = tomllib.loads(file.read_text(encoding="utf-8"))
    return Language(**{name: _read(name, value) for name, value in kept.items()})


def _read(name: str, value: Any) -> Any:  # noqa: ANN401 - what TOML holds
    if name in PATTERNS:
        return re.compile("|".join(value), re.IGNORECASE)
    if name == "pairs":
        return frozenset(tuple(pair.split()) for pair in value)
    return frozenset(value.split()) if isinstance(value, str) else value


def language_tag(word: str) -> str:
    """The tag of the language that a word names, by its tag or in English; empty where there is no such language."""
    from babel import Locale

    names = Locale("en").languages
    low = word.lower()
    if re.split("[-_]", low)[0] in names:
        return low
    return next((tag for tag, name in names.items() if name.lower() == low), "")


class Wording(NamedTuple):
    """One text in one language, and its path in the file."""

    path: KeyPath
    lang: str
    text: str

    @property
    def start(self) -> str:
        """As much of the text as its words are judged by; one that is longer is told to be too long."""
        return self.text[:MAX_JUDGED]


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
