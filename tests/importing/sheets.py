"""Small workbooks for one story each."""

import io

import openpyxl

from members.importing.reading import Asked, read
from nakhe.spreadsheets.reading import open_book
from tests.importing.conftest import TODAY

HEADINGS = ["STT", "Họ và tên", "Ngày sinh", "Chi bộ"]


def workbook_of(*rows, change=None):
    """The bytes of a workbook with *rows* on its only sheet; *change(workbook, sheet)* may do more."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in rows:
        sheet.append(row)
    if change:
        change(workbook, sheet)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def read_rows(*rows, answers=None, change=None, **asked):
    book = open_book(workbook_of(*rows, change=change), "danh-sach.xlsx")
    return read(book, Asked(**{"day": TODAY} | asked), answers)


def read_person(answers=None, **cells):
    """The Row of one person of chi bộ Na Pô; *cells*: {heading: value} beside or instead of the usual ones."""
    usual = {"Họ và tên": "Vàng Thị Lan", "Ngày sinh": "3/2/1990", "Chi bộ": "Na Pô"}
    said = usual | cells
    return read_rows(list(said), list(said.values()), answers=answers).rows[0]


def told(row):
    """[(level, field, code)] of what is to be known about *row*, guesses of its chi bộ and since when left out."""
    return [(each.level, each.field, each.code) for each in row.problems if each.code not in ("unit_guess", "since")]
