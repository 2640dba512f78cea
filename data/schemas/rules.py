"""What the validator functions of the releases check, as named rules.

A function is known by its name and the digest of its code, which `dump.py` prints. One that isn't here stops `derive.py`:
read it in the package, and add it.
"""


def error(rule: str, **parameters) -> dict:
    return {"rule": rule, **parameters, "severity": "error", "type": "value_error"}


def warning(rule: str, **parameters) -> dict:
    return {"rule": rule, **parameters, "severity": "warning", "type": "avertissement"}


NAME = {"field": "nom", "except": "etc."}
DATE = [error("date_min", field="date_maj", min="2000-01-01"), error("date_max_today", field="date_maj")]

RULES = {
    ("nom_valide", "453725aeedc8"): [error("no_final_stop", **NAME)],
    ("nom_valide", "0de9d2159ac9"): [error("no_final_stop", **NAME)],
    # 1.0.2 to 1.0.5 raise it with pydantic's own type, and only when they are asked to be strict.
    ("nom_valide", "978775c7f838"): [warning("no_final_stop", **NAME) | {"type": "value_error"}],
    ("nom_ne_se_termine_pas_par_un_point", "4d4d7a4fc485"): [warning("no_final_stop", **NAME) | {"type": "value_error"}],
    ("nom_valide", "bf17750942e2"): [warning("no_final_stop", **NAME)],
    ("nom_ne_se_termine_pas_par_un_point", "085996e444a7"): [warning("no_final_stop", **NAME)],
    ("date_maj_valide", "e4624fbc535c"): DATE,
    ("has_pivot_or_reference_to_parent", "4a0ccdd48b4a"): [error("at_least_one", fields=["siret", "rna", "structure_parente"])],
    ("has_pivot", "ef2580cb5cef"): [error("at_least_one", fields=["siret", "rna"])],
    ("tous_publics", "e8f8a9b5bfbd"): [error("alone", field="publics", value="tous-publics")],
}


def rules(kind: dict) -> list:
    """The rules of a model, in the order in which its validators are declared, and where each is reported."""
    found, names = [], {field["name"] for field in kind["fields"]}
    for validator in kind["validators"]:
        key = (validator["name"], validator["digest"])
        if key not in RULES:
            raise SystemExit(f"rules.py doesn’t know the validator {key} of {validator['field']}: read it, then add it.")
        for rule in RULES[key]:
            if rule.get("field") != validator["field"]:
                raise SystemExit(f"{key} is of {validator['field']}, not of {rule.get('field')}.")
            # 0.4.1 still asks for `structure_parente`, which isn’t a field any more: it never counts.
            fields = {"fields": [name for name in rule["fields"] if name in names]} if "fields" in rule else {}
            found.append({**rule, **fields, "loc": [validator["field"] or "__root__"]})
    return found
