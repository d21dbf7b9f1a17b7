"""Peoples and religions: those on record, by any spelling; “không” says that there is none."""

from members.importing import words
from members.importing.said import NOTHING, Said, asked
from members.importing.values.text import clean
from nakhe.vietnamese.names import fold


def read_ethnicity(name, value, context):
    text = clean(value)
    known = _on_record(text, context.ethnicities, words.OTHER_ETHNICITIES)
    if not text or known:
        return Said({name: known}) if text else NOTHING
    options = {each: each for each in context.ethnicities}
    return asked(
        name, f"{name}|{fold(text)}", name, f"Không có dân tộc “{text}”. Chọn dân tộc.", options, context.answers
    )


def read_religion(name, value, context):
    """“Không theo tôn giáo” says that there is none; an empty cell says nothing."""
    text = clean(value)
    if text and words.plain(text) in NO_RELIGION:
        return Said({name: "Không"})
    known = _on_record(text, context.religions, words.OTHER_RELIGIONS)
    if not text or known:
        return Said({name: known}) if text else NOTHING
    options = {each: each for each in context.religions}
    return asked(
        name, f"{name}|{fold(text)}", name, f"Không có tôn giáo “{text}”. Chọn tôn giáo.", options, context.answers
    )


NO_RELIGION = set(map(words.plain, words.NO_RELIGION))


def _on_record(text, names, others):
    key = fold(text)
    return next((name for name in names if fold(name) == key), None) or others.get(key)
