"""Lists the reports, or runs one without a browser."""

from contextlib import contextmanager
from functools import partial
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from members.models import TrainingAttendance
from nakhe.access import SYSTEM, Right, has_right
from nakhe.export_reason import ReasonForm
from nakhe.exports import at_the_command_line, log_file, sha256_of, stamp_for
from nakhe.long_exports import finished, logged
from nakhe.models import User
from nakhe.one_view import one_view
from reports.exported import ReportExport, WorkbookExport, sensitive_in
from reports.narrowed import HEADS, MANNERS
from reports.output import FORMATS
from reports.parameters import COMMON, QUERY_NAMES, ParametersForm, UnknownCourse, UnknownPerson, UnknownUnit, resolve
from reports.registry import reports
from reports.workbook import OFFERED, NothingOnRecord, contents_of, set_of_year
from units.models import Unit

NARROWED = {
    "committee": "1: chỉ chi bộ có chi ủy, 0: chưa có",
    "border": "1: chỉ chi bộ ở thôn biên giới",
    "unit_type": f"loại hình chi bộ: {', '.join(Unit.Type.values)}",
    "head": f"chỉ trưởng thôn: {', '.join(HEADS)}",
    "education": "tên một mức học vấn",
    "theory": "tên một mức lý luận chính trị",
    "course": "số của một lớp bồi dưỡng",
    "attended_as": f"dự với tư cách: {', '.join(TrainingAttendance.AttendedAs.values)}",
    "each_once": "1: mỗi người một dòng",
    "badge": "huy hiệu bao nhiêu năm",
    "manner": f"hình thức tặng: {', '.join(MANNERS)}",
}
"""{parameter: what the help says}, of those that narrow the list behind a figure."""


class Command(BaseCommand):
    help = "Liệt kê các báo cáo, hoặc lập một báo cáo: report to-chuc --as-of 2024-05-28 --format json"

    def add_arguments(self, parser):
        parser.add_argument("slug", nargs="?", help="tên báo cáo; để trống: liệt kê")
        parser.add_argument("--from", dest="from", metavar="NGÀY", help="từ ngày (2024-05-28 hoặc 28/5/2024)")
        parser.add_argument("--as-of", metavar="NGÀY", help="tính đến ngày; để trống: hôm nay")
        parser.add_argument("--compare", metavar="NGÀY", help="so với ngày")
        parser.add_argument("--year", metavar="NĂM", help="năm xếp loại; để trống: năm gần nhất")
        parser.add_argument("--compare-year", metavar="NĂM", help="so với năm; để trống: năm liền trước")
        parser.add_argument("--years", metavar="SỐ", help="số năm nhìn lại; để trống: 5")
        parser.add_argument("--result", metavar="KẾT-QUẢ", help="chỉ một kết quả, ví dụ htxsnv, mien, chua_co")
        parser.add_argument("--standing", metavar="TƯ-CÁCH", help="chinh_thuc, du_bi, mien, dinh_chi, tam_vang")
        parser.add_argument("--sex", metavar="GIỚI", help="M hoặc F")
        parser.add_argument("--disciplined", metavar="1", help="chỉ người bị kỷ luật trong năm")
        parser.add_argument("--rating", metavar="XẾP-LOẠI", help="của năm gần nhất, ví dụ EXCELLENT, khong_xep_loai")
        parser.add_argument("--columns", metavar="CỘT", help="tên các cột, cách nhau bằng dấu phẩy")
        parser.add_argument("--order", metavar="CỘT", help="xếp theo cột này, ví dụ name; giảm dần: --order=-name")
        parser.add_argument("--private", action="store_true", help="kèm dân tộc, tôn giáo và các số giấy tờ")
        parser.add_argument("--reason", metavar="LÝ-DO", help="vì sao cần dữ liệu nhạy cảm; bắt buộc cùng --private")
        parser.add_argument("--person", metavar="SỐ", help="phiếu của người này: số ở địa chỉ hồ sơ")
        parser.add_argument("--search", metavar="TÊN", help="chỉ những người có tên như vậy")
        parser.add_argument("--movement", metavar="BIẾN-ĐỘNG", help="chỉ một loại, ví dụ ket_nap, chuyen_di, tang")
        parser.add_argument("--branch", metavar="MÃ", help="chỉ một chi bộ trong các tổ chức của báo cáo")
        for name, told in NARROWED.items():
            parser.add_argument(f"--{name.replace('_', '-')}", metavar=QUERY_NAMES[name].upper(), help=told)
        parser.add_argument("--unit", metavar="MÃ", help="mã tổ chức; để trống: toàn bộ")
        parser.add_argument("--number", metavar="SỐ", help="số văn bản, ví dụ 12; để trống: chừa chỗ viết tay")
        parser.add_argument("--user", metavar="TÊN", help="lập với quyền của tài khoản này; để trống: mọi tổ chức")
        parser.add_argument(
            "--workbook", nargs="*", metavar="TÊN", help="các báo cáo này thành một tệp Excel; để trống: bộ báo cáo năm"
        )
        parser.add_argument("--format", help=f"một trong: {', '.join(FORMATS)}; để trống: json")
        parser.add_argument("-o", "--output", metavar="TỆP", help="ghi vào tệp; để trống: in ra màn hình")

    def handle(self, slug, output, user, **options):
        chosen = options["workbook"]
        if chosen is not None:
            export = self.bound(options, [slug] * bool(slug) + chosen, user)
        elif slug is None:
            self.list_reports()
            return
        else:
            export = self.single(options, found(reports(), slug, "báo cáo"), user)
        with TemporaryFile() as file:
            with one_view(), known_unit():
                told = finished(export.write_into(file))
            self.deliver(file, output, export.stamp, told)

    @transaction.atomic
    def deliver(self, file, output, stamp, told):
        """A file that could not be written has not left: its entry in the log goes with it."""
        log_file(stamp, sha256_of(file), **logged(told))
        file.seek(0)
        if output:
            write_file(Path(output), file)
        else:
            write_out(self.stdout, file)

    def list_reports(self):
        for slug, report in reports().items():
            self.stdout.write(f"{slug:<26}{report.title}")

    def single(self, options, report, username):
        extension = options["format"] or "json"
        found(FORMATS, extension, "định dạng")
        reader = reader_of(username)
        form = asked(f"Báo cáo {report.slug}", report.parameters, options)
        with known_unit():
            made = report(reader, resolve(form, reader, Right.EXPORT), Right.EXPORT)
        private = {"sensitive": sensitive_in(made), "reason": reason_for(options)} if form.typed("private") else {}
        return ReportExport(made, extension, form, stamp_for(at_the_command_line(reader), made.as_of), private)

    def bound(self, options, slugs, username):
        """The workbook of the reports *slugs*, or of the whole set of a year."""
        if options["format"] not in (None, "xlsx"):
            raise CommandError("Bộ báo cáo chỉ có tệp xlsx.")
        for slug in slugs:
            found(reports(), slug, "báo cáo")
        reader = reader_of(username)
        form = asked("Bộ báo cáo", OFFERED, options)
        wanted = {name: value for name, value in form.cleaned_data.items() if value}
        with known_unit():
            make = partial(set_of_year, reader, wanted, Right.EXPORT)
            if slugs:
                make = partial(contents_of, reader, list(dict.fromkeys(slugs)), wanted, Right.EXPORT)
            return WorkbookExport(make, stamp_for(at_the_command_line(reader), make().as_of))


def reason_for(options):
    """Why sensitive data leave, as the page asks for it too."""
    form = ReasonForm({"ly_do": options["reason"] or ""})
    if not form.is_valid():
        raise CommandError(f"--reason: {form.errors['ly_do'][0]}")
    return form.cleaned_data["ly_do"]


def found(choices, name, what):
    if name not in choices:
        raise CommandError(f"Không có {what} “{name}”. Có: {', '.join(choices)}.")
    return choices[name]


@contextmanager
def known_unit():
    try:
        yield
    except UnknownPerson as error:
        raise CommandError(f"Không có người mang số {error} trong phạm vi được xem.") from error
    except UnknownCourse as error:
        raise CommandError(f"Không có lớp mang số {error} trong phạm vi được xem.") from error
    except UnknownUnit as error:
        raise CommandError(f"Không có tổ chức mang mã {error} trong phạm vi được xem.") from error
    except NothingOnRecord as error:
        raise CommandError(str(error)) from error


def reader_of(username):
    return account(username) if username else SYSTEM


def account(username):
    try:
        user = User.objects.get(username=username)
    except User.DoesNotExist as error:
        raise CommandError(f"Không có tài khoản “{username}”.") from error
    if not has_right(user, Right.EXPORT):
        raise CommandError(f"Tài khoản “{username}” không có quyền xuất báo cáo.")
    return user


def asked(what, declared, options):
    """The bound form; what the report has no use for is refused, not ignored."""
    given = {name: options[name] for name in QUERY_NAMES if options.get(name)}
    known = {*COMMON, *declared} | ({"compare"} if "beside" in declared else set())
    for name in given.keys() - known:
        raise CommandError(f"{what} không dùng --{name.replace('_', '-')}.")
    form = ParametersForm(declared, {QUERY_NAMES[name]: value for name, value in given.items()})
    for name, errors in form.errors.items():
        option = next(option for option, query in QUERY_NAMES.items() if query == name).replace("_", "-")
        raise CommandError(f"--{option}: {errors[0]}")
    return form


def write_file(path, file):
    try:
        with path.open("wb") as target:
            copyfileobj(file, target)
    except OSError as error:
        raise CommandError(f"Không ghi được tệp {path}: {error.strerror}.") from error


def write_out(stdout, file):
    """Bytes as they are where there is a real stream, text where a caller captures it."""
    stream = getattr(stdout, "_out", stdout)
    if hasattr(stream, "buffer"):
        copyfileobj(file, stream.buffer)
        stream.buffer.flush()
    else:
        stdout.write(file.read().decode("utf-8-sig"), ending="")
