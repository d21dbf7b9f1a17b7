"""The template in use, a committee's own or the register's; a new version of a committee's own."""

import hashlib

from nakhe.audit import because
from reports.models import WrittenTemplate
from reports.written.default_template import default_template


def in_use(unit):
    """The bytes of the .docx for a report of *unit*."""
    version = WrittenTemplate.objects.in_use_for(unit) if unit else None
    return content_of(version)


def content_of(version):
    return bytes(version.content) if version and version.content else default_template()


def replace(unit, data, file_name, note, by):
    """Write the next version; no *data* leads back to the register's template."""
    version = WrittenTemplate(
        unit=unit,
        content=data,
        file_name=file_name,
        sha256=hashlib.sha256(data).hexdigest() if data else "",
        note=note,
        made_by=by,
    )
    version.full_clean()
    with because(note or ("Thay mẫu báo cáo" if data else "Trở về mẫu mặc định")):
        version.save()
    return version
