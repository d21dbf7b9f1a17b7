"""`manage.py setup`: the committee and the first account of an empty register, without a question."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from nakhe.access import Role
from nakhe.vietnamese.dates import DateError, format_day, parse_day
from units.first_code import first_code
from units.first_day import FIRST_ROLES, NotEmpty, is_empty, set_up

NEEDED = {
    "name": "tên đảng bộ, ví dụ “Đảng bộ xã Na Khê”",
    "superior": "cấp ủy cấp trên trực tiếp, ghi ở đầu văn bản, ví dụ “Tỉnh ủy Tuyên Quang”",
    "place": "địa danh trước ngày ký văn bản, ví dụ “Na Khê”",
    "admin": "tên đăng nhập (ví dụ quantri) hoặc họ và tên của người giữ tài khoản đầu tiên",
}


class Command(BaseCommand):
    help = (
        "Lập sổ mới: đảng bộ, cấp ủy cấp trên và tài khoản đầu tiên. Không hỏi gì; chỉ chạy khi sổ còn trống. "
        "Sau đó: import_units don-vi.csv --commit"
    )

    def add_arguments(self, parser):
        for name, said in NEEDED.items():
            parser.add_argument(f"--{name}", metavar="TÊN", default="", help=said)
        said = "cơ quan ban hành văn bản, nếu khác tên suy ra từ --name (“Đảng ủy xã Na Khê”)"
        parser.add_argument("--committee", metavar="TÊN", default="", help=said)
        parser.add_argument("--founded", metavar="NGÀY", default="", help="ngày thành lập, nếu biết, ví dụ 3/2/1965")
        parser.add_argument("--code", action="store_true", help="chỉ in mã để lập sổ ở trang /bat-dau/, không ghi gì")

    def handle(self, *, code, founded, **options):
        refuse_missing_tables()
        if code:
            self._print_code()
            return
        missing = [f"--{name} ({NEEDED[name]})" for name in NEEDED if not options[name].strip()]
        if missing:
            raise CommandError(f"Thiếu {'; '.join(missing)}.")
        given = {name: options[name] for name in (*NEEDED, "committee")}
        self._tell(begun_with(given | {"founded": day_of(founded)}))

    def _print_code(self):
        if not is_empty():
            raise CommandError("Sổ đã có tổ chức hoặc tài khoản: không còn mã để lập sổ.")
        self.stdout.write(first_code())

    def _tell(self, begun):
        name = begun.unit.names.get()
        founded = format_day(begun.unit.founded_on) if begun.unit.founded_on else "chưa rõ"
        above = begun.unit.parents.get().parent.names.get()
        self.stdout.write(
            f"Đã lập {name}: cơ quan ban hành {name.committee_name}, cấp trên {above.committee_name}, "
            f"địa danh {name.place}, ngày thành lập {founded}.\n"
            "Mật khẩu dưới đây chỉ hiện một lần, phải đổi khi đăng nhập lần đầu:\n"
            f"  {begun.account.username}  {begun.password}\n"
            f"Tài khoản này giữ vai trò {' và '.join(Role(role).label for role in FIRST_ROLES)}: lập tài khoản cho "
            "người khác, đọc và sửa toàn bộ sổ.\n"
            "Tiếp theo: manage.py import_units don-vi.csv --commit, hoặc đăng nhập rồi làm theo trang Bước tiếp."
        )


def refuse_missing_tables():
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("Cơ sở dữ liệu chưa sẵn sàng. Chạy trước: manage.py migrate")


def day_of(text):
    try:
        return parse_day(text) if text.strip() else None
    except DateError as error:
        raise CommandError(f"--founded: {error}") from error


def begun_with(given):
    try:
        return set_up(**given)
    except NotEmpty as error:
        raise CommandError(str(error)) from error
    except ValidationError as error:
        said = "; ".join(f"--{name}: {' '.join(messages)}" for name, messages in error.message_dict.items())
        raise CommandError(said) from error
