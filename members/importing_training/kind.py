"""Training and who attended it, as a kind of file."""

from members.importing.held_rows import lock_rows, must_be_own
from members.importing.kind import Kind
from members.importing.of_people import lock_people, refuse_merged
from members.importing.template import branches_of, template_of
from members.importing_training import fields
from members.importing_training.reading import fits, read_training_in_steps
from members.importing_training.writing import WritingTraining
from members.models import ImportBatch, Person, TrainingAttendance, TrainingCourse
from nakhe.access import Right

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
    lock_rows(TrainingCourse, courses)
    lock_people(reading, by, day)


def must_be_kept(batch, people, by):
    label = TrainingAttendance._meta.label_lower
    written = [row["pk"] for row in batch.effects.each() if row["model"] == label]
    courses = set(TrainingAttendance.objects.filter(pk__in=written).values_list("course", flat=True))
    lock_rows(TrainingCourse, courses)
    lock_rows(Person, people)
    refuse_merged(batch, people)
    must_be_own(TrainingCourse, courses, by, Right.EDIT_PEOPLE, "lớp")


TRAINING = Kind(
    code=ImportBatch.Kind.TRAINING,
    slug="boi-duong",
    name="danh sách dự bồi dưỡng",
    right=Right.EDIT_PEOPLE,
    fields=fields.FIELDS,
    meaning=fields.heading_meaning,
    fits=fits,
    read_in_steps=read_training_in_steps,
    lock=lock,
    writing=WritingTraining,
    must_be_kept=must_be_kept,
    template=template,
    file_name="mau-nhap-boi-duong.xlsx",
)
