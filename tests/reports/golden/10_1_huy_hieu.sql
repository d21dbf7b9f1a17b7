, aged AS (
    -- Whole months from the first day to the last, and the days left over: from the same day of the last month or,
    -- where that is still to come, of the month before it.
    SELECT due.*,
        12 * (CAST(SUBSTR(until, 1, 4) AS INTEGER) - CAST(SUBSTR(first_day, 1, 4) AS INTEGER))
            + CAST(SUBSTR(until, 6, 2) AS INTEGER) - CAST(SUBSTR(first_day, 6, 2) AS INTEGER)
            - CASE WHEN SUBSTR(until, 9) < SUBSTR(first_day, 9) THEN 1 ELSE 0 END AS months,
        CAST(SUBSTR(until, 9) AS INTEGER) - CAST(SUBSTR(first_day, 9) AS INTEGER)
            + CASE WHEN SUBSTR(until, 9) >= SUBSTR(first_day, 9) THEN 0
                WHEN SUBSTR(until, 6, 2) = '03' THEN 28
                WHEN SUBSTR(until, 6, 2) IN ('05', '07', '10', '12') THEN 30 ELSE 31 END AS days
    FROM due
)
SELECT a.full_name, a.birth_on, a.short_name, a.party_since, CAST(a.years AS VARCHAR(2)) || ' năm', a.on_day,
    CAST(months / 12 AS VARCHAR(2)) || ' năm ' || CAST(months % 12 AS VARCHAR(2)) || ' tháng '
        || CAST(days AS VARCHAR(2)) || ' ngày',
    CASE WHEN died_on IS NULL THEN 'Trao tặng' ELSE 'Truy tặng' END,
    d.told,
    CASE WHEN died_on IS NULL THEN '' ELSE 'từ trần ' || SUBSTR(died_on, 9) || '/' || SUBSTR(died_on, 6, 2) || '/'
            || SUBSTR(died_on, 1, 4) END
        || CASE WHEN died_on IS NOT NULL AND LENGTH(party_since) < 10 THEN '; ' ELSE '' END
        || CASE LENGTH(party_since) WHEN 10 THEN '' WHEN 4 THEN 'ngày vào Đảng mới ghi ' || party_since
            ELSE 'ngày vào Đảng mới ghi ' || CAST(CAST(SUBSTR(party_since, 6) AS INTEGER) AS VARCHAR(2)) || '/'
                || SUBSTR(party_since, 1, 4) END
FROM aged a LEFT JOIN disciplined d ON d.person_id = a.person_id
ORDER BY a.years DESC, a.position, a.sort_key, a.person_id
