"""One person's form: the record as it stood on a date, section by section, under the letterhead of the own chi bộ.

Without a person it is the list of members to choose from. Fields without periods are those of today. Numbers are masked
on the page; a file holds them, ethnicity and religion only when it is asked for sensitive data.
"""

from dataclasses import replace
from functools import cached_property

from members.filters import found_by
from members.record import Record, records
from members.roster import unit_name
from nakhe.access import Right
from nakhe.keys import is_key
from nakhe.vietnamese.dates import PartialDate
from reports import links
from reports.base import Part, Report, ReportTable
from reports.columns import Column, DateColumn, Numbers
from reports.letterhead import issuing_unit
from reports.parameters import UnknownPerson
from reports.rows import Rows, each, settled

SENSITIVE = ("Dân tộc", "Tôn giáo")
"""The page shows them, but they are printed from a file alone, which is asked for them with a reason."""


class PersonForm(Report):
    slug = "phieu-dang-vien"
    title = "Phiếu đảng viên"
    summary = "Một người: lý lịch, quá trình sinh hoạt, chức vụ, trình độ, khen thưởng, xếp loại"
    group = "Biểu mẫu"
    parameters = ("as_of", "person", "search", "order", "private", "unit")
    orders = ("name", "birth_on", "unit")

    class Table(ReportTable):
        """Whom to choose from."""

        name = Column("Họ và tên", link=links.form)
        birth_on = DateColumn("Ngày sinh")
        unit = Column("Chi bộ")

    class Details(ReportTable):
        is_numbered = False
        field = Column("Mục", css="nb")
        value = Column("Nội dung", css="roomy")

        def is_for_screen(self, record):
            return record["field"] in SENSITIVE

    class Papers(ReportTable):
        is_numbered = False
        kind = Column("Loại")
        number = Numbers("Số")
        since = DateColumn("Cấp ngày")
        until = DateColumn("Đến ngày")

    class Periods(ReportTable):
        is_numbered = False
        since = DateColumn("Từ ngày")
        until = DateColumn("Đến ngày")
        what = Column("Nội dung", css="roomy")
        place = Column("Nơi")
        note = Column("Ghi chú", css="roomy")

    class Decisions(ReportTable):
        is_numbered = False
        day = DateColumn("Ngày")
        what = Column("Nội dung", css="roomy")
        note = Column("Lý do", css="roomy")
        decision = Column("Số quyết định")

    class Years(ReportTable):
        is_numbered = False
        year = Column("Năm")
        verdict = Column("Mức")
        place = Column("Nơi xếp loại")

    def __init__(self, reader, given, right=Right.READ):
        super().__init__(reader, given, right)
        if self.about:
            self.given = replace(given, issuer=self._issuer)
            self.title = self.title if self.record.memberships else "Phiếu lý lịch"

    @cached_property
    def about(self):
        """The person asked for; a search for another one goes first. Nobody's is answered as one who is missing."""
        asked = self.given.person
        if not asked or self.given.search:
            return None
        people = records(self.reader, self.as_of, self.right)
        found = people.filter(pk=asked).first() if is_key(asked) else None
        if found is None:
            raise UnknownPerson(asked)
        return found

    @cached_property
    def record(self):
        return Record(self.about, self.reader, self.as_of, self.right)

    @property
    def _issuer(self):
        """The chi bộ of the day or, of who had left by then, the last one; else who asks."""
        begun = [row for row in self.record.memberships if row.started_on <= self.as_of]
        unit = self.record.current_membership or next(iter(begun), None)
        found = unit and issuing_unit(self.reader, self.right, str(unit.unit_id), self.as_of, None, False)
        return found or self.given.issuer

    @property
    def letterhead(self):
        """One person's form stays in the file: it is sent to nobody."""
        return replace(super().letterhead, filed="") if self.about else super().letterhead

    @property
    def subtitle(self):
        return f"{self.about.full_name}; {super().subtitle.lower()}" if self.about else super().subtitle

    def parts(self):
        if not self.about:
            rows = settled(self.rows())
            return [Part(self.Table, rows, notes=[f"{len(rows)} đảng viên; chọn một người để xem phiếu."])]
        told = [
            Part(self.Papers, self._papers(), "Giấy tờ"),
            Part(self.Periods, list(self._memberships()), "Quá trình sinh hoạt đảng"),
            Part(self.Periods, list(self._offices()), "Chức vụ"),
            Part(self.Periods, list(self._learning()), "Trình độ, bồi dưỡng"),
            Part(self.Periods, list(self._breaks()), "Miễn, đình chỉ, tạm thời nơi khác"),
            Part(self.Decisions, self._decisions(), "Khen thưởng, kỷ luật"),
            Part(self.Years, self._years(), "Xếp loại hằng năm"),
        ]
        details = Part(self.Details, self._details(), "Lý lịch", hints=list(self._left_out()))
        return [details, *(part for part in told if part.rows)]

    # --- Whom to choose from ---

    def rows(self):
        members = self.memberships.as_of(self.as_of).select_related("person").annotate(unit_name=unit_name(self.as_of))
        if self.given.search:
            members = members.filter(person__in=found_by(self.given.search, self.reader).values("pk"))
        return Rows(members.order_by("unit__position", "unit__code", "person__sort_key", "person"), each(to_choose))

    # --- The form ---

    @property
    def _tells_all(self):
        """On the page the reader sees what the record shows; a file holds it only when that is asked for."""
        return self.right == Right.READ or self.given.private

    @property
    def sensitive(self):
        """What of it is on record of that person."""
        if not self.about:
            return []
        told = {"dân tộc": self.about.ethnicity, "tôn giáo": self.about.religion, "các số giấy tờ": self._papers()}
        return [name for name, value in told.items() if value]

    def _left_out(self):
        if not self.given.private:
            yield "Dân tộc, tôn giáo và các số giấy tờ chỉ vào tệp khi chọn “Kèm dữ liệu nhạy cảm”."
        yield "Dân tộc, tôn giáo không in từ trang này."

    def _details(self):
        person = self.about
        told = {
            "Họ và tên đang dùng": person.full_name,
            "Họ tên khai sinh": person.birth_name or person.full_name,
            "Bí danh": person.alias,
            "Giới tính": person.get_sex_display(),
            "Ngày sinh": person.birth_on,
            "Nơi sinh": person.birthplace,
            "Quê quán": with_name_now(person.native_place, person.native_place_now),
            **({} if self.record.until else {"Nơi thường trú": person.residence, "Nghề nghiệp": person.occupation}),
            **({"Dân tộc": person.ethnicity, "Tôn giáo": person.religion} if self._tells_all else {}),
            "Ngày vào Đoàn": self._by_then(person.youth_union_on),
            **self._in_the_party(),
        }
        return [{"field": field, "value": str(value)} for field, value in told.items() if value]

    def _in_the_party(self):
        person = self.about
        decided = self._by_then(person.admission_decision_on)
        number = f"số {person.admission_decision_number} " if person.admission_decision_number else ""
        if not self._by_then(person.party_since):
            return {}
        return {
            "Quyết định kết nạp": f"{number}ngày {decided}" if decided else "",
            "Ngày kết nạp Đảng": self._by_then(person.admitted_on),
            "Nơi kết nạp": person.admitted_at,
            "Người giới thiệu": person.introducers,
            "Ngày chính thức": self._by_then(person.official_on),
            "Tuổi đảng": self.record.age,
        }

    def _by_then(self, day):
        """A date that had come by the report's; else nothing."""
        return day if day and PartialDate.of(day).first_day <= self.as_of else None

    def _papers(self):
        if not self._tells_all:
            return []
        return [
            {
                "kind": number.get_kind_display(),
                "number": number.number,
                "since": number.started_on,
                "until": self._by_then(number.ended_on),
            }
            for number in self.record.numbers
            if not number.started_on or self._by_then(number.started_on)
        ]

    def _memberships(self):
        for row in self._begun(self.record.memberships):
            is_over = self._by_then(row.ended_on)
            ways = [f"vào: {row.get_reason_in_display().lower()}"]
            ways += [f"ra: {row.get_reason_out_display().lower()}"] if is_over else []
            yield self._period(row.known_start, row.ended_on, f"Sinh hoạt tại {row.unit_name}", "", "; ".join(ways))

    def _offices(self):
        for row in self._begun(self.record.offices):
            yield self._period(row.started_on, row.ended_on, row.full_title, row.unit_name, "")
        for fact in self._facts(self.record.headships):
            yield self._period(fact.started_on, fact.ended_on, "Trưởng thôn", fact.place, fact.decision)

    def _learning(self):
        for fact in self._facts(self.record.qualifications):
            yield self._period(fact.started_on, fact.ended_on, fact.title, "", "")
        for fact in self._facts(self.record.trainings):
            yield self._period(fact.started_on, fact.ended_on, fact.title, fact.place, fact.note)

    def _breaks(self):
        for fact in self._facts(self.record.breaks):
            yield self._period(fact.started_on, fact.ended_on, fact.title, "", fact.decision)

    def _decisions(self):
        facts = [*self._facts(self.record.honours), *self._facts(self.record.disciplines)]
        return [
            {"day": fact.started_on, "what": fact.title, "note": fact.note, "decision": fact.decision} for fact in facts
        ]

    def _years(self):
        whole = self.as_of.year
        return [
            {"year": fact.code, "verdict": fact.verdict, "place": fact.place}
            for fact in self.record.ratings
            if int(fact.code) <= whole and (not fact.started_on or self._by_then(fact.started_on))
        ]

    def _begun(self, rows):
        return [row for row in rows if row.started_on <= self.as_of]

    def _facts(self, facts):
        """Those of the day or before it; what is not known when stays."""
        return [fact for fact in facts if not fact.started_on or self._by_then(fact.started_on)]

    def _period(self, since, until, what, place, note):
        return {"since": since, "until": self._by_then(until), "what": what, "place": place, "note": note}


def to_choose(membership):
    person = membership.person
    return {
        "person": person.pk, "name": person.full_name, "birth_on": person.birth_on, "unit": membership.unit_name
    }  # fmt: skip


def with_name_now(place, now):
    return f"{place} (nay: {now})" if place and now and place != now else place or now
