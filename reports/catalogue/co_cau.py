"""Structure of the membership on a date, by what is on record; what nobody recorded is counted as unknown."""

from collections import Counter

from members import structure
from members.models import Person, Qualification
from members.models.membership import standing
from members.roster import time_out
from members.structure import AGES, PARTY_AGES
from reports import links
from reports.base import Part, Report, ReportTable
from reports.charts import Bars
from reports.columns import Column, Count, Share
from reports.levels import UNKNOWN, education_rank, political_name, political_rank, professional_name, tally
from reports.other_day import beside_each, on_other_day, with_before

KIND = Qualification.Kind
LEARNING = ("general", "professional", "political")


AGE, PARTY_AGE, SCHOOL, PROFESSION, THEORY = (
    "Tuổi đời", "Tuổi đảng", "Giáo dục phổ thông", "Chuyên môn", "Lý luận chính trị",
)  # fmt: skip


RANKS = {SCHOOL: education_rank, PROFESSION: education_rank, THEORY: political_rank}


def is_unknown(level):
    return level == UNKNOWN


def by_group(group):
    title = f"Đảng viên theo {group[:1].lower()}{group[1:]}"
    return Bars(title, "level", ("members",), only=lambda row: row["group"] == group)


class Structure(Report):
    slug = "co-cau"
    title = "Cơ cấu đảng viên"
    summary = "Giới tính, dân tộc, tôn giáo, tuổi đời, tuổi đảng, trình độ"
    group = "Đảng viên"
    charts = [by_group(each) for each in (AGE, PARTY_AGE, PROFESSION, THEORY)]

    parameters = ("as_of", "beside", "unit")
    ORDER = (
        "Giới tính", "Dân tộc", "Tôn giáo", AGE, PARTY_AGE, SCHOOL, PROFESSION, THEORY, "Tư cách",
    )  # fmt: skip

    class Table(ReportTable):
        is_numbered = False
        group = Column("Tiêu chí")
        level = Column("Phân tổ")
        members = Count("Đảng viên", total=False, link=links.of_row())
        share = Share("%", part="members", whole="all", total=False)

    def parts(self):
        rows, other = list(self.rows()), on_other_day(self)
        if other is None:
            return [Part(self.Table, rows, notes=self.notes(rows))]
        compared = beside_each(rows, list(other.rows()), "members", key=lambda row: (row["group"], row["level"]))
        compared.sort(key=self._place)
        return [Part(with_before(self.Table, other, links.of_row("beside")), compared, notes=self.notes(rows))]

    def _place(self, row):
        """A level of the other day alone stands among the others, not behind those of whom nothing is known."""
        return self.ORDER.index(row["group"]), RANKS.get(row["group"], is_unknown)(row["level"])

    def rows(self):
        members = list(self._members())
        for group, levels in self._groups(members):
            for level, number, asked in levels:
                yield {"group": group, "level": level, "members": number, "all": len(members), "asked": asked}

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
        """[(group, [(level, number, filter of the list)])]; the numbers of every group add up to all members."""
        people = [member.person for member in members]
        general, professional, political = ([getattr(m, name) for m in members] for name in LEARNING)
        found = [
            asked_by("gioi_tinh", listed(person.get_sex_display() for person in people), sex_of),
            asked_by("dan_toc", listed(person.ethnicity and person.ethnicity.name for person in people)),
            asked_by("ton_giao", listed(person.religion and person.religion.name for person in people)),
            banded("tuoi_doi", (structure.age_band(person, self.as_of) for person in people), AGES),
            banded("tuoi_dang", (structure.party_age_band(member, self.as_of) for member in members), PARTY_AGES),
            asked_by("pho_thong", tally(general, education_rank)),
            asked_by(
                "chuyen_mon", tally(map(professional_name, professional), education_rank), level_of(KIND.PROFESSIONAL)
            ),
            asked_by("ly_luan", tally(map(political_name, political), political_rank), level_of(KIND.POLITICAL)),
            asked_by("tu_cach", self._standing(members), {"Chính thức": "chinh_thuc", "Dự bị": "du_bi"}.get),
        ]
        return zip(self.ORDER, found, strict=True)

    def _standing(self, members):
        official = sum(bool(member.is_official) for member in members)
        return [("Chính thức", official), ("Dự bị", len(members) - official)]

    def notes(self, rows):
        return [
            f"Tổng số {rows[-1]['all']} đảng viên; mỗi tiêu chí cộng lại bằng tổng số. “{UNKNOWN}”: sổ chưa ghi.",
            "Tỷ lệ % tính trên tổng số, kể cả người chưa rõ. Tuổi: số năm tròn đến ngày đó; chỉ ghi tháng, năm: từ "
            "ngày đầu.",
        ]


def listed(names):
    """Most frequent first; unknown last."""
    counts = Counter(name or UNKNOWN for name in names)
    return sorted(counts.items(), key=lambda item: (item[0] == UNKNOWN, -item[1], item[0]))


def asked_by(filter_name, levels, key_of=lambda name: name):
    """*levels* with the filter that lists each; *key_of* gives its value for the name of a level."""
    keys = ((name, number, structure.UNKNOWN if name == UNKNOWN else key_of(name)) for name, number in levels)
    return [(name, number, {filter_name: key}) for name, number, key in keys]


def banded(filter_name, keys, bands):
    """Every band, also the empty ones; unknown only where somebody is."""
    counts = Counter(keys)
    shown = [*bands, *([structure.UNKNOWN] if counts[structure.UNKNOWN] else [])]
    return [(structure.labels(bands)[key], counts[key], {filter_name: key}) for key in shown]


def sex_of(name):
    return next(sex.value for sex in Person.Sex if sex.label == name)


def level_of(kind):
    return lambda name: structure.code_of(kind, name)
