"""Marks that stand for the cell above, “nt” or two strokes: read as that cell, a guess that may be refused."""

from dataclasses import replace

from members.importing.result import LEAVE, WARNING, Problem, Question
from members.importing.said import AS_READ, LEAVE_OUT, NOTHING, Said, error
from members.importing.values.text import as_text
from nakhe.vietnamese.names import tidy

MARKS = {
    "nt", "n.t", "n/t", "như trên", "như trên.", "-nt-", "- nt -", "//", '"', "''", "“", "”", "„", "″", "〃",
    "-\"-", "- \" -",
}  # fmt: skip
OWN = ("full_name", "citizen_id", "card_number", "old_card_number", "profile_number", "old_citizen_number", "phone")
"""Fields that nobody shares with the row above."""
NOTHING_ABOVE = "“{0}” là như dòng trên, mà ô trên trống. Ghi giá trị vào ô này."
SAME = "Cột {0} có dấu thay cho “như trên”: lấy như dòng trên?"


def is_ditto(value):
    return isinstance(value, str) and tidy(value).lower() in MARKS


class Above:
    """The row of cells read last: what a mark in the next one stands for."""

    def __init__(self):
        self.cells = {}

    def filled(self, cells):
        """({column number: Cell}, {column number: mark}): *cells* with those of the row above where marks stand."""
        marks = {number: tidy(cell.value) for number, cell in cells.items() if is_ditto(cell.value)}
        meant = {
            number: replace(self.cells[number], row=cell.row) if number in marks and number in self.cells else cell
            for number, cell in cells.items()
        }
        self.cells = {number: cell for number, cell in meant.items() if not is_ditto(cell.value)}
        return meant, marks


def repeated(column, cell, mark, answers):
    """(the Cell that counts or None, Said) of a cell with *mark*; *cell* is the one above it."""
    if is_ditto(cell.value):
        return None, error(column.key, "ditto", NOTHING_ABOVE.format(mark))
    question = Question(f"guess|ditto|{column.letters}", SAME.format(column.letters), [AS_READ, LEAVE_OUT])
    if answers.ask(question) == LEAVE:
        return None, NOTHING
    after = tidy(as_text(cell.value))
    message = f"“{mark}” được đọc là “{after}” như dòng trên."
    return cell, Said(problems=[Problem(WARNING, "ditto", message, column.key, "", mark, after, question.key)])
