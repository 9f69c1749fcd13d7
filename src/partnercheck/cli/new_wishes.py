"""What an author wants a new questionnaire to be: held to what can be, and filled in where nothing was said."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from partnercheck.errors import PartnercheckError
from partnercheck.findings import clip, printable
from partnercheck.words import LANGUAGES

if TYPE_CHECKING:
    from partnercheck.cli.new import Wishes

MOST_TITLE = 120
MOST_THEME = 60
FIRST_ID = "our-partnership"
_PARTING = re.compile(r"[\s,;/&+]+(?:(?:and|und|et)\s+)?")
_LANGUAGES_BY_WORD: dict[str, tuple[str, ...]] = {
    **{tag: (tag,) for tag in LANGUAGES},
    **dict.fromkeys(("english", "engels"), ("en",)),
    **dict.fromkeys(("dutch", "nederlands"), ("nl",)),
    **dict.fromkeys(("both", "beide", "all"), LANGUAGES),
}
"""What people write for the languages that a questionnaire can be started in."""


def checked(wishes: "Wishes") -> "Wishes":
    """The wishes, tidied.

    Raises:
        PartnercheckError: one of them cannot be.
    """
    return replace(
        wishes,
        id=known_id(wishes.id) if wishes.id else "",
        title=plain_text(wishes.title, "The title", MOST_TITLE) if wishes.title else "",
        languages=known_languages(wishes.languages),
        themes=known_themes(wishes.themes),
    )


def filled(wishes: "Wishes", first: str) -> "Wishes":
    """The wishes, with an id and a language where none was said; `first` is the id that a name suggested."""
    return replace(
        wishes, id=wishes.id or known_id(suggested(wishes.title, first)), languages=wishes.languages or LANGUAGES[:1]
    )


def offered(title: str, first: str, taken: Callable[[str], bool]) -> str:
    """The id to offer to somebody who may still choose: one that can be had."""
    from partnercheck.questionnaire.bundled import bundled_path
    from partnercheck.questionnaire.starter import LONGEST_ID

    name = suggested(title, first)
    name = f"our-{name}" if bundled_path(name) else name
    ids = (name, *(f"{name[: LONGEST_ID - 4].rstrip('-')}-{number}" for number in range(2, 100)))
    return next((each for each in ids if not taken(each)), name)


def suggested(title: str, first: str) -> str:
    """The id to use or to offer where none was said."""
    from partnercheck.questionnaire.starter import slug_of

    return first or slug_of(title) or FIRST_ID


def known_id(text: str) -> str:
    """A short name that can be a questionnaire's id.

    Raises:
        PartnercheckError: it cannot.
    """
    from partnercheck.questionnaire.bundled import bundled_path
    from partnercheck.questionnaire.model import SLUG
    from partnercheck.questionnaire.starter import LONGEST_ID, slug_of

    if len(text) > LONGEST_ID or not re.fullmatch(SLUG, text):
        near = slug_of(text)
        raise PartnercheckError(
            f"{printable(clip(text, 60))!r} cannot be an id.",
            f"Small letters, digits and single hyphens, {LONGEST_ID} at most, such as {near or 'harbour-check'}.",
        )
    if bundled_path(text):
        raise PartnercheckError(
            f"{text} is a questionnaire of partnercheck's own.", f"Choose another id, such as our-{text}."
        )
    return text


def plain_text(text: str, what: str, most: int) -> str:
    """A text on one line, without spaces around it.

    Raises:
        PartnercheckError: it is empty or too long, or holds what cannot be read.
    """
    tidy = " ".join(text.split())
    if not tidy or printable(tidy) != tidy:
        raise PartnercheckError(f"{what} is empty, or holds a character that cannot be read.", "Use plain text.")
    if len(tidy) > most:
        raise PartnercheckError(f"{what} has {len(tidy)} characters.", f"{most} are enough.")
    return tidy


def known_languages(named: tuple[str, ...]) -> tuple[str, ...]:
    """The languages in the order they were named, by tag or by name; several may stand in one text.

    Raises:
        PartnercheckError: there are no texts in one of them, or it is no language.
    """
    from partnercheck.checking.language_names import language_tag

    words = [word for text in named for word in _PARTING.split(text.lower()) if word]
    for word in words:
        if word not in _LANGUAGES_BY_WORD:
            shown = printable(clip(word, 40))
            start = f"Start in {', '.join(LANGUAGES)}, or both."
            if tag := language_tag(word):
                more = f"Afterwards add {tag} to languages: partnercheck check names every text that it needs."
                raise PartnercheckError(f"There are no texts to start with in {shown!r}.", f"{start} {more}")
            raise PartnercheckError(f"{shown!r} is no language.", start)
    return tuple(dict.fromkeys(tag for word in words for tag in _LANGUAGES_BY_WORD[word]))


def known_themes(named: tuple[str, ...]) -> tuple[str, ...]:
    """The themes, each a text of its own.

    Raises:
        PartnercheckError: there are too many, or one is no text.
    """
    from partnercheck.questionnaire.starter import MOST_THEMES, theme_ids

    themes = tuple(plain_text(name, "A theme", MOST_THEME) for name in named)
    if len(theme_ids(themes)) > MOST_THEMES:
        raise PartnercheckError(
            f"{len(theme_ids(themes))} themes are many to start with; {MOST_THEMES} at most.",
            "Start with some of them, and add the others in the file.",
        )
    return themes
