"""What the lines and cells of a comparison may be found to be, and what that is called."""

SAME, DIFFERENT, BLANK, UNREAD, DOUBT, THERE, LEFT, OUTSIDE = (
    "same", "different", "blank", "unread", "doubt", "there", "left", "outside",
)  # fmt: skip
"""Of a line of the file: as in the register; says something else; one side says nothing; has cells that could not be
read; may be one of several people; nobody in the register; left out by a person; of another chi bộ."""
HERE = "here"
"""Of a member whom no line means."""
HERE_BLANK, THERE_BLANK = "here_blank", "there_blank"
"""Of a cell, besides DIFFERENT and UNREAD."""

LINE_GROUPS = (DIFFERENT, BLANK, THERE, DOUBT, UNREAD, SAME, LEFT, OUTSIDE)
FIGURES = (SAME, DIFFERENT, HERE, THERE, DOUBT)
TABS = (DIFFERENT, BLANK, HERE, THERE, DOUBT, UNREAD, SAME, LEFT, OUTSIDE)
ORDER = (SAME, DIFFERENT, BLANK, HERE, THERE, DOUBT, UNREAD, LEFT, OUTSIDE)
BY_UNIT = (SAME, DIFFERENT, BLANK, HERE, THERE, DOUBT, UNREAD)

NAMES = {
    SAME: "Khớp hoàn toàn",
    DIFFERENT: "Khác nhau",
    HERE: "Chỉ trong sổ",
    THERE: "Chỉ ở tệp",
    DOUBT: "Chưa chắc là ai",
    BLANK: "Trống một bên",
    UNREAD: "Chưa đọc hết",
    LEFT: "Bỏ qua",
    OUTSIDE: "Chi bộ khác",
}
MEANINGS = {
    SAME: "Mọi ô của tệp đúng như trong sổ.",
    DIFFERENT: "Người có ít nhất một ô mà sổ và tệp ghi khác nhau.",
    HERE: "Đảng viên trong sổ mà không dòng nào của tệp chắc chắn là người ấy.",
    THERE: "Dòng của tệp mà sổ không có ai như vậy.",
    DOUBT: "Dòng có thể là một trong mấy người, hoặc trùng với dòng khác của tệp.",
    BLANK: "Không ô nào trái nhau, nhưng có ô chỉ một bên ghi.",
    UNREAD: "Phần đọc được khớp với sổ; còn ô có lỗi hoặc chưa rõ nghĩa.",
    LEFT: "Dòng đã chọn bỏ qua khi trả lời.",
    OUTSIDE: "Dòng của chi bộ khác, không xét.",
}
SLUGS = {
    SAME: "khop", DIFFERENT: "khac", HERE: "chi-trong-so", THERE: "chi-o-tep", DOUBT: "chua-chac", BLANK: "trong",
    UNREAD: "chua-doc", LEFT: "bo-qua", OUTSIDE: "chi-bo-khac",
}  # fmt: skip
