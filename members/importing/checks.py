"""What the fields of one row say about each other: the order of dates, citizen number and birth, tuổi đảng."""

import re

from members.importing.fields import PARTY_AGE
from members.importing.result import ERROR, WARNING, Problem
from members.importing.values.text import as_text
from nakhe.vietnamese.dates import DateError, PartialDate, check_order, completed_years, parse
from nakhe.vietnamese.identity import citizen_number_remarks

COMPARED = {"birth": "birth_date", "admitted": "admitted_on", "official": "official_on"}
LEVELS = {"reject": ERROR, "warn": WARNING}
LIST_DAY = re.compile(
    r"tính đến\s*(?:hết\s*)?(?:ngày\s*)?([\d/.-]{6,10}|\d{1,2}\s*tháng\s*\d{1,2}\s*năm\s*\d{4})", re.IGNORECASE
)


def check_row(row, columns, list_day, party_age=None):
    """Add to *row* the problems that its fields make together.

    *columns*: {field: letters}; *list_day*: the day that the sheet says it is of, or None; *party_age*: what it says.
    """
    row.problems += _order(row, columns) + _citizen_number(row, columns) + _party_age(row, columns, list_day, party_age)


def _order(row, columns):
    dates = {name: row.person.get(key) for name, key in COMPARED.items()}
    problems = []
    for found in check_order(**dates):
        name = COMPARED[found.fields[-1]]
        problems.append(Problem(LEVELS[found.status], "order", found.message, name, columns.get(name, "")))
    return problems


def _citizen_number(row, columns):
    number = row.person.get("citizen_id", "")
    if len(number) != 12:
        return []
    born = row.person.get("birth_date", "")[:4]
    remarks = citizen_number_remarks(number, row.person.get("sex"), born)
    column = columns.get("citizen_id", "")
    return [Problem(WARNING, "citizen_id", remark, "citizen_id", column) for remark in remarks]


def _party_age(row, columns, list_day, written):
    """Tuổi đảng is compared with the years from admission to the day of the list, never taken."""
    since = row.person.get("admission_decision_on") or row.person.get("admitted_on")
    years = re.fullmatch(r"(\d{1,2})(?:\s*(?:năm|tuổi))?", as_text(written).strip()) if written is not None else None
    if not (years and since and list_day) or len(since) != 10:
        return []
    counted = completed_years(PartialDate.from_iso(since).first_day, list_day)
    if counted == int(years[1]):
        return []
    message = f"Tuổi đảng ghi {years[1]}, tính từ ngày vào Đảng là {counted}. Tuổi đảng không nhập, chỉ đối chiếu."
    return [Problem(WARNING, "party_age", message, PARTY_AGE, columns.get(PARTY_AGE, ""))]


def day_of_list(texts):
    """The day in “Tính đến ngày 31/12/2022” among *texts*; None where no text says one."""
    for found in filter(None, map(LIST_DAY.search, texts)):
        try:
            return parse(found[1].strip(" .")).last_day
        except DateError:
            continue
    return None
