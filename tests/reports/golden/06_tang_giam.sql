, came AS (
    SELECT unit_id, reason_in AS reason, COUNT(*) AS n FROM members_membership
    WHERE started_on BETWEEN '2023-01-01' AND '2023-12-31' GROUP BY unit_id, reason_in
),
gone AS (
    SELECT unit_id, reason_out AS reason, COUNT(*) AS n FROM members_membership
    WHERE ended_on BETWEEN '2023-01-01' AND '2023-12-31' GROUP BY unit_id, reason_out
),
counted AS (
    SELECT b.position, b.short_name,
        (SELECT COUNT(*) FROM member_before m WHERE m.unit_id = b.id) AS a,
        (SELECT COALESCE(SUM(woman), 0) FROM member_before m WHERE m.unit_id = b.id) AS a_women,
        (SELECT COALESCE(SUM(minority), 0) FROM member_before m WHERE m.unit_id = b.id) AS a_minorities,
        (SELECT COALESCE(SUM(1 - official), 0) FROM member_before m WHERE m.unit_id = b.id) AS a_probationary,
        (SELECT COALESCE(SUM(exempt), 0) FROM member_before m WHERE m.unit_id = b.id) AS a_exempt,
        COALESCE((SELECT SUM(n) FROM came WHERE unit_id = b.id AND reason = 'ADMITTED'), 0) AS admitted,
        COALESCE((SELECT SUM(n) FROM came WHERE unit_id = b.id AND reason IN ('READMITTED', 'RESTORED')), 0)
            AS readmitted,
        COALESCE((SELECT SUM(n) FROM came WHERE unit_id = b.id AND reason = 'TRANSFERRED_IN'), 0) AS transferred_in,
        COALESCE((SELECT SUM(n) FROM came WHERE unit_id = b.id AND reason = 'INTERNAL'), 0) AS internal_in,
        (SELECT COALESCE(SUM(n), 0) FROM came WHERE unit_id = b.id) AS b_all,
        COALESCE((SELECT SUM(n) FROM gone WHERE unit_id = b.id AND reason = 'DIED'), 0) AS died,
        COALESCE((SELECT SUM(n) FROM gone WHERE unit_id = b.id AND reason = 'EXPELLED'), 0) AS expelled,
        COALESCE((SELECT SUM(n) FROM gone WHERE unit_id = b.id AND reason = 'REMOVED'), 0) AS removed,
        COALESCE((SELECT SUM(n) FROM gone WHERE unit_id = b.id AND reason = 'WITHDRAWN'), 0) AS withdrawn,
        COALESCE((SELECT SUM(n) FROM gone WHERE unit_id = b.id AND reason = 'TRANSFERRED_OUT'), 0) AS transferred_out,
        COALESCE((SELECT SUM(n) FROM gone WHERE unit_id = b.id AND reason = 'INTERNAL'), 0) AS internal_out,
        (SELECT COALESCE(SUM(n), 0) FROM gone WHERE unit_id = b.id) AS c_all,
        (SELECT COUNT(*) FROM member m WHERE m.unit_id = b.id) AS d,
        (SELECT COALESCE(SUM(woman), 0) FROM member m WHERE m.unit_id = b.id) AS d_women,
        (SELECT COALESCE(SUM(minority), 0) FROM member m WHERE m.unit_id = b.id) AS d_minorities,
        (SELECT COALESCE(SUM(1 - official), 0) FROM member m WHERE m.unit_id = b.id) AS d_probationary,
        (SELECT COALESCE(SUM(exempt), 0) FROM member m WHERE m.unit_id = b.id) AS d_exempt
    FROM branch b
)
-- No chi bộ of the commune came from elsewhere or left whole in 2023: these two ways are empty.
SELECT short_name, a, a_women, a_minorities, a_probationary, a_exempt,
    admitted, readmitted, transferred_in, internal_in, 0, b_all,
    died, expelled, removed, withdrawn, transferred_out, internal_out, 0, c_all,
    d, d_women, d_minorities, d_probationary, d_exempt
FROM counted
ORDER BY position
