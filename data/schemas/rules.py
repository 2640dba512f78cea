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
    ("nom_valide", "14e11b5539bb"): [error("no_final_stop", **NAME)],
    ("nom_valide", "7fa0c5202000"): [error("no_final_stop", **NAME)],
    ("nom_valide", "e76fa4c04a4b"): [warning("no_final_stop", **NAME)],
    ("nom_ne_se_termine_pas_par_un_point", "0781fd12cdcf"): [warning("no_final_stop", **NAME)],
    ("date_maj_valide", "d74a38405075"): DATE,
    ("tous_publics", "867f0a88c8f6"): [error("alone", field="publics", value="tous-publics")],
}


def rules(validators: list) -> list:
    """The rules of a model, in the order in which its validators are declared."""
    found = []
    for validator in validators:
        key = (validator["name"], validator["digest"])
        if key not in RULES:
            raise SystemExit(f"rules.py doesn’t know the validator {key} of {validator['field']}: read it, then add it.")
        for rule in RULES[key]:
            if rule.get("field") != validator["field"]:
                raise SystemExit(f"{key} is of {validator['field']}, not of {rule.get('field')}.")
            found.append({**rule, "loc": rule.get("loc", [validator["field"]])})
    return found
