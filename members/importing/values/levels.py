"""Fixed words: sex, status, theory, school and training; what may mean several levels, or none, is asked."""

import re
from datetime import date

from members.importing import words
from members.importing.said import NOTHING, Said, asked, error, guessed
from members.importing.values.text import as_text, clean

SUBJECT_LONGEST = 200
SCHOOL_YEAR = re.compile(r"(?:lớp )?(\d{1,2})\s*/\s*(1[02])")


def read_sex(name, value, context):
    text = clean(value)
    meant = words.meaning(text, SEX)
    if meant or not text:
        return Said({name: meant}) if meant else NOTHING
    return asked(name, f"sex|{words.plain(text)}", "sex", f"“{text}” là nam hay nữ?", SEX_NAMES, context.answers)


SEX = words.compiled(words.SEX)
SEX_NAMES = {words.MALE: "Nam", words.FEMALE: "Nữ"}


def one_of(table, names, several, question):
    """A reader of the words in *table*; what *several* of its values may mean, and what is no word of it, is asked."""
    known, unclear = words.compiled(table), words.compiled(several)

    def read(name, value, context):
        text = clean(value)
        if not text:
            return NOTHING
        meant = words.meaning(text, known)
        if meant is not None:
            return Said({name: meant})
        offered = words.meaning(text, unclear) or tuple(names)
        options = {value: names[value] for value in offered}
        key = f"{name}|{words.plain(text)}"
        return asked(name, key, f"{name}_unclear", question.format(text=text), options, context.answers)

    return read


read_theory = one_of(
    words.THEORY, words.THEORY_NAMES, words.SEVERAL_THEORIES, "“{text}” là trình độ lý luận chính trị nào?"
)
read_status = one_of(words.STATUS, words.STATUS_NAMES, words.SEVERAL_STATUSES, "“{text}” là trạng thái nào?")
read_training = one_of(
    words.TRAINING, words.TRAINING_NAMES, words.SEVERAL_TRAININGS, "“{text}” là trình độ chuyên môn nào?"
)


def read_education(name, value, context):
    """School (9/12, THPT) or training (Đại học), wherever the office wrote it; *name* says which is expected."""
    text = clean(value)
    if isinstance(value, date):
        return error(name, "education", f"Excel đã đổi “lớp/hệ” thành ngày {as_text(value)}. Ghi lại, ví dụ 9/12.")
    year = SCHOOL_YEAR.fullmatch(text.lower())
    if year:
        return _school_year(int(year[1]), int(year[2]), text)
    school = words.meaning(text, SCHOOLS) if text else None
    if school:
        return guessed(
            "general_education", school, text, "school", "coi là học hết lớp cuối của hệ 12 năm.", context.answers
        )
    if name == "general_education" and words.plain(text) in NO_SCHOOL:
        return NOTHING
    return _training(name, text, value, context)


SCHOOLS = words.compiled(words.SCHOOL)
NO_SCHOOL = set(map(words.plain, words.NO))


def _school_year(year, system, text):
    if not 0 < year <= system:
        return error("general_education", "education", f"“{text}” không có: hệ {system} năm chỉ đến lớp {system}.")
    return Said({"general_education": f"{year}/{system}"})


def _training(name, text, value, context):
    """“Đại học Luật” begins with its level and goes on with the subject."""
    target = "professional_level"
    if name == "general_education" and words.meaning(text, TRAININGS) is None:
        message = f"“{text}” không phải lớp học phổ thông (ví dụ 9/12, 12/12)."
        return error(name, "education", message) if text else NOTHING
    level, subject = _level_and_subject(text)
    if level and len(subject) > SUBJECT_LONGEST:
        message = f"Ngành dài {len(subject)} ký tự, nhiều nhất {SUBJECT_LONGEST}. Ghi gọn lại."
        return error(target, "too_long", message)
    if level:
        return Said({target: level}, beside={"professional_subject": subject})
    return read_training(target, value, context)


def _level_and_subject(text):
    if words.meaning(text, SEVERAL_TRAININGS) is None and words.meaning(text, TRAININGS) is None:
        for spelling, level in LONGEST_FIRST:
            begun = re.match(rf"{re.escape(spelling)}[ :,-]+(?=\w)", text.lower())
            if begun:
                return level, text[begun.end() :]
    return None, ""


TRAININGS = words.compiled(words.TRAINING)
LONGEST_FIRST = sorted(
    ((spelling, level) for level, spellings in words.TRAINING.items() if level != "NONE" for spelling in spellings),
    key=lambda pair: -len(pair[0]),
)
SEVERAL_TRAININGS = words.compiled(words.SEVERAL_TRAININGS)
