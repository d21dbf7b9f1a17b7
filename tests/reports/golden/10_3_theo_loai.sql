SELECT CAST(v.years AS VARCHAR(2)) || ' năm',
    (SELECT COUNT(*) FROM due WHERE due.years = v.years AND died_on IS NULL),
    (SELECT COUNT(*) FROM due WHERE due.years = v.years AND died_on IS NOT NULL),
    (SELECT COUNT(*) FROM due JOIN disciplined d ON d.person_id = due.person_id WHERE due.years = v.years),
    (SELECT COUNT(*) FROM early WHERE early.years = v.years)
FROM members_badgelevel v
ORDER BY v.years
