"""Languages by what people call them."""

import re


def language_tag(word: str) -> str:
    """The tag of the language that a word names, by its tag or in English; empty where there is no such language."""
    from babel import Locale

    names = Locale("en").languages
    low = word.lower()
    if re.split("[-_]", low)[0] in names:
        return low
    return next((tag for tag, name in names.items() if name.lower() == low), "")
