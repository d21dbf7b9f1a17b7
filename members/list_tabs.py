"""The lists one click away: the fixed ones, then those that the reader or the committee saved."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef

from members.models import SavedView
from members.saved_query import as_values, normalised

FIXED = [
    ("Tất cả", {}),
    ("Chi bộ thôn", {"loai_hinh": "VILLAGE"}),
    ("Dự bị", {"tu_cach": "du_bi"}),
    ("Bí thư chi bộ", {"chuc_vu": "SECRETARY"}),
    ("Miễn sinh hoạt", {"mien": "1"}),
    ("Mọi người trong sổ", {"pham_vi": "tat_ca"}),
]
KEPT = ("ngay", "cot")
"""What of the address stays when the list is narrowed otherwise: the date and the columns."""


@dataclass
class Tab:
    label: str
    query: str
    is_current: bool
    is_shared: bool = False


class Tabs:
    """*given*: {name: value} of the address, without the page."""

    def __init__(self, given, reader):
        self.given, self.reader = given, reader
        changeable = SavedView.objects.changeable_by(reader).filter(pk=OuterRef("pk"))
        saved = SavedView.objects.visible_to(reader).annotate(is_mine_to_change=Exists(changeable))
        self.saved = list(saved)
        self.current = next((view for view in self.saved if self._shows(view)), None)

    def __iter__(self):
        yield from (self._fixed(label, wanted) for label, wanted in FIXED)
        yield from (self._of(view) for view in self.saved)

    def _shows(self, view):
        wanted = as_values(view.query)
        return normalised(self.given, keep_day="ngay" in wanted) == wanted

    def _fixed(self, label, wanted):
        kept = {name: self.given[name] for name in KEPT if name in self.given}
        return Tab(label, urlencode(wanted | kept), self.current is None and self._narrowing == wanted)

    @property
    def _narrowing(self):
        return {name: value for name, value in self.given.items() if name not in (*KEPT, "sap_xep")}

    def _of(self, view):
        day = {"ngay": self.given["ngay"]} if "ngay" in self.given else {}
        query = urlencode(day | as_values(view.query))
        return Tab(view.name, query, view == self.current, view.shared_with_id is not None)

    @property
    def to_edit(self):
        """The saved list on screen, for who may rename it or take it away."""
        return self.current if self.current and self.current.is_mine_to_change else None

    @property
    def to_save(self):
        """The address of the form that saves what is on screen; nothing where a tab shows it already."""
        asked = normalised(self.given)
        is_known = self.current or any(asked == wanted for _, wanted in FIXED)
        return "" if is_known else urlencode(normalised(self.given, keep_day=True))
