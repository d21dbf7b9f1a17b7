"""`manage.py rating_check`: every finding about a rating year, and how its cap on HTXSNV stands."""

import json

from django.core.management.base import BaseCommand, CommandError

from members.models import RatingRecord
from members.rating_caps import MemberCaps, locked_units_meter
from members.rating_choice import branches_of
from members.rating_findings import rating_findings
from members.rating_grids import UnitGrid
from members.rating_sheets import Part
from members.rating_versions import as_it_is_read
from nakhe.access import SYSTEM
from nakhe.command_help import ShapeHelp
from units.models import RatingCampaign, Unit
from units.rating_remarks import Severity
from units.scoping import units_rated_under

WRONG = 2
"""The exit status of a question that cannot be answered; findings are an answer, 0."""
SHAPE = """\
JSON:
  {"findings": [{"subject", "unit", "code", "level", "message", "regulation"}, …],
   "cap": {"whole": {"scope", "base", "rate", "rated", "good", "excellent", "maximum", "over"}, "<mã chi bộ>": {…}},
   "cap_of_units": {…}}
level: "warning" (cần xem lại) hoặc "error" (kết quả và hồ sơ trái nhau). unit: mã tổ chức xếp loại.
cap đếm đảng viên, cap_of_units đếm các chi bộ được xếp loại. scope, base, rate: phạm vi, cơ sở, tỷ lệ đặt cho năm;
rated, good, excellent: số được xếp loại, số HTTNV, số HTXSNV; maximum: số HTXSNV tối đa; over: vượt bao nhiêu.
Chỉ số của phạm vi đặt cho năm là kết luận (có trong findings khi vượt); các số khác để tham khảo.
"""


class Command(BaseCommand):
    help = "Kiểm tra một năm xếp loại, chỉ nhắc, không sửa gì: rating_check --year 2023 --unit na-po --json"

    def add_arguments(self, parser):
        parser.epilog, parser.formatter_class = SHAPE, ShapeHelp
        parser.add_argument("--year", default="", metavar="NĂM", help="năm xếp loại")
        parser.add_argument("--unit", default="", metavar="MÃ", help="mã chi bộ hoặc đảng bộ; để trống: toàn đảng bộ")
        parser.add_argument("--json", action="store_true", help="in JSON thay cho bảng")

    def handle(self, year, unit, **options):
        root = found_unit(unit) if unit else None
        campaign = found_campaign(str(year), root)
        checked = check(campaign, root or campaign.unit)
        if options["json"]:
            self.stdout.write(json.dumps(checked, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(table(campaign, checked)))


def found_unit(code):
    try:
        return Unit.objects.get(code=code)
    except Unit.DoesNotExist:
        raise wrong(f"Không có tổ chức mang mã “{code}”.") from None


def found_campaign(year, root):
    """The campaign of *year*; of several, the nearest one above *root*."""
    known = RatingCampaign.objects.covering(SYSTEM).select_related("unit", "regime")
    of_year = [campaign for campaign in known if str(campaign.year) == year.strip()]
    if not of_year:
        years = ", ".join(str(year) for year in sorted({campaign.year for campaign in known})) or "chưa có năm nào"
        raise wrong(f"Không có đợt xếp loại năm “{year}”: ghi --year với một năm đã mở đợt ({years}).")
    rating = [campaign for campaign in of_year if root is None or is_rated_by(campaign, root)]
    if not rating:
        raise wrong(f"“{root.code}” không được đợt xếp loại nào của năm {year} xếp loại.")
    if root is None and len(rating) > 1:
        codes = ", ".join(campaign.unit.code for campaign in rating)
        raise wrong(f"Năm {year} có nhiều đợt xếp loại: chọn đảng bộ bằng --unit ({codes}).")
    return max(rating, key=lambda campaign: Unit.Kind.values.index(campaign.unit.kind))


def is_rated_by(campaign, root):
    return units_rated_under([campaign.unit_id], campaign.assessed_on).filter(unit=root).exists()


def wrong(sentence):
    return CommandError(sentence, returncode=WRONG)


def check(campaign, root):
    """What --json prints: the findings and caps of the units under *root*, and always the cap of the whole.

    Of a locked year the caps are those of its last version; the findings compare its ratings with the record of today.
    """
    campaign = as_it_is_read(campaign)
    everywhere = list(branches_of(SYSTEM, campaign))
    capped = below(root, campaign, rated_branches(campaign) if campaign.locked_version else everywhere)
    codes = {root.code, *(branch.code for branch in [*below(root, campaign, everywhere), *capped])}
    findings = rating_findings(SYSTEM, campaign, everywhere)
    caps = MemberCaps(SYSTEM, campaign)
    return {
        "findings": [finding.as_dict() for finding in findings if finding.unit in codes],
        "cap": {"whole": caps.whole_meter().as_dict()}
        | {branch.code: caps.branch_meter(branch).as_dict() for branch in capped},
        "cap_of_units": cap_of_units(campaign, everywhere).as_dict(),
    }


def below(root, campaign, branches):
    if root.pk == campaign.unit_id:
        return branches
    units = set(units_rated_under([root.pk], campaign.assessed_on).values_list("unit", flat=True))
    return [branch for branch in branches if branch.pk in units]


def rated_branches(campaign):
    """The chi bộ with members in the version that a locked year is read from, as named and ordered then."""
    rated = RatingRecord.objects.filter(version=campaign.locked_version, part=Part.MEMBERS)
    named = dict(rated.order_by("unit_position").values_list("unit", "unit_name"))
    units = Unit.objects.in_bulk(named)
    for key, name in named.items():
        units[key].name = name
    return [units[key] for key in named]


def cap_of_units(campaign, branches):
    if campaign.locked_version:
        return locked_units_meter(campaign)
    return UnitGrid(SYSTEM, campaign, branches, None).meters[0]


# --- As a table ---

LEVELS = {Severity.WARNING: "nhắc", Severity.ERROR: "TRÁI"}
FINDING_COLUMNS = ("unit", "subject", "message", "regulation")
FINDING_HEADINGS = ("Mức", "Tổ chức", "Đối tượng", "Cần xem lại", "Căn cứ")
CAP_COLUMNS = ("rated", "good", "excellent", "maximum", "over")
CAP_HEADINGS = ("Được xếp loại", "HTTNV", "HTXSNV", "Tối đa", "Vượt")


def table(campaign, checked):
    findings = checked["findings"]
    yield f"{campaign}, {campaign.unit}: {len(findings)} điều cần xem lại"
    rows = [(LEVELS[each["level"]], *(each[column] for column in FINDING_COLUMNS)) for each in findings]
    yield from aligned([FINDING_HEADINGS, *rows] if rows else [])
    yield ""
    yield f"Trần HTXSNV {campaign.cap_rate} % ({campaign.get_cap_base_display()}), {campaign.get_cap_scope_display()}"
    caps = {"toàn bộ": checked["cap"].pop("whole"), **checked["cap"], "xếp loại chi bộ": checked["cap_of_units"]}
    rows = [(name, *(str(cap[column]) for column in CAP_COLUMNS)) for name, cap in caps.items()]
    yield from aligned([("Tổ chức", *CAP_HEADINGS), *rows])


def aligned(rows):
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
