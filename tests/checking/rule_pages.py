"""The pages about rules, and the files that their examples stand for."""

import datetime
import json
import re
from functools import cache
from pathlib import Path

import fences
from fences import Fence

from partnercheck.core.files import TextFile
from partnercheck.questionnaire.document import Plain
from partnercheck.questionnaire.loader import Loaded, load_with_plain
from partnercheck.questionnaire.reader import read_tree
from partnercheck.rounds.journal import header_for

FOLDER = fences.ROOT / "docs" / "rules"
PAGES = tuple(sorted(FOLDER.glob("PC*.md")))
SHOWN_AS_COMMANDS = ("PC111", "PC808", "PC810")
"""No file by itself shows what these are about. Their pages show commands, which the tests of all pages run."""

DAY = datetime.date(2026, 11, 21)
NAMES = ("id", "value", "name")


class Example:
    r"""A wrong or a right example on a page.

    Its info string is the kind of file, `wrong` or `right`, and then: `whole` for a file by itself, where a fragment
    is laid over the pulse questionnaire and lines over a round of it; `bytes` where `\xNN` stands for a byte; `torn`
    where the file stops before the end of its last line.
    """

    def __init__(self, fence: Fence) -> None:
        self.fence = fence
        self.right = "right" in fence.words
        suffix = "round.jsonl" if fence.lang == "jsonl" else fence.lang
        self.path = f"alone/{fence.page.stem}.{suffix}"  # in a folder without any questionnaires

    def __str__(self) -> str:
        return f"{self.fence}-{'right' if self.right else 'wrong'}"

    def content(self) -> bytes:
        """The bytes of the file that the example stands for."""
        words = self.fence.words
        if "whole" in words:
            text = self.fence.text
        else:
            text = round_with(self.fence.text) if self.fence.lang == "jsonl" else pulse_with(self.fence.text)
        content = text.encode()
        if "bytes" in words:
            content = re.sub(rb"\\x([0-9a-f]{2})", lambda found: bytes([int(found[1], 16)]), content)
        return content.removesuffix(b"\n") if "torn" in words else content


@cache
def examples(page: Path) -> tuple[Example, ...]:
    """The examples of a page, in order."""
    return tuple(Example(fence) for fence in fences.fences(page) if {"wrong", "right"} & set(fence.words))


@cache
def pulse() -> Loaded:
    """The questionnaire that fragments are laid over."""
    return load_with_plain("pulse")


def pulse_with(fragment: str) -> str:
    """The pulse questionnaire with a fragment laid over it, as text."""
    tree = read_tree(TextFile("fragment.yaml", fragment))
    assert not tree.findings, "an example about reading is a whole file"
    return json.dumps(laid_over(pulse().plain, tree.plain), ensure_ascii=False, indent=1)


def round_with(lines: str) -> str:
    """A round of the pulse questionnaire with these lines; one whose event is `round` is laid over its first."""
    header: Plain = json.loads(header_for(pulse(), "Harbour (fictional)", DAY).written())
    behind = []
    for line in lines.splitlines():
        if re.match(r'\{"event": ?"round"', line):
            header = laid_over(header, json.loads(line))
        else:
            behind.append(line)
    return "\n".join([json.dumps(header, ensure_ascii=False), *behind, ""])


def laid_over(under: Plain, over: Plain) -> Plain:
    """Plain values with others laid over them.

    Mappings merge by key, and a key whose value is null goes. Lists of mappings merge by `id`, `value` or `name`, and
    what is new comes behind. Whatever else is laid over takes the place of what is under it.
    """
    if isinstance(under, dict) and isinstance(over, dict):
        merged = {key: each for key, each in under.items() if over.get(key, each) is not None}
        new = {key: laid_over(under.get(key), each) for key, each in over.items() if each is not None}
        return merged | new
    if isinstance(under, list) and isinstance(over, list) and over and all(map(_name, over)):
        places = {_name(each): place for place, each in enumerate(under)}
        listed = list(under)
        for each in over:
            place = places.get(_name(each))
            if place is None:
                listed.append(laid_over({}, each))
            else:
                listed[place] = laid_over(listed[place], each)
        return listed
    return laid_over({}, over) if isinstance(over, dict) else over


def _name(entry: Plain) -> tuple[str, str] | None:
    """What an entry of a list is called."""
    found = (key for key in NAMES if isinstance(entry, dict) and key in entry)
    return next(((key, str(entry[key])) for key in found), None)  # type: ignore[index, call-overload]  # it has the key
