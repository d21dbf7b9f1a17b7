"""Every record of a person leaves an audit entry on every write; derived keys and the version do not show in it.

The lines of a locked year have none of their own: they are written once, with their RatingVersion, and never changed.
"""

from auditlog.registry import auditlog

from members import models

MASKED = {"IdentityNumber": ["number"], "Person": ["phone", "email"]}
DERIVED = {
    "ImportBatch": ["content", "reading", "effects", "answers", "mapped", "summary", "previewed_at"],
    "Person": ["sort_key", "search_key", "exact_key", "version"],
    "MemberRating": ["version"],
    "Reconciliation": ["content", "reading", "found", "answers", "mapped", "counts", "rights", "compared_at"],
    "Movement": ["effects", "batch"],
    "PersonMerge": ["effects", "batch", "told"],
    "VillageHeadRating": ["version"],
}


def register_models():
    for name in models.__all__:
        model = getattr(models, name)
        if hasattr(model, "_meta") and not model._meta.abstract and model is not models.RatingRecord:
            auditlog.register(model, mask_fields=MASKED.get(name), exclude_fields=DERIVED.get(name))
