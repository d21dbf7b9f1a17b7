-- The ethnic group is sensitive (domain.md §8): its column is empty unless it was asked for.
SELECT p.full_name, b.short_name, p.admission_decision_on, p.admitted_on, p.official_on,
    CASE p.sex WHEN 'M' THEN 'Nam' WHEN 'F' THEN 'Nữ' END, NULL,
    CAST(SUBSTR(CAST(m.started_on AS VARCHAR(10)), 1, 4) AS INTEGER) - CAST(SUBSTR(p.birth_on, 1, 4) AS INTEGER)
        - CASE WHEN SUBSTR(p.birth_on || SUBSTR('-01-01', LENGTH(p.birth_on) - 3), 6)
            > SUBSTR(CAST(m.started_on AS VARCHAR(10)), 6) THEN 1 ELSE 0 END
FROM members_membership m
JOIN branch b ON b.id = m.unit_id
JOIN members_person p ON p.id = m.person_id
WHERE m.reason_in = 'ADMITTED' AND m.started_on BETWEEN '2023-01-01' AND '2023-12-31'
ORDER BY m.started_on, p.sort_key
