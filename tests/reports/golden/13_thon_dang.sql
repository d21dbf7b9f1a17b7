SELECT v.name, b.short_name, (SELECT COUNT(*) FROM member m WHERE m.unit_id = b.id), h.full_name,
    CASE h.is_member WHEN 1 THEN 'Có' END, CASE h.is_secretary WHEN 1 THEN 'Có' END, NULL
FROM units_village v
LEFT JOIN branch b ON b.village_id = v.id
LEFT JOIN head h ON h.village_id = v.id
WHERE v.unit_id = (SELECT id FROM commune)
AND v.started_on <= '2023-12-31' AND (v.ended_on IS NULL OR v.ended_on > '2023-12-31')
ORDER BY v.position
