"""The written report “Báo cáo công tác xây dựng Đảng”: sentences and annexes around the figures of the reports."""
