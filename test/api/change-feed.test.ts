import { randomUUID } from 'node:crypto';
import type { Change } from '../../infra/prisma/changes';
import { BadCursor } from '../../infra/prisma/page';
import { changeFeed } from '../../workers/api/change-feed';
import type { Feed } from '../../workers/api/change-feed';

type ListChanges = Feed['cases']['listChanges'];

const at = '2026-02-02T08:00:00.000Z';
const caseId = randomUUID();
const change: Change = {
  caseId,
  seq: 3,
  type: 'referralAccepted',
  at,
  institutionIds: ['sg-rav'],
  row: {
    id: caseId,
    canton: 'sg',
    status: 'admitted',
    stageSince: at,
    version: 3,
    registeredBy: 'sg-rav',
    registeredAt: at,
    openReferrals: 1,
    changedAt: at,
  },
};

/** The lines of a reader whose database answers in this order. */
const follow = (answers: readonly ListChanges[], more: Partial<Feed> = {}) => {
  const left = [...answers];
  const ending = new AbortController();
  const asked: (string | undefined)[] = [];
  return {
    asked,
    lines: changeFeed({
      cases: {
        currentPosition: async () => '7-0',
        listChanges: async (who, wish) => {
          asked.push(wish.after);
          const next = left.shift();
          if (next !== undefined) return next(who, wish);
          ending.abort();
          return { position: wish.after ?? '', changes: [], relisted: [] };
        },
      },
      viewer: { userId: 'u-1', institutionId: 'sg-rav', role: 'officer', canton: 'sg' },
      after: undefined,
      untilMs: Number.MAX_SAFE_INTEGER,
      signal: ending.signal,
      pollMs: 1,
      ...more,
    }),
  };
};

const all = async (lines: AsyncGenerator<string, void>): Promise<string> => {
  let text = '';
  for await (const line of lines) text += line;
  return text;
};

describe('somebody who has the page open', () => {
  it('stays on the line while the database does not answer, and misses nothing', async () => {
    const away: ListChanges = () => Promise.reject(new Error('unable to start a transaction'));
    const news: ListChanges = async () => ({ position: '9-1', changes: [change], relisted: [] });
    const { lines, asked } = follow([away, away, news]);
    expect(await all(lines)).toContain('id: 9-1\nevent: change');
    expect(asked).toEqual(['7-0', '7-0', '7-0', '9-1']);
  });

  it('is told of a case whose notice failed, once, and goes on after it', async () => {
    const other = randomUUID();
    const relisted = [caseId, other];
    const { lines, asked } = follow([
      async () => ({ position: '9-1', changes: [change], relisted }),
      async () => ({ position: '9-2', changes: [], relisted: [other] }),
    ]);
    const told = await all(lines);
    const last = `event: lists\ndata: {"caseId":"${other}"}\n\n`;
    expect(told.match(/event: (change|lists)/g)).toEqual([
      'event: change',
      'event: lists',
      'event: lists',
    ]);
    expect(told).toContain(`id: 9-1\n${last}id: 9-2\n${last}`);
    expect(asked).toEqual(['7-0', '9-1', '9-2']);
  });

  it('is cut off when it asks for a position that is none', async () => {
    const { lines } = follow([() => Promise.reject(new BadCursor('no position'))]);
    await expect(all(lines)).rejects.toBeInstanceOf(BadCursor);
  });
});
