-- The lists of one holder and of one level, in the order of what escalates next: without them a page of
-- a rare one reads on until it has found enough. The first is no longer than the cases that are overdue.
CREATE INDEX "cases_canton_overdue_level_escalates_at_id_idx"
  ON "cases"("canton", "overdue_level", "escalates_at", "id") WHERE "overdue_level" IS NOT NULL;
CREATE INDEX "cases_canton_holder_escalates_at_id_idx"
  ON "cases"("canton", "holder", "escalates_at", "id");

-- What figures count is a small part of what happens; a query finds these when it names no others.
CREATE INDEX "case_events_figures_idx" ON "case_events"("canton", "at") WHERE "type" IN (
  'verdictConfirmed', 'referralAccepted', 'referralDeclined', 'informationRequested',
  'informationReturned', 'pingPongDetected', 'caseClosed', 'consentWithdrawn', 'costsApproved',
  'costsRefused', 'meetingHeld', 'planAgreed', 'measureStarted');
CREATE INDEX "case_events_undone_idx" ON "case_events"("canton") WHERE "type" = 'commandUndone';
CREATE INDEX "case_events_paused_idx" ON "case_events"("canton") WHERE "type" = 'casePaused';
