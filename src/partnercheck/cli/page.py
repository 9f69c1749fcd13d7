"""A page of Markdown in a terminal: no wider than one reads with ease, and quiet."""

import re
from typing import TYPE_CHECKING, ClassVar

from rich.markdown import CodeBlock, Heading, Markdown, MarkdownElement
from rich.padding import Padding
from rich.text import Text
from rich.theme import Theme

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

WIDEST = 80
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")
_COLOURS = {"Wrong": "bold red", "Right": "bold green"}


class _Title(Heading):
    """A heading at the left margin; what is wrong in red, what is right in green."""

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        yield Text(self.text.plain, _COLOURS.get(self.text.plain, "bold"))


class _Block(CodeBlock):
    """An example as it stands in a file, set in; a line that is too long goes on below, still set in."""

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        yield Padding(Text(str(self.text).rstrip(), overflow="fold"), (0, 0, 0, 4))


class _Page(Markdown):
    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "heading_open": _Title,
        "fence": _Block,
        "code_block": _Block,
    }


def print_markdown(text: str, console: "Console") -> None:
    """Print Markdown. Links lose their target: what they lead to is no place in a terminal."""
    with console.use_theme(Theme({"markdown.code": "cyan", "markdown.code_block": "none"})), console.capture() as page:
        console.print(_Page(_LINK.sub(r"\1", text)), width=min(console.width, WIDEST))
    lines = [line.rstrip() for line in page.get().splitlines()]  # rich fills lines up, which is in the way when copying
    console.file.write("\n".join([*lines, ""]))
