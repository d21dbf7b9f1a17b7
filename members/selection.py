"""The people ticked on a list: a fixed set of ids, never a filter that is run again later."""

from django.http import Http404

from members.models import Person
from members.roster import on_file
from nakhe.keys import is_key

MOST = 500
"""As many as one page can name, and as the address of the next page can carry."""


class SelectionError(ValueError):
    """Why nothing can be done with what was ticked, in a Vietnamese sentence."""


def ticked(data):
    """The ids in nguoi=…, each once."""
    texts = [text for given in data.getlist("nguoi") for text in given.split(",")]
    if not all(map(is_key, texts)):
        raise Http404
    ids = list(dict.fromkeys(map(int, texts)))
    if not ids:
        raise SelectionError("Chưa chọn ai. Đánh dấu ô trước tên người rồi bấm lại.")
    return within_reach(ids)


def within_reach(ids):
    if len(ids) > MOST:
        raise SelectionError(
            f"Đã chọn {len(ids)} người, mỗi lần được nhiều nhất {MOST}. Lọc bớt danh sách rồi chọn lại."
        )
    return ids


def chosen(ids, reader, day):
    """Those people in the order of names, each with where they are; 404 if *reader* does not see one of them."""
    found = Person.objects.visible_to(reader).filter(pk__in=ids).in_name_order()
    people = list(on_file(found, reader, day))
    if len(people) != len(ids):
        raise Http404
    return people
