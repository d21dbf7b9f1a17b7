"""What follows the first day: each list that a committee brings, what its file needs, and how much is there already."""

from dataclasses import dataclass

from django.urls import reverse

from members.models import MemberRating, Membership, TrainingCourse, VillageHead
from nakhe.periods import today
from units.models import Unit, Village


@dataclass(frozen=True)
class Step:
    title: str
    needs: str
    """What stands in its file."""
    done: str
    """How much is on record; empty while nothing is."""
    url: str
    action: str


def first_steps(reader):
    """The Steps in their order, with what *reader* has on record today."""
    day = today()
    units = Unit.objects.visible_on(reader, day).branches()
    villages = Village.objects.visible_on(reader, day).as_of(day)
    return [
        Step(
            "Chi bộ và thôn",
            "Tên đơn vị, loại hình, thôn, biên giới (đánh x), ngày thành lập; mỗi chi bộ một dòng.",
            _said(units.count(), "chi bộ", villages.count(), "thôn"),
            reverse("units_import"),
            "Nhập tệp chi bộ",
        ),
        Step(
            "Đảng viên",
            "Họ và tên, ngày sinh, giới tính, chi bộ, ngày vào Đảng, ngày chính thức, các số thẻ: có cột nào dùng "
            "cột ấy, giữ nguyên tệp đang có.",
            _said(Membership.objects.visible_on(reader, day).as_of(day).count(), "đảng viên"),
            reverse("imports"),
            "Nhập tệp đảng viên",
        ),
        Step(
            "Xếp loại các năm",
            "Họ và tên, chi bộ và mỗi năm một cột mức xếp loại (HTXSNV, HTTNV, HTNV, KHTNV).",
            _said(_rated_years(reader), "năm"),
            reverse("imports"),
            "Nhập tệp xếp loại",
        ),
        Step(
            "Trưởng thôn",
            "Thôn, họ và tên trưởng thôn, từ ngày; trưởng thôn không nhất thiết là đảng viên.",
            _said(_headed(reader, day), "thôn có trưởng thôn"),
            reverse("imports"),
            "Nhập tệp trưởng thôn",
        ),
        Step(
            "Bồi dưỡng",
            "Họ và tên, ngày sinh, lớp, ngày khai giảng; hoặc danh sách của một lớp, tên lớp ở tiêu đề. Người dự phải "
            "có trong sổ.",
            _said(TrainingCourse.objects.visible_to(reader).count(), "lớp"),
            reverse("imports"),
            "Nhập tệp bồi dưỡng",
        ),
    ]


def _said(*counted):
    """“7 chi bộ, 4 thôn”; empty where the first is none."""
    pairs = list(zip(counted[::2], counted[1::2], strict=True))
    return ", ".join(f"{number} {word}" for number, word in pairs if number) if counted[0] else ""


def _rated_years(reader):
    return MemberRating.objects.visible_to(reader).with_result().order_by().values("year").distinct().count()


def _headed(reader, day):
    heads = VillageHead.objects.as_of(day).values("village")
    return Village.objects.visible_on(reader, day).as_of(day).filter(pk__in=heads).count()
