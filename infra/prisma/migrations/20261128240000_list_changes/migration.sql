-- A case comes upon a list, or leaves it, without a step of its own when a notice of it fails, is sent
-- again or is read after all. Who follows the changes is told of that too: which case, and no more.
CREATE TABLE "list_changes" (
    "id" BIGSERIAL NOT NULL,
    "tx" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "case_id" UUID NOT NULL,

    CONSTRAINT "list_changes_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "list_changes_tx_idx" ON "list_changes"("tx");
GRANT USAGE ON SEQUENCE "list_changes_id_seq" TO "relais_engine";
GRANT SELECT, INSERT ON "list_changes" TO "relais_engine";
GRANT SELECT ON "list_changes" TO "relais_reader";
ALTER TABLE "list_changes" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "list_changes" FORCE ROW LEVEL SECURITY;
CREATE POLICY "engine" ON "list_changes" TO "relais_engine" USING (true) WITH CHECK (true);
CREATE POLICY "reader" ON "list_changes" FOR SELECT TO "relais_reader" USING (
  EXISTS (SELECT 1 FROM "cases" c WHERE c."id" = "list_changes"."case_id")
);

-- As in 20261128080000_lists; its last lines are new.
CREATE OR REPLACE FUNCTION "relais_relist_failed"("of_case" uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  "owners" text[];
  "gone" integer;
  "come" integer;
BEGIN
  -- One at a time for each case, so that nobody decides on what another is about to change.
  PERFORM 1 FROM "cases" WHERE "id" = "of_case" FOR NO KEY UPDATE;
  SELECT coalesce(array_agg(DISTINCT owner), '{}') INTO "owners"
  FROM "cases" c
  JOIN "outbox" o ON o."case_id" = c."id"
  LEFT JOIN "deliveries" d ON (d."case_id", d."seq", d."part") = (o."case_id", o."seq", o."part")
  LEFT JOIN "case_reads" r
    ON r."case_id" = o."case_id" AND r."institution_id" = o."institution_id",
  unnest(ARRAY[c."canton", coalesce(c."lead", c."registered_by"), o."notice" ->> 'from']) AS owner
  WHERE c."id" = "of_case" AND c."status" NOT IN ('closed', 'draft')
    -- What only the monitors did not hear of failed nobody.
    AND o."institution_id" IS NOT NULL
    AND (o."parked_at" IS NOT NULL OR d."state" = 'failed')
    AND (r."read_at" IS NULL OR r."read_at" < o."created_at")
    -- Who has answered the referral knows of it, however they heard.
    AND NOT EXISTS (
      SELECT 1 FROM jsonb_array_elements(c."state" -> 'referrals') f
      WHERE f ->> 'id' = o."notice" ->> 'referralId' AND f ->> 'to' = o."institution_id"
        AND f ->> 'answeredAt' >= o."notice" ->> 'at')
    AND (owner = c."canton" OR owner = ANY(c."parties"));
  DELETE FROM "case_worklists"
    WHERE "case_id" = "of_case" AND "name" = 'delivery_failed' AND "owner" <> ALL("owners");
  GET DIAGNOSTICS "gone" = ROW_COUNT;
  INSERT INTO "case_worklists" AS w ("case_id", "name", "owner", "sort_at")
    SELECT c."id", 'delivery_failed', owner, c."escalates_at"
    FROM "cases" c, unnest("owners") AS owner WHERE c."id" = "of_case"
    ON CONFLICT ("case_id", "name", "owner") DO UPDATE SET "sort_at" = excluded."sort_at"
    WHERE w."sort_at" <> excluded."sort_at";
  GET DIAGNOSTICS "come" = ROW_COUNT;
  IF "gone" + "come" > 0 THEN
    INSERT INTO "list_changes" ("case_id") VALUES ("of_case");
  END IF;
END
$$;
