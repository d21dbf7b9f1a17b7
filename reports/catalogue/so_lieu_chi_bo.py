"""The figures of every chi bộ on a date (form BM5): who is in it, learning, badges, the ratings of the latest year."""

from django.db.models import Exists, OuterRef

from members import narrowing, standings
from members.roster import latest_rating
from reports import links
from reports.base import Report, ReportTable
from reports.charts import Bars
from reports.columns import Column, Count
from reports.rating_columns import LEVELS
from units.models import Committee, Level

THEORY = dict(zip(narrowing.THEORY, ("elementary", "intermediate", "advanced"), strict=True))
"""{key of the filter: column}."""


def of_theory(heading, key):
    return Count(heading, under="Lý luận chính trị", link=links.people(ly_luan=key))


def of_level(level):
    return Count(level.label, under="Xếp loại năm gần nhất", link=links.people(xep_loai=level.value))


class FiguresOfBranches(Report):
    slug = "so-lieu-chi-bo"
    title = "Số liệu chi bộ"
    summary = "Mẫu BM5: chi ủy, đảng số, cơ cấu, lý luận, huy hiệu, xếp loại"
    group = "Tổ chức"
    parameters = ("as_of", "beside", "unit")
    charts = [Bars("Đảng viên theo chi bộ", "name", ("members",))]

    class Table(ReportTable):
        name = Column("Chi bộ", accessor="short_name", link=links.unit)
        committee_members = Count("Chi ủy viên", link=links.people(chi_uy="1"))
        members = Count("Đảng số", link=links.people())
        women = Count("Nữ", under="Trong đó", link=links.people(gioi_tinh="F"))
        minorities = Count("Dân tộc thiểu số", under="Trong đó", link=links.people(dan_toc="thieu_so"))
        probationary = Count("Dự bị", under="Trong đó", link=links.people(tu_cach="du_bi"))
        exempt = Count("Miễn sinh hoạt", under="Trong đó", link=links.people(mien="1"))
        away = Count("Tạm thời nơi khác", under="Trong đó", link=links.people(tu_cach="tam_vang"))
        badges = Count("Có huy hiệu Đảng", under="Trong đó", link=links.people(huy_hieu="1"))
        elementary, intermediate, advanced = map(of_theory, ("Sơ cấp", "Trung cấp", "Cao cấp"), THEORY)
        excellent, good, completed, not_completed = map(of_level, Level)

    def rows(self):
        members, day = self.memberships.as_of(self.as_of), self.as_of
        counted = {
            "committee_members": narrowing.in_committee(members, day),
            "members": members,
            "women": members.of_women(),
            "minorities": members.of_minorities(),
            "probationary": members.probationary_on(day),
            "exempt": members.exempt_on(day),
            "away": members.away_on(day),
            "badges": narrowing.with_badge(members, day),
        }
        counted |= {name: narrowing.of_theory(members, day, key) for key, name in THEORY.items()}
        counted |= {name: standings.rated(members, level, self.reader, day) for level, name in LEVELS.items()}
        return self.units.annotate(
            **{name: rows.count_per("unit") for name, rows in counted.items()},
            has_committee=Exists(Committee.objects.as_of(day).filter(unit=OuterRef("pk"))),
            rating_year=latest_rating(self.reader, day)["rating_year"],
        )

    def notes(self, rows):
        return [committee_note(rows), self._rating_note(rows), THEORY_NOTE] if rows else []

    def _rating_note(self, rows):
        year = rows[0].rating_year
        if year is None:
            return "Xếp loại: chưa năm nào có kết quả đến ngày này."
        totals = self.totals(rows)
        without = totals["members"] - sum(totals[name] for name in LEVELS.values())
        return (
            f"Xếp loại: mức năm {year} của đảng viên đang sinh hoạt, kể cả mức do chi bộ trước xếp; "
            f"{without} đảng viên không có mức của năm đó."
        )


THEORY_NOTE = (
    "Lý luận chính trị: trình độ cao nhất; cử nhân tính vào cao cấp; ai chưa ghi trình độ không có ở cột nào. Nữ, dân "
    "tộc thiểu số không gồm người chưa ghi giới tính, dân tộc."
)


def committee_note(rows):
    without = [unit.short_name for unit in rows if not unit.has_committee]
    count = f"{len(rows) - len(without)} trên {len(rows)} chi bộ có chi ủy"
    if not without:
        return f"{count}."
    return f"{count}; chưa có, nên không tính chi ủy viên: {', '.join(without)}."
