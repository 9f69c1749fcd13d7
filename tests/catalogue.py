"""The message catalogue: collect every message from the code and the templates, and compile the translations.

Run by `make words`: new messages are added to each translation, empty; messages that are gone are taken out.
"""

import datetime
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[1]
LOCALES = ROOT / "src" / "partnercheck" / "locales"
KEYWORDS = {"words": None, "many": (1, 2), "_": None}
TRANSLATIONS = ("nl",)
UNDATED = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
"""A compiled catalogue carries a date; a fixed one gives the same bytes for the same messages."""
HEADER = "# partnercheck in another language.\n# Copyright (C) the partnercheck authors; Apache-2.0.\n#"


def messages() -> Catalog:
    """Every message, with the files it stands in."""
    catalogue = Catalog(project="partnercheck", header_comment=HEADER, fuzzy=False)
    for path in sorted((ROOT / "src" / "partnercheck").rglob("*.py")):
        with path.open("rb") as stream:
            for _, message, _, _ in extract("python", stream, keywords=KEYWORDS):
                catalogue.add(message, locations=[(path.relative_to(ROOT).as_posix(), 0)])
    for path in sorted((ROOT / "reports").rglob("*.j2")):
        for message in _in_template(path.read_text(encoding="utf-8")):
            catalogue.add(message, locations=[(path.relative_to(ROOT).as_posix(), 0)])
    return catalogue


def _in_template(text: str) -> Iterator[str | tuple[str, str]]:
    for call in Environment(autoescape=True).parse(text).find_all(nodes.Call):
        constants = [argument.value for argument in call.args if isinstance(argument, nodes.Const)]
        if isinstance(call.node, nodes.Name) and call.node.name == "words":
            yield constants[0]
        elif isinstance(call.node, nodes.Getattr) and call.node.attr == "many":
            yield constants[0], constants[1]


def po_path(lang: str) -> Path:
    """The translation of a language."""
    return LOCALES / lang / "LC_MESSAGES" / "partnercheck.po"


def translation(lang: str) -> Catalog:
    """The translation as it stands, or an empty one."""
    path = po_path(lang)
    if not path.exists():
        return Catalog(locale=lang, header_comment=HEADER, project="partnercheck", fuzzy=False)
    with path.open("rb") as stream:
        catalogue = read_po(stream, locale=lang)
    catalogue.creation_date = catalogue.revision_date = UNDATED
    return catalogue


def updated(lang: str) -> Catalog:
    """The translation with exactly the messages of today; what was translated stays translated."""
    before, after = translation(lang), messages()
    catalogue = Catalog(locale=lang, header_comment=HEADER, project="partnercheck", fuzzy=False)
    for message in after:
        if message.id:
            known = before.get(message.id if isinstance(message.id, str) else message.id[0])
            same = known is not None and known.id == message.id
            catalogue.add(message.id, known.string if known and same else None, locations=message.locations)
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """A translation as a .po file, the same bytes for the same messages: no dates, no line numbers."""
    stream = io.BytesIO()
    write_po(stream, catalogue, width=120, sort_output=True, omit_header=True, include_lineno=False)
    lang = catalogue.locale_identifier
    header = (
        f'msgid ""\nmsgstr ""\n"Language: {lang}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    return f"{HEADER}\n{header}".encode() + stream.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """A translation as a .mo file."""
    stream = io.BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def main() -> int:
    """Bring every translation up to date; the exit code is 1 while messages are untranslated."""
    missing = 0
    for lang in TRANSLATIONS:
        path = po_path(lang)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(updated(lang)))
        path.with_suffix(".mo").write_bytes(compiled(translation(lang)))
        empty = [message.id for message in translation(lang) if message.id and not any_text(message.string)]
        missing += len(empty)
        print(f"{lang}: {len(translation(lang))} messages, {len(empty)} untranslated")  # noqa: T201 - a script
    return 1 if missing else 0


def any_text(string: object) -> bool:
    """Whether a translation is there, in all its forms."""
    return all(string) if isinstance(string, tuple | list) else bool(string)


if __name__ == "__main__":
    sys.exit(main())
