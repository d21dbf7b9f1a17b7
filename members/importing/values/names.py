"""Names of people: kept as typed; what is no name is refused, what may be two is asked."""

import re
import unicodedata
from dataclasses import replace

from members.importing.result import LEAVE, TAKE, WARNING, Option, Problem, Question
from members.importing.said import NOTHING, Said, asked, error, guessed
from members.importing.values.text import CONTROL, as_text, clean, visible
from nakhe.vietnamese.names import fold, tidy

OTHER_THAN_NAMES = re.compile(r"[^A-Za-zÀ-ɏḀ-ỿʼ’'`\-. ]")
BETWEEN = r"[(,;/]| và | [-–] "
SEVERAL_NAMES = re.compile(rf"{BETWEEN}|\S+[ \t]+\S+\s*\n\s*\S+[ \t]+\S+")
LOOKALIKES = str.maketrans("ƉÐɖð", "ĐĐđđ")
"""Letters of other alphabets that look like Đ; the same on every screen, another name in every search."""
NAME_LONGEST = 120
NO_GIVEN_NAMES = {"nam", "nu", "x", "v"}
"""All that stands in a column of sexes or of crosses."""
WORDS_OF_NAMES = 2.5
"""Of whole names, on the average at least; villages and names without their last word have fewer."""
TITLE = re.compile(r"(ông|bà|anh|chị|đồng chí|đ/c|đc|đ\.c)[. :]\s*(?=\S+\s+\S)", re.IGNORECASE)
SIGNS = re.compile(r"^[-–+•·.,;: ]+|[.,;: ]+$")
"""Dots and strokes around a name, which say nothing."""
NUMBERED = re.compile(r"^\d{1,3}\s*[.)/:-]?\s*(?=[^\W\d_])")
MARKED = re.compile(r"^\*+|\*+$")
REMARK = re.compile(
    r"\s+((?:phó )?bí thư(?: chi bộ)?|chi ủy viên|(?:đã |bị )?(?:chuyển đi|từ trần|xóa tên|khai trừ)"
    r"|đã (?:chuyển|mất|chết)|(?:được )?miễn sinh hoạt|đảng viên(?: dự bị)?|dự bị)$",
    re.IGNORECASE,
)
"""What an office writes behind a name for want of a column."""
TITLED = "Trước họ tên có chữ xưng hô (ông, bà, đồng chí): bỏ chữ ấy?"
UNTITLED = [Option(TAKE, "Bỏ chữ xưng hô"), Option(LEAVE, "Giữ nguyên như trong tệp")]


def read_full_name(name, value, context):
    text = clean(value)
    if not text:
        return NOTHING
    if CONTROL.search(as_text(value)):
        return error(name, "not_a_name", f"“{visible(value)}” có ký tự không nhìn thấy (�). Ghi lại họ và tên.")
    bare = SIGNS.sub("", text)
    if bare and bare != text:
        return read_full_name(name, bare, context)
    numbered = NUMBERED.match(text)
    if numbered or MARKED.search(text):
        return _without_marks(name, text, context)
    title = TITLE.match(text)
    if title:
        untitled = _untitled(name, text, text[title.end() :], context)
        if untitled:
            return untitled
    if SEVERAL_NAMES.search(as_text(value).strip()):
        return _first_of_several(name, value, context)
    remark = REMARK.search(text)
    if remark and len(text[: remark.start()].split()) > 1:
        return _first_of_several(name, f"{text[: remark.start()]} - {remark[1]}", context)
    fault = fault_of_name(text)
    if fault:
        return error(name, "not_a_name", f"“{text}” {fault} Ghi lại họ và tên.")
    meant = text.translate(LOOKALIKES)
    if meant != text:
        reason = "chữ Đ trong tệp là chữ của bảng chữ cái khác."
        return guessed(name, in_title_case(meant), text, "lookalike", reason, context.answers)
    return Said({name: in_title_case(text)})


def _without_marks(name, text, context):
    """Said of the name behind “1.” or before “*”, a guess."""
    bare = MARKED.sub("", NUMBERED.sub("", text)).strip()
    said = read_full_name(name, bare, context)
    if not said.values:
        return said if said.problems else error(name, "not_a_name", f"“{text}” không phải họ tên. Ghi lại họ và tên.")
    reason = "bỏ số thứ tự, dấu ở đầu hoặc cuối họ tên."
    told = guessed(name, said.values[name], text, "numbered", reason, context.answers)
    return replace(told, problems=said.problems + told.problems)


def _untitled(name, text, rest, context):
    """Said of the name behind “Bà” or “Đ/c”, a guess; None where somebody said that it is part of the name."""
    question = Question(f"guess|{name}|title", TITLED, UNTITLED)
    if context.answers.ask(question) == LEAVE:
        return None
    message = f"“{text}” được đọc là “{in_title_case(rest)}”: bỏ chữ xưng hô."
    told = Problem(WARNING, "title", message, name, "", text, in_title_case(rest), question.key)
    return read_full_name(name, rest, context) | Said(problems=[told])


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


def is_written_as_a_name(text):
    """Whether *text* is two words or more, each with its capital, and nothing else."""
    words = text.split()
    return len(words) > 1 and all(word[0].isupper() for word in words) and not fault_of_name(text)


def may_be_given_names(names, beside):
    """Whether *beside* the *names*, which are too short to be whole, stand their last words."""
    words = sum(len(name.split()) for name in names)
    are_words = all(re.fullmatch(r"[^\W\d_]+", text) for text in beside)
    return are_words and words < WORDS_OF_NAMES * len(names) and not set(map(fold, beside)) <= NO_GIVEN_NAMES


def _first_of_several(name, value, context):
    """A remark behind the name, or a second person: the first part is offered, never taken unasked."""
    first = re.split(rf"{BETWEEN}|\n", as_text(value).strip())[0].strip()
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
