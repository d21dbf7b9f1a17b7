from members.models.honours import AwardDay, Badge, BadgeLevel, Commendation, Discipline
from members.models.imports import HeadingMeaning, ImportBatch
from members.models.learning import Qualification, TrainingAttendance, TrainingCourse
from members.models.letterhead_settings import LetterheadSetting
from members.models.membership import Exemption, Membership, Probation, Suspension, TemporaryAbsence
from members.models.merges import DifferentPeople, PersonMerge
from members.models.movements import Movement
from members.models.notes import PersonNote
from members.models.offices import Office, VillageHead
from members.models.person import Ethnicity, IdentityNumber, Person, Religion
from members.models.rating_versions import RatingRecord, RatingVersion
from members.models.ratings import MemberRating, VillageHeadRating
from members.models.reconciliations import Reconciliation
from members.models.saved_views import SavedView

__all__ = [
    "AwardDay",
    "Badge",
    "BadgeLevel",
    "Commendation",
    "DifferentPeople",
    "Discipline",
    "Ethnicity",
    "Exemption",
    "HeadingMeaning",
    "IdentityNumber",
    "ImportBatch",
    "LetterheadSetting",
    "MemberRating",
    "Membership",
    "Movement",
    "Office",
    "Person",
    "PersonMerge",
    "PersonNote",
    "Probation",
    "Qualification",
    "RatingRecord",
    "RatingVersion",
    "Reconciliation",
    "Religion",
    "SavedView",
    "Suspension",
    "TemporaryAbsence",
    "TrainingAttendance",
    "TrainingCourse",
    "VillageHead",
    "VillageHeadRating",
]
