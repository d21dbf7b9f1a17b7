"""Crosses and “có”: a mark says yes, an empty cell nothing."""

from members.importing import words
from members.importing.said import NOTHING, Said, asked
from members.importing.values.text import clean

YES, NO = set(map(words.plain, words.YES)), set(map(words.plain, words.NO))


def is_marked(value):
    """True for a cross or “có”, False for “không”, None for what is no mark."""
    text = words.plain(clean(value) or "-")
    return True if text in YES else False if text in NO else None


def read_standing(name, value, context):
    """“Dự bị” or “Chính thức” in words."""
    text = clean(value)
    meant = words.meaning(text, STANDINGS) if text else None
    if meant is not None:
        return Said({name: meant})
    return read_mark(name, value, context)


STANDINGS = words.compiled(words.PROBATIONARY)


def read_mark(name, value, context):
    """A cross says yes; an empty cell says nothing."""
    marked = is_marked(value)
    if marked is None:
        text = clean(value)
        question = f"“{text}” ở cột đánh dấu có nghĩa là có không?"
        said = asked(
            name, f"{name}|{words.plain(text)}", "mark", question, {"yes": "Có", "no": "Không"}, context.answers
        )
        return Said({key: answer == "yes" for key, answer in said.values.items()}, said.problems)
    return Said({name: marked}) if clean(value) else NOTHING
