"""What follows from another name: wherever the old version names a renamed question or option, the new name stands."""

from collections.abc import Sequence
from typing import Any

from partnercheck.checking.changes.leaves import Leaf
from partnercheck.questionnaire.model import Option, Questionnaire


class Renamed:
    """New names of questions by their old ones, and new values of options by question and by scale, as called now.

    Args:
        found: Every difference between two versions.
        new: The new version, as plain values.
    """

    def __init__(self, found: Sequence[Leaf], new: dict[str, Any]) -> None:
        renamed = [leaf for leaf in found if leaf.how == "renamed"]
        self.questions: dict[str, str] = {
            each.before: each.after for each in renamed if each.path[0] == "questions" and len(each.path) == 2
        }
        self.values: dict[str, dict[str, str]] = {}
        self.scales: dict[str, dict[str, str]] = {}
        for leaf in renamed:
            if leaf.path[0] == "questions" and len(leaf.path) == 4:
                self._add(new["questions"][leaf.path[1]]["id"], leaf)
            elif leaf.path[0] == "scales" and len(leaf.path) == 3:
                self.scales.setdefault(str(leaf.path[1]), {})[leaf.before] = leaf.after
                for question in new["questions"]:
                    if question["scale"] == leaf.path[1]:
                        self._add(question["id"], leaf)

    def _add(self, name: str, leaf: Leaf) -> None:
        self.values.setdefault(name, {})[leaf.before] = leaf.after

    def name(self, name: str) -> str:
        """What a question is called now."""
        return self.questions.get(name, name)

    def names(self, names: Sequence[str]) -> tuple[str, ...]:
        """What questions are called now."""
        return tuple(map(self.name, names))

    def answer(self, name: str, answer: Any) -> Any:  # noqa: ANN401 - plain content of any kind
        """An answer, or several, to a question that is called this now."""
        values = self.values.get(name, {})
        if isinstance(answer, list | tuple):
            return type(answer)(values.get(str(each), each) for each in answer)
        return values.get(str(answer), answer)

    def answers(self, answers: dict[str, Any]) -> dict[str, Any]:
        """Answers by question, all by their names of now."""
        return {self.name(name): self.answer(self.name(name), each) for name, each in answers.items()}


def with_new_names(old: dict[str, Any], renamed: Renamed) -> dict[str, Any]:
    """The old version, as plain values, with the new names wherever something is named that was renamed."""
    questions = [{**each, "ask_if": renamed.answers(each["ask_if"])} for each in old["questions"]]
    steps = []
    for step in old["next_steps"]:
        when = step["when"]
        answers = {
            renamed.name(name): {**wanted, "any_of": renamed.answer(renamed.name(name), wanted["any_of"])}
            for name, wanted in when["answers"].items()
        }
        steps.append({**step, "when": {**when, "answers": answers, "split_on": renamed.names(when["split_on"])}})
    scores = [
        {**each, "questions": renamed.names(each["questions"]), "reverse": renamed.names(each["reverse"])}
        for each in old["scores"]
    ]
    cases = [{**case, "answers": tuple(map(renamed.answers, case["answers"]))} for case in old["cases"]]
    return {**old, "questions": questions, "next_steps": steps, "scores": scores, "cases": cases}


def renamed_questions(old: Questionnaire, renamed: Renamed) -> Questionnaire:
    """The old version with its questions and options called as they are now, so that both can be answered alike."""

    def called(options: tuple[Option, ...], values: dict[str, str]) -> tuple[Option, ...]:
        return tuple(each.model_copy(update={"value": values.get(each.value, each.value)}) for each in options)

    questions = []
    for each in old.questions:
        name = renamed.name(each.id)
        options = called(each.options, renamed.values.get(name, {}))
        ask_if = renamed.answers(each.ask_if)
        questions.append(each.model_copy(update={"id": name, "options": options, "ask_if": ask_if}))
    scales = {name: called(options, renamed.scales.get(name, {})) for name, options in old.scales.items()}
    return old.model_copy(update={"questions": tuple(questions), "scales": scales})
