, state (place, title, was, is_now) AS (
    SELECT 1, 'Chi bộ', (SELECT COUNT(*) FROM branch_before), (SELECT COUNT(*) FROM branch)
    UNION ALL
    SELECT 2, 'Chi bộ có chi ủy',
        (SELECT COUNT(*) FROM branch_before WHERE id IN (
            SELECT unit_id FROM units_committee
            WHERE started_on <= '2022-12-31' AND (ended_on IS NULL OR ended_on > '2022-12-31'))),
        (SELECT COUNT(*) FROM branch WHERE id IN (SELECT unit_id FROM chi_uy))
    UNION ALL
    SELECT 3, 'Đảng viên', (SELECT COUNT(*) FROM member_before), (SELECT COUNT(*) FROM member)
    UNION ALL
    SELECT 4, 'Đảng viên chính thức', (SELECT SUM(official) FROM member_before), (SELECT SUM(official) FROM member)
    UNION ALL
    SELECT 5, 'Đảng viên nữ', (SELECT SUM(woman) FROM member_before), (SELECT SUM(woman) FROM member)
    UNION ALL
    SELECT 6, 'Đảng viên dân tộc thiểu số',
        (SELECT SUM(minority) FROM member_before), (SELECT SUM(minority) FROM member)
    UNION ALL
    SELECT 7, 'Trưởng thôn chưa là đảng viên',
        (SELECT COUNT(*) FROM members_villagehead h
         JOIN units_village v ON v.id = h.village_id AND v.unit_id = (SELECT id FROM commune)
         WHERE h.started_on <= '2022-12-31' AND (h.ended_on IS NULL OR h.ended_on > '2022-12-31')
         AND h.person_id NOT IN (
            SELECT person_id FROM members_membership
            WHERE started_on <= '2022-12-31' AND (ended_on IS NULL OR ended_on > '2022-12-31'))),
        (SELECT COUNT(*) FROM head WHERE is_member = 0)
),
event (place, title, number, sign) AS (
    SELECT 8, 'Kết nạp', COUNT(*), 1 FROM members_membership m JOIN branch b ON b.id = m.unit_id
    WHERE m.reason_in = 'ADMITTED' AND m.started_on BETWEEN '2023-01-01' AND '2023-12-31'
    UNION ALL
    SELECT 9, 'Chuyển đến, kết nạp lại, khôi phục', COUNT(*), 1
    FROM members_membership m JOIN branch b ON b.id = m.unit_id
    WHERE m.reason_in IN ('TRANSFERRED_IN', 'READMITTED', 'RESTORED')
    AND m.started_on BETWEEN '2023-01-01' AND '2023-12-31'
    UNION ALL
    SELECT 10, 'Chuyển đi, từ trần, ra khỏi Đảng', COUNT(*), -1
    FROM members_membership m JOIN branch b ON b.id = m.unit_id
    WHERE m.reason_out IN ('TRANSFERRED_OUT', 'DIED', 'REMOVED', 'EXPELLED', 'WITHDRAWN')
    AND m.ended_on BETWEEN '2023-01-01' AND '2023-12-31'
)
SELECT title, was, is_now, change FROM (
    SELECT place, title, was, is_now, is_now - was AS change FROM state
    UNION ALL
    SELECT place, title, NULL, number, sign * number FROM event
) figures
ORDER BY place
