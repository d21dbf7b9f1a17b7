"""Qualifications with the period in which each was the highest, and the training courses of the term."""

from datetime import date

from members.demonstration.plan import BRANCHES
from members.models import Membership, Qualification, TrainingAttendance, TrainingCourse
from nakhe.vietnamese.dates import PartialDate

TRAINED = {"OFFICE", "SCHOOL", "HEALTH", "POLICE"}
NA_PO_UPDATE = ["Vàng Mí Dế", "Lục Thị Hạnh", "Nông Văn Sơn", "Phàn Văn Điềm"]
NA_PO_PARTY_WORK = "Lù Thị Chấn"


class Learning:
    def __init__(self, rows, organisation, history, offices, random):
        self.rows, self.organisation, self.history = rows, organisation, history
        self.offices, self.random = offices, random

    # --- Qualifications ---

    def qualify(self):
        done = set()
        for code, person in self.offices.secretaries.items():
            self._secretary(person, next(branch for branch in BRANCHES if branch.code == code))
            done.add(person.pk)
        for code, person in self.offices.heads.items():
            self._head(person, code)
            done.add(person.pk)
        codes = {unit.pk: code for code, unit in self.organisation.units.items()}
        branches = {branch.code: branch for branch in BRANCHES}
        for row in self.rows.of[Membership]:
            if row.person.pk not in done:
                self._member(row.person, branches[codes[row.unit_id]])
                done.add(row.person.pk)

    def _secretary(self, person, branch):
        born = person.birth_on.year
        self._add(person, "GENERAL", branch.school, born + (18 if branch.school == "12/12" else 15))
        if branch.graduate:
            self._add(person, "PROFESSIONAL", "INTERMEDIATE", born + 21, 2016)
            self._add(person, "PROFESSIONAL", "UNIVERSITY", 2016, subject="Luật" if branch.is_village else "")
        else:
            self._add(person, "PROFESSIONAL", "NONE", None)
        self._theory(person, branch.theory)

    def _theory(self, person, level):
        """Each level took some years: the lower one ends where the higher begins."""
        steps = {"ELEMENTARY": [2015], "INTERMEDIATE": [2013, 2018], "ADVANCED": [2010, 2014, 2019]}[level]
        names = ["ELEMENTARY", "INTERMEDIATE", "ADVANCED"][: len(steps)]
        for name, start, end in zip(names, steps, [*steps[1:], None], strict=True):
            self._add(person, "POLITICAL", name, PartialDate(start, 6), end and PartialDate(end, 6))

    def _head(self, person, code):
        if code == "na-po":
            self._add(person, "GENERAL", "12/12", person.birth_on.year + 19)
        self._add(person, "PROFESSIONAL", "NONE", None)
        self._theory(person, "INTERMEDIATE" if code in ("ban-rao", "na-luong") else "ELEMENTARY")

    def _member(self, person, branch):
        born, trained = person.birth_on.year, branch.unit_type in TRAINED
        level = "12/12" if trained else self.random.choice(["5/12", "7/12", "9/12", "9/12", "12/12"])
        self._add(person, "GENERAL", level, born + 6 + int(level.split("/")[0]))
        levels = {"SCHOOL": ["UNIVERSITY", "UNIVERSITY", "COLLEGE"], "HEALTH": ["INTERMEDIATE", "UNIVERSITY"]}
        levels = levels.get(
            branch.unit_type, ["UNIVERSITY", "INTERMEDIATE"] if trained else ["NONE", "NONE", "ELEMENTARY"]
        )
        professional = self.random.choice(levels)
        self._add(person, "PROFESSIONAL", professional, None if professional == "NONE" else born + 23)
        if self.random.random() < 0.45:
            self._add(person, "POLITICAL", "ELEMENTARY", max(born + 26, 1995))

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
        """In the term: ten secretaries and ten village heads, each of them more than once or not, never an eleventh."""
        villages = [branch.code for branch in BRANCHES if branch.is_village]
        party_work = self._course("Nghiệp vụ công tác đảng ở cơ sở", "PARTY_WORK", "2023-03-14", "2023-03-17")
        for code in villages:
            self._attend(party_work, self.offices.secretaries[code], code, "SECRETARY")
        self._attend(party_work, self._named(NA_PO_PARTY_WORK), "na-po", "MEMBER")
        self._knowledge_update(villages)
        heads = self._course("Nghiệp vụ trưởng thôn", "VILLAGE_HEADS", "2023-11-07", "2023-11-09")
        digital = self._course("Chuyển đổi số cho trưởng thôn", "VILLAGE_HEADS", "2024-04-16", "2024-04-17")
        for code in villages:
            for course in (heads, digital):
                self._attend(course, self.offices.heads[code], code, "VILLAGE_HEAD")
        new = self._course("Lớp bồi dưỡng đảng viên mới", "NEW_MEMBERS", "2022-10")
        self._newcomers(new)

    def _knowledge_update(self, villages):
        course = self._course("Cập nhật kiến thức cho đảng viên", "KNOWLEDGE_UPDATE", "2023-09-18", "2023-09-20")
        for name in NA_PO_UPDATE:
            self._attend(course, self._named(name), "na-po", "MEMBER")
        for code in villages[1:]:
            self._attend(course, self.offices.chosen[code][1], code, "MEMBER")

    def _newcomers(self, course):
        """Whoever was admitted from 2021 to the summer of 2022, Na Pô's apart."""
        codes = {unit.pk: code for code, unit in self.organisation.units.items()}
        for row in self.rows.of[Membership]:
            code = codes[row.unit_id]
            is_new = row.reason_in == "ADMITTED" and date(2021, 1, 1) <= row.started_on <= date(2022, 6, 30)
            if is_new and code != "na-po" and row.ended_on is None:
                self._attend(course, row.person, code, "MEMBER")

    def _course(self, name, kind, start, end=None):
        return self.rows.add(
            TrainingCourse,
            unit=self.organisation.commune,
            name=name,
            kind=kind,
            organiser="Trung tâm Chính trị huyện Yên Minh",
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

    def _named(self, name):
        return next(row.person for row in self.history.roster["na-po"] if row.person.full_name == name)
