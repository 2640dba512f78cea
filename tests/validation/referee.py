"""The official package as a referee: an environment for each release, and what it says of records.

    python3 referee.py                  makes the environments of all releases, and says which can be asked here
    python3 referee.py 1.0.10 0.27.0    of those
"""

import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SCHEMAS = HERE.parents[1] / "data" / "schemas"
sys.path.insert(0, str(SCHEMAS))

import derive  # noqa: E402
import environments  # noqa: E402


def releases() -> list:
    """Those that exist as packages, the latest first."""
    return [version for version in reversed(derive.RELEASES) if schema(version)["origin"] == "pypi"]


def schema(version: str) -> dict:
    return json.loads((SCHEMAS / version / "schema.json").read_text(encoding="utf-8"))


def ask(version: str, kind: str, records: str, today: str) -> list:
    """A verdict for each record of a JSON array: see `expected.py`."""
    command = [str(environments.python(version)), str(HERE / "expected.py"), derive.namespace(version), kind, today]
    command.append(str(SCHEMAS / version / "schema.json"))
    done = subprocess.run(
        command, input=records, capture_output=True, text=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"}
    )
    if done.returncode != 0:
        raise SystemExit(f"{version} could not be asked about {kind}:\n{done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def main(versions: list) -> None:
    for version in versions or releases():
        try:
            environments.python(version)
            print(f"{version}: ready")
        except environments.Unavailable as error:
            print(f"{version}: {error}")


if __name__ == "__main__":
    main(sys.argv[1:])
