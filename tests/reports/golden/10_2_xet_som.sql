SELECT e.full_name, e.birth_on, e.short_name, e.party_since, CAST(e.years AS VARCHAR(2)) || ' năm', e.on_day, d.told, NULL
FROM early e LEFT JOIN disciplined d ON d.person_id = e.person_id
ORDER BY e.years DESC, e.position, e.sort_key, e.person_id
