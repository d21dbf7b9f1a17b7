"""What an admin about people adds: choosing a person among namesakes, and searching by name without accents."""

from django import forms
from django.db.models import OuterRef, Subquery

from members.models import Membership, Person
from nakhe.adminsite import RecordAdmin


class PersonChoice(forms.ModelChoiceField):
    """Namesakes are common: the year of birth and the chi bộ stand beside the name."""

    def __init__(self, queryset, **kwargs):
        latest = Membership.objects.filter(person=OuterRef("pk")).order_by("-started_on")
        named = queryset.annotate(latest_unit_name=Subquery(latest.values("unit__latest_name")[:1]))
        super().__init__(named.in_name_order(), **kwargs)

    def label_from_instance(self, person):
        born = f"sinh {person.birth_on}" if person.birth_on else ""
        return ", ".join(part for part in (person.full_name, born, getattr(person, "latest_unit_name", "")) if part)


class PersonalAdmin(RecordAdmin):
    search_fields = ["person__search_key"]
    search_help_text = "Tìm theo họ tên, có dấu hoặc không dấu."
    list_select_related = ["person"]
    fixed = ["person"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.remote_field.model is Person:
            kwargs |= {"form_class": PersonChoice, "queryset": self.offered(Person, request)}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
