, counted AS (
    SELECT r.position, r.short_name, COUNT(*) AS total,
        SUM(CASE WHEN r.not_rated_reason = 'EXEMPT' THEN 1 ELSE 0 END) AS exempt,
        SUM(CASE WHEN r.not_rated_reason = 'SUSPENDED' THEN 1 ELSE 0 END) AS suspended,
        SUM(CASE WHEN r.not_rated_reason = 'UNDER_SIX_MONTHS' THEN 1 ELSE 0 END) AS under_six,
        SUM(CASE WHEN r.not_rated_reason = 'OTHER' THEN 1 ELSE 0 END) AS other,
        SUM(CASE WHEN r.not_rated_reason <> '' THEN 1 ELSE 0 END) AS without,
        SUM(CASE WHEN r.level <> '' THEN 1 ELSE 0 END) AS rated,
        SUM(CASE WHEN r.level = 'EXCELLENT' THEN 1 ELSE 0 END) AS xs,
        SUM(CASE WHEN r.level = 'GOOD' THEN 1 ELSE 0 END) AS t,
        SUM(CASE WHEN r.level = 'COMPLETED' THEN 1 ELSE 0 END) AS ht,
        SUM(CASE WHEN r.level = 'NOT_COMPLETED' THEN 1 ELSE 0 END) AS kht,
        SUM(CASE WHEN EXISTS (
                SELECT 1 FROM members_discipline d WHERE d.person_id = r.person_id
                AND d.decided_on BETWEEN '2023-01-01' AND '2023-12-31')
            THEN 1 ELSE 0 END) AS disciplined
    FROM decided r
    WHERE r.year = 2023
    GROUP BY r.position, r.short_name
)
SELECT short_name, total, exempt, suspended, under_six, other, without, rated,
    xs, (2000 * xs + rated) / (2 * rated) / 10.0, t, (2000 * t + rated) / (2 * rated) / 10.0,
    ht, (2000 * ht + rated) / (2 * rated) / 10.0, kht, (2000 * kht + rated) / (2 * rated) / 10.0, disciplined, NULL
FROM counted
ORDER BY position
