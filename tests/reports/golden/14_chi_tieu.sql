, measured (measure, part, whole) AS (
    SELECT 'UNITS_GOOD_OR_BETTER', SUM(CASE WHEN level IN ('EXCELLENT', 'GOOD') THEN 1 ELSE 0 END), COUNT(*)
    FROM units_unitrating r JOIN branch b ON b.id = r.unit_id WHERE year = 2023 AND level <> ''
    UNION ALL
    SELECT 'UNITS_EXCELLENT', SUM(CASE WHEN level = 'EXCELLENT' THEN 1 ELSE 0 END), COUNT(*)
    FROM units_unitrating r JOIN branch b ON b.id = r.unit_id WHERE year = 2023 AND level <> ''
    UNION ALL
    SELECT 'VILLAGE_HEADS_MEMBERS', SUM(is_member), COUNT(*) FROM head
)
SELECT t.name, r.number,
    CASE WHEN t.minimum = 100 THEN '100 %'
        WHEN t.maximum IS NULL THEN 'từ ' || CAST(CAST(t.minimum AS INTEGER) AS VARCHAR(3)) || ' %'
        ELSE CAST(CAST(t.minimum AS INTEGER) AS VARCHAR(3)) || '–' || CAST(CAST(t.maximum AS INTEGER) AS VARCHAR(3))
            || ' %' END,
    m.part, m.whole, (2000 * m.part + m.whole) / (2 * m.whole) / 10.0,
    CASE WHEN 100 * m.part >= t.minimum * m.whole AND (t.maximum IS NULL OR 100 * m.part <= t.maximum * m.whole)
        THEN 'Có' END
FROM units_target t
JOIN units_resolution r ON r.id = t.resolution_id AND r.unit_id = (SELECT id FROM commune)
JOIN measured m ON m.measure = t.measure
WHERE t.year = 2023
ORDER BY r.adopted_on, t.id
