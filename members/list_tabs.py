"""The lists of members one click away: the fixed ones, then those that the reader or the committee saved."""

from urllib.parse import urlencode

from members.saved_tabs import SavedTabs, Tab

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


class Tabs(SavedTabs):
    """*given*: {name: value} of the address, without the page."""

    def __init__(self, given, reader):
        super().__init__("dang-vien", given, reader)

    def __iter__(self):
        yield from (self._fixed(label, wanted) for label, wanted in FIXED)
        yield from super().__iter__()

    to_show = True

    def _fixed(self, label, wanted):
        kept = {name: self.given[name] for name in KEPT if name in self.given}
        return Tab(label, urlencode(wanted | kept), self.current is None and self._narrowing == wanted)

    @property
    def _narrowing(self):
        return {name: value for name, value in self.given.items() if name not in (*KEPT, "sap_xep")}

    @property
    def is_as_it_opens(self):
        """A fixed tab shows it."""
        asked = self.page.normalised(self.given)
        return any(asked == wanted for _, wanted in FIXED)
