"""A Python environment for each release, with the package installed: `target/referee/<version>`.

Versions of what the package needs are pinned in `tests/validation/requirements/<version>.txt`, written at the first
installation, so that the same answers come out another day.
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
ENVIRONMENTS = ROOT / "target" / "referee"
REQUIREMENTS = ROOT / "tests" / "validation" / "requirements"
PACKAGE = "data-inclusion-schema"


class Unavailable(Exception):
    """A release that can't be installed here, and why, in one sentence."""


def python(version: str) -> pathlib.Path:
    """The interpreter of that release's environment, made if it isn't there."""
    folder = ENVIRONMENTS / version
    interpreter = folder / "bin" / "python"
    if (folder / "ready").exists():
        return interpreter
    run(
        [sys.executable, "-m", "venv", "--clear", str(folder)],
        "Python can’t make environments here: install python3-venv.",
    )
    pins = REQUIREMENTS / f"{version}.txt"
    wanted = ["-r", str(pins)] if pins.exists() else [f"{PACKAGE}=={version}"]
    run([str(interpreter), "-m", "pip", "install", "--quiet", *wanted], f"{PACKAGE} {version} can’t be installed.")
    if not pins.exists():
        pins.parent.mkdir(parents=True, exist_ok=True)
        pins.write_text(frozen(interpreter), encoding="utf-8")
    (folder / "ready").touch()
    return interpreter


def frozen(interpreter: pathlib.Path) -> str:
    """What is installed, a `name==version` a line."""
    done = subprocess.run([str(interpreter), "-m", "pip", "freeze"], check=True, capture_output=True, text=True)
    lines = [line for line in done.stdout.splitlines() if re.fullmatch(r"[\w.-]+==[\w.]+", line)]
    return "".join(f"{line}\n" for line in sorted(lines, key=str.lower))


def run(command: list, sentence: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        reason = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise Unavailable(f"{sentence} {reason[-1] if reason else ''}".strip())
