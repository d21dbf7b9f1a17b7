"""Lists whose title says that those on it are no members, or none any more: nobody new is written from them unasked."""

import re

from members.importing.result import ASK, SKIP, TAKE, Option, Problem, Question
from nakhe.vietnamese.names import fold

OTHERS = "titled_others"
"""Beside a row: the title of its list."""
TITLE = re.compile(
    r"\b(?:từ trần|đã mất|qua đời|xóa tên|xoá tên|khai trừ|ra khỏi đảng|(?:đã )?chuyển đi|chuyển sinh hoạt"
    r"|quần chúng|cảm tình đảng|đoàn viên|hội viên|trưởng thôn|trưởng bản|nguồn kết nạp|nguồn phát triển đảng)\b",
    re.IGNORECASE,
)
BEGINS = re.compile(
    r"(?:trích ngang |tổng hợp |biểu |bảng |sổ )?(?:danh sách|ds|đảng viên|quần chúng)\b", re.IGNORECASE
)
SHORT = 4
"""Words of the name of a sheet."""


def title_of_others(texts, sheet_name=""):
    """The last title among the *texts* above a list, or the short name of its sheet, where it is one; else empty."""
    titles = [text for text in texts if BEGINS.match(text)][-1:]
    names = [sheet_name] if len(sheet_name.split()) <= SHORT else []
    return next((text for text in [*titles, *names] if TITLE.search(text)), "")


def settle_others(row, answers):
    """Ask, once a title, whether somebody new on such a list is a member; who has a state is what the row says."""
    title = row.beside.get(OTHERS, "")
    if not title or "status" in row.person:
        return
    text = f"Tiêu đề là “{title}”: những người mới trong danh sách này là đảng viên đang sinh hoạt?"
    options = [Option(TAKE, "Đúng, nhập là đảng viên"), Option(SKIP, "Không, bỏ các dòng này")]
    question = Question(f"others|{fold(title)}", text, options)
    answer = answers.ask(question)
    if answer == SKIP:
        row.beside["left"] = "others"
    elif answer is None:
        row.problems.append(Problem(ASK, "others", text, question=question.key))
