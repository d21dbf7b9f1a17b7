"""The ratings of a year person by person, chi bộ by chi bộ: the list that goes with the decision."""

from django.db.models import OuterRef, Subquery

from members.models import MemberRating, Office
from members.models.offices import position_name
from members.rating_sheets import Part as Subjects
from members.roster import unit_name
from nakhe.vietnamese.dates import PartialDate, format_day
from reports import links
from reports.base import Part, Report, ReportTable
from reports.columns import Column, Count, DateColumn, Score
from reports.rating_results import MISSING, NO_RESULT, RESULTS, asked_of_records
from reports.rating_years import open_notes, sheets, without_result
from reports.rows import Merged, Rows, each, settled
from units.models import Level, Step, Unit
from units.models.ratings import VOTES

ORDER = ("unit__position", "unit__code", "person__sort_key", "person")
"""As “order” of a row has it."""


def votes(level):
    return Count(level.label, under="Phiếu của chi bộ", total=False)


class RatingList(Report):
    slug = "xep-loai-chi-tiet"
    title = "Danh sách xếp loại đảng viên"
    summary = "Từng người: tự xếp loại, chi ủy, phiếu, chi bộ, đảng ủy, lý do, quyết định"
    group = "Xếp loại"
    parameters = ("year", "result", "order", "unit")
    orders = ("name", "birth_on", "unit", "score")

    class Scored(ReportTable):
        name = Column("Họ và tên", link=links.person)
        birth_on = DateColumn("Ngày sinh")
        office = Column("Chức vụ", css="nb")
        unit = Column("Chi bộ", css="nb")
        self_level = Column("Tự xếp loại")
        committee_level = Column("Chi ủy")
        present = Count("Có mặt", under="Phiếu của chi bộ", total=False)
        votes_excellent = votes(Level.EXCELLENT)
        votes_good = votes(Level.GOOD)
        votes_completed = votes(Level.COMPLETED)
        votes_not_completed = votes(Level.NOT_COMPLETED)
        proposed = Column("Chi bộ đề nghị", css="nb")
        result = Column("Đảng ủy xếp loại", css="nb")
        score = Score("Điểm")
        reason = Column("Lý do", css="roomy")
        decision = Column("Số, ngày quyết định", css="nb")
        note = Column("Ghi chú xếp loại", css="roomy")

    class Table(Scored):
        class Meta:
            exclude = ("score",)

    def parts(self):
        uses_scores = self.campaign is not None and self.campaign.regime.uses_scores
        rows = settled(self.rows())
        return [Part(self.Scored if uses_scores else self.Table, rows, notes=self.notes_of(rows))]

    def rows(self):
        if self.version:
            return Rows(self._records(), each(self._of_record))
        return Merged([self._rated(), *self._missing()], key=lambda row: row["order"])

    def notes(self, rows):
        asked = RESULTS.get(self.given.result)
        counted = f"{asked.label}: {len(rows)} đảng viên." if asked else f"{len(rows)} đảng viên."
        return [counted, *open_notes(self, Subjects.MEMBERS)]

    # --- From the version of a locked year ---

    def _records(self):
        records = self.records(Subjects.MEMBERS)
        return records.filter(asked_of_records(self.given.result)) if self.given.result else records

    def _of_record(self, record):
        return {
            "person": record.person_id,
            "name": record.name,
            "birth_on": PartialDate.from_iso(record.birth_on) if record.birth_on else None,
            "office": record.office,
            "unit": record.unit_short_name,
            "present": record.present,
            "proposed": told(record.proposed_level, record.proposed_reason),
            "result": result_of(record),
            "reason": record.get_not_rated_reason_display() or record.reason,
            **papers_of(record),
        }

    # --- From the stored ratings ---

    def _rated(self):
        """Those with a result; of a frozen list those without one, too."""
        ratings = self.listed(MemberRating.objects) if self.is_listed else self.ratings(MemberRating.objects)
        if self.given.result:
            ratings = ratings.filter(RESULTS[self.given.result].given)
        ratings = ratings.select_related("person", "reason", "unit").annotate(**self._named()).order_by(*ORDER)
        lists = self._lists()
        return Rows(ratings, each(lambda rating: self._of_rating(rating, *lists.get(rating.unit_id, (None, None)))))

    def _lists(self):
        """{chi bộ: (step, how many were present)} of the lists of the year."""
        if not self._is_of_year:
            return {}
        rows = sheets(self, Subjects.MEMBERS).values_list("unit", "step", "present")
        return {unit: of_list for unit, *of_list in rows}

    def _missing(self):
        """Those of the record, while nobody has frozen the lists: one source of rows, or none."""
        if self.is_locked or self.is_listed or self.given.result not in ("", MISSING):
            return []
        members = without_result(self).select_related("person", "unit").annotate(**self._named()).order_by(*ORDER)
        return [Rows(members, each(lambda member: self._person(member) | {"result": NO_RESULT}))]

    def _named(self):
        """The name of the chi bộ, and the Party office held in it, on the assessment date."""
        held = Office.objects.as_of(self.as_of).filter(position__in=Office.PARTY)
        held = held.filter(person=OuterRef("person"), unit=OuterRef("unit")).in_rank_order()
        return {"named": unit_name(self.as_of), "position": Subquery(held.values("position")[:1])}

    def _of_rating(self, rating, step, present):
        """What stands is the chi bộ's until it is proposed, and the committee's once the list is decided."""
        is_proposed, is_decided = step is None or step >= Step.PROPOSED, step in (None, Step.DECIDED) or self.is_locked
        standing = (rating.level, rating.not_rated_reason)
        proposed = (rating.proposed_level, rating.proposed_reason) if is_proposed else standing
        return self._person(rating) | {
            "present": present,
            "proposed": told(*proposed),
            "result": result_of(rating) if is_decided or not rating.has_result else "",
            "reason": reason_of(rating),
            **papers_of(rating),
        }

    def _person(self, row):
        """What is known of whoever *row*, a rating or a membership, is about."""
        person, unit = row.person, row.unit
        return {
            "order": (unit.position, unit.code, person.sort_key, person.pk),
            "person": person.pk,
            "name": person.full_name,
            "birth_on": person.birth_on,
            "office": position_name(row.position, Unit.Kind.BRANCH) if row.position else "",
            "unit": row.named,
        }


def result_of(row):
    """Of a rating or a record."""
    return told(row.level, row.not_rated_reason) or NO_RESULT


def told(level, not_rated_reason):
    """The level, or that there is none; the reason has its own column."""
    return Level(level).label if level else "Không xếp loại" if not_rated_reason else ""


def papers_of(row):
    """What a rating and a record have under the same names."""
    return {
        "self_level": row.get_self_level_display(),
        "committee_level": row.get_committee_level_display(),
        **dict(zip(VOTES.values(), row.votes, strict=True)),
        "score": row.score,
        "decision": decision_of(row),
        "note": row.note,
    }


def reason_of(rating):
    """Why there is no level or, under a level, its sub-code with its text."""
    if rating.not_rated_reason:
        return rating.get_not_rated_reason_display()
    return ": ".join(filter(None, [str(rating.reason), rating.reason.text])) if rating.reason else ""


def decision_of(rating):
    """“118-QĐ/ĐU, 22/12/2023”."""
    day = format_day(rating.decided_on) if rating.decided_on else ""
    return ", ".join(filter(None, [rating.decision_number, day]))
