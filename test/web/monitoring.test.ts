import type { Browser, Page } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { languages } from '../../schemas/index';
import { launchBrowser, withoutBrowser } from '../support/browser';
import { startLivePage } from './page-in-browser';
import type { LivePage } from './page-in-browser';
import { press } from './typing';
import {
  atView, checkAxe, newVisitor, open, say, signIn, speak, tabTo,
} from './visitor'; // prettier-ignore
import type { Visitor } from './visitor';

if (withoutBrowser) {
  test('RELAIS_WITHOUT_BROWSER=1: monitoring is left untested on this machine', () => {
    expect(withoutBrowser).toBe(true);
  });
} else {
  describe('the figures of a canton', figuresOfACanton);
}

function figuresOfACanton(): void {
  let live: LivePage;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
    live = await startLivePage();
    for (let index = 0; index < 6; index += 1) await live.giveLateCase();
    const { id } = await live.registerCase();
    const referrals = [{ to: 'sg-iv', purpose: 'work_capacity_assessment' }];
    await live.command('sg-rav-officer', id, { kind: 'confirmVerdict', referrals });
    await live.command('sg-iv-contact', id, {
      kind: 'declineReferral', referralId: 'R1', reason: 'not_competent', nextOwner: 'sg-rav',
    }); // prettier-ignore
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await live.close();
  }, 60_000);

  const visit = async (username: string): Promise<Visitor> => {
    const visitor = await newVisitor(browser, live);
    await signIn(visitor.page, `${live.origin}/monitoring?from=2026-01-01`, username);
    await visitor.page.locator('#span').waitFor();
    return visitor;
  };

  const value = async (page: Page, indicator: string): Promise<string> =>
    (await page.locator(`[data-indicator="${indicator}"]`).first().textContent()) ?? '';

  test('a coordinator finds them in the navigation, and under each what it counts', async () => {
    const { page, faults } = await visit('sg-coo');
    await open(page, live.origin);
    await page.getByRole('link', { name: say('en', 'page.nav.monitoring') }).focus();
    await page.keyboard.press('Enter');
    await atView(page, say('en', 'page.nav.monitoring'));
    await page.locator('#span').waitFor();
    expect(await value(page, 'registrations')).toMatch(/\(sg-rav\)7/);
    expect(await value(page, 'registrations')).toContain(say('en', 'indicatorIs.registrations'));
    expect(await value(page, 'acceptance')).toMatch(/\(sg-iv\)0%1/);
    expect(await value(page, 'decline_reasons')).toContain(
      say('en', 'declineReason.not_competent'),
    );
    const times = page.getByRole('table', { name: say('en', 'page.monitoring.times') });
    expect(await times.textContent()).toContain(say('en', 'indicatorIs.time_to_verdict'));
    expect(faults).toEqual([]);
  });

  test('asks for other days by keyboard, and shares the address', async () => {
    const { page, faults } = await visit('sg-coo');
    await tabTo(page, (await page.locator('[name="to"]').getAttribute('id')) ?? '');
    await page.keyboard.type('01022026');
    await page.getByText('01.01.2026 to 02.01.2026.').waitFor();
    expect(page.url()).toContain('to=2026-01-02');
    expect(await page.locator('[data-indicator="registrations"]').count()).toBe(0);
    expect(faults).toEqual([]);
  });

  test('takes away as a table exactly what is seen', async () => {
    const { page, faults } = await visit('sg-coo');
    const [file] = await Promise.all([page.waitForEvent('download'), press(page, 'csv')]);
    expect(file.suggestedFilename()).toBe('relais-2026-01-01.csv');
    const [head, ...lines] = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(head).toMatch(/^name,institution,/);
    expect(lines).toContain('registrations,sg-rav,,,,,,count,7,7');
    expect(faults).toEqual([]);
  });

  test('the strategic level sees how many are registered, but no figure of fewer than five', async () => {
    const { page, faults } = await visit('sg-coo-strategic');
    expect(await value(page, 'registrations')).toMatch(/\(sg-rav\)7/);
    expect(await value(page, 'decline_reasons')).toContain(say('en', 'page.monitoring.tooFew'));
    expect(await page.locator('#span').textContent()).toContain('5');
    expect(await page.locator('main a[href^="/cases/"]').count()).toBe(0);
    expect(faults).toEqual([]);
  });

  test.each(languages)('are read in %s, free of barriers and without loss', async (language) => {
    const { page, faults } = await visit('sg-coo-strategic');
    await speak(page, language);
    await atView(page, say(language, 'page.nav.monitoring'));
    expect(await checkAxe(page, `monitoring ${language}`)).toEqual([]);
    expect(faults).toEqual([]);
  });
}
