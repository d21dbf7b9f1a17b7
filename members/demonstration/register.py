"""Putting the invented register together, and the fixture files that it is written to."""

from random import Random

from members import models as members
from members.demonstration.history import History
from members.demonstration.honours import Honours
from members.demonstration.learning import Learning
from members.demonstration.offices import Offices
from members.demonstration.organisation import Organisation
from members.demonstration.people import People
from members.demonstration.ratings import Ratings
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
    history = History(rows, People(rows, random), organisation, random)
    history.open()
    offices = Offices(rows, organisation, history)
    offices.draw()
    offices.fill_heads()
    history.excuse()
    history.run()
    offices.fill()
    organisation.count_delegates(history)
    learning = Learning(rows, organisation, history, offices, random)
    learning.qualify()
    learning.train()
    honours = Honours(rows, organisation, history)
    honours.blame()
    Ratings(rows, organisation, history, random).rate()
    honours.praise()
    honours.award()
    rows.number_decisions()
    return rows
