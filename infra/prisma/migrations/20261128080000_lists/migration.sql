-- What a line of a list says beside the status: since when, who has the ball, how many referrals are
-- open; and the one order of what escalates next, for every path to a list.
ALTER TABLE "cases"
  ADD COLUMN "stage_since" TIMESTAMPTZ(3),
  ADD COLUMN "holder_party" TEXT,
  ADD COLUMN "holder" TEXT,
  ADD COLUMN "open_referrals" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "escalates_at" TIMESTAMPTZ(3),
  -- Read off the state they would cost a line of a list half of its time.
  ADD COLUMN "urgent" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "paused" BOOLEAN NOT NULL DEFAULT false;
-- The path of an institution: its board and its order need both without a look at the case.
ALTER TABLE "case_parties"
  ADD COLUMN "status" TEXT,
  ADD COLUMN "escalates_at" TIMESTAMPTZ(3);
ALTER TABLE "case_worklists" ADD COLUMN "level" TEXT;

-- Cases from before, as far as their columns tell; the next step of each writes the truth. Row-level
-- security holds for the owner of the tables too, so this is done as the engine.
SET ROLE "relais_engine";
UPDATE "cases" SET
  "stage_since" = "changed_at",
  "urgent" = "state" ? 'urgent',
  "paused" = "state" ? 'paused',
  "holder" = CASE WHEN "status" <> 'closed' AND NOT "state" ? 'paused'
    THEN coalesce("next_due_owner", "lead", "registered_by") END,
  "holder_party" = CASE
    WHEN "status" = 'closed' THEN NULL
    WHEN "state" ? 'paused' THEN 'paused'
    WHEN coalesce("next_due_owner", "lead", "registered_by") = "lead" THEN 'lead'
    WHEN split_part(coalesce("next_due_owner", "registered_by"), '-', 2) = 'coo' THEN 'coordination'
    WHEN coalesce("next_due_owner", "registered_by") = "registered_by" THEN 'sender'
    ELSE 'receiver' END,
  "open_referrals" = (
    SELECT count(*) FROM jsonb_array_elements("state" -> 'referrals') r
    WHERE r ? 'grant' AND r ->> 'status' IN ('sent', 'acknowledged', 'info_requested', 'accepted',
      'waiting_for_capacity', 'in_progress', 'reported')),
  "escalates_at" = CASE WHEN "status" <> 'closed'
    THEN coalesce("next_due_at", "changed_at")
      - CASE WHEN "state" ? 'urgent' THEN interval '36525 days' ELSE interval '0' END END;
UPDATE "case_parties" p SET "status" = c."status", "escalates_at" = c."escalates_at"
  FROM "cases" c WHERE c."id" = p."case_id";
DELETE FROM "case_worklists" WHERE "name" = 'to_confirm';
-- The same as `worklistsOf` in infra/prisma/worklists.ts; the next step of each case writes it anew.
INSERT INTO "case_worklists" ("case_id", "name", "owner", "sort_at")
  SELECT c."id", lists."name", owner, coalesce(lists."at", c."escalates_at")
  FROM "cases" c,
  LATERAL (VALUES
    ('to_triage', NULL::timestamptz, NOT c."state" ?| ARRAY['override', 'confirmed']
      AND c."status" IN ('preclarified', 'registered', 'criteria_check'),
      CASE WHEN c."state" ->> 'coordinatorGate' = 'true' THEN NULL ELSE c."registered_by" END),
    ('overrides_to_confirm', NULL, c."state" ? 'override',
      CASE WHEN c."state" ->> 'coordinatorGate' = 'true' THEN NULL ELSE c."registered_by" END),
    ('duplicates_to_decide', NULL, c."state" ? 'mergeWith', c."registered_by"),
    ('consent_expiring', (c."state" #>> '{circumstances,consent,expiresOn}' || 'T00:00Z')::timestamptz,
      c."state" #>> '{circumstances,consent,status}' = 'given'
        AND c."state" #> '{circumstances,consent}' ? 'expiresOn',
      coalesce(c."lead", c."registered_by"))
  ) AS lists("name", "at", "lies", "office"),
  unnest(ARRAY[c."canton", lists."office"]) AS owner
  WHERE lists."lies" AND owner IS NOT NULL AND c."status" NOT IN ('closed', 'draft');
DELETE FROM "case_worklists" w USING "cases" c
  WHERE c."id" = w."case_id" AND c."status" = 'draft' AND w."name" = 'without_next_step';
INSERT INTO "case_worklists" ("case_id", "name", "owner", "sort_at")
  SELECT "id", 'drafts', "registered_by", "changed_at" FROM "cases" WHERE "status" = 'draft';
UPDATE "case_worklists" w SET "level" = c."overdue_level"
  FROM "cases" c WHERE c."id" = w."case_id" AND w."name" = 'overdue';
RESET ROLE;
ALTER TABLE "cases" ALTER COLUMN "stage_since" SET NOT NULL;

CREATE INDEX "cases_canton_escalates_at_id_idx" ON "cases"("canton", "escalates_at", "id");
CREATE INDEX "cases_canton_status_escalates_at_id_idx"
  ON "cases"("canton", "status", "escalates_at", "id");
CREATE INDEX "case_parties_institution_id_escalates_at_case_id_idx"
  ON "case_parties"("institution_id", "escalates_at", "case_id");
CREATE INDEX "case_parties_institution_id_status_escalates_at_case_id_idx"
  ON "case_parties"("institution_id", "status", "escalates_at", "case_id");
CREATE INDEX "referrals_from_institution_to_institution_case_id_idx"
  ON "referrals"("from_institution", "to_institution", "case_id");
-- With the level at its end the lists of a canton are counted without a look at the table.
DROP INDEX "case_worklists_owner_name_sort_at_case_id_idx";
CREATE INDEX "case_worklists_owner_name_sort_at_case_id_level_idx"
  ON "case_worklists"("owner", "name", "sort_at", "case_id", "level");

-- A notice that nobody got is no step of its case, so its list is kept here: in the statement that
-- gives the notice up, sends it again, notes that the institution has read the case after all, or
-- moves the case on. It lies with the coordinators, with who has the case, and with who sent it.
CREATE FUNCTION "relais_relist_failed"("of_case" uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  "owners" text[];
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
  INSERT INTO "case_worklists" AS w ("case_id", "name", "owner", "sort_at")
    SELECT c."id", 'delivery_failed', owner, c."escalates_at"
    FROM "cases" c, unnest("owners") AS owner WHERE c."id" = "of_case"
    ON CONFLICT ("case_id", "name", "owner") DO UPDATE SET "sort_at" = excluded."sort_at"
    WHERE w."sort_at" <> excluded."sort_at";
END
$$;

CREATE FUNCTION "relais_notice_failed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "relais_relist_failed"(NEW."case_id");
  RETURN NULL;
END
$$;
CREATE TRIGGER "list_failed" AFTER UPDATE OF "state" ON "deliveries" FOR EACH ROW
  WHEN ('failed' IN (OLD."state", NEW."state") AND OLD."state" <> NEW."state")
  EXECUTE FUNCTION "relais_notice_failed"();
CREATE TRIGGER "list_failed" AFTER UPDATE OF "parked_at" ON "outbox" FOR EACH ROW
  WHEN ((OLD."parked_at" IS NULL) <> (NEW."parked_at" IS NULL))
  EXECUTE FUNCTION "relais_notice_failed"();

-- A case of which every notice arrived is read and moved on every day: that changes nothing.
CREATE FUNCTION "relais_failed_notice_known"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "of_case" uuid;
BEGIN
  IF TG_TABLE_NAME = 'cases' THEN "of_case" = NEW."id"; ELSE "of_case" = NEW."case_id"; END IF;
  IF EXISTS (SELECT 1 FROM "case_worklists" w
    WHERE w."case_id" = "of_case" AND w."name" = 'delivery_failed'
  ) THEN PERFORM "relais_relist_failed"("of_case"); END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER "list_failed" AFTER INSERT OR UPDATE OF "read_at" ON "case_reads" FOR EACH ROW
  EXECUTE FUNCTION "relais_failed_notice_known"();
CREATE TRIGGER "list_failed" AFTER UPDATE OF "version" ON "cases" FOR EACH ROW
  EXECUTE FUNCTION "relais_failed_notice_known"();

SET ROLE "relais_engine";
SELECT count("relais_relist_failed"("case_id")) FROM (
  SELECT "case_id" FROM "outbox" WHERE "parked_at" IS NOT NULL
  UNION SELECT "case_id" FROM "deliveries" WHERE "state" = 'failed') AS failed;
RESET ROLE;

-- Views of the page with their filters, kept by one person. Only that person reads or writes them.
CREATE TABLE "saved_views" (
    "user_id" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "view" TEXT NOT NULL,
    "query" JSONB NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_views_pkey" PRIMARY KEY ("user_id","institution_id","id")
);
CREATE FUNCTION "relais_viewer_user"() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT nullif(current_setting('relais.user', true), '')
$$;
GRANT SELECT, INSERT, UPDATE, DELETE ON "saved_views" TO "relais_engine", "relais_reader";
ALTER TABLE "saved_views" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saved_views" FORCE ROW LEVEL SECURITY;
CREATE POLICY "engine" ON "saved_views" TO "relais_engine" USING (true) WITH CHECK (true);
CREATE POLICY "own" ON "saved_views" TO "relais_reader" USING (
  "user_id" = (SELECT "relais_viewer_user"())
  AND "institution_id" = (SELECT nullif(current_setting('relais.institution', true), ''))
);
