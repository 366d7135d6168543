import { randomUUID } from 'node:crypto';
import { makeSavedViewStore } from '../../infra/prisma/saved-view-store';
import type { SavedViewStore } from '../../infra/prisma/saved-view-store';
import { SavedViewRequest, mostSavedViews } from '../../schemas/index';
import { openStoreFile } from './store-file';
import type { StoreFile } from './store-file';
import { viewer } from './steps';

let file: StoreFile;
let views: SavedViewStore;
beforeAll(async () => {
  file = await openStoreFile();
  views = makeSavedViewStore(file.reader);
});
afterAll(() => file.close());

const board = (name: string) => ({ name, view: 'board', query: { level: 'L2', to: 'sg-iv' } });
const person = (userId: string, institution = 'sg-sh') => ({ ...viewer(institution), userId });

describe('the views a person keeps', () => {
  it('are there for this person again, by name, and for nobody else', async () => {
    const [mine, other] = [person('u-1'), person('u-2')];
    await views.keepView(mine, randomUUID(), board('Silent offices'));
    await views.keepView(mine, randomUUID(), board('IV'));
    await views.keepView(other, randomUUID(), board('Theirs'));
    const names = async (who: typeof mine) => (await views.listViews(who)).map(({ name }) => name);
    expect(await names(mine)).toEqual(['IV', 'Silent offices']);
    expect(await names(other)).toEqual(['Theirs']);
    // The same person at another desk works with other filters.
    expect(await names(person('u-1', 'zh-sh'))).toEqual([]);
  });

  it('cannot be changed or dropped by somebody who knows their id', async () => {
    const [mine, other] = [person('u-3'), person('u-4')];
    const id = randomUUID();
    await views.keepView(mine, id, board('Mine'));
    await views.keepView(other, id, board('Not yours'));
    await views.dropView(other, id);
    expect((await views.listViews(mine)).map(({ name }) => name)).toEqual(['Mine']);
    expect(await views.listViews(other)).toEqual([]);
  });

  it('are fifty at most, also when two windows keep one at once; an old one may be changed', async () => {
    const mine = person('u-5');
    const keep = () => views.keepView(mine, randomUUID(), board('One'));
    for (let kept = 0; kept < mostSavedViews - 2; kept += 1) await keep();
    const last = await Promise.all(Array.from({ length: 6 }, keep));
    expect(last.filter((one) => one !== undefined)).toHaveLength(2);
    const [old] = await views.listViews(mine);
    expect(await views.keepView(mine, old?.id ?? '', board('Other'))).toMatchObject({
      name: 'Other',
    });
  });

  it('are no place for a reader without a name', async () => {
    const raw = await file.connect('relais_reader');
    expect((await raw.query('SELECT 1 FROM saved_views')).rowCount).toBe(0);
    const insert = `INSERT INTO saved_views (user_id, institution_id, id, name, view, query)
      VALUES ('u-1', 'sg-sh', gen_random_uuid(), 'x', 'board', '{}')`;
    await expect(raw.query(insert)).rejects.toThrow('row-level security');
  });

  it('hold no number of a person', () => {
    const named = (name: string) => SavedViewRequest.safeParse(board(name)).success;
    for (const name of ['Silent offices', 'Délais dépassés (IV)', 'Q3 2026: L2'])
      expect([name, named(name)]).toEqual([name, true]);
    for (const name of ['756.9217.0769.85', 'geboren 12.05.1991', 'a@b.ch'])
      expect([name, named(name)]).toEqual([name, false]);
    const query = { q: 'Ruth Beispiel' };
    expect(SavedViewRequest.safeParse({ ...board('x'), query }).success).toBe(false);
  });
});
