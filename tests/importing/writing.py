"""Files that are written, for stories that ask what stands in the record then."""

from io import StringIO

from django.core.management import call_command

from members.importing import committing, previews
from nakhe.access import SYSTEM
from tests.importing.sheets import workbook_of


def previewed(*rows, by=SYSTEM, answers=None, name="danh-sach.xlsx", **said):
    """The saved preview of a workbook with *rows*."""
    return previews.preview(workbook_of(*rows), name, by, answers=answers, **said)


def written(*rows, by=SYSTEM, answers=None, **said):
    """The batch of a workbook with *rows*, written; the derived data are right afterwards."""
    batch = committing.commit_now(previewed(*rows, by=by, answers=answers, **said), by)
    assert differences_of_derived() == []
    return batch


def person_written(cells, by=SYSTEM, answers=None):
    """The batch of one row; *cells*: {heading: value} beside or instead of name, birth and chi bộ."""
    said = {"Họ và tên": "Vàng Thị Lan", "Ngày sinh": "3/2/1990", "Chi bộ": "Na Pô"} | cells
    return written(list(said), list(said.values()), by=by, answers=answers)


def differences_of_derived():
    """What check_data says beyond “không chỗ lệch”."""
    out = StringIO()
    try:
        call_command("check_data", stdout=out, stderr=out)
    except SystemExit:
        return out.getvalue().splitlines()
    return []


def everything(*models):
    """All rows of *models*, as they are stored, without their keys and versions."""
    left_out = {"id", "version"}
    return {
        model.__name__: sorted(
            str({name: value for name, value in row.items() if name not in left_out}) for row in model.objects.values()
        )
        for model in models
    }
