"""Suppressions: comments in a YAML file that say which findings are not meant for it, and why.

`# partnercheck: ignore PC301 - reason` at the end of a line is about that line; on a line of its own it is about the
next line that is neither blank nor a comment. `# partnercheck: ignore-file PC301 - reason` is about the whole file.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from partnercheck.core.codes import CODES, FAMILIES
from partnercheck.core.files import TextFile
from partnercheck.core.findings import Edit, Finding, Problem, clip, did_you_mean
from partnercheck.questionnaire.document import STOPPED
from partnercheck.questionnaire.yaml_document import comments, place

NAME = "partnercheck"
SIGN = f"{NAME}:"
NEVER = ("PC0", *(each.code for each in CODES if each.level == "error" and each.code[:3] in ("PC1", "PC2", "PC8")))
"""What no comment suppresses: what is wrong with suppressions, and what keeps a file from being used."""
_READING = ("PC1", "PC2")
KINDS = ("ignore", "ignore-file")
LOOKS_LIKE = "write it as: # partnercheck: {kind} {codes} - the reason"

_KNOWN = tuple(each.code for each in CODES)
_START = re.compile(rf"(?<!\S)#[ \t]*{SIGN}[ \t]*(?P<kind>[^\s,]*)[ \t]*")
_NEARLY = re.compile(rf"(?<!\S)#[ \t]*{NAME}[ \t]*:?[ \t]*(?P<kind>ignore(?:-file)?)\b[ \t]*", re.IGNORECASE)
_CODES = re.compile(r"[^\s,:–—-]+(?:(?:[ \t]*,)+[ \t]*[^\s,:–—-]+|[ \t]+PC[0-9]+\b)*[ \t,]*")
_CODE = re.compile(r"[^\s,]+")
_NAMED = re.compile(r"\bPC[0-9]{3}\b", re.IGNORECASE)
_REASON = re.compile(r"[ \t]*+[-–—:]++[ \t]*+(?P<reason>.*\w.*)")


@dataclass(frozen=True)
class Suppression:
    """A comment that suppresses findings, or means to.

    It stands from `start` up to `end`, in characters of the file's text from 0; its codes stand from `listed[0]` up to
    `listed[1]`. `about` is the line whose findings it suppresses; none for the whole file. `codes` are the codes, or
    families of codes, that it suppresses. `wrong` is what is wrong with it.
    """

    start: int
    end: int
    listed: tuple[int, int] = (0, 0)
    about: int | None = None
    codes: tuple[str, ...] = ()
    wrong: tuple[Finding, ...] = ()


def suppressions(source: TextFile) -> list[Suppression]:
    """The suppressions in a file, in order, with those that have something wrong. Only YAML has comments."""
    if NAME not in source.text.lower() or source.path.lower().endswith(".json"):
        return []
    found: list[tuple[re.Match[str], int]] = []
    missed: list[Suppression] = []
    for start, end in comments(source):
        if sign := _START.search(source.text, start, end):
            found.append((sign, end))
        elif sign := _NEARLY.search(source.text, start, end):
            missed.append(_nearly(source, sign, end))
    next_part = _next_parts(source) if found else []
    return sorted((*missed, *(_read(source, sign, end, next_part) for sign, end in found)), key=lambda each: each.start)


def apply_suppressions(
    source: TextFile, findings: Sequence[Finding], looked_for: Callable[[str], bool]
) -> list[Finding]:
    """What remains of a file's findings, and behind it what is wrong with the file's suppressions.

    Args:
        source: The file.
        findings: What was found in it.
        looked_for: Whether a code was looked for. Only a code that was can be blamed for suppressing nothing (PC002),
            and not while parts of the file cannot be read, since rules leave those out.
    """
    found = suppressions(source)
    meant = {(each.about, code) for each in found for code in each.codes}
    used: set[tuple[int | None, str]] = set()
    told = []
    for finding in findings:
        code = finding.code
        hits = meant & {(finding.location.line, code), (None, code), (None, code[:3])}
        if hits and not code.startswith(NEVER):
            used |= hits
        else:
            told.append(finding)
    stopped = any(each.code in STOPPED for each in findings)
    faulty = any(each.level == "error" and each.code.startswith(_READING) for each in findings)

    def judged(code: str) -> bool:
        return looked_for(code) and not stopped and (code.startswith(_READING) or not faulty)

    for each in found:
        idle = [code for code in each.codes if (each.about, code) not in used and _all_judged(code, judged)]
        wrong = [*each.wrong, *([_idle(source, each, idle)] if idle else ())]
        told += [finding for finding in wrong if looked_for(finding.code)]
    return told


def _all_judged(code: str, judged: Callable[[str], bool]) -> bool:
    """Whether a code, or every code of a family that can be suppressed, was looked for."""
    return all(judged(each) for each in _KNOWN if each.startswith(code) and not each.startswith(NEVER))


def _next_parts(source: TextFile) -> list[int]:
    """For each line, counted from 0, the line below it that is neither blank nor a comment, counted from 1."""
    following, below = [], 0
    for number in range(len(source.lines), 0, -1):
        following.append(below)
        if not source.lines[number - 1].lstrip().startswith("#") and source.lines[number - 1].strip():
            below = number
    return following[::-1]


def _nearly(source: TextFile, sign: re.Match[str], end: int) -> Suppression:
    """A comment that would be a suppression if it were written a little otherwise."""
    start, comment = sign.start(), source.text[sign.start() : end].rstrip()
    form = LOOKS_LIKE.format(kind=sign["kind"].lower(), codes=_codes_in(comment))
    return Suppression(
        start, end, wrong=(_wrong(source, "PC003", start, comment, "this comment suppresses nothing", form),)
    )


def _codes_in(comment: str) -> str:
    """The codes that a comment names, and one of ours where it names none."""
    named = dict.fromkeys(code for word in _NAMED.findall(comment) if (code := word.upper()) in _KNOWN)
    return ", ".join(named) or "PC301"


def _read(source: TextFile, sign: re.Match[str], end: int, next_part: Sequence[int]) -> Suppression:
    """A comment as a suppression."""
    text, start = source.text, sign.start()
    line, _ = place(source, start)
    alone = source.lines[line - 1].lstrip().startswith("#")
    whole = sign["kind"] == "ignore-file"
    listed = _CODES.match(text, sign.end(), end)
    misread = _misread(sign["kind"], alone=alone)
    if misread:
        at = sign.start("kind") if sign["kind"] else start
        return Suppression(start, end, wrong=(_wrong(source, "PC003", at, sign["kind"] or sign[0].rstrip(), *misread),))
    comment = text[start:end].rstrip()
    form = LOOKS_LIKE.format(kind=sign["kind"], codes=_codes_in(comment))
    if not listed:
        nameless = _wrong(source, "PC003", start, comment, "this suppression names no code", form)
        return Suppression(start, end, wrong=(nameless,))
    codes, wrong = [], []
    for each in _CODE.finditer(text, listed.start(), listed.end()):
        problem = _problem(each[0], family=whole)
        if problem:
            wrong.append(_wrong(source, "PC003", each.start(), each[0], *problem))
        else:
            codes.append(each[0])
    if not _REASON.match(text, listed.end(), end):
        wrong.append(_wrong(source, "PC001", start, comment, "this suppression gives no reason", form))
        codes = []
    about = None if whole else next_part[line - 1] if alone else line
    return Suppression(start, end, listed.span(), about, tuple(dict.fromkeys(codes)), tuple(wrong))


def _misread(kind: str, *, alone: bool) -> Problem | None:
    """What is wrong with the word behind the sign; none where nothing is."""
    if not kind:
        return Problem("this suppression says nothing", LOOKS_LIKE.format(kind="ignore", codes="PC301"))
    if kind not in KINDS:
        return Problem(f"partnercheck does not know the word {clip(repr(kind), 60)}", did_you_mean(kind, KINDS))
    if kind == "ignore-file" and not alone:
        return Problem("ignore-file is about the whole file", "put it on a line of its own")
    return None


def _wrong(source: TextFile, code: str, start: int, word: str, message: str, remedy: str) -> Finding:
    return source.finding(*place(source, start), code, message, remedy, max(1, len(word)))


def _idle(source: TextFile, each: Suppression, idle: Sequence[str]) -> Finding:
    """The finding about codes of a suppression that suppress nothing; its fix takes them out."""
    where = "in this file" if each.about is None else f"on line {each.about}" if each.about else "below it"
    does = "suppresses" if len(idle) == 1 else "suppress"
    message = f"{' and '.join(idle)} {does} nothing {where}"
    text = source.text[each.start : each.end].rstrip()
    found = _wrong(source, "PC002", each.start, text, message, "take it out")
    listed = _CODE.findall(source.text, *each.listed)
    kept = [code for code in listed if code not in idle]
    if kept:
        stop = each.listed[0] + len(source.text[slice(*each.listed)].rstrip(" \t"))
        return replace(found, fix=(Edit(each.listed[0], stop, ", ".join(kept)),))
    return replace(found, fix=(_taken_out(source, each),))


def _taken_out(source: TextFile, each: Suppression) -> Edit:
    """A comment taken out, and its line with it where there is nothing else on that."""
    line, column = place(source, each.start)
    before = source.lines[line - 1][: column - 1]
    if before.strip():
        return Edit(each.start - len(before) + len(before.rstrip()), each.end, "")
    last = line == len(source.lines)
    return Edit(each.start - len(before), each.end if last else source.offset(line + 1, 1), "")


def _problem(word: str, *, family: bool) -> Problem | None:
    """What is wrong with a word that should be a code; none where nothing is."""
    if word == "PC0" or (word in _KNOWN and word.startswith(NEVER)):
        return Problem(f"{word} cannot be suppressed", "take it out of the comment, and mend what is found")
    if word in _KNOWN or (family and word in FAMILIES):
        return None
    if word in FAMILIES:
        return Problem(
            f"{word} is a family of codes; only ignore-file takes one", "name the code, or write ignore-file"
        )
    return Problem(f"there is no code {clip(repr(word), 40)}", did_you_mean(word.upper(), _KNOWN))
