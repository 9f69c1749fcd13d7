"""The bytes of a round file as numbered lines of plain values; what cannot be read becomes a located finding."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from partnercheck.codes import level_of
from partnercheck.errors import PartnercheckError
from partnercheck.findings import Finding, Location, printable
from partnercheck.questionnaire.characters import REFUSED
from partnercheck.questionnaire.source import decode
from partnercheck.questionnaire.strict_json import DECODER, NotMeantError, json_words
from partnercheck.questionnaire.tree import MOST_DEPTH, MOST_NUMBER, Plain

UNREADABLE = "PC901"
MOST_FINDINGS = 200
"""After so many problems the file is something else than a round; reading on would only cost memory."""
MOST_LINES = 1_000_000
"""More lines than a round of `MOST_FORMS` forms has."""
MOST_VALUES = 200_000
"""Values and keys on one line; a questionnaire has no more, and no closing names so many people."""

_BLANK = " \t\r\n"
_MARK = b"\xef\xbb\xbf"
"""The byte order mark that some editors put before a text."""


@dataclass(frozen=True, slots=True)  # a file may have a million of them
class Place:
    """One line of the file: where a finding about it points."""

    path: str
    number: int
    text: str

    def finding(
        self, message: str, remedy: str = "", *, at: object = None, column: int = 1, code: str = UNREADABLE
    ) -> Finding:
        """A finding on this line; `at` is a key or value that it points to, if the line holds it."""
        length = 1
        if at is not None:
            words = json.dumps(at, ensure_ascii=False)
            as_key = self.text.find(f"{words}:")
            found = as_key if as_key >= 0 else self.text.find(words)
            column, length = (found + 1, len(words)) if found >= 0 else (column, 1)
        return Finding(
            Location(self.path, self.number, column), code, message, remedy, self.text, length, level_of(code)
        )


@dataclass
class Lines:
    """The lines of a round file that say something, and what was left half-written behind them.

    `ended` tells whether the last line has its line end.
    """

    path: str
    places: list[Place]
    torn: bytes = b""
    ended: bool = True
    findings: list[Finding] = field(default_factory=list)

    def plain(self) -> Iterator[tuple[Place, dict[str, Plain]]]:
        """Each line that is a mapping, in order; the others go to `findings`."""
        for number, place in enumerate(self.places):
            if len(self.findings) >= MOST_FINDINGS:
                message = "reading stopped here: too many lines cannot be read"
                self.findings.append(place.finding(message, "is this a round file?"))
                return
            read = read_line(place)
            if isinstance(read, Finding):
                self.findings.append(read)
                if number == 0:
                    return  # without its first line no other line means anything
            else:
                yield place, read


def split_lines(path: str, content: bytes) -> Lines:
    """The lines of a round file's bytes; blank ones say nothing, and a last one that is no whole JSON is torn.

    Raises:
        PartnercheckError: there is no complete line, or the complete lines are not UTF-8 text.
    """
    before, end, last = content.rpartition(b"\n")
    torn = last if _is_torn(last) else b""
    whole = before + end if torn else content
    if not whole.strip(_MARK + _BLANK.encode()):
        finding = Place(path, 1, torn[:200].decode("utf-8", "replace")).finding(
            "the file holds no complete first line",
            "if it was being made when the power failed, remove it and start again",
        )
        raise PartnercheckError("This is not a round file that can be read.", findings=[finding])
    if whole.count(b"\n") > MOST_LINES:
        finding = Place(path, 1, "").finding(f"the file has more than {MOST_LINES} lines", "is this a round file?")
        raise PartnercheckError("This is not a round file that can be read.", findings=[finding])
    text = decode(path, whole, "a round file").text
    lines = enumerate(text.removesuffix("\n").split("\n"), start=1)
    places = [Place(path, number, line) for number, line in lines if line.strip(_BLANK)]
    return Lines(path, places, torn, whole.endswith(b"\n"))


def _is_torn(last: bytes) -> bool:
    """Whether what stands behind the last line end is only the beginning of a line."""
    text = last.removeprefix(_MARK).strip(_BLANK.encode())
    try:
        return bool(text) and not _is_whole(text.decode())
    except UnicodeDecodeError:
        return True


def _is_whole(text: str) -> bool:
    """Whether a text is JSON to its end, fit for a round or not."""
    try:
        DECODER.decode(text)
    except NotMeantError:
        pass
    except (json.JSONDecodeError, RecursionError):
        return False
    return True


def torn_note(lines: Lines) -> Finding:
    """What is said about a half-written last line."""
    last = lines.places[-1].number if lines.places else 0
    place = Place(lines.path, last + 1, lines.torn[:200].decode("utf-8", "replace"))
    return place.finding(
        "the last line was only half written when the program stopped; it was not acknowledged and is left out",
        "nothing needs to be done; the next writer sets it aside",
        code="PC903",
    )


def read_line(place: Place) -> dict[str, Plain] | Finding:
    """The mapping on one line, or what is wrong with it."""
    try:
        plain = DECODER.decode(place.text)
    except json.JSONDecodeError as problem:
        message = f"this line is not JSON: {json_words(problem.msg)[0]}"
        return place.finding(message, "restore the line from a copy of the file, or take it out", column=problem.colno)
    except NotMeantError as problem:
        return place.finding(str(problem), column=max(0, place.text.rfind(problem.word)) + 1)
    except RecursionError:
        return place.finding(f"nested more than {MOST_DEPTH} levels deep")
    if not isinstance(plain, dict):
        return place.finding("a mapping ({…}) is expected on every line")
    message = refused_in(plain)
    return place.finding(message, "use plain text", column=_refused_column(place.text)) if message else plain


def refused_in(plain: Plain) -> str:
    """What makes plain values unfit for a round file, for its writers as for its readers; empty when nothing does.

    It is a control character in a text, a number that is too long, depth, or more values than a line may have.
    """
    rest: list[tuple[Plain, int]] = [(plain, 1)]
    values = 0
    while rest:
        here, depth = rest.pop()
        if isinstance(here, str):
            found = REFUSED.search(here)
            if found:
                return f"a text holds a control character ({printable(found[0])})"
        elif isinstance(here, dict | list):
            if depth > MOST_DEPTH + 1:  # the header holds a questionnaire one level down
                return f"nested more than {MOST_DEPTH} levels deep"
            inside = [*here, *here.values()] if isinstance(here, dict) else here
            values += len(inside)
            if values > MOST_VALUES:
                return f"more than {MOST_VALUES} values and keys on one line"
            rest.extend((each, depth + 1) for each in inside)
        elif isinstance(here, int) and not -(10 ** (MOST_NUMBER - 1)) < here < 10**MOST_NUMBER:
            return f"a number of more than {MOST_NUMBER} characters"
    return ""


def _refused_column(text: str) -> int:
    found = REFUSED.search(text) or re.search(r"\\u(00[0189][0-9a-fA-F]|007[fF]|20[26]|[dD][89a-fA-F])|\\[bfr]", text)
    return found.start() + 1 if found else 1
