-- Which version was published last is an order, not a time: two publications may fall into one
-- millisecond, and a clock may be set back.
CREATE SEQUENCE "publications";
ALTER TABLE "policies" ADD COLUMN "publication" BIGINT NOT NULL DEFAULT nextval('publications');
ALTER TABLE "calendars" ADD COLUMN "publication" BIGINT NOT NULL DEFAULT nextval('publications');
GRANT USAGE ON SEQUENCE "publications" TO "relais_engine";
