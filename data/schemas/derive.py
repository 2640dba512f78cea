"""Makes the folders of releases, and `changes.json`, from the PyPI package `data-inclusion-schema`.

    python3 data/schemas/derive.py             every release of releases.json
    python3 data/schemas/derive.py 1.0.11      that one

The early releases, which PyPI hasn't, come from `early.py`. The same releases give the same bytes.
"""

import datetime
import json
import os
import pathlib
import subprocess
import sys

import changes
import early
import environments
import rules

FOLDER = pathlib.Path(__file__).resolve().parent
DATES = FOLDER / "releases.json"
RELEASES = json.loads(DATES.read_text(encoding="utf-8"))
KEYS = ["name", "required", "nullable", "type", "vocabulary", "items", "members", "const", "min_length", "max_length"]
KEYS += ["pattern", "min", "min_items", "schemes", "description"]
VOCABULARIES = ["Categorie", "Thematique", "TypeService", "TypologieService", "Frais", "ModeAccueil", "ModeMobilisation"]
VOCABULARIES += ["PersonneMobilisatrice", "Public", "Profil", "ReseauPorteur", "LabelNational"]


def line(value) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def ordered(type_: dict) -> dict:
    """The same, with keys in the order of the form."""
    known = {key: type_[key] for key in KEYS if key in type_}
    if len(known) != len(type_):
        raise SystemExit(f"derive.py doesn’t know a key of {type_}")
    if "items" in known:
        known["items"] = ordered(known["items"])
    if "members" in known:
        known["members"] = [ordered(member) for member in known["members"]]
    return known


def schema_text(release: dict) -> str:
    head = {key: release[key] for key in ("version", "released", "origin", "extra", "pydantic")}
    kinds = []
    for name, kind in release["kinds"].items():
        fields = ",\n".join(line(ordered(field)) for field in kind["fields"])
        rules_ = ",\n".join(line(rule) for rule in kind["rules"])
        rules_ = f"[\n{rules_}\n]" if rules_ else "[]"
        kinds.append(f'"{name}":{{"fields":[\n{fields}\n],"rules":{rules_}}}')
    return line(head)[:-1] + ',\n"kinds":{\n' + ",\n".join(kinds) + "}}\n"


def vocabularies_text(version: str, vocabularies: dict) -> str:
    def place(name):
        return (VOCABULARIES.index(name) if name in VOCABULARIES else len(VOCABULARIES), name)

    blocks = []
    for name in sorted(vocabularies, key=place):
        entries = ",\n".join(line(entry) for entry in vocabularies[name])
        blocks.append(f'"{name}":[\n{entries}\n]')
    return f'{{"version":"{version}","vocabularies":{{\n' + ",\n".join(blocks) + "\n}}\n"


def namespace(version: str) -> str:
    """Where the package holds its models: in one module, then by itself, then in `v0` beside the coming `v1`."""
    major, minor = map(int, version.split(".")[:2])
    if major == 1:
        return "v1"
    return "models" if minor < 10 else "-" if minor < 26 else "v0"


def from_package(version: str) -> dict:
    python = environments.python(version)
    command = [str(python), str(FOLDER / "dump.py"), namespace(version)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"})
    if done.returncode != 0:
        raise SystemExit(f"{version}: {done.stderr}")
    dump = json.loads(done.stdout)
    kinds = {name: {"fields": kind["fields"], "rules": rules.rules(kind)} for name, kind in dump["kinds"].items()}
    return {"origin": "pypi", **dump, "kinds": kinds}


def derive(version: str) -> None:
    found = early.RELEASES[version] if version in early.RELEASES else from_package(version)
    release = {**found, "version": version, "released": RELEASES[version]}
    write(FOLDER / version / "schema.json", schema_text(release))
    write(FOLDER / version / "vocabularies.json", vocabularies_text(version, release["vocabularies"]))


def write(path: pathlib.Path, text: str) -> None:
    json.loads(text)
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def table() -> str:
    """The releases, for the README."""
    rows = ["| version | date | models | unknown fields |", "|---|---|---|---|"]
    for version, released in RELEASES.items():
        schema = json.loads((FOLDER / version / "schema.json").read_text(encoding="utf-8"))
        origin = {"pypi": "", "facts": ", by hand"}[schema["origin"]]
        unknown = {"forbid": "refused", "ignore": "ignored"}[schema["extra"]]
        rows.append(f"| {version} | {released} | pydantic {schema['pydantic']}{origin} | {unknown} |")
    return "\n".join(rows)


def write_readme() -> None:
    path = FOLDER / "README.md"
    before, rest = path.read_text(encoding="utf-8").split("<!-- releases -->\n")
    after = rest.split("<!-- /releases -->")[1]
    path.write_text(f"{before}<!-- releases -->\n{table()}\n<!-- /releases -->{after}", encoding="utf-8")


def main(arguments: list) -> None:
    match arguments:
        case []:
            versions = list(RELEASES)
        case [version]:
            versions = [version]
        case [version, released]:
            RELEASES[version] = datetime.date.fromisoformat(released).isoformat()
            versions = [version]
        case _:
            raise SystemExit(__doc__)
    for version in versions:
        if version not in RELEASES:
            raise SystemExit(f"Say on which day {version} was released: derive.py {version} YYYY-MM-DD.")
        derive(version)
        print(version, flush=True)
    DATES.write_text(json.dumps(RELEASES, indent=2) + "\n", encoding="utf-8")
    write(FOLDER / "changes.json", changes.text(FOLDER, RELEASES))
    write_readme()


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except environments.Unavailable as error:
        raise SystemExit(str(error)) from error
