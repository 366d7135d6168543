-- Commands of inbox topics that their case could not take yet. They wait here in the order in which
-- they came, so that the topic goes on for the other cases. Ids and codes only, as in the topic.
CREATE TABLE "inbox_aside" (
    "id" BIGSERIAL NOT NULL,
    "institution_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "case_id" UUID NOT NULL,
    "command" JSONB NOT NULL,
    "place" JSONB NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "aside_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inbox_aside_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "inbox_aside_institution_id_event_id_key" ON "inbox_aside"("institution_id", "event_id");
CREATE INDEX "inbox_aside_case_id_id_idx" ON "inbox_aside"("case_id", "id");
CREATE INDEX "inbox_aside_due_at_idx" ON "inbox_aside"("due_at");

GRANT SELECT, INSERT, UPDATE, DELETE ON "inbox_aside" TO "relais_engine";
GRANT USAGE ON SEQUENCE "inbox_aside_id_seq" TO "relais_engine";
ALTER TABLE "inbox_aside" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "inbox_aside" FORCE ROW LEVEL SECURITY;
CREATE POLICY "engine" ON "inbox_aside" TO "relais_engine" USING (true) WITH CHECK (true);
