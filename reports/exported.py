"""A report, or several as a workbook, on the way into a file: what is written, and what the log is told of it.

Both are asked for by the pages and by the command line; each reads the record anew when it is written.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from nakhe.exports import Stamp
from nakhe.long_exports import steps
from reports.asked_words import in_words, typed_in_words
from reports.base import Report
from reports.output import FORMATS, file_name
from reports.output import workbook as excel
from reports.parameters import ParametersForm


@dataclass(frozen=True)
class ReportExport:
    made: Report
    extension: str
    form: ParametersForm
    stamp: Stamp
    private: dict = field(default_factory=dict)
    """What the log says of sensitive data: what it was, and why it was asked for."""

    @property
    def format(self):
        return FORMATS[self.extension]

    def sheet(self):
        made = type(self.made)(self.made.reader, self.made.given, self.made.right)
        return replace(made.sheet(), mark=self.stamp.line)

    def write_into(self, file):
        sheet = self.sheet()
        yield from steps(self.format.write_into(sheet, file), sheet.expected)
        return self.told(sheet)

    def told(self, sheet):
        """What nakhe.exports.hand_out() asks for beside the data."""
        return {
            "what": f"báo cáo “{sheet.title}” ({self.format.label})",
            "rows": row_count(sheet),
            "name": file_name(sheet, self.extension, self.stamp.code),
            "content_type": self.format.content_type,
            "report": sheet.slug,
            "filters": told_filters(sheet),
            "asked": in_words(self.form, self.made.given),
            "columns": columns_of(sheet),
            **({"people": [self.made.about.pk]} if self.made.about else {}),
            **self.private,
        }


@dataclass(frozen=True)
class WorkbookExport:
    make: Callable
    """Gives the reports.workbook.Contents."""
    stamp: Stamp

    def marked(self, contents):
        """The sheet of the contents, and those of the reports."""
        first, *sheets = [replace(sheet, mark=self.stamp.line) for sheet in (contents.sheet(), *contents.sheets)]
        return first, sheets

    def write_into(self, file):
        contents = self.make()
        first, sheets = self.marked(contents)
        counts = [sheet.expected for sheet in (first, *sheets)]
        yield from steps(excel.write_into(first, sheets, file), None if None in counts else sum(counts))
        return self.told(contents)

    def told(self, contents):
        """What nakhe.exports.hand_out() asks for beside the data."""
        sheets = contents.sheets
        return {
            "what": f"bộ {len(sheets)} báo cáo (Excel)",
            "rows": sum(map(row_count, sheets)),
            "name": f"bo-bao-cao-{self.stamp.day.isoformat()}.xlsx",
            "content_type": FORMATS["xlsx"].content_type,
            "asked": typed_in_words({"ngay": contents.as_of} | contents.asked, contents.given.unit),
            "columns": [f"{sheet.title}: {', '.join(columns_of(sheet))}" for sheet in sheets],
            "reports": [
                {"report": sheet.slug, "rows": row_count(sheet), "filters": told_filters(sheet)} for sheet in sheets
            ],
        }


def columns_of(sheet):
    return [column.full_text for table in sheet.tables for column in table.columns]


def sensitive_in(made):
    """What of sensitive data the file of *made* holds, in words: what its reason is asked for and the log names."""
    return list(made.sensitive) if made.given.private else []


def row_count(sheet):
    return sum(len(table.rows) for table in sheet.tables)


def told_filters(sheet):
    return {name: str(value) for name, value in sheet.parameters.items() if value is not None}
