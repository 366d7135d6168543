import type { Browser, Page, Route } from 'playwright-core';
import { languages } from '../../schemas/index';
import type { CaseView } from '../../schemas/index';
import { launchBrowser, withoutBrowser } from '../support/browser';
import { startLivePage } from './page-in-browser';
import type { LivePage } from './page-in-browser';
import { atView, checkAxe, newVisitor, open, say, settled, signIn, speak, tabTo } from './visitor';
import type { Visitor } from './visitor';

if (withoutBrowser) {
  test('RELAIS_WITHOUT_BROWSER=1: the board is left untested on this machine', () => {
    expect(withoutBrowser).toBe(true);
  });
} else {
  describe('a coordinator who watches over the cases of a canton', watchesOver);
}

function watchesOver(): void {
  let live: LivePage;
  let visitor: Visitor;
  let page: Page;
  let view: CaseView;
  let lateId: string;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
    live = await startLivePage();
    lateId = await live.giveLateCase();
    view = await live.registerCase();
    const referrals = [{ to: 'sg-sh', purpose: 'livelihood', reciprocity: true }];
    view = await live.command('sg-rav-officer', view.id, { kind: 'confirmVerdict', referrals });
    visitor = await newVisitor(browser, live);
    ({ page } = visitor);
    await signIn(page, live.origin, 'sg-coo');
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await live.close();
  }, 60_000);

  const openBoard = async (query = ''): Promise<void> => {
    await open(page, `${live.origin}/board${query}`);
    await atView(page, say('en', 'page.nav.board'));
    await settled(page);
  };
  const card = (id: string) => page.locator(`[data-case="${id}"]`);
  const gone = (id: string) => card(id).waitFor({ state: 'detached' });
  const inDialog = (key: string) =>
    page.getByRole('dialog').getByRole('button', { name: say('en', key), exact: true });

  test('finds by keyboard each case in its stage, how long it is there, its level and who has the ball', async () => {
    await page.getByRole('link', { name: say('en', 'page.nav.board') }).focus();
    await page.keyboard.press('Enter');
    await atView(page, say('en', 'page.nav.board'));
    const stage = page.getByRole('region', { name: say('en', `caseStatus.${view.status}`) });
    await stage.locator(`[data-case="${view.id}"]`).waitFor();
    const late = (await card(lateId).textContent()) ?? '';
    expect(late).toContain(say('en', 'level.L3'));
    const row = card(lateId);
    expect(await row.locator('.age').textContent()).toMatch(/^\d+ days?$/);
    expect(await row.locator('.holder').textContent()).toBe(
      'Sender: Regional employment centre, St. Gallen (sg-rav)',
    );
    expect(await card(view.id).locator('.age').textContent()).toMatch(/^\d+ minutes?$/);
    const draft = page.getByRole('region', { name: say('en', 'caseStatus.draft'), exact: true });
    expect(await draft.count()).toBe(0);
    await tabTo(page, `case-${lateId}`);
    await page.keyboard.press('Enter');
    await atView(page, lateId.slice(0, 8));
  });

  test('filters by keyboard, and gives a colleague the address that shows the same', async () => {
    await openBoard();
    await card(view.id).waitFor();
    await tabTo(page, 'filters');
    await page.keyboard.press('Enter');
    await page.locator('select[name=level]').focus();
    await page.keyboard.type('L3');
    await gone(view.id);
    await card(lateId).waitFor();
    expect(page.url()).toBe(`${live.origin}/board?level=L3`);
    const colleague = await newVisitor(browser, live);
    await signIn(colleague.page, page.url(), 'sg-rav-officer');
    await colleague.page.locator(`[data-case="${lateId}"]`).waitFor();
    expect(await colleague.page.locator(`[data-case="${view.id}"]`).count()).toBe(0);
    expect(await colleague.page.locator('select[name=level]').inputValue()).toBe('L3');
    await colleague.context.close();
    await tabTo(page, 'clear-filters');
    await page.keyboard.press('Enter');
    await card(view.id).waitFor();
    expect(page.url()).toBe(`${live.origin}/board`);
    expect(await page.evaluate('document.activeElement?.id')).toBe('filters');
  });

  test.each([
    ['from=sg-rav&to=sg-sh', 'a pair of offices'],
    ['from=sg-rav&to=sg-sh&institution=sg-sh&canton=sg', 'offices and the canton'],
  ])('sees with %s only the cases of %s', async (query) => {
    await openBoard(`?${query}`);
    await card(view.id).waitFor();
    expect(await card(lateId).count()).toBe(0);
  });

  test('is told when no case is left by the filters, and what to do', async () => {
    await openBoard('?from=sg-if&to=sg-bslb');
    await page.getByText(say('en', 'page.filters.nothing')).waitFor();
    expect(await checkAxe(page, 'nothing left')).toEqual([]);
  });

  test('keeps a view under a name, comes back to it another day, and drops it', async () => {
    await openBoard('?from=sg-rav&level=L3');
    await tabTo(page, 'saved-views');
    await page.keyboard.press('Enter');
    await tabTo(page, 'keep-view');
    await page.keyboard.press('Enter');
    await inDialog('page.views.keep').click();
    expect(await page.evaluate('document.activeElement?.name')).toBe('name');
    expect(await page.getByRole('dialog').textContent()).toContain(say('en', 'page.fillIn'));
    await page.keyboard.type('Late ones of sg-rav');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await open(page, live.origin);
    await page.locator('#saved-views').click();
    await page.getByRole('link', { name: 'Late ones of sg-rav' }).click();
    await card(lateId).waitFor();
    expect(page.url()).toBe(`${live.origin}/board?from=sg-rav&level=L3`);
    await page.locator('#saved-views').click();
    const drop = say('en', 'page.views.dropOne').replace('{name}', 'Late ones of sg-rav');
    await page.getByRole('button', { name: drop }).click();
    await page.getByText(say('en', 'page.views.none')).waitFor();
    expect(await page.evaluate('document.activeElement?.id')).toBe('saved-views');
  });

  test('counts on my day what is overdue by the step of the ladder, and lists one step alone', async () => {
    await open(page, `${live.origin}/?list=overdue`);
    await tabTo(page, 'list-overdue-L3');
    expect(await page.locator('#list-overdue-L3').textContent()).toMatch(/^L3: .*1$/);
    await page.keyboard.press('Enter');
    await page.locator(`#case-${lateId}`).waitFor();
    expect(page.url()).toBe(`${live.origin}/?list=overdue&level=L3`);
    await open(page, `${live.origin}/?list=overdue&level=L1`);
    await page.getByText(say('en', 'page.filters.nothing')).waitFor();
  });

  test('finds in the next list what was just done, and is told while the list catches up', async () => {
    const writing = await live.beginWriting();
    const held = async (route: Route): Promise<void> => {
      const url = new URL(route.request().url());
      expect(url.searchParams.get('atLeast')).toMatch(/^\d+-\d+$/);
      url.searchParams.set('atLeast', writing.position);
      await route.continue({ url: url.href });
    };
    await open(page, `${live.origin}/cases/${view.id}`);
    await page.locator('#do-flagUrgent-').click();
    await page.getByRole('dialog').locator('select[name=risk]').selectOption({ index: 1 });
    await inDialog('page.send').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    // The lists are asked for what the command wrote; here for something that is not there yet.
    await page.route('**/v1/board?*', held);
    await page.getByRole('link', { name: say('en', 'page.nav.board') }).click();
    await page.getByText(say('en', 'page.catchingUp')).waitFor();
    await card(view.id).getByText(say('en', 'page.urgent')).waitFor();
    await writing.end();
    await page.getByText(say('en', 'page.catchingUp')).waitFor({ state: 'detached' });
    await page.unroute('**/v1/board?*', held);
  });

  test.each(languages)(
    'reads the board and my day in %s, free of barriers on every screen',
    async (language) => {
      await openBoard('?level=L3');
      await speak(page, language);
      await card(lateId).waitFor();
      await page.locator('#saved-views').click();
      const words = (await page.locator('#content').textContent()) ?? '';
      for (const key of ['page.nav.board', 'page.board.here', 'page.holder', 'page.filters.from'])
        expect(words).toContain(say(language, key));
      expect(words).not.toMatch(/\b(page|deadline|caseStatus|ledgerParty)\.\w+/);
      const barriers = [...(await checkAxe(page, 'board'))];
      await open(page, `${live.origin}/?list=overdue&level=L3`);
      await page.locator(`#case-${lateId}`).waitFor();
      barriers.push(...(await checkAxe(page, 'my day')));
      await speak(page, 'en');
      expect(barriers).toEqual([]);
    },
  );

  test('gets an answer in words at an address that is none, and no page where the API has nothing', async () => {
    await open(page, `${live.origin}/bord`);
    await atView(page, say('en', 'page.noSuchView'));
    const answer = await page.request.get(`${live.origin}/v1/bord`, {
      headers: { accept: 'text/html' },
    });
    expect(answer.status()).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'not_found' });
    expect(visitor.faults).toEqual([]);
  });
}
