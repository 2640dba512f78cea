"""What the official package says of records. Runs inside a release’s environment, with nothing but the package.

    python expected.py MODULE KIND TODAY SCHEMA < records.json > expected.jsonl

MODULE is the part of the package that holds the models (`v1`, `v0`, `models`, or `-` for the package itself), SCHEMA the
release’s schema.json. Line i is about record i: the list of `[type, *loc]` of its errors and « avertissements », in the
package’s order and without repetition; a value that fits no member of a union is one `["union", field, …]`. `null` where
the package gives no verdict: it failed on the record itself.

Releases on pydantic 1 say the same in other words: `translate` gives them pydantic 2’s.
"""

import datetime
import importlib
import json
import sys

import pydantic

PYDANTIC_1 = pydantic.VERSION.startswith("1.")
MODELS = {"structures": "Structure", "services": "Service"}
# 1.0.2 to 1.0.5 know `mode`, later ones `ignore_warnings`; each ignores the other’s.
CONTEXT = {"ignore_warnings": False, "mode": "strict"}


def freeze(model, today: datetime.date) -> None:
    """Makes `date.today()` of the model’s own module say that day."""

    class Frozen(datetime.date):
        @classmethod
        def today(cls):
            return today

    module = sys.modules[model.__module__]
    if hasattr(module, "date"):
        module.date = Frozen


def errors(model, record):
    """`(type, loc, message)` of each error."""
    try:
        if PYDANTIC_1:
            model.parse_obj(record)
        else:
            model.model_validate(record, context=CONTEXT)
    except pydantic.ValidationError as error:
        details = error.errors() if PYDANTIC_1 else error.errors(include_url=False, include_context=False, include_input=False)
        return [(detail["type"], detail["loc"], detail["msg"]) for detail in details]
    return []


def of_field(loc, fields: dict):
    """The type of the schema at a loc, and how much of the loc leads to it; none for an unknown field or the record."""
    if not loc or loc[0] not in fields:
        return None, len(loc)
    type_ = fields[loc[0]]
    if "items" in type_ and len(loc) > 1:
        return type_["items"], 2
    return type_, 1


TYPE_ERRORS = {
    "string": "string_type",
    "email": "string_type",
    "url": "url_type",
    "number": "float_type",
    "integer": "int_type",
    "boolean": "bool_type",
    "date": "date_type",
    "uuid": "uuid_type",
    "enum": "enum",
    "set": "set_type",
    "list": "list_type",
    "union": "union",
    "datetime_or_date": "union",
}
TRANSLATIONS = {
    "value_error.missing": "missing",
    "value_error.extra": "extra_forbidden",
    "value_error.any_str.min_length": "string_too_short",
    "value_error.any_str.max_length": "string_too_long",
    "value_error.str.regex": "string_pattern_mismatch",
    "value_error.email": "value_error",
    "value_error.date": "date_from_datetime_parsing",
    "type_error.enum": "enum",
    "type_error.list": "list_type",
}


def translate(type_: str, message: str, kind: str, value) -> str:
    """Pydantic 1’s name of an error in the words of pydantic 2, which tell more apart."""
    if type_ in ("type_error.none.not_allowed", "type_error.str"):
        return TYPE_ERRORS[kind]
    if kind == "url":
        if type_ == "value_error.any_str.max_length":
            return "url_too_long"
        return "url_scheme" if "not permitted" in message else "url_parsing"
    if kind == "date" and type_ in ("type_error", "value_error"):
        return "date_type" if type_ == "type_error" else "date_from_datetime_parsing"
    if type_ in ("type_error.float", "type_error.uuid"):
        return type_.split(".")[1] + ("_parsing" if isinstance(value, str) else "_type")
    if type_ == "type_error.bool":
        whole = isinstance(value, (int, float)) and value == value and abs(value) < 2**63 and value == int(value)
        return "bool_parsing" if isinstance(value, str) or whole else "bool_type"
    return TRANSLATIONS.get(type_, type_)


def verdict(model, record, fields: dict):
    if not isinstance(record, dict):
        # Pydantic 1 would try and make an object of it: `[]` and "" would be empty ones.
        return [["model_type"]] if PYDANTIC_1 else [[type_, *loc] for type_, loc, _ in errors(model, record)]
    try:
        found = errors(model, record)
    except Exception as failure:  # not a verdict, whatever it is
        print(f"{type(failure).__name__}: {failure}", file=sys.stderr)
        return None
    said = []
    for type_, loc, message in found:
        schema, length = of_field(loc, fields)
        if schema and schema["type"] in ("union", "datetime_or_date") and type_ not in ("missing", "value_error.missing"):
            entry = ["union", *loc[:length]]
        elif PYDANTIC_1:
            value = record.get(loc[0]) if loc else None
            value = value[loc[1]] if len(loc) > 1 and isinstance(value, list) else value
            entry = [translate(type_, message, schema["type"] if schema else "", value), *loc]
        else:
            entry = [type_, *loc]
        if entry not in said:
            said.append(entry)
    return said


def main(module: str, kind: str, today: str, schema: str) -> None:
    name = "data_inclusion.schema" + ("" if module == "-" else f".{module}")
    model = getattr(importlib.import_module(name), MODELS[kind])
    freeze(model, datetime.date.fromisoformat(today))
    with open(schema, encoding="utf-8") as file:
        fields = {field["name"]: field for field in json.load(file)["kinds"][kind]["fields"]}
    for record in json.load(sys.stdin):
        print(json.dumps(verdict(model, record, fields), ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main(*sys.argv[1:])
