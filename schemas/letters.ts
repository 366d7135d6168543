/** Hints about duplicates, and letters to the person: what the API answers about people beside the case. */
import { z } from 'zod';
import { CaseId, Language } from './primitives';

/** Hints that another open case is about the same person; which one, for coordinators only. */
export const DuplicateHints = z
  .strictObject({
    items: z.array(
      z.strictObject({
        reason: z.enum([
          'same_ahv_number',
          'similar_name_same_birth_date',
          'similar_name_partial_birth_date',
        ]),
        caseId: CaseId.optional(),
      }),
    ),
  })
  .meta({ id: 'DuplicateHints' });
export type DuplicateHints = z.infer<typeof DuplicateHints>;

/** A letter to the person, in one language; it is written anew whenever somebody asks. */
export const LetterView = z
  .strictObject({
    caseId: CaseId,
    language: Language,
    title: z.string(),
    paragraphs: z.array(z.string()),
  })
  .meta({ id: 'LetterView' });
export type LetterView = z.infer<typeof LetterView>;
