"""Makes `<version>/vocabularies.json` again from the PyPI package `data-inclusion-schema`.

    python3 -m venv venv
    venv/bin/pip install data-inclusion-schema==1.0.10
    venv/bin/python derive.py

The version installed decides the folder written. Values keep the package's own order.
"""

import importlib.metadata
import json
import pathlib

from data_inclusion.schema import v1

VOCABULARIES = [
    "Categorie",
    "Thematique",
    "TypeService",
    "Frais",
    "ModeAccueil",
    "ModeMobilisation",
    "PersonneMobilisatrice",
    "Public",
    "ReseauPorteur",
]


def entry(member) -> str:
    fields = {"value": member.value, "label": member.label, "description": member.description}
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def main() -> None:
    version = importlib.metadata.version("data-inclusion-schema")
    blocks = []
    for name in VOCABULARIES:
        entries = ",\n".join(entry(member) for member in getattr(v1, name))
        blocks.append(f'"{name}":[\n{entries}\n]')
    text = f'{{"version":"{version}","vocabularies":{{\n' + ",\n".join(blocks) + "\n}}\n"
    json.loads(text)
    folder = pathlib.Path(__file__).parent / version
    folder.mkdir(exist_ok=True)
    (folder / "vocabularies.json").write_text(text, encoding="utf-8")
    print(f"{folder / 'vocabularies.json'}: {len(VOCABULARIES)} vocabularies")


if __name__ == "__main__":
    main()
