import type { Browser, Page } from 'playwright-core';
import { languages } from '../../schemas/index';
import { launchBrowser, withoutBrowser } from '../support/browser';
import { startLivePage } from './page-in-browser';
import type { LivePage } from './page-in-browser';
import { atView, checkAxe, newVisitor, say, signIn, speak, stored, tabTo } from './visitor';
import type { Visitor } from './visitor';

if (withoutBrowser) {
  test('RELAIS_WITHOUT_BROWSER=1: the sign-in is left untested on this machine', () => {
    expect(withoutBrowser).toBe(true);
  });
} else {
  describe('somebody who comes to the page', comesAndGoes);
}

function comesAndGoes(): void {
  let browser: Browser;
  let live: LivePage;
  let page: Page;
  let visitor: Visitor;

  beforeAll(async () => {
    browser = await launchBrowser();
    live = await startLivePage();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await live.close();
  }, 60_000);
  beforeEach(async () => {
    visitor = await newVisitor(browser, live);
    ({ page } = visitor);
  });
  afterEach(() => visitor.context.close());

  test('signs in by keyboard alone, meets the skip link first, and comes to the wanted address', async () => {
    await page.goto(`${live.origin}/?list=overdue`);
    await atView(page, say('en', 'page.session.welcome'));
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe(say('en', 'page.skip'));
    await tabTo(page, 'sign-in');
    await page.keyboard.press('Enter');
    await page.locator('button[value="sg-rav-officer"]').focus();
    await page.keyboard.press('Enter');
    await atView(page, say('en', 'page.nav.myDay'));
    expect(page.url()).toBe(`${live.origin}/?list=overdue`);
    expect(await page.locator('#who').textContent()).toContain('sg-rav');
    expect(visitor.faults).toEqual([]);
  });

  test('leaves no token in any storage, and is still signed in after loading again', async () => {
    await signIn(page, live.origin, 'sg-iv-contact');
    expect(await stored(page)).toEqual(['relais-language']);
    await page.reload();
    await page.locator('#who').waitFor();
    expect(await page.locator('#who').textContent()).toContain('sg-iv');
    expect(await stored(page)).toEqual(['relais-language']);
    expect(visitor.faults).toEqual([]);
  });

  test('signs out here, in the other tab and at the issuer', async () => {
    await signIn(page, live.origin, 'sg-coo');
    const other = await visitor.context.newPage();
    await other.goto(live.origin);
    await other.locator('#who').waitFor();
    await page.locator('#sign-out').click();
    await atView(page, say('en', 'page.session.signedOut'));
    await atView(other, say('en', 'page.session.signedOut'));
    await page.goto(live.origin);
    await atView(page, say('en', 'page.session.welcome'));
    await page.locator('#sign-in').click();
    await page.getByRole('heading', { name: say('en', 'page.chooseAccount') }).waitFor();
    expect(visitor.faults).toEqual([]);
  });

  test('is renewed before the token ends, and stays where they are', async () => {
    await page.clock.install();
    await signIn(page, live.origin, 'sg-rav-officer');
    await page.evaluate("document.body.dataset.sameDocument = 'yes'");
    const renewal = page.waitForResponse((response) => response.url().endsWith('/token'));
    await page.clock.fastForward(3_600_000 - 45_000);
    expect((await renewal).status()).toBe(200);
    await page.locator('#list-to_answer').click();
    await page.locator('#list-to_answer[aria-current]').waitFor();
    expect(await page.locator('body').getAttribute('data-same-document')).toBe('yes');
    expect(visitor.faults).toEqual([]);
  });

  test('is told when the session has ended elsewhere, and comes back to the same place', async () => {
    await page.clock.install();
    await signIn(page, `${live.origin}/?list=overdue`, 'sg-rav-officer');
    const elsewhere = await visitor.context.newPage();
    await elsewhere.goto(`${live.issuer}/session/end`);
    await atView(elsewhere, say('en', 'page.session.signedOut'));
    await page.clock.fastForward(3_600_000 - 45_000);
    await atView(page, say('en', 'page.session.expired'));
    await page.locator('#sign-in').click();
    await page.locator('button[value="sg-rav-officer"]').click();
    await page.locator('#who').waitFor();
    expect(page.url()).toBe(`${live.origin}/?list=overdue`);
  });

  test('may call this machine by its other name', async () => {
    const other = live.origin.replace('127.0.0.1', 'localhost');
    const named = await newVisitor(browser, { ...live, origin: other });
    await signIn(named.page, other, 'zh-iv-contact');
    expect(new URL(named.page.url()).origin).toBe(other);
    expect(named.faults).toEqual([]);
    await named.context.close();
  });

  test('is told what to do when the issuer is away', async () => {
    await page.route(`${live.issuer}/**`, (route) => route.abort());
    await page.goto(live.origin);
    await atView(page, say('en', 'page.session.away'));
    expect(await page.getByRole('main').textContent()).toContain(
      say('en', 'page.session.awayHelp'),
    );
  });

  test('is not led elsewhere by an answer that nobody asked for', async () => {
    await page.goto(`${live.origin}/?code=stolen&state=//elsewhere.example`);
    await atView(page, say('en', 'page.session.welcome'));
    expect(page.url()).toBe(`${live.origin}/`);
    expect(visitor.faults).toEqual([]);
  });

  test.each(languages)('finds the doors free of barriers in %s', async (language) => {
    await page.goto(live.origin);
    await page.locator('#sign-in').waitFor();
    await speak(page, language);
    await atView(page, say(language, 'page.session.welcome'));
    const barriers = [...(await checkAxe(page, 'entrance'))];
    await page.locator('#sign-in').click();
    await page.getByRole('heading', { name: say(language, 'page.chooseAccount') }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    barriers.push(...(await checkAxe(page, 'issuer')));
    expect(barriers).toEqual([]);
    expect(visitor.faults).toEqual([]);
  });
}
