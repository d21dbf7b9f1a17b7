, role (place, code, name) AS (
    SELECT 1, 'SECRETARY', 'Bí thư chi bộ' UNION ALL SELECT 2, 'VILLAGE_HEAD', 'Trưởng thôn'
    UNION ALL SELECT 3, 'MEMBER', 'Đảng viên'
),
attended AS (
    SELECT a.person_id, a.attended_as
    FROM members_trainingattendance a
    JOIN members_trainingcourse c ON c.id = a.course_id
    JOIN branch b ON b.id = a.unit_id
    WHERE c.started_on BETWEEN '2023' AND '2023-12-31'
),
line (place, name, people, attendances) AS (
    SELECT r.place, r.name, COUNT(DISTINCT a.person_id), COUNT(a.person_id)
    FROM role r LEFT JOIN attended a ON a.attended_as = r.code GROUP BY r.place, r.name
    UNION ALL
    SELECT 4, 'Cộng', COUNT(DISTINCT person_id), COUNT(*) FROM attended
)
SELECT name, people, attendances FROM line ORDER BY place
