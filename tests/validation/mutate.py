"""Made-up records (« données fictives ») of a kind and version: each good, then with a field or two changed, removed or broken.

    python3 mutate.py 1.0.10 services 10 --seed 1      prints some

The same version, kind, count, seed and day give the same records.
"""

import argparse
import copy
import datetime
import json
import pathlib
import random

import values

SCHEMAS = pathlib.Path(__file__).resolve().parents[2] / "data" / "schemas"
# How often a field is touched: most texts without limits take anything.
WEIGHTS = {"email": 6, "date": 5, "datetime_or_date": 5, "url": 3, "number": 3, "integer": 4, "boolean": 3, "enum": 3}
# A value of the lists that Python’s JSON can’t write: these are put in place of the marks.
MARK = "\u0001raw:"
RAW = ["1e400", "-1e400", "1E5", "-0", "1.0e2", "0.0", "1e-400", "12345678901234567890.0", "123456789012345678901234567890e-10"]


class Generator:
    def __init__(self, version: str, kind: str, seed: int, today: datetime.date):
        folder = SCHEMAS / version
        self.schema = json.loads((folder / "schema.json").read_text(encoding="utf-8"))["kinds"][kind]
        self.vocabularies = json.loads((folder / "vocabularies.json").read_text(encoding="utf-8"))["vocabularies"]
        self.random = random.Random(f"{version}/{kind}/{seed}/{today}")
        self.kind, self.today, self.count = kind, today, 0
        self.weights = [self.weight(field) for field in self.schema["fields"]]
        self.old = sorted({value for version in others(version) for value in version})

    def choice(self, options):
        return self.random.choice(options)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    @staticmethod
    def weight(field: dict) -> int:
        limited = "max_length" in field or "pattern" in field
        return WEIGHTS.get(field["type"], 3 if field["type"] != "string" or limited else 1)

    # a good record

    def record(self) -> dict:
        self.count += 1
        record = {}
        for field in self.schema["fields"]:
            if field["required"] or self.chance(0.7):
                record[field["name"]] = self.good(field)
        for rule in self.schema["rules"]:
            if rule["rule"] == "at_least_one" and not any(name in record for name in rule["fields"]):
                record[rule["fields"][0]] = self.good(self.field(rule["fields"][0]))
        return record

    def field(self, name: str) -> dict:
        return next(field for field in self.schema["fields"] if field["name"] == name)

    def good(self, field: dict):
        """A value that the field takes; « fictif » wherever a text allows."""
        name = field.get("name", "")
        match field["type"]:
            case "string" if "const" in field:
                return field["const"]
            case "string" if "pattern" in field or "max_length" in field and field["max_length"] < 20:
                return self.code(field)
            case "string" if field.get("min_length", 0) > 20:
                return f"Texte fictif {self.count}. " * 5
            case "string":
                return f"{name} fictif {self.count}"
            case "email":
                return f"contact-{self.count}@exemple-fictif.fr"
            case "url":
                return f"https://exemple-fictif.fr/{name}/{self.count}"
            case "date":
                return str(self.today - datetime.timedelta(days=self.random.randrange(1, 900)))
            case "datetime_or_date":
                return self.choice(["2022-10-{:02}", "2022-10-{:02}T09:30:00"]).format(self.random.randrange(1, 29))
            case "number":
                return round(self.random.uniform(0, 50), 6)
            case "integer":
                return self.random.randrange(1, 40)
            case "boolean":
                return self.chance(0.5)
            case "uuid":
                return f"{self.random.getrandbits(128):032x}"
            case "enum":
                return self.choice(self.vocabularies[field["vocabulary"]])["value"]
            case "set" | "list":
                items = [self.good(field["items"]) for _ in range(self.random.randrange(1, 4))]
                return ["tous-publics"] if "tous-publics" in items and name == "publics" else items
            case "union":
                return self.good(self.choice(field["members"]))
        raise SystemExit(f"mutate.py doesn’t know the type {field['type']}.")

    def code(self, field: dict) -> str:
        """Digits that fit the pattern, after the letter with which it may begin."""
        pattern = field.get("pattern", "")
        start = {"^W": "W", "^9": f"99{self.random.randrange(1, 5)}"}.get(pattern[:2], "")
        length = field.get("min_length") or int(pattern[pattern.index("{") + 1])
        return start + "".join(self.choice("0123456789") for _ in range(length - len(start)))

    # a worse one

    def mutated(self):
        """A record, most often with something wrong in it."""
        if self.chance(0.02):
            return copy.deepcopy(self.choice(values.ANY))
        record = self.record()
        if self.chance(0.05):
            return record
        for _ in range(2 if self.chance(0.2) else 1):
            (field,) = self.random.choices(self.schema["fields"], self.weights)
            name, draw = field["name"], self.random.random()
            if draw < 0.08:
                record.pop(name, None)
            elif draw < 0.13:
                record[name] = None
            elif draw < 0.16:
                self.misspell(record, name)
            elif draw < 0.26:
                record[name] = self.anything()
            else:
                record[name] = self.bad(field)
        return record

    def anything(self):
        if self.chance(0.05):
            return MARK + self.choice(RAW)
        return copy.deepcopy(self.choice(values.ANY))

    def misspell(self, record: dict, name: str) -> None:
        wrong = self.choice([name.upper(), name + " ", " " + name, name[:-1], name + "s", name.replace("_", "-"), "inconnu", "", "é", "_id", name + "\u0301"])
        record[wrong] = record.pop(name) if name in record and self.chance(0.6) else self.anything()
        if self.chance(0.3):
            record["zz_inconnu"] = 1

    def bad(self, field: dict):
        """A doubtful value for a field: of its list, put together from pieces, or a good one with a character changed."""
        type_ = field["type"]
        if type_ in ("set", "list"):
            return self.bad_list(field)
        if type_ == "union":
            return copy.deepcopy(self.choice(values.ZONES)) if self.chance(0.7) else self.bad(self.choice(field["members"]))
        good = self.good(field)
        if isinstance(good, str) and self.chance(0.25):
            return self.scratched(good)
        match type_:
            case "string" if self.chance(0.4):
                return self.sized(field)
            case "string":
                return self.choice(values.STRINGS)
            case "email":
                return self.email()
            case "url":
                return self.url()
            case "date" | "datetime_or_date":
                return self.choice(values.DATES + values.near(self.today)) if self.chance(0.7) else self.datetime()
            case "number" | "integer":
                return self.choice(values.NUMBERS) if self.chance(0.8) else MARK + self.choice(RAW)
            case "boolean":
                return self.choice(values.BOOLEANS)
            case "uuid":
                return self.choice(values.UUIDS)
            case "enum":
                return self.bad_value(field)
        raise SystemExit(f"mutate.py doesn’t know the type {type_}.")

    def sized(self, field: dict) -> str:
        """A text whose length is at or near a limit."""
        limits = [field[key] + shift for key in ("min_length", "max_length") if key in field for shift in (-1, 0, 1)]
        length = self.choice(limits if limits and self.chance(0.8) else values.LENGTHS)
        letter = self.choice(values.LETTERS)
        text = (letter * length)[:length]
        return text + self.choice(["", "", "", ".", "etc.", "\n"])

    def scratched(self, text: str) -> str:
        """With a character put in, taken away, replaced, or the case changed."""
        place = self.random.randrange(len(text) + 1)
        match self.random.randrange(6):
            case 0:
                return text[:place] + text[place + 1 :]
            case 1:
                return self.choice([text.upper(), text.capitalize(), text * 2, text[::-1], text + text[-1:]])
            case 2:
                return self.choice(values.SPACES) + text
            case 3:
                return text + self.choice(values.SPACES)
            case 4:
                return text[:place] + self.choice(values.CHARACTERS) + text[place + 1 :]
        return text[:place] + self.choice(values.CHARACTERS) + text[place:]

    def email(self) -> str:
        if self.chance(0.1):
            return self.choice(values.EMAILS)
        local = self.choice(values.LOCALS) if self.chance(0.4) else "contact"
        domain = self.choice(values.DOMAINS) if self.chance(0.6) else "exemple.fr"
        wrapper = self.choice(values.WRAPPERS) if self.chance(0.35) else "{}"
        return wrapper.replace("{}", f"{local}@{domain}")

    def url(self) -> str:
        if self.chance(0.25):
            return self.choice(values.URLS)

        def part(options, share):
            return self.choice(options) if self.chance(share) else options[0]

        host = part(values.HOSTS, 0.6)
        text = part(values.SCHEMES, 0.2) + part(values.SEPARATORS, 0.15) + part(values.USERS, 0.1) + host
        text += part(values.PORTS, 0.15) + part(values.PATHS, 0.25)
        return text + self.choice(values.SPACES) if self.chance(0.04) else text

    def datetime(self) -> str:
        """A date written in one of many ways."""
        year, month, day = self.choice([2025, 2024, 1999, 0, 9999, 25]), self.random.randrange(0, 14), self.random.randrange(0, 33)
        date = self.choice(["{:04}-{:02}-{:02}", "{:04}-{:02}-{:02}", "{}-{}-{}", "{:04}/{:02}/{:02}", "{:04}{:02}{:02}"]).format(year, month, day)
        time = self.choice(["", "00:00", "00:00:00", "00:00:00.000", "10:20:30", "10:20:30.5", "24:00", "9:05", "00:00:00.0000004", "00:00:61"])
        zone = self.choice(["", "", "Z", "z", "+00:00", "+02:00", "-0330", "+02", "+24:00", " Z", "UTC"])
        return date + (self.choice(["T", "T", " ", "t", "_", "  "]) + time + zone if time else self.choice(["", "", zone]))

    def bad_value(self, field: dict):
        """Almost a value of the vocabulary, or one of another vocabulary, release or type."""
        good = self.good(field)
        match self.random.randrange(6):
            case 0:
                return self.choice([good.upper(), good.title(), good + " ", " " + good, good + "s", good[:-1], good.replace("-", "_"), good.replace("--", "-")])
            case 1:
                return self.choice([good.replace("e", "é"), good.replace("-", " "), good.split("--")[0], good + "\u0000", [good], {good: good}])
            case 2 | 3:
                return self.choice(self.old)
            case 4:
                return self.scratched(good)
        return self.anything()

    def bad_list(self, field: dict):
        items = self.good(field) + self.good(field)
        match self.random.randrange(6):
            case 0:
                return copy.deepcopy(self.choice(values.LISTS))
            case 1:
                return self.choice([items + items, ",".join(map(str, items)), str(items), items[0], [items], dict.fromkeys(map(str, items)), []])
            case 2 if field["items"]["type"] == "enum":
                value = self.choice(self.vocabularies[field["items"]["vocabulary"]])["value"]
                return self.choice([["tous-publics", value], [value, "tous-publics"], ["tous-publics", "tous-publics"], [value, value]])
        for _ in range(self.random.randrange(1, 3)):
            items[self.random.randrange(len(items))] = self.bad(field["items"])
        return items


def others(version: str) -> list:
    """The vocabularies of releases on both sides of another: old values, values to come."""
    found = []
    for name in ("0.2.0", "0.3.0", "0.7.0", "0.27.0", "1.0.0", "1.0.10"):
        if name != version:
            file = json.loads((SCHEMAS / name / "vocabularies.json").read_text(encoding="utf-8"))
            found.append([entry["value"] for entries in file["vocabularies"].values() for entry in entries])
    return found


def text(version: str, kind: str, count: int, seed: int, today: datetime.date) -> str:
    """That many records as a JSON array, one a line."""
    generator = Generator(version, kind, seed, today)
    lines = [json.dumps(generator.mutated(), ensure_ascii=generator.chance(0.1), separators=(",", ":"), allow_nan=False) for _ in range(count)]
    array = "[\n" + ",\n".join(lines) + "\n]\n"
    for raw in RAW:
        array = array.replace(json.dumps(MARK + raw), raw)
    return array


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("version")
    parser.add_argument("kind", choices=["structures", "services"])
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--today", type=datetime.date.fromisoformat, default=datetime.date(2026, 11, 24))
    asked = parser.parse_args()
    print(text(asked.version, asked.kind, asked.count, asked.seed, asked.today), end="")
