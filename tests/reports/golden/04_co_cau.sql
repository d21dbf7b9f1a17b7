, aged AS (
    -- Completed years; a birth or an admission known to the month or the year counts from its first day.
    SELECT m.*,
        2023 - CAST(SUBSTR(birth_on, 1, 4) AS INTEGER) AS age,
        2023 - CAST(SUBSTR(party_since, 1, 4) AS INTEGER)
            - CASE WHEN SUBSTR(party_since || SUBSTR('-01-01', LENGTH(party_since) - 3), 6) > '12-31' THEN 1 ELSE 0 END
            AS party_age
    FROM member m
),
said (criterion, title, level, place) AS (
    SELECT 1, 'Giới tính', CASE sex WHEN 'M' THEN 'Nam' WHEN 'F' THEN 'Nữ' ELSE 'Chưa rõ' END, 0 FROM aged
    UNION ALL
    SELECT 2, 'Dân tộc', COALESCE(e.name, 'Chưa rõ'), 0 FROM aged LEFT JOIN members_ethnicity e ON e.id = ethnicity_id
    UNION ALL
    SELECT 3, 'Tôn giáo', COALESCE(r.name, 'Chưa rõ'), 0 FROM aged LEFT JOIN members_religion r ON r.id = religion_id
    UNION ALL
    SELECT 4, 'Tuổi đời', CASE WHEN age IS NULL THEN 'Chưa rõ' WHEN age <= 30 THEN '18–30' WHEN age <= 40 THEN '31–40'
        WHEN age <= 50 THEN '41–50' WHEN age <= 60 THEN '51–60' ELSE 'Trên 60' END, 0 FROM aged
    UNION ALL
    SELECT 5, 'Tuổi đảng', CASE WHEN party_age IS NULL THEN 'Chưa rõ' WHEN party_age < 5 THEN 'Dưới 5 năm'
        WHEN party_age < 10 THEN '5 đến dưới 10 năm' WHEN party_age < 20 THEN '10 đến dưới 20 năm'
        WHEN party_age < 30 THEN '20 đến dưới 30 năm' WHEN party_age < 40 THEN '30 đến dưới 40 năm'
        WHEN party_age < 50 THEN '40 đến dưới 50 năm' ELSE '50 năm trở lên' END, 0 FROM aged
    UNION ALL
    SELECT 6, 'Giáo dục phổ thông', COALESCE(d.name, 'Chưa rõ'), 0
    FROM aged LEFT JOIN degree d ON d.person_id = aged.person_id AND d.kind = 'GENERAL'
    UNION ALL
    SELECT 7, 'Chuyên môn', COALESCE(d.name, 'Chưa rõ'), 0
    FROM aged LEFT JOIN degree d ON d.person_id = aged.person_id AND d.kind = 'PROFESSIONAL'
    UNION ALL
    SELECT 8, 'Lý luận chính trị', COALESCE(d.name, 'Chưa rõ'), 0
    FROM aged LEFT JOIN degree d ON d.person_id = aged.person_id AND d.kind = 'POLITICAL'
    UNION ALL
    SELECT 9, 'Tư cách', CASE official WHEN 1 THEN 'Chính thức' ELSE 'Dự bị' END, 0 FROM aged
),
counted AS (
    SELECT criterion, title, level, COUNT(*) AS n FROM said GROUP BY criterion, title, level
),
-- Names go by how many they are; levels, ages and years in their own order, highest level first.
placed (level, place) AS (
    SELECT '18–30', 1 UNION ALL SELECT '31–40', 2 UNION ALL SELECT '41–50', 3 UNION ALL SELECT '51–60', 4
    UNION ALL SELECT 'Trên 60', 5
    UNION ALL SELECT 'Dưới 5 năm', 1 UNION ALL SELECT '5 đến dưới 10 năm', 2 UNION ALL SELECT '10 đến dưới 20 năm', 3
    UNION ALL SELECT '20 đến dưới 30 năm', 4 UNION ALL SELECT '30 đến dưới 40 năm', 5
    UNION ALL SELECT '40 đến dưới 50 năm', 6 UNION ALL SELECT '50 năm trở lên', 7
    UNION ALL SELECT '12/12', 1 UNION ALL SELECT '10/10', 2 UNION ALL SELECT '9/12', 3 UNION ALL SELECT '7/10', 4
    UNION ALL SELECT '7/12', 5 UNION ALL SELECT '5/10', 6 UNION ALL SELECT '5/12', 7
    UNION ALL SELECT 'Tiến sĩ', 1 UNION ALL SELECT 'Thạc sĩ', 2 UNION ALL SELECT 'Đại học', 3
    UNION ALL SELECT 'Cao đẳng', 4 UNION ALL SELECT 'Cử nhân', 5 UNION ALL SELECT 'Cao cấp', 6
    UNION ALL SELECT 'Trung cấp', 7 UNION ALL SELECT 'Sơ cấp', 8 UNION ALL SELECT 'Chưa qua đào tạo', 9
    UNION ALL SELECT 'Chưa qua', 9 UNION ALL SELECT 'Chính thức', 1 UNION ALL SELECT 'Dự bị', 2
    UNION ALL SELECT 'Chưa rõ', 99
)
SELECT c.title, c.level, c.n, (2000 * c.n + t.n) / (2 * t.n) / 10.0
FROM counted c
CROSS JOIN (SELECT COUNT(*) AS n FROM member) t
LEFT JOIN placed p ON p.level = c.level
ORDER BY c.criterion, COALESCE(p.place, 0), c.n DESC
