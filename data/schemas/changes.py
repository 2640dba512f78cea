"""What changed in each release against the one before: `changes.json`."""

import json
import pathlib


def line(value) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def load(folder: pathlib.Path, version: str) -> tuple:
    schema = json.loads((folder / version / "schema.json").read_text(encoding="utf-8"))
    vocabularies = json.loads((folder / version / "vocabularies.json").read_text(encoding="utf-8"))["vocabularies"]
    return schema, vocabularies


def fields(before: list, after: list) -> dict:
    """A field is known by its name; its description isn't counted as a change."""
    old = {field["name"]: {**field, "description": None} for field in before}
    new = {field["name"]: {**field, "description": None} for field in after}
    changed = []
    for name in new:
        if name in old and old[name] != new[name]:
            keys = [key for key in {**old[name], **new[name]} if old[name].get(key) != new[name].get(key)]
            changed.append(
                {
                    "name": name,
                    "before": {key: old[name].get(key) for key in keys},
                    "after": {key: new[name].get(key) for key in keys},
                }
            )
    return {
        "added": [name for name in new if name not in old],
        "removed": [name for name in old if name not in new],
        "changed": changed,
    }


def difference(before: list, after: list) -> dict:
    return {
        "added": [each for each in after if each not in before],
        "removed": [each for each in before if each not in after],
    }


def compare(before: tuple, after: tuple) -> dict:
    (old, old_vocabularies), (new, new_vocabularies) = before, after
    nothing = {"fields": [], "rules": []}
    kinds = {}
    for kind in {**old["kinds"], **new["kinds"]}:
        was, now = old["kinds"].get(kind, nothing), new["kinds"].get(kind, nothing)
        kinds[kind] = {"fields": fields(was["fields"], now["fields"]), "rules": difference(was["rules"], now["rules"])}
    vocabularies = {}
    for name in {**old_vocabularies, **new_vocabularies}:
        was = [entry["value"] for entry in old_vocabularies.get(name, [])]
        now = [entry["value"] for entry in new_vocabularies.get(name, [])]
        vocabularies[name] = difference(was, now)
    head = {key: {"before": old[key], "after": new[key]} for key in ("extra", "pydantic") if old[key] != new[key]}
    return prune({**head, "kinds": kinds, "vocabularies": vocabularies})


def prune(value):
    """Without what is empty; `null` stays."""
    if isinstance(value, dict):
        kept = {key: prune(each) for key, each in value.items()}
        return {key: each for key, each in kept.items() if each not in ({}, [])}
    return value


def text(folder: pathlib.Path, releases: dict) -> str:
    versions, lines = [version for version in releases if (folder / version / "schema.json").exists()], []
    for before, after in zip(versions, versions[1:]):
        change = {"version": after, "released": releases[after], "since": before}
        lines.append(line({**change, **compare(load(folder, before), load(folder, after))}))
    return "[\n" + ",\n".join(lines) + "\n]\n"
