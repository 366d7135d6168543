-- A policy may be adopted by several cantons, each with its own coordination. What was published
-- before keeps its meaning: its one canton becomes its one adoption.
ALTER TABLE "policies" ADD COLUMN "cantons" TEXT[] NOT NULL DEFAULT '{}';
UPDATE "policies" SET
  "cantons" = ARRAY["canton"],
  "document" = ("document" #- '{running,canton}' #- '{running,coordination}') || jsonb_build_object(
    'adoptedBy', jsonb_build_array(jsonb_build_object(
      'canton', "document" #> '{running,canton}',
      'coordination', "document" #> '{running,coordination}')),
    'parameters', '{}'::jsonb);
DROP INDEX "policies_canton_valid_from_idx";
ALTER TABLE "policies" DROP COLUMN "canton";
ALTER TABLE "policies" ALTER COLUMN "cantons" DROP DEFAULT;
CREATE INDEX "policies_cantons_idx" ON "policies" USING GIN ("cantons");
