"""Cells that hold several values, or half of one, and what their parts say."""

import re
from datetime import date

from members.importing import words
from members.importing.fields import BY_KEY
from members.importing.headings import BOTH_NAMES
from members.importing.result import WARNING, Option, Problem, Question
from members.importing.said import LEAVE_OUT, NOTHING, Said, asked, error, guessed
from members.importing.values.levels import SEX
from members.importing.values.marks import is_marked
from members.importing.values.names import is_written_as_a_name
from members.importing.values.text import as_text, clean
from nakhe.vietnamese.names import fold

BETWEEN = re.compile(r"\s*[,;\n]\s*")
BETWEEN_NUMBERS = re.compile(r"\s*[,;/\n]\s*|\s+[-–]\s+")
A_DATE = r"(?:\d{1,2}[/.-]){0,2}\d{4}(?!\d)"
BETWEEN_DATES = re.compile(rf"\s*[,;\n]\s*|\s+[-–]\s+|\s{{2,}}|(?<=\d{{4}})(?:\s+|\s*[/–-]\s*(?={A_DATE}))(?=\d)")
"""A stroke parts two dates only behind a year and before another whole one."""
LETTERS_FIRST = re.compile(r"\s*[^\W\d_]+[\s./-]*\d")
LEADING_DATE = re.compile(
    r"^\s*(?:ngày\s+)?(\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}/\d{4}|\d{4})\s*[,;:]?\s*", re.IGNORECASE
)
UNKNOWN = {"chua ro", "du bi", "khong ro", ""}
DATES = {"admitted_on", "official_on", "admission_decision_on", "birth_date"}
TEXTS = {"native_place", "native_place_now", "residence", "temporary_residence", "birthplace", "occupation", "note"}
"""Fields whose own text may hold commas."""
BETWEEN_TEXTS = re.compile(r"\s*[;\n]\s*")
NUMBERS = {"card_number", "profile_number", "badge_number"}
COUNTRY = "viet nam"


def read_joint(keys, value, context):
    """The values of a cell whose heading names several fields; they stand in the order of the heading."""
    if keys == BOTH_NAMES:
        return read_names(value, context)
    if isinstance(value, date):
        return BY_KEY[keys[0]].read(keys[0], value, context)
    parts = _parts(keys, as_text(value))
    if parts is None:
        names = ", ".join(BY_KEY[key].name.lower() for key in keys)
        return error(keys[-1], "parts", f"“{clean(value)}” không rõ phần nào là {names}. Tách thành từng cột.")
    said = NOTHING
    for key, part in parts:
        read = BY_KEY[key].read
        found = read(key, part, context) if read and fold(part) not in UNKNOWN_OF.get(key, ()) else NOTHING
        said |= _beside(found) if not BY_KEY[key].is_of_person else found
    return said


def read_names(value, context):
    """The name in use and, behind a comma, that of the birth certificate; anything else is one name, or asked."""
    in_use, *born = BETWEEN.split(as_text(value).strip())
    read = BY_KEY["full_name"].read
    if len(born) != 1 or not all(map(is_written_as_a_name, (in_use, *born))):
        return read("full_name", value, context)
    return read("name_in_use", in_use, context) | read("full_name", born[0], context)


def _parts(keys, text):
    """[(key, text)]; None where there are more parts than *keys*, or none can be told from the others."""
    if set(keys) <= NUMBERS:
        return _numbers(BETWEEN_NUMBERS.split(text), "badge_number" in keys)
    if len(TEXTS & set(keys)) > 1:
        parts = BETWEEN_TEXTS.split(text.strip())
        return list(zip(keys, parts, strict=True)) if len(parts) == len(keys) or not clean(text) else None
    between = BETWEEN_DATES if set(keys) <= DATES else BETWEEN
    parts = between.split(text.strip(" ,;\n"))
    if len(parts) > len(keys) and keys[-1] in TEXTS:
        parts = [*parts[: len(keys) - 1], ", ".join(parts[len(keys) - 1 :])]
    if len(parts) > len(keys):
        return None
    return _sexed(keys, parts) if "sex" in keys else list(zip(keys, parts, strict=False))


UNKNOWN_OF = dict.fromkeys(DATES, UNKNOWN)


def _numbers(parts, has_badge):
    """A profile number ends in letters; the longest of the others is the card, one behind letters the badge."""
    found = []
    for part in filter(str.strip, parts):
        digits = re.sub(r"\D", "", part)
        if has_badge and LETTERS_FIRST.match(part):
            found.append(("badge_number", part))
            continue
        is_profile = bool(re.search(r"[^\W\d_]", part)) or len(digits) == 6
        found.append(("profile_number" if is_profile else "card_number" if len(digits) > 6 else "badge_number", part))
    return found


def _sexed(keys, parts):
    """The sex wherever it stands, the others in their order."""
    sexes = [part for part in parts if words.meaning(part, SEX)]
    others = [part for part in parts if part not in sexes]
    rest = [key for key in keys if key != "sex"]
    return [("sex", part) for part in sexes] + list(zip(rest, others, strict=False))


def _beside(said):
    return Said(problems=said.problems, beside=said.values)


# --- Crosses ---


def crossed(name, part, value, context):
    """(whether the cell says *part*, Said of a guess): text instead of a cross is taken as one, and shown."""
    marked = is_marked(value)
    if marked is not None:
        return marked, NOTHING
    text = clean(value)
    said = guessed(name, True, text, "cross", "coi như dấu X ở cột này.", context.answers, "X")
    return bool(said.values), Said(problems=said.problems)


def read_crosses(name, parts, place, context):
    """The value that the crossed columns *parts* mean together: one level, or a question."""
    levels = list(dict.fromkeys(level for part in parts for level in part.split("|")))
    if len(levels) == 1:
        return Said({name: levels[0]})
    options = {level: NAMES[name].get(level, level) for level in levels}
    if len(parts) == 1:
        message = f"Cột này gộp {' và '.join(options.values())}: người được đánh dấu ở mức nào?"
        return asked(name, f"{name}|{parts[0]}", f"{name}_unclear", message, options, context.answers)
    message = f"Đánh dấu cả {' và '.join(options.values())}. Chọn một."
    return asked(name, f"crosses|{name}|{place}", "two_crosses", message, options, context.answers)


NAMES = {
    "sex": {words.MALE: "Nam", words.FEMALE: "Nữ"},
    "professional_level": words.TRAINING_NAMES,
    "political_theory": words.THEORY_NAMES,
    "status": words.STATUS_NAMES,
    "ratings": words.RATING_NAMES,
    "party_office": words.OFFICE_NAMES,
}


# --- Places in columns of their own ---


def joined_place(parts):
    """“Thôn Lùng Vài, xã Bạch Đích, Tỉnh Tuyên Quang”; the country only where it is another one."""
    country = parts.get("country", "")
    told = [parts.get("address", ""), parts.get("province", ""), "" if fold(country) == COUNTRY else country]
    return ", ".join(filter(None, told)) if parts.get("address") or parts.get("province") else ""


# --- How somebody left ---

LEFT = {"left_for": words.OUT, "died": words.DEAD, "exempt_since": words.EXEMPT}


def read_leaving(key, value, context):
    """A day and what goes with it: where to, the cause, the form. Says the status, and the rest beside."""
    marked = is_marked(value)
    if marked is False or marked and key == "came_from":
        return NOTHING
    day, rest = ("", "") if marked else _day_and_rest(value, context)
    beside = {f"{key}_on": day} if day else {}
    beside |= {f"{key}_text": rest} if rest else {}
    if not (beside or marked) or key == "came_from":
        return Said(beside=beside)
    if key in LEFT:
        return Said({"status": LEFT[key]}, beside=beside)
    return _way_out(rest, context) | Said(beside=beside)


def _day_and_rest(value, context):
    read = BY_KEY["status_on"].read
    if isinstance(value, date):
        return read("status_on", value, context).values.get("status_on"), ""
    text = as_text(value)
    found = LEADING_DATE.match(text)
    day = read("status_on", found[1], context).values.get("status_on") if found else None
    return day, clean(text[found.end() :] if day else text)


def _way_out(text, context):
    meant = words.meaning(text, STATUSES) if text else None
    if meant:
        return Said({"status": meant})
    ways = {key: words.STATUS_NAMES[key] for key in (words.REMOVED, words.WITHDRAWN, words.EXPELLED)}
    return asked(
        "status",
        f"status|{fold(text)}",
        "status_unclear",
        f"Ra khỏi Đảng “{text}”: hình thức nào?",
        ways,
        context.answers,
    )


STATUSES = words.compiled(words.STATUS)


# --- Ratings of a year that no heading names ---


def ask_year(column, context):
    """The year of a rating column without one: answered once, or none and the question."""
    latest = context.today.year
    years = [Option(str(year), str(year)) for year in range(latest, latest - 7, -1)]
    message = f"Cột “{column.heading}” là xếp loại của năm nào?"
    question = Question(f"year|{fold(column.heading)}", message, [*years, LEAVE_OUT])
    return question, context.answers.ask(question)


def deletion_asked(value):
    """A remark on who the upper system wants taken out; nothing is done about it."""
    if not is_marked(value):
        return NOTHING
    message = "Tệp đề nghị xóa người này khỏi chi bộ. Nhập dữ liệu không xóa ai; ghi chuyển đi hoặc đưa ra nếu đúng."
    return Said(problems=[Problem(WARNING, "to_delete", message, "status")])
