"""The same person twice in one file, and one number for two people: the later row is asked about, or refused."""

from members.importing.matching import NUMBER_NAMES, may_be
from members.importing.register import NUMBER_KINDS
from members.importing.result import ASK, ERROR, SKIP, Option, Problem, Question
from nakhe.vietnamese.names import exact_key

TWO_PEOPLE = "two"


def find_repeats(rows, answers, columns_of):
    """Add to every row that repeats an earlier one what has to be decided. *columns_of(row)*: {field: letters}."""
    by_number, by_name, by_match = {}, {}, {}
    for row in rows:
        earlier = _earlier(row, by_number, by_name, by_match)
        if earlier:
            _tell(row, *earlier, answers, columns_of(row))
        _remember(row, by_number, by_name, by_match)


def _earlier(row, by_number, by_name, by_match):
    """(the earlier row, the field that they share), or None."""
    for name in NUMBER_KINDS:
        found = by_number.get((NUMBER_KINDS[name], row.person.get(name)))
        if found:
            return found, name
    if row.match and row.match in by_match:
        return by_match[row.match], "full_name"
    for found in by_name.get(exact_key(row.person.get("full_name", "")), ()):
        if may_be(row.person.get("birth_date", ""), found.person.get("birth_date", "")) and not _told_apart(row, found):
            return found, "full_name"
    return None


def _told_apart(row, other):
    """Two citizen numbers are two people; so are two cards of people whose births are not both known."""
    both = [name for name in ("citizen_id", "card_number") if name in row.person and name in other.person]
    if "citizen_id" in both:
        return row.person["citizen_id"] != other.person["citizen_id"] and not _same_birth(row, other)
    return bool(both) and not _same_birth(row, other)


def _same_birth(row, other):
    return bool(row.person.get("birth_date")) and row.person["birth_date"] == other.person.get("birth_date")


def _remember(row, by_number, by_name, by_match):
    for name, kinds in NUMBER_KINDS.items():
        if name in row.person:
            by_number.setdefault((kinds, row.person[name]), row)
    if row.person.get("full_name"):
        by_name.setdefault(exact_key(row.person["full_name"]), []).append(row)
    if row.match:
        by_match.setdefault(row.match, row)


def _tell(row, other, name, answers, columns):
    place = f"dòng {other.row}" + (f", trang “{other.sheet}”" if other.sheet != row.sheet else "")
    column = columns.get(name, "")
    if name in NUMBER_NAMES and not _may_be_one(row, other):
        message = f"{NUMBER_NAMES[name]} này đã ghi ở {place} cho {other.person.get('full_name', 'người khác')}."
        row.problems.append(Problem(ERROR, "number_twice", f"{message} Kiểm tra lại giấy tờ.", name, column))
        return
    message = f"Có thể trùng với {place}: {other.person.get('full_name', '')}."
    two = [] if name in NUMBER_NAMES else [Option(TWO_PEOPLE, "Hai người khác nhau")]
    question = Question(
        f"repeat|{row.sheet}|{row.row}",
        f"Dòng {row.row}: {message}",
        [Option(SKIP, "Bỏ dòng này, lấy dòng trên"), *two],
    )
    answer = answers.ask(question)
    if answer == SKIP:
        row.beside["left"] = "repeat"
    elif answer is None:
        row.problems.append(Problem(ASK, "repeated", message, name, column, question=question.key))


def _may_be_one(row, other):
    """Sharing a number, two rows are one person when the name or the whole birth agrees."""
    same_name = exact_key(row.person.get("full_name", "")) == exact_key(other.person.get("full_name", ""))
    return same_name or _same_birth(row, other) and "full_name" not in row.person
