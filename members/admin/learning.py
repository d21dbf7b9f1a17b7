from django.contrib import admin

from members.admin.people import PersonalAdmin
from members.models import Qualification, TrainingAttendance, TrainingCourse
from nakhe.adminsite import FromFiles, RecordAdmin, site


@admin.register(Qualification, site=site)
class QualificationAdmin(PersonalAdmin):
    list_display = ["person", "kind", "level_name", "subject", "started_on", "ended_on"]
    list_filter = ["kind"]
    deletable = True

    @admin.display(description="mức", ordering="level")
    def level_name(self, qualification):
        return qualification.level_name


@admin.register(TrainingCourse, site=site)
class TrainingCourseAdmin(FromFiles, RecordAdmin):
    list_display = ["name", "kind", "unit", "organiser", "started_on", "ended_on"]
    list_filter = ["kind", "unit"]
    list_select_related = ["unit"]
    deletable = True


@admin.register(TrainingAttendance, site=site)
class TrainingAttendanceAdmin(FromFiles, PersonalAdmin):
    list_display = ["person", "course", "unit", "attended_as", "result"]
    list_filter = ["attended_as", "course", "unit"]
    list_select_related = ["person", "course", "unit"]
    deletable = True
