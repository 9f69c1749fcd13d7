"""Load a round: a file's lines to a header, a questionnaire and a frozen `Round`, all problems in one go."""

from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ValidationError

from partnercheck.assessment.round import Round
from partnercheck.errors import PartnercheckError, problem_count
from partnercheck.findings import Finding, clip, did_you_mean
from partnercheck.questionnaire.load import digest
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.questionnaire.shape import shape_findings
from partnercheck.questionnaire.source import Source, read_bytes
from partnercheck.questionnaire.tree import Plain, placeless
from partnercheck.rounds.events import EVENTS, FORMAT, Event, Header
from partnercheck.rounds.lines import MOST_FINDINGS, Lines, Place, split_lines, torn_note
from partnercheck.rounds.loose_ends import loose_ends
from partnercheck.rounds.replay import Replay

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
        shape = shape_findings(placeless(Source("", place.text), content), problem)
        found = [(each.message, each.remedy) for each in islice(shape, MOST_FINDINGS)]
    else:
        found = [(message, "") for message in loose_ends(questionnaire)[:MOST_FINDINGS]]
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
        if len(findings) == MOST_FINDINGS:
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
