"""The form of a congress: when, which term, and who was elected to what, chosen among the members of that day."""

from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError

from members.congress import candidates, preview, record
from members.forms.decision import DecisionForm
from members.models import Office
from members.models.offices import position_name
from nakhe.fields import DayField
from nakhe.periods import today
from nakhe.vietnamese.dates import DateError, format_day, parse_day
from units.models import Congress, Unit

ELECTED = "chuc_"
ONCE = Office.Position.SECRETARY


class CongressForm(DecisionForm):
    ordinal = forms.IntegerField(label="Đại hội lần thứ", min_value=1, max_value=99)
    held_on = DayField(label="Ngày đại hội")
    first_year = forms.IntegerField(label="Nhiệm kỳ từ năm", min_value=1930, max_value=2100)
    last_year = forms.IntegerField(
        label="đến năm", min_value=1930, max_value=2100, help_text="Chi bộ: 5 năm từ 01/07/2025, trước đó 2,5 năm."
    )
    members_entitled = forms.IntegerField(label="Đảng viên được triệu tập", min_value=0, max_value=9999, required=False)
    members_present = forms.IntegerField(label="Đảng viên dự", min_value=0, max_value=9999, required=False)
    elects_committee = forms.BooleanField(label="Đại hội bầu cấp ủy", required=False)
    decision_number = forms.CharField(label="Số quyết định chuẩn y", max_length=60, required=False)
    decided_on = DayField(label="Ngày quyết định", required=False)
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)

    def __init__(self, unit, data=None):
        self.unit = unit
        super().__init__(data, self._suggested(unit))
        self.members = candidates(unit, self._day())
        self._name_for_a_committee_above()
        for membership in self.members:
            choices = [("", "–"), *self.positions]
            label = f"Chức vụ của {membership.person}"
            self.fields[f"{ELECTED}{membership.person_id}"] = forms.ChoiceField(
                label=label, choices=choices, required=False
            )
        for name in ("ordinal", "held_on", "first_year", "last_year", "members_entitled", "members_present"):
            self.fields[name].widget.attrs |= {"class": "w8", "autocomplete": "off"}
        self.fields["note"].widget.attrs["class"] = "w100"

    @property
    def at_branch(self):
        return self.unit.kind in (Unit.Kind.BRANCH, Unit.Kind.CELL)

    def _name_for_a_committee_above(self):
        """Delegates come to the congress of a đảng bộ, all members to that of a chi bộ."""
        if not self.at_branch:
            self.fields["members_entitled"].label = "Đại biểu được triệu tập"
            self.fields["members_present"].label = "Đại biểu dự"
            self.fields["last_year"].help_text = ""

    @staticmethod
    def _suggested(unit):
        last = Congress.objects.filter(unit=unit).order_by("-ordinal").first()
        year = today().year
        has_committee = unit.committees.as_of(today()).exists()
        return {
            "ordinal": last.ordinal + 1 if last else 1, "first_year": year,
            "last_year": year + 5, "elects_committee": has_committee or unit.kind != Unit.Kind.BRANCH,
        }  # fmt: skip

    def _day(self):
        """The day whose members may be elected: that of the congress as soon as it can be read."""
        try:
            return parse_day(self.data.get("held_on") or "")
        except DateError:
            return today()

    @property
    def positions(self):
        left_out = {Office.Position.STANDING_MEMBER} if self.at_branch else set()
        return [(p.value, position_name(p, self.unit.kind)) for p in Office.PARTY if p not in left_out]

    @property
    def branches(self):
        """[(heading, [(membership, its field)])]: those in office now, then chi bộ by chi bộ."""
        held = dict(Office.objects.as_of(self._day()).filter(unit=self.unit, position__in=Office.PARTY)
                    .in_rank_order().reverse().values_list("person", "position"))  # fmt: skip
        for row in self.members:
            row.holds = position_name(held[row.person_id], self.unit.kind) if row.person_id in held else ""
        order = Office.Position.values.index
        sitting = sorted((row for row in self.members if row.holds), key=lambda row: order(held[row.person_id]))
        others = [row for row in self.members if not row.holds]
        groups = [(str(unit), list(rows)) for unit, rows in groupby(others, key=lambda row: row.unit)]
        groups = [("Đang giữ chức", sitting), *groups] if sitting else groups
        return [(heading, [(row, self[f"{ELECTED}{row.person_id}"]) for row in rows]) for heading, rows in groups]

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day > today():
            raise ValidationError("Đại hội chưa tới ngày này; ghi sau khi họp xong.")
        return day

    def clean(self):
        cleaned = super().clean()
        if (cleaned.get("first_year") or 0) > (cleaned.get("last_year") or 9999):
            self.add_error("last_year", "Năm cuối nhiệm kỳ không được trước năm đầu.")
        if not self.errors:
            self._check_elected()
        if not self.errors:
            self._try(cleaned)
        return cleaned

    def _check_elected(self):
        offered = {f"{ELECTED}{row.person_id}" for row in self.members}
        chosen = {name for name, value in self.data.items() if name.startswith(ELECTED) and value}
        if gone := chosen - offered:
            day = format_day(self.cleaned_data["held_on"])
            raise ValidationError(f"{len(gone)} người đã chọn không sinh hoạt ở đây ngày {day}. Xem lại danh sách.")
        if [position for _, position in self.elected].count(ONCE) > 1:
            raise ValidationError("Chỉ chọn một bí thư.")
        if not self.elected:
            raise ValidationError("Chọn ít nhất một người được bầu.")

    @property
    def elected(self):
        """[(membership, position)], the higher office first."""
        given = [(row, self.cleaned_data.get(f"{ELECTED}{row.person_id}")) for row in self.members]
        order = Office.Position.values.index
        return sorted([pair for pair in given if pair[1]], key=lambda pair: order(pair[1]))

    def _try(self, cleaned):
        try:
            self.preview = preview(self.unit, cleaned, self.elected)
        except ValidationError as refused:
            self.refuse(refused)

    @property
    def told(self):
        given = {name: value for name, value in self.cleaned_data.items() if name != "batch"}
        return [self.unit.pk, given, self.preview.sentences, self.preview.remarks]

    def save(self, by):
        return record(self.unit, self.cleaned_data, self.elected, by, self.cleaned_data["batch"])
