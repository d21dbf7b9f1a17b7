-- What every query of the golden set begins with: the chi bộ of Đảng bộ xã Na Khê and their members on the last day of
-- 2023 and of 2022. A period began on or before the day and had not ended by it (the day it ends on is not in it).
WITH commune AS (
    SELECT id FROM units_unit WHERE code = 'na-khe'
),
branch AS (
    SELECT u.id, u.code, u.position, u.unit_type, u.village_id, n.short_name
    FROM units_unit u
    JOIN units_unitparent p ON p.unit_id = u.id AND p.parent_id = (SELECT id FROM commune)
        AND p.started_on <= '2023-12-31' AND (p.ended_on IS NULL OR p.ended_on > '2023-12-31')
    JOIN units_unitname n ON n.unit_id = u.id
        AND n.started_on <= '2023-12-31' AND (n.ended_on IS NULL OR n.ended_on > '2023-12-31')
    WHERE u.kind = 'BRANCH' AND u.started_on <= '2023-12-31' AND (u.ended_on IS NULL OR u.ended_on > '2023-12-31')
),
branch_before AS (
    SELECT u.id, n.short_name
    FROM units_unit u
    JOIN units_unitparent p ON p.unit_id = u.id AND p.parent_id = (SELECT id FROM commune)
        AND p.started_on <= '2022-12-31' AND (p.ended_on IS NULL OR p.ended_on > '2022-12-31')
    JOIN units_unitname n ON n.unit_id = u.id
        AND n.started_on <= '2022-12-31' AND (n.ended_on IS NULL OR n.ended_on > '2022-12-31')
    WHERE u.kind = 'BRANCH' AND u.started_on <= '2022-12-31' AND (u.ended_on IS NULL OR u.ended_on > '2022-12-31')
),
probation AS (
    SELECT person_id, started_on, ended_on FROM members_probation
),
member AS (
    SELECT m.id, m.person_id, m.unit_id, p.full_name, p.sort_key, p.sex, p.birth_on, p.ethnicity_id, p.religion_id,
        COALESCE(p.admission_decision_on, p.admitted_on) AS party_since,
        CASE WHEN p.sex = 'F' THEN 1 ELSE 0 END AS woman,
        CASE WHEN EXISTS (SELECT 1 FROM members_ethnicity e WHERE e.id = p.ethnicity_id AND NOT e.is_majority)
            THEN 1 ELSE 0 END AS minority,
        CASE WHEN p.official_on <= '2023-12-31' AND NOT EXISTS (
                SELECT 1 FROM probation o WHERE o.person_id = p.id
                AND o.started_on <= '2023-12-31' AND (o.ended_on IS NULL OR o.ended_on > '2023-12-31'))
            THEN 1 ELSE 0 END AS official,
        CASE WHEN EXISTS (
                SELECT 1 FROM members_exemption x WHERE x.person_id = p.id
                AND x.started_on <= '2023-12-31' AND (x.ended_on IS NULL OR x.ended_on > '2023-12-31'))
            THEN 1 ELSE 0 END AS exempt
    FROM members_membership m
    JOIN members_person p ON p.id = m.person_id
    JOIN branch b ON b.id = m.unit_id
    WHERE m.started_on <= '2023-12-31' AND (m.ended_on IS NULL OR m.ended_on > '2023-12-31')
),
member_before AS (
    SELECT m.person_id, m.unit_id,
        CASE WHEN p.sex = 'F' THEN 1 ELSE 0 END AS woman,
        CASE WHEN EXISTS (SELECT 1 FROM members_ethnicity e WHERE e.id = p.ethnicity_id AND NOT e.is_majority)
            THEN 1 ELSE 0 END AS minority,
        CASE WHEN p.official_on <= '2022-12-31' AND NOT EXISTS (
                SELECT 1 FROM probation o WHERE o.person_id = p.id
                AND o.started_on <= '2022-12-31' AND (o.ended_on IS NULL OR o.ended_on > '2022-12-31'))
            THEN 1 ELSE 0 END AS official,
        CASE WHEN EXISTS (
                SELECT 1 FROM members_exemption x WHERE x.person_id = p.id
                AND x.started_on <= '2022-12-31' AND (x.ended_on IS NULL OR x.ended_on > '2022-12-31'))
            THEN 1 ELSE 0 END AS exempt
    FROM members_membership m
    JOIN members_person p ON p.id = m.person_id
    JOIN branch_before b ON b.id = m.unit_id
    WHERE m.started_on <= '2022-12-31' AND (m.ended_on IS NULL OR m.ended_on > '2022-12-31')
),
degree AS (
    -- The highest that somebody held of a kind: the one obtained last; a date not known was long ago.
    SELECT person_id, kind, level,
        CASE kind || level
            WHEN 'PROFESSIONALDOCTOR' THEN 'Tiến sĩ' WHEN 'PROFESSIONALMASTER' THEN 'Thạc sĩ'
            WHEN 'PROFESSIONALUNIVERSITY' THEN 'Đại học' WHEN 'PROFESSIONALCOLLEGE' THEN 'Cao đẳng'
            WHEN 'PROFESSIONALINTERMEDIATE' THEN 'Trung cấp' WHEN 'PROFESSIONALELEMENTARY' THEN 'Sơ cấp'
            WHEN 'PROFESSIONALNONE' THEN 'Chưa qua đào tạo'
            WHEN 'POLITICALBACHELOR' THEN 'Cử nhân' WHEN 'POLITICALADVANCED' THEN 'Cao cấp'
            WHEN 'POLITICALINTERMEDIATE' THEN 'Trung cấp' WHEN 'POLITICALELEMENTARY' THEN 'Sơ cấp'
            WHEN 'POLITICALNONE' THEN 'Chưa qua'
            ELSE level
        END AS name
    FROM (
        SELECT q.*, ROW_NUMBER() OVER (
            PARTITION BY person_id, kind ORDER BY COALESCE(started_on, '0000') DESC) AS latest
        FROM members_qualification q
        WHERE COALESCE(started_on, '0000') <= '2023-12-31' AND (ended_on IS NULL OR ended_on > '2023-12-31')
    ) held
    WHERE latest = 1
),
education AS (
    -- What committees report as one person's education: training where there is any, else the school year, else none.
    SELECT p.id AS person_id, COALESCE(trained.name, school.name, untrained.name) AS name
    FROM members_person p
    LEFT JOIN degree trained ON trained.person_id = p.id AND trained.kind = 'PROFESSIONAL' AND trained.level <> 'NONE'
    LEFT JOIN degree untrained ON untrained.person_id = p.id AND untrained.kind = 'PROFESSIONAL'
        AND untrained.level = 'NONE'
    LEFT JOIN degree school ON school.person_id = p.id AND school.kind = 'GENERAL'
),
secretary AS (
    SELECT o.unit_id, o.person_id, p.full_name
    FROM members_office o
    JOIN members_person p ON p.id = o.person_id
    WHERE o.position = 'SECRETARY' AND o.started_on <= '2023-12-31' AND (o.ended_on IS NULL OR o.ended_on > '2023-12-31')
),
chi_uy AS (
    SELECT unit_id FROM units_committee
    WHERE started_on <= '2023-12-31' AND (ended_on IS NULL OR ended_on > '2023-12-31')
),
head AS (
    SELECT v.id AS village_id, v.name AS village, v.position, p.id AS person_id, p.full_name, p.sex, p.ethnicity_id,
        CASE WHEN EXISTS (
                SELECT 1 FROM members_membership m WHERE m.person_id = p.id
                AND m.started_on <= '2023-12-31' AND (m.ended_on IS NULL OR m.ended_on > '2023-12-31'))
            THEN 1 ELSE 0 END AS is_member,
        CASE WHEN EXISTS (
                SELECT 1 FROM secretary s JOIN units_unit u ON u.id = s.unit_id
                WHERE s.person_id = p.id AND u.village_id = v.id)
            THEN 1 ELSE 0 END AS is_secretary
    FROM members_villagehead h
    JOIN units_village v ON v.id = h.village_id AND v.unit_id = (SELECT id FROM commune)
    JOIN members_person p ON p.id = h.person_id
    WHERE h.started_on <= '2023-12-31' AND (h.ended_on IS NULL OR h.ended_on > '2023-12-31')
),
decided AS (
    -- Results of the members' rating, each with the chi bộ that gave it.
    SELECT r.*, b.short_name, b.position
    FROM members_memberrating r JOIN branch b ON b.id = r.unit_id
    WHERE r.level <> '' OR r.not_rated_reason <> ''
)
