"""Which records of this app leave an audit entry on every write; of a file its checksum, not its bytes."""

from auditlog.registry import auditlog

from reports.models import WrittenTemplate


def register_models():
    auditlog.register(WrittenTemplate, exclude_fields=["content"])
