"""`partnercheck assess` in a room: start or go on with a round, ask people, and write down what they agree to do."""

import contextlib
import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from partnercheck.assessment.privacy import standing
from partnercheck.cli.rounds import (
    DEFAULT,
    RoundOptions,
    load_named,
    open_round,
    record_invited,
    start_round,
    today,
)
from partnercheck.cli.show import spoken
from partnercheck.core.files import path_exists
from partnercheck.core.words import Words, words_for
from partnercheck.interview.context import InterviewContext
from partnercheck.interview.session import Outcome, interview
from partnercheck.interview.terminal import BACK, LEAVE, ask, keyboard_for, screen_for
from partnercheck.rounds.journal import RoundFile, round_path_for
from partnercheck.rounds.rescue import Rescue, lost_round, put_back, rescues, take_in

if TYPE_CHECKING:
    from partnercheck.assessment.responses import Round


class Room:
    """The people around the screen.

    Args:
        stream: Where the screen is: stdout, or stderr where stdout is for the result.
        plain: Line by line, without drawing.
    """

    def __init__(self, stream: TextIO, *, plain: bool) -> None:
        self.stream, self.plain = stream, plain
        self.keyboard = keyboard_for(stream)

    def answer(self, round_path: Path | None, wishes: RoundOptions) -> "tuple[Path, Round] | None":
        """Let people answer until the round is closed.

        Args:
            round_path: The round file; one named after the partnership and the day if none is given.
            wishes: What the command line says.

        Returns:
            The round file and the closed round, or none when people stopped before.

        Raises:
            PartnercheckError: the round cannot be started or gone on with.
            KeyboardInterrupt: Ctrl-C; everything answered is kept.
        """
        with self._round_file(round_path, wishes) as file:
            lang = spoken(file.round().questionnaire, wishes.lang or file.header.lang)
            outcome = interview(
                file,
                words=words_for(lang),
                lang=lang,
                stream=self.stream,
                again=f"partnercheck assess --round {shlex.quote(str(file.path))}",
                plain=self.plain,
                joint=wishes.joint,
            )
            if outcome is Outcome.INTERRUPTED:
                raise KeyboardInterrupt
            return (file.path, file.round()) if outcome is Outcome.VERDICT else None

    def wants_to_close(self, file: RoundFile, wishes: RoundOptions) -> bool:
        """Whether the people at the screen want to close a round and see its result."""
        round_ = file.round()
        words = words_for(spoken(round_.questionnaire, wishes.lang or file.header.lang))
        if not standing(round_).may_close:
            return False
        screen_for(self.stream, plain=self.plain).say(
            words.many("{n} form is handed in.", "{n} forms are handed in.", len(round_.responses))
        )
        return self._agreed(words("close the round and show the result"), words, words("leave it open"))

    def _round_file(self, round_path: Path | None, wishes: RoundOptions) -> RoundFile:
        if round_path:
            self._put_back(round_path, wishes)
        if round_path and path_exists(round_path):
            return self._opened(round_path, wishes)
        loaded = load_named(wishes.questionnaire or DEFAULT)
        lang = spoken(loaded.questionnaire, wishes.lang)
        partnership = wishes.partnership or self._name(words_for(lang))
        day = wishes.date or today()
        path = round_path or round_path_for(partnership, day)
        if not round_path:
            self._put_back(path, wishes)
        if path_exists(path):
            return self._opened(path, replace(wishes, partnership=partnership))
        return start_round(path, loaded, partnership, day, lang, wishes)

    def _opened(self, path: Path, wishes: RoundOptions) -> RoundFile:
        """A round to go on with, after what was rescued from it was offered."""
        file = open_round(path, wishes)
        try:
            record_invited(file, wishes)
            for rescue in rescues(path, lambda: file.content):
                self._take_in(
                    file, rescue, words_for(spoken(file.round().questionnaire, wishes.lang or file.header.lang))
                )
        except BaseException:
            file.close()
            raise
        return file

    def _take_in(self, file: RoundFile, rescue: Rescue, words: Words) -> None:
        screen, n = screen_for(self.stream, plain=self.plain), len(rescue.lines)
        said = words.many(
            "{kept} holds {n} answer or other entry that {path} does not.",
            "{kept} holds {n} answers and other entries that {path} does not.",
            n,
            kept=rescue.kept.name,
            path=file.path,
        )
        screen.say(said)
        if file.round().erased:
            screen.say(words("Forms were erased from this round. They may be among these and would come back."))
        if not self._agreed(words("take them in"), words):
            return
        taken = take_in(file, rescue)
        screen.say(words("They are in the round now. Their file is called {kept} from now on.", kept=taken.kept.name))
        if taken.left:
            screen.say(words.many("{n} does not fit any more.", "{n} do not fit any more.", taken.left))
        self._pause(words)

    def _put_back(self, path: Path, wishes: RoundOptions) -> None:
        """Offer to put back a round that is gone or damaged, where it was rescued."""
        found = lost_round(path)
        if not found:
            return
        kept, round_ = found
        words = words_for(spoken(round_.questionnaire, wishes.lang or round_.lang))
        said = words("{path} is gone or damaged. {kept} holds the round as it was.", path=path, kept=kept.name)
        screen_for(self.stream, plain=self.plain).say(said)
        if self._agreed(words("put it back"), words):
            put_back(path, kept)

    def _agreed(self, offer: str, words: Words, otherwise: str = "") -> bool:
        """Whether they take an offer; the end of the input does not."""
        screen = screen_for(self.stream, plain=self.plain)
        screen.choices([("1", offer), ("2", otherwise or words("leave everything as it is"))])
        try:
            while (typed := self._ask(words("Your choice:"), words)) not in ("1", "2", LEAVE, BACK):
                screen.say(words("Type one of the numbers, or q."))
        except EOFError:
            return False
        return typed == "1"

    def _pause(self, words: Words) -> None:
        with contextlib.suppress(EOFError):
            self._ask(words("Press Enter."), words)

    def _name(self, words: Words) -> str:
        try:
            return self._ask(words("What is the partnership called?"), words) or words("Our partnership")
        except EOFError:
            return words("Our partnership")

    def agree(self, path: Path, words: Words) -> None:
        """Write down what the room agrees to do, each action with who and when, until nothing more is typed.

        Raises:
            PartnercheckError: the round cannot be opened.
            KeyboardInterrupt: Ctrl-C; what is written down is kept.
        """
        from partnercheck.assessment.assess import assess
        from partnercheck.interview.actions import Agreeing

        with RoundFile.open(path) as file:
            desk = InterviewContext(file, words, words.lang, screen_for(self.stream, plain=self.plain), self.keyboard)
            steps = [step.title for step in assess(desk.round, words).next_steps]
            Agreeing(desk, steps, today()).run()

    def _ask(self, prompt: str, words: Words) -> str:
        screen = screen_for(self.stream, plain=self.plain)
        try:
            return ask(self.keyboard, screen, words, prompt)
        except KeyboardInterrupt:
            screen.say("")  # so that nothing is left on the line that the shell goes on with
            raise
