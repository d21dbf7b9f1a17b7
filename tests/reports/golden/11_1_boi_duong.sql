SELECT c.name,
    CASE c.kind WHEN 'PARTY_WORK' THEN 'Nghiệp vụ công tác Đảng' WHEN 'KNOWLEDGE_UPDATE' THEN 'Cập nhật kiến thức'
        WHEN 'POLITICAL_THEORY' THEN 'Lý luận chính trị' WHEN 'VILLAGE_HEADS' THEN 'Nghiệp vụ trưởng thôn'
        WHEN 'NEW_MEMBERS' THEN 'Đảng viên mới' WHEN 'OTHER' THEN 'Khác' END,
    c.started_on, b.short_name, COUNT(*)
FROM members_trainingattendance a
JOIN members_trainingcourse c ON c.id = a.course_id
JOIN branch b ON b.id = a.unit_id
WHERE c.started_on BETWEEN '2023' AND '2023-12-31'
GROUP BY c.id, c.name, c.kind, c.started_on, b.id, b.short_name, b.position
ORDER BY c.started_on, c.name, c.id, b.position
