-- Published rules on their way to the open cases: who started it, and how far it is.
CREATE TABLE "rollouts" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "cantons" TEXT[],
    "starts_on" DATE NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "started_by" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "total" INTEGER NOT NULL DEFAULT 0,
    "moved" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "closed" INTEGER NOT NULL DEFAULT 0,
    "failed" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "rollouts_pkey" PRIMARY KEY ("id")
);

GRANT SELECT, INSERT, UPDATE ON "rollouts" TO "relais_engine";
ALTER TABLE "rollouts" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "rollouts" FORCE ROW LEVEL SECURITY;
CREATE POLICY "engine" ON "rollouts" TO "relais_engine" USING (true) WITH CHECK (true);
