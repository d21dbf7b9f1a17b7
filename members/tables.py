"""The columns of the member lists: the same ones on screen and in the exported file."""

import django_tables2 as tables
from django.db.models import F
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from members.models import Membership
from members.models.offices import position_name
from members.roster import age_in_party
from nakhe.vietnamese.dates import format_day
from units.models import Level, NotRatedReason

NONE = "–"


class Column(tables.Column):
    """A column with its class and, for the cards of a phone, the label before its value."""

    def __init__(self, heading, css="", phone_label="", **kwargs):
        kwargs.setdefault("orderable", False)
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
    birth_on = Column("Ngày sinh", "num", "Sinh", accessor="person__birth_on", orderable=True)
    sex = Column("Giới", "hide", accessor="person__get_sex_display")
    unit = Column("Chi bộ", accessor="unit_name", orderable=True, linkify=lambda record: unit_link(record.unit_id))
    position = Column("Chức vụ đảng", accessor="position", empty_values=())
    admitted_on = Column("Vào Đảng", "num", "Vào Đảng", accessor="party_since", orderable=True)
    party_age = Column("Tuổi đảng", "num hide", "Tuổi đảng", accessor="party_since")
    standing = Column("Tư cách", accessor="person__official_on", empty_values=())
    rating = Column("Xếp loại", accessor="level", empty_values=())

    class Meta:
        order_by_field = "sap_xep"
        order_by = "full_name"

    def __init__(self, data, day, **kwargs):
        self.day = day
        super().__init__(data, **kwargs)

    def name_year(self, rows):
        """Say in the heading which year's rating the *rows* show."""
        year = next((row.rating_year for row in rows), None)
        self.columns["rating"].column.verbose_name = f"Xếp loại {year}" if year else "Xếp loại"

    def order_full_name(self, queryset, is_descending):
        order = [f"-{field}" for field in self.by_name] if is_descending else self.by_name
        return queryset.order_by(*order), True

    def order_birth_on(self, queryset, is_descending):
        return self.in_order(queryset, is_descending, "person__birth_on")

    def order_admitted_on(self, queryset, is_descending):
        return self.in_order(queryset, is_descending, "party_since")

    def order_unit(self, queryset, is_descending):
        return self.in_order(queryset, is_descending, "unit__position", "unit__code")

    def value_full_name(self, record):
        return record.person.full_name

    def value_unit(self, record):
        return record.unit_name

    def render_position(self, record):
        return position_name(record.position, record.position_kind) if record.position else "Đảng viên"

    def render_party_age(self, record):
        age = age_in_party(record.party_since, record, self.day)
        return NONE if age is None else age.years

    def value_standing(self, record):
        official = record.person.official_on
        return "Chính thức" if official and official.first_day <= self.day else "Dự bị"

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
        parts = [f"Trưởng thôn {record.village_name}"] if record.village_name else []
        if record.ended_on and record.ended_on <= self.day:
            reason = Membership.ReasonOut(record.reason_out).label
            return ", ".join([*parts, f"{reason} từ {format_day(record.ended_on)}"])
        return capfirst(", ".join([*parts, "đang sinh hoạt" if record.unit_name else "chưa là đảng viên"]))
