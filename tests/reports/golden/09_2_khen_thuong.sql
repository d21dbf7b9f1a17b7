SELECT COALESCE(p.full_name, b.short_name), CASE WHEN p.id IS NULL THEN 'Tập thể' ELSE 'Cá nhân' END, b.short_name,
    c.form, c.decided_on, c.decision_number, c.given_by, c.reason
FROM members_commendation c
LEFT JOIN members_person p ON p.id = c.person_id
LEFT JOIN members_membership m ON m.person_id = p.id
    AND m.started_on <= c.decided_on AND (m.ended_on IS NULL OR m.ended_on > c.decided_on)
JOIN branch b ON b.id = COALESCE(c.unit_id, m.unit_id)
WHERE c.decided_on BETWEEN '2023-01-01' AND '2023-12-31'
ORDER BY c.decided_on, p.sort_key
