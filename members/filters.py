"""The filters above the list of members. Their names are the parameters of its address, which reports link to:

q · don_vi (pk or code) · loai_hinh (Unit.Type) · thon (pk, or moi_thon) · gioi_tinh (M, F) · tu_cach, ky_luat,
xep_loai (members.standings) · dan_toc (a name, or thieu_so) · ton_giao (a name) · chuc_vu (Office.Position at a chi
bộ, or CAP_UY above it) · chi_uy (1) · pho_thong, ly_luan, chuyen_mon (a level) · tuoi_doi, tuoi_dang (a band of
members.structure) · huy_hieu, mien (1) · viec (a task of members.tasks); chua_ro: of whom the record doesn't say it
"""

import re
from functools import cached_property

import django_filters as filters
from django import forms
from django.db.models import CharField, Q, Value

from members import narrowing, standings, structure, tasks
from members.merging.document import bears_a_merged_name
from members.models import Ethnicity, IdentityNumber, Membership, Office, Person, Qualification, Religion
from members.models.learning import SCHOOL_YEARS, PoliticalLevel, ProfessionalLevel
from members.models.offices import position_name
from nakhe.access import Right, has_right
from nakhe.vietnamese import names
from units.models import Unit, Village

ALL = "Tất cả"
MINORITIES = "thieu_so"
ANY_VILLAGE = "moi_thon"
SENSITIVE = ("dan_toc", "ton_giao")
"""Who is on a list narrowed by these is told their ethnicity or religion, whatever columns it has."""
ABOVE_BRANCH = "CAP_UY"
AT_BRANCH = [(p.value, position_name(p, "BRANCH")) for p in Office.PARTY if p != Office.Position.STANDING_MEMBER]

LONG_NUMBER = re.compile(r"\d(?:[\s.]?\d){2,}\w*")
NOT_SAID = (structure.UNKNOWN, structure.UNKNOWN_LABEL)
THEORY = [*PoliticalLevel.choices, (narrowing.ADVANCED_OR_ABOVE, "Cao cấp, cử nhân"), NOT_SAID]


def only(label, words, method):
    """A filter with the one choice of those of whom *words* are true."""
    return filters.ChoiceFilter(label=label, choices=[("1", words)], method=method, empty_label=ALL)


def compact(query):
    """A number as it is stored, however its groups were typed."""
    return re.sub(r"[\s.\-]", "", query).upper()


def means_a_number(query):
    return re.match(r"\d{3}", compact(query)) is not None


def without_numbers(query):
    """As the heading of a file and the log tell it: of a number, only that it was one."""
    return LONG_NUMBER.sub("••••", query)


def by_initials(letters):
    """Names with neighbouring words that begin with *letters*."""
    return Q(search_key__regex=r"(^| )" + r"[a-z0-9]* ".join(letters))


def found_by(query, reader):
    """The people whom *query* means: by every word of a name, by initials, or by how a number begins.

    The name of a merged record means the one that remains.
    """
    found = Q(pk__in=Person.objects.search(query).values("pk")) | bears_a_merged_name(query)
    letters = names.fold(query)
    if re.fullmatch(r"[b-df-hj-np-tv-xz]{2}|[a-z]{3,5}", letters):  # two with a vowel are a name: An, Bé
        found |= by_initials(letters)
    if means_a_number(query) and has_right(reader, Right.READ_NUMBERS):
        numbers = IdentityNumber.objects.visible_to(reader).filter(number__startswith=compact(query))
        found |= Q(pk__in=numbers.values("person"))
    return Person.objects.filter(found)


class PeopleFilter(filters.FilterSet):
    """Memberships on *day* in the units that were the reader's then, cut down by what the address asks for."""

    q = filters.CharFilter(label="Tên, số lý lịch, số thẻ", method="by_words")
    don_vi = filters.CharFilter(label="Chi bộ", method="by_unit", widget=forms.Select)
    loai_hinh = filters.ChoiceFilter("unit__unit_type", label="Loại hình", choices=Unit.Type, empty_label=ALL)
    thon = filters.CharFilter(label="Thôn", method="by_village", widget=forms.Select)
    tu_cach = filters.ChoiceFilter(
        label="Tư cách",
        choices=[*standings.STANDINGS.items()],
        method="by_standing",
        empty_label=ALL,
    )
    chuc_vu = filters.ChoiceFilter(
        label="Chức vụ đảng",
        choices=[*AT_BRANCH, (ABOVE_BRANCH, "Cấp ủy trên chi bộ")],
        method="by_office",
        empty_label=ALL,
    )
    chi_uy = only("Chi ủy", "Trong chi ủy của chi bộ", "by_committee")
    gioi_tinh = filters.ChoiceFilter(
        label="Giới tính", choices=[*Person.Sex.choices, NOT_SAID], method="by_sex", empty_label=ALL
    )
    dan_toc = filters.CharFilter(label="Dân tộc", method="by_ethnicity", widget=forms.Select)
    ton_giao = filters.CharFilter(label="Tôn giáo", method="by_religion", widget=forms.Select)
    tuoi_doi = filters.ChoiceFilter(
        label="Tuổi đời", choices=[*structure.labels(structure.AGES).items()], method="by_age", empty_label=ALL
    )
    tuoi_dang = filters.ChoiceFilter(
        label="Tuổi đảng",
        choices=[*structure.labels(structure.PARTY_AGES).items()],
        method="by_party_age",
        empty_label=ALL,
    )
    pho_thong = filters.CharFilter(label="Giáo dục phổ thông", method="by_schooling", widget=forms.Select)
    ly_luan = filters.ChoiceFilter(
        label="Lý luận chính trị", choices=THEORY, method="by_political_theory", empty_label=ALL
    )
    chuyen_mon = filters.ChoiceFilter(
        label="Chuyên môn", choices=[*ProfessionalLevel.choices, NOT_SAID], method="by_profession", empty_label=ALL
    )
    ky_luat = filters.ChoiceFilter(
        label="Kỷ luật", choices=[*standings.DISCIPLINED.items()], method="by_discipline", empty_label=ALL
    )
    xep_loai = filters.ChoiceFilter(
        label="Xếp loại năm gần nhất", choices=[*standings.RESULTS.items()], method="by_rating", empty_label=ALL
    )
    huy_hieu = only("Huy hiệu Đảng", "Đã được tặng", "by_badge")
    mien = only("Miễn sinh hoạt", "Đang được miễn", "by_exemption")
    viec = filters.ChoiceFilter(label="Việc cần làm", choices=tasks.CHOICES, method="by_task", empty_label=ALL)

    def __init__(self, data, *, reader, day):
        self.reader, self.day = reader, day
        everyone = Membership.objects.visible_on(reader, day).as_of(day)
        super().__init__(self._with_unit_id(data), queryset=everyone)
        fields = self.form.fields
        fields["don_vi"].widget.choices = self._unit_choices
        fields["thon"].widget.choices = self._village_choices
        fields["dan_toc"].widget.choices = self._ethnicity_choices
        fields["ton_giao"].widget.choices = self._religion_choices
        fields["pho_thong"].widget.choices = self._schooling_choices
        fields["q"].widget.attrs |= {"type": "search", "class": "w20", "autocomplete": "off"}

    def _with_unit_id(self, data):
        """A report may link by code; the choice in the form is by pk."""
        data = data.copy()
        if asked := data.get("don_vi"):
            data["don_vi"] = next((str(unit.pk) for unit in self.units if asked == unit.code), asked)
        return data

    @cached_property
    def units(self):
        units = Unit.objects.visible_on(self.reader, self.day)
        return list(units.as_of(self.day).named(self.day).in_order().select_related("village"))

    def _unit_choices(self):
        return [("", ALL), *((str(unit.pk), unit.short_name) for unit in self.units)]

    def _village_choices(self):
        """The villages of those chi bộ: in any other, no member is found."""
        villages = {str(unit.village_id): unit.village.name for unit in self.units if unit.village}
        return [("", ALL), (ANY_VILLAGE, "Mọi thôn"), *villages.items()]

    @cached_property
    def _peoples_and_religions(self):
        """([name of a people], [name of a religion]), each in its order, with one query."""
        peoples, religions = (
            model.objects.order_by().values_list(Value(model.__name__, CharField()), "position", "name")
            for model in (Ethnicity, Religion)
        )
        found = sorted(peoples.union(religions, all=True))
        return tuple([name for kind, _, name in found if kind == model.__name__] for model in (Ethnicity, Religion))

    def _ethnicity_choices(self):
        named = [(name, name) for name in self._peoples_and_religions[0]]
        return [("", ALL), (MINORITIES, "Các dân tộc thiểu số"), *named, NOT_SAID]

    def _religion_choices(self):
        return [("", ALL), *((name, name) for name in self._peoples_and_religions[1]), NOT_SAID]

    def _schooling_choices(self):
        return [("", ALL), *((year, year) for year in SCHOOL_YEARS), NOT_SAID]

    @property
    def body(self):
        """The highest unit whose members are listed; None for a reader without units."""
        order = {kind: rank for rank, kind in enumerate(Unit.Kind.values)}
        return min(self.units, key=lambda unit: order[unit.kind], default=None)

    @cached_property
    def active(self):
        """[(name, label, value in words)] of what cuts the list, without the search words."""
        given = self.form.cleaned_data if self.form.is_valid() else {}
        return [(name, self.filters[name].label, self._in_words(name, value)) for name, value in given.items()
                if value and name != "q"]  # fmt: skip

    @property
    def sensitive(self):
        """“Lọc theo tôn giáo”: what a file of this list would tell of everybody on it."""
        return [f"Lọc theo {label.lower()}" for name, label, _ in self.active if name in SENSITIVE]

    def _in_words(self, name, value):
        if name in ("dan_toc", "ton_giao", "pho_thong"):  # their own names, without asking for all the others
            return {MINORITIES: "thiểu số", structure.UNKNOWN: structure.UNKNOWN_LABEL}.get(value, value)
        asked = {"don_vi": self._unit_choices, "thon": self._village_choices}
        choices = asked[name]() if name in asked else self.form.fields[name].choices
        return dict(choices).get(value, value)

    @property
    def qs(self):
        """Nothing at all when a filter makes no sense: a wrong list is worse than an empty one."""
        return super().qs if self.form.is_valid() else self.queryset.none()

    def by_words(self, memberships, name, value):
        return memberships.filter(person__in=found_by(value, self.reader).values("pk"))

    def by_unit(self, memberships, name, value):
        unit = next((unit for unit in self.units if str(unit.pk) == value), None)
        return memberships.under(unit, self.day) if unit else memberships.none()

    def by_village(self, memberships, name, value):
        if value == ANY_VILLAGE:
            return memberships.filter(unit__village__in=Village.objects.as_of(self.day))
        known = value in dict(self._village_choices())
        return memberships.filter(unit__village=value) if known else memberships.none()

    def by_standing(self, memberships, name, value):
        return standings.of_standing(memberships, value, self.day)

    def by_office(self, memberships, name, value):
        held = Office.objects.visible_to(self.reader).as_of(self.day).filter(position__in=Office.PARTY)
        at_branch = Q(unit__kind=Unit.Kind.BRANCH)
        held = held.filter(~at_branch if value == ABOVE_BRANCH else at_branch & Q(position=value))
        return memberships.filter(person__in=held.values("person"))

    def by_ethnicity(self, memberships, name, value):
        return memberships.of_minorities() if value == MINORITIES else structure.of_ethnicity(memberships, value)

    def by_religion(self, memberships, name, value):
        return structure.of_religion(memberships, value)

    def by_sex(self, memberships, name, value):
        return structure.of_sex(memberships, value)

    def by_age(self, memberships, name, value):
        return structure.in_age_band(memberships, value, self.day)

    def by_party_age(self, memberships, name, value):
        return structure.in_party_age_band(memberships, value, self.day)

    def by_schooling(self, memberships, name, value):
        return structure.of_learning(memberships, self.day, Qualification.Kind.GENERAL, value)

    def by_committee(self, memberships, name, value):
        return narrowing.in_committee(memberships, self.day)

    def by_political_theory(self, memberships, name, value):
        if value == structure.UNKNOWN:
            return structure.of_learning(memberships, self.day, Qualification.Kind.POLITICAL, value)
        return narrowing.of_theory(memberships, self.day, value)

    def by_profession(self, memberships, name, value):
        return structure.of_learning(memberships, self.day, Qualification.Kind.PROFESSIONAL, value)

    def by_rating(self, memberships, name, value):
        return standings.rated(memberships, value, self.reader, self.day)

    def by_badge(self, memberships, name, value):
        return narrowing.with_badge(memberships, self.day)

    def by_exemption(self, memberships, name, value):
        return memberships.exempt_on(self.day)

    def by_discipline(self, memberships, name, value):
        return standings.disciplined(memberships, self.day)

    def by_task(self, memberships, name, value):
        return tasks.narrowed(memberships, value, self.reader, self.day)
