import { z } from 'zod';

const maxItems = 200;

/** How much of a list, and from where: `after` is the `next` of the page before, nothing else. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(maxItems).default(50),
  after: z.string().min(1).max(500).optional().describe('the `next` of the page before'),
});
