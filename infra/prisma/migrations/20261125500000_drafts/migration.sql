-- Of a draft only the office knows that keeps it: whoever oversees the canton sees it once it is
-- submitted, with everything that happened before.
ALTER POLICY "reader" ON "cases" USING (
  ("canton" = (SELECT "relais_viewer_canton"()) AND "status" <> 'draft')
  OR EXISTS (
    SELECT 1 FROM "case_parties" p
    WHERE p."case_id" = "cases"."id" AND p."institution_id" = (SELECT "relais_viewer_institution"()))
);
ALTER POLICY "reader" ON "case_events" USING (
  ("canton" = (SELECT "relais_viewer_canton"())
    AND EXISTS (SELECT 1 FROM "cases" c WHERE c."id" = "case_events"."case_id"))
  OR EXISTS (
    SELECT 1 FROM "case_parties" p
    WHERE p."case_id" = "case_events"."case_id"
      AND p."institution_id" = (SELECT "relais_viewer_institution"()))
);
