"""The exchange file of the upper system, “File nhập liệu 4.0”: its columns with its headings, word for word.

Ethnicity, religion and numbers stand in it only where they were asked for, and numbers for who may read them. What the
register does not keep (the system's own ID, who issued a card) stays empty: the upper system fills it in or asks.
"""

from dataclasses import replace
from functools import partial

from django.db.models import F, OuterRef, Subquery
from django.utils.functional import SimpleLazyObject

from members.models import Ethnicity, Exemption, IdentityNumber, Membership, Religion, Suspension
from members.roster import kept_here
from nakhe.vietnamese.names import fold
from reports import links
from reports.base import Report, ReportTable
from reports.columns import Column, DateColumn, Numbers
from reports.people_of_period import has_left, last_memberships, last_of_each, numbers_of
from reports.rows import Rows
from units.models import Unit

OUT, KIND = Membership.ReasonOut, IdentityNumber.Kind
NEW_CARD_DIGITS = 12
COUNTRY = "Việt Nam"
PROVINCES = ("tinh ", "thanh pho ", "tp ", "tp. ")
ACTIVE, EXEMPT, SUSPENDED = "Đang sinh hoạt Đảng", "Miễn sinh hoạt", "Đình chỉ sinh hoạt"
STATUS_OUT = {OUT.DIED: "Từ trần", OUT.TRANSFERRED_OUT: "Chuyển đi", OUT.INTERNAL: "Chuyển đi"}
LEFT_THE_PARTY = "Rời khỏi Đảng"
BIRTH, NATIVE, HOME = (
    "Nơi đăng ký khai sinh",
    "Quê quán (theo mô hình 2 cấp)",
    "Thường trú (theo mô hình 2 cấp)",
)


class ExchangeFile(Report):
    slug = "nhap-lieu-4-0"
    title = "File nhập liệu cơ sở dữ liệu đảng viên 4.0"
    summary = "Tệp trao đổi với hệ thống cấp trên, đúng cột, đúng tên"
    group = "Biểu mẫu"
    parameters = ("from", "as_of", "private", "unit")
    sensitive = ("dân tộc", "tôn giáo", "số định danh cá nhân", "số thẻ Đảng", "số CMND cũ")

    class Table(ReportTable):
        id = Column("ID")
        name = Column("Họ và tên *", link=links.person)
        other_name = Column("Tên gọi khác")
        sex = Column("Giới tính *")
        birth_on = DateColumn("Sinh ngày * (dd/mm/yyyy)")
        ethnicity = Column("Dân tộc *", is_sensitive=True)
        religion = Column("Tôn giáo *", is_sensitive=True)
        citizen_number = Numbers("Số định danh cá nhân *")
        card_number = Numbers("Số thẻ Đảng* (12 số theo HD38-HD/BTCTW)")
        card_issued_by = Column("Nơi cấp thẻ Đảng")
        card_issued_on = DateColumn("Ngày cấp thẻ Đảng (dd/mm/yyyy)")
        old_card_number = Numbers("Số thẻ Đảng theo QĐ 85")
        unit = Column("Tổ chức Đảng đang sinh hoạt *")
        birth_country = Column("Quốc gia", under=BIRTH)
        birth_province = Column("Tỉnh", under=BIRTH)
        birth_address = Column("Địa chỉ chi tiết", under=BIRTH)
        native_country = Column("Quốc gia", under=NATIVE)
        native_province = Column("Tỉnh", under=NATIVE)
        native_address = Column("Địa chỉ chi tiết", under=NATIVE)
        home_country = Column("Quốc gia", under=HOME)
        home_province = Column("Tỉnh", under=HOME)
        home_address = Column("Địa chỉ chi tiết", under=HOME)
        admitted_on = DateColumn("Ngày vào Đảng* (dd/mm/yyyy)")
        official_on = DateColumn("Ngày vào Đảng chính thức* (dd/mm/yyyy)")
        old_citizen_number = Numbers("Số CMND cũ (nếu có)")
        status = Column("Trạng thái hoạt động")
        status_since = DateColumn("Ngày rời khỏi/ Ngày mất/ Ngày miễn sinh hoạt Đảng (dd/mm/yyyy)")
        to_delete = Column("Đề nghị xóa (do đảng viên không thuộc chi bộ)")
        checked = Column("Kết quả kiểm tra")
        errors = Column("Chi tiết lỗi")
        note = Column("Ghi chú")

    def rows(self):
        memberships = last_of_each(last_memberships(self, self.first)).annotate(
            ethnicity=F("person__ethnicity__name"),
            religion=F("person__religion__name"),
            full_unit_name=Subquery(Unit.objects.named(self.as_of).filter(pk=OuterRef("unit")).values("name")[:1]),
            **running(self.as_of),
            **kept_here(self.reader, self.as_of),
        )
        return Rows(memberships, self._chunk)

    def _chunk(self, memberships):
        numbers = numbers_of(self, memberships)
        return [self._described(row, numbers.get(row.person_id, {})) for row in memberships]

    def _described(self, row, numbers):
        person = row.person
        status, since = status_of(row, self.as_of)
        return {
            "person": person.pk,
            "name": person.full_name,
            "other_name": person.alias,
            "sex": person.get_sex_display(),
            "birth_on": person.birth_on,
            "ethnicity": row.ethnicity if self.given.private else None,
            "religion": row.religion if self.given.private else None,
            **numbered(numbers),
            "unit": row.full_unit_name,
            **place("birth", person.birthplace),
            **place("native", person.native_place_now or person.native_place),
            **place("home", person.residence if row.is_here else ""),
            "admitted_on": person.party_since,
            "official_on": person.official_on if known_by(person.official_on, self.as_of) else None,
            "status": status,
            "status_since": since,
            "note": person.note if row.is_here else "",
        }

    def sheet(self):
        """With the lists that its Excel file is filled in from, read only for it."""
        sheet = super().sheet()
        return replace(sheet, lists=SimpleLazyObject(partial(self._lists, sheet.tables[0].rows)))

    def _lists(self, rows):
        """{name of a hidden worksheet: values}; provinces only as on record."""
        provinces = {row[f"{place}_province"] for row in rows for place in ("birth", "native", "home")}
        return {
            "QUOCGIA": [COUNTRY],
            "TINH": sorted(filter(None, provinces)),
            "DANTOC": list(Ethnicity.objects.values_list("name", flat=True)),
            "TONGIAO": list(Religion.objects.values_list("name", flat=True)),
        }

    def notes(self, rows):
        """How many, and what the file cannot know."""
        return [f"{len(rows)} người: sinh hoạt ở cuối kỳ, hoặc rời đi trong kỳ."]


def known_by(date, day):
    return date is not None and date.first_day <= day


def running(day):
    """Since when the person is exempt, or suspended from Party life, on *day*."""
    suspended = Suspension.objects.as_of(day).filter(scope=Suspension.Scope.PARTY_LIFE)
    periods = {"exempt_since": Exemption.objects.as_of(day), "suspended_since": suspended}
    return {
        name: Subquery(rows.filter(person=OuterRef("person")).values("started_on")[:1])
        for name, rows in periods.items()
    }


def status_of(row, day):
    """(the words of the file, the day of leaving, death or exemption) of one membership."""
    if has_left(row, day):
        return STATUS_OUT.get(row.reason_out, LEFT_THE_PARTY), row.ended_on
    if row.suspended_since:
        return SUSPENDED, row.suspended_since
    return (EXEMPT, row.exempt_since) if row.exempt_since else (ACTIVE, None)


def numbered(numbers):
    """The numbers under the heading of their kind; of party cards the new one, and the last of the old form."""
    cards = numbers.get(KIND.CARD, [])
    new = next((each for each in cards if len(each.number) == NEW_CARD_DIGITS and each.ended_on is None), None)
    return {
        "citizen_number": current(numbers.get(KIND.CITIZEN, [])),
        "card_number": new and new.number,
        "card_issued_on": new and new.started_on,
        "old_card_number": next((each.number for each in cards if len(each.number) < NEW_CARD_DIGITS), None),
        "old_citizen_number": next((each.number for each in numbers.get(KIND.OLD_CITIZEN, [])), None),
    }


def current(numbers):
    return next((each.number for each in numbers if each.ended_on is None), None)


def place(name, text):
    """Country, province and the rest of a place as written: “xã Na Khê, tỉnh Tuyên Quang”; never guessed."""
    address, _, last = (part.strip() for part in text.rpartition(","))
    if not fold(last).startswith(PROVINCES):
        return {f"{name}_country": "", f"{name}_province": "", f"{name}_address": text}
    return {f"{name}_country": COUNTRY, f"{name}_province": last[:1].upper() + last[1:], f"{name}_address": address}
