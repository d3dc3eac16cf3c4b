-- What PostGraphile needs to answer the same questions on its best plan: names behind codes, and
-- the figures as one statement each.
COMMENT ON TABLE "case" IS
 E'@foreignKey (department) references bench_department (ubigeo)|@fieldName departmentNamed\n'
 '@foreignKey (industry) references bench_industry (code)|@fieldName industryNamed';
COMMENT ON COLUMN leg.position IS E'@behavior +orderBy';
CREATE INDEX IF NOT EXISTS bench_case_opened_on ON "case" (opened_on, department, industry);
CREATE OR REPLACE FUNCTION bench_counts(first_day date, last_day date)
 RETURNS TABLE (department text, industry text, number bigint) LANGUAGE sql STABLE AS $$
 SELECT c.department::text, c.industry::text, count(*) FROM "case" c
 WHERE c.opened_on BETWEEN first_day AND last_day GROUP BY 1, 2 $$;
CREATE OR REPLACE FUNCTION bench_corridors()
 RETURNS TABLE (origin text, destination text, number bigint) LANGUAGE sql STABLE AS $$
 SELECT c.route_from::text, c.route_to::text, count(*) FROM "case" c
 WHERE c.route_from IS NOT NULL GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 20 $$;
ANALYZE;
