"""How an answer of the importer differs from tests/samples/*.expected.json, by the rules of the samples' README."""

import json
from fnmatch import fnmatchcase

from tests.importing.conftest import SAMPLES


def expectations():
    files = sorted(SAMPLES.glob("*.expected.json"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in files]


def differences(expected, answer):
    """Sentences, one for each thing that *answer* (the JSON of the command) should have said and did not."""
    if expected["refused"]:
        return [] if answer["refused"] and not answer["rows"] else ["not refused"]
    if answer["refused"]:
        return [f"refused: {answer['refused']}"]
    found = [*_columns(expected, answer), *_rows(expected, answer)]
    warnings = sum(problem["level"] == "warning" for row in answer["rows"] for problem in row["problems"])
    if warnings < expected.get("must", {}).get("warnings_at_least", 0):
        found.append(f"only {warnings} warnings")
    return found


def _columns(expected, answer):
    read = {(each["sheet"], each["column"]): each["field"] for each in answer["columns"]}
    if len({sheet for sheet, _ in read}) == 1:
        read |= {(None, column): field for (_, column), field in read.items()}
    for column in expected["columns"]:
        field, must = read.get((column["sheet"], column["column"])), column.get("must", {})
        wanted = must.get("field_one_of", [f"{column['field']}*"])
        if column["field"] is None:
            is_right = field not in column["must_not"]["field"]
        elif must.get("not_null"):
            is_right = field is not None
        else:
            is_right = field is not None and any(fnmatchcase(field, each) for each in wanted)
        if not is_right:
            yield f"column {column['column']}: {field}, wanted {column['field']} {must}"


def _rows(expected, answer):
    read = {(row["sheet"], row["row"]): row for row in answer["rows"]}
    if all(row["sheet"] is None for row in expected["rows"]):
        read = {(None, row["row"]): row for row in answer["rows"]}
    for key in read.keys() - {(row["sheet"], row["row"]) for row in expected["rows"]}:
        yield f"row {key} is one too many: {read[key]['person']}"
    for wanted in expected["rows"]:
        row = read.get((wanted["sheet"], wanted["row"]))
        found = ["missing"] if row is None else _row(wanted, row)
        yield from (f"row {wanted['row']} {wanted['person'].get('full_name')}: {each}" for each in found)


def _row(wanted, row):
    must, must_not = wanted.get("must", {}), wanted.get("must_not", {})
    if row["status"] not in must.get("status_one_of", [wanted["status"]]):
        yield f"status {row['status']}, wanted {wanted['status']}: {row['problems']}"
    if row["status"] in must_not.get("status", []):
        yield f"status may not be {row['status']}"
    yield from _person(wanted["person"], row["person"], must)
    yield from _person_not(row["person"], must_not)
    yield from _problems(wanted, row, must, must_not)


def _person(wanted, person, must):
    choices = must.get("person_one_of", {})
    held = must.get("person_contains", {})
    for key in sorted(wanted.keys() | person.keys() | choices.keys()):
        if key in choices:
            is_right = person.get(key) in choices[key]
        elif key in held:
            is_right = all(text in person.get(key, "") for text in held[key])
        else:
            is_right = person.get(key) == wanted.get(key)
        if not is_right:
            yield f"{key} is {person.get(key)!r}, wanted {choices.get(key, wanted.get(key))!r}"


def _person_not(person, must_not):
    for key, values in must_not.get("person", {}).items():
        if person.get(key) in values:
            yield f"{key} may not be {person[key]!r}"
    for key, texts in must_not.get("person_contains", {}).items():
        if any(text in person.get(key, "") for text in texts):
            yield f"{key} may not hold {texts}"


def _problems(wanted, row, must, must_not):
    told, pairs = row["problems"], [*wanted["problems"], *must.get("problems", [])]
    for pair in pairs:
        if not any(_is(pair, problem) for problem in told):
            yield f"no problem {pair}: {told}"
    if must.get("problems_free"):
        return
    for problem in told:
        is_free = problem["field"] in must.get("problems_free_for", [])
        if problem["level"] != "warning" and not is_free and not any(_is(pair, problem) for pair in pairs):
            yield f"unexpected {problem}"
    for pair in must_not.get("problems", []):
        if any(_is(pair, problem) for problem in told):
            yield f"may not say {pair}"


def _is(pair, problem):
    levels = pair["level"] if isinstance(pair["level"], list) else [pair["level"]]
    fields = pair["field"] if isinstance(pair["field"], list) else [pair["field"]]
    return problem["level"] in levels and any(fnmatchcase(problem["field"], field) for field in fields)
