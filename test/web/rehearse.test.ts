import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** The policy of St. Gallen, which wants its answers in four business days from now on. */
const stricter = (): string => {
  const text = readFileSync(join(__dirname, '../../policies/SG-regelstruktur.yaml'), 'utf8');
  const today = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  return text
    .replace("version: '2'", "version: 'strict'")
    .replace('T_DEC: { BD: 10 }', 'T_DEC: { BD: 4 }')
    .replace(/^validFrom: .*$/m, `validFrom: ${today}`)
    .replace(/^knownSince: .*$/m, `knownSince: ${today}`);
};

const silentIv = 'scenario=SC01&days=90&offices=iv.silent.3';
const usual = 'SG-regelstruktur@2';
const strict = 'SG-regelstruktur@strict';

if (withoutBrowser) {
  test('RELAIS_WITHOUT_BROWSER=1: rehearsing is left untested on this machine', () => {
    expect(withoutBrowser).toBe(true);
  });
} else {
  describe('a coordinator who rehearses a policy', rehearses);
}

function rehearses(): void {
  let live: LivePage;
  let visitor: Visitor;
  let page: Page;
  let browser: Browser;
  let registered: CaseView;

  beforeAll(async () => {
    browser = await launchBrowser();
    live = await startLivePage();
    registered = await live.registerCase();
    visitor = await newVisitor(browser, live);
    ({ page } = visitor);
    await signIn(page, `${live.origin}/rehearse`, 'sg-coo');
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await live.close();
  }, 60_000);

  const show = async (query: string): Promise<void> => {
    await open(page, `${live.origin}/rehearse?${query}`);
    await settled(page);
  };
  const calendar = () => page.getByRole('table', { name: say('en', 'page.rehearse.dayByDay') });
  /** Chooses by keyboard alone: to the control, then the first letters of the word. */
  const choose = async (name: string, letters: string): Promise<void> => {
    await page.locator('h1').focus();
    await tabTo(page, (await page.locator(`[name="${name}"]`).getAttribute('id')) ?? '');
    await page.keyboard.type(letters);
    await settled(page);
  };
  const levels = async (): Promise<readonly string[]> => {
    const words = (await calendar().textContent()) ?? '';
    return [...words.matchAll(/L\d(?=: )/g)].map(([level]) => level);
  };

  test('chooses scenario and policy by keyboard, and sees the case day by day', async () => {
    expect(await page.locator('.empty').textContent()).toBe(say('en', 'page.rehearse.empty'));
    await choose('scenario', 'SC01');
    await choose('a', 'SG-regel');
    await calendar().waitFor();
    expect(page.url()).toMatch(/scenario=SC01&a=SG-regelstruktur%402/);
    const words = (await calendar().textContent()) ?? '';
    for (const type of ['caseRegistered', 'referralAccepted', 'meetingHeld', 'planAgreed'])
      expect(words).toContain(say('en', `event.${type}`));
    expect(await levels()).toEqual([]);
  });

  test('plays it on a case instead, by its whole number', async () => {
    await show(`a=${usual}&days=30`);
    await tabTo(page, (await page.locator('[name="case"]').getAttribute('id')) ?? '');
    await page.keyboard.insertText(registered.id.slice(0, 8));
    await page.getByText(say('en', 'page.rehearse.caseWrong')).waitFor();
    await page.keyboard.insertText(registered.id.slice(8));
    await calendar().waitFor();
    expect(page.url()).toContain(`case=${registered.id}`);
    expect((await calendar().textContent()) ?? '').toContain(say('en', 'event.referralAccepted'));
    // From the case itself the number stands there already, and so does its policy.
    await open(page, `${live.origin}/cases/${registered.id}`);
    const link = page.getByRole('link', { name: say('en', 'page.caseView.rehearse') });
    await link.focus();
    await page.keyboard.press('Enter');
    await calendar().waitFor();
    await show(`scenario=SC01&a=${usual}`);
  });

  test('lets an office fall silent, and sees the ladder climb', async () => {
    await choose('answer-iv', 'falls');
    await page.waitForURL(/offices=iv\.silent/);
    await page.locator('.badge', { hasText: 'L4: ' }).first().waitFor();
    expect((await levels()).slice(0, 5)).toEqual(['L0', 'L1', 'L2', 'L3', 'L4']);
    await picture(page, 'rehearsal');
  });

  test('cannot publish before the change was looked at, and is told what is wrong in a text', async () => {
    await show(`${silentIv}&a=${usual}`);
    expect(await page.locator('#do-publish').isDisabled()).toBe(true);
    await page.locator('[name=yaml]').fill(stricter().replace('{ BD: 4 }', '{ BD: many }'));
    await tabTo(page, 'do-preview');
    await page.keyboard.press('Enter');
    const note = page.getByRole('alert');
    await note.waitFor();
    expect(await note.textContent()).toContain('running.terms.T_DEC');
    expect(await page.locator('#do-publish').isDisabled()).toBe(true);
    // The browser writes every refused request into its console.
    visitor.faults.splice(0, visitor.faults.length);
  });

  test('sees what a change does to the open cases, and publishes it once sure', async () => {
    await page.locator('[name=yaml]').fill(stricter());
    await tabTo(page, 'do-preview');
    await page.keyboard.press('Enter');
    await page.locator('#preview').waitFor();
    expect(await page.locator('#preview').textContent()).toContain('SG-regelstruktur');
    await tabTo(page, 'do-publish');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await checkAxe(page, 'sure?')).toEqual([]);
    await tabTo(page, 'confirm-publish');
    await page.keyboard.press('Enter');
    await page.locator('#published').waitFor();
    expect(await page.locator('#published').textContent()).toContain('strict');
  });

  test('compares both versions side by side: the stricter one reminds earlier', async () => {
    await page.locator(`select[name=b] option[value="${strict}"]`).waitFor({ state: 'attached' });
    await show(`${silentIv}&a=${usual}&b=${encodeURIComponent(strict)}`);
    await page.getByRole('columnheader', { name: strict }).waitFor();
    const rows = await calendar().getByRole('row').all();
    const reminded: string[] = [];
    for (const row of rows) {
      const cells = await row.getByRole('cell').allTextContents();
      cells.forEach((cell, side) => {
        if (cell.includes('L1: ')) reminded.push(['usual', 'strict'][side] ?? '');
      });
    }
    expect(reminded.slice(0, 2)).toEqual(['strict', 'usual']);
  });

  test.each(languages)(
    'reads it in %s, free of barriers and without loss at 320 px',
    async (language) => {
      await show(
        `scenario=SC01&days=30&offices=iv.silent.3&a=${usual}&b=${encodeURIComponent(strict)}`,
      );
      await speak(page, language);
      await atView(page, say(language, 'page.nav.rehearse'));
      const texts = (await page.locator('body').textContent()) ?? '';
      for (const key of ['page.rehearse.intro', 'page.rehearse.offices', 'page.rehearse.dayByDay'])
        expect(texts).toContain(say(language, key));
      expect(texts).not.toMatch(
        /\b(page|deadline|officeAnswer|event|institutionKind|caseStatus)\.\w+/,
      );
      expect(await checkAxe(page, 'rehearsal')).toEqual([]);
    },
  );

  test('alone may publish: an officer plays, and is offered nothing to publish', async () => {
    expect(visitor.faults).toEqual([]);
    const officer = await newVisitor(browser, live);
    await signIn(officer.page, `${live.origin}/rehearse?${silentIv}&a=${usual}`, 'sg-rav-officer');
    await officer.page.getByRole('table', { name: say('en', 'page.rehearse.dayByDay') }).waitFor();
    expect(await officer.page.locator('[name=yaml]').count()).toBe(0);
    expect(officer.faults).toEqual([]);
    await officer.context.close();
  });
}
