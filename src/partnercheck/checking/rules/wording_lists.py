"""The languages whose wording is judged."""

from partnercheck.checking.rules.wording import Language
from partnercheck.checking.rules.wording_en import ENGLISH
from partnercheck.checking.rules.wording_nl import DUTCH

_LANGUAGES = {"en": ENGLISH, "nl": DUTCH}


def language_of(tag: str) -> Language | None:
    """What is known about the language of a tag such as `nl-BE`; none where nothing is."""
    return _LANGUAGES.get(tag.split("-", maxsplit=1)[0].lower())
