"""Every record of a person leaves an audit entry on every write; derived keys and the version do not show in it."""

from auditlog.registry import auditlog

from members import models

MASKED = {"IdentityNumber": ["number"], "Person": ["phone", "email"]}
DERIVED = {
    "Person": ["sort_key", "search_key", "exact_key", "version"],
    "MemberRating": ["version"],
    "Movement": ["effects", "batch"],
    "VillageHeadRating": ["version"],
}


def register_models():
    for name in models.__all__:
        model = getattr(models, name)
        if hasattr(model, "_meta") and not model._meta.abstract:
            auditlog.register(model, mask_fields=MASKED.get(name), exclude_fields=DERIVED.get(name))
