"""Compares what `inclusion-atlas validate` finds with what the official package says, on made-up records.

    python3 compare.py                          the recorded answers, then every release that can be installed here
    python3 compare.py 1.0.10 0.27.0            of those releases
    python3 compare.py --records 20000 --seed 7 1.0.10

A run fails where fewer than 99.5 % of the records agree on every `(type, loc)`, or where a difference isn’t explained in
`differences.json`. The last line counts the runs.
"""

import argparse
import collections
import datetime
import gzip
import json
import os
import pathlib
import re
import subprocess
import sys

import mutate
import referee

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
WORK = ROOT / "target" / "referee" / "records"
ENOUGH = 0.995
TODAY = "2026-11-24"
DIFFERENCES = json.loads((HERE / "differences.json").read_text(encoding="utf-8"))


def found(tool: str, version: str, kind: str, path: pathlib.Path) -> list:
    """What our tool finds: for each record, its `(code, *loc)`."""
    command = [tool, "validate", str(path), "--schema", version, "--kind", kind, "--today", TODAY]
    command += ["--format", "json", "--max-findings", "1000000", "--schema-only"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    try:
        report = json.loads(done.stdout)
    except json.JSONDecodeError as error:
        raise SystemExit(f"{' '.join(command)}\nended with {done.returncode} and no report: {done.stderr}") from error
    records = [[] for _ in range(report["records"])]
    for finding in report["findings"]:
        records[finding["record"]].append([finding["code"], *finding["loc"]])
    return records


def kind_of(value) -> str:
    names = {type(None): "null", bool: "boolean", int: "integer", float: "number", str: "string", list: "list", dict: "object"}
    return names[type(value)]


def at(record, loc: list):
    """The value at a loc, as far as it leads."""
    value = record
    for step in loc:
        try:
            value = value[step]
        except (LookupError, TypeError):
            return None
    return value


class Difference:
    """A `(type, loc)` that one side has more often than the other."""

    def __init__(self, version: str, kind: str, side: str, entry: tuple, record):
        self.code, self.loc, self.side, self.version = entry[0], list(entry[1:]), side, version
        self.record, self.value = record, at(record, self.loc[:2])
        self.field = self.loc[0] if self.loc else None
        fields = {field["name"]: field for field in referee.schema(version)["kinds"][kind]["fields"]}
        type_ = fields.get(self.field, {})
        self.type = type_.get("items", type_).get("type")

    def reason(self):
        """The first explanation that fits; none if none does."""
        pydantic = referee.schema(self.version)["pydantic"]
        for explained in DIFFERENCES:
            fits = (
                explained.get("pydantic", pydantic) == pydantic
                and explained.get("type", self.type) == self.type
                and explained.get("side", self.side) == self.side
                and explained.get("code", self.code) == self.code
                and re.search(explained.get("value", ""), json.dumps(self.value, ensure_ascii=False))
            )
            if fits:
                return explained["reason"]
        return None

    def __str__(self):
        value = json.dumps(self.value, ensure_ascii=False)
        value = value if len(value) <= 100 else f"{value[:80]}… ({len(value)})"
        return f"{self.side} {self.code} at {self.loc}: {value}"


def differences(version: str, kind: str, records: list, expected: list, ours: list) -> list:
    """For each record with a verdict that we don’t share, its differences."""
    disagreeing = []
    for record, said, our in zip(records, expected, ours, strict=True):
        if said is None:
            continue
        theirs, mine = (collections.Counter(map(tuple, side)) for side in (said, our))
        both = [("missing", entry) for entry in (theirs - mine)] + [("unexpected", entry) for entry in (mine - theirs)]
        if both:
            disagreeing.append([Difference(version, kind, side, entry, record) for side, entry in both])
    return disagreeing


def compare(title: str, version: str, kind: str, tool: str, text: str, expected: list) -> bool:
    """One run: says what agrees and what doesn’t, and whether that is good enough."""
    WORK.mkdir(parents=True, exist_ok=True)
    path = WORK / f"{title.replace(' ', '-')}.json"
    path.write_text(text, encoding="utf-8")
    records, ours = json.loads(text), found(tool, version, kind, path)
    if len(ours) != len(records):
        print(f"{title}: {len(ours)} records were read, of {len(records)}")
        return False
    disagreeing = differences(version, kind, records, expected, ours)
    judged = sum(1 for said in expected if said is not None)
    agree = judged - len(disagreeing)
    print(f"{title}: {agree} of {judged} agree", flush=True)
    groups = collections.defaultdict(list)
    for difference in (each for differing in disagreeing for each in differing):
        groups[(difference.reason(), difference.field, kind_of(difference.value))].append(difference)
    for (reason, field, value), group in sorted(groups.items(), key=lambda item: (item[0][0] or "", -len(item[1]))):
        print(f"  {len(group)} × {field}, {value}: {reason or 'NOT EXPLAINED'}")
        for difference in group[: 1 if reason else 5]:
            print(f"      {difference}")
    explained = all(reason for reason, _, _ in groups)
    return explained and agree >= ENOUGH * judged


def recorded(tool: str):
    """The answers that were recorded once, with nothing to install."""
    for kind in ("services", "structures"):
        text, answers = (
            gzip.decompress((HERE / "recorded" / f"1.0.10-{kind}.{end}.gz").read_bytes()).decode("utf-8")
            for end in ("json", "expected.jsonl")
        )
        yield compare(f"recorded 1.0.10 {kind}", "1.0.10", kind, tool, text, [json.loads(line) for line in answers.splitlines()])


def released(tool: str, version: str, count: int, seed: int):
    """The release’s own package, on new records."""
    for kind in referee.schema(version)["kinds"]:
        text = mutate.text(version, kind, count, seed, datetime.date.fromisoformat(TODAY))
        yield compare(f"{version} {kind}", version, kind, tool, text, referee.ask(version, kind, text, TODAY))


def main(asked: argparse.Namespace) -> int:
    results = [] if asked.versions else list(recorded(asked.tool))
    for version in asked.versions or referee.releases():
        try:
            results += released(asked.tool, version, asked.records, asked.seed)
        except referee.environments.Unavailable as error:
            print(f"{version}: {error}")
            # Named, or one that must be there: then it is a failure, else it is only said.
            if version in asked.versions or version in ("1.0.10", "1.0.0", "0.27.0"):
                results.append(False)
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("versions", nargs="*")
    parser.add_argument("--records", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tool", default=os.environ.get("ATLAS_TOOL", str(ROOT / "target" / "tool" / "inclusion-atlas")))
    sys.exit(main(parser.parse_args()))
