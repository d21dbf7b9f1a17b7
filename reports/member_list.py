"""A list of members with the columns of members.tables, each declared there alone: for the page and for the files."""

from members.columns import ColumnChoice
from members.tables import NONE, PeopleTable
from nakhe.access import Right
from nakhe.vietnamese import numbers
from nakhe.vietnamese.dates import format_day
from reports import links
from reports.base import Part, ReportTable
from reports.columns import Column, Count, DateColumn
from reports.other_day import on_other_day
from reports.rows import Rows, bound, settled

ORDERS = tuple(name for name, column in PeopleTable.base_columns.items() if column.orderable)
"""What the list of members itself can be ordered by."""
SENSITIVE = [name for name, column in PeopleTable.base_columns.items() if column.is_sensitive]
"""What “Kèm dữ liệu nhạy cảm” brings; a list's file never holds a number."""
LINKS = {"full_name": links.person, "unit": links.unit}


def choice_of(report, usual):
    """The columns asked for, or the *usual* ones (names); with sensitive data also those, unless some were chosen."""
    asked = (report.given.columns or ",".join(usual)).split(",")
    if report.given.private and not {*SENSITIVE} & {*asked}:
        asked += SENSITIVE
    return ColumnChoice(PeopleTable, ",".join(asked), report.reader)


def everything():
    """The names of all columns that go into a file unasked."""
    columns = PeopleTable.base_columns.items()
    return [name for name, column in columns if column.right == Right.READ and not column.is_sensitive]


def sensitive_of(report):
    """In words, which sensitive columns the report shows."""
    return [heading.lower() for heading in report.column_choice.sensitive]


def listed(report, memberships):
    """The Part that shows *memberships*, chi bộ by chi bộ where that column is shown, else by name.

    A file takes less than the page: what ColumnChoice.for_file() says.
    """
    choice = report.column_choice
    shown = choice.for_file(report.given.private) if report.right == Right.EXPORT else choice.shown
    table = choice.table(memberships, report.as_of, shown, order="unit")
    rows = settled(Rows(table.data.data, lambda chunk: map(described, bound(table, chunk))))
    table.name_year(table.data.data[:1])
    return Part(table_of(table), rows, notes=[counted(report, len(rows))], hints=list(left_out(choice, report)))


def counted(report, number):
    """How many there are and, beside another day that was asked for, how many there were."""
    other = on_other_day(report)
    if other is None:
        return f"{number} đảng viên."
    before = other.memberships_shown.count()
    day = format_day(other.as_of)
    return f"{number} đảng viên; ngày {day}: {before}; tăng, giảm: {numbers.signed(number - before)}."


def table_of(table):
    """A report's table with the columns of *table*."""
    columns = {column.name: column_of(column.name, column.header, column.column) for column in table.columns}
    return type("Table", (ReportTable,), columns)


def column_of(name, heading, column):
    if column.kind == "date":
        return DateColumn(heading)
    if column.kind == "count":
        return Count(heading, total=False)
    return Column(heading, link=LINKS.get(name), is_sensitive=column.is_sensitive)


def described(row):
    record = row.record
    values = {name: row.get_cell_value(name) for name in row.table.columns.names()}
    known = {name: None if value == NONE else value for name, value in values.items()}
    return known | {"person": record.person_id, "pk": record.unit_id}


def left_out(choice, report):
    """What of the page's columns no file holds, or only a file that is asked for it."""
    if choice.numbers:
        yield f"Không vào tệp: {', '.join(choice.numbers)}; xem từng số ở hồ sơ."
    if choice.sensitive and not report.given.private:
        yield f"Chỉ vào tệp khi chọn “Kèm dữ liệu nhạy cảm”: {', '.join(choice.sensitive)}."
    if choice.sensitive:
        yield f"Không in từ trang này: {', '.join(choice.sensitive)}."
