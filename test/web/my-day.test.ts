import type { Browser, Page } from 'playwright-core';
import { languages } from '../../schemas/index';
import type { CaseView } from '../../schemas/index';
import { launchBrowser, withoutBrowser } from '../support/browser';
import { startLivePage } from './page-in-browser';
import type { LivePage } from './page-in-browser';
import { atView, checkAxe, newVisitor, open, say, signIn, speak, tabTo } from './visitor';
import type { Visitor } from './visitor';

const mostBytes = 250_000;

if (withoutBrowser) {
  test('RELAIS_WITHOUT_BROWSER=1: my day and the case are left untested on this machine', () => {
    expect(withoutBrowser).toBe(true);
  });
} else {
  describe('an officer who looks after cases', looksAfterCases);
}

function looksAfterCases(): void {
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
    const referrals = [
      { to: 'sg-iv', purpose: 'work_capacity_assessment' },
      { to: 'sg-sh', purpose: 'livelihood', reciprocity: true },
    ];
    view = await live.command('sg-rav-officer', view.id, { kind: 'confirmVerdict', referrals });
    visitor = await newVisitor(browser, live);
    ({ page } = visitor);
    await signIn(page, live.origin, 'sg-rav-officer');
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await live.close();
  }, 60_000);

  const caseTitle = (id: string): string => id.slice(0, 8);
  const openList = async (name: string): Promise<void> => {
    await open(page, `${live.origin}/?list=${name}`);
    await page.locator(`#list-${name}[aria-current]`).waitFor();
  };
  const toCase = async (id: string): Promise<void> => {
    await page.locator(`#case-${id}`).click();
    await atView(page, caseTitle(id));
  };

  test('loads less than 250 kB the first time, all of it from here', async () => {
    const fresh = await newVisitor(browser, live);
    await signIn(fresh.page, live.origin, 'sg-rav-officer');
    await fresh.page.locator('#list-overdue').waitFor();
    const bytes = await fresh.page.evaluate<number>(
      "performance.getEntriesByType('resource').filter(({ name }) => name.includes('/page/')).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)",
    );
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(mostBytes);
    expect(fresh.faults).toEqual([]);
    await fresh.context.close();
  });

  test('finds what is overdue on its list, with its count, and opens it by keyboard', async () => {
    await open(page, live.origin);
    await tabTo(page, 'list-overdue');
    expect(await page.locator('#list-overdue').textContent()).toMatch(/[1-9]\d*$/);
    await page.keyboard.press('Enter');
    await page.locator(`#case-${lateId}`).waitFor();
    expect(page.url()).toBe(`${live.origin}/?list=overdue`);
    await tabTo(page, `case-${lateId}`);
    await page.keyboard.press('Enter');
    await atView(page, caseTitle(lateId));
    expect(await page.evaluate('document.activeElement?.tagName')).toBe('H1');
    expect(page.url()).toBe(`${live.origin}/cases/${lateId}`);
  });

  test('reads which level of which clock was reached, when it was due and who was told', async () => {
    await open(page, `${live.origin}/cases/${lateId}`);
    const reached = page
      .locator('[data-type=deadlineReached]', { hasText: say('en', 'deadline.T_DEC') })
      .filter({ hasText: 'L1: ' });
    const words = (await reached.first().textContent()) ?? '';
    expect(words).toContain(say('en', 'event.deadlineReached'));
    expect(words).toContain(say('en', 'level.L1'));
    expect(words).toMatch(/Due: \d\d\.\d\d\.2026/);
    expect(words).toContain('To: Disability insurance office, St. Gallen (sg-iv)');
    expect(words).toContain(say('en', 'page.automatic'));
  });

  test('reads clocks and history of a case in words, with names of offices', async () => {
    await openList('all');
    await toCase(view.id);
    const clock = page.locator('[data-clock="T_DEC:R1"]');
    expect(await clock.textContent()).toContain(say('en', 'deadline.T_DEC'));
    const started = page.locator('[data-type=deadlineSet]', { hasText: 'R1' }).first();
    expect(await started.textContent()).toMatch(/Due: \d\d\.\d\d\.\d{4}/);
    const sent = page.locator('[data-type=referralSent]').last();
    expect(await sent.textContent()).toContain('Disability insurance office, St. Gallen (sg-iv)');
    expect(await sent.textContent()).toContain(say('en', 'purpose.work_capacity_assessment'));
    const ended = page.locator('[data-type=deadlineCleared]').first();
    expect(await ended.textContent()).toContain(say('en', 'page.inTime'));
  });

  test('sees the answer of another office at once, keeping page, place and focus', async () => {
    await page.evaluate("document.body.dataset.sameDocument = 'yes'");
    await page.evaluate('window.scrollTo(0, 200)');
    await page.locator('#language').focus();
    const body = { kind: 'declineReferral', referralId: 'R2', reason: 'not_competent' };
    await live.command('sg-sh-officer', view.id, { ...body, nextOwner: 'sg-rav' });
    const declined = page.locator('[data-type=referralDeclined]');
    await declined.waitFor();
    const words = await declined.textContent();
    expect(words).toContain(say('en', 'declineReason.not_competent'));
    expect(words).toContain('(sg-sh)');
    expect(await page.locator('#news').textContent()).toContain(view.id.slice(0, 8));
    expect(await page.locator('body').getAttribute('data-same-document')).toBe('yes');
    expect(await page.evaluate('document.activeElement?.id')).toBe('language');
  });

  test.each(languages)('reads everything in %s after one choice, in place', async (language) => {
    await speak(page, language);
    await page.getByRole('heading', { level: 2, name: say(language, 'page.timeline') }).waitFor();
    const texts = (await page.locator('body').textContent()) ?? '';
    for (const key of ['page.demoNotice', 'page.nav.myDay', 'deadline.T_DEC', 'page.dueOn'])
      expect(texts).toContain(say(language, key));
    expect(texts).not.toMatch(/\b(page|deadline|event|command)\.\w+/);
    expect(await page.locator('body').getAttribute('data-same-document')).toBe('yes');
    expect(await page.title()).toContain(say(language, 'page.title'));
  });

  test.each(languages)('finds my day and the case free of barriers in %s', async (language) => {
    await openList('overdue');
    await speak(page, language);
    const barriers = [...(await checkAxe(page, 'my day'))];
    await toCase(lateId);
    barriers.push(...(await checkAxe(page, 'case')));
    expect(barriers).toEqual([]);
  });

  test('is told in words that an address is none, and finds the way on', async () => {
    await speak(page, 'en');
    await open(page, `${live.origin}/no/such/view`);
    await atView(page, say('en', 'page.noSuchView'));
    expect(await checkAxe(page, 'no such view')).toEqual([]);
  });

  test('is sent nowhere else by the page, which meets no fault', () => {
    expect(visitor.faults).toEqual([]);
  });
}
