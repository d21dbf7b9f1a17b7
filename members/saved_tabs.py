"""The views of one page, to be shown above its list: those that the reader or the committee saved."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef

from members.models import SavedView
from members.saved_pages import as_values, open_to, pages
from nakhe.access import Right, has_right


@dataclass
class Tab:
    label: str
    query: str
    is_current: bool
    is_shared: bool = False


def views_of(reader):
    """The views that *reader* may open, own and shared; is_mine_to_change says which of them may be renamed."""
    changeable = SavedView.objects.changeable_by(reader).filter(pk=OuterRef("pk"))
    seen = SavedView.objects.visible_to(reader).filter(page__in=open_to(reader))
    return seen.annotate(is_mine_to_change=Exists(changeable))


class SavedTabs:
    """Of the page *key*, which shows what *given* {name: value} of its address asks for."""

    def __init__(self, key, given, reader):
        self.page, self.given, self.reader = pages()[key], given, reader
        self.saved = list(views_of(reader).filter(page=key))
        self.current = next((view for view in self.saved if self._shows(view)), None)

    def __iter__(self):
        yield from (self._of(view) for view in self.saved)

    def _shows(self, view):
        wanted = as_values(view.query)
        return self.page.normalised(self.given, keep_times=self._has_times(wanted)) == wanted

    def _has_times(self, asked):
        return any(name in asked for name in self.page.times)

    def _of(self, view):
        """A view without a day of its own keeps the page's."""
        wanted = as_values(view.query)
        times = {name: self.given[name] for name in self.page.times if self.given.get(name)}
        query = urlencode(wanted if self._has_times(wanted) else times | wanted)
        return Tab(view.name, query, view == self.current, view.shared_with_id is not None)

    @property
    def to_show(self):
        """Whether there is anything to put above the list."""
        return bool(self.saved or self.to_save)

    @property
    def to_edit(self):
        """The view on screen, for who may rename it or take it away."""
        return self.current if self.current and self.current.is_mine_to_change else None

    @property
    def to_save(self):
        """What the form that saves the page as it is on screen is asked; nothing where a tab shows it already."""
        if self.current or self.is_as_it_opens or not has_right(self.reader, Right.READ):
            return ""
        return self.page.as_text(self.given, keep_times=True)

    @property
    def is_as_it_opens(self):
        return not self.page.normalised(self.given) and not self.page.times_of(self.given)
