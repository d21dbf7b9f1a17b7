"""`manage.py import_members FILE`: what a spreadsheet of members says, beside the people on record; with --commit it
is written, with --undo a batch is taken back."""

from members.importing.command import ImportCommand
from members.models import ImportBatch
from nakhe.spreadsheets.safety import Refused
from units.models import Unit


class Command(ImportCommand):
    kind = ImportBatch.Kind.PEOPLE
    help = (
        "Đọc một danh sách đảng viên và nói sẽ thay đổi gì; ghi khi có --commit, lấy lại bằng --undo: "
        "import_members danh-sach.xlsx --commit"
    )

    def add_own_arguments(self, parser):
        parser.add_argument("--unit", default="", metavar="MÃ", help="mã chi bộ của những dòng không ghi chi bộ")
        parser.add_argument("--year", default="", metavar="NĂM", help="năm của cột xếp loại không ghi năm")

    def said(self, options):
        return {"branch": known_unit(options["unit"]), "year": known_year(options["year"])}


def known_unit(code):
    if code and not Unit.objects.filter(code=code).exists():
        raise Refused(f"Không có tổ chức mang mã “{code}”.")
    return code


def known_year(year):
    if year and not (str(year).isdecimal() and 1930 <= int(year) <= 2200):
        raise Refused(f"“{year}” không phải một năm. Ghi bốn chữ số, ví dụ --year 2023.")
    return str(year)
