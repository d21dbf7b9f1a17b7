"""What one cell means for one field: read whole, never guessed unseen; nothing is made of an empty cell.

Each reader takes (field key, the cell's value, Context) and returns Said.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime

from members.importing import words
from members.importing.result import ASK, LEAVE, TAKE, WARNING, Option, Problem, Question
from members.importing.said import AS_READ, LEAVE_OUT, NOTHING, Answers, Said, asked, error, guessed, warned
from nakhe.vietnamese.dates import read_date
from nakhe.vietnamese.names import fold, tidy

NOTHING_WRITTEN = {"", "-", "--", "---", "–", "—", ".", "..", "...", "…", "/", "?"}
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
OTHER_THAN_NAMES = re.compile(r"[^A-Za-zÀ-ɏḀ-ỿʼ’'`\-. ]")
SCHOOL_YEAR = re.compile(r"(?:lớp )?(\d{1,2})\s*/\s*(1[02])")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
SEVERAL_NAMES = re.compile(r"[(,;/]| và |\S+[ \t]+\S+\s*\n\s*\S+[ \t]+\S+")
LOOKALIKES = str.maketrans("ƉÐɖð", "ĐĐđđ")
"""Letters of other alphabets that look like Đ; the same on every screen, another name in every search."""
NAME_LONGEST = 120


@dataclass
class Context:
    """What the readers of one file share."""

    today: date
    answers: Answers = field(default_factory=Answers)
    ethnicities: list = field(default_factory=list)
    """The names on record, like the religions."""
    religions: list = field(default_factory=list)
    is_1904: bool = False


def as_text(value):
    """A cell as a person would type it: a whole number without fraction, a day with the day first."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


def clean(value):
    """One line of text: NFC, single spaces, nothing that cannot be seen; “” where nothing is written."""
    text = tidy(CONTROL.sub("", as_text(value)))
    return "" if text in NOTHING_WRITTEN else text


# --- Text ---


def text_of(longest):
    def read(name, value, context):
        text = clean(value)
        if not text:
            return NOTHING
        if len(text) > longest:
            return error(name, "too_long", f"Nội dung dài {len(text)} ký tự, nhiều nhất {longest}. Ghi gọn lại.")
        if CONTROL.search(as_text(value)):
            return guessed(name, text, visible(value), "control", "bỏ ký tự không nhìn thấy.", context.answers)
        return Said({name: text})

    return read


def visible(value):
    """Text with a sign in the place of what cannot be seen."""
    return CONTROL.sub("�", as_text(value)).strip()


def read_full_name(name, value, context):
    text = clean(value)
    if not text:
        return NOTHING
    if CONTROL.search(as_text(value)):
        return error(name, "not_a_name", f"“{visible(value)}” có ký tự không nhìn thấy (�). Ghi lại họ và tên.")
    if SEVERAL_NAMES.search(as_text(value).strip()):
        return _first_of_several(name, value, context)
    fault = fault_of_name(text)
    if fault:
        return error(name, "not_a_name", f"“{text}” {fault} Ghi lại họ và tên.")
    meant = text.translate(LOOKALIKES)
    if meant != text:
        reason = "chữ Đ trong tệp là chữ của bảng chữ cái khác."
        return guessed(name, in_title_case(meant), text, "lookalike", reason, context.answers)
    return Said({name: in_title_case(text)})


def fault_of_name(text):
    """What a name may not hold, as the end of a sentence; “” where nothing is wrong."""
    strange = OTHER_THAN_NAMES.search(text)
    if strange:
        return f"có ký tự “{strange.group()}” không có trong họ tên." if strange.group() else ""
    if any(len(marks) > 2 for marks in re.findall("[\u0300-\u036f]+", text)):
        return "có quá nhiều dấu trên một chữ."
    if len(fold(text)) < 2:
        return "quá ngắn, không phải họ tên."
    return f"dài quá {NAME_LONGEST} ký tự." if len(text) > NAME_LONGEST else ""


def _first_of_several(name, value, context):
    """A remark behind the name, or a second person: the first part is offered, never taken unasked."""
    first = re.split(r"[(,;/\n]| và ", as_text(value).strip())[0].strip()
    first, text = tidy(first), clean(value)
    if not first or fault_of_name(first):
        return error(name, "not_a_name", f"“{text}” không đọc được thành một họ tên. Ghi lại họ và tên.")
    message = f"Ô họ tên ghi “{text}”. Lấy họ tên là “{first}”?"
    return asked(name, f"name|{text}", "several_names", message, {}, context.answers, in_title_case(first))


def in_title_case(text):
    """A name written all in capitals as names are written; any other as typed."""
    if text != text.upper() or len(fold(text)) < 2:
        return text
    return re.sub(
        r"[^\W\d_]+", lambda word: word.group()[0] + word.group()[1:].lower(), unicodedata.normalize("NFC", text)
    )


def read_email(name, value, context):
    text = clean(value)
    if text and not EMAIL.fullmatch(text):
        return error(name, "email", f"“{text}” không phải địa chỉ thư điện tử.")
    return Said({name: text}) if text else NOTHING


# --- Dates ---


def date_of(kind):
    def read(name, value, context):
        found = read_date(value, kind=kind, today=context.today, epoch1904=context.is_1904)
        if found.status == "reject":
            return error(name, "date", f"“{as_text(value)}”: {found.message}")
        if found.status == "ask":
            return _doubtful_date(name, value, found, context)
        return Said({name: found.iso}) if found.iso else NOTHING

    return read


def _doubtful_date(name, value, found, context):
    """One reading is confirmed for all dates doubted alike; of several one is chosen for all that are written so."""
    written = as_text(value)
    if found.iso:
        question = Question(f"date|{name}|{_doubt(value)}", DOUBTS[_doubt(value)], [AS_READ, LEAVE_OUT])
    else:
        choices = [Option(iso, iso) for iso in found.choices]
        question = Question(f"date|{name}|{written}", f"“{written}”: {found.message}", [*choices, LEAVE_OUT])
    answer = context.answers.ask(question)
    if answer == LEAVE:
        return NOTHING
    if answer is not None:
        return Said({name: found.iso if answer == TAKE else answer})
    problem = Problem(ASK, "date", f"“{written}”: {found.message}", name, "", written, found.iso or "", question.key)
    return Said({name: found.iso} if found.iso else {}, [problem])


DOUBTS = {
    "time": "Ô ngày có cả giờ: lấy ngày như đã đọc?",
    "number": "Ngày ghi thành số, không có dấu: lấy ngày như đã đọc?",
    "two_digits": "Năm chỉ có hai chữ số: lấy năm như đã đọc?",
}


def _doubt(value):
    if isinstance(value, date):
        return "time"
    return "two_digits" if isinstance(value, str) and not value.strip().isdigit() else "number"


# --- Fixed words ---


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


# --- Offices ---

PARTY_OFFICES, ABOVE = words.compiled(words.PARTY_OFFICES), words.compiled(words.ABOVE)
NO_OFFICE = set(map(words.plain, words.NO_OFFICE))
RANKED = list(words.PARTY_OFFICES)


def read_party_office(name, value, context):
    """BT, Phó bí thư …; “ĐV” says that there is none. Of several the highest counts, and the others are named."""
    text = clean(value)
    parts = [part for part in map(str.strip, re.split(r"[,;+/\n]", text)) if part]
    found = [(position_of(part), part) for part in parts if words.plain(part) not in NO_OFFICE]
    if not found:
        return NOTHING
    if any(position is None for position, _ in found):
        key = f"{name}|{words.plain(text)}"
        return asked(name, key, "office", f"“{text}” là chức vụ Đảng nào?", words.OFFICE_NAMES, context.answers)
    position, part = min(found, key=lambda each: RANKED.index(each[0]))
    beside = {"party_office_at": "above"} if words.meaning(part, ABOVE) else {}
    if len(found) == 1:
        return Said({name: position}, beside=beside)
    message = f"“{text}”: ghi chức vụ cao nhất là {words.OFFICE_NAMES[position]}."
    return warned(name, position, "several_offices", message) | Said(beside=beside)


def position_of(text):
    """The Party office that *text* means, in the chi bộ or above; None where it is no Party office."""
    return words.meaning(text, PARTY_OFFICES) or words.meaning(text, ABOVE)


def read_office(name, value, context):
    """A column “Chức vụ” that does not say which: the Party's where the word is one of hers, else as written."""
    text = clean(value)
    if not text or words.plain(text) in NO_OFFICE:
        return NOTHING
    parts = [part for part in map(str.strip, re.split(r"[,;+\n]", text)) if part]
    party = [part for part in parts if position_of(part)]
    other = [part for part in parts if not position_of(part) and words.plain(part) not in NO_OFFICE]
    said = read_party_office("party_office", ", ".join(party), context) if party else NOTHING
    return said | Said({"government_office": ", ".join(other)} if other else {})


# --- Peoples and religions ---


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


# --- Ratings and marks ---

RATINGS, NOT_RATED_REASONS = words.compiled(words.RATINGS), words.compiled(words.NOT_RATED_REASONS)


def read_rating(year, value, context):
    """The rating of *year* under the key ratings.<year>; what means nothing or several is asked once for the file."""
    text, name = clean(value), f"ratings.{year}"
    if not text:
        return NOTHING
    sub_code = words.SUB_CODE.fullmatch(words.plain(text))
    level = words.meaning(sub_code[1] if sub_code else text, RATINGS)
    if level is None:
        message = f"“{text}” là mức xếp loại nào?"
        return asked(name, f"ratings|{words.plain(text)}", "rating", message, words.RATING_NAMES, context.answers)
    beside = {f"rating_reasons.{year}": sub_code[2]} if sub_code else {}
    if level == words.NOT_RATED:
        beside[f"not_rated.{year}"] = words.meaning(text, NOT_RATED_REASONS) or "OTHER"
    return Said({name: level}, beside=beside)


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


def remark(name, code, message):
    return Said(problems=[Problem(WARNING, code, message, name)])
