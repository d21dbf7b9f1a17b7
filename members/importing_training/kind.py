"""Training and who attended it, as a kind of file."""

from members.importing.kind import Kind
from members.importing.of_people import lock_keys, lock_people, people_written, refuse_merged
from members.importing.template import branches_of, template_of
from members.importing_training import fields
from members.importing_training.reading import fits, read_training
from members.importing_training.writing import WritingTraining
from members.models import ImportBatch, TrainingAttendance, TrainingCourse
from nakhe.access import Right
from nakhe.effects import Superseded

TITLE = "DANH SÁCH DỰ BỒI DƯỠNG"
HELP = (
    "Mỗi người, mỗi lớp một dòng; người dự phải có trong sổ. Lớp có trong sổ chỉ cần tên; lớp mới ghi cả loại và ngày. "
    "Ô chưa biết để trống. Dòng “Ví dụ” không được nhập; có thể xóa."
)
COLUMNS = [
    "row_number", "full_name", "birth_date", "unit", fields.COURSE, fields.KIND, fields.STARTED, fields.ENDED,
    fields.ORGANISER, fields.ROLE, fields.RESULT,
]  # fmt: skip
EXAMPLES = {
    "row_number": "Ví dụ", "full_name": "Nguyễn Văn Mẫu", "birth_date": "03/02/1990",
    fields.COURSE: "Bồi dưỡng nghiệp vụ công tác Đảng 2023", fields.KIND: "Nghiệp vụ công tác Đảng",
    fields.STARTED: "14/08/2023", fields.ENDED: "18/08/2023", fields.ORGANISER: "Trung tâm chính trị huyện",
    fields.ROLE: "Đảng viên", fields.RESULT: "Khá",
}  # fmt: skip


def template(reader, day):
    """The courses that *reader* keeps, the latest first, and the chi bộ are those to choose from."""
    courses = TrainingCourse.objects.changeable_by(reader, Right.EDIT_PEOPLE)
    lists = {
        fields.COURSE: list(dict.fromkeys(courses.values_list("name", flat=True))),
        fields.KIND: TrainingCourse.Kind.labels,
        fields.ROLE: TrainingAttendance.AttendedAs.labels,
        "unit": branches_of(reader, day),
    }
    examples = EXAMPLES | ({"unit": lists["unit"][0]} if lists["unit"] else {})
    named = [(fields.BY_KEY[key].spellings[0], examples.get(key, ""), lists.get(key, [])) for key in COLUMNS]
    return template_of(TITLE, HELP, named)


def lock(reading, by, day):
    """Courses first, then people."""
    courses = {row.beside.get("course") for row in reading.rows if isinstance(row.beside.get("course"), int)}
    lock_courses(sorted(courses))
    lock_people(reading, by, day)


def lock_courses(keys):
    list(TrainingCourse.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))


def must_be_kept(batch, by):
    label = TrainingAttendance._meta.label_lower
    written = [row["pk"] for row in batch.effects if row["model"] == label]
    keys = sorted(set(TrainingAttendance.objects.filter(pk__in=written).values_list("course", flat=True)))
    lock_courses(keys)
    people = people_written(batch)
    lock_keys(people)
    refuse_merged(batch, people)
    if TrainingCourse.objects.changeable_by(by, Right.EDIT_PEOPLE).filter(pk__in=keys).count() < len(keys):
        raise Superseded("Lần nhập này có lớp nay do nơi khác quản lý, không hoàn tác được ở đây.")


TRAINING = Kind(
    code=ImportBatch.Kind.TRAINING,
    slug="boi-duong",
    name="danh sách dự bồi dưỡng",
    right=Right.EDIT_PEOPLE,
    fields=fields.FIELDS,
    meaning=fields.heading_meaning,
    fits=fits,
    read=read_training,
    lock=lock,
    writing=WritingTraining,
    must_be_kept=must_be_kept,
    template=template,
    file_name="mau-nhap-boi-duong.xlsx",
)
