"""The stage card: an assessment in a terminal."""

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from partnercheck.assessment.result import Assessment, QuestionResult, Reason, Step
from partnercheck.assessment.wording import marker_words
from partnercheck.core.findings import printable, printable_line
from partnercheck.core.words import Stage, Words, capitalised

if TYPE_CHECKING:
    from rich.console import Console

WIDEST = 96
BAR, MIN_BAR, BESIDE_THE_BAR = 30, 4, 40
MAX_LISTED = 5
"""Questions whose leaving out flips the verdict are named up to this many; more only say how firm it is."""
GAP = "  "
MARK = "▸ "

Lines = Iterator[tuple[str, str]]
"""Lines of text, each with its rich style."""


def print_card(assessment: Assessment, words: Words, console: "Console", *, plain: bool) -> None:
    """Print the stage card.

    Args:
        assessment: What to print.
        words: The language of the headings.
        console: Where to print it.
        plain: Without bars and drawn lines, for screen readers.
    """
    from rich.text import Text

    width = min(console.width, WIDEST)
    page = Text()
    for line, style in Card(assessment, words, width, plain=plain).lines():
        page.append(f"{printable_line(line)}\n", style or None)
    console.print(page, soft_wrap=True, end="")


class Card:
    """The lines of a stage card, each with its style; everything stands in the text, nothing in the style alone."""

    def __init__(self, assessment: Assessment, words: Words, width: int, *, plain: bool) -> None:
        self.assessment, self.words, self.width, self.plain = assessment, words, width, plain

    def lines(self) -> Lines:
        """Every line of the card: what a report's first page says, and then what it rests on."""
        yield from self.first_page()
        if self.assessment.verdict.kind == "open":
            return
        yield from self._profile()
        yield from self._groups()
        yield from self._talk_in_full()
        yield from self._reasons()
        yield from self._flips()
        yield from self._scores()
        yield from self._steps()
        yield from self._notes()

    def first_page(self) -> Lines:
        """What a report's first page says."""
        yield from self._head()
        yield from self._together()
        yield from self._talk()
        yield from self._plan()
        yield from self._people()

    def _wrapped(self, text: str, indent: str = GAP, first: str | None = None, style: str = "") -> Lines:
        lines = textwrap.wrap(
            printable(text), self.width, initial_indent=indent if first is None else first, subsequent_indent=indent
        )
        yield from ((line, style) for line in lines)

    def _heading(self, text: str) -> Lines:
        yield "", ""
        yield from self._wrapped(text, "", style="bold")

    def _point(self, text: str, mark: str = "- ", style: str = "") -> Lines:
        first = f"{GAP}{mark}"
        yield from self._wrapped(text, " " * len(first), first, style)

    def _head(self) -> Lines:
        found = self.assessment
        asked, verdict = found.questionnaire, found.verdict
        yield from self._wrapped(found.partnership, "", style="bold")
        yield f"{found.date.isoformat()} · {asked.title} {asked.version}", "dim"
        yield "", ""
        if found.draft and verdict.kind != "open":
            yield from self._wrapped(self.words("Draft: the round is still open."), style="bold")
        yield from self._wrapped(verdict.headline, style="bold cyan")
        one = verdict.meanings[0].words if verdict.stage and verdict.meanings else ""
        yield from self._wrapped(f"{verdict.words} {one}")
        for each in verdict.meanings if not one else ():
            yield from self._wrapped(f"{capitalised(each.name)}: {each.words}")
        if verdict.sure:
            yield from self._wrapped(verdict.sure)

    def _together(self) -> Lines:
        if self.assessment.together:
            yield from self._heading(self.words("Where you agree and differ"))
            for said in self.assessment.together:
                yield from self._point(said)

    def _talk(self) -> Lines:
        found = self.assessment
        if not found.talk_about and not found.talk_words:
            return
        yield from self._heading(self.words("Talk about this first"))
        for number, name in enumerate(found.talk_about, 1):
            yield from self._point(found.question(name).text, f"{number}. ")
        if not found.talk_about:
            yield from self._wrapped(found.talk_words)

    def _plan(self) -> Lines:
        found = self.assessment
        if not found.plan_words:
            return
        yield from self._heading(self.words("Next steps"))
        yield from self._wrapped(found.plan_words)
        for number, step in enumerate(found.next_steps, 1):
            yield from self._point(self._titled(step), f"{number}. ", "bold" if step.marked else "")

    def _titled(self, step: Step) -> str:
        takes = self.words("{n} min", n=step.minutes) if step.minutes else ""
        return f"{MARK if step.marked else ''}{step.title}{f' ({takes})' if takes else ''}"

    def _people(self) -> Lines:
        people, words = self.assessment.people, self.words
        yield from self._heading(words("Who answered"))
        yield from self._wrapped(people.words)
        if people.groups:
            yield from self._wrapped(", ".join(f"{group.name}: {group.n}" for group in people.groups))

    def _profile(self) -> Lines:
        words, found = self.words, self.assessment
        rows = [row for row in found.profile if row.votes is not None]
        if not rows:
            return
        yield from self._heading(words("What your answers point to"))
        yield from self._wrapped(self._loop())
        if found.people.joint:
            return
        yield "", ""
        names = {row.stage: words.stage(row.stage) for row in found.profile}
        longest = max(map(len, names.values()))
        longest_bar = max(MIN_BAR, min(BAR, self.width - BESIDE_THE_BAR - longest + 10))
        for row in found.profile:
            name = f"{names[row.stage]:<{longest}}"
            if row.votes is None:
                absent = words("not measured")
                yield f"{GAP}{name}  {absent}", "dim"
                continue
            percent = f"{words.percent(row.votes):>4}"
            length = round(row.votes * longest_bar)
            bar = "" if self.plain else "█" * length + "·" * (longest_bar - length) + "  "
            likely = ""
            if row.probability is not None:
                likely = "   " + words("how likely: {share}", share=words.percent(row.probability))
            yield f"{GAP}{name}  {bar}{percent}{likely}", "bold cyan" if row.stage in found.verdict.stages else ""
        if any(row.probability is not None for row in rows):
            yield from self._wrapped(words("How likely a stage is depends on its two neighbours as well."), style="dim")

    def _loop(self) -> str:
        """The loop in one line: the leading stage in brackets, the neighbour it leans to behind it."""
        marker = self.assessment.marker
        names = {row.stage: row.name for row in self.assessment.profile}
        parts = [f"[{name}]" if marker and stage == marker.start else name for stage, name in names.items()]
        line = " – ".join(parts) + " – ↺" if not self.plain else ", ".join(parts)
        if marker and marker.towards:
            return f"{line}   ({marker_words(marker, self.words)})"
        return line

    def _groups(self) -> Lines:
        breakdown, words = self.assessment.breakdown, self.words
        if not breakdown or not breakdown.rows:
            return
        said = words("Sector by sector") if breakdown.by == "sector" else words("Partner by partner")
        yield from self._heading(said)
        for row in breakdown.rows:
            leads = ", ".join(f"{words.name(stage)} {words.percent(row.votes[stage])}" for stage in row.leads)
            yield from self._point(f"{row.name} ({row.n}): {leads}")

    def _talk_in_full(self) -> Lines:
        found = self.assessment
        if not found.talk_about:
            return
        yield from self._heading(self.words("To talk about"))
        if found.talk_words:
            yield from self._wrapped(found.talk_words)
        for number, name in enumerate(found.talk_about, 1):
            question = found.question(name)
            told = question.alike and question.kind != "several"
            alike = f" ({self.words.name(question.alike or '')})" if told else ""
            yield from self._point(f"{question.text}{alike}", f"{number}. ")
            said = _chosen(question) if found.people.joint else _counts(question)
            yield from self._wrapped(said, GAP + "   ", style="dim")

    def _reasons(self) -> Lines:
        found, words = self.assessment, self.words
        for pointing in found.points_to:
            yield from self._heading(words("What points to {stage}", stage=words.name(pointing.stage)))
            yield from self._pointing(pointing.reasons, pointing.stage)
        if found.points_elsewhere:
            named = bool(found.verdict.stages)
            yield from self._heading(
                words("What points elsewhere") if named else words("What single questions point to")
            )
            yield from self._pointing(found.points_elsewhere)
        if found.reasons_words:
            yield from self._heading(words("What points where"))
            yield from self._wrapped(found.reasons_words)

    def _pointing(self, reasons: tuple[Reason, ...], stage: Stage | None = None) -> Lines:
        for reason in reasons:
            question = self.assessment.question(reason.id)
            told = reason.away_from is None and reason.stage == stage
            yield from self._point(question.text if told else f"{question.text} ({reason.words})")
            said = _chosen(question) if self.assessment.people.joint else _most_chosen(question)
            yield from self._wrapped(said, GAP + "  ", style="dim")

    def _flips(self) -> Lines:
        flips, words = self.assessment.flips, self.words
        if not flips:
            return
        yield from self._heading(words("What would change this result"))
        yield from self._wrapped(flips.words)
        for name in flips.questions if len(flips.questions) <= MAX_LISTED else ():
            yield from self._point(self.assessment.question(name).text)
        for group in flips.groups:
            yield from self._point(
                words("Without “{group}” it would be: {verdict}", group=group.name, verdict=group.words)
            )

    def _scores(self) -> Lines:
        words = self.words
        if not self.assessment.scores:
            return
        yield from self._heading(words("Scores"))
        for score in self.assessment.scores:
            band = f" ({score.band})" if score.band else ""
            yield from self._wrapped(f"{score.title}: {words.number(score.value)}{band}")

    def _steps(self) -> Lines:
        words, inner = self.words, GAP + "   "
        yield from self._heading(words("The steps in full"))
        for number, step in enumerate(self.assessment.next_steps, 1):
            yield from self._point(self._titled(step), f"{number}. ", "bold")
            yield from self._wrapped(step.do, inner)
            yield from self._wrapped(
                words("Who: {who}. Time: {time}.", who=step.who.rstrip("."), time=step.time.rstrip(".")),
                inner,
                style="dim",
            )
            for label, text in (
                (words("Why here"), step.because),
                (words("Why it helps"), step.why),
                (words("What you need"), step.material),
                (words("What to watch for"), step.watch),
            ):
                if text:
                    yield from self._wrapped(f"{label}: {text}", inner, style="dim")
            yield "", ""

    def _notes(self) -> Lines:
        for note in self.assessment.notes:
            yield from self._point(note, "* ", "dim")
        yield from self._wrapped(self.words("A lens for a conversation, not a grade."), "", style="dim")


def _counts(question: QuestionResult) -> str:
    """The answers and how often each was given, in the order asked."""
    counts, options = question.counts or {}, question.options or {}
    return " · ".join(f"{n} × {options[value]}" for value, n in counts.items() if n)


def _chosen(question: QuestionResult) -> str:
    """The answers of one form."""
    counts, options = question.counts or {}, question.options or {}
    return " · ".join(options[value] for value, n in counts.items() if n)


def _most_chosen(question: QuestionResult) -> str:
    """The answers given, the most frequent first; those given equally often in the order asked."""
    counts, options = question.counts or {}, question.options or {}
    ranked = sorted((value for value in counts if counts[value]), key=lambda value: -counts[value])
    return " · ".join(f"{counts[value]} × {options[value]}" for value in ranked)
