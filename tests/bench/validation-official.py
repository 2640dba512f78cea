"""The official package's side of the validation bench; runs in its environment of the referee.

    python validation-official.py STRUCTURES SERVICES       figures, as JSON
    python validation-official.py --schemas                 its JSON Schemas, for the other side
"""

import json
import resource
import sys
import time

import pydantic
from data_inclusion.schema import v1


def main() -> None:
    models = {"structures": v1.Structure, "services": v1.Service}
    if sys.argv[1] == "--schemas":
        print(json.dumps({kind: model.model_json_schema() for kind, model in models.items()}))
        return
    laps = {"read": 0.0, "validate": 0.0}
    records = invalid = 0
    for model, path in zip(models.values(), sys.argv[1:3]):
        start = time.perf_counter()
        with open(path, encoding="utf-8") as file:
            rows = json.load(file)
        laps["read"] += (time.perf_counter() - start) * 1000
        start = time.perf_counter()
        for row in rows:
            try:
                model.model_validate(row, context={"ignore_warnings": False})
            except pydantic.ValidationError:
                invalid += 1
        laps["validate"] += (time.perf_counter() - start) * 1000
        records += len(rows)
        del rows
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"laps": laps, "total": sum(laps.values()), "records": records, "invalid": invalid, "peakBytes": peak}))


if __name__ == "__main__":
    main()
