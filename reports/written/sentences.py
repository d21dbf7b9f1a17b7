"""The sentences of the written report. Each says what its report counted; one that has nothing to say is empty."""

from collections import Counter

from members.models import Discipline
from members.models.learning import PoliticalLevel
from nakhe.vietnamese.dates import format_day
from reports.columns import NO_VALUE
from reports.levels import education_rank, political_rank, tally
from reports.rating_columns import LEVELS
from reports.written.wording import (
    UNKNOWN,
    capital,
    change,
    each,
    few,
    having,
    listed,
    more_or_less,
    number,
    padded,
    share,
    small,
)

FROM_ELEMENTARY = {level.label for level in PoliticalLevel if level != PoliticalLevel.NONE}


def period(sources, slug):
    """“Từ đầu nhiệm kỳ (15/06/2020) đến ngày 28/05/2024”, the period of that report."""
    report = sources.report(slug)
    is_term = report.given.issuer and report.given.issuer.term_started_on == report.first
    first = format_day(report.first)
    since = f"đầu nhiệm kỳ ({first})" if is_term else f"ngày {first}"
    return f"Từ {since} đến ngày {format_day(sources.given.as_of)}"


def of_figure(sources, figure):
    """“tăng 37 so với ngày 31/12/2020 (207)”."""
    row = sources.compared[figure]
    return change(row["after"], row["before"], sources.given.compare)


# --- Organisation and members ---


def branches(sources):
    if sources.is_branch:
        return ""
    row = sources.compared["Chi bộ"]
    names = f": {row['names']}" if row["names"] else ""
    day = format_day(sources.given.as_of)
    return f"Đến ngày {day}, {sources.subject} {having(row['after'], 'chi bộ')}, {of_figure(sources, 'Chi bộ')}{names}."


def committees(sources):
    rows = sources.rows("to-chuc")
    without = [row["name"] for row in rows if not row["has_committee"]]
    if sources.is_branch:
        return "Chi bộ chưa có chi ủy." if without else "Chi bộ có chi ủy." if rows else ""
    if not rows:
        return ""
    if len(without) == len(rows):
        return "Chưa chi bộ nào có chi ủy."
    told = f"{number(len(rows) - len(without))}/{number(len(rows))} chi bộ có chi ủy"
    return f"{told}; chưa có: {listed(without)}." if without else f"{told}."


def members(sources):
    after = {figure: row["after"] for figure, row in sources.compared.items()}
    if not after["Đảng viên"]:
        return f"{sources.subject} không có đảng viên nào, {of_figure(sources, 'Đảng viên')}."
    kinds = each([
        ("chính thức", after["Đảng viên chính thức"]),
        ("dự bị", sources.totals("to-chuc")["probationary"]),
        ("nữ", after["Đảng viên nữ"]),
        ("dân tộc thiểu số", after["Đảng viên dân tộc thiểu số"]),
    ])  # fmt: skip
    count = having(after["Đảng viên"], "đảng viên")
    return f"{sources.subject} {count}, {of_figure(sources, 'Đảng viên')}; trong đó {kinds}."


def border(sources):
    rows = [row for row in sources.rows("to-chuc") if row["is_border"]]
    if sources.is_branch:
        return f"Chi bộ ở thôn biên giới: {rows[0]['village']}." if rows else ""
    if not rows:
        return "Không có chi bộ nào ở thôn biên giới."
    names = [f"{row['name']} ({number(row['members'])} đảng viên)" for row in rows]
    return f"Có {number(len(rows))} chi bộ ở thôn biên giới: {listed(names)}."


def admissions(sources):
    rows = sources.rows("ket-nap")
    since = period(sources, "ket-nap")
    if not rows:
        return f"{since} không kết nạp đảng viên nào."
    women = sum(row["sex"] == "Nữ" for row in rows)
    names = few([row["name"] if sources.is_branch else f"{row['name']} ({row['unit']})" for row in rows])
    of_women = f"trong đó nữ {number(women)}" if women else "trong đó không có nữ"
    return f"{since} kết nạp {number(len(rows))} đảng viên, {of_women}{names}."


def since_compared(sources):
    told = "; ".join(each([(small(name), sources.compared[name]["after"])]) for name in EVENTS)
    compare, day = format_day(sources.given.compare), format_day(sources.given.as_of)
    return f"Sau ngày {compare} đến ngày {day}: {told}."


EVENTS = ("Kết nạp", "Chuyển đến, kết nạp lại, khôi phục", "Chuyển đi, từ trần, ra khỏi Đảng")


def balance(sources):
    """“… : đầu kỳ có 202 đảng viên, trong kỳ tăng 58, giảm 16; cuối kỳ có 244 đảng viên, khớp với biến động.”"""
    totals = sources.totals("bien-dong")
    if not totals:
        return ""
    moved = [f"trong kỳ {told_way('tăng', totals['came'])}", told_way("giảm", totals["left"])]
    is_even = totals["internal_in"] == totals["internal_out"]
    other_ways = [way for way in OTHER_WAYS if totals[way[0]] and not (is_even and way[0].startswith("internal"))]
    moved += [f"{words} {number(totals[column])}" for column, words, _ in other_ways]
    other = sum(sign * totals[column] for column, _, sign in OTHER_WAYS)
    expected = totals["opening"] + totals["came"] - totals["left"] + other
    verdict = (
        "khớp với biến động"
        if expected == totals["closing"]
        else (f"không khớp với biến động ({number(expected)}): cần soát lại ngày vào, ngày ra")
    )
    opening, closing = (having(totals[side], "đảng viên") for side in ("opening", "closing"))
    return f"{period(sources, 'bien-dong')}: đầu kỳ {opening}, {', '.join(moved)}; cuối kỳ {closing}, {verdict}."


def told_way(word, count):
    return f"{word} {number(count)}" if count else f"không {word}"


OTHER_WAYS = (
    ("internal_in", "chuyển nội bộ đến", 1),
    ("internal_out", "chuyển nội bộ đi", -1),
    ("came_with_unit", "theo chi bộ chuyển về", 1),
    ("left_with_unit", "theo chi bộ chuyển đi", -1),
)
"""(column, words, sign) of the ways that are neither “tăng” nor “giảm” of the report's own."""


# --- Cadres ---


def secretaries_learning(sources):
    rows = sources.rows("chat-luong-bi-thu")
    if sources.is_branch and len(rows) == 1:
        return f"Bí thư chi bộ: {rows[0]['name']}; {learning_of(rows[0])}."
    without = [row["name"] for row in sources.rows("to-chuc") if not row["secretary"]]
    vacant = f" Chưa có bí thư: {listed(without)}." if without else ""
    learnt = f"; học vấn, chuyên môn: {levels_of_secretaries(sources, 'Học vấn, chuyên môn')}" if rows else ""
    return f"{capital(having(len(rows), 'bí thư chi bộ'))}{learnt}.{vacant}"


def secretaries_theory(sources):
    rows = sources.rows("chat-luong-bi-thu")
    if not rows or sources.is_branch and len(rows) == 1:
        return ""
    return f"Lý luận chính trị của bí thư chi bộ: {levels_of_secretaries(sources, 'Lý luận chính trị')}."


def learning_of(row):
    """Of one secretary or village head."""
    education, theory = (small(row[name]) or UNKNOWN for name in ("education", "political_theory"))
    return f"học vấn: {education}; lý luận chính trị: {theory}"


def levels_of_secretaries(sources, kind):
    rows = [row for row in sources.rows("chat-luong-bi-thu", 1) if row["kind"] == kind]
    return each((small(row["level"]), row["secretaries"]) for row in rows)


def heads(sources):
    rows = sources.rows("truong-thon")
    if not rows:
        return "Không có trưởng thôn nào."
    outside = [f"{row['name']} ({row['village']})" for row in rows if not row["is_member"]]
    if is_one_head(sources):
        standing = "chưa là đảng viên" if outside else "là đảng viên"
        return f"Trưởng thôn {rows[0]['village']}: {rows[0]['name']}, {standing}; {learning_of(rows[0])}."
    told = f"{number(len(outside))} chưa là đảng viên: {listed(outside)}" if outside else "tất cả là đảng viên"
    before = sources.compared["Trưởng thôn chưa là đảng viên"]["before"]
    both = sum(row["is_secretary"] for row in rows)
    return (
        f"Có {number(len(rows))} trưởng thôn, {told}; ngày {format_day(sources.given.compare)} "
        f"{having(before, 'trưởng thôn chưa là đảng viên')}. {capital(having(both, 'bí thư kiêm trưởng thôn'))}."
    )


def is_one_head(sources):
    """Then one sentence says all of the head."""
    return sources.is_branch and len(sources.rows("truong-thon")) == 1


def heads_learning(sources):
    found = [row["education"] for row in sources.rows("truong-thon")]
    if not found or is_one_head(sources):
        return ""
    return f"Học vấn của trưởng thôn: {each((small(level), count) for level, count in tally(found, education_rank))}."


def heads_theory(sources):
    found = [row["political_theory"] for row in sources.rows("truong-thon")]
    if not found or is_one_head(sources):
        return ""
    reached = sum(level in FROM_ELEMENTARY for level in found)
    levels = each((small(level), count) for level, count in tally(found, political_rank))
    if not reached:
        return f"Chưa ghi nhận trưởng thôn nào có lý luận chính trị từ sơ cấp trở lên ({levels})."
    return f"Trưởng thôn có lý luận chính trị từ sơ cấp trở lên: {number(reached)}/{number(len(found))} ({levels})."


def training(sources):
    rows = sources.rows("boi-duong", 1)
    everyone = sources.totals("boi-duong", 1)["people"]
    since = period(sources, "boi-duong")
    if not everyone:
        return f"{since} không có ai được bồi dưỡng, tập huấn."
    told = each((small(row["role"]), row["people"]) for row in rows if row["people"])
    counted = sum(row["people"] for row in rows)
    twice = f", cộng {number(counted)} vì có người dự với nhiều tư cách" if counted > everyone else ""
    return f"{since} có {number(everyone)} người được bồi dưỡng, tập huấn; theo tư cách người dự: {told}{twice}."


def courses(sources):
    counts = Counter()
    for row in sources.rows("boi-duong"):
        counts[row["kind"]] += row["participants"]
    return f"Lượt dự theo loại lớp: {each((small(kind), count) for kind, count in counts.items())}." if counts else ""


# --- Ratings ---


def rating_of_branches(sources):
    report, rows = sources.report("xep-loai-chi-bo"), sources.rows("xep-loai-chi-bo", 1)
    if sources.is_branch and len(rows) == 1:
        before = rows[0]["level_before"] or UNKNOWN
        return f"Chi bộ năm {report.year}: {rows[0]['level']}; năm {report.given.compare_year}: {before}."
    return rating(sources, "xep-loai-chi-bo", "chi bộ", is_first=True)


def rating_of_members(sources):
    is_first = sources.is_branch or not sources.totals("xep-loai-chi-bo")["rated"]
    return rating(sources, "xep-loai-dang-vien", "đảng viên", is_first)


def rating(sources, slug, noun, is_first):
    """*is_first*: whether the levels are named here for the first time, and so in full."""
    report, totals = sources.report(slug), sources.totals(slug)
    if not totals["rated"]:
        return f"Xếp loại {noun} năm {report.year}: {UNKNOWN}, chưa có {noun} nào được đánh giá."
    named = {level: f"{small(level.full_name)} ({level.label})" if is_first else level.label for level in LEVELS}
    told = [
        f"{named[level]}: {number(totals[name])} ({share(totals[f'{name}_share'])})"
        for level, name in LEVELS.items()
        if totals[name]
    ]
    if nobody := [named[level] for level, name in LEVELS.items() if not totals[name]]:
        told.append(f"không có mức {', '.join(nobody)}")
    outside = f" Ngoài số đó, {number(totals['not_rated'])} {noun} chưa đánh giá, không xếp loại."
    return (
        f"Năm {report.year}, {number(totals['rated'])} {noun} được đánh giá, xếp loại: {'; '.join(told)}."
        f"{outside if totals['not_rated'] else ''}{compared_years(sources.table(slug))}{missing(sources.table(slug))}"
    )


def missing(table):
    """How many have no result yet, as the report's own note says of its table."""
    found = (note for note in table.notes if "chưa ghi kết quả" in note)
    return "".join(f" {padded(note.replace(', không có trong bảng', ''))}" for note in found)


def compared_years(table):
    """“ So với năm 2022: HTXSNV tăng 01; …”; nothing without the other year."""
    if not table.comparison:
        return ""
    before, difference = table.comparison
    told = "; ".join(f"{level.label} {more_or_less(difference.values[name])}" for level, name in LEVELS.items())
    return f" So với {small(before.label)}: {told}."


def cap(sources):
    return padded(" ".join(note for note in sources.table("xep-loai-dang-vien").notes if note.startswith("Trần")))


def targets(sources):
    report = sources.report("chi-tieu")
    rows = sources.rows("chi-tieu")
    if not rows:
        return f"Chưa có chỉ tiêu nào cho năm {report.year}."
    column = report.Table.base_columns["result"]
    told = []
    for row in rows:
        if row["result"] is None:
            result = UNKNOWN
        else:
            result = f"{padded(column.display(row['result']))}, {'đạt' if row['met'] else 'chưa đạt'}"
        required = "" if row["required"] == NO_VALUE else f" (giao {row['required']})"
        told.append(f"{row['target']}{required}: {result}")
    return f"Chỉ tiêu năm {report.year}: {'; '.join(told)}."


# --- Discipline and commendation ---


def disciplines(sources):
    rows, since = sources.report("ky-luat-khen-thuong").rows(), period(sources, "ky-luat-khen-thuong")
    if not rows:
        return f"{since} không có đảng viên nào bị kỷ luật."
    forms = Counter(row["form"] for row in rows)
    told = each((small(form), forms[form]) for form in Discipline.Form.labels if forms[form])
    people = number(len({row["person"] for row in rows}))
    return f"{since} có {number(len(rows))} quyết định kỷ luật đối với {people} đảng viên: {told}."


def commendations(sources):
    kinds = Counter(row["kind"] for row in sources.rows("ky-luat-khen-thuong", 1))
    since = period(sources, "ky-luat-khen-thuong")
    if not kinds:
        return f"{since} không có khen thưởng nào."
    told = each((small(kind), kinds[kind]) for kind in ("Tập thể", "Cá nhân"))
    return f"{since} có {number(kinds.total())} lượt khen thưởng: {told}."


# --- Terms ---


def terms(sources):
    if not sources.terms:
        return ""
    return f"Đại hội, nhiệm kỳ của {sources.subject}: lần {listed([str(term) for term in sources.terms])}."


def terms_of_branches(sources):
    if sources.is_branch or not sources.terms_of_branches:
        return ""
    told = "; ".join(f"lần {term}: {', '.join(names)}" for term, names in sources.terms_of_branches)
    return f"Nhiệm kỳ hiện tại của các chi bộ: {told}."


SENTENCES = {
    "cau_chi_bo": ("Số chi bộ, tăng giảm", branches),
    "cau_chi_uy": ("Chi bộ có chi ủy", committees),
    "cau_dang_vien": ("Số đảng viên, tăng giảm, cơ cấu", members),
    "cau_bien_gioi": ("Chi bộ ở thôn biên giới", border),
    "cau_ket_nap": ("Kết nạp từ đầu nhiệm kỳ", admissions),
    "cau_tang_giam": ("Kết nạp, đến, đi giữa hai ngày", since_compared),
    "cau_bien_dong": ("Cân đối biến động từ đầu nhiệm kỳ", balance),
    "cau_bi_thu_hoc_van": ("Học vấn, chuyên môn của bí thư chi bộ", secretaries_learning),
    "cau_bi_thu_ly_luan": ("Lý luận chính trị của bí thư chi bộ", secretaries_theory),
    "cau_truong_thon": ("Trưởng thôn, ai chưa là đảng viên", heads),
    "cau_truong_thon_hoc_van": ("Học vấn của trưởng thôn", heads_learning),
    "cau_truong_thon_ly_luan": ("Lý luận chính trị của trưởng thôn", heads_theory),
    "cau_boi_duong": ("Người được bồi dưỡng, tập huấn", training),
    "cau_lop": ("Lượt bồi dưỡng theo loại lớp", courses),
    "cau_xep_loai_chi_bo": ("Xếp loại chi bộ", rating_of_branches),
    "cau_xep_loai_dang_vien": ("Xếp loại đảng viên", rating_of_members),
    "cau_tran": ("Trần HTXSNV", cap),
    "cau_khen_thuong": ("Khen thưởng từ đầu nhiệm kỳ", commendations),
    "cau_ky_luat": ("Kỷ luật từ đầu nhiệm kỳ", disciplines),
    "cau_chi_tieu": ("Chỉ tiêu và kết quả", targets),
    "cau_nhiem_ky": ("Đại hội, nhiệm kỳ", terms),
    "cau_nhiem_ky_chi_bo": ("Nhiệm kỳ của các chi bộ", terms_of_branches),
}
"""{tag: (what it says, function of the sources)}, in the order of the default template."""
