-- Names stand in ciphertext only: a person without an AHV number is found again by a keyed index over
-- the sounds of each name with the year of birth. Dossiers from before have none until new facts come.
ALTER TABLE "dossiers" ADD COLUMN "name_index" BYTEA[] DEFAULT ARRAY[]::BYTEA[];
CREATE INDEX "dossiers_name_index_idx" ON "dossiers" USING GIN ("name_index");
