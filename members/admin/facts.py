from django.contrib import admin

from members.admin.people import PersonalAdmin
from members.models import (
    Badge,
    Commendation,
    Discipline,
    Exemption,
    Membership,
    Suspension,
    TemporaryAbsence,
)
from nakhe.adminsite import FromFiles, site


@admin.register(Membership, site=site)
class MembershipAdmin(FromFiles, PersonalAdmin):
    list_display = ["person", "unit", "started_on", "reason_in", "ended_on", "reason_out"]
    list_filter = ["unit", "reason_in", "reason_out"]
    list_select_related = ["person", "unit"]


@admin.register(Exemption, site=site)
class ExemptionAdmin(PersonalAdmin):
    list_display = ["person", "started_on", "ended_on", "decision_number"]
    deletable = True


@admin.register(Suspension, site=site)
class SuspensionAdmin(PersonalAdmin):
    list_display = ["person", "scope", "started_on", "ended_on", "decision_number"]
    list_filter = ["scope"]
    deletable = True


@admin.register(TemporaryAbsence, site=site)
class TemporaryAbsenceAdmin(PersonalAdmin):
    list_display = ["person", "place", "started_on", "ended_on", "decision_number"]
    deletable = True


@admin.register(Discipline, site=site)
class DisciplineAdmin(PersonalAdmin):
    list_display = ["person", "form", "decided_on", "decision_number"]
    list_filter = ["form"]
    deletable = True


@admin.register(Commendation, site=site)
class CommendationAdmin(PersonalAdmin):
    list_display = ["__str__", "form", "decided_on", "decision_number"]
    list_select_related = ["person", "unit"]
    fixed = ["person", "unit"]
    deletable = True


@admin.register(Badge, site=site)
class BadgeAdmin(PersonalAdmin):
    list_display = ["person", "level", "awarded_on", "number", "is_early", "is_posthumous"]
    list_filter = ["level"]
    list_select_related = ["person", "level"]
    deletable = True
