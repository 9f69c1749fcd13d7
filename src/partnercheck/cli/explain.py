"""`partnercheck explain`: what the code of a finding means, with a wrong and a right example."""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from partnercheck.cli.console import sentence
from partnercheck.core.codes import CODES, FAMILIES, Code, Level
from partnercheck.core.findings import PartnercheckError, clip, did_you_mean

if TYPE_CHECKING:
    from rich.console import Console

EXAMPLES = """Examples:

\b
  partnercheck explain PC203
  partnercheck explain 301 302
  partnercheck explain PC3
  partnercheck explain
"""

STYLES: dict[Level, str] = {"error": "red", "warning": "yellow", "note": "cyan"}


def codes_like(incomplete: str) -> list[tuple[str, str]]:
    """The codes that start like this, written as they were begun, each with its title, for the shell's completion."""
    start = written_out(incomplete)
    return [((incomplete or start) + each.code[len(start) :], each.title) for each in _meant(start)]


def codes_listed(incomplete: str) -> list[tuple[str, str]]:
    """The codes for the last of several words with commas between them, for the shell's completion."""
    before, comma, last = incomplete.rpartition(",")
    return [(f"{before}{comma}{code}", title) for code, title in codes_like(last)]


def explain(
    codes: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CODE",
            help="A code such as PC203, or 203; or the start of codes, such as PC2. Nothing: all codes.",
            autocompletion=codes_like,
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """Explain the codes of findings.

    What is wrong, why it matters, a wrong and a right example, and what to do.
    """
    asked = {written_out(word): word for word in codes or [""]}
    unknown = [code for code in asked if not _meant(code)]
    if unknown:
        names = ", ".join(repr(clip(asked[code], 40)) for code in unknown)
        message = f"There is no code {names}." if len(unknown) == 1 else f"None of these is a code: {names}."
        raise PartnercheckError(message, "\n  ".join(dict.fromkeys(map(_remedy, unknown))))
    if as_json:
        import json

        found = dict.fromkeys(each for code in asked for each in _meant(code))
        typer.echo(json.dumps([_plain(each) for each in found], ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    lists = [code for code in asked if _meant(code)[0].code != code]
    for number, code in enumerate(asked):
        if number:
            console.print("\n" if console.is_terminal else "")
        if code in lists:
            _print_list(_meant(code), console)
        elif console.is_terminal:
            _print_page(_meant(code)[0], console)
        else:
            typer.echo(page_of(code), nl=False)
    if lists:
        console.print(f"\nA page about one of them: partnercheck explain {_meant(lists[0])[0].code}", soft_wrap=True)


def page_of(code: str) -> str:
    """The page about a code, in Markdown."""
    from partnercheck.core.files import bundled_folder

    return (bundled_folder("docs/rules") / f"{code}.md").read_text(encoding="utf-8")


def written_out(word: str) -> str:
    """A code, or the start of one, as it is written: `301` is PC301."""
    word = word.strip().upper()
    return f"PC{word}" if not word or word[0].isdigit() else word


def _meant(word: str) -> list[Code]:
    return [each for each in CODES if each.code.startswith(word)]


def _remedy(word: str) -> str:
    if not re.fullmatch("PC[0-9]{1,5}", word):
        return "A code is written like PC203. All of them: partnercheck explain"
    near = sentence(did_you_mean(word, [each.code for each in CODES]))
    return f"{near} All codes about {FAMILIES[word[:3]]}: partnercheck explain {word[:3]}"


def _plain(code: Code) -> dict[str, str]:
    family = FAMILIES[code.code[:3]]
    return {**code._asdict(), "family": family, "page": page_of(code.code)}


def _print_list(codes: Sequence[Code], console: "Console") -> None:
    """A line for each code, under the name of its family."""
    from rich.text import Text

    for family, members in groupby(codes, lambda each: each.code[:3]):
        if family != codes[0].code[:3]:
            console.print()
        console.print(Text(f"{family}  {FAMILIES[family]}", "bold"), soft_wrap=True)
        for each in members:
            line = Text.assemble(f"  {each.code}  ", (f"{each.level:<7}", STYLES[each.level]), f"  {each.title}")
            console.print(line, soft_wrap=True)


def _print_page(code: Code, console: "Console") -> None:
    """The page laid out for a terminal; its first two blocks say what the code says."""
    from rich.text import Text

    from partnercheck.cli.page import print_markdown

    console.print(Text(f"{code.code}: {code.title}", "bold"))
    console.print(Text.assemble((code.level, STYLES[code.level]), f" · {FAMILIES[code.code[:3]]}\n"))
    print_markdown(page_of(code.code).split("\n\n", 2)[2], console)
