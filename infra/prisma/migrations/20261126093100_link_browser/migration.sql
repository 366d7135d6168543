-- The browser in which a signed link was opened first: the hash of the secret in its cookie.
ALTER TABLE "answer_links" ADD COLUMN "bound_hash" TEXT;
