-- Who is away when, and who stands in.
CREATE TABLE "absences" (
    "id" UUID NOT NULL,
    "institution_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "substitute" TEXT,
    "from_on" DATE NOT NULL,
    "to_on" DATE NOT NULL,
    "entered_by" TEXT NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "absences_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "absences_institution_id_to_on_idx" ON "absences"("institution_id", "to_on");

-- Who works on a case at an institution; gives no right.
CREATE TABLE "case_responsibles" (
    "case_id" UUID NOT NULL,
    "institution_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "assigned_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "case_responsibles_pkey" PRIMARY KEY ("case_id","institution_id")
);
CREATE INDEX "case_responsibles_institution_id_user_id_idx"
  ON "case_responsibles"("institution_id", "user_id");

GRANT SELECT, INSERT, UPDATE, DELETE ON "absences", "case_responsibles" TO "relais_engine";
GRANT SELECT ON "case_responsibles" TO "relais_reader";
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['absences', 'case_responsibles'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY "engine" ON %I TO "relais_engine" USING (true) WITH CHECK (true)', name);
  END LOOP;
END
$$;
-- An institution knows its own people's work only, also where it oversees the cases of others.
CREATE POLICY "reader" ON "case_responsibles" FOR SELECT TO "relais_reader" USING (
  "institution_id" = (SELECT "relais_viewer_institution"())
);

-- Silence towards a partner, counted for the strategic level.
CREATE INDEX "case_events_deadlines_reached_idx" ON "case_events"("canton", "at")
  WHERE "type" = 'deadlineReached' AND "event"->'data'->>'level' IN ('L3', 'L4');
