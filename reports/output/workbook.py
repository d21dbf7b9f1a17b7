"""Several Sheets in one Excel file: their contents with links, then each as its own file would show it."""

import re

from nakhe.excel_footer import footer
from reports.output.excel import Paper, workbook
from reports.output.excel_charts import add_charts
from reports.output.excel_look import Styles
from reports.output.written import as_bytes

CONTENTS = "Mục lục"
LONGEST = 31
"""Letters of a worksheet's name; Excel takes no more."""
FORBIDDEN = re.compile(r"[\[\]:*?/\\']+")


def write(contents, sheets):
    return as_bytes(write_into, contents, sheets)


def write_into(contents, sheets, file):
    with workbook(file, contents, any(sheet.is_long for sheet in sheets)) as book:
        styles, drawn = Styles(book), []
        yield from Contents(book.add_worksheet(CONTENTS), styles, contents, contents.tables[0]).draw()
        for sheet, names in zip(sheets, page_names(sheets), strict=True):
            papers = []
            for table, name in zip(sheet.tables, names, strict=True):
                papers.append(Paper(book.add_worksheet(name), styles, sheet, table))
                yield from papers[-1].draw()
            drawn.append((sheet, papers))
        add_charts(book, styles, footer(contents.mark), drawn)


class Contents(Paper):
    """The name of a worksheet leads to it; nobody signs this one."""

    def row(self, number, row):
        super().row(number, row)
        column = 1 + [column.name for column in self.table.columns].index("place")
        look = self.styles.get("link")
        self.page.write_url(self.line - 1, column, f"internal:'{row['place']}'!A1", look, row["place"])

    def signatures(self):
        pass


def page_names(sheets):
    """A list of names for each of *sheets*, one for every table: “3 Kết nạp đảng viên”, “4.1 …”, “4.2 …”."""
    return [
        [
            page_name(f"{number}.{part}" if len(sheet.tables) > 1 else str(number), table.title)
            for part, table in enumerate(sheet.tables, 1)
        ]
        for number, sheet in enumerate(sheets, 1)
    ]


def page_name(number, title):
    """The number keeps it unlike any other; a title that is too long ends with a whole word."""
    name = " ".join(f"{number} {FORBIDDEN.sub(' ', title)}".split())
    return name if len(name) <= LONGEST else name[: LONGEST + 1].rpartition(" ")[0]
