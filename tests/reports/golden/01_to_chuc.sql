SELECT b.short_name,
    CASE b.unit_type WHEN 'VILLAGE' THEN 'Thôn' WHEN 'OFFICE' THEN 'Cơ quan' WHEN 'SCHOOL' THEN 'Trường học'
        WHEN 'HEALTH' THEN 'Y tế' WHEN 'POLICE' THEN 'Công an' WHEN 'MILITARY' THEN 'Quân sự' END,
    COUNT(m.id), SUM(m.official), SUM(1 - m.official), SUM(m.woman),
    (SELECT full_name FROM secretary s WHERE s.unit_id = b.id),
    CASE WHEN b.id IN (SELECT unit_id FROM chi_uy) THEN 'Có' END,
    (SELECT v.name FROM units_village v WHERE v.id = b.village_id),
    (SELECT CASE WHEN v.is_border THEN 'Có' END FROM units_village v WHERE v.id = b.village_id)
FROM branch b LEFT JOIN member m ON m.unit_id = b.id
GROUP BY b.id, b.short_name, b.unit_type, b.village_id, b.position
ORDER BY b.position
