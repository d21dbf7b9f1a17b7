"""What every page shows around its content: whose register this is, and the sections the reader may open."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from nakhe.access import Right, Role, grants_today, has_right, held_today
from nakhe.adminsite import ADMIN_RIGHTS
from units.models import Unit


@dataclass(frozen=True)
class Section:
    url_name: str
    label: str
    icon: str
    right: Right
    is_main: bool = True
    """The five main sections stand in the bottom bar of a phone; the others under “Mục khác”."""

    @property
    def url(self):
        return reverse(self.url_name)


SECTIONS = [
    Section("overview", "Tổng quan", "home", Right.READ),
    Section("units", "Chi bộ", "units", Right.READ),
    Section("people", "Đảng viên", "people", Right.READ),
    Section("ratings", "Xếp loại", "ratings", Right.READ),
    Section("reports", "Báo cáo", "report", Right.READ),
    Section("tasks", "Việc cần làm", "tasks", Right.READ, is_main=False),
    Section("movements", "Biến động", "moves", Right.READ, is_main=False),
    Section("imports", "Nhập từ Excel", "import", Right.EDIT_PEOPLE, is_main=False),
    Section("reconciliations", "Đối khớp", "beside", Right.READ, is_main=False),
    Section("log", "Nhật ký", "log", Right.READ_LOG, is_main=False),
    Section("courses", "Bồi dưỡng", "course", Right.READ, is_main=False),
    Section("village_heads", "Trưởng thôn", "village", Right.READ, is_main=False),
    Section("accounts", "Tài khoản", "key", Right.ACCOUNTS, is_main=False),
]


def shell(request):
    """Lazy: a page without the shell (sign-in, a file) costs no query."""
    return {"shell": SimpleLazyObject(lambda: _shell(request))}


def _shell(request):
    reader = request.user
    sections = [section for section in SECTIONS if has_right(reader, section.right)]
    return {
        "home_unit": home_unit(reader),
        "reads_people": has_right(reader, Right.READ),
        "sections": sections,
        "current": next((s for s in sections[::-1] if is_within(request.path, s.url)), None),
        "role": ", ".join(dict.fromkeys(Role(role).label for role, _ in grants_today(reader))),
        "has_admin": any(has_right(reader, right) for right in ADMIN_RIGHTS),
    }


def is_within(path, section):
    """Whether a page belongs to a section; every address begins with that of the first page, so it is only itself."""
    return path == section or (section != "/" and path.startswith(section))


def home_unit(reader):
    """The highest unit that *reader* holds a role at, as {"name", "pk"} of today; None without a role."""
    order = {kind: rank for rank, kind in enumerate(Unit.Kind.values)}
    highest = min(held_today(reader), key=lambda grant: order[grant.unit.kind], default=None)
    return highest and {"pk": highest.unit_id, "name": highest.unit_name}
