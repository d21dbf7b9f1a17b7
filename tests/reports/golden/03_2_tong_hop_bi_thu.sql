, held (kind, level) AS (
    SELECT 'Học vấn, chuyên môn', e.name FROM branch b JOIN secretary s ON s.unit_id = b.id
    LEFT JOIN education e ON e.person_id = s.person_id
    UNION ALL
    SELECT 'Lý luận chính trị', t.name FROM branch b JOIN secretary s ON s.unit_id = b.id
    LEFT JOIN degree t ON t.person_id = s.person_id AND t.kind = 'POLITICAL'
),
levels (place, kind, level) AS (
    SELECT 1, 'Học vấn, chuyên môn', 'Đại học' UNION ALL SELECT 2, 'Học vấn, chuyên môn', 'Cao đẳng'
    UNION ALL SELECT 3, 'Học vấn, chuyên môn', 'Trung cấp' UNION ALL SELECT 4, 'Học vấn, chuyên môn', '12/12'
    UNION ALL SELECT 5, 'Học vấn, chuyên môn', '9/12' UNION ALL SELECT 6, 'Lý luận chính trị', 'Cao cấp'
    UNION ALL SELECT 7, 'Lý luận chính trị', 'Trung cấp' UNION ALL SELECT 8, 'Lý luận chính trị', 'Sơ cấp'
    UNION ALL SELECT 9, 'Lý luận chính trị', 'Chưa qua'
),
counted AS (
    SELECT l.place, l.kind, l.level, COUNT(h.level) AS n
    FROM levels l LEFT JOIN held h ON h.kind = l.kind AND h.level = l.level
    GROUP BY l.place, l.kind, l.level
),
everyone AS (
    SELECT COUNT(*) AS n FROM branch b JOIN secretary s ON s.unit_id = b.id
)
SELECT counted.kind, counted.level, counted.n,
    (2000 * counted.n + everyone.n) / (2 * everyone.n) / 10.0
FROM counted CROSS JOIN everyone
ORDER BY counted.place
