-- What nobody is told of goes to the monitors alone: such a row has no institution.
ALTER TABLE "outbox" ALTER COLUMN "institution_id" DROP NOT NULL;
-- W3C trace context of the request behind a row.
ALTER TABLE "outbox" ADD COLUMN "traceparent" TEXT;
-- A row that the broker did not take rests until then, and its case with it.
ALTER TABLE "outbox" ADD COLUMN "try_at" TIMESTAMPTZ(3);

CREATE INDEX "outbox_resting_idx" ON "outbox"("case_id")
  WHERE "try_at" IS NOT NULL AND "published_at" IS NULL AND "parked_at" IS NULL;
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_told_or_recorded"
  CHECK ("institution_id" IS NOT NULL OR "notice" ->> 'type' = 'ch.relais.case.recorded.v1');

-- A notice that did not arrive is told to its case, once for each time that it was given up.
ALTER TABLE "deliveries" ADD COLUMN "told_at" TIMESTAMPTZ(3);
ALTER TABLE "outbox" ADD COLUMN "told_at" TIMESTAMPTZ(3);
CREATE INDEX "deliveries_untold_idx" ON "deliveries"("done_at")
  WHERE "state" = 'failed' AND "told_at" IS NULL;
CREATE INDEX "outbox_untold_idx" ON "outbox"("parked_at")
  WHERE "parked_at" IS NOT NULL AND "told_at" IS NULL AND "institution_id" IS NOT NULL;
