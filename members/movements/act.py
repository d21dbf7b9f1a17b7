"""One person, one decision: what stands on the day, and the writing that every kind of movement is made of."""

from datetime import date
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import capfirst

from members.models import Membership, Office, VillageHead
from nakhe.effects import Effects
from nakhe.periods import today
from nakhe.vietnamese.dates import PartialDate, add_months, format_day
from units.models import Unit

MONTHS_AHEAD = 12
"""A decision may lie in the future and takes effect on its day; further ahead is a slip of the pen. [P]"""


class Act:
    """*given* are the cleaned values of the movement's form. What can't be raises ValidationError by field."""

    def __init__(self, person, given, reason):
        self.person, self.given = person, given
        self.day = given["effective_on"]
        self.effects = Effects(reason)
        self.questions = []
        """Doubtful, to be confirmed: [(field, sentence)]."""

    def __getitem__(self, name):
        return self.given.get(name) or ""

    def refuse(self, message, field="effective_on"):
        raise ValidationError({field: f"{self.person}: {message}"})

    def ask(self, message, field="effective_on"):
        self.questions.append((field, f"{self.person}: {message[:1].lower()}{message[1:]}"))

    # --- What stands ---

    @cached_property
    def memberships(self):
        return list(self.person.memberships.select_related("unit").order_by("started_on"))

    @cached_property
    def current(self):
        """The membership that the movement ends or leans on: the last one, open, begun before the day."""
        last = self.memberships[-1] if self.memberships else None
        if last is None:
            self.refuse("chưa là đảng viên trong sổ này. Ghi kết nạp hoặc chuyển đến trước.", "person")
        if last.ended_on:
            left = last.get_reason_out_display().lower()
            self.refuse(f"đã ghi {left} từ {format_day(last.ended_on)}. Hủy biến động đó trước.", "person")
        if self.day <= last.started_on:
            since = f"sinh hoạt ở {last.unit} từ {format_day(last.started_on)}"
            self.refuse(f"{since}. Ngày hiệu lực phải sau ngày đó.")
        return last

    @cached_property
    def latest(self):
        return self.memberships[-1] if self.memberships else None

    def must_be_outside(self):
        """The person belongs to no chi bộ on the day or later."""
        last = self.latest
        if last and last.ended_on is None:
            self.refuse(f"đang sinh hoạt ở {last.unit} từ {format_day(last.started_on)}.", "person")
        if last and last.ended_on > self.day:
            self.refuse(f"còn sinh hoạt ở {last.unit} đến {format_day(last.ended_on)}. Ghi từ ngày đó trở đi.")

    def must_have_come(self):
        if self.day > today():
            self.refuse("ngày này chưa tới.")

    # --- What is written ---

    def must_be_open(self, unit, field):
        """*unit* takes people in on the day, and goes on; whoever ends it at this moment waits, or is seen."""
        unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
        if unit.started_on > self.day:
            self.refuse(f"{unit} chưa có vào ngày {format_day(self.day)}.", field)
        if unit.ended_on:
            self.refuse(f"{unit} kết thúc hoạt động từ {format_day(unit.ended_on)}.", field)

    def begin(self, unit, reason_in, **fields):
        self.must_be_open(unit, "to_unit" if "to_unit" in self.given else "unit")
        says = f"{Membership.ReasonIn(reason_in).label}: {unit} từ {format_day(self.day)}"
        given = {"decision_in": self["decision_number"], "decided_in_on": self.given.get("decided_on")}
        membership = Membership(
            person=self.person, unit=unit, started_on=self.day, reason_in=reason_in, **given, **fields
        )
        return self.effects.create(membership, says)

    def end(self, reason_out, **fields):
        """End the current membership, and what the person held at that chi bộ."""
        row = self.current
        says = f"{Membership.ReasonOut(reason_out).label}: {row.unit} từ {format_day(self.day)}"
        given = {"decision_out": self["decision_number"], "decided_out_on": self.given.get("decided_on")}
        self.effects.change(row, says, ended_on=self.day, reason_out=reason_out, **given, **fields)

    def end_offices(self, unit=None):
        """End the Party offices held on the day, at *unit* or everywhere."""
        held = Office.objects.filter(Q(ended_on=None) | Q(ended_on__gt=self.day), person=self.person)
        held = held.filter(position__in=Office.PARTY).select_related("unit")
        for office in held.filter(unit=unit) if unit else held:
            self._end_period(office, f"Thôi {office.full_title} ({office.unit})")

    def end_headship(self):
        headships = VillageHead.objects.filter(Q(ended_on=None) | Q(ended_on__gt=self.day), person=self.person)
        for head in headships.select_related("village"):
            self._end_period(head, f"Thôi trưởng thôn {head.village}")

    def end_breaks(self, *models):
        """End exemptions, suspensions, absences … that still run on the day."""
        for model in models:
            for row in model.objects.filter(Q(ended_on=None) | Q(ended_on__gt=self.day), person=self.person):
                self._end_period(row, f"Hết {row._meta.verbose_name}")

    def _end_period(self, row, says):
        if row.started_on >= self.day:
            begins = format_day(row.started_on)
            self.refuse(f"đã ghi “{row._meta.verbose_name}” bắt đầu ngày {begins}, không trước ngày hiệu lực.")
        self.effects.change(row, f"{says} từ {format_day(self.day)}", ended_on=self.day)

    def open_break(self, model):
        """The row of *model* in force on the day, or None."""
        return model.objects.as_of(self.day).filter(person=self.person).first()

    def begin_break(self, model, **fields):
        self.current  # noqa: B018 – a break needs a membership on the day; refused without
        if row := self.open_break(model):
            self.refuse(f"đang {row._meta.verbose_name} từ {format_day(row.started_on)}.")
        given = {"decision_number": self["decision_number"], "decided_on": self.given.get("decided_on")}
        row = model(person=self.person, started_on=self.day, **given, **fields)
        self.effects.create(row, f"{capfirst(model._meta.verbose_name)} từ {format_day(self.day)}")

    def end_break(self, model, nothing):
        """End what is in force on the day; refuse with the sentence *nothing* when there is none."""
        row = self.open_break(model)
        if row is None:
            self.refuse(nothing, "person")
        self._end_period(row, f"Hết {row._meta.verbose_name}")

    def change_person(self, says="", **values):
        self.effects.change(self.person, says, **values)

    def partial(self, day=None):
        return PartialDate.of(day or self.day)


def too_far(day):
    """A sentence against a day that no decision can name, or None."""
    if day > add_months(today(), MONTHS_AHEAD):
        return f"Ngày này còn hơn {MONTHS_AHEAD} tháng nữa. Kiểm tra lại năm."
    if day < date(1930, 2, 3):
        return "Trước ngày thành lập Đảng (03/02/1930). Kiểm tra lại năm."
    return None
