"""What a committee has laid down about its papers: to whom they go, their symbols, who signs; for a period."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from members.models.person import Person
from nakhe.periods import NoOverlap, Period
from units.scoping import ScopedPeriodQuerySet

SYMBOL = RegexValidator(r"^[^\W\d_]+[/-][^\W\d_]+(?:[/-][^\W\d_]+)*$", "Ghi như “BC/ĐU” hoặc “BC-ĐU”.")
"""“BC/ĐU”, after the number's dash (domain.md §7: “Số 15-BC/ĐU”). No regulation was read in full: it is data. [S]"""


class LetterheadSetting(Period):
    """An empty field says nothing: for symbols the nearest committee above speaks, else what is usual."""

    class Signs(models.TextChoices):
        SECRETARY = "SECRETARY", "Bí thư"
        FOR_SECRETARY = "FOR_SECRETARY", "Phó Bí thư, ký thay (K/T BÍ THƯ)"
        DEPUTY = "DEPUTY", "Phó Bí thư"

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="letterheads", verbose_name="tổ chức")
    recipients = models.TextField("nơi nhận", max_length=600, blank=True)
    report_symbol = models.CharField("ký hiệu báo cáo", max_length=30, blank=True, validators=[SYMBOL])
    proposal_symbol = models.CharField("ký hiệu tờ trình", max_length=30, blank=True, validators=[SYMBOL])
    decision_symbol = models.CharField("ký hiệu quyết định", max_length=30, blank=True, validators=[SYMBOL])
    on_behalf_of = models.CharField("thay mặt", max_length=60, blank=True)
    signs = models.CharField("người ký là", max_length=13, choices=Signs, default=Signs.SECRETARY)
    signer = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người ký được chọn"
    )

    objects = ScopedPeriodQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = "thiết lập đầu văn bản"
        verbose_name_plural = "thiết lập đầu văn bản"
        ordering = ["unit", "-started_on"]
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(name="members_letterheadsetting_no_overlap", subject="unit"),
        ]

    def __str__(self):
        return f"Đầu văn bản của {self.unit} từ {self.started_on:%d/%m/%Y}"

    def clean(self):
        if len(self.recipients.splitlines()) > MOST_RECIPIENTS:
            raise ValidationError({"recipients": f"Ghi nhiều nhất {MOST_RECIPIENTS} dòng."})


MOST_RECIPIENTS = 12
INHERITED = ("report_symbol", "proposal_symbol", "decision_symbol")
"""What a unit without its own takes from the nearest above."""
