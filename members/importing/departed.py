"""Somebody who died or left the Party's chi bộ: what a file says beside that is written only by a person's word."""

from members.importing.result import ASK, SKIP, TAKE, WARNING, Option, Problem, Question
from members.importing.words import DEAD, EXPELLED, OUT, REMOVED, STATUS_NAMES, WITHDRAWN

GONE = (OUT, DEAD, REMOVED, EXPELLED, WITHDRAWN)


def settle_departed(row, known, answers, columns):
    """Ask once for all who went the same way, where *row* would change one of them and does not say that they went."""
    status = known.values.get("status")
    if status not in GONE or row.person.get("status") == status:
        return
    if not row.changes:
        if known.until and row.day >= known.until.isoformat():
            told = f"Trong sổ người này đã ra khỏi danh sách ({STATUS_NAMES[status].lower()}), không ghi gì."
            row.problems.append(Problem(WARNING, "gone", told, "full_name", columns.get("full_name", "")))
        return
    message = f"Trong sổ người này đã ra khỏi danh sách ({STATUS_NAMES[status].lower()}); tệp ghi khác. Vẫn ghi?"
    options = [Option(TAKE, "Vẫn ghi các thay đổi"), Option(SKIP, "Bỏ các dòng này")]
    question = Question(f"departed|{status}", message, options)
    answer = answers.ask(question)
    if answer == SKIP:
        row.beside["left"] = "departed"
    elif answer is None:
        row.problems.append(
            Problem(ASK, "departed", message, "status", columns.get("status", ""), question=question.key)
        )
