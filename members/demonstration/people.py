"""Inventing people: a name nobody else has, birth, origin, papers. Numbers are well formed and belong to nobody."""

from datetime import date, timedelta

from members.demonstration.names import LIVING_IN, SERVING
from members.demonstration.rows import ethnicity, religion
from members.models import IdentityNumber, Person
from nakhe.vietnamese.dates import PartialDate, add_months

WORK = {
    "OFFICE": "Công chức",
    "SCHOOL": "Giáo viên",
    "HEALTH": "Y sĩ",
    "POLICE": "Công an",
    "MILITARY": "Dân quân",
}
INTRODUCED_BY_TWO = 2


class People:
    def __init__(self, rows, random):
        self.rows, self.random = rows, random
        self.taken = set()

    def invent(self, branch, born=None, name=None, stock=None, sex=None):
        """A person of *branch*'s people, born in the year *born* (or thereabouts); the name is new unless given."""
        random = self.random
        stock = stock or random.choice(LIVING_IN.get(branch.code, SERVING))
        sex = sex or random.choices("MF", weights=self._weights(branch))[0]
        birth = self._birth(born or random.randint(1956, 1992))
        place = f"Thôn {branch.short_name}, xã Na Khê" if branch.is_village else "Huyện Yên Minh, tỉnh Hà Giang"
        return self.rows.add(
            Person,
            full_name=name or self._name(stock, sex),
            sex=sex,
            birth_on=birth,
            birthplace=place,
            native_place=place,
            residence=place if branch.is_village else "Xã Na Khê",
            ethnicity=ethnicity(stock.ethnicity),
            religion=religion("Không"),
            occupation="Nông dân" if branch.is_village else WORK[branch.unit_type],
            phone=f"09{random.randint(10_000_000, 99_999_999)}" if random.random() < 0.7 else "",
        )

    def _weights(self, branch):
        return {"SCHOOL": (4, 6), "HEALTH": (4, 6), "POLICE": (9, 1), "MILITARY": (9, 1)}.get(branch.unit_type, (7, 3))

    def _name(self, stock, sex):
        free = [name for name in stock.names(sex) if name not in self.taken]
        name = self.random.choice(free)
        self.taken.add(name)
        return name

    def _birth(self, year):
        """Of one in eight only the year is known, of one in twelve the month."""
        known = self.random.random()
        if known < 1 / 8:
            return PartialDate(year)
        month = self.random.randint(1, 12)
        return PartialDate(year, month) if known < 1 / 5 else PartialDate(year, month, self.random.randint(1, 28))

    def make_member(self, person, admitted_on, branch, official=True):
        """Fill in the admission: the decision a few days before the ceremony, official twelve months after it."""
        person.admitted_on = PartialDate.of(admitted_on)
        person.admission_decision_on = PartialDate.of(admitted_on - timedelta(days=self.random.randint(2, 9)))
        person.admission_decision_number = self.rows.decision(admitted_on.year)
        person.admitted_at = branch.name
        person.official_on = PartialDate.of(add_months(admitted_on, 12))
        person.youth_union_on = PartialDate(person.birth_on.year + 16, 3, 26)
        self._number(person, "PROFILE", f"{41_000 + person.pk:06}YM")
        self._number(person, "CARD", f"12{345_000 + 7 * person.pk:06}")
        self._citizen_number(person)
        return person

    def _citizen_number(self, person):
        """Place 002 (Hà Giang), century and sex, birth year, then a running number from 900001."""
        year = person.birth_on.year
        mark = (2 if year >= 2000 else 0) + (person.sex == "F")
        self._number(person, "CITIZEN", f"002{mark}{year % 100:02}{900_000 + person.pk}")

    def _number(self, person, kind, number):
        self.rows.add(IdentityNumber, person=person, kind=kind, number=number)

    def admission_day(self, person, earliest, latest):
        """A day on which *person* may have been admitted: of age by some years, on one of the usual days."""
        first = max(person.birth_on.year + 20, earliest.year + 1)
        year = self.random.randint(first, max(first, latest.year - 2))
        return min(date(year, *self.random.choice([(2, 3), (5, 19), (9, 2), (11, 7)])), latest)
