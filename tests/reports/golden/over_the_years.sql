, figure (place, code, name) AS (
    SELECT 1, 'ALL', 'Tổng số' UNION ALL SELECT 2, 'RATED', 'Được đánh giá' UNION ALL SELECT 3, 'EXCELLENT', 'HTXSNV'
    UNION ALL SELECT 4, 'GOOD', 'HTTNV' UNION ALL SELECT 5, 'COMPLETED', 'HTNV'
    UNION ALL SELECT 6, 'NOT_COMPLETED', 'KHTNV' UNION ALL SELECT 7, 'NONE', 'Không xếp loại'
),
year (year) AS (
    SELECT 2018 UNION ALL SELECT 2019 UNION ALL SELECT 2020 UNION ALL SELECT 2021
    UNION ALL SELECT 2022 UNION ALL SELECT 2023
),
cell AS (
    SELECT s.place AS subject_place, s.name AS subject, f.place AS figure_place, f.name AS figure, y.year,
        (SELECT COUNT(*) FROM given g WHERE g.year = y.year AND s.unit_id IN (0, g.unit_id)) AS everybody,
        (SELECT COUNT(*) FROM given g WHERE g.year = y.year AND s.unit_id IN (0, g.unit_id) AND (
            f.code = 'ALL' OR f.code = 'RATED' AND g.level <> '' OR f.code = 'NONE' AND g.level = '' OR f.code = g.level
        )) AS n
    FROM subject s CROSS JOIN figure f CROSS JOIN year y
)
-- A year in which a chi bộ had no results is empty; so is a change from or to it. A line of zeros is left out.
SELECT subject, figure, year, CASE WHEN everybody > 0 THEN n END
FROM cell c
WHERE figure_place <= 4
OR (SELECT SUM(n) FROM cell o WHERE o.subject_place = c.subject_place AND o.figure_place = c.figure_place
    AND o.year >= 2019) > 0
ORDER BY subject_place, figure_place, year
