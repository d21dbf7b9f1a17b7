, verdict (code, name) AS (
    SELECT 'EXCELLENT', 'HTXSNV' UNION ALL SELECT 'GOOD', 'HTTNV' UNION ALL SELECT 'COMPLETED', 'HTNV'
    UNION ALL SELECT 'NOT_COMPLETED', 'KHTNV'
)
SELECT b.short_name,
    CASE b.unit_type WHEN 'VILLAGE' THEN 'Thôn' WHEN 'OFFICE' THEN 'Cơ quan' WHEN 'SCHOOL' THEN 'Trường học'
        WHEN 'HEALTH' THEN 'Y tế' WHEN 'POLICE' THEN 'Công an' WHEN 'MILITARY' THEN 'Quân sự' END,
    now_is.name, was.name, r.note
FROM branch b
JOIN units_unitrating r ON r.unit_id = b.id AND r.year = 2023
JOIN verdict now_is ON now_is.code = r.level
LEFT JOIN units_unitrating o ON o.unit_id = b.id AND o.year = 2022
LEFT JOIN verdict was ON was.code = o.level
ORDER BY b.position
