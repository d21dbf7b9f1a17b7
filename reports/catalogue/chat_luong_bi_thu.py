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
    UNKNOWN,
    education_rank,
    political_name,
    political_rank,
    professional_name,
    tally,
)
from reports.other_day import beside_each, on_other_day, with_before
from units.models import Unit

LEARNING, THEORY = "Học vấn, chuyên môn", "Lý luận chính trị"
RANKS = {LEARNING: education_rank, THEORY: political_rank}


def of_kind(kind):
    title = f"Bí thư theo {kind[:1].lower()}{kind[1:]}"
    return Bars(title, "level", ("secretaries",), table=1, only=lambda row: row["kind"] == kind)


def secretaries_of(day="as_of"):
    """The list of the secretaries with the row's level on the report's day named *day*."""

    def link(report, record):
        return links.of_report("chat-luong-bi-thu", day, **record["asked"])(report, None)

    return link


class QualityOfSecretaries(Report):
    slug = "chat-luong-bi-thu"
    title = "Chất lượng bí thư chi bộ"
    summary = "Học vấn, chuyên môn, lý luận chính trị"
    group = "Tổ chức"
    parameters = ("as_of", "beside", "education", "theory", "order", "unit")
    orders = ("name", "unit")
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
        secretaries = Count("Bí thư", total=False, link=secretaries_of())
        share = Share("%", part="secretaries", whole="all", total=False)

    def parts(self):
        secretaries, other = list(self.rows()), on_other_day(self)
        shown = [row for row in secretaries if self._is_meant(row)]
        summary, table = list(levels(secretaries)), self.Levels
        if other:
            summary = beside_each(summary, list(levels(list(other.rows()))), "secretaries", level_of)
            summary.sort(key=lambda row: (row["kind"], RANKS[row["kind"]](row["level"])))
            table = with_before(table, other, secretaries_of("beside"))
        return [
            Part(self.Table, shown, notes=[f"{len(shown)} trên {len(secretaries)} bí thư chi bộ."]),
            Part(table, summary, "Tổng hợp theo trình độ", notes=[count_note(len(secretaries))]),
        ]

    def _is_meant(self, row):
        """The list behind a number of the summary."""
        given = self.given
        return given.education in ("", row["education"] or UNKNOWN) and given.theory in (
            "", row["political_theory"] or UNKNOWN
        )  # fmt: skip

    @property
    def subtitle(self):
        return "; ".join(filter(None, [super().subtitle, self.given.education, self.given.theory]))

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


def count_note(number):
    return (
        f"Tổng số {number} bí thư chi bộ; tỷ lệ % tính trên tổng số. Học vấn: trình độ chuyên môn, ai không có thì lớp "
        f"phổ thông. “{UNKNOWN}”: sổ chưa ghi. Chi bộ chưa có bí thư không có trong bảng."
    )


def level_of(row):
    return row["kind"], row["level"]


def levels(secretaries):
    """Rows of the summary; each kind adds up to all secretaries."""
    kinds = [
        (LEARNING, "education", "hoc_van", EXPECTED_EDUCATION),
        (THEORY, "political_theory", "ly_luan", EXPECTED_POLITICAL),
    ]
    for kind, column, asked, expected in kinds:
        for level, number in tally((row[column] for row in secretaries), RANKS[kind], expected):
            row = {"kind": kind, "level": level, "secretaries": number, "all": len(secretaries)}
            yield row | {"asked": {asked: level}}
