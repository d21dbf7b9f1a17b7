, given AS (
    SELECT unit_id, year, level FROM members_memberrating
    WHERE unit_id IN (SELECT id FROM branch) AND (level <> '' OR not_rated_reason <> '')
),
subject (place, unit_id, name) AS (
    SELECT 0, 0, 'Toàn Đảng bộ' UNION ALL SELECT position, id, short_name FROM branch
)
