"""The settings of a rating year: to open one, and to put an open one right."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from members.forms.decision import SeenFirst
from members.forms.questions import AsksQuestions
from members.forms.rating_targets import TargetRow, targets_of
from members.forms.shown import RemembersWhatItShowed
from members.rating_preview import RollPreview
from members.rating_steps import open_year
from nakhe.audit import because
from nakhe.fields import DayField
from nakhe.vietnamese.dates import add_months, format_day
from units.models import RatingCampaign, RatingRegime

DEADLINES = ("self_rating_by", "vote_by", "proposal_by", "decision_by")
"""In their order."""
CAP = ("cap_base", "cap_rate", "cap_scope", "cap_decision")


class YearForm(AsksQuestions, SeenFirst, RemembersWhatItShowed, forms.ModelForm):
    """*instance* says already whose year it is, and which."""

    class Meta:
        model = RatingCampaign
        fields = ["regime", "assessed_on", *DEADLINES, *CAP]
        field_classes = dict.fromkeys(["assessed_on", *DEADLINES], DayField)
        labels = {"assessed_on": "Ngày đánh giá", "cap_decision": "Số văn bản cho phép trần khác"}
        help_texts = {
            "assessed_on": "Thường là 31/12. Ai được xếp loại tính theo hồ sơ của ngày này.",
            "cap_decision": "Cần ghi khi trần cao hơn quy định.",
        }
        error_messages = {
            "regime": {"required": "Chọn quy định của năm."},
            "assessed_on": {"required": "Ghi ngày đánh giá."},
            "cap_rate": {"required": "Ghi trần, theo phần trăm.", "invalid": "Ghi một số từ 0 đến 100."},
        }

    def __init__(self, data=None, *, instance):
        super().__init__(data, instance=instance)
        self.fields["regime"].queryset = RatingRegime.objects.all()
        self.fields["regime"].empty_label = "chọn"
        for name, form_field in self.fields.items():
            form_field.widget.attrs |= {"autocomplete": "off"}
            if name in ("cap_rate", "cap_decision"):
                form_field.widget.attrs["class"] = "w8" if name == "cap_rate" else "w18"
        of_year, former = targets_of(instance)
        is_new = instance.pk is None
        self.targets = [TargetRow(self, each, instance.year, ticked=is_new) for each in [*of_year, *former]]

    @property
    def remembered(self):
        return [*self._meta.fields, *(name for row in self.targets for name in row.fields)]

    @property
    def deadlines(self):
        return [self[name] for name in DEADLINES]

    @property
    def cap(self):
        return [self[name] for name in CAP]

    def clean(self):
        cleaned = super().clean()
        self._check_order(cleaned)
        self._check_cap(cleaned)
        self._ask_about_the_year(cleaned)
        for row in self.targets:
            row.check()
        return cleaned

    def _check_order(self, cleaned):
        """One step after the other; a deadline that was left empty stands nowhere."""
        given = [(name, cleaned[name]) for name in DEADLINES if cleaned.get(name)]
        for (before, first), (after, second) in zip(given, given[1:], strict=False):
            if second < first:
                label = self.fields[before].label.lower()
                self.add_error(after, f"Ghi một ngày từ {format_day(first)} ({label}) trở đi.")

    def _check_cap(self, cleaned):
        regime, rate = cleaned.get("regime"), cleaned.get("cap_rate")
        if regime and rate is not None and rate > regime.cap_rate and not cleaned.get("cap_decision"):
            self.add_error(
                "cap_decision",
                f"Trần {rate} % cao hơn {regime.cap_rate} % của {regime.citation}: ghi số văn bản cho phép.",
            )

    def _ask_about_the_year(self, cleaned):
        year, regime, day = self.instance.year, cleaned.get("regime"), cleaned.get("assessed_on")
        if regime and not is_of(regime, year):
            until = f"đến năm {regime.last_year}" if regime.last_year else "trở đi"
            self.ask("regime", f"{regime} áp dụng từ năm {regime.first_year} {until}. Vẫn dùng cho năm {year}?")
        if day and day.year != year:
            self.ask("assessed_on", f"Ngày đánh giá {format_day(day)} không thuộc năm {year}. Vẫn dùng ngày này?")

    # --- Opening ---

    @property
    def preview(self):
        if not hasattr(self, "_preview"):
            self._preview = RollPreview(self.instance)
        return self._preview

    @property
    def told(self):
        settings = {name: str(self.cleaned_data.get(name)) for name in self.fields}
        return [self.instance.year, self.instance.unit_id, settings, self.preview.told]

    def open(self, by):
        """The opened campaign, or None: then an error of the form says why."""
        try:
            with transaction.atomic():
                campaign = open_year(self.instance, by)
                self._save_targets("Mở đợt xếp loại")
        except ValidationError as refused:
            self.instance.pk = None
            self.refuse(refused)
            return None
        return campaign

    # --- Putting right ---

    def save(self):
        reason = "Sửa thiết lập đợt xếp loại"
        with transaction.atomic(), because(reason):
            super().save()
            self._save_targets(reason)

    def _save_targets(self, reason):
        with because(reason):
            for row in self.targets:
                row.save()


def is_of(regime, year):
    return regime.first_year <= year and (regime.last_year is None or year <= regime.last_year)


def proposed(committee, year):
    """An unsaved campaign of *year* as the last one suggests: its regime by the year, its deadlines a year on."""
    regime = next((each for each in RatingRegime.objects.order_by("-first_year") if is_of(each, year)), None)
    last = RatingCampaign.objects.filter(unit=committee, year__lt=year).order_by("-year").first()
    campaign = RatingCampaign(unit=committee, year=year, regime=regime, assessed_on=date(year, 12, 31))
    if regime:
        campaign.cap_base, campaign.cap_rate = regime.cap_base, regime.cap_rate
    if last:
        campaign.cap_scope = last.cap_scope
        for name in DEADLINES:
            setattr(campaign, name, _years_on(getattr(last, name), year - last.year))
    return campaign


def _years_on(day, years):
    return day and add_months(day, 12 * years)
