"""The columns of the member lists: the same ones on screen and in the exported file."""

import django_tables2 as tables
from django.db.models import F
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from members.models import IdentityNumber, Membership, Qualification
from members.models.learning import level_name
from members.models.membership import standing
from members.models.offices import position_name
from members.roster import (
    age_in_party,
    current_number,
    exempt_since,
    foremost_office,
    highest_badge,
    highest_level,
    kept_here,
    latest_rating,
    other_office,
    time_out,
)
from nakhe.access import Right
from nakhe.vietnamese.dates import format_day
from nakhe.vietnamese.identity import mask
from units.models import Level, NotRatedReason

NONE = "–"
KINDS = Qualification.Kind
NUMBERS = IdentityNumber.Kind


class Column(tables.Column):
    """A column with its class and, for the cards of a phone, the label before its value.

    *asks*: what members.roster adds to the query for it; *related*: what is joined; *right*: who may have it at all;
    a sensitive column goes into a file only when that is asked for, and is not printed from the browser; *kind* is what
    a report makes of its values.
    """

    def __init__(
        self, heading, css="", phone_label="", *, asks=None, related="", right=Right.READ, is_sensitive=False,
        kind="text", **kwargs
    ):  # fmt: skip
        self.asks, self.related, self.right, self.is_sensitive = asks, related, right, is_sensitive
        self.kind = kind
        kwargs.setdefault("orderable", False)
        css = " ".join(filter(None, [css, "khong-in" if is_sensitive else ""]))
        cell = {"class": css} if css else {}
        label = {"data-l": phone_label} if phone_label else {}
        super().__init__(verbose_name=heading, attrs={"th": cell, "td": cell | label}, default=NONE, **kwargs)


class PlainTable(tables.Table):
    """Orders by what is known first, never breaks a tie by chance, and adds no classes of its own."""

    def get_column_class_names(self, classes_set, bound_column):
        return classes_set - {"orderable", "asc", "desc"}

    def in_order(self, queryset, descending, *fields):
        """By *fields*, the unknown last in both directions, then by name."""
        order = [F(field).desc(nulls_last=True) if descending else F(field).asc(nulls_last=True) for field in fields]
        return queryset.order_by(*order, *self.by_name), True


def unit_link(pk):
    try:
        return reverse("unit", args=[pk])
    except NoReverseMatch:
        return None


class PeopleTable(PlainTable):
    """Members on a day: rows of members.roster.roster()."""

    by_name = ("person__sort_key", "person_id")

    full_name = Column(
        "Họ và tên",
        "wide",
        accessor="person__full_name",
        orderable=True,
        linkify=lambda record: record.person.get_absolute_url(),
    )
    birth_on = Column("Ngày sinh", "num", "Sinh", accessor="person__birth_on", orderable=True, kind="date")
    sex = Column("Giới", "hide", accessor="person__get_sex_display")
    unit = Column("Chi bộ", accessor="unit_name", orderable=True, linkify=lambda record: unit_link(record.unit_id))
    position = Column("Chức vụ đảng", accessor="position", empty_values=(), asks=foremost_office)
    admitted_on = Column("Vào Đảng", "num", "Vào Đảng", accessor="party_since", orderable=True, kind="date")
    party_age = Column(
        "Tuổi đảng",
        "num hide",
        "Tuổi đảng",
        accessor="party_since",
        asks=lambda reader, day: time_out(day),
        kind="count",
    )
    standing = Column("Tư cách", accessor="is_official", empty_values=(), asks=lambda reader, day: standing(day))
    rating = Column("Xếp loại", accessor="level", empty_values=(), asks=latest_rating)

    official_on = Column(
        "Ngày chính thức", "num", "Chính thức", accessor="person__official_on", orderable=True, kind="date"
    )
    unit_type = Column("Loại hình", "", "Loại hình", accessor="unit__get_unit_type_display", related="unit")
    ethnicity = Column(
        "Dân tộc", "", "Dân tộc", accessor="person__ethnicity", related="person__ethnicity", is_sensitive=True
    )
    religion = Column(
        "Tôn giáo", "", "Tôn giáo", accessor="person__religion", related="person__religion", is_sensitive=True
    )
    birthplace = Column("Nơi sinh", "wide", "Nơi sinh", accessor="person__birthplace")
    native_place = Column("Quê quán", "wide", "Quê quán", accessor="person__native_place")
    native_place_now = Column("Quê quán nay", "wide", "Quê quán nay", accessor="person__native_place_now")
    residence = Column("Thường trú", "wide", "Thường trú", accessor="person__residence", asks=kept_here)
    temporary_residence = Column("Tạm trú", "wide", "Tạm trú", accessor="person__temporary_residence", asks=kept_here)
    occupation = Column("Nghề nghiệp", "", "Nghề nghiệp", accessor="person__occupation", asks=kept_here)
    general = Column("Giáo dục phổ thông", "", "Phổ thông", asks=highest_level(KINDS.GENERAL))
    professional = Column("Chuyên môn", "", "Chuyên môn", asks=highest_level(KINDS.PROFESSIONAL))
    political = Column("Lý luận chính trị", "", "Lý luận", asks=highest_level(KINDS.POLITICAL))
    exempt_since = Column("Miễn sinh hoạt từ", "num", "Miễn sinh hoạt từ", asks=exempt_since, kind="date")
    badge = Column("Huy hiệu Đảng", "num", "Huy hiệu", accessor="badge_years", asks=highest_badge)
    birth_name = Column("Họ tên khai sinh", "wide", "Khai sinh", accessor="person__birth_name")
    decided_on = Column(
        "Quyết định kết nạp", "num", "Quyết định", accessor="person__admission_decision_on", kind="date"
    )
    ceremony_on = Column("Lễ kết nạp", "num", "Lễ kết nạp", accessor="person__admitted_on", kind="date")
    other_office = Column("Chức vụ chính quyền, đoàn thể", "wide", "Chính quyền, đoàn thể", asks=other_office)
    profile_number = Column(
        "Số lý lịch", "num", "Số lý lịch", right=Right.READ_NUMBERS, asks=current_number(NUMBERS.PROFILE)
    )
    card_number = Column("Số thẻ", "num", "Số thẻ", right=Right.READ_NUMBERS, asks=current_number(NUMBERS.CARD))
    citizen_number = Column(
        "Số căn cước", "num", "Số căn cước", right=Right.READ_NUMBERS, asks=current_number(NUMBERS.CITIZEN)
    )

    shown_first = (
        "full_name", "birth_on", "sex", "unit", "position", "admitted_on", "party_age", "standing", "rating",
    )  # fmt: skip
    """The columns of who chose none."""

    class Meta:
        order_by_field = "sap_xep"
        order_by = "full_name"

    def __init__(self, data, day, shown=shown_first, **kwargs):
        self.day = day
        hidden = [name for name in self.base_columns if name not in shown]
        super().__init__(data, sequence=shown, exclude=hidden, **kwargs)

    def name_year(self, rows):
        """Say in the heading which year's rating the *rows* show."""
        if "rating" not in self.columns.names():
            return
        year = next((row.rating_year for row in rows), None)
        self.columns["rating"].column.verbose_name = f"Xếp loại {year}" if year else "Xếp loại"

    def order_full_name(self, queryset, is_descending):
        order = [f"-{field}" for field in self.by_name] if is_descending else self.by_name
        return queryset.order_by(*order), True

    def order_birth_on(self, queryset, is_descending):
        return self.in_order(queryset, is_descending, "person__birth_on")

    def order_admitted_on(self, queryset, is_descending):
        return self.in_order(queryset, is_descending, "party_since")

    def order_official_on(self, queryset, is_descending):
        return self.in_order(queryset, is_descending, "person__official_on")

    def order_unit(self, queryset, is_descending):
        return self.in_order(queryset, is_descending, "unit__position", "unit__code")

    def value_full_name(self, record):
        return record.person.full_name

    def value_unit(self, record):
        return record.unit_name

    def render_residence(self, record, value):
        return value if record.is_here else NONE

    render_temporary_residence = render_occupation = render_residence

    def render_professional(self, value):
        return level_name(KINDS.PROFESSIONAL, value)

    def render_political(self, value):
        return level_name(KINDS.POLITICAL, value)

    def value_exempt_since(self, value):
        return value

    def render_exempt_since(self, value):
        return format_day(value)

    def render_badge(self, value):
        return f"{value} năm"

    def render_profile_number(self, value):
        return mask(value)

    render_card_number = render_citizen_number = render_profile_number

    def render_position(self, record):
        return position_name(record.position, record.position_kind) if record.position else "Đảng viên"

    def render_party_age(self, record):
        age = age_in_party(record.party_since, record, self.day)
        return NONE if age is None else age.years

    def value_standing(self, record):
        return "Chính thức" if record.is_official else "Dự bị"

    def render_standing(self, record):
        standing = self.value_standing(record)
        return standing if standing == "Chính thức" else format_html('<span class="tag warn">{}</span>', standing)

    def value_rating(self, record):
        if record.level:
            return Level(record.level).label
        return NotRatedReason(record.not_rated_reason).label if record.not_rated_reason else NONE

    def render_rating(self, record):
        if record.level:
            level = Level(record.level)
            return format_html('<span class="lv l{}">{}</span>', level.rank, level.label)
        return format_html('<span class="mute">{}</span>', self.value_rating(record))


class OnFileTable(PlainTable):
    """Everyone on file, member or not: rows of members.roster.on_file()."""

    by_name = ("sort_key", "pk")

    full_name = Column("Họ và tên", "wide", orderable=True, linkify=lambda record: record.get_absolute_url())
    birth_on = Column("Ngày sinh", "num", "Sinh", orderable=True)
    sex = Column("Giới", "hide", accessor="get_sex_display")
    standing = Column("Hiện nay", "wide", accessor="pk")
    unit = Column("Chi bộ sau cùng", accessor="unit_name")

    class Meta:
        order_by_field = "sap_xep"
        order_by = "full_name"

    order_full_name = PeopleTable.order_full_name

    def order_birth_on(self, queryset, is_descending):
        return self.in_order(queryset, is_descending, "birth_on")

    def __init__(self, data, day, **kwargs):
        self.day = day
        super().__init__(data, **kwargs)

    def render_standing(self, record):
        return standing_on_file(record, self.day)


def standing_on_file(record, day):
    """What someone on file is on *day*, in words; *record* is a row of members.roster.on_file()."""
    parts = [f"Trưởng thôn {record.village_name}"] if record.village_name else []
    if record.ended_on and record.ended_on <= day:
        reason = Membership.ReasonOut(record.reason_out).label
        return ", ".join([*parts, f"{reason} từ {format_day(record.ended_on)}"])
    return capfirst(", ".join([*parts, "đang sinh hoạt" if record.unit_name else "chưa là đảng viên"]))
