"""The written report without a browser, as a Word file."""

import io
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from nakhe.access import SYSTEM, Right
from nakhe.exports import at_the_command_line, digest, log_file, stamp_for
from nakhe.one_view import one_view
from reports.management.commands.report import account, write_file
from reports.parameters import QUERY_NAMES, ParametersForm, UnknownUnit, resolve
from reports.written import document
from reports.written.annexes import annexed
from reports.written.sources import DECLARED, Sources
from reports.written.template import in_use


class Command(BaseCommand):
    help = "Lập “Báo cáo công tác xây dựng Đảng” (Word): written_report --as-of 2024-05-28 --compare 2020-12-31 -o TỆP"

    def add_arguments(self, parser):
        parser.add_argument("--as-of", metavar="NGÀY", help="tính đến ngày; để trống: hôm nay")
        parser.add_argument("--compare", metavar="NGÀY", help="so với ngày; để trống: cuối năm, bốn năm trước")
        parser.add_argument("--unit", metavar="MÃ", help="mã tổ chức; để trống: toàn bộ")
        parser.add_argument("--number", metavar="SỐ", help="số văn bản, ví dụ 12; để trống: chừa chỗ viết tay")
        parser.add_argument("--user", metavar="TÊN", help="lập với quyền của tài khoản này; để trống: mọi tổ chức")
        parser.add_argument("-o", "--output", metavar="TỆP", required=True, help="ghi vào tệp .docx")

    def handle(self, output, user, **options):
        reader = account(user) if user else SYSTEM
        try:
            given = resolve(asked(options), reader, Right.EXPORT)
        except UnknownUnit as error:
            raise CommandError(f"Không có tổ chức mang mã {error} trong phạm vi được xem.") from error
        sources = Sources(reader, given, Right.EXPORT)
        stamp = stamp_for(at_the_command_line(reader), given.as_of)
        with one_view():
            data = document.write(in_use(given.issuer), sources, stamp.line)
            rows = sum(len(frozen.rows) for _, _, tables in annexed(sources) for _, frozen in tables)
        with transaction.atomic():  # a file that could not be written has not left: its entry in the log goes with it
            log_file(stamp, digest(data), f"“{document.TITLE}” (Word)", rows, report="viet", filters=sources.asked)
            write_file(Path(output), io.BytesIO(data))


def asked(options):
    given = {QUERY_NAMES[name]: options[name] for name in (*DECLARED, "number") if options[name]}
    form = ParametersForm(DECLARED, given)
    for name, errors in form.errors.items():
        option = next(option for option in (*DECLARED, "number") if QUERY_NAMES[option] == name).replace("_", "-")
        raise CommandError(f"--{option}: {errors[0]}")
    return form
