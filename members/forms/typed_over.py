"""A form over a row that others change, too: only what its sender changed is written, and nobody is overwritten unseen.

Beside its fields a form posts `was`, what was stored when it was shown. A field changed here is written; one that
somebody else changed meanwhile, to something else, is a Conflict; every other field takes what is stored by now.
"""

import json
from dataclasses import dataclass
from functools import cached_property

from django import forms

WAS = "was"


@dataclass(frozen=True)
class Conflict:
    names: frozenset
    text: str
    """Who saved what meanwhile, and what is typed here."""
    theirs: str
    mine: str


class TypedOverForm(forms.Form):
    """*now* is what is stored, {field: text}; *writable* names the fields that may be written."""

    together = ()
    """Sets of fields that are one thing to people: whoever changes one of them answers for all."""

    def __init__(self, prefix, now, writable, data=None, shown=None):
        self.now, self.writable = now, set(writable)
        self.typed = _typed(data, prefix) if data is not None else {}
        self._shown_then = _shown_then(data, prefix) if data is not None else {}
        self.values = self._merged() if self.changed & self.writable else shown or now
        bound = {f"{prefix}-{name}": text for name, text in self.values.items()}
        super().__init__(bound if self.changed & self.writable else None, prefix=prefix, initial=self.values)
        for name in set(self.fields) - self.writable:
            del self.fields[name]

    @property
    def was(self):
        return json.dumps({name: text for name, text in self.now.items() if name in self.writable}, ensure_ascii=False)

    @cached_property
    def by_hand(self):
        """The fields that the sender changed."""
        return {name for name, text in self.typed.items() if text != self._shown_then.get(name, "")}

    @cached_property
    def changed(self):
        whole = [group & self.typed.keys() for group in self.together if group & self.by_hand]
        return self.by_hand.union(*whole)

    def _merged(self):
        mine = {name: self.typed[name] for name in self.changed & self.writable}
        return self.now | mine

    @property
    def refused(self):
        """[(label, text)] of what was typed into fields that may not be written now."""
        names = [name for name in self.typed if name in self.by_hand - self.writable]
        return [(self.label_of(name), self.in_words(name, self.typed[name])) for name in names]

    @cached_property
    def conflicts(self):
        if not self.is_bound:
            return []
        alone = self.changed.difference(*self.together)
        things = [group & self.changed for group in self.together] + [{name} for name in sorted(alone)]
        return [self._conflict(thing) for thing in things if self._is_overtaken(thing & self.writable)]

    def _is_overtaken(self, names):
        is_theirs = any(self.now[name] != self._shown_then.get(name, "") for name in names)
        return is_theirs and any(self.now[name] != self.typed[name] for name in names)

    def _conflict(self, names):
        """Of a thing of one field; forms whose fields stand together say it in their own words."""
        (name,) = names
        theirs, mine = (self.in_words(name, texts[name]) or "để trống" for texts in (self.now, self.typed))
        text = f"{self.label_of(name)}: {self.editor_of(name)} vừa lưu {theirs}, ở đây đang ghi {mine}"
        return Conflict(frozenset(names), text, theirs, mine)

    def theirs_among(self, names):
        """The first of *names* that somebody else changed."""
        return next(name for name in sorted(names) if self.now[name] != self._shown_then.get(name, ""))

    def label_of(self, name):
        field = self.base_fields.get(name)
        return field.label if field else "Mục không thuộc bảng này"

    def in_words(self, name, text):
        choices = getattr(self.fields.get(name, self.base_fields.get(name)), "choices", ())
        return next((str(label) for value, label in choices if text and str(value) == text), text)

    def editor_of(self, name):
        raise NotImplementedError


def _typed(data, prefix):
    start = f"{prefix}-"
    found = {name.removeprefix(start): data[name].strip() for name in data if name.startswith(start)}
    found.pop(WAS, None)
    return found


def _shown_then(data, prefix):
    """What stood in the form when it was opened; one that doesn't say counts as empty then."""
    try:
        found = json.loads(data.get(f"{prefix}-{WAS}", ""))
    except ValueError:
        return {}
    return {str(name): str(text) for name, text in found.items()} if isinstance(found, dict) else {}
