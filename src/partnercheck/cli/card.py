"""The stage card: an assessment in a terminal."""

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from partnercheck.assessment.result import Assessment, QuestionResult
from partnercheck.findings import printable
from partnercheck.words import Words

if TYPE_CHECKING:
    from rich.console import Console

WIDEST = 96
BAR, LEAST_BAR, BESIDE_THE_BAR = 30, 4, 36
MOST_LISTED = 5
"""Questions whose leaving out flips the verdict are named up to this many; more only say how firm it is."""
GAP = "  "


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
        page.append(f"{printable(line)}\n", style or None)
    console.print(page, soft_wrap=True, end="")


class Card:
    """The lines of a stage card, each with its style; everything stands in the text, nothing in the style alone."""

    def __init__(self, assessment: Assessment, words: Words, width: int, *, plain: bool) -> None:
        self.assessment, self.words, self.width, self.plain = assessment, words, width, plain
        self._text = {question.id: question.text for question in assessment.questions}

    def lines(self) -> Iterator[tuple[str, str]]:
        """Every line of the card and its rich style."""
        yield from self._head()
        yield from self._profile()
        yield from self._people()
        yield from self._reasons()
        yield from self._talk()
        yield from self._steps()
        yield from self._notes()

    def _wrapped(
        self, text: str, indent: str = GAP, first: str | None = None, style: str = ""
    ) -> Iterator[tuple[str, str]]:
        lines = textwrap.wrap(
            printable(text), self.width, initial_indent=indent if first is None else first, subsequent_indent=indent
        )
        yield from ((line, style) for line in lines)

    def _heading(self, text: str) -> Iterator[tuple[str, str]]:
        yield "", ""
        yield from self._wrapped(text, "", style="bold")

    def _head(self) -> Iterator[tuple[str, str]]:
        found = self.assessment
        asked = found.questionnaire
        yield from self._wrapped(found.partnership, "", style="bold")
        yield f"{found.date.isoformat()} · {asked.title} {asked.version}", "dim"
        yield "", ""
        yield from self._wrapped(found.verdict.words, style="bold cyan")
        for caution in found.verdict.cautions:
            yield from self._wrapped(caution, GAP + "  ", GAP + "! ", style="yellow")
        if found.marker:
            yield "", ""
            yield from self._wrapped(self._loop())

    def _loop(self) -> str:
        """The loop in one line: the leading stage in brackets, the neighbour it leans to with an arrow."""
        marker = self.assessment.marker
        names = {row.stage: row.name for row in self.assessment.profile}
        parts = [f"[{name}]" if marker and stage == marker.start else name for stage, name in names.items()]
        line = " – ".join(parts) + " – ↺" if not self.plain else ", ".join(parts)
        if marker and marker.towards:
            leaning = self.words(
                "{stage}, leaning towards {towards}", stage=names[marker.start], towards=names[marker.towards]
            )
            return f"{line}   ({leaning})"
        return line

    def _profile(self) -> Iterator[tuple[str, str]]:
        words = self.words
        rows = [row for row in self.assessment.profile if row.votes is not None]
        if not rows:
            return
        if any(row.probability is not None for row in rows):
            yield from self._heading(self.words("Votes over the stages, and the chance that each is the one"))
        else:
            yield from self._heading(self.words("Votes over the stages"))
        longest = max(len(row.name) for row in self.assessment.profile)
        longest_bar = max(LEAST_BAR, min(BAR, self.width - BESIDE_THE_BAR))
        lead = self.assessment.verdict.stages
        for row in self.assessment.profile:
            if row.votes is None:
                absent = self.words("not measured")
                yield f"{GAP}{row.name:<{longest}}  {absent}", "dim"
                continue
            percent = f"{self.words.percent(row.votes):>4}"
            length = round(row.votes * longest_bar)
            bar = "" if self.plain else "█" * length + "·" * (longest_bar - length) + "  "
            style = "bold cyan" if row.stage in lead else ""
            sure = ""
            if row.probability is not None:
                sure = "   " + self.words("chance {share}", share=self.words.chance(row.probability))
            yield f"{GAP}{row.name:<{longest}}  {bar}{percent}{sure}", style
        if any(row.probability is not None for row in rows):
            yield from self._wrapped(
                words("The chance also counts 70% of the votes of the two stages beside it."), style="dim"
            )
        if self.assessment.shared_view is not None:
            said = self.words(
                "Shared view {value}: {words}",
                value=self.words.number(self.assessment.shared_view),
                words=self.assessment.shared_view_words,
            )
            yield from self._wrapped(said)
        for theme in self.assessment.themes:
            if theme.lags:
                yield from self._wrapped(theme.words, GAP + "  ", GAP + "! ")

    def _people(self) -> Iterator[tuple[str, str]]:
        people, words = self.assessment.people, self.words
        yield from self._heading(words("Who answered"))
        if people.joint:
            yield from self._wrapped(words("One form, filled in by the room together."))
            return
        said = words.many("{n} person answered", "{n} people answered", people.answered)
        if people.invited:
            said = words("{n} of {invited} invited people answered", n=people.answered, invited=people.invited)
        if people.too_thin:
            said += words("; {counted} count, {thin} answered too little", counted=people.counted, thin=people.too_thin)
        yield from self._wrapped(said + ".")
        if people.groups:
            yield from self._wrapped(", ".join(f"{group.name} {group.n}" for group in people.groups))
        elif not people.opened:
            yield from self._wrapped(words("Groups of fewer than {k} people are not shown.", k=people.k))

    def _reasons(self) -> Iterator[tuple[str, str]]:
        found, words = self.assessment, self.words
        leading = words.name(found.leading or "")
        if found.speaks_for:
            yield from self._heading(words("What speaks for {stage} (points it adds to the lead)", stage=leading))
            yield from self._effects(found.speaks_for)
        if found.speaks_against:
            yield from self._heading(words("What speaks against {stage}", stage=leading))
            yield from self._effects(found.speaks_against)
        if found.flips:
            yield from self._heading(words("What would change it"))
            yield from self._wrapped(found.flips.words)
            listed = found.flips.questions if len(found.flips.questions) <= MOST_LISTED else ()
            for name in listed:
                yield from self._wrapped(self._text[name], GAP + "  ", GAP + "- ")
            for group in found.flips.groups:
                said = words("Without “{group}”: {verdict}", group=group.name, verdict=group.words)
                yield from self._wrapped(said, GAP + "  ", GAP + "- ")
        if found.scores:
            yield from self._heading(words("Scores"))
            for score in found.scores:
                band = f" ({score.band})" if score.band else ""
                yield from self._wrapped(f"{score.title}: {words.number(score.value)}{band}")

    def _effects(self, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        for name in names:
            question = self.assessment.question(name)
            effect = f"{round((question.effect or 0) * 100):+d}".replace("-", "−")
            yield from self._wrapped(f"{question.text} ({effect})", GAP + "  ", GAP + "- ")
            yield from self._wrapped(_most_chosen(question), GAP + "  ", style="dim")

    def _talk(self) -> Iterator[tuple[str, str]]:
        if not self.assessment.talk_about:
            return
        words = self.words
        yield from self._heading(words("Talk about these questions first"))
        for number_, name in enumerate(self.assessment.talk_about, 1):
            question = self.assessment.question(name)
            word = words.name(question.agreement_word or "")
            yield from self._wrapped(f"{question.text} ({word})", GAP + "   ", f"{GAP}{number_}. ")
            yield from self._wrapped(_counts(question), GAP + "   ", style="dim")

    def _steps(self) -> Iterator[tuple[str, str]]:
        words = self.words
        yield from self._heading(words("What to do next"))
        for number_, step in enumerate(self.assessment.next_steps, 1):
            yield from self._wrapped(step.do, GAP + "   ", f"{GAP}{number_}. ", style="bold")
            yield from self._wrapped(step.because, GAP + "   ")
            yield from self._wrapped(step.why, GAP + "   ")
            yield from self._wrapped(
                words("Who: {who}. Time: {time}.", who=step.who.rstrip("."), time=step.time.rstrip(".")),
                GAP + "   ",
                style="dim",
            )
            for label, text in ((words("What you need"), step.material), (words("What to watch for"), step.watch)):
                if text:
                    yield from self._wrapped(f"{label}: {text}", GAP + "   ", style="dim")
            yield "", ""

    def _notes(self) -> Iterator[tuple[str, str]]:
        for note in self.assessment.notes:
            yield from self._wrapped(note, GAP, "* ", style="dim")
        limits = self.words("Calibrated on simulated partnerships. A lens for a conversation, not a grade.")
        yield from self._wrapped(limits, "", style="dim")


def _counts(question: QuestionResult) -> str:
    """The answers and how often each was given, in the order asked."""
    counts, options = question.counts or {}, question.options or {}
    return " · ".join(f"{n} × {options[value]}" for value, n in counts.items() if n)


def _most_chosen(question: QuestionResult) -> str:
    """The answers given, the most frequent first; those given equally often in the order asked."""
    counts, options = question.counts or {}, question.options or {}
    ranked = sorted((value for value in counts if counts[value]), key=lambda value: -counts[value])
    return " · ".join(f"{counts[value]} × {options[value]}" for value in ranked)
