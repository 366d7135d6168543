import type { Browser, Page } from 'playwright-core';
import { languages } from '../../schemas/index';
import type { CaseView } from '../../schemas/index';
import { launchBrowser, withoutBrowser } from '../support/browser';
import { startLivePage } from './page-in-browser';
import type { LivePage } from './page-in-browser';
import {
  atView, checkAxe, newVisitor, open, picture, say, settled, signIn, speak, tabTo,
} from './visitor'; // prettier-ignore
import type { Visitor } from './visitor';

if (withoutBrowser) {
  test('RELAIS_WITHOUT_BROWSER=1: the forecast is left untested on this machine', () => {
    expect(withoutBrowser).toBe(true);
  });
} else {
  describe('a coordinator who looks at the next weeks', looksAhead);
}

function looksAhead(): void {
  let live: LivePage;
  let visitor: Visitor;
  let page: Page;
  let view: CaseView;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
    live = await startLivePage();
    // A case whose policy is not there any more stands beside one that runs.
    await live.giveLateCase();
    view = await live.registerCase();
    const referrals = [{ to: 'sg-iv', purpose: 'work_capacity_assessment' }];
    view = await live.command('sg-rav-officer', view.id, { kind: 'confirmVerdict', referrals });
    visitor = await newVisitor(browser, live);
    ({ page } = visitor);
    await signIn(page, `${live.origin}/forecast?days=60`, 'sg-coo');
    await settled(page);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await live.close();
  }, 60_000);

  const show = async (query: string): Promise<void> => {
    await open(page, `${live.origin}/forecast${query}`);
    await page.locator('#scope').waitFor();
  };
  /** Every step of the ladder of the referral, by the badge of its level. */
  const levels = async (): Promise<string[]> => {
    const rows = page.getByRole('row', { name: `${say('en', 'deadline.T_DEC')} R1` });
    const texts = await rows.allTextContents();
    return texts.map((words) => /L\d(?=: )/.exec(words)?.[0] ?? words);
  };

  test('finds it in the navigation', async () => {
    await open(page, live.origin);
    await page.getByRole('link', { name: say('en', 'page.nav.forecast') }).focus();
    await page.keyboard.press('Enter');
    await atView(page, say('en', 'page.nav.forecast'));
    expect(page.url()).toBe(`${live.origin}/forecast`);
    expect(visitor.faults).toEqual([]);
  });

  test('sees the ladder of a silent office up to its end, and how much was looked at', async () => {
    await show('?days=60&office=sg-iv');
    expect(await levels()).toEqual(['L0', 'L1', 'L2', 'L3', 'L4']);
    const words = (await page.locator('#scope').textContent()) ?? '';
    expect(words).toMatch(/1 of [12] cases/);
    const shares = page.getByRole('table', { name: say('en', 'page.forecast.shares') });
    expect(await shares.textContent()).toContain('(sg-iv)');
    await picture(page, 'forecast');
  });

  test('is told how many cases could not be seen ahead', async () => {
    await show('?days=60');
    expect(await page.locator('#scope').textContent()).toContain(
      say('en', 'page.forecast.withoutRules').replace('{count}', '1'),
    );
  });

  test('chooses office, kind and days by keyboard, and the address says so', async () => {
    await show('');
    const choose = async (name: string, letter: string): Promise<void> => {
      const id = await page.locator(`select[name=${name}]`).getAttribute('id');
      await page.locator('h1').focus();
      await tabTo(page, id ?? '');
      await page.keyboard.press(letter);
    };
    await choose('days', '6');
    await choose('kind', 'E');
    await page.waitForURL(/kind=escalation/);
    expect(page.url()).toContain('days=60');
    await settled(page);
    expect(await levels()).toEqual(['L2', 'L3', 'L4']);
  });

  test('goes from a day of the calendar to its table, and from there to the case, by keyboard', async () => {
    await show('?days=60&office=sg-iv&kind=escalation');
    const day = page.locator('.weeks a').first();
    const target = (await day.getAttribute('href')) ?? '';
    await day.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/#on-/);
    const link = page.locator(`${target} a`).first();
    await tabTo(page, (await link.getAttribute('id')) ?? '');
    await page.keyboard.press('Enter');
    await atView(page, view.id.slice(0, 8));
  });

  test('sees a step vanish when the office answers, at once', async () => {
    await show('?days=60&office=sg-iv');
    expect(await levels()).toContain('L1');
    await live.command('sg-iv-officer', view.id, {
      kind: 'acceptReferral',
      referralId: 'R1',
      claimsLead: false,
    });
    await page
      .getByRole('row', { name: `${say('en', 'deadline.T_DEC')} R1` })
      .first()
      .waitFor({ state: 'detached' });
    expect(await levels()).toEqual([]);
  });

  test('is told in words when nothing will happen', async () => {
    await show('?days=7&office=sg-bslb');
    expect(await page.locator('.empty').textContent()).toBe(say('en', 'page.forecast.nothing'));
    expect(await checkAxe(page, 'empty forecast')).toEqual([]);
  });

  test.each(languages)(
    'reads it in %s, free of barriers and without loss at 320 px',
    async (language) => {
      await show('?days=14');
      await speak(page, language);
      await atView(page, say(language, 'page.nav.forecast'));
      const texts = (await page.locator('body').textContent()) ?? '';
      for (const key of ['page.forecast.intro', 'page.forecast.calendar', 'page.forecast.then'])
        expect(texts).toContain(say(language, key));
      expect(texts).not.toMatch(/\b(page|deadline|forecastKind|event|role)\.\w+/);
      expect(await checkAxe(page, 'forecast')).toEqual([]);
    },
  );

  test('meets no fault of the page', () => {
    expect(visitor.faults).toEqual([]);
  });
}
