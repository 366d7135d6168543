-- Notices on their way to institutions that do not read Kafka: one row per notice, written with the
-- statement that marks it as published.
CREATE TABLE "deliveries" (
    "case_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "part" INTEGER NOT NULL,
    "canton" TEXT NOT NULL,
    "institution_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "digest" BOOLEAN NOT NULL DEFAULT false,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("case_id","seq","part")
);
CREATE INDEX "deliveries_institution_id_state_idx" ON "deliveries"("institution_id", "state");
CREATE INDEX "deliveries_canton_state_idx" ON "deliveries"("canton", "state");
-- The notifier's queue stays small however long the history gets.
CREATE INDEX "deliveries_waiting_idx" ON "deliveries"("due_at") WHERE "state" = 'queued';

-- Where such an institution is reached. The secret of a web hook is sealed.
CREATE TABLE "addresses" (
    "institution_id" TEXT NOT NULL,
    "mailbox" TEXT,
    "digest" TEXT,
    "hook_url" TEXT,
    "hook_secret" BYTEA,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "addresses_pkey" PRIMARY KEY ("institution_id")
);

-- What a link in a mail is good for; the link itself stands nowhere.
CREATE TABLE "answer_links" (
    "id" UUID NOT NULL,
    "institution_id" TEXT NOT NULL,
    "case_id" UUID NOT NULL,
    "referral_id" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "answer_links_pkey" PRIMARY KEY ("id")
);

-- When an institution last read a case.
CREATE TABLE "case_reads" (
    "case_id" UUID NOT NULL,
    "institution_id" TEXT NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "case_reads_pkey" PRIMARY KEY ("case_id","institution_id")
);

GRANT SELECT, INSERT, UPDATE, DELETE ON "deliveries", "addresses", "answer_links", "case_reads"
  TO "relais_engine";
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['deliveries', 'addresses', 'answer_links', 'case_reads'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY "engine" ON %I TO "relais_engine" USING (true) WITH CHECK (true)', name);
  END LOOP;
END
$$;
