SELECT s.full_name, b.short_name, e.name, d.name, t.name
FROM branch b
JOIN secretary s ON s.unit_id = b.id
LEFT JOIN education e ON e.person_id = s.person_id
LEFT JOIN degree d ON d.person_id = s.person_id AND d.kind = 'PROFESSIONAL'
LEFT JOIN degree t ON t.person_id = s.person_id AND t.kind = 'POLITICAL'
ORDER BY b.position
