"""Secretaries of chi bộ on a date: education, professional level, political theory; and how many hold each."""

from members.models import Office, Qualification
from members.models.learning import education_name
from reports import links
from reports.base import Part, Report, ReportTable, short_name_on
from reports.charts import Bars
from reports.columns import Column, Count, Share
from reports.levels import (
    EXPECTED_EDUCATION,
    EXPECTED_POLITICAL,
    education_rank,
    political_name,
    political_rank,
    professional_name,
    tally,
)
from units.models import Unit

LEARNING, THEORY = "Học vấn, chuyên môn", "Lý luận chính trị"


def of_kind(kind):
    title = f"Bí thư theo {kind[:1].lower()}{kind[1:]}"
    return Bars(title, "level", ("secretaries",), table=1, only=lambda row: row["kind"] == kind)


class QualityOfSecretaries(Report):
    slug = "chat-luong-bi-thu"
    title = "Chất lượng bí thư chi bộ"
    summary = "Học vấn, chuyên môn, lý luận chính trị"
    group = "Tổ chức"
    charts = [of_kind(LEARNING), of_kind(THEORY)]

    class Table(ReportTable):
        name = Column("Họ và tên", link=links.person)
        unit = Column("Chi bộ")
        education = Column("Học vấn")
        professional_level = Column("Chuyên môn")
        political_theory = Column(THEORY)

    class Levels(ReportTable):
        is_numbered = False
        kind = Column("Tiêu chí")
        level = Column("Trình độ")
        secretaries = Count("Bí thư", total=False)
        share = Share("%", part="secretaries", whole="all", total=False)

    def parts(self):
        secretaries = list(self.rows())
        count = f"Tổng số {len(secretaries)} bí thư chi bộ."
        return [
            Part(self.Table, secretaries),
            Part(self.Levels, list(levels(secretaries)), "Tổng hợp theo trình độ", notes=[count]),
        ]

    def rows(self):
        held = Qualification.objects.as_of(self.as_of)
        offices = self.cut(Office.objects).as_of(self.as_of).secretaries().filter(unit__kind=Unit.Kind.BRANCH)
        offices = offices.select_related("person").annotate(
            unit_name=short_name_on(self.as_of),
            general=held.level_of("GENERAL", outer="person"),
            professional=held.level_of("PROFESSIONAL", outer="person"),
            political=held.level_of("POLITICAL", outer="person"),
        )
        for office in offices.order_by("unit__position", "unit__code", "person__sort_key"):
            yield {
                "person": office.person_id,
                "name": office.person.full_name,
                "unit": office.unit_name,
                "education": education_name(office.professional, office.general),
                "professional_level": professional_name(office.professional),
                "political_theory": political_name(office.political),
            }


def levels(secretaries):
    """Rows of the summary; each kind adds up to all secretaries."""
    kinds = [
        (LEARNING, "education", education_rank, EXPECTED_EDUCATION),
        (THEORY, "political_theory", political_rank, EXPECTED_POLITICAL),
    ]
    for kind, column, rank, expected in kinds:
        for level, number in tally((row[column] for row in secretaries), rank, expected):
            yield {"kind": kind, "level": level, "secretaries": number, "all": len(secretaries)}
