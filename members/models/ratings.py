"""Yearly ratings of people. They hang on the person and the year, with the unit in which they were given."""

from django.db import models

from members.models.offices import VillageHeadQuerySet
from members.models.person import Person
from units.models import Rating
from units.models.ratings import RatingQuerySet, rating_constraints


class MemberRating(Rating):
    person = models.ForeignKey(Person, models.PROTECT, related_name="ratings", verbose_name="đảng viên")
    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="member_ratings", verbose_name="chi bộ xếp loại"
    )

    class Meta:
        verbose_name = "xếp loại đảng viên"
        verbose_name_plural = "xếp loại đảng viên"
        ordering = ["-year", "person"]
        indexes = [models.Index(fields=["unit", "year", "level"], name="memberrating_by_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "year"],
                name="members_memberrating_once",
                violation_error_message="Đảng viên đã được xếp loại năm này.",
            ),
            *rating_constraints("members_memberrating"),
        ]

    def __str__(self):
        return f"{self.person}, năm {self.year}: {self.verdict}"


class VillageHeadRatingQuerySet(RatingQuerySet, VillageHeadQuerySet):
    pass


class VillageHeadRating(Rating):
    person = models.ForeignKey(Person, models.PROTECT, related_name="head_ratings", verbose_name="trưởng thôn")
    village = models.ForeignKey("units.Village", models.PROTECT, related_name="head_ratings", verbose_name="thôn")

    objects = VillageHeadRatingQuerySet.as_manager()

    class Meta:
        verbose_name = "xếp loại trưởng thôn"
        verbose_name_plural = "xếp loại trưởng thôn"
        ordering = ["-year", "village"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "year"],
                name="members_headrating_once",
                violation_error_message="Trưởng thôn đã được xếp loại năm này.",
            ),
            *rating_constraints("members_headrating"),
        ]

    def __str__(self):
        return f"{self.person}, trưởng thôn {self.village}, năm {self.year}: {self.verdict}"
