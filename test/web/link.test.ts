import type { Browser, Page } from 'playwright-core';
import { languages } from '../../schemas/index';
import type { CaseView } from '../../schemas/index';
import { launchBrowser, withoutBrowser } from '../support/browser';
import { startLivePage } from './page-in-browser';
import type { LivePage } from './page-in-browser';
import { atView, checkAxe, newVisitor, picture, say, signIn } from './visitor';
import type { Visitor } from './visitor';

if (withoutBrowser) {
  test('RELAIS_WITHOUT_BROWSER=1: the signed link is left untested on this machine', () => {
    expect(withoutBrowser).toBe(true);
  });
} else {
  describe('a contact without an account, in a browser without a script', answersByLink);
}

const answerKinds = [
  'acknowledgeReferral', 'acceptReferral', 'declineReferral', 'requestInformation',
] as const; // prettier-ignore

/** The controls of a form, each with its label, what it is, and what can be chosen. */
const controlsOf = (page: Page, form: string): Promise<readonly string[]> =>
  page.evaluate<string[]>(`
    [...document.querySelector('${form}').querySelectorAll('input:not([type=hidden]), select, textarea')].map((one) => [
      one.name,
      one.type,
      one.labels[0].textContent,
      one.required || one.getAttribute('aria-required') === 'true',
      ...[...(one.options ?? [])].map((option) => option.value + ' ' + option.textContent),
    ].join(' | '))`);

const idsOf = (page: Page, what: string): Promise<readonly string[]> =>
  page.evaluate<string[]>(`[...document.querySelectorAll('${what}')].map(({ id }) => id)`);

function answersByLink(): void {
  let live: LivePage;
  let browser: Browser;
  let view: CaseView;
  let visitor: Visitor;
  let page: Page;
  let link: string;

  const details = (kind: string) => page.locator(`#${kind}`);
  const openForm = (kind: string): Promise<void> => details(kind).locator('summary').click();
  const send = (kind: string): Promise<void> => details(kind).locator('button').click();

  beforeAll(async () => {
    browser = await launchBrowser();
    live = await startLivePage();
    view = await live.registerCase();
    const referrals = [{ to: 'sg-iv', purpose: 'work_capacity_assessment' }];
    view = await live.command('sg-rav-officer', view.id, { kind: 'confirmVerdict', referrals });
    visitor = await newVisitor(browser, live, { javaScriptEnabled: false });
    ({ page } = visitor);
    link = await live.linkFor(view);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await live.close();
  }, 60_000);

  test('opens the link by a click, and reads by when, from whom and what for, and no person', async () => {
    await page.goto(`${link}?language=en`);
    await atView(page, say('en', 'answer.open_title'));
    await page.getByRole('button', { name: say('en', 'answer.open') }).click();
    await details('declineReferral').waitFor();
    const words = (await page.getByRole('main').textContent()) ?? '';
    expect(words).toContain(say('en', 'purpose.work_capacity_assessment'));
    expect(words).toContain('(sg-rav)');
    expect(words).toMatch(/\d\d\.\d\d\.\d{4}, \d\d:\d\d · in \d+ days/);
    expect(words).toContain(say('en', 'fieldGroup.capacity'));
    expect(await page.content()).not.toMatch(/Beispiel|Ruth|1991|<script/);
  });

  test('finds the same form as in the inbox: fields, words, choices and marks, in the same order', async () => {
    const inbox = await newVisitor(browser, live);
    await signIn(inbox.page, `${live.origin}/answer`, 'sg-iv-contact');
    await inbox.page.locator('#do-declineReferral-R1').waitFor();
    expect(await idsOf(inbox.page, '.letter [id^="do-"]')).toEqual(
      answerKinds.map((kind) => `do-${kind}-R1`),
    );
    expect(await idsOf(page, 'details')).toEqual([...answerKinds]);
    for (const kind of answerKinds) {
      await inbox.page.locator(`#do-${kind}-R1`).click();
      await inbox.page.getByRole('dialog').waitFor();
      expect(await controlsOf(page, `#${kind}`)).toEqual(
        await controlsOf(inbox.page, '[role="dialog"]'),
      );
      await inbox.page.keyboard.press('Escape');
      await inbox.page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    expect(inbox.faults).toEqual([]);
    await inbox.context.close();
  });

  test.each(languages)(
    'in %s is told which field is missing, and finds what was typed',
    async (language) => {
      // The eyes of axe are a script: the same link, in a browser that has one.
      const seen = await newVisitor(browser, live);
      await seen.context.addCookies(await visitor.context.cookies());
      const sheet = seen.page;
      await sheet.goto(link);
      await sheet.locator(`nav a[lang="${language}"]`).click();
      await sheet.locator(`html[lang="${language}"]`).waitFor({ state: 'attached' });
      const barriers = [...(await checkAxe(sheet, 'link'))];
      const form = sheet.locator('#declineReferral');
      await form.locator('summary').click();
      await sheet.locator('select[name="nextOwner"]').selectOption('sg-sh');
      await sheet.locator('input[name="until"]').fill('2031-05-04');
      await form.locator('button').click();
      await form.getByRole('alert').waitFor();
      const words = (await form.getByRole('alert').textContent()) ?? '';
      expect(words).toContain(say(language, 'input.reason'));
      expect(words).toContain(say(language, 'page.fillIn'));
      expect(await sheet.locator('[aria-invalid="true"]').getAttribute('name')).toBe('reason');
      expect(await form.locator('[name="nextOwner"]').inputValue()).toBe('sg-sh');
      expect(await form.locator('[name="until"]').inputValue()).toBe('2031-05-04');
      expect(await sheet.locator('html').getAttribute('lang')).toBe(language);
      barriers.push(...(await checkAxe(sheet, 'returned')));
      expect(barriers).toEqual([]);
      await picture(sheet, `link-${language}`);
      await seen.context.close();
    },
  );

  test('is told at the date that a full office has to say from when there is room', async () => {
    await page.goto(`${link}?language=en`);
    await openForm('declineReferral');
    await page.locator('select[name="reason"]').selectOption('no_capacity_now');
    await page.locator('select[name="nextOwner"]').selectOption('sg-sh');
    await send('declineReferral');
    await details('declineReferral').getByRole('alert').waitFor();
    const until = page.locator('input[name="until"]');
    expect(await until.getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('select[name="reason"]').inputValue()).toBe('no_capacity_now');
  });

  test('asks by keyboard alone for what is missing, and the case has it', async () => {
    await page.goto(`${link}?language=en`);
    await details('requestInformation').locator('summary').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    const asked = await page.evaluate<string>('document.activeElement.value');
    await details('requestInformation').locator('button').focus();
    await page.keyboard.press('Enter');
    await atView(page, say('en', 'answer.done_title'));
    const { referrals } = await live.command('sg-rav-officer', view.id, {
      kind: 'recordContactTry',
      channel: 'phone',
      reached: true,
    });
    expect(referrals[0]?.status).toBe('info_requested');
    expect(asked).not.toBe('');
    await page.goto(`${link}?language=en`);
    await atView(page, say('en', 'answer.used_title'));
    // The browser notes the two answers that were none; nothing else.
    const known = /status of (410|422)/;
    expect(visitor.faults.filter((fault) => !known.test(fault))).toEqual([]);
  });
}
