-- Closed cases by the last day on which they are kept; those that were erased, or must be kept, are out.
CREATE INDEX "cases_kept_until" ON "cases" ((state ->> 'keepUntil'), id)
  WHERE status = 'closed' AND NOT state ? 'erasedAt' AND NOT coalesce(state -> 'restricted' ? 'hold', false);
