-- What a reader wants to know of each day: names, kind, source, closing time. Deadlines need only the
-- document; a version published before this column has none until it is published again.
ALTER TABLE "calendars" ADD COLUMN "days" JSONB;
-- Every start loads the calendars of the files; none of them may come over one that a person published.
ALTER TABLE "calendars" ADD COLUMN "by_hand" BOOLEAN NOT NULL DEFAULT false;
