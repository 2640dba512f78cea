"""Prints, as JSON, what an installed `data-inclusion-schema` says of itself. Runs inside that release's own environment.

    python dump.py v1        the module of the package that is read: v0, v1, models, or - for the package itself

Models are read by introspection, pydantic 1 and pydantic 2 alike. What a validator function checks can't be read that way:
its name, its fields and a digest of its code are printed, and `rules.py` says what they mean.
"""

import ast
import datetime
import enum
import hashlib
import importlib
import inspect
import json
import sys
import textwrap
import uuid

import pydantic

PYDANTIC = int(pydantic.VERSION.split(".")[0])
MODELS = {"structures": "Structure", "services": "Service"}


class Dump:
    """Turns the types of one release into the form of `schema.json`, and remembers the vocabularies they use."""

    def __init__(self):
        self.vocabularies = {}

    def vocabulary(self, cls) -> str:
        self.vocabularies[cls.__name__] = cls
        return cls.__name__

    # pydantic 2: the schema that its core has compiled

    def core(self, schema: dict, definitions: dict) -> dict:
        kind = schema["type"]
        if kind == "definition-ref":
            return self.core(definitions[schema["schema_ref"]], definitions)
        if kind == "function-after" and "EmailStr" in repr(schema["function"]["function"]):
            return {"type": "email"}
        if kind in ("function-after", "function-wrap", "function-before"):
            return self.core(schema["schema"], definitions)
        if kind == "str":
            return {"type": "string", **keep(schema, "min_length", "max_length", "pattern")}
        if kind == "url":
            return {"type": "url", "max_length": schema["max_length"], "schemes": schema["allowed_schemes"]}
        if kind == "float":
            return {"type": "number", **keep(schema, ge="min")}
        if kind == "int":
            return {"type": "integer", **keep(schema, ge="min")}
        if kind == "bool":
            return {"type": "boolean"}
        if kind in ("date", "uuid"):
            return {"type": kind}
        if kind == "enum":
            return {"type": "enum", "vocabulary": self.vocabulary(schema["cls"])}
        if kind == "literal":
            (expected,) = schema["expected"]
            return {"type": "string", "const": expected}
        if kind in ("set", "list"):
            return {
                "type": kind,
                "items": self.core(schema["items_schema"], definitions),
                **keep(schema, min_length="min_items"),
            }
        if kind == "union":
            choices = schema["choices"]
            if {choice["type"] for choice in choices} == {"date", "datetime"}:
                return {"type": "datetime_or_date"}
            return {"type": "union", "members": [self.core(choice, definitions) for choice in choices]}
        raise SystemExit(f"dump.py doesn’t know the type {kind}: {schema}")

    def fields2(self, model) -> list:
        schema, definitions = model.__pydantic_core_schema__, {}
        if schema["type"] == "definitions":
            definitions = {definition["ref"]: definition for definition in schema["definitions"]}
            schema = schema["schema"]
        while schema["type"] != "model-fields":
            schema = schema["schema"]
        fields = []
        for name, info in model.model_fields.items():
            inner, nullable = schema["fields"][name]["schema"], False
            while inner["type"] in ("default", "nullable", "function-after"):
                if inner["type"] == "function-after" and "EmailStr" in repr(inner["function"]["function"]):
                    break
                nullable = nullable or inner["type"] == "nullable"
                inner = inner["schema"]
            fields.append(
                {
                    "name": name,
                    "required": info.is_required(),
                    "nullable": nullable,
                    **self.core(inner, definitions),
                    "description": info.description,
                }
            )
        return fields

    # pydantic 1: its fields, and the classes of its constrained types

    def plain(self, cls) -> dict:
        if issubclass(cls, enum.Enum):
            return {"type": "enum", "vocabulary": self.vocabulary(cls)}
        if issubclass(cls, pydantic.EmailStr):
            return {"type": "email"}
        if issubclass(cls, pydantic.AnyUrl):
            return {"type": "url", "max_length": cls.max_length, "schemes": sorted(cls.allowed_schemes)}
        if issubclass(cls, str):
            found = {
                "min_length": getattr(cls, "min_length", None),
                "max_length": getattr(cls, "max_length", None),
                "pattern": getattr(cls, "regex", None),
            }
            if found["pattern"] is not None and not isinstance(found["pattern"], str):
                found["pattern"] = found["pattern"].pattern
            return {"type": "string", **{key: value for key, value in found.items() if value is not None}}
        for base, name in (
            (bool, "boolean"),
            (float, "number"),
            (int, "integer"),
            (datetime.date, "date"),
            (uuid.UUID, "uuid"),
        ):
            if issubclass(cls, base):
                return {"type": name}
        raise SystemExit(f"dump.py doesn’t know the type {cls}")

    def field1(self, field) -> dict:
        if field.sub_fields and field.shape == 1:
            members = [self.field1(member) for member in field.sub_fields]
            if {json.dumps(member) for member in members} == {'{"type": "date"}'}:
                return {"type": "datetime_or_date"}
            return {"type": "union", "members": members}
        shapes = {2: "list", 3: "set"}
        if field.shape in shapes:
            (items,) = field.sub_fields or [None]
            items = self.field1(items) if items is not None else self.plain(field.type_)
            return {"type": shapes[field.shape], "items": items}
        if field.shape != 1:
            raise SystemExit(f"dump.py doesn’t know the shape {field.shape} of {field}")
        return self.plain(field.type_)

    def fields1(self, model) -> list:
        return [
            {
                "name": name,
                "required": bool(field.required),
                "nullable": field.allow_none,
                **self.field1(field),
                "description": field.field_info.description,
            }
            for name, field in model.__fields__.items()
        ]


def keep(schema: dict, *same: str, **renamed: str) -> dict:
    names = {name: name for name in same} | renamed
    return {new: schema[old] for old, new in names.items() if schema.get(old) is not None}


def digest(function) -> str:
    """Of the code alone, with that of the function it wraps: comments, spacing and places don't count."""
    code = ""
    while function is not None:
        code += ast.unparse(ast.parse(textwrap.dedent(inspect.getsource(function))))
        cells = [cell.cell_contents for cell in getattr(function, "__closure__", None) or ()]
        function = next((content for content in cells if inspect.isfunction(content)), None)
    return hashlib.sha256(code.encode()).hexdigest()[:12]


def validators(model) -> list:
    if PYDANTIC == 1:
        found = [
            {"name": validator.func.__name__, "field": name, "digest": digest(validator.func)}
            for name, list_ in model.__validators__.items()
            for validator in list_
        ]
        found += [
            {"name": function.__name__, "field": None, "digest": digest(function)}
            for function in list(model.__pre_root_validators__) + [each for _, each in model.__post_root_validators__]
        ]
        return found
    decorators = model.__pydantic_decorators__
    found = [
        {"name": name, "field": field, "digest": digest(decorator.func)}
        for name, decorator in decorators.field_validators.items()
        for field in decorator.info.fields
    ]
    for others in (decorators.validators, decorators.root_validators, decorators.model_validators):
        if others:
            raise SystemExit(f"dump.py doesn’t know the validators {list(others)}")
    return found


def extra(model) -> str:
    if PYDANTIC == 1:
        value = model.__config__.extra
        return getattr(value, "value", value)
    return model.model_config.get("extra") or "ignore"


def main(namespace: str) -> None:
    name = "data_inclusion.schema" + ("" if namespace == "-" else f".{namespace}")
    package = importlib.import_module(name)
    dump, kinds, extras = Dump(), {}, set()
    for kind, model_name in MODELS.items():
        model = getattr(package, model_name)
        fields = dump.fields1(model) if PYDANTIC == 1 else dump.fields2(model)
        kinds[kind] = {"fields": fields, "validators": validators(model)}
        extras.add(extra(model))
    (extra_,) = extras
    if hasattr(package, "Categorie"):
        dump.vocabulary(package.Categorie)
    vocabularies = {
        cls_name: [
            {
                "value": member.value,
                "label": getattr(member, "label", None) or member.value,
                "description": getattr(member, "description", None),
            }
            for member in cls
        ]
        for cls_name, cls in dump.vocabularies.items()
    }
    json.dump(
        {"pydantic": PYDANTIC, "extra": extra_, "kinds": kinds, "vocabularies": vocabularies},
        sys.stdout,
        ensure_ascii=False,
    )


if __name__ == "__main__":
    main(sys.argv[1])
