"""Inventing people: a name nobody else has, birth, origin, papers. Numbers are well formed and belong to nobody."""

from datetime import timedelta

from members.demonstration.cast import CAST, OUTSIDERS
from members.demonstration.names import LIVING_IN, MONG, SERVING
from members.demonstration.plan import LAST_DAY
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
USUAL_DAYS = [(2, 3), (5, 19), (9, 2), (11, 7)]
KNOWN_PAPERS = {"Vàng Mí Dế": {"PROFILE": "041287YM", "CARD": "12034518"}}
LATE_TO_BE_RECOGNISED = "Phàn Thị Liều"
"""Her twelve months were over on 22/05/2024, and the chi bộ has not yet considered it."""


class People:
    def __init__(self, rows, random):
        self.rows, self.random = rows, random
        self.taken = {part.name for part in [*CAST, *OUTSIDERS]}
        self.parts = {}

    def enact(self, part, branch):
        """The person of a part in the cast."""
        person = self._person(branch, part.name, part.sex, part.people, PartialDate.from_iso(part.born))
        self.parts[person.pk] = part
        return person

    def invent(self, branch, year):
        """A person of one of the peoples that live (or serve) in *branch*, born in *year*."""
        stock = self.random.choice(LIVING_IN.get(branch.code, SERVING))
        sex = self.random.choices("MF", weights=self._weights(branch))[0]
        return self._person(branch, self._name(stock, sex), sex, stock, self._birth(year))

    def _person(self, branch, name, sex, stock, birth):
        place = f"Thôn {branch.short_name}, xã Na Khê" if branch.is_village else "Huyện Yên Minh, tỉnh Hà Giang"
        person = self.rows.add(
            Person,
            full_name=name,
            sex=sex,
            birth_on=birth,
            birthplace=place,
            native_place=place,
            residence=place if branch.is_village else "Xã Na Khê, huyện Yên Minh, tỉnh Hà Giang",
            ethnicity=ethnicity(stock.ethnicity),
            religion=self._religion(stock),
            occupation="Nông dân" if branch.is_village else WORK[branch.unit_type],
        )
        if self.random.random() < 0.7:
            person.phone = f"0900000{person.pk:03}"
        self._papers_of_a_citizen(person)
        return person

    def _religion(self, stock):
        """Of one in twenty nobody asked; some of the Mông are Protestants."""
        lot = self.random.random()
        if lot < 1 / 20:
            return None
        return religion("Tin lành" if stock is MONG and lot < 1 / 10 else "Không")

    def _weights(self, branch):
        return {"SCHOOL": (4, 6), "HEALTH": (4, 6), "POLICE": (9, 1), "MILITARY": (9, 1)}.get(branch.unit_type, (7, 3))

    def _name(self, stock, sex):
        free = [name for name in stock.names(sex) if name not in self.taken]
        name = self.random.choice(free)
        self.taken.add(name)
        return name

    def _birth(self, year):
        """Of one in eight only the year is known, of one in twelve the month; of the old more often."""
        known = self.random.random() * (0.4 if year < 1960 else 1)
        if known < 1 / 8:
            return PartialDate(year)
        month = self.random.randint(1, 12)
        return PartialDate(year, month) if known < 1 / 5 else PartialDate(year, month, self.random.randint(1, 28))

    # --- Admission ---

    def admission(self, person, earliest, latest):
        """When *person* may have been admitted: at 20 to 34, between two years; long ago, only the month is known."""
        born = person.birth_on.year
        low = max(born + 20, earliest)
        year = self.random.randint(low, max(low, min(born + 34, latest)))
        day = PartialDate(year, *self.random.choice(USUAL_DAYS))
        return PartialDate(day.year, day.month) if year < 1985 and self.random.random() < 0.5 else day

    def make_member(self, person, admitted_on, place):
        """Fill in the admission: the decision a few days before the ceremony, official twelve months after it."""
        person.admitted_on, person.admitted_at = admitted_on, place
        person.official_on = self._recognised(person, admitted_on)
        if admitted_on.day:
            signed_on = admitted_on.first_day - timedelta(days=self.random.randint(2, 9))
            person.admission_decision_on = PartialDate.of(signed_on)
            person.admission_decision_number = self.rows.decision(signed_on, "HU")
        if person.birth_on.year > 1950:
            person.youth_union_on = PartialDate(person.birth_on.year + 16, 3, 26)
        self._papers_of_a_member(person)
        return person

    def _recognised(self, person, admitted_on):
        day = add_months(admitted_on.first_day, 12)
        if day > LAST_DAY or person.full_name == LATE_TO_BE_RECOGNISED:
            return None
        return PartialDate.of(day) if admitted_on.day else PartialDate(day.year, day.month)

    # --- Papers ---

    def _papers_of_a_citizen(self, person):
        """Place 002 (Hà Giang), century and sex, birth year, then a number from 900001; before 2021 nine digits."""
        year = person.birth_on.year
        mark = (2 if year >= 2000 else 0) + (person.sex == "F")
        since = PartialDate(2021, self.random.randint(3, 12))
        self._number(person, "CITIZEN", f"002{mark}{year % 100:02}{900_000 + person.pk}", started_on=since)
        if self.random.random() < 0.5:
            self._number(person, "OLD_CITIZEN", f"073900{person.pk:03}", ended_on=since)

    def _papers_of_a_member(self, person):
        """The profile from admission on, the card once recognised."""
        known = KNOWN_PAPERS.get(person.full_name, {})
        self._number(person, "PROFILE", known.get("PROFILE", f"{41_000 + person.pk:06}YM"))
        if person.official_on:
            self._number(person, "CARD", known.get("CARD", f"12{345_000 + 7 * person.pk:06}"))

    def _number(self, person, kind, number, **fields):
        self.rows.add(IdentityNumber, person=person, kind=kind, number=number, **fields)
