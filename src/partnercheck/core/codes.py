"""Every code that a finding can have. Codes are never reused, and what a code means never changes."""

from typing import Literal, NamedTuple, get_args

Level = Literal["error", "warning", "note"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""How much a finding matters, most first: an error stops the work, a warning will hurt, a note is worth a thought."""

FAMILIES = {
    "PC0": "the check itself",
    "PC1": "reading the file",
    "PC2": "the parts of a questionnaire and their names",
    "PC3": "asking",
    "PC4": "scoring",
    "PC5": "advice",
    "PC6": "words",
    "PC7": "cases",
    "PC8": "answers",
    "PC9": "round files",
}
"""What the first digit of a code says."""


class Code(NamedTuple):
    """A code, the level of its findings, and what is wrong in a few words."""

    code: str
    level: Level
    title: str


CODES: tuple[Code, ...] = (
    Code("PC001", "error", "a suppression without a reason"),
    Code("PC002", "warning", "a suppression that suppresses nothing"),
    Code("PC003", "error", "a suppression that cannot work"),
    Code("PC004", "note", "rules that wait until other faults are mended"),
    Code("PC101", "error", "the file is not UTF-8 text"),
    Code("PC102", "error", "the YAML or JSON cannot be read"),
    Code("PC103", "error", "a key stands twice in one mapping"),
    Code("PC104", "error", "an anchor, an alias or a tag"),
    Code("PC105", "error", "nested too deeply"),
    Code("PC106", "error", "a control character inside a text"),
    Code("PC107", "error", "a number too long to be meant"),
    Code("PC108", "error", "the file is empty"),
    Code("PC109", "warning", "a word that other programs take for something else"),
    Code("PC110", "warning", "a tab between the parts of the file"),
    Code("PC111", "error", "the file cannot be opened"),
    Code("PC201", "error", "an unknown key"),
    Code("PC202", "error", "a missing key"),
    Code("PC203", "error", "the wrong kind of value"),
    Code("PC204", "error", "a name that stands nowhere"),
    Code("PC205", "error", "an id or value that stands twice"),
    Code("PC206", "error", "keys that do not go together"),
    Code("PC207", "error", "a text missing in a language"),
    Code("PC208", "warning", "a scale, theme or source that nothing uses"),
    Code("PC301", "warning", "a text too long for a phone"),
    Code("PC302", "warning", "two questions in one"),
    Code("PC303", "warning", "a negation in a statement"),
    Code("PC304", "warning", "a leading word"),
    Code("PC305", "warning", "options that overlap or leave a gap"),
    Code("PC306", "note", "a scale without a middle"),
    Code("PC307", "warning", "a question without a way out"),
    Code("PC308", "error", "a question that is never asked"),
    Code("PC309", "warning", "a condition that always holds"),
    Code("PC310", "error", "questions that wait for each other"),
    Code("PC311", "warning", "more questions than the stated minutes allow"),
    Code("PC312", "warning", "the options climb in the order of the stages"),
    Code("PC313", "warning", "texts that are hard to read"),
    Code("PC314", "note", "a long sentence"),
    Code("PC401", "note", "a stage that is not measured"),
    Code("PC402", "error", "a question whose answers all say the same"),
    Code("PC403", "error", "a scale whose points go up and down"),
    Code("PC404", "error", "two stages that cannot be told apart"),
    Code("PC405", "error", "a stage that is never the verdict"),
    Code("PC406", "warning", "stages measured very unevenly"),
    Code("PC407", "warning", "blind ticking favours or starves a stage"),
    Code("PC408", "warning", "ticking the same everywhere gives a verdict"),
    Code("PC409", "warning", "a stage that is seldom recovered"),
    Code("PC410", "error", "too few stages are measured"),
    Code("PC501", "warning", "a stage without next steps"),
    Code("PC502", "note", "a theme without next steps"),
    Code("PC503", "warning", "a next step that can never be chosen"),
    Code("PC504", "note", "a next step without a source"),
    Code("PC505", "warning", "a next step without anyone to lead it, or without a time"),
    Code("PC506", "warning", "a title of a next step that is too long"),
    Code("PC601", "error", "placeholders or numbers that differ between languages"),
    Code("PC602", "error", "a language or country that does not exist"),
    Code("PC603", "warning", "the same text in two languages"),
    Code("PC701", "error", "a case with another verdict than it expects"),
    Code("PC702", "warning", "a stage that no case expects"),
    Code("PC801", "error", "an unknown question"),
    Code("PC802", "error", "an answer that is not offered"),
    Code("PC803", "error", "an answer given twice"),
    Code("PC804", "error", "a respondent that stands twice"),
    Code("PC805", "error", "an unknown sector"),
    Code("PC806", "error", "a table that cannot be read"),
    Code("PC807", "error", "a cell that looks like a formula"),
    Code("PC808", "error", "answers to another questionnaire"),
    Code("PC809", "error", "the questionnaire of these answers cannot be found"),
    Code("PC810", "error", "another form where one is missing"),
    Code("PC811", "error", "a row that is no person's"),
    Code("PC901", "error", "a line of the round file that cannot be read"),
    Code("PC902", "error", "a round file that a later version wrote"),
    Code("PC903", "note", "the last line of a round file is half written"),
)
"""In the order of their numbers."""

_LEVEL_OF = {each.code: each.level for each in CODES}


def level_of(code: str) -> Level:
    """The level that findings with this code have unless settings say otherwise."""
    return _LEVEL_OF[code]
