SELECT b.short_name,
    SUM(CASE WHEN b.id IN (SELECT unit_id FROM chi_uy) AND EXISTS (
            SELECT 1 FROM members_office o WHERE o.person_id = m.person_id AND o.unit_id = b.id
            AND o.position IN ('SECRETARY', 'DEPUTY_SECRETARY', 'STANDING_MEMBER', 'COMMITTEE_MEMBER')
            AND o.started_on <= '2023-12-31' AND (o.ended_on IS NULL OR o.ended_on > '2023-12-31'))
        THEN 1 ELSE 0 END),
    COUNT(*), SUM(m.woman), SUM(m.minority), SUM(1 - m.official), SUM(m.exempt),
    SUM(CASE WHEN EXISTS (
            SELECT 1 FROM members_temporaryabsence a WHERE a.person_id = m.person_id
            AND a.started_on <= '2023-12-31' AND (a.ended_on IS NULL OR a.ended_on > '2023-12-31'))
        THEN 1 ELSE 0 END),
    SUM(CASE WHEN EXISTS (
            SELECT 1 FROM members_badge h WHERE h.person_id = m.person_id AND h.awarded_on <= '2023-12-31')
        THEN 1 ELSE 0 END),
    SUM(CASE WHEN t.level = 'ELEMENTARY' THEN 1 ELSE 0 END),
    SUM(CASE WHEN t.level = 'INTERMEDIATE' THEN 1 ELSE 0 END),
    SUM(CASE WHEN t.level IN ('ADVANCED', 'BACHELOR') THEN 1 ELSE 0 END),
    SUM(CASE WHEN r.level = 'EXCELLENT' THEN 1 ELSE 0 END),
    SUM(CASE WHEN r.level = 'GOOD' THEN 1 ELSE 0 END),
    SUM(CASE WHEN r.level = 'COMPLETED' THEN 1 ELSE 0 END),
    SUM(CASE WHEN r.level = 'NOT_COMPLETED' THEN 1 ELSE 0 END)
FROM branch b
JOIN member m ON m.unit_id = b.id
LEFT JOIN degree t ON t.person_id = m.person_id AND t.kind = 'POLITICAL'
LEFT JOIN members_memberrating r ON r.person_id = m.person_id AND r.year = 2023
GROUP BY b.id, b.short_name, b.position
ORDER BY b.position
