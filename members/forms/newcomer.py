"""Putting a person on file, with the chi bộ or the village that keeps the record from then on."""

from django import forms
from django.core.exceptions import ValidationError

from members.forms.person import PersonForm
from members.models import Membership, Person, VillageHead
from members.movements.document import record_arrival
from members.namesakes import may_be_born, namesakes
from nakhe.access import Right
from nakhe.fields import DayField
from nakhe.periods import today
from nakhe.vietnamese.dates import format_day
from units.models import Unit, Village

NO_DECISION = (Membership.ReasonIn.INTERNAL, Membership.ReasonIn.ON_FILE)
WAYS_IN = [choice for choice in Membership.ReasonIn.choices if choice[0] not in NO_DECISION]


class NewcomerForm(PersonForm):
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="Chi bộ", required=False, empty_label="không sinh hoạt đảng"
    )
    started_on = DayField(label="Sinh hoạt từ ngày", required=False)
    reason_in = forms.ChoiceField(label="Lý do vào", choices=WAYS_IN, required=False)
    decision_in = forms.CharField(label="Số quyết định", required=False, max_length=60)
    decided_in_on = DayField(label="Ngày quyết định", required=False)
    came_from = forms.CharField(label="Chuyển từ đảng bộ", required=False, max_length=200)
    village = forms.ModelChoiceField(
        Village.objects.none(), label="Trưởng thôn", required=False, empty_label="không là trưởng thôn"
    )
    headed_on = DayField(label="Trưởng thôn từ ngày", required=False)

    def __init__(self, data=None, *, reader):
        super().__init__(data, reader=reader)
        del self.fields["reason"]
        mine = Unit.objects.changeable_by(reader, Right.EDIT_PEOPLE).branches()
        self.fields["unit"].queryset = mine.as_of(today()).in_order()
        self.fields["village"].queryset = Village.objects.changeable_by(reader, Right.EDIT_PEOPLE).as_of(today())

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("unit") and not cleaned.get("village") and not {"unit", "village"} & self.errors.keys():
            self.add_error("unit", "Chọn chi bộ hoặc thôn, để có nơi giữ hồ sơ.")
        self._check_membership(cleaned)
        self._check_headship(cleaned)
        self._look_for_twins(cleaned)
        return cleaned

    def _check_membership(self, cleaned):
        unit, started_on = cleaned.get("unit"), cleaned.get("started_on")
        if not unit or "started_on" in self.errors:
            return
        if not started_on:
            self.add_error("started_on", "Ghi ngày bắt đầu sinh hoạt ở chi bộ.")
        elif not unit.is_on(started_on):
            self.add_error("started_on", f"Chi bộ này chưa có hoặc không còn vào ngày {format_day(started_on)}.")
        elif started_on > today():
            self.add_error("started_on", "Ngày này chưa tới.")

    def _check_headship(self, cleaned):
        if not cleaned.get("village") or "headed_on" in self.errors:
            return
        if not cleaned.get("headed_on"):
            self.add_error("headed_on", "Ghi ngày bắt đầu làm trưởng thôn.")
            return
        try:
            self._headship().full_clean(exclude=["person"])
        except ValidationError as error:
            self.add_error("village", error.messages)

    def _look_for_twins(self, cleaned):
        """Ask before a second record of one person is made; only among the people whom the reader sees."""
        same = namesakes(cleaned.get("full_name", ""), Person.objects.visible_to(self.reader))
        twins = [person for person in same if may_be_born(person, cleaned.get("birth_on"))]
        if twins:
            known = "; ".join(f"{person}, sinh {person.birth_on or 'chưa rõ'}" for person in twins)
            self.twins = twins
            self.ask("full_name", f"Trong sổ đã có: {known}. Đây là người khác?")

    def _headship(self):
        return VillageHead(village=self.cleaned_data["village"], started_on=self.cleaned_data["headed_on"])

    def _membership(self):
        given = ["unit", "started_on", "reason_in", "decision_in", "decided_in_on", "came_from"]
        return Membership(**{name: self.cleaned_data[name] for name in given})

    def save(self, commit=True):
        person = super().save()
        if self.cleaned_data["unit"]:
            membership = self._membership()
            membership.person = person
            record_arrival(membership, self.reader)
        if self.cleaned_data["village"]:
            headship = self._headship()
            headship.person = person
            headship.full_clean()
            headship.save()
        return person
