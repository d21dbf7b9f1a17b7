SELECT p.full_name, b.short_name,
    CASE d.form WHEN 'REPRIMAND' THEN 'Khiển trách' WHEN 'WARNING' THEN 'Cảnh cáo' WHEN 'DISMISSAL' THEN 'Cách chức'
        WHEN 'EXPULSION' THEN 'Khai trừ' END,
    d.decided_on, d.decision_number, d.reason, CASE WHEN d.self_remedied THEN 'Có' END,
    (SELECT MIN(r.started_on) FROM members_membership r WHERE r.person_id = p.id AND r.reason_in = 'RESTORED'
        AND r.started_on BETWEEN d.decided_on AND '2023-12-31')
FROM members_discipline d
JOIN members_person p ON p.id = d.person_id
JOIN members_membership m ON m.person_id = p.id
    AND m.started_on <= d.decided_on AND (m.ended_on IS NULL OR m.ended_on > d.decided_on)
JOIN branch b ON b.id = m.unit_id
WHERE d.decided_on BETWEEN '2023-01-01' AND '2023-12-31'
ORDER BY d.decided_on, p.sort_key
