"""Disciplines and commendations of a period, each told with the chi bộ in which it found the person."""

from collections import Counter

from django.db.models import BigIntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from members.models import Commendation, Discipline, Membership, VillageHead
from reports import links
from reports.base import Part, Report, ReportTable, short_name_on
from reports.belonging import belonged_to, under_report
from reports.columns import Column, DateColumn, YesNo
from reports.rows import Rows, each, settled

ENDS_NOTE = "Sổ chỉ ghi khôi phục đảng tịch sau khai trừ; ngày chấm dứt hiệu lực của hình thức khác chưa có trong sổ."


class DisciplineAndCommendation(Report):
    slug = "ky-luat-khen-thuong"
    title = "Kỷ luật, khen thưởng"
    summary = "Từng quyết định trong kỳ: hình thức, ngày, số, cấp; đảng viên và tổ chức"
    group = "Đảng viên"
    parameters = ("from", "as_of", "order", "unit")
    orders = ("name", "unit", "decided_on")

    class Table(ReportTable):
        name = Column("Họ và tên", link=links.person)
        unit = Column("Chi bộ")
        form = Column("Hình thức")
        decided_on = DateColumn("Ngày quyết định")
        decision_number = Column("Số quyết định")
        reason = Column("Nội dung vi phạm")
        self_remedied = YesNo("Tự phát hiện, đã khắc phục", total=False)
        restored_on = DateColumn("Khôi phục đảng tịch")

    class Commendations(ReportTable):
        name = Column("Cá nhân, tập thể", link=links.person_or_unit)
        kind = Column("Đối tượng")
        unit = Column("Chi bộ")
        form = Column("Hình thức")
        decided_on = DateColumn("Ngày quyết định")
        decision_number = Column("Số quyết định")
        given_by = Column("Cấp khen thưởng")
        reason = Column("Thành tích")

    def parts(self):
        disciplines, commendations = settled(self.rows()), settled(self._commendations())
        notes = [discipline_note(disciplines), ENDS_NOTE] if disciplines else ["Không có kỷ luật nào trong kỳ."]
        return [
            Part(self.Table, disciplines, "Kỷ luật", notes=notes),
            Part(self.Commendations, commendations, "Khen thưởng", notes=[commendation_note(commendations)]),
        ]

    def rows(self):
        restored = Membership.objects.filter(
            person=OuterRef("person"), reason_in=Membership.ReasonIn.RESTORED, started_on__gte=OuterRef("decided_on")
        ).filter(started_on__lte=self.as_of)
        disciplines = self._decided(Discipline.objects).annotate(
            unit_then=belonged_to("decided_on"),
            restored_on=Subquery(restored.order_by("started_on").values("started_on")[:1]),
        )
        ordered = self._under_report(disciplines).order_by("decided_on", "person__sort_key", "pk")
        return Rows(ordered.select_related("person"), each(disciplined))

    def _commendations(self):
        commendations = self._decided(Commendation.objects).annotate(
            unit_then=Coalesce("unit", belonged_to("decided_on"), headed_in(), output_field=BigIntegerField())
        )
        ordered = self._under_report(commendations).order_by("decided_on", "person__sort_key", "pk")
        return Rows(ordered.select_related("person", "unit"), each(commended))

    def _decided(self, manager):
        return manager.visible_to(self.reader, self.right).filter(decided_on__range=(self.first, self.as_of))

    def _under_report(self, decisions):
        decisions = decisions.annotate(unit_name=short_name_on(self.as_of, "unit_then"))
        return under_report(self, decisions, "decided_on")


def headed_in():
    """The commune of the village that the person headed: a head who is no member may be commended, too."""
    heads = VillageHead.objects.as_of(OuterRef("decided_on")).filter(person=OuterRef("person"))
    return Subquery(heads.values("village__unit")[:1])


def decided(row):
    """What both tables say of a decision."""
    return {
        "unit": row.unit_name,
        "decided_on": row.decided_on,
        "decision_number": row.decision_number,
        "reason": row.reason,
    }


def disciplined(row):
    return decided(row) | {
        "person": row.person_id,
        "name": row.person.full_name,
        "form": row.get_form_display(),
        "self_remedied": row.self_remedied,
        "restored_on": row.restored_on,
    }


def commended(row):
    return decided(row) | {
        "person": row.person_id,
        "pk": row.unit_id,
        "name": row.person.full_name if row.person else row.unit_name,
        "kind": "Cá nhân" if row.person else "Tập thể",
        "form": row.form,
        "given_by": row.given_by,
    }


def discipline_note(rows):
    """“3 quyết định kỷ luật đối với 2 đảng viên: khiển trách 2, cảnh cáo 1; 1 tự phát hiện, đã khắc phục.”"""
    forms = Counter(row["form"] for row in rows)
    told = ", ".join(f"{form.lower()} {forms[form]}" for form in Discipline.Form.labels if forms[form])
    people, remedied = len({row["person"] for row in rows}), sum(row["self_remedied"] for row in rows)
    return f"{len(rows)} quyết định kỷ luật đối với {people} đảng viên: {told}; {remedied} tự phát hiện, đã khắc phục."


def commendation_note(rows):
    if not rows:
        return "Không có khen thưởng nào trong kỳ."
    people = sum(row["person"] is not None for row in rows)
    return f"{len(rows)} lượt khen thưởng: {people} cá nhân, {len(rows) - people} tập thể."
