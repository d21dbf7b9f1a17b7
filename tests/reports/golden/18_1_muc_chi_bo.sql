, verdict (code, name, rank) AS (
    SELECT 'EXCELLENT', 'HTXSNV', 1 UNION ALL SELECT 'GOOD', 'HTTNV', 2 UNION ALL SELECT 'COMPLETED', 'HTNV', 3
    UNION ALL SELECT 'NOT_COMPLETED', 'KHTNV', 4
),
given AS (
    SELECT r.unit_id, r.year, v.name, v.rank FROM units_unitrating r JOIN verdict v ON v.code = r.level
)
SELECT b.short_name,
    (SELECT name FROM given g WHERE g.unit_id = b.id AND year = 2019),
    (SELECT name FROM given g WHERE g.unit_id = b.id AND year = 2020),
    (SELECT name FROM given g WHERE g.unit_id = b.id AND year = 2021),
    was.name, now_is.name,
    CASE WHEN now_is.rank = was.rank THEN 'Không đổi'
        WHEN now_is.rank < was.rank THEN 'Lên ' || CAST(was.rank - now_is.rank AS VARCHAR(1)) || ' mức'
        ELSE 'Xuống ' || CAST(now_is.rank - was.rank AS VARCHAR(1)) || ' mức' END
FROM branch b
JOIN given was ON was.unit_id = b.id AND was.year = 2022
JOIN given now_is ON now_is.unit_id = b.id AND now_is.year = 2023
ORDER BY b.position
