"""The JSON Schemas of the files that people write and programs read, made from the models."""

import inspect
import json
import re
from typing import Any, get_args

from pydantic import BaseModel

from partnercheck.assessment.responses import MAX_NAME, MAX_TEXT
from partnercheck.assessment.result import Assessment
from partnercheck.core.words import ESCAPES, STAGES
from partnercheck.questionnaire.model import ANY_LANGUAGE, LANGUAGE, SLUG, Questionnaire, VerdictKind
from partnercheck.rounds.events import EVENTS, Header

Schema = dict[str, Any]

SCALAR = ["string", "number", "boolean", "null"]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
IN_WORDS = {
    "forming": "partners get to know each other and look for what they share",
    "storming": "they differ openly about aims, roles and ways of working",
    "norming": "they agree how to work together",
    "performing": "the work runs and shows results",
    "adjourning": "the work ends, is handed on or starts anew",
}
SHARED: dict[tuple[str, ...], tuple[str, str]] = {
    STAGES: ("Stage", "A stage: " + "; ".join(f"`{stage}`, {said}" for stage, said in IN_WORDS.items()) + "."),
    ESCAPES: (
        "Escape",
        "An answer that is never scored: `dont-know`, `not-applicable` or `prefer-not-to-say`.",
    ),
    get_args(VerdictKind): (
        "VerdictKind",
        (
            "A kind of verdict: `none`, a questionnaire that names no stage; `too-few`, too few answers; `joint`, one "
            "form that the room filled in together; `clear`, one stage; `between`, two neighbouring stages; `differ`, "
            "answers that point to different stages, or to no single one."
        ),
    ),
}
"""Words that stand in several places of a schema: the name and the description of the one place where they are told."""

SAID = {
    "Slug": "A short name: small letters, digits and single hyphens, such as `shared-need`.",
    "OptionValue": "The short name of an answer: a slug, a number, `true` or `false`.",
    "OptionValues": "The short name of an answer, or a list of them.",
    "OneText": "A text in one language.",
    "Text": "A text, or one for each language: `{en: Trust, nl: Vertrouwen}`.",
}
LINES = {
    "event": "What happened.",
    "format": "The version of this file format: `2`, or `1` in older files.",
    "partnership": "The partnership's name.",
    "date": "The day of the round, such as `2026-11-21`.",
    "lang": "The language of the round, such as `en`.",
    "respondent": "Who it is about; a name or a letter that stands once in the round.",
    "partner": "The organisation they belong to.",
    "sector": "The kind of partner they belong to.",
    "joint": "Whether it is the one form that the room filled in together.",
    "question": "The id of the question.",
    "answer": "An option, a list of options, a number or a text; `null` takes the answer away. A text that reads like "
    "an escape, such as `dont-know`, stands in a list of one.",
    "text": "What was written.",
    "what": "What was agreed.",
    "who": "Who does it.",
    "when": "By when, such as `2026-12-05`.",
    "respondents": "Whose forms these are.",
    "by": "What reports group people by: `sector`, `partner` or nothing (`null`).",
    "k": "Groups smaller than this are not shown.",
}
"""The keys of a round file's lines; the model says the others."""


def schema_texts() -> dict[str, str]:
    """The text of each schema, by the name of what it describes."""
    made = {
        "questionnaire": questionnaire_schema(),
        "answers": answers_schema(),
        "round": round_schema(),
        "assessment": assessment_schema(),
    }
    return {
        name: json.dumps({"$schema": DRAFT} | schema, ensure_ascii=False, indent=2) + "\n"
        for name, schema in made.items()
    }


def questionnaire_schema() -> Schema:
    """A questionnaire file, with every way of writing a value that reading it takes."""
    schema = Questionnaire.model_json_schema(by_alias=True, mode="validation")
    parts = schema["$defs"]
    tag = {"pattern": rf"^\{ANY_LANGUAGE}$|{LANGUAGE}"}
    parts["Text"] = {"anyOf": [{**parts["OneText"]}, parts["Text"] | {"propertyNames": tag}]}
    parts["OptionValue"] = {"anyOf": [parts["OptionValue"], {"type": ["number", "boolean"]}]}
    parts["OptionValues"] = {"anyOf": [{"$ref": "#/$defs/OptionValue"}, parts["OptionValues"]]}
    parts["When"]["properties"]["answers"]["additionalProperties"] = {
        "anyOf": [{"$ref": "#/$defs/OptionValues"}, {"$ref": "#/$defs/Wanted"}]
    }
    form = parts["Case"]["properties"]["answers"]["items"]
    form |= {
        "description": "One form: question ids and answers.",
        "properties": {
            "sector": {"description": "The kind of partner this person belongs to.", "type": "string"},
            "partner": {"description": "The organisation this person belongs to.", "type": SCALAR},
        },
        "additionalProperties": {"type": [*SCALAR, "array"]},
    }
    for name, said in SAID.items():
        parts[name]["description"] = said
    return _tidy(schema)


def answers_schema() -> Schema:
    """An answers file in its YAML or JSON form."""
    name = {"type": SCALAR, "maxLength": MAX_NAME}
    one = {"type": SCALAR, "maxLength": MAX_TEXT}
    form = {
        "type": "object",
        "description": "One respondent's form.",
        "properties": {
            "respondent": name | {"description": "Who answers: a name or a letter; it stands once in all files."},
            "partner": name | {"description": "The organisation they belong to."},
            "sector": name | {"description": "The kind of partner: its short name, or its name in any language."},
            "joint": {"type": "boolean", "description": "Whether the room filled in this one form together."},
            "answers": {
                "type": ["object", "null"],
                "description": "Question ids and answers: `promises-kept: 4`.",
                "propertyNames": {"pattern": SLUG},
                "additionalProperties": {"$ref": "#/$defs/Answer"},
            },
            "comments": {
                "type": ["object", "null"],
                "description": "Question ids and what this person wrote beside the answer.",
                "propertyNames": {"pattern": SLUG},
                "additionalProperties": one | {"description": "What was written."},
            },
        },
        "additionalProperties": False,
    }
    answer = {
        "description": "An option's short name or full text, a list where several may be chosen, a number, a date such "
        "as `2026-11-21` or a text; or `dont-know`, `not-applicable`, `prefer-not-to-say`. Empty is no answer. "
        "A list of one is a text where a text is asked for, whatever it reads like.",
        "anyOf": [one, {"type": "array", "items": one}],
    }
    return {
        "$defs": {"Answer": answer, "Form": form},
        "title": "Answers",
        "description": "What people answered to a questionnaire, on one occasion.",
        "type": "object",
        "properties": {
            "format": {"const": 1, "description": "The version of this file format; it may be left out."},
            "questionnaire": {
                "type": ["string", "integer", "null"],
                "pattern": SLUG,
                "description": "The id of the questionnaire that was answered.",
            },
            "partnership": {"type": SCALAR, "description": "The partnership's name."},
            "date": {
                "type": ["string", "null"],
                "pattern": r"^\s*([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[-.][0-9]{1,2}[-.][0-9]{4})\s*$|^\s*$",
                "description": "The day it was answered, such as `2026-11-21` or `21-11-2026`.",
            },
            "lang": {"type": ["string", "null"], "description": "The language it was answered in, such as `en`."},
            "responses": {
                "type": "array",
                "description": "The forms, one for each respondent.",
                "items": {"$ref": "#/$defs/Form"},
            },
        },
        "required": ["responses"],
        "additionalProperties": False,
    }


def round_schema() -> Schema:
    """One line of a round file."""
    models: dict[str, type[BaseModel]] = {"round": Header, **EVENTS}
    parts: Schema = {}
    for event, model in models.items():
        part = model.model_json_schema(by_alias=True, mode="validation")
        part["required"] = ["event", *part.get("required", [])] + (["format"] if event == "round" else [])
        part["description"] = inspect.cleandoc(model.__doc__ or "").replace("`None`", "`null`")
        for key in part["properties"].keys() & LINES.keys():
            part["properties"][key]["description"] = LINES[key]
        part["properties"]["event"]["description"] = f"What happened: `{event}`."
        parts[model.__name__] = part
    return _tidy(
        {
            "$defs": parts,
            "title": "Line of a round file",
            "description": "One line of a round file: the round itself on the first line, an event on each other.",
            "type": "object",
            "properties": {
                "event": {
                    "enum": [*models],
                    "description": f"What happened: {', '.join(f'`{each}`' for each in models)}.",
                }
            },
            "required": ["event"],
            "allOf": [
                {
                    "if": {"properties": {"event": {"const": event}}, "required": ["event"]},
                    "then": {"$ref": f"#/$defs/{model.__name__}"},
                }
                for event, model in models.items()
            ],
        }
    )


def assessment_schema() -> Schema:
    """What `assess --json` prints; a key without words of its own has those of the part it holds."""
    schema = Assessment.model_json_schema(by_alias=True, mode="serialization")
    for part in (schema, *schema["$defs"].values()):
        for found in part.get("properties", {}).values():
            held = next(
                (each["$ref"] for each in (found, found.get("items", {}), *found.get("anyOf", [])) if "$ref" in each),
                "",
            )
            if "description" not in found and held:
                found["description"] = schema["$defs"][held.rpartition("/")[2]]["description"]
    return schema


def _tidy(schema: Schema) -> Schema:
    """The schema with plain titles, shared words told once, keys in the order of the model, nothing said for no use."""
    used: dict[str, Schema] = {}
    tidied: Schema = _tidied(schema, used)
    tidied["$defs"] = dict(sorted((tidied.get("$defs", {}) | used).items()))
    return tidied


def _tidied(here: Any, used: dict[str, Schema], *, names: bool = False) -> Any:  # noqa: ANN401 - any part of a schema
    if isinstance(here, list):
        return [_tidied(each, used) for each in here]
    if not isinstance(here, dict):
        return here
    if names:
        return {name: _tidied(_without_title(each), used) for name, each in here.items()}
    words = tuple(here["enum"]) if "enum" in here else ()
    if words in SHARED:
        name, said = SHARED[words]
        used[name] = {"description": said, "enum": list(words), "type": "string"}
        rest = {key: value for key, value in here.items() if key not in ("enum", "type", "title")}
        return _tidied(rest, used) | {"$ref": f"#/$defs/{name}"}
    tidied = {
        key: _tidied(each, used, names=key in ("properties", "$defs")) if key not in ("required", "enum") else each
        for key, each in here.items()
        if not (key == "default" and each in (None, [], {}, ""))
    }
    if "properties" in here and "title" in here:
        tidied["title"] = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", here["title"]).capitalize()
    if "description" in here:
        for each in tidied.get("anyOf", []):
            if "$ref" in each:  # an editor shows the words of the nearest part
                each["description"] = here["description"]
    if here.get("propertyNames", {}).get("enum") == list(STAGES):
        value = tidied.pop("additionalProperties")
        del tidied["propertyNames"]
        tidied["properties"] = {stage: value | {"description": f"For {stage}: {IN_WORDS[stage]}."} for stage in STAGES}
        tidied["additionalProperties"] = False
    return tidied


def _without_title(part: Schema) -> Schema:
    """A key of a mapping needs no title: it is its own."""
    return part if "properties" in part else {key: value for key, value in part.items() if key != "title"}
