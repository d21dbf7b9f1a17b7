SELECT p.full_name, p.birth_on,
    (SELECT CASE MIN(CASE o.position WHEN 'SECRETARY' THEN 1 WHEN 'DEPUTY_SECRETARY' THEN 2 ELSE 4 END)
            WHEN 1 THEN 'Bí thư chi bộ' WHEN 2 THEN 'Phó Bí thư chi bộ' WHEN 4 THEN 'Chi ủy viên' END
        FROM members_office o
        WHERE o.person_id = p.id AND o.unit_id = r.unit_id
        AND o.position IN ('SECRETARY', 'DEPUTY_SECRETARY', 'COMMITTEE_MEMBER')
        AND o.started_on <= '2023-12-31' AND (o.ended_on IS NULL OR o.ended_on > '2023-12-31')),
    r.short_name, NULL, NULL, NULL, r.votes_excellent, r.votes_good, r.votes_completed, r.votes_not_completed, NULL,
    CASE r.level WHEN 'EXCELLENT' THEN 'HTXSNV' WHEN 'GOOD' THEN 'HTTNV' WHEN 'COMPLETED' THEN 'HTNV'
        WHEN 'NOT_COMPLETED' THEN 'KHTNV' ELSE 'Không xếp loại' END,
    CASE r.not_rated_reason WHEN 'EXEMPT' THEN 'Miễn công tác và sinh hoạt' WHEN 'SUSPENDED' THEN 'Đình chỉ sinh hoạt đảng'
        WHEN 'UNDER_SIX_MONTHS' THEN 'Mới kết nạp, chưa đủ 6 tháng' WHEN 'OTHER' THEN 'Lý do khác' END,
    r.decision_number || ', ' || SUBSTR(CAST(r.decided_on AS VARCHAR(10)), 9, 2) || '/'
        || SUBSTR(CAST(r.decided_on AS VARCHAR(10)), 6, 2) || '/' || SUBSTR(CAST(r.decided_on AS VARCHAR(10)), 1, 4),
    r.note
FROM decided r JOIN members_person p ON p.id = r.person_id
WHERE r.year = 2023
ORDER BY r.position, p.sort_key, p.id
