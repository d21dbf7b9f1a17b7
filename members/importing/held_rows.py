"""Rows that a file wrote, or will write: locked, and still to be changed by who wants them back."""

from nakhe.effects import Superseded

CHUNK = 5_000
ELSEWHERE = "Lần nhập này có {0} nay do nơi khác quản lý, không hoàn tác được ở đây."


def lock_rows(model, keys):
    """In the order of their keys: so nobody waits for who waits for him."""
    for chunk in chunks(sorted(keys)):
        locked = model.objects.select_for_update(no_key=True).filter(pk__in=chunk)
        list(locked.order_by("pk").values_list("pk"))


def must_be_own(model, keys, by, right, name):
    """Raises Superseded where rows (*keys*) are another's to change by now; *name*: what they are, in the sentence."""
    for chunk in chunks(sorted(keys)):
        rows = model.objects.filter(pk__in=chunk)
        if model.objects.changeable_by(by, right).filter(pk__in=chunk).count() < rows.count():
            raise Superseded(ELSEWHERE.format(name))


def chunks(keys):
    return (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))
