"""What every part of an interview works with: the round, the words, the screen and the keyboard."""

from dataclasses import dataclass

from partnercheck.assessment.responses import Response, Round
from partnercheck.core.findings import PartnercheckError
from partnercheck.core.words import Words
from partnercheck.interview.terminal import LEAVE, Keyboard, Screen, ask
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.rounds.disk import RescuedError
from partnercheck.rounds.events import Event
from partnercheck.rounds.journal import RoundFile


@dataclass
class InterviewContext:
    """The table that the laptop stands on."""

    file: RoundFile
    words: Words
    lang: str
    screen: Screen
    keyboard: Keyboard
    joint: bool = False

    @property
    def round(self) -> Round:
        """The round as it stands now."""
        return self.file.round()

    @property
    def questionnaire(self) -> Questionnaire:
        """What is asked."""
        return self.round.questionnaire

    def form(self, respondent: str) -> Response:
        """Somebody's form as it stands now; an empty one before they have joined."""
        forms = (*self.round.unfinished, *self.round.responses)
        return next((form for form in forms if form.respondent == respondent), Response(respondent=respondent))

    def say(self, text: dict[str, str] | None) -> str:
        """One of the questionnaire's texts in the language of the interview."""
        return self.questionnaire.say(text, self.lang)

    def page(self) -> None:
        """Start a page, under the name of the partnership."""
        self.screen.page(self.round.partnership)

    def ask(self, prompt: str) -> str:
        """One typed line."""
        return ask(self.keyboard, self.screen, self.words, prompt)

    def record(self, event: Event) -> None:
        """Put an event on disk. Where that fails, say so and try again as often as they like.

        Raises:
            EOFError: they leave instead, or the input has ended.
            RescuedError: the file was taken away or changed; the event is kept beside it.
        """
        while True:
            try:
                self.file.append(event)
            except RescuedError:
                raise
            except PartnercheckError as problem:
                self.screen.say(self.words("That could not be saved. Everything before it is kept."))
                self.screen.say(f"{problem.message} {problem.hint}")
                if self.ask(self.words("Enter tries again, q leaves.")).lower() == LEAVE:
                    raise EOFError from None
            else:
                return
