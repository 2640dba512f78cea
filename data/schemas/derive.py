#!/usr/bin/env python3
"""Writes the vocabularies of a released data·inclusion schema, from the official package on PyPI.

Usage: derive.py VERSION OUT

Installs data-inclusion-schema==VERSION into a throwaway environment and writes OUT/vocabularies.json: for each enumeration
of schema v1 its values with their French labels and descriptions, in the order of the package.
"""
import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

INSIDE = """
import enum, json
from data_inclusion.schema import v1

def entries(kind):
    return [{"value": one.value, "label": one.label, "description": one.description} for one in kind]

kinds = {name: kind for name, kind in vars(v1).items() if isinstance(kind, type) and issubclass(kind, enum.Enum) and len(kind)}
print(json.dumps({name: entries(kind) for name, kind in sorted(kinds.items())}))
"""


def main(version: str, out: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin/python"
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, f"data-inclusion-schema=={version}"], check=True)
        kinds = json.loads(subprocess.run([python, "-c", INSIDE], check=True, capture_output=True, text=True).stdout)
    line = lambda entry: json.dumps(entry, ensure_ascii=False)
    lists = (f"{json.dumps(name)}: [\n" + ",\n".join(map(line, entries)) + "\n]" for name, entries in kinds.items())
    text = f'{{"version": "{version}", "vocabularies": {{\n' + ",\n".join(lists) + "\n}}\n"
    out.mkdir(parents=True, exist_ok=True)
    (out / "vocabularies.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], Path(sys.argv[2]))
