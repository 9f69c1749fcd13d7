"""Read a round file: bytes to lines to a header, a questionnaire and a frozen `Round`, all problems in one go."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ValidationError

from partnercheck.assessment.responses import Round
from partnercheck.core.codes import level_of
from partnercheck.core.files import TextFile, decode, read_bytes
from partnercheck.core.findings import (
    Finding,
    Location,
    PartnercheckError,
    clip,
    did_you_mean,
    printable,
    problem_count,
)
from partnercheck.core.text import REFUSED
from partnercheck.questionnaire.document import (
    DECODER,
    MAX_DEPTH,
    MAX_NUMBER,
    NotMeantError,
    Plain,
    json_words,
    placeless,
)
from partnercheck.questionnaire.loader import digest
from partnercheck.questionnaire.model import Question, Questionnaire
from partnercheck.questionnaire.schema_errors import shape_findings
from partnercheck.rounds.events import EVENTS, FORMAT, Event, Header
from partnercheck.rounds.replay import Replay

UNREADABLE = "PC901"
MAX_FINDINGS = 200
"""After so many problems the file is something else than a round; reading on would only cost memory."""
MAX_LINES = 1_000_000
"""More lines than a round of `MAX_FORMS` forms has."""
MAX_VALUES = 200_000
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
            if len(self.findings) >= MAX_FINDINGS:
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
    if whole.count(b"\n") > MAX_LINES:
        finding = Place(path, 1, "").finding(f"the file has more than {MAX_LINES} lines", "is this a round file?")
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
        return place.finding(f"nested more than {MAX_DEPTH} levels deep")
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
            if depth > MAX_DEPTH + 1:  # the header holds a questionnaire one level down
                return f"nested more than {MAX_DEPTH} levels deep"
            inside = [*here, *here.values()] if isinstance(here, dict) else here
            values += len(inside)
            if values > MAX_VALUES:
                return f"more than {MAX_VALUES} values and keys on one line"
            rest.extend((each, depth + 1) for each in inside)
        elif isinstance(here, int) and not -(10 ** (MAX_NUMBER - 1)) < here < 10**MAX_NUMBER:
            return f"a number of more than {MAX_NUMBER} characters"
    return ""


def _refused_column(text: str) -> int:
    found = REFUSED.search(text) or re.search(r"\\u(00[0189][0-9a-fA-F]|007[fF]|20[26]|[dD][89a-fA-F])|\\[bfr]", text)
    return found.start() + 1 if found else 1


def loose_ends(questionnaire: Questionnaire) -> list[str]:
    """What is said about each name that leads nowhere, each once, and about questions that nothing can answer."""
    parts = {
        "themes": set(questionnaire.themes),
        "scales": set(questionnaire.scales),
        "sources": set(questionnaire.sources),
        "questions": {question.id for question in questionnaire.questions},
        "scores": {score.id for score in questionnaire.scores},
    }
    loose = [(name, part) for name, part in _names(questionnaire) if name not in parts[part]]
    unasked = [question.id for question in questionnaire.questions if not _can_be_asked(question)]
    return [
        *(f"{clip(repr(name), 60)} stands nowhere under {part}" for name, part in dict.fromkeys(loose)),
        *(f"the question {name!r} has not one of scale, options and kind" for name in unasked),
    ]


def _can_be_asked(question: Question) -> bool:
    return sum(map(bool, (question.scale, question.options, question.kind))) == 1


def _names(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Every name that stands for another part of the questionnaire, and that part."""
    for question in questionnaire.questions:
        yield from _each("themes", question.theme)
        yield from _each("scales", question.scale)
        yield from _each("sources", *question.sources)
        yield from _each("questions", *question.ask_if)
    for step in questionnaire.next_steps:
        yield from _each("themes", step.purpose.theme, step.when.lagging)
        yield from _each("sources", *step.sources)
        yield from _each("questions", *step.when.split_on, *step.when.answers)
        yield from _each("scores", *step.when.scores)
    for score in questionnaire.scores:
        yield from _each("questions", *score.questions, *score.reverse)


def _each(part: str, *names: str | None) -> Iterator[tuple[str, str]]:
    return ((name, part) for name in names if name is not None)


NEWER = "PC902"


class LoadedRound(NamedTuple):
    """A round, and what should be said about its file."""

    round: Round
    notes: tuple[Finding, ...] = ()


def load_round(path: str | Path) -> Round:
    """Load a round file.

    Raises:
        PartnercheckError: it cannot be read or has problems; all of them are in `findings`.
    """
    return load_with_notes(path).round


def load_with_notes(path: str | Path) -> LoadedRound:
    """As `load_round`, together with a note where the last line was only half written.

    Raises:
        PartnercheckError: it cannot be read or has problems; all of them are in `findings`.
    """
    return load_lines(str(path), read_bytes(Path(path), "a round file"))


def load_lines(path: str, content: bytes) -> LoadedRound:
    """As `load_with_notes`, from the bytes of a file.

    Raises:
        PartnercheckError: they cannot be read or have problems; all of them are in `findings`.
    """
    lines = split_lines(path, content)
    replay = replay_lines(lines)
    return LoadedRound(replay.round(), (torn_note(lines),) if lines.torn else ())


def replay_lines(lines: Lines) -> Replay:
    """Replay the complete lines of a round file.

    Raises:
        PartnercheckError: some of them cannot be read, do not fit, or are of a newer format; all are in `findings`.
    """
    findings = lines.findings
    replay: Replay | None = None
    unknown: set[str] = set()
    for place, plain in lines.plain():
        if place is lines.places[0]:
            replay = _read_header(place, plain, findings)
            if plain.get("event") != "round":
                break  # it is another kind of file, and the rest of it says nothing about a round
        else:
            findings.extend(_read_event(place, plain, replay, unknown))
    if findings or replay is None:
        raise PartnercheckError(problem_count(len(findings)), findings=findings)
    return replay


def _read_header(place: Place, plain: dict[str, Plain], findings: list[Finding]) -> Replay | None:
    """The replay that a header starts; what is wrong with the header goes to `findings`."""
    if plain.get("event") != "round":
        message = "a round file starts with a line whose event is 'round'"
        findings.append(place.finding(message, "is this a round file?"))
        return None
    version = plain.get("format")
    if isinstance(version, int) and version > FORMAT:
        message = f"this round file has format {version}; this partnercheck reads format {FORMAT}"
        finding = place.finding(message, "install a newer partnercheck", at="format", code=NEWER)
        raise PartnercheckError("This round was made by a newer partnercheck.", "Install a newer version.", [finding])
    try:
        header = Header.model_validate(plain)
    except ValidationError as problem:
        findings.extend(_shape(place, problem, Header))
        return None
    content = plain["questionnaire"]
    if header.digest != digest(content):
        message = "the questionnaire in this round is not the one it was started with: its digest differs"
        findings.append(place.finding(message, "restore the first line from a copy of the file", at="digest"))
        return None
    questionnaire = _read_questionnaire(place, content, findings)
    return Replay(header, questionnaire) if questionnaire else None


def _read_questionnaire(place: Place, content: Plain, findings: list[Finding]) -> Questionnaire | None:
    """The questionnaire that a round carries; it is history, and held to no rule that authors of today are held to."""
    try:
        questionnaire = Questionnaire.model_validate(content)
    except ValidationError as problem:
        shape = shape_findings(placeless(TextFile("", place.text), content), problem)
        found = [(each.message, each.remedy) for each in islice(shape, MAX_FINDINGS)]
    else:
        found = [(message, "") for message in loose_ends(questionnaire)[:MAX_FINDINGS]]
    remedy = "restore the first line from a copy of the file"
    findings.extend(
        place.finding(f"in the questionnaire: {message}", hint or remedy, at="questionnaire") for message, hint in found
    )
    return None if found else questionnaire


def _read_event(place: Place, plain: dict[str, Plain], replay: Replay | None, unknown: set[str]) -> list[Finding]:
    """Let one line's event come next, or say why it cannot; a kind that is not known is told once."""
    kind = plain.get("event")
    if not isinstance(kind, str):
        return [place.finding("this line does not say which event it is", 'every line has "event": "…"', at="event")]
    if kind == "round":
        return [place.finding("a second round starts here", "one file holds one round", at="event")]
    model = EVENTS.get(kind)
    if model is None:
        told = kind in unknown
        unknown.add(kind)
        message = f"a later version of partnercheck wrote this line: events of the kind {clip(repr(kind), 60)}"
        remedy = did_you_mean(kind, EVENTS) or "install a newer partnercheck"
        return [] if told else [place.finding(message, remedy, at=kind, code=NEWER)]
    try:
        event: Event = model.model_validate(plain)
    except ValidationError as problem:
        return _shape(place, problem, model)
    if replay is None:
        return []
    misfit = replay.misfit(event)
    if misfit:
        replay.meet(event)
        return [place.finding(misfit.message, misfit.remedy, at=misfit.at)]
    replay.apply(event)
    return []


def _shape(place: Place, problem: ValidationError, model: type[BaseModel]) -> list[Finding]:
    """One finding for each key of a line that is missing, unknown or of the wrong kind."""
    known = [info.alias or name for name, info in model.model_fields.items()]
    findings: dict[str, Finding] = {}
    for error in problem.errors(include_url=False, include_input=False):
        key = str(error["loc"][0]) if error["loc"] else ""
        if key in findings:
            continue
        if len(findings) == MAX_FINDINGS:
            break
        if error["type"] == "missing":
            message, remedy = f"the key {key!r} is missing on this line", ""
        elif error["type"] == "extra_forbidden":
            message, remedy = f"the key {clip(key, 60)!r} is not known on this line", did_you_mean(key, known)
        elif key == "answer":
            message, remedy = "this is no answer", "write an option, a list of options, a number or a text"
        else:
            said = error["msg"].removeprefix("Value error, ")
            message, remedy = f"the value of {key!r} cannot stand here: {said[:1].lower()}{said[1:]}", ""
        findings[key] = place.finding(message, remedy, at=key)
    return list(findings.values())
