, move (person_id, kind, moved_on, place_from, place_to, number, decided_on, until) AS (
    SELECT m.person_id, 'Chuyển đến', m.started_on, m.came_from, b.short_name, m.decision_in, m.decided_in_on, CAST(NULL AS DATE)
    FROM members_membership m JOIN branch b ON b.id = m.unit_id
    WHERE m.reason_in = 'TRANSFERRED_IN' AND m.started_on BETWEEN '2023-01-01' AND '2023-12-31'
    UNION ALL
    SELECT m.person_id, 'Chuyển đi', m.ended_on, b.short_name, m.went_to, m.decision_out, m.decided_out_on, CAST(NULL AS DATE)
    FROM members_membership m JOIN branch b ON b.id = m.unit_id
    WHERE m.reason_out = 'TRANSFERRED_OUT' AND m.ended_on BETWEEN '2023-01-01' AND '2023-12-31'
    UNION ALL
    SELECT m.person_id, 'Chuyển nội bộ', m.started_on, o.short_name, b.short_name, m.decision_in, m.decided_in_on, CAST(NULL AS DATE)
    FROM members_membership m JOIN branch b ON b.id = m.unit_id
    JOIN members_membership w ON w.person_id = m.person_id AND w.ended_on = m.started_on
    JOIN branch o ON o.id = w.unit_id
    WHERE m.reason_in = 'INTERNAL' AND m.started_on BETWEEN '2023-01-01' AND '2023-12-31'
    UNION ALL
    SELECT a.person_id, 'Tạm thời', a.started_on, b.short_name, a.place, a.decision_number, a.decided_on, a.ended_on
    FROM members_temporaryabsence a
    JOIN members_membership m ON m.person_id = a.person_id
        AND m.started_on <= a.started_on AND (m.ended_on IS NULL OR m.ended_on > a.started_on)
    JOIN branch b ON b.id = m.unit_id
    WHERE a.started_on BETWEEN '2023-01-01' AND '2023-12-31'
)
SELECT p.full_name, kind, moved_on, place_from, place_to,
    number || CASE WHEN decided_on IS NULL THEN '' ELSE ', ' || SUBSTR(CAST(decided_on AS VARCHAR(10)), 9, 2) || '/'
        || SUBSTR(CAST(decided_on AS VARCHAR(10)), 6, 2) || '/' || SUBSTR(CAST(decided_on AS VARCHAR(10)), 1, 4) END,
    until, CASE WHEN kind = 'Tạm thời' AND until > '2023-12-31' THEN 'đang ở nơi khác' END
FROM move JOIN members_person p ON p.id = move.person_id
ORDER BY moved_on, p.sort_key
