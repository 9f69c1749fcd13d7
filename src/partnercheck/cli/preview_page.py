"""The page of a preview: lines of eighty columns at most, the tables all on one grid."""

import math
import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from partnercheck.assessment.scoring import MEASURED
from partnercheck.assessment.simulation import MAX_BLIND, MIN_BLIND, MIN_RECOVERED, PEOPLE
from partnercheck.assessment.wording import joined
from partnercheck.checking.preview import Preview
from partnercheck.cli.show import asked, opening
from partnercheck.core.findings import printable
from partnercheck.core.words import STAGES, Escape, Stage, words_for
from partnercheck.questionnaire.model import Case, Questionnaire
from partnercheck.questionnaire.readability import MIN_WORDS, Reading

WIDTH = 80
STAGE_COLUMN, ANY_COLUMN = 11, 4
LABEL_COLUMN = WIDTH - len(STAGES) * STAGE_COLUMN - ANY_COLUMN
NOTHING = "-"
_HANGING = re.compile(r" *\d+\. |     \d+  |! | *")


class PreviewPage:
    """A preview as lines. The questions speak the language asked for, what is meant for the author is English."""

    def __init__(self, found: Questionnaire, figures: Preview, lang: str) -> None:
        self.found, self.figures, self.lang, self.words = found, figures, lang, words_for(lang)
        self.english = words_for("en")

    def lines(self) -> Iterator[str]:
        """Every line."""
        for line in (*opening(self.found, self.words, self.lang), *self._escapes(), ""):
            yield from _wrapped(line)
        for line in asked(self.found, self.words, self.lang)[:-1]:
            yield from _wrapped(line)
        yield from self._minutes()
        yield from self._reading()
        yield from self._evidence()
        yield from self._simulation()
        yield from self._steps()
        yield from self._cases()

    def _escapes(self) -> Iterator[str]:
        """What is offered beside the answers: once for all questions, and again for each that differs."""
        usual = Counter(question.escapes for question in self.found.questions).most_common(1)[0][0]
        yield f"Beside its answers each question offers: {self._named(usual)}."
        for question in self.found.questions:
            if question.escapes != usual:
                yield f"Beside its answers {question.id} offers: {self._named(question.escapes)}."

    def _named(self, escapes: Sequence[Escape]) -> str:
        return " / ".join(self.words.name(escape) for escape in escapes) or "nothing"

    def _minutes(self) -> Iterator[str]:
        stated = self.found.minutes
        yield from _heading("Minutes")
        yield f"{stated or 'none'} stated, {self.figures.minutes_needed:.1f} needed"

    def _reading(self) -> Iterator[str]:
        """A line for each language."""
        yield from _heading("Reading level")
        yield from _wrapped(
            "From the length of sentences and words: about 100 is very easy, about 0 very hard. "
            "The level that it is like is a rule of thumb."
        )
        yield ""
        rows = self.figures.reading
        width = max(len(row.lang) for row in rows)
        for row in rows:
            told = (
                f"questions {_read(row.questions, row.least)}, next steps {_read(row.next_steps, row.least)}"
                if row.least is not None
                else "not measured: no formula for this language"
            )
            yield f"{row.lang:<{width}}  {told}"
        read = [(each, row.least) for row in rows for each in (row.questions, row.next_steps)]
        if any(each and least is not None and each.ease < least for each, least in read):
            yield "! Harder than B2."

    def _evidence(self) -> Iterator[str]:
        figures = self.figures
        yield from _heading("Evidence by theme and stage")
        yield from _wrapped("How far the answers can move a stage, from the least to the most, times their weights.")
        yield from ("", self._stages())
        decimals = max(_decimals(value) for row in figures.evidence for value in row.reach) if figures.evidence else 0
        for row in figures.evidence:
            cells = (f"{value:.{decimals}f}" if value else NOTHING for value in row.reach)
            yield from _row(self._theme(row.theme), cells)
        total = zip(STAGES, figures.attainable, strict=True)
        yield from _row("in all", (_marked(f"{v:.{decimals}f}", stage in figures.unmeasured) for stage, v in total))
        if figures.unmeasured:
            named = joined([self.english.name(stage) for stage in figures.unmeasured], self.english)
            yield from _wrapped(f"! Not measured: {named}. A stage needs {MEASURED:g} in all.")

    def _simulation(self) -> Iterator[str]:
        found = self.figures.simulated
        if not found:
            return
        least, most = MIN_BLIND / len(found.blind), MAX_BLIND / len(found.blind)
        yield from _heading(f"Simulated partnerships of {PEOPLE} people")
        yield from _wrapped(
            "Recovered: of the partnerships that are in a stage, how many this questionnaire finds to be in it. "
            "Blind ticking: how many it finds to be in a stage where everybody ticks at random."
        )
        yield from ("", self._stages())
        yield from _row("recovered", self._shares(found.recovered, MIN_RECOVERED, 1))
        yield from _row("blind ticking", self._shares(found.blind, least, most))
        if min(found.recovered.values()) < MIN_RECOVERED:
            yield f"! Recovered in fewer than {self._percent(MIN_RECOVERED)}."
        if not least <= min(found.blind.values()) <= max(found.blind.values()) <= most:
            yield f"! Blind ticking should lead to each stage in {self._percent(least)} to {self._percent(most)}."

    def _shares(self, shares: dict[Stage, float], least: float, most: float) -> Iterator[str]:
        for stage in STAGES:
            share = shares.get(stage)
            yield NOTHING if share is None else _marked(self._percent(share), not least <= share <= most)

    def _percent(self, share: float) -> str:
        return self.english.percent(share)

    def _steps(self) -> Iterator[str]:
        rows = self.figures.next_steps
        yield from _heading("Next steps by theme and stage")
        yield f"{self._stages()}{'any':>{ANY_COLUMN}}"
        for row in rows:
            yield from _row(self._theme(row.theme), map(_count, (*row.steps.values(), row.any_stage)))
        total = [sum(row.steps[stage] for row in rows) for stage in STAGES]
        yield from _row("in all", map(_count, (*total, sum(row.any_stage for row in rows))))

    def _cases(self) -> Iterator[str]:
        yield from _heading("Cases")
        if not self.found.cases:
            yield "none"
        told = [(self._expected(case), printable(case.name)) for case in self.found.cases]
        width = max((len(expected) for expected, _ in told), default=0) + 2
        for expected, name in told:
            told_whole = f"{expected:<{width}}{name}"
            yield from textwrap.wrap(told_whole, WIDTH, subsequent_indent=" " * width, break_on_hyphens=False)

    def _expected(self, case: Case) -> str:
        expected = case.expect if isinstance(case.expect, tuple) else (case.expect,)
        return " or ".join(map(self.english.name, expected))

    def _stages(self) -> str:
        names = (f"{self.words.name(stage):>{STAGE_COLUMN}}" for stage in STAGES)
        return f"{'':{LABEL_COLUMN}}{''.join(names)}"

    def _theme(self, theme: str | None) -> str:
        return self.found.say(self.found.themes[theme], self.lang) if theme else "(no theme)"


def _heading(text: str) -> Iterator[str]:
    yield from ("", text, "-" * len(text))


def _wrapped(line: str) -> Iterator[str]:
    """A line in as many as it takes, the later ones under the text of the first."""
    line = printable(line)
    found = _HANGING.match(line)
    indent = " " * (found.end() if found else 0)
    yield from textwrap.wrap(line, WIDTH, subsequent_indent=indent, break_on_hyphens=False) or [""]


def _row(label: str, cells: Iterable[str]) -> Iterator[str]:
    """A row of a table; a long label goes on below."""
    first, *below = textwrap.wrap(printable(label), LABEL_COLUMN, subsequent_indent="  ") or [""]
    widths = (*[STAGE_COLUMN] * len(STAGES), ANY_COLUMN)
    yield f"{first:<{LABEL_COLUMN}}" + "".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=False))
    yield from below


def _read(reading: Reading | None, least: float) -> str:
    """How hard something is to read; the ease is rounded down, so that it never reaches a limit by rounding."""
    if not reading:
        return f"under {MIN_WORDS} words"
    return _marked(f"{math.floor(reading.ease)} like {reading.cefr}", reading.ease < least)


def _decimals(value: float) -> int:
    """How many decimals, two at most, a number needs."""
    return len(f"{value:.2f}".rstrip("0").partition(".")[2])


def _count(value: int) -> str:
    return str(value) if value else NOTHING


def _marked(cell: str, is_wrong: bool) -> str:
    return f"! {cell}" if is_wrong else cell
