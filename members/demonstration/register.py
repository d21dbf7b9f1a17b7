"""Putting the invented register together, and the fixture files that it is written to."""

from random import Random

from members import models as members
from members.demonstration.history import History
from members.demonstration.learning import Learning
from members.demonstration.offices import Offices
from members.demonstration.organisation import Organisation
from members.demonstration.people import People
from members.demonstration.ratings import Ratings, honour
from members.demonstration.rows import Rows
from units import models as units

SEED = 2024
FILES = {
    "10-units.json": [
        units.Unit,
        units.UnitName,
        units.UnitParent,
        units.Village,
        units.UnitChange,
        units.Congress,
        units.Term,
        units.Committee,
        units.RatingCampaign,
        units.UnitRating,
        units.Resolution,
        units.Target,
    ],
    "20-people.json": [members.Person, members.IdentityNumber],
    "30-memberships.json": [
        members.Membership,
        members.Exemption,
        members.Suspension,
        members.TemporaryAbsence,
        members.Office,
        members.VillageHead,
    ],
    "40-learning.json": [members.Qualification, members.TrainingCourse, members.TrainingAttendance],
    "50-ratings.json": [
        members.Discipline,
        members.Commendation,
        members.Badge,
        members.MemberRating,
        members.VillageHeadRating,
    ],
}


def files(seed=SEED):
    """{file name: text} of the whole register; the same seed gives the same bytes."""
    rows = invent(seed)
    return {name: rows.as_json(models) for name, models in FILES.items()}


def invent(seed=SEED):
    rows, random = Rows(), Random(seed)
    organisation = Organisation(rows)
    people = People(rows, random)
    history = History(rows, people, organisation, random)
    offices = Offices(rows, people, organisation, history)
    learning = Learning(rows, organisation, history, offices, random)
    history.open()
    history.excuse_elders()
    offices.choose()
    offices.choose_heads()
    history.excuse()
    history.run()
    offices.fill()
    organisation.count_delegates(history)
    learning.qualify()
    learning.train()
    honour(rows, organisation, history)
    Ratings(rows, organisation, history, random).rate()
    return rows
