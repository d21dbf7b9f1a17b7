, lived AS (
    -- Members of the last day of 2023, and who died within the twelve months before the award day 03/02/2024.
    SELECT m.person_id, m.unit_id, NULL AS died_on FROM member m
    UNION ALL
    SELECT m.person_id, m.unit_id, CAST(m.ended_on AS VARCHAR(10)) FROM members_membership m JOIN branch b ON b.id = m.unit_id
    WHERE m.reason_out = 'DIED' AND m.ended_on BETWEEN '2023-02-03' AND '2023-12-31'
),
since AS (
    SELECT l.*, p.full_name, p.sort_key, p.birth_on, b.short_name, b.position,
        COALESCE(p.admission_decision_on, p.admitted_on) AS party_since,
        COALESCE(p.admission_decision_on, p.admitted_on)
            || SUBSTR('-01-01', LENGTH(COALESCE(p.admission_decision_on, p.admitted_on)) - 3) AS first_day,
        COALESCE((SELECT MAX(v.years) FROM members_badge h JOIN members_badgelevel v ON v.id = h.level_id
            WHERE h.person_id = p.id AND h.awarded_on <= '2023-12-31'), 0) AS has
    FROM lived l JOIN members_person p ON p.id = l.person_id JOIN branch b ON b.id = l.unit_id
),
reached AS (
    -- The day on which somebody has the years of each badge: the same day of the year, so many years later.
    SELECT s.*, v.years,
        CAST(CAST(SUBSTR(first_day, 1, 4) AS INTEGER) + v.years AS VARCHAR(4)) || SUBSTR(first_day, 5) AS on_day,
        -- The last day on which it counts as reached: the award day; of the dead twelve months after the death, and
        -- of 70 years and more twenty-four.
        CASE WHEN died_on IS NULL THEN '2024-02-03'
            ELSE CAST(CAST(SUBSTR(died_on, 1, 4) AS INTEGER) + CASE WHEN v.years >= 70 THEN 2 ELSE 1 END AS VARCHAR(4))
                || SUBSTR(died_on, 5) END AS in_time,
        CASE WHEN v.years >= 70 THEN '2026-02-03' ELSE '2025-02-03' END AS in_time_if_ill
    FROM since s CROSS JOIN members_badgelevel v
),
due AS (
    SELECT r.*, COALESCE(died_on, '2024-02-03') AS until FROM reached r
    WHERE on_day <= in_time AND years > has
    AND years = (SELECT MAX(o.years) FROM reached o WHERE o.person_id = r.person_id AND o.on_day <= o.in_time)
),
early AS (
    SELECT r.* FROM reached r
    WHERE died_on IS NULL AND on_day <= in_time_if_ill AND on_day > '2024-02-03' AND years > has
    AND years = (SELECT MAX(o.years) FROM reached o WHERE o.person_id = r.person_id AND o.on_day <= o.in_time_if_ill)
),
disciplined AS (
    -- In the twelve months before the award day, as far as decided by the day of the list.
    SELECT d.person_id,
        CASE d.form WHEN 'REPRIMAND' THEN 'Khiển trách' WHEN 'WARNING' THEN 'Cảnh cáo' WHEN 'DISMISSAL' THEN 'Cách chức'
            WHEN 'EXPULSION' THEN 'Khai trừ' END
        || ' ' || SUBSTR(CAST(d.decided_on AS VARCHAR(10)), 9, 2) || '/'
        || SUBSTR(CAST(d.decided_on AS VARCHAR(10)), 6, 2) || '/' || SUBSTR(CAST(d.decided_on AS VARCHAR(10)), 1, 4) AS told
    FROM members_discipline d WHERE d.decided_on > '2023-02-03' AND d.decided_on <= '2023-12-31'
)
