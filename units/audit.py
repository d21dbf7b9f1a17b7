"""Which records of this app leave an audit entry on every write. Derived tables do not."""

from auditlog.registry import auditlog

from nakhe.models import User
from units import models

DERIVED = {"Unit": ["latest_name"], "UnitRating": ["version"], "UnitChange": ["effects", "batch"]}


def register_models():
    auditlog.register(User, exclude_fields=["last_login"], mask_fields=["password"])
    for name in models.__all__:
        model = getattr(models, name)
        if hasattr(model, "_meta") and not model._meta.abstract and model is not models.UnitClosure:
            many_to_many = {"predecessors", "successors"} if model is models.UnitChange else None
            auditlog.register(model, m2m_fields=many_to_many, exclude_fields=DERIVED.get(name))
