"""Two people at one form: what the other saved meanwhile is named, and fields left alone take the other's value."""

from auditlog.models import LogEntry
from django.core import signing
from django.core.exceptions import ValidationError


class NoticesOthers:
    """For a ModelForm on a record that exists; its template sends back {{ form.base }} as “base”."""

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.others = []
        if self.is_bound and self.instance.pk:
            self.others = self._changed_by_others()
            self.data = self._with_theirs()

    @property
    def base(self):
        """What stands in the record now, signed: whoever saves later is compared with it."""
        return signing.dumps(self._stored)

    @property
    def _stored(self):
        values = {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}
        return {name: str(self.fields[name].prepare_value(value) or "") for name, value in values.items()}

    @property
    def _opened(self):
        try:
            return signing.loads(self.data.get("base", ""))
        except signing.BadSignature:
            return {}

    @property
    def has_news(self):
        """Whether anything typed differs from the record; a second click on “Lưu” brings none."""
        return bool(set(self.changed_data) - {"reason"})

    def _changed_by_others(self):
        """[(field, text when opened, text now)]."""
        opened = self._opened
        return [(name, opened[name], now) for name, now in self._stored.items() if opened.get(name, now) != now]

    def _with_theirs(self):
        data = self.data.copy()
        for name, before, now in self.others:
            if data.get(name, "") == before:
                data[name] = now
        return data

    def clean(self):
        cleaned = super().clean()
        if self.others:
            told = "; ".join(self._told(name, now) for name, _, now in self.others)
            raise ValidationError(f"{last_editor(self.instance)} vừa sửa {told}. Xem lại rồi lưu.")
        return cleaned

    def _told(self, name, now):
        choices = getattr(self.fields[name], "choices", ())
        text = next((str(label) for value, label in choices if str(value) == now), now)
        return f"“{self.fields[name].label}” thành “{text or 'để trống'}”"


def last_editor(record):
    entry = LogEntry.objects.get_for_object(record).exclude(action=LogEntry.Action.ACCESS).first()
    return str(entry.actor) if entry and entry.actor else "Người khác"
