"""The register of members, Mẫu 7-HSĐV: fourteen columns, several facts in a cell in the order of its heading.

It holds whoever belonged to the chi bộ at the end of the period, and whoever left or died in it. What the record does
not know (an occupation before the Party, the cause of a death) stays out; “–” keeps the place of one that is missing.
"""

from django.db.models import F, OuterRef, Subquery
from django.utils.html import format_html

from members.models import Badge, Membership, Qualification
from members.models.learning import level_name
from members.models.membership import standing
from members.roster import exempt_since, kept_here
from nakhe.vietnamese.dates import format_day
from nakhe.vietnamese.names import fold
from reports import links
from reports.base import Report, ReportTable
from reports.columns import Column, Numbers
from reports.people_of_period import has_left, last_memberships, last_of_each, numbers_of
from reports.rows import Rows
from units.models import Unit

MISSING, UNKNOWN, SEPARATOR = "–", "chưa rõ", ", "
SERVICES = ("Bộ đội", "Công an", "Hưu trí")
OUT, IN = Membership.ReasonOut, Membership.ReasonIn
EXITS = (OUT.EXPELLED, OUT.REMOVED, OUT.WITHDRAWN)


class Origin(Column):
    """Ethnicity and religion, behind the sex, are not printed from the page."""

    def display(self, plain):
        sex, _, rest = plain.partition(SEPARATOR)
        return format_html('{}<span class="khong-in">{}{}</span>', sex, SEPARATOR, rest) if rest else sex


class Register(Report):
    slug = "so-danh-sach"
    title = "Sổ danh sách đảng viên"
    summary = "Mẫu 7-HSĐV, 14 cột, có người chuyển đi, từ trần trong kỳ"
    group = "Biểu mẫu"
    parameters = ("from", "as_of", "private", "unit")
    sensitive = ("dân tộc", "tôn giáo", "số thẻ", "số lý lịch", "số Huy hiệu")

    class Table(ReportTable):
        facing = 6
        name = Column("Họ và tên, họ tên khai sinh", link=links.person)
        origin = Origin("Nam, nữ, dân tộc, tôn giáo")
        native_place = Column("Quê quán")
        learning = Column("Văn hoá, lý luận, CMNV, ngoại ngữ")
        occupation = Column("Nghề nghiệp trước khi vào Đảng, hiện nay")
        admitted = Column("Ngày vào Đảng, ngày chính thức")
        numbers = Numbers("Số thẻ, số lý lịch, số Huy hiệu")
        service = Column("Bộ đội, công an, hưu trí")
        left_for = Column("Ngày chuyển đi, đến đảng bộ nào")
        came_from = Column("Ngày chuyển đến, từ đảng bộ nào")
        died = Column("Ngày từ trần, lý do")
        left_party = Column("Ngày ra khỏi Đảng, hình thức")
        note = Column("Ghi chú")

    def rows(self):
        memberships = last_of_each(last_memberships(self, self.first))
        return Rows(memberships.annotate(**self._facts()), self._chunk)

    def _chunk(self, memberships):
        numbers = numbers_of(self, memberships)
        return [self._described(row, numbers.get(row.person_id, {})) for row in memberships]

    def _facts(self):
        held = Qualification.objects.as_of(self.as_of)
        kinds = Qualification.Kind
        came = Membership.objects.visible_to(self.reader, self.right).filter(
            person=OuterRef("person"), reason_in=IN.TRANSFERRED_IN, started_on__lte=self.as_of
        )
        badges = Badge.objects.filter(person=OuterRef("person"), awarded_on__lte=self.as_of).order_by("-level__years")
        return {
            **{kind.lower(): held.level_of(kind, outer="person") for kind in kinds},
            **standing(self.as_of),
            **kept_here(self.reader, self.as_of),
            **exempt_since(self.reader, self.as_of),
            "transferred_on": Subquery(came.order_by("-started_on").values("started_on")[:1]),
            "transferred_from": Subquery(came.order_by("-started_on").values("came_from")[:1]),
            "badge_number": Subquery(badges.values("number")[:1]),
            "ethnicity_name": F("person__ethnicity__name"),
            "religion_name": F("person__religion__name"),
        }

    def _described(self, row, numbers):
        person = row.person
        return {
            "person": person.pk,
            "name": ", ".join(dict.fromkeys(filter(None, [person.full_name, person.birth_name]))),
            "origin": self._origin(row),
            "native_place": native_place(person),
            "learning": learning(row),
            "occupation": person.occupation if row.is_here else "",
            "admitted": self._admitted(row),
            "numbers": self._numbers(row, numbers),
            "service": service(person.occupation) if row.is_here else "",
            **self._ways(row),
            "note": self._note(row),
        }

    def _origin(self, row):
        """Ethnicity and religion only where they were asked for."""
        told = [row.person.get_sex_display()]
        if self.given.private:
            told += [row.ethnicity_name, (row.religion_name or "").lower()]
        return joined(told)

    def _admitted(self, row):
        person = row.person
        if not (person.party_since or person.official_on):
            return ""
        official = person.official_on if row.is_official else "dự bị"
        return f"{person.party_since or UNKNOWN}, {official}"

    def _numbers(self, row, numbers):
        latest = [of_kind[0] for _, of_kind in sorted(numbers.items())]
        current = [each.number for each in latest if each.ended_on is None and each.kind in ("CARD", "PROFILE")]
        return Numbers.SEPARATOR.join([*current, *filter(None, [row.badge_number if self.given.private else ""])])

    def _ways(self, row):
        """The four columns of coming and going; only what happened by the report's day."""
        out = row.reason_out if has_left(row, self.as_of) else ""
        left = format_day(row.ended_on) if out else ""
        return {
            "left_for": joined([left, self._destination(row)]) if out in (OUT.TRANSFERRED_OUT, OUT.INTERNAL) else "",
            "came_from": self._arrival(row),
            "died": joined([left, row.note]) if out == OUT.DIED else "",
            "left_party": joined([left, OUT(out).label]) if out in EXITS else "",
        }

    def _destination(self, row):
        return row.went_to or (row.counterpart_out.latest_name if row.counterpart_out else "")

    def _arrival(self, row):
        """From another đảng bộ; in the register of one chi bộ also from another chi bộ."""
        if row.reason_in == IN.INTERNAL and self._is_of_one_branch:
            origin = row.counterpart_in.latest_name if row.counterpart_in else ""
            return joined([format_day(row.started_on), origin])
        return joined([format_day(row.transferred_on), row.transferred_from]) if row.transferred_on else ""

    @property
    def _is_of_one_branch(self):
        return self.given.issuer is not None and self.given.issuer.kind == Unit.Kind.BRANCH

    def _note(self, row):
        exempt = f"miễn sinh hoạt từ {format_day(row.exempt_since)}" if row.exempt_since else ""
        return "; ".join(filter(None, [row.unit_name, exempt, row.person.note if row.is_here else ""]))

    def notes(self, rows):
        stayed = sum(not (row["left_for"] or row["died"] or row["left_party"]) for row in rows)
        return [f"{stayed} đảng viên cuối kỳ; {len(rows) - stayed} người chuyển đi, từ trần, ra khỏi Đảng trong kỳ."]


def joined(parts):
    return SEPARATOR.join(filter(None, parts))


def native_place(person):
    """With the name it has now, where that is another one."""
    now = person.native_place_now
    if now and person.native_place:
        return f"{person.native_place} (nay: {now})"
    return now or person.native_place


def learning(row):
    levels = [
        row.general,
        level_name(Qualification.Kind.POLITICAL, row.political),
        level_name(Qualification.Kind.PROFESSIONAL, row.professional),
        row.language,
    ]
    return ", ".join(level or MISSING for level in levels) if any(levels) else ""


def service(occupation):
    """Which of the three services the occupation names; of who does not say so, nothing is known."""
    said = fold(occupation)
    return joined(name for name in SERVICES if fold(name) in said)
