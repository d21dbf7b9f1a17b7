"""What every page shows around its content: whose register this is, and the sections the reader may open."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from nakhe.access import Right, Role, grants_today, has_right
from nakhe.adminsite import ADMIN_RIGHTS
from nakhe.periods import today
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
    Section("village_heads", "Trưởng thôn", "village", Right.READ, is_main=False),
]


def shell(request):
    """Lazy: a page without the shell (sign-in, a file) costs no query."""
    return {"shell": SimpleLazyObject(lambda: _shell(request))}


def _shell(request):
    reader = request.user
    sections = [section for section in SECTIONS if has_right(reader, section.right)]
    return {
        "home_unit": home_unit(reader),
        "sections": sections,
        "current": next((s for s in sections[::-1] if _is_within(request.path, s.url)), None),
        "role": ", ".join(dict.fromkeys(Role(role).label for role, _ in grants_today(reader))),
        "has_admin": any(has_right(reader, right) for right in ADMIN_RIGHTS),
    }


def _is_within(path, url):
    """Every address begins with that of the first page, which stands for itself alone."""
    return path == url or (url != "/" and path.startswith(url))


def home_unit(reader):
    """The highest unit that *reader* holds a role at, with its name today; None without a role."""
    granted = [unit for _, unit in grants_today(reader)]
    units = Unit.objects.filter(pk__in=granted).named(today())
    order = {kind: rank for rank, kind in enumerate(Unit.Kind.values)}
    return min(units, key=lambda unit: order[unit.kind], default=None)
