import { AxeBuilder } from '@axe-core/playwright';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { textsOf } from '../../infra/texts';
import { languages } from '../../schemas/index';
import type { CaseView, Language } from '../../schemas/index';
import { buildPage } from '../../workers/api/page-build';
import { launchBrowser, takesPictures, withoutBrowser } from '../support/browser';
import { startLivePage } from './page-in-browser';
import type { LivePage } from './page-in-browser';

const rules = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
const widths = [1280, 320] as const;
const pictures = resolve(__dirname, '../../docs/images');
const mostScriptBytes = 120_000;
const tooWide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

const say = (language: Language, key: string): string => textsOf(language).get(key) ?? key;

if (withoutBrowser) {
  test('RELAIS_WITHOUT_BROWSER=1: the status page is left untested on this machine', () => {
    expect(withoutBrowser).toBe(true);
  });
} else {
  describe('an officer who follows a case on the status page', followsACase);
}

test('whoever opens the page loads a small script', async () => {
  const page = await buildPage();
  const script = page.get('/page/main.js')?.body ?? '';
  expect(script).not.toBe('');
  expect(gzipSync(script).byteLength).toBeLessThan(mostScriptBytes);
});

function followsACase(): void {
  let live: LivePage;
  let page: Page;
  let view: CaseView;
  let lateId: string;
  const foreign: string[] = [];
  const faults: string[] = [];
  const open: { close(): Promise<void> }[] = [];

  beforeAll(async () => {
    const browser = await launchBrowser();
    open.push(browser);
    live = await startLivePage();
    open.push(live);
    lateId = await live.giveLateCase();
    view = await live.registerCase();
    const referrals = [
      { to: 'sg-iv', purpose: 'work_capacity_assessment' },
      { to: 'sg-sh', purpose: 'livelihood', reciprocity: true },
    ];
    view = await live.command('sg-rav-officer', view.id, { kind: 'confirmVerdict', referrals });
    const context = await browser.newContext({ locale: 'en-GB' });
    context.setDefaultTimeout(15_000);
    context.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      const isOurs = [live.origin, live.issuer].includes(origin);
      if (!isOurs && !['data:', 'about:'].includes(protocol)) foreign.push(request.url());
    });
    page = await context.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
  }, 120_000);
  afterAll(async () => {
    for (const one of open) await one.close();
  }, 60_000);

  const focused = () => page.evaluate<string>("document.activeElement?.textContent ?? ''");
  const tabTo = async (id: string): Promise<void> => {
    for (let steps = 0; steps < 60; steps += 1) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate<string>('document.activeElement?.id')) === id) return;
    }
    throw new Error(`the keyboard never came to "${id}"`);
  };
  const speak = async (language: Language): Promise<void> => {
    await page.locator('#language').selectOption(language);
    await page.locator(`html[lang="${language}"]`).waitFor({ state: 'attached' });
  };
  const heading = (words: string) => page.getByRole('heading', { level: 1, name: words });
  const toList = async (language: Language): Promise<void> => {
    await page.locator('nav a').first().click();
    await heading(say(language, 'page.cases')).waitFor();
  };
  const toCase = async (): Promise<void> => {
    await page.locator(`#case-${view.id}`).click();
    await heading(view.id.slice(0, 8)).waitFor();
  };
  const picture = async (name: string, top = 'header'): Promise<void> => {
    if (!takesPictures) return;
    await page.evaluate(`document.querySelector('${top}').scrollIntoView({ behavior: 'instant' })`);
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: resolve(pictures, `${name}.png`) });
  };

  test('signs in by keyboard alone, meeting the skip link first', async () => {
    await page.goto(live.origin);
    await heading(say('en', 'page.chooseAccount')).waitFor();
    await page.keyboard.press('Tab');
    expect(await focused()).toBe(say('en', 'page.skip'));
    await tabTo('as-sg-rav-officer');
    await page.keyboard.press('Enter');
    await page.locator(`#case-${view.id}`).waitFor();
    expect(await page.locator('#who').textContent()).toContain('sg-rav');
    expect(await page.locator('aside').textContent()).toContain(say('en', 'page.demoNotice'));
    await picture('status-list');
  });

  test('opens the case by keyboard and reads clocks and history in words', async () => {
    await tabTo(`case-${view.id}`);
    await page.keyboard.press('Enter');
    await heading(view.id.slice(0, 8)).waitFor();
    const clocks = page.getByRole('table', { name: say('en', 'page.clocks') });
    expect(await clocks.textContent()).toContain(say('en', 'deadline.T_DEC'));
    const started = page.locator('[data-type=deadlineSet]', { hasText: 'R1' }).first();
    const words = (await started.textContent()) ?? '';
    expect(words).toContain(say('en', 'event.deadlineSet'));
    expect(words).toMatch(/Due: \d\d\.\d\d\.\d{4}/);
    const sent = page.locator('[data-type=referralSent]').last();
    expect(await sent.textContent()).toContain('Disability insurance office, St. Gallen (sg-iv)');
    expect(await sent.textContent()).toContain(say('en', 'purpose.work_capacity_assessment'));
    const ended = page.locator('[data-type=deadlineCleared]').first();
    expect(await ended.textContent()).toContain(say('en', 'page.inTime'));
  });

  test('sees the answer of another office without loading the page again', async () => {
    await page.evaluate("document.body.dataset.sameDocument = 'yes'");
    const body = { kind: 'declineReferral', referralId: 'R2', reason: 'not_competent' };
    await live.command('sg-sh-officer', view.id, { ...body, nextOwner: 'sg-rav' });
    const declined = page.locator('[data-type=referralDeclined]');
    await declined.waitFor();
    const words = await declined.textContent();
    expect(words).toContain(say('en', 'declineReason.not_competent'));
    expect(words).toContain('(sg-sh)');
    expect(await page.getByRole('status').textContent()).toContain(view.id.slice(0, 8));
    expect(await page.locator('body').getAttribute('data-same-document')).toBe('yes');
  });

  test('reads which level of which clock was reached, when it was due and who was told', async () => {
    await toList('en');
    await page.locator(`#case-${lateId}`).click();
    await heading(lateId.slice(0, 8)).waitFor();
    const reached = page
      .locator('[data-type=deadlineReached]', { hasText: say('en', 'deadline.T_DEC') })
      .filter({ hasText: 'L1: ' });
    const words = (await reached.first().textContent()) ?? '';
    expect(words).toContain(say('en', 'event.deadlineReached'));
    expect(words).toContain(say('en', 'level.L1'));
    expect(words).toMatch(/Due: \d\d\.\d\d\.2026/);
    expect(words).toContain('To: Disability insurance office, St. Gallen (sg-iv)');
    expect(words).toContain(say('en', 'page.automatic'));
    await page.setViewportSize({ width: 1000, height: 800 });
    await picture('status-case', '.wide');
    await toList('en');
    await toCase();
  });

  test.each(languages)('reads everything in %s after one choice, in place', async (language) => {
    await speak(language);
    const title = page.getByRole('heading', { level: 2, name: say(language, 'page.timeline') });
    await title.waitFor();
    const texts = (await page.locator('body').textContent()) ?? '';
    for (const key of ['page.statusPage', 'page.demoNotice', 'deadline.T_DEC', 'page.dueOn'])
      expect(texts).toContain(say(language, key));
    expect(texts).not.toMatch(/\bpage\.\w+/);
    expect(await page.locator('body').getAttribute('data-same-document')).toBe('yes');
    expect(await page.title()).toContain(say(language, 'page.title'));
  });

  test.each(languages)(
    'finds list and case free of barriers in %s, narrow too',
    async (language) => {
      const barriers: string[] = [];
      const check = async (where: string): Promise<void> => {
        for (const width of widths) {
          await page.setViewportSize({ width, height: 900 });
          const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
          for (const { id, nodes } of violations)
            barriers.push(`${where} at ${width}: ${id} ${nodes.map((n) => n.html).join(' ')}`);
          const overflow = await page.evaluate<number>(tooWide);
          if (overflow > 0) barriers.push(`${where} at ${width}: ${overflow} px too wide`);
        }
      };
      await speak(language);
      await toList(language);
      await check('list');
      await toCase();
      await check('case');
      expect(barriers).toEqual([]);
    },
  );

  test('keeps language and account over a reload', async () => {
    await speak('it');
    await page.reload();
    await heading(view.id.slice(0, 8)).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('it');
    await page.locator('#sign-out').click();
    await heading(say('it', 'page.chooseAccount')).waitFor();
    expect(
      (await new AxeBuilder({ page }).withTags(rules).analyze()).violations.map(({ id }) => id),
    ).toEqual([]);
  });

  test('is sent nowhere else by the page, which meets no fault', () => {
    expect(foreign).toEqual([]);
    expect(faults).toEqual([]);
  });
}
