"""Structure of the membership on a date, by what is on record; what nobody recorded is counted as unknown."""

from collections import Counter

from members.models import Qualification
from members.models.membership import standing
from members.roster import age_in_party, time_out
from nakhe.vietnamese.dates import completed_years
from reports.base import Report, ReportTable
from reports.charts import Bars
from reports.columns import Column, Count, Share
from reports.levels import UNKNOWN, education_rank, political_name, political_rank, professional_name, tally

AGES = [(31, "18–30"), (41, "31–40"), (51, "41–50"), (61, "51–60"), (None, "Trên 60")]
PARTY_AGES = [
    (5, "Dưới 5 năm"),
    (10, "5 đến dưới 10 năm"),
    (20, "10 đến dưới 20 năm"),
    (30, "20 đến dưới 30 năm"),
    (40, "30 đến dưới 40 năm"),
    (50, "40 đến dưới 50 năm"),
    (None, "50 năm trở lên"),
]


AGE, PARTY_AGE, PROFESSION, THEORY = "Tuổi đời", "Tuổi đảng", "Chuyên môn", "Lý luận chính trị"


def by_group(group):
    title = f"Đảng viên theo {group[:1].lower()}{group[1:]}"
    return Bars(title, "level", ("members",), only=lambda row: row["group"] == group)


class Structure(Report):
    slug = "co-cau"
    title = "Cơ cấu đảng viên"
    summary = "Giới tính, dân tộc, tôn giáo, tuổi đời, tuổi đảng, trình độ"
    group = "Đảng viên"
    charts = [by_group(each) for each in (AGE, PARTY_AGE, PROFESSION, THEORY)]

    class Table(ReportTable):
        is_numbered = False
        group = Column("Tiêu chí")
        level = Column("Phân tổ")
        members = Count("Đảng viên", total=False)
        share = Share("%", part="members", whole="all", total=False)

    def rows(self):
        members = list(self._members())
        for group, levels in self._groups(members):
            for level, number in levels:
                yield {"group": group, "level": level, "members": number, "all": len(members)}

    def _members(self):
        held = Qualification.objects.as_of(self.as_of)
        return (
            self.memberships.as_of(self.as_of)
            .select_related("person__ethnicity", "person__religion")
            .annotate(
                **standing(self.as_of),
                **time_out(self.as_of),
                general=held.level_of("GENERAL", outer="person"),
                professional=held.level_of("PROFESSIONAL", outer="person"),
                political=held.level_of("POLITICAL", outer="person"),
            )
        )

    def _groups(self, members):
        """[(group, [(level, number)])]; the numbers of every group add up to all members."""
        people = [member.person for member in members]
        yield "Giới tính", listed(person.get_sex_display() for person in people)
        yield "Dân tộc", listed(person.ethnicity and person.ethnicity.name for person in people)
        yield "Tôn giáo", listed(person.religion and person.religion.name for person in people)
        yield AGE, banded((self._years_since(person.birth_on) for person in people), AGES)
        yield PARTY_AGE, banded((self._party_years(member) for member in members), PARTY_AGES)
        yield "Giáo dục phổ thông", tally((member.general for member in members), education_rank)
        yield PROFESSION, tally((professional_name(member.professional) for member in members), education_rank)
        yield THEORY, tally((political_name(member.political) for member in members), political_rank)
        yield "Tư cách", self._standing(members)

    def _years_since(self, start):
        return completed_years(start.first_day, self.as_of) if start else None

    def _party_years(self, member):
        age = age_in_party(member.person.party_since, member, self.as_of)
        return age and age.years

    def _standing(self, members):
        official = sum(bool(member.is_official) for member in members)
        return [("Chính thức", official), ("Dự bị", len(members) - official)]

    def notes(self, rows):
        return [f"Tổng số {rows[-1]['all']} đảng viên; mỗi tiêu chí cộng lại bằng tổng số. “{UNKNOWN}”: sổ chưa ghi."]


def listed(names):
    """Most frequent first; unknown last."""
    counts = Counter(name or UNKNOWN for name in names)
    return sorted(counts.items(), key=lambda item: (item[0] == UNKNOWN, -item[1], item[0]))


def banded(years, bands):
    """Every band, also the empty ones; unknown only where somebody is."""
    counts = Counter(UNKNOWN if number is None else band_of(number, bands) for number in years)
    unknown = [(UNKNOWN, counts[UNKNOWN])] if counts[UNKNOWN] else []
    return [(name, counts[name]) for _, name in bands] + unknown


def band_of(years, bands):
    return next(name for limit, name in bands if limit is None or years < limit)
