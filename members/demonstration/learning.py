"""Qualifications with the period in which each was the highest, and the training courses."""

from datetime import date

from members.demonstration.plan import BRANCHES
from members.models import Membership, Person, Qualification, TrainingAttendance, TrainingCourse
from nakhe.vietnamese.dates import PartialDate

TRAINED = {"OFFICE", "SCHOOL", "HEALTH", "POLICE"}
PROFESSIONS = {
    "OFFICE": (["UNIVERSITY", "UNIVERSITY", "INTERMEDIATE"], ["Luật", "Quản lý nhà nước", "Nông nghiệp", "Kế toán"]),
    "SCHOOL": (["UNIVERSITY", "UNIVERSITY", "COLLEGE"], ["Sư phạm Toán", "Sư phạm Ngữ văn", "Giáo dục tiểu học"]),
    "HEALTH": (["INTERMEDIATE", "COLLEGE", "UNIVERSITY"], ["Y đa khoa", "Điều dưỡng", "Hộ sinh"]),
    "POLICE": (["INTERMEDIATE", "UNIVERSITY"], ["Cảnh sát khu vực", "An ninh cơ sở"]),
    "MILITARY": (["NONE", "ELEMENTARY", "INTERMEDIATE"], ["Quân sự cơ sở"]),
    "VILLAGE": (["NONE", "NONE", "NONE", "ELEMENTARY"], ["Chăn nuôi – Thú y", "Trồng trọt"]),
}
THEORY = {"ELEMENTARY": [2015], "INTERMEDIATE": [2013, 2018], "ADVANCED": [2010, 2014, 2019]}
"""The years in which each level up to the highest was reached."""
NA_PO_UPDATE = ["Vàng Mí Dế", "Lục Thị Hạnh", "Nông Văn Sơn", "Phàn Văn Điềm"]


class Learning:
    def __init__(self, rows, organisation, history, offices, random):
        self.rows, self.organisation, self.history = rows, organisation, history
        self.offices, self.random = offices, random

    # --- Qualifications ---

    def qualify(self):
        heads = {head.person.pk for head in self.offices.every_head()}
        secretaries = {person.pk: code for code, person in self.offices.secretaries.items()}
        branches = {branch.code: branch for branch in BRANCHES}
        homes = {row.person.pk: branches[self.history.codes[row.unit_id]] for row in self.rows.of[Membership][::-1]}
        for person in self.rows.of[Person]:
            if person.pk in secretaries:
                self._secretary(person, branches[secretaries[person.pk]])
            elif person.pk in heads:
                self._head(person)
            else:
                self._member(person, homes[person.pk])

    def _secretary(self, person, branch):
        born = person.birth_on.year
        self._add(person, "GENERAL", branch.school, born + (18 if branch.school == "12/12" else 15))
        if branch.graduate:
            subject = self.random.choice(PROFESSIONS[branch.unit_type][1] if branch.unit_type in TRAINED else ["Luật"])
            self._add(person, "PROFESSIONAL", "INTERMEDIATE", born + 21, 2016, subject=subject)
            self._add(person, "PROFESSIONAL", "UNIVERSITY", 2016, subject=subject)
        else:
            self._add(person, "PROFESSIONAL", "NONE", None)
        self._theory(person, branch.theory)

    def _theory(self, person, level):
        """Each level took some years: the lower one ends where the higher begins."""
        steps = THEORY[level]
        names = list(THEORY)[: len(steps)]
        for name, start, end in zip(names, steps, [*steps[1:], None], strict=True):
            self._add(person, "POLITICAL", name, PartialDate(start, 6), end and PartialDate(end, 6))

    def _head(self, person):
        """The school of one head is on record; of the others only that they have no training."""
        if person.full_name == "Vàng Mí Dế":
            self._add(person, "GENERAL", "12/12", 2004)
        self._add(person, "PROFESSIONAL", "NONE", None)
        self._theory(person, "INTERMEDIATE" if person.pk % 4 == 0 else "ELEMENTARY")

    def _member(self, person, branch):
        born = person.birth_on.year
        schooled = branch.unit_type in TRAINED
        level = "12/12" if schooled else self.random.choice(self._schools(born))
        self._add(person, "GENERAL", level, born + 6 + int(level.split("/")[0]))
        levels, subjects = PROFESSIONS[branch.unit_type]
        self._profession(person, self.random.choice(levels), born, self.random.choice(subjects))
        self._theory_of_a_member(person, schooled)
        if schooled and self.random.random() < 0.2:
            self._add(person, "LANGUAGE", "Tiếng Mông", max(born + 28, 2012))

    def _schools(self, born):
        """Ten classes before the schools of the country were made one; the young stay longer."""
        if born < 1965:
            return ["5/10", "7/10", "7/10", "10/10"]
        return ["9/12", "12/12", "12/12"] if born > 1990 else ["5/12", "7/12", "9/12", "9/12", "12/12"]

    def _profession(self, person, level, born, subject):
        """Some went on studying beside their work."""
        if level == "NONE":
            self._add(person, "PROFESSIONAL", "NONE", None)
        elif level == "UNIVERSITY" and born + 31 < 2024 and self.random.random() < 0.5:
            self._add(person, "PROFESSIONAL", "COLLEGE", born + 22, born + 31, subject=subject)
            self._add(person, "PROFESSIONAL", "UNIVERSITY", born + 31, subject=subject)
        else:
            self._add(person, "PROFESSIONAL", level, min(born + 22, 2023), subject=subject)

    def _theory_of_a_member(self, person, schooled):
        lot = self.random.random()
        party_year = person.admitted_on.year if person.admitted_on else 2024
        if schooled and lot < 0.25 and party_year < 2012:
            self._theory(person, "INTERMEDIATE")
        elif lot < 0.6 and party_year < 2021:
            self._add(person, "POLITICAL", "ELEMENTARY", max(party_year + 2, 1995))
        else:
            self._add(person, "POLITICAL", "NONE", None)

    def _add(self, person, kind, level, start, end=None, subject=""):
        def known(value):
            return PartialDate(value) if isinstance(value, int) else value

        self.rows.add(
            Qualification,
            person=person,
            kind=kind,
            level=level,
            subject=subject,
            started_on=known(start),
            ended_on=known(end),
        )

    # --- Courses ---

    def train(self):
        """In the term: ten secretaries and ten village heads, some of them more than once, never an eleventh."""
        self._party_work()
        self._knowledge_update()
        self._village_heads()
        for year in (2020, 2021, 2022, 2023):
            self._newcomers(year)

    @property
    def villages(self):
        return [branch.code for branch in BRANCHES if branch.is_village]

    def _party_work(self):
        course = self._course("Nghiệp vụ công tác đảng ở cơ sở", "PARTY_WORK", "2023-08-14", "2023-08-18")
        for code in self.villages:
            self._attend(course, self.offices.secretaries[code], code, "SECRETARY")
        for code in ("na-po", "ban-rao", "phe-pha"):
            self._attend(course, self.offices.deputies[code], code, "MEMBER")

    def _knowledge_update(self):
        course = self._course("Cập nhật kiến thức cho đảng viên", "KNOWLEDGE_UPDATE", "2023-09-18", "2023-09-20")
        for name in NA_PO_UPDATE:
            self._attend(course, self.history.by_name[name], "na-po", "MEMBER")
        for code in self.villages[1:]:
            self._attend(course, self.offices.deputies[code], code, "MEMBER")

    def _village_heads(self):
        """In 2021 those who still head a thôn in 2024, in 2024 all ten."""
        first = self._course("Nghiệp vụ trưởng thôn", "VILLAGE_HEADS", "2021-11", organiser="UBND huyện Yên Minh")
        second = self._course("Chuyển đổi số cho trưởng thôn", "VILLAGE_HEADS", "2024-04-16", "2024-04-17")
        for head in self.offices.every_head():
            if head.ended_on is None:
                code = self.villages[head.village.position - 1]
                if head.started_on.year < 2021:
                    self._attend(first, head.person, code, "VILLAGE_HEAD")
                self._attend(second, head.person, code, "VILLAGE_HEAD")

    def _newcomers(self, year):
        """Whoever was admitted between two Octobers."""
        course = self._course(f"Bồi dưỡng đảng viên mới năm {year}", "NEW_MEMBERS", f"{year}-10")
        for row in self.rows.of[Membership]:
            is_new = date(year - 1, 10, 1) <= row.started_on < date(year, 10, 1)
            if row.reason_in == "ADMITTED" and is_new:
                self._attend(course, row.person, self.history.codes[row.unit_id], "MEMBER")

    def _course(self, name, kind, start, end=None, organiser="Trung tâm Chính trị huyện Yên Minh"):
        return self.rows.add(
            TrainingCourse,
            unit=self.organisation.commune,
            name=name,
            kind=kind,
            organiser=organiser,
            started_on=PartialDate.from_iso(start),
            ended_on=end and PartialDate.from_iso(end),
        )

    def _attend(self, course, person, code, role):
        self.rows.add(
            TrainingAttendance,
            course=course,
            person=person,
            unit=self.organisation.units[code],
            attended_as=role,
            result="Hoàn thành",
        )
