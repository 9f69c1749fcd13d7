"""Walks through the code: the files that an answer, a typo and a key press come through, in the order they are entered.

`python walks.py cell` prints them as JSON. It is a program of its own, so that nothing has been looked up before.
"""

import contextlib
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = f"{ROOT / 'src' / 'partnercheck'}{os.sep}"
FUNCTION = 0x1 | 0x2
"""Flags of code that is a function's, and no module's or class's."""


def cell() -> None:
    """Six people answer in a table; the result is printed."""
    from partnercheck.cli.app import run

    rows = [f"person-{n},employer,{n % 5 + 1}" for n in range(6)]
    Path("answers.csv").write_text("\n".join(["respondent,sector,one-carries", *rows, ""]), encoding="utf-8")
    run(["assess", "pulse", "--answers", "answers.csv"])


def typo() -> None:
    """A letter is wrong in a questionnaire; the check shows it."""
    from partnercheck.cli.app import run

    text = (ROOT / "questionnaires" / "pulse.yaml").read_text(encoding="utf-8")
    Path("ours.yaml").write_text(text.replace("sign_of: performing", "sign_of: perfroming", 1), encoding="utf-8")
    run(["check", "ours.yaml", "--no-cache", "--no-simulation"])


def key() -> None:
    """Somebody answers the first question of an interview; the answer is on the disk."""
    sys.path.append(str(ROOT / "tests" / "interview"))
    from interview_samples import Typist, start

    from partnercheck.core.words import words_for
    from partnercheck.interview.session import interview

    with start(Path.cwd()) as file:
        stream = io.StringIO()
        typist = Typist(stream, ["", "2", "North College", "2"])
        watch(lambda: interview(file, words=words_for("en"), lang="en", stream=stream, again="", keyboard=typist))


SEEN: dict[str, list[str]] = {}


def watch(work: Callable[[], object]) -> None:
    """Note the files of ours whose functions are entered, and which functions these are."""

    def entered(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_flags & FUNCTION and code.co_filename.startswith(PACKAGE):
            name = code.co_filename.removeprefix(PACKAGE).replace(os.sep, "/")
            if not code.co_name.startswith("<") and code.co_name not in SEEN.setdefault(name, []):
                SEEN[name].append(code.co_name)

    sys.setprofile(entered)
    try:
        work()
    finally:
        sys.setprofile(None)


def main() -> None:
    """Take the walk that the command line names and print it."""
    walk = {"cell": cell, "typo": typo, "key": key}[sys.argv[1]]
    quiet = io.StringIO()
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.chdir(folder),
        contextlib.redirect_stdout(quiet),
        contextlib.redirect_stderr(quiet),
    ):
        if walk is key:
            key()
        else:
            watch(walk)
    sys.stdout.write(json.dumps(SEEN))


if __name__ == "__main__":
    main()
