"""What a template of the written report may name: letterhead, sentences, figures."""

from reports.letterhead import letterhead_of
from reports.written.figures import FIGURES
from reports.written.sentences import SENTENCES
from reports.written.wording import plain
from units.models import Unit


def superior(sources):
    return letterhead(sources).superior


def letterhead(sources):
    return letterhead_of(sources.issuer, sources.reader)


def symbol(sources):
    """“BC/ĐU”, of a chi bộ “BC/CB”."""
    is_branch = sources.issuer is not None and sources.issuer.kind == Unit.Kind.BRANCH
    return "BC/CB" if is_branch else "BC/ĐU"


HEAD = {
    "cap_tren": ("Cấp ủy cấp trên", superior),
    "CAP_TREN": ("Cấp ủy cấp trên, chữ hoa", lambda sources: superior(sources).upper()),
    "co_quan": ("Cơ quan ban hành", lambda sources: letterhead(sources).body),
    "CO_QUAN": ("Cơ quan ban hành, chữ hoa", lambda sources: letterhead(sources).body.upper()),
    "ten_to_chuc": ("Tổ chức của báo cáo", lambda sources: sources.subject),
    "ky_hieu": ("Ký hiệu văn bản", symbol),
    "dia_danh_ngay": ("Địa danh, ngày tháng", lambda sources: sources.report("to-chuc").dated),
    "thay_mat": ("Thay mặt", lambda sources: letterhead(sources).on_behalf_of),
    "nguoi_ky": ("Người ký", lambda sources: letterhead(sources).signer),
}
GROUPS = {"Câu": SENTENCES, "Đầu và cuối văn bản": HEAD, "Số liệu": FIGURES}
TAGS = {tag: described for group in GROUPS.values() for tag, described in group.items()}
"""{tag: (what it says, function of the sources)}."""


def values(sources):
    """{tag: text}."""
    return {tag: plain(say(sources)) for tag, (_, say) in TAGS.items()}


def described():
    """[(group, [(tag, what it says)])] for the page."""
    return [(group, [(tag, what) for tag, (what, _) in tags.items()]) for group, tags in GROUPS.items()]
