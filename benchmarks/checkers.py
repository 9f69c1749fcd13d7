"""partnercheck beside other checkers, in one run on the same files: who finds what, and how fast.

Run `python benchmarks/checkers.py`; with `--quick` every time is measured once. It installs the others below a
temporary folder, which needs a network, pip and npm. It prints tables in Markdown. The files that are timed have no
faults, and simulation and the cache are off; the others check against our JSON Schema, yamllint against its rules.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from partnercheck.core.files import TextFile
from partnercheck.questionnaire.document import Tree
from partnercheck.questionnaire.reader import read_tree
from peers import Checker, Told, installed, ours
from planted import Fault, planted
from sized import questionnaire

FILES = 500
SIZES = (1_005, 10_005)
LONGEST = 600
"""Seconds after which a run is given up."""
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""As an installed program runs: with its modules compiled once."""
VERSION = [sys.executable, "-m", "partnercheck", "--version"]


# --- who finds what ---------------------------------------------------------------------------------------------------


def told_about(checker: Checker, path: Path) -> list[Told]:
    """What a checker says about one file, in one run."""
    done = subprocess.run(
        checker.command([str(path)]), capture_output=True, text=True, errors="replace", env=ENVIRONMENT, check=False
    )
    return list(checker.read(done.stdout, done.stderr))


def lines_meant(told: Told, tree: Tree) -> set[int]:
    """The lines that something said may mean: its own, that of its path, and those of keys below it that it names."""
    lines = {told.line} if told.line else set[int]()
    if told.path is not None:
        lines.add(tree.at(told.path, "PC203", "").location.line)
        named = [key for key in tree.keys if key[:-1] == told.path and repr(key[-1]) in told.message.replace('"', "'")]
        lines |= {tree.keys[key][0] for key in named}
    return lines


class Score(NamedTuple):
    """What a checker found of what is planted in a file, with a line of its own, and lines told without a fault."""

    planted: int
    found: int
    with_line: int
    others: int


def scored(checker: Checker, folder: Path, faults: Sequence[Fault]) -> tuple[dict[str, Score], list[Fault]]:
    """A score for each file, and every fault that was missed."""
    sound = {told.message for told in told_about(checker, folder / "sound.yaml")}
    scores, missed = {}, []
    for path in sorted(folder.iterdir()):
        tree = read_tree(TextFile(path.name, path.read_text(encoding="utf-8", errors="replace")))
        told = told_about(checker, path)
        here = [fault for fault in faults if fault.file == path.name]
        hits = {fault: [each for each in told if is_about(each, fault, tree, sound)] for fault in here}
        lines = {fault.line for fault in here}
        others = {each.line for each in told if each.line} - lines if None not in lines else set()
        own = sum(any(each.line for each in found) for found in hits.values())
        scores[path.name] = Score(len(here), sum(map(bool, hits.values())), own, len(others))
        missed += [fault for fault, found in hits.items() if not found]
    return scores, missed


def is_about(told: Told, fault: Fault, tree: Tree, sound: set[str]) -> bool:
    """Whether something said is about a fault: the right line, and from us the right code.

    A fault that stands on no line is found by anything that is not said about the sound file too.
    """
    if told.code and told.code != fault.code:
        return False
    return told.message not in sound if fault.line is None else fault.line in lines_meant(told, tree)


GROUPS = {
    "everything in one file": ["many.yaml"],
    "the same, less what stops other readers": ["mended.yaml"],
    "files that cannot be read to their end": [
        "latin-1.yaml",
        "open-quote.yaml",
        "colon.yaml",
        "empty.yaml",
        "deep.yaml",
    ],
}


def print_findings(checkers: Sequence[Checker], folder: Path) -> None:
    """Plant faults, ask everybody about every file, and print who found how many."""
    faults = planted(folder)
    apart = {fault.file for fault in faults} - {file for files in GROUPS.values() for file in files}
    groups = {**GROUPS, "scoring, advice, languages, cases": sorted(apart)}
    results = [scored(checker, folder, faults) for checker in checkers]
    print(f"{len({fault.kind for fault in faults})} kinds of faults, one run a file. Each cell: found of planted;")
    print("in brackets, those told with a line; behind +, lines that were told and have nothing planted on them.\n")
    row("planted", *(f"{checker.name} {checker.version}" for checker in checkers))
    row(*["---"] * (len(checkers) + 1))
    for group, files in groups.items():
        sums = [
            [sum(column) for column in zip(*(scores[file] for file in files), strict=True)] for scores, _ in results
        ]
        row(group, *(f"{found} of {all_} ({own}) +{others}" for all_, found, own, others in sums))
    for fault in results[0][1]:
        print(f"\npartnercheck missed {fault.code} in {fault.file}, line {fault.line}: {fault.kind}")


def row(*cells: str) -> None:
    """Print a row of a table."""
    print(f"| {' | '.join(cells)} |", flush=True)


# --- how fast ---------------------------------------------------------------------------------------------------------


class Taken(NamedTuple):
    """Seconds of a whole process: on the clock, and of the processors."""

    wall: float
    cpu: float


def taken(command: Sequence[str], folder: Path) -> Taken | None:
    """What one run of a command takes; none where it does not work or does not end."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    environment = ENVIRONMENT | {"XDG_CACHE_HOME": str(folder / "cache")}
    try:
        done = subprocess.run(
            command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, timeout=LONGEST
        )
    except subprocess.TimeoutExpired:
        return None
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Taken(wall, cpu) if done.returncode == 0 else None


def medians(commands: Sequence[Sequence[str]], folder: Path, runs: int) -> list[Taken | None]:
    """The median times of commands that are run in turn, A B C A B C …; none for one that does not work."""
    times: list[list[Taken]] = [[] for _ in commands]
    fails = [False] * len(commands)
    for _ in range(runs):
        for number, command in enumerate(commands):
            once = None if fails[number] else taken(command, folder)
            fails[number] = once is None
            times[number] += [once] if once else []
    return [
        None if failed else Taken(*(statistics.median(column) for column in zip(*each, strict=True)))
        for failed, each in zip(fails, times, strict=True)
    ]


def print_speeds(checkers: Sequence[Checker], folder: Path, runs: int) -> None:
    """Time everybody on files of 1,000 and 10,000 questions and a folder of 500 files, and print ratios against us."""
    many = folder / "many"
    many.mkdir()
    for number in range(FILES):
        text = questionnaire(15, f"questionnaire-{number}", seed=number)
        (many / f"{number}.yaml").write_text(text, encoding="utf-8")
    work = {f"{FILES} files of 15 questions": [str(path) for path in sorted(many.iterdir())]}
    for n in SIZES:
        path = folder / f"{n}.yaml"
        path.write_text(questionnaire(n), encoding="utf-8")
        work[f"one file of {n:,} questions"] = [str(path)]
    print("\nSeconds on the clock (of the processors), and how many times as long as partnercheck on the clock.\n")
    row("", *(f"{checker.name} {checker.version}" for checker in checkers))
    row(*["---"] * (len(checkers) + 1))
    ours_at = []
    for what, files in work.items():
        found = medians([checker.command(files) for checker in checkers], folder, runs)
        us = found[0]
        if us is None:
            raise SystemExit(f"partnercheck fails on {what}")
        ours_at.append(us.cpu)
        row(what, *(f"{t.wall:.2f} ({t.cpu:.2f}), {t.wall / us.wall:.2f}×" if t else "fails" for t in found))
    times = f"{ours_at[2] / ours_at[1]:.1f} times the processor time"
    print(f"\npartnercheck takes {times} for {SIZES[1]:,} questions that it takes for {SIZES[0]:,}.")


def print_own_costs(folder: Path, runs: int) -> None:
    """What simulation costs, and what a file that has not changed costs."""
    path = folder / "thirty.yaml"
    path.write_text(questionnaire(30), encoding="utf-8")
    with_it, without = (
        ours("--no-cache").command([str(path)]),
        ours("--no-cache", "--no-simulation").command([str(path)]),
    )
    cached = ours().command([str(path)])
    taken(cached, folder)
    found = medians([with_it, without, cached, VERSION], folder, runs)
    if not all(found):
        raise SystemExit("partnercheck fails on a file of 30 questions")
    simulated, plain, unchanged, version = (each.cpu for each in found if each)
    print("\nProcessor seconds.\n")
    row("what", "measured", "aim")
    row(*["---"] * 3)
    row("simulation of 30 questions", f"{simulated - plain:.2f} s", "≤ 1.5 s")
    row("an unchanged file, against `partnercheck --version`", f"{unchanged / version:.2f}×", "")


def main() -> None:
    """Install the others, measure everything, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="measure once, not three times")
    runs = 1 if parser.parse_args().quick else 3
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        others = installed(folder)
        (folder / "planted").mkdir()
        print_findings([ours("--no-cache"), *others], folder / "planted")
        print_speeds([ours("--no-cache", "--no-simulation"), *others], folder, runs)
        print_own_costs(folder, runs)


if __name__ == "__main__":
    main()
