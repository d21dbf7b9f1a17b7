SELECT h.village, h.full_name, CASE h.is_member WHEN 1 THEN 'Có' END, CASE h.is_secretary WHEN 1 THEN 'Có' END,
    e.name, t.name,
    CASE WHEN EXISTS (
            SELECT 1 FROM members_trainingattendance a JOIN members_trainingcourse c ON c.id = a.course_id
            WHERE a.person_id = h.person_id AND c.started_on BETWEEN '2023' AND '2023-12-31')
        THEN 'Có' END,
    (SELECT CASE r.level WHEN 'EXCELLENT' THEN 'HTXSNV' WHEN 'GOOD' THEN 'HTTNV' WHEN 'COMPLETED' THEN 'HTNV'
            WHEN 'NOT_COMPLETED' THEN 'KHTNV' END
        FROM members_villageheadrating r WHERE r.person_id = h.person_id AND r.year = 2023)
FROM head h
LEFT JOIN education e ON e.person_id = h.person_id
LEFT JOIN degree t ON t.person_id = h.person_id AND t.kind = 'POLITICAL'
ORDER BY h.position
