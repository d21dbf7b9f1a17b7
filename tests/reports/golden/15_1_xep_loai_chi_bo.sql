, kind (place, code, name) AS (
    SELECT 1, 'VILLAGE', 'Thôn' UNION ALL SELECT 2, 'OFFICE', 'Cơ quan' UNION ALL SELECT 3, 'SCHOOL', 'Trường học'
    UNION ALL SELECT 4, 'HEALTH', 'Y tế' UNION ALL SELECT 5, 'POLICE', 'Công an' UNION ALL SELECT 6, 'MILITARY', 'Quân sự'
    UNION ALL SELECT 7, 'ENTERPRISE', 'Doanh nghiệp'
),
counted AS (
    SELECT k.place, k.name, COUNT(*) AS total,
        SUM(CASE WHEN r.level <> '' THEN 1 ELSE 0 END) AS rated,
        SUM(CASE WHEN r.level = 'EXCELLENT' THEN 1 ELSE 0 END) AS xs,
        SUM(CASE WHEN r.level = 'GOOD' THEN 1 ELSE 0 END) AS t,
        SUM(CASE WHEN r.level = 'COMPLETED' THEN 1 ELSE 0 END) AS ht,
        SUM(CASE WHEN r.level = 'NOT_COMPLETED' THEN 1 ELSE 0 END) AS kht,
        SUM(CASE WHEN r.level = '' THEN 1 ELSE 0 END) AS without
    FROM kind k
    JOIN branch b ON b.unit_type = k.code
    JOIN units_unitrating r ON r.unit_id = b.id AND r.year = 2023
    GROUP BY k.place, k.name
)
SELECT name, total, rated, xs, (2000 * xs + rated) / (2 * rated) / 10.0, t, (2000 * t + rated) / (2 * rated) / 10.0,
    ht, (2000 * ht + rated) / (2 * rated) / 10.0, kht, (2000 * kht + rated) / (2 * rated) / 10.0, without, NULL
FROM counted
ORDER BY place
