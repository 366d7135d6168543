-- The first schema. Everything from "Roles" on is not expressible in schema.prisma; this file is the
-- truth. PostgreSQL 16 or newer (GRANT … WITH INHERIT FALSE).

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "cases" (
    "id" UUID NOT NULL,
    "canton" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "last_command_id" TEXT NOT NULL,
    "state" JSONB NOT NULL,
    "policy_id" TEXT NOT NULL,
    "policy_version" TEXT NOT NULL,
    "dossier_ref" UUID NOT NULL,
    "registered_by" TEXT NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "lead" TEXT,
    "parties" TEXT[],
    "permit_group" TEXT,
    "next_due_at" TIMESTAMPTZ(3),
    "next_due_kind" TEXT,
    "next_due_owner" TEXT,
    "next_due_level" TEXT,
    "overdue_level" TEXT,

    CONSTRAINT "cases_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "case_events" (
    "id" BIGSERIAL NOT NULL,
    "case_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "canton" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "cause" TEXT NOT NULL,
    "event" JSONB NOT NULL,
    "tx" xid8 NOT NULL DEFAULT pg_current_xact_id(),

    CONSTRAINT "case_events_pkey" PRIMARY KEY ("case_id","seq")
);

-- CreateTable
CREATE TABLE "case_parties" (
    "case_id" UUID NOT NULL,
    "institution_id" TEXT NOT NULL,
    "canton" TEXT NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "case_parties_pkey" PRIMARY KEY ("case_id","institution_id")
);

-- CreateTable
CREATE TABLE "case_worklists" (
    "case_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "sort_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "case_worklists_pkey" PRIMARY KEY ("case_id","name","owner")
);

-- CreateTable
CREATE TABLE "referrals" (
    "case_id" UUID NOT NULL,
    "referral_id" TEXT NOT NULL,
    "canton" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "from_institution" TEXT NOT NULL,
    "to_institution" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "level" TEXT,

    CONSTRAINT "referrals_pkey" PRIMARY KEY ("case_id","referral_id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "case_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "part" INTEGER NOT NULL,
    "canton" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "notice" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "parked_at" TIMESTAMPTZ(3),
    "park_reason" TEXT,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "case_keys" (
    "case_id" UUID NOT NULL,
    "master_key_id" TEXT NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "case_keys_pkey" PRIMARY KEY ("case_id")
);

-- CreateTable
CREATE TABLE "dossiers" (
    "case_id" UUID NOT NULL,
    "ref" UUID NOT NULL,
    "canton" TEXT NOT NULL,
    "ciphertext" BYTEA NOT NULL,
    "ahv_index" BYTEA,
    "put_by" TEXT NOT NULL,
    "put_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "dossiers_pkey" PRIMARY KEY ("case_id","ref")
);

-- CreateTable
CREATE TABLE "verdicts" (
    "verdict_id" TEXT NOT NULL,
    "case_id" UUID NOT NULL,
    "dossier_ref" UUID NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "policy_id" TEXT NOT NULL,
    "policy_version" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "ciphertext" BYTEA NOT NULL,

    CONSTRAINT "verdicts_pkey" PRIMARY KEY ("verdict_id")
);

-- CreateTable
CREATE TABLE "policies" (
    "id" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "canton" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "document" JSONB NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "policies_pkey" PRIMARY KEY ("id","version")
);

-- CreateTable
CREATE TABLE "calendars" (
    "id" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "covers_from" DATE NOT NULL,
    "covers_to" DATE NOT NULL,
    "document" JSONB NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "calendars_pkey" PRIMARY KEY ("id","version")
);

-- CreateTable
CREATE TABLE "institutions" (
    "id" TEXT NOT NULL,
    "canton" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" JSONB NOT NULL,
    "language" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "contacts" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "institutions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "receipts" (
    "command_id" TEXT NOT NULL,
    "case_id" UUID NOT NULL,
    "body_hash" TEXT NOT NULL,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "receipts_pkey" PRIMARY KEY ("command_id")
);

-- CreateTable
CREATE TABLE "inbox" (
    "institution_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "remembered_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("institution_id","event_id")
);

-- CreateTable
CREATE TABLE "clocks" (
    "id" INTEGER NOT NULL,
    "engine_origin" TIMESTAMPTZ(3) NOT NULL,
    "domain_origin" TIMESTAMPTZ(3) NOT NULL,
    "rate" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "clocks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit" (
    "case_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "user_id" TEXT NOT NULL,
    "institution_id" TEXT,
    "role" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "fields" TEXT[],
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("case_id","number")
);

-- CreateIndex
CREATE INDEX "cases_canton_registered_at_id_idx" ON "cases"("canton", "registered_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "cases_canton_status_registered_at_id_idx" ON "cases"("canton", "status", "registered_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "case_events_id_key" ON "case_events"("id");

-- CreateIndex
CREATE INDEX "case_events_tx_id_idx" ON "case_events"("tx", "id");

-- CreateIndex
CREATE INDEX "case_events_case_id_cause_idx" ON "case_events"("case_id", "cause");

-- CreateIndex
CREATE INDEX "case_parties_institution_id_registered_at_case_id_idx" ON "case_parties"("institution_id", "registered_at" DESC, "case_id" DESC);

-- CreateIndex
CREATE INDEX "case_worklists_owner_name_sort_at_case_id_idx" ON "case_worklists"("owner", "name", "sort_at", "case_id");

-- CreateIndex
CREATE INDEX "referrals_to_institution_status_due_at_idx" ON "referrals"("to_institution", "status", "due_at");

-- CreateIndex
CREATE INDEX "referrals_from_institution_status_due_at_idx" ON "referrals"("from_institution", "status", "due_at");

-- CreateIndex
CREATE INDEX "referrals_canton_status_due_at_idx" ON "referrals"("canton", "status", "due_at");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_case_id_seq_part_key" ON "outbox"("case_id", "seq", "part");

-- CreateIndex
CREATE INDEX "dossiers_canton_ahv_index_idx" ON "dossiers"("canton", "ahv_index");

-- CreateIndex
CREATE INDEX "verdicts_case_id_decided_at_idx" ON "verdicts"("case_id", "decided_at");

-- CreateIndex
CREATE INDEX "policies_canton_valid_from_idx" ON "policies"("canton", "valid_from");

-- CreateIndex
CREATE INDEX "institutions_canton_id_idx" ON "institutions"("canton", "id");

-- Indices for parts of tables: the relay's queue stays small however long the history gets.
CREATE INDEX "outbox_waiting_idx" ON "outbox"("id")
  WHERE "published_at" IS NULL AND "parked_at" IS NULL;
CREATE INDEX "outbox_parked_idx" ON "outbox"("id") WHERE "parked_at" IS NOT NULL;

-- Roles. They belong to the whole cluster, so another database may have made them already.
-- The migrating user may take them on (SET ROLE) but does not inherit what they see.
DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['relais_engine', 'relais_reader'] LOOP
    BEGIN
      IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = wanted) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS', wanted);
      END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL; -- made by another migration in this very moment
    END;
    IF NOT pg_has_role(current_user, wanted, 'SET') THEN
      EXECUTE format('GRANT %I TO CURRENT_USER WITH SET TRUE, INHERIT FALSE', wanted);
    END IF;
  END LOOP;
END
$$;

REVOKE CREATE ON SCHEMA "public" FROM PUBLIC;
GRANT USAGE ON SCHEMA "public" TO "relais_engine", "relais_reader";
GRANT USAGE ON ALL SEQUENCES IN SCHEMA "public" TO "relais_engine";

GRANT SELECT, INSERT, UPDATE, DELETE ON
  "cases", "case_parties", "case_worklists", "referrals", "outbox", "case_keys", "dossiers",
  "verdicts", "policies", "calendars", "institutions", "receipts", "inbox", "clocks"
  TO "relais_engine";
GRANT SELECT, INSERT ON "case_events", "audit" TO "relais_engine";
GRANT SELECT ON
  "cases", "case_events", "case_parties", "case_worklists", "referrals", "policies", "calendars",
  "institutions", "clocks"
  TO "relais_reader";

-- Who reads. The API sets these per transaction; unset or empty is nobody.
CREATE FUNCTION "relais_viewer_institution"() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN current_setting('relais.role', true)
                   IN ('officer', 'contact', 'coordinator', 'approver')
              THEN nullif(current_setting('relais.institution', true), '') END
$$;
-- The canton that the reader oversees: coordinators and auditors do, nobody else.
CREATE FUNCTION "relais_viewer_canton"() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN current_setting('relais.role', true) IN ('coordinator', 'auditor')
              THEN nullif(current_setting('relais.canton', true), '') END
$$;
-- Now on the clock of the cases (schemas/clock.ts); the identity when nobody set a clock.
CREATE FUNCTION "relais_domain_now"() RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT "domain_origin" + (now() - "engine_origin") * "rate" FROM "clocks" WHERE "id" = 1),
    now())
$$;

-- An instant as it stands in every payload: `2026-02-02T08:00:00.000Z`.
CREATE FUNCTION "relais_instant"(moment timestamptz) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- Row-level security, forced: it holds for the owner of the tables too.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'cases', 'case_events', 'case_parties', 'case_worklists', 'referrals', 'outbox', 'case_keys',
    'dossiers', 'verdicts', 'policies', 'calendars', 'institutions', 'receipts', 'inbox', 'clocks',
    'audit'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY "engine" ON %I TO "relais_engine" USING (true) WITH CHECK (true)', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['policies', 'calendars', 'institutions', 'clocks'] LOOP
    EXECUTE format('CREATE POLICY "reader" ON %I FOR SELECT TO "relais_reader" USING (true)', name);
  END LOOP;
END
$$;

CREATE POLICY "reader" ON "case_parties" FOR SELECT TO "relais_reader" USING (
  "institution_id" = (SELECT "relais_viewer_institution"())
  OR "canton" = (SELECT "relais_viewer_canton"())
);
CREATE POLICY "reader" ON "cases" FOR SELECT TO "relais_reader" USING (
  "canton" = (SELECT "relais_viewer_canton"())
  OR EXISTS (
    SELECT 1 FROM "case_parties" p
    WHERE p."case_id" = "cases"."id" AND p."institution_id" = (SELECT "relais_viewer_institution"()))
);
CREATE POLICY "reader" ON "case_events" FOR SELECT TO "relais_reader" USING (
  "canton" = (SELECT "relais_viewer_canton"())
  OR EXISTS (
    SELECT 1 FROM "case_parties" p
    WHERE p."case_id" = "case_events"."case_id"
      AND p."institution_id" = (SELECT "relais_viewer_institution"()))
);
CREATE POLICY "reader" ON "referrals" FOR SELECT TO "relais_reader" USING (
  "canton" = (SELECT "relais_viewer_canton"())
  OR EXISTS (
    SELECT 1 FROM "case_parties" p
    WHERE p."case_id" = "referrals"."case_id"
      AND p."institution_id" = (SELECT "relais_viewer_institution"()))
);
CREATE POLICY "reader" ON "case_worklists" FOR SELECT TO "relais_reader" USING (
  "owner" = (SELECT "relais_viewer_institution"()) OR "owner" = (SELECT "relais_viewer_canton"())
);

-- What happened stays as it was written, whoever asks.
CREATE FUNCTION "relais_refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE ON "case_events"
  FOR EACH ROW EXECUTE FUNCTION "relais_refuse_change"();
CREATE TRIGGER "append_only_truncate" BEFORE TRUNCATE ON "case_events"
  FOR EACH STATEMENT EXECUTE FUNCTION "relais_refuse_change"();
CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE ON "audit"
  FOR EACH ROW EXECUTE FUNCTION "relais_refuse_change"();
CREATE TRIGGER "append_only_truncate" BEFORE TRUNCATE ON "audit"
  FOR EACH STATEMENT EXECUTE FUNCTION "relais_refuse_change"();

-- The audit chain of one case. Its hash covers every column and the hash before it.
CREATE FUNCTION "relais_audit_hash"(entry "audit") RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(jsonb_build_array(
    entry."case_id", entry."number", extract(epoch FROM entry."at"), entry."user_id",
    entry."institution_id", entry."role", entry."action", to_jsonb(entry."fields"),
    entry."previous_hash")::text, 'UTF8')), 'hex')
$$;
-- One writer at a time per case (advisory lock until the end of the transaction); every statement of
-- this function sees what the writer before has committed.
CREATE FUNCTION "relais_append_audit"(
  p_case_id uuid, p_user_id text, p_institution_id text, p_role text, p_action text, p_fields text[]
) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  entry "audit";
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('audit:' || p_case_id::text, 0));
  SELECT * INTO entry FROM "audit" WHERE "case_id" = p_case_id ORDER BY "number" DESC LIMIT 1;
  entry."previous_hash" := coalesce(entry."hash", '');
  entry."number" := coalesce(entry."number", 0) + 1;
  entry."case_id" := p_case_id;
  entry."at" := date_trunc('milliseconds', clock_timestamp());
  entry."user_id" := p_user_id;
  entry."institution_id" := p_institution_id;
  entry."role" := p_role;
  entry."action" := p_action;
  entry."fields" := p_fields;
  entry."hash" := "relais_audit_hash"(entry);
  INSERT INTO "audit" SELECT entry.*;
  RETURN entry."number";
END
$$;
