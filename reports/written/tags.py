"""What a template of the written report may name: letterhead, sentences, figures."""

from reports.letterhead import letterhead_of
from reports.written.figures import FIGURES
from reports.written.sentences import SENTENCES
from reports.written.wording import plain


def superior(sources):
    return letterhead(sources).superior


def letterhead(sources):
    return letterhead_of(sources.issuer, sources.reader, sources.given.number)


HEAD = {
    "cap_tren": ("Cấp ủy cấp trên", superior),
    "CAP_TREN": ("Cấp ủy cấp trên, chữ hoa", lambda sources: superior(sources).upper()),
    "co_quan": ("Cơ quan ban hành", lambda sources: letterhead(sources).body),
    "CO_QUAN": ("Cơ quan ban hành, chữ hoa", lambda sources: letterhead(sources).body.upper()),
    "ten_to_chuc": ("Tổ chức của báo cáo", lambda sources: sources.subject),
    "so_van_ban": ("Số và ký hiệu; chưa có số: chừa chỗ viết tay", lambda sources: letterhead(sources).numbered()),
    "ky_hieu": ("Ký hiệu văn bản", lambda sources: letterhead(sources).symbols.get("report", "")),
    "dia_danh_ngay": ("Địa danh, ngày tháng", lambda sources: sources.report("to-chuc").dated),
    "thay_mat": ("Thay mặt", lambda sources: letterhead(sources).on_behalf_of),
    "chuc_vu_ky": ("Chức vụ của người ký", lambda sources: letterhead(sources).office.splitlines()),
    "noi_nhan": ("Các nơi nhận, mỗi nơi một dòng", lambda sources: letterhead(sources).sent_to),
    "nguoi_ky": ("Người ký", lambda sources: letterhead(sources).signer),
}
GROUPS = {"Câu": SENTENCES, "Đầu và cuối văn bản": HEAD, "Số liệu": FIGURES}
TAGS = {tag: described for group in GROUPS.values() for tag, described in group.items()}
"""{tag: (what it says, function of the sources: a text, or several lines)}."""


def values(sources):
    """{tag: text}."""
    return {tag: in_lines(say(sources)) for tag, (_, say) in TAGS.items()}


def in_lines(said):
    return plain(said) if isinstance(said, str) else "\n".join(plain(line) for line in said)


def described():
    """[(group, [(tag, what it says)])] for the page."""
    return [(group, [(tag, what) for tag, (what, _) in tags.items()]) for group, tags in GROUPS.items()]
