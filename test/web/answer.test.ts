import type { Browser, Page } from 'playwright-core';
import { languages } from '../../schemas/index';
import type { CaseView } from '../../schemas/index';
import { launchBrowser, withoutBrowser } from '../support/browser';
import { startLivePage } from './page-in-browser';
import type { LivePage } from './page-in-browser';
import { choose, press, pressWord } from './typing';
import { atView, checkAxe, newVisitor, open, picture, say, signIn, speak, stored } from './visitor';
import type { Visitor } from './visitor';

if (withoutBrowser) {
  test('RELAIS_WITHOUT_BROWSER=1: answering is left untested on this machine', () => {
    expect(withoutBrowser).toBe(true);
  });
} else {
  describe('a contact who is asked to answer', answers);
}

function answers(): void {
  let live: LivePage;
  let browser: Browser;
  let view: CaseView;
  let visitor: Visitor;
  let page: Page;

  beforeAll(async () => {
    browser = await launchBrowser();
    live = await startLivePage();
    view = await live.registerCase();
    const referrals = [{ to: 'sg-iv', purpose: 'work_capacity_assessment' }];
    view = await live.command('sg-rav-officer', view.id, { kind: 'confirmVerdict', referrals });
    visitor = await newVisitor(browser, live);
    ({ page } = visitor);
    await signIn(page, `${live.origin}/answer`, 'sg-iv-contact');
    await page.locator('#do-declineReferral-R1').waitFor();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await live.close();
  }, 60_000);

  test('reads by when, from whom and what for, and the facts without the person', async () => {
    const letter = page.locator(`[data-case="${view.id}"]`);
    const words = (await letter.textContent()) ?? '';
    expect(words).toContain(say('en', 'purpose.work_capacity_assessment'));
    expect(words).toContain('(sg-rav)');
    expect(words).toMatch(/\d\d\.\d\d\.\d{4}/);
    await press(page, `facts-${view.id}`);
    await page.locator('[data-known] li').first().waitFor();
    const known = (await page.locator('[data-known]').textContent()) ?? '';
    expect(known).toContain('70');
    expect((await letter.textContent()) ?? '').not.toMatch(/Beispiel|Ruth|1991/);
  });

  test.each(languages)(
    'cannot send a decline without a reason and a next owner, in %s',
    async (language) => {
      await open(page, `${live.origin}/answer`);
      await speak(page, language);
      await atView(page, say(language, 'page.nav.answer'));
      await page.locator('#do-declineReferral-R1').waitFor();
      const barriers = [...(await checkAxe(page, 'inbox'))];
      let sent = 0;
      page.on('request', (request) => {
        if (request.url().endsWith('/commands')) sent += 1;
      });
      await press(page, 'do-declineReferral-R1');
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      await pressWord(page, say(language, 'page.send'));
      await dialog.getByText(say(language, 'page.fillIn')).first().waitFor();
      expect(await page.evaluate('document.activeElement?.name')).toBe('reason');
      await choose(page, 'reason', 'not_competent');
      await pressWord(page, say(language, 'page.send'));
      expect(await page.evaluate('document.activeElement?.name')).toBe('nextOwner');
      barriers.push(...(await checkAxe(page, 'decline')));
      expect(barriers).toEqual([]);
      expect(sent).toBe(0);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    },
  );

  test('finds no name in a list before the acceptance, and is told so', async () => {
    await open(page, `${live.origin}/?list=all`);
    await speak(page, 'en');
    await page.locator(`#case-${view.id}`).waitFor();
    await press(page, 'names');
    await page.locator('#news').getByText(say('en', 'page.names.none')).waitFor();
    expect(await page.locator('.case-name').count()).toBe(0);
  });

  test('has a colleague who registered the case and sees its name by a press, until the list is left', async () => {
    const colleague = await newVisitor(browser, live);
    const names = colleague.page.locator('.case-name');
    await signIn(colleague.page, `${live.origin}/?list=all`, 'sg-rav-officer');
    await colleague.page.locator('#names').waitFor();
    expect(await names.count()).toBe(0);
    await press(colleague.page, 'names');
    await names.first().waitFor();
    expect(await names.first().textContent()).toBe('Beispiel Ruth');
    expect(await colleague.page.evaluate('document.activeElement?.id')).toBe('names');
    const shown = say('en', 'page.names.shown').replace('{count}', '1');
    expect(await colleague.page.locator('#news').textContent()).toBe(shown);
    expect(await checkAxe(colleague.page, 'names')).toEqual([]);
    await picture(colleague.page, 'names');
    for (const away of ['page.nav.board', 'page.nav.myDay']) {
      await colleague.page.getByRole('link', { name: say('en', away), exact: true }).click();
      await atView(colleague.page, say('en', away));
      await colleague.page.locator('#names').waitFor();
      expect(await names.count()).toBe(0);
    }
    await press(colleague.page, 'names');
    await names.first().waitFor();
    await press(colleague.page, 'names');
    await names.first().waitFor({ state: 'detached' });
    expect(await stored(colleague.page)).toEqual(['relais-language']);
    expect(colleague.faults).toEqual([]);
    await colleague.context.close();
  });

  test('declines with both, and the inbox is empty', async () => {
    await open(page, `${live.origin}/answer`);
    await page.locator('#do-declineReferral-R1').waitFor();
    await press(page, 'do-declineReferral-R1');
    await choose(page, 'reason', 'not_competent');
    await choose(page, 'nextOwner', 'sg-sh');
    await pressWord(page, say('en', 'page.send'));
    await page.getByText(say('en', 'page.answer.nothing')).waitFor();
    const { referrals } = await live.command('sg-rav-officer', view.id, {
      kind: 'recordContactTry',
      channel: 'phone',
      reached: true,
    });
    expect(referrals[0]).toMatchObject({ status: 'declined', code: 'not_competent' });
    expect(visitor.faults).toEqual([]);
  });
}
