"""Files with planted faults: which fault stands where. A fault without a line stands on no single one."""

import re
from pathlib import Path
from typing import NamedTuple

from sized import STAGES, questionnaire

MARK = re.compile(r"  # ((?:PC\d{3} )+)(.+)$")
STOPS_OTHERS = re.compile(r"# PC103 |# PC104 a tag|# PC110 ")
"""Lines at which other readers of YAML stop."""

TONGUES = """\
format: 1
id: tongues
version: "1.0"
languages: [qq]  # PC602 a language that does not exist
title: Tongues
scales:
  agreement: [{value: 1, label: No}, {value: 2, label: Perhaps}, {value: 3, label: Yes}]
questions:
  - {id: talk, text: We talk., scale: agreement, sign_of: norming}
"""
HIDING = (
    *[(2, "forming: 1")] * 2, *[(4, "norming: 1, performing: 0.25")] * 3, *[(4, "storming: 1, adjourning: 0.5")] * 2
)  # fmt: skip
"""Weights and evidence of questions among which performing never stands out."""


class Fault(NamedTuple):
    """A planted fault: in which file, on which line, the code it is about, and what kind of fault it is."""

    file: str
    line: int | None
    code: str
    kind: str


def marked(name: str, text: str) -> list[Fault]:
    """The faults that a file's lines name at their ends."""
    return [
        Fault(name, number, code, found[2])
        for number, line in enumerate(text.splitlines(), 1)
        if (found := MARK.search(line))
        for code in found[1].split()
    ]


def planted(folder: Path) -> list[Fault]:
    """Write the files into a folder and tell what is wrong with them."""
    faults = []
    many = Path(__file__).with_name("planted.yaml").read_text(encoding="utf-8")
    mended = "\n".join(line for line in many.split("\n") if not STOPS_OTHERS.search(line))
    good = questionnaire(30, "sound")
    files = {
        "many.yaml": (many, []),
        "mended.yaml": (mended, []),
        **{f"{name}.yaml": (text, codes) for name, (text, codes) in _whole(good).items()},
    }
    for name, (text, codes) in files.items():
        (folder / name).write_text(text, encoding="utf-8")
        faults += [*marked(name, text), *(Fault(name, None, code, kind) for code, kind in codes)]
    for name, (content, line, code, kind) in _unreadable(good).items():
        (folder / name).write_bytes(content)
        faults.append(Fault(name, line, code, kind))
    return faults


def _whole(good: str) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """Questionnaires in which every part is right by itself, and the whole is not."""
    alike = re.sub(r"sign_of: (norming|performing)", "sign_of: forming", good)
    alike = re.sub(r"\{(norming|performing): 1\}", "{norming: 1, performing: 1}", alike)
    biased = re.sub(r"sign_of: (norming|performing)", "sign_of: forming", good)
    biased = biased.replace("{performing: 1}", "{forming: 1}").replace("{norming: 1}", "{norming: 1, performing: 0.3}")
    few = (
        f"  - id: q{number}\n    text: Is it like number {number}?\n    weight: {weight}\n    options:\n"
        f"      - {{value: mostly, label: Mostly, evidence: {{{evidence}}}}}\n"
        "      - {value: seldom, label: Seldom}\n"
        for number, (weight, evidence) in enumerate(HIDING)
    )
    hidden = (
        TONGUES.partition("questions:\n")[0].replace("[qq]  # PC602 a language that does not exist", "[en]")
        + "questions:\n"
        + "".join(few)
    )
    steps, cases, ending = good.index("next_steps:"), good.index("cases:"), good.index("  - id: adjourning-trust")
    waits = "theme: trust}\n    when: {two_camps: true, verdict: [too-few]}  # PC503 a step that can never be chosen\n"
    wrong = "expect: storming  # PC701 a case with another verdict than it expects"
    for_results = r"(?s)  - id: \w+-results\n    for: .*?\[made-up\]\n"
    return {
        "sound": (good, []),
        "starved": (questionnaire(30, "starved", stages=STAGES[:4]), [("PC401", "a stage that is not measured")]),
        "alike": (alike, [("PC404", "two stages that cannot be told apart")]),
        "biased": (
            biased,
            [("PC407", "a stage that blind ticking favours"), ("PC409", "a stage that is seldom recovered")],
        ),
        "hidden": (hidden, [("PC405", "a stage that is never the verdict")]),
        "uneven": (re.sub(r"sign_of: \w+", "sign_of: forming", good), [("PC406", "stages measured very unevenly")]),
        "one-way": (
            good.replace("sign_of: forming\n    reverse: true\n", "sign_of: forming\n"),
            [("PC408", "a verdict for ticking the same everywhere")],
        ),
        "dead-end": (good[:ending] + good[cases:], [("PC501", "a stage without next steps")]),
        "no-advice": (
            good[:steps] + re.sub(for_results, "", good[steps:cases]) + good[cases:],
            [("PC502", "a theme without next steps")],
        ),
        "never": (good[:steps] + good[steps:].replace("theme: trust}\n", waits, 1), []),
        "untested": (
            good[:cases] + good[cases:].replace("expect: forming", wrong),
            [("PC702", "a stage that no case expects")],
        ),
        "tongues": (TONGUES, []),
    }


def _unreadable(good: str) -> dict[str, tuple[bytes, int, str, str]]:
    """Files whose reading ends at the fault, so that each stands in a file of its own."""
    lines = good.splitlines(keepends=True)
    quote = lines.index("  trust: {en: Trust, nl: Vertrouwen}\n")
    open_quote = "".join([*lines[:quote], '  trust: "Trust\n', *lines[quote + 1 :]])
    colon = "".join([*lines[:quote], "  trust: Trust: a theme\n", *lines[quote + 1 :]])
    return {
        "latin-1.yaml": (
            good.replace("Trust, nl", "Tr\xfcst, nl").encode("latin-1", "replace"),
            quote + 1,
            "PC101",
            "bytes that are not UTF-8",
        ),
        "open-quote.yaml": (open_quote.encode(), quote + 1, "PC102", "a quote that nothing closes"),
        "colon.yaml": (colon.encode(), quote + 1, "PC102", "a text with a colon and no quotes"),
        "empty.yaml": (b"", 1, "PC108", "an empty file"),
        "deep.yaml": (b"questions: " + b"[" * 100 + b"]" * 100, 1, "PC105", "nested too deeply"),
    }
