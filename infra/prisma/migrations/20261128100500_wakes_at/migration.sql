-- When the next clock of a case speaks, whichever it is: also on the day a fact changes by itself, which
-- is no next step of anybody. The forecast reads the cases by it.
ALTER TABLE "cases" ADD COLUMN "wakes_at" TIMESTAMPTZ(3);
SET ROLE "relais_engine";
UPDATE "cases" SET "wakes_at" = (
  SELECT min((d #>> '{firings,0,at}')::timestamptz)
  FROM jsonb_array_elements("state" -> 'deadlines') AS d WHERE NOT d ? 'stopped')
WHERE "status" <> 'closed';
RESET ROLE;
CREATE INDEX "cases_canton_wakes_at_id_idx" ON "cases"("canton", "wakes_at", "id");
