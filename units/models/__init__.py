from units.models.grants import RoleGrant
from units.models.rating_campaigns import RatingCampaign
from units.models.rating_levels import Level, NotRatedReason
from units.models.rating_regimes import RatingReason, RatingRegime
from units.models.rating_sheets import RatingSheet, Step
from units.models.ratings import Rating, UnitRating
from units.models.resolutions import Resolution, Target
from units.models.terms import Committee, Congress, Term
from units.models.tree import Unit, UnitChange, UnitClosure, UnitName, UnitParent
from units.models.villages import Village

__all__ = [
    "Committee",
    "Congress",
    "Level",
    "NotRatedReason",
    "Rating",
    "RatingCampaign",
    "RatingReason",
    "RatingRegime",
    "RatingSheet",
    "Resolution",
    "RoleGrant",
    "Step",
    "Target",
    "Term",
    "Unit",
    "UnitChange",
    "UnitClosure",
    "UnitName",
    "UnitParent",
    "UnitRating",
    "Village",
]
