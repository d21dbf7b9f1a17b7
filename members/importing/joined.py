"""One person in several rows, each with ratings of other years: read as one row, a guess that may be refused."""

from members.importing.fields import RATINGS
from members.importing.others import OTHERS
from members.importing.result import LEAVE, TAKE, WARNING, Option, Problem, Question
from nakhe.vietnamese.names import exact_key

JOINED = "joined"
"""Beside a row: [[sheet, row]] of those that were joined to it."""
KEY = "guess|joined"
TEXT = "Có người đứng ở nhiều dòng, mỗi dòng xếp loại năm khác: gộp các dòng của một người?"


def join_years(rows, answers):
    """*rows* without those that only add years to an earlier one; they contradict it in nothing."""
    kept, known = [], {}
    for row in rows:
        earlier = next((each for each in known.get(_name(row), ()) if _adds_years(row, each)), None)
        if earlier and answers.ask(Question(KEY, TEXT, [Option(TAKE, "Gộp"), Option(LEAVE, "Không gộp")])) != LEAVE:
            _join(row, earlier)
        else:
            kept.append(row)
            known.setdefault(_name(row), []).append(row)
    return kept


def places_of(row):
    """(name of the sheet, number) of *row* and of those that were joined to it."""
    return [(row.sheet, row.row), *map(tuple, row.beside.get(JOINED, ()))]


def _name(row):
    return exact_key(row.person.get("full_name", ""))


def _adds_years(row, earlier):
    """Whether *row* has ratings of other years, and says nothing else than *earlier*, birth or chi bộ among it."""
    years, before = _years(row), _years(earlier)
    both = (row.person.keys() & earlier.person.keys()) - {RATINGS}
    is_known = "full_name" in both and both & {"birth_date", "citizen_id", "card_number", "unit"}
    agrees = all(row.person[key] == earlier.person[key] for key in both) and _agree_beside(row.beside, earlier.beside)
    return bool(is_known and agrees and years and before and not years & before)


def _agree_beside(beside, earlier):
    """Days of leaving, offices elsewhere …; whoever is left out is joined to nobody who is not."""
    both = (beside.keys() & earlier.keys()) - {JOINED, OTHERS}
    return beside.get("left") == earlier.get("left") and all(beside[key] == earlier[key] for key in both)


def _years(row):
    """Those that the row rates, or would if somebody said what the word means."""
    open_years = {
        problem.field.partition(".")[2] for problem in row.problems if problem.field.startswith(f"{RATINGS}.")
    }
    return {*row.person.get(RATINGS, {}), *open_years}


def _join(row, earlier):
    ratings = earlier.person.get(RATINGS, {}) | row.person.get(RATINGS, {})
    earlier.person = row.person | earlier.person | ({RATINGS: ratings} if ratings else {})
    earlier.beside = row.beside | earlier.beside | {JOINED: [*earlier.beside.get(JOINED, ()), [row.sheet, row.row]]}
    earlier.day = min(earlier.day, row.day)  # what only one of them says is no newer than that one
    place = f"dòng {row.row}" + (f", trang “{row.sheet}”" if row.sheet != earlier.sheet else "")
    years = ", ".join(sorted(_years(row)))
    message = f"Gộp xếp loại năm {years} ở {place} vào dòng này."
    told = {(each.code, each.field, each.message) for each in earlier.problems}
    earlier.problems += [each for each in row.problems if (each.code, each.field, each.message) not in told]
    earlier.problems.append(Problem(WARNING, JOINED, message, RATINGS, question=KEY))
