"""Dates as precise as they are known, and the arithmetic of ages and terms. The day always comes first."""

import calendar
import datetime
import re
import unicodedata
from dataclasses import dataclass
from functools import total_ordering

WHOLE = "Ghi đủ ngày, tháng, năm, ví dụ 14/3/1985."
FORMS = "Ghi theo dạng 14/3/1985, 3/1985 hoặc 1985."
EARLIEST = 1900
MONTHS = {
    "một": 1,
    "giêng": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mười một": 11,
    "mười hai": 12,
}
NUMERIC = re.compile(r"(?:(?:(?P<day>\d{1,2})(?P<by>[/.-]))?(?P<month>\d{1,2})(?(by)(?P=by)|[/.-]))?(?P<year>\d{4})")
ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2})(?:t00:00:00)?)?")
WORDS = re.compile(
    r"(?:(?:(?:ngày )?(?P<day>\d{1,2}) )?tháng (?P<month>\d{1,2}|[^\W\d]+(?: [^\W\d]+)?)(?:/| năm ))?"
    r"(?:năm |ns )?(?P<year>\d{4})"
)


class DateError(ValueError):
    """What is wrong with a date (*problem*) and how to write it, in Vietnamese for the person who typed it."""

    def __init__(self, problem, advice=FORMS):
        super().__init__(f"{problem} {advice}".strip())
        self.problem = problem


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A day, a month or a year: "14/03/1985", "3/1985", "1946". A year is ordered before its months and days."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self):
        if not EARLIEST <= self.year <= 2200:
            raise DateError(f"Năm {self.year} không hợp lệ.")
        if self.month is not None and not 1 <= self.month <= 12:
            raise DateError(f"Không có tháng {self.month}.", "Ngày ghi trước, tháng ghi sau: 14/3/1985.")
        if self.day is not None and self.month is None:
            raise DateError("Có ngày thì phải có tháng.")
        if self.day is not None and not 1 <= self.day <= self._days_in_month():
            self._refuse_day()

    def _refuse_day(self):
        is_leap_day = self.month == 2 and self.day == 29
        month = f"Tháng 2 năm {self.year}" if is_leap_day else f"Tháng {self.month}"
        advice = f"Ghi {self.month}/{self.year} nếu chỉ biết tháng."
        raise DateError(f"{month} không có ngày {self.day}.", advice)

    def _days_in_month(self):
        return calendar.monthrange(self.year, self.month)[1]

    @classmethod
    def from_iso(cls, text):
        """From "1985", "1985-03" or "1985-03-14"."""
        return cls(*map(int, text.split("-")))

    @classmethod
    def of(cls, day):
        return cls(day.year, day.month, day.day)

    @property
    def iso(self):
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)])

    @property
    def precision(self):
        return "day" if self.day else "month" if self.month else "year"

    @property
    def first_day(self):
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self):
        if self.day:
            return self.first_day
        month = self.month or 12
        return datetime.date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def described(self):
        """“ngày 14 tháng 3 năm 1985”, as precise as the date."""
        day = f"ngày {self.day} " if self.day else ""
        return f"{day}tháng {self.month} năm {self.year}" if self.month else f"năm {self.year}"

    @property
    def on_paper(self):
        """“ngày 05 tháng 9 năm 2024”, the line of place and day: days below 10, months 1 and 2 with a zero. [S]

        So the guidances about the form of Party papers date themselves: 36-HD/VPTW of “ngày 03 tháng 4 năm 2018”,
        01-HD/VPTW of “ngày 02 tháng 02 năm 1998”.
        """
        month = f"{self.month:02}" if self.month and self.month < 3 else self.month
        return f"ngày {self.day:02} tháng {month} năm {self.year}" if self.day else self.described

    def __lt__(self, other):
        return self.iso < other.iso if isinstance(other, PartialDate) else NotImplemented

    def __str__(self):
        if self.day:
            return f"{self.day:02}/{self.month:02}/{self.year}"
        return f"{self.month}/{self.year}" if self.month else str(self.year)


def parse(text):
    """The PartialDate that a person typed; DateError says what is wrong. Nothing is guessed or swapped."""
    typed = re.sub(r"\s*([/.\-])\s*", r"\1", plain(text))
    found = ISO.fullmatch(typed) or NUMERIC.fullmatch(typed) or WORDS.fullmatch(typed)
    if not found:
        raise _complaint(typed)
    parts = found.groupdict()
    return PartialDate(int(parts["year"]), _month(parts["month"]), int(parts["day"]) if parts["day"] else None)


def parse_day(text):
    """The same, but a full date is needed; a datetime.date."""
    try:
        value = parse(text)
    except DateError as error:
        raise DateError(error.problem, WHOLE) from error
    if value.precision != "day":
        raise DateError(WHOLE, "")
    return value.first_day


def plain(text):
    text = unicodedata.normalize("NFKC", text).replace("–", "-").lower()
    return " ".join(text.split())


def _month(text):
    if not text or text.isdecimal():
        return int(text) if text else None
    if text not in MONTHS:
        raise DateError(f"Không có tháng “{text}”.")
    return MONTHS[text]


def _complaint(typed):
    if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", typed):
        return DateError("Năm phải có bốn chữ số.", "Ví dụ 14/3/1985.")
    if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}", typed):
        return DateError("Thiếu năm, hoặc năm chưa đủ bốn chữ số.")
    return DateError("Không đọc được ngày này.")


def format_day(day):
    return f"{day:%d/%m/%Y}"


def add_months(day, months):
    """The same day *months* later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


def completed_years(start, end):
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def years_months_days(start, end):
    """(years, months, days) from *start* to *end*: 20/07/1985 to 03/02/2026 is (40, 6, 14)."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if add_months(start, months) > end:
        months -= 1
    return *divmod(months, 12), (end - add_months(start, months)).days
