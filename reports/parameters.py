"""What a report is asked for: read from a form or a command line, with the same names and the same messages.

A report declares the parameters it needs; form, address and options follow from the declaration. Every report
also takes a date: a yearly one answers then with the latest year that had been assessed by that date.
"""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from members import standings
from members.filters import without_numbers
from members.letterheads import as_kept
from members.models import Person, TrainingAttendance, TrainingCourse
from nakhe.asof import THE_PARTY_BEGAN, AsOfForm
from nakhe.keys import is_key
from nakhe.periods import today
from reports import letterhead, movements
from reports.column_boxes import ColumnsField
from reports.narrowed import BORDER, COMMITTEE, EACH_ONCE, EDUCATION, HEADS, MANNERS, THEORY
from reports.paper_number import PaperNumberField
from reports.rating_results import RESULTS
from units.models import RatingCampaign, Unit

QUERY_NAMES = {
    "from": "tu",
    "as_of": "ngay",
    "compare": "so_voi",
    "beside": "so_voi",
    "year": "nam",
    "compare_year": "so_voi_nam",
    "years": "so_nam",
    "result": "ket_qua",
    "standing": "tu_cach",
    "sex": "gioi_tinh",
    "disciplined": "ky_luat",
    "rating": "xep_loai",
    "columns": "cot",
    "order": "sap_xep",
    "private": "nhay_cam",
    "movement": "bien_dong",
    "branch": "chi_bo",
    "person": "nguoi",
    "search": "q",
    "committee": "chi_uy",
    "border": "bien_gioi",
    "unit_type": "loai_hinh",
    "head": "truong_thon",
    "education": "hoc_van",
    "theory": "ly_luan",
    "course": "lop",
    "attended_as": "du_voi",
    "each_once": "moi_nguoi",
    "badge": "huy_hieu",
    "manner": "hinh_thuc",
    "unit": "don_vi",
    "number": "so",
}
"""{parameter: its name in the address}. “compare” always has a date, “beside” the same box only where one was typed."""
COMMON = ("as_of", "number")
"""What every report takes."""
NARROWING = (
    "result", "standing", "sex", "disciplined", "rating", "columns", "order", "person", "search", "movement", "branch",
    "committee", "border", "unit_type", "head", "education", "theory", "course", "attended_as", "each_once", "badge",
    "manner", "number",
)  # fmt: skip
"""Those that are a text of their own, empty where nothing was asked."""
SEARCH_BOX = {"type": "search", "class": "w18", "autocomplete": "off"}
COMPARED_YEARS = 4
YEARS = 5
"""How many years a report looks back over when it was not asked for another number."""


def year_field(label):
    message = "Ghi năm từ 1930 đến 2200, ví dụ 2023."
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1930,
        max_value=2200,
        widget=forms.Select,
        error_messages=dict.fromkeys(["invalid", "min_value", "max_value"], message),
    )


def choice_field(label, choices):
    """One of *choices* {key: label} or all of them; a key that is none of them is named with those that are."""
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", "Tất cả"), *choices.items()],
        error_messages={"invalid_choice": f"Không có “%(value)s”. Có: {', '.join(choices)}."},
    )


def addressed(declared):
    """The names in the address of what a report takes that declares *declared*."""
    return {QUERY_NAMES[name] for name in (*COMMON, *declared)}


class ParametersForm(AsOfForm):
    nam = year_field("Năm")
    so_voi_nam = year_field("So với năm")
    so_nam = forms.IntegerField(
        label="Số năm",
        required=False,
        min_value=2,
        max_value=15,
        error_messages=dict.fromkeys(["invalid", "min_value", "max_value"], "Ghi số năm từ 2 đến 15, ví dụ 5."),
    )
    ket_qua = forms.ChoiceField(
        label="Kết quả",
        required=False,
        choices=[("", "Tất cả"), *((key, result.label) for key, result in RESULTS.items())],
        error_messages={"invalid_choice": f"Không có kết quả “%(value)s”. Có: {', '.join(RESULTS)}."},
    )
    bien_dong = forms.ChoiceField(
        label="Biến động",
        required=False,
        choices=[("", "Tất cả"), *movements.CHOICES],
        error_messages={"invalid_choice": f"Không có biến động “%(value)s”. Có: {', '.join(dict(movements.CHOICES))}."},
    )
    chi_bo = forms.CharField(label="Chi bộ", required=False, max_length=40, widget=forms.Select)
    chi_uy = choice_field("Chi ủy", COMMITTEE)
    bien_gioi = choice_field("Biên giới", BORDER)
    loai_hinh = choice_field("Loại hình", dict(Unit.Type.choices))
    truong_thon = choice_field("Trưởng thôn", HEADS)
    hoc_van = choice_field("Học vấn", EDUCATION)
    ly_luan = choice_field("Lý luận chính trị", THEORY)
    lop = forms.CharField(label="Lớp", required=False, max_length=40, widget=forms.Select)
    du_voi = choice_field("Dự với tư cách", dict(TrainingAttendance.AttendedAs.choices))
    moi_nguoi = choice_field("Mỗi người", EACH_ONCE)
    huy_hieu = forms.IntegerField(
        label="Huy hiệu", required=False, min_value=1, max_value=120,
        error_messages=dict.fromkeys(["invalid", "min_value", "max_value"], "Ghi số năm, ví dụ 40."),
    )  # fmt: skip
    hinh_thuc = choice_field("Hình thức", MANNERS)
    don_vi = forms.CharField(label="Tổ chức", required=False, max_length=40, widget=forms.Select)
    tu_cach = choice_field("Tư cách", standings.STANDINGS)
    gioi_tinh = choice_field("Giới tính", dict(Person.Sex.choices))
    ky_luat = choice_field("Kỷ luật", standings.DISCIPLINED)
    xep_loai = choice_field("Xếp loại năm gần nhất", standings.RESULTS)
    nguoi = forms.CharField(label="Người", required=False, max_length=20, widget=forms.HiddenInput)
    q = forms.CharField(label="Tìm người", required=False, max_length=100, widget=forms.TextInput(attrs=SEARCH_BOX))
    cot = ColumnsField(label="Cột", required=False)
    sap_xep = forms.CharField(label="Sắp xếp", required=False, max_length=40, widget=forms.HiddenInput)
    nhay_cam = forms.BooleanField(label="Kèm dữ liệu nhạy cảm", required=False)
    so = PaperNumberField()

    def __init__(self, declared, data=None, takes_number=True):
        """*takes_number* is whether a paper is made of it, which may have a number."""
        self.declared = declared
        super().__init__(data, fields=addressed(declared) - (set() if takes_number else {"so"}))
        if "as_of" not in declared:
            self.fields["ngay"].widget = forms.HiddenInput()

    def clean(self):
        day = self.cleaned_data.get("ngay") or today()
        for name in ("tu", "so_voi"):
            earlier = self.cleaned_data.get(name)
            if earlier and earlier > day:
                self.add_error(name, ValidationError("Ngày này phải trước ngày “Tính đến ngày”."))
        return self.cleaned_data

    def typed(self, name):
        """What was typed for parameter *name*, or None."""
        return self._typed(QUERY_NAMES[name]) or None

    def offer(self, units, years, parameters, branches=()):
        """Fill the lists to choose from, and show in every box the value that the figures are for.

        What nobody typed and what follows another box stays empty with a hint: sent again with another date or year,
        it follows that one.
        """
        resolved = {
            "don_vi": parameters.unit and parameters.unit.pk,
            "nam": parameters.year,
            "so_voi_nam": self.typed("compare_year") and parameters.compare_year,
            "so_nam": parameters.years,
            "tu": self.typed("from"),
            "so_voi": self.typed("compare"),
        }
        if not self["ngay"].is_hidden:
            resolved["ngay"] = parameters.as_of
        self.data = self.data.copy()
        for name in self.fields.keys() & resolved.keys():
            value = resolved[name]
            self.data[name] = "" if value is None else self.fields[name].prepare_value(value)
        if "don_vi" in self.fields:
            self.fields["don_vi"].widget.choices = [("", "Tất cả"), *units]
        if "chi_bo" in self.fields:
            self.fields["chi_bo"].widget.choices = [("", "Tất cả"), *branches]
        for name in self.fields.keys() & {"nam", "so_voi_nam"}:
            offered = sorted({*years, resolved[name]} - {None}, reverse=True)
            self.fields[name].widget.choices = [(year, year) for year in offered]
        if "so_voi_nam" in self.fields:
            self.fields["so_voi_nam"].widget.choices.insert(0, ("", f"Năm trước ({parameters.year - 1})"))
        defaults = {"tu": parameters.first} | ({"so_voi": parameters.compare} if "beside" not in self.declared else {})
        self.hint(**{name: day for name, day in defaults.items() if name in self.fields})

    def offer_courses(self, courses):
        """[(key, name)] to choose from."""
        self.fields["lop"].widget.choices = [("", "Tất cả"), *courses]

    def offer_columns(self, choice):
        """Boxes for the columns of *choice* (members.columns.ColumnChoice), those that are shown ticked."""
        self.data["cot"] = ",".join(choice.shown)
        self.fields["cot"].offer(choice)

    def offer_nothing(self):
        """Where a value could not be read there is nothing to choose from yet: plain boxes keep what was typed."""
        for name in self.fields.keys() & {"don_vi", "chi_bo", "lop", "nam", "so_voi_nam", "cot"}:
            self.fields[name].widget = forms.HiddenInput()


class UnknownUnit(LookupError):
    """There is no such unit, or the reader does not see it: the answer is the same."""


class UnknownPerson(UnknownUnit):
    """The same of a person."""


class UnknownCourse(UnknownUnit):
    """The same of a course."""


@dataclass(frozen=True)
class Parameters:
    as_of: date
    first: date
    compare: date
    year: int
    unit: Unit | None
    """The unit that was chosen; None for all the reader's units."""
    issuer: Unit | None
    """The unit in whose name the report is made, with its letterhead on the report's date."""
    campaign: RatingCampaign | None
    compare_year: int = 0
    """The year that a yearly report sets beside its own; 0 where it compares nothing."""
    years: int = YEARS
    beside: date | None = None
    """The date typed to be compared with, in a report that compares nothing by itself."""
    private: bool = False
    """Whether sensitive columns and numbers were asked for, too."""
    columns: str = ""
    """The names of the columns asked for, with commas; empty for those that a list shows by itself."""
    result: str = ""
    """A key of RESULTS; empty for all of them, as each that follows."""
    standing: str = ""
    """A key of STANDINGS, as sex, disciplined and rating are keys of the filters of that name in the list."""
    sex: str = ""
    disciplined: str = ""
    rating: str = ""
    order: str = ""
    """The name of the column that the rows stand by, “-” before it for descending; empty for the report's own order."""
    person: str = ""
    """The key of the one person whom a form is about, as it was typed."""
    search: str = ""
    """Words of a name, or a number."""
    movement: str = ""
    """A key of movements.CHOICES."""
    branch: str = ""
    """The code of one chi bộ among those of the report."""
    number: str = ""
    """Of the paper, as the office typed it; empty leaves room for a pen."""
    committee: str = ""
    """A key of COMMITTEE; border, head, each_once and manner likewise (reports.narrowed)."""
    border: str = ""
    unit_type: str = ""
    head: str = ""
    education: str = ""
    """The name of a level, as theory."""
    theory: str = ""
    course: str = ""
    """The key of a course, as text."""
    attended_as: str = ""
    each_once: str = ""
    badge: int | str = ""
    """How many years it is for."""
    manner: str = ""

    def as_dict(self, declared):
        values = {
            "from": self.first,
            "as_of": self.as_of,
            "compare": self.compare,
            "year": self.year,
            "compare_year": self.compare_year,
            "years": self.years,
            "beside": self.beside,
            "private": self.private or None,
            **{name: getattr(self, name) or None for name in NARROWING},
            "search": without_numbers(self.search) or None,
            "unit": self.unit and self.unit.code,
        }
        return {"compare" if name == "beside" else name: values[name] for name in declared}


def default_compare(day):
    return max(date(day.year - COMPARED_YEARS, 12, 31), THE_PARTY_BEGAN)


def refuse_unknown(form, reader, right):
    """A chi bộ or a course that *reader* knows may have no row in the period; one that there is not is no answer."""
    branch, course = form.typed("branch"), form.typed("course")
    if branch and not Unit.objects.visible_to(reader, right).filter(code=branch).exists():
        raise UnknownUnit(branch)
    if course and not (is_key(course) and TrainingCourse.objects.visible_to(reader, right).filter(pk=course).exists()):
        raise UnknownCourse(course)


def resolve(form, reader, right):
    """The Parameters that a valid *form* means to *reader*, who holds *right*.

    One query, one more for a locked year, and one for each of branch and course.
    """
    day, year, chosen = form.typed("as_of"), form.typed("year"), form.typed("unit")
    yearly = "year" in form.declared
    issuer = letterhead.issuing_unit(reader, right, chosen, day, year, yearly)
    if chosen and issuer is None:
        raise UnknownUnit(chosen)
    refuse_unknown(form, reader, right)
    campaign = letterhead.campaign_of(issuer)
    as_of = day or today()
    if yearly:
        year = year or (campaign.year if campaign else as_of.year - 1)
        as_of = campaign.assessed_on if campaign else date(year, 12, 31)
        if campaign:
            issuer = as_kept(issuer, campaign.letterheads, as_of)
    return Parameters(
        as_of=as_of,
        first=form.typed("from") or (issuer and issuer.term_started_on) or max(date(as_of.year, 1, 1), THE_PARTY_BEGAN),
        compare=form.typed("compare") or default_compare(as_of),
        year=year,
        unit=issuer if chosen else None,
        issuer=issuer,
        campaign=campaign,
        compare_year=(form.typed("compare_year") or year - 1) if yearly else 0,
        years=form.typed("years") or YEARS,
        beside=form.typed("beside") if "beside" in form.declared else None,
        private=bool(form.typed("private")),
        **{name: form.typed(name) or "" for name in NARROWING},
    )
